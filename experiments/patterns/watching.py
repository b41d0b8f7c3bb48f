"""Watchers of patterns: what a check needs to see of people week by week, where counts do not say it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.watching import every_event, looking_on
from simulation.ground.process import Process
from simulation.people.codes import AFFECTIVE_PSYCHOSIS, AT_CENTRE, CHILDHOOD, CLUB
from simulation.people.events import CODES

SEVERITY_CUTS = (0.33, 0.6)
"""Below the first mild, from the second severe: where the model's own survey cuts."""
HOME_VISIT, MISSED, FIRST_SESSION, GROUP_SESSION = (CODES.index(c) for c in ("home_visit", "missed", "first_session", "group_session"))


class EventWatcher:
    """Looks at the events of each week of the horizon that is over."""

    def __init__(self) -> None:
        self.read = 0

    def begin(self, world: Any) -> None:
        """A world begins."""
        self.read = 0

    def see(self, world: Any) -> None:
        """Hand on the events of this week."""
        events = every_event(world)
        self.week(world, events[self.read :])
        self.read = len(events)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Look at one week's events."""
        raise NotImplementedError

    def seen(self) -> NDArray[np.float64]:
        """What was seen, at the run's scale."""
        raise NotImplementedError

    def as_process(self, name: str) -> Process:
        """The watcher as a process from outside, at the end of the week."""
        return looking_on(name, self.see, self.begin)


class ByDistance(EventWatcher):
    """Home visits to users and missed appointments by tercile of travel time.

    Terciles are of all residents for whom a centre is meant when the centres have opened, so that they are the
    same people in every world that has the same centres. ``seen``: shape (3, 2), near to far; visits, missed.
    """

    def begin(self, world: Any) -> None:
        """Nobody has a tercile yet."""
        super().begin(world)
        self.counts = np.zeros((3, 2))
        self.tercile: NDArray[np.int64] | None = None

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count by the tercile of the home."""
        if self.tercile is None:
            travel, has = world.residents.travel_minutes, world.residents.centre >= 0
            self.tercile = np.searchsorted(np.quantile(travel[has], (1 / 3, 2 / 3)), travel, side="right")
        for k, code in enumerate((HOME_VISIT, MISSED)):
            self.counts[:, k] += np.bincount(self.tercile[events["agent"][events["code"] == code]], minlength=3)

    def seen(self) -> NDArray[np.float64]:
        """Visits and missed appointments, near to far, shape (3, 2)."""
        return self.counts


class Intake(EventWatcher):
    """First sessions at centres by severity on that day: mild, moderate, severe. ``seen``: shape (3,)."""

    def begin(self, world: Any) -> None:
        """Nobody was seen yet."""
        super().begin(world)
        self.counts = np.zeros(3)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count the first sessions of the week."""
        people = events["agent"][events["code"] == FIRST_SESSION]
        grade = np.searchsorted(SEVERITY_CUTS, world.residents.severity[people], side="right")
        self.counts += np.bincount(grade, minlength=3)

    def seen(self) -> NDArray[np.float64]:
        """First sessions, mild to severe, shape (3,)."""
        return self.counts

class Workers(EventWatcher):
    """Lay workers by tercile of what they expect, and what those of the first year can do.

    ``seen``: shape (9,): weeks lived by tercile, low to high; leavings by tercile; competence by centre of those
    who joined in the first year, as it stands at the end.
    """

    def begin(self, world: Any) -> None:
        """Nobody has joined."""
        super().begin(world)
        self.weeks, self.exits = np.zeros(3), np.zeros(3)
        self.before: tuple[Any, ...] | None = None
        self.competence = np.full(3, np.nan)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Who left since last week had that week's expectation."""
        workers = world.workers
        if self.before is not None:
            active, arrival, expects = self.before
            gone = (active == 1) & (workers.arrival != arrival)
            self.exits += np.bincount(np.minimum((3 * expects[gone]).astype(int), 2), minlength=3)
        here = workers.active == 1
        self.weeks += np.bincount(np.minimum((3 * workers.expects[here]).astype(int), 2), minlength=3)
        self.before = (workers.active.copy(), workers.arrival.copy(), workers.expects.copy())
        for c in range(min(len(world.centres), 3)):
            first_year = here & (workers.centre == c) & (workers.joined < 52)
            self.competence[c] = workers.competence[first_year].mean() if first_year.any() else np.nan

    def seen(self) -> NDArray[np.float64]:
        """Weeks, leavings, competence: shape (9,)."""
        return np.concatenate([self.weeks, self.exits, self.competence])


class Clubs(EventWatcher):
    """Who comes to psychosocial clubs, and how connected people with a psychosis in care are.

    ``seen``: shape (3,): attendances of people with a psychosis and insight, of others, and the mean connectedness
    of people with a psychosis at centres in the last 26 weeks seen.
    """

    def begin(self, world: Any) -> None:
        """Nobody has come."""
        super().begin(world)
        self.counts = np.zeros(2)
        self.connected: list[float] = []

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count attendances, and look at everybody for whom clubs are meant."""
        r = world.residents
        psychosis = (r.disorder >= AFFECTIVE_PSYCHOSIS) & (r.disorder < CHILDHOOD)
        came = events["agent"][(events["code"] == GROUP_SESSION) & (events["value"] == CLUB)]
        self.counts += (psychosis[came].sum(), (~psychosis[came]).sum())
        here = psychosis & (r.care == AT_CENTRE)
        self.connected.append(float(r.connectedness[here].mean()) if here.any() else float("nan"))

    def seen(self) -> NDArray[np.float64]:
        """Attendances of two kinds of people, and connectedness: shape (3,)."""
        return np.array([*self.counts, np.nanmean(self.connected[-26:])])


WATCHERS: dict[str, type[EventWatcher]] = {"by-distance": ByDistance, "intake": Intake, "workers": Workers, "clubs": Clubs}
"""Name -> watcher."""
