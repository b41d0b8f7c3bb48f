"""The community is a Mesa model, and its residents, clinicians, centres, facilities, authority and districts are Mesa agents."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from simulation import Community, Scenario
from simulation.people.centres import Centre, District
from simulation.people.clinicians import Clinician
from simulation.people.codes import CARES, ILL, NO_CARE, WAITING
from simulation.people.companions import PairWorker
from simulation.people.facilities import HealthAuthority, Hospital, MidLevelFacility, PrimaryCarePractice
from simulation.people.peers import PeerWorker
from simulation.people.providers import Provider
from simulation.people.residents import Resident
from simulation.people.tallies import CENTRE, PEOPLE
from simulation.people.workers import CommunityWorker

KINDS = {"residents": Resident, "clinicians": Clinician, "workers": CommunityWorker, "centres": Centre, "districts": District, "authorities": HealthAuthority, "peers": PeerWorker, "companions": PairWorker, "providers": Provider}


@pytest.fixture
def model(town: Scenario) -> Community:
    """A small place after ten weeks."""
    made = Community(town, rng=1, weeks=40, scale=0.1)
    for _ in range(10):
        made.step()
    return made


@pytest.fixture
def twin(town: Scenario) -> Community:
    """The same place, in which nobody touches an agent."""
    return Community(town, rng=1, weeks=40, scale=0.1).live(10)


def counted(model: Community, week: int, what: str) -> int:
    return int(model.tally[week, PEOPLE.index(what), 0].sum())


def test_a_community_is_a_mesa_model_whose_step_is_a_week(model):
    assert isinstance(model, mesa.Model)
    assert (model.steps, model.week) == (10, 10)
    model.step()
    assert (model.steps, model.week) == (11, 11)
    assert model.running


def test_the_scenario_of_the_model_is_ours(model, town):
    assert model.scenario is town


def test_the_generators_of_mesa_follow_the_seed(town):
    one, two = (Community(town, rng=4, weeks=1, scale=0.01) for _ in range(2))
    assert one.random.random() == two.random.random()
    assert one.rng.random() == two.rng.random()


def test_everybody_is_an_agent_of_their_kind(model):
    rows = {name: len(getattr(model, name)) for name in KINDS}
    assert len(model.agents) == sum(rows.values()) + len(model.facilities)
    made = {PrimaryCarePractice, Hospital, MidLevelFacility}
    assert set(model.agent_types) == set(KINDS.values()) | made
    assert sorted(a.row for kind in made for a in model.agents_by_type[kind]) == list(range(len(model.facilities)))
    assert {a.name for a in model.agents_by_type[MidLevelFacility]} == {"home", "workshop", "jobs"}
    for name, kind in KINDS.items():
        agents = model.agents_by_type[kind]
        assert len(agents) == rows[name]
        assert sorted(agents.get("row")) == list(range(rows[name]))
    assert len({agent.unique_id for agent in model.agents}) == sum(rows.values()) + len(model.facilities)


@pytest.mark.parametrize(
    ("name", "column"),
    [("residents", "severity"), ("clinicians", "knowledge"), ("centres", "x"), ("districts", "population")],
)
def test_an_agent_shows_its_row(model, name, column):
    agents = model.agents_by_type[KINDS[name]]
    by_row = dict(zip(agents.get("row"), agents.get(column), strict=True))
    np.testing.assert_array_equal([by_row[row] for row in sorted(by_row)], getattr(getattr(model, name), column))


def test_agents_can_be_chosen_added_up_and_grouped(model):
    r = model.residents
    residents = model.agents_by_type[Resident]
    ill = residents.select(lambda a: a.status == "ill")
    assert len(ill) == int((r.status == ILL).sum()) > 0
    assert len(model.agents.select(agent_type=Clinician)) == len(model.clinicians)
    assert ill.agg("severity", sum) == pytest.approx(float(r.severity[r.status == ILL].sum(dtype=np.float64)))
    assert ill.agg("severity", max) == float(r.severity[r.status == ILL].max())
    groups = residents.groupby("status").count()
    assert groups == {name: int((r.status == code).sum()) for code, name in enumerate(("well", "at_risk", "ill", "remission")) if (r.status == code).any()}
    by_centre = model.agents_by_type[Clinician].groupby("centre").count()
    assert by_centre == {0: 6, 1: 4}


def test_places_have_the_names_of_the_scenario(model):
    assert sorted(model.agents_by_type[Centre].get("name")) == ["first", "second"]
    assert sorted(model.agents_by_type[District].get("name")) == ["north", "south", "without"]
    assert [len(centre.clinicians) for centre in model.agents_by_type[Centre]] == [6, 4]


def test_a_resident_has_an_age_a_recovery_and_an_identity(model):
    person = model.resident(17)
    assert person.row == 17
    assert person.age == model.residents.age_weeks[17] / 52
    assert 0 <= person.personal_recovery <= 100
    assert person.person == f"17:{model.residents.arrival[17]}"


def test_a_data_collector_sees_the_week(town):
    model = Community(town, rng=1, weeks=40, scale=0.02)
    collector = mesa.DataCollector(
        model_reporters={"week": "week", "ill": lambda m: int((m.residents.status == ILL).sum())},
        agenttype_reporters={Resident: {"severity": "severity", "care": "care"}, Centre: {"waiting": "waiting"}},
    )
    for _ in range(5):
        model.step()
        collector.collect(model)
    by_week = collector.get_model_vars_dataframe()
    assert by_week["week"].tolist() == [1, 2, 3, 4, 5]
    assert by_week["ill"].tolist() == [counted(model, week, "ill") for week in range(5)]
    people = collector.get_agenttype_vars_dataframe(Resident)
    assert len(people) == 5 * len(model.residents)
    assert set(people["care"]) <= set(CARES)
    last = people.xs(5, level="Step")["severity"].to_numpy()
    np.testing.assert_array_equal(np.sort(last), np.sort(model.residents.severity.astype(float)))
    assert len(collector.get_agenttype_vars_dataframe(Centre)) == 10


def test_severity_written_through_agents_counts_in_that_week(model, twin):
    ill = model.agents_by_type[Resident].select(lambda a: a.status == "ill")
    ill.set("severity", 1.0)
    model.step()
    twin.step()
    assert counted(model, 10, "severity") > counted(twin, 10, "severity")


def test_who_is_told_of_the_centre_through_an_agent_knows_it_in_that_week(model, twin):
    model.agents_by_type[Resident].set("knows_centre", True)
    model.step()
    twin.step()
    gone = len(model.residents) - counted(model, 10, "knows_centre")
    assert gone == int((model.residents.knows_centre == 0).sum()) < 10
    assert counted(twin, 10, "knows_centre") < counted(model, 10, "knows_centre")


def test_who_is_put_on_the_list_through_an_agent_is_seen_or_waits_in_that_week(model, twin):
    people = model.agents_by_type[Resident].select(lambda a: a.care == "none" and a.centre == 0)
    assert len(people) > 100
    people.set("care", "waiting").set("waiting_since", model.week)
    model.step()
    twin.step()
    assert counted(model, 10, "waiting") > counted(twin, 10, "waiting") + 50
    assert counted(model, 10, "first_sessions") > counted(twin, 10, "first_sessions")


def test_a_crisis_written_through_an_agent_brings_people_to_care_in_that_week(model, twin):
    people = model.agents_by_type[Resident].select(lambda a: a.status == "ill" and a.care == "none")
    people.set("crisis_week", model.week)
    model.step()
    twin.step()
    assert counted(model, 10, "seekers") > counted(twin, 10, "seekers") + len(people) / 4


def test_a_clinicians_belief_written_through_agents_fills_or_empties_the_week(town):
    visits = {}
    for level in (0.0, 1.0):
        model = Community(town, rng=1, weeks=40, scale=0.1).live(10)
        model.agents_by_type[Clinician].set("knowledge", level).set("orientation", level)
        model.live(20)
        visits[level] = int(model.centre_tally[10:30, CENTRE.index("visit_blocks")].sum())
    assert visits[1.0] > visits[0.0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("care", "clinic"), ("care", len(CARES)), ("care", 1.5), ("status", "sad"), ("severity", 1.2), ("severity", -0.1),
        ("severity", float("nan")), ("severity", "high"), ("severity", None), ("severity", [0.5]),
        ("knows_centre", 2), ("knows_centre", "yes"), ("age_weeks", -1), ("age_weeks", 10**6), ("age_weeks", "old"),
        ("crisis_week", 10**9), ("crisis_week", float("inf")), ("x", float("nan")),
    ],
)
def test_nonsense_written_through_an_agent_is_refused_and_changes_nothing(model, column, value):
    person = model.resident(3)
    before = getattr(person, column)
    with pytest.raises((ValueError, TypeError)):
        setattr(person, column, value)
    assert getattr(person, column) == before


def test_who_arrives_in_a_row_is_another_person(model):
    people = {agent.row: agent for agent in model.agents_by_type[Resident]}
    before = {row: (agent.person, agent.arrival) for row, agent in people.items()}
    model.live(20)
    came = [row for row, agent in people.items() if agent.arrival != before[row][1]]
    assert 0 < len(came) < len(people)
    for row, agent in people.items():
        assert (agent.person != before[row][0]) == (row in came)
        assert agent.row == row


def test_agents_are_made_when_somebody_asks_for_them(town):
    model = Community(town, rng=1, weeks=4, scale=0.01).live()
    assert not model._made_agents
    assert len(model.agents_by_type[Resident]) == len(model.residents)
    assert (model.residents.care[:] != WAITING).any()
    assert (model.residents.care[:] == NO_CARE).any()
