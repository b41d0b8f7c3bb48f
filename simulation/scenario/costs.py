"""Files of unit costs: every row checked, and the costs of one country found for a system.

A system says ``costs = "PE"`` (a country of the shipped file), ``costs = "./mine.toml"``, or, if that file
has several countries, ``costs = { file = "./mine.toml", system = "PE" }``. A file of one's own replaces the
rows that it has; items that it lacks are borrowed from the shipped rows of the same country.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..tables import Costs, UnitCost, shipped_costs
from ..tables.costs import BARE, FILE, MARKS, by_system
from .files import InputError, is_path, listed, nearest, shown
from .reading import Book, Source, Table, read
from .values import GRADES, UNSOURCED

FILE_KEYS = ("schema", "kind", "cpi", "cost")
ROW_KEYS = (
    "id", "system", "item", "value", "low", "high", "unit", "currency", "price_year", "payer", "role", "mark", "grade",
    "source", "note",
)
MOST_ROWS = 5000
MOST = 1e13


def read_costs(path: Path, file: str) -> dict[str, Costs]:
    """Read a file of unit costs: the costs of each country in it, by code.

    Raises:
        InputError, InputErrors: whatever is wrong with the file.

    """
    source = read(path, file, "costs")
    book = Book([source])
    table = Table(book, source.data, (), FILE_KEYS)
    raw = source.data.get("cost", [])
    if not isinstance(raw, list) or not raw:
        table.wrong("cost", "one or more [[cost]]")
        raw = []
    if len(raw) > MOST_ROWS:
        book.add(("cost",), f"{len(raw)} rows", f"at most {MOST_ROWS}")
        raw = []
    kinds = _known()
    rows = [_row(Table(book, data, ("cost", k), ROW_KEYS), kinds) for k, data in enumerate(raw)]
    inflation = _inflation(book, source.data.get("cpi", {}))
    _check_rows(book, rows)
    book.check()
    return by_system(rows, inflation, file)


def _known() -> dict[str, list[UnitCost]]:
    """Item -> its shipped rows: what it is, whatever the country."""
    kinds: dict[str, list[UnitCost]] = {}
    for costs in shipped_costs().values():
        for item, row in costs.rows.items():
            kinds.setdefault(item, []).append(row)
    return kinds


def _row(table: Table, kinds: Mapping[str, list[UnitCost]]) -> UnitCost:
    item = table.choice("item", list(kinds))
    like = kinds[item]
    units = list(dict.fromkeys(row.unit for row in like))
    unit = table.choice("unit", units, units[0])
    most = {"share": 1.0, "ratio": 1000.0}.get(unit, MOST)
    value = table.number("value", 0, most)
    low, high = (table.number(key, 0, most, value) for key in ("low", "high"))
    if low > value:
        table.wrong("low", f"at most the value {value:g}")
    if high < value:
        table.wrong("high", f"at least the value {value:g}")
    system, currency = _code(table, "system", 2), _code(table, "currency", 3)
    return UnitCost(
        table.text("id", f"{system.lower()}.{item}", most=80), system, item, value, low, high, unit, currency,
        table.whole("price_year", 1990, 2100), table.id("payer", like[0].payer),
        table.choice("role", (like[0].role,), like[0].role), table.choice("mark", MARKS, "unverified"),
        table.choice("grade", GRADES, "yours"),  # type: ignore[arg-type]
        table.text("source", UNSOURCED), table.text("note", "", most=400),
    )


def _code(table: Table, key: str, letters: int) -> str:
    text = table.text(key, most=letters)
    if text and not (len(text) == letters and text.isascii() and text.isalpha() and text.isupper()):
        table.wrong(key, f"{letters} capital letters, such as {'PE' if letters == 2 else 'PEN'}")
    return text


def _inflation(book: Book, raw: Any) -> dict[str, dict[int, float]]:
    if not isinstance(raw, dict):
        book.add(("cpi",), shown(raw), "a table [cpi.PE] with percent a year")
        return {}
    found: dict[str, dict[int, float]] = {}
    for system, years in raw.items():
        table = Table(book, years, ("cpi", system), years if isinstance(years, dict) else ())
        for year in table.data:
            if not (year.isascii() and year.isdigit() and 1900 <= int(year[:6]) <= 2100):
                book.add(("cpi", system, year), shown(year), "a year such as 2023")
            else:
                found.setdefault(system, {})[int(year)] = table.number(year, -50, 1e6)
    return found


def _check_rows(book: Book, rows: list[UnitCost]) -> None:
    """Note what does not fit together: rows twice, or a country with two currencies."""
    ids: set[str] = set()
    first: dict[str, UnitCost] = {}
    items: set[tuple[str, str]] = set()
    for k, row in enumerate(rows):
        if row.id in ids:
            book.add(("cost", k, "id"), f"{shown(row.id)} twice", "each id once")
        elif (row.system, row.item) in items:
            book.add(("cost", k, "item"), f"{shown(row.item)} twice for {row.system}", "each item once for a country")
        if row.currency != first.setdefault(row.system, row).currency:
            book.add(("cost", k, "currency"), shown(row.currency), f"{first[row.system].currency}, as the other rows of {row.system}")
        ids.add(row.id)
        items.add((row.system, row.item))


def costs_for(
    told: Any, source: Source, beside: Path | None, given: str | None, currency: str, year: int, needed: Collection[str]
) -> Costs:
    """Find the unit costs of a system.

    Args:
        told: what the system says under ``costs``; None if nothing.
        source: the file that says it.
        beside: the checked path of the file that it names, if it names one.
        given: a file named on the command line, which replaces it.
        currency, year: of the system.
        needed: items that the model prices.

    Raises:
        InputError: no such country or file, or its rows do not fit the system.

    """
    named = told.get("system") if isinstance(told, dict) else None if told is None or is_path(str(told)) else told
    if given is not None:
        found, file = _of_file(read_costs(Path(given), given), named, currency, given), given
    elif beside is not None:
        file = (Path(source.file).parent / _file_of(told)).as_posix()
        rows = read_costs(beside, file)
        if isinstance(told, dict) and named not in rows:
            raise _not_there(rows, shown(named), file)
        found = _of_file(rows, named, currency, file)
    else:
        found, file = _shipped(named, source, currency), FILE
    if found.currency != currency:
        raise InputError(source.file, "costs", f"prices of {found.system} in {found.currency}", f"prices in {currency}, the currency of this system",
                         None, source.line(("costs",)))
    base = shipped_costs().get(found.system)
    if base is not None and base.currency == currency and found is not base:
        found = replace(found, rows={**base.rows, **found.rows}, inflation={**base.inflation, **found.inflation})
    missing = [item for item in needed if item not in found.rows]
    if missing:
        raise InputError(file, "cost", f"no row of {found.system} for {listed(missing, 5)}", "a row for each item that the model prices")
    return _in_prices_of(found, year, file)


def _file_of(told: Any) -> str:
    return str(told["file"] if isinstance(told, dict) else told)


def _shipped(named: Any, source: Source, currency: str) -> Costs:
    known = shipped_costs()
    if named is None:
        fitting = [code for code, costs in known.items() if costs.currency == currency]
        if len(fitting) == 1:
            return known[fitting[0]]
        named = None
    if isinstance(named, str) and named in known:
        return known[named]
    codes = listed([f"{code} ({costs.currency})" for code, costs in known.items()])
    raise InputError(source.file, "costs", shown(named), f"a country with unit costs: {codes}, or a path such as ./costs.toml",
                     nearest(named, known), source.line(("costs",)))


def _of_file(found: Mapping[str, Costs], named: Any, currency: str, file: str) -> Costs:
    if named in found:
        return found[named]
    fitting = list(found) if len(found) == 1 else [code for code, costs in found.items() if costs.currency == currency]
    if len(fitting) == 1 and (named is None or len(found) == 1):
        return found[fitting[0]]
    raise _not_there(found, shown(named) if named else f"one country with prices in {currency}", file)


def _not_there(found: Mapping[str, Costs], wanted: str, file: str) -> InputError:
    return InputError(file, "cost", f"rows of {listed(found)}", f"rows of {wanted}")


def _in_prices_of(costs: Costs, year: int, file: str) -> Costs:
    moved = costs.of(year)
    for row in costs.rows.values():
        if row.unit in BARE or row.role == "check":
            continue
        try:
            moved.factor(row.price_year)
        except KeyError as error:
            lacking = f"no inflation of {error.args[0]}"
            allowed = f"percent for each year between {row.price_year} and {year}, to bring {row.item} to prices of {year}"
            raise InputError(costs.origin or file, f"cpi.{costs.system}", lacking, allowed) from None
    return moved
