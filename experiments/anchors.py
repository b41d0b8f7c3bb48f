"""Anchors: published figures beside the model's own, each with what population and period it is about.

A file of ``scenarios/anchors/`` lists the published figures of a system as data: value, range, source, and
the *measure* (``experiments.measures``) that says what a run gives. Two worlds are lived: the system as it
is, and the same system in which no centre ever opens. Nothing here tunes anything: a figure that is missed
is printed as missed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from experiments.execute import live_runs
from experiments.measures import MEASURES, problem_with_arguments
from experiments.watching import Watcher
from experiments.wording import level
from simulation import InputError, Outcome, Scenario, Words
from simulation.outcomes import YEAR
from simulation.scenario.files import nearest, shipped_folder
from simulation.scenario.places import MOST_WEEKS
from simulation.scenario.reading import Book, Table, read

World = Literal["as-it-is", "without-centres"]
WORLDS: dict[str, int] = {"as-it-is": 3 * YEAR, "without-centres": 2 * YEAR}
"""World -> weeks lived after burn-in; figures are those of the last year."""
PERIODS = ("12-month", "point", "lifetime", "year", "course")
UNITS = ("share", "count", "ratio")
KEYS = (
    "id", "what", "people", "ages", "period", "unit", "value", "low", "high", "source", "measure", "with", "world", "note",
)


@dataclass(frozen=True)
class Anchor:
    """One published figure; ``value``, ``low`` and ``high`` are NaN where only the model's side is reported."""

    id: str
    what: Words
    people: Words
    ages: tuple[int, int] | None
    period: str
    unit: str
    value: float
    low: float
    high: float
    source: str
    measure: str
    given: dict[str, Any] = field(hash=False)
    world: World
    note: Words


@dataclass(frozen=True)
class Found:
    """An anchor with what the replicates gave: every value, their mean, and where 95 % of runs would lie."""

    anchor: Anchor
    values: tuple[float, ...]
    mean: float
    run_low: float
    run_high: float

    @property
    def verdict(self) -> str:
        """"inside" or "outside" the published range (the mean), "reached" if only the interval reaches it, "" without a range."""
        a = self.anchor
        if not math.isfinite(a.low) or not math.isfinite(self.mean):
            return ""
        if a.low <= self.mean <= a.high:
            return "inside"
        return "reached" if self.run_low <= a.high and self.run_high >= a.low else "outside"


def anchors_file(system: Scenario) -> Path:
    """The anchors of a system: ``anchors.toml`` beside its own file, or the shipped ones of its name.

    Raises:
        InputError: there are none.
    """
    beside = Path(system.origin).parent / "anchors.toml"
    if ("/" in system.origin or "\\" in system.origin) and beside.is_file():
        return beside
    shipped = shipped_folder() / "anchors" / f"{system.name}.toml"
    if shipped.is_file():
        return shipped
    known = sorted(path.stem for path in (shipped_folder() / "anchors").glob("*.toml"))
    raise InputError("", "anchors", f'none for "{system.name}"', f"{', '.join(known)}, or a file anchors.toml beside the system's own", nearest(system.name, known))


def load_anchors(system: Scenario, path: Path | None = None) -> tuple[Anchor, ...]:
    """Read the anchors of a system.

    Raises:
        InputError, InputErrors: whatever is wrong with the file, a line each.
    """
    path = path or anchors_file(system)
    source = read(path, path.name, "anchors")
    book = Book([source])
    table = Table(book, source.data, (), ("schema", "kind", "system", "anchors"))
    table.id("system")
    entries = source.data.get("anchors")
    if not isinstance(entries, list) or not entries:
        book.add(("anchors",), "nothing", "one or more [[anchors]]")
        entries = []
    found = [_anchor(book, entry, k, system) for k, entry in enumerate(entries)]
    for k, anchor in enumerate(found):
        if anchor.id in [a.id for a in found[:k]]:
            book.add(("anchors", k, "id"), f'"{anchor.id}" twice', "each id once")
    book.check()
    return tuple(found)


