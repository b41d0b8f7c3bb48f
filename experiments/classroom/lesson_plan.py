"""A plan as a lesson or a role play writes it, and the two worlds that it makes: without it, and with it.

A plan without dates is what a class sets in the app (``plans``). A plan with dated steps is one policy: each step's
levers begin in its week and hold until a later step sets them again, its policies begin in its week and go on. So three
rounds of a role play are one plan with three dates, and ``minga compare`` lives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from experiments.classroom.plans import Plan, policy_of, put, read_plan
from simulation import InputError, Policy, Scenario, Words
from simulation.scenario import Step, load_arm, shown
from simulation.scenario.exchange import in_currency_of


@dataclass(frozen=True)
class Dated:
    """What begins in a week: numbers that hold until they are set again, policies that go on."""

    week: int
    levers: Mapping[str, float | bool] = field(default_factory=dict, hash=False)
    parameters: Mapping[str, float] = field(default_factory=dict, hash=False)
    policies: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """For the wire."""
        return {"levers": dict(self.levers), "parameters": dict(self.parameters), "policies": list(self.policies), "week": self.week}


@dataclass(frozen=True)
class LessonPlan:
    """A named plan; ``dated`` if it was written as steps, in the order of their weeks."""

    name: str
    title: Words
    steps: tuple[Dated, ...]
    dated: bool = False

    def told(self) -> dict[str, Any]:
        """The plan for the wire: flat, or with ``steps``."""
        if not self.dated:
            return self.steps[0].told()
        return {"levers": {}, "parameters": {}, "policies": [], "week": 0, "steps": [step.told() for step in self.steps]}


def worlds(plan: LessonPlan, system: Scenario) -> tuple[Scenario, Scenario]:
    """The system without the plan and with it; an assumption that the plan makes holds in both.

    Raises:
        InputError: a name that is not known, a value that is not allowed, or parts that contradict each other.
    """
    if plan.dated:
        return system, system.with_policies(dated_policy(plan, system))
    question = put(read_plan(plan.told(), system), system, system.name, seed=1, weeks=1, scale=1.0, replicates=1).question
    return question.baseline, question.arms[0]


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


def dated_policy(plan: LessonPlan, system: Scenario) -> Policy:
    """All that a plan with dates begins, as one policy in the money of the system.

    Raises:
        InputError: as ``read_plan``, or an assumption, which has no date.
    """
    read = [read_plan(step.told(), system) for step in plan.steps]
    found: list[Step] = []
    without: list[str] = []
    for number, one in enumerate(read):
        if one.parameters:
            raise InputError("", "parameters", shown(next(iter(one.parameters))), "levers: an assumption has no date, it holds in all rounds")
        for name in one.policies:
            for policy in load_arm(name, system=system):
                own = shifted(in_currency_of(policy, system), one.week)
                found += own.steps
                without += own.without
        own = policy_of(one, system)
        without += own.without
        found += [replace(step, until=_set_again(step.what, read[number + 1 :])) for step in own.steps]
    return Policy(plan.name, plan.title, plan.title, tuple(found), without=tuple(dict.fromkeys(without)))


def _set_again(name: str, later: list[Plan]) -> int | None:
    """The week in which a later step sets a number again, if one does."""
    return next((one.week for one in later if name in one.levers or name in one.acts), None)
