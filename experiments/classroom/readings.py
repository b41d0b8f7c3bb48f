"""How a number is read out to people who never saw the model: a dial against today, a share as percent, cents as money.

A unit has a reading, and so have a few numbers whose unit alone says too little. A reading multiplies and words; it
holds no value of any parameter. The app, the report and the cards all read with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.words import NARROW, brief, name
from simulation import Scenario, Words
from simulation.ground.parameter import Declaration

W = Words
DIGITS = 12
_OF_ENDS = re.compile(r"[:;] [01](?=[: ]).*$")
BARRIER = "_dial"
"""How the dial of a barrier is called; a dial of another name says how far something is done."""


@dataclass(frozen=True)
class Reading:
    """How the numbers of a unit are read out.

    Attributes:
        unit: beside a number; ``{money}`` is the system's currency.
        one, other: a number in a sentence, for one and for any other number, with ``{n}`` in it; the unit after the number if empty.
        factor: what a value is multiplied by before it is shown.
        named: values that have a word of their own.
    """

    unit: Words
    one: Words | None = None
    other: Words | None = None
    factor: float = 1.0
    named: Mapping[float, Words] = field(default_factory=dict)


def percent(en: str = "", es: str = "", **named: Any) -> Reading:
    """A share, read as percent of something."""
    return Reading(W(f"%{en and ' '}{en}", f"%{es and ' '}{es}"), factor=100, one=W(f"{{n}}{NARROW}%{en and ' '}{en}", f"{{n}}{NARROW}%{es and ' '}{es}"), **named)


def things(one_en: str, other_en: str, one_es: str, other_es: str, **named: Any) -> Reading:
    """So many of something."""
    return Reading(W(other_en, other_es), W(f"{{n}} {one_en}", f"{{n}} {one_es}"), W(f"{{n}} {other_en}", f"{{n}} {other_es}"), **named)


OFF_TO_FULL = {0.0: W("not at all", "nada"), 1.0: W("fully", "por completo")}
OF_A_BARRIER = Reading(
    W("times as in the system", "veces lo que hay en el sistema"), W("× {n} as in the system", "× {n} de lo que hay en el sistema"),
    named={0.0: W("removed", "ya no actúa"), 1.0: W("as in the system", "como en el sistema")})
BY_UNIT: dict[str, Reading] = {
    "share": percent(), "probability": percent(), "dial": percent(named=OFF_TO_FULL),
    "cents": Reading(W("{money}", "{money}"), W("{money} {n}", "{money} {n}"), factor=0.01),
    "index 0-1": Reading(W("points of 100", "puntos de 100"), W("{n} of 100", "{n} de 100"), factor=100),
    "ratio": Reading(W("times", "veces"), W("{n} times", "{n} veces")),
    "hazard ratio": Reading(W("times as often", "veces más seguido que sin eso")),
    "SD": things("standard deviation", "standard deviations", "desviación estándar", "desviaciones estándar"),
    "minutes/km": things("minute for a kilometre", "minutes for a kilometre", "minuto por kilómetro", "minutos por kilómetro"),
    "weeks": things("week", "weeks", "semana", "semanas"), "months": things("month", "months", "mes", "meses"),
    "minutes": things("minute", "minutes", "minuto", "minutos"), "hours": things("hour", "hours", "hora", "horas"),
    "hours a week": things("hour a week", "hours a week", "hora por semana", "horas por semana"),
    "hours a month": things("hour a month", "hours a month", "hora por mes", "horas por mes"),
    "persons": things("person", "persons", "persona", "personas"), "posts": things("post", "posts", "puesto", "puestos"),
    "pairs": things("pair", "pairs", "dupla", "duplas"), "parties": things("party", "parties", "parte", "partes"),
    "groups": things("group", "groups", "grupo", "grupos"), "centres": things("centre", "centres", "centro", "centros"),
    "courses a year": things("course a year", "courses a year", "curso por año", "cursos por año"),
    "evenings a year": things("evening a year", "evenings a year", "velada por año", "veladas por año"),
    "visits a month": things("visit in four weeks", "visits in four weeks", "visita en cuatro semanas", "visitas en cuatro semanas"),
    "credits per paid hour": things("credit per paid hour", "credits per paid hour", "crédito por hora pagada", "créditos por hora pagada"),
    "count": Reading(W("", "")), "bits": Reading(W("", "")),
}
OF_OUTCOMES: dict[str, Words] = {"0-1": W("on a scale of 0 to 1", "en una escala de 0 a 1")}
"""Units of outcomes that say too little where no column explains them."""
BY_NAME: dict[str, Reading] = {
    "attitudes.campaign_intensity": percent("of a national campaign", "de una campaña nacional", named={0.0: W("no campaign", "sin campaña"), 1.0: W("a national campaign", "una campaña nacional")}),
    "authority.budget_share": percent("of its budget", "de su presupuesto"),
    "meetings.meeting_every": Reading(
        W("weeks", "semanas"), W("every week", "cada semana"), W("every {n} weeks", "cada {n} semanas"), named={0.0: W("no meetings", "sin reuniones")}),
    "privacy.parties_asked": things("party at a time", "parties at once", "parte a la vez", "partes a la vez"),
    "staff_hours.visits_offered": percent("of weeks", "de las semanas", named={0.0: W("never", "nunca"), 1.0: W("every week", "cada semana")}),
    "groups.offered[lay_meeting]": percent("of weeks", "de las semanas", named={0.0: W("never", "nunca"), 1.0: W("as often as planned", "tan seguido como se planea")}),
    "resources.reimbursed_share": percent("of the fare", "del pasaje", named={0.0: W("nothing", "nada"), 1.0: W("all of the fare", "todo el pasaje")}),
    "productivity.extramural_credit": percent("of an office hour", "de una hora de consultorio", named={0.0: W("no credit", "sin crédito"), 1.0: W("as an office hour", "como una hora de consultorio")}),
    "lay_workers.compensation": percent("of a full allowance", "de un estipendio completo", named={0.0: W("unpaid", "sin pago"), 1.0: W("a full allowance", "un estipendio completo")}),
}


def reading_of(one: Declaration) -> Reading:
    """How a number is read: by its name, as a barrier, or by its unit; a unit without a reading stands after its number."""
    if one.name in BY_NAME:
        return BY_NAME[one.name]
    if one.unit == "dial" and one.name.endswith(BARRIER):
        return OF_A_BARRIER
    return BY_UNIT.get(one.unit, Reading(W(name("unit", one.unit, "en"), name("unit", one.unit, "es"))))


def meaning_of(one: Declaration, lang: str) -> str:
    """What a number means, without what its declaration says of 0 and 1 where the reading has words for them."""
    said = one.meaning(lang)
    return _OF_ENDS.sub("", said) if one.name in BY_NAME or reading_of(one).named else said


def told(one: Declaration, system: Scenario, lang: str) -> dict[str, Any]:
    """A reading as the app gets it."""
    reading = reading_of(one)
    unit = _in(reading.unit, system, lang)
    other = _in(reading.other or reading.one, system, lang) or f"{{n}} {unit}".rstrip()
    return {
        "factor": reading.factor, "unit": unit, "one": _in(reading.one, system, lang) or other, "other": other,
        "named": [[value, words(lang)] for value, words in reading.named.items()],
    }


def read(one: Declaration, value: float | str, system: Scenario, lang: str) -> str:
    """A value in words."""
    if isinstance(value, str):
        return value.replace("_", " ")
    how = told(one, system, lang)
    word = next((words for at, words in how["named"] if at == value), None)
    shown = float(f"{value * how['factor']:.{DIGITS}g}")
    return str(word) if word is not None else str(how["one" if shown == 1 else "other"]).replace("{n}", brief(shown, lang))


def _in(words: Words | None, system: Scenario, lang: str) -> str:
    return words(lang).replace("{money}", system.currency) if words else ""
