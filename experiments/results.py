"""Results: a study's numbers in Python, straight from its store: pandas frames, and xarray on demand.

::

    from experiments.results import dataset, frame

    values = frame("results/landscape")                  # the result table
    grid = dataset("results/landscape")                  # xarray: system, policy, point, replicate, group, week
    gain = grid.in_care.sel(policy="equal-credit") - grid.in_care.sel(policy="baseline")
"""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.executors import MissingExtraError
from experiments.plan import Plan
from experiments.store import rows_at
from experiments.todo import ledger_of
from simulation import InputError

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("values", "weekly", "runs", "timing", "inputs")


def frame(folder: str | Path, table: str = "values") -> pd.DataFrame:
    """One of the tables that ``minga collect`` writes, as it stands now.

    Args:
        folder: of the study.
        table: one of ``TABLES``.

    Raises:
        InputError: no such table, or no plan there.
    """
    import pandas as pd

    from experiments.collect import collect, default_format
    from simulation.scenario.files import listed, nearest, shown

    if table not in TABLES:
        raise InputError("", "table", shown(table), f"one of {listed(TABLES)}", nearest(table, TABLES))
    with tempfile.TemporaryDirectory(prefix="minga-") as place:
        form = default_format()
        collect(folder, form, Path(place))
        path = Path(place) / f"{table}.{form}"
        return pd.read_parquet(path) if form == "parquet" else pd.read_csv(path)


def dataset(folder: str | Path) -> Any:
    """Everything that a study found as an ``xarray.Dataset``; what is missing is NaN.

    Each outcome over the run is a variable of that name with the dimensions system, policy, point, replicate and
    group; each weekly series one called ``weekly_…`` with the dimension week instead of group.

    Raises:
        MissingExtraError: xarray is not installed.
        InputError: no plan there.
    """
    if not importlib.util.find_spec("xarray"):
        raise MissingExtraError("analysis", "xarray")
    import xarray as xr

    plan = Plan.open(folder)
    try:
        told = plan.told
        outcomes, groups, weekly, weeks = told["outcomes"], told["groups"], told["weekly"], plan.study.weeks
        shape = (len(told["systems"]), len(told["arms"]), told["points"], plan.study.replicates)
        values = np.full((*shape, len(outcomes), len(groups)), np.nan)
        series = np.full((*shape, len(weekly), weeks), np.nan)
        where: dict[str, list[tuple[int, int, int, int]]] = {}
        for run in plan.runs():
            where.setdefault(run.id, []).append((run.system, run.arm, run.point, run.replicate % plan.study.replicates))
        for id, row in rows_at(ledger_of(plan).done, plan.id):
            for at in where[id]:
                values[at] = np.frombuffer(row.values, "<f8").reshape(len(outcomes), len(groups))
                series[at] = np.frombuffer(row.weekly, "<f8").reshape(len(weekly), weeks)
        dims = ("system", "policy", "point", "replicate")
        units = told["units"]
        variables = {name: ((*dims, "group"), values[..., k, :], {"units": units[name]}) for k, name in enumerate(outcomes)}
        variables |= {f"weekly_{name}": ((*dims, "week"), series[..., k, :], {"units": units[name]}) for k, name in enumerate(weekly)}
        return xr.Dataset(
            variables,
            coords={
                "system": [s["scenario"] for s in told["systems"]], "policy": [a["name"] for a in told["arms"]],
                "point": np.arange(shape[2]), "replicate": np.arange(shape[3]), "group": groups, "week": np.arange(weeks),
            },
            attrs={"study": told["name"], "plan": plan.id, "model": told["model"]["source"]},
        )
    finally:
        plan.close()
