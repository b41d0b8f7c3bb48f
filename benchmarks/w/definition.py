"""What workload W is: its numbers, its people and who knows whom, for every implementation here.

A resident has twelve columns. A week is, in this order: course of illness and distress, attitudes under
the contacts' influence (all at once), help-seeking, follow-up of those in care, the queue, fifteen outputs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

STATES = ("well", "mild", "moderate", "severe", "crisis", "remission")
WORSENING = (0.004, 0.010, 0.008, 0.006, 0.0, 0.006)
"""Weekly hazard of the worse state, by state, before distress and family count."""
IMPROVING = (0.0, 0.012, 0.010, 0.010, 0.080, 0.004)
"""Weekly hazard of the better state, by state, before hope and bond count."""
WORSE = (1, 2, 3, 4, 4, 1)
BETTER = (0, 5, 1, 2, 3, 0)
TARGET = (0.05, 0.25, 0.50, 0.75, 0.95, 0.12)
"""The severity that each state pulls towards."""
SHARES = (0.62, 0.14, 0.09, 0.04, 0.01, 0.10)
"""Of residents, by state, at the start."""

WEEKS = 156
MEAN_DEGREE = 8
SLOTS_PER_CLINICIAN = 25
OUTPUTS = (
    *(f"n_{state}" for state in STATES),
    "severity", "stigma", "hope", "literacy", "distress", "in_care", "waiting", "mean_wait", "unmet",
)  # fmt: skip


class Ties(NamedTuple):
    """Both ends of every tie, shape (ties,) each."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]


def slots(residents: int) -> int:
    """Appointments a week: one clinician for a thousand residents."""
    return max(1, residents // 1000) * SLOTS_PER_CLINICIAN


def population(residents: int, seed: int = 1) -> dict[str, NDArray[Any]]:
    """The twelve columns at the start, by name."""
    chance = np.random.default_rng(seed)
    n = residents
    state = chance.choice(len(STATES), n, p=SHARES)
    people: dict[str, NDArray[Any]] = {"state": state}
    people["stigma"] = chance.beta(3, 3, n)
    people["hope"] = chance.beta(3, 3, n)
    people["literacy"] = chance.beta(2, 4, n)
    people["distress"] = chance.beta(2, 5, n)
    people["family"] = chance.beta(4, 3, n)
    people["distance"] = chance.gamma(2.0, 4.0, n)
    people["severity"] = np.clip(np.array(TARGET)[state] + chance.normal(0, 0.05, n), 0, 1)
    people["in_care"] = chance.random(n) < 0.03
    people["bond"] = np.where(people["in_care"], 0.4, 0.0)
    people["since_contact"] = np.where(people["in_care"], chance.integers(0, 4, n), 0)
    people["wait"] = np.zeros(n, np.int64)
    return people


def network(residents: int, local: bool, seed: int = 2) -> Ties:
    """Ties of mean degree 8: anybody with anybody, or (``local``) near numbers with near and 5 % with far."""
    chance = np.random.default_rng(seed)
    n = residents
    ties = n * MEAN_DEGREE // 2
    left = chance.integers(0, n, ties)
    if local:
        right = (left + np.maximum(1, chance.geometric(1 / 60, ties))) % n
        right = np.where(chance.random(ties) < 0.05, chance.integers(0, n, ties), right)
    else:
        right = chance.integers(0, n, ties)
    right = np.where(left == right, (right + 1) % n, right)
    return Ties(left.astype(np.int32), right.astype(np.int32))
