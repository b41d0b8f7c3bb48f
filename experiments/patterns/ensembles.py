"""Ensembles: the worlds that checks ask for, each lived once per command and shared by all of them.

A *world* (``Arm``) is the system with other values, policies or centres. In a replicate the place is peopled
and settled once and every world branches from it: the same people, the same luck, the same draw of unknown
parameters, so that differences between worlds are paired. A world whose values matter before week 0 is settled
by itself, with the same seed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.execute import Settled, cores
from experiments.patterns.watchers import WATCHERS
from simulation import Record, Scenario, load, load_policy
from simulation.people.codes import POPULATION_GROUPS
from simulation.people.tallies import CENTRE, PEOPLE

WEEKS = 156
"""Horizon of a world that asks for no other: three years after the centres open."""
EVERYBODY = 0


@lru_cache
def shipped(name: str) -> Scenario:
    """A shipped system, read once."""
    return load(name)


@dataclass(frozen=True)
class Arm:
    """A world that checks look at.

    Attributes:
        name: by which checks ask for it.
        values: parameters that are set, as of ``Scenario.setting``.
        policies: names of shipped policies.
        change: what else is done to the system.
        from_start: settle it by itself: what is changed matters before week 0.
        watch: names of ``watching.WATCHERS`` that look on.
        weeks: horizon.
        least_scale: never with a smaller share of residents.
        system: another shipped system than the group's own; its worlds branch from a place of its own.
    """

    name: str
    values: Mapping[str, float | str] = field(default_factory=dict, hash=False)
    policies: tuple[str, ...] = ()
    change: Callable[[Scenario], Scenario] | None = None
    from_start: bool = False
    watch: tuple[str, ...] = ()
    weeks: int = WEEKS
    least_scale: float = 0.0
    system: str | None = None

    def place_of(self, system: Scenario) -> Scenario:
        """The system from which this world branches."""
        return shipped(self.system) if self.system else system

    def of(self, system: Scenario) -> Scenario:
        """The system as this world has it."""
        system = self.place_of(system)
        found = system.setting(dict(self.values)) if self.values else system
        found = self.change(found) if self.change else found
        return found.with_policies(*(load_policy(p) for p in self.policies)) if self.policies else found


@dataclass(frozen=True)
class Lived:
    """What is kept of one run: counts of everybody by week, at full size.

    Attributes:
        scenario: as it was lived.
        tally: shape (weeks, counts of people, districts).
        centre_tally: shape (weeks, counts of centres, centres).
        watched: what watchers saw, by their names.
    """

    scenario: Scenario
    tally: NDArray[np.float64]
    centre_tally: NDArray[np.float64]
    watched: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    @property
    def weeks(self) -> int:
        """Weeks of the horizon."""
        return len(self.tally)

    def people(self, what: str, *districts: str, since: int = 0) -> float:
        """One count of people added up from a week on, of some districts (all if none is named)."""
        return float(self.tally[since:, PEOPLE.index(what), self._rows("district", districts)].sum())

    def centres(self, what: str, *centres: str, since: int = 0) -> float:
        """One count of centres added up from a week on, of some centres (all if none is named)."""
        return float(self.centre_tally[since:, CENTRE.index(what), self._rows("centre", centres)].sum())

    def course(self, what: str, *centres: str) -> NDArray[np.float64]:
        """One count of centres by week, shape (weeks, centres)."""
        return self.centre_tally[:, CENTRE.index(what)][:, self._rows("centre", centres)]

    def _rows(self, scope: Any, names: Sequence[str]) -> list[int]:
        places = list(self.scenario.places(scope))
        return [places.index(n) for n in names] if names else list(range(len(places)))


def kept(record: Record, watched: Mapping[str, NDArray[np.float64]]) -> Lived:
    """What is kept of a record; groups of residents are not."""
    assert POPULATION_GROUPS[EVERYBODY] == "everybody"
    return Lived(record.scenario, record.tally[:, :, EVERYBODY, :].copy(), record.centre_tally.copy(), dict(watched))


@dataclass(frozen=True)
class Task:
    """One replicate of some worlds that branch from one place."""

    system: Scenario
    arms: tuple[Scenario, ...]
    watch: tuple[tuple[str, ...], ...]
    keys: tuple[Any, ...]
    replicate: int
    seed: int
    weeks: int
    scale: float


def live(task: Task) -> list[Lived]:
    """Live the worlds of one task, in their order."""
    from simulation.draws import drawn

    def values_of(scenario: Scenario) -> dict[tuple[str, str | None], Any]:
        return drawn(scenario, task.seed, task.replicate)

    found = []
    with Settled(
        task.system, root=task.seed, replicate=task.replicate, weeks=task.weeks, scale=task.scale, fixed=False, values_of=values_of,
    ) as place:
        for arm, watch in zip(task.arms, task.watch, strict=True):
            watchers = {name: WATCHERS[name]() for name in watch}
            record = place.live(arm, [w.as_process(f"watcher_{name}") for name, w in watchers.items()])
            found.append(kept(record, {name: w.seen() for name, w in watchers.items()}))
    return found


class Ensembles:
    """Runs by world, weeks and share of residents; what has been lived is not lived again.

    Args:
        system: as it is.
        arms: the worlds that can be asked for.
        seed, scale, replicates: of the runs; replicate r is the same draw and luck in every world.
        workers: processes; by default one per core.
        on_run: called with runs done and runs planned.
    """

    def __init__(
        self, system: Scenario, arms: Iterable[Arm], *, seed: int = 1, scale: float = 0.1, replicates: int = 8,
        workers: int | None = None, on_run: Callable[[int, int], None] | None = None,
    ) -> None:
        self.system = system
        self.arms = {arm.name: arm for arm in arms}
        self.seed, self.scale, self.replicates = seed, scale, replicates
        self.workers = workers or cores()
        self._on_run = on_run
        self._lived: dict[Any, list[Lived]] = {}
        self._keys: dict[str, tuple[Any, ...]] = {}

    def __getitem__(self, name: str) -> list[Lived]:
        """The replicates of a world, in their order; lived now if they were not yet.

        Raises:
            KeyError: no such world.
        """
        key = self._key(self.arms[name])
        if key not in self._lived:
            self.live([name])
        return self._lived[key]

    def each(self, name: str, measure: Callable[[Lived], float]) -> NDArray[np.float64]:
        """A number of a world in every replicate, shape (replicates,)."""
        return np.array([measure(run) for run in self[name]], float)

    def differences(self, more: str, less: str, measure: Callable[[Lived], float]) -> NDArray[np.float64]:
        """Paired differences of a number between two worlds, shape (replicates,)."""
        return self.each(more, measure) - self.each(less, measure)

    def _key(self, arm: Arm) -> tuple[Any, ...]:
        if arm.name not in self._keys:
            self._keys[arm.name] = self._made_key(arm)
        return self._keys[arm.name]

    def _made_key(self, arm: Arm) -> tuple[Any, ...]:
        return (arm.of(self.system).digest(), arm.from_start, arm.watch, arm.weeks, max(self.scale, arm.least_scale), self.seed, self.replicates)

    def live(self, names: Iterable[str]) -> None:
        """Live those of these worlds that were not lived yet, peopling each replicate's place once."""
        tasks = list(self._tasks(dict.fromkeys(names)))
        planned = sum(len(task.arms) for task in tasks)
        done = 0
        fresh: dict[Any, dict[int, Lived]] = {}
        for task, found in self._results(tasks):
            for key, lived in zip(task.keys, found, strict=True):
                fresh.setdefault(key, {})[task.replicate] = lived
            done += len(found)
            if self._on_run is not None:
                self._on_run(done, planned)
        # only now: after a run that raised there is no world with some of its replicates
        self._lived |= {key: [by_replicate[r] for r in range(self.replicates)] for key, by_replicate in fresh.items()}

    def _tasks(self, names: Iterable[str]) -> Iterator[Task]:
        wanted = {self._key(self.arms[name]): self.arms[name] for name in names}
        groups: dict[Any, dict[Any, Arm]] = {}
        for key, arm in wanted.items():
            if key not in self._lived:
                alone = key if arm.from_start else None
                groups.setdefault((arm.weeks, max(self.scale, arm.least_scale), alone, arm.system), {})[key] = arm
        for (weeks, scale, alone, _), arms in groups.items():
            scenarios = tuple(arm.of(self.system) for arm in arms.values())
            base = scenarios[0] if alone else next(iter(arms.values())).place_of(self.system)
            for replicate in range(self.replicates):
                yield Task(base, scenarios, tuple(a.watch for a in arms.values()), tuple(arms), replicate, self.seed, weeks, scale)

    def _results(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, list[Lived]]]:
        many = min(self.workers, len(tasks))
        if many <= 1:
            for task in tasks:
                yield task, live(task)
            return
        with ProcessPoolExecutor(many, mp_context=multiprocessing.get_context("spawn")) as pool:
            futures = {pool.submit(live, task): task for task in tasks}
            for future in as_completed(futures):
                yield futures[future], future.result()
