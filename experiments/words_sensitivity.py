"""Words of sensitivity analyses: what an outcome hangs on."""

from __future__ import annotations

from simulation import Words

W = Words

SENSITIVITY: dict[str, Words] = {
    "answer.interrupted": W("interrupted; what is lived is kept. To go on: {line}", "interrumpido; lo vivido queda guardado. Para continuar: {line}"),
    "sa.title": W("What does “{outcome}” hang on? {system}", "¿De qué depende «{outcome}»? {system}"),
    "sa.title_policy": W("What does the effect of {policy} on “{outcome}” hang on? {system}", "¿De qué depende el efecto de {policy} sobre «{outcome}»? {system}"),
    "sa.h.answer": W("The answer", "La respuesta"), "sa.h.noise": W("How much is luck", "Cuánto es azar"),
    "sa.h.settled": W("Are there enough runs?", "¿Hay suficientes simulaciones?"), "sa.h.screen": W("How inputs were screened", "Cómo se filtraron los datos"),
    "sa.h.check": W("The same by another method", "Lo mismo por otro método"), "sa.h.how": W("How to read it", "Cómo leerlo"),
    "sa.of": W("{outcome} ({group})", "{outcome} ({group})"),
    "sa.answer": W("Of what is not known about “{outcome}”, {factor} alone explains {first} of the variance ({first_span}), and {total} ({total_span}) together with whatever it interacts with.",
                   "De lo que no se sabe sobre «{outcome}», {factor} explica por sí solo {first} de la varianza ({first_span}), y {total} ({total_span}) junto con todo aquello con lo que interactúa."),
    "sa.answer.others": W("The other {n} inputs together: {total} ({total_span}).", "Los otros {n} datos juntos: {total} ({total_span})."),
    "sa.answer.largest": W("It has the largest share in {share} of the resamples.", "Tiene la mayor parte en {share} de los remuestreos."),
    "sa.answer.grade": W("Judged inputs alone explain {first} of the variance of “{outcome}” ({first_span}), and {total} ({total_span}) with their interactions: so much of this conclusion rests on judgement. They are {n} of {all} uncertain inputs.",
                         "Los datos estimados a juicio explican por sí solos {first} de la varianza de «{outcome}» ({first_span}), y {total} ({total_span}) con sus interacciones: tanto de esta conclusión descansa en un juicio. Son {n} de {all} datos inciertos."),
    "sa.answer.nothing": W("Luck and intervals are such that no single factor can be named.", "El azar y los intervalos son tales que no se puede señalar un solo factor."),
    "sa.interactions": W("What no factor explains alone: {share}.", "Lo que ningún factor explica por sí solo: {share}."),
    "sa.noise": W("Luck: {single} of the variance of a single run of about {residents} residents, {mean} of the mean of {lucks} runs at each point. It is taken out of every index.",
                  "Azar: {single} de la varianza de una sola simulación de unos {residents} residentes, {mean} de la media de {lucks} simulaciones en cada punto. Se descuenta de cada índice."),
    "sa.noise.pilot": W("pilot ({points} points, {lucks} lucks): luck is {single} of the variance of one run, and will be {mean} of what is analysed",
                        "prueba ({points} puntos, {lucks} azares): el azar es {single} de la varianza de una simulación y será {mean} de lo que se analiza"),
    "sa.noise.shares": W("all runs: luck is {mean} of the variance of what is analysed", "todas las simulaciones: el azar es {mean} de la varianza de lo que se analiza"),
    "sa.settled.yes": W("From the first half of the base samples to all {points} no total moved beyond its interval, and no interval is wider than 0.2.",
                        "De la primera mitad de las muestras base a las {points}, ningún total salió de su intervalo, y ningún intervalo es más ancho que 0,2."),
    "sa.settled.no": W("Not settled: an interval is wider than 0.2, or a total still moves. --points {more} in a new folder makes intervals about a third narrower.",
                       "Aún no es estable: un intervalo es más ancho que 0,2 o un total todavía cambia. `--points {more}` en una carpeta nueva estrecha los intervalos cerca de un tercio."),
    "sa.screen": W("{n} inputs were screened by Morris's method ({runs} runs). The {kept} with the largest effects on “{outcome}” are looked at one by one; all others stay varied and are one factor, so that shares are of the whole. Luck alone would give an effect of about {floor}; {above} lie above it.",
                   "Se filtraron {n} datos con el método de Morris ({runs} simulaciones). Los {kept} con mayores efectos sobre «{outcome}» se miran uno por uno; los demás siguen variando y son un solo factor, para que las partes sean del todo. El azar solo daría un efecto de cerca de {floor}; {above} lo superan."),
    "sa.check.agree": W("PAWN, which compares whole distributions, puts the same input first ({factor}).", "PAWN, que compara distribuciones enteras, pone primero el mismo dato ({factor})."),
    "sa.check.differ": W("PAWN, which compares whole distributions, puts {pawn} first where the totals put {sobol}: read the order of these two with care.",
                         "PAWN, que compara distribuciones enteras, pone primero {pawn} donde los totales ponen {sobol}: lea con cautela el orden de estos dos."),
    "sa.check.nothing": W("Below {nothing} an index is what an input that does nothing would have.", "Por debajo de {nothing} un índice es el que tendría un dato que no hace nada."),
    "sa.read": W("First: the part of the variance that would go if this alone were known. Total: the part that would stay if all else were known; the two differ by interactions, so totals add up to more than 1. Inputs vary over their declared ranges, as in minga compare; a range that is too narrow hides what hangs on it. Intervals (95 %) are from {resamples} resamples of whole base samples; an estimate may come out a little below 0.",
                 "Primero: la parte de la varianza que desaparecería si se conociera solo esto. Total: la parte que quedaría si se conociera todo lo demás; difieren por las interacciones, así que los totales suman más de 1. Los datos varían en sus rangos declarados, como en minga compare; un rango demasiado estrecho esconde lo que depende de él. Los intervalos (95 %) vienen de {resamples} remuestreos de muestras base enteras; una estimación puede quedar un poco por debajo de 0."),
    "sa.how": W("{runs} runs of {share} % of residents (about {residents}), {weeks} weeks, seed {seed}.", "{runs} simulaciones con {share} % de los residentes (unos {residents}), {weeks} semanas, semilla {seed}."),
    "sa.factor": W("Input", "Dato"), "sa.meaning": W("Meaning", "Significado"), "sa.badge": W("Rests on", "Se apoya en"), "sa.inputs": W("Inputs", "Datos"),
    "sa.first": W("First", "Primero"), "sa.total": W("Total", "Total"), "sa.raw": W("Total with luck in it", "Total con el azar dentro"),
    "sa.effect": W("Effect (Morris)", "Efecto (Morris)"), "sa.pawn": W("PAWN", "PAWN"), "sa.ci": W("{what}, 95 %", "{what}, 95 %"),
    "sa.low": W("{what}, low end", "{what}, extremo inferior"), "sa.high": W("{what}, high end", "{what}, extremo superior"),
    "sa.axis": W("share of the variance", "parte de la varianza"), "sa.axis.points": W("base samples", "muestras base"),
    "sa.axis.effect": W("mean effect of a large step ({unit})", "efecto medio de un paso grande ({unit})"), "sa.floor": W("what luck alone would give", "lo que daría el azar solo"),
    "sa.see": W("Which inputs explain the variance: first and total shares with 95 % intervals", "Qué datos explican la varianza: partes primera y total con intervalos del 95 %"),
    "sa.see.settled": W("Totals with more and more base samples", "Totales con cada vez más muestras base"),
    "sa.see.screen": W("The largest effects found by screening", "Los mayores efectos hallados al filtrar"),
    "factor.others": W("all other inputs", "todos los demás datos"), "factor.mechanism": W("other inputs: what happens by itself", "otros datos: lo que ocurre por sí mismo"),
    "factor.activity": W("other inputs: what workers do", "otros datos: lo que hace el personal"), "factor.programme": W("other inputs: programmes", "otros datos: programas"),
}
