"""Conduct: participants are found, asked, assigned, measured and lost, week by week, in the world of the trial.

In the other world, without what is tried, the same persons are measured in the same weeks (``Shadow``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from experiments.trial.arms import Assigned
from experiments.trial.design import Trial
from experiments.trial.measures import MEASURES
from simulation import Process, Words
from simulation.ground.chance import ask_each, draw, uniforms
from simulation.people.codes import CARES, DISORDERS, ILL

CONSENTS, ORDER = draw("trial: does the person consent"), draw("trial: who is asked first this week")
ERROR, LOST = draw("trial: error of the instrument"), draw("trial: how soon is the participant lost")
BLOCK = "trial: order within a block"
SENTENCE = Words("Participants of a trial are recruited and measured.", "Se recluta y mide a los participantes de un ensayo.")
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

IN_PROGRAMME: dict[str, Callable[[Any], Any]] = {
    "peer_support": lambda world: world.pairs.user, "critical_time": lambda world: world.cases.user,
}
"""Programme -> the rows of residents whom it has now (-1 nobody): those who were reached."""


@dataclass
class Participants:
    """Who takes part, in the order of recruitment; measured at so many follow-ups."""

    person: list[int] = field(default_factory=list)
    arrival: list[int] = field(default_factory=list)
    centre: list[int] = field(default_factory=list)
    arm: list[int] = field(default_factory=list)
    week: list[int] = field(default_factory=list)
    severity: list[float] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.person)


class Observer:
    """What is measured of known persons in due weeks, in either world.

    Args:
        trial: which measures and when.
        deviation: SD of the instrument's error, in its units.
    """

    def __init__(self, trial: Trial, people: Participants, deviation: float) -> None:
        self.trial, self.people, self.deviation = trial, people, deviation
        self.measure = MEASURES[trial.instrument.measures]
        self.true: dict[tuple[int, int], float] = {}
        self.seen: dict[tuple[int, int], float] = {}

    def due(self, week: int) -> list[tuple[int, int]]:
        """(participant, occasion) of this week: occasion 0 is the baseline."""
        trial = self.trial
        recruiting = trial.recruitment.start <= week < trial.recruitment.end
        if not trial.by_person and not recruiting and week - trial.begins not in trial.follow_up:
            return []
        found = []
        for k, began in enumerate(self.people.week):
            since = began if trial.by_person else trial.begins
            found += [(k, 0)] if week == began else []
            found += [(k, n) for n, after in enumerate(trial.follow_up, 1) if week == since + after]
        return found

    def look(self, world: Any) -> None:
        """Measure who is due, if the person is still there."""
        due = self.due(world.week)
        if not due:
            return
        r, one = world.residents, self.trial.instrument
        values = self.measure.of(r)
        rows = np.array([self.people.person[k] for k, _ in due], np.int32)
        u = np.clip(ask_each(world.luck, ERROR, rows, world.week).astype(float), 1e-6, 1 - 1e-6)
        error = self.deviation * norm.ppf(u)
        for (k, n), row, e in zip(due, rows, error, strict=True):
            if r.arrival[row] != self.people.arrival[k]:
                continue
            true = one.scale(float(values[row]))
            self.true[k, n] = true
            self.seen[k, n] = true if not self.measure.has_error else rounded(true + e, one.lowest, one.highest, one.step)


def rounded(value: float, lowest: float, highest: float, step: float) -> float:
    """A score that the instrument can show."""
    told = lowest + step * round((value - lowest) / step) if step > 0 else value
    return float(min(max(told, lowest), highest))


class Conduct:
    """The trial as it is held in its world."""

    def __init__(self, trial: Trial, by_lot: Assigned, reliability: float) -> None:
        self.trial, self.by_lot, self.reliability = trial, by_lot, reliability
        self.people = Participants()
        self.watch = Observer(trial, self.people, 0.0)
        self.reached: set[int] = set()
        self.met_elsewhere: set[int] = set()
        self.eligible = self.asked = 0
        self.blocks: dict[int, int] = {}
        self.last: dict[str, NDArray[Any]] = {}
        self.in_centre: dict[int, int] = {}
        self.among: set[int] = set()

    def process(self) -> Process:
        """The process that holds the trial."""
        return Process("trial", SENTENCE, step=self.step)

    def step(self, world: Any) -> None:
        """One week of the trial."""
        week = world.week
        if week < 0:
            return
        if week == self.trial.recruitment.start:
            self._calibrate(world)
        if self.trial.recruitment.start <= week < self.trial.recruitment.end:
            self._recruit(world)
        self.watch.look(world)
        self._see_reach(world)
        if week == self.trial.weeks - 1:
            self.last = at_end(world, self.trial)

    def _calibrate(self, world: Any) -> None:
        """The error that gives the instrument its reliability among those who may take part."""
        rows = self._who(world)
        if self.watch.measure.has_error and rows.size > 1:
            one = self.trial.instrument
            spread = float((one.highest - one.lowest) * self.watch.measure.of(world.residents)[rows].std(ddof=1))
            self.watch.deviation = spread * np.sqrt((1 - self.reliability) / self.reliability)

    def _who(self, world: Any) -> Rows:
        return candidates(world, self.trial)

    def _recruit(self, world: Any) -> None:
        trial, r = self.trial, world.residents
        rows = self._who(world)
        rows = rows[r.trial_arm[rows] < 0]
        self.among |= {int(i) for i in rows}
        willing = ask_each(world.luck, CONSENTS, rows.astype(np.int32), 0) < trial.eligible.consent
        rows = rows[willing]
        rows = rows[np.argsort(ask_each(world.luck, ORDER, rows.astype(np.int32), world.week), kind="stable")]
        most = trial.recruitment
        new: dict[int, int] = {}
        for i in rows:
            c = int(r.centre[i])
            where = 0 if trial.by_person else c
            if not trial.by_person and c < 0:
                continue
            if new.get(where, 0) >= most.per_week or self.in_centre.get(where, 0) >= most.total:
                continue
            new[where] = new.get(where, 0) + 1
            self.in_centre[where] = self.in_centre.get(where, 0) + 1
            self._enrol(world, int(i), c)

    def _enrol(self, world: Any, i: int, centre: int) -> None:
        r, p = world.residents, self.people
        arm = self._next_arm(world) if self.trial.by_person else int(self.by_lot.arm[centre])
        r.trial_arm[i] = arm
        p.person.append(i)
        p.arrival.append(int(r.arrival[i]))
        p.centre.append(centre)
        p.arm.append(arm)
        p.week.append(int(world.week))
        p.severity.append(float(r.severity[i]))

    def _next_arm(self, world: Any) -> int:
        """Permuted blocks of twice the number of arms."""
        arms = len(self.trial.arms)
        size = 2 * arms
        block, at = divmod(len(self.people), size)
        order = np.argsort(uniforms(world.luck, BLOCK, size, block), kind="stable")
        return int(order[at]) % arms

    def _see_reach(self, world: Any) -> None:
        for rows in [IN_PROGRAMME[name](world) for arm in self.trial.arms for name in arm.programmes if name in IN_PROGRAMME]:
            self.reached |= {int(i) for i in rows if i >= 0}
        if not self.trial.by_person and len(self.people):
            where = world.residents.centre[np.array(self.people.person)]
            mine = np.array(self.people.centre)
            there = (where >= 0) & (where != mine)
            now = self.by_lot.treated(np.maximum(where, 0), world.week)
            own = self.by_lot.treated(np.maximum(mine, 0), world.week)
            self.met_elsewhere |= {int(k) for k in np.flatnonzero(there & (now != own))}


def candidates(world: Any, trial: Trial) -> Rows:
    """Residents who meet the criteria now."""
    r, who = world.residents, trial.eligible
    groups = [DISORDERS.index(name) for name in who.disorders]
    cares = [CARES.index(name) for name in who.care]
    fits = np.isin(r.disorder, groups) & np.isin(r.care, cares)
    fits &= (r.age_weeks >= 52 * who.ages[0]) & (r.age_weeks < 52 * (who.ages[1] + 1))
    fits &= (r.severity >= who.severity) & ((r.disorder == 0) | (r.status >= ILL))
    peers = world.peers.person[world.peers.active == 1] if hasattr(world, "peers") else np.empty(0, int)
    fits[peers] = False
    return np.flatnonzero(fits)


class Shadow:
    """The same persons, measured in the same weeks, in the world without what is tried."""

    def __init__(self, conduct: Conduct) -> None:
        self.trial = conduct.trial
        self.watch = Observer(conduct.trial, conduct.people, conduct.watch.deviation)
        self.last: dict[str, NDArray[Any]] = {}

    def process(self) -> Process:
        """The process that looks on."""
        return Process("trial", SENTENCE, step=self.step)

    def step(self, world: Any) -> None:
        """One week."""
        if world.week >= 0:
            self.watch.look(world)
            if world.week == self.trial.weeks - 1:
                self.last = at_end(world, self.trial)


def at_end(world: Any, trial: Trial) -> dict[str, NDArray[Any]]:
    """What is kept of all residents at the end, to see who else was changed."""
    r = world.residents
    return {
        "arrival": r.arrival.copy(), "centre": r.centre.copy(), "disorder": r.disorder.copy(), "trial_arm": r.trial_arm.copy(),
        "score": trial.instrument.lowest + (trial.instrument.highest - trial.instrument.lowest) * MEASURES[trial.instrument.measures].of(r),
    }


def lost_by(people: Participants, key: Any, rate: float, weight: float, follow_up: tuple[int, ...]) -> NDArray[np.bool_]:
    """Who is lost by each follow-up, shape (participants, follow-ups): for good, and sooner with more severe illness if so said."""
    if not len(people):
        return np.zeros((0, len(follow_up)), np.bool_)
    u = ask_each(key, LOST, np.array(people.person, np.int32), 0).astype(float)
    severity = np.array(people.severity)
    spread = severity.std() or 1.0
    hazard = -np.log1p(-rate) * np.exp(weight * (severity - severity.mean()) / spread)
    time = np.array(follow_up) / follow_up[-1]
    return np.asarray(u[:, None] < 1 - np.exp(-hazard[:, None] * time[None, :]), np.bool_)
