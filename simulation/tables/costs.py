"""Unit costs of a country: what a month of pay, a visit, a day in hospital or a trip costs, and what it rests on.

Rows of role ``bottom_up`` build the care that is modelled, rows of role ``top_down`` price care that is only
counted, rows of role ``check`` are never added to anything. Amounts of another year are brought to the price
year of the system by consumer inflation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from simulation.ground.parameter import Grade, Row
from simulation.ground.shipped import shipped_folder

FILE = "costs.toml"
ROLES = ("bottom_up", "top_down", "check")
MARKS = ("seen", "derived", "unverified")
BARE = ("share", "ratio")
"""Units that are no money."""
CENTS = 100


@dataclass(frozen=True)
class UnitCost:
    """One unit cost, in whole units of the currency and prices of its own year."""

    id: str
    system: str
    item: str
    value: float
    low: float
    high: float
    unit: str
    currency: str
    price_year: int
    payer: str
    role: str
    mark: str
    grade: Grade
    source: str
    note: str = ""


@dataclass(frozen=True)
class Costs:
    """The unit costs of one country.

    Attributes:
        system: code of the country, such as PE.
        currency: of all its amounts.
        year: to whose prices amounts are brought.
        rows: by item.
        inflation: of consumer prices in percent, by year.
        origin: the file as the user named it, empty if shipped.
    """

    system: str
    currency: str
    year: int
    rows: Mapping[str, UnitCost] = field(hash=False)
    inflation: Mapping[int, float] = field(hash=False)
    origin: str = field(default="", compare=False)

    def of(self, year: int) -> Costs:
        """The same costs in prices of another year."""
        return replace(self, year=year)

    def factor(self, year: int) -> float:
        """What prices of a year are multiplied by.

        Raises:
            KeyError: the inflation of a year in between is not known.
        """
        grown = 1.0
        for one in range(min(year, self.year) + 1, max(year, self.year) + 1):
            grown *= 1 + self.inflation[one] / 100
        return grown if year <= self.year else 1 / grown

    def at(self, item: str) -> Row:
        """A row as a parameter takes it: whole cents in prices of ``year``; shares and ratios as they are."""
        row = self.rows[item]
        if row.unit in BARE:
            return Row(row.value, row.low, row.high, row.source, row.grade)
        times = CENTS * self.factor(row.price_year)
        value, low, high = (float(round(x * times)) for x in (row.value, row.low, row.high))
        return Row(value, low, high, row.source, row.grade)


def by_system(rows: Iterable[UnitCost], inflation: Mapping[str, Mapping[int, float]], origin: str = "") -> dict[str, Costs]:
    """The costs of each country in a list of rows, in prices of the country's latest row."""
    found: dict[str, dict[str, UnitCost]] = {}
    for row in rows:
        found.setdefault(row.system, {})[row.item] = row
    return {
        system: Costs(
            system, next(iter(mine.values())).currency, max(row.price_year for row in mine.values()), mine,
            inflation.get(system, {}), origin,
        )
        for system, mine in found.items()
    }


def inflation_in(data: Mapping[str, Any]) -> dict[str, dict[int, float]]:
    """Country -> year -> inflation in percent, as a file has it."""
    return {system: {int(year): float(x) for year, x in years.items()} for system, years in data.get("cpi", {}).items()}


@lru_cache(maxsize=1)
def shipped_costs() -> Mapping[str, Costs]:
    """The shipped unit costs by country; a test reads the same file with every check."""
    data = tomllib.loads((shipped_folder() / FILE).read_text(encoding="utf-8"))
    return by_system((UnitCost(**row) for row in data["cost"]), inflation_in(data))
