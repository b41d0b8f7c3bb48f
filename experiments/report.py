"""Reports: one self-contained page per comparison, in the order in which somebody who decides asks.

Nothing here is a clock time: the same numbers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments import figures
from experiments.cost_report import cost_section
from experiments.outputs import again, command, run_summary, summary, write_outputs, write_run_outputs
from experiments.page import csv_link, figure, page, section, table_of, write
from experiments.project_report import project_compared
from experiments.report_places import flows_compared, where_compared
from experiments.run_report import write_run_report
from experiments.sentences import gains
from experiments.two_worlds import worlds_section
from experiments.wording import (
    headlines,
    html_table,
    labelled,
    level,
    phrase,
    quoted,
    sentences,
    side,
    span,
    title_of,
    uncertain_inputs,
)
from experiments.words import NARROW, brief, listed, name, number, text
from simulation.parameters import sources

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from experiments.two_worlds import TwoWorlds
    from simulation import Policy, Scenario
    from simulation.ground.parameter import Declaration

__all__ = ["run_summary", "summary", "write_outputs", "write_report", "write_run_outputs", "write_run_report"]


def write_report(comparison: Comparison, path: str | Path, lang: str = "en", worlds: Sequence[TwoWorlds] = ()) -> Path:
    """Write the report of a comparison to one HTML file; ``worlds`` follow one user through two arms each."""
    question, names, arms = comparison.question, comparison.arms, range(1, len(comparison.arms))
    titles = [title_of(comparison, a, lang) for a in arms]
    share = f"{brief(100 * question.scale, lang)}{NARROW}%"
    lead = text("lead", lang, weeks=question.weeks, burn=question.baseline.burn_in_weeks, n=len(comparison.answers), share=share)
    about = "".join(
        f"<div><dt>{escape(p.title(lang))} ({escape(p.name)})</dt><dd>{escape(p.about(lang))}</dd></div>" for p in _policies(comparison) if p not in question.baseline.story
    )
    title = text("title", lang, system=question.baseline.title(lang), policies=listed(titles, lang))
    story = listed([p.title(lang) for p in question.baseline.story], lang)
    own = f"<p>{escape(text('own story', lang, items=story))}</p>" if story else ""
    parts = [section(text("compared", lang), f"<p>{escape(question.baseline.about(lang))}</p>{own}<p>{escape(lead)}</p><dl>{about}</dl>")]
    if comparison.answers:
        told = []
        for a in arms:
            asked = "".join(f"<div><dt>{text(f'ask.{k + 1}', lang)}</dt><dd>{escape(s)}</dd></div>" for k, s in enumerate(sentences(comparison, lang, a)))
            told.append(f"<h3>{escape(titles[a - 1])}</h3><dl>{asked}</dl>")
        parts += [
            section(text("h.short", lang), *told),
            section(text("h.table", lang), f'<div class="wide">{html_table(comparison, lang)}</div>', new=True),
            section(text("h.figures", lang), *_differences(comparison, lang), new=True),
            section(text("h.week", lang), *(_clinicians(comparison, a, lang) for a in range(len(names))), new=True),
            section(text("h.waiting", lang), _waiting(comparison, lang), new=True),
            project_compared(comparison, lang),
            *_places(comparison, lang),
            cost_section(comparison, lang),
            worlds_section(comparison, worlds, lang),
            section(text("h.groups", lang), *(x for a in arms for x in _groups(comparison, a, lang)), new=True),
        ]
    failed = "".join(f"<pre>{escape(a.error[-600:])}</pre>" for a in comparison.failed[:1])
    parts += [
        section(text("h.judged", lang), *_judged(comparison, lang), new=True),
        section(text("h.out", lang), f"<p>{text('out', lang)}</p>"),
        again(command(comparison), {n: s.digest() for n, s in zip(names, (question.baseline, *question.arms), strict=True)}, lang, failed),
    ]
    return write(Path(path), page(title, lang, *parts, annex=_inputs(question.baseline, lang)))


def _places(comparison: Comparison, lang: str) -> list[str]:
    """Maps and flows, where the answers have them (a comparison that was made by hand may not)."""
    if not all(a.districts.size and a.flows.size for a in comparison.answers):
        return []
    return [where_compared(comparison, lang), flows_compared(comparison, lang)]


def _policies(comparison: Comparison) -> list[Policy]:
    return list({p.name: p for arm in (comparison.question.baseline, *comparison.question.arms) for p in (*arm.story, *arm.policies)}.values())


def _differences(comparison: Comparison, lang: str) -> list[str]:
    found = [
        (f"{title_of(comparison, a, lang)}: {labelled(o, comparison.question.baseline, lang)}", comparison.estimate(a, o)) for a in range(1, len(comparison.arms)) for o in headlines()
    ]
    off = [f"{label} ({text('is better' if s > 0 else 'is worse', lang)})" for label, e in found if (s := side(e, *quoted(e)))]
    title = text("see.differences", lang, items="; ".join(off)) if off else text("see.nothing", lang)
    axes = figures.differences(comparison, None, figures.new_axes(2, 3, (9.5, 3 * (1.5 + 0.42 * len(comparison.arms)))), lang)
    courses = {title_of(comparison, a, lang): comparison.weekly(a, "in_care") for a in range(len(comparison.arms))}
    line = figures.weekly(comparison, "in_care", figures.new_axes(size=(9, 5)), lang)
    return [
        figure(title, axes, figures.estimate_rows(found, lang), "differences", lang),
        figure(
            text("see.paired", lang), figures.weekly_differences(comparison, "in_care", figures.new_axes(size=(9, 5)), lang),
            figures.weekly_rows(figures.paired_courses(comparison, "in_care", lang), lang, signed=True), "in-care-difference-by-week", lang,
        ),
        figure(text("see.care", lang), line, figures.weekly_rows(courses, lang), "in-care-by-week", lang),
    ]


def _clinicians(comparison: Comparison, arm: int, lang: str) -> str:
    label, minutes = title_of(comparison, arm, lang), comparison.minutes(arm)
    if arm == 0:
        mean, low, high = level(comparison.values(0, "extramural_share"), "%")
        title = text("see.week", lang, title=label, share=number(mean, lang, 1), interval=text("interval", lang, span=span(low, high, lang, 1)))
    else:
        title = text("see.week_arm", lang, title=label, phrase=phrase(comparison.estimate(arm, "extramural_share"), comparison.question.baseline, lang))
    axes = figures.clinicians_week(comparison, arm, figures.new_axes(size=(9, 4.4)), lang)
    return figure(title, axes, figures.time_rows(minutes, lang), f"clinicians-week-{comparison.arms[arm]}", lang)


def _waiting(comparison: Comparison, lang: str) -> str:
    items = [
        f"{title_of(comparison, a, lang)}: {phrase(comparison.estimate(a, 'waiting'), comparison.question.baseline, lang)}" for a in range(1, len(comparison.arms))
    ]
    courses = {title_of(comparison, a, lang): comparison.weekly(a, "waiting") for a in range(len(comparison.arms))}
    axes = figures.waiting(comparison, figures.new_axes(size=(9, 5)), lang)
    return figure(text("see.waiting", lang, items="; ".join(items)), axes, figures.weekly_rows(courses, lang), "waiting-by-week", lang)


def _groups(comparison: Comparison, arm: int, lang: str) -> list[str]:
    label, policy = title_of(comparison, arm, lang), comparison.arms[arm]
    title = text("see.groups", lang, title=label, gains=gains(comparison, arm, lang))
    first, heads = figures.by_group(comparison, arm, "in_care", lang), "table.group"
    heads_of_lives, lives = figures.lives_rows(comparison, arm, lang)
    everybody = lives[0]
    told = {"helped": number(everybody[1], lang, 1), "helped_span": span(everybody[2], everybody[3], lang, 1)}
    told |= {"harmed": number(everybody[4], lang, 1), "harmed_span": span(everybody[5], everybody[6], lang, 1)}
    every = [(f"{labelled(o, comparison.question.baseline, lang)}: {g}", e) for o in headlines()[:-1] for g, e in figures.by_group(comparison, arm, o, lang)]
    rows = figures.estimate_rows(every, lang)
    return [
        figure(title, figures.who_gains(comparison, arm, "in_care", figures.new_axes(size=(9, 5)), lang), figures.estimate_rows(first, lang, heads), f"groups-{policy}", lang),
        f"<details><summary>{text('see.all', lang)}: {escape(label)}</summary>{table_of(rows, lang)}</details><p>{csv_link(rows, f'all-by-group-{policy}', lang)}</p>",
        figure(
            text("see.lives", lang, title=label, s=NARROW, **told), figures.lives(comparison, arm, figures.new_axes(size=(9, 5)), lang),
            (heads_of_lives, lives), f"lives-{policy}", lang,
        ),
    ]


def _held(system: Scenario) -> list[Declaration]:
    return [d for d in system.values.values() if d.grade == "judged" and d.kind not in ("uncertain", "form")]


def _judged(comparison: Comparison, lang: str) -> list[str]:
    system = comparison.question.baseline
    inputs = uncertain_inputs(system)
    title = text("see.judged", lang, judged=sum(d.grade == "judged" for d in inputs), all=len(inputs))
    axes = figures.what_is_judged(comparison, figures.new_axes(size=(8, 2.4)), lang)
    return [
        figure(title, axes, figures.judged_rows(comparison, lang), "what-is-judged", lang),
        f"<p>{text('held', lang, n=len(_held(system)))} <a href=\"#inputs\">{text('see.inputs', lang, n=len(inputs))}</a></p>",
        f"<h3>{text('h.policies', lang)}</h3>{table_of(_steps(comparison, lang), lang)}",
    ]


def _inputs(system: Scenario, lang: str) -> str:
    inputs = uncertain_inputs(system)
    local = [(f"{place}:{n}", d) for n, places in system.local.items() for place, d in places.items()]
    told = [(d.name, d) for d in inputs] + local + [(d.name, d) for d in _held(system)]
    rows: list[list[Any]] = [
        [label, d.meaning(lang), brief(d.value, lang), ", ".join(d.choices) or text("to", lang, low=brief(d.low, lang), high=brief(d.high, lang)),
         name("unit", d.unit, lang), name("badge", d.grade, lang), name("kind", d.kind, lang), d.source]
        for label, d in told
    ]
    heads = [text(f"head.{k}", lang) for k in ("name", "meaning", "value", "range", "unit", "badge", "kind", "source")]
    known = sources()
    used = sorted({d.source for _, d in told} & set(known))
    cited = "".join(f"<li><b>{k}</b>: {escape(known[k]['citation'])}</li>" for k in used)
    return section(
        text("see.inputs", lang, n=len(inputs)), table_of((heads, rows), lang, "inputs"),
        f"<h3>{text('h.sources', lang)}</h3><ul>{cited}</ul>", new=True, id="inputs",
    )


def _amount(amount: float | str, system: Scenario) -> float:
    """An amount of a policy's cost in whole money; a price that it names is that of the system."""
    return float(system.value_at(amount)) / 100 if isinstance(amount, str) else amount


