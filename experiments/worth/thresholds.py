"""Thresholds: what a DALY averted is taken to be worth where nobody says otherwise: a part of what a head produces a year."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from simulation import InputError, Scenario

FILE = "willingness_to_pay.toml"


@dataclass(frozen=True)
class Threshold:
    """What a DALY averted is worth, in money of the system and prices of its year.

    Attributes:
        value: what is used.
        head: gross domestic product per head; 0: not known.
        multiple, low, high: of it, as the file has them; 0: the user said a sum.
    """

    value: float
    head: float = 0.0
    multiple: float = 0.0
    low: float = 0.0
    high: float = 0.0

    @property
    def most(self) -> float:
        """Up to where acceptability is shown: twice the product per head, or three times the sum if that is more."""
        return max(2 * self.head, 3 * self.value)


def threshold(system: Scenario, wtp: float | None = None) -> Threshold:
    """The threshold of a system's country, or the sum that somebody names.

    Raises:
        InputError: no sum, and a country, currency or price year that the file does not know.
    """
    from simulation.scenario import shipped_folder

    country = system.costs.system
    row = tomllib.loads((shipped_folder() / FILE).read_text(encoding="utf-8")).get(country)
    head = 0.0
    if isinstance(row, dict) and row["currency"] == system.currency == system.costs.currency:
        try:
            head = float(row["gdp_per_head"]) * system.costs.of(system.price_year).factor(int(row["price_year"]))
        except KeyError:
            head = 0.0
    if wtp is not None:
        return Threshold(wtp, head)
    if not head or not isinstance(row, dict):
        raise InputError("", "--wtp", "none", f"money for a DALY averted, because {FILE} has no product per head for {country} in {system.currency} of {system.price_year}")
    return Threshold(row["multiple"] * head, head, row["multiple"], row["low"], row["high"])
