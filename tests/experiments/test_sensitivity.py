"""Sensitivity: known answers, luck that is taken out, and what is refused rather than answered."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from oracles import INPUTS, SLOPES, Oracle, known_linear, linear, lived, own_luck
from studies import small

import experiments.stages
from experiments.command import INVALID, OK, main
from experiments.design import Design, Vary, factors_of
from experiments.plan import Plan
from experiments.sensitivity.check import check_of
from experiments.sensitivity.factors import REST, labels, varied
from experiments.sensitivity.noise import Noise, noise_of
from experiments.sensitivity.screen import screen_of
from experiments.sensitivity.shares import shares_of
from experiments.stages import factors, numbers, one, places
from experiments.store import OK as DONE
from experiments.store import Row
from experiments.study import laid_out
from experiments.work import groups
from simulation import load
from simulation.parameters import uncertain


class Quiet(Oracle):
    """The linear model without luck."""

    models = ((linear, 0.0),) * 12


class Loud(Oracle):
    """The linear model, drowned in luck."""

    models = ((linear, 60.0),) * 12


class Constant(Oracle):
    models = ((lambda u: np.ones(len(u)), 0.0),) * 12


class NotANumber(Oracle):
    models = ((lambda u: np.where(u[:, 0] > 0.99, np.nan, u[:, 0]), 0.0),) * 12


class Failing(Oracle):
    def _lived(self, place: Any, run: Any) -> Row:
        if run.number == 7:
            raise ValueError("asked to raise")
        return super()._lived(place, run)


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = main(["sensitivity", str(folder), *more])
    return code, capsys.readouterr().err.strip().splitlines()[-1]


# --- known answers ---------------------------------------------------------------------------------------------


def test_without_luck_the_indices_are_salibs(tmp_path):
    from SALib.analyze import sobol

    plan = lived(tmp_path / "s", seed=1, points=64, worker=Quiet)
    values, names = one(plan, numbers(plan), "in_care"), factors(plan).names
    found = shares_of(values, names)
    problem = {"num_vars": 4, "names": list(names), "bounds": [[0, 1]] * 4}
    theirs = sobol.analyze(problem, values[:, 0], calc_second_order=False, seed=1)
    blocks = values[:, 0].reshape(64, 6)
    spread = 128 / 127  # ours divides by n - 1
    np.testing.assert_allclose(found.total[:, 0] * spread, theirs["ST"], rtol=1e-9)
    np.testing.assert_allclose(found.raw, theirs["ST"], rtol=1e-12)
    assert blocks.shape == (64, 6)


def test_luck_makes_raw_totals_too_large_and_is_taken_out_of_ours(tmp_path):
    plan = lived(tmp_path / "s", seed=2, points=128)
    values, names = one(plan, numbers(plan), "crises"), factors(plan).names
    found = shares_of(values, names)
    truth = known_linear()[1]
    assert (found.raw[2:] > truth[2:] + 0.04).all()
    # one of four 95 % intervals misses one time in five: half as wide again, they hold all four
    middle, half = (found.total[:, 1] + found.total[:, 2]) / 2, (found.total[:, 2] - found.total[:, 1]) / 2
    assert (abs(truth - middle) <= 1.5 * half).all()
    assert found.noise.share(1) == pytest.approx(1 / (1 + (SLOPES**2).sum() / 12), abs=0.05)


def test_a_group_has_the_share_of_its_members(tmp_path):
    plan = lived(tmp_path / "s", seed=3, points=128, worker=Quiet, grouped={INPUTS[0]: "a", INPUTS[3]: "a"})
    assert factors(plan).names == ("a", INPUTS[1], INPUTS[2])
    places(plan)
    found = shares_of(one(plan, numbers(plan), "in_care"), factors(plan).names)
    truth = known_linear()[1]
    assert found.total[0, 1] <= truth[0] + truth[3] <= found.total[0, 2]


def test_the_screening_finds_the_slopes_of_a_linear_model(tmp_path):
    class Plain(Quiet):
        rotated = False

    plan = lived(tmp_path / "s", seed=4, points=8, lucks=1, worker=Plain, kind="morris", levels=4)
    found = screen_of(one(plan, numbers(plan), "in_care")[:, 0], places(plan), factors(plan), 4, luck=0.0)
    np.testing.assert_allclose(found.size, SLOPES, rtol=1e-9)
    assert found.order() == [0, 1, 2, 3]


def test_pawn_puts_the_largest_first_and_knows_what_nothing_looks_like():
    rng = np.random.default_rng(1)
    u = rng.random((512, 3))
    found = check_of(4 * u[:, 0] + u[:, 1], u, ("large", "small", "none"))
    assert found.size.argmax() == 0
    assert found.size[2] <= found.nothing < found.size[0]


def test_noise_of_a_planted_table_is_what_was_planted():
    rng = np.random.default_rng(1)
    values = rng.normal(0, 2, (4000, 1)) + rng.normal(0, 1, (4000, 2)) + np.array([0.0, 50.0])
    found = noise_of(values, shared=True)
    assert found.share(1) == pytest.approx(0.2, abs=0.02)
    assert found.share() == pytest.approx(1 / 9, abs=0.02)
    assert Noise(3.0, 1.0, 2).lucks_for(0.5) == 3
    assert Noise(3.0, -0.1, 2).lucks_for(0.5) is None


# --- factors -----------------------------------------------------------------------------------------------------


def test_forms_are_factors_and_numbers_of_one_row_are_one():
    system = load("peru")
    alone = labels(system, "parameter")
    forms = [d.name for d in uncertain(system.values) if d.choices]
    assert forms and set(forms) <= set(alone)
    rows = {}
    for d in uncertain(system.values):
        if d.row and d.name in alone:
            rows.setdefault(d.row, set()).add(alone[d.name])
    assert rows and all(len(found) == 1 for found in rows.values())


def test_every_unknown_has_a_badge_and_a_barrier_or_another_place():
    system = load("peru")
    grades = labels(system, "grade")
    assert all(grades[n] == system.values[n].grade for n in grades if not system.values[n].row)
    by_barrier = set(labels(system, "barrier").values())
    assert {"stigma", "knowledge", "catchment", "resources", "productivity"} < by_barrier


def test_what_is_not_kept_is_one_factor_and_stays_varied():
    of = {"a": "a", "b": "b", "c": "c"}
    assert {n: v.group for n, v in varied(of, ("b",)).items()} == {"a": REST, "b": "b", "c": REST}


def test_blocks_have_lucks_of_their_own_where_asked():
    vary = dict.fromkeys(INPUTS[:2], Vary())
    design = Design("saltelli", points=4, luck="own")
    out = laid_out(small(design=design, vary=vary))
    assert [design.first_replicate(k, len(out.points.rows), 3) for k in (0, 3, 4, 15)] == [0, 0, 3, 9]
    assert Design("saltelli", points=4).first_replicate(15, 16, 3) == 0
    assert len(factors_of([load("peru").values[n] for n in INPUTS[:2]], vary).names) == 2


# --- what is refused, with the line that repairs it ----------------------------------------------------------------


def test_missing_runs_are_refused_with_the_line_that_resumes(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=16, worker=Quiet, most=50)
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID
    assert "142 of 192 without a result" in said and f"minga resume {tmp_path / 's'}" in said


def test_failed_runs_are_refused_with_the_line_that_tries_again(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=16, worker=Failing)
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID
    assert "1 raised" in said and "--retry-failed" in said


def test_values_that_are_no_numbers_are_refused(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=64, worker=NotANumber)
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID and "is no number in" in said and "--scale" in said


def test_a_constant_is_refused(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=16, worker=Constant)
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID and "the same in all" in said and "--outcome" in said


def swap(folder: Path, one_point: int, other: int) -> None:
    path = folder / "plan.sqlite"
    path.chmod(0o644)
    base = sqlite3.connect(path)
    cells = [base.execute("SELECT cells FROM points WHERE point = ?", (k,)).fetchone()[0] for k in (one_point, other)]
    base.execute("UPDATE points SET cells = ? WHERE point = ?", (cells[1], one_point))
    base.execute("UPDATE points SET cells = ? WHERE point = ?", (cells[0], other))
    base.commit()
    base.close()


@pytest.mark.parametrize(("first", "second"), [(1, 2), (0, 5), (3, 40)])
def test_a_table_in_another_order_is_refused(tmp_path, capsys, first, second):
    lived(tmp_path / "s", seed=1, points=16, worker=Quiet)
    swap(tmp_path / "s", first, second)
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID and "another order" in said and "start a new sweep" in said


def test_whole_blocks_that_are_exchanged_do_not_fit_the_ids_of_their_runs(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=16, worker=Quiet)
    for k in range(6):
        swap(tmp_path / "s", k, 6 + k)
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID and "not what its run lived" in said


def test_a_table_of_runs_in_another_order_is_refused(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=16, worker=Quiet)
    path = tmp_path / "s" / "plan.sqlite"
    path.chmod(0o644)
    base = sqlite3.connect(path)
    base.execute("UPDATE runs SET point = 95 - point")
    base.commit()
    base.close()
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID and "another table than the one planned" in said


def test_too_much_luck_is_refused_with_what_would_make_it_less(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=64, worker=Loud)
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID
    assert "of the variance of in_care is luck" in said and "--scale 0." in said


def test_the_noise_is_told_before_any_index(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=64, worker=Quiet)
    assert main(["sensitivity", str(tmp_path / "s")]) == OK
    said = capsys.readouterr()
    assert "luck is" in said.err and "Total" in said.out


def test_the_report_of_a_saltelli_study_says_what_it_hangs_on_or_why_it_cannot(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=32, worker=Quiet)
    lived(tmp_path / "c", seed=1, points=16, worker=Constant)
    for folder, said in (("s", "alone explains"), ("c", "No indices:")):
        assert main(["report", str(tmp_path / folder)]) == OK
        assert said in (tmp_path / folder / "report.html").read_text(encoding="utf-8")


def test_one_luck_at_each_point_is_refused(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=16, lucks=1, worker=Quiet)
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID and "luck would pass for interaction" in said


def test_a_design_that_gives_no_shares_is_refused(tmp_path, capsys):
    lived(tmp_path / "s", seed=1, points=16, worker=Quiet, kind="latin-hypercube", luck="shared")
    code, said = asked(tmp_path / "s", capsys)
    assert code == INVALID and "saltelli" in said


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--outcome", "in_car"], "did you mean in_care"), (["--by", "badge"], "parameter, process, barrier"), (["--group", "minors"], "--group"),
        (["--points", "100"], "a power of 2"), (["--points", "8"], "a power of 2 from 16"), (["--replicates", "1"], "2 or more"), (["--by", "grade", "--pawn"], "PAWN knows no groups"),
        (["--set", "nonsense"], "KEY=VALUE"), (["--policy", "nonsense"], "allowed"),
    ],
)
def test_a_question_that_cannot_be_asked_is_one_line_and_writes_nothing(tmp_path, capsys, more, told):
    folder = tmp_path / "q"
    assert main(["sensitivity", "peru", *more, "--out", str(folder)]) == INVALID
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and told in said[0]
    assert not folder.exists()


def test_pure_functions_refuse_what_would_be_a_silent_number():
    sound = np.random.default_rng(1).random((96, 2))
    for spoilt, why in ((np.where(sound > 0.99, np.nan, sound), "no number"), (sound * 0, "the same"), (sound[:95], "no 16 or more"), (sound[:, :1], "interaction")):
        with pytest.raises(ValueError, match=why):
            shares_of(spoilt, ("a", "b", "c", "d"))


# --- a question from end to end, with an oracle in place of people ------------------------------------------------


class EndToEnd(Oracle):
    """The linear model of four inputs among all unknown ones, in percent of people in care."""

    def _lived(self, place: Any, run: Any) -> Row:
        at = {n: k for k, n in enumerate(self.plan.columns.names)}
        cells = self.plan.point(run.point)
        u = np.array([float(cells[at[n]]) if n in at else 0.5 for n in INPUTS])  # type: ignore[arg-type]
        own = own_luck(self.plan, run)
        shape = len(self.plan.told["outcomes"]), len(self.plan.told["groups"])
        values = float(u @ SLOPES) + 0.3 * own.standard_normal(shape)
        return Row(run.id, DONE, worker=self.name, values=values.astype("<f8").tobytes())


@pytest.fixture
def oracle(monkeypatch):
    """Runs are lived by the oracle; counts how many."""
    count = {"runs": 0}

    def live(plan: Plan, ids: Any, executor: Any, **_: Any) -> None:
        worker = EndToEnd(plan, "oracle")
        worker.shard._base.execute("PRAGMA synchronous=OFF")
        for runs in groups(plan, ids):
            worker.live(runs)
            count["runs"] += len(runs)
        worker.close()

    monkeypatch.setattr(experiments.stages, "live", live)
    return count


@pytest.mark.slow
def test_a_question_ends_in_a_sentence_a_figure_a_table_and_json_and_goes_on_where_it_was(tmp_path, capsys, oracle):
    line = ["sensitivity", "peru", "--by", "process", "--points", "32", "--trajectories", "8", "--keep", "4", "--out", str(tmp_path / "q"), "-q"]
    assert main([*line, "--json"]) == OK
    told = json.loads(capsys.readouterr().out)
    first = oracle["runs"]
    assert [row["factor"] for row in told["shares"][:2]] == ["knowledge", "catchment"]
    assert told["shares"][0]["total_interval"][0] < known_linear()[1][0] < told["shares"][0]["total_interval"][1]
    assert {row["factor"] for row in told["shares"]} >= {"knowledge", "catchment", "resources", REST}
    assert 0 < told["noise"]["analysed"] < 0.2 and told["screening"]["effects"][0]["factor"] == "knowledge"
    page = (tmp_path / "q" / "report.html").read_text(encoding="utf-8")
    assert "explains" in page and "data:image/svg+xml" in page and (tmp_path / "q" / "shares.png").stat().st_size > 10_000
    # asked again, also about another outcome and in the other language, nothing is lived anew
    assert main(["sensitivity", str(tmp_path / "q"), "--outcome", "recovery", "--lang", "es", "-q"]) == OK
    assert oracle["runs"] == first
    assert "varianza" in capsys.readouterr().out
    # another question does not mix with it
    assert main([*line, "--seed", "2"]) == INVALID
    assert "seed: found 2, allowed 1" in capsys.readouterr().err


def test_how_much_rests_on_judged_inputs_is_a_sentence(tmp_path, capsys, oracle):
    assert main(["sensitivity", "peru", "--by", "grade", "--points", "32", "--out", str(tmp_path / "q"), "-q"]) == OK
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("Judged inputs alone explain") and "rests on judgement" in said


@pytest.mark.slow
def test_pawn_is_given_inputs_and_not_the_group_of_all_others(tmp_path, capsys, oracle):
    line = ["sensitivity", "peru", "--points", "32", "--trajectories", "2", "--keep", "3", "--out", str(tmp_path / "q"), "-q", "--json"]
    assert main(line) == OK
    told = json.loads(capsys.readouterr().out)
    pawn = {row["factor"]: row["pawn"] for row in told["shares"]}
    assert pawn[REST] is None and pawn["knowledge.missing_share"] > told["pawn_of_nothing"]

