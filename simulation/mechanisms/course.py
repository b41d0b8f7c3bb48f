"""Course of illness: onset, severity, remission, relapse, crisis, in five disorder groups.

States: well -> at risk -> ill <-> remission -> well. With rates per person-year, weekly probability
p = 1 - exp(-rate x product of hazard ratios / 52).

- A well person becomes at risk of group g at rate onset_g x vulnerability x ratios / conversion, and an
  at-risk person falls ill with the share ``conversion`` of those who leave that state, so that onset_g is
  the rate of new illness among well people. The incidence of psychoses is counted in whole populations and
  divided by ``susceptible_share``.
- Treatment speeds remission by ``treated_remission`` x dose; medicines lower relapse: the rate of the
  source population is divided by the mean multiplier of that population, and multiplied by
  ``not_taking`` when a prescribed person does not take them or nothing is prescribed.
- Severity moves a tenth of the way a week towards the episode's own level, raised by difficulties and
  lowered by treatment received. Of personal recovery only its social side acts on illness: difficulties
  raise severity, and isolation (low connectedness) raises onset.

Psychoses do not fade: a person in remission of a psychosis still has the disorder.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp, weekly
from simulation.ground.cache import inlined, kernel, merged
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.pick import BLOCK, pick
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_RISK,
    CHILDHOOD,
    COMMON,
    FIRST_FORMAL,
    GROUPS,
    ILL,
    NON_AFFECTIVE_PSYCHOSIS,
    OTHER_INSURER,
    REMISSION,
    SUBSTANCE_USE,
    WELL,
)
from simulation.people.events import CRISIS, FELL_ILL, REMITTED, Events, log
from simulation.people.tallies import CRISES, ONSETS, count, row_of

CHANGES = draw("course: does the state of illness change")
WHICH_GROUP = draw("course: of which disorder group")
HOW_SEVERE = draw("course: how severe will the episode be")
COMORBID = draw("course: is there substance use beside it")
CONVERTS = draw("course: does the risk turn into illness")

ADULT, CHILD_FROM, PSYCHOSIS_FROM, PSYCHOSIS_TO = 18 * 52, 3 * 52, 15 * 52, 60 * 52
TENTH, SHARE_STEP = f4(0.1), f4(0.05)
FADING = f4(0.8)


def by_group(*values: float) -> dict[str, float]:
    """A vector over the five disorder groups."""
    return dict(zip(GROUPS, values, strict=True))


class CourseSettings(Settings):
    """Rates of the course of illness."""

    onset: dict[str, float] = parameter(
        by_group(0.042, 0.0018, 0.00012, 0.00015, 0.027),
        low=by_group(0.030, 0.0012, 0.00006, 0.00008, 0.010),
        high=by_group(0.060, 0.0060, 0.00024, 0.00030, 0.036),
        unit="1/person-year",
        en="first onset of illness, by disorder group",
        es="inicio de la enfermedad, por grupo de trastornos",
        source={"common": "derived_stationarity", "substance_use": "piazza2014",
                "affective_psychosis": "jongsma2019", "non_affective_psychosis": "jongsma2019",
                "childhood": "polanczyk2015"},
        grade={"common": "judged", "substance_use": "judged", "affective_psychosis": "elsewhere",
               "non_affective_psychosis": "elsewhere", "childhood": "judged"},
    )
    onset_women: dict[str, float] = parameter(
        by_group(1.5, 0.35, 1.0, 0.7, 0.8),
        low=by_group(1.2, 0.2, 0.8, 0.62, 0.6),
        high=by_group(1.8, 0.6, 1.2, 0.79, 1.0),
        unit="hazard ratio",
        en="onset in women over onset in men",
        es="inicio en mujeres respecto de hombres",
        source={"common": "jacobi2014", "substance_use": "judged", "affective_psychosis": "judged",
                "non_affective_psychosis": "jongsma2019", "childhood": "judged"},
        grade={"common": "elsewhere", "substance_use": "judged", "affective_psychosis": "judged",
               "non_affective_psychosis": "elsewhere", "childhood": "judged"},
    )
    susceptible_share: float = parameter(
        0.65, kind="fixed", unit="share", source="derived_susceptible", grade="judged",
        en="mean hazard of first psychosis in the whole population over that of a well person of mean vulnerability",
        es="riesgo medio de primera psicosis en toda la población respecto de una persona sana de vulnerabilidad media",
    )
    at_risk_conversion: float = parameter(
        0.3, low=0.15, high=0.5, unit="share", en="share of people at risk who fall ill",
        es="proporción de personas en riesgo que enferman",
    )
    at_risk_leaves: float = parameter(
        2.0, low=1.0, high=4.0, unit="1/person-year", en="rate of leaving the state at risk",
        es="tasa de salida del estado de riesgo",
    )
    remission: dict[str, float] = parameter(
        by_group(0.77, 0.25, 1.2, 0.45, 0.15),
        low=by_group(0.75, 0.18, 0.8, 0.3, 0.08),
        high=by_group(1.04, 0.35, 1.8, 0.7, 0.25),
        unit="1/person-year", en="remission without treatment", es="remisión sin tratamiento",
        source={"common": "whiteford2013", "substance_use": "judged", "affective_psychosis": "judged",
                "non_affective_psychosis": "judged", "childhood": "judged"},
        grade={"common": "elsewhere", "substance_use": "judged", "affective_psychosis": "judged",
               "non_affective_psychosis": "judged", "childhood": "judged"},
    )
    treated_remission: float = parameter(
        1.5, low=1.2, high=2.0, unit="hazard ratio",
        en="remission with full treatment at a centre over none",
        es="remisión con tratamiento completo en un centro respecto de ninguno",
    )
    insurer_remission: float = parameter(
        1.2, low=1.0, high=1.4, unit="hazard ratio",
        en="remission with care at another insurer over none", es="remisión con atención en otro asegurador respecto de ninguna",
    )
    relapse: dict[str, float] = parameter(
        by_group(0.29, 0.30, 0.5, 0.312, 0.10),
        low=by_group(0.16, 0.20, 0.3, 0.26, 0.05),
        high=by_group(0.45, 0.45, 0.8, 0.328, 0.20),
        unit="1/person-year", en="relapse after remission in the population of the source",
        es="recaída tras la remisión en la población de la fuente",
        source={"common": "judged", "substance_use": "judged", "affective_psychosis": "judged",
                "non_affective_psychosis": "alvarez2012", "childhood": "judged"},
        grade={"common": "judged", "substance_use": "judged", "affective_psychosis": "judged",
               "non_affective_psychosis": "elsewhere", "childhood": "judged"},
    )
    fading: dict[str, float] = parameter(
        by_group(0.5, 0.25, 0.0, 0.0, 0.3), low=by_group(0.35, 0.17, 0.0, 0.0, 0.2),
        high=by_group(0.8, 0.40, 0.0, 0.0, 0.6), unit="1/person-year",
        en="from remission back to well", es="de la remisión a estar bien",
    )
    not_taking: dict[str, float] = parameter(
        by_group(1.6, 1.2, 2.5, 4.0, 1.2), low=by_group(1.2, 1.0, 1.5, 3.0, 1.0),
        high=by_group(2.3, 1.6, 3.5, 4.8, 1.6), unit="hazard ratio",
        en="relapse without medicines over relapse with them",
        es="recaída sin medicamentos respecto de con ellos",
        source={"common": "geddes2003", "substance_use": "judged", "affective_psychosis": "judged",
                "non_affective_psychosis": "alvarez2012", "childhood": "judged"},
        grade={"common": "judged", "substance_use": "judged", "affective_psychosis": "judged",
               "non_affective_psychosis": "elsewhere", "childhood": "judged"},
    )
    source_not_taking: float = parameter(
        0.4, low=0.25, high=0.6, unit="share",
        en="people off medicines in the population whose relapse rate was measured",
        es="personas sin medicamentos en la población cuya tasa de recaída se midió",
    )
    substance_relapse: float = parameter(
        3.0, low=2.0, high=4.0, unit="hazard ratio", en="relapse with substance use over without",
        es="recaída con consumo de sustancias respecto de sin él", source="alvarez2012", grade="elsewhere",
    )
    comorbid_share: float = parameter(
        0.06, low=0.03, high=0.15, unit="share", en="cases with substance use beside the disorder",
        es="casos con consumo de sustancias además del trastorno",
    )
    severity_mean: dict[str, float] = parameter(
        by_group(0.40, 0.45, 0.60, 0.65, 0.40), low=by_group(0.3, 0.35, 0.5, 0.55, 0.3),
        high=by_group(0.5, 0.55, 0.7, 0.75, 0.5), unit="index 0-1", en="severity to which episodes tend",
        es="gravedad hacia la que tienden los episodios",
    )
    severity_spread: float = parameter(
        0.5, low=0.3, high=0.7, unit="index 0-1", en="full width of severity between episodes",
        es="amplitud de la gravedad entre episodios",
    )
    treated_severity: float = parameter(
        0.25, low=0.1, high=0.4, unit="index 0-1", en="severity that full treatment takes away",
        es="gravedad que quita el tratamiento completo",
    )
    difficulties_severity: float = parameter(
        0.15, low=0.0, high=0.3, unit="index 0-1", en="severity that full difficulties add",
        es="gravedad que suman las dificultades máximas",
    )
    crisis: dict[str, float] = parameter(
        by_group(0.03, 0.06, 0.25, 0.35, 0.02), low=by_group(0.01, 0.03, 0.12, 0.18, 0.01),
        high=by_group(0.06, 0.12, 0.5, 0.7, 0.04), unit="1/person-year",
        en="crises of people who are ill, at severity 0.5", es="crisis de personas enfermas, con gravedad 0,5",
    )
    severity_crisis: float = parameter(
        3.0, low=1.5, high=4.5, unit="log-hazard per unit", limits=(0, 20),
        en="rise of crises with severity", es="aumento de las crisis con la gravedad",
    )
    dose_crisis: float = parameter(
        0.6, low=0.4, high=0.9, unit="hazard ratio", en="crises with full treatment over none",
        es="crisis con tratamiento completo respecto de ninguno",
    )
    difficulties_onset: float = parameter(
        1.0, low=1.0, high=1.0, unit="hazard ratio", limits=(0.1, 10), source="beckers2020", grade="judged",
        en="onset at full difficulties over onset at middling ones; 1: difficulties start nothing", es="inicio con dificultades máximas respecto de medianas; 1: las dificultades no inician nada",
    )
    difficulties_remission: float = parameter(
        0.0, low=0.0, high=0.0, unit="log-hazard per unit", limits=(0, 10), source="beckers2020", grade="judged",
        en="fall of remission with difficulties, around middling ones", es="descenso de la remisión con las dificultades, en torno a las medianas",
    )
    reassurance: float = parameter(
        0.3, low=0.0, high=0.6, unit="share", source="beckers2020", grade="judged", en="crises that full reassurance spares: somebody can be reached outside office hours",
        es="crisis que evita la plena tranquilidad de poder contactar a alguien fuera de horario",
    )
    isolation_onset: float = parameter(
        1.3, low=1.0, high=1.8, unit="hazard ratio",
        en="onset at connectedness 0 over onset at connectedness 0.5",
        es="inicio con conexión 0 respecto de conexión 0,5",
    )


@kernel
def onset_rate(g: int, sex: int, age_weeks: int, settings: Bundle) -> np.float32:
    """Rate of new illness of group g (0 … 4) for a person of mean vulnerability."""
    if g == CHILDHOOD - 1:
        right_age = CHILD_FROM <= age_weeks < ADULT
    elif g >= AFFECTIVE_PSYCHOSIS - 1:
        right_age = PSYCHOSIS_FROM <= age_weeks < PSYCHOSIS_TO
    else:
        right_age = age_weeks >= ADULT
    if not right_age:
        return ZERO
    women = settings.onset_women[g]
    # men and women are half each, so dividing by the mean keeps the rate of the source
    rate = settings.onset[g] * (women if sex == 0 else ONE) / ((ONE + women) * HALF)
    if g >= AFFECTIVE_PSYCHOSIS - 1 and g < CHILDHOOD - 1:
        # the source counts first psychoses in everybody; here only well people can fall ill
        rate /= settings.susceptible_share
    return rate  # type: ignore[no-any-return]


@merged
def relapse_rate(g: int, taking: int, substance: int, settings: Bundle) -> np.float32:
    """Relapse: the source's rate over the mean multiplier of its population, times the person's own."""
    off = settings.not_taking[g]
    mean = ONE + (off - ONE) * settings.source_not_taking
    mean *= ONE + (settings.substance_relapse - ONE) * settings.comorbid_share
    own = (ONE if taking else off) * (settings.substance_relapse if substance else ONE)
    return settings.relapse[g] * own / mean  # type: ignore[no-any-return]


@kernel
def episode_severity(g: int, u: np.float32, settings: Bundle) -> np.float32:
    """The level to which an episode tends: uniform around the group's mean."""
    return clip(settings.severity_mean[g] + settings.severity_spread * (u - HALF), f4(0.05), ONE)


