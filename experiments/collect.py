"""Collect: the tables of a study for other programs, from the rows of all shards.

Four tables, in the order of the plan, so that the same study gives the same bytes however it was run:

* ``values``: outcomes over the run, per population group: the result table, with the run's id and point in front.
* ``weekly``: outcomes of everybody, week by week.
* ``runs``: one row per run: where it stands in the design, its status, and the cause if it failed.
* ``inputs``: one row per system, point and replicate: the value of every parameter that the study varies.

``timing`` alone holds what differs between two executions: seconds, memory, host, worker. Parquet with the extra
``parquet``, else CSV; pandas, DuckDB and R read both. A table is written beside its place, flushed and renamed.
"""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import io
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from experiments.executors import MissingExtraError
from experiments.plan import COLLECTED, Plan, Run
from experiments.status import Standing, standing
from experiments.store import Ledger, Row, rows_at
from experiments.todo import ledger_of

FORMATS = ("parquet", "csv")
CHUNK = 512
"""Runs that are held at once."""
INDEX = {
    "run": "str", "point": "int", "system": "str", "scenario": "str", "policy": "str", "replicate": "int",
}
RESULT = {"centre": "str", "group": "str", "outcome": "str", "value": "float", "unit": "str"}
SCHEMAS = {
    "values": {**INDEX, "week": "str", **RESULT},
    "weekly": {**INDEX, "week": "int", **RESULT},
    "runs": {**INDEX, "status": "str", "cause": "str"},
    "timing": {"run": "str", "tries": "int", "seconds": "float", "memory": "int", "host": "str", "worker": "str", "finished": "float"},
}
Columns = dict[str, Any]
"""Name -> list or array of one length."""


@dataclass(frozen=True)
class Collected:
    """What was written: the files, and how the study stood."""

    files: tuple[Path, ...]
    standing: Standing


def default_format() -> str:
    """Parquet where pyarrow is installed."""
    return "parquet" if importlib.util.find_spec("pyarrow") else "csv"


def collect(folder: str | Path, form: str | None = None, out: Path | None = None) -> Collected:
    """Write the tables of a study.

    Args:
        folder: of the study.
        form: ``parquet`` or ``csv``; by default Parquet if it is installed.
        out: where to; by default ``collected`` in the folder.

    Raises:
        InputError: there is no plan, or it is damaged.
        MissingExtraError: Parquet was asked for and pyarrow is not there.
        OSError: the tables cannot be written; what was there before still is.
    """
    form = form or default_format()
    if form == "parquet" and not importlib.util.find_spec("pyarrow"):
        raise MissingExtraError("parquet", "pyarrow")
    plan = Plan.open(folder)
    try:
        plan.check_runs()
        ledger = ledger_of(plan)
        place = plan.folder / COLLECTED if out is None else out
        place.mkdir(parents=True, exist_ok=True)
        writer = _Parquet if form == "parquet" else _Csv
        inputs = {"point": "int", "system": "str", "replicate": "int", **_inputs(plan)}
        with contextlib.ExitStack() as stack:
            tables: dict[str, _Table] = {
                name: stack.enter_context(writer(place / f"{name}.{form}", schema))
                for name, schema in {**SCHEMAS, "inputs": inputs}.items()
            }
            for runs in _chunks(plan.runs(), CHUNK):
                _put(plan, ledger, runs, tables)
            for firsts in _chunks((run for run in plan.runs() if run.arm == 0), CHUNK):
                tables["inputs"].add(_input_columns(plan, firsts, inputs))
        return Collected(tuple(t.path for t in tables.values()), standing(plan, ledger))
    finally:
        plan.close()


