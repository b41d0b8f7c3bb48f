"""Tables of a place: rows of a spreadsheet as entries of a system file, with every cell's mistake placed.

A cell is changed as little as possible: a text becomes a number only where it can be read in one way. What
cannot be used is left as it is, and the reader of the entry says what is wrong with it.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .columns import EARTH, Column
from .files import listed, nearest, shortened, shown
from .grids import Grid, NoValue, head_and_unit, letter, normal
from .numerals import MARKS, Mark, agreed_mark, mark_shown_by, readings
from .places import RULES
from .reading import Book, Keys, Sheet, Source, is_id

NOTES = ("note", "notes", "nota", "notas", "comment", "comentario")
"""A column whose name begins so is the user's own, and not read."""
_SPREADSHEET_ERROR = re.compile(r"#[¡¿]?[A-ZÁÉÍÓÚÑ0-9/]+[!?]?")
_RULE = re.compile(rf"({'|'.join(RULES)})\s*[:=,; ]?\s*(\d{{1,6}})", re.IGNORECASE)
_MANY = re.compile(r"[;,|\s]+")
_SLUG = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ ./", "aeiouunAEIOUUN---")


@dataclass
class Entries:
    """The rows of one sheet as entries: nested tables, and the names of the columns given in each."""

    data: list[dict[str, Any]] = field(default_factory=list)
    given: list[set[str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def entries(
    book: Book, source: Source, key: str, grid: Grid, known: Mapping[str, Column], needed: set[str],
    decimal: Mark | None, currency: str,
) -> Entries:
    """Read the rows of a grid.

    Args:
        book: collects the mistakes.
        source: the system file of the place; it learns where each entry stands.
        key: the list of which these are the entries.
        grid: the table.
        known: its columns.
        needed: names of those that a row must have something in.
        decimal: the decimal mark that the system file names, if it does.
        currency: the place's; a column of cents headed by it has major units.

    """
    heads = _heads(book, key, grid, known)
    if set(EARTH) <= set(heads.values()):
        needed = (needed - {"x", "y"}) | set(EARTH)
    blank = frozenset(name for name in known if name not in needed)
    source.sheets[key] = Sheet(
        grid.file, grid.title, [number for number, _ in grid.rows], _spots(known, heads), blank
    )
    for name in known:
        if name in needed and name not in heads.values() and (key, "", name) not in book.told:
            book.note(grid.error("row 1", f"no column {name}", f'a column named "{name}"'))
            book.told.add((key, "", name))
    mark = _mark(book, key, grid, heads, known, decimal)
    said = decimal is not None
    hundreds = _units(book, key, grid, heads, known, currency)
    found = Entries()
    for position, (number, cells) in enumerate(grid.rows):
        entry: dict[str, Any] = {}
        given: set[str] = set()
        for at, name in heads.items():
            cell = cells[at] if at < len(cells) else None
            if cell is not None:
                column = known[name]
                given.add(name)
                value = _read(book, (key, position, *column.keys), cell, column, mark, said)
                _put(entry, column.keys, _in_cents(value, column) if name in hundreds else value)
        found.data.append(entry)
        found.given.append(given)
        found.rows.append(number)
    return found


def _heads(book: Book, key: str, grid: Grid, known: Mapping[str, Column]) -> dict[int, str]:
    """Position -> name of each column that is read."""
    names = {normal(name): name for name in known}
    heads: dict[int, str] = {}
    for position, text in grid.head.items():
        if normal(text) in names:
            heads[position] = names[normal(text)]
        elif not normal(text).startswith(NOTES):
            close = nearest(normal(text), names)
            plain = [name for name, column in known.items() if column.declaration is None]
            allowed = f"one of {listed(plain, 30)}, or a column of your own named note"
            where = f"column {shortened(text, 40)}" + (f" ({letter(position)})" if grid.title else "")
            book.note(grid.error(where, "an unknown column", allowed, names[close] if close else None))
            if close:
                book.told.add((key, "", names[close]))
    return heads


def _units(
    book: Book, key: str, grid: Grid, heads: Mapping[int, str], known: Mapping[str, Column], currency: str
) -> set[str]:
    """Names of the columns whose numbers are in major units of money; any other unit than the column's is a mistake."""
    hundreds = set()
    for position, name in heads.items():
        unit, own = head_and_unit(grid.head[position])[1], known[name].unit
        if own == "cents" and unit.upper() == currency and currency:
            hundreds.add(name)
        elif unit and unit.casefold() != (currency if own == "money" else own).casefold():
            known_units = {"cents": f"({currency}) or (cents)", "money": f"({currency})"}
            allowed = known_units.get(own, f"({own})") + " or no unit"
            where = f"column {name}" + (f" ({letter(position)})" if grid.title else "")
            book.note(grid.error(where, f"the unit ({unit})", allowed if own else "no unit"))
            book.told.add((key, "", name))
    return hundreds


def _in_cents(value: Any, column: Column) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e13:
        return value
    cents = round(value * 100, 6)
    return int(cents) if column.kind == "whole" and cents == int(cents) else cents


def _spots(known: Mapping[str, Column], heads: Mapping[int, str]) -> dict[Keys, tuple[str, str]]:
    letters = {name: letter(position) for position, name in heads.items()}
    spots: dict[Keys, tuple[str, str]] = {}
    for name, column in known.items():
        spots[column.keys] = (name, letters.get(name, ""))
        if column.keys[-1] == "value":
            spots[column.keys[:-1]] = spots[column.keys]
    return spots


def _put(entry: dict[str, Any], keys: Keys, value: Any) -> None:
    for key in keys[:-1]:
        entry = entry.setdefault(str(key), {})
    entry[str(keys[-1])] = value


def _mark(
    book: Book, key: str, grid: Grid, heads: Mapping[int, str], known: Mapping[str, Column], decimal: Mark | None
) -> Mark | None:
    """The decimal mark of the texts of a grid; where two are seen, each cell of the second is a mistake."""
    texts = list(_number_texts(grid, heads, known))
    mark, by = agreed_mark(text for _, _, text in texts) if decimal is None else (decimal, None)
    for position, name, text in texts:
        seen = mark_shown_by(text)
        if mark and seen and seen != mark:
            word = {".": "point", ",": "comma"}[mark]
            allowed = f'a decimal {word}, as in "{by}"' if by else f'a decimal {word}, as decimal = "{mark}" says'
            book.add((key, position, *known[name].keys), shown(text), allowed)
    return mark


def _number_texts(grid: Grid, heads: Mapping[int, str], known: Mapping[str, Column]) -> Iterator[tuple[int, str, str]]:
    for position, (_, cells) in enumerate(grid.rows):
        for at, name in heads.items():
            if at < len(cells) and isinstance(cells[at], str) and known[name].kind in ("whole", "number"):
                yield position, name, cells[at]


def _read(book: Book, path: Keys, cell: Any, column: Column, mark: Mark | None, said: bool) -> Any:
    """A cell as its column takes it, if it can be; otherwise as it is."""
    if isinstance(cell, NoValue) or (isinstance(cell, str) and _SPREADSHEET_ERROR.fullmatch(cell)):
        found = str(cell) if isinstance(cell, NoValue) else f"{cell} (an error of the spreadsheet)"
        book.add(path, found, column.allowed)
        return None
    if isinstance(cell, datetime.date | datetime.time):
        book.add(path, f"the date {cell.isoformat()}", column.allowed + " (format the cell as text or number)")
        return None
    if column.kind in ("whole", "number"):
        return _number(book, path, cell, column, mark, said)
    if isinstance(cell, bool):
        book.add(path, shown(cell), column.allowed)
        return None
    text = str(cell)
    if column.kind == "ids":
        return [part for part in _MANY.split(text) if part]
    if column.kind == "choice":
        return text.lower() if text.lower() in column.among else text
    if column.kind == "where":
        rule = _RULE.fullmatch(text)
        if rule:
            return {"select": rule[1].lower(), "count": int(rule[2])}
        return "everywhere" if text.lower() == "everywhere" else [part for part in _MANY.split(text) if part]
    return text


def _number(book: Book, path: Keys, cell: Any, column: Column, mark: Mark | None, said: bool) -> Any:
    """A number, if it is one in one way only; ``said`` if the system file names the decimal mark.

    A count with three decimals, such as 60.000, may be grouped whatever the other cells look like.
    """
    if not isinstance(cell, str):
        return cell
    found = readings(cell)
    if mark and mark in found and (said or column.kind == "number" or mark not in cell or len(found) == 1):
        return found[mark]
    if mark and mark not in found:
        return cell
    values = set(found.values())
    fitting = values if len(values) == 1 else {value for value in values if _fits(column, value)}
    if len(fitting) > 1 or (values and not fitting):
        ways = " or ".join(f"{found[m]:.10g}" for m in MARKS if m in found)
        allowed = 'a number without grouped thousands, or decimal = "," or "." in the system file'
        book.add(path, f"{shown(cell)}, which is {ways}", allowed)
        return None
    return fitting.pop() if fitting else cell


def _fits(column: Column, value: float) -> bool:
    if column.kind == "whole" and value != int(value):
        return False
    return (column.low is None or value >= column.low) and (column.high is None or value <= column.high)


def check_ids(book: Book, key: str, found: Entries) -> None:
    """Note ids that are missing, no names, or there twice; such an entry gets a stand-in, so that its other cells are read."""
    seen: dict[str, int] = {}
    for position, entry in enumerate(found.data):
        name = entry.get("id")
        allowed = "a name of 1 to 64 letters (a-z), digits, - or _"
        if not isinstance(name, str) or not is_id(name):
            meant = re.sub(r"[^A-Za-z0-9_-]", "", name.translate(_SLUG)).strip("-_")[:64] if isinstance(name, str) else ""
            book.add((key, position, "id"), shown(name), allowed, meant or None)
        elif name in seen:
            found_text = f"{shown(name)} twice (also in row {found.rows[seen[name]]})"
            book.add((key, position, "id"), found_text, f"each id once among the {key}")
        else:
            seen[name] = position
            continue
        entry["id"] = f"row-{found.rows[position]}-of-{key}"


def on_the_plane(book: Book, lists: Mapping[str, Entries]) -> None:
    """Turn degrees into km east and north of the middle of the zones.

    Args:
        book: collects the mistakes.
        lists: list of places -> its entries; those that have degrees lose them and get ``x`` and ``y``.

    The Earth is a sphere of 6,371 km, seen flat around the middle: distances within a few hundred km are
    right to some tenths of a percent.

    """
    spots = [(key, i, entry) for key, found in lists.items() for i, entry in enumerate(found.data) if set(EARTH) & set(entry)]
    if not spots:
        return
    usable = []
    for key, i, entry in spots:
        if "x" in entry or "y" in entry:
            book.add((key, i, "latitude"), "both degrees and km", "latitude and longitude, or x and y")
            continue
        for name, (low, high) in EARTH.items():
            value = entry.get(name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                book.add((key, i, name), shown(value), f"degrees from {low:g} to {high:g}")
                break
        else:
            usable.append((key, entry))
    mixed = next(((key, i) for key, found in lists.items() for i, e in enumerate(found.data) if "x" in e and "latitude" not in e), None)
    if mixed and usable:
        book.add((*mixed, "x"), "km, while other places have degrees", "the same for all places")
    middle = [entry for key, entry in usable if key == "zones"] or [entry for _, entry in usable]
    if middle:
        north = sum(entry["latitude"] for entry in middle) / len(middle)
        east = sum(entry["longitude"] for entry in middle) / len(middle)
        degree = math.pi / 180 * 6371.0
        for _, entry in usable:
            entry["x"] = round((entry["longitude"] - east) * degree * math.cos(math.radians(north)), 4)
            entry["y"] = round((entry["latitude"] - north) * degree, 4)
    for key, i, entry in spots:
        for name in EARTH:
            entry.pop(name, None)
        if "x" not in entry or "y" not in entry:
            book.told |= {(key, i, "x"), (key, i, "y")}

