"""Words of peer work in reports: a pair's months, a peer's year, influences by site, one user in two worlds."""

from __future__ import annotations

from simulation import Words

W = Words

PEERS: dict[str, Words] = {
    "peers.h": W("Peer support work", "Trabajo de apoyo entre pares"),
    "peers.about": W(
        "One pair and one peer of the first run, each the median of all: lives, not averages. Shaded: where the middle 80 % of the others lie. A bond that falls at once: another peer took over.",
        "Una dupla y un par de la primera simulación, cada cual la mediana de todos: vidas, no promedios. Sombreado: dónde está el 80 % central de los demás. Un vínculo que cae de golpe: tomó el relevo otro par."),
    "peers.see.pair": W(
        "A pair’s nine months with one user, the median of {n} by contacts: {contacts} with the peer and {worker} with the community worker in {weeks} weeks; crises: {crises}.",
        "Los nueve meses de una dupla con un usuario, la mediana de {n} por contactos: {contacts} con el par y {worker} con el trabajador comunitario en {weeks} semanas; crisis: {crises}."),
    "peers.see.peer_and_user": W("A peer and one user, the median of {n} by contacts: {contacts} contacts in {weeks} weeks; crises: {crises}.",
                                 "Un par y un usuario, la mediana de {n} por contactos: {contacts} contactos en {weeks} semanas; crisis: {crises}."),
    "peers.see.year": W("A peer’s own first year, the median of {n} by strain: took up the post in week {since}, {away} weeks away ill, {end}.",
                        "El primer año propio de un par, la mediana de {n} por tensión: tomó el puesto en la semana {since}, {away} semanas de baja por enfermedad, {end}."),
    "peers.end.left": W("then left", "luego se fue"), "peers.end.stayed": W("still there", "sigue allí"),
    "peers.see.influences": W(
        "Six influences on peer work, and rank, as this system’s files have them (thick), beside other sites (thin): values with their ranges. Higher is better for all but hierarchy. Most are judged.",
        "Seis influencias sobre el trabajo de pares, y el rango, como las tienen los archivos de este sistema (grueso), junto a otros sitios (fino): valores con sus rangos. Más alto es mejor en todas menos la jerarquía. La mayoría son a juicio."),
    "peers.changed": W("A policy of this run changes: {what}.", "Una política de esta simulación cambia: {what}."),
    "peers.contacts": W("contacts with the peer a week", "contactos con el par por semana"),
    "peers.worker_contacts": W("contacts with the community worker a week", "contactos con el trabajador comunitario por semana"),
    "peers.bond": W("bond with the peer", "vínculo con el par"), "peers.worker_bond": W("bond with the community worker", "vínculo con el trabajador comunitario"),
    "peers.informal_ties": W("ties in the community", "lazos en la comunidad"), "peers.formal_ties": W("ties to services", "lazos con servicios"),
    "peers.crisis": W("crisis ({n})", "crisis ({n})"), "peers.crises": W("crises", "crisis"), "peers.plan": W("crisis plan made", "plan de crisis hecho"),
    "peers.a.contacts": W("Contacts a week (four-week means)", "Contactos por semana (medias de cuatro semanas)"), "peers.a.bond": W("Bond (0–1)", "Vínculo (0–1)"),
    "peers.a.ties": W("Lasting ties that workers helped to build (count)", "Lazos duraderos que los trabajadores ayudaron a formar (número)"),
    "peers.a.own": W("The peer’s own course (0–1)", "El curso propio del par (0–1)"),
    "peers.phase.0": W("transition", "transición"), "peers.phase.1": W("try-out", "prueba"), "peers.phase.2": W("transfer", "traspaso"),
    "peers.weeks": W("Weeks since the pair took the user on", "Semanas desde que empezó el acompañamiento"), "peers.weeks_in_post": W("Weeks in the post", "Semanas en el puesto"),
    "peers.strain": W("strain", "tensión"), "peers.severity": W("own symptoms", "síntomas propios"), "peers.acceptance": W("acceptance by the team", "aceptación por el equipo"),
    "peers.away": W("away ill", "de baja por enfermedad"), "peers.weeks_away": W("weeks away so far", "semanas de baja hasta ahora"), "peers.left": W("left", "se fue"),
    "peers.index": W("Index or share (0–1)", "Índice o proporción (0–1)"),
    "worlds.h": W("One user in two worlds", "Un usuario en dos mundos"),
    "worlds.see": W(
        "{title}: the one of {n} accompanied users whose path differs most, not a typical one; peer work began in week {since} (dotted). Recovery since then: {own} points. Of all {n}: median {half} points, middle 80 % {low} to {high}. It predicts no person’s life.",
        "{title}: de {n} usuarios acompañados, aquel cuyo camino más difiere, no uno típico; el trabajo de pares empezó en la semana {since} (punteado). Recuperación desde entonces: {own} puntos. De los {n}: mediana {half} puntos, 80 % central de {low} a {high}. No predice la vida de nadie."),
    "worlds.care": W("Care", "Atención"), "worlds.severity": W("Symptom severity (0–1)", "Gravedad de síntomas (0–1)"), "worlds.recovery": W("Personal recovery (0–100)", "Recuperación personal (0–100)"),
    "worlds.crisis": W("crisis", "crisis"), "worlds.fell_ill": W("fell ill", "enfermó"), "worlds.remitted": W("remission", "remisión"),
}
