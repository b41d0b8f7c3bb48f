"""Frontier: which policies stand up to the others in cost and health, and how likely each is the best for a threshold.

On the means: a policy is *dominated* if another gives at least as much health for no more money; *extendedly
dominated* if a mixture of two others would. What remains is the frontier, each policy with the cost of a DALY averted
against the one before it. How sure that is the acceptability curve says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.spending import Mean, Ratio, mean_of, ratio_of
from experiments.worth.asking import ALL, Worlds
from experiments.worth.information import gains
from experiments.worth.luck import without_luck

Values = NDArray[np.float64]
EFFICIENT, DOMINATED, EXTENDED = "efficient", "dominated", "extended"
STEPS = 40


@dataclass(frozen=True)
class Strategy:
    """An arm beside the others.

    Attributes:
        arm: 0 is the system as it is.
        extra, averted: money and DALYs against the system as it is, over the horizon.
        ratio: cost of a DALY averted against the system as it is; None of that itself.
        standing: on the means.
        against: the arm that dominates it, or before it on the frontier; None of the first there.
        step: cost of a DALY averted against that arm; None if it is not on the frontier.
    """

    arm: int
    extra: Mean
    averted: Mean
    ratio: Ratio | None
    standing: str
    against: int | None
    step: Ratio | None


def standings(extra: Values, averted: Values) -> list[tuple[str, int | None]]:
    """Standing of each arm and the arm that it stands against, from mean money and DALYs averted, shape (arms,)."""
    arms = range(len(extra))
    found: dict[int, tuple[str, int | None]] = {}
    for a in arms:
        better = [b for b in arms if b != a and extra[b] <= extra[a] and averted[b] >= averted[a] and (extra[b] < extra[a] or averted[b] > averted[a] or b < a)]
        if better:
            found[a] = DOMINATED, max(better, key=lambda b: (averted[b], -extra[b]))
    order = sorted((a for a in arms if a not in found), key=lambda a: averted[a])
    kept: list[int] = []
    for a in order:
        while len(kept) > 1 and _slope(kept[-2], kept[-1], extra, averted) >= _slope(kept[-1], a, extra, averted):
            found[kept.pop()] = EXTENDED, None
        kept.append(a)
    for k, a in enumerate(kept):
        found[a] = EFFICIENT, kept[k - 1] if k else None
    for a, (standing, _) in found.items():
        if standing == EXTENDED:
            found[a] = EXTENDED, next(b for b in kept if averted[b] > averted[a])
    return [found[a] for a in arms]


def _slope(a: int, b: int, extra: Values, averted: Values) -> float:
    return float((extra[b] - extra[a]) / (averted[b] - averted[a]))


def strategies(worlds: Worlds, payer: str = ALL) -> list[Strategy]:
    """Every arm with its standing; means and intervals are over draws, of means over lucks."""
    draws = worlds.health.shape[0]
    extra, averted = (np.concatenate([np.zeros((draws, 1)), x.mean(axis=1)], axis=1) for x in (worlds.added_cost(payer), worlds.averted()))
    found = []
    for arm, (standing, against) in enumerate(standings(extra.mean(axis=0), averted.mean(axis=0))):
        step = ratio_of(averted[:, arm] - averted[:, against], extra[:, arm] - extra[:, against]) if standing == EFFICIENT and against is not None else None
        ratio = ratio_of(averted[:, arm], extra[:, arm]) if arm else None
        found.append(Strategy(arm, mean_of(extra[:, arm]), mean_of(averted[:, arm]), ratio, standing, against, step))
    return found


@dataclass(frozen=True)
class Acceptability:
    """For each of some thresholds: the share of draws in which each arm has the most net benefit.

    Attributes:
        at: thresholds, shape (steps,).
        share: shape (steps, arms); luck is taken out of net benefits.
        best: the arm with the best mean, shape (steps,).
        perfect: the value of knowing everything, shape (steps,).
    """

    at: Values
    share: Values
    best: NDArray[np.intp]
    perfect: Values


def acceptability(worlds: Worlds, at: Values, payer: str = ALL) -> Acceptability:
    """How likely each arm is the best, for thresholds from 0 on."""
    share, best, perfect = [], [], []
    for wtp in at:
        lived = worlds.net_benefit(float(wtp), payer)
        found = np.concatenate([np.zeros((len(lived), 1)), without_luck(lived)], axis=1)
        share.append(np.bincount(found.argmax(axis=1), minlength=found.shape[1]) / len(found))
        mean = found.mean(axis=0)
        best.append(int(mean.argmax()))
        perfect.append(float(gains(found[None, :, 1:], np.full((1, len(found)), 1 / len(found)), mean[None, 1:])[0]))
    return Acceptability(np.asarray(at, float), np.array(share), np.array(best), np.array(perfect))


def thresholds(most: float) -> Values:
    """Thresholds from nothing to the most."""
    return np.linspace(0.0, most, STEPS + 1)


def paired_for(worlds: Worlds) -> dict[str, Values]:
    """By how much pairing cuts the variance of a difference, by outcome and policy, shape (policies,).

    Variance of the difference between an arm and the system as it is, had they been other people with other draws,
    over the variance of the paired difference.
    """
    from experiments.worth.asking import BY_GROUP

    found = {}
    for name, runs in (("cost", worlds.money.sum(axis=(3, 4))), *((name, worlds.groups[:, :, :, k, 0]) for k, name in enumerate(BY_GROUP))):
        flat = runs.reshape(-1, runs.shape[2])
        if not np.isfinite(flat).all():
            continue
        apart, paired = flat.var(axis=0, ddof=1), (flat[:, 1:] - flat[:, :1]).var(axis=0, ddof=1)
        with np.errstate(divide="ignore"):
            found[name] = np.where(paired > 0, (apart[1:] + apart[0]) / np.where(paired > 0, paired, 1), np.inf)
    return found
