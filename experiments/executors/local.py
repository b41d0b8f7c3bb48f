"""Local executor: worker processes on this machine, fed group by group and watched.

Workers are programs of their own, started anew (never forked), so the same on every system. A run that hangs is
ended with its worker after a time limit; a worker that dies is replaced; in both cases the run gets a row with its
cause, in a shard of the supervisor's own, and is tried again as often as the study says. Workers that lose their
supervisor end at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from experiments.execute import cores
from experiments.executors import Errand
from experiments.memory import OUT_OF_MEMORY
from experiments.plan import SHARDS, Plan
from experiments.store import (
    CAN_PASS,
    DIED,
    EXITED,
    FAILED,
    MEMORY,
    TIMED_OUT,
    Row,
    Shard,
    StoreError,
    read_shard,
)
from experiments.work import CANNOT_WRITE, UNUSABLE, groups

COMMAND = (sys.executable, "-m", "experiments.work")
"""What starts a worker; the arguments of ``experiments.work`` follow."""
MOST_STARTS = 3
"""So many workers in a row that end before they are ready end the sweep: something is wrong with the machine."""
GRACE = 5.0
TICK = 0.2
SECONDS_PER_RESIDENT_WEEK = 80e-9
LEAST_TIMEOUT, TIMEOUT_FACTOR = 120.0, 30.0
LEAST_MEMORY, BYTES_PER_RESIDENT = 1024, 2000
STARTING_SECONDS = 600.0
"""A worker that is not ready after so long (it may have to compile the model) is replaced."""


def timeout_of(plan: Plan) -> float:
    """Seconds after which a run (or a burn-in) counts as hung: the study's, or 30 times the usual, at least 120."""
    if plan.study.limits.timeout:
        return plan.study.limits.timeout
    weeks = plan.study.weeks + int(max(plan.told["burn_in_weeks"]))
    usual = float(max(plan.told["residents"])) * weeks * SECONDS_PER_RESIDENT_WEEK
    return max(LEAST_TIMEOUT, TIMEOUT_FACTOR * usual)


def memory_of(plan: Plan) -> int:
    """Mebibytes that a worker's runs may take: the study's, or several times the usual, at least 1024."""
    usual = max(plan.told["residents"]) * BYTES_PER_RESIDENT // 2**20
    return plan.study.limits.memory or max(LEAST_MEMORY, usual)


@dataclass
class _Hand:
    """A worker process, as its supervisor sees it."""

    name: str
    process: subprocess.Popen[str]
    shard: str = ""
    group: list[str] = field(default_factory=list)
    living: list[str] = field(default_factory=list)
    since: float = 0.0
    fed: float = 0.0
    idle: bool = False
    killed_for: str = ""
    errors: deque[str] = field(default_factory=lambda: deque(maxlen=60))

    def say(self, line: str) -> None:
        """Send a line; a worker that is gone will be noticed by its silence."""
        with contextlib.suppress(OSError, ValueError):
            assert self.process.stdin is not None
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()


class Local:
    """Worker processes here.

    Args:
        workers: how many; by default one per core.
        command: what starts a worker.
        deadline: seconds from the start after which nothing is lived any more (a job's time limit); no group of runs
            is begun that would not be over by then, as far as the longest so far tells.
        label: the beginning of its workers' names; by default ``local-`` and the number of the start.
        is_wanted: asked a few times a second; the work ends when it says no.
    """

    name = "local"
    waits = True

    def __init__(
        self, workers: int | None = None, command: Sequence[str] = COMMAND, deadline: float | None = None, label: str = "",
        is_wanted: Callable[[], bool] | None = None,
    ) -> None:
        self.workers = workers or cores()
        self.command = tuple(command)
        self.deadline = deadline
        self.label = label
        self.is_wanted = is_wanted

    def execute(self, errand: Errand) -> None:
        """Live what the errand asks for; returns when everything has a row, or at the deadline.

        Raises:
            InputError: the plan cannot be used here.
            StoreError: the store cannot be written.
            ChildProcessError: workers end before they are ready.
            KeyboardInterrupt: it was interrupted; workers are ended first.
        """
        plan = Plan.open(errand.folder)
        try:
            _Supervisor(plan, errand, self).run()
        finally:
            plan.close()


