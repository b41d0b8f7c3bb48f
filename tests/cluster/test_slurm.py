"""Sweeps through a real Slurm: whatever ends a task, what was acknowledged stays and the rest can be lived later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.executors import queue
from experiments.executors.jobs import submissions
from experiments.executors.site import Site
from experiments.executors.slurm import Slurm, told

pytestmark = pytest.mark.cluster
MINUTES = 300
"""A walltime that no test reaches."""


@pytest.fixture
def submit(slurm: Path, compiled: Path) -> Callable[..., None]:
    """Hand what is left of a sweep to Slurm, and come back at once unless told otherwise."""

    def hand_over(sweep: Any, waits: bool = False, **site: Any) -> None:
        Slurm(Site(**({"walltime": MINUTES} | site)), compiled, seconds=0.1, waits=waits).execute(sweep.errand())

    return hand_over


def job(sweep: Any) -> str:
    """The id of the first array that was submitted last."""
    return list(submissions(sweep.folder))[-1].arrays[0].job


def shards(sweep: Any) -> list[str]:
    return sorted(path.name for path in (sweep.folder / "shards").iterdir())


def started_by(sweep: Any, number: int) -> Callable[[], bool]:
    """Whether so many runs are done, and more are still being lived."""
    return lambda: number <= len(sweep.done()) < len(sweep.plan.ids())


def gone(sweep: Any) -> Callable[[], bool]:
    """Whether nothing of a sweep waits or runs."""
    return lambda: not told(sweep.folder)


def test_a_list_longer_than_an_array_may_be_is_split_and_every_run_is_lived_once(sweep, submit):
    study = sweep(12)
    submit(study, tasks=3, throttle=2, waits=True)
    (made,) = submissions(study.folder)
    assert [(array.first, array.count) for array in made.arrays] == [(0, 2), (2, 1)]
    assert len({array.job for array in made.arrays}) == 2
    assert study.is_complete()
    assert study.times() == 0
    assert sorted({name.split(".")[0].rpartition("-")[2] for name in shards(study)}) == ["1", "2", "3"]


def test_a_task_has_a_worker_for_each_processor_it_was_given(sweep, submit):
    study = sweep(12)
    submit(study, tasks=1, cpus=2, waits=True)
    assert study.is_complete()
    assert len(shards(study)) == 2, shards(study)


@pytest.mark.parametrize("how", [("scancel",), ("scancel", "--signal=KILL", "--full")], ids=["TERM", "KILL"])
def test_a_cancelled_job_keeps_what_was_acknowledged_and_resume_lives_the_rest(sweep, submit, how):
    study = sweep(30)
    submit(study, tasks=1)
    study.until(started_by(study, 4), "four runs")
    queue.ask(*how, job(study))
    study.until(gone(study), "the end of the job")
    kept = study.done()
    assert 4 <= len(kept) < len(study.plan.ids())
    submit(study, tasks=1, waits=True)
    assert study.is_complete()
    assert kept <= study.done()
    assert study.times() == 0


def test_a_task_stops_in_time_before_its_walltime_ends(sweep, submit):
    study = sweep(400)
    # Slurm counts walltime in minutes; the work has to end 31 s before the minute does
    submit(study, tasks=1, walltime=60, margin=31)
    study.until(started_by(study, 2), "two runs")
    study.until(gone(study), "the end of the job")
    log = next((study.folder / "jobs").glob("*.log")).read_text(encoding="utf-8")
    assert "TIME LIMIT" not in log, log
    assert f"{len(study.done())} of {len(study.plan.ids())} runs are done" in log, log
    assert 2 <= len(study.done()) < len(study.plan.ids())


def test_a_requeued_task_lives_only_what_its_first_attempt_had_not_acknowledged(sweep, submit):
    study = sweep(30)
    submit(study, tasks=1)
    study.until(started_by(study, 4), "four runs")
    number = job(study)
    queue.ask("scontrol", "requeue", number)
    kept = study.done()
    study.until(lambda: all(task.state == "PENDING" for task in queue.tasks([f"{submitted(study).name}-0"])), "the end of the attempt")
    # Slurm would start it again only after two minutes
    study.until(lambda: starts_now(number), "the queue to take it up")
    study.until(gone(study), "the end of the job")
    assert study.is_complete()
    assert study.times() == 0
    assert kept <= study.done()
    attempts = {name.partition(".")[2][0] for name in shards(study)}
    assert attempts == {"0", "1"}, shards(study)


def submitted(sweep: Any) -> Any:
    return list(submissions(sweep.folder))[-1]


def starts_now(number: str) -> bool:
    """Ask for a requeued job to start at once; no while its first attempt is still being cleared away."""
    try:
        queue.ask("scontrol", "update", f"jobid={number}", "starttime=now")
    except OSError:
        return False
    return True
