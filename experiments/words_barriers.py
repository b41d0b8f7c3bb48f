"""Words of the answers about barriers: what holds a system back, and which first step recovers most."""

from __future__ import annotations

from simulation import Words

W = Words

BARRIERS: dict[str, Words] = {
    "br.title": W("What holds “{outcome}” back, and what to do first? {system}", "¿Qué frena «{outcome}» y qué hacer primero? {system}"),
    "br.h.answer": W("The answer", "La respuesta"), "br.h.reach": W("Within reach, for the same money", "Al alcance, con el mismo dinero"),
    "br.h.held": W("Held back by each barrier", "Lo que frena cada barrera"), "br.h.groups": W("For whom", "Para quién"),
    "br.h.pairs": W("How barriers act together", "Cómo actúan juntas las barreras"), "br.h.read": W("How to read it", "Cómo leerlo"),
    "br.more": W("{policy} recovers more on average, {gain} {unit} ({span}), but that cannot be told from nothing.",
                 "{policy} recupera más en promedio, {gain} {unit} ({span}), pero eso no se distingue de nada."),
    "br.reach": W("For {budget} a year, the first step that surely recovers most of “{outcome}” is {policy}, against: {barrier}. It recovers {gain} {unit} ({span}){part}, and it is the best first step in {wins} of the draws.",
                  "Por {budget} al año, el primer paso que con seguridad más recupera de «{outcome}» es {policy}, contra: {barrier}. Recupera {gain} {unit} ({span}){part}, y es el mejor primer paso en {wins} de los sorteos."),
    "br.reach.part": W(", {share} of what all barriers hold back ({span})", ", {share} de lo que frenan todas las barreras ({span})"),
    "br.reach.none": W("For {budget} a year, no first step can be told from doing nothing for “{outcome}”; the best, {policy}, recovers {gain} {unit} ({span}).",
                       "Por {budget} al año, ningún primer paso se distingue de no hacer nada para «{outcome}»; el mejor, {policy}, recupera {gain} {unit} ({span})."),
    "br.held": W("Without any of the {n} barriers “{outcome}” would be better by {total} {unit} ({span}). Most of that is held back by: {barrier}, {share} {unit} ({share_span}).",
                 "Sin ninguna de las {n} barreras, «{outcome}» mejoraría en {total} {unit} ({span}). Lo que más frena es: {barrier}, {share} {unit} ({share_span})."),
    "br.held.none": W("All {n} barriers together cannot be told from none: {total} {unit} ({span}). Shares of nothing are not worth reading.",
                      "Las {n} barreras juntas no se distinguen de ninguna: {total} {unit} ({span}). Las partes de nada no merecen lectura."),
    "br.order": W("What holds back most is not always what can best be mended: the largest barrier is {held}, the best first step is against {reach}.",
                  "Lo que más frena no siempre es lo que mejor se puede remediar: la mayor barrera es {held}; el mejor primer paso es contra {reach}."),
    "br.budget": W("{n} {money}", "{n} {money}"),
    "br.chosen": W("The sum was chosen here: of each barrier's cheapest step the middle one. --budget takes another.", "La suma se eligió aquí: del paso más barato de cada barrera, el del medio. --budget toma otra."),
    "br.read.reach": W("A policy at full strength is what there is evidence for; money left over buys no more of it. One that costs more than the budget is done in part and its effect is taken in proportion, which is an assumption; a centre cannot be opened in part. Costs are the policy's own, as drawn, and what the ministry is found to spend beside it on average.",
                       "Una política a plena intensidad es aquello para lo que hay evidencia; el dinero sobrante no compra más de ella. La que cuesta más que el presupuesto se hace en parte y su efecto se toma en proporción, lo cual es un supuesto; un centro no puede abrirse en parte. Los costos son los propios de la política, sorteados, y lo que el ministerio gasta además en promedio."),
    "br.read.held": W("Held back is a counterfactual: dials at 0 from week 0, which nobody can buy. A share is the mean of what a barrier's removal adds over all orders of removal, on the same people with the same luck; shares add up to the total.",
                      "Lo frenado es un contrafactual: diales en 0 desde la semana 0, cosa que nadie puede comprar. Una parte es la media de lo que añade quitar una barrera en todos los órdenes posibles, con las mismas personas y el mismo azar; las partes suman el total."),
    "br.read.order": W("Other orders would move a share by up to ±{error} {unit} (95 %), which is not in the intervals.", "Otros órdenes moverían una parte hasta ±{error} {unit} (95 %), lo que no está en los intervalos."),
    "br.read.drawn": W("Of the orders of removal {n} were drawn, each lived forwards and backwards.", "De los órdenes posibles se sortearon {n}, cada uno vivido hacia adelante y hacia atrás."),
    "br.read.draws": W("Intervals (95 %) are of means over {draws} draws of all unknown parameters, each with a luck of its own; the shares of draws that a step wins hold that luck too. {runs} runs of {share} % of residents (about {residents}), {weeks} weeks, seed {seed}.",
                       "Los intervalos (95 %) son de medias sobre {draws} sorteos de todos los parámetros desconocidos, cada uno con su propio azar; las partes de sorteos que gana un paso también contienen ese azar. {runs} simulaciones con {share} % de los residentes (unos {residents}), {weeks} semanas, semilla {seed}."),
    "br.pairs": W("Beyond what each adds: above 0, removing both gives more than the two alone; below 0, they overlap.", "Más allá de lo que añade cada una: por encima de 0, quitar ambas da más que cada una por separado; por debajo de 0, se solapan."),
    "br.left_out": W("left out: {policy} ({why})", "queda fuera: {policy} ({why})"),
    "br.barrier": W("Barrier", "Barrera"), "br.share": W("Held back ({unit})", "Frena ({unit})"), "br.of_total": W("Part of the total (%)", "Parte del total (%)"), "br.alone": W("If only this went ({unit})", "Si solo se quitara esta ({unit})"),
    "br.policy": W("First step", "Primer paso"), "br.gain": W("Recovers ({unit})", "Recupera ({unit})"), "br.full": W("At full strength ({unit})", "A plena intensidad ({unit})"),
    "br.cost": W("Costs at full strength ({money} a year)", "Cuesta a plena intensidad ({money} al año)"), "br.part": W("Part that the money buys (%)", "Parte que compra el dinero (%)"),
    "br.wins": W("Best in % of draws", "El mejor en % de sorteos"), "br.nothing": W("none recovers anything", "ninguno recupera nada"), "br.ci": W("95 %", "95 %"),
    "br.group": W("Group", "Grupo"), "br.total": W("All together", "Todas juntas"), "br.largest": W("Largest barrier", "Mayor barrera"), "br.best": W("Best first step", "Mejor primer paso"),
    "br.pair": W("Pair", "Par"), "br.is": W("as it is", "como está"), "br.would": W("without barriers", "sin barreras"),
    "br.see": W("Left: what is held back, barrier by barrier. Right: what first steps recover for {budget} a year", "Izquierda: lo frenado, barrera por barrera. Derecha: lo que recuperan los primeros pasos por {budget} al año"),
    "br.low": W("low end", "extremo inferior"), "br.high": W("high end", "extremo superior"),
}
