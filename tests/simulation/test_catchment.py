"""Which centre is meant for whom: boundaries that are clear and unclear, and what more centres change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulation import Community, Scenario

NORTH, SOUTH, WITHOUT = 0, 1, 2
FIRST, SECOND = 0, 1


def mapped(scenario: Scenario, unclear: float, reach: float = 60.0) -> Community:
    """Everybody out of care, all centres open, and the map drawn."""
    model = Community(scenario.setting({"catchment.unclear_share": unclear, "nearest_centre.outside_km": reach}), 7, weeks=1, burn_in=False)
    model.centres.opens[:] = 0
    model.step()
    return model


def nearest(model: Community) -> np.ndarray:
    r, c = model.residents, model.centres
    return np.argmin((r.x[:, None] - c.x) ** 2 + (r.y[:, None] - c.y) ** 2, axis=1)


def test_where_boundaries_are_clear_everybody_has_the_centre_of_their_district(town):
    model = mapped(town, 0.0)
    r = model.residents
    assert (r.centre[r.district == NORTH] == FIRST).all() and (r.centre[r.district == SOUTH] == SECOND).all()
    assert (r.centre[r.district == WITHOUT] == -1).all()


def test_where_nobody_knows_any_boundary_everybody_goes_to_the_nearest(town):
    model = mapped(town, 1.0)
    np.testing.assert_array_equal(model.residents.centre, nearest(model))


def test_people_without_a_centre_take_one_for_theirs_with_one_chance_however_many_there_are(town, likely):
    alone = replace(town, centres=town.centres[:1])
    twice = replace(town, centres=(*town.centres, *(replace(c, id=f"{c.id}-too", opens=0, x=c.x + 0.5) for c in town.centres)))
    found = {}
    for name, scenario in (("one", alone), ("two", town), ("four", twice)):
        r = mapped(scenario, 0.4).residents
        found[name] = r.centre[r.district == WITHOUT] >= 0
        assert likely(int(found[name].sum()), len(found[name]), 0.4)
    # the same persons, too
    np.testing.assert_array_equal(found["one"], found["two"])
    np.testing.assert_array_equal(found["two"], found["four"])


def test_an_unclear_boundary_moves_people_to_a_foreign_centre_only_if_it_is_nearer_than_their_own(town, likely):
    near = replace(town, centres=(*town.centres[:1], replace(town.centres[1], x=5.0, y=0.0)))  # beside north's second zone
    model = mapped(near, 0.4)
    r = model.residents
    closer = (nearest(model) == SECOND) & (r.district == NORTH)
    moved = (r.centre == SECOND) & (r.district == NORTH)
    assert closer.any() and not (moved & ~closer).any()
    assert likely(int(moved.sum()), int(closer.sum()), 0.4)


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_nobody_comes_from_beyond_the_reach_of_a_centre(town, share):
    r = mapped(town, share, reach=15.0).residents
    assert (r.centre[r.district == WITHOUT] >= 0).any()
    far = replace(town, zones=(*town.zones[:3], replace(town.zones[3], x=40.0)))
    r = mapped(far, share, reach=15.0).residents
    assert (r.centre[r.district == WITHOUT] == -1).all()
