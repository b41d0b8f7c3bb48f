"""Barriers: shares of planted games, what money buys, and what is refused."""

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
from experiments.barriers.asking import DRAWS, DRAWS_OF_MANY, EXACT, ORDERS, Asked, checked
from experiments.barriers.dials import dials, removal_name, write_removal
from experiments.barriers.first_steps import fitting, shipped
from experiments.barriers.game import (
    coalitions_of,
    drawn_orders,
    error_by_order,
    every_coalition,
    interactions,
    shapley,
    shapley_sampled,
)
from experiments.barriers.reach import Step, best, interval, ratio, usual_budget, wins
from experiments.command import INVALID, OK, main
from experiments.plan import Plan
from experiments.store import OK as DONE
from experiments.store import Row
from experiments.words import WORDS
from experiments.work import groups
from simulation import load, load_policy
from simulation.scenario import effective, names

PLAYERS = ("stigma", "knowledge", "catchment", "resources", "productivity")


def planted(coalition: frozenset[str], draws: int = 6) -> np.ndarray:
    """Stigma is worth 3, knowledge 1; catchment and resources are worth 2 only together; one draw is worth more."""
    worth = 3.0 * ("stigma" in coalition) + 1.0 * ("knowledge" in coalition) + 2.0 * ({"catchment", "resources"} <= coalition)
    return worth * (1 + np.arange(draws) / 10)


# --- shares ------------------------------------------------------------------------------------------------------


def test_shares_of_a_planted_game_are_right_and_add_up_exactly():
    worth = {c: planted(c) for c in every_coalition(PLAYERS)}
    shares = shapley(PLAYERS, worth)
    np.testing.assert_allclose(shares[:, 0], [3, 1, 1, 1, 0], atol=1e-12)
    np.testing.assert_allclose(shares.sum(axis=0), worth[frozenset(PLAYERS)], rtol=1e-12)


def test_shares_of_any_game_add_up_in_every_draw():
    rng = np.random.default_rng(1)
    worth = {c: rng.normal(size=(50, 11)) * bool(c) for c in every_coalition(PLAYERS)}
    np.testing.assert_allclose(shapley(PLAYERS, worth).sum(axis=0), worth[frozenset(PLAYERS)], atol=1e-12)


def test_shares_over_drawn_orders_add_up_too_and_come_near():
    orders = drawn_orders(PLAYERS, 40, seed=1)
    assert len(set(orders)) == 40 and orders[1] == orders[0][::-1]
    worth = {c: planted(c) for c in coalitions_of(orders)}
    shares = shapley_sampled(PLAYERS, worth, orders)
    np.testing.assert_allclose(shares.sum(axis=0), worth[frozenset(PLAYERS)], rtol=1e-12)
    np.testing.assert_allclose(shares[:, 0], [3, 1, 1, 1, 0], atol=1e-9)  # an order and its reverse halve a pair exactly
    assert len(drawn_orders(("a", "b", "c"), 100, seed=1)) == 6


def test_barriers_that_only_count_together_interact_and_others_do_not():
    found = interactions(PLAYERS, {c: planted(c) for c in every_coalition(PLAYERS)})
    assert found["catchment", "resources"][0] == pytest.approx(2)
    assert all(abs(v[0]) < 1e-12 for pair, v in found.items() if pair != ("catchment", "resources"))


def test_a_worth_that_is_no_number_gives_no_share():
    worth = {c: planted(c) for c in every_coalition(PLAYERS)}
    worth[frozenset(["stigma"])] = np.full(6, np.nan)
    with pytest.raises(ValueError, match="stigma is no number"):
        shapley(PLAYERS, worth)
    with pytest.raises(KeyError):
        shapley(PLAYERS, {c: planted(c) for c in every_coalition(PLAYERS) if len(c) != 2})


# --- what is within reach ------------------------------------------------------------------------------------------


def step(barrier: str, gain: float, cost: float, whole: bool = False, draws: int = 10) -> Step:
    return Step(barrier, f"{barrier}-step", np.full((draws, 1), gain), np.full(draws, cost), whole)


def test_money_left_over_buys_no_more_than_there_is_evidence_for():
    cheap = step("a", 1.0, 100.0)
    np.testing.assert_allclose(cheap.gain(1e6), 1.0)
    np.testing.assert_allclose(cheap.gain(25.0), 0.25)


def test_a_centre_cannot_be_opened_in_part():
    centre = step("b", 5.0, 1000.0, whole=True)
    assert (centre.gain(999.0) == 0).all() and (centre.gain(1000.0) == 5).all()


def test_a_step_that_saves_money_is_taken_whole():
    assert (step("a", 1.0, -50.0).part(10.0) == 1).all()


