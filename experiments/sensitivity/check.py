"""Check: PAWN, which looks at whole distributions where Sobol's indices look at variances.

For each input the points are cut into slices of equal numbers; the index is the median, over slices, of the largest
distance between the distribution of a slice and that of all. An input that does nothing has an index above 0 too,
from slices alone: the index of the same input shuffled many times says how large.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
SLICES = 8
SHUFFLES = 40


@dataclass(frozen=True)
class Check:
    """PAWN's index of every input, and the 95th percentile of what shuffled inputs give."""

    names: tuple[str, ...]
    size: Values
    nothing: float


def check_of(values: Values, places: Values, names: tuple[str, ...], seed: int = 1) -> Check:
    """PAWN's indices.

    Args:
        values: shape (points,); places: shape (points, inputs), drawn independently; names: of the inputs.
        seed: of the shuffles.

    Raises:
        ValueError: what cannot give an index.
    """
    if not np.isfinite(values).all() or np.ptp(values) == 0 or len(values) < 4 * SLICES:
        raise ValueError("too few values, values that are no numbers, or all the same")
    rng = np.random.default_rng(seed)
    shuffled = np.stack([rng.permutation(places[:, k % places.shape[1]]) for k in range(SHUFFLES)], axis=1)
    size = _pawn(values, places)
    return Check(names, size, float(np.quantile(_pawn(values, shuffled), 0.95)))


def _pawn(values: Values, places: Values) -> Values:
    from SALib.analyze import pawn

    many = places.shape[1]
    problem = {"num_vars": many, "names": [f"x{k}" for k in range(many)], "bounds": [[0.0, 1.0]] * many}
    return np.asarray(pawn.analyze(problem, places, values, S=SLICES)["median"], float)
