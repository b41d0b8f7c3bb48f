"""The report of a run, or of several replicates of it: what happened, with no policy to compare."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments import figures
from experiments.activities import activities_in_run
from experiments.barriers_report import barriers_in_run, said_in_run
from experiments.outputs import again, run_command
from experiments.page import figure, page, section, table_of, write
from experiments.peers_report import peers_in_run
from experiments.project_report import project_in_run
from experiments.report_places import flows_in_run, where_in_run
from experiments.wording import headlines, level, span, unit_of
from experiments.words import NARROW, brief, decimals_for, listed, name, number, text

if TYPE_CHECKING:
    from experiments.interviews import Interviews
    from simulation import Record


def write_run_report(records: Sequence[Record], path: str | Path, lang: str = "en", asked: Sequence[Interviews | None] = ()) -> Path:
    """Write the report of one run, or of several replicates of it.

    Args:
        records: of the replicates.
        path: of the page.
        lang: "en" or "es".
        asked: the interviews of each record, in the same order, as ``experiments.interviews.lived`` gives them.
    """
    from simulation.draws import PAYERS
    from simulation.outcomes import BY_NAME, YEAR
    from simulation.people.codes import LEDGER, POPULATION_GROUPS

    first, many = records[0], len(records) > 1
    system = first.scenario
    says = text("runs", lang, n=len(records)) if many else text("one luck", lang)
    policies = listed([p.title(lang) for p in (*system.story, *system.policies)], lang) or text("baseline", lang)
    share = f"{brief(100 * first.scale, lang)}{NARROW}%"
    lead = text("lead run", lang, weeks=first.weeks, burn=system.burn_in_weeks, n=len(records), share=share, policies=policies)

    def told(values: Any, o: str) -> str:
        mean, low, high = level(values, BY_NAME[o].unit)
        decimals = decimals_for(low, mean, high)
        return f"{number(mean, lang, decimals)} ({span(low, high, lang, decimals)})" if many else brief(mean, lang)

    def labelled(o: str) -> str:
        return f"{BY_NAME[o].label(lang)} ({unit_of(BY_NAME[o].unit, system, lang)})"

    chosen = headlines()
    shown = [*chosen, *(f"cost_{payer}" for payer in PAYERS), "dalys", "yld", "yll"]
    values = [[labelled(o), told([BY_NAME[o].over_run(r, "everybody") for r in records], o)] for o in shown]
    groups = [
        [name("group", g, lang), *(told([BY_NAME[o].over_run(r, g) for r in records], o) for o in chosen[:-1])] for g in POPULATION_GROUPS
    ]
    minutes = np.mean([[r.centre_count(f"minutes_{k}") for k in LEDGER] for r in records], axis=0)
    outside = [BY_NAME["extramural_share"].over_run(r, "everybody") for r in records]
    _, low, high = level(outside, "%")
    interval = text("interval", lang, span=span(low, high, lang, 1)) if many else text("no interval", lang)
    see = text("see.week", lang, title=policies, share=number(float(np.mean(outside)), lang, 1), interval=interval)

    def by_centre(o: str, c: int) -> Any:
        course = BY_NAME[o].by_centre
        assert course is not None
        return np.array([course(r, c) for r in records])

    courses = {c.name: by_centre("waiting", k) for k, c in enumerate(system.centres)}
    done = ("consultations", "waiting", "extramural_share", "visits_made", "participants", "workers")
    activity = [[c.name, *(told(np.nanmean(by_centre(o, k)[:, -YEAR:], axis=1), o) for o in done)] for k, c in enumerate(system.centres)]
    staff, by_place = [], []
    if system.centres:  # a place may have none, as the world before a reform
        lines = figures.bands(courses, figures.new_axes(size=(9, 5)), text("axis.waiting", lang), lang, text("band", lang) if many else "")
        week = figures.stacked_time(minutes, figures.new_axes(size=(9, 4.4)), policies, lang)
        staff = [
            section(text("h.week", lang), figure(see, week, figures.time_rows(minutes, lang), "clinicians-week", lang), new=True),
            section(text("h.waiting", lang), figure(text("see.waiting_run", lang), lines, figures.weekly_rows(courses, lang), "waiting-by-centre", lang)),
        ]
        rows = [text("head.centre", lang), *map(labelled, done)], activity
        by_place = [section(text("h.activity", lang), f"<p>{text('last year', lang)}</p>", table_of(rows, lang), new=True)]
    head = text("h.values", lang)
    return write(Path(path), page(
        text("title", lang, system=system.title(lang), policies=policies), lang,
        section(text("run", lang), f"<p>{escape(system.about(lang))}</p><p>{escape(lead)}</p>"),
        section(head, f"<p>{says}</p>", table_of(([text("table.outcome", lang), text("head.value", lang)], values), lang)),
        *staff, activities_in_run(records, lang), barriers_in_run(records, asked, lang), said_in_run(records, asked, lang), peers_in_run(records, asked, lang),
        project_in_run(records, asked, lang),
        where_in_run(records, lang),
        flows_in_run(records, lang),
        *by_place,
        section(text("see.all", lang), f"<p>{says}</p>", table_of(([text("table.group", lang), *map(labelled, chosen[:-1])], groups), lang)),
        section(text("h.out", lang), f"<p>{text('out', lang)}</p>"),
        again(run_command(records), {first.policy: system.digest()}, lang),
    ))
