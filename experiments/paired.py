"""Paired: both intervals of a difference for any number that an answer holds, as compare has them for outcomes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.outcomes import FIRST_HEADLINE, OUTCOMES

if TYPE_CHECKING:
    from experiments.compare import Comparison, Estimate
    from experiments.execute import Answer


def paired(comparison: Comparison, arm: int, numbers: Callable[[Answer], Any], name: str, unit: str, better: str = "") -> Estimate:
    """The difference that an arm makes in a number, with both intervals.

    Args:
        comparison: with its answers and twins.
        arm: against the baseline.
        numbers: an answer -> the number in every arm, shape (arms,).
        name, unit, better: how the number is called; "higher", "lower" or "" (neither) is better.
    """
    at = [o.name for o in OUTCOMES].index(FIRST_HEADLINE.name)

    def instead(answer: Answer) -> Answer:
        values = np.full_like(answer.values, np.nan)
        values[:, at, 0] = numbers(answer)
        return replace(answer, values=values)

    mine = replace(comparison, answers=[instead(a) for a in comparison.answers], twins=[instead(a) for a in comparison.twins])
    found = mine.estimate(arm, FIRST_HEADLINE.name)
    helps = found.helps
    if better != FIRST_HEADLINE.better:
        kept = mine.differences(arm, FIRST_HEADLINE.name)
        kept = kept[np.isfinite(kept)]
        sign = {"higher": 1, "lower": -1}.get(better, 0)
        helps = float((sign * kept > 0).mean()) if sign and len(kept) else math.nan
    return replace(found, outcome=name, unit=unit, better=better, helps=helps)
