"""Levers: what a class can set, made from the declarations of the system that it looks at.

Only names stand here. Values, ranges, units, meanings and sources are the system's own; what a lever costs is what
the shipped policy that moves the same number costs. A lever that can move nothing in a system, because the system
lacks what it acts on, is left out by what the system has, never by its name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

from simulation import InputError, Policy, Scenario, load_policy
from simulation.ground.parameter import Declaration
from simulation.parameters import declared
from simulation.scenario import Cost, Step, effective, names, shown
from simulation.scenario.exchange import in_currency_of
from simulation.scenario.files import nearest
from simulation.scenario.values import allowed_value, is_allowed

THEMES: dict[str, tuple[str, ...]] = {
    "stigma": (
        "attitudes.campaign_intensity", "stigma.stigma_dial", "staff_turnover.staff_stigma", "primary_care.primary_stigma",
        "teaching.courses_year", "naming.named",
    ),
    "money": (
        "authority.budget_share", "resources.reimbursed_share", "home_visits.transport_weekly", "resources.resources_dial",
        "coaching.budget_year", "performance.bonus",
    ),
    "catchment": ("catchment.catchment_dial", "nearest_centre.minutes_per_km"),
    "productivity": (
        "productivity.extramural_credit", "productivity.productivity_dial", "staff_hours.target_per_hour",
        "staff_hours.visits_offered", "performance.community_weight",
    ),
    "peers": (
        "peer_workers.peer_posts", "peers_first.first_contact", "after_hours.numbers_given", "practical_help.social_help",
        "outreach.outreach_hours", "training_and_support.training_and_support_dial", "critical_time.teams",
        "groups.offered[lay_meeting]", "lay_workers.compensation",
    ),
    "meetings": (
        "meetings.meeting_every", "meetings.meeting_chair", "meetings.users_share", "meetings.user_centred",
        "practice_visits.visits_month", "informal_contact.informal_minutes", "privacy.parties_asked",
    ),
}
"""Theme -> the parameters that a class sets under it; everything else is under the assumptions."""
LAST = 5200
STEPS = 15
COUNTED = ("posts", "pairs", "groups", "weeks", "parties", "persons", "evenings a year", "courses a year", "visits a month", "hours a week", "minutes")
"""Units of which a class sets whole numbers."""
Number = float | str
Made = TypeVar("Made")
_KEPT = 8


def once_for(make: Callable[[Scenario], Made]) -> Callable[[Scenario], Made]:
    """Make something of a system once and keep it with the system itself (its hash, of all its numbers, would take longer)."""
    kept: dict[int, tuple[Scenario, Made]] = {}

    @wraps(make)
    def found(system: Scenario) -> Made:
        if id(system) not in kept:
            while len(kept) >= _KEPT:
                kept.pop(next(iter(kept)), None)
            kept[id(system)] = (system, make(system))
        return kept[id(system)][1]

    return found


@dataclass(frozen=True)
class Lever:
    """One thing that can be set.

    Attributes:
        name: the parameter, or the policy that a switch puts on or leaves out.
        theme: under which it stands.
        kind: "number" or "switch".
        value: in the system as it is, its story included.
        low, high, step: of a number.
        differs: lowest and highest value of places that differ; empty if all have one.
        declaration: of a number.
        policy: of a switch.
        cost: what the shipped policy that moves the same number as far as ``costed_at`` costs; None if none does.
    """

    name: str
    theme: str
    kind: str
    value: float | bool
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    differs: tuple[float, ...] = ()
    declaration: Declaration | None = None
    policy: Policy | None = None
    cost: Cost | None = None
    costed_at: float = math.nan
    costed_by: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The parameters that it sets."""
        if self.policy is None:
            return (self.name,)
        return tuple(dict.fromkeys(element for step in self.policy.steps for element in step.elements))


