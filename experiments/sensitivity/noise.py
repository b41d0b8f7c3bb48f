"""Noise: how much of the spread of an outcome over a design's points is luck."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Noise:
    """Variances of an outcome over a design.

    Attributes:
        luck: of one run at a point.
        inputs: of what a run is on average, from point to point: the part that inputs explain. May come out below 0.
        lucks: runs at each point that are averaged.
    """

    luck: float
    inputs: float
    lucks: int

    def share(self, lucks: int | None = None) -> float:
        """The part of the variance of means over so many lucks that is luck, 0 to 1."""
        luck = self.luck / (lucks or self.lucks)
        known = max(self.inputs, 0.0)
        return luck / (luck + known) if luck + known > 0 else math.nan

    def lucks_for(self, most: float) -> int | None:
        """How many lucks bring the share of luck down to ``most``; None if nothing but luck was seen."""
        if self.inputs <= 0:
            return None
        return max(1, math.ceil(self.luck * (1 - most) / (most * self.inputs) - 1e-9))


def noise_of(values: Values, shared: bool) -> Noise:
    """Luck and what is not luck.

    Args:
        values: shape (points, lucks), two lucks or more.
        shared: all points have the same lucks, whose common effect then moves no point against another.
    """
    points, lucks = values.shape
    if lucks < 2:
        raise ValueError("one luck at each point: nothing tells luck from what inputs do")
    left = values - values.mean(axis=1, keepdims=True)
    freedom = points * (lucks - 1)
    if shared:
        left = left - left.mean(axis=0, keepdims=True)
        freedom = (points - 1) * (lucks - 1)
    luck = float((left**2).sum() / freedom)
    return Noise(luck, float(values.mean(axis=1).var(ddof=1)) - luck / lucks, lucks)
