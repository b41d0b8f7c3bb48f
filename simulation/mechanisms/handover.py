"""Hand-overs from one provider to another, which can lose the person, and consent to share information.

Whoever is sent on arrives, or is lost with probability

    loss x exp(-tie_effect x tie)

where ``tie`` is how well the receiving centre and its referrers know each other (``tie`` here, and what contact between a
practice and the team has added: ``provider_ties``), and counts only for people who let services share information about
them. Who is lost is without care and trusts services less. At the first contact with services people are asked for
consent: more agree who trust, fewer who are ashamed, and fewer where many parties are asked for at once (``privacy``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import WAITING
from simulation.people.tallies import HANDOVER_LOSSES, HANDOVERS, count

ARRIVES = draw("hand-over: does the person arrive")
AGREES = draw("hand-over: does the person agree that services share information")


class HandoverSettings(Settings):
    """Losses on the way, and what lowers them."""

    loss: float = parameter(
        0.30, low=0.10, high=0.50, unit="probability", en="people sent on without a tie between providers who never arrive",
        es="personas derivadas sin vínculo entre proveedores que nunca llegan",
    )
    tie_effect: float = parameter(
        1.5, low=0.5, high=3.0, unit="log-hazard per unit", limits=(0, 20), en="fall of losses with the tie between providers",
        es="descenso de las pérdidas con el vínculo entre proveedores",
    )
    tie: float = parameter(
        0.3, low=0.0, high=0.7, unit="index 0-1", scope="centre", en="how well a centre and those who refer to it know each other",
        es="cuánto se conocen un centro y quienes le derivan",
    )
    consent: float = parameter(
        0.7, low=0.4, high=0.9, unit="probability", en="consent to share information at middling trust and self-stigma",
        es="consentimiento para compartir información con confianza y autoestigma medios",
    )
    consent_trust: float = parameter(
        0.4, low=0.0, high=0.8, unit="share per unit", limits=(0, 5), en="rise of consent with trust in services",
        es="aumento del consentimiento con la confianza en los servicios",
    )
    consent_self_stigma: float = parameter(
        0.3, low=0.0, high=0.6, unit="share per unit", limits=(0, 5), en="fall of consent with self-stigma",
        es="descenso del consentimiento con el autoestigma",
    )
    lost_trust: float = parameter(
        0.10, low=0.0, high=0.25, unit="share", en="loss of trust by who is lost at a hand-over",
        es="pérdida de confianza de quien se pierde en una derivación",
    )


@kernel
def arrives(
    i: int, week: int, tie: np.float32, consents: int, luck: Luck, settings: Bundle, now: int,
    divisions: int, district: int, tally: NDArray[np.int64],
) -> bool:
    """Whether a person who is sent on reaches the next provider; counts the hand-over and its loss."""
    count(tally, now, HANDOVERS, divisions, district, 1)
    lost = settings.loss * exp(-settings.tie_effect * (tie if consents else ZERO))
    if ask(luck, ARRIVES, i, week) >= lost:
        return True
    count(tally, now, HANDOVER_LOSSES, divisions, district, 1)
    return False


@kernel
def consent(
    residents: int, week: int, luck: Luck, settings: Bundle, care: NDArray[np.int8], care_before: NDArray[np.int8],
    trust: NDArray[np.float32], stigma_self: NDArray[np.float32], consents: NDArray[np.int8], arrival: NDArray[np.int16],
    centre: NDArray[np.int16], channel_consent_needed: NDArray[np.float32], channel_put_off: NDArray[np.float32],
) -> None:
    for i in range(residents):
        # asked when somebody comes to services anew
        if care[i] < WAITING or care_before[i] >= WAITING:
            continue
        c = centre[i]
        consents[i] = agrees(
            i, arrival[i], trust[i], stigma_self[i], channel_consent_needed[c] if c >= 0 else ONE,
            channel_put_off[c] if c >= 0 else ZERO, luck, settings,
        )


@kernel
def agrees(
    i: int, arrival: int, trust: np.float32, stigma_self: np.float32, needed: np.float32, put_off: np.float32, luck: Luck, settings: Bundle,
) -> bool:
    """Whether a person who is asked agrees: a trait, moved by trust, self-stigma and how many parties are asked for."""
    p = settings.consent + settings.consent_trust * (trust - HALF) - settings.consent_self_stigma * (stigma_self - HALF)
    p = clip(p, ZERO, ONE)
    p = (p + (ONE - needed) * (ONE - p)) * (ONE - put_off)
    return bool(ask(luck, AGREES, i, arrival) < p)


PROCESS = Process(
    name="handover",
    sentence=Words(
        "Who comes to services anew is asked whether they may share information.",
        "A quien llega a los servicios se le pregunta si pueden compartir información.",
    ),
    kernel=consent,
    settings=HandoverSettings,
    sources=("arriola2019",),
)
