"""Weighed: the answer of `minga cost-effectiveness`: what each policy costs for the health it gives, how sure, who pays, who gains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.spending import Mean, judged_costs, mean_of
from experiments.worth.asking import ALL, BY_GROUP, Worlds
from experiments.worth.frontier import (
    Acceptability,
    Strategy,
    acceptability,
    paired_for,
    strategies,
    thresholds,
)
from experiments.worth.informed import Reading, check_reading
from experiments.worth.luck import without_luck
from experiments.worth.thresholds import Threshold, threshold
from simulation.draws import PAYERS
from simulation.people.codes import DIVISIONS

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Gain:
    """What a policy does for one group of residents; None where it is no number (nobody, or money that is not people's)."""

    arm: int
    group: str
    dalys: Mean | None
    care: Mean | None
    pays: Mean | None


@dataclass(frozen=True)
class Gap:
    """DALYs averted per 1,000 person-years: of the second group of a division less the first; ``sure`` at a level for all comparisons."""

    arm: int
    first: str
    second: str
    dalys: Mean
    sure: bool


@dataclass(frozen=True)
class Weighed:
    """An answer.

    Attributes:
        worlds, reading, threshold: the question.
        strategies: every arm beside the others.
        curve: acceptability over thresholds; at: at the threshold and its low and high end (or at half and twice of it).
        points: DALYs averted and extra money in each draw, luck taken out of each, shape (draws, 2, policies).
        impact: extra money by policy, payer and year, not discounted.
        gains, gaps: by group of residents.
        judged, costs: unit costs that are judged, and all of them.
        paired: by how much pairing cuts the variance of a difference, by outcome and policy.
    """

    worlds: Worlds
    reading: Reading
    threshold: Threshold
    strategies: tuple[Strategy, ...]
    curve: Acceptability
    at: Acceptability
    points: Values
    impact: dict[tuple[int, str, int], Mean]
    gains: tuple[Gain, ...]
    gaps: tuple[Gap, ...]
    judged: int
    costs: int
    paired: dict[str, Values]


def weighed(worlds: Worlds, reading: Reading) -> Weighed:
    """Weigh policies in worlds that were lived.

    Raises:
        InputError: a way to read that there is not, or no threshold.
    """
    check_reading(reading)
    limit, payer = threshold(worlds.system, reading.wtp), reading.payer
    low, high = (limit.low * limit.head, limit.high * limit.head) if limit.multiple else (limit.value / 2, limit.value * 2)
    extra, averted = worlds.added_cost(payer), worlds.averted()
    points = np.stack([np.concatenate([without_luck(x[:, :, k : k + 1]) for k in range(x.shape[2])], axis=1) for x in (averted, extra)], axis=1)
    judged, costs = judged_costs(worlds.system, (p for arm in worlds.acting for p in arm))
    return Weighed(
        worlds, reading, limit, tuple(strategies(worlds, payer)), acceptability(worlds, thresholds(limit.most), payer),
        acceptability(worlds, np.array([limit.value, low, high]), payer), points, impact_of(worlds), tuple(gains_of(worlds)), tuple(gaps_of(worlds)), judged, costs, paired_for(worlds),
    )


def impact_of(worlds: Worlds) -> dict[tuple[int, str, int], Mean]:
    """Extra money by policy, payer (``all`` too) and year (from 1), not discounted."""
    money = worlds.money.mean(axis=1)
    found = {}
    for arm in range(1, money.shape[1]):
        for payer in (*PAYERS, ALL):
            spent = money.sum(axis=2) if payer == ALL else money[:, :, PAYERS.index(payer)]
            for year in range(spent.shape[-1]):
                found[arm, payer, year + 1] = mean_of(spent[:, arm, year] - spent[:, 0, year])
    return found


def _difference(worlds: Worlds, arm: int, outcome: str, group: int) -> Values:
    lived = worlds.groups[:, :, :, BY_GROUP.index(outcome), group].mean(axis=1)
    sign = -1.0 if outcome == "dalys" else 1.0
    found: Values = sign * (lived[:, arm] - lived[:, 0])
    return found


def gains_of(worlds: Worlds) -> list[Gain]:
    """What each policy does for each group of residents."""
    found = []
    for arm in range(1, len(worlds.arms)):
        for g, group in enumerate(worlds.names):
            means: list[Mean | None] = []
            for outcome in ("dalys", "in_care", "cost_users"):
                values = _difference(worlds, arm, outcome, g)
                means.append(mean_of(values) if np.isfinite(values).all() else None)
            found.append(Gain(arm, group, *means))
    return found


def gaps_of(worlds: Worlds) -> list[Gap]:
    """Between the two groups of each division; sure where 0 is out of an interval that holds for all of them (Bonferroni)."""
    from scipy.stats import t

    found = []
    arms = range(1, len(worlds.arms))
    many = len(DIVISIONS) * len(arms)
    for arm in arms:
        for _, first, second in DIVISIONS:
            values = _difference(worlds, arm, "dalys", worlds.names.index(second)) - _difference(worlds, arm, "dalys", worlds.names.index(first))
            if np.isfinite(values).all():
                half = float(t.ppf(1 - 0.025 / many, len(values) - 1)) * float(values.std(ddof=1)) / len(values) ** 0.5
                found.append(Gap(arm, first, second, mean_of(values), abs(float(values.mean())) > half))
    return found
