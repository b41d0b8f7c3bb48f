"""A run with somebody who looks on: lived as ``simulation.run`` lives it, bit for bit, and asked at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from simulation import Record, Scenario
    from simulation.community import Community

T = TypeVar("T")


def lived_with(
    scenario: Scenario, look: Callable[[Community], None], ask: Callable[[Community], T], *, seed: int = 1, weeks: int = 104,
    scale: float = 1.0, replicate: int = 0, fixed_parameters: bool = True, keep_events: bool = False, begin: Callable[[Community], None] | None = None,
    on_week: Callable[[int, int], None] | None = None,
) -> tuple[Record, T]:
    """Live a run; ``begin`` is called before week 0, ``look`` after each week, and what ``ask`` answers at the end is returned."""
    from simulation.community import Community
    from simulation.draws import drawn
    from simulation.ground.chance import replicate_seed
    from simulation.record import record_of

    values = {} if fixed_parameters else drawn(scenario, seed, replicate)
    world = Community(scenario, replicate_seed(seed, replicate), weeks=weeks, scale=scale, values=values, keep_events=keep_events)
    try:
        if begin is not None:
            begin(world)
        for week in range(weeks):
            world.step()
            look(world)
            if on_week is not None:
                on_week(week + 1, weeks)
        return record_of(world, replicate, seed, fixed_parameters), ask(world)
    finally:
        world.close()
