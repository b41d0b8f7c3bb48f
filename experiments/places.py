"""What ``minga new``, ``new-policy`` and ``validate`` do: places of one's own, from an empty folder to a checked system."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from experiments.command import INVALID, OK
from simulation import InputError, load
from simulation.scenario.files import InputErrors, names, shown


def show(text: str) -> None:
    """Print to standard output."""
    from experiments import actions

    actions.show(text)


def say(text: str) -> None:
    """Print words to standard output, in signs that the terminal has."""
    from experiments.wording import encodable

    show(encodable(text))


def new_command(options: argparse.Namespace) -> int:
    """``minga new``: a folder for a place of one's own."""
    from experiments.account import words
    from experiments.new_place import new_place

    path = new_place(options.place, options.template, options.lang)
    made = sorted(one.relative_to(path).as_posix() for one in path.rglob("*") if one.is_file())
    if options.json:
        show(json.dumps({"folder": path.as_posix(), "files": made}, indent=1, ensure_ascii=False))
    else:
        say(words("new", options.lang, folder=path.as_posix(), files=", ".join(made), template=options.template))
    return OK


def new_policy_command(options: argparse.Namespace) -> int:
    """``minga new-policy``: a commented policy that is valid as it is."""
    from experiments.account import words
    from experiments.new_place import write_new
    from experiments.system_file import EXAMPLE, policy_file
    from simulation.parameters import declared
    from simulation.scenario.reading import is_id

    name = options.name
    shipped = names("policy")
    if not is_id(name) or name in shipped:
        allowed = "a name of 1 to 64 letters (a-z), digits, - or _" + (" that no shipped policy has" if name in shipped else "")
        raise InputError("", "NAME", shown(name), allowed)
    folder, money = Path(), words("money", options.lang)
    if options.place:
        system = load(options.place if "/" in options.place or "\\" in options.place else f"./{options.place}")
        if name in system.own:
            raise InputError("", "NAME", shown(name), f"a name that no policy in the tables of {system.name} has")
        folder = Path(options.place) / "policies"
        money = f"{system.currency} {system.price_year}"
    path = folder / f"{name}.toml"
    if path.exists():
        raise InputError("", "NAME", f"{path.as_posix()}, which exists", "a new name, so that nothing is written over")
    text = policy_file(name, path.as_posix(), money, declared()[EXAMPLE], options.lang)
    write_new(folder, {path.name: text.encode()})
    typed = name if options.place else f"./{path.as_posix()}"
    place = options.place or "peru"
    if options.json:
        show(json.dumps({"file": path.as_posix()}, indent=1, ensure_ascii=False))
    else:
        say(words("new-policy", options.lang, path=path.as_posix(), place=place, name=typed))
    return OK


def validate_command(options: argparse.Namespace) -> int:
    """``minga validate``: every mistake of every file or folder, a line each; of a place, whose its values are."""
    from experiments.actions import complain

    wrong, told = 0, []
    for name in options.files:
        try:
            found = _checked(name)
            told.append(found)
            if not options.json:
                say(_said(found, options.lang))
        except InputError as error:
            wrong += 1
            told.append({"file": name, "ok": False, "errors": error.lines()})
            for line in error.lines():
                complain(f"minga: {line}")
    if options.json:
        show(json.dumps(told, indent=1, ensure_ascii=False))
    return INVALID if wrong else OK


def _checked(name: str) -> dict[str, Any]:
    """Load a file or a folder, and say what it is.

    Raises:
        InputError, InputErrors: whatever is wrong with it.

    """
    from experiments.account import account_of
    from experiments.study import load_study
    from simulation.scenario import load_place, load_policy
    from simulation.scenario.costs import read_costs
    from simulation.scenario.system import own_policy_files
    from simulation.scenario.weights import read_weights

    path = name if "/" in name or "\\" in name or name.endswith(".toml") else f"./{name}"
    try:
        system, account = load_place(path)
    except InputErrors:
        raise
    except InputError as first:
        # a file of another kind says so itself; anything else keeps the message of a system
        kind = first.found.strip('"') if first.key == "kind" else ""
        if kind == "policy":
            return {"file": name, "ok": True, "kind": kind, "name": load_policy(path).name}
        if kind == "study":
            return {"file": name, "ok": True, "kind": kind, "name": load_study(path).name}
        if kind == "trial":
            return {"file": name, "ok": True, "kind": kind, "name": checked_trial(path)}
        if kind in ("lesson", "role-play"):
            return {"file": name, "ok": True, "kind": kind, "name": checked_lesson(path, kind)}
        if kind == "costs":
            return {"file": name, "ok": True, "kind": kind, "name": ", ".join(read_costs(Path(path), path))}
        if kind == "disability_weights":
            return {"file": name, "ok": True, "kind": kind, "name": ", ".join(read_weights(Path(path), path).points)}
        raise
    policies = dict(system.own)
    for which, file in own_policy_files(system.origin).items():
        policies[which] = load_policy(file)
        system.with_policies(policies[which])
    found = {"file": name, "ok": True, "kind": "system", "name": system.name}
    if account is not None:
        found |= account_of(system, account, sorted(policies))
    return found


def checked_trial(path: str) -> str:
    """The name of a trial whose file, places, policies and programmes fit.

    Raises:
        InputError: whatever is wrong.
    """
    from experiments.trial.live import checked
    from experiments.trial.trial_file import load_trial

    trial = load_trial(path)
    checked(trial)
    return trial.name


def checked_lesson(path: str, kind: str) -> str:
    """The name of a lesson or a role play whose system, plans, outcomes and mechanisms fit.

    Raises:
        InputError: whatever is wrong.
    """
    from experiments.classroom.lessons import load as load_lesson
    from experiments.classroom.meeting_file import load_meeting

    return load_lesson(path).name if kind == "lesson" else load_meeting(path).name


def _said(found: dict[str, Any], lang: str) -> str:
    from experiments.account import said, words

    line = words("ok", lang, file=found["file"], kind=words(f"kind.{found['kind']}", lang), name=found["name"])
    return "\n".join([line, *(said(found, lang) if "yours" in found else [])])
