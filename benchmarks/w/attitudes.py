"""Attitudes: stigma drifts towards that of one's contacts, falls with knowledge, and creeps back."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE
from simulation.ground.cache import kernel
from simulation.ground.network import Contacts, mean_of_contacts
from simulation.ground.parameter import Words
from simulation.ground.process import Process

INFLUENCE, LEARNING, CREEP = f4(0.05), f4(0.002), f4(0.0008)


@kernel
def attitudes(
    stigma: NDArray[np.float32],
    stigma_around: NDArray[np.float32],
    literacy: NDArray[np.float32],
    contacts: Contacts,
    residents: int,
) -> None:
    """One week of influence: everybody looks round first, then everybody changes."""
    mean_of_contacts(stigma_around, stigma, contacts)
    for i in range(residents):
        x = stigma[i]
        drift = INFLUENCE * (stigma_around[i] - x)
        stigma[i] = x + drift - LEARNING * literacy[i] * x + CREEP * (ONE - x)


PROCESS = Process(
    "attitudes",
    Words("Attitudes spread among contacts.", "Las actitudes se difunden entre contactos."),
    kernel=attitudes,
)
