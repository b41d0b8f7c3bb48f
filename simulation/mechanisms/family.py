"""Family: support that is given, the burden of giving it, and how close a user's family stands to the centre.

The burden on the family of a person with a disorder moves a step a week towards a level that rises with
symptoms and after a crisis and falls with treatment that is being received, a bed or a home. A burdened
family gives less: support = own support x (1 - burden_cost x burden). Support acts on help-seeking and on
personal recovery.

The family of a user starts as close to the centre as the support that it gives, and moves away from it:

    loss a year = burden_parts x burden + stigma_parts x stigma that is seen around (as far as stigma holds back)

Workshops to which it comes along and visits at home bring it closer (``groups``, ``home_visits``). How close it
stands is the chance that it comes along to a workshop, and a family that is close keeps its user in care (``sessions``).
Once in four weeks (Arriola-Vigo 2019: families move away from the centre, and psychoeducation should reverse it).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, ZERO, clip, exp
from simulation.ground.cache import kernel, merged
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, FIRST_FORMAL, HOSPITAL, ILL, PROTECTED_HOME

RECENT = 8
MONTH = 4
MONTHS_A_YEAR = f4(13)


class FamilySettings(Settings):
    """What burdens a family, and what the burden does."""

    pace: float = parameter(
        0.05, low=0.02, high=0.1, unit="share", en="part of the way that the burden moves in a week",
        es="parte del camino que avanza la carga en una semana",
    )
    symptoms: float = parameter(
        0.7, low=0.4, high=1.0, unit="index per unit", limits=(0, 5), en="burden with full symptoms", es="carga con síntomas máximos",
    )
    after_crisis: float = parameter(
        0.3, low=0.1, high=0.5, unit="index 0-1", en="burden added in the eight weeks after a crisis",
        es="carga añadida en las ocho semanas tras una crisis",
    )
    relief: float = parameter(
        0.3, low=0.1, high=0.5, unit="index 0-1", en="burden that full treatment takes off", es="carga que alivia el tratamiento completo",
    )
    burden_cost: float = parameter(
        0.4, low=0.1, high=0.7, unit="share", en="support that a fully burdened family can no longer give",
        es="apoyo que una familia con carga máxima ya no puede dar",
    )
    burden_parts: float = parameter(
        0.6, low=0.2, high=1.2, unit="1/person-year", en="rate at which a fully burdened family of a user moves away from the centre",
        es="tasa con que se aleja del centro la familia de un usuario con carga máxima", source="arriola2019", grade="judged",
    )
    stigma_parts: float = parameter(
        0.4, low=0.1, high=0.8, unit="1/person-year", en="rate at which the family of a user moves away from the centre where stigma is total",
        es="tasa con que se aleja del centro la familia de un usuario donde el estigma es total", source="arriola2019", grade="judged",
    )


@merged
def support(own: np.float32, burden: np.float32, settings: Bundle) -> np.float32:
    """The support that a family gives under its burden."""
    return own * (ONE - settings.burden_cost * burden)  # type: ignore[no-any-return]


@kernel
def family(
    residents: int, week: int, settings: Bundle, status: NDArray[np.int8], severity: NDArray[np.float32],
    crisis_week: NDArray[np.int16], care: NDArray[np.int8], dose: NDArray[np.float32], family_burden: NDArray[np.float32],
    family_engagement: NDArray[np.float32], stigma_norm: NDArray[np.float32], district: NDArray[np.int16],
    channel_stigma_weight: NDArray[np.float32],
) -> None:
    carries(
        family_burden[:residents], status[:residents], severity[:residents], crisis_week[:residents], care[:residents], dose[:residents],
        settings.pace, settings.symptoms, settings.after_crisis, settings.relief, week,
    )
    for i in range(residents):
        if care[i] == AT_CENTRE and (week + i) % MONTH == 0 and status[i] >= ILL:
            loss = settings.burden_parts * family_burden[i] + settings.stigma_parts * channel_stigma_weight[district[i]] * stigma_norm[i]
            family_engagement[i] *= exp(-loss / MONTHS_A_YEAR)


@kernel
def carries(
    family_burden: NDArray[np.float32], status: NDArray[np.int8], severity: NDArray[np.float32], crisis_week: NDArray[np.int16],
    care: NDArray[np.int8], dose: NDArray[np.float32], pace: np.float32, symptoms: np.float32, after_crisis: np.float32, relief: np.float32,
    week: int,
) -> None:
    """Move each family's burden; in one plain loop of everybody, so that the compiler can take several people at once."""
    for i in range(family_burden.size):
        goal = symptoms * severity[i] + (after_crisis if week - crisis_week[i] < RECENT else ZERO)
        away = (care[i] == HOSPITAL) | (care[i] == PROTECTED_HOME)
        eased = goal - (relief * dose[i] if care[i] >= FIRST_FORMAL else ZERO)
        goal = f4(0.5) * goal if away else eased
        # a family without anybody who is ill carries less and less of what it carried
        goal = clip(goal, ZERO, ONE) if status[i] >= ILL else ZERO
        family_burden[i] += pace * (goal - family_burden[i])


PROCESS = Process(
    name="family",
    sentence=Words(
        "Families of people with a disorder carry a burden, and the more they carry the less support they can give and the further they move from the centre.",
        "Las familias de personas con un trastorno llevan una carga, y cuanto más llevan menos apoyo pueden dar y más se alejan del centro.",
    ),
    kernel=family,
    settings=FamilySettings,
    sources=("arriola2019",),
)
