"""The course of illness: a state that worsens or improves, severity that follows it, distress."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy import uint8 as u1
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import draw
from simulation.ground.parameter import Words
from simulation.ground.process import Process

from . import definition

MOVES = draw("W: does the state change")
NOISE = draw("W: how distressing was the week")

WORSENING = np.array(definition.WORSENING, f4)
IMPROVING = np.array(definition.IMPROVING, f4)
TARGET = np.array(definition.TARGET, f4)
WORSE = np.array(definition.WORSE, np.int32)
BETTER = np.array(definition.BETTER, np.int32)
ONE_AND_HALF, PULL, KEPT, SWING = f4(1.5), f4(0.2), f4(0.8), f4(0.05)


@kernel
def course(
    state: NDArray[np.int8],
    severity: NDArray[np.float32],
    distress: NDArray[np.float32],
    hope: NDArray[np.float32],
    bond: NDArray[np.float32],
    family: NDArray[np.float32],
    u_moves: NDArray[np.float32],
    u_noise: NDArray[np.float32],
    residents: int,
) -> None:
    """One week of illness and distress."""
    for i in range(residents):
        s = u1(state[i])
        worse = WORSENING[s] * (HALF + distress[i]) * (ONE_AND_HALF - family[i])
        better = IMPROVING[s] * (HALF + hope[i]) * (ONE + bond[i])
        up, down = WORSE[s], BETTER[s]  # read whether needed or not: no branch, so sixteen at a time
        u = u_moves[i]
        stays_or_improves = down if u < worse + better else s
        state[i] = up if u < worse else stays_or_improves
    for i in range(residents):
        x = severity[i]
        severity[i] = x + PULL * (TARGET[u1(state[i])] - x)
    for i in range(residents):
        x = KEPT * distress[i] + PULL * severity[i] + SWING * (u_noise[i] - HALF)
        distress[i] = min(max(x, ZERO), ONE)


PROCESS = Process(
    "course",
    Words("The illness takes its course.", "La enfermedad sigue su curso."),
    kernel=course,
    dense={"u_moves": MOVES, "u_noise": NOISE},
)
