"""Joint work: what an hour yields, who comes, how ties are read off a run; weekly against fortnightly meetings on a small budget."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.joint_work import (
    FORMATS,
    attendance,
    by_form,
    mean_tie,
    weekly_or_fortnightly,
    yield_per_hour,
)
from experiments.patterns.ensembles import Lived
from simulation import load
from simulation.people.tallies import CENTRE, PEOPLE


def told(**counts: list[float]) -> Lived:
    """A run of the Dutch neighbourhood with these counts of its one centre, by week."""
    system = load("rfcmh")
    weeks = len(next(iter(counts.values())))
    tally = np.zeros((weeks, len(CENTRE), len(system.centres)))
    for name, course in counts.items():
        tally[:, CENTRE.index(name), 0] = course
    return Lived(system, np.zeros((weeks, len(PEOPLE), 1)), tally)


def test_an_hour_of_six_people_that_solves_three_matters_yields_half_a_matter_an_hour():
    run = told(solved_meeting=[1, 0, 2], joint_minutes_meeting=[120, 120, 120])
    assert yield_per_hour(run, "meeting") == pytest.approx(0.5)
    assert yield_per_hour(run, "meeting", since=2) == pytest.approx(1.0)
    assert math.isnan(yield_per_hour(run, "informal"))
    assert by_form(run)["meeting"] == pytest.approx(0.5)


def test_attendance_is_of_those_invited_in_the_weeks_asked_for():
    run = told(invited=[10, 0, 10, 20], came=[8, 0, 4, 5])
    assert attendance(run, 0, 2) == pytest.approx(0.8)
    assert attendance(run, 2) == pytest.approx(0.3)
    assert math.isnan(attendance(run, 1, 2))


def test_the_mean_tie_is_read_week_by_week():
    assert mean_tie(told(provider_ties=[6000, 9000], provider_pairs=[2, 2])) == pytest.approx([0.3, 0.45])


@pytest.mark.slow
def test_twice_as_many_meetings_solve_more_in_most_draws_and_not_always_more_an_hour():
    found = weekly_or_fortnightly(8, weeks=78)
    assert set(found) == set(FORMATS)
    for rhythm in found.values():
        assert rhythm.weekly_solves_more >= 0.5 and rhythm.beats_calls < 0.5
    general, centred = found.values()
    assert min(centred.per_hour) > max(general.per_hour)
