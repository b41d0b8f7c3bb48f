"""Sweeps through a real Slurm: whatever ends a task, what was acknowledged stays and the rest can be lived later."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.collect import collect
from experiments.executors import queue
from experiments.executors.jobs import submissions
from experiments.executors.site import Site
from experiments.executors.slurm import Slurm, told
from experiments.plan import write_plan
from experiments.study import load_study
from experiments.todo import ledger_of
from experiments.work import work

pytestmark = pytest.mark.cluster
MINUTES = 300
"""A walltime that no test reaches."""


@pytest.fixture
def submit(slurm: Path, compiled: Path) -> Callable[..., None]:
    """Hand what is left of a sweep to Slurm, and come back at once unless told otherwise."""

    def hand_over(sweep: Any, waits: bool = False, **site: Any) -> None:
        Slurm(Site(**({"walltime": MINUTES} | site)), seconds=0.1, waits=waits).execute(sweep.errand())

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


def tables(sweep: Any) -> dict[str, bytes]:
    """The collected tables, but for that of times, memory and hosts."""
    return {path.name: path.read_bytes() for path in collect(sweep.folder, "csv").files if path.name != "timing.csv"}


def test_a_list_longer_than_an_array_may_be_is_split_and_gives_the_same_table_as_here(sweep, submit, tmp_path):
    study = sweep(12)
    submit(study, tasks=3, throttle=2, waits=True)
    (made,) = submissions(study.folder)
    assert [(array.first, array.count) for array in made.arrays] == [(0, 2), (2, 1)]
    assert len({array.job for array in made.arrays}) == 2
    assert study.is_complete()
    assert study.times() == 0
    assert sorted({name.split(".")[0].rpartition("-")[2] for name in shards(study)}) == ["1", "2", "3"]
    here = write_plan(load_study(tmp_path / "small.toml"), tmp_path / "here")
    assert work(here.folder, here.ids(), "here").finished
    assert tables(study) == tables(here)


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
    study = sweep(2000)
    # Slurm counts walltime in minutes; the work has to end 31 s before the minute does
    submit(study, tasks=1, walltime=60, margin=31)
    study.until(gone(study), "the end of the job")
    log = next((study.folder / "jobs").glob("*.log")).read_text(encoding="utf-8")
    assert "TIME LIMIT" not in log, log
    # Slurm's own warning may come in the same moment
    assert f"{len(study.done())} of 4000 runs have come to an end" in log or "told to stop" in log, log
    assert not ledger_of(study.plan).failed
    assert len(study.done()) < 4000


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


SITE = """\
schema = 1
kind = "site"
[slurm]
partition = "short"
walltime = "00:05:00"
tasks = 1
"""
KILLS = {
    "before its job is there": "kill -9 $PPID",
    "before it knows the id of its job": '"{sbatch}" "$@"; kill -9 $PPID',
}


@pytest.fixture
def site(tmp_path: Path) -> str:
    (tmp_path / "site.toml").write_text(SITE, encoding="utf-8")
    return str(tmp_path / "site.toml")


@pytest.mark.parametrize("moment", KILLS)
def test_a_submitter_killed_at_the_worst_moment_loses_nothing_and_nothing_is_submitted_twice(
    slurm, command, run_minga, site, tmp_path, moment
):
    wrapper = tmp_path / "bin" / "sbatch"
    wrapper.parent.mkdir()
    wrapper.write_text("#!/bin/sh\n" + KILLS[moment].format(sbatch=shutil.which("sbatch")) + "\n", encoding="utf-8")
    wrapper.chmod(0o755)
    path = f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}"
    study, process = command("--executor", "slurm", "--site", site, env=os.environ | {"PATH": path})
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert [array.job for one in submissions(study.folder) for array in one.arrays] == [""]
    is_there = "knows" in moment
    assert bool(told(study.folder)) == is_there
    here = run_minga("resume", str(study.folder))
    if is_there:
        # a resume of another kind leaves the job its runs
        assert "Slurm" in here.stderr
        assert not [name for name in shards(study) if name.startswith("local")]
        run_minga("resume", str(study.folder), "--executor", "slurm", "--site", site)
        assert len(list(submissions(study.folder))) == 1
    assert study.is_complete()
    assert study.times() == 0


def test_a_dry_run_prints_a_script_that_a_shell_can_read_and_writes_nothing(run_minga, tmp_path, study_file_of, site):
    done = run_minga("sweep", study_file_of(2), "--executor", "slurm", "--site", site, "--dry-run", "--out", str(tmp_path / "it's here"))
    assert done.returncode == 0, done.stderr
    assert "#SBATCH --partition=short\n" in done.stdout
    assert "# sbatch --parsable" in done.stdout
    assert not (tmp_path / "it's here").exists()
    assert subprocess.run(["bash", "-n"], input=done.stdout, text=True, check=False).returncode == 0


def test_a_refusal_of_slurm_is_one_line_and_the_study_can_be_resumed(slurm, run_minga, tmp_path, study_file_of, site):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SITE.replace("short", "nowhere"), encoding="utf-8")
    folder = str(tmp_path / "study")
    done = run_minga("sweep", study_file_of(1), "--executor", "slurm", "--site", str(wrong), "-q", "--out", folder)
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("minga: sbatch: ")
    assert "partition" in first
    assert "minga resume" in second
    assert run_minga("resume", folder, "--executor", "slurm", "--site", site).returncode == 0