def _chunks(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while chunk := list(islice(items, size)):
        yield chunk


def _put(plan: Plan, ledger: Ledger, runs: Sequence[Run], tables: dict[str, Any]) -> None:
    places = {run.id: ledger.done[run.id] for run in runs if run.id in ledger.done}
    rows = dict(rows_at(places, plan.id))
    done = [run for run in runs if run.id in rows]
    tables["values"].add(_values(plan, done, rows))
    tables["weekly"].add(_weekly(plan, done, rows))
    about = _index(plan, runs, 1)
    status = ["ok" if r.id in rows else "failed" if r.id in ledger.failed else "missing" for r in runs]
    causes = [ledger.failed[r.id][-1].cause if r.id in ledger.failed else "" for r in runs]
    tables["runs"].add({**about, "status": status, "cause": causes})
    last = {r.id: rows[r.id] if r.id in rows else ledger.failed[r.id][-1] for r in runs if r.id in rows or r.id in ledger.failed}
    tables["timing"].add({
        "run": list(last), "tries": [len(ledger.failed.get(id, ())) + (id in rows) for id in last],
        **{n: [getattr(row, n) for row in last.values()] for n in SCHEMAS["timing"] if n not in ("run", "tries")},
    })


def _index(plan: Plan, runs: Sequence[Run], each: int) -> Columns:
    def repeated(values: Iterable[Any]) -> Any:
        return np.repeat(np.array(list(values)), each)

    digests = {(r.system, r.arm): plan.told["arms"][r.arm]["digests"][r.system] for r in runs}
    return {
        "run": repeated(r.id for r in runs), "point": repeated(r.point for r in runs),
        "system": repeated(plan.told["systems"][r.system]["scenario"] for r in runs),
        "scenario": repeated(digests[r.system, r.arm] for r in runs),
        "policy": repeated(plan.arm_name(r.arm) for r in runs), "replicate": repeated(r.replicate for r in runs),
    }


def _inputs(plan: Plan) -> dict[str, str]:
    """Name -> kind of every parameter that the study varies: the design's, and all unknown ones where they are drawn."""
    from simulation.parameters import uncertain
    from simulation.scenario.values import Catalogue

    found: dict[str, str] = {}
    for s in range(len(plan.told["systems"])):
        values = plan.scenario(s, 0).values
        catalogue = Catalogue(values)
        drawn = [] if plan.study.design.fixed else [d.name for d in uncertain(values)]
        for column in (*drawn, *plan.columns.names):
            where, colon, name = column.rpartition(":")
            for element in catalogue.elements(name):
                found[f"{where}{colon}{element}"] = "str" if values[element].choices else "float"
    return found


def _input_columns(plan: Plan, firsts: Sequence[Run], schema: dict[str, str]) -> Columns:
    found: Columns = {name: [] for name in schema}
    for run in firsts:
        scenario = plan.scenario(run.system, 0)
        values = plan.values(run, scenario)
        about = {"point": run.point, "system": scenario.name, "replicate": run.replicate}
        for name, column in found.items():
            where, _, element = name.rpartition(":")
            own = scenario.value_at(element, where or None) if name not in about else None
            value = about[name] if name in about else values.get((element, where or None), own)
            column.append(float(value) if isinstance(value, float) else value)
    return found


def _units(plan: Plan, names: Sequence[str]) -> list[str]:
    return [plan.told["units"][name] for name in names]


def _values(plan: Plan, runs: Sequence[Run], rows: dict[str, Row]) -> Columns:
    outcomes, groups = plan.told["outcomes"], plan.told["groups"]
    each = len(outcomes) * len(groups)
    found = [np.frombuffer(rows[r.id].values, "<f8") for r in runs]
    many = len(runs)
    columns = {
        **_index(plan, runs, each), "week": np.full(many * each, "all"), "centre": np.full(many * each, "all"),
        "group": np.tile(np.array(groups), len(outcomes) * many),
        "outcome": np.tile(np.repeat(np.array(outcomes), len(groups)), many),
        "value": np.concatenate(found) if found else np.zeros(0),
        "unit": np.tile(np.repeat(np.array(_units(plan, outcomes)), len(groups)), many),
    }
    # an outcome of centres has no value for groups of residents; everybody's is kept even if it is no number
    kept = np.isfinite(columns["value"]) | (columns["group"] == groups[0])
    return {name: column[kept] for name, column in columns.items()}


def _weekly(plan: Plan, runs: Sequence[Run], rows: dict[str, Row]) -> Columns:
    names, weeks = plan.told["weekly"], plan.study.weeks
    each, many = len(names) * weeks, len(runs)
    found = [np.frombuffer(rows[r.id].weekly, "<f8") for r in runs]
    return {
        **_index(plan, runs, each), "week": np.tile(np.arange(weeks), len(names) * many),
        "centre": np.full(many * each, "all"), "group": np.full(many * each, plan.told["groups"][0]),
        "outcome": np.tile(np.repeat(np.array(names, dtype=str), weeks), many),
        "value": np.concatenate(found) if found else np.zeros(0),
        "unit": np.tile(np.repeat(np.array(_units(plan, names), dtype=str), weeks), many),
    }


class _Table(ABC):
    """A table that is written piece by piece beside its place, and put there whole."""

    def __init__(self, path: Path, schema: dict[str, str]) -> None:
        self.path, self.schema = path, schema
        self.unfinished = path.with_name(path.name + ".part")

    def __exit__(self, kind: object, *_: object) -> None:
        self._finish()
        if kind is not None:
            self.unfinished.unlink(missing_ok=True)
            return
        with self.unfinished.open("rb+") as stream:
            os.fsync(stream.fileno())
        self.unfinished.replace(self.path)

    @abstractmethod
    def add(self, columns: Columns) -> None: ...

    @abstractmethod
    def _finish(self) -> None: ...

    @abstractmethod
    def __enter__(self) -> _Table: ...


class _Csv(_Table):
    def __enter__(self) -> _Csv:
        self._stream: io.TextIOWrapper = self.unfinished.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._stream, lineterminator="\n")
        self._writer.writerow(self.schema)
        return self

    def add(self, columns: Columns) -> None:
        lists = [_plain(columns[name]) for name in self.schema]
        self._writer.writerows(zip(*lists, strict=True))

    def _finish(self) -> None:
        self._stream.close()


def _plain(column: Any) -> list[Any]:
    values = column.tolist() if isinstance(column, np.ndarray) else list(column)
    return ["" if v is None or (isinstance(v, float) and v != v) else v for v in values]


class _Parquet(_Table):
    def __enter__(self) -> _Parquet:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds = {"str": pa.string(), "int": pa.int64(), "float": pa.float64()}
        self._kinds = {name: kinds[kind] for name, kind in self.schema.items()}
        self._writer: Any = None
        self._pa, self._pq = pa, pq
        return self

    def add(self, columns: Columns) -> None:
        pa = self._pa
        made = {name: pa.array(columns[name], type=kind) for name, kind in self._kinds.items()}
        table = pa.table({name: a.dictionary_encode() if self.schema[name] == "str" else a for name, a in made.items()})
        if self._writer is None:
            self._writer = self._pq.ParquetWriter(self.unfinished, table.schema, compression="zstd")
        self._writer.write_table(table)

    def _finish(self) -> None:
        if self._writer is None:  # nothing to tell is a table too
            self.add({name: [] for name in self.schema})
        self._writer.close()
