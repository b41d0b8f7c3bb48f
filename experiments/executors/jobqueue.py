"""A Dask cluster whose workers are jobs of a batch system: PBS, LSF, SGE and the others of ``dask-jobqueue``.

Where the batch system is Slurm, ``--executor slurm`` needs less: no scheduler has to stay alive.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

from experiments.executors import MissingExtraError
from experiments.executors.script import ONE_THREAD
from experiments.executors.site import Site, written

CLUSTERS = {
    "slurm": ("SLURMCluster", "account"), "pbs": ("PBSCluster", "account"), "moab": ("MoabCluster", "account"),
    "lsf": ("LSFCluster", "project"), "sge": ("SGECluster", "project"), "oar": ("OARCluster", "project"),
}
"""Batch system -> its class in ``dask_jobqueue``, and what that calls an account."""


def settings(site: Site, logs: Path) -> dict[str, Any]:
    """What a class of ``dask_jobqueue`` is made with, from a site file; what jobs print goes into a folder."""
    from simulation.ground.cache import base_folder

    _, account = CLUSTERS[site.jobqueue]
    digits, unit = (site.memory[:-1], site.memory[-1]) if site.memory else ("1", "G")
    found: dict[str, Any] = {
        "cores": site.cpus,
        "processes": 1,
        "memory": f"{int(digits) * site.cpus} {unit}iB",
        "walltime": written(site.walltime),
        "log_directory": str(logs),
        "python": shlex.quote(site.python or sys.executable),
        "job_script_prologue": [
            *(f"module load {shlex.quote(module)}" for module in site.modules), *site.setup,
            f"export MINGA_CACHE_DIR={shlex.quote(str(base_folder().resolve()))}", *(f"export {name}=1" for name in ONE_THREAD),
        ],
        "job_extra_directives": [*site.options, *([f"--qos={site.qos}"] if site.qos else [])],
        # a worker says goodbye before the batch system ends it, so that its batch goes to another at once
        "worker_extra_args": ["--lifetime", f"{max(site.walltime - site.margin, 30)}s"],
    }
    if site.partition:
        found["queue"] = site.partition
    if site.account:
        found[account] = site.account
    return found


def cluster(site: Site, logs: Path) -> Any:
    """Start a cluster of as many jobs as the site file says.

    Raises:
        MissingExtraError: ``dask-jobqueue`` is not installed.
    """
    try:
        import dask_jobqueue
    except ImportError:
        raise MissingExtraError("cluster", "dask-jobqueue") from None
    made = getattr(dask_jobqueue, CLUSTERS[site.jobqueue][0])(**settings(site, logs))
    made.scale(jobs=site.jobs)
    return made
