"""Checks of Chile: the five mechanisms, hope and recovery of users, and what the work does to peers (Le, Agrest et al. 2022)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from experiments.patterns import rules
from experiments.patterns.chile_worlds import CASELOAD, NO_EXPERIENCE, NO_HELPER, PAIR
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peer_tables import (
    NAN,
    both,
    by_tercile,
    column,
    correlation,
    effect,
    look,
    mean,
    same_users,
    together,
)
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rules import Clause
from experiments.patterns.watching_peers import FOLLOWED, POSTED
from simulation import Words
from simulation.people.peers import CONFIDANTS, MECHANISMS

MET = 8
"""Contacts from which a user can say how it was."""


def noticed(run: Lived) -> dict[str, float]:
    """Share of users with a gain from each mechanism: it acted in at least half of their contacts; a place between that was worth something."""
    contacts = column(run, "paired", "contacts")
    at = contacts >= MET
    found = {m: mean((column(run, "paired", f"saw_{m}")[at] >= contacts[at] / 2).astype(float)) for m in MECHANISMS}
    found["liminal"] = mean((column(run, "paired", "worth")[at] > 0).astype(float))
    return found


@check("CL-07", BY_CONSTRUCTION, PAIR)
def practical_support_is_mentioned_most(e: Ensembles) -> Sequence[Clause]:
    """O: more users gain from practical support than from any other mechanism."""
    shares = [noticed(run) for run in e[PAIR.name]]
    values = {m: [s[m] for s in shares] for m in MECHANISMS}
    what = Words("share of users who gain from a mechanism", "proporción de usuarios que ganan con un mecanismo")
    return [rules.ordinal(what, values, [["practical"], [m for m in MECHANISMS if m != "practical"]], tie=np.inf, unit="share")]


@check("CL-08", INTERACTION, PAIR)
def practical_most_helper_least(e: Ensembles) -> Sequence[Clause]:
    """O: share of contacts in which a mechanism acts, practical > lived experience and love > helper; both signs of the place between."""
    def acts(mechanism: str) -> Callable[[Lived], float]:
        return lambda run: together(run, [f"saw_{mechanism}"]) / max(together(run, ["contacts"]), 1)

    values = {m: e.each(PAIR.name, acts(m)) for m in ("practical", "experience", "love", "helper")}

    def mixed(run: Lived) -> float:
        worth = column(run, "paired", "worth")[column(run, "paired", "contacts") >= MET]
        return float((worth > 0).any() and (worth < 0).any())

    return [
        rules.ordinal(Words("share of contacts in which a mechanism acts", "proporción de contactos en que actúa un mecanismo"), values, [["practical"], ["experience", "love"], ["helper"]], tie=np.inf, unit="share"),
        rules.frequency(Words("worlds in which the place between users and staff helps some and slights others", "mundos en que el lugar entre usuarios y personal ayuda a algunos y desmerece a otros"), e.each(PAIR.name, mixed)),
    ]


def responses(e: Ensembles, what: str) -> list[np.ndarray]:
    """What hearing of lived experience did to each user who met the peer often enough, by replicate, nine months on."""
    found = []
    for a, b in same_users(e, PAIR.name, NO_EXPERIENCE.name):
        change = look(a, what, 39) - look(b, what, 39)
        at = (a[:, FOLLOWED.index("peer")] >= MET) & np.isfinite(change)
        found.append(change[at])
    return found


@check("CL-14", BY_CONSTRUCTION, PAIR, NO_EXPERIENCE)
def lived_experience_gives_hope(e: Ensembles) -> Sequence[Clause]:
    """D: hope after nine months is higher with than without what peers tell; Q: of more than half of users."""
    changes = responses(e, "hope")
    return [
        rules.direction(Words("hope after nine months, with what peers tell minus without", "esperanza a los nueve meses, con lo que cuentan los pares menos sin ello"), [mean(c) for c in changes], 1, "index 0-1"),
        rules.quantity(Words("share of users whose hope is higher", "proporción de usuarios con más esperanza"), [mean((c > 0).astype(float)) for c in changes], 0.5, 1, "share"),
    ]


@check("CL-15", INTERACTION, PAIR, NO_EXPERIENCE)
def hope_is_not_yet_recovery(e: Ensembles) -> Sequence[Clause]:
    """O: effect of lived experience in SD, hope > recovery > symptoms; Q: at least a tenth do not recover more."""
    sizes = {name: effect(e, PAIR.name, NO_EXPERIENCE.name, what, standardised=True) for name, what in (("hope", "hope"), ("recovery", "recovery"), ("symptoms", "severity"))}
    sizes["symptoms"] = -sizes["symptoms"]
    none = [mean((c <= 0).astype(float)) for c in responses(e, "recovery")]
    return [
        rules.ordinal(Words("effect of what peers tell, after nine months", "efecto de lo que cuentan los pares, a los nueve meses"), sizes, [["hope"], ["recovery"], ["symptoms"]], unit="SD"),
        rules.quantity(Words("share of users who do not recover more for it", "proporción de usuarios que no se recuperan más por ello"), none, 0.1, 1, "share"),
    ]


@check("CL-16", BY_CONSTRUCTION, PAIR)
def who_tells_more_is_told_more(e: Ensembles) -> Sequence[Clause]:
    """D: among pairs, the bond and the share of matters told to the peer go with how much the peer tells."""
    def goes_with(run: Lived, what: str) -> float:
        at = column(run, "paired", "contacts") >= MET
        told = column(run, "paired", "daily_peer") + column(run, "paired", "deep_peer")
        asked = sum((column(run, "paired", f"{topic}_{who}") for topic in ("daily", "deep") for who in CONFIDANTS), np.zeros(len(told)))
        values = column(run, "paired", "bond") if what == "bond" else np.where(asked >= 3, told / np.maximum(asked, 1), NAN)
        return correlation(column(run, "paired", "disclosure")[at], values[at])

    return [
        rules.direction(Words("correlation of the bond with how much the peer tells, over pairs", "correlación del vínculo con cuánto cuenta el par, entre parejas"), e.each(PAIR.name, lambda run: goes_with(run, "bond")), 1, "correlation"),
        rules.direction(Words("correlation of the share of matters told to the peer with it", "correlación de la proporción de asuntos contados al par con ello"), e.each(PAIR.name, lambda run: goes_with(run, "told")), 1, "correlation"),
    ]


@check("CL-17", INTERACTION, PAIR, NO_EXPERIENCE)
def some_feel_pity(e: Ensembles) -> Sequence[Clause]:
    """Q: 5 to 35 % of users have no more hope, or less, for what the peer told."""
    shares = [mean((c <= 0).astype(float)) for c in responses(e, "hope")]
    return [rules.quantity(Words("share of users without more hope for what the peer told", "proporción de usuarios sin más esperanza por lo que contó el par"), shares, 0.05, 0.35, "share")]


def peers_of(e: Ensembles, more: str, less: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Gain in recovery of the same people who took a post in both worlds, and their mean bond with users, by replicate."""
    found = []
    for one, other in zip(e[more], e[less], strict=True):
        a, b = both(one.watched["posted"], other.watched["posted"])
        at = POSTED.index("recovery_39")
        found.append((a[:, at] - b[:, at], a[:, POSTED.index("bond")] / np.maximum(a[:, POSTED.index("weeks")], 1)))
    return found