@once_for
def levers(system: Scenario) -> dict[str, Lever]:
    """Name -> lever, of everything that a class can set in this system, by theme."""
    found: dict[str, Lever] = {}
    fitting = fitting_policies(system)
    for theme, parameters in THEMES.items():
        for name in parameters:
            if name in system.values and _matters(name, system):
                found[name] = _number(name, theme, system, fitting)
        for policy in system.story:
            if theme_of(policy) == theme:
                found[policy.name] = Lever(policy.name, theme, "switch", True, policy=policy)
    return found


def theme_of(policy: Policy) -> str:
    """The theme that most numbers of a policy belong to; empty if none does."""
    processes = {theme: {name.partition(".")[0] for name in parameters} for theme, parameters in THEMES.items()}
    touched = [element.partition(".")[0] for step in policy.steps for element in step.elements]
    counts = {theme: sum(process in own for process in touched) for theme, own in processes.items()}
    best = max(counts, key=lambda theme: counts[theme])
    return best if counts[best] else ""


@once_for
def fitting_policies(system: Scenario) -> Mapping[str, Policy]:
    """The shipped and own policies that can be added to a system, in its currency."""
    found: dict[str, Policy] = {}
    told = {one.name for one in system.story}
    for policy in (*(load_policy(name) for name in names("policy")), *system.own.values()):
        if policy.name in told or policy.name in found:
            continue
        try:
            system.with_policies(policy)
            found[policy.name] = in_currency_of(policy, system)
        except InputError:
            continue
    return found


def _matters(name: str, system: Scenario) -> bool:
    """Whether a number can move anything, by what the system has."""
    one = system.values[name]
    if one.scope == "centre" and not system.centres:
        return False
    if not one.choices and one.low >= one.high and one.kind == "lever":
        return False  # the system says that it has no such thing
    return bool(_NEEDS.get(name.partition(".")[0], lambda _: True)(system))


_NEEDS: dict[str, Any] = {
    # whose centre is whose is a question where people of other districts could come
    "catchment": lambda system: len(system.districts) > 1,
    "outreach": lambda system: any(place.kind == "meeting_place" for place in system.facilities),
    # what lay workers are paid matters where their meetings are held
    "lay_workers": lambda system: any(float(one.value) > 0 for one in _places("groups.offered[lay_meeting]", system)),
    # weights of an indicator on which no money hangs
    "performance": lambda system: float(system.values["performance.bonus"].high) > 0,
}


def _places(name: str, system: Scenario) -> Iterator[Declaration]:
    yield system.values[name]
    yield from system.local.get(name, {}).values()


def as_it_is(name: str, system: Scenario) -> list[float]:
    """A number in the system as it is, once its story is fully in force: one value, or one for each place."""
    one = system.values[name]
    places: list[str | None] = [None] if one.scope == "system" else [*system.places(one.scope)]
    told = _story(system)
    if name in told:
        value = told[name]
        return [float(v) for v in value] if isinstance(value, list) else [float(value)]
    return [float(system.value_at(name, place)) for place in places] or [float(one.value)]


@once_for
def _story(system: Scenario) -> Mapping[str, float | list[float]]:
    """What the system's own story makes of values, once it is fully in force."""
    return effective(replace(system, policies=()), LAST, None) if system.story else {}


@once_for
def _set_by_policies(system: Scenario) -> Mapping[str, list[float]]:
    """To which values the policies that fit set each number."""
    found: dict[str, list[float]] = {}
    for policy in fitting_policies(system).values():
        for step in policy.steps:
            for name in step.elements if step.change == "to" else ():
                found.setdefault(name, []).append(step.amount)
    return found


def span(name: str, system: Scenario) -> tuple[float, float]:
    """From where to where a number may be set: the ranges of the declaration and of the system, and what policies set."""
    told = [*_places(name, system)]
    if system.values[name].unit != "cents":  # amounts of another currency say nothing here
        told.append(declared().get(name, system.values[name]))
    ends = [float(end) for one in told for end in (one.low, one.high)]
    ends += _set_by_policies(system).get(name, [])
    ends += as_it_is(name, system)
    low, high = system.values[name].limits
    return max(min(ends), -math.inf if low is None else low), min(max(ends), math.inf if high is None else high)


