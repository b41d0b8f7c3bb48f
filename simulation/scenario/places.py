"""Places of a system: districts, the zones in which their people live, and centres.

Positions are km on a plane; a zone is a square around its position.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..ground.parameter import Scope
from ..people.codes import FACILITIES, PROFESSIONS
from .files import nearest, shown
from .reading import Book, Keys, Table

MOST_PEOPLE = 40_000_000
MOST_KM = 10_000
RULES = ("largest-population", "most-people-per-centre", "farthest-from-capital")
MOST_WEEKS = 5_200
DISTRICT_KEYS = ("id", "name", "parameters")
ZONE_KEYS = ("id", "district", "x", "y", "radius", "population")
FACILITY_KEYS = ("id", "name", "kind", "district", "x", "y", "capacity", "serves")
CENTRE_KEYS = (
    "id", "name", "district", "x", "y", "opens", "rooms", "vehicles", "support_staff", "serves",
    "budget", "roster", "parameters",
)


@dataclass(frozen=True)
class District:
    """An administrative district."""

    id: str
    name: str


@dataclass(frozen=True)
class Zone:
    """A square of homes: position and half side in km, and how many people live there."""

    id: str
    district: str
    x: float
    y: float
    radius: float
    population: int


@dataclass(frozen=True)
class Centre:
    """A community mental health centre.

    ``opens`` is a week of the horizon; negative if the centre is older than the story. ``serves`` names the
    districts of its catchment; ``roster`` has a count for every profession, in the order of ``PROFESSIONS``;
    ``budget`` is money for a year, or None for what roster, rent and trips cost.
    """

    id: str
    name: str
    district: str
    x: float
    y: float
    opens: int
    rooms: int
    vehicles: int
    support_staff: int
    serves: tuple[str, ...]
    roster: Mapping[str, int] = field(hash=False)
    budget: float | None = None


@dataclass(frozen=True)
class Facility:
    """A primary-care practice, a hospital or a mid-level facility.

    ``kind`` is one of ``FACILITIES``. ``capacity`` counts mental-health visits a week of a practice, beds of
    a hospital, places of any other; None takes what parameters give per resident. ``serves`` names the
    districts whose people it takes.
    """

    id: str
    name: str
    kind: str
    district: str
    x: float
    y: float
    capacity: int | None
    serves: tuple[str, ...]


class Places(Protocol):
    """Whatever has places: a scenario."""

    @property
    def districts(self) -> tuple[District, ...]:
        """All districts, in order."""

    @property
    def zones(self) -> tuple[Zone, ...]:
        """All zones, in order."""

    @property
    def centres(self) -> tuple[Centre, ...]:
        """All centres, in order; those that policies open come last."""


def read_district(book: Book, data: object, path: Keys) -> District:
    """One ``[[districts]]``; its ``parameters`` are read elsewhere."""
    table = Table(book, data, path, DISTRICT_KEYS)
    return District(table.id("id"), table.text("name", most=100))


def read_zone(book: Book, data: object, path: Keys) -> Zone:
    """One ``[[zones]]``."""
    table = Table(book, data, path, ZONE_KEYS)
    return Zone(
        table.id("id"),
        table.id("district"),
        table.number("x", -MOST_KM, MOST_KM),
        table.number("y", -MOST_KM, MOST_KM),
        table.number("radius", 0, 1000),
        table.whole("population", 1, MOST_PEOPLE),
    )


def read_centre(book: Book, data: object, path: Keys, opens: int | None = None) -> Centre:
    """One ``[[centres]]``, or a policy's centre that opens on the given week."""
    known = CENTRE_KEYS if opens is None else tuple(key for key in CENTRE_KEYS if key != "opens")
    table = Table(book, data, path, known)
    district = table.id("district")
    return Centre(
        table.id("id"),
        table.text("name", most=100),
        district,
        table.number("x", -MOST_KM, MOST_KM),
        table.number("y", -MOST_KM, MOST_KM),
        table.whole("opens", -MOST_WEEKS, MOST_WEEKS, 0) if opens is None else opens,
        table.whole("rooms", 0, 1000),
        table.whole("vehicles", 0, 1000, 0),
        table.whole("support_staff", 0, 1000, 0),
        table.ids("serves", (district,)),
        _roster(table),
        table.number("budget", 0, 1e12) if "budget" in table else None,
    )


