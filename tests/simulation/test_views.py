"""One declaration, many views: every number is in each of them, told in both languages, with its source."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import simulation
from simulation import load_policy, parameters
from simulation.ground.chance import draw, draws
from simulation.ground.parameter import problem_with
from simulation.outcomes import BY_NAME, HEADLINES, OUTCOMES
from simulation.people import centres, clinicians, residents
from simulation.people.channels import CHANNELS
from simulation.scenario import json_schema, names
from simulation.week import WEEK

DECLARED = parameters.declared()
ROOT = Path(simulation.__path__[0])
UNSOURCED = {"judged", "unsourced"}
numbers = pytest.mark.parametrize("one", DECLARED.values(), ids=list(DECLARED))


@pytest.fixture(scope="module")
def sources() -> dict[str, Any]:
    """The list of sources."""
    return tomllib.loads(resources.files("simulation").joinpath("sources.toml").read_text(encoding="utf-8"))


# --- parameters --------------------------------------------------------------------------------------------


def test_every_uncertain_number_is_in_every_view():
    uncertain = {name for name, one in DECLARED.items() if one.kind in ("uncertain", "form") and (one.choices or one.low < one.high)}
    levers = {name for name, one in DECLARED.items() if one.kind == "lever"}
    problem = parameters.problem()
    assert problem["num_vars"] == len(problem["names"]) == len(problem["bounds"]) == len(uncertain)
    assert set(problem["names"]) == uncertain
    assert {d.name for d in parameters.uncertain()} == uncertain
    shown = [slider["name"] for slider in parameters.sliders()]
    assert len(set(shown)) == len(shown)
    assert set(shown) >= uncertain | levers
    assert not {name for name in shown if DECLARED[name].kind == "fixed"}
    lines = parameters.table().splitlines()[2:]
    assert [re.match(r"\| `([^`]+)` ", line)[1] for line in lines] == list(DECLARED)  # type: ignore[index]
    assert len(uncertain) > 100


def leaves(schema: dict[str, Any], path: tuple[str, ...] = ()) -> set[str]:
    """Names of the numbers that a table of parameters in a schema takes, written [process] field."""
    found: set[str] = set()
    for key, inner in schema["properties"].items():
        if "." in key:
            continue
        if "anyOf" in inner:
            process, field, *element = (*path, key)
            found.add(f"{process}.{field}" + (f"[{element[0]}]" if element else ""))
        else:
            found |= leaves(inner, (*path, key))
    return found


def test_every_number_is_in_the_schema_of_a_system():
    schema = json_schema("system")["properties"]
    assert leaves(schema["parameters"]) == set(DECLARED)
    for kind, scope in (("districts", "district"), ("centres", "centre")):
        local = schema[kind]["items"]["properties"]["parameters"]
        assert leaves(local) == {name for name, one in DECLARED.items() if one.scope == scope}


def test_every_number_can_be_the_subject_of_a_policy():
    what = json_schema("policy")["properties"]["step"]["items"]["properties"]["what"]["enum"]
    assert set(what) >= {name for name, one in DECLARED.items() if not one.choices}


def test_a_system_has_a_value_for_every_number(peru):
    assert set(peru.values) == set(DECLARED)


@numbers
def test_a_number_rests_on_a_known_source(one, sources):
    assert one.source in UNSOURCED or one.source in sources
    assert (one.source in UNSOURCED) <= (one.grade in ("judged", "yours"))


@numbers
def test_a_judged_number_that_is_not_fixed_is_varied(one):
    if one.grade == "judged" and one.kind != "fixed":
        assert one.kind in ("uncertain", "lever", "form")
    if one.kind == "uncertain":
        assert one.low < one.high or one.low == one.value == one.high


@numbers
def test_a_range_holds_its_value_and_makes_sense(one):
    if one.choices:
        assert one.value in one.choices
        return
    assert one.low <= one.value <= one.high
    for value in (one.low, one.value, one.high):
        assert problem_with(one, value) is None


@numbers
def test_a_number_is_told_in_english_and_spanish(one):
    assert one.meaning.en.strip()
    assert one.meaning.es.strip()
    assert one.meaning.en != one.meaning.es
    assert "|" not in one.meaning.en + one.meaning.es
    assert one.unit


def test_own_values_of_the_system_and_costs_of_policies_rest_on_known_sources(peru, sources):
    for places in peru.local.values():
        for one in places.values():
            assert one.source in UNSOURCED or one.source in sources, one.name
            assert one.low <= one.value <= one.high
    for name in names("policy"):
        for step in load_policy(name).steps:
            if step.cost is not None:
                assert step.cost.source in UNSOURCED or step.cost.source in sources, name


def test_every_process_rests_on_known_sources(sources):
    for process in WEEK:
        assert set(process.sources) <= set(sources), process.name


def test_every_source_says_what_it_is_and_where(sources):
    for key, source in sources.items():
        assert source["citation"].strip(), key
        assert source["mark"] in ("seen", "unverified", "derived"), key


# --- the week, outcomes, columns, channels -----------------------------------------------------------------


def test_the_week_is_told_in_both_languages():
    for process in WEEK:
        assert process.sentence.en.strip().endswith("."), process.name
        assert process.sentence.es.strip().endswith("."), process.name
        assert process.sentence.en != process.sentence.es
    told = [process.name for process in WEEK]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=list(BY_NAME))
def test_an_outcome_is_defined_in_both_languages(outcome):
    for words in (outcome.label, outcome.definition):
        assert words.en.strip()
        assert words.es.strip()
        assert words.en != words.es
    assert outcome.definition.en.endswith(".")
    assert outcome.definition.es.endswith(".")
    assert outcome.better in ("higher", "lower", "")
    assert outcome.unit


def test_outcomes_have_names_of_their_own_and_some_are_always_shown():
    assert len(BY_NAME) == len(OUTCOMES)
    assert 3 <= len(HEADLINES) <= 7


def test_columns_and_channels_say_what_they_are():
    for columns in (
        residents.COLUMNS, clinicians.COLUMNS, centres.CENTRE_COLUMNS, centres.DISTRICT_COLUMNS, centres.ZONE_COLUMNS,
    ):
        assert len({c.name for c in columns}) == len(columns)
        assert all(c.meaning and c.unit for c in columns)
    assert all(c.meaning and c.over in ("centre", "district") for c in CHANNELS)


# --- chance and compiled code ------------------------------------------------------------------------------


def test_no_two_draws_hash_alike_with_those_of_unknown_numbers():
    for name in DECLARED:
        draw(f"unknown: {name}")  # would raise
    named = draws()
    assert len(set(named.values())) == len(named)
    assert len(named) > len(DECLARED)


def kernels() -> list[tuple[Path, ast.FunctionDef]]:
    """Every compiled function of the package."""
    return [
        (path, node)
        for path in sorted(ROOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(d, ast.Name) and d.id in ("kernel", "inlined") for d in node.decorator_list)
    ]


def test_no_kernel_has_a_bare_float():
    """A bare float literal turns the arithmetic around it into float64; ``f4(0.5)`` does not."""
    found = []
    assert len(kernels()) > 30
    for path, function in kernels():
        typed = {
            id(inner)
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "f4"
            for inner in ast.walk(call)
        }
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno} {function.name}: {node.value}"
            for node in ast.walk(function)
            if isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in typed
        ]
    assert found == []


def test_nothing_but_the_ground_asks_other_generators():
    """No file of the package draws from Python's or NumPy's generators."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(ROOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr == "random" and isinstance(node.value, ast.Name))
        or (isinstance(node, ast.Import) and any(alias.name in ("random", "secrets", "uuid") for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in ("random", "secrets", "uuid", "numpy.random"))
    ]
    assert found == []
