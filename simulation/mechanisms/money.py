"""Money: what the centres' work costs, who pays, and what staff pay themselves. Whole cents, conserved.

The health authority pays for filled posts (on-cost included), goods and rent of a centre (``authority``);
here medicines are paid for people who take them. Trips and pay cuts are counted where they happen.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, GROUPS, PROFESSIONS
from simulation.people.tallies import CENTS_MEDICINES, row_of


class MoneySettings(Settings):
    """Unit costs, in the money of the scenario."""

    pay_month: dict[str, float] = parameter(
        dict(zip(PROFESSIONS, (850000, 550000, 330000, 330000, 330000, 300000, 300000), strict=True)),
        low=dict(zip(PROFESSIONS, (620000, 450000, 250000, 260000, 240000, 240000, 240000), strict=True)),
        high=dict(zip(PROFESSIONS, (1300000, 750000, 500000, 450000, 400000, 400000, 400000), strict=True)),
        unit="cents", en="gross monthly pay, full time", es="sueldo bruto mensual, tiempo completo",
        source={"psychiatrist": "judged", "physician": "judged", "psychologist": "larepublica2022",
                "nurse": "larepublica2022", "social_worker": "larepublica2022",
                "occupational_therapist": "judged", "language_therapist": "judged"},
        grade={"psychiatrist": "judged", "physician": "judged", "psychologist": "here", "nurse": "here",
               "social_worker": "here", "occupational_therapist": "judged", "language_therapist": "judged"},
    )
    support_pay_month: float = parameter(
        190000.0, low=130000, high=260000, unit="cents", en="gross monthly pay of technicians, administrators, guards",
        es="sueldo bruto mensual de técnicos, administrativos y vigilantes",
    )
    on_cost: float = parameter(
        1.1, low=1.05, high=1.2, unit="ratio", en="employer's cost over gross pay", es="costo laboral sobre sueldo bruto",
    )
    running_year: float = parameter(
        20000000.0, low=10000000, high=40000000, unit="cents", en="goods, rent and services of a centre in a year",
        es="bienes, alquiler y servicios de un centro por año",
    )
    medicine_month: dict[str, float] = parameter(
        dict(zip(GROUPS, (600, 1000, 2500, 1500, 3000), strict=True)),
        low=dict(zip(GROUPS, (200, 0, 800, 300, 0), strict=True)),
        high=dict(zip(GROUPS, (8000, 10000, 20000, 30000, 25000), strict=True)),
        unit="cents", en="medicines of a person in a month", es="medicamentos de una persona por mes",
        source={"common": "judged", "substance_use": "judged", "affective_psychosis": "judged",
                "non_affective_psychosis": "valle_rpmesp", "childhood": "judged"},
        grade={"common": "judged", "substance_use": "judged", "affective_psychosis": "judged",
               "non_affective_psychosis": "here", "childhood": "judged"},
    )


@kernel
def money(
    week: int, residents: int, settings: Bundle, care: NDArray[np.int8], taking_medicines: NDArray[np.int8],
    disorder: NDArray[np.int8], centre: NDArray[np.int16], centre_tally: NDArray[np.int64],
) -> None:
    now = row_of(week, centre_tally.shape[0])
    a_week = f4(12) / f4(52)
    for i in range(residents):
        if care[i] == AT_CENTRE and taking_medicines[i] != 0 and disorder[i] > 0:
            cents = np.int64(settings.medicine_month[disorder[i] - 1] * a_week)
            centre_tally[now, CENTS_MEDICINES, centre[i]] += cents


PROCESS = Process(
    name="money",
    sentence=Words(
        "Medicines of people in care are paid for.",
        "Se pagan los medicamentos de las personas en atención.",
    ),
    kernel=money,
    settings=MoneySettings,
    sources=("larepublica2022", "valle_rpmesp"),
)
