"""The shipped systems: what makes each that place is data, and what must hold between them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import simulation
from simulation import Community, Scenario, load, load_policy
from simulation.people.codes import AT_CENTRE, FACILITIES
from simulation.people.tallies import CENTRE, PEOPLE
from simulation.scenario import InputError, names, shipped_folder
from simulation.scenario.layers import chain

SITES = ("upsides-hamburg", "upsides-ulm", "upsides-beer-sheva", "upsides-dar-es-salaam", "upsides-kampala")
OLD = (*SITES, "chile-santiago", "rfcmh")
WEEKS = 26
SETTINGS = (
    "population.public_stigma", "population.tradition_mean", "population.literacy_mean", "population.trust_mean",
    "population.family_support_mean", "help_seeking.informal_share", "resources.space_short", "resources.reimbursed_share",
    "staff_turnover.team_knowledge", "staff_turnover.orientation", "staff_attitudes.team_attitude",
    "organisational_culture.recovery_culture", "role_clarity.peer_clarity", "role_clarity.peer_formality",
    "peer_network.peer_network", "training_and_support.peer_supervision", "peer_workers.peer_flexibility",
    "peer_support.peer_after_hours",
)
"""Judged settings of a site: attitudes, beliefs, culture, what surrounds peers."""
PROVIDERS = ("staff_turnover.staff_stigma", "primary_care.primary_stigma", "hospital.hospital_stigma")


@pytest.fixture(scope="module")
def systems() -> dict[str, Scenario]:
    return {name: load(name) for name in names("system")}


def posts(system: Scenario) -> float:
    return sum(float(system.value_at("peer_workers.peer_posts", centre.id)) for centre in system.centres)


@pytest.mark.parametrize("name", SETTINGS)
def test_ranges_of_a_judged_setting_overlap_between_any_two_sites(systems: dict[str, Scenario], name: str) -> None:
    for a, b in itertools.combinations(SITES, 2):
        one, other = systems[a].values[name], systems[b].values[name]
        assert one.grade == other.grade == "judged" and one.low < one.high
        assert max(one.low, other.low) < min(one.high, other.high), (a, b, one, other)


@pytest.mark.parametrize("name", PROVIDERS)
def test_stigma_of_providers_has_one_range_everywhere(systems: dict[str, Scenario], name: str) -> None:
    told = {(s.values[name].value, s.values[name].low, s.values[name].high) for s in systems.values()}
    assert len(told) == 1 and min(told.pop()) > 0
    assert not any(s.local.get(name) for s in systems.values())


def test_no_team_is_kinder_to_peers_because_its_country_is_richer(systems: dict[str, Scenario]) -> None:
    attitude = {name: systems[name].values["staff_attitudes.team_attitude"].value for name in SITES}
    assert attitude["upsides-kampala"] == attitude["upsides-hamburg"]
    assert attitude["upsides-dar-es-salaam"] == attitude["upsides-ulm"]


def test_sites_are_ordered_by_their_peers(systems: dict[str, Scenario]) -> None:
    order = ("upsides-kampala", "upsides-hamburg", "upsides-beer-sheva", "upsides-ulm", "upsides-dar-es-salaam")
    assert [posts(systems[name]) for name in order] == [16, 7, 2, 1, 0]
    assert posts(systems["chile-santiago"]) == posts(systems["rfcmh"]) == posts(systems["peru"]) == 0


def test_posts_of_an_old_service_are_held_when_the_story_begins() -> None:
    held = {}
    for name in ("upsides-kampala", "upsides-hamburg", "upsides-dar-es-salaam"):
        model = Community(load(name), 1, weeks=1, scale=0.3)
        held[name] = int(model.peers.active.sum())
        model.close()
    assert held["upsides-kampala"] > held["upsides-hamburg"] > held["upsides-dar-es-salaam"] == 0


def test_rank_and_family_come_from_the_index_with_the_same_width(systems: dict[str, Scenario]) -> None:
    for system in systems.values():
        for name in ("peer_support.hierarchy", "peer_support.familism"):
            one = system.values[name]
            assert one.source == "hofstede2010" and one.grade != "here"
            assert one.high - one.value == pytest.approx(0.15)
            assert one.value - one.low == pytest.approx(min(0.15, one.value), abs=0.021)


def test_nothing_measured_in_peru_counts_as_measured_elsewhere_in_another_system(systems: dict[str, Scenario]) -> None:
    peru = {name for name, one in systems["peru"].values.items() if one.grade == "here"}
    for name in OLD:
        for key in peru:
            theirs, ours = systems["peru"].values[key], systems[name].values[key]
            assert ours.grade != "here" or ours.value != theirs.value or ours.source != theirs.source, (name, key)


def test_the_neighbourhood_has_the_demography_of_its_paper(systems: dict[str, Scenario]) -> None:
    place = systems["rfcmh"]
    assert sum(zone.population for zone in place.zones) == 7121
    assert [place.value_at(f"population.age_share[{band}]") for band in ("0-14", "15-64", "65+")] == [0.19, 0.66, 0.15]
    assert place.value_at("population.poor_share") == 0.2 and place.value_at("population.migration_share") == 0.6
    assert place.value_at("population.working_share") == pytest.approx(50.7 / (50.7 + 27.7), abs=0.001)
    assert sum(facility.kind == FACILITIES[0] for facility in place.facilities) == 3


def test_no_rule_of_the_model_knows_a_system_by_name(systems: dict[str, Scenario]) -> None:
    quoted = [f"{mark}{name}{mark}" for name in systems for mark in "'\""]
    for file in sorted((Path(simulation.__file__).parent).rglob("*.py")):
        if file.name in ("warming.py", "__init__.py", "system.py"):
            continue  # compile once, show an example
        text = file.read_text(encoding="utf-8")
        assert not [word for word in quoted if word in text], file.name


@pytest.fixture(scope="module", params=OLD)
def lived(request: pytest.FixtureRequest) -> tuple[Community, int]:
    """An old system after half a year, every week of it balanced, and its caseload when the story began."""
    model = Community(load(request.param), 1, weeks=WEEKS, scale=0.5 if request.param == "rfcmh" else 0.05)
    caseload = int((model.residents.care == AT_CENTRE).sum())
    weekly = np.asarray(model.local("transport_weekly"), np.float32)
    income, cap = ((np.float32(times) * weekly * np.float32(model.scale)).astype(np.int64) for times in (1, 4))
    trips, materials = CENTRE.index("cents_trips"), CENTRE.index("cents_materials")
    for week in range(WEEKS):
        had = np.minimum(model.centres.transport_money + income, cap)
        carried = model.clinicians.carried.copy()
        model.step()
        paid = np.where(model.clinicians.at_work != 0, model.clinicians.contract, 0)
        np.testing.assert_array_equal(model.minutes.sum(axis=0)[: len(model.clinicians)], paid + carried - model.clinicians.carried)
        spent = model.centre_tally[week, trips] + model.centre_tally[week, materials]
        np.testing.assert_array_equal(model.centres.transport_money, had - spent)
    return model, caseload


def test_a_service_older_than_the_story_begins_with_a_caseload_near_its_later_one(lived: tuple[Community, int]) -> None:
    model, caseload = lived
    assert (model.centres.opens < 0).all() and (model.centres.is_open == 1).all()
    assert caseload > 15
    assert 0.6 < caseload / model.centre_tally[WEEKS - 1, CENTRE.index("in_care")].sum() < 1.67


def test_every_old_system_lives_with_people_conserved_and_its_staff_paid(lived: tuple[Community, int]) -> None:
    model, _ = lived
    residents = model.tally[:WEEKS, PEOPLE.index("residents"), 0]
    assert (residents.sum(axis=1) == len(model.residents)).all()
    assert model.centre_tally[:WEEKS, CENTRE.index("cents_pay")].sum() > 0
    assert np.isfinite(model.residents.severity).all() and np.isfinite(model.residents.hope).all()


@pytest.mark.parametrize("name", OLD)
def test_a_system_lends_from_the_first_one_only(name: str) -> None:
    path = shipped_folder() / "systems" / f"{name}.toml"
    assert [source.data.get("borrow") for source in chain(path, str(path))] == ["peru"]


def test_a_policy_in_another_currency_costs_as_much_at_the_exchange_rate(systems: dict[str, Scenario]) -> None:
    policy, kampala = load_policy("transport-money"), systems["upsides-kampala"]
    there, here = kampala.with_policies(policy).policies[0], systems["peru"].with_policies(policy).policies[0]
    assert here == policy and kampala.rates == {"PEN": 995.23}
    share, weekly = there.steps
    assert share.amount == 1.0  # no money
    assert weekly.amount == round(60000 * 995.23)
    assert weekly.cost is not None and weekly.cost.per_year == pytest.approx(2000 * 995.23)
    assert there.currency == "UGX"


def test_a_policy_in_a_currency_that_a_system_does_not_know_is_refused(systems: dict[str, Scenario]) -> None:
    policy = replace(load_policy("transport-money"), currency="XYZ")
    with pytest.raises(InputError, match=r'currency: found "XYZ", allowed UGX, PEN'):
        systems["upsides-kampala"].with_policies(policy)
    with pytest.raises(InputError, match=r'currency: found "XYZ", allowed PEN'):
        systems["peru"].with_policies(policy)


@pytest.mark.parametrize("policy", names("policy"))
def test_every_shipped_policy_fits_every_shipped_system_or_says_why_not(systems: dict[str, Scenario], policy: str) -> None:
    for system in systems.values():
        try:
            system.with_policies(load_policy(policy))
        except InputError as error:
            # a part of the system's own story, or of a story that it has not got
            if error.key in ("policy", "without"):
                assert policy in {one.name for one in system.story} or not system.story, (system.name, error)
                continue
            # a centre or a rule for more places than there are
            assert error.key.rpartition(".")[2] in ("where", "district", "serves"), (system.name, error)
