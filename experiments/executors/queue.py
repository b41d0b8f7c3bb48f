"""What Slurm says: asked with ``squeue`` and ``scontrol``, never with ``sacct``, which many clusters keep closed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from experiments.executors import ExecutorError

NOT_HERE = "not found: this has to be run where Slurm is, on a login node"
SMALLEST_LIMIT = 1001
"""``MaxArraySize`` where nobody changed it."""


@dataclass(frozen=True)
class Task:
    """One task of a job array that waits or runs.

    Attributes:
        name: of the job.
        array: the id of the job array.
        index: in the array.
        state: as Slurm writes it, such as PENDING or RUNNING.
        reason: why it waits.
    """

    name: str
    array: str
    index: int
    state: str
    reason: str = ""


def is_here() -> bool:
    """Whether this computer can speak to a Slurm."""
    return shutil.which("sbatch") is not None and shutil.which("squeue") is not None


def ask(*words: str, folder: Path | None = None) -> str:
    """Run a command of Slurm; its output.

    Raises:
        ExecutorError: there is no Slurm here, it does not answer, or it refuses.
    """
    if shutil.which(words[0]) is None:
        raise ExecutorError(words[0], NOT_HERE)
    try:
        done = subprocess.run(  # noqa: S603
            words, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        raise ExecutorError(words[0], "no answer within two minutes") from None
    if done.returncode:
        said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
        raise ExecutorError(words[0], said)
    return done.stdout


def tasks(names: Iterable[str]) -> list[Task]:
    """The tasks of jobs of these names that wait or run, each on its own."""
    wanted = ",".join(names)
    if not wanted:
        return []
    found = []
    for line in ask("squeue", "--noheader", "--array", f"--name={wanted}", "--format=%j|%F|%K|%T|%r").splitlines():
        name, array, index, state, reason = (part.strip() for part in line.split("|", 4))
        found.append(Task(name, array, int(index) if index.isdigit() else 0, state, reason))
    return found


def most_tasks() -> int:
    """How many tasks one array may have here."""
    found = re.search(r"^MaxArraySize\s*=\s*(\d+)", ask("scontrol", "show", "config"), re.MULTILINE)
    return max(int(found[1]), 1) if found else SMALLEST_LIMIT


def told(found: Iterable[Task]) -> str:
    """How many tasks are in which state, and why those wait that wait, in Slurm's own words."""
    every = list(found)
    states = Counter(task.state for task in every)
    waits = sorted({t.reason for t in every if t.state == "PENDING" and t.reason not in ("", "None", "(null)")})
    text = ", ".join(f"{state} {count}" for state, count in sorted(states.items()))
    return f"{text} ({', '.join(waits)})" if waits else text


def seconds_left(fallback: float | None) -> float | None:
    """Seconds until the end of this job's walltime; ``fallback`` where Slurm does not say."""
    job = os.environ.get("SLURM_JOB_ID", "")
    if not job:
        return fallback
    try:
        text = ask("squeue", "--noheader", f"--jobs={job}", "--format=%L").strip()
    except ExecutorError:
        return fallback
    found = re.fullmatch(r"(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)", text)
    if not found:
        return fallback
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
