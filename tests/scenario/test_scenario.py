"""Systems, values and policies: what a loaded scenario holds, and what its timeline makes of it."""

from __future__ import annotations

import json
import pickle
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
    json_schema,
    load,
    load_arm,
    load_policy,
    names,
    shipped_folder,
)

Write = Callable[[str, str | bytes], Path]
Declared = Mapping[str, Declaration]
CREDIT = "productivity.extramural_credit"


@pytest.fixture
def tiny(system: str, write: Write, declared: Declared) -> Scenario:
    return load(write("tiny.toml", system), declared)


@pytest.fixture
def steps(write: Write, declared: Declared) -> Callable[..., Policy]:
    """Makes a policy of steps, each the TOML of one ``[[step]]``."""

    def make(name: str, *texts: str) -> Policy:
        head = f'schema = 1\nkind = "policy"\nname = "{name}"\n'
        words = 'title = {en = "x", es = "x"}\nabout = {en = "x", es = "x"}\n'
        path = write(f"{name}.toml", head + words + "".join(f"[[step]]\n{text}\n" for text in texts))
        return load_policy(path, declared)

    return make


def extended(write: Write, declared: Declared, rest: str) -> Scenario:
    text = f'schema = 1\nkind = "system"\nname = "mine"\nextends = "./tiny.toml"\n{rest}'
    return load(write("mine.toml", text), declared)


# --- systems ---------------------------------------------------------------------------------------


def test_a_system_holds_its_places_in_order(tiny: Scenario) -> None:
    assert tiny.places("district") == ["north", "south"]
    assert tiny.places("centre") == ["centre-1", "centre-2"]
    assert tiny.places("system") == []
    assert tiny.centres[0].serves == ("north",)
    assert list(tiny.centres[0].roster.values()) == [1, 0, 0, 2, 0, 0, 0]
    assert tiny.zones[0].x == 0.0 and isinstance(tiny.zones[0].x, float)
    assert tiny.title("es") == "Mínimo"


def test_every_declared_number_has_a_value(tiny: Scenario, declared: Declared) -> None:
    assert list(tiny.values) == list(declared)
    assert tiny.value_at("course.onset[sud]") == 0.02
    assert tiny.value_at("course.shape") == "linear"


def test_a_table_tells_range_source_and_grade(tiny: Scenario) -> None:
    one = tiny.values["course.relapse"]
    assert (one.value, one.low, one.high, one.source, one.grade) == (0.25, 0.2, 0.3, "registry", "here")


def test_a_bare_value_is_yours_and_no_longer_uncertain(tiny: Scenario) -> None:
    one = tiny.values["course.onset[cmd]"]
    assert (one.value, one.low, one.high, one.source, one.grade) == (0.08, 0.08, 0.08, "unsourced", "yours")


def test_a_bare_value_of_a_lever_keeps_its_range(tiny: Scenario) -> None:
    one = tiny.declaration_at(CREDIT, "centre-2")
    assert (one.value, one.low, one.high, one.grade) == (0.4, 0, 1, "yours")


def test_a_place_may_have_its_own_value(tiny: Scenario) -> None:
    assert tiny.value_at("population.poor_share", "north") == 0.3
    assert tiny.value_at("population.poor_share", "south") == 0.2
    assert tiny.value_at(CREDIT, "centre-1") == 0.2
    assert tiny.local["population.poor_share"]["north"].grade == "here"


def test_an_unknown_value_is_named(tiny: Scenario) -> None:
    with pytest.raises(InputError, match=r"did you mean course\.relapse"):
        tiny.value_at("course.relapze")


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")], ids=["mark", "CRLF"])
def test_a_byte_order_mark_and_windows_lines_change_nothing(
    change: Callable[[str], str], tiny: Scenario, system: str, write: Write, declared: Declared
) -> None:
    assert load(write("other.toml", change(system).encode()), declared) == tiny


# --- extending -------------------------------------------------------------------------------------


def test_an_extending_system_keeps_what_it_does_not_change(
    tiny: Scenario, write: Write, declared: Declared
) -> None:
    mine = extended(write, declared, "burn_in_weeks = 52\n")
    assert (mine.name, mine.burn_in_weeks, mine.title, mine.centres) == ("mine", 52, tiny.title, tiny.centres)
    assert mine.values == tiny.values


