"""Checks of Peru: the five community activities, lay workers, coaching and indicators (Arriola-Vigo et al. 2019)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from experiments.activities import agreement, reported
from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peru_outreach import kept_in_care
from experiments.patterns.peru_worlds import (
    ALIKE,
    ALONE,
    AS_IT_IS,
    BLOCK_ONLY,
    BOOSTERS,
    COACHED,
    COMMUNITY_COUNTS,
    NATIONAL,
    NO_CAMPAIGNS,
    NO_CLUBS,
    NO_LAY,
    NO_WORKSHOPS,
    NOTHING,
    OFFICE_COUNTS,
    PAID_WORKERS,
    WATCHED,
)
from experiments.patterns.registry import BY_CONSTRUCTION, EMERGENT, INTERACTION, check
from experiments.patterns.rules import Clause
from simulation import Words
from simulation.outcome import ACTIVITIES, FIRST_GRADED, LAST_GRADED, graded
from simulation.outcomes import YEAR
from simulation.people.tallies import FIXED_POINT, PEOPLE

MONTH = 4
NAMES = {"lay_workers": "CMHWs", "home_visits": "visits", "workshops": "workshops", "clubs": "clubs", "peer_groups": "peer groups"}


def regularity(run: Lived) -> NDArray[np.float64]:
    """Sessions held over planned, months 13 to 24, shape (activities, centres)."""
    weeks = slice(FIRST_GRADED, LAST_GRADED)
    return np.array([
        sum(run.course(f"held_{k}")[weeks].sum(axis=0) for k in kinds) / np.maximum(sum(run.course(f"planned_{k}")[weeks].sum(axis=0) for k in kinds), 1)
        for _, _, kinds in ACTIVITIES
    ])


def outdoors(run: Lived) -> float:
    """Minutes a week outside the office and with groups, from month 13 on."""
    return sum(run.centres(f"minutes_{k}", since=YEAR) for k in ("visits", "travel", "groups", "lay")) / (run.weeks - YEAR)


@check("PE-03", BY_CONSTRUCTION)
def the_sample_is_that_of_the_study(e: Ensembles) -> Sequence[Clause]:
    """S: the interviews draw 7, 6, 5, 5 and 2 by occupation, volunteers; 21 clinicians and 4 policy-makers."""
    from experiments.interviews import plan_for

    plan = plan_for(e.system.name)
    wanted = {"psychologists": 7, "psychiatrists": 6, "nurses": 5, "therapists": 5, "social workers": 2}
    facts = [(Words(f"{n} {name}", f"{n} {name}"), plan.occupations[name][1] == n) for name, n in wanted.items()]
    facts.append((Words("21 clinicians", "21 clínicos"), plan.clinicians == 21))
    facts.append((Words("4 policy-makers", "4 responsables de políticas"), sum(i.count for i in plan.institutions) == 4))
    return [rules.structural(Words("respondents by occupation", "entrevistados por ocupación"), facts)]


@check(
    "PE-04", EMERGENT, AS_IT_IS, ALIKE,
    ablation=Words("the three inputs by which centres differ, made equal", "los tres insumos en que difieren los centros, igualados"),
    diagnosis=Words(
        "with unknown parameters drawn from their judged ranges the grid is found in a part of the worlds only; at central values its median reaches 0.5",
        "con los parámetros desconocidos sorteados en sus rangos estimados, la tabla aparece solo en una parte de los mundos; con valores centrales la mediana alcanza 0,5",
    ),
)
def the_grid_of_table_2(e: Ensembles) -> Sequence[Clause]:
    """Q: Kendall's tau-b of 15 graded cells with the reported ones is at least 0.5 in the median."""
    told = reported(e.system)

    def tau(run: Lived) -> float:
        found = agreement(graded(regularity(run)), told)
        return found if np.isfinite(found) else 0.0

    what = Words("tau-b of the 15 cells, months 13 to 24", "tau-b de las 15 celdas, meses 13 a 24")
    less = rules.direction(Words("the same, as it is minus with equal centres", "lo mismo, como es menos con centros iguales"), e.differences(AS_IT_IS.name, ALIKE.name, tau), 1, "tau")
    return [rules.quantity(what, e.each(AS_IT_IS.name, tau), 0.5, 1.0, "tau"), replace(less, rule="X")]


