"""Interviews as tables: on a terminal, for machines, and as a page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.activities import MARKS, agreement, mark, reported
from experiments.diaries import BARRIERS, CAUSES, NAMES
from experiments.figures import Rows
from experiments.interviews import OFTEN, Answer, Interviews, Respondent, Solution
from experiments.spoken import interview_line, text_of, write_parts
from experiments.users_asked import ASKED_OF, YES_NO
from experiments.words import NARROW, brief, listed, name, number, percent, text

if TYPE_CHECKING:
    from simulation import Record

Part = tuple[str, Rows, list[str]]
"""A head, a table, and what stands under it."""


def title_of(record: Record, lang: str) -> str:
    """The title of a page of interviews."""
    return text("talk.title", lang, system=record.scenario.title(lang))


def how(record: Record, told: Interviews, lang: str) -> list[str]:
    """What these answers are and how they were made: sentences, the first that they are simulated."""
    policies = listed([p.title(lang) for p in record.scenario.policies], lang) or text("baseline", lang)
    makers = sum(bool(r.institution) for r in told.respondents)
    clinicians = len(told.respondents) - makers
    share = f"{brief(100 * record.scale, lang)}{NARROW}%"
    said = [text("talk.simulated", lang), text(
        "talk.how", lang, policies=policies, weeks=record.weeks, share=share, seed=record.root, clinicians=clinicians,
        wanted=told.plan.clinicians, makers=makers, since=told.since,
    )]
    if clinicians < told.plan.clinicians:
        said.append(text("talk.fewer", lang))
    if not told.plan.own:
        said.append(text("talk.borrowed", lang))
    if told.plan.users is not None:
        said.append(told.plan.users(lang))
    if told.users:
        said.append(text("talk.users", lang, users=sum(u.role == "user" for u in told.users), families=sum(u.role == "family" for u in told.users)))
    return [*said, text("talk.rule", lang, often=percent(OFTEN, lang)), *thinned(record, lang), text("talk.one", lang)]


def thinned(record: Record, lang: str) -> list[str]:
    """What a small share of residents does to answers; nothing at full size."""
    return [text("talk.thinned", lang, share=f"{brief(100 * record.scale, lang)}{NARROW}%")] if record.scale < 1 else []


def who(told: Interviews, lang: str) -> Rows:
    """Respondents by occupation, beside how many the study had."""
    heads = [text(f"talk.{k}", lang) for k in ("occupation", "clinicians", "makers")] + ([text("talk.study", lang)] if told.plan.own else [])
    rows = []
    for occupation, (_, many) in told.plan.occupations.items():
        of_it = [r for r in told.respondents if r.occupation == occupation]
        counts = [sum(not r.institution for r in of_it), sum(bool(r.institution) for r in of_it)]
        rows.append([name("occupation", occupation, lang), *map(str, counts), *([str(many)] if told.plan.own else [])])
    return heads, rows


def centre_names(record: Record) -> list[str]:
    """Names of the centres, in their order."""
    return [c.name for c in record.scenario.centres]


def barriers(record: Record, told: Interviews, lang: str) -> Rows:
    """Percent of respondents who speak of each barrier: all, clinicians, policy-makers, clinicians of each centre."""
    roles, centres = told.shares("role"), told.shares("centre")
    asked = [c for c, id in zip(centre_names(record), told.centres, strict=True) if id in centres["resources"]]
    ids = [id for id in told.centres if id in centres["resources"]]
    makers = "policy-makers" in roles["resources"]
    heads = [text("talk.barrier", lang), f"{text('talk.all', lang)} (%)", text("talk.clinicians", lang)]
    heads += [*([text("talk.makers", lang)] if makers else []), *asked]
    rows = []
    for b in BARRIERS:
        cells = [roles[b]["all"], roles[b].get("clinicians", math.nan), *([roles[b]["policy-makers"]] if makers else []), *(centres[b][i] for i in ids)]
        rows.append([name("barrier", b, lang), *(number(100 * c, lang, 0) for c in cells)])
    return heads, rows


def causes(told: Interviews, lang: str) -> Rows:
    """What clinicians met: how many of them often, and the median share of their weeks."""
    heads = [text("talk.barrier", lang), text("talk.cause", lang), text("talk.speak", lang, often=percent(OFTEN, lang)), text("talk.median", lang)]
    every = [a for a in told.answers if a.causes]
    rows = []
    for cause in NAMES:
        shares = np.array([a.causes[cause] for a in every], float)
        known = shares[np.isfinite(shares)]
        middle = number(100 * float(np.median(known)) if len(known) else math.nan, lang, 0)
        rows.append([name("barrier", CAUSES[cause], lang), name("cause", cause, lang), f"{int((known >= OFTEN).sum())} / {len(every)}", middle])
    return heads, rows


def activities(record: Record, told: Interviews, lang: str) -> Part:
    """Table 2 from answers, beside what was delivered and what the study reported."""
    from simulation.outcome import ACTIVITIES, graded, regularity

    answers, delivered, study = told.table(), regularity(record), reported(record.scenario)
    heads = [text("head.activity", lang), text("head.centre", lang), text("talk.told", lang), text("talk.delivered", lang)]
    heads += [] if study is None else [text("talk.study_says", lang)]

    def marked(grade: float) -> str:
        return MARKS.get(grade, "")

    rows = []
    for a, (_, words, _) in enumerate(ACTIVITIES):
        for k, centre in enumerate(centre_names(record)):
            share = float(delivered[a, k])
            held = "" if math.isnan(share) else f"{mark(share)} {number(100 * share, lang, 0)}{NARROW}%"
            rows.append([words[lang == "es"], centre, marked(float(answers[a, k])), held, *([] if study is None else [marked(float(study[a, k]))])])
    notes = [text("talk.marks", lang)]
    if study is not None:
        taus = (agreement(answers, study), agreement(answers, graded(delivered)))
        notes.append(text("talk.taus", lang, told=number(taus[0], lang), held=number(taus[1], lang)))
    return text("talk.h.table", lang), (heads, rows), notes


def named(solution: Solution, lang: str) -> str:
    """A solution by its policy's title, marked if no participant of the study proposed it."""
    from simulation import load_policy

    title = load_policy(solution.policy).title(lang)
    return title if solution.proposed else text("talk.own", lang, title=title)


