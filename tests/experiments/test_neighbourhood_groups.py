"""Focus groups of a neighbourhood: who is invited, that answers come from the weeks lived, and what a group shares."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiments.command import INVALID, main
from experiments.neighbourhood_answers import (
    KINDS,
    OBSTACLES,
    SUBJECTS,
    VALUED,
    Answer,
    _came_of_outreach,
    contacts_of,
    mostly,
    nothing,
    sees_effect,
)
from experiments.neighbourhood_groups import NeighbourhoodGroups, Voice, groups_plan, held, lived_groups
from experiments.neighbourhood_page import TOLD, as_json, as_text, kinds, mean_of, subjects, write_page
from experiments.neighbourhood_seen import NOT_YET, Seen
from simulation import Community, load, load_policy, run

LIVED: dict[str, Any] = {"seed": 1, "scale": 0.3, "weeks": 40}


@pytest.fixture(scope="module")
def plan() -> Any:
    return groups_plan("rfcmh")


@pytest.fixture(scope="module")
def told(plan) -> Any:
    return lived_groups(load("rfcmh"), plan, **LIVED)


def test_the_plan_is_that_of_table_2(plan):
    assert plan.groups == 3 and plan.invited == 12 and plan.week == 52
    assert all(sum(s.invited[g] for s in plan.seats) == 12 for g in range(3))
    for block in (plan.sex, plan.connection, plan.roles):
        assert sum(block.values()) == 24
    # two in three of those invited make the table, to within half a person
    assert sum(plan.expected(r) for r in plan.roles) == pytest.approx(24, abs=0.01)
    assert all(abs(plan.expected(r) - n) <= 0.5 for r, n in plan.roles.items())
    assert {s.kind for s in plan.seats} == set(KINDS) and plan.counted == {"peers": 3, "no_effect": 3, "no_change": 3}
    assert groups_plan("peru") is None and groups_plan("upsides-kampala") is None


def test_looking_changes_nothing(told):
    record, _ = told
    alone = run(load("rfcmh"), seed=1, scale=0.3, weeks=40)
    assert np.array_equal(record.tally, alone.tally) and np.array_equal(record.centre_tally, alone.centre_tally)


def test_those_who_came_were_invited_and_answer_once(told):
    _, groups = told
    assert groups.invited <= 36 and sum(groups.sizes()) == len(groups.voices) <= groups.invited
    assert len({id(v.answer) for v in groups.voices}) == len(groups.voices)
    for v in groups.voices:
        assert set(v.answer.says) == set(SUBJECTS) and set(v.answer.told) <= {w for w, _ in (*TOLD.get(v.kind, ()), *TOLD["user"], *TOLD["relative"])} | {"contacts"}


def test_two_in_three_come(plan):
    # attendance over many people, by their own address
    from experiments.neighbourhood_groups import COMES
    from simulation.ground.chance import ask

    world = Community(load("rfcmh"), 3, weeks=1, scale=0.1)
    came = np.mean([float(ask(world.luck, COMES, i, 0)) < plan.comes for i in range(3000)])
    world.close()
    assert came == pytest.approx(2 / 3, abs=0.04)


def test_without_the_project_nobody_can_tell_of_its_parts(plan):
    _, groups = lived_groups(load("rfcmh").with_policies(load_policy("before-the-project")), plan, **LIVED)
    assert not any(v.kind == "peer" for v in groups.voices)
    assert all(groups.count(part) == (0, 0) and groups.groups_sharing(part) == 0 for part in VALUED)
    assert not any(v.answer.says["effect"] for v in groups.voices)


def test_what_somebody_cannot_know_is_not_asked(told):
    _, groups = told
    assert groups.count("reachability", kinds=("practice", "organiser")) == (0, 0) and groups.count("stigma", kinds=("organiser",)) == (0, 0)
    for v in groups.voices:
        if v.kind == "user" and not v.answer.told["peer_contacts"]:
            assert v.answer.says["practical"] is None
        if v.kind == "resident" and not v.answer.says["met"]:
            assert all(v.answer.says[s] is None for s in (*VALUED, "privacy"))


def voice(group: int, kind: str, **says: bool) -> Voice:
    """Somebody who says so much and is asked no more."""
    return Voice(group, kind, "resident", "", "", Answer({**nothing(), **says}))


def test_a_group_shares_what_half_of_those_who_can_know_say(plan):
    voices = (
        voice(0, "user", peers=True), voice(0, "user", peers=False), voice(0, "resident"), voice(0, "resident"),
        voice(1, "user", peers=True), voice(1, "user", peers=False), voice(1, "peer", peers=False), voice(2, "resident"),
    )
    groups = NeighbourhoodGroups(plan, 8, voices)
    # one of two; one of three; nobody who can know
    assert [groups.shares("peers", g) for g in range(3)] == [True, False, False] and groups.groups_sharing("peers") == 1
    assert groups.count("peers") == (2, 5) and groups.count("peers", kinds=("peer",)) == (0, 1) and groups.sizes() == [4, 3, 1]


def test_no_change_is_what_is_not_seen(plan):
    groups = NeighbourhoodGroups(plan, 3, (voice(0, "user", change=False), voice(0, "user", change=True), voice(1, "user", change=True)))
    assert groups.count("no_change") == (1, 3) and groups.count("change") == (2, 3) and [groups.shares("no_change", g) for g in range(2)] == [True, False]


def test_an_effect_is_seen_by_who_knows_three_of_each_and_a_clear_difference():
    better, same = [-0.5, -0.5, -0.4], [0.0, 0.0, -0.1]
    assert sees_effect(better, same) and not sees_effect(same, better)
    assert not sees_effect(better[:2], same) and not sees_effect(better, same[:2])  # too few to tell
    assert not sees_effect([-0.9, 0.6, 0.0], same)  # a difference, and no more than chance
    assert not sees_effect([-0.05] * 3, [0.0] * 3)  # sure, and too small to be seen


def test_mostly_says_nothing_of_nothing():
    assert mostly(0, 0) is None and mostly(1, 2) is True and mostly(1, 3) is False and mostly(1, 10, 0.1) is True


@pytest.mark.parametrize(
    ("outside", "asked", "knew", "came"), [(NOT_YET, 3, 0, None), (10, NOT_YET, 0, True), (10, NOT_YET, 1, False), (10, 14, 1, True), (10, 15, 1, False), (10, 9, 1, False)],
)
def test_outreach_is_valued_by_who_learnt_of_the_service_or_asked_within_a_month(outside, asked, knew, came):
    seen: Any = SimpleNamespace(
        first={"outside": [outside], "evening": [NOT_YET], "asked": [asked]}, before={"knows_centre": [knew]},
    )
    assert _came_of_outreach(seen, 0) is came


def test_contacts_are_those_of_the_network_and_of_the_household(plan):
    world = Community(load("rfcmh"), 5, weeks=1, scale=0.1)
    r, i = world.residents, 40
    known = contacts_of(world, i)
    home = set(np.flatnonzero(r.household == r.household[i])) - {i}
    assert home <= set(known) and i not in known and len(known) <= int(world.contacts.degree[i]) + len(home)
    assert all(i in contacts_of(world, j) for j in known)
    world.close()


def test_who_moves_in_begins_anew(plan):
    world = Community(load("rfcmh"), 5, weeks=30, scale=0.1, keep_events=True)
    seen = Seen()
    start = np.array(world.residents.arrival)
    for week in range(30):
        world.step()
        seen.look(world, week)
    new = np.flatnonzero(world.residents.arrival != start)
    assert len(new) and seen.first["contact"].max() >= 0
    # met since they moved in, or not yet: the week of a first contact is never before the row's first week
    again = held(world, seen, plan)
    assert again == held(world, seen, plan)
    world.close()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_page_says_that_answers_are_simulated(told, lang, tmp_path: Path):
    page = as_text([told], lang)
    assert ("simulated answers" if lang == "en" else "respuestas simuladas") in page.replace("\n", " ")
    assert len(subjects([told], lang)[1]) == len(VALUED) + len(OBSTACLES) + 3 and len(kinds([told], lang)[0]) == 1 + len(KINDS)
    written = write_page([told, told], tmp_path / "a.html", lang).read_text(encoding="utf-8")
    assert "minga interview rfcmh" in written and "{" not in page


def test_json_is_valid_and_simulated(told):
    found = json.loads(json.dumps(as_json([told]), allow_nan=False))
    assert found["simulated"] is True and found["study"]["invited"] == 36 and found["study"]["shared_by"]["peers"] == 3
    assert len(found["replicates"][0]["participants"]) == len(told[1].voices)


def test_one_replicate_has_no_interval():
    mean, low, high = mean_of([2.0])
    assert mean == 2 and np.isnan(low) and np.isnan(high)


def test_the_command_asks_and_refuses_what_makes_no_sense(tmp_path: Path, capsys):
    assert main(["interview", "rfcmh", "--scale", "0.1", "--weeks", "30", "--replicates", "1", "--quiet", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["provenance"]["weeks"] == 30
    assert main(["interview", "rfcmh", "--with-users"]) == INVALID
    assert main(["interview", "peru", "--replicates", "2"]) == INVALID
    assert main(["interview", "rfcmh", "--weeks", "10", "--replicates", "1", "--scale", "0.1", "--quiet"]) != 0