@check(
    "PE-05", INTERACTION, AS_IT_IS,
    diagnosis=Words(
        "workshops have more possible leaders than clubs, psychologists among them, and are held as often",
        "los talleres tienen más posibles líderes que los clubes, entre ellos psicólogos, y se hacen igual de seguido",
    ),
)
def activities_in_order_of_consistency(e: Ensembles) -> Sequence[Clause]:
    """O: summed scores, CMHWs ~ clubs > visits ~ workshops > peer groups."""
    scores = {
        NAMES[name]: np.array([graded(regularity(run))[a].sum() for run in e[AS_IT_IS.name]]) for a, (name, _, _) in enumerate(ACTIVITIES)
    }
    what = Words("score summed over centres", "puntaje sumado de los centros")
    return [rules.ordinal(what, scores, [["CMHWs", "clubs"], ["visits", "workshops"], ["peer groups"]], tie=0.51)]


@check(
    "PE-06", INTERACTION, AS_IT_IS,
    diagnosis=Words(
        "centre 2 is small, far away and short of staff, and so does visits and workshops less often than centre 3, whatever lay workers carry",
        "el centro 2 es pequeño, lejano y con menos personal, y hace visitas y talleres con menos frecuencia que el centro 3, pese a los agentes comunitarios",
    ),
)
def centres_are_nested(e: Ensembles) -> Sequence[Clause]:
    """O: every activity of centre 1 at least as regular as that of centre 2, and of 2 as that of 3, in 80 % of replicates."""
    def nested(run: Lived) -> float:
        s = graded(regularity(run))
        return float((s[:, 0] >= s[:, 1]).all() and (s[:, 1] >= s[:, 2]).all())

    what = Words("worlds in which the three centres are nested", "mundos en que los tres centros están anidados")
    return [rules.frequency(what, e.each(AS_IT_IS.name, nested), "O")]


@check("PE-07", INTERACTION, AS_IT_IS)
def only_peer_groups_are_missing(e: Ensembles) -> Sequence[Clause]:
    """O: absent cells are most frequent among peer groups; they are regular or absent rather than intermittent."""
    s = np.array([graded(regularity(run)) for run in e[AS_IT_IS.name]])
    absent = {NAMES[name]: (s[:, a] == 0).mean(axis=1) for a, (name, _, _) in enumerate(ACTIVITIES)}
    others = np.max([absent[n] for n in absent if n != "peer groups"], axis=0)
    at_ends = (s[:, 4] != 0.5).mean(axis=1)
    return [
        rules.direction(Words("share of centres without peer groups, minus the largest of the others", "centros sin grupos de pares, menos el mayor de los otros"), absent["peer groups"] - others, 1, "share"),
        rules.quantity(Words("centres where peer groups are regular or absent", "centros donde los grupos de pares son regulares o ausentes"), at_ends, 0.5, 1.0, "share"),
    ]


@check("PE-08", INTERACTION, AS_IT_IS)
def four_activities_never_fall_to_zero(e: Ensembles) -> Sequence[Clause]:
    """Q: under the rule, each of the four delivers at least a tenth of what is planned at every centre."""
    what = Words("least share held, of four activities at three centres", "menor proporción realizada, de cuatro actividades en tres centros")
    return [rules.quantity(what, e.each(AS_IT_IS.name, lambda run: float(regularity(run)[:4].min())), 0.1, 1.0, "share")]


