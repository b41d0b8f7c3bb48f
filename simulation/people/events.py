"""Events: what happened to whom, week by week; interviews and one person's life are read from these."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.cache import kernel

CODES = (
    "fell_ill",          # value: severity to which the episode tends
    "remission",
    "crisis",            # value: severity
    "died",
    "moved_away",
    "sought_help",       # other: centre, -1 for another service; value: 1 at the door
    "left_list",         # other: centre; value: weeks waited
    "first_session",     # other: clinician; value: weeks waited
    "session",           # other: clinician
    "missed",            # other: centre
    "home_visit",        # other: clinician
    "visit_refused",     # other: clinician
    "dropped_out",       # other: centre
    "discharged",        # other: clinician
    "referred",          # other: centre, -1 for a hospital; value: 1 if premature
    "admitted",          # other: facility; value: severity
    "left_hospital",     # other: facility; value: weeks stayed
    "entered_facility",  # other: facility
    "left_facility",     # other: facility; value: weeks stayed
)
(
    FELL_ILL, REMITTED, CRISIS, DIED, MOVED_AWAY, SOUGHT_HELP, LEFT_LIST, FIRST_SESSION, SESSION, MISSED_VISIT,
    HOME_VISIT, VISIT_REFUSED, DROPPED_OUT, DISCHARGED, REFERRED, ADMITTED, LEFT_HOSPITAL, ENTERED_FACILITY,
    LEFT_FACILITY,
) = range(len(CODES))


class Events(NamedTuple):
    """A log with room for so many events; arrays of length 0 record nothing.

    Attributes:
        week, code, agent, other, value: one entry per event.
        kept: how many are in it, shape (1,).
    """

    week: NDArray[np.int16]
    code: NDArray[np.int8]
    agent: NDArray[np.int32]
    other: NDArray[np.int32]
    value: NDArray[np.float32]
    kept: NDArray[np.int64]


def room(size: int) -> Events:
    """An empty log."""
    return Events(
        np.zeros(size, np.int16), np.zeros(size, np.int8), np.zeros(size, np.int32), np.zeros(size, np.int32),
        np.zeros(size, np.float32), np.zeros(1, np.int64),
    )


@kernel
def log(events: Events, week: int, code: int, agent: int, other: int, value: float) -> None:
    """Note an event, if there is room."""
    at = events.kept[0]
    if at < events.week.size:
        events.week[at] = week
        events.code[at] = code
        events.agent[at] = agent
        events.other[at] = other
        events.value[at] = f4(value)
        events.kept[0] = at + 1
