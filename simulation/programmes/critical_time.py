"""Critical Time Intervention, task-shifting (CTI-TS): pairs of a peer and a community worker, for nine months.

A pair accompanies users of its centre with a psychosis through three phases of three months: often at first, in the
second phase to let ties to others be tried, in the last to hand over. What each half does:

- The *peer* (``peer_support``): ties to people and activities, a recovery plan, a better place in the family.
- The *community worker*: ties of user and family to centre, primary care and social services, a crisis plan, support of
  the family and a lighter burden on it. Both bring users back to appointments, and come in the week of a crisis.

How far the tasks are kept apart is ``distinct_roles``: at 1 as the manual has it, below each does some of the other's.
Ties stay when the pair leaves, and fade in their own time (``ties``). Workers are trained like peers, work under weekly
supervision and are paid; a worker who leaves is replaced. Nobody is taken on twice.

(Le and Agrest 2022, CTI-TS in Chile; sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, TWO, ZERO, clip, exp, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, DRIFTING, MISSED, REGULAR
from simulation.people.events import (
    FORMAL_TIE,
    INFORMAL_TIE,
    PLAN_MADE,
    TAKEN_ON,
    WORKER_CONTACT,
    Events,
    log,
)
from simulation.people.peers import PLACES, SLOTS, teams_of
from simulation.people.residents import NEVER
from simulation.people.tallies import (
    ACCOMPANIED,
    CENTS_COMPANIONS,
    COMPANION_CONTACTS,
    COMPANIONS,
    FORMAL_BY_WORKERS,
    PLANS,
    TIES_BY_WORKERS,
    row_of,
)
from simulation.people.ties import MOST_FORMAL, MOST_INFORMAL, PHASES, phase_of

from .pairing import for_groups, users_in_question

FOR_WHOM = draw("critical time: the programme is for this user")
WHO = draw("critical time: to whom is the pair offered")
JOINS = draw("critical time: the user takes part")
LEAVES = draw("critical time: the community worker leaves")
COMES = draw("critical time: a community worker is found for the place")
MEETS = draw("critical time: user and community worker meet this week")
AT_HOME = draw("critical time: do they meet at home")
GAINS = draw("critical time: the meeting leaves a formal tie")
MIXES = draw("critical time: the meeting leaves an informal tie")
PLANS_CRISIS = draw("critical time: they make a crisis plan")
REMINDS = draw("critical time: the user goes back to an appointment")

TRIES = 20
FULL_TIME, SIXTY, FAR = f4(40), f4(60), f4(60)
LN2 = f4(0.6931472)
TENTH = f4(0.1)


def by_phase(*values: float) -> dict[str, float]:
    """A vector over the three phases."""
    return dict(zip(PHASES, values, strict=True))


class CriticalTimeSettings(Settings):
    """Pairs, phases, tasks, and the conditions of the community worker."""

    teams: float = parameter(
        0.0, low=0.0, high=4.0, unit="pairs", kind="lever", scope="centre", limits=(0, PLACES),
        en="pairs of a peer and a community worker", es="duplas de un par y un trabajador comunitario",
    )
    peer_half: float = parameter(
        1.0, low=0.0, high=1.0, unit="dial", kind="lever", en="pairs have a peer: 0 no, 1 yes", es="las duplas tienen un par: 0 no, 1 sí",
    )
    worker_half: float = parameter(
        1.0, low=0.0, high=1.0, unit="dial", kind="lever", en="pairs have a community worker: 0 no, 1 yes", es="las duplas tienen un trabajador comunitario: 0 no, 1 sí",
    )
    accompanied: dict[str, float] = parameter(
        for_groups(0.0, 0.0, 1.0, 1.0, 0.0), low=for_groups(0.0, 0.0, 0.0, 0.0, 0.0), high=for_groups(1.0, 1.0, 1.0, 1.0, 0.0),
        unit="probability", kind="lever", source="le2022", grade="here", en="adult users to whom a pair may be offered, by disorder group",
        es="usuarios adultos a quienes se puede ofrecer una dupla, por grupo de trastornos",
    )
    for_arms: int = parameter(
        0, unit="bits", kind="fixed", limits=(0, 255), en="arms of a trial to which a pair may be offered, one bit each; 0: to everybody",
        es="brazos de un ensayo a los que se puede ofrecer una dupla, un bit cada uno; 0: a todas las personas",
    )
    pair_caseload: int = parameter(
        8, low=5, high=12, unit="persons", limits=(1, SLOTS), en="users of a pair at a time", es="usuarios de una dupla a la vez",
    )
    pair_lasts: int = parameter(
        39, low=26, high=52, unit="weeks", limits=(1, 520), source="le2022", grade="elsewhere", en="weeks for which a pair accompanies a user",
        es="semanas que una dupla acompaña a un usuario",
    )
    takes_part: float = parameter(
        0.7, low=0.5, high=0.9, unit="probability", en="a user who is asked takes part", es="un usuario a quien se propone participa",
    )
    meets_in_phase: dict[str, float] = parameter(
        by_phase(0.95, 0.55, 0.25), low=by_phase(0.8, 0.35, 0.1), high=by_phase(1.0, 0.75, 0.4), unit="probability", source="le2022", grade="judged",
        en="a user meets each of the pair in a week, by phase", es="un usuario se reúne con cada uno de la dupla en una semana, por fase",
    )
    distinct_roles: float = parameter(
        0.8, low=0.5, high=1.0, unit="index 0-1", source="le2022", grade="judged", en="how far peer and community worker keep to their own tasks",
        es="en qué medida par y trabajador comunitario se atienen a sus propias tareas",
    )
    tie_formal: float = parameter(
        0.10, low=0.03, high=0.2, unit="probability", source="le2022", grade="judged", en="a meeting with the community worker leaves a lasting tie to services",
        es="una reunión con el trabajador comunitario deja un lazo duradero con los servicios",
    )
    tie_mixed: float = parameter(
        0.2, low=0.05, high=0.4, unit="probability", source="le2022", grade="judged",
        en="a meeting outside that the community worker gives to the peer's tasks leaves a lasting tie in the community",
        es="una reunión fuera que el trabajador comunitario dedica a las tareas del par deja un lazo duradero en la comunidad",
    )
    plan_chance: float = parameter(
        0.15, low=0.05, high=0.3, unit="probability", source="le2022", grade="judged", en="user, family and community worker make a crisis plan in a meeting",
        es="usuario, familia y trabajador comunitario hacen un plan de crisis en una reunión",
    )
    family_relief: float = parameter(
        0.05, low=0.01, high=0.1, unit="share", source="le2022", grade="judged", en="burden of the family that a meeting takes off", es="carga familiar que alivia una reunión",
    )
    family_closer: float = parameter(
        0.05, low=0.01, high=0.1, unit="share", source="le2022", grade="judged", en="way to the centre that a meeting brings the family closer, of what is missing",
        es="lo que una reunión acerca la familia al centro, de lo que falta",
    )
    goes_back: float = parameter(
        0.25, low=0.1, high=0.5, unit="probability", source="le2022", grade="judged", en="a user who stopped coming goes back with the community worker",
        es="un usuario que dejó de acudir vuelve con el trabajador comunitario",
    )
    recovery_plan: float = parameter(
        0.008, low=0.0, high=0.02, unit="index 0-1", source="le2022", grade="judged", en="empowerment that work on a recovery plan gives in a meeting with the peer",
        es="empoderamiento que da trabajar en un plan de recuperación con el par",
    )
    self_sufficiency: float = parameter(
        0.02, low=0.0, high=0.05, unit="share", source="le2022", grade="judged", en="burden of the family that a more self-sufficient user takes off, per meeting with the peer",
        es="carga familiar que alivia un usuario más autosuficiente, por reunión con el par",
    )
    companion_hours: float = parameter(
        20.0, low=10.0, high=40.0, unit="hours a week", limits=(0, 60), kind="lever", en="hours of a community worker of a pair",
        es="horas de un trabajador comunitario de una dupla",
    )
    companion_pay: float = parameter(
        0.5, low=0.2, high=0.9, unit="share", limits=(0, 3), en="a community worker's pay per hour over a nurse's", es="paga por hora del trabajador comunitario respecto de enfermería",
    )
    companion_training: float = parameter(
        54.0, low=20.0, high=120.0, unit="hours", limits=(0, 10000), source="le2022", grade="judged", en="initial training of the community worker of a pair",
        es="formación inicial del trabajador comunitario de una dupla",
    )
    companion_meeting: float = parameter(
        75.0, low=50.0, high=110.0, unit="minutes", limits=(5, 600), en="time of a meeting of the community worker, preparation and notes included",
        es="tiempo de una reunión del trabajador comunitario, con preparación y notas",
    )
    companion_home: float = parameter(
        0.6, low=0.3, high=0.9, unit="share", source="le2022", grade="judged", en="meetings of the community worker at home", es="reuniones del trabajador comunitario en el hogar",
    )
    companion_exit: float = parameter(
        0.2, low=0.1, high=0.4, unit="1/person-year", en="community workers of pairs who leave", es="trabajadores comunitarios de duplas que se van",
    )
    companion_found: float = parameter(
        6.0, low=3.0, high=26.0, unit="1/person-year", en="filling of a vacant place", es="cobertura de un puesto vacante",
    )


@kernel
def critical_time(
    residents: int, week: int, luck: Luck, settings: Bundle, peer_workers_settings: Bundle, peer_support_settings: Bundle, scale: np.float32,
    teams: NDArray[np.float32], channel_unsupervised: NDArray[np.float32], centres_is_open: NDArray[np.int8],
    companions_active: NDArray[np.int8], companions_centre: NDArray[np.int16], companions_arrival: NDArray[np.int16],
    companions_since: NDArray[np.int16], companions_skill: NDArray[np.float32], companions_minutes: NDArray[np.int32],
    companions_contacts: NDArray[np.int16], cases_user: NDArray[np.int32], cases_arrival: NDArray[np.int16], cases_since: NDArray[np.int16],
    cases_bond: NDArray[np.float32], cases_contacts: NDArray[np.int16], cases_peer_refused: NDArray[np.int8],
    cases_saw_reminded: NDArray[np.int16], cases_saw_family: NDArray[np.int16], age_weeks: NDArray[np.int16], arrival: NDArray[np.int16],
    centre: NDArray[np.int16], care: NDArray[np.int8], disorder: NDArray[np.int8], crisis_week: NDArray[np.int16],
    attendance: NDArray[np.int8], next_visit: NDArray[np.int16], travel_minutes: NDArray[np.float32], family_burden: NDArray[np.float32], family_support: NDArray[np.float32],
    family_engagement: NDArray[np.float32], informal_ties: NDArray[np.int8], formal_ties: NDArray[np.int8], crisis_plan: NDArray[np.int8],
    accompanied_since: NDArray[np.int16], trial_arm: NDArray[np.int8], work_list: NDArray[np.int32], centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, centre_tally.shape[0])
    forgets = exp(-LN2 / peer_workers_settings.peer_skill_half_life)
    if cases_user.size < centres_is_open.size * PLACES * SLOTS:
        return  # a place without centres
    for c in range(centres_is_open.size):
        many = teams_of(c, teams[c], scale, centres_is_open[c], luck)
        candidates = -1
        for p in range(c * PLACES, (c + 1) * PLACES):
            here = p - c * PLACES < many
            if not here and companions_centre[p] < 0:
                continue
            first = p * SLOTS
            companions_centre[p] = c if here else -1
            free = settings.pair_caseload
            for k in range(first, first + SLOTS):
                i = int(cases_user[k])
                if i < 0:
                    continue
                if not here or arrival[i] != cases_arrival[k] or week - cases_since[k] >= settings.pair_lasts:
                    cases_user[k] = -1
                    continue
                free -= 1
                centre_tally[now, ACCOMPANIED, c] += 1
            if not here:
                companions_active[p] = 0
                continue
            if free > 0:
                if candidates < 0:
                    candidates = users_in_question(
                        residents, c, luck, FOR_WHOM, settings.accompanied, settings.for_arms, age_weeks, care, centre, disorder, arrival,
                        trial_arm, work_list,
                    )
                for attempt in range(TRIES if candidates > 0 else 0):
                    i = int(work_list[min(int(ask(luck, WHO, p * TRIES + attempt, week) * f4(candidates)), candidates - 1)])
                    if accompanied_since[i] != NEVER or ask(luck, JOINS, i, arrival[i]) >= settings.takes_part:
                        continue
                    accompanied_since[i] = week
                    for k in range(first, first + SLOTS):
                        if cases_user[k] < 0:
                            cases_user[k], cases_arrival[k], cases_since[k] = i, arrival[i], week
                            cases_bond[k], cases_contacts[k], cases_peer_refused[k] = ZERO, 0, 0
                            cases_saw_reminded[k] = cases_saw_family[k] = 0
                            break
                    log(events, week, TAKEN_ON, i, p, 0)
                    break
            companions_minutes[p] = companions_contacts[p] = 0
            if settings.worker_half <= ZERO:
                companions_active[p] = 0
                continue
            if companions_active[p] == 0:
                vacant = companions_arrival[p] > 0
                if vacant and ask(luck, COMES, p, week) >= weekly(settings.companion_found):
                    continue
                companions_active[p] = 1
                companions_since[p] = week
                companions_skill[p] = ONE - exp(-settings.companion_training / peer_workers_settings.training_hours)
                taught = np.float64(settings.companion_training / peer_workers_settings.training_group)
                taught *= np.float64(peer_workers_settings.supervisor_month) * np.float64(12) / np.float64(52) / np.float64(FULL_TIME)
                centre_tally[now, CENTS_COMPANIONS, c] += np.int64(taught)
            elif ask(luck, LEAVES, p, week) < weekly(settings.companion_exit):
                companions_active[p] = 0
                companions_arrival[p] += 1
                continue
            # weekly supervision keeps what was learnt
            companions_skill[p] *= forgets + (ONE - forgets) * (ONE - channel_unsupervised[c])
            supervised = (ONE - channel_unsupervised[c]) * peer_workers_settings.supervision_hours
            paid = np.float64(peer_workers_settings.nurse_month) * np.float64(settings.companion_pay * settings.companion_hours)
            paid += np.float64(peer_workers_settings.supervisor_month) * np.float64(supervised)
            centre_tally[now, CENTS_COMPANIONS, c] += np.int64(paid * np.float64(12) / np.float64(52) / np.float64(FULL_TIME))
            centre_tally[now, COMPANIONS, c] += 1
            minutes = settings.companion_hours * SIXTY
            skill = companions_skill[p]
            for k in range(first, first + SLOTS):
                i = int(cases_user[k])
                if i < 0:
                    continue
                urgent = week - crisis_week[i] <= 1
                phase = phase_of(week - cases_since[k])
                if not urgent and ask(luck, MEETS, i, week) >= settings.meets_in_phase[phase]:
                    continue
                at_home = urgent or ask(luck, AT_HOME, i, week) < settings.companion_home
                needs = settings.companion_meeting + (TWO * min(travel_minutes[i], FAR) if at_home else ZERO)
                if minutes < needs:
                    continue
                minutes -= needs
                if at_home:
                    centre_tally[now, CENTS_COMPANIONS, c] += np.int64(peer_support_settings.trip)
                companions_contacts[p] += 1
                cases_contacts[k] += 1
                centre_tally[now, COMPANION_CONTACTS, c] += 1
                log(events, week, WORKER_CONTACT, i, p, 1 if urgent else 0)
                kin = peer_support_settings.family_fills * peer_support_settings.familism * family_support[i]
                cases_bond[k] += TENTH * (clip(peer_support_settings.bond_level * (HALF + skill) * (ONE - kin), ZERO, ONE) - cases_bond[k])
                own = settings.distinct_roles
                if ask(luck, GAINS, i, week) < own * skill * settings.tie_formal and formal_ties[i] < MOST_FORMAL:
                    formal_ties[i] += 1
                    centre_tally[now, FORMAL_BY_WORKERS, c] += 1
                    log(events, week, FORMAL_TIE, i, p, 1)
                if at_home and ask(luck, MIXES, i, week) < (ONE - own) * skill * settings.tie_mixed and informal_ties[i] < MOST_INFORMAL:
                    informal_ties[i] += 1
                    centre_tally[now, TIES_BY_WORKERS, c] += 1
                    log(events, week, INFORMAL_TIE, i, p, 1)
                if crisis_plan[i] == 0 and ask(luck, PLANS_CRISIS, i, week) < skill * settings.plan_chance:
                    crisis_plan[i] = 1
                    centre_tally[now, PLANS, c] += 1
                    log(events, week, PLAN_MADE, i, p, 0)
                family_burden[i] -= skill * settings.family_relief * family_burden[i]
                family_engagement[i] += skill * settings.family_closer * (ONE - family_engagement[i])
                cases_saw_family[k] += 1
                stays_away = care[i] == AT_CENTRE and (attendance[i] == MISSED or attendance[i] == DRIFTING)
                if stays_away and ask(luck, REMINDS, i, week) < settings.goes_back:
                    attendance[i] = REGULAR
                    next_visit[i] = week + 1
                    cases_saw_reminded[k] += 1
            companions_minutes[p] = int(minutes)


PROCESS = Process(
    name="critical_time",
    sentence=Words(
        "Pairs of a peer and a community worker accompany users for nine months: ties, a crisis plan, relief for families.",
        "Duplas de un par y un trabajador comunitario acompañan a usuarios durante nueve meses: lazos, un plan de crisis, alivio para las familias.",
    ),
    kernel=critical_time,
    settings=CriticalTimeSettings,
    sources=("le2022",),
    idle_without=("critical_time.teams",),
    leftovers=("companions.active",),
)
