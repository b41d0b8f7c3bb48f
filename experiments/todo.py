"""To-do list: what a start has still to do, computed once, before any worker starts, and kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from experiments.plan import SHARDS, TODO, Plan
from experiments.store import Ledger, read_ledger


def ledger_of(plan: Plan) -> Ledger:
    """What all shards of a plan hold."""
    return read_ledger(plan.folder / SHARDS, plan.id, set(plan.ids()))


def write_todo(plan: Plan, ids: Sequence[str]) -> tuple[Path, int]:
    """Write a to-do list: its path, and the number of this start (from 1).

    Raises:
        OSError: the folder cannot be written.
    """
    folder = plan.folder / TODO
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(p.stem) for p in folder.glob("*.txt") if p.stem.isdigit()), default=0)
    while True:
        path = folder / f"{number:04d}.txt"
        try:
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write("".join(f"{id}\n" for id in ids))
                stream.flush()
                os.fsync(stream.fileno())
            return path, number
        except FileExistsError:
            number += 1
