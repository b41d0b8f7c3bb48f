"""The text of a new lesson: one template with words in both languages, its comments in one, and valid as it is."""

from __future__ import annotations

from string import Template

from simulation import Words

TEXT = Template("""# $check
# $paper
# $no_result
schema = 1
kind = "lesson"
name = "$name"
# languages = ["$lang"]       # $languages
minutes = 45               # $minutes
system = "peru"            # $system
seed = 1
weeks = 104                # $weeks
replicates = 8             # $replicates
scale = 0.1                # $scale
levers = ["resources.reimbursed_share", "transport-money"]   # $levers
title = { en = "$name", es = "$name" }
about = { en = "What the class will find out, in two sentences.", es = "Qué descubrirá la clase, en dos frases." }
audience = { en = "For whom it is.", es = "Para quiénes es." }

# $plan
[[plan]]
name = "trips-paid"
title = { en = "Trips are paid", es = "Se pagan los viajes" }
policies = ["transport-money"]                        # $policies
# levers = { "productivity.extramural_credit" = 1 }   # $numbers

# $order
[[part]]
kind = "predict"
minutes = 10
title = { en = "What do you expect?", es = "¿Qué esperan?" }
text = { en = "Tell the situation. Let people think alone first.", es = "Cuente la situación. Deje que primero piensen a solas." }
question = { en = "Home visits made in a week …", es = "Las visitas al hogar hechas por semana…" }
# $asks
asks = { plan = "trips-paid", outcome = "visits_made" }
[part.reveal]              # $reveal
higher = { en = "What did it take?", es = "¿Qué hizo falta?" }
lower = { en = "Where did the time go?", es = "¿Adónde fue el tiempo?" }
undecided = { en = "What would you have to know?", es = "¿Qué tendrían que saber?" }

[[part]]
kind = "observe"
minutes = 10
title = { en = "Look at it", es = "Mírenlo" }
text = { en = "Say what to open.", es = "Diga qué abrir." }
prompts = [{ en = "What do you see?", es = "¿Qué ven?" }]
look = { screen = "centre", plan = "trips-paid", week = 52 }   # $screens

[[part]]
kind = "explain"
minutes = 10
title = { en = "Why?", es = "¿Por qué?" }
text = { en = "In your own words first.", es = "Primero con sus propias palabras." }
prompts = [{ en = "What had to happen before?", es = "¿Qué tuvo que pasar antes?" }]
mechanisms = ["resources", "home_visits"]             # $mechanisms

[[part]]
kind = "transfer"
minutes = 10
title = { en = "In your own place", es = "En su propio lugar" }
text = { en = "Think of a service that you know.", es = "Piensen en un servicio que conocen." }
prompts = [{ en = "Where is it alike, where is it not?", es = "¿En qué se parece y en qué no?" }]

# $left_out
[[left_out]]
en = "What people feel who are not asked."
es = "Lo que sienten las personas a quienes no se pregunta."
""")

COMMENTS = {
    "check": Words(
        "A lesson of your own. After each change:  minga validate ./$name.toml",
        "Una lección propia. Después de cada cambio:  minga validate ./$name.toml --lang es",
    ),
    "paper": Words("On paper:  minga cards ./$name.toml", "En papel:  minga cards ./$name.toml --lang es"),
    "no_result": Words(
        "Nothing here is a result: what a class predicts is compared with what the model gives when the class lives it.",
        "Aquí no hay ningún resultado: lo que predice la clase se compara con lo que da el modelo cuando la clase lo vive.",
    ),
    "languages": Words(
        "if you write in one language only; without this line every text needs both",
        "si escribe en un solo idioma; sin esta línea cada texto necesita los dos",
    ),
    "minutes": Words("at least the sum of the parts", "al menos la suma de las partes"),
    "system": Words(
        "a name of `minga list systems`, or the folder of your own place",
        "un nombre de `minga list systems`, o la carpeta de su propio lugar",
    ),
    "weeks": Words("how long each world is lived", "cuánto se vive cada mundo"),
    "replicates": Words(
        "how many worlds; more make intervals narrower and answers slower",
        "cuántos mundos; con más, los intervalos son más estrechos y las respuestas más lentas",
    ),
    "scale": Words("share of the residents that is simulated", "proporción de residentes que se simula"),
    "levers": Words(
        "what the class may set: `minga list parameters`, `minga list policies`",
        "lo que la clase puede mover: `minga list parameters`, `minga list policies`",
    ),
    "plan": Words(
        "One [[plan]] for each world that you compare with the system as it is.",
        "Un [[plan]] por cada mundo que se compara con el sistema como es.",
    ),
    "policies": Words("shipped policies, by name", "políticas incluidas, por su nombre"),
    "numbers": Words("or numbers", "o números"),
    "order": Words(
        "The parts, in this order: predict, observe, explain, transfer. Vote and debrief may stand anywhere.",
        "Las partes, en este orden: predict, observe, explain, transfer. Vote y debrief pueden ir donde se quiera.",
    ),
    "asks": Words(
        'the outcome (`minga list outcomes`) under a plan; against = "another-plan" compares two; group = "women" asks about some people',
        'el resultado (`minga list outcomes`) con un plan; against = "otro-plan" compara dos; group = "women" pregunta por algunas personas',
    ),
    "reveal": Words(
        "what to talk about, for each answer that the runs can give; all may be left out",
        "de qué conversar, según lo que digan las corridas; todo se puede omitir",
    ),
    "screens": Words(
        "story, compare, person, centre, assumptions or notebook",
        "story, compare, person, centre, assumptions o notebook",
    ),
    "mechanisms": Words(
        "their sentences are shown on demand: `minga list mechanisms`",
        "sus frases se muestran a pedido: `minga list mechanisms`",
    ),
    "left_out": Words(
        "A lesson ends with what the model leaves out.",
        "Una lección termina con lo que el modelo deja fuera.",
    ),
}
"""What stands in place of each ``$word`` of the template."""


def lesson_text(name: str, lang: str) -> str:
    """A new lesson's file, its comments in one language."""
    comments = {key: Template(words(lang)).safe_substitute(name=name) for key, words in COMMENTS.items()}
    return TEXT.substitute(comments, name=name, lang=lang)
