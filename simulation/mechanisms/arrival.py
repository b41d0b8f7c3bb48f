"""Arrival: a person comes to live in a row, at the start or in place of somebody who died or moved.

Fixed traits come from the district's make-up. Illness comes from the long-run balance of the course of
illness at the person's age, so that a population starts near its own steady state and burn-in has little
to do: with onset o, remission m, relapse r and fading f a disorder that comes and goes is present in
o (r + f) / (m f) of people at risk of it; a psychosis, which does not fade, in onset x years at risk.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp, normal
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    CHILDHOOD,
    EMPLOYED,
    ILL,
    MINOR,
    NO_CARE,
    NOT_WORKING,
    REMISSION,
    RETIRED,
    UNINSURED,
)
from simulation.people.residents import NEVER, People

from .course import COMORBID, HOW_SEVERE, CourseSettings, episode_severity, onset_rate

SEX = draw("arrival: a man")
INSURER = draw("arrival: which insurer")
READS = draw("arrival: reads and writes")
POOR = draw("arrival: poor")
WORKS = draw("arrival: works")
MIGRANT = draw("arrival: has a migration background")
LANGUAGE_MATCH = draw("arrival: services speak the language")
FAMILY = draw("arrival: how much support the family gives")
FRAILTY = draw("arrival: how vulnerable")
STIGMA = draw("arrival: how much stigma is held")
LITERATE = draw("arrival: how much mental-health literacy")
TRUSTS = draw("arrival: how much trust in services")
HAS_DISORDER = draw("arrival: has a disorder")
IN_REMISSION = draw("arrival: is the disorder in remission")
OUTLOOK = draw("arrival: how high personal recovery stands")
ILL_WEEKS = draw("arrival: how long ill already")
HEARD = draw("arrival: knows the centre already")

ADULT_WEEKS, RETIRES_WEEKS, READS_WEEKS = 18 * 52, 65 * 52, 8 * 52
WELL_SHARE = f4(0.8)
SIXTY, FIFTEEN = f4(60), f4(15)


class PopulationSettings(Settings):
    """Who lives in the place."""

    age_share: dict[str, float] = parameter(
        {"0-14": 0.22, "15-64": 0.68, "65+": 0.10}, kind="fixed", unit="share",
        en="residents by age", es="residentes por edad",
    )
    household_size: float = parameter(
        3.6, low=3.2, high=4.0, unit="persons", en="mean household size", es="tamaño medio del hogar",
        limits=(1, 12),
    )
    insurer: dict[str, float] = parameter(
        {"sis": 0.43, "essalud": 0.34, "private": 0.08, "none": 0.15},
        low={"sis": 0.35, "essalud": 0.26, "private": 0.03, "none": 0.10},
        high={"sis": 0.60, "essalud": 0.38, "private": 0.10, "none": 0.24},
        unit="share", en="residents by insurer (made to add up to 1)", es="residentes por seguro (se ajusta a 1)",
    )
    poor_share: float = parameter(
        0.275, low=0.15, high=0.40, unit="share", scope="district",
        en="residents of households at or under the minimum income",
        es="residentes de hogares con ingreso mínimo o menor",
    )
    reading_share: float = parameter(
        0.937, low=0.85, high=0.99, unit="share", en="adults who read and write", es="adultos que leen y escriben",
    )
    migration_share: float = parameter(
        0.3, low=0.1, high=0.6, unit="share", scope="district", en="residents with a migration background",
        es="residentes con origen migratorio",
    )
    language_mismatch: float = parameter(
        0.2, low=0.05, high=0.4, unit="share",
        en="people with a migration background whose language services do not speak",
        es="personas de origen migratorio cuya lengua no hablan los servicios",
    )
    working_share: float = parameter(
        0.7, low=0.5, high=0.8, unit="share", en="adults under 65 who work", es="adultos menores de 65 que trabajan",
    )
    family_support_mean: float = parameter(
        0.6, low=0.4, high=0.8, unit="index 0-1", en="mean family support", es="apoyo familiar medio",
    )
    trait_spread: float = parameter(
        0.18, low=0.12, high=0.24, unit="index 0-1", en="standard deviation of family support, literacy and trust",
        es="desviación estándar de apoyo familiar, alfabetización y confianza",
    )
    vulnerability_spread: float = parameter(
        0.6, low=0.3, high=1.0, unit="log-hazard", limits=(0, 3),
        en="standard deviation of the log-hazard of falling ill between people",
        es="desviación estándar del logaritmo del riesgo de enfermar entre personas",
    )
    poor_ratio: float = parameter(
        1.4, low=1.1, high=1.8, unit="hazard ratio", en="onset in poor households over others",
        es="inicio en hogares pobres respecto de otros", source="jacobi2014", grade="elsewhere",
    )
    public_stigma: float = parameter(
        0.55, low=0.40, high=0.70, unit="index 0-1", scope="district", en="mean public stigma", es="estigma público medio",
    )
    stigma_spread: float = parameter(
        0.18, low=0.12, high=0.24, unit="index 0-1", en="standard deviation of public stigma between people",
        es="desviación estándar del estigma público entre personas",
    )
    literacy_mean: float = parameter(
        0.45, low=0.3, high=0.6, unit="index 0-1", en="mean mental-health literacy", es="alfabetización media en salud mental",
    )
    trust_mean: float = parameter(
        0.45, low=0.3, high=0.6, unit="index 0-1", en="mean trust in services", es="confianza media en los servicios",
    )
    outlook_mean: float = parameter(
        0.55, low=0.45, high=0.65, unit="index 0-1", en="mean personal recovery of people without a disorder",
        es="recuperación personal media de personas sin trastorno",
    )
    near_ties: float = parameter(
        5.0, low=3.0, high=8.0, unit="persons", kind="uncertain", en="near neighbours met (if all were alike)",
        es="vecinos cercanos que se tratan (si todos fueran semejantes)",
    )
    near_reach: float = parameter(
        30.0, low=15.0, high=60.0, unit="persons", en="mean distance to a near neighbour, in residents",
        es="distancia media a un vecino cercano, en residentes",
    )
    long_ties: float = parameter(
        1.5, low=0.5, high=3.0, unit="persons", en="distant people met (if all were alike)",
        es="personas lejanas que se tratan (si todas fueran semejantes)",
    )
    age_homophily: float = parameter(
        0.03, low=0.01, high=0.06, unit="log-chance per year", limits=(0, 1), en="loss of contact with age difference",
        es="pérdida de contacto con la diferencia de edad",
    )
    group_homophily: float = parameter(
        0.7, low=0.0, high=1.5, unit="log-chance", limits=(0, 10), en="loss of contact across groups",
        es="pérdida de contacto entre grupos",
    )


@kernel
def share_with(g: int, sex: int, age_weeks: int, settings: CourseSettings) -> tuple[np.float32, np.float32]:
    """Long-run shares of people of this age who are ill with, and in remission of, disorder group g."""
    m = settings.remission[g]
    r = settings.relapse[g]
    fades = settings.fading[g]
    if g >= AFFECTIVE_PSYCHOSIS - 1 and g < CHILDHOOD - 1:
        years = f4(age_weeks) / f4(52)
        at_risk = clip(years, FIFTEEN, SIXTY) - FIFTEEN
        rate = settings.onset[g] * (settings.onset_women[g] if sex == 0 else ONE)
        has = rate / ((ONE + settings.onset_women[g]) * HALF) * at_risk
        return has * r / (r + m), has * m / (r + m)
    rate = onset_rate(g, sex, age_weeks, settings)
    # a declared 0 is a scenario without that way out: everybody who fell ill would stay in the loop
    out = max(m * fades, f4(1e-6))
    ill = min(rate * WELL_SHARE * (r + fades) / out, HALF)
    return ill, min(ill * m / max(r + fades, f4(1e-6)), HALF)


@kernel
def index_around(mean: np.float32, spread: np.float32, u: np.float32) -> np.float32:
    """A number from 0 to 1 around a mean: normal, cut at the ends."""
    return clip(mean + spread * normal(u), ZERO, ONE)


@kernel
def arrive(
    people: People, i: int, week: int, age_weeks: int, newborn: bool, centre_open: bool, luck: Luck,
    settings: PopulationSettings, course_settings: CourseSettings, poor_share: np.float32,
    migration_share: np.float32, public_stigma: np.float32,
) -> None:
    """Fill row i with a new person."""
    d = people.divisions[i] & 8  # far from the centre is a trait of the place, not of the person
    people.age_weeks[i] = age_weeks
    sex = 1 if ask(luck, SEX, i, week) < HALF else 0
    people.sex[i] = sex
    u = ask(luck, INSURER, i, week) * (
        settings.insurer[0] + settings.insurer[1] + settings.insurer[2] + settings.insurer[3]
    )
    insurer = UNINSURED
    for k in range(4):
        u -= settings.insurer[k]
        if u < ZERO:
            insurer = k
            break
    people.insurer[i] = insurer
    people.reads[i] = age_weeks >= READS_WEEKS and ask(luck, READS, i, week) < settings.reading_share
    poor = ask(luck, POOR, i, week) < poor_share
    people.poor[i] = poor
    if age_weeks < ADULT_WEEKS:
        people.work[i] = MINOR
    elif age_weeks >= RETIRES_WEEKS:
        people.work[i] = RETIRED
    else:
        people.work[i] = EMPLOYED if ask(luck, WORKS, i, week) < settings.working_share else NOT_WORKING
    migrant = ask(luck, MIGRANT, i, week) < migration_share
    people.migration_background[i] = migrant
    people.language_match[i] = not (migrant and ask(luck, LANGUAGE_MATCH, i, week) < settings.language_mismatch)
    support = index_around(settings.family_support_mean, settings.trait_spread, ask(luck, FAMILY, i, week))
    people.family_support[i] = support
    spread = settings.vulnerability_spread
    mean_poor = ONE + poor_share * (settings.poor_ratio - ONE)
    v = exp(spread * normal(ask(luck, FRAILTY, i, week)) - HALF * spread * spread)
    v *= (settings.poor_ratio if poor else ONE) / mean_poor
    people.vulnerability[i] = v
    d |= (1 if poor else 0) | (2 if sex == 0 else 0) | (4 if migrant else 0)
    d |= 16 if support < settings.family_support_mean else 0
    people.divisions[i] = d

    people.stigma_held[i] = index_around(public_stigma, settings.stigma_spread, ask(luck, STIGMA, i, week))
    people.stigma_norm[i] = public_stigma
    people.literacy[i] = index_around(settings.literacy_mean, settings.trait_spread, ask(luck, LITERATE, i, week))
    people.trust[i] = index_around(settings.trust_mean, settings.trait_spread, ask(luck, TRUSTS, i, week))
    people.knows_centre[i] = centre_open and ask(luck, HEARD, i, week) < HALF * people.literacy[i]

    outlook = index_around(settings.outlook_mean, f4(0.12), ask(luck, OUTLOOK, i, week))
    people.connectedness[i] = outlook
    people.hope[i] = outlook
    people.identity[i] = outlook
    people.meaning[i] = outlook
    people.empowerment[i] = outlook
    people.difficulties[i] = clip(f4(0.45) - HALF * (outlook - HALF) + (f4(0.2) if poor else ZERO), ZERO, ONE)

    people.disorder[i] = 0
    people.comorbid_substance_use[i] = 0
    people.status[i] = 0
    people.severity[i] = ZERO
    people.severity_set[i] = ZERO
    people.functioning[i] = ONE
    people.insight[i] = ZERO
    people.stigma_self[i] = ZERO
    people.ill_since[i] = NEVER
    people.sought_help[i] = 0
    people.crisis_week[i] = NEVER
    people.prescribed[i] = 0
    people.medicine_weeks[i] = 0
    people.taking_medicines[i] = 0
    people.care[i] = NO_CARE
    people.waiting_since[i] = NEVER
    people.first_session[i] = NEVER
    people.next_visit[i] = NEVER
    people.last_contact[i] = NEVER
    people.missed_week[i] = NEVER
    people.sessions_attended[i] = 0
    people.attendance[i] = 0
    people.dose[i] = ZERO
    people.weeks_ill[i] = 0
    people.weeks_in_care[i] = 0
    people.crises[i] = 0
    people.recovery_sum[i] = ZERO
    if newborn:
        return
    u = ask(luck, HAS_DISORDER, i, week)
    for g in range(5):
        ill, remitted = share_with(g, sex, age_weeks, course_settings)
        has = min((ill + remitted) * v, HALF)
        if u < has:
            people.disorder[i] = g + 1
            people.comorbid_substance_use[i] = g != 1 and ask(luck, COMORBID, i, week) < course_settings.comorbid_share
            level = episode_severity(g, ask(luck, HOW_SEVERE, i, week), course_settings)
            people.severity_set[i] = level
            people.ill_since[i] = week - int(f4(104) * ask(luck, ILL_WEEKS, i, week))
            people.insight[i] = HALF
            people.stigma_self[i] = HALF * public_stigma
            if ask(luck, IN_REMISSION, i, week) * (ill + remitted) < remitted:
                people.status[i] = REMISSION
            else:
                people.status[i] = ILL
                people.severity[i] = level
            lost = f4(0.25) if people.status[i] == ILL else f4(0.1)
            people.connectedness[i] = clip(outlook - lost, ZERO, ONE)
            people.hope[i] = clip(outlook - lost, ZERO, ONE)
            people.identity[i] = clip(outlook - lost, ZERO, ONE)
            people.meaning[i] = clip(outlook - lost, ZERO, ONE)
            people.empowerment[i] = clip(outlook - lost, ZERO, ONE)
            return
        u -= has


AGES = draw("arrival: how old")


@kernel
def age_of(u: np.float32, age_share: NDArray[np.float32]) -> int:
    """Age in weeks from the shares of 0-14, 15-64 and 65+: even within the first two, falling after 65."""
    total = age_share[0] + age_share[1] + age_share[2]
    u *= total
    if u < age_share[0]:
        return int(u / age_share[0] * f4(15 * 52))
    u -= age_share[0]
    if u < age_share[1]:
        return int(f4(15 * 52) + u / age_share[1] * f4(50 * 52))
    u = min((u - age_share[1]) / max(age_share[2], f4(1e-6)), f4(0.999))
    return int(f4(65 * 52) + (ONE - np.sqrt(ONE - u)) * f4(35 * 52))


@kernel
def people_the_place(
    people: People, residents: int, week: int, centres_opens: NDArray[np.int16], luck: Luck,
    settings: PopulationSettings, course_settings: CourseSettings, poor_share: NDArray[np.float32], migration_share: NDArray[np.float32],
    public_stigma: NDArray[np.float32],
) -> None:
    """Fill every row for the first time."""
    centre_open = False
    for c in range(centres_opens.size):
        centre_open = centre_open or centres_opens[c] <= week
    for i in range(residents):
        d = people.district[i]
        age = age_of(ask(luck, AGES, i, week), settings.age_share)
        arrive(
            people, i, week, age, False, centre_open, luck, settings, course_settings, poor_share[d],
            migration_share[d], public_stigma[d],
        )


PROCESS = Process(
    name="population",
    sentence=Words("Nobody: it says who lives in the place.", "Nadie: dice quién vive en el lugar."),
    settings=PopulationSettings,
    sources=("insurance_enaho", "jacobi2014"),
)
