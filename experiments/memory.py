"""Memory: what this process has taken at most, and how much more it may take."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

OUT_OF_MEMORY = 77
"""Exit code of a process that passed its limit."""


def fresh_peak() -> Callable[[], int]:
    """Begin to measure this process's peak memory anew where the system can; the call gives it in bytes."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak_memory


def peak_memory() -> int:
    """Peak resident memory of this process in bytes; 0 where the system does not say."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most) * (1 if sys.platform == "darwin" else 1024)


def limit_memory(mebibytes: int) -> None:
    """Let this process have so much more memory than it has now.

    On Linux the system refuses more, and the run fails with a ``MemoryError``; elsewhere a thread ends the process
    with ``OUT_OF_MEMORY``. On Windows there is no limit.
    """
    if mebibytes <= 0:
        return
    more = mebibytes * 2**20
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + more
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        return
    ceiling = peak_memory() + more

    def watch() -> None:
        while True:
            time.sleep(0.2)
            if peak_memory() > ceiling:
                os._exit(OUT_OF_MEMORY)

    threading.Thread(target=watch, daemon=True).start()
