"""Watchers: what a measure sees of a community week by week, where a record's counts do not say it.

A watcher is a process from outside: it only looks. Curves since an event (illness, remission) are life
tables: each week since the event has its own people at risk and its own events, people leave when they are no
longer what is asked about, and the share by a week is 1 - product of (1 - events / at risk).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.ground.parameter import Words
from simulation.ground.process import Process
from simulation.people.codes import AFFECTIVE_PSYCHOSIS, COMMON, ILL, NON_AFFECTIVE_PSYCHOSIS, REMISSION
from simulation.people.events import kept

LONGEST = 104
"""Weeks since the event that are kept."""


def looking_on(name: str, see: Callable[[Any], None], begin: Callable[[Any], None]) -> Process:
    """A process from outside that changes nothing, at the end of the week."""
    return Process(name=name, sentence=Words("Somebody looks on.", "Alguien observa."), step=see, prepare=begin)


def every_event(world: Any) -> NDArray[np.void]:
    """All events of a world so far.

    Raises:
        RuntimeError: its log is full.
    """
    events = kept(world.events)
    if len(events) + 1 >= len(world.events):
        raise RuntimeError("the log of events is full: what came later was not seen")
    return events


class Watcher:
    """Looks at the residents at the end of every week from ``first_week`` on."""

    first_week = 0

    def __init__(self) -> None:
        self.at_risk: NDArray[np.int64] = np.zeros(LONGEST + 1, np.int64)
        self.events: NDArray[np.int64] = np.zeros(LONGEST + 1, np.int64)
        self.before: dict[str, NDArray[Any]] = {}

    def begin(self, world: Any) -> None:
        """Forget what was seen of another community."""
        Watcher.__init__(self)

    def see(self, world: Any) -> None:
        """Look at a week that is over, with what was there a week earlier."""
        raise NotImplementedError

    def keep(self, world: Any, *columns: str) -> None:
        """Remember columns of residents for next week."""
        self.before = {name: getattr(world.residents, name).copy() for name in columns}

    def add(self, since: NDArray[Any], happened: NDArray[np.bool_]) -> None:
        """Count people at risk by week since the event (1 to ``LONGEST``), and those to whom it happened."""
        near = (since >= 1) & (since <= LONGEST)
        self.at_risk += np.bincount(since[near], minlength=LONGEST + 1)
        self.events += np.bincount(since[near & happened], minlength=LONGEST + 1)

    def share_by(self, weeks: int) -> float:
        """Share to whom it happened within so many weeks; NaN if nobody was at risk in one of them."""
        at_risk, events = self.at_risk[1 : weeks + 1], self.events[1 : weeks + 1]
        if len(at_risk) < weeks or not at_risk.all():
            return float("nan")
        return float(1 - np.prod(1 - events / at_risk))

    def as_process(self, name: str) -> Process:
        """The watcher as a process from outside, at the end of the week."""
        return looking_on(name, self.see, self.begin)


class UntreatedRemission(Watcher):
    """Remission of common disorders by week since the illness began, while no help has been sought in it."""

    def see(self, world: Any) -> None:
        """At risk: ill at the end of last week without ever having sought help in this illness."""
        people = world.residents
        if world.week > self.first_week and self.before:
            was = self.before
            kept = (was["status"] == ILL) & (was["disorder"] == COMMON) & (was["sought_help"] == 0) & (was["arrival"] == people.arrival)
            since = world.week - was["ill_since"][kept].astype(np.int64)
            self.add(since, people.status[kept] == REMISSION)
        self.keep(world, "status", "disorder", "sought_help", "arrival", "ill_since")


class PsychosisRelapse(Watcher):
    """Relapse by week since remission from a psychosis, whatever the treatment."""

    def __init__(self) -> None:
        super().__init__()
        self.remitted: NDArray[np.int64] = np.zeros(0, np.int64)

    def begin(self, world: Any) -> None:
        """Nobody's remission has been seen yet."""
        super().begin(world)
        self.remitted = np.full(len(world.residents), -1, np.int64)

    def see(self, world: Any) -> None:
        """At risk: in remission at the end of last week, having been seen to remit."""
        people = world.residents
        if world.week > self.first_week and self.before:
            was = self.before
            same = was["arrival"] == people.arrival
            psychosis = (was["disorder"] == AFFECTIVE_PSYCHOSIS) | (was["disorder"] == NON_AFFECTIVE_PSYCHOSIS)
            seen = same & psychosis & (was["status"] == REMISSION) & (self.remitted >= 0)
            self.add(world.week - self.remitted[seen], people.status[seen] == ILL)
            self.remitted[~same | (people.status != REMISSION)] = -1
            self.remitted[same & psychosis & (was["status"] == ILL) & (people.status == REMISSION)] = world.week
        self.keep(world, "status", "disorder", "arrival")
