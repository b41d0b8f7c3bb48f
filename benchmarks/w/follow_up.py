"""Follow-up: a visit every four weeks, kept or missed; some drop out; hope out of care sinks to the middle."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy import uint32 as u4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask_each, draw
from simulation.ground.parameter import Words
from simulation.ground.process import Process

MISSES = draw("W: misses the visit")
LEAVES = draw("W: drops out")

EVERY = 4
MISS_BASE, MISS_STIGMA, MISS_DISTANCE = f4(0.08), f4(0.15), f4(0.004)
BOND_STEP, HOPE_STEP, LITERACY_STEP = f4(0.1), f4(0.05), f4(0.02)
LEAVE_BASE, LEAVE_BOND = f4(0.005), f4(0.03)
FADING = f4(0.01)


@kernel
def follow_up(
    stigma: NDArray[np.float32],
    hope: NDArray[np.float32],
    literacy: NDArray[np.float32],
    distance: NDArray[np.float32],
    in_care: NDArray[np.int8],
    bond: NDArray[np.float32],
    since_contact: NDArray[np.int16],
    line: NDArray[np.int32],
    tally: NDArray[np.int64],
    luck: Luck,
    week: int,
    residents: int,
) -> None:
    """One week of visits. ``tally[0]`` counts those due; ``line`` is room for a list of residents."""
    caseload = 0
    for i in range(residents):
        line[caseload] = i
        caseload += 1 if in_care[i] != 0 else 0
    for i in range(residents):
        x = hope[i]
        hope[i] = x + (ZERO if in_care[i] != 0 else FADING) * (HALF - x)
    listed = line[:caseload]
    u_misses = ask_each(luck, MISSES, listed, week)
    u_leaves = ask_each(luck, LEAVES, listed, week)
    due = 0
    for k in range(caseload):
        i = u4(listed[k])
        tie = bond[i]
        since = since_contact[i] + 1
        if since >= EVERY:
            due += 1
            if u_misses[k] < MISS_BASE + MISS_STIGMA * stigma[i] + MISS_DISTANCE * distance[i]:
                tie = max(ZERO, tie - BOND_STEP)
            else:
                since = 0
                tie += BOND_STEP * (ONE - tie)
                hope[i] += HOPE_STEP * (ONE - hope[i])
                literacy[i] += LITERACY_STEP * (ONE - literacy[i])
        if u_leaves[k] < LEAVE_BASE + LEAVE_BOND * (ONE - tie):
            in_care[i] = 0
            tie = ZERO
            since = 0
        bond[i] = tie
        since_contact[i] = since
    tally[0] = due


PROCESS = Process(
    "follow_up",
    Words("Those in care are seen again.", "Las personas en atención vuelven a ser vistas."),
    kernel=follow_up,
)
