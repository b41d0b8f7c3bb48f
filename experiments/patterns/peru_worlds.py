"""The worlds that the checks of Peru look at. No parameter here is chosen for a check to pass.

Where a barrier or rule is concerned its dial or lever goes from one end to the other; where an unknown number is,
from one end of its own range to the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from experiments.anchors import without_centres
from experiments.patterns.ensembles import Arm
from simulation import Scenario, load_policy
from simulation.outcomes import YEAR

AS_IT_IS = Arm("as it is")
NO_RULE = Arm("no productivity rule", {"productivity.productivity_dial": 0.0})
HALF_CREDIT = Arm("half credit", {"productivity.extramural_credit": 0.5})
EQUAL_CREDIT = Arm("equal credit", {"productivity.extramural_credit": 1.0})
DEFINED = Arm("defined catchment", {"catchment.catchment_dial": 0.0})
# whoever meets somebody in recovery, or hears of somebody helped, thinks of them and of the centre as before
NO_CONTACT = Arm("no effect of contact", {"opposition.contact": 0.0, "attitudes.contact_effect": 0.0})
NO_VISITS = Arm("no home visits", {"staff_hours.block_share": 0.0})
# what is to be paid needs money to pay it from: as much in all three as the policy transport-money gives
PAID = {share: Arm(f"trips paid {share:g}", {"resources.reimbursed_share": share, "home_visits.transport_weekly": 60_000.0}) for share in (0.0, 0.5, 1.0)}
STIGMA = {level: Arm(f"public stigma {level:g}", {"population.public_stigma": level}, from_start=True) for level in (0.35, 0.55)}
PRIMARY = {level: Arm(f"stigma in primary care {level:g}", {"primary_care.primary_stigma": level}, watch=("intake",)) for level in (0.2, 0.7)}


def _two_more_centres(system: Scenario) -> Scenario:
    """Two more centres in the district of 350,000, staffed like the policy's, open from week 0.

    One stands where the policy puts it, the other halfway between it and centre 1.
    """
    policy = load_policy("second-centre")
    step = policy.steps[0]
    assert step.centre is not None
    more = [
        replace(policy, name=id, steps=(replace(step, start=0, centre=replace(step.centre, id=id, x=x, y=y, opens=0)),))
        for id, x, y in (("centre-1b", 2.0, 6.0), ("centre-1c", 1.5, 3.5))
    ]
    return system.with_policies(*more)


def _with_capital(times: float) -> Callable[[Scenario], Scenario]:
    def change(system: Scenario) -> Scenario:
        return system.setting({"roll_out.capital_year": times * float(system.value_at("roll_out.capital_year"))})

    return change


def _with_vehicles(system: Scenario) -> Scenario:
    return replace(system, centres=tuple(replace(c, vehicles=1) for c in system.centres))


def _taught_once(system: Scenario) -> Scenario:
    """The policy's first courses for practices alone: no refreshers, nobody else taught."""
    policy = load_policy("knowledge")
    courses = [step for step in policy.steps if step.what == "teaching.courses_year"]
    return system.with_policies(replace(policy, steps=(min(courses, key=lambda step: step.start),)))


THREE_CENTRES = Arm("three centres in the largest district", change=_two_more_centres)
# long enough for what was learnt to be forgotten
UNTAUGHT = Arm("as it is, five years", weeks=5 * YEAR)
TAUGHT_ONCE = Arm("practices taught once", change=_taught_once, weeks=5 * YEAR)
# the counter of the roll-out is read off two years; nothing else differs between them
BUDGETS = {
    times: Arm(f"roll-out with {times:g} times the capital", change=_with_capital(times), weeks=2 * YEAR) for times in (1.0, 2.0)
}
WITHOUT_CENTRES = Arm("without centres", change=without_centres)
# at a small share of residents a short week holds no long way, which would look like distance
FULL_WEEKS = 0.3
BY_DISTANCE = Arm("as it is, by distance", watch=("by-distance",), weeks=2 * YEAR, least_scale=FULL_WEEKS)
VEHICLES = Arm("a vehicle for every centre, by distance", change=_with_vehicles, from_start=True, watch=("by-distance",),
               weeks=2 * YEAR, least_scale=FULL_WEEKS)

KINDS = ("lay_meeting", "workshop", "campaign", "club", "peer_group")
ALL_OFF: dict[str, float | str] = {**{f"groups.offered[{kind}]": 0.0 for kind in KINDS}, "staff_hours.visits_offered": 0.0}
NOTHING = Arm("no community activity", ALL_OFF)
NO_LAY = Arm("no lay workers", {"groups.offered[lay_meeting]": 0.0})
NO_WORKSHOPS = Arm("no workshops", {"groups.offered[workshop]": 0.0})
NO_CAMPAIGNS = Arm("no campaigns", {"groups.offered[campaign]": 0.0})
ALONE = {
    name: Arm(f"{name} alone", {k: v for k, v in ALL_OFF.items() if k != key})
    for name, key in (
        ("lay_workers", "groups.offered[lay_meeting]"), ("home_visits", "staff_hours.visits_offered"), ("workshops", "groups.offered[workshop]"),
        ("campaigns", "groups.offered[campaign]"), ("clubs", "groups.offered[club]"), ("peer_groups", "groups.offered[peer_group]"),
    )
}
# the inputs of a centre that differ, made equal everywhere
ALIKE = Arm("centres alike", {"knowledge.missing_share": 0.25, "lay_workers.organisation": 0.6, "staff_turnover.fill_ratio": 0.8})
PAID_WORKERS = Arm("lay workers paid", {"lay_workers.compensation": 1.0})
WATCHED = {
    "as it is": Arm("as it is, lay workers and clubs", watch=("workers", "clubs"), weeks=2 * YEAR),
    "paid": Arm("lay workers paid, watched", {"lay_workers.compensation": 1.0}, watch=("workers", "clubs"), weeks=2 * YEAR),
}
BOOSTERS = Arm("training block and boosters", {"lay_workers.training": "block_and_boosters"}, watch=("workers", "clubs"), weeks=2 * YEAR)
BLOCK_ONLY = Arm("training block only", {"lay_workers.training": "block"}, watch=("workers", "clubs"), weeks=2 * YEAR)
NATIONAL = Arm("national curriculum", {"lay_workers.national_curriculum": 1.0}, watch=("workers", "clubs"), weeks=2 * YEAR)
NO_CLUBS = Arm("no clubs", {"groups.offered[club]": 0.0}, watch=("workers", "clubs"), weeks=2 * YEAR)
COACHED = Arm("coaching", policies=("coaching",))
OFFICE_COUNTS = Arm("a bonus for the office", {"performance.bonus": 0.2, "performance.community_weight": 0.0})
COMMUNITY_COUNTS = Arm("a bonus for the community", {"performance.bonus": 0.2, "performance.community_weight": 1.0})
