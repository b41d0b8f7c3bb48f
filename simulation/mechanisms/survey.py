"""Survey: once a year, in its last week, the year is counted as surveys count it.

Adults of 18 to 65 years who were ill at some time in 52 weeks (12-month prevalence), how severely at worst,
and by whom they were treated. People who moved in during the year are asked about their weeks here. Mild,
moderate and severe are cut at severity 0.33 and 0.6, which is not how surveys cut them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.cache import kernel
from simulation.ground.parameter import Words
from simulation.ground.process import Process
from simulation.people import tallies as t
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_CENTRE,
    FIRST_FORMAL,
    HOSPITAL,
    INFORMAL,
    OTHER_INSURER,
    OUTPATIENT,
    PRIMARY_CARE,
)
from simulation.people.tallies import count, row_of

LAST_OF_YEAR = 51
ADULT, OLD = 18 * 52, 66 * 52
ANY_PSYCHOSIS = (1 << (AFFECTIVE_PSYCHOSIS - 1)) | (1 << AFFECTIVE_PSYCHOSIS)
IN_HOSPITAL = (1 << OUTPATIENT) | (1 << HOSPITAL)
ANY_CARE = (1 << INFORMAL) | sum(1 << k for k in range(FIRST_FORMAL, OTHER_INSURER + 1))


@kernel
def survey(
    week: int, residents: int, district: NDArray[np.int16], divisions: NDArray[np.int8], age_weeks: NDArray[np.int16],
    year_disorders: NDArray[np.int8], year_severity: NDArray[np.int8], year_care: NDArray[np.int16],
    tally: NDArray[np.int64],
) -> None:
    if week % 52 != LAST_OF_YEAR:
        return
    now = row_of(week, tally.shape[0])
    for i in range(residents):
        adult = ADULT <= age_weeks[i] < OLD
        w = divisions[i]
        d = district[i]
        grade = year_severity[i]
        ill = year_disorders[i]
        had = year_care[i]
        year_severity[i] = 0
        year_disorders[i] = 0
        year_care[i] = 0
        if adult:
            count(tally, now, t.YEAR_ADULTS, w, d, 1)
        if grade == 0:
            continue
        count(tally, now, t.YEAR_CASES_ALL_AGES, w, d, 1)
        if not adult:
            continue
        count(tally, now, t.YEAR_CASES, w, d, 1)
        count(tally, now, t.YEAR_MILD + grade - 1, w, d, 1)
        if ill & 1 != 0:
            count(tally, now, t.YEAR_COMMON, w, d, 1)
        if ill & 2 != 0:
            count(tally, now, t.YEAR_SUBSTANCE_USE, w, d, 1)
        if ill & ANY_PSYCHOSIS != 0:
            count(tally, now, t.YEAR_PSYCHOSIS, w, d, 1)
        if had & ANY_CARE != 0:
            count(tally, now, t.YEAR_TREATED, w, d, 1)
            count(tally, now, t.YEAR_TREATED_MILD + grade - 1, w, d, 1)
        if had & (1 << AT_CENTRE) != 0:
            count(tally, now, t.YEAR_AT_CENTRE, w, d, 1)
        if had & (1 << PRIMARY_CARE) != 0:
            count(tally, now, t.YEAR_IN_PRIMARY_CARE, w, d, 1)
        if had & IN_HOSPITAL != 0:
            count(tally, now, t.YEAR_IN_HOSPITAL, w, d, 1)
        if had & (1 << OTHER_INSURER) != 0:
            count(tally, now, t.YEAR_AT_OTHER_INSURER, w, d, 1)
        if had & (1 << INFORMAL) != 0:
            count(tally, now, t.YEAR_IN_INFORMAL_CARE, w, d, 1)


PROCESS = Process(
    name="survey",
    sentence=Words(
        "At the end of a year, it is counted as a survey would.",
        "Al final de cada año, se cuenta como lo haría una encuesta.",
    ),
    kernel=survey,
    sources=("piazza2014",),
)
