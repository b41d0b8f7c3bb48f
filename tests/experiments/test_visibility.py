"""Visibility: what a survey can see is arithmetic, and is read right off surveys whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from experiments.patterns.watching_neighbourhood import ASKED
from experiments.visibility import DOSES, STRONGEST, needed, seen, visibility
from simulation import load

AT = {name: k for k, name in enumerate(ASKED)}


def survey(rng, people: int) -> np.ndarray:
    answers = rng.standard_normal((people, len(ASKED)))
    answers[:, [AT[n] for n in ("arrival", "talked", "met", "came", "contacts")]] = 0
    return answers


def test_a_difference_of_the_needed_size_is_found_in_four_of_five_surveys():
    rng, people = np.random.default_rng(1), 400
    size = needed(people)
    assert size == pytest.approx((norm.ppf(0.975) + norm.ppf(0.8)) * np.sqrt(2 / people))
    found = 0
    for _ in range(2_000):
        one, other = rng.standard_normal(people) + size, rng.standard_normal(people)
        found += abs(one.mean() - other.mean()) / np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / people) > 1.96
    assert found / 2_000 == pytest.approx(0.8, abs=0.03)


def test_asking_the_same_people_twice_needs_less():
    assert needed(400, 0.75) == pytest.approx(needed(400) / 2)


@pytest.mark.parametrize(("reached", "change", "is_seen"), [(0.04, 0.1, False), (0.9, 0.5, True)])
def test_reach_and_change_come_back_from_surveys_in_which_they_were_planted(reached, change, is_seen):
    rng, people, pairs = np.random.default_rng(2), 4_000, []
    for _ in range(40):
        without = survey(rng, people)
        with_it = without.copy()
        met = rng.random(people) < reached
        with_it[met, AT["met"]] = 1
        with_it[met, AT["trust"]] += change
        with_it[:50] = without[:50] = np.nan  # minors are not asked
        pairs.append((with_it, without))
    told = seen("planted", "trust", pairs)
    assert told.reach[0] == pytest.approx(reached, abs=0.01)
    assert told.those[0] == pytest.approx(change, rel=0.05)
    assert told.everybody[0] == pytest.approx(reached * change, rel=0.1)
    assert (told.found >= 0.8) is is_seen
    assert (told.short_by <= 1) is is_seen


def test_every_dose_can_be_set_in_the_neighbourhood_and_lies_within_what_is_declared():
    place = load("rfcmh")
    for values, weeks in DOSES.values():
        place.setting(dict(values))
        assert weeks >= 52
    assert {name: place.values[name].high for name in STRONGEST} == STRONGEST


def test_a_small_dose_is_lived_beside_the_same_people_without_it():
    found = visibility({"a quarter": ({}, 13)}, ("trust", "knows"), draws=2, scale=0.1)
    assert [s.answer for s in found] == ["trust", "knows"]
    for s in found:
        assert 0 < s.reach[0] < 1 and np.isfinite(s.everybody[0]) and s.draws == 2
