"""Outcomes: one entry each, with definition, unit, which way is better, and how it is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.ground.parameter import Words
from simulation.outcome import (
    ACTIVITIES,
    YEAR,
    Outcome,
    Series,
    came,
    dropout,
    extramural,
    flow,
    held_share,
    joint_minutes,
    last_year,
    median_wait,
    of_burden,
    of_centres,
    of_counts,
    of_money,
    peer_strain,
    ratio,
    share,
    solved_an_hour,
    solved_together,
    stock,
    trend_1_24,
    turned_away,
    wait_by_week,
    wait_over_run,
    weekly_mean,
    whole_share,
    worker_hours,
    year_of_target,
)
from simulation.people.codes import POPULATION_GROUPS
from simulation.people.tallies import FIXED_POINT
from simulation.record import Record
from simulation.spending import EVERYBODY, dalys, years_of_life_lost, years_with_disability

if TYPE_CHECKING:
    import pandas as pd

OUTCOMES: tuple[Outcome, ...] = (
    stock("in_care", "in_care", "with_disorder", 100, "%", "higher", "People with a disorder in care",
          "Personas con un trastorno en atención",
          "Of people who are ill, or have a psychosis of any status: share in care at a centre or elsewhere, mean of the last year.",
          "De quienes están enfermos o tienen una psicosis: proporción en atención en un centro u otro lugar, media del último año.", True),
    Outcome("wait", Words("Median wait for first care", "Espera mediana hasta la primera atención"), "weeks", "lower",
            Words("Weeks from joining a centre's list to the first session, median of those first seen in the last year; people who left the list are counted under left_list.",
                  "Semanas desde entrar en la lista hasta la primera sesión, mediana de quienes fueron atendidos por primera vez en el último año; quienes dejaron la lista se cuentan en left_list."),
            wait_over_run, wait_by_week, headline=True),
    Outcome("dropout", Words("Drop-out within 12 months", "Abandono en 12 meses"), "%", "lower",
            Words("Of people first seen at a centre at least a year before the end: share who stopped coming before the staff wished, within a year.",
                  "De quienes fueron atendidos por primera vez al menos un año antes del final: proporción que dejó de acudir antes de lo que el personal deseaba, en un año."),
            dropout, None, headline=True),
    flow("crises", "crises", "Crises", "Crisis", "lower", "Crises per 1,000 residents and year.",
         "Crisis por 1 000 residentes y año.", True),
    stock("recovery", "recovery", "with_disorder", 100 / 10_000, "0-100", "higher",
          "Personal recovery of people with a disorder", "Recuperación personal de personas con un trastorno",
          "Mean of connectedness, hope, identity, meaning, empowerment and absence of difficulties, 0 to 100, over the last year.",
          "Media de conexión, esperanza, identidad, sentido, empoderamiento y ausencia de dificultades, de 0 a 100, en el último año.", True),
    of_money("cost", None, "Cost per resident and year", "Costo por residente y año",
             "Everything that care costs, whoever pays: health ministry, other insurers, users and families, staff; centres, other care that is counted, and the policies' own costs; per resident of all districts and year.",
             "Todo lo que cuesta la atención, pague quien pague: ministerio de salud, otros seguros, usuarios y familias, personal; los centros, la otra atención que se cuenta y los costos de las políticas; por residente y año."),
    stock("at_centre", "at_centre", "with_disorder", 100, "%", "higher", "People with a disorder at a centre",
          "Personas con un trastorno en un centro", "Share in care at a community mental health centre, mean of the last year.",
          "Proporción en atención en un centro de salud mental comunitaria, media del último año."),
    stock("ill", "ill", "residents", 100, "%", "lower", "Residents who are ill", "Residentes enfermos",
          "Point prevalence of the five disorder groups at all ages, mean of the last year.",
          "Prevalencia puntual de los cinco grupos de trastornos en todas las edades, media del último año."),
    stock("severity", "severity", "ill", 1 / 10_000, "0-1", "lower", "Symptom severity of people who are ill",
          "Gravedad de los síntomas de personas enfermas", "Mean severity, over the last year.", "Gravedad media, en el último año."),
    stock("functioning", "functioning", "with_disorder", 1 / 10_000, "0-1", "higher", "Functioning of people with a disorder",
          "Funcionamiento de personas con un trastorno", "Mean functioning, over the last year.", "Funcionamiento medio, en el último año."),
    stock("public_stigma", "stigma_held", "residents", 1 / 10_000, "0-1", "lower", "Public stigma", "Estigma público",
          "Mean stigma held, over the last year.", "Estigma medio, en el último año."),
    stock("knows_centre", "knows_centre", "residents", 100, "%", "higher", "Residents who know their centre",
          "Residentes que conocen su centro", "Share who know that a centre exists, mean of the last year.",
          "Proporción que sabe que existe un centro, media del último año."),
    Outcome("early_contact", Words("Contact within half a year of falling ill", "Contacto en el medio año tras enfermar"), "%", "higher",
            Words("Of illnesses that began at least half a year before the end: share in which help was sought within 26 weeks.",
                  "De las enfermedades que empezaron al menos medio año antes del final: proporción en que se buscó ayuda en 26 semanas."),
            lambda r, g: float(ratio(r.people_count("contact_in_half_year", g)[: max(r.weeks - 26, 0)].sum(),
                                     r.people_count("onsets", g)[: max(r.weeks - 26, 0)].sum(), 100))),
    flow("joined_list", "joined_list", "Joined a centre's list", "Ingresos a la lista de un centro", "", "People who joined a waiting list.", "Personas que ingresaron a una lista de espera."),
    flow("left_list", "left_list", "Left the list unseen", "Dejaron la lista sin atención", "lower", "People who left a waiting list before a first session.", "Personas que dejaron la lista antes de la primera sesión."),
    flow("home_visits", "home_visits", "Home visits to users", "Visitas a domicilio a usuarios", "higher", "Home visits made to people in care.", "Visitas hechas a personas en atención.", scalable=False),
    flow("sessions", "sessions", "Sessions attended", "Sesiones atendidas", "higher", "Office sessions attended.", "Sesiones de consultorio atendidas."),
    Outcome("followed_up", Words("Home visits per missed appointment", "Visitas por cita perdida"), "ratio", "higher",
            Words("Home visits to users over missed appointments, whole horizon.", "Visitas a usuarios entre citas perdidas, todo el horizonte."),
            lambda r, g: float(ratio(r.people_count("home_visits", g).sum(), r.people_count("missed_appointments", g).sum())),
            scalable=False),
    of_centres("extramural_share", "Extramural share of worked hours", "Proporción extramural de las horas trabajadas", "%", "higher",
               "Minutes of home visits and travel over minutes worked, mean of the last year.",
               "Minutos de visitas y traslados entre minutos trabajados, media del último año.", extramural, weekly_mean(extramural)),
    of_centres("extramural_trend", "Trend of the extramural share, months 1-24", "Tendencia de la proporción extramural, meses 1-24",
               "points a year", "higher", "Theil-Sen slope of four-weekly means.", "Pendiente de Theil-Sen de medias de cuatro semanas.",
               extramural, trend_1_24),
    *(
        of_centres(f"regular_{name}", f"{en}: sessions held", f"{es}: sesiones realizadas", "%", "higher",
                   "Sessions held over sessions planned (one a week; campaigns one in four weeks), last year. Regular from 75, absent under 10.",
                   "Sesiones realizadas entre planificadas (una por semana; campañas una cada cuatro semanas), último año. Regular desde 75, ausente bajo 10.",
                   held_share(*kinds), whole_share(*kinds))
        for name, (en, es), kinds in ACTIVITIES
    ),
    of_centres("participants", "People in group sessions a week", "Personas en sesiones grupales por semana", "persons", "higher",
               "Participants of workshops, clubs and peer groups, mean of the last year.", "Participantes de talleres, clubes y grupos de pares, media del último año.",
               lambda r, c: r.centre_count("participants", c), weekly_mean(lambda r, c: r.centre_count("participants", c))),
    of_centres("turned_away", "Turned away for lack of room", "Sin lugar por falta de espacio", "%", "lower",
               "Of those who came to a workshop, club or peer group: share for whom there was no room, last year.",
               "De quienes acudieron a un taller, club o grupo de pares: proporción sin lugar, último año.",
               turned_away, lambda r: float(ratio(last_year(r.centre_count("turned_away")).sum(), last_year(came(r)).sum(), 100))),
    Outcome("national_centres", Words("Centres in the country", "Centros en el país"), "centres", "higher",
            Words("Centres open in the whole country at the end: a counter with a budget, without effect on the place.",
                  "Centros abiertos en todo el país al final: un contador con presupuesto, sin efecto en el lugar."),
            lambda r, g: float(r.centre_count("national_centres")[-1]) if g == EVERYBODY and r.weeks and r.values["roll_out.centres_target"] else float("nan"),
            lambda r, g: r.centre_count("national_centres")),
    Outcome("target_year", Words("Year in which the country has its centres", "Año en que el país tiene sus centros"), "year", "lower",
            Words("Calendar year in which the target of the national roll-out is met; if that is after the run, at the pace of its last year.",
                  "Año calendario en que se cumple la meta de la expansión nacional; si es después de la corrida, al ritmo de su último año."),
            lambda r, g: year_of_target(r.centre_count("national_centres"), *(int(r.values[f"roll_out.{what}"]) for what in ("centres_start", "centres_target", "first_year"))) if g == EVERYBODY else float("nan")),
    of_centres("opposition", "Opposition near the centre", "Oposición cerca del centro", "0-1", "lower",
               "How far those who live near a centre are against having it there, the nearer the more they count, mean of the last year.",
               "Cuán en contra de tener el centro allí están quienes viven cerca, que cuentan más cuanto más cerca, media del último año.",
               lambda r, c: ratio(r.centre_count("opposition_near", c), r.centre_count("neighbours", c), 1),
               weekly_mean(lambda r, c: ratio(r.centre_count("opposition_near", c), r.centre_count("neighbours", c), 1))),
    of_centres("worker_hours", "Hours of a lay worker a week", "Horas de un trabajador comunitario por semana", "hours a week", "higher",
               "Hours given by active community mental health workers, mean of the last year.", "Horas dadas por trabajadores comunitarios activos, media del último año.",
               worker_hours, weekly_mean(worker_hours)),
    of_centres("workers", "Lay workers", "Trabajadores comunitarios", "persons", "higher",
               "Active community mental health workers, mean of the last year.", "Trabajadores comunitarios activos, media del último año.",
               lambda r, c: r.centre_count("workers", c), weekly_mean(lambda r, c: r.centre_count("workers", c))),
    of_centres("peers", "Peer support workers", "Trabajadores de apoyo de pares", "persons", "higher",
               "Peer support workers at work, mean of the last year.", "Trabajadores de apoyo de pares en actividad, media del último año.",
               lambda r, c: r.centre_count("peers", c), weekly_mean(lambda r, c: r.centre_count("peers", c))),
    of_centres("peer_users", "Users with a peer", "Usuarios con un par", "persons", "higher",
               "Users paired with a peer support worker, mean of the last year.", "Usuarios en pareja con un trabajador de apoyo de pares, media del último año.",
               lambda r, c: r.centre_count("peer_users", c), weekly_mean(lambda r, c: r.centre_count("peer_users", c))),
    of_centres("peer_contacts", "Meetings with a peer a week", "Reuniones con un par por semana", "contacts", "higher",
               "Meetings of users with peer support workers, mean of the last year.", "Reuniones de usuarios con trabajadores de apoyo de pares, media del último año.",
               lambda r, c: r.centre_count("peer_contacts", c), weekly_mean(lambda r, c: r.centre_count("peer_contacts", c))),
    of_centres("peer_strain", "Strain of peers", "Tensión de los pares", "0-100", "lower",
               "Emotional strain of peer support workers who hold a post, mean of the last year.", "Tensión emocional de los trabajadores de apoyo de pares con puesto, media del último año.",
               peer_strain, weekly_mean(peer_strain)),
    of_centres("provider_ties", "How well providers know each other", "Cuánto se conocen los proveedores", "0-1", "higher",
               "Mean tie between the providers of a centre's place, over the last year.", "Vínculo medio entre los proveedores del lugar de un centro, en el último año.",
               *of_counts("provider_ties", "provider_pairs", 1 / FIXED_POINT)),
    of_centres("joint_hours", "Joint work a week", "Trabajo conjunto por semana", "hours a week", "",
               "Hours of everybody in joint meetings, visits to practices and informal contact, mean of the last year.",
               "Horas de todas las personas en reuniones conjuntas, visitas a consultorios y contacto informal, media del último año.",
               lambda r, c: joint_minutes(r, c) / 60, weekly_mean(lambda r, c: joint_minutes(r, c) / 60)),
    of_centres("joint_solved", "Matters solved together per hour", "Asuntos resueltos en conjunto por hora", "matters an hour", "higher",
               "What users needed from several providers and got, per hour of everybody's joint work, whole horizon.",
               "Lo que usuarios necesitaban de varios proveedores y obtuvieron, por hora de trabajo conjunto de todas las personas, todo el horizonte.",
               lambda r, c: ratio(solved_together(r, c), joint_minutes(r, c), 60), solved_an_hour),
    of_centres("joint_attendance", "Attendance of joint meetings", "Asistencia a reuniones conjuntas", "%", "higher",
               "Of people invited to joint meetings: share who came, last year.", "De las personas invitadas a reuniones conjuntas: proporción que acudió, último año.",
               *of_counts("came", "invited", 100)),
    of_centres("joint_plans", "Users with a joint plan", "Usuarios con un plan conjunto", "%", "higher",
               "Of users in care where services work together: share for whom several have agreed on who does what, mean of the last year.",
               "De usuarios en atención donde los servicios trabajan juntos: proporción para quienes varios acordaron quién hace qué, media del último año.",
               *of_counts("with_joint_plan", "joint_served", 100)),
    of_centres("consent_given", "Consent to joint work", "Consentimiento al trabajo conjunto", "%", "higher",
               "Of people asked whether several providers may speak about them: share who signed, last year.",
               "De las personas a quienes se preguntó si varios proveedores pueden hablar de ellas: proporción que firmó, último año.",
               *of_counts("consents_given", "consents_asked", 100)),
    of_centres("visits_made", "Home visits made a week", "Visitas hechas por semana", "visits", "higher",
               "All home visits made, to users and from door to door, mean of the last year.",
               "Todas las visitas hechas, a usuarios y puerta a puerta, media del último año.",
               lambda r, c: r.centre_count("visits_made", c), weekly_mean(lambda r, c: r.centre_count("visits_made", c))),
    of_centres("consultations", "Office sessions a week", "Sesiones de consultorio por semana", "sessions", "higher",
               "Office sessions attended, mean of the last year.", "Sesiones atendidas, media del último año.",
               lambda r, c: r.centre_count("attended", c), weekly_mean(lambda r, c: r.centre_count("attended", c))),
    of_centres("waiting", "People on waiting lists", "Personas en lista de espera", "persons", "lower",
               "At the end of the week, mean of the last year.", "Al final de la semana, media del último año.",
               lambda r, c: r.centre_count("waiting", c), weekly_mean(lambda r, c: r.centre_count("waiting", c))),
    of_money("cost_ministry", "ministry", "Cost to the health ministry", "Costo para el ministerio de salud",
             "Pay, rent, trips and medicines of centres, primary care, hospitals, protected homes, rehabilitation, and the policies' own costs; per resident and year.",
             "Sueldos, alquiler, viajes y medicamentos de los centros, atención primaria, hospitales, hogares protegidos, rehabilitación y costos de las políticas; por residente y año."),
    of_money("cost_other", "other", "Cost to other insurers", "Costo para otros seguros",
             "Their part of care by other insurers and in private; per resident and year.",
             "Su parte de la atención de otros seguros y privada; por residente y año."),
    of_money("cost_users", "users", "Cost to users and families", "Costo para usuarios y familias",
             "Their part of care by other insurers and in private, healers, own travel; per resident and year.",
             "Su parte de la atención de otros seguros y privada, curanderos, viajes propios; por residente y año."),
    of_money("cost_staff", "staff", "Cost to staff", "Costo para el personal",
             "Trips that staff pay out of their own pockets; per resident and year.",
             "Viajes que el personal paga de su bolsillo; por residente y año."),
    of_burden("dalys", dalys, "Years of health lost (DALYs)", "Años de salud perdidos (AVAD)",
              "Years lived with disability and expected years of life lost, per 1,000 person-years.",
              "Años vividos con discapacidad y años de vida que se espera perder, por 1 000 años-persona."),
    of_burden("yld", years_with_disability, "Years lived with disability", "Años vividos con discapacidad",
              "Weeks with a disorder times the disability weight at its severity, per 1,000 person-years.",
              "Semanas con un trastorno por el peso de discapacidad según su gravedad, por 1 000 años-persona."),
    of_burden("yll", years_of_life_lost, "Expected years of life lost", "Años de vida que se espera perder",
              "Excess hazard of death of people with a disorder times their life expectancy, per 1,000 person-years; an expectation, not the deaths that happened.",
              "Exceso de riesgo de muerte de personas con un trastorno por su esperanza de vida, por 1 000 años-persona; una esperanza, no las muertes ocurridas."),
    share("premature_referrals", "premature_referrals", "referrals", "Premature referrals", "Derivaciones prematuras", "%", "lower",
          "Of people whom primary care sends on: share whom it could have treated, whole horizon.",
          "De quienes la atención primaria deriva: proporción que podría haber tratado, todo el horizonte."),
    share("handover_losses", "handover_losses", "handovers", "Lost at hand-overs", "Pérdidas en las derivaciones", "%", "lower",
          "Of people handed over from one provider to another: share who never arrive, whole horizon.",
          "De las personas derivadas de un proveedor a otro: proporción que nunca llega, todo el horizonte."),
    share("severe_wait", "severe_waited_weeks", "severe_first_sessions", "Mean wait of severe cases", "Espera media de casos graves", "weeks", "lower",
          "Weeks waited by people first seen at a centre who were severe then, mean of the whole horizon.",
          "Semanas de espera de quienes estaban graves en su primera atención en un centro, media de todo el horizonte.", 1),
    share("adults_treated", "year_treated", "year_cases", "Adult cases in any care within 12 months", "Casos adultos con alguna atención en 12 meses", "%", "higher",
          "Of adults of 18 to 65 years who were ill at some time in a year: share in formal or informal care at some time in it, all years.",
          "De personas de 18 a 65 años enfermas alguna vez en un año: proporción con atención formal o informal en él, todos los años."),
    stock("living_with", "living_with", "residents", 100, "%", "", "Residents living with a disorder", "Residentes que viven con un trastorno",
          "Ill, or in remission and at risk of relapse, all ages, mean of the last year.",
          "Enfermas, o en remisión con riesgo de recaída, todas las edades, media del último año."),
    stock("self_stigma", "stigma_self", "with_disorder", 1 / 10_000, "0-1", "lower", "Self-stigma of people with a disorder",
          "Autoestigma de personas con un trastorno", "Mean self-stigma, over the last year.", "Autoestigma medio, en el último año."),
    stock("family_burden", "family_burden", "with_disorder", 1 / 10_000, "0-1", "lower", "Burden on families",
          "Carga de las familias", "Mean burden on the families of people with a disorder, over the last year.",
          "Carga media de las familias de personas con un trastorno, en el último año."),
    stock("family_engagement", "family_engagement", "at_centre", 1 / 10_000, "0-1", "higher", "Families' closeness to the centre",
          "Cercanía de las familias al centro", "How close the families of users with a disorder stand to their centre, over the last year.",
          "Cuán cerca del centro están las familias de usuarios con un trastorno, en el último año."),
    flow("primary_visits", "primary_visits", "Primary-care visits for mental health", "Visitas de salud mental en atención primaria", "",
         "Visits to primary care.", "Visitas a atención primaria."),
    flow("emergency_visits", "emergency_visits", "Emergency visits", "Visitas de emergencia", "lower", "Emergency visits in crises.", "Visitas de emergencia en crisis."),
    flow("bed_days", "bed_days", "Days in psychiatric beds", "Días en cama psiquiátrica", "lower", "Days in hospital beds.", "Días en camas de hospital."),
    of_centres("posts_at_work", "Posts at work", "Puestos en funciones", "%", "higher",
               "Clinicians' posts that are filled and funded, mean of the last year.", "Puestos clínicos cubiertos y financiados, media del último año.",
               lambda r, c: ratio(r.centre_count("posts_at_work", c), r.centre_count("posts", c), 100),
               weekly_mean(lambda r, c: ratio(r.centre_count("posts_at_work", c), r.centre_count("posts", c), 100))),
    of_centres("own_pockets", "Staff's own money spent on trips", "Dinero propio del personal gastado en viajes", "money a year", "lower",
               "Trips paid by clinicians themselves, last year.", "Viajes pagados por el propio personal, último año.",
               lambda r, c: r.centre_count("cents_pocket", c) / 100 * YEAR,
               weekly_mean(lambda r, c: r.centre_count("cents_pocket", c) / 100 * YEAR), scalable=False),
)
__all__ = ["BY_NAME", "FIRST_HEADLINE", "HEADLINES", "OUTCOMES", "YEAR", "Outcome", "frame", "last_year", "median_wait", "plot"]
BY_NAME = {o.name: o for o in OUTCOMES}
HEADLINES = tuple(o for o in OUTCOMES if o.headline)
FIRST_HEADLINE = HEADLINES[0]


def frame(record: Record, outcomes: Sequence[Outcome] | None = None) -> pd.DataFrame:
    """The tidy result table of a run."""
    import pandas as pd

    about = {"system": record.system, "scenario": record.scenario.digest(), "policy": record.policy, "replicate": record.replicate}
    weeks = np.arange(record.weeks)
    pieces = []
    for outcome in outcomes or OUTCOMES:
        if outcome.by_centre is not None:
            for c, centre in enumerate(record.scenario.centres):
                pieces.append(_piece(about, weeks, centre.id, EVERYBODY, outcome, outcome.by_centre(record, c)))
        elif outcome.by_week is not None:
            for group in POPULATION_GROUPS if outcome.unit != "money" else (EVERYBODY,):
                pieces.append(_piece(about, weeks, "all", group, outcome, outcome.by_week(record, group)))
    return pd.concat(pieces, ignore_index=True)


def _piece(about: dict[str, Any], weeks: Any, centre: str, group: str, outcome: Outcome, values: Series) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {**about, "week": weeks, "centre": centre, "group": group, "outcome": outcome.name, "value": values, "unit": outcome.unit}
    )


def plot(record: Record, outcome: str, ax: Any = None, lang: str = "en") -> Any:
    """Draw one outcome of one run by week. One run is one luck, so there is no band.

    Raises:
        KeyError: no such outcome.
        ValueError: it has no weekly form.
    """
    import matplotlib.pyplot as plt

    chosen = BY_NAME[outcome]
    if chosen.by_week is None:
        raise ValueError(f"{outcome} has no weekly form")
    if ax is None:
        _, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    if chosen.by_centre is not None:
        for c, centre in enumerate(record.scenario.centres):
            ax.plot(chosen.by_centre(record, c), label=centre.id)
        ax.legend(frameon=False)
    else:
        ax.plot(chosen.by_week(record, EVERYBODY))
    ax.set_xlabel("week" if lang == "en" else "semana")
    ax.set_ylabel(chosen.unit)
    ax.set_title(f"{chosen.label(lang)} ({record.system}, {record.policy})", loc="left", fontsize=11)
    ax.spines[["top", "right"]].set_visible(False)
    return ax
