"""Pseudo-trials: made-up outcomes of known variance and effect, in the form in which a lived trial is kept.

They go through the very same analysis, and cost milliseconds: thousands of them say whether a test rejects as often as it
says, and a planted effect as often as the formula says.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from experiments.trial.analysis import analyse
from experiments.trial.data import NUMBERS, OCCASION, PERSON, Data
from experiments.trial.design import BEFORE_AFTER, INDIVIDUAL, STEPPED, Trial
from experiments.trial.power import Variances
from simulation.ground.chance import luck, replicate_seed, uniforms

Floats = NDArray[np.float64]


def made(trial: Trial, v: Variances, effect: float, centres: int, people: int, replicate: int) -> Data:
    """One pseudo-trial: ``people`` in all where they are randomised, otherwise in each centre.

    A score is mean + centre + person + rest. The baseline shares the person's part (correlation r = its share of the variance within
    centres), and the centre's part lies in the outcome alone, so that it is what adjusting leaves.
    """
    key = luck(replicate_seed(trial.seed, replicate))

    def normal(name: str, many: int) -> Floats:
        return np.asarray(norm.ppf(np.clip(uniforms(key, f"pseudo-trial: {name}", many).astype(float), 1e-7, 1 - 1e-7)), float)

    by_person = trial.design == INDIVIDUAL
    n = people if by_person else centres * people
    centre = np.arange(n) % max(centres, 1) if by_person else np.repeat(np.arange(centres), people)
    lot = np.argsort(uniforms(key, "pseudo-trial: lot", n if by_person else centres), kind="stable")
    rank = np.argsort(lot, kind="stable")
    unit = rank if by_person else rank[centre]
    arms = len(trial.arms)
    occasions = 1 + len(trial.follow_up)
    within = v.sd**2 if trial.design == BEFORE_AFTER else v.sd**2 - v.icc * v.residual
    r = v.correlation * v.sd**2 / within if within > 0 else 0.0
    person = normal("person", n) * np.sqrt(max(r, 0.0) * within)
    own = normal("centre", max(centres, 1))[centre] * np.sqrt(0.0 if by_person else v.icc * v.residual)
    rest = normal("rest", n * occasions).reshape(n, occasions) * np.sqrt(max(1 - r, 0.0) * within)
    treated = np.zeros((n, occasions))
    if trial.design == STEPPED:
        step = unit % (occasions - 2) + 1
        treated[:, 1:] = np.arange(1, occasions)[None, :] > step[:, None]
    else:
        treated[:, 1:] = (np.ones(n) if trial.design == BEFORE_AFTER else unit % arms)[:, None]
    without = person[:, None] + rest
    if trial.design == BEFORE_AFTER:
        # centres differ in how much their people change
        own = normal("centre", centres)[centre] * np.sqrt(v.icc * 2 * v.sd**2 * (1 - v.correlation))
        without = person[:, None] + rest * np.sqrt(1 - v.icc)
    without[:, 1:] += own[:, None]
    values = without + effect * (treated > 0)
    kept = np.full((n, occasions, len(OCCASION)), 0.0)
    for name, array in (("true", values), ("seen", values), ("other_true", without), ("other_seen", without), ("treated", treated)):
        kept[:, :, OCCASION.index(name)] = array
    about = np.zeros((n, len(PERSON)))
    about[:, PERSON.index("person")], about[:, PERSON.index("centre")] = np.arange(n), centre
    about[:, PERSON.index("arm")] = 1 if trial.design in (STEPPED, BEFORE_AFTER) else unit % arms
    return Data(about, kept, np.zeros(len(NUMBERS)))


def rejections(trial: Trial, v: Variances, effect: float, centres: int, people: int, many: int, permutations: int = 0) -> tuple[float, float]:
    """Share of so many pseudo-trials in which the analysis, and its check by permutation, reject at alpha."""
    quick = replace(trial, analysis=replace(trial.analysis, permutations=permutations))
    found = [analyse(quick, made(quick, v, effect, centres, people, k)) for k in range(many)]
    alpha = trial.analysis.alpha
    return float(np.mean([one.p < alpha for one in found])), float(np.mean([one.permutation < alpha for one in found]))


