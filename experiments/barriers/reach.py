"""Reach: what first steps recover for the same money, and which of them wins in what share of draws.

A policy at full strength is what there is evidence for; nothing is taken to work beyond it, so money that is left
over buys nothing more of it. One that costs more than the budget is done in part, and its effect is taken in
proportion to the money; what cannot be had in part (a centre) is not had at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
RESAMPLES = 2000


@dataclass(frozen=True)
class Step:
    """A policy against a barrier.

    Attributes:
        barrier, policy: names.
        full: its gain at full strength, better above 0, shape (draws, groups).
        cost: its money a year in each draw, full size, shape (draws,).
        whole: it cannot be had in part.
    """

    barrier: str
    policy: str
    full: Values
    cost: Values
    whole: bool = False

    def part(self, budget: float) -> Values:
        """How much of it the budget buys in each draw, 0 to 1."""
        with np.errstate(divide="ignore"):
            share = np.where(self.cost > budget, budget / np.where(self.cost > 0, self.cost, 1.0), 1.0)
        part: Values = np.where(share < 1.0, 0.0, share) if self.whole else share
        return part

    def gain(self, budget: float) -> Values:
        """What it recovers for the budget, shape (draws, groups)."""
        found: Values = self.full * self.part(budget)[:, None]
        return found


def usual_budget(steps: Sequence[Step]) -> float:
    """The middle one of the barriers' cheapest steps, to two digits: money for which some can be had whole and some in part."""
    cheapest: dict[str, float] = {}
    for step in steps:
        cost = max(float(step.cost.mean()), 0.0)
        cheapest[step.barrier] = min(cost, cheapest.get(step.barrier, np.inf))
    return max(1.0, float(f"{np.median(list(cheapest.values())):.2g}"))


def best(steps: Sequence[Step], budget: float, group: int = 0) -> list[Step]:
    """Of each barrier the step that recovers most on average, in the order in which barriers first appear."""
    found: dict[str, Step] = {}
    for step in steps:
        known = found.get(step.barrier)
        if known is None or step.gain(budget)[:, group].mean() > known.gain(budget)[:, group].mean():
            found[step.barrier] = step
    return list(found.values())


def wins(steps: Sequence[Step], budget: float, group: int = 0) -> Values:
    """In what share of draws each step recovers most; the last is that none recovers anything."""
    gains = np.stack([step.gain(budget)[:, group] for step in steps])
    first = np.where(gains.max(axis=0) > 0, gains.argmax(axis=0), len(steps))
    found: Values = np.bincount(first, minlength=len(steps) + 1) / gains.shape[1]
    return found


def interval(values: Values, level: float = 0.95, seed: int = 1) -> Values:
    """Mean over draws (the first axis) and its interval, stacked last: shape (..., 3).

    The wider ends of the bootstrap's percentiles and of Student's t: the first alone is too narrow with few draws.
    """
    from scipy.stats import t

    values = np.asarray(values, float)
    many = len(values)
    weights = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=RESAMPLES) / many
    draws = np.tensordot(weights, values, 1)
    mean, half = values.mean(axis=0), t.ppf((1 + level) / 2, many - 1) * values.std(axis=0, ddof=1) / np.sqrt(many)
    low, high = np.quantile(draws, ((1 - level) / 2, (1 + level) / 2), axis=0)
    return np.stack([mean, np.minimum(low, mean - half), np.maximum(high, mean + half)], axis=-1)


def ratio(above: Values, below: Values, seed: int = 1) -> Values:
    """Ratio of means over draws with its 95 % interval; NaN where the mean below cannot be told from 0."""
    many = len(above)
    weights = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=RESAMPLES) / many
    tops, bottoms = weights @ above, weights @ below
    low, high = np.quantile(bottoms, (0.025, 0.975))
    if low <= 0 <= high:
        return np.full(3, np.nan)
    ends = np.quantile(tops / bottoms, (0.025, 0.975))
    return np.array([above.mean() / below.mean(), *ends])
