"""Practical help: what a peer works on with a user beside symptoms: a dwelling, debts, work, company.

Where peers have the task (``social_help``), a meeting may solve a matter, as far as they know the services for housing,
debt and work (``partners``, and the tie to welfare and housing that joint work has added) and practise well. What is solved
stays solved: the user's difficulties tend to less than before, for as long as they live there. Friends and relatives are
asked along, which brings the family closer to the service. Difficulties raise severity, and keep people ill where they cause illness
(``course``), so that solving them may end an illness.

(Beckers 2020: a first guiding principle that looks at a person's circumstances; sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.events import MATTER_SOLVED, Events, log
from simulation.people.peers import PRACTICAL, SLOTS
from simulation.people.providers import PEER_NODE, WELFARE, tie_row
from simulation.people.tallies import MATTERS_SOLVED, count, row_of

SOLVED = draw("practical help: is a matter solved in this meeting")


class PracticalHelpSettings(Settings):
    """How often a matter is solved, and what that takes away."""

    social_help: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="peers work on housing, debt, work and company with users: 0 not, 1 in every meeting", es="los pares trabajan con los usuarios en vivienda, deudas, trabajo y compañía: 0 no, 1 en cada reunión",
    )
    partners: float = parameter(
        0.4, low=0.1, high=0.8, unit="index 0-1", scope="centre", source="beckers2020", grade="judged",
        en="how well peers know those who decide on housing, debt and work", es="cuánto conocen los pares a quienes deciden sobre vivienda, deudas y trabajo",
    )
    solves: float = parameter(
        0.12, low=0.04, high=0.3, unit="probability", source="beckers2020", grade="judged", en="a matter is solved in a meeting with full difficulties, fidelity and partners",
        es="se resuelve un asunto en una reunión con dificultades, fidelidad y contactos plenos",
    )
    invites: float = parameter(
        0.03, low=0.0, high=0.08, unit="share", source="beckers2020", grade="judged", en="closeness to the service that the invited family gains in a meeting, at full family support, of what is missing",
        es="cercanía al servicio que gana en una reunión la familia invitada, con apoyo familiar pleno, de lo que falta",
    )
    matter: float = parameter(
        0.35, low=0.15, high=0.6, unit="share", source="beckers2020", grade="judged", en="difficulties that a solved matter takes away, of what there is",
        es="dificultades que quita un asunto resuelto, de las que hay",
    )


@kernel
def practical_help(
    week: int, luck: Luck, settings: Bundle, peer_workers_settings: Bundle, social_help: NDArray[np.float32], partners: NDArray[np.float32],
    provider_rows: NDArray[np.int32], provider_ties_gained: NDArray[np.float32], peers_active: NDArray[np.int8], peers_centre: NDArray[np.int16], peers_fidelity: NDArray[np.float32],
    pairs_user: NDArray[np.int32], pairs_arrival: NDArray[np.int16], pairs_met: NDArray[np.int16], arrival: NDArray[np.int16],
    family_support: NDArray[np.float32], family_engagement: NDArray[np.float32], difficulties: NDArray[np.float32], eased: NDArray[np.float32], divisions: NDArray[np.int8], district: NDArray[np.int16],
    tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    dial = peer_workers_settings.mechanism[PRACTICAL]
    for p in range(peers_active.size):
        if peers_active[p] == 0:
            continue
        c = int(peers_centre[p])
        if social_help[c] <= ZERO:
            continue
        known = min(partners[c] + provider_ties_gained[provider_rows[c, 1] + tie_row(PEER_NODE, WELFARE)], ONE)
        able = dial * social_help[c] * settings.solves * peers_fidelity[p] * known
        for k in range(p * SLOTS, (p + 1) * SLOTS):
            i = int(pairs_user[k])
            if i < 0 or pairs_met[k] != week or arrival[i] != pairs_arrival[k]:
                continue
            # friends and relatives are asked along
            gain = dial * social_help[c] * settings.invites * peers_fidelity[p] * family_support[i]
            family_engagement[i] += gain * (ONE - family_engagement[i])
            if ask(luck, SOLVED, i, week) >= able * difficulties[i]:
                continue
            less = settings.matter * difficulties[i]
            difficulties[i] -= less
            eased[i] = min(eased[i] + less, ONE)
            count(tally, now, MATTERS_SOLVED, divisions[i], district[i], 1)
            log(events, week, MATTER_SOLVED, i, p, less)


PROCESS = Process(
    name="practical_help",
    sentence=Words(
        "Peers work with users on housing, debt, work and company; what is solved stays solved.",
        "Los pares trabajan con los usuarios en vivienda, deudas, trabajo y compañía; lo resuelto queda resuelto.",
    ),
    kernel=practical_help,
    settings=PracticalHelpSettings,
    sources=("beckers2020",),
    where=("practical_help.social_help",),
    idle_without=("peer_workers.peer_posts", "critical_time.teams"),
    leftovers=("peers.active",),
)
