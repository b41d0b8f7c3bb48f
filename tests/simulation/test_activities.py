"""The five community activities: who leads them, for whom, what they do, and what keeps them from happening."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import Community, load_policy
from simulation.outcome import graded, regularity
from simulation.people.codes import AFFECTIVE_PSYCHOSIS, CHILDHOOD, GROUP_KINDS, LEDGER, PROFESSIONS
from simulation.people.events import CODES, kept
from simulation.people.tallies import CENTRE
from simulation.people.workers import CommunityWorker
from simulation.record import record_of

YEAR = 52
SCALE = 0.02
OFF = {f"groups.offered[{kind}]": 0.0 for kind in GROUP_KINDS} | {"staff_hours.visits_offered": 0.0}


def counted(model: Community, name: str, first: int = 0, last: int | None = None) -> np.ndarray:
    """A count by week and centre."""
    return model.centre_tally[first : model.week if last is None else last, CENTRE.index(name)]


def lived(scenario, seed: int = 3, weeks: int = 2 * YEAR, **options) -> Community:
    return Community(scenario, seed, weeks=weeks, scale=options.pop("scale", SCALE), **options).live(weeks)


@pytest.fixture(scope="module")
def as_is(peru):
    """Peru for two years, its events kept."""
    return lived(peru, keep_events=True)


# --- lay workers -------------------------------------------------------------------------------------------


def test_lay_workers_are_mesa_agents_beside_a_resident_of_their_catchment(as_is):
    workers = as_is.agents_by_type[CommunityWorker]
    active = [w for w in workers if w.active]
    assert len(workers) == len(as_is.workers) > len(active) > 10
    for worker in active:
        assert 0 <= worker.motivation <= 1 and 0 <= worker.competence <= 1
    # whoever lives in the neighbour's row may have moved to another centre since
    at_home = [as_is.residents.centre[w.home] == w.centre for w in active]
    assert np.mean(at_home) > 0.9


def test_hours_of_unpaid_workers_fade_long_before_heads_do(peru):
    model = lived(peru, weeks=YEAR)
    r = model.workers
    early = (r.active == 1) & (r.joined < 16)
    hours = r.hours[early].mean() / model.present_values["lay_workers.pledge"]
    assert early.sum() >= 8
    # they began at 0.9 of the pledge; at most a few of them have left
    assert hours < 0.75
    assert counted(model, "worker_exits").sum() < 0.25 * r.arrival.size


def test_pay_that_meets_expectations_holds_motivation(peru):
    paid = lived(peru.setting({"lay_workers.compensation": 1.0}), weeks=YEAR)
    unpaid = lived(peru, weeks=YEAR)
    means = [float(m.workers.motivation[m.workers.active == 1].mean()) for m in (unpaid, paid)]
    assert means[1] > means[0] + 0.1
    assert counted(unpaid, "cents_stipends").sum() == 0 < counted(paid, "cents_stipends").sum()
    expects = unpaid.workers.expects[unpaid.workers.active == 1]
    assert np.corrcoef(expects, unpaid.workers.motivation[unpaid.workers.active == 1])[0, 1] < -0.3
    of_paid = paid.workers
    spread = np.corrcoef(of_paid.expects[of_paid.active == 1], of_paid.motivation[of_paid.active == 1])[0, 1]
    assert abs(spread) < 0.3


def test_boosters_keep_competence(peru):
    skill = {}
    for design in ("block", "block_and_boosters"):
        model = lived(peru.setting({"lay_workers.training": design}))
        old = (model.workers.active == 1) & (model.workers.joined < YEAR)
        skill[design] = float(model.workers.competence[old].mean())
    assert skill["block_and_boosters"] > skill["block"] + 0.03


def test_a_national_curriculum_makes_centres_alike(peru):
    spreads = []
    alike = {"lay_workers.organisation": 0.9, "lay_workers.curriculum_spread": 0.5, "lay_workers.training": "block"}
    for dial in (0.0, 1.0):
        found = []
        for seed in range(4):
            model = lived(peru.setting({**alike, "lay_workers.national_curriculum": dial}), seed)
            r = model.workers
            skilled = [r.competence[(r.centre == c) & (r.trained == 10) & (r.joined < YEAR)] for c in range(3)]
            found.append(np.std([x.mean() for x in skilled]))
        spreads.append(np.mean(found))
    assert spreads[1] < 0.7 * spreads[0]


def test_nobody_is_recruited_where_no_meeting_is_held(peru):
    model = lived(peru.setting({"groups.offered[lay_meeting]": 0.0}), weeks=YEAR)
    assert counted(model, "planned_lay_meeting").sum() == 0 == counted(model, "workers").sum()
    assert not model.workers.active.any()


def test_guides_make_visits_shorter_and_seldom_in_vain(peru):
    shares = []
    for saves, finds in ((0.0, 0.0), (0.4, 0.65)):
        model = lived(peru.setting({"home_visits.guide_saves": saves, "home_visits.guide_finds": finds}), scale=0.1)
        made, vain = counted(model, "visits_made", YEAR).sum(), counted(model, "visits_not_home", YEAR).sum()
        assert counted(model, "guided_visits", YEAR).sum() > 50
        shares.append((vain / (made + vain), counted(model, "minutes_visits", YEAR).sum() / made))
    assert shares[1][0] < shares[0][0]
    assert shares[1][1] < shares[0][1]


def test_workers_find_people_whom_nobody_had_seen(peru):
    found = [
        counted(lived(peru.setting({"lay_workers.noticing": x, "lay_workers.contacts_an_hour": 1.0}), scale=0.2), "found_by_workers").sum()
        for x in (0.0, 0.75)
    ]
    assert found[0] == 0 < found[1]


# --- group activities ----------------------------------------------------------------------------------------


def test_only_professions_that_lead_spend_time_on_groups(as_is):
    led = np.zeros(len(PROFESSIONS))
    rows = [LEDGER.index("groups"), LEDGER.index("lay")]
    model = as_is.branch(as_is.scenario, weeks=as_is.week + 8)
    for _ in range(8):
        model.step()
        np.add.at(led, model.clinicians.profession, model.minutes[rows][:, : len(model.clinicians)].sum(axis=0))
    assert led[PROFESSIONS.index("nurse")] > 0
    for nobody in ("psychiatrist", "physician", "language_therapist"):
        assert led[PROFESSIONS.index(nobody)] == 0


def test_clubs_are_for_people_with_a_psychosis_and_insight(peru):
    model = lived(peru, scale=0.1, keep_events=True)
    log = kept(model.events)
    clubs = log[(log["code"] == CODES.index("group_session")) & (log["value"] == GROUP_KINDS.index("club"))]
    last = clubs[clubs["week"] == clubs["week"].max()]
    assert len(clubs) > 20
    # those of the last weeks are still who they were
    now = model.residents.disorder[last["agent"]]
    assert np.mean((now >= AFFECTIVE_PSYCHOSIS) & (now < CHILDHOOD)) > 0.9
    barred = lived(peru.setting({"groups.insight": 1.0}))
    assert not barred.residents.club_member.any()


def test_rooms_cap_groups_and_the_others_are_turned_away(peru):
    crowds = {}
    for short in (0.0, 0.9):
        model = lived(peru.setting({"resources.space_short": short}), weeks=YEAR, scale=0.1)
        crowds[short] = counted(model, "participants").sum(), counted(model, "turned_away").sum()
        held = sum(counted(model, f"held_{kind}").sum() for kind in ("workshop", "club", "peer_group"))
        places = model.present_values["groups.places"] * (1 - short) * model.scale
        assert crowds[short][0] <= held * (places + 1)
    assert crowds[0.9][0] < crowds[0.0][0] and crowds[0.9][1] > crowds[0.0][1]


def test_stigma_keeps_people_from_groups(peru):
    came = []
    for level in (0.35, 0.75):
        model = lived(peru.setting({"population.public_stigma": level, "groups.places": 1000}), weeks=YEAR, scale=0.05)
        came.append(counted(model, "participants").sum() / counted(model, "in_care").sum())
    # half the difference in stigma, times the declared effect, at most
    assert came[1] < 0.85 * came[0]


def test_peer_groups_need_conviction_and_willing_users(peru):
    never = lived(peru.setting({"groups.peer_conviction": 0.62, "knowledge.missing_share": 0.6}), weeks=YEAR)
    assert counted(never, "held_peer_group").sum() == 0 < counted(never, "planned_peer_group").sum()
    ready = lived(peru.setting({"groups.peer_conviction": 0.5, "knowledge.missing_share": 0.0}), weeks=YEAR)
    assert counted(ready, "held_peer_group").sum() > 0.5 * counted(ready, "planned_peer_group").sum()
    alone = lived(peru.setting({"groups.peer_conviction": 0.5, "groups.peer_mass": 60.0, "knowledge.missing_share": 0.0}), weeks=8)
    assert counted(alone, "held_peer_group")[:4].sum() == 0  # there are no users yet


@pytest.mark.parametrize("kind", GROUP_KINDS)
def test_an_activity_that_is_not_offered_is_neither_planned_nor_held(town, kind):
    model = Community(town.setting({f"groups.offered[{kind}]": 0.0}), 1, weeks=30, scale=0.3).live(30)
    assert counted(model, f"planned_{kind}").sum() == 0 == counted(model, f"held_{kind}").sum()


def test_without_activities_nobody_leaves_the_office(peru):
    model = lived(peru.setting(OFF), weeks=YEAR)
    for kind in ("visits", "travel", "groups", "lay"):
        assert counted(model, f"minutes_{kind}").sum() == 0
    assert counted(model, "cents_trips").sum() == 0 == counted(model, "cents_materials").sum()


def test_campaigns_make_the_centre_known_and_screen_children(peru):
    quiet = lived(peru.setting({"groups.offered[campaign]": 0.0}), weeks=YEAR, scale=0.1)
    loud = lived(peru.setting({"groups.campaign_reach": 1500.0}), weeks=YEAR, scale=0.1)
    assert loud.residents.knows_centre.mean() > quiet.residents.knows_centre.mean()
    assert counted(quiet, "screened").sum() == 0 < counted(loud, "screened").sum()


# --- programmes ----------------------------------------------------------------------------------------------


def test_coaching_reaches_far_centres_less_often_for_the_same_money(peru):
    model = lived(peru.with_policies(load_policy("coaching")), weeks=3 * YEAR, scale=0.01)
    near, far, _ = counted(model, "coaching_visits").sum(axis=0)
    assert far < near
    paid = counted(model, "cents_coaching").sum(axis=0) / model.scale / 100 / 3
    assert paid.max() < 1.6 * 8000  # about 8,000 soles a year each
    idle = lived(peru, weeks=YEAR, scale=0.01)
    assert not idle.centres.coached.any() and model.centres.coached.all()


def test_what_a_bonus_counts_decides_which_way_it_pulls(peru):
    """Office indicators press on the office, community indicators free the community; without a bonus nothing moves."""
    outside = {}
    for weight in (0.0, 1.0):
        scenario = peru.setting({"performance.bonus": 0.2, "performance.community_weight": weight})
        model = lived(scenario, scale=0.05)
        outside[weight] = sum(counted(model, f"minutes_{k}", YEAR).sum() for k in ("visits", "travel", "groups", "lay"))
        assert counted(model, "cents_bonus", YEAR).sum() > 0 == counted(model, "cents_bonus", 0, YEAR).sum()
    none = lived(peru.setting({"performance.bonus": 0.0}), scale=0.05)
    assert counted(none, "cents_bonus").sum() == 0
    assert outside[1.0] > outside[0.0]


def test_regularity_is_read_over_months_13_to_24(as_is, peru):
    shares = regularity(record_of(as_is))
    assert shares.shape == (5, 3) and np.all((shares >= 0) & (shares <= 1))
    lay = counted(as_is, "held_lay_meeting", YEAR, 2 * YEAR).sum(axis=0) / counted(as_is, "planned_lay_meeting", YEAR, 2 * YEAR).sum(axis=0)
    np.testing.assert_allclose(shares[0], lay)
    assert np.isnan(regularity(record_of(lived(peru, weeks=YEAR, scale=0.01)))).all()
    np.testing.assert_array_equal(graded(np.array([0.75, 0.74, 0.1, 0.09, np.nan])), [1.0, 0.5, 0.5, 0.0, np.nan])
