"""Words of studies: sweep, resume, status, collect, and the report of a study."""

from __future__ import annotations

from simulation import Words

W = Words

STUDIES: dict[str, Words] = {
    # --- studies: sweep, resume, status, collect
    "sweep.compiling": W("compiling the model; this happens once", "se compila el modelo; esto ocurre una sola vez"),
    "sweep.estimate": W("{runs} runs; about {time} with {workers} workers (by a timed trial on this machine), about {size} in {folder}",
                        "{runs} simulaciones; unos {time} con {workers} procesos (según una prueba cronometrada en esta máquina), unos {size} en {folder}"),
    "sweep.too_large": W("the store may need {size}, and {free} are free", "el almacén puede necesitar {size} y hay {free} libres"),
    "sweep.left_out": W("left out: {arm} ({why})", "queda fuera: {arm} ({why})"),
    "sweep.left_out_more": W("left out besides: {n}; the report lists them", "quedan fuera además: {n}; el informe los enumera"),
    "sweep.interrupted": W("interrupted; {done} of {runs} runs are done and kept. To go on: {line}",
                           "interrumpido; {done} de {runs} simulaciones están hechas y guardadas. Para continuar: {line}"),
    "sweep.stopped": W("stopped; what is done is kept. To go on: {line}", "detenido; lo hecho queda guardado. Para continuar: {line}"),
    "sweep.resume": W("To go on: {line}", "Para continuar: {line}"),
    "sweep.next": W("Next: minga report {folder}, or minga collect {folder} for tables", "Después: minga report {folder}, o minga collect {folder} para las tablas"),
    "sweep.queue": W("{found}. It goes on by itself; to see how it stands: {line}", "{found}. Continúa por sí solo; para ver cómo va: {line}"),
    "sweep.disagree": W("{n} runs were lived twice with different results, {first} first: this machine or its numerics cannot be trusted",
                        "{n} simulaciones se vivieron dos veces con resultados distintos, la primera {first}: no se puede confiar en esta máquina o en su aritmética"),
    "status.done": W("done: {done} of {runs} ({share})", "hechas: {done} de {runs} ({share})"),
    "status.failed": W("failed: {n}, {cause}", "fallidas: {n}, {cause}"),
    "status.damaged": W("damaged rows or files, not used: {n}", "filas o archivos dañados, no usados: {n}"),
    "status.left": W("left: {n}", "quedan: {n}"),
    "status.rate": W("rate: {rate} a minute; {time} left", "ritmo: {rate} por minuto; quedan {time}"),
    "collect.missing": W("{n} of {runs} runs have no result and are listed in the table of runs", "{n} de {runs} simulaciones no tienen resultado y figuran en la tabla de simulaciones"),
    "cause.raised": W("raised an error", "terminaron con un error"), "cause.not finite": W("gave what is no number", "dieron algo que no es un número"),
    "cause.memory": W("ran out of memory", "agotaron la memoria"), "cause.timed out": W("took longer than the time limit", "tardaron más que el límite"),
    "cause.exited": W("their process exited", "su proceso terminó"), "cause.died": W("their process was killed", "su proceso fue eliminado"),
    "time.seconds": W("{n} s", "{n} s"), "time.minutes": W("{n} min", "{n} min"), "time.hours": W("{n} h", "{n} h"),
    # --- the report of a study
    "study.h.what": W("What was asked, and how runs ended", "Qué se preguntó y cómo terminaron las simulaciones"),
    "study.shown": W("The {n} arms with the largest median changes in “{outcome}” are drawn; the table has all {all}.",
                     "Se dibujan los {n} brazos con los mayores cambios medianos en «{outcome}»; la tabla tiene los {all}."),
    "study.left_out": W("Left out, because they contradict each other or do not fit: {n}", "Fuera, porque se contradicen o no encajan: {n}"),
    "study.h.failed": W("Runs that failed", "Simulaciones fallidas"),
    "study.lead": W("Systems: {systems}. Policies and combinations of them: {arms}. Design: {kind}, {points} point(s), {replicates} replicate(s) at each; {weeks} weeks, {share} % of residents.",
                    "Sistemas: {systems}. Políticas y combinaciones: {arms}. Diseño: {kind}, {points} punto(s), {replicates} réplica(s) en cada uno; {weeks} semanas, {share} % de los residentes."),
    "study.reading": W("Each pair is the same people with the same luck and parameters, with and without the policy. A line holds the middle 90 % of the pairs, the dot is their median: the spread comes from what is not known and from luck, and more runs do not make it narrower.",
                       "Cada par son las mismas personas con el mismo azar y los mismos parámetros, con y sin la política. Una línea contiene el 90 % central de los pares y el punto es su mediana: la dispersión viene de lo que se desconoce y del azar, y más simulaciones no la reducen."),
    "study.policy": W("Policy", "Política"), "study.outcome": W("Outcome", "Resultado"), "study.unit": W("Unit", "Unidad"), "study.baseline": W("Baseline", "Línea base"),
    "study.low": W("Difference, 5 %", "Diferencia, 5 %"), "study.median": W("Median", "Mediana"), "study.high": W("95 %", "95 %"),
    "study.helps": W("Helps in % of pairs", "Mejora en % de los pares"), "study.pairs": W("Pairs", "Pares"),
    "study.run": W("Run", "Simulación"), "study.point": W("Point", "Punto"), "study.replicate": W("Replicate", "Réplica"), "study.cause": W("Cause", "Causa"), "study.detail": W("Last line", "Última línea"),
    "design.drawn": W("all unknown parameters drawn anew in each replicate", "todos los parámetros desconocidos sorteados en cada réplica"),
    "design.central": W("parameters at their central values", "parámetros en sus valores centrales"), "design.factorial": W("factorial", "factorial"),
    "design.one-at-a-time": W("one parameter at a time", "un parámetro a la vez"), "design.latin-hypercube": W("Latin hypercube", "hipercubo latino"),
    "design.sobol": W("Sobol sequence", "secuencia de Sobol"), "design.morris": W("Morris trajectories", "trayectorias de Morris"),
    "design.saltelli": W("Saltelli sample", "muestra de Saltelli"), "design.csv": W("a user's table", "una tabla propia"),
}
