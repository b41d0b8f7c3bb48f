"""Stigma: fear of being treated differently keeps people from help (Arriola-Vigo 2019, stigma)."""

from __future__ import annotations

from typing import Any

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class StigmaSettings(Settings):
    """The barrier's dial and what stands behind it."""

    stigma_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="district", en="barrier of stigma: 0 removed, 1 as in the system",
        es="barrera de estigma: 0 eliminada, 1 como en el sistema",
    )


def contribute(world: Any) -> None:
    """Add the dial to the weight of stigma."""
    world.channel("stigma_weight").add(world.local("stigma_dial"))


PROCESS = Process(
    name="stigma",
    sentence=Words(
        "Stigma holds people back from services.",
        "El estigma frena a las personas ante los servicios.",
    ),
    contribute=contribute,
    settings=StigmaSettings,
    sources=("arriola2019",),
)
