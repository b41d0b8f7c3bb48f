"""A small real comparison, lived once, and one made by hand whose every number is known."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.compare import Comparison, compare
from experiments.execute import WEEKLY, Answer, Job, Question
from simulation import OUTCOMES, Scenario, load, load_policy
from simulation.people.codes import LEDGER, POPULATION_GROUPS
from simulation.spending import LINES

WEEKS = 60


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long test of kills is for whoever names its marker, whatever else is selected."""
    if "kills" not in config.option.markexpr:
        long = [item for item in items if item.get_closest_marker("kills")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def peru() -> Scenario:
    return load("peru")


@pytest.fixture(scope="session")
def small(peru: Scenario) -> Comparison:
    policies = [load_policy("equal-credit"), load_policy("less-stigma")]
    return compare(peru, *policies, scale=0.01, weeks=WEEKS, replicates=8, workers=1)


def by_hand(
    scenario: Scenario, changes: dict[tuple[str, str], float], spread: float = 0.0, twin_spread: float = 0.0, fixed: bool = False,
    replicates: int = 8, base: float = 10.0, policy: str = "equal-credit", extra: float = 0.0, extra_spread: float = 0.0,
    averted: float = 0.0, averted_spread: float = 0.0,
) -> Comparison:
    """A comparison in which an outcome changes by a mean and a spread: ``changes`` is (outcome, group) -> mean.

    ``extra`` is money that the health ministry spends more, ``averted`` years of health lost less.
    """
    names = [o.name for o in OUTCOMES]
    question = Question(scenario, (scenario.with_policies(load_policy(policy)),), seed=7, weeks=4, scale=0.5, fixed_parameters=fixed)

    def answer(replicate: int, twin: int) -> Answer:
        values = np.full((2, len(names), len(POPULATION_GROUPS)), base)
        turn = 1.0 if replicate % 2 else -1.0
        for (outcome, group), mean in changes.items():
            here = values[1, names.index(outcome)]
            where = slice(None) if group == "all" else POPULATION_GROUPS.index(group)
            here[where] = base + mean + spread * turn + twin_spread * twin
        weekly = np.full((2, len(WEEKLY), 4), base)
        minutes = np.full((2, len(LEDGER), 4), 100.0)
        lives = np.tile([2.0, 1.0, 9997.0], (2, len(POPULATION_GROUPS), 1))
        cash, dalys = np.full((2, len(LINES), 1), 1000.0), np.array([[500.0], [500.0 - averted - averted_spread * turn]])
        cash[1, 0] += extra + extra_spread * turn
        return Answer(Job(replicate, twin), values, weekly, minutes, lives, cash=cash, dalys=dalys)

    twins = [] if fixed else [answer(r, 1) for r in range(min(replicates, 8))]
    return Comparison(question, [answer(r, 0) for r in range(replicates)], twins)
