"""Sweep: a study lived from beginning to end, from Python as from the command.

::

    from experiments.study import load_study
    from experiments.sweep import resume, sweep

    stands = sweep(load_study("policy-landscape"), "results/landscape", workers=2)

Scripts need ``if __name__ == "__main__":`` around it no more than anything else: workers are programs of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from experiments.executors import Errand, Executor
from experiments.executors.local import Local
from experiments.plan import Plan, write_plan
from experiments.running import Running
from experiments.status import Standing, standing
from experiments.study import Study
from experiments.todo import ledger_of, write_todo


def _nothing(*_: object) -> None:
    pass


def sweep(
    study: Study, out: str | Path, workers: int | None = None, executor: Executor | None = None,
    on_progress: Callable[[int, int], None] = _nothing,
) -> Standing:
    """Lay down a study's plan in a new folder and live it.

    Args:
        study: from ``load_study``, or made in Python.
        out: a new or empty folder.
        workers: processes; by default one per core.
        executor: where runs are lived; by default processes here.
        on_progress: called with (runs that have a row, runs asked for).

    Raises:
        InputError: something wrong with the study or the folder.
        OSError: the store cannot be written; what is done is kept.
    """
    plan = write_plan(study, Path(out))
    return live(plan, plan.ids(), executor or Local(workers), on_progress=on_progress)


def resume(
    folder: str | Path, workers: int | None = None, executor: Executor | None = None, retry_failed: bool = False,
    on_progress: Callable[[int, int], None] = _nothing,
) -> Standing:
    """Go on with a study: what has no sound row, and what failed for a cause that can pass.

    Args:
        folder: of the study.
        workers, executor, on_progress: as of ``sweep``.
        retry_failed: failed runs again, whatever their cause.

    Raises:
        InputError: there is no plan, it is damaged, or it goes on already.
        OSError: the store cannot be written; what is done is kept.
    """
    plan = Plan.open(folder)
    return live(plan, left_of(plan, retry_failed), executor or Local(workers), on_progress=on_progress)


def left_of(plan: Plan, retry_failed: bool = False) -> list[str]:
    """Ids that are still to do, in the order of the plan.

    Raises:
        InputError: the plan is damaged, or goes on already.
        OSError: the folder cannot be written.
    """
    plan.check_runs()
    with Running(plan.folder):
        return ledger_of(plan).left(plan.ids(), plan.study.limits.retries, retry_failed)


def live(
    plan: Plan, ids: Sequence[str], executor: Executor, *, before: Callable[[Sequence[str]], None] = _nothing,
    on_progress: Callable[[int, int], None] = _nothing,
) -> Standing:
    """Live some runs of a plan: the to-do list is written first, then the executor starts workers.

    Args:
        plan: opened.
        ids: what to live.
        executor: which starts workers.
        before: called once the study is this start's alone, before any worker.
        on_progress: called with (runs that have a row, runs asked for).
    """
    from experiments.execute import warm
    from experiments.executors.slurm import in_flight

    plan.check_model()
    if ids:
        with Running(plan.folder):
            if executor.name != "slurm":  # which looks for itself, and waits for what it has been given before
                busy = in_flight(plan)
                ids = [id for id in ids if id not in busy]
            if ids:
                warm()
                before(ids)
                todo, attempt = write_todo(plan, ids)
                tries = {id: len(rows) for id, rows in ledger_of(plan).failed.items()}
                executor.execute(Errand(plan.folder, todo, tuple(ids), attempt, on_progress, tries))
    return standing(plan)
