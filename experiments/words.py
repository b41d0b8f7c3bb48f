"""Words: everything the reports say, in English and Spanish, in one place; and numbers as each language writes them.

``text("table.replicates", "es", n=8)`` gives one text; ``name("group", "women", "es")`` the name of a thing.
Large numbers are grouped by a narrow space, negative ones carry a real minus sign.
"""

from __future__ import annotations

import math

from experiments.words_accompanied import ACCOMPANIED
from experiments.words_anchors import ANCHORS
from experiments.words_barriers import BARRIERS
from experiments.words_discovery import DISCOVERY
from experiments.words_explain import EXPLAIN
from experiments.words_focus import FOCUS
from experiments.words_groups import GROUPS
from experiments.words_interviews import INTERVIEWS
from experiments.words_patterns import PATTERNS
from experiments.words_peers import PEERS
from experiments.words_places import PLACES
from experiments.words_sensitivity import SENSITIVITY
from experiments.words_studies import STUDIES
from experiments.words_trial import TRIALS
from experiments.words_worth import WORTH
from simulation import Words

LANGUAGES = ("en", "es")
NARROW, MINUS = "\u202f", "\u2212"
W = Words


def text(key: str, lang: str = "en", **values: object) -> str:
    """One text, with values filled in.

    Raises:
        KeyError: no such text.
    """
    return WORDS[key](lang).format(**values).replace(" %", f"{NARROW}%")


def name(kind: str, which: str, lang: str = "en") -> str:
    """The name of a group, unit, badge, …; what is not known (a user's own) keeps its name."""
    found = WORDS.get(f"{kind}.{which}")
    return found(lang) if found else which.replace("_", " ")


def number(value: float | None, lang: str = "en", decimals: int = 2, sign: bool = False) -> str:
    """A number as the language writes it; "n/a" for what could not be computed."""
    if value is None or not math.isfinite(value):
        return text("n/a", lang)
    rounded = round(value, decimals)
    digits = f"{abs(rounded):.{decimals}f}"
    whole, _, rest = digits.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):_}".replace("_", NARROW)
    before = MINUS if rounded < 0 else "+" if sign and rounded > 0 else ""
    return before + whole + (("," if lang == "es" else ".") + rest if rest else "")


def brief(value: float | str, lang: str = "en") -> str:
    """A parameter's value, to four significant digits."""
    if isinstance(value, str):
        return value
    if value == 0 or not math.isfinite(value):
        return number(value, lang, 0)
    decimals = max(0, 3 - math.floor(math.log10(abs(value))))
    told = number(value, lang, decimals)
    point = "," if lang == "es" else "."
    return told.rstrip("0").rstrip(point) if point in told else told


def decimals_for(low: float, value: float, high: float, *ends: float) -> int:
    """Decimals that show the half-width of an interval to two digits, and no end (here or elsewhere) as zero if it is not (0 to 4)."""
    half = max(high - value, value - low)
    if not math.isfinite(half):
        return 2
    decimals = min(max(1 - math.floor(math.log10(half)), 0), 4) if half else 2
    while decimals < 4 and any(end and round(end, decimals) == 0 for end in (low, high, *ends) if math.isfinite(end)):
        decimals += 1
    return decimals


def percent(share: float, lang: str = "en") -> str:
    """A share as whole percent."""
    return f"{number(100 * share, lang, 0)}{NARROW}%" if math.isfinite(share) else text("n/a", lang)


def listed(items: list[str], lang: str = "en") -> str:
    """Items joined by commas and an "and"."""
    if len(items) < 2:
        return "".join(items)
    joint = text("and", lang)
    if lang == "es" and items[-1].lower().startswith(("i", "hi")) and not items[-1].lower().startswith("hie"):
        joint = "e"
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


