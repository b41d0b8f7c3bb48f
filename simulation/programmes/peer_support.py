"""Peer support: who is paired with a peer support worker (PSW), when they meet, and what a meeting does to both.

- Staff who accept the peer offer one to users of the centre with the disorders that the programme is for. Rank keeps some
  from accepting, and more from going deep (the bond, confiding):

      accepts  = appreciation - rank_refuses x (appreciation - standing)
      standing = appreciation - hierarchy x deference x (1 - endorsement) + hierarchy x (team acceptance - 1/2) x sessions with staff

- The programme has five choices: meetings of one or of several (``in_groups``); pairs that are assigned, or that choose
  each other by likeness (``chosen``); rules and tasks of the institution (``role_clarity.peer_formality``); users at the
  peer's own stage of recovery first (``same_stage``); time for staff and institution beside users (``focus_on_staff``).
- A peer who works in a pair with a community worker is there for the users whom the pair accompanies
  (``critical_time``), more often at first, less later, and on the day of a crisis.
- They meet at the centre or at home, as far as hours, expenses and the way allow; a household that hides the illness
  may not let a peer in. A bond grows with availability and sincerity, and less where the family is close.
- Five mechanisms act in a meeting, each with its own dial and its own trace in the pair's record. Fidelity to the eight
  principles multiplies what four of them do.
  *Practical support* lessens difficulties, brings the user among people, where ties may last, and back to appointments. *Lived experience*
  that is told gives hope by likeness, or evokes pity. *Love labour*: a bond that is felt connects, lessens self-stigma,
  and weighs on the peer. *Helper role*: the user helps too, which gives both meaning. The *liminal position* is a
  bridge to services where the peer stands high in the user's eyes, and a slight where they are seen as only a patient.

What a meeting gives is added to components of personal recovery, which drift back in their own time. Symptoms move
only through difficulties solved, appointments kept and a smaller self-stigma.

(Watson 2017 through Le and Agrest 2022; Ramesh and Charles 2023.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, TWO, ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter, tabled
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, DRIFTING, MISSED, REGULAR
from simulation.people.events import FORMAL_TIE, INFORMAL_TIE, PEER_CONTACT, PEER_REFUSED, Events, log
from simulation.people.peers import (
    EXPERIENCE,
    HELPER,
    LIMINAL,
    LOVE,
    PLACES,
    PRACTICAL,
    SLOTS,
    teams_of,
)
from simulation.people.tallies import (
    CENTS_PEERS,
    FORMAL_BY_PEERS,
    PEER_CONTACTS,
    PEER_REFUSALS,
    PEER_USERS,
    TIES_BY_PEERS,
    row_of,
)
from simulation.people.ties import MOST_FORMAL, MOST_INFORMAL, phase_of

from .pairing import begins, chosen, for_groups, users_in_question
from .standing import bond_goal, standing_of, welcome_of

OFFERS = draw("peer support: staff offer the peer")
MAY = draw("peer support: the programme is for this user")
ACCEPTS = draw("peer support: the user accepts a peer")
MEETS = draw("peer support: do they meet this week")
AT_HOME = draw("peer support: do they meet at home")
LET_IN = draw("peer support: the household lets the peer in")
REMINDS = draw("peer support: the user goes back to an appointment")
TELLS = draw("peer support: the peer tells of their own experience")
PITIES = draw("peer support: the user feels pity and not hope")
HELPS = draw("peer support: the user helps the peer")
IN_GROUP = draw("peer support: do they meet in a group this week")
GOES_ALONG = draw("peer support: an outing leaves a lasting tie")
LEADS_TO = draw("peer support: the peer leads the user to a service, and a tie lasts")
FEELS = draw("peer support: the user feels the peer's care in this meeting")
SEEN_AS = draw("peer support: the peer is seen as a bridge or only as a patient")

FAR = f4(60)
FEW = f4(0.05)


class PeerSupportSettings(Settings):
    """The programme, how users take it, and what a meeting does."""

    offered: dict[str, float] = parameter(
        for_groups(0.0, 0.0, 1.0, 1.0, 0.0), low=for_groups(0.0, 0.0, 0.0, 0.0, 0.0), high=for_groups(1.0, 1.0, 1.0, 1.0, 0.0),
        unit="probability", kind="lever", en="adult users to whom a peer may be offered, by disorder group",
        es="usuarios adultos a quienes se puede ofrecer un par, por grupo de trastornos",
    )
    for_arms: int = parameter(
        0, unit="bits", kind="fixed", limits=(0, 255), en="arms of a trial to which a peer may be offered, one bit each; 0: to everybody",
        es="brazos de un ensayo a los que se puede ofrecer un par, un bit cada uno; 0: a todas las personas",
    )
    caseload: int = parameter(
        8, low=4, high=15, unit="persons", limits=(1, SLOTS), en="users of a peer at a time", es="usuarios de un par a la vez",
    )
    lasts: int = parameter(
        39, low=17, high=78, unit="weeks", limits=(1, 5200), source="le2022", grade="elsewhere", en="weeks of a pair", es="semanas de una pareja",
    )
    without_family_first: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", source="le2022", grade="judged",
        en="peers go first to users whose family gives little support: 0 no, 1 yes", es="los pares van primero a usuarios con poco apoyo familiar: 0 no, 1 sí",
    )
    chosen: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", source="ramesh2023", grade="judged",
        en="pairs choose each other by likeness: 0 they are assigned, 1 they choose", es="las parejas se eligen por semejanza: 0 se asignan, 1 se eligen",
    )
    same_stage: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", source="ramesh2023", grade="judged",
        en="peers go first to users who are as far in recovery as they: 0 no, 1 yes", es="los pares van primero a usuarios tan avanzados en su recuperación como ellos: 0 no, 1 sí",
    )
    in_groups: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", source="ramesh2023", grade="judged",
        en="meetings of a peer with several users at once", es="reuniones de un par con varios usuarios a la vez",
    )
    group_minutes: float = parameter(
        0.3, low=0.2, high=0.5, unit="ratio", en="a peer's time for each user in a group, over that for one alone", es="tiempo del par por usuario en grupo, respecto de uno solo",
    )
    group_bond: float = parameter(
        0.4, low=0.2, high=0.7, unit="ratio", en="growth of the bond with the peer in a group, over that alone", es="crecimiento del vínculo con el par en grupo, respecto de a solas",
    )
    focus_on_staff: float = parameter(
        0.0, low=0.0, high=0.5, unit="share", kind="lever", source="ramesh2023", grade="judged", limits=(0, 0.9),
        en="peers' time for staff, institution and society instead of users", es="tiempo de los pares para personal, institución y sociedad en vez de usuarios",
    )
    hierarchy: float = parameter(
        0.5, low=0.2, high=0.8, unit="index 0-1", source="le2022", grade="judged", en="weight of rank in the society", es="peso del rango en la sociedad",
    )
    familism: float = parameter(
        0.5, low=0.2, high=0.8, unit="index 0-1", source="le2022", grade="judged", en="how far a supportive family fills a peer's place",
        es="en qué medida una familia que apoya ocupa el lugar de un par",
    )
    peer_endorsement: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", scope="centre", source="le2022", grade="judged",
        en="respected professionals vouch for peers before users: 0 not, 1 all", es="profesionales respetados avalan a los pares ante los usuarios: 0 no, 1 todos",
    )
    appreciation: float = parameter(
        0.8, low=0.65, high=0.95, unit="index 0-1", en="standing of a peer in the eyes of users without any hierarchy",
        es="posición del par ante los usuarios sin jerarquía",
    )
    rank_refuses: float = parameter(
        0.3, low=0.1, high=0.7, unit="share", source="le2022", grade="judged", en="part of what rank takes from a peer's standing that makes users decline the peer",
        es="parte de lo que el rango quita a la posición del par que hace que los usuarios lo rechacen",
    )
    meets: float = parameter(
        0.6, low=0.4, high=0.9, unit="probability", source="puschner2025", grade="judged", en="user and peer would meet in a week, if there is time",
        es="usuario y par se reunirían en una semana, si hay tiempo",
    )
    meeting_minutes: float = parameter(
        75.0, low=50.0, high=110.0, unit="minutes", limits=(5, 600), en="time of a meeting, preparation and notes included", es="tiempo de una reunión, con preparación y notas",
    )
    wasted: float = parameter(
        0.3, low=0.1, high=0.5, unit="share", limits=(0, 0.9), en="working time lost where the role is not clear at all", es="tiempo perdido donde el papel no es nada claro",
    )
    other_tasks: float = parameter(
        0.4, low=0.2, high=0.6, unit="share", limits=(0, 0.9), en="working time that a fully formal role fills with other tasks", es="tiempo que un papel del todo formal llena con otras tareas",
    )
    at_home: float = parameter(
        0.5, low=0.2, high=0.8, unit="share", en="meetings that would be held at home or outside", es="reuniones que se harían en el hogar o fuera",
    )
    own_trips: float = parameter(
        0.2, low=0.0, high=0.4, unit="share", en="trips that peers make all the same at their own cost", es="viajes que los pares hacen de todos modos a su costa",
    )
    trip: float = tabled("costs:trip_return", unit="cents", en="return trip of one worker", es="viaje de ida y vuelta de un trabajador")
    peer_after_hours: float = parameter(
        0.3, low=0.0, high=0.9, unit="index 0-1", scope="centre", source="le2022", grade="judged", en="how far peers can be reached outside office hours",
        es="en qué medida se puede contactar a los pares fuera de horario",
    )
    hides: float = parameter(
        0.5, low=0.2, high=0.8, unit="probability", source="ramesh2023", grade="judged", en="a household that expects full stigma does not let a peer in",
        es="un hogar que espera el máximo estigma no deja entrar a un par",
    )
    bond_pace: float = parameter(
        0.12, low=0.05, high=0.25, unit="share", en="part of the way that a bond grows in a meeting", es="parte del camino que crece el vínculo en una reunión",
    )
    bond_level: float = parameter(
        0.7, low=0.5, high=0.9, unit="index 0-1", source="le2022", grade="judged",
        en="bond that grows with middling availability, standing and fidelity where no family fills the place",
        es="vínculo que crece con disponibilidad, posición y fidelidad medianas donde ninguna familia ocupa el lugar",
    )
    family_fills: float = parameter(
        0.5, low=0.2, high=0.9, unit="share", source="le2022", grade="judged", en="part of a peer's place that a fully supportive family fills, at full familism",
        es="parte del lugar de un par que ocupa una familia que apoya del todo, con familismo pleno",
    )
    less_difficulty: float = parameter(
        0.0045, low=0.0, high=0.011, unit="index 0-1", en="difficulties solved in a meeting, of full ones", es="dificultades resueltas en una reunión, de las máximas",
    )
    more_connected: float = parameter(
        0.0026, low=0.0, high=0.0065, unit="index 0-1", en="connectedness that going out together gives", es="conexión que da salir juntos",
    )
    tie_informal: float = parameter(
        0.2, low=0.05, high=0.4, unit="probability", source="le2022", grade="judged", en="an outing leaves a lasting tie to an activity in the community",
        es="una salida deja un lazo duradero con una actividad de la comunidad",
    )
    reminded: float = parameter(
        0.25, low=0.1, high=0.5, unit="probability", source="le2022", grade="judged", en="a user who stopped coming goes back with the peer", es="un usuario que dejó de acudir vuelve con el par",
    )
    hope_told: float = parameter(
        0.0075, low=0.002, high=0.016, unit="index 0-1", en="hope that a story of recovery gives to a user like the peer", es="esperanza que da una historia de recuperación a un usuario semejante",
    )
    unlike: float = parameter(
        0.6, low=0.3, high=0.9, unit="ratio", en="that gain with another disorder than the peer's", es="esa ganancia con un trastorno distinto al del par",
    )
    pity: float = parameter(
        0.15, low=0.05, high=0.35, unit="probability", source="le2022", grade="judged", en="a user in whom such stories evoke pity or comparison",
        es="un usuario en quien esas historias despiertan lástima o comparación",
    )
    felt: float = parameter(
        0.0038, low=0.0, high=0.009, unit="index 0-1", en="connectedness gained, and self-stigma lost, in a meeting with a full bond", es="conexión ganada, y autoestigma perdido, en una reunión con vínculo pleno",
    )
    helps: float = parameter(
        0.25, low=0.1, high=0.4, unit="probability", en="a user with a full bond helps the peer in a meeting", es="un usuario con vínculo pleno ayuda al par en una reunión",
    )
    helping: float = parameter(
        0.005, low=0.001, high=0.013, unit="index 0-1", en="meaning and empowerment that helping gives", es="sentido y empoderamiento que da ayudar",
    )
    bridge: float = parameter(
        0.0038, low=0.0, high=0.009, unit="index 0-1", en="identity and trust gained from a peer who is a bridge, lost with one who is seen as only a patient",
        es="identidad y confianza ganadas con un par que es puente, perdidas con uno visto solo como paciente",
    )


@kernel
def peer_support(
    residents: int, week: int, luck: Luck, settings: Bundle, peer_workers_settings: Bundle, critical_time_settings: Bundle,
    peers_first_settings: Bundle, first_contact: NDArray[np.float32], scale: np.float32, teams: NDArray[np.float32], peer_endorsement: NDArray[np.float32], peer_after_hours: NDArray[np.float32],
    peer_formality: NDArray[np.float32], channel_peer_costs_uncovered: NDArray[np.float32],
    channel_role_confusion: NDArray[np.float32], channel_rank_weight: NDArray[np.float32],
    channel_stigma_weight: NDArray[np.float32], cases_user: NDArray[np.int32], cases_arrival: NDArray[np.int16],
    cases_since: NDArray[np.int16], cases_peer_refused: NDArray[np.int8], centres_is_open: NDArray[np.int8], peers_active: NDArray[np.int8],
    peers_person: NDArray[np.int32], peers_arrival: NDArray[np.int16], peers_holders: NDArray[np.int16], peers_centre: NDArray[np.int16],
    peers_acceptance: NDArray[np.float32], peers_strain: NDArray[np.float32], peers_load: NDArray[np.float32],
    peers_disclosure: NDArray[np.float32], peers_fidelity: NDArray[np.float32], peers_minutes: NDArray[np.int32],
    peers_contacts: NDArray[np.int16], pairs_user: NDArray[np.int32], pairs_arrival: NDArray[np.int16], pairs_since: NDArray[np.int16],
    pairs_bond: NDArray[np.float32], pairs_contacts: NDArray[np.int16], pairs_met: NDArray[np.int16], pairs_saw_practical: NDArray[np.int16],
    pairs_saw_experience: NDArray[np.int16], pairs_saw_love: NDArray[np.int16], pairs_saw_helper: NDArray[np.int16],
    pairs_saw_liminal: NDArray[np.int16], pairs_worth: NDArray[np.float32],
    district: NDArray[np.int16], sex: NDArray[np.int8], crisis_week: NDArray[np.int16], informal_ties: NDArray[np.int8], formal_ties: NDArray[np.int8], family_burden: NDArray[np.float32],
    age_weeks: NDArray[np.int16], arrival: NDArray[np.int16], centre: NDArray[np.int16], care: NDArray[np.int8],
    disorder: NDArray[np.int8], severity: NDArray[np.float32], family_support: NDArray[np.float32], stigma_norm: NDArray[np.float32],
    stigma_self: NDArray[np.float32], trust: NDArray[np.float32], travel_minutes: NDArray[np.float32],
    sessions_attended: NDArray[np.int16], attendance: NDArray[np.int8], next_visit: NDArray[np.int16],
    connectedness: NDArray[np.float32], hope: NDArray[np.float32], identity: NDArray[np.float32], meaning: NDArray[np.float32],
    empowerment: NDArray[np.float32], difficulties: NDArray[np.float32], trial_arm: NDArray[np.int8], work_list: NDArray[np.int32],
    centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, centre_tally.shape[0])
    eligible = -1
    dials = peer_workers_settings.mechanism
    full = f4(settings.caseload) * settings.meets
    for p in range(peers_active.size):
        if peers_active[p] == 0:
            continue
        c = int(peers_centre[p])
        me = int(peers_person[p])
        first = p * SLOTS
        of_pair = p - c * PLACES < teams_of(c, teams[c], scale, centres_is_open[c], luck)
        # where peers see new people first, part of their room is for these
        free = settings.caseload - int(first_contact[c] * peers_first_settings.room_for_new * f4(settings.caseload))
        for k in range(first, first + SLOTS):
            i = pairs_user[k]
            if i < 0:
                continue
            # a pair ends in its time, or with a death or a move
            ended = cases_user[k] != i if of_pair else week - pairs_since[k] >= settings.lasts
            if arrival[i] != pairs_arrival[k] or ended:
                pairs_user[k] = -1
                continue
            free -= 1
        peers_contacts[p] = 0
        load = ZERO
        minutes = f4(peers_minutes[p]) * (ONE - settings.focus_on_staff)
        if of_pair and minutes > ZERO:
            # whom the pair accompanies, the peer is there for, unless the user would rather not
            for k in range(first, first + SLOTS):
                i = int(cases_user[k])
                if i < 0 or pairs_user[k] >= 0 or cases_peer_refused[k] != 0 or arrival[i] != cases_arrival[k] or i == me:
                    continue
                stands = standing_of(
                    i, p, c, luck, settings, arrival, sessions_attended, channel_rank_weight[c], peer_endorsement[c], peers_acceptance[p]
                )
                if ask(luck, ACCEPTS, i, arrival[i]) < welcome_of(stands, settings):
                    begins(
                        k, i, arrival[i], week, pairs_user, pairs_arrival, pairs_since, pairs_bond, pairs_contacts, pairs_worth,
                        pairs_saw_practical, pairs_saw_experience, pairs_saw_love, pairs_saw_helper, pairs_saw_liminal,
                    )
                else:
                    cases_peer_refused[k] = 1
                    centre_tally[now, PEER_REFUSALS, c] += 1
                    log(events, week, PEER_REFUSED, i, p, 1)
        elif minutes > ZERO and free > 0 and centres_is_open[c] != 0 and ask(luck, OFFERS, p, week) < peers_acceptance[p]:
            if eligible < 0:
                eligible = users_in_question(
                    residents, -1, luck, MAY, settings.offered, settings.for_arms, age_weeks, care, centre, disorder, arrival, trial_arm, work_list
                )
            i = chosen(
                p, c, me, eligible, week, luck, settings, work_list, centre, arrival, family_support, disorder, sex, age_weeks, severity,
                pairs_user, pairs_arrival,
            )
            if i >= 0:
                stands = standing_of(
                    i, p, c, luck, settings, arrival, sessions_attended, channel_rank_weight[c], peer_endorsement[c], peers_acceptance[p]
                )
                if ask(luck, ACCEPTS, i, arrival[i]) < welcome_of(stands, settings):
                    for k in range(first, first + SLOTS):
                        if pairs_user[k] < 0:
                            begins(
                                k, i, arrival[i], week, pairs_user, pairs_arrival, pairs_since, pairs_bond, pairs_contacts, pairs_worth,
                                pairs_saw_practical, pairs_saw_experience, pairs_saw_love, pairs_saw_helper, pairs_saw_liminal,
                            )
                            break
                else:
                    centre_tally[now, PEER_REFUSALS, c] += 1
                    log(events, week, PEER_REFUSED, i, p, 1)
        lost = settings.wasted * channel_role_confusion[c] + settings.other_tasks * peer_formality[c]
        minutes *= max(ONE - lost, FEW)
        paid = ONE - channel_peer_costs_uncovered[c]
        goes_out = settings.at_home * (paid + (ONE - paid) * settings.own_trips)
        f = peers_fidelity[p]
        for k in range(first, first + SLOTS):
            i = int(pairs_user[k])
            if i < 0:
                continue
            centre_tally[now, PEER_USERS, c] += 1
            outside = ask(luck, AT_HOME, i, week) < goes_out
            meets = settings.meets
            urgent = False
            if of_pair:
                urgent = week - crisis_week[i] <= 1
                meets = ONE if urgent else critical_time_settings.meets_in_phase[phase_of(week - cases_since[k])]
            grouped = not urgent and ask(luck, IN_GROUP, i, week) < settings.in_groups
            needs = settings.meeting_minutes
            if grouped:
                outside = False
                needs *= settings.group_minutes
            elif outside:
                needs += TWO * min(travel_minutes[i], FAR)
            if minutes < needs or ask(luck, MEETS, i, week) >= meets:
                continue
            minutes -= needs
            if outside:
                centre_tally[now, CENTS_PEERS, c] += np.int64(paid * settings.trip)
                if ask(luck, LET_IN, i, week) < settings.hides * channel_stigma_weight[district[i]] * stigma_norm[i] * (ONE - pairs_bond[k]):
                    centre_tally[now, PEER_REFUSALS, c] += 1
                    log(events, week, PEER_REFUSED, i, p, 0)
                    continue
            pairs_contacts[k] += 1
            pairs_met[k] = week
            peers_contacts[p] += 1
            centre_tally[now, PEER_CONTACTS, c] += 1
            stands = standing_of(
                i, p, c, luck, settings, arrival, sessions_attended, channel_rank_weight[c], peer_endorsement[c], peers_acceptance[p]
            )
            kin = settings.family_fills * settings.familism * family_support[i]
            ready = HALF * (HALF + HALF * peer_after_hours[c]) + HALF * peers_disclosure[p]
            b = pairs_bond[k]
            b += settings.bond_pace * (settings.group_bond if grouped else ONE) * (bond_goal(ready, stands, f, kin, settings) - b)
            pairs_bond[k] = b
            log(events, week, PEER_CONTACT, i, p, b)
            # practical and social support
            m = dials[PRACTICAL]
            if m > ZERO:
                difficulties[i] -= m * f * settings.less_difficulty * difficulties[i]
                if outside or grouped:
                    connectedness[i] += m * f * settings.more_connected * (ONE - connectedness[i])
                    if ask(luck, GOES_ALONG, i, week) < m * f * settings.tie_informal and informal_ties[i] < MOST_INFORMAL:
                        informal_ties[i] += 1
                        centre_tally[now, TIES_BY_PEERS, c] += 1
                        log(events, week, INFORMAL_TIE, i, p, 0)
                if of_pair:
                    # a recovery plan and a better place in the family; the worker's part only as far as roles mix
                    empowerment[i] += m * f * critical_time_settings.recovery_plan * (ONE - empowerment[i])
                    family_burden[i] -= m * f * critical_time_settings.self_sufficiency * family_burden[i]
                    mixes = (ONE - critical_time_settings.distinct_roles) * critical_time_settings.tie_formal
                    if ask(luck, LEADS_TO, i, week) < m * f * mixes and formal_ties[i] < MOST_FORMAL:
                        formal_ties[i] += 1
                        centre_tally[now, FORMAL_BY_PEERS, c] += 1
                        log(events, week, FORMAL_TIE, i, p, 0)
                stays_away = care[i] == AT_CENTRE and (attendance[i] == MISSED or attendance[i] == DRIFTING)
                if stays_away and ask(luck, REMINDS, i, week) < settings.reminded * m:
                    attendance[i] = REGULAR
                    next_visit[i] = week + 1
                pairs_saw_practical[k] += 1
            # lived experience
            m = dials[EXPERIENCE]
            if m > ZERO and ask(luck, TELLS, i, week) < peers_disclosure[p] * (HALF + HALF * b):
                worse_off = settings.pity * (ONE + TWO * severity[me])
                if ask(luck, PITIES, i, arrival[i]) < worse_off:
                    hope[i] -= m * HALF * settings.hope_told * hope[i]
                else:
                    alike = ONE if disorder[i] == disorder[me] else settings.unlike
                    hope[i] += m * f * alike * settings.hope_told * (ONE - hope[i])
                pairs_saw_experience[k] += 1
            # love labour
            m = dials[LOVE]
            if m > ZERO:
                connectedness[i] += m * settings.felt * b * (ONE - connectedness[i])
                stigma_self[i] -= m * settings.felt * b * stigma_self[i]
                load += m * b * severity[i]
                if ask(luck, FEELS, i, week) < b:
                    pairs_saw_love[k] += 1
            # helper role: of the peer always, of the user at times
            m = dials[HELPER]
            if m > ZERO:
                meaning[me] += m * HALF * settings.helping * (ONE - meaning[me])
                if ask(luck, HELPS, i, week) < settings.helps * b * (HALF + f):
                    meaning[i] += m * f * settings.helping * (ONE - meaning[i])
                    empowerment[i] += m * f * settings.helping * (ONE - empowerment[i])
                    meaning[me] += m * settings.helping * (ONE - meaning[me])
                    pairs_saw_helper[k] += 1
            # between users and staff
            m = dials[LIMINAL]
            if m > ZERO:
                gain = m * settings.bridge
                if ask(luck, SEEN_AS, i, arrival[i]) < stands:
                    identity[i] += gain * f * (ONE - identity[i])
                    trust[i] += gain * f * (ONE - trust[i])
                    pairs_worth[k] += gain * f
                else:
                    identity[i] -= gain * HALF * identity[i]
                    trust[i] -= gain * HALF * trust[i]
                    pairs_worth[k] -= gain * HALF
                pairs_saw_liminal[k] += 1
        peers_load[p] = load / full


PROCESS = Process(
    name="peer_support",
    sentence=Words(
        "Users are paired with peer support workers and meet; five mechanisms act, and leave their trace in both.",
        "Usuarios y trabajadores de apoyo de pares forman parejas y se reúnen; actúan cinco mecanismos, que dejan huella en ambos.",
    ),
    kernel=peer_support,
    settings=PeerSupportSettings,
    sources=("le2022", "ramesh2023", "puschner2025"),
    idle_without=("peer_workers.peer_posts", "critical_time.teams"),
    leftovers=("peers.active",),
)
