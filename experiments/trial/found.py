"""Found: what a trial that was held many times shows: its power, its errors, and what its estimate is an estimate of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.trial.analysis import Result, analyse
from experiments.trial.data import Data
from experiments.trial.design import BEFORE_AFTER, CLUSTER, INDIVIDUAL, STEPPED, Trial
from experiments.trial.measures import MEASURES
from experiments.trial.power import Variances, needed, power

Floats = NDArray[np.float64]
POWERS = (0.8, 0.9)
PUBLISHED = {"outcome": (0.03, 0.01, 0.08), "process": (0.1, 0.03, 0.25)}
"""ICC between centres: value and range for what users report, and for activity and process measures. Derived from published
rows (see docs/trials.md), none of them of community mental health teams; the range is wide for that."""
SOURCES = ("firth2019", "cardamone2023", "campbell2005")


@dataclass(frozen=True)
class Mean:
    """A mean over holdings with its 95 % interval, and where one holding would lie (95 %)."""

    value: float
    low: float
    high: float
    one_low: float
    one_high: float
    n: int

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {"mean": _plain(self.value), "interval": [_plain(self.low), _plain(self.high)], "one_trial": [_plain(self.one_low), _plain(self.one_high)], "trials": self.n}


@dataclass(frozen=True)
class Share:
    """A share of holdings with its 95 % interval (Wilson)."""

    value: float
    low: float
    high: float
    n: int

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {"share": _plain(self.value), "interval": [_plain(self.low), _plain(self.high)], "trials": self.n}


def _plain(x: float) -> float | None:
    return float(f"{x:.6g}") if math.isfinite(x) else None


def mean_of(values: Any) -> Mean:
    """Mean with intervals; NaN is left out."""
    from scipy.stats import t

    kept = np.asarray(values, float)
    kept = kept[np.isfinite(kept)]
    n = len(kept)
    if n < 2:
        only = float(kept[0]) if n else math.nan
        return Mean(only, *(math.nan,) * 4, n)
    mean, sd, edge = float(kept.mean()), float(kept.std(ddof=1)), float(t.ppf(0.975, n - 1))
    half, one = edge * sd / math.sqrt(n), edge * sd * math.sqrt(1 + 1 / n)
    return Mean(mean, mean - half, mean + half, mean - one, mean + one, n)


def share_of(hits: Any) -> Share:
    """Share of trues with Wilson's interval."""
    kept = np.asarray(hits, float)
    kept = kept[np.isfinite(kept)]
    n, z = len(kept), 1.959964
    if not n:
        return Share(math.nan, math.nan, math.nan, 0)
    p = float(kept.mean())
    middle, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Share(p, max(middle - half, 0.0), min(middle + half, 1.0), n)


def icc_parts(values: Floats, cluster: Floats) -> tuple[float, float]:
    """Variance between and within clusters, by analysis of variance; the first may be negative."""
    kept = np.isfinite(values)
    values, cluster = values[kept], cluster[kept]
    ids, at, sizes = np.unique(cluster, return_inverse=True, return_counts=True)
    if len(ids) < 2 or len(values) <= len(ids):
        return math.nan, math.nan
    means = np.bincount(at, values) / sizes
    within = float(((values - means[at]) ** 2).sum() / (len(values) - len(ids)))
    between = float((sizes * (means - values.mean()) ** 2).sum() / (len(ids) - 1))
    size = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(ids) - 1)
    return (between - within) / float(size), within


