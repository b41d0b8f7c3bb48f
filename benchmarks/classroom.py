"""How fast the classroom answers: one browser that moves a slider, and a class of 35 that all move one at once.

    python -m benchmarks.classroom [--clients 35] [--rounds 6] [--system rfcmh]

Every client asks for a plan of its own, so that nothing is shared. What is measured is the time from the request to
the last byte of the first replicate, and the memory of all processes of the server after each round. The numbers are
those of the machine as it is: say with them what else ran on it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"


async def asked(port: int, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Send a request on a connection of its own; the answer is there to read."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=2**22)
    writer.write(request)
    await writer.drain()
    status = await reader.readline()
    if b" 200 " not in status and b" 202 " not in status:
        raise RuntimeError(f"the server said {status!r}")
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


def get(port: int, path: str) -> bytes:
    """A request for a page. By hand, because a client library took as much of the two cores as a fifth of the runs."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode()


async def first_answer(port: int, who: str, plan: dict[str, Any]) -> tuple[float, float]:
    """Seconds until the run has a name, and until the last byte of its first replicate is there."""
    began = time.perf_counter()
    body = json.dumps({"plan": plan, "client": who}).encode()
    head = f"POST /api/runs HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    reader, writer = await asked(port, head.encode() + body)
    run = json.loads(await reader.read())["id"]
    writer.close()
    named = time.perf_counter() - began
    reader, writer = await asked(port, get(port, f"/api/runs/{run}/stream"))
    await reader.readuntil(b"data:")
    await reader.readuntil(b"\n\n")
    writer.close()
    return named, time.perf_counter() - began


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
    reader, writer = await asked(port, get(port, "/api/place?lang=en"))
    levers = json.loads(await reader.read())["levers"]
    writer.close()
    alone = []
    for _ in range(15):
        alone.append((await first_answer(port, "one", random_plan(levers, rng)))[1])
        await asyncio.sleep(0.2)
    print(f"one browser, slider to first curve: median {statistics.median(alone):.2f} s, worst {max(alone):.2f} s (15 plans, later replicates of each cancelled by the next)")
    for number in range(rounds):
        answers = await asyncio.gather(*(first_answer(port, f"c{k}", random_plan(levers, rng)) for k in range(clients)))
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
