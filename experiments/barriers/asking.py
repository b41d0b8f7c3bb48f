"""Asking: what holds a system back, and what first steps recover, from the question to the answer on stored runs.

One study holds everything: the system as it is, every coalition of removed barriers, and every first step at full
strength, all with the same people, luck and drawn parameters. What a step costs is its own cost as priced in its
draw, and what the health ministry is found to spend beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.barriers.dials import dials, removal_name, write_removal
from experiments.barriers.first_steps import fitting, given, shipped
from experiments.barriers.game import (
    Coalition,
    Order,
    coalitions_of,
    drawn_orders,
    error_by_order,
    every_coalition,
    interactions,
    shapley,
    shapley_sampled,
)
from experiments.barriers.reach import Step, best, usual_budget
from experiments.plan import Plan
from experiments.stages import PATIENT, numbers, remember, stage, usual_scale
from experiments.study import Study
from simulation import InputError, Scenario, load

Values = NDArray[np.float64]
EXACT = 6
"""Up to so many barriers every coalition is lived."""
ORDERS = 8
KEPT = ("in_care", "wait", "dropout", "crises", "recovery", "cost", "cost_ministry", "dalys")
POLICIES, REMOVED = "policies", "removed"
LEAST = 8
DRAWS, DRAWS_OF_MANY = 96, 32
"""Draws where every coalition is lived, and where orders are drawn: as many runs as two cores live in a quarter of an hour."""
YEAR = 52


@dataclass(frozen=True)
class Asked:
    """A question about barriers.

    Args:
        system: name or path.
        outcome, group: what is held back, and of whom.
        budget: extra money of the health ministry a year, at full size; 0: chosen from what steps cost.
        steps: besides the shipped ones, ``BARRIER=POLICY``.
        orders: of removal that are drawn; 0: every coalition, where there are few barriers.
        replicates: draws, each with a luck of its own; 0: chosen by how many barriers there are.
        seed, weeks, scale, settings: of the runs.
    """

    system: str
    outcome: str = "in_care"
    group: str = "everybody"
    budget: float = 0.0
    steps: tuple[str, ...] = ()
    orders: int = 0
    replicates: int = 0
    seed: int = 1
    weeks: int = 156
    scale: float = 0.0
    settings: Mapping[str, float | str] = field(default_factory=dict)

    def about_runs(self) -> dict[str, Any]:
        """What the runs depend on."""
        told = asdict(self) | {"settings": dict(self.settings), "steps": list(self.steps)}
        for key in ("outcome", "group", "budget"):
            told.pop(key)
        return {"kind": "barriers", **told}


@dataclass(frozen=True)
class Found:
    """An answer.

    Attributes:
        asked, system: the question.
        players: barriers, in the order of the week.
        base: the outcome as the system is, shape (draws, groups), and its sign: 1 if higher is better.
        total: what all barriers together hold back, better above 0, shape (draws, groups).
        held: each barrier's share of it, shape (players, draws, groups).
        alone: what removing one barrier alone recovers, same shape.
        pairs: Shapley's index of interaction, shape (draws, groups) each; empty if orders were drawn.
        by_order: half of the 95 % interval of each barrier's mean share for the choice of orders alone, shape (players, groups); 0 if none
            were drawn, no number if too few were for it to be known.
        steps: at full strength; best: of each barrier for the budget; budget: as used.
        groups: names; left_out: policies that do not fit, with the reason; runs: lived.
    """

    asked: Asked
    system: Scenario
    players: tuple[str, ...]
    base: Values
    sign: int
    total: Values
    held: Values
    alone: Values
    pairs: Mapping[tuple[str, str], Values]
    by_order: Values
    steps: tuple[Step, ...]
    best: tuple[Step, ...]
    budget: float
    groups: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    runs: int

    @property
    def group(self) -> int:
        """Which group is asked about."""
        return self.groups.index(self.asked.group)


def checked(asked: Asked) -> tuple[Asked, Scenario, dict[str, str]]:
    """The question made whole, its system and the dials of its barriers.

    Raises:
        InputError: something in it cannot be asked.
    """
    from simulation.outcomes import BY_NAME
    from simulation.people.codes import POPULATION_GROUPS
    from simulation.scenario.files import listed, nearest, shown

    good = tuple(n for n, o in BY_NAME.items() if o.better)
    for key, value, known in (("outcome", asked.outcome, good), ("group", asked.group, POPULATION_GROUPS)):
        if value not in known:
            raise InputError("", f"--{key}", shown(value), f"one of {listed(known, 80)}", nearest(value, known))
    if 0 < asked.replicates < LEAST:
        raise InputError("", "--replicates", str(asked.replicates), f"{LEAST} or more draws, without which there is no interval")
    system = load(asked.system)
    system = system.setting(asked.settings) if asked.settings else system
    found = dials(system)
    if len(found) < 2:
        raise InputError("", "system", f"{len(found)} barrier with a dial above 0", "a system with two or more barriers")
    usual = DRAWS_OF_MANY if len(found) > EXACT else DRAWS
    return replace(asked, scale=asked.scale or usual_scale(system), replicates=asked.replicates or usual), system, found


def barriers(asked: Asked, folder: Path, workers: int | None = None, quiet: bool = False) -> Found:
    """Answer a question about barriers, living what is not lived yet.

    Raises:
        InputError: a question that cannot be asked, or runs of which nothing should be said.
    """
    asked, system, known = checked(asked)
    players = tuple(known)
    steps, left_out = fitting([*shipped(), *given(asked.steps, players)], system, players)
    if not steps:
        raise InputError("", "--step", "no policy that fits this system", "BARRIER=POLICY, at least one")
    remember(folder, asked.about_runs(), {"outcome": asked.outcome})
    orders = drawn_orders(players, asked.orders or ORDERS, asked.seed) if asked.orders or len(players) > EXACT else []
    coalitions = coalitions_of(orders) if orders else every_coalition(players)
    coalitions = [*coalitions, *(c for c in map(frozenset, ([p] for p in players)) if c not in coalitions)]
    removals = [str(write_removal(c, known, system, folder / POLICIES).resolve()) for c in coalitions if c]
    study = Study(
        name="barriers", systems=(asked.system,), policies=(*removals, *dict.fromkeys(policy for _, policy in steps)), replicates=asked.replicates, seed=asked.seed,
        weeks=asked.weeks, scale=asked.scale, outcomes=tuple(dict.fromkeys((*KEPT, asked.outcome))), weekly=(), settings=dict(asked.settings), limits=PATIENT,
    )
    plan = stage(folder / REMOVED, study, "barriers", workers, quiet)
    return answered(plan, asked, system, players, coalitions, orders, steps, tuple(left_out))


def answered(
    plan: Plan, asked: Asked, system: Scenario, players: tuple[str, ...], coalitions: list[Coalition], orders: list[Order], steps: list[tuple[str, str]],
    left_out: tuple[tuple[str, str], ...],
) -> Found:
    """The answer from a whole study.

    Raises:
        InputError: runs of which nothing should be said.
    """
    from simulation.outcomes import BY_NAME

    told, every = plan.told, numbers(plan)[0]
    names = [arm["name"] for arm in told["arms"]]
    if asked.outcome not in told["outcomes"]:
        raise InputError("", "--outcome", repr(asked.outcome), f"one that the study kept: {', '.join(told['outcomes'])}")
    sign = 1 if BY_NAME[asked.outcome].better == "higher" else -1
    values = every[:, :, told["outcomes"].index(asked.outcome), :]
    asked_group = told["groups"].index(asked.group)
    bad = int((~np.isfinite(values[:, :, [0, asked_group]])).any(axis=2).sum())
    if bad:
        raise InputError("", "--outcome", f"{asked.outcome} is no number in {bad} of {values.shape[0] * values.shape[1]} runs", "an outcome that every run has, such as in_care; or more residents (--scale)")
    if np.ptp(values[:, :, asked_group] - values[:, :1, asked_group]) == 0:
        raise InputError("", "--outcome", f"{asked.outcome} is the same with and without every barrier and step", "an outcome that something moves")
    # a group that an outcome does not know is not shown
    groups = [g for g in range(len(told["groups"])) if np.isfinite(values[:, :, g]).all()]
    values = values[:, :, groups]
    worth = {c: sign * (values[:, names.index(removal_name(c)) if c else 0] - values[:, 0]) for c in coalitions}
    if orders:
        held, pairs, by_order = shapley_sampled(players, worth, orders), {}, error_by_order(players, worth, orders)
    else:
        held, pairs = shapley(players, worth), interactions(players, worth)
        by_order = np.zeros((len(players), len(groups)))
    spent = every[:, :, told["outcomes"].index("cost_ministry"), 0]
    costs = {policy: _cost(plan, names.index(_arm(policy, names)), spent, system, asked) for policy in dict.fromkeys(p for _, p in steps)}
    taken = tuple(
        Step(barrier, policy, sign * (values[:, names.index(_arm(policy, names))] - values[:, 0]), costs[policy], _opens(plan, names.index(_arm(policy, names))))
        for barrier, policy in steps
    )
    budget = asked.budget or usual_budget(taken)
    shown = tuple(told["groups"][g] for g in groups)
    chosen = tuple(best(taken, budget, shown.index(asked.group)))
    return Found(
        asked, system, players, values[:, 0], sign, worth[frozenset(players)], held, np.stack([worth[frozenset([p])] for p in players]), pairs, by_order, taken, chosen,
        budget, shown, left_out, plan.size,
    )


def _arm(policy: str, names: list[str]) -> str:
    """The arm of a step, which its study knows by the names of its policies."""
    if policy in names:
        return policy
    from simulation.scenario import load_arm

    return "+".join(p.name for p in load_arm(policy))


def _opens(plan: Plan, arm: int) -> bool:
    return any(step.centre is not None for policy in plan.scenario(0, arm).policies for step in policy.steps)


def _cost(plan: Plan, arm: int, spent: Values, system: Scenario, asked: Asked) -> Values:
    """Money a year at full size in each draw: as priced there, and what else the ministry is found to spend on average."""
    from simulation.draws import PAYERS, policy_costs

    people = sum(zone.population for zone in system.zones)
    scenario, years, ministry = plan.scenario(0, arm), asked.weeks / YEAR, PAYERS.index("ministry")
    priced = []
    for run in plan.runs():
        if run.arm == arm:
            due = policy_costs(scenario, asked.weeks, asked.seed, run.replicate, plan.values(run, scenario))
            priced.append(due[ministry].sum() / 100 / years)
    own = np.array(priced)
    beside = float(((spent[:, arm] - spent[:, 0]) * people - own).mean())
    return np.asarray(own + beside, float)
