"""Words of anchors: published figures beside the model's own."""

from __future__ import annotations

from simulation import Words

W = Words

ANCHORS: dict[str, Words] = {
    "anchors.title": W("Published figures and the model's own: {system}", "Cifras publicadas y las del modelo: {system}"),
    "anchors.what": W("What (of whom; over which period)", "Qué (de quiénes; en qué periodo)"),
    "anchors.published": W("Published", "Publicado"), "anchors.model": W("Model", "Modelo"), "anchors.verdict": W("Against the range", "Frente al rango"),
    "anchors.span": W("95 % of runs", "95 % de simulaciones"),
    "anchors.source": W("Source", "Fuente"), "anchors.note": W("Note", "Nota"), "anchors.id": W("Anchor", "Referencia"),
    "anchors.ages": W("{people}, {low} to {high} years", "{people}, de {low} a {high} años"),
    "anchors.range": W("{value} ({low} to {high})", "{value} ({low} a {high})"),
    "verdict.inside": W("inside", "dentro"), "verdict.outside": W("OUTSIDE", "FUERA"),
    "verdict.reached": W("outside; the interval reaches it", "fuera; el intervalo lo alcanza"), "verdict.": W("no range", "sin rango"),
    "period.12-month": W("12 months", "12 meses"), "period.point": W("point", "puntual"), "period.lifetime": W("lifetime", "toda la vida"),
    "period.year": W("a year", "un año"), "period.course": W("curve", "curva"),
    "world.as-it-is": W("With centres: the system as it is, last year of {weeks} weeks", "Con centros: el sistema como está, último año de {weeks} semanas"),
    "world.without-centres": W("Without centres: the same system in which none ever opens, last year of {weeks} weeks",
                               "Sin centros: el mismo sistema en que ninguno abre nunca, último año de {weeks} semanas"),
    "anchors.drawn": W("{n} replicates, {share} of residents, seed {seed}; each replicate draws the unknown parameters. Model: mean, and where 95 % of single runs would lie.",
                       "{n} réplicas, {share} de los residentes, semilla {seed}; cada réplica sortea los parámetros desconocidos. Modelo: media, y dónde estaría el 95 % de las simulaciones."),
    "anchors.fixed": W("{n} replicates, {share} of residents, seed {seed}; central values. Model: mean, and where 95 % of single runs would lie, from luck alone.",
                       "{n} réplicas, {share} de los residentes, semilla {seed}; valores centrales. Modelo: media, y dónde estaría el 95 % de las simulaciones, solo por azar."),
    "anchors.sum": W("{inside} of {n} published ranges hold the model's mean; {reached} more are reached by the interval; {outside} are missed. {reported} figures have no published range and are only reported.",
                     "{inside} de {n} rangos publicados contienen la media del modelo; el intervalo alcanza {reached} más; {outside} no se alcanzan. {reported} cifras no tienen rango publicado y solo se informan."),
    "anchors.rule": W("No figure is fitted to these ranges by the program. What is missed stays printed as missed.",
                      "El programa no ajusta ninguna cifra a estos rangos. Lo que no se alcanza se imprime como no alcanzado."),
    "anchors.glance": W("At a glance", "De un vistazo"),
    "anchors.axis": W("times the published value (logarithmic)", "veces el valor publicado (logarítmico)"),
    "anchors.key range": W("published range", "rango publicado"), "anchors.key inside": W("model, mean inside; 95 % of runs", "modelo, media dentro; 95 % de simulaciones"),
    "anchors.key outside": W("model, mean outside", "modelo, media fuera"),
    "anchors.sources": W("Sources", "Fuentes"),
}
