"""Burden: years lived with disability and expected years of life lost to early death (DALYs).

A week with a disorder counts for its disability weight, read off straight lines between points of symptom
severity. Two forms for non-affective psychosis: ``own`` goes down to nothing with the symptoms; ``gbd`` gives
every living case at least the residual weight of the Global Burden of Disease Study, which knows no lower
state, so that recovery hardly moves it. With substance use beside another disorder the weights combine as
1 - (1 - a)(1 - b).

Years of life lost are counted as an *expectation*: the excess hazard of death of a person with a disorder times
the life expectancy at that age, week by week, rather than from the few deaths that happen. The mean is the
same and the luck is far smaller. Life expectancy is that of the place's own life table.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp
from simulation.ground.cache import kernel, merged
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import GROUPS, ILL, NON_AFFECTIVE_PSYCHOSIS, SUBSTANCE_USE
from simulation.people.tallies import DISABILITY, LIFE_LOST, MILLIONTH, row_of

from .turnover import BANDS, band_of

MILLION = f4(MILLIONTH)
LAST = f4(100)
BAND_WEEKS = np.array([52 * age for age in BANDS], np.int32)
BAND_YEARS = np.array([BANDS[k + 1] - BANDS[k] for k in range(len(BANDS) - 1)], np.float32)


class BurdenSettings(Settings):
    """Forms and choices of the count of health lost."""

    severity_to_dw: str = parameter(
        "own", kind="form", choices=("own", "gbd"), unit="form",
        en="weight of non-affective psychosis: down to nothing with its symptoms, or never under the residual weight of the GBD",
        es="peso de la psicosis no afectiva: hasta cero con sus síntomas, o nunca menos que el peso residual de la CGE",
    )
    weight_position: dict[str, float] = parameter(
        dict.fromkeys(GROUPS, 0.0), low=dict.fromkeys(GROUPS, -1.0), high=dict.fromkeys(GROUPS, 1.0),
        unit="position -1 to 1", limits=(-1, 1),
        en="where the disability weights lie in their intervals: low ends -1, middle 0, high ends 1",
        es="dónde están los pesos de discapacidad en sus intervalos: extremo bajo -1, medio 0, extremo alto 1",
    )
    comorbid_severity: float = parameter(
        0.3, low=0.15, high=0.5, unit="index 0-1", en="severity at which substance use beside another disorder is weighed",
        es="gravedad con que se pondera el consumo de sustancias junto a otro trastorno",
    )
    discount_health: float = parameter(
        0.0, kind="fixed", unit="1/person-year", limits=(0, 0.2), en="discount rate of health; 0 is none, 0.03 is common",
        es="tasa de descuento de la salud; 0 es ninguna, 0,03 es común",
    )
    discount_costs: float = parameter(
        0.0, kind="fixed", unit="1/person-year", limits=(0, 0.2), en="discount rate of costs beside DALYs; 0 is none, 0.03 is common",
        es="tasa de descuento de los costos junto a los AVAD; 0 es ninguna, 0,03 es común",
    )


@kernel
def life_expectancy(rates: NDArray[np.float32], discount: np.float32, years_left: NDArray[np.float32]) -> None:
    """Expected (discounted) years left at the beginning of each band of a life table, shape (bands,).

    Within a band the death rate is constant; the last band is open.
    """
    last = rates.size - 1
    years_left[last] = ONE / (rates[last] + discount)
    for k in range(last - 1, -1, -1):
        rate = max(rates[k] + discount, f4(1e-7))
        stays = exp(-rate * BAND_YEARS[k])
        years_left[k] = (ONE - stays) / rate + stays * years_left[k + 1]


@merged
def years_left_at(age_weeks: int, years_left: NDArray[np.float32]) -> np.float32:
    """Expected years left at an age, in a straight line between the beginnings of bands."""
    k = band_of(age_weeks)
    if k >= years_left.size - 1:
        return years_left[years_left.size - 1]  # type: ignore[no-any-return]
    within = f4(age_weeks - BAND_WEEKS[k]) / f4(BAND_WEEKS[k + 1] - BAND_WEEKS[k])
    return years_left[k] + within * (years_left[k + 1] - years_left[k])  # type: ignore[no-any-return]


@merged
def weight_at(curve: NDArray[np.float32], severity: np.float32) -> np.float32:
    """The weight at a severity, in a straight line between hundredths."""
    at = min(max(severity, ZERO), ONE) * LAST
    k = min(int(at), curve.size - 2)
    return curve[k] + (at - f4(k)) * (curve[k + 1] - curve[k])  # type: ignore[no-any-return]


@kernel
def burden(
    week: int, residents: int, settings: Bundle, turnover_settings: Bundle, weight_curves: NDArray[np.float32],
    residual_weights: NDArray[np.float32], district: NDArray[np.int16], divisions: NDArray[np.int8],
    disorder: NDArray[np.int8], comorbid_substance_use: NDArray[np.int8], status: NDArray[np.int8],
    severity: NDArray[np.float32], age_weeks: NDArray[np.int16], sex: NDArray[np.int8], tally: NDArray[np.int64],
) -> None:
    now = row_of(week, tally.shape[0])
    groups, points = weight_curves.shape[0], weight_curves.shape[2]
    curves = np.empty((groups, points), np.float32)
    for g in range(groups):
        position = settings.weight_position[g]
        for k in range(points):
            middle = weight_curves[g, 0, k]
            end = weight_curves[g, 2, k] if position > ZERO else weight_curves[g, 1, k]
            curves[g, k] = middle + abs(position) * (end - middle)
    least = ZERO
    if settings.severity_to_dw == 1:
        # the residual weight moves with the curve: it is the same state of the same study
        nap = NON_AFFECTIVE_PSYCHOSIS - 1
        least = residual_weights[nap]
        for k in range(points):
            if weight_curves[nap, 0, k] >= residual_weights[nap]:
                least = curves[nap, k]
                break
    beside = weight_at(curves[SUBSTANCE_USE - 1], settings.comorbid_severity)
    bands = turnover_settings.mortality_men.size
    women = np.empty(bands, np.float32)
    men = np.empty(bands, np.float32)
    life_expectancy(turnover_settings.mortality_women, settings.discount_health, women)
    life_expectancy(turnover_settings.mortality_men, settings.discount_health, men)
    # one cell per combination of the five divisions: added up once, shared out over groups at the end
    districts = tally.shape[3]
    cells = np.zeros((districts, 32, 2), np.int64)
    for i in range(residents):
        if status[i] < ILL:
            continue
        g = disorder[i] - 1
        weight = weight_at(curves[g], severity[i])
        if disorder[i] == NON_AFFECTIVE_PSYCHOSIS:
            weight = max(weight, least)
        if comorbid_substance_use[i] != 0:
            weight = ONE - (ONE - weight) * (ONE - beside)
        cell = cells[district[i], divisions[i]]
        cell[0] += int(weight * MILLION + HALF)
        age = age_weeks[i]
        band = band_of(age)
        rate = turnover_settings.mortality_women[band] if sex[i] == 0 else turnover_settings.mortality_men[band]
        excess = rate * (turnover_settings.excess_mortality[g] - ONE) / f4(52)
        cell[1] += int(np.floor(excess * years_left_at(age, women if sex[i] == 0 else men) * MILLION + HALF))
    for d in range(districts):
        for mix in range(32):
            for what in range(2):
                amount = cells[d, mix, what]
                if amount != 0:
                    where = DISABILITY if what == 0 else LIFE_LOST
                    tally[now, where, 0, d] += amount
                    for k in range(5):
                        tally[now, where, 1 + 2 * k + ((mix >> k) & 1), d] += amount


PROCESS = Process(
    name="burden",
    sentence=Words(
        "Health that is lost is counted: weeks lived with disability, and years of life that early deaths are expected to take.",
        "Se cuenta la salud perdida: semanas vividas con discapacidad y años de vida que se espera que quiten las muertes tempranas.",
    ),
    kernel=burden,
    settings=BurdenSettings,
    sources=("ihme2020", "wpp2022", "walker2015", "roerecke2013"),
)
