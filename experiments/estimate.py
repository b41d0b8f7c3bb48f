"""Estimate: how long a study will take here, and how large its store will be, before it starts.

The time is that of a timed trial on this machine: a small community is peopled, settled and lived for half a
year, and what that took is brought to the study's residents and weeks. The size is what rows hold.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from experiments.plan import Plan

TRIAL_RESIDENTS, TRIAL_WEEKS = 8000, 26
ROW_BYTES = 1200
"""What a row takes beside its numbers: text, checksum, pages of the file that are not full."""


@dataclass(frozen=True)
class Estimate:
    """Seconds on so many workers, seconds of one run on one processor, and bytes of the store."""

    runs: int
    seconds: float
    size: int
    workers: int
    each: float


def size_of(plan: Plan, runs: int) -> int:
    """Bytes that so many rows take."""
    numbers = len(plan.told["outcomes"]) * len(plan.told["groups"]) + len(plan.told["weekly"]) * plan.study.weeks
    return runs * (8 * numbers + ROW_BYTES)


def estimate(plan: Plan, ids: Sequence[str], workers: int) -> Estimate:
    """Estimate what it takes to live these runs, from a timed trial.

    Args:
        plan: opened.
        ids: what is to do.
        workers: processes that live runs at once.
    """
    from experiments.execute import Settled, courses, over_run

    study, system = plan.study, plan.scenario(0, 0)
    people = sum(z.population for z in system.zones)
    scale = min(study.scale, TRIAL_RESIDENTS / people)
    weeks = min(TRIAL_WEEKS, study.weeks)
    settled = lived = measured = 0.0
    for _ in range(2):  # the first time also loads the compiled model
        began = time.perf_counter()
        with Settled(system, root=0, replicate=0, weeks=weeks, scale=scale, fixed=True, values_of=lambda _: {}) as place:
            middle = time.perf_counter()
            record = place.live(system)
            end = time.perf_counter()
            over_run(record, study.outcomes)
            courses(record, study.weekly)
        settled, lived, measured = middle - began, end - middle, time.perf_counter() - end
    larger = max(plan.told["residents"]) / max(people * scale, 1)
    runs = plan.find(ids)
    groups = len({run.group for run in runs})
    seconds = groups * settled * larger + len(runs) * (lived * larger * study.weeks / weeks + measured)
    return Estimate(len(runs), seconds / max(min(workers, groups), 1), size_of(plan, len(runs)), workers, seconds / max(len(runs), 1))
