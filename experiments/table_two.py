"""Table 2 over the judged input range: the share of worlds in which the model shows what the study reported.

Three inputs of a centre were set by hand with the reported grid in view. Whether that says anything is seen by drawing
every unknown input from its range and counting the worlds in which the grid still appears. Each share has an exact
interval (Clopper and Pearson), which is wide with few worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments.activities import agreement, reported

if TYPE_CHECKING:
    from simulation import Record, Scenario

LEAST_TAU = 0.5
"""The agreement that the statement of the grid asks for (PE-04)."""
ASKED = ("agreement", "decline", "centre 1", "all three")


@dataclass(frozen=True)
class Share:
    """How many of so many worlds pass, and the exact 95 % interval of the share."""

    passed: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself."""
        return self.passed / self.of


def exact(passed: int, of: int) -> Share:
    """A share with its Clopper-Pearson interval.

    Raises:
        ValueError: no world, or more that pass than there are.
    """
    from scipy.stats import binomtest

    if of < 1:
        raise ValueError("a share needs at least one world")
    found = binomtest(passed, of).proportion_ci(0.95, method="exact")
    return Share(passed, of, float(found.low), float(found.high))


def looked_at(record: Record) -> tuple[bool, bool, bool]:
    """Whether a run agrees with the reported grid, its outreach declines, and the first centre is regular in all five.

    Raises:
        ValueError: a run that ends before month 24, or a system of which nothing is reported.
    """
    from simulation.outcome import LAST_GRADED, graded, regularity, trend_1_24

    told = reported(record.scenario)
    if told is None or record.weeks < LAST_GRADED:
        raise ValueError(f"needs a system with a reported grid, lived for {LAST_GRADED} weeks")
    score = graded(regularity(record))
    tau = agreement(score, told)
    return bool(np.isfinite(tau) and tau >= LEAST_TAU), trend_1_24(record) < 0, bool((score[:, 0] == 1).all())


def shares(worlds: Iterable[tuple[bool, bool, bool]]) -> Mapping[str, Share]:
    """Shares of worlds that pass each of ``ASKED``."""
    found = np.array(list(worlds), bool).reshape(-1, 3)
    passed = [*found.sum(axis=0), found.all(axis=1).sum()]
    return {name: exact(int(n), len(found)) for name, n in zip(ASKED, passed, strict=True)}


def share_that_passes(
    system: Scenario, draws: int = 48, *, seed: int = 1, scale: float = 0.03, workers: int | None = 1,
    on_world: Callable[[int, int], None] | None = None,
) -> Mapping[str, Share]:
    """Live so many worlds, each with its own draw of every unknown input and its own luck, and count.

    Args:
        system: with a reported grid, as ``peru``.
        draws: how many worlds.
        seed, scale: of the runs.
        workers: processes.
        on_world: called with worlds done and worlds planned.
    """
    from experiments.execute import live_runs
    from simulation.outcome import LAST_GRADED

    found = []
    for record in live_runs(system, draws, workers, seed=seed, weeks=LAST_GRADED, scale=scale, fixed_parameters=False):
        found.append(looked_at(record))
        if on_world is not None:
            on_world(len(found), draws)
    return shares(found)
