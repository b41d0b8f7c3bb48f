"""Systems and values: what a loaded scenario holds, and what makes it another."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from simulation.ground.parameter import Declaration
from simulation.scenario import (
    InputError,
    Scenario,
    effective,
    json_schema,
    load,
    load_policy,
    names,
    shipped_folder,
)

Write = Callable[[str, str | bytes], Path]
Declared = Mapping[str, Declaration]
CREDIT = "productivity.extramural_credit"


def extended(write: Write, declared: Declared, rest: str) -> Scenario:
    text = f'schema = 1\nkind = "system"\nname = "mine"\nextends = "./tiny.toml"\n{rest}'
    return load(write("mine.toml", text), declared)


# --- systems ----------------------------------------------------------------------------------------


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


# --- extending --------------------------------------------------------------------------------------


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


# --- setting ----------------------------------------------------------------------------------------


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


# --- identity ---------------------------------------------------------------------------------------


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


# --- shipped files and editors ----------------------------------------------------------------------


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
