"""Checks of UPSIDES: attitudes of communities, leaders and staff, and what they do to peers and users (Ramesh, Charles et al. 2023)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from experiments.patterns import rules
from experiments.patterns.ensembles import Arm, Ensembles, Lived
from experiments.patterns.peer_tables import NAN, expected, look, mean, rate, same_users
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rules import Clause
from experiments.patterns.upsides_worlds import (
    ALL_OFF,
    ATTITUDE,
    BOTH,
    CULTURE,
    KAMPALA,
    STARVED,
    STIGMA,
    TOLD,
    TRAINING,
    UNKNOWN,
)
from experiments.patterns.watching_peers import POSTED
from simulation import Words


def contacts(run: Lived) -> float:
    """Contacts of peers with users a week."""
    return run.centres("peer_contacts") / run.weeks


@check("UP-08", INTERACTION, KAMPALA, *ATTITUDE.values(), *STIGMA.values())
def attitudes_hinder_and_help(e: Ensembles) -> Sequence[Clause]:
    """D: contacts of peers fall below, and rise above, those with attitudes in the middle; of staff, and of communities."""
    middle = ATTITUDE["middle"].name
    return [
        rules.direction(Words("contacts of peers a week, staff against them minus in between", "contactos de pares por semana, personal en contra menos intermedio"), e.differences(ATTITUDE["low"].name, middle, contacts), -1, "contacts"),
        rules.direction(Words("the same, staff for them minus in between", "lo mismo, personal a favor menos intermedio"), e.differences(ATTITUDE["high"].name, middle, contacts), 1, "contacts"),
        rules.direction(Words("the same, public stigma of more weight minus as it is", "lo mismo, estigma público con más peso menos como es"), e.differences(STIGMA["high"].name, KAMPALA.name, contacts), -1, "contacts"),
        rules.direction(Words("the same, public stigma of no weight minus as it is", "lo mismo, estigma público sin peso menos como es"), e.differences(STIGMA["low"].name, KAMPALA.name, contacts), 1, "contacts"),
    ]


@check("UP-10", INTERACTION, KAMPALA, *STIGMA.values())
def stigma_keeps_people_from_care(e: Ensembles) -> Sequence[Clause]:
    """D: of adults who are ill, a larger share has never been treated where stigma weighs more."""
    def never(run: Lived) -> float:
        ill, untreated = run.watched["untreated"]
        return float(100 * untreated / ill) if ill else NAN

    return [
        rules.direction(Words("ill adults without care in the whole run, public stigma of weight minus of none", "adultos enfermos sin atención en toda la corrida, estigma público con peso menos sin peso"), e.differences(KAMPALA.name, STIGMA["low"].name, never), 1, "%"),
        rules.direction(Words("the same, of more weight minus as it is", "lo mismo, con más peso menos como es"), e.differences(STIGMA["high"].name, KAMPALA.name, never), 1, "%"),
    ]


@check("UP-11", BY_CONSTRUCTION, *TOLD.values())
def told_to_stop_medicines(e: Ensembles) -> Sequence[Clause]:
    """D: fewer take their medicines, and more relapse, where leaders tell them to stop; X: no more relapse if medicines made no difference to it."""
    def taking(run: Lived) -> float:
        weeks, taken = run.watched["medicines"][:2]
        return float(100 * taken / weeks) if weeks else NAN

    def relapses(run: Lived) -> float:
        weeks, fell = run.watched["medicines"][2:]
        return float(52 * fell / weeks) if weeks else NAN

    more = rules.direction(Words("relapses of people with a prescription, told to stop minus not", "recaídas de personas con receta, con consejo de dejarlos menos sin él"), e.differences(TOLD[0.6, True].name, TOLD[0.0, True].name, relapses), 1, "1/person-year")
    fixed = e.differences(TOLD[0.6, False].name, TOLD[0.0, False].name, relapses)
    without = rules.direction(Words("the same, if relapse without medicines were as with them", "lo mismo, si se recayera sin medicamentos como con ellos"), fixed, 1, "1/person-year")
    gone = rules.direction(Words("that difference, with minus without what medicines do", "esa diferencia, con menos sin lo que hacen los medicamentos"), e.differences(TOLD[0.6, True].name, TOLD[0.0, True].name, relapses) - fixed, 1, "1/person-year")
    return [
        rules.direction(Words("weeks in which medicines in the house are taken, told to stop minus not", "semanas en que se toman los medicamentos de casa, con consejo de dejarlos menos sin él"), e.differences(TOLD[0.6, True].name, TOLD[0.0, True].name, taking), -1, "%"),
        more,
        replace(gone, rule="X", reason=Words(f"{gone.reason.en}; left without it: {without.estimate:.3f}", f"{gone.reason.es}; queda sin ello: {without.estimate:.3f}")),
    ]


@check("UP-13", INTERACTION, KAMPALA, UNKNOWN)
def peers_are_asked_by_neighbours(e: Ensembles) -> Sequence[Clause]:
    """D: neighbours come to the list through peers, and hold less stigma than if peers were known to nobody; T: that gap widens with time."""
    gaps = np.array([a.watched["neighbours"][2:] - b.watched["neighbours"][2:] if len(a.watched["neighbours"]) == len(b.watched["neighbours"]) else np.full(2, NAN)
                     for a, b in zip(e[KAMPALA.name], e[UNKNOWN.name], strict=True)], dtype=object)
    widens = [float(rules.slopes(np.asarray(gap, float)[None])[0] * 52) for gap in gaps]
    last = [mean(np.asarray(gap, float)[-13:], 1) for gap in gaps]
    return [
        rules.direction(Words("neighbours who asked a peer and joined the list, minus if peers were known to nobody", "vecinos que preguntaron a un par y entraron en la lista, menos si nadie conociera a los pares"),
                        e.differences(KAMPALA.name, UNKNOWN.name, lambda run: float(run.watched["neighbours"][0])), 1, "persons"),
        rules.direction(Words("stigma held near peers in the last quarter, minus the same", "estigma cerca de los pares en el último trimestre, menos lo mismo"), last, -1, "index 0-1"),
        rules.trend(Words("trend of that gap", "tendencia de esa brecha"), widens, -1, "index 0-1"),
    ]


@check("UP-17", BY_CONSTRUCTION, *ATTITUDE.values())
def rejected_peers_become_unstable(e: Ensembles) -> Sequence[Clause]:
    """D: relapses and exits that strain makes are more frequent with a team against peers; O: fewer of their people still hold the post."""
    def stays(run: Lived) -> float:
        table = run.watched["posted"]
        early = table[:, POSTED.index("since")] < 26
        return 100 * mean(1 - table[early, POSTED.index("left")], 2)

    low, high = ATTITUDE["low"].name, ATTITUDE["high"].name
    values = {end: e.each(arm.name, stays) for end, arm in ATTITUDE.items()}
    return [
        rules.direction(Words("relapses a year by strain, team against peers minus for them", "recaídas al año por tensión, equipo en contra menos a favor"), e.differences(low, high, lambda run: expected(run, "relapse")), 1, "1/person-year"),
        rules.direction(Words("exits a year by strain, team against peers minus for them", "salidas al año por tensión, equipo en contra menos a favor"), e.differences(low, high, lambda run: expected(run, "exits")), 1, "1/person-year"),
        rules.direction(Words("posts left per year, the same", "puestos dejados por año, lo mismo"), e.differences(low, high, lambda run: rate(run, "peers_left")), 1, "1/person-year"),
        rules.ordinal(Words("people who took a post in the first half year and hold it at the end", "personas que tomaron un puesto en el primer semestre y lo conservan al final"), values, [["high"], ["middle"], ["low"]], unit="%"),
    ]


@check("UP-18", BY_CONSTRUCTION, *ATTITUDE.values())
def acceptance_eases_the_work(e: Ensembles) -> Sequence[Clause]:
    """D: contacts of peers, and users with a peer, per user in care, rise with the team's attitude."""
    def share(run: Lived, what: str) -> float:
        cared = run.centres("in_care")
        return 1000 * run.centres(what) / cared if cared else NAN

    low, high = ATTITUDE["low"].name, ATTITUDE["high"].name
    return [
        rules.direction(Words("contacts of peers per 1000 weeks in care, team for peers minus against", "contactos de pares por 1000 semanas en atención, equipo a favor menos en contra"), e.differences(high, low, lambda run: share(run, "peer_contacts")), 1, "contacts"),
        rules.direction(Words("users with a peer per 1000 in care, the same", "usuarios con un par por 1000 en atención, lo mismo"), e.differences(high, low, lambda run: share(run, "peer_users")), 1, "persons"),
    ]


