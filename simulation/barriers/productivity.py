"""The productivity rule: credit for office appointments, little or none for work outside.

Two principals pull: the supervising primary-care centre presses on quantity, the ministry on quality and
community work (Arriola-Vigo 2019, inadequate productivity approach). With full credit for extramural work,
travel and coordination nothing is lost by leaving the office.
"""

from __future__ import annotations

from typing import Any

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class ProductivitySettings(Settings):
    """The barrier's dial and what stands behind it."""

    productivity_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of the productivity rule: 0 removed, 1 as in the system",
        es="barrera de la regla de productividad: 0 eliminada, 1 como en el sistema",
    )
    extramural_credit: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", scope="centre",
        en="credit for an hour of extramural work over an office hour", source="arriola2019", grade="here",
        es="crédito de una hora extramural respecto de una hora de consultorio",
    )
    quantity_emphasis: float = parameter(
        1.0, low=0.5, high=1.5, unit="dial", scope="centre", en="pressure of the supervising centre on quantity",
        es="presión del centro supervisor por la cantidad",
    )


def contribute(world: Any) -> None:
    """Take the credit that is not given as lost, and pass on the pressure."""
    dial = world.local("productivity_dial")
    world.channel("lost_credit").add(dial * (1 - world.local("extramural_credit")))
    world.channel("quantity_pressure").add(dial * world.local("quantity_emphasis"))


PROCESS = Process(
    name="productivity",
    sentence=Words(
        "The productivity rule counts what is done in the office.",
        "La regla de productividad cuenta lo que se hace en el consultorio.",
    ),
    contribute=contribute,
    settings=ProductivitySettings,
    sources=("arriola2019",),
)
