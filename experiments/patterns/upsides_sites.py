"""Checks of UPSIDES: the five sites, who was asked there, and what differs between them (Ramesh, Charles et al. 2023)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.focus_groups import FocusPlan, focus_plan
from experiments.patterns import rules
from experiments.patterns.chile_standing import deep
from experiments.patterns.ensembles import Ensembles, Lived, shipped
from experiments.patterns.peer_tables import NAN, together
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rules import Clause
from experiments.patterns.upsides_worlds import CHILE, KAMPALA, POORER, RICHER, SEATS, SITE, SITES
from simulation import Scenario, Words
from simulation.outcomes import YEAR


def site(name: str) -> Scenario:
    """A site as it is shipped."""
    return shipped(f"upsides-{name}")


def posts(name: str) -> float:
    """Posts of peers at a site."""
    return float(sum(float(site(name).value_at("peer_workers.peer_posts", c.id)) for c in site(name).centres))


def groups() -> list[FocusPlan]:
    """The focus groups of each site, as the interviews bring them together."""
    return [plan for name in SITES if (plan := focus_plan(f"upsides-{name}"))]


@check("UP-01", BY_CONSTRUCTION)
def twelve_groups_of_86(e: Ensembles) -> Sequence[Clause]:
    """S: groups and participants by site."""
    wanted = {"kampala": (4, 32), "dar-es-salaam": (2, 16), "hamburg": (2, 12), "ulm": (2, 12), "beer-sheva": (2, 14)}
    found = {name: (plan.groups, sum(plan.roles.values())) for name, plan in zip(SITES, groups(), strict=True)}
    facts = [(Words(f"{g} groups, {n} people in {name}", f"{g} grupos, {n} personas en {name}"), found[name] == (g, n)) for name, (g, n) in wanted.items()]
    total = tuple(sum(x) for x in zip(*found.values(), strict=True))
    return [rules.structural(Words("focus groups", "grupos focales"), [*facts, (Words("12 groups of 86 people", "12 grupos de 86 personas"), total == (12, 86))])]


@check("UP-02", BY_CONSTRUCTION)
def peers_by_site(e: Ensembles) -> Sequence[Clause]:
    """S: posts by site in the order, and the number, of peers who took part."""
    wanted = {"kampala": 16, "hamburg": 7, "beer-sheva": 2, "ulm": 1, "dar-es-salaam": 0}
    facts = [(Words(f"{posts(name):g} in {name}", f"{posts(name):g} en {name}"), posts(name) == many) for name, many in wanted.items()]
    return [
        rules.structural(Words("posts of peers", "puestos de pares"), facts),
        rules.structural(Words("participants by role and sex", "participantes por rol y sexo"), [
            (Words("26 peers, 49 clinicians, 9 managers, 2 policy-makers", "26 pares, 49 clínicos, 9 gestores, 2 políticos"),
             [sum(plan.roles.get(role, 0) for plan in groups()) for role in ("peer", "clinician", "manager", "policy_maker")] == [26, 49, 9, 2]),
            (Words("30 men and 56 women", "30 hombres y 56 mujeres"), (sum(plan.men for plan in groups()), sum(plan.women for plan in groups())) == (30, 56)),
        ]),
    ]


@check("UP-03", BY_CONSTRUCTION)
def experience_is_not_income(e: Ensembles) -> Sequence[Clause]:
    """S: the five sites fill both levels of means and of experience, which can be told apart."""
    means = {name: float(site(name).value_at("hospital.beds_per_100000")) > 10 for name in SITES}
    experience = {name: posts(name) > 1 for name in SITES}
    cells = {(means[name], experience[name]) for name in SITES}
    design = np.array([[1, means[name], experience[name]] for name in SITES], float)
    facts = [
        (Words("means and experience, all four combinations", "medios y experiencia, las cuatro combinaciones"), len(cells) == 4),
        (Words("both can be estimated over the sites", "ambos se pueden estimar entre los sitios"), int(np.linalg.matrix_rank(design)) == 3),
        (Words("poorer sites are Kampala and Dar es Salaam", "los sitios más pobres son Kampala y Dar es Salaam"), {n for n in SITES if not means[n]} == set(POORER)),
    ]
    return [rules.structural(Words("sites by hospital beds and by posts of peers", "sitios por camas de hospital y por puestos de pares"), facts)]


@check("UP-09", INTERACTION, *SITE.values())
def doors_stay_shut_where_stigma_is_high(e: Ensembles) -> Sequence[Clause]:
    """O: share of peers' visits that households refuse, poorer sites above richer ones, each with values from its own ranges."""
    def refused(run: Lived) -> float:
        _, _, no, met = run.watched["mix"]
        return float(100 * no / (no + met)) if no + met else NAN

    values = {name: e.each(arm.name, refused) for name, arm in SITE.items()}
    what = Words("meetings with a peer that the household refuses", "encuentros con un par que el hogar rechaza")
    return [rules.ordinal(what, values, [list(POORER), list(RICHER)], tie=np.inf, unit="%")]


