"""The record of what was handed to Slurm, kept in the study's folder.

A submission is three files in ``DIR/jobs``: ``001.json`` (this record), ``001.todo`` (ids of runs, a line
each) and ``001.sh`` (the script). The record is made before anything is submitted and names the jobs, so
whoever submits may be killed at any moment: another process finds the jobs by their ids, or by their names
if the ids were never written, and does not submit their runs again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from experiments.plan import write_whole
from simulation import InputError

FOLDER = "jobs"


@dataclass(frozen=True)
class Array:
    """One job array: slices ``first`` to ``first + count - 1``; ``job`` is empty until Slurm has given an id."""

    first: int
    count: int
    job: str = ""


@dataclass(frozen=True)
class Submission:
    """One to-do list that was cut into slices and handed to Slurm.

    Attributes:
        path: of the record; to-do list and script lie beside it.
        name: of its jobs; no other submission anywhere has it.
        slices: into so many the to-do list is cut.
        arrays: the job arrays, in the order in which they are submitted.
        ended: every job has left the queue for good.
    """

    path: Path
    name: str
    slices: int
    arrays: tuple[Array, ...]
    ended: bool = False

    @property
    def todo(self) -> Path:
        """The list of ids."""
        return self.path.with_suffix(".todo")

    @property
    def script(self) -> Path:
        """What every task runs."""
        return self.path.with_suffix(".sh")

    def ids(self) -> list[str]:
        """The ids of its runs, in their order; none if its maker died before it wrote them."""
        return self.todo.read_text(encoding="utf-8").split() if self.todo.exists() else []

    def job_name(self, number: int) -> str:
        """The name in the queue of one of its arrays."""
        return f"{self.name}-{number}"

    def having(self, number: int, job: str) -> Submission:
        """The same, with the id of one of its arrays."""
        arrays = tuple(replace(a, job=job) if k == number else a for k, a in enumerate(self.arrays))
        return replace(self, arrays=arrays)

    def save(self) -> None:
        """Write the record in place of the old one, whole or not at all."""
        fields = {key: value for key, value in asdict(self).items() if key != "path"}
        write_whole(self.path, json.dumps(fields, indent=1) + "\n")


def numbered(folder: Path) -> list[Path]:
    """The records of a study, first to last."""
    return sorted((folder / FOLDER).glob("[0-9]*.json"), key=lambda path: int(path.stem))


def plan_next(folder: Path, slices: int, most: int) -> Submission:
    """The next submission of a study, not written yet: slices in arrays of at most ``most`` tasks."""
    number = max((int(path.stem) for path in numbered(folder)), default=0) + 1
    arrays = tuple(Array(first, min(most, slices - first)) for first in range(0, slices, most))
    return Submission(folder / FOLDER / f"{number:03d}.json", f"minga-{uuid.uuid4().hex[:8]}", slices, arrays)


def record(submission: Submission, todo: Sequence[str], script: str) -> None:
    """Write a submission down; the record comes last, so what it speaks of is there."""
    submission.path.parent.mkdir(exist_ok=True)
    write_whole(submission.todo, "\n".join(todo) + "\n")
    write_whole(submission.script, script)
    submission.save()


def submissions(folder: Path) -> Iterator[Submission]:
    """The submissions of a study, first to last.

    Raises:
        InputError: a record that cannot be read.
    """
    for path in numbered(folder):
        try:
            fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            yield Submission(**(fields | {"path": path, "arrays": tuple(Array(**one) for one in fields["arrays"])}))
        except (ValueError, TypeError, KeyError):
            raise InputError(str(path), "file", "no record of a submission", "one that minga wrote") from None
