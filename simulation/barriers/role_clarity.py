"""Role clarity: peers and staff who do not know what a peer is there for (Ramesh and Charles 2023, role definition)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class RoleClaritySettings(Settings):
    """The barrier's dial and what stands behind it."""

    role_clarity_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of unclear roles of peers: 0 removed, 1 as in the system",
        es="barrera de papeles poco claros de los pares: 0 eliminada, 1 como en el sistema",
    )
    peer_clarity: float = parameter(
        0.5, low=0.2, high=0.9, unit="index 0-1", scope="centre", source="ramesh2023", grade="judged",
        en="how clear the role of a peer is", es="claridad del papel del par",
    )


def contribute(world: Any) -> None:
    """What is unclear about the role."""
    world.channel("role_confusion").add(np.clip(world.local("role_clarity_dial") * (1 - world.local("peer_clarity")), 0, 1))


PROCESS = Process(
    name="role_clarity",
    sentence=Words(
        "What a peer is there for is not clear to all.",
        "Para qué está un par no está claro para todos.",
    ),
    contribute=contribute,
    settings=RoleClaritySettings,
    sources=("ramesh2023",),
    where=("peer_workers.peer_posts", "critical_time.teams"),
)
