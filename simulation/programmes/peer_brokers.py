"""Peers in their neighbourhood: known as people who came through it, and asked for advice by those who fear the service.

A peer who tells their own story at work is open about it at home as well; contacts then know somebody visibly in
recovery while the peer is well, and hold less stigma (``attitudes``). Neighbours who hold little stigma ask a peer who is
at work, and well, about help for themselves or their kin, and some join the list. Both belong to the liminal position and
are multiplied by its dial.

(Ramesh and Charles 2023: role models, and brokers whom former stigmatisers consult.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, TWO, ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.events import ASKED_PEER, Events, log
from simulation.people.found import joins_list, untreated
from simulation.people.peers import LIMINAL
from simulation.people.tallies import FOUND_BY_PEERS, row_of

TALKS = draw("peer brokers: how many neighbours talk with the peer this week")
WHOM = draw("peer brokers: which neighbour")
ASKS = draw("peer brokers: the neighbour asks the peer about help")
MOST = 16


class PeerBrokersSettings(Settings):
    """Talks between peers and their neighbours."""

    talks_a_week: float = parameter(
        2.0, low=0.5, high=4.0, unit="contacts a week", limits=(0, MOST), source="ramesh2023", grade="judged",
        en="neighbours with whom a fully open peer talks in a week", es="vecinos con quienes habla por semana un par plenamente abierto",
    )
    asks_peer: float = parameter(
        0.15, low=0.03, high=0.4, unit="probability", source="ramesh2023", grade="judged",
        en="a neighbour who is ill, without care and without stigma asks the peer and joins the list",
        es="un vecino enfermo, sin atención ni estigma, pregunta al par y entra en la lista",
    )
    reach: float = parameter(
        250.0, low=100.0, high=600.0, unit="persons", limits=(20, 100000), en="residents to either side who count as neighbours of a peer",
        es="residentes a cada lado que son vecinos de un par",
    )


@kernel
def peer_brokers(
    residents: int, week: int, luck: Luck, settings: Bundle, peer_workers_settings: Bundle, scale: np.float32,
    channel_stigma_weight: NDArray[np.float32], centres_is_open: NDArray[np.int8], peers_active: NDArray[np.int8],
    peers_person: NDArray[np.int32], peers_centre: NDArray[np.int16], peers_arrival: NDArray[np.int16], peers_away: NDArray[np.int16],
    peers_disclosure: NDArray[np.float32], peers_asked: NDArray[np.int16], openness: NDArray[np.float32], arrival: NDArray[np.int16],
    stigma_held: NDArray[np.float32], care: NDArray[np.int8], status: NDArray[np.int8], insurer: NDArray[np.int8],
    centre: NDArray[np.int16], waiting_since: NDArray[np.int16], referred: NDArray[np.int8], sought_help: NDArray[np.int8],
    ill_since: NDArray[np.int16], knows_centre: NDArray[np.int8], divisions: NDArray[np.int8], district: NDArray[np.int16],
    tally: NDArray[np.int64], centre_tally: NDArray[np.int64], events: Events,
) -> None:
    dial = peer_workers_settings.mechanism[LIMINAL]
    if dial <= ZERO:
        return
    now = row_of(week, tally.shape[0])
    near = max(settings.reach * scale, f4(20))
    for p in range(peers_active.size):
        me = int(peers_person[p])
        if peers_active[p] == 0 or arrival[me] != peers_arrival[p]:
            continue
        openness[me] = max(openness[me], min(dial, ONE) * peers_disclosure[p])
        if peers_away[p] > 0:
            continue
        many = int(settings.talks_a_week * dial * peers_disclosure[p] + ask(luck, TALKS, p, week))
        for k in range(min(many, MOST)):
            # residents are numbered by neighbourhood
            i = me + int((ask(luck, WHOM, p * MOST + k, week) - HALF) * TWO * near)
            if i < 0 or i >= residents or i == me:
                continue
            c = int(centre[i])
            if c < 0 or centres_is_open[c] == 0 or not untreated(i, care, status, insurer):
                continue
            trusts = max(ONE - channel_stigma_weight[district[i]] * stigma_held[i], ZERO)
            if ask(luck, ASKS, i, week) >= settings.asks_peer * trusts:
                continue
            knows_centre[i] = 1
            peers_asked[p] += 1
            joins_list(i, week, now, c, care, waiting_since, referred, sought_help, ill_since, divisions, district, tally, events)
            centre_tally[now, FOUND_BY_PEERS, peers_centre[p]] += 1
            log(events, week, ASKED_PEER, i, p, 0)


PROCESS = Process(
    name="peer_brokers",
    sentence=Words(
        "Peers are known in their neighbourhood as people in recovery, and some neighbours ask them about help.",
        "Los pares son conocidos en su vecindario como personas en recuperación, y algunos vecinos les preguntan por ayuda.",
    ),
    kernel=peer_brokers,
    settings=PeerBrokersSettings,
    sources=("ramesh2023",),
    idle_without=("peer_workers.peer_posts", "critical_time.teams"),
    leftovers=("peers.active",),
)
