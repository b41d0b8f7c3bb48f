"""The five community activities by centre: how regularly they were held, beside what a study reported."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments import figures
from experiments.figures import Rows
from experiments.page import figure, section
from experiments.words import number, text

if TYPE_CHECKING:
    from simulation import Record, Scenario

GRADES = {"regular": 1.0, "intermittent": 0.5, "absent": 0.0}
MARKS = {1.0: "+", 0.5: "±", 0.0: "−"}
"""How Table 2 of Arriola-Vigo 2019 writes them."""


def reported(system: Scenario) -> Any:
    """What a study reported of this system's centres, as scores, shape (activities, centres); None if nothing is known.

    The file is found by the system's name, and used only if it speaks of the system's first centres.
    """
    from simulation.outcome import ACTIVITIES
    from simulation.scenario.files import shipped_folder

    path = shipped_folder() / "reported" / f"{system.name}.toml"
    if not path.is_file():
        return None
    told = tomllib.loads(path.read_text(encoding="utf-8")).get("activities")
    if told is None:
        return None
    found = np.full((len(ACTIVITIES), len(system.centres)), np.nan)
    for a, (activity, _, _) in enumerate(ACTIVITIES):
        for c, centre in enumerate(system.centres):
            if centre.id in told[activity]:
                found[a, c] = GRADES[told[activity][centre.id]]
    return None if np.isnan(found).all() else found


def agreement(score: Any, told: Any) -> float:
    """Kendall's tau-b between graded cells and reported ones; NaN where either does not vary."""
    from scipy.stats import kendalltau

    both = np.isfinite(score) & np.isfinite(told)
    return float(kendalltau(score[both], told[both]).statistic) if both.sum() > 1 else float("nan")


def mark(share: float) -> str:
    """The mark of a share of planned sessions that were held."""
    from simulation.outcome import graded

    return "" if np.isnan(share) else MARKS[float(graded(np.array(share)))]


def grid_rows(shares: Any, told: Any, system: Scenario, lang: str) -> Rows:
    """Numbers of ``grid``: one row per activity and centre. ``shares`` has shape (replicates, activities, centres)."""
    from simulation.outcome import ACTIVITIES

    heads = [text(h, lang) for h in ("head.activity", "head.centre", "head.held", "head.held_span", "head.mark", "head.reported")]
    rows: list[list[Any]] = []
    for a, (_, words, _) in enumerate(ACTIVITIES):
        for c, centre in enumerate(system.centres):
            cell = shares[:, a, c]
            low, high = np.quantile(cell, [0.025, 0.975])
            span = f"{number(100 * low, lang, 0)}–{number(100 * high, lang, 0)}" if len(cell) > 1 else ""
            paper = "" if told is None or np.isnan(told[a, c]) else MARKS[float(told[a, c])]
            rows.append([words[lang == "es"], centre.name, round(100 * float(np.median(cell))), span, mark(float(np.median(cell))), paper])
    return heads, rows


def grid(shares: Any, told: Any, system: Scenario, lang: str) -> Any:
    """Activities by centre: the median share held as shade and number, its mark, and the reported mark."""
    from simulation.outcome import ACTIVITIES

    middle = np.median(shares, axis=0)
    ax = figures.new_axes(size=(8.2, 3.6))
    ax.imshow(middle, cmap="Blues", vmin=0, vmax=1.35, aspect="auto")
    for (a, c), share in np.ndenumerate(middle):
        paper = "" if told is None or np.isnan(told[a, c]) else f"   {text('reported', lang)} {MARKS[float(told[a, c])]}"
        ax.text(c, a, f"{number(100 * share, lang, 0)} %  {mark(share)}{paper}", ha="center", va="center", color="white" if share > 0.8 else "black", fontsize=10)
    ax.set_xticks(range(len(system.centres)), [c.name for c in system.centres])
    ax.set_yticks(range(len(ACTIVITIES)), [words[lang == "es"] for _, words, _ in ACTIVITIES])
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    return ax


def activities_in_run(records: Sequence[Record], lang: str) -> str:
    """The section of a run's report; empty for a run that ends before month 24."""
    from simulation.outcome import graded, regularity

    system = records[0].scenario
    shares = np.array([regularity(r) for r in records])
    if not system.centres or np.isnan(shares).any():
        return ""
    told = reported(system)
    said = text("see.activities", lang)
    if told is not None:
        taus = [agreement(graded(s), told) for s in shares]
        said = f"{said} {text('see.activities_tau', lang, tau=number(float(np.nanmedian(taus)), lang, 2), n=len(records))}"
    pictured = figure(said, grid(shares, told, system, lang), grid_rows(shares, told, system, lang), "activities", lang)
    return section(text("h.activities", lang), f"<p>{text('activities.about', lang)}</p>", pictured, new=True)
