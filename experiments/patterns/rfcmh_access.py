"""Checks of the Dutch neighbourhood: stigma and social factors, the name of the service, evenings, and calls after hours (Beckers 2020)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rfcmh_groups import ASKED as ASKED_GROUPS
from experiments.patterns.rfcmh_groups import (
    contact_valued_over_the_meeting,
    peers_valued_in_every_group,
    peers_valued_most,
)
from experiments.patterns.rfcmh_project import ratio, same_people, watched
from experiments.patterns.rfcmh_worlds import (
    CALLED,
    NAMED,
    PROJECT,
    RESTLESS,
    SEPARATE,
    UNCALLED,
    WITHOUT,
)
from experiments.patterns.rules import Clause
from simulation import Words


@check("NL-09", BY_CONSTRUCTION, PROJECT)
def thresholds_by_group(e: Ensembles) -> Sequence[Clause]:
    """O: of those who are ill and in no care, fewer of the poor, of those without a common language, and of migrants seek help."""
    said = (
        ("at the minimum income", "con ingreso mínimo", "above it", "sobre él"), ("without a common language", "sin lengua común", "with one", "con ella"),
        ("with a migration background", "con origen migratorio", "without", "sin él"),
    )
    clauses = []
    for k, (yes, si, no, noes) in enumerate(said):
        rates = {yes_no: [52 * ratio(r.watched["seekers"][k, at, 1], r.watched["seekers"][k, at, 0]) for r in e[PROJECT.name]] for at, yes_no in enumerate((no, yes))}
        clauses.append(rules.ordinal(Words(f"seeking help per untreated person and year: {no}, {yes}", f"búsqueda de ayuda por persona no atendida y año: {noes}, {si}"), rates, [[no], [yes]], unit="1/person-year"))
    return clauses


@check("NL-23", INTERACTION, PROJECT)
def stigma_first(e: Ensembles) -> Sequence[Clause]:
    """O: of what holds people back who are ill and in no care, stigma is first for most."""
    names = ("stigma", "social factors", "privacy", "the way")
    shares = {n: [ratio(r.watched["reasons"][k], r.watched["reasons"].sum()) for r in e[PROJECT.name]] for k, n in enumerate(names)}
    return [rules.ordinal(Words("people whom it holds back most", "personas a quienes frena más"), shares, [["stigma"], ["social factors", "the way", "privacy"]], tie=1.0, unit="share")]


@check("NL-24", INTERACTION, PROJECT)
def a_full_room_in_which_nobody_has_it(e: Ensembles) -> Sequence[Clause]:
    """Q: guests come, one in seven or more is ill, fewer than one in fifty says so; D: in private with a peer more do."""
    def public(run: Lived) -> float:
        return ratio(run.people("evening_told"), run.people("evening_ill"))

    def private(run: Lived) -> float:
        return ratio(run.people("opened_up"), run.people("approached_ill"))

    runs = e[PROJECT.name]
    return [
        rules.quantity(Words("guests of an evening over a year", "asistentes a las veladas en un año"), [r.people("evening_guests") for r in runs], 1, np.inf, "persons"),
        rules.quantity(Words("of these: ill", "de ellos: enfermos"), [ratio(r.people("evening_ill"), r.people("evening_guests")) for r in runs], 0.15, 1.0, "share"),
        rules.quantity(Words("of these: say so before all", "de ellos: lo dicen ante todos"), [ratio(r.people("evening_told"), r.people("evening_guests")) for r in runs], 0.0, 0.02, "share"),
        rules.direction(Words("those ill who tell, a peer in private minus before all", "enfermos que lo cuentan, a un par en privado menos ante todos"), [private(r) - public(r) for r in runs], 1, "share"),
    ]


@check("NL-25", INTERACTION, *NAMED.values())
def neither_name_is_better(e: Ensembles) -> Sequence[Clause]:
    """D: with the name fewer first contacts; without it less trust; over two years neither has surely more people in care."""
    named, hidden = NAMED[1.0].name, NAMED[0.0].name

    def trust(run: Lived) -> float:
        return watched(run, "users", 3)

    in_care = e.differences(hidden, named, lambda r: 100 * ratio(r.people("in_care", since=52), r.people("with_disorder", since=52)))
    agree = [bool(x > 0) for x in in_care]
    share = float(np.mean(agree))
    return [
        rules.direction(Words("people who come to the centre, not named minus named", "personas que llegan al centro, sin nombre menos con nombre"), e.differences(hidden, named, lambda r: r.people("joined_list")), 1, "persons"),
        rules.direction(Words("trust in services of those who came, the same", "confianza en los servicios de quienes llegaron, lo mismo"), e.differences(hidden, named, trust), -1, "index 0-1"),
        rules.structural(Words("neither is better in most worlds: people in care in the second year", "ninguno es mejor en la mayoría de los mundos: personas en atención en el segundo año"), [
            (Words(f"not named is ahead in {100 * share:.0f} % of worlds, between 20 and 80", f"sin nombre va por delante en {100 * share:.0f} % de los mundos, entre 20 y 80"), 0.2 < share < 0.8),
        ]),
    ]


@check("NL-27", BY_CONSTRUCTION, *SEPARATE.values())
def norms_forbid_mixed_places(e: Ensembles) -> Sequence[Clause]:
    """D: more women of traditional belief are met where part of the time is theirs alone."""
    def women(run: Lived) -> float:
        return ratio(watched(run, "outside", 0), watched(run, "outside", 1))

    return [rules.direction(Words("talks that are with women of traditional belief, half of the time for women alone minus mixed", "conversaciones con mujeres de creencias tradicionales, la mitad del tiempo solo para mujeres menos mixto"), e.differences(SEPARATE[0.5].name, SEPARATE[0.0].name, women), 1, "share")]


@check("NL-30", BY_CONSTRUCTION, PROJECT, CALLED, UNCALLED)
def need_arises_at_night(e: Ensembles) -> Sequence[Clause]:
    """Q: three in four crises of users fall outside office hours; D: fewer of these are met by nobody where peers can be called."""
    def unmet(run: Lived) -> float:
        return ratio(run.people("night_unmet"), run.people("night_crises"))

    return [
        rules.quantity(Words("crises of users outside office hours", "crisis de usuarios fuera de horario"), [ratio(r.people("night_crises"), float(r.watched["users"][0])) for r in e[PROJECT.name]], 0.6, 0.9, "share"),
        rules.direction(Words("of these: nobody could be reached, peers who can be called minus none", "de ellas: nadie a quien contactar, pares a quienes se puede llamar menos ninguno"), e.differences(CALLED.name, UNCALLED.name, unmet), -1, "share"),
    ]


@check("NL-31", BY_CONSTRUCTION, CALLED, UNCALLED, RESTLESS)
def the_possibility_calms(e: Ensembles) -> Sequence[Clause]:
    """D: fewer crises of users with a peer who can be called; Q: few calls; X: without the calm of it, more calls."""
    def crises(run: Lived) -> float:
        return 52 * ratio(watched(run, "users", 8), watched(run, "users", 2))

    def calls(run: Lived) -> float:
        return ratio(run.people("calls"), watched(run, "users", 2) * 12 / 52)

    return [
        rules.direction(Words("crises that the state of users with a peer lets expect in a year, who can be called minus who cannot", "crisis al año que cabe esperar por el estado de usuarios con un par, a quien se puede llamar menos a quien no"), e.differences(CALLED.name, UNCALLED.name, crises), -1, "1/person-year"),
        rules.quantity(Words("calls of a user a month", "llamadas de un usuario al mes"), e.each(CALLED.name, calls), 0.0, 0.5, "contacts a month"),
        rules.direction(Words("calls of a user a month, without the calm minus with it", "llamadas de un usuario al mes, sin la tranquilidad menos con ella"), e.differences(RESTLESS.name, CALLED.name, calls), 1, "contacts a month"),
    ]


@check("NL-33", BY_CONSTRUCTION, PROJECT)
def some_want_their_own(e: Ensembles) -> Sequence[Clause]:
    """O: of those who would rather see somebody of their own background, fewer miss the talk with such a peer than with another."""
    def missed(run: Lived, which: int) -> float:
        came, gone = run.watched["talks"][which]
        return ratio(gone, came + gone)

    rates = {"another": [missed(r, 1) for r in e[PROJECT.name]], "their own": [missed(r, 0) for r in e[PROJECT.name]]}
    return [rules.direction(Words("first talks missed by those who would rather see their own, with another minus with their own", "primeras conversaciones perdidas por quienes preferirían a alguien de su origen, con otro menos con uno propio"), np.array(rates["another"]) - np.array(rates["their own"]), 1, "share")]


@check("NL-15", INTERACTION, PROJECT, *WITHOUT.values(), ASKED_GROUPS)
def peers_are_what_is_valued(e: Ensembles) -> Sequence[Clause]:
    """O: of what a part of the project gives to the people who came, in trust, peers give most, the weekly meeting least."""
    given = {part: same_people(e, PROJECT.name, arm.name, "came", "trust") for part, arm in WITHOUT.items()}
    return [
        rules.ordinal(Words("trust that a part of the project gives to those who came", "confianza que da una parte del proyecto a quienes llegaron"), given, [["peers"], ["collaboration"], ["outreach"], ["meeting"]], unit="index 0-1"),
        peers_valued_in_every_group(e),
        peers_valued_most(e),
        contact_valued_over_the_meeting(e),
    ]
