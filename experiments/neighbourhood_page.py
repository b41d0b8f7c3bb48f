"""Focus groups of a neighbourhood as tables: what groups share, who says it, who came, what they lived through."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.figures import Rows
from experiments.neighbourhood_answers import KINDS, OBSTACLES, SUBJECTS, VALUED
from experiments.neighbourhood_groups import NeighbourhoodGroups
from experiments.spoken import Part, interval_of, interview_line, middle, provenance, text_of, write_parts
from experiments.words import NARROW, brief, listed, name, number, text

if TYPE_CHECKING:
    from simulation import Record

Told = Sequence[tuple["Record", NeighbourhoodGroups]]
"""Replicates, in their order."""
SHOWN = (*VALUED, *OBSTACLES, "no_effect", "no_change", "met")
TOLD: dict[str, tuple[tuple[str, int], ...]] = {
    "peer": (("talks", 0), ("came_of_talks", 0), ("outside", 0), ("asked_outside", 0), ("contacts", 0)), "clinician": (("arranged", 0), ("needed", 0)),
    "practice": (("sent", 0), ("seen_by_peer", 0), ("wait_peer", 1), ("wait_clinician", 1)), "user": (("peer_contacts", 0), ("matters", 0), ("calls", 0), ("trust", 2)),
    "relative": (("burden", 2),), "organiser": (("noticed", 2), ("talks_here", 0), ("asked_here", 0)),
}
"""What each kind tells of, with decimals."""


def asked_of(subject: str) -> tuple[str, ...]:
    """The kinds whose answers a row counts: of having met anybody, residents in no care alone, since the others are there for it."""
    return ("resident",) if subject == "met" else KINDS


def mean_of(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean and its 95 % t interval over replicates, of what is known."""
    from experiments.patterns.rules import interval

    return interval([v for v in values if math.isfinite(v)])


def ranged(values: Sequence[float], lang: str, decimals: int, low: float = -math.inf, high: float = math.inf) -> str:
    """A mean with its interval, which ends where the numbers do."""
    mean, least, most = mean_of(values)
    if not math.isfinite(mean):
        return text("focus.not_asked", lang)
    if not math.isfinite(least) or least == most:  # one replicate, or the same in all: no spread to take an interval of
        return number(mean, lang, decimals)
    ends = text("to", lang, low=number(max(least, low), lang, decimals), high=number(min(most, high), lang, decimals))
    return f"{number(mean, lang, decimals)} ({ends})"


def title_of(told: Told, lang: str) -> str:
    """The title of the page."""
    return text("groups.title", lang, system=told[0][0].scenario.title(lang))


def how(told: Told, lang: str) -> list[str]:
    """What these answers are and what they rest on."""
    record, first = told[0]
    plan, system = first.plan, record.scenario
    policies = listed([p.title(lang) for p in (*system.story, *system.policies)], lang) or text("baseline", lang)
    said = [
        text("talk.simulated", lang),
        text(
            "groups.how", lang, policies=policies, weeks=record.weeks, share=f"{brief(100 * record.scale, lang)}{NARROW}%", seed=record.root, n=len(told),
            groups=plan.groups, invited=plan.invited, asked=first.invited, came=len(first.voices), sizes=", ".join(map(str, first.sizes())),
        ),
        text("groups.rule", lang), text("groups.drawn" if len(told) > 1 else "talk.one", lang), text("groups.missing", lang),
    ]
    if not any(g.count("collaboration")[1] for _, g in told):
        said.append(text("groups.unbuilt", lang))
    return said


def subjects(told: Told, lang: str) -> Rows:
    """Each subject: groups that share it, who says it, beside what the study reports."""
    plan, n = told[0][1].plan, len(told)
    heads = [text("groups.subject", lang), text("groups.mean", lang, groups=plan.groups)]
    heads += [text("groups.all", lang, groups=plan.groups), text("groups.room", lang), text("groups.people", lang), text("groups.study", lang), text("groups.says", lang)]
    rows = []
    for s in SHOWN:
        counts = [g.count(s, kinds=asked_of(s)) for _, g in told]
        study = [f"{plan.counted[s]}/{plan.groups}" if s in plan.counted else "", plan.says[s](lang) if s in plan.says else ""]
        if not any(of for _, of in counts):
            rows.append([name("subject", s, lang), *[text("focus.not_asked", lang)] * 4, *study])
            continue
        shared = [g.groups_sharing(s) for _, g in told]
        every = sum(k == plan.groups for k in shared)
        low, high = (100 * x for x in interval_of(every, n))
        of_all = text("pair.count", lang, n=every, of=n, low=number(low, lang, 0), high=number(high, lang, 0)) if n > 1 else f"{every}/{n}"
        groups = [ranged([float(k) for k in shared], lang, 1, 0, plan.groups), of_all] if s != "met" else ["", ""]
        shares = [100 * said / of for said, of in counts if of]
        rows.append([name("subject", s, lang), *groups, ranged([float(said) for said, _ in counts], lang, 1, 0), ranged(shares, lang, 0, 0, 100), *study])
    return heads, rows


def kinds(told: Told, lang: str) -> Rows:
    """Each subject by kind of participant, added up over replicates."""
    heads = [text("groups.subject", lang), *(name("group_kind", k, lang) for k in KINDS)]
    rows = []
    for s in (*VALUED, *OBSTACLES, "effect", "change"):
        cells = []
        for k in KINDS:
            said, of = (sum(x) for x in zip(*(g.count(s, kinds=(k,)) for _, g in told), strict=True))
            cells.append(f"{said}/{of}" if of else "")
        rows.append([name("subject", s, lang), *cells])
    return heads, rows


