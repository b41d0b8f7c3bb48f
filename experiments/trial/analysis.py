"""Analysis: what a statistician would specify before the trial, applied to what a researcher would see.

- People randomised: analysis of covariance, adjusted for the baseline, with heteroscedasticity-robust (HC3) errors.
- Centres randomised: a marginal model (GEE, exchangeable within centres) with the bias-reduced variance of few clusters and
  a t distribution with K - 2 degrees of freedom; or a t test of the centres' adjusted means.
- Stepped wedge: the same marginal model with an effect for every period.
- Before and after: the mean change of the same people, clustered by centre. Nothing is compared with, so what would have
  happened anyway is part of it.

A permutation of the lot, as it could have fallen, checks each p value. Whoever was lost is left out (complete cases).
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.executors import MissingExtraError
from experiments.trial.data import Data
from experiments.trial.design import BEFORE_AFTER, CLUSTER, INDIVIDUAL, STEPPED, Trial
from simulation.ground.chance import luck, uniforms

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Result:
    """What one analysis found of one arm against the control: NaN where it could not be computed."""

    arm: int
    estimate: float = math.nan
    error: float = math.nan
    freedom: float = math.nan
    p: float = math.nan
    low: float = math.nan
    high: float = math.nan
    permutation: float = math.nan
    analysed: int = 0
    clusters: int = 0

    @property
    def there(self) -> bool:
        """Whether there is an estimate at all."""
        return math.isfinite(self.p)


def models() -> Any:
    """Statsmodels, which is an extra.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import statsmodels.api
    except ImportError:
        raise MissingExtraError("analysis", "statsmodels, which `minga trial` needs for the analysis") from None
    return statsmodels.api


@dataclass(frozen=True)
class Table:
    """What is analysed: one row per measurement, of people who were seen."""

    y: Floats
    x: Floats
    cluster: NDArray[np.int64]
    arm: NDArray[np.int64]
    period: NDArray[np.int64]


def table_of(trial: Trial, data: Data, arm: int, other: bool = False) -> Table:
    """The rows of a comparison; ``other`` takes the scores of the world without what is tried."""
    seen = "other_seen" if other else "seen"
    base, cluster = data.at(seen, 0), data.of("centre").astype(np.int64)
    scores, lost = data.at(seen), data.at("lost")
    if trial.design == STEPPED:
        occasions = range(1, scores.shape[1])
        parts = [(scores[:, n], data.at("treated", n) == arm, np.full(len(base), n), lost[:, n] > 0) for n in occasions]
        y, treated, period, gone = (np.concatenate([part[k] for part in parts]) for k in range(4))
        base, cluster = np.tile(base, len(parts)), np.tile(cluster, len(parts))
    else:
        y, gone, period = scores[:, -1], lost[:, -1] > 0, np.zeros(len(base), np.int64)
        treated = data.of("arm") == arm
        if trial.design in (INDIVIDUAL, CLUSTER):
            gone = gone | ((data.of("arm") != 0) & ~treated)
    kept = np.isfinite(y) & np.isfinite(base) & ~gone
    y, treated, base, cluster, period = y[kept], treated[kept], base[kept], cluster[kept], period[kept]
    columns = [np.ones(len(y)), treated.astype(float)]
    if trial.design == BEFORE_AFTER:
        return Table(y - base, np.ones((len(y), 1)), cluster, treated.astype(np.int64), period)
    if trial.analysis.baseline and len(y) and np.ptp(base) > 0:
        columns.append(base - base.mean())
    if trial.design == STEPPED:
        columns += [(period == n).astype(float) for n in range(2, int(period.max(initial=1)) + 1)]
    return Table(y, np.column_stack(columns), cluster, treated.astype(np.int64), period)


def analyse(trial: Trial, data: Data, arm: int = 1, other: bool = False, permutations: int | None = None) -> Result:
    """Analyse one comparison as specified."""
    table = table_of(trial, data, arm, other)
    clusters = len(np.unique(table.cluster))
    enough = len(table.y) > table.x.shape[1] + 1 and np.ptp(table.y) > 0
    groups = [len(np.unique(table.cluster[table.arm == a])) if trial.design == CLUSTER else int((table.arm == a).sum()) for a in (0, 1)]
    if not enough or (trial.design != BEFORE_AFTER and min(groups) < 2) or np.linalg.matrix_rank(table.x) < table.x.shape[1]:
        return Result(arm, analysed=len(table.y), clusters=clusters)
    estimate, error, freedom = _fitted(trial, table, clusters)
    if not (math.isfinite(error) and error > 0):
        return Result(arm, estimate, analysed=len(table.y), clusters=clusters)
    from scipy.stats import t

    p = 2 * float(t.sf(abs(estimate / error), freedom))
    half = float(t.ppf(0.975, freedom)) * error
    many = trial.analysis.permutations if permutations is None else permutations
    check = permuted(trial, table, many) if many else math.nan
    return Result(arm, estimate, error, freedom, p, estimate - half, estimate + half, check, len(table.y), clusters)


