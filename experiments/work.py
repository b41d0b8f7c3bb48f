"""Work: one worker lives runs of a plan and writes each into a shard of its own.

The one way in which runs of a study are lived, whoever starts it: local processes, a cluster's job, a task of a
distributed scheduler. ``work(folder, ids, worker)`` from Python, or a process of its own::

    python -m experiments.work DIR --todo FILE [--slice K/N] [--worker NAME] [--deadline SECONDS]

Runs of one group are lived from one settled place and are the same bits as if each were lived alone. A run that
raises or gives what is no number becomes a row with its cause, and the work goes on.

Exit codes of the process: 0 everything asked for has a row; 1 the store cannot be written; 3 the plan cannot be
used; 75 stopped early, by SIGTERM or at the deadline, with runs left; 77 the memory limit was passed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from experiments.memory import fresh_peak, limit_memory
from experiments.plan import SHARDS, Plan, Run
from experiments.store import FAILED, MEMORY, NOT_FINITE, OK, RAISED, Row, Shard, StoreError
from simulation import InputError

DONE, CANNOT_WRITE, UNUSABLE, STOPPED = 0, 1, 3, 75
MUST_BE_FINITE = ("in_care", "recovery", "cost")
"""Outcomes of everybody that exist in any run: if one is no number, the run is not to be used."""
MOST_DETAIL = 8000


class Stopped(Exception):  # noqa: N818
    """The work is to end now; the run at hand is abandoned."""


@dataclass
class Report:
    """What a worker did: ids by how they ended, and what is left."""

    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    shard: str = ""

    @property
    def finished(self) -> bool:
        """Whether every run has a row."""
        return not self.left


Tell = Callable[[dict[str, Any]], None]


def _silent(_: dict[str, Any]) -> None:
    pass


def groups(plan: Plan, ids: Iterable[str]) -> list[list[Run]]:
    """Runs by group, in the order in which groups first appear."""
    found: dict[int, list[Run]] = {}
    for run in plan.find(ids):
        found.setdefault(run.group, []).append(run)
    return list(found.values())


def part(plan: Plan, ids: Sequence[str], number: int, parts: int) -> list[str]:
    """The number-th of so many parts of a to-do list (from 0), whole groups, dealt out in turn."""
    return [run.id for group in groups(plan, ids)[number::parts] for run in group]


class Worker:
    """Lives groups of runs and commits each run to its shard.

    Args:
        plan: opened; its model has to be the one installed.
        name: of the worker.
        deadline: seconds of ``time.monotonic`` after which no run is begun that would not be over by then.
        tell: called with what happens, for whoever watches.
    """

    def __init__(self, plan: Plan, name: str, deadline: float | None = None, tell: Tell = _silent) -> None:
        self.plan, self.name, self.deadline, self.tell = plan, name, deadline, tell
        self.stopping = False
        self.living = False
        self.commits = threading.Lock()
        self.longest = 0.0
        self.shard = Shard(plan.folder / SHARDS, plan.id, name)
        self.report = Report(shard=self.shard.path.name)

    def live(self, runs: Sequence[Run]) -> None:
        """Live the runs of one group; ids that were not lived are in ``report.left``."""
        left = {run.id for run in runs}
        try:
            self._live_group(runs, left)
        except Stopped:
            self.stopping = True
        self.report.left += [run.id for run in runs if run.id in left]

    def _live_group(self, runs: Sequence[Run], left: set[str]) -> None:
        began = time.perf_counter()
        self.tell({"living": [run.id for run in runs], "settling": True})
        self._check_time()
        for run in runs:  # a plan that cannot be read is no fault of a run
            self.plan.scenario(run.system, run.arm)
        first, fresh = runs[0], fresh_peak()
        try:
            with self._interruptible():
                place = self._settled(first)
        except Exception as error:
            for run in runs:
                self._put(_failure(run, error, time.perf_counter() - began, self.name, fresh()))
                left.discard(run.id)
            return
        with place:
            share = (time.perf_counter() - began) / len(runs)
            for run in runs:
                self.tell({"living": [run.id]})
                self._check_time()
                began = time.perf_counter()
                try:
                    with self._interruptible():
                        row = self._lived(place, run)
                except Exception as error:
                    row = _failure(run, error, 0.0, self.name, 0)
                taken = time.perf_counter() - began
                self.longest = max(self.longest, taken + share)
                self._put(_with(row, taken + share, fresh()))
                left.discard(run.id)

    def _settled(self, run: Run) -> Any:
        from experiments.execute import Settled

        plan, baseline = self.plan, self.plan.scenario(run.system, 0)
        shared = plan.values(run, baseline)

        def values_of(scenario: Any) -> Any:
            alike = scenario.local is baseline.local and scenario.values is baseline.values
            return shared if alike else plan.values(run, scenario)

        study = plan.study
        return Settled(
            baseline, root=study.seed, replicate=run.replicate, weeks=study.weeks, scale=study.scale,
            fixed=study.design.fixed, values_of=values_of,
        )

    def _lived(self, place: Any, run: Run) -> Row:
        import numpy as np

        from experiments.execute import NotFiniteError, courses, over_run

        study = self.plan.study
        record = place.live(self.plan.scenario(run.system, run.arm))
        values = over_run(record, study.outcomes)
        weekly = courses(record, study.weekly)
        if np.isinf(values).any() or np.isinf(weekly).any():
            raise NotFiniteError("an outcome is infinite")
        for name in MUST_BE_FINITE:
            if name in study.outcomes and not np.isfinite(values[study.outcomes.index(name), 0]):
                raise NotFiniteError(f"the outcome {name} of everybody is no number")
        return Row(
            run.id, OK, worker=self.name, values=values.astype("<f8").tobytes(), weekly=weekly.astype("<f8").tobytes()
        )

    def _put(self, row: Row) -> None:
        with self.commits:
            self.shard.put(row)
        (self.report.done if row.status == OK else self.report.failed).append(row.id)
        self.tell({"done": row.id, "status": row.status, "cause": row.cause, "seconds": row.seconds})

    def _check_time(self) -> None:
        if self.stopping or (self.deadline is not None and time.monotonic() + self.longest > self.deadline):
            raise Stopped

    @contextlib.contextmanager
    def _interruptible(self) -> Iterator[None]:
        self.living = True
        try:
            yield
        finally:
            self.living = False

    def stop(self, *_: object) -> None:
        """End now: a run that is being lived is abandoned, a row that is being written is written."""
        self.stopping = True
        if self.living:
            self.living = False
            raise Stopped

    def close(self) -> None:
        """Close the shard."""
        self.shard.close()


def _with(row: Row, seconds: float, memory: int) -> Row:
    from dataclasses import replace

    return replace(row, seconds=seconds, memory=memory, finished=time.time())


def _failure(run: Run, error: Exception, seconds: float, worker: str, memory: int) -> Row:
    from experiments.execute import NotFiniteError

    if isinstance(error, Stopped):
        raise error
    cause = MEMORY if isinstance(error, MemoryError) else NOT_FINITE if isinstance(error, NotFiniteError) else RAISED
    told = "".join(traceback.format_exception(error)).encode("utf-8", "replace").decode("utf-8")
    return Row(run.id, FAILED, cause, told[-MOST_DETAIL:], seconds, memory, worker=worker)


def work(
    folder: Path | str, run_ids: Sequence[str], worker: str, *, deadline: float | None = None, tell: Tell = _silent
) -> Report:
    """Live runs of a plan in this process.

    Args:
        folder: of the study.
        run_ids: what to live.
        worker: a name for who does it.
        deadline: seconds from now after which no further run is begun.
        tell: called with each thing that happens.

    Raises:
        InputError: the plan cannot be used here.
        StoreError: the store cannot be written.
    """
    plan = Plan.open(folder)
    plan.check_model()
    parts = groups(plan, run_ids)
    one = Worker(plan, worker, None if deadline is None else time.monotonic() + deadline, tell)
    before = _on_signal(one.stop)
    try:
        for runs in parts:
            one.live(runs)
    finally:
        _restore(before)
        one.close()
        plan.close()
    return one.report


def _on_signal(stop: Callable[..., None]) -> Any:
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(signal.SIGTERM, stop)


def _restore(before: Any) -> None:
    if before is not None:
        signal.signal(signal.SIGTERM, before)


# --- the process ---------------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    """Arguments of the hidden command."""
    top = argparse.ArgumentParser(prog="python -m experiments.work", description="One worker of a study.")
    top.add_argument("folder", metavar="DIR")
    top.add_argument("--todo", required=True, metavar="FILE", help="ids of runs, one a line; - : groups as they come on standard input")
    top.add_argument("--slice", default="1/1", metavar="K/N", help="only the K-th of N parts, K from 1; whole groups")
    top.add_argument("--worker", default="worker", metavar="NAME")
    top.add_argument("--deadline", type=float, metavar="SECONDS", help="begin no run that would not be over by then")
    top.add_argument("--memory", type=int, default=0, metavar="MIB", help="let runs take so much memory")
    return top


def read_todo(file: str) -> list[str]:
    """The ids in a to-do list.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return Path(file).read_text(encoding="utf-8").split()
    except OSError as error:
        raise InputError(file, "file", error.strerror or "unreadable", "a to-do list") from None