def _anchor(book: Book, entry: Any, k: int, system: Scenario) -> Anchor:
    from simulation.parameters import sources

    path: tuple[str | int, ...] = ("anchors", k)
    table = Table(book, entry, path, KEYS)
    target = [key for key in ("value", "low", "high") if key in table]
    value, low, high = (table.number(key, 0, 1e12) if target else math.nan for key in ("value", "low", "high"))
    if target and not low <= value <= high:
        book.add((*path, "value"), f"{value:g}", f"low to high, {low:g} to {high:g}")
    ages: tuple[int, int] | None = None
    if "ages" in table:
        given = table.data["ages"]
        if isinstance(given, list) and len(given) == 2 and all(isinstance(x, int) and 0 <= x <= 120 for x in given) and given[0] <= given[1]:
            ages = (given[0], given[1])
        else:
            table.wrong("ages", "two whole numbers of years, such as [18, 65]")
    key = table.text("source")
    if key and key not in sources():
        book.add((*path, "source"), f'"{key}"', "a key of sources.toml (see `minga list sources`)", nearest(key, sources()))
    measure = table.choice("measure", list(MEASURES))
    arguments = table.data.get("with", {})
    if not isinstance(arguments, dict):
        table.wrong("with", "a table of arguments of the measure")
        arguments = {}
    places = {"centres": system.places("centre"), "districts": system.places("district")}
    if table.data.get("measure") in MEASURES and (problem := problem_with_arguments(measure, arguments, places)):
        book.add((*path, "with", problem[0]), problem[1], problem[2])
    world: Any = table.choice("world", list(WORLDS), "as-it-is")
    note = table.words("note", 1000) if "note" in table else Words("", "")
    return Anchor(
        table.id("id"), table.words("what", 200), table.words("people", 200), ages, table.choice("period", PERIODS),
        table.choice("unit", UNITS), value, low, high, key, measure, dict(arguments), world, note,
    )


def without_centres(system: Scenario) -> Scenario:
    """The same system in which no centre ever opens."""
    return replace(system, centres=tuple(replace(c, opens=MOST_WEEKS) for c in system.centres))


@dataclass(frozen=True)
class _Reading:
    """What is asked of a record at the end of a run, in the process that lived it."""

    anchor: Anchor
    watcher: Watcher | None

    def over_run(self, record: Any, group: str) -> float:
        read = MEASURES[self.anchor.measure].read
        given = (record,) if self.watcher is None else (record, self.watcher)
        return float(read(*given, **self.anchor.given))


def extras(anchors: Sequence[Anchor]) -> list[Any]:
    """The watchers and outcomes with which a run answers these anchors."""
    watchers: dict[type[Watcher], Watcher] = {}
    outcomes = []
    for anchor in anchors:
        kind = MEASURES[anchor.measure].watcher
        watcher = watchers.setdefault(kind, kind()) if kind else None
        outcomes.append(Outcome(anchor.id, anchor.what, anchor.unit, "", anchor.what, _Reading(anchor, watcher).over_run))
    return [*(w.as_process(f"watcher_{k}") for k, w in enumerate(watchers.values())), *outcomes]


def measure_anchors(
    system: Scenario, anchors: Sequence[Anchor], *, seed: int = 1, scale: float = 0.2, replicates: int = 8,
    fixed_parameters: bool = False, workers: int | None = None, on_run: Callable[[int, int], None] | None = None,
) -> list[Found]:
    """Live the worlds that the anchors ask for, and read every measure in every replicate.

    Args:
        system: as it is.
        anchors: from ``load_anchors``.
        seed, scale, replicates, fixed_parameters, workers: as of ``minga run``.
        on_run: called with runs done and runs planned.
    """
    values: dict[str, list[float]] = {a.id: [] for a in anchors}
    used = [w for w in WORLDS if any(a.world == w for a in anchors)]
    done = 0
    for world in used:
        lived = system if world == "as-it-is" else without_centres(system)
        asked = [a for a in anchors if a.world == world]
        options: dict[str, Any] = {"seed": seed, "scale": scale, "weeks": WORLDS[world], "fixed_parameters": fixed_parameters, "extra": extras(asked)}
        for record in live_runs(lived, replicates, workers, **options):
            done += 1
            for anchor in asked:
                values[anchor.id].append(record.measured[anchor.id])
            if on_run is not None:
                on_run(done, replicates * len(used))
    found = []
    for anchor in anchors:
        mean, low, high = level(values[anchor.id], {"share": "0-1"}.get(anchor.unit, ""))
        found.append(Found(anchor, tuple(values[anchor.id]), mean, low, high))
    return found
