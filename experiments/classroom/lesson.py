"""What a lesson is: plans that can be lived, and parts that lead a class from a guess to its own context.

A lesson holds no result. What a prediction is compared with is computed from the runs of its plan when the class
lives it (``decided``), so that a lesson stays true when the model changes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from experiments.classroom.head import Head
from experiments.classroom.lesson_plan import LessonPlan
from simulation import Words

PARTS = ("predict", "observe", "explain", "transfer", "vote", "debrief")
SCREENS = ("story", "compare", "person", "centre", "assumptions", "notebook")
PERSONS = ("differs-most", "differs-least")
BASELINE = "baseline"
UNDECIDED = "undecided"
LOWER, HIGHER = "lower", "higher"
NO_CHANGE = (0.0,)


@dataclass(frozen=True)
class Asks:
    """What a prediction is about: an outcome of a group, under a plan against another (by default the system as it is).

    ``cuts`` divide the difference into the bands among which a class chooses; by default at 0, lower or higher.
    """

    plan: str
    against: str
    outcome: str
    group: str
    cuts: tuple[float, ...] = NO_CHANGE

    @property
    def bands(self) -> tuple[str, ...]:
        """Names of the choices, the lowest first; the last is that runs cannot tell."""
        plain = (LOWER, HIGHER) if self.cuts == NO_CHANGE else tuple(f"band-{k}" for k in range(len(self.cuts) + 1))
        return (*plain, UNDECIDED)


@dataclass(frozen=True)
class Look:
    """Where a class looks, and at what; what is empty is left to it."""

    screen: str
    plan: str = ""
    outcome: str = ""
    group: str = ""
    week: int | None = None
    person: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a lesson; which fields say something depends on its kind."""

    kind: str
    minutes: int
    title: Words
    text: Words
    prompts: tuple[Words, ...] = ()
    question: Words | None = None
    asks: Asks | None = None
    reveal: dict[str, Words] = field(default_factory=dict, hash=False)
    look: Look | None = None
    mechanisms: tuple[str, ...] = ()
    choices: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Lesson(Head):
    """A lesson as its file tells it."""

    levers: tuple[str, ...]
    plans: tuple[LessonPlan, ...]
    parts: tuple[Part, ...]

    def plan(self, name: str) -> LessonPlan:
        """One of its plans."""
        return next(plan for plan in self.plans if plan.name == name)


def interval(differences: Sequence[float]) -> tuple[float, float, float]:
    """The mean of paired differences, one for each replicate, and the 95 % interval of that mean (Student's t).

    A replicate without the outcome (nobody to measure) is left out; with fewer than two the interval is not a number.
    """
    kept = [float(d) for d in differences if math.isfinite(d)]
    n = len(kept)
    mean = sum(kept) / n if n else math.nan
    if n < 2:
        return mean, math.nan, math.nan
    from scipy.stats import t

    half = float(t.ppf(0.975, n - 1)) * math.sqrt(sum((d - mean) ** 2 for d in kept) / (n - 1) / n)
    return mean, mean - half, mean + half


def decided(asks: Asks, low: float, high: float) -> str:
    """Which choice the runs bear out: the band in which the whole interval lies, otherwise that they cannot tell."""
    ends = (-math.inf, *asks.cuts, math.inf)
    for band, (under, over) in zip(asks.bands, itertools.pairwise(ends), strict=False):
        if under < low and high < over:
            return band
    return UNDECIDED


def answered(asks: Asks, values: Any, against: Any) -> str:
    """The right choice, from the outcome's values under a plan and under what it is compared with, one a replicate."""
    _, low, high = interval([a - b for a, b in zip(values, against, strict=True)])
    return decided(asks, low, high)
