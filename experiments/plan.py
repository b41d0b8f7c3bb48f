"""Plan: the table of runs of a study, laid down once in the folder of its results and never changed.

A folder of a study holds::

    plan.json      what is asked, with provenance: versions, hashes, seeds, arms, outcomes
    plan.sqlite    one row per run (``runs``) and per point of the design (``points``)
    inputs/        the files that the study was made of, as they were
    shards/        what workers found, one SQLite file per worker (see ``experiments.store``)
    todo/          what each start had still to do
    collected/     tables for other programs

A run's id is a hash of all that determines its result: the sources of the model, the scenario with its
policies, the resolved values, seed, replicate, share of residents and weeks. Two runs with one id are one run.
Whoever works on a plan needs the same sources of the model; a plan says so if they differ.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.design import Cell, Design, Points, Values, Vary, resolved
from experiments.study import LaidOut, Limits, Study, laid_out, ranged
from simulation import InputError, Scenario, Words, load
from simulation.scenario.reading import Source

SCHEMA = 1
PLAN, TABLE, INPUTS, SHARDS, TODO, COLLECTED = "plan.json", "plan.sqlite", "inputs", "shards", "todo", "collected"
DIGITS = 20
OWN = "own:"
"""Before the name of a policy that stands in the tables of its place."""


@dataclass(frozen=True)
class Run:
    """One row of the plan. Runs of one group share a settled place; ``point`` is a row of the design."""

    number: int
    id: str
    group: int
    system: int
    arm: int
    point: int
    replicate: int


def run_id(digest: str, values: Values, study: Study, replicate: int, source: str) -> str:
    """The id of a run: hexadecimal digits of a hash of everything that determines its result.

    Args:
        digest: of the scenario with its policies.
        values: resolved, (name, place or None) -> value.
        study: for seed, weeks, scale and whether anything is drawn.
        replicate: of the run.
        source: hash of the model's sources.
    """
    told = {
        "model": source, "scenario": digest, "replicate": replicate, "seed": study.seed, "weeks": study.weeks,
        "scale": study.scale, "fixed": study.design.fixed,
        "values": sorted([name, place or "", value] for (name, place), value in values.items()),
    }
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def values_of(design: Design, points: Points, point: int, scenario: Scenario, seed: int, replicate: int) -> Values:
    """(name, place or None) -> value, for one run: what is drawn, and over it what the design sets."""
    from simulation.draws import drawn

    found = {} if design.fixed else drawn(scenario, seed, replicate)
    return found | resolved(points, point, scenario, design.spread)


def write_plan(study: Study, folder: Path, command: str = "") -> Plan:
    """Lay down the plan of a study in a new or empty folder.

    Args:
        study: checked here, whole, before anything is written.
        folder: new or empty.
        command: the line that asks for it, if there is one.

    Raises:
        InputError: something wrong with the study, or the folder has something in it.
        OSError: the folder cannot be written.
    """
    from simulation.ground.cache import source_hash

    out = laid_out(study)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        instead = ", or `minga resume` for the study that is there" if (folder / PLAN).exists() else ""
        raise InputError("", "--out", repr(str(folder)), f"a new or empty folder, so that nothing is lost{instead}")
    folder.mkdir(parents=True, exist_ok=True)
    copied = _copy_inputs(study, out, folder / INPUTS)
    scenarios = [[system.with_policies(*arm.policies[s]) for arm in out.arms] for s, system in enumerate(out.systems)]
    digest = hashlib.sha256()
    unfinished = folder / f"{TABLE}.part"
    unfinished.unlink(missing_ok=True)
    base = sqlite3.connect(unfinished, isolation_level=None)
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE points (point INTEGER PRIMARY KEY, cells TEXT NOT NULL)")
    base.execute(
        "CREATE TABLE runs (number INTEGER PRIMARY KEY, id TEXT NOT NULL, grp INTEGER NOT NULL, system INTEGER NOT NULL,"
        " arm INTEGER NOT NULL, point INTEGER NOT NULL, replicate INTEGER NOT NULL)"
    )
    base.execute("BEGIN")
    base.executemany("INSERT INTO points VALUES (?, ?)", ((k, json.dumps(row)) for k, row in enumerate(out.points.rows)))
    for run in _rows(study, out.points, scenarios, source_hash()):
        digest.update(repr(run).encode())
        base.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", tuple(asdict(run).values()))
    base.execute("CREATE INDEX by_id ON runs (id)")
    base.execute("COMMIT")
    base.close()
    unfinished.replace(folder / TABLE)
    told = _told(study, out, scenarios, copied, source_hash(), digest.hexdigest())
    told["command"] = command
    told["id"] = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:DIGITS]
    (folder / SHARDS).mkdir(exist_ok=True)
    (folder / TODO).mkdir(exist_ok=True)
    write_whole(folder / PLAN, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    for name in (PLAN, TABLE):
        (folder / name).chmod(0o444)
    return Plan.open(folder)


def _rows(study: Study, points: Points, scenarios: Sequence[Sequence[Scenario]], source: str) -> Iterator[Run]:
    """Runs in the order of the plan: arms of a group stand together."""
    number = group = 0
    digests = [[scenario.digest() for scenario in arms] for arms in scenarios]
    for point in range(len(points.rows)):
        for s, arms in enumerate(scenarios):
            first = study.design.first_replicate(point, len(points.rows), study.replicates)
            shared: Values = {}
            for replicate in range(first, first + study.replicates):
                if replicate == first or not study.design.fixed:
                    shared = values_of(study.design, points, point, arms[0], study.seed, replicate)
                for a, scenario in enumerate(arms):
                    # an arm that opens a centre has places, and perhaps values, of its own
                    alike = scenario.local is arms[0].local and scenario.values is arms[0].values
                    values = shared if alike else values_of(study.design, points, point, scenario, study.seed, replicate)
                    yield Run(number, run_id(digests[s][a], values, study, replicate, source), group, s, a, point, replicate)
                    number += 1
                group += 1


def _told(
    study: Study, out: LaidOut, scenarios: Sequence[Sequence[Scenario]], copied: dict[str, str], source: str, runs: str
) -> dict[str, Any]:
    import numba
    import numpy as np

    from simulation import __version__
    from simulation.outcomes import OUTCOMES
    from simulation.people.codes import POPULATION_GROUPS

    design = asdict(study.design)
    return {
        "schema": SCHEMA,
        "name": study.name,
        "title": asdict(study.title),
        "model": {
            "version": __version__, "source": source, "python": platform.python_version(), "numpy": np.__version__,
            "numba": numba.__version__, "platform": platform.platform(),
        },
        "seed": study.seed, "weeks": study.weeks, "scale": study.scale, "replicates": study.replicates,
        "design": design,
        "columns": [{"name": n, "cells": "values" if v else "places in the range"} for n, v in zip(out.points.names, out.points.are_values, strict=True)],
        "vary": {name: asdict(vary) for name, vary in study.vary.items()},
        "settings": dict(study.settings),
        "systems": [
            {"name": name, "scenario": s.name, "file": copied[name], "digest": s.digest()}
            for name, s in zip(study.systems, out.systems, strict=True)
        ],
        "arms": [
            {"name": arm.name, "files": [copied[f"policy {p.name}"] for p in arm.policies[0]], "digests": [row[a].digest() for row in scenarios]}
            for a, arm in enumerate(out.arms)
        ],
        "left_out": [{"arm": name, "because": why} for name, why in out.left_out],
        "outcomes": list(study.outcomes or [o.name for o in OUTCOMES]),
        "groups": list(POPULATION_GROUPS),
        "weekly": list(study.weekly),
        "units": {o.name: o.unit for o in OUTCOMES},
        "limits": asdict(study.limits),
        "points": len(out.points.rows),
        "runs": len(out.points.rows) * len(scenarios) * study.replicates * len(out.arms),
        "runs_hash": runs,
        "residents": [sum(max(round(z.population * study.scale), 1) for z in s.zones) for s in out.systems],
        "burn_in_weeks": [s.burn_in_weeks for s in out.systems],
    }


def _copy_inputs(study: Study, out: LaidOut, folder: Path) -> dict[str, str]:
    """Copy the files a study is made of; name or origin -> path within the study's folder."""
    from simulation.scenario.files import find
    from simulation.scenario.layers import chain

    found: dict[str, str] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(study.systems):
        first, *others = chain(*find(study.located(name), "system"))
        home, place = first.path.parent.resolve(), folder / "systems" / str(number)
        for source in (first, *others):
            for path in _files_of(source):
                if home in path.resolve().parents:  # a shipped one that it extends is part of the model
                    target = place / path.resolve().relative_to(home)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)
        found[name] = f"{INPUTS}/systems/{number}/{first.path.name}"
    for policy, file in out.files.items():
        if file is None:  # it stands in the tables of its place
            found[f"policy {policy}"] = OWN + policy
            continue
        target = folder / "policies" / f"{policy}.toml"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        found[f"policy {policy}"] = f"{INPUTS}/policies/{target.name}"
    if study.origin and (study.folder / Path(study.origin).name).is_file():
        shutil.copyfile(study.folder / Path(study.origin).name, folder / "study.toml")
    if study.design.file:
        shutil.copyfile(study.folder / study.design.file, folder / "design.csv")
    return found


