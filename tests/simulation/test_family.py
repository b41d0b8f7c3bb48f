"""Families of users: how close they stand to the centre, what moves them, and what it does."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation import Community, Scenario
from simulation.people.codes import AT_CENTRE, COMMON, DRIFTING, ILL, NO_CARE, REGULAR, SIS, WAITING
from simulation.people.residents import NEVER
from simulation.people.tallies import FIXED_POINT, PEOPLE

YEAR = 52


def users(scenario: Scenario, weeks: int, **columns: float) -> Community:
    """Everybody is ill and in care at the first centre."""
    model = Community(scenario, 5, weeks=weeks, scale=0.1, burn_in=False)
    model.centres.is_open[:] = 1
    same = {
        "status": ILL, "disorder": COMMON, "care": AT_CENTRE, "centre": 0, "insurer": SIS, "severity": 0.4, "crisis_week": NEVER, "trust": 0.5,
        "family_burden": 0.3, "stigma_norm": 0.5, "stigma_self": 0.3, "travel_minutes": 15.0, "attendance": REGULAR, "next_visit": 0,
    }
    for name, value in {**same, **columns}.items():
        setattr(model.residents, name, value)
    return model


def test_burden_and_stigma_wear_a_familys_closeness_away_at_their_yearly_rates(peru, only):
    model = users(peru.setting({"family.pace": 0}), YEAR, family_engagement=0.6)
    only(model, "family")
    model.live(YEAR)
    v = model.present_values
    left = 0.6 * math.exp(-(v["family.burden_parts"] * 0.3 + v["family.stigma_parts"] * 0.5))
    assert model.residents.family_engagement == pytest.approx(left, rel=1e-4)


@pytest.mark.parametrize("columns", [{"family_burden": 0.0, "stigma_norm": 0.0}, {"care": NO_CARE}])
def test_a_family_without_burden_or_stigma_or_out_of_care_does_not_move(peru, only, columns):
    model = users(peru.setting({"family.pace": 0}), YEAR, family_engagement=0.6, **columns)
    only(model, "family")
    model.live(YEAR)
    assert (model.residents.family_engagement == np.float32(0.6)).all()


def test_a_family_comes_to_the_first_session_as_close_as_the_support_that_it_gives(peru, only):
    model = users(peru, 4, care=WAITING, waiting_since=-4, family_support=0.8)
    only(model, "authority", "staff_hours", "sessions")
    model.live(4)
    seen = model.residents.care == AT_CENTRE
    assert 0 < seen.sum() < len(seen)
    given = 0.8 * (1 - model.present_values["family.burden_cost"] * 0.3)
    assert model.residents.family_engagement[seen] == pytest.approx(given)
    assert not model.residents.family_engagement[model.residents.care == WAITING].any()


def test_users_whose_families_are_close_stop_coming_less(peru, only, likely):
    for level in (0.0, 1.0):
        # everybody who is seen misses the appointment
        model = users(peru.setting({"sessions.no_show": 0.95, "sessions.no_show_travel": 0, "sessions.stigma_stops": 0}), 4, family_engagement=level)
        model.residents.trust[:] = 0.0
        only(model, "authority", "staff_hours", "sessions")
        model.live(4)
        missed = int(model.tally[:4, PEOPLE.index("missed_appointments"), 0].sum())
        v = model.present_values
        p = v["sessions.stops_coming"] * math.exp(-v["sessions.engagement_stops"] * (level - 0.5))
        assert missed > 30
        assert likely(int((model.residents.attendance == DRIFTING).sum()), missed, p)


def closeness(model: Community) -> float:
    """Mean over people with a disorder at centres, last half year."""
    sums = model.tally[model.week - 26 : model.week, :, 0].sum(axis=(0, 2))
    return float(sums[PEOPLE.index("family_engagement")] / sums[PEOPLE.index("at_centre")] / FIXED_POINT)


def lived(scenario: Scenario, **values: float) -> Community:
    return Community(scenario.setting({"groups.places": 1000, **values}), 3, weeks=YEAR, scale=0.05).live()


def test_workshops_and_home_visits_bring_families_closer(peru):
    still = {"groups.workshop_engagement": 0.0, "home_visits.visit_engagement": 0.0}
    neither, workshops, visits = (closeness(lived(peru, **{**still, **one})) for one in (
        {}, {"groups.workshop_engagement": 0.5}, {"home_visits.visit_engagement": 0.2}))
    assert neither < workshops and neither < visits


def test_a_family_that_stands_apart_does_not_come_along_to_the_workshop(peru, only):
    found = {}
    for level in (0.0, 1.0):
        model = users(peru.setting({"groups.places": 1000, "groups.comes[workshop]": 0.9}), 8, family_engagement=level)
        only(model, "authority", "staff_hours", "groups")
        model.live(8)
        r = model.residents
        found[level] = float(r.family_burden.mean())
        if level == 0.0:
            assert not r.family_engagement.any()
    assert found[1.0] < found[0.0] == pytest.approx(0.3)
