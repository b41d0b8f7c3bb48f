"""Matters: what users need from several providers at once comes up, is asked consent for, and goes away.

Where there is joint work of any form, matters (``people/matters.py``) come up among people in care at the centre or at a
practice, one at a time, at these rates a year:

    care            care_arises, while an appointment has lapsed or a specialist is needed
    money or home   money_arises x difficulties
    company         company_arises x (1 - connectedness)

A matter ends by itself at the rate ``lapses``, or with the person's care. Providers may speak about the person only once the
person has signed: staff ask, which takes ``privacy.written_minutes`` for each party, and who declines may be asked again
after ``asks_again``. Who gave consent to less is asked for more.

A matter that is discussed is solved if all who are needed are there, with the chance

    finds x agreement x how far it is heard

Agreement is 1 - misalignment x (1 - joint practice), and joint practice grows with the matters that several providers have
discussed. A social matter is heard less, the more of those present speak for mental health: 1 - dominance x their share x
(1 - user_centred). Nothing else depends on the form of joint work.

(Beckers et al. 2020: privacy; cooperation of the healthcare workers; the services started without a plan that all backed.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_CENTRE,
    CARE_MATTER,
    CHILDHOOD,
    COMPANY,
    ILL,
    MONEY_HOME,
    NO_MATTER,
    PEER_ONLY,
    PRIMARY_CARE,
    REGULAR,
)
from simulation.people.matters import is_served, own_clinician
from simulation.people.peers import PLACES
from simulation.people.residents import NEVER
from simulation.people.tallies import (
    ALIGNMENT,
    CONSENT_MINUTES,
    CONSENTS_ASKED,
    CONSENTS_GIVEN,
    JOINT_SERVED,
    JOINT_WEEKS,
    MATTERS_ARISEN,
    MATTERS_LAPSED,
    MATTERS_OPEN,
    WITH_JOINT_PLAN,
    row_of,
)

from .handover import agrees

COMES_UP = draw("matters: does one come up this week")
WHICH = draw("matters: which kind")
GOES_AWAY = draw("matters: does it go away by itself this week")
SEVERE = f4(0.6)
LATE = 2
TEN_THOUSAND = f4(10000)


class MattersSettings(Settings):
    """How often matters come up, and what becomes of them."""

    care_arises: float = parameter(
        4.0, low=2.0, high=8.0, unit="1/person-year", source="beckers2020", grade="judged",
        en="matters of care, while an appointment has lapsed or a specialist is needed", es="asuntos de atención, mientras una cita se ha perdido o hace falta un especialista",
    )
    money_arises: float = parameter(
        1.5, low=0.7, high=3.0, unit="1/person-year", source="beckers2020", grade="judged",
        en="matters of money or home, with full difficulties", es="asuntos de dinero o vivienda, con dificultades máximas",
    )
    company_arises: float = parameter(
        1.0, low=0.5, high=2.0, unit="1/person-year", source="beckers2020", grade="judged",
        en="matters of company, of people without any connectedness", es="asuntos de compañía, de personas sin conexión alguna",
    )
    lapses: float = parameter(
        1.5, low=0.7, high=3.0, unit="1/person-year", en="matters that go away by themselves", es="asuntos que desaparecen por sí solos",
    )
    asks_again: int = parameter(
        52, low=26, high=104, unit="weeks", limits=(1, 5200), en="time after which somebody who declined is asked again",
        es="tiempo tras el cual se vuelve a preguntar a quien se negó",
    )
    matter_minutes: float = parameter(
        10.0, low=5.0, high=20.0, unit="minutes", limits=(1, 600), en="conversation of several providers about a matter, to the point",
        es="conversación de varios proveedores sobre un asunto, sin desvíos",
    )
    finds: float = parameter(
        0.7, low=0.5, high=0.9, unit="probability", en="a matter is solved where all who are needed are there, agree and are heard",
        es="un asunto se resuelve donde están, concuerdan y son oídos todos los necesarios",
    )
    dominance: float = parameter(
        0.6, low=0.3, high=0.9, unit="share", source="beckers2020", grade="judged", en="social matters that go unheard where all present speak for mental health",
        es="asuntos sociales que no se oyen donde todos los presentes hablan por la salud mental",
    )
    relief: float = parameter(
        0.25, low=0.1, high=0.4, unit="share", source="beckers2020", grade="judged", en="difficulties that a solved matter of money or home takes away",
        es="dificultades que quita un asunto de dinero o vivienda resuelto",
    )
    practice_aligns: float = parameter(
        60.0, low=25.0, high=150.0, unit="matters", limits=(1, 100000), source="beckers2020", grade="judged",
        en="matters discussed together that close 63 % of what services lack in a common approach",
        es="asuntos tratados juntos que cierran el 63 % de lo que falta a los servicios en enfoque común",
    )


@kernel
def kind_of(
    u: np.float32, care_rate: np.float32, money_rate: np.float32, company_rate: np.float32,
) -> int:
    """Which kind of matter has come up, of those whose rates are given."""
    at = u * (care_rate + money_rate + company_rate)
    if at < care_rate:
        return CARE_MATTER
    return MONEY_HOME if at < care_rate + money_rate else COMPANY


@kernel
def matters(
    residents: int, week: int, luck: Luck, settings: Bundle, handover_settings: Bundle, primary_care_settings: Bundle, scale: np.float32,
    meeting_every: NDArray[np.float32], visits_month: NDArray[np.float32], informal_minutes: NDArray[np.float32],
    parties_asked: NDArray[np.float32], written_minutes: NDArray[np.float32], channel_consent_needed: NDArray[np.float32],
    channel_put_off: NDArray[np.float32], channel_misalignment: NDArray[np.float32], centres_is_open: NDArray[np.int8],
    centres_joint_practice: NDArray[np.float32], centres_first_clinician: NDArray[np.int32], centres_last_clinician: NDArray[np.int32],
    clinicians_at_work: NDArray[np.int8], minutes: NDArray[np.int32], peers_active: NDArray[np.int8], peers_minutes: NDArray[np.int32], facilities_room_left: NDArray[np.float32],
    matter: NDArray[np.int8], matter_since: NDArray[np.int16], joint_consent: NDArray[np.int8], consent_asked: NDArray[np.int16],
    joint_plan: NDArray[np.int8], consents: NDArray[np.int8], arrival: NDArray[np.int16], centre: NDArray[np.int16],
    practice: NDArray[np.int16], care: NDArray[np.int8], attendance: NDArray[np.int8], next_visit: NDArray[np.int16],
    status: NDArray[np.int8], disorder: NDArray[np.int8], severity: NDArray[np.float32], difficulties: NDArray[np.float32],
    connectedness: NDArray[np.float32], trust: NDArray[np.float32], stigma_self: NDArray[np.float32], poor: NDArray[np.int8],
    centre_tally: NDArray[np.int64],
) -> None:
    now = row_of(week, centre_tally.shape[0])
    joint = np.zeros(centres_is_open.size, np.int8)
    some = False
    for c in range(centres_is_open.size):
        if centres_is_open[c] != 0 and (meeting_every[c] > ZERO or visits_month[c] > ZERO or informal_minutes[c] > ZERO):
            joint[c] = 1
            some = True
            centre_tally[now, JOINT_WEEKS, c] += 1
            agreement = ONE - channel_misalignment[c] * (ONE - centres_joint_practice[c])
            centre_tally[now, ALIGNMENT, c] += int(agreement * TEN_THOUSAND + HALF)
    if not some:
        return
    goes_away = weekly(settings.lapses)
    for i in range(residents):
        served = is_served(care[i])
        # most are not, and have nothing to clear: done with before another column is read
        if not served and joint_plan[i] == 0 and matter[i] == NO_MATTER:
            continue
        c = centre[i]
        if c < 0 or joint[c] == 0:
            continue
        if not served:
            joint_plan[i] = 0
            if matter[i] != NO_MATTER:
                matter[i] = NO_MATTER
                centre_tally[now, MATTERS_LAPSED, c] += 1
            continue
        centre_tally[now, JOINT_SERVED, c] += 1
        centre_tally[now, WITH_JOINT_PLAN, c] += joint_plan[i]
        if matter[i] == NO_MATTER:
            care_rate = ZERO
            lapsed = False
            if care[i] == AT_CENTRE:
                lapsed = attendance[i] != REGULAR or next_visit[i] + LATE < week
            elif care[i] == PRIMARY_CARE:
                lapsed = status[i] == ILL and (severity[i] >= SEVERE or AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD)
            if lapsed:
                care_rate = settings.care_arises
            money_rate = settings.money_arises * difficulties[i]
            company_rate = settings.company_arises * (ONE - connectedness[i])
            if ask(luck, COMES_UP, i, week) >= weekly(care_rate + money_rate + company_rate):
                continue
            matter[i] = kind_of(ask(luck, WHICH, i, week), care_rate, money_rate, company_rate)
            matter_since[i] = week
            centre_tally[now, MATTERS_ARISEN, c] += 1
        elif ask(luck, GOES_AWAY, i, week) < goes_away:
            matter[i] = NO_MATTER
            centre_tally[now, MATTERS_LAPSED, c] += 1
            continue
        centre_tally[now, MATTERS_OPEN, c] += 1
        needed = channel_consent_needed[c]
        again = consent_asked[i] == NEVER or week - consent_asked[i] >= settings.asks_again
        if joint_consent[i] != 0 or needed <= ZERO or not again:
            continue
        # somebody who knows the person asks, in writing, for as many as the form names or the matter needs
        parties = max(parties_asked[c], f4(2) if matter[i] == MONEY_HOME and poor[i] != 0 else ONE)
        takes = int(written_minutes[c] * parties * min(needed, ONE) + HALF)
        if care[i] == AT_CENTRE:
            j = own_clinician(i, arrival[i], centres_first_clinician[c], centres_last_clinician[c], luck)
            if j < 0 or clinicians_at_work[j] == 0 or minutes[9, j] > 0 or minutes[2, j] < takes:
                continue
            minutes[2, j] -= takes
            minutes[8, j] += takes
        elif care[i] == PEER_ONLY:
            q = c * PLACES
            while q < (c + 1) * PLACES and (peers_active[q] == 0 or peers_minutes[q] < takes):
                q += 1
            if q == (c + 1) * PLACES:
                continue
            peers_minutes[q] -= takes
        elif practice[i] >= 0:
            facilities_room_left[practice[i]] -= f4(takes) / primary_care_settings.visit_minutes
        consent_asked[i] = week
        centre_tally[now, CONSENTS_ASKED, c] += 1
        centre_tally[now, CONSENT_MINUTES, c] += takes
        if agrees(i, arrival[i], trust[i], stigma_self[i], needed, channel_put_off[c], luck, handover_settings):
            joint_consent[i] = 1
            consents[i] = 1
            centre_tally[now, CONSENTS_GIVEN, c] += 1


PROCESS = Process(
    name="matters",
    sentence=Words(
        "Where services work together, matters for several of them come up, and people are asked whether they may be spoken of.",
        "Donde los servicios trabajan juntos surgen asuntos para varios de ellos, y se pregunta a las personas si se puede hablar de ellas.",
    ),
    kernel=matters,
    settings=MattersSettings,
    sources=("beckers2020",),
    idle_without=("meetings.meeting_every", "practice_visits.visits_month", "informal_contact.informal_minutes"),
)
