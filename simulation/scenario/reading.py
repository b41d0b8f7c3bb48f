"""Reading a TOML table with every key checked and every mistake placed on its line.

A ``Book`` is one file, or a file and those that it extends; it collects mistakes so that all are told
at once. A ``Table`` is a table of it: ask for a key and what may stand there, and go on reading; after a
mistake the answer is only a stand-in, so call ``Book.check`` before using what was read. Whatever a reader
asks can be noted (``Asked``): the columns of spreadsheets and their dictionary are made from that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..ground.parameter import Words
from .files import InputError, InputErrors, decoded, listed, nearest, parsed, read_bytes, shortened, shown

Keys = tuple[str | int, ...]
"""Where something stands: keys, and positions (from 0) or ids in lists of tables."""

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_PARTS = rf"({_PART}(?:[ \t]*\.[ \t]*{_PART})*)"
_KEY = re.compile(rf"[ \t]*{_PARTS}[ \t]*=")
_HEAD = re.compile(rf"[ \t]*(\[\[?)[ \t]*{_PARTS}[ \t]*\]")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MOST_ERRORS = 50
_NAMES = "a list of one or more names"
REQUIRED: Any = object()
"""The default of a key that has none."""


def lines_of(text: str) -> dict[Keys, int]:
    """Line of each key and table header that begins a line; enough to point at, never relied on."""
    found: dict[Keys, int] = {}
    counts: dict[Keys, int] = {}
    table: Keys = ()
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        toggles = (line.count('"""') + line.count("'''")) % 2 == 1
        if not inside and (head := _HEAD.match(line)):
            table = _header(_split(head[2]), head[1] == "[[", counts)
            found.setdefault(table, number)
            found.setdefault(table[:-1], number)
        elif not inside and (key := _KEY.match(line)):
            found.setdefault(table + _split(key[1]), number)
        inside ^= toggles
    return found


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _header(parts: tuple[str, ...], one_of_many: bool, counts: dict[Keys, int]) -> Keys:
    path: Keys = ()
    for part in parts[:-1]:
        path += (part,)
        path += (counts[path] - 1,) if path in counts else ()
    path += (parts[-1],)
    if one_of_many:
        counts[path] = counts.get(path, 0) + 1
        path += (counts[path] - 1,)
    return path


@dataclass(frozen=True)
class Asked:
    """What a reader asks of one key: the kind of value, its limits, and whether it may be left out."""

    kind: Literal["text", "id", "ids", "whole", "number", "choice", "words"]
    allowed: str
    required: bool
    low: float | None = None
    high: float | None = None
    among: tuple[str, ...] = ()
    default: object = None


@dataclass(frozen=True)
class Sheet:
    """Where the entries of a list of tables stand in a spreadsheet: a row each, a column per key.

    ``rows`` has the row of each entry; ``columns`` the name and letter of the column of each key (the keys
    below the entry); ``blank_allowed`` the columns whose cells may be empty.
    """

    file: str
    title: str
    rows: list[int]
    columns: dict[Keys, tuple[str, str]]
    blank_allowed: frozenset[str] = frozenset()

    def spot(self, position: int | None, keys: Keys) -> str:
        """Name a cell, a row or the whole sheet as messages do; the file is named before it."""
        parts = [f"sheet {self.title}"] if self.title else []
        if position is not None:
            parts.append(f"row {self.rows[position]}")
        name, letter = self.column(keys)
        if name:
            cell = f" ({letter}{self.rows[position]})" if self.title and letter and position is not None else ""
            parts.append(f"column {name}{cell}")
        return ", ".join(parts) or "table"

    def column(self, keys: Keys) -> tuple[str, str]:
        """Name and letter of the column of a key, or of the nearest key around it; empty if there is none."""
        for size in range(len(keys), 0, -1):
            if keys[:size] in self.columns:
                return self.columns[keys[:size]]
        return (str(keys[-1]), "") if keys else ("", "")


