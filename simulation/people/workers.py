"""Community mental health workers (CMHWs): lay leaders who help a centre, what they can and how willing they are."""

from __future__ import annotations

from typing import ClassVar

from simulation.ground.table import Column, RowAgent

COLUMNS: tuple[Column, ...] = (
    Column("centre", "i2", "row of centres", "the centre that the worker helps", start=-1),
    Column("active", "i1", "yes/no", "somebody has taken on the work and not left"),
    Column("home", "i4", "row of residents", "the resident beside whom the worker lives; -1 none", start=-1),
    Column("joined", "i2", "week", "recruited in this week", start=-32768),
    Column("arrival", "i2", "number", "how many have held this place"),
    Column("expects", "f4", "index 0-1", "what the worker expects in return for the work", low=0, high=1),
    Column("motivation", "f4", "index 0-1", "motivation", low=0, high=1),
    Column("trained", "i2", "count", "training sessions taken part in"),
    Column("competence", "f4", "index 0-1", "competence from training", low=0, high=1),
    Column("hours", "f4", "hours a week", "hours given this week", low=0, high=60),
)


class CommunityWorker(RowAgent):
    """A community mental health worker (CMHW) of a centre; a place that nobody has taken on is not ``active``."""

    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    table: ClassVar[str] = "workers"
