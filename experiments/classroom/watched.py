"""Worlds that somebody watches: one arm of the first replicate, lived week by week with its events kept.

Watching changes nothing: the same weeks are lived as without. From what was seen come the film of the map, one
person's two worlds, whose paths differ most, and each clinician's weeks at a centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.classroom.film import Film, looks
from experiments.execute import Settled
from experiments.two_worlds import RECOVERY
from simulation import Record, Scenario

if TYPE_CHECKING:
    from experiments.classroom.lives import Lives, Task

BYTE = 255
"""Severity and recovery are kept in steps of one in so many."""
ABOUT = ("age_weeks", "sex", "work", "disorder", "divisions")
TARGET = "staff_hours.target_per_hour"


@dataclass(frozen=True)
class World:
    """One arm of one replicate, as it was watched.

    Attributes:
        film: looks by week; severity, recovery: shape (weeks, residents), in 255ths.
        until: of each row, the week in which somebody else came to live there; the horizon if nobody did.
        events: sorted by person, then week.
        about: columns as the story begins, by name.
        minutes: of each clinician by kind, mean of the last year, shape (ledger, clinicians).
        score: of clinicians by week, credits over target, shape (weeks, clinicians); ``target`` in credits an hour, shape (weeks,).
        staff: columns of clinicians.
        record: counts of the run.
        cut: whether there was no room for all events.
    """

    film: Film
    severity: NDArray[np.uint8]
    recovery: NDArray[np.uint8]
    until: NDArray[np.int32]
    events: dict[str, NDArray[Any]]
    about: dict[str, NDArray[Any]]
    minutes: NDArray[np.float64]
    score: NDArray[np.float32]
    target: NDArray[np.float64]
    staff: dict[str, NDArray[Any]]
    record: Record
    cut: bool

    @property
    def nbytes(self) -> int:
        """Bytes that it takes."""
        r = self.record
        own: list[NDArray[Any]] = [self.film.looks, self.severity, self.recovery, self.score, *self.events.values(), *self.about.values()]
        return sum(a.nbytes for a in [*own, r.tally, r.centre_tally, r.waits, *r.people.values(), *r.event_log.values()])


def watch(place: Settled, arm: Scenario) -> World:
    """Live an arm, looking at everybody at the end of every week."""
    with place.world(arm, keep_events=True) as world:
        people, weeks, n = world.residents, world.weeks, len(world.residents)
        seen = np.zeros((weeks + 1, n), np.uint8)
        severity, recovery = np.zeros((weeks, n), np.uint8), np.zeros((weeks, n), np.uint8)
        score = np.full((weeks, max(len(world.clinicians), 1)), np.nan, np.float32)
        minutes = np.zeros((weeks, *world.minutes.shape), np.int32)
        arrival = people.arrival.copy()
        until = np.full(n, weeks, np.int32)
        target = np.zeros(weeks)
        about = {name: getattr(people, name).copy() for name in ABOUT}
        seen[0] = looks(world)
        at, first = (people.x.copy(), people.y.copy()), (people.disorder.astype(np.uint8), people.divisions.astype(np.uint8))
        for week in range(weeks):
            world.step()
            seen[week + 1] = looks(world)
            severity[week] = _bytes(people.severity)
            parts = sum(getattr(people, name) for name in RECOVERY)
            recovery[week] = _bytes((parts + 1 - people.difficulties) / 6)
            score[week, : len(world.clinicians)] = world.clinicians.score
            minutes[week] = world.minutes
            target[week] = float(world.present_values[TARGET])
            until[(people.arrival != arrival) & (until == weeks)] = week
        record = place.record(world)
        staff = {name: getattr(world.clinicians, name).copy() for name in ("centre", "profession", "contract")}
        cut = int(world.events["agent"][0]) >= world.events.size - 1
    log = record.event_log
    order = np.lexsort((log["week"], log["agent"]))
    events = {name: values[order] for name, values in log.items()}
    last = minutes[-52:].mean(axis=0) if weeks else np.zeros(minutes.shape[1:])
    return World(Film(seen, *at, *first, record.scale), severity, recovery, until, events, about, last, score, target, staff, record, cut)



def _bytes(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(np.clip(values, 0, 1) * BYTE).astype(np.uint8)


def told(lives: Lives, task: Task) -> Any:
    """What a task asks of watched worlds: a film, a person, people, or the centres."""
    from experiments.classroom import centre, person

    asked = lives.asked(task)
    if task.kind == "film":
        return lives.watching(asked, task).film.packed()
    worlds = lives.both(asked, task)
    if task.kind == "person":
        return person.one(worlds, task.row, task.lang)
    if task.kind == "people":
        return person.most_different(worlds, task.lang)
    return centre.centres(worlds, task.lang)
