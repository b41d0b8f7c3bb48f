"""Data: what one holding of a trial left behind, as numbers that can be stored and analysed again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PERSON = ("person", "centre", "arm", "week", "severity", "reached", "elsewhere")
OCCASION = ("true", "seen", "other_true", "other_seen", "lost", "treated")
NUMBERS = (
    "residents", "eligible", "deviation", "reliability", "attrition", "between", "others", "others_changed", "others_mean", "others_with", "others_with_mean",
)


@dataclass(frozen=True)
class Data:
    """One holding of a trial.

    Attributes:
        people: a column of ``PERSON`` each, shape (participants, len(PERSON)).
        occasions: ``OCCASION`` at baseline and every follow-up, shape (participants, 1 + follow-ups, len(OCCASION)); NaN
            where the person is not there any more. ``true`` and ``seen`` in the world of the trial, with and without the
            instrument's error; ``other_…`` in the world without what is tried; ``lost``: not seen by the researcher.
        numbers: ``NUMBERS``.
    """

    people: Floats
    occasions: Floats
    numbers: Floats

    def of(self, name: str) -> Floats:
        """A column of participants."""
        return self.people[:, PERSON.index(name)]

    def at(self, name: str, occasion: int | None = None) -> Floats:
        """A measure at one occasion (0 is the baseline, -1 the primary one), or at all."""
        values = self.occasions[:, :, OCCASION.index(name)]
        return values if occasion is None else values[:, occasion]

    def number(self, name: str) -> float:
        """One of ``NUMBERS``."""
        return float(self.numbers[NUMBERS.index(name)])

    def to_bytes(self) -> tuple[bytes, bytes]:
        """As little-endian floats: shape, numbers and people; then occasions."""
        n, k = self.occasions.shape[:2]
        head = np.concatenate([[n, k], self.numbers, self.people.ravel()])
        return head.astype("<f8").tobytes(), self.occasions.astype("<f8").tobytes()

    @classmethod
    def from_bytes(cls, head: bytes, occasions: bytes) -> Data:
        """What ``to_bytes`` gave."""
        told = np.frombuffer(head, "<f8")
        n, k = int(told[0]), int(told[1])
        end = 2 + len(NUMBERS)
        return cls(
            told[end:].reshape(n, len(PERSON)).copy(), np.frombuffer(occasions, "<f8").reshape(n, k, len(OCCASION)).copy(), told[2:end].copy(),
        )
