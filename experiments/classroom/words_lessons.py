"""What lessons and printed cards say of themselves, in both languages."""

from __future__ import annotations

from simulation import Words

W = Words
LESSONS = {
    "made": W(
        "made {path}\nNow change it, and run:\n  minga validate ./{path}\n  minga cards ./{path}",
        "creado {path}\nAhora cámbielo y ejecute:\n  minga validate ./{path} --lang es\n  minga cards ./{path} --lang es",
    ),
    "choice.lower": W("It goes down.", "Baja."),
    "choice.higher": W("It goes up.", "Sube."),
    "choice.lower.than": W("Lower than under “{against}”.", "Más baja que con «{against}»."),
    "choice.higher.than": W("Higher than under “{against}”.", "Más alta que con «{against}»."),
    "choice.undecided": W("The runs cannot tell.", "Las corridas no permiten decirlo."),
    "choice.under": W("A difference under {high} ({unit}).", "Una diferencia menor que {high} ({unit})."),
    "choice.between": W("A difference from {low} to {high} ({unit}).", "Una diferencia de {low} a {high} ({unit})."),
    "choice.over": W("A difference over {low} ({unit}).", "Una diferencia mayor que {low} ({unit})."),
    "baseline": W("The system as it is", "El sistema como es"),
    "rule": W(
        "The answer is computed from this class's own runs: the whole 95 % interval of the mean difference has to lie on one side. "
        "Otherwise the runs cannot tell, and that is an answer too.",
        "La respuesta se calcula con las corridas de esta clase: todo el intervalo del 95 % de la diferencia media tiene que quedar de un lado. "
        "Si no, las corridas no permiten decirlo, y eso también es una respuesta.",
    ),
    "review": W(
        "Before class, ask people with lived experience and peers to read this lesson, to change it, and to teach it with you. "
        "Three of the four papers behind the model report what providers say.",
        "Antes de la clase, pida a personas con experiencia vivida y a pares que lean esta lección, la cambien y la enseñen con usted. "
        "Tres de los cuatro artículos en que se apoya el modelo recogen lo que dicen los proveedores.",
    ),
    "left_out": W("What the model leaves out", "Lo que el modelo deja fuera"),
    "purpose": W(
        "The model is for thinking about policy. It says nothing about any real person.",
        "El modelo sirve para pensar políticas. No dice nada sobre ninguna persona real.",
    ),
    "part.predict": W("Predict", "Predecir"),
    "part.observe": W("Observe", "Observar"),
    "part.explain": W("Explain", "Explicar"),
    "part.transfer": W("In your own place", "En su propio lugar"),
    "part.vote": W("Vote", "Votar"),
    "part.debrief": W("Talk it over", "Conversar"),
    "screen.story": W("Story", "Historia"),
    "screen.compare": W("Compare", "Comparar"),
    "screen.person": W("Person", "Persona"),
    "screen.centre": W("Centre", "Centro"),
    "screen.assumptions": W("Assumptions", "Supuestos"),
    "screen.notebook": W("Notebook", "Cuaderno"),
    "person.differs-most": W("somebody whose path differs most", "alguien cuyo camino difiere más"),
    "person.differs-least": W("somebody whose path differs least", "alguien cuyo camino difiere menos"),
    "cut": W("Cut along the dashed lines.", "Corte por las líneas punteadas."),
    "minutes": W("{n} minutes", "{n} minutos"),
    "worlds": W("The worlds that are lived", "Los mundos que se viven"),
    "lived": W(
        "System {system}; {weeks} weeks, seed {seed}, {replicates} replicates, share of residents {scale}. Each is compared with the system as it is:",
        "Sistema {system}; {weeks} semanas, semilla {seed}, {replicates} réplicas, proporción de residentes {scale}. Cada uno se compara con el sistema como es:",
    ),
    "parts": W("The parts", "Las partes"),
    "screen": W("Screen: {screen}", "Pantalla: {screen}"),
    "week": W("week {n}", "semana {n}"),
    "if": W("If it is {letter}:", "Si es {letter}:"),
    "after": W("After the reveal, by what the runs say:", "Después de revelar, según lo que digan las corridas:"),
    "model_says": W("What the model says of itself (show it only when it is asked for):", "Lo que el modelo dice de sí mismo (muéstrelo solo cuando lo pidan):"),
    "letters": W("Letters to hold up", "Letras para levantar"),
    "letters.how": W(
        "One set for each person. Think first, then hold up all at the same moment. Or lay the card face down: nobody has to show.",
        "Un juego por persona. Primero pensar, luego levantar todas a la vez. O dejar la tarjeta boca abajo: nadie tiene que mostrar.",
    ),
    "sheet": W("Our predictions", "Nuestras predicciones"),
    "sheet.how": W("Mark in ink before the reveal. A prediction is not a grade.", "Marquen con tinta antes de revelar. Una predicción no es una nota."),
    "sheet.question": W("Question", "Pregunta"),
    "sheet.choice": W("We say", "Decimos"),
    "sheet.reason": W("Because …", "Porque…"),
    "sheet.surprised": W("What surprised us", "Lo que nos sorprendió"),
    "guide": W("The facilitator's guide", "Guía de quien facilita"),
    "run": W("How the model answers", "Cómo responde el modelo"),
    "run.how": W(
        "Type what was played, one --round for each round so far. The command writes a policy and says how to compare it:",
        "Escriba lo que se jugó, un --round por cada ronda hasta ahora. El comando escribe una política y dice cómo compararla:",
    ),
    "run.read": W("Read out: {outcomes}.", "Lea en voz alta: {outcomes}."),
    "round": W("Round {n} (weeks {begin} to {end})", "Ronda {n} (semanas {begin} a {end})"),
    "round.cards": W("Cards:", "Cartas:"),
    "round.outcome": W("What we look at", "Qué miramos"),
    "round.expected": W("We expect ↑\u00a0↓\u00a0?", "Esperamos ↑\u00a0↓\u00a0?"),
    "round.came": W("The runs say ↑\u00a0↓\u00a0?", "Las corridas dicen ↑\u00a0↓\u00a0?"),
    "rounds": W("The sheet of the rounds", "La hoja de las rondas"),
    "rounds.how": W(
        "At most {n} cards in a round. What was begun goes on. Expectations in ink, before the model answers.",
        "Como máximo {n} cartas por ronda. Lo comenzado continúa. Las expectativas con tinta, antes de que responda el modelo.",
    ),
    "brief.want": W("You want", "Quieren"),
    "brief.worry": W("You fear", "Temen"),
    "brief.know": W("You know, and you do not know", "Saben, y no saben"),
    "brief.cards": W("Your cards", "Sus cartas"),
    "brief.sentence": W("Your sentence to introduce yourselves", "Su frase para presentarse"),
    "brief.respect": W("Play an interest, not a person. No imitation of anybody.", "Representen un interés, no a una persona. Sin imitar a nadie."),
    "card.price": W("Price:", "Precio:"),
    "questions.before": W("Before we begin", "Antes de comenzar"),
    "questions.after": W("Now that it is over", "Ahora que terminó"),
    "questions.how": W(
        "Without a name. Circle one number for each sentence. The sheet is yours.",
        "Sin nombre. Encierre un número por cada frase. La hoja es suya.",
    ),
    "notes": W("Notes of the facilitator", "Notas de quien facilita"),
}


def say(key: str, lang: str, **values: object) -> str:
    """One text, with values filled in; a percent sign keeps to its number.

    Raises:
        KeyError: no such text.
    """
    return LESSONS[key](lang).format(**values).replace(" %", "\u202f%")
