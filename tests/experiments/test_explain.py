"""Anything named is explained, in both languages, within the width, on any terminal."""

from __future__ import annotations

import io
import json
import sys

import numpy as np
import pytest

from experiments import one_at_a_time
from experiments.command import KINDS, main
from experiments.explain import Thing, known, moves, things
from experiments.explain_page import as_json, as_text
from experiments.listing import SHOWN, listing, rows
from experiments.terminal import table
from experiments.use_names import tables
from experiments.words_columns import SPANISH
from simulation import InputError, Scenario, load
from simulation.parameters import declared, sources
from simulation.people.channels import CHANNELS
from simulation.people.codes import CARES, GROUPS

LANGUAGES = ("en", "es")


def test_every_name_that_is_listed_can_be_explained_within_the_width() -> None:
    for kind, entries in known().items():
        for name, made in entries[:: 5 if kind in ("parameter", "column") else 1]:
            thing = Thing(kind, name, made())
            for lang in LANGUAGES:
                said = as_text([thing], lang, width=100)
                assert name in said
                assert max(map(len, said.splitlines())) <= 100, name
                json.loads(as_json([thing], lang))
    assert [(f.kind, f.name) for f in things("severity_effect")] == [("parameter", "help_seeking.severity_effect")]


def test_a_parameter_is_explained_with_its_value_in_every_place_that_differs() -> None:
    facts = things("knowledge.missing_share")[0].facts
    told = {(v["place"], v["value"]) for v in facts["values"]}
    assert told == {(None, 0.3), ("centre-1", 0.1), ("centre-2", 0.35)}
    assert facts["used_by"][0]["file"] == "simulation/barriers/knowledge.py"
    assert things("centre-1:knowledge.missing_share")[0].facts == facts


def test_a_vector_is_explained_by_its_stem_and_an_element_by_its_key() -> None:
    assert {v["name"] for v in things("course.onset")[0].facts["values"]} == {f"course.onset[{g}]" for g in GROUPS}
    # one value of each shipped system, and none of a place
    told = things("course.onset[childhood]")[0].facts["values"]
    assert len({v["system"] for v in told}) == len(told) > 1 and {v["place"] for v in told} == {None}
    assert {s["key"] for s in things("course.onset")[0].facts["sources"]} <= set(sources())


def test_what_is_used_by_several_rules_says_all_of_them() -> None:
    assert {p["process"] for p in things("course.onset")[0].facts["used_by"]} >= {"course", "population"}


def test_what_moves_is_what_rules_write_and_outcomes_count() -> None:
    found = moves(["course"])
    assert "residents.severity" in found["columns"]
    assert "crises" in found["outcomes"]
    assert "help_seeking" in found["then_read_by"]
    assert "course" not in found["then_read_by"]


def test_a_name_of_several_things_is_explained_as_each() -> None:
    assert {f.kind for f in things("crises")} == {"outcome", "column"}


def test_an_unknown_name_is_one_line_with_the_nearest_and_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "help_seeking.stigma_efect"]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "help_seeking.stigma_effect" in told.err


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_listed_within_the_width(kind: str, lang: str) -> None:
    said = listing(kind, lang, False, width=100)
    assert max(map(len, said.splitlines())) <= 100
    assert len(json.loads(listing(kind, lang, True))[kind]) == len(rows(kind, lang))


@pytest.mark.parametrize("arguments", [["list", "columns"], ["list", "parameters"], ["explain", "course"], ["explain", "wait"]], ids=" ".join)
def test_a_cp1252_terminal_shows_everything(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding="cp1252"))
    assert main([*arguments, "--lang", "es"]) == 0
    sys.stdout.flush()
    said = kept.getvalue().decode("cp1252")
    assert len(said) > 500
    assert "?" not in said


def test_kinds_of_the_command_are_those_of_the_listing() -> None:
    assert tuple(SHOWN) == KINDS


def test_filters_ask_for_every_word_whatever_its_accents() -> None:
    names = [r["name"] for r in rows("parameters", "es", words=["CAMPAÑA", "dial"])]
    assert names == ["attitudes.campaign_intensity"]
    assert [r["name"] for r in rows("parameters", "es", words=["campana", "dial"])] == names
    assert "xyzzy" in listing("parameters", "en", False, ["xyzzy"])


def test_values_of_a_system_are_listed_with_its_places(peru: Scenario) -> None:
    told = {r["name"]: r["value"] for r in rows("parameters", system=peru, words=["missing_share"])}
    assert told == {"knowledge.missing_share": 0.3, "centre-1:knowledge.missing_share": 0.1, "centre-2:knowledge.missing_share": 0.35}


def test_columns_and_channels_have_their_spanish() -> None:
    meanings = {c.meaning for every in tables().values() for c in every} | {c.meaning for c in CHANNELS}
    assert meanings - set(SPANISH) == set()
    assert set(SPANISH) - meanings == set()


def test_units_and_codes_have_their_words() -> None:
    from experiments.words import WORDS

    units = {c.unit for every in tables().values() for c in every} | {d.unit for d in declared().values()}
    assert {u for u in units if f"unit.{u}" not in WORDS} == set()
    assert {c for c in CARES if f"care.{c}" not in WORDS} == set()


def test_a_table_folds_words_and_not_names() -> None:
    said = table(("name", "about"), [["a-rather-long-name-of-a-thing", "many words " * 20]], width=60)
    assert "a-rather-long-name-of-a-thing" in said
    assert max(map(len, said.splitlines())) <= 60


def test_a_price_moves_cost_and_nothing_else(peru: Scenario) -> None:
    ends = one_at_a_time.ends_of(peru, "money.medicine_month[common]")[0]
    assert (ends.low, ends.high) == ({"money.medicine_month[common]": 200.0}, {"money.medicine_month[common]": 8000.0})
    found = one_at_a_time.measure(peru, ends, weeks=30, scale=0.02, replicates=2, workers=1)
    told = {r["outcome"]: r["difference"] for r in one_at_a_time.rows(found)}
    assert told.pop("cost") > 0
    assert {d for d in told.values() if d is not None} == {0.0}


def test_more_readiness_to_seek_help_moves_more_people_into_care(peru: Scenario) -> None:
    ends = one_at_a_time.ends_of(peru, "help_seeking.base")[0]
    found = one_at_a_time.measure(peru, ends, weeks=30, scale=0.02, replicates=3, workers=1)
    assert found.estimate(1, "in_care").luck_low > 0
    for lang in LANGUAGES:
        said = one_at_a_time.told(found, ends, lang, width=100)
        assert max(map(len, said.splitlines())) <= 100
    assert np.isfinite(found.values(1, "in_care")).all()


def test_the_ends_of_a_form_are_its_choices_and_a_fixed_number_has_none(peru: Scenario) -> None:
    form = next(d for d in declared().values() if len(d.choices) > 1)
    assert [next(iter(e.high.values())) for e in one_at_a_time.ends_of(peru, form.name)] == [c for c in form.choices if c != form.value]
    fixed = next(d for d in declared().values() if d.kind == "fixed" and not d.choices)
    with pytest.raises(InputError, match="fixed"):
        one_at_a_time.ends_of(peru, fixed.name)
    with pytest.raises(InputError):
        one_at_a_time.ends_of(load("peru"), "crises")
