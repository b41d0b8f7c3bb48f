"""Told: what information would be worth, in words, as a table, as JSON, and as a page with its figures."""

from __future__ import annotations

import math
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from experiments.figures import COLOURS, Rows, folded, new_axes, plain_axes
from experiments.outputs import again, as_json
from experiments.page import figure, page, section, table_of, write
from experiments.terminal import paragraph, table, width_of_terminal
from experiments.wording import encodable
from experiments.words import WORDS, brief, name, number, percent, text
from experiments.worth.information import Worth
from experiments.worth.informed import OWN, SHOWN, Informed, Line
from experiments.worth.regression import KNOTS
from experiments.worth.saying import ends, money, on_runs, on_threshold, per, rounded, told

MILLION = 1e6
MOST_LUCK = 0.5


def label_of(found: Informed, line: Line, lang: str) -> str:
    """How an input or group is called in a sentence."""
    by, own = found.reading.by, found.worlds.own
    if by == "parameter" and line.label in own:
        return text("vi.own", lang, policy=own[line.label].policy.title(lang), n=own[line.label].step + 1)
    if line.label == OWN:
        return text("vi.own.all", lang)
    if by == "parameter":
        return f"{found.worlds.system.values[line.label].meaning(lang)} ({line.label})"
    if by == "process":
        from simulation.week import WEEK

        return f"{next(p.sentence(lang) for p in WEEK if p.name == line.label).rstrip('.')} ({line.label})"
    kind = "badge" if by == "grade" else "barrier" if f"barrier.{line.label}" in WORDS else "factor"
    return name(kind, line.label, lang)


def title(found: Informed, lang: str) -> str:
    """The question."""
    return text("vi.title", lang, system=found.worlds.system.title(lang))


def _about(found: Informed, worth: Worth, lang: str) -> dict[str, str]:
    share = worth.value / found.perfect.value if found.perfect.value > 0 else math.nan
    return {
        "value": told(worth.value * found.times, lang), "span": ends(worth.low * found.times, worth.high * found.times, lang), "money": money(found.worlds, lang),
        "share": percent(min(share, 1.0), lang), "dalys": told(worth.value * found.times / found.threshold.value, lang),
    }


def years(found: Informed, lang: str) -> str:
    """For how long the decision stands."""
    return text("vi.year", lang) if found.years == 1 else text("vi.years", lang, n=brief(found.years, lang))


def answer(found: Informed, lang: str) -> list[str]:
    """The answer in sentences; the first two can stand alone."""
    arm, share = found.today
    about = _about(found, found.perfect, lang)
    said = [
        text("vi.today", lang, per=per(found.worlds, found.threshold.value, lang), arm=found.worlds.title(arm, lang), share=percent(share, lang)),
        text("vi.perfect", lang, population=number(found.population, lang, 0), years=years(found, lang), **{k: about[k] for k in ("value", "span", "money", "dalys")}),
    ]
    if found.perfect.low <= 0:
        said.append(text("vi.perfect.none", lang))
    top, by = found.lines[0], found.reading.by
    about = {"label": label_of(found, top, lang), **_about(found, top.worth, lang)}
    if by == "parameter":
        named = sum(value > found.floor for _, value in found.every) if found.perfect.low > 0 else 0
        key = "vi.one" if named else "vi.none"
        said.append(text(key, lang, n=len(found.every), named=named, floor=told(found.floor * found.times, lang), **about))
    else:
        said.append(text("vi.group" if top.told else "vi.group.none", lang, by=name("by", by, lang), **about))
    if found.reading.cost is not None:
        items = [text("vi.cost.item", lang, label=text("vi.all", lang), verdict=text(f"vi.cost.{found.verdict(found.perfect)}", lang))]
        items += [text("vi.cost.item", lang, label=label_of(found, line, lang), verdict=text(f"vi.cost.{found.verdict(line.worth)}", lang)) for line in found.lines[:3]]
        said.append(text("vi.cost", lang, cost=told(found.reading.cost, lang), money=money(found.worlds, lang), items="; ".join(items)))
    return said


def on_luck(found: Informed, lang: str) -> str:
    """How much is luck."""
    told_of = text("vi.luck", lang, one=percent(found.one, lang), mean=percent(found.mean, lang), lucks=found.worlds.asked.lucks)
    return f"{told_of} {text('vi.luck.most', lang)}" if found.mean > MOST_LUCK else told_of


