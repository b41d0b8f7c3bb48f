"""Professional hierarchy: rank decides whose help is worth having (Le and Agrest 2022)."""

from __future__ import annotations

from typing import Any

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class ProfessionalHierarchySettings(Settings):
    """The barrier's dial; what stands behind it are conditions of peer work (``peer_workers``, ``peer_support``)."""

    professional_hierarchy_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of professional hierarchy: 0 removed, 1 as in the system",
        es="barrera de jerarquía profesional: 0 eliminada, 1 como en el sistema",
    )


def contribute(world: Any) -> None:
    """The weight of rank in the society, as far as the dial goes."""
    world.channel("rank_weight").add(world.local("professional_hierarchy_dial"))


PROCESS = Process(
    name="professional_hierarchy",
    sentence=Words(
        "Rank decides whose help is welcome.",
        "El rango decide de quién se acepta la ayuda.",
    ),
    contribute=contribute,
    settings=ProfessionalHierarchySettings,
    sources=("le2022",),
    where=("peer_workers.peer_posts", "critical_time.teams"),
)
