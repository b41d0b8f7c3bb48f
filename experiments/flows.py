"""Flows: who goes where between places of care, as a matrix with its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures import Rows, new_axes
from experiments.words import name, number, text
from simulation import Record

if TYPE_CHECKING:
    from experiments.compare import Comparison

YEAR = 52


def places() -> tuple[str, ...]:
    """The places of care, in the order of the matrix."""
    from simulation.people.codes import CARES

    return CARES


def of_flows(record: Record) -> NDArray[np.float64]:
    """People a year who went from one place of care (rows) to another (columns), mean over the horizon, shape (CARES, CARES)."""
    none = np.zeros((len(places()), len(places())))
    flows = getattr(record, "flows", None)
    return none if flows is None or not record.weeks else np.asarray(flows, float).sum(axis=0) * YEAR / record.weeks


def used(matrix: Any) -> list[int]:
    """Places from or to which anybody goes."""
    moved = np.asarray(matrix) != 0
    return [k for k in range(moved.shape[0]) if moved[k].any() or moved[:, k].any()]
