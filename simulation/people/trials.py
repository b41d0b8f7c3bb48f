"""Trials: to whom a programme is offered where people, and not places, were assigned to the arms of a trial.

A programme that can be tried on single people has a parameter ``for_arms``: the arms to which it is offered, one bit
each (arm 1 alone is 2, arms 1 and 2 are 6); 0, as long as no trial is running, is everybody. While a trial runs, people
outside it are not offered what is tried.
"""

from __future__ import annotations

from simulation.ground.cache import kernel

MOST_ARMS = 7
"""Arms beside the control arm: the arms have to fit into one byte of a resident."""
EVERYBODY = 0


def bit_of(*arms: int) -> int:
    """The value of ``for_arms`` for these arms."""
    return sum(1 << arm for arm in set(arms))


@kernel
def may_offer(arm: int, for_arms: int) -> bool:
    """Whether a programme is offered to a resident: ``arm`` is the resident's ``trial_arm``."""
    return for_arms == 0 or (arm >= 0 and (for_arms >> arm) & 1 != 0)
