"""A folder as a system: ``system.toml`` and the tables beside it, in a workbook or in CSV files.

The file says which of both is read (``tables = "xlsx"`` or ``"csv"``). The other kind may lie there as long
as it is untouched or says the same, so that no change is ever left out in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..ground.parameter import Words
from .borrowing import Account, Lender, fill, is_needed, template_heads, template_rows
from .columns import NEEDED, POLICIES, SHEETS, Column, columns
from .files import SYSTEM_FILE, InputError, listed, names, nearest, shown
from .grids import Grid, csv_grid, normal
from .layers import LISTS
from .numerals import MARKS, Mark
from .policy import Policy, Step, read_step
from .reading import Book, Source, Table
from .tables import Entries, check_ids, entries, on_the_plane
from .values import Catalogue
from .workbook import workbook_grids

WORKBOOK, CSV_FOLDER = "place.xlsx", "csv"
KINDS = ("xlsx", "csv")
Known = Mapping[str, Mapping[str, Column]]


def known_columns(catalogue: Catalogue) -> dict[str, dict[str, Column]]:
    """Sheet -> name -> column."""
    return {sheet: columns(sheet, catalogue) for sheet in SHEETS}


def read_tables(book: Book, source: Source, catalogue: Catalogue, lender: Lender | None, known: Known) -> tuple[Account, dict[str, Policy]]:
    """Read the tables of a place into the lists of its system file.

    Returns:
        Whose each cell is, and the policies of the place's own table by name.

    """
    table = Table(book.only(source), source.data, (), source.data)
    kind = table.choice("tables", KINDS)
    decimal: Mark | None = None
    if "decimal" in table:
        decimal = "," if table.choice("decimal", MARKS) == "," else "."
    currency = str(source.data.get("currency", lender.system.currency if lender else ""))
    account = Account(WORKBOOK if kind == "xlsx" else f"{CSV_FOLDER}/", lender.system.name if lender else "")
    for key in [*LISTS, "extends"]:
        if key in source.data:
            allowed = "borrow" if key == "extends" else f"the table {key}"
            book.only(source).add((key,), shown(source.data[key]), f"{allowed}, where tables are read")
    grids = _grids(book, source, kind, known)
    _check_unread(book, source, kind, grids, lender, known)
    found: dict[str, Entries] = {}
    for sheet, grid in grids.items():
        account.remarks += grid.remarks
        needed = {name for name, column in known[sheet].items() if is_needed(sheet, column, lender)}
        found[sheet] = entries(book, source, sheet, grid, known[sheet], needed, decimal, currency)
    places = {key: one for key, one in found.items() if key != POLICIES}
    on_the_plane(book, places)
    for key, one in places.items():
        check_ids(book, key, one)
        fill(book, key, one, known[key], lender, account)
        source.data[key] = one.data
    policies = _policies(book, catalogue, found[POLICIES]) if POLICIES in found else {}
    _note_missing(account, found)
    return account, policies


def _shown_path(source: Source, *parts: str) -> str:
    return (Path(source.file).parent / Path(*parts)).as_posix()


def _grids(book: Book, source: Source, kind: str, known: Known) -> dict[str, Grid]:
    """The tables of one kind; a mistake in the shape of one is noted and the next is read."""
    folder = source.path.parent
    try:
        if kind == "xlsx":
            path = folder / WORKBOOK
            if not path.exists():
                raise _no_workbook(source, folder)
            return workbook_grids(path, _shown_path(source, WORKBOOK), SHEETS, NEEDED)
    except InputError as error:
        book.note(error)
        book.check()
    grids: dict[str, Grid] = {}
    for sheet in SHEETS:
        path = folder / CSV_FOLDER / f"{sheet}.csv"
        if path.exists() or sheet in NEEDED:
            try:
                grids[sheet] = csv_grid(path, _shown_path(source, CSV_FOLDER, path.name), known[sheet])
            except InputError as error:
                book.note(error)
        else:
            near = nearest(sheet, [other.stem for other in (folder / CSV_FOLDER).glob("*.csv") if other.stem not in SHEETS])
            if near:
                where = _shown_path(source, CSV_FOLDER)
                book.note(InputError(where, "file", f"{near}.csv", f"a file named {sheet}.csv"))
    return grids


def _no_workbook(source: Source, folder: Path) -> InputError:
    others = sorted(p.name for p in folder.iterdir() if p.suffix.lower() in (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"))
    others = [name for name in others if not name.startswith("~$")]
    found = listed(others) if others else "no workbook"
    csv = f', or tables = "csv" in {SYSTEM_FILE}' if (folder / CSV_FOLDER).is_dir() else ""
    return InputError(_shown_path(source, WORKBOOK), "file", found, f"a workbook named {WORKBOOK}{csv}")


def _check_unread(book: Book, source: Source, kind: str, grids: Mapping[str, Grid], lender: Lender | None, known: Known) -> None:
    """Note changes in the kind of tables that is not read."""
    folder = source.path.parent
    other = "csv" if kind == "xlsx" else "xlsx"
    paths = [folder / WORKBOOK] if other == "xlsx" else sorted((folder / CSV_FOLDER).glob("*.csv"))
    for path in paths:
        if not path.is_file() or (other == "csv" and path.stem not in SHEETS):
            continue
        file = _shown_path(source, *path.relative_to(folder).parts)
        try:
            unread = (
                workbook_grids(path, file, SHEETS, ()) if other == "xlsx" else {path.stem: csv_grid(path, file, known[path.stem])}
            )
        except InputError:
            unread = {}
        for sheet, grid in unread.items():
            told = _content(grid.head, [cells for _, cells in grid.rows])
            if lender and told == _as_made(sheet, lender, known):
                continue
            if sheet in grids and told == _content(grids[sheet].head, [cells for _, cells in grids[sheet].rows]):
                continue
            where = f"sheet {grid.title}" if grid.title else "table"
            found = f'changes that are not read, because {SYSTEM_FILE} says tables = "{kind}"'
            book.note(InputError(file, where, found, f'tables = "{other}", or this file deleted'))
            break


def _as_made(sheet: str, lender: Lender, known: Known) -> list[dict[str, str]]:
    heads = template_heads(sheet, known[sheet])
    return _content(dict(enumerate(heads)), template_rows(sheet, known[sheet], lender))


def _content(head: Mapping[int, str], rows: list[list[Any]]) -> list[dict[str, str]]:
    """What a table says, whatever the order of its columns and the way its numbers are stored."""
    told = []
    for cells in rows:
        row = {normal(name): cells[at] for at, name in head.items() if at < len(cells) and cells[at] is not None}
        told.append({name: _plain(cell) for name, cell in row.items()})
    return told


def _plain(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    return text.removesuffix(".0") if text.count(".") == 1 else text


def _policies(book: Book, catalogue: Catalogue, found: Entries) -> dict[str, Policy]:
    """The policies of the place's own table: rows with the same name are the steps of one."""
    steps: dict[str, list[Step]] = {}
    titles: dict[str, str] = {}
    shipped = set(names("policy"))
    for position, entry in enumerate(found.data):
        path = (POLICIES, position)
        row = Table(book, {key: entry[key] for key in ("policy", "title") if key in entry}, path, ("policy", "title"))
        name, title = row.id("policy"), row.text("title", "")
        if name in shipped:
            book.add((*path, "policy"), shown(name), "a name that no shipped policy has")
        data = {key: value for key, value in entry.items() if key not in ("policy", "title")}
        step = replace(read_step(book, data, path, catalogue), line=found.rows[position])
        steps.setdefault(name, []).append(step)
        if title:
            titles.setdefault(name, title)
    policies = {}
    for name, own in steps.items():
        title = titles.get(name, name)
        policies[name] = Policy(name, Words(title, title), Words(title, title), tuple(own))
    return policies


def _note_missing(account: Account, found: Mapping[str, Entries]) -> None:
    account.missing += [sheet for sheet in SHEETS if sheet not in found or not found[sheet].data]
