"""Measures: what an instrument sees of a resident, as an index from 0 to 1 (or a count), without any error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.people.codes import AT_CENTRE, FIRST_FORMAL

Values = NDArray[np.float64]
CHIME = ("connectedness", "hope", "identity", "meaning", "empowerment")
INDICES = {
    "connectedness": "higher", "hope": "higher", "identity": "higher", "meaning": "higher", "empowerment": "higher",
    "functioning": "higher", "trust": "higher", "literacy": "higher", "family_engagement": "higher", "severity": "lower",
    "stigma_self": "lower", "stigma_held": "lower", "difficulties": "lower", "family_burden": "lower",
}


@dataclass(frozen=True)
class Measure:
    """One thing that can be measured: ``of`` all residents; ``has_error`` where an instrument's error comes on top."""

    better: str
    of: Callable[[Any], Values]
    has_error: bool = True


def recovery(residents: Any) -> Values:
    """Personal recovery, 0-1: mean of the five components and of the absence of difficulties."""
    total = sum(getattr(residents, name).astype(np.float64) for name in CHIME)
    return np.asarray((total + 1 - residents.difficulties) / 6, np.float64)


def _column(name: str) -> Callable[[Any], Values]:
    return lambda residents: np.asarray(getattr(residents, name), np.float64)


MEASURES: dict[str, Measure] = {
    "personal_recovery": Measure("higher", recovery),
    **{name: Measure(better, _column(name)) for name, better in INDICES.items()},
    "in_care": Measure("higher", lambda r: (r.care >= FIRST_FORMAL).astype(np.float64), has_error=False),
    "at_centre": Measure("higher", lambda r: (r.care == AT_CENTRE).astype(np.float64), has_error=False),
    "knows_centre": Measure("higher", lambda r: (r.knows_centre != 0).astype(np.float64), has_error=False),
    "crises": Measure("lower", lambda r: r.crises.astype(np.float64), has_error=False),
}
"""Crises are counted since the start, and their baseline is the count so far."""
