"""Dask: any Dask cluster lives batches of runs; workers write to the study's folder and return ids alone.

A thread of a Dask worker that has a batch starts a worker process of minga's own and watches it, as a sweep on
a laptop does. So a run that hangs or takes its process down costs that run and not the Dask worker, and a Dask
worker that is killed takes its batch along: the pipe between the two breaks. Dask then gives the batch to another
worker, which skips what is acknowledged. When the client goes, the scheduler drops its batches, and those that
are running stop.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.executors import Errand, ExecutorError, MissingExtraError
from experiments.executors.jobs import FOLDER
from experiments.executors.site import Site
from experiments.plan import Plan
from experiments.work import groups
from simulation import InputError

if TYPE_CHECKING:
    from distributed import Client, Future


BATCH = 60.0
"""Seconds of work in a batch: long against the start of a process, short when it is lost."""
LOOK = 2.0
"""Seconds between two looks at what is through."""
PATIENCE = 10
"""Seconds in which a scheduler has to answer."""


def live_batch(folder: str, ids: list[str], name: str) -> list[str]:
    """Live some runs of a plan: what Dask's workers call.

    Args:
        folder: of the study, on a file system that client and workers share.
        ids: of the runs, whole groups together.
        name: of the batch, the same when Dask tries it again.

    Returns:
        The ids; whether a run went well stands in the folder.
    """
    from experiments.executors.task import live_piece
    from experiments.plan import Plan

    plan = Plan.open(folder)
    try:
        plan.check_model()
        live_piece(plan, ids, name, uuid.uuid4().hex[:6], workers=1, is_wanted=is_wanted)
    finally:
        plan.close()
    return ids


def is_wanted() -> bool:
    """Whether somebody still wants the batch that this thread of a Dask worker lives; yes if it cannot be known."""
    from distributed import get_worker

    try:
        worker: Any = get_worker()
        task = worker.state.tasks.get(worker.get_current_task())
    except (AttributeError, ValueError):
        return True
    return task is None or task.state != "cancelled"


@dataclass
class Dask:
    """Hands runs to a Dask cluster.

    Attributes:
        client: any client of ``distributed``; or
        address: of a scheduler, as ``tcp://host:8786``; or
        site: a site file that names a batch system, for a cluster of its own that ends with the sweep.
        seconds: that one run is expected to take; 0: measured when it is needed.
    """

    client: Client | None = None
    address: str = ""
    site: Site | None = None
    seconds: float = 0.0
    waits: bool = True
    name: str = "dask"

    def expected_workers(self, plan: Plan, todo: Sequence[str]) -> int:
        """How many worker processes a cluster of its own will have; of another's nothing is known before."""
        return max(self.site.jobs * self.site.cpus, 1) if self.site else 1

    def execute(self, errand: Errand) -> None:
        """Hand over the runs in batches, and come back when each is through or given up.

        Raises:
            MissingExtraError: Dask is not installed.
            ExecutorError: nobody answers at the address, or a worker cannot live runs of this study.
            KeyboardInterrupt: it was interrupted; batches that run end, what they have acknowledged is kept.
        """
        connection = self._connect(errand.folder / FOLDER)
        try:
            self._through(connection, errand)
        finally:
            if self.client is None:
                cluster = connection.cluster
                connection.close()
                if cluster is not None:
                    cluster.close()

    def _through(self, client: Client, errand: Errand) -> None:
        from distributed import wait

        from experiments.estimate import estimate

        plan = Plan.open(errand.folder)
        self.seconds = self.seconds or estimate(plan, list(errand.ids), 1).each
        threads = sum(client.nthreads().values()) or (self.site.jobs * self.site.cpus if self.site else 1)
        name = f"dask-{uuid.uuid4().hex[:8]}"
        futures: dict[Future[list[str]], list[str]] = {
            client.submit(live_batch, str(errand.folder.resolve()), batch, f"{name}-{number}", pure=False): batch
            for number, batch in enumerate(batches(plan, errand.ids, self.seconds, threads), 1)
        }
        plan.close()
        waiting, before = set(futures), -1
        while waiting:
            with suppress(TimeoutError):
                waiting = set(wait(waiting, timeout=LOOK, return_when="FIRST_COMPLETED").not_done)
            if len(waiting) != before:
                before = len(waiting)
                errand.on_progress(sum(len(batch) for future, batch in futures.items() if future not in waiting), len(errand.ids))
        errors = [future.exception() for future in futures if future.status == "error"]
        if errors:
            raise ExecutorError("dask", f"{len(errors)} of {len(futures)} batches were given up: {told(errors[0])}")

    def _connect(self, logs: Path) -> Client:
        if self.client is not None:
            return self.client
        check_dask(self.address, self.site)
        from distributed import Client

        if self.address:
            try:
                return Client(self.address, timeout=PATIENCE)
            except (OSError, ValueError) as error:
                raise ExecutorError(self.address, f"no Dask scheduler answers: {told(error)}") from None
        from experiments.executors.jobqueue import cluster

        assert self.site is not None
        return Client(cluster(self.site, logs))


def check_dask(address: str, site: Site | None) -> None:
    """Say what is missing before anything is written.

    Raises:
        MissingExtraError: Dask is not installed.
        InputError: there is neither an address nor a batch system.
    """
    if not address and (site is None or not site.jobqueue):
        raise InputError("", "--dask", "no address", "tcp://HOST:PORT, or a --site file with a table [jobqueue]")
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise MissingExtraError("cluster", "dask") from None


def batches(plan: Plan, ids: Sequence[str], seconds: float, threads: int) -> list[list[str]]:
    """Cut a to-do list into batches of about a minute, of whole groups, and at least two for each thread."""
    most = max(1, min(math.ceil(BATCH / max(seconds, 1e-3)), math.ceil(len(ids) / (2 * threads))))
    found: list[list[str]] = [[]]
    for group in groups(plan, ids):
        if found[-1] and len(found[-1]) + len(group) > most:
            found.append([])
        found[-1] += [run.id for run in group]
    return found


def told(error: BaseException | None) -> str:
    """Why Dask gave up, in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
