"""Peer support workers (PSWs): residents in recovery who are employed as peers, and what the work does to them.

- A funded post is offered to adults in remission, or with few symptoms, who have been users of the centre, are far
  enough in their own recovery and wish to help; no diagnosis is asked for. Whoever takes it stays the resident they
  were, with their own course of illness.
- Skill comes from the hours of initial training, is lost with time and renewed by refreshers. Acceptance by the team
  moves towards the mean over the centre's clinicians of attitude + what staff were taught + (1/2 - stigma)
  + culture_welcomes x (recovery culture - 1/2) + clinicians' time in the field with peers. Time that peers give to staff and
  institution (``peer_support.focus_on_staff``) adds to the recovery culture.
- Strain moves towards

      load x (distress shared + what was confided) / full caseload + rejection x (1 - acceptance) + confusion x (1 - clarity) + poverty x (1 - pay)
      - support x supervision - network x network - flexibility x flexible hours

  Distress shared is the sum over the week's contacts of bond x severity. Above 1/2, strain adds relapses; it also
  hastens leaving. Being ill keeps a peer from work; after a while the post is lost, and the peer is a user again.
- With a network there is a buddy, who notices early that a peer is ill, and calls for help. Peers among peers turn less
  stigma on themselves.
- What the place does about attitude, pay, culture, clarity, supervision and network comes through the channels of the
  barriers of those names. Supervision is paid by the programme; clinicians who go along with peers give their own time.
- The first posts of a centre may belong to pairs with a community worker (``critical_time``).

All that acts back on the peer's own illness is the helper role, and is multiplied by its dial.

(Le and Agrest 2022: selection, training, the helper role's two sides; Ramesh and Charles 2023: six influences.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, TWO, ZERO, clip, exp, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter, tabled
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, ILL, REGULAR, REMISSION
from simulation.people.events import BECAME_PEER, FELL_ILL, LEFT_PEER_WORK, Events, log
from simulation.people.found import joins_list, untreated
from simulation.people.peers import HELPER, PLACES, SLOTS, fidelity_of, teams_of
from simulation.people.tallies import (
    CENTS_PEERS,
    JOINT_MINUTES,
    ONSETS,
    PEER_RELAPSES,
    PEER_STRAIN,
    PEERS,
    PEERS_AWAY,
    PEERS_JOINED,
    PEERS_LEFT,
    count,
    row_of,
)

HAS_POST = draw("peers: is the last part of a post there, at a small share of residents")
WHO = draw("peers: who is asked to take the post")
WISHES = draw("peers: does the person wish to help")
TELLS = draw("peers: how much of the own story does the peer tell")
LEAVES = draw("peers: gives the work up")
RELAPSES = draw("peers: falls ill again by the strain of the work")
HOW_ILL = draw("peers: how severe will that episode be")
BUDDY = draw("peers: is there a buddy")
NOTICED = draw("peers: the buddy notices that the peer is ill")

LN2 = f4(0.6931472)
TENTH = f4(0.1)
FEW = f4(0.001)
TRIES = 20
SIXTY = f4(60)
SIXTH = f4(1 / 6)
TEN_THOUSAND = f4(10000)
WEEKS_A_MONTH = f4(52 / 12)
FULL_TIME = f4(40)
WORKING_AGE = 18 * 52, 65 * 52


class PeerWorkersSettings(Settings):
    """Posts, the conditions of the work, and what it does to the people who do it."""

    peer_posts: float = parameter(
        0.0, low=0.0, high=6.0, unit="posts", kind="lever", scope="centre", limits=(0, PLACES),
        en="posts for peer support workers", es="puestos para trabajadores de apoyo de pares",
    )
    hours: float = parameter(
        20.0, low=10.0, high=40.0, unit="hours a week", limits=(0, 60), kind="lever", en="hours of a post", es="horas de un puesto",
    )
    nurse_month: float = tabled(
        "costs:pay_nurse", unit="cents", en="gross monthly pay of a nurse, full time", es="sueldo bruto mensual de enfermería, tiempo completo",
    )
    peer_training: float = parameter(
        54.0, low=0.0, high=120.0, unit="hours", kind="lever", scope="centre", limits=(0, 10000), source="le2022", grade="elsewhere",
        en="initial training of a peer", es="formación inicial de un par",
    )
    peer_refreshers: float = parameter(
        0.0, low=0.0, high=8.0, unit="hours a month", kind="lever", scope="centre", limits=(0, 200),
        en="continuous training of a peer", es="formación continua de un par",
    )
    training_hours: float = parameter(
        40.0, low=20.0, high=80.0, unit="hours", limits=(1, 1000), en="training that closes 63 % of the gap to full skill",
        es="formación que cierra el 63 % de la brecha hacia la habilidad plena",
    )
    peer_skill_half_life: float = parameter(
        52.0, low=26.0, high=104.0, unit="weeks", limits=(1, 5200), en="half-life of skill without refreshers",
        es="vida media de la habilidad sin refuerzos",
    )
    peer_flexibility: float = parameter(
        0.3, low=0.0, high=0.9, unit="index 0-1", scope="centre", source="ramesh2023", grade="judged",
        en="how far working hours give way to a peer's health", es="en qué medida el horario cede ante la salud del par",
    )
    team_taught: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", scope="centre", source="ramesh2023", grade="judged",
        en="staff are taught what peers do: 0 not, 1 all", es="se enseña al personal qué hacen los pares: 0 no, 1 a todos",
    )
    culture_welcomes: float = parameter(
        0.3, low=0.0, high=0.6, unit="index per unit", limits=(0, 2), source="le2022", grade="judged",
        en="rise of a team's acceptance of peers with its recovery culture, around the middle",
        es="aumento de la aceptación de pares con la cultura de recuperación, en torno a la mitad",
    )
    joint_visits: float = parameter(
        0.0, low=0.0, high=3.0, unit="hours a week", kind="lever", scope="centre", limits=(0, 20), source="ramesh2023", grade="judged",
        en="hours in which clinicians go to the field with each peer", es="horas en que el personal clínico va al campo con cada par",
    )
    joint_support: float = parameter(
        0.1, low=0.0, high=0.2, unit="index 0-1", en="strain that an hour a week in the field with a clinician takes away",
        es="tensión que quita una hora semanal en el campo con un clínico",
    )
    supervision_hours: float = parameter(
        0.5, low=0.25, high=1.0, unit="hours a week", limits=(0, 20), en="time of a supervisor for each peer, at full supervision",
        es="tiempo de supervisión por par, con supervisión plena",
    )
    supervisor_month: float = tabled(
        "costs:pay_psychologist", unit="cents", en="gross monthly pay of a supervisor, full time", es="sueldo bruto mensual de quien supervisa, tiempo completo",
    )
    training_group: float = parameter(
        10.0, low=5.0, high=15.0, unit="persons", limits=(1, 100), en="trainees who share a trainer, who is paid like a supervisor",
        es="personas en formación que comparten formador, con paga de quien supervisa",
    )
    staff_focus_effect: float = parameter(
        0.15, low=0.05, high=0.4, unit="ratio", limits=(0, 10), source="ramesh2023", grade="judged", en="recovery culture that peers add per hour a week given to a member of staff, in a year",
        es="cultura de recuperación que añaden los pares por hora semanal dada a cada miembro del personal, en un año",
    )
    network_shields: float = parameter(
        0.02, low=0.0, high=0.05, unit="share", en="self-stigma of a peer that a full network takes off in a week", source="ramesh2023", grade="judged",
        es="autoestigma de un par que quita en una semana una red plena",
    )
    recovery_needed: float = parameter(
        0.55, low=0.45, high=0.65, unit="index 0-1", source="le2022", grade="judged", en="own recovery from which a user is asked to become a peer",
        es="recuperación propia desde la cual se propone a un usuario ser par",
    )
    wishes: float = parameter(
        0.3, low=0.1, high=0.6, unit="probability", en="a user who is asked wishes to work as a peer", es="un usuario a quien se le propone desea trabajar como par",
    )
    load_strain: float = parameter(
        0.5, low=0.2, high=0.8, unit="index 0-1", en="strain at a full caseload of full distress and bond", es="tensión con carga completa de malestar y vínculo",
    )
    rejection_strain: float = parameter(
        0.5, low=0.2, high=0.8, unit="index 0-1", en="strain of a peer whom nobody in the team accepts", es="tensión de un par a quien nadie del equipo acepta",
    )
    confusion_strain: float = parameter(
        0.3, low=0.1, high=0.5, unit="index 0-1", en="strain of a role without any clarity", es="tensión de un papel sin claridad",
    )
    poverty_strain: float = parameter(
        0.2, low=0.0, high=0.4, unit="index 0-1", en="strain of unpaid work", es="tensión del trabajo sin paga",
    )
    support: float = parameter(
        0.25, low=0.1, high=0.4, unit="index 0-1", en="strain that weekly supervision takes away", es="tensión que quita la supervisión semanal",
    )
    network_support: float = parameter(
        0.15, low=0.05, high=0.3, unit="index 0-1", en="strain that a full network takes away", es="tensión que quita una red plena",
    )
    flexibility_support: float = parameter(
        0.1, low=0.0, high=0.2, unit="index 0-1", en="strain that fully flexible hours take away", es="tensión que quita un horario del todo flexible",
    )
    strain_relapse: float = parameter(
        0.5, low=0.1, high=1.0, unit="1/person-year", en="relapses that full strain adds", es="recaídas que añade la tensión máxima",
    )
    too_ill: float = parameter(
        0.4, low=0.3, high=0.6, unit="index 0-1", en="severity from which a peer cannot work, without flexible hours",
        es="gravedad desde la cual un par no puede trabajar, sin horario flexible",
    )
    held_for: int = parameter(
        13, low=4, high=26, unit="weeks", limits=(1, 520), en="weeks for which a post is held for a peer who is ill",
        es="semanas que se guarda el puesto a un par enfermo",
    )
    peer_exit: float = parameter(
        0.15, low=0.08, high=0.3, unit="1/person-year", en="peers who leave, paid, at strain 0.5", es="pares que se van, con paga, con tensión 0,5",
    )
    exit_strain: float = parameter(
        3.0, low=1.0, high=5.0, unit="log-hazard per unit", limits=(0, 20), en="rise of leaving with strain", es="aumento de la salida con la tensión",
    )
    buddy_notices: float = parameter(
        0.5, low=0.2, high=0.8, unit="probability", en="a buddy notices in a week that the peer is ill", es="un compañero nota en una semana que el par está enfermo",
    )
    mechanism: dict[str, float] = parameter(
        {"practical": 1.0, "experience": 1.0, "love": 1.0, "helper": 1.0, "liminal": 1.0},
        low=dict.fromkeys(("practical", "experience", "love", "helper", "liminal"), 0.0),
        high=dict.fromkeys(("practical", "experience", "love", "helper", "liminal"), 1.0), unit="dial", kind="lever", source="le2022", grade="judged",
        en="how far each mechanism of peer support acts: 0 off, 1 as it is", es="en qué medida actúa cada mecanismo del apoyo de pares: 0 no, 1 como es",
    )


@kernel
def own_recovery(
    i: int, connectedness: NDArray[np.float32], hope: NDArray[np.float32], identity: NDArray[np.float32],
    meaning: NDArray[np.float32], empowerment: NDArray[np.float32], difficulties: NDArray[np.float32],
) -> np.float32:
    """Personal recovery of a resident, 0-1."""
    total = connectedness[i] + hope[i] + identity[i] + meaning[i] + empowerment[i] + ONE - difficulties[i]
    return total * SIXTH  # type: ignore[no-any-return]


@kernel
def team_acceptance(
    first: int, last: int, attitude: np.float32, taught: np.float32, more: np.float32, at_work: NDArray[np.int8],
    stigma: NDArray[np.float32],
) -> np.float32:
    """Mean over clinicians at work of how far each accepts a peer as a colleague; ``more`` by culture and joint work."""
    total, many = ZERO, 0
    for j in range(first, last):
        if at_work[j] != 0:
            total += clip(attitude + taught * HALF * (ONE - attitude) + HALF - stigma[j] + more, ZERO, ONE)
            many += 1
    return total / f4(many) if many else attitude


@kernel
def peer_workers(
    residents: int, week: int, luck: Luck, settings: Bundle, peer_support_settings: Bundle, critical_time_settings: Bundle,
    scale: np.float32, peer_posts: NDArray[np.float32], teams: NDArray[np.float32], peer_pay: NDArray[np.float32],
    peer_training: NDArray[np.float32], peer_refreshers: NDArray[np.float32], peer_formality: NDArray[np.float32],
    peer_flexibility: NDArray[np.float32], team_taught: NDArray[np.float32], joint_visits: NDArray[np.float32],
    channel_peer_rejection: NDArray[np.float32], channel_peer_underpaid: NDArray[np.float32], channel_culture_gap: NDArray[np.float32],
    channel_role_confusion: NDArray[np.float32], channel_untaught_weight: NDArray[np.float32],
    channel_unsupervised: NDArray[np.float32], channel_peer_isolation: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], centres_culture_gain: NDArray[np.float32], centres_first_clinician: NDArray[np.int32], centres_last_clinician: NDArray[np.int32],
    clinicians_at_work: NDArray[np.int8], clinicians_stigma: NDArray[np.float32],
    peers_active: NDArray[np.int8], peers_person: NDArray[np.int32], peers_arrival: NDArray[np.int16], peers_holders: NDArray[np.int16],
    peers_centre: NDArray[np.int16], peers_since: NDArray[np.int16], peers_away: NDArray[np.int16], peers_skill: NDArray[np.float32],
    peers_acceptance: NDArray[np.float32], peers_strain: NDArray[np.float32], peers_load: NDArray[np.float32], peers_heard: NDArray[np.float32],
    peers_asked: NDArray[np.int16], peers_disclosure: NDArray[np.float32], peers_fidelity: NDArray[np.float32], peers_minutes: NDArray[np.int32], peers_called: NDArray[np.int32],
    pairs_user: NDArray[np.int32], minutes: NDArray[np.int32], age_weeks: NDArray[np.int16], arrival: NDArray[np.int16], centre: NDArray[np.int16],
    care: NDArray[np.int8], status: NDArray[np.int8], severity: NDArray[np.float32], severity_set: NDArray[np.float32],
    ill_since: NDArray[np.int16], sought_help: NDArray[np.int8], sessions_attended: NDArray[np.int16], insurer: NDArray[np.int8],
    waiting_since: NDArray[np.int16], referred: NDArray[np.int8], attendance: NDArray[np.int8], next_visit: NDArray[np.int16],
    connectedness: NDArray[np.float32], hope: NDArray[np.float32], identity: NDArray[np.float32], meaning: NDArray[np.float32],
    empowerment: NDArray[np.float32], difficulties: NDArray[np.float32], stigma_self: NDArray[np.float32],
    work_list: NDArray[np.int32], divisions: NDArray[np.int8], district: NDArray[np.int16], trial_arm: NDArray[np.int8],
    tally: NDArray[np.int64], centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    forgets = exp(-LN2 / settings.peer_skill_half_life)
    helper = settings.mechanism[HELPER]
    hours_a_week = settings.hours
    month_to_hour = np.float64(12) / np.float64(52) / np.float64(FULL_TIME)
    candidates = -1
    for c in range(centres_is_open.size):
        # the first posts are those of pairs, if the peer's half of them is funded; the others follow
        of_pairs = teams_of(c, teams[c], scale, centres_is_open[c], luck)
        posts = of_pairs
        if centres_is_open[c] != 0 and peer_posts[c] > ZERO:
            posts = min(of_pairs + int(peer_posts[c] * scale + ask(luck, HAS_POST, c, 0)), PLACES)
        first_post = 0 if critical_time_settings.peer_half > ZERO else of_pairs
        underpaid = channel_peer_underpaid[c]
        unsupervised = channel_unsupervised[c]
        culture = clip(ONE - channel_culture_gap[c] + centres_culture_gain[c], ZERO, ONE)
        staff = centres_last_clinician[c] - centres_first_clinician[c]
        given = ZERO
        for p in range(c * PLACES, (c + 1) * PLACES):
            if posts == 0 and peers_active[p] == 0:
                continue
            funded = first_post <= p - c * PLACES < posts
            peers_centre[p] = c
            peers_minutes[p] = 0
            if peers_active[p] == 0:
                if not funded:
                    continue
                if candidates < 0:
                    candidates = 0
                    for i in range(residents):
                        if trial_arm[i] >= 0:  # who takes part in a trial is not hired by it
                            continue
                        if sessions_attended[i] == 0 or not WORKING_AGE[0] <= age_weeks[i] < WORKING_AGE[1]:
                            continue
                        if status[i] != REMISSION and (status[i] != ILL or severity[i] >= settings.too_ill * HALF):
                            continue
                        if own_recovery(i, connectedness, hope, identity, meaning, empowerment, difficulties) < settings.recovery_needed:
                            continue
                        if ask(luck, WISHES, i, arrival[i]) < settings.wishes:
                            work_list[candidates] = i
                            candidates += 1
                for attempt in range(TRIES if candidates else 0):
                    i = int(work_list[min(int(ask(luck, WHO, p * TRIES + attempt, week) * f4(candidates)), candidates - 1)])
                    if centre[i] != c or is_peer(i, arrival, peers_active, peers_person, peers_arrival):
                        continue
                    peers_active[p] = 1
                    peers_person[p] = i
                    peers_arrival[p] = arrival[i]
                    peers_since[p] = week
                    peers_away[p] = 0
                    peers_skill[p] = ONE - channel_untaught_weight[c] * exp(-peer_training[c] / settings.training_hours)
                    peers_skill[p] = clip(peers_skill[p], ZERO, ONE)
                    peers_acceptance[p] = ONE - channel_peer_rejection[c]
                    peers_strain[p] = ZERO
                    peers_load[p] = peers_heard[p] = ZERO
                    peers_asked[p] = 0
                    taught = np.float64(peer_training[c]) * np.float64(settings.supervisor_month) / np.float64(settings.training_group) * month_to_hour
                    taught += np.float64(peer_training[c]) * np.float64(settings.nurse_month) * np.float64(peer_pay[c]) * month_to_hour
                    centre_tally[now, CENTS_PEERS, c] += np.int64(taught)
                    peers_disclosure[p] = clip(HALF + ask(luck, TELLS, i, arrival[i]) - HALF * peer_formality[c], ZERO, ONE)
                    centre_tally[now, PEERS_JOINED, c] += 1
                    log(events, week, BECAME_PEER, i, p, 0)
                    break
                if peers_active[p] == 0:
                    continue
            i = peers_person[p]
            there = arrival[i] == peers_arrival[p]
            # the work goes on as long as it bears being done
            hours = peer_refreshers[c] / WEEKS_A_MONTH
            peers_skill[p] = peers_skill[p] * forgets
            peers_skill[p] += (ONE - peers_skill[p]) * (ONE - exp(-hours / settings.training_hours))
            together = clinicians_go_along(
                joint_visits[c], p - c * PLACES, week, centres_first_clinician[c], centres_last_clinician[c], clinicians_at_work,
                minutes,
            ) if there else 0
            centre_tally[now, JOINT_MINUTES, c] += together
            joint = f4(together) / SIXTY
            more = settings.culture_welcomes * (culture - HALF) + settings.joint_support * joint
            goal = team_acceptance(
                centres_first_clinician[c], centres_last_clinician[c], ONE - channel_peer_rejection[c], team_taught[c], more,
                clinicians_at_work, clinicians_stigma,
            )
            peers_acceptance[p] += TENTH * (goal - peers_acceptance[p])
            full = f4(peer_support_settings.caseload) * peer_support_settings.meets
            strain = settings.load_strain * (peers_load[p] + peers_heard[p] / full)
            strain += settings.rejection_strain * (ONE - peers_acceptance[p])
            strain += settings.confusion_strain * channel_role_confusion[c] + settings.poverty_strain * underpaid
            strain -= settings.support * (ONE - unsupervised) + settings.network_support * (ONE - channel_peer_isolation[c])
            strain -= settings.flexibility_support * peer_flexibility[c] + settings.joint_support * joint
            peers_strain[p] += TENTH * (clip(strain, ZERO, ONE) - peers_strain[p])
            peers_fidelity[p] = fidelity_of(
                peers_skill[p], ONE - channel_role_confusion[c], ONE - unsupervised, culture, peer_formality[c]
            )
            if there:
                stigma_self[i] -= helper * settings.network_shields * (ONE - channel_peer_isolation[c]) * stigma_self[i]
            if there and status[i] == REMISSION:
                more = settings.strain_relapse * max(TWO * peers_strain[p] - ONE, ZERO) * helper
                if ask(luck, RELAPSES, i, week) < weekly(more):
                    status[i] = ILL
                    ill_since[i] = week
                    sought_help[i] = 0
                    severity_set[i] = f4(0.3) + HALF * ask(luck, HOW_ILL, i, week)
                    centre_tally[now, PEER_RELAPSES, c] += 1
                    count(tally, now, ONSETS, divisions[i], district[i], 1)
                    log(events, week, FELL_ILL, i, -1, severity_set[i])
            ill = there and status[i] == ILL and severity[i] >= settings.too_ill * (ONE + HALF * peer_flexibility[c])
            # a buddy sees the first signs before it is too late, and brings help
            with_buddy = there and status[i] == ILL and ask(luck, BUDDY, p, peers_holders[p]) < ONE - channel_peer_isolation[c]
            if with_buddy and ask(luck, NOTICED, i, week) < settings.buddy_notices * helper:
                if care[i] == AT_CENTRE:
                    attendance[i] = REGULAR
                    next_visit[i] = min(next_visit[i], week + 1)
                elif untreated(i, care, status, insurer) and centre[i] >= 0:
                    joins_list(
                        i, week, now, centre[i], care, waiting_since, referred, sought_help, ill_since, divisions, district, tally, events
                    )
            peers_away[p] = peers_away[p] + 1 if ill else 0
            rate = settings.peer_exit * exp(settings.exit_strain * (peers_strain[p] - HALF)) * (ONE + underpaid)
            gone = ask(luck, LEAVES, p, week) < weekly(rate) or peers_away[p] > settings.held_for
            if not there or gone or not funded:
                peers_active[p] = 0
                peers_person[p] = -1
                peers_holders[p] += 1
                centre_tally[now, PEERS_LEFT, c] += 1
                log(events, week, LEFT_PEER_WORK, i, p, peers_strain[p])
                for k in range(p * SLOTS, (p + 1) * SLOTS):
                    pairs_user[k] = -1
                continue
            centre_tally[now, PEER_STRAIN, c] += int(peers_strain[p] * TEN_THOUSAND)
            paid = np.float64(settings.nurse_month) * np.float64(peer_pay[c] * hours_a_week)
            paid += np.float64(settings.supervisor_month) * np.float64((ONE - unsupervised) * settings.supervision_hours)
            paid += np.float64(settings.supervisor_month) * np.float64(hours / settings.training_group)
            centre_tally[now, CENTS_PEERS, c] += np.int64(paid * month_to_hour)
            if ill:
                centre_tally[now, PEERS_AWAY, c] += 1
            else:
                centre_tally[now, PEERS, c] += 1
                peers_minutes[p] = max(int(hours_a_week * SIXTY) - peers_called[p], 0)
                given += hours_a_week * peer_support_settings.focus_on_staff * peers_fidelity[p]
        # what peers tell staff and institution changes the place slowly, and is forgotten without them
        if given > ZERO or centres_culture_gain[c] > ZERO:
            goal = settings.staff_focus_effect * given / max(scale * f4(max(staff, 1)), FEW)
            centres_culture_gain[c] += (clip(goal, ZERO, ONE) - centres_culture_gain[c]) / f4(52)


@kernel
def clinicians_go_along(
    hours: np.float32, turn: int, week: int, first: int, last: int, at_work: NDArray[np.int8], minutes: NDArray[np.int32],
) -> int:
    """Minutes that a clinician takes off the office to go to the field with a peer; in turns, 0 if nobody has time."""
    wanted = int(hours * SIXTY)
    if wanted <= 0:
        return 0
    for k in range(last - first):
        j = first + (week + turn + k) % (last - first)
        if at_work[j] != 0 and minutes[2, j] >= wanted:
            minutes[2, j] -= wanted
            minutes[3, j] += wanted
            return wanted
    return 0


@kernel
def is_peer(i: int, arrival: NDArray[np.int16], active: NDArray[np.int8], person: NDArray[np.int32], which: NDArray[np.int16]) -> bool:
    """Whether a resident holds a post already."""
    for p in range(active.size):  # noqa: SIM110  compiled
        if active[p] != 0 and person[p] == i and which[p] == arrival[i]:
            return True
    return False


PROCESS = Process(
    name="peer_workers",
    sentence=Words(
        "Peer support workers take up and leave their posts, learn, are accepted or not, bear what they hear, and may fall ill.",
        "Los trabajadores de apoyo de pares toman y dejan sus puestos, aprenden, son aceptados o no, cargan con lo que oyen y pueden enfermar.",
    ),
    kernel=peer_workers,
    settings=PeerWorkersSettings,
    sources=("le2022", "ramesh2023"),
    idle_without=("peer_workers.peer_posts", "critical_time.teams"),
    leftovers=("peers.active", "centres.culture_gain"),
)