def test_of_each_barrier_the_best_step_for_the_money_is_kept_and_the_draws_it_wins_are_counted():
    strong, cheap, other = step("a", 9.0, 900.0), step("a", 2.0, 100.0), step("b", 1.5, 100.0)
    assert best([strong, cheap, other], 100.0) == [cheap, other]
    assert best([strong, cheap, other], 900.0)[0] == strong
    mixed = Step("b", "x", np.array([[3.0]] * 4 + [[-1.0]] * 6), np.full(10, 100.0))
    assert wins([cheap, mixed], 100.0).tolist() == [0.6, 0.4, 0.0]
    assert wins([step("a", -1.0, 1.0), step("b", 0.0, 1.0)], 1.0).tolist() == [0, 0, 1]
    assert usual_budget([strong, cheap, other, step("c", 1.0, 5432.0)]) == 100.0


def test_intervals_hold_the_mean_in_about_95_of_100_repeats_even_with_few_draws():
    rng = np.random.default_rng(1)
    found = [interval(rng.normal(1, 1, 8)) for _ in range(400)]
    assert 0.93 <= np.mean([low <= 1 <= high for _, low, high in found]) <= 0.98
    assert np.isnan(ratio(rng.normal(0, 1, 50), rng.normal(0, 1, 50))).all()  # a part of nothing is no number


# --- the system's own dials and the shipped steps --------------------------------------------------------------------


def test_all_barriers_of_every_shipped_system_can_be_removed_at_once(tmp_path):
    for name in names("system"):
        system = load(name)
        known = dials(system)
        policy = load_policy(write_removal(known, known, system, tmp_path / name))
        system.with_policies(policy)
        assert {step.what for step in policy.steps} == set(known.values())


def test_the_dials_of_peru_are_the_five_barriers_and_a_removal_sets_them_to_nothing_everywhere(tmp_path):
    system = load("peru")
    known = dials(system)
    assert tuple(known) == PLAYERS
    path = write_removal(["stigma", "productivity"], known, system, tmp_path)
    assert path.stem == removal_name({"productivity", "stigma"})
    values = effective(system.with_policies(load_policy(path)), week=0)
    assert set(values) == {"stigma.stigma_dial", "productivity.productivity_dial"}
    assert all(x == 0 for numbers in values.values() for x in np.ravel(numbers))


def test_every_shipped_step_names_a_barrier_and_a_policy_and_fits_peru():
    steps, left_out = fitting(shipped(), load("peru"), PLAYERS)
    assert not left_out and {b for b, _ in steps} == set(PLAYERS)


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--replicates", "4"], "8 or more draws"), (["--outcome", "joined_list"], "--outcome"), (["--group", "minors"], "--group"), (["--step", "stigma"], "BARRIER=POLICY"),
        (["--step", "stigm=less-stigma"], "did you mean stigma"), (["--set", "x"], "KEY=VALUE"),
        (["--set", "stigma.stigma_dial=0", "--set", "knowledge.knowledge_dial=0", "--set", "catchment.catchment_dial=0", "--set", "resources.resources_dial=0"], "two or more barriers"),
    ],
)
def test_a_question_that_cannot_be_asked_is_one_line_and_writes_nothing(tmp_path, capsys, more, told):
    folder = tmp_path / "q"
    assert main(["barriers", "peru", *more, "--out", str(folder)]) == INVALID
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and told in said[0]
    assert not folder.exists()


class Planted(Oracle):
    """A game in place of people: what its arm removes is worth what was planted, steps a tenth of their barrier."""

    spoilt = False
    constant = False

    def _lived(self, place: Any, run: Any) -> Row:
        name = self.plan.arm_name(run.arm)
        gone = frozenset(name.split("-")[1:]) if name.startswith("without-") else frozenset()
        worth = float(planted(gone, 1)[0])
        worth += {"less-stigma": 0.3, "equal-credit": 0.6, "knowledge": 0.05}.get(name, 0.0)
        luck = np.random.default_rng(int(run.id, 16)).normal(0, 0.05)
        shared = np.random.default_rng(run.replicate).normal(0, 2)
        outcomes = self.plan.told["outcomes"]
        values = np.full((len(outcomes), len(self.plan.told["groups"])), 10.0 + shared + (0.0 if self.constant else worth + luck))
        values[outcomes.index("cost_ministry")] = 20.0
        if self.spoilt and run.number == 11:
            values[outcomes.index("in_care")] = np.nan
        return Row(run.id, DONE, worker=self.name, values=values.astype("<f8").tobytes())


@pytest.fixture
def game(monkeypatch):
    count = {"runs": 0}

    def live(plan: Plan, ids: Any, executor: Any, **_: Any) -> None:
        worker = Planted(plan, "game")
        worker.shard._base.execute("PRAGMA synchronous=OFF")
        for runs in groups(plan, ids):
            worker.live(runs)
            count["runs"] += len(runs)
        worker.close()

    monkeypatch.setattr(experiments.stages, "live", live)
    return count


