"""Checks of the Dutch neighbourhood: three focus groups, who came to them, and what all of them say (Beckers et al. 2020).

``peers_valued_in_every_group``, ``peers_valued_most``, ``contact_valued_over_the_meeting``, ``groups_cannot_say_of_health`` and
``groups_say_nothing_changed`` and ``more_notice_a_larger_dose`` are parts of other patterns, whose checks name ``ASKED`` (the last
also ``ASKED_LARGE``) among their worlds. Groups say before the project too that nothing changes, and hardly less often with a far
larger one: three dozen people see little of a neighbourhood. So what they do not notice is no evidence without that pair.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.neighbourhood_groups import GroupsPlan, groups_plan
from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles
from experiments.patterns.registry import BY_CONSTRUCTION, check
from experiments.patterns.rfcmh_worlds import world
from experiments.patterns.rules import Clause
from experiments.patterns.watching_groups import ASKED_OF
from simulation import Words

ASKED = world("the project, asked in three groups", watch=("groups",))
ASKED_LARGE = world(
    "twelve peers, eight hours each at meeting places, three years, asked in three groups",
    {"peer_workers.peer_posts": 12.0, "outreach.outreach_hours": 8.0, "evenings.evenings": 6.0}, watch=("groups",), weeks=156,
)
SHARED, SAYING, KNOWING = range(3)
PARTS = Words("participants who value a part: peers, contact of providers, the meeting, outreach, after hours, practical help", "participantes que valoran una parte: pares, contacto de proveedores, la reunión, salida, fuera de horario, ayuda práctica")


def plan() -> GroupsPlan:
    """Whom minga invites, and whom the study had."""
    found = groups_plan("rfcmh")
    assert found is not None
    return found


def told(e: Ensembles, subject: str, what: int = SHARED, arm: str = ASKED.name) -> Sequence[float]:
    """Groups that share a subject, participants who say it, or who can know of it, in every replicate."""
    return [float(r.watched["groups"][ASKED_OF.index(subject), what]) for r in e[arm]]


@check("NL-05", BY_CONSTRUCTION)
def two_in_three_come(e: Ensembles) -> Sequence[Clause]:
    """S: three groups of twelve who are invited, of whom eight are expected."""
    p = plan()
    by_group = [sum(s.invited[g] for s in p.seats) for g in range(p.groups)]
    return [rules.structural(Words("invitations", "invitaciones"), [
        (Words("three groups", "tres grupos"), p.groups == 3 and all(len(s.invited) == 3 for s in p.seats)),
        (Words("twelve invited to each", "doce personas invitadas a cada uno"), by_group == [p.invited] * 3 == [12] * 3),
        (Words("eight expected in each", "ocho esperadas en cada uno"), abs(p.comes * p.invited - 8) < 0.01),
    ])]


@check("NL-06", BY_CONSTRUCTION)
def the_table_of_participants(e: Ensembles) -> Sequence[Clause]:
    """S: the table's blocks are those of the study, each of 24; the seats make its roles to within half a person."""
    p = plan()
    blocks = (
        (Words("sex", "sexo"), p.sex, {"man": 12, "woman": 8, "not_stated": 4}), (Words("connection", "vínculo"), p.connection, {"lives": 12, "works": 7, "other": 4, "not_stated": 1}),
        (Words("role", "papel"), p.roles, {"practitioner": 9, "received_care": 4, "significant_other": 4, "resident": 4, "not_stated": 3}),
    )
    facts = [(Words(f"{said.en}: as in the table, and 24 in all", f"{said.es}: como en la tabla, y 24 en total"), dict(here) == wanted and sum(here.values()) == 24) for said, here, wanted in blocks]
    facts += [(Words(f"{role}: {p.expected(role):.1f} expected, {many} came", f"{role}: {p.expected(role):.1f} esperadas, acudieron {many}"), abs(p.expected(role) - many) <= 0.5) for role, many in p.roles.items()]
    facts.append((Words("ages 46.1 (SD 11.4) of 20, as data by which nobody is drawn", "edades 46,1 (DE 11,4) de 20, como datos por los que nadie se sortea"), dict(p.age) == {"mean": 46.1, "sd": 11.4, "n": 20}))
    return [rules.structural(Words("participants", "participantes"), facts)]


def peers_valued_in_every_group(e: Ensembles) -> Clause:
    """O (NL-15): all three groups share that peers who see people first are of worth."""
    return rules.frequency(Words("all three groups value peers who see people first", "los tres grupos valoran que los pares vean primero"), [k == 3 for k in told(e, "peers")])


def peers_valued_most(e: Ensembles) -> Clause:
    """O (NL-15): more participants value peers than any other part that anybody could be asked of."""
    parts = ("peers", "collaboration", "meeting", "outreach", "after_hours", "practical")
    values = {part: told(e, part, SAYING) for part in parts if any(told(e, part, KNOWING))}
    if len(values) < 2 or "peers" not in values:
        return rules.not_built(PARTS, Words("no two parts were met by anybody", "nadie encontró dos partes"), "O")
    return rules.ordinal(PARTS, values, [["peers"], [p for p in parts[1:] if p in values]], tie=np.inf, unit="persons")


def contact_valued_over_the_meeting(e: Ensembles) -> Clause:
    """D (NL-15): more participants value the contact between providers than the meeting of all of them."""
    more = np.array(told(e, "collaboration", SAYING)) - np.array(told(e, "meeting", SAYING))
    return rules.direction(Words("participants who value the contact of providers minus the meeting", "participantes que valoran el contacto de proveedores menos la reunión"), more, 1, "persons")


def groups_cannot_say_of_health(e: Ensembles) -> Clause:
    """N (NL-35): all three groups share that it cannot be said what the project does to residents' health."""
    return rules.frequency(Words("all three groups cannot say what it does to health", "los tres grupos no pueden decir qué hace a la salud"), [k == 3 for k in told(e, "no_effect")], "N")


def groups_say_nothing_changed(e: Ensembles) -> Clause:
    """N (NL-36): all three groups share that nothing has changed in the neighbourhood."""
    return rules.frequency(Words("all three groups notice no change in the neighbourhood", "los tres grupos no notan cambios en el barrio"), [k == 3 for k in told(e, "no_change")], "N")


def more_notice_a_larger_dose(e: Ensembles) -> Clause:
    """D (NL-36): a larger share of participants notices a change with three times the peers, outside all week, for three years."""
    def noticing(arm: str) -> NDArray[np.float64]:
        found: NDArray[np.float64] = 1 - np.array(told(e, "no_change", SAYING, arm)) / np.array(told(e, "no_change", KNOWING, arm))
        return found

    return rules.direction(
        Words("participants who notice a change, twelve peers outside for three years minus the project", "participantes que notan un cambio, doce pares fuera durante tres años menos el proyecto"),
        noticing(ASKED_LARGE.name) - noticing(ASKED.name), 1, "share",
    )
