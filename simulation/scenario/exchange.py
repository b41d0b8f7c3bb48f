"""Amounts of a policy in the currency of the system to which it is added.

A policy that says in which ``currency`` its amounts stand is changed into that of a system that borrows from a
lender with this currency, at the lender's exchange rate. One that says nothing means the system's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from ..ground.parameter import Declaration
from .files import InputError, listed, shown
from .policy import Cost, Policy, Step


class Pays(Protocol):
    """Whatever has a currency and knows others: a scenario."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def currency(self) -> str:
        """Its own currency."""

    @property
    def rates(self) -> Mapping[str, float]:
        """Another currency -> how much of its own one unit is worth."""

    @property
    def values(self) -> Mapping[str, Declaration]:
        """Every number, by name."""


def in_currency_of(policy: Policy, system: Pays) -> Policy:
    """The policy with its amounts of money in a system's currency.

    Raises:
        InputError: the system does not know what the policy's currency is worth.

    """
    if policy.currency in ("", system.currency):
        return policy
    if policy.currency not in system.rates:
        allowed = f"{listed([system.currency, *system.rates])}, in which {system.name} knows amounts"
        raise InputError(policy.origin or f"policy {policy.name}", "currency", shown(policy.currency), allowed)
    rate = system.rates[policy.currency]
    steps = tuple(_changed(step, rate, system.values) for step in policy.steps)
    return replace(policy, steps=steps, currency=system.currency)


def _changed(step: Step, rate: float, values: Mapping[str, Declaration]) -> Step:
    amount = step.amount
    if step.change in ("to", "by") and step.elements and _is_money(values[step.elements[0]]):
        amount = amount * rate
        amount = float(round(amount)) if values[step.elements[0]].whole else amount
    centre = step.centre
    if centre is not None and centre.budget is not None:
        centre = replace(centre, budget=centre.budget * rate)
    own = {name: _worth(one, rate) for name, one in step.own.items()}
    return replace(step, amount=amount, cost=step.cost and _cost(step.cost, rate), centre=centre, own=own)


def _cost(cost: Cost, rate: float) -> Cost:
    once, per_year = (told if isinstance(told, str) else told * rate for told in (cost.once, cost.per_year))
    return replace(cost, once=once, per_year=per_year)


def _is_money(one: Declaration) -> bool:
    return one.unit.startswith("cents")


def _worth(one: Declaration, rate: float) -> Declaration:
    if not _is_money(one):
        return one
    numbers = {key: float(getattr(one, key)) * rate for key in ("value", "low", "high")}
    return one.having(**{key: round(number) if one.whole else number for key, number in numbers.items()})
