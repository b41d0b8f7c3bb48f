"""Runs that the server knows: what has been lived of each, who wants it, and what is told of it.

A run is named by the digest of what was asked, so that two who ask the same share it, and whoever dropped off finds it
again. Replicates are told in their order. When all are there their twins are lived too, as in every comparison: they
tell luck apart from what is not known.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from experiments.classroom.lives import Task, plain
from experiments.classroom.plans import Asked
from experiments.classroom.pool import BusyError, Pool
from experiments.compare import LEAST, Comparison
from experiments.execute import Answer

MOST_BYTES = 96 << 20
"""What has been told is kept up to so many bytes; the oldest runs go first."""
MOST_OPEN = 96
"""So many runs may be under way at once."""
HEARTBEAT = 15.0
FILM, LATER, TWINS = 0.5, 1.0, 1000.0
"""Priorities: the first replicates of all, then films and people, then later replicates in turn, then twins."""


@dataclass
class Run:
    """One run. ``told`` has one text for each replicate, in order."""

    asked: Asked
    said: dict[int, str] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    twins: dict[int, Answer] = field(default_factory=dict)
    error: str = ""
    wanted: set[str] = field(default_factory=set)
    waiting: dict[tuple[int, int], Future[Any]] = field(default_factory=dict)
    watchers: set[asyncio.Event] = field(default_factory=set)
    rows: tuple[tuple[int, int], str] | None = None

    @property
    def total(self) -> int:
        """Replicates that were asked for."""
        return self.asked.replicates

    @property
    def ready(self) -> int:
        """Replicates that are there without a gap."""
        return next((r for r in range(self.total) if r not in self.said), self.total)

    @property
    def finished(self) -> bool:
        """Whether all is there."""
        return self.ready == self.total and len(self.twins) == min(self.total, LEAST)

    @property
    def nbytes(self) -> int:
        """About so many bytes are kept of it."""
        return 4096 + sum(map(len, self.said.values())) + sum(a.values.nbytes + a.lives.nbytes for a in (*self.answers.values(), *self.twins.values()))

    @property
    def comparison(self) -> Comparison:
        """What is there, as a comparison."""
        n = self.ready
        return Comparison(self.asked.question, [self.answers[r] for r in range(n)], [self.twins[r] for r in sorted(self.twins)] if n == self.total else [])

    def wake(self) -> None:
        """Tell all who listen that something came."""
        for one in self.watchers:
            one.set()

    def told_rows(self) -> str:
        """Differences with intervals of what is there, as JSON."""
        now = (self.ready, len(self.twins))
        if self.rows is None or self.rows[0] != now:
            self.rows = (now, json.dumps(told_of(self.comparison), separators=(",", ":"), allow_nan=False))
        return self.rows[1]


class Runs:
    """All runs of a server."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._of_client: OrderedDict[str, str] = OrderedDict()
        self._came = 0

    def get(self, id: str) -> Run | None:
        """A run by its name."""
        run = self._runs.get(id)
        if run is not None:
            self._runs.move_to_end(id)
        return run

    def start(self, asked: Asked, client: str) -> Run:
        """Begin a run, or go on with it; what the client wanted before is wanted no longer.

        Raises:
            BusyError: too many runs are under way.
        """
        run = self._runs.get(asked.id)
        if run is None:
            if sum(bool(one.waiting) for one in self._runs.values()) >= MOST_OPEN:
                self._leave(client)
                if sum(bool(one.waiting) for one in self._runs.values()) >= MOST_OPEN:
                    raise BusyError("too many runs are under way")
            run = self._runs[asked.id] = Run(asked)
        self._runs.move_to_end(asked.id)
        if self._of_client.get(client) != asked.id:
            self._leave(client)
        run.wanted.add(client)
        self._of_client[client] = asked.id
        while len(self._of_client) > 4096:
            self._of_client.popitem(last=False)
        self.go_on(run)
        self._make_room()
        return run

    def _leave(self, client: str) -> None:
        old = self._runs.get(self._of_client.pop(client, ""))
        if old is None:
            return
        old.wanted.discard(client)
        if not old.wanted:
            for key, future in list(old.waiting.items()):
                if future.cancel():
                    old.waiting.pop(key, None)

    def go_on(self, run: Run) -> None:
        """Ask for what is missing and not under way."""
        if run.error:
            return
        missing = [(r, 0) for r in range(run.total) if r not in run.said]
        if not missing:
            missing = [(r, 1) for r in range(min(run.total, LEAST)) if r not in run.twins]
        for replicate, twin in missing:
            if (replicate, twin) not in run.waiting:
                self._ask(run, replicate, twin)

    def _ask(self, run: Run, replicate: int, twin: int) -> None:
        self._came += 1
        # later replicates in turn: the second of all before the third of anybody
        priority = (TWINS + replicate,) if twin else (0.0,) if replicate == 0 else (LATER + replicate,)
        future = self.pool.submit(task_for(run.asked, "replicate", replicate=replicate, twin=twin), (*priority, self._came))
        run.waiting[replicate, twin] = future
        loop = asyncio.get_running_loop()

        def came(done: Future[Any]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._arrived, run, replicate, twin, done)

        future.add_done_callback(came)

    def _arrived(self, run: Run, replicate: int, twin: int, future: Future[Any]) -> None:
        if run.waiting.get((replicate, twin)) is future:
            del run.waiting[replicate, twin]
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            run.error = str(error)
            for other in run.waiting.values():
                other.cancel()
            run.waiting.clear()
        elif twin:
            run.twins[replicate] = future.result()[0]
        else:
            run.answers[replicate], run.said[replicate] = future.result()
            if run.ready == run.total and run.wanted:
                try:
                    self.go_on(run)
                except BusyError:
                    run.error = "busy"
        run.wake()
        self._make_room()

    def _make_room(self) -> None:
        total = sum(run.nbytes for run in self._runs.values())
        for id, run in list(self._runs.items())[:-1]:
            if total <= MOST_BYTES:
                break
            if not run.waiting and not run.watchers:
                total -= run.nbytes
                del self._runs[id]

    async def watched(self, run: Run, kind: str, **about: Any) -> Any:
        """Something of a run's first replicate that is watched week by week; the same worker keeps it."""
        worker = int(run.asked.id[:8], 16) % self.pool.workers
        self._came += 1
        return await asyncio.wrap_future(self.pool.submit(task_for(run.asked, kind, **about), (FILM, self._came), worker))

    async def stream(self, run: Run, after: int) -> AsyncIterator[str]:
        """Server-sent events of a run: replicates after this one, in order, differences as they narrow, and the end."""
        self.go_on(run)
        turn = asyncio.Event()
        run.watchers.add(turn)
        try:
            at, rows = after + 1, (0, -1)
            yield "retry: 1000\n\n"
            while True:
                while at < run.ready:
                    yield f"event: replicate\nid: {at}\ndata: {run.said[at]}\n\n"
                    at += 1
                now = (run.ready, len(run.twins))
                if run.ready >= 2 and now != rows and (now[1] == 0 or run.finished):
                    rows = now
                    yield f"event: told\ndata: {run.told_rows()}\n\n"
                if run.error:
                    yield f"event: failed\ndata: {json.dumps({'error': run.error})}\n\n"
                    return
                if run.finished:
                    yield f'event: done\ndata: {{"total":{run.total}}}\n\n'
                    return
                turn.clear()
                if at < run.ready or run.finished or run.error:
                    continue
                try:
                    await asyncio.wait_for(turn.wait(), HEARTBEAT)
                except TimeoutError:
                    yield ": here\n\n"
        finally:
            run.watchers.discard(turn)


