"""Help-seeking: the ill who are neither in care nor in the queue may join the queue."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy import int16 as i2
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import draw
from simulation.ground.parameter import Words
from simulation.ground.process import Process

SEEKS = draw("W: seeks help")

BASE, BY_SEVERITY, BY_STIGMA, BY_DISTANCE = f4(-4), f4(4), f4(2), f4(0.05)
MILD, CRISIS = np.int8(1), np.int8(4)
JOINS = i2(1)


@kernel
def seek(
    state: NDArray[np.int8],
    severity: NDArray[np.float32],
    stigma: NDArray[np.float32],
    literacy: NDArray[np.float32],
    hope: NDArray[np.float32],
    distance: NDArray[np.float32],
    in_care: NDArray[np.int8],
    wait: NDArray[np.int16],
    u_seeks: NDArray[np.float32],
    residents: int,
) -> None:
    """One week of help-seeking."""
    for i in range(residents):
        s = state[i]
        x = BASE + BY_SEVERITY * severity[i] - BY_STIGMA * stigma[i] + literacy[i]
        x += HALF * hope[i] - BY_DISTANCE * distance[i]
        free = (s >= MILD) & (s <= CRISIS) & (in_care[i] == 0) & (wait[i] == 0)
        wait[i] = JOINS if free & (u_seeks[i] * (ONE + exp(-x)) < ONE) else wait[i]


PROCESS = Process(
    "seek",
    Words("Some of the ill seek help.", "Algunas personas enfermas buscan ayuda."),
    kernel=seek,
    dense={"u_seeks": SEEKS},
)
