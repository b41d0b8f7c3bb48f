"""Staff attitudes: how far a team takes peers for colleagues (Ramesh and Charles 2023, attitudes of staff)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class StaffAttitudesSettings(Settings):
    """The barrier's dial and what stands behind it."""

    staff_attitudes_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of staff attitudes to peers: 0 removed, 1 as in the system",
        es="barrera de actitudes del personal hacia los pares: 0 eliminada, 1 como en el sistema",
    )
    team_attitude: float = parameter(
        0.5, low=0.2, high=0.8, unit="index 0-1", scope="centre", source="ramesh2023", grade="judged",
        en="attitude of the team to peers as colleagues", es="actitud del equipo hacia los pares como colegas",
    )


def contribute(world: Any) -> None:
    """What a team lacks of a full welcome."""
    world.channel("peer_rejection").add(np.clip(world.local("staff_attitudes_dial") * (1 - world.local("team_attitude")), 0, 1))


PROCESS = Process(
    name="staff_attitudes",
    sentence=Words(
        "Some of the staff do not take peers for colleagues.",
        "Parte del personal no toma a los pares por colegas.",
    ),
    contribute=contribute,
    settings=StaffAttitudesSettings,
    sources=("ramesh2023",),
    where=("peer_workers.peer_posts", "critical_time.teams"),
)