@check(
    "PE-09", EMERGENT, AS_IT_IS, ALIKE,
    ablation=Words("the inputs by which centres differ, made equal", "los insumos en que difieren los centros, igualados"),
    diagnosis=Words(
        "it holds in the mean, but rosters, populations and luck alone make centres differ as much in many single worlds",
        "se cumple en la media, pero las plantillas, las poblaciones y el azar bastan para diferencias iguales en muchos mundos",
    ),
)
def centres_differ_by_what_they_have(e: Ensembles) -> Sequence[Clause]:
    """X: opened together and with equal inputs, centres differ less."""
    def spread(run: Lived) -> float:
        return float(graded(regularity(run)).sum(axis=0).std())

    what = Words("spread of the three centres' scores, as it is minus with equal centres", "dispersión de los puntajes de los tres centros, como es menos con centros iguales")
    return [replace(rules.direction(what, e.differences(AS_IT_IS.name, ALIKE.name, spread), 1, "score"), rule="X")]


def hours_each(run: Lived, weeks: slice) -> float:
    """Hours a week of an active lay worker."""
    return float(run.course("worker_minutes")[weeks].sum() / max(run.course("workers")[weeks].sum(), 1) / 60)


@check("PE-18", INTERACTION, AS_IT_IS, PAID_WORKERS)
def unpaid_workers_fade(e: Ensembles) -> Sequence[Clause]:
    """T: hours of an active worker fall over a year, and by more than heads leave; pay holds them up."""
    early, late = slice(4, 12), slice(48, 56)
    change = e.each(AS_IT_IS.name, lambda r: hours_each(r, late) - hours_each(r, early))
    lost = e.each(AS_IT_IS.name, lambda r: 1 - hours_each(r, late) / max(hours_each(r, early), 1e-9) - r.course("worker_exits")[:52].sum() / max(r.course("workers")[48:52].mean(axis=0).sum(), 1))
    return [
        rules.trend(Words("hours a week of a worker, month 12 minus month 2", "horas semanales de un agente, mes 12 menos mes 2"), change, -1, "hours"),
        rules.direction(Words("share of hours lost minus share of workers who left, first year", "parte de horas perdidas menos parte de agentes que se fueron, primer año"), lost, 1, "share"),
        rules.direction(Words("hours a week of a worker in year 2, paid minus unpaid", "horas semanales de un agente en el año 2, con pago menos sin pago"),
                        e.differences(PAID_WORKERS.name, AS_IT_IS.name, lambda r: hours_each(r, slice(52, 104))), 1, "hours"),
    ]


@check(
    "PE-19", INTERACTION, WATCHED["as it is"], WATCHED["paid"],
    diagnosis=Words(
        "few leave (about one in twenty a year), so the order that holds in the mean is reversed by luck in many single worlds",
        "pocos se van (cerca de uno de cada veinte por año), y el azar invierte en muchos mundos el orden que se cumple en la media",
    ),
)
def who_expected_more_leaves_sooner(e: Ensembles) -> Sequence[Clause]:
    """O: leaving of those who expect most over those who expect least, unpaid; not so when paid."""
    def gap(name: str) -> NDArray[np.float64]:
        seen = np.array([run.watched["workers"] for run in e[name]])
        weeks, exits = seen[:, 0:3], seen[:, 3:6]
        return np.asarray(52 * (exits[:, 2] / np.maximum(weeks[:, 2], 1) - exits[:, 0] / np.maximum(weeks[:, 0], 1)))

    unpaid, paid = gap(WATCHED["as it is"].name), gap(WATCHED["paid"].name)
    return [
        rules.direction(Words("leaving, top minus bottom tercile of expectation, unpaid", "salida, tercil alto menos bajo de expectativa, sin pago"), unpaid, 1, "per year"),
        rules.direction(Words("that difference, unpaid minus paid", "esa diferencia, sin pago menos con pago"), unpaid - paid, 1, "per year"),
    ]


@check("PE-22", BY_CONSTRUCTION, AS_IT_IS, NO_LAY)
def workers_know_the_way(e: Ensembles) -> Sequence[Clause]:
    """D: minutes of a completed visit and the share in vain are lower with lay workers."""
    def minutes(run: Lived) -> float:
        return run.centres("minutes_visits", since=YEAR) / max(run.centres("visits_made", since=YEAR), 1)

    def vain(run: Lived) -> float:
        none = run.centres("visits_not_home", since=YEAR)
        return 100 * none / max(run.centres("visits_made", since=YEAR) + none, 1)

    return [
        rules.direction(Words("minutes of a completed visit, with lay workers minus without", "minutos de una visita completada, con agentes menos sin ellos"), e.differences(AS_IT_IS.name, NO_LAY.name, minutes), -1, "minutes"),
        rules.direction(Words("visits in vain, with lay workers minus without", "visitas en vano, con agentes menos sin ellos"), e.differences(AS_IT_IS.name, NO_LAY.name, vain), -1, "%"),
    ]


