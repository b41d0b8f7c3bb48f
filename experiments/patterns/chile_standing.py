"""Checks of Chile: how peers stand in the eyes of users, to whom they take what weighs most, and what would raise it (Le, Agrest et al. 2022)."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
from numpy import float32 as f4

from experiments.patterns import rules
from experiments.patterns.chile_recovery import MET
from experiments.patterns.chile_worlds import DILUTED, ENDORSED, FLAT, ORIENTED, PAIR, RANK, VIEWED
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peer_tables import both, column, effect, mean, strain, together
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rules import Clause
from experiments.patterns.watching_work import ASKED
from simulation import Words
from simulation.people.peers import CLINICIAN, CONFIDANTS, PEER, WORKER
from simulation.programmes.confiding import pulls


def rank_alone(hierarchy: float) -> np.ndarray:
    """The pull of each confidant on what weighs most that rank alone gives, by the model's own rule; shape (confidants,)."""
    own = SimpleNamespace(rank_pull=f4(1), shields=f4(0), keeps_to_self=f4(0), likeness_weight=f4(0), staff_likeness=f4(0))
    out = np.zeros(len(CONFIDANTS), np.float32)
    zero, one = f4(0), f4(1)
    pulls.py_func(out, one, own, f4(hierarchy), one, zero, zero, one, zero, one, zero, one, zero, one, zero, zero, zero)
    return out


@check("CL-25", BY_CONSTRUCTION)
def status_in_the_eyes_of_users(e: Ensembles) -> Sequence[Clause]:
    """S: rank of a clinician above the community worker's above the peer's, and none without hierarchy."""
    here, none = rank_alone(float(e.system.value_at("peer_support.hierarchy"))), rank_alone(0.0)
    facts = [
        (Words("clinician above community worker", "clínico sobre trabajador comunitario"), bool(here[CLINICIAN] > here[WORKER])),
        (Words("community worker above peer", "trabajador comunitario sobre par"), bool(here[WORKER] > here[PEER])),
        (Words("no difference without hierarchy", "sin diferencia sin jerarquía"), bool(np.ptp(none[[CLINICIAN, WORKER, PEER]]) == 0)),
    ]
    return [
        rules.structural(Words("rank", "rango"), facts),
        rules.not_built(Words("psychiatrist above psychologist", "psiquiatra sobre psicólogo"), Words("clinicians have one rank in the model, whatever their profession", "los clínicos tienen un solo rango en el modelo, sea cual sea su profesión"), "O"),
    ]


def deep(run: Lived) -> float:
    """What weighs most and users took to a clinician, minus what they took to the peer, as users tell it; per 100 such matters."""
    told = together(run, [f"deep_{who}" for who in CONFIDANTS])
    return 100 * (together(run, ["deep_clinician"]) - together(run, ["deep_peer"])) / told if told else float("nan")


@check(
    "CL-26", INTERACTION, PAIR, FLAT,
)
def deep_matters_go_to_the_professional(e: Ensembles) -> Sequence[Clause]:
    """D: as users tell it, what weighs most goes to clinicians more than to the peer; without hierarchy the other way round."""
    return [
        rules.direction(Words("deep matters of users, to a clinician minus to the peer", "asuntos profundos de usuarios, a un clínico menos al par"), e.each(PAIR.name, deep), 1, "%"),
        rules.direction(Words("the same without hierarchy", "lo mismo sin jerarquía"), e.each(FLAT.name, deep), -1, "%"),
        rules.direction(Words("the same, with hierarchy minus without", "lo mismo, con jerarquía menos sin ella"), e.differences(PAIR.name, FLAT.name, deep), 1, "%"),
    ]


def standing(run: Lived) -> float:
    """Mean standing of the peer in the eyes of users to whom one was offered, 0-1."""
    return mean(column(run, "asked", "standing"))


