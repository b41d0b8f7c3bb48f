"""Page: a sensitivity analysis as one page to read, and its figures."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from experiments.figures import COLOURS, MARKERS, STYLES, Rows, folded, new_axes, plain_axes
from experiments.outputs import again, as_json
from experiments.page import figure, page, section, table_of, write
from experiments.plan import Plan
from experiments.sensitivity import told
from experiments.sensitivity.asking import MOST_NOISE, Found, of_study
from experiments.wording import unit_of
from experiments.words import text
from simulation import InputError

SHOWN = 15


def short(found: Found, factor: str, lang: str, width: int = 44) -> str:
    """A factor's label, broken into lines."""
    said = told.label(found, factor, lang).removesuffix(f" ({factor})")
    return folded(said[0].upper() + said[1:], width)


def shares_rows(found: Found, lang: str = "en") -> Rows:
    """Numbers of ``shares``: factor, badges, first and total with their intervals, total with luck in it."""
    def ends(what: str) -> list[str]:
        said = text(f"sa.{what}", lang)
        return [said, text("sa.low", lang, what=said), text("sa.high", lang, what=said)]

    heads = [text("sa.factor", lang), text("sa.badge", lang), *ends("first"), *ends("total"), text("sa.raw", lang)]
    s = found.shares
    pawn = found.check
    heads += [text("sa.pawn", lang)] if pawn else []
    rows: list[list[Any]] = []
    for k in s.order():
        line: list[Any] = [told.label(found, s.names[k], lang), told.badges(found, s.names[k], lang), *map(float, s.first[k]), *map(float, s.total[k]), float(s.raw[k])]
        if pawn:
            line.append(float(pawn.size[pawn.names.index(s.names[k])]) if s.names[k] in pawn.names else "")
        rows.append(line)
    return heads, rows


def shares(found: Found, ax: Any = None, lang: str = "en") -> Any:
    """First and total shares of every factor, with 95 % intervals."""
    s = found.shares
    ax = new_axes(size=(8.2, 1.6 + 0.62 * len(s.names))) if ax is None else ax
    for y, k in enumerate(s.order()):
        for row, shift, which in ((s.total[k], -0.14, 1), (s.first[k], 0.14, 2)):
            ax.plot(row[1:], [y + shift] * 2, color=COLOURS[which], lw=2.2, ls=("-", "-", "--")[which], solid_capstyle="butt")
            ax.plot(row[0], y + shift, MARKERS[which - 1], color=COLOURS[which], mec="black", ms=7, label=text(("sa.total", "sa.first")[which - 1], lang) if y == 0 else None)
    ax.axvline(0, color="0.4", lw=0.8)
    ax.set_xlim(min(-0.05, float(s.first[:, 1].min())), max(1.0, float(s.total[:, 2].max())))
    ax.set_yticks(range(len(s.names)), [short(found, s.names[k], lang) for k in s.order()])
    ax.set_ylim(len(s.names) - 0.5, -0.5)
    ax.set_xlabel(text("sa.axis", lang))
    ax.grid(axis="x", color="0.9")
    ax.legend(frameon=False, fontsize=9, loc="lower right")
    return plain_axes(ax, lang, "", "x")


def settling(found: Found, ax: Any = None, lang: str = "en") -> Any:
    """Totals with a quarter, a half and all of the base samples; intervals at the end."""
    s = found.shares
    ax = new_axes(size=(7.5, 3.8)) if ax is None else ax
    at = np.array([n for n, _, _ in s.halves], float)
    for c, k in enumerate(s.order()[:7]):
        ax.plot(at, [t[k] for _, _, t in s.halves], color=COLOURS[c], ls=STYLES[c], marker=MARKERS[c], label=short(found, s.names[k], lang, 34))
        ax.plot([at[-1] * (1.02 + 0.012 * c)] * 2, s.total[k, 1:], color=COLOURS[c], lw=1.6)
    ax.set_xscale("log", base=2)
    ax.set_xticks(at, [f"{n:.0f}" for n in at], minor=False)
    ax.set_xlabel(text("sa.axis.points", lang))
    ax.set_ylabel(text("sa.total", lang))
    ax.grid(axis="y", color="0.9")
    ax.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return plain_axes(ax, lang, "", "y")


