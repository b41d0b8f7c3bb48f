"""Status: how a study stands, read from its shards by anybody who can read its folder, while it runs or later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.plan import Plan
from experiments.store import Ledger
from experiments.todo import ledger_of

WINDOW = 500
"""The rate is that of so many runs that ended last."""


@dataclass(frozen=True)
class Standing:
    """How a study stands.

    Attributes:
        runs: planned, each different one once; done: with a result; failed: by cause.
        left: without a row, or worth another try.
        damaged: rows or files that do not fit their checksums.
        rate: runs a minute, of those that ended last; None if fewer than two have.
        seconds_left: for what is left, at that rate.
    """

    runs: int
    done: int
    failed: Mapping[str, int]
    left: int
    damaged: int
    rate: float | None
    seconds_left: float | None

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "runs": self.runs, "done": self.done, "failed": dict(self.failed), "left": self.left, "damaged": self.damaged,
            "runs_per_minute": self.rate, "seconds_left": self.seconds_left,
        }


def standing(plan: Plan, ledger: Ledger | None = None) -> Standing:
    """How a plan stands.

    Args:
        plan: opened.
        ledger: if it has been read already.
    """
    read = ledger_of(plan) if ledger is None else ledger
    ids = plan.ids()
    left = len(read.left(ids, plan.study.limits.retries))
    causes = Counter(rows[-1].cause for rows in read.failed.values())
    ends = sorted(finished for finished, _ in read.seen)[-WINDOW:]
    rate = 60 * (len(ends) - 1) / (ends[-1] - ends[0]) if len(ends) > 1 and ends[-1] > ends[0] else None
    return Standing(
        len(ids), len(read.done), dict(sorted(causes.items())), left, read.damaged, rate,
        60 * left / rate if rate else None,
    )


def standing_of(folder: str | Path) -> Standing:
    """How the study in a folder stands.

    Raises:
        InputError: there is no plan.
    """
    plan = Plan.open(folder)
    try:
        return standing(plan)
    finally:
        plan.close()