def reading(found: Informed, lang: str) -> list[str]:
    """How to read it, and how it was made."""
    said = [text("vi.method", lang, knots=KNOTS), text("vi.not_added", lang), on_luck(found, lang), on_threshold(found.worlds, found.threshold, lang)]
    if found.times != 1:
        said.append(text("vi.scaled", lang, weeks=found.worlds.asked.weeks, years=years(found, lang), population=number(found.population, lang, 0)))
    return [*said, *on_runs(found.worlds, found.reading.payer, lang)]


def badges(found: Informed, line: Line, lang: str) -> str:
    """What the inputs of a line rest on."""
    grades = [found.worlds.grade(n) for n in line.members]
    every = dict.fromkeys(g for g in ("here", "elsewhere", "judged", "yours") if g in grades)
    return name("badge", grades[0], lang) if len(every) == 1 else ", ".join(f"{name('badge', g, lang)} {grades.count(g)}" for g in every)


def worth_rows(found: Informed, lang: str) -> Rows:
    """Everything, then inputs or groups: worth with its interval, in DALYs, its part of everything, whether told from nothing."""
    heads = [text("vi.input", lang), text("vi.n", lang), text("vi.rests", lang), text("vi.value", lang, money=money(found.worlds, lang)), text("wo.low", lang), text("wo.high", lang),
             text("vi.dalys", lang), text("vi.share", lang), text("vi.told", lang)]
    cost = found.reading.cost
    heads += [] if cost is None else [text("vi.verdict", lang, cost=told(cost, lang))]
    every = Line(text("vi.all", lang), tuple(n for names in found.worlds.inputs for n in names), found.perfect, found.perfect.is_sure(1))
    rows: list[list[Any]] = []
    for line in (every, *found.lines):
        w, share = line.worth, line.worth.value / found.perfect.value if found.perfect.value > 0 else math.nan
        rows.append([
            line.label if line is every else label_of(found, line, lang), len(line.members), badges(found, line, lang),
            *(rounded(float(x * found.times)) for x in (w.value, w.low, w.high)), rounded(float(w.value * found.times / found.threshold.value)), rounded(100 * min(share, 1.0)),
            text("vi.yes" if line.told else "vi.no", lang), *([] if cost is None else [text(f"vi.cost.{found.verdict(w)}", lang)]),
        ])
    return heads, rows


