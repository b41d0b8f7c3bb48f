"""A system file and the files that it extends: reading the chain, and merging its places.

Tables merge key by key and lists of tables by ``id``; of anything else the nearer file's holds. A file can
extend a shipped system, or a file in its own folder or below, and nothing else of the disk.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from ..ground.parameter import Declaration, Scope
from .files import InputError, find, is_path, shown
from .reading import Book, Source, Table, read
from .values import SYSTEM, Catalogue, own_values

Local = Mapping[str, Mapping[str, Declaration]]
"""Element's name -> place's id -> the declaration with that place's own value."""

LISTS = ("districts", "zones", "centres", "facilities")
SYSTEM_KEYS = (
    "schema", "kind", "name", "extends", "borrow", "exchange", "tables", "decimal", "title", "about",
    "burn_in_weeks", "currency", "price_year", "costs", "disability_weights", "story", *LISTS, "parameters",
)
MOST_PLACES = 30_000
_MOST_FILES = 16
_ALLOWED = "a shipped system's name, or a path such as ./base.toml in the folder of this file"
Key = Literal["extends", "borrow"]


def chain(path: Path, file: str) -> list[Source]:
    """Read a system file and those that it extends, nearest first.

    Raises:
        InputError: one is no readable system file, extends what it may not, or the chain has no end.

    """
    sources = [read(path, file, "system")]
    seen = {os.path.realpath(path)}
    while "extends" in sources[-1].data:
        source = sources[-1]
        path, file = base_of(source)
        if os.path.realpath(path) in seen or len(sources) >= _MOST_FILES:
            raise _refused(source, "a circle of files" if len(sources) < _MOST_FILES else "too many files")
        seen.add(os.path.realpath(path))
        sources.append(_read_base(source, path, file))
    return sources


def _refused(
    source: Source, why: str, allowed: str = _ALLOWED, meant: str | None = None, key: Key = "extends"
) -> InputError:
    found = f"{shown(source.data[key])}: {why}" if why else shown(source.data[key])
    return InputError(source.file, key, found, allowed, meant, source.line((key,)))


def _read_base(source: Source, path: Path, file: str) -> Source:
    try:
        return read(path, file, "system")
    except InputError as error:
        if error.key != "file":
            raise
        raise _refused(source, error.found, error.allowed) from None


def base_of(source: Source, key: Key = "extends") -> tuple[Path, str]:
    """Find the file that a system file extends or borrows from, and how to call it in messages.

    Raises:
        InputError: no shipped system, or a path out of the folder of the file.

    """
    name = source.data[key]
    if not isinstance(name, str) or not name or not name.isprintable():
        raise _refused(source, "", key=key)
    if not is_path(name):
        try:
            return find(name, "system")
        except InputError as error:
            raise _refused(source, "", error.allowed, error.nearest, key) from None
    return beside(source, key, name), (Path(source.file).parent / name).as_posix()


def beside(source: Source, key: str, name: str) -> Path:
    """The path of a file that another names: in its own folder or below, and nowhere else of the disk.

    Raises:
        InputError: it is elsewhere.

    """
    allowed = _ALLOWED if key in ("extends", "borrow") else "a path such as ./base.toml in the folder of this file"
    line = source.line((key,))
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise InputError(source.file, key, f"{shown(name)}: outside the folder of this file", allowed, None, line)
    folder = os.path.realpath(source.path.parent)
    target = os.path.realpath(source.path.parent / name)
    if os.path.commonpath([folder, target]) != folder:
        raise InputError(source.file, key, f"{shown(name)}: a link out of this folder", allowed, None, line)
    return source.path.parent / name


def data_files(source: Source) -> list[Path]:
    """The files of unit costs and disability weights that a system's file names.

    Raises:
        InputError: one is elsewhere.

    """
    found = []
    for key in ("costs", "disability_weights"):
        told = source.data.get(key)
        name = told.get("file") if isinstance(told, dict) else told
        if isinstance(name, str) and is_path(name):
            found.append(beside(source, key, name))
    return found


def merged(sources: list[Source], book: Book) -> dict[str, Any]:
    """Merge the tables of a chain, its lists of places as ``{id: table}``; mistakes go to the book."""
    whole: dict[str, Any] = {}
    for source in reversed(sources):
        inner = book.only(source)
        own = {key: value for key, value in source.data.items() if key not in LISTS}
        Table(inner, own, (), SYSTEM_KEYS)
        whole = _over(whole, own)
        for key in LISTS:
            entries = _by_id(inner, source, key)
            before = whole.setdefault(key, {})
            for name, entry in entries.items():
                before[name] = _over(before.get(name, {}), entry)
    for key in LISTS:
        if len(whole[key]) > MOST_PLACES:
            book.add((key,), f"{len(whole[key])} of them", f"at most {MOST_PLACES}")
    return whole


def _over(old: dict[str, Any], new: dict[str, Any], depth: int = 2) -> dict[str, Any]:
    result = dict(old)
    for key, value in new.items():
        both = isinstance(value, dict) and isinstance(old.get(key), dict) and depth > 0
        result[key] = _over(old[key], value, depth - 1) if both else value
    return result


def _by_id(book: Book, source: Source, key: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    raw = source.data.get(key, [])
    if not isinstance(raw, list):
        book.add((key,), shown(raw), f"a list of [[{key}]]")
        return {}
    for position, entry in enumerate(raw):
        if not isinstance(entry, dict):
            book.add((key, position), shown(entry), f"one of the [[{key}]]")
            continue
        name = Table(book, entry, (key, position), entry).id("id")
        if name in found:
            book.add((key, position, "id"), f"{shown(name)} twice", f"each id once among the {key}")
        elif name:
            found[name] = entry
            source.places[(key, name)] = position
    return found


def system_values(book: Book, catalogue: Catalogue, base: Mapping[str, Declaration]) -> dict[str, Declaration]:
    """Read the value of every number, from a base (the declarations, or a lender's) and each file of the chain."""
    values = dict(base)
    for source in reversed(book.sources):
        raw = source.data.get("parameters", {})
        inner = book.only(source)
        for one in own_values(inner, raw, ("parameters",), catalogue, SYSTEM, values.__getitem__):
            values[one.name] = one
    return values


def local_values(book: Book, catalogue: Catalogue, values: Mapping[str, Declaration], base: Local) -> Local:
    """Read the own values of districts and centres, on top of the system's and of a base's (a lender's)."""
    local: dict[str, dict[str, Declaration]] = {name: dict(places) for name, places in base.items()}
    scopes: tuple[tuple[str, Scope], ...] = (("districts", "district"), ("centres", "centre"))
    for source in reversed(book.sources):
        inner = book.only(source)
        for key, scope in scopes:
            for place, position in ((p, i) for (k, p), i in source.places.items() if k == key):

                def before(name: str, place: str = place) -> Declaration:
                    return local.get(name, {}).get(place, values[name])

                raw = source.data[key][position].get("parameters", {})
                path = (key, place, "parameters")
                for one in own_values(inner, raw, path, catalogue, (scope,), before):
                    local.setdefault(one.name, {})[place] = one
    return local
