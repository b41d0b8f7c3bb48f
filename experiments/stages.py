"""Stages: the studies behind one question, each a plan with a store of its own in the question's folder.

A question may take several studies, one after another, because what the next one asks depends on what the last
one found. Each is laid down once and lived by the same runner as any sweep; asked again, a question goes on where
it was left. Numbers leave a store only whole: a run that is missing, a table that does not fit its design, or a
value that is no number is refused, with the line that repairs it.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.design import BLOCKED, Factors, Points, factors_of
from experiments.executors import Executor
from experiments.executors.local import Local
from experiments.plan import PLAN, Plan, run_id, write_plan, write_whole
from experiments.progress import Progress
from experiments.status import standing
from experiments.store import Ledger, rows_at
from experiments.study import Limits, Study, varied_in
from experiments.sweep import left_of, live
from experiments.todo import ledger_of
from simulation import InputError, Scenario
from simulation.ground.cache import is_warm

Values = NDArray[np.float64]
QUESTION = "question.json"
PROVED = 48
"""So many points are proved against the ids of their runs; the order within blocks is proved for all."""
PATIENT = Limits(timeout=1200.0, retries=2)
"""A run takes a fraction of a second; reading the files of many arms on a busy machine may take minutes."""
RESIDENTS = 7000
"""About so many residents are lived by default: a run takes a fraction of a second, and every centre is there."""


def usual_scale(system: Scenario) -> float:
    """The share of residents that gives about ``RESIDENTS``."""
    people = sum(zone.population for zone in system.zones)
    return min(1.0, float(f"{RESIDENTS / max(people, 1):.2g}"))


def remember(folder: Path, question: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, Any]:
    """Note in a folder what is asked, or see that it is what was asked there before; what was noted.

    Args:
        folder: of the question.
        question: what its runs depend on.
        first: what may be asked anew of the same runs, as it was asked first.

    Raises:
        InputError: something else is in the folder.
    """
    path = folder / QUESTION
    told = json.dumps({**question, "first": dict(first)}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if path.exists():
        known = asked_in(folder)
        now = json.loads(told)
        for key in sorted({*now, *known} - {"first"}):
            if known.get(key) != now.get(key):
                raise InputError(
                    str(path), key, json.dumps(now.get(key), ensure_ascii=False), f"{json.dumps(known.get(key), ensure_ascii=False)}, as asked there before; or another --out"
                )
        return known
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("", "--out", repr(str(folder)), "a new or empty folder, or that of the same question")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, told)
    return asked_in(folder)


def asked_in(folder: Path) -> dict[str, Any]:
    """What was asked in a folder.

    Raises:
        InputError: nothing was.
    """
    try:
        found = json.loads((folder / QUESTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError("", "folder", repr(str(folder)), f"one with a {QUESTION} that can be read") from None
    if not isinstance(found, dict) or not isinstance(found.get("first"), dict):
        raise InputError(str(folder / QUESTION), "file", "no table", "what minga wrote there")
    return found


def stage(folder: Path, study: Study, label: str, workers: int | None = None, quiet: bool = False, executor: Executor | None = None) -> Plan:
    """Live one study of a question, or what is left of it; its plan, with every run done.

    Raises:
        InputError: the study cannot be laid down, or some run has no result.
    """
    plan = Plan.open(folder) if (folder / PLAN).exists() else write_plan(study, folder)
    if left := left_of(plan):
        progress = Progress(label, quiet)
        if not is_warm():
            progress.say("compiling; this happens once")
        shown = -1

        def step(done: int, planned: int) -> None:
            nonlocal shown
            if 20 * done // planned > shown:
                shown = 20 * done // planned
                progress.step(done, planned)

        live(plan, left, executor or Local(workers), on_progress=step)
    check_whole(plan)
    return plan


def check_whole(plan: Plan) -> Ledger:
    """What a study's shards hold; refuse one of which any run has no sound result.

    Raises:
        InputError: with the line that repairs it.
    """
    plan.check_runs()
    ledger = ledger_of(plan)
    now = standing(plan, ledger)
    where = shlex.quote(str(plan.folder))
    if ledger.disagree:
        raise InputError(str(plan.folder), "runs", f"{len(ledger.disagree)} lived twice with different results", "a machine that gives the same result twice")
    if now.done < now.runs:
        failed = sum(now.failed.values())
        causes = ", ".join(f"{n} {cause}" for cause, n in now.failed.items())
        found = f"{now.runs - now.done} of {now.runs} without a result" + (f" ({causes})" if failed else "")
        raise InputError(str(plan.folder), "runs", found, f"all of them: minga resume {where}{' --retry-failed' if failed else ''}")
    return ledger


def factors(plan: Plan) -> Factors:
    """The factors of a plan's design."""
    varied, vary = varied_in(plan.study, (plan.scenario(0, 0),))
    return factors_of(varied, vary)


