"""``python -m benchmarks.studies``: how many runs a minute a study gets through here, and what its store costs.

A sample of runs of 7,121 residents over 156 weeks (Peru, thinned; every shipped policy and the system as it is, all
unknown parameters drawn) is swept with two workers, from the first worker's start to the last row. What 10,000
runs would take is extrapolated from the sample without the workers' start, which they would pay once as well.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from .measure import SMALL, load_average, versions

GOAL_RUNS = 10_000


def children_seconds() -> float:
    """Processor seconds of processes that have ended, as far as the system tells."""
    import os

    spent = os.times()
    return spent.children_user + spent.children_system


def main() -> None:
    """Sweep a sample and say what it took."""
    from experiments.collect import collect
    from experiments.plan import write_plan
    from experiments.store import Shard, read_shard, shards
    from experiments.study import Study
    from experiments.sweep import resume
    from simulation import load

    ask = argparse.ArgumentParser(prog="python -m benchmarks.studies", description=__doc__)
    ask.add_argument("--runs", type=int, default=500, help="about so many runs (500)")
    ask.add_argument("--workers", type=int, default=2, help="processes (2)")
    asked = ask.parse_args()
    people = sum(zone.population for zone in load("peru").zones)
    study = Study("benchmark", ("peru",), ("all",), weeks=156, scale=SMALL / people)
    before = load_average()
    with tempfile.TemporaryDirectory() as place:
        began = time.perf_counter()
        arms = len(write_plan(replace(study, replicates=1), Path(place) / "one").told["arms"])
        study = replace(study, replicates=max(asked.runs // arms, asked.workers))
        plan = write_plan(study, Path(place) / "study")
        planned = time.perf_counter() - began
        began = time.perf_counter()
        spent = children_seconds()
        stands = resume(plan.folder, asked.workers)
        swept = time.perf_counter() - began
        spent = children_seconds() - spent
        rows = [row for path in shards(plan.folder / "shards") for _, row in read_shard(path, plan.id).rows]
        size = sum(path.stat().st_size for path in shards(plan.folder / "shards"))
        lived = sum(row.seconds for row in rows)
        span = lived / asked.workers
        shard = Shard(Path(place) / "again", plan.id, "again")
        began, busy = time.perf_counter(), time.process_time()
        for row in rows:
            shard.put(row)
        put, busy = time.perf_counter() - began, time.process_time() - busy
        began = time.perf_counter()
        tables = collect(plan.folder)
        collected = time.perf_counter() - began
        many = stands.done
        print(f"{many} of {stands.runs} runs done, {arms} arms, {plan.told['residents'][0]:,} residents, {study.weeks} weeks, {asked.workers} workers")
        print(f"sweep: {swept:.1f} s with the start of workers; plan: {planned:.1f} s; collect: {collected:.1f} s, {sum(p.stat().st_size for p in tables.files) / 1e6:.1f} MB")
        print(f"a run: {lived / many:.3f} s in its worker; {GOAL_RUNS:,} runs: {GOAL_RUNS * span / many / 60:.1f} min")
        print(f"processor time: {spent / many:.3f} s a run, start of workers included; {GOAL_RUNS:,} runs on {asked.workers} free cores: {GOAL_RUNS * spent / many / asked.workers / 60:.1f} min")
        print(
            f"store: {1000 * put / many:.2f} ms a row, {100 * put / lived:.2f} % of living, waiting for the disk and for a core included;"
            f" {1000 * busy / many:.2f} ms of a processor; {size / many / 1000:.1f} kB a row"
        )
        print(f"peak memory of a worker: {max(row.memory for row in rows) / 2**20:.0f} MiB")
        plan.close()
    loads = ", ".join("unknown" if x is None else f"{x:.2f}" for x in (before, load_average()))
    print(f"load before and after: {loads}; " + ", ".join(f"{k} {v}" for k, v in versions().items()))


if __name__ == "__main__":
    main()
