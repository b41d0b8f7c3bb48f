"""How a peer stands in the eyes of a user, whether the user takes one, and how close the two may come.

One place for a user's deference to rank: it bears on standing here and on whom the user confides in (``confiding``).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle

DEFERS = draw("peer support: how far the user defers to rank")
SESSIONS = f4(12)


@kernel
def deference_of(i: int, which: int, luck: Luck) -> np.float32:
    """How far a person defers to rank, 0-1: a trait that lasts."""
    return ask(luck, DEFERS, i, which)


@kernel
def standing_of(
    i: int, p: int, c: int, luck: Luck, settings: Bundle, arrival: NDArray[np.int16], sessions_attended: NDArray[np.int16],
    rank_weight: np.float32, endorsement: np.float32, acceptance: np.float32,
) -> np.float32:
    """How a peer stands in the eyes of a user, 0-1."""
    defers = deference_of(i, arrival[i], luck)
    seen = min(f4(sessions_attended[i]) / SESSIONS, ONE)
    hierarchy = min(rank_weight * settings.hierarchy, ONE)
    rank = hierarchy * defers * (ONE - endorsement)
    spills = hierarchy * (acceptance - HALF) * seen
    return clip(settings.appreciation - rank + spills, ZERO, ONE)


@kernel
def bond_goal(ready: np.float32, stands: np.float32, fidelity: np.float32, kin: np.float32, settings: Bundle) -> np.float32:
    """The bond towards which meetings move: half and half again of each of availability, standing and fidelity, less the family's part."""
    return clip(settings.bond_level * (HALF + ready) * (HALF + stands) * (HALF + fidelity) * (ONE - kin), ZERO, ONE)


@kernel
def welcome_of(stands: np.float32, settings: Bundle) -> np.float32:
    """The chance that a user accepts a peer who stands so in their eyes: help is taken from people of low rank, too."""
    return settings.appreciation - settings.rank_refuses * (settings.appreciation - stands)  # type: ignore[no-any-return]