@dataclass(frozen=True)
class Source:
    """One file as read: its table, and the line of each key (or the sheet of each list)."""

    file: str
    path: Path
    data: dict[str, Any]
    lines: Mapping[Keys, int] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    """(list of tables, id) -> position in this file's list."""
    sheets: dict[str, Sheet] = field(default_factory=dict)
    """List of tables -> the sheet from which its entries were read, if they were."""

    def line(self, path: Keys) -> int | None:
        """Find the line of a key, if it begins one in this file."""
        return self.lines.get(self.counted(path))

    def counted(self, path: Keys) -> Keys:
        """The path with an entry's position in place of its id, if this file has the entry."""
        if len(path) > 1 and isinstance(path[0], str) and isinstance(path[1], str):
            position = self.places.get((path[0], path[1]))
            if position is not None:
                return (path[0], position, *path[2:])
        return path

    def sheet(self, path: Keys) -> Sheet | None:
        """Find the sheet in which a key stands, if it stands in one of this file."""
        path = self.counted(path)
        found = self.sheets.get(str(path[0])) if path else None
        return found if found and (len(path) == 1 or isinstance(path[1], int)) else None


def read(path: Path, file: str, kind: str) -> Source:
    """Read a file of a kind, as ``file`` in messages.

    Raises:
        InputError: not a readable TOML file of that kind and of schema 1.

    """
    text = decoded(read_bytes(path, file), file)
    source = Source(file, path, parsed(text, file), lines_of(text))
    book = Book([source])
    for key, allowed in (("schema", 1), ("kind", kind)):
        found = source.data.get(key)
        if found != allowed or type(found) is not type(allowed):
            book.add((key,), shown(found), shown(allowed), nearest(found, [kind]))
            book.check()
    return source


class Book:
    """One file, or a file and those that it extends (nearest first), with the mistakes found in them."""

    def __init__(self, sources: Sequence[Source], errors: list[InputError] | None = None) -> None:
        self.sources = sources
        self.errors: list[InputError] = [] if errors is None else errors
        self.misspelt: set[Keys] = set()
        self.told: set[Keys] = set()
        self.asked: dict[Keys, Asked] | None = None
        self.known: dict[Keys, tuple[str, ...]] = {}

    def only(self, source: Source) -> Book:
        """Narrow the book, with its mistakes so far, to one of the files."""
        book = Book([source], self.errors)
        book.misspelt, book.told, book.asked, book.known = self.misspelt, self.told, self.asked, self.known
        return book

    def spot(self, path: Keys) -> tuple[str, int | None]:
        """File and line of a key, or of the nearest table around it."""
        for size in range(len(path), 0, -1):
            for source in self.sources:
                line = source.line(path[:size])
                if line:
                    return source.file, line
        return self.sources[0].file, None

    def add(self, path: Keys, found: str, allowed: str, nearest: str | None = None) -> None:
        """Note a mistake; after fifty, raise them. In a spreadsheet a cell is told once."""
        for source in self.sources:
            sheet = source.sheet(path)
            if sheet:
                self._add_cell(sheet, source.counted(path), found, allowed, nearest)
                return
        file, line = self.spot(path)
        self.note(InputError(file, key_text(path), found, allowed, nearest, line))

    def note(self, error: InputError) -> None:
        """Note a mistake that is already in words; after fifty, raise them."""
        self.errors.append(error)
        if len(self.errors) >= _MOST_ERRORS:
            self.check()

    def _add_cell(self, sheet: Sheet, path: Keys, found: str, allowed: str, nearest: str | None) -> None:
        position = path[1] if len(path) > 1 and isinstance(path[1], int) else None
        column = sheet.column(path[2:])[0]
        cell, whole_column = (path[0], position if position is not None else "", column), (path[0], "", column)
        if cell in self.told or (column and whole_column in self.told):
            return
        self.told.add(cell)
        if column in sheet.blank_allowed and found != shown(None):
            allowed += ", or an empty cell"
        self.note(InputError(sheet.file, sheet.spot(position, path[2:]), found, allowed, nearest))

    def check(self) -> None:
        """Raise what was found, if anything.

        Raises:
            InputError: one mistake.
            InputErrors: several.

        """
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise InputErrors(self.errors)


def is_id(text: object) -> bool:
    """Whether something is a short name: 1 to 64 letters, digits, - and _."""
    return isinstance(text, str) and bool(_ID.fullmatch(text))


