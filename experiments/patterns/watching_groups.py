"""A watcher that holds the focus groups of a neighbourhood in the last week of a world."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.neighbourhood_groups import GroupsPlan, NeighbourhoodGroups, groups_plan, held
from experiments.neighbourhood_seen import Seen
from experiments.patterns.watching import EventWatcher

ASKED_OF = ("peers", "collaboration", "meeting", "outreach", "after_hours", "practical", "no_effect", "no_change")
"""Subjects that checks read, in their order."""


class Groups(EventWatcher):
    """Three groups in the last week.

    ``seen``: shape (subjects + 1, 4): of each of ``ASKED_OF`` the groups that share it, who says it, who can know; the last
    column is 0. The last row has people in each group, and how many were invited.
    """

    def begin(self, world: Any) -> None:
        """Nobody has lived through anything."""
        super().begin(world)
        self.diary = Seen()
        found = groups_plan("rfcmh")
        assert found is not None
        self.plan: GroupsPlan = found
        self.told: NeighbourhoodGroups | None = None

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Note the week; hold the groups when it is the last."""
        self.diary.note(world, world.week, events)
        if world.week == world.weeks - 1:
            self.told = held(world, self.diary, self.plan)

    def seen(self) -> NDArray[np.float64]:
        """What the groups say, shape (subjects + 1, 4)."""
        assert self.told is not None
        rows = [[self.told.groups_sharing(s), *self.told.count(s), 0] for s in ASKED_OF]
        return np.array([*rows, [*self.told.sizes(), self.told.invited]], float)
