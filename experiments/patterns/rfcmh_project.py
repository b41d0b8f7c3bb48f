"""Checks of the Dutch neighbourhood: its people, the project's principles, and what a survey of all could see (Beckers et al. 2020)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rfcmh_groups import ASKED as ASKED_GROUPS
from experiments.patterns.rfcmh_groups import (
    ASKED_LARGE,
    groups_cannot_say_of_health,
    groups_say_nothing_changed,
    more_notice_a_larger_dose,
)
from experiments.patterns.rfcmh_worlds import (
    BEFORE,
    CENTRAL,
    CHILE,
    DEMAND,
    GUIDE,
    HELP,
    HOURS,
    LARGE,
    LARGE_BEFORE,
    LEADERS,
    PRACTICES,
    PROJECT,
    UNTRAINED,
    YEAR,
)
from experiments.patterns.rules import Clause
from experiments.patterns.watching_neighbourhood import ASKED
from simulation import Words
from simulation.people.codes import LEDGER

NAN = float("nan")
ADULT_WEEKS = 18 * 52


def ratio(a: float, b: float) -> float:
    """A ratio, NaN where there is nothing to divide by."""
    return a / b if b else NAN


def watched(run: Lived, what: str, *at: int) -> float:
    """One number that a watcher saw."""
    return float(run.watched[what][at])


def people_of(e: Ensembles) -> dict[str, float]:
    """The declared make-up of the neighbourhood."""
    s = e.system
    names = ("poor_share", "migration_share", "working_share", "age_share[0-14]", "age_share[15-64]", "age_share[65+]")
    return {n: float(s.value_at(f"population.{n}")) for n in names} | {"residents": float(sum(z.population for z in s.zones))}


@check("NL-01", BY_CONSTRUCTION)
def residents_and_background(e: Ensembles) -> Sequence[Clause]:
    """S: 7,121 residents, about 60 % with a migration background."""
    p = people_of(e)
    return [rules.structural(Words("residents", "residentes"), [
        (Words("7,121 residents", "7121 residentes"), p["residents"] == 7121),
        (Words("58 to 62 % with a migration background", "58 a 62 % con origen migratorio"), 0.58 <= p["migration_share"] <= 0.62),
    ])]


@check("NL-02", BY_CONSTRUCTION)
def work(e: Ensembles) -> Sequence[Clause]:
    """S: half have a job; of adults, by the shares of ages and of work among those of working age."""
    p = people_of(e)
    # adults: from 18; ages 15 to 17 are three of the fifty years of the middle band
    working_age, old = p["age_share[15-64]"] * 47 / 50, p["age_share[65+]"]
    job = working_age * p["working_share"] / (working_age + old)
    retired = old / (working_age + old)
    facts = [
        (Words(f"a job: {100 * job:.1f} % (50.7)", f"empleo: {100 * job:.1f} % (50,7)"), abs(job - 0.507) <= 0.01),
        (Words(f"retired: {100 * retired:.1f} % (21.6)", f"jubilación: {100 * retired:.1f} % (21,6)"), abs(retired - 0.216) <= 0.01),
        (Words(f"neither: {100 * (1 - job - retired):.1f} % (27.7)", f"ninguno: {100 * (1 - job - retired):.1f} % (27,7)"), abs(1 - job - retired - 0.277) <= 0.01),
    ]
    return [rules.structural(Words("work of adults", "trabajo de las personas adultas"), facts)]


@check("NL-03", BY_CONSTRUCTION)
def income(e: Ensembles) -> Sequence[Clause]:
    """S: one in five at the legal minimum; incomes above it are not in the model."""
    p = people_of(e)
    return [
        rules.structural(Words("income", "ingresos"), [(Words("18 to 22 % at or under the minimum", "18 a 22 % en el mínimo o por debajo"), 0.18 <= p["poor_share"] <= 0.22)]),
        rules.not_built(Words("mean income over the national mean", "ingreso medio respecto del nacional"), Words("residents are at the minimum or above it; no amount is given to anybody", "los residentes están en el mínimo o sobre él; a nadie se le asigna un monto"), "S"),
    ]


@check("NL-04", BY_CONSTRUCTION)
def ages(e: Ensembles) -> Sequence[Clause]:
    """S: 19, 66 and 15 %; the bands are taken as 0-14, 15-64 and 65 on."""
    p = people_of(e)
    wanted = {"0-14": 0.19, "15-64": 0.66, "65+": 0.15}
    return [rules.structural(Words("ages", "edades"), [(Words(f"{100 * v:g} % {k}", f"{100 * v:g} % {k}"), abs(p[f"age_share[{k}]"] - v) <= 0.01) for k, v in wanted.items()])]


@check("NL-07", INTERACTION, PROJECT, DEMAND)
def funds_are_capped(e: Ensembles) -> Sequence[Clause]:
    """S: paid minutes are those of the contracts, whatever is asked; D: more demand makes longer waits, not more hours."""
    def hours(run: Lived) -> float:
        return sum(run.centres(f"minutes_{k}") for k in LEDGER) / 60

    def wait(run: Lived) -> float:
        return ratio(run.people("waited_weeks"), run.people("first_sessions"))

    more = e.differences(DEMAND.name, PROJECT.name, hours)
    return [
        rules.structural(Words("paid hours of clinicians", "horas pagadas del personal clínico"), [(Words("twice the demand, the same hours", "el doble de demanda, las mismas horas"), bool(np.all(np.abs(more) <= 0.01 * e.each(PROJECT.name, hours))))]),
        rules.direction(Words("mean wait of those first seen, twice the demand minus as it is", "espera media de quienes se atienden por primera vez, doble demanda menos actual"), e.differences(DEMAND.name, PROJECT.name, wait), 1, "weeks"),
    ]


@check("NL-10", BY_CONSTRUCTION)
def four_principles_at_the_start(e: Ensembles) -> Sequence[Clause]:
    """S: the story has the four principles, from week 0; the evaluation is a year later."""
    story = {policy.name: {step.start for step in policy.steps} for policy in e.system.story}
    wanted = {"recovery-focus": "focus on recovery", "peers-first": "peers first", "outreach": "outreach", "collaboration": "collaboration"}
    facts = [(Words(said, said), story.get(name) == {0}) for name, said in wanted.items()]
    return [rules.structural(Words("principles that begin in week 0", "principios que empiezan en la semana 0"), [*facts, (Words("looked at after 52 weeks", "vistos a las 52 semanas"), YEAR == 52)])]


@check("NL-11", INTERACTION, PROJECT)
def a_peer_sees_people_first(e: Ensembles) -> Sequence[Clause]:
    """Q: four in five new adults without a clear need of a clinician see a peer first; severe and urgent ones a clinician."""
    def share(at: int) -> Sequence[float]:
        return [ratio(watched(r, "first-contacts", at), watched(r, "first-contacts", at) + watched(r, "first-contacts", at + 1)) for r in e[PROJECT.name]]

    return [
        rules.quantity(Words("new adults without a clear need of a clinician whose first contact is a peer", "personas adultas nuevas sin necesidad clara de un clínico cuyo primer contacto es un par"), share(0), 0.8, 1.0, "share"),
        rules.quantity(Words("severe or urgent ones whose first contact is a peer", "personas graves o urgentes cuyo primer contacto es un par"), share(2), 0.0, 0.2, "share"),
    ]


@check("NL-12", INTERACTION, PROJECT, BEFORE)
def fewer_specialists_no_longer_waits(e: Ensembles) -> Sequence[Clause]:
    """D: fewer first sessions with clinicians per 100 people who come; severe ones wait no longer."""
    def specialists(run: Lived) -> float:
        return 100 * ratio(run.people("first_sessions") - run.people("kept_by_peers"), run.people("joined_list"))

    def severe(run: Lived) -> float:
        return ratio(run.people("severe_waited_weeks"), run.people("severe_first_sessions"))

    return [
        rules.direction(Words("first sessions with clinicians per 100 people who come, project minus before", "primeras sesiones con clínicos por 100 personas que llegan, proyecto menos antes"), e.differences(PROJECT.name, BEFORE.name, specialists), -1, "persons"),
        rules.quantity(Words("mean wait of severe cases, project minus before", "espera media de los casos graves, proyecto menos antes"), e.differences(PROJECT.name, BEFORE.name, severe), -10.0, 0.25, "weeks"),
    ]


@check("NL-13", INTERACTION, *HELP.values())
def what_ends_with_its_cause(e: Ensembles) -> Sequence[Clause]:
    """D: people for whom a matter was solved are ill for fewer weeks than the same people without such help."""
    found = []
    for one, other in zip(e[HELP[True].name], e[HELP[False].name], strict=True):
        a, b = one.watched["helped"], other.watched["helped"]
        who = (a[:, 0] == 1) & (b[:, 0] == 1) & (a[:, 2] > 0)
        found.append(float((a[who, 1] - b[who, 1]).mean()) if who.any() else NAN)
    return [rules.direction(Words("weeks ill in two years of people for whom a matter was solved, minus of the same people without such help", "semanas de enfermedad en dos años de personas a quienes se resolvió un asunto, menos de las mismas sin esa ayuda"), found, -1, "weeks")]


@check("NL-14", BY_CONSTRUCTION, PROJECT, CHILE, UNTRAINED)
def trained_and_employed(e: Ensembles) -> Sequence[Clause]:
    """S: a course of years, a paid post; O: skill above Chile's, and above that of untrained volunteers."""
    hours = float(e.system.value_at("peer_workers.peer_training"))
    skill = {name: e.each(arm.name, lambda r: watched(r, "skills", 0)) for name, arm in (("here", PROJECT), ("Santiago", CHILE), ("untrained", UNTRAINED))}
    return [
        rules.structural(Words("training and pay", "formación y paga"), [
            (Words(f"{hours:g} hours of training, years of a course", f"{hours:g} horas de formación, años de un curso"), hours >= 800),
            (Words("paid", "con paga"), float(e.system.value_at("peer_resources.peer_pay")) > 0),
        ]),
        rules.ordinal(Words("skill of peers at work", "habilidad de los pares en el puesto"), skill, [["here"], ["Santiago"], ["untrained"]], unit="index 0-1"),
    ]


