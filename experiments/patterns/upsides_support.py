"""Checks of UPSIDES: training of staff and of peers, supervision, the network of peers and buddies (Ramesh, Charles et al. 2023)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peer_tables import NAN, column, expected, mean, same_peers, strain
from experiments.patterns.registry import BY_CONSTRUCTION, check
from experiments.patterns.rules import Clause
from experiments.patterns.upsides_worlds import BUDDY, JOINT, NETWORK, REFRESHED, SUPERVISED, TAUGHT, TRAINING
from simulation import Words


def accepted(run: Lived) -> float:
    """Mean acceptance of peers by their teams, 0-1."""
    return expected(run, "acceptance")


@check("UP-31", BY_CONSTRUCTION, *TAUGHT.values(), *TRAINING.values())
def staff_are_taught_too(e: Ensembles) -> Sequence[Clause]:
    """D: teams accept peers more, and entrust them with more users, once taught; teaching peers alone changes acceptance less."""
    taught = e.differences(TAUGHT["high"].name, TAUGHT["low"].name, accepted)
    trained = e.differences(TRAINING["high"].name, TRAINING["low"].name, accepted)
    return [
        rules.direction(Words("acceptance by teams, staff taught minus not", "aceptación por los equipos, personal enseñado menos no"), taught, 1, "index 0-1"),
        rules.direction(Words("users with a peer, the same", "usuarios con un par, lo mismo"), e.differences(TAUGHT["high"].name, TAUGHT["low"].name, lambda run: run.centres("peer_users") / run.weeks), 1, "persons"),
        rules.direction(Words("gain in acceptance, staff taught minus peers taught", "ganancia en aceptación, personal enseñado menos pares enseñados"), taught - trained, 1, "index 0-1"),
    ]


@check("UP-32", BY_CONSTRUCTION, *REFRESHED.values())
def one_training_is_not_enough(e: Ensembles) -> Sequence[Clause]:
    """D: after a year in the post skill, and fidelity to the principles, are higher with refreshers than without."""
    def after(run: Lived, what: str) -> float:
        return mean(column(run, "posted", what), 1)

    high, low = REFRESHED["high"].name, REFRESHED["low"].name
    return [
        rules.direction(Words("skill of peers after a year, with refreshers minus without", "habilidad de los pares tras un año, con refuerzos menos sin ellos"), e.differences(high, low, lambda run: after(run, "skill_52")), 1, "index 0-1"),
        rules.direction(Words("fidelity to the principles after a year, the same", "fidelidad a los principios tras un año, lo mismo"), e.differences(high, low, lambda run: after(run, "fidelity_52")), 1, "index 0-1"),
    ]


@check("UP-33", BY_CONSTRUCTION, *SUPERVISED.values(), *JOINT.values())
def supervision_protects(e: Ensembles) -> Sequence[Clause]:
    """D: less strain, and fewer relapses and exits by it, with supervision; clinicians' office hours fall by joint visits."""
    high, low = SUPERVISED["high"].name, SUPERVISED["low"].name

    def office(run: Lived) -> float:
        return sum(run.centres(f"minutes_{kind}") for kind in ("office", "missed", "empty")) / 60 / run.weeks

    return [
        rules.direction(Words("strain of peers, weekly supervision minus none", "tensión de los pares, supervisión semanal menos ninguna"), e.differences(high, low, strain), -1, "index 0-1"),
        rules.direction(Words("relapses a year by strain, the same", "recaídas al año por tensión, lo mismo"), e.differences(high, low, lambda run: expected(run, "relapse")), -1, "1/person-year"),
        rules.direction(Words("exits a year by strain, the same", "salidas al año por tensión, lo mismo"), e.differences(high, low, lambda run: expected(run, "exits")), -1, "1/person-year"),
        rules.direction(Words("strain of peers, joint visits minus none", "tensión de los pares, visitas conjuntas menos ninguna"), e.differences(JOINT["high"].name, JOINT["low"].name, strain), -1, "index 0-1"),
        rules.direction(Words("clinicians' office hours a week, joint visits minus none", "horas de consulta del personal por semana, visitas conjuntas menos ninguna"), e.differences(JOINT["high"].name, JOINT["low"].name, office), -1, "hours"),
    ]


@check("UP-34", BY_CONSTRUCTION, *NETWORK.values())
def a_network_makes_stronger(e: Ensembles) -> Sequence[Clause]:
    """D: peers turn less stigma on themselves and are strained less with a network than without."""
    high, low = NETWORK["high"].name, NETWORK["low"].name
    return [
        rules.direction(Words("self-stigma of peers after nine months, with a network minus without", "autoestigma de los pares a los nueve meses, con red menos sin ella"), same_peers(e, high, low, "self_39"), -1, "index 0-1"),
        rules.direction(Words("strain of peers, the same", "tensión de los pares, lo mismo"), e.differences(high, low, strain), -1, "index 0-1"),
        rules.not_built(Words("by degree in the network of peers", "por grado en la red de pares"), Words("the network is an index of the place: no peer has more ties to peers than another", "la red es un índice del lugar: ningún par tiene más lazos con pares que otro"), "O"),
    ]


@check("UP-35", BY_CONSTRUCTION, *BUDDY.values())
def a_buddy_calls_help(e: Ensembles) -> Sequence[Clause]:
    """D: of weeks in which peers are ill in the post, fewer without care, and episodes are shorter, where buddies notice; D: they fall ill as often."""
    def per_episode(run: Lived, what: str) -> float:
        episodes = float(np.nansum(column(run, "posted", "fell_ill")))
        return float(np.nansum(column(run, "posted", what))) / episodes if episodes else NAN

    high, low = BUDDY["high"].name, BUDDY["low"].name
    began = [float(np.nansum(column(run, "posted", "fell_ill"))) for run in e[high]]
    without = [float(np.nansum(column(run, "posted", "fell_ill"))) for run in e[low]]
    return [
        rules.direction(Words("weeks ill without care per episode, buddies who notice minus none", "semanas de enfermedad sin atención por episodio, compañeros que notan menos ninguno"), e.differences(high, low, lambda run: per_episode(run, "untreated_weeks")), -1, "weeks"),
        rules.direction(Words("weeks ill in the post per episode, the same", "semanas de enfermedad en el puesto por episodio, lo mismo"), e.differences(high, low, lambda run: per_episode(run, "ill_weeks")), -1, "weeks"),
        rules.quantity(Words("episodes of peers, with buddies over without", "episodios de los pares, con compañeros sobre sin ellos"), [(a + 1) / (b + 1) for a, b in zip(began, without, strict=True)], 0.8, 1.25, "ratio"),
    ]


