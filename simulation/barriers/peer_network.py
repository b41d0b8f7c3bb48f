"""Peer network: peers who work without other peers (Ramesh and Charles 2023, peer support network)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class PeerNetworkSettings(Settings):
    """The barrier's dial and what stands behind it."""

    peer_network_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of a missing network of peers: 0 removed, 1 as in the system",
        es="barrera de falta de una red de pares: 0 eliminada, 1 como en el sistema",
    )
    peer_network: float = parameter(
        0.3, low=0.0, high=0.9, unit="index 0-1", scope="centre", source="ramesh2023", grade="judged",
        en="network of peers: chance of a buddy, and support", es="red de pares: probabilidad de un compañero y apoyo",
    )


def contribute(world: Any) -> None:
    """What is missing to a full network."""
    world.channel("peer_isolation").add(np.clip(world.local("peer_network_dial") * (1 - world.local("peer_network")), 0, 1))


PROCESS = Process(
    name="peer_network",
    sentence=Words(
        "Peers have few other peers to turn to.",
        "Los pares tienen pocos otros pares a quienes acudir.",
    ),
    contribute=contribute,
    settings=PeerNetworkSettings,
    sources=("ramesh2023",),
    where=("peer_workers.peer_posts", "critical_time.teams"),
)