def _steps(comparison: Comparison, lang: str) -> figures.Rows:
    system = comparison.question.baseline
    money = text("money", lang, currency=system.currency, year=system.price_year)
    rows: list[list[Any]] = []
    for policy in _policies(comparison):
        for step in policy.steps:
            declared = system.values.get(step.elements[0]) if step.elements else None
            if step.centre is not None or declared is None:
                change = text("step.open", lang, x=step.centre.name if step.centre else "")
            else:
                change = f"{declared.meaning(lang)} ({step.what}): {text(f'step.{step.change}', lang, x=brief(step.amount, lang))}"
                change += "" if step.change == "times" else f" ({name('unit', declared.unit, lang)})"
            if step.centre is not None:
                where = step.centre.district
            elif isinstance(step.where, str):
                where = text("where.system" if step.scope == "system" else "where.everywhere", lang)
            elif isinstance(step.where, tuple):
                where = ", ".join(step.where)
            else:
                where = f"{step.where.rule}, {step.where.count}"
            when = text("step.when" if step.until is None else "step.until", lang, a=step.start, b=step.until)
            cost, badge, source = text("cost.none", lang), "", ""
            if (c := step.cost) is not None:
                numbers = {"once": _amount(c.once, system), "year": _amount(c.per_year, system), "low": c.low_factor, "high": c.high_factor}
                cost = text("cost", lang, per=name("per", c.per, lang), payer=c.payer.replace("_", " "), money=money, **{k: brief(v, lang) for k, v in numbers.items()})
                priced = next((system.values[a] for a in (c.once, c.per_year) if isinstance(a, str)), None) if c.is_priced else None
                badge, source = name("badge", priced.grade if priced else c.grade, lang), priced.source if priced else c.source
            rows.append([policy.title(lang), change, where, when, str(step.ramp), cost, badge, source])
    return [text(f"head.{k}", lang) for k in ("policy", "change", "where", "when", "ramp", "cost", "badge", "source")], rows
