"""What ``minga new-lesson``, ``cards`` and ``meeting`` do: lessons of one's own, and lessons and role plays on paper."""

from __future__ import annotations

import argparse
import json
import shlex
from dataclasses import replace
from pathlib import Path

from experiments.command import OK
from simulation import InputError, Words
from simulation.scenario.files import shown


def _show(text: str) -> None:
    from experiments import actions
    from experiments.wording import encodable

    actions.show(encodable(text))


def new_lesson_command(options: argparse.Namespace) -> int:
    """``minga new-lesson``: a commented lesson that is valid as it is."""
    from experiments.classroom.lessons import names
    from experiments.classroom.new_lesson import lesson_text
    from experiments.classroom.words_lessons import say
    from experiments.new_place import write_new
    from simulation.scenario.reading import is_id

    name = options.name
    shipped = names()
    if not is_id(name) or name in shipped:
        allowed = "a name of 1 to 64 letters (a-z), digits, - or _" + (" that no shipped lesson has" if name in shipped else "")
        raise InputError("", "NAME", shown(name), allowed)
    path = Path(f"{name}.toml")
    if path.exists():
        raise InputError("", "NAME", f"{path.as_posix()}, which exists", "a new name, so that nothing is written over")
    write_new(Path(), {path.name: lesson_text(name, options.lang).encode()})
    if options.json:
        _show(json.dumps({"file": path.as_posix()}, indent=1, ensure_ascii=False))
    else:
        _show(say("made", options.lang, path=path.as_posix()))
    return OK


def cards_command(options: argparse.Namespace) -> int:
    """``minga cards``: a lesson or a role play as one page to print."""
    from experiments.actions import folder_for
    from experiments.classroom.cards import page_of
    from experiments.page import write

    stem, page = page_of(options.lesson, options.lang)
    folder = folder_for(options, f"cards-{stem}")
    path = write(folder / f"{stem}.{options.lang}.html", page)
    _show(json.dumps({"file": path.as_posix()}, indent=1, ensure_ascii=False) if options.json else f"{path}")
    return OK


def meeting_command(options: argparse.Namespace) -> int:
    """``minga meeting``: what teams have played so far, as one policy, and how it is lived."""
    from experiments.classroom.lesson_plan import dated_policy
    from experiments.classroom.lessons import system_at
    from experiments.classroom.meeting import plan_of, read_round, weeks_after
    from experiments.classroom.meeting_file import load_meeting
    from experiments.classroom.policy_toml import policy_toml
    from experiments.new_place import write_new

    meeting = load_meeting(options.meeting)
    if not options.rounds:
        raise InputError("", "--round", "nothing", f"the cards of a round, e.g. {meeting.teams[0].name}={meeting.teams[0].cards[0].name}")
    rounds = [read_round(text) for text in options.rounds]
    plan, system = plan_of(meeting, rounds), system_at(meeting.system, meeting.origin)
    titles = [meeting.team(team).card(card) for played in rounds for team, card in played]
    about = Words("; ".join(c.title.en for c in titles if c) or "Nothing was begun.", "; ".join(c.title.es for c in titles if c) or "No se comenzó nada.")
    policy = replace(dated_policy(plan, system), about=about)
    path = Path(options.out or f"{plan.name}.toml")
    if path.exists():
        raise InputError("", "--out", f"{path.as_posix()}, which exists", "a new file, so that nothing is written over")
    typed = path.as_posix() if path.is_absolute() else f"./{path.as_posix()}"
    said = ["minga", "compare", meeting.system, "--policy", typed, "--seed", f"{meeting.seed}", "--weeks", f"{weeks_after(meeting, len(rounds))}",
            "--scale", f"{meeting.scale:g}", "--replicates", f"{meeting.replicates}", *(["--lang", "es"] if options.lang == "es" else [])]
    text = policy_toml(policy, [f"{number}: {told or '-'}" for number, told in enumerate(options.rounds, 1)])
    write_new(path.parent, {path.name: text.encode()})
    if options.json:
        _show(json.dumps({"file": path.as_posix(), "command": shlex.join(said)}, indent=1, ensure_ascii=False))
    else:
        _show(f"{path}\n{shlex.join(said)}")
    return OK
