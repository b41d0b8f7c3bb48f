"""Words of interviews with users whom a pair accompanied."""

from __future__ import annotations

from simulation import Words

W = Words

ACCOMPANIED: dict[str, Words] = {
    "mechanism.practical": W("practical and social support", "apoyo práctico y social"),
    "mechanism.experience": W("lived experience that is told", "experiencia vivida que se cuenta"),
    "mechanism.love": W("love labour", "trabajo de amor"),
    "mechanism.helper": W("helper role", "rol de quien ayuda"),
    "mechanism.liminal": W("place between users and staff", "lugar entre usuarios y personal"),
    "confidant.nobody": W("nobody", "nadie"), "confidant.family": W("the family", "la familia"), "confidant.peer": W("the peer", "el par"),
    "confidant.worker": W("the community worker", "el trabajador comunitario"), "confidant.clinician": W("a clinician", "un clínico"),
    "sex.woman": W("woman", "mujer"), "sex.man": W("man", "hombre"),
    "pair.title": W("{system}: what accompanied users would say", "{system}: qué dirían los usuarios acompañados"),
    "pair.how": W(
        "{policies}; {weeks} weeks, {share} of residents, seed {seed}. Asked: {asked} users, as the study asked {wanted} of {of}; drawn from {pool} whom a pair accompanied for {least} weeks or more, who have met the peer and still live there. Pairs took on {all} in all; {refused} of them did not want the peer and cannot tell of one. Each answers from their own weeks with the pair.",
        "{policies}; {weeks} semanas, {share} de los residentes, semilla {seed}. Se preguntó a {asked} usuarios, como el estudio preguntó a {wanted} de {of}; sorteados entre {pool} a quienes una dupla acompañó {least} semanas o más, que conocieron al par y siguen viviendo allí. Las duplas acompañaron a {all} en total; {refused} de ellos no quisieron al par y no pueden hablar de él. Cada persona responde desde sus propias semanas con la dupla."),
    "pair.fit": W(
        "Composition of the study (sex, age, diagnosis): {exact} places filled as wanted, {near} by somebody of the same sex and diagnosis and another age, {other} by somebody else, {empty} not filled.",
        "Composición del estudio (sexo, edad, diagnóstico): {exact} lugares ocupados como se quería, {near} por alguien del mismo sexo y diagnóstico y otra edad, {other} por otra persona, {empty} sin ocupar."),
    "pair.rule": W(
        "A mechanism is spoken of by whoever met it in at least {noticed} of their contacts; a bond of {strong} or more is called strong. Both cuts are judged.",
        "Habla de un mecanismo quien lo encontró en al menos {noticed} de sus contactos; un vínculo de {strong} o más se llama fuerte. Ambos cortes son a juicio."),
    "pair.two": W(
        "Users often cannot tell the two workers apart. Of the peer: as if everybody could. Of the pair: contacts with either, whoever it was.",
        "Los usuarios muchas veces no distinguen a los dos trabajadores. Del par: como si todos pudieran. De la dupla: contactos con cualquiera de los dos."),
    "pair.h.three": W("The five mechanisms, as users would tell of them", "Los cinco mecanismos, como los contarían los usuarios"),
    "pair.h.perceived": W("Bonds, stories, standing", "Vínculos, relatos, posición"),
    "pair.h.matters": W("To whom users took what was on their mind", "A quién llevaron los usuarios lo que les preocupaba"),
    "pair.h.reports": W("What telling of the pair does to the peer’s credit", "Qué pasa con el mérito del par cuando se habla de la dupla"),
    "pair.h.who": W("Who was asked", "A quién se preguntó"),
    "pair.mechanism": W("Mechanism", "Mecanismo"), "pair.of_peer": W("Told of the peer", "Dicho del par"), "pair.of_pair": W("Told of the pair", "Dicho de la dupla"),
    "pair.often": W("Contacts with the peer, median (%)", "Contactos con el par, mediana (%)"), "pair.everybody": W("Everybody who could be asked", "Todas las personas a quienes se podía preguntar"),
    "pair.says": W("The study, in minga’s words", "El estudio, en palabras de minga"),
    "pair.count": W("{n} of {of} ({low}–{high} %)", "{n} de {of} ({low}–{high} %)"),
    "pair.signs": W("gain {plus}; loss {minus}", "ganancia {plus}; pérdida {minus}"),
    "pair.three": W(
        "Counts of respondents, with the 95 % interval of the share among such users (exact). The study gives no counts of mechanisms, so orders can be compared and numbers cannot.",
        "Conteos de personas, con el intervalo del 95 % de la proporción entre tales usuarios (exacto). El estudio no da conteos de mecanismos: se puede comparar el orden, no los números."),
    "pair.liminal": W(
        "The peer’s place between users and staff is met in every contact. So it is told by what it was worth: a gain where the peer was a bridge to services, a loss where the peer seemed only a patient.",
        "El lugar del par entre usuarios y personal se encuentra en cada contacto. Por eso se dice por lo que valió: ganancia donde el par fue un puente hacia los servicios, pérdida donde pareció solo un paciente."),
    "pair.perceived": W("Perception", "Percepción"), "pair.say": W("Say so", "Lo dicen"),
    "pair.strong_peer": W("strong bond with the peer ({strong} or more)", "vínculo fuerte con el par ({strong} o más)"),
    "pair.strong_pair": W("strong bond with either of the pair", "vínculo fuerte con alguno de la dupla"),
    "pair.hope": W("more hope in weeks with the peer’s story", "más esperanza en semanas con el relato del par"),
    "pair.pity": W("less hope in them: pity, or comparison", "menos esperanza en ellas: lástima o comparación"),
    "pair.no_story": W("too few weeks with, or without, a story to tell", "muy pocas semanas con relato, o sin él, para saberlo"),
    "pair.bridge": W("the peer was a bridge to services", "el par fue un puente hacia los servicios"),
    "pair.patient": W("the peer was seen as only a patient", "se vio al par solo como paciente"),
    "pair.told": W(
        "What a story did is how hope moved in weeks with it, less how it moved in the others, of three weeks of each or more: what else happened in those weeks is in it, so some of these are chance.",
        "Lo que hizo un relato es cómo cambió la esperanza en semanas con él, menos cómo cambió en las demás, con tres semanas o más de cada una: contiene lo demás que pasó en esas semanas, así que algo de esto es azar."),
    "pair.confidant": W("Confidant", "Confidente"), "pair.daily": W("Matters of daily life: most to", "Asuntos diarios: la mayoría a"), "pair.deep": W("What weighs most: most to", "Lo que más pesa: la mayoría a"),
    "pair.of_matters": W("Share of all these matters", "Parte de todos estos asuntos"),
    "pair.matters": W("Respondents by the confidant to whom most of their matters went (of equals the first); while they had a peer.", "Personas según el confidente a quien llevaron la mayoría (de iguales, el primero); mientras tuvieron un par."),
    "pair.apart": W("Contacts with the peer (%)", "Contactos con el par (%)"), "pair.mixed": W("Credited from reports of the pair (%)", "Atribuido desde lo dicho de la dupla (%)"), "pair.bias": W("Bias (points)", "Sesgo (puntos)"),
    "pair.reports": W(
        "Means over everybody who met both. Whoever cannot tell the two apart gives each a part by contacts: what only the peer does is then spread over both, and the peer’s credit for it is too small.",
        "Medias de todas las personas que conocieron a ambos. Quien no distingue a los dos da a cada uno una parte según los contactos: lo que solo hace el par se reparte entre ambos, y el mérito del par resulta demasiado pequeño."),
    "pair.kind": W("Respondent of the study", "Persona del estudio"), "pair.in_study": W("Study", "Estudio"), "pair.as_wanted": W("As wanted", "Como se quería"), "pair.instead": W("In their place", "En su lugar"),
    "pair.contacts": W("Contacts: peer + worker", "Contactos: par + trabajador"), "pair.bonds": W("Bond: peer + worker (0–1)", "Vínculo: par + trabajador (0–1)"),
    "pair.story": W("The story", "El relato"), "pair.place": W("The peer was", "El par fue"), "pair.gave_hope": W("hope", "esperanza"), "pair.gave_pity": W("pity", "lástima"),
    "pair.is_bridge": W("a bridge", "un puente"), "pair.is_patient": W("only a patient", "solo un paciente"),
    "pair.each": W("Mechanisms: share of contacts with the peer. Empty: no contact, or too little to tell.", "Mecanismos: parte de los contactos con el par. Vacío: sin contacto, o muy poco para decirlo."),
}
