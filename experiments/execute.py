"""The runner: replicates of a question, one after another or in worker processes, the same bits either way.

A replicate is one seed together with one draw of all unknown parameters. Its place is peopled and settled
once, and every arm branches from there: the same people, the same luck. A replicate's *twin* has the same
draw and another luck; twins tell luck apart from what is not known.
"""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from simulation import Process, Record, Scenario, run

Values = NDArray[np.float64]
WEEKLY = ("in_care", "at_centre", "waiting", "extramural_share", "recovery", "crises")
"""Outcomes whose weekly course is kept for every replicate and arm."""


@dataclass(frozen=True)
class Question:
    """What is asked: a system, arms of policies on it, and how it is lived."""

    baseline: Scenario
    arms: tuple[Scenario, ...]
    seed: int = 1
    weeks: int = 156
    scale: float = 1.0
    fixed_parameters: bool = False


@dataclass(frozen=True, order=True)
class Job:
    """One replicate (twin 0) or its twin (1)."""

    replicate: int
    twin: int = 0


@dataclass(frozen=True)
class Answer:
    """What one job found; the first arm is the baseline.

    Attributes:
        values: over the run, shape (arms, outcomes, population groups).
        weekly: shape (arms, len(WEEKLY), weeks), of everybody.
        minutes: clinicians' minutes, shape (arms, ledger, weeks).
        lives: residents helped, harmed and unchanged against the baseline, shape (arms, groups, 3), full size.
        drawn: the system-wide values of the replicate's draw, by name.
        districts: outcomes by district, shape (arms, len(MAPPED), districts).
        flows: people who went from one place of care to another, a year at full size, shape (arms, CARES, CARES).
        cash: money of each line of spending by year, shape (arms, lines, years), full size.
        dalys: years of health lost by year, shape (arms, years), full size.
        project: what a project in a neighbourhood counted (``reach.COUNTED``, then residents), shape (arms, counts, groups).
        error: the traceback of a run that raised; then the arrays are empty.
    """

    job: Job
    values: Values
    weekly: Values
    minutes: Values
    lives: Values
    drawn: dict[str, float] = field(default_factory=dict)
    districts: Values = field(default_factory=lambda: np.empty((0, 0, 0)))
    flows: Values = field(default_factory=lambda: np.empty((0, 0, 0)))
    error: str = ""
    cash: Values = field(default_factory=lambda: np.empty((0, 0, 0)))
    dalys: Values = field(default_factory=lambda: np.empty((0, 0)))
    project: Values = field(default_factory=lambda: np.empty((0, 0, 0)))


class NotFiniteError(ArithmeticError):
    """A run whose state or result is not a number: nothing of it can be used."""