def who(told: Told, lang: str) -> Rows:
    """Participants by role, beside the study's table."""
    plan = told[0][1].plan
    heads = [text("groups.role", lang), text("groups.came_study", lang), text("groups.expected", lang), text("groups.came", lang)]
    rows = [
        [name("group_role", role, lang), str(many), number(plan.expected(role), lang, 1), ranged([float(sum(v.role == role for v in g.voices)) for _, g in told], lang, 1, 0)]
        for role, many in plan.roles.items()
    ]
    return heads, rows


def lived_through(told: Told, lang: str) -> Rows:
    """What participants of each kind met: medians over all replicates."""
    heads = [text("groups.kind", lang), text("groups.metric", lang), text("groups.n", lang), text("head.value", lang)]
    rows = []
    for kind, metrics in TOLD.items():
        voices = [v for _, g in told for v in g.voices if v.kind == kind]
        for what, decimals in metrics:
            values = [v.answer.told[what] for v in voices if math.isfinite(v.answer.told.get(what, math.nan))]
            if values:
                rows.append([name("group_kind", kind, lang), text(f"told.{what}", lang), str(len(values)), middle(values, lang, decimals)])
    return heads, rows


def each(told: NeighbourhoodGroups, lang: str) -> Rows:
    """One row per participant: the group, the kind, what they say and what they deny."""
    heads = [text("groups.group", lang), text("groups.participant", lang), text("groups.yes", lang), text("groups.no", lang)]
    rows = []
    for v in told.voices:
        told_kind = f"{name('group_kind', v.kind, lang)}" + (f", {name('profession', v.label, lang)}" if v.kind == "clinician" else "") + (f", {name('sex', v.sex, lang)}" if v.sex else "")
        told_of = [s for s in SUBJECTS if s != "met"]
        rows.append([str(v.group + 1), told_kind, *("; ".join(name("subject", s, lang) for s in told_of if v.says(s) is yes) for yes in (True, False))])
    return heads, rows


def parts(told: Told, lang: str) -> Iterator[Part]:
    """All tables, in order."""
    plan, voices = told[0][1].plan, [v for _, g in told for v in g.voices]
    sexes = {
        "men": plan.sex["man"], "women": plan.sex["woman"], "unstated": plan.sex["not_stated"], "lives": plan.connection["lives"], "works": plan.connection["works"],
        "other": plan.connection["other"], "mean": number(plan.age["mean"], lang, 1), "sd": number(plan.age["sd"], lang, 1), "n": plan.age["n"], "m": sum(v.sex == "man" for v in voices), "w": sum(v.sex == "woman" for v in voices),
    }
    yield text("groups.h.subjects", lang), subjects(told, lang), [text("groups.intervals", lang), text("groups.compare", lang)]
    yield text("groups.h.kinds", lang), kinds(told, lang), [text("groups.kinds", lang)]
    yield text("groups.h.told", lang), lived_through(told, lang), [text("groups.middle", lang)]
    yield text("groups.h.who", lang), who(told, lang), [text("groups.table", lang, **sexes)]
    yield text("groups.h.each", lang), each(told[0][1], lang), []


def line_of(told: Told) -> str:
    """The line that gives the same answers again."""
    return interview_line(told[0][0], "--replicates", str(len(told)))


def as_json(told: Told) -> dict[str, Any]:
    """The groups for machines: English codes, null for what nobody was asked."""

    def plain(x: float) -> float | None:
        return float(f"{x:.6g}") if math.isfinite(x) else None

    plan = told[0][1].plan
    runs = [
        {
            "replicate": k, "invited": g.invited, "sizes": g.sizes(),
            "subjects": {s: {"groups": g.groups_sharing(s), "say": g.count(s)[0], "asked": g.count(s)[1]} for s in (*SUBJECTS, "no_effect", "no_change")},
            "participants": [
                {
                    "group": v.group + 1, "kind": v.kind, "role": v.role, "label": v.label or None, "sex": v.sex or None,
                    "says": dict(v.answer.says), "met": {w: plain(x) for w, x in v.answer.told.items()},
                }
                for v in g.voices
            ],
        }
        for k, (_, g) in enumerate(told)
    ]
    means = {s: dict(zip(("mean", "low", "high"), map(plain, mean_of([float(g.groups_sharing(s)) for _, g in told])), strict=True)) for s in SHOWN if s != "met"}
    study = {"groups": plan.groups, "invited": plan.groups * plan.invited, "roles": dict(plan.roles), "shared_by": dict(plan.counted)}
    return {"provenance": provenance(told[0][0], line_of(told)), "simulated": True, "study": study, "groups_sharing": means, "replicates": runs, "came": plain(float(np.mean([len(g.voices) for _, g in told])))}


def as_text(told: Told, lang: str = "en", width: int | None = None) -> str:
    """The groups as ``minga interview`` prints them."""
    return text_of(title_of(told, lang), how(told, lang), parts(told, lang), width)


def write_page(told: Told, path: Path, lang: str = "en") -> Path:
    """Write the groups as one HTML page."""
    return write_parts(told[0][0], title_of(told, lang), how(told, lang), parts(told, lang), line_of(told), path, lang)
