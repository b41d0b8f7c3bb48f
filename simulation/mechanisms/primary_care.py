"""Primary care: general practitioners who treat, send on, or see nothing.

A practice gives so many mental-health visits a week. At the first visit the disorder is recognised or not.
Of those recognised, people who need a specialist (severe, in crisis, or with a psychosis) are sent on with
``refer_needed``; anybody else is sent on *prematurely* with probability

    premature x exp(stigma_effect (stigma - 0.45) + ignorance_effect (0.3 - knowledge))

where stigma and knowledge of the community model are those of the practice. Both are lower where the list
does not move: x exp(-discouragement x weeks expected). A tie to the team that joint work has brought (``provider_ties``)
closes the way from ``refer_needed`` to 1, and takes ``asks_first`` of premature referrals. Who is sent on goes to the centre that is meant for
them if it is open, takes their insurer and the practice knows of the model; otherwise to a hospital's
outpatient clinic, as before the reform. The rest is treated here, until the illness remits or the person
stops coming (Arriola-Vigo 2019, lack of knowledge, stigma).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    CHILDHOOD,
    COMMON,
    ILL,
    NO_CARE,
    OUTPATIENT,
    PRACTICE,
    PRIMARY_CARE,
    SIS,
    UNINSURED,
    WAITING,
)
from simulation.people.events import REFERRED, Events, log
from simulation.people.providers import may_share, tie_between
from simulation.people.tallies import (
    JOINED_LIST,
    PREMATURE_REFERRALS,
    PRIMARY_VISITS,
    REFERRALS,
    UNRECOGNISED,
    count,
    row_of,
)

from .handover import arrives

STARTS_AT = draw("primary care: where the round begins this week")
RECOGNISES = draw("primary care: is the disorder recognised")
SENDS = draw("primary care: is the person sent on")
KNOWS_MODEL = draw("primary care: does the practitioner think of the centre")
LEAVES = draw("primary care: stops coming")
PRESCRIBES = draw("primary care: are medicines prescribed")
DISCHARGED = draw("primary care: is treatment over")
SEVERE = f4(0.6)
MIDDLING_STIGMA, MIDDLING_KNOWLEDGE = f4(0.45), f4(0.3)


class PrimaryCareSettings(Settings):
    """What a practice can do, sees, and passes on."""

    visits_per_1000: float = parameter(
        1.5, low=0.7, high=3.0, unit="visits per 1,000 residents and week", limits=(0, 1000), scope="district",
        en="mental-health visits that primary care can give", es="visitas de salud mental que la atención primaria puede dar",
    )
    primary_stigma: float = parameter(
        0.45, low=0.2, high=0.7, unit="index 0-1", scope="district", en="stigma of primary-care staff towards people with a disorder",
        es="estigma del personal de atención primaria hacia personas con un trastorno",
    )
    primary_knowledge: float = parameter(
        0.3, low=0.1, high=0.6, unit="index 0-1", scope="district", en="knowledge of the community model that today's curriculum gives primary care",
        es="conocimiento del modelo comunitario que el plan de estudios actual da a la atención primaria", source="arriola2019", grade="judged",
    )
    interval: int = parameter(
        4, low=3, high=8, unit="weeks", en="time between visits", es="tiempo entre visitas", limits=(1, 52),
    )
    recognises: float = parameter(
        0.5, low=0.35, high=0.65, unit="probability", en="recognition of a disorder that is not severe",
        es="reconocimiento de un trastorno que no es grave",
    )
    recognises_severe: float = parameter(
        0.85, low=0.7, high=0.95, unit="probability", en="recognition of a severe disorder", es="reconocimiento de un trastorno grave",
    )
    refer_needed: float = parameter(
        0.7, low=0.5, high=0.9, unit="probability", en="a person who needs a specialist is sent on at a visit",
        es="una persona que necesita un especialista es derivada en una visita",
    )
    premature: float = parameter(
        0.15, low=0.05, high=0.3, unit="probability", en="a person whom primary care could treat is sent on at a visit",
        es="una persona que la atención primaria podría tratar es derivada en una visita", source="arriola2019", grade="judged",
    )
    stigma_effect: float = parameter(
        2.0, low=0.5, high=4.0, unit="log-hazard per unit", limits=(0, 20), en="rise of premature referral with stigma of staff",
        es="aumento de la derivación prematura con el estigma del personal",
    )
    ignorance_effect: float = parameter(
        1.5, low=0.3, high=3.0, unit="log-hazard per unit", limits=(0, 20), en="fall of premature referral with knowledge of the model",
        es="descenso de la derivación prematura con el conocimiento del modelo",
    )
    refer_to_peer: float = parameter(
        0.4, low=0.1, high=0.7, unit="probability", source="beckers2020", grade="judged", en="a person with full difficulties whom primary care could treat is sent to a peer, where peers see everybody first",
        es="una persona con dificultades máximas que la atención primaria podría tratar es enviada a un par, donde los pares ven primero a todos",
    )
    discouragement: float = parameter(
        0.03, low=0.0, high=0.08, unit="log-hazard per week", limits=(0, 2), en="fall of referring with the expected wait",
        es="descenso de la derivación con la espera prevista",
    )
    dose: float = parameter(
        0.20, low=0.1, high=0.35, unit="share", en="treatment received in a visit, of what is missing",
        es="tratamiento recibido en una visita, de lo que falta",
    )
    leaves: float = parameter(
        2.0, low=1.0, high=4.0, unit="1/person-year", en="stopping to come to primary care", es="dejar de acudir a atención primaria",
    )
    prescribes: float = parameter(
        0.5, low=0.3, high=0.7, unit="probability", en="medicines are prescribed to who needs them, at a visit",
        es="se prescriben medicamentos a quien los necesita, en una visita",
    )
    visit_minutes: float = parameter(
        15.0, low=10.0, high=25.0, unit="minutes", limits=(1, 240), en="time of a mental-health visit: what a practice gives to joint work comes off its visits",
        es="tiempo de una visita de salud mental: lo que un consultorio da al trabajo conjunto sale de sus visitas",
    )
    asks_first: float = parameter(
        0.5, low=0.2, high=0.8, unit="share", source="beckers2020", grade="judged", en="premature referrals that a practitioner who knows the team fully spares by asking first",
        es="derivaciones prematuras que evita quien conoce plenamente al equipo, preguntando antes",
    )
    over: float = parameter(
        0.3, low=0.1, high=0.5, unit="probability", en="treatment ends at a visit in remission", es="el tratamiento termina en una visita en remisión",
    )


@kernel
def premature_chance(stigma: np.float32, knowledge: np.float32, settings: Bundle) -> np.float32:
    """Chance that a practitioner sends on a person whom primary care could treat."""
    x = settings.stigma_effect * (stigma - MIDDLING_STIGMA) + settings.ignorance_effect * (MIDDLING_KNOWLEDGE - knowledge)
    return clip(settings.premature * exp(x), ZERO, ONE)


@kernel
def primary_care(
    residents: int, week: int, luck: Luck, settings: Bundle, handover_settings: Bundle, sessions_settings: Bundle,
    care: NDArray[np.int8], facility: NDArray[np.int16], care_since: NDArray[np.int16], next_visit: NDArray[np.int16],
    sessions_attended: NDArray[np.int16], status: NDArray[np.int8], disorder: NDArray[np.int8],
    severity: NDArray[np.float32], crisis_week: NDArray[np.int16], dose: NDArray[np.float32], trust: NDArray[np.float32],
    insurer: NDArray[np.int8], centre: NDArray[np.int16], waiting_since: NDArray[np.int16], referred: NDArray[np.int8],
    consents: NDArray[np.int8], knows_centre: NDArray[np.int8], prescribed: NDArray[np.int8], arrival: NDArray[np.int16],
    medicine_weeks: NDArray[np.int8], taking_medicines: NDArray[np.int8], divisions: NDArray[np.int8],
    district: NDArray[np.int16], centres_is_open: NDArray[np.int8], centres_expected_wait: NDArray[np.float32],
    centres_peer_reach: NDArray[np.float32], difficulties: NDArray[np.float32],
    tie: NDArray[np.float32], tie_gained: NDArray[np.float32], channel_tie_gap: NDArray[np.float32],
    channel_consent_needed: NDArray[np.float32], facilities: int, facilities_kind: NDArray[np.int8], facilities_capacity: NDArray[np.float32],
    facilities_room_left: NDArray[np.float32], facilities_load: NDArray[np.float32], facilities_stigma: NDArray[np.float32],
    facilities_knowledge: NDArray[np.float32], hospital_of: NDArray[np.int16], tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    asked = np.zeros(facilities_kind.size, np.int32)
    for k in range(facilities):
        if facilities_kind[k] == PRACTICE:
            # what is left over serves next week, up to one week's worth: a thinned practice has less than a visit
            facilities_room_left[k] = min(facilities_room_left[k], max(facilities_capacity[k], ONE)) + facilities_capacity[k]
    keep = ONE - sessions_settings.dose_loss
    leaves = weekly(settings.leaves)
    start = int(ask(luck, STARTS_AT, 0, week) * f4(residents))
    for turn in range(2):
        low = start if turn == 0 else 0
        high = residents if turn == 0 else start
        for i in range(low, high):
            if care[i] != PRIMARY_CARE:
                continue
            k = facility[i]
            dose[i] *= keep
            if care_since[i] < week and ask(luck, LEAVES, i, week) < leaves:
                care[i] = NO_CARE
                continue
            if next_visit[i] > week:
                continue
            asked[k] += 1
            if facilities_room_left[k] < ONE:
                continue
            facilities_room_left[k] -= ONE
            first = sessions_attended[i] == 0
            sessions_attended[i] += 1
            next_visit[i] = week + settings.interval
            count(tally, now, PRIMARY_VISITS, divisions[i], district[i], 1)
            if status[i] != ILL:
                if ask(luck, DISCHARGED, i, week) < settings.over:
                    care[i] = NO_CARE
                continue
            psychosis = AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD
            needs = psychosis or severity[i] >= SEVERE or week - crisis_week[i] <= 2
            sees = settings.recognises_severe if needs else settings.recognises
            if first and ask(luck, RECOGNISES, i, week) >= sees:
                count(tally, now, UNRECOGNISED, divisions[i], district[i], 1)
                care[i] = NO_CARE
                continue
            c = centre[i]
            takes = c >= 0 and centres_is_open[c] != 0 and (insurer[i] == SIS or insurer[i] == UNINSURED)
            # who once thinks of the centre does so again: a trait of the practitioner and the person
            takes = takes and ask(luck, KNOWS_MODEL, i, arrival[i]) < HALF + HALF * facilities_knowledge[k]
            h = hospital_of[district[i]]
            p = settings.refer_needed if needs else premature_chance(facilities_stigma[k], facilities_knowledge[k], settings)
            if takes:
                # whoever knows the team sends on who needs it, and asks before sending on anybody else
                p += tie_gained[c, k] * ((ONE - p) if needs else -settings.asks_first * p)
                p *= exp(-settings.discouragement * centres_expected_wait[c])
            # to a peer some are sent whom nobody would send to a clinician: for what weighs on them
            to_peer = p
            if takes and not needs and centres_peer_reach[c] > ZERO:
                to_peer = p + (ONE - p) * settings.refer_to_peer * centres_peer_reach[c] * difficulties[i]
            sends = ask(luck, SENDS, i, week)
            if (takes or h >= 0) and sends < to_peer:
                count(tally, now, REFERRALS, divisions[i], district[i], 1)
                if not needs and sends < p:
                    count(tally, now, PREMATURE_REFERRALS, divisions[i], district[i], 1)
                log(events, week, REFERRED, i, c if takes else -1, 0 if needs or sends >= p else 1)
                known = tie_between(tie[c], tie_gained[c, k], channel_tie_gap[c]) if takes else ZERO
                shares = may_share(i, arrival[i], consents[i], channel_consent_needed[c], luck) if takes else consents[i] != 0
                care[i] = NO_CARE
                if not arrives(i, week, known, shares, luck, handover_settings, now, divisions[i], district[i], tally):
                    trust[i] -= handover_settings.lost_trust * trust[i]
                    continue
                if takes:
                    care[i] = WAITING
                    waiting_since[i] = week
                    referred[i] = 1
                    knows_centre[i] = 1
                    count(tally, now, JOINED_LIST, divisions[i], district[i], 1)
                else:
                    care[i] = OUTPATIENT
                    facility[i] = h
                    care_since[i] = week
                    sessions_attended[i] = 0
                    next_visit[i] = week + 1
                continue
            dose[i] += settings.dose * (ONE - dose[i])
            if disorder[i] == COMMON and ask(luck, PRESCRIBES, i, week) < settings.prescribes * sessions_settings.medicine_need[0]:
                if prescribed[i] == 0:
                    taking_medicines[i] = 1
                prescribed[i] = 1
                medicine_weeks[i] = sessions_settings.medicine_supply
    for k in range(facilities):
        if facilities_kind[k] == PRACTICE and facilities_capacity[k] > ZERO:
            full = min(f4(asked[k]) / facilities_capacity[k], ONE)
            facilities_load[k] += f4(0.1) * (full - facilities_load[k])


PROCESS = Process(
    name="primary_care",
    sentence=Words(
        "General practitioners treat, send on, send on too soon, or see nothing.",
        "El personal de atención primaria trata, deriva, deriva demasiado pronto o no reconoce nada.",
    ),
    kernel=primary_care,
    settings=PrimaryCareSettings,
    sources=("arriola2019",),
)
