"""People in care who stop coming for good."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.cache import kernel

from .codes import NO_CARE, REGULAR
from .events import DROPPED_OUT, Events, log
from .tallies import DROPOUTS, DROPPED_WITHIN_YEAR, count, row_of

YEAR = 52


@kernel
def drops_out(
    i: int, week: int, now: int, c: int, lost: np.float32, care: NDArray[np.int8], attendance: NDArray[np.int8],
    trust: NDArray[np.float32], first_session: NDArray[np.int16], divisions: NDArray[np.int8], district: NDArray[np.int16],
    tally: NDArray[np.int64], events: Events,
) -> None:
    """A person in care stops coming for good."""
    care[i] = NO_CARE
    attendance[i] = REGULAR
    trust[i] -= lost * trust[i]
    count(tally, now, DROPOUTS, divisions[i], district[i], 1)
    if first_session[i] >= 0 and week - first_session[i] <= YEAR:
        count(tally, row_of(first_session[i], tally.shape[0]), DROPPED_WITHIN_YEAR, divisions[i], district[i], 1)
    log(events, week, DROPPED_OUT, i, c, 0)
