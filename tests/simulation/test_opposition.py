"""Opposition to a centre: where it is held, what takes it away, and what it does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy import float32 as f4

from simulation import Community, Scenario
from simulation.mechanisms.opposition import closeness, opposed
from simulation.people.codes import ILL, REMISSION, WELL
from simulation.people.residents import NEVER
from simulation.people.tallies import CENTRE


def test_a_centre_is_near_beside_it_and_a_third_as_near_at_the_declared_distance():
    assert closeness(f4(0), f4(0), f4(2)) == pytest.approx(1)
    assert closeness(f4(2), f4(0), f4(2)) == pytest.approx(math.exp(-1), rel=1e-5)
    # homes spread over a square of 3 km by 3 km around it lie as far, in the root mean square, as 1.5 x sqrt(2 / 3) km
    assert closeness(f4(0), f4(1.5), f4(2)) == pytest.approx(math.exp(-1.5 * math.sqrt(2 / 3) / 2), rel=1e-5)


def test_opposition_rises_with_stigma_and_nearness_and_falls_with_knowing_somebody_helped(peru):
    model = Community(peru.setting({"opposition.nearness": 0.5, "opposition.contact": 0.4}), 1, weeks=1, scale=0.001, burn_in=False)
    settings = model.bundles["opposition"]
    assert opposed(f4(0.4), f4(0), f4(0), settings) == pytest.approx(0.4)
    assert opposed(f4(0.4), f4(1), f4(0), settings) == pytest.approx(0.6)
    assert opposed(f4(0.4), f4(1), f4(0.5), settings) == pytest.approx(0.6 * 0.8)
    assert opposed(f4(0.9), f4(1), f4(0), settings) == 1


def looked_at(scenario: Scenario, only, helped: int = 0, stigma: float = 0.5) -> Community:
    """A week in which people look at the centres, with so many of the first zone treated and better."""
    model = Community(scenario, 3, weeks=1, burn_in=False)
    model.centres.is_open[:] = 1
    r = model.residents
    r.stigma_held, r.status, r.first_session = stigma, WELL, NEVER
    r.status[:helped], r.first_session[:helped] = REMISSION, -4
    only(model, "opposition")
    model.step()
    return model


def counted(model: Community, name: str) -> np.ndarray:
    return model.centre_tally[0, CENTRE.index(name)]


def test_where_nobody_was_helped_yet_those_who_live_near_are_more_against_it_than_the_region(town, only):
    model = looked_at(town, only)
    near = counted(model, "opposition_near") / counted(model, "neighbours")
    region = counted(model, "opposition_region") / counted(model, "region")
    assert (near > region).all() and (region > 0.5).all()
    np.testing.assert_allclose(model.centres.opposition, near, rtol=1e-5)
    alike = looked_at(town.setting({"opposition.nearness": 0.0}), only)
    np.testing.assert_allclose(alike.centres.opposition, 0.5, atol=1e-3)


def test_who_was_treated_and_is_better_is_known_to_acquaintances_and_takes_opposition_away(town, only):
    before, after = looked_at(town, only), looked_at(town, only, helped=100)
    n = int(after.zones.last_resident[0] - after.zones.first_resident[0])
    many = after.present_values["opposition.acquaintances"]
    assert after.zones.know_helped[0] == pytest.approx(1 - math.exp(-many * 100 / n), rel=1e-4)
    assert not after.zones.know_helped[1:].any()
    assert after.centres.opposition[0] < before.centres.opposition[0]
    unmoved = looked_at(town.setting({"opposition.contact": 0.0}), only, helped=100)
    np.testing.assert_array_equal(unmoved.centres.opposition, before.centres.opposition)


def test_who_is_still_ill_does_not_count_as_helped(town, only):
    model = Community(town, 3, weeks=1, burn_in=False)
    model.residents.status, model.residents.first_session = ILL, -4
    only(model, "opposition")
    model.step()
    assert not model.zones.know_helped.any()


def recruited(scenario: Scenario, only, opposition: float, weeks: int = 60) -> int:
    """How many take on the work of a lay worker at the first centre when a meeting is held every week."""
    model = Community(scenario, 3, weeks=weeks, scale=0.02, burn_in=False)
    model.residents.centre, model.centres.opposition = 0, opposition
    model.centres.is_open[0] = 1
    only(model, "lay_workers")
    for _ in range(weeks):
        model.centres.lay_met[0] = 1
        model.step()
    return int(model.workers.active.sum() + model.centre_tally[:weeks, CENTRE.index("worker_exits")].sum())


def test_fewer_take_on_the_work_of_a_lay_worker_where_neighbours_are_against_the_centre(peru, only, likely):
    against = recruited(peru, only, 1.0)
    v = Community(peru, 1, weeks=1, scale=0.001, burn_in=False).present_values
    p = v["lay_workers.recruits"] * v["lay_workers.organisation"][0] * math.exp(-v["lay_workers.opposition_keeps"] * (1.0 - 0.6))
    assert likely(against, 60, p)
    assert recruited(peru, only, 0.2) > against
    # where stigma holds nobody back, neither does this
    free = peru.setting({"stigma.stigma_dial": 0})
    assert recruited(free, only, 1.0) == recruited(free, only, 0.2)
