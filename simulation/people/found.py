"""People whom somebody from the centre or its lay workers finds outside all care, and who ask for help there and then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.cache import kernel

from .codes import ILL, INFORMAL, SIS, UNINSURED, WAITING
from .events import SOUGHT_HELP, Events, log
from .tallies import JOINED_LIST, SEEKERS, count, count_contact


@kernel
def untreated(i: int, care: NDArray[np.int8], status: NDArray[np.int8], insurer: NDArray[np.int8]) -> bool:
    """Whether a person is ill, in no formal care, on no list, and insured so that a centre may take them."""
    return care[i] <= INFORMAL and status[i] == ILL and (insurer[i] == SIS or insurer[i] == UNINSURED)  # type: ignore[no-any-return]


@kernel
def joins_list(
    i: int, week: int, now: int, c: int, care: NDArray[np.int8], waiting_since: NDArray[np.int16], referred: NDArray[np.int8],
    sought_help: NDArray[np.int8], ill_since: NDArray[np.int16], divisions: NDArray[np.int8], district: NDArray[np.int16],
    tally: NDArray[np.int64], events: Events,
) -> None:
    """Put a person who asks for help on the list of centre c, and count it as help that was sought."""
    care[i] = WAITING
    waiting_since[i] = week
    referred[i] = 0
    if sought_help[i] == 0:
        sought_help[i] = 1
        count_contact(tally, week, ill_since[i], divisions[i], district[i])
    count(tally, now, SEEKERS, divisions[i], district[i], 1)
    count(tally, now, JOINED_LIST, divisions[i], district[i], 1)
    log(events, week, SOUGHT_HELP, i, c, 1)
