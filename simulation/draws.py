"""Unknown parameters: the r-th draw of every uncertain number from its range, the same for every policy.

Each number is drawn by its own name (triangular between low and high with the central value as its mode;
forms with equal chance), so that a new parameter shifts no other. A local parameter is drawn once for all
places: the places' values move together, each within its own range.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulation.ground.chance import ask, draw, luck
from simulation.ground.parameter import Declaration
from simulation.scenario import Scenario


def from_range(declaration: Declaration, u: float) -> float | str:
    """The value at quantile u of a declaration's range."""
    if declaration.choices and declaration.grade == "yours":
        return declaration.value  # a form that somebody chose is no longer open
    if declaration.choices:
        return declaration.choices[min(int(u * len(declaration.choices)), len(declaration.choices) - 1)]
    low, high, mode = declaration.low, declaration.high, float(declaration.value)
    if not low < high:
        return mode
    mode = min(max(mode, low), high)
    turn = (mode - low) / (high - low)
    if u < turn:
        value = low + (u * (high - low) * (mode - low)) ** 0.5
    else:
        value = high - ((1 - u) * (high - low) * (high - mode)) ** 0.5
    return float(round(value)) if declaration.whole else value


def quantile(name: str, root: int, replicate: int) -> float:
    """The uniform number of one unknown in replicate r."""
    return float(ask(luck(root), draw(f"unknown: {name}"), replicate, 0))


def drawn(scenario: Scenario, root: int, replicate: int) -> dict[tuple[str, str | None], Any]:
    """(name, place or None) -> value of every uncertain number in replicate r."""
    values: dict[tuple[str, str | None], Any] = {}
    for name, declaration in scenario.values.items():
        if declaration.kind not in ("uncertain", "form"):
            continue
        # numbers that share a row of a table are one unknown
        u = quantile(declaration.row or name, root, replicate)
        values[name, None] = from_range(declaration, u)
        for place, own in scenario.local.get(name, {}).items():
            values[name, place] = from_range(own, u)
    return values


PAYERS = ("ministry", "other", "users", "staff")
"""Who pays: the health ministry (or who pays for public care), other insurers, users and families, staff."""
PAID_BY = {
    "user": "users", "users": "users", "family": "users", "families": "users", "household": "users",
    "staff": "staff", "worker": "staff", "workers": "staff", "clinician": "staff", "clinicians": "staff",
    "other": "other", "other_insurer": "other", "other_insurers": "other", "essalud": "other", "insurer": "other",
}
"""Who is meant by the payer of a policy's cost; anybody else is the ministry."""


def policy_costs(
    scenario: Scenario, weeks: int, root: int = 0, replicate: int | None = None,
    values: Mapping[tuple[str, str | None], Any] | None = None,
) -> np.ndarray:
    """What the policies' own costs come to in each week, in cents at full size, shape (payers, weeks).

    ``once`` falls due in the step's first week, ``per_year`` in every week in force. With a replicate the
    cost's factor is drawn from its range; an amount that names a price takes it from ``values``, or from the
    system.
    """
    total = np.zeros((len(PAYERS), weeks))
    residents = {d.id: sum(z.population for z in scenario.zones if z.district == d.id) for d in scenario.districts}
    centres = {c.id: c for c in scenario.centres}

    def cents(amount: float | str) -> float:
        if not isinstance(amount, str):
            return 100 * amount
        return float((values or {}).get((amount, None), scenario.value_at(amount)))

    for policy in (*scenario.story, *scenario.policies):
        for number, step in enumerate(policy.steps):
            cost = step.cost
            if cost is None or step.start >= weeks:
                continue
            places = [step.centre.id] if step.centre is not None else list(policy.places_of(step, scenario))
            many = {"system": 1, "place": max(len(places), 1)}.get(cost.per, 0)
            if cost.per == "resident":
                touched = set()
                for place in places:
                    touched |= {place} if place in residents else set(centres[place].serves)
                many = sum(residents[d] for d in (touched or set(residents)))
            elif cost.per == "clinician":
                chosen = [centres[p] for p in places if p in centres] or list(scenario.centres)
                many = sum(sum(c.roster.values()) for c in chosen)
            factor = 1.0
            if replicate is not None and cost.low_factor < cost.high_factor:
                u = quantile(f"cost of {policy.name} {number}", root, replicate)
                low, high = cost.low_factor, cost.high_factor
                turn = (1 - low) / (high - low)
                factor = low + (u * (high - low) * (1 - low)) ** 0.5 if u < turn else high - ((1 - u) * (high - low) * (high - 1)) ** 0.5
            due = total[PAYERS.index(PAID_BY.get(cost.payer.lower(), "ministry"))]
            end = weeks if step.until is None else min(step.until, weeks)
            due[step.start] += cents(cost.once) * many * factor
            due[step.start : end] += cents(cost.per_year) / 52 * many * factor
    # whole cents in every week, none lost over the horizon
    spent = np.floor(np.cumsum(total, axis=1) + 1e-6)
    return np.diff(spent, prepend=0.0)