@check("NL-35", INTERACTION, PROJECT, BEFORE, ASKED_GROUPS)
def nothing_to_be_seen_after_a_year(e: Ensembles) -> Sequence[Clause]:
    """N: a survey of all adults after a year finds no difference in mental health; D: the first talk is there for the person."""
    return [
        survey_finds_nothing(e, 0, Words("mental health of all adults after a year, with the project and without", "salud mental de todas las personas adultas tras un año, con el proyecto y sin él")),
        rules.direction(Words("trust in services after a year of people who had a first talk with a peer, minus of the same people without the project", "confianza en los servicios tras un año de quienes hablaron primero con un par, menos de las mismas personas sin el proyecto"), same_people(e, PROJECT.name, BEFORE.name, "talked", "trust"), 1, "index 0-1"),
        groups_cannot_say_of_health(e),
    ]


def same_people(e: Ensembles, one: str, other: str, who: str, what: str, least: float = 1.0) -> list[float]:
    """Mean difference of an answer between two worlds, of the same people who met with something in the first, by replicate."""
    found, at, which, arrival = [], ASKED.index(what), ASKED.index(who), ASKED.index("arrival")
    for x, y in zip(e[one], e[other], strict=True):
        a, b = x.watched["survey"], y.watched["survey"]
        same = (a[:, arrival] == b[:, arrival]) & (a[:, which] >= least)
        found.append(float((a[same, at] - b[same, at]).mean()) if same.any() else NAN)
    return found


