"""Plans: what a class has set, as a policy, as TOML, and as the question that ``minga compare`` would ask.

A plan has levers (steps of one policy, named ``plan``), shipped policies, and assumptions. An assumption is about the
world and holds with and without the plan, so it is a ``--set`` of the system; a lever that stands among the
assumptions, because no theme has it, is a step like any other. A dated plan (three rounds of a role play) has ``steps``,
each a plan of its own week: a number holds until a later step sets it again, a policy begins in the week of its step.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from experiments.classroom.levers import Lever, checked, fitting_policies, levers, once_for, step_of
from experiments.classroom.policy_toml import policy_toml, together
from experiments.execute import Question
from simulation import InputError, Policy, Scenario, Words, __version__
from simulation.scenario import Step, shown
from simulation.scenario.files import listed, nearest

MOST_CHANGES = 64
MOST_WEEKS = 520
MOST_REPLICATES = 32
MOST_SEED = 2**53 - 1
"""Seeds cross as JSON numbers."""
KEYS = ("levers", "parameters", "policies", "week", "name", "steps")
MOST_STEPS = 16
PLAN = "plan"
TITLE = Words("The plan of the class", "El plan de la clase")
ABOUT = Words("Set in the classroom of minga.", "Hecho en el aula de minga.")


@dataclass(frozen=True)
class Plan:
    """What a class has set, checked against a system.

    Attributes:
        levers: numbers by name; ``left_out``: parts of the system's story that do not happen.
        parameters: assumptions, which hold with and without the plan.
        acts: levers that stand among the assumptions.
        policies: shipped ones, by name.
        week: from which the levers hold.
        steps: of a dated plan, in the order of their weeks; then the rest is empty.
    """

    levers: Mapping[str, float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    acts: Mapping[str, float] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    week: int = 0
    steps: tuple[Plan, ...] = ()

    def told(self) -> dict[str, Any]:
        """The plan as it crosses the wire: only what differs, sorted."""
        set_levers: dict[str, Any] = {**self.levers, **dict.fromkeys(self.left_out, False)}
        return {
            "levers": dict(sorted(set_levers.items())), "parameters": dict(sorted({**self.parameters, **self.acts}.items())),
            "policies": list(self.policies), "week": self.week, **({"steps": [step.told() for step in self.steps]} if self.steps else {}),
        }


@dataclass(frozen=True)
class Asked:
    """A plan put to a system: what is lived, and how it is done again."""

    system: str
    plan: Plan
    question: Question
    policy: Policy
    replicates: int
    digest: str = ""
    costs: str | None = None

    @cached_property
    def id(self) -> str:
        """The digest of what was asked. Everything that determines the numbers is in it, the number of replicates too."""
        q = self.question
        told = [__version__, self.digest, self.plan.told(), repr([step for policy in q.arms[0].policies for step in policy.steps]), q.seed, q.weeks, q.scale, self.replicates]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]

    @property
    def toml(self) -> str:
        """The plan as a policy file."""
        return policy_toml(self.policy)

    @property
    def command(self) -> str:
        """The command that gives the same numbers, with the plan saved as ``plan.toml``."""
        q = self.question
        arm = "+".join([*self.plan.policies, f"{PLAN}.toml"])
        said = ["minga", "compare", self.system, "--policy", arm, "--seed", f"{q.seed}", "--weeks", f"{q.weeks}", "--scale", f"{q.scale:g}" if float(f"{q.scale:g}") == q.scale else repr(q.scale),
                "--replicates", f"{self.replicates}"]
        said += ["--costs", self.costs] if self.costs else []
        for name, value in sorted(self.plan.parameters.items()):
            said += ["--set", f"{name}={value if isinstance(value, str) else repr(value)}"]
        return shlex.join(said)


def read_plan(told: Any, system: Scenario) -> Plan:
    """Check a plan that came over the wire.

    Raises:
        InputError: whatever is wrong with it, in one line.
    """
    if told is None:
        told = {}
    if not isinstance(told, dict):
        raise InputError("", PLAN, shown(told), f"a table with {listed(KEYS)}")
    for key in told:
        if key not in KEYS:
            raise InputError("", f"{PLAN}.{_short(key)}", "an unknown key", listed(KEYS), nearest(key, KEYS))
    if told.get("steps"):
        return _dated(told, system)
    parts = {key: _table(told, key) for key in ("levers", "parameters")}
    policies = told.get("policies", [])
    if not isinstance(policies, list) or not all(isinstance(one, str) for one in policies):
        raise InputError("", f"{PLAN}.policies", shown(policies), "a list of names of policies")
    if sum(map(len, parts.values())) + len(policies) > MOST_CHANGES:
        raise InputError("", PLAN, f"{sum(map(len, parts.values())) + len(policies)} changes", f"at most {MOST_CHANGES}")
    known = fitting_policies(system)
    for one in policies:
        if one not in known:
            raise InputError("", f"{PLAN}.policies", shown(one), f"one of {listed(known, 40)}", nearest(one, known))
    known_levers = levers(system)
    # a lever that no theme has may be named as one all the same
    others = {name: value for name, value in parts["levers"].items() if name not in known_levers and name in system.values and system.values[name].kind == "lever"}
    numbers, left_out = _levers({name: value for name, value in parts["levers"].items() if name not in others}, system)
    parameters, acts = _parameters({**parts["parameters"], **others}, system)
    week = whole(told.get("week", 0), f"{PLAN}.week", 0, MOST_WEEKS)
    return Plan(numbers, left_out, parameters, acts, tuple(dict.fromkeys(policies)), week)


def _dated(told: dict[str, Any], system: Scenario) -> Plan:
    raw = told["steps"]
    if not isinstance(raw, list) or len(raw) > MOST_STEPS or not all(isinstance(one, dict) and "steps" not in one for one in raw):
        raise InputError("", f"{PLAN}.steps", shown(raw), f"a list of at most {MOST_STEPS} plans, each with its week")
    if any(told.get(key) for key in ("levers", "parameters", "policies")):
        raise InputError("", PLAN, "steps, and changes beside them", "one or the other")
    steps = tuple(sorted((read_plan(one, system) for one in raw), key=lambda one: one.week))
    if len({step.week for step in steps}) < len(steps):
        raise InputError("", f"{PLAN}.steps", "two in one week", "a week for each")
    if sum(len(s.levers) + len(s.acts) + len(s.policies) for s in steps) > MOST_CHANGES:
        raise InputError("", f"{PLAN}.steps", "more changes", f"at most {MOST_CHANGES}")
    for step in steps:
        if step.parameters:
            raise InputError("", next(iter(step.parameters)), "an assumption with a date", "levers and policies: an assumption has no date, it holds in all rounds")
    policies = [name for step in steps for name in step.policies]
    if len(set(policies)) < len(policies):
        raise InputError("", f"{PLAN}.policies", "a policy twice", "each policy once")
    return Plan(steps=steps)


def _short(key: object) -> str:
    return "".join(c if c.isalnum() or c in "._-[]" else "?" for c in str(key)[:60])


def _table(told: dict[str, Any], key: str) -> dict[str, Any]:
    value = told.get(key, {})
    if not isinstance(value, dict):
        raise InputError("", f"{PLAN}.{key}", shown(value), "a table of names and values")
    return value


def whole(value: Any, key: str, low: int, high: int) -> int:
    """A whole number between two ends.

    Raises:
        InputError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or not low <= value <= high or value != int(value):
        raise InputError("", key, shown(value), f"a whole number from {low} to {high}")
    return int(value)