@check("PE-23", BY_CONSTRUCTION, BOOSTERS, BLOCK_ONLY)
def boosters_keep_skill(e: Ensembles) -> Sequence[Clause]:
    """D: competence is higher with boosters than with the block only."""
    def skill(run: Lived) -> float:
        return float(np.nanmean(run.watched["workers"][6:9]))

    what = Words("competence of workers of the first year at month 24, with boosters minus block only", "competencia de agentes del primer año en el mes 24, con refuerzos menos solo bloque")
    return [rules.direction(what, e.differences(BOOSTERS.name, BLOCK_ONLY.name, skill), 1, "index")]


@check("PE-24", BY_CONSTRUCTION, WATCHED["as it is"], NATIONAL)
def own_curricula_differ(e: Ensembles) -> Sequence[Clause]:
    """D: competence differs more between centres with curricula of their own than with a national one."""
    def spread(run: Lived) -> float:
        return float(np.nanstd(run.watched["workers"][6:9]))

    what = Words("spread of competence between centres, own minus national curriculum", "dispersión de la competencia entre centros, currículo propio menos nacional")
    return [rules.direction(what, e.differences(WATCHED["as it is"].name, NATIONAL.name, spread), 1, "index")]


@check("PE-28", BY_CONSTRUCTION)
def who_leads(e: Ensembles) -> Sequence[Clause]:
    """S: nurses, social workers and psychologists may lead campaigns and workshops; psychiatrists and therapists may not."""
    from simulation.activities.groups import MAY_LEAD
    from simulation.people.codes import CAMPAIGN, PROFESSIONS, WORKSHOP

    facts = [
        (Words(p.replace("_", " "), p.replace("_", " ")), bool(MAY_LEAD[kind, PROFESSIONS.index(p)]) == leads)
        for kind in (WORKSHOP, CAMPAIGN)
        for p, leads in (("nurse", True), ("social_worker", True), ("psychologist", True), ("psychiatrist", False), ("occupational_therapist", False), ("language_therapist", False))
    ]
    return [rules.structural(Words("who leads workshops and campaigns", "quién dirige talleres y campañas"), facts)]


def burden(run: Lived) -> float:
    """Family burden of people with a disorder, last year."""
    since = run.weeks - YEAR
    return run.people("family_burden", since=since) / run.people("with_disorder", since=since) / 1e4


def known(run: Lived) -> float:
    """Residents who know their centre, last year, percent."""
    since = run.weeks - YEAR
    return 100 * run.people("knows_centre", since=since) / run.people("residents", since=since)


@check(
    "PE-29", INTERACTION, AS_IT_IS, NO_WORKSHOPS, NO_CAMPAIGNS,
    diagnosis=Words(
        "workshops reach the few families whose users come and find room: too few to move all families of the system",
        "los talleres llegan a las pocas familias cuyos usuarios acuden y encuentran lugar: muy pocas para mover a todas",
    ),
)
def workshops_teach_and_campaigns_find(e: Ensembles) -> Sequence[Clause]:
    """D: families' burden is lower with workshops; more residents know the centre, and children are found, with campaigns."""
    return [
        rules.direction(Words("family burden, with workshops minus without", "carga familiar, con talleres menos sin ellos"), e.differences(AS_IT_IS.name, NO_WORKSHOPS.name, burden), -1, "index"),
        rules.direction(Words("residents who know the centre, with campaigns minus without", "residentes que conocen el centro, con campañas menos sin ellas"), e.differences(AS_IT_IS.name, NO_CAMPAIGNS.name, known), 1, "%"),
        rules.direction(Words("children found by screening, with campaigns minus without", "niños hallados por tamizaje, con campañas menos sin ellas"),
                        e.differences(AS_IT_IS.name, NO_CAMPAIGNS.name, lambda r: r.centres("screened")), 1, "children"),
    ]


