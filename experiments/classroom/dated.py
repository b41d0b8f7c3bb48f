"""Plans with dates: what begins in which week, as one policy.

A number begins in the week of its step and holds until a later step sets it again. A policy's first step begins in that
week, its other steps keep their distances, and it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulation import Policy, Scenario
from simulation.scenario import Step, load_arm
from simulation.scenario.exchange import in_currency_of


@dataclass(frozen=True)
class Begun:
    """What begins in a week: steps of the plan itself, and shipped policies by name."""

    week: int
    own: Policy
    policies: tuple[str, ...]


def shifted(policy: Policy, week: int) -> Policy:
    """A policy whose first step begins in a week; its other steps keep their distances from it."""
    if not policy.steps:
        return policy
    by = week - min(step.start for step in policy.steps)
    moved = []
    for step in policy.steps:
        until = None if step.until is None else step.until + by
        centre = step.centre and replace(step.centre, opens=step.centre.opens + by)
        moved.append(replace(step, start=step.start + by, until=until, centre=centre))
    return replace(policy, steps=tuple(moved))


def steps_of(begun: Sequence[Begun], system: Scenario) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """All steps, in the money of the system, and the parts of its story that do not happen."""
    found: list[Step] = []
    without: list[str] = []
    for number, one in enumerate(begun):
        for name in one.policies:
            for policy in load_arm(name, system=system):
                own = shifted(in_currency_of(policy, system), one.week)
                found += own.steps
                without += own.without
        without += one.own.without
        found += [replace(step, until=_set_again(step.what, begun[number + 1 :])) for step in one.own.steps]
    return tuple(found), tuple(dict.fromkeys(without))


def _set_again(name: str, later: Sequence[Begun]) -> int | None:
    """The week in which a later step sets a number again, if one does."""
    return next((one.week for one in later if any(step.what == name for step in one.own.steps)), None)
