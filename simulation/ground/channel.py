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
    """A channel in one world. ``values`` has shape (places,) and keeps its identity from week to week."""

    def __init__(self, channel: Channel, places: int) -> None:
        self.channel = channel
        self.values = np.full(max(places, 1), channel.base, np.float32)
        self._sum = np.zeros(max(places, 1), np.float64)
        self._product = np.ones(max(places, 1), np.float64)

    def clear(self) -> None:
        """Forget additions and factors: the week's contributors start anew."""
        self._sum[:] = 0
        self._product[:] = 1

    def add(self, amount: NDArray[np.float64] | float) -> None:
        """Add to the base (before any factor)."""
        self._sum += amount

    def multiply(self, factor: NDArray[np.float64] | float) -> None:
        """Multiply base and additions."""
        self._product *= factor

    def settle(self) -> None:
        """Work out the values that readers see."""
        self.values[:] = (self.channel.base + self._sum) * self._product
