"""Knowledge: staff who were never told what the community model asks (Arriola-Vigo 2019, lack of knowledge)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class KnowledgeSettings(Settings):
    """The barrier's dial and what stands behind it."""

    knowledge_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of missing knowledge of the model: 0 removed, 1 as in the system",
        es="barrera de desconocimiento del modelo: 0 eliminada, 1 como en el sistema",
    )
    missing_share: float = parameter(
        0.3, low=0.1, high=0.6, unit="share", scope="centre",
        en="knowledge of the model that guidance and coaching would add to the team and do not",
        es="conocimiento del modelo que orientación y acompañamiento darían al equipo y no dan",
    )


def contribute(world: Any) -> None:
    """The team's conviction lacks this share."""
    world.channel("missing_knowledge").add(
        np.clip(world.local("knowledge_dial") * world.local("missing_share"), 0, 1)
    )


PROCESS = Process(
    name="knowledge",
    sentence=Words(
        "Much of the team has only a vague idea of the community model.",
        "Buena parte del equipo tiene solo una idea vaga del modelo comunitario.",
    ),
    contribute=contribute,
    settings=KnowledgeSettings,
    sources=("arriola2019",),
)
