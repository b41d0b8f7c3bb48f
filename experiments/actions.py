"""What the commands do, once their arguments are read."""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.command import FAILED, INVALID, MISSING_EXTRA, OK, SOME_FAILED
from experiments.executors import MissingExtraError
from experiments.named_files import new_folder
from experiments.progress import Progress
from simulation import InputError, Scenario, load


def act(options: argparse.Namespace) -> int:
    """Do what was asked for."""
    from experiments import answering, asking, places
    from experiments.classroom import lessons_asked as lessons
    from experiments.patterns import asked
    from experiments.trial.asked import trial_command
    from experiments.worth import asked as worth

    return guarded({
        "run": run_command, "compare": compare_command, "list": list_command, "validate": places.validate_command,
        "new": places.new_command, "new-policy": places.new_policy_command, "new-lesson": lessons.new_lesson_command, "cards": lessons.cards_command, "meeting": lessons.meeting_command, "anchors": asking.anchors_command,
        "patterns": asked.patterns_command, "explain": asking.explain_command, "interview": asking.interview_command, "sensitivity": answering.sensitivity_command, "barriers": answering.barriers_command,
        "discover": answering.discover_command, "cost-effectiveness": worth.cost_effectiveness_command, "value-of-information": worth.value_of_information_command,
        "trial": trial_command, "classroom": classroom_command, "doctor": doctor_command, "warm": warm_command,
    }[options.command], options)


