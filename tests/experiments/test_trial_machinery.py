"""The analysis rejects as often as it says, and finds a planted effect as often as the formula says."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom, nct, t

sys.path.insert(0, str(Path(__file__).parent))

from trials import planned

from experiments.trial.analysis import analyse, table_of
from experiments.trial.data import OCCASION, Data
from experiments.trial.design import BEFORE_AFTER, CLUSTER, INDIVIDUAL, STEPPED, Uncertain
from experiments.trial.found import Found, icc_parts, mean_of, share_of
from experiments.trial.power import Variances, error_of, needed, power
from experiments.trial.pseudo import made, rejections

CASES = {
    "individual": (planned(INDIVIDUAL), Variances(10, 0.5), 0, 80),
    "cluster-gee": (planned(CLUSTER), Variances(10, 0.5, 0.03), 24, 12),
    "cluster-means": (planned(CLUSTER, "cluster-means"), Variances(10, 0.5, 0.05), 20, 10),
    "stepped-wedge": (planned(STEPPED), Variances(10, 0.5, 0.03), 24, 10),
    "before-after": (planned(BEFORE_AFTER), Variances(10, 0.5, 0.03), 24, 12),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_two_thousand_null_trials_reject_in_four_to_six_percent(case):
    trial, v, centres, people = CASES[case]
    share, _ = rejections(trial, v, 0.0, centres, people, 2000)
    assert 0.04 <= share <= 0.06


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_planted_effects_are_found_with_the_power_of_the_formula(case):
    trial, v, centres, people = CASES[case]
    effect = 2.9 * error_of(trial, v, centres, people)[0]
    expected = power(trial, v, effect, centres, people)
    many = 600
    hits = round(rejections(trial, v, effect, centres, people, many)[0] * many)
    # 99.9 % of binomial luck, and two points for a robust variance that is not the formula's
    low, high = binom.ppf([0.0005, 0.9995], many, expected)
    assert low - 0.02 * many <= hits <= high + 0.02 * many


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_permutation_of_the_lot_rejects_as_often_under_the_null(case):
    trial, v, centres, people = CASES[case]
    many = 600
    _, share = rejections(trial, v, 0.0, centres, people, many, permutations=199)
    low, high = binom.ppf([0.0005, 0.9995], many, 0.05) / many
    assert low <= share <= high


@pytest.mark.parametrize("case", CASES)
def test_a_large_planted_effect_is_estimated_without_bias(case):
    trial, v, centres, people = CASES[case]
    results = [analyse(trial, made(trial, v, 5.0, centres, people, k)) for k in range(40)]
    estimates = np.array([one.estimate for one in results])
    assert abs(estimates.mean() - 5.0) < 4 * estimates.std(ddof=1) / math.sqrt(40)
    errors = np.array([one.error for one in results])
    assert 0.6 < errors.mean() / estimates.std(ddof=1) < 1.6
    covered = np.mean([one.low <= 5.0 <= one.high for one in results])
    assert covered > 0.8


def test_the_formula_is_that_of_textbooks_in_its_corners():
    # people: two means, the baseline explains a quarter of the variance
    people, freedom = error_of(planned(INDIVIDUAL), Variances(10, 0.5), 0, 64)
    assert people == pytest.approx(math.sqrt(2 * 75 / 32)) and freedom == 61
    # centres: the same, times the design effect 1 + (m - 1) ICC
    centres, freedom = error_of(planned(CLUSTER), Variances(10, 0.5, 0.03), 24, 12)
    assert centres == pytest.approx(math.sqrt(4 * 75 * (1 + 11 * 0.03) / 288)) and freedom == 22
    # unequal sizes: 1 + ((1 + cv2) m - 1) ICC
    unequal, _ = error_of(planned(CLUSTER), Variances(10, 0.5, 0.03, 0.4), 24, 12)
    assert (unequal / centres) ** 2 == pytest.approx((1 + (1.16 * 12 - 1) * 0.03) / (1 + 11 * 0.03))
    edge = t.ppf(0.975, 61)
    assert power(planned(INDIVIDUAL), Variances(10, 0.5), 5, 0, 64) == pytest.approx(
        nct.sf(edge, 61, 5 / people) + nct.cdf(-edge, 61, 5 / people))


def test_a_stepped_wedge_has_the_variance_of_its_closed_form():
    """Hussey and Hughes 2007, equation 8, for cross sections: each cell a mean of m people with variance s2 / m."""
    trial, v, centres, m = planned(STEPPED), Variances(10, 0.0, 0.05), 12, 15
    steps, periods = 4, 5
    x = np.array([[1.0 if j > i % steps else 0.0 for j in range(periods)] for i in range(centres)])
    s2, tau2 = 95 / m, 5.0
    u, w, vv = x.sum(), (x.sum(axis=0) ** 2).sum(), (x.sum(axis=1) ** 2).sum()
    top = centres * s2 * (s2 + periods * tau2)
    bottom = (centres * u - w) * s2 + (u**2 + centres * periods * u - periods * w - centres * vv) * tau2
    assert error_of(trial, v, centres, m)[0] ** 2 == pytest.approx(top / bottom)


def test_the_size_needed_is_the_smallest_that_has_the_power():
    trial, v = planned(INDIVIDUAL), Variances(10, 0.0)
    n = needed(trial, v, 5.0, 0.8, 0)
    assert n == 128  # the textbook's 63.8 in each arm
    assert power(trial, v, 5.0, 0, n) >= 0.8 > power(trial, v, 5.0, 0, n - 2)
    assert needed(trial, v, 0.0, 0.8, 0) is None and needed(trial, v, 0.01, 0.8, 0) is None
    k = needed(planned(CLUSTER), Variances(10, 0.5, 0.03), 4.0, 0.8, 12)
    assert k % 2 == 0 and power(planned(CLUSTER), Variances(10, 0.5, 0.03), 4.0, k, 12) >= 0.8


def test_ignoring_centres_would_reject_too_often():
    """Why the marginal model is there at all: with much between centres a plain comparison of people cannot be believed."""
    import statsmodels.api as sm

    trial, v = planned(CLUSTER), Variances(10, 0.0, 0.15)
    plain, kept = 0, 0
    for k in range(150):
        data = made(trial, v, 0.0, 12, 20, k)
        table = table_of(trial, data, 1)
        plain += sm.OLS(table.y, table.x).fit(cov_type="HC3").pvalues[1] < 0.05
        kept += analyse(trial, data).p < 0.05
    assert plain > 30 and kept < 20


def test_who_was_lost_is_not_seen_by_the_analysis():
    trial = planned(INDIVIDUAL)
    data = made(trial, Variances(10, 0.5), 0.0, 0, 80, 1)
    before = analyse(trial, data)
    lost = data.occasions.copy()
    lost[:40, 1, OCCASION.index("lost")] = 1
    lost[:40, 1, OCCASION.index("seen")] = 1e6  # would move everything if it were seen
    after = analyse(trial, Data(data.people, lost, data.numbers))
    assert before.analysed == 80 and after.analysed == 40 and abs(after.estimate) < 20


@pytest.mark.parametrize("people", [0, 1, 3])
def test_a_trial_that_found_nobody_has_no_result_and_does_not_raise(people):
    trial = planned(INDIVIDUAL)
    data = made(trial, Variances(10, 0.5), 0.0, 0, people, 1)
    assert not analyse(trial, data).there


def test_every_arm_is_compared_with_the_control():
    trial = planned(INDIVIDUAL, arms=3)
    data = made(trial, Variances(1.0, 0.0), 50.0, 0, 90, 1)
    for arm in (1, 2):
        one = analyse(trial, data, arm)
        assert one.analysed == 60 and one.estimate == pytest.approx(50, abs=2)


def test_icc_is_what_was_put_in():
    trial, v = planned(CLUSTER), Variances(10, 0.0, 0.1)
    found = Found(trial, [made(trial, v, 0.0, 24, 20, k) for k in range(30)])
    assert found.icc.low < 0.1 < found.icc.high and found.icc.high - found.icc.low < 0.06
    values, cluster = np.array([1.0, 1.0, 5.0, 5.0]), np.array([0, 0, 1, 1])
    assert icc_parts(values, cluster) == (8.0, 0.0)


def test_shares_and_means_have_intervals():
    share = share_of([True] * 5 + [False] * 95)
    assert (round(share.low, 3), round(share.high, 3)) == (0.022, 0.112)  # Wilson, from a table
    mean = mean_of([1.0, 2.0, 3.0, math.nan])
    assert mean.value == 2 and mean.n == 3 and mean.low == pytest.approx(2 - t.ppf(0.975, 2) / math.sqrt(3))
    assert mean.one_low == pytest.approx(2 - t.ppf(0.975, 2) * math.sqrt(4 / 3))


def test_an_unknown_number_keeps_to_its_range():
    one = Uncertain(0.3, 0.1, 0.9)
    assert one.at(0) == pytest.approx(0.1) and one.at(1) == pytest.approx(0.9) and one.at(0.25) == pytest.approx(0.3)
    assert Uncertain(2, 2, 2).at(0.7) == 2
