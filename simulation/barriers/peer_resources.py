"""Resources of peer work: trips and airtime that nobody pays, and low pay (Ramesh and Charles 2023, resource availability)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class PeerResourcesSettings(Settings):
    """The barrier's dial and what stands behind it."""

    peer_resources_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of missing money for peer work: 0 removed, 1 as in the system",
        es="barrera de falta de dinero para el trabajo de pares: 0 eliminada, 1 como en el sistema",
    )
    peer_expenses: float = parameter(
        0.5, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", source="ramesh2023", grade="judged",
        en="peers' trips and airtime that are paid for", es="viajes y llamadas de pares que se pagan",
    )
    peer_pay: float = parameter(
        0.5, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", limits=(0, 3),
        en="a peer's pay per hour over a nurse's", es="paga por hora de un par respecto de la de una enfermera",
    )


def contribute(world: Any) -> None:
    """Expenses that stay uncovered, and pay that falls short of a nurse's."""
    dial = world.local("peer_resources_dial")
    world.channel("peer_costs_uncovered").add(np.clip(dial * (1 - world.local("peer_expenses")), 0, 1))
    world.channel("peer_underpaid").add(np.clip(dial * (1 - world.local("peer_pay")), 0, 1))


PROCESS = Process(
    name="peer_resources",
    sentence=Words(
        "Peers' trips are not all paid, nor their work in full.",
        "No se pagan todos los viajes de los pares, ni del todo su trabajo.",
    ),
    contribute=contribute,
    settings=PeerResourcesSettings,
    sources=("ramesh2023",),
    where=("peer_workers.peer_posts", "critical_time.teams"),
)
