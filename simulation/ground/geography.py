"""Where people live: districts made of zones, distances and travel times on a plane in km."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from .arithmetic import ONE
from .cache import kernel
from .chance import Luck, ask, draw

EAST = draw("home: how far east in the zone")
NORTH = draw("home: how far north in the zone")


@kernel
def settle(
    zone: NDArray[np.int16],
    zones_x: NDArray[np.float32],
    zones_y: NDArray[np.float32],
    zones_radius: NDArray[np.float32],
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    luck: Luck,
) -> None:
    """Place every home in the square of its zone (centre and half side in km)."""
    for i in range(zone.size):
        z = zone[i]
        x[i] = zones_x[z] + zones_radius[z] * (f4(2) * ask(luck, EAST, i, 0) - ONE)
        y[i] = zones_y[z] + zones_radius[z] * (f4(2) * ask(luck, NORTH, i, 0) - ONE)


@kernel
def distance(
    x1: np.float32, y1: np.float32, x2: np.float32, y2: np.float32
) -> np.float32:
    """Straight-line distance in km."""
    return np.sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2))  # type: ignore[no-any-return]
