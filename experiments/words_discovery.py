"""Words of discovery: in which worlds a policy does what is asked about."""

from __future__ import annotations

from simulation import Words

W = Words

DISCOVERY: dict[str, Words] = {
    "di.title": W("Worlds in which “{policy}” {case} for “{outcome}”. {system}", "Mundos en que «{policy}» {case} para «{outcome}». {system}"),
    "di.case.most": W("does most good (the best quarter of worlds)", "hace más bien (el mejor cuarto de los mundos)"), "di.case.helps": W("helps", "ayuda"), "di.case.harms": W("harms", "perjudica"),
    "di.box": W("“{policy}” {case} for “{outcome}” above all where {limits}: it does so in {density} of such worlds ({density_span}), against {everywhere} of all; {coverage} ({coverage_span}) of the worlds in which it does so lie there.",
                "«{policy}» {case} para «{outcome}» sobre todo donde {limits}: lo hace en {density} de esos mundos ({density_span}), frente a {everywhere} de todos; {coverage} ({coverage_span}) de los mundos en que lo hace están ahí."),
    "di.none": W("No such place was found: in the worlds that judge it, “{policy}” {case} for “{outcome}” inside the best box no more often than chance allows ({density}, {density_span}; {everywhere} of all).",
                 "No se halló tal lugar: en los mundos que lo juzgan, «{policy}» {case} para «{outcome}» dentro de la mejor caja no más a menudo de lo que permite el azar ({density}, {density_span}; {everywhere} de todos)."),
    "di.nothing": W("No such place was found: no limit of any input marks off worlds in which “{policy}” {case} for “{outcome}” more often than elsewhere. It does so in {everywhere} of all.",
                    "No se halló tal lugar: ningún límite de ningún dato separa mundos en que «{policy}» {case} para «{outcome}» más a menudo que en otros. Lo hace en {everywhere} de todos."),
    "di.limit.between": W("{meaning} ({name}) is {low} to {high} {unit}", "{meaning} ({name}) es de {low} a {high} {unit}"),
    "di.limit.form": W("{meaning} ({name}) is {choices}", "{meaning} ({name}) es {choices}"), "di.or": W(" or ", " o "),
    "di.h.answer": W("The answer", "La respuesta"), "di.h.how": W("How it was found", "Cómo se halló"),
    "di.how": W("{draws} worlds, each with a draw of all unknown parameters and a luck of its own; one half looks for the box (a tree of three cuts), the other half, {judges} worlds, judges it.{judged} Luck blurs which worlds are of interest, so densities are too low rather than too high. {runs} runs of {share} % of residents, {weeks} weeks, seed {seed}.",
                "{draws} mundos, cada uno con un sorteo de todos los parámetros desconocidos y su propio azar; una mitad busca la caja (un árbol de tres cortes) y la otra, {judges} mundos, la juzga.{judged} El azar difumina qué mundos interesan, así que las densidades son más bien bajas que altas. {runs} simulaciones con {share} % de los residentes, {weeks} semanas, semilla {seed}."),
    "di.judged": W(" {inside} of these lie inside, and if inside and outside were alike so dense a box would have a probability of {chance}. A box is named only below 0.01.",
                   " {inside} de estos están dentro, y si dentro y fuera fueran iguales una caja tan densa tendría una probabilidad de {chance}. Solo se nombra una caja por debajo de 0,01."),
    "di.all": W("all worlds", "todos los mundos"), "di.see.all": W("What the policy does in all worlds", "Lo que hace la política en todos los mundos"),
    "di.input": W("Input", "Dato"), "di.low": W("From", "Desde"), "di.high": W("To", "Hasta"), "di.range": W("Range", "Rango"), "di.badge": W("Rests on", "Se apoya en"), "di.meaning": W("Meaning", "Significado"),
    "di.inside": W("inside the box", "dentro de la caja"), "di.outside": W("outside", "fuera"), "di.gain": W("Gain ({unit}), better to the right", "Ganancia ({unit}), mejor a la derecha"),
    "di.worlds": W("share of worlds", "parte de los mundos"), "di.see": W("What the policy does inside the box and outside it", "Lo que hace la política dentro y fuera de la caja"),
    "di.where": W("Worlds", "Mundos"), "di.n": W("Number", "Número"), "di.mean": W("Mean gain ({unit})", "Ganancia media ({unit})"),
}
