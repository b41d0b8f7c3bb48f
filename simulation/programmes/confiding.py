"""Confiding: to whom a user who has a peer takes what is on their mind. One rule for every place.

In a week a matter of daily life comes up with the user's difficulties, and what weighs most with their symptoms and
self-stigma. Each of nobody, the family, the peer, the community worker of the pair and a clinician has

    access x (trust + likeness_weight x likeness + depth x rank_weight x hierarchy x deference x rank) + chance

and the matter goes to the highest. *Access*: a peer, or worker, who was seen of late; a clinician by the weeks since the
last session and the crowd in the waiting room; the family by its support. *Trust*: the bond, trust in services, the
family's support. *Likeness*: by disorder, sex and age; a clinician has little. *Rank* of a clinician is 1, of the worker a
half, of a peer what professionals' endorsement lends. *Depth* is 1 for what weighs most and ``daily_depth`` for daily life.
Peers who tell more of themselves are told more; what weighs most is kept from a peer who seems strained (a user's shield).

What a peer is told adds to what the peer carries; nothing is added to the user. Who reports matters: users know to whom
they spoke, staff and peers know what they were told (``experiments``).

(Le and Agrest 2022: deep matters go to the professional; Ramesh and Charles 2023: users open up to peers. Sizes judged.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp, log
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.events import CONFIDED, Events
from simulation.people.events import log as note
from simulation.people.peers import CLINICIAN, CONFIDANTS, FAMILY, LOVE, NOBODY, PEER, SLOTS, WORKER, likeness

from .standing import deference_of

DAILY = draw("confiding: a matter of daily life comes up")
DEEP = draw("confiding: what weighs most comes up")
TO_WHOM = draw("confiding: to whom does the user take it")

AWAY = f4(-1000)
TINY, NEARLY_ONE = f4(1e-6), f4(0.999999)
TWICE_AWAY = f4(-2000)
MANY = len(CONFIDANTS)


class ConfidingSettings(Settings):
    """What comes up, and what decides to whom it goes."""

    daily_matters: float = parameter(
        0.6, low=0.3, high=0.9, unit="probability", en="a matter of daily life comes up in a week, with full difficulties",
        es="surge en una semana un asunto de la vida diaria, con dificultades máximas",
    )
    deep_matters: float = parameter(
        0.4, low=0.2, high=0.7, unit="probability", en="what weighs most comes up in a week, with full symptoms and self-stigma",
        es="surge en una semana lo que más pesa, con síntomas y autoestigma máximos",
    )
    daily_depth: float = parameter(
        0.25, low=0.0, high=0.5, unit="ratio", en="weight of rank in a matter of daily life, over that in what weighs most",
        es="peso del rango en un asunto diario, respecto de lo que más pesa",
    )
    likeness_weight: float = parameter(
        0.6, low=0.2, high=1.0, unit="utility", limits=(0, 10), source="ramesh2023", grade="judged", en="pull of somebody who is like oneself", es="atracción de quien se parece a uno",
    )
    rank_pull: float = parameter(
        1.0, low=0.4, high=1.6, unit="utility", limits=(0, 10), source="le2022", grade="judged", en="pull of rank, at full hierarchy and deference",
        es="atracción del rango, con jerarquía y deferencia máximas",
    )
    staff_likeness: float = parameter(
        0.1, low=0.0, high=0.3, unit="index 0-1", en="likeness of a clinician to a user", es="semejanza de un clínico con un usuario",
    )
    session_fades: float = parameter(
        2.0, low=1.0, high=5.0, unit="weeks", limits=(0.5, 104), en="time in which the access to a clinician falls to a third after a session",
        es="tiempo en que el acceso a un clínico cae a un tercio tras una sesión",
    )
    keeps_to_self: float = parameter(
        0.4, low=0.2, high=0.6, unit="utility", limits=(0, 10), en="pull of telling nobody, without self-stigma; full self-stigma doubles it",
        es="atracción de no contarlo a nadie, sin autoestigma; el autoestigma pleno la duplica",
    )
    shields: float = parameter(
        0.5, low=0.0, high=1.0, unit="share", source="le2022", grade="judged", en="what a fully strained peer is spared of what weighs most",
        es="lo que se le ahorra de lo que más pesa a un par en tensión máxima",
    )
    confiding_chance: float = parameter(
        0.15, low=0.05, high=0.3, unit="utility", limits=(0.001, 10), en="scale of chance in the choice", es="escala del azar en la elección",
    )


@kernel
def pulls(
    out: NDArray[np.float32], depth: np.float32, settings: Bundle, hierarchy: np.float32, defers: np.float32, endorsement: np.float32,
    alike: np.float32, peer_access: np.float32, peer_bond: np.float32, disclosure: np.float32, strain: np.float32,
    worker_access: np.float32, worker_bond: np.float32, staff_access: np.float32, trust: np.float32, family: np.float32,
    self_stigma: np.float32,
) -> None:
    """The pull of each confidant on a matter of this depth, shape (confidants,)."""
    rank = settings.rank_pull * min(hierarchy, ONE) * defers * depth
    spared = ONE - settings.shields * strain * depth
    out[NOBODY] = settings.keeps_to_self * (ONE + self_stigma)
    out[FAMILY] = family * (family + HALF * rank)
    # who cannot be reached is not chosen, whatever chance says
    out[PEER] = out[WORKER] = out[CLINICIAN] = AWAY
    if peer_access > ZERO:
        out[PEER] = peer_access * spared * (HALF + HALF * disclosure) * (peer_bond + settings.likeness_weight * alike + rank * endorsement)
    if worker_access > ZERO:
        out[WORKER] = worker_access * (worker_bond + HALF * settings.likeness_weight * alike + HALF * rank)
    if staff_access > ZERO:
        out[CLINICIAN] = staff_access * (trust + settings.likeness_weight * settings.staff_likeness + rank)


@kernel
def confiding(
    week: int, luck: Luck, settings: Bundle, peer_workers_settings: Bundle, peer_support_settings: Bundle,
    peer_endorsement: NDArray[np.float32], peer_after_hours: NDArray[np.float32], channel_rank_weight: NDArray[np.float32],
    centres_crowding: NDArray[np.float32], peers_active: NDArray[np.int8], peers_person: NDArray[np.int32], peers_centre: NDArray[np.int16],
    peers_disclosure: NDArray[np.float32], peers_strain: NDArray[np.float32], peers_heard: NDArray[np.float32],
    peers_away: NDArray[np.int16], pairs_user: NDArray[np.int32], pairs_arrival: NDArray[np.int16], pairs_since: NDArray[np.int16],
    pairs_bond: NDArray[np.float32], pairs_daily_nobody: NDArray[np.int16], pairs_daily_family: NDArray[np.int16],
    pairs_daily_peer: NDArray[np.int16], pairs_daily_worker: NDArray[np.int16], pairs_daily_clinician: NDArray[np.int16],
    pairs_deep_nobody: NDArray[np.int16], pairs_deep_family: NDArray[np.int16], pairs_deep_peer: NDArray[np.int16],
    pairs_deep_worker: NDArray[np.int16], pairs_deep_clinician: NDArray[np.int16], companions_active: NDArray[np.int8],
    cases_user: NDArray[np.int32], cases_bond: NDArray[np.float32], cases_contacts: NDArray[np.int16], arrival: NDArray[np.int16],
    disorder: NDArray[np.int8], sex: NDArray[np.int8], age_weeks: NDArray[np.int16], severity: NDArray[np.float32],
    stigma_self: NDArray[np.float32], difficulties: NDArray[np.float32], trust: NDArray[np.float32], family_support: NDArray[np.float32],
    last_contact: NDArray[np.int16], events: Events,
) -> None:
    pull = np.empty(MANY, np.float32)
    love = peer_workers_settings.mechanism[LOVE]
    for p in range(peers_active.size):
        if peers_active[p] == 0:
            continue
        c = int(peers_centre[p])
        me = int(peers_person[p])
        heard = ZERO
        for k in range(p * SLOTS, (p + 1) * SLOTS):
            i = int(pairs_user[k])
            if i < 0 or arrival[i] != pairs_arrival[k]:
                continue
            if pairs_since[k] == week:
                pairs_daily_nobody[k] = pairs_daily_family[k] = pairs_daily_peer[k] = pairs_daily_worker[k] = pairs_daily_clinician[k] = 0
                pairs_deep_nobody[k] = pairs_deep_family[k] = pairs_deep_peer[k] = pairs_deep_worker[k] = pairs_deep_clinician[k] = 0
            hierarchy = channel_rank_weight[c] * peer_support_settings.hierarchy
            defers = deference_of(i, arrival[i], luck)
            alike = likeness(i, me, disorder, sex, age_weeks)
            at_hand = ZERO if peers_away[p] > 0 else HALF + HALF * peer_after_hours[c]
            with_worker = companions_active[p] != 0 and cases_user[k] == i and cases_contacts[k] > 0
            since = f4(max(week - last_contact[i], 0))
            staff = exp(-min(since, f4(104)) / settings.session_fades) * (ONE - centres_crowding[c])
            for topic in range(2):
                if topic == 0:
                    comes_up = ask(luck, DAILY, i, week) < settings.daily_matters * difficulties[i]
                else:
                    comes_up = ask(luck, DEEP, i, week) < settings.deep_matters * HALF * (severity[i] + stigma_self[i])
                if not comes_up:
                    continue
                pulls(
                    pull, ONE if topic == 1 else settings.daily_depth, settings, hierarchy, defers, peer_endorsement[c], alike, at_hand,
                    pairs_bond[k], peers_disclosure[p], peers_strain[p], ONE if with_worker else ZERO,
                    cases_bond[k] if with_worker else ZERO, staff, trust[i], family_support[i], stigma_self[i],
                )
                who, best = 0, TWICE_AWAY
                for w in range(MANY):
                    u = min(max(ask(luck, TO_WHOM, (k * 2 + topic) * MANY + w, week), TINY), NEARLY_ONE)
                    value = pull[w] - settings.confiding_chance * log(-log(u))
                    if value > best:
                        who, best = w, value
                note(events, week, CONFIDED, i, k, who + 10 * topic)
                if who == PEER:
                    heard += love * (severity[i] if topic == 1 else HALF * difficulties[i])
                if topic == 0:
                    pairs_daily_nobody[k] += 1 if who == NOBODY else 0
                    pairs_daily_family[k] += 1 if who == FAMILY else 0
                    pairs_daily_peer[k] += 1 if who == PEER else 0
                    pairs_daily_worker[k] += 1 if who == WORKER else 0
                    pairs_daily_clinician[k] += 1 if who == CLINICIAN else 0
                else:
                    pairs_deep_nobody[k] += 1 if who == NOBODY else 0
                    pairs_deep_family[k] += 1 if who == FAMILY else 0
                    pairs_deep_peer[k] += 1 if who == PEER else 0
                    pairs_deep_worker[k] += 1 if who == WORKER else 0
                    pairs_deep_clinician[k] += 1 if who == CLINICIAN else 0
        peers_heard[p] = heard


PROCESS = Process(
    name="confiding",
    sentence=Words(
        "Users take what is on their mind to the peer, the community worker, a clinician, the family or nobody.",
        "Los usuarios llevan lo que les preocupa al par, al trabajador comunitario, a un clínico, a la familia o a nadie.",
    ),
    kernel=confiding,
    settings=ConfidingSettings,
    sources=("le2022", "ramesh2023"),
    idle_without=("peer_workers.peer_posts", "critical_time.teams"),
    leftovers=("peers.active",),
)