@inlined
def onset_factor(
    vulnerability: np.float32, connectedness: np.float32, difficulties: np.float32, isolation: np.float32, hardship: np.float32,
) -> np.float32:
    """What multiplies a well person's rates of onset."""
    lonely = max(ONE + isolation * (HALF - connectedness), f4(0.2))
    hard = max(ONE + hardship * (difficulties - HALF), f4(0.2)) if hardship != ZERO else ONE
    return vulnerability * lonely * hard


@kernel
def worth_a_look(
    status: NDArray[np.int8], u: NDArray[np.float32], vulnerability: NDArray[np.float32], connectedness: NDArray[np.float32],
    difficulties: NDArray[np.float32], bound: np.float32, isolation: np.float32, hardship: np.float32, rows: NDArray[np.int32],
) -> int:
    """Put the rows of those who are not well, or may fall ill this week, into ``rows`` in order; returns how many.

    Most are done with here: in loops without a choice, so that the compiler can take several people at once.
    """
    many = 0
    look = np.empty(BLOCK, np.int8)
    for begin in range(0, status.size, BLOCK):
        end = min(begin + BLOCK, status.size)
        may_change(
            look, status[begin:end], u[begin:end], vulnerability[begin:end], connectedness[begin:end], difficulties[begin:end], bound,
            isolation, hardship,
        )
        many = pick(look, begin, end, rows, many)
    return many