@check("UP-14", BY_CONSTRUCTION)
def staff_hold_stigma_everywhere(e: Ensembles) -> Sequence[Clause]:
    """S: stigma of providers is above zero at all sites, and one range for rich and poor."""
    names = ("staff_turnover.staff_stigma", "primary_care.primary_stigma", "hospital.hospital_stigma")
    facts = []
    for name in names:
        ranges = {(d.low, float(d.value), d.high) for d in (site(s).values[name] for s in SITES)}
        facts.append((Words(f"{name} above 0, the same at all sites", f"{name} sobre 0, igual en todos los sitios"), len(ranges) == 1 and min(r[0] for r in ranges) > 0))
    return [rules.structural(Words("stigma of providers, by site", "estigma de proveedores, por sitio"), facts)]


@check("UP-15", INTERACTION, KAMPALA)
def within_a_team_views_differ(e: Ensembles) -> Sequence[Clause]:
    """Q: acceptance of peers varies within a team; some of its staff lie above a half and others below."""
    def spread(run: Lived) -> float:
        table = run.watched["staff"]
        found = [table[table[:, 0] == c, 1].std() for c in np.unique(table[:, 0])]
        return float(np.mean(found)) if found else NAN

    def tails(run: Lived) -> float:
        accepts = run.watched["staff"][:, 1]
        return float((accepts > 0.5).any() and (accepts < 0.5).any())

    return [
        rules.quantity(Words("standard deviation of clinicians' acceptance within a team", "desviación estándar de la aceptación de los clínicos dentro de un equipo"), e.each(KAMPALA.name, spread), 0.02, 1, "index 0-1"),
        rules.frequency(Words("worlds in which some of the staff accept peers and others do not", "mundos en que parte del personal acepta a los pares y otra no"), e.each(KAMPALA.name, tails), "Q"),
    ]


def told_to_providers(run: Lived) -> float:
    """Matters of all kinds that peers were told minus those that clinicians were told, each by users with a peer; per user."""
    users = len(run.watched["paired"])
    peers, staff = (together(run, [f"{topic}_{who}" for topic in ("daily", "deep")]) for who in ("peer", "clinician"))
    return (peers - staff) / users if users else NAN


@check("UP-20", INTERACTION, KAMPALA, CHILE)
def users_open_up_to_peers(e: Ensembles) -> Sequence[Clause]:
    """S: one rule; D: as providers know it, users of Kampala tell peers more than staff; as users know it, those of Santiago take
    what weighs most to clinicians more than to peers.
    """
    there, here = shipped("chile-santiago"), e.system
    names = [n for n in here.values if n.startswith("confiding.")]
    facts = [(Words(f"{len(names)} numbers of the rule, the same in both systems", f"{len(names)} números de la regla, iguales en ambos sistemas"),
              bool(names) and all(here.values[n].value == there.values[n].value for n in names))]
    return [
        rules.structural(Words("the rule by which users choose a confidant", "la regla con que los usuarios eligen a quién contarlo"), facts),
        rules.direction(Words("matters told per user, to the peer minus to a clinician, as each of them knows it, Kampala", "asuntos contados por usuario, al par menos a un clínico, según sabe cada uno, Kampala"), e.each(KAMPALA.name, told_to_providers), 1, "matters"),
        rules.direction(Words("deep matters of users, to a clinician minus to the peer, as users tell it, Santiago", "asuntos profundos de usuarios, a un clínico menos al par, según cuentan ellos, Santiago"), e.each(CHILE.name, deep), 1, "%"),
    ]


@check("UP-24", INTERACTION, *SEATS.values())
def a_room_for_four(e: Ensembles) -> Sequence[Clause]:
    """Q: some 24 people a day for each seat; D: more drop-outs where seats are short than with seats for all."""
    def a_seat(run: Lived) -> float:
        seats = sum(float(run.scenario.value_at("sessions.seats", c.id)) for c in run.scenario.centres)
        return run.centres("booked") / (5 * run.weeks) / seats

    def lost(run: Lived) -> float:
        cared = run.people("at_centre")
        return YEAR * 100 * run.people("dropouts") / cared if cared else NAN

    return [
        rules.quantity(Words("people due a day for each seat", "personas citadas al día por asiento"), e.each(SEATS[True].name, a_seat), 20, 28, "ratio"),
        rules.direction(Words("users who drop out in a year, seats as they are minus seats for all", "usuarios que abandonan en un año, asientos como son menos asientos para todos"), e.differences(SEATS[True].name, SEATS[False].name, lost), 1, "%"),
        rules.not_built(Words("strain of staff with crowding", "tensión del personal con el hacinamiento"), Words("clinicians have no strain in the model", "los clínicos no tienen tensión en el modelo")),
    ]


@check("UP-28", INTERACTION, *SITE.values())
def mostly_medicines(e: Ensembles) -> Sequence[Clause]:
    """O: psychological and social share of contacts, richer sites above poorer ones."""
    def share(run: Lived) -> float:
        social, every = run.watched["mix"][:2]
        return float(100 * social / every) if every else NAN

    values = {name: e.each(arm.name, share) for name, arm in SITE.items()}
    what = Words("psychological and social share of contacts with the team", "proporción psicológica y social de los contactos con el equipo")
    return [rules.ordinal(what, values, [list(RICHER), list(POORER)], tie=np.inf, unit="%")]
