"""Own costs: what policies themselves cost is an unknown too, drawn for each world from the range of each step's cost.

It changes nobody's life, so it is added to what was lived: the amounts stand in the runs at their central value, and a
step's factor takes them to where they are in that world. The same step of the same policy costs the same in every arm.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.design import sample_seed
from experiments.plan import Plan
from simulation import Policy
from simulation.draws import policy_costs

Values = NDArray[np.float64]
YEAR = 52


@dataclass(frozen=True)
class OwnCost:
    """A step's own cost as an unknown input.

    Attributes:
        policy, step: whose; steps count from 0.
        grade: what it rests on.
        place: in its range in each draw, 0 to 1, shape (draws,).
        factor: of the central amount in each draw, shape (draws,).
    """

    policy: Policy
    step: int
    grade: str
    place: Values
    factor: Values

    @property
    def name(self) -> str:
        """How it is called."""
        return f"cost of {self.policy.name} {self.step}"


def own_costs(policies: tuple[tuple[Policy, ...], ...], draws: int, seed: int) -> list[OwnCost]:
    """The costs that have a range, each with its draws (a Latin hypercube's column)."""
    found: dict[str, OwnCost] = {}
    for policy in (p for arm in policies for p in arm):
        for number, step in enumerate(policy.steps):
            cost = step.cost
            name = f"cost of {policy.name} {number}"
            if cost is None or name in found or not cost.low_factor < cost.high_factor:
                continue
            rng = np.random.default_rng(sample_seed(name, seed))
            u = (rng.permutation(draws) + rng.random(draws)) / draws
            found[name] = OwnCost(policy, number, str(cost.grade), u, triangular(u, cost.low_factor, cost.high_factor))
    return list(found.values())


def triangular(u: Values, low: float, high: float) -> Values:
    """The factor at a quantile: triangular from low to high with its mode at 1."""
    turn = (1 - low) / (high - low)
    below = low + np.sqrt(u * (high - low) * (1 - low))
    above = high - np.sqrt((1 - u) * (high - low) * (high - 1))
    return np.asarray(np.where(u < turn, below, above), float)


def _only(policy: Policy, cost: OwnCost) -> Policy:
    """A policy of which nothing costs but this, if it is its own."""
    return replace(policy, steps=tuple(s if policy.name == cost.policy.name and k == cost.step else replace(s, cost=None) for k, s in enumerate(policy.steps)))


def added(plan: Plan, costs: list[OwnCost], arm: int, years: int) -> Values:
    """What the drawn factors add to an arm's money, its story's included, shape (draws, payers, years)."""
    scenario, weeks = plan.scenario(0, arm), plan.study.weeks
    starts = np.arange(0, weeks, YEAR)
    total: Values = np.zeros((plan.told["points"], len(policy_costs(scenario, 1)), years))
    mine = {p.name for p in (*scenario.story, *scenario.policies)}
    for one in costs:
        if one.policy.name not in mine:
            continue
        # the same arm, of which only this step costs anything
        alone = replace(scenario, story=tuple(_only(p, one) for p in scenario.story), policies=tuple(_only(p, one) for p in scenario.policies))
        due = np.add.reduceat(policy_costs(alone, weeks) / 100, starts, axis=1)
        total += (one.factor - 1)[:, None, None] * due[None]
    return total
