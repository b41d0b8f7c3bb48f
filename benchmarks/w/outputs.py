"""The fifteen outputs of a week; sums are of integers, so they hang on no order."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy import int32 as i4
from numpy import uint64 as u8
from numpy.typing import NDArray

from simulation.ground.cache import kernel
from simulation.ground.parameter import Words
from simulation.ground.process import Process

GRAIN = f4(2.0**20)
BLOCK = 1024
"""So many values below 2 fit an int32 when counted in grains."""
MODERATE, CRISIS = 2, 4
LESS_THAN_TEN_BITS = 960
ONE, TEN, TEN_BITS = u8(1), u8(10), u8(1023)


@kernel
def mean(column: NDArray[np.float32], residents: int) -> float:
    """Mean of a column of values from 0 to 1, to a millionth."""
    total = 0
    for low in range(0, residents, BLOCK):
        part = column[low : min(low + BLOCK, residents)]
        grains = i4(0)
        for i in range(part.size):
            grains = i4(grains + i4(part[i] * GRAIN))
        total += grains
    return total / (float(GRAIN) * residents)


@kernel
def count_states(state: NDArray[np.int8], residents: int, counts: NDArray[np.float64]) -> None:
    """Residents in each of six states, into ``counts``: six counters of ten bits share one word."""
    counts[:] = 0
    for low in range(0, residents, LESS_THAN_TEN_BITS):
        part = state[low : min(low + LESS_THAN_TEN_BITS, residents)]
        word = u8(0)
        for i in range(part.size):
            word += ONE << (TEN * u8(part[i]))
        for code in range(6):
            counts[code] += (word >> (TEN * u8(code))) & TEN_BITS


@kernel
def outputs(
    state: NDArray[np.int8],
    severity: NDArray[np.float32],
    stigma: NDArray[np.float32],
    hope: NDArray[np.float32],
    literacy: NDArray[np.float32],
    distress: NDArray[np.float32],
    in_care: NDArray[np.int8],
    wait: NDArray[np.int16],
    series: NDArray[np.float64],
    week: int,
    residents: int,
) -> None:
    """Write row ``week`` of the series, shape (weeks, 15)."""
    cared = unmet = waiting = weeks = 0
    for i in range(residents):
        s = state[i]
        cares = in_care[i] != 0
        cared += cares
        unmet += (s >= MODERATE) & (s <= CRISIS) & (not cares)
    for i in range(residents):
        waiting += wait[i] > 0
        weeks += wait[i]
    now = series[week]
    count_states(state, residents, now[:6])
    now[6] = mean(severity, residents)
    now[7] = mean(stigma, residents)
    now[8] = mean(hope, residents)
    now[9] = mean(literacy, residents)
    now[10] = mean(distress, residents)
    now[11] = cared
    now[12] = waiting
    now[13] = weeks / waiting if waiting > 0 else 0
    now[14] = unmet


PROCESS = Process(
    "outputs",
    Words("The week is counted.", "Se cuenta la semana."),
    kernel=outputs,
)
