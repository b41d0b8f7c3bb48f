"""Ties that outlive the workers who helped to build them, and the phases in which a pair withdraws."""

from __future__ import annotations

from simulation.ground.cache import kernel

MOST_INFORMAL, MOST_FORMAL = 4, 3
"""Most lasting ties of a person: to activities and people in the community; to centre, primary care, social services."""
PHASES = ("transition", "try_out", "transfer")
"""Phases of Critical Time Intervention: transition to the community, try-out, transfer of care."""
PHASE_WEEKS = 13


@kernel
def phase_of(weeks: int) -> int:
    """The phase after so many weeks: three of three months each."""
    return min(max(weeks, 0) // PHASE_WEEKS, 2)
