"""After hours: crises come at all hours; where peers have given their number, users may call, and are calmer for it.

A crisis falls outside office hours with the share of the week that the office is shut. Users whose peers give their
number (``numbers_given``) can reach the peer as far as the barrier of reachability leaves it. Knowing so calms in
proportion to the bond (``reassured``): fewer crises (``course``) and less need to call. Whoever is in distress all the
same calls at

    calls x severity x (1 - calms x reassured)

times a month; a call takes the peer's time, and what is heard weighs like what is confided. A crisis in which a peer is
reached leads to fewer emergency visits (``hospital``).

(Beckers 2020: few calls, and less stress of users and families by the mere possibility. All sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, ILL, PEER_ONLY
from simulation.people.events import CALLED, Events, log
from simulation.people.peers import SLOTS
from simulation.people.tallies import CALLS, NIGHT_CRISES, NIGHT_UNMET, count, row_of

AT_NIGHT = draw("after hours: does the crisis fall outside office hours")
CALLS_PEER = draw("after hours: does the user call the peer this week")
REACHED = draw("after hours: is the peer reached")
MONTHS = f4(12)


class AfterHoursSettings(Settings):
    """Who can be called, and what that does."""

    numbers_given: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="users to whom peers give their number for evenings and weekends", es="usuarios a quienes los pares dan su número para noches y fines de semana",
    )
    office_hours: float = parameter(
        40.0, low=36.0, high=50.0, unit="hours a week", limits=(1, 168), en="hours in which the office can be reached", es="horas en que se puede contactar al centro",
    )
    calls: float = parameter(
        1.5, low=0.4, high=4.0, unit="contacts a month", limits=(0, 30), source="beckers2020", grade="judged", en="calls of a user at full severity whom nothing calms",
        es="llamadas de un usuario con gravedad máxima a quien nada calma",
    )
    calms: float = parameter(
        0.7, low=0.3, high=0.95, unit="share", source="beckers2020", grade="judged", en="calls that full reassurance makes needless", es="llamadas que la plena tranquilidad hace innecesarias",
    )
    call_minutes: float = parameter(
        25.0, low=10.0, high=45.0, unit="minutes", limits=(0, 600), en="time of a call", es="tiempo de una llamada",
    )
    reassures: float = parameter(
        1.0, low=0.0, high=1.0, unit="dial", kind="lever", source="beckers2020", grade="judged",
        en="the possibility of calling calms: 0 not at all, 1 as it does", es="la posibilidad de llamar calma: 0 nada, 1 como lo hace",
    )


@kernel
def after_hours(
    residents: int, week: int, luck: Luck, settings: Bundle, numbers_given: NDArray[np.float32], channel_unreachable: NDArray[np.float32],
    peers_active: NDArray[np.int8], peers_centre: NDArray[np.int16], peers_away: NDArray[np.int16], peers_called: NDArray[np.int32],
    pairs_user: NDArray[np.int32], pairs_arrival: NDArray[np.int16], pairs_bond: NDArray[np.float32], arrival: NDArray[np.int16],
    care: NDArray[np.int8], status: NDArray[np.int8], severity: NDArray[np.float32], crisis_week: NDArray[np.int16],
    reassured: NDArray[np.float32], called_week: NDArray[np.int16], divisions: NDArray[np.int8], district: NDArray[np.int16],
    tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    peers = False
    for p in range(peers_active.size):
        peers_called[p] = 0
        peers = peers or peers_active[p] != 0
    if not peers:
        if week % 4 == 0:
            for i in range(residents):
                reassured[i] = ZERO
        return
    shut = ONE - settings.office_hours / f4(168)
    given = False
    for c in range(numbers_given.size):
        given = given or numbers_given[c] > ZERO
    for i in range(residents):
        reassured[i] = ZERO
        if crisis_week[i] == week and (care[i] == AT_CENTRE or care[i] == PEER_ONLY) and ask(luck, AT_NIGHT, i, week) < shut:
            count(tally, now, NIGHT_CRISES, divisions[i], district[i], 1)
            count(tally, now, NIGHT_UNMET, divisions[i], district[i], 1)
    if not given:
        return
    for p in range(peers_active.size):
        if peers_active[p] == 0 or peers_away[p] > 0:
            continue
        c = int(peers_centre[p])
        there = numbers_given[c] * clip(ONE - channel_unreachable[c], ZERO, ONE)
        if there <= ZERO:
            continue
        for k in range(p * SLOTS, (p + 1) * SLOTS):
            i = int(pairs_user[k])
            if i < 0 or arrival[i] != pairs_arrival[k]:
                continue
            calm = settings.reassures * there * (HALF + HALF * pairs_bond[k])
            reassured[i] = calm
            crisis = crisis_week[i] == week and ask(luck, AT_NIGHT, i, week) < shut
            if not crisis:
                if status[i] != ILL:
                    continue
                rate = settings.calls * MONTHS * severity[i] * (ONE - settings.calms * calm)
                if ask(luck, CALLS_PEER, i, week) >= weekly(rate):
                    continue
            if ask(luck, REACHED, i, week) >= there:
                continue
            peers_called[p] += int(settings.call_minutes)
            called_week[i] = week
            count(tally, now, CALLS, divisions[i], district[i], 1)
            log(events, week, CALLED, i, p, 1 if crisis else 0)
            if crisis and (care[i] == AT_CENTRE or care[i] == PEER_ONLY):
                count(tally, now, NIGHT_UNMET, divisions[i], district[i], -1)


PROCESS = Process(
    name="after_hours",
    sentence=Words(
        "Crises come at all hours; where peers can be called, some users call, and more are calmer for it.",
        "Las crisis llegan a cualquier hora; donde se puede llamar a los pares, algunos usuarios llaman y más se sienten tranquilos por ello.",
    ),
    kernel=after_hours,
    settings=AfterHoursSettings,
    sources=("beckers2020",),
    where=("peer_workers.peer_posts",),
    idle_without=("peer_workers.peer_posts", "critical_time.teams"),
    leftovers=("peers.active", "peers.called", "residents.reassured"),
)
