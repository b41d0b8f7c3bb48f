"""Mid-level facilities: protected homes and residences, psychosocial and occupational rehabilitation.

Each has so many places, and rules of admission (Arriola-Vigo 2019, figure 1 and background):

- a *protected home* takes people with a psychosis and weak family support who leave a hospital, for a time;
- a *protected residence* takes people with a psychosis and lasting disability, for long;
- *psychosocial rehabilitation* takes users of a centre with a psychosis or low functioning once symptoms
  have eased, for a programme of some weeks;
- *occupational rehabilitation* takes adults in remission who do not work; some find work at its end.

Homes see to it that medicines are taken; rehabilitation moves functioning, connectedness, meaning and
empowerment. Both hand over to the centre at the end. A place is offered to users of a centre by staff who
think of it, at a rate.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, ZERO, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_CENTRE,
    CHILDHOOD,
    EMPLOYED,
    FIRST_FORMAL,
    HOME,
    HOSPITAL,
    ILL,
    NO_CARE,
    NOT_WORKING,
    OCCUPATIONAL,
    OUTPATIENT,
    PROTECTED_HOME,
    PSYCHOSOCIAL,
    REHABILITATION,
    REMISSION,
    RESIDENCE,
    WAITING,
)
from simulation.people.events import ENTERED_FACILITY, LEFT_FACILITY, Events, log
from simulation.people.providers import may_share, tie_between
from simulation.people.tallies import HOME_DAYS, JOINED_LIST, REHABILITATION_SESSIONS, count, row_of

from .handover import arrives

PLACES = draw("mid-level: places of this week")
OFFERED = draw("mid-level: is a place offered")
WORKS = draw("mid-level: finds work")
LEAVES = draw("mid-level: leaves before time")
ADULT, OLD = 18 * 52, 65 * 52


class MidLevelSettings(Settings):
    """Admission, stay and effect."""

    places_ratio: float = parameter(
        1.0, low=0.0, high=4.0, unit="ratio", kind="lever", en="places of mid-level facilities over those that the system lists",
        es="lugares de las instalaciones intermedias respecto de los que enumera el sistema",
    )
    weak_family: float = parameter(
        0.5, low=0.3, high=0.6, unit="index 0-1", en="family support under which a protected home takes a person",
        es="apoyo familiar por debajo del cual un hogar protegido recibe a una persona",
    )
    disabled: float = parameter(
        0.55, low=0.4, high=0.7, unit="index 0-1", en="functioning under which a residence or rehabilitation takes a person",
        es="funcionamiento por debajo del cual una residencia o la rehabilitación recibe a una persona",
    )
    home_weeks: int = parameter(
        52, low=26, high=104, unit="weeks", en="longest stay in a protected home", es="estancia máxima en un hogar protegido",
    )
    residence_leaves: float = parameter(
        0.15, low=0.05, high=0.3, unit="1/person-year", en="leaving a protected residence", es="salida de una residencia protegida",
    )
    programme_weeks: int = parameter(
        26, low=13, high=52, unit="weeks", en="length of a rehabilitation programme", es="duración de un programa de rehabilitación",
    )
    programme_leaves: float = parameter(
        0.8, low=0.3, high=1.6, unit="1/person-year", en="leaving a rehabilitation programme before its end",
        es="abandono de un programa de rehabilitación antes de terminar",
    )
    offers: float = parameter(
        1.0, low=0.3, high=3.0, unit="1/person-year", en="offer of a free place to a user of a centre who could take it",
        es="ofrecimiento de un lugar libre a un usuario de un centro que podría tomarlo",
    )
    dose: float = parameter(
        0.15, low=0.05, high=0.3, unit="share", en="treatment received in a week of rehabilitation or in a home, of what is missing",
        es="tratamiento recibido en una semana de rehabilitación o en un hogar, de lo que falta",
    )
    functioning: float = parameter(
        0.02, low=0.0, high=0.04, unit="share", en="gain of functioning in a week of rehabilitation, of what is missing",
        es="ganancia de funcionamiento en una semana de rehabilitación, de lo que falta",
    )
    recovery: float = parameter(
        0.015, low=0.0, high=0.03, unit="share",
        en="gain of connectedness, meaning and empowerment in a week of rehabilitation, of what is missing",
        es="ganancia de conexión, sentido y empoderamiento en una semana de rehabilitación, de lo que falta",
    )
    finds_work: float = parameter(
        0.25, low=0.1, high=0.45, unit="probability", en="work found at the end of occupational rehabilitation",
        es="trabajo encontrado al final de la rehabilitación ocupacional",
    )


@kernel
def takes(
    kind: int, psychosis: bool, family_support: np.float32, functioning: np.float32, from_hospital: bool, status: int,
    age_weeks: int, work: int, settings: Bundle,
) -> bool:
    """Whether a facility's rules let it take a person."""
    if kind == HOME:
        return psychosis and from_hospital and family_support < settings.weak_family
    if kind == RESIDENCE:
        return psychosis and functioning < settings.disabled
    if kind == PSYCHOSOCIAL:
        return functioning < settings.disabled + f4(0.15) and (psychosis or status == REMISSION)
    if kind == OCCUPATIONAL:
        return status == REMISSION and work == NOT_WORKING and ADULT <= age_weeks < OLD
    return False