@check("PE-30", BY_CONSTRUCTION, WATCHED["as it is"], NO_CLUBS)
def clubs_make_members_more_connected(e: Ensembles) -> Sequence[Clause]:
    """S: nobody else attends; D: people with a psychosis in care are more connected with clubs than the same people without."""
    others = e.each(WATCHED["as it is"].name, lambda r: float(r.watched["clubs"][1]))
    come = e.each(WATCHED["as it is"].name, lambda r: float(r.watched["clubs"][0]))
    connected = e.differences(WATCHED["as it is"].name, NO_CLUBS.name, lambda r: float(r.watched["clubs"][2]))
    facts = [(Words("people for whom it is not meant", "personas a quienes no se dirige"), bool(others.sum() == 0 and come.sum() > 0))]
    return [
        rules.structural(Words("who comes to clubs", "quiénes acuden a los clubes"), facts),
        rules.direction(Words("connectedness of people with a psychosis at centres, with clubs minus without", "conexión de personas con psicosis en los centros, con clubes menos sin ellos"), connected, 1, "index"),
    ]


@check(
    "PE-44", INTERACTION, AS_IT_IS, COACHED,
    diagnosis=Words(
        "coaching raises all three centres; the far one, the least regular, gets fewest visits for the same money, so the spread stays",
        "el acompañamiento mejora los tres centros; el lejano, el menos regular, recibe menos visitas por el mismo dinero, y la dispersión queda",
    ),
)
def coaching_makes_centres_alike(e: Ensembles) -> Sequence[Clause]:
    """D: the spread between centres shrinks with coaching; O: the far centre is visited less often for the same money."""
    def spread(run: Lived) -> float:
        return float(regularity(run).sum(axis=0).std())

    far = e.each(COACHED.name, lambda r: r.centres("coaching_visits", "centre-1") - r.centres("coaching_visits", "centre-2"))
    return [
        rules.direction(Words("spread of the three centres' shares held, coached minus as it is", "dispersión de lo realizado en los tres centros, con acompañamiento menos como es"), e.differences(COACHED.name, AS_IT_IS.name, spread), -1, "share"),
        rules.direction(Words("coaching visits in three years, centre 1 minus centre 2", "visitas de acompañamiento en tres años, centro 1 menos centro 2"), far, 1, "visits"),
    ]


@check(
    "PE-46", INTERACTION, AS_IT_IS,
    diagnosis=Words(
        "about as many hours go to visits to users as to campaigns, workshops and doors",
        "van casi tantas horas a visitas a usuarios como a campañas, talleres y puertas",
    ),
)
def promotion_before_recovery(e: Ensembles) -> Sequence[Clause]:
    """O: hours of promotion and prevention exceed those of treatment and recovery (the relapse half is not checked)."""
    value = e.system.value_at

    def more(run: Lived) -> float:
        long = {k: float(value(f"groups.minutes[{k}]")) / 60 for k in ("lay_meeting", "workshop", "campaign", "club", "peer_group")}
        held = {k: run.centres(f"held_{k}", since=YEAR) * long[k] for k in long}
        users = run.people("home_visits", since=YEAR)
        hours = run.centres("minutes_visits", since=YEAR) / 60 / max(run.centres("visits_made", since=YEAR), 1)
        doors = (run.centres("visits_made", since=YEAR) - users) * hours
        return held["lay_meeting"] + held["workshop"] + held["campaign"] + doors - held["club"] - held["peer_group"] - users * hours

    what = Words("hours of promotion and prevention minus those of treatment and recovery, months 13 on", "horas de promoción y prevención menos las de tratamiento y recuperación, desde el mes 13")
    gone = Words("that clubs and groups lower relapse", "que clubes y grupos bajan las recaídas")
    why = Words("recovery does not act on relapse in the model", "la recuperación no actúa sobre la recaída en el modelo")
    return [rules.direction(what, e.each(AS_IT_IS.name, more), 1, "hours"), rules.not_built(gone, why)]


