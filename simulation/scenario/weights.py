"""Files of disability weights: weight by severity for each disorder group, and excess mortality; all checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..people.codes import GROUPS
from ..tables import Weights
from ..tables.weights import STEPS, weights_in
from .reading import Book, Keys, Table, read
from .values import GRADES, UNSOURCED

FILE_KEYS = ("schema", "kind", "state", "severity", "mortality")
STATE_KEYS = ("group", "disorder", "state", "weight", "low", "high")
SEVERITY_KEYS = ("group", "residual", "points", "source", "grade", "note")
POINT_KEYS = ("severity", "weight", "low", "high")
MORTALITY_KEYS = ("group", "sex", "ratio", "low", "high", "measure", "used", "mark", "grade", "source", "note")


def read_weights(path: Path, file: str) -> Weights:
    """Read a file of disability weights.

    Raises:
        InputError, InputErrors: whatever is wrong with the file.

    """
    source = read(path, file, "disability_weights")
    book = Book([source])
    whole = Table(book, source.data, (), FILE_KEYS)
    for table in _tables(whole, "state", STATE_KEYS):
        _range(table, "weight", 1)
    groups = []
    for table in _tables(whole, "severity", SEVERITY_KEYS):
        groups.append(table.choice("group", GROUPS))
        table.number("residual", 0, 1)
        table.text("source", UNSOURCED)
        table.choice("grade", GRADES, "yours")
        _check_points(table)
    _once_each(book, "severity", groups)
    used = []
    for table in _tables(whole, "mortality", MORTALITY_KEYS):
        if not isinstance(table.data.get("used"), bool):
            table.wrong("used", "true or false")
        if table.data.get("used") is True:
            used.append(table.choice("group", GROUPS))
        _range(table, "ratio", 1000)
        table.text("source")
        table.choice("grade", GRADES)
    _once_each(book, "mortality", used)
    book.check()
    return weights_in(source.data, file)


def _tables(whole: Table, key: str, keys: tuple[str, ...]) -> list[Table]:
    raw = whole.data.get(key, [])
    if not isinstance(raw, list):
        whole.wrong(key, f"a list of [[{key}]]")
        raw = []
    return [Table(whole.book, data, (key, k), keys) for k, data in enumerate(raw)]


def _once_each(book: Book, key: str, groups: list[str]) -> None:
    """Note groups that are missing or told twice, unless there are mistakes already."""
    if book.errors:
        return
    for group in GROUPS:
        if groups.count(group) != 1:
            book.add((key,), f"{groups.count(group)} of {group}", "one row that is used for each disorder group")


def _range(table: Table, key: str, most: float) -> float:
    value = table.number(key, 0, most)
    if table.number("low", 0, most) > value:
        table.wrong("low", f"at most the {key} {value:g}")
    if table.number("high", 0, most) < value:
        table.wrong("high", f"at least the {key} {value:g}")
    return value


def _check_points(table: Table) -> None:
    raw: Any = table.data.get("points")
    if not isinstance(raw, list) or len(raw) < 2:
        table.wrong("points", "a list of two or more points")
        return
    before = -1.0
    path: Keys = (*table.path, "points")
    for k, data in enumerate(raw):
        point = Table(table.book, data, (*path, k), POINT_KEYS)
        severity = point.number("severity", 0, 1)
        _range(point, "weight", 1)
        end = {0: 0.0, len(raw) - 1: 1.0}.get(k)
        if end is not None and severity != end:
            point.wrong("severity", f"{end:g} at the {'first' if k == 0 else 'last'} point")
        elif severity <= before:
            point.wrong("severity", f"more than {before:g}")
        elif abs(severity * STEPS - round(severity * STEPS)) > 1e-9:
            point.wrong("severity", f"at most {len(str(STEPS)) - 1} decimals")
        before = severity
