"""Outcomes: one entry each, with definition, unit, which way is better, and how it is computed.

Stocks are read over the last year of a run (or all of a shorter one), flows over the whole horizon. A value
that cannot be computed from the run is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.ground.parameter import Words
from simulation.people.codes import LEDGER, POPULATION_GROUPS
from simulation.record import Record
from simulation.spending import EVERYBODY, dalys, spent, years_of_life_lost, years_with_disability

if TYPE_CHECKING:
    import pandas as pd

YEAR = 52
Series = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """One thing a run is asked for.

    Args:
        name, label, unit: how it is called.
        better: "higher", "lower" or "" (neither).
        definition: one sentence.
        over_run: (record, group) -> value over the run.
        by_week: (record, group) -> one value a week; None if it has no weekly form.
        by_centre: (record, centre row) -> one value a week; None if it belongs to people.
        headline: always shown.
        scalable: holds at a smaller share of residents.
    """

    name: str
    label: Words
    unit: str
    better: str
    definition: Words
    over_run: Callable[[Record, str], float]
    by_week: Callable[[Record, str], Series] | None = None
    by_centre: Callable[[Record, int], Series] | None = None
    headline: bool = False
    scalable: bool = True


def ratio(top: Any, bottom: Any, factor: float = 1.0) -> Any:
    """Factor x top / bottom, NaN where there is nothing below."""
    top, bottom = np.asarray(top, float), np.asarray(bottom, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(bottom > 0, factor * top / bottom, np.nan)
    return found if found.ndim else float(found)


def last_year(series: Series) -> Series:
    """The last 52 weeks, or all of a shorter run."""
    return series[-YEAR:]


def stock(
    name: str, top: str, bottom: str, factor: float, unit: str, better: str, en: str, es: str, about_en: str,
    about_es: str, headline: bool = False,
) -> Outcome:
    """An outcome that is a ratio of two counts, read over the last year."""
    return Outcome(
        name, Words(en, es), unit, better, Words(about_en, about_es),
        lambda r, g: ratio(last_year(r.people_count(top, g)).sum(), last_year(r.people_count(bottom, g)).sum(), factor),
        lambda r, g: ratio(r.people_count(top, g), r.people_count(bottom, g), factor),
        headline=headline,
    )


def flow(
    name: str, top: str, en: str, es: str, better: str, about_en: str, about_es: str, headline: bool = False,
    scalable: bool = True,
) -> Outcome:
    """An outcome that counts events per 1,000 person-years, over the whole horizon."""
    return Outcome(
        name, Words(en, es), "per 1,000 person-years", better, Words(about_en, about_es),
        lambda r, g: ratio(r.people_count(top, g).sum(), r.people_count("residents", g).sum(), 1000 * YEAR),
        lambda r, g: ratio(r.people_count(top, g), r.people_count("residents", g), 1000 * YEAR),
        headline=headline,
        scalable=scalable,
    )


def median_wait(waited: Series) -> float:
    """Median of weeks waited from counts by week, even within a week; NaN if nobody was seen."""
    total = waited.sum()
    if total <= 0:
        return float("nan")
    below = np.cumsum(waited)
    k = int(np.searchsorted(below, total / 2))
    before = below[k - 1] if k else 0.0
    return float(k + (total / 2 - before) / waited[k])


def wait_over_run(r: Record, g: str) -> float:
    """Median weeks waited by those first seen in the last year."""
    return median_wait(r.waited(g, max(r.weeks - YEAR, 0)))


def wait_by_week(r: Record, g: str) -> Series:
    """Median weeks waited by those first seen in the eight weeks up to each week."""
    counts = r.waits[:, POPULATION_GROUPS.index(g), :]
    return np.array([median_wait(counts[max(w - 7, 0) : w + 1].sum(axis=0)) for w in range(r.weeks)])


def dropout(r: Record, g: str) -> float:
    """Share of those first seen at least a year before the end who dropped out within a year."""
    until = max(r.weeks - YEAR, 0)
    return float(ratio(r.people_count("dropped_within_year", g)[:until].sum(), r.people_count("first_sessions", g)[:until].sum(), 100))


def of_money(name: str, payer: str | None, en: str, es: str, about_en: str, about_es: str) -> Outcome:
    """What a payer spends per resident and year; by group of residents where it belongs to people."""

    def over_run(r: Record, g: str) -> float:
        return float(ratio(spent(r, payer, g).sum() / 100, r.people_count("residents", g).sum() / YEAR))

    def by_week(r: Record, g: str) -> Series:
        return np.asarray(ratio(spent(r, payer, g) / 100, r.people_count("residents", g), YEAR))

    return Outcome(name, Words(en, es), "money", "lower", Words(about_en, about_es), over_run, by_week)


def of_burden(
    name: str, course: Callable[[Record, str], Series], en: str, es: str, about_en: str, about_es: str,
) -> Outcome:
    """Years of health lost per 1,000 person-years, over the whole horizon."""
    return Outcome(
        name, Words(en, es), "per 1,000 person-years", "lower", Words(about_en, about_es),
        lambda r, g: ratio(course(r, g).sum(), r.people_count("residents", g).sum(), 1000 * YEAR),
        lambda r, g: ratio(course(r, g), r.people_count("residents", g), 1000 * YEAR),
    )


def minutes(r: Record, names: Sequence[str], centre: int | None = None) -> Series:
    """Minutes a week of these kinds."""
    return sum((r.centre_count(f"minutes_{n}", centre) for n in names), np.zeros(r.weeks))


EXTRAMURAL = ("visits", "travel")
WORKED = tuple(n for n in LEDGER if n != "leave")


def extramural(r: Record, centre: int | None = None) -> Series:
    """Share of worked minutes outside the office, in percent, by week."""
    return np.asarray(ratio(minutes(r, EXTRAMURAL, centre), minutes(r, WORKED, centre), 100))


def trend_1_24(r: Record) -> float:
    """Theil-Sen slope of the extramural share over months 1-24, in percentage points a year."""
    from scipy.stats import theilslopes

    series = extramural(r)[: 2 * YEAR]
    if len(series) < 2 * YEAR or not np.isfinite(series).any():
        return float("nan")
    months = np.array([np.nanmean(series[4 * k : 4 * k + 4]) for k in range(len(series) // 4)])
    return float(theilslopes(months).slope * 13)


def of_centres(
    name: str, en: str, es: str, unit: str, better: str, about_en: str, about_es: str,
    series: Callable[[Record, int | None], Series], whole: Callable[[Record], float], scalable: bool = True,
) -> Outcome:
    """An outcome of centres: the same for every group of residents."""
    return Outcome(
        name, Words(en, es), unit, better, Words(about_en, about_es),
        lambda r, g: whole(r) if g == EVERYBODY else float("nan"),
        lambda r, g: series(r, None),
        lambda r, c: series(r, c),
        scalable=scalable,
    )


def weekly_mean(series: Callable[[Record, int | None], Series]) -> Callable[[Record], float]:
    """Mean over the weeks of the last year."""
    return lambda r: float(np.nanmean(last_year(series(r, None)))) if r.weeks else float("nan")


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
    of_centres("own_pockets", "Staff's own money spent on trips", "Dinero propio del personal gastado en viajes", "money a year", "lower",
               "Trips paid by clinicians themselves, last year.", "Viajes pagados por el propio personal, último año.",
               lambda r, c: r.centre_count("cents_pocket", c) / 100 * YEAR,
               weekly_mean(lambda r, c: r.centre_count("cents_pocket", c) / 100 * YEAR), scalable=False),
)
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
