"""Peers first, practical help and calls after hours: who is seen by whom, and what stays of it."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import Community, Scenario, load, load_policy
from simulation.people.codes import ARRANGED, AT_CENTRE, HELD_FOR_TALK, PEER_ONLY, WAITING
from simulation.people.events import CODES, kept
from simulation.people.peers import SLOTS
from simulation.people.tallies import CENTRE, PEOPLE

f4 = np.float32
WEEKS = 40
SURE = {"peers_first.misses": 0.0, "peers_first.first_contact": 1.0}


def lived(scenario: Scenario, changes: dict[str, float] | None = None, weeks: int = WEEKS, seed: int = 3, **options) -> Community:
    changed = scenario.setting(changes) if changes else scenario
    return Community(changed, seed, weeks=weeks, **options).live(weeks)


def counted(model: Community, name: str) -> int:
    return int(model.tally[: model.weeks, PEOPLE.index(name), 0].sum())


def centred(model: Community, name: str) -> int:
    return int(model.centre_tally[: model.weeks, CENTRE.index(name)].sum())


def happened(model: Community, code: str) -> np.ndarray:
    log = kept(model.events)
    return log[(log["code"] == CODES.index(code)) & (log["week"] >= 0)]


@pytest.fixture(scope="module")
def place() -> Scenario:
    """The Dutch neighbourhood in its project."""
    return load("rfcmh")


@pytest.fixture(scope="module")
def model(place: Scenario) -> Community:
    return lived(place, keep_events=True)


@pytest.fixture(scope="module")
def before(place: Scenario) -> Community:
    return lived(place.with_policies(load_policy("before-the-project")), keep_events=True)


# --- the project and its absence ---------------------------------------------------------------------------


def test_the_project_with_zero_hours_is_no_project_to_the_bit(place, before, state):
    empty = place.with_policies(load_policy("before-the-project"))
    hours = {
        "peers_first.first_contact": 0.0, "practical_help.social_help": 1.0, "after_hours.numbers_given": 1.0,
        "peer_support.offered": 1.0, "peer_workers.team_taught": 0.8,
    }
    people = {k: v for k, v in state(lived(empty, hours, keep_events=True)).items() if k.startswith("residents.") or k in ("tally", "waits")}
    assert people == {k: v for k, v in state(before).items() if k in people}


def test_what_begins_in_week_0_was_not_there_before(model):
    for code in ("first_talk", "approached", "matter_solved"):
        assert (kept(model.events)["week"][kept(model.events)["code"] == CODES.index(code)] >= 0).all()
    assert counted(model, "first_talks") == int((happened(model, "first_talk")["value"] >= 0).sum()) > 50


# --- who is seen by whom -----------------------------------------------------------------------------------


def test_a_talk_ends_with_the_peer_or_with_an_appointment(model):
    talks = happened(model, "first_talk")
    talks = talks[talks["value"] >= 0]
    assert counted(model, "kept_by_peers") == int((talks["value"] == 1).sum()) > 0
    assert counted(model, "talks_arranged") == int((talks["value"] == 0).sum()) > 0
    assert centred(model, "minutes_first_talks") >= 50 * len(talks)


def test_nobody_who_is_severely_ill_or_a_minor_waits_for_a_peer(place):
    model = Community(place.setting(SURE), 4, weeks=WEEKS)
    for _ in range(WEEKS):
        before = {name: getattr(model.residents, name).copy() for name in ("severity", "age_weeks")}
        model.step()
        held = model.residents.first_talk == HELD_FOR_TALK
        # severity moves by a tenth of its way in a week
        assert (before["severity"][held] < 0.66).all() and (before["age_weeks"][held] >= 18 * 52).all()
    model.close()


def test_with_time_enough_every_adult_without_a_clear_need_is_kept_for_a_peer(place):
    model = Community(place.setting({**SURE, "peer_workers.peer_posts": 12.0, "sessions.office_minutes": 400}), 3, weeks=WEEKS)
    looked = 0
    for _ in range(WEEKS):
        model.step()
        r = model.residents
        waited = model.week - 1 - r.waiting_since
        for_peer = (r.care == WAITING) & (r.severity < 0.55) & (model.week - 1 - r.crisis_week > 4) & (r.age_weeks > 18 * 52 + 2)
        mine = for_peer & (waited >= 1) & (waited <= int(place.value_at("peers_first.patience")))
        looked += int(mine.sum())
        assert (r.first_talk[mine] != 0).mean() >= 0.8 if mine.any() else True
    assert looked > 20
    model.close()


def test_whom_a_peer_keeps_has_that_peer_and_no_clinician(model):
    r, q = model.residents, model.pairs
    alone = np.flatnonzero(r.care == PEER_ONLY)
    assert len(alone) > 0
    pairs = np.array([((q.user == i) & (q.arrival == r.arrival[i])).sum() for i in alone])
    # a pair that ended this week leaves its user until the next
    assert pairs.max() == 1 and pairs.mean() > 0.8
    assert (r.first_talk[r.care == AT_CENTRE] == 0).all()


def test_no_peer_has_more_users_than_the_caseload(model, place):
    most = int(place.value_at("peer_support.caseload"))
    users = (model.pairs.user.reshape(-1, SLOTS) >= 0).sum(axis=1)
    assert users.max() <= most


def test_arranged_appointments_go_ahead_on_the_list(place):
    slow = {"sessions.office_minutes": 400, "peers_first.keeps": 0.0, **SURE}
    ahead = lived(place, {**slow, "sessions.arranged_weeks": 8}, weeks=60)
    level = lived(place, {**slow, "sessions.arranged_weeks": 0}, weeks=60)
    waits = [
        float(np.mean((m.week - m.residents.waiting_since)[(m.residents.care == WAITING) & (m.residents.first_talk == ARRANGED)]))
        for m in (ahead, level)
    ]
    assert waits[0] < waits[1]


def test_a_team_that_does_not_respect_peers_leaves_nobody_to_them(place):
    refused = {**SURE, "staff_attitudes.team_attitude": 0.0, "staff_attitudes.staff_attitudes_dial": 1.5, "staff_turnover.staff_stigma": 1.0, "peer_workers.team_taught": 0.0}
    scenario = place.with_policies(load_policy("before-the-project")).setting(refused).setting({"peer_workers.peer_posts": 4.0})
    alone = lived(scenario)
    assert counted(alone, "first_talks") > 30
    assert counted(alone, "kept_by_peers") <= 0.1 * counted(alone, "first_talks")


def test_practices_send_to_peers_whom_they_would_not_send_to_clinicians(model, before):
    assert counted(model, "referrals") > counted(before, "referrals")
    assert counted(model, "premature_referrals") <= counted(before, "premature_referrals") * 1.2


# --- what stays --------------------------------------------------------------------------------------------


def test_what_is_solved_stays_solved(model):
    solved = happened(model, "matter_solved")
    assert counted(model, "matters_solved") == len(solved) > 0
    r = model.residents
    for event in solved:
        i = event["agent"]
        if r.arrival[i] == 0 and r.eased[i] > 0:
            assert r.eased[i] >= event["value"] - 1e-6


def test_without_the_task_nothing_is_solved(place):
    idle = place.with_policies(load_policy("before-the-project"), load_policy("more-peers"))
    assert counted(lived(idle), "matters_solved") == 0


def test_difficulties_slow_remission_by_their_ratio(place):
    strength = 1.0
    scenario = place.setting({"course.difficulties_remission": strength, "course.remission": 0.5, "course.treated_remission": 1.0})
    ended = []
    for level in (0.0, 1.0):
        model = Community(scenario, 2, weeks=1, scale=1.0)
        r = model.residents
        r.difficulties[:] = level
        r.status[:] = 2
        r.disorder[:] = 1
        r.care[:] = 0
        model.step()
        ended.append(int((r.status == 3).sum()))
        model.close()
    expected = [7121 * (1 - np.exp(-0.5 * np.exp(strength * (0.5 - level)) / 52)) for level in (0.0, 1.0)]
    for found, wanted in zip(ended, expected, strict=True):
        assert abs(found - wanted) < 4 * np.sqrt(wanted)
    assert ended[0] > ended[1]


# --- after hours -------------------------------------------------------------------------------------------


def test_about_three_quarters_of_crises_fall_outside_office_hours(place):
    many = lived(place, {"course.crisis": 3.0}, weeks=26, keep_events=True)
    shut, found = 1 - 40 / 168, counted(many, "night_crises")
    log = kept(many.events)
    at = log[(log["code"] == CODES.index("crisis")) & (log["week"] >= 0)]
    assert found > 100 and found < len(at)
    # every crisis of a user is at night with the same chance: with the office never open, all are
    always = counted(lived(place, {"course.crisis": 3.0, "after_hours.office_hours": 1.0}, weeks=26), "night_crises")
    assert abs(found / always - shut / (1 - 1 / 168)) < 0.05


def test_fewer_night_crises_are_met_by_nobody_where_peers_can_be_called(place):
    crises = {"course.crisis": 2.0}
    nobody = lived(place, {**crises})
    called = lived(place.with_policies(load_policy("after-hours-peers")), crises)
    assert counted(called, "night_unmet") / counted(called, "night_crises") < counted(nobody, "night_unmet") / counted(nobody, "night_crises")
    shut = lived(place.with_policies(load_policy("before-the-project")), {**crises, "peer_workers.peer_posts": 4.0})
    assert counted(shut, "calls") == 0 and counted(shut, "night_unmet") == counted(shut, "night_crises") > 0


def test_the_possibility_of_calling_makes_calls_fewer(place):
    scenario = place.with_policies(load_policy("after-hours-peers"))
    calm, restless = (lived(scenario, {"after_hours.reassures": x}) for x in (1.0, 0.0))
    months = centred(calm, "peer_users") * 12 / 52
    assert counted(calm, "calls") < counted(restless, "calls")
    assert 0 < counted(calm, "calls") / months < 0.5
    assert calm.residents.reassured.max() > 0 == restless.residents.reassured.max()


def test_who_has_no_peer_any_more_is_not_reassured(model):
    q = model.pairs
    paired = set(q.user[q.user >= 0].tolist())
    calm = np.flatnonzero(model.residents.reassured > 0)
    assert len(calm) and set(calm.tolist()) <= paired | set(happened(model, "peer_contact")["agent"].tolist())
