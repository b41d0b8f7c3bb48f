"""Outcome: what a run is asked for, and how one is put together from the counts of a record.

Stocks are read over the last year of a run (or all of a shorter one), flows over the whole horizon. A value
that cannot be computed from the run is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.ground.parameter import Words
from simulation.people.codes import JOINT_FORMS, LEDGER, POPULATION_GROUPS
from simulation.people.tallies import FIXED_POINT
from simulation.record import Record
from simulation.spending import EVERYBODY, spent

YEAR = 52
Series = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """One thing a run is asked for.

    Args:
        name, label, unit: how it is called.
        better: "higher", "lower" or "" (neither).
        definition: one sentence.
        over_run: (record, group) -> value over the run.
        by_week: (record, group) -> one value a week; None if it has no weekly form.
        by_centre: (record, centre row) -> one value a week; None if it belongs to people.
        headline: always shown.
        scalable: holds at a smaller share of residents.
    """

    name: str
    label: Words
    unit: str
    better: str
    definition: Words
    over_run: Callable[[Record, str], float]
    by_week: Callable[[Record, str], Series] | None = None
    by_centre: Callable[[Record, int], Series] | None = None
    headline: bool = False
    scalable: bool = True


def ratio(top: Any, bottom: Any, factor: float = 1.0) -> Any:
    """Factor x top / bottom, NaN where there is nothing below."""
    top, bottom = np.asarray(top, float), np.asarray(bottom, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(bottom > 0, factor * top / bottom, np.nan)
    return found if found.ndim else float(found)


def last_year(series: Series) -> Series:
    """The last 52 weeks, or all of a shorter run."""
    return series[-YEAR:]


def stock(
    name: str, top: str, bottom: str, factor: float, unit: str, better: str, en: str, es: str, about_en: str,
    about_es: str, headline: bool = False,
) -> Outcome:
    """An outcome that is a ratio of two counts, read over the last year."""
    return Outcome(
        name, Words(en, es), unit, better, Words(about_en, about_es),
        lambda r, g: ratio(last_year(r.people_count(top, g)).sum(), last_year(r.people_count(bottom, g)).sum(), factor),
        lambda r, g: ratio(r.people_count(top, g), r.people_count(bottom, g), factor),
        headline=headline,
    )


def flow(
    name: str, top: str, en: str, es: str, better: str, about_en: str, about_es: str, headline: bool = False,
    scalable: bool = True,
) -> Outcome:
    """An outcome that counts events per 1,000 person-years, over the whole horizon."""
    return Outcome(
        name, Words(en, es), "per 1,000 person-years", better, Words(about_en, about_es),
        lambda r, g: ratio(r.people_count(top, g).sum(), r.people_count("residents", g).sum(), 1000 * YEAR),
        lambda r, g: ratio(r.people_count(top, g), r.people_count("residents", g), 1000 * YEAR),
        headline=headline,
        scalable=scalable,
    )


def share(
    name: str, top: str, bottom: str, en: str, es: str, unit: str, better: str, about_en: str, about_es: str, factor: float = 100,
) -> Outcome:
    """An outcome that is a ratio of two counts of events, over the whole horizon."""
    return Outcome(
        name, Words(en, es), unit, better, Words(about_en, about_es),
        lambda r, g: float(ratio(r.people_count(top, g).sum(), r.people_count(bottom, g).sum(), factor)),
    )


def median_wait(waited: Series) -> float:
    """Median of weeks waited from counts by week, even within a week; NaN if nobody was seen."""
    total = waited.sum()
    if total <= 0:
        return float("nan")
    below = np.cumsum(waited)
    k = int(np.searchsorted(below, total / 2))
    before = below[k - 1] if k else 0.0
    return float(k + (total / 2 - before) / waited[k])


def wait_over_run(r: Record, g: str) -> float:
    """Median weeks waited by those first seen in the last year."""
    return median_wait(r.waited(g, max(r.weeks - YEAR, 0)))


def wait_by_week(r: Record, g: str) -> Series:
    """Median weeks waited by those first seen in the eight weeks up to each week."""
    counts = r.waits[:, POPULATION_GROUPS.index(g), :]
    return np.array([median_wait(counts[max(w - 7, 0) : w + 1].sum(axis=0)) for w in range(r.weeks)])


def dropout(r: Record, g: str) -> float:
    """Share of those first seen at least a year before the end who dropped out within a year."""
    until = max(r.weeks - YEAR, 0)
    return float(ratio(r.people_count("dropped_within_year", g)[:until].sum(), r.people_count("first_sessions", g)[:until].sum(), 100))


def of_money(name: str, payer: str | None, en: str, es: str, about_en: str, about_es: str) -> Outcome:
    """What a payer spends per resident and year; by group of residents where it belongs to people."""

    def over_run(r: Record, g: str) -> float:
        return float(ratio(spent(r, payer, g).sum() / 100, r.people_count("residents", g).sum() / YEAR))

    def by_week(r: Record, g: str) -> Series:
        return np.asarray(ratio(spent(r, payer, g) / 100, r.people_count("residents", g), YEAR))

    return Outcome(name, Words(en, es), "money", "lower", Words(about_en, about_es), over_run, by_week)


def of_burden(
    name: str, course: Callable[[Record, str], Series], en: str, es: str, about_en: str, about_es: str,
) -> Outcome:
    """Years of health lost per 1,000 person-years, over the whole horizon."""
    return Outcome(
        name, Words(en, es), "per 1,000 person-years", "lower", Words(about_en, about_es),
        lambda r, g: ratio(course(r, g).sum(), r.people_count("residents", g).sum(), 1000 * YEAR),
        lambda r, g: ratio(course(r, g), r.people_count("residents", g), 1000 * YEAR),
    )


def minutes(r: Record, names: Sequence[str], centre: int | None = None) -> Series:
    """Minutes a week of these kinds."""
    return sum((r.centre_count(f"minutes_{n}", centre) for n in names), np.zeros(r.weeks))


EXTRAMURAL = ("visits", "travel", "groups", "lay")
WORKED = tuple(n for n in LEDGER if n != "leave")


def extramural(r: Record, centre: int | None = None) -> Series:
    """Share of worked minutes outside the office, in percent, by week."""
    return np.asarray(ratio(minutes(r, EXTRAMURAL, centre), minutes(r, WORKED, centre), 100))


def year_of_target(open_by_week: Series, start: int, target: int, first_year: int) -> float:
    """Calendar year in which so many centres are open; later than the run at the pace of its last year; NaN if never.

    Args:
        open_by_week: centres open in each week, shape (weeks,).
        start: centres before week 0.
        target: how many are wanted; NaN if that is 0.
        first_year: the calendar year that begins in week 0.
    """
    weeks = len(open_by_week)
    if target <= 0 or weeks == 0:
        return float("nan")
    met = np.flatnonzero(open_by_week >= target)
    if met.size:
        return float(first_year + int(met[0]) // YEAR)
    before = open_by_week[-1 - YEAR] if weeks > YEAR else start
    pace = float(open_by_week[-1] - before) / min(weeks, YEAR)
    if pace <= 0:
        return float("nan")
    return float(first_year + (weeks - 1 + int(np.ceil((target - open_by_week[-1]) / pace))) // YEAR)


def trend_1_24(r: Record) -> float:
    """Theil-Sen slope of the extramural share over months 1-24, in percentage points a year."""
    from scipy.stats import theilslopes

    series = extramural(r)[: 2 * YEAR]
    if len(series) < 2 * YEAR or not np.isfinite(series).any():
        return float("nan")
    months = np.array([np.nanmean(series[4 * k : 4 * k + 4]) for k in range(len(series) // 4)])
    return float(theilslopes(months).slope * 13)


def of_centres(
    name: str, en: str, es: str, unit: str, better: str, about_en: str, about_es: str,
    series: Callable[[Record, int | None], Series], whole: Callable[[Record], float], scalable: bool = True,
) -> Outcome:
    """An outcome of centres: the same for every group of residents."""
    return Outcome(
        name, Words(en, es), unit, better, Words(about_en, about_es),
        lambda r, g: whole(r) if g == EVERYBODY else float("nan"),
        lambda r, g: series(r, None),
        lambda r, c: series(r, c),
        scalable=scalable,
    )


def weekly_mean(series: Callable[[Record, int | None], Series]) -> Callable[[Record], float]:
    """Mean over the weeks of the last year."""

    def over_run(r: Record) -> float:
        weeks = last_year(series(r, None))
        return float(np.nanmean(weeks)) if np.isfinite(weeks).any() else float("nan")

    return over_run

ACTIVITIES: tuple[tuple[str, tuple[str, str], tuple[str, ...]], ...] = (
    ("lay_workers", ("Community mental health workers", "Trabajadores comunitarios de salud mental"), ("lay_meeting",)),
    ("home_visits", ("Home visits", "Visitas a domicilio"), ("visits",)),
    ("workshops", ("Workshops and campaigns", "Talleres y campañas"), ("workshop", "campaign")),
    ("clubs", ("Psychosocial clubs", "Clubes psicosociales"), ("club",)),
    ("peer_groups", ("Groups of peer support", "Grupos de apoyo entre pares"), ("peer_group",)),
)
"""The five community engagement activities (Arriola-Vigo 2019, Table 2): name, words, counts of sessions."""

def held_share(*kinds: str) -> Callable[[Record, int | None], Series]:
    """Sessions held over sessions planned of these kinds, in percent, by week."""

    def series(r: Record, centre: int | None) -> Series:
        held = sum((r.centre_count(f"held_{k}", centre) for k in kinds), np.zeros(r.weeks))
        planned = sum((r.centre_count(f"planned_{k}", centre) for k in kinds), np.zeros(r.weeks))
        return np.asarray(ratio(held, planned, 100))

    return series

def whole_share(*kinds: str) -> Callable[[Record], float]:
    """Sessions held over sessions planned of these kinds, in percent, over the last year."""

    def over_run(r: Record) -> float:
        held = sum((last_year(r.centre_count(f"held_{k}")) for k in kinds), np.zeros(min(r.weeks, YEAR)))
        planned = sum((last_year(r.centre_count(f"planned_{k}")) for k in kinds), np.zeros(min(r.weeks, YEAR)))
        return float(ratio(held.sum(), planned.sum(), 100))

    return over_run

def peer_strain(r: Record, centre: int | None = None) -> Series:
    """Mean strain of peers who hold a post, 0-100; NaN without any."""
    holding = r.centre_count("peers", centre) + r.centre_count("peers_away", centre)
    return np.asarray(ratio(r.centre_count("peer_strain", centre), holding, 100 / FIXED_POINT))


def joint_minutes(r: Record, centre: int | None = None) -> Series:
    """Minutes a week of joint work of several providers, of everybody who takes part."""
    return sum((r.centre_count(f"joint_minutes_{form}", centre) for form in JOINT_FORMS), np.zeros(r.weeks))


def solved_together(r: Record, centre: int | None = None) -> Series:
    """Matters a week that several providers solved together."""
    return sum((r.centre_count(f"solved_{form}", centre) for form in JOINT_FORMS), np.zeros(r.weeks))


def solved_an_hour(r: Record, form: str | None = None, since: int = 0) -> float:
    """Matters solved per hour of everybody's joint work, in one form or in all, from a week on; NaN without joint work."""
    forms = JOINT_FORMS if form is None else (form,)
    solved = sum(float(r.centre_count(f"solved_{one}")[since:].sum()) for one in forms)
    spent = sum(float(r.centre_count(f"joint_minutes_{one}")[since:].sum()) for one in forms)
    return float(ratio(solved, spent, 60))


