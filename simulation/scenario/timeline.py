"""What dated policies make of the parameters, week by week.

A value begins with its base; ``to`` moves it towards a target, then come the factors of ``times``, then the
amounts of ``by``, each as far as its ramp has got, in the order of the policies. A system's own story is
reckoned first, in the same way, and what it makes of a value is the base of the policies: a policy may set
what the story has set. Nothing is clipped: what could leave the limits of a parameter, from any value in its
range, is refused before a run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..ground.parameter import Declaration, Scope
from .files import shown
from .places import Places
from .policy import Policy, Step
from .values import allowed_value, is_allowed

Base = Callable[[str, str | None], float]
"""(element, place or None) -> the value that holds without any policy."""
Acts = tuple[Policy, Step, frozenset[str]]


class Told(Places, Protocol):
    """A scenario, as far as its timeline needs it."""

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies, in order."""

    @property
    def story(self) -> tuple[Policy, ...]:
        """The policies that belong to the system itself and act in every arm."""

    def declaration_at(self, name: str, place: str | None = None) -> Declaration:
        """Find a number's declaration, of a place where it has its own."""

    def places(self, scope: Scope) -> list[str]:
        """List the ids of the places of a scope."""


class Timeline:
    """What a scenario's story and policies make of its numbers, ready to be asked week after week.

    Args:
        scenario: with its policies.
        base: the values without policies, such as drawn ones; the scenario's own if None.
    """

    def __init__(self, scenario: Told, base: Base | None = None) -> None:
        own = base or _own(scenario)
        told, changed = _touched(scenario, scenario.story), _touched(scenario, scenario.policies)
        self._elements: dict[str, _Element] = {}
        for name in dict.fromkeys([*told, *changed]):
            declaration = scenario.declaration_at(name)
            places: list[str | None] = [None] if declaration.scope == "system" else [*scenario.places(declaration.scope)]
            self._elements[name] = _Element(
                declaration,
                [(_at(told.get(name, []), place), _at(changed.get(name, []), place), own(name, place)) for place in places],
                [step for layer in (told, changed) for _, step, _ in layer.get(name, [])],
            )

    def at(self, week: int) -> dict[str, float | list[float]]:
        """Compute the values in a week of every number that some policy touches, in force or not.

        Returns:
            Element's name -> its value, or one per centre or district in the order of the scenario.

        """
        return {name: element.at(week) for name, element in self._elements.items()}

    def turning(self, week: int) -> dict[str, float | list[float]]:
        """The same, of the numbers that may change in that very week alone."""
        return {name: element.at(week) for name, element in self._elements.items() if element.turns(week)}


class _Element:
    """One number: at each of its places the story's steps, the policies' steps, and the value without any."""

    def __init__(self, declaration: Declaration, places: list[tuple[list[Step], list[Step], float]], steps: list[Step]) -> None:
        self._declaration, self._places, self._steps = declaration, places, steps

    def at(self, week: int) -> float | list[float]:
        d = self._declaration
        values = [_value(d, steps, week, _value(d, told, week, own)) for told, steps, own in self._places]
        return values[0] if d.scope == "system" else values

    def turns(self, week: int) -> bool:
        return any(_turns_in(step, week) for step in self._steps)


def effective(scenario: Told, week: int, base: Base | None = None) -> dict[str, float | list[float]]:
    """Compute the values in a week of every number that some policy touches (see ``Timeline.at``)."""
    return Timeline(scenario, base).at(week)


def change_weeks(scenario: Told, weeks: int) -> list[int]:
    """List the weeks of a horizon at which a policy changes something or a centre opens, sorted.

    These are each step's first week, every week of its ramp, and the week from which it no longer holds.
    """
    found = {centre.opens for centre in scenario.centres}
    for policy in (*scenario.story, *scenario.policies):
        for step in policy.steps:
            found |= _turns(step, weeks)
    return sorted(week for week in found if 0 <= week < weeks)


def check_timeline(scenario: Told) -> None:
    """Refuse policies that contradict each other or drive a value out of its limits.

    Raises:
        InputError: two steps set one number to different values at one place in the same weeks, a value
            leaves its limits, or a step names a place that is not there.

    """
    told = _touched(scenario, scenario.story)
    for layer, before in ((told, {}), (_touched(scenario, scenario.policies), told)):
        for element, acts in layer.items():
            _check_conflicts(element, [act for act in acts if act[1].change == "to"])
            if any(act[1].change != "to" for act in acts):
                _check_limits(scenario, element, acts, before.get(element, []))


