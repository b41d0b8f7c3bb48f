"""How a clinician weighs an hour outside the office against one inside (form and source: ``staff_hours``)."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip
from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle

MONTH = 4
"""Weeks over which credits are added up and compared with the target."""


@kernel
def block_utility(
    conviction: np.float32, sanction: np.float32, backlog: np.float32, uncovered: np.float32, settings: Bundle,
) -> np.float32:
    """What speaks for a block of visits this week, without the week's chance; ``sanction`` is what is feared of it."""
    return (  # type: ignore[no-any-return]
        settings.conviction_weight * (conviction - HALF)
        - settings.sanction_weight * sanction
        - settings.queue_pull * backlog
        - settings.cost_weight * uncovered
        + ONE
    )


@kernel
def missed_by_block(
    week: int, contract: int, block: int, free: int, earned: np.float32, lost: np.float32, fullness: np.float32,
    office: np.float32, settings: Bundle,
) -> np.float32:
    """Credits that the month's target would lack because of a block, over those of a full office in that time (0 to 1)."""
    target = settings.target_per_hour * f4(MONTH * contract) / f4(60)
    without = earned + f4(MONTH - week % MONTH) * f4(free) * fullness / office
    given_up = lost * f4(block) * fullness / office
    lacks = max(target - without + given_up, ZERO) - max(target - without, ZERO)
    return clip(lacks * office / max(f4(block), ONE), ZERO, ONE)
