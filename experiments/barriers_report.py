"""The parts of a run's report on barriers: how often each was met, as the run counted it, and what staff would say.

What is counted of people and centres comes from the record; what only somebody who looked on can know (hours without
credit, how many have but a vague idea of the model) from the diaries behind the interviews.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments import figures
from experiments.diaries import BARRIERS
from experiments.figures import COLOURS, Rows, folded
from experiments.interviews import OFTEN, Interviews
from experiments.interviews_page import activities, thinned
from experiments.page import figure, section, table_of
from experiments.wording import level, span
from experiments.words import name, number, percent, text

if TYPE_CHECKING:
    from simulation import Record

YEAR = 52
MOST_CENTRES = 6
"""Of more centres only the sum is shown."""
COLUMNS = 2
HATCHES = ("", "//", "..", "\\\\", "xx", "--")
Of = Callable[["Record", "Interviews | None", int | None], float]
"""(record, interviews or None, centre or None for all) -> a number; NaN where it is not known."""


@dataclass(frozen=True)
class Met:
    """One way in which a barrier is met: its barrier, its unit, and how it is read."""

    name: str
    barrier: str
    unit: str
    of: Of


def a_year(*counts: str, over: float = 1.0) -> Of:
    """Counts of centres, added up, a year."""
    return lambda r, _, c: float(sum(r.centre_count(n, c).sum() for n in counts) * YEAR / r.weeks / over)


def _part(top: str, bottom: str) -> Of:
    def of(r: Record, _: Interviews | None, c: int | None) -> float:
        below = float(r.centre_count(bottom, c).sum())
        return 100 * float(r.centre_count(top, c).sum()) / below if below else math.nan

    return of


def _premature(r: Record, _: Interviews | None, c: int | None) -> float:
    districts = [d.id for d in r.scenario.districts]
    served = districts if c is None else r.scenario.centres[c].serves
    return float(sum(r.people_count("premature_referrals", district=districts.index(d)).sum() for d in served) * YEAR / r.weeks)


def _not_held(r: Record, _: Interviews | None, c: int | None) -> float:
    from simulation.outcome import ACTIVITIES

    kinds = [k for _, _, every in ACTIVITIES for k in every]
    return float(sum((r.centre_count(f"planned_{k}", c) - r.centre_count(f"held_{k}", c)).sum() for k in kinds) * YEAR / r.weeks)


def _seen(which: str) -> Of:
    def of(_: Record, told: Interviews | None, c: int | None) -> float:
        return math.nan if told is None else float(getattr(told, which)[-1 if c is None else c])

    return of


MET = (
    Met("turned_away", "resources", "people", a_year("turned_away")),
    Met("cancelled", "resources", "visits", a_year("visits_cancelled")),
    Met("pocket", "resources", "money", a_year("cents_pocket", over=100)),
    Met("vague", "knowledge", "%", _seen("vague")),
    Met("outside", "catchment", "%", _part("from_outside", "in_care")),
    Met("refused", "stigma", "visits", a_year("visits_refused")),
    Met("premature", "stigma", "people", _premature),
    Met("uncredited", "productivity", "hours", _seen("lost")),
    Met("cut", "productivity", "money", a_year("cents_pay_cut", over=100)),
    Met("not_held", "together", "sessions", _not_held),
    Met("missed", "together", "appointments", lambda r, _, c: float((r.centre_count("booked", c) - r.centre_count("attended", c)).sum() * YEAR / r.weeks)),
)
"""What is counted of each barrier; the last two have many causes."""


@dataclass(frozen=True)
class Counted:
    """One way of meeting a barrier with its values, shape (replicates, centres shown + 1); the last is all centres."""

    met: Met
    values: NDArray[np.float64]


def counted(records: Sequence[Record], told: Sequence[Interviews | None]) -> list[Counted]:
    """Every way in which a barrier was met that is known of these runs."""
    system = records[0].scenario
    places: list[int | None] = [*range(len(system.centres))] if len(system.centres) <= MOST_CENTRES else []
    places.append(None)
    asked = told or [None] * len(records)
    found = [Counted(m, np.array([[m.of(r, t, c) for c in places] for r, t in zip(records, asked, strict=True)])) for m in MET]
    return [f for f in found if np.isfinite(f.values[:, -1]).all()]


def unit_of(met: Met, record: Record, lang: str) -> str:
    """The unit of what was met, with the currency where it is money."""
    system = record.scenario
    return text(f"met.unit.{met.unit}", lang, money=text("money", lang, currency=system.currency, year=system.price_year))


def places_of(record: Record, found: Sequence[Counted], lang: str) -> list[str]:
    """Names of the columns of ``Counted``: centres, then all of them."""
    centres = [c.name for c in record.scenario.centres]
    return [*(centres if found[0].values.shape[1] > 1 else []), text("met.system", lang)]


def _told(values: NDArray[np.float64], lang: str, unit: str = "") -> str:
    mean, low, high = level(values, unit)
    if not math.isfinite(low):
        return number(mean, lang, 0 if mean >= 10 or mean == 0 else 1)
    decimals = 0 if mean >= 10 or mean == 0 else 1
    return f"{number(mean, lang, decimals)} ({span(low, high, lang, decimals)})"


def met_table(record: Record, found: Sequence[Counted], lang: str) -> Rows:
    """What was met, by centre and in all, as people read it: means, and intervals over several runs."""
    heads = [text("talk.barrier", lang), text("met.what", lang), text("head.unit", lang), *places_of(record, found, lang)]
    rows = [
        [name("barrier", f.met.barrier, lang), name("met", f.met.name, lang), unit_of(f.met, record, lang), *(_told(v, lang, f.met.unit) for v in f.values.T)]
        for f in found
    ]
    return heads, rows


def met_rows(record: Record, found: Sequence[Counted], lang: str) -> Rows:
    """Numbers of ``picture``: one row per bar."""
    ends = [text(k, lang) for k in ("mean", "low end", "high end")]
    heads = [text("talk.barrier", lang), text("met.what", lang), text("head.unit", lang), text("head.centre", lang), *ends]
    rows: list[list[Any]] = []
    for f in found:
        for place, values in zip(places_of(record, found, lang), f.values.T, strict=True):
            rows.append([name("barrier", f.met.barrier, lang), name("met", f.met.name, lang), unit_of(f.met, record, lang), place, *level(values, f.met.unit)])
    return heads, rows


def picture(record: Record, found: Sequence[Counted], lang: str = "en") -> Any:
    """Horizontal bars by centre, one pair of axes per way of meeting a barrier, each with its own unit."""
    shown = places_of(record, found, lang)
    bars = shown[:-1] or shown
    lines = math.ceil(len(found) / COLUMNS)
    axes = np.ravel(figures.new_axes(COLUMNS, lines, (9.5, lines * (1.25 + 0.26 * len(bars)))))
    groups = [*BARRIERS, "together"]
    for k, ax in enumerate(axes):
        if k >= len(found):
            ax.set_visible(False)
            continue
        f = found[k]
        which = groups.index(f.met.barrier)
        levels = np.array([level(v, f.met.unit) for v in f.values.T])[: len(bars)]
        y = np.arange(len(bars))
        ax.barh(y, levels[:, 0], color=COLOURS[1 + which], alpha=0.75, hatch=HATCHES[which], edgecolor="0.2", lw=0.6, height=0.66)
        if np.isfinite(levels[:, 1]).any():
            ax.hlines(y, levels[:, 1], levels[:, 2], color="black", lw=1.3)
        most = np.nanmax(np.where(np.isfinite(levels), levels, 0))
        for at, (mean, _, high) in enumerate(levels):
            end = high if math.isfinite(high) else mean
            ax.annotate(number(mean, lang, 0 if mean >= 10 or mean == 0 else 1), (end, at), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
        ax.set_xlim(0, 1.18 * most if most > 0 else 1)
        ax.set_yticks(y, bars, fontsize=8)
        ax.set_ylim(len(bars) - 0.5, -0.5)
        ax.set_xlabel(unit_of(f.met, record, lang), fontsize=8)
        ax.locator_params(axis="x", nbins=5)
        ax.tick_params(axis="x", labelsize=8)
        ax.tick_params(axis="y", length=0, labelleft=k % COLUMNS == 0)
        figures.plain_axes(ax, lang, folded(f"{name('barrier', f.met.barrier, lang)}: {name('met', f.met.name, lang)}", 52), "x")
        ax.title.set_fontsize(9)
    return axes


def barriers_in_run(records: Sequence[Record], told: Sequence[Interviews | None], lang: str) -> str:
    """How often each barrier was met; empty for a place without centres."""
    first = records[0]
    if not first.scenario.centres:
        return ""
    found = counted(records, told)
    see = text("met.see", lang) + (f" {text('met.lines', lang, n=len(records))}" if len(records) > 1 else "")
    pictured = figure(see, picture(first, found, lang), met_rows(first, found, lang), "barriers", lang)
    return section(text("h.met", lang), f"<p>{escape(text('met.about', lang))}</p>", table_of(met_table(first, found, lang), lang, "met"), pictured, new=True)


def spoken_rows(record: Record, told: Sequence[Interviews], lang: str) -> Rows:
    """Percent of respondents who speak of each barrier: clinicians, policy-makers, clinicians of each centre."""
    roles = [i.shares("role") for i in told]
    centres = [i.shares("centre") for i in told]
    makers = any("policy-makers" in r["resources"] for r in roles)
    shown = [(c.id, c.name) for c in record.scenario.centres] if len(record.scenario.centres) <= MOST_CENTRES else []
    heads = [text("talk.barrier", lang), f"{text('talk.clinicians', lang)} (%)", *([f"{text('talk.makers', lang)} (%)"] if makers else []), *(f"{n} (%)" for _, n in shown)]

    def cell(shares: Sequence[dict[str, dict[str, float]]], barrier: str, group: str) -> str:
        return _told(np.array([100 * s[barrier].get(group, math.nan) for s in shares]), lang, "%")

    rows = [
        [name("barrier", b, lang), cell(roles, b, "clinicians"), *([cell(roles, b, "policy-makers")] if makers else []), *(cell(centres, b, c) for c, _ in shown)]
        for b in BARRIERS
    ]
    return heads, rows


def said_in_run(records: Sequence[Record], told: Sequence[Interviews | None], lang: str) -> str:
    """What staff and policy-makers would say; empty where nobody was asked."""
    every = [t for t in told if t is not None and t.respondents]
    if not every:
        return ""
    first, many = records[0], len(every) > 1
    runs = text("talk.report_runs", lang, n=len(every)) if many else ""
    said = [text("talk.simulated", lang), text("talk.report", lang, runs=runs)]
    said += [text("talk.borrowed", lang)] if not every[0].plan.own else []
    users = every[0].plan.users
    notes = [text("talk.rule", lang, often=percent(OFTEN, lang)), *thinned(first, lang), *([] if users is None else [users(lang)])]
    pieces = ["".join(f"<p>{escape(s)}</p>" for s in said), table_of(spoken_rows(first, every, lang), lang)]
    if not many and np.isfinite(every[0].table()).any():
        head, rows, marks = activities(first, every[0], lang)
        pieces += [f"<h3>{escape(head)}</h3>", table_of(rows, lang), "".join(f'<p class="small">{escape(m)}</p>' for m in marks)]
    return section(text("talk.h.report", lang), *pieces, "".join(f'<p class="small">{escape(n)}</p>' for n in notes), new=True)
