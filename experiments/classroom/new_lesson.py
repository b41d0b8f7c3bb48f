"""The text of a new lesson: commented in one language, with words in both, and valid as it is."""

from __future__ import annotations

from simulation import Words

TEXT = Words(
    """# A lesson of your own. After each change:  minga validate ./{name}.toml
# On paper:  minga cards ./{name}.toml
# Nothing here is a result: what a class predicts is compared with what the model gives when the class lives it.
schema = 1
kind = "lesson"
name = "{name}"
# languages = ["en"]       # if you write in one language only; without this line every text needs both
minutes = 45               # at least the sum of the parts
system = "peru"            # a name of `minga list systems`, or the folder of your own place
seed = 1
weeks = 104                # how long each world is lived
replicates = 8             # how many worlds; more make intervals narrower and answers slower
scale = 0.1                # share of the residents that is simulated
levers = ["resources.reimbursed_share", "transport-money"]   # what the class may set: `minga list parameters`, `minga list policies`
title = {{ en = "{name}", es = "{name}" }}
about = {{ en = "What the class will find out, in two sentences.", es = "Qué descubrirá la clase, en dos frases." }}
audience = {{ en = "For whom it is.", es = "Para quiénes es." }}

# One [[plan]] for each world that you compare with the system as it is.
[[plan]]
name = "trips-paid"
title = {{ en = "Trips are paid", es = "Se pagan los viajes" }}
policies = ["transport-money"]                        # shipped policies, by name
# levers = {{ "productivity.extramural_credit" = 1 }}   # or numbers

# The parts, in this order: predict, observe, explain, transfer. Vote and debrief may stand anywhere.
[[part]]
kind = "predict"
minutes = 10
title = {{ en = "What do you expect?", es = "¿Qué esperan?" }}
text = {{ en = "Tell the situation. Let people think alone first.", es = "Cuente la situación. Deje que primero piensen a solas." }}
question = {{ en = "Home visits made in a week …", es = "Las visitas al hogar hechas por semana…" }}
# the outcome (`minga list outcomes`) under a plan; against = "another-plan" compares two; group = "women" asks about some people
asks = {{ plan = "trips-paid", outcome = "visits_made" }}
[part.reveal]              # what to talk about, for each answer that the runs can give; all may be left out
higher = {{ en = "What did it take?", es = "¿Qué hizo falta?" }}
lower = {{ en = "Where did the time go?", es = "¿Adónde fue el tiempo?" }}
undecided = {{ en = "What would you have to know?", es = "¿Qué tendrían que saber?" }}

[[part]]
kind = "observe"
minutes = 10
title = {{ en = "Look at it", es = "Mírenlo" }}
text = {{ en = "Say what to open.", es = "Diga qué abrir." }}
prompts = [{{ en = "What do you see?", es = "¿Qué ven?" }}]
look = {{ screen = "centre", plan = "trips-paid", week = 52 }}   # story, compare, person, centre, assumptions or notebook

[[part]]
kind = "explain"
minutes = 10
title = {{ en = "Why?", es = "¿Por qué?" }}
text = {{ en = "In your own words first.", es = "Primero con sus propias palabras." }}
prompts = [{{ en = "What had to happen before?", es = "¿Qué tuvo que pasar antes?" }}]
mechanisms = ["resources", "home_visits"]             # their sentences are shown on demand: `minga list mechanisms`

[[part]]
kind = "transfer"
minutes = 10
title = {{ en = "In your own place", es = "En su propio lugar" }}
text = {{ en = "Think of a service that you know.", es = "Piensen en un servicio que conocen." }}
prompts = [{{ en = "Where is it alike, where is it not?", es = "¿En qué se parece y en qué no?" }}]

# A lesson ends with what the model leaves out.
[[left_out]]
en = "What people feel who are not asked."
es = "Lo que sienten las personas a quienes no se pregunta."
""",
    """# Una lección propia. Después de cada cambio:  minga validate ./{name}.toml --lang es
# En papel:  minga cards ./{name}.toml --lang es
# Aquí no hay ningún resultado: lo que predice la clase se compara con lo que da el modelo cuando la clase lo vive.
schema = 1
kind = "lesson"
name = "{name}"
# languages = ["es"]       # si escribe en un solo idioma; sin esta línea cada texto necesita los dos
minutes = 45               # al menos la suma de las partes
system = "peru"            # un nombre de `minga list systems`, o la carpeta de su propio lugar
seed = 1
weeks = 104                # cuánto se vive cada mundo
replicates = 8             # cuántos mundos; con más, los intervalos son más estrechos y las respuestas más lentas
scale = 0.1                # proporción de residentes que se simula
levers = ["resources.reimbursed_share", "transport-money"]   # lo que la clase puede mover: `minga list parameters`, `minga list policies`
title = {{ en = "{name}", es = "{name}" }}
about = {{ en = "What the class will find out, in two sentences.", es = "Qué descubrirá la clase, en dos frases." }}
audience = {{ en = "For whom it is.", es = "Para quiénes es." }}

# Un [[plan]] por cada mundo que se compara con el sistema como es.
[[plan]]
name = "trips-paid"
title = {{ en = "Trips are paid", es = "Se pagan los viajes" }}
policies = ["transport-money"]                        # políticas incluidas, por su nombre
# levers = {{ "productivity.extramural_credit" = 1 }}   # o números

# Las partes, en este orden: predict, observe, explain, transfer. Vote y debrief pueden ir donde se quiera.
[[part]]
kind = "predict"
minutes = 10
title = {{ en = "What do you expect?", es = "¿Qué esperan?" }}
text = {{ en = "Tell the situation. Let people think alone first.", es = "Cuente la situación. Deje que primero piensen a solas." }}
question = {{ en = "Home visits made in a week …", es = "Las visitas al hogar hechas por semana…" }}
# el resultado (`minga list outcomes`) con un plan; against = "otro-plan" compara dos; group = "women" pregunta por algunas personas
asks = {{ plan = "trips-paid", outcome = "visits_made" }}
[part.reveal]              # de qué conversar, según lo que digan las corridas; todo se puede omitir
higher = {{ en = "What did it take?", es = "¿Qué hizo falta?" }}
lower = {{ en = "Where did the time go?", es = "¿Adónde fue el tiempo?" }}
undecided = {{ en = "What would you have to know?", es = "¿Qué tendrían que saber?" }}

[[part]]
kind = "observe"
minutes = 10
title = {{ en = "Look at it", es = "Mírenlo" }}
text = {{ en = "Say what to open.", es = "Diga qué abrir." }}
prompts = [{{ en = "What do you see?", es = "¿Qué ven?" }}]
look = {{ screen = "centre", plan = "trips-paid", week = 52 }}   # story, compare, person, centre, assumptions o notebook

[[part]]
kind = "explain"
minutes = 10
title = {{ en = "Why?", es = "¿Por qué?" }}
text = {{ en = "In your own words first.", es = "Primero con sus propias palabras." }}
prompts = [{{ en = "What had to happen before?", es = "¿Qué tuvo que pasar antes?" }}]
mechanisms = ["resources", "home_visits"]             # sus frases se muestran a pedido: `minga list mechanisms`

[[part]]
kind = "transfer"
minutes = 10
title = {{ en = "In your own place", es = "En su propio lugar" }}
text = {{ en = "Think of a service that you know.", es = "Piensen en un servicio que conocen." }}
prompts = [{{ en = "Where is it alike, where is it not?", es = "¿En qué se parece y en qué no?" }}]

# Una lección termina con lo que el modelo deja fuera.
[[left_out]]
en = "What people feel who are not asked."
es = "Lo que sienten las personas a quienes no se pregunta."
""",
)


def lesson_text(name: str, lang: str) -> str:
    """A new lesson's file."""
    return TEXT(lang).format(name=name)
