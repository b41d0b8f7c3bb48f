"""Plans: what may be set, what is refused, what a lesson's plan becomes."""

from __future__ import annotations

import math
from typing import Any

import pytest

from experiments.classroom import lessons
from experiments.classroom.levers import THEMES, as_it_is, levers, nice_step
from experiments.classroom.plans import policy_of, put, read_plan
from experiments.classroom.words_classroom import LEVERS
from simulation import InputError, load, load_policy
from simulation.parameters import declared
from simulation.scenario import names

SYSTEMS = names("system")


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_has_levers_of_every_theme_from_its_own_declarations(name: str) -> None:
    system = load(name)
    found = levers(system)
    assert {one.theme for one in found.values()} == set(THEMES)
    for lever in found.values():
        if lever.kind == "switch":
            assert lever.name in {policy.name for policy in system.story}
            continue
        one = system.values[lever.name]
        assert lever.declaration == one and lever.low <= min(as_it_is(lever.name, system)) <= lever.high
        assert one.limits[0] is None or lever.low >= one.limits[0]
        assert 0 < lever.step <= lever.high - lever.low


def test_every_lever_is_declared_and_has_a_short_name_in_both_languages() -> None:
    every = [name for parameters in THEMES.values() for name in parameters]
    assert len(set(every)) == len(every) and set(every) <= set(declared()) and set(every) == set(LEVERS)
    assert all(words.en and words.es and words.en != words.es for words in LEVERS.values())


def test_a_system_without_districts_around_it_has_no_unclear_catchment() -> None:
    assert "catchment.catchment_dial" in levers(load("peru")) and "catchment.catchment_dial" not in levers(load("rfcmh"))
    assert "performance.bonus" in levers(load("peru")) and "performance.bonus" not in levers(load("rfcmh"))


def test_a_lever_costs_what_the_policy_costs_that_moves_it_as_far() -> None:
    system = load("rfcmh")
    shipped = load_policy("less-stigma").steps[0]
    whole = policy_of(read_plan({"levers": {"attitudes.campaign_intensity": shipped.amount}}, system), system).steps[0]
    assert whole.cost == shipped.cost
    half = policy_of(read_plan({"levers": {"attitudes.campaign_intensity": shipped.amount / 2}}, system), system).steps[0]
    assert half.cost is not None and shipped.cost is not None
    price = float(system.value_at(str(shipped.cost.per_year))) / 100
    assert half.cost.per_year == pytest.approx(price / 2) and half.cost.per == shipped.cost.per
    none = policy_of(read_plan({"levers": {"meetings.user_centred": 0.0}}, system), system).steps[0]
    assert none.cost is None  # where it stands already costs nothing


@pytest.mark.parametrize("plan", [
    [], "x", {"levers": []}, {"levers": {"nothing": 1}}, {"levers": {"stigma.stigma_dial": 99}}, {"levers": {"stigma.stigma_dial": math.nan}},
    {"levers": {"stigma.stigma_dial": True}}, {"levers": {"peers-first": 1}}, {"policies": ["nobody"]}, {"policies": [1]}, {"week": 1.5}, {"week": -1},
    {"parameters": {"turnover.crude_deaths": 0.1}}, {"parameters": {"course.onset[common]": 10**500}}, {"extra": 1},
    {"policies": ["more-peers"], "levers": {"peer_workers.peer_posts": 2}}, {"steps": [{"week": 1}, {"week": 1}]}, {"steps": [{"steps": []}]},
])  # fmt: skip
def test_what_makes_no_sense_is_one_line(plan: Any) -> None:
    system = load("rfcmh")
    with pytest.raises(InputError) as error:
        put(read_plan(plan, system), system, "rfcmh", seed=1, weeks=10, scale=0.1, replicates=1)
    assert "\n" not in str(error.value)


def test_a_name_is_that_of_the_question_whatever_the_order_in_which_it_is_told() -> None:
    system = load("rfcmh")

    def id_of(plan: Any, **other: Any) -> str:
        return put(read_plan(plan, system), system, "rfcmh", **{"seed": 1, "weeks": 10, "scale": 0.1, "replicates": 1, **other}).id

    one, two = ({"levers": dict(pairs)} for pairs in ([("stigma.stigma_dial", 0.5), ("naming.named", 0.2)], [("naming.named", 0.2), ("stigma.stigma_dial", 0.5)]))
    assert id_of(one) == id_of(two)
    assert len({id_of(one), id_of({}), id_of(one, seed=2), id_of(one, weeks=11), id_of(one, replicates=2), id_of({**one, "week": 3})}) == 6


def test_every_lessons_plans_can_be_lived_as_told() -> None:
    for name in lessons.names():
        told = lessons.told(name, "es")
        system = load(told["system"])
        for plan in told["plans"]:
            asked = put(read_plan(plan["plan"], system), system, told["system"], seed=1, weeks=104, scale=0.1, replicates=2)
            assert asked.toml and asked.question.arms[0].policies


def test_a_dated_plan_holds_a_number_until_it_is_set_again() -> None:
    system = load("rfcmh")
    plan = read_plan({"steps": [
        {"week": 52, "levers": {"stigma.stigma_dial": 0.2}, "policies": ["easy-consent"]}, {"week": 0, "levers": {"stigma.stigma_dial": 0.8, "naming.named": 0.5}},
    ]}, system)
    policy = policy_of(plan, system)
    assert [(s.what, s.start, s.until) for s in policy.steps] == [("naming.named", 0, None), ("stigma.stigma_dial", 0, 52), ("stigma.stigma_dial", 52, None)]
    asked = put(plan, system, "rfcmh", seed=1, weeks=104, scale=0.1, replicates=1)
    assert {s.start for s in asked.policy.steps if s.what.startswith("privacy")} == {52}
    assert asked.command.count("+") == 0


def test_steps_of_a_slider_are_round() -> None:
    assert [nice_step(0, 1), nice_step(0, 1.5), nice_step(0, 60000), nice_step(2, 8)] == [0.05, 0.1, 2000, 0.2]


def test_the_command_names_other_unit_costs() -> None:
    system = load("rfcmh")
    asked = put(read_plan({}, system), system, "rfcmh", seed=1, weeks=10, scale=0.123456789, replicates=1, costs="my costs.toml")
    assert "--costs 'my costs.toml'" in asked.command and "--scale 0.123456789 " in asked.command
