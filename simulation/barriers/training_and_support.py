"""Training and support: peers who were taught little and work without supervision (Ramesh and Charles 2023)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class TrainingAndSupportSettings(Settings):
    """The barrier's dial and what stands behind it."""

    training_and_support_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of missing training and supervision of peers: 0 removed, 1 as in the system",
        es="barrera de falta de formación y supervisión de pares: 0 eliminada, 1 como en el sistema",
    )
    peer_supervision: float = parameter(
        0.5, low=0.0, high=1.0, unit="index 0-1", scope="centre", source="ramesh2023", grade="judged",
        en="supervision of peers: 0 none, 1 weekly", es="supervisión de pares: 0 ninguna, 1 semanal",
    )


def contribute(world: Any) -> None:
    """The weight of what was not taught, and supervision that is not given."""
    dial = world.local("training_and_support_dial")
    world.channel("untaught_weight").add(dial)
    world.channel("unsupervised").add(np.clip(dial * (1 - world.local("peer_supervision")), 0, 1))


PROCESS = Process(
    name="training_and_support",
    sentence=Words(
        "Peers were not taught all, and are not always supervised.",
        "A los pares no se les ha enseñado todo, ni siempre se les supervisa.",
    ),
    contribute=contribute,
    settings=TrainingAndSupportSettings,
    sources=("ramesh2023",),
    where=("peer_workers.peer_posts", "critical_time.teams"),
)
