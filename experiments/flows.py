"""Flows: who goes where between places of care, as a matrix with its numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures import Rows, estimate_rows, new_axes
from experiments.paired import paired
from experiments.wording import level, quoted
from experiments.words import name, number, text
from simulation import Record
from simulation.people.codes import CARES

if TYPE_CHECKING:
    from experiments.compare import Comparison, Estimate

YEAR = 52
SIZE = (11.0, 6.8)
"""Inches in which ten places can be read."""
HANDED = ("handovers", "handover_losses")
"""Counts of a record beside the matrix: hand-overs, and those of them in which the person never arrives."""
Matrix = NDArray[np.float64]


def of_flows(record: Record) -> Matrix:
    """People a year who went from one place of care (rows) to another (columns), mean over the horizon.

    Shape (CARES + 1, CARES); the last row has the hand-overs and those lost in its first two cells.
    """
    found = np.zeros((len(CARES) + 1, len(CARES)))
    if record.weeks:
        found[:-1] = np.asarray(record.flows, float).sum(axis=0) * YEAR / record.weeks
        for k, count in enumerate(HANDED):
            found[-1, k] = float(record.people_count(count).sum()) * YEAR / record.weeks
    return found


def used(matrix: Matrix) -> list[int]:
    """Places from or to which anybody goes, in the order of the codes."""
    moved = np.asarray(matrix)[: len(CARES)] != 0
    return [k for k in range(len(CARES)) if moved[k].any() or moved[:, k].any()]


def flow_rows(every: Sequence[Matrix], lang: str = "en") -> Rows:
    """Numbers of the matrix: a line per flow, the largest first, with the interval over replicates if there are several."""
    many, mean = len(every) > 1, np.mean(every, axis=0)
    heads = [text("flow.way", lang), text("flow.people", lang)]
    heads += [f"{text('flow.people', lang)}, {text(end, lang)}" for end in ("low end", "high end") if many]
    pairs = sorted(((i, j) for i in range(len(CARES)) for j in range(len(CARES)) if mean[i, j] > 0), key=lambda p: -mean[p])
    rows: list[list[Any]] = []
    for i, j in pairs:
        values = level([m[i, j] for m in every])
        rows.append([_way(i, j, lang), *(values if many else values[:1])])
    for k, label in enumerate(("flow.handovers", "flow.losses")):
        values = level([m[-1, k] for m in every])
        rows.append([text(label, lang), *(values if many else values[:1])])
    return heads, rows


def _way(i: int, j: int, lang: str) -> str:
    return f"{name('care', CARES[i], lang)} → {name('care', CARES[j], lang)}"


def flow_estimate(comparison: Comparison, arm: int, i: int, j: int) -> Estimate:
    """The difference that an arm makes in one flow, with both intervals."""
    return paired(comparison, arm, lambda answer: answer.flows[:, i, j], f"{CARES[i]} to {CARES[j]}", "persons a year")


def difference_rows(comparison: Comparison, arm: int, lang: str = "en") -> Rows:
    """Numbers of the matrix of differences: a line per flow of either world, the largest difference first."""
    mean = np.mean([np.abs(a.flows[[0, arm]]).sum(axis=0) for a in comparison.answers], axis=0)
    found = [(i, j, flow_estimate(comparison, arm, i, j)) for i in range(len(CARES)) for j in range(len(CARES)) if mean[i, j] > 0]
    found.sort(key=lambda f: -abs(f[2].difference))
    told = [(_way(i, j, lang), e) for i, j, e in found]
    for k, label in enumerate(("flow.handovers", "flow.losses")):
        told.append((text(label, lang), paired(comparison, arm, lambda a, k=k: a.flows[:, -1, k], HANDED[k], "persons a year")))  # type: ignore[misc]
    heads, rows = estimate_rows(told, lang, "flow.way")
    return heads[:-1], [row[:-1] for row in rows]


def flow_matrix(matrix: Matrix, ax: Any = None, lang: str = "en") -> Any:
    """A matrix with numbers: rows are where people come from, columns where they go, shaded by size (logarithmic)."""
    from matplotlib.colors import LogNorm

    matrix = np.asarray(matrix)[: len(CARES)]
    places = used(matrix)
    shown = matrix[np.ix_(places, places)]
    ax = new_axes(size=SIZE, shown=True) if ax is None else ax
    top = max(shown.max(initial=0), 10.0)
    picture = _cells(ax, np.where(shown >= 1, shown, np.nan), "cividis_r", LogNorm(1, top))
    for r, c in zip(*np.nonzero(shown), strict=True):
        dark = math.log(max(shown[r, c], 1)) > 0.55 * math.log(top)
        ax.text(c, r, number(shown[r, c], lang, 0 if shown[r, c] >= 10 else 1), ha="center", va="center", fontsize=9, color="white" if dark else "black")
    return _axes(ax, places, picture, text("flow.people", lang), lang, shown)


def difference_matrix(comparison: Comparison, arm: int, ax: Any = None, lang: str = "en") -> Any:
    """The same for the difference that an arm makes: two colours, bold where the quoted interval is off zero."""
    from matplotlib.colors import SymLogNorm

    flows = np.array([np.abs(a.flows[[0, arm]]).sum(axis=0) for a in comparison.answers]).sum(axis=0)
    places = used(flows)
    ax = new_axes(size=SIZE, shown=True) if ax is None else ax
    found = {(r, c): flow_estimate(comparison, arm, i, j) for r, i in enumerate(places) for c, j in enumerate(places) if flows[i, j] > 0}
    shown = np.full((len(places), len(places)), np.nan)
    for cell, e in found.items():
        shown[cell] = e.difference
    top = max(float(np.nanmax(np.abs(shown))) if found else 1.0, 10.0)
    picture = _cells(ax, shown, "PuOr_r", SymLogNorm(1.0, vmin=-top, vmax=top))
    for (r, c), e in found.items():
        low, high = quoted(e)
        size = math.log1p(abs(e.difference)) / math.log1p(top)
        said = number(e.difference, lang, 0 if abs(e.difference) >= 10 else 1, sign=True)
        ax.text(c, r, said, ha="center", va="center", fontsize=9, color="white" if size > 0.75 else "black",
                fontweight="bold" if low > 0 or high < 0 else "normal")
    return _axes(ax, places, picture, text("flow.difference", lang), lang)


def _cells(ax: Any, shown: Any, colours: str, norm: Any) -> Any:
    """Shaded cells, drawn as shapes rather than as an image, the first row on top."""
    edges = np.arange(len(shown) + 1) - 0.5
    picture = ax.pcolormesh(edges, edges, np.ma.masked_invalid(shown), cmap=colours, norm=norm)
    ax.invert_yaxis()
    return picture


def _axes(ax: Any, places: list[int], picture: Any, label: str, lang: str, totals: Any = None) -> Any:
    """Labels, a grid between cells, the diagonal struck out (nobody goes where they are), totals, the key."""
    from experiments.figures import folded

    whole = [name("care", CARES[k], lang) for k in places]
    names = [folded(n, 14) for n in whole]
    went = [] if totals is None else [f"{n}\n({number(t, lang, 0)})" for n, t in zip(names, totals.sum(axis=0), strict=True)]
    came = whole if totals is None else [f"{n} ({number(t, lang, 0)})" for n, t in zip(whole, totals.sum(axis=1), strict=True)]
    ax.set_xticks(range(len(places)), went or names, fontsize=8 if len(places) < 9 else 7 if len(places) < 11 else 6.5)
    ax.set_yticks(range(len(places)), came, fontsize=8)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel(text("flow.to", lang))
    ax.set_ylabel(text("flow.from", lang))
    for k in range(len(places) + 1):
        ax.axhline(k - 0.5, color="0.85", lw=0.6)
        ax.axvline(k - 0.5, color="0.85", lw=0.6)
    for k in range(len(places)):
        ax.plot([k - 0.5, k + 0.5], [k - 0.5, k + 0.5], color="0.8", lw=0.8)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    bar = ax.figure.colorbar(picture, ax=ax, shrink=0.7, pad=0.02)
    bar.solids.set(rasterized=False, edgecolor="face")
    bar.set_label(label)
    bar.ax.yaxis.set_major_formatter(lambda v, _: number(v, lang, 0))
    return ax