class _Supervisor:
    def __init__(self, plan: Plan, errand: Errand, how: Local) -> None:
        self.plan, self.errand, self.how = plan, errand, how
        self.todo = deque([run.id for run in runs] for runs in groups(plan, errand.ids))
        self.events: queue.Queue[tuple[_Hand, dict[str, Any] | None]] = queue.Queue()
        self.hands: list[_Hand] = []
        self.tries: Counter[str] = Counter(errand.tries)
        self.have_row: set[str] = set()
        self.started = self.fruitless = 0
        self.shard: Shard | None = None
        self.timeout = timeout_of(plan)
        self.until = None if how.deadline is None else time.monotonic() + how.deadline
        self.longest = 0.0
        self.label = how.label or f"local-{errand.attempt}"

    def run(self) -> None:
        try:
            while self.todo or any(hand.group for hand in self.hands):
                if self._is_over():
                    return
                while len(self.hands) < min(self.how.workers, len(self.hands) - self._free() + len(self.todo)):
                    self._start()
                self._feed()
                self._listen()
                self._watch()
            self._end()
        finally:
            self._kill_all()
            if self.shard is not None:
                self.shard.close()

    def _is_over(self) -> bool:
        """Whether all work is to end now; near the deadline, what would not be over by then is let go."""
        if self.how.is_wanted is not None and not self.how.is_wanted():
            return True
        now = time.monotonic()
        if self.until is not None and now + self.longest > self.until:
            self.todo.clear()
        return self.until is not None and now > self.until

    def _free(self) -> int:
        return sum(not hand.group for hand in self.hands)

    def _start(self) -> None:
        self.started += 1
        name = f"{self.label}-{self.started}"
        memory = str(memory_of(self.plan))
        line = [*self.how.command, str(self.errand.folder), "--todo", "-", "--worker", name, "--memory", memory]
        if self.until is not None:
            line += ["--deadline", str(max(self.until - time.monotonic(), 0.0))]
        # a group of its own: an interrupt at the terminal is the supervisor's to answer
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        process = subprocess.Popen(  # noqa: S603
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            errors="replace", start_new_session=os.name == "posix", creationflags=flags, env=os.environ | _one_thread(),
        )
        hand = _Hand(name, process, since=time.monotonic())
        self.hands.append(hand)
        threading.Thread(target=self._hear, args=(hand,), daemon=True).start()

    def _hear(self, hand: _Hand) -> None:
        assert hand.process.stdout is not None
        assert hand.process.stderr is not None
        errors = threading.Thread(target=_gather, args=(hand.process.stderr, hand.errors), daemon=True)
        errors.start()
        for line in hand.process.stdout:
            with contextlib.suppress(ValueError):
                self.events.put((hand, json.loads(line)))
        hand.process.wait()
        errors.join(1.0)
        self.events.put((hand, None))

    def _feed(self) -> None:
        for hand in self.hands:
            if hand.idle and not hand.group and self.todo:
                hand.group = self.todo.popleft()
                hand.idle = False
                hand.living, hand.since = list(hand.group), time.monotonic()
                hand.fed = hand.since
                hand.say(" ".join(hand.group))

    def _listen(self) -> None:
        try:
            hand, what = self.events.get(timeout=TICK)
        except queue.Empty:
            return
        while True:
            self._take(hand, what)
            try:
                hand, what = self.events.get_nowait()
            except queue.Empty:
                return

    def _take(self, hand: _Hand, what: dict[str, Any] | None) -> None:
        if what is None:
            self._gone(hand)
        elif "ready" in what:
            hand.shard, hand.idle, self.fruitless = what["ready"], True, 0
        elif "living" in what:
            hand.living, hand.since = what["living"], time.monotonic()
        elif "done" in what:
            hand.group = [id for id in hand.group if id != what["done"]]
            hand.living = []
            hand.since = time.monotonic()
            if what["cause"] in CAN_PASS and self._may_retry(what["done"]):
                self.todo.append([what["done"]])
            else:
                self.have_row.add(what["done"])
            self.errand.on_progress(len(self.have_row), len(self.errand.ids))
        elif "idle" in what:
            hand.idle, hand.group, hand.living = True, [], []
            self.longest = max(self.longest, time.monotonic() - hand.fed)

    def _watch(self) -> None:
        now = time.monotonic()
        for hand in self.hands:
            if hand.group and not hand.killed_for and now - hand.since > self.timeout:
                hand.killed_for = TIMED_OUT
                _kill(hand.process)
            elif not hand.shard and now - hand.since > STARTING_SECONDS:
                _kill(hand.process)

    def _gone(self, hand: _Hand) -> None:
        """A worker has ended, and not because it was told to."""
        self.hands.remove(hand)
        code = hand.process.returncode
        last = next((line for line in reversed(hand.errors) if line.strip()), f"exit code {code}")
        if code == CANNOT_WRITE and last.startswith("minga: "):
            raise StoreError(None, last.removeprefix("minga: "), "")
        if code == UNUSABLE and last.startswith("minga: "):
            raise ChildProcessError(None, f"the plan cannot be used: {last.removeprefix('minga: ')}", "")
        if not hand.shard:
            self.fruitless += 1
            if self.fruitless >= MOST_STARTS:
                raise ChildProcessError(None, f"workers end before they are ready: {last.removeprefix('minga: ')}", "")
            return
        if not hand.group:
            return
        kept = {row.id for _, row in read_shard(self.plan.folder / SHARDS / hand.shard, self.plan.id).rows}
        self.have_row |= kept & set(hand.group)
        blamed = [id for id in hand.living if id not in kept]
        rest = [id for id in hand.group if id not in kept and id not in blamed]
        cause, told = _cause(hand, code)
        taken = time.monotonic() - hand.since
        again = []
        for id in blamed:
            self._note(Row(id, FAILED, cause, "\n".join([told, *hand.errors])[-8000:], taken, 0, worker=hand.name))
            if self._may_retry(id):
                again.append(id)
            else:
                self.have_row.add(id)
        if rest:
            self.todo.appendleft(rest)
        if again:
            self.todo.append(again)
        self.errand.on_progress(len(self.have_row), len(self.errand.ids))

    def _may_retry(self, id: str) -> bool:
        """Count one more try that failed; whether another is due."""
        self.tries[id] += 1
        return self.tries[id] <= self.plan.study.limits.retries

    def _note(self, row: Row) -> None:
        if self.shard is None:
            self.shard = Shard(self.plan.folder / SHARDS, self.plan.id, f"{self.label}-supervisor")
        self.shard.put(row)

    def _end(self) -> None:
        for hand in self.hands:
            hand.say("end")
        until = time.monotonic() + GRACE
        for hand in self.hands:
            with contextlib.suppress(subprocess.TimeoutExpired):
                hand.process.wait(max(until - time.monotonic(), 0.05))

    def _kill_all(self) -> None:
        """End every worker: without ``end`` on its input it finishes the row it is writing and ends."""
        for hand in self.hands:
            with contextlib.suppress(OSError, ValueError):
                assert hand.process.stdin is not None
                hand.process.stdin.close()
        until = time.monotonic() + GRACE
        for hand in self.hands:
            try:
                hand.process.wait(max(until - time.monotonic(), 0.05))
            except subprocess.TimeoutExpired:
                _kill(hand.process)


def _one_thread() -> dict[str, str]:
    """Runs are parallel, not what is inside one: no library may start threads of its own."""
    return {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")}


def _gather(stream: IO[str], into: deque[str]) -> None:
    for line in stream:
        into.append(line.rstrip("\n"))


def _kill(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(OSError):
        process.kill()


def _cause(hand: _Hand, code: int) -> tuple[str, str]:
    if hand.killed_for:
        return hand.killed_for, "the run took longer than its time limit"
    if code == OUT_OF_MEMORY:
        return MEMORY, "the worker passed its memory limit"
    if code < 0:
        return DIED, f"the worker was ended by signal {-code}"
    return EXITED, f"the worker ended with exit code {code}"

