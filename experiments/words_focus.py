"""Words of focus groups on the influences on peer support work."""

from __future__ import annotations

from simulation import Words

W = Words

FOCUS: dict[str, Words] = {
    "influence.attitudes": W("Community and staff attitudes", "Actitudes de la comunidad y del personal"),
    "influence.resources": W("Resources", "Recursos"),
    "influence.culture": W("Organisational culture", "Cultura organizacional"),
    "influence.role": W("Role definition", "Definición del papel"),
    "influence.training": W("Training and support", "Formación y apoyo"),
    "influence.network": W("Network of peers", "Red de pares"),
    "influence.hierarchy": W("Professional hierarchy", "Jerarquía profesional"),
    "focus_role.peer": W("peers", "pares"), "focus_role.clinician": W("clinicians", "clínicos"),
    "focus_role.manager": W("managers", "gestores"), "focus_role.policy_maker": W("policy-makers", "responsables de políticas"),
    "focus.title": W("{system}: what focus groups would say of peer support work", "{system}: qué dirían grupos focales del trabajo de pares"),
    "focus.how": W(
        "{policies}; {weeks} weeks, {share} of residents, seed {seed}. {asked} participants of {wanted} whom the study had, drawn by role from those at work. Each answers from their own weeks (clinicians and records from week 52 on).",
        "{policies}; {weeks} semanas, {share} de los residentes, semilla {seed}. {asked} participantes de {wanted} que tuvo el estudio, sorteados por papel entre quienes trabajan. Cada persona responde desde sus propias semanas (clínicos y registros desde la semana 52)."),
    "focus.rule": W(
        "One week comes to each participant’s mind by chance: an influence is called a barrier with the mean share by which it hindered in their weeks, and a facilitator with that by which it helped; it can be both, or neither. What somebody cannot know is not asked.",
        "A cada participante le viene a la mente una semana al azar: llama barrera a una influencia con la proporción media en que estorbó en sus semanas, y facilitador con aquella en que ayudó; puede ser ambas cosas o ninguna. No se pregunta lo que alguien no puede saber."),
    "focus.fewer": W("{site}: fewer than the study had, since no more were at work (with a small share of residents there are fewer posts): {missing}.", "{site}: menos que en el estudio, pues no había más personas trabajando (con una parte de los residentes hay menos puestos): {missing}."),
    "focus.none": W(
        "{site}: nobody works as a peer. The study let people there say what they expect; a run has no expectations, so peers, their role and their network are not asked.",
        "{site}: nadie trabaja como par. El estudio dejó que allí se dijera qué se espera; una simulación no tiene expectativas, así que no se pregunta por los pares, su papel ni su red."),
    "focus.sex": W(
        "The study gives gender for each site as a whole, and the model knows none of clinicians: participants are drawn by role alone.",
        "El estudio da el género de cada sitio en conjunto, y el modelo no conoce el de los clínicos: los participantes se sortean solo por papel."),
    "focus.h.sites": W("Six influences by site", "Seis influencias por sitio"), "focus.h.roles": W("Six influences by role", "Seis influencias por papel"),
    "focus.h.peers": W("What peers lived through", "Qué vivieron los pares"), "focus.h.each": W("Each participant", "Cada participante"),
    "focus.influence": W("Influence", "Influencia"), "focus.all_barrier": W("Barrier, all", "Barrera, todos"), "focus.all_help": W("Facilitator, all", "Facilitador, todos"),
    "focus.says": W("The study, in minga’s words", "El estudio, en palabras de minga"),
    "focus.cell": W("−{b} +{f} of {n}", "−{b} +{f} de {n}"), "focus.not_asked": W("not asked", "no se preguntó"),
    "focus.cells": W("− calls it a barrier, + a facilitator, of those who were asked. Intervals: 95 % of the share among such people (exact); managers of a site look at the same records, so theirs are too narrow.",
                     "− lo llama barrera, + facilitador, de quienes respondieron. Intervalos: 95 % de la proporción entre tales personas (exacto); los gestores de un sitio miran los mismos registros, así que los suyos son demasiado estrechos."),
    "focus.compare": W("The study gives no counts, so directions can be compared and numbers cannot. Conditions of peer work at a site are judged for the most part: answers carry them on.",
                       "El estudio no da conteos: se pueden comparar direcciones, no números. Las condiciones del trabajo de pares en un sitio son en su mayoría a juicio: las respuestas las arrastran."),
    "focus.peers_met": W("In their weeks", "En sus semanas"), "focus.peers": W("Medians of the peers who were asked (lowest to highest).", "Medianas de los pares que respondieron (de la más baja a la más alta)."),
    "focus.met.doors": W("doors shut by households, a year", "puertas que cerraron hogares, por año"),
    "focus.met.unwanted": W("users who did not want them, a year", "usuarios que no los quisieron, por año"),
    "focus.met.neighbours": W("neighbours who asked for help, a year", "vecinos que pidieron ayuda, por año"),
    "focus.met.contacts": W("contacts with users a week", "contactos con usuarios por semana"),
    "focus.met.acceptance": W("acceptance by the team (0–1)", "aceptación por el equipo (0–1)"), "focus.met.strain": W("strain (0–1)", "tensión (0–1)"),
    "focus.met.away": W("weeks away ill, a year", "semanas de baja por enfermedad, por año"), "focus.met.unpaid": W("trips unpaid (%)", "viajes sin pagar (%)"),
    "focus.met.unclear": W("role unclear (%)", "papel poco claro (%)"), "focus.met.unsupervised": W("supervision missing (%)", "supervisión que falta (%)"),
    "focus.met.buddies": W("other peers at work at the centre", "otros pares que trabajan en el centro"),
    "focus.site": W("Site", "Sitio"), "focus.gender": W("Study: men, women", "Estudio: hombres, mujeres"), "focus.peers_gender": W("Peers asked: men, women", "Pares: hombres, mujeres"),
    "focus.men_women": W("{men}, {women}", "{men}, {women}"), "focus.participant": W("Participant", "Participante"), "focus.speaks": W("Speaks of", "Habla de"),
    "focus.each": W("Mean share by which each influence hindered in their weeks (or in the months of the records); empty: not asked. − barrier, + facilitator.",
                    "Proporción media en que cada influencia estorbó en sus semanas (o en los meses de los registros); vacío: no se preguntó. − barrera, + facilitador."),
}
