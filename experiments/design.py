"""Design: the table of points at which a study lives its runs.

A *point* gives each varied parameter a cell: a place in its range (a quantile from 0 to 1), a value of its
own, or nothing, which leaves it where it is. Places in a range are what the samplers give; the range itself
belongs to the declaration, so that one design serves several systems, and the values of districts and centres
move together, each within its own range.

Sobol sequences come from ``scipy.stats.qmc``, the other samples from SALib, seeded from the study's seed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation import InputError, Scenario
from simulation.ground.parameter import Declaration

KINDS = (
    "drawn", "central", "factorial", "one-at-a-time", "latin-hypercube", "sobol", "morris", "saltelli", "csv",
)
SPREADS = ("uniform", "triangular")
OTHERS = ("central", "drawn")
LUCKS = ("shared", "own")
BLOCKED = ("morris", "saltelli")
"""Kinds whose points come in blocks, a trajectory or a base sample each, of which an index is a mean."""
SAMPLED = (*BLOCKED, "latin-hypercube", "sobol")
"""Kinds whose blocks may have a luck of their own: of the last two each point is one."""
MOST_POINTS = 10_000_000
Cell = float | str | None
Values = dict[tuple[str, str | None], Any]


@dataclass(frozen=True)
class Design:
    """How points are chosen.

    Args:
        kind: one of ``KINDS``. ``drawn``: replicate r is lived with the r-th draw of all unknown parameters,
            as ``compare`` does. ``central``: every parameter at its value, luck alone.
        points: of a latin hypercube or Sobol sequence; trajectories of Morris; base samples of Saltelli.
        levels: per parameter, of a factorial, one-at-a-time or Morris design.
        second_order: Saltelli's longer sample, for second-order indices.
        spread: how a place in a range becomes a value: ``uniform``, or ``triangular`` as ``compare`` draws.
        others: parameters that the design does not vary: ``central``, or ``drawn`` anew in each replicate.
        file: of a user's table.
        luck: ``shared`` by all points, or of each block its ``own`` (Morris, Saltelli; of a latin hypercube or
            Sobol sequence each point): then an interval made from blocks holds luck too, and nothing hangs on
            the luck of one seed.
    """

    kind: str = "drawn"
    points: int = 0
    levels: int = 0
    second_order: bool = False
    spread: str = "uniform"
    others: str = "central"
    file: str = ""
    luck: str = "shared"

    @property
    def fixed(self) -> bool:
        """Whether nothing is drawn: what is not varied stays at its value."""
        return self.kind != "drawn" and (self.kind == "central" or self.others == "central")

    def first_replicate(self, point: int, points: int, replicates: int) -> int:
        """The first replicate lived at a point, of a table of so many points."""
        if self.luck != "own" or self.kind not in SAMPLED:
            return 0
        return point // (points // self.points) * replicates


@dataclass(frozen=True)
class Vary:
    """What a study says of one varied parameter: another range, or levels of its own; or nothing.

    ``group`` names the parameters that a Morris or Saltelli design takes as one factor.
    """

    low: float | None = None
    high: float | None = None
    levels: tuple[float | str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Points:
    """A design's table: names of the columns, whether cells are values or places in a range, and the rows."""

    names: tuple[str, ...]
    are_values: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Factors:
    """What a sampler moves: numbers that share a row of a table are one unknown, and a group is one factor.

    Attributes:
        unknown: of each column, which unknown it is.
        labels: of each unknown, the factor that it belongs to: its group, or itself.
    """

    unknown: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The factors, in the order in which SALib has them."""
        return tuple(dict.fromkeys(self.labels))

    def problem(self) -> dict[str, Any]:
        """SALib's view, a new one for each call, because SALib changes it."""
        many = len(self.labels)
        found: dict[str, Any] = {"num_vars": many, "names": [f"x{k}" for k in range(many)], "bounds": [[0.0, 1.0]] * many}
        return found if len(self.names) == many else {**found, "groups": list(self.labels)}


def factors_of(varied: Sequence[Declaration], vary: Mapping[str, Vary]) -> Factors:
    """The factors of some parameters, in their order."""
    rows = list(dict.fromkeys(d.row or d.name for d in varied))
    labels: dict[str, str] = {}
    for d in varied:
        labels.setdefault(d.row or d.name, vary.get(d.name, Vary()).group or d.name)
    return Factors(tuple(rows.index(d.row or d.name) for d in varied), tuple(labels[row] for row in rows))


def sample_seed(kind: str, seed: int) -> int:
    """The seed of a sampler, from the study's seed; never 0, which some samplers take for none."""
    return int.from_bytes(hashlib.sha256(f"{kind} {seed}".encode()).digest()[:4], "big") >> 1 or 1


def points_of(design: Design, vary: Mapping[str, Vary], varied: Sequence[Declaration], seed: int) -> Points:
    """The table of a design that needs no file.

    Args:
        design: with a kind other than ``csv``.
        vary: what the study says of each parameter, by element's name.
        varied: the parameters, in order.
        seed: of the study.
    """
    names = tuple(d.name for d in varied)
    if design.kind in ("drawn", "central"):
        return Points((), (), ((),))
    if design.kind in ("factorial", "one-at-a-time"):
        return _levelled(design, vary, varied)
    factors = factors_of(varied, vary)
    rows = _sampled(design, factors, sample_seed(design.kind, seed))
    return Points(names, (False,) * len(names), tuple(tuple(float(row[k]) for k in factors.unknown) for row in rows))


