"""The static folder has what the page may ask of it, and its plain script is that of the modules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from experiments.classroom.levers import levers
from experiments.classroom.plans import put, read_plan
from experiments.classroom.pool import Pool
from experiments.classroom.static_folder import PAGES, Wanted, bundle, plans_for, values_of, write
from simulation import InputError, load

ASKED = {"seed": 3, "weeks": 20, "scale": 0.05, "replicates": 2}


def read(folder: Path, name: str) -> Any:
    said = (folder / "data" / f"{name}.js").read_text(encoding="utf-8")
    head = f"minga.put({json.dumps(name)},"
    assert said.startswith(head) and said.endswith(");\n")
    return json.loads(said[len(head) : -3])


def test_a_folder_has_every_answer_of_its_plans(tmp_path: Path) -> None:
    system = load("rfcmh")
    with Pool("rfcmh", workers=0) as pool:
        page = write(tmp_path / "out", system, "rfcmh", ASKED, pool, [Wanted({}, True), Wanted({"levers": {"stigma.stigma_dial": 0.0}})])
        with pytest.raises(InputError):
            write(tmp_path / "out", system, "rfcmh", ASKED, pool)
    folder = page.parent
    runs = read(folder, "runs")
    assert [run["plan"]["levers"] for run in runs] == [{}, {"stigma.stigma_dial": 0.0}]
    again = put(read_plan(runs[1]["plan"], system), system, "rfcmh", seed=3, weeks=20, scale=0.05, replicates=2)
    assert runs[1]["id"] == again.id and runs[1]["command"] == again.command
    for run in runs:
        told = read(folder, f"run.{run['id']}")
        assert len(told["replicates"]) == 2 and told["told"]["rows"]
        for lang in ("en", "es"):
            people = read(folder, f"people.{run['id']}.{lang}")
            assert people and all(read(folder, f"person.{run['id']}.{one['row']}.{lang}")["row"] == one["row"] for one in people)
            assert read(folder, f"centre.{run['id']}.{lang}")["plan"]["centres"]
        assert all(read(folder, f"film.{run['id']}.{arm}") for arm in ("baseline", "plan"))
    for lang in ("en", "es"):
        assert read(folder, f"place.{lang}")["system"] == "rfcmh" and read(folder, f"words.{lang}") and read(folder, f"parameters.{lang}")
    # nothing of the page is a module, and nothing is asked of another host
    html = page.read_text(encoding="utf-8")
    assert "module" not in html and not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_the_grid_moves_every_lever_and_one_at_a_time() -> None:
    system = load("rfcmh")
    moved = [list(one.plan["levers"]) for one in plans_for(system) if not one.whole]
    assert {name for names in moved for name in names} == set(levers(system)) and all(len(names) == 1 for names in moved)
    for lever in levers(system).values():
        assert lever.value not in values_of(lever)
        assert all(lever.kind == "switch" or lever.low <= value <= lever.high for value in values_of(lever))


def test_the_plain_script_takes_in_every_module_once() -> None:
    said = bundle(PAGES / "app.js")
    every = {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.js") if "vendor" not in path.parts}
    assert sorted(re.findall(r'^modules\["([^"]+)"\] = ', said, re.MULTILINE)) == sorted(every)
    assert not re.search(r"^(import|export)\b", said, re.MULTILINE)


def test_a_module_in_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text("export default 3;\n", encoding="utf-8")
    with pytest.raises(ValueError, match="plain script"):
        bundle(tmp_path / "app.js")