class Settled:
    """One replicate's place, peopled and settled, from which every arm branches.

    The one place where replicates are lived: ``compare`` and every worker of a study use it. An arm is the
    same bits whatever other arms are lived beside it, before or after.

    Args:
        baseline: the system without the policies.
        root, replicate, twin: of which the run's seed is made.
        weeks, scale: of the runs.
        fixed: policies' costs at their central size; otherwise the replicate's draw.
        values_of: a scenario's own drawn values, (name, place or None) -> value. An arm may have places of
            its own, with values of their own; what both have is to be drawn alike.
    """

    def __init__(
        self,
        baseline: Scenario,
        *,
        root: int,
        replicate: int,
        twin: int = 0,
        weeks: int,
        scale: float,
        fixed: bool,
        values_of: Callable[[Scenario], dict[tuple[str, str | None], Any]],
    ) -> None:
        from simulation.community import Community
        from simulation.ground.chance import replicate_seed

        self._about = (replicate, root, fixed)
        self._values_of = values_of
        self._ranges = (baseline.values, baseline.local)
        self.values = values_of(baseline)
        seed = replicate_seed(root, replicate, twin)
        self._place = Community(baseline, seed, weeks=weeks, scale=scale, values=self.values)

    def live(self, arm: Scenario, extra: Sequence[Process] = ()) -> Record:
        """Live one arm to the end of its horizon.

        Args:
            arm: the baseline, or with policies or other values.
            extra: processes from outside, from week 0 on; events are kept for them.

        Raises:
            NotFiniteError: a column of residents holds what is no number.
        """
        watched: dict[str, Any] = {"extra": list(extra), "keep_events": True} if extra else {}
        with self.world(arm, **watched) as community:
            community.live()
            return self.record(community)

    @contextmanager
    def world(self, arm: Scenario, **changes: Any) -> Iterator[Any]:
        """An arm's community at week 0, for whoever looks at its weeks: ``step`` it, then ask for its ``record``.

        Args:
            arm: the baseline, or with policies or other values.
            changes: other arguments of ``Community.branch``, such as ``keep_events``.
        """
        # the ranges of a system with other policies are its own: what was drawn from them stands
        alike = arm.values is self._ranges[0] and arm.local is self._ranges[1]
        community = self._place.branch(arm, values=self.values if alike else self._values_of(arm), **changes)
        try:
            yield community
        finally:
            community.close()

    def record(self, community: Any) -> Record:
        """What one of this place's worlds has lived through.

        Raises:
            NotFiniteError: a column of residents holds what is no number.
        """
        from simulation.record import record_of

        for name, column in community.residents.columns.items():
            if column.dtype == "f4" and not np.isfinite(getattr(community.residents, name)).all():
                raise NotFiniteError(f"the residents' column {name} holds what is no number")
        return record_of(community, *self._about)

    @property
    def nbytes(self) -> int:
        """Bytes of the place's tables."""
        return int(self._place.nbytes)

    @property
    def luck(self) -> Any:
        """The key of the luck that everybody in this place meets."""
        return self._place.luck

    def close(self) -> None:
        """Let go of the place."""
        self._place.close()

    def __enter__(self) -> Settled:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def over_run(record: Record, names: Sequence[str] | None = None) -> Values:
    """Outcomes over the run (by default all), shape (outcomes, population groups)."""
    from simulation.outcomes import BY_NAME, OUTCOMES
    from simulation.people.codes import POPULATION_GROUPS

    chosen = OUTCOMES if names is None else [BY_NAME[name] for name in names]
    return np.array([[o.over_run(record, g) for g in POPULATION_GROUPS] for o in chosen], float)


def courses(record: Record, names: Sequence[str] = WEEKLY) -> Values:
    """The weekly course of some outcomes, of everybody, shape (names, weeks)."""
    from simulation.outcomes import BY_NAME
    from simulation.people.codes import POPULATION_GROUPS

    found = [cast(Any, BY_NAME[name].by_week)(record, POPULATION_GROUPS[0]) for name in names]
    return np.array(found, float).reshape(len(names), record.weeks)


def live_job(question: Question, job: Job) -> Answer:
    """Live all arms of one replicate."""
    from experiments.by_district import of_districts
    from experiments.flows import of_flows
    from experiments.reach import project_counts
    from simulation.draws import drawn
    from simulation.people.codes import LEDGER
    from simulation.spending import cash, dalys_by_year

    def values_of(scenario: Scenario) -> dict[tuple[str, str | None], Any]:
        return {} if question.fixed_parameters else drawn(scenario, question.seed, job.replicate)

    with Settled(
        question.baseline, root=question.seed, replicate=job.replicate, twin=job.twin, weeks=question.weeks,
        scale=question.scale, fixed=question.fixed_parameters, values_of=values_of,
    ) as place:
        records = [place.live(arm) for arm in (question.baseline, *question.arms)]
        draw = place.values
    values = np.array([over_run(r) for r in records])
    weekly = np.array([courses(r) for r in records])
    minutes = np.array([[r.centre_count(f"minutes_{name}") for name in LEDGER] for r in records])
    lives = np.array([paired_lives(records[0].people, r.people, question.scale) for r in records])
    numbers = {name: float(v) for (name, place), v in draw.items() if place is None and not isinstance(v, str)}
    districts = np.array([of_districts(r) for r in records])
    flows = np.array([of_flows(r) for r in records])
    money, burden = (np.array([of(r) for r in records]) for of in (cash, dalys_by_year))
    project = np.array([project_counts(r) for r in records])
    return Answer(job, values, weekly, minutes, lives, numbers, districts, flows, cash=money, dalys=burden, project=project)