def _own(scenario: Told) -> Base:
    def value(name: str, place: str | None) -> float:
        return float(scenario.declaration_at(name, place).value)

    return value


def _touched(scenario: Told, policies: tuple[Policy, ...]) -> dict[str, list[Acts]]:
    """Element -> the steps of these policies that act on it, in order, each with its places."""
    found: dict[str, list[Acts]] = {}
    for policy in policies:
        for step in policy.steps:
            places = frozenset(policy.places_of(step, scenario))
            for element in step.elements:
                found.setdefault(element, []).append((policy, step, places))
    return found


def _at(acts: list[Acts], place: str | None) -> list[Step]:
    return [step for _, step, places in acts if place is None or place in places]


def _turns(step: Step, weeks: int) -> set[int]:
    end = weeks if step.until is None else min(step.until, weeks)
    found = {step.start} | set(range(step.start, min(step.start + step.ramp, end - 1) + 1))
    return found if step.until is None else found | {step.until}


def _turns_in(step: Step, week: int) -> bool:
    """Whether ``_turns`` lists a week: a step's first, one of its ramp, or that from which it no longer holds."""
    return week == step.until or (step.start <= week <= step.start + step.ramp and (step.until is None or week < step.until))


def _value(declaration: Declaration, steps: list[Step], week: int, base: float) -> float:
    value = base
    shares = [(step.share(week), step.amount) for step in steps if step.change == "to"]
    share, target = max(shares, default=(0.0, 0.0), key=lambda pair: pair[0])
    if share > 0:
        value = target if share >= 1 else base + (target - base) * share
    for step in steps:
        if step.change == "times" and step.share(week) > 0:
            value *= 1 + (step.amount - 1) * step.share(week)
    for step in steps:
        if step.change == "by":
            value += step.amount * step.share(week)
    return float(round(value)) if declaration.whole else value


def _check_conflicts(element: str, acts: list[Acts]) -> None:
    for i, (policy, step, places) in enumerate(acts):
        for other, earlier, others in acts[:i]:
            apart = step.scope != "system" and not places & others
            if apart or step.amount == earlier.amount or not _overlap(step, earlier):
                continue
            where = "" if step.scope == "system" else f" at {min(places & others)}"
            found = f'{step.amount:g} in policy "{policy.name}"'
            week = max(step.start, earlier.start)
            allowed = f'{earlier.amount:g}, as policy "{other.name}" sets {element}{where} in week {week}'
            raise policy.error(step, "to", found, allowed)


def _overlap(one: Step, other: Step) -> bool:
    return (other.until is None or one.start < other.until) and (
        one.until is None or other.start < one.until
    )


def _check_limits(scenario: Told, element: str, acts: list[Acts], before: list[Acts]) -> None:
    """Refuse what could leave the limits, from any value in the range or any that the story sets."""
    scope = scenario.declaration_at(element).scope
    done: set[tuple[float, tuple[int, ...]]] = set()
    for place in [None] if scope == "system" else scenario.places(scope):
        steps = _at(acts, place)
        declaration = scenario.declaration_at(element, place)
        sets = {step.amount for step in _at(before, place) if step.change == "to"}
        for base in sorted({float(declaration.value), declaration.low, declaration.high} | sets):
            signature = (base, tuple(map(id, steps)))
            if steps and signature not in done:
                done.add(signature)
                _check_value(declaration, acts, steps, base)


def _check_value(declaration: Declaration, acts: list[Acts], steps: list[Step], base: float) -> None:
    last = max(step.until or step.start + step.ramp for step in steps) + 1
    for week in sorted(set().union(*(_turns(step, last + 1) for step in steps))):
        value = _value(declaration, steps, week, base)
        if not is_allowed(declaration, value):
            acting = [step for step in steps if step.change != "to" and step.share(week) > 0]
            step = acting[-1] if acting else steps[-1]
            policy = next(policy for policy, one, _ in acts if one is step)
            found = f"{shown(value)} in week {week} from {shown(base)}"
            allowed = f"{declaration.name}: {allowed_value(declaration)}, from anywhere in its range"
            raise policy.error(step, step.change, found, allowed)