class Found:
    """All that the holdings of a trial say.

    Args:
        trial: as it was held.
        data: its holdings.
        arm: which arm is compared with the control.
    """

    def __init__(self, trial: Trial, data: Sequence[Data], arm: int = 1) -> None:
        self.trial, self.data, self.arm = trial, list(data), arm

    @cached_property
    def results(self) -> list[Result]:
        """The analysis of every holding, as specified."""
        return [analyse(self.trial, one, self.arm) for one in self.data]

    @cached_property
    def nulls(self) -> list[Result]:
        """The same people, lots and analysis in the world without what is tried: whatever is found there is chance (or time)."""
        return [analyse(self.trial, one, self.arm, other=True, permutations=0) for one in self.data]

    def _over(self, what: Any) -> Floats:
        return np.array([what(one) for one in self.data], float)

    def changes(self, data: Data, treated: bool) -> Floats:
        """True change between the two worlds of those who have (or have not) what is tried, at each of their occasions."""
        change = data.at("true") - data.at("other_true")
        has = data.at("treated") == self.arm
        if self.trial.design == STEPPED:
            chosen = has if treated else ~has
            return np.asarray(change[:, 1:][chosen[:, 1:]], float)
        mine = data.of("arm") == (self.arm if treated else 0)
        return np.asarray(change[mine, -1], float)

    def _mean_change(self, treated: bool) -> Floats:
        def one(data: Data) -> float:
            found = self.changes(data, treated)
            found = found[np.isfinite(found)]
            return float(found.mean()) if len(found) else math.nan

        return self._over(one)

    @cached_property
    def true_treated(self) -> Floats:
        """The true effect on those who had what is tried, in each holding."""
        return self._mean_change(True)

    @cached_property
    def true_controls(self) -> Floats:
        """What the trial did to those who should not have had it: contamination."""
        return self._mean_change(False)

    @cached_property
    def contrast(self) -> Floats:
        """What a comparison of the arms can find at best: the first less the second (before and after: the first)."""
        controls = np.zeros(len(self.data)) if self.trial.design == BEFORE_AFTER else np.nan_to_num(self.true_controls)
        return np.asarray(self.true_treated - controls, float)

    @cached_property
    def estimates(self) -> Floats:
        """The estimate of each holding."""
        return np.array([one.estimate for one in self.results], float)

    def means(self) -> dict[str, Mean]:
        """Every quantity in units of the outcome, by name."""
        covered = np.isfinite(self.estimates)
        found = {
            "estimate": mean_of(self.estimates), "true_treated": mean_of(self.true_treated), "contrast": mean_of(self.contrast),
            "bias": mean_of((self.estimates - self.contrast)[covered]), "null_estimate": mean_of([one.estimate for one in self.nulls]),
        }
        for name in ("others", "others_with"):
            over = self._over(lambda d, n=name: d.number(f"{n}_mean"))
            if np.isfinite(over).any():
                found[name] = mean_of(over)
        if self.trial.design != BEFORE_AFTER:
            found["true_controls"] = mean_of(self.true_controls)
        return found

    def shares(self) -> dict[str, Share]:
        """Every share of holdings or people, by name."""
        alpha = self.trial.analysis.alpha
        found = {
            "power": share_of([one.p < alpha if one.there else False for one in self.results]),
            "false_alarms": share_of([one.p < alpha if one.there else math.nan for one in self.nulls]),
            "covered": share_of([one.low <= c <= one.high if one.there and math.isfinite(c) else math.nan for one, c in zip(self.results, self.contrast, strict=True)]),
            "analysable": share_of([one.there for one in self.results]),
        }
        if any(math.isfinite(one.permutation) for one in self.results):
            found["permutation"] = share_of([one.permutation < alpha if math.isfinite(one.permutation) else math.nan for one in self.results])
            found["agree"] = share_of([(one.p < alpha) == (one.permutation < alpha) if math.isfinite(one.permutation) else math.nan for one in self.results])
        return found

    def counts(self) -> dict[str, Mean]:
        """What became of people, by name: means over holdings."""
        def share(values: Floats) -> float:
            return float(100 * values.mean()) if len(values) else math.nan

        arm = self.arm
        found = {
            "participants": mean_of(self._over(lambda d: len(d.people))),
            "analysed": mean_of([one.analysed for one in self.results]),
            "eligible": mean_of(self._over(lambda d: d.number("eligible"))),
            "residents": mean_of(self._over(lambda d: d.number("residents"))),
            "lost": mean_of(self._over(lambda d: share((d.at("lost", -1) > 0) | ~np.isfinite(d.at("true", -1))))),
        }
        changed = self._over(lambda d: d.number("others_changed"))
        if np.isfinite(changed).any():
            found["others_changed"] = mean_of(100 * changed)
        if self.trial.by_person:
            found["reached"] = mean_of(self._over(lambda d: share(d.of("reached")[d.of("arm") == arm])))
            found["controls_reached"] = mean_of(self._over(lambda d: share(d.of("reached")[d.of("arm") == 0])))
        else:
            found["elsewhere"] = mean_of(self._over(lambda d: share(d.of("elsewhere"))))
            found["centres"] = mean_of(self._over(lambda d: len(np.unique(d.of("centre")))))
            found["per_centre"] = mean_of(self._over(lambda d: len(d.people) / max(len(np.unique(d.of("centre"))), 1)))
        return found

    @cached_property
    def icc(self) -> Mean:
        """ICC between centres of the outcome in the world without what is tried, pooled over holdings, with a jackknife interval."""
        parts = np.array([icc_parts(d.at("other_seen", -1), d.of("centre")) for d in self.data])
        parts = parts[np.isfinite(parts).all(axis=1)]
        if len(parts) < 2:
            return Mean(math.nan, *(math.nan,) * 4, len(parts))

        def ratio(rows: Floats) -> float:
            between, within = rows.mean(axis=0)
            return float(between / (between + within)) if between + within > 0 else math.nan

        from scipy.stats import t

        n = len(parts)
        whole, leave = ratio(parts), np.array([ratio(np.delete(parts, k, axis=0)) for k in range(n)])
        error = math.sqrt((n - 1) / n * float(((leave - leave.mean()) ** 2).sum()))
        half = float(t.ppf(0.975, n - 1)) * error
        each = parts[:, 0] / np.maximum(parts.sum(axis=1), 1e-12)
        low, high = (float(q) for q in np.quantile(each, [0.025, 0.975]))
        return Mean(whole, whole - half, whole + half, low, high, n)

    @property
    def kind(self) -> str:
        """Which published range belongs to the outcome."""
        return "outcome" if MEASURES[self.trial.instrument.measures].has_error or self.trial.instrument.measures == "crises" else "process"

    @cached_property
    def variances(self) -> Variances:
        """What the formula needs, as it was in the world without what is tried."""
        sds, rs, cvs = [], [], []
        for d in self.data:
            y, x = d.at("other_seen", -1), d.at("other_seen", 0)
            kept = np.isfinite(y) & np.isfinite(x)
            if kept.sum() < 3:
                continue
            sds.append(float(y[kept].var(ddof=1)))
            rs.append(float(np.corrcoef(x[kept], y[kept])[0, 1]) if np.ptp(x[kept]) > 0 and np.ptp(y[kept]) > 0 else 0.0)
            sizes = np.unique(d.of("centre"), return_counts=True)[1]
            cvs.append(float(sizes.std() / sizes.mean()))
        icc = 0.0 if self.trial.design == INDIVIDUAL or not math.isfinite(self.icc.value) else min(max(self.icc.value, 0.0), 0.9)
        adjusts = self.trial.analysis.baseline or self.trial.design == BEFORE_AFTER
        return Variances(math.sqrt(float(np.mean(sds))) if sds else math.nan, float(np.mean(rs)) if rs and adjusts else 0.0, icc, float(np.mean(cvs)) if cvs else 0.0)

    def size(self) -> tuple[int, float]:
        """Centres, and people analysed in all (where they are randomised) or in each centre: means over holdings."""
        analysed = float(np.mean([one.analysed for one in self.results])) if self.results else math.nan
        if self.trial.design == INDIVIDUAL:
            return 0, analysed
        centres = round(float(np.mean([max(one.clusters, 1) for one in self.results])))
        occasions = len(self.trial.follow_up) if self.trial.design == STEPPED else 1
        return centres, analysed / occasions / centres

    def by_formula(self) -> dict[str, Any]:
        """Power and size by formula, with the mean true contrast and the variances that were met; and as it was planned."""
        centres, people = self.size()
        effect = self.means()["contrast"].value
        found: dict[str, Any] = {"effect": effect, "power": power(self.trial, self.variances, effect, centres, people)}
        found["needed"] = {p: needed(self.trial, self.variances, effect, p, people) for p in POWERS} if math.isfinite(effect) else {}
        plan = self.trial.planned
        if plan is not None:
            v = Variances(plan.sd, plan.correlation, 0.0 if self.trial.by_person else plan.icc)
            found["planned_needed"] = needed(self.trial, v, plan.effect, plan.power, self.trial.recruitment.total)
            found["planned_power"] = power(self.trial, v, plan.effect, self.trial.world.centres or centres, self.trial.recruitment.total)
        return found

    def courses(self) -> dict[str, Floats]:
        """Mean scores at every occasion: what is seen in each arm, and the truth of the treated with and without what is tried."""
        def mean(name: str, arm: int) -> Floats:
            rows = []
            for d in self.data:
                values = d.at(name)[d.of("arm") == arm]
                rows.append([float(np.nanmean(column)) if np.isfinite(column).any() else math.nan for column in values.T])
            return np.array(rows, float).reshape(len(self.data), -1)

        found = {"treated": mean("true", self.arm), "without": mean("other_true", self.arm)}
        if self.trial.design in (INDIVIDUAL, CLUSTER):
            found["controls"] = mean("true", 0)
        return found

    def summary(self) -> dict[str, Any]:
        """Everything, for JSON."""
        formula = self.by_formula()
        v = self.variances
        first = self.results[0] if self.results else None
        return {
            "trial": self.trial.name, "design": self.trial.design, "arm": self.trial.arms[self.arm].name, "held": len(self.data),
            "outcome": self.trial.instrument.measures, "alpha": self.trial.analysis.alpha, "method": self.trial.analysis.method,
            "means": {k: m.plain() for k, m in self.means().items()}, "shares": {k: s.plain() for k, s in self.shares().items()},
            "counts": {k: m.plain() for k, m in self.counts().items()},
            "icc": {**self.icc.plain(), "published": list(PUBLISHED[self.kind]), "kind": self.kind},
            "variances": {"sd": _plain(v.sd), "correlation": _plain(v.correlation), "icc": _plain(v.icc), "size_cv": _plain(v.size_cv)},
            "formula": {k: {str(a): b for a, b in x.items()} if isinstance(x, dict) else _plain(x) if isinstance(x, float) else x for k, x in formula.items()},
            "first": None if first is None else {k: _plain(getattr(first, k)) for k in ("estimate", "error", "low", "high", "p", "permutation")} | {"analysed": first.analysed},
        }
