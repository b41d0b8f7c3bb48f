"""Users and families: asked only if it is wished, from what their spell of care was, and apart from the others."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from experiments import users_asked
from experiments.interviews import Interviews, lived, plan_for
from experiments.interviews_page import as_json, as_text, of_users, write_page
from experiments.users_asked import ASKED_OF, CareDiaries, Sample
from simulation import Record, load
from simulation.people.codes import AT_CENTRE, CLUB, WORKSHOP
from simulation.people.events import CODES, log, room

LIVED = {"seed": 5, "scale": 0.05, "weeks": 104}


@pytest.fixture(scope="module")
def both() -> tuple[Record, Interviews]:
    record, told = lived(load("peru"), with_users=True, **LIVED)  # type: ignore[arg-type]
    assert told is not None
    return record, told


def test_asking_users_changes_neither_the_run_nor_the_others(both):
    record, told = lived(load("peru"), **LIVED)  # type: ignore[arg-type]
    assert told is not None and told.users == ()
    assert np.array_equal(record.tally, both[0].tally) and np.array_equal(record.centre_tally, both[0].centre_tally)
    assert told.shares() == both[1].shares() and told.respondents == both[1].respondents


def test_the_sample_stands_in_the_file(both):
    samples = {s.role: s for s in plan_for("peru").optional}
    assert set(samples) == set(ASKED_OF)
    users = [u for u in both[1].users if u.role == "user"]
    assert len(users) == samples["user"].count and len({u.row for u in users}) == len(users)
    assert all(u.weeks >= samples[u.role].least_weeks and set(u.answers) == set(ASKED_OF[u.role]) for u in both[1].users)


def made_up() -> SimpleNamespace:
    """Four residents in two households and one centre; the first two are users, the second of them a child."""
    n = 4
    people = {
        "arrival": np.zeros(n, np.int16), "care": np.array([AT_CENTRE, AT_CENTRE, 0, 0], np.int8), "first_session": np.array([48, 48, -30000, -30000], np.int16),
        "age_weeks": np.array([30, 10, 40, 50]) * 52, "household": np.array([0, 1, 1, 2], np.int32), "centre": np.zeros(n, np.int16),
        "sessions_attended": np.array([8, 2, 0, 0]), "travel_minutes": np.full(n, 25.0), "family_burden": np.full(n, 0.4), "district": np.array([0, 1, 1, 0]),
        "stigma_self": np.array([0.6, 0.1, 0.1, 0.1]), "difficulties": np.zeros(n),
        **{k: np.ones(n) for k in ("connectedness", "hope", "identity", "meaning", "empowerment")},
    }

    class People(SimpleNamespace):
        def __len__(self) -> int:
            return n

    return SimpleNamespace(residents=People(**people), week=100, events=room(50), serves=np.array([[True, False]]), luck=luck())


def luck():
    from simulation.ground.chance import luck as of

    return of(1)


def test_a_spell_of_care_is_told_from_its_first_session_on():
    world = made_up()
    log(world.events, 0, CODES.index("home_visit"), 0, 0, 0)  # before anybody looked
    diaries = CareDiaries(world)
    log(world.events, 40, CODES.index("missed"), 0, 0, 0)  # of an earlier spell
    diaries.look(world)
    for code, value in (("first_session", 7), ("home_visit", 0), ("group_session", CLUB), ("group_session", WORKSHOP), ("group_session", CLUB)):
        log(world.events, 48, CODES.index(code), 0, 0, value)
    diaries.look(world)
    assert len(users_asked.kept(world.events)) == 0
    (user,) = users_asked.asked(world, diaries, [Sample("user", 9, 26)])
    # 52 weeks of care: counts are a year's
    assert user.row == 0 and user.weeks == 52 and user.answers == {
        "waited": 7, "sessions": 8, "missed": 0, "visits": 1, "workshops": 1, "clubs": 2, "peer_groups": 0, "minutes": 25, "recovery": 100, "outside": 0, "hides": 1,
    }
    assert users_asked.asked(world, diaries, [Sample("user", 9, 53)]) == ()
    world.residents.arrival[0] = 1  # somebody else lives there
    diaries.look(world)
    assert math.isnan(diaries.waited[0]) and diaries.counts["clubs"][0] == 0


def test_a_family_is_an_adult_who_lives_with_a_user():
    world = made_up()
    diaries = CareDiaries(world)
    # the child lives with an adult; the other user lives alone
    (family,) = users_asked.asked(world, diaries, [Sample("family", 9, 26)])
    assert family.row == 1 and family.answers["burden"] == pytest.approx(40) and family.answers["outside"] == 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_they_have_a_table_of_their_own(both, lang, tmp_path: Path):
    record, told = both
    said = as_text(record, told, lang, 100)
    assert ("no study asked them" if lang == "en" else "ningún estudio les preguntó") in said
    assert ("lived experience" if lang == "en" else "experiencia vivida") in said.replace("\n", " ")
    heads, rows = of_users(told, lang)
    assert len(heads) == 3 and len(rows) == 12
    page = write_page(record, told, tmp_path / "a.html", lang).read_text(encoding="utf-8")
    assert page.count("<table") == 7 and "--with-users" in page
    found = json.loads(json.dumps(as_json(record, told), allow_nan=False))
    assert len(found["users"]) == len(told.users) and "row" not in found["users"][0]
