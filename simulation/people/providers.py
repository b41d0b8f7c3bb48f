"""Providers of a place and the ties between them.

For each centre there is a node for its team, one for the peers, one for welfare and housing, one for the municipality, one
for residents' initiatives and informal leaders, and one for every primary-care practice of the districts that it serves.
Each two of them have a tie, except two practices, since nobody is handed over from one to the other. The team is one node:
a clinician who leaves does not take the team's ties along.

A tie is ``handover.tie`` of the centre and what contact has added to it, 0 to 1. Rows stand in the order of the centres:
first the five that every centre has, then the practices; likewise the ten ties among the five, then five a practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.table import Column, RowAgent, Table

from .peers import INDEX

PROVIDERS = ("team", "peers", "welfare", "municipality", "neighbourhood", "practice")
"""Kinds of provider; the first five stand in every centre's place once."""
TEAM, PEER_NODE, WELFARE, MUNICIPALITY, NEIGHBOURHOOD, GENERAL_PRACTICE = range(len(PROVIDERS))
FIXED = 5
AMONG_FIXED = FIXED * (FIXED - 1) // 2
FREELY = draw("privacy: would share all the same, if sharing needed no consent")

PROVIDER_COLUMNS: tuple[Column, ...] = (
    Column("centre", "i2", "row of centres", "the centre in whose place the provider works", start=-1),
    Column("kind", "i1", "code", "what kind of provider", codes=PROVIDERS),
    Column("facility", "i2", "row of facilities", "the primary-care practice; -1 none", start=-1),
    Column("worth", "f4", "index 0-1", "what joint meetings have been worth of late, to those who came", start=0.5, **INDEX),
    Column("came", "i2", "count", "people who came to the last joint meeting (peers at scale)"),
    Column("credit", "i2", "count", "solved there: matters in which the provider was needed (at scale)"),
)
TIE_COLUMNS: tuple[Column, ...] = (
    Column("centre", "i2", "row of centres", "the centre in whose place the two work", start=-1),
    Column("one", "i4", "row of providers", "one of the two", start=-1),
    Column("other", "i4", "row of providers", "the other", start=-1),
    Column("gained", "f4", "index 0-1", "what contact has added to the tie", **INDEX),
    Column("contact", "f4", "minutes", "minutes in which the two spoke with each other, not yet turned into a tie"),
)


class Provider(RowAgent):
    """A provider in the place of a centre: a team, its peers, a practice, or a partner outside care."""

    columns: ClassVar[tuple[Column, ...]] = PROVIDER_COLUMNS
    table: ClassVar[str] = "providers"

    @property
    def name(self) -> str:
        """Centre and kind, or the practice's own name."""
        if self.facility >= 0:
            return str(self.model.facility_names[self.facility])
        return f"{self.model.scenario.centres[self.centre].id}: {self.kind}"


def tables(practices: Sequence[Sequence[int]]) -> tuple[Table, Table, NDArray[np.int32]]:
    """Providers, their ties, and where the rows of each centre begin.

    Args:
        practices: for each centre the rows of facilities that are practices of its districts.

    Returns:
        providers, ties, and an array of shape (centres + 1, 2) with the first row of each; one centre at least.
    """
    begins = np.zeros((max(len(practices), 1) + 1, 2), np.int32)
    for c, mine in enumerate(practices):
        begins[c + 1] = begins[c] + (FIXED + len(mine), AMONG_FIXED + FIXED * len(mine))
    begins[len(practices) + 1 :] = begins[len(practices)]
    providers, ties = Table(PROVIDER_COLUMNS, int(begins[-1, 0])), Table(TIE_COLUMNS, int(begins[-1, 1]))
    for c, mine in enumerate(practices):
        p, t = (int(row) for row in begins[c])
        for k in range(FIXED + len(mine)):
            providers.centre[p + k], providers.kind[p + k] = c, min(k, GENERAL_PRACTICE)
            providers.facility[p + k] = mine[k - FIXED] if k >= FIXED else -1
            for other in range(min(k, FIXED)):
                row = t + tie_row(other, k)
                ties.centre[row], ties.one[row], ties.other[row] = c, p + other, p + k
    return providers, ties, begins


@kernel
def tie_row(one: int, other: int) -> int:
    """The row of a tie among those of a centre, of its nodes ``one`` < ``other``, of which the first is no practice."""
    return other * (other - 1) // 2 + one if other < FIXED else AMONG_FIXED + FIXED * (other - FIXED) + one


@kernel
def tie_between(tie: np.float32, gained: np.float32, gap: np.float32) -> np.float32:
    """How well two providers work together, 0-1: the tie that they have, and what does not matter of the tie that they lack."""
    known = min(tie + gained, ONE)
    return max(known + (ONE - gap) * (ONE - known), ZERO)


@kernel
def may_share(i: int, arrival: int, agreed: int, needed: np.float32, luck: Luck) -> bool:
    """Whether services may speak about a person: who has agreed, and as far as no consent is needed others too."""
    return bool(agreed != 0 or (needed < ONE and ask(luck, FREELY, i, arrival) >= needed))


@kernel
def meet(
    first: int, tie: int, nodes: int, minutes: np.float32, heads: NDArray[np.float32], contact: NDArray[np.float32],
) -> None:
    """Contact in a room: at each time one of those there speaks with one other.

    Args:
        first, tie: first rows of the centre's providers and ties.
        nodes: how many providers it has.
        minutes: of the meeting, at full size.
        heads: people there, by row of providers.
        contact: of ties, added to.
    """
    there = ZERO
    for k in range(nodes):
        there += heads[first + k]
    if there < ONE + HALF:
        return
    for other in range(1, nodes):
        for one in range(min(other, FIXED)):
            both = heads[first + one] * heads[first + other]
            if both > ZERO:
                contact[tie + tie_row(one, other)] += minutes * f4(2) * both / (there * (there - ONE))
