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
from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.pick import BLOCK
from simulation.ground.process import Process
from simulation.people.codes import FIRST_FORMAL, ILL, OTHER_INSURER

from .family import support

SIXTH, FIFTH = f4(1 / 6), f4(0.2)
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
    mine, family, care_received = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
    for begin in range(0, residents, BLOCK):
        end = min(begin + BLOCK, residents)
        concerns(mine, status[begin:end])
        supports(family, family_support[begin:end], family_burden[begin:end], family_settings)
        receives(care_received, dose[begin:end], care[begin:end])
        y, q = severity[begin:end], stigma_self[begin:end]
        moves(0, connectedness[begin:end], y, q, family, care_received, mine, settings)
        moves(1, hope[begin:end], y, q, family, care_received, mine, settings)
        moves(2, identity[begin:end], y, q, family, care_received, mine, settings)
        moves(3, meaning[begin:end], y, q, family, care_received, mine, settings)
        moves(4, empowerment[begin:end], y, q, family, care_received, mine, settings)
        hardship(difficulties[begin:end], y, q, family, care_received, mine, poor[begin:end], eased[begin:end], settings)
        understands(insight[begin:end], care_received, mine, settings.pace)
        if week >= 0:
            adds_up(
                recovery_sum[begin:end], connectedness[begin:end], hope[begin:end], identity[begin:end], meaning[begin:end],
                empowerment[begin:end], difficulties[begin:end], mine,
            )


# Each of the following is one plain loop over few columns, of everybody: the compiler takes eight people at once, which costs
# less than to pick out those with a disorder. Who has none (``mine`` 0) moves by exactly nothing.


@kernel
def concerns(mine: NDArray[np.float32], status: NDArray[np.int8]) -> None:
    """Mark who is ill or in remission."""
    for j in range(status.size):
        mine[j] = ONE if status[j] >= ILL else ZERO


@kernel
def supports(family: NDArray[np.float32], own: NDArray[np.float32], burden: NDArray[np.float32], family_settings: Bundle) -> None:
    """The support of families, around its middle."""
    for j in range(own.size):
        family[j] = support(own[j], burden[j], family_settings) - HALF


@kernel
def receives(received: NDArray[np.float32], dose: NDArray[np.float32], care: NDArray[np.int8]) -> None:
    """The treatment that people receive here; another insurer's is not modelled inside."""
    for j in range(dose.size):
        full = dose[j]
        received[j] = full if (care[j] >= FIRST_FORMAL) & (care[j] < OTHER_INSURER) else ZERO


@kernel
def moves(
    part: int, component: NDArray[np.float32], severity: NDArray[np.float32], self_stigma: NDArray[np.float32],
    family: NDArray[np.float32], care: NDArray[np.float32], mine: NDArray[np.float32], settings: Bundle,
) -> None:
    """Move one component of a block of people, shape (people,), towards where it tends."""
    pace, level, symptoms = settings.pace, settings.level[part], settings.symptoms[part]
    stigma, support_gain, care_gain = settings.self_stigma[part], settings.family[part], settings.care[part]
    for j in range(component.size):
        goal = clip(level - symptoms * severity[j] - stigma * self_stigma[j] + support_gain * family[j] + care_gain * care[j], ZERO, ONE)
        component[j] += pace * mine[j] * (goal - component[j])


@kernel
def hardship(
    difficulties: NDArray[np.float32], severity: NDArray[np.float32], self_stigma: NDArray[np.float32], family: NDArray[np.float32],
    care: NDArray[np.float32], mine: NDArray[np.float32], poor: NDArray[np.int8], eased: NDArray[np.float32], settings: Bundle,
) -> None:
    """Difficulties do not go away by themselves: poor households tend to a fifth more, less what was solved."""
    last = len(PARTS) - 1
    pace, level, symptoms = settings.pace, settings.level[last], settings.symptoms[last]
    stigma, support_gain, care_gain = settings.self_stigma[last], settings.family[last], settings.care[last]
    for j in range(difficulties.size):
        goal = clip(level - symptoms * severity[j] - stigma * self_stigma[j] + support_gain * family[j] + care_gain * care[j], ZERO, ONE)
        goal = clip(goal + FIFTH * f4(poor[j]) - eased[j], ZERO, ONE)
        difficulties[j] += pace * mine[j] * (goal - difficulties[j])


@kernel
def understands(insight: NDArray[np.float32], care: NDArray[np.float32], mine: NDArray[np.float32], pace: np.float32) -> None:
    """Insight grows with care that is being received."""
    for j in range(insight.size):
        insight[j] += pace * mine[j] * (HALF + HALF * care[j] - insight[j])


@kernel
def adds_up(
    total: NDArray[np.float32], connectedness: NDArray[np.float32], hope: NDArray[np.float32], identity: NDArray[np.float32],
    meaning: NDArray[np.float32], empowerment: NDArray[np.float32], difficulties: NDArray[np.float32], mine: NDArray[np.float32],
) -> None:
    """Add the week's mean of the six components to each person's sum."""
    for j in range(total.size):
        total[j] += mine[j] * (
            (connectedness[j] + hope[j] + identity[j] + meaning[j] + empowerment[j] + ONE - difficulties[j]) * SIXTH
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
