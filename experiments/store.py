"""Store: what runs found, in files that lose nothing.

Each worker writes one new SQLite file of its own, a *shard*, and no other: one row and one commit per finished
run. There is no server and no shared file, so nothing is written by two at once, on any file system; readers
open shards read-only, while they grow or later. A row is acknowledged once its commit has returned: with a
rollback journal and ``synchronous=EXTRA`` it then is on disk, and a worker that is killed in the middle leaves a
journal that undoes the unfinished row. The write-ahead log is not used, because it needs memory shared between
processes, which network file systems do not have.

Every row carries a checksum over all that it says and the plan's id. A row that does not fit its checksum is
*damaged*: it is counted and lived again, never believed. Nothing is pickled: numbers lie as little-endian 64-bit
floats, in the order that ``plan.json`` gives.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

SUFFIX = ".sqlite"
OK, FAILED = "ok", "failed"
RAISED, NOT_FINITE, MEMORY, TIMED_OUT, EXITED, DIED = "raised", "not finite", "memory", "timed out", "exited", "died"
CAUSES = (RAISED, NOT_FINITE, MEMORY, TIMED_OUT, EXITED, DIED)
CAN_PASS = frozenset((MEMORY, TIMED_OUT, EXITED, DIED))
"""Causes that may have come from outside the run (a full machine, a killed node): worth another try."""
BUSY_SECONDS = 60.0
TRIES = 5


class StoreError(OSError):
    """The store cannot be written or read: a full disk, a folder that is read-only."""


@dataclass(frozen=True)
class Row:
    """What one try at a run left.

    Attributes:
        id: of the run.
        status: ``ok`` or ``failed``; cause: one of ``CAUSES`` if it failed; detail: its traceback.
        seconds: that the run took, its share of the burn-in included; memory: peak of its process in bytes.
        host, worker: who lived it; finished: clock time in seconds.
        values: outcomes over the run, float64, shape (outcomes, groups); weekly: shape (weekly outcomes, weeks).
    """

    id: str
    status: str
    cause: str = ""
    detail: str = ""
    seconds: float = 0.0
    memory: int = 0
    host: str = field(default_factory=socket.gethostname)
    worker: str = ""
    finished: float = field(default_factory=time.time)
    values: bytes = b""
    weekly: bytes = b""

    def checksum(self, plan: str) -> str:
        """Over everything in the row, each part with its length, and the plan that it belongs to."""
        digest = hashlib.sha256(plan.encode())
        for value in astuple(self):
            part = value if isinstance(value, bytes) else repr(value).encode("utf-8", "surrogatepass")
            digest.update(f"{type(value).__name__} {len(part)} ".encode() + part)
        return digest.hexdigest()


COLUMNS = tuple(f.name for f in fields(Row))
KINDS = {"id": str, "status": str, "cause": str, "detail": str, "seconds": float, "memory": int, "host": str,
         "worker": str, "finished": float, "values": bytes, "weekly": bytes}
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_TABLE = (
    'CREATE TABLE runs ("id" TEXT, "status" TEXT, "cause" TEXT, "detail" TEXT, "seconds" REAL, "memory" INTEGER,'
    ' "host" TEXT, "worker" TEXT, "finished" REAL, "checksum" TEXT, "values" BLOB, "weekly" BLOB)'
)


class Shard:
    """A new file for the rows of one worker.

    Args:
        folder: of shards.
        plan: the plan's id.
        worker: who writes; part of the file's name, with host, process and time, so that no two are alike.

    Raises:
        StoreError: the file cannot be made.
    """

    def __init__(self, folder: Path, plan: str, worker: str) -> None:
        self.plan, self.worker = plan, worker
        host = "".join(c if c.isalnum() or c in "-." else "-" for c in socket.gethostname())[:40]
        named = "".join(c if c.isalnum() or c in "-." else "-" for c in worker)[:60]
        self.path = folder / f"{named}_{host}_{os.getpid()}_{time.time_ns()}{SUFFIX}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with self.path.open("xb"):
                pass
            self._base = sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
            self._base.execute("PRAGMA journal_mode=DELETE")
            self._base.execute("PRAGMA synchronous=EXTRA")
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute(_TABLE)
            self._base.execute("CREATE TABLE about (key TEXT, value TEXT)")
            told = {"plan": plan, "worker": worker, "host": socket.gethostname(), "pid": str(os.getpid())}
            self._base.executemany("INSERT INTO about VALUES (?, ?)", told.items())
            self._base.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            raise self._cannot(error) from None

    def put(self, row: Row) -> None:
        """Write one row; when this returns, the row is on disk.

        Raises:
            StoreError: it could not be written; then nothing of it is there.
        """
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        try:
            self._base.execute(f'INSERT INTO runs ({_NAMES}, "checksum") VALUES ({marks})', (*astuple(row), row.checksum(self.plan)))  # noqa: S608
        except sqlite3.Error as error:
            raise self._cannot(error) from None

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _cannot(self, error: Exception) -> StoreError:
        if isinstance(error, OSError):
            return StoreError(error.errno, error.strerror or str(error), str(self.path))
        return StoreError(None, f"cannot be written: {error}", str(self.path))


@dataclass
class Read:
    """What a shard was found to hold: rows by their number in the file, and how many were damaged."""

    path: Path
    rows: list[tuple[int, Row]]
    damaged: int = 0


def shards(folder: Path) -> list[Path]:
    """The shards in a folder, in the order of their names."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def read_shard(path: Path, plan: str) -> Read:
    """Every sound row of a shard; what is damaged is counted and left out."""
    for turn in range(TRIES):
        found = _read_once(path, plan)
        if not found.damaged:
            return found
        # its worker may have been writing just now; a damaged file stays damaged
        if turn == 0 and time.time() - path.stat().st_mtime > 10:
            break
        time.sleep(0.02)
    return found


