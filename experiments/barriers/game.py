"""Game: how much each player adds, shared out by Shapley's rule: a player's mean gain over all orders of arrival.

Shares add up to the worth of all players together, exactly, whichever worlds interact. With few players every
coalition is lived; with many, some orders are drawn and each is lived forwards and backwards: shares of every single
order add up too.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Coalition = frozenset[str]
Worth = Mapping[Coalition, Values]
"""Coalition -> its worth, an array of any one shape (draws, groups, …)."""
Order = tuple[str, ...]


def every_coalition(players: Sequence[str]) -> list[Coalition]:
    """All coalitions, the empty one first, then by size."""
    return [frozenset(c) for size in range(len(players) + 1) for c in itertools.combinations(players, size)]


def drawn_orders(players: Sequence[str], many: int, seed: int) -> list[Order]:
    """So many orders, every second one the one before it backwards; no order twice as far as there are others."""
    rng = np.random.default_rng(seed)
    found: list[Order] = []
    most = math.factorial(len(players))
    while len(found) < min(many, most):
        order = tuple(players[k] for k in rng.permutation(len(players)))
        for one in (order, order[::-1]):
            if one not in found and len(found) < min(many, most):
                found.append(one)
    return found


def coalitions_of(orders: Sequence[Order]) -> list[Coalition]:
    """Every coalition that the orders pass through, each once, the empty one first."""
    found = dict.fromkeys([frozenset[str]()])
    for order in orders:
        found |= dict.fromkeys(frozenset(order[:k]) for k in range(1, len(order) + 1))
    return sorted(found, key=lambda c: (len(c), sorted(c)))


def shapley(players: Sequence[str], worth: Worth) -> Values:
    """Exact shares, shape (players, ...).

    Raises:
        KeyError: a coalition that was not lived.
        ValueError: a worth that is no number.
    """
    n = len(players)
    _check(worth)
    found = []
    for player in players:
        others = [p for p in players if p != player]
        share: Values = np.zeros(np.shape(worth[frozenset()]))
        for c in every_coalition(others):
            weight = math.factorial(len(c)) * math.factorial(n - len(c) - 1) / math.factorial(n)
            share = share + weight * (worth[c | {player}] - worth[c])
        found.append(share)
    return np.array(found, float)


def shapley_sampled(players: Sequence[str], worth: Worth, orders: Sequence[Order]) -> Values:
    """Shares over some orders, shape (players, ...)."""
    _check(worth)
    found = np.zeros((len(players), *np.shape(worth[frozenset()])))
    for order in orders:
        for k, player in enumerate(order):
            found[players.index(player)] += worth[frozenset(order[: k + 1])] - worth[frozenset(order[:k])]
    return found / len(orders)


def error_by_order(players: Sequence[str], worth: Worth, orders: Sequence[Order]) -> Values:
    """How far the mean share of each player hangs on which orders were drawn: half of a 95 % interval, shape (players, groups).

    By Student's t, from the spread between pairs of an order and the same backwards; no number for fewer than two pairs.
    ``worth`` has shape (draws, groups).
    """
    from scipy.stats import t

    pairs = [shapley_sampled(players, worth, orders[k : k + 2]).mean(axis=1) for k in range(0, len(orders) - 1, 2)]
    if len(pairs) < 2:
        return np.full((len(players), np.shape(worth[frozenset()])[1]), np.nan)
    half: Values = t.ppf(0.975, len(pairs) - 1) * np.std(pairs, axis=0, ddof=1) / math.sqrt(len(pairs))
    return half


def interactions(players: Sequence[str], worth: Worth) -> dict[tuple[str, str], Values]:
    """Shapley's index of interaction of every pair: what both gone add beyond what each adds, averaged over the rest.

    Above 0 they stand in for each other's removal (removing one alone does little); below 0 they overlap.
    """
    n = len(players)
    _check(worth)
    found: dict[tuple[str, str], Values] = {}
    for i, j in itertools.combinations(players, 2):
        rest = [p for p in players if p not in (i, j)]
        total = np.zeros(np.shape(worth[frozenset()]))
        for c in every_coalition(rest):
            weight = math.factorial(len(c)) * math.factorial(n - len(c) - 2) / math.factorial(n - 1)
            total = total + weight * (worth[c | {i, j}] - worth[c | {i}] - worth[c | {j}] + worth[c])
        found[i, j] = total
    return found


def _check(worth: Worth) -> None:
    for coalition, values in worth.items():
        if not np.isfinite(values).all():
            raise ValueError(f"the worth of {', '.join(sorted(coalition)) or 'nobody'} is no number")
