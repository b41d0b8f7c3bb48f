"""The world of workload W on minga's ground: a table, contacts, and six bound processes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.ground.chance import luck, padded
from simulation.ground.network import Contacts, sliced
from simulation.ground.process import BoundProcess, Process
from simulation.ground.table import Table

from . import attitudes, follow_up, outputs, queue, seek, transition
from .columns import RESIDENT
from .definition import OUTPUTS, WEEKS, network, population, slots

WEEK: tuple[Process, ...] = (
    transition.PROCESS,
    attitudes.PROCESS,
    seek.PROCESS,
    follow_up.PROCESS,
    queue.PROCESS,
    outputs.PROCESS,
)
"""The week, in order."""


class World:
    """Residents who live W's weeks. ``restart`` gives them back their beginnings and new luck."""

    def __init__(self, residents: int, local: bool = True, weeks: int = WEEKS) -> None:
        self.residents = Table(RESIDENT, residents)
        self.beginning = Table(RESIDENT, residents)
        for name, values in population(residents).items():
            getattr(self.beginning, name)[:] = values
        self.contacts = Contacts(*sliced(residents, *network(residents, local)))
        self.series = np.zeros((weeks, len(OUTPUTS)))
        self.tally = np.zeros(1, np.int64)
        self.line = np.zeros(residents + 1, np.int32)
        self.luck = luck(0)
        self._buffers: dict[int, NDArray[np.float32]] = {}
        self.restart(0)
        self.week = [BoundProcess(process, self.supply, self.buffer) for process in WEEK]

    def buffer(self, number: int) -> NDArray[np.float32]:
        """Room for one dense draw, shared by all processes."""
        return self._buffers.setdefault(number, np.zeros(padded(len(self.residents)), np.float32))

    def supply(self, name: str) -> Any:
        """What a kernel's parameter of this name is given."""
        things = {
            "residents": len(self.residents),
            "slots": slots(len(self.residents)),
            "contacts": self.contacts,
            "series": self.series,
            "tally": self.tally,
            "line": self.line,
            "luck": self.luck,
        }
        return things[name] if name in things else self.residents.whole(name)

    def restart(self, seed: int) -> None:
        """Back to the beginning, with the luck of another seed."""
        self.residents.take(self.beginning)
        self.luck = luck(seed)

    def live(self, weeks: int) -> None:
        """So many weeks from the beginning."""
        for week in range(weeks):
            for process in self.week:
                process(self, week, self.luck)