def test_places_merge_by_id_and_new_ones_come_last(tiny: Scenario, write: Write, declared: Declared) -> None:
    mine = extended(
        write, declared,
        '[[centres]]\nid = "centre-2"\nrooms = 9\nroster = {nurse = 5}\n'
        '[[centres]]\nid = "centre-9"\nname = "Nueve"\ndistrict = "south"\nx = 1\ny = 1\nrooms = 1\nroster = {}\n',
    )
    assert mine.places("centre") == ["centre-1", "centre-2", "centre-9"]
    second = mine.centres[1]
    assert (second.rooms, second.name, second.roster["psychologist"], second.roster["nurse"]) == (9, "Dos", 2, 5)


def test_a_new_value_does_not_inherit_the_grade_of_the_old_one(
    tiny: Scenario, write: Write, declared: Declared
) -> None:
    mine = extended(write, declared, "[parameters.course]\nrelapse = {value = 0.28, low = 0.1, high = 0.4}\n")
    one = mine.values["course.relapse"]
    assert (one.value, one.low, one.high, one.source, one.grade) == (0.28, 0.1, 0.4, "unsourced", "yours")


def test_a_new_range_keeps_the_value_and_its_grade(tiny: Scenario, write: Write, declared: Declared) -> None:
    mine = extended(write, declared, "[parameters.course]\nrelapse = {low = 0.1}\n")
    one = mine.values["course.relapse"]
    assert (one.value, one.low, one.high, one.source, one.grade) == (0.25, 0.1, 0.3, "registry", "here")


def test_own_values_of_places_survive_extending(tiny: Scenario, write: Write, declared: Declared) -> None:
    mine = extended(
        write, declared,
        '[[centres]]\nid = "centre-1"\nparameters = {"productivity.extramural_credit" = 0.7}\n'
        "[parameters.productivity]\nextramural_credit = 0.5\n",
    )
    assert [mine.value_at(CREDIT, c) for c in ("centre-1", "centre-2")] == [0.7, 0.4]
    assert mine.value_at(CREDIT) == 0.5


def test_files_in_a_folder_below_can_be_extended(system: str, write: Write, declared: Declared) -> None:
    write("below/base.toml", system)
    text = 'schema = 1\nkind = "system"\nname = "mine"\nextends = "./below/base.toml"\n'
    assert load(write("mine.toml", text), declared).places("centre") == ["centre-1", "centre-2"]


# --- setting ---------------------------------------------------------------------------------------


def test_setting_a_local_value_holds_everywhere(tiny: Scenario) -> None:
    told = tiny.setting({CREDIT: 0.9})
    assert [told.value_at(CREDIT, c) for c in told.places("centre")] == [0.9, 0.9]
    assert tiny.value_at(CREDIT, "centre-2") == 0.4


def test_setting_one_place_holds_there_in_any_order(tiny: Scenario) -> None:
    for order in ((f"centre-1:{CREDIT}", CREDIT), (CREDIT, f"centre-1:{CREDIT}")):
        told = tiny.setting({key: 0.1 if ":" in key else 0.9 for key in order})
        assert [told.value_at(CREDIT, c) for c in told.places("centre")] == [0.1, 0.9]


def test_a_set_value_is_yours_and_certain(tiny: Scenario) -> None:
    one = tiny.setting({"course.onset[sud]": 1}).values["course.onset[sud]"]
    assert (one.value, one.low, one.high, one.source, one.grade) == (1.0, 1.0, 1.0, "unsourced", "yours")


def test_setting_a_vector_sets_each_element(tiny: Scenario) -> None:
    told = tiny.setting({"course.onset": 0.5})
    assert [told.value_at(f"course.onset[{key}]") for key in ("cmd", "sud")] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        ("course.relapze", 1, "did you mean course.relapse?"),
        ("course.relapse", -1, "found -1, allowed a number from 0 to 1000"),
        ("course.relapse", True, "found true"),
        ("course.shape", "round", "one of logistic, linear"),
        ("centr-1:" + CREDIT, 0.5, "did you mean centre-1?"),
        ("centre-1:course.relapse", 0.5, "system-wide"),
        ("north:" + CREDIT, 0.5, "the id of a centre"),
        ("productivity.target", 60.5, "a whole number"),
        ("", 1, 'found ""'),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_in_one_line(
    key: str, value: float | str, part: str, tiny: Scenario
) -> None:
    with pytest.raises(InputError) as caught:
        tiny.setting({key: value})
    assert part in str(caught.value) and "\n" not in str(caught.value)