@kernel
def may_change(
    look: NDArray[np.int8], status: NDArray[np.int8], u: NDArray[np.float32], vulnerability: NDArray[np.float32],
    connectedness: NDArray[np.float32], difficulties: NDArray[np.float32], bound: np.float32, isolation: np.float32, hardship: np.float32,
) -> None:
    """Mark who is not well or may fall ill, for a block of people."""
    for j in range(status.size):
        may = u[j] < bound * onset_factor(vulnerability[j], connectedness[j], difficulties[j], isolation, hardship)
        look[j] = 1 if may | (status[j] != WELL) else 0


@kernel
def course(
    u_changes: NDArray[np.float32], residents: int, week: int, luck: Luck, settings: Bundle, work_list: NDArray[np.int32],
    age_weeks: NDArray[np.int16], sex: NDArray[np.int8], vulnerability: NDArray[np.float32],
    connectedness: NDArray[np.float32], difficulties: NDArray[np.float32], divisions: NDArray[np.int8],
    district: NDArray[np.int16], disorder: NDArray[np.int8], comorbid_substance_use: NDArray[np.int8],
    status: NDArray[np.int8], severity: NDArray[np.float32], severity_set: NDArray[np.float32],
    functioning: NDArray[np.float32], ill_since: NDArray[np.int16], sought_help: NDArray[np.int8], crisis_week: NDArray[np.int16],
    crises: NDArray[np.int16], taking_medicines: NDArray[np.int8], dose: NDArray[np.float32],
    care: NDArray[np.int8], reassured: NDArray[np.float32], tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    hardship = (settings.difficulties_onset - ONE) * f4(2)
    stays = settings.difficulties_remission
    conversion = settings.at_risk_conversion
    leaves = weekly(settings.at_risk_leaves)
    isolation = (settings.isolation_onset - ONE) * f4(2)
    # the highest rate at which anybody of mean vulnerability can become at risk: most are done with here
    young = settings.onset[AFFECTIVE_PSYCHOSIS - 1] + settings.onset[NON_AFFECTIVE_PSYCHOSIS - 1]
    young /= settings.susceptible_share
    adult = settings.onset[COMMON - 1] + settings.onset[SUBSTANCE_USE - 1] + young
    highest = f4(2) * max(adult, settings.onset[CHILDHOOD - 1] + young) / conversion
    # likewise for people who are ill, and in remission
    healing = max(settings.treated_remission, settings.insurer_remission, ONE)
    if stays > ZERO:
        healing *= exp(stays * HALF)
    worst = exp(settings.severity_crisis * HALF) * max(settings.dose_crisis, ONE)
    most_ill = ZERO
    most_well = ZERO
    for g in range(5):
        most_ill = max(most_ill, weekly(settings.remission[g] * healing) + weekly(settings.crisis[g] * worst))
        relapse = ZERO
        for taking in range(2):
            for substance in range(2):
                relapse = max(relapse, relapse_rate(g, taking, substance, settings))
        most_well = max(most_well, weekly(relapse) + weekly(settings.fading[g]))
    most_ill *= f4(1.001)
    most_well *= f4(1.001)
    # rounded up: it only tells for whom nothing can happen
    bound = highest * f4(1.001) / f4(52)
    for at in range(
        worth_a_look(
            status[:residents], u_changes[:residents], vulnerability[:residents], connectedness[:residents], difficulties[:residents],
            bound, isolation, hardship, work_list,
        )
    ):
        i = int(work_list[at])
        s = status[i]
        u = u_changes[i]
        if s == WELL:
            factor = onset_factor(vulnerability[i], connectedness[i], difficulties[i], isolation, hardship)
            total = ZERO
            for g in range(5):
                total += onset_rate(g, sex[i], age_weeks[i], settings)
            if u >= weekly(total * factor / conversion):
                continue
            left = ask(luck, WHICH_GROUP, i, week) * total
            for g in range(5):
                left -= onset_rate(g, sex[i], age_weeks[i], settings)
                if left < ZERO or g == 4:
                    disorder[i] = g + 1
                    break
            status[i] = AT_RISK
            continue
        g = disorder[i] - 1
        if s == AT_RISK:
            severity[i] += TENTH * (f4(0.15) - severity[i])
            if u < leaves:
                if ask(luck, CONVERTS, i, week) < conversion:
                    comorbid_substance_use[i] = (
                        g != SUBSTANCE_USE - 1 and ask(luck, COMORBID, i, week) < settings.comorbid_share
                    )
                    status[i] = ILL
                    ill_since[i] = week
                    sought_help[i] = 0
                    severity_set[i] = episode_severity(g, ask(luck, HOW_SEVERE, i, week), settings)
                    count(tally, now, ONSETS, divisions[i], district[i], 1)
                    log(events, week, FELL_ILL, i, -1, severity_set[i])
                else:
                    status[i] = WELL
                    disorder[i] = 0
                    severity[i] = ZERO
            continue
        if s == REMISSION:
            severity[i] *= FADING
            functioning[i] += SHARE_STEP * (ONE - HALF * severity[i] - functioning[i])
            if u >= most_well:
                continue
            relapse = weekly(relapse_rate(g, taking_medicines[i], comorbid_substance_use[i], settings))
            if u < relapse:
                status[i] = ILL
                ill_since[i] = week
                sought_help[i] = 0
                severity_set[i] = episode_severity(g, ask(luck, HOW_SEVERE, i, week), settings)
                count(tally, now, ONSETS, divisions[i], district[i], 1)
                log(events, week, FELL_ILL, i, -1, severity_set[i])
            elif u < relapse + weekly(settings.fading[g]):
                status[i] = WELL
                disorder[i] = 0
                comorbid_substance_use[i] = 0
                severity[i] = ZERO
            continue
        # ill
        # treatment acts while it is being received, wherever; another insurer's is not modelled inside
        received = dose[i] if FIRST_FORMAL <= care[i] < OTHER_INSURER else ZERO
        goal = severity_set[i] + settings.difficulties_severity * difficulties[i] - settings.treated_severity * received
        y = severity[i]
        y += TENTH * (clip(goal, ZERO, ONE) - y)
        severity[i] = y
        functioning[i] += SHARE_STEP * (ONE - f4(0.7) * y - functioning[i])
        if u >= most_ill:
            continue
        ratio = ONE + (settings.treated_remission - ONE) * received
        if care[i] == OTHER_INSURER:
            ratio = settings.insurer_remission
        if stays > ZERO:
            ratio *= exp(stays * (HALF - difficulties[i]))
        remits = weekly(settings.remission[g] * ratio)
        if u < remits:
            status[i] = REMISSION
            log(events, week, REMITTED, i, -1, 0)
            continue
        rate = settings.crisis[g] * exp(settings.severity_crisis * (y - HALF))
        rate *= ONE + (settings.dose_crisis - ONE) * received
        rate *= ONE - settings.reassurance * reassured[i]
        # one number says which of the two happens, as with relapse and fading: in one week they exclude each other
        if u < remits + weekly(rate):
            crisis_week[i] = week
            if week >= 0:
                crises[i] += 1
            count(tally, now, CRISES, divisions[i], district[i], 1)
            log(events, week, CRISIS, i, -1, y)


PROCESS = Process(
    name="course",
    sentence=Words(
        "People fall ill, get worse or better, relapse, and some meet a crisis.",
        "Las personas enferman, empeoran o mejoran, recaen, y algunas viven una crisis.",
    ),
    kernel=course,
    settings=CourseSettings,
    dense={"u_changes": CHANGES},
    sources=("piazza2014", "whiteford2013", "jongsma2019", "alvarez2012"),
)
