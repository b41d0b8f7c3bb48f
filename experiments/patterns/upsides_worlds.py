"""The worlds that the checks of UPSIDES look at: Kampala with peers, changed in one thing, and the five sites. No parameter
here is chosen for a check to pass.

For a mean over few replicates Kampala's two teams have as many peers as a centre may have, of a quarter of the residents.
A condition goes from one end of Kampala's own judged range to the other, a dial or lever from one end to the other.
"""

from __future__ import annotations

from experiments.patterns.chile_worlds import CTI, off
from experiments.patterns.ensembles import Arm
from simulation.people.peers import MECHANISMS, PLACES

WEEKS, LEAST = 66, 0.25
WATCH = ("followed", "paired", "posted", "strained", "asked")
POSTS: dict[str, float | str] = {"peer_workers.peer_posts": float(PLACES)}
SITES = ("kampala", "dar-es-salaam", "hamburg", "ulm", "beer-sheva")
POORER, RICHER = SITES[:2], SITES[2:]


def world(name: str, *changes: dict[str, float | str], watch: tuple[str, ...] = WATCH, weeks: int = WEEKS, system: str | None = None) -> Arm:
    """Kampala, or another site, with peers, changed."""
    values = dict(POSTS)
    for change in changes:
        values |= change
    return Arm(name, values, watch=watch, weeks=weeks, least_scale=LEAST, system=system)


def ends(name: str, said: str, **values: float) -> dict[str, Arm]:
    """Worlds in which one value stands at several places."""
    return {end: world(f"Kampala, {said} {v:g}", {name: v}) for end, v in values.items()}


KAMPALA = world("Kampala with peers", watch=(*WATCH, "neighbours", "staff", "untreated", "homes"))
THREE_YEARS = world("Kampala with peers, three years", watch=("posted",), weeks=156)
ALL_OFF = world("Kampala, all five mechanisms off", off(*MECHANISMS))
COMPANY = world("Kampala, company only", off(*(m for m in MECHANISMS if m != "love")))
"""Befriending: the same contacts and bonds, and nothing but love labour in them."""
UNKNOWN = world("Kampala, peers between users and staff without effect", off("liminal"), watch=(*WATCH, "neighbours"))
ATTITUDE = ends("staff_attitudes.team_attitude", "attitude of the team", low=0.25, middle=0.5, high=0.8)
STIGMA = {
    end: world(f"Kampala, weight of public stigma {v:g}", {"stigma.stigma_dial": v}, watch=(*WATCH, "untreated"))
    for end, v in (("low", 0.0), ("high", 1.5))
}
CULTURE = world("Kampala, recovery culture 0.65", {"organisational_culture.recovery_culture": 0.65})
CULTURE_LOW = world("Kampala, recovery culture 0.1", {"organisational_culture.recovery_culture": 0.1})
BOTH = world("Kampala, recovery culture 0.65 and no weight of public stigma", {"organisational_culture.recovery_culture": 0.65, "stigma.stigma_dial": 0.0})
TRAINING = ends("peer_workers.peer_training", "hours of training", low=20, high=80)
CHOICES = {
    "peer_support.in_groups": world("Kampala, in groups", {"peer_support.in_groups": 1.0}),
    "peer_support.chosen": world("Kampala, chosen by likeness", {"peer_support.chosen": 1.0}),
    "role_clarity.peer_formality": world("Kampala, explicit rules", {"role_clarity.peer_formality": 1.0}),
    "peer_support.same_stage": world("Kampala, the same stage first", {"peer_support.same_stage": 1.0}),
    "peer_support.focus_on_staff": world("Kampala, half the time for staff", {"peer_support.focus_on_staff": 0.5}),
}
FORMALITY = {
    "none": world("Kampala, formality 0", {"role_clarity.peer_formality": 0.0}),
    "some": world("Kampala, formality 0.5", {"role_clarity.peer_formality": 0.5}),
    "all": CHOICES["role_clarity.peer_formality"],
}
EXPENSES = {v: world(f"Kampala, trips paid {v:g}", {"peer_resources.peer_expenses": v}, watch=("homes",)) for v in (0.0, 0.5, 1.0)}
FLEXIBLE = ends("peer_workers.peer_flexibility", "flexible hours", low=0.1, high=0.75)
CLARITY = ends("role_clarity.peer_clarity", "clarity of the role", low=0.2, high=0.8)
UNCHANGED = world("Kampala, neither staff taught nor joint visits")
"""As the site is."""
TAUGHT = {"low": UNCHANGED, **ends("peer_workers.team_taught", "staff taught", high=1.0)}
REFRESHED = ends("peer_workers.peer_refreshers", "refreshers", low=0.0, high=8.0)
SUPERVISED = ends("training_and_support.peer_supervision", "supervision", low=0.0, high=1.0)
JOINT = {"low": UNCHANGED, **ends("peer_workers.joint_visits", "joint visits", high=3.0)}
NETWORK = ends("peer_network.peer_network", "network of peers", low=0.0, high=0.95)
BUDDY = ends("peer_workers.buddy_notices", "buddies notice", low=0.0, high=0.8)
TOLD = {
    (stop, counts): Arm(
        f"Kampala, told to stop medicines {stop:g}{'' if counts else ', relapse without medicines as with them'}",
        {"medicines.told_to_stop": stop, **({} if counts else {"course.not_taking": 1.0})}, watch=("medicines",), weeks=WEEKS,
    )
    for stop in (0.0, 0.6) for counts in (True, False)
}
SITE = {site: world(f"{site} with peers", watch=("mix", "followed", "paired", "staff"), system=f"upsides-{site}") for site in SITES}
SEATS = {
    crowded: Arm(f"Dar es Salaam, {'its seats' if crowded else 'seats for all'}", {} if crowded else {"sessions.seats": 0.0}, weeks=WEEKS, system="upsides-dar-es-salaam", least_scale=LEAST)
    for crowded in (True, False)
}
STARVED = {
    "linked": world("Kampala, stigma and money linked", {"authority.stigma_starves": 0.3}, watch=()),
    "apart": world("Kampala, stigma and money not linked", watch=()),
}
CHILE = Arm("Santiago with pairs", CTI, watch=("paired",), weeks=WEEKS, least_scale=LEAST, system="chile-santiago")
