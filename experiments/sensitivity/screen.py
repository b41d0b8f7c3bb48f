"""Screen: Morris's elementary effects, which find the few factors that move anything, cheaply.

``mu_star`` is the mean size of what a step through two thirds of a factor's range does, with everything else
anywhere in its range. It takes luck for an effect: beside it stands what luck alone would give.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.design import Factors

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Screen:
    """Effects of every factor.

    Attributes:
        names: of the factors.
        size, half: mean size of an elementary effect, and half of its 95 % interval (SALib's bootstrap).
        floor: the mean size that luck alone would give, were it not shared within a trajectory: a high bar.
    """

    names: tuple[str, ...]
    size: Values
    half: Values
    floor: float

    def order(self) -> list[int]:
        """Factors from the largest effect to the smallest."""
        return sorted(range(len(self.names)), key=lambda k: -self.size[k])


def screen_of(values: Values, places: Values, factors: Factors, levels: int, luck: float, seed: int = 1) -> Screen:
    """Elementary effects.

    Args:
        values: shape (points,), in the order of a Morris design, all finite.
        places: of the unknowns, shape (points, unknowns).
        factors: of the design.
        levels: of the design.
        luck: variance of a run at one point.
        seed: of the bootstrap.

    Raises:
        ValueError: what cannot give an effect.
    """
    from SALib.analyze import morris

    if not np.isfinite(values).all() or np.ptp(values) == 0:
        raise ValueError("values that are no numbers, or all the same")
    step = levels / (2 * (levels - 1))
    found = morris.analyze(factors.problem(), places.copy(), values.copy(), num_levels=levels, num_resamples=500, seed=seed)
    size = np.asarray(found["mu_star"], float)
    if not np.isfinite(size).all():
        raise ValueError("effects that are no numbers")
    return Screen(factors.names, size, np.asarray(found["mu_star_conf"], float), math.sqrt(2 * luck) * math.sqrt(2 / math.pi) / step)
