"""Borrowing: what a place takes from another system where it has no values of its own, and whose is whose.

A lender gives its values of parameters (what was measured there counts as measured elsewhere here) and fills
blank cells: with the cell of its own row of the same id, else with the median of its rows. It never gives
people or positions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import median_low
from typing import TYPE_CHECKING, Any

from ..ground.parameter import Declaration
from .columns import EARTH, NEVER_LENT, Column
from .layers import LISTS, Local
from .reading import Book
from .tables import Entries
from .values import Catalogue

if TYPE_CHECKING:
    from .system import Scenario

Names = dict[str, list[str]]


@dataclass
class Account:
    """Whose the values of a place are; each mapping is column (``zones.population``) -> ids of the rows.

    ``yours`` was written, ``same`` was written and is what the lender's row of that id has, ``borrowed`` was
    left blank and comes from the lender, ``default`` was left blank and means what the dictionary says.
    """

    tables: str
    lender: str
    yours: Names = field(default_factory=dict)
    same: Names = field(default_factory=dict)
    borrowed: Names = field(default_factory=dict)
    default: Names = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def note(self, whose: Names, column: str, name: str) -> None:
        """Count one cell."""
        whose.setdefault(column, []).append(name)


def lent(one: Declaration, rate: float) -> Declaration:
    """A value as another system has it: not measured here, and money changed into its currency."""
    changes: dict[str, Any] = {"grade": "elsewhere"} if one.grade == "here" else {}
    if rate != 1.0 and one.unit.startswith("cents"):
        numbers = {key: float(getattr(one, key)) * rate for key in ("value", "low", "high")}
        changes |= {key: round(number) if one.whole else number for key, number in numbers.items()}
    return one.having(**changes) if changes else one


def lent_local(lender: Scenario, rate: float, ids: Iterable[str]) -> Local:
    """The lender's own values of places that have the same ids here."""
    here = set(ids)
    return {
        name: {place: lent(one, rate) for place, one in places.items() if place in here}
        for name, places in lender.local.items()
    }


def is_lendable(sheet: str, column: Column) -> bool:
    """Whether a blank cell of a column can be filled by a lender."""
    is_number = column.declaration is None and column.kind in ("whole", "number")
    return sheet in LISTS and is_number and not column.own_blank and column.name not in (*NEVER_LENT, *EARTH)


def is_needed(sheet: str, column: Column, lender: Lender | None) -> bool:
    """Whether a row must have something in a column."""
    if column.name == "name" or column.keys[0] == "roster":
        return False
    return column.required and not (lender and is_lendable(sheet, column))


class Lender:
    """A system that lends; its rows as cells: list -> id -> column -> value."""

    def __init__(self, system: Scenario, catalogue: Catalogue, known: Mapping[str, Mapping[str, Column]]) -> None:
        self.system, self.catalogue = system, catalogue
        self.rows: dict[str, dict[str, dict[str, Any]]] = {}
        for key in LISTS:
            self.rows[key] = {place.id: _cells(asdict(place), known[key]) for place in getattr(system, key)}

    def lends(self, key: str, column: Column, entry: Mapping[str, Any]) -> Any:
        """What a blank cell of an entry takes; None if the lender has nothing like it."""
        own = self.rows[key].get(str(entry.get("id")), {})
        if own.get(column.name) is not None:
            return own[column.name]
        rows = [row for row in self.rows[key].values() if row.get("kind") == entry.get("kind")]
        if column.name == "radius":
            return _radius(rows, entry.get("population"))
        values = sorted(row[column.name] for row in rows if row.get(column.name) is not None)
        return median_low(values) if values else None


def _cells(place: Mapping[str, Any], known: Mapping[str, Column]) -> dict[str, Any]:
    cells = {}
    for name, column in known.items():
        value: Any = place
        for key in column.keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        if value is not None:
            cells[name] = list(value) if isinstance(value, tuple) else value
    return cells


def _radius(rows: list[dict[str, Any]], people: Any) -> float | None:
    """Half the side of a square in which people live as densely as in the lender's middle zone."""
    densities = sorted(row["population"] / (2 * row["radius"]) ** 2 for row in rows if row.get("radius"))
    if not densities or isinstance(people, bool) or not isinstance(people, int | float) or not 0 < people < 1e9:
        return None
    return round(math.sqrt(people / median_low(densities)) / 2, 3)


def fill(
    book: Book, key: str, found: Entries, known: Mapping[str, Column], lender: Lender | None, account: Account
) -> None:
    """Fill the blank cells of a list's entries, and note whose every cell is."""
    for position, (entry, given) in enumerate(zip(found.data, found.given, strict=True)):
        own = lender.rows[key].get(str(entry.get("id")), {}) if lender else {}
        roster = [name for name, column in known.items() if column.keys[0] == "roster"]
        for name, column in known.items():
            place = str(entry.get("id"))
            if name in given:
                same = name in own and own[name] == _at(entry, column)
                account.note(account.same if same else account.yours, f"{key}.{name}", place)
            elif _left_out(column):
                continue
            elif column.declaration is not None:
                account.note(account.borrowed if lender else account.default, f"{key}.{name}", place)
            elif name in roster and given & set(roster):
                _put(entry, column, 0)
                account.note(account.default, f"{key}.{name}", place)
            elif lender and is_lendable(key, column) and (value := lender.lends(key, column, entry)) is not None:
                _put(entry, column, value)
                account.note(account.borrowed, f"{key}.{name}", place)
            elif name == "name" and isinstance(entry.get("id"), str):
                entry["name"] = entry["id"]
                account.note(account.default, f"{key}.name", place)
            elif lender and column.name == "radius" and lender.rows[key]:
                book.told.add((key, position, name))  # it follows from the people, who are a mistake themselves
            elif not column.required and name not in EARTH:
                account.note(account.default, f"{key}.{name}", place)


def _at(entry: Mapping[str, Any], column: Column) -> Any:
    value: Any = entry
    for key in column.keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _put(entry: dict[str, Any], column: Column, value: Any) -> None:
    for key in column.keys[:-1]:
        entry = entry.setdefault(str(key), {})
    entry[str(column.keys[-1])] = value


def template_heads(key: str, known: Mapping[str, Column]) -> list[str]:
    """The columns that a template of a sheet has: all but degrees, and of parameters only values that are no dials."""
    return [name for name, column in known.items() if name not in EARTH and not _left_out(column)]


def _left_out(column: Column) -> bool:
    one = column.declaration
    return one is not None and (column.keys[-1] != "value" or (one.kind == "lever" and one.unit == "dial"))


def told_head(column: Column, currency: str) -> str:
    """A column's head in a template: its name and unit; money in major units."""
    unit = column.unit if column.unit == "km" else currency
    return f"{column.name} ({unit})" if column.unit in ("km", "cents", "money") else column.name


def template_rows(key: str, known: Mapping[str, Column], lender: Lender) -> list[list[Any]]:
    """The rows of a template of a sheet: the lender's places; cells of parameters stay blank, to be borrowed."""
    heads = template_heads(key, known)
    rows = []
    for cells in lender.rows.get(key, {}).values():
        row = [cells.get(name) for name in heads]
        rows.append(["; ".join(cell) if isinstance(cell, list) else cell for cell in row])
    return rows
