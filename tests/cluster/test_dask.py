"""Sweeps through a real Dask: workers and clients that are killed cost the run they were living."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.executors.dask import Dask, batches

pytestmark = pytest.mark.cluster


class Cluster:
    """A scheduler and workers of one thread, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file))
        self.workers: list[subprocess.Popen[bytes]] = []
        end = time.monotonic() + 60
        while not self.file.exists():
            assert time.monotonic() < end, "the scheduler does not start"
            time.sleep(0.1)

    def _start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker without a nanny, so that killing it kills it."""
        found = self._start(
            "worker", "--scheduler-file", str(self.file), "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0",
            "--local-directory", str(self.folder),
        )
        self.workers.append(found)
        return found

    @property
    def address(self) -> str:
        import json

        return str(json.loads(self.file.read_text())["address"])

    def stop(self) -> None:
        """End everything."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(dask: None, tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler, and no worker yet."""
    (tmp_path / "dask").mkdir()
    made = Cluster(tmp_path / "dask")
    try:
        yield made
    finally:
        made.stop()


def some_done(sweep: Any, number: int) -> Callable[[], bool]:
    return lambda: number <= len(sweep.done()) < len(sweep.plan.ids())


def children_of_minga(folder: Path) -> list[int]:
    """Worker processes of a study that are alive."""
    found = []
    for place in Path("/proc").iterdir():
        try:
            words = (place / "cmdline").read_bytes().decode(errors="replace").split("\0") if place.name.isdigit() else []
        except OSError:
            continue
        if "experiments.work" in words and str(folder) in words:
            found.append(int(place.name))
    return found


def test_a_killed_worker_costs_the_run_it_was_living_and_others_take_over(cluster, sweep):
    study = sweep(30)
    first = cluster.add_worker()
    import threading

    executor = Dask(address=cluster.address, seconds=0.1)
    errand = study.errand()
    thread = threading.Thread(target=executor.execute, args=(errand,))
    thread.start()
    study.until(some_done(study, 4), "four runs")
    first.kill()
    kept = study.done()
    cluster.add_worker()
    thread.join(180)
    assert not thread.is_alive()
    assert study.is_complete()
    assert kept <= study.done()
    assert study.times() <= 1  # a run that was acknowledged in the moment of the kill


def test_a_killed_client_loses_nothing_its_batches_stop_and_resume_lives_the_rest(cluster, command, run_minga):
    cluster.add_worker()
    study, process = command("--executor", "dask", "--dask", cluster.address, replicates=40)
    study.until(some_done(study, 4), "four runs")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    if sys.platform == "linux":
        study.until(lambda: not children_of_minga(study.folder), "the end of batches that nobody wants")
    kept = study.done()
    assert 4 <= len(kept) < len(study.plan.ids())
    done = run_minga("resume", str(study.folder), "--executor", "dask", "--dask", cluster.address)
    assert done.returncode == 0, done.stderr
    assert study.is_complete()
    assert study.times() == 0


def test_a_client_of_ones_own_and_a_batch_system_of_ones_own_live_a_study_too(slurm, dask, sweep, run_minga, tmp_path):
    from distributed import Client, LocalCluster

    study = sweep(2)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as made, Client(made) as client:
        Dask(client=client, seconds=0.1).execute(study.errand())
        assert client.status == "running"
    assert study.is_complete()
    site = tmp_path / "site.toml"
    site.write_text(
        'schema = 1\nkind = "site"\n[slurm]\npartition = "short"\nwalltime = "00:05:00"\nmemory = "500M"\n'
        '[jobqueue]\nsystem = "slurm"\njobs = 1\n', encoding="utf-8",
    )
    folder = tmp_path / "queued"
    done = run_minga("sweep", str(tmp_path / "small.toml"), "--executor", "dask", "--site", str(site), "--out", str(folder))
    assert done.returncode == 0, done.stderr
    assert "done: 4 of 4" in done.stdout


def test_nobody_at_the_address_is_one_line(dask, run_minga, study_file_of, tmp_path):
    done = run_minga("sweep", study_file_of(1), "--executor", "dask", "--dask", "tcp://127.0.0.1:9", "-q", "--out", str(tmp_path / "s"))
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("minga: tcp://127.0.0.1:9: no Dask scheduler answers")
    assert "minga resume" in second


def test_batches_are_whole_groups_and_hold_every_run_once(sweep):
    plan = sweep(10).plan
    cut = batches(plan, plan.ids(), 0.1, threads=2)
    assert [id for batch in cut for id in batch] == plan.ids()
    assert all(len(batch) % 2 == 0 for batch in cut)
    assert len(cut) >= 4
    assert [len(batch) for batch in batches(plan, plan.ids(), 100.0, threads=1)] == [2] * 10