def read_facility(book: Book, data: object, path: Keys) -> Facility:
    """One ``[[facilities]]``."""
    table = Table(book, data, path, FACILITY_KEYS)
    district = table.id("district")
    return Facility(
        table.id("id"),
        table.text("name", most=100),
        table.choice("kind", FACILITIES),
        district,
        table.number("x", -MOST_KM, MOST_KM),
        table.number("y", -MOST_KM, MOST_KM),
        table.whole("capacity", 0, 1_000_000) if "capacity" in table else None,
        table.ids("serves", (district,)),
    )


def _roster(table: Table) -> dict[str, int]:
    data = table.data.get("roster")
    if data is None:
        table.wrong("roster", "a table with a count of each profession")
        return {}
    inner = Table(table.book, data, (*table.path, "roster"), PROFESSIONS)
    return {profession: inner.whole(profession, 0, 1000, 0) for profession in PROFESSIONS}


def check_centre(book: Book, centre: Centre | Facility, path: Keys, districts: Collection[str]) -> None:
    """Note districts of a centre or facility that do not exist."""
    _check_district(book, centre.district, (*path, "district"), districts)
    if centre.serves != (centre.district,):
        for served in centre.serves:
            _check_district(book, served, (*path, "serves"), districts)


def _check_district(book: Book, district: str, path: Keys, districts: Collection[str]) -> None:
    if district not in districts:
        book.add(path, shown(district), "the id of a district of this system", nearest(district, districts))


def check_places(
    book: Book, districts: Sequence[District], zones: Sequence[Zone], centres: Sequence[Centre],
    facilities: Sequence[Facility] = (),
) -> None:
    """Note what does not fit together among the places of a system."""
    if not districts:
        book.add(("districts",), "none", "one or more [[districts]]")
    if not zones:
        book.add(("zones",), "none", "one or more [[zones]]")
    ids = {district.id: None for district in districts}
    for zone in zones:
        _check_district(book, zone.district, ("zones", zone.id, "district"), ids)
    for centre in centres:
        check_centre(book, centre, ("centres", centre.id), ids)
        if centre.id in ids:
            book.add(("centres", centre.id, "id"), shown(centre.id), "an id that no district has")
    taken = ids.keys() | {centre.id for centre in centres}
    for facility in facilities:
        check_centre(book, facility, ("facilities", facility.id), ids)
        if facility.id in taken:
            book.add(("facilities", facility.id, "id"), shown(facility.id), "an id that no district or centre has")
    peopled = {zone.district for zone in zones}
    for district in districts if zones and not book.errors else ():
        if district.id not in peopled:
            book.add(("districts", district.id), "no zone in it", "one or more [[zones]] in each district")
    total = sum(zone.population for zone in zones)
    if total > MOST_PEOPLE:
        book.add(("zones",), f"{total} people in all", f"at most {MOST_PEOPLE}")


def people_of(places: Places) -> dict[str, int]:
    """District -> how many people live there."""
    people = {district.id: 0 for district in places.districts}
    for zone in places.zones:
        people[zone.district] += zone.population
    return people


def ranks(rule: str, scope: Scope, world: Places, own: Sequence[Centre]) -> dict[str, float]:
    """How far up each centre or district is by one of the ``RULES``, among a system's own centres.

    ``largest-population``: most residents (of a centre: in the districts that it serves).
    ``most-people-per-centre``: most residents per centre that serves them; none at all comes first.
    ``farthest-from-capital``: farthest from the first centre (of a district: the mean of its people).
    """
    people = people_of(world)
    if rule == "farthest-from-capital":
        spots = {c.id: (c.x, c.y) for c in own} if scope == "centre" else _middles(world)
        return {place: math.hypot(x - own[0].x, y - own[0].y) for place, (x, y) in spots.items()}
    weight: dict[str, float] = {district: float(count) for district, count in people.items()}
    if rule == "most-people-per-centre":
        serving = Counter(district for centre in own for district in centre.serves)
        for district in weight:
            weight[district] = weight[district] / serving[district] if serving[district] else math.inf
    return weight if scope == "district" else {c.id: sum(weight[d] for d in c.serves) for c in own}


def _middles(world: Places) -> dict[str, tuple[float, float]]:
    people = people_of(world)
    sums = {district: [0.0, 0.0] for district in people}
    for zone in world.zones:
        share = zone.population / people[zone.district]
        sums[zone.district][0] += zone.x * share
        sums[zone.district][1] += zone.y * share
    return {district: (x, y) for district, (x, y) in sums.items()}
