"""Record: the week is counted, as whole numbers, for everybody and for each group of residents."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE
from simulation.ground.cache import kernel
from simulation.ground.parameter import Words
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_CENTRE,
    CHILDHOOD,
    ELSEWHERE,
    ILL,
    REMISSION,
    WAITING,
)
from simulation.people.tallies import (
    CENTRE_IN_CARE,
    CENTRE_WAITING,
    FROM_OUTSIDE,
    FUNCTIONING,
    IN_CARE,
    KNOWS_CENTRE,
    MINUTES,
    NOW_AT_CENTRE,
    NOW_ILL,
    NOW_WAITING,
    RECOVERY,
    RESIDENTS,
    SEVERITY,
    STIGMA_HELD,
    WITH_DISORDER,
    row_of,
)

TEN_THOUSAND = f4(10000)
SIXTH = f4(1 / 6)


@kernel
def observe(
    week: int, residents: int, district: NDArray[np.int16], divisions: NDArray[np.int8], disorder: NDArray[np.int8],
    status: NDArray[np.int8], care: NDArray[np.int8], severity: NDArray[np.float32],
    functioning: NDArray[np.float32], stigma_held: NDArray[np.float32], knows_centre: NDArray[np.int8],
    connectedness: NDArray[np.float32], hope: NDArray[np.float32], identity: NDArray[np.float32],
    meaning: NDArray[np.float32], empowerment: NDArray[np.float32], difficulties: NDArray[np.float32],
    weeks_ill: NDArray[np.int16], weeks_in_care: NDArray[np.int16], centre: NDArray[np.int16],
    serves: NDArray[np.bool_], centres_waiting: NDArray[np.int32], centres_in_care: NDArray[np.int32],
    clinicians: int, clinicians_centre: NDArray[np.int16], centres_is_open: NDArray[np.int8],
    minutes: NDArray[np.int32], tally: NDArray[np.int64], centre_tally: NDArray[np.int64],
) -> None:
    now = row_of(week, tally.shape[0])
    districts = tally.shape[3]
    # one cell per combination of the five divisions: added up once, shared out over groups at the end
    cells = np.zeros((districts, 32, 11), np.int64)
    for i in range(residents):
        cell = cells[district[i], divisions[i]]
        cell[0] += 1
        cell[9] += int(stigma_held[i] * TEN_THOUSAND + HALF)
        cell[10] += knows_centre[i]
        s = status[i]
        k = care[i]
        if k == WAITING:
            cell[5] += 1
        if k == AT_CENTRE and not serves[centre[i], district[i]]:
            centre_tally[now, FROM_OUTSIDE, centre[i]] += 1
        psychosis = s == REMISSION and AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD
        if s != ILL and not psychosis:
            continue
        cell[1] += 1
        cared = k == AT_CENTRE or k == ELSEWHERE
        if cared:
            cell[3] += 1
        if k == AT_CENTRE:
            cell[4] += 1
        if s == ILL:
            cell[2] += 1
            cell[7] += int(severity[i] * TEN_THOUSAND + HALF)
        if week >= 0:
            weeks_ill[i] += 1 if s == ILL else 0
            weeks_in_care[i] += 1 if cared else 0
        recovered = connectedness[i] + hope[i] + identity[i] + meaning[i] + empowerment[i] + ONE - difficulties[i]
        cell[6] += int(recovered * SIXTH * TEN_THOUSAND + HALF)
        cell[8] += int(functioning[i] * TEN_THOUSAND + HALF)
    where = (
        RESIDENTS, WITH_DISORDER, NOW_ILL, IN_CARE, NOW_AT_CENTRE, NOW_WAITING, RECOVERY, SEVERITY, FUNCTIONING,
        STIGMA_HELD, KNOWS_CENTRE,
    )
    for d in range(districts):
        for mix in range(32):
            for what in range(11):
                amount = cells[d, mix, what]
                tally[now, where[what], 0, d] += amount
                for k in range(5):
                    tally[now, where[what], 1 + 2 * k + ((mix >> k) & 1), d] += amount
    for c in range(centres_waiting.size):
        centre_tally[now, CENTRE_WAITING, c] += centres_waiting[c]
        centre_tally[now, CENTRE_IN_CARE, c] += centres_in_care[c]
    for j in range(clinicians):
        if centres_is_open[clinicians_centre[j]] != 0:
            for k in range(10):
                centre_tally[now, MINUTES + k, clinicians_centre[j]] += minutes[k, j]


PROCESS = Process(
    name="observe",
    sentence=Words("The week is counted.", "Se cuenta la semana."),
    kernel=observe,
)
