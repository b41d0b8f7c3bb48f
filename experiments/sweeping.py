"""What ``minga sweep``, ``resume``, ``status``, ``collect`` and ``report`` do, once their arguments are read."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import shlex
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.actions import complain, guarded, show
from experiments.command import FAILED, INTERRUPTED, OK, SOME_FAILED
from experiments.executors import Executor, ExecutorError
from experiments.executors.chosen import executor_of
from experiments.executors.dask import Dask
from experiments.executors.slurm import Slurm, told
from experiments.named_files import new_folder
from experiments.plan import Plan, write_plan
from experiments.progress import Progress
from experiments.status import Standing, standing
from experiments.sweep import left_of, live
from experiments.todo import ledger_of
from experiments.words import number, percent, text

SHOWN_LEFT_OUT = 3
FULL = (errno.EFBIG, errno.ENOSPC, errno.EDQUOT)


def act(options: argparse.Namespace) -> int:
    """Do what was asked for with a study."""
    return guarded({
        "sweep": sweep_command, "resume": resume_command, "status": status_command, "collect": collect_command,
        "report": report_command,
    }[options.command], options)


def _complain(line: str) -> None:
    complain(f"minga: {line}")


def sweep_command(options: argparse.Namespace) -> int:
    """``minga sweep``: lay down a plan and live it."""
    from experiments.study import load_study

    executor = executor_of(options)
    study = load_study(options.study)
    changed = {key: getattr(options, key) for key in ("seed", "weeks", "scale", "replicates") if getattr(options, key) is not None}
    study = replace(study, **changed)
    folder = Path(options.out) if options.out else new_folder(f"sweep-{study.name}")
    line = shlex.join(["minga", "sweep", options.study, *(part for key, value in changed.items() for part in (f"--{key}", repr(value)))])
    if options.dry_run:
        with tempfile.TemporaryDirectory() as elsewhere:
            plan = write_plan(study, Path(elsewhere) / "plan", line)
            return _dry_run(options, plan, executor, plan.ids(), folder)
    plan = write_plan(study, folder, line)
    left_out = plan.told["left_out"]
    for one in left_out[:SHOWN_LEFT_OUT]:
        _tell(options, text("sweep.left_out", options.lang, arm=one["arm"], why=one["because"]))
    if len(left_out) > SHOWN_LEFT_OUT:
        _tell(options, text("sweep.left_out_more", options.lang, n=len(left_out) - SHOWN_LEFT_OUT))
    return _live(options, plan, executor, plan.ids())


def resume_command(options: argparse.Namespace) -> int:
    """``minga resume``: live what has no row, and what failed for a cause that can pass."""
    if (Path(options.folder) / "trial.json").is_file():
        from experiments.trial.asked import resumed

        return resumed(options)
    plan = Plan.open(options.folder)
    executor = executor_of(options)
    left = left_of(plan, options.retry_failed)
    return _dry_run(options, plan, executor, left, plan.folder) if options.dry_run else _live(options, plan, executor, left)


def _dry_run(options: argparse.Namespace, plan: Plan, executor: Executor, ids: Sequence[str], folder: Path) -> int:
    """Say what would be done; nothing is written."""
    if not ids:
        return _end(options, plan)
    _announce(options, _guessed(options, plan, ids, executor), folder)
    if isinstance(executor, Slurm):
        show(executor.dry_run(plan, ids, folder))
    plan.close()
    return OK


def _live(options: argparse.Namespace, plan: Plan, executor: Executor, ids: Sequence[str]) -> int:
    from simulation.ground.cache import is_warm

    progress = Progress("sweep", options.quiet)

    shown = -1

    def step(done: int, planned: int) -> None:
        """Every run on a terminal; in a log every twentieth part."""
        nonlocal shown
        if sys.stderr.isatty() or 20 * done // planned > shown:
            shown = 20 * done // planned
            progress.step(done, planned)

    def before(ids: Sequence[str]) -> None:
        _announce(options, _guessed(options, plan, ids, executor), plan.folder)

    if ids and not is_warm():
        _tell(options, text("sweep.compiling", options.lang))
    try:
        with told_to_end_is_an_interrupt():
            live(plan, ids, executor, before=before, on_progress=step)
    except KeyboardInterrupt:
        now = standing(plan)
        _complain(text("sweep.interrupted", options.lang, done=now.done, runs=now.runs, line=_resume_line(options, plan)))
        _tell_queue(options, plan)
        return INTERRUPTED
    except OSError as error:
        said = error.strerror or str(error)
        # a full disk may be met by any of the files of a study, and says no more than that it is full
        full = error.errno in FULL and "cannot be written" not in said
        _complain(f"{error.filename or plan.folder}: {'cannot be written: ' if full else ''}{said}")
        _complain(text("sweep.stopped", options.lang, line=_resume_line(options, plan)))
        return FAILED
    if executor.waits:
        return _end(options, plan)
    _tell_queue(options, plan)
    return OK


@contextlib.contextmanager
def told_to_end_is_an_interrupt() -> Iterator[None]:
    """A process that is told to end (SIGTERM) ends its workers and prints the line that resumes, as after Ctrl-C."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _guessed(options: argparse.Namespace, plan: Plan, ids: Sequence[str], executor: Executor) -> Any:
    """What it takes to live these runs; an executor that cuts them into pieces is told."""
    from experiments.estimate import estimate
    from experiments.execute import cores
    from experiments.work import groups

    if not isinstance(executor, Slurm | Dask):
        return estimate(plan, ids, options.workers or cores())
    alone = estimate(plan, ids, 1)
    executor.seconds = alone.each
    workers = executor.expected_workers(plan, ids)
    return replace(alone, workers=workers, seconds=alone.seconds / min(workers, len(groups(plan, ids))))


