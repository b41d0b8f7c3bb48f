"""Measuring: what a run is asked for, what comes back, and the table that shows it."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

SMALL, LARGE = 7_121, 350_000
"""Residents of a neighbourhood and of a city, the two sizes of every comparison."""
PACKAGES = ("numpy", "numba", "mesa", "starsim")
REFERENCE = "W on minga's ground"
"""The row to which all others of its size are put in proportion."""


@dataclass(frozen=True)
class Options:
    """What the command line asked for. ``full`` adds what takes minutes."""

    weeks: int = 156
    runs: int = 7
    full: bool = False


@dataclass(frozen=True)
class Measurement:
    """One line of the table; seconds are of whole runs, warm (compiled, and built beforehand)."""

    name: str
    residents: int
    weeks: int
    seconds: tuple[float, ...]

    @property
    def nanoseconds(self) -> float:
        """Median nanoseconds per resident and week."""
        return statistics.median(self.seconds) / self.residents / self.weeks * 1e9

    @property
    def least(self) -> float:
        """The quickest run's nanoseconds per resident and week."""
        return min(self.seconds) / self.residents / self.weeks * 1e9


Section = Callable[[Options], list[Measurement]]
"""A part of the benchmark; an empty list says that it cannot be measured here."""


def seconds_of(run: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def load_average() -> float | None:
    """The machine's load over the last minute; None where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def versions() -> dict[str, str]:
    """Of Python and the packages that matter here; a package that is missing is left out."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def table(measurements: Sequence[Measurement]) -> str:
    """Measurements as text, each in proportion to minga's ground at its size."""
    reference = {m.residents: m.nanoseconds for m in measurements if m.name == REFERENCE}
    lines = [f"{'':32}{'residents':>10}{'weeks':>7}{'runs':>6}{'ns':>10}{'least':>10}{'ratio':>8}"]
    for m in measurements:
        base = reference.get(m.residents)
        ratio = f"{m.nanoseconds / base:8.1f}" if base else f"{'-':>8}"
        lines.append(
            f"{m.name:32}{m.residents:10,}{m.weeks:7}{len(m.seconds):6}"
            f"{m.nanoseconds:10.1f}{m.least:10.1f}{ratio}"
        )
    return "\n".join(lines)


def record(measurements: Sequence[Measurement], before: float | None) -> dict[str, Any]:
    """Everything about a session of measuring, for a JSON file."""
    return {
        "machine": platform.machine(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "load_before": before,
        "load_after": load_average(),
        "versions": versions(),
        "measurements": [{**asdict(m), "nanoseconds": m.nanoseconds, "least": m.least} for m in measurements],
    }
