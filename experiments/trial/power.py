"""Power and sample size by formula, one for all designs.

The estimate's variance is that of generalised least squares on the means of centres and periods: with y the adjusted
outcome, m people in a centre's cell, variances between centres (c), between people (p) and of the rest (e), the covariance of a
centre's cells is V = c J + (p J + e I) / m, and the variance of the effect is its place in the inverse of the sum of
X' V^-1 X. For two arms of K/2 centres this is 4 s2 (1 + (m - 1) ICC) / (K m), for people 4 s2 / n, and for a stepped wedge
the well-known closed form. Adjusting for a baseline of correlation r multiplies the variance of people by 1 - r2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.trial.design import BEFORE_AFTER, CLUSTER, INDIVIDUAL, STEPPED, Trial

MOST_PEOPLE, MOST_CENTRES = 200_000, 2_000
"""Sizes past which nobody holds a trial."""


@dataclass(frozen=True)
class Variances:
    """SD of the outcome; its correlation with the baseline; ICC of what adjusting leaves; CV of cluster sizes."""

    sd: float
    correlation: float = 0.0
    icc: float = 0.0
    size_cv: float = 0.0

    @property
    def residual(self) -> float:
        """Variance that adjusting for the baseline leaves."""
        return self.sd**2 * (1 - self.correlation**2)


def exposure(trial: Trial, centres: int) -> NDArray[np.float64]:
    """Which cells are treated, shape (centres, periods)."""
    if trial.design != STEPPED:
        return (np.arange(centres) % 2).astype(float)[:, None]
    steps = len(trial.follow_up) - 1
    step_of = np.arange(centres) % steps + 1
    return (np.arange(steps + 1)[None, :] >= step_of[:, None]).astype(float)


def error_of(trial: Trial, v: Variances, centres: int, people: float) -> tuple[float, float]:
    """Standard error and degrees of freedom with so many people in all (where they are randomised) or in each centre."""
    if trial.design == INDIVIDUAL:
        share = 1 / len(trial.arms)
        n = people * 2 * share
        return math.sqrt(4 * v.residual / n), max(n - 2 - trial.analysis.baseline, 1)
    if trial.design == BEFORE_AFTER:
        # variance of a change: two measurements of the same person
        change = 2 * v.sd**2 * (1 - v.correlation)
        return math.sqrt(change * (1 + (people - 1) * v.icc) / (centres * people)), max(centres - 1 if centres > 2 else people - 1, 1)
    if trial.design == CLUSTER:
        compared = centres * 2 / len(trial.arms)
        effect = 1 + ((1 + v.size_cv**2) * people - 1) * v.icc
        return math.sqrt(4 * v.residual * effect / (compared * people)), max(compared - 2, 1)
    # a person's own level is shared by the periods: what the baseline explains of it is taken out
    own = max(v.correlation * (1 - v.correlation), 0.0) * v.sd**2
    between = v.icc * v.residual
    rest = max(v.residual - between - own, 1e-9)
    x = exposure(trial, centres)
    cells = x.shape[1]
    information = np.zeros((cells + 1, cells + 1))
    covariance = between * np.ones((cells, cells)) + (own * np.ones((cells, cells)) + rest * np.eye(cells)) / people
    inverse = np.linalg.inv(covariance)
    for row in x:
        design = np.column_stack([np.eye(cells), row])
        information += design.T @ inverse @ design
    return float(np.sqrt(np.linalg.inv(information)[-1, -1])), max(centres - 2, 1)


def power_of(effect: float, error: float, freedom: float, alpha: float) -> float:
    """Chance that a true effect is found (two-sided t test)."""
    from scipy.stats import nct, t

    if not (math.isfinite(effect) and error > 0):
        return math.nan
    edge, shift = float(t.ppf(1 - alpha / 2, freedom)), effect / error
    if abs(shift) > 30:
        return 1.0
    return float(nct.sf(edge, freedom, shift) + nct.cdf(-edge, freedom, shift))


def power(trial: Trial, v: Variances, effect: float, centres: int, people: float) -> float:
    """Chance that the trial finds a true effect, by formula."""
    error, freedom = error_of(trial, v, centres, people)
    return power_of(effect, error, freedom, trial.analysis.alpha)


def needed(trial: Trial, v: Variances, effect: float, wanted: float, people: float) -> int | None:
    """People in all (where they are randomised), otherwise centres of so many people; None is more than anybody holds."""
    if effect == 0:
        return None
    steps = len(trial.follow_up) - 1 if trial.design == STEPPED else len(trial.arms) if trial.design != BEFORE_AFTER else 1

    def enough(k: int) -> bool:
        found = power(trial, v, effect, 0, k) if trial.design == INDIVIDUAL else power(trial, v, effect, k, people)
        return bool(found >= wanted)

    low, high = 2, 4
    while not enough(high):
        low, high = high, 2 * high
        if high > (MOST_PEOPLE if trial.design == INDIVIDUAL else MOST_CENTRES):
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return -(-high // steps) * steps if steps else high


def curve(trial: Trial, v: Variances, effect: float, people: float, sizes: Any, centres: int = 0) -> NDArray[np.float64]:
    """Power at several sizes."""
    if trial.design == INDIVIDUAL:
        return np.array([power(trial, v, effect, 0, n) for n in sizes])
    return np.array([power(trial, v, effect, int(k), people) for k in sizes])
