"""Why a pattern cannot be checked yet: what the model lacks. A pattern that gets a check leaves this table."""

from __future__ import annotations

from simulation import Words

W = Words

_INTERVIEWS = W("no virtual interviews yet", "aún no hay entrevistas virtuales")
_GRID = W(
    "of the five activities only home visits are in the model; community mental health workers, workshops, clubs and peer groups are not",
    "de las cinco actividades solo están las visitas a domicilio; faltan agentes comunitarios, talleres, clubes y grupos de pares",
)
_WORKERS = W("no community mental health workers in the model yet", "aún no hay agentes comunitarios de salud mental en el modelo")
_WORKSHOPS = W("no workshops and campaigns of the centres in the model yet", "aún no hay talleres ni campañas de los centros en el modelo")
_CLUBS = W("no psychosocial clubs in the model yet", "aún no hay clubes psicosociales en el modelo")
_PEERS = W("no groups of peer support in the model yet", "aún no hay grupos de apoyo de pares en el modelo")

REASONS: dict[str, Words] = {
    "PE-03": _INTERVIEWS,
    "PE-04": _GRID, "PE-05": _GRID, "PE-06": _GRID, "PE-08": _GRID, "PE-09": _GRID,
    "PE-07": _PEERS,
    "PE-11": W("the system has three centres and no roll-out of centres under a budget", "el sistema tiene tres centros y no una expansión de centros con presupuesto"),
    "PE-18": _WORKERS, "PE-19": _WORKERS, "PE-22": _WORKERS, "PE-23": _WORKERS, "PE-24": _WORKERS,
    "PE-28": _WORKSHOPS, "PE-29": _WORKSHOPS, "PE-45": _WORKSHOPS,
    "PE-30": _CLUBS,
    "PE-40": W("nobody in the model is for or against a centre", "nadie en el modelo está a favor o en contra de un centro"),
    "PE-44": W("no coaching between centres in the model yet", "aún no hay acompañamiento entre centros en el modelo"),
    "PE-46": W(
        "hours by stage of care need more activities than home visits",
        "las horas por etapa de la atención requieren más actividades que las visitas a domicilio",
    ),
    "PE-47": W("no budget that follows indicators in the model yet", "aún no hay presupuesto por indicadores en el modelo"),
    "PE-48": W("single activities can be compared once there is more than one", "las actividades sueltas podrán compararse cuando haya más de una"),
}
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