def key_text(path: Keys) -> str:
    """Write a place in a file as messages name it; positions count from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{shortened(part, 80)}"
    return text.removeprefix(".")


class Table:
    """A table of a file, read key by key.

    Args:
        book: collects the mistakes.
        data: what stands there; anything but a table is a mistake.
        path: where it stands.
        known: the keys that it may have; any other is a mistake.

    """

    def __init__(self, book: Book, data: Any, path: Keys, known: Collection[str]) -> None:
        self.book, self.path = book, path
        self.data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        if book.asked is not None:
            book.known[path] = tuple(known)
        self.broken = not isinstance(data, dict)
        if self.broken:
            book.add(path, shown(data), f"a table with {listed(known)}")
        for key in self.data:
            if key not in known:
                meant = nearest(key, known)
                book.add((*path, key), "an unknown key", f"one of {listed(known, 20)}", meant)
                book.misspelt |= {(*path, meant)} if meant else set()

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def wrong(self, key: str, allowed: str, meant: str | None = None) -> None:
        """Note that a key's value is not allowed, or that it is missing and not just misspelt."""
        misspelt = key not in self.data and (*self.path, key) in self.book.misspelt
        if not self.broken and not misspelt:
            self.book.add((*self.path, key), shown(self.data.get(key)), allowed, meant)

    def _ask(self, key: str, asked: Asked) -> str:
        """Note what is asked, where somebody wants to know; returns what is allowed, in words."""
        if self.book.asked is not None:
            self.book.asked[(*self.path, key)] = asked
        return asked.allowed

    def text(self, key: str, default: str = REQUIRED, most: int = 200, lines: bool = False) -> str:
        """Read a text of at most ``most`` characters, on one line unless ``lines``."""
        told = f"a printable text of 1 to {most} characters"
        allowed = self._ask(key, Asked("text", told, default is REQUIRED, default=default))
        value = self.data.get(key, default)
        if isinstance(value, str) and value is default:
            return value
        if isinstance(value, str) and value.strip() and len(value) <= most:
            plain = value.replace("\n", " ").replace("\t", " ") if lines else value
            if plain.isprintable():
                return value
        self.wrong(key, allowed)
        return ""

    def id(self, key: str, default: str = REQUIRED) -> str:
        """Read a short name: letters, digits, - and _."""
        allowed = self._ask(key, Asked("id", "a name of 1 to 64 letters (a-z), digits, - or _", default is REQUIRED, default=default))
        value = self.data.get(key, default)
        if is_id(value):
            return str(value)
        self.wrong(key, allowed)
        return ""

    def ids(self, key: str, default: tuple[str, ...] = REQUIRED) -> tuple[str, ...]:
        """Read a list of different short names, at least one."""
        self._ask(key, Asked("ids", _NAMES, default is REQUIRED, default=default))
        value = self.data.get(key, default)
        if value is default:
            return default if default is not REQUIRED else self._no_ids(key)
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            return self._no_ids(key)
        if len(set(value)) < len(value):
            twice = next(v for v, times in Counter(value).items() if times > 1)
            self.book.add((*self.path, key), f"{shown(twice)} twice", "each name once")
        return tuple(value)

    def _no_ids(self, key: str) -> tuple[str, ...]:
        self.wrong(key, _NAMES)
        return ()

    def whole(self, key: str, low: int, high: int, default: int = REQUIRED) -> int:
        """Read a whole number."""
        told = f"a whole number from {low} to {high}"
        allowed = self._ask(key, Asked("whole", told, default is REQUIRED, low, high, (), default))
        value = self.data.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.wrong(key, allowed)
        return low

    def number(self, key: str, low: float, high: float, default: float = REQUIRED) -> float:
        """Read a number; NaN and infinity are none."""
        told = f"a number from {low:g} to {high:g}"
        allowed = self._ask(key, Asked("number", told, default is REQUIRED, low, high, (), default))
        value = self.data.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        self.wrong(key, allowed)
        return low

    def choice(self, key: str, among: Sequence[str], default: str = REQUIRED) -> str:
        """Read one of some words."""
        told = f"one of {listed(among, 20)}"
        allowed = self._ask(key, Asked("choice", told, default is REQUIRED, None, None, tuple(among), default))
        value = self.data.get(key, default)
        if isinstance(value, str) and value in among:
            return value
        self.wrong(key, allowed, nearest(value, among))
        return among[0]

    def words(self, key: str, most: int, lines: bool = False) -> Words:
        """Read a text in the two languages."""
        if key not in self.data:
            self.wrong(key, '{en = "…", es = "…"}')
            return Words("", "")
        table = Table(self.book, self.data[key], (*self.path, key), ("en", "es"))
        return Words(table.text("en", most=most, lines=lines), table.text("es", most=most, lines=lines))
