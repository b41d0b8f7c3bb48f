"""Tables as people save them: a CSV file, or a sheet of a workbook, as a grid of cells.

Separators (comma, semicolon, tab) and encodings (UTF-8 with or without a byte order mark, Windows-1252) are
recognised; anything else is refused by its name. A cell is None if it is empty.
"""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .files import InputError, listed, shown

MOST_TABLE_BYTES = 10_000_000
MOST_ROWS = 30_000
MOST_COLUMNS = 400
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_UNKNOWN_BYTES = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_STRANGE = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f\w\u2019\u00b7\u00ad](?=[A-Za-z])")
"""A sign inside a word: what letters of other encodings look like when read as Windows-1252."""
_ALLOWED_FILE = "a readable CSV table of at most 10 MB"
_ENCODINGS = "UTF-8 or Windows-1252 text (in a spreadsheet: save as CSV UTF-8)"


@dataclass(frozen=True)
class Grid:
    """A table: its head (position of each named column -> name) and its rows with their numbers.

    ``title`` is the sheet's name; empty for a CSV file. ``remarks`` say what was read but might surprise.
    """

    file: str
    title: str
    head: dict[int, str]
    rows: list[tuple[int, list[Any]]]
    remarks: list[str] = field(default_factory=list)

    def at(self, *parts: str) -> str:
        """Name a place in the grid as messages do."""
        return ", ".join((*((f"sheet {self.title}",) if self.title else ()), *parts)) or "table"

    def error(self, where: str, found: str, allowed: str, meant: str | None = None) -> InputError:
        """Make the error for a mistake in the shape of the table."""
        return InputError(self.file, self.at(*([where] if where else [])), found, allowed, meant)


class NoValue:
    """A cell whose formula was saved without a value, or whose value is an error of the spreadsheet."""

    def __init__(self, told: str) -> None:
        self.told = told

    def __str__(self) -> str:
        return self.told