def slice_of(text: str) -> tuple[int, int]:
    """``K/N`` as (number from 0, parts).

    Raises:
        InputError: anything else.
    """
    first, _, last = text.partition("/")
    if not (first.isdigit() and last.isdigit() and 1 <= int(first) <= int(last)):
        raise InputError("", "--slice", repr(text), "K/N with 1 <= K <= N")
    return int(first) - 1, int(last)


def main(arguments: Sequence[str] | None = None) -> int:
    """One worker; returns its exit code."""
    options = parser().parse_args(arguments)
    try:
        if options.todo == "-":
            return _fed(options)
        number, parts = slice_of(options.slice)
        plan = Plan.open(options.folder)
        ids = part(plan, read_todo(options.todo), number, parts)
        plan.close()
        _ready(options.memory)
        report = work(options.folder, ids, options.worker, deadline=options.deadline)
        return DONE if report.finished else STOPPED
    except InputError as error:
        sys.stderr.write("".join(f"minga: {line}\n" for line in error.lines()))
        return UNUSABLE
    except StoreError as error:
        sys.stderr.write(f"minga: {error.filename}: {error.strerror}\n")
        return CANNOT_WRITE


def _ready(memory: int) -> None:
    """Load the model before memory is limited, so that the limit is on runs."""
    import simulation.community  # noqa: F401
    from simulation import outcomes  # noqa: F401

    limit_memory(memory)


