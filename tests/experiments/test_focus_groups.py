"""Focus groups: who takes part, that answers come from the weeks lived, and what nobody is asked."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.command import INVALID, main
from experiments.focus_groups import (
    INFLUENCES,
    OF_A_PEER,
    ROLES,
    FocusDiaries,
    focus_plan,
    lived_focus,
    of_peer,
    sites_of,
)
from experiments.focus_page import as_json, as_text, by_site, parts, write_page
from experiments.histories import OF_POST, Career
from simulation import load, run

LIVED: dict[str, Any] = {"seed": 1, "scale": 0.25, "weeks": 60}


@pytest.fixture(scope="module")
def sites() -> list[Any]:
    return [lived_focus(load(s), focus_plan(s), **LIVED) for s in ("upsides-kampala", "upsides-dar-es-salaam")]  # type: ignore[arg-type]


def test_the_plans_are_those_of_table_2():
    plans = {s: focus_plan(s) for s in sites_of("upsides")}
    assert len(plans) == 5 and all(plans.values())
    whole = {r: sum(p.roles[r] for p in plans.values() if p) for r in ROLES}
    assert whole == {"peer": 26, "clinician": 49, "manager": 9, "policy_maker": 2}
    assert sum(p.men for p in plans.values() if p) == 30 and sum(p.women for p in plans.values() if p) == 56
    assert sum(p.groups for p in plans.values() if p) == 12 and all(p and set(p.says) == set(INFLUENCES) for p in plans.values())
    assert all(p and sum(p.roles.values()) == p.men + p.women for p in plans.values())
    assert focus_plan("peru") is None and sites_of("peru") == ()


def test_nobody_is_asked_twice_and_never_more_than_the_study_had(sites):
    for _, told in sites:
        assert all(len(told.of(r)) <= told.plan.roles[r] for r in ROLES) and len(told.of("manager")) == told.plan.roles["manager"]
        assert told.participants


def test_what_somebody_cannot_know_is_not_asked(sites):
    kampala, dar = (t for _, t in sites)
    assert dar.posts == 0 and not dar.of("peer") and dar.count("role") == dar.count("network") == (0, 0, 0)
    assert not any(p.asked_of("network") for p in kampala.of("clinician")) and all(p.asked_of("network") for p in kampala.of("peer"))
    assert [i for i in INFLUENCES if kampala.of("policy_maker")[0].asked_of(i)] == ["attitudes", "resources"]
    for p in (*kampala.participants, *dar.participants):
        assert not any(i in p.barriers | p.facilitators for i in INFLUENCES if not p.asked_of(i))
        assert all(0 <= p.hindered[i] <= 1 for i in INFLUENCES if p.asked_of(i))


def test_where_no_post_is_paid_for_managers_find_no_resources(sites):
    dar = sites[1][1]
    assert all(m.hindered["resources"] == 1 and "resources" in m.barriers for m in dar.of("manager"))


def test_looking_changes_no_run(sites):
    plain = run(load("upsides-kampala"), **LIVED)
    assert np.array_equal(plain.tally, sites[0][0].tally) and np.array_equal(plain.centre_tally, sites[0][0].centre_tally)


def test_a_peer_answers_from_the_own_weeks():
    diaries = FocusDiaries.__new__(FocusDiaries)
    career = Career(3, 9, 0, 1, 10)
    row = dict.fromkeys(OF_POST, 0.0) | {"acceptance": 0.75, "skill": 0.5, "strain": 0.2, "contacts": 4}
    career.weeks = [tuple({**row, "week": w}[k] for k in OF_POST) for w in range(10, 62)]
    diaries.peers = type("H", (), {"careers": [Career(3, 8, 0, 0, 0), career]})()  # type: ignore[assignment]
    # one household's door in week 12; one in week 2 was an earlier peer's
    diaries.doors = {3: [(2, "doors"), (12, "doors"), (20, "neighbours")]}
    diaries.states = {k: np.full((62, 1), v) for k, v in {
        "culture": 0.6, "role": 0.5, "untaught": 1.0, "alone": 0.25, "unpaid": 0.7, "underpaid": 0.4, "isolated": 0.1, "crowded": 0.0, "working": 3.0,
    }.items()}
    (hinders, helps), met, weeks = of_peer(diaries, 3)
    assert weeks == 52 and met["doors"] == met["neighbours"] == 1 and met["unwanted"] == 0 and met["buddies"] == 2 and set(met) == set(OF_A_PEER)
    # rejection of a quarter in 51 weeks and a shut door in one; a helping neighbour in one of them
    assert hinders[0] == pytest.approx((51 * 0.25 + 1) / 52) and helps[0] == pytest.approx((51 * 0.75 + 1) / 52)
    assert hinders[1:].tolist() == pytest.approx([0.7, 0.6, 0.5, 0.5, 0.1]) and helps[1:].tolist() == pytest.approx([0.3, 0.4, 0.5, 0.5, 0.9])


@pytest.mark.parametrize("lang", ["en", "es"])
def test_influences_by_role_and_site_in_both_languages(sites, lang, tmp_path: Path):
    heads, rows = by_site(sites, lang)
    assert len(heads) == 4 and len(rows) == len(INFLUENCES) and rows[3][2] == ("not asked" if lang == "en" else "no se preguntó")
    said = as_text(sites, lang, 140)
    assert ("nobody works as a peer" if lang == "en" else "nadie trabaja como par") in said.replace("\n", " ")
    page = write_page(sites, tmp_path / "a.html", lang).read_text(encoding="utf-8")
    assert page.count("<table") == len(list(parts(sites, lang))) == 5 and "minga interview upsides --seed 1" in page
    assert len(list(parts(sites[:1], lang))) == 4
    found = json.loads(json.dumps(as_json(sites), allow_nan=False))
    assert found["simulated"] is True and found["sites"][1]["influences"]["role"]["clinician"]["asked"] == 0


def test_more_hindrance_makes_more_barriers(sites):
    told = [p for _, t in sites for p in t.participants]
    shares = np.array([p.hindered[i] for p in told for i in INFLUENCES if p.asked_of(i)])
    spoken = np.array([i in p.barriers for p in told for i in INFLUENCES if p.asked_of(i)], float)
    assert not math.isnan(float(np.corrcoef(shares, spoken)[0, 1])) and np.corrcoef(shares, spoken)[0, 1] > 0.3
    assert all(i in p.barriers for p in told for i in INFLUENCES if p.asked_of(i) and p.hindered[i] == 1)


def test_what_cannot_be_asked_is_one_line(capsys):
    assert main(["interview", "upsides-ulm", "--weeks", "53", "-q"]) == INVALID
    assert "--weeks" in capsys.readouterr().err
    assert main(["interview", "upsides", "--with-users", "-q"]) == INVALID