def size_of(design: Design, vary: Mapping[str, Vary], varied: Sequence[Declaration]) -> int:
    """How many points a design has, without making them."""
    many = len(factors_of(varied, vary).names)
    if design.kind == "factorial":
        size = 1
        for d in varied:
            size *= len(_levels(d, vary.get(d.name, Vary()), design.levels or 2))
            if size > MOST_POINTS:
                return size
        return size
    if design.kind == "one-at-a-time":
        return 1 + sum(len(_levels(d, vary.get(d.name, Vary()), design.levels or 2)) for d in varied)
    if design.kind == "morris":
        return design.points * (many + 1)
    if design.kind == "saltelli":
        return design.points * ((2 * many if design.second_order else many) + 2)
    return max(design.points, 1)


def _levels(declaration: Declaration, vary: Vary, many: int) -> list[Cell]:
    """Levels of one parameter: its own, all choices of a form, or places spread evenly over its range."""
    if vary.levels:
        return list(vary.levels)
    if declaration.choices:
        return list(declaration.choices)
    return [k / (many - 1) for k in range(many)]


def _levelled(design: Design, vary: Mapping[str, Vary], varied: Sequence[Declaration]) -> Points:
    every = [_levels(d, vary.get(d.name, Vary()), design.levels or 2) for d in varied]
    are_values = tuple(bool(vary.get(d.name, Vary()).levels or d.choices) for d in varied)
    names = tuple(d.name for d in varied)
    rows: list[tuple[Cell, ...]]
    if design.kind == "factorial":
        rows = list(itertools.product(*every))
    else:
        nothing: tuple[Cell, ...] = (None,) * len(names)
        rows = [nothing]
        rows += [(*nothing[:k], level, *nothing[k + 1 :]) for k, levels in enumerate(every) for level in levels]
    return Points(names, are_values, tuple(rows))


def _sampled(design: Design, factors: Factors, seed: int) -> Any:
    """Places in the ranges, shape (points, unknowns)."""
    problem = factors.problem()
    if design.kind not in BLOCKED:
        problem.pop("groups", None)  # SALib would move a whole group as one number
    if design.kind == "latin-hypercube":
        from SALib.sample import latin

        return latin.sample(problem, design.points, seed=seed)
    if design.kind == "morris":
        from SALib.sample import morris

        return morris.sample(problem, design.points, num_levels=design.levels or 4, seed=seed)
    if design.kind == "saltelli":
        from SALib.sample import sobol

        return sobol.sample(problem, design.points, calc_second_order=design.second_order, seed=seed)
    from scipy.stats import qmc

    return qmc.Sobol(len(factors.labels), scramble=True, rng=seed).random(design.points)


def read_table(path: Path, file: str) -> Points:
    """A user's table: a CSV file with a parameter per column and a point per row.

    Cells are numbers or, of a form, names; an empty cell leaves the parameter where it is. Whether a value is
    allowed is checked against each system, see ``experiments.study``.

    Raises:
        InputError: not a readable table.
    """
    from simulation.scenario.files import decoded, read_bytes, shown

    table = [row for row in csv.reader(io.StringIO(decoded(read_bytes(path, file), file))) if any(c.strip() for c in row)]
    names = tuple(name.strip() for name in table[0])
    for k, name in enumerate(names):
        if not name or name in names[:k]:
            raise InputError(file, f"column {k + 1}", shown(name), "the name of a parameter, each once", line=1)
    if len(table) < 2:
        raise InputError(file, "rows", "none", "one row per point, under the names of parameters")
    rows = []
    for number, row in enumerate(table[1:], 1):
        if len(row) != len(names):
            raise InputError(file, f"row {number}", f"{len(row)} cells", f"{len(names)} cells, as in the first line")
        rows.append(tuple(_cell(text.strip()) for text in row))
    return Points(names, (True,) * len(names), tuple(rows))


def _cell(text: str) -> Cell:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def at(declaration: Declaration, place: float, spread: str = "uniform") -> float | str:
    """The value at a place in a declaration's range, 0 its low end and 1 its high end."""
    from simulation.draws import from_range

    if declaration.choices or spread == "triangular":
        return from_range(declaration, place)
    low, high = declaration.low, declaration.high
    if not low < high:
        return declaration.value
    if declaration.whole:
        return float(min(low + int(place * (high - low + 1)), high))
    return min(max(low + place * (high - low), low), high)


def resolved(points: Points, number: int, scenario: Scenario, spread: str) -> Values:
    """What a point sets in a system: (name, place or None) -> value; a value of its own holds everywhere."""
    from simulation.scenario.values import Catalogue, plain

    found: Values = {}
    elements = Catalogue(scenario.values).elements
    for column, is_value, cell in zip(points.names, points.are_values, points.rows[number], strict=True):
        if cell is None:
            continue
        where, _, name = column.rpartition(":")
        for element in elements(name):
            declaration, local = scenario.values[element], scenario.local.get(element, {})
            if is_value:
                value = plain(declaration, cell)
                value = float(value) if not isinstance(value, str) else value
                found |= {(element, place): value for place in ((where,) if where else (None, *local))}
            else:
                found[element, None] = at(declaration, float(cell), spread)
                found |= {(element, place): at(own, float(cell), spread) for place, own in local.items()}
    return found
