"""Catchment: too few centres, so people from elsewhere come (Arriola-Vigo 2019, poorly defined catchment area)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class CatchmentSettings(Settings):
    """The barrier's dial and what stands behind it."""

    catchment_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of unclear catchment areas: 0 removed, 1 as in the system",
        es="barrera de áreas de influencia poco claras: 0 eliminada, 1 como en el sistema",
    )
    unclear_share: float = parameter(
        0.5, low=0.2, high=0.8, unit="share", scope="centre",
        en="people of other districts without a nearer centre who take this one for theirs",
        es="personas de otros distritos sin un centro más cercano que toman este como suyo",
    )


def contribute(world: Any) -> None:
    """People from outside the catchment come in this share."""
    world.channel("unclear_catchment").add(
        np.clip(world.local("catchment_dial") * world.local("unclear_share"), 0, 1)
    )


PROCESS = Process(
    name="catchment",
    sentence=Words(
        "Nobody knows for sure which centre is whose.",
        "Nadie sabe con certeza qué centro es de quién.",
    ),
    contribute=contribute,
    settings=CatchmentSettings,
    sources=("arriola2019",),
)
