"""How fast the classroom answers: one browser that moves a slider, and a class of 35 that all move one at once.

    python -m benchmarks.classroom [--clients 35] [--rounds 6] [--system rfcmh]

Every client asks for a plan of its own, so that nothing is shared. What is measured is the time from the request to
the last byte of the first replicate, and the memory of all processes of the server after each round. The numbers are
those of the machine as it is: say with them what else ran on it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2

HOST = "127.0.0.1"


async def first_answer(client: httpx2.AsyncClient, who: str, plan: dict[str, Any]) -> tuple[float, float]:
    """Seconds until the run has a name, and until its first replicate is there."""
    began = time.perf_counter()
    told = await client.post("/api/runs", json={"plan": plan, "client": who})
    told.raise_for_status()
    named = time.perf_counter() - began
    async with client.stream("GET", f"/api/runs/{told.json()['id']}/stream") as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                return named, time.perf_counter() - began
    raise RuntimeError("the stream ended without a replicate")


def random_plan(levers: list[dict[str, Any]], rng: random.Random) -> dict[str, Any]:
    """A slider or two, anywhere."""
    chosen = rng.sample([one for one in levers if one["kind"] == "number"], 2)
    return {"levers": {one["name"]: round(rng.uniform(one["low"], one["high"])) if one["step"] >= 1 else rng.uniform(one["low"], one["high"]) for one in chosen}}


def memory(pid: int) -> float:
    """Mebibytes of a process and its children (Linux)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            about = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(status.parent.name) == pid or int(about.get("PPid", "0")) == pid:
            total += int(about.get("VmRSS", "0 kB").split()[0])
    return total / 1024


async def measure(port: int, pid: int, clients: int, rounds: int, seed: int) -> None:
    rng = random.Random(seed)
    limits = httpx2.Limits(max_connections=4 * clients)
    async with httpx2.AsyncClient(base_url=f"http://{HOST}:{port}", timeout=180, limits=limits) as client:
        levers = (await client.get("/api/place?lang=en")).json()["levers"]
        alone = []
        for _ in range(15):
            alone.append((await first_answer(client, "one", random_plan(levers, rng)))[1])
            await asyncio.sleep(0.2)
        print(f"one browser, slider to first curve: median {statistics.median(alone):.2f} s, worst {max(alone):.2f} s (15 plans, later replicates of each cancelled by the next)")
        for number in range(rounds):
            answers = await asyncio.gather(*(first_answer(client, f"c{k}", random_plan(levers, rng)) for k in range(clients)))
            all_of = sorted(total for _, total in answers)
            print(
                f"round {number + 1}: {len(all_of)} of {clients} served, median {statistics.median(all_of):.2f} s, worst {all_of[-1]:.2f} s; "
                f"named in {statistics.median(named for named, _ in answers):.2f} s; memory {memory(pid):.0f} MiB",
                flush=True,
            )
            await asyncio.sleep(2)


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--clients", type=int, default=35)
    reading.add_argument("--rounds", type=int, default=6)
    reading.add_argument("--system", default="rfcmh")
    reading.add_argument("--port", type=int, default=18799)
    reading.add_argument("--seed", type=int, default=1)
    reading.add_argument("--settle", type=float, default=10, help="seconds for the places of later replicates to settle")
    options = reading.parse_args()
    command = [sys.executable, "-m", "experiments.command", "classroom", "--system", options.system, "--port", str(options.port), "--no-browser", "-q"]
    began = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        while "http://" not in server.stdout.readline():
            if server.poll() is not None:
                raise SystemExit("the server did not start")
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; server ready after {time.perf_counter() - began:.1f} s")
        time.sleep(options.settle)
        asyncio.run(measure(options.port, server.pid, options.clients, options.rounds, options.seed))
        print(f"load at the end {os.getloadavg()[0]:.1f}")
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
