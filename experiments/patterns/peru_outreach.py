"""Checks of Peru: outreach under the productivity rule, its costs and its use (Arriola-Vigo et al. 2019)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peru_places import extramural_share
from experiments.patterns.peru_worlds import (
    AS_IT_IS,
    BY_DISTANCE,
    EQUAL_CREDIT,
    HALF_CREDIT,
    NO_RULE,
    NO_VISITS,
    PAID,
    VEHICLES,
)
from experiments.patterns.registry import BY_CONSTRUCTION, EMERGENT, INTERACTION, check
from experiments.patterns.rules import Clause
from simulation import Words
from simulation.outcomes import YEAR
from simulation.people.codes import LEDGER

MONTH = 4
"""Weeks of the model's month."""


def visits(run: Lived) -> float:
    """Home visits made a week, to users and from door to door, last year."""
    return run.centres("visits_made", since=run.weeks - YEAR) / YEAR


@check(
    "PE-15", INTERACTION, BY_DISTANCE, VEHICLES,
    diagnosis=Words(
        "a vehicle saves the fare and not the time of the way, and of users in equal need the near are visited first: those at a middling distance gain most visits, though the far gain as much in proportion",
        "un vehículo ahorra el pasaje y no el tiempo de viaje, y con igual necesidad se visita primero a los cercanos: quienes están a distancia media ganan más visitas, aunque los lejanos ganan otro tanto en proporción",
    ),
)
def who_lives_far_is_not_followed(e: Ensembles) -> Sequence[Clause]:
    """O: visits per missed appointment fall over terciles of travel time; D: a vehicle raises the far tercile most."""
    def followed(name: str) -> np.ndarray:
        seen = np.array([run.watched["by-distance"] for run in e[name]])
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(seen[:, :, 1] > 0, seen[:, :, 0] / seen[:, :, 1], np.nan))

    now, driven = followed(BY_DISTANCE.name), followed(VEHICLES.name)
    gain = driven - now
    terciles = {"near": now[:, 0], "middle": now[:, 1], "far": now[:, 2]}
    return [
        rules.ordinal(Words("visits to users per missed appointment by tercile of travel time", "visitas a usuarios por cita perdida, por tercil de tiempo de viaje"),
                      terciles, [["near"], ["middle"], ["far"]], unit="ratio"),
        rules.direction(Words("the same in the far tercile, a vehicle minus none", "lo mismo en el tercil lejano, un vehículo menos ninguno"), gain[:, 2], 1, "ratio"),
        rules.direction(Words("gain from a vehicle, far tercile minus the larger of the others", "ganancia por un vehículo, tercil lejano menos el mayor de los otros"),
                        gain[:, 2] - gain[:, :2].max(axis=1), 1, "ratio"),
    ]


def kept_in_care(run: Lived) -> float:
    """Of those first seen a year before the end, the share that had not dropped out within 12 months, percent."""
    until = run.weeks - YEAR
    first = run.people("first_sessions") - run.people("first_sessions", since=until)
    lost = run.people("dropped_within_year") - run.people("dropped_within_year", since=until)
    return 100 * (1 - lost / first) if first else float("nan")


@check("PE-27", INTERACTION, AS_IT_IS, NO_VISITS)
def visits_keep_people_in_care(e: Ensembles) -> Sequence[Clause]:
    """D: of those first seen at least a year before the end, more are kept 12 months with visits than with the same staff in the office."""
    what = Words("kept in care for 12 months, home visits minus none with equal staff", "siguen en atención a los 12 meses, con visitas menos sin ellas con igual personal")
    return [rules.direction(what, e.differences(AS_IT_IS.name, NO_VISITS.name, kept_in_care), 1, "%")]


@check("PE-32", BY_CONSTRUCTION, AS_IT_IS, *PAID.values())
def paid_trips_mean_more_visits(e: Ensembles) -> Sequence[Clause]:
    """D: visits rise with the reimbursed share from 0 to 0.5 to 1; Q: staff spend own money in the system as it is."""
    def own(run: Lived) -> float:
        return run.centres("cents_pocket", since=run.weeks - YEAR) / 100

    steps = [
        rules.direction(Words(f"home visits a week, reimbursed share {more:g} minus {less:g}", f"visitas por semana, parte reembolsada {more:g} menos {less:g}"),
                        e.differences(PAID[more].name, PAID[less].name, visits), 1, "visits")
        for less, more in ((0.0, 0.5), (0.5, 1.0))
    ]
    return [*steps, rules.quantity(Words("own money spent on trips in the last year, all centres", "dinero propio gastado en viajes en el último año, todos los centros"),
                                   e.each(AS_IT_IS.name, own), 1.0, np.inf, "soles")]


