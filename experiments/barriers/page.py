"""Page: what holds a system back and what first steps recover, as one page with a waterfall."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from experiments.barriers import told
from experiments.barriers.asking import Found
from experiments.barriers.reach import interval
from experiments.figures import COLOURS, folded, new_axes, plain_axes
from experiments.outputs import again, as_json
from experiments.page import figure, page, section, table_of, write
from experiments.words import name, number, text

SHOWN = 6
"""Barriers that a waterfall shows one by one, where there are many: the others stand together."""


def waterfall(found: Found, axes: Any = None, lang: str = "en") -> Any:
    """From the system as it is, barrier by barrier, to a system without any; beside it what first steps recover."""
    from simulation.outcomes import BY_NAME

    taken = told.ranked(found)
    axes = new_axes(2, 1, (11.5, max(5.2, 1.6 + 0.42 * len(taken)))) if axes is None else axes
    left, right = axes
    g, sign = found.group, found.sign
    base = interval(found.base[:, g])
    order = told.held_order(found)
    first = order[: SHOWN if len(order) > SHOWN + 1 else len(order)]
    steps = [(folded(name("barrier", found.players[k], lang), 14 if len(order) == len(first) else 26), interval(found.held[k, :, g])) for k in first]
    if others := order[len(first) :]:
        # shares add up, so what many small ones hold back together is their sum
        steps.append((text("br.others", lang, n=len(others)), interval(found.held[others][:, :, g].sum(axis=0))))
    at = float(base[0])
    labels = [text("br.is", lang)]
    left.bar(0, at, color="0.8", edgecolor="0.2", lw=0.7)
    left.annotate(number(at, lang, 1), (0, at), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=9)
    tops = [at]
    for x, (label, row) in enumerate(steps, 1):
        change = sign * float(row[0])
        good = float(row[0]) >= 0
        left.bar(x, change, bottom=at, color=COLOURS[1] if good else COLOURS[2], hatch="" if good else "//", edgecolor="0.2", lw=0.7)
        left.plot([x, x], [at + sign * float(row[1]), at + sign * float(row[2])], color="black", lw=1.4)
        left.plot([x - 0.4, x + 1.4], [at + change] * 2, color="0.4", lw=0.7, ls=":")
        at += change
        tops += [at, at - change + sign * float(row[1]), at - change + sign * float(row[2])]
        left.annotate(number(change, lang, 2, sign=True), (x, max(at, at - change, at - change + sign * float(row[2]), at - change + sign * float(row[1]))), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=9)
        labels.append(label)
    left.bar(len(steps) + 1, at, color="0.8", edgecolor="0.2", lw=0.7)
    left.annotate(number(at, lang, 1), (len(steps) + 1, at), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=9)
    labels.append(folded(text("br.would", lang), 12))
    left.set_xticks(range(len(labels)), labels, fontsize=8, rotation=30 if len(order) == len(first) else 45, ha="right", rotation_mode="anchor")
    spread = max(tops) - min(tops) or 1.0
    left.set_ylim(max(0.0, min(tops) - 0.6 * spread), max(tops) + 0.18 * spread)
    left.set_ylabel(folded(f"{told.subject(found, lang)} ({BY_NAME[found.asked.outcome].unit})" if BY_NAME[found.asked.outcome].unit == "%" else told.subject(found, lang), 44))
    plain_axes(left, lang, text("br.h.held", lang), "y")
    for y, s in enumerate(taken):
        row = told.gain_of(found, s)
        right.barh(y, float(row[0]), color=COLOURS[3], edgecolor="0.2", lw=0.7, height=0.6)
        right.plot([float(row[1]), float(row[2])], [y, y], color="black", lw=1.4)
    right.axvline(0, color="0.3", lw=0.8)
    right.set_yticks(range(len(taken)), [folded(f"{told.policy_title(found, s, lang)} → {name('barrier', s.barrier, lang)}", 44) for s in taken], fontsize=8)
    right.set_ylim(len(taken) - 0.5, -0.5)
    right.set_xlabel(folded(text("br.gain", lang, unit=told.unit(found, lang)), 44))
    right.grid(axis="x", color="0.9")
    plain_axes(right, lang, text("br.h.reach", lang), "x")
    return axes


def write_page(found: Found, folder: Path, line: str, lang: str = "en") -> Path:
    """Write ``report.html``, ``barriers.json`` and the waterfall as a PNG file."""
    def said(*sentences: str) -> str:
        return "".join(f"<p>{escape(s)}</p>" for s in sentences if s)

    axes, reach, held = waterfall(found, None, lang), told.reach_rows(found, lang), told.held_rows(found, lang)
    see = text("br.see", lang, budget=told.budget(found, lang))
    parts = [
        section(text("br.h.answer", lang), said(*told.answer(found, lang)), figure(see, axes, held, "held-back", lang)),
        section(text("br.h.reach", lang), table_of(reach, lang)),
        section(text("br.h.held", lang), table_of(held, lang)),
        section(text("br.h.groups", lang), table_of(told.group_rows(found, lang), lang)),
    ]
    if found.pairs:
        parts.append(section(text("br.h.pairs", lang), said(text("br.pairs", lang)), table_of(told.pair_rows(found, lang), lang)))
    parts += [section(text("br.h.read", lang), said(*told.reading(found, lang))), again(line, {found.system.name: found.system.digest()}, lang)]
    axes[0].figure.savefig(folder / "waterfall.png", dpi=150, metadata={"Software": None})
    write(folder / "barriers.json", as_json(told.as_json(found)))
    return write(folder / "report.html", page(told.title(found, lang), lang, *parts))
