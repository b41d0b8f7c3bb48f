"""Running: at most one start of a study at a time, so that no run is lived twice.

A start notes its process in ``running.json`` and removes the note when it ends. A note whose process is gone says
that the start was killed; the next one takes over, once the workers of the killed one have ended too.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import time
from pathlib import Path

from experiments.store import shards
from simulation import InputError

NOTE = "running.json"
PATIENCE = 15.0
QUEUED = "slurm-"
"""The names of workers of a job array begin so."""


def is_alive(pid: int) -> bool:
    """Whether a process of this machine exists."""
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        ctypes.windll.kernel32.CloseHandle(handle)
        return code.value == 259
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


class Running:
    """Held while a start of a study goes on; use as a context manager.

    Raises:
        InputError: another start goes on.
        OSError: the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NOTE

    def __enter__(self) -> Running:
        mine = json.dumps({"host": socket.gethostname(), "pid": os.getpid()})
        for _ in range(2):
            try:
                with self.path.open("x", encoding="utf-8") as stream:
                    stream.write(mine)
                break
            except FileExistsError:
                self._take_over()
        _wait_for_workers(self.path.parent / "shards")
        return self

    def _take_over(self) -> None:
        try:
            note = json.loads(self.path.read_text(encoding="utf-8"))
            host, pid = str(note["host"]), int(note["pid"])
        except (OSError, ValueError, KeyError, TypeError):
            host, pid = socket.gethostname(), 0
        if host != socket.gethostname() or (pid and is_alive(pid)):
            raise InputError(
                str(self.path), "DIR", f"a sweep that goes on (process {pid} on {host})",
                f"one start at a time: wait, or stop it; if it is gone, delete {NOTE}",
            )
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink()


def _wait_for_workers(folder: Path) -> None:
    """Workers of a start that was killed end by themselves, at once; wait until this machine's have."""
    until = time.monotonic() + PATIENCE
    for path in shards(folder):
        # those of a job array outlive who submitted it, and are asked of the queue
        pid = None if path.name.startswith(QUEUED) else _process_of(path)
        while pid is not None and is_alive(pid) and time.monotonic() < until:
            time.sleep(0.05)


def _process_of(path: Path) -> int | None:
    """The process that wrote a shard, if it was one of this machine; None if the file does not say."""
    host, pid, _ = path.stem.rsplit("_", 2) if path.stem.count("_") >= 2 else ("", "", "")
    own = "".join(c if c.isalnum() or c in "-." else "-" for c in socket.gethostname())[:40]
    return int(pid) if pid.isdigit() and host.rpartition("_")[2] == own and int(pid) != os.getpid() else None
