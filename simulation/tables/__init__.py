"""Tables of data from which parameters take their values: unit costs of a country, disability weights.

They come as TOML files that a user can replace. Here they are frozen tables; ``simulation.scenario`` checks files.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from simulation.ground.parameter import Row

from .costs import Costs, UnitCost, shipped_costs
from .weights import Weights, shipped_weights

__all__ = ["Costs", "UnitCost", "Weights", "rows_of", "shipped_costs", "shipped_rows", "shipped_weights"]

SHOWN_SYSTEM, SHOWN_YEAR = "PE", 2023
"""Whose prices, and of which year, lists show that belong to no system."""


def rows_of(costs: Costs, weights: Weights) -> dict[str, Row]:
    """Every row that a parameter can take, by table and row."""
    return {
        **{f"costs:{item}": costs.at(item) for item in costs.rows if costs.rows[item].role != "check"},
        **{f"mortality:{group}": row for group, row in weights.mortality.items()},
    }


@lru_cache(maxsize=1)
def shipped_rows() -> Mapping[str, Row]:
    """The rows that lists show which belong to no system."""
    return rows_of(shipped_costs()[SHOWN_SYSTEM].of(SHOWN_YEAR), shipped_weights())
