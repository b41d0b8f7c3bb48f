"""Rules on made-up arrays: what holds passes, what does not fails, and what too few cannot say is undecided."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import t

from experiments.patterns import rules as r
from experiments.patterns.rules import FAIL, NOT_BUILT, PASSED, UNDECIDED, Clause
from simulation import Words

WHAT = Words("what", "qué")
RNG = np.random.default_rng(1)


def clause(status: str) -> Clause:
    return Clause("D", WHAT, status, 1.0, 0.5, 1.5, 8, WHAT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("differences", "sign", "status"),
    [
        ([1, 2, 3, 2, 1, 2, 3, 2], 1, PASSED),
        ([-1, -2, -3, -2, -1, -2, -3, -2], -1, PASSED),
        ([1, 2, 3, 2, 1, 2, 3, 2], -1, FAIL),
        ([0] * 8, 1, FAIL),  # the worlds are the same
        ([0] * 8, -1, FAIL),
        ([3, 3, 3, 3, 3, 3, 3, -0.1], 1, PASSED),  # 7 of 8 agree
        ([3, 3, 3, 3, 3, 3, -0.1, -0.1], 1, UNDECIDED),  # 75 % agree, though the mean is off zero
        ([1, 1, 1, 1, 1, 1, 1, -30], 1, UNDECIDED),  # 7 of 8 agree, but the mean is not off zero
        ([1, -1] * 15, 1, FAIL),
        ([3] * 23 + [-0.1] * 7, 1, FAIL),  # 77 % of 30 agree: no more replicates are asked for
        ([3] * 24 + [-0.1] * 6, 1, PASSED),
        ([1, 2, 3, 2, 1], 1, UNDECIDED),  # fewer than any decision takes
        ([3, 3, 3, 3, 3, 3, math.nan, math.nan], 1, UNDECIDED),  # what cannot be read does not agree
        ([math.nan] * 8, 1, FAIL),
        ([], 1, UNDECIDED),
    ],
)
def test_a_direction(differences: list[float], sign: int, status: str) -> None:
    assert r.direction(WHAT, differences, sign).status == status


def test_the_interval_of_a_direction_is_that_of_a_paired_t() -> None:
    x = RNG.normal(1, 1, 12)
    found = r.direction(WHAT, x, 1, "visits")
    half = t.ppf(0.975, 11) * x.std(ddof=1) / math.sqrt(12)
    assert (found.estimate, found.low, found.high) == pytest.approx((x.mean(), x.mean() - half, x.mean() + half))
    assert (found.n, found.unit, found.agree) == (12, "visits", pytest.approx((x > 0).mean()))


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"a": [3.0] * 8, "b": [2.0] * 8, "c": [1.0] * 8}, PASSED),
        ({"a": [3.0] * 8, "b": [1.0] * 8, "c": [2.0] * 8}, FAIL),
        ({"a": [3.0] * 8, "b": [3.0] * 8, "c": [1.0] * 8}, FAIL),  # equal is not above
        ({"a": [9.0, 9, 9, 9, 1.9, 1.9, 9, 9], "b": [2.0] * 8, "c": [1.0] * 8}, UNDECIDED),  # means in order, 6 of 8
        ({"a": [99.0, 1, 1, 1, 1, 1, 1, 1], "b": [2.0] * 8, "c": [0.0] * 8}, FAIL),  # means in order, 1 of 8
        ({"a": [3.0] * 5, "b": [2.0] * 5, "c": [1.0] * 5}, UNDECIDED),
    ],
)
def test_an_order(values: dict[str, list[float]], status: str) -> None:
    assert r.ordinal(WHAT, values, [["a"], ["b"], ["c"]]).status == status


def test_an_order_with_ties_asks_that_they_are_close() -> None:
    values = {"a": [2.5] * 8, "b": [2.3] * 8, "c": [1.0] * 8}
    assert r.ordinal(WHAT, values, [["a", "b"], ["c"]], tie=0.5).status == PASSED
    assert r.ordinal(WHAT, {**values, "b": [1.9] * 8}, [["a", "b"], ["c"]], tie=0.5).status == FAIL
    found = r.ordinal(WHAT, values, [["a", "b"], ["c"]], tie=0.5)
    assert found.estimate == pytest.approx(1.3)  # the least step between neighbours


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([0.2] * 8, PASSED),
        ([0.18] * 8, PASSED),  # ends are inside
        ([0.1] * 8, FAIL),
        ([0.3] * 8, FAIL),
        ([0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2], UNDECIDED),  # the median is out, its interval reaches in
        ([0.1] * 16 + [0.2] * 14, FAIL),
        ([0.2] * 6 + [math.nan] * 3, UNDECIDED),  # a third cannot be read
        ([0.2] * 5, UNDECIDED),
    ],
)
def test_a_quantity(values: list[float], status: str) -> None:
    assert r.quantity(WHAT, values, 0.18, 0.22).status == status


def test_the_interval_of_a_median_holds_it_in_95_of_100_samples() -> None:
    inside = [low <= 0 <= high for _, low, high in (r.median_interval(np.sort(RNG.normal(0, 1, 15))) for _ in range(2000))]
    assert np.mean(inside) > 0.94
    assert r.median_interval(np.arange(8.0)) == (3.5, 0.0, 7.0)


def test_a_trend_is_that_of_theil_and_sen() -> None:
    week = np.arange(24.0)
    falling = np.array([10 - 0.1 * week + RNG.normal(0, 0.2, 24) for _ in range(8)])
    falling[:, 5] = 1e6  # one wild month moves it not
    assert r.slopes(falling) == pytest.approx(np.full(8, -0.1), abs=0.05)
    assert r.trend(WHAT, r.slopes(falling), -1).status == PASSED
    assert r.trend(WHAT, r.slopes(falling), 1).status == FAIL
    gap = falling.copy()
    gap[0, 3] = math.nan
    assert math.isnan(r.slopes(gap)[0])
    flat = np.zeros((8, 24))
    assert r.trend(WHAT, r.slopes(flat), -1).status == FAIL


def test_a_survey_that_finds_nothing_and_one_that_does() -> None:
    def surveys(shift: float) -> list[tuple[np.ndarray, np.ndarray]]:
        return [(RNG.normal(shift, 1, 400), RNG.normal(0, 1, 400)) for _ in range(10)]

    assert r.null(WHAT, surveys(0.0)).status == PASSED
    found = r.null(WHAT, surveys(1.0))
    assert found.status == FAIL
    assert found.estimate == pytest.approx(1.0, abs=0.1)
    same = [(np.ones(5), np.ones(5))] * 8
    assert r.null(WHAT, same).status == PASSED
    assert r.null(WHAT, [(np.ones(5), np.zeros(5))] * 8).status == FAIL


@pytest.mark.parametrize(
    ("pattern", "without", "status"),
    [
        (PASSED, FAIL, PASSED), (PASSED, PASSED, FAIL), (FAIL, FAIL, FAIL), (PASSED, UNDECIDED, UNDECIDED),
        (UNDECIDED, FAIL, UNDECIDED), (UNDECIDED, PASSED, FAIL),
    ],
)
def test_an_ablation_has_to_break_the_pattern(pattern: str, without: str, status: str) -> None:
    assert r.ablation(WHAT, clause(pattern), clause(without)).status == status


def test_facts_hold_all_or_not() -> None:
    yes, no = (Words("a", "á"), True), (Words("b", "bé"), False)
    assert r.structural(WHAT, [yes]).status == PASSED
    found = r.structural(WHAT, [yes, no])
    assert (found.status, found.n) == (FAIL, 2)
    assert "b" in found.reason.en and "bé" in found.reason.es and "a," not in found.reason.en
    assert r.structural(WHAT, []).status == FAIL


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ([PASSED, PASSED], PASSED), ([PASSED, UNDECIDED], UNDECIDED), ([PASSED, NOT_BUILT], NOT_BUILT),
        ([UNDECIDED, NOT_BUILT], NOT_BUILT), ([NOT_BUILT, FAIL], FAIL), ([UNDECIDED, FAIL], FAIL), ([], NOT_BUILT),
    ],
)
def test_a_pattern_holds_if_all_its_clauses_do(statuses: list[str], status: str) -> None:
    assert r.together([clause(s) for s in statuses]) == status


def test_a_frequency_has_the_exact_interval_and_fails_when_it_is_too_rare() -> None:
    what = Words("it is so", "es así")
    often, seldom, few = (r.frequency(what, x) for x in ([1] * 28 + [0] * 2, [1] * 7 + [0] * 23, [1] * 5 + [0] * 3))
    assert often.status == PASSED and often.estimate == pytest.approx(28 / 30) and often.low < often.estimate < often.high <= 1
    assert seldom.status == FAIL and seldom.high < r.MOST
    assert few.status == UNDECIDED
    assert r.frequency(what, [1.0, float("nan")] * 15).status == FAIL  # what cannot be read does not agree


def test_an_order_is_read_off_the_replicates_that_have_values_and_the_others_do_not_agree():
    nan = float("nan")
    values = {"a": [3.0] * 7 + [nan], "b": [2.0] * 7 + [9.0]}
    found = r.ordinal(WHAT, values, [["a"], ["b"]])
    assert (found.status, found.estimate, found.agree) == (PASSED, 1.0, 7 / 8)
    half = r.ordinal(WHAT, {"a": [3.0] * 4 + [nan] * 4, "b": [2.0] * 8}, [["a"], ["b"]])
    assert half.status != PASSED
    assert r.ordinal(WHAT, {"a": [nan] * 8, "b": [2.0] * 8}, [["a"], ["b"]]).status != PASSED
