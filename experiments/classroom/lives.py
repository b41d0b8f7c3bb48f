"""Lives: what one replicate of a plan gives, lived in a worker that keeps what it has settled.

The arms are lived by ``experiments.execute.Settled``, as in every comparison, so the numbers are those of
``minga compare``. A worker keeps the settled places, the baselines that it has lived, and the worlds that somebody
watches, each in a shelf of bounded size.
"""

from __future__ import annotations

import json
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import numpy as np

from experiments.classroom.plans import Asked, put, read_plan
from experiments.execute import WEEKLY, Answer, Job, Settled, Values, courses, over_run, paired_lives
from simulation import Scenario, load

Kept = TypeVar("Kept")
PLACES = 160 << 20
"""Bytes of settled places that a worker keeps."""
WATCHED = 64 << 20
BASELINES = 64
QUESTIONS = 32
ROOM = 3
"""A place takes about so many times what its tables take: contacts and what kernels work on."""


class Shelf(Generic[Kept]):
    """What was used last stays; what was not used for longest goes when there is no room."""

    def __init__(self, room: float, size: Callable[[Kept], float] = lambda _: 1, close: Callable[[Kept], None] | None = None) -> None:
        self._kept: OrderedDict[Any, tuple[Kept, float]] = OrderedDict()
        self._room, self._size, self._close = room, size, close
        self.used = 0.0

    def get(self, key: Any, make: Callable[[], Kept]) -> Kept:
        """What stands under a key, made if it is not there."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][0]
        made = make()
        size = self._size(made)
        self._kept[key] = made, size
        self.used += size
        while self.used > self._room and len(self._kept) > 1:
            _, (old, less) = self._kept.popitem(last=False)
            self.used -= less
            if self._close is not None:
                self._close(old)
        return made

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(frozen=True)
class Lived:
    """What is kept of one arm of one replicate."""

    values: Values
    weekly: Values
    cash: Values
    dalys: Values
    people: dict[str, Any]


@dataclass(frozen=True)
class Task:
    """One thing for a worker to do; all of it crosses to another process."""

    kind: str
    plan: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    weeks: int = 156
    scale: float = 1.0
    replicates: int = 1
    replicate: int = 0
    twin: int = 0
    lang: str = "en"
    row: int = 0
    arm: str = "plan"


def weekly_names() -> list[str]:
    """Outcomes whose weekly course is sent: those that every comparison keeps, and the headlines."""
    from simulation.outcomes import HEADLINES

    return list(dict.fromkeys([*WEEKLY, *(o.name for o in HEADLINES if o.by_week is not None)]))


def kept_of(record: Any) -> Lived:
    """What is kept of a record."""
    from simulation.spending import cash, dalys_by_year

    return Lived(over_run(record), courses(record, weekly_names()), cash(record), dalys_by_year(record), record.people)


class Lives:
    """One worker's memory, and what it can be asked for.

    Args:
        system: name or path of the system.
        costs: of the system, if it has another file of unit costs.
    """

    def __init__(self, system: str, costs: str | None = None) -> None:
        self.name = system
        self.system: Scenario = load(system, costs=costs)
        self._asked: Shelf[Asked] = Shelf(QUESTIONS)
        self._places: Shelf[Settled] = Shelf(PLACES, _bytes, Settled.close)
        self._baselines: Shelf[Lived] = Shelf(BASELINES)
        self._watched: Shelf[Any] = Shelf(WATCHED, lambda w: w.nbytes)

    def asked(self, task: Task) -> Asked:
        """The question of a task."""
        def make() -> Asked:
            plan = read_plan(dict(task.plan), self.system)
            return put(plan, self.system, self.name, seed=task.seed, weeks=task.weeks, scale=task.scale, replicates=task.replicates)

        return self._asked.get(json.dumps([task.plan, task.seed, task.weeks, task.scale, task.replicates], sort_keys=True), make)

    def do(self, task: Task) -> Any:
        """Do what is asked."""
        if task.kind == "replicate":
            return self.replicate(task)
        if task.kind == "settle":
            return self._baseline(self.asked(task), task).values
        from experiments.classroom import watched

        return watched.told(self, task)

    def place(self, asked: Asked, task: Task) -> Settled:
        """The settled place of a replicate."""
        from simulation.draws import drawn

        q = asked.question

        def values_of(scenario: Scenario) -> dict[tuple[str, str | None], Any]:
            return drawn(scenario, q.seed, task.replicate)

        def settle() -> Settled:
            return Settled(q.baseline, root=q.seed, replicate=task.replicate, twin=task.twin, weeks=q.weeks, scale=q.scale, fixed=False, values_of=values_of)

        return self._places.get(_key(asked, task), settle)

    def _baseline(self, asked: Asked, task: Task) -> Lived:
        place = self.place(asked, task)
        return self._baselines.get(_key(asked, task), lambda: kept_of(place.live(asked.question.baseline)))

    def replicate(self, task: Task) -> tuple[Answer, str]:
        """Live the plan in one replicate: the answer for the comparison, and what the browser gets."""
        began = time.perf_counter()
        asked = self.asked(task)
        base = self._baseline(asked, task)
        plan = kept_of(self.place(asked, task).live(asked.question.arms[0]))
        lives = [paired_lives(base.people, one.people, asked.question.scale) for one in (base, plan)]
        none = np.empty((0, 0, 0))
        answer = Answer(
            Job(task.replicate, task.twin), np.array([base.values, plan.values]), np.array([base.weekly, plan.weekly]), none, np.array(lives),
            cash=np.array([base.cash, plan.cash]), dalys=np.array([base.dalys, plan.dalys]),
        )
        said = json.dumps(told_of(answer, time.perf_counter() - began), separators=(",", ":"), allow_nan=False)
        return replace(answer, weekly=none), said

    def watching(self, asked: Asked, task: Task) -> Any:
        """One arm of the first replicate, watched week by week."""
        from experiments.classroom.watched import watch

        base = task.arm == "baseline"
        arm = asked.question.baseline if base else asked.question.arms[0]
        key = (_key(asked, task), "" if base else asked.id)
        return self._watched.get(key, lambda: watch(self.place(asked, task), arm))

    def both(self, asked: Asked, task: Task) -> tuple[Any, Any]:
        """Both arms of the first replicate, watched."""
        return self.watching(asked, replace(task, arm="baseline")), self.watching(asked, replace(task, arm="plan"))


def _key(asked: Asked, task: Task) -> tuple[Any, ...]:
    q = asked.question
    return (tuple(sorted(asked.plan.parameters.items())), q.seed, q.weeks, q.scale, task.replicate, task.twin)


def _bytes(place: Settled) -> float:
    return ROOM * place.nbytes


def plain(value: float) -> float | None:
    """A number for JSON: nothing for what could not be computed."""
    return float(value) if math.isfinite(value) else None


def told_of(answer: Answer, seconds: float) -> dict[str, Any]:
    """One replicate as the browser gets it."""
    from simulation.outcomes import OUTCOMES
    from simulation.people.codes import POPULATION_GROUPS
    from simulation.spending import LINES

    def course(values: Any) -> list[float | None]:
        return [plain(v) for v in values.tolist()]

    return {
        "replicate": answer.job.replicate, "seconds": round(seconds, 4),
        "weekly": {name: {"baseline": course(answer.weekly[0, k]), "plan": course(answer.weekly[1, k])} for k, name in enumerate(weekly_names())},
        "values": {
            o.name: {g: [plain(answer.values[0, k, j]), plain(answer.values[1, k, j])] for j, g in enumerate(POPULATION_GROUPS)}
            for k, o in enumerate(OUTCOMES)
        },
        "lives": {g: answer.lives[1, j].tolist() for j, g in enumerate(POPULATION_GROUPS)},
        "money": [
            {"line": line.name, "payer": line.payer, "baseline": course(answer.cash[0, k]), "plan": course(answer.cash[1, k])}
            for k, line in enumerate(LINES) if answer.cash[:, k].any()
        ],
        "dalys": {"baseline": course(answer.dalys[0]), "plan": course(answer.dalys[1])},
    }
