"""Medicines: prescribed, in stock, taken.

A stock lasts as many weeks as were handed out. A person who has some takes them or not from week to week,
more often with trust in services and less with self-stigma; being off medicines acts on relapse alone, so
that it is counted once. Where religious leaders or healers tell people to stop (``told_to_stop``), those who hold to
tradition stop more often (Ramesh and Charles 2023).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process

STOPS = draw("medicines: stops or starts taking them")


class MedicinesSettings(Settings):
    """Adherence."""

    stops: float = parameter(
        1.2, low=0.6, high=2.0, unit="1/person-year", en="stopping to take medicines that are in the house",
        es="dejar de tomar medicamentos que se tienen en casa",
    )
    starts_again: float = parameter(
        2.0, low=1.0, high=4.0, unit="1/person-year", en="taking medicines again while some are in the house",
        es="volver a tomar medicamentos que se tienen en casa",
    )
    trust_effect: float = parameter(
        1.0, low=0.0, high=2.0, unit="log-hazard per unit", limits=(0, 20), en="fall of stopping with trust",
        es="descenso del abandono con la confianza",
    )
    self_stigma_effect: float = parameter(
        0.5, low=0.0, high=1.0, unit="log-hazard per unit", limits=(0, 20), en="rise of stopping with self-stigma",
        es="aumento del abandono con el autoestigma",
    )
    told_to_stop: float = parameter(
        0.0, low=0.0, high=0.3, unit="1/person-year", scope="district", source="ramesh2023", grade="judged",
        en="stopping because a religious leader or healer says so, of people who hold to tradition fully",
        es="abandono porque lo dice un líder religioso o curandero, en personas del todo apegadas a la tradición",
    )


@kernel
def medicines(
    residents: int, week: int, luck: Luck, settings: Bundle, prescribed: NDArray[np.int8],
    medicine_weeks: NDArray[np.int8], taking_medicines: NDArray[np.int8], trust: NDArray[np.float32],
    stigma_self: NDArray[np.float32], tradition: NDArray[np.float32], district: NDArray[np.int16], told_to_stop: NDArray[np.float32],
) -> None:
    for i in range(residents):
        if prescribed[i] == 0:
            continue
        if medicine_weeks[i] <= 0:
            taking_medicines[i] = 0
            continue
        push = exp(settings.self_stigma_effect * (stigma_self[i] - HALF) - settings.trust_effect * (trust[i] - HALF))
        years = ONE / f4(52)
        u = ask(luck, STOPS, i, week)
        if taking_medicines[i] != 0:
            medicine_weeks[i] -= 1
            if u < ONE - exp(-(settings.stops * push + told_to_stop[district[i]] * tradition[i]) * years):
                taking_medicines[i] = 0
        elif u < ONE - exp(-settings.starts_again / push * years):
            taking_medicines[i] = 1


PROCESS = Process(
    name="medicines",
    sentence=Words(
        "People who have medicines take them, stop, or take them up again.",
        "Quienes tienen medicamentos los toman, los dejan o los retoman.",
    ),
    kernel=medicines,
    settings=MedicinesSettings,
    sources=("ramesh2023",),
)
