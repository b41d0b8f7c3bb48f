"""Peer support workers: residents with a post, their pairs, what acts between the two, and what the work does to them."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import Community
from simulation.ground.chance import luck
from simulation.people.codes import ILL
from simulation.people.events import CODES, kept
from simulation.people.peers import MECHANISMS, PLACES, PRINCIPLES, SLOTS, PeerWorker, fidelity_of, principle
from simulation.people.tallies import CENTRE
from simulation.programmes.peer_workers import team_acceptance
from simulation.programmes.standing import standing_of

f4 = np.float32
WEEKS = 60
PEER_PROCESSES = (
    "peer_workers", "critical_time", "peer_support", "confiding", "peer_brokers", "ties", "after_hours", "outreach", "evenings",
    "self_help", "peers_first", "practical_help", "reachability",
)
SCALE = 1.0
PROGRAMME = {
    "peer_workers.peer_posts": 12.0, "peer_support.offered[common]": 1.0, "peer_support.offered[substance_use]": 1.0,
    "peer_workers.wishes": 0.6, "peer_workers.recovery_needed": 0.45,
}
"""As many posts as a centre may have, so that thinned centres have some, for adults with any disorder."""


def dials(*on: str) -> dict[str, float]:
    return {f"peer_workers.mechanism[{name}]": float(name in on) for name in MECHANISMS}


def lived(scenario, changes=None, seed: int = 3, weeks: int = WEEKS, **options) -> Community:
    changed = scenario.setting(changes) if changes else scenario
    return Community(changed, seed, weeks=weeks, scale=options.pop("scale", SCALE), **options).live(weeks)


def counted(model: Community, name: str) -> np.ndarray:
    return model.centre_tally[: model.weeks, CENTRE.index(name)].sum(axis=1)


def people(state: dict[str, bytes]) -> dict[str, bytes]:
    return {k: v for k, v in state.items() if k.startswith("residents.") or k in ("tally", "waits", "flows")}


@pytest.fixture(scope="module")
def without(town):
    return lived(town)


@pytest.fixture(scope="module")
def with_peers(town):
    return lived(town, PROGRAMME, keep_events=True)


def users(model: Community) -> np.ndarray:
    """Residents who have had a peer for half a year."""
    q = model.pairs
    at = (q.user >= 0) & (model.week - q.since >= 26)
    found = q.user[at]
    return found[model.residents.arrival[found] == q.arrival[at]]


# --- who they are ------------------------------------------------------------------------------------------


def test_without_posts_the_place_is_what_it_is_without_the_two_processes(town, without, state, monkeypatch):
    import simulation.community

    left = tuple(p for p in simulation.community.WEEK if p.name not in PEER_PROCESSES)
    assert len(left) == len(simulation.community.WEEK) - len(PEER_PROCESSES)
    monkeypatch.setattr(simulation.community, "WEEK", left)
    assert state(lived(town)) == state(without)


def test_a_peer_is_a_resident_with_a_service_history_and_a_mesa_agent(with_peers):
    model = with_peers
    posts = model.agents_by_type[PeerWorker]
    assert len(posts) == len(model.peers) == PLACES * len(model.centres)
    holding = [post for post in posts if post.active]
    assert len(holding) >= 3
    for post in holding:
        i = post.person
        assert model.residents.arrival[i] == post.arrival
        assert model.residents.age_weeks[i] >= 18 * 52
        assert i not in post.users
        assert len(post.users) <= int(model.present_values["peer_support.caseload"])
    assert len({post.person for post in holding}) == len(holding)
    assert len({model.residents.disorder[post.person] for post in holding}) > 1


def test_posts_that_were_taken_are_held_or_were_left(with_peers):
    joined, left = counted(with_peers, "peers_joined").sum(), counted(with_peers, "peers_left").sum()
    assert joined > left > 0
    assert joined - left == (with_peers.peers.active == 1).sum()
    codes = kept(with_peers.events)["code"]
    assert (codes == CODES.index("became_peer")).sum() >= joined


def test_a_cut_post_makes_its_holder_a_user_again(town):
    model = lived(town, PROGRAMME)
    held = (model.peers.active == 1).sum()
    assert held > 0
    model._local["peer_posts"][:] = 0
    model.live(1)
    assert (model.peers.active == 0).all() and (model.pairs.user == -1).all() and (model.peers.person == -1).all()


def test_a_small_share_of_residents_has_a_small_share_of_posts(town):
    full, half = (
        [int(lived(town, PROGRAMME | {"peer_workers.peer_posts": 6.0}, seed, scale=scale).peers.active.sum()) for seed in range(3)] for scale in (1.0, 0.5)
    )
    # two centres with six posts each; some wait for somebody to take them
    assert all(6 < n <= 12 for n in full)
    assert all(2 < n <= 6 for n in half)


# --- what acts ---------------------------------------------------------------------------------------------


def test_with_all_five_mechanisms_off_residents_are_the_same_to_the_bit(town, without, state):
    off = lived(town, PROGRAMME | dials())
    assert counted(off, "peer_contacts").sum() > 20
    assert people(state(off)) == people(state(without))


@pytest.mark.parametrize(
    ("name", "column", "sign"),
    [
        ("practical", "difficulties", -1), ("experience", "hope", 1), ("love", "connectedness", 1), ("helper", "meaning", 1),
        ("liminal", "identity", 1),
    ],
)
def test_each_mechanism_alone_moves_what_it_is_about_and_leaves_its_trace(town, without, name, column, sign):
    model = lived(town, PROGRAMME | dials(name))
    rows = users(model)
    assert len(rows) >= 3
    change = sign * (getattr(model.residents, column)[rows] - getattr(without.residents, column)[rows])
    assert change.mean() > 0
    pairs = model.pairs
    met = (pairs.user >= 0) & (pairs.contacts > 5)
    for other in MECHANISMS:
        seen = getattr(pairs, f"saw_{other}")[met].sum()
        assert (seen > 0) == (other == name)


def test_practical_support_is_noticed_most_and_the_helper_role_least(with_peers):
    pairs = with_peers.pairs
    met = pairs.user >= 0
    seen = {name: getattr(pairs, f"saw_{name}")[met].sum() / pairs.contacts[met].sum() for name in MECHANISMS}
    assert seen["practical"] == 1
    assert seen["practical"] > max(seen["experience"], seen["love"])
    assert min(seen["experience"], seen["love"]) > seen["helper"] > 0


def test_some_users_feel_pity_and_lose_hope(town, without):
    only_told = PROGRAMME | dials("experience") | {"peer_support.pity": 0.35}
    hope = []
    for seed in (3, 4):
        model, other = lived(town, only_told, seed), without if seed == 3 else lived(town, seed=seed)
        rows = users(model)
        hope += list(model.residents.hope[rows] - other.residents.hope[rows])
    change = np.array(hope)
    assert (change < 0).any() and (change > 0).mean() > 0.4


# --- how users see peers -----------------------------------------------------------------------------------


def _standing(hierarchy: float, endorsement: float, acceptance: float, sessions: int = 20) -> float:
    class Settings:
        appreciation = f4(0.8)

    Settings.hierarchy = f4(hierarchy)
    arrival, seen = np.zeros(400, np.int16), np.full(400, sessions, np.int16)
    ask = luck(5)
    return float(np.mean([
        standing_of.py_func(i, 0, 0, ask, Settings, arrival, seen, f4(1), f4(endorsement), f4(acceptance)) for i in range(400)
    ]))


def test_endorsement_raises_standing_more_where_rank_weighs_more():
    gain = {h: _standing(h, 1, 0.5) - _standing(h, 0, 0.5) for h in (0.0, 0.3, 0.7)}
    assert gain[0.0] == 0
    assert 0 < gain[0.3] < gain[0.7]


def test_the_view_of_staff_spills_over_to_users_who_see_them_often():
    often = _standing(0.6, 0, 0.2, 20) - _standing(0.6, 0, 0.8, 20)
    seldom = _standing(0.6, 0, 0.2, 2) - _standing(0.6, 0, 0.8, 2)
    assert often < seldom < 0
    assert _standing(0, 0, 0.2) == _standing(0, 0, 0.8)


def test_households_that_hide_an_illness_keep_peers_out(town):
    refusals = []
    for hides in (0.0, 1.0):
        model = lived(town, PROGRAMME | {"peer_support.hides": hides, "peer_support.at_home": 0.8, "peer_resources.peer_expenses": 1.0}, keep_events=True)
        found = kept(model.events)
        refusals.append(int(((found["code"] == CODES.index("peer_refused")) & (found["value"] == 0)).sum()))
    assert refusals[0] == 0 < refusals[1]


def test_peers_go_first_to_users_without_family_where_that_is_the_rule(town):
    support = []
    for first in (0.0, 1.0):
        model = lived(town, PROGRAMME | {"peer_workers.peer_posts": 1.0, "peer_support.without_family_first": first})
        support.append(model.residents.family_support[model.pairs.user[model.pairs.user >= 0]].mean())
    assert support[1] < support[0] - 0.05


# --- what the work does to peers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("role_clarity.peer_clarity", 0.9), ("training_and_support.peer_supervision", 1.0), ("peer_network.peer_network", 0.9),
        ("staff_attitudes.team_attitude", 0.8), ("peer_resources.peer_pay", 1.0), ("peer_workers.peer_flexibility", 0.9),
    ],
)
def test_each_influence_on_the_work_lowers_strain(town, name, better):
    strain = []
    for value in (0.0, better):
        model = lived(town, PROGRAMME | {"peer_workers.rejection_strain": 0.8, name: value})
        strain.append(model.peers.strain[model.peers.active == 1].mean())
    assert strain[1] < strain[0] - 0.02


def test_a_strained_peer_falls_ill_and_leaves_more_often(town):
    gentle = {"staff_attitudes.team_attitude": 0.8, "training_and_support.peer_supervision": 1.0, "role_clarity.peer_clarity": 0.9}
    hard = {
        "staff_attitudes.team_attitude": 0.0, "training_and_support.peer_supervision": 0.0, "role_clarity.peer_clarity": 0.0, "peer_resources.peer_pay": 0.0,
        "peer_workers.rejection_strain": 0.8, "peer_workers.strain_relapse": 1.0,
    }
    ill, left = [], []
    for conditions in (gentle, hard):
        runs = [lived(town, PROGRAMME | conditions, seed, weeks=156) for seed in (1, 2)]
        ill.append(sum(counted(m, "peer_relapses").sum() for m in runs))
        left.append(sum(counted(m, "peers_left").sum() for m in runs))
    assert ill[0] == 0 < ill[1]
    assert left[1] > left[0]


def test_refreshers_keep_skill(town):
    skill = [
        lived(town, PROGRAMME | {"peer_workers.peer_refreshers": hours}).peers.skill.max() for hours in (0.0, 6.0)
    ]
    assert skill[1] > skill[0]


def test_a_peer_too_ill_to_work_meets_nobody(town):
    model = lived(town, PROGRAMME)
    posts = np.flatnonzero(model.peers.active)
    for p in posts:
        i = model.peers.person[p]
        model.residents.status[i], model.residents.severity[i], model.residents.severity_set[i] = ILL, 0.9, 0.9
    model.live(1)
    still = posts[(model.peers.active[posts] == 1) & (model.peers.away[posts] == 1)]
    assert len(still) > 0
    assert (model.peers.minutes[still] == 0).all() and (model.peers.contacts[still] == 0).all()


# --- known answers -----------------------------------------------------------------------------------------


def test_fidelity_is_the_mean_of_eight_principles():
    values = [float(principle.py_func(k, f4(0.5), f4(0.2), f4(0.4), f4(0.6), f4(0.8))) for k in range(8)]
    # half skill; half 1 - formality (3), culture (2), clarity (2), supervision (1)
    assert values == pytest.approx([0.35, 0.35, 0.35, 0.55, 0.35, 0.35, 0.55, 0.45])
    assert len(PRINCIPLES) == 8
    assert float(fidelity_of(f4(0.5), f4(0.2), f4(0.4), f4(0.6), f4(0.8))) == pytest.approx(np.mean(values))


def test_the_team_accepts_by_attitude_teaching_and_its_own_stigma():
    at_work, stigma = np.array([1, 1, 0], np.int8), np.array([0.2, 0.8, 0.9], np.float32)
    assert team_acceptance(0, 3, f4(0.5), f4(0), f4(0), at_work, stigma) == pytest.approx((0.8 + 0.2) / 2)
    assert team_acceptance(0, 3, f4(0.5), f4(1), f4(0), at_work, stigma) == pytest.approx((1.0 + 0.45) / 2)
    assert team_acceptance(0, 0, f4(0.5), f4(0), f4(0), at_work, stigma) == pytest.approx(0.5)


def test_slots_and_places_bound_what_may_be_asked_for(town):
    for name, most in (("peer_support.caseload", SLOTS), ("peer_workers.peer_posts", PLACES)):
        assert town.setting({name: most})
        with pytest.raises(ValueError, match=str(most)):
            town.setting({name: most + 1})
