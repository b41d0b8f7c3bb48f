"""Words of patterns: what the papers say, and whether the model does it."""

from __future__ import annotations

from simulation import Words

W = Words

PATTERNS: dict[str, Words] = {
    "patterns.title": W("What the papers say, and what the model does", "Lo que dicen los artículos y lo que hace el modelo"),
    "patterns.id": W("Pattern", "Patrón"), "patterns.role": W("Role", "Papel"), "patterns.rule": W("Rule", "Regla"),
    "patterns.status": W("Status", "Estado"), "patterns.evidence": W("Evidence", "Evidencia"), "patterns.estimate": W("Estimate", "Estimación"),
    "patterns.span": W("95 %", "95 %"), "patterns.n": W("n", "n"), "patterns.reason": W("What was compared, and why", "Qué se comparó y por qué"),
    "patterns.what": W("What was compared", "Qué se comparó"), "patterns.why": W("Why", "Por qué"),
    "patterns.unit": W("Unit", "Unidad"), "patterns.statement": W("What the paper says", "Qué dice el artículo"), "patterns.where": W("Where", "Dónde"),
    "patterns.missing": W("What is missing", "Qué falta"),
    "role.input": W("input", "dato"), "role.emergent": W("emergent", "emergente"), "role.policy": W("policy", "política"),
    "status.pass": W("pass", "se cumple"), "status.fail": W("FAIL", "NO SE CUMPLE"), "status.undecided": W("undecided", "sin decidir"),
    "status.not-built": W("not built", "no está"),
    "evidence.by-construction": W("by construction", "por construcción"), "evidence.interaction": W("interaction", "interacción"),
    "evidence.emergent": W("emergent", "emergente"), "evidence.": W("", ""),
    "patterns.ablation": W("emergent (without: {what})", "emergente (sin: {what})"),
    "patterns.count": W("{evidence}: {passed} of {n} pass, {failed} fail, {undecided} undecided", "{evidence}: se cumplen {passed} de {n}, no se cumplen {failed}, sin decidir {undecided}"),
    "patterns.gaps": W("Not built, whole or in part: {n} of {all} statements.", "No están, del todo o en parte: {n} de {all} enunciados."),
    "patterns.kinds": W(
        "By construction: the value or the sign stands in the data or in an equation, so passing shows that it works, no more. Interaction: it follows from several mechanisms that are each put in. Emergent: it is put in nowhere, and goes away or gives way without the mechanism that is named. The three are not added up.",
        "Por construcción: el valor o el signo está en los datos o en una ecuación, y cumplirse solo muestra que funciona. Interacción: resulta de varios mecanismos, cada uno puesto. Emergente: no está puesto en ninguna parte, y desaparece o cede sin el mecanismo que se nombra. Los tres no se suman."),
    "patterns.how": W("{n} replicates, {share} of residents, seed {seed}; each replicate draws the unknown parameters, and worlds are compared on the same people with the same luck.",
                      "{n} réplicas, {share} de los residentes, semilla {seed}; cada réplica sortea los parámetros desconocidos, y los mundos se comparan con las mismas personas y el mismo azar."),
    "patterns.undecided": W("Undecided: the rule does not hold with these replicates, and they are too few to say that it fails; {n} decide.",
                            "Sin decidir: la regla no se cumple con estas réplicas, y son muy pocas para decir que no se cumple; {n} lo deciden."),
    "patterns.honest": W("No parameter was chosen for a check to pass. What fails stays printed as failed.", "Ningún parámetro se eligió para que algo se cumpla. Lo que no se cumple se imprime así."),
    "patterns.rules": W("Rules: S structural (compared, not measured), O order of means and in 80 % of replicates, D direction in 80 % of pairs with the 95 % interval of the mean off zero, N nothing found by a survey in 80 % of replicates, Q median inside a band, T trend in 80 % of replicates, X gone without a mechanism.",
                        "Reglas: S estructural (se compara, no se mide), O orden de medias y en 80 % de réplicas, D dirección en 80 % de pares con el intervalo del 95 % de la media fuera de cero, N una encuesta no halla nada en 80 % de réplicas, Q mediana dentro de una banda, T tendencia en 80 % de réplicas, X desaparece sin un mecanismo."),
    "patterns.group": W("{group}: {paper}", "{group}: {paper}"),
    "patterns.h.clauses": W("What was measured", "Qué se midió"), "patterns.h.missing": W("Not built", "Lo que no está"),
    "patterns.h.rows": W("At a glance", "De un vistazo"),
    "unit.hours": W("hours", "horas"), "unit.coefficient": W("coefficient", "coeficiente"), "unit.soles": W("soles", "soles"),
    "unit.ties": W("ties", "lazos"), "unit.matters": W("matters", "asuntos"), "unit.correlation": W("correlation", "correlación"),
}