def _files_of(source: Source) -> list[Path]:
    """A system's file, and what it reads beside it: tables, costs, weights, or a system from which it borrows."""
    from simulation.scenario.folder import CSV_FOLDER, WORKBOOK
    from simulation.scenario.layers import base_of, chain, data_files

    found = [source.path, *data_files(source)]
    if "tables" in source.data:
        home = source.path.parent
        found += [path for path in (home / WORKBOOK, *sorted((home / CSV_FOLDER).glob("*.csv"))) if path.is_file()]
    if "borrow" in source.data:
        found += [path for lent in chain(*base_of(source, "borrow")) for path in (lent.path, *data_files(lent))]
    return found


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file so that it is there whole or not at all: beside it, flushed to disk, then renamed."""
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as stream:
        stream.write(text.encode() if isinstance(text, str) else text)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)


class Plan:
    """A plan as it lies in a folder, to be read only.

    Attributes:
        folder: the study's folder; told: what ``plan.json`` holds.
        study: the question, as far as runs need it.
    """

    def __init__(self, folder: Path, told: dict[str, Any]) -> None:
        self.folder, self.told = folder, told
        self.id: str = told["id"]
        design: dict[str, Any] = told["design"]
        vary = {n: Vary(v["low"], v["high"], tuple(v["levels"]), v.get("group", "")) for n, v in told["vary"].items()}
        self.study = Study(
            name=told["name"], systems=tuple(s["name"] for s in told["systems"]), replicates=told["replicates"],
            seed=told["seed"], weeks=told["weeks"], scale=told["scale"], outcomes=tuple(told["outcomes"]),
            weekly=tuple(told["weekly"]), settings=told["settings"], design=Design(**design), vary=vary,
            limits=Limits(**told["limits"]), title=Words(**told["title"]), folder=folder,
        )
        self._scenarios: dict[tuple[int, int], Scenario] = {}
        self._base: sqlite3.Connection | None = None

    @classmethod
    def open(cls, folder: str | Path) -> Plan:
        """Open the plan in a folder.

        Raises:
            InputError: there is none, or it was written by another version of this format.
        """
        place = Path(folder)
        try:
            told = json.loads((place / PLAN).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InputError("", "DIR", f"{str(place)!r}, where there is no {PLAN}", "a folder that `minga sweep` has made") from None
        except ValueError:
            raise InputError(str(place / PLAN), "file", "no JSON", "the plan as `minga sweep` wrote it") from None
        if told.get("schema") != SCHEMA:
            raise InputError(str(place / PLAN), "schema", repr(told.get("schema")), str(SCHEMA))
        same = {k: v for k, v in told.items() if k != "id"}
        if hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()[:DIGITS] != told.get("id"):
            raise InputError(str(place / PLAN), "id", "one that does not belong to the rest", "the plan as `minga sweep` wrote it")
        return cls(place, told)

    def check_model(self) -> None:
        """Refuse to live runs with another model than the plan was made for.

        Raises:
            InputError: the sources of the model differ.
        """
        from simulation.ground.cache import source_hash

        if self.told["model"]["source"] != source_hash():
            raise InputError(
                str(self.folder / PLAN), "model.source", f"{self.told['model']['source']} (minga {self.told['model']['version']})",
                f"{source_hash()}, the model installed here: install the plan's, or start a new sweep",
            )

    @property
    def base(self) -> sqlite3.Connection:
        """The table of runs, opened so that nothing can write to it and no lock is taken."""
        if self._base is None:
            path = (self.folder / TABLE).resolve()
            if not path.is_file():
                raise InputError(str(path), "file", "no such file", "the table of runs that belongs to plan.json")
            self._base = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        return self._base

    def close(self) -> None:
        """Let go of the file."""
        if self._base is not None:
            self._base.close()
            self._base = None

    @property
    def size(self) -> int:
        """How many runs the plan has."""
        return int(self.told["runs"])

    def runs(self) -> Iterator[Run]:
        """Every run, in the order of the plan."""
        for row in self.base.execute("SELECT number, id, grp, system, arm, point, replicate FROM runs ORDER BY number"):
            yield Run(*row)

    def check_runs(self) -> None:
        """Check the table of runs against plan.json.

        Raises:
            InputError: it is damaged.
        """
        digest = hashlib.sha256()
        try:
            for run in self.runs():
                digest.update(repr(run).encode())
        except sqlite3.DatabaseError:
            digest.update(b"damaged")
        if digest.hexdigest() != self.told["runs_hash"]:
            raise InputError(str(self.folder / TABLE), "runs", "another table than the one planned", "the table as `minga sweep` wrote it")

    def ids(self) -> list[str]:
        """The ids of all runs, each once, in the order of the plan."""
        return list(dict.fromkeys(id for (id,) in self.base.execute("SELECT id FROM runs ORDER BY number")))

    def find(self, ids: Iterable[str]) -> list[Run]:
        """The runs of these ids, in the order of the ids.

        Raises:
            InputError: an id that the plan does not have.
        """
        found = []
        for id in ids:
            row = self.base.execute(
                "SELECT number, id, grp, system, arm, point, replicate FROM runs WHERE id = ? ORDER BY number LIMIT 1", (id,)
            ).fetchone()
            if row is None:
                raise InputError(str(self.folder / TABLE), "run", repr(id[:40]), "the id of a run of this plan")
            found.append(Run(*row))
        return found

    @cached_property
    def columns(self) -> Points:
        """The design's columns, without rows."""
        columns = self.told["columns"]
        return Points(tuple(c["name"] for c in columns), tuple(c["cells"] == "values" for c in columns), ())

    def point(self, number: int) -> tuple[Cell, ...]:
        """One row of the design."""
        (cells,) = self.base.execute("SELECT cells FROM points WHERE point = ?", (number,)).fetchone()
        return tuple(json.loads(cells))

    def values(self, run: Run, scenario: Scenario) -> Values:
        """What a run sets in one of its scenarios (its arm, or the baseline it branches from)."""
        columns = Points(self.columns.names, self.columns.are_values, (self.point(run.point),))
        return values_of(self.study.design, columns, 0, scenario, self.study.seed, run.replicate)

    def scenario(self, system: int, arm: int) -> Scenario:
        """A system with an arm's policies, from the files that were kept.

        Raises:
            InputError: a file has been changed.
        """
        from simulation.scenario import load_policy

        if (system, arm) not in self._scenarios:
            if arm:
                told = self.told["arms"][arm]
                base = self.scenario(system, 0)
                policies = [
                    base.own[file.removeprefix(OWN)] if file.startswith(OWN) else load_policy(self.folder / file) for file in told["files"]
                ]
                found = base.with_policies(*policies)
                digest, file = told["digests"][system], ", ".join(told["files"])
            else:
                told = self.told["systems"][system]
                found = ranged(load(self.folder / told["file"]).setting(self.study.settings), self.study)
                digest, file = told["digest"], told["file"]
            if found.digest() != digest:
                raise InputError(str(self.folder / file), "digest", found.digest(), f"{digest}, as when the plan was made")
            self._scenarios[system, arm] = found
        return self._scenarios[system, arm]

    def arm_name(self, arm: int) -> str:
        """An arm's policies, joined by +; ``baseline`` is the system as it is."""
        return str(self.told["arms"][arm]["name"])
