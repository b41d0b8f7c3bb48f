"""Informal care: healers and religious leaders, seen before services or instead of them.

A spell of informal care has visits that the family pays for, gives some hope, leaves the course of illness
as it is, and ends. Some healers send people on to primary care.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import INFORMAL, NO_CARE, PRIMARY_CARE
from simulation.people.tallies import INFORMAL_VISITS, count, row_of

ENDS = draw("informal care: does it end")
VISITS = draw("informal care: is there a visit this week")
SENDS_ON = draw("informal care: does the healer send the person to services")


class InformalCareSettings(Settings):
    """Spells of informal care."""

    ends: float = parameter(
        5.0, low=2.0, high=12.0, unit="1/person-year", en="end of a spell of informal care",
        es="fin de un episodio de atención informal",
    )
    visits: float = parameter(
        20.0, low=6.0, high=50.0, unit="1/person-year", en="visits to a healer or religious leader while it lasts",
        es="visitas a un curandero o líder religioso mientras dura",
    )
    sends_on: float = parameter(
        0.25, low=0.05, high=0.5, unit="probability", en="the person is sent on to primary care when it ends",
        es="al terminar, la persona es enviada a atención primaria",
    )
    hope: float = parameter(
        0.02, low=0.0, high=0.05, unit="share", en="gain of hope from a visit, of what is missing",
        es="ganancia de esperanza por visita, de lo que falta",
    )


@kernel
def informal_care(
    residents: int, week: int, luck: Luck, settings: Bundle, care: NDArray[np.int8], practice: NDArray[np.int16],
    facility: NDArray[np.int16], care_since: NDArray[np.int16], sessions_attended: NDArray[np.int16],
    next_visit: NDArray[np.int16], hope: NDArray[np.float32], divisions: NDArray[np.int8], district: NDArray[np.int16],
    tally: NDArray[np.int64],
) -> None:
    now = row_of(week, tally.shape[0])
    visits = weekly(settings.visits)
    ends = weekly(settings.ends)
    for i in range(residents):
        if care[i] != INFORMAL:
            continue
        if ask(luck, VISITS, i, week) < visits:
            count(tally, now, INFORMAL_VISITS, divisions[i], district[i], 1)
            hope[i] += settings.hope * (ONE - hope[i])
        if ask(luck, ENDS, i, week) < ends:
            care[i] = NO_CARE
            if practice[i] >= 0 and ask(luck, SENDS_ON, i, week) < settings.sends_on:
                care[i] = PRIMARY_CARE
                facility[i] = practice[i]
                care_since[i] = week
                sessions_attended[i] = 0
                next_visit[i] = week


PROCESS = Process(
    name="informal_care",
    sentence=Words(
        "Healers and religious leaders see people, and send some of them to services.",
        "Curanderos y líderes religiosos atienden a personas y envían a algunas a los servicios.",
    ),
    kernel=informal_care,
    settings=InformalCareSettings,
    sources=("abbo2009", "ngoma2003"),
)
