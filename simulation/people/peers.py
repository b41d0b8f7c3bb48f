"""Peer support workers (PSWs), who hold a resident's row, and their pairs with users.

A centre has ``PLACES`` rows for posts, whether funded or not, and a post has ``SLOTS`` rows for the users with whom
its holder is paired. Residents who work as peers are thinned with everybody else, so at a small share of residents
there are fewer posts, and what they do is counted at full size.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Words
from simulation.ground.table import Column, RowAgent

PLACES = 12
"""Most posts of a centre."""
SLOTS = 16
"""Most users of a post."""
MECHANISMS = ("practical", "experience", "love", "helper", "liminal")
"""How a peer may help (Watson 2017, in Le and Agrest 2022): practical and social support that builds on strengths; the
use of lived experience; love labour; the helper role; the place between users and staff."""
PRACTICAL, EXPERIENCE, LOVE, HELPER, LIMINAL = range(5)
PRINCIPLES = ("mutual", "reciprocal", "non_directive", "recovery_focused", "strengths_based", "inclusive", "progressive", "safe")
"""Principles of the relation of a peer with a user (Ramesh, Charles 2023)."""
PRINCIPLE_WORDS = {
    "mutual": Words("mutual", "mutua"), "reciprocal": Words("reciprocal", "recíproca"),
    "non_directive": Words("non-directive", "no directiva"), "recovery_focused": Words("recovery-focused", "centrada en la recuperación"),
    "strengths_based": Words("strengths-based", "basada en fortalezas"), "inclusive": Words("inclusive", "inclusiva"),
    "progressive": Words("progressive", "progresiva"), "safe": Words("safe", "segura"),
}

CONFIDANTS = ("nobody", "family", "peer", "worker", "clinician")
"""To whom a user may take a matter: nobody, the family, the peer, the community worker of the pair, a clinician."""
NOBODY, FAMILY, PEER, WORKER, CLINICIAN = range(len(CONFIDANTS))

HAS_TEAM = draw("critical time: is the last part of a team there, at a small share of residents")

QUARTER = f4(0.25)
INDEX: dict[str, Any] = {"low": 0.0, "high": 1.0}
PEER_COLUMNS: tuple[Column, ...] = (
    Column("centre", "i2", "row of centres", "the centre whose post this is", start=-1),
    Column("active", "i1", "yes/no", "somebody holds the post"),
    Column("person", "i4", "row of residents", "the resident who holds the post; -1 nobody", start=-1),
    Column("arrival", "i2", "number", "which person of that row it is"),
    Column("holders", "i2", "number", "how many have held the post"),
    Column("since", "i2", "week", "has held the post since", start=-30000),
    Column("away", "i2", "weeks", "weeks away from work because of own illness"),
    Column("skill", "f4", "index 0-1", "what is left of training", **INDEX),
    Column("acceptance", "f4", "index 0-1", "acceptance by the team", **INDEX),
    Column("strain", "f4", "index 0-1", "emotional strain", **INDEX),
    Column("load", "f4", "index 0-1", "distress shared with users this week, over that of a full caseload", low=0, high=4),
    Column("heard", "f4", "index", "severity of users who confided what weighs on them last week, added up", low=0, high=16),
    Column("asked", "i2", "count", "neighbours who asked the peer about help, for themselves or their kin"),
    Column("disclosure", "f4", "index 0-1", "how much of the own story the peer tells", **INDEX),
    Column("fidelity", "f4", "index 0-1", "mean of the eight principles in the peer's practice", **INDEX),
    Column("minutes", "i4", "minutes", "time for users this week"),
    Column("called", "i4", "minutes", "time on the telephone outside office hours, of this week's work"),
    Column("contacts", "i2", "count", "contacts with users this week"),
)
PAIR_COLUMNS: tuple[Column, ...] = (
    Column("user", "i4", "row of residents", "the user; -1 nobody", start=-1),
    Column("arrival", "i2", "number", "which person of that row it is"),
    Column("since", "i2", "week", "paired since", start=-30000),
    Column("bond", "f4", "index 0-1", "bond of the user with the peer", **INDEX),
    Column("contacts", "i2", "count", "contacts so far"),
    Column("met", "i2", "week", "last meeting", start=-30000),
    *(Column(f"saw_{name}", "i2", "count", f"contacts in which the user met with: {name}") for name in MECHANISMS),
    Column("worth", "f4", "index-weeks", "what the peer's place between users and staff gave (+) or took (-) so far"),
    *(
        Column(f"{topic}_{who}", "i2", "count", f"weeks in which the user took {words} to: {who}")
        for topic, words in (("daily", "a matter of daily life"), ("deep", "what weighs most")) for who in CONFIDANTS
    ),
)


class PeerWorker(RowAgent):
    """A post of a peer support worker (PSW); ``person`` is the resident who holds it, if it is ``active``."""

    columns: ClassVar[tuple[Column, ...]] = PEER_COLUMNS
    table: ClassVar[str] = "peers"

    @property
    def users(self) -> list[int]:
        """Rows of the residents with whom the peer is paired."""
        mine = self.model.pairs.user[self.row * SLOTS : (self.row + 1) * SLOTS]
        return [int(i) for i in mine if i >= 0]


@kernel
def teams_of(c: int, teams: np.float32, scale: np.float32, is_open: int, luck: Luck) -> int:
    """How many of a centre's first posts belong to pairs of a peer and a community worker."""
    if is_open == 0 or teams <= ZERO:
        return 0
    return min(int(teams * scale + ask(luck, HAS_TEAM, c, 0)), PLACES)


@kernel
def likeness(i: int, me: int, disorder: NDArray[np.int8], sex: NDArray[np.int8], age_weeks: NDArray[np.int16]) -> np.float32:
    """How like a peer a user is, 0-1: half by the same disorder, a quarter each by the same sex and by age."""
    years = abs(f4(age_weeks[i]) - f4(age_weeks[me])) / f4(52)
    total = HALF if disorder[i] == disorder[me] else ZERO
    total += QUARTER if sex[i] == sex[me] else ZERO
    return total + QUARTER * max(ONE - years / f4(20), ZERO)


@kernel
def principle(k: int, skill: np.float32, clarity: np.float32, supervision: np.float32, culture: np.float32, formality: np.float32) -> np.float32:
    """How far the k-th of the eight principles is lived, 0-1.

    Training feeds all; the first three want a relation of equals, which a formal role and its tasks take away;
    the recovery-focused and progressive ones lean on the culture of the place, the safe one on supervision, the
    others on a clear role.
    """
    if k < 3:
        other = ONE - formality
    elif k in (3, 6):
        other = culture
    elif k == 7:
        other = supervision
    else:
        other = clarity
    return clip(HALF * skill + HALF * other, ZERO, ONE)


@kernel
def fidelity_of(skill: np.float32, clarity: np.float32, supervision: np.float32, culture: np.float32, formality: np.float32) -> np.float32:
    """Mean of the eight principles."""
    total = ZERO
    for k in range(8):
        total += principle(k, skill, clarity, supervision, culture, formality)
    return total / f4(8)
