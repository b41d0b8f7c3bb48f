"""Checks of the Dutch neighbourhood: meetings, informal contact, consent, and services that begin without a plan (Beckers et al. 2020).

Each form of joint work is looked at alone, since forms that run together share out the same matters. No parameter here is
chosen for a check to pass: levers stand as the policy `collaboration` has them, from week 0, with three posts for peers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from experiments.joint_work import attendance, mean_tie, yield_per_hour
from experiments.patterns import rules
from experiments.patterns.ensembles import Arm, Ensembles, Lived
from experiments.patterns.registry import BY_CONSTRUCTION, EMERGENT, INTERACTION, check
from experiments.patterns.rules import Clause
from simulation import Words
from simulation.people.codes import JOINT_FORMS

WEEKS = 104
APART_FROM_IT: dict[str, float] = {"meetings.meeting_every": 0.0, "practice_visits.visits_month": 0.0, "informal_contact.informal_minutes": 0.0}
"""No form of joint work: said in every world, whatever the story of the system brings."""
PEERS: dict[str, float] = {"peer_workers.peer_posts": 3.0}
FORM: dict[str, float] = {"privacy.parties_asked": 5.0, "privacy.written_minutes": 10.0}
WEEKLY: dict[str, float] = {"meetings.meeting_every": 1.0}
VISITS: dict[str, float] = {"practice_visits.visits_month": 1.0}
CALLS: dict[str, float] = {"informal_contact.informal_minutes": 15.0}
CHANGED: dict[str, float] = {"meetings.meeting_every": 2.0, "meetings.meeting_chair": 1.0, "meetings.users_share": 0.9, "meetings.user_centred": 0.8}


def world(name: str, *changes: dict[str, float]) -> Arm:
    """The neighbourhood with peers and one form that users sign for all, changed."""
    values: dict[str, float | str] = dict(APART_FROM_IT | PEERS | FORM)
    for change in changes:
        values |= change
    return Arm(name, values, weeks=WEEKS, least_scale=0.5)


MEET = world("weekly meetings alone", WEEKLY)
VISIT = world("visits to practices alone", VISITS)
CALL = world("informal contact alone", CALLS)
NEW = world("fortnightly meetings, chaired and centred on users, alone", CHANGED)
ALL_COME = world("weekly meetings alone, to which nobody's experience matters", WEEKLY, {"meetings.worth_pull": 0.0})
TOGETHER = world("all three forms", WEEKLY, VISITS, CALLS)
FREE = world("all three forms, without the barrier of privacy", WEEKLY, VISITS, CALLS, {"privacy.privacy_dial": 0.0})
FRUITLESS = world("informal contact alone, in which nothing is solved", CALLS, {"matters.finds": 0.0})
APART = world("no joint work")


@check(
    "NL-20", EMERGENT, MEET, VISIT, CALL, ALL_COME,
    ablation=Words("what meetings have been worth does not matter for coming again", "lo que han valido las reuniones no importa para volver"),
)
def the_weekly_hour_disappoints(e: Ensembles) -> Sequence[Clause]:
    """O: fewer matters solved per hour in the weekly meeting than in visits to practices and in informal contact; T: attendance falls."""
    per_hour = {
        form: e.each(arm.name, partial(yield_per_hour, form=form))
        for arm, form in ((MEET, "meeting"), (VISIT, "practice_visit"), (CALL, "informal"))
    }
    fall = e.each(MEET.name, lambda run: attendance(run, 52) - attendance(run, 0, 8))
    held = e.each(ALL_COME.name, lambda run: attendance(run, 52) - attendance(run, 0, 8))
    falls = rules.direction(Words("attendance in the second year minus in the first eight weeks", "asistencia en el segundo año menos en las primeras ocho semanas"), fall, -1, "share")
    return [
        rules.direction(Words("matters solved per hour, weekly meetings minus visits to practices", "asuntos resueltos por hora, reuniones semanales menos visitas a consultorios"), per_hour["meeting"] - per_hour["practice_visit"], -1, "matters an hour"),
        rules.direction(Words("the same, weekly meetings minus informal contact", "lo mismo, reuniones semanales menos contacto informal"), per_hour["meeting"] - per_hour["informal"], -1, "matters an hour"),
        rules.quantity(Words("needed people and services who were there", "personas y servicios necesarios que estaban"), e.each(MEET.name, lambda run: run.centres("needed_there") / max(run.centres("needed"), 1.0)), 0.0, 0.75, "share"),
        falls,
        rules.ablation(
            Words("attendance falls by what meetings have been worth", "la asistencia cae por lo que han valido las reuniones"), falls,
            rules.direction(Words("attendance, where that does not matter", "asistencia, donde eso no importa"), held, -1, "share"),
        ),
    ]


@check("NL-21", INTERACTION, MEET, NEW)
def the_new_format_yields_more_an_hour(e: Ensembles) -> Sequence[Clause]:
    """D: matters solved per hour of everybody's time, fortnightly with a chair and centred on users minus weekly without."""
    return [
        rules.direction(
            Words("matters solved per hour, fortnightly, chaired and centred on users minus weekly", "asuntos resueltos por hora, reuniones quincenales, presididas y centradas en usuarios menos semanales"),
            e.differences(NEW.name, MEET.name, lambda run: yield_per_hour(run, "meeting")), 1, "matters an hour",
        ),
    ]


