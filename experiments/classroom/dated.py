"""Policies that begin in another week than their files say."""

from __future__ import annotations

from dataclasses import replace

from simulation import Policy


def shifted(policy: Policy, week: int) -> Policy:
    """A policy whose first step begins in a week; its other steps keep their distances from it."""
    if not policy.steps:
        return policy
    by = week - min(step.start for step in policy.steps)
    moved = []
    for step in policy.steps:
        until = None if step.until is None else step.until + by
        centre = step.centre and replace(step.centre, opens=step.centre.opens + by)
        moved.append(replace(step, start=step.start + by, until=until, centre=centre))
    return replace(policy, steps=tuple(moved))
