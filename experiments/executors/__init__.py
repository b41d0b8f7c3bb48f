"""Executors: different ways to start workers on parts of one to-do list.

An executor is given a laid-down plan and the ids that are still to do; it starts workers (``experiments.work``) for
them, here or elsewhere, and returns when they have ended or when it cannot know more. What became of the runs is
read from the store, never from an executor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from simulation import InputError

NAMES = ("local", "slurm", "dask")


class ExecutorError(OSError):
    """A place where runs were to be lived refuses or does not answer."""

    def __init__(self, where: str, said: str) -> None:
        super().__init__(0, said, where)


@dataclass(frozen=True)
class Errand:
    """What an executor is to do.

    Attributes:
        folder: of the study.
        todo: the file with the to-do list, computed once; ids: what it holds, whole groups together.
        attempt: the number of this start, from 1.
        on_progress: called now and then with (runs that have a row, runs asked for).
        tries: how often runs have failed in earlier starts, by id.
    """

    folder: Path
    todo: Path
    ids: tuple[str, ...]
    attempt: int
    on_progress: Callable[[int, int], None]
    tries: Mapping[str, int] = field(default_factory=dict)


class Executor(Protocol):
    """Starts workers. ``waits`` tells whether ``execute`` returns only when the work has ended."""

    name: str
    waits: bool

    def execute(self, errand: Errand) -> None:
        """Do it.

        Raises:
            KeyboardInterrupt: it was interrupted; what is done is kept.
            OSError: the store cannot be written, or workers cannot be started.
        """


class MissingExtraError(InputError):
    """A part of minga that is not installed; the command ends with exit code 5."""

    def __init__(self, extra: str, what: str) -> None:
        super().__init__("", what, "not installed", f"pip install 'minga[{extra}]'")
