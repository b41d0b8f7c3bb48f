"""Record: the week is counted, as whole numbers, for everybody and for each group of residents."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE
from simulation.ground.cache import kernel
from simulation.ground.parameter import Words
from simulation.ground.process import Process
from simulation.people import tallies as t
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_CENTRE,
    CHILDHOOD,
    FIRST_FORMAL,
    ILL,
    NO_CARE,
    REMISSION,
)
from simulation.people.tallies import row_of

TEN_THOUSAND = f4(10000)
SIXTH = f4(1 / 6)
MODERATE, SEVERE = f4(0.33), f4(0.6)
RESIDENT_CELLS = np.array(
    [t.RESIDENTS, t.STIGMA_HELD, t.KNOWS_CENTRE, t.NOW_WAITING, t.NOW_INFORMAL, t.NOW_PRIMARY, t.NOW_OUTPATIENT,
     t.NOW_HOSPITAL, t.NOW_HOME, t.NOW_REHABILITATION, t.OTHER_INSURER_WEEKS, t.LIVING_WITH, t.WITH_DISORDER, t.NOW_ILL,
     t.IN_CARE, t.NOW_AT_CENTRE, t.RECOVERY, t.SEVERITY, t.FUNCTIONING, t.FAMILY_BURDEN, t.STIGMA_SELF, t.CONSENTS,
     t.NOW_PEER_ONLY],
    np.int64,
)
"""What is counted of residents as they stand, in the order of the cells below."""
CELLS = len(RESIDENT_CELLS)
CELL_OF_CARE = np.array([-1, 4, 3, -1, 5, 6, 7, 8, 9, 22, 10], np.int64)


@kernel
def observe(
    week: int, residents: int, district: NDArray[np.int16], divisions: NDArray[np.int8], disorder: NDArray[np.int8],
    comorbid_substance_use: NDArray[np.int8], status: NDArray[np.int8], care: NDArray[np.int8],
    care_before: NDArray[np.int8], severity: NDArray[np.float32], functioning: NDArray[np.float32],
    stigma_held: NDArray[np.float32], stigma_self: NDArray[np.float32], family_burden: NDArray[np.float32],
    family_engagement: NDArray[np.float32],
    knows_centre: NDArray[np.int8], consents: NDArray[np.int8], connectedness: NDArray[np.float32],
    hope: NDArray[np.float32], identity: NDArray[np.float32], meaning: NDArray[np.float32],
    empowerment: NDArray[np.float32], difficulties: NDArray[np.float32], weeks_ill: NDArray[np.int16],
    weeks_in_care: NDArray[np.int16], year_disorders: NDArray[np.int8], year_severity: NDArray[np.int8],
    year_care: NDArray[np.int16], centre: NDArray[np.int16], serves: NDArray[np.bool_],
    centres_waiting: NDArray[np.int32], centres_in_care: NDArray[np.int32], clinicians: int,
    clinicians_centre: NDArray[np.int16], centres_is_open: NDArray[np.int8], minutes: NDArray[np.int32],
    tally: NDArray[np.int64], centre_tally: NDArray[np.int64], flows: NDArray[np.int32],
) -> None:
    now = row_of(week, tally.shape[0])
    districts = tally.shape[3]
    # one cell per combination of the five divisions: added up once, shared out over groups at the end
    cells = np.zeros((districts, 32, CELLS), np.int64)
    for i in range(residents):
        cell = cells[district[i], divisions[i]]
        cell[0] += 1
        cell[1] += int(stigma_held[i] * TEN_THOUSAND + HALF)
        cell[2] += knows_centre[i]
        s = status[i]
        k = care[i]
        if k != care_before[i]:
            flows[now, care_before[i], k] += 1
            care_before[i] = k
        if k != NO_CARE:
            if CELL_OF_CARE[k] >= 0:
                cell[CELL_OF_CARE[k]] += 1
            year_care[i] |= np.int16(1 << k)
            if k == AT_CENTRE and not serves[centre[i], district[i]]:
                centre_tally[now, t.FROM_OUTSIDE, centre[i]] += 1
        if s != ILL and s != REMISSION:
            continue
        cell[11] += 1
        if s != ILL and not AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD:
            continue
        cell[12] += 1
        cared = k >= FIRST_FORMAL
        cell[14] += 1 if cared else 0
        cell[15] += 1 if k == AT_CENTRE else 0
        if s == ILL:
            y = severity[i]
            cell[13] += 1
            cell[17] += int(y * TEN_THOUSAND + HALF)
            grade = 1 if y < MODERATE else (2 if y < SEVERE else 3)
            year_severity[i] = max(year_severity[i], np.int8(grade))
            year_disorders[i] |= np.int8((1 << (disorder[i] - 1)) | (2 if comorbid_substance_use[i] != 0 else 0))
        if week >= 0:
            weeks_ill[i] += 1 if s == ILL else 0
            weeks_in_care[i] += 1 if cared else 0
        recovered = connectedness[i] + hope[i] + identity[i] + meaning[i] + empowerment[i] + ONE - difficulties[i]
        cell[16] += int(recovered * SIXTH * TEN_THOUSAND + HALF)
        cell[18] += int(functioning[i] * TEN_THOUSAND + HALF)
        cell[19] += int(family_burden[i] * TEN_THOUSAND + HALF)
        cell[20] += int(stigma_self[i] * TEN_THOUSAND + HALF)
        cell[21] += consents[i]
    for d in range(districts):
        for mix in range(32):
            for what in range(CELLS):
                amount = cells[d, mix, what]
                if amount == 0:
                    continue
                tally[now, RESIDENT_CELLS[what], 0, d] += amount
                for k in range(5):
                    tally[now, RESIDENT_CELLS[what], 1 + 2 * k + ((mix >> k) & 1), d] += amount
    # in a loop of its own, which costs less than a choice for few people inside the first
    for i in range(residents):
        if care[i] != AT_CENTRE:
            continue
        if status[i] == ILL or (status[i] == REMISSION and AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD):
            t.count(tally, now, t.FAMILY_ENGAGEMENT, divisions[i], district[i], int(family_engagement[i] * TEN_THOUSAND + HALF))
    for c in range(centres_waiting.size):
        centre_tally[now, t.CENTRE_WAITING, c] += centres_waiting[c]
        centre_tally[now, t.CENTRE_IN_CARE, c] += centres_in_care[c]
    for j in range(clinicians):
        if centres_is_open[clinicians_centre[j]] != 0:
            for k in range(minutes.shape[0]):
                centre_tally[now, t.MINUTES + k, clinicians_centre[j]] += minutes[k, j]


PROCESS = Process(
    name="observe",
    sentence=Words("The week is counted.", "Se cuenta la semana."),
    kernel=observe,
)
