"""Checks of UPSIDES: the relation, the programme's choices, roles, means and conditions of the work (Ramesh, Charles et al. 2023)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peer_tables import NAN, effect, expected, look, rate, same_peers, same_users, strain
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rules import Clause
from experiments.patterns.upsides_worlds import (
    ALL_OFF,
    CHOICES,
    CLARITY,
    COMPANY,
    EXPENSES,
    FLEXIBLE,
    FORMALITY,
    KAMPALA,
    THREE_YEARS,
    TRAINING,
)
from simulation import Words
from simulation.people.peers import PRINCIPLES, principle


@check("UP-04", BY_CONSTRUCTION, *TRAINING.values())
def eight_principles(e: Ensembles) -> Sequence[Clause]:
    """S: eight named principles, each from 0 to 1; D: users recover more where they are lived more, by training."""
    corners = [float(principle(k, *(np.float32(v) for v in values))) for k in range(8) for values in np.ndindex(2, 2, 2, 2, 2)]
    facts: list[tuple[Words, bool]] = [
        (Words(f"{len(PRINCIPLES)} principles", f"{len(PRINCIPLES)} principios"), len(PRINCIPLES) == 8 == len(set(PRINCIPLES))),
        (Words("each from 0 to 1", "cada uno de 0 a 1"), min(corners) >= 0 and max(corners) <= 1),
    ]
    high, low = TRAINING["high"].name, TRAINING["low"].name
    return [
        rules.structural(Words("principles of the relation", "principios de la relación"), facts),
        rules.direction(Words("recovery of users after nine months, more training of peers minus less", "recuperación de usuarios a los nueve meses, más formación de los pares menos poca"), effect(e, high, low, "recovery"), 1, "index 0-1"),
    ]


@check("UP-05", INTERACTION, KAMPALA, COMPANY, ALL_OFF)
def more_than_company(e: Ensembles) -> Sequence[Clause]:
    """D: users and peers recover more than without anything between them, and more than in company alone with equal contacts."""
    with_all, company, none = KAMPALA.name, COMPANY.name, ALL_OFF.name
    return [
        rules.direction(Words("recovery of users after nine months, peer support minus nothing", "recuperación de usuarios a los nueve meses, apoyo de pares menos nada"), effect(e, with_all, none, "recovery"), 1, "index 0-1"),
        rules.direction(Words("recovery of peers, the same", "recuperación de los pares, lo mismo"), same_peers(e, with_all, none, "recovery_39"), 1, "index 0-1"),
        rules.direction(Words("recovery of users, peer support minus company", "recuperación de usuarios, apoyo de pares menos compañía"), effect(e, with_all, company, "recovery"), 1, "index 0-1"),
        rules.direction(Words("recovery of peers, the same", "recuperación de los pares, lo mismo"), same_peers(e, with_all, company, "recovery_39"), 1, "index 0-1"),
    ]


@check("UP-06", BY_CONSTRUCTION, KAMPALA, *CHOICES.values())
def five_choices(e: Ensembles) -> Sequence[Clause]:
    """S: each of the five choices exists, and changes contacts, users or what becomes of them."""
    facts = []
    for name, arm in CHOICES.items():
        changed = [
            (a.centres("peer_contacts"), a.centres("peer_users")) != (b.centres("peer_contacts"), b.centres("peer_users"))
            or a.watched["paired"].shape != b.watched["paired"].shape
            for a, b in zip(e[arm.name], e[KAMPALA.name], strict=True)
        ]
        facts.append((Words(name, name), name in e.system.values and all(changed)))
    return [rules.structural(Words("choices that change what peers do, in every replicate", "opciones que cambian lo que hacen los pares, en cada réplica"), facts)]


@check("UP-07", INTERACTION, THREE_YEARS)
def roles_are_reversible(e: Ensembles) -> Sequence[Clause]:
    """Q: users become peers and peers users again within three years; S: nobody is added or lost by it."""
    def moved(what: str) -> np.ndarray:
        return e.each(THREE_YEARS.name, lambda run: run.centres(what))

    def held(run: Lived, week: int) -> float:
        return sum(run.centres(what, since=week) - (run.centres(what, since=week + 1) if week + 1 < run.weeks else 0) for what in ("peers", "peers_away"))

    # an old service has peers when the story begins, so the account goes from the end of week 0
    since = [(held(run, 0), run.centres("peers_joined", since=1), run.centres("peers_left", since=1), held(run, run.weeks - 1)) for run in e[THREE_YEARS.name]]
    ends = [first + joined >= left for first, joined, left, _ in since]
    here = [first + joined - left == last for first, joined, left, last in since]
    facts: list[tuple[Words, bool]] = [
        (Words("nobody leaves a post who had not taken it", "nadie deja un puesto que no había tomado"), all(ends)),
        (Words("whoever took a post and did not leave it holds it", "quien tomó un puesto y no lo dejó lo conserva"), all(here)),
    ]
    return [
        rules.quantity(Words("users who became peers", "usuarios que pasaron a ser pares"), moved("peers_joined"), 1, np.inf, "persons"),
        rules.quantity(Words("peers who became users again", "pares que volvieron a ser usuarios"), moved("peers_left"), 1, np.inf, "persons"),
        rules.structural(Words("persons", "personas"), facts),
    ]


@check("UP-22", BY_CONSTRUCTION, *EXPENSES.values())
def money_for_trips(e: Ensembles) -> Sequence[Clause]:
    """D: visits at home rise with paid trips, and the second half of the money gives no more than the first."""
    def homes(run: Lived) -> float:
        return float(run.watched["homes"][0]) / run.weeks

    steps = [e.differences(EXPENSES[more].name, EXPENSES[less].name, homes) for less, more in ((0.0, 0.5), (0.5, 1.0))]
    return [
        rules.direction(Words("peers' visits at home a week, half of trips paid minus none", "visitas de pares en el hogar por semana, mitad de viajes pagados menos ninguno"), steps[0], 1, "visits"),
        rules.direction(Words("the same, all minus half", "lo mismo, todos menos la mitad"), steps[1], 1, "visits"),
        rules.direction(Words("gain from the second half of the money minus from the first", "ganancia con la segunda mitad del dinero menos con la primera"), steps[1] - steps[0], -1, "visits"),
    ]


def away(run: Lived) -> float:
    """Share of weeks in a post that peers are away ill, in %."""
    weeks = run.centres("peers") + run.centres("peers_away")
    return 100 * run.centres("peers_away") / weeks if weeks else NAN


@check("UP-26", BY_CONSTRUCTION, *FLEXIBLE.values())
def flexible_hours(e: Ensembles) -> Sequence[Clause]:
    """D: peers are away less and leave less with flexible hours; S: the hours are the same."""
    high, low = FLEXIBLE["high"].name, FLEXIBLE["low"].name
    hours = {float(arm.of(e.system).value_at("peer_workers.hours")) for arm in FLEXIBLE.values()}
    return [
        rules.direction(Words("weeks away ill, flexible minus fixed hours", "semanas de ausencia por enfermedad, horario flexible menos fijo"), e.differences(high, low, away), -1, "%"),
        rules.direction(Words("exits a year by strain, the same", "salidas al año por tensión, lo mismo"), e.differences(high, low, lambda run: expected(run, "exits")), -1, "1/person-year"),
        rules.structural(Words("hours of a post", "horas de un puesto"), [(Words("the same", "las mismas"), len(hours) == 1)]),
    ]


@check("UP-27", INTERACTION, *FORMALITY.values(), ALL_OFF)
def the_dilemma_of_formal_roles(e: Ensembles) -> Sequence[Clause]:
    """O: recovery that users gain is highest where the role is formal in part."""
    values = {}
    for name, arm in FORMALITY.items():
        values[name] = [float(np.nansum(look(a, "recovery", 39) - look(b, "recovery", 39))) for a, b in same_users(e, arm.name, ALL_OFF.name)]
    what = Words("recovery that users gain, added up, by formality of the role", "recuperación que ganan los usuarios, sumada, según la formalidad del papel")
    return [rules.ordinal(what, values, [["some"], ["none", "all"]], tie=np.inf, unit="index 0-1")]


@check("UP-29", BY_CONSTRUCTION, *CLARITY.values())
def a_clear_role(e: Ensembles) -> Sequence[Clause]:
    """D: peers are strained less, and meet users more, where the role is clear."""
    def met(run: Lived) -> float:
        weeks = run.centres("peers")
        return run.centres("peer_contacts") / weeks if weeks else NAN

    high, low = CLARITY["high"].name, CLARITY["low"].name
    return [
        rules.direction(Words("strain of peers, clear minus unclear role", "tensión de los pares, papel claro menos poco claro"), e.differences(high, low, strain), -1, "index 0-1"),
        rules.direction(Words("contacts per week of a peer at work, the same", "contactos por semana de un par en el trabajo, lo mismo"), e.differences(high, low, met), 1, "contacts"),
        rules.direction(Words("posts left per year, the same", "puestos dejados por año, lo mismo"), e.differences(high, low, lambda run: rate(run, "peers_left")), -1, "1/person-year"),
    ]
