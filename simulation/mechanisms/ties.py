"""Ties that workers helped to build: to people and activities in the community, and to services. They last, and fade.

Once in four weeks: each informal tie connects (a step of ``tie_connects`` towards full connectedness, from which recovery
drifts back); a person with formal ties who stopped coming, or is ill and in no care, finds the way back; each tie may
be lost. Ties come from outings with a peer, and from pairs of a peer and a community worker (Le and Agrest 2022).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, DRIFTING, REGULAR
from simulation.people.events import Events
from simulation.people.found import joins_list, untreated
from simulation.people.tallies import row_of

LOSES_INFORMAL = draw("ties: loses a tie in the community")
LOSES_FORMAL = draw("ties: loses a tie to services")
FINDS_BACK = draw("ties: finds the way back to the centre")
MONTH = 4
MONTHS_A_YEAR = f4(13)


class TiesSettings(Settings):
    """What ties do, and how long they last."""

    tie_connects: float = parameter(
        0.008, low=0.002, high=0.02, unit="index 0-1", source="le2022", grade="judged", en="connectedness that each tie in the community gives in four weeks",
        es="conexión que da cada lazo comunitario en cuatro semanas",
    )
    informal_ends: float = parameter(
        0.5, low=0.2, high=1.2, unit="1/person-year", source="le2022", grade="judged", en="loss of a tie in the community, once its worker has gone or not",
        es="pérdida de un lazo comunitario, se haya ido o no quien lo creó",
    )
    formal_ends: float = parameter(
        0.5, low=0.2, high=1.2, unit="1/person-year", source="le2022", grade="judged", en="loss of a tie to services", es="pérdida de un lazo con los servicios",
    )
    finds_back: float = parameter(
        0.8, low=0.3, high=1.6, unit="1/person-year", source="le2022", grade="judged",
        en="return to the centre by each tie to services, of people who stopped coming or are ill without care",
        es="vuelta al centro por cada lazo con servicios, de quienes dejaron de acudir o están enfermos sin atención",
    )


@kernel
def ties(
    residents: int, week: int, luck: Luck, settings: Bundle, informal_ties: NDArray[np.int8], formal_ties: NDArray[np.int8],
    connectedness: NDArray[np.float32], care: NDArray[np.int8], status: NDArray[np.int8], insurer: NDArray[np.int8],
    attendance: NDArray[np.int8], next_visit: NDArray[np.int16], centre: NDArray[np.int16], waiting_since: NDArray[np.int16],
    referred: NDArray[np.int8], sought_help: NDArray[np.int8], ill_since: NDArray[np.int16], divisions: NDArray[np.int8],
    district: NDArray[np.int16], centres_is_open: NDArray[np.int8], tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    stays = exp(-settings.informal_ends / MONTHS_A_YEAR)
    holds = exp(-settings.formal_ends / MONTHS_A_YEAR)
    for i in range(week % MONTH, residents, MONTH):
        if informal_ties[i] == 0 and formal_ties[i] == 0:
            continue
        for k in range(informal_ties[i]):
            connectedness[i] += settings.tie_connects * (ONE - connectedness[i])
            if ask(luck, LOSES_INFORMAL, i, week + k) >= stays:
                informal_ties[i] -= 1
        many = f4(formal_ties[i])
        c = centre[i]
        if many > 0 and c >= 0 and centres_is_open[c] != 0 and ask(luck, FINDS_BACK, i, week) < ONE - exp(-settings.finds_back * many / MONTHS_A_YEAR):
            if care[i] == AT_CENTRE and attendance[i] == DRIFTING:
                attendance[i] = REGULAR
                next_visit[i] = week + 1
            elif untreated(i, care, status, insurer):
                joins_list(i, week, now, c, care, waiting_since, referred, sought_help, ill_since, divisions, district, tally, events)
        for k in range(formal_ties[i]):
            if ask(luck, LOSES_FORMAL, i, week + k) >= holds:
                formal_ties[i] -= 1


PROCESS = Process(
    name="ties",
    sentence=Words(
        "Ties to people, activities and services outlive the workers who helped to build them, connect, lead back to care, and fade.",
        "Los lazos con personas, actividades y servicios sobreviven a quienes ayudaron a crearlos, conectan, llevan de vuelta a la atención y se desvanecen.",
    ),
    kernel=ties,
    settings=TiesSettings,
    sources=("le2022",),
)