def paired_lives(base: dict[str, Any], arm: dict[str, Any], scale: float) -> Values:
    """Residents helped, harmed and unchanged, by group: shape (groups, 3), at full size.

    The same person in both worlds (same place, same arrival): helped with fewer weeks ill, or as many and
    fewer crises; harmed the other way round; unchanged if neither differs.
    """
    from simulation.people.codes import DIVISIONS

    same = base["arrival"] == arm["arrival"]
    ill = arm["weeks_ill"].astype(np.int64) - base["weeks_ill"]
    crises = arm["crises"].astype(np.int64) - base["crises"]
    change = np.where(ill != 0, np.sign(ill), np.sign(crises))
    masks = [same]
    for bit in range(len(DIVISIONS)):
        has = (base["divisions"] >> bit) & 1
        masks += [same & (has == 0), same & (has == 1)]
    found = [[(change[mask] < 0).sum(), (change[mask] > 0).sum(), (change[mask] == 0).sum()] for mask in masks]
    return np.array(found, float) / scale


_QUESTION: Question | None = None


def _remember(question: Question) -> None:
    global _QUESTION
    _QUESTION = question


def _live(job: Job) -> Answer:
    assert _QUESTION is not None
    return attempt(_QUESTION, job)


def attempt(question: Question, job: Job) -> Answer:
    """Live a job; a run that raises becomes an answer that says why."""
    try:
        return live_job(question, job)
    except Exception:
        none = np.empty((0, 0, 0))
        return Answer(job, none, none, none, none, error=traceback.format_exc())


def cores() -> int:
    """Processor cores that this process may use (a cluster's allocation where there is one)."""
    for name in ("SLURM_CPUS_ON_NODE", "MINGA_WORKERS"):
        if (value := os.environ.get(name, "")).isdigit() and int(value) > 0:
            return int(value)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Runner:
    """Worker processes that live jobs of one question; with one worker, this process.

    Use as a context manager. What comes back never depends on the number of workers or on their order.
    """

    def __init__(self, question: Question, workers: int = 1, start_method: str = "spawn") -> None:
        self.question = question
        self.workers = workers
        self._start_method = start_method
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Runner:
        if self.workers > 1:
            self._pool = ProcessPoolExecutor(
                self.workers,
                mp_context=multiprocessing.get_context(self._start_method),
                initializer=_remember,
                initargs=(self.question,),
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def answers(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        """Live these jobs and give each answer when it is there."""
        if self._pool is None:
            for job in jobs:
                yield attempt(self.question, job)
            return
        for future in as_completed([self._pool.submit(_live, job) for job in jobs]):
            yield future.result()


def live_runs(scenario: Scenario, replicates: int, workers: int | None = None, *, live: Callable[..., Any] = run, **options: Any) -> Iterator[Any]:
    """Live one arm in so many replicates, in their order: each with its whole record, or what else ``live`` gives.

    Args:
        scenario: with its policies.
        replicates: how many.
        workers: processes; by default one per core.
        live: what lives a replicate, as ``simulation.run`` does; a function of a module, so that workers can find it.
        options: of ``live``.
    """
    many = min(workers or cores(), replicates)
    if many <= 1:
        for replicate in range(replicates):
            yield live(scenario, replicate=replicate, **options)
        return
    with ProcessPoolExecutor(many, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(live, scenario, replicate=replicate, **options) for replicate in range(replicates)]
        for future in futures:
            yield future.result()


def warm(workers: int | None = None) -> bool:
    """Compile everything once, shared out over this process and others; False if it was done before."""
    from simulation.ground.cache import is_warm, mark_warm

    if is_warm():
        return False
    parts = workers or cores()
    if parts <= 1:
        warm_part(0, 1)
    else:
        with ProcessPoolExecutor(parts - 1, mp_context=multiprocessing.get_context("spawn")) as pool:
            others = [pool.submit(warm_part, part, parts) for part in range(1, parts)]
            warm_part(0, parts)
            for other in others:
                other.result()
    mark_warm()
    return True


def warm_part(part: int, parts: int) -> None:
    """Compile one share of everything. The import is here so that all begin with it at the same time."""
    from simulation.warming import warm

    warm(part, parts)
