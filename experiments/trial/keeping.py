"""Keeping: a trial's folder, in the same store as studies: every holding is a row, and what is there is not lived again.

A folder of a trial holds::

    trial.json     what is held, with provenance, and the id that every row is bound to
    trial.toml     the file it was made of
    shards/        what workers found, one SQLite file per worker (see ``experiments.store``)
    report.html    what was found; values.csv, summary.json
"""

from __future__ import annotations

import hashlib
import json
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from experiments.named_files import new_folder
from experiments.plan import SHARDS, write_whole
from experiments.store import (
    CAN_PASS,
    FAILED,
    NOT_FINITE,
    OK,
    RAISED,
    Ledger,
    Row,
    Shard,
    read_ledger,
    rows_at,
)
from experiments.trial.data import NUMBERS, OCCASION, PERSON, Data
from experiments.trial.design import Analysis, Trial
from experiments.trial.live import checked, held
from experiments.trial.trial_file import find, read_trial
from simulation import InputError

TOLD, COPY = "trial.json", "trial.toml"
SCHEMA = 1
MOST_DETAIL = 8000


class Kept:
    """A trial in a folder."""

    def __init__(self, folder: Path, trial: Trial, told: dict[str, Any]) -> None:
        self.folder, self.trial, self.told = folder, trial, told
        self.id: str = told["id"]

    @property
    def ids(self) -> list[str]:
        """Ids of all holdings, in order."""
        return [row_id(self.id, k) for k in range(self.trial.trials)]

    def ledger(self) -> Ledger:
        """What shards hold."""
        return read_ledger(self.folder / SHARDS, self.id, set(self.ids))

    def left(self) -> list[int]:
        """Holdings that have no result yet, and those that failed for a cause that can pass."""
        ledger = self.ledger()
        open_ = set(ledger.left(self.ids, retries=1, every=False)) | {i for i, rows in ledger.failed.items() if rows[-1].cause in CAN_PASS}
        return [k for k, one in enumerate(self.ids) if one in open_]

    def data(self) -> list[Data]:
        """All holdings that are done, in order."""
        ledger, number = self.ledger(), {one: k for k, one in enumerate(self.ids)}
        found = {number[one]: Data.from_bytes(row.values, row.weekly) for one, row in rows_at(ledger.done, self.id)}
        return [found[k] for k in sorted(found)]


def row_id(id: str, replicate: int) -> str:
    """The id of one holding."""
    return hashlib.sha256(f"{id} {replicate}".encode()).hexdigest()[:20]


