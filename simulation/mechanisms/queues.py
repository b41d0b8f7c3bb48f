"""Queues: who is next, by counting instead of sorting, and which clinician sees them."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.cache import kernel, merged

KEYS = 320
"""Places in a queue: class of severity and weeks waited."""
MEDICAL_ROW = 5
PREFERENCE = np.array(
    [
        # psychiatrist 0, physician 1, psychologist 2, nurse 3, social worker 4, occupational 5, language 6
        [2, 3, 4, 1, 5, 0, 6],  # common
        [2, 4, 3, 1, 5, 0, 6],  # substance use
        [3, 2, 5, 4, 0, 1, 6],  # affective psychosis
        [3, 5, 2, 4, 0, 1, 6],  # non-affective psychosis
        [6, 2, 5, 4, 3, 1, 0],  # childhood
        [0, 1, 3, 2, 4, 5, 6],  # needs a prescription
    ],
    np.int8,
)
"""Who sees whom first, by disorder group; judged."""


@merged
def queue_key(severity: np.float32, crisis_week: int, week: int, waited: int, weeks_per_class: int) -> int:
    """Place in a queue, higher first: class of severity (recent crisis on top) and weeks waited."""
    grade = 4 if week - crisis_week <= 2 else min(int(severity * f4(4)), 3)
    return min(max(grade * weeks_per_class + waited, 0), KEYS - 1)


@kernel
def threshold(counts: NDArray[np.int32], capacity: int) -> tuple[int, int]:
    """The lowest key that is served whole, and how many of the key below."""
    key = counts.size
    left = capacity
    while key > 0 and counts[key - 1] <= left:
        key -= 1
        left -= counts[key]
    return key, left


@kernel
def clinician_for(
    group: int, medical: bool, first: int, last: int, professions: NDArray[np.int8], slots: NDArray[np.int16]
) -> int:
    """A clinician of the team with time, of the profession that suits best; among equals who has most time."""
    row = MEDICAL_ROW if medical else group
    best = -1
    rank = 99
    for j in range(first, last):
        if slots[j] <= 0:
            continue
        r = 0
        while PREFERENCE[row, r] != professions[j]:
            r += 1
        if r < rank or (r == rank and slots[j] > slots[best]):
            rank = r
            best = j
    return best
