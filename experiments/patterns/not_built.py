"""Why a pattern cannot be checked yet: what the model lacks. A pattern that gets a check leaves this table."""

from __future__ import annotations

from simulation import Words

W = Words

REASONS: dict[str, Words] = {}
"""Id of a pattern -> what is missing."""
GROUPS: dict[str, Words] = {
    group: W(f"no system for this paper in the package yet, and no peer support workers in the model ({place})",
             f"aún no hay en el paquete un sistema para este artículo, ni trabajadores de apoyo de pares en el modelo ({lugar})")
    for group, place, lugar in (
        ("chile", "Chile", "Chile"), ("upsides", "six sites", "seis sitios"), ("rfcmh", "the Netherlands", "Países Bajos"),
    )
}
"""Group -> what is missing for every pattern of it that has no reason of its own."""


def reason_for(id: str, group: str) -> Words:
    """What is missing for a pattern.

    Raises:
        KeyError: it has neither a check nor a reason.
    """
    return REASONS[id] if id in REASONS else GROUPS[group]
