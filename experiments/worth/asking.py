"""Asking: the worlds in which policies are weighed, on stored runs, and how money and health come out in each.

One study holds everything that `minga value-of-information` and `minga cost-effectiveness` say, so that each answers
at once in the other's folder. A world is a draw of all unknown parameters (a Latin hypercube of their ranges), lived
with several lucks, each the same people with the same luck in every arm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.barriers.first_steps import fitting, shipped
from experiments.design import Design, Vary
from experiments.plan import Plan
from experiments.sensitivity.factors import labels
from experiments.stages import PATIENT, courses, numbers, remember, stage, usual_scale
from experiments.study import Study, laid_out
from experiments.worth.own_costs import OwnCost, added, own_costs
from simulation import InputError, Policy, Scenario, load
from simulation.draws import PAYERS

Values = NDArray[np.float64]
KIND, WORLDS = "cost-effectiveness", "worlds"
BY_WEEK = ("dalys", *(f"cost_{payer}" for payer in PAYERS))
BY_GROUP = ("dalys", "in_care", "recovery", "cost_users")
ALL = "all"
DISCOUNT = 0.03
YEAR = 52
LEAST_POINTS, LEAST_LUCKS = 32, 2
MOST_ARMS = 8
RATES = ("burden.discount_costs", "burden.discount_health")


@dataclass(frozen=True)
class Asked:
    """What is to be weighed.

    Args:
        system: name or path.
        policies: arms, each a policy or several joined by +; none: the shipped first steps that fit.
        points: draws of all unknown parameters.
        lucks: runs of each arm in each draw.
        discount: rate a year, of costs and health; None: the system's own, or 0.03 over more than a year.
        seed, weeks, scale, settings: of the runs.
    """

    system: str
    policies: tuple[str, ...] = ()
    points: int = 256
    lucks: int = 2
    discount: float | None = None
    seed: int = 1
    weeks: int = 156
    scale: float = 0.0
    settings: Mapping[str, float | str] = field(default_factory=dict)

    def about_runs(self) -> dict[str, Any]:
        """What the runs depend on."""
        return {"kind": KIND, **asdict(self), "settings": dict(self.settings), "policies": list(self.policies)}


@dataclass(frozen=True)
class Worlds:
    """Every arm in every world.

    Attributes:
        asked, system: the question.
        arms: names, the system as it is first; titles come from ``policies``.
        policies: of each arm; acting: with those of the system's own story.
        money: at full size, in money of the system, shape (draws, lucks, arms, payers, years).
        health: DALYs lost at full size, shape (draws, lucks, arms, years).
        groups: of ``BY_GROUP`` outcomes, shape (draws, lucks, arms, outcomes, groups).
        names: of the groups of residents.
        inputs: of each unknown, the names of its numbers; the first is how it is called.
        values: of each unknown in each draw, a part of its range, shape (draws, inputs).
        own: costs of policies that have a range; they are the last of the inputs.
        left_out: policies that do not fit, with the reason.
        runs: lived.
    """

    asked: Asked
    system: Scenario
    arms: tuple[str, ...]
    policies: tuple[tuple[Policy, ...], ...]
    acting: tuple[tuple[Policy, ...], ...]
    money: Values
    health: Values
    groups: Values
    names: tuple[str, ...]
    inputs: tuple[tuple[str, ...], ...]
    values: Values
    own: Mapping[str, OwnCost]
    left_out: tuple[tuple[str, str], ...]
    runs: int

    @property
    def residents(self) -> int:
        """At full size."""
        return sum(zone.population for zone in self.system.zones)

    @property
    def rates(self) -> tuple[float, float]:
        """Discount rates a year: of costs and of health."""
        costs, health = (float(self.system.values[name].value) for name in RATES)
        return costs, health

    def added_cost(self, payer: str = ALL) -> Values:
        """Discounted extra money of each policy over the horizon, shape (draws, lucks, policies)."""
        paid = self.money.sum(axis=3) if payer == ALL else self.money[:, :, :, PAYERS.index(payer)]
        total = paid @ faded(paid.shape[-1], self.rates[0])
        found: Values = total[:, :, 1:] - total[:, :, :1]
        return found

    def averted(self) -> Values:
        """Discounted DALYs averted by each policy over the horizon, shape (draws, lucks, policies)."""
        total = self.health @ faded(self.health.shape[-1], self.rates[1])
        found: Values = total[:, :, :1] - total[:, :, 1:]
        return found

    def net_benefit(self, wtp: float, payer: str = ALL) -> Values:
        """Money's worth of the DALYs averted less the extra money, shape (draws, lucks, policies)."""
        return wtp * self.averted() - self.added_cost(payer)

    def grade(self, name: str) -> str:
        """What a number rests on."""
        return self.own[name].grade if name in self.own else str(self.system.values[name].grade)

    def title(self, arm: int, lang: str) -> str:
        """What an arm is called."""
        from experiments.words import text

        return " + ".join(p.title(lang) for p in self.policies[arm]) if arm else text("baseline", lang)


def faded(years: int, rate: float) -> Values:
    """What money or health of each year counts for, the first in full, shape (years,)."""
    return np.asarray((1 + rate) ** -np.arange(years, dtype=float))


def usual_policies(system: Scenario) -> tuple[list[str], list[tuple[str, str]]]:
    """The shipped first steps against a system's barriers, one of each before a second, at most ``MOST_ARMS``; and the others with the reason."""
    from experiments.barriers.dials import dials

    steps, left_out = fitting(shipped(), system, tuple(dials(system)))
    one_each = {barrier: policy for barrier, policy in reversed(steps)}
    kept = list(dict.fromkeys([*(policy for _, policy in steps if policy in one_each.values()), *(policy for _, policy in steps)]))
    return kept[:MOST_ARMS], [*left_out, *((policy, f"more than {MOST_ARMS} policies fit; --policy names it") for policy in kept[MOST_ARMS:])]


