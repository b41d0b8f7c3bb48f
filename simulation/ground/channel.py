"""Channels: what many things touch, as one named number per centre or district.

A channel's value is (base + additions) x factors, in the order in which the week lists its processes. A
barrier names the channel and says whether it adds or multiplies; it never knows who reads it, and readers
never know who wrote.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Channel:
    """The declaration: a value for every place of one kind ("centre" or "district")."""

    name: str
    over: str
    base: float
    unit: str
    meaning: str


class ChannelValues:
    """A channel in one world. ``values`` has shape (places,) and keeps its identity from week to week.

    What each writer gave is kept, so that one of them may write anew while the others stand.
    """

    def __init__(self, channel: Channel, places: int) -> None:
        self.channel = channel
        self.values = np.full(max(places, 1), channel.base, np.float32)
        self.writer = 0
        # place of a writer in the week -> what it gave: (whether it is a factor, the amount)
        self._given: dict[int, list[tuple[bool, NDArray[np.float64]]]] = {}

    def clear(self) -> None:
        """Forget additions and factors of all writers."""
        self._given.clear()

    def forget(self, writer: int) -> None:
        """Forget what one writer gave."""
        self._given.pop(writer, None)

    def add(self, amount: NDArray[np.float64] | float) -> None:
        """Add to the base (before any factor), in the name of ``writer``."""
        self._given.setdefault(self.writer, []).append((False, np.array(amount, np.float64)))

    def multiply(self, factor: NDArray[np.float64] | float) -> None:
        """Multiply base and additions, in the name of ``writer``."""
        self._given.setdefault(self.writer, []).append((True, np.array(factor, np.float64)))

    def settle(self) -> None:
        """Work out the values that readers see: the same bits, in whatever order writers wrote."""
        total, product = np.zeros(self.values.size), np.ones(self.values.size)
        for writer in sorted(self._given):
            for is_factor, amount in self._given[writer]:
                if is_factor:
                    product *= amount
                else:
                    total += amount
        self.values[:] = (self.channel.base + total) * product
