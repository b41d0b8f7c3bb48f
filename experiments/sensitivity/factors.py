"""Factors: how unknown numbers are taken together: each alone, by process, by barrier, or by what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from experiments.design import Vary
from simulation import Scenario
from simulation.ground.parameter import Declaration

BY = ("parameter", "process", "barrier", "grade")
REST = "others"
"""The factor of all that was screened out; it stays varied, so that shares are shares of the whole."""


def barriers() -> tuple[str, ...]:
    """The processes that are barriers, in the order of the week."""
    from experiments.listing import wing_of
    from simulation.week import WEEK

    return tuple(p.name for p in WEEK if wing_of(p.name) == "barrier")


def _by_barrier() -> Callable[[Declaration], str]:
    from experiments.listing import wing_of

    known = barriers()

    def label(d: Declaration) -> str:
        """A barrier's own inputs, and those that bear its name wherever they are used; others by kind of process."""
        return d.process if d.process in known else next((b for b in known if b in d.field), wing_of(d.process))

    return label


def labels(system: Scenario, by: str) -> dict[str, str]:
    """The factor of every unknown number and form of a system, by name; numbers that share a row have one.

    Args:
        system: whose ranges count: what it states for certain is not varied.
        by: one of ``BY``.
    """
    from simulation.parameters import uncertain

    label: Callable[[Declaration], str] = {
        "parameter": lambda d: d.name, "process": lambda d: d.process, "grade": lambda d: d.grade, "barrier": _by_barrier() if by == "barrier" else str,
    }[by]
    found: dict[str, str] = {}
    of_row: dict[str, str] = {}
    for d in uncertain(system.values):
        places = (d, *system.local.get(d.name, {}).values())
        if (d.choices and d.grade != "yours") or any(one.low < one.high for one in places if not one.choices):
            found[d.name] = of_row.setdefault(d.row or d.name, label(d))
    return found


def varied(of: Mapping[str, str], kept: tuple[str, ...] | None = None) -> dict[str, Vary]:
    """What a study says of each number: its factor, or ``REST`` for what is not kept."""
    return {name: Vary(group=label if kept is None or label in kept else REST) for name, label in of.items()}