def survey_finds_nothing(e: Ensembles, column: int, what: Words) -> Clause:
    """N over surveys of two worlds that are not the same people: each replicate beside the next one's."""
    return rules.null(what, _apart(e, PROJECT.name, BEFORE.name, column))


def _apart(e: Ensembles, one: str, other: str, column: int) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    runs, others = e[one], e[other]
    found = []
    for k, run in enumerate(runs):
        # the same draw of what is not known, read from two lucks, is not at hand: the same luck gives a survey less noise, not more
        a, b = run.watched["survey"][:, column], others[k].watched["survey"][:, column]
        # two halves of the residents, as if each world were asked of other people
        a, b = a[::2], b[1::2]
        found.append((a[np.isfinite(a)], b[np.isfinite(b)]))
    return found


@check("NL-36", INTERACTION, PROJECT, BEFORE, LARGE, LARGE_BEFORE, ASKED_GROUPS, ASKED_LARGE)
def nothing_noticed_in_the_neighbourhood(e: Ensembles) -> Sequence[Clause]:
    """N: stigma and connectedness of all; a larger dose for longer shows in who knows the service."""
    larger = [
        float(np.nanmean(a.watched["survey"][:, 3]) - np.nanmean(b.watched["survey"][:, 3])) for a, b in zip(e[LARGE.name], e[LARGE_BEFORE.name], strict=True)
    ]
    return [
        survey_finds_nothing(e, 1, Words("stigma that adults hold, with the project and without", "estigma de las personas adultas, con el proyecto y sin él")),
        survey_finds_nothing(e, 2, Words("connectedness of adults, the same", "conexión de las personas adultas, lo mismo")),
        rules.direction(Words("adults who know the service, twelve peers outside for three years minus none", "personas adultas que conocen el servicio, doce pares fuera durante tres años menos ninguno"), larger, 1, "share"),
        groups_say_nothing_changed(e),
        more_notice_a_larger_dose(e),
    ]