# --- identity --------------------------------------------------------------------------------------


def test_the_digest_does_not_depend_on_the_order_of_keys(
    tiny: Scenario, system: str, write: Write, declared: Declared
) -> None:
    head, course = system.split("[parameters.course]\n")
    swapped = head.replace('x = 10\ny = 0\n', 'y = 0\nx = 10.0\n')
    swapped = '[parameters.course]\n' + "\n".join(reversed(course.strip().split("\n"))) + "\n" + swapped
    top, rest = swapped.split("schema = 1")
    assert load(write("swapped.toml", "schema = 1" + rest + top), declared).digest() == tiny.digest()


def test_the_digest_tells_values_apart_but_not_titles_or_paths(
    tiny: Scenario, system: str, write: Write, declared: Declared
) -> None:
    retitled = load(write("elsewhere.toml", system.replace('"Tiny"', '"Small"')), declared)
    assert retitled.digest() == tiny.digest()
    assert tiny.setting({"course.relapse": 0.26}).digest() != tiny.digest()
    assert load(write("elsewhere.toml", system.replace("rooms = 4", "rooms = 5")), declared).digest() != tiny.digest()


def test_the_digest_is_the_same_on_every_machine(tiny: Scenario) -> None:
    assert tiny.digest() == "c7a2479fd17ef43a"
    assert "/" not in json.loads(tiny.canonical())["name"] and tiny.origin not in tiny.canonical()


def test_a_scenario_travels_to_another_process(tiny: Scenario, policy: str, write: Write, declared: Declared) -> None:
    told = tiny.with_policies(load_policy(write("credit.toml", policy), declared))
    copy = pickle.loads(pickle.dumps(told))
    assert copy == told and hash(copy) == hash(told) and copy.digest() == told.digest()
    assert effective(copy, 14) == effective(told, 14)


def test_a_mistake_travels_to_another_process() -> None:
    with pytest.raises(InputError) as caught:
        load("no-such-system", {})
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


# --- policies --------------------------------------------------------------------------------------


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


# --- shipped files and editors -----------------------------------------------------------------------


def test_the_shipped_folder_is_marked() -> None:
    assert (shipped_folder() / "minga-scenarios").is_file()
    assert names("system") == sorted(names("system"))
    with pytest.raises(InputError, match="did you mean policy"):
        names("polcy")


def test_every_number_and_its_limits_are_in_the_schema_of_a_system(declared: Declared) -> None:
    made = json_schema("system", declared)["properties"]
    nested = made["parameters"]["properties"]
    for one in declared.values():
        schema = nested[one.process]["properties"][one.field]
        schema = schema["properties"][one.key] if one.key else schema
        bare = schema["anyOf"][0]
        if one.choices:
            assert bare == {"enum": list(one.choices)}
        else:
            assert (bare.get("minimum"), bare.get("maximum")) == one.limits
    assert "population.poor_share" in made["districts"]["items"]["properties"]["parameters"]["properties"]
    json.dumps(made, allow_nan=False)


def test_every_number_can_be_named_in_the_schema_of_a_policy(declared: Declared) -> None:
    step = json_schema("policy", declared)["properties"]["step"]["items"]
    what = step["properties"]["what"]["enum"]
    assert set(what) == {"open-centre", "course.onset"} | {n for n, d in declared.items() if not d.choices}
    assert len(set(what)) == len(what)


# --- a system's own story ----------------------------------------------------------------------------

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


@pytest.fixture
def told(tiny: Scenario, write: Write, declared: Declared) -> Scenario:
    write("project.toml", PROJECT)
    return extended(write, declared, 'story = ["./project.toml"]\n')


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
        extended(write, declared, f"story = {story}\n")
    assert wrong.value.key == "story" and "\n" not in str(wrong.value)
