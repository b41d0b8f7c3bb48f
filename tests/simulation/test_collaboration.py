"""Several providers: ties, matters, meetings, visits to practices, informal contact, consent, and what they cost."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation import Community, load_policy
from simulation.ground.chance import luck
from simulation.people.codes import (
    AT_CENTRE,
    CARE_MATTER,
    COMPANY,
    JOINT_FORMS,
    MONEY_HOME,
    NO_MATTER,
    PRIMARY_CARE,
)
from simulation.people.matters import heard, own_clinician
from simulation.people.providers import AMONG_FIXED, FIXED, PROVIDERS, meet, tables, tie_between, tie_row
from simulation.people.tallies import CENTRE, PEOPLE
from simulation.programmes.meetings import chance_to_come, time_for_users, worth_of

f4 = np.float32
WEEKS = 60
JOINT = ("provider_ties", "matters", "meetings", "practice_visits", "informal_contact")
MEETING = {"meetings.meeting_every": 1.0}
VISITS = {"practice_visits.visits_month": 1.0}
CALLS = {"informal_contact.informal_minutes": 15.0}
FORM = {"privacy.parties_asked": 5.0, "privacy.written_minutes": 10.0}
PEERS = {"peer_workers.peer_posts": 4.0, "peer_workers.wishes": 0.6, "peer_workers.recovery_needed": 0.45}
ALL = MEETING | VISITS | CALLS | FORM | PEERS


def lived(scenario, changes=None, seed: int = 3, weeks: int = WEEKS, **options) -> Community:
    return Community(scenario.setting(changes) if changes else scenario, seed, weeks=weeks, **options).live(weeks)


def counted(model: Community, name: str) -> int:
    return int(model.centre_tally[: model.weeks, CENTRE.index(name)].sum())


def everybody(model: Community) -> dict[str, bytes]:
    """Residents, staff and what is counted of them, without the columns of joint work."""
    found = {f"residents.{c}": getattr(model.residents, c).tobytes() for c in model.residents}
    found |= {f"clinicians.{c}": getattr(model.clinicians, c).tobytes() for c in model.clinicians}
    found |= {f"facilities.{c}": getattr(model.facilities, c).tobytes() for c in model.facilities}
    ours = range(CENTRE.index("provider_ties"), CENTRE.index("provider_pairs") + 1)
    found |= {name: model.centre_tally[:, k].tobytes() for k, name in enumerate(CENTRE) if k not in ours}
    return found | {name: model.tally[:, k].tobytes() for k, name in enumerate(PEOPLE)} | {"flows": model.flows.tobytes()}


# --- nothing without hours ---------------------------------------------------------------------------------


def test_without_joint_work_the_place_is_the_same_to_the_bit_as_without_its_processes(town, monkeypatch):
    import simulation.community

    with_them = everybody(lived(town))
    left = tuple(p for p in simulation.community.WEEK if p.name not in (*JOINT, "practical_help"))
    assert len(left) == len(simulation.community.WEEK) - len(JOINT) - 1
    monkeypatch.setattr(simulation.community, "WEEK", left)
    assert everybody(lived(town)) == with_them


def test_without_joint_work_ties_stay_where_the_system_has_them(town):
    model = lived(town)
    assert not model.provider_ties.gained.any() and not model.work["tie_gained"].any()
    assert counted(model, "provider_ties") == counted(model, "provider_pairs") * round(10_000 * model.present_values["handover.tie"][0])


def test_a_town_without_centres_lives_with_joint_work_on(town):
    from dataclasses import replace

    model = Community(replace(town.setting(MEETING | VISITS | CALLS), centres=()), 1, weeks=10, scale=0.2).live()
    assert not model.centre_tally.any() and len(model.providers) == len(model.provider_ties) == 0


# --- ties --------------------------------------------------------------------------------------------------


def test_each_two_providers_have_a_tie_of_their_own_except_two_practices():
    providers, ties, begins = tables([[4, 7, 9], [7]])
    assert begins.tolist() == [[0, 0], [8, 25], [14, 40]]
    pairs = list(zip(ties.one.tolist(), ties.other.tolist(), strict=True))
    assert len(set(pairs)) == len(ties) == AMONG_FIXED * 2 + FIXED * 4
    kinds = providers.kind[ties.one], providers.kind[ties.other]
    practice = PROVIDERS.index("practice")
    assert not ((kinds[0] == practice) & (kinds[1] == practice)).any()
    assert (ties.one < ties.other).all() and (providers.centre[ties.one] == providers.centre[ties.other]).all()
    assert providers.facility.tolist() == [-1] * 5 + [4, 7, 9] + [-1] * 5 + [7]
    assert [tie_row(a, b) for b in range(8) for a in range(min(b, FIXED))] == list(range(25))


def test_in_a_room_of_three_each_two_speak_for_a_third_of_the_time():
    contact = np.zeros(25, np.float32)
    meet(0, 0, 8, f4(60), np.array([1, 1, 0, 0, 0, 1, 0, 0], np.float32), contact)
    assert contact.sum() == pytest.approx(60)
    assert [contact[tie_row(*two)] for two in ((0, 1), (0, 5), (1, 5))] == pytest.approx([20, 20, 20])


def test_a_team_of_seven_fills_a_room_and_two_partners_hardly_speak():
    contact = np.zeros(25, np.float32)
    meet(0, 0, 8, f4(60), np.array([7, 0, 1, 1, 0, 1, 0, 0], np.float32), contact)
    # of 90 ordered pairs of ten people two are welfare and municipality, fourteen the team and welfare
    assert contact[tie_row(2, 3)] == pytest.approx(60 * 2 / 90)
    assert contact[tie_row(0, 2)] == pytest.approx(60 * 14 / 90)


def test_nobody_meets_alone():
    contact = np.zeros(25, np.float32)
    meet(0, 0, 8, f4(60), np.array([1, 0, 0, 0, 0, 0, 0, 0], np.float32), contact)
    assert not contact.any()


def test_ties_grow_with_conversation_and_halve_without(town, only):
    model = Community(town.setting({"handover.tie": 0.4}), 1, weeks=80, burn_in=False)
    only(model, "provider_ties")
    model.provider_ties.contact[0] = 600
    model.live(1)
    assert model.provider_ties.gained[0] == pytest.approx(0.6 * (1 - math.exp(-1)), rel=1e-5)
    assert not model.provider_ties.gained[1:].any() and not model.provider_ties.contact.any()
    model.live(52)
    assert model.provider_ties.gained[0] == pytest.approx(0.3 * (1 - math.exp(-1)), rel=1e-4)


def test_a_tie_never_exceeds_one(town, only):
    model = Community(town, 1, weeks=80, burn_in=False)
    only(model, "provider_ties")
    for _ in range(30):
        model.provider_ties.contact[:] = 5000
        model.live(1)
    assert (model.provider_ties.gained + model.local("tie")[model.provider_ties.centre] <= 1 + 1e-6).all()


@pytest.mark.parametrize(("gap", "known"), [(1.0, 0.5), (0.0, 1.0), (0.5, 0.75), (1.5, 0.25)])
def test_the_dial_says_how_much_a_missing_tie_matters(gap, known):
    assert tie_between(f4(0.3), f4(0.2), f4(gap)) == pytest.approx(known)


def test_a_tie_and_a_dial_at_one_give_back_the_parameter_to_the_bit():
    for tie in np.linspace(0, 1, 101, dtype=np.float32):
        assert tie_between(tie, f4(0), f4(1)) == tie


def test_informal_contact_alone_makes_ties(town):
    model = lived(town, CALLS)
    course = [model.centre_tally[w, CENTRE.index("provider_ties"), 0] / model.centre_tally[w, CENTRE.index("provider_pairs"), 0] for w in (1, 20, 59)]
    assert course[0] < course[1] < course[2]
    assert counted(model, "joint_meetings") == counted(model, "joint_visits_made") == 0


# --- who comes ---------------------------------------------------------------------------------------------


def values(model: Community, process: str):
    return model.bundles[process]


def test_who_has_middling_hopes_and_nothing_else_to_do_comes_as_declared(town):
    s = values(Community(town, 1, settle=False), "meetings")
    assert chance_to_come(f4(0.5), f4(0), s) == pytest.approx(s.comes)
    assert chance_to_come(f4(0), f4(0), s) == pytest.approx(s.comes * (1 - s.worth_pull / 2))
    assert chance_to_come(f4(0.5), f4(1), s) == pytest.approx(s.comes * (1 - s.load_keeps))
    assert worth_of(f4(2), f4(2), s) == pytest.approx(1 / (1 + s.worth_hour))
    assert worth_of(f4(0), f4(3), s) == 0


def test_an_hour_holds_one_matter_without_a_chair_and_two_with_one(town):
    model = Community(town, 1, settle=False)
    s, m = values(model, "meetings"), values(model, "matters")
    minutes = time_for_users(f4(60), s.opening_minutes, f4(0.5))
    assert minutes == 25
    assert int(minutes / (m.matter_minutes + s.strays)) == 1
    assert int(minutes / m.matter_minutes) == 2


def test_fewer_come_to_meetings_that_yield_little(rfcmh):
    early = late = 0.0
    for seed in range(4):
        # they begin in week 0, in a place that has settled without
        model = Community(rfcmh, seed, weeks=104).branch(rfcmh.setting(MEETING | FORM | PEERS)).live(104)
        share = model.centre_tally[:104, CENTRE.index("came"), 0] / model.centre_tally[:104, CENTRE.index("invited"), 0]
        early, late = early + share[:8].mean() / 4, late + share[52:].mean() / 4
        assert counted(model, "solved_meeting") < counted(model, "discussed_meeting")
    assert late < early - 0.1


# --- what is solved ----------------------------------------------------------------------------------------


def test_social_matters_go_unheard_the_more_mental_health_prevails(town):
    s = values(Community(town, 1, settle=False), "matters")
    assert heard(CARE_MATTER, f4(1), f4(0), s) == 1
    assert heard(MONEY_HOME, f4(0.5), f4(0), s) == pytest.approx(1 - s.dominance / 2)
    assert heard(COMPANY, f4(0.5), f4(1), s) == 1


def with_matter(scenario, changes, kind: int, care: int = AT_CENTRE, weeks: int = 60) -> Community:
    """Everybody is in care and has one matter, of which services may speak; only meetings happen."""
    # users are drawn into a place that has settled, so that staff are there
    model = Community(scenario.setting({"matters.finds": 1.0, "collaboration.misaligned": 0.0, "meetings.comes": 1.0, "meetings.load_keeps": 0.0, **changes}), 1, weeks=weeks)
    model.live(2)
    r = model.residents
    r.care, r.centre, r.matter, r.joint_consent = care, 0, kind, 1
    r.difficulties, r.matter_week, r.matter_since = 0.8, -1, 0
    return model


def test_nothing_is_solved_of_a_matter_whose_partner_is_not_invited(town, only):
    for name, kind in (("welfare", MONEY_HOME), ("neighbourhood", COMPANY), ("practice", CARE_MATTER)):
        without = with_matter(town, MEETING | {f"meetings.invites[{name}]": 0.0, "meetings.user_centred": 1.0}, kind)
        discussed = []
        for model in (without, with_matter(town, MEETING | {"meetings.user_centred": 1.0}, kind)):
            only(model, "staff_hours", "meetings")
            model.live(20)
            discussed.append((counted(model, "discussed_meeting"), counted(model, "solved_meeting")))
        assert discussed[0][0] > 10 and discussed[0][1] == 0, name
        assert discussed[1][1] > 0, name


def test_a_solved_matter_of_money_takes_its_part_of_difficulties_for_good(town, only):
    model = with_matter(town, MEETING | {"meetings.user_centred": 1.0}, MONEY_HOME)
    only(model, "staff_hours", "meetings")
    model.live(20)
    r = model.residents
    done = r.joint_plan == 1
    assert done.sum() == counted(model, "solved_meeting") > 0
    less = model.present_values["matters.relief"]
    assert r.difficulties[done] == pytest.approx(0.8 * (1 - less)) and r.eased[done] == pytest.approx(0.8 * less)
    assert (r.matter[done] == NO_MATTER).all() and (r.difficulties[~done] == f4(0.8)).all()


def test_a_solved_matter_of_care_brings_people_of_a_practice_to_the_list_without_a_loss(town, only):
    model = with_matter(town, VISITS | {"handover.loss": 1.0}, CARE_MATTER, PRIMARY_CARE)
    before = int(model.tally[2, PEOPLE.index("joined_list"), 0].sum())
    only(model, "staff_hours", "practice_visits")
    model.live(20)
    joined = int(model.tally[2:, PEOPLE.index("joined_list"), 0].sum()) - before
    assert 0 < joined <= counted(model, "solved_practice_visit")


def test_of_a_visit_the_practice_learns(town):
    visited, alone = (lived(town, change, weeks=40) for change in (VISITS, {}))
    practices = [k for k in range(len(visited.facilities)) if visited.facilities.kind[k] == 0 and visited.takes_from[k, 0]]
    assert counted(visited, "joint_visits_made") > 5
    assert (visited.facilities.knowledge[practices] > alone.facilities.knowledge[practices]).all()


def test_the_longest_open_matter_comes_first(town, only):
    model = with_matter(town, MEETING | {"meetings.user_centred": 1.0}, MONEY_HOME)
    only(model, "staff_hours", "meetings")
    model.residents.matter_since[:] = np.arange(len(model.residents)) % 50 + 3
    model.residents.matter_since[[700, 900, 1500]] = [-9, -7, -8]
    model.live(1)
    while not counted(model, "discussed_meeting"):
        model.live(1)
    spoken = np.flatnonzero(model.residents.matter_week >= 0)
    assert set(spoken) <= {700, 900, 1500} and 700 in spoken


# --- consent -----------------------------------------------------------------------------------------------


def test_consent_falls_with_every_party_on_the_form(town):
    off = []
    for parties in (1, 2, 5):
        model = Community(town.setting({"privacy.parties_asked": float(parties)}), 1, settle=False)
        each = model.present_values["privacy.each_puts_off"][0]
        off.append(float(model.channel("put_off").values[0]))
        assert off[-1] == pytest.approx(1 - (1 - each) ** (parties - 1))
    assert off[0] == 0 < off[1] < off[2]
    some, many = (lived(town, CALLS | {"privacy.parties_asked": n}) for n in (1.0, 5.0))
    assert counted(some, "consents_given") / counted(some, "consents_asked") > counted(many, "consents_given") / counted(many, "consents_asked") + 0.1


def test_written_consent_takes_its_minutes_for_every_party(town):
    model = lived(town, CALLS | FORM)
    assert counted(model, "consents_asked") > 20
    assert counted(model, "consent_minutes") == 50 * counted(model, "consents_asked")


def test_without_the_barrier_of_privacy_nobody_is_asked_and_more_have_a_joint_plan(town):
    without, with_it = (lived(town, CALLS | FORM | {"privacy.privacy_dial": dial}) for dial in (0.0, 1.0))
    assert counted(without, "consents_asked") == counted(without, "consent_minutes") == 0
    plans = [counted(m, "with_joint_plan") / counted(m, "joint_served") for m in (without, with_it)]
    assert plans[0] > plans[1] > 0


def test_nobody_is_spoken_of_who_has_not_signed(town):
    model = lived(town, ALL, keep_events=True)
    r = model.residents
    assert counted(model, "consents_given") > 0
    assert not ((r.joint_plan == 1) & (r.joint_consent == 0)).any()
    assert not ((r.matter_week >= 0) & (r.joint_consent == 0)).any()


# --- what it costs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1.0, 0.3])
def test_clinicians_minutes_add_up_with_all_of_it(town, scale):
    model = Community(town.setting(ALL), 5, weeks=40, scale=scale)
    for _ in range(40):
        before = model.clinicians.carried.copy()
        model.step()
        paid = np.where(model.clinicians.at_work != 0, model.clinicians.contract, 0)
        minutes = model.minutes[:, : len(model.clinicians)]
        np.testing.assert_array_equal(minutes.sum(axis=0), paid + before - model.clinicians.carried)
        assert (minutes >= 0).all() and (model.peers.minutes >= 0).all()
    for form in JOINT_FORMS:
        assert counted(model, f"joint_minutes_{form}") > 0


def test_meetings_take_office_time_and_visits_of_practices(town, only):
    free, held = (Community(town.setting(change), 3, weeks=20).live(1) for change in ({}, MEETING))
    for model in (free, held):
        only(model, "staff_hours", "meetings")
        model.facilities.room_left[:] = 0
        model.live(10)
    gone = free.minutes[2].sum() - held.minutes[2].sum()
    assert gone == held.minutes[5].sum() - free.minutes[5].sum() > 0
    assert held.facilities.room_left.min() < 0 == free.facilities.room_left.min()


def test_time_that_is_done_twice_ends_with_a_tie_and_with_a_plan(town):
    base = {"collaboration.duplicated": 0.3}
    loose, known, removed = (
        counted(lived(town, base | change), "minutes_done_twice")
        for change in ({"handover.tie": 0.0}, {"handover.tie": 1.0, "handover.consent": 1.0}, {"collaboration.collaboration_dial": 0.0})
    )
    assert loose > known >= removed == 0


def test_own_clinicians_are_shared_out_over_the_team():
    who = [own_clinician(i, 0, 3, 8, luck(4)) for i in range(2000)]
    assert set(who) == set(range(3, 8))
    assert min(who.count(j) for j in range(3, 8)) > 320
    assert own_clinician(1, 0, 3, 3, luck(4)) == -1


# --- policies ----------------------------------------------------------------------------------------------


def test_the_policies_change_what_they_say(rfcmh):
    in_story = any(one.name == "collaboration" for one in rfcmh.story)
    together = rfcmh if in_story else rfcmh.with_policies(load_policy("collaboration"))
    model = Community(together, 1, weeks=8).live(8)
    assert counted(model, "joint_meetings") == 8 and model.present_values["privacy.parties_asked"] == [5.0]


def test_what_changes_later_wins_over_a_story_of_collaboration(rfcmh):
    from dataclasses import replace

    story = rfcmh if any(one.name == "collaboration" for one in rfcmh.story) else replace(rfcmh, story=(*rfcmh.story, load_policy("collaboration")))
    changed = story.with_policies(*(load_policy(name) for name in ("fortnightly-chaired-meetings", "user-centred-meetings", "easy-consent")))
    model = Community(changed, 1, weeks=70, scale=0.1)
    model.live(20)
    assert model.present_values["meetings.meeting_every"] == [1.0] and model.present_values["privacy.parties_asked"] == [5.0]
    model.live(50)
    assert {name: model.present_values[name] for name in (
        "meetings.meeting_every", "meetings.meeting_chair", "meetings.users_share", "meetings.user_centred", "privacy.parties_asked", "practice_visits.visits_month",
    )} == {
        "meetings.meeting_every": [2.0], "meetings.meeting_chair": [1.0], "meetings.users_share": [0.9], "meetings.user_centred": [0.8],
        "privacy.parties_asked": [1.0], "practice_visits.visits_month": [1.0],
    }