def task_for(asked: Asked, kind: str, **about: Any) -> Task:
    """A task of a run."""
    q = asked.question
    return Task(kind, asked.plan.told(), q.seed, q.weeks, q.scale, asked.replicates, **about)


def told_of(comparison: Comparison) -> dict[str, Any]:
    """Headline differences of every group with their intervals, and the money, as the browser gets them."""
    from simulation.outcomes import HEADLINES
    from simulation.people.codes import POPULATION_GROUPS

    rows = []
    for name in (*(o.name for o in HEADLINES), "cost"):
        for group in POPULATION_GROUPS:
            e = comparison.estimate(1, name, group)
            if not e.replicates:
                continue
            rows.append({
                "outcome": name, "unit": e.unit, "better": e.better, "baseline": plain(e.baseline), "difference": plain(e.difference),
                "low": plain(e.low), "high": plain(e.high), "luck_low": plain(e.luck_low), "luck_high": plain(e.luck_high),
                "helps": plain(e.helps), "replicates": e.replicates, "group": group,
            })
    return {"rows": rows, "replicates": len(comparison.answers), "twins": len(comparison.twins), "money": money_of(comparison)}


def money_of(comparison: Comparison) -> dict[str, Any]:
    """Extra money of each payer by year, health gained, and what a year of health costs where that can be said."""
    from experiments.spending import cash_by_year, mean_of, per_daly
    from simulation.draws import PAYERS

    def interval(mean: Any) -> dict[str, float | None]:
        return {"value": plain(mean.value), "low": plain(mean.low), "high": plain(mean.high)}

    extra = {p: [interval(mean_of(x)) for x in (cash_by_year(comparison, 1, p) - cash_by_year(comparison, 0, p)).T] for p in PAYERS}
    ratio = per_daly(comparison, 1, "ministry")
    return {
        "extra_by_year": extra, "averted": interval(ratio.averted), "extra": interval(ratio.extra),
        "per_daly": {"value": plain(ratio.value), "low": plain(ratio.low), "high": plain(ratio.high), "verdict": ratio.verdict},
    }