@check("PE-47", BY_CONSTRUCTION, AS_IT_IS, OFFICE_COUNTS, COMMUNITY_COUNTS)
def what_is_counted_is_done(e: Ensembles) -> Sequence[Clause]:
    """D: outreach is higher if the bonus counts community sessions than if it counts the office."""
    what = Words("minutes a week outside and with groups, community indicators minus office indicators", "minutos semanales fuera y con grupos, indicadores comunitarios menos de consultorio")
    return [rules.direction(what, e.differences(COMMUNITY_COUNTS.name, OFFICE_COUNTS.name, outdoors), 1, "minutes")]


@check(
    "PE-48", INTERACTION, NOTHING, AS_IT_IS, *ALONE.values(),
    diagnosis=Words(
        "alone, workshops and peer groups reach too few of the system's people to move a mean of all of them",
        "solos, los talleres y los grupos de pares llegan a muy pocas personas para mover la media de todas",
    ),
)
def each_activity_helps_alone(e: Ensembles) -> Sequence[Clause]:
    """D: each activity alone moves what it is for, against none; all together make the centre known at least as well as the best."""
    def self_stigma(run: Lived) -> float:
        since = run.weeks - YEAR
        return run.people("stigma_self", since=since) / run.people("with_disorder", since=since) / 1e4

    def recovery(run: Lived) -> float:
        since = run.weeks - YEAR
        return run.people("recovery", since=since) / run.people("with_disorder", since=since) / 100

    meant = {
        "lay_workers": (known, 1, "%"), "home_visits": (kept_in_care, 1, "%"), "workshops": (burden, -1, "index"),
        "campaigns": (known, 1, "%"), "clubs": (recovery, 1, "points"), "peer_groups": (self_stigma, -1, "index"),
    }
    found = [
        rules.direction(Words(f"{name.replace('_', ' ')} alone minus none: {of.__name__.replace('_', ' ')}", f"{name} solo menos ninguna: {of.__name__}"),
                        e.differences(ALONE[name].name, NOTHING.name, of), sign, unit)
        for name, (of, sign, unit) in meant.items()
    ]
    best = np.max([e.each(ALONE[name].name, known) for name in ("lay_workers", "campaigns", "home_visits")], axis=0)
    return [*found, rules.direction(Words("residents who know the centre, all activities minus the best single one", "residentes que conocen el centro, todas las actividades menos la mejor sola"), e.each(AS_IT_IS.name, known) - best, 1, "%")]


def closeness(run: Lived, since: int, until: int) -> NDArray[np.float64]:
    """How close users' families stand to the centres, four-weekly means from one week to another, shape (months,); 0-1."""
    rows = [PEOPLE.index(name) for name in ("family_engagement", "at_centre")]
    sums = run.tally[since:until, rows].sum(axis=2).reshape(-1, MONTH, 2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums[:, 0] / sums[:, 1] / FIXED_POINT)


@check("PE-45", BY_CONSTRUCTION, AS_IT_IS, NO_WORKSHOPS)
def families_move_away(e: Ensembles) -> Sequence[Clause]:
    """T: without workshops users' families move away from the centre; D: with them they are closer in the last year."""
    def slope(run: Lived) -> float:
        return float(rules.slopes(closeness(run, 8, 2 * YEAR)[None])[0] * YEAR / MONTH)

    def last(run: Lived) -> float:
        return float(closeness(run, run.weeks - YEAR, run.weeks).mean())

    return [
        rules.trend(Words("trend of how close users' families stand to the centre, no workshops, weeks 8 to 104", "tendencia de la cercanía de las familias al centro, sin talleres, semanas 8 a 104"),
                    e.each(NO_WORKSHOPS.name, slope), -1, "index a year"),
        rules.direction(Words("how close they stand in the last year, workshops minus none", "cercanía en el último año, con talleres menos sin ellos"),
                        e.differences(AS_IT_IS.name, NO_WORKSHOPS.name, last), 1, "index"),
    ]
