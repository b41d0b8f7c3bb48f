"""Community mental health workers (CMHWs) who form a pair with a peer support worker, and the people whom a pair accompanies.

The worker of row p belongs with the peer's post of row p. A pair of which one half is missing goes on with the other.
"""

from __future__ import annotations

from typing import ClassVar

from simulation.ground.table import Column, RowAgent

from .peers import INDEX

COMPANION_COLUMNS: tuple[Column, ...] = (
    Column("centre", "i2", "row of centres", "the centre whose pair this is", start=-1),
    Column("active", "i1", "yes/no", "a community worker is there"),
    Column("arrival", "i2", "number", "how many have held this place"),
    Column("since", "i2", "week", "works here since", start=-30000),
    Column("skill", "f4", "index 0-1", "what is left of training", **INDEX),
    Column("minutes", "i4", "minutes", "time left for users this week"),
    Column("contacts", "i2", "count", "contacts with users this week"),
)
CASE_COLUMNS: tuple[Column, ...] = (
    Column("user", "i4", "row of residents", "the user whom the pair accompanies; -1 nobody", start=-1),
    Column("arrival", "i2", "number", "which person of that row it is"),
    Column("since", "i2", "week", "accompanied since", start=-30000),
    Column("bond", "f4", "index 0-1", "bond of the user with the community worker", **INDEX),
    Column("contacts", "i2", "count", "contacts with the community worker so far"),
    Column("peer_refused", "i1", "yes/no", "the user does not want the peer"),
    Column("saw_reminded", "i2", "count", "times that the community worker brought the user back to an appointment"),
    Column("saw_family", "i2", "count", "contacts in which the community worker helped the family"),
)


class PairWorker(RowAgent):
    """The community mental health worker (CMHW) of a pair with a peer support worker; a vacant place is not ``active``."""

    columns: ClassVar[tuple[Column, ...]] = COMPANION_COLUMNS
    table: ClassVar[str] = "companions"
