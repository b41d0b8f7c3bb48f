"""Lessons: which there are, whether what they name exists, and how one is told to a browser or on paper."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.classroom.lesson import (
    BASELINE,
    HIGHER,
    LOWER,
    NO_CHANGE,
    UNDECIDED,
    Asks,
    Lesson,
    Look,
    Part,
)
from experiments.classroom.lesson_file import read_lesson
from experiments.classroom.lesson_plan import worlds
from experiments.classroom.words_lessons import say
from experiments.named_files import find_in
from simulation import InputError
from simulation.scenario import shipped_folder, shown
from simulation.scenario.files import InputErrors, listed, nearest, parsed

if TYPE_CHECKING:
    from simulation import Scenario


def names(folder: str | os.PathLike[str] | None = None) -> list[str]:
    """Names of the shipped lessons, or of those in a teacher's own folder; role plays lie beside them and are none."""
    place = shipped_folder() / "lessons" if folder is None else Path(folder)
    return sorted(path.stem for path in place.glob("*.toml") if kind_of(path) == "lesson")


def kind_of(path: Path) -> str:
    """What kind of file it says it is; nothing where that cannot be read."""
    try:
        return str(parsed(path.read_text(encoding="utf-8"), path.name).get("kind", ""))
    except (OSError, ValueError):
        return ""


def find(name: str | os.PathLike[str], kind: str = "lesson", known: Sequence[str] | None = None) -> tuple[Path, str]:
    """Path of a lesson and how to call it in messages; a text without separator or ``.toml`` is a shipped name.

    Raises:
        InputError: no shipped lesson has the name.
    """
    return find_in("lessons", kind, name, names() if known is None else known)


def every() -> list[Lesson]:
    """All shipped lessons."""
    return [read_lesson(*find(name)) for name in names()]


def load(name_or_path: str | os.PathLike[str]) -> Lesson:
    """Load a lesson by the name of a shipped one, or from a path, and check what it names.

    Raises:
        InputError, InputErrors: whatever is wrong with it.
    """
    path, file = find(name_or_path)
    lesson = read_lesson(path, file)
    checked(lesson)
    return lesson


def system_at(name: str, origin: str) -> Scenario:
    """The system that a file names; a path that is not there from here is taken from the folder of the file.

    Raises:
        InputError: there is none.
    """
    from simulation import load as load_system

    if ("/" in name or "\\" in name) and not Path(name).is_absolute() and not Path(name).exists():
        name = str(Path(origin).parent / name)
    try:
        return load_system(name)
    except InputError as error:
        raise InputError(origin, "system", error.found, error.allowed, error.nearest) from None


def checked(lesson: Lesson) -> Scenario:
    """Check that a lesson's system, plans, outcomes, groups and mechanisms exist and fit; gives its system.

    Raises:
        InputErrors: what does not, all of it.
    """
    errors: list[InputError] = []

    def wrong(key: str, found: str, known: Sequence[str]) -> None:
        if found not in known:
            errors.append(InputError(lesson.origin, key, shown(found), f"one of {listed(known, 20)}", nearest(found, known)))

    from simulation import OUTCOMES
    from simulation.people.codes import POPULATION_GROUPS
    from simulation.scenario import names as names_of
    from simulation.week import WEEK

    system = system_at(lesson.system, lesson.origin)
    outcomes = [o.name for o in OUTCOMES]
    processes = [p.name for p in WEEK]
    for k, part in enumerate(lesson.parts, 1):
        if part.asks:
            wrong(f"part[{k}].asks.outcome", part.asks.outcome, outcomes)
            wrong(f"part[{k}].asks.group", part.asks.group, POPULATION_GROUPS)
        if part.look:
            wrong(f"part[{k}].look.outcome", part.look.outcome, [*outcomes, ""])
            wrong(f"part[{k}].look.group", part.look.group, [*POPULATION_GROUPS, ""])
        for name in part.mechanisms:
            wrong(f"part[{k}].mechanisms", name, processes)
    levers = [*names_of("policy"), *system.own, *system.values, *{d.name.partition("[")[0]: 0 for d in system.values.values()}]
    for name in lesson.levers:
        if name not in levers:
            errors.append(InputError(lesson.origin, "levers", shown(name), "the name of a parameter or policy (`minga list`)", nearest(name, levers)))
    for k, plan in enumerate(lesson.plans, 1):
        try:
            worlds(plan, system)
        except InputError as error:
            place = f"plan[{k}] {plan.name}, {error.key}" if error.key else f"plan[{k}]"
            errors.append(InputError(lesson.origin, place, error.found, error.allowed, error.nearest))
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputErrors(errors)
    return system


