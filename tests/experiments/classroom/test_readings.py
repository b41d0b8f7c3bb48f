"""Numbers are read out in words that somebody understands who never saw the model, the same in the app and the report."""

from __future__ import annotations

import pytest

from experiments.classroom import readings
from experiments.classroom.levers import levers
from experiments.classroom.place import place
from experiments.words import LANGUAGES, NARROW
from simulation import Scenario, load

RAW = ("dial", "cents", "céntimos", "index", "share", "ratio", "log-hazard")
ASKED = {"seed": 1, "weeks": 52, "scale": 0.1, "replicates": 2}


@pytest.fixture(scope="module", params=["rfcmh", "peru"])
def system(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_lever_shows_a_raw_unit(system: Scenario, lang: str) -> None:
    for lever in place(system, lang, ASKED)["levers"]:
        if lever["kind"] != "number":
            continue
        said = [lever["reading"]["unit"], lever["reading"]["one"], lever["reading"]["other"]]
        assert not [word for one in said for word in one.split() if word in RAW], lever["name"]
        assert all("{n}" in one for one in said[1:]) or lever["reading"]["named"], lever["name"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_barrier_is_told_against_today(system: Scenario, lang: str) -> None:
    dials = [d for d in system.values.values() if d.unit == "dial" and d.name.endswith(readings.BARRIER)]
    assert dials
    for dial in dials:
        removed, half, today = (readings.read(dial, value, system, lang) for value in (0.0, 0.5, 1.0))
        assert len({removed, half, today}) == 3
        assert not any(sign.isdigit() for sign in removed + today)
        assert half.startswith("×") and dial.value == 1.0


def test_money_is_in_the_systems_currency_and_not_in_cents(system: Scenario) -> None:
    money = next(one.declaration for one in levers(system).values() if one.declaration is not None and one.declaration.unit == "cents")
    assert readings.read(money, 5000.0, system, "en") == f"{system.currency} 50"
    assert readings.read(money, 5050.0, system, "es") == f"{system.currency} 50,5"


def test_one_of_a_thing_is_one() -> None:
    system = load("rfcmh")
    posts = levers(system)["peer_workers.peer_posts"].declaration
    assert posts is not None
    assert [readings.read(posts, n, system, "en") for n in (0.0, 1.0, 2.0)] == ["0 posts", "1 post", "2 posts"]
    assert readings.read(posts, 1.0, system, "es") == "1 puesto"


def test_a_share_is_percent_and_keeps_no_trace_of_binary_fractions() -> None:
    system = load("rfcmh")
    share = levers(system)["after_hours.numbers_given"].declaration
    assert share is not None
    assert readings.read(share, 0.07 + 0.05, system, "en").split()[0].rstrip("%").rstrip(NARROW) == "12"


def test_readings_exist_in_both_languages() -> None:
    for reading in (*readings.BY_UNIT.values(), *readings.BY_NAME.values(), readings.OF_A_BARRIER):
        for words in (reading.unit, reading.one, reading.other, *reading.named.values()):
            assert words is None or bool(words.en) == bool(words.es)
