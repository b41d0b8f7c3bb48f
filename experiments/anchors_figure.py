"""Anchors as a figure and as a page: published ranges and the model's own, each over the published value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from experiments.anchors import WORLDS, Found
from experiments.anchors_page import HEADS, cells, how, of_whom, summed
from experiments.figures import COLOURS, Rows, folded, new_axes
from experiments.page import figure, page, section, table_of, write
from experiments.words import name, number, text
from simulation import Scenario
from simulation.parameters import sources

LEAST, MOST = 1 / 8, 8
"""Ends of the axis, as multiples of the published value; an interval that goes on is cut there."""


def with_range(found: Sequence[Found]) -> list[Found]:
    """Those that have a published range and a figure of the model."""
    return [f for f in found if f.verdict]


def picture(found: Sequence[Found], ax: Any = None, lang: str = "en") -> Any:
    """Bars are published ranges, dots the model's means, lines where 95 % of runs would lie; 1 is the published value."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    chosen = with_range(found)
    ax = new_axes(size=(9.5, 1.6 + 0.42 * len(chosen)), shown=True) if ax is None else ax
    for k, f in enumerate(chosen):
        value = f.anchor.value
        low, high, mean = (max(x / value, LEAST) for x in (f.run_low, f.run_high, f.mean))
        ax.barh(k, (f.anchor.high - f.anchor.low) / value, left=f.anchor.low / value, height=0.62, color="0.85", edgecolor="0.55", lw=0.6)
        inside = f.verdict == "inside"
        ax.plot([low, min(high, MOST)], [k, k], color=COLOURS[1 if inside else 2], lw=1.6, ls="-" if inside else "--")
        ax.plot(min(mean, MOST), k, "o" if inside else "X", ms=7, mfc=COLOURS[1 if inside else 2], mec="black", mew=0.8)
    ax.axvline(1, color="0.3", lw=0.8)
    ax.set_xscale("log", base=2)
    ax.set_xlim(LEAST, MOST)
    ticks = [2.0**k for k in range(round(math.log2(LEAST)), round(math.log2(MOST)) + 1)]
    ax.set_xticks(ticks, [f"{number(t, lang, 0 if t >= 1 else 3).rstrip('0') if t < 1 else number(t, lang, 0)} ×" for t in ticks])
    labels = [f"{f.anchor.what(lang)}, {of_whom(f.anchor, lang)}" for f in chosen]
    ax.set_yticks(range(len(chosen)), [folded(label, 52) for label in labels], fontsize=8)
    ax.set_ylim(len(chosen) - 0.4, -0.6)
    ax.set_xlabel(text("anchors.axis", lang))
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="x", color="0.93")
    handles = [
        Patch(facecolor="0.85", edgecolor="0.55", label=text("anchors.key range", lang)),
        Line2D([], [], marker="o", color=COLOURS[1], mec="black", label=text("anchors.key inside", lang)),
        Line2D([], [], marker="X", ls="--", color=COLOURS[2], mec="black", label=text("anchors.key outside", lang)),
    ]
    ax.figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    return ax


def numbers(found: Sequence[Found], lang: str = "en") -> Rows:
    """Numbers of the figure: published value and range, the model's mean and interval."""
    heads = [text("anchors.id", lang), text("anchors.published", lang), *(f"{text('anchors.published', lang)}, {text(e, lang)}" for e in ("low end", "high end"))]
    heads += [text("anchors.model", lang), *(f"{text('anchors.model', lang)}, {text(e, lang)}" for e in ("low end", "high end"))]
    return heads, [[f.anchor.id, f.anchor.value, f.anchor.low, f.anchor.high, f.mean, f.run_low, f.run_high] for f in with_range(found)]


def write_page(system: Scenario, found: Sequence[Found], path: Path, line: str, lang: str = "en", **about: Any) -> Path:
    """Write the anchors as one HTML page: figure, tables by world with notes, sources, and how to do it again."""
    from experiments.outputs import again

    title = text("anchors.title", lang, system=system.title(lang))
    parts = [section(title, f"<p>{how(lang, **about)}</p><p>{text('anchors.rule', lang)}</p>")] if not with_range(found) else [section(
        text("anchors.glance", lang), f"<p>{how(lang, **about)}</p>",
        figure(summed(found, lang), picture(found, new_axes(size=(9.5, 1.6 + 0.42 * len(with_range(found)))), lang), numbers(found, lang), "anchors", lang),
        f"<p>{text('anchors.rule', lang)}</p>",
    )]
    heads = [text(f"anchors.{h}", lang) for h in (*HEADS, "note")]
    for world in WORLDS:
        chosen = [f for f in found if f.anchor.world == world]
        if chosen:
            rows: list[list[Any]] = [[*cells(f, lang), f.anchor.note(lang)] for f in chosen]
            parts.append(section(text(f"world.{world}", lang, weeks=WORLDS[world]), table_of((heads, rows), lang)))
    cited = sorted({f.anchor.source for f in found})
    told: list[list[Any]] = [[k, sources()[k]["citation"], name("mark", sources()[k]["mark"], lang)] for k in cited]
    heads = [text("anchors.source", lang), text("list.citation", lang), text("list.mark", lang)]
    parts += [section(text("anchors.sources", lang), table_of((heads, told), lang)), again(line, {system.name: system.digest()}, lang)]
    return write(path, page(title, lang, *parts))
