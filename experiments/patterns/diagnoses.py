"""Diagnoses: why a check of Chile or of the UPSIDES sites fails, where that is known."""

from __future__ import annotations

from simulation import Words

DIAGNOSES: dict[str, Words] = {
    "CL-10": Words("what clinicians and workers ask about is not in the model: treatment lowers symptoms, and with symptoms all parts of recovery rise, so an appointment moves life domains more than a meeting with the pair",
             "lo que preguntan clínicos y trabajadores no está en el modelo: el tratamiento reduce síntomas y con ello sube toda la recuperación, de modo que una cita mueve más los ámbitos de vida que una reunión con la dupla"),
    "CL-11": Words("fewer users drop out with a peer, but users do not stop coming more often the longer ago they met: the pair withdraws from those who are steady, and brings back only within weeks of a missed appointment",
             "menos usuarios abandonan con un par, pero no dejan de acudir más cuanto más hace que se vieron: la dupla se retira de quienes están estables, y solo hace volver en las semanas tras una cita perdida"),
    "CL-20": Words("a family takes away from the bond alone, and the bond carries little of what connects: outings carry most, and they do as much for users with a family",
             "la familia solo resta al vínculo, y el vínculo aporta poco de lo que conecta: las salidas aportan lo más, y sirven igual a usuarios con familia"),
    "CL-23": Words("with weekly supervision and paid trips strain stays below the half above which relapses are added, so that no relapse comes from the work here",
             "con supervisión semanal y viajes pagados la tensión queda bajo la mitad desde la que se añaden recaídas, de modo que aquí ninguna viene del trabajo"),
    "CL-28": Words("rank and a team of little welcome hold standing just under a half",
             "el rango y un equipo poco acogedor dejan la posición algo por debajo de la mitad"),
    "CL-32": Words("tasks of the institution take time and equality, and with them contacts and what users confide; that such tasks themselves strain is not in the model",
             "las tareas de la institución quitan tiempo e igualdad, y con ello contactos y confidencias; que esas tareas tensionen por sí mismas no está en el modelo"),
    "UP-06": Words("hours do not bind: with eight users a peer has time to spare, so rules and time for staff take away no contact; they move fidelity, bonds and the culture of the place",
             "las horas no limitan: con ocho usuarios al par le sobra tiempo, así que reglas y tiempo para el personal no quitan contactos; mueven fidelidad, vínculos y la cultura del lugar"),
    "UP-09": Words("the sites' judged ranges of stigma overlap on purpose, so in single draws their order is partly chance; users who decline are counted beside households",
             "los rangos de estigma de los sitios se solapan a propósito, así que en sorteos sueltos su orden es en parte azar; los usuarios que rehúsan se cuentan junto a los hogares"),
    "UP-11": Words("fewer take their medicines, but being told to stop is one cause of many, and relapses among so few users are too rare to show it",
             "menos toman sus medicamentos, pero que digan dejarlos es una causa entre muchas, y las recaídas entre tan pocos usuarios son demasiado raras para mostrarlo"),
    "UP-13": Words("a peer talks with a few neighbours a week and is one contact of a few people: the stigma of a whole neighbourhood hardly moves",
             "un par habla con pocos vecinos por semana y es un contacto de pocas personas: el estigma de todo un vecindario apenas se mueve"),
    "UP-17": Words("strain rises as acceptance falls, but reaches the half above which relapses are added only where several conditions are bad at once",
             "la tensión sube al bajar la aceptación, pero solo llega a la mitad desde la que se añaden recaídas donde varias condiciones son malas a la vez"),
    "UP-20": Words("rank weighs as much in Kampala as in Santiago by the published index; peers are met more often than clinicians, but bonds stay below trust in services where families are close, and many tell nobody",
             "el rango pesa en Kampala como en Santiago según el índice publicado; se ve más al par que al clínico, pero los vínculos quedan bajo la confianza en los servicios donde las familias son cercanas, y muchos no lo cuentan a nadie"),
    "UP-24": Words("a crowded room raises missed appointments and stopping by a factor that is small beside the other causes of drop-out",
             "una sala llena eleva ausencias y abandono por un factor pequeño junto a las otras causas de abandono"),
    "UP-26": Words("absence because of illness is rare with or without flexible hours, since strain seldom makes relapses",
             "la ausencia por enfermedad es rara con o sin horario flexible, pues la tensión pocas veces causa recaídas"),
    "UP-27": Words("formality takes from the principles of equals and fills time, and makes nothing clearer: that rules also help a peer to fit into the system is not built, so none is best",
             "la formalidad resta a los principios de igualdad y llena el tiempo, y no aclara nada: que las reglas también ayuden al par a encajar no está construido, así que lo mejor es ninguna"),
    "UP-35": Words("episodes of illness among peers are few, and most are in care already, where a buddy changes a week or two",
             "los episodios de enfermedad entre pares son pocos, y la mayoría ya está en atención, donde un compañero cambia una o dos semanas"),
    "UP-37": Words("stigma seen by households acts on visits at home alone, which are few where trips are not paid, so that the first lever moves little",
             "el estigma que ven los hogares solo actúa en las visitas a domicilio, pocas donde no se pagan los viajes, así que la primera palanca mueve poco"),
}