@check("PE-33", BY_CONSTRUCTION)
def work_outside_earns_nothing(e: Ensembles) -> Sequence[Clause]:
    """S: no credit outside the office; an hour moved there lowers the score of the month."""
    from simulation.activities.home_visits import spend

    value = e.system.value_at
    credit, dial = float(value("productivity.extramural_credit")), float(value("productivity.productivity_dial"))
    office = float(value("sessions.office_minutes"))
    earned, minutes, bank = np.zeros(1, np.float32), np.full((len(LEDGER), 1), 60, np.int32), np.full(1, 60, np.int32)
    spend(0, 30, 30, np.float32(office), np.float32(dial * (1 - credit)), bank, earned, minutes)
    given_up = 60 / office
    facts = [
        (Words("credit for work outside the office is 0", "el crédito por trabajo fuera del consultorio es 0"), credit == 0),
        (Words("the rule is in force", "la regla está en vigor"), dial > 0),
        (Words("an hour of visit and travel earns nothing", "una hora de visita y traslado no da crédito"), float(earned[0]) == 0),
        (Words("an hour moved outside lowers the score", "una hora llevada fuera baja el puntaje"), float(earned[0]) - given_up < 0),
    ]
    return [rules.structural(Words("credit for an hour outside the office", "crédito por una hora fuera del consultorio"), facts)]


def decline(run: Lived) -> float:
    """Theil-Sen slope of four-weekly means of the extramural share over months 1 to 24, percentage points a year."""
    course = extramural_share(run)[: 2 * YEAR]
    return float(rules.slopes(course.reshape(1, -1, MONTH).mean(axis=2))[0] * YEAR / MONTH)


@check(
    "PE-34", EMERGENT, AS_IT_IS, NO_RULE,
    ablation=Words("the productivity rule, switched off", "la regla de productividad, desactivada"),
)
def outreach_falls_over_time(e: Ensembles) -> Sequence[Clause]:
    """T: the outreach share falls over months 1 to 24; X: it falls less without the rule."""
    what = Words("trend of the extramural share, months 1 to 24", "tendencia de la proporción extramural, meses 1 a 24")
    without = rules.direction(Words("the same trend, without the rule minus with it", "la misma tendencia, sin la regla menos con ella"),
                              e.differences(NO_RULE.name, AS_IT_IS.name, decline), 1, "points a year")
    return [rules.trend(what, e.each(AS_IT_IS.name, decline), -1, "points a year"), replace(without, rule="X")]


def unevenness(run: Lived) -> float:
    """Coefficient of variation of a centre's weekly hours outside, months 13 on, mean of centres."""
    hours = (run.course("minutes_visits") + run.course("minutes_travel"))[YEAR:]
    mean = hours.mean(axis=0)
    return float(np.mean(hours.std(axis=0)[mean > 0] / mean[mean > 0])) if (mean > 0).any() else float("nan")


def weeks_without(run: Lived) -> float:
    """Share of clinicians' weeks in which no time was held for visits, months 13 on."""
    return 1 - run.centres("visit_blocks", since=YEAR) / run.centres("clinician_weeks", since=YEAR)


@check("PE-35", INTERACTION, AS_IT_IS, EQUAL_CREDIT)
def outreach_is_sporadic(e: Ensembles) -> Sequence[Clause]:
    """D: weekly outreach is more uneven, and more clinicians' weeks have none, without credit than with equal credit."""
    return [
        rules.direction(Words("variation of a centre's weekly hours outside, no credit minus equal credit", "variación de las horas semanales fuera de un centro, sin crédito menos crédito igual"),
                        e.differences(AS_IT_IS.name, EQUAL_CREDIT.name, unevenness), 1, "coefficient"),
        rules.direction(Words("clinicians' weeks without time for visits, no credit minus equal credit", "semanas de personal sin tiempo para visitas, sin crédito menos crédito igual"),
                        e.differences(AS_IT_IS.name, EQUAL_CREDIT.name, weeks_without), 1, "share"),
    ]


@check("PE-37", BY_CONSTRUCTION, AS_IT_IS, HALF_CREDIT, EQUAL_CREDIT)
def credit_raises_outreach(e: Ensembles) -> Sequence[Clause]:
    """D: visits rise with credit from 0 to 0.5 to 1; office hours fall by less than hours outside rise."""
    def outside_and_office(run: Lived) -> float:
        last = run.weeks - YEAR
        return sum(run.centres(f"minutes_{kind}", since=last) for kind in ("visits", "travel", "office")) / 60 / YEAR

    worlds = {0.0: AS_IT_IS, 0.5: HALF_CREDIT, 1.0: EQUAL_CREDIT}
    steps = [
        rules.direction(Words(f"home visits a week, credit {more:g} minus {less:g}", f"visitas por semana, crédito {more:g} menos {less:g}"),
                        e.differences(worlds[more].name, worlds[less].name, visits), 1, "visits")
        for less, more in ((0.0, 0.5), (0.5, 1.0))
    ]
    what = Words("hours a week outside and in attended appointments together, equal credit minus none", "horas por semana fuera y en citas atendidas, juntas, crédito igual menos ninguno")
    return [*steps, rules.direction(what, e.differences(EQUAL_CREDIT.name, AS_IT_IS.name, outside_and_office), 1, "hours")]
