"""Study files: a study in TOML, read with every key checked and every mistake placed on its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.design import BLOCKED, KINDS, LUCKS, OTHERS, SAMPLED, SPREADS, Design, Vary
from experiments.study import EVERY, KEYS, WEEKLY_DEFAULT, Limits, Study
from simulation.scenario.files import is_path, shown
from simulation.scenario.reading import Book, Keys, Table, read
from simulation.scenario.values import Catalogue

DESIGN_KEYS = ("kind", "points", "levels", "second_order", "spread", "others", "file", "luck")
VARY_KEYS = ("low", "high", "levels", "group")
RUN_KEYS = ("timeout", "memory", "retries")
NEEDS_POINTS = ("latin-hypercube", "sobol", "morris", "saltelli")
USES_LEVELS = ("factorial", "one-at-a-time", "morris")


def read_study(path: Path, file: str) -> Study:
    """Read a study file; what it names is checked by ``study.laid_out``.

    Raises:
        InputError, InputErrors: whatever is wrong with the file.
    """
    source = read(path, file, "study")
    book = Book([source])
    table = Table(book, source.data, (), KEYS)
    study = Study(
        name=table.id("name"),
        systems=_names(table, "systems"),
        policies=_policies(table),
        pairs=_truth(table, "pairs"),
        replicates=table.whole("replicates", 1, 1_000_000, 8),
        seed=table.whole("seed", 0, 2**63 - 1, 1),
        weeks=table.whole("weeks", 1, 5200, 156),
        scale=share(table),
        outcomes=_names(table, "outcomes", ()),
        weekly=_names(table, "weekly", WEEKLY_DEFAULT, empty=True),
        settings=settings_of(book, source.data.get("set", {})),
        design=_design(table),
        vary=_vary(book, source.data.get("parameters", {})),
        limits=_limits(table),
        title=table.words("title", 200),
        about=table.words("about", 5000, lines=True),
        folder=path.parent,
        origin=file,
    )
    book.check()
    return study


def _names(table: Table, key: str, default: tuple[str, ...] | None = None, empty: bool = False) -> tuple[str, ...]:
    value = table.data.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value) or not (value or empty):
        table.wrong(key, "a list of names" if empty else "a list of one or more names")
        return ()
    for v in value:
        if value.count(v) > 1:
            table.book.add((*table.path, key), f"{shown(v)} twice", "each name once")
            break
    return tuple(value)


def _policies(table: Table) -> tuple[str, ...]:
    return (EVERY,) if table.data.get("policies") == EVERY else _names(table, "policies", (), empty=True)


def _truth(table: Table, key: str) -> bool:
    value = table.data.get(key, False)
    if not isinstance(value, bool):
        table.wrong(key, "true or false")
    return value is True


def share(table: Table) -> float:
    """The share of residents under ``scale``; all of them if nothing is said."""
    value = table.data.get("scale", 1.0)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1:
        return float(value)
    table.wrong("scale", "a share of residents above 0, at most 1")
    return 1.0


def settings_of(book: Book, raw: Any, at: Keys = ("set",)) -> dict[str, float | str]:
    """``[set]``: values by the name of a parameter, everywhere or ``place:name``."""
    found: dict[str, float | str] = {}
    for path, name, value in _flat(book, raw, at, ()):
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            book.add(path, shown(value), "a number, or the name of a form's choice")
        else:
            found[name] = value
    return found


def _vary(book: Book, raw: Any) -> dict[str, Vary]:
    """``[parameters]``: ``{}`` (its range), a list of levels, or a table with low, high or levels."""
    found: dict[str, Vary] = {}
    for path, name, value in _flat(book, raw, ("parameters",), VARY_KEYS):
        if isinstance(value, list):
            found[name] = Vary(levels=_levels(book, path, value))
            continue
        table = Table(book, value, path, VARY_KEYS)
        ends = {key: table.number(key, -1e15, 1e15) if key in table else None for key in ("low", "high")}
        levels = _levels(book, (*path, "levels"), table.data["levels"]) if "levels" in table else ()
        if levels and any(end is not None for end in ends.values()):
            table.wrong("levels", "levels, or low and high, but not both")
        found[name] = Vary(ends["low"], ends["high"], levels, table.text("group", "") if "group" in table else "")
    return found


def _levels(book: Book, path: Keys, value: Any) -> tuple[float | str, ...]:
    fine = isinstance(value, list) and value and all(isinstance(v, int | float | str) and not isinstance(v, bool) for v in value)
    if not fine or len(set(value)) < len(value):
        book.add(path, shown(value), "a list of one or more different numbers (or choices of a form)")
        return ()
    return tuple(v if isinstance(v, str) else float(v) for v in value)


def _flat(book: Book, raw: Any, path: Keys, leaf: tuple[str, ...]) -> list[tuple[Keys, str, Any]]:
    """Entries by whole name, written ``"process.field" = …`` or ``[….process] field = …``."""
    if not isinstance(raw, Mapping):
        book.add(path, shown(raw), "a table of parameters")
        return []
    processes = Catalogue().processes
    found: list[tuple[Keys, str, Any]] = []
    for name, value in raw.items():
        nested = name in processes and isinstance(value, Mapping) and value and not set(value) <= set(leaf)
        if nested:
            found += [((*path, name, key), f"{name}.{key}", inner) for key, inner in value.items()]
        else:
            found.append(((*path, name), name, value))
    return found


def _design(table: Table) -> Design:
    if "design" not in table:
        return Design()
    inner = Table(table.book, table.data["design"], ("design",), DESIGN_KEYS)
    kind = inner.choice("kind", KINDS)
    points = inner.whole("points", 1, 1_000_000) if kind in NEEDS_POINTS else _needless(inner, "points", kind)
    if kind in ("sobol", "saltelli") and points & (points - 1):
        inner.wrong("points", "a power of 2, for which the sequence is balanced")
    levels = inner.whole("levels", 2, 1000, 4 if kind == "morris" else 2) if kind in USES_LEVELS else _needless(inner, "levels", kind)
    if kind == "morris" and levels % 2:
        inner.wrong("levels", "an even number of levels")
    file = ""
    if kind == "csv":
        file = inner.text("file")
        if not is_path(file) and not file.endswith(".csv"):
            inner.wrong("file", "the path of a CSV file, from the folder of this file")
        if table.data.get("parameters"):
            table.wrong("parameters", "nothing: the columns of the file name the parameters")
    elif "file" in inner:
        inner.wrong("file", f"nothing with the kind {kind}")
    if kind not in SAMPLED:
        _needless(inner, "luck", kind)
    if kind not in BLOCKED:
        for name, value in (table.data.get("parameters") or {}).items() if isinstance(table.data.get("parameters"), dict) else ():
            if isinstance(value, dict) and "group" in value:
                table.book.add(("parameters", name, "group"), "a group", f"no group with the kind {kind}; morris and saltelli have groups")
    if kind in ("drawn", "central"):
        for key in ("spread", "others"):
            _needless(inner, key, kind)
        if table.data.get("parameters"):
            table.wrong("parameters", f"nothing: the kind {kind} varies no chosen parameters")
    return Design(
        kind, points, levels, _truth(inner, "second_order"), inner.choice("spread", SPREADS, "uniform"),
        inner.choice("others", OTHERS, "central"), file,
        inner.choice("luck", LUCKS, "shared"),
    )


def _needless(table: Table, key: str, kind: str) -> int:
    if key in table:
        table.wrong(key, f"nothing with the kind {kind}")
    return 0


def _limits(table: Table) -> Limits:
    if "run" not in table:
        return Limits()
    inner = Table(table.book, table.data["run"], ("run",), RUN_KEYS)
    return Limits(inner.number("timeout", 0, 10**7, 0.0), inner.whole("memory", 0, 10**7, 0), inner.whole("retries", 0, 100, 1))


