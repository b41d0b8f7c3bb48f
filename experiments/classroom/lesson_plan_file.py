"""Plans as they stand in a file of the classroom, every key checked."""

from __future__ import annotations

import itertools
from typing import Any

from experiments.classroom.lesson_plan import Dated, LessonPlan
from experiments.classroom.texts import number_in, words_in
from simulation.scenario.files import shown
from simulation.scenario.reading import Table

SETS = ("levers", "parameters", "policies")
PLAN_KEYS = ("name", "title", *SETS, "week", "steps")
MOST_WEEK = 519
MOST_CHANGES = 64


def read_plan(table: Table, languages: tuple[str, ...]) -> LessonPlan:
    """One ``[[plan]]``: what it sets at once, or ``[[plan.steps]]`` with a week each."""
    name, title = table.id("name"), words_in(table, "title", languages, 100)
    raw = table.data.get("steps")
    if raw is None:
        return LessonPlan(name, title, (read_dated(table, 0),))
    for key in (*SETS, "week"):
        if key in table:
            table.wrong(key, "nothing beside [[plan.steps]], each of which has its own")
    if not isinstance(raw, list) or not raw:
        table.wrong("steps", "one or more [[plan.steps]]")
        return LessonPlan(name, title, (), dated=True)
    steps = tuple(read_dated(Table(table.book, data, (*table.path, "steps", k), (*SETS, "week"))) for k, data in enumerate(raw))
    if any(b.week <= a.week for a, b in itertools.pairwise(steps)):
        table.wrong("steps", "steps whose weeks rise")
    return LessonPlan(name, title, steps, dated=True)


def read_dated(table: Table, week: int | None = None) -> Dated:
    """What begins in a week; without a default the week has to be told."""
    start = table.whole("week", 0, MOST_WEEK) if week is None else table.whole("week", 0, MOST_WEEK, week)
    return set_in(table, start)


def set_in(table: Table, week: int) -> Dated:
    """What is set under the three keys ``levers``, ``parameters`` and ``policies``."""
    parameters = {}
    for name, value in _table_of(table, "parameters").items():
        number = number_in(table, f"parameters/{name}", value)
        if number is not None:
            parameters[name] = number
    levers = _table_of(table, "levers")
    for name, value in levers.items():
        if not isinstance(value, int | float):
            table.book.add((*table.path, "levers", name), shown(value), "a number, or false for a part of the story")
    policies = table.data.get("policies", [])
    if not isinstance(policies, list) or not all(isinstance(p, str) and p for p in policies) or len(set(policies)) < len(policies):
        table.wrong("policies", "a list of names of policies, each once")
        policies = []
    if len(parameters) + len(levers) + len(policies) > MOST_CHANGES:
        table.wrong("parameters", f"at most {MOST_CHANGES} changes in a plan")
    return Dated(week, levers, parameters, tuple(policies))


def _table_of(table: Table, key: str) -> dict[str, Any]:
    value = table.data.get(key, {})
    if not isinstance(value, dict):
        table.wrong(key, "a table of names and values")
        return {}
    return dict(value)