@check("NL-37", INTERACTION, PROJECT, *HOURS.values())
def most_met_nobody(e: Ensembles) -> Sequence[Clause]:
    """Q: fewer than half of the residents have met the service after a year; D: more with more hours."""
    def met(run: Lived) -> float:
        return ratio(run.people("met"), run.people("residents") / run.weeks)

    return [
        rules.quantity(Words("residents who met somebody from the service within a year", "residentes que trataron con alguien del servicio en un año"), e.each(PROJECT.name, met), 0.0, 0.5, "share"),
        rules.direction(Words("the same, eight hours of each peer at meeting places minus two", "lo mismo, ocho horas de cada par en lugares de encuentro menos dos"), e.differences(HOURS[8.0].name, HOURS[2.0].name, met), 1, "share"),
    ]


@check("NL-38", INTERACTION, PROJECT, GUIDE, LEADERS)
def initiatives_are_hardly_known(e: Ensembles) -> Sequence[Clause]:
    """Q: less than half of the initiatives are known after a year; D: more with a guide, and with leaders, who notice more."""
    known, noticed = (lambda r: watched(r, "outside", 2)), (lambda r: watched(r, "outside", 3))
    return [
        rules.quantity(Words("initiatives of which services know more than half after a year", "iniciativas de las que los servicios conocen más de la mitad tras un año"), e.each(PROJECT.name, lambda r: watched(r, "outside", 4)), 0.0, 0.5, "share"),
        rules.direction(Words("what services know of them, a guide minus none", "lo que los servicios saben de ellas, una guía menos ninguna"), e.differences(GUIDE.name, PROJECT.name, known), 1, "index 0-1"),
        rules.direction(Words("the same, informal leaders minus none", "lo mismo, líderes informales menos ninguno"), e.differences(LEADERS.name, PROJECT.name, known), 1, "index 0-1"),
        rules.direction(Words("what organisers notice, informal leaders minus none", "lo que notan los organizadores, líderes informales menos ninguno"), e.differences(LEADERS.name, PROJECT.name, noticed), 1, "index 0-1"),
    ]


