"""Hospitals: emergency visits, psychiatric beds, an outpatient clinic, and the old model that holds on to people.

A crisis leads to an emergency visit with a probability. Who is severe enough is admitted if a bed is free;
the stay has a mean length. On discharge a person goes back to a centre (by a hand-over that can lose them)
with probability

    (1 - resistance) x (0.5 + 0.5 knowledge of the community model)

if an open centre is meant for them, and otherwise stays with the hospital's own outpatient clinic, which
does the same at each visit with a small probability. A person with a psychosis, a weak family and a place
waiting goes to a protected home first (Arriola-Vigo 2019, figure 1; mid-level facilities are another file).
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
    BEDS,
    HOSPITAL,
    ILL,
    NO_CARE,
    OTHER_INSURER,
    OUTPATIENT,
    PROTECTED_HOME,
    SIS,
    UNINSURED,
    WAITING,
)
from simulation.people.events import ADMITTED, LEFT_HOSPITAL, Events, log
from simulation.people.providers import may_share, tie_between
from simulation.people.tallies import (
    ADMISSIONS,
    BACK_REFERRALS,
    BED_DAYS,
    EMERGENCY_VISITS,
    JOINED_LIST,
    OUTPATIENT_VISITS,
    count,
    row_of,
)

from .handover import arrives

EMERGENCY = draw("hospital: does the crisis lead to an emergency visit")
STARTS_AT = draw("hospital: where the round begins this week")
LEAVES_BED = draw("hospital: is the person discharged from the bed")
HANDS_OVER = draw("hospital: is the person handed over to a centre")
STOPS = draw("hospital: stops coming to the outpatient clinic")
OVER = draw("hospital: is outpatient treatment over")
NEEDS = draw("hospital: needs medicines")


class HospitalSettings(Settings):
    """Beds, clinic, and how the hospital deals with the network of centres."""

    beds_per_100000: float = parameter(
        3.9, low=2.5, high=6.0, unit="beds per 100,000 residents", limits=(0, 1000), source="atlas2014", grade="here",
        en="psychiatric beds where a system lists no hospital", es="camas psiquiátricas donde el sistema no enumera hospitales",
    )
    clinic_visits_per_1000: float = parameter(
        1.0, low=0.4, high=2.0, unit="visits per 1,000 residents and week", limits=(0, 1000),
        en="visits that hospitals' outpatient clinics can give", es="visitas que pueden dar los consultorios externos de hospitales",
    )
    hospital_stigma: float = parameter(
        0.5, low=0.2, high=0.7, unit="index 0-1", en="stigma of hospital staff towards people with a disorder",
        es="estigma del personal hospitalario hacia personas con un trastorno",
    )
    hospital_knowledge: float = parameter(
        0.3, low=0.1, high=0.6, unit="index 0-1", en="knowledge of the community model in hospitals",
        es="conocimiento del modelo comunitario en hospitales", source="arriola2019", grade="judged",
    )
    resistance: float = parameter(
        0.5, low=0.2, high=0.8, unit="share", en="people whom hospitals keep although a centre could take them",
        es="personas que los hospitales retienen aunque un centro podría recibirlas", source="arriola2019", grade="judged",
    )
    emergency_share: float = parameter(
        0.4, low=0.2, high=0.6, unit="probability", en="a crisis leads to an emergency visit", es="una crisis lleva a una visita de emergencia",
    )
    talk_spares: float = parameter(
        0.4, low=0.1, high=0.7, unit="share", source="beckers2020", grade="judged", en="emergency visits that a talk with a peer by telephone spares",
        es="visitas de emergencia que evita una conversación telefónica con un par",
    )
    admission_severity: float = parameter(
        0.6, low=0.45, high=0.75, unit="index 0-1", en="severity from which a person in crisis is admitted",
        es="gravedad desde la cual se interna a una persona en crisis",
    )
    stay_weeks: float = parameter(
        5.0, low=3.0, high=10.0, unit="weeks", limits=(1, 520), en="mean stay in a bed", es="estancia media en cama",
    )
    bed_dose: float = parameter(
        0.25, low=0.1, high=0.4, unit="share", en="treatment received in a week in a bed, of what is missing",
        es="tratamiento recibido en una semana de internamiento, de lo que falta",
    )
    clinic_dose: float = parameter(
        0.25, low=0.15, high=0.4, unit="share", en="treatment received in an outpatient visit, of what is missing",
        es="tratamiento recibido en una consulta externa, de lo que falta",
    )
    clinic_interval: int = parameter(
        6, low=4, high=12, unit="weeks", en="time between outpatient visits", es="tiempo entre consultas externas", limits=(1, 52),
    )
    clinic_leaves: float = parameter(
        1.5, low=0.7, high=3.0, unit="1/person-year", en="stopping to come to the outpatient clinic",
        es="dejar de acudir a consulta externa",
    )
    clinic_hands_over: float = parameter(
        0.1, low=0.0, high=0.3, unit="probability", en="hand-over to a centre considered at an outpatient visit",
        es="contrarreferencia a un centro considerada en una consulta externa",
    )
    clinic_over: float = parameter(
        0.15, low=0.05, high=0.3, unit="probability", en="treatment ends at an outpatient visit in remission",
        es="el tratamiento termina en una consulta externa en remisión",
    )


@kernel
def handed_over_chance(knowledge: np.float32, settings: Bundle) -> np.float32:
    """Chance that a hospital hands a person over to a centre that could take them."""
    return (ONE - settings.resistance) * (HALF + HALF * knowledge)  # type: ignore[no-any-return]


@kernel
def hospital(
    work_list: NDArray[np.int32], residents: int, week: int, luck: Luck, settings: Bundle, help_seeking_settings: Bundle, handover_settings: Bundle, sessions_settings: Bundle,
    care: NDArray[np.int8], facility: NDArray[np.int16], care_since: NDArray[np.int16], next_visit: NDArray[np.int16],
    sessions_attended: NDArray[np.int16], status: NDArray[np.int8], disorder: NDArray[np.int8],
    severity: NDArray[np.float32], crisis_week: NDArray[np.int16], crisis_plan: NDArray[np.int8], called_week: NDArray[np.int16], dose: NDArray[np.float32], trust: NDArray[np.float32],
    insurer: NDArray[np.int8], centre: NDArray[np.int16], waiting_since: NDArray[np.int16], referred: NDArray[np.int8],
    consents: NDArray[np.int8], knows_centre: NDArray[np.int8], prescribed: NDArray[np.int8],
    medicine_weeks: NDArray[np.int8], taking_medicines: NDArray[np.int8], arrival: NDArray[np.int16],
    divisions: NDArray[np.int8], district: NDArray[np.int16], centres_is_open: NDArray[np.int8], tie: NDArray[np.float32],
    channel_tie_gap: NDArray[np.float32], channel_consent_needed: NDArray[np.float32],
    facilities: int, facilities_kind: NDArray[np.int8], facilities_capacity: NDArray[np.float32],
    facilities_room_left: NDArray[np.float32], facilities_occupied: NDArray[np.int32], facilities_load: NDArray[np.float32],
    facilities_knowledge: NDArray[np.float32], clinic_capacity: NDArray[np.float32], hospital_of: NDArray[np.int16],
    tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    beds = np.zeros(facilities_kind.size, np.float32)
    for k in range(facilities):
        if facilities_kind[k] == BEDS:
            facilities_room_left[k] = min(facilities_room_left[k], max(clinic_capacity[k], ONE)) + clinic_capacity[k]
            # a bed that is one only in part, at a small share of residents, is free in that share of weeks
            beds[k] = np.floor(facilities_capacity[k] + ask(luck, STARTS_AT, k + 1, week)) - f4(facilities_occupied[k])
    keep = ONE - sessions_settings.dose_loss
    leaves_bed = ONE / settings.stay_weeks
    stops = weekly(settings.clinic_leaves)
    start = int(ask(luck, STARTS_AT, 0, week) * f4(residents))
    met = 0
    for turn in range(2):
        low = start if turn == 0 else 0
        high = residents if turn == 0 else start
        for i in range(low, high):
            k = care[i]
            crisis = crisis_week[i] == week
            if k != HOSPITAL and k != OUTPATIENT and not crisis:
                continue
            work_list[met] = i  # nobody else can be in a bed after this
            met += 1
            h = hospital_of[district[i]]
            if h < 0 and k != HOSPITAL and k != OUTPATIENT:
                continue
            if crisis and k != HOSPITAL and k != OTHER_INSURER and ask(luck, EMERGENCY, i, week) < settings.emergency_share * (
                ONE - help_seeking_settings.plan_spares * f4(crisis_plan[i])
            ) * (ONE - (settings.talk_spares if called_week[i] == week else ZERO)):
                count(tally, now, EMERGENCY_VISITS, divisions[i], district[i], 1)
                if severity[i] >= settings.admission_severity and beds[h] >= ONE and k != PROTECTED_HOME:
                    beds[h] -= ONE
                    care[i] = HOSPITAL
                    facility[i] = h
                    care_since[i] = week
                    prescribed[i] = 1
                    count(tally, now, ADMISSIONS, divisions[i], district[i], 1)
                    log(events, week, ADMITTED, i, h, severity[i])
                elif k < WAITING:
                    # seen and sent home, with an appointment at the hospital's own clinic
                    care[i] = OUTPATIENT
                    facility[i] = h
                    care_since[i] = week
                    sessions_attended[i] = 0
                    next_visit[i] = week + 1
                k = care[i]
            if k == HOSPITAL:
                count(tally, now, BED_DAYS, divisions[i], district[i], 7)
                dose[i] += settings.bed_dose * (ONE - dose[i])
                taking_medicines[i] = 1
                medicine_weeks[i] = max(medicine_weeks[i], np.int8(4))
                if care_since[i] == week or ask(luck, LEAVES_BED, i, week) >= leaves_bed:
                    continue
                log(events, week, LEFT_HOSPITAL, i, facility[i], int(week - care_since[i]))
                sent = ask(luck, HANDS_OVER, i, week) < handed_over_chance(facilities_knowledge[facility[i]], settings)
            elif k == OUTPATIENT:
                dose[i] *= keep
                f = facility[i]
                if care_since[i] < week and ask(luck, STOPS, i, week) < stops:
                    care[i] = NO_CARE
                    continue
                if next_visit[i] > week or facilities_room_left[f] < ONE:
                    continue
                facilities_room_left[f] -= ONE
                next_visit[i] = week + settings.clinic_interval
                sessions_attended[i] += 1
                count(tally, now, OUTPATIENT_VISITS, divisions[i], district[i], 1)
                dose[i] += settings.clinic_dose * (ONE - dose[i])
                g = max(disorder[i] - 1, 0)
                if ask(luck, NEEDS, i, arrival[i]) < sessions_settings.medicine_need[g]:
                    if prescribed[i] == 0:
                        taking_medicines[i] = 1
                    prescribed[i] = 1
                    medicine_weeks[i] = sessions_settings.medicine_supply
                if status[i] != ILL and ask(luck, OVER, i, week) < settings.clinic_over:
                    care[i] = NO_CARE
                    continue
                sent = ask(luck, HANDS_OVER, i, week) < settings.clinic_hands_over * handed_over_chance(facilities_knowledge[f], settings)
                if not sent:
                    continue
            else:
                continue
            # on from here: to a centre that could take the person, or to the hospital's own clinic
            c = centre[i]
            takes = sent and c >= 0 and centres_is_open[c] != 0 and (insurer[i] == SIS or insurer[i] == UNINSURED)
            if takes:
                count(tally, now, BACK_REFERRALS, divisions[i], district[i], 1)
                care[i] = NO_CARE
                known = tie_between(tie[c], ZERO, channel_tie_gap[c])
                shares = may_share(i, arrival[i], consents[i], channel_consent_needed[c], luck)
                if arrives(i, week, known, shares, luck, handover_settings, now, divisions[i], district[i], tally):
                    care[i] = WAITING
                    waiting_since[i] = week
                    referred[i] = 1
                    knows_centre[i] = 1
                    count(tally, now, JOINED_LIST, divisions[i], district[i], 1)
                else:
                    trust[i] -= handover_settings.lost_trust * trust[i]
            elif k == HOSPITAL:
                care[i] = OUTPATIENT
                sessions_attended[i] = 0
                next_visit[i] = week + 2
                care_since[i] = week
    for k in range(facilities):
        if facilities_kind[k] == BEDS:
            facilities_occupied[k] = 0
    for at in range(met):
        i = work_list[at]
        if care[i] == HOSPITAL:
            facilities_occupied[facility[i]] += 1
    for k in range(facilities):
        if facilities_kind[k] == BEDS and facilities_capacity[k] > ZERO:
            facilities_load[k] += f4(0.1) * (min(f4(facilities_occupied[k]) / facilities_capacity[k], ONE) - facilities_load[k])


PROCESS = Process(
    name="hospital",
    sentence=Words(
        "Crises lead to emergency visits and beds; hospitals keep people or hand them over to a centre.",
        "Las crisis llevan a emergencias y camas; los hospitales retienen a las personas o las derivan a un centro.",
    ),
    kernel=hospital,
    settings=HospitalSettings,
    sources=("arriola2019", "atlas2014"),
)
