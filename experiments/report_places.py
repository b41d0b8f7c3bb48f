"""The parts of a report that say where and along which ways: maps of districts, flows between places of care."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments import by_district, figures, flows
from experiments.maps import map_of
from experiments.page import figure, section
from experiments.wording import level, quoted, title_of, unit_of
from experiments.words import name, number, percent, text
from simulation.outcomes import BY_NAME

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from simulation import Record, Scenario

SHADED = "in_care"
"""The outcome by which districts are shaded; the table beside the map has the others."""


def _opened(system: Scenario, lang: str) -> dict[str, str]:
    return {s.centre.id: text("map.new", lang) for p in system.policies for s in p.steps if s.centre is not None}


def _called(lang: str) -> str:
    return name("axis", SHADED, lang)


def where_in_run(records: Sequence[Record], lang: str) -> str:
    """The map of a run, with its numbers."""
    system = records[0].scenario
    every = [by_district.of_districts(r) for r in records]
    values = [level(v, BY_NAME[SHADED].unit)[0] for v in by_district.values_of(every, SHADED).T]
    axes = map_of(system, values, _called(lang), lang, opened=_opened(system, lang))
    label = BY_NAME[SHADED].label(lang)
    pictured = figure(text("see.map_run", lang, label=label), axes, by_district.level_rows(system, every, lang), "map", lang)
    return section(text("h.map", lang), pictured, new=True)


def flows_in_run(records: Sequence[Record], lang: str) -> str:
    """The matrix of flows of a run, with its numbers."""
    every = [flows.of_flows(r) for r in records]
    return section(text("h.flows", lang), _matrix(every, lang), new=True)


def _matrix(every: Sequence[Any], lang: str) -> str:
    mean = np.mean(every, axis=0)
    handed, lost = float(mean[-1, 0]), float(mean[-1, 1])
    title = text("see.flows_none", lang)
    if handed > 0:
        title = text("see.flows", lang, handed=number(handed, lang, 0), lost=number(lost, lang, 0), share=percent(lost / handed, lang))
    axes = flows.flow_matrix(mean, figures.new_axes(size=flows.SIZE), lang)
    return figure(title, axes, flows.flow_rows(every, lang), "flows", lang)


def where_compared(comparison: Comparison, lang: str) -> str:
    """The map of the system as it is, and one of differences for every arm."""
    system = comparison.question.baseline
    every = [a.districts[0] for a in comparison.answers]
    values = np.nanmean(by_district.values_of(every, SHADED), axis=0)
    label = _called(lang)
    pieces = [figure(
        text("see.map_base", lang, label=BY_NAME[SHADED].label(lang)), map_of(system, values.tolist(), label, lang),
        by_district.level_rows(system, every, lang), "map-baseline", lang,
    )]
    for arm in range(1, len(comparison.arms)):
        lived = comparison.question.arms[arm - 1]
        found = [by_district.estimate(comparison, arm, SHADED, k) for k in range(len(system.districts))]
        off = [k for k, e in enumerate(found) if (q := quoted(e)) and (q[0] > 0 or q[1] < 0)]
        said = text("see.map_off", lang, items=", ".join(system.districts[k].id for k in off)) if off else text("see.map_none", lang)
        unit = unit_of(found[0].unit, system, lang, difference=True)
        axes = map_of(
            lived, [e.difference for e in found], text("axis.difference", lang, unit=f"{label}, {unit}"), lang, signed=True, decimals=2,
            opened=_opened(lived, lang), bold=off,
        )
        title = text("see.map", lang, title=title_of(comparison, arm, lang), label=label, off=said)
        pieces.append(figure(title, axes, by_district.difference_rows(comparison, arm, lang), f"map-{comparison.arms[arm]}", lang))
    return section(text("h.map", lang), *pieces, new=True)


def flows_compared(comparison: Comparison, lang: str) -> str:
    """The matrix of flows of the system as it is, and one of differences for every arm."""
    pieces = [_matrix([a.flows[0] for a in comparison.answers], lang)]
    for arm in range(1, len(comparison.arms)):
        axes = flows.difference_matrix(comparison, arm, figures.new_axes(size=flows.SIZE), lang)
        title = text("see.flows_arm", lang, title=title_of(comparison, arm, lang))
        pieces.append(figure(title, axes, flows.difference_rows(comparison, arm, lang), f"flows-{comparison.arms[arm]}", lang))
    return section(text("h.flows", lang), *pieces, new=True)
