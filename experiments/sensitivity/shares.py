"""Shares: Sobol's first and total indices from a Saltelli design that was lived with several lucks.

The first index of a factor is the share of the variance that knowing it alone would remove; the total is the share
that would be left if all others were known. Luck would pass for interaction: it makes every total larger. With two
or more lucks at each point the mean square of a difference has the mean square of its luck subtracted, factor by
factor, so that the indices are those of the mean over lucks, whatever points of a block share (Jansen's estimator for
totals, Saltelli's of 2010 for first indices; without luck they are SALib's own numbers).

An interval comes from resampling whole blocks (a base sample with its luck). The bootstrap is a little narrow with few
blocks; the wider end of its percentiles and of 1.96 of its standard deviations is taken, and kept honest by the
oracles in ``tests/experiments/test_oracles.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.sensitivity.noise import Noise, noise_of

Values = NDArray[np.float64]
LEAST = 16
"""Fewer base samples than this give no interval worth printing."""
RESAMPLES = 1000
Z = 1.96


@dataclass(frozen=True)
class Shares:
    """Indices of every factor, in the order of the design.

    Attributes:
        names: of the factors.
        first, total: shape (factors, 3): estimate, low and high end of the 95 % interval.
        raw: totals before luck was taken out (SALib's).
        noise: of the same runs.
        halves: (base samples, first, total) of the first quarter, the first half and all.
        draws: resampled totals, shape (resamples, factors), for what is asked of ranks.
    """

    names: tuple[str, ...]
    first: Values
    total: Values
    raw: Values
    noise: Noise
    halves: tuple[tuple[int, Values, Values], ...]
    draws: Values

    @property
    def interactions(self) -> float:
        """What no factor explains alone: 1 less all first indices."""
        return 1.0 - float(self.first[:, 0].sum())

    def order(self) -> list[int]:
        """Factors from the largest total to the smallest."""
        return sorted(range(len(self.names)), key=lambda k: -self.total[k, 0])

    def largest(self, apart: tuple[str, ...] = ()) -> Values:
        """In what share of the resamples each factor has the largest total, of all but those that stand apart."""
        draws = np.where(np.isin(self.names, apart), -np.inf, self.draws)
        found: Values = np.bincount(draws.argmax(axis=1), minlength=len(self.names)) / len(draws)
        return found

    def settled(self, width: float = 0.2) -> bool:
        """Whether intervals of totals are narrow and the last doubling moved no total out of its interval."""
        narrow = bool((self.total[:, 2] - self.total[:, 1] <= width).all())
        if len(self.halves) < 2:
            return False
        half = self.halves[-2][2]
        return narrow and bool(((half >= self.total[:, 1] - width / 2) & (half <= self.total[:, 2] + width / 2)).all())


def _indices(first: Values, swapped: Values, last: Values, weights: Values) -> tuple[Values, Values]:
    """First and total indices under weights of blocks.

    Args:
        first, last: of the base points A and B, shape (blocks, lucks); swapped: A with one factor of B, shape (blocks, factors, lucks).
        weights: shape (resamples, blocks), each row adding up to 1.
    """
    lucks, many = first.shape[1], len(first)
    # about the mean of all: an exact shift, which takes most of the variance out of the products
    centre = (first.mean() + last.mean()) / 2
    a, b, ab = first.mean(axis=1) - centre, last.mean(axis=1) - centre, swapped.mean(axis=2) - centre
    mean = weights @ ((a + b) / 2)
    variance = (weights @ ((a**2 + b**2) / 2) - mean**2) * 2 * many / (2 * many - 1)
    difference = first[:, None, :] - swapped
    square = difference.mean(axis=2) ** 2
    if lucks > 1:
        variance = variance - weights @ (first.var(axis=1, ddof=1) + last.var(axis=1, ddof=1)) / (2 * lucks)
        square = square - difference.var(axis=2, ddof=1) / lucks
    gain = ab - a[:, None]
    alone = weights @ (b[:, None] * gain) - mean[:, None] * (weights @ gain)
    with np.errstate(divide="ignore", invalid="ignore"):
        safe = np.where(variance > 0, variance, np.nan)[:, None]
        return alone / safe, (weights @ square) / 2 / safe


def _whole(blocks: int) -> Values:
    return np.full((1, blocks), 1.0 / blocks)


def _raw_totals(values: Values, names: tuple[str, ...]) -> Values:
    from SALib.analyze import sobol

    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    found = sobol.analyze(problem, values.mean(axis=1).copy(), calc_second_order=False, num_resamples=2, seed=1)
    return np.asarray(found["ST"], float)


def shares_of(values: Values, names: tuple[str, ...], resamples: int = RESAMPLES, seed: int = 1) -> Shares:
    """First and total indices with 95 % intervals.

    Args:
        values: shape (points, lucks), points in the order of a Saltelli design without second order, all finite.
        names: of the factors.
        resamples, seed: of the bootstrap.

    Raises:
        ValueError: what cannot give an index: another number of points, no variance but luck, values that are none.
    """
    size = len(names) + 2
    if not np.isfinite(values).all():
        raise ValueError("a value that is no number")
    if len(values) % size or len(values) // size < LEAST:
        raise ValueError(f"{len(values)} points, which are no {LEAST} or more blocks of {size}")
    if np.ptp(values) == 0:
        raise ValueError("all values are the same")
    if values.shape[1] < 2:
        raise ValueError("one luck at each point: luck would pass for interaction")
    blocks = values.reshape(-1, size, values.shape[1])
    parts = blocks[:, 0], blocks[:, 1:-1], blocks[:, -1]
    many = len(blocks)
    first, total = (x[0] for x in _indices(*parts, _whole(many)))
    if not np.isfinite(total).all():
        raise ValueError("nothing but luck moves the values")
    weights = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=resamples) / many
    firsts, totals = _indices(*parts, weights)
    kept = np.isfinite(totals).all(axis=1)
    if kept.mean() < 0.99:
        raise ValueError("luck is too large to tell what inputs do")
    halves = []
    for part in (many // 4, many // 2, many):
        if part >= LEAST // 2:
            some = _indices(parts[0][:part], parts[1][:part], parts[2][:part], _whole(part))
            halves.append((part, some[0][0], some[1][0]))
    return Shares(
        names, _with_ends(first, firsts[kept]), _with_ends(total, totals[kept]), _raw_totals(values, names),
        noise_of(values, shared=False), tuple(halves), totals[kept],
    )


def _with_ends(estimate: Values, draws: Values) -> Values:
    low, high = np.quantile(draws, (0.025, 0.975), axis=0)
    wide = Z * draws.std(axis=0, ddof=1)
    return np.stack([estimate, np.minimum(low, estimate - wide), np.maximum(high, estimate + wide)], axis=1)