def told(name_or_path: str | os.PathLike[str] | Lesson, lang: str = "en") -> dict[str, Any]:
    """A lesson in one language, for the wire and for paper: nothing in it is a result."""
    lesson = name_or_path if isinstance(name_or_path, Lesson) else load(name_or_path)
    return {
        "name": lesson.name, "lang": lang if lang in lesson.languages else lesson.languages[0], "languages": list(lesson.languages),
        "title": lesson.title(lang), "about": lesson.about(lang), "audience": lesson.audience(lang), "minutes": lesson.minutes,
        "system": lesson.system, "seed": lesson.seed, "weeks": lesson.weeks, "replicates": lesson.replicates, "scale": lesson.scale,
        "levers": list(lesson.levers), "plans": [{"name": p.name, "title": p.title(lang), "plan": p.told()} for p in lesson.plans],
        "steps": [_part(lesson, part, lang) for part in lesson.parts], "left_out": [one(lang) for one in lesson.left_out],
        "left_out_title": say("left_out", lang), "review": say("review", lang), "rule": say("rule", lang), "purpose": say("purpose", lang),
    }


def _part(lesson: Lesson, part: Part, lang: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": part.kind, "label": say(f"part.{part.kind}", lang), "minutes": part.minutes, "title": part.title(lang), "text": part.text(lang),
    }
    if part.prompts:
        found["prompts"] = [one(lang) for one in part.prompts]
    if part.question:
        found["question"] = part.question(lang)
    if part.choices:
        found["choices"] = [{"value": str(k), "label": one(lang)} for k, one in enumerate(part.choices)]
    if part.asks:
        found["asks"] = _asks(part.asks, lang)
        found["choices"] = [{"value": band, "label": _choice(lesson, part.asks, k, lang)} for k, band in enumerate(part.asks.bands)]
        found["reveal"] = {band: one(lang) for band, one in part.reveal.items()}
    if part.look:
        found["look"] = _look(part.look, lang)
    if part.mechanisms:
        found["mechanisms"] = [{"process": name, "sentence": sentence_of(name, lang)} for name in part.mechanisms]
    return found


def _asks(asks: Asks, lang: str) -> dict[str, Any]:
    from experiments.words import name
    from simulation.outcomes import BY_NAME

    about = BY_NAME[asks.outcome]
    return {
        "plan": asks.plan, "against": asks.against, "outcome": asks.outcome, "group": asks.group, "cuts": list(asks.cuts),
        "outcome_label": about.label(lang), "group_label": name("group", asks.group, lang), "unit": about.unit,
    }


def _choice(lesson: Lesson, asks: Asks, k: int, lang: str) -> str:
    from experiments.words import brief, name
    from simulation.outcomes import BY_NAME

    band = asks.bands[k]
    if band == UNDECIDED:
        return say("choice.undecided", lang)
    if asks.cuts == NO_CHANGE and band in (LOWER, HIGHER):
        if asks.against == BASELINE:
            return say(f"choice.{band}", lang)
        return say(f"choice.{band}.than", lang, against=lesson.plan(asks.against).title(lang))
    unit = name("unit", BY_NAME[asks.outcome].unit, lang).format(money="").strip()
    low, high = (brief(asks.cuts[k - 1], lang) if k else "", brief(asks.cuts[k], lang) if k < len(asks.cuts) else "")
    return say("choice.under" if not low else "choice.over" if not high else "choice.between", lang, low=low, high=high, unit=unit)


def _look(look: Look, lang: str) -> dict[str, Any]:
    from experiments.words import name
    from simulation.outcomes import BY_NAME

    return {
        "screen": look.screen, "screen_label": say(f"screen.{look.screen}", lang), "plan": look.plan, "outcome": look.outcome,
        "outcome_label": BY_NAME[look.outcome].label(lang) if look.outcome else "", "group": look.group,
        "group_label": name("group", look.group, lang) if look.group else "", "week": look.week, "person": look.person,
        "person_label": say(f"person.{look.person}", lang) if look.person else "",
    }


def sentence_of(process: str, lang: str) -> str:
    """What a mechanism does, as the model itself says it."""
    from simulation.week import WEEK

    return next(p for p in WEEK if p.name == process).sentence(lang)
