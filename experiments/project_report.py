"""The part of a report on a project in a neighbourhood: whom it reached, what came of it, what is known of initiatives.

It is there where peers see people first or somebody goes out to meeting places, and says nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures import Rows, bands, new_axes, weekly_rows
from experiments.page import figure, section, table_of
from experiments.reach import COUNTED, WITH_PEERS, is_on, project_counts, reach, share_met
from experiments.wording import level, span, title_of
from experiments.words import NARROW, decimals_for, name, number, text

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from experiments.interviews import Interviews
    from simulation import Record

def _told(values: Any, unit: str, lang: str) -> str:
    """A mean with where one more replicate would lie; without that where there is one replicate, or all are alike."""
    mean, low, high = level(values, unit)
    if not np.isfinite(low) or low == high:
        return number(mean, lang, 1 if unit == "%" else 0) if np.isfinite(mean) else text("n/a", lang)
    decimals = decimals_for(low, mean, high)
    return f"{number(mean, lang, decimals)} ({span(low, high, lang, decimals)})"


def _moved(differences: Any, lang: str) -> str:
    mean, low, high = level(differences, signed=True)
    return f"{number(mean, lang, 0)} ({span(low, high, lang, 0)})" if np.isfinite(low) and low < high else number(mean, lang, 0)


def project_in_run(records: Sequence[Record], asked: Sequence[Interviews | None], lang: str) -> str:
    """The section of a run's report; nothing where no such project is on."""
    counts = [project_counts(r) for r in records]
    if not any(map(is_on, counts)):
        return ""
    weeks = records[0].weeks
    last = [float(reach(r)[-1]) for r in records]
    mean, low, high = level(last, "%")
    interval = span(low, high, lang, 1) if len(records) > 1 else text("no interval", lang)
    title = text("project.see.reach", lang, weeks=weeks, share=f"{number(mean, lang, 1)}{NARROW}%", interval=interval)
    courses = {text("project.met", lang): np.array([reach(r) for r in records])}
    lines = bands(courses, new_axes(size=(9, 4.6)), text("project.axis", lang), lang, text("band", lang) if len(records) > 1 else "")
    return section(
        text("project.h", lang), f"<p>{escape(text('project.about', lang, weeks=weeks))}</p>",
        figure(title, lines, weekly_rows(courses, lang), "reach-by-week", lang), table_of(counts_rows(counts, asked, weeks, lang), lang),
        f"<p>{escape(text('project.see.groups', lang))}</p>", table_of(group_rows(counts, lang), lang), new=True,
    )


def counts_rows(counts: Sequence[NDArray[np.float64]], asked: Sequence[Interviews | None], weeks: int, lang: str) -> Rows:
    """What was counted over the horizon; what is known of initiatives, where somebody looked."""
    rows = [
        [text(f"project.{what}", lang), _told([c[k, 0] for c in counts], "", lang)]
        for k, what in enumerate(COUNTED) if any(c[k, 0] for c in counts) or what not in ("self_helped", "found_out")
    ]
    places = [t.places for t in asked if t is not None and t.places is not None]
    for k, what in enumerate(("known", "noticed")):
        if places:
            rows.append([text(f"project.{what}", lang), _told([p[k] for p in places], "0-1", lang) if len(places) > 1 else number(places[0][k], lang, 2)])
    return [text("table.outcome", lang), text("project.count", lang)], rows


def group_rows(counts: Sequence[NDArray[np.float64]], lang: str) -> Rows:
    """First contacts by group of residents, percent of the group."""
    from simulation.people.codes import POPULATION_GROUPS

    rows = [[name("group", group, lang), _told([share_met(c, g) for c in counts], "%", lang)] for g, group in enumerate(POPULATION_GROUPS)]
    return [text("table.group", lang), text("project.group", lang)], rows


def project_compared(comparison: Comparison, lang: str) -> str:
    """The section of a comparison; nothing where no arm has such a project, or the answers do not have its counts."""
    answers = [a for a in comparison.answers if a.project.size]
    if not answers or not any(is_on(a.project[arm]) for a in answers for arm in range(len(comparison.arms))):
        return ""
    weeks, arms = comparison.question.weeks, range(len(comparison.arms))
    shares = [[share_met(a.project[arm]) for a in answers] for arm in arms]
    items = "; ".join(f"{title_of(comparison, arm, lang)} {_told(shares[arm], '%', lang)}{NARROW}%" for arm in arms)
    return section(
        text("project.h", lang), f"<p>{escape(text('project.about', lang, weeks=weeks))}</p>",
        f"<p>{escape(text('project.see.compared', lang, items=items))}</p>", table_of(compared_rows(comparison, lang), lang),
        f'<p class="small">{escape(text("project.nights", lang))}</p>', new=True,
    )


def compared_rows(comparison: Comparison, lang: str) -> Rows:
    """Counts of each arm, and its paired difference to the baseline with where one more replicate's would lie."""
    answers = [a for a in comparison.answers if a.project.size]
    titles = [title_of(comparison, arm, lang) for arm in range(len(comparison.arms))]
    heads = [text("table.outcome", lang), titles[0]]
    for title in titles[1:]:
        heads += [title, f"{title}: {text('project.difference', lang)}"]
    rows = []
    for k, what in enumerate(COUNTED):
        values = np.array([a.project[:, k, 0] for a in answers])
        if not values.any():
            continue
        # crises at night are counted where peers work, so that an arm without them has no number, and no zero
        counted = [what not in WITH_PEERS or any(is_on(a.project[arm]) for a in answers) for arm in range(len(titles))]
        row = [text(f"project.{what}", lang), _told(values[:, 0], "", lang) if counted[0] else text("n/a", lang)]
        for arm in range(1, len(titles)):
            row.append(_told(values[:, arm], "", lang) if counted[arm] else text("n/a", lang))
            row.append(_moved(values[:, arm] - values[:, 0], lang) if counted[arm] and counted[0] else text("n/a", lang))
        rows.append(row)
    return heads, rows
