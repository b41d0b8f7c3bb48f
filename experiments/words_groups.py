"""Words of the focus groups of a neighbourhood, and of the part of a report on its project."""

from __future__ import annotations

from simulation import Words

W = Words

GROUPS: dict[str, Words] = {
    "groups.title": W("{system}: what three focus groups would say of the project", "{system}: qué dirían tres grupos focales del proyecto"),
    "groups.how": W(
        "{policies}; {weeks} weeks, {share} of residents, seed {seed}, replicates: {n}. {groups} groups, {invited} invited to each; two in three come, by chance. In the first replicate {came} came ({sizes}) of {asked} who were there to be invited.",
        "{policies}; {weeks} semanas, {share} de los residentes, semilla {seed}, réplicas: {n}. {groups} grupos, con {invited} personas invitadas a cada uno; dos de cada tres acuden, al azar. En la primera réplica acudieron {came} ({sizes}) de {asked} que había para invitar."),
    "groups.drawn": W(
        "Every replicate has its own luck, and its own draw of what is not known: intervals hold both.",
        "Cada réplica tiene su propio azar, y su propio sorteo de lo que no se sabe: los intervalos contienen ambas cosas."),
    "groups.rule": W(
        "Everybody answers from their own year in the run. A part of the project is valued by who met it and for whom something came of it; an obstacle is what stood in their way. What somebody cannot know is not asked. A group shares what half or more of those in it who can know say. The cuts are judged.",
        "Cada persona responde desde su propio año en la simulación. Valora una parte del proyecto quien la encontró y a quien le sirvió; un obstáculo es lo que le estorbó. No se pregunta lo que alguien no puede saber. Un grupo comparte lo que dice al menos la mitad de quienes pueden saberlo. Los cortes son a juicio."),
    "groups.missing": W(
        "Housing managers, the local authority and police, who were among those invited, are not in the model. In three groups of strangers people may also say what is expected of them; here nobody does.",
        "Gestores de vivienda, autoridad local y policía, que estaban entre las personas invitadas, no están en el modelo. En tres grupos de desconocidos también se puede decir lo que se espera; aquí nadie lo hace."),
    "groups.unbuilt": W("Meetings of providers and ties between them: not asked, since this run has none.", "Reuniones de proveedores y vínculos entre ellos: no se pregunta, pues esta simulación no los tiene."),
    "groups.h.subjects": W("What the groups say", "Qué dicen los grupos"), "groups.h.kinds": W("Who says it", "Quién lo dice"),
    "groups.h.who": W("Who came", "Quiénes acudieron"), "groups.h.told": W("What they lived through", "Qué vivieron"),
    "groups.h.each": W("Each participant of the first replicate", "Cada participante de la primera réplica"),
    "groups.subject": W("Subject", "Asunto"), "groups.mean": W("Groups of {groups} that share it: mean", "Grupos de {groups} que lo comparten: media"),
    "groups.all": W("Shared by all {groups}, of replicates", "Compartido por los {groups}, en réplicas"), "groups.people": W("Of those who can know (%)", "De quienes pueden saberlo (%)"),
    "groups.room": W("Participants who say it", "Participantes que lo dicen"),
    "groups.study": W("The study: groups", "El estudio: grupos"), "groups.says": W("The study, in minga’s words", "El estudio, en palabras de minga"),
    "groups.intervals": W(
        "95 % intervals over replicates: of means (t), of the share of replicates (exact). Where all replicates agree, or there is one, no interval is given. Where few can know, few decide for a group.",
        "Intervalos del 95 % sobre réplicas: de medias (t), de la proporción de réplicas (exacto). Donde todas coinciden, o hay una sola, no se da intervalo. Donde pocas personas pueden saber, pocas deciden por un grupo."),
    "groups.compare": W(
        "The study says of three subjects that all groups shared them, and counts nothing else: orders and directions can be compared.",
        "El estudio dice de tres asuntos que todos los grupos los compartieron y no cuenta nada más: se pueden comparar órdenes y direcciones."),
    "groups.kinds": W("Said by/who can know, added up over replicates. Empty: nobody of this kind is asked.", "Lo dicen/pueden saberlo, sumado sobre réplicas. Vacío: no se pregunta a nadie de este tipo."),
    "groups.role": W("Role in the study’s table", "Papel en la tabla del estudio"), "groups.came_study": W("Came, the study", "Acudieron, el estudio"),
    "groups.expected": W("Expected here", "Esperado aquí"), "groups.came": W("Came here, mean", "Acudieron aquí, media"),
    "groups.table": W(
        "The study’s table also has {men} men, {women} women and {unstated} who did not say; ages of {mean} (SD {sd}, n = {n}); {lives} who live there, {works} who work there, {other} otherwise connected. Nobody is drawn by these here; of participants whose sex the model knows, {m} are men and {w} women.",
        "La tabla del estudio tiene además {men} hombres, {women} mujeres y {unstated} que no lo dijeron; edades de {mean} (DE {sd}, n = {n}); {lives} que viven allí, {works} que trabajan allí, {other} con otro vínculo. Aquí nadie se sortea por eso; de participantes cuyo sexo conoce el modelo, {m} son hombres y {w} mujeres."),
    "groups.middle": W("Medians over participants of all replicates (lowest to highest).", "Medianas de participantes de todas las réplicas (de la más baja a la más alta)."),
    "groups.participant": W("Participant", "Participante"), "groups.group": W("Group", "Grupo"), "groups.yes": W("Says", "Dice"), "groups.no": W("Says not", "Dice que no"),
    "groups.metric": W("What was met", "Qué encontraron"), "groups.kind": W("Kind", "Tipo"), "groups.n": W("Asked", "Preguntados"),
    "group_kind.peer": W("peer", "par"), "group_kind.clinician": W("clinician", "clínico"), "group_kind.practice": W("general practice", "consultorio de medicina general"),
    "group_kind.user": W("user", "usuario"), "group_kind.relative": W("lives with a user", "vive con un usuario"), "group_kind.organiser": W("runs a meeting place", "lleva un lugar de encuentro"),
    "group_kind.resident": W("resident in no care", "residente sin atención"),
    "group_role.practitioner": W("practitioner", "profesional"), "group_role.received_care": W("received care", "recibió atención"),
    "group_role.significant_other": W("significant other", "persona allegada"), "group_role.resident": W("resident, none of these", "residente, ninguno de ellos"),
    "group_role.not_stated": W("did not say", "no lo dijo"),
    "subject.peers": W("values: peers see people first", "valora: los pares ven primero"), "subject.collaboration": W("values: contact between providers", "valora: contacto entre proveedores"),
    "subject.meeting": W("values: the meeting of all providers", "valora: la reunión de todos los proveedores"),
    "subject.outreach": W("values: outreach", "valora: salida al barrio"), "subject.after_hours": W("values: a peer on the telephone after hours", "valora: un par al teléfono fuera de horario"),
    "subject.practical": W("values: practical help", "valora: ayuda práctica"),
    "subject.stigma": W("obstacle: stigma", "obstáculo: estigma"), "subject.social": W("obstacle: money, reading, language", "obstáculo: dinero, lectura, lengua"),
    "subject.privacy": W("obstacle: privacy", "obstáculo: privacidad"), "subject.reachability": W("obstacle: nobody at night", "obstáculo: nadie de noche"),
    "subject.initiatives": W("obstacle: initiatives unknown, nothing noticed there", "obstáculo: iniciativas desconocidas, nada se nota allí"),
    "subject.no_effect": W("cannot say what it does to residents’ health", "no puede decir qué hace a la salud de los residentes"),
    "subject.no_change": W("notices no change in the neighbourhood", "no nota cambios en el barrio"),
    "subject.effect": W("sees an effect on health", "ve un efecto en la salud"), "subject.change": W("notices a change", "nota un cambio"),
    "subject.met": W("met somebody of the project (residents in no care)", "trató con alguien del proyecto (residentes sin atención)"),
    "told.talks": W("first talks", "primeras conversaciones"), "told.came_of_talks": W("of them: kept, or seen by a clinician in a month", "de ellas: acompañados, o con un clínico en un mes"),
    "told.outside": W("talks at meeting places", "conversaciones en lugares de encuentro"), "told.asked_outside": W("of them: asked for help", "de ellas: pidieron ayuda"),
    "told.contacts": W("contacts with users", "contactos con usuarios"), "told.arranged": W("new people whom a peer had arranged", "personas nuevas que gestionó un par"),
    "told.needed": W("of them: needed a clinician", "de ellas: necesitaban un clínico"), "told.sent": W("people sent on", "personas derivadas"),
    "told.seen_by_peer": W("of them: seen first by a peer", "de ellas: las vio primero un par"), "told.wait_peer": W("weeks until a peer saw them", "semanas hasta que las vio un par"),
    "told.wait_clinician": W("weeks until a clinician saw others (the severe first)", "semanas hasta que un clínico vio a otras (primero las graves)"),
    "told.peer_contacts": W("contacts with a peer", "contactos con un par"), "told.matters": W("matters solved", "asuntos resueltos"), "told.calls": W("calls after hours", "llamadas fuera de horario"),
    "told.trust": W("trust since before the first talk (change, 0–1)", "confianza desde antes de la primera conversación (cambio, 0–1)"),
    "told.burden": W("burden on the family since then (change, 0–1)", "carga de la familia desde entonces (cambio, 0–1)"),
    "told.noticed": W("noticed of the service (0–1)", "lo notado del servicio (0–1)"), "told.talks_here": W("talks of peers there", "conversaciones de pares allí"), "told.asked_here": W("of them: asked for help", "de ellas: pidieron ayuda"),
    # --- the project in a report
    "project.h": W("Reach of the neighbourhood project", "Alcance del proyecto en el barrio"),
    "project.about": W("Counts over {weeks} weeks, at full size. First contact: the first talk or session of a person with anybody of the service since week 0.",
                       "Conteos en {weeks} semanas, a tamaño completo. Primer contacto: la primera conversación o sesión de una persona con alguien del servicio desde la semana 0."),
    "project.see.reach": W("After {weeks} weeks {share} of residents have met somebody of the service ({interval}); the others have not.",
                           "Tras {weeks} semanas {share} de los residentes han tratado con alguien del servicio ({interval}); los demás no."),
    "project.axis": W("Residents reached so far (%)", "Residentes alcanzados hasta ahora (%)"),
    "project.met": W("first contact with the service", "primer contacto con el servicio"), "project.approached": W("talks at meeting places", "conversaciones en lugares de encuentro"),
    "project.evening_guests": W("guests of information evenings", "asistentes a veladas informativas"), "project.first_talks": W("first talks with a peer", "primeras conversaciones con un par"),
    "project.kept_by_peers": W("of these: the peer suffices", "de ellas: basta el par"), "project.talks_arranged": W("of these: a clinician is arranged", "de ellas: se gestiona un clínico"),
    "project.approached_ill": W("of these: with a disorder", "de ellas: con un trastorno"), "project.opened_up": W("of these: told the peer", "de ellas: se lo contaron al par"),
    "project.found_by_outreach": W("of these: asked for help there", "de ellas: pidieron ayuda allí"), "project.evening_told": W("of these: said in front of all to have a disorder", "de ellos: dijeron ante todos tener un trastorno"),
    "project.matters_solved": W("matters of housing, debt or work solved", "asuntos de vivienda, deuda o trabajo resueltos"), "project.calls": W("calls that reached a peer after hours", "llamadas que alcanzaron a un par fuera de horario"),
    "project.night_crises": W("crises of users outside office hours", "crisis de usuarios fuera de horario"), "project.night_unmet": W("of these: nobody could be reached", "de ellas: no se pudo contactar a nadie"),
    "project.self_helped": W("attendances of self-help groups", "asistencias a grupos de autoayuda"), "project.found_out": W("learnt that a talk had been mental health care", "supieron que una conversación era de salud mental"),
    "project.known": W("initiatives: what services know of them at the end (0–1)", "iniciativas: lo que los servicios saben de ellas al final (0–1)"),
    "project.noticed": W("initiatives: what their organisers noticed at the end (0–1)", "iniciativas: lo que notaron sus organizadores al final (0–1)"),
    "project.count": W("Count", "Conteo"), "project.year": W("A year", "Por año"), "project.group": W("First contacts by group, percent of the group (residents who came and went count)", "Primeros contactos por grupo, porcentaje del grupo (quienes llegaron y se fueron cuentan)"),
    "project.see.groups": W("Whom the project reached: first contacts by group.", "A quién alcanzó el proyecto: primeros contactos por grupo."),
    "project.see.compared": W("Residents who had a first contact with the service, by arm: {items}.", "Residentes con un primer contacto con el servicio, por brazo: {items}."),
    "project.difference": W("Difference to the baseline", "Diferencia con la base"),
}
