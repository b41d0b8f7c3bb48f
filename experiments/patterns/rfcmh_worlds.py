"""The worlds that the checks of the Dutch neighbourhood look at: its project, the time before it, and changes in one thing.

All residents are there, one for one. No parameter here is chosen for a check to pass: a lever goes from off to where a
shipped policy puts it, or from one end of its range to the other.
"""

from __future__ import annotations

from collections.abc import Mapping

from experiments.patterns.ensembles import Arm

YEAR, LEAST = 52, 1.0
BEFORE_POLICY = "before-the-project"


def world(
    name: str, values: Mapping[str, float | str] | None = None, *policies: str, watch: tuple[str, ...] = (), weeks: int = YEAR, system: str | None = None,
) -> Arm:
    """The neighbourhood in its project, changed."""
    return Arm(name, values or {}, policies=policies, watch=watch, weeks=weeks, least_scale=LEAST if system is None else 0.0, system=system)


PROJECT = world("the project", watch=("first-contacts", "seekers", "reasons", "survey", "outside", "users", "talks", "skills"))
BEFORE = world("before the project", None, BEFORE_POLICY, watch=("first-contacts", "survey", "users"))
DEMAND = world("twice the demand", {"help_seeking.base": 0.7})
HELP = {
    on: world(
        f"twelve peers, {'with' if on else 'without'} practical help", {"peer_workers.peer_posts": 12.0, "practical_help.social_help": float(on), "practical_help.partners": 0.8},
        watch=("helped",), weeks=104,
    )
    for on in (True, False)
}
NAMED = {
    v: world(f"named as mental health care {v:g}", {"naming.named": v}, watch=("survey", "users"), weeks=104) for v in (1.0, 0.0)
}
SEPARATE = {v: world(f"women alone {v:g} of the time", {"outreach.separate": v}, watch=("outside",)) for v in (0.0, 0.5)}
HOURS = {v: world(f"{v:g} hours of each peer at meeting places", {"outreach.outreach_hours": v}) for v in (2.0, 8.0)}
GUIDE = world("a guide to initiatives", None, "guide-to-initiatives", watch=("outside",))
LEADERS = world("informal leaders", None, "informal-leaders", watch=("outside",))
MANY = {"peer_workers.peer_posts": 12.0}
CALLED = world("twelve peers who can be called after hours", MANY, "after-hours-peers", watch=("users",))
UNCALLED = world("twelve peers who give no number", {**MANY, "after_hours.numbers_given": 0.0}, watch=("users",))
RESTLESS = world("twelve peers who can be called, without the calm of it", {**MANY, "after_hours.reassures": 0.0}, "after-hours-peers", watch=("users",))
LARGE = world(
    "twelve peers, eight hours each at meeting places, three years", {"peer_workers.peer_posts": 12.0, "outreach.outreach_hours": 8.0, "evenings.evenings": 6.0},
    watch=("survey",), weeks=156,
)
LARGE_BEFORE = world("before the project, three years", None, BEFORE_POLICY, watch=("survey",), weeks=156)
WITHOUT = {
    part: world(f"the project without {said}", values, watch=("survey",))
    for part, said, values in (
        ("peers", "peers first", {"peer_workers.peer_posts": 0.0, "peers_first.first_contact": 0.0}),
        ("outreach", "outreach", {"outreach.outreach_hours": 0.0, "evenings.evenings": 0.0}),
        ("collaboration", "collaboration", {"meetings.meeting_every": 0.0, "practice_visits.visits_month": 0.0, "informal_contact.informal_minutes": 0.0}),
        ("meeting", "the weekly meeting", {"meetings.meeting_every": 0.0}),
    )
}
REJECTED: dict[str, float | str] = {"staff_attitudes.team_attitude": 0.0, "staff_attitudes.staff_attitudes_dial": 1.5, "peer_workers.team_taught": 0.0, "peer_workers.culture_welcomes": 0.0}
ACCEPTED: dict[str, float | str] = {"staff_attitudes.team_attitude": 0.9, "peer_workers.team_taught": 1.0}
CENTRAL = {
    (accepted, central): world(
        f"peers {'accepted' if accepted else 'rejected'}, {'with' if central else 'without'} a key role",
        {**(ACCEPTED if accepted else REJECTED), "peers_first.first_contact": 0.95 if central else 0.0}, watch=("users",),
    )
    for accepted in (True, False) for central in (True, False)
}
UNTRAINED = world("peers trained for twenty hours, unpaid", {"peer_workers.peer_training": 20.0, "peer_resources.peer_pay": 0.0}, watch=("skills",))
PRACTICES = {
    skilled: world(
        f"the project for two years, peers {'as trained' if skilled else 'trained for twenty hours'}",
        {} if skilled else {"peer_workers.peer_training": 20.0}, watch=("referred", "closeness"), weeks=104,
    )
    for skilled in (True, False)
}
CHILE = Arm("Santiago with pairs, its peers' skill", policies=("cti-ts",), watch=("skills",), weeks=YEAR, least_scale=LEAST, system="chile-santiago")
