"""Information evenings at a meeting place: full of interested people, none of whom has a problem, or says so.

A centre may hold so many a year (``evenings``). Adults are invited in writing, which takes reading and the language of the
services, or by word of mouth as far as invitations are spoken (``outreach.spoken``). Who is interested comes, up to the
places in the room. Guests learn of the centre and about mental health. Whoever has a disorder may say so in front of all,
with a chance that falls with stigma and with everybody who listens: an audience of strangers is another matter than a
talk with a peer (``outreach``).

(Beckers 2020: the healthcare provider's account of a full room. Sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import ILL, MEETING_PLACE
from simulation.people.events import AT_EVENING, Events, log
from simulation.people.tallies import EVENING_GUESTS, EVENING_ILL, EVENING_TOLD, MET, count, row_of

HELD = draw("evenings: is an information evening held this week")
STARTS_AT = draw("evenings: with whom do invitations begin")
COMES = draw("evenings: comes to the evening")
SAYS = draw("evenings: says before all to have a disorder")
YEAR = f4(52)
ADULT = 18 * 52


class EveningsSettings(Settings):
    """How often, who comes, and what they say."""

    evenings: float = parameter(
        0.0, low=0.0, high=6.0, unit="evenings a year", kind="lever", scope="centre", limits=(0, 52), source="beckers2020", grade="judged",
        en="information evenings at a meeting place", es="veladas informativas en un lugar de encuentro",
    )
    interested: float = parameter(
        0.02, low=0.005, high=0.05, unit="probability", en="an adult who is reached by an invitation comes", es="una persona adulta a quien llega una invitación acude",
    )
    guests_most: float = parameter(
        60.0, low=30.0, high=120.0, unit="persons", limits=(1, 10000), en="places in the room", es="plazas en la sala",
    )
    says: float = parameter(
        0.3, low=0.1, high=0.5, unit="probability", en="a guest with a disorder and no stigma would say so to one other", es="un asistente con un trastorno y sin estigma se lo diría a otra persona",
    )
    says_stigma: float = parameter(
        3.0, low=1.0, high=5.0, unit="log-hazard per unit", limits=(0, 20), en="fall of saying so with stigma", es="descenso de decirlo con el estigma",
    )
    says_audience: float = parameter(
        0.08, low=0.02, high=0.2, unit="log-hazard per person", limits=(0, 5), en="fall of saying so with each listener", es="descenso de decirlo por cada oyente",
    )
    evening_literacy: float = parameter(
        0.1, low=0.02, high=0.2, unit="share", en="mental-health literacy won at an evening, of what is missing", es="alfabetización en salud mental ganada en una velada, de lo que falta",
    )


@kernel
def evenings(
    residents: int, week: int, luck: Luck, settings: Bundle, scale: np.float32, evenings: NDArray[np.float32], spoken: NDArray[np.float32],
    channel_stigma_weight: NDArray[np.float32], centres_is_open: NDArray[np.int8], serves: NDArray[np.bool_], facilities: int,
    facilities_kind: NDArray[np.int8], facilities_district: NDArray[np.int16], age_weeks: NDArray[np.int16], reads: NDArray[np.int8],
    language_match: NDArray[np.int8], status: NDArray[np.int8], stigma_held: NDArray[np.float32], stigma_self: NDArray[np.float32],
    stigma_norm: NDArray[np.float32], literacy: NDArray[np.float32], knows_centre: NDArray[np.int8], met_service: NDArray[np.int16],
    work_list: NDArray[np.int32], divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    for c in range(centres_is_open.size):
        if centres_is_open[c] == 0 or evenings[c] <= ZERO or ask(luck, HELD, c, week) >= evenings[c] / YEAR:
            continue
        somewhere = False
        for k in range(facilities):
            somewhere = somewhere or (facilities_kind[k] == MEETING_PLACE and serves[c, facilities_district[k]])
        if not somewhere:
            continue
        # a room has as many places for each resident at any share of residents
        room = max(int(settings.guests_most * scale + HALF), 1)
        start = int(ask(luck, STARTS_AT, c, week) * f4(residents))
        guests = 0
        for turn in range(residents):
            i = start + turn
            i = i if i < residents else i - residents
            if guests >= room:
                break
            if age_weeks[i] < ADULT or not serves[c, district[i]]:
                continue
            # posters on the wall say nothing to who cannot read them
            reached = ONE if reads[i] != 0 and language_match[i] != 0 else spoken[c]
            if ask(luck, COMES, i, week) < settings.interested * reached:
                work_list[guests] = i
                guests += 1
        listeners = f4(guests) / scale
        for at in range(guests):
            i = int(work_list[at])
            count(tally, now, EVENING_GUESTS, divisions[i], district[i], 1)
            if met_service[i] < 0:
                met_service[i] = week
                count(tally, now, MET, divisions[i], district[i], 1)
            knows_centre[i] = 1
            literacy[i] += settings.evening_literacy * (ONE - literacy[i])
            said = False
            if status[i] == ILL:
                count(tally, now, EVENING_ILL, divisions[i], district[i], 1)
                stigma = channel_stigma_weight[district[i]] * (HALF * stigma_norm[i] + HALF * HALF * (stigma_held[i] + stigma_self[i]))
                said = ask(luck, SAYS, i, week) < settings.says * exp(-settings.says_stigma * stigma - settings.says_audience * listeners)
                if said:
                    count(tally, now, EVENING_TOLD, divisions[i], district[i], 1)
            log(events, week, AT_EVENING, i, c, 1 if said else 0)


PROCESS = Process(
    name="evenings",
    sentence=Words(
        "Information evenings fill the room; hardly anybody says before all to have a problem.",
        "Las veladas informativas llenan la sala; casi nadie dice ante todos que tiene un problema.",
    ),
    kernel=evenings,
    settings=EveningsSettings,
    sources=("beckers2020",),
    where=("evenings.evenings",),
    idle_without=("evenings.evenings",),
)
