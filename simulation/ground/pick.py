"""Picking people out of a block without a choice.

A loop over everybody that asks, for each, whether anything is to be done guesses wrongly for many of them, and a wrong guess
costs a processor more than a dozen additions. So a plain loop first marks whom it concerns, many people at once, and their rows
are then written one after the other; only the last written counts.

    look = np.empty(BLOCK, np.int8)
    for begin in range(0, residents, BLOCK):
        end = min(begin + BLOCK, residents)
        mark(look, status[begin:end], ...)       # a kernel with one plain loop, index from 0
        many = pick(look, begin, end, rows, many)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .cache import kernel

BLOCK = 1024
"""People who are marked at once: their columns stay in the nearest cache."""


@kernel
def pick(look: NDArray[np.int8], begin: int, end: int, rows: NDArray[np.int32], many: int) -> int:
    """Append the rows begin … end - 1 that are marked (1) to ``rows``, of which ``many`` are filled; returns how many then are."""
    for j in range(end - begin):
        rows[many] = begin + j
        many += look[j]
    return many