def places(plan: Plan) -> Values:
    """The design's table as places in the ranges, shape (points, unknowns).

    Raises:
        InputError: cells that are no places, or rows that do not stand as the design and the runs' ids say.
    """
    path = str(plan.folder / "plan.sqlite")
    rows = [plan.point(k) for k in range(plan.told["points"])]
    if not plan.columns.names or any(plan.columns.are_values):
        raise InputError(path, "design", plan.study.design.kind, "a design whose points are places in ranges: morris, saltelli, latin-hypercube, sobol")
    known = factors(plan)
    columns = [known.unknown.index(u) for u in range(len(known.labels))]
    found: Values = np.array(rows, float)[:, columns]
    if not np.isfinite(found).all():
        raise InputError(path, "points", "a cell that is no number", "the table as `minga sweep` wrote it; start a new sweep")
    _check_blocks(plan, found, known, path)
    _check_ids(plan, rows, path)
    return found


def _check_blocks(plan: Plan, found: Values, known: Factors, path: str) -> None:
    """Within a block, each row differs from the one that it is compared with in one factor and in no other."""
    design = plan.study.design
    if design.kind not in BLOCKED:
        return
    labels = np.array([known.names.index(label) for label in known.labels])
    many = len(known.names)
    size = {"morris": many + 1, "saltelli": (2 * many if design.second_order else many) + 2}[design.kind]
    sound = len(found) == size * design.points
    if sound:
        blocks = found.reshape(design.points, size, -1)
        if design.kind == "morris":
            moved = blocks[:, 1:] != blocks[:, :-1]
            of_factor = np.stack([moved[:, :, labels == g].any(axis=2) for g in range(many)], axis=2)
            sound = bool((of_factor.sum(axis=2) == 1).all() and (of_factor.sum(axis=1) == 1).all())
        else:
            first, last = blocks[:, :1], blocks[:, -1:]
            own = labels[None, :] == np.arange(many)[:, None]
            sound = bool((blocks[:, 1 : many + 1] == np.where(own[None], last, first)).all())
    if not sound:
        raise InputError(path, "points", "rows in another order than the design's", "the table as `minga sweep` wrote it; start a new sweep")


def _check_ids(plan: Plan, rows: list[tuple[Any, ...]], path: str) -> None:
    """The ids of runs say what was lived at a point; some points are proved against them."""
    base, study = plan.scenario(0, 0), plan.study
    digest = base.digest()
    source, apart = plan.told["model"]["source"], max(1, len(rows) // PROVED)
    for run in plan.runs():
        proved = run.point % apart == 0 and run.arm == 0 and run.replicate % study.replicates == 0
        if proved and run.id != run_id(digest, plan.values(run, base), study, run.replicate, source):
            raise InputError(path, "points", f"point {run.point}, which is not what its run lived", "the table as `minga sweep` wrote it; start a new sweep")


def numbers(plan: Plan) -> Values:
    """Everything that a whole study of one system found, shape (points, lucks, arms, outcomes, groups).

    Raises:
        InputError: some run has no result.
    """
    return _laid_out(plan, "values", (len(plan.told["outcomes"]), len(plan.told["groups"])))


def courses(plan: Plan) -> Values:
    """The weekly courses that a whole study of one system kept, shape (points, lucks, arms, series, weeks).

    Raises:
        InputError: some run has no result.
    """
    return _laid_out(plan, "weekly", (len(plan.told["weekly"]), plan.study.weeks))


def _laid_out(plan: Plan, column: str, shape: tuple[int, int]) -> Values:
    """What a column of the store holds of every run, shape (points, lucks, arms, and that of one run)."""
    ledger, lucks = check_whole(plan), plan.study.replicates
    found = np.full((plan.told["points"], lucks, len(plan.told["arms"]), *shape), np.nan)
    where: dict[str, list[tuple[int, int, int]]] = {}
    for run in plan.runs():
        where.setdefault(run.id, []).append((run.point, run.replicate % lucks, run.arm))
    for id, row in rows_at(ledger.done, plan.id):
        for at in where[id]:
            found[at] = np.frombuffer(getattr(row, column), "<f8").reshape(shape)
    return found


def one(plan: Plan, found: Values, outcome: str, group: str = "everybody", arm: int = 0) -> Values:
    """One outcome of one group, shape (points, lucks); of an arm, the paired difference from the system as it is.

    Raises:
        InputError: the study did not keep it, a run has no such number, or it is the same in all runs.
    """
    told = plan.told
    for key, which, known in (("outcome", outcome, told["outcomes"]), ("group", group, told["groups"])):
        if which not in known:
            raise InputError("", f"--{key}", repr(which), f"one that the study kept: {', '.join(known)}")
    k, g = told["outcomes"].index(outcome), told["groups"].index(group)
    values: Values = found[:, :, arm, k, g] - (found[:, :, 0, k, g] if arm else 0.0)
    missing = int((~np.isfinite(values)).sum())
    if missing:
        raise InputError("", "--outcome", f"{outcome} of {group} is no number in {missing} of {values.size} runs", "an outcome that every run has, such as in_care; or more residents (--scale)")
    if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        raise InputError("", "--outcome", f"{outcome} of {group} is the same in all {values.size} runs", "an outcome that something moves: another --outcome, or a --policy that acts on it")
    return values


__all__ = ["PATIENT", "PROVED", "QUESTION", "Points", "asked_in", "check_whole", "courses", "factors", "numbers", "one", "places", "remember", "stage", "usual_scale"]
