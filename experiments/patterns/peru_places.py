"""Checks of Peru: centres, their staff, the population, and catchments (Arriola-Vigo et al. 2019)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.patterns import rules
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.peru_worlds import AS_IT_IS, BUDGETS, DEFINED, THREE_CENTRES, WITHOUT_CENTRES
from experiments.patterns.registry import BY_CONSTRUCTION, INTERACTION, check
from experiments.patterns.rules import Clause
from simulation import Scenario, Words
from simulation.outcome import extramural, year_of_target
from simulation.outcomes import YEAR
from simulation.people.codes import PROFESSIONS

LARGEST = "lima-1"
"""The district of 350,000 people."""
STATED = (
    "psychiatrist", "physician", "psychologist", "nurse", "social_worker", "occupational_therapist", "language_therapist",
)
"""Professions that the paper names as clinical staff."""


def centres_in(scenario: Scenario, district: str) -> list[str]:
    """Ids of the centres that stand in a district."""
    return [c.id for c in scenario.centres if c.district == district]


def outside_share(run: Lived, *centres: str) -> float:
    """Share of people in care whose home is outside the centres' districts, last year."""
    cared = run.centres("in_care", *centres, since=run.weeks - YEAR)
    return run.centres("from_outside", *centres, since=run.weeks - YEAR) / cared if cared else float("nan")


@check("PE-01", BY_CONSTRUCTION)
def fourteen_to_twenty_employees(e: Ensembles) -> Sequence[Clause]:
    """S: 14 to 20 heads in every centre, support staff included."""
    heads = {c.id: sum(c.roster.values()) + c.support_staff for c in e.system.centres}
    facts = [(Words(f"{n} people in {id}", f"{n} personas en {id}"), 14 <= n <= 20) for id, n in heads.items()]
    return [rules.structural(Words("employees of a centre", "personas empleadas en un centro"), facts)]


@check("PE-02", BY_CONSTRUCTION)
def professions_and_support_staff(e: Ensembles) -> Sequence[Clause]:
    """S: the professions exist and work at some centre; only they can hold time for visits."""
    posts = {p: sum(c.roster.get(p, 0) for c in e.system.centres) for p in STATED}
    blocks = {name.partition("[")[2].rstrip("]") for name in e.system.values if name.startswith("staff_hours.block_share[")}
    facts = [
        (Words("each of the seven professions has a post", "cada una de las siete profesiones tiene un puesto"), all(posts.values())),
        (Words("no other is clinical", "ninguna otra es clínica"), set(PROFESSIONS) == set(STATED)),
        (Words("every centre has support staff", "todo centro tiene personal de apoyo"), all(c.support_staff > 0 for c in e.system.centres)),
        (Words("only those seven have time for visits", "solo esas siete tienen tiempo para visitas"), blocks == set(STATED)),
    ]
    return [rules.structural(Words("professions, and who does outreach", "profesiones, y quién trabaja fuera"), facts)]


@check(
    "PE-10", INTERACTION, WITHOUT_CENTRES,
    diagnosis=Words(
        "onset is set by an urban survey of adults (13.5 % in 12 months), which contradicts one in five at all ages; see docs/model.md, section 11",
        "la aparición se fijó con una encuesta urbana de adultos (13,5 % en 12 meses), que contradice una de cada cinco a toda edad; véase docs/model.md, sección 11",
    ),
)
def one_in_five_after_five_years(e: Ensembles) -> Sequence[Clause]:
    """Q: share of all residents ill at some time in 12 months, five years after peopling, without any centre."""
    def prevalence(run: Lived) -> float:
        return run.people("year_cases_all_ages", since=run.weeks - 1) / run.people("residents", since=run.weeks - 1)

    what = Words("residents of all ages ill in the last 12 months, after 260 weeks", "residentes de toda edad enfermos en los últimos 12 meses, tras 260 semanas")
    return [rules.quantity(what, e.each(WITHOUT_CENTRES.name, prevalence), 0.18, 0.22, "share")]


