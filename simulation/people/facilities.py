"""Primary-care practices, hospitals and mid-level facilities, and the health authority that pays the centres."""

from __future__ import annotations

from typing import Any, ClassVar

from simulation.ground.table import Column, RowAgent

from .codes import FACILITIES

FACILITY_COLUMNS: tuple[Column, ...] = (
    Column("kind", "i1", "code", "what kind of facility", codes=FACILITIES),
    Column("x", "f4", "km", "place, east"),
    Column("y", "f4", "km", "place, north"),
    Column("district", "i2", "row of districts", "district in which it stands"),
    Column("capacity", "f4", "count", "visits a week of a practice, beds or places of any other (at scale)", low=0),
    Column("room_left", "f4", "count", "of a practice or clinic: visits that it can still give this week"),
    Column("occupied", "i4", "persons", "in its beds or places after this week (at scale)"),
    Column("load", "f4", "share", "how full it has been of late (0-1)", low=0, high=1),
    Column("stigma", "f4", "index 0-1", "stigma of its staff towards people with a disorder", low=0, high=1),
    Column("knowledge", "f4", "index 0-1", "its staff's knowledge of the community model", low=0, high=1),
    Column("known", "f4", "index 0-1", "of a meeting place: how well centres know what its people do", low=0, high=1),
    Column("noticed", "f4", "index 0-1", "of a meeting place: how much its organisers have seen of centres' people", low=0, high=1),
)
AUTHORITY_COLUMNS: tuple[Column, ...] = (
    Column("granted", "i8", "cents", "granted to centres since the first of them opened (at scale)"),
    Column("spent", "i8", "cents", "of it spent on posts, rent, goods and trips (at scale)"),
    Column("returned", "i8", "cents", "of it given back by centres with vacant posts or unused money (at scale)"),
    Column("national_centres", "i4", "centres", "centres open in the whole country"),
    Column("national_before", "i4", "centres", "centres open in the whole country at the turn of the year"),
    Column("national_met", "i2", "year", "calendar year in which the country had the centres that it wants; 0 not yet"),
    Column("national_openings", "i4", "centres", "centres that this year's capital opens in the whole country"),
)


class Facility(RowAgent):
    """A facility beside the centres."""

    columns: ClassVar[tuple[Column, ...]] = FACILITY_COLUMNS
    table: ClassVar[str] = "facilities"

    @property
    def name(self) -> str:
        """The id that the scenario gives it, or that of its zone or kind where it is not listed."""
        return str(self.model.facility_names[self.row])


class PrimaryCarePractice(Facility):
    """A primary-care practice: general practitioners who treat, refer, or see nothing."""


class Hospital(Facility):
    """A hospital with psychiatric beds and an outpatient clinic."""


class MidLevelFacility(Facility):
    """A protected home or residence, or a rehabilitation centre."""


class MeetingPlace(Facility):
    """A meeting place or initiative of residents, with its informal leaders."""


class HealthAuthority(RowAgent):
    """The authority that grants the centres their money."""

    columns: ClassVar[tuple[Column, ...]] = AUTHORITY_COLUMNS
    table: ClassVar[str] = "authorities"


def facility_agent(model: Any, row: int) -> Facility:
    """The Mesa agent of a facility, by its kind."""
    kind = FACILITIES[model.facilities.kind[row]]
    made = {"primary_care": PrimaryCarePractice, "hospital": Hospital, "meeting_place": MeetingPlace}.get(kind, MidLevelFacility)
    return made(model, row)
