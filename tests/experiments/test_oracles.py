"""Oracles: models with known indices, through the design, the runs, the store and the analysis."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from oracles import MODELS, lived

from experiments.sensitivity.shares import shares_of
from experiments.stages import factors, numbers, one, places
from simulation.people.codes import POPULATION_GROUPS

STUDIES, GROUPS = 5, 10


@pytest.mark.slow
def test_known_indices_lie_in_their_95_percent_intervals_in_at_least_93_percent_of_200_repeats(tmp_path, record_property):
    inside: dict[str, list[np.ndarray]] = {name: [] for name in MODELS}
    widths: dict[str, list[np.ndarray]] = {name: [] for name in MODELS}
    for study in range(STUDIES):
        plan = lived(tmp_path / str(study), seed=study + 1)
        places(plan)
        every, names = numbers(plan), factors(plan).names
        for name, (outcomes, _, _, known) in MODELS.items():
            truth = np.stack(known())
            for outcome, group in itertools.product(outcomes, POPULATION_GROUPS[:GROUPS]):
                found = shares_of(one(plan, every, outcome, group), names, seed=study)
                ends = np.stack([found.first[:, 1:], found.total[:, 1:]])
                inside[name].append((ends[..., 0] - 1e-9 <= truth) & (truth <= ends[..., 1] + 1e-9))
                widths[name].append(ends[..., 1] - ends[..., 0])
        plan.close()
    for name in MODELS:
        assert len(inside[name]) == 200
        coverage, width = np.mean(inside[name], axis=0), np.mean(widths[name], axis=0)
        record_property(f"coverage {name}", coverage.round(3).tolist())
        record_property(f"width {name}", width.round(3).tolist())
        assert (coverage >= 0.93).all(), (name, coverage)
        assert (width < 0.5).all()  # an interval that holds everything would prove nothing
