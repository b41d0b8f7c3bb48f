"""One task of a cluster's job: workers for one slice of a to-do list, on the processors that the job was given.

    python -m experiments.executors.task DIR --todo FILE --slice K/N [--walltime SECONDS] [--margin SECONDS]

This is what the script of a job array runs. It starts the same workers as a sweep on a laptop, so a run that
hangs or dies costs itself alone. A task that was requeued skips what its earlier attempts acknowledged: it
reads their shards and no others, however many there are. It stops in time: no run begins that is not expected
to be over ``margin`` seconds before the end of the walltime, and SIGTERM ends it.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence

from experiments.executors import Errand, queue
from experiments.plan import SHARDS, TODO, Plan
from experiments.running import QUEUED
from experiments.store import CAN_PASS, OK, read_shard
from experiments.work import CANNOT_WRITE, DONE, STOPPED, UNUSABLE, part, read_todo, slice_of
from simulation import InputError


def cpus() -> int:
    """Processors that the job was given; a task of one processor still sees all of its node's."""
    for name in ("SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"):
        if (value := os.environ.get(name, "")).isdigit() and int(value):
            return int(value)
    from experiments.execute import cores

    return cores()


def name_of_piece(number: int) -> str:
    """What all attempts at this slice have in common, and nobody else: the array, and the slice's number from 1."""
    return f"{QUEUED}{os.environ.get('SLURM_ARRAY_JOB_ID') or os.environ.get('SLURM_JOB_ID', '0')}-{number}"


def acknowledged(plan: Plan, piece: str) -> set[str]:
    """Ids that earlier attempts at a piece have brought to an end, well or with a cause that will not pass by itself."""
    found = [read_shard(path, plan.id) for path in sorted((plan.folder / SHARDS).glob(f"{piece}.*"))]
    return {row.id for shard in found for _, row in shard.rows if row.status == OK or row.cause not in CAN_PASS}


def live_piece(
    plan: Plan, ids: Sequence[str], piece: str, attempt: str, workers: int, deadline: float | None = None,
    is_wanted: Callable[[], bool] | None = None,
) -> list[str]:
    """Live what is left of a piece of a to-do list; the ids that have still not come to an end.

    Args:
        plan: of the study.
        ids: of the runs of the piece.
        piece: its name, the same in every attempt at it, and of nothing else.
        attempt: which attempt; no two are called alike.
        workers: processes.
        deadline: seconds from now after which nothing is lived any more.
        is_wanted: asked a few times a second; the work ends when it says no.
    """
    from experiments.executors.local import Local

    before = acknowledged(plan, piece)
    left = tuple(id for id in ids if id not in before)
    if left:
        local = Local(workers, deadline=deadline, label=f"{piece}.{attempt}", is_wanted=is_wanted)
        local.execute(Errand(plan.folder, plan.folder / TODO, left, 1, lambda done, asked: None))
    now = acknowledged(plan, piece)
    return [id for id in ids if id not in now]


def parser() -> argparse.ArgumentParser:
    """Arguments of the hidden command."""
    top = argparse.ArgumentParser(prog="python -m experiments.executors.task", description="One task of a job array.")
    top.add_argument("folder", metavar="DIR")
    top.add_argument("--todo", required=True, metavar="FILE", help="ids of runs, one a line")
    top.add_argument("--slice", default="1/1", metavar="K/N", help="only the K-th of N parts, K from 1; whole groups")
    top.add_argument("--walltime", type=float, metavar="SECONDS", help="of the job, where Slurm does not say what is left of it")
    top.add_argument("--margin", type=float, default=90.0, metavar="SECONDS", help="end so long before the walltime does")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """One task; returns its exit code."""
    options = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        number, parts = slice_of(options.slice)
        plan = Plan.open(options.folder)
        plan.check_model()
        ids = part(plan, read_todo(options.todo), number, parts)
        left = queue.seconds_left(options.walltime)
        attempt = os.environ.get("SLURM_RESTART_COUNT") or "0"
        missing = live_piece(
            plan, ids, name_of_piece(number + 1), attempt, cpus(), None if left is None else left - options.margin
        )
        say(f"{len(ids) - len(missing)} of {len(ids)} runs have come to an end")
        return STOPPED if missing else DONE
    except KeyboardInterrupt:
        say("told to stop; what is acknowledged is kept")
        return STOPPED
    except InputError as error:
        for line in error.lines():
            say(line)
        return UNUSABLE
    except OSError as error:
        say(f"{error.filename or ''}: {error.strerror or error}")
        return CANNOT_WRITE


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def say(text: str) -> None:
    """A line for the log of the task."""
    sys.stderr.write(f"minga: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
