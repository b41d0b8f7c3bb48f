"""The national roll-out: a counter with a budget that touches nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation import Community, run
from simulation.outcome import year_of_target
from simulation.people.tallies import CENTRE
from simulation.programmes.roll_out import in_a_year

YEAR = 52
PRICE = 91_754_300.0
ROLL_OUT = {"roll_out.centres_start": 31, "roll_out.centres_target": 281, "roll_out.first_year": 2018, "prices.centre_opening": PRICE}


def lived(scenario, capital: float, weeks: int = 2 * YEAR):
    return run(scenario.setting({**ROLL_OUT, "roll_out.capital_year": capital}), weeks=weeks, scale=0.002)


def test_a_years_capital_opens_whole_centres_and_what_is_left_opens_none():
    assert in_a_year(0, PRICE) == 0 == in_a_year(PRICE - 1, PRICE)
    assert in_a_year(41 * PRICE + 1, PRICE) == 41
    assert in_a_year(PRICE, 0) == 0


def test_centres_open_evenly_over_each_year_as_far_as_the_budget_goes(peru):
    open_ = lived(peru, 40.5 * PRICE).centre_count("national_centres")
    assert open_[YEAR - 1] == 31 + 40 and open_[2 * YEAR - 1] == 31 + 80
    assert set(np.diff(open_)) <= {0, 1}
    assert open_[25] == 31 + 20


def test_none_opens_past_the_target_and_the_year_in_which_it_is_met_is_reported(peru):
    record = lived(peru, 200 * PRICE)
    assert record.centre_count("national_centres").max() == 281
    assert record.summary()["target_year"] == 2019 and record.summary()["national_centres"] == 281
    assert math.isnan(lived(peru, 0.0, weeks=4).summary()["target_year"])


def test_the_health_authority_remembers_the_year_in_which_the_target_was_met(peru):
    model = Community(peru.setting({**ROLL_OUT, "roll_out.capital_year": 200 * PRICE}), 1, weeks=2 * YEAR, scale=0.001, burn_in=False)
    model.live(YEAR)
    assert model.authorities.national_met[0] == 0
    model.live(YEAR)
    assert model.authorities.national_met[0] == 2019


def test_a_target_after_the_run_is_told_at_the_pace_of_the_last_year(peru):
    # 62.5 a year needed, 62 paid for: 31 + 4 x 62 = 279 at the end of 2021
    assert lived(peru, 62 * PRICE).summary()["target_year"] == 2022
    assert lived(peru, 63 * PRICE).summary()["target_year"] == 2021


@pytest.mark.parametrize(("course", "year"), [([10, 10], math.nan), ([9, 10], 2000), ([0], math.nan)])
def test_the_year_is_read_off_the_course(course, year):
    found = year_of_target(np.array(course, float), course[0], 10 if course != [10, 10] else 20, 2000)
    assert found == year or (math.isnan(found) and math.isnan(year))


def test_nothing_else_moves_with_the_budget(peru):
    less, more = (lived(peru, n * PRICE) for n in (1, 100))
    np.testing.assert_array_equal(less.tally, more.tally)
    apart = np.arange(len(CENTRE)) != CENTRE.index("national_centres")
    np.testing.assert_array_equal(less.centre_tally[:, apart], more.centre_tally[:, apart])


def test_a_place_that_sets_no_target_has_no_roll_out(town):
    record = run(town, weeks=4)
    assert not record.centre_count("national_centres").any()
    assert math.isnan(record.summary()["national_centres"]) and math.isnan(record.summary()["target_year"])
