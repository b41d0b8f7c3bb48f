"""Building a place: its tables from the scenario, its people, their contacts, and who serves whom.

Where a system lists no facility of a kind that everybody has, one is borrowed: a primary-care practice in the
middle of each zone, and one hospital for all districts, with the capacity that parameters give per resident.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground import geography, network
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.channel import ChannelValues
from simulation.ground.table import Table
from simulation.mechanisms import arrival, nearest_centre
from simulation.people.centres import CENTRE_COLUMNS, DISTRICT_COLUMNS, ZONE_COLUMNS
from simulation.people.channels import CHANNELS
from simulation.people.clinicians import COLUMNS as CLINICIAN_COLUMNS
from simulation.people.codes import BEDS, FACILITIES, LEDGER, PRACTICE, PROFESSIONS
from simulation.people.companions import CASE_COLUMNS, COMPANION_COLUMNS
from simulation.people.facilities import AUTHORITY_COLUMNS, FACILITY_COLUMNS
from simulation.people.peers import PAIR_COLUMNS, PEER_COLUMNS, PLACES, SLOTS
from simulation.people.providers import tables as providers_and_ties
from simulation.people.residents import COLUMNS as RESIDENT_COLUMNS
from simulation.people.workers import COLUMNS as WORKER_COLUMNS
from simulation.scenario import Scenario
from simulation.scenario.places import Centre

if TYPE_CHECKING:
    from simulation.community import Community

HOUSEHOLD = draw("household: how many live in it")


@kernel
def make_households(
    first: NDArray[np.int32], last: NDArray[np.int32], mean: np.float32, luck: Luck, household: NDArray[np.int32]
) -> None:
    """Number households within zones: sizes even around the mean, from one person up."""
    number = 0
    for z in range(first.size):
        i = first[z]
        while i < last[z]:
            size = 1 + int(ask(luck, HOUSEHOLD, i, 0) * (f4(2) * mean - f4(1)))
            for k in range(i, min(i + size, last[z])):
                household[k] = number
            i += size
            number += 1


@dataclass(frozen=True)
class Place:
    """A facility as built: listed by the scenario, or borrowed."""

    name: str
    kind: int
    x: float
    y: float
    district: int
    capacity: int | None
    serves: tuple[int, ...]


def places_of(scenario: Scenario) -> list[Place]:
    """All facilities of a system: those listed, then those borrowed."""
    row = {d.id: k for k, d in enumerate(scenario.districts)}
    found = [
        Place(f.id, FACILITIES.index(f.kind), f.x, f.y, row[f.district], f.capacity, tuple(row[d] for d in f.serves))
        for f in scenario.facilities
    ]
    with_practice = {d for place in found if place.kind == PRACTICE for d in place.serves}
    for zone in scenario.zones:
        if row[zone.district] not in with_practice:
            d = row[zone.district]
            found.append(Place(f"practice-{zone.id}", PRACTICE, zone.x, zone.y, d, None, (d,)))
    with_hospital = {d for place in found if place.kind == BEDS for d in place.serves}
    without = tuple(d for d in row.values() if d not in with_hospital)
    if without:
        first = next(z for z in scenario.zones if row[z.district] == without[0])
        found.append(Place("hospital", BEDS, first.x, first.y, without[0], None, without))
    return found


def build(world: Community, contacts: network.Contacts | None) -> None:
    """Make every table of a community, still without people; ``contacts`` of the one that it goes on from."""
    scenario = world.scenario
    district_row = {d.id: k for k, d in enumerate(scenario.districts)}
    world.channels = {
        c.name: ChannelValues(c, len(scenario.places("centre" if c.over == "centre" else "district"))) for c in CHANNELS
    }
    world.districts = Table(DISTRICT_COLUMNS, len(scenario.districts))
    world.zones = Table(ZONE_COLUMNS, len(scenario.zones))
    first = 0
    for k, zone in enumerate(scenario.zones):
        size = max(round(zone.population * world.scale), 1)
        z = world.zones
        z.x[k], z.y[k], z.radius[k], z.district[k] = zone.x, zone.y, zone.radius, district_row[zone.district]
        z.first_resident[k], z.last_resident[k] = first, first + size
        world.districts.population[district_row[zone.district]] += size
        first += size
    world.residents = Table(RESIDENT_COLUMNS, first)
    _build_centres(world, district_row)
    _build_facilities(world)
    world.authorities = Table(AUTHORITY_COLUMNS, 1)
    world.serves = np.zeros((max(len(scenario.centres), 1), len(scenario.districts)), np.bool_)
    for c, centre in enumerate(scenario.centres):
        for name in centre.serves:
            world.serves[c, district_row[name]] = True
    _build_providers(world)
    world.first_centres = len(scenario.centres) - sum(
        step.centre is not None for policy in scenario.policies for step in policy.steps
    )
    size = world.residents.whole("x").size
    world.work = {
        "work_list": np.zeros(size, np.int32),
        "work_age": np.zeros(size, np.int16),
        "work_count": np.zeros(1, np.int64),
        "work_known": np.zeros(size, np.float32),
        "weight_curves": scenario.weights.curves(),
        "residual_weights": scenario.weights.residuals(),
        "tie_gained": np.zeros((max(len(scenario.centres), 1), max(len(world.facilities), 1)), np.float32),
    }
    world._buffers = []
    nobody = np.zeros(0, np.int32)
    world.contacts = contacts or network.Contacts(np.zeros(1, np.int64), nobody, nobody, np.zeros(0, np.int16))


def _build_centres(world: Community, district_row: Mapping[str, int]) -> None:
    scenario = world.scenario
    posts = [
        (c, p)
        for c, centre in enumerate(scenario.centres)
        for p, name in enumerate(PROFESSIONS)
        for _ in range(centre.roster.get(name, 0))
    ]
    world.centres = Table(CENTRE_COLUMNS, len(scenario.centres))
    world.clinicians = Table(CLINICIAN_COLUMNS, len(posts))
    world.minutes = world.clinicians.stacked([f"minutes_{name}" for name in LEDGER])
    # staff stay whole at any scale; their minutes are scaled
    contract = round(int(world.present_values["staff_hours.week_minutes"]) * world.scale)
    for j, (c, p) in enumerate(posts):
        world.clinicians.centre[j], world.clinicians.profession[j], world.clinicians.contract[j] = c, p, contract
    workers = [_places_of_workers(world, centre, district_row) for centre in scenario.centres]
    world.workers = Table(WORKER_COLUMNS, sum(workers))
    world.peers = Table(PEER_COLUMNS, PLACES * len(scenario.centres))
    world.pairs = Table(PAIR_COLUMNS, SLOTS * len(world.peers))
    world.companions = Table(COMPANION_COLUMNS, len(world.peers))
    world.cases = Table(CASE_COLUMNS, len(world.pairs))
    ends = np.cumsum(workers)
    for c, centre in enumerate(scenario.centres):
        rows = [j for j, (where, _) in enumerate(posts) if where == c]
        t = world.centres
        t.x[c], t.y[c], t.district[c], t.opens[c] = centre.x, centre.y, district_row[centre.district], centre.opens
        t.rooms[c], t.vehicles[c], t.support_staff[c] = centre.rooms, centre.vehicles, centre.support_staff
        t.first_clinician[c] = rows[0] if rows else 0
        t.last_clinician[c] = rows[-1] + 1 if rows else 0
        t.first_worker[c], t.last_worker[c] = ends[c] - workers[c], ends[c]
        world.workers.centre[ends[c] - workers[c] : ends[c]] = c
        t.budget_year[c] = -1 if centre.budget is None else round(100 * centre.budget)


def _places_of_workers(world: Community, centre: Centre, district_row: Mapping[str, int]) -> int:
    """How many lay workers a centre may have: by the residents whom it serves, at full size whatever the scale."""
    people = sum(float(world.districts.population[district_row[d]]) for d in centre.serves) / world.scale
    return max(round(people / float(world.present_values["lay_workers.residents_per_worker"])), 1)


def _build_facilities(world: Community) -> None:
    places = places_of(world.scenario)
    districts = len(world.districts)
    world.facility_names = [place.name for place in places]
    t = world.facilities = Table(FACILITY_COLUMNS, len(places))
    world.takes_from = np.zeros((max(len(places), 1), districts), np.bool_)
    world.hospital_of = np.full(districts, -1, np.int16)
    world.clinic_capacity = np.zeros(max(len(places), 1), np.float32)
    for k, place in enumerate(places):
        t.kind[k], t.x[k], t.y[k], t.district[k] = place.kind, place.x, place.y, place.district
        t.stigma[k] = t.knowledge[k] = 0.5
        world.takes_from[k, list(place.serves)] = True
    zones = world.zones
    for d in range(districts):
        rows = [z for z in range(len(zones)) if zones.district[z] == d]
        people = np.array([zones.last_resident[z] - zones.first_resident[z] for z in rows], float)
        x, y = (float((column[rows] * people).sum() / people.sum()) for column in (zones.x, zones.y))
        hospitals = [k for k, place in enumerate(places) if place.kind == BEDS and d in place.serves]
        if hospitals:
            world.hospital_of[d] = min(hospitals, key=lambda k: (t.x[k] - x) ** 2 + (t.y[k] - y) ** 2)


def _build_providers(world: Community) -> None:
    """Who works in the place of each centre: itself, its partners, and the practices of the districts that it serves."""
    practices = [
        [k for k in range(len(world.facilities)) if world.facilities.kind[k] == PRACTICE and (world.serves[c] & world.takes_from[k]).any()]
        for c in range(len(world.centres))
    ]
    world.providers, world.provider_ties, world.provider_rows = providers_and_ties(practices)


def capacities(world: Community) -> None:
    """Give every facility the capacity that holds now, at the run's scale, and what policies made of its staff."""
    places = places_of(world.scenario)
    values = world.present_values
    t = world.facilities
    people = np.zeros(len(places))
    for d in range(len(world.districts)):
        # residents of a district are shared out over the practices that serve it, and go to one hospital
        practices = [k for k, place in enumerate(places) if place.kind == PRACTICE and d in place.serves]
        for k in practices:
            people[k] += world.districts.population[d] / len(practices)
        if world.hospital_of[d] >= 0:
            people[world.hospital_of[d]] += world.districts.population[d]
    for k, place in enumerate(places):
        own = None if place.capacity is None else place.capacity * world.scale
        if place.kind == PRACTICE:
            t.capacity[k] = people[k] * values["primary_care.visits_per_1000"][place.district] / 1000 if own is None else own
        elif place.kind == BEDS:
            t.capacity[k] = people[k] * values["hospital.beds_per_100000"] / 1e5 if own is None else own
            world.clinic_capacity[k] = people[k] * values["hospital.clinic_visits_per_1000"] / 1000
        else:
            t.capacity[k] = (own or 0.0) * values["mid_level.places_ratio"]


