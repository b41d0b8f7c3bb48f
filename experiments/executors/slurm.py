"""Slurm: a to-do list becomes job arrays with many runs per task.

What is done is asked of the folder, what waits or runs is asked of ``squeue``, and the record in ``DIR/jobs``
ties the two together. Nothing depends on the process that submits.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from experiments.executors import Errand, ExecutorError, queue
from experiments.executors.jobs import FOLDER, Submission, plan_next, record, submissions
from experiments.executors.script import script
from experiments.executors.site import Site, written
from experiments.plan import Plan
from experiments.todo import ledger_of
from experiments.work import groups, part
from simulation import InputError

LONGEST_TASK = 900.0
"""Seconds of work that a task is given if nothing else limits it: long against its start, short when it is lost."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between two looks at the queue, which everybody on a cluster asks."""


def slices_for(runs: int, groups: int, seconds: float, site: Site) -> int:
    """Into how many tasks a to-do list is cut.

    Args:
        runs: in the list.
        groups: of them, which stay whole.
        seconds: that one run takes on one processor.
        site: how long a task may last, and on how many processors.

    Raises:
        InputError: one run does not fit into the walltime.
    """
    room = site.walltime - site.margin
    if seconds > room:
        found = f"{written(site.walltime)}, less a margin of {site.margin} s"
        raise InputError("", "walltime", found, f"at least the {seconds:.0f} s that one run takes")
    wanted = site.tasks or math.ceil(runs * seconds / (site.cpus * min(LONGEST_TASK, room / 2)))
    return max(1, min(wanted, groups))


def in_flight(plan: Plan) -> set[str]:
    """Ids of runs whose task waits or runs, whether they are done or not.

    ``squeue`` is asked only if a submission has not ended, so a folder that never met Slurm needs none.

    Raises:
        ExecutorError: Slurm cannot be asked.
    """
    try:
        return _in_flight(plan)
    except ExecutorError as error:
        where = plan.folder / FOLDER
        raise ExecutorError(error.filename, f"{error.strerror}; if the job of this study is gone, delete {where}") from None


def _in_flight(plan: Plan) -> set[str]:
    busy: set[str] = set()
    for submission in submissions(plan.folder):
        if submission.ended:
            continue
        ids = submission.ids()
        for array, found in zip(submission.arrays, tasks_of(submission), strict=True):
            for task in found:
                busy.update(part(plan, ids, array.first + task.index, submission.slices))
    return busy


def tasks_of(submission: Submission) -> list[list[queue.Task]]:
    """The tasks in the queue, array by array."""
    names = [submission.job_name(number) for number in range(len(submission.arrays))]
    found = queue.tasks(names)
    return [[task for task in found if task.name == name] for name in names]


def told(folder: Path) -> str:
    """One line about the tasks of a study that wait or run; empty if there are none."""
    open_ones = [one for one in submissions(folder) if not one.ended]
    found = [task for one in open_ones for tasks in tasks_of(one) for task in tasks]
    arrays = ", ".join(sorted({task.array for task in found}, key=lambda text: (len(text), text)))
    return f"Slurm {arrays}: {queue.told(found)}" if found else ""


@dataclass
class Slurm:
    """Hands runs to Slurm.

    Attributes:
        site: what the cluster wants to know.
        seconds: that one run is expected to take on one processor; 0: measured when it is needed.
        waits: come back only when the jobs have left the queue; they go on in any case.
    """

    site: Site = field(default_factory=Site)
    seconds: float = 0.0
    waits: bool = True
    name: str = "slurm"
    _shown: int = 0

    def dry_run(self, plan: Plan, todo: Sequence[str], folder: Path) -> str:
        """The script, and the commands that would submit it; nothing is written, and Slurm is not asked.

        Args:
            plan: of the study.
            todo: ids of the runs.
            folder: where the study would be.
        """
        made = plan_next(folder, self._slices(plan, todo), queue.SMALLEST_LIMIT)
        commands = (" ".join(self._command(made, number, "JOB")) for number in range(len(made.arrays)))
        text = script(made, self.site, folder)
        return f"{text}\n# {len(todo)} runs in {made.slices} task(s), submitted in {made.path.parent}:\n" + "".join(
            f"# {command}\n" for command in commands
        )

    def execute(self, errand: Errand) -> None:
        """Submit the runs, except those that wait or run already or are done by now; then wait, if that is wanted.

        Raises:
            InputError: a run does not fit into the walltime.
            ExecutorError: Slurm refuses; what it had accepted before goes on.
            KeyboardInterrupt: while waiting; the jobs go on.
        """
        plan = Plan.open(errand.folder)
        self._close_ended(errand.folder)
        busy = in_flight(plan)
        done = ledger_of(plan).done  # after the queue was asked: a task that has just left it is seen here
        todo = [id for id in errand.ids if id not in busy and id not in done]
        if todo:
            self._submit(plan, todo)
        if self.waits:
            self._wait(plan, errand)
        plan.close()

    def _submit(self, plan: Plan, todo: Sequence[str]) -> None:
        made = plan_next(plan.folder, self._slices(plan, todo), queue.most_tasks())
        record(made, todo, script(made, self.site, plan.folder))
        before = ""
        for number in range(len(made.arrays)):
            said = queue.ask(*self._command(made, number, before), folder=made.path.parent)
            before = said.strip().partition(";")[0]
            made = made.having(number, before)
            made.save()

    def expected_workers(self, plan: Plan, todo: Sequence[str]) -> int:
        """How many worker processes will be at work at once, if the cluster has room for them."""
        slices = self._slices(plan, todo)
        return min(slices, self.site.throttle or slices) * self.site.cpus

    def _slices(self, plan: Plan, todo: Sequence[str]) -> int:
        from experiments.estimate import estimate

        self.seconds = self.seconds or estimate(plan, list(todo), 1).each
        return slices_for(len(todo), len(groups(plan, todo)), self.seconds, self.site)

    def _command(self, made: Submission, number: int, before: str) -> list[str]:
        array = made.arrays[number]
        limit = f"%{self.site.throttle}" if self.site.throttle else ""
        words = [
            "sbatch", "--parsable", f"--job-name={made.job_name(number)}", f"--array=0-{array.count - 1}{limit}",
            f"--export=ALL,MINGA_FIRST={array.first}",
        ]
        if limit and number:
            # the limit holds for an array, so the next one comes after it
            words.append(f"--dependency=afterany:{before}")
        return [*words, made.script.name]

    def _close_ended(self, folder: Path) -> None:
        for one in submissions(folder):
            if not one.ended and not any(tasks_of(one)):
                replace(one, ended=True).save()

    def _wait(self, plan: Plan, errand: Errand) -> None:
        pause = SHORTEST_PAUSE
        while told(plan.folder) and not self._all_done(plan, errand):
            time.sleep(pause)
            pause = min(pause * 1.3, LONGEST_PAUSE)
        self._all_done(plan, errand)

    def _all_done(self, plan: Plan, errand: Errand) -> bool:
        ledger = ledger_of(plan)
        ended = sum(id in ledger.done or id in ledger.failed for id in errand.ids)
        if ended != self._shown:
            self._shown = ended
            errand.on_progress(ended, len(errand.ids))
        return all(id in ledger.done for id in errand.ids)
