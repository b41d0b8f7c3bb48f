"""Runs: shared by who asks the same, cancelled when superseded, gone on with by a phone that returns."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from experiments.classroom.lives import Lives, Shelf, Task
from experiments.classroom.plans import Asked, put, read_plan
from experiments.classroom.pool import Pool
from experiments.classroom.runs import Runs
from simulation import load

from .conftest import ask, streamed

SYSTEM = load("rfcmh")


def question(plan: Any, replicates: int = 3) -> Asked:
    return put(read_plan(plan, SYSTEM), SYSTEM, "rfcmh", seed=1, weeks=8, scale=0.02, replicates=replicates)


def test_a_phone_that_returns_loses_nothing(neighbourhood: TestClient) -> None:
    told = ask(neighbourhood, {"levers": {"naming.named": 0.4}})
    again = neighbourhood.post("/api/runs", json={"plan": {"levers": {"naming.named": 0.4}}, "client": "other"}).json()
    assert again["id"] == told["id"] and again["done"] == [0, 1]
    rest = streamed(neighbourhood, told["id"], **{"Last-Event-ID": "0"})
    assert [one["replicate"] for one in rest["replicate"]] == [1] and rest["told"] and rest["done"]
    assert neighbourhood.get(f"/api/runs/{told['id']}/replicates/1").json() == told["events"]["replicate"][1]
    assert neighbourhood.get(f"/api/runs/{told['id']}/replicates/7").status_code == 404
    assert neighbourhood.get("/api/runs/unheard-of/stream").status_code == 404


class Held:
    """A pool whose worker waits until it may go on, so that what is queued can be looked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gate, self.done = threading.Event(), []
        real = Lives.do

        def do(lives: Lives, task: Task) -> Any:
            self.gate.wait(20)
            self.done.append((dict(task.plan["levers"]), task.replicate, task.twin))
            return real(lives, task)

        monkeypatch.setattr(Lives, "do", do)

    def run(self, ask_all: Callable[[Runs], list[Any]]) -> list[Any]:
        async def live() -> list[Any]:
            with Pool("rfcmh", workers=0) as pool:
                runs = Runs(pool)
                wanted = ask_all(runs)
                self.gate.set()
                for _ in range(600):
                    if all(run.finished for run in wanted):
                        break
                    await asyncio.sleep(0.05)
                return wanted

        # in a thread of its own: a browser of another test may keep this one's loop
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, live()).result()


def test_first_replicates_of_all_come_before_anybodys_second(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch)
    plans = [{"levers": {"naming.named": v}} for v in (0.1, 0.2, 0.3)]
    runs = held.run(lambda runs: [runs.start(question(plan), f"c{k}") for k, plan in enumerate(plans)])
    assert all(run.finished for run in runs)
    order = [(replicate, twin) for _, replicate, twin in held.done]
    # the very first may have been taken up before the others came
    assert [one for one in order if one[1] == 0] == [(r, 0) for r in range(3) for _ in plans]
    assert order.index((0, 1)) > order.index((1, 0))


def test_what_a_client_no_longer_wants_is_not_lived(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch)

    def ask_all(runs: Runs) -> list[Any]:
        for value in (0.1, 0.2, 0.3, 0.4):
            runs.start(question({"levers": {"naming.named": value}}), "one hand")
        shared = [runs.start(question({"levers": {"naming.named": 0.7}}), who) for who in ("a", "b")]
        runs.start(question({"levers": {"naming.named": 0.8}}), "a")
        return [runs.start(question({"levers": {"naming.named": 0.5}}), "one hand"), shared[1]]

    assert all(run.finished for run in held.run(ask_all))
    lived = {levers["naming.named"] for levers, _, _ in held.done}
    # one task may have been taken up before it was cancelled; 0.7 is still wanted by the other who asked for it
    assert {0.5, 0.7, 0.8} <= lived and len(lived - {0.5, 0.7, 0.8}) <= 1
    assert sum(levers["naming.named"] not in (0.5, 0.7, 0.8) for levers, _, _ in held.done) <= 1


def test_a_worker_process_gives_the_bits_of_this_process() -> None:
    asked = question({"levers": {"stigma.stigma_dial": 0.2}})
    task = Task("replicate", asked.plan.told(), 1, 8, 0.02, 3, 2)
    here, said = Lives("rfcmh").replicate(task)
    with Pool("rfcmh", workers=1) as pool:
        there, other = pool.submit(task, (0.0,)).result(timeout=120)
        np.testing.assert_array_equal(here.values, there.values)
        without = [{k: v for k, v in json.loads(text).items() if k != "seconds"} for text in (said, other)]
        assert without[0] == without[1]
        # a worker that dies is started again, and a task that cannot be done says so in one line
        with pytest.raises(Exception, match="naming"):
            pool.submit(Task("replicate", {"levers": {"naming.named": 7}}, 1, 8, 0.02, 3), (0.0,)).result(timeout=60)
        assert pool.submit(task, (0.0,)).result(timeout=60)[1]


def test_a_shelf_forgets_what_was_not_used_for_longest() -> None:
    closed: list[int] = []
    shelf: Shelf[int] = Shelf(3, close=closed.append)
    for key in (1, 2, 3, 1, 4):
        shelf.get(key, lambda key=key: key)  # type: ignore[misc]
    assert closed == [2] and len(shelf) == 3