def _fed(options: argparse.Namespace) -> int:
    """Live groups as a supervisor names them on standard input, and tell it on standard output.

    A line of input is the ids of one group; ``end`` ends the work. If the input ends without it, the supervisor has
    died: the worker ends at once, so that nobody lives a run that another start lives too.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a cluster tells every process of a job to end: the supervisor answers
    lines, told = sys.stdin, os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints must not speak to the supervisor

    def tell(what: dict[str, Any]) -> None:
        told.write(json.dumps(what) + "\n")

    plan = Plan.open(options.folder)
    plan.check_model()
    _ready(options.memory)
    deadline = None if options.deadline is None else time.monotonic() + options.deadline
    worker = Worker(plan, options.worker, deadline, tell)
    waiting: list[str] = []
    there = threading.Condition()
    threading.Thread(target=_listen, args=(lines, waiting, there, worker), daemon=True).start()
    tell({"ready": worker.shard.path.name})
    while True:
        with there:
            while not waiting:
                there.wait()
            line = waiting.pop(0)
        if line == "end":
            worker.close()
            return DONE
        for runs in groups(plan, line.split()):
            worker.live(runs)
        tell({"idle": True})


def _listen(lines: IO[str], waiting: list[str], there: threading.Condition, worker: Worker) -> None:
    for line in lines:
        with there:
            waiting.append(line.strip())
            there.notify()
        if line.strip() == "end":
            return
    with worker.commits:  # a row that is being written is written
        os._exit(STOPPED)


if __name__ == "__main__":
    sys.exit(main())
