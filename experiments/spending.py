"""Spending in a comparison: cash by payer and year, a ceiling for the health ministry, cost per DALY averted.

A *ceiling* is for the extra cash that an arm asks of the health ministry over the system as it is, in any one
year of the horizon: budgets are yearly, so that a saving in year 3 does not pay a bill of year 1.

A cost per DALY averted is a *ratio of means* over replicates, never a mean of ratios, and its interval is
Fieller's on the paired replicates. It is given only where the mean number of DALYs averted is off zero; else no
interval is bounded and no ratio means anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.draws import PAYERS
from simulation.spending import LINES

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from simulation import Policy, Scenario

@dataclass(frozen=True)
class Mean:
    """A mean over replicates with its 95 % interval, from luck and unknown parameters together."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Ceiling:
    """Whether an arm stays under a ceiling.

    Attributes:
        amount: the ceiling, in money of the system a year.
        extra: extra cash of the health ministry in each year.
        over: years (from 1) in which the mean is over it.
        share: share of replicates in which some year is over it.
    """

    amount: float
    extra: tuple[Mean, ...]
    over: tuple[int, ...]
    share: float


@dataclass(frozen=True)
class Ratio:
    """A cost per DALY averted, or why there is none.

    Attributes:
        averted, extra: DALYs averted and extra money over the horizon (discounted if the system says so).
        value, low, high: the ratio of means with Fieller's interval; NaN if it cannot be given.
        verdict: "given", "not off zero", "health is lost" or "one replicate".
    """

    averted: Mean
    extra: Mean
    value: float
    low: float
    high: float
    verdict: str


def mean_of(values: Any) -> Mean:
    """Mean of replicates with its 95 % t-interval."""
    values = np.asarray(values, float)
    n, mean = len(values), float(values.mean()) if len(values) else math.nan
    half = _t(n - 1) * float(values.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan
    return Mean(mean, mean - half, mean + half)


def _t(freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf(0.975, freedom)) if freedom > 0 else math.nan


def cash_by_year(comparison: Comparison, arm: int, payer: str | None = None) -> Any:
    """Money that a payer (None: all) spends in each year, shape (replicates, years)."""
    mine = [k for k, line in enumerate(LINES) if payer in (None, line.payer)]
    return np.array([answer.cash[arm, mine].sum(axis=0) for answer in comparison.answers])


def ceiling(comparison: Comparison, arm: int) -> Ceiling | None:
    """How an arm stands to the ceiling of the comparison; None if there is none."""
    if comparison.budget is None:
        return None
    extra = cash_by_year(comparison, arm, "ministry") - cash_by_year(comparison, 0, "ministry")
    means = tuple(mean_of(extra[:, year]) for year in range(extra.shape[1]))
    over = tuple(year + 1 for year, one in enumerate(means) if one.value > comparison.budget)
    return Ceiling(comparison.budget, means, over, float((extra > comparison.budget).any(axis=1).mean()))


def discounted(by_year: Any, rate: float) -> Any:
    """Sums over years, those after the first discounted, shape (replicates,)."""
    return np.asarray(by_year) @ (1 + rate) ** -np.arange(np.shape(by_year)[-1], dtype=float)


def per_daly(comparison: Comparison, arm: int, payer: str | None = None) -> Ratio:
    """What a DALY averted costs a payer (None: all)."""
    values = comparison.question.baseline.values
    costs, health = (float(values[f"burden.discount_{what}"].value) for what in ("costs", "health"))
    extra = discounted(cash_by_year(comparison, arm, payer) - cash_by_year(comparison, 0, payer), costs)
    averted = discounted(np.array([answer.dalys[0] - answer.dalys[arm] for answer in comparison.answers]), health)
    return ratio_of(averted, extra)


def ratio_of(averted: Any, extra: Any) -> Ratio:
    """The ratio of the means of paired replicates, with Fieller's interval."""
    x, y = np.asarray(averted, float), np.asarray(extra, float)
    below, above = mean_of(x), mean_of(y)
    n = len(x)
    if n < 2:
        return Ratio(below, above, math.nan, math.nan, math.nan, "one replicate")
    if not (below.low > 0 or below.high < 0):
        return Ratio(below, above, math.nan, math.nan, math.nan, "not off zero")
    if below.high < 0:
        return Ratio(below, above, math.nan, math.nan, math.nan, "health is lost")
    spread = np.cov(x, y, ddof=1) * _t(n - 1) ** 2 / n
    # a R^2 - 2 b R + c <= 0, where R is in the interval: the mean of extra - R averted is not off zero
    a, b, c = below.value**2 - spread[0, 0], below.value * above.value - spread[0, 1], above.value**2 - spread[1, 1]
    root = math.sqrt(max(b * b - a * c, 0.0))
    return Ratio(below, above, above.value / below.value, float((b - root) / a), float((b + root) / a), "given")


def unit_costs(comparison: Comparison) -> tuple[int, int]:
    """How many of the unit costs are judged, and how many there are: each row once, and the policies' own amounts."""
    return judged_costs(comparison.question.baseline, (p for arm in (comparison.question.baseline, *comparison.question.arms) for p in (*arm.story, *arm.policies)))


def judged_costs(system: Scenario, policies: Iterable[Policy]) -> tuple[int, int]:
    """How many of the unit costs of a system and of policies' own amounts are judged, and how many there are."""
    prices = {d.row: str(d.grade) for d in system.values.values() if d.row.startswith("costs:")}
    known = {p.name: p for p in policies}
    grades = [*prices.values(), *(str(s.cost.grade) for p in known.values() for s in p.steps if s.cost and not s.cost.is_priced)]
    return grades.count("judged"), len(grades)


def spending_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """Money, ceiling and cost per DALY of each arm, for machines."""
    judged, every = unit_costs(comparison)
    found = []
    for arm, policy in enumerate(comparison.arms):
        row: dict[str, Any] = {
            "policy": policy,
            "unit_costs_judged": judged,
            "unit_costs": every,
            "cash_by_year": {payer: [_plain(x) for x in cash_by_year(comparison, arm, payer).mean(axis=0)] for payer in PAYERS},
        }
        if arm:
            row["extra_by_year"] = {
                payer: [_interval(mean_of(x)) for x in (cash_by_year(comparison, arm, payer) - cash_by_year(comparison, 0, payer)).T]
                for payer in PAYERS
            }
            limit = ceiling(comparison, arm)
            if limit is not None:
                row["budget"] = {
                    "ceiling_a_year": limit.amount, "over_in_years": list(limit.over), "is_over": bool(limit.over),
                    "over_in_share_of_draws": _plain(limit.share),
                }
            for key, payer in (("ministry", "ministry"), ("all_payers", None)):
                ratio = per_daly(comparison, arm, payer)
                row.setdefault("dalys_averted", _interval(ratio.averted))
                row.setdefault("cost_per_daly_averted", {})[key] = {
                    "verdict": ratio.verdict, "value": _plain(ratio.value), "interval": [_plain(ratio.low), _plain(ratio.high)],
                    "method": "ratio of means, Fieller",
                }
        found.append(row)
    return found


def _plain(x: float) -> float | None:
    return float(f"{x:.6g}") if math.isfinite(x) else None


def _interval(one: Mean) -> list[float | None]:
    return [_plain(one.value), _plain(one.low), _plain(one.high)]
