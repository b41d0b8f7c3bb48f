"""Privacy: sharing needs consent, in writing where the law asks for it, and a form that names many puts people off.

Who would agree to one party agrees to n of them asked for at once with the chance (1 - each_puts_off)^(n - 1): the form is
seen as a blank cheque (Beckers et al. 2020, privacy). With one party nothing is lost.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process


class PrivacySettings(Settings):
    """The barrier's dial and what stands behind it."""

    privacy_dial: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", scope="centre", en="barrier of privacy: 0 sharing needs no consent, 1 as in the system",
        es="barrera de privacidad: 0 compartir no requiere consentimiento, 1 como en el sistema",
    )
    parties_asked: float = parameter(
        1.0, low=1.0, high=8.0, unit="parties", kind="lever", scope="centre", limits=(1, 100), source="beckers2020", grade="judged",
        en="parties for which consent is asked at once; 1: one at a time, when it is needed",
        es="partes para las que se pide consentimiento a la vez; 1: una cada vez, cuando hace falta",
    )
    written_minutes: float = parameter(
        0.0, low=0.0, high=20.0, unit="minutes", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="staff time for written consent, per party", es="tiempo del personal para el consentimiento escrito, por parte",
    )
    each_puts_off: float = parameter(
        0.12, low=0.04, high=0.25, unit="share", scope="centre", source="beckers2020", grade="judged",
        en="people whom each further party on the form puts off", es="personas a quienes disuade cada parte más en el formulario",
    )


def contribute(world: Any) -> None:
    """How far consent is needed, and who is put off."""
    dial = world.local("privacy_dial")
    world.channel("consent_needed").add(dial)
    further = world.local("parties_asked") - 1
    world.channel("put_off").add(1 - np.clip(1 - dial * world.local("each_puts_off"), 0, 1) ** further)


PROCESS = Process(
    name="privacy",
    sentence=Words(
        "Providers may share what they know of a person only with consent, and many hesitate to sign a blank cheque.",
        "Los proveedores solo pueden compartir lo que saben de una persona con consentimiento, y muchas dudan en firmar un cheque en blanco.",
    ),
    contribute=contribute,
    settings=PrivacySettings,
    sources=("beckers2020",),
    where=("privacy.written_minutes",),
)
