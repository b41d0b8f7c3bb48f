"""Workbooks (.xlsx): their sheets as grids of values, with nothing run, fetched or trusted.

A formula counts by the value that the spreadsheet saved with it. Old and macro workbooks, passwords, merged
cells, hidden tables and archives that would unpack to too much are refused by name.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .files import InputError, listed, nearest, shown
from .grids import MOST_COLUMNS, MOST_ROWS, Grid, NoValue, letter, made, normal, table_bytes, tidied

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_UNPACKED = 60_000_000
MOST_PARTS = 500
MOST_CELLS = 1_000_000
_ALLOWED = "an .xlsx workbook of at most 10 MB"


def workbook_grids(path: Path, file: str, wanted: Collection[str], needed: Collection[str]) -> dict[str, Grid]:
    """Read the wanted sheets of a workbook; other sheets are left alone.

    Args:
        path, file: the workbook, and how messages call it.
        wanted: names of sheets.
        needed: those that must be there.

    Raises:
        InputError: no readable workbook, a sheet missing or misspelt, or one with a broken shape.

    """
    raw = table_bytes(path, file, _ALLOWED)
    _check_archive(raw, file)
    values = _opened(raw, file, True)
    formulas = _opened(raw, file, False) if _has_formulas(raw) else values
    titles = {normal(sheet.title): sheet.title for sheet in values.worksheets}
    for name in wanted:
        if name not in titles:
            left = [title for key, title in titles.items() if key not in wanted]
            close = nearest(name, [normal(title) for title in left])
            if name in needed or close:
                found = shown(titles[close]) if close else f"the sheets {listed(titles.values())}"
                raise InputError(file, "sheet", found, f'a sheet named "{name}"')
    grids = {}
    for name in wanted:
        if name in titles:
            title = titles[name]
            grids[name] = _grid(values[title], formulas[title], file)
    others = [title for key, title in titles.items() if key not in wanted]
    if others:
        first = next(iter(grids.values()))
        first.remarks.extend(f"sheet {shown(title)} is not read" for title in others if normal(title) != "readme")
    return grids


def _check_archive(raw: bytes, file: str) -> None:
    if raw[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError(file, "file", "an old .xls workbook, or one with a password", _ALLOWED + " without a password")
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise InputError(file, "file", "a file that is no workbook, or a damaged one", _ALLOWED) from None
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(file, "file", "a workbook with a password", _ALLOWED + " without a password")
    names = {part.filename for part in parts}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise InputError(file, "file", "a workbook with macros", _ALLOWED + " without macros")
    if "mimetype" in names and "content.xml" in names:
        raise InputError(file, "file", "an OpenDocument (.ods) workbook", _ALLOWED + " (save as .xlsx)")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise InputError(file, "file", "a workbook that unpacks to more than 60 MB", _ALLOWED)


def _has_formulas(raw: bytes) -> bool:
    """Whether any sheet has a formula: only then a workbook is read twice, for the formulas and for their values."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        sheets = [name for name in parts.namelist() if "worksheets/" in name and name.endswith(".xml")]
        return any(re.search(rb"<f[ />]", parts.read(name)) for name in sheets)


def _opened(raw: bytes, file: str, values: bool) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(raw), data_only=values, keep_links=False)
    except Exception as error:  # a broken workbook may fail anywhere inside the reader of its parts
        found = f"a workbook that cannot be read ({type(error).__name__})"
        raise InputError(file, "file", found, _ALLOWED) from None


def _grid(sheet: Worksheet, formulas: Worksheet, file: str) -> Grid:
    told = Grid(file, sheet.title, {}, [])
    if sheet.sheet_state != "visible":
        raise told.error("", "a hidden sheet", "a visible one, so that what is read can be seen")
    if sheet.merged_cells.ranges:
        merged = str(min(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col)).coord)
        raise told.error(f"cells {merged}", "merged cells", "one value in each cell")
    last_row, last_column = sheet.max_row or 0, sheet.max_column or 0
    if last_row > MOST_ROWS + 1000:
        raise told.error(f"row {last_row}", "a cell so far down", f"at most {MOST_ROWS} rows: delete the rows below the table")
    if last_column > MOST_COLUMNS or last_row * last_column > MOST_CELLS:
        raise told.error(f"column {letter(last_column - 1)}", "a cell so far right", f"at most {MOST_COLUMNS} columns")
    rows: list[tuple[int, list[Any]]] = []
    for number, (shown_cells, formula_cells) in enumerate(zip(sheet.iter_rows(), formulas.iter_rows(), strict=False), 1):
        rows.append((number, [_value(v, f) for v, f in zip(shown_cells, formula_cells, strict=False)]))
    remarks = []
    hidden = [number for number, cells in rows if sheet.row_dimensions[number].hidden and any(c is not None for c in cells)]
    if hidden:
        remarks.append(f"sheet {sheet.title}: hidden rows are read too: {listed(map(str, hidden))}")
    return made(file, sheet.title, rows, remarks)


def _value(cell: Any, formula: Any) -> Any:
    value = cell.value
    if formula.data_type == "f" and value is None:
        return NoValue("a formula without a saved value (open and save it in the spreadsheet)")
    if cell.data_type == "e":
        return NoValue(f"{value} (an error of the spreadsheet)")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    return tidied(value) if value is None or isinstance(value, str | int | float | datetime.date | datetime.time) else str(value)
