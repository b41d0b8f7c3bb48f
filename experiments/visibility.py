"""Visibility: how many a project has to reach, and how much it has to change for them, until a survey of all would see it.

A survey that asks so many adults in each of two rounds finds a difference of all of them with 80 % power when it is at least
``needed`` standard deviations. A project that reaches the share r of adults and changes the answers of those by d standard
deviations changes the mean by about r x d. Whether a dose of the Dutch project comes near is read off runs: the reach, the
change in those who were reached (the same people with and without the project), the change of all, and how many surveys of
two halves of the adults find one. (The question is that of NL-35 and NL-36: Beckers et al. 2020.)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from experiments.patterns.ensembles import Lived

NAN = float("nan")
POWER, SURE = 0.8, 0.05
ANSWERS = ("mental_health", "trust", "connectedness", "recovery", "knows")
YEAR = 52
LARGEST = {"peer_workers.peer_posts": 12.0, "outreach.outreach_hours": 8.0, "evenings.evenings": 6.0}
STRONGEST = {"peers_first.talk_trust": 0.15, "peers_first.talk_hope": 0.12, "outreach.brought": 0.25}
DOSES: dict[str, tuple[dict[str, float], int]] = {
    "the project, a year": ({}, YEAR),
    "the project, three years": ({}, 3 * YEAR),
    "six peers, eight hours outside, three years": (LARGEST | {"peer_workers.peer_posts": 6.0}, 3 * YEAR),
    "twelve peers, eight hours outside, three years": (LARGEST, 3 * YEAR),
    "the same, at the strongest effects thought possible": (LARGEST | STRONGEST, 3 * YEAR),
}
"""Doses by name: values, and weeks. The strongest effects are the upper ends of the ranges that are declared."""


def needed(people: int, share: float = 0.0) -> float:
    """The smallest difference of all, in standard deviations, that two rounds of so many answers find with 80 % power.

    Args:
        people: who answer in each round.
        share: correlation between a person's two answers, if the same people are asked twice; 0 for two samples.
    """
    from scipy.stats import norm

    return float((norm.ppf(1 - SURE / 2) + norm.ppf(POWER)) * math.sqrt(2 * (1 - share) / people))


@dataclass(frozen=True)
class Seen:
    """What one dose does to one answer, over draws of all unknown inputs.

    Attributes:
        dose, answer: which.
        draws: how many.
        reach: share of adults who had a talk with a peer, met one outside, or came; median, and the middle 80 % of draws.
        those: change in those who were reached, in standard deviations of all; the same.
        everybody: change of the mean of all adults, the same people with and without, in standard deviations; the same.
        found: share of surveys of two halves of the adults that find a difference.
        needed: what such a survey finds with 80 % power, in standard deviations.
    """

    dose: str
    answer: str
    draws: int
    reach: tuple[float, float, float]
    those: tuple[float, float, float]
    everybody: tuple[float, float, float]
    found: float
    needed: float

    @property
    def short_by(self) -> float:
        """How many times larger the change of all would have to be to be seen; 1 or less: it is."""
        return self.needed / abs(self.everybody[0]) if self.everybody[0] else math.inf


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    kept = np.asarray(values, float)
    kept = kept[np.isfinite(kept)]
    if not len(kept):
        return NAN, NAN, NAN
    return float(np.median(kept)), float(np.quantile(kept, 0.1)), float(np.quantile(kept, 0.9))


def seen(dose: str, answer: str, pairs: Sequence[tuple[NDArray[Any], NDArray[Any]]]) -> Seen:
    """Read surveys of the same people with the project and without (shapes (residents, ``watching_neighbourhood.ASKED``), NaN for minors)."""
    from scipy.stats import ttest_ind

    from experiments.patterns.watching_neighbourhood import ASKED

    at = {name: k for k, name in enumerate(ASKED)}
    reach, those, everybody, found, sizes = [], [], [], 0, []
    for with_it, without in pairs:
        a, b = with_it[:, at[answer]], without[:, at[answer]]
        same = (with_it[:, at["arrival"]] == without[:, at["arrival"]]) & np.isfinite(a) & np.isfinite(b)
        spread = float(np.nanstd(b, ddof=1))
        met = np.nan_to_num(with_it[:, [at["talked"], at["met"], at["came"], at["contacts"]]]).sum(axis=1) > 0
        reach.append(float(met[np.isfinite(a)].mean()))
        change = (a - b) / spread if spread > 0 else np.zeros_like(a)
        those.append(float(change[same & met].mean()) if (same & met).any() else NAN)
        everybody.append(float(change[same].mean()) if same.any() else NAN)
        one, other = a[::2], b[1::2]
        one, other = one[np.isfinite(one)], other[np.isfinite(other)]
        sizes.append(min(len(one), len(other)))
        found += bool(ttest_ind(one, other, equal_var=False).pvalue < SURE) if one.std() + other.std() > 0 else bool(one.mean() != other.mean())
    return Seen(dose, answer, len(pairs), _three(reach), _three(those), _three(everybody), found / len(pairs), needed(int(np.median(sizes))))


def visibility(
    doses: Mapping[str, tuple[Mapping[str, float], int]] | None = None, answers: Sequence[str] = ANSWERS, draws: int = 16, *, without: str = "before-the-project",
    system: str = "rfcmh", seed: int = 1, scale: float = 1.0, workers: int | None = 1, on_run: Callable[[int, int], None] | None = None,
) -> list[Seen]:
    """Live doses of a project and the same time without it, and say what a survey of all adults would find.

    Args:
        doses: by name, values that are set and the weeks lived; ``DOSES`` if not said.
        answers: names of ``watching_neighbourhood.ASKED``.
        draws: of every unknown input, each with its own luck; the same in every world.
        without: the shipped policy that takes the project away.
        system: a shipped system.
        seed, scale, workers: of the runs.
        on_run: called with runs done and runs planned.
    """
    from experiments.patterns.ensembles import Arm, Ensembles
    from simulation import load

    chosen = DOSES if doses is None else doses
    arms = {name: Arm(name, dict(values), watch=("survey",), weeks=weeks) for name, (values, weeks) in chosen.items()}
    bare = {weeks: Arm(f"without it, {weeks} weeks", policies=(without,), watch=("survey",), weeks=weeks) for _, weeks in chosen.values()}
    lived = Ensembles(load(system), [*arms.values(), *bare.values()], seed=seed, scale=scale, replicates=draws, workers=workers, on_run=on_run)
    lived.live([arm.name for arm in (*arms.values(), *bare.values())])

    def asked(arm: Arm) -> list[NDArray[Any]]:
        runs: Sequence[Lived] = lived[arm.name]
        return [run.watched["survey"] for run in runs]

    return [
        seen(name, answer, list(zip(asked(arms[name]), asked(bare[weeks]), strict=True)))
        for name, (_, weeks) in chosen.items() for answer in answers
    ]