@check("UP-37", INTERACTION, KAMPALA, CULTURE, STIGMA["low"], BOTH, ALL_OFF)
def both_levers_together(e: Ensembles) -> Sequence[Clause]:
    """D: less discrimination, more recovery orientation, and both, raise contacts of peers and recovery of users; both at least as much as each."""
    def gain(world: str) -> np.ndarray:
        return np.array([float(np.nansum(look(a, "recovery", 39) - look(b, "recovery", 39))) for a, b in same_users(e, world, ALL_OFF.name)])

    levers = {"culture": CULTURE.name, "stigma": STIGMA["low"].name, "both": BOTH.name}
    said = {"culture": Words("recovery orientation", "orientación a la recuperación"), "stigma": Words("no discrimination", "sin discriminación"), "both": Words("both", "ambas")}
    made = {name: e.differences(world, KAMPALA.name, contacts) for name, world in levers.items()}
    won = {name: gain(world) - gain(KAMPALA.name) for name, world in levers.items()}
    clauses = []
    for name, w in said.items():
        clauses.append(rules.direction(Words(f"contacts of peers a week, {w.en} minus as it is", f"contactos de pares por semana, {w.es} menos como es"), made[name], 1, "contacts"))
        clauses.append(rules.direction(Words(f"recovery that users gain, added up, {w.en} minus as it is", f"recuperación que ganan los usuarios, sumada, {w.es} menos como es"), won[name], 1, "index 0-1"))
    most = np.maximum(made["culture"], made["stigma"])
    clauses.append(rules.frequency(Words("worlds in which both give as many contacts as the better one", "mundos en que ambas dan tantos contactos como la mejor"), made["both"] >= most, "D"))
    return clauses


@check("UP-36", INTERACTION, *STIGMA.values(), *TRAINING.values(), *STARVED.values())
def society_weighs(e: Ensembles) -> Sequence[Clause]:
    """D: the link from stigma to money lowers what centres are granted; O: stigma moves contacts by more than training does."""
    def granted(run: Lived) -> float:
        return run.centres("cents_granted")

    def span(arms: dict[str, Arm]) -> list[float]:
        return [abs(float(x)) for x in e.differences(arms["high"].name, arms["low"].name, contacts)]

    return [
        rules.direction(Words("money granted to centres, stigma and money linked over not, less one", "dinero asignado a los centros, estigma y dinero ligados sobre no ligados, menos uno"),
                        e.each(STARVED["linked"].name, granted) / e.each(STARVED["apart"].name, granted) - 1, -1, "ratio"),
        rules.ordinal(Words("how far contacts of peers a week move from one end to the other of", "cuánto se mueven los contactos de pares por semana de un extremo al otro de"),
                      {"public stigma": span(STIGMA), "training": span(TRAINING)}, [["public stigma"], ["training"]], unit="contacts"),
    ]
