"""The report of a session: what a class predicted, lived and explained, on one page that opens from disk.

Every figure has under it the ``minga`` line that reproduces it, and the plan as a file. What people wrote is printed
as text, whatever it contains.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from html import escape
from threading import Lock
from typing import Any

import numpy as np

from experiments import figures
from experiments.classroom.levers import fitting_policies, levers
from experiments.classroom.place import unit
from experiments.classroom.plans import Plan
from experiments.classroom.readings import read
from experiments.classroom.runs import Run
from experiments.classroom.words_classroom import say
from experiments.page import figure, page, section, table_of
from experiments.wording import headlines, labelled
from experiments.words import LANGUAGES, text
from simulation import InputError, Scenario, __version__
from simulation.outcomes import BY_NAME
from simulation.scenario import shown

MOST_RUNS, MOST_ENTRIES, LONGEST_TEXT = 24, 400, 8000
DRAWING = Lock()
"""Figures are drawn one at a time."""
CHART = "in_care"


def report(told: Mapping[str, Any], system: Scenario, find: Callable[[str], Run | None]) -> str:
    """The page.

    Args:
        told: the body of the request: runs, notebook, lang, title.
        system: what was looked at.
        find: a run by its name.

    Raises:
        InputError: a body that makes no sense.
    """
    lang = told.get("lang", LANGUAGES[0])
    if lang not in LANGUAGES:
        raise InputError("", "lang", shown(lang), " or ".join(LANGUAGES))
    title, entries, ids = told.get("title", ""), told.get("notebook", []), told.get("runs", [])
    if not isinstance(title, str) or len(title) > 200:
        raise InputError("", "title", shown(title), "a text of at most 200 characters")
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES or not all(isinstance(one, dict) for one in entries):
        raise InputError("", "notebook", shown(entries), f"a list of at most {MOST_ENTRIES} entries")
    if not isinstance(ids, list) or len(ids) > MOST_RUNS or not all(isinstance(one, str) for one in ids):
        raise InputError("", "runs", shown(ids), f"a list of at most {MOST_RUNS} names of runs")
    ids = list(dict.fromkeys(ids))
    number = {id: k for k, id in enumerate(ids, 1)}
    parts = [
        f'<p class="small">{escape(say("report.about", lang, system=system.title(lang), version=__version__))}</p>',
        section(say("report.notebook", lang), *(_entry(one, number, lang) for one in entries)) if entries else "",
    ]
    with DRAWING:
        parts += [_run(find(id), id, number[id], system, lang) for id in ids]
    parts.append(section(text("h.out", lang), f"<p>{escape(text('out', lang))}</p>"))
    return page(_clean(title) or say("report.title", lang), lang, *parts)


def _clean(said: Any) -> str:
    """A text that people wrote, as far as it can be printed."""
    return str(said)[:LONGEST_TEXT].encode("utf-8", "replace").decode()


def _entry(one: Mapping[str, Any], number: Mapping[str, int], lang: str) -> str:
    kind = one.get("kind") if isinstance(one.get("kind"), str) else "explanation"
    head = say(f"note.{kind}", lang) if kind in ("prediction", "vote", "run", "explanation", "transfer") else _clean(kind)
    lines = [f"<p><em>{escape(_clean(one['title']))}</em></p>"] if one.get("title") else []
    if one.get("text"):
        lines.append(f"<p>{escape(_clean(one['text']))}</p>")
    if kind == "run":
        k = number.get(one.get("run", "") if isinstance(one.get("run"), str) else "")
        lines.append(f'<p><a href="#run-{k}">{say("report.run", lang, k=k)}</a></p>' if k else _again(_clean(one.get("command", ""))))
    return f"<h3>{escape(head)}</h3>{''.join(lines)}"


def _again(command: str) -> str:
    return f"<pre>{escape(command)}</pre>" if command else ""


def _run(run: Run | None, id: str, k: int, system: Scenario, lang: str) -> str:
    head = say("report.run", lang, k=k)
    if run is None or not run.ready:
        return section(head, f"<p>{escape(say('report.gone', lang))}</p>", id=f"run-{k}")
    comparison, again = run.comparison, _again(run.asked.command)
    told = [(labelled(o, system, lang), comparison.estimate(1, o)) for o in headlines()]
    enough = run.ready > 1
    weekly = {
        say(f"report.{arm}", lang): np.array([[np.nan if v is None else v for v in json.loads(run.said[r])["weekly"][CHART][arm]] for r in range(run.ready)])
        for arm in ("baseline", "plan")
    }
    outcome = BY_NAME[CHART]
    chart = figures.bands(weekly, figures.new_axes(size=(9, 5)), unit(outcome.unit, system, lang), lang, outcome.label(lang)) if enough else None
    pieces = [
        table_of(([say("report.what", lang), say("report.as_it_is", lang), say("report.with_plan", lang)], changes(run.asked.plan, system, lang)), lang),
        f'<p class="small">{escape(say("report.lived", lang, n=run.ready, weeks=run.asked.question.weeks, scale=f"{100 * run.asked.question.scale:.3g}"))}</p>',
    ]
    if enough:
        axes = figures.differences(comparison, None, figures.new_axes(2, 3, (9.5, 5.8)), lang)
        pieces += [figure(say("report.differences", lang), axes, figures.estimate_rows(told, lang), f"run-{k}-differences", lang), again]
        pieces += [figure(outcome.label(lang), chart, figures.weekly_rows(weekly, lang), f"run-{k}-{CHART}", lang), again]
    else:
        pieces += [table_of(figures.estimate_rows(told, lang), lang), again]
    file = base64.b64encode(run.asked.toml.encode()).decode()
    pieces.append(
        f'<details><summary>plan.toml</summary><pre>{escape(run.asked.toml)}</pre></details>'
        f'<p><a download="plan.toml" href="data:application/toml;base64,{file}">plan.toml</a></p>'
    )
    return section(head, *pieces, new=True, id=f"run-{k}")


def changes(plan: Plan, system: Scenario, lang: str) -> list[list[Any]]:
    """What a plan changes, in words: name, value as it is, value with the plan."""
    known = levers(system)
    rows: list[list[Any]] = []
    for part in plan.steps or (plan,):
        when = f" ({say('report.from', lang, week=part.week)})" if plan.steps else ""
        for which, value in part.levers.items():
            one = known[which]
            assert one.declaration is not None
            label = f"{say(f'lever.{which}', lang)}{when}"
            rows.append([label, read(one.declaration, float(one.value), system, lang), read(one.declaration, value, system, lang)])
        titles = {policy.name: policy.title(lang) for policy in system.story}
        rows += [[titles.get(which, which) + when, say("report.yes", lang), say("report.no", lang)] for which in part.left_out]
        for which, setting in {**part.acts, **part.parameters}.items():
            d = system.values[which]
            both = "" if which in part.acts else f" [{say('report.both', lang)}]"
            rows.append([f"{d.meaning(lang)}{when}{both}", read(d, d.value, system, lang), read(d, setting, system, lang)])
        rows += [[fitting_policies(system)[which].title(lang) + when, say("report.no", lang), say("report.yes", lang)] for which in part.policies]
    return rows or [[say("report.nothing", lang), "", ""]]

