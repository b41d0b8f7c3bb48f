"""Warming: compile every kernel before a pool of workers or a job array starts.

The kernels are compiled from the types of what they will be given, without living a week, so the work can
be shared out over processes; all find the result in the cache on disk.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numba
import numpy as np

from simulation.building import make_households
from simulation.community import Community
from simulation.ground import network
from simulation.ground.cache import folder, prune
from simulation.ground.chance import luck, replicate_seed
from simulation.ground.geography import settle
from simulation.mechanisms import nearest_centre, staff_turnover
from simulation.scenario import load

HEAVY = ("sessions", "home_visits", "hospital", "primary_care", "mid_level", "population", "turnover", "course", "help_seeking")
"""Named first, so that they are shared out evenly."""


def tasks() -> list[Callable[[], Any]]:
    """One call per kernel that is still to be compiled."""
    world = Community(load("peru"), 1, weeks=4, scale=0.0001, settle=False)
    bound = sorted(world.bound, key=lambda b: HEAVY.index(b.process.name) if b.process.name in HEAVY else len(HEAVY))
    found: list[Callable[[], Any]] = [b.compile for b in bound]
    found.append(_build_network)
    found += [
        partial(_compile, function, world.arguments(function, process))
        for function, process in (
            (nearest_centre.assign, nearest_centre.PROCESS),
            (nearest_centre.mark_far, nearest_centre.PROCESS),
            (staff_turnover.open_teams, staff_turnover.PROCESS),
        )
    ]
    z, r = world.zones, world.residents
    one = np.float32(1)
    found.append(lambda: make_households(z.first_resident, z.last_resident, one, luck(1), r.household))
    found.append(lambda: settle(r.zone, z.x, z.y, z.radius, r.x, r.y, luck(1)))
    found.append(lambda: replicate_seed(1, 0))
    return found


def _compile(function: Any, arguments: list[Any]) -> None:
    function.compile(tuple(map(numba.typeof, arguments)))


def _build_network() -> None:
    few = np.zeros(4, np.int32)
    network.build(
        few, np.ones(4, np.float32), np.zeros(4, np.int8), luck(1), near=1, reach=2, long_ties=1, by_age=0, by_group=0
    )


def warm(part: int = 0, parts: int = 1) -> int:
    """Compile every parts-th kernel from the part-th on; returns how many."""
    mine = tasks()[part::parts]
    for task in mine:
        task()
    return len(mine)


def is_warm() -> bool:
    """Whether this exact source has been warmed on this machine."""
    return (folder() / "warm").is_file()


def mark_warm() -> None:
    """Note that it has, and clear away what old versions left behind."""
    (folder() / "warm").touch()
    prune()
