"""Reachability: need arises at all hours, and services answer in office hours (Beckers 2020, reachability)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class ReachabilitySettings(Settings):
    """The barrier's dial; the condition behind it is how far peers can be reached (``peer_support.peer_after_hours``)."""

    reachability_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="barrier of nobody to be reached outside office hours: 0 removed, 1 as in the system",
        es="barrera de no poder contactar a nadie fuera de horario: 0 eliminada, 1 como en el sistema",
    )


def contribute(world: Any) -> None:
    """What is missing of peers who can be reached at all hours."""
    world.channel("unreachable").add(np.clip(world.local("reachability_dial") * (1 - world.local("peer_after_hours")), 0, 1))


PROCESS = Process(
    name="reachability",
    sentence=Words(
        "Outside office hours nobody, or few, can be reached.",
        "Fuera de horario no se puede contactar a nadie, o a pocos.",
    ),
    contribute=contribute,
    settings=ReachabilitySettings,
    sources=("beckers2020",),
    where=("after_hours.numbers_given",),
)
