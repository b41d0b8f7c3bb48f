"""Small studies for tests, and what they leave."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.design import Design, Vary
from experiments.plan import Plan
from experiments.study import Limits, Study
from experiments.todo import ledger_of

FAULTY = (sys.executable, str(Path(__file__).parent / "workers" / "faulty.py"))
WEEKS, SCALE = 12, 0.002


def small(**changes: Any) -> Study:
    """Three arms, two replicates, a thousand residents, twelve weeks."""
    told: dict[str, Any] = {
        "name": "small", "systems": ("peru",), "policies": ("equal-credit", "transport-money"), "replicates": 2, "weeks": WEEKS,
        "scale": SCALE, "seed": 5, **changes,
    }
    return Study(**told)


def numbers(plan: Plan) -> Mapping[str, tuple[bytes, bytes]]:
    """What every run found: id -> bytes of its values and weekly series."""
    from experiments.store import rows_at

    return {id: (row.values, row.weekly) for id, row in rows_at(ledger_of(plan).done, plan.id)}


__all__ = ["FAULTY", "SCALE", "WEEKS", "Design", "Limits", "Vary", "numbers", "small"]
