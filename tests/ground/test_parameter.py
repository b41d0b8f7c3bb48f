"""Parameters: one declaration, from which every view is made."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from simulation.ground.parameter import (
    LIMITS,
    Declaration,
    Settings,
    Words,
    compiled_value,
    parameter,
    problem_with,
)


class Queue(Settings):
    rate: float = parameter(
        2.0, unit="1/person-year", en="rate", es="tasa", low=1, high=4, source="a paper", grade="elsewhere"
    )
    slots: int = parameter(
        25, unit="appointments/week", en="slots", es="citas", low=10, high=40, kind="lever", scope="centre"
    )
    share: dict[str, float] = parameter(
        {"mild": 0.1, "severe": 0.6},
        unit="share", en="share", es="proporción",
        low={"mild": 0.0, "severe": 0.4}, high={"mild": 0.2, "severe": 0.9},
        grade={"mild": "judged", "severe": "here"},
    )  # fmt: skip
    rule: str = parameter(
        "longest", unit="form", en="rule", es="regla", kind="form", choices=("longest", "sickest")
    )
    weeks: int = parameter(4, unit="weeks", en="every", es="cada", kind="fixed")


class Line(Settings):
    rate: float = parameter(1.0, unit="1/person-year", en="rate", es="tasa", low=0, high=4)


DECLARED = {d.name: d for d in Queue.declarations("queue")}


def test_there_is_one_declaration_a_number_in_the_order_written():
    assert list(DECLARED) == [
        "queue.rate", "queue.slots", "queue.share[mild]", "queue.share[severe]", "queue.rule", "queue.weeks",
    ]  # fmt: skip


def test_a_declaration_says_everything_about_a_number():
    d = DECLARED["queue.rate"]
    assert (d.value, d.low, d.high, d.unit, d.kind, d.scope) == (
        2.0, 1, 4, "1/person-year", "uncertain", "system",
    )  # fmt: skip
    assert (d.source, d.grade) == ("a paper", "elsewhere")
    assert d.limits == LIMITS["1/person-year"]
    assert (d.meaning("en"), d.meaning("es"), d.meaning()) == ("rate", "tasa", "rate")


def test_elements_of_a_vector_have_their_own_ranges_and_grades():
    severe = DECLARED["queue.share[severe]"]
    assert (severe.value, severe.low, severe.high, severe.grade) == (0.6, 0.4, 0.9, "here")
    assert DECLARED["queue.share[mild]"].grade == "judged"


def test_a_fixed_number_needs_no_range_and_varies_in_none():
    weeks = DECLARED["queue.weeks"]
    assert (weeks.low, weeks.high) == (4, 4)


@pytest.mark.parametrize("kind", ["uncertain", "lever"])
def test_what_varies_needs_a_range(kind):
    with pytest.raises(ValueError, match="needs a range"):
        parameter(1.0, unit="share", en="x", es="x", kind=kind)


def test_whole_numbers_are_known_as_such():
    assert {name for name, d in DECLARED.items() if d.whole} == {"queue.slots", "queue.weeks"}


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("queue.rate", 2.5, None),
        ("queue.rate", -1, "0 to 1000 (1/person-year)"),
        ("queue.rate", "much", "a number (1/person-year)"),
        ("queue.rate", True, "a number (1/person-year)"),
        ("queue.rate", None, "a number (1/person-year)"),
        ("queue.rate", float("nan"), "a finite number (1/person-year)"),
        ("queue.rate", float("inf"), "a finite number (1/person-year)"),
        ("queue.share[mild]", 1.5, "0 to 1 (share)"),
        ("queue.share[mild]", 1, None),
        ("queue.slots", 2.5, "a whole number (appointments/week)"),
        ("queue.slots", 3.0, None),
        ("queue.rule", "longest", None),
        ("queue.rule", "loudest", "one of longest, sickest"),
        ("queue.rule", 1, "one of longest, sickest"),
    ],
)
def test_a_mistake_is_told_in_words(name, value, problem):
    assert problem_with(DECLARED[name], value) == problem


def test_open_limits_are_told_as_infinite():
    d = DECLARED["queue.rate"].having(limits=(0, None), unit="soles")
    assert problem_with(d, -1) == "0 to ∞ (soles)"
    assert problem_with(d.having(limits=(None, 0)), 1) == "-∞ to 0 (soles)"


def test_a_system_has_a_value_of_its_own_and_the_declaration_stays():
    own = DECLARED["queue.rate"].having(value=3.0, grade="here")
    assert isinstance(own, Declaration)
    assert (own.value, own.grade, own.name) == (3.0, "here", "queue.rate")
    assert DECLARED["queue.rate"].value == 2.0


def test_settings_are_frozen_and_take_no_unknown_name():
    with pytest.raises(ValidationError):
        Queue().rate = 3.0
    with pytest.raises(ValidationError):
        Queue(speed=1)
    with pytest.raises(ValidationError):
        Queue(rate=float("nan"))


def test_bundles_are_distinct_types_with_the_system_wide_fields():
    assert Queue.bundle() is Queue.bundle()
    assert Queue.bundle() is not Line.bundle()
    assert Queue.bundle().__name__ != Line.bundle().__name__
    assert Queue.bundle()._fields == ("rate", "share", "rule", "weeks")


def test_compiled_code_receives_float32_vectors_whole_numbers_and_the_number_of_a_choice():
    declared = Queue.declarations("queue")
    values = {d.name: d.value for d in declared}

    def compiled(field: str):
        return compiled_value([d for d in declared if d.field == field], values)

    assert isinstance(compiled("rate"), np.float32)
    assert compiled("slots") == 25
    assert isinstance(compiled("slots"), int)
    assert compiled("share").dtype == np.float32
    assert compiled("share").tolist() == np.array([0.1, 0.6], np.float32).tolist()
    assert compiled("rule") == 0
    assert compiled_value([DECLARED["queue.rule"]], {"queue.rule": "sickest"}) == 1


def test_words_are_spanish_when_asked_and_english_otherwise():
    words = Words("queue", "cola")
    assert (words("es"), words("en"), words()) == ("cola", "queue", "queue")