def solutions(told: Interviews, lang: str) -> Part:
    """For how many each barrier cost most (alone or as much as others), and what would act on it."""
    heads = [text("talk.cost", lang), text("talk.respondents", lang), text("talk.solution", lang)]
    rows, starred = [], False
    for b in BARRIERS:
        chosen = told.plan.against(b)
        starred = starred or any(not s.proposed for s in chosen)
        rows.append([name("barrier", b, lang), str(sum(b in a.costliest for a in told.answers)), "; ".join(named(s, lang) for s in chosen)])
    notes = [text("talk.equal", lang), *([text("talk.star", lang)] if starred else [])]
    return text("talk.h.solutions", lang), (heads, rows), notes


def person(r: Respondent, record: Record, told: Interviews, lang: str) -> str:
    """A respondent in words: profession and centre, or institution."""
    if r.institution:
        return next(i.title for i in told.plan.institutions if i.id == r.institution)(lang)
    return f"{name('profession', r.profession, lang)}, {centre_names(record)[r.centre]}"


def each(record: Record, told: Interviews, lang: str) -> Part:
    """One row per respondent: what the answer rests on, how often each barrier was met, own money, lost hours."""
    money = text("money", lang, currency=record.scenario.currency, year=record.scenario.price_year)
    heads = [text("talk.who", lang), text("talk.weeks", lang), *(f"{name('barrier', b, lang)} (%)" for b in BARRIERS)]
    heads += [text("talk.paid", lang, money=money), text("talk.uncredited", lang)]

    def cells(r: Respondent, a: Answer) -> list[str]:
        own = ["", ""] if r.institution else [number(a.paid / 100, lang, 0), number(a.uncredited, lang, 1)]
        weeks = text("talk.months", lang, n=a.weeks) if r.institution else str(a.weeks)
        often = [number(100 * a.often[b], lang, 0) if math.isfinite(a.often[b]) else "" for b in BARRIERS]
        return [person(r, record, told, lang), weeks, *often, *own]

    return text("talk.h.each", lang), (heads, [cells(r, a) for r, a in zip(told.respondents, told.answers, strict=True)]), [text("talk.each", lang)]