def people(world: Community) -> None:
    """People a place for the first time."""
    r, z = world.residents, world.zones
    values = world.present_values
    for k in range(len(z)):
        rows = slice(z.first_resident[k], z.last_resident[k])
        r.zone[rows], r.district[rows] = k, z.district[k]
    geography.settle(r.zone, z.x, z.y, z.radius, r.x, r.y, world.luck)
    make_households(z.first_resident, z.last_resident, f4(values["population.household_size"]), world.luck, r.household)
    world.call(nearest_centre.mark_far, nearest_centre.PROCESS)
    _give_practices(world)
    arrival.everybody(world)
    near, reach, long_ties, by_age, by_group = (
        float(values[f"population.{name}"])
        for name in ("near_ties", "near_reach", "long_ties", "age_homophily", "group_homophily")
    )
    world.contacts = network.build(
        r.household, (r.age_weeks / 52).astype(np.float32), r.migration_background, world.luck,
        near=near, reach=reach, long_ties=long_ties, by_age=by_age, by_group=by_group,
    )
    t = world.facilities
    t.stigma[:] = np.where(
        t.kind == PRACTICE, np.asarray(values["primary_care.primary_stigma"])[t.district], values["hospital.hospital_stigma"]
    )
    for process in world.processes:
        if process.prepare is not None:
            process.prepare(world)
    world._bind()
    for bound in world.bound:
        bound.use(world.bundles)
    world.wake()


def _give_practices(world: Community) -> None:
    """Everybody belongs to the nearest practice that serves their district."""
    r, z, t = world.residents, world.zones, world.facilities
    for k in range(len(z)):
        mine = [f for f in range(len(t)) if t.kind[f] == PRACTICE and world.takes_from[f, z.district[k]]]
        if not mine:
            continue
        rows = slice(z.first_resident[k], z.last_resident[k])
        away = (r.x[rows, None] - t.x[mine]) ** 2 + (r.y[rows, None] - t.y[mine]) ** 2
        r.practice[rows] = np.array(mine, np.int16)[away.argmin(axis=1)]