def bars(found: Informed, ax: Any = None, lang: str = "en") -> Any:
    """What everything and each input or group is worth, with intervals, and the best of as many that do nothing."""
    lines = [(text("vi.all", lang), found.perfect), *((label_of(found, line, lang).removesuffix(f" ({line.label})"), line.worth) for line in found.lines[:SHOWN])]
    ax = new_axes(size=(9, 1.6 + 0.5 * len(lines))) if ax is None else ax
    times = found.times / MILLION
    for y, (_, w) in enumerate(lines):
        ax.barh(y, w.value * times, color="0.8" if y == 0 else COLOURS[1], edgecolor="0.2", lw=0.7, height=0.6)
        ax.plot([w.low * times, w.high * times], [y, y], color="black", lw=1.4)
    if found.floor:
        ax.axvline(found.floor * times, color=COLOURS[2], ls="--", label=text("vi.floor", lang))
        ax.legend(frameon=False, fontsize=9, loc="lower right")
    ax.set_yticks(range(len(lines)), [folded(label[:1].upper() + label[1:], 46) for label, _ in lines], fontsize=8)
    ax.set_ylim(len(lines) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.set_axisbelow(True)
    ax.set_xlabel(text("vi.axis", lang, money=money(found.worlds, lang)))
    ax.grid(axis="x", color="0.9")
    return plain_axes(ax, lang, "", "x")


def curve(found: Informed, ax: Any = None, lang: str = "en") -> Any:
    """The value of knowing everything, over what a DALY averted is worth."""
    ax = new_axes(size=(7.5, 3.8)) if ax is None else ax
    ax.plot(found.curve.at, found.curve.perfect * found.times / MILLION, color=COLOURS[1], lw=2)
    ax.axvline(found.threshold.value, color="0.4", ls="--", lw=0.9)
    ax.set_xlim(0, found.curve.at[-1])
    ax.set_ylim(bottom=0)
    ax.set_xlabel(text("vi.axis.wtp", lang, money=money(found.worlds, lang)))
    ax.set_ylabel(folded(text("vi.axis.perfect", lang, money=money(found.worlds, lang)), 34))
    ax.grid(axis="y", color="0.9")
    return plain_axes(ax, lang, "")


def curve_rows(found: Informed, lang: str) -> Rows:
    """Numbers of ``curve``."""
    heads = [text("vi.axis.wtp", lang, money=money(found.worlds, lang)), text("vi.value", lang, money=money(found.worlds, lang))]
    return heads, [[float(a), float(p * found.times)] for a, p in zip(found.curve.at, found.curve.perfect, strict=True)]


def as_text(found: Informed, lang: str = "en", width: int | None = None) -> str:
    """The answer for a terminal."""
    width = width or width_of_terminal()
    heads, rows = worth_rows(found, lang)
    more = max(0, len(rows) - 1 - SHOWN)
    shown = [[row[0], told(row[3], lang), ends(row[4], row[5], lang), told(row[6], lang), brief(round(row[7], 1), lang), *row[8:]] for row in rows[: 1 + SHOWN]]
    body = table([heads[0], heads[3], text("wo.ci", lang), heads[6], heads[7], *heads[8:]], shown, width)
    after = [*([text("vi.more", lang, n=more)] if more else []), on_luck(found, lang), on_threshold(found.worlds, found.threshold, lang), *on_runs(found.worlds, found.reading.payer, lang)]
    return encodable("\n\n".join([paragraph(" ".join(answer(found, lang)), width=width), body, *(paragraph(s, width=width) for s in after)]))


def machine(found: Informed) -> dict[str, Any]:
    """The answer for machines; money at full size for ``years`` and ``population``."""
    from simulation.ground.cache import source_hash

    worlds, how = found.worlds, found.reading

    def plain(x: float) -> float | None:
        return float(f"{float(x):.6g}") if math.isfinite(float(x)) else None

    def three(w: Worth) -> list[float | None]:
        return [plain(x * found.times) for x in (w.value, w.low, w.high)]

    return {
        "question": {**worlds.asked.about_runs(), "by": how.by, "payer": how.payer, "research_cost": how.cost, "years": plain(found.years), "population": found.population},
        "model": source_hash(), "answer": answer(found, "en"),
        "threshold": {"per_daly": plain(found.threshold.value), "gdp_per_head": plain(found.threshold.head) or None, "multiple": plain(found.threshold.multiple) or None},
        "discount": dict(zip(("costs", "health"), map(plain, worlds.rates), strict=True)), "currency": worlds.system.currency, "price_year": worlds.system.price_year,
        "arms": list(worlds.arms), "today": {"arm": worlds.arms[found.today[0]], "best_in_share_of_draws": plain(found.today[1])},
        "perfect_information": three(found.perfect), "perfect_information_dalys": plain(found.perfect.value * found.times / found.threshold.value),
        "perfect_information_verdict": found.verdict(found.perfect) if how.cost is not None else None,
        "partial": [
            {"of": line.label, "inputs": list(line.members), "worth": three(line.worth), "told_from_nothing": line.told, "verdict": found.verdict(line.worth) if how.cost is not None else None}
            for line in found.lines
        ],
        "best_of_nothing": plain(found.floor * found.times) if found.every else None, "singly": [[n, plain(x * found.times)] for n, x in found.every],
        "luck": {"one_run": plain(found.one), "mean_over_lucks": plain(found.mean), "lucks": worlds.asked.lucks},
        "by_threshold": [[plain(a), plain(p * found.times)] for a, p in zip(found.curve.at, found.curve.perfect, strict=True)],
        "draws": len(worlds.values), "runs": worlds.runs, "left_out": [{"policy": p, "because": why} for p, why in worlds.left_out],
    }


def write_page(found: Informed, folder: Path, line: str, lang: str = "en") -> Path:
    """Write ``value-of-information.html`` and ``.json``, and the main figure as a PNG file."""
    def said(sentences: list[str]) -> str:
        return "".join(f"<p>{escape(s)}</p>" for s in sentences if s)

    rows, axes = worth_rows(found, lang), bars(found, None, lang)
    parts = [
        section(text("wo.h.answer", lang), said(answer(found, lang))),
        section(text("vi.h.research", lang), figure(text("vi.see", lang), axes, rows, "worth-knowing", lang), table_of(rows, lang)),
        section(text("vi.see.curve", lang), figure(text("vi.see.curve", lang), curve(found, None, lang), curve_rows(found, lang), "perfect-information", lang)),
        section(text("wo.h.read", lang), said(reading(found, lang))),
        again(line, {found.worlds.system.name: found.worlds.system.digest()}, lang),
    ]
    np.ravel(axes)[0].figure.savefig(folder / "value-of-information.png", dpi=150, metadata={"Software": None})
    write(folder / "value-of-information.json", as_json(machine(found)))
    return write(folder / "value-of-information.html", page(title(found, lang), lang, *parts))
