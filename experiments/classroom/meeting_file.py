"""Role-play files: a role play in TOML, read with every key checked and every mistake placed on its line."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from experiments.classroom.head import HEAD_KEYS, read_head
from experiments.classroom.lesson_file import many
from experiments.classroom.lesson_plan import LessonPlan, worlds
from experiments.classroom.lesson_plan_file import SETS, set_in
from experiments.classroom.meeting import Card, Meeting, Scale, Stage, Team
from experiments.classroom.texts import LONG, many_words, words_in
from simulation import InputError, Words
from simulation.scenario import shipped_folder, shown
from simulation.scenario.files import listed, nearest
from simulation.scenario.reading import Book, Table, read

KIND = "role-play"
KEYS = (*HEAD_KEYS, "rounds", "cards_a_round", "outcomes", "team", "guide", "question", "debrief")
TEAM_KEYS = ("name", "title", "who", "want", "worry", "know", "card")
CARD_KEYS = ("name", "title", "text", "price", *SETS)


def names() -> list[str]:
    """Names of the shipped role plays, which lie beside the lessons."""
    from experiments.classroom.lessons import kind_of

    return sorted(path.stem for path in (shipped_folder() / "lessons").glob("*.toml") if kind_of(path) == KIND)


def load_meeting(name_or_path: str | os.PathLike[str]) -> Meeting:
    """Load a role play by the name of a shipped one, or from a path, and check what it names.

    Raises:
        InputError, InputErrors: whatever is wrong with it.
    """
    from experiments.classroom.lessons import find

    path, file = find(name_or_path, KIND, names())
    return checked(read_meeting(path, file))


def read_meeting(path: Path, file: str) -> Meeting:
    """Read a role-play file; what it names is checked by ``checked``.

    Raises:
        InputError, InputErrors: whatever is wrong with the file.
    """
    source = read(path, file, KIND)
    book = Book([source])
    table = Table(book, source.data, (), KEYS)
    head = read_head(table, file, least_minutes=20)
    lang = head.languages
    meeting = Meeting(
        **vars(head), rounds=_rounds(table, head.weeks), cards_a_round=table.whole("cards_a_round", 1, 20), outcomes=table.ids("outcomes"),
        teams=tuple(_team(one, lang) for one in many(table, "team", TEAM_KEYS, 2, 12)),
        guide=tuple(_stage(one, lang) for one in many(table, "guide", ("minutes", "title", "text", "say"), 1, 30)),
        questions=tuple(_scale(one, lang) for one in many(table, "question", ("text", "low", "high"), 1, 12)),
        debrief=many_words(table, "debrief", lang, 1, 12),
    )
    of_teams = [team.name for team in meeting.teams]
    for key, told in (("team", of_teams), *((f"cards of {team.name}", [card.name for card in team.cards]) for team in meeting.teams)):
        if len(set(told)) < len(told):
            book.add(("team",), f"a name twice ({key})", "names that differ")
    spent = sum(stage.minutes for stage in meeting.guide)
    if spent > meeting.minutes:
        book.add(("minutes",), f"{meeting.minutes}, with a guide of {spent} minutes", f"at least {spent}, or shorter parts")
    book.check()
    return meeting


def _rounds(table: Table, weeks: int) -> tuple[int, ...]:
    value = table.data.get("rounds")
    told = value if isinstance(value, list) and all(type(w) is int and 0 <= w < weeks for w in value) else []
    if not 1 <= len(told) <= 6 or any(b <= a for a, b in itertools.pairwise(told)):
        table.wrong("rounds", f"1 to 6 rising weeks from 0, before week {weeks}")
        return (0,)
    return tuple(told)


def _team(table: Table, lang: tuple[str, ...]) -> Team:
    cards = tuple(_card(one, lang) for one in many(table, "card", CARD_KEYS, 1, 8))
    told = {key: words_in(table, key, lang, 800, lines=True) for key in ("who", "want", "worry", "know")}
    return Team(table.id("name"), words_in(table, "title", lang, 80), told["who"], told["want"], told["worry"], told["know"], cards)


def _card(table: Table, lang: tuple[str, ...]) -> Card:
    return Card(
        table.id("name"), words_in(table, "title", lang, 80), words_in(table, "text", lang, 500, lines=True),
        words_in(table, "price", lang, 200), set_in(table, 0),
    )


def _stage(table: Table, lang: tuple[str, ...]) -> Stage:
    return Stage(table.whole("minutes", 1, 240), words_in(table, "title", lang, 120), words_in(table, "text", lang, LONG, lines=True), many_words(table, "say", lang, 0, 8))


def _scale(table: Table, lang: tuple[str, ...]) -> Scale:
    return Scale(words_in(table, "text", lang, 300), words_in(table, "low", lang, 80), words_in(table, "high", lang, 80))


def checked(meeting: Meeting) -> Meeting:
    """Check that a role play's system, outcomes and cards exist, and that all cards can be played together.

    Raises:
        InputError: what does not fit.
    """
    from experiments.classroom.lessons import system_at
    from simulation import OUTCOMES

    known = [o.name for o in OUTCOMES]
    for outcome in meeting.outcomes:
        if outcome not in known:
            raise InputError(meeting.origin, "outcomes", shown(outcome), f"one of {listed(known, 20)}", nearest(outcome, known))
    system = system_at(meeting.system, meeting.origin)
    every = [(team, card) for team in meeting.teams for card in team.cards]
    for team, card in every:
        _fits(meeting, f"team {team.name}, card {card.name}", LessonPlan(card.name, card.title, (card.sets,), dated=True), lambda plan: worlds(plan, system))
    sets = [card.sets for _, card in every]
    together = LessonPlan(
        meeting.name, Words("", ""), tuple(replace(one, week=k) for k, one in enumerate(sets)), dated=True,
    )
    _fits(meeting, "all cards together", together, lambda plan: worlds(plan, system))
    return meeting


def _fits(meeting: Meeting, place: str, plan: LessonPlan, tried: Callable[[LessonPlan], object]) -> None:
    try:
        tried(plan)
    except InputError as error:
        raise InputError(meeting.origin, f"{place}, {error.key}", error.found, error.allowed, error.nearest) from None