@check(
    "CL-28", INTERACTION, PAIR,
    diagnosis=Words(
        "most users who are offered a peer refuse: besides rank, a supportive family leaves little room for one where familism is high",
        "la mayoría de usuarios a quienes se ofrece un par lo rechaza: además del rango, una familia que apoya le deja poco lugar donde el familismo es alto",
    ),
)
def welcome_and_of_low_rank(e: Ensembles) -> Sequence[Clause]:
    """Q: mean standing above a half, a minority refuses; S: rank below clinicians'."""
    rank = rank_alone(float(e.system.value_at("peer_support.hierarchy")))
    return [
        rules.quantity(Words("mean standing of a peer in the eyes of users", "posición media de un par ante los usuarios"), e.each(PAIR.name, standing), 0.5, 1, "index 0-1"),
        rules.structural(Words("rank", "rango"), [(Words("peer below clinician", "par bajo clínico"), bool(rank[PEER] < rank[CLINICIAN]))]),
        rules.quantity(Words("share of users who refuse the peer", "proporción de usuarios que rechazan al par"), e.each(PAIR.name, lambda run: mean(column(run, "asked", "refused"))), 0.05, 0.35, "share"),
    ]


@check("CL-29", BY_CONSTRUCTION, *ENDORSED.values())
def endorsement_raises_standing(e: Ensembles) -> Sequence[Clause]:
    """D: standing rises with endorsement, and more where hierarchy is high."""
    gain = {rank: e.differences(ENDORSED[rank, 1.0].name, ENDORSED[rank, 0.0].name, standing) for rank in RANK}
    return [
        rules.direction(Words("standing of peers, vouched for minus not, high hierarchy", "posición de los pares, avalados menos no avalados, jerarquía alta"), gain["high"], 1, "index 0-1"),
        rules.direction(Words("that gain, high minus low hierarchy", "esa ganancia, jerarquía alta menos baja"), gain["high"] - gain["low"], 1, "index 0-1"),
    ]


@check("CL-30", BY_CONSTRUCTION, *VIEWED.values())
def views_of_staff_spill_over(e: Ensembles) -> Sequence[Clause]:
    """D: standing is lower where staff think little of peers; more so with users who see clinicians often."""
    falls, more = [], []
    stand, seen = ASKED.index("standing"), ASKED.index("sessions")
    for low, high in zip(e[VIEWED["low"].name], e[VIEWED["high"].name], strict=True):
        a, b = both(low.watched["asked"], high.watched["asked"])
        change = a[:, stand] - b[:, stand]
        often = b[:, seen] > np.median(b[:, seen]) if len(b) else np.zeros(0, bool)
        falls.append(mean(change))
        more.append(mean(change[often], 3) - mean(change[~often], 3))
    return [
        rules.direction(Words("standing of peers, team of low minus of high opinion of them", "posición de los pares, equipo que los valora poco menos mucho"), falls, -1, "index 0-1"),
        rules.direction(Words("that fall, users with many minus with few sessions", "ese descenso, usuarios con muchas menos con pocas sesiones"), more, -1, "index 0-1"),
    ]


@check("CL-31", BY_CONSTRUCTION, *ORIENTED.values())
def recovery_orientation_raises_acceptance(e: Ensembles) -> Sequence[Clause]:
    """D: standing, and hope after nine months, rise with the recovery orientation."""
    high, low = ORIENTED["high"].name, ORIENTED["low"].name
    return [
        rules.direction(Words("standing of peers, high minus low recovery orientation", "posición de los pares, orientación a la recuperación alta menos baja"), e.differences(high, low, standing), 1, "index 0-1"),
        rules.direction(Words("hope after nine months, high minus low recovery orientation", "esperanza a los nueve meses, orientación alta menos baja"), effect(e, high, low, "hope"), 1, "index 0-1"),
    ]


@check(
    "CL-32", INTERACTION, *DILUTED.values(),
)
def other_tasks_undermine_the_role(e: Ensembles) -> Sequence[Clause]:
    """D: with a role full of the institution's tasks hope and bond are lower, and strain is higher."""
    high, low = DILUTED["high"].name, DILUTED["low"].name

    def bond(run: Lived) -> float:
        return mean(column(run, "paired", "bond")[column(run, "paired", "contacts") >= MET])

    return [
        rules.direction(Words("hope after nine months, many minus few other tasks", "esperanza a los nueve meses, muchas menos pocas tareas ajenas"), effect(e, high, low, "hope"), -1, "index 0-1"),
        rules.direction(Words("bond, many minus few other tasks", "vínculo, muchas menos pocas tareas ajenas"), e.differences(high, low, bond), -1, "index 0-1"),
        rules.direction(Words("strain of peers, many minus few other tasks", "tensión de los pares, muchas menos pocas tareas ajenas"), e.differences(high, low, strain), 1, "index 0-1"),
    ]
