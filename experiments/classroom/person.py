"""One person in two worlds: where they were, how they were, what happened, and by which rule.

A row of residents may see several people in one run; whoever lives there as the story begins is followed, until they
die or move away. Both worlds begin with the same people and the same luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.classroom.events import EVENTS
from experiments.classroom.film import CODE
from experiments.classroom.watched import BYTE
from experiments.classroom.words_classroom import say
from experiments.words import name, number
from simulation.people.codes import DISORDERS, DIVISIONS, PROFESSIONS, SEXES, WORK

if TYPE_CHECKING:
    from experiments.classroom.watched import World

MOST, LEAST = 4, 3
TOGETHER = 13
"""So many weeks must be shared by both worlds."""
ROWS = 50_000
"""So many residents are compared at once."""
WAITED = ("first_session", "left_list")
BY_CLINICIAN = ("first_session", "session", "home_visit", "discharged")
SEVERE = ("fell_ill", "crisis", "admitted")
TO_CENTRE = ("referred", "sought_help")


def one(worlds: tuple[World, World], row: int, lang: str) -> dict[str, Any] | None:
    """A resident's two lives; None if there is no such row."""
    base, plan = worlds
    if not 0 <= row < base.film.looks.shape[1]:
        return None
    return {"row": row, "about": about(base, row, lang), "baseline": life(base, row, lang), "plan": life(plan, row, lang)}


def about(world: World, row: int, lang: str) -> list[dict[str, Any]]:
    """Who somebody is as the story begins."""
    me = {what: int(column[row]) for what, column in world.about.items()}
    groups = [name("group", second if me["divisions"] >> bit & 1 else first, lang) for bit, (_, first, second) in enumerate(DIVISIONS) if bit != 1]
    disorder = name("disorder", DISORDERS[me["disorder"]], lang) if me["disorder"] else say("disorder.before", lang)
    sex = SEXES[me["sex"]] + ("_minor" if WORK[me["work"]] == "minor" else "")
    told = {
        "age": number(me["age_weeks"] / 52, lang, 0), "sex": say(f"sex.{sex}", lang), "work": say(f"work.{WORK[me['work']]}", lang),
        "disorder": disorder, "groups": ", ".join(groups),
    }
    return [{"name": what, "label": say(f"about.{what}", lang), "value": value} for what, value in told.items()]


def life(world: World, row: int, lang: str) -> dict[str, Any]:
    """One life: looks as they change, lines by week, events with the rule behind each."""
    until = int(world.until[row])
    seen = world.film.looks[: until + 1, row]
    turns = [0, *(np.flatnonzero(seen[1:] != seen[:-1]) + 1).tolist()]
    lines = {what: [round(v / BYTE, 3) for v in column[:until, row].tolist()] for what, column in (("severity", world.severity), ("recovery", world.recovery))}
    return {"until": until, "looks": [[week, int(seen[week])] for week in turns], "lines": lines, "events": events(world, row, lang)}


def events(world: World, row: int, lang: str) -> list[dict[str, Any]]:
    """What happened to whoever lives in a row as the story begins."""
    log = world.events
    first, last = np.searchsorted(log["agent"], [row, row + 1])
    found = []
    for k in range(int(first), int(last)):
        week = int(log["week"][k])
        if not 0 <= week <= int(world.until[row]):
            continue
        event = EVENTS()[int(log["code"][k])]
        if week == int(world.until[row]) and event.name not in ("died", "moved_away"):
            continue
        detail = _detail(world, event.name, int(log["other"][k]), float(log["value"][k]), lang)
        found.append({
            "week": week, "code": int(log["code"][k]), "text": f"{event.label(lang)} ({detail})" if detail else event.label(lang),
            "rule": {"process": event.process, "sentence": event.sentence(lang), "also": list(event.processes[1:])},
        })
    return found


