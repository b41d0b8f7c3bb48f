"""Policies: dated steps, where they act, and what a timeline makes of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from simulation.ground.parameter import Declaration
from simulation.scenario import (
    InputError,
    Policy,
    Scenario,
    Timeline,
    change_weeks,
    effective,
    load,
    load_arm,
    load_policy,
)

Write = Callable[[str, str | bytes], Path]
Declared = Mapping[str, Declaration]
CREDIT = "productivity.extramural_credit"



def test_a_policy_holds_dated_steps(policy: str, write: Write, declared: Declared) -> None:
    first, second = load_policy(write("credit.toml", policy), declared).steps
    assert (first.elements, first.change, first.amount, first.scope) == ((CREDIT,), "to", 1.0, "centre")
    assert (first.start, first.until, first.ramp) == (10, 60, 8)
    assert first.cost is not None
    assert (first.cost.per_year, first.cost.per, first.cost.payer) == (250000.0, "place", "ministry_of_health")
    assert second.centre is not None and second.centre.opens == second.start == 26


def test_a_ramp_grows_in_a_straight_line_and_ends_at_until(tiny: Scenario, policy: str, write: Write, declared: Declared) -> None:
    told = tiny.with_policies(load_policy(write("credit.toml", policy), declared))
    values = {week: effective(told, week)[CREDIT] for week in (0, 10, 12, 18, 59, 60)}
    assert values == {
        0: [0.2, 0.4, 0.2],
        10: [0.2, 0.4, 0.2],
        12: pytest.approx([0.4, 0.55, 0.4]),
        18: [1.0, 1.0, 1.0],
        59: [1.0, 1.0, 1.0],
        60: [0.2, 0.4, 0.2],
    }


def test_the_weeks_of_change_are_starts_ramps_ends_and_openings(
    tiny: Scenario, policy: str, write: Write, declared: Declared
) -> None:
    told = tiny.with_policies(load_policy(write("credit.toml", policy), declared))
    assert change_weeks(told, 104) == [0, *range(10, 19), 26, 60]
    assert change_weeks(told, 15) == [0, *range(10, 15)]
    assert change_weeks(tiny, 104) == [0]


def test_between_the_weeks_of_change_nothing_changes(
    tiny: Scenario, policy: str, write: Write, declared: Declared
) -> None:
    told = tiny.with_policies(load_policy(write("credit.toml", policy), declared))
    turns = change_weeks(told, 104)
    for week in range(1, 104):
        if week not in turns:
            assert effective(told, week) == effective(told, week - 1)


def test_what_turns_in_a_week_is_all_that_changes_in_it(tiny: Scenario, policy: str, write: Write, declared: Declared) -> None:
    told = tiny.with_policies(load_policy(write("credit.toml", policy), declared))
    timeline = Timeline(told)
    now = timeline.at(-1)
    for week in range(104):
        now |= timeline.turning(week)
        assert now == effective(told, week)
        assert not timeline.turning(week) or week in change_weeks(told, 104)


def test_targets_come_before_factors_and_factors_before_amounts(
    tiny: Scenario, steps: Callable[..., Policy]
) -> None:
    told = tiny.with_policies(
        steps("more", 'what = "course.relapse"\nby = 0.1\nfrom = 0'),
        steps("half", 'what = "course.relapse"\ntimes = 0.5\nfrom = 0\nramp = 4'),
        steps("one", 'what = "course.relapse"\nto = 1\nfrom = 0\nuntil = 10'),
    )
    assert [effective(told, week)["course.relapse"] for week in (0, 2, 4, 10)] == pytest.approx(
        [1.1, 0.85, 0.6, 0.225]
    )


def test_the_base_may_be_drawn(tiny: Scenario, steps: Callable[..., Policy]) -> None:
    told = tiny.with_policies(steps("half", f'what = "{CREDIT}"\ntimes = 0.5\nwhere = ["centre-2"]\nfrom = 0'))
    assert effective(told, 0, lambda name, place: 0.8) == {CREDIT: [0.8, 0.4]}


def test_a_whole_number_stays_whole_in_a_ramp(tiny: Scenario, steps: Callable[..., Policy]) -> None:
    told = tiny.with_policies(steps("less", 'what = "productivity.target"\nto = 55\nfrom = 0\nramp = 2'))
    assert [effective(told, week)["productivity.target"] for week in (0, 1, 2)] == [60.0, 58.0, 55.0]


def test_one_element_of_a_vector_or_all_can_change(tiny: Scenario, steps: Callable[..., Policy]) -> None:
    one = tiny.with_policies(steps("one", 'what = "course.onset[sud]"\nto = 0.5\nfrom = 0'))
    every = tiny.with_policies(steps("every", 'what = "course.onset"\nto = 0.5\nfrom = 0'))
    assert effective(one, 0) == {"course.onset[sud]": 0.5}
    assert effective(every, 0) == {"course.onset[cmd]": 0.5, "course.onset[sud]": 0.5}


@pytest.mark.parametrize(
    ("what", "where", "places"),
    [
        (CREDIT, '"everywhere"', ("centre-1", "centre-2")),
        (CREDIT, '["centre-2"]', ("centre-2",)),
        (CREDIT, '["south"]', ("centre-2",)),
        (CREDIT, '{select = "largest-population", count = 1}', ("centre-2",)),
        (CREDIT, '{select = "most-people-per-centre", count = 1}', ("centre-2",)),
        (CREDIT, '{select = "farthest-from-capital", count = 2}', ("centre-1", "centre-2")),
        ("population.poor_share", '["centre-1", "south"]', ("north", "south")),
        ("population.poor_share", '{select = "farthest-from-capital", count = 1}', ("south",)),
        ("population.poor_share", '{select = "largest-population", count = 1}', ("south",)),
    ],
)
def test_places_are_named_or_chosen_by_a_rule(
    what: str, where: str, places: tuple[str, ...], tiny: Scenario, steps: Callable[..., Policy]
) -> None:
    made = steps("x", f'what = "{what}"\nto = 0.3\nfrom = 0\nwhere = {where}')
    assert made.places_of(made.steps[0], tiny) == places


def test_a_district_without_a_centre_comes_first_by_people_per_centre(
    tiny: Scenario, steps: Callable[..., Policy], system: str, write: Write, declared: Declared
) -> None:
    both = load(write("both.toml", system.replace('serves = ["south"]', 'serves = ["north"]')), declared)
    made = steps("x", 'what = "population.poor_share"\nto = 0.3\nfrom = 0\n'
                 'where = {select = "most-people-per-centre", count = 1}')
    assert made.places_of(made.steps[0], both) == ("south",)


def test_an_opened_centre_comes_last_with_its_own_values(tiny: Scenario, steps: Callable[..., Policy]) -> None:
    opening = steps("open", 'what = "open-centre"\nfrom = 5\n[step.centre]\nid = "new"\nname = "N"\ndistrict = "south"\n'
                    'x = 1\ny = 1\nrooms = 1\nroster = {nurse = 1}\nparameters = {"productivity.extramural_credit" = 0.9}')
    rule = steps("far", f'what = "{CREDIT}"\nto = 1\nfrom = 0\n'
                 'where = {select = "largest-population", count = 2}')
    told = tiny.with_policies(opening, rule)
    assert told.places("centre") == ["centre-1", "centre-2", "new"]
    assert told.centres[2].opens == 5
    assert told.value_at(CREDIT, "new") == 0.9
    assert effective(told, 0) == {CREDIT: [1.0, 1.0, 0.9]}
    assert tiny.places("centre") == ["centre-1", "centre-2"]


OPEN = ('what = "open-centre"\nfrom = 5\n[step.centre]\nid = "{}"\nname = "N"\ndistrict = "{}"\n'
        "x = 1\ny = 1\nrooms = 1\nroster = {{nurse = 1}}")


@pytest.mark.parametrize(
    ("first", "second", "parts"),
    [
        ("to = 0.5\nfrom = 0", "to = 0.7\nfrom = 20",
         ['found 0.7 in policy "b", allowed 0.5, as policy "a" sets', "at centre-1 in week 20", "b.toml:6: step[1].to"]),
        ("to = 0.5\nfrom = 0\nuntil = 21", "to = 0.7\nfrom = 20\nwhere = [\"south\"]", ["at centre-2 in week 20"]),
        ("to = 0.5\nfrom = 0", "by = 0.7\nfrom = 20", ["b.toml:6: step[1].by: found 1.2 in week 20", "from 0 to 1 (share)"]),
        ("to = 0.5\nfrom = 0", "times = 3\nfrom = 20\nramp = 10", ["step[1].times: found 1.1 in week 26"]),
        ("to = 0.5\nfrom = 0", "by = 0.1\nfrom = 0\nuntil = 5", ["step[1].by: found 1.1 in week 0 from 1", "[1]"]),
        ("to = 0.5\nfrom = 0", "to = 0.5\nfrom = 0\nwhere = [\"centr-1\"]", ["b.toml:6: step[1].where", "did you mean centre-1"]),
        ("to = 0.5\nfrom = 0", "to = 0.5\nfrom = 0\nwhere = {select = \"largest-population\", count = 3}", ["at most 2"]),
    ],
)
def test_policies_that_contradict_each_other_or_the_system_are_refused(
    first: str, second: str, parts: list[str], tiny: Scenario, steps: Callable[..., Policy]
) -> None:
    one, other = (steps(n, f'what = "{CREDIT}"\n{text}') for n, text in (("a", first), ("b", second)))
    if "[1]" in parts:
        one = steps("a", 'what = "course.relapse"\nto = 0.5\nfrom = 0')
    with pytest.raises(InputError) as caught:
        tiny.with_policies(one, other)
    (line,) = caught.value.lines()
    assert all(part in line for part in parts), line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("to = 0.5\nfrom = 0\nuntil = 20", "to = 0.7\nfrom = 20"),
        ("to = 0.5\nfrom = 0\nwhere = [\"centre-1\"]", "to = 0.7\nfrom = 0\nwhere = [\"centre-2\"]"),
        ("to = 0.5\nfrom = 0", "to = 0.5\nfrom = 3\nramp = 9"),
        ("to = 0.5\nfrom = 0", "times = 0.5\nfrom = 0"),
    ],
)
def test_policies_that_agree_or_never_meet_are_combined(
    first: str, second: str, tiny: Scenario, steps: Callable[..., Policy]
) -> None:
    one, other = (steps(n, f'what = "{CREDIT}"\n{text}') for n, text in (("a", first), ("b", second)))
    both = tiny.with_policies(one, other)
    assert [policy.name for policy in both.policies] == ["a", "b"]
    assert both == tiny.with_policies(one).with_policies(other)


def test_one_centre_cannot_open_twice(tiny: Scenario, steps: Callable[..., Policy]) -> None:
    first, second = steps("a", OPEN.format("new", "south")), steps("b", OPEN.format("new", "south"))
    with pytest.raises(InputError, match=r'"new" in policy "b", allowed .*; policy "a" opens it'):
        tiny.with_policies(first, second)
    with pytest.raises(InputError, match='"centre-1" in policy "c"'):
        tiny.with_policies(steps("c", OPEN.format("centre-1", "south")))


def test_a_centre_cannot_open_in_a_district_that_is_not_there(tiny: Scenario, steps: Callable[..., Policy]) -> None:
    with pytest.raises(InputError, match=r'a.toml:6: step\[1\].centre.district: found "sout".*did you mean south'):
        tiny.with_policies(steps("a", OPEN.format("new", "sout")))


def test_a_policy_counts_once(tiny: Scenario, steps: Callable[..., Policy]) -> None:
    made = steps("a", 'what = "course.relapse"\ntimes = 0.5\nfrom = 0')
    with pytest.raises(InputError, match='"a" twice'):
        tiny.with_policies(made, made)


def test_policies_change_the_digest(tiny: Scenario, steps: Callable[..., Policy]) -> None:
    text = 'what = "course.relapse"\ntimes = 0.5\nfrom = {}'
    one, other = (tiny.with_policies(steps("a", text.format(week))) for week in (0, 1))
    assert len({tiny.digest(), one.digest(), other.digest()}) == 3


def test_an_arm_has_the_policies_between_its_plus_signs(write: Write, declared: Declared, policy: str) -> None:
    one = write("one.toml", policy)
    two = write("two.toml", policy.replace('"credit"', '"second"'))
    plus = write("a+b.toml", policy)
    assert [p.name for p in load_arm(f"{one}+{two}", declared)] == ["credit", "second"]
    assert [p.name for p in load_arm(str(plus), declared)] == ["credit"]
    with pytest.raises(InputError, match='policy: found ""'):
        load_arm(f"{one}+", declared)
