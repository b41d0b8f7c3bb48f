"""Money: what the centres' work costs, who pays, and what staff pay themselves. Whole cents, conserved.

The health authority pays for filled posts (on-cost included), goods and rent of a centre (``authority``);
here medicines are paid for people who take them. Trips and pay cuts are counted where they happen.
Care that is not built from pay and rent is priced in ``prices``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF
from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle, Settings, Words, tabled
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, GROUPS, PROFESSIONS
from simulation.people.tallies import CENTS_MEDICINES, row_of

PAID_AS = ("psychiatrist", "gp", "psychologist", "nurse", "social_worker", "therapist", "therapist")
"""The pay of each profession, in the order of the professions, as tables of costs name it."""


class MoneySettings(Settings):
    """What a centre pays for: its unit costs stand in the system's table of costs."""

    pay_month: dict[str, float] = tabled(
        dict(zip(PROFESSIONS, (f"costs:pay_{name}" for name in PAID_AS), strict=True)),
        unit="cents", en="gross monthly pay, full time", es="sueldo bruto mensual, tiempo completo",
    )
    support_pay_month: float = tabled(
        "costs:pay_technician", unit="cents", en="gross monthly pay of technicians, administrators, guards",
        es="sueldo bruto mensual de técnicos, administrativos y vigilantes",
    )
    on_cost: float = tabled(
        "costs:on_cost", unit="ratio", en="employer's cost over gross pay", es="costo laboral sobre sueldo bruto",
    )
    running_year: float = tabled(
        "costs:centre_goods_year", unit="cents", en="goods, rent and services of a centre in a year",
        es="bienes, alquiler y servicios de un centro por año",
    )
    medicine_month: dict[str, float] = tabled(
        dict(zip(GROUPS, (f"costs:medicine_{name}" for name in ("cmd", "sud", "aff", "nap", "child")), strict=True)),
        unit="cents", en="medicines of a person in a month", es="medicamentos de una persona por mes",
    )


@kernel
def money(
    week: int, residents: int, settings: Bundle, care: NDArray[np.int8], taking_medicines: NDArray[np.int8],
    disorder: NDArray[np.int8], centre: NDArray[np.int16], centre_tally: NDArray[np.int64],
) -> None:
    now = row_of(week, centre_tally.shape[0])
    # person-weeks first, then one price: so that cents are rounded once a centre and group, not once a person
    taking = np.zeros((centre_tally.shape[2], settings.medicine_month.size), np.int64)
    for i in range(residents):
        if care[i] == AT_CENTRE and taking_medicines[i] != 0 and disorder[i] > 0:
            taking[centre[i], disorder[i] - 1] += 1
    for c in range(centre_tally.shape[2]):
        for g in range(settings.medicine_month.size):
            cents = np.float64(settings.medicine_month[g]) * np.float64(taking[c, g] * 12) / np.float64(52)
            centre_tally[now, CENTS_MEDICINES, c] += np.int64(np.floor(cents + np.float64(HALF)))


PROCESS = Process(
    name="money",
    sentence=Words(
        "Medicines of people in care are paid for.",
        "Se pagan los medicamentos de las personas en atención.",
    ),
    kernel=money,
    settings=MoneySettings,
)
