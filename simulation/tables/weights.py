"""Disability weights: what a week with a disorder of some severity counts for, and how much sooner people die.

The shipped weights are those of the Global Burden of Disease Study 2019, free for non-commercial use; the file
says so, and a user can replace it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.ground.parameter import Row
from simulation.ground.shipped import shipped_folder
from simulation.people.codes import GROUPS

FILE = "disability_weights.toml"
STEPS = 100
"""Severities are told to this part of the scale, so that straight lines between points are kept exactly."""
Point = tuple[float, float, float, float]
"""Severity, weight, low and high end of the weight."""


@dataclass(frozen=True)
class Weights:
    """Weights by disorder group and severity, and excess mortality.

    Attributes:
        points: group -> points from severity 0 to 1.
        residual: group -> the lowest weight of a living case in the form ``gbd``.
        mortality: group -> deaths with the disorder over deaths without.
        origin: the file as the user named it, empty if shipped.
    """

    points: Mapping[str, tuple[Point, ...]] = field(hash=False)
    residual: Mapping[str, float] = field(hash=False)
    mortality: Mapping[str, Row] = field(hash=False)
    origin: str = field(default="", compare=False)

    def curves(self) -> NDArray[np.float32]:
        """Weight, low and high end at every hundredth of severity, shape (groups, 3, 101)."""
        at = np.arange(STEPS + 1) / STEPS
        found = [
            [np.interp(at, [p[0] for p in self.points[group]], [p[k] for p in self.points[group]]) for k in (1, 2, 3)]
            for group in GROUPS
        ]
        return np.array(found, np.float32)

    def residuals(self) -> NDArray[np.float32]:
        """Residual weights in the order of the groups, shape (groups,)."""
        return np.array([self.residual[group] for group in GROUPS], np.float32)


def weights_in(data: Mapping[str, Any], origin: str = "") -> Weights:
    """The weights of a file that has been found sound."""
    return Weights(
        {
            s["group"]: tuple((float(p["severity"]), float(p["weight"]), float(p["low"]), float(p["high"])) for p in s["points"])
            for s in data["severity"]
        },
        {s["group"]: float(s["residual"]) for s in data["severity"]},
        {
            m["group"]: Row(float(m["ratio"]), float(m["low"]), float(m["high"]), m["source"], m["grade"])
            for m in data["mortality"] if m["used"]
        },
        origin,
    )


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The shipped weights; a test reads the same file with every check."""
    return weights_in(tomllib.loads((shipped_folder() / FILE).read_text(encoding="utf-8")))
