"""Teaching: what the staff of primary care know of the community model, learn of it and forget.

A practice's knowledge is a stock. A course closes ``course_gain`` of the gap to full knowledge; without courses it
goes half of the way in ``half_life`` back to what the staff bring from university, as some forget and others leave.
What they bring follows the months that their training spends in the community and in an institute: with the months
of today it is ``primary_care.primary_knowledge`` of the district, and its odds are in proportion to the one over the
other. Premature referral, and whom practitioners send to a centre, follow the stock (``primary_care``).
(Arriola-Vigo 2019: three years in an institute, three months in the community; teaching would cut resistance.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, ZERO, clip, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import PRACTICE

TAUGHT = draw("teaching: is there a course at the practice this week")
LN2 = f4(0.6931472)
WEEKS_A_YEAR = f4(52)
TODAY = f4(3 / 36)
"""Months in the community over months in an institute, as reported: with these the curriculum gives what is declared."""


class TeachingSettings(Settings):
    """Curricula, courses, and how long they last."""

    institute_months: float = parameter(
        36.0, low=24.0, high=36.0, kind="lever", unit="months", limits=(1, 120), source="arriola2019", grade="here",
        en="months of a residency spent in an institute", es="meses de la residencia en un instituto",
    )
    community_months: float = parameter(
        3.0, low=3.0, high=12.0, kind="lever", unit="months", limits=(0, 120), source="arriola2019", grade="here",
        en="months of a residency spent in a community centre", es="meses de la residencia en un centro comunitario",
    )
    courses_year: float = parameter(
        0.0, low=0.0, high=6.0, kind="lever", unit="courses a year", limits=(0, 52), scope="district",
        en="courses on the community model that a practice has in a year", es="cursos sobre el modelo comunitario que tiene un establecimiento en un año",
    )
    course_gain: float = parameter(
        0.2, low=0.1, high=0.3, unit="share", en="gap of knowledge of the community model that a course closes",
        es="brecha de conocimiento del modelo comunitario que cierra un curso",
    )
    half_life: float = parameter(
        52.0, low=26.0, high=104.0, unit="weeks", limits=(1, 5200), en="time in which half of what courses added is gone",
        es="tiempo en que se pierde la mitad de lo que añadieron los cursos",
    )


@kernel
def brought(known_today: np.float32, settings: Bundle) -> np.float32:
    """Knowledge of the model that staff bring from university, where today's curriculum gives so much."""
    times = settings.community_months / settings.institute_months / TODAY
    today = clip(known_today, ZERO, ONE)
    return today * times / (ONE - today + today * times) if times > ZERO else ZERO


@kernel
def teaching(
    week: int, luck: Luck, settings: Bundle, primary_knowledge: NDArray[np.float32], courses_year: NDArray[np.float32], facilities: int,
    facilities_kind: NDArray[np.int8], facilities_district: NDArray[np.int16], facilities_knowledge: NDArray[np.float32],
) -> None:
    step = ONE - exp(-LN2 / settings.half_life)
    for k in range(facilities):
        if facilities_kind[k] != PRACTICE:
            continue
        d = facilities_district[k]
        facilities_knowledge[k] += step * (brought(primary_knowledge[d], settings) - facilities_knowledge[k])
        if courses_year[d] > ZERO and ask(luck, TAUGHT, k, week) < courses_year[d] / WEEKS_A_YEAR:
            facilities_knowledge[k] += settings.course_gain * (ONE - facilities_knowledge[k])


def prepare(world: Any) -> None:
    """Practices begin with what their staff brought from university."""
    t = world.facilities
    for k in np.flatnonzero(t.kind == PRACTICE):
        t.knowledge[k] = brought(f4(world.present_values["primary_care.primary_knowledge"][t.district[k]]), world.bundles["teaching"])


PROCESS = Process(
    name="teaching",
    sentence=Words(
        "Primary care learns of the community model in courses, and forgets it towards what universities teach.",
        "La atención primaria aprende del modelo comunitario en cursos, y lo olvida hacia lo que enseñan las universidades.",
    ),
    kernel=teaching,
    prepare=prepare,
    settings=TeachingSettings,
    sources=("arriola2019",),
)