def of_users(told: Interviews, lang: str) -> Rows:
    """What users and families answer: medians with the lowest and the highest, or how many say yes."""
    roles = [role for role in ASKED_OF if any(u.role == role for u in told.users)]
    heads = [text("talk.question", lang), *(f"{text(f'talk.{role}', lang)} ({sum(u.role == role for u in told.users)})" for role in roles)]

    def cell(role: str, question: str) -> str:
        values = np.array([u.answers[question] for u in told.users if u.role == role and question in u.answers], float)
        known = values[np.isfinite(values)]
        if question in YES_NO:
            return text("talk.yes", lang, n=int(known.sum()), of=len(known)) if len(known) else ""
        if not len(known):
            return ""
        low, middle, high = (number(float(x), lang, 0 if question in ("minutes", "recovery", "burden") else 1) for x in (known.min(), np.median(known), known.max()))
        return f"{middle} ({text('to', lang, low=low, high=high)})"

    questions = list(dict.fromkeys(q for role in roles for q in ASKED_OF[role]))
    return heads, [[text(f"asks.{q}", lang), *(cell(role, q) for role in roles)] for q in questions]


def parts(record: Record, told: Interviews, lang: str) -> Iterator[Part]:
    """All tables, in order."""
    yield text("talk.h.who", lang), who(told, lang), []
    yield text("talk.h.barriers", lang), barriers(record, told, lang), []
    yield text("talk.h.causes", lang), causes(told, lang), []
    yield activities(record, told, lang)
    yield solutions(told, lang)
    yield each(record, told, lang)
    if told.users:
        yield text("talk.h.users", lang), of_users(told, lang), [text("talk.medians", lang)]


def as_text(record: Record, told: Interviews, lang: str = "en", width: int | None = None) -> str:
    """The interviews as ``minga interview`` prints them."""
    return text_of(title_of(record, lang), how(record, told, lang), parts(record, told, lang), width)


def line_of(record: Record, told: Interviews) -> str:
    """The line that gives the same answers again."""
    return interview_line(record, *(["--with-users"] if told.users else []))


def as_json(record: Record, told: Interviews) -> dict[str, Any]:
    """The interviews for machines: English codes, null for what nobody can answer. They are simulated, and say so."""
    from simulation import __version__
    from simulation.ground.cache import source_hash
    from simulation.outcome import ACTIVITIES, graded, regularity

    def plain(x: float) -> float | None:
        return float(f"{x:.6g}") if math.isfinite(x) else None

    def grid(values: Any) -> Any:
        return None if values is None else {
            a: {c: plain(float(values[i, j])) for j, c in enumerate(told.centres)} for i, (a, _, _) in enumerate(ACTIVITIES)
        }

    rows = [
        {
            "role": "policy-maker" if r.institution else "clinician", "occupation": r.occupation, "institution": r.institution or None,
            "profession": r.profession or None, "centre": told.centres[r.centre] if r.centre >= 0 else None,
            "rests_on": {"months" if r.institution else "weeks": a.weeks},
            "often": {b: plain(a.often[b]) for b in BARRIERS}, "causes": {k: plain(v) for k, v in a.causes.items()},
            "speaks_of": [b for b in BARRIERS if a.speaks_of(b)], "costliest": list(a.costliest),
            "solutions": [s.policy for s in told.solutions(a)],
            "activities": {n: plain(g) for (n, _, _), g in zip(ACTIVITIES, a.grades, strict=False)},
            "own_money_a_year": None if r.institution else plain(a.paid / 100),
            "hours_a_week_without_credit": None if r.institution else plain(a.uncredited),
        }
        for r, a in zip(told.respondents, told.answers, strict=True)
    ]
    provenance = {
        "version": __version__, "source": source_hash(), "command": line_of(record, told), "seed": record.root, "weeks": record.weeks,
        "scale": record.scale, "system": record.system, "policy": record.policy, "digest": record.scenario.digest(),
    }
    wanted = {"clinicians": told.plan.clinicians, "policy_makers": sum(i.count for i in told.plan.institutions)}
    return {
        "provenance": provenance, "simulated": True, "wanted": wanted, "sample_of_this_system": told.plan.own, "respondents": rows,
        "users": [
            {"role": u.role, "centre": told.centres[u.centre], "weeks_of_this_spell": u.weeks, "answers": {q: plain(v) for q, v in u.answers.items()}}
            for u in told.users
        ],
        "activities": {"told": grid(told.table()), "held": grid(graded(regularity(record))), "study": grid(reported(record.scenario))},
    }


def write_page(record: Record, told: Interviews, path: Path, lang: str = "en") -> Path:
    """Write the interviews as one HTML page."""
    return write_parts(record, title_of(record, lang), how(record, told, lang), parts(record, told, lang), line_of(record, told), path, lang)