def test_a_planted_game_comes_back_from_the_store_with_its_sentence_figure_and_tables(tmp_path, capsys, game):
    line = ["barriers", "peru", "--replicates", "12", "--budget", "1000000", "--out", str(tmp_path / "q"), "-q"]
    assert main([*line, "--json"]) == OK
    told = json.loads(capsys.readouterr().out)
    held = {row["barrier"]: row["held_back"] for row in told["held_back"]}
    for barrier, truth in zip(PLAYERS, (3, 1, 1, 1, 0), strict=True):
        assert held[barrier][1] - 0.03 <= truth <= held[barrier][2] + 0.03
    assert sum(row[0] for row in held.values()) == pytest.approx(told["total"][0], abs=1e-4)
    assert told["interactions"][0].keys() == {"pair", "beyond"}
    top = told["within_reach"][0]
    assert (top["barrier"], top["policy"]) == ("productivity", "equal-credit") and top["best_in_share_of_draws"] == 1
    assert told["answer"][0].startswith("For 1") and "equal credit" in told["answer"][0].lower()
    assert "not always what can best be mended" in told["answer"][2]
    page = (tmp_path / "q" / "report.html").read_text(encoding="utf-8")
    assert "women" in page and "data:image/svg+xml" in page and (tmp_path / "q" / "waterfall.png").stat().st_size > 10_000
    # another sum, group and language of the same runs: nothing is lived anew
    runs = game["runs"]
    assert main(["barriers", str(tmp_path / "q"), "--budget", "5", "--group", "women", "--lang", "es", "-q"]) == OK
    assert game["runs"] == runs
    assert "Por 5 PEN de 2023 al año, el primer paso que con seguridad más recupera" in " ".join(capsys.readouterr().out.split())


def test_how_far_shares_hang_on_the_orders_is_the_spread_of_a_game_that_does_and_nothing_in_one_that_does_not():
    players = ("a", "b", "c", "d", "e", "f")
    orders = drawn_orders(players, 40, seed=3)
    additive = {c: np.full((5, 2), float(len(c))) for c in coalitions_of(orders)}
    assert error_by_order(players, additive, orders) == pytest.approx(0)
    # all or nothing, once three are gone: whoever comes third has it all, so a share of an order and the same backwards is 0 or a half
    third = {c: np.full((5, 2), float(len(c) >= 3)) for c in additive}
    error = error_by_order(players, third, orders)
    assert error.shape == (6, 2) and error.mean() == pytest.approx(2.093 * np.sqrt(1 / 3 * 2 / 3) / 2 / np.sqrt(20), rel=0.25)
    assert np.isnan(error_by_order(players, additive, orders[:2])).all()


def test_every_barrier_of_a_shipped_system_has_a_name_in_both_languages():
    every = {name for system in names("system") for name in dials(load(system))}
    assert len(every) == 16
    assert all(WORDS[f"barrier.{name}"]("en") != WORDS[f"barrier.{name}"]("es") for name in every)
    # a step against a barrier that there is not would never be taken
    assert {barrier for barrier, _ in shipped()} <= every


def test_a_system_of_many_barriers_is_answered_with_as_many_runs_as_a_quarter_of_an_hour_holds():
    asked, system, known = checked(Asked("rfcmh"))
    orders = drawn_orders(tuple(known), ORDERS, 1)
    assert (asked.replicates, len(known) > EXACT) == (DRAWS_OF_MANY, True)
    assert (len({*coalitions_of(orders), *(frozenset([p]) for p in known)}) + len(fitting([*shipped()], system, tuple(known))[0])) * asked.replicates < 6000
    assert checked(Asked("peru"))[0].replicates == DRAWS


def test_drawn_orders_share_out_the_same_total(tmp_path, capsys, game):
    assert main(["barriers", "peru", "--replicates", "8", "--orders", "4", "--out", str(tmp_path / "q"), "-q", "--json"]) == OK
    told = json.loads(capsys.readouterr().out)
    assert sum(row["held_back"][0] for row in told["held_back"]) == pytest.approx(told["total"][0], abs=1e-4)
    assert not told["interactions"] and game["runs"] < 8 * 41
    assert all(row["error_by_order"] >= 0 for row in told["held_back"])


def test_a_run_without_a_number_gives_no_answer(tmp_path, capsys, game, monkeypatch):
    monkeypatch.setattr(Planted, "spoilt", True)
    assert main(["barriers", "peru", "--replicates", "8", "--out", str(tmp_path / "q"), "-q"]) == INVALID
    assert "in_care is no number in 1 of" in capsys.readouterr().err


def test_an_outcome_that_nothing_moves_gives_no_answer(tmp_path, capsys, game, monkeypatch):
    monkeypatch.setattr(Planted, "constant", True)
    assert main(["barriers", "peru", "--replicates", "8", "--out", str(tmp_path / "q"), "-q"]) == INVALID
    assert "same with and without" in capsys.readouterr().err


def test_the_folder_of_another_question_is_refused(tmp_path, capsys, game):
    assert main(["barriers", "peru", "--replicates", "8", "--out", str(tmp_path / "q"), "-q"]) == OK
    capsys.readouterr()
    assert main(["sensitivity", str(tmp_path / "q")]) == INVALID
    assert "minga sensitivity" in capsys.readouterr().err
    assert main(["barriers", "peru", "--replicates", "9", "--out", str(tmp_path / "q")]) == INVALID
    assert "replicates: found 9, allowed 8" in capsys.readouterr().err