def _detail(world: World, event: str, other: int, value: float, lang: str) -> str:
    """What is known of an event besides its kind."""
    said = []
    if event in BY_CLINICIAN and 0 <= other < len(world.staff["profession"]):
        said.append(say("event.with", lang, who=name("profession", PROFESSIONS[int(world.staff["profession"][other])], lang)))
    if event in WAITED and round(value):
        said.append(say("event.waited_one", lang) if round(value) == 1 else say("event.waited", lang, n=number(value, lang, 0)))
    if event in SEVERE:
        said.append(say("event.severity", lang, x=number(value, lang, 2)))
    if event in TO_CENTRE:
        centres = world.record.scenario.centres
        nowhere = "event.hospital" if event == "referred" else "event.elsewhere"
        said.append(say("event.centre", lang, where=centres[other].name) if 0 <= other < len(centres) else say(nowhere, lang))
    return "; ".join(said)


def most_different(worlds: tuple[World, World], lang: str) -> list[dict[str, Any]]:
    """Residents whose two lives differ most, of everybody and of one group of each division, and some for whom little changes."""
    base, plan = worlds
    apart, weeks, gain, touched = differences(base, plan)
    divisions = base.about["divisions"]
    order = np.argsort(-apart, kind="stable")
    order = order[np.isfinite(apart[order]) & touched[order]]
    chosen: dict[int, str] = {}
    for row in order[:MOST].tolist():
        chosen[row] = "everybody"
    for bit, (_, _, group) in enumerate(DIVISIONS):
        mine = order[(divisions[order] >> bit & 1) == 1][: MOST + len(DIVISIONS) + 1].tolist()
        row = next((r for r in mine if r not in chosen), None)
        if row is not None:
            chosen[row] = group
    same = [row for row in order[::-1][: LEAST * 50].tolist() if row not in chosen]
    same = sorted(same, key=lambda row: (apart[row], row))[:LEAST]
    length = base.severity.shape[0]
    found = []
    for row, group in [*chosen.items(), *((row, "everybody") for row in same)]:
        most = row in chosen and apart[row] > 0
        key = "why.most" if most else "why.little" if weeks[row] else "why.least"
        found.append({
            "row": row, "differs": round(float(apart[row]), 4), "kind": "most" if most else "least", "group": group, "label": name("group", group, lang),
            "about": ", ".join(one["value"] for one in about(base, row, lang)[:3]),
            "why": say(key, lang, n=int(weeks[row]), of=min(int(base.until[row]), int(plan.until[row]), length), gain=number(float(gain[row]), lang, 0, sign=True)),
        })
    return found


def differences(base: World, plan: World) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    """Of every resident: how far the two lives differ, in how many weeks, gain of recovery (points), and whether anything happened."""
    weeks, n = base.severity.shape
    apart, gain = np.full(n, np.nan), np.zeros(n)
    differing, touched = np.zeros(n, np.int64), np.zeros(n, np.bool_)
    for first in range(0, n, ROWS):
        rows = slice(first, min(first + ROWS, n))
        both = np.minimum(base.until[rows], plan.until[rows])
        here = np.arange(weeks)[:, None] < both
        looks = base.film.looks[1:, rows], plan.film.looks[1:, rows]
        change = [(p[:, rows].astype(np.int16) - b[:, rows]) for b, p in ((base.recovery, plan.recovery), (base.severity, plan.severity))]
        other = (looks[0] != looks[1]) & here
        total = ((np.abs(change[0]) + np.abs(change[1])) * here).sum(axis=0) / BYTE + other.sum(axis=0)
        shared = np.maximum(both, 1)
        apart[rows] = np.where(both >= min(TOGETHER, weeks), total / shared, np.nan)
        differing[rows] = other.sum(axis=0)
        gain[rows] = 100 * (change[0] * here).sum(axis=0) / BYTE / shared
        touched[rows] = (((looks[0] != CODE["well"]) | (looks[1] != CODE["well"])) & here).any(axis=0)
    return apart, differing, gain, touched