@check("NL-22", BY_CONSTRUCTION, FRUITLESS, APART)
def providers_come_to_know_each_other_all_the_same(e: Ensembles) -> Sequence[Clause]:
    """T: the mean tie rises over twelve months of informal contact in which nothing is solved, without any meeting."""
    def months(name: str) -> np.ndarray:
        return np.array([mean_tie(run)[:52].reshape(13, 4).mean(axis=1) for run in e[name]])

    return [
        rules.trend(Words("mean tie between providers, informal contact without meetings", "vínculo medio entre proveedores, contacto informal sin reuniones"), rules.slopes(months(FRUITLESS.name)), 1, "index 0-1"),
        rules.direction(Words("mean tie after a year, minus without joint work", "vínculo medio tras un año, menos sin trabajo conjunto"), e.differences(FRUITLESS.name, APART.name, lambda run: float(mean_tie(run)[51])), 1, "index 0-1"),
        rules.quantity(Words("matters solved in that contact", "asuntos resueltos en ese contacto"), e.each(FRUITLESS.name, lambda run: run.centres("solved_informal")), 0, 0),
    ]


@check("NL-29", INTERACTION, TOGETHER, FREE)
def consent_takes_time_and_keeps_plans_from_being_made(e: Ensembles) -> Sequence[Clause]:
    """D: fewer users have a joint plan where consent is needed, and staff minutes for each new plan are more; Q: many hesitate to sign."""
    def planned(run: Lived) -> float:
        return run.centres("with_joint_plan") / run.centres("joint_served")

    def minutes(run: Lived) -> float:
        spent = sum(run.centres(f"joint_minutes_{form}") for form in JOINT_FORMS) + run.centres("consent_minutes")
        return spent / max(sum(run.centres(f"solved_{form}") for form in JOINT_FORMS), 1.0)

    return [
        rules.direction(Words("users with a joint plan, consent needed minus not", "usuarios con un plan conjunto, con necesidad de consentimiento menos sin ella"), e.differences(TOGETHER.name, FREE.name, planned), -1, "share"),
        rules.direction(Words("minutes of staff for a matter solved, the same", "minutos del personal por asunto resuelto, lo mismo"), e.differences(TOGETHER.name, FREE.name, minutes), 1, "minutes"),
        rules.quantity(Words("people asked to sign who decline", "personas a quienes se pide firmar que se niegan"), e.each(TOGETHER.name, lambda run: 1 - run.centres("consents_given") / max(run.centres("consents_asked"), 1.0)), 0.25, 0.8, "share"),
    ]


@check("NL-42", BY_CONSTRUCTION, TOGETHER)
def services_align_as_they_work_together(e: Ensembles) -> Sequence[Clause]:
    """S: the services begin without agreement on their approach; T: agreement rises as they work together."""
    def agreed(run: Lived, week: int) -> float:
        return float(run.course("alignment")[week].sum() / max(run.course("joint_weeks")[week].sum(), 1.0) / 10_000)

    system = TOGETHER.place_of(e.system)
    at_first = 1 - max(float(system.value_at("collaboration.misaligned", c.id)) for c in system.centres)
    return [
        rules.structural(
            Words("agreement at the start", "acuerdo al comienzo"),
            [(Words(f"services agree on the approach to {at_first:g} of matters, less than all", f"los servicios concuerdan en el enfoque de {at_first:g} de los asuntos, menos que todos"), at_first < 1)],
        ),
        rules.trend(
            Words("agreement on the approach, by quarter", "acuerdo en el enfoque, por trimestre"),
            rules.slopes([[agreed(run, week) for week in range(0, WEEKS, 13)] for run in e[TOGETHER.name]]), 1, "share",
        ),
    ]