def settling_rows(found: Found, lang: str = "en") -> Rows:
    """Numbers of ``settling``."""
    s = found.shares
    heads = [text("sa.factor", lang), *(f"{text('sa.axis.points', lang)}: {n}" for n, _, _ in s.halves)]
    return heads, [[told.label(found, s.names[k], lang), *(float(t[k]) for _, _, t in s.halves)] for k in s.order()]


def screening(found: Found, ax: Any = None, lang: str = "en") -> Any:
    """The largest elementary effects, and what luck alone would give."""
    from simulation.outcomes import BY_NAME

    screen = found.screen
    assert screen is not None
    order = screen.order()[:SHOWN]
    ax = new_axes(size=(8.2, 1.4 + 0.42 * len(order))) if ax is None else ax
    y = np.arange(len(order))
    ax.barh(y, screen.size[order], xerr=screen.half[order], color=COLOURS[6], edgecolor="0.2", lw=0.6, ecolor="black", capsize=2)
    ax.axvline(screen.floor, color=COLOURS[2], ls="--", label=text("sa.floor", lang))
    ax.set_yticks(y, [short(found, screen.names[k], lang, 52) for k in order], fontsize=8)
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.set_xlim(left=0)
    unit = unit_of(BY_NAME[found.asked.outcome].unit, found.system, lang, difference=True)
    ax.set_xlabel(text("sa.axis.effect", lang, unit=unit))
    ax.legend(frameon=False, fontsize=9, loc="lower right")
    return plain_axes(ax, lang, "", "x")


def screening_rows(found: Found, lang: str = "en") -> Rows:
    """Numbers of ``screening``, of all factors."""
    screen = found.screen
    assert screen is not None
    what = text("sa.effect", lang)
    heads = [text("sa.factor", lang), text("sa.meaning", lang), what, "± 95 %"]
    return heads, [[screen.names[k], told.label(found, screen.names[k], lang).removesuffix(f" ({screen.names[k]})"), float(screen.size[k]), float(screen.half[k])] for k in screen.order()]


def section_of(plan: Plan, lang: str) -> str:
    """What a study's first headline hangs on, as a part of its report; or why that cannot be said."""
    from experiments.study_report import headlines

    head = text("sa.h.hangs", lang)
    try:
        found = of_study(plan, headlines(plan)[0], "everybody", "", MOST_NOISE, lambda _: None)
    except InputError as error:
        return section(head, f"<p>{escape(text('sa.cannot', lang, why=str(error)))}</p>")
    said = [*told.answer(found, lang), told.on_noise(found, lang), told.on_settled(found, lang), told.reading(lang)]
    return section(head, "".join(f"<p>{escape(s)}</p>" for s in said), figure(text("sa.see", lang), shares(found, None, lang), shares_rows(found, lang), "shares", lang))


def write_page(found: Found, folder: Path, line: str, lang: str = "en") -> Path:
    """Write ``report.html``, ``sensitivity.json`` and the main figure as a PNG file."""
    def said(*sentences: str) -> str:
        return "".join(f"<p>{escape(s)}</p>" for s in sentences if s)

    rows, axes = shares_rows(found, lang), shares(found, None, lang)
    parts = [
        section(text("sa.h.answer", lang), said(*told.answer(found, lang)), figure(text("sa.see", lang), axes, rows, "shares", lang), table_of(rows, lang)),
        section(text("sa.h.how", lang), said(told.reading(lang), told.on_runs(found, lang))),
        section(text("sa.h.noise", lang), said(told.on_noise(found, lang))),
        section(text("sa.h.settled", lang), said(told.on_settled(found, lang)), figure(text("sa.see.settled", lang), settling(found, None, lang), settling_rows(found, lang), "settling", lang)),
    ]
    if found.screen is not None:
        see = figure(text("sa.see.screen", lang), screening(found, None, lang), _first(screening_rows(found, lang)), "screening", lang)
        parts.append(section(text("sa.h.screen", lang), said(told.on_screen(found, lang)), see))
    if found.check is not None:
        parts.append(section(text("sa.h.check", lang), said(*told.on_check(found, lang))))
    parts.append(again(line, {found.system.name: found.system.digest()}, lang))
    axes.figure.savefig(folder / "shares.png", dpi=150, metadata={"Software": None})
    write(folder / "sensitivity.json", as_json(told.as_json(found)))
    return write(folder / "report.html", page(told.title(found, lang), lang, *parts))


def _first(rows: Rows, many: int = 60) -> Rows:
    return rows[0], rows[1][:many]
