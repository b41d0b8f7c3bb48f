"""Collaboration: services that do not work together (Beckers et al. 2020, the project; cooperation of the healthcare workers).

Three losses: people who are sent on between providers without a tie get lost (``handover``); services that begin to work
together agree that it is worth while, but not on how, who does what and what their rules allow, so that part of what they
discuss stays unsolved until practice has aligned them (``matters``); and part of the time with a user whom others serve too
does again what was done (``sessions``).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class CollaborationSettings(Settings):
    """The barrier's dial and what stands behind it."""

    collaboration_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of services that do not work together: 0 removed, 1 as in the system",
        es="barrera de servicios que no trabajan juntos: 0 eliminada, 1 como en el sistema",
    )
    misaligned: float = parameter(
        0.4, low=0.15, high=0.7, unit="share", scope="centre", source="beckers2020", grade="judged",
        en="matters on whose approach services that begin to work together do not agree",
        es="asuntos en cuyo enfoque no concuerdan servicios que empiezan a trabajar juntos",
    )
    duplicated: float = parameter(
        0.0, low=0.0, high=0.0, unit="share", scope="centre",
        en="minutes with a user whom others serve too that do again what was done, without any tie or consent",
        es="minutos con un usuario atendido también por otros que repiten lo hecho, sin vínculo ni consentimiento",
    )


def contribute(world: Any) -> None:
    """The three losses, as far as the dial goes."""
    dial = world.local("collaboration_dial")
    world.channel("tie_gap").add(dial)
    world.channel("misalignment").add(np.clip(dial * world.local("misaligned"), 0, 1))
    world.channel("done_twice").add(np.clip(dial * world.local("duplicated"), 0, 1))


PROCESS = Process(
    name="collaboration",
    sentence=Words(
        "Services that do not know each other lose people, disagree, and do things twice.",
        "Los servicios que no se conocen pierden personas, discrepan y hacen las cosas dos veces.",
    ),
    contribute=contribute,
    settings=CollaborationSettings,
    sources=("beckers2020",),
    where=("collaboration.duplicated", "meetings.meeting_every", "practice_visits.visits_month", "informal_contact.informal_minutes"),
)
