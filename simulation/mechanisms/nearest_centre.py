"""The nearest centre: which one is meant for whom, and how far away it is.

The nearest open centre among those that serve the person's district and those of other districts that seem to be
theirs: a centre within reach whose catchment is unclear (a channel) by more than the person is sure of boundaries, one
draw per person. So more centres draw no more outsiders, and an unclear boundary also moves people whose own centre is
farther away than another. People in care stay where they are. Centres open in their week.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.geography import distance
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE

FROM_OUTSIDE = draw("nearest centre: takes a centre of another district for theirs")


class NearestCentreSettings(Settings):
    """Distances."""

    detour: float = parameter(
        1.3, low=1.1, high=1.6, unit="ratio", en="way over straight line", es="camino respecto de la línea recta",
    )
    minutes_per_km: float = parameter(
        4.0, low=2.5, high=8.0, unit="minutes/km", en="travel time of residents and staff",
        es="tiempo de viaje de residentes y personal",
    )
    outside_km: float = parameter(
        30.0, low=15.0, high=60.0, unit="km", en="distance beyond which nobody of another district comes to a centre",
        es="distancia más allá de la cual nadie de otro distrito acude a un centro",
    )
    far_minutes: float = parameter(
        20.0, low=15.0, high=30.0, unit="minutes", kind="fixed", en="from here on a home counts as far from the centre",
        es="desde aquí un hogar cuenta como lejano",
    )


@kernel
def assign(
    residents: int, luck: Luck, settings: Bundle, x: NDArray[np.float32], y: NDArray[np.float32],
    district: NDArray[np.int16], care: NDArray[np.int8], centre: NDArray[np.int16],
    travel_minutes: NDArray[np.float32], centres_x: NDArray[np.float32], centres_y: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], serves: NDArray[np.bool_], channel_unclear_catchment: NDArray[np.float32],
) -> None:
    """Give every resident who is not in care the centre that is meant for them."""
    for i in range(residents):
        now = centre[i]
        if care[i] == AT_CENTRE and now >= 0:
            best = np.int64(now)
        else:
            best = np.int64(-1)
            least = f4(1e9)
            sure = ask(luck, FROM_OUTSIDE, i, 0)  # once per person, not once per centre
            for c in range(centres_x.size):
                if centres_is_open[c] == 0:
                    continue
                own = serves[c, district[i]]
                if not own and sure >= channel_unclear_catchment[c]:
                    continue
                d = distance(x[i], y[i], centres_x[c], centres_y[c])
                if d < least and (own or d <= settings.outside_km):
                    least = d
                    best = np.int64(c)
        centre[i] = best
        if best >= 0:
            km = distance(x[i], y[i], centres_x[best], centres_y[best]) * settings.detour
            travel_minutes[i] = km * settings.minutes_per_km
        else:
            travel_minutes[i] = ZERO


@kernel
def mark_far(
    residents: int, settings: Bundle, x: NDArray[np.float32], y: NDArray[np.float32],
    district: NDArray[np.int16], divisions: NDArray[np.int8], centres_x: NDArray[np.float32],
    centres_y: NDArray[np.float32], serves: NDArray[np.bool_], first_centres: int,
) -> None:
    """Say who lives far from the centres of the system as it is: a trait of the place, the same in all arms."""
    for i in range(residents):
        least = f4(1e9)
        for pass_ in range(2):
            if pass_ == 1 and least < f4(1e8):
                break
            for c in range(first_centres):
                if pass_ == 1 or serves[c, district[i]]:
                    least = min(least, distance(x[i], y[i], centres_x[c], centres_y[c]))
        far = least * settings.detour * settings.minutes_per_km >= settings.far_minutes
        divisions[i] = (divisions[i] & ~8) | (8 if far else 0)


def step(world: Any) -> None:
    """Open the centres whose week has come, and draw the map anew when it changed."""
    if world.memory.get("looked") == world.changes and world.week not in world.opening_weeks:
        return
    world.memory["looked"] = world.changes
    centres = world.centres
    is_open = (centres.opens <= world.week).astype(np.int8)
    unclear = world.channel("unclear_catchment").values
    if np.array_equal(is_open, centres.is_open) and np.array_equal(unclear, world.memory.get("unclear")):
        return
    centres.is_open[:] = is_open
    world.memory["unclear"] = unclear.copy()
    world.call(assign, PROCESS)


PROCESS = Process(
    name="nearest_centre",
    sentence=Words(
        "Centres open, and people learn which of them is meant for them.",
        "Los centros abren, y las personas saben cuál les corresponde.",
    ),
    step=step,
    settings=NearestCentreSettings,
    sources=("arriola2019",),
)
