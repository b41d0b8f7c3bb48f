"""Checks of Chile: the pair of a peer and a community worker, its phases, its tasks and its contacts (Le, Agrest et al. 2022)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from experiments.accompanied import accompanied_plan
from experiments.patterns import rules
from experiments.patterns.chile_worlds import (
    MATCHED,
    NO_PEER,
    NO_WORKER,
    PAIR,
    UNSUPERVISED,
    UNTREATED,
    USUAL,
)
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peer_tables import NAN, column, effect, look, mean, same_users, strain
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rules import Clause
from simulation import Words
from simulation.people.ties import PHASE_WEEKS, PHASES


@check("CL-01", BY_CONSTRUCTION, PAIR)
def nine_months_in_three_phases(e: Ensembles) -> Sequence[Clause]:
    """S: three phases of three months; Q: no contact with the pair after the ninth."""
    facts = [
        (Words(f"{len(PHASES)} phases", f"{len(PHASES)} fases"), len(PHASES) == 3),
        (Words(f"{PHASE_WEEKS} weeks each", f"{PHASE_WEEKS} semanas cada una"), PHASE_WEEKS == 13),
        (Words("39 weeks in all", "39 semanas en total"), e.system.value_at("critical_time.pair_lasts") == 39),
    ]
    late = [mean(column(run, "followed", "late")) for run in e[PAIR.name]]
    return [
        rules.structural(Words("phases", "fases"), facts),
        rules.quantity(Words("contacts with the pair after the ninth month, per user", "contactos con la dupla después del noveno mes, por usuario"), late, 0, 0, "contacts"),
    ]


def ties_per_hour(run: Lived, kind: str, who: str) -> float:
    """Ties of a kind gained per 1,000 hours of work of peers, or of community workers, users or none beside them."""
    at_work, hours = ("peers", "peer_workers.hours") if who == "peers" else ("companions", "critical_time.companion_hours")
    worked = run.centres(at_work) * float(run.scenario.value_at(hours))
    name = f"{'ties' if kind == 'informal' else 'formal'}_by_{who}"
    return 1000 * run.centres(name) / worked if worked else NAN


@check("CL-05", BY_CONSTRUCTION)
def fifteen_of_thirty_by_table_two(e: Ensembles) -> Sequence[Clause]:
    """S: the interviews ask for 15 of 30 users, by sex, age and diagnosis together as the study had them."""
    plan = accompanied_plan("chile-santiago")
    kinds = plan.kinds if plan else ()

    def many(sex: str = "", disorder: str = "", ages: tuple[int, int] | None = None) -> int:
        return sum(k.count for k in kinds if sex in ("", k.sex) and disorder in ("", k.disorder) and ages in (None, k.ages))

    facts = [
        (Words("15 of 30", "15 de 30"), plan is not None and (many(), plan.of) == (15, 30)),
        (Words("10 men and 5 women", "10 hombres y 5 mujeres"), (many("man"), many("woman")) == (10, 5)),
        (Words("ages", "edades"), [many(ages=a) for a in ((21, 29), (30, 39), (40, 49), (50, 65))] == [2, 6, 5, 2]),
        (Words("diagnoses by sex", "diagnósticos por sexo"), [many(s, f"{d}_psychosis") for s in ("woman", "man") for d in ("affective", "non_affective")] == [4, 1, 4, 6]),
    ]
    return [rules.structural(Words("users who are interviewed", "usuarios entrevistados"), facts)]


@check("CL-02", BY_CONSTRUCTION, PAIR, NO_PEER, NO_WORKER)
def each_half_has_its_own_ties(e: Ensembles) -> Sequence[Clause]:
    """D: informal ties per hour of work, peer above worker, and formal ties the other way; X: without the peer informal ties fall most."""
    def apart(kind: str) -> list[float]:
        return [ties_per_hour(run, kind, "peers") - ties_per_hour(run, kind, "workers") for run in e[PAIR.name]]

    def informal(run: Lived) -> float:
        return run.centres("ties_by_peers") + run.centres("ties_by_workers")

    gone = rules.direction(Words("informal ties gained, pairs without a community worker minus pairs without a peer", "lazos informales ganados, duplas sin trabajador comunitario menos duplas sin par"),
                           e.differences(NO_WORKER.name, NO_PEER.name, informal), 1, "ties")
    return [
        rules.direction(Words("informal ties per 1000 hours of work, peer minus community worker", "lazos informales por 1000 horas de trabajo, par menos trabajador comunitario"), apart("informal"), 1, "ties"),
        rules.direction(Words("formal ties per 1000 hours of work, peer minus community worker", "lazos formales por 1000 horas de trabajo, par menos trabajador comunitario"), apart("formal"), -1, "ties"),
        replace(gone, rule="X"),
    ]


@check("CL-03", BY_CONSTRUCTION, PAIR, UNSUPERVISED)
def training_and_weekly_supervision(e: Ensembles) -> Sequence[Clause]:
    """S: 54 hours and weekly supervision; D: less strain with it than without."""
    facts = [
        (Words("54 hours of training", "54 horas de formación"), e.system.value_at("peer_workers.peer_training") == 54),
        (Words("supervision every week", "supervisión semanal"), e.system.value_at("training_and_support.peer_supervision") == 1),
    ]
    return [
        rules.structural(Words("training and supervision", "formación y supervisión"), facts),
        rules.direction(Words("mean strain of peers, weekly supervision minus none", "tensión media de los pares, supervisión semanal menos ninguna"), e.differences(PAIR.name, UNSUPERVISED.name, strain), -1, "index 0-1"),
    ]


@check("CL-04", BY_CONSTRUCTION, PAIR)
def peers_come_from_users(e: Ensembles) -> Sequence[Clause]:
    """S: everybody who took a post has been a user and is far enough in recovery; no diagnosis is asked for."""
    slack = 0.02  # looked at when the week in which they took the post is over
    sessions, own, needed, disorder = (
        np.concatenate([column(run, "posted", name) for run in e[PAIR.name]]) for name in ("sessions", "recovery_0", "needed", "disorder")
    )
    n, kinds = len(sessions), len(set(disorder))
    facts = [
        (Words(f"{n} people took a post", f"{n} personas tomaron un puesto"), n > 0),
        (Words("all have been to sessions", "todas han tenido sesiones"), bool((sessions > 0).all())),
        (Words("all had the recovery that is asked for", "todas tenían la recuperación que se pide"), bool((own >= needed - slack).all())),
        (Words(f"{kinds} groups of disorders among them", f"{kinds} grupos de trastornos entre ellas"), kinds > 1),
    ]
    return [rules.structural(Words("who works as a peer", "quién trabaja como par"), facts)]


def life(e: Ensembles, more: str, less: str) -> np.ndarray:
    """Effect on how a user lives: connected, without difficulties, and their family without burden; 0-1."""
    return (effect(e, more, less, "connectedness") - effect(e, more, less, "difficulties") - effect(e, more, less, "family_burden")) / 3


@check("CL-10", INTERACTION, USUAL, UNTREATED, NO_PEER, NO_WORKER)
def who_changes_what(e: Ensembles) -> Sequence[Clause]:
    """D: per contact, symptoms change more with clinicians than with peers; life domains more with peer, and with worker, than with clinicians."""
    def met(world: str, who: str) -> np.ndarray:
        return np.array([mean(column(run, "followed", who)) for run in e[world]])

    arms = {"clinician": (USUAL.name, UNTREATED.name), "peer": (NO_WORKER.name, USUAL.name), "worker": (NO_PEER.name, USUAL.name)}
    contacts = {who: met(pair[0], who) for who, pair in arms.items()}
    symptoms = {who: -1000 * effect(e, *pair, "severity") / contacts[who] for who, pair in arms.items()}
    domains = {who: 1000 * life(e, *pair) / contacts[who] for who, pair in arms.items()}
    return [
        rules.direction(Words("fall of symptoms per contact, clinician minus peer, in 1/1000", "descenso de síntomas por contacto, clínico menos par, en 1/1000"), symptoms["clinician"] - symptoms["peer"], 1, "index 0-1"),
        rules.direction(Words("gain in life domains per contact, peer minus clinician, in 1/1000", "ganancia en ámbitos de vida por contacto, par menos clínico, en 1/1000"), domains["peer"] - domains["clinician"], 1, "index 0-1"),
        rules.direction(Words("gain in life domains per contact, community worker minus clinician, in 1/1000", "ganancia en ámbitos de vida por contacto, trabajador comunitario menos clínico, en 1/1000"), domains["worker"] - domains["clinician"], 1, "index 0-1"),
    ]


@check("CL-11", INTERACTION, NO_WORKER, USUAL)
def a_peer_keeps_users_in_care(e: Ensembles) -> Sequence[Clause]:
    """D: fewer drop-outs in nine months with a peer; O: users stop coming more often the longer ago they met."""
    def lost(run: Lived) -> float:
        return 100 * mean((column(run, "followed", "dropouts") > 0).astype(float))

    longer = []
    for run in e[NO_WORKER.name]:
        weeks, gone = run.watched["drop-outs"]
        longer.append(gone[1:].sum() / weeks[1:].sum() > gone[0] / weeks[0] if weeks[0] and weeks[1:].sum() else False)
    return [
        rules.direction(Words("users who drop out within nine months, with a peer minus usual care", "usuarios que abandonan en nueve meses, con par menos atención habitual"), e.differences(NO_WORKER.name, USUAL.name, lost), -1, "%"),
        rules.frequency(Words("worlds in which users stop coming more often five weeks or more after they met the peer than before", "mundos en que los usuarios dejan de acudir más a menudo cinco semanas o más después de ver al par que antes"), longer),
    ]


@check("CL-12", INTERACTION, PAIR, USUAL)
def outings_leave_lasting_ties(e: Ensembles) -> Sequence[Clause]:
    """D: more informal ties than in usual care at nine and at eighteen months; fewer at eighteen than at nine."""
    at = {mark: effect(e, PAIR.name, USUAL.name, "informal_ties", mark) for mark in (39, 78)}
    fades = [mean(look(a, "informal_ties", 78) - look(a, "informal_ties", 39)) for a, _ in same_users(e, PAIR.name, USUAL.name)]
    return [
        rules.direction(Words("informal ties of a user at nine months, pairs minus usual care", "lazos informales de un usuario a los nueve meses, duplas menos atención habitual"), at[39], 1, "ties"),
        rules.direction(Words("the same at eighteen months", "lo mismo a los dieciocho meses"), at[78], 1, "ties"),
        rules.direction(Words("informal ties at eighteen minus at nine months, pairs", "lazos informales a los dieciocho menos a los nueve meses, duplas"), fades, -1, "ties"),
    ]


@check("CL-13", INTERACTION, PAIR, USUAL)
def somebody_comes_in_a_crisis(e: Ensembles) -> Sequence[Clause]:
    """D: the next contact after a crisis comes sooner with a pair than with the clinic alone."""
    def delay(run: Lived) -> float:
        crises = np.nansum(column(run, "followed", "crises"))
        return float(np.nansum(column(run, "followed", "delay")) / crises) if crises else NAN

    what = Words("mean weeks from a crisis to the next contact, pairs minus usual care", "semanas medias de una crisis al siguiente contacto, duplas menos atención habitual")
    return [rules.direction(what, e.differences(PAIR.name, USUAL.name, delay), -1, "weeks")]


@check("CL-20", INTERACTION, *MATCHED.values())
def first_to_users_without_family(e: Ensembles) -> Sequence[Clause]:
    """D: connectedness gained per hour of peers, little family first minus anybody, at equal caseload."""
    def gained(first: float) -> np.ndarray:
        on, off = MATCHED[first, True].name, MATCHED[first, False].name
        total = [float(np.nansum(look(a, "connectedness", 39) - look(b, "connectedness", 39))) for a, b in same_users(e, on, off)]
        hours = e.each(on, lambda run: run.centres("peers") * float(run.scenario.value_at("peer_workers.hours")))
        return 1000 * np.array(total) / hours

    what = Words("connectedness gained per 1000 hours of peers, little family first minus anybody", "conexión ganada por 1000 horas de pares, poca familia primero menos cualquiera")
    return [rules.direction(what, gained(1.0) - gained(0.0), 1, "index 0-1")]


@check("CL-21", INTERACTION, PAIR)
def the_pair_calls_more_often(e: Ensembles) -> Sequence[Clause]:
    """D: contacts a month with the pair minus those with clinicians, months 1 to 9."""
    more = [mean(column(run, "followed", "peer") + column(run, "followed", "worker") - column(run, "followed", "clinician")) / 9 for run in e[PAIR.name]]
    return [rules.direction(Words("contacts of a user a month in the first nine, pair minus clinicians", "contactos de un usuario al mes en los primeros nueve, dupla menos clínicos"), more, 1, "contacts")]


@check("CL-33", BY_CONSTRUCTION, PAIR)
def reports_on_the_pair_do_not_tell_its_halves_apart(e: Ensembles) -> Sequence[Clause]:
    """S: traces of both halves and of the pair; D: shared out by contacts, the peer is credited with too few informal and too many formal ties."""
    from simulation.people.companions import CASE_COLUMNS
    from simulation.people.peers import PAIR_COLUMNS

    def credited(kind: str) -> list[float]:
        found = []
        for run in e[PAIR.name]:
            peer, worker = (np.nansum(column(run, "followed", who)) for who in ("peer", "worker"))
            name = "ties" if kind == "informal" else "formal"
            true = run.centres(f"{name}_by_peers") / max(run.centres(f"{name}_by_peers") + run.centres(f"{name}_by_workers"), 1e-9)
            found.append(peer / (peer + worker) - true if peer + worker else NAN)
        return found

    facts = [
        (Words("traces of the peer", "huellas del par"), any(c.name.startswith("saw_") for c in PAIR_COLUMNS)),
        (Words("traces of the community worker", "huellas del trabajador comunitario"), any(c.name.startswith("saw_") for c in CASE_COLUMNS)),
    ]
    return [
        rules.structural(Words("what a user can report on", "sobre qué puede informar un usuario"), facts),
        rules.direction(Words("share of informal ties that reports on the pair, shared out by contacts, give to the peer, minus the peer's own share", "proporción de lazos informales que los informes sobre la dupla, repartidos por contactos, dan al par, menos la suya propia"), credited("informal"), -1, "share"),
        rules.direction(Words("the same of formal ties", "lo mismo con lazos formales"), credited("formal"), 1, "share"),
    ]