def _levers(told: dict[str, Any], system: Scenario) -> tuple[dict[str, float], tuple[str, ...]]:
    known = levers(system)
    numbers: dict[str, float] = {}
    left_out: list[str] = []
    for name, value in told.items():
        lever = known.get(name)
        if lever is None:
            raise InputError("", f"{PLAN}.levers", shown(name), f"one of {listed(known, 60)}", nearest(name, known))
        if lever.kind == "switch":
            if not isinstance(value, bool):
                raise InputError("", name, shown(value), "true or false")
            if not value:
                left_out.append(name)
        else:
            numbers[name] = float(checked(name, value, system))
    return numbers, tuple(sorted(left_out))


def _parameters(told: dict[str, Any], system: Scenario) -> tuple[dict[str, float | str], dict[str, float]]:
    parameters: dict[str, float | str] = {}
    acts: dict[str, float] = {}
    for name, value in told.items():
        one = system.values.get(name)
        if one is None:
            raise InputError("", f"{PLAN}.parameters", shown(name), "the name of a parameter", nearest(name, system.values))
        if not is_editable(name, system):
            raise InputError("", name, shown(value), f"nothing else than {one.value}: it is held fixed")
        kept = checked(name, value, system)
        if one.kind == "lever":
            acts[name] = float(kept)
        else:
            parameters[name] = kept
    return parameters, acts


def is_editable(name: str, system: Scenario) -> bool:
    """Whether a class may set a number: it has a range or choices."""
    one = system.values[name]
    return bool(one.choices) or (one.kind != "fixed" and one.low < one.high)


def policy_of(plan: Plan, system: Scenario) -> Policy:
    """The plan as one policy: a step for each lever, and what it leaves out of the story."""
    known: dict[str, Lever] = levers(system)
    dated = plan.steps or (plan,)
    steps = []
    for k, part in enumerate(dated):
        for name, value in sorted({**part.levers, **part.acts}.items()):
            until = next((later.week for later in dated[k + 1 :] if name in later.levers or name in later.acts), None)
            one = Step(name, "to", value, (name,), system.values[name].scope, "everywhere", part.week, None, 0, None)
            steps.append(replace(step_of(known[name], value, part.week, system) if name in known else one, until=until))
    return Policy(PLAN, TITLE, ABOUT, tuple(steps), without=tuple(dict.fromkeys(name for part in dated for name in part.left_out)))


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


def policies_of(plan: Plan, system: Scenario) -> list[Policy]:
    """The shipped policies of a plan; of a dated one each begins in the week of its step."""
    fitting = fitting_policies(system)
    if not plan.steps:
        return [fitting[name] for name in plan.policies]
    return [shifted(fitting[name], step.week) for step in plan.steps for name in step.policies]


def put(plan: Plan, system: Scenario, name: str, *, seed: int, weeks: int, scale: float, replicates: int, costs: str | None = None) -> Asked:
    """Put a plan to a system.

    Raises:
        InputError: parts of the plan that contradict each other.
    """
    baseline = system.setting(dict(plan.parameters)) if plan.parameters else system
    policy = policy_of(plan, system)
    policies = policies_of(plan, system)
    if plan.steps and policies:
        # policies with other dates than their files are written out into the plan
        policy = together(PLAN, TITLE, ABOUT, [*policies, policy], system)
        policies = []
    arm = baseline.with_policies(*policies, policy)
    return Asked(name, plan, Question(baseline, (arm,), seed, weeks, scale), policy, replicates, _digest(system), costs)


_digest = once_for(Scenario.digest)

