"""Virtual interviews: who is asked, and that answers come from what they lived through."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.interviews import BARRIERS, OFTEN, SAMPLE, Diary, interview
from simulation import Scenario, load
from simulation.people.codes import PROFESSIONS


@pytest.fixture(scope="module")
def peru() -> Scenario:
    return load("peru")


@pytest.fixture(scope="module")
def told(peru):
    return interview(peru, 2, scale=0.05)


def test_the_sample_is_that_of_table_1(told):
    assert {name: many for name, (_, many) in SAMPLE.items()} == {
        "psychologists": 7, "psychiatrists": 6, "nurses": 5, "therapists": 5, "social workers": 2,
    }
    assert all(p in PROFESSIONS for professions, _ in SAMPLE.values() for p in professions)
    counts = {name: sum(r.occupation == name for r in told.respondents) for name in SAMPLE}
    assert all(counts[name] <= many for name, (_, many) in SAMPLE.items())
    assert counts["psychologists"] == 7 and counts["social workers"] == 2
    assert len({r.row for r in told.respondents}) == len(told.respondents) >= 18


def test_the_same_run_gives_the_same_answers(peru, told):
    again = interview(peru, 2, scale=0.05)
    assert again.shares() == told.shares() and again.respondents == told.respondents
    assert interview(peru, 3, scale=0.05).shares() != told.shares()


@pytest.mark.parametrize(
    ("changes", "barrier"),
    [
        ({"productivity.extramural_credit": 1.0}, "productivity"),
        ({"resources.reimbursed_share": 1.0, "resources.space_short": 0.0, "home_visits.transport_weekly": 60000, "groups.places": 1000}, "resources"),
        ({"knowledge.missing_share": 0.0, "staff_turnover.team_knowledge": 0.8, "staff_turnover.curriculum": 0.65}, "knowledge"),
        ({"catchment.catchment_dial": 0.0}, "catchment"),
    ],
)
def test_who_no_longer_meets_a_barrier_speaks_of_it_less(peru, told, changes, barrier):
    without = interview(peru.setting(changes), 2, scale=0.05)
    before, after = told.shares()[barrier]["all"], without.shares()[barrier]["all"]
    assert after <= before
    if barrier != "catchment":
        assert after < before


def test_stigma_is_met_at_doors_and_in_referrals(peru):
    shares = [
        np.mean([d.often("stigma") for d in interview(peru.setting(changes), 2, scale=0.2).diaries])
        for changes in ({}, {"home_visits.refusal": 0.0, "primary_care.primary_stigma": 0.0})
    ]
    assert shares[1] < shares[0]


def test_the_table_is_told_by_those_who_were_there(told):
    table = told.table()
    assert table.shape == (5, 3)
    assert set(np.unique(table[np.isfinite(table)])) <= {0.0, 0.5, 1.0}
    diary = Diary(worked=20, met={**dict.fromkeys(BARRIERS, 0), "stigma": 2})
    diary.held[:], diary.planned[:] = (15, 5, 0, 0, 1), (20, 20, 20, 0, 20)
    assert [diary.grade(a) for a in (0, 1, 2, 4)] == [1.0, 0.5, 0.0, 0.0]
    assert np.isnan(diary.grade(3))
    assert diary.often("stigma") == OFTEN and np.isnan(Diary().often("stigma"))


def test_a_short_run_is_refused(peru):
    with pytest.raises(ValueError, match="diaries begin"):
        interview(peru, weeks=52)