def _fitted(trial: Trial, table: Table, clusters: int) -> tuple[float, float, float]:
    """Estimate, standard error and degrees of freedom."""
    if trial.analysis.method == "cluster-means":
        return _means(table)
    sm = models()
    at = 0 if trial.design == BEFORE_AFTER else 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if trial.design == INDIVIDUAL:
            fit = sm.OLS(table.y, table.x).fit(cov_type="HC3")
            return float(fit.params[at]), float(fit.bse[at]), float(len(table.y) - table.x.shape[1])
        if clusters < 3:
            fit = sm.OLS(table.y, table.x).fit(cov_type="HC3")
            return float(fit.params[at]), float(fit.bse[at]), float(len(table.y) - table.x.shape[1])
        order = np.argsort(table.cluster, kind="stable")
        model = sm.GEE(table.y[order], table.x[order], groups=table.cluster[order], cov_struct=sm.cov_struct.Exchangeable())
        fit = model.fit(cov_type="bias_reduced")
    freedom = clusters - (1 if trial.design == BEFORE_AFTER else 2)
    return float(fit.params[at]), float(fit.bse[at]), float(max(freedom, 1))


def adjusted(table: Table) -> Floats:
    """What is left of the outcome when everything but the arm is taken out."""
    x = np.delete(table.x, 1, axis=1)
    return np.asarray(table.y - x @ np.linalg.lstsq(x, table.y, rcond=None)[0], float)


def _cluster_means(table: Table) -> tuple[Floats, NDArray[np.int64]]:
    left = adjusted(table)
    ids = np.unique(table.cluster)
    means = np.array([left[table.cluster == c].mean() for c in ids])
    arms = np.array([table.arm[table.cluster == c][0] for c in ids])
    return means, arms


def _means(table: Table) -> tuple[float, float, float]:
    """Two-sample t test of centres' adjusted means, with one variance."""
    means, arms = _cluster_means(table)
    a, b = means[arms == 1], means[arms == 0]
    freedom = len(a) + len(b) - 2
    pooled = (((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum()) / max(freedom, 1)
    return float(a.mean() - b.mean()), float(np.sqrt(pooled * (1 / len(a) + 1 / len(b)))), float(freedom)


def permuted(trial: Trial, table: Table, many: int) -> float:
    """P value from lots as they could have fallen: of people, centres, sequences of centres, or signs of change."""
    key = luck(trial.seed)
    if trial.design == BEFORE_AFTER:
        ids = np.unique(table.cluster)
        sums = np.array([table.y[table.cluster == c].sum() for c in ids]) if len(ids) > 5 else table.y
        signs = np.where(uniforms(key, "trial: signs by lot", many * len(sums)).reshape(many, -1) < 0.5, -1.0, 1.0)
        return _share(np.abs(signs @ sums), abs(float(sums.sum())))
    if trial.design == STEPPED:
        return _permuted_steps(table, many, key)
    values, arms = _cluster_means(table) if trial.design == CLUSTER else (adjusted(table), table.arm)
    orders = np.argsort(uniforms(key, "trial: lots as they could have fallen", many * len(values)).reshape(many, -1), axis=1)
    shuffled = arms[orders].astype(float)
    n1, n0 = float(arms.sum()), float(len(arms) - arms.sum())
    found = np.abs(shuffled @ values / n1 - (1 - shuffled) @ values / n0)
    return _share(found, abs(float(values[arms == 1].mean() - values[arms == 0].mean())))


def _permuted_steps(table: Table, many: int, key: Any) -> float:
    """Which centre steps when is shuffled; the statistic is the effect within centres and periods."""
    ids, periods = np.unique(table.cluster), np.unique(table.period)
    left = adjusted(table)
    y, t = (np.zeros((len(ids), len(periods))) for _ in range(2))
    for i, c in enumerate(ids):
        for j, n in enumerate(periods):
            here = (table.cluster == c) & (table.period == n)
            if here.any():
                y[i, j], t[i, j] = left[here].mean(), table.arm[here].mean()

    def within(a: Floats) -> Floats:
        return np.asarray(a - a.mean(axis=0) - a.mean(axis=1, keepdims=True) + a.mean(), float)

    y = within(y)
    orders = np.argsort(uniforms(key, "trial: lots as they could have fallen", many * len(ids)).reshape(many, -1), axis=1)

    def effect(treated: Floats) -> float:
        d = within(treated)
        size = float((d * d).sum())
        return abs(float((d * y).sum()) / size) if size > 0 else 0.0

    return _share(np.array([effect(t[order]) for order in orders]), effect(t))


def _share(found: Floats, observed: float) -> float:
    return float((1 + (found >= observed - 1e-12).sum()) / (1 + len(found)))