def nice_step(low: float, high: float) -> float:
    """A step of 1, 2 or 5 times a power of ten, of which about fifteen or more go from one end to the other."""
    wide = (high - low) / STEPS
    if wide <= 0 or not math.isfinite(wide):
        return 1.0
    power = 10.0 ** math.floor(math.log10(wide))
    best = max(factor for factor in (1, 2, 5) if factor * power <= wide * 1.0001)
    return float(f"{best * power:.6g}")


def _number(name: str, theme: str, system: Scenario, fitting: Mapping[str, Policy]) -> Lever:
    one, values = system.values[name], as_it_is(name, system)
    low, high = span(name, system)
    step = max(nice_step(low, high), 1.0) if one.whole or one.unit in COUNTED else nice_step(low, high)
    step = min(step, high - low) if high > low else 1.0
    differs = (min(values), max(values)) if min(values) < max(values) else ()
    cost, at, by = _cost(name, fitting)
    return Lever(name, theme, "number", values[0] if not differs else float(f"{sum(values) / len(values):.6g}"), low, high, step, differs, one, None, cost, at, by)


def _cost(name: str, fitting: Mapping[str, Policy]) -> tuple[Cost | None, float, str]:
    """What moving a number costs, from the policy that moves it and says so; a price of the system comes first."""
    found = [
        (step.cost, step.amount, policy.name)
        for policy in fitting.values() for step in policy.steps
        if step.change == "to" and step.elements == (name,) and step.cost is not None
    ]
    return min(found, key=lambda one: (not one[0].is_priced, one[2])) if found else (None, math.nan, "")


def step_of(lever: Lever, value: float, week: int, system: Scenario) -> Step:
    """The step that sets a lever, with its cost: once in full, and a year's in proportion to how far it is moved."""
    assert lever.declaration is not None
    return Step(
        lever.name, "to", float(value), (lever.name,), lever.declaration.scope, "everywhere", week, None, 0, _costing(lever, float(value), system),
    )


def _costing(lever: Lever, value: float, system: Scenario) -> Cost | None:
    base = float(lever.value)
    if lever.cost is None or lever.costed_at == base:
        return None
    reached = (value - base) / (lever.costed_at - base)
    if reached <= 0:
        return None  # moved the other way: that costs nothing more
    if reached == 1:
        return lever.cost
    return _in_part(lever.cost, reached, system)


def _in_part(cost: Cost, reached: float, system: Scenario) -> Cost:
    """A cost with a year's amount in proportion; an amount that was a price of the system becomes a number with that price's range."""
    def money(amount: float | str) -> float:
        return float(system.value_at(amount)) / 100 if isinstance(amount, str) else amount

    told = next((system.values[a] for a in (cost.per_year, cost.once) if isinstance(a, str)), None)
    low, high, source, grade = cost.low_factor, cost.high_factor, cost.source, cost.grade
    if told is not None and float(told.value) > 0:
        low, high = min(told.low / float(told.value), 1.0), max(told.high / float(told.value), 1.0)
        source, grade = told.source, told.grade
    return replace(
        cost, once=money(cost.once), per_year=money(cost.per_year) * reached, low_factor=low, high_factor=high, source=source, grade=grade,
    )


def checked(name: str, value: Any, system: Scenario) -> Number:
    """A value that a class sets, inside what may be set.

    Raises:
        InputError: it is none.
    """
    one = system.values[name]
    if not is_allowed(one, value):
        raise InputError("", name, shown(value), allowed_value(one), nearest(value, one.choices))
    if isinstance(value, str):
        return value
    low, high = span(name, system)
    if not low <= value <= high:
        raise InputError("", name, shown(value), f"{low:.10g} to {high:.10g} ({one.unit})")
    return float(value)