@check("PE-12", INTERACTION, AS_IT_IS, THREE_CENTRES)
def one_centre_for_350_000(e: Ensembles) -> Sequence[Clause]:
    """S: one centre per 350,000; D: longer waits and more people who leave the list unseen than with three."""
    people = sum(z.population for z in e.system.zones if z.district == LARGEST)
    facts = [
        (Words(f"{people} residents", f"{people} residentes"), people == 350_000),
        (Words("one centre stands there", "un centro está allí"), len(centres_in(e.system, LARGEST)) == 1),
        (Words("one centre serves it", "un centro lo atiende"), sum(LARGEST in c.serves for c in e.system.centres) == 1),
    ]

    def wait(run: Lived) -> float:
        seen = run.people("first_sessions", LARGEST, since=run.weeks - YEAR)
        return run.people("waited_weeks", LARGEST, since=run.weeks - YEAR) / seen if seen else float("nan")

    def unserved(run: Lived) -> float:
        joined = run.people("joined_list", LARGEST, since=run.weeks - YEAR)
        return run.people("left_list", LARGEST, since=run.weeks - YEAR) / joined if joined else float("nan")

    return [
        rules.structural(Words("residents per centre of the largest district", "residentes por centro del distrito más grande"), facts),
        rules.direction(Words("mean wait of those first seen there, one centre minus three", "espera media de quienes son atendidos por primera vez allí, un centro menos tres"),
                        e.differences(AS_IT_IS.name, THREE_CENTRES.name, wait), 1, "weeks"),
        rules.direction(Words("left the list unseen per person who joined, one centre minus three", "dejaron la lista sin atención por persona que ingresó, un centro menos tres"),
                        e.differences(AS_IT_IS.name, THREE_CENTRES.name, unserved), 1, "ratio"),
    ]


@check("PE-11", BY_CONSTRUCTION, *BUDGETS.values())
def the_roll_out(e: Ensembles) -> Sequence[Clause]:
    """S: 31 centres, 281 wanted, about 62 a year by 2021; Q: the budget decides the year in which the target is met, and D: more of it, an earlier one."""
    start, target, first = (int(e.system.value_at(f"roll_out.{what}")) for what in ("centres_start", "centres_target", "first_year"))
    a_year = (target - start) / (2022 - first)
    facts = [
        (Words(f"{start} centres at the start", f"{start} centros al inicio"), start == 31),
        (Words(f"{target} wanted", f"{target} como meta"), target == 281),
        (Words(f"{a_year:.1f} openings a year until 2021 would do it", f"bastarían {a_year:.1f} aperturas al año hasta 2021"), round(a_year) == 62),
    ]

    def met(run: Lived) -> float:
        return year_of_target(run.course("national_centres").sum(axis=1), start, target, first)

    return [
        rules.structural(Words("centres in the country", "centros en el país"), facts),
        rules.quantity(Words("year in which the target is met under the budget", "año en que se cumple la meta con el presupuesto"), e.each(BUDGETS[1.0].name, met), first, np.inf, "year"),
        rules.direction(Words("the same, twice the capital minus once", "lo mismo, el doble de capital menos una vez"), e.differences(BUDGETS[2.0].name, BUDGETS[1.0].name, met), -1, "years"),
    ]


@check(
    "PE-13", INTERACTION, AS_IT_IS, THREE_CENTRES, DEFINED,
    diagnosis=Words(
        "how unclear a catchment is, is an input of each centre and does not grow where centres are few; to people of the neighbouring district three centres offer shorter lists, and one of them is nearer, so that a few more of them are in care there",
        "lo poco clara que es un área es un dato de cada centro y no crece donde hay pocos; a la gente del distrito vecino tres centros le ofrecen listas más cortas, y uno le queda más cerca, de modo que allí se atiende algo más de ella",
    ),
)
def people_from_outside(e: Ensembles) -> Sequence[Clause]:
    """D: a larger share from outside with one centre than with three, and with an open than with a defined catchment."""
    def there(run: Lived) -> float:
        return outside_share(run, *centres_in(run.scenario, LARGEST))

    return [
        rules.direction(Words("share of people in care from outside, largest district, one centre minus three", "proporción en atención que viene de fuera, distrito más grande, un centro menos tres"),
                        e.differences(AS_IT_IS.name, THREE_CENTRES.name, there), 1, "share"),
        rules.direction(Words("share of people in care from outside, open catchment minus defined", "proporción en atención que viene de fuera, área abierta menos definida"),
                        e.differences(AS_IT_IS.name, DEFINED.name, outside_share), 1, "share"),
    ]


