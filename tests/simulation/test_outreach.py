"""Outreach, information evenings, self-help and what the service is called."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import Community, Scenario, load, load_policy
from simulation.people.codes import MEETING_PLACE, WOMAN
from simulation.people.events import CODES, kept
from simulation.people.facilities import MeetingPlace
from simulation.people.tallies import CENTRE, PEOPLE

WEEKS = 40


def lived(scenario: Scenario, changes: dict[str, float] | None = None, weeks: int = WEEKS, seed: int = 3, **options) -> Community:
    changed = scenario.setting(changes) if changes else scenario
    return Community(changed, seed, weeks=weeks, **options).live(weeks)


def counted(model: Community, name: str) -> int:
    return int(model.tally[: model.weeks, PEOPLE.index(name), 0].sum())


def centred(model: Community, name: str) -> int:
    return int(model.centre_tally[: model.weeks, CENTRE.index(name)].sum())


def guests(model: Community, code: str) -> np.ndarray:
    log = kept(model.events)
    return log[(log["code"] == CODES.index(code)) & (log["week"] >= 0)]


@pytest.fixture(scope="module")
def place() -> Scenario:
    return load("rfcmh")


@pytest.fixture(scope="module")
def model(place: Scenario) -> Community:
    return lived(place, keep_events=True)


def test_a_meeting_place_is_an_agent_of_its_kind(place):
    model = Community(place, 1, weeks=1, scale=0.1)
    places = model.agents_by_type[MeetingPlace]
    assert len(places) == int((model.facilities.kind == MEETING_PLACE).sum()) == 8
    assert {a.name for a in places} >= {"the-square", "garden"}
    model.close()


def test_hours_bound_how_many_are_talked_with(model, place):
    minutes = centred(model, "minutes_outreach")
    an_hour = float(place.value_at("outreach.talks_an_hour"))
    assert 0 < minutes <= 2 * 60 * 4 * WEEKS
    assert 0.8 * an_hour * minutes / 60 < counted(model, "approached") <= an_hour * minutes / 60 + 4 * WEEKS


def test_more_hours_reach_more_people_and_most_are_still_met_by_nobody(place, model):
    more = lived(place, {"outreach.outreach_hours": 2.0}).tally  # the story sets the same
    assert np.array_equal(more, model.tally)
    twice = lived(place.with_policies(load_policy("more-peers")))
    assert counted(model, "met") < counted(twice, "met") < 0.5 * len(twice.residents)


def test_where_nobody_goes_nobody_is_met(place):
    assert counted(lived(place, {"outreach.goes": 0.0}), "approached") == 0


def test_norms_keep_women_of_traditional_households_from_mixed_places(place):
    strict = {"outreach.forbids": 1.0, "population.tradition_mean": 0.9, "outreach.goes": 0.3}
    shares = []
    for changes in (strict, {**strict, "social_complications.social_dial": 0.0}):
        model = lived(place, changes, keep_events=True)
        met = guests(model, "approached")["agent"]
        shares.append(float((model.residents.sex[met] == WOMAN).mean()))
    assert shares[0] < 0.25 < shares[1]
    apart = lived(place.with_policies(load_policy("spoken-outreach")), strict, keep_events=True)
    assert float((apart.residents.sex[guests(apart, "approached")["agent"]] == WOMAN).mean()) > shares[0]


def test_services_get_to_know_initiatives_by_being_there_and_by_a_guide(place, model):
    here = model.facilities.kind == MEETING_PLACE
    known = model.facilities.known[here]
    assert 0 < known.mean() < 1 and (model.facilities.known[~here] == 0).all()
    with_guide = lived(place.with_policies(load_policy("guide-to-initiatives")))
    assert with_guide.facilities.known[here].min() >= 0.89
    led = lived(place.with_policies(load_policy("informal-leaders")))
    assert led.facilities.noticed[here].mean() > model.facilities.noticed[here].mean()


def test_a_room_holds_so_many_and_nobody_speaks_before_all_whom_stigma_holds(place):
    often = {"evenings.interested": 0.05}
    model = lived(place.with_policies(load_policy("before-the-project")), {**often, "evenings.evenings": 52.0}, weeks=26, keep_events=True)
    held = guests(model, "evening")
    _, sizes = np.unique(held["week"], return_counts=True)
    assert sizes.max() <= 60 and counted(model, "evening_guests") == len(held) > 500
    ill, told = counted(model, "evening_ill"), counted(model, "evening_told")
    assert ill / counted(model, "evening_guests") > 0.1 and told < 0.02 * counted(model, "evening_guests")
    easy = {"evenings.says_stigma": 0.0, "evenings.says_audience": 0.0, "evenings.says": 1.0}
    frank = lived(place.with_policies(load_policy("before-the-project")), {**often, **easy, "evenings.evenings": 52.0}, weeks=26)
    assert counted(frank, "evening_told") == counted(frank, "evening_ill") > 0


def test_spoken_invitations_reach_who_cannot_read(place):
    strict = {"population.reading_share": 0.5, "evenings.interested": 0.05}
    base = place.with_policies(load_policy("before-the-project")).setting({**strict, "evenings.evenings": 52.0})
    shares = []
    for spoken in (0.0, 1.0):
        model = lived(base, {"outreach.spoken": spoken}, weeks=20, keep_events=True)
        shares.append(float(model.residents.reads[guests(model, "evening")["agent"]].mean()))
    assert shares[0] > 0.95 > shares[1]


def test_a_service_that_hides_its_name_is_found_out_and_trusted_less(place, model):
    assert counted(model, "found_out") == 0
    hidden = lived(place, {"naming.named": 0.0, "naming.comes_out": 5.0}, keep_events=True)
    assert counted(hidden, "found_out") > 20
    assert hidden.residents.trust.mean() < model.residents.trust.mean()
    never = lived(place, {"naming.named": 0.0, "naming.comes_out": 0.0})
    assert counted(never, "found_out") == 0 and counted(never, "seekers") >= counted(model, "seekers")


def test_self_help_is_for_those_who_are_not_ill_and_bounded_by_places(place):
    groups = lived(place.with_policies(load_policy("prevention")))
    assert 0 < counted(groups, "self_helped") <= 4 * 10 * WEEKS
    base = lived(place)
    assert counted(base, "self_helped") == 0
    well = groups.residents.status == 0
    assert groups.residents.difficulties[well].mean() < base.residents.difficulties[well].mean() + 1e-4
