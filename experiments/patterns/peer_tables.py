"""Numbers from what watchers of peer work saw: columns by name, the same person in two worlds, means, rates, terciles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.watching_peers import FOLLOWED, PAIRED, PARTS, POSTED
from experiments.patterns.watching_work import ASKED, STRAINED
from simulation.people.tallies import FIXED_POINT

Table = NDArray[np.float64]
NAMES: dict[str, tuple[str, ...]] = {"followed": FOLLOWED, "paired": PAIRED, "posted": POSTED, "strained": STRAINED, "asked": ASKED}
NAN = float("nan")
LEAST_PEOPLE = 3
"""Of fewer people a mean is not read."""


def column(run: Lived, watcher: str, name: str) -> Table:
    """A column of a watcher's table, shape (rows,)."""
    return run.watched[watcher][:, NAMES[watcher].index(name)]


def mean(values: Table, least: int = LEAST_PEOPLE) -> float:
    """Mean of what is a number; NaN if it is of too few."""
    kept = values[np.isfinite(values)]
    return float(kept.mean()) if len(kept) >= least else NAN


def recovery(table: Table, mark: int) -> Table:
    """Personal recovery 0-1 from a table of followed users, so many weeks on."""
    parts = [table[:, FOLLOWED.index(f"{part}_{mark}")] for part in PARTS]
    return np.asarray((sum(parts[:-1]) + 1 - parts[-1]) / len(parts))


def look(table: Table, what: str, mark: int) -> Table:
    """What a followed user has, so many weeks on; ``recovery`` is the mean of its parts."""
    return recovery(table, mark) if what == "recovery" else table[:, FOLLOWED.index(f"{what}_{mark}")]


def both(a: Table, b: Table) -> tuple[Table, Table]:
    """The rows of the same persons, of whom the first two columns tell, in two worlds."""
    there = {(row[0], row[1]): k for k, row in enumerate(b)}
    pairs = [(k, there[row[0], row[1]]) for k, row in enumerate(a) if (row[0], row[1]) in there]
    mine, theirs = (np.array([p[x] for p in pairs], int) for x in (0, 1))
    return a[mine], b[theirs]


def same_users(e: Ensembles, more: str, less: str) -> list[tuple[Table, Table]]:
    """Followed users of two worlds, the same persons, by replicate."""
    return [both(a.watched["followed"], b.watched["followed"]) for a, b in zip(e[more], e[less], strict=True)]


def effect(e: Ensembles, more: str, less: str, what: str, mark: int = 39, standardised: bool = False) -> Table:
    """Mean difference of the same users between two worlds by replicate, in SD of all these users if asked so."""
    found = []
    for a, b in same_users(e, more, less):
        change = look(a, what, mark) - look(b, what, mark)
        spread = np.nanstd(look(b, what, mark), ddof=1) if standardised and len(b) > 1 else 1.0
        found.append(mean(change) / spread if spread > 0 else NAN)
    return np.array(found, float)


def strain(run: Lived) -> float:
    """Mean strain of a peer who holds a post, 0-1."""
    weeks = run.centres("peers") + run.centres("peers_away")
    return run.centres("peer_strain") / FIXED_POINT / weeks if weeks else NAN


def rate(run: Lived, what: str) -> float:
    """Relapses or exits of peers in a person-year of holding a post."""
    years = (run.centres("peers") + run.centres("peers_away")) / 52
    return run.centres(what) / years if years else NAN


def expected(run: Lived, what: str) -> float:
    """Mean of a column over all weeks of peers."""
    return mean(column(run, "strained", what))


def by_tercile(of: Table, by: Table) -> Table:
    """Means of something by terciles of something else, low to high, shape (3,)."""
    cuts = np.quantile(by, (1 / 3, 2 / 3)) if len(by) else np.zeros(2)
    where = np.searchsorted(cuts, by, side="right")
    return np.array([mean(of[where == k], 1) for k in range(3)])


def together(run: Lived, names: Sequence[str]) -> float:
    """Several columns of pairs added up over all pairs."""
    return float(sum(np.nansum(column(run, "paired", name)) for name in names))


def correlation(a: Table, b: Table) -> float:
    """Pearson's correlation; NaN of few, or of what does not vary."""
    at = np.isfinite(a) & np.isfinite(b)
    if at.sum() < LEAST_PEOPLE or np.ptp(a[at]) == 0 or np.ptp(b[at]) == 0:
        return NAN
    return float(np.corrcoef(a[at], b[at])[0, 1])


def same_peers(e: Ensembles, more: str, less: str, what: str) -> list[float]:
    """Mean difference of something between two worlds, of the same people who took a post, by replicate."""
    found, at = [], POSTED.index(what)
    for one, other in zip(e[more], e[less], strict=True):
        a, b = both(one.watched["posted"], other.watched["posted"])
        found.append(mean(a[:, at] - b[:, at], 2))
    return found
