"""What the service is called: a name that says mental health care keeps people away; hiding it costs trust when it comes out.

Where a service is not named (``named`` below 1) the part of stigma that hangs on the name is gone from the decision to come
(``help_seeking``) and from talks at meeting places (``outreach``). Those who came or talked without being told may learn of it:
they lose trust in services, and some stay away. Neither way is better by its form: what comes out is a result.

(Beckers 2020: a dilemma that none of its groups solved. All sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, ZERO, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, NO_CARE, PEER_ONLY, WAITING
from simulation.people.events import FOUND_OUT as LEARNT
from simulation.people.events import Events, log
from simulation.people.leaving import drops_out
from simulation.people.tallies import FOUND_OUT, LEFT_LIST, count, row_of

LEARNS = draw("naming: learns that it is mental health care")
STAYS_AWAY = draw("naming: stays away on learning it")


class NamingSettings(Settings):
    """The name, and what it does."""

    named: float = parameter(
        1.0, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="people who are told from the start that it is mental health care", es="personas a quienes se dice desde el inicio que es atención de salud mental",
    )
    label_share: float = parameter(
        0.4, low=0.15, high=0.7, unit="share", source="beckers2020", grade="judged", en="part of what stigma holds back that hangs on the name of the service",
        es="parte de lo que frena el estigma que depende del nombre del servicio",
    )
    comes_out: float = parameter(
        1.5, low=0.5, high=4.0, unit="1/person-year", source="beckers2020", grade="judged", en="people who were not told who learn it", es="personas a quienes no se dijo que se enteran",
    )
    trick_trust: float = parameter(
        0.4, low=0.1, high=0.7, unit="share", source="beckers2020", grade="judged", en="loss of trust in services by who learns it", es="pérdida de confianza en los servicios de quien se entera",
    )
    trick_leaves: float = parameter(
        0.35, low=0.1, high=0.7, unit="probability", source="beckers2020", grade="judged", en="somebody on the list, with a peer or at the centre who learns it stays away",
        es="alguien en la lista, con un par o en el centro que se entera deja de acudir",
    )


@kernel
def naming(
    residents: int, week: int, luck: Luck, settings: Bundle, sessions_settings: Bundle, named: NDArray[np.float32],
    deceived: NDArray[np.int8], care: NDArray[np.int8], centre: NDArray[np.int16], attendance: NDArray[np.int8], trust: NDArray[np.float32],
    first_session: NDArray[np.int16], divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64], events: Events,
) -> None:
    hidden = False
    for c in range(named.size):
        hidden = hidden or named[c] < ONE
    if not hidden:
        return
    now = row_of(week, tally.shape[0])
    p = weekly(settings.comes_out)
    for i in range(residents):
        if deceived[i] == 0 or ask(luck, LEARNS, i, week) >= p:
            continue
        deceived[i] = 0
        trust[i] -= settings.trick_trust * trust[i]
        count(tally, now, FOUND_OUT, divisions[i], district[i], 1)
        log(events, week, LEARNT, i, centre[i], 0)
        k = care[i]
        if (k == WAITING or k == AT_CENTRE or k == PEER_ONLY) and ask(luck, STAYS_AWAY, i, week) < settings.trick_leaves:
            if k == WAITING:
                care[i] = NO_CARE
                count(tally, now, LEFT_LIST, divisions[i], district[i], 1)
            else:
                drops_out(i, week, now, centre[i], ZERO, care, attendance, trust, first_session, divisions, district, tally, events)


PROCESS = Process(
    name="naming",
    sentence=Words(
        "Where a service hides that it is mental health care, some learn it, and trust it less.",
        "Donde un servicio oculta que es de salud mental, algunas personas se enteran y confían menos.",
    ),
    kernel=naming,
    settings=NamingSettings,
    sources=("beckers2020",),
)
