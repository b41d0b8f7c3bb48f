"""Cost-effectiveness and value of information: corners with paper and pencil, a planted world, and what is refused."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parent))

from oracles import Oracle

import experiments.stages
from experiments.command import INVALID, MISSING_EXTRA, OK, main
from experiments.design import Design
from experiments.plan import Plan
from experiments.store import OK as DONE
from experiments.store import Row
from experiments.work import groups
from experiments.worth.frontier import DOMINATED, EFFICIENT, EXTENDED, standings
from experiments.worth.information import everything, floor, one_input, several, singly
from experiments.worth.informed import annuity
from experiments.worth.luck import matched, share_of_luck, without_luck
from experiments.worth.own_costs import added, own_costs, triangular
from experiments.worth.regression import spline
from experiments.worth.thresholds import threshold
from simulation import InputError, load, load_policy
from simulation.people.codes import POPULATION_GROUPS

INPUT = "help_seeking.stigma_effect"
PEOPLE = 670_000
RNG = np.random.default_rng(1)


# --- what a DALY averted is worth ------------------------------------------------------------------------------------


def test_a_daly_in_peru_is_worth_half_of_what_a_head_produces_unless_somebody_names_a_sum():
    peru = load("peru")
    found = threshold(peru)
    assert found.value == pytest.approx(0.5 * 29027) and found.most == pytest.approx(2 * 29027)
    assert threshold(peru, 100.0).value == 100 and not threshold(peru, 100.0).multiple


def test_prices_of_another_year_move_the_threshold_with_inflation():
    peru = load("peru")
    assert threshold(replace(peru, price_year=2024)).value == pytest.approx(0.5 * 29027 * 1.0201)


def test_a_place_whose_country_is_not_known_has_to_name_a_sum():
    peru = load("peru")
    with pytest.raises(InputError, match="--wtp"):
        threshold(replace(peru, currency="XYZ"))
    assert threshold(replace(peru, currency="XYZ"), 7.0).value == 7


@pytest.mark.parametrize("system", ["peru", "chile-santiago", "upsides-hamburg", "upsides-beer-sheva", "upsides-kampala", "upsides-dar-es-salaam", "rfcmh"])
def test_every_shipped_system_has_a_threshold_within_its_range(system):
    found = threshold(load(system))
    assert found.low < found.multiple < found.high and found.value == pytest.approx(found.multiple * found.head)


# --- the frontier ----------------------------------------------------------------------------------------------------


def test_dominated_and_extendedly_dominated_policies_are_told_from_the_frontier():
    extra = np.array([0.0, 100, 150, 400, 300, -5])
    averted = np.array([0.0, 10, 11, 20, 9, 0])
    found = standings(extra, averted)
    assert [s for s, _ in found] == [DOMINATED, EFFICIENT, EXTENDED, EFFICIENT, DOMINATED, EFFICIENT]
    assert found[0] == (DOMINATED, 5) and found[1] == (EFFICIENT, 5) and found[3] == (EFFICIENT, 1) and found[5] == (EFFICIENT, None)
    assert found[4][1] in (1, 2)


def test_a_policy_that_does_nothing_and_costs_nothing_is_dominated_by_the_system_as_it_is():
    assert standings(np.zeros(2), np.zeros(2)) == [(EFFICIENT, None), (DOMINATED, 0)]


# --- luck and own costs ------------------------------------------------------------------------------------------------


def test_half_luck_is_drawn_together_by_the_root_of_a_half_and_all_luck_to_nothing():
    assert matched(np.array([[[2.0]]]), np.array([[[1.0]]]))[0, 0, 0] == pytest.approx(np.sqrt(0.5), abs=1e-6)
    assert matched(np.array([[[1.0]]]), np.array([[[1.5]]]))[0, 0, 0] == 0
    still = matched(np.array([[[2.0, 1.0], [1.0, 3.0]]]), np.zeros((1, 2, 2)))[0]
    np.testing.assert_allclose(still, np.eye(2), atol=1e-6)


def test_without_luck_the_spread_of_the_inputs_is_left():
    inputs = RNG.normal(0, 1, (4000, 1, 2)) @ np.array([[1.0, 0.5], [0.0, 1.0]])
    lived = inputs + RNG.normal(0, 2, (4000, 2, 2))
    np.testing.assert_allclose(np.cov(without_luck(lived).T), np.cov(inputs[:, 0].T), atol=0.2)
    one, mean = share_of_luck(lived)
    assert one == pytest.approx(8 / (8 + 2.25), abs=0.03) and mean == pytest.approx(4 / (4 + 2.25), abs=0.03)


def test_the_factor_of_a_cost_is_triangular_about_its_amount():
    u = (np.arange(100_000) + 0.5) / 100_000
    found = triangular(u, 0.3, 3.0)
    assert found.min() >= 0.3 and found.max() <= 3 and found.mean() == pytest.approx((0.3 + 1 + 3) / 3, rel=1e-3)


def test_a_cost_of_one_policy_is_one_unknown_in_every_arm_and_a_price_of_the_system_is_none():
    first, second = load_policy("transport-money"), load_policy("less-stigma")
    found = own_costs(((), (first,), (first, second)), 50, seed=1)
    assert [one.name for one in found] == ["cost of transport-money 1"]
    assert sorted((found[0].place * 50).astype(int)) == list(range(50))


def test_what_a_story_costs_counts_in_the_system_as_it_is_and_not_where_it_is_left_out():
    peru = load("peru")
    system = replace(peru, story=(load_policy("transport-money"),))
    arms = [system, peru]
    costs = own_costs(tuple((*arm.story, *arm.policies) for arm in arms), 40, seed=1)
    assert costs and all(one.policy in system.story for one in costs)
    plan: Any = SimpleNamespace(scenario=lambda _, arm: arms[arm], study=SimpleNamespace(weeks=104), told={"points": 40})
    as_is, before = (added(plan, costs, arm, 2) for arm in (0, 1))
    assert (before == 0).all() and np.ptp(as_is[:, 0].sum(axis=1)) > 0
    # at a factor of 1 nothing is added: what is added goes with the factor less 1, and the second year has no first costs
    one = costs[0]
    alone = added(plan, [one], 0, 2)[:, 0, 1]
    np.testing.assert_allclose(alone / (one.factor - 1), alone[0] / (one.factor[0] - 1), rtol=1e-9)


# --- what is worth knowing -----------------------------------------------------------------------------------------------


def test_what_decides_is_worth_knowing_and_what_never_changes_the_decision_is_not():
    x = (np.arange(400) + 0.5)[:, None] / 400
    x = np.column_stack([RNG.permutation(x[:, 0]) for _ in range(3)])
    values = np.repeat((20 * (x[:, 0] - 0.5))[:, None, None], 2, axis=1)
    assert everything(values).value == pytest.approx(2.5, abs=0.05)  # half of the time 5 is gained on average, else nothing
    assert one_input(values, x[:, 0]).value == pytest.approx(2.5, abs=0.05)
    assert one_input(values, x[:, 1]).low == 0
    always = values + 100
    assert everything(always).value == 0 and several(always, x).high < 0.5
    found = singly(values, x)
    assert found.argmax() == 0 and found[0] > 3 * floor(values, x) > found[1:].max() / 3


def test_a_group_is_worth_what_its_inputs_do_together():
    x = RNG.random((300, 30))
    together = (x[:, 0] - 0.5) * (x[:, 1] - 0.5) * 40
    values = np.repeat(together[:, None, None], 2, axis=1) + RNG.normal(0, 0.5, (300, 2, 1))
    whole = everything(values).value
    assert several(values, x[:, :2]).value > 0.75 * whole  # neither alone says anything
    assert one_input(values, x[:, 0]).value < 0.25 * whole
    assert several(values, x[:, 2:]).low == 0


def test_a_form_of_two_choices_has_a_mean_for_each():
    terms = spline(np.array([0.0, 1.0, 1.0, 0.0]))
    assert terms.shape == (4, 1) and terms[:, 0].tolist() == [-0.5, 0.5, 0.5, -0.5]


def test_years_are_discounted_to_the_first():
    assert annuity(3, 0.0) == 3 and annuity(2.5, 0.0) == 2.5
    assert annuity(3, 0.03) == pytest.approx(1 + 1 / 1.03 + 1 / 1.03**2)


def test_points_of_a_latin_hypercube_may_have_a_luck_of_their_own():
    own = Design("latin-hypercube", 5, luck="own")
    assert [own.first_replicate(k, 5, 2) for k in range(5)] == [0, 2, 4, 6, 8]
    assert replace(own, luck="shared").first_replicate(4, 5, 2) == 0


# --- a planted world through the store -----------------------------------------------------------------------------------


class Planted(Oracle):
    """One policy averts up to 1,000 DALYs a year, the more the higher one input is, for 2 a resident and year; another does harm."""

    spoilt = False
    constant = False

    def _lived(self, place: Any, run: Any) -> Row:
        base = self.plan.scenario(0, 0)
        d = base.values[INPUT]
        at = (float(self.plan.values(run, base)[INPUT, None]) - d.low) / (d.high - d.low)
        shared = np.random.default_rng(run.replicate).normal(0, 0.5)
        own = np.random.default_rng(int(run.id, 16)).normal(0, 0.05)
        name = self.plan.arm_name(run.arm)
        averted = 0.0 if self.constant else {"equal-credit": 1000 * at, "coaching": -50.0}.get(name, 0.0) / PEOPLE * 1000
        more = 0.0 if self.constant else {"equal-credit": 2.0, "coaching": 0.5}.get(name, 0.0)
        told = self.plan.told
        values = np.full((len(told["outcomes"]), len(told["groups"])), 30.0)
        values[told["outcomes"].index("dalys")] = 30 + shared - averted + (0.0 if self.constant else own)
        for k, group in enumerate(POPULATION_GROUPS):
            if group == "women" and not self.constant:
                values[told["outcomes"].index("dalys"), k] -= averted / 2
        values[told["outcomes"].index("cost_users"), 1:] = 3.0
        weekly = np.zeros((len(told["weekly"]), self.plan.study.weeks))
        weekly[told["weekly"].index("dalys")] = 30 + shared - averted + (0.0 if self.constant else own)
        weekly[told["weekly"].index("cost_ministry")] = 20 + shared + more
        if self.spoilt and run.number == 5:
            weekly[0, 3] = np.nan
        return Row(run.id, DONE, worker=self.name, values=values.astype("<f8").tobytes(), weekly=weekly.astype("<f8").tobytes())


@pytest.fixture
def planted(monkeypatch):
    count = {"runs": 0}

    def live(plan: Plan, ids: Any, executor: Any, **_: Any) -> None:
        worker = Planted(plan, "planted")
        worker.shard._base.execute("PRAGMA synchronous=OFF")
        for runs in groups(plan, ids):
            worker.live(runs)
            count["runs"] += len(runs)
        worker.close()

    monkeypatch.setattr(experiments.stages, "live", live)
    return count


LINE = ["peru", "--policy", "equal-credit", "--policy", "coaching", "--draws", "40", "-q"]


def test_a_planted_world_comes_back_with_its_frontier_budget_and_groups_and_information_reads_the_same_runs(tmp_path, capsys, planted):
    folder = str(tmp_path / "q")
    assert main(["cost-effectiveness", *LINE, "--out", folder, "--json"]) == OK
    told = json.loads(capsys.readouterr().out)
    as_is, good, bad = told["strategies"]
    assert (as_is["standing"], good["standing"], bad["standing"]) == ("efficient", "efficient", "dominated") and bad["against"] == "baseline"
    # 2 a resident and year over up to 1,000 DALYs at the triangular mean of one input; both discounted alike
    d = load("peru").values[INPUT]
    mean = (1 + (d.value - d.low) / (d.high - d.low)) / 3
    ratio = good["cost_per_daly_averted"]
    assert ratio["verdict"] == "given" and ratio["value"] == pytest.approx(2 * PEOPLE / (1000 * mean), rel=0.04)
    assert ratio["interval"][0] < ratio["value"] < ratio["interval"][1]
    years = 1 + 1 / 1.03 + 1 / 1.03**2
    assert good["dalys_averted"][0] == pytest.approx(1000 * mean * years, rel=0.03)
    impact = {(row["policy"], row["payer"], row["year"]): row["extra"][0] for row in told["budget_impact"]}
    assert impact["equal-credit", "ministry", 2] == pytest.approx(2 * PEOPLE, rel=0.01)  # a year's own cost, as drawn, is on top
    assert impact["equal-credit", "users", 2] == 0 and impact["equal-credit", "all", 3] == impact["equal-credit", "ministry", 3]
    assert [g["second"] for g in told["gaps"] if g["sure"] and g["policy"] == "equal-credit"] == ["women"]
    assert told["variance_unpaired_over_paired"]["dalys"]["coaching"] > 10
    dear, cheap = told["acceptability"][-1], told["acceptability"][3]
    assert cheap["per_daly"] == 0 and cheap["best_in_share_of_draws"]["baseline"] == 1
    assert dear["best_in_share_of_draws"]["equal-credit"] > 0.9 and dear["best_mean"] == "equal-credit"
    assert f"{told['unit_costs_judged']} of {told['unit_costs']} unit costs are judged" in " ".join(told["answer"])
    page = (tmp_path / "q" / "cost-effectiveness.html").read_text(encoding="utf-8")
    assert page.count("data:image/svg+xml") == 4 and "women" in page
    runs = planted["runs"]
    # the same folder, another question, threshold and language: nothing is lived anew
    price = 2 * PEOPLE / (1000 * mean)
    assert main(["value-of-information", folder, "--wtp", f"{price:.6g}", "--research-cost", "1000", "--json", "-q"]) == OK
    known = json.loads(capsys.readouterr().out)
    assert known["partial"][0]["of"] == INPUT and known["partial"][0]["told_from_nothing"]
    # on the edge of being worth its money, knowing is worth half of the mean distance from the edge: of a triangle about a sixth of its width
    assert 0.06 * 1000 * price * years < known["partial"][0]["worth"][0] < 0.11 * 1000 * price * years
    assert known["perfect_information_verdict"] == "yes"
    assert main(["value-of-information", folder, "--by", "grade", "--lang", "es", "--years", "10", "--population", "1000000", "-q"]) == OK
    said = " ".join(capsys.readouterr().out.split())
    assert "estimado a juicio" in said and "en 10 años" in said
    assert planted["runs"] == runs
    assert main(["cost-effectiveness", folder, "--payer", "users", "--lang", "es", "-q"]) == OK
    assert "usuarios y familias" in capsys.readouterr().out


def test_a_policy_that_moves_nothing_and_weeks_without_a_number_give_no_answer(tmp_path, capsys, planted, monkeypatch):
    monkeypatch.setattr(Planted, "spoilt", True)
    assert main(["cost-effectiveness", *LINE, "--out", str(tmp_path / "a")]) == INVALID
    assert "no number in 1 of" in capsys.readouterr().err
    monkeypatch.setattr(Planted, "spoilt", False)
    monkeypatch.setattr(Planted, "constant", True)
    assert main(["cost-effectiveness", *LINE, "--out", str(tmp_path / "b")]) == INVALID
    assert "the same in every arm" in capsys.readouterr().err


@pytest.mark.parametrize(("more", "rate"), [([], 0.03), (["--discount", "0.05"], 0.05), (["--weeks", "52"], 0.0), (["--set", "burden.discount_health=0.01"], 0.03)])
def test_costs_are_discounted_over_more_than_a_year_unless_somebody_says_otherwise_and_asked_again_it_is_the_same_question(tmp_path, capsys, planted, more, rate):
    folder = str(tmp_path / "q")
    assert main(["cost-effectiveness", "peru", "--policy", "equal-credit", "--draws", "32", *more, "--out", folder, "--json", "-q"]) == OK
    first = capsys.readouterr().out
    told = json.loads(first)["discount"]
    assert told["costs"] == rate and told["health"] == (0.01 if "--set" in more else rate)
    runs = planted["runs"]
    assert main(["cost-effectiveness", folder, "--json", "-q"]) == OK
    assert capsys.readouterr().out == first and planted["runs"] == runs


@pytest.mark.parametrize("command", ["cost-effectiveness", "value-of-information"])
@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--draws", "8"], "32 or more"), (["--replicates", "1"], "2 or more"), (["--payer", "church"], "--payer"), (["--policy", "nonsense"], "allowed"),
        (["--set", "x"], "KEY=VALUE"),
    ],
)
def test_a_question_that_cannot_be_asked_is_one_line_and_writes_nothing(tmp_path, capsys, command, more, told):
    assert main([command, "peru", *more, "--out", str(tmp_path / "q")]) == INVALID
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and told in said[0] and not (tmp_path / "q").exists()


def test_an_unknown_way_to_take_inputs_together_is_refused_before_anything_is_lived(tmp_path, capsys):
    assert main(["value-of-information", "peru", "--by", "colour", "--out", str(tmp_path / "q")]) == INVALID
    assert "--by" in capsys.readouterr().err and not (tmp_path / "q").exists()


def test_without_scikit_learn_the_extra_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["value-of-information", "peru", "--out", str(tmp_path / "q")]) == MISSING_EXTRA
    assert "minga[analysis]" in capsys.readouterr().err
