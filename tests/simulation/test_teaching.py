"""Teaching: what primary care brings from university, learns in courses and forgets."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy import float32 as f4

from simulation import Community, Scenario, load_policy
from simulation.mechanisms.teaching import brought
from simulation.people.codes import PRACTICE

YEAR = 52


def knowledge(model: Community) -> np.ndarray:
    """Of all practices."""
    return model.facilities.knowledge[model.facilities.kind == PRACTICE]


def lived(scenario: Scenario, weeks: int, only, start: float | None = None) -> Community:
    model = Community(scenario, 3, weeks=weeks, scale=0.001, burn_in=False)
    if start is not None:
        model.facilities.knowledge[:] = start
    only(model, "teaching")
    return model.live()


def test_without_courses_and_with_todays_curriculum_knowledge_stays_as_declared(peru, only):
    model = lived(peru.setting({"primary_care.primary_knowledge": 0.25}), YEAR, only)
    assert knowledge(model) == pytest.approx(0.25)


def test_what_staff_bring_has_odds_in_proportion_to_their_months_in_the_community(peru):
    for months, odds in ((3, 1), (6, 2), (12, 4), (0, 0)):
        model = Community(peru.setting({"teaching.community_months": months}), 1, weeks=1, scale=0.001, burn_in=False)
        level = float(brought(f4(0.2), model.bundles["teaching"]))
        assert level / (1 - level) == pytest.approx(odds * 0.2 / 0.8, rel=1e-5)


def test_half_of_what_courses_added_is_gone_after_the_half_life(peru, only):
    model = lived(peru, YEAR, only, start=0.7)
    assert model.present_values["teaching.half_life"] == YEAR
    assert knowledge(model) == pytest.approx(0.3 + 0.4 / 2, rel=1e-4)


def test_a_course_closes_its_share_of_the_gap(peru, only, likely):
    taught = peru.setting({"teaching.courses_year": 6, "teaching.half_life": 5200, "teaching.course_gain": 0.2})
    model = lived(taught, YEAR, only, start=0.3)
    courses = np.log((1 - knowledge(model)) / 0.7) / math.log(0.8)
    # forgetting so slow takes away less than a fifth of a course in a year
    whole = np.round(courses)
    assert np.abs(courses - whole).max() < 0.2
    assert likely(int(whole.sum()), YEAR * len(whole), 6 / YEAR)


def test_the_policys_refreshers_keep_what_its_courses_taught(peru, only):
    policy = load_policy("knowledge")
    courses = tuple(step for step in policy.steps if step.what == "teaching.courses_year")
    first = replace(policy, steps=courses[:1])
    ends = {}
    for name, arm in (("none", peru), ("once", peru.with_policies(first)), ("refreshed", peru.with_policies(replace(policy, steps=courses)))):
        ends[name] = [float(knowledge(lived(arm, weeks, only)).mean()) for weeks in (60, 5 * YEAR)]
    assert ends["once"][0] == ends["refreshed"][0] > ends["none"][0] + 0.2
    assert ends["none"][1] + 0.05 < ends["refreshed"][1]
    assert ends["once"][1] < ends["none"][1] + 0.05


def test_a_curriculum_with_more_months_in_the_community_raises_knowledge_slowly(peru, only):
    model = lived(peru.setting({"teaching.community_months": 6}), YEAR, only, start=0.3)
    level = 2 * 0.3 / (0.7 + 2 * 0.3)
    assert knowledge(model) == pytest.approx(0.3 + (level - 0.3) / 2, rel=1e-4)
