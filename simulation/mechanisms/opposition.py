"""Opposition: how far people are against having a centre near them, and what makes them glad of it later.

Looked at by zone. Concerning a centre c that is open, people of zone z are against it by

    stigma held there x (1 + nearness x exp(-km / near_km)) x (1 - contact x share who know somebody helped there)

cut at 1. Stigma is the mean of the zone; km is the root mean square distance of homes in the square from the
centre. Who was seen at a centre and is no longer ill is somebody helped; of people each of whom knows
``acquaintances`` others, 1 - exp(-acquaintances x share helped) know one. There is no memory in it: opposition is
high when a centre opens because nobody has been helped yet, and falls as people meet those who were.

What it does: those who live near do not take on the work of a lay worker where opposition is high (``lay_workers``).
(Arriola-Vigo 2019: first against the centre, later glad to have it; form and sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp
from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import ILL
from simulation.people.residents import NEVER
from simulation.people.tallies import (
    FIXED_POINT,
    NEIGHBOURS,
    OPPOSITION_NEAR,
    OPPOSITION_REGION,
    REGION,
    row_of,
)

MONTH = 4
FIXED = f4(FIXED_POINT)
TWO_THIRDS = f4(2 / 3)


class OppositionSettings(Settings):
    """Where people are against a centre, and what takes it away."""

    nearness: float = parameter(
        0.5, low=0.2, high=1.0, unit="ratio", source="arriola2019", grade="judged", en="opposition added by living beside the centre, over that of stigma alone",
        es="oposición que añade vivir junto al centro, respecto de la del estigma solo",
    )
    near_km: float = parameter(
        2.0, low=1.0, high=4.0, unit="km", limits=(0.01, 1000), en="distance over which the nearness of a centre falls to about a third",
        es="distancia en que la cercanía de un centro baja a cerca de un tercio",
    )
    acquaintances: float = parameter(
        40.0, low=15.0, high=100.0, unit="persons", limits=(0, 10**5), en="people whose recovery somebody would hear of", es="personas de cuya recuperación alguien se enteraría",
    )
    contact: float = parameter(
        0.5, low=0.2, high=0.8, unit="share", source="arriola2019", grade="judged", en="opposition that is gone in who knows somebody helped by a centre",
        es="oposición que desaparece en quien conoce a alguien ayudado por un centro",
    )


@kernel
def closeness(km: np.float32, radius: np.float32, near_km: np.float32) -> np.float32:
    """How near a centre is to homes in a square of this half side whose middle is so many km away: 1 beside it."""
    return exp(-np.sqrt(km * km + TWO_THIRDS * radius * radius) / near_km)


@kernel
def opposed(stigma: np.float32, close: np.float32, knows: np.float32, settings: Bundle) -> np.float32:
    """How far the people of a zone are against a centre, 0 to 1."""
    return min(stigma * (ONE + settings.nearness * close) * (ONE - settings.contact * knows), ONE)


@kernel
def opposition(
    week: int, settings: Bundle, nearest_centre_settings: Bundle, zones: int, zones_x: NDArray[np.float32], zones_y: NDArray[np.float32],
    zones_radius: NDArray[np.float32], zones_first_resident: NDArray[np.int32], zones_last_resident: NDArray[np.int32],
    zones_stigma: NDArray[np.float32], zones_know_helped: NDArray[np.float32], stigma_held: NDArray[np.float32],
    first_session: NDArray[np.int16], status: NDArray[np.int8], centres_x: NDArray[np.float32], centres_y: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], centres_opposition: NDArray[np.float32], centre_tally: NDArray[np.int64],
) -> None:
    if week % MONTH == 0:
        for z in range(zones):
            first, last = zones_first_resident[z], zones_last_resident[z]
            held = 0
            helped = 0
            for i in range(first, last):
                held += int(stigma_held[i] * FIXED + HALF)
                if first_session[i] > NEVER and status[i] != ILL:
                    helped += 1
            people = f4(last - first)
            zones_stigma[z] = f4(held) / (FIXED * people)
            zones_know_helped[z] = ONE - exp(-settings.acquaintances * f4(helped) / people)
    now = row_of(week, centre_tally.shape[0])
    for c in range(centres_is_open.size):
        if centres_is_open[c] == 0:
            continue
        near = 0
        against_near = 0
        region = 0
        against_region = 0
        for z in range(zones):
            dx, dy = zones_x[z] - centres_x[c], zones_y[z] - centres_y[c]
            km = np.sqrt(dx * dx + dy * dy)
            if km > nearest_centre_settings.outside_km:
                continue
            close = closeness(km, zones_radius[z], settings.near_km)
            against = opposed(zones_stigma[z], close, zones_know_helped[z], settings)
            people = zones_last_resident[z] - zones_first_resident[z]
            neighbours = int(f4(people) * close * FIXED + HALF)
            near += neighbours
            against_near += int(f4(neighbours) * against + HALF)
            region += people * FIXED_POINT
            against_region += int(f4(people) * against * FIXED + HALF)
        centres_opposition[c] = f4(against_near) / f4(near) if near > 0 else ZERO
        centre_tally[now, NEIGHBOURS, c] += near
        centre_tally[now, OPPOSITION_NEAR, c] += against_near
        centre_tally[now, REGION, c] += region
        centre_tally[now, OPPOSITION_REGION, c] += against_region


PROCESS = Process(
    name="opposition",
    sentence=Words(
        "People who live near a centre are against it, the less so the more of them know somebody whom it helped.",
        "Quienes viven cerca de un centro están en contra, menos cuantos más conocen a alguien a quien ayudó.",
    ),
    kernel=opposition,
    settings=OppositionSettings,
    sources=("arriola2019",),
)
