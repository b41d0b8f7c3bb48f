"""Section: W on minga's ground, one thread, with near contacts (the goal's case) and with random ones.

The goal is 20 ns per resident-week at both sizes where residents are numbered by neighbourhood, as the
model numbers them.
"""

from __future__ import annotations

from functools import partial

from .measure import LARGE, REFERENCE, SMALL, Measurement, Options, seconds_of
from .w.world import World


def ground(options: Options) -> list[Measurement]:
    """Both sizes, both networks."""
    found = []
    for residents in (SMALL, LARGE):
        for local, name in ((True, REFERENCE), (False, "  contacts at random")):
            world = World(residents, local, max(options.weeks, 2))
            world.live(2)
            seconds = []
            for run in range(options.runs):
                world.restart(run)
                seconds.append(seconds_of(partial(world.live, options.weeks)))
            found.append(Measurement(name, residents, options.weeks, tuple(seconds)))
    return found
