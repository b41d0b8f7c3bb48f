"""The script that every task of a job array runs."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from experiments.executors.jobs import Submission
from experiments.executors.site import LATENESS, Site, written

ONE_THREAD = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""A run is lived on one processor; a library that starts a thread per core of the node would slow its neighbours."""


def script(submission: Submission, site: Site, folder: Path) -> str:
    """Write the script of a submission.

    Its first slice comes from outside, in ``MINGA_FIRST``, because arrays longer than the cluster allows are
    split and all run the same script. Slurm's own warning comes when the work should have ended of itself. ``exec`` lets Slurm's signals reach Python itself. The working folder
    of a task is ``DIR/jobs``, so the name of its log needs no path.

    Args:
        submission: what is to be run.
        site: what the cluster wants to know.
        folder: of the study.
    """
    from simulation.ground.cache import base_folder

    asked = {
        "partition": site.partition, "account": site.account, "qos": site.qos, "time": written(site.walltime),
        "nodes": "1", "ntasks": "1", "cpus-per-task": str(site.cpus), "mem-per-cpu": site.memory,
        "signal": f"B:TERM@{site.margin - LATENESS}", "output": f"{submission.path.stem}-%A-%a.log", "open-mode": "append",
    }
    lines = ["#!/usr/bin/env bash"]
    lines += [f"#SBATCH --{key}={value}" for key, value in asked.items() if value]
    lines += ["#SBATCH --requeue", *(f"#SBATCH {option}" for option in site.options), ""]
    lines += [f"module load {shlex.quote(module)}" for module in site.modules]
    lines += site.setup
    lines += [f"export MINGA_CACHE_DIR={shlex.quote(str(base_folder().resolve()))}"]
    lines += [f"export {name}=1" for name in ONE_THREAD]
    work = [
        site.python or sys.executable, "-m", "experiments.executors.task", str(folder.resolve()),
        "--todo", str(submission.todo.resolve()), "--walltime", str(site.walltime), "--margin", str(site.margin),
    ]
    lines += ["exec " + shlex.join(work) + f' --slice "$((${{MINGA_FIRST:-0}} + SLURM_ARRAY_TASK_ID + 1))/{submission.slices}"']
    return "\n".join(lines) + "\n"
