"""Personal recovery: connectedness, hope, identity, meaning, empowerment, and difficulties (CHIME-D).

Only for people with a disorder. Each component moves a small step a week towards a level that falls with
symptoms and self-stigma and rises with family support and with care that is being received. Recovery is a
person's own; it is not the absence of symptoms. What acts back is its social side alone: difficulties raise
severity and isolation raises onset (course of illness).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip
from simulation.ground.cache import kernel, merged
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import FIRST_FORMAL, ILL, OTHER_INSURER, REMISSION

from .family import support

SIXTH = f4(1 / 6)
PARTS = ("connectedness", "hope", "identity", "meaning", "empowerment", "difficulties")


def by_part(*values: float) -> dict[str, float]:
    """A vector over the six components."""
    return dict(zip(PARTS, values, strict=True))


class RecoverySettings(Settings):
    """How far symptoms, self-stigma, family and care move each component."""

    pace: float = parameter(
        0.03, low=0.01, high=0.06, unit="share", en="part of the way that recovery moves in a week",
        es="parte del camino que avanza la recuperación en una semana",
    )
    level: dict[str, float] = parameter(
        by_part(0.60, 0.60, 0.60, 0.60, 0.55, 0.30), low=by_part(0.5, 0.5, 0.5, 0.5, 0.45, 0.2),
        high=by_part(0.7, 0.7, 0.7, 0.7, 0.65, 0.4), unit="index 0-1",
        en="level without symptoms, self-stigma or care", es="nivel sin síntomas, autoestigma ni atención",
    )
    symptoms: dict[str, float] = parameter(
        by_part(0.30, 0.35, 0.30, 0.30, 0.30, -0.25), low=by_part(0.1, 0.15, 0.1, 0.1, 0.1, -0.4),
        high=by_part(0.5, 0.55, 0.5, 0.5, 0.5, -0.1), unit="index per unit", limits=(-2, 2),
        en="loss with full symptoms", es="pérdida con síntomas máximos",
    )
    self_stigma: dict[str, float] = parameter(
        by_part(0.20, 0.20, 0.25, 0.10, 0.25, 0.0), low=by_part(0.1, 0.1, 0.1, 0.0, 0.1, 0.0),
        high=by_part(0.35, 0.35, 0.4, 0.2, 0.4, 0.0), unit="index per unit", limits=(-2, 2),
        en="loss with full self-stigma", es="pérdida con autoestigma máximo",
    )
    family: dict[str, float] = parameter(
        by_part(0.20, 0.10, 0.05, 0.10, 0.05, -0.10), low=by_part(0.1, 0.0, 0.0, 0.0, 0.0, -0.2),
        high=by_part(0.3, 0.2, 0.1, 0.2, 0.1, 0.0), unit="index per unit", limits=(-2, 2),
        en="gain with family support (around its middle)", es="ganancia con apoyo familiar (en torno a la mitad)",
    )
    care: dict[str, float] = parameter(
        by_part(0.03, 0.08, 0.04, 0.03, 0.05, -0.02), low=by_part(0.0, 0.02, 0.0, 0.0, 0.0, -0.05),
        high=by_part(0.08, 0.15, 0.1, 0.08, 0.12, 0.0), unit="index per unit", limits=(-2, 2),
        en="gain with full treatment", es="ganancia con tratamiento completo",
    )


@kernel
def recovery(
    residents: int, week: int, settings: Bundle, status: NDArray[np.int8], severity: NDArray[np.float32],
    stigma_self: NDArray[np.float32], family_support: NDArray[np.float32], family_burden: NDArray[np.float32],
    family_settings: Bundle, dose: NDArray[np.float32],
    care: NDArray[np.int8], poor: NDArray[np.int8], insight: NDArray[np.float32],
    connectedness: NDArray[np.float32], hope: NDArray[np.float32], identity: NDArray[np.float32],
    meaning: NDArray[np.float32], empowerment: NDArray[np.float32], difficulties: NDArray[np.float32],
    eased: NDArray[np.float32], recovery_sum: NDArray[np.float32],
) -> None:
    pace = settings.pace
    for i in range(residents):
        if status[i] != ILL and status[i] != REMISSION:
            continue
        y = severity[i]
        q = stigma_self[i]
        f = support(family_support[i], family_burden[i], family_settings) - HALF
        r = dose[i] if FIRST_FORMAL <= care[i] < OTHER_INSURER else ZERO
        a, b, c, d, e, g = connectedness[i], hope[i], identity[i], meaning[i], empowerment[i], difficulties[i]
        a += pace * (level_of(0, y, q, f, r, settings) - a)
        b += pace * (level_of(1, y, q, f, r, settings) - b)
        c += pace * (level_of(2, y, q, f, r, settings) - c)
        d += pace * (level_of(3, y, q, f, r, settings) - d)
        e += pace * (level_of(4, y, q, f, r, settings) - e)
        # hardship does not go away by itself: poor households tend to a fifth more difficulties, less what was solved
        g += pace * (clip(level_of(5, y, q, f, r, settings) + (f4(0.2) if poor[i] else ZERO) - eased[i], ZERO, ONE) - g)
        connectedness[i], hope[i], identity[i], meaning[i], empowerment[i], difficulties[i] = a, b, c, d, e, g
        insight[i] += pace * (HALF + HALF * r - insight[i])
        if week >= 0:
            recovery_sum[i] += (a + b + c + d + e + ONE - g) * SIXTH


@merged
def level_of(
    part: int, severity: np.float32, self_stigma: np.float32, family: np.float32, care: np.float32,
    settings: Bundle,
) -> np.float32:
    """Where a component tends for a person in this state."""
    return clip(
        settings.level[part] - settings.symptoms[part] * severity - settings.self_stigma[part] * self_stigma
        + settings.family[part] * family + settings.care[part] * care,
        ZERO, ONE,
    )


PROCESS = Process(
    name="recovery",
    sentence=Words(
        "Personal recovery of people with a disorder moves with symptoms, self-stigma, family and care.",
        "La recuperación personal de quienes tienen un trastorno cambia con síntomas, autoestigma, familia y atención.",
    ),
    kernel=recovery,
    settings=RecoverySettings,
)