def of_counts(top: str, bottom: str, factor: float) -> tuple[Callable[[Record, int | None], Series], Callable[[Record], float]]:
    """A ratio of two counts of centres: by week, and over the last year."""
    return (
        lambda r, c: np.asarray(ratio(r.centre_count(top, c), r.centre_count(bottom, c), factor)),
        lambda r: float(ratio(last_year(r.centre_count(top)).sum(), last_year(r.centre_count(bottom)).sum(), factor)),
    )


def came(r: Record, centre: int | None = None) -> Series:
    """People who came to a group session, with room or without, by week."""
    return r.centre_count("participants", centre) + r.centre_count("turned_away", centre)

def turned_away(r: Record, centre: int | None = None) -> Series:
    """Of those who came to a group session, the share without room, in percent, by week."""
    return np.asarray(ratio(r.centre_count("turned_away", centre), came(r, centre), 100))

def worker_hours(r: Record, centre: int | None = None) -> Series:
    """Hours a week of an active lay worker."""
    return np.asarray(ratio(r.centre_count("worker_minutes", centre), r.centre_count("workers", centre), 1 / 60))

FIRST_GRADED, LAST_GRADED = 52, 104
REGULAR_FROM, ABSENT_UNDER = 0.75, 0.10

def regularity(r: Record) -> Series:
    """Sessions held over sessions planned in months 13 to 24, shape (activities, centres); NaN in a shorter run.

    The five activities and the centres are the rows and columns of Table 2 of Arriola-Vigo 2019.
    """
    centres = len(r.scenario.centres)
    found = np.full((len(ACTIVITIES), centres), np.nan)
    if r.weeks < LAST_GRADED:
        return found
    for a, (_, _, kinds) in enumerate(ACTIVITIES):
        for c in range(centres):
            held, planned = (
                sum(r.centre_count(f"{what}_{k}", c)[FIRST_GRADED:LAST_GRADED].sum() for k in kinds) for what in ("held", "planned")
            )
            found[a, c] = ratio(held, planned)
    return found

def graded(share: Series) -> Series:
    """Score of each cell: 1 regular (from 75 % held), 0.5 intermittent, 0 absent (under 10 %)."""
    return np.where(np.isnan(share), np.nan, np.where(share >= REGULAR_FROM, 1.0, np.where(share >= ABSENT_UNDER, 0.5, 0.0)))