def _read_once(path: Path, plan: str) -> Read:
    try:
        if path.stat().st_size == 0:  # its worker was killed before it wrote anything
            return Read(path, [])
        with _opened(path) as base:
            if base.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                return Read(path, [])
            return _rows_of(base, path, plan)
    except (sqlite3.Error, OSError, UnicodeError):
        return Read(path, [], damaged=1)


class _opened:  # noqa: N801
    """A connection that only reads; where an unfinished write has to be undone first, to a copy of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._copy: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> sqlite3.Connection:
        uri = f"{self.path.resolve().as_uri()}?mode=ro"
        base = sqlite3.connect(uri, uri=True, timeout=5.0)
        base.text_factory = bytes
        try:
            base.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.OperationalError:
            base.close()
            base = self._of_copy()
        self._base = base
        return base

    def _of_copy(self) -> sqlite3.Connection:
        self._copy = tempfile.TemporaryDirectory(prefix="minga-shard-")
        copy = Path(self._copy.name) / self.path.name
        journal = self.path.with_name(self.path.name + "-journal")
        if journal.exists():
            shutil.copyfile(journal, copy.with_name(journal.name))
        shutil.copyfile(self.path, copy)
        base = sqlite3.connect(copy)
        base.text_factory = bytes
        return base

    def __exit__(self, *_: object) -> None:
        self._base.close()
        if self._copy is not None:
            self._copy.cleanup()


def _rows_of(base: sqlite3.Connection, path: Path, plan: str) -> Read:
    found = Read(path, [])
    query = f'SELECT rowid, {_NAMES}, "checksum" FROM runs'  # noqa: S608
    last = 0
    try:
        for number, *cells in base.execute(f"{query} ORDER BY rowid"):
            last = number if isinstance(number, int) else last
            _take(found, number, cells, plan)
    except (sqlite3.Error, OverflowError, MemoryError):
        found.damaged += 1
        # the rest one by one, as far as the file can be read at all
        misses = 0
        while misses < 64:
            last += 1
            try:
                row = base.execute(f"{query} WHERE rowid = ?", (last,)).fetchone()
            except (sqlite3.Error, OverflowError, MemoryError):
                misses += 1
                continue
            if row is None:
                misses += 1
            else:
                misses = 0
                _take(found, row[0], row[1:], plan)
    return found


def _take(found: Read, number: object, cells: list[object] | tuple[object, ...], plan: str) -> None:
    row = _sound(cells, plan)
    if row is None or not isinstance(number, int):
        found.damaged += 1
    else:
        found.rows.append((number, row))


def _sound(cells: list[object] | tuple[object, ...], plan: str) -> Row | None:
    """The row, if it is what its checksum says."""
    values: dict[str, object] = {}
    for name, cell in zip(COLUMNS, cells, strict=False):
        kind = KINDS[name]
        if kind is str and isinstance(cell, bytes):
            try:
                cell = cell.decode("utf-8")
            except UnicodeDecodeError:
                return None
        if not isinstance(cell, kind):
            return None
        values[name] = cell
    row = Row(**values)  # type: ignore[arg-type]
    kept = cells[len(COLUMNS)]
    return row if isinstance(kept, bytes) and kept == row.checksum(plan).encode() else None


@dataclass
class Ledger:
    """What all shards of a study hold together.

    Attributes:
        done: id -> (shard, row) of the run as accepted: the first in the order of shards' names.
        failed: id -> failed tries of runs that are not done, in the order of their time.
        seen: (finished, seconds) of every run that is done.
        damaged: damaged rows or files; damaged_shards: where.
        again: runs that were found done more than once.
        disagree: ids of runs that were done twice with different results: never the fault of luck.
    """

    done: dict[str, tuple[Path, int]] = field(default_factory=dict)
    failed: dict[str, list[Row]] = field(default_factory=dict)
    seen: list[tuple[float, float]] = field(default_factory=list)
    damaged: int = 0
    damaged_shards: list[Path] = field(default_factory=list)
    again: int = 0
    disagree: list[str] = field(default_factory=list)

    def left(self, ids: list[str], retries: int, every: bool = False) -> list[str]:
        """What is still to do, in the order of the plan.

        Args:
            ids: of the plan.
            retries: how often a cause that can pass is tried again.
            every: failed runs too, whatever their cause.
        """
        return [id for id in ids if id not in self.done and (every or id not in self.failed or self.may_retry(id, retries))]

    def may_retry(self, id: str, retries: int) -> bool:
        """Whether a failed run is worth another try."""
        tries = self.failed[id]
        return tries[-1].cause in CAN_PASS and len(tries) <= retries


def read_ledger(folder: Path, plan: str, known: frozenset[str] | set[str]) -> Ledger:
    """Read all shards in a folder, every row checked.

    Args:
        folder: of shards.
        plan: the plan's id.
        known: ids of the plan; a sound row of another id would be a defect and is counted as damaged.
    """
    ledger = Ledger()
    digests: dict[str, bytes] = {}
    failed: dict[str, list[Row]] = {}
    for path in shards(folder):
        found = read_shard(path, plan)
        if found.damaged:
            ledger.damaged += found.damaged
            ledger.damaged_shards.append(path)
        for number, row in found.rows:
            if row.id not in known:
                ledger.damaged += 1
            elif row.status != OK:
                failed.setdefault(row.id, []).append(row)
            elif row.id in ledger.done:
                ledger.again += 1
                if _result(row) != digests[row.id]:
                    ledger.disagree.append(row.id)
            else:
                ledger.done[row.id] = (path, number)
                digests[row.id] = _result(row)
                ledger.seen.append((row.finished, row.seconds))
    ledger.failed = {
        id: sorted(rows, key=lambda row: row.finished) for id, rows in failed.items() if id not in ledger.done
    }
    return ledger


def _result(row: Row) -> bytes:
    return hashlib.sha256(row.values + b"|" + row.weekly).digest()


def rows_at(places: dict[str, tuple[Path, int]], plan: str) -> Iterator[tuple[str, Row]]:
    """The accepted rows of some runs, each checked once more; one shard after another."""
    by_shard: dict[Path, list[tuple[int, str]]] = {}
    for id, (path, number) in places.items():
        by_shard.setdefault(path, []).append((number, id))
    for path in sorted(by_shard):
        with _opened(path) as base:
            for number, id in sorted(by_shard[path]):
                cells = base.execute(f'SELECT {_NAMES}, "checksum" FROM runs WHERE rowid = ?', (number,)).fetchone()  # noqa: S608
                row = _sound(cells, plan) if cells is not None else None
                if row is None:
                    raise StoreError(None, "a row was damaged while it was read", str(path))
                yield id, row
