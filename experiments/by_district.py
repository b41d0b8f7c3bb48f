"""By district: outcomes of each district's residents, and the paired difference that a policy makes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures import Rows, estimate_rows
from experiments.paired import paired
from experiments.wording import level, unit_of
from experiments.words import text
from simulation import Record
from simulation.outcomes import BY_NAME

if TYPE_CHECKING:
    from experiments.compare import Comparison, Estimate
    from simulation import Scenario

MAPPED = ("in_care", "at_centre", "ill", "recovery", "crises")
"""Outcomes that are kept by district: all are counts of residents."""


def of_district(record: Record, row: int) -> Record:
    """The record of one district's residents; what belongs to centres stays everybody's."""
    return replace(record, tally=record.tally[..., [row]])


def of_districts(record: Record) -> NDArray[np.float64]:
    """The mapped outcomes over a run, shape (len(MAPPED), districts); NaN where there is nobody to measure."""
    each = [of_district(record, row) for row in range(record.tally.shape[3])]
    return np.array([[BY_NAME[o].over_run(r, "everybody") for r in each] for o in MAPPED], float).reshape(len(MAPPED), len(each))


def estimate(comparison: Comparison, arm: int, outcome: str, district: int) -> Estimate:
    """The difference that an arm makes in one district, with both intervals."""
    about, at = BY_NAME[outcome], MAPPED.index(outcome)
    return paired(comparison, arm, lambda answer: answer.districts[:, at, district], outcome, about.unit, about.better)


def values_of(every: Sequence[Any], outcome: str) -> NDArray[np.float64]:
    """An outcome by district and replicate, from what ``of_districts`` gave in each, shape (replicates, districts)."""
    return np.array([found[MAPPED.index(outcome)] for found in every])


def people_of(scenario: Scenario) -> list[int]:
    """Residents of every district, as the scenario says."""
    return [sum(z.population for z in scenario.zones if z.district == d.id) for d in scenario.districts]


def level_rows(scenario: Scenario, every: Sequence[Any], lang: str = "en") -> Rows:
    """Numbers of the map of a run: a line per district, each outcome with the interval over replicates if there are several."""
    many = len(every) > 1
    heads = [text("map.district", lang), text("map.people", lang)]
    for o in MAPPED:
        label = f"{BY_NAME[o].label(lang)} ({unit_of(BY_NAME[o].unit, scenario, lang)})"
        heads += [label, *(f"{label}, {text(end, lang)}" for end in ("low end", "high end") if many)]
    rows: list[list[Any]] = []
    for k, (district, people) in enumerate(zip(scenario.districts, people_of(scenario), strict=True)):
        numbers: list[float] = []
        for o in MAPPED:
            mean, low, high = level(values_of(every, o)[:, k], BY_NAME[o].unit)
            numbers += [mean, low, high] if many else [mean]
        rows.append([f"{district.id}: {district.name}", people, *numbers])
    return heads, rows


def difference_rows(comparison: Comparison, arm: int, lang: str = "en") -> Rows:
    """Numbers of the map of a comparison: a line per district and outcome, with both intervals."""
    scenario = comparison.question.baseline
    found = [
        (f"{d.id}: {BY_NAME[o].label(lang)} ({unit_of(BY_NAME[o].unit, scenario, lang)})", estimate(comparison, arm, o, k))
        for o in MAPPED for k, d in enumerate(scenario.districts)
    ]
    return estimate_rows(found, lang, "map.district")
