"""Information: what it would be worth to know everything, one input, or a group of them, before deciding.

Today the arm with the best mean net benefit is taken. Who knew the inputs would take the best for them: the mean of
the best less the best of the means is the value of knowing. The system as it is is an arm of net benefit 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.worth.luck import matched, moments
from experiments.worth.regression import by_spline, process, spline

Values = NDArray[np.float64]
RESAMPLES = 500
SHUFFLES = 200


@dataclass(frozen=True)
class Worth:
    """The value of knowing some inputs: estimate, low and high end of the 95 % interval, standard deviation; in money."""

    value: float
    low: float
    high: float
    spread: float = 0.0

    def is_sure(self, of: int) -> bool:
        """Whether it can be told from nothing, though it may be the largest of so many (Bonferroni)."""
        from scipy.stats import norm

        return self.low > 0 and self.value > float(norm.ppf(1 - 0.05 / of)) * self.spread


def gains(x: Values, weights: Values, mean: Values) -> Values:
    """Mean of the best less the best of the means, shape (resamples,); never below 0.

    Args:
        x: what is expected of each arm, shape (resamples, draws, arms).
        weights: shape (resamples, draws); mean: shape (resamples, arms).
    """
    found: Values = (weights * np.maximum(x.max(axis=2), 0.0)).sum(axis=1) - np.maximum(mean.max(axis=1), 0.0)
    return np.maximum(found, 0.0)


def resamples(many: int, seed: int = 1, how_many: int = RESAMPLES) -> Values:
    """Weights of draws, shape (resamples, draws)."""
    found: Values = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=how_many) / many
    return found


def worth_of(value: float, draws: Values) -> Worth:
    """A value with its interval: the wider ends of percentiles, of 1.96 standard deviations, and below of the mirror image."""
    low, high = np.quantile(draws, (0.025, 0.975))
    spread = float(draws.std(ddof=1))
    half = 1.96 * spread
    return Worth(value, max(min(float(low), value - half, 2 * value - float(high)), 0.0), max(float(high), value + half), spread)


def _whole(many: int) -> Values:
    return np.full((1, many), 1 / many)


def everything(values: Values, seed: int = 1) -> Worth:
    """The value of knowing every input (EVPI), luck taken out.

    What is left of variances that are nearly all luck is at best above 0 by chance. So the interval begins no higher
    than what is gained for sure where each draw's arm is chosen by one luck and judged by the others.

    Args:
        values: net benefits against the system as it is, shape (draws, lucks, arms).
    """
    means = values.mean(axis=1)

    def of(weights: Values) -> tuple[Values, Values]:
        mean, total, error = moments(values, weights)
        draw = matched(total, error)
        x = mean[:, None, :] + (means[None] - mean[:, None, :]) @ np.swapaxes(draw, -1, -2)
        return gains(x, weights, mean), _chosen(values, weights, mean, draw @ total @ np.swapaxes(draw, -1, -2), error)

    whole, drawn = of(_whole(len(values))), of(resamples(len(values), seed))
    found = worth_of(float(whole[0][0]), drawn[0])
    return replace(found, low=min(found.low, max(float(np.quantile(drawn[1], 0.025)), 0.0)))


def _chosen(values: Values, weights: Values, mean: Values, inputs: Values, error: Values) -> Values:
    """What is gained where the arm is chosen by what one luck says of a draw, and judged by the others, shape (resamples,)."""
    many, lucks, arms = values.shape
    if lucks < 2:
        return gains(np.broadcast_to(values.mean(axis=1), (len(weights), many, arms)), weights, mean)
    told = inputs @ np.linalg.pinv(inputs + lucks * error, hermitian=True)
    found = np.zeros(len(weights))
    for luck in range(lucks):
        guess = mean[:, None, :] + (values[None, :, luck] - mean[:, None, :]) @ np.swapaxes(told, -1, -2)
        others = (values.sum(axis=1) - values[:, luck]) / (lucks - 1)
        best = guess.argmax(axis=2)
        got = np.where(guess.max(axis=2) > 0, np.take_along_axis(np.broadcast_to(others, guess.shape), best[:, :, None], axis=2)[:, :, 0], 0.0)
        found += (weights * got).sum(axis=1) / lucks
    return np.asarray(found - np.maximum(mean.max(axis=1), 0.0), float)


def one_input(values: Values, column: Values, seed: int = 1) -> Worth:
    """The value of knowing one input (EVPPI), by a regression spline.

    Args:
        values: net benefits, shape (draws, lucks, arms).
        column: the input, shape (draws,).
    """
    means, terms = values.mean(axis=1), spline(column)

    def of(weights: Values, times: int) -> Values:
        mean, added = by_spline(means, terms, weights, times)
        return gains(mean[:, None, :] + added, weights, mean)

    return worth_of(float(of(_whole(len(means)), 1)[0]), of(resamples(len(means), seed), 2))


def several(values: Values, columns: Values, seed: int = 1) -> Worth:
    """The value of knowing several inputs together (EVPPI), by a Gaussian process.

    Args:
        values: net benefits, shape (draws, lucks, arms).
        columns: shape (draws, inputs).
    """
    means = values.mean(axis=1)
    many, arms = means.shape
    shared = np.corrcoef(means, rowvar=False).reshape(arms, arms)
    w, v = np.linalg.eigh(np.nan_to_num(shared) * (1 - TIE) + TIE * np.eye(arms))
    noise = np.random.default_rng(seed).standard_normal((RESAMPLES, many, arms)) @ ((v * np.sqrt(np.maximum(w, 0))) @ v.T)
    added = process(columns).draws(means, noise)

    def of(weights: Values) -> Values:
        mean = weights @ means
        centred = added - np.broadcast_to(weights, (RESAMPLES, many))[:, None, :] @ added
        return gains(mean[:, None, :] + centred, weights, mean)

    return worth_of(float(of(_whole(many)).mean()), of(resamples(many, seed)))


TIE = 1e-6


def singly(values: Values, columns: Values) -> Values:
    """The value of knowing each input, without intervals, shape (inputs,)."""
    means = values.mean(axis=1)
    found = []
    for column in columns.T:
        mean, added = by_spline(means, spline(column), _whole(len(means)), 1)
        found.append(float(gains(mean[:, None, :] + added, _whole(len(means)), mean)[0]))
    return np.array(found)


def floor(values: Values, columns: Values, seed: int = 1) -> float:
    """What the best of so many inputs would seem to be worth if none did anything: 95 of 100 such lists stay below.

    Net benefits are dealt out anew among the draws.
    """
    means, rng, many = values.mean(axis=1), np.random.default_rng(seed), len(values)
    most = np.zeros(SHUFFLES)
    orders = np.stack([rng.permutation(many) for _ in range(SHUFFLES)])
    mean = means.mean(axis=0)
    off = (means - mean)[orders]
    whole = (off[0] ** 2).mean(axis=0)
    weights = np.broadcast_to(_whole(many), (SHUFFLES, many))
    means_of = np.broadcast_to(mean, (SHUFFLES, len(mean)))
    for column in columns.T:
        base, _ = np.linalg.qr(spline(column))
        slopes = base.T @ off
        explained = (slopes**2).sum(axis=1) / many
        k = base.shape[1]
        error = np.maximum(whole - explained, 0) * many / max(many - k - 1, 1) * k / many
        kept = np.sqrt(np.clip(1 - error / np.maximum(explained, 1e-300), 0, None))
        most = np.maximum(most, gains(mean + base @ (slopes * kept[:, None, :]), weights, means_of))
    return float(np.quantile(most, 0.95))


def by_group(values: Values, columns: Values, groups: Mapping[str, list[int]], seed: int = 1) -> dict[str, Worth]:
    """The value of knowing each group of inputs."""
    return {
        name: one_input(values, columns[:, inside[0]], seed) if len(inside) == 1 else several(values, columns[:, inside], seed)
        for name, inside in groups.items()
    }
