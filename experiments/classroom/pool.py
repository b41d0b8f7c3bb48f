"""The pool: worker processes that live runs, and one queue in which everybody's first replicate comes first.

A task that has not begun can be cancelled (``Future.cancel``). A worker that dies is started again, and its task is
tried once more. Each worker has a thread of this process that waits for it.
"""

from __future__ import annotations

import heapq
import itertools
import multiprocessing
import signal
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from experiments.classroom.lives import Lives, Task
from simulation import InputError

MOST_WAITING = 4096
Priority = tuple[float, ...]


class BusyError(RuntimeError):
    """More is waiting than the server will keep in mind."""


class LifeError(RuntimeError):
    """A task that failed in its worker; the text is one line."""


@dataclass(order=True)
class _Waiting:
    priority: Priority
    number: int
    task: Task = field(compare=False)
    future: Future[Any] = field(compare=False)


class Pool:
    """Workers that live tasks.

    Args:
        system, costs: which system, see ``Lives``.
        workers: processes; 0: one thread of this process, for tests.
    """

    def __init__(self, system: str, costs: str | None = None, workers: int = 2) -> None:
        self._about = (system, costs)
        self._in_process = workers == 0
        self.workers = max(workers, 1)
        self._shared: list[_Waiting] = []
        self._own: list[list[_Waiting]] = [[] for _ in range(self.workers)]
        self._turn = threading.Condition()
        self._numbers = itertools.count()
        self._closed = False
        self._threads = [threading.Thread(target=self._serve, args=(k,), daemon=True, name=f"minga worker {k}") for k in range(self.workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, task: Task, priority: Priority, worker: int | None = None) -> Future[Any]:
        """Ask for something.

        Args:
            task: what.
            priority: the smallest comes first; equals in the order in which they came.
            worker: only this one, because it keeps what the task needs.

        Raises:
            BusyError: too much is waiting.
        """
        future: Future[Any] = Future()
        with self._turn:
            queue = self._shared if worker is None else self._own[worker % self.workers]
            if len(queue) >= MOST_WAITING:
                self._forget_cancelled(queue)
            if len(queue) >= MOST_WAITING or self._closed:
                raise BusyError("too much is waiting")
            heapq.heappush(queue, _Waiting(priority, next(self._numbers), task, future))
            self._turn.notify_all()
        return future

    @staticmethod
    def _forget_cancelled(queue: list[_Waiting]) -> None:
        queue[:] = [one for one in queue if not one.future.cancelled()]
        heapq.heapify(queue)

    def close(self) -> None:
        """Let the workers go; what has not begun never will."""
        with self._turn:
            self._closed = True
            for queue in (self._shared, *self._own):
                for one in queue:
                    one.future.cancel()
                queue.clear()
            self._turn.notify_all()
        for thread in self._threads:
            thread.join(timeout=10)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _next(self, k: int) -> _Waiting | None:
        with self._turn:
            while True:
                queues = [queue for queue in (self._own[k], self._shared) if queue]
                if self._closed:
                    return None
                if queues:
                    return heapq.heappop(min(queues, key=lambda queue: queue[0]))
                self._turn.wait()

    def _serve(self, k: int) -> None:
        worker = _Thread(*self._about) if self._in_process else _Process(*self._about)
        try:
            while (one := self._next(k)) is not None:
                if not one.future.set_running_or_notify_cancel():
                    continue
                try:
                    one.future.set_result(worker.do(one.task))
                except Exception as error:
                    one.future.set_exception(error)
        finally:
            worker.close()


class _Thread:
    """A worker in this process."""

    def __init__(self, *about: Any) -> None:
        self._about = about
        self._lives: Lives | None = None

    def do(self, task: Task) -> Any:
        if self._lives is None:
            self._lives = Lives(*self._about)
        return self._lives.do(task)

    def close(self) -> None:
        """Nothing to let go of."""


class _Process:
    """A worker in a process of its own."""

    def __init__(self, *about: Any) -> None:
        self._about = about
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, *self._about), daemon=True)
        self._process.start()
        theirs.close()

    def do(self, task: Task) -> Any:
        for last in (False, True):
            try:
                self._pipe.send(task)
                ok, told = self._pipe.recv()
            except (EOFError, OSError) as error:
                self._end()
                self._start()
                if last:
                    raise LifeError("a worker of the server died twice over this") from error
                continue
            if ok:
                return told
            raise InputError(*told) if isinstance(told, tuple) else LifeError(told)
        raise AssertionError

    def close(self) -> None:
        self._end()

    def _end(self) -> None:
        with suppress(OSError):
            self._pipe.close()
        self._process.join(timeout=2)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(timeout=2)


def _work(pipe: Any, system: str, costs: str | None) -> None:
    """What a worker process does until its server has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lives: Lives | None = None
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            lives = lives or Lives(system, costs)
            told: tuple[bool, Any] = (True, lives.do(task))
        except InputError as error:
            told = (False, (error.file, error.key, error.found, error.allowed, error.nearest))
        except Exception as error:
            told = (False, f"{type(error).__name__}: {error}".splitlines()[0])
        try:
            pipe.send(told)
        except OSError:
            return
