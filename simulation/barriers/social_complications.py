"""Complicating social factors: poverty, illiteracy, another language, and norms that forbid (Beckers 2020)."""

from __future__ import annotations

from typing import Any

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class SocialComplicationsSettings(Settings):
    """The barrier's dial; what stands behind it are the ratios of ``help_seeking`` and the norms of ``outreach``."""

    social_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="district", source="beckers2020", grade="judged",
        en="barrier of poverty, illiteracy, language and norms that forbid: 0 removed, 1 as in the system",
        es="barrera de pobreza, analfabetismo, lengua y normas que prohíben: 0 eliminada, 1 como en el sistema",
    )


def contribute(world: Any) -> None:
    """Add the dial to the weight of social complications."""
    world.channel("social_weight").add(world.local("social_dial"))


PROCESS = Process(
    name="social_complications",
    sentence=Words(
        "Poverty, illiteracy, language and norms that forbid keep people from help.",
        "La pobreza, el analfabetismo, la lengua y las normas que prohíben alejan a las personas de la ayuda.",
    ),
    contribute=contribute,
    settings=SocialComplicationsSettings,
    sources=("beckers2020",),
    # the dial works everywhere; `minga barriers` asks about it where somebody goes out to those whom it keeps away
    where=("outreach.outreach_hours", "evenings.evenings", "peers_first.first_contact"),
)