def _announce(options: argparse.Namespace, guess: Any, folder: Path) -> None:
    free = shutil.disk_usage(next(place for place in (folder, *folder.resolve().parents) if place.is_dir())).free
    _tell(options, text(
        "sweep.estimate", options.lang, runs=number(guess.runs, options.lang, 0), time=duration(guess.seconds, options.lang),
        workers=guess.workers, size=bytes_of(guess.size, options.lang), folder=folder,
    ))
    if guess.size > free:
        _complain(text("sweep.too_large", options.lang, size=bytes_of(guess.size, options.lang), free=bytes_of(free, options.lang)))


def _end(options: argparse.Namespace, plan: Plan) -> int:
    ledger = ledger_of(plan)
    _warn_of_disagreement(options, ledger.disagree)
    now = standing(plan, ledger)
    _show_standing(options, plan, now)
    if not options.json:
        if now.left:
            show(text("sweep.resume", options.lang, line=_resume_line(options, plan)))
            _tell_queue(options, plan)
        else:
            show(text("sweep.next", options.lang, folder=shlex.quote(str(plan.folder))))
    return OK if now.done == now.runs else SOME_FAILED


def _warn_of_disagreement(options: argparse.Namespace, ids: list[str]) -> None:
    if ids:
        _complain(text("sweep.disagree", options.lang, n=len(ids), first=ids[0]))


def status_command(options: argparse.Namespace) -> int:
    """``minga status``: how a study stands."""
    plan = Plan.open(options.folder)
    now = standing(plan)
    _show_standing(options, plan, now)
    _tell_queue(options, plan)
    return OK


def collect_command(options: argparse.Namespace) -> int:
    """``minga collect``: tables for other programs."""
    from experiments.collect import collect

    found = collect(options.folder, options.format, Path(options.out) if options.out else None)
    if options.json:
        show(json.dumps({"files": [p.as_posix() for p in found.files], **found.standing.as_json()}, indent=1))
    else:
        for path in found.files:
            show(str(path))
        if found.standing.done < found.standing.runs:
            _complain(text("collect.missing", options.lang, n=found.standing.runs - found.standing.done, runs=found.standing.runs))
    return OK if found.standing.done == found.standing.runs else SOME_FAILED


def report_command(options: argparse.Namespace) -> int:
    """``minga report``: what a study found, as a page to read."""
    from experiments.study_report import write_study_report

    plan = Plan.open(options.folder)
    path = write_study_report(plan, Path(options.out) if options.out else plan.folder / "report.html", options.lang)
    show(str(path))
    now = standing(plan)
    return OK if now.done == now.runs else SOME_FAILED


def _show_standing(options: argparse.Namespace, plan: Plan, now: Standing) -> None:
    if options.json:
        show(json.dumps({"study": plan.told["name"], **now.as_json()}, indent=1))
        return
    for line in standing_lines(now, options.lang):
        show(line)


def standing_lines(now: Standing, lang: str) -> list[str]:
    """How a study stands, in words."""
    lines = [text("status.done", lang, done=number(now.done, lang, 0), runs=number(now.runs, lang, 0), share=percent(now.done / now.runs, lang))]
    for cause, many in now.failed.items():
        lines.append(text("status.failed", lang, n=number(many, lang, 0), cause=text(f"cause.{cause}", lang)))
    if now.damaged:
        lines.append(text("status.damaged", lang, n=now.damaged))
    if now.left:
        lines.append(text("status.left", lang, n=number(now.left, lang, 0)))
        if now.rate and now.seconds_left is not None:
            lines.append(text("status.rate", lang, rate=number(now.rate, lang, 1), time=duration(now.seconds_left, lang)))
    return lines


def duration(seconds: float, lang: str) -> str:
    """A length of time as people say it."""
    if seconds < 90:
        return text("time.seconds", lang, n=number(max(seconds, 1), lang, 0))
    if seconds < 5400:
        return text("time.minutes", lang, n=number(seconds / 60, lang, 0))
    return text("time.hours", lang, n=number(seconds / 3600, lang, 1))


def bytes_of(size: float, lang: str) -> str:
    """A size of files as people say it."""
    power = 3 if size >= 1e9 else 2 if size >= 1e6 else 1
    many = size / 1000**power
    return f"{number(many, lang, 0 if many >= 10 else 1)} {('kB', 'MB', 'GB')[power - 1]}"


def _tell_queue(options: argparse.Namespace, plan: Plan) -> None:
    """Say what of a study waits or runs in a cluster's queue, if that can be asked here."""
    with contextlib.suppress(ExecutorError):
        if found := told(plan.folder):
            _tell(options, text("sweep.queue", options.lang, found=found, line=f"minga status {shlex.quote(str(plan.folder))}"))


def _tell(options: argparse.Namespace, line: str) -> None:
    if not options.quiet:
        sys.stderr.write(line + "\n")


def _resume_line(options: argparse.Namespace, plan: Plan) -> str:
    words = ["minga", "resume", str(plan.folder)]
    for name, usual in (("executor", "local"), ("site", None), ("dask", None)):
        if (value := getattr(options, name, usual)) != usual:
            words += [f"--{name}", str(value)]
    return shlex.join(words)
