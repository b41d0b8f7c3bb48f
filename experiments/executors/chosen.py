"""The executor that a command line asks for."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from experiments.executors import Executor, ExecutorError, queue
from experiments.executors.site import Site, read_site
from simulation import InputError


def executor_of(options: argparse.Namespace) -> Executor:
    """Make the executor with its own options; each loads only what it needs.

    Raises:
        InputError: an option of another executor, or a mistake in the site file.
        ExecutorError: there is no Slurm here.
        MissingExtraError: Dask is not installed.
    """
    for option, owners in (("site", ("slurm", "dask")), ("dask", ("dask",)), ("detach", ("slurm",))):
        if getattr(options, option) and options.executor not in owners:
            raise InputError("", f"--{option}", f"with --executor {options.executor}", f"with --executor {' or '.join(owners)}")
    site = read_site(options.site) if options.site else None
    if site is not None and site.scratch:
        # whoever compiles now and every job later look for compiled code in one place
        os.environ["MINGA_CACHE_DIR"] = str(Path(os.path.expandvars(site.scratch)).expanduser() / "minga-cache")
    if options.executor == "slurm":
        from experiments.executors.slurm import Slurm

        if not options.dry_run and not queue.is_here():
            raise ExecutorError("sbatch", queue.NOT_HERE)
        return Slurm(site or Site(), waits=not options.detach)
    if options.executor == "dask":
        from experiments.executors.dask import Dask, check_dask

        check_dask(options.dask or "", site)
        return Dask(address=options.dask or "", site=site)
    from experiments.executors.local import Local

    return Local(options.workers)
