"""Page: what policies cost for the health they give, as one page with its figures."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from experiments.cost_figures import FILLS
from experiments.figures import COLOURS, MARKERS, STYLES, folded, new_axes, plain_axes
from experiments.outputs import again, as_json
from experiments.page import figure, page, section, table_of, write
from experiments.wording import payer_name
from experiments.words import NARROW, name, text
from experiments.worth import weighed_told as said_of
from experiments.worth.saying import money
from experiments.worth.weighed import Weighed
from simulation.draws import PAYERS

MILLION = 1e6


def _look(arm: int) -> tuple[str, Any, str]:
    return COLOURS[arm % 7], STYLES[arm % 7], MARKERS[arm % 7]


def plane(found: Weighed, ax: Any = None, lang: str = "en") -> Any:
    """Extra money over DALYs averted: a dot for each draw, the mean of each policy, and the threshold as a line."""
    ax = new_axes(size=(9.5, 5.2)) if ax is None else ax
    means = {s.arm: s for s in found.strategies}
    for arm in range(1, len(found.worlds.arms)):
        colour, _, marker = _look(arm)
        averted, extra = found.points[:, 0, arm - 1], found.points[:, 1, arm - 1] / MILLION
        ax.plot(averted, extra, marker, color=colour, ms=3, alpha=0.4, mew=0)
        ax.plot(means[arm].averted.value, means[arm].extra.value / MILLION, marker, color=colour, mec="black", ms=9, label=folded(found.worlds.title(arm, lang), 34), zorder=4)
    ends = np.array([found.points[:, 0].min(), found.points[:, 0].max()])
    low, high = ax.get_ylim()
    ax.plot(ends, ends * found.threshold.value / MILLION, color="0.3", ls="--", lw=1)
    ax.set_ylim(low, high)
    ax.axhline(0, color="0.5", lw=0.8)
    ax.axvline(0, color="0.5", lw=0.8)
    ax.set_xlabel(text("ce.axis.averted", lang))
    ax.set_ylabel(text("ce.axis.extra", lang, money=money(found.worlds, lang)))
    ax.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return plain_axes(ax, lang, "")


def curves(found: Weighed, ax: Any = None, lang: str = "en") -> Any:
    """Acceptability: how likely each arm is the best; thick where its mean is."""
    ax = new_axes(size=(9.5, 4.6)) if ax is None else ax
    c = found.curve
    for arm in range(len(found.worlds.arms)):
        colour, style, _ = _look(arm)
        ax.plot(c.at, c.share[:, arm], color=colour, ls=style, lw=1.3, label=folded(found.worlds.title(arm, lang), 34))
        ax.plot(c.at, np.where(c.best == arm, c.share[:, arm], np.nan), color=colour, lw=4, alpha=0.5, solid_capstyle="butt", marker="|", ms=4)
    ax.axvline(found.threshold.value, color="0.4", ls="--", lw=0.9)
    ax.set_xlim(0, c.at[-1])
    ax.set_ylim(0, 1)
    ax.set_xlabel(text("vi.axis.wtp", lang, money=money(found.worlds, lang)))
    ax.set_ylabel(text("ce.axis.share", lang))
    ax.grid(axis="y", color="0.9")
    ax.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return plain_axes(ax, lang, "")


def budget(found: Weighed, axes: Any = None, lang: str = "en") -> Any:
    """Extra money of each year, stacked by payer, one pair of axes for each policy."""
    arms = range(1, len(found.worlds.arms))
    columns = min(3, len(arms))
    rows = -(-len(arms) // columns)
    axes = np.atleast_1d(new_axes(columns, rows, (9.5, 0.9 + 2.3 * rows)) if axes is None else axes)
    axes.flat[0].figure.get_layout_engine().set(hspace=0.08, wspace=0.04)
    years = sorted({year for _, _, year in found.impact})
    for ax, arm in zip(axes.flat, arms, strict=False):
        above, below = np.zeros(len(years)), np.zeros(len(years))
        for payer, (colour, hatch) in zip(PAYERS, FILLS, strict=True):
            values = np.array([found.impact[arm, payer, year].value for year in years]) / MILLION
            ax.bar(years, values, bottom=np.where(values >= 0, above, below), color=colour, hatch=hatch, edgecolor="0.2", lw=0.5, width=0.65, label=payer_name(payer, lang))
            above, below = above + np.maximum(values, 0), below + np.minimum(values, 0)
        whole = [found.impact[arm, "all", year] for year in years]
        ax.vlines(years, [m.low / MILLION for m in whole], [m.high / MILLION for m in whole], color="black", lw=1.4)
        ax.axhline(0, color="0.3", lw=0.8)
        ax.set_xticks(years)
        ax.set_xlabel(text("ce.year", lang), fontsize=9)
        plain_axes(ax, lang, folded(found.worlds.title(arm, lang), 36))
        ax.title.set_fontsize(9)
    for ax in axes.flat[len(arms):]:
        ax.set_visible(False)
    axes.flat[0].figure.supylabel(text("axis.money_year", lang, money=money(found.worlds, lang)), fontsize=9)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    axes.flat[0].figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    return axes


def groups(found: Weighed, axes: Any = None, lang: str = "en") -> Any:
    """DALYs averted by group of residents, with intervals, one pair of axes for each policy."""
    arms = range(1, len(found.worlds.arms))
    columns = min(3, len(arms))
    rows = -(-len(arms) // columns)
    axes = np.atleast_1d(new_axes(columns, rows, (9.5, 0.7 + 3.0 * rows)) if axes is None else axes)
    for k, (ax, arm) in enumerate(zip(axes.flat, arms, strict=False)):
        mine = [g for g in found.gains if g.arm == arm and g.dalys is not None]
        for y, g in enumerate(mine):
            if g.dalys is None:
                continue
            colour = "black" if g.group == "everybody" else COLOURS[1 + (y + 1) // 2 % 2]
            ax.plot([g.dalys.low, g.dalys.high], [y, y], color=colour, lw=1.6)
            ax.plot(g.dalys.value, y, MARKERS[(y + 1) % 2], color=colour, mec="black", ms=5)
        ax.axvline(0, color="0.3", lw=0.8)
        ax.set_yticks(range(len(mine)), [folded(name("group", g.group, lang), 26) for g in mine] if k % columns == 0 else [""] * len(mine), fontsize=8)
        ax.set_ylim(len(mine) - 0.5, -0.5)
        ax.grid(axis="x", color="0.9")
        ax.locator_params(axis="x", nbins=4)
        plain_axes(ax, lang, folded(found.worlds.title(arm, lang), 36), "x")
        ax.title.set_fontsize(9)
    for ax in axes.flat[len(arms):]:
        ax.set_visible(False)
    axes.flat[0].figure.supxlabel(text("ce.axis.groups", lang, s=NARROW), fontsize=9)
    return axes


def write_page(found: Weighed, folder: Path, line: str, lang: str = "en") -> Path:
    """Write ``cost-effectiveness.html`` and ``.json``, and the plane and the curve as PNG files."""
    def said(sentences: list[str]) -> str:
        return "".join(f"<p>{escape(s)}</p>" for s in sentences if s)

    rows, over, curve = said_of.strategy_rows(found, lang), plane(found, None, lang), curves(found, None, lang)
    by_group = said_of.group_rows(found, lang)
    parts = [
        section(text("wo.h.answer", lang), said(said_of.answer(found, lang)), table_of(rows, lang)),
        section(text("ce.h.plane", lang), figure(text("ce.see.plane", lang), over, rows, "cost-and-health", lang)),
        section(text("ce.h.curve", lang), figure(text("ce.see.curve", lang), curve, said_of.curve_rows(found, lang), "acceptability", lang)),
        section(text("ce.h.budget", lang), figure(text("ce.see.budget", lang), budget(found, None, lang), said_of.impact_rows(found, lang), "budget-impact", lang)),
        section(text("ce.h.groups", lang), said(said_of.on_groups(found, lang)), figure(text("ce.see.groups", lang), groups(found, None, lang), by_group, "for-whom", lang)),
        section(text("ce.h.paired", lang), said([text("ce.paired", lang)]), table_of(said_of.paired_rows(found, lang), lang)),
        section(text("wo.h.read", lang), said(said_of.reading(found, lang))),
        again(line, {found.worlds.system.name: found.worlds.system.digest()}, lang),
    ]
    over.figure.savefig(folder / "cost-and-health.png", dpi=150, metadata={"Software": None})
    curve.figure.savefig(folder / "acceptability.png", dpi=150, metadata={"Software": None})
    write(folder / "cost-effectiveness.json", as_json(said_of.machine(found)))
    return write(folder / "cost-effectiveness.html", page(said_of.title(found, lang), lang, *parts))
