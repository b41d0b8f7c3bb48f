"""Joint work of several providers: what an hour of each form yields, and whether weekly or fortnightly meetings pay.

Nothing here is tuned. What a form is worth comes out of who comes, for whom, and for how long; the functions read it off runs
(``Lived`` or a record's counts) over the judged ranges of every unknown input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.people.codes import JOINT_FORMS

if TYPE_CHECKING:
    from experiments.patterns.ensembles import Lived

NAN = float("nan")
OFF = {"meetings.meeting_every": 0.0, "practice_visits.visits_month": 0.0, "informal_contact.informal_minutes": 0.0}
ON = OFF | {"privacy.parties_asked": 5.0, "privacy.written_minutes": 10.0, "peer_workers.peer_posts": 3.0}
"""What the forms need that are compared: peers who come, and one form that users sign for all."""
FORMATS: dict[str, dict[str, float]] = {
    "general, without a chair": {"meetings.users_share": 0.5, "meetings.meeting_chair": 0.0, "meetings.user_centred": 0.0},
    "centred on users, with a chair": {"meetings.users_share": 0.9, "meetings.meeting_chair": 1.0, "meetings.user_centred": 0.8},
}


def hours(run: Lived, form: str, since: int = 0) -> float:
    """Hours of everybody who took part in a form of joint work, from a week on."""
    return run.centres(f"joint_minutes_{form}", since=since) / 60


def yield_per_hour(run: Lived, form: str, since: int = 0) -> float:
    """Matters solved per hour of everybody's time in a form of joint work; NaN where there was none."""
    spent = hours(run, form, since)
    return run.centres(f"solved_{form}", since=since) / spent if spent else NAN


def attendance(run: Lived, first: int, last: int | None = None) -> float:
    """Share of people invited to joint meetings who came, of some weeks; NaN without a meeting."""
    invited = float(run.course("invited")[first:last].sum())
    return float(run.course("came")[first:last].sum()) / invited if invited else NAN


def mean_tie(run: Lived) -> NDArray[np.float64]:
    """Mean tie between providers by week, 0-1, shape (weeks,)."""
    return np.asarray(run.course("provider_ties").sum(axis=1) / run.course("provider_pairs").sum(axis=1) / 10_000)


@dataclass(frozen=True)
class Rhythm:
    """Weekly against fortnightly meetings in one format, over draws of all unknown inputs.

    Attributes:
        draws: how many.
        weekly_solves_more: share of draws in which weekly meetings solve more in all.
        weekly_pays_more: share in which they solve more per hour of everybody's time.
        per_hour: medians of matters solved per hour, weekly and fortnightly.
        further: median of further matters per further hour of weekly meetings.
        beats_calls: share in which these are more than an hour of informal contact solves.
    """

    draws: int
    weekly_solves_more: float
    weekly_pays_more: float
    per_hour: tuple[float, float]
    further: float
    beats_calls: float


def weekly_or_fortnightly(
    draws: int = 24, *, seed: int = 1, scale: float = 1.0, weeks: int = 104, workers: int | None = 1,
    on_run: Callable[[int, int], None] | None = None, system: str = "rfcmh",
) -> Mapping[str, Rhythm]:
    """Live so many draws with weekly and with fortnightly meetings, in each format, and once with informal contact alone.

    Args:
        draws: of every unknown input, each with its own luck; the same in every world.
        seed, scale, weeks, workers: of the runs.
        on_run: called with runs done and runs planned.
        system: a shipped system.
    """
    from experiments.patterns.ensembles import Arm, Ensembles
    from simulation import load

    arms = {
        (name, every): Arm(f"{name}, every {every:g} weeks", ON | values | {"meetings.meeting_every": every}, weeks=weeks)
        for name, values in FORMATS.items() for every in (1.0, 2.0)
    }
    calls = Arm("informal contact alone", ON | {"informal_contact.informal_minutes": 15.0}, weeks=weeks)
    lived = Ensembles(load(system), [*arms.values(), calls], seed=seed, scale=scale, replicates=draws, workers=workers, on_run=on_run)
    lived.live([*(arm.name for arm in arms.values()), calls.name])
    called = lived.each(calls.name, lambda run: yield_per_hour(run, "informal"))
    found = {}
    for name in FORMATS:
        solved, spent = (
            {every: lived.each(arms[name, every].name, measure) for every in (1.0, 2.0)}
            for measure in (lambda run: run.centres("solved_meeting"), lambda run: hours(run, "meeting"))
        )
        per_hour = {every: solved[every] / spent[every] for every in solved}
        further = (solved[1.0] - solved[2.0]) / (spent[1.0] - spent[2.0])
        found[name] = Rhythm(
            draws, float((solved[1.0] > solved[2.0]).mean()), float((per_hour[1.0] > per_hour[2.0]).mean()),
            (float(np.median(per_hour[1.0])), float(np.median(per_hour[2.0]))), float(np.median(further)), float((further > called).mean()),
        )
    return found


def by_form(run: Lived) -> Mapping[str, float]:
    """Matters solved per hour in each form of joint work."""
    return {form: yield_per_hour(run, form) for form in JOINT_FORMS}
