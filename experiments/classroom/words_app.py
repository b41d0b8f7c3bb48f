"""Every string of the teaching app, in English and Spanish; ``/api/words`` serves them by key.

Values stand in braces. What counts things has a text for one and another for any other number: the browser chooses by
the rules of the language (``Intl.PluralRules``) and the value ``n``.
"""

from __future__ import annotations

from experiments.classroom.words_screens import SCREENS
from simulation import Words

W = Words


def counted(one: Words, other: Words) -> dict[str, Words]:
    """A text for one thing and a text for another number of them."""
    return {"one": one, "other": other}


FRAME: dict[str, Words | dict[str, Words]] = {
    "nav.screens": W("Screens", "Pantallas"), "nav.language": W("Language", "Idioma"), "nav.skip": W("Skip to the content", "Ir al contenido"),
    "nav.start": W("Start", "Inicio"), "nav.story": W("Story", "Historia"), "nav.compare": W("Compare", "Comparar"),
    "nav.person": W("Person", "Persona"), "nav.centre": W("Centre", "Centro"), "nav.assumptions": W("Assumptions", "Supuestos"),
    "nav.notebook": W("Notebook", "Cuaderno"), "nav.facilitator": W("Facilitator", "Docente"), "nav.cards": W("Cards", "Tarjetas"),
    "line.lost": W("The connection is lost. Trying again; nothing is lost.", "Se perdió la conexión. Se intenta de nuevo; no se pierde nada."),
    "line.back": W("Connected again.", "Conectado de nuevo."),
    "line.waits": counted(
        W("{n} answer waits here and is sent when the connection is back.", "{n} respuesta espera aquí y se envía cuando vuelva la conexión."),
        W("{n} answers wait here and are sent when the connection is back.", "{n} respuestas esperan aquí y se envían cuando vuelva la conexión.")),
    "wait": W("One moment…", "Un momento…"),
    "world.plan": W("With the plan", "Con el plan"), "world.baseline": W("As it is", "Como es"),
    "world.apart": W("Where they differ", "Donde difieren"), "world.before": W("The plan before", "El plan anterior"),
    "room.code": W("class {code}", "clase {code}"), "room.frozen": W("paused by the facilitator", "en pausa por el docente"),
    "badge.here": W("measured here", "medido aquí"), "badge.elsewhere": W("measured elsewhere", "medido en otro lugar"),
    "badge.judged": W("judged", "a juicio"), "badge.yours": W("yours", "suyo"),
    "verdict.better": W("better", "mejor"), "verdict.worse": W("worse", "peor"), "verdict.unclear": W("cannot tell", "no se puede decir"),
    "verdict.same": W("no change", "sin cambio"), "verdict.differs": W("differs", "difiere"),
    "interval.none": W("no interval", "sin intervalo"), "interval.span": W("{low} to {high}", "{low} a {high}"),
    "interval.waiting": W("interval to follow", "el intervalo viene después"),
    "unit.points": W("points", "puntos"),
    "week_n": W("week {n}", "semana {n}"),
    "lever.head": W("What would you change?", "¿Qué cambiaría?"), "lever.on": W("on", "sí"), "lever.off": W("off", "no"),
    "lever.was": W("as it is: {value}", "como es: {value}"), "lever.about": W("What is this? {label}", "¿Qué es esto? {label}"),
    "lever.undo": W("Back to as it is: {label}", "Volver a como es: {label}"), "lever.drop": W("Leave out: {label}", "Quitar: {label}"),
    "lever.reset": W("Reset", "Restablecer"), "lever.reset_done": W("The system as it is.", "El sistema como es."),
    "lever.changed": counted(W("{n} change", "{n} cambio"), W("{n} changes", "{n} cambios")),
    "headline.head": W("Five headlines; the chosen one is in the chart", "Cinco titulares; el elegido está en el gráfico"),
    "headline.as_is": W("as it is", "como es"),
    "headline.said": W("{outcome}: {value}, changed by {difference} ({interval}).", "{outcome}: {value}, cambio de {difference} ({interval})."),
    "plan.is": W("The plan:", "El plan:"), "plan.none": W("nothing changed yet", "todavía sin cambios"), "plan.change": W("Change it", "Cambiarlo"),
    "plan.from_week": W("from week {week}:", "desde la semana {week}:"),
    "run.asked": W("Living the first of several futures…", "Viviendo el primero de varios futuros…"),
    "run.going": W("{n} of {total} futures lived; bands and intervals follow.", "{n} de {total} futuros vividos; bandas e intervalos después."),
    "run.done": counted(
        W("{n} future of {weeks} weeks, {residents} residents. The same people and the same luck in both worlds.", "{n} futuro de {weeks} semanas, {residents} residentes. Las mismas personas y la misma suerte en ambos mundos."),
        W("{n} futures of {weeks} weeks, {residents} residents. The same people and the same luck in both worlds.", "{n} futuros de {weeks} semanas, {residents} residentes. Las mismas personas y la misma suerte en ambos mundos.")),
    "run.failed": W("This could not be run: {error}", "No se pudo simular: {error}"), "run.again": W("Try again", "Intentar de nuevo"),
    "run.snapped": W("Shown is the nearest plan that was computed beforehand.", "Se muestra el plan más cercano calculado de antemano."),
    "chart.table": W("Numbers of the chart", "Números del gráfico"), "chart.week": W("Week", "Semana"),
    "chart.band": W("lowest to highest of the futures", "del más bajo al más alto de los futuros"),
    "chart.told": counted(
        W("{outcome} in week {week}: {plan} with the plan, {base} as it is (one future).", "{outcome} en la semana {week}: {plan} con el plan, {base} como es (un futuro)."),
        W("{outcome} in week {week}: {plan} with the plan, {base} as it is (mean of {n} futures).", "{outcome} en la semana {week}: {plan} con el plan, {base} como es (media de {n} futuros).")),
    "chart.told_bare": counted(
        W("{outcome} in week {week}: {base} (one future).", "{outcome} en la semana {week}: {base} (un futuro)."),
        W("{outcome} in week {week}: {base} (mean of {n} futures).", "{outcome} en la semana {week}: {base} (media de {n} futuros).")),
    "story.head": W("The story of this place", "La historia de este lugar"), "story.map": W("Who is where", "Quién está dónde"),
    "story.which": W("Which world the map shows", "Qué mundo muestra el mapa"), "story.week": W("Week", "Semana"),
    "story.at": W("week {week} of {of}", "semana {week} de {of}"), "story.play": W("Play", "Reproducir"), "story.pause": W("Pause", "Pausa"),
    "story.replay": W("Replay last change", "Repetir el último cambio"),
    "story.people": W("{n}", "{n}"),
    "story.map_said": W("Map of {n} residents at home, each with the shape of their state. Arrows move by a week, space plays. The legend has the numbers.",
                        "Mapa de {n} residentes en su casa, cada uno con la forma de su estado. Las flechas avanzan una semana, espacio reproduce. La leyenda tiene los números."),
    "story.apart": W("{n} residents are in another state than they would be without the plan.", "{n} residentes están en otro estado que sin el plan."),
    "story.dot_one": W("Each mark is one resident at home; a ring says that something just changed. Click somebody to follow them.",
                       "Cada marca es un residente en su casa; un anillo dice que algo acaba de cambiar. Pulse a alguien para seguirlo."),
    "story.dot_many": W("Each mark stands for {n} residents; a ring says that something just changed. Click somebody to follow them.",
                        "Cada marca representa {n} residentes; un anillo dice que algo acaba de cambiar. Pulse a alguien para seguirlo."),
    "story.following": W("You follow one simulated resident.", "Sigue a un residente simulado."), "story.see_person": W("See both lives", "Ver ambas vidas"),
    "story.unfollow": W("Stop following", "Dejar de seguir"),
}

WORDS: dict[str, Words | dict[str, Words]] = {**FRAME, **SCREENS}