def checked(asked: Asked) -> tuple[Asked, Scenario, list[tuple[str, str]]]:
    """The question made whole, and its system.

    Raises:
        InputError: something in it cannot be asked.
    """
    if asked.points < LEAST_POINTS:
        raise InputError("", "--draws", str(asked.points), f"{LEAST_POINTS} or more, without which there is no interval")
    if asked.lucks < LEAST_LUCKS:
        raise InputError("", "--replicates", str(asked.lucks), "2 or more: with one luck in each draw, luck would pass for what is not known")
    system = load(asked.system).setting({**_rates(asked), **asked.settings})
    left_out: list[tuple[str, str]] = []
    policies = list(asked.policies)
    if not policies:
        policies, left_out = usual_policies(system)
    if not policies:
        raise InputError("", "--policy", "none, and no shipped first step fits this system", "one policy or more")
    return replace(asked, policies=tuple(policies), scale=asked.scale or usual_scale(system)), system, left_out


def _rates(asked: Asked) -> dict[str, float]:
    """The discount rates as parameters: as asked; else those of the system, if it has any, or the usual one over more than a year."""
    if asked.discount is not None:
        return dict.fromkeys(RATES, asked.discount)
    own = load(asked.system).values
    if asked.weeks <= YEAR or any(float(own[name].value) for name in RATES):
        return {}
    return dict.fromkeys(RATES, DISCOUNT)


def worlds(asked: Asked, folder: Path, workers: int | None = None, quiet: bool = False) -> Worlds:
    """Live the worlds of a question, or what is left of them.

    Raises:
        InputError: a question that cannot be asked, or runs of which nothing should be said.
    """
    asked, system, left_out = checked(asked)
    of = labels(system, "parameter")
    study = Study(
        name=KIND, systems=(asked.system,), policies=asked.policies, replicates=asked.lucks, seed=asked.seed, weeks=asked.weeks, scale=asked.scale,
        outcomes=tuple(dict.fromkeys((*BY_GROUP, "cost"))), weekly=BY_WEEK, settings={**_rates(asked), **asked.settings}, limits=PATIENT,
        design=Design("latin-hypercube", asked.points, spread="triangular", luck="own"), vary=dict.fromkeys(of, Vary()),
    )
    laid_out(study)
    first = remember(folder, asked.about_runs(), {"left_out": left_out})["first"]
    return gathered(stage(folder / WORLDS, study, KIND, workers, quiet), asked, system, tuple((policy, why) for policy, why in first.get("left_out", ())))


def gathered(plan: Plan, asked: Asked, system: Scenario, left_out: tuple[tuple[str, str], ...] = ()) -> Worlds:
    """The worlds of a whole study.

    Raises:
        InputError: runs of which nothing should be said.
    """
    by_week, by_group = courses(plan), numbers(plan)
    bad = int((~np.isfinite(by_week)).any(axis=(3, 4)).sum())
    if bad:
        raise InputError(str(plan.folder), "weekly", f"no number in {bad} of {plan.size} runs", "money and DALYs in every week; a new folder")
    told = plan.told
    people = sum(zone.population for zone in system.zones)
    weeks = by_week.shape[-1]
    starts = np.arange(0, weeks, YEAR)
    yearly = np.add.reduceat(by_week, starts, axis=-1) * people / YEAR
    health, money = yearly[:, :, :, 0] / 1000, yearly[:, :, :, 1:]
    for what, found in (("DALYs", health), ("cost", money.sum(axis=3))):
        if np.ptp(found - found[:, :, :1]) <= 1e-12 * max(1.0, float(np.abs(found).max())):
            raise InputError("", "--policy", f"{what} the same in every arm", "a policy that moves something, or more residents (--scale)")
    arms = [plan.scenario(0, arm) for arm in range(len(told["arms"]))]
    policies, acting = tuple(arm.policies for arm in arms), tuple((*arm.story, *arm.policies) for arm in arms)
    inputs, values = known_inputs(plan)
    costs = own_costs(acting, len(values), plan.study.seed)
    for arm in range(len(arms)):
        money[:, :, arm] += added(plan, costs, arm, money.shape[-1])[:, None]
    own = {one.name: one for one in costs}
    chosen = [told["outcomes"].index(name) for name in BY_GROUP]
    return Worlds(
        asked, system, tuple(arm["name"] for arm in told["arms"]), policies, acting, money, health, by_group[:, :, :, chosen], tuple(told["groups"]),
        (*inputs, *((name,) for name in own)), np.column_stack([values, *(one.place for one in costs)]), own, left_out, plan.size,
    )


def known_inputs(plan: Plan) -> tuple[tuple[tuple[str, ...], ...], Values]:
    """The unknowns of a design, each the numbers that move together, and each one's value in every draw as a part of its range."""
    from experiments.design import at
    from experiments.stages import factors, places
    from experiments.study import varied_in

    varied, _ = varied_in(plan.study, (plan.scenario(0, 0),))
    known, where = factors(plan), places(plan)
    names: list[list[str]] = [[] for _ in known.labels]
    columns = np.empty_like(where)
    for declaration, u in zip(varied, known.unknown, strict=True):
        names[u].append(declaration.name)
        if len(names[u]) == 1:
            d = declaration
            for k, place in enumerate(where[:, u]):
                value = at(d, float(place), plan.study.design.spread)
                columns[k, u] = d.choices.index(str(value)) if d.choices else (float(value) - d.low) / (d.high - d.low) if d.low < d.high else place
    return tuple(map(tuple, names)), columns
