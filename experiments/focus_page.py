"""Focus groups as tables: influences by role at one site, what peers met, and influences by site."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.figures import Rows
from experiments.focus_groups import INFLUENCES, OF_A_PEER, ROLES, FocusGroups
from experiments.spoken import Part, interval_of, interview_line, middle, provenance, text_of, write_parts
from experiments.words import NARROW, brief, listed, name, number, text

if TYPE_CHECKING:
    from simulation import Record

Site = tuple["Record", FocusGroups]


def title_of(sites: Sequence[Site], lang: str) -> str:
    """The title of the page: of a site, or of the study."""
    from experiments.focus_groups import title_of_study

    record, told = sites[0]
    return text("focus.title", lang, system=record.scenario.title(lang) if len(sites) == 1 else title_of_study(told.plan.study)(lang))


def how(sites: Sequence[Site], lang: str) -> list[str]:
    """What these answers are, who gives them, and what they rest on."""
    record, _ = sites[0]
    policies = listed([p.title(lang) for p in record.scenario.policies], lang) or text("baseline", lang)
    share = f"{brief(100 * record.scale, lang)}{NARROW}%"
    wanted, asked = (sum(sum(t.plan.roles.values()) for _, t in sites), sum(len(t.participants) for _, t in sites))
    said = [
        text("talk.simulated", lang),
        text("focus.how", lang, policies=policies, weeks=record.weeks, share=share, seed=record.root, asked=asked, wanted=wanted),
        text("focus.rule", lang),
    ]
    for _, told in sites:
        if len(told.participants) < sum(told.plan.roles.values()):
            missing = [f"{name('focus_role', r, lang)} {len(told.of(r))}/{told.plan.roles[r]}" for r in ROLES if len(told.of(r)) < told.plan.roles[r]]
            said.append(text("focus.fewer", lang, site=told.site, missing=", ".join(missing)))
        if not told.of("peer"):
            said.append(text("focus.none", lang, site=told.site))
    return [*said, text("focus.sex", lang), text("talk.one", lang)]


def cell(told: FocusGroups, influence: str, role: str, lang: str) -> str:
    """Barriers and facilitators of those who were asked; that nobody was."""
    barrier, help_, known = told.count(influence, role)
    if not told.of(role):
        return ""
    return text("focus.cell", lang, b=barrier, f=help_, n=known) if known else text("focus.not_asked", lang)


def by_role(told: FocusGroups, lang: str) -> Rows:
    """Six influences by role, with the interval of the share who call each a barrier, beside what the study reports."""
    roles = [r for r in ROLES if told.of(r)]
    heads = [text("focus.influence", lang), *(f"{name('focus_role', r, lang)} ({len(told.of(r))})" for r in roles)]
    heads += [text("focus.all_barrier", lang), text("focus.all_help", lang), text("focus.says", lang)]
    rows = []
    for i in INFLUENCES:
        barrier, help_, known = told.count(i)
        rows.append([
            name("influence", i, lang), *(cell(told, i, r, lang) for r in roles), share(barrier, known, lang), share(help_, known, lang),
            told.plan.says[i](lang) if i in told.plan.says else "",
        ])
    return heads, rows


def share(n: int, of: int, lang: str) -> str:
    """So many of so many, with the interval in percent; that nobody was asked."""
    if not of:
        return text("focus.not_asked", lang)
    low, high = (100 * x for x in interval_of(n, of))
    return text("pair.count", lang, n=n, of=of, low=number(low, lang, 0), high=number(high, lang, 0))


def by_site(sites: Sequence[Site], lang: str) -> Rows:
    """Six influences by site: barriers and facilitators of those who were asked, all roles together."""
    heads = [text("focus.influence", lang), *(r.scenario.title(lang) for r, _ in sites), text("focus.says", lang)]
    first = sites[0][1].plan
    return heads, [[name("influence", i, lang), *(cell(t, i, "", lang) for _, t in sites), first.says[i](lang) if i in first.says else ""] for i in INFLUENCES]


def of_peers(sites: Sequence[Site], lang: str) -> Rows:
    """What peers lived through: medians with the lowest and highest."""
    here = [(r, t) for r, t in sites if t.of("peer")]
    heads = [text("focus.peers_met", lang), *(f"{r.scenario.title(lang)} ({len(t.of('peer'))})" for r, t in here)]
    decimals = {"acceptance": 2, "strain": 2, "unpaid": 0, "unclear": 0, "unsupervised": 0}
    return heads, [
        [text(f"focus.met.{what}", lang), *(middle([p.met[what] for p in t.of("peer")], lang, decimals.get(what, 1)) for _, t in here)] for what in OF_A_PEER
    ]


def who(sites: Sequence[Site], lang: str) -> Rows:
    """Participants by role, of those whom the study had."""
    heads = [text("focus.site", lang), *(name("focus_role", r, lang) for r in ROLES), text("focus.gender", lang), text("focus.peers_gender", lang)]
    rows = []
    for record, told in sites:
        peers = told.of("peer")
        genders = text("focus.men_women", lang, men=told.plan.men, women=told.plan.women)
        own = text("focus.men_women", lang, men=sum(p.sex == "man" for p in peers), women=sum(p.sex == "woman" for p in peers))
        rows.append([record.scenario.title(lang), *(f"{len(told.of(r))} / {told.plan.roles[r]}" for r in ROLES), genders, own])
    return heads, rows


def each(told: FocusGroups, lang: str) -> Rows:
    """One row per participant: how far each influence hindered, in percent, and what that person speaks of."""
    heads = [text("focus.participant", lang), text("talk.weeks", lang), *(f"{name('influence', i, lang)} (%)" for i in INFLUENCES), text("focus.speaks", lang)]
    rows = []
    for p in told.participants:
        label = ", ".join(x for x in (name("focus_role", p.role, lang), name("profession", p.label, lang) if p.role == "clinician" else p.label, name("sex", p.sex, lang) if p.sex else "") if x)
        cells = [number(100 * p.hindered[i], lang, 0) if p.asked_of(i) else "" for i in INFLUENCES]
        signs = [f"{name('influence', i, lang)} {'−' if i in p.barriers else ''}{'+' if i in p.facilitators else ''}" for i in INFLUENCES if i in p.barriers | p.facilitators]
        rows.append([label, str(p.weeks), *cells, "; ".join(signs)])
    return heads, rows


def parts(sites: Sequence[Site], lang: str) -> Iterator[Part]:
    """All tables, in order."""
    if len(sites) > 1:
        yield text("focus.h.sites", lang), by_site(sites, lang), [text("focus.cells", lang), text("focus.compare", lang)]
    for record, told in sites:
        head = text("focus.h.roles", lang) if len(sites) == 1 else record.scenario.title(lang)
        yield head, by_role(told, lang), [text("focus.cells", lang), text("focus.compare", lang)] if len(sites) == 1 else []
    if any(t.of("peer") for _, t in sites):
        yield text("focus.h.peers", lang), of_peers(sites, lang), [text("focus.peers", lang)]
    yield text("pair.h.who", lang), who(sites, lang), []
    if len(sites) == 1:
        yield text("focus.h.each", lang), each(sites[0][1], lang), [text("focus.each", lang)]


def line_of(sites: Sequence[Site]) -> str:
    """The line that gives the same answers again."""
    record, told = sites[0]
    return interview_line(record, study="" if len(sites) == 1 else told.plan.study)


def as_json(sites: Sequence[Site]) -> dict[str, Any]:
    """Focus groups for machines: English codes, null for what nobody was asked."""

    def plain(x: float) -> float | None:
        return float(f"{x:.6g}") if math.isfinite(x) else None

    told = []
    for record, groups in sites:
        told.append({
            "site": groups.site, "wanted": dict(groups.plan.roles), "posts_of_peers": groups.posts, "digest": record.scenario.digest(),
            "influences": {i: {r: dict(zip(("barrier", "facilitator", "asked"), groups.count(i, r), strict=True)) for r in ROLES} for i in INFLUENCES},
            "participants": [
                {
                    "role": p.role, "label": p.label, "sex": p.sex or None, "weeks": p.weeks, "hindered": {i: plain(p.hindered[i]) for i in INFLUENCES},
                    "helped": {i: plain(p.helped[i]) for i in INFLUENCES}, "barriers": sorted(p.barriers), "facilitators": sorted(p.facilitators),
                    "met": {k: plain(v) for k, v in p.met.items()},
                }
                for p in groups.participants
            ],
        })
    return {"provenance": provenance(sites[0][0], line_of(sites)), "simulated": True, "sites": told}


def as_text(sites: Sequence[Site], lang: str = "en", width: int | None = None) -> str:
    """The focus groups as ``minga interview`` prints them."""
    return text_of(title_of(sites, lang), how(sites, lang), parts(sites, lang), width)


def write_page(sites: Sequence[Site], path: Path, lang: str = "en") -> Path:
    """Write the focus groups as one HTML page."""
    return write_parts(sites[0][0], title_of(sites, lang), how(sites, lang), parts(sites, lang), line_of(sites), path, lang)
