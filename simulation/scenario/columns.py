"""Columns of a place's tables, made from what the readers of places ask and from the declarations.

There is no second list: a key that a reader asks is a column, and so is every parameter that holds a value
per centre or district.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..ground.parameter import Declaration, Scope
from . import places
from .layers import LISTS
from .policy import COST_KEYS, STEP_KEYS, ask_step
from .reading import Asked, Book, Keys, Source
from .values import Catalogue, allowed_value

Kind = Literal["text", "id", "ids", "whole", "number", "choice", "words", "where", "any"]
READERS: Mapping[str, Callable[[Book, object, Keys], object]] = {
    "districts": places.read_district,
    "zones": places.read_zone,
    "centres": places.read_centre,
    "facilities": places.read_facility,
}
"""List of a system -> the reader of one entry."""
SCOPES: Mapping[str, Scope] = {"districts": "district", "centres": "centre"}
"""List of a system -> the scope of the parameters that its entries may have."""
POLICIES = "policies"
SHEETS = (*LISTS, POLICIES)
NEEDED = ("districts", "zones", "centres")
"""Sheets without which there is no place."""
PARTS = ("low", "high", "source", "grade")
NEVER_LENT = ("x", "y", "population")
"""Columns that no other place can fill."""
UNITS = {
    "x": "km", "y": "km", "radius": "km", "population": "persons", "latitude": "degrees", "longitude": "degrees",
    "opens": "week", "budget": "money", "once": "money", "per_year": "money", "from": "week", "until": "week", "ramp": "weeks",
}
"""Units of the columns that are no parameters; a head may tell them, as in "x (km)"."""
EARTH = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 180.0)}
"""Columns that may stand in place of x and y."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    ``keys`` is where its value stands in the entry's table; ``required`` says what the readers say;
    ``declaration`` is that of a parameter; with ``own_blank`` an empty cell has a meaning that no lender fills.
    """

    name: str
    keys: Keys
    kind: Kind
    required: bool
    allowed: str
    low: float | None = None
    high: float | None = None
    among: tuple[str, ...] = ()
    declaration: Declaration | None = None
    default: object = None
    own_blank: bool = False

    @property
    def unit(self) -> str:
        """The unit of its numbers; empty for texts and counts."""
        if self.declaration:
            return self.declaration.unit if self.keys[-1] not in ("source", "grade") else ""
        return UNITS.get(self.name, "")


def columns(sheet: str, catalogue: Catalogue) -> dict[str, Column]:
    """Name -> column of everything that a sheet may have, in order."""
    if sheet == POLICIES:
        return _of_policies(catalogue)
    found = {column.name: column for column in _asked(READERS[sheet], sheet)}
    if "x" in found and "y" in found:
        for name, (low, high) in EARTH.items():
            allowed = f"degrees from {low:g} to {high:g}"
            found[name] = Column(name, (name,), "number", False, allowed, low, high)
    if sheet in SCOPES:
        for one in catalogue.declared.values():
            if one.scope == SCOPES[sheet]:
                found |= {column.name: column for column in _of_parameter(one)}
    return found


_FIRST = ("id", "name")


def _asked(reader: Callable[[Book, object, Keys], object], sheet: str) -> list[Column]:
    """What a reader asks of an entry: of an empty one, then of one with every key that it left alone."""
    path: Keys = (sheet, "")
    passes: list[dict[Keys, Asked]] = []
    inner: dict[str, Any] = {}
    for _ in range(2):
        book = Book([Source("", Path(), {})])
        book.asked = {}
        reader(book, inner, path)
        passes.append(book.asked)
        left = [key for key in book.known[path] if (*path, key) not in book.asked and key != "parameters"]
        inner = {key: {} for key in left}
    found = []
    for where, one in passes[1].items():
        own = where not in passes[0] and len(where) == len(path) + 1
        found.append(Column(
            str(where[-1]), where[2:], one.kind, one.required and not own, one.allowed, one.low, one.high, one.among,
            None, one.default, own,
        ))
    return sorted(found, key=lambda c: _FIRST.index(c.name) if c.name in _FIRST else len(_FIRST))


def _of_parameter(one: Declaration) -> list[Column]:
    """A parameter's value, then its range, source and grade, which a table may have too."""
    kind: Kind = "choice" if one.choices else "whole" if one.whole else "number"
    keys: Keys = ("parameters", one.name)
    low, high = one.limits
    found = [Column(one.name, (*keys, "value"), kind, False, allowed_value(one), low, high, one.choices, one)]
    for part in PARTS if not one.choices else PARTS[2:]:
        told: Kind = "number" if part in ("low", "high") else "text"
        found.append(Column(f"{one.name} {part}", (*keys, part), told, False, allowed_value(one), low, high, (), one))
    return found


def _of_policies(catalogue: Catalogue) -> dict[str, Column]:
    asked = {path[-1]: one for path, one in ask_step(catalogue).items()}
    found = {
        "policy": Column("policy", ("policy",), "id", True, "a name of 1 to 64 letters (a-z), digits, - or _"),
        "title": Column("title", ("title",), "text", False, "a printable text of 1 to 200 characters"),
    }
    for key in STEP_KEYS:
        if key == "cost":
            found |= {name: _of_step(name, ("cost", name), asked) for name in COST_KEYS}
        elif key != "centre":
            found[key] = _of_step(key, (key,), asked)
    return found


def _of_step(name: str, keys: Keys, asked: Mapping[str | int, Asked]) -> Column:
    one = asked.get(name)
    if one is None:
        kind, allowed = _UNASKED[name]
        return Column(name, keys, kind, name == "what", allowed)
    required = one.required and name in ("from",)
    return Column(name, keys, one.kind, required, one.allowed, one.low, one.high, one.among, None, one.default)


_UNASKED: Mapping[str, tuple[Kind, str]] = {
    "what": ("text", "the name of a parameter (see `minga list parameters`)"),
    "to": ("number", "a number that the parameter may have"),
    "where": ("where", "everywhere, ids of centres or districts (a; b), or a rule and a count (largest-population 1)"),
}
