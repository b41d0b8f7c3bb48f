"""Lesson files: a lesson in TOML, read with every key checked and every mistake placed on its line."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from experiments.classroom.head import HEAD_KEYS, read_head
from experiments.classroom.lesson import (
    BASELINE,
    NO_CHANGE,
    PARTS,
    PERSONS,
    SCREENS,
    Asks,
    Lesson,
    Look,
    Part,
)
from experiments.classroom.lesson_plan_file import PLAN_KEYS, read_plan
from experiments.classroom.texts import LONG, many_words, words_in
from simulation.scenario.files import shown
from simulation.scenario.reading import Book, Table, read

KEYS = (*HEAD_KEYS, "levers", "plan", "part")
ALWAYS = ("kind", "minutes", "title", "text")
OF_KIND: dict[str, tuple[str, ...]] = {
    "predict": ("question", "asks", "reveal"), "observe": ("look", "prompts"), "explain": ("prompts", "mechanisms"),
    "transfer": ("prompts",), "vote": ("question", "choices"), "debrief": ("prompts",),
}
"""Kind of a part -> the keys that it has beside those that every part has."""
REQUIRED_PARTS = ("predict", "observe", "explain", "transfer")
ASK_KEYS = ("plan", "against", "outcome", "group", "cuts")
LOOK_KEYS = ("screen", "plan", "outcome", "group", "week", "person")


def read_lesson(path: Path, file: str) -> Lesson:
    """Read a lesson file; what it names is checked by ``lessons.checked``.

    Raises:
        InputError, InputErrors: whatever is wrong with the file.
    """
    source = read(path, file, "lesson")
    book = Book([source])
    table = Table(book, source.data, (), KEYS)
    head = read_head(table, file, least_minutes=5)
    lesson = Lesson(
        **vars(head), levers=_levers(table),
        plans=tuple(read_plan(one, head.languages) for one in many(table, "plan", PLAN_KEYS, 1, 16)),
        parts=tuple(_part(one, head.languages) for one in _parts(table)),
    )
    _check_order(table, lesson)
    _check_names(book, lesson)
    book.check()
    return lesson


def _levers(table: Table) -> tuple[str, ...]:
    value = table.data.get("levers", [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        table.wrong("levers", "a list of names of levers, parameters or policies")
        return ()
    return tuple(value)


def many(table: Table, key: str, known: tuple[str, ...], low: int, high: int) -> list[Table]:
    """The tables of a list ``[[key]]``."""
    raw = table.data.get(key)
    if not isinstance(raw, list) or not low <= len(raw) <= high:
        table.wrong(key, f"{low} to {high} [[{key}]]")
        return []
    return [Table(table.book, data, (*table.path, key, k), known) for k, data in enumerate(raw)]


def _parts(table: Table) -> list[Table]:
    """The parts, each read with the keys of its kind."""
    raw = table.data.get("part")
    if not isinstance(raw, list) or not 4 <= len(raw) <= 40:
        table.wrong("part", "4 to 40 [[part]]")
        return []
    found = []
    for k, data in enumerate(raw):
        kind: Any = data.get("kind") if isinstance(data, dict) else None
        own = OF_KIND.get(kind, tuple(sorted({key for keys in OF_KIND.values() for key in keys}))) if isinstance(kind, str) else ()
        found.append(Table(table.book, data, ("part", k), (*ALWAYS, *own)))
    return found


def _part(table: Table, languages: tuple[str, ...]) -> Part:
    kind = table.choice("kind", PARTS)
    own = OF_KIND[kind]
    asks = _asks(table) if "asks" in own else None
    return Part(
        kind, table.whole("minutes", 1, 240), words_in(table, "title", languages, 120), words_in(table, "text", languages, LONG, lines=True),
        many_words(table, "prompts", languages, 1, 10) if "prompts" in own else (),
        words_in(table, "question", languages, 400) if "question" in own else None,
        asks, _reveal(table, asks, languages) if asks else {}, _look(table) if "look" in own else None,
        table.ids("mechanisms") if "mechanisms" in own else (),
        many_words(table, "choices", languages, 2, 8, 160) if "choices" in own else (),
    )


def _asks(table: Table) -> Asks:
    inner = Table(table.book, table.data.get("asks"), (*table.path, "asks"), ASK_KEYS)
    cuts = inner.data.get("cuts", list(NO_CHANGE))
    fine = isinstance(cuts, list) and 1 <= len(cuts) <= 5 and all(isinstance(c, int | float) and not isinstance(c, bool) for c in cuts)
    if not fine or any(b <= a for a, b in itertools.pairwise(cuts)):
        inner.wrong("cuts", "1 to 5 rising numbers, in the unit of the outcome")
        cuts = list(NO_CHANGE)
    return Asks(inner.id("plan"), inner.id("against", BASELINE), inner.id("outcome"), inner.text("group", "everybody"), tuple(map(float, cuts)))


def _reveal(table: Table, asks: Asks, languages: tuple[str, ...]) -> dict[str, Any]:
    """What to talk about after the reveal, for each answer that the runs can give."""
    if "reveal" not in table:
        return {}
    inner = Table(table.book, table.data["reveal"], (*table.path, "reveal"), asks.bands)
    return {band: words_in(inner, band, languages, LONG, lines=True) for band in asks.bands if band in inner}


def _look(table: Table) -> Look:
    inner = Table(table.book, table.data.get("look"), (*table.path, "look"), LOOK_KEYS)
    plan, outcome, group = (inner.text(key) if key in inner else "" for key in ("plan", "outcome", "group"))
    week = inner.whole("week", 0, 520) if "week" in inner else None
    person = inner.choice("person", PERSONS) if "person" in inner else ""
    return Look(inner.choice("screen", SCREENS), plan, outcome, group, week, person)


def _check_order(table: Table, lesson: Lesson) -> None:
    """A class guesses before it looks, looks before it explains, and ends with its own context."""
    kinds = [part.kind for part in lesson.parts]
    if not kinds:
        return
    missing = [kind for kind in REQUIRED_PARTS if kind not in kinds]
    if missing:
        table.wrong("part", f"at least one part of each kind: {', '.join(REQUIRED_PARTS)} ({missing[0]} is missing)")
        return
    firsts = [kinds.index(kind) for kind in REQUIRED_PARTS]
    if firsts != sorted(firsts):
        table.wrong("part", f"the first of each kind in the order {', '.join(REQUIRED_PARTS)}")
    spent = sum(part.minutes for part in lesson.parts)
    if spent > lesson.minutes:
        table.book.add(("minutes",), f"{lesson.minutes}, with parts of {spent} minutes", f"at least {spent}, or shorter parts")


def _check_names(book: Book, lesson: Lesson) -> None:
    """Plans that are asked about have to be in the file; no two have one name."""
    from simulation.scenario.files import listed, nearest

    names = [plan.name for plan in lesson.plans]
    for k, name in enumerate(names):
        if name in names[:k] or name == BASELINE:
            book.add(("plan", k, "name"), shown(name), f'a name that no other plan has, and not "{BASELINE}"')
    for k, part in enumerate(lesson.parts):
        asked = [("asks", "plan", part.asks.plan), ("asks", "against", part.asks.against)] if part.asks else []
        asked += [("look", "plan", part.look.plan)] if part.look and part.look.plan else []
        for table, key, name in asked:
            known = names if key == "plan" and table == "asks" else [BASELINE, *names]
            if name not in known:
                book.add(("part", k, table, key), shown(name), f"one of {listed(known)}", nearest(name, known))