@kernel
def mid_level(
    work_list: NDArray[np.int32], residents: int, week: int, luck: Luck, settings: Bundle, handover_settings: Bundle, sessions_settings: Bundle,
    care: NDArray[np.int8], care_before: NDArray[np.int8], facility: NDArray[np.int16], care_since: NDArray[np.int16],
    next_visit: NDArray[np.int16], sessions_attended: NDArray[np.int16], status: NDArray[np.int8],
    disorder: NDArray[np.int8], functioning: NDArray[np.float32], family_support: NDArray[np.float32],
    dose: NDArray[np.float32], trust: NDArray[np.float32], connectedness: NDArray[np.float32],
    meaning: NDArray[np.float32], empowerment: NDArray[np.float32], work: NDArray[np.int8], age_weeks: NDArray[np.int16],
    centre: NDArray[np.int16], waiting_since: NDArray[np.int16], referred: NDArray[np.int8], consents: NDArray[np.int8],
    prescribed: NDArray[np.int8], medicine_weeks: NDArray[np.int8], taking_medicines: NDArray[np.int8],
    divisions: NDArray[np.int8], district: NDArray[np.int16], centres_is_open: NDArray[np.int8], tie: NDArray[np.float32],
    tie_gained: NDArray[np.float32], channel_tie_gap: NDArray[np.float32], channel_consent_needed: NDArray[np.float32], arrival: NDArray[np.int16],
    facilities: int, facilities_kind: NDArray[np.int8], facilities_capacity: NDArray[np.float32],
    facilities_occupied: NDArray[np.int32], facilities_load: NDArray[np.float32], takes_from: NDArray[np.bool_],
    tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    free = np.zeros(facilities_kind.size, np.float32)
    any_place = False
    for k in range(facilities):
        if facilities_kind[k] >= HOME:
            # at a small share of residents a place is one in a share of all runs
            free[k] = np.floor(facilities_capacity[k] + ask(luck, PLACES, k, 0)) - f4(facilities_occupied[k])
            any_place = any_place or facilities_capacity[k] > ZERO
    if not any_place:
        return
    keep = ONE - sessions_settings.dose_loss
    offered = weekly(settings.offers)
    early = weekly(settings.programme_leaves)
    moves_out = weekly(settings.residence_leaves)
    met = 0
    for i in range(residents):
        k = care[i]
        if k < FIRST_FORMAL:  # nearly everybody
            continue
        # who was handed over to a centre already is its to care for
        left_hospital = k == OUTPATIENT and care_before[i] == HOSPITAL
        if k == AT_CENTRE or left_hospital or k == PROTECTED_HOME or k == REHABILITATION:
            work_list[met] = i  # nobody else can have a place after this
            met += 1
        if k == AT_CENTRE or left_hospital:
            psychosis = AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD
            if not psychosis and (status[i] != REMISSION or work[i] == EMPLOYED):
                continue
            if not left_hospital and ask(luck, OFFERED, i, week) >= offered:
                continue
            for f in range(facilities):
                if free[f] < ONE or facilities_kind[f] < HOME or not takes_from[f, district[i]]:
                    continue
                if takes(facilities_kind[f], psychosis, family_support[i], functioning[i], left_hospital, status[i], age_weeks[i], work[i], settings):
                    free[f] -= ONE
                    facilities_occupied[f] += 1
                    care[i] = PROTECTED_HOME if facilities_kind[f] <= RESIDENCE else REHABILITATION
                    facility[i] = f
                    care_since[i] = week
                    log(events, week, ENTERED_FACILITY, i, f, 0)
                    break
            continue
        if k != PROTECTED_HOME and k != REHABILITATION:
            continue
        f = facility[i]
        kind = facilities_kind[f]
        dose[i] = dose[i] * keep + settings.dose * (ONE - dose[i] * keep)
        stay = week - care_since[i]
        over = False
        if k == PROTECTED_HOME:
            count(tally, now, HOME_DAYS, divisions[i], district[i], 7)
            if prescribed[i] != 0:
                taking_medicines[i] = 1
                medicine_weeks[i] = max(medicine_weeks[i], np.int8(4))
            over = bool(stay >= settings.home_weeks if kind == HOME else ask(luck, LEAVES, i, week) < moves_out)
        else:
            count(tally, now, REHABILITATION_SESSIONS, divisions[i], district[i], 2)
            functioning[i] += settings.functioning * (ONE - functioning[i])
            connectedness[i] += settings.recovery * (ONE - connectedness[i])
            meaning[i] += settings.recovery * (ONE - meaning[i])
            empowerment[i] += settings.recovery * (ONE - empowerment[i])
            if prescribed[i] != 0 and medicine_weeks[i] <= 1:
                medicine_weeks[i] = 4
            over = bool(stay >= settings.programme_weeks or ask(luck, LEAVES, i, week) < early)
            if stay >= settings.programme_weeks and kind == OCCUPATIONAL and ask(luck, WORKS, i, week) < settings.finds_work:
                work[i] = EMPLOYED
        if not over:
            continue
        c = centre[i]
        care[i] = NO_CARE
        log(events, week, LEFT_FACILITY, i, f, int(stay))
        if status[i] != ILL and disorder[i] > 0 and not AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD:
            continue
        if c < 0 or centres_is_open[c] == 0:
            continue
        known = tie_between(tie[c], tie_gained[c, f], channel_tie_gap[c])
        shares = may_share(i, arrival[i], consents[i], channel_consent_needed[c], luck)
        if not arrives(i, week, known, shares, luck, handover_settings, now, divisions[i], district[i], tally):
            trust[i] -= handover_settings.lost_trust * trust[i]
            continue
        care[i] = WAITING
        waiting_since[i] = week
        referred[i] = 1
        count(tally, now, JOINED_LIST, divisions[i], district[i], 1)
    for f in range(facilities):
        if facilities_kind[f] >= HOME:
            facilities_occupied[f] = 0
    for at in range(met):
        i = work_list[at]
        if care[i] == PROTECTED_HOME or care[i] == REHABILITATION:
            facilities_occupied[facility[i]] += 1
    for f in range(facilities):
        if facilities_kind[f] >= HOME and facilities_capacity[f] > ZERO:
            full = min(f4(facilities_occupied[f]) / facilities_capacity[f], ONE)
            facilities_load[f] += f4(0.1) * (full - facilities_load[f])


PROCESS = Process(
    name="mid_level",
    sentence=Words(
        "Protected homes, residences and rehabilitation centres take people by their rules while they have places.",
        "Hogares y residencias protegidas y centros de rehabilitación reciben personas según sus reglas mientras tienen lugares.",
    ),
    kernel=mid_level,
    settings=MidLevelSettings,
    sources=("arriola2019",),
)
