"""Birth, ageing, death and moving: the place keeps its size, people do not.

Deaths follow national life tables by age and sex, times the excess of the disorder group. Rows are reused:
a death is followed by a birth; a move by a newcomer of the place's age structure, or by a birth in the
share that brings births to the national rate.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import weekly
from simulation.ground.cache import kernel, merged
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter, tabled
from simulation.ground.pick import BLOCK, pick
from simulation.ground.process import Process
from simulation.people.codes import GROUPS, ILL, REMISSION
from simulation.people.events import DIED, MOVED_AWAY, Events, log
from simulation.people.tallies import DEATHS, count, row_of

from .arrival import DRAWN_AGE, NEWBORN

LEAVES = draw("turnover: dies, moves away or stays")
BORN = draw("turnover: is the newcomer a newborn")

OLDEST = 5720
BANDS = (0, 1, *range(5, 101, 5))
BAND_NAMES = tuple(str(age) for age in BANDS)
MEN = (0.01282, 0.0008, 0.00048, 0.00045, 0.00105, 0.00166, 0.00182, 0.00199, 0.00243, 0.00305, 0.00408,
       0.0058, 0.00849, 0.01232, 0.01899, 0.03129, 0.05158, 0.10544, 0.20369, 0.30661, 0.45073, 0.66107)
WOMEN = (0.01062, 0.00064, 0.00037, 0.00036, 0.00059, 0.00065, 0.00077, 0.00097, 0.00127, 0.00181, 0.00267,
         0.00391, 0.00562, 0.00839, 0.01304, 0.02101, 0.03525, 0.07976, 0.17923, 0.26748, 0.38851, 0.57158)


class TurnoverSettings(Settings):
    """Births, deaths and moves."""

    mortality_men: dict[str, float] = parameter(
        dict(zip(BAND_NAMES, MEN, strict=True)), kind="fixed", unit="1/person-year", source="wpp2022", grade="here",
        en="death rate of men from this age on", es="tasa de mortalidad de hombres desde esta edad",
    )
    mortality_women: dict[str, float] = parameter(
        dict(zip(BAND_NAMES, WOMEN, strict=True)), kind="fixed", unit="1/person-year", source="wpp2022",
        grade="here", en="death rate of women from this age on", es="tasa de mortalidad de mujeres desde esta edad",
    )
    excess_mortality: dict[str, float] = tabled(
        {group: f"mortality:{group}" for group in GROUPS}, unit="hazard ratio",
        en="deaths with the disorder over deaths without", es="muertes con el trastorno respecto de sin él",
    )
    moving: float = parameter(
        0.05, low=0.03, high=0.09, unit="1/person-year", en="residents who move away", es="residentes que se mudan",
    )
    births: float = parameter(
        0.0171, low=0.0155, high=0.0185, unit="1/person-year", en="births per resident",
        es="nacimientos por residente", source="wpp2022", grade="here",
    )
    crude_deaths: float = parameter(
        0.0083, kind="fixed", unit="1/person-year", source="derived_deaths", grade="judged",
        en="deaths per resident that come out, whose places newborns take", es="muertes por residente que resultan, cuyos lugares ocupan recién nacidos",
    )


@merged
def band_of(age_weeks: int) -> int:
    """Which band of the life table an age belongs to."""
    years = age_weeks // 52
    return 0 if years < 1 else (1 if years < 5 else min(years // 5 + 1, 21))


@kernel
def grow_older(
    look: NDArray[np.int8], age_weeks: NDArray[np.int16], u: NDArray[np.float32], status: NDArray[np.int8], highest: np.float32, lowest: np.float32,
) -> None:
    """Make a block of people a week older, and mark who may die or move.

    Under 65 nobody's death rate times the highest excess reaches 3 %: almost all are done with here.
    """
    for j in range(u.size):
        age = min(age_weeks[j] + 1, OLDEST)
        age_weeks[j] = age
        look[j] = 1 if (u[j] < highest) & ((u[j] < lowest) | (age >= 65 * 52) | (status[j] >= ILL)) else 0


@kernel
def turnover(
    u_leaves: NDArray[np.float32], residents: int, week: int, luck: Luck, settings: Bundle,
    work_list: NDArray[np.int32], work_age: NDArray[np.int16], work_count: NDArray[np.int64],
    age_weeks: NDArray[np.int16], sex: NDArray[np.int8], status: NDArray[np.int8], disorder: NDArray[np.int8],
    divisions: NDArray[np.int8], district: NDArray[np.int16], arrival: NDArray[np.int16],
    tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    moves = weekly(settings.moving)
    # a death is followed by a birth; births beyond those take the places of people who move away
    newborn_share = max(settings.births - settings.crude_deaths, f4(0)) / max(settings.moving, f4(1e-6))
    leaving = 0
    highest = moves + weekly(f4(2))
    lowest = moves + weekly(f4(0.03))
    look = np.empty(BLOCK, np.int8)
    many = 0
    for begin in range(0, residents, BLOCK):
        end = min(begin + BLOCK, residents)
        grow_older(look, age_weeks[begin:end], u_leaves[begin:end], status[begin:end], highest, lowest)
        many = pick(look, begin, end, work_list, many)
    for at in range(many):
        # who leaves is written to the same list, never ahead of where it is read
        i = int(work_list[at])
        u = u_leaves[i]
        age = int(age_weeks[i])
        band = band_of(age)
        rate = settings.mortality_women[band] if sex[i] == 0 else settings.mortality_men[band]
        if status[i] == ILL or status[i] == REMISSION:
            rate *= settings.excess_mortality[disorder[i] - 1]
        dies = weekly(rate)
        if u >= dies + moves:
            continue
        newborn = True
        if u < dies:
            count(tally, now, DEATHS, divisions[i], district[i], 1)
            log(events, week, DIED, i, -1, 0)
        else:
            newborn = ask(luck, BORN, i, week) < newborn_share
            log(events, week, MOVED_AWAY, i, -1, 0)
        arrival[i] += 1
        work_list[leaving] = i
        work_age[leaving] = NEWBORN if newborn else DRAWN_AGE
        leaving += 1
    work_count[0] = leaving


PROCESS = Process(
    name="turnover",
    sentence=Words(
        "Everybody grows a week older; some die or move away, and others are born or arrive in their place.",
        "Todos envejecen una semana; algunas personas mueren o se mudan, y otras nacen o llegan en su lugar.",
    ),
    kernel=turnover,
    settings=TurnoverSettings,
    dense={"u_leaves": LEAVES},
    sources=("wpp2022", "walker2015", "roerecke2013"),
)
