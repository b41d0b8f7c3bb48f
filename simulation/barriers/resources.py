"""Resources: trips that nobody pays for (Arriola-Vigo 2019, infrastructure and financial resources)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class ResourcesSettings(Settings):
    """The barrier's dial and what stands behind it."""

    resources_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of missing money and transport: 0 removed, 1 as in the system",
        es="barrera de falta de dinero y transporte: 0 eliminada, 1 como en el sistema",
    )
    reimbursed_share: float = parameter(
        0.2, low=0.0, high=0.5, unit="share", scope="centre", en="part of the cost of a trip that the centre pays",
        es="parte del costo de un viaje que paga el centro",
    )
    space_short: float = parameter(
        0.4, low=0.1, high=0.7, unit="share", scope="centre", source="arriola2019", grade="judged",
        en="places in group sessions for which the centre has no room", es="plazas en sesiones grupales para las que el centro no tiene espacio",
    )


def contribute(world: Any) -> None:
    """What is not reimbursed stays uncovered; rooms are too small for groups."""
    world.channel("short_space").add(np.clip(world.local("resources_dial") * world.local("space_short"), 0, 1))
    world.channel("uncovered_cost").add(
        np.clip(world.local("resources_dial") * (1 - world.local("reimbursed_share")), 0, 1)
    )


PROCESS = Process(
    name="resources",
    sentence=Words(
        "Much of the cost of outreach is not covered.",
        "Gran parte del costo del trabajo extramural no está cubierta.",
    ),
    contribute=contribute,
    settings=ResourcesSettings,
    sources=("arriola2019",),
)