def guarded(doing: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Do it; input that cannot be used is one line per mistake and exit code 3, a missing extra 5, any other failure 1."""
    try:
        return doing(options)
    except InputError as error:
        for line in error.lines():
            complain(f"minga: {line}")
        return MISSING_EXTRA if isinstance(error, MissingExtraError) else INVALID
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        complain(f"minga: {where}{error.strerror or error}")
        return FAILED
    except Exception as error:
        if options.verbose:
            traceback.print_exc()
        else:
            complain(f"minga: {type(error).__name__}: {error} (-v shows where)")
        return FAILED


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(text + "\n")


def show(text: str) -> None:
    """Print to standard output."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def system_of(options: argparse.Namespace) -> Scenario:
    """The system with the values that were set."""
    system = load(options.system, costs=getattr(options, "costs", None))
    values = settings_of(options)
    return system.setting(values) if values else system


def settings_of(options: argparse.Namespace) -> dict[str, float | str]:
    """The values that were set."""
    values: dict[str, float | str] = {}
    for item in options.settings:
        key, equals, text = item.partition("=")
        if not equals or not key:
            raise InputError("", "--set", repr(item), "KEY=VALUE")
        try:
            values[key.strip()] = float(text)
        except ValueError:
            values[key.strip()] = text.strip()
    return values


def arms_of(options: argparse.Namespace, system: Scenario) -> list[Any]:
    """The policies of each arm; a place's own policies can be named."""
    from simulation.scenario import load_arm

    return [load_arm(name, system=system) for name in options.policy]


def one_arm(options: argparse.Namespace, instead: str = "") -> None:
    """Make sure that no more than one arm is asked for.

    Raises:
        InputError: several are.

    """
    if len(options.policy) > 1:
        raise InputError("", "--policy", f"{len(options.policy)} times", f"one arm at a time: join its policies with +{instead}")


def folder_for(options: argparse.Namespace, stem: str) -> Path:
    """A new or empty folder for what is written; made only when there is something to write."""
    if options.out:
        path = Path(options.out)
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise InputError("", "--out", repr(options.out), "a new or empty folder, so that nothing is lost")
        return path
    return new_folder(stem)


def run_command(options: argparse.Namespace) -> int:
    """``minga run``: one system, one arm, one or several replicates."""
    from experiments.execute import live_runs, warm
    from experiments.interviews import lived
    from experiments.report import run_summary, write_run_outputs, write_run_report

    one_arm(options, ", or use `minga compare`")
    system = system_of(options)
    for policies in arms_of(options, system):
        system = system.with_policies(*policies)
    folder = folder_for(options, f"run-{system.name}")
    progress = Progress("run", options.quiet)
    if warm(options.workers):
        progress.say("compiled; this happens once")
    count = options.replicates or 1
    fixed = options.fixed_parameters or count == 1
    records, asked = [], []
    for record, told in live_runs(
        system, count, options.workers, live=lived, seed=options.seed, weeks=options.weeks, scale=options.scale or 1.0, fixed_parameters=fixed
    ):
        records.append(record)
        asked.append(told)
        progress.step(len(records), count)
    folder.mkdir(parents=True, exist_ok=True)
    write_run_outputs(records, folder)
    write_run_report(records, folder / "report.html", options.lang, asked)
    if options.json:
        show(json.dumps(run_summary(records), indent=1, ensure_ascii=False, sort_keys=True))
    else:
        from experiments.wording import run_table

        show(run_table(records, options.lang))
        show(f"\n{folder / 'report.html'}")
    return OK


def compare_command(options: argparse.Namespace) -> int:
    """``minga compare``: arms of policies against the system as it is."""
    from experiments.compare import PRECISION, compare
    from experiments.execute import warm
    from experiments.report import summary, write_outputs, write_report
    from experiments.two_worlds import brings_peers, two_worlds
    from experiments.wording import first_figures, table

    if not options.policy:
        raise InputError("", "--policy", "none", "at least one policy to compare (see `minga list policies`)")
    system = system_of(options)
    arms = arms_of(options, system)
    for policies in arms:
        system.with_policies(*policies)
    folder = folder_for(options, f"compare-{system.name}")
    progress = Progress("compare", options.quiet)
    if warm(options.workers):
        progress.say("compiled; this happens once")
    seen = {"answers": 0, "told": False}

    def on_answer(found: Any, _: Any, planned: int) -> None:
        seen["answers"] += 1
        progress.step(int(seen["answers"]), planned)
        if not seen["told"] and len(found.answers) >= 2:
            seen["told"] = True
            progress.say(first_figures(found, options.lang))

    found = compare(
        system, *arms, seed=options.seed, weeks=options.weeks, scale=options.scale, replicates=options.replicates,
        precision=options.precision or PRECISION, cap=options.cap, fixed_parameters=options.fixed_parameters,
        workers=options.workers, budget=options.budget, on_answer=on_answer,
    )
    if not found.answers:
        complain(f"minga: every run failed: {found.failed[0].error.strip().splitlines()[-1]}")
        return FAILED
    worlds = [two_worlds(found.question, k) for k, arm in enumerate(found.question.arms) if brings_peers(arm)]
    folder.mkdir(parents=True, exist_ok=True)
    write_outputs(found, folder, options.lang)
    write_report(found, folder / "report.html", options.lang, [w for w in worlds if w is not None])
    if options.json:
        show(json.dumps(summary(found), indent=1, ensure_ascii=False, sort_keys=True))
    else:
        show(table(found, options.lang))
        show(f"\n{folder / 'report.html'}")
    return SOME_FAILED if found.failed else OK


def list_command(options: argparse.Namespace) -> int:
    """``minga list``: what there is."""
    from experiments.listing import listing
    from experiments.wording import encodable

    system = load(options.system) if options.system else None
    said = listing(options.kind, options.lang, options.json, options.words, system)
    show(said if options.json else encodable(said))
    return OK


def classroom_command(options: argparse.Namespace) -> int:
    """``minga classroom``: serve the teaching app, or write it as a static folder."""
    from experiments.classroom.asked import classroom

    return classroom(options)


def doctor_command(options: argparse.Namespace) -> int:
    """``minga doctor``: say whether the installation is sound."""
    from experiments.doctor import checks

    found = checks()
    if options.json:
        show(json.dumps([{"check": n, "ok": ok, "found": text} for n, ok, text in found], indent=1))
    else:
        for name, ok, text in found:
            show(f"{'ok  ' if ok else 'FAIL'} {name}: {text}")
    return OK if all(ok for _, ok, _ in found) else FAILED


def warm_command(options: argparse.Namespace) -> int:
    """``minga warm``: compile everything now."""
    from experiments.execute import warm
    from simulation.ground.cache import folder

    fresh = warm(options.workers)
    show(f"{'compiled' if fresh else 'already compiled'}: {folder()}")
    return OK