@check(
    "PE-14", INTERACTION, AS_IT_IS, DEFINED,
    diagnosis=Words(
        "lists grow, but centre 1 is full with or without the few from outside, so that its contacts do not change; at the other two contacts per user fall, but their lists stay short and pull hardly any hours, and luck decides the pair (a backlog that never stops counting changes nothing of this)",
        "las listas crecen, pero el centro 1 está lleno con o sin los pocos de fuera y sus contactos no cambian; en los otros dos bajan los contactos por usuario, pero sus listas siguen cortas y casi no atraen horas, y el azar decide el par (un atraso que nunca deja de contar no cambia nada de esto)",
    ),
)
def an_unclear_catchment_overloads(e: Ensembles) -> Sequence[Clause]:
    """D: an open catchment means a longer queue, fewer contacts per user and a lower outreach share; last year."""
    def queue(run: Lived) -> float:
        return run.centres("waiting", since=run.weeks - YEAR) / YEAR

    def contacts(run: Lived) -> float:
        last = run.weeks - YEAR
        return YEAR * (run.centres("attended", since=last) + run.people("home_visits", since=last)) / run.centres("in_care", since=last)

    def outreach(run: Lived) -> float:
        return float(np.nanmean(extramural_share(run)[-YEAR:]))

    return [
        rules.direction(Words(f"{en}, open catchment minus defined", f"{es}, área abierta menos definida"),
                        e.differences(AS_IT_IS.name, DEFINED.name, measure), sign, unit)
        for en, es, measure, sign, unit in (
            ("people on the lists", "personas en las listas", queue, 1, "persons"),
            ("contacts per user and year", "contactos por usuario y año", contacts, -1, "contacts"),
            ("extramural share of worked hours", "proporción extramural de las horas trabajadas", outreach, -1, "%"),
        )
    ]


@check(
    "PE-16", INTERACTION, AS_IT_IS,
    diagnosis=Words(
        "it is centre 1: its district of 350,000 fills it, and the neighbouring district without a centre has a judged 60,000 people, half of whom take a centre for theirs, the nearer of centres 1 and 3",
        "es el centro 1: su distrito de 350 000 lo llena, y el distrito vecino sin centro tiene 60 000 personas (cifra estimada por juicio), de las que la mitad toma por suyo un centro, el más cercano de los centros 1 y 3",
    ),
)
def all_three_have_people_from_outside(e: Ensembles) -> Sequence[Clause]:
    """Q: more than 10 % from outside in each of the three centres: the lowest of the three."""
    def lowest(run: Lived) -> float:
        return min(outside_share(run, c.id) for c in run.scenario.centres)

    what = Words("share of people in care from outside, the lowest of the three centres", "proporción en atención que viene de fuera, el menor de los tres centros")
    return [rules.quantity(what, e.each(AS_IT_IS.name, lowest), 0.10, 1.0, "share")]


def extramural_share(run: Lived) -> np.ndarray:
    """Minutes of visits and travel over minutes worked, all centres, percent, by week; shape (weeks,)."""
    return extramural(_AsRecord(run))  # type: ignore[arg-type]


class _AsRecord:
    """What the outcomes of centres ask of a record."""

    def __init__(self, run: Lived) -> None:
        self._run, self.weeks = run, run.weeks

    def centre_count(self, what: str, centre: int | None = None) -> np.ndarray:
        """One count of centres by week, shape (weeks,)."""
        course = self._run.course(what)
        return course.sum(axis=1) if centre is None else course[:, centre]
