"""Checks of Peru: stigma, and what primary care sends on (Arriola-Vigo et al. 2019)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peru_worlds import AS_IT_IS, NO_CONTACT, PRIMARY, STIGMA, TAUGHT_ONCE, UNTAUGHT
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rules import Clause
from simulation import Words
from simulation.outcomes import YEAR

MONTH = 4
"""Weeks of the model's month."""


@check("PE-39", BY_CONSTRUCTION, *STIGMA.values())
def stigma_keeps_people_from_help(e: Ensembles) -> Sequence[Clause]:
    """D: where the community holds more stigma, untreated people seek help less and users come to groups less, and these fall more."""
    def seeking(run: Lived) -> float:
        return YEAR * run.people("seekers") / (run.people("ill") - run.people("in_care"))

    def coming(run: Lived) -> float:
        # all who came, with room or without: what stigma does, not what rooms do
        return (run.centres("participants") + run.centres("turned_away")) / max(run.centres("in_care"), 1)

    low, high = sorted(STIGMA)

    def fall(of: Callable[[Lived], float]) -> NDArray[np.float64]:
        return np.asarray(1 - e.each(STIGMA[high].name, of) / np.maximum(e.each(STIGMA[low].name, of), 1e-9))

    return [
        rules.direction(Words(f"seeking help per untreated person and year, public stigma {high:g} minus {low:g}", f"búsqueda de ayuda por persona sin atención y año, estigma público {high:g} menos {low:g}"),
                        e.differences(STIGMA[high].name, STIGMA[low].name, seeking), -1, "1/person-year"),
        rules.direction(Words(f"participants of groups per user and week, public stigma {high:g} minus {low:g}", f"participantes en grupos por usuario y semana, estigma público {high:g} menos {low:g}"),
                        e.differences(STIGMA[high].name, STIGMA[low].name, coming), -1, "share"),
        rules.direction(Words("loss of group participants in proportion, minus that of help-seeking", "pérdida proporcional de participantes en grupos, menos la de búsqueda de ayuda"), fall(coming) - fall(seeking), 1, "share"),
    ]


def opposition(run: Lived, where: str, since: int, until: int) -> NDArray[np.float64]:
    """How far people are against the centres, four-weekly means from one week to another, shape (months,); 0-1."""
    people = {"near": "neighbours", "region": "region"}[where]
    sums = np.array([run.course(what)[since:until].sum(axis=1) for what in (f"opposition_{where}", people)]).reshape(2, -1, MONTH).sum(axis=2)
    return np.asarray(sums[0] / sums[1])


@check("PE-40", BY_CONSTRUCTION, AS_IT_IS, NO_CONTACT)
def first_against_the_centre_and_later_glad_of_it(e: Ensembles) -> Sequence[Clause]:
    """T: opposition near the centres begins above the region's mean and falls over 24 months; X: not so without effects of contact."""
    def excess(run: Lived) -> float:
        return float(opposition(run, "near", 0, MONTH)[0] - opposition(run, "region", 0, MONTH)[0])

    def slope(run: Lived) -> float:
        return float(rules.slopes(opposition(run, "near", 0, 2 * YEAR)[None])[0] * YEAR / MONTH)

    what = Words("trend of opposition near the centres, months 1 to 24", "tendencia de la oposición cerca de los centros, meses 1 a 24")
    falls, without = (rules.trend(what, e.each(arm.name, slope), -1, "index a year") for arm in (AS_IT_IS, NO_CONTACT))
    return [
        rules.direction(Words("opposition in the first month, near the centres minus their regions", "oposición en el primer mes, cerca de los centros menos sus regiones"),
                        e.each(AS_IT_IS.name, excess), 1, "index"),
        falls,
        rules.ablation(Words("the same trend without effects of contact", "la misma tendencia sin efectos del contacto"), falls, without),
    ]


@check(
    "PE-41", INTERACTION, *PRIMARY.values(),
    diagnosis=Words(
        "premature referrals rise by about half, but they are few beside the people who come by themselves, and those added to the intake are mostly moderate, not mild; severe cases come first on every list, so that their wait hardly moves",
        "las derivaciones prematuras suben cerca de la mitad, pero son pocas junto a quienes acuden por su cuenta, y quienes se agregan son sobre todo casos moderados, no leves; los casos graves van primero en toda lista, y su espera casi no cambia",
    ),
)
def primary_care_sends_on_too_soon(e: Ensembles) -> Sequence[Clause]:
    """D: more stigma in primary care means more mild cases among those first seen, and longer lists; O: severe cases wait longer."""
    def mild(run: Lived) -> float:
        seen = run.watched["intake"]
        return float(seen[0] / seen.sum()) if seen.sum() else float("nan")

    def queue(run: Lived) -> float:
        return run.centres("waiting", since=run.weeks - YEAR) / YEAR

    def severe_wait(run: Lived) -> float:
        seen = run.people("severe_first_sessions", since=YEAR)
        return run.people("severe_waited_weeks", since=YEAR) / seen if seen else float("nan")

    low, high = (PRIMARY[level].name for level in sorted(PRIMARY))
    waits = {"high": e.each(high, severe_wait), "low": e.each(low, severe_wait)}
    return [
        rules.direction(Words("share of mild cases among first sessions, high stigma in primary care minus low", "proporción de casos leves entre primeras sesiones, estigma alto en atención primaria menos bajo"),
                        e.differences(high, low, mild), 1, "share"),
        rules.direction(Words("people on the lists, high stigma in primary care minus low", "personas en las listas, estigma alto en atención primaria menos bajo"),
                        e.differences(high, low, queue), 1, "persons"),
        rules.ordinal(Words("weeks that severe cases wait, by stigma in primary care", "semanas que esperan los casos graves, según el estigma en atención primaria"),
                      waits, [["high"], ["low"]], unit="weeks"),
    ]


@check("PE-43", BY_CONSTRUCTION, UNTAUGHT, TAUGHT_ONCE)
def teaching_practitioners(e: Ensembles) -> Sequence[Clause]:
    """S: 36 and 3 months are stored; D: a smaller share of referrals is premature after courses, and more again without refreshers."""
    institute, community = (float(e.system.value_at(f"teaching.{where}_months")) for where in ("institute", "community"))
    facts = [
        (Words(f"{institute:g} months in an institute", f"{institute:g} meses en un instituto"), institute == 36),
        (Words(f"{community:g} months in a community centre", f"{community:g} meses en un centro comunitario"), community == 3),
    ]

    def premature(since: int) -> Callable[[Lived], float]:
        def share(run: Lived) -> float:
            sent, early = (run.people(what, since=since) - run.people(what, since=since + YEAR) for what in ("referrals", "premature_referrals"))
            return early / sent if sent else float("nan")

        return share

    after, last = premature(YEAR), premature(4 * YEAR)
    gained = e.differences(TAUGHT_ONCE.name, UNTAUGHT.name, after)
    return [
        rules.structural(Words("months of a residency, by place", "meses de la residencia, por lugar"), facts),
        rules.direction(Words("premature share of referrals in the second year, after courses minus none", "proporción prematura de las derivaciones en el segundo año, tras los cursos menos sin ellos"), gained, -1, "share"),
        rules.direction(Words("the same difference without refreshers, fifth year minus second", "la misma diferencia sin refuerzos, quinto año menos segundo"),
                        e.differences(TAUGHT_ONCE.name, UNTAUGHT.name, last) - gained, 1, "share"),
    ]
