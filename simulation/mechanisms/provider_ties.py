"""Ties between providers: they grow with the minutes in which two providers speak with each other, and fade without.

    gained rises by  (1 - tie - gained) x (1 - exp(-minutes / known_minutes)),  and halves in tie_half_life

where ``tie`` is how well they know each other without joint work (``handover.tie``): without contact nothing moves. What is
gained counts at hand-overs between a practice and the team, and between sheltered housing and the team (the tie of welfare
and housing), and decides whom a provider reaches by phone. Any contact counts, whatever its form or its results: providers
who know each other, are there for one another and speak plainly were what helped (Beckers et al. 2020, discussion).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp
from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import HOME, RESIDENCE
from simulation.people.peers import PLACES
from simulation.people.providers import GENERAL_PRACTICE, PEER_NODE, TEAM, WELFARE
from simulation.people.tallies import PROVIDER_PAIRS, PROVIDER_TIES, row_of

LN2 = f4(0.6931472)
TEN_THOUSAND = f4(10000)


class ProviderTiesSettings(Settings):
    """How fast providers come to know each other, and lose sight of each other."""

    known_minutes: float = parameter(
        600.0, low=200.0, high=1500.0, unit="minutes", limits=(1, 100000), source="beckers2020", grade="judged",
        en="conversation that closes 63 % of what two providers lack in knowing each other",
        es="conversación que cierra el 63 % de lo que falta a dos proveedores para conocerse",
    )
    tie_half_life: float = parameter(
        52.0, low=26.0, high=104.0, unit="weeks", limits=(1, 5200), en="half-life of such a tie without contact", es="vida media de ese vínculo sin contacto",
    )


@kernel
def provider_ties(
    week: int, settings: Bundle, tie: NDArray[np.float32], provider_ties: int, provider_ties_centre: NDArray[np.int16],
    provider_ties_one: NDArray[np.int32], provider_ties_other: NDArray[np.int32], provider_ties_gained: NDArray[np.float32],
    provider_ties_contact: NDArray[np.float32], providers_kind: NDArray[np.int8], providers_facility: NDArray[np.int16],
    facilities: int, facilities_kind: NDArray[np.int8], tie_gained: NDArray[np.float32], centres_is_open: NDArray[np.int8],
    peers_active: NDArray[np.int8], centre_tally: NDArray[np.int64],
) -> None:
    now = row_of(week, centre_tally.shape[0])
    fades = exp(-LN2 / settings.tie_half_life)
    for t in range(provider_ties):
        c = provider_ties_centre[t]
        gained = provider_ties_gained[t]
        one, other = providers_kind[provider_ties_one[t]], providers_kind[provider_ties_other[t]]
        if gained > ZERO or provider_ties_contact[t] > ZERO:
            gained *= fades
            gained += max(ONE - tie[c] - gained, ZERO) * (ONE - exp(-provider_ties_contact[t] / settings.known_minutes))
            provider_ties_gained[t] = gained
            provider_ties_contact[t] = ZERO
            if one == TEAM and other == GENERAL_PRACTICE:
                tie_gained[c, providers_facility[provider_ties_other[t]]] = gained
            elif one == TEAM and other == WELFARE:
                for k in range(facilities):
                    if facilities_kind[k] == HOME or facilities_kind[k] == RESIDENCE:
                        tie_gained[c, k] = gained
        if centres_is_open[c] == 0 or ((one == PEER_NODE or other == PEER_NODE) and not any_of(c, peers_active)):
            continue
        centre_tally[now, PROVIDER_TIES, c] += int(min(tie[c] + gained, ONE) * TEN_THOUSAND + HALF)
        centre_tally[now, PROVIDER_PAIRS, c] += 1


@kernel
def any_of(c: int, active: NDArray[np.int8]) -> bool:
    """Whether a centre has a peer."""
    for p in range(c * PLACES, (c + 1) * PLACES):  # noqa: SIM110  compiled
        if active[p] != 0:
            return True
    return False


PROCESS = Process(
    name="provider_ties",
    sentence=Words(
        "Providers who speak with each other come to know each other, and lose sight of each other if they do not.",
        "Los proveedores que hablan entre sí llegan a conocerse, y se pierden de vista si no lo hacen.",
    ),
    kernel=provider_ties,
    settings=ProviderTiesSettings,
    sources=("beckers2020",),
)
