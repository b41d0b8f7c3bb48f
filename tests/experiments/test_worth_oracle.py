"""Value of information: a decision whose values are known with pencil and paper, through the design, the store and the regressions."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

sys.path.insert(0, str(Path(__file__).parent))

from oracles import INPUTS, Oracle, lived

from experiments.stages import numbers, places
from experiments.worth.information import everything, one_input, several
from simulation.people.codes import POPULATION_GROUPS

pytest.importorskip("sklearn")
MEAN = 0.3
SLOPES = np.array([1.0, 0.6, 0.3, 0.0])
PAIRS = ((0, 1), (1, 2, 3))


def worth(spread: float, mean: float = MEAN) -> float:
    """Of perfect information on a normal net benefit against 0."""
    return float(spread * norm.pdf(mean / spread) + mean * norm.cdf(mean / spread) - max(mean, 0)) if spread else 0.0


def truth() -> list[float]:
    """Of everything, of each input, of the groups."""
    return [worth(float(np.hypot.reduce(SLOPES))), *map(worth, map(float, SLOPES)), *(worth(float(np.hypot.reduce(SLOPES[list(pair)]))) for pair in PAIRS)]


class Decision(Oracle):
    """Net benefit of a policy, normal in the inputs, with as much luck as the inputs give."""

    models = ((lambda u: MEAN + norm.ppf(np.clip(u, 1e-9, 1 - 1e-9)) @ SLOPES, float(np.hypot.reduce(SLOPES))),) * 12


def repeats(folder: Path, seed: int, outcomes: int, groups: int):
    """Net benefits, shape (draws, lucks, 1), and inputs, shape (draws, inputs), of each repeat in one study."""
    plan = lived(folder, seed, points=256, worker=Decision, kind="latin-hypercube")
    where, every = places(plan), numbers(plan)
    # an oracle's repeats are rotations of the cube; an input is seen as its place after the rotation
    turned = np.random.default_rng(seed).random((12, len(POPULATION_GROUPS), len(INPUTS)))
    plan.close()
    for k in range(outcomes):
        for g in range(groups):
            yield every[:, :, 0, k, g][:, :, None], (where + turned[k, g]) % 1.0


def inside(values: np.ndarray, columns: np.ndarray) -> list[bool]:
    found = [everything(values), *(one_input(values, column) for column in columns.T), *(several(values, columns[:, list(pair)]) for pair in PAIRS)]
    return [w.low - 1e-9 <= t <= w.high + 1e-9 for w, t in zip(found, truth(), strict=True)]


def test_values_known_on_paper_come_back_from_the_store(tmp_path):
    seen = [inside(*repeat) for repeat in repeats(tmp_path / "s", seed=1, outcomes=2, groups=4)]
    assert np.mean(seen) >= 0.93
    values, columns = next(repeats(tmp_path / "t", seed=2, outcomes=1, groups=1))
    found = everything(values)
    assert found.high - found.low < 0.4  # an interval that holds everything would prove nothing
    assert one_input(values, columns[:, 0]).low > one_input(values, columns[:, 3]).value


@pytest.mark.slow
def test_values_known_on_paper_lie_in_their_95_percent_intervals_in_at_least_93_percent_of_200_repeats(tmp_path, record_property):
    seen = [inside(*repeat) for study in range(5) for repeat in repeats(tmp_path / str(study), seed=study + 1, outcomes=4, groups=10)]
    coverage = np.mean(seen, axis=0)
    record_property("coverage", coverage.round(3).tolist())
    assert len(seen) == 200 and (coverage >= 0.93).all(), coverage
