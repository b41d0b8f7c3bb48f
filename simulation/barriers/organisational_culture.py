"""Organisational culture: how far a centre falls short of a recovery orientation (Ramesh and Charles 2023)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class OrganisationalCultureSettings(Settings):
    """The barrier's dial and what stands behind it."""

    organisational_culture_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of organisational culture: 0 removed, 1 as in the system",
        es="barrera de cultura organizacional: 0 eliminada, 1 como en el sistema",
    )
    recovery_culture: float = parameter(
        0.4, low=0.1, high=0.8, unit="index 0-1", scope="centre", source="ramesh2023", grade="judged",
        en="recovery orientation of the centre", es="orientación del centro hacia la recuperación",
    )


def contribute(world: Any) -> None:
    """What the centre's recovery orientation lacks."""
    world.channel("culture_gap").add(np.clip(world.local("organisational_culture_dial") * (1 - world.local("recovery_culture")), 0, 1))


PROCESS = Process(
    name="organisational_culture",
    sentence=Words(
        "Centres are oriented towards recovery only in part.",
        "Los centros se orientan a la recuperación solo en parte.",
    ),
    contribute=contribute,
    settings=OrganisationalCultureSettings,
    sources=("ramesh2023",),
    where=("peer_workers.peer_posts", "critical_time.teams"),
)
