"""Peer work of one run, told through one pair and one peer: which they are, and where all others lie.

The *pair* is the one with the median number of contacts of those that went on longest; the *peer* the one with the
median strain of those who stayed a year, or longest. One of each is a life and no average, so the middle 80 % of all
others stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.figures import smooth

if TYPE_CHECKING:
    from experiments.histories import Accompaniment, Career, Histories

YEAR = 52
NINE_MONTHS = 39
MIDDLE = (10.0, 90.0)
OF_PAIRS = ("contacts", "worker_contacts", "bond", "worker_bond")
OF_PEERS = ("strain", "severity", "acceptance", "contacts")
Band = NDArray[np.float64]
"""Low and high end of the middle 80 %, by week since the beginning, shape (2, weeks)."""


@dataclass(frozen=True)
class PeerWork:
    """What a report shows of peer work.

    Attributes:
        pair: the pair that is told of, and of how many it is the median; career: the peer, likewise.
        pair_bands, career_bands: where the others lie, by what is drawn.
    """

    pair: Accompaniment | None
    pairs: int
    career: Career | None
    careers: int
    pair_bands: dict[str, Band]
    career_bands: dict[str, Band]


def weekly_of(one: Accompaniment, what: str) -> NDArray[np.float64]:
    """One thing of a pair by week as it is drawn: contacts a week as means of four weeks, bonds as they stood."""
    return np.asarray(smooth(one.in_week(what)) if what.endswith("contacts") else one.course(what), float)


def weekly_of_peer(one: Career, what: str) -> NDArray[np.float64]:
    """One thing of a peer by week as it is drawn: contacts as means of four weeks, the others as they stood."""
    return np.asarray(smooth(one.course(what)) if what == "contacts" else one.course(what), float)


def _band(courses: Sequence[NDArray[np.float64]], weeks: int) -> Band:
    grid = np.full((len(courses), weeks), np.nan)
    for k, course in enumerate(courses):
        grid[k, : len(course)] = course[:weeks]
    found = np.full((2, weeks), np.nan)
    some = np.isfinite(grid).sum(axis=0) >= 2
    if some.any():
        found[:, some] = np.nanpercentile(grid[:, some], MIDDLE, axis=0)
    return found


def chosen(histories: Histories) -> PeerWork | None:
    """The pair and the peer of a run that a report tells of; None without any peer work."""
    met = [a for a in histories.accompaniments if a.weeks and a.last("contacts") > 0]
    if not met and not histories.careers:
        return None
    longest = max((min(len(a.weeks), NINE_MONTHS) for a in met), default=0)
    ripe = sorted((a for a in met if len(a.weeks) >= longest), key=lambda a: (a.last("contacts") + a.last("worker_contacts"), a.since, a.user))
    stayed = max((min(len(c.weeks), YEAR) for c in histories.careers), default=0)
    careers = sorted((c for c in histories.careers if len(c.weeks) >= stayed), key=lambda c: (float(c.course("strain")[:YEAR].mean()), c.post))
    return PeerWork(
        ripe[(len(ripe) - 1) // 2] if ripe else None, len(ripe), careers[(len(careers) - 1) // 2] if careers else None, len(careers),
        {what: _band([weekly_of(a, what) for a in ripe], longest) for what in OF_PAIRS},
        {what: _band([weekly_of_peer(c, what) for c in careers], stayed) for what in OF_PEERS},
    )
