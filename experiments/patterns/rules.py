"""The rules: when a statement holds, does not, or cannot be decided yet. Pure functions over arrays.

Seven rules, as the catalogue names them by a letter:

========== ===============================================================================================
S          structural: what the scenario or the code says; compared, not measured
O          ordinal: the order of replicate means holds, and the order within >= 80 % of replicates
D          direction: paired differences have the sign in >= 80 % of pairs, and the 95 % t interval of their
           mean lies off zero on that side
N          null: in >= 80 % of replicates a survey finds nothing (|standardised difference| < 0.2, p > 0.05)
Q          quantity: the median over replicates lies in the band
T          trend: the Theil-Sen slope has the sign in >= 80 % of replicates
X          ablation: with a mechanism off, the pattern is gone
========== ===============================================================================================

With fewer than ``LEAST`` replicates nothing that is measured is decided. A rule that holds is passed. One that
does not hold is *failed* with ``DECIDES`` replicates or more; with fewer it is failed only if so few already rule
it out (the share of replicates that agree lies below 80 % by its exact 95 % interval, or the interval of the
estimate lies on the wrong side), and otherwise *undecided*. A replicate that cannot be read counts as one that
does not agree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation import Words

Status = Literal["pass", "fail", "undecided", "not-built"]
PASSED: Status = "pass"
FAIL: Status = "fail"
UNDECIDED: Status = "undecided"
NOT_BUILT: Status = "not-built"
MOST = 0.8
"""Share of replicates that have to agree."""
ASKED = Words("80 % asked", "se pide 80 %")
DECIDES = 30
"""With so many replicates what does not hold has failed."""
LEAST = 6
"""With fewer nothing is decided: no interval of a median, for one, would reach 95 %."""
SMALL, SURE = 0.2, 0.05
"""Standardised differences below, and p values above, which a survey finds nothing."""
NAN = math.nan


@dataclass(frozen=True)
class Clause:
    """One thing that a pattern says, checked.

    Attributes:
        rule: letter of the rule.
        what: what was compared, in words.
        status: "pass", "fail", "undecided" or "not-built".
        estimate, low, high: in ``unit``; NaN where there is nothing to measure. For O the least step between
            neighbours, for Q the median, otherwise a mean; with its 95 % interval.
        n: replicates (S: things compared).
        reason: why the status is what it is.
        agree: share of replicates that agree; NaN where the rule has none.
    """

    rule: str
    what: Words
    status: Status
    estimate: float
    low: float
    high: float
    n: int
    reason: Words
    unit: str = ""
    agree: float = NAN


def not_built(what: Words, reason: Words, rule: str = "D") -> Clause:
    """A part of a pattern that the model cannot say anything about yet."""
    return Clause(rule, what, NOT_BUILT, NAN, NAN, NAN, 0, reason)


def structural(what: Words, facts: Sequence[tuple[Words, bool]]) -> Clause:
    """S: every fact holds. Nothing is measured, so there is no estimate; ``n`` counts the facts.

    Args:
        what: what is compared.
        facts: what is said, and whether it is so.
    """
    wrong = [fact for fact, holds in facts if not holds]
    told = wrong or [fact for fact, _ in facts]
    before = Words("does not hold: ", "no se cumple: ") if wrong else Words("holds: ", "se cumple: ")
    reason = Words(before.en + ", ".join(w.en for w in told), before.es + ", ".join(w.es for w in told))
    return Clause("S", what, FAIL if wrong or not facts else PASSED, NAN, NAN, NAN, len(facts), reason)


def direction(what: Words, differences: ArrayLike, sign: int = 1, unit: str = "") -> Clause:
    """D: paired differences of the stated sign.

    Args:
        what: the difference, such as "visits, equal credit minus none".
        differences: one per pair, shape (pairs,); NaN where a pair cannot be read.
        sign: 1 if they should be above zero, -1 if below.
        unit: of the differences.
    """
    return _signed("D", what, np.asarray(differences, float), sign, unit, off_zero=True)


def slopes(courses: ArrayLike) -> NDArray[np.float64]:
    """Theil-Sen slope of each course per step, shape (replicates, steps) -> (replicates,); NaN if it has a gap."""
    from scipy.stats import theilslopes

    found = [float(theilslopes(course).slope) if np.isfinite(course).all() and len(course) > 1 else NAN for course in np.asarray(courses, float)]
    return np.array(found, float)


def trend(what: Words, slope: ArrayLike, sign: int, unit: str = "") -> Clause:
    """T: Theil-Sen slopes (see ``slopes``), one per replicate, have the sign in most of them; shape (replicates,)."""
    return _signed("T", what, np.asarray(slope, float), sign, unit, off_zero=False)


def _signed(rule: str, what: Words, values: NDArray[np.float64], sign: int, unit: str, off_zero: bool) -> Clause:
    n = len(values)
    kept = values[np.isfinite(values)]
    agree = float((sign * kept > 0).sum() / n) if n else NAN
    mean, low, high = interval(kept)
    near, far = (low, high) if sign > 0 else (-high, -low)
    off = bool(near > 0)
    holds = agree >= MOST and (off or not off_zero)
    ruled_out = most_likely(round(agree * n), n)[1] < MOST if n else False
    against = bool(far < 0)
    status = _decided(holds, ruled_out or against, n)
    counted = round(agree * n) if n else 0
    side = Words("above", "sobre") if sign > 0 else Words("below", "bajo")
    many = Words("pairs", "pares") if off_zero else Words("replicates", "réplicas")
    where = Words("and so is the interval of the mean", "y también el intervalo de la media") if off else (
        Words("the interval of the mean is on the other side", "el intervalo de la media está del otro lado") if against else
        Words("the interval of the mean includes zero", "el intervalo de la media incluye cero"))
    reason = Words(
        f"{side.en} zero in {counted} of {n} {many.en} ({ASKED.en})" + (f", {where.en}" if off_zero else ""),
        f"{side.es} cero en {counted} de {n} {many.es} ({ASKED.es})" + (f", {where.es}" if off_zero else ""),
    )
    return Clause(rule, what, status, mean, low, high, n, _short_of(reason, status), unit, agree)


def ordinal(what: Words, values: Mapping[str, ArrayLike], order: Sequence[Sequence[str]], tie: float = 0.0, unit: str = "") -> Clause:
    """O: names in an order from high to low; those of one rank tie if they differ by less than ``tie``.

    Args:
        what: what is put in order.
        values: name -> one value per replicate, shape (replicates,).
        order: ranks from the highest to the lowest, each of one name or of several that tie.
        tie: difference under which names of a rank tie.
        unit: of the values.

    A replicate in which a name has no value agrees with no order; means are of the others.
    """
    table = {name: np.asarray(values[name], float) for rank in order for name in rank}
    n = len(next(iter(table.values())))
    pairs = [(a, b) for k in range(len(order) - 1) for a in order[k] for b in order[k + 1]]
    ties = [(a, b) for rank in order for i, a in enumerate(rank) for b in rank[i + 1 :]]
    steps = np.array([table[a] - table[b] for a, b in pairs])
    read = np.isfinite(np.array(list(table.values()))).all(axis=0)
    means = {name: float(np.mean(v[read])) if read.any() else NAN for name, v in table.items()}
    holds_in = np.array([(steps[:, r] > 0).all() and all(abs(table[a][r] - table[b][r]) < tie for a, b in ties) for r in range(n)])
    holds_mean = all(means[a] > means[b] for a, b in pairs) and all(abs(means[a] - means[b]) < tie for a, b in ties)
    agree = float(holds_in.mean()) if n else NAN
    least = int(np.argmin([means[a] - means[b] for a, b in pairs]))
    mean, low, high = interval(steps[least][read])
    ruled_out = (n > 0 and most_likely(int(holds_in.sum()), n)[1] < MOST) or bool(high < 0)
    status = _decided(holds_mean and agree >= MOST, ruled_out, n)
    shown = " > ".join(" ~ ".join(rank) for rank in order)
    reason = Words(
        f"order of means {'holds' if holds_mean else 'does not hold'}; {shown} in {int(holds_in.sum())} of {n} replicates ({ASKED.en})",
        f"el orden de las medias {'se cumple' if holds_mean else 'no se cumple'}; {shown} en {int(holds_in.sum())} de {n} réplicas ({ASKED.es})",
    )
    return Clause("O", what, status, mean, low, high, n, _short_of(reason, status), unit, agree)


def quantity(what: Words, values: ArrayLike, low: float, high: float, unit: str = "") -> Clause:
    """Q: the median over replicates lies from ``low`` to ``high``.

    Args:
        what: what is measured.
        values: one per replicate, shape (replicates,).
        low, high: the band, ends included; may be infinite.
        unit: of the values.
    """
    given = np.asarray(values, float)
    kept = np.sort(given[np.isfinite(given)])
    middle, least, most = median_interval(kept)
    holds = len(kept) >= MOST * len(given) and low <= middle <= high
    ruled_out = bool(most < low or least > high)
    status = _decided(holds, ruled_out, len(given))
    band = f"{low:g} to {high:g}" if math.isfinite(high) else f"{low:g} or more"
    bandes = f"{low:g} a {high:g}" if math.isfinite(high) else f"{low:g} o más"
    reason = Words(f"median {'inside' if low <= middle <= high else 'outside'} {band}", f"mediana {'dentro' if low <= middle <= high else 'fuera'} de {bandes}")
    return Clause("Q", what, status, middle, least, most, len(given), _short_of(reason, status), unit)


def frequency(what: Words, holds: ArrayLike, rule: str = "O") -> Clause:
    """Something is so in at least 80 % of replicates; the interval of the share is the exact one.

    Args:
        what: what is or is not so.
        holds: 1 or 0 per replicate, shape (replicates,).
        rule: the letter under which the catalogue has it.
    """
    found = np.asarray(holds, float)
    n, many = len(found), int(np.nansum(found))
    low, high = most_likely(many, n) if n else (NAN, NAN)
    share = many / n if n else NAN
    status = _decided(share >= MOST, n > 0 and high < MOST, n)
    reason = Words(f"so in {many} of {n} replicates ({ASKED.en})", f"así en {many} de {n} réplicas ({ASKED.es})")
    return Clause(rule, what, status, share, low, high, n, _short_of(reason, status), "share", share)


def null(what: Words, samples: Sequence[tuple[ArrayLike, ArrayLike]]) -> Clause:
    """N: a survey of two groups of people finds no difference, in most replicates.

    Pair it with a clause that shows the effect on the individuals concerned: nothing at all has no effect either.

    Args:
        what: the difference that is looked for.
        samples: per replicate, the answers of the one and of the other group, shapes (people,) and (others,).
    """
    from scipy.stats import ttest_ind

    found, nothing = [], 0
    for one, other in samples:
        a, b = np.asarray(one, float), np.asarray(other, float)
        spread = math.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
        if spread > 0:
            d, p = float((a.mean() - b.mean()) / spread), float(ttest_ind(a, b, equal_var=False).pvalue)
        else:  # everybody in a group says the same
            d, p = (0.0, 1.0) if a.mean() == b.mean() else (NAN, 0.0)
        found.append(d)
        nothing += abs(d) < SMALL and p > SURE
    n = len(found)
    mean, low, high = interval([d for d in found if math.isfinite(d)])
    agree = nothing / n if n else NAN
    status = _decided(agree >= MOST, n > 0 and most_likely(nothing, n)[1] < MOST, n)
    reason = Words(f"nothing found in {nothing} of {n} surveys ({ASKED.en})", f"nada hallado en {nothing} de {n} encuestas ({ASKED.es})")
    return Clause("N", what, status, mean, low, high, n, _short_of(reason, status), "SD", agree)


def ablation(what: Words, pattern: Clause, without: Clause) -> Clause:
    """X: the pattern holds, and with the mechanism off it does not.

    Args:
        what: the mechanism that is switched off.
        pattern: the clause with the mechanism.
        without: the same clause without it.
    """
    status: Status = PASSED
    if without.status == PASSED or pattern.status == FAIL:
        status = FAIL
    elif UNDECIDED in (pattern.status, without.status):
        status = UNDECIDED
    reason = Words(f"with it: {pattern.status}; without it: {without.status}", f"con él: {pattern.status}; sin él: {without.status}")
    return Clause("X", what, status, without.estimate, without.low, without.high, without.n, reason, without.unit, without.agree)


def together(clauses: Sequence[Clause]) -> Status:
    """Status of a pattern: failed if a clause failed, else not built if a part is not, undecided if one is, or passed."""
    found = [c.status for c in clauses]
    for status in (FAIL, NOT_BUILT, UNDECIDED):
        if status in found:
            return status
    return PASSED if found else NOT_BUILT


def interval(values: ArrayLike) -> tuple[float, float, float]:
    """Mean and its 95 % t interval; NaN ends with fewer than two values."""
    from scipy.stats import t

    x = np.asarray(values, float)
    if len(x) < 2:
        return (float(x[0]) if len(x) else NAN, NAN, NAN)
    half = float(t.ppf(0.975, len(x) - 1) * x.std(ddof=1) / math.sqrt(len(x)))
    return float(x.mean()), float(x.mean()) - half, float(x.mean()) + half


def median_interval(ordered: NDArray[np.float64]) -> tuple[float, float, float]:
    """Median and an interval that holds it with at least 95 % if six or more values are there (order statistics)."""
    from scipy.stats import binom

    n = len(ordered)
    if not n:
        return NAN, NAN, NAN
    k = max(int(binom.ppf(0.025, n, 0.5)), 1)
    return float(np.median(ordered)), float(ordered[k - 1]), float(ordered[n - k])


def most_likely(successes: int, n: int) -> tuple[float, float]:
    """Exact 95 % interval of a share (Clopper and Pearson 1934)."""
    from scipy.stats import binomtest

    found = binomtest(successes, n).proportion_ci(0.95, method="exact")
    return float(found.low), float(found.high)


def _decided(holds: Any, ruled_out: Any, n: int) -> Status:
    if n < LEAST:
        return UNDECIDED
    if holds:
        return PASSED
    return FAIL if ruled_out or n >= DECIDES else UNDECIDED


def _short_of(reason: Words, status: Status) -> Words:
    """Add that more replicates would decide, where that is so."""
    if status != UNDECIDED:
        return reason
    return Words(f"{reason.en}; {DECIDES} replicates would decide", f"{reason.es}; {DECIDES} réplicas lo decidirían")