@check("CL-22", BY_CONSTRUCTION, PAIR, NO_HELPER)
def work_gives_the_peer_something(e: Ensembles) -> Sequence[Clause]:
    """D: peers recover more than if the work did nothing to them; more so with a closer bond."""
    peers = peers_of(e, PAIR.name, NO_HELPER.name)
    return [
        rules.direction(Words("recovery of peers after nine months, the helper role on minus off", "recuperación de los pares a los nueve meses, con el papel de ayudar menos sin él"), [mean(gain, 2) for gain, _ in peers], 1, "index 0-1"),
        rules.direction(Words("correlation of that gain with the peer's mean bond", "correlación de esa ganancia con el vínculo medio del par"), [correlation(gain, bond) for gain, bond in peers], 1, "correlation"),
    ]


@check("CL-23", BY_CONSTRUCTION, PAIR, NO_HELPER, *CASELOAD.values())
def work_may_also_weigh(e: Ensembles) -> Sequence[Clause]:
    """O: the relapses that strain makes rise over terciles of what peers carry; a caseload between few and many is best for them."""
    terciles = np.array([by_tercile(column(run, "strained", "relapse"), column(run, "strained", "burden")) for run in e[PAIR.name]])
    values = {name: terciles[:, k] for k, name in enumerate(("low", "middle", "high"))}
    gains = {}
    for many, arm in CASELOAD.items():
        gains[f"{many:g}"] = [mean(gain, 2) for gain, _ in peers_of(e, arm.name, NO_HELPER.name)]
    return [
        rules.ordinal(Words("relapses a year by strain, by tercile of what the peer carries", "recaídas al año por tensión, por tercil de lo que carga el par"), values, [["high"], ["middle"], ["low"]], unit="1/person-year"),
        rules.ordinal(Words("recovery that peers gain after nine months, by caseload", "recuperación que ganan los pares a los nueve meses, por carga de usuarios"), gains, [["8"], ["2", "16"]], tie=np.inf, unit="index 0-1"),
    ]
