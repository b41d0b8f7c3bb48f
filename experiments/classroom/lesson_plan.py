"""A plan as a lesson or a role play writes it, and the two worlds that it makes: without it, and with it.

A plan without dates is what a class sets in the app. A plan with dated steps is one policy: each step's levers begin in
its week and hold until a later step sets them again, its policies begin in its week and go on (``plans``). So three
rounds of a role play are one plan with three dates, and ``minga compare`` lives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from experiments.classroom.plans import put, read_plan
from simulation import Policy, Scenario, Words


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
    question = put(read_plan(plan.told(), system), system, system.name, seed=1, weeks=1, scale=1.0, replicates=1).question
    return question.baseline, question.arms[0]


def dated_policy(plan: LessonPlan, system: Scenario) -> Policy:
    """All that a plan begins, as one policy in the money of the system.

    Raises:
        InputError: as ``read_plan``; an assumption has no date.
    """
    return replace(put(read_plan(plan.told(), system), system, system.name, seed=1, weeks=1, scale=1.0, replicates=1).policy, name=plan.name, title=plan.title)
