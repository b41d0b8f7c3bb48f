"""Home visits: the activity that competes with the office.

Set-aside time goes first to users: those who stopped coming or missed an appointment, then people after a
crisis and people with a psychosis who have not been seen for a while; severe need first, and among equals the near before the far,
because a visit costs its travel. What is left of the week's block goes to households of the catchment:
people learn that the centre exists, and some who are ill ask for help.

A trip costs money. The centre pays its share while its transport money lasts; the rest comes out of the
clinician's own pocket, up to what that clinician would spend; otherwise the visit is cancelled. A vehicle
of the centre makes trips free, and who lives near is reached on foot. A household that would hide an illness may refuse a visible visit
(Arriola-Vigo 2019, home visits, financial resources, stigma).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter, tabled
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_CENTRE,
    CHILDHOOD,
    DRIFTING,
    REGULAR,
)
from simulation.people.events import HOME_VISIT, VISIT_REFUSED, Events, log
from simulation.people.found import joins_list, untreated
from simulation.people.tallies import (
    CENTS_POCKET,
    CENTS_TRIPS,
    GUIDED_VISITS,
    HOME_VISITS,
    VISITS_CANCELLED,
    VISITS_MADE,
    VISITS_NOT_HOME,
    VISITS_REFUSED,
    count,
    row_of,
)

AT_HOME = draw("home visits: is anybody at home")
REFUSES = draw("home visits: does the household refuse")
RETURNS = draw("home visits: comes back to care")
WHICH_HOME = draw("home visits: which home of the catchment")
ASKS = draw("home visits: asks for help at the door")

VISIT_KEYS = 64
NEAR_STEP = f4(5)
QUIET_WEEKS = 12
TRIES = 3
DOORS = 40
UNPAID_TRIES = 6


class HomeVisitSettings(Settings):
    """Time, money and effect of a visit."""

    visit_minutes: int = parameter(
        60, low=40, high=90, unit="minutes", en="time at the home", es="tiempo en el hogar",
    )
    trip_cents: int = tabled(
        "costs:trip_return", unit="cents", en="return trip of one worker", es="viaje de ida y vuelta de un trabajador",
    )
    transport_weekly: int = parameter(
        20000, low=0, high=60000, unit="cents", scope="centre", en="transport money of a centre in a week",
        es="dinero de transporte de un centro por semana",
    )
    walking_minutes: float = parameter(
        8.0, low=4.0, high=12.0, unit="minutes", en="travel time up to which staff walk and no trip is paid",
        es="tiempo de viaje hasta el cual el personal camina y no se paga viaje",
    )
    not_home: float = parameter(
        0.2, low=0.1, high=0.35, unit="probability", en="nobody at home", es="nadie en casa",
    )
    refusal: float = parameter(
        0.1, low=0.03, high=0.25, unit="probability", en="refusal of a visible visit at mean stigma",
        es="rechazo de una visita visible con estigma medio",
    )
    refusal_stigma: float = parameter(
        2.0, low=0.5, high=3.5, unit="log-hazard per unit", limits=(0, 20), en="rise of refusal with stigma",
        es="aumento del rechazo con el estigma",
    )
    comes_back: float = parameter(
        0.6, low=0.35, high=0.8, unit="probability", en="a person who stopped coming and is found comes back",
        es="una persona que dejó de acudir y es encontrada regresa",
    )
    visit_dose: float = parameter(
        0.10, low=0.03, high=0.2, unit="share", en="treatment received from a visit, of what is missing",
        es="tratamiento recibido en una visita, de lo que falta",
    )
    visit_trust: float = parameter(
        0.05, low=0.0, high=0.12, unit="share", en="gain of trust from a visit, of what is missing",
        es="ganancia de confianza por una visita, de lo que falta",
    )
    visit_engagement: float = parameter(
        0.10, low=0.03, high=0.2, unit="share", en="gap between a user's family and the centre that a visit closes",
        es="distancia entre la familia de un usuario y el centro que cierra una visita",
    )
    guide_saves: float = parameter(
        0.25, low=0.1, high=0.4, unit="share", en="time of a visit that a lay worker as guide saves", source="arriola2019", grade="judged",
        es="tiempo de una visita que ahorra un trabajador comunitario como guía",
    )
    guide_finds: float = parameter(
        0.4, low=0.15, high=0.65, unit="share", en="vain visits that a guide who knows the people prevents", es="visitas en vano que evita una guía que conoce a la gente",
        source="arriola2019", grade="judged",
    )
    asks_at_door: float = parameter(
        0.25, low=0.1, high=0.5, unit="probability", en="an ill person visited at home asks for help",
        es="una persona enferma visitada en casa pide ayuda",
    )


@kernel
def trip_paid(
    c: int, j: int, walks: bool, trip: np.int64, uncovered: np.float32, centres_vehicles: NDArray[np.int16],
    centres_transport_money: NDArray[np.int64], clinicians_pocket: NDArray[np.int32],
    clinicians_pocket_spent: NDArray[np.int32], centre_tally: NDArray[np.int64], now: int,
) -> bool:
    """Pay for a trip from the centre's money and the clinician's pocket; False if there is not enough."""
    if walks or centres_vehicles[c] > 0:
        return True
    # a purse with anything left pays the whole trip and makes up for it later: so a thinned run, whose purses
    # hold less than one trip, spends at the same rate
    own = trip if centres_transport_money[c] <= 0 else np.int64(f4(trip) * uncovered)
    covered = trip - own
    if own > 0 and clinicians_pocket[j] <= 0:
        return False
    centres_transport_money[c] -= covered
    clinicians_pocket[j] -= own
    clinicians_pocket_spent[j] += own
    centre_tally[now, CENTS_TRIPS, c] += covered
    centre_tally[now, CENTS_POCKET, c] += own
    return True


@kernel
def worker_with_time(
    first: int, last: int, needed: int, bank: NDArray[np.int32], minutes: NDArray[np.int32]
) -> int:
    """The clinician with most set-aside time left and a week that holds the visit; -1 if there is none."""
    best = -1
    most = 0
    for j in range(first, last):
        if bank[j] > most and minutes[2, j] >= needed:
            most = bank[j]
            best = j
    return best


@kernel
def home_visits(
    residents: int, week: int, luck: Luck, settings: Bundle, work_list: NDArray[np.int32],
    care: NDArray[np.int8], centre: NDArray[np.int16], attendance: NDArray[np.int8], disorder: NDArray[np.int8],
    severity: NDArray[np.float32], travel_minutes: NDArray[np.float32], last_contact: NDArray[np.int16],
    crisis_week: NDArray[np.int16], next_visit: NDArray[np.int16], stigma_norm: NDArray[np.float32],
    stigma_self: NDArray[np.float32], trust: NDArray[np.float32], dose: NDArray[np.float32],
    family_engagement: NDArray[np.float32], knows_centre: NDArray[np.int8], status: NDArray[np.int8], insurer: NDArray[np.int8],
    waiting_since: NDArray[np.int16], sought_help: NDArray[np.int8], ill_since: NDArray[np.int16],
    divisions: NDArray[np.int8], district: NDArray[np.int16], channel_stigma_weight: NDArray[np.float32],
    channel_uncovered_cost: NDArray[np.float32], channel_lost_credit: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], centres_vehicles: NDArray[np.int16],
    centres_transport_money: NDArray[np.int64], centres_first_clinician: NDArray[np.int32],
    centres_last_clinician: NDArray[np.int32], centres_lay_minutes: NDArray[np.int32], referred: NDArray[np.int8],
    clinicians_visit_bank: NDArray[np.int32], clinicians_pocket: NDArray[np.int32],
    clinicians_pocket_spent: NDArray[np.int32], clinicians_earned: NDArray[np.float32],
    minutes: NDArray[np.int32], sessions_settings: Bundle, tally: NDArray[np.int64],
    centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    centres = centres_is_open.size
    trip = np.int64(settings.trip_cents)
    office = f4(sessions_settings.office_minutes)
    # who should be seen at home: count by need and nearness, then put in that order
    size = centres * VISIT_KEYS
    heads = np.zeros(size + 1, np.int32)
    for turn in range(2):
        if turn == 1:
            for k in range(1, size + 1):
                heads[k] += heads[k - 1]
        for i in range(residents):
            if care[i] != AT_CENTRE:
                continue
            psychosis = AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD
            quiet = week - last_contact[i] >= QUIET_WEEKS
            if attendance[i] == REGULAR and not (psychosis and quiet) and week - crisis_week[i] > 1:
                continue
            severe = psychosis or severity[i] >= f4(0.6) or week - crisis_week[i] <= 4
            need = (1 if severe else 0) + (2 if attendance[i] != REGULAR else 0)
            near = min(int(travel_minutes[i] / NEAR_STEP), 15)
            key = centre[i] * VISIT_KEYS + (3 - need) * 16 + near
            if turn == 0:
                heads[key + 1] += 1
            else:
                work_list[heads[key]] = i
                heads[key] += 1
    # heads[key] is now where the next key begins
    begin = 0
    for c in range(centres):
        end = heads[c * VISIT_KEYS + VISIT_KEYS - 1]
        first = centres_first_clinician[c]
        last = centres_last_clinician[c]
        if centres_is_open[c] == 0:
            begin = end
            continue
        for at in range(begin, end):
            i = work_list[at]
            travel = 2 * int(travel_minutes[i])
            guided = centres_lay_minutes[c] > 0
            at_home = int(f4(settings.visit_minutes) * (ONE - settings.guide_saves)) if guided else settings.visit_minutes
            needed = at_home + travel
            j = worker_with_time(first, last, needed, clinicians_visit_bank, minutes)
            if j < 0:
                continue
            if not trip_paid(c, j, travel_minutes[i] <= settings.walking_minutes, trip, channel_uncovered_cost[c], centres_vehicles, centres_transport_money,
                             clinicians_pocket, clinicians_pocket_spent, centre_tally, now):
                centre_tally[now, VISITS_CANCELLED, c] += 1
                continue
            seen = at_home
            if guided:
                centres_lay_minutes[c] -= needed
                centre_tally[now, GUIDED_VISITS, c] += 1
            if ask(luck, AT_HOME, i, week) < settings.not_home * (ONE - (settings.guide_finds if guided else ZERO)):
                centre_tally[now, VISITS_NOT_HOME, c] += 1
                seen = 0
            else:
                stigma = HALF * (stigma_norm[i] + stigma_self[i]) - HALF
                refuses = settings.refusal * exp(settings.refusal_stigma * stigma) * channel_stigma_weight[district[i]]
                if ask(luck, REFUSES, i, week) < refuses:
                    centre_tally[now, VISITS_REFUSED, c] += 1
                    log(events, week, VISIT_REFUSED, i, j, 0)
                    seen = 0
                else:
                    centre_tally[now, VISITS_MADE, c] += 1
                    count(tally, now, HOME_VISITS, divisions[i], district[i], 1)
                    log(events, week, HOME_VISIT, i, j, 0)
                    last_contact[i] = week
                    trust[i] += settings.visit_trust * (ONE - trust[i])
                    dose[i] += settings.visit_dose * (ONE - dose[i])
                    family_engagement[i] += settings.visit_engagement * (ONE - family_engagement[i])
                    if attendance[i] == DRIFTING and ask(luck, RETURNS, i, week) < settings.comes_back:
                        attendance[i] = REGULAR
                        next_visit[i] = week + 1
                    elif attendance[i] != DRIFTING:
                        attendance[i] = REGULAR
            spend(j, seen, travel, office, channel_lost_credit[c], clinicians_visit_bank, clinicians_earned, minutes)
        begin = end
    # the rest of the block: from door to door in the catchment
    for c in range(centres):
        if centres_is_open[c] == 0:
            continue
        for j in range(centres_first_clinician[c], centres_last_clinician[c]):
            turn = 0
            unpaid = 0
            while clinicians_visit_bank[j] > 0 and minutes[2, j] >= settings.visit_minutes and turn < DOORS:
                i = -1
                for attempt in range(TRIES):
                    u = ask(luck, WHICH_HOME, j * 64 + attempt * 16 + turn % 16, week * 4 + turn // 16)
                    k = min(int(u * f4(residents)), residents - 1)
                    if centre[k] == c and (i < 0 or travel_minutes[k] < travel_minutes[i]):
                        i = k
                turn += 1
                if i < 0:
                    continue
                travel = 2 * int(travel_minutes[i])
                needed = settings.visit_minutes + travel
                if minutes[2, j] < needed:
                    continue
                if not trip_paid(c, j, travel_minutes[i] <= settings.walking_minutes, trip, channel_uncovered_cost[c], centres_vehicles, centres_transport_money,
                                 clinicians_pocket, clinicians_pocket_spent, centre_tally, now):
                    # somebody within walking distance, then; if there is nobody, the time goes back to the office
                    unpaid += 1
                    if unpaid == UNPAID_TRIES:
                        centre_tally[now, VISITS_CANCELLED, c] += 1
                        clinicians_visit_bank[j] = 0
                        break
                    continue
                seen = settings.visit_minutes
                if ask(luck, AT_HOME, i, week) < settings.not_home:
                    centre_tally[now, VISITS_NOT_HOME, c] += 1
                    seen = 0
                else:
                    centre_tally[now, VISITS_MADE, c] += 1
                    knows_centre[i] = 1
                    if untreated(i, care, status, insurer) and ask(luck, ASKS, i, week) < settings.asks_at_door:
                        joins_list(i, week, now, c, care, waiting_since, referred, sought_help, ill_since, divisions, district, tally, events)
                spend(j, seen, travel, office, channel_lost_credit[c], clinicians_visit_bank, clinicians_earned, minutes)


@kernel
def spend(
    j: int, seen: int, travel: int, office: np.float32, lost: np.float32, bank: NDArray[np.int32],
    earned: NDArray[np.float32], minutes: NDArray[np.int32],
) -> None:
    """Book a visit's minutes, and the credit that the rule gives for them."""
    minutes[3, j] += seen
    minutes[4, j] += travel
    minutes[2, j] -= seen + travel
    bank[j] -= seen + travel
    # full credit counts travel and a visit like office time (equivalent codes)
    earned[j] += max(ONE - lost, ZERO) * f4(seen + travel) / office


PROCESS = Process(
    name="home_visits",
    sentence=Words(
        "Staff visit homes: users who stopped coming first, then from door to door.",
        "El personal visita hogares: primero a usuarios que dejaron de acudir, luego puerta a puerta.",
    ),
    kernel=home_visits,
    settings=HomeVisitSettings,
    sources=("arriola2019",),
)