@check("NL-43", INTERACTION, *CENTRAL.values())
def a_key_role_and_respect(e: Ensembles) -> Sequence[Clause]:
    """D: how far contacts look at recovery rises by peers with a key role and respect, by more than by each alone."""
    def orientation(run: Lived) -> float:
        return ratio(watched(run, "users", 6), watched(run, "users", 7))

    levels = {k: e.each(arm.name, orientation) for k, arm in CENTRAL.items()}
    both = levels[True, True] - levels[False, False]
    parts = levels[True, False] + levels[False, True] - 2 * levels[False, False]
    return [
        rules.direction(Words("recovery orientation of contacts, respect and a key role minus neither", "orientación a la recuperación de los contactos, respeto y papel central menos ninguno"), both, 1, "index 0-1"),
        rules.direction(Words("the same, both together minus the sum of each alone", "lo mismo, ambos juntos menos la suma de cada uno"), both - parts, 1, "index 0-1"),
    ]


@check("NL-18", INTERACTION, PROJECT, BEFORE)
def a_lower_threshold(e: Ensembles) -> Sequence[Clause]:
    """D: people are ill for less long when they are first seen, and less ill when practices send them."""
    return [
        rules.direction(Words("weeks ill at the first contact, project minus before", "semanas de enfermedad en el primer contacto, proyecto menos antes"),
                        e.differences(PROJECT.name, BEFORE.name, lambda r: ratio(watched(r, "first-contacts", 4), watched(r, "first-contacts", 5))), -1, "weeks"),
        rules.direction(Words("severity of people whom practices send on, the same", "gravedad de las personas que derivan los consultorios, lo mismo"),
                        e.differences(PROJECT.name, BEFORE.name, lambda r: ratio(watched(r, "first-contacts", 6), watched(r, "first-contacts", 7))), -1, "index 0-1"),
    ]


@check("NL-34", BY_CONSTRUCTION, PROJECT, BEFORE)
def families_are_asked_along(e: Ensembles) -> Sequence[Clause]:
    """D: after a year the families of people who met with a peer often stand closer to the service than they would without."""
    return [rules.direction(
        Words("closeness of families to the service, of people who met a peer eight times or more, project minus before", "cercanía de las familias al servicio, de quienes se reunieron ocho veces o más con un par, proyecto menos antes"),
        same_people(e, PROJECT.name, BEFORE.name, "contacts", "family", 8), 1, "index 0-1",
    )]


@check("NL-17", INTERACTION, *PRACTICES.values())
def practices_value_peers(e: Ensembles) -> Sequence[Clause]:
    """O: referrals that were of use, per week of work, of peers above nurses; X: not with peers of little skill."""
    def of_use(name: str) -> dict[str, list[float]]:
        runs = [r.watched["referred"] for r in e[name]]
        return {"peers": [52 * ratio(r[1], r[4]) for r in runs], "nurses": [52 * ratio(r[3], r[5]) for r in runs]}

    what = Words("referrals by practices that were of use, per year of work of", "derivaciones de consultorios que sirvieron, por año de trabajo de")
    skilled, unskilled = (rules.ordinal(what, of_use(PRACTICES[k].name), [["peers"], ["nurses"]], unit="persons") for k in (True, False))
    return [skilled, rules.ablation(Words("peers trained for twenty hours", "pares con veinte horas de formación"), skilled, unskilled)]


@check("NL-32", INTERACTION, PRACTICES[True])
def least_distance_with_peers(e: Ensembles) -> Sequence[Clause]:
    """O: trust that users gain, with peers at least as with clinicians who come home, and with these more than in the office alone."""
    gained = {name: [watched(r, "closeness", k) for r in e[PRACTICES[True].name]] for k, name in enumerate(("peers", "at home", "in the office"))}
    return [rules.ordinal(Words("trust gained by users who met", "confianza ganada por usuarios que trataron con"), gained, [["peers"], ["at home"], ["in the office"]], unit="index 0-1")]
