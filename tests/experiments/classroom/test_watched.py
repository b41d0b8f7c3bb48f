"""The film, people and centres agree with what was counted."""

from __future__ import annotations

import numpy as np
import pytest
from starlette.testclient import TestClient

from experiments.classroom.film import CODE, LOOKS, unpacked
from experiments.classroom.lives import Lives, Task
from simulation.people.codes import LEDGER

from .conftest import ask

PLAN = {"levers": {"peers-first": False, "stigma.stigma_dial": 0.3}}


def test_a_film_says_at_every_week_what_the_map_shows() -> None:
    lives = Lives("rfcmh")
    task = Task("film", PLAN, seed=3, weeks=40, scale=0.2, replicates=1)
    world = lives.watching(lives.asked(task), task)
    film = unpacked(lives.do(task))
    assert film["weeks"] == 40 and film["looks"] == len(LOOKS) and film["scale"] == pytest.approx(0.2)
    now = film["start"].copy()
    np.testing.assert_array_equal(now, world.film.looks[0])
    for week in range(40):
        changes = slice(film["until"][week], film["until"][week + 1])
        now[film["who"][changes]] = film["look"][changes]
        np.testing.assert_array_equal(now, world.film.looks[week + 1])
    np.testing.assert_allclose(film["x"] / 100 + film["x0"], world.film.x, atol=0.0051)
    # those on a list are those whom the run counted
    waiting = (world.film.looks[1:] == CODE["ill_waiting"]).sum(axis=1) / 0.2
    counted = world.record.people_count("waiting")
    assert np.abs(waiting - counted).max() <= 5 / 0.2  # less those in crisis, and who works as a peer


def test_a_person_is_followed_until_somebody_else_lives_there(neighbourhood: TestClient) -> None:
    told = ask(neighbourhood, PLAN, weeks=60)
    people = neighbourhood.get(f"/api/runs/{told['id']}/people").json()
    assert people[0]["kind"] == "most" and people[0]["differs"] > people[-1]["differs"]
    rows = [one["row"] for one in people]
    assert len(set(rows)) == len(rows) <= 12
    for row in rows:
        for lang in ("en", "es"):
            person = neighbourhood.get(f"/api/runs/{told['id']}/person/{row}?lang={lang}").json()
            for arm in ("baseline", "plan"):
                life = person[arm]
                assert len(life["lines"]["severity"]) == len(life["lines"]["recovery"]) == life["until"] <= 60
                assert life["looks"][0][0] == 0 and life["looks"] == sorted(life["looks"])
                assert [e["week"] for e in life["events"]] == sorted(e["week"] for e in life["events"])
                assert all(e["text"] and e["rule"]["sentence"] and 0 <= e["week"] <= life["until"] for e in life["events"])
    assert neighbourhood.get(f"/api/runs/{told['id']}/person/99999999").status_code == 404


def test_both_worlds_begin_alike(neighbourhood: TestClient) -> None:
    told = ask(neighbourhood, PLAN, weeks=20)
    films = [unpacked(neighbourhood.get(f"/api/runs/{told['id']}/film/{arm}").content) for arm in ("baseline", "plan")]
    for column in ("x", "y", "start", "disorder", "divisions"):
        np.testing.assert_array_equal(films[0][column], films[1][column])
    assert len(films[0]["who"]) != len(films[1]["who"]) or (films[0]["look"] != films[1]["look"]).any()


def test_a_centres_minutes_add_up_to_what_its_clinicians_are_paid_for(neighbourhood: TestClient) -> None:
    told = ask(neighbourhood, {}, weeks=52)
    centre = neighbourhood.get(f"/api/runs/{told['id']}/centre").json()["plan"]["centres"][0]
    for one in centre["clinicians"]:
        whole = sum(one["minutes"].values())
        assert whole == pytest.approx(one["contract"], rel=0.25) or whole == 0
    assert set(centre["weeks"]) == set(LEDGER)
    assert len(centre["score"]) == len(centre["target"]) == len(centre["queue"]) == 52
    assert sum(line["by_year"][0] for line in centre["money"]) > 0