def letter(position: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text


def normal(head: str) -> str:
    """A column's name without its unit and what people change by the way: case, spaces around and between."""
    return re.sub(r"\s+", "_", head_and_unit(head)[0]).casefold()


def head_and_unit(head: str) -> tuple[str, str]:
    """Split a column's head: "radius (km)" is the name "radius" with the unit "km"."""
    found = re.fullmatch(r"(.*?)\s*\(([^()]*)\)", head.strip().strip("\ufeff"))
    return (found[1].strip(), found[2].strip()) if found else (head.strip().strip("\ufeff").strip(), "")


def tidied(cell: Any) -> Any:
    """A cell without blanks around it; None if nothing is left."""
    if isinstance(cell, str):
        cell = cell.strip(" \t\r\n\u00a0\u2007\u202f\ufeff\u200b")
        return cell or None
    return cell


def table_bytes(path: Path, file: str, allowed: str = _ALLOWED_FILE) -> bytes:
    """Read the bytes of a regular file of at most 10 MB.

    Raises:
        InputError: missing, a folder, a device, too long, or not to be opened.

    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise InputError(file, "file", "a folder" if stat.S_ISDIR(mode) else "a device or pipe", allowed)
        with path.open("rb") as stream:
            raw = stream.read(MOST_TABLE_BYTES + 1)
    except FileNotFoundError:
        raise InputError(file, "file", "no such file", allowed) from None
    except PermissionError:
        found = "a file that cannot be opened (is it open in another program?)"
        raise InputError(file, "file", found, allowed) from None
    except OSError as error:
        raise InputError(file, "file", error.strerror or "an unreadable path", allowed) from None
    if len(raw) > MOST_TABLE_BYTES:
        raise InputError(file, "file", "more than 10 MB", allowed)
    return raw


def decoded_table(raw: bytes, file: str) -> str:
    """Text of a CSV file: UTF-8 with or without a byte order mark, or Windows-1252.

    Raises:
        InputError: UTF-16, another encoding, a workbook or another binary file.

    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:4]:
        raise InputError(file, "encoding", "UTF-16 or UTF-32 text", _ENCODINGS)
    if raw[:4] == b"PK\x03\x04" or raw[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError(file, "file", "a workbook named .csv", "a CSV table (in a spreadsheet: save as CSV UTF-8)")
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise InputError(file, f"row {line}", "a zero byte", _ENCODINGS)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{error.object[error.start]:02x}"
        unknown = _UNKNOWN_BYTES.search(raw)
    text = raw.decode("cp1252", errors="replace")
    if raw[:3] == b"\xef\xbb\xbf":
        raise InputError(file, f"row {line}, encoding", f"{found} after a UTF-8 mark", _ENCODINGS)
    strange = _STRANGE.search(text)
    if unknown or strange:
        if strange and not unknown:
            line = text.count("\n", 0, strange.start()) + 1
            word = re.search(r"\S*$", text[: strange.start()])
            found = shown((word[0] if word else "")[-12:] + text[strange.start() : strange.start() + 8].split()[0])
        found += " (perhaps CSV for MS-DOS or Macintosh)"
        raise InputError(file, f"row {line}, encoding", found, _ENCODINGS)
    return text


def csv_grid(path: Path, file: str, known: Collection[str]) -> Grid:
    """Read a CSV file.

    Args:
        path, file: the file, and how messages call it.
        known: names of columns; the separator is the one that splits the head into most of them.

    Raises:
        InputError: no CSV table, or one with a broken shape.

    """
    text = decoded_table(table_bytes(path, file), file)
    first, _, rest = text.partition("\n")
    skipped = 0
    if re.fullmatch(r"(?i)\"?sep=.\"?\r?", first.strip("\n")):
        text, skipped, first = rest, 1, rest.partition("\n")[0]
    if not text.strip():
        raise InputError(file, "file", "an empty table", f"a head of columns such as {listed(sorted(known), 6)}")
    names = {normal(name) for name in known}
    counts = {s: sum(normal(c.strip('"')) in names for c in first.rstrip("\r").split(s)) for s in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda s: counts[s])
    if not counts[separator]:
        allowed = f"a first row of column names such as {listed(sorted(known), 6)}"
        raise InputError(file, "row 1", shown(first.strip()), allowed)
    if len(names & {normal(c.strip('"')) for c in re.split(r"[,;\t|]", first)}) > counts[separator]:
        raise InputError(file, "row 1", "more than one kind of separator", "one of comma, semicolon or tab")
    rows: list[tuple[int, list[Any]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1 + skipped
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + 1 + skipped
            if len(rows) > MOST_ROWS + 1:
                raise InputError(file, f"row {start}", "more rows", f"at most {MOST_ROWS} rows")
    except csv.Error as error:
        raise InputError(file, f"row {start}", f"broken CSV ({error})", "cells with closed quotes") from None
    width = len(rows[0][1])
    for number, cells in rows:
        if len(cells) > width:
            found = f"{len(cells)} cells separated by a {_SEPARATORS[separator]}"
            allowed = f"at most {width}, as in the head (is a {_SEPARATORS[separator]} inside a number or text?)"
            raise InputError(file, f"row {number}", found, allowed)
    return made(file, "", [(number, [tidied(c) for c in cells]) for number, cells in rows])


def made(file: str, title: str, rows: list[tuple[int, list[Any]]], remarks: list[str] | None = None) -> Grid:
    """Make a grid of rows: the first that is not empty is the head; empty ones are left out.

    Raises:
        InputError: no head, a column twice, or values in a column without a name.

    """
    rows = [(number, cells) for number, cells in rows if any(cell is not None for cell in cells)]
    empty = Grid(file, title, {}, [])
    if not rows:
        raise empty.error("", "an empty table", "a first row with the names of the columns")
    head: dict[int, str] = {}
    for position, cell in enumerate(rows[0][1]):
        if cell is None:
            continue
        where = f"row {rows[0][0]}, column {letter(position)}"
        if not isinstance(cell, str):
            raise empty.error(where, shown(cell), "the name of a column")
        if normal(cell) in (normal(other) for other in head.values()):
            raise empty.error(where, f"{shown(cell)} twice", "each column once")
        head[position] = cell
    for number, cells in rows[1:]:
        for position, cell in enumerate(cells):
            if cell is not None and position not in head:
                raise empty.error(f"row {number}, column {letter(position)}", shown(cell), "values below a column's name only")
    return Grid(file, title, head, rows[1:], remarks or [])
