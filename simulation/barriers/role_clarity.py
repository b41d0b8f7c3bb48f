"""Role clarity: peers and staff who do not know what a peer is there for (Ramesh and Charles 2023, role definition).

Rules and tasks of the institution (formality) make the role clearer, and each of them also takes something from the
relation of equals (``peer_workers``, ``peer_support``): two effects that each run one way.
"""

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
    peer_formality: float = parameter(
        0.4, low=0.1, high=0.8, unit="index 0-1", scope="centre", source="ramesh2023", grade="judged",
        en="how far rules and tasks of the institution fill the role", es="en qué medida reglas y tareas de la institución llenan el papel",
    )
    rules_clear: float = parameter(
        0.6, low=0.2, high=0.9, unit="share", source="ramesh2023", grade="judged", en="part of what is unclear that a fully formal role clears up",
        es="parte de lo que no está claro que aclara un papel del todo formal",
    )


def contribute(world: Any) -> None:
    """What is unclear about the role, less what rules of the institution clear up."""
    cleared = float(world.value("role_clarity.rules_clear")) * world.local("peer_formality")
    world.channel("role_confusion").add(np.clip(world.local("role_clarity_dial") * (1 - world.local("peer_clarity")) * (1 - cleared), 0, 1))


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
