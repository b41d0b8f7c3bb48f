"""Interviews of accompanied users as tables: who was asked, Table 3 as they tell it, confidants, the two reports."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.accompanied import NOTICED, STRONG, AccompaniedInterviews, Heard
from experiments.figures import Rows
from experiments.histories import TOPICS
from experiments.spoken import Part, counted, interview_line, middle, provenance
from experiments.words import NARROW, brief, listed, name, number, percent, text
from simulation.people.peers import CONFIDANTS, MECHANISMS

if TYPE_CHECKING:
    from simulation import Record


def title_of(record: Record, lang: str) -> str:
    """The title of the page."""
    return text("pair.title", lang, system=record.scenario.title(lang))


def how(record: Record, told: AccompaniedInterviews, lang: str) -> list[str]:
    """What these answers are, who gives them, and what they rest on."""
    exact, near, empty = told.matches()
    policies = listed([p.title(lang) for p in record.scenario.policies], lang) or text("baseline", lang)
    share = f"{brief(100 * record.scale, lang)}{NARROW}%"
    said = [
        text("talk.simulated", lang),
        text("pair.how", lang, policies=policies, weeks=record.weeks, share=share, seed=record.root, asked=len(told.heard), wanted=told.plan.count,
             pool=told.pool, least=told.plan.least_weeks, all=told.accompanied, refused=told.refused, of=told.plan.of),
        text("pair.fit", lang, exact=exact, near=near, other=len(told.heard) - exact - near, empty=empty),
        text("pair.rule", lang, noticed=percent(NOTICED, lang), strong=number(STRONG, lang, 1)),
        text("pair.two", lang),
    ]
    return [*said, text("talk.one", lang)]


def who(told: AccompaniedInterviews, lang: str) -> Rows:
    """Kinds of respondents of the study, and who answers in their place."""
    rows = []
    for kind in dict.fromkeys(told.plan.kinds):
        here = [h for h in told.heard if h.wanted == kind]
        label = f"{name('sex', kind.sex, lang)}, {kind.ages[0]}–{kind.ages[1]}, {name('disorder', kind.disorder, lang)}"
        others = [f"{name('sex', h.sex, lang)}, {h.age}, {name('disorder', h.disorder, lang)}" for h in here if not h.as_wanted]
        rows.append([label, str(kind.count), str(sum(h.as_wanted for h in here)), "; ".join(others)])
    return [text(k, lang) for k in ("pair.kind", "pair.in_study", "pair.as_wanted", "pair.instead")], rows


def table_three(told: AccompaniedInterviews, lang: str) -> Rows:
    """Mechanisms as respondents tell of them, of the peer and of the pair, beside what the study reports."""
    heads = [text(k, lang) for k in ("pair.mechanism", "pair.of_peer", "pair.of_pair", "pair.often", "pair.everybody", "pair.says")]
    rows = []
    for m in MECHANISMS:
        if m == "liminal":
            both = [counted([sign * h.worth > 0 for h in told.heard], lang) for sign in (1, -1)]
            everybody = [percent(_share([sign * h.worth > 0 for h in told.all_heard]), lang) for sign in (1, -1)]
            cells = [text("pair.signs", lang, plus=both[0], minus=both[1]), "", "", text("pair.signs", lang, plus=everybody[0], minus=everybody[1])]
        else:
            cells = [counted([h.notices(m, report) for h in told.heard], lang) for report in ("peer", "pair")]
            cells += [middle([100 * h.of_peer[m] for h in told.heard], lang, 0), percent(_share([h.notices(m) for h in told.all_heard]), lang)]
        rows.append([name("mechanism", m, lang), *cells, told.plan.says[m](lang) if m in told.plan.says else ""])
    return heads, rows


def _share(told: Sequence[bool]) -> float:
    return float(np.mean(told)) if told else math.nan


PERCEIVED: dict[str, Callable[[Heard], bool]] = {
    "strong_peer": lambda h: h.strong(), "strong_pair": lambda h: h.strong("pair"),
    "hope": lambda h: h.story > 0, "pity": lambda h: h.story <= 0, "no_story": lambda h: math.isnan(h.story),
    "bridge": lambda h: h.worth > 0, "patient": lambda h: h.worth < 0,
}
"""What respondents perceive, beside the mechanisms."""


def perceived(told: AccompaniedInterviews, lang: str) -> Rows:
    """Bonds, what the peer's story did, how the peer's place is seen: how many say so."""
    rows = [
        [text(f"pair.{key}", lang, strong=number(STRONG, lang, 1)), counted([of(h) for h in told.heard], lang), percent(_share([of(h) for h in told.all_heard]), lang)]
        for key, of in PERCEIVED.items()
    ]
    return [text("pair.perceived", lang), text("pair.say", lang), text("pair.everybody", lang)], rows


def matters(told: AccompaniedInterviews, lang: str) -> Rows:
    """To whom matters of daily life, and what weighs most, were taken."""
    heads = [text("pair.confidant", lang)]
    columns: list[list[str]] = []
    for topic in TOPICS:
        heads += [text(f"pair.{topic}", lang), text("pair.of_matters", lang)]
        every = [h for h in told.heard if h.mostly(topic)]
        total = sum(h.matters[topic, w] for h in every for w in CONFIDANTS)
        columns.append([counted([h.mostly(topic) == w for h in every], lang) for w in CONFIDANTS])
        columns.append([percent(sum(h.matters[topic, w] for h in every) / total if total else math.nan, lang) for w in CONFIDANTS])
    return heads, [[name("confidant", w, lang), *(c[k] for c in columns)] for k, w in enumerate(CONFIDANTS)]


def reports(told: AccompaniedInterviews, lang: str) -> Rows:
    """What the peer is credited with when users tell of the pair, against what the peer did: means over everybody who met both."""
    both = [h for h in told.all_heard if h.peer and h.worker]
    rows = []
    for m in MECHANISMS[:-1]:
        own, mixed = (100 * float(np.mean([getattr(h, of)[m] for h in both])) if both else math.nan for of in ("of_peer", "of_pair"))
        rows.append([name("mechanism", m, lang), number(own, lang, 0), number(mixed, lang, 0), number(mixed - own, lang, 0, sign=True)])
    return [text(k, lang) for k in ("pair.mechanism", "pair.apart", "pair.mixed", "pair.bias")], rows


def each(told: AccompaniedInterviews, lang: str) -> Rows:
    """One row per respondent."""
    heads = [text(k, lang) for k in ("talk.who", "talk.weeks", "pair.contacts")]
    heads += [name("mechanism", m, lang) + " (%)" for m in MECHANISMS[:-1]] + [text(k, lang) for k in ("pair.bonds", "pair.story", "pair.place")]
    rows = []
    for h in told.heard:
        story = "" if math.isnan(h.story) else text("pair.gave_hope" if h.story > 0 else "pair.gave_pity", lang)
        place = text("pair.is_bridge" if h.worth > 0 else "pair.is_patient", lang) if h.worth else ""
        shares = ["" if math.isnan(h.of_peer[m]) else number(100 * h.of_peer[m], lang, 0) for m in MECHANISMS[:-1]]
        label = f"{name('sex', h.sex, lang)}, {h.age}, {name('disorder', h.disorder, lang)}"
        rows.append([label, str(h.weeks), f"{h.peer} + {h.worker}", *shares, f"{number(h.bond, lang)} + {number(h.worker_bond, lang)}", story, place])
    return heads, rows


def parts(record: Record, told: AccompaniedInterviews, lang: str) -> Iterator[Part]:
    """All tables, in order."""
    yield text("pair.h.three", lang), table_three(told, lang), [text("pair.three", lang), text("pair.liminal", lang)]
    yield text("pair.h.perceived", lang), perceived(told, lang), [text("pair.told", lang)]
    yield text("pair.h.matters", lang), matters(told, lang), [text("pair.matters", lang)]
    yield text("pair.h.reports", lang), reports(told, lang), [text("pair.reports", lang)]
    yield text("pair.h.who", lang), who(told, lang), []
    yield text("talk.h.each", lang), each(told, lang), [text("pair.each", lang)]


def line_of(record: Record) -> str:
    """The line that gives the same answers again."""
    return interview_line(record)


def as_json(record: Record, told: AccompaniedInterviews) -> dict[str, Any]:
    """The interviews for machines: English codes, null for what nobody can answer."""

    def plain(x: float) -> float | None:
        return float(f"{x:.6g}") if math.isfinite(x) else None

    rows = [
        {
            "sex": h.sex, "age": h.age, "disorder": h.disorder, "as_wanted": h.as_wanted, "weeks": h.weeks, "contacts": {"peer": h.peer, "worker": h.worker},
            "bond": {"peer": plain(h.bond), "worker": plain(h.worker_bond)}, "hope_with_the_story": plain(h.story),
            "worth_of_the_peers_place": plain(h.worth), "share_of_contacts": {"peer": {m: plain(v) for m, v in h.of_peer.items()}, "pair": {m: plain(v) for m, v in h.of_pair.items()}},
            "speaks_of": {r: [m for m in MECHANISMS[:-1] if h.notices(m, r)] for r in ("peer", "pair")},
            "matters": {t: {w: h.matters[t, w] for w in CONFIDANTS} for t in TOPICS},
        }
        for h in told.heard
    ]
    return {
        "provenance": provenance(record, line_of(record)), "simulated": True, "wanted": told.plan.count, "accompanied": told.accompanied,
        "did_not_want_the_peer": told.refused, "could_be_asked": told.pool, "respondents": rows,
    }


def write_page(record: Record, told: AccompaniedInterviews, path: Path, lang: str = "en") -> Path:
    """Write the interviews as one HTML page."""
    from experiments.spoken import write_parts

    return write_parts(record, title_of(record, lang), how(record, told, lang), parts(record, told, lang), line_of(record), path, lang)


def as_text(record: Record, told: AccompaniedInterviews, lang: str = "en", width: int | None = None) -> str:
    """The interviews as ``minga interview`` prints them."""
    from experiments.spoken import text_of

    return text_of(title_of(record, lang), how(record, told, lang), parts(record, told, lang), width)
