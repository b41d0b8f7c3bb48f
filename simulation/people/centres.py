"""Community mental health centres (CMHCs), and the districts and zones around them."""

from __future__ import annotations

from typing import ClassVar

from simulation.ground.table import Column, RowAgent

CENTRE_COLUMNS: tuple[Column, ...] = (
    Column("x", "f4", "km", "place, east"),
    Column("y", "f4", "km", "place, north"),
    Column("district", "i2", "row of districts", "district in which it stands"),
    Column("opens", "i2", "week", "week of opening"),
    Column("is_open", "i1", "yes/no", "open this week"),
    Column("rooms", "i2", "count", "consulting rooms"),
    Column("vehicles", "i2", "count", "vehicles for home visits"),
    Column("support_staff", "i2", "count", "technicians, administrators and guards"),
    Column("first_clinician", "i4", "row of clinicians", "first row of its team"),
    Column("last_clinician", "i4", "row of clinicians", "row after its team"),
    Column("budget_year", "i8", "cents", "budget in a year, at full size; -1: what its roster costs", start=-1),
    Column("transport_money", "i8", "cents", "left for trips (at scale)"),
    Column("fullness", "f4", "share", "how full the office has been of late (0-1)"),
    Column("backlog", "f4", "ratio", "people waiting over first appointments in four weeks (0-1)"),
    Column("expected_wait", "f4", "weeks", "people waiting over first sessions a week of late"),
    Column("intake_rate", "f4", "sessions a week", "first sessions of late (at scale)"),
    Column("opposition", "f4", "index 0-1", "how far those who live near are against having it there", low=0, high=1),
    Column("team_stigma", "f4", "index 0-1", "mean stigma of the team", start=0.5, low=0, high=1),
    Column("first_worker", "i4", "row of workers", "first row of its lay workers"),
    Column("last_worker", "i4", "row of workers", "row after its lay workers"),
    Column("coached", "f4", "share", "practice that coaching has added, of what was missing (0-1)", low=0, high=1),
    Column("bonus_week", "i8", "cents", "bonus a week, by last year's indicators (at scale)"),
    Column("year_attended", "i4", "appointments", "this year: appointments attended (at scale)"),
    Column("year_planned", "i4", "count", "this year: community sessions planned"),
    Column("year_held", "i4", "count", "this year: community sessions held"),
    Column("lay_met", "i1", "yes/no", "a meeting with lay workers was held and not yet taken part in"),
    Column("lay_support", "f4", "share", "meetings with lay workers held of late (0-1)", low=0, high=1),
    Column("lay_strength", "f4", "share", "what lay workers carry of all that they could carry (0-1)", low=0, high=1),
    Column("lay_minutes", "i4", "minutes", "lay workers' time left this week to guide home visits (at scale)"),
    Column("peer_group", "i1", "yes/no", "a peer-support group is running"),
    Column("peer_missed", "i2", "weeks", "weeks in a row that it missed"),
    Column("culture_gain", "f4", "index 0-1", "recovery orientation that peers have added", low=0, high=1),
    Column("peer_reach", "f4", "index 0-1", "part of first talks that peers take, times their standing in the team", low=0, high=1),
    Column("talks_first", "i1", "yes/no", "peers saw people first last week"),
    Column("crowding", "f4", "share", "people due who find no seat in the waiting room, of late", low=0, high=1),
    Column("joint_practice", "f4", "index 0-1", "how far the services have found a common approach, working together", low=0, high=1),
    Column("willing", "i4", "persons", "users in care with little self-stigma (at scale)"),
    Column("waiting", "i4", "persons", "on the waiting list after this week (at scale)"),
    Column("in_care", "i4", "persons", "in care after this week (at scale)"),
)
DISTRICT_COLUMNS: tuple[Column, ...] = (
    Column("population", "i4", "persons", "residents (at scale)"),
    Column("campaign", "f4", "SD", "shift of public stigma by campaigns that is now in force"),
)
ZONE_COLUMNS: tuple[Column, ...] = (
    Column("x", "f4", "km", "middle, east"),
    Column("y", "f4", "km", "middle, north"),
    Column("radius", "f4", "km", "half the side of the square"),
    Column("district", "i2", "row of districts", "its district"),
    Column("first_resident", "i4", "row of residents", "first row of its residents"),
    Column("last_resident", "i4", "row of residents", "row after its residents"),
    Column("stigma", "f4", "index 0-1", "mean public stigma that its residents hold, once in four weeks"),
    Column("know_helped", "f4", "share", "residents who know somebody helped by a centre, once in four weeks"),
)


class Centre(RowAgent):
    """A community mental health centre."""

    columns: ClassVar[tuple[Column, ...]] = CENTRE_COLUMNS
    table: ClassVar[str] = "centres"

    @property
    def name(self) -> str:
        """The id that the scenario gives it."""
        return str(self.model.scenario.centres[self.row].id)

    @property
    def clinicians(self) -> list[int]:
        """Rows of its clinicians."""
        return list(range(self.first_clinician, self.last_clinician))


class District(RowAgent):
    """A district."""

    columns: ClassVar[tuple[Column, ...]] = DISTRICT_COLUMNS
    table: ClassVar[str] = "districts"

    @property
    def name(self) -> str:
        """The id that the scenario gives it."""
        return str(self.model.scenario.districts[self.row].id)