WORDS: dict[str, Words] = {
    "n/a": W("n/a", "n/d"),
    "and": W("and", "y"),
    "baseline": W("As the system is", "El sistema como está"),
    "money": W("{currency} of {year}", "{currency} de {year}"),
    "to": W("{low} to {high}", "{low} a {high}"),
    "no change": W("cannot be told from no change", "no se distingue de la ausencia de cambio"),
    "no change in one world": W("more than luck on average, but in a single world it cannot be told from no change",
                                "más que azar en promedio, pero en un solo mundo no se distingue de la ausencia de cambio"),
    "no interval": W("one replicate is one luck and has no interval", "una sola réplica es un solo azar y no tiene intervalo"),
    # --- groups of residents: a label, and as a sentence names them
    "group.everybody": W("everybody", "todas las personas"),
    "group.above minimum income": W("above minimum income", "sobre el ingreso mínimo"),
    "group.at or under minimum income": W("at or under minimum income", "ingreso mínimo o menor"),
    "group.men": W("men", "hombres"),
    "group.women": W("women", "mujeres"),
    "group.no migration background": W("no migration background", "sin origen migratorio"),
    "group.migration background": W("migration background", "con origen migratorio"),
    "group.near the centre": W("near the centre", "cerca del centro"),
    "group.far from the centre": W("far from the centre", "lejos del centro"),
    "group.strong family support": W("strong family support", "apoyo familiar fuerte"),
    "group.weak family support": W("weak family support", "apoyo familiar débil"),
    "people.everybody": W("all residents", "todos los residentes"),
    "people.above minimum income": W("residents above the minimum income", "residentes con ingresos sobre el mínimo"),
    "people.at or under minimum income": W("residents at or under the minimum income", "residentes con ingreso mínimo o menor"),
    "people.men": W("men", "los hombres"),
    "people.women": W("women", "las mujeres"),
    "people.no migration background": W("residents without a migration background", "residentes sin origen migratorio"),
    "people.migration background": W("residents with a migration background", "residentes con origen migratorio"),
    "people.near the centre": W("residents near the centre", "residentes cerca del centro"),
    "people.far from the centre": W("residents far from the centre", "residentes lejos del centro"),
    "people.strong family support": W("residents with strong family support", "residentes con apoyo familiar fuerte"),
    "people.weak family support": W("residents with weak family support", "residentes con apoyo familiar débil"),
    # --- what a clinician's minutes go to; professions; disorders
    "ledger.office": W("office sessions", "sesiones de consultorio"),
    "ledger.missed": W("missed appointments", "citas perdidas"),
    "ledger.empty": W("free time for appointments", "tiempo libre para citas"),
    "ledger.visits": W("home visits", "visitas a domicilio"),
    "ledger.travel": W("travel", "traslados"),
    "ledger.meetings": W("meetings", "reuniones"),
    "ledger.supervision": W("supervision", "supervisión"),
    "ledger.training": W("training", "capacitación"),
    "ledger.phone": W("phone, coordination, reporting", "teléfono, coordinación, informes"),
    "ledger.leave": W("leave", "licencias"),
    "ledger.groups": W("workshops, campaigns, clubs, groups", "talleres, campañas, clubes, grupos"),
    "ledger.lay": W("meetings with lay workers", "reuniones con trabajadores comunitarios"),
    "profession.psychiatrist": W("psychiatrist", "psiquiatra"),
    "profession.physician": W("physician", "médica o médico"),
    "profession.psychologist": W("psychologist", "psicóloga o psicólogo"),
    "profession.nurse": W("nurse", "enfermera o enfermero"),
    "profession.social_worker": W("social worker", "trabajadora o trabajador social"),
    "profession.occupational_therapist": W("occupational therapist", "terapeuta ocupacional"),
    "profession.language_therapist": W("language therapist", "terapeuta de lenguaje"),
    "disorder.none": W("no disorder", "sin trastorno"),
    "disorder.common": W("common mental disorder", "trastorno mental común"),
    "disorder.substance_use": W("substance use disorder", "trastorno por consumo de sustancias"),
    "disorder.affective_psychosis": W("affective psychosis", "psicosis afectiva"),
    "disorder.non_affective_psychosis": W("non-affective psychosis", "psicosis no afectiva"),
    "disorder.childhood": W("childhood emotional or developmental disorder", "trastorno emocional o del desarrollo en la niñez"),
    # --- what a number rests on
    "badge.here": W("measured here", "medido aquí"),
    "badge.elsewhere": W("measured elsewhere", "medido en otro lugar"),
    "badge.judged": W("judged", "estimado a juicio"),
    "badge.yours": W("yours", "suyo"),
    "kind.uncertain": W("uncertain", "incierto"), "kind.form": W("form of equation", "forma de ecuación"),
    "kind.fixed": W("fixed", "fijo"), "kind.lever": W("lever", "palanca"),
    # --- units of outcomes, of their differences, and of parameters
    "unit.%": W("%", "%"), "unit.weeks": W("weeks", "semanas"),
    "unit.per 1,000 person-years": W(f"per 1{NARROW}000 person-years", f"por 1{NARROW}000 años-persona"),
    "unit.0-100": W("points of 0–100", "puntos de 0–100"), "unit.0-1": W("index 0–1", "índice 0–1"),
    "unit.money": W("{money} per resident and year", "{money} por residente y año"),
    "unit.money a year": W("{money} a year", "{money} por año"),
    "unit.points a year": W("percentage points a year", "puntos porcentuales por año"),
    "unit.visits": W("visits a week", "visitas por semana"), "unit.sessions": W("sessions a week", "sesiones por semana"),
    "unit.contacts": W("contacts", "contactos"), "unit.persons": W("persons", "personas"), "unit.ratio": W("ratio", "razón"),
    "said.in_care": W("care", "la atención"), "said.wait": W("the median wait for first care", "la espera mediana hasta la primera atención"),
    "said.dropout": W("drop-out within 12 months", "el abandono en 12 meses"), "said.crises": W("crises", "las crisis"),
    "said.recovery": W("personal recovery", "la recuperación personal"), "said.cost": W("cost", "el costo"),
    "short unit.in_care": W("%", "%"), "short unit.wait": W("weeks", "semanas"), "short unit.dropout": W("%", "%"),
    "short unit.crises": W(f"/1{NARROW}000 person-years", f"/1{NARROW}000 años-persona"), "short unit.recovery": W("0–100", "0–100"),
    "short unit.cost": W("{currency}/resident-year", "{currency}/residente-año"),
    "points": W("percentage points", "puntos porcentuales"),
    "unit.1/person-year": W("per person-year", "por año-persona"), "unit.share": W("share", "proporción"),
    "unit.index 0-1": W("index 0–1", "índice 0–1"), "unit.index per unit": W("index per unit", "índice por unidad"),
    "unit.hazard ratio": W("hazard ratio", "razón de riesgos"), "unit.cents": W("cents", "céntimos"),
    "unit.log-hazard per unit": W("log-hazard per unit", "log-riesgo por unidad"), "unit.probability": W("probability", "probabilidad"),
    "unit.dial": W("dial", "dial"), "unit.minutes": W("minutes", "minutos"), "unit.utility": W("utility", "utilidad"),
    "unit.log-hazard": W("log-hazard", "log-riesgo"), "unit.log-chance": W("log-chance", "log-posibilidad"),
    "unit.log-chance per year": W("log-chance per year", "log-posibilidad por año"), "unit.SD per year": W("SD per year", "DE por año"),
    "unit.minutes/km": W("minutes/km", "minutos/km"), "unit.log-hazard per km": W("log-hazard per km", "log-riesgo por km"),
    "unit.credits per paid hour": W("credits per paid hour", "créditos por hora pagada"),
    "unit.log-hazard per minute": W("log-hazard per minute", "log-riesgo por minuto"),
    "unit.log-hazard per week": W("log-hazard per week", "log-riesgo por semana"),
    "unit.share per unit": W("share per unit", "proporción por unidad"), "unit.SD": W("SD", "DE"),
    "unit.visits per 1,000 residents and week": W(f"visits per 1{NARROW}000 residents and week", f"visitas por 1{NARROW}000 residentes y semana"),
    "unit.beds per 100,000 residents": W(f"beds per 100{NARROW}000 residents", f"camas por 100{NARROW}000 residentes"),
    "unit.years": W("years", "años"), "unit.km": W("km", "km"), "unit.form": W("form", "forma"),
    "unit.pairs": W("pairs", "duplas"), "unit.seats": W("seats", "asientos"), "unit.persons a day": W("persons a day", "personas por día"),
    "unit.contacts a month": W("contacts a month", "contactos por mes"),
    "unit.evenings a year": W("evenings a year", "veladas por año"),
    "unit.groups": W("groups", "grupos"), "unit.share an hour": W("share an hour", "proporción por hora"), "unit.power": W("power", "potencia"),
    "unit.log-hazard per person": W("log-hazard per person", "log-riesgo por persona"),
    "unit.contacts a week": W("contacts a week", "contactos por semana"), "unit.index": W("index", "índice"),
    "unit.posts": W("posts", "puestos"), "unit.hours": W("hours", "horas"), "unit.hours a month": W("hours a month", "horas por mes"), "unit.index-weeks": W("index × weeks", "índice × semanas"),
    "unit.row of workers": W("row of lay workers", "fila de trabajadores comunitarios"), "unit.hours a week": W("hours a week", "horas por semana"), "unit.contacts an hour": W("contacts an hour", "contactos por hora"),
    "unit.parties": W("parties", "partes"), "unit.matters": W("matters", "asuntos"), "unit.matters an hour": W("matters an hour", "asuntos por hora"),
    "unit.visits a month": W("visits in four weeks", "visitas en cuatro semanas"),
    "unit.row of providers": W("row of providers", "fila de proveedores"),
    "unit.degrees": W("degrees", "grados"), "unit.week": W("week", "semana"), "unit.months": W("months", "meses"), "unit.centres": W("centres", "centros"), "unit.year": W("year", "año"), "unit.courses a year": W("courses a year", "cursos por año"),
    # --- short names of outcomes, for tables and axes
    "short.in_care": W("In care", "En atención"), "short.wait": W("Median wait", "Espera mediana"),
    "short.dropout": W("Drop-out, 12 months", "Abandono, 12 meses"), "short.crises": W("Crises", "Crisis"),
    "short.recovery": W("Personal recovery", "Recuperación personal"), "short.cost": W("Cost", "Costo"),
    "short.at_centre": W("At a centre", "En un centro"), "short.waiting": W("On waiting lists", "En lista de espera"),
    "short.extramural_share": W("Hours outside the office", "Horas extramurales"),
    "axis.in_care": W("people with a disorder in care (%)", "personas con un trastorno en atención (%)"),
    "axis.at_centre": W("people with a disorder at a centre (%)", "personas con un trastorno en un centro (%)"),
    "axis.waiting": W("people on waiting lists", "personas en lista de espera"),
    "axis.extramural_share": W("hours outside the office (% of worked)", "horas extramurales (% de las trabajadas)"),
    "axis.recovery": W("personal recovery (0–100)", "recuperación personal (0–100)"),
    "axis.crises": W(f"crises per 1{NARROW}000 person-years", f"crisis por 1{NARROW}000 años-persona"),
    "axis.paid": W("share of clinicians' paid time (%)", "parte del tiempo pagado de los clínicos (%)"),
    "axis.weeks": W("week of the horizon", "semana del horizonte"),
    "axis.difference": W("difference ({unit})", "diferencia ({unit})"),
    "axis.judged": W("number of uncertain inputs", "número de datos inciertos"),
    "axis.lives": W("residents per 10{s}000", "residentes por cada 10{s}000"),
    "better.higher": W("more is better", "más es mejor"), "better.lower": W("less is better", "menos es mejor"), "better.": W("", ""),
    # --- the terminal table and its notes
    "table.outcome": W("Outcome", "Resultado"), "table.baseline": W("Baseline", "Base"),
    "table.difference": W("Difference", "Diferencia"), "table.luck": W("95 % luck", "95 % azar"),
    "table.both": W("95 % luck+unknown", "95 % azar+descon."), "table.helps": W("Helps in", "Ayuda en"),
    "table.group": W("Group of residents", "Grupo de residentes"),
    "table.long_luck": W("95 % interval: luck", "Intervalo 95 %: azar"),
    "table.long_both": W("95 % interval: luck and unknown parameters", "Intervalo 95 %: azar y parámetros desconocidos"),
    "table.long_helps": W("Helps in (share of draws)", "Ayuda en (parte de los sorteos)"),
    "table.worst": W("worst off: {group}", "peor situación: {group}"),
    "table.under": W("Indented: the group that is worst off as the system is.", "Con sangría: el grupo en peor situación en el sistema como está."),
    "table.how": W("Luck: where the mean difference lies. Luck and unknown: where one world's difference would lie.",
                   "Azar: dónde está la diferencia media. Azar y desconocidos: la de un solo mundo posible."),
    "table.ties": W("A draw without any difference does not count as helping.", "Un sorteo sin diferencia no cuenta como ayuda."),
    "table.pairing": W("Without the same people and luck, as exact differences take {times} times as many runs (median).",
                       "Sin las mismas personas y azar, igual exactitud pide {times} veces más simulaciones (mediana)."),
    "table.seed": W("Seed {seed}, {weeks} weeks, {n} replicates, {share} of residents.", "Semilla {seed}, {weeks} semanas, {n} réplicas, {share} de los residentes."),
    "table.capped": W("Capped: asked ±{asked}, reached ±{reached} {unit}.", "Con tope: se pidió ±{asked}, se alcanzó ±{reached} {unit}."),
    "table.fixed": W("Fixed parameters: luck alone.", "Parámetros fijos: solo azar."),
    "table.judged": W("{judged} of {all} uncertain inputs are judged, not measured.", "{judged} de {all} datos inciertos son estimados a juicio, no medidos."),
    "table.failed": W("{n} replicates failed and are left out.", "{n} réplicas fallaron y no se cuentan."),
    "table.none": W("No replicate has finished.", "Ninguna réplica ha terminado."),
    # --- the five sentences
    "ask.1": W("What does it buy?", "¿Qué se obtiene?"), "ask.2": W("For whom?", "¿Para quién?"),
    "ask.3": W("Who loses?", "¿Quién pierde?"), "ask.4": W("How sure is it?", "¿Qué tan seguro es?"),
    "ask.5": W("What does it rest on?", "¿En qué se apoya?"),
    "interval": W("95 % interval {span}", "intervalo del 95 %: {span}"),
    "interval of luck": W("95 % interval from luck {span}", "intervalo del 95 % por azar: {span}"),
    "interval of both": W("from luck and unknown parameters {span}", "por azar y parámetros desconocidos: {span}"),
    "draws": W("draws", "los sorteos"), "replicates": W("replicates", "las réplicas"),
    "say.buys": W("As the system is, {base} % of people with a disorder are in care (95 % of {of}: {range}); “{policy}” changes this by {care} and the cost by {cost}{more}.",
                  "En el sistema como está, {base} % de las personas con un trastorno está en atención (95 % de {of}: {range}); «{policy}» cambia esto en {care} y el costo en {cost}{more}."),
    "say.also": W("; it also improves {items}", "; además mejora {items}"),
    "say.item": W("{outcome} by {phrase}", "{outcome} en {phrase}"),
    "say.gains": W("The largest gain in {outcome} is seen among {people}: {phrase}; among those worst off as the system is, {worst}, the change is {worst_phrase}.",
                   "La mayor mejora de {outcome} se ve entre {people}: {phrase}; entre quienes están peor en el sistema como está, {worst}, el cambio es {worst_phrase}."),
    "say.gains_worst": W("The largest gain in {outcome} is seen among {people}, who are also worst off as the system is: {phrase}.",
                         "La mayor mejora de {outcome} se ve entre {people}, que además están peor en el sistema como está: {phrase}."),
    "say.no_gain": W("No group of residents gains in {outcome} on average; the change is least unfavourable among {people}: {phrase}.",
                     "Ningún grupo de residentes mejora en promedio en {outcome}; el cambio es menos desfavorable entre {people}: {phrase}."),
    "say.no_loser": W("No group is shown to lose: none of {n} differences by group and headline outcome lies on the worse side with its interval off zero, which is no proof that nobody loses.",
                      "No se demuestra que algún grupo pierda: ninguna de las {n} diferencias por grupo y resultado principal está del lado peor con su intervalo fuera de cero, lo que no prueba que nadie pierda."),
    "say.losers": W("Shown to lose: {items}.", "Se demuestra que pierden: {items}."),
    "say.luck_losers": W("Lose on average, beyond luck, though unknown parameters could turn it: {items} (of {n} differences looked at, about {chance} would stand out like this by luck alone).",
                         "Pierden en promedio, más allá del azar, aunque los parámetros desconocidos podrían revertirlo: {items} (de {n} diferencias miradas, cerca de {chance} destacarían así por puro azar)."),
    "say.fixed_losers": W("Lose on average, beyond luck: {items} (of {n} differences looked at, about {chance} would stand out like this by luck alone).",
                          "Pierden en promedio, más allá del azar: {items} (de {n} diferencias miradas, cerca de {chance} destacarían así por puro azar)."),
    "say.no_interval_losses": W("Who loses cannot be said: one replicate is one luck and has no interval.",
                                "No se puede decir quién pierde: una sola réplica es un solo azar y no tiene intervalo."),
    "say.more": W("{n} more in the table by group", "{n} más en la tabla por grupo"),
    "say.sure": W("Care is higher in {better} of {n} draws of the unknown parameters, lower in {worse} and equal in {same}; luck leaves the mean difference at {luck} percentage points, and with unknown parameters a single world would see {both}, which {verdict}.",
                  "La atención es mayor en {better} de {n} sorteos de los parámetros desconocidos, menor en {worse} e igual en {same}; el azar deja la diferencia media en {luck} puntos porcentuales y, con los parámetros desconocidos, un solo mundo vería {both}, lo que {verdict}."),
    "say.sure_fixed": W("Care is higher in {better} of {n} replicates, lower in {worse} and equal in {same}; with parameters held at their central values the mean difference is {luck} percentage points, which {verdict} and says nothing of what is not known.",
                        "La atención es mayor en {better} de {n} réplicas, menor en {worse} e igual en {same}; con los parámetros en sus valores centrales la diferencia media es de {luck} puntos porcentuales, lo que {verdict} y no dice nada de lo que se desconoce."),
    "verdict.one": W("is more than luck on average but in a single world cannot be told from no change",
                     "es más que azar en promedio, pero en un solo mundo no se distingue de la ausencia de cambio"),
    "verdict.off": W("lies off zero", "queda fuera de cero"),
    "verdict.none": W("has no interval, because one replicate is one luck", "no tiene intervalo, porque una réplica es un solo azar"),
    "say.rests": W("It rests on {all} uncertain inputs, {judged} of which ({share}) are judged rather than measured, as are {money} of {monies} unit costs; it is no controlled evaluation of {centres}, and none stands behind it.",
                   "Se apoya en {all} datos inciertos, de los cuales {judged} ({share}) son estimados a juicio y no medidos, como lo son {money} de {monies} costos unitarios; no es una evaluación controlada de {centres}, y ninguna la respalda."),
    "centres.peru": W("Peru's centres", "los centros del Perú"), "centres": W("the centres of “{system}”", "los centros de «{system}»"),
    # --- what it costs and who pays
    "unit.position -1 to 1": W("position -1 to 1", "posición de -1 a 1"),
    "payer.all": W("all payers", "todos los pagadores"),
    "h.costs": W("What it costs, and who pays", "Cuánto cuesta y quién paga"),
    "costs.about": W("Money is {money}, per year of 52 weeks, at full size. What centres spend is counted cent by cent; other care is counted as visits, days and weeks, times a unit cost. {judged} of {all} unit costs are judged.",
                     "El dinero está en {money}, por año de 52 semanas, a tamaño completo. Lo que gastan los centros se cuenta céntimo a céntimo; la otra atención se cuenta en visitas, días y semanas, por un costo unitario. {judged} de {all} costos unitarios son estimados a juicio."),
    "costs.judged": W("{judged} of {all} unit costs are judged", "{judged} de {all} costos unitarios son estimados a juicio"),
    "costs.extra": W("Extra cash of the health ministry, {money}: {items}.", "Gasto adicional del ministerio de salud, {money}: {items}."),
    "costs.extra_year": W("year {year} {value} ({span})", "año {year} {value} ({span})"),
    "costs.over": W("OVER the ceiling of {ceiling} extra a year in year {years} ({share} of draws are over it in some year).",
                    "SOBRE el techo de {ceiling} adicionales por año en el año {years} ({share} de los sorteos lo superan en algún año)."),
    "costs.under": W("Under the ceiling of {ceiling} extra a year in every year ({share} of draws are over it in some year).",
                     "Bajo el techo de {ceiling} adicionales por año en todos los años ({share} de los sorteos lo superan en algún año)."),
    "costs.mark": W("over the ceiling", "sobre el techo"),
    "costs.averted": W("DALYs averted in {weeks} weeks: {value} (95 % interval of the mean {span}).", "AVAD evitados en {weeks} semanas: {value} (intervalo del 95 % de la media: {span})."),
    "costs.given": W("Cost per DALY averted, {payer}: {value} (95 % interval {span}), {money}; {judged}.",
                     "Costo por AVAD evitado, {payer}: {value} (intervalo del 95 %: {span}), {money}; {judged}."),
    "costs.not off zero": W("A cost per DALY averted cannot be given: the number averted cannot be told from zero.",
                            "No se puede dar un costo por AVAD evitado: el número evitado no se distingue de cero."),
    "costs.health is lost": W("A cost per DALY averted cannot be given: health is lost, not gained.",
                              "No se puede dar un costo por AVAD evitado: se pierde salud, no se gana."),
    "costs.one replicate": W("A cost per DALY averted cannot be given: one replicate has no interval.",
                             "No se puede dar un costo por AVAD evitado: una sola réplica no tiene intervalo."),
    "costs.method": W("Ratio of means over replicates, Fieller’s interval, luck and unknown parameters together; never the mean of ratios. DALYs: years lived with disability, and years of life that excess deaths are expected to take; nothing after the last week is counted. {discount}",
                      "Razón de medias de las réplicas, intervalo de Fieller, azar y parámetros desconocidos juntos; nunca la media de razones. AVAD: años vividos con discapacidad y años de vida que se espera que quiten las muertes en exceso; nada se cuenta después de la última semana. {discount}"),
    "costs.no discount": W("Nothing is discounted.", "Nada se descuenta."),
    "costs.discount": W("Discounted yearly: costs {costs}, health {health}.", "Descuento anual: costos {costs}, salud {health}."),
    "see.payers": W("Yearly cost by payer, mean of {weeks} weeks: {items}.", "Costo anual por pagador, media de {weeks} semanas: {items}."),
    "see.payer_differences": W("What each policy changes for each payer, with intervals.", "Lo que cambia cada política para cada pagador, con intervalos."),
    "see.cash": W("Cash of the health ministry, year by year. {items}", "Gasto del ministerio de salud, año por año. {items}"),
    "see.cash_ceiling": W("{title}: {verdict}", "{title}: {verdict}"),
    "see.dalys": W("Health lost, by what is lost: {items}.", "Salud perdida, según lo que se pierde: {items}."),
    "see.lines": W("Cost by line and year", "Costo por partida y año"),
    "axis.money_year": W("million {money} a year", "millones de {money} por año"),
    "axis.year": W("year of the horizon", "año del horizonte"),
    "cash.ceiling": W("ceiling of the extra: {ceiling} a year over the system as it is", "techo de lo adicional: {ceiling} por año sobre el sistema como está"),
    "cash.short": W("year {year} (weeks {a} to {b})", "año {year} (semanas {a} a {b})"),
    "cash.year": W("year {year}", "año {year}"),
    "bars.band": W("bars: means; lines: all payers, 95 % over replicates", "barras: medias; líneas: todos los pagadores, 95 % de las réplicas"),
    "head.payer": W("Payer", "Pagador"), "head.line": W("Line", "Partida"),
    "head.mean": W("Mean a year", "Media por año"),
    # --- figures
    "band": W("thick: means over four weeks; thin, grey: 95 % over replicates", "líneas gruesas: medias de cuatro semanas; finas y gris: 95 % de las réplicas"),
    "mean": W("mean", "media"), "low end": W("low end", "extremo bajo"), "high end": W("high end", "extremo alto"), "last year": W("mean of the last year", "media del último año"),
    "lives.helped": W("fewer weeks ill (or as many and fewer crises)", "menos semanas de enfermedad (o iguales y menos crisis)"),
    "lives.harmed": W("more weeks ill (or as many and more crises)", "más semanas de enfermedad (o iguales y más crisis)"),
    "lives.same": W("unchanged", "sin cambio"), "lives.band": W("dots: means; lines: 95 % over replicates", "puntos: medias; líneas: 95 % de las réplicas"),
    # --- the report
    "title": W("{system}: {policies}", "{system}: {policies}"), "compared": W("What was compared", "Qué se comparó"), "run": W("What was run", "Qué se simuló"),
    "own story": W("The system has a story of its own, which happens unless a policy says otherwise: {items}.", "El sistema tiene una historia propia, que ocurre salvo que una política diga otra cosa: {items}."),
    "lead": W("Over {weeks} weeks after a burn-in of {burn}, with {n} replicates and {share} of residents, this compares the system as it is with:",
              "Durante {weeks} semanas tras {burn} de ajuste, con {n} réplicas y {share} de los residentes, se compara el sistema como está con:"),
    "lead run": W("{weeks} weeks after a burn-in of {burn}, replicates: {n}, {share} of residents; policies: {policies}.",
                  "{weeks} semanas tras {burn} de ajuste, réplicas: {n}, {share} de los residentes; políticas: {policies}."),
    "h.short": W("In five sentences", "En cinco frases"), "h.table": W("Differences from the system as it is", "Diferencias con el sistema como está"),
    "h.figures": W("Differences, with intervals", "Diferencias, con intervalos"), "h.week": W("The clinicians’ week", "La semana de los clínicos"), "h.waiting": W("Waiting", "La espera"),
    "h.activities": W("Community activities by centre", "Actividades comunitarias por centro"),
    "head.activity": W("Activity", "Actividad"), "head.held": W("Held of planned (%, median)", "Realizadas de planificadas (%, mediana)"),
    "head.held_span": W("95 % of runs", "95 % de simulaciones"), "head.mark": W("Grade", "Grado"), "head.reported": W("Reported", "Reportado"),
    "reported": W("reported", "reportado"),
    "see.activities": W("Sessions held of sessions planned in months 13 to 24, and the grade: + regular (75 % or more), ± intermittent, − absent (under 10 %).", "Sesiones realizadas de las planificadas en los meses 13 a 24, y el grado: + regular (75 % o más), ± intermitente, − ausente (menos de 10 %)."),
    "see.activities_tau": W("Agreement with what staff reported (Kendall’s tau-b of all cells, median of {n} runs): {tau}.", "Concordancia con lo que reportó el personal (tau-b de Kendall de todas las celdas, mediana de {n} simulaciones): {tau}."),
    "activities.about": W("One rule serves all centres and activities; centres differ in their teams’ knowledge, how organised their communities are, and whom they employ. The reported grades are perceptions of staff (a qualitative study), and no rule reads them.", "Una sola regla vale para todos los centros y actividades; los centros difieren en el conocimiento de sus equipos, en cuán organizadas están sus comunidades y en a quién emplean. Los grados reportados son percepciones del personal (un estudio cualitativo) y ninguna regla los lee."),
    "h.groups": W("Who gains and who loses", "Quién gana y quién pierde"), "h.judged": W("What it rests on, and what is judged", "En qué se apoya y qué es estimado a juicio"),
    "h.policies": W("The policies, step by step", "Las políticas, paso a paso"), "h.out": W("What the model leaves out", "Lo que el modelo deja fuera"),
    "h.again": W("How to do it again", "Cómo reproducirlo"), "h.limits": W("What this is for", "Para qué sirve"), "h.values": W("Headline values", "Valores principales"), "h.activity": W("Activity by centre", "Actividad por centro"),
    "see.table": W("Numbers of this figure", "Números de esta figura"), "see.csv": W("Download as CSV", "Descargar como CSV"), "see.every": W("Every 13th week is shown; the CSV has all.", "Se muestra una semana de cada 13; el CSV las tiene todas."),
    "see.differences": W("Off zero with the quoted interval: {items}. All other differences cannot be told from no change, at least in a single world.", "Fuera de cero con el intervalo citado: {items}. Las demás diferencias no se distinguen de la ausencia de cambio, al menos en un solo mundo."),
    "is better": W("better", "mejor"), "is worse": W("worse", "peor"),
    "see.nothing": W("No difference is off zero with the quoted interval: none can be told from no change in a single world.", "Ninguna diferencia queda fuera de cero con el intervalo citado: en un solo mundo ninguna se distingue de la ausencia de cambio."),
    "see.paired": W("The same people with and without each policy, week by week: the paired difference in care.",
                    "Las mismas personas con y sin cada política, semana a semana: la diferencia pareada en atención."),
    "see.care": W("People with a disorder in care, week by week: the bands overlap where unknown parameters matter more than the policies.", "Personas con un trastorno en atención, semana a semana: las bandas se superponen donde los parámetros desconocidos pesan más que las políticas."),
    "see.week": W("{title}: {share} % of worked hours are spent outside the office in the last year ({interval}).", "{title}: en el último año, {share} % de las horas trabajadas son extramurales ({interval})."),
    "see.week_arm": W("{title}: hours outside the office change by {phrase}.", "{title}: las horas extramurales cambian en {phrase}."), "see.waiting": W("People on waiting lists, last year: {items}.", "Personas en lista de espera, último año: {items}."),
    "see.waiting_run": W("People on waiting lists, by centre.", "Personas en lista de espera, por centro."),
    "see.groups": W("{title}. {gains}", "{title}. {gains}"), "see.all": W("All headline outcomes by group", "Todos los resultados principales por grupo"),
    "see.lives": W("{title}: of 10{s}000 residents followed in both worlds, {helped} have fewer weeks ill ({helped_span}) and {harmed} more ({harmed_span}); part of both is luck that passes from one person to another in a queue.",
                   "{title}: de 10{s}000 residentes seguidos en ambos mundos, {helped} tienen menos semanas de enfermedad ({helped_span}) y {harmed} más ({harmed_span}); parte de ambos es azar que pasa de una persona a otra en una lista."),
    "see.judged": W("{judged} of {all} uncertain inputs are judged, not measured.", "{judged} de {all} datos inciertos son estimados a juicio, no medidos."),
    "see.inputs": W("All uncertain inputs ({n}) and all other judged ones", "Todos los datos inciertos ({n}) y los demás estimados a juicio"),
    "held": W("Held fixed although judged, and not in any interval: {n} numbers, listed last with their kind.", "Fijos aunque estimados a juicio, y fuera de todo intervalo: {n} números, al final de la lista con su tipo."),
    "head.name": W("Name", "Nombre"), "head.meaning": W("Meaning", "Significado"), "head.value": W("Value", "Valor"), "head.range": W("Range", "Rango"), "head.unit": W("Unit", "Unidad"), "head.badge": W("Rests on", "Se apoya en"), "head.kind": W("Kind", "Tipo"),
    "head.source": W("Source", "Fuente"), "head.change": W("Change", "Cambio"), "head.where": W("Where", "Dónde"), "head.when": W("Weeks", "Semanas"), "head.ramp": W("Ramp (weeks)", "Rampa (semanas)"), "head.cost": W("Cost", "Costo"), "head.policy": W("Policy", "Política"), "head.centre": W("Centre", "Centro"),
    "step.to": W("to {x}", "a {x}"), "step.by": W("by {x}", "en {x}"), "step.times": W("times {x}", "por {x}"), "step.open": W("a centre opens: {x}", "abre un centro: {x}"), "step.when": W("from {a}", "desde {a}"), "step.until": W("from {a}, until {b}", "desde {a}, hasta {b}"),
    "where.everywhere": W("everywhere", "en todas partes"), "where.system": W("system-wide", "todo el sistema"),
    "cost": W("{once} once, {year} a year per {per} ({money}; times {low} to {high}), paid by {payer}", "{once} una vez, {year} por año por {per} ({money}; por {low} a {high}), paga {payer}"), "cost.none": W("none stated", "no indicado"),
    "per.system": W("system", "sistema"), "per.place": W("place", "lugar"), "per.resident": W("resident", "residente"), "per.clinician": W("clinician", "clínico"),
    "out": W("COVID, seasons, politics, coercion, perinatal care and side effects of medicines are left out. Associations, municipalities and churches stand behind one number. Care at other insurers is a place to go and not modelled inside.",
             "Quedan fuera la COVID, las estaciones, la política, la coerción, la atención perinatal y los efectos secundarios de los medicamentos. Asociaciones, municipios e iglesias están detrás de un solo número. La atención en otros aseguradores es un lugar adonde ir, no modelado por dentro."),
    "limits": W("This model explores policies and serves teaching. It predicts no person’s life, it diagnoses nobody, and what it says of groups holds for groups in a model.", "Este modelo explora políticas y sirve para enseñar. No predice la vida de ninguna persona, no diagnostica a nadie, y lo que dice de grupos vale para grupos en un modelo."),
    "h.sources": W("Sources", "Fuentes"),
    "again": W("minga {version}, sources {source}. The same line gives the same numbers; scenarios are told apart by their digests:", "minga {version}, fuentes {source}. La misma línea da los mismos números; los escenarios se distinguen por sus huellas:"),
    "one luck": W("One run is one luck and has no interval: it shows what can happen, not what to expect.", "Una sola simulación es un solo azar y no tiene intervalo: muestra lo que puede pasar, no lo que cabe esperar."),
    "runs": W("Intervals: where one more run would lie (95 %, over {n} runs).", "Intervalos: dónde estaría una simulación más (95 %, de {n} simulaciones)."),
    "first": W("after {n} replicates, provisional: {label} {phrase}", "tras {n} réplicas, provisional: {label} {phrase}"),
    **ACCOMPANIED,
    **ANCHORS,
    **BARRIERS,
    **DISCOVERY,
    **EXPLAIN,
    **FOCUS,
    **GROUPS,
    **INTERVIEWS,
    **PATTERNS,
    **PEERS,
    **PLACES,
    **SENSITIVITY,
    **STUDIES,
    **TRIALS,
    **WORTH,
}