def identity(trial: Trial) -> str:
    """Twenty digits of everything that determines what a holding finds, the number of holdings and the analysis apart."""
    from simulation.ground.cache import source_hash

    system, policies = checked(trial)
    same = replace(trial, trials=2, analysis=Analysis(""), planned=None, folder=Path(), origin="")
    arms = [[repr(policy) for policy in arm] for arm in policies]
    told = json.dumps([SCHEMA, source_hash(), system.canonical(), repr(same), arms, [PERSON, OCCASION, NUMBERS]])
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def lay_down(trial: Trial, folder: Path, source: Path) -> Kept:
    """Begin a trial in a new or empty folder.

    Raises:
        InputError: something wrong with the trial, or the folder has something in it.
    """
    from simulation import __version__
    from simulation.ground.cache import source_hash

    id = identity(trial)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("", "--out", repr(str(folder)), "a new or empty folder, so that nothing is lost, or that of this trial")
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "schema": SCHEMA, "kind": "trial", "name": trial.name, "id": id, "file": str(source.resolve()), "trials": trial.trials, "seed": trial.seed,
        "residents": trial.world.residents, "fixed": trial.fixed, "model": {"version": __version__, "source": source_hash()},
    }
    write_whole(folder / COPY, source.read_bytes())
    (folder / SHARDS).mkdir(exist_ok=True)
    write_whole(folder / TOLD, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    return Kept(folder, trial, told)


def is_trial(folder: Path) -> bool:
    """Whether a folder is a trial's."""
    return (folder / TOLD).is_file()


def reopened(folder: Path) -> Kept:
    """Open the trial in a folder.

    Raises:
        InputError: there is none, or the model, its file or what it names has changed since.
    """
    try:
        told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        if told["kind"] != "trial" or told["schema"] != SCHEMA:
            raise ValueError
        trial = changed(read_trial(folder / COPY, str(folder / COPY)), told["trials"], told["seed"], told["residents"], told["fixed"])
        # policies and systems of one's own are named from the folder of the file that was given
        trial = replace(trial, folder=Path(told["file"]).parent)
    except (OSError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(str(folder / TOLD), "file", "no trial", "a folder that `minga trial` has made") from None
    if identity(trial) != told["id"]:
        raise InputError(str(folder / TOLD), "id", f"{told['id']} of minga {told['model']['version']}", f"{identity(trial)}: the model or a file changed; hold it in a new folder")
    return Kept(folder, trial, told)


def changed(trial: Trial, trials: int | None = None, seed: int | None = None, residents: int | None = None, fixed: bool = False) -> Trial:
    """A trial with what the command line says otherwise."""
    world = trial.world if residents is None else replace(trial.world, residents=residents)
    return replace(
        trial, trials=trial.trials if trials is None else trials, seed=trial.seed if seed is None else seed, world=world, fixed=fixed or trial.fixed,
    )


def open_or_begin(name: str, folder: Path | None, **otherwise: Any) -> Kept:
    """A trial by its name, file or folder: begun, or gone on with where its folder is there.

    Raises:
        InputError: whatever is wrong.
    """
    if is_trial(Path(name)):
        return reopened(Path(name))
    path, file = find(name)
    trial = changed(read_trial(path, file), **otherwise)
    folder = folder or new_folder(f"trial-{trial.name}")
    if is_trial(folder):
        kept = reopened(folder)
        if kept.id == identity(trial) and kept.trial.trials == trial.trials:
            return kept
        raise InputError("", "--out", repr(str(folder)), "the folder of this very trial, or a new or empty one")
    return lay_down(trial, folder, path)


# --- living ----------------------------------------------------------------------------------------------------------

_AT: dict[str, Any] = {}


def _begin(folder: str, trial: Trial, id: str) -> None:
    system, policies = checked(trial)
    _AT.update(trial=trial, id=id, system=system, policies=policies, shard=Shard(Path(folder) / SHARDS, id, f"trial-{os.getpid()}"))


def _one(replicate: int) -> tuple[int, str]:
    """Hold the trial once and keep what came of it; returns why it failed, if it did."""
    from experiments.execute import NotFiniteError

    began, id = perf_counter(), row_id(_AT["id"], replicate)
    try:
        head, occasions = held(_AT["trial"], replicate, _AT["system"], _AT["policies"]).to_bytes()
        row = Row(id, OK, seconds=perf_counter() - began, worker=str(os.getpid()), values=head, weekly=occasions)
        said = ""
    except Exception as error:
        said = traceback.format_exc()[-MOST_DETAIL:]
        row = Row(id, FAILED, NOT_FINITE if isinstance(error, NotFiniteError) else RAISED, said, perf_counter() - began, worker=str(os.getpid()))
    _AT["shard"].put(row)
    return replicate, said


def live(kept: Kept, left: Sequence[int], workers: int, on_one: Callable[[int, str], None]) -> None:
    """Live what is left; every holding is on disk before the next begins, whatever happens."""
    for replicate, said in _lived(kept, list(left), workers):
        on_one(replicate, said)


def _lived(kept: Kept, left: list[int], workers: int) -> Iterator[tuple[int, str]]:
    if min(workers, len(left)) <= 1:
        _begin(str(kept.folder), kept.trial, kept.id)
        try:
            for replicate in left:
                yield _one(replicate)
        finally:
            _AT.pop("shard").close()
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(str(kept.folder), kept.trial, kept.id))
    try:
        waiting = {pool.submit(_one, replicate) for replicate in left}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
