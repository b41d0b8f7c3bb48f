"""Section: this model itself, a scenario at full size. Empty until the package has a face that runs one."""

from __future__ import annotations

from .measure import Measurement, Options


def this_model(options: Options) -> list[Measurement]:
    """Time ``run(load("peru"), …)``; nothing where the package cannot run a scenario."""
    try:
        from simulation import load, run  # noqa: F401
    except ImportError:
        return []
    return []
