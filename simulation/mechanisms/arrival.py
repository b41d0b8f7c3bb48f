"""Arrival: a person comes to live in a row, at the start or in place of somebody who died or moved.

Fixed traits come from the district's make-up. Illness comes from the long-run balance of the course of
illness at the person's age, so that a population starts near its own steady state and burn-in has little
to do: with onset o, remission m, relapse r and fading f a disorder that comes and goes is present in
o (r + f) / (m f) of people at risk of it; a psychosis, which does not fade, in onset x years at risk.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp, log, normal
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Words
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    CHILDHOOD,
    EMPLOYED,
    ILL,
    MINOR,
    NOT_WORKING,
    REMISSION,
    RETIRED,
    UNINSURED,
)

from .course import episode_severity, onset_rate
from .population import PopulationSettings

QUESTIONS = (
    "arrival: a man",
    "arrival: which insurer",
    "arrival: reads and writes",
    "arrival: poor",
    "arrival: works",
    "arrival: has a migration background",
    "arrival: services speak the language",
    "arrival: has a disorder",
    "arrival: is the disorder in remission",
    "arrival: how long ill already",
    "arrival: knows the centre already",
    "arrival: how severe is the episode",
    "arrival: is there substance use beside it",
    "arrival: how open about a disorder",
    # the last seven are asked for normal traits
    "arrival: how much support the family gives",
    "arrival: how vulnerable",
    "arrival: how much stigma is held",
    "arrival: how much mental-health literacy",
    "arrival: how much trust in services",
    "arrival: how high personal recovery stands",
    "arrival: how much traditional belief",
)
DRAWS = np.array([draw(question) for question in QUESTIONS], np.uint32)
(
    SEX, INSURER, READS, POOR, WORKS, MIGRANT, LANGUAGE_MATCH, HAS_DISORDER, IN_REMISSION, ILL_WEEKS, HEARD,
    HOW_SEVERE, COMORBID, OPEN, FAMILY, FRAILTY, STIGMA, LITERATE, TRUSTS, OUTLOOK, BELIEVES,
) = range(len(QUESTIONS))
AGES = draw("arrival: how old")

NEWBORN, DRAWN_AGE = -1, -2
ADULT_WEEKS, RETIRES_WEEKS, READS_WEEKS = 18 * 52, 65 * 52, 8 * 52
WELL_SHARE, THIRD = f4(0.8), f4(1 / 3)
SIXTY, FIFTEEN = f4(60), f4(15)


@kernel
def share_with(g: int, sex: int, age_weeks: int, settings: Bundle) -> tuple[np.float32, np.float32]:
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
def index_around(mean: np.float32, spread: np.float32, z: np.float32) -> np.float32:
    """A number from 0 to 1 around a mean: normal, cut at the ends."""
    return clip(mean + spread * z, ZERO, ONE)


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
    return int(f4(65 * 52) + (ONE - exp(log(ONE - u) * THIRD)) * f4(35 * 52))


@kernel
def arrivals(
    week: int, work_list: NDArray[np.int32], work_age: NDArray[np.int16],
    work_count: NDArray[np.int64], centres_opens: NDArray[np.int16], luck: Luck, settings: Bundle,
    course_settings: Bundle, poor_share: NDArray[np.float32], migration_share: NDArray[np.float32],
    public_stigma: NDArray[np.float32], tradition_mean: NDArray[np.float32], districts_campaign: NDArray[np.float32],
    age_weeks: NDArray[np.int16], comorbid_substance_use: NDArray[np.int8], connectedness:
    NDArray[np.float32], difficulties: NDArray[np.float32], disorder: NDArray[np.int8], divisions:
    NDArray[np.int8], empowerment: NDArray[np.float32], family_support: NDArray[np.float32], hope:
    NDArray[np.float32], identity: NDArray[np.float32], ill_since: NDArray[np.int16], insight:
    NDArray[np.float32], insurer: NDArray[np.int8], knows_centre: NDArray[np.int8], language_match:
    NDArray[np.int8], literacy: NDArray[np.float32], meaning: NDArray[np.float32], migration_background:
    NDArray[np.int8], openness: NDArray[np.float32], poor: NDArray[np.int8], reads: NDArray[np.int8], severity: NDArray[np.float32],
    severity_set: NDArray[np.float32], sex: NDArray[np.int8], status: NDArray[np.int8], stigma_held:
    NDArray[np.float32], stigma_set: NDArray[np.float32], stigma_norm: NDArray[np.float32], tradition:
    NDArray[np.float32], stigma_self: NDArray[np.float32], trust:
    NDArray[np.float32], vulnerability: NDArray[np.float32], work: NDArray[np.int8], district:
    NDArray[np.int16],
) -> None:
    """Fill the rows that wait for a person.

    ``work_list`` names the rows and ``work_age`` their people's ages in weeks: -1 for a newborn, -2 for an
    age drawn from the place's make-up; ``work_count`` says how many there are.
    """
    centre_open = False
    for c in range(centres_opens.size):
        centre_open = centre_open or centres_opens[c] <= week
    chance = np.empty(DRAWS.size, np.float32)
    for at in range(work_count[0]):
        i = work_list[at]
        d = district[i]
        age = int(work_age[at])
        newborn = age == NEWBORN
        if age == DRAWN_AGE:
            age = age_of(ask(luck, AGES, i, week), settings.age_share)
        age = max(age, 0)
        # in loops, so that the code for one draw is compiled once
        for k in range(DRAWS.size):
            chance[k] = ask(luck, DRAWS[k], i, week)
        for k in range(FAMILY, DRAWS.size):
            chance[k] = normal(chance[k])
        bits = divisions[i] & 8  # far from the centre is a trait of the place, not of the person
        age_weeks[i] = age
        man = 1 if chance[SEX] < HALF else 0
        sex[i] = man
        u = chance[INSURER] * (
            settings.insurer[0] + settings.insurer[1] + settings.insurer[2] + settings.insurer[3]
        )
        chosen = UNINSURED
        for k in range(4):
            u -= settings.insurer[k]
            if u < ZERO:
                chosen = k
                break
        insurer[i] = chosen
        reads[i] = age >= READS_WEEKS and chance[READS] < settings.reading_share
        is_poor = chance[POOR] < poor_share[d]
        poor[i] = is_poor
        if age < ADULT_WEEKS:
            work[i] = MINOR
        elif age >= RETIRES_WEEKS:
            work[i] = RETIRED
        else:
            work[i] = EMPLOYED if chance[WORKS] < settings.working_share else NOT_WORKING
        migrant = chance[MIGRANT] < migration_share[d]
        migration_background[i] = migrant
        language_match[i] = not (migrant and chance[LANGUAGE_MATCH] < settings.language_mismatch)
        support = index_around(settings.family_support_mean, settings.trait_spread, chance[FAMILY])
        family_support[i] = support
        spread = settings.vulnerability_spread
        mean_poor = ONE + poor_share[d] * (settings.poor_ratio - ONE)
        v = exp(spread * chance[FRAILTY] - HALF * spread * spread)
        v *= (settings.poor_ratio if is_poor else ONE) / mean_poor
        vulnerability[i] = v
        bits |= (1 if is_poor else 0) | (2 if man == 0 else 0) | (4 if migrant else 0)
        bits |= 16 if support < settings.family_support_mean else 0
        divisions[i] = bits

        held = public_stigma[d] - districts_campaign[d] * settings.stigma_spread  # campaigns reach newcomers too
        stigma_held[i] = index_around(held, settings.stigma_spread, chance[STIGMA])
        stigma_set[i] = stigma_held[i]
        tradition[i] = index_around(tradition_mean[d], settings.trait_spread, chance[BELIEVES])
        stigma_norm[i] = held
        literacy[i] = index_around(settings.literacy_mean, settings.trait_spread, chance[LITERATE])
        trust[i] = index_around(settings.trust_mean, settings.trait_spread, chance[TRUSTS])
        openness[i] = ONE - chance[OPEN]
        knows_centre[i] = centre_open and chance[HEARD] < HALF * literacy[i]

        outlook = index_around(settings.outlook_mean, f4(0.12), chance[OUTLOOK])
        connectedness[i] = outlook
        hope[i] = outlook
        identity[i] = outlook
        meaning[i] = outlook
        empowerment[i] = outlook
        difficulties[i] = clip(f4(0.45) - HALF * (outlook - HALF) + (f4(0.2) if is_poor else ZERO), ZERO, ONE)

        if newborn:
            continue
        u = chance[HAS_DISORDER]
        for g in range(5):
            ill, remitted = share_with(g, man, age, course_settings)
            has = min((ill + remitted) * v, HALF)
            if u < has:
                disorder[i] = g + 1
                comorbid_substance_use[i] = g != 1 and chance[COMORBID] < course_settings.comorbid_share
                level = episode_severity(g, chance[HOW_SEVERE], course_settings)
                severity_set[i] = level
                ill_since[i] = week - int(f4(104) * chance[ILL_WEEKS])
                insight[i] = HALF
                stigma_self[i] = HALF * public_stigma[d]
                if chance[IN_REMISSION] * (ill + remitted) < remitted:
                    status[i] = REMISSION
                else:
                    status[i] = ILL
                    severity[i] = level
                lost = f4(0.25) if status[i] == ILL else f4(0.1)
                connectedness[i] = clip(outlook - lost, ZERO, ONE)
                hope[i] = clip(outlook - lost, ZERO, ONE)
                identity[i] = clip(outlook - lost, ZERO, ONE)
                meaning[i] = clip(outlook - lost, ZERO, ONE)
                empowerment[i] = clip(outlook - lost, ZERO, ONE)
                break
            u -= has
    work_count[0] = 0


KEPT = ("x", "y", "zone", "district", "household", "arrival", "divisions", "centre", "travel_minutes", "practice")
"""Columns that belong to the place or survive a change of person; all others go back to their start."""


def clear_rows(world: Any) -> None:
    """Put the rows that wait for a person back to the start of every column."""
    rows = world.work["work_list"][: world.work["work_count"][0]]
    if rows.size:
        world.residents.clear(rows, KEPT)


def everybody(world: Any) -> None:
    """Fill every row for the first time."""
    rows = len(world.residents)
    world.work["work_list"][:rows] = np.arange(rows)
    world.work["work_age"][:rows] = DRAWN_AGE
    world.work["work_count"][0] = rows
    clear_rows(world)
    world.call(arrivals, PROCESS)


PROCESS = Process(
    name="population",
    sentence=Words(
        "Newborns and newcomers take the rows that became free.",
        "Recién nacidos y recién llegados ocupan los lugares que quedaron libres.",
    ),
    kernel=arrivals,
    step=clear_rows,
    settings=PopulationSettings,
    sources=("insurance_enaho", "jacobi2014"),
)
