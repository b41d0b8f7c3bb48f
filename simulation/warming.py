"""Warming: compile every kernel before a pool of workers or a job array starts.

The kernels are compiled from the types of what they will be given, without living a week, so the work can
be shared out over processes; all find the result in the cache on disk.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import numba
import numpy as np

from simulation.building import make_households
from simulation.community import Community
from simulation.ground import network
from simulation.ground.chance import luck, replicate_seed
from simulation.ground.geography import settle
from simulation.mechanisms import nearest_centre, staff_turnover
from simulation.scenario import load as load_system

SECONDS = {
    "sessions": 5.5, "attitudes": 3.3, "home_visits": 2.5, "population": 2.5, "hospital": 2.4, "primary_care": 2.4,
    "mid_level": 1.9, "burden": 1.8, "observe": 1.6, "course": 1.6, "staff_hours": 1.5, "help_seeking": 1.5,
    "provider_attitudes": 1.0,
}
"""About how long the kernels of these processes take to compile, so that they are shared out evenly; others half a second."""
NETWORK_SECONDS = 2.5


def tasks() -> list[tuple[float, Callable[[], Any]]]:
    """One call per kernel that is still to be compiled, with the seconds it is expected to take; the longest first."""
    world = Community(load_system("peru"), 1, weeks=4, scale=0.0001, settle=False)
    found: list[tuple[float, Callable[[], Any]]] = [(SECONDS.get(b.process.name, 0.5), b.compile) for b in world.bound]
    found.append((NETWORK_SECONDS, _build_network))
    found += [
        (0.5, partial(_compile, function, world.arguments(function, process)))
        for function, process in (
            (nearest_centre.assign, nearest_centre.PROCESS),
            (nearest_centre.mark_far, nearest_centre.PROCESS),
            (staff_turnover.open_teams, staff_turnover.PROCESS),
        )
    ]
    z, r = world.zones, world.residents
    one = np.float32(1)
    found.append((0.5, lambda: make_households(z.first_resident, z.last_resident, one, luck(1), r.household)))
    found.append((0.5, lambda: settle(r.zone, z.x, z.y, z.radius, r.x, r.y, luck(1))))
    found.append((0.5, lambda: replicate_seed(1, 0)))
    return sorted(found, key=lambda task: -task[0])


def _compile(function: Any, arguments: list[Any]) -> None:
    function.compile(tuple(map(numba.typeof, arguments)))


def _build_network() -> None:
    few = np.zeros(4, np.int32)
    network.build(
        few, np.ones(4, np.float32), np.zeros(4, np.int8), luck(1), near=1, reach=2, long_ties=1, by_age=0, by_group=0
    )


def warm(part: int = 0, parts: int = 1) -> int:
    """Compile this part's share of all kernels; returns how many. Each goes to the part with least to do so far."""
    given = [0.0] * parts
    mine = []
    for seconds, task in tasks():
        least = given.index(min(given))
        given[least] += seconds
        if least == part:
            mine.append(task)
    # a compiler makes very many objects and throws few away: looking for garbage takes a fifth of its time
    collects = gc.isenabled()
    gc.disable()
    try:
        for task in mine:
            task()
    finally:
        if collects:
            gc.enable()
    return len(mine)
