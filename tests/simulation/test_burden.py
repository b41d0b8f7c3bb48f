"""Years of health lost: weights by severity, and life expectancy from the life table."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation import Community, Scenario, run
from simulation.mechanisms.burden import life_expectancy, weight_at, years_left_at
from simulation.mechanisms.turnover import BANDS, MEN, WOMEN
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_RISK,
    CHILDHOOD,
    COMMON,
    DISORDERS,
    GROUPS,
    ILL,
    NON_AFFECTIVE_PSYCHOSIS,
    POPULATION_GROUPS,
    REMISSION,
    SUBSTANCE_USE,
    WELL,
)
from simulation.people.tallies import PEOPLE
from simulation.spending import dalys, years_of_life_lost, years_with_disability

f4 = np.float32
YEAR = 52


def lost(scenario: Scenario, **columns: float) -> tuple[float, float]:
    """Disability weight and years of life lost of a person in a week, if all are like this."""
    model = Community(scenario, 5, weeks=1, scale=0.0001, burn_in=False)
    alike = {"status": ILL, "disorder": COMMON, "severity": 0.5, "comorbid_substance_use": 0, "age_weeks": 40 * YEAR, "sex": 0}
    for name, value in {**alike, **columns}.items():
        setattr(model.residents, name, value)
    model.bound = [bound for bound in model.bound if bound.process.name == "burden"]
    model.step()
    people = len(model.residents)
    counts = [model.tally[0, PEOPLE.index(name), 0, :].sum() / people / 1e6 for name in ("disability", "life_lost")]
    model.close()
    return counts[0], counts[1]


@pytest.mark.parametrize("group", range(1, len(DISORDERS)))
def test_a_week_counts_for_the_weight_at_its_severity(peru: Scenario, group: int) -> None:
    for severity, weight, _, _ in peru.weights.points[DISORDERS[group]]:
        assert lost(peru, disorder=group, severity=severity)[0] == pytest.approx(weight, abs=2e-6)


def test_between_points_weights_lie_on_a_straight_line(peru: Scenario) -> None:
    assert lost(peru, severity=0.375)[0] == pytest.approx((0.066 + 0.215) / 2, abs=1e-5)
    assert lost(peru, severity=0.1234)[0] == pytest.approx(0.066 * 0.1234 / 0.25, abs=1e-5)


def test_only_people_who_are_ill_or_in_remission_lose_health(peru: Scenario) -> None:
    assert lost(peru, status=WELL) == lost(peru, status=AT_RISK) == (0, 0)
    assert lost(peru, status=REMISSION, disorder=AFFECTIVE_PSYCHOSIS, severity=0)[0] == pytest.approx(0.032, abs=1e-6)


def test_the_two_forms_differ_only_under_the_residual_weight_of_psychosis(peru: Scenario) -> None:
    gbd = peru.setting({"burden.severity_to_dw": "gbd"})
    at = {"disorder": NON_AFFECTIVE_PSYCHOSIS}
    assert lost(peru, **at, severity=0.0)[0] == 0
    assert lost(gbd, **at, severity=0.0)[0] == pytest.approx(0.588, abs=1e-6)
    assert lost(gbd, **at, severity=0.1, status=REMISSION)[0] == pytest.approx(0.588, abs=1e-6)
    for severity in (0.4, 0.8, 1.0):
        assert lost(gbd, **at, severity=severity) == lost(peru, **at, severity=severity)
    for group in (COMMON, SUBSTANCE_USE, AFFECTIVE_PSYCHOSIS, CHILDHOOD):
        assert lost(gbd, disorder=group, severity=0.1) == lost(peru, disorder=group, severity=0.1)
    low = gbd.setting({"burden.weight_position[non_affective_psychosis]": -1})
    assert lost(low, **at, severity=0.0)[0] == pytest.approx(0.411, abs=1e-6)


def test_a_position_moves_all_weights_of_a_group_through_their_intervals(peru: Scenario) -> None:
    for group in (COMMON, NON_AFFECTIVE_PSYCHOSIS):
        for severity, weight, low, high in peru.weights.points[DISORDERS[group]]:
            for position, expected in ((-1, low), (-0.5, (low + weight) / 2), (0.5, (weight + high) / 2), (1, high)):
                moved = peru.setting({f"burden.weight_position[{GROUPS[group - 1]}]": position})
                assert lost(moved, disorder=group, severity=severity)[0] == pytest.approx(expected, abs=2e-6)


def test_two_disorders_weigh_less_than_their_sum(peru: Scenario) -> None:
    alone = lost(peru, severity=0.5)[0]
    beside = np.interp(0.3, *np.array(peru.weights.points["substance_use"])[:, :2].T)
    assert lost(peru, severity=0.5, comorbid_substance_use=1)[0] == pytest.approx(1 - (1 - alone) * (1 - beside), abs=2e-6)


def test_years_of_life_are_the_excess_hazard_times_life_expectancy(peru: Scenario) -> None:
    for sex, table in ((0, WOMEN), (1, MEN)):
        for age in (20, 40, 62):
            rate = table[[k for k, band in enumerate(BANDS) if band <= age][-1]]
            left = expectancy(table, age)
            assert lost(peru, age_weeks=age * YEAR, sex=sex)[1] == pytest.approx(rate * 0.3 / 52 * left, rel=5e-3)
    equal = peru.setting({"turnover.excess_mortality": 1})
    assert lost(equal)[1] == 0


def expectancy(rates: tuple[float, ...], age: float, discount: float = 0.0, step: float = 0.05) -> float:
    """Life expectancy by adding up survival in small steps."""
    years, alive, at = 0.0, 1.0, age
    while alive > 1e-9 and at < 250:
        rate = rates[[k for k, band in enumerate(BANDS) if band <= at][-1]]
        years += alive * math.exp(-rate * step / 2 - discount * (at + step / 2 - age)) * step
        alive *= math.exp(-rate * step)
        at += step
    return years


@pytest.mark.parametrize("discount", [0.0, 0.03])
def test_life_expectancy_is_that_of_the_life_table(discount: float) -> None:
    for table in (MEN, WOMEN):
        left = np.zeros(len(BANDS), f4)
        life_expectancy(np.array(table, f4), f4(discount), left)
        for k in (0, 5, 10, 20):
            assert left[k] == pytest.approx(expectancy(table, BANDS[k], discount), rel=2e-3)


def test_men_born_in_peru_live_as_long_as_the_published_table_says() -> None:
    left = np.zeros(len(BANDS), f4)
    life_expectancy(np.array(MEN, f4), f4(0), left)
    assert left[0] == pytest.approx(73.7, abs=0.5)  # WPP 2022, men, Peru 2015-20


def test_with_one_death_rate_life_expectancy_is_its_inverse() -> None:
    left = np.zeros(len(BANDS), f4)
    life_expectancy(np.full(len(BANDS), 0.02, f4), f4(0), left)
    np.testing.assert_allclose(left, 50, rtol=1e-4)
    life_expectancy(np.full(len(BANDS), 0.02, f4), f4(0.03), left)
    np.testing.assert_allclose(left, 20, rtol=1e-4)
    assert years_left_at(33 * YEAR + 17, left) == pytest.approx(20, rel=1e-4)


def test_a_weight_outside_the_scale_is_that_of_its_end() -> None:
    curve = np.linspace(0, 1, 101, dtype=f4)
    assert weight_at(curve, f4(-1)) == 0
    assert weight_at(curve, f4(2)) == 1


def test_a_run_counts_what_its_residents_add_up_to(peru: Scenario) -> None:
    model = Community(peru, 2, weeks=4, scale=0.01)
    model.step()
    r = model.residents
    sick = r.status >= ILL
    curves = peru.weights.curves()[:, 0]
    by_hand = np.array([np.interp(s, np.arange(101) / 100, curves[g - 1]) for s, g in zip(r.severity[sick], r.disorder[sick], strict=True)])
    beside = np.interp(0.3, np.arange(101) / 100, curves[SUBSTANCE_USE - 1])
    by_hand = np.where(r.comorbid_substance_use[sick] == 1, 1 - (1 - by_hand) * (1 - beside), by_hand)
    assert sick.sum() > 100
    counted = model.tally[0, PEOPLE.index("disability"), 0, :].sum() / 1e6
    assert counted == pytest.approx(by_hand.sum(), rel=1e-4)


def test_years_lost_add_up_over_groups_and_kinds(peru: Scenario) -> None:
    record = run(peru, scale=0.01, weeks=10)
    assert (dalys(record) > 0).all()
    np.testing.assert_allclose(dalys(record), years_with_disability(record) + years_of_life_lost(record))
    for pair in range(1, len(POPULATION_GROUPS), 2):
        np.testing.assert_allclose(sum(dalys(record, g) for g in POPULATION_GROUPS[pair : pair + 2]), dalys(record))
    values = record.summary()
    assert values["dalys"] == pytest.approx(values["yld"] + values["yll"])
    assert 5 < values["yld"] < 60


def test_counting_health_changes_nothing_that_happens(peru: Scenario, without: object) -> None:
    counted = run(peru, scale=0.005, weeks=8)
    without("burden")  # type: ignore[operator]
    bare = run(peru, scale=0.005, weeks=8)
    for name in PEOPLE:
        if name not in ("disability", "life_lost"):
            np.testing.assert_array_equal(counted.people_count(name), bare.people_count(name))
    assert bare.people_count("disability").sum() == 0
