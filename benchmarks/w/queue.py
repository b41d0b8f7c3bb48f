"""The queue: what the visits leave of the week's appointments goes to the most severe, then the longest wait.

Places are found by counting how many wait in each class (severity in quarters, weeks waited), not by sorting.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy import uint32 as u4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, ask_each, draw
from simulation.ground.parameter import Words
from simulation.ground.process import Process

ABSENT = draw("W: misses the first appointment")
GIVES_UP = draw("W: gives up waiting")

QUARTERS = f4(4)
LONGEST = 255
CLASSES = 5 * (LONGEST + 1)
ABSENT_BASE, ABSENT_STIGMA = f4(0.1), f4(0.2)
GIVE_UP_BASE, GIVE_UP_DISTRESS, DISAPPOINTMENT = f4(0.02), f4(0.03), f4(0.05)
FIRST_BOND = f4(0.3)


@kernel
def rank(severity: np.float32, wait: int) -> int:
    """The class of one who waits: the higher, the sooner."""
    return int(severity * QUARTERS) * (LONGEST + 1) + min(int(wait), LONGEST)


@kernel
def queue(
    severity: NDArray[np.float32],
    stigma: NDArray[np.float32],
    hope: NDArray[np.float32],
    distress: NDArray[np.float32],
    in_care: NDArray[np.int8],
    wait: NDArray[np.int16],
    bond: NDArray[np.float32],
    since_contact: NDArray[np.int16],
    line: NDArray[np.int32],
    slots: int,
    tally: NDArray[np.int64],
    luck: Luck,
    week: int,
    residents: int,
) -> None:
    """One week of first appointments."""
    waiting = 0
    for i in range(residents):
        line[waiting] = i
        waiting += 1 if wait[i] > 0 else 0
    count = np.zeros(CLASSES, np.int32)
    for k in range(waiting):
        i = u4(line[k])
        count[rank(severity[i], wait[i])] += 1
    left = max(slots - tally[0], slots // 20)
    served = CLASSES
    while served > 0 and count[served - 1] <= left:
        served -= 1
        left -= count[served]
    listed = line[:waiting]
    u_gives_up = ask_each(luck, GIVES_UP, listed, week)
    for k in range(waiting):
        i = u4(listed[k])
        place = rank(severity[i], wait[i])
        called = place >= served
        if place == served - 1 and left > 0:
            called = True
            left -= 1
        if called and ask(luck, ABSENT, i, week) >= ABSENT_BASE + ABSENT_STIGMA * stigma[i]:
            in_care[i] = 1
            wait[i] = 0
            since_contact[i] = 0
            bond[i] = FIRST_BOND
        elif u_gives_up[k] < GIVE_UP_BASE + GIVE_UP_DISTRESS * distress[i]:
            wait[i] = 0
            hope[i] = max(ZERO, hope[i] - DISAPPOINTMENT)
        else:
            wait[i] += 1


PROCESS = Process(
    "queue",
    Words("Some of those who wait are taken in.", "Algunas personas en espera son atendidas."),
    kernel=queue,
)
