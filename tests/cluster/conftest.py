"""A real Slurm and a real Dask on this machine, and small studies for them.

Where one of the two is missing its tests are skipped, and the reason is shown; with ``MINGA_CLUSTER_TESTS=1``, which
``.ci/run`` sets, they fail instead.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.executors import Errand
from experiments.plan import Plan, write_plan
from experiments.study import load_study
from experiments.todo import ledger_of, write_todo

SCRIPT = Path(__file__).with_name("one_machine.py")
DAEMONS = ("slurmctld", "slurmd", "munged")
PATIENCE = 180.0


def missing(reason: str) -> None:
    """Skip, or fail where these tests have to run."""
    if os.environ.get("MINGA_CLUSTER_TESTS"):
        pytest.fail(f"{reason}, and MINGA_CLUSTER_TESTS says that these tests have to run")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def slurm() -> Iterator[Path]:
    """A Slurm of this machine alone: two arrays' tasks at a time, four processors; its logs."""
    if sys.platform != "linux":
        missing("Slurm runs on Linux alone")
    absent = [name for name in DAEMONS if not shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")]
    if absent:
        missing(f"no Slurm: {', '.join(absent)} not found (apt-get install --no-install-recommends slurm-wlm munge)")
    folder = Path(tempfile.mkdtemp(prefix="minga-"))  # the name of a socket has to be short
    done = subprocess.run([sys.executable, str(SCRIPT), "up", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        missing(f"Slurm does not start: {done.stderr.strip()[-500:]}")
    before = os.environ.get("SLURM_CONF")
    os.environ["SLURM_CONF"] = done.stdout.strip().partition("=")[2]
    try:
        yield folder
    finally:
        subprocess.run([sys.executable, str(SCRIPT), "down", str(folder)], check=False)
        if before is None:
            del os.environ["SLURM_CONF"]
        else:
            os.environ["SLURM_CONF"] = before
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def dask() -> None:
    """Nothing but the reason to skip."""
    if importlib.util.find_spec("distributed") is None:
        missing("no Dask: pip install 'minga[cluster]'")


@pytest.fixture(scope="session")
def compiled() -> Path:
    """Where the compiled model is."""
    from experiments.execute import warm
    from simulation.ground.cache import base_folder

    warm()
    return base_folder()


STUDY = """\
schema = 1
kind = "study"
name = "small"
title = {{en = "A small study", es = "Un estudio pequeño"}}
about = {{en = "For tests.", es = "Para pruebas."}}
systems = ["peru"]
policies = ["equal-credit"]
replicates = {replicates}
weeks = 8
scale = 0.01
outcomes = ["in_care", "recovery", "crises"]
weekly = ["waiting"]
"""


def study_file(folder: Path, replicates: int) -> Path:
    """A study of one policy: two runs for each replicate."""
    path = folder / "small.toml"
    path.write_text(STUDY.format(replicates=replicates), encoding="utf-8")
    return path


def minga(*words: str, **options: Any) -> subprocess.Popen[str]:
    """Start the command."""
    return subprocess.Popen(
        [sys.executable, "-m", "experiments.command", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", **options,
    )


class Sweep:
    """A study in a folder, and how it stands."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan = folder, plan

    def errand(self) -> Errand:
        """What is still to do."""
        ids = ledger_of(self.plan).left(self.plan.ids(), self.plan.study.limits.retries)
        todo, attempt = write_todo(self.plan, ids)
        return Errand(self.folder, todo, tuple(ids), attempt, lambda done, asked: None)

    def done(self) -> set[str]:
        """Ids of acknowledged runs."""
        return set(ledger_of(self.plan).done)

    def times(self) -> int:
        """How often a run was lived that had been lived before."""
        return ledger_of(self.plan).again

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                logs = "\n".join(path.read_text() for path in sorted((self.folder / "jobs").glob("*.log")))
                raise AssertionError(f"waited in vain for {what}: {len(self.done())} runs done\n{logs}")
            time.sleep(0.1)

    def is_complete(self) -> bool:
        """Whether every run is done, with nothing failed or damaged, and twins agree."""
        ledger = ledger_of(self.plan)
        return set(ledger.done) == set(self.plan.ids()) and not ledger.failed and not ledger.damaged and not ledger.disagree


@pytest.fixture
def sweep(tmp_path: Path, compiled: Path) -> Callable[..., Sweep]:
    """Lay down a small study."""
    return lambda replicates=12: Sweep(tmp_path / "study", write_plan(load_study(study_file(tmp_path, replicates)), tmp_path / "study"))


@pytest.fixture
def command(tmp_path: Path, compiled: Path) -> Callable[..., tuple[Sweep, subprocess.Popen[str]]]:
    """Start ``minga sweep`` on a small study; when its plan is there, how it stands, and the process."""

    def start(*words: str, replicates: int = 12, **options: Any) -> tuple[Sweep, subprocess.Popen[str]]:
        folder = tmp_path / "study"
        process = minga("sweep", str(study_file(tmp_path, replicates)), "--out", str(folder), *words, **options)
        while not (folder / "plan.json").exists() and process.poll() is None:
            time.sleep(0.05)
        return Sweep(folder, Plan.open(folder)), process

    return start


@pytest.fixture(scope="session")
def open_plan() -> Callable[[Path], Plan]:
    return Plan.open


@pytest.fixture
def run_minga() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command to its end."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        process = minga(*words)
        out, errors = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(words, process.returncode, out, errors)

    return run


@pytest.fixture
def study_file_of(tmp_path: Path, compiled: Path) -> Callable[[int], str]:
    """The file of a small study with so many replicates."""
    return lambda replicates: str(study_file(tmp_path, replicates))
