"""Texts of a lesson: in both languages, or in those that it says it has."""

from __future__ import annotations

from typing import Any

from simulation import Words
from simulation.scenario.files import shown
from simulation.scenario.reading import Table

LANGUAGES = ("en", "es")
LONG = 3000
"""Most characters of a text of several lines."""


def languages_of(table: Table) -> tuple[str, ...]:
    """The languages of a file: all, or those under ``languages``."""
    if "languages" not in table:
        return LANGUAGES
    told = table.ids("languages")
    for one in told:
        if one not in LANGUAGES:
            table.wrong("languages", 'a list of "en", "es" or both')
            return LANGUAGES
    return told or LANGUAGES


def words_in(table: Table, key: str, languages: tuple[str, ...], most: int = 200, lines: bool = False) -> Words:
    """A text under a key; a language that the file does not have takes the words of the first that it has."""
    wanted = "{" + ", ".join(f'{one} = "…"' for one in languages) + "}"
    if key not in table:
        table.wrong(key, wanted)
        return Words("", "")
    return _words(Table(table.book, table.data[key], (*table.path, key), LANGUAGES), languages, most, lines)


def many_words(table: Table, key: str, languages: tuple[str, ...], low: int, high: int, most: int = 600) -> tuple[Words, ...]:
    """A list of texts under a key."""
    told: Any = table.data.get(key, [] if low == 0 else None)
    if not isinstance(told, list) or not low <= len(told) <= high:
        table.wrong(key, f"a list of {low} to {high} texts, each " + "{" + ", ".join(f'{one} = "…"' for one in languages) + "}")
        return ()
    return tuple(
        _words(Table(table.book, one, (*table.path, key, k), LANGUAGES), languages, most, True) for k, one in enumerate(told)
    )


def _words(table: Table, languages: tuple[str, ...], most: int, lines: bool) -> Words:
    found = {
        one: table.text(one, most=most, lines=lines)
        for one in LANGUAGES
        if one in languages or one in table
    }
    first = found.get(languages[0], "")
    return Words(found.get("en", first), found.get("es", first))


def number_in(table: Table, path: str, value: Any) -> float | None:
    """A plain number, or nothing where it is none (told)."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e15 <= value <= 1e15:
        table.book.add((*table.path, *path.split("/")), shown(value), "a number")
        return None
    return float(value)
