"""A system's own story: policies that act in every arm, and what other policies may do with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from simulation.ground.parameter import Declaration
from simulation.scenario import (
    InputError,
    Policy,
    Scenario,
    change_weeks,
    effective,
    load,
    load_policy,
)

Write = Callable[[str, str | bytes], Path]
Declared = Mapping[str, Declaration]
CREDIT = "productivity.extramural_credit"

PROJECT = """schema = 1
kind = "policy"
name = "project"
title = {en = "x", es = "x"}
about = {en = "x", es = "x"}
[[step]]
what = "productivity.extramural_credit"
to = 0.5
from = 4
"""


def with_story(story: str, write: Write, declared: Declared) -> Scenario:
    text = f'schema = 1\nkind = "system"\nname = "mine"\nextends = "./tiny.toml"\nstory = {story}\n'
    return load(write("mine.toml", text), declared)


@pytest.fixture
def told(tiny: Scenario, write: Write, declared: Declared) -> Scenario:
    write("project.toml", PROJECT)
    return with_story('["./project.toml"]', write, declared)


def credit(scenario: Scenario, week: int) -> float:
    found = effective(scenario, week).get(CREDIT, [scenario.value_at(CREDIT)])
    return float(found[0] if isinstance(found, list) else found)


def test_a_story_acts_without_being_asked_for(told: Scenario, tiny: Scenario) -> None:
    assert [policy.name for policy in told.story] == ["project"] and told.policies == ()
    assert credit(told, 3) == float(tiny.value_at(CREDIT)) and credit(told, 4) == 0.5
    assert 4 in change_weeks(told, 10)
    assert '"story"' in told.canonical() and '"story"' not in tiny.canonical()


def test_a_policy_may_set_what_the_story_has_set(told: Scenario, steps: Callable[..., Policy]) -> None:
    later = told.with_policies(steps("later", f'what = "{CREDIT}"\nto = 0.9\nfrom = 8'))
    assert [credit(later, week) for week in (4, 7, 8)] == [0.5, 0.5, 0.9]
    less = told.with_policies(steps("less", f'what = "{CREDIT}"\ntimes = 0.5\nfrom = 8'))
    assert credit(less, 8) == 0.25


def test_a_policy_may_leave_out_a_part_of_the_story(told: Scenario, tiny: Scenario, write: Write, declared: Declared) -> None:
    text = PROJECT.split("[[step]]")[0].replace('"project"', '"before"') + 'without = ["project"]\n'
    before = load_policy(write("before.toml", text), declared)
    assert credit(told.with_policies(before), 8) == float(tiny.value_at(CREDIT))
    with pytest.raises(InputError, match=r"nothing, because .* has no story of its own"):
        tiny.with_policies(before)


def test_what_is_set_by_hand_the_story_does_not_change(told: Scenario) -> None:
    by_hand = told.setting({CREDIT: 0.8})
    assert credit(by_hand, 8) == 0.8 and credit(told, 8) == 0.5
    here = told.setting({f"centre-1:{CREDIT}": 0.8})
    assert effective(here, 8)[CREDIT] == [0.8, 0.5]
    with_cost = by_hand.story[0].steps[0]
    assert with_cost.elements == () and with_cost.cost == told.story[0].steps[0].cost


def test_a_part_of_the_story_is_not_a_policy_beside_it(told: Scenario, write: Write, declared: Declared) -> None:
    with pytest.raises(InputError, match="part of the story"):
        told.with_policies(load_policy(write("project.toml", PROJECT), declared))


@pytest.mark.parametrize("story", ['"project"', '["nobody"]', "[1]", '["./a.toml", "./a.toml"]', '["../project.toml"]'])
def test_a_story_that_is_none_is_one_line(tiny: Scenario, story: str, write: Write, declared: Declared) -> None:
    with pytest.raises(InputError) as wrong:
        with_story(story, write, declared)
    assert wrong.value.key == "story" and "\n" not in str(wrong.value)
