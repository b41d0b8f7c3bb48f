"""Why a pattern cannot be checked yet: what the model lacks. A pattern that gets a check leaves this table."""

from __future__ import annotations

from simulation import Words

W = Words

REASONS: dict[str, Words] = {
    "UP-16": W("a disorder has a course, but no label that outlives it: nothing keeps calling a person ill who has been well for years",
               "un trastorno tiene curso, pero no una etiqueta que le sobreviva: nada sigue llamando enferma a una persona que lleva años bien"),
}
"""Id of a pattern -> what is missing."""
GROUPS: dict[str, Words] = {
    "rfcmh": W("no check of this statement has been written yet (the Netherlands)",
               "aún no se ha escrito ninguna comprobación de esta afirmación (Países Bajos)"),
}
"""Group -> what is missing for every pattern of it that has no reason of its own."""


def reason_for(id: str, group: str) -> Words:
    """What is missing for a pattern.

    Raises:
        KeyError: it has neither a check nor a reason.
    """
    return REASONS[id] if id in REASONS else GROUPS[group]
