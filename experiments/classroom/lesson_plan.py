"""A plan as a lesson or a role play writes it, and the two worlds that it makes: without it, and with it.

Everything is told by name, as in the plan of a class (``docs/design/classroom.md``): levers, parameters, policies. A plan
can have dated steps, so that three rounds of a role play are one plan with three dates. Its policies are those that
``minga compare`` lives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulation import InputError, Policy, Scenario, Words
from simulation.scenario import Step, load_arm, shown
from simulation.scenario.policy import EVERYWHERE
from simulation.scenario.values import Catalogue, allowed_value, is_allowed


@dataclass(frozen=True)
class Dated:
    """What begins in a week: values that hold until they are set again, policies that go on."""

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


def worlds(plan: LessonPlan, system: Scenario) -> tuple[Scenario, Scenario]:
    """The system without the plan and with it; an assumption that the plan makes holds in both.

    Raises:
        InputError: a name that is not known, a value that is not allowed, or parts that contradict each other.
    """
    assumed = {
        name: value for step in plan.steps for name, value in step.parameters.items() if is_assumption(name, system)
    }
    if assumed and plan.dated:
        raise InputError("", "parameters", shown(next(iter(assumed))), "levers: an assumption has no date, it holds in all rounds")
    base = system.setting(assumed) if assumed else system
    return base, base.with_policies(*policies_of(plan, base))


def is_assumption(name: str, system: Scenario) -> bool:
    """Whether a parameter says how the world is, and is not something that a plan could do."""
    catalogue = Catalogue(system.values)
    return any(catalogue.declared[element].kind != "lever" for element in catalogue.elements(name))


def policies_of(plan: LessonPlan, system: Scenario) -> tuple[Policy, ...]:
    """The policies of a plan on a system: shipped ones, and one of its own for the numbers that it sets.

    Without dates shipped policies keep their own weeks, so that ``minga compare SYSTEM --policy NAME`` gives the same;
    with dates each begins in the week of its step. A number holds until a later step sets it again.

    Raises:
        InputError: an unknown policy or parameter, or a value that is not allowed.
    """
    found = [
        shifted(one, step.week) if plan.dated else one
        for step in plan.steps for name in step.policies for one in load_arm(name, system=system)
    ]
    own = _own(plan, system)
    return (*found, own) if own.steps or own.without else tuple(found)


def _own(plan: LessonPlan, system: Scenario) -> Policy:
    catalogue = Catalogue(system.values)
    story = [one.name for one in system.story]
    steps: list[Step] = []
    without: list[str] = []
    for position, dated in enumerate(plan.steps):
        for name, value in {**dated.levers, **dated.parameters}.items():
            if isinstance(value, bool):
                if value or name not in story:
                    allowed = f"false for a part of the story ({', '.join(story) or 'there is none'}), otherwise a number"
                    raise InputError("", name, shown(value), allowed)
                without.append(name)
                continue
            elements = catalogue.elements(name)
            if not elements:
                raise InputError("", "levers", shown(name), "the name of a parameter (`minga list parameters`)", catalogue.nearest(name))
            if name in dated.parameters and is_assumption(name, system):
                continue
            one = catalogue.declared[elements[0]]
            if one.choices or not is_allowed(one, value):
                raise InputError("", name, shown(value), allowed_value(one))
            until = next((later.week for later in plan.steps[position + 1 :] if name in later.levers or name in later.parameters), None)
            steps.append(Step(name, "to", float(value), elements, one.scope, EVERYWHERE, dated.week, until, 0, None))
    return Policy(plan.name, plan.title, Words(plan.title.en, plan.title.es), tuple(steps), without=tuple(without))
