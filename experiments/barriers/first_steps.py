"""First steps: which policies are meant against which barrier: the shipped list, and what a user adds."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from simulation import InputError, Scenario

LIST = Path("studies") / "first-steps" / "steps.toml"


def shipped() -> list[tuple[str, str]]:
    """(barrier, policy) of the shipped list."""
    from simulation.scenario import shipped_folder

    told = tomllib.loads((shipped_folder() / LIST).read_text(encoding="utf-8"))
    return [(one["barrier"], one["policy"]) for one in told["step"]]


def given(texts: Sequence[str], barriers: Sequence[str]) -> list[tuple[str, str]]:
    """(barrier, policy) of ``BARRIER=POLICY`` texts.

    Raises:
        InputError: another form, or a barrier that is none.
    """
    from simulation.scenario.files import listed, nearest, shown

    found = []
    for text in texts:
        barrier, equals, policy = text.partition("=")
        if not equals or not policy.strip() or barrier.strip() not in barriers:
            raise InputError("", "--step", shown(text), f"BARRIER=POLICY, with a barrier of {listed(barriers)}", nearest(barrier.strip(), barriers))
        found.append((barrier.strip(), policy.strip()))
    return found


def fitting(steps: Sequence[tuple[str, str]], system: Scenario, barriers: Sequence[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The steps that can be taken in a system, and (policy, reason) of those that cannot."""
    from simulation.scenario import load_arm

    kept, left_out = [], []
    for barrier, policy in steps:
        if barrier not in barriers or (barrier, policy) in kept:
            continue
        try:
            system.with_policies(*load_arm(policy, system=system))
        except InputError as error:
            left_out.append((policy, str(error)))
            continue
        kept.append((barrier, policy))
    return kept, left_out
