"""What a project in a neighbourhood counts: whom it reached and what came of it, by group of residents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simulation import Record

COUNTED = (
    "met", "approached", "approached_ill", "opened_up", "found_by_outreach", "evening_guests", "evening_told", "first_talks", "kept_by_peers",
    "talks_arranged", "matters_solved", "calls", "night_crises", "night_unmet", "self_helped", "found_out",
)
"""Counts of people that reports show."""
WITH_PEERS = ("night_crises", "night_unmet")
"""Counts that the model makes only where peers work."""
OF_PROJECT = ("approached", "evening_guests", "first_talks")
"""Counts that are zero where there is no such project; whoever comes to any centre has a first contact."""


def project_counts(record: Record) -> NDArray[np.float64]:
    """``COUNTED`` over a run, and the mean number of residents last, by population group; shape (counts + 1, groups)."""
    from simulation.people.codes import POPULATION_GROUPS

    counts = [[record.people_count(what, group).sum() for group in POPULATION_GROUPS] for what in COUNTED]
    return np.array([*counts, [record.people_count("residents", group).mean() for group in POPULATION_GROUPS]], float)


def is_on(counts: NDArray[np.float64]) -> bool:
    """Whether there is such a project, by what was counted."""
    return any(counts[COUNTED.index(what), 0] > 0 for what in OF_PROJECT)


def reach(record: Record) -> NDArray[np.float64]:
    """Residents who have had a first contact so far, by week: percent of those who live there; shape (weeks,)."""
    return np.asarray(100 * np.cumsum(record.people_count("met")) / record.people_count("residents"), float)


def share_met(counts: NDArray[np.float64], group: int = 0) -> float:
    """Percent of a group that had a first contact; NaN of a group in which nobody lives."""
    return float(100 * counts[0, group] / counts[-1, group]) if counts[-1, group] else float("nan")
