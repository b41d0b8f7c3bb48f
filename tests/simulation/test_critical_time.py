"""Critical Time Intervention in pairs, the ties that it leaves, whom users confide in, and peers in their neighbourhood."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import Community
from simulation.people.events import CODES, kept
from simulation.people.peers import CLINICIAN, CONFIDANTS, NOBODY, PEER, PLACES
from simulation.people.residents import NEVER
from simulation.people.tallies import CENTRE, PEOPLE
from simulation.people.ties import phase_of
from simulation.programmes.confiding import pulls

f4 = np.float32
WEEKS = 80
PROGRAMME = {
    "critical_time.teams": 6.0, "critical_time.accompanied[common]": 1.0, "critical_time.accompanied[substance_use]": 1.0,
    "peer_workers.wishes": 0.6, "peer_workers.recovery_needed": 0.45, "peer_support.appreciation": 0.95, "peer_support.familism": 0.2,
    # as in a well-prepared trial: trips paid, roles clear, supervision every week
    "peer_resources.peer_expenses": 1.0, "role_clarity.peer_clarity": 0.9, "training_and_support.peer_supervision": 1.0,
}
"""Six pairs at each of two centres, for adults with any disorder."""


def lived(scenario, changes=None, seed: int = 3, weeks: int = WEEKS, **options) -> Community:
    changed = scenario.setting(changes) if changes else scenario
    return Community(changed, seed, weeks=weeks, scale=options.pop("scale", 1.0), **options).live(weeks)


def counted(model: Community, name: str) -> int:
    return int(model.centre_tally[: model.weeks, CENTRE.index(name)].sum())


@pytest.fixture(scope="module")
def without(town):
    return lived(town)


@pytest.fixture(scope="module")
def both(town):
    return lived(town, PROGRAMME, keep_events=True)


@pytest.fixture(scope="module")
def no_peer(town):
    return lived(town, PROGRAMME | {"critical_time.peer_half": 0.0})


@pytest.fixture(scope="module")
def no_worker(town):
    return lived(town, PROGRAMME | {"critical_time.worker_half": 0.0})


def happened(model: Community, code: str) -> np.ndarray:
    log = kept(model.events)
    return log[(log["code"] == CODES.index(code)) & (log["week"] >= 0)]


def test_nobody_is_accompanied_twice_nor_for_longer_than_nine_months(both):
    model = both
    began = happened(model, "taken_on")
    assert len(began) > 30
    assert len({(e["agent"], e["week"]) for e in began}) == len(began)
    once = model.residents.accompanied_since != NEVER
    assert once.sum() <= len(began)
    on = model.cases.user >= 0
    assert (model.week - model.cases.since[on] <= 39).all() and (model.week - model.cases.since[on]).max() > 26
    # the pair has gone: nobody of it meets the user any more
    meetings = happened(model, "worker_contact")
    start = {e["agent"]: e["week"] for e in began}
    assert max(e["week"] - start[e["agent"]] for e in meetings) <= 39


def test_a_pair_withdraws_phase_by_phase(both):
    start = {e["agent"]: e["week"] for e in happened(both, "taken_on") if e["week"] <= WEEKS - 40}
    calm = happened(both, "worker_contact")
    in_phase = np.zeros(3)
    for e in calm[calm["value"] == 0]:
        if e["agent"] in start:
            in_phase[phase_of(int(e["week"] - start[e["agent"]]))] += 1
    assert in_phase[0] > 1.3 * in_phase[1] > 1.3 * in_phase[2] > 0


def test_each_half_of_a_pair_builds_its_own_kind_of_ties(both, no_peer, no_worker):
    informal = {m: int(m.residents.informal_ties.sum()) for m in (both, no_peer, no_worker)}
    formal = {m: int(m.residents.formal_ties.sum()) for m in (both, no_peer, no_worker)}
    assert informal[both] > informal[no_peer] and formal[both] > formal[no_worker]
    # who is missing is missed in their own task
    assert informal[no_peer] / informal[both] < informal[no_worker] / informal[both]
    assert formal[no_worker] / formal[both] < formal[no_peer] / formal[both]
    assert counted(no_peer, "peer_contacts") == 0 == counted(no_worker, "companion_contacts")
    assert counted(no_worker, "plans") == 0 < counted(no_peer, "plans")


def test_without_either_half_nothing_happens_to_anybody(town, without, state):
    neither = lived(town, PROGRAMME | {"critical_time.peer_half": 0.0, "critical_time.worker_half": 0.0})
    assert counted(neither, "accompanied") > 0
    there, here = state(neither), state(without)
    assert {k for k in there if k.startswith("residents.") and there[k] != here[k]} == {"residents.accompanied_since"}


def test_families_of_accompanied_users_carry_less_and_stand_closer(both, without):
    rows = both.cases.user[(both.cases.user >= 0) & (both.week - both.cases.since > 13)]
    same = rows[both.residents.arrival[rows] == without.residents.arrival[rows]]
    assert len(same) > 15
    burden = both.residents.family_burden[same] - without.residents.family_burden[same]
    closer = both.residents.family_engagement[same] - without.residents.family_engagement[same]
    assert burden.mean() < -0.05 and closer.mean() > 0.05


def test_ties_outlive_the_pair_and_fade(town):
    model = Community(town.setting(PROGRAMME), 5, weeks=120).live(60)
    gone = (model.residents.accompanied_since > 0) & (model.week - model.residents.accompanied_since > 39)
    before = int(model.residents.informal_ties[gone].sum())
    arrivals = model.residents.arrival[gone].copy()
    model.live(39)
    stayed = model.residents.arrival[gone] == arrivals
    after = int(model.residents.informal_ties[gone][stayed].sum())
    assert 0 < after < before


def test_a_crisis_plan_takes_people_in_crisis_to_care_and_spares_the_emergency_room(town):
    """Everybody ill and in no care, with a plan or without: more come to care, fewer to the emergency room."""
    came, emergencies = [], []
    for plan in (0, 1):
        model = Community(town.setting({"help_seeking.plan_brings": 0.8, "help_seeking.plan_spares": 0.7}), 4, weeks=26, scale=1.0).live(1)
        model.residents.crisis_plan[:] = plan
        model.live(25)
        crises = model.tally[:26, PEOPLE.index("crises"), 0].sum()
        emergencies.append(model.tally[:26, PEOPLE.index("emergency_visits"), 0].sum() / crises)
        came.append(model.tally[:26, PEOPLE.index("seekers"), 0].sum())
    assert emergencies[1] < 0.8 * emergencies[0]
    assert came[1] > came[0]


def test_workers_come_in_the_week_of_a_crisis(town):
    model = lived(town, PROGRAMME | {"course.crisis[common]": 2.0}, keep_events=True)
    crises = happened(model, "crisis")
    came = {(e["agent"], e["week"]) for e in happened(model, "worker_contact") if e["value"] == 1}
    accompanied = {(e["agent"]): e["week"] for e in happened(model, "taken_on")}
    of_users = [e for e in crises if e["agent"] in accompanied and accompanied[e["agent"]] < e["week"] < accompanied[e["agent"]] + 39]
    assert len(of_users) >= 3
    assert sum((e["agent"], e["week"]) in came or (e["agent"], e["week"] + 1) in came for e in of_users) >= len(of_users) / 2


def test_a_small_share_of_residents_has_a_small_share_of_pairs(town):
    many = [counted(lived(town, PROGRAMME, seed, weeks=4, scale=0.5), "companions") for seed in (1, 2)]
    whole = [counted(lived(town, PROGRAMME, seed, weeks=4), "companions") for seed in (1, 2)]
    assert 0.3 < sum(many) / sum(whole) < 0.7


# --- confiding ---------------------------------------------------------------------------------------------


def _pulls(depth: float = 1.0, **changes: float) -> np.ndarray:
    class Settings:
        rank_pull, shields, keeps_to_self, likeness_weight, staff_likeness = f4(1), f4(0.5), f4(0.4), f4(0.6), f4(0.1)

    values = {
        "hierarchy": 0.6, "defers": 0.5, "endorsement": 0, "alike": 0.5, "peer_access": 0.8, "peer_bond": 0.6, "disclosure": 1,
        "strain": 0, "worker_access": 1, "worker_bond": 0.4, "staff_access": 0.5, "trust": 0.6, "family": 0.5, "self_stigma": 0.25,
    } | changes
    out = np.empty(len(CONFIDANTS), np.float32)
    pulls.py_func(out, f4(depth), Settings, *(f4(v) for v in values.values()))
    return out


def test_the_pull_of_each_confidant_by_pencil():
    assert _pulls() == pytest.approx([0.4 * 1.25, 0.5 * (0.5 + 0.15), 0.8 * (0.6 + 0.3), 0.4 + 0.15 + 0.15, 0.5 * (0.6 + 0.06 + 0.3)])


def test_rank_pulls_what_weighs_most_more_than_daily_matters():
    gain = [_pulls(d, hierarchy=1.0)[CLINICIAN] - _pulls(d, hierarchy=0.0)[CLINICIAN] for d in (1.0, 0.25)]
    assert gain[0] == pytest.approx(4 * gain[1]) and gain[0] > 0
    assert _pulls(hierarchy=1.0)[PEER] == _pulls(hierarchy=0.0)[PEER]
    assert _pulls(endorsement=1)[PEER] > _pulls()[PEER]


def test_users_tell_more_to_a_peer_who_tells_more_and_spare_a_strained_one():
    assert _pulls(disclosure=1)[PEER] > _pulls(disclosure=0.2)[PEER]
    assert _pulls(strain=1)[PEER] < _pulls(strain=0)[PEER]
    assert _pulls(self_stigma=1)[NOBODY] > _pulls(self_stigma=0)[NOBODY]


def test_what_is_confided_is_counted_once_and_rank_decides_deep_matters(town):
    share = []
    for hierarchy in (0.0, 1.0):
        model = lived(town, PROGRAMME | {"peer_support.hierarchy": hierarchy, "confiding.deep_matters": 1.0}, keep_events=True)
        told = happened(model, "confided")
        deep = told[told["value"] >= 10]
        to = np.bincount(deep["value"].astype(int) - 10, minlength=len(CONFIDANTS))
        assert to.sum() == len(deep) > 100
        share.append(to[CLINICIAN] / (to[CLINICIAN] + to[PEER]))
        counts = sum(int(getattr(model.pairs, f"{topic}_{who}").sum()) for topic in ("daily", "deep") for who in CONFIDANTS)
        assert 0 < counts <= len(told)
    assert share[1] > share[0] + 0.05


# --- in the neighbourhood, among staff ---------------------------------------------------------------------


def test_peers_who_are_open_are_asked_by_neighbours_and_not_without_the_mechanism(town):
    asked = {"peer_brokers.talks_a_week": 16.0, "peer_brokers.asks_peer": 1.0}
    model = lived(town, PROGRAMME | asked)
    assert counted(model, "found_by_peers") > 5
    mine = model.peers.person[model.peers.active == 1]
    assert (model.residents.openness[mine] >= model.peers.disclosure[model.peers.active == 1] - 1e-6).all()
    off = lived(town, PROGRAMME | asked | {"peer_workers.mechanism[liminal]": 0.0})
    assert counted(off, "found_by_peers") == 0


def test_hours_in_the_field_with_peers_are_taken_from_clinicians_and_lower_strain(town):
    strain, office = [], []
    for hours in (0.0, 3.0):
        model = lived(town, PROGRAMME | {"peer_workers.joint_visits": hours, "peer_workers.rejection_strain": 0.8})
        strain.append(model.peers.strain[model.peers.active == 1].mean())
        office.append(counted(model, "slots"))
        assert (counted(model, "joint_minutes") > 0) == (hours > 0)
    assert strain[1] < strain[0] and office[1] < office[0]


def test_time_for_staff_raises_the_culture_of_the_centre_and_costs_contacts(town):
    gain, contacts = [], []
    for share in (0.0, 0.5):
        busy = {"critical_time.teams": 0.0, "peer_workers.peer_posts": 6.0, "peer_support.offered[common]": 1.0, "peer_support.caseload": 15}
        model = lived(town, PROGRAMME | busy | {"peer_support.meets": 0.9, "peer_support.focus_on_staff": share})
        gain.append(model.centres.culture_gain.max())
        # the time itself, without what it changes in the place
        idle = lived(town, PROGRAMME | busy | {"peer_support.meets": 0.9, "peer_support.focus_on_staff": share, "peer_workers.staff_focus_effect": 0.0})
        contacts.append(counted(idle, "peer_contacts"))
    assert gain[0] == 0 < gain[1] and contacts[1] < contacts[0]


def test_each_choice_of_the_programme_changes_what_peers_do(town):
    plain = PROGRAMME | {"critical_time.teams": 0.0, "peer_workers.peer_posts": 6.0, "peer_support.offered[common]": 1.0}
    base = lived(town, plain)
    for name in ("peer_support.in_groups", "peer_support.chosen", "peer_support.same_stage", "peer_support.without_family_first"):
        other = lived(town, plain | {name: 1.0})
        assert other.pairs.user.tolist() != base.pairs.user.tolist() or counted(other, "peer_contacts") != counted(base, "peer_contacts"), name
    grouped = lived(town, plain | {"peer_support.in_groups": 1.0})
    bond = [m.pairs.bond[(m.pairs.user >= 0) & (m.pairs.contacts > 5)].mean() for m in (base, grouped)]
    assert bond[1] < bond[0]


# --- tradition and crowding, of which other systems know ---------------------------------------------------


def test_where_religious_leaders_say_so_people_with_tradition_stop_their_medicines(town):
    taking = []
    for told in (0.0, 2.0):
        model = lived(town, {"medicines.told_to_stop": told}, weeks=52)
        r = model.residents
        stock = (r.prescribed == 1) & (r.medicine_weeks > 0) & (r.tradition > 0.6)
        taking.append(r.taking_medicines[stock].mean())
    assert taking[1] < taking[0] - 0.03


def test_a_waiting_room_without_seats_costs_appointments(town, without, state):
    model = lived(town, {"sessions.seats": 0.5})
    assert model.centres.crowding.max() > 0.1
    missed = [m.tally[:WEEKS, PEOPLE.index("missed_appointments"), 0].sum() / counted(m, "booked") for m in (without, model)]
    assert missed[1] > missed[0]
    assert len(model.companions) == PLACES * len(model.centres)
