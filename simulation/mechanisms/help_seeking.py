"""Help-seeking: symptoms push; stigma, not knowing, distance, poverty, illiteracy and language hold back.

Rate of seeking help of a person who is ill and not in care, per person-year:

    base x known centre x exp(severity_effect (severity - 0.4) - stigma_effect (W S - S0) - distance_effect km + ...)

with S = 0.5 perceived norm + 0.25 stigma held + 0.25 self-stigma, and W the weight that the stigma barrier
gives (0 where it is removed). S0 is the mean stigma of the population whose rate was measured: dividing the
base by that population's mean multiplier gives the rate of a world without stigma, base x exp(stigma_effect
S0). The effect is the halved odds ratio of the meta-analysis, because cross-sectional effects are upper
bounds.

Where the service has no name that says mental health care, the name's part of stigma is gone, and where peers see people
first, some of the rest (Beckers 2020). Poverty, illiteracy and another language weigh as much as their barrier's dial says.

Family support is what the family gives under its burden.

Where to, in this order: to a healer or religious leader, more often with traditional belief; who is insured
elsewhere, to that insurer; who knows an open centre, to it in most cases, and joins its list; the others to
primary care or to a hospital's outpatient clinic. A crisis brings a person to care at once with a
probability, in most cases to the hospital.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.pick import BLOCK, pick
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    CHILDHOOD,
    ILL,
    INFORMAL,
    NO_CARE,
    OTHER_INSURER,
    OUTPATIENT,
    PRIMARY_CARE,
    SIS,
    UNINSURED,
    WAITING,
)
from simulation.people.events import SOUGHT_HELP, Events, log
from simulation.people.tallies import JOINED_LIST, SEEKERS, count, count_contact, row_of

from .family import support

DECIDES = draw("help-seeking: seeks help, or ends care at another insurer")
WHERE = draw("help-seeking: goes to the centre")
HEALER = draw("help-seeking: goes to a healer or religious leader")
PRIMARY = draw("help-seeking: goes to primary care")
UNTOLD = draw("help-seeking: comes without being told that it is mental health care")
QUARTER, TYPICAL_SEVERITY = f4(0.25), f4(0.4)


class HelpSeekingSettings(Settings):
    """The rate of seeking help and what moves it."""

    base: float = parameter(
        0.35, low=0.20, high=0.50, unit="1/person-year", source="piazza2014", grade="judged",
        en="seeking help when ill at severity 0.4, knowing no more than most",
        es="buscar ayuda estando enfermo con gravedad 0,4",
    )
    severity_effect: float = parameter(
        1.35, low=0.8, high=2.5, unit="log-hazard per unit", limits=(0, 20), en="rise with severity",
        es="aumento con la gravedad", source="piazza2014", grade="elsewhere",
    )
    stigma_effect: float = parameter(
        0.85, low=0.5, high=1.7, unit="log-hazard per unit", limits=(0, 20),
        en="fall with stigma (norm, held and self together), half the published odds ratio",
        es="descenso con el estigma (norma, propio e interiorizado), mitad de la razón de momios publicada",
        source="clement2015", grade="elsewhere",
    )
    source_stigma: float = parameter(
        0.5, low=0.4, high=0.6, unit="index 0-1", en="mean stigma where the base rate was measured",
        es="estigma medio donde se midió la tasa de base",
    )
    distance_effect: float = parameter(
        0.036, low=0.01, high=0.07, unit="log-hazard per km", limits=(0, 5), en="fall of going to a centre with distance",
        es="descenso de acudir a un centro con la distancia", source="stulz2018", grade="judged",
    )
    poverty: float = parameter(
        0.75, low=0.5, high=1.0, unit="hazard ratio", en="poor over others", es="pobres respecto de otros",
        source="wmh_reasons", grade="judged",
    )
    illiteracy: float = parameter(
        0.5, low=0.3, high=0.9, unit="hazard ratio", en="adults who do not read over those who do",
        es="adultos que no leen respecto de los que sí",
    )
    language: float = parameter(
        0.7, low=0.4, high=1.0, unit="hazard ratio", en="no common language with services over a common one",
        es="sin lengua común con los servicios respecto de con ella",
    )
    literacy_effect: float = parameter(
        0.8, low=0.2, high=1.5, unit="log-hazard per unit", limits=(0, 20), en="rise with mental-health literacy",
        es="aumento con la alfabetización en salud mental",
    )
    trust_effect: float = parameter(
        0.8, low=0.2, high=1.5, unit="log-hazard per unit", limits=(0, 20), en="rise with trust in services",
        es="aumento con la confianza en los servicios",
    )
    family_effect: float = parameter(
        0.5, low=0.0, high=1.0, unit="log-hazard per unit", limits=(0, 20), en="rise with family support",
        es="aumento con el apoyo familiar",
    )
    insight_effect: float = parameter(
        1.0, low=0.3, high=2.0, unit="log-hazard per unit", limits=(0, 20), en="rise with insight (psychoses)",
        es="aumento con la conciencia de enfermedad (psicosis)",
    )
    crisis_brings: float = parameter(
        0.5, low=0.25, high=0.75, unit="probability", en="a crisis brings the person to care at once",
        es="una crisis lleva a la persona a atención de inmediato",
    )
    prefers_centre: float = parameter(
        0.7, low=0.5, high=0.9, unit="share", en="seekers who know the centre and may use it who go there",
        es="quienes conocen el centro y pueden usarlo y van a él",
    )
    known_centre: float = parameter(
        1.4, low=1.0, high=2.0, unit="hazard ratio", en="seeking help with a centre that one knows and may use over without",
        es="buscar ayuda con un centro conocido que se puede usar respecto de sin él",
    )
    informal_share: float = parameter(
        0.12, low=0.05, high=0.25, unit="share", en="seekers of middling traditional belief who go to a healer or religious leader first",
        es="quienes buscan ayuda, con creencias tradicionales medias, y acuden primero a un curandero o líder religioso",
    )
    tradition_effect: float = parameter(
        1.5, low=0.5, high=3.0, unit="log-hazard per unit", limits=(0, 20), en="rise of going to a healer with traditional belief",
        es="aumento de acudir a un curandero con las creencias tradicionales",
    )
    primary_share: float = parameter(
        0.65, low=0.4, high=0.85, unit="share", en="seekers who go to primary care rather than to a hospital",
        es="quienes buscan ayuda y acuden a atención primaria antes que a un hospital", source="provider_share_peru", grade="judged",
    )
    plan_brings: float = parameter(
        0.5, low=0.2, high=0.8, unit="probability", source="le2022", grade="judged", en="a crisis plan brings a person in crisis to care who would not have come",
        es="un plan de crisis lleva a atención a quien no habría acudido en una crisis",
    )
    plan_spares: float = parameter(
        0.4, low=0.1, high=0.7, unit="share", source="le2022", grade="judged", en="visits to a hospital in a crisis that a crisis plan replaces by the centre",
        es="visitas al hospital en una crisis que un plan de crisis reemplaza por el centro",
    )
    crisis_hospital: float = parameter(
        0.6, low=0.4, high=0.8, unit="probability", en="a crisis that brings a person to care brings them to a hospital",
        es="una crisis que lleva a atención lleva a un hospital",
    )
    peer_softens: float = parameter(
        0.3, low=0.1, high=0.6, unit="share", source="beckers2020", grade="judged", en="part of what stigma holds back that is gone where peers see everybody first",
        es="parte de lo que frena el estigma que desaparece donde los pares ven primero a todos",
    )
    insurer_ends: float = parameter(
        4.0, low=2.0, high=8.0, unit="1/person-year", en="end of a spell of care at another insurer",
        es="fin de un episodio de atención en otro asegurador",
    )


@kernel
def weighted(ratio: np.float32, weight: np.float32) -> np.float32:
    """A hazard ratio as far as its barrier is there: itself at 1, none at 0; never below nothing."""
    return ratio if weight == ONE else max(ONE + weight * (ratio - ONE), ZERO)


@kernel
def may_decide(
    look: NDArray[np.int8], decides: NDArray[np.float32], crisis_week: NDArray[np.int16], status: NDArray[np.int8], care: NDArray[np.int8],
    likely: np.float32, week: int,
) -> None:
    """Mark who may seek help or leave another insurer this week, for a block of people."""
    for j in range(decides.size):
        holds_back = (status[j] == ILL) & (care[j] == NO_CARE)
        look[j] = 1 if ((decides[j] < likely) | (crisis_week[j] == week)) & (holds_back | (care[j] == OTHER_INSURER)) else 0


@kernel
def help_seeking(
    u_decides: NDArray[np.float32], residents: int, work_list: NDArray[np.int32], week: int, luck: Luck, settings: Bundle, status: NDArray[np.int8],
    care: NDArray[np.int8], severity: NDArray[np.float32], stigma_held: NDArray[np.float32],
    stigma_norm: NDArray[np.float32], stigma_self: NDArray[np.float32], literacy: NDArray[np.float32],
    trust: NDArray[np.float32], family_support: NDArray[np.float32], family_burden: NDArray[np.float32],
    insight: NDArray[np.float32], tradition: NDArray[np.float32], practice: NDArray[np.int16], facility: NDArray[np.int16],
    care_since: NDArray[np.int16], next_visit: NDArray[np.int16], sessions_attended: NDArray[np.int16],
    referred: NDArray[np.int8], hospital_of: NDArray[np.int16], family_settings: Bundle, poor: NDArray[np.int8], reads: NDArray[np.int8], age_weeks: NDArray[np.int16], language_match: NDArray[np.int8],
    insurer: NDArray[np.int8], knows_centre: NDArray[np.int8], centre: NDArray[np.int16],
    travel_minutes: NDArray[np.float32], disorder: NDArray[np.int8], crisis_week: NDArray[np.int16], crisis_plan: NDArray[np.int8],
    ill_since: NDArray[np.int16], sought_help: NDArray[np.int8], waiting_since: NDArray[np.int16],
    divisions: NDArray[np.int8], district: NDArray[np.int16], channel_stigma_weight: NDArray[np.float32],
    channel_social_weight: NDArray[np.float32], named: NDArray[np.float32], naming_settings: Bundle, deceived: NDArray[np.int8], arrival: NDArray[np.int16],
    centres_peer_reach: NDArray[np.float32], centres_is_open: NDArray[np.int8], nearest_centre_settings: Bundle, tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    ends = weekly(settings.insurer_ends)
    per_minute = settings.distance_effect / (nearest_centre_settings.minutes_per_km * nearest_centre_settings.detour)
    # the highest rate that anybody can reach: whose number lies above it is done with before twenty columns are read
    most = settings.severity_effect * (ONE - TYPICAL_SEVERITY) + settings.stigma_effect * settings.source_stigma
    most += HALF * (settings.literacy_effect + settings.trust_effect + settings.family_effect + settings.insight_effect)
    highest = settings.base * max(settings.known_centre, ONE) * exp(most) * f4(1.001)
    highest = weekly(highest * max(settings.poverty, ONE) * max(settings.illiteracy, ONE) * max(settings.language, ONE))
    likely = max(highest, ends)
    many = 0
    look = np.empty(BLOCK, np.int8)
    for begin in range(0, residents, BLOCK):
        end = min(begin + BLOCK, residents)
        may_decide(look, u_decides[begin:end], crisis_week[begin:end], status[begin:end], care[begin:end], likely, week)
        many = pick(look, begin, end, work_list, many)
    for at in range(many):
        i = int(work_list[at])
        decides = u_decides[i]
        brought = crisis_week[i] == week
        if care[i] == OTHER_INSURER:
            if decides < ends:
                care[i] = NO_CARE
            continue
        if status[i] != ILL or care[i] != NO_CARE:
            continue
        if decides >= highest and not brought:
            continue
        c = centre[i]
        may = c >= 0 and centres_is_open[c] != 0 and knows_centre[i] != 0
        may = may and (insurer[i] == SIS or insurer[i] == UNINSURED)
        stigma = HALF * stigma_norm[i] + QUARTER * (stigma_held[i] + stigma_self[i])
        x = settings.severity_effect * (severity[i] - TYPICAL_SEVERITY)
        weight = channel_stigma_weight[district[i]]
        if may and (named[c] < ONE or centres_peer_reach[c] > ZERO):
            # what a name keeps away, and what a peer at the door brings back
            weight *= ONE - naming_settings.label_share * (ONE - named[c])
            weight *= ONE - settings.peer_softens * centres_peer_reach[c]
        x -= settings.stigma_effect * (weight * stigma - settings.source_stigma)
        x += settings.literacy_effect * (literacy[i] - HALF) + settings.trust_effect * (trust[i] - HALF)
        x += settings.family_effect * (support(family_support[i], family_burden[i], family_settings) - HALF)
        if may:
            x -= per_minute * travel_minutes[i]
            pull = settings.known_centre
        else:
            pull = ONE
        if AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD:
            x += settings.insight_effect * (insight[i] - HALF)
        rate = settings.base * pull * exp(x)
        social = channel_social_weight[district[i]]
        if poor[i] != 0:
            rate *= weighted(settings.poverty, social)
        if reads[i] == 0 and age_weeks[i] >= 18 * 52:
            rate *= weighted(settings.illiteracy, social)
        if language_match[i] == 0:
            rate *= weighted(settings.language, social)
        p = weekly(rate)
        if brought:
            p = ONE - (ONE - p) * (ONE - settings.crisis_brings) * (ONE - settings.plan_brings * f4(crisis_plan[i]))
        if decides >= p:
            continue
        count(tally, now, SEEKERS, divisions[i], district[i], 1)
        if sought_help[i] == 0:
            sought_help[i] = 1
            count_contact(tally, week, ill_since[i], divisions[i], district[i])
        h = hospital_of[district[i]]
        u = ask(luck, WHERE, i, week)
        healer = settings.informal_share * exp(settings.tradition_effect * (tradition[i] - HALF))
        care_since[i] = week
        if not brought and ask(luck, HEALER, i, week) < healer:
            care[i] = INFORMAL
        elif insurer[i] != SIS and insurer[i] != UNINSURED:
            care[i] = OTHER_INSURER
        elif may and u < settings.prefers_centre and not (
            brought and h >= 0 and ask(luck, PRIMARY, i, week) < settings.crisis_hospital * (ONE - settings.plan_spares * f4(crisis_plan[i]))
        ):
            care[i] = WAITING
            waiting_since[i] = week
            referred[i] = 0
            if named[c] < ONE and ask(luck, UNTOLD, i, arrival[i]) >= named[c]:
                deceived[i] = 1
            count(tally, now, JOINED_LIST, divisions[i], district[i], 1)
            log(events, week, SOUGHT_HELP, i, c, 0)
            continue
        else:
            to_hospital = ask(luck, PRIMARY, i, week) < settings.crisis_hospital if brought else (
                ask(luck, PRIMARY, i, week) >= settings.primary_share
            )
            if practice[i] >= 0 and not (to_hospital and h >= 0):
                care[i] = PRIMARY_CARE
                facility[i] = practice[i]
            elif h >= 0:
                care[i] = OUTPATIENT
                facility[i] = h
            sessions_attended[i] = 0
            next_visit[i] = week
        log(events, week, SOUGHT_HELP, i, -1, 0)


PROCESS = Process(
    name="help_seeking",
    sentence=Words(
        "People who are ill seek help or hold back: at a healer's, in primary care, at a centre they know, in a hospital or at another insurer.",
        "Las personas enfermas buscan ayuda o se contienen: con curanderos, en atención primaria, en un centro que conocen, en un hospital o en otro asegurador.",
    ),
    kernel=help_seeking,
    settings=HelpSeekingSettings,
    dense={"u_decides": DECIDES},
    sources=("piazza2014", "clement2015", "stulz2018"),
)
