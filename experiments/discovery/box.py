"""Box: limits of a few inputs within which cases of interest crowd together.

A short tree over one half of the worlds finds the box; the other half judges it. With hundreds of inputs a tree always
finds something, so a box that the other half does not bear out is not named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
DEPTH = 3
LEAST_CASES = 20
"""Fewer cases of interest, or other cases, than this in a half say nothing."""
SURE = 0.01
NEEDED = 0.05
"""A side stays only if it is surer than this divided by the number of cuts among which it was found."""


@dataclass(frozen=True)
class Limit:
    """One side of a box: an input's column, and the places between which it lies."""

    column: int
    low: float
    high: float


@dataclass(frozen=True)
class Box:
    """A box as the second half of the worlds judges it.

    Attributes:
        limits: of few inputs.
        density: share of the worlds inside that are of interest, with its 95 % interval (Wilson).
        coverage: share of the worlds of interest that lie inside, likewise.
        everywhere: share of all worlds that are of interest.
        chance: probability of so dense a box if inside and outside were alike.
        inside, worlds: in the second half.
    """

    limits: tuple[Limit, ...]
    density: tuple[float, float, float]
    coverage: tuple[float, float, float]
    everywhere: float
    chance: float
    inside: int
    worlds: int

    @property
    def is_borne_out(self) -> bool:
        """Whether the half that did not find it bears it out."""
        return bool(self.limits) and self.chance < SURE


def holds(limits: tuple[Limit, ...], places: Values) -> NDArray[np.bool_]:
    """Which worlds lie inside."""
    inside = np.ones(len(places), bool)
    for one in limits:
        inside &= (places[:, one.column] >= one.low) & (places[:, one.column] <= one.high)
    return inside


def box_of(places: Values, interesting: NDArray[np.bool_], seed: int = 1) -> Box:
    """The densest box of one half of the worlds, judged by the other.

    Args:
        places: of the inputs in their ranges, 0 to 1, shape (worlds, inputs).
        interesting: shape (worlds,).
        seed: of the halving.

    Raises:
        ValueError: what cannot give a box.
    """
    if not np.isfinite(places).all():
        raise ValueError("a place that is no number")
    order = np.random.default_rng(seed).permutation(len(places))
    finds, judges = order[: len(order) // 2], order[len(order) // 2 :]
    for half in (finds, judges):
        if min(interesting[half].sum(), (~interesting[half]).sum()) < LEAST_CASES:
            raise ValueError(f"fewer than {LEAST_CASES} worlds of interest, or of the others, in a half")
    limits = _densest(places[finds], interesting[finds], seed)
    inside, of_interest = holds(limits, places[judges]), interesting[judges]
    both = int((inside & of_interest).sum())
    chance = denser(inside, of_interest)
    return Box(limits, _share(both, int(inside.sum())), _share(both, int(of_interest.sum())), float(of_interest.mean()), chance, int(inside.sum()), len(judges))


def denser(inside: NDArray[np.bool_], interesting: NDArray[np.bool_]) -> float:
    """Probability that worlds of interest are so much denser inside by chance (Fisher's exact test)."""
    from scipy.stats import fisher_exact

    if not 0 < inside.sum() < len(inside):
        return 1.0
    table = np.array([[(inside & interesting).sum(), (inside & ~interesting).sum()], [(~inside & interesting).sum(), (~inside & ~interesting).sum()]])
    return float(fisher_exact(table, alternative="greater").pvalue)


def _needed(limits: tuple[Limit, ...], places: Values, interesting: NDArray[np.bool_]) -> tuple[Limit, ...]:
    """The sides without which the box would be less dense; a tree also cuts where chance alone invites it to."""
    kept = limits
    while kept:
        sure = []
        for one in kept:
            wider = holds(tuple(other for other in kept if other is not one), places)
            sure.append(denser(holds((one,), places[wider]), interesting[wider]))
        worst = int(np.argmax(sure))
        if sure[worst] < NEEDED / places.size:
            break
        kept = tuple(one for k, one in enumerate(kept) if k != worst)
    return kept


def _share(part: int, of: int) -> tuple[float, float, float]:
    from scipy.stats import binomtest

    if not of:
        return (np.nan, np.nan, np.nan)
    ends = binomtest(part, of).proportion_ci(method="wilson")
    return part / of, float(ends.low), float(ends.high)


def _densest(places: Values, interesting: NDArray[np.bool_], seed: int) -> tuple[Limit, ...]:
    """The limits of the leaf in which worlds of interest are densest, of those that hold a fifth of them."""
    from sklearn.tree import DecisionTreeClassifier

    least = max(10, len(places) // 20)
    tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=least, random_state=seed).fit(places, interesting).tree_
    found: list[tuple[float, dict[int, tuple[float, float]]]] = []

    def walk(node: int, sides: dict[int, tuple[float, float]]) -> None:
        if tree.children_left[node] == -1:
            inside = holds(_limits(sides), places)
            if interesting[inside].sum() >= interesting.sum() / 5:
                found.append((float(interesting[inside].mean()), sides))
            return
        column, cut = int(tree.feature[node]), float(tree.threshold[node])
        low, high = sides.get(column, (0.0, 1.0))
        walk(int(tree.children_left[node]), {**sides, column: (low, cut)})
        walk(int(tree.children_right[node]), {**sides, column: (cut, high)})

    walk(0, {})
    return _needed(_limits(max(found, key=lambda one: one[0])[1]), places, interesting) if found else ()


def _limits(sides: dict[int, tuple[float, float]]) -> tuple[Limit, ...]:
    return tuple(Limit(column, low, high) for column, (low, high) in sides.items())
