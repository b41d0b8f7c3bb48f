"""Discovery: a planted box is found and named; what chance makes is not."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from oracles import Oracle

import experiments.stages
from experiments.command import INVALID, MISSING_EXTRA, OK, main
from experiments.discovery.box import box_of, holds
from experiments.plan import Plan
from experiments.store import OK as DONE
from experiments.store import Row
from experiments.work import groups

INPUT = "help_seeking.stigma_effect"


def planted(worlds: int = 600, inputs: int = 40, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Of interest: mostly where input 3 is above 0.6 and input 7 below 0.5, else seldom."""
    rng = np.random.default_rng(seed)
    places = rng.random((worlds, inputs))
    inside = (places[:, 3] > 0.6) & (places[:, 7] < 0.5)
    return places, rng.random(worlds) < np.where(inside, 0.9, 0.05)


def test_a_planted_box_is_found_and_borne_out_by_the_half_that_did_not_find_it():
    places, interesting = planted()
    box = box_of(places, interesting)
    assert box.is_borne_out
    sides = {one.column: (one.low, one.high) for one in box.limits}
    assert {3, 7} <= set(sides)
    assert abs(sides[3][0] - 0.6) < 0.08 and sides[3][1] == 1.0
    assert abs(sides[7][1] - 0.5) < 0.08 and sides[7][0] == 0.0
    assert box.density[1] <= 0.9 <= box.density[2] + 0.05
    truth = (places[:, 3] > 0.6) & (places[:, 7] < 0.5)
    assert (holds(box.limits, places) & truth).sum() / truth.sum() > 0.85


def test_a_box_that_chance_made_is_hardly_ever_named():
    named = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        named += box_of(rng.random((400, 100)), rng.random(400) < 0.25, seed).is_borne_out
    assert named <= 4


def test_too_few_cases_and_places_that_are_no_numbers_give_no_box():
    places, _ = planted()
    with pytest.raises(ValueError, match="fewer than 20"):
        box_of(places, np.arange(600) < 10)
    with pytest.raises(ValueError, match="no number"):
        box_of(np.where(places > 0.999, np.nan, places), places[:, 0] > 0.5)


class Worlds(Oracle):
    """A policy that helps only where one input is in the upper part of its range; or by luck alone."""

    by_luck = False

    def _lived(self, place: Any, run: Any) -> Row:
        base = self.plan.scenario(0, 0)
        d = base.values[INPUT]
        at = (float(self.plan.values(run, base)[INPUT, None]) - d.low) / (d.high - d.low)
        luck = np.random.default_rng(int(run.id, 16)).normal(0, 0.1)
        shape = len(self.plan.told["outcomes"]), len(self.plan.told["groups"])
        at = np.random.default_rng(run.replicate).random() if self.by_luck else at
        values = np.full(shape, 10 + luck + (run.arm == 1) * (1.0 if at > 0.6 else -1.0))
        return Row(run.id, DONE, worker=self.name, values=values.astype("<f8").tobytes())


@pytest.fixture
def worlds(monkeypatch):
    def live(plan: Plan, ids: Any, executor: Any, **_: Any) -> None:
        worker = Worlds(plan, "worlds")
        worker.shard._base.execute("PRAGMA synchronous=OFF")
        for runs in groups(plan, ids):
            worker.live(runs)
        worker.close()

    monkeypatch.setattr(experiments.stages, "live", live)


@pytest.mark.slow
def test_a_planted_world_comes_back_from_the_store_with_its_sentence(tmp_path, capsys, worlds):
    line = ["discover", "peru", "--policy", "equal-credit", "--case", "helps", "--draws", "200", "--out", str(tmp_path / "q"), "-q"]
    assert main([*line, "--json"]) == OK
    told = json.loads(capsys.readouterr().out)
    assert told["borne_out"] and told["box"][0]["input"] == INPUT
    assert abs(told["box"][0]["places"][0] - 0.6) < 0.1 and told["density"][0] > 0.9
    assert main(["discover", str(tmp_path / "q"), "--case", "harms", "--lang", "es", "-q"]) == OK
    assert "perjudica" in capsys.readouterr().out and (tmp_path / "q" / "worlds.png").stat().st_size > 5000


@pytest.mark.slow
def test_where_no_input_matters_no_box_is_told_and_all_worlds_are_shown(tmp_path, capsys, worlds, monkeypatch):
    monkeypatch.setattr(Worlds, "by_luck", True)
    assert main(["discover", "peru", "--policy", "equal-credit", "--case", "helps", "--draws", "200", "--out", str(tmp_path / "q"), "-q", "--json"]) == OK
    told = json.loads(capsys.readouterr().out)
    assert told["box"] == [] and not told["borne_out"] and "No such place was found" in told["answer"]
    page = (tmp_path / "q" / "report.html").read_text(encoding="utf-8")
    assert "all worlds" in page and "inside the box" not in page


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "--policy"), (["--policy", "equal-credit", "--case", "all"], "most, helps"), (["--policy", "equal-credit", "--draws", "20"], "160 or more"),
        (["--policy", "equal-credit", "--outcome", "joined_list"], "--outcome"), (["--policy", "nonsense"], "allowed"),
    ],
)
def test_a_question_that_cannot_be_asked_is_one_line_and_writes_nothing(tmp_path, capsys, more, told):
    assert main(["discover", "peru", *more, "--out", str(tmp_path / "q")]) == INVALID
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and told in said[0] and not (tmp_path / "q").exists()


def test_without_scikit_learn_the_extra_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["discover", "peru", "--policy", "equal-credit", "--out", str(tmp_path / "q")]) == MISSING_EXTRA
    assert "minga[analysis]" in capsys.readouterr().err
