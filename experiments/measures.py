"""Measures: what a run says about a published figure, one registered function each.

A measure takes the record of a run, and the numbers that an anchor file gives it, and returns one number; NaN
if the run cannot say. Most anchors need no new function: ``counts`` divides any count of a record by any
other. To add one, write a function here under ``@measure`` and name it in ``scenarios/anchors/``; what needs
to see the community week by week names a watcher (``experiments.watching``) as well.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.watching import PsychosisRelapse, UntreatedRemission, Watcher
from simulation import Record
from simulation.outcomes import BY_NAME, YEAR, last_year
from simulation.people.tallies import CENTRE, PEOPLE


@dataclass(frozen=True)
class Measure:
    """A registered measure: ``read`` is called with the record, the watcher if there is one, and its arguments."""

    name: str
    read: Callable[..., float]
    watcher: type[Watcher] | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """Name -> default of what an anchor may give it; ``inspect.Parameter.empty`` where it must."""
        own = list(inspect.signature(self.read).parameters.values())[2 if self.watcher else 1 :]
        return {p.name: p.default for p in own}


MEASURES: dict[str, Measure] = {}
"""Name -> measure."""


def measure(watcher: type[Watcher] | None = None) -> Callable[[Callable[..., float]], Callable[..., float]]:
    """Register a function under its own name."""

    def registered(function: Callable[..., float]) -> Callable[..., float]:
        if function.__name__ in MEASURES:
            raise ValueError(f"there is a measure {function.__name__!r} already")
        MEASURES[function.__name__] = Measure(function.__name__, function, watcher)
        return function

    return registered


def total(record: Record, names: Sequence[str], centres: Sequence[str] = (), districts: Sequence[str] = ()) -> float:
    """Counts of people or centres added up over the last year, of some places (all if none is named)."""
    found = 0.0
    for name in names:
        if name in PEOPLE:
            rows: list[int | None] = [record.scenario.places("district").index(d) for d in districts]
            found += sum(float(last_year(record.people_count(name, district=row)).sum()) for row in rows or [None])
        else:
            rows = [record.scenario.places("centre").index(c) for c in centres]
            found += sum(float(last_year(record.centre_count(name, row)).sum()) for row in rows or [None])
    return found


def known_counts() -> list[str]:
    """Names that ``counts`` can add up."""
    return [*PEOPLE, *CENTRE]


@measure()
def counts(
    record: Record, over: Sequence[str], under: Sequence[str], centres: Sequence[str] = (), districts: Sequence[str] = (),
    factor: float = 1.0,
) -> float:
    """Factor x the counts ``over`` / the counts ``under``, over the last year."""
    below = total(record, under, centres, districts)
    return factor * total(record, over, centres, districts) / below if below > 0 else float("nan")


@measure()
def per_centre_year(record: Record, count: str, centres: Sequence[str] = ()) -> float:
    """A count of centres in the last year, mean over those of them that are open in it all."""
    first = record.weeks - min(record.weeks, YEAR)
    chosen = [c.id for c in record.scenario.centres if c.opens <= first and c.id in (centres or [c.id])]
    if not chosen or record.weeks < YEAR:
        return float("nan")
    return total(record, [count], chosen) / len(chosen)


@measure()
def outcome(record: Record, name: str, factor: float = 1.0, group: str = "everybody") -> float:
    """Factor x an outcome over the run."""
    return factor * BY_NAME[name].over_run(record, group)


@measure(watcher=UntreatedRemission)
def remission_without_help(record: Record, watcher: UntreatedRemission) -> float:
    """Share in remission within 52 weeks of falling ill with a common disorder, as long as no help was sought."""
    return watcher.share_by(YEAR)


@measure(watcher=PsychosisRelapse)
def relapse_of_psychosis(record: Record, watcher: PsychosisRelapse, weeks: int = YEAR) -> float:
    """Share ill again within so many weeks of a remission from a psychosis, whatever the treatment."""
    return watcher.share_by(weeks)


def problem_with_arguments(name: str, given: dict[str, Any], places: dict[str, list[str]]) -> tuple[str, str, str] | None:
    """(argument, found, allowed) of the first argument of an anchor's measure that cannot be used.

    ``places`` has the ids of the system's "centres" and "districts".
    """
    allowed = MEASURES[name].arguments
    for key, default in allowed.items():
        if default is inspect.Parameter.empty and key not in given:
            return key, "nothing", f"a value: {name} needs it"
    among = {"over": known_counts(), "under": known_counts(), "count": list(CENTRE), "name": list(BY_NAME), **places}
    for key, value in given.items():
        if key not in allowed:
            return key, "an unknown key", f"one of {', '.join(allowed) or 'none'}"
        if key in among:
            wrong = [v for v in (value if isinstance(value, list) else [value]) if v not in among[key]]
            if wrong or (key in ("over", "under", "centres", "districts")) != isinstance(value, list):
                return key, str(wrong[0] if wrong else value), f"names of {key}: {', '.join(among[key][:8])}, …"
        elif key == "group":
            from simulation.people.codes import POPULATION_GROUPS

            if value not in POPULATION_GROUPS:
                return key, str(value), f"one of {', '.join(POPULATION_GROUPS)}"
        elif isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
            return key, str(value), "a number"
    return None
