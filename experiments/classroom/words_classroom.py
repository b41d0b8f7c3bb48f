"""Words that the server of the classroom says itself, in English and Spanish; the app's own stand in ``words_app``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from simulation import Words

W = Words
LEVERS: dict[str, Words] = {
    "attitudes.campaign_intensity": W("Campaign against stigma", "Campaña contra el estigma"),
    "stigma.stigma_dial": W("Weight of stigma in the community", "Peso del estigma en la comunidad"),
    "staff_turnover.staff_stigma": W("Stigma among staff of centres", "Estigma en el personal de los centros"),
    "primary_care.primary_stigma": W("Stigma in primary care", "Estigma en la atención primaria"),
    "teaching.courses_year": W("Courses for primary care", "Cursos para la atención primaria"),
    "naming.named": W("Saying openly that it is mental health", "Decir abiertamente que es salud mental"),
    "authority.budget_share": W("Money granted to centres", "Dinero asignado a los centros"),
    "resources.reimbursed_share": W("Trips that the centre pays", "Viajes que paga el centro"),
    "home_visits.transport_weekly": W("Weekly money for trips", "Dinero semanal para viajes"),
    "resources.resources_dial": W("Weight of missing money and transport", "Peso de la falta de dinero y transporte"),
    "coaching.budget_year": W("Yearly money for coaching visits", "Dinero anual para visitas de acompañamiento"),
    "performance.bonus": W("Bonus for performance", "Bono por desempeño"),
    "catchment.catchment_dial": W("Unclear catchment areas", "Áreas de influencia poco claras"),
    "nearest_centre.minutes_per_km": W("How long a kilometre takes", "Cuánto se tarda por kilómetro"),
    "productivity.extramural_credit": W("Credit for work outside the office", "Crédito por el trabajo extramural"),
    "productivity.productivity_dial": W("Weight of the productivity rule", "Peso de la regla de productividad"),
    "staff_hours.target_per_hour": W("Target of the productivity score", "Meta del puntaje de productividad"),
    "staff_hours.visits_offered": W("Weeks with home visits", "Semanas con visitas a domicilio"),
    "performance.community_weight": W("Community work in the indicators", "Trabajo comunitario en los indicadores"),
    "peer_workers.peer_posts": W("Posts for peers", "Puestos para pares"),
    "peers_first.first_contact": W("First talk with a peer", "Primera conversación con un par"),
    "after_hours.numbers_given": W("Peers' number for evenings and weekends", "Número de pares para noches y fines de semana"),
    "practical_help.social_help": W("Peers' help with housing, debt and work", "Ayuda de pares con vivienda, deudas y trabajo"),
    "outreach.outreach_hours": W("Peers at meeting places", "Pares en lugares de encuentro"),
    "training_and_support.training_and_support_dial": W("Weight of missing support for peers", "Peso de la falta de apoyo a los pares"),
    "critical_time.teams": W("Pairs of a peer and a community worker", "Duplas de par y trabajador comunitario"),
    "groups.offered[lay_meeting]": W("Meetings of community workers", "Reuniones de trabajadores comunitarios"),
    "lay_workers.compensation": W("Allowance of community workers", "Estipendio de trabajadores comunitarios"),
    "meetings.meeting_every": W("Weeks between joint meetings", "Semanas entre reuniones conjuntas"),
    "meetings.meeting_chair": W("A chair for joint meetings", "Alguien preside las reuniones conjuntas"),
    "meetings.users_share": W("Meeting time for particular users", "Tiempo de reunión para usuarios concretos"),
    "meetings.user_centred": W("All views count in meetings", "Todas las miradas cuentan en las reuniones"),
    "practice_visits.visits_month": W("Visits to general practices", "Visitas a consultorios"),
    "informal_contact.informal_minutes": W("Time to call each other", "Tiempo para llamarse"),
    "privacy.parties_asked": W("Parties on the consent form", "Partes en el formulario de consentimiento"),
}
EVENT_WORDS: dict[str, Words] = {
    "fell_ill": W("fell ill", "enfermó"), "remission": W("got better: remission", "mejoró: remisión"), "crisis": W("had a crisis", "tuvo una crisis"),
    "died": W("died", "falleció"), "moved_away": W("moved away", "se mudó"),
    "sought_help": W("asked for help", "pidió ayuda"), "left_list": W("left the waiting list", "dejó la lista de espera"),
    "first_session": W("had a first session", "tuvo una primera sesión"), "session": W("had a session", "tuvo una sesión"),
    "missed": W("missed an appointment", "faltó a una cita"), "home_visit": W("was visited at home", "recibió una visita en casa"),
    "visit_refused": W("did not want a visit", "no quiso una visita"), "dropped_out": W("stopped coming", "dejó de acudir"),
    "discharged": W("was discharged", "recibió el alta"), "referred": W("was referred", "recibió una derivación"),
    "admitted": W("was admitted to hospital", "ingresó en el hospital"), "left_hospital": W("left hospital", "salió del hospital"),
    "entered_facility": W("moved into a home or rehabilitation", "entró en un hogar o rehabilitación"),
    "left_facility": W("left the home or rehabilitation", "salió del hogar o rehabilitación"),
    "group_session": W("took part in a group", "participó en un grupo"), "lay_contact": W("met a community worker", "se vio con un trabajador comunitario"),
    "peer_contact": W("met a peer", "se vio con un par"), "peer_refused": W("did not want a peer", "no quiso un par"),
    "became_peer": W("began to work as a peer", "empezó a trabajar como par"), "left_peer_work": W("stopped working as a peer", "dejó de trabajar como par"),
    "asked_peer": W("asked a peer for help", "pidió ayuda a un par"), "taken_on": W("was taken on by a pair", "una dupla empezó a acompañarle"),
    "worker_contact": W("met the community worker of the pair", "se vio con el trabajador comunitario de la dupla"),
    "crisis_plan": W("made a crisis plan", "hizo un plan de crisis"), "informal_tie": W("gained a tie in the community", "ganó un vínculo en la comunidad"),
    "formal_tie": W("gained a tie to services", "ganó un vínculo con servicios"), "confided": W("confided in somebody", "se confió a alguien"),
    "first_talk": W("had a first talk with a peer", "tuvo una primera conversación con un par"),
    "left_peer": W("ended with the peer", "terminó con el par"), "matter_solved": W("solved a matter of housing, debt or work", "resolvió un asunto de vivienda, deudas o trabajo"),
    "approached": W("was talked to at a meeting place", "alguien le habló en un lugar de encuentro"),
    "evening": W("came to an information evening", "acudió a una velada informativa"), "called": W("called a peer after hours", "llamó a un par fuera de horario"),
    "found_out": W("found out that it had been mental health care", "supo que había sido atención de salud mental"),
    "joint_solution": W("several services solved a matter together", "varios servicios resolvieron juntos un asunto"),
}
SAID: dict[str, Words] = {
    "theme.stigma": W("Stigma", "Estigma"), "theme.money": W("Money", "Dinero"), "theme.catchment": W("Distance and catchment", "Distancia y área de influencia"),
    "theme.productivity": W("Productivity rule", "Regla de productividad"), "theme.peers": W("Peers and community workers", "Pares y trabajadores comunitarios"),
    "theme.meetings": W("Meetings", "Reuniones"),
    "about.age": W("age", "edad"), "about.sex": W("sex", "sexo"), "about.work": W("work", "trabajo"), "about.disorder": W("disorder", "trastorno"),
    "about.groups": W("also", "además"), "about.until": W("lives here until week", "vive aquí hasta la semana"),
    "sex.woman": W("woman", "mujer"), "sex.man": W("man", "hombre"),
    "sex.woman_minor": W("girl", "niña o adolescente"), "sex.man_minor": W("boy", "niño o adolescente"),
    "work.minor": W("of school age or younger", "en edad escolar o menor"), "work.employed": W("has work", "tiene trabajo"),
    "work.not_working": W("has no work", "no tiene trabajo"), "work.retired": W("retired", "jubilación"),
    "disorder.before": W("none as the story begins", "ninguno al empezar la historia"),
    "why.most": W("differs in {n} of {of} weeks; recovery {gain} points", "difiere en {n} de {of} semanas; recuperación {gain} puntos"),
    "why.least": W("ill or in care, and nothing changes", "con enfermedad o en atención, y nada cambia"),
    "why.little": W("differs in {n} of {of} weeks only", "difiere solo en {n} de {of} semanas"),
    "event.waited": W("after {n} weeks", "tras {n} semanas"), "event.waited_one": W("after 1 week", "tras 1 semana"),
    "event.with": W("with: {who}", "con: {who}"), "event.severity": W("severity {x}", "gravedad {x}"),
    "event.hospital": W("to a hospital", "a un hospital"), "event.centre": W("to {where}", "a {where}"), "event.elsewhere": W("elsewhere", "en otro lugar"),
    "report.title": W("A session with minga", "Una sesión con minga"),
    "report.about": W("Lived in {system} with minga {version}. Nothing here is about a real person.", "Vivido en {system} con minga {version}. Nada de esto trata de una persona real."),
    "report.notebook": W("What was predicted and explained", "Lo que se predijo y explicó"), "report.run": W("Run {k}", "Simulación {k}"),
    "report.gone": W("The server no longer keeps this run; its line in the notebook gives it again.", "El servidor ya no conserva esta simulación; su línea en el cuaderno la repite."),
    "report.baseline": W("as it is", "como es"), "report.plan": W("with the plan", "con el plan"), "report.what": W("What the plan changes", "Qué cambia el plan"),
    "report.as_it_is": W("As it is", "Como es"), "report.with_plan": W("With the plan", "Con el plan"), "report.yes": W("yes", "sí"), "report.no": W("no", "no"),
    "report.from": W("from week {week}", "desde la semana {week}"),
    "report.both": W("an assumption: in both worlds", "un supuesto: en ambos mundos"), "report.nothing": W("nothing", "nada"),
    "report.lived": W("Replicates: {n}; {weeks} weeks; {scale} % of residents.", "Réplicas: {n}; {weeks} semanas; {scale} % de los residentes."),
    "report.differences": W("Differences from the system as it is", "Diferencias con el sistema como es"),
    "note.prediction": W("Prediction", "Predicción"), "note.vote": W("Vote", "Voto"), "note.run": W("Run", "Simulación"),
    "note.explanation": W("Explanation", "Explicación"), "note.transfer": W("Transfer", "Transferencia"),
    "export.done": W("Written: open {page} in a browser, or put the folder on any web host.", "Escrito: abra {page} en un navegador o suba la carpeta a cualquier servidor web."),
    "serve.ready": W("minga classroom: {title}", "aula de minga: {title}"),
    "serve.here": W("Open {address} in a browser on this computer. Ctrl+C ends it.", "Abra {address} en un navegador de esta computadora. Ctrl+C lo termina."),
    "serve.open": W(
        "OPEN TO THE NETWORK: everybody on this network who has the address with its token can use it. Nothing of a student is kept.",
        "ABIERTO A LA RED: quien esté en esta red y tenga la dirección con su clave puede usarlo. No se guarda nada de ningún estudiante."),
    "serve.share": W("Give out this address, or let people scan the code:", "Comparta esta dirección o deje que escaneen el código:"),
    "serve.compiling": W("compiling; this happens once and takes a minute or two", "compilando; ocurre una sola vez y tarda uno o dos minutos"),
    "serve.settling": W("settling the place", "asentando el lugar"),
    "serve.port": W("a free port", "un puerto libre"),
    "page.missing": W("The pages of the app are not installed.", "Las páginas de la aplicación no están instaladas."),
    **{f"lever.{name}": words for name, words in LEVERS.items()},
    **{f"event.{name}": words for name, words in EVENT_WORDS.items()},
}


def say(key: str, lang: str, **values: object) -> str:
    """One text in a language; a name that has no words yet is its own text."""
    words = SAID.get(key)
    said = words(lang) if words is not None else key.rpartition(".")[2].replace("_", " ")
    return said.format(**values) if values else said


def every(lang: str) -> dict[str, Any]:
    """Every string of server and app in a language, by key; plurals as ``{"one": …, "other": …}``."""
    found: dict[str, Any] = {key: words(lang) for key, words in SAID.items()}
    if find_spec("experiments.classroom.words_app") is not None:
        app = import_module("experiments.classroom.words_app")
        for key, words in app.WORDS.items():
            found[key] = {form: one(lang) for form, one in words.items()} if isinstance(words, dict) else words(lang)
    return found
