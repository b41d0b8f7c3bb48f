"""All declarations gathered, and the views made from them.

There is no second list anywhere: docs tables, scenario validation, JSON Schema, sensitivity problems and
sliders all come from here, and a test counts that every number is in each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from simulation.ground.parameter import Declaration, filled
from simulation.ground.process import Process
from simulation.tables import shipped_rows


@lru_cache(maxsize=1)
def declared() -> dict[str, Declaration]:
    """Name -> declaration of every number (and form) of the model, in the order of the week.

    Prices are those of the shipped table that lists show (soles of 2023); a system has its own.
    """
    from simulation.week import WEEK

    return declared_in(WEEK)


def declared_in(processes: Iterable[Process]) -> dict[str, Declaration]:
    """Name -> declaration of every number of these processes."""
    return filled({d.name: d for process in processes for d in process.declarations()}, shipped_rows())


@lru_cache(maxsize=1)
def sources() -> dict[str, dict[str, str]]:
    """Key -> citation, where in it the figure stands, and whether it was read there."""
    text = files("simulation").joinpath("sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def table(declarations: Mapping[str, Declaration] | None = None, lang: str = "en") -> str:
    """A Markdown table of parameters with value, range, unit, kind, grade, source and meaning."""
    rows = ["| name | value | range | unit | kind | rests on | source | meaning |", "|---|---|---|---|---|---|---|---|"]
    for d in (declarations or declared()).values():
        value = d.value if isinstance(d.value, str) else f"{d.value:g}"
        span = ", ".join(d.choices) if d.choices else ("" if d.kind == "fixed" else f"{d.low:g} to {d.high:g}")
        rows.append(
            f"| `{d.name}` | {value} | {span} | {d.unit} | {d.kind} | {d.grade} | {d.source} | {d.meaning(lang)} |"
        )
    return "\n".join(rows)


def uncertain(declarations: Mapping[str, Declaration] | None = None) -> list[Declaration]:
    """What is varied in every analysis."""
    return [d for d in (declarations or declared()).values() if d.choices or (d.kind == "uncertain" and d.low < d.high)]


def problem(declarations: Mapping[str, Declaration] | None = None) -> dict[str, Any]:
    """The uncertain parameters as SALib takes them: names and bounds; forms as 0 … number of choices."""
    chosen = uncertain(declarations)
    return {
        "num_vars": len(chosen),
        "names": [d.name for d in chosen],
        "bounds": [[0.0, float(len(d.choices))] if d.choices else [d.low, d.high] for d in chosen],
    }


def sliders(declarations: Mapping[str, Declaration] | None = None, lang: str = "en") -> list[dict[str, Any]]:
    """What a slider needs to know of each lever and each uncertain number."""
    return [
        {
            "name": d.name, "label": d.meaning(lang), "value": d.value, "low": d.low, "high": d.high,
            "unit": d.unit, "scope": d.scope, "grade": d.grade, "source": d.source, "choices": list(d.choices),
        }
        for d in (declarations or declared()).values()
        if d.kind != "fixed"
    ]
