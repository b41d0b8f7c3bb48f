"""Designs: known answers for small ones, and what every sample owes its kind."""

from __future__ import annotations

import itertools
import random
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from studies import small

from experiments.design import Design, Points, Vary, at, points_of, read_table, resolved, size_of
from experiments.plan import write_plan
from experiments.study import laid_out, varied_in
from experiments.work import work
from simulation import InputError, load
from simulation.parameters import declared, uncertain

DIAL, SHARE = "stigma.stigma_dial", "resources.reimbursed_share"
TWO = {DIAL: Vary(), SHARE: Vary()}


def rows(**design: object) -> np.ndarray:
    return np.array(laid_out(small(design=Design(**design), vary=TWO)).points.rows, float)  # type: ignore[arg-type]


def test_a_factorial_has_every_combination_of_levels():
    out = laid_out(small(design=Design("factorial", levels=3), vary={DIAL: Vary(levels=(0.0, 1.0)), SHARE: Vary()}))
    assert out.points.names == (DIAL, SHARE)
    assert out.points.are_values == (True, False)
    assert out.points.rows == ((0.0, 0.0), (0.0, 0.5), (0.0, 1.0), (1.0, 0.0), (1.0, 0.5), (1.0, 1.0))


def test_one_at_a_time_moves_one_parameter_from_the_centre():
    out = laid_out(small(design=Design("one-at-a-time"), vary=TWO))
    assert out.points.rows == ((None, None), (0.0, None), (1.0, None), (None, 0.0), (None, 1.0))
    scenario = out.systems[0]
    assert resolved(out.points, 0, scenario, "uniform") == {}
    assert resolved(out.points, 4, scenario, "uniform")[SHARE, None] == scenario.values[SHARE].high


def test_a_latin_hypercube_has_one_point_in_every_stratum():
    found = rows(kind="latin-hypercube", points=16)
    assert found.shape == (16, 2)
    for column in found.T:
        assert sorted((column * 16).astype(int)) == list(range(16))


def test_a_sobol_sequence_is_balanced_over_halves_and_quarters():
    found = rows(kind="sobol", points=16)
    for column in found.T:
        assert np.bincount((column * 4).astype(int)).tolist() == [4, 4, 4, 4]
    cells = (found * 4).astype(int)
    assert len({(a, b) for a, b in cells.tolist()}) == 16


def test_morris_moves_one_parameter_a_step():
    found = rows(kind="morris", points=5, levels=4)
    assert found.shape == (5 * 3, 2)
    for trajectory in found.reshape(5, 3, 2):
        for before, after in itertools.pairwise(trajectory):
            assert sorted(np.abs(after - before).round(12).tolist()) == [0.0, round(2 / 3, 12)]


@pytest.mark.parametrize(("second", "many"), [(False, 8 * 4), (True, 8 * 6)])
def test_a_saltelli_sample_has_the_rows_that_salib_analyses(second, many):
    from SALib.analyze import sobol

    found = rows(kind="saltelli", points=8, second_order=second)
    assert found.shape == (many, 2)
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0, 1], [0, 1]]}
    indices = sobol.analyze(problem, found[:, 0] + 0 * found[:, 1], calc_second_order=second, seed=1)
    assert indices["ST"][0] == pytest.approx(1, abs=0.35)
    assert indices["ST"][1] == 0


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol", "morris", "saltelli"])
def test_a_sample_hangs_on_the_seed_of_the_study_and_on_nothing_else(kind):
    def made(seed: int) -> Points:
        return laid_out(small(design=Design(kind, points=4), vary=TWO, seed=seed)).points

    random.seed(1)
    np.random.seed(1)
    first = made(7)
    random.seed(2)
    np.random.seed(2)
    state = np.random.get_state()[1].tolist()
    assert made(7) == first
    assert np.random.get_state()[1].tolist() == state
    assert made(8) != first


def test_by_default_every_unknown_parameter_is_varied():
    study = small(design=Design("latin-hypercube", points=4))
    peru = load("peru")
    chosen, _ = varied_in(study, (peru,))
    assert {d.name for d in chosen} == {d.name for d in uncertain(peru.values)}
    forms = [d.name for d in declared().values() if d.kind == "form"]
    assert set(forms) <= {d.name for d in chosen}


def test_sizes_are_known_before_anything_is_made():
    varied = [declared()[DIAL], declared()[SHARE]]
    for design in (Design("factorial", levels=3), Design("one-at-a-time", levels=2), Design("latin-hypercube", points=6),
                   Design("sobol", points=8), Design("morris", points=3), Design("saltelli", points=4),
                   Design("saltelli", points=4, second_order=True)):
        assert size_of(design, TWO, varied) == len(points_of(design, TWO, varied, 1).rows)


def test_a_place_in_a_range_is_its_value():
    d = declared()[SHARE]
    assert [at(d, u) for u in (0.0, 0.5, 1.0)] == [d.low, (d.low + d.high) / 2, d.high]
    assert at(d, 0.0, "triangular") == d.low
    assert at(d, 1.0, "triangular") == pytest.approx(d.high)
    whole = next(d for d in declared().values() if d.whole and d.low < d.high)
    found = {at(whole, u) for u in np.linspace(0, 1, 500)}
    assert found == set(map(float, range(int(whole.low), int(whole.high) + 1)))


def test_a_range_of_the_studys_own_is_the_range():
    out = laid_out(small(design=Design("factorial"), vary={SHARE: Vary(low=0.1, high=0.3)}))
    found = [resolved(out.points, k, out.systems[0], "uniform")[SHARE, None] for k in range(2)]
    assert found == [0.1, 0.3]


def test_values_of_districts_and_centres_move_together_each_within_its_own_range():
    name = "population.poor_share"
    out = laid_out(small(design=Design("factorial"), vary={name: Vary()}))
    peru = out.systems[0]
    assert len(peru.local[name]) > 1
    low, high = (resolved(out.points, k, peru, "uniform") for k in range(2))
    for place in (None, *peru.local[name]):
        d = peru.declaration_at(name, place)
        assert (low[name, place], high[name, place]) == (d.low, d.high)


def test_a_level_holds_in_every_place():
    name = "population.poor_share"
    out = laid_out(small(design=Design("factorial"), vary={name: Vary(levels=(0.2, 0.3))}))
    found = resolved(out.points, 1, out.systems[0], "uniform")
    assert set(found.values()) == {0.3}


def test_what_is_not_varied_stays_or_is_drawn_as_compare_draws_it(tmp_path):
    from simulation.draws import drawn

    fixed = write_plan(small(design=Design("factorial"), vary={DIAL: Vary()}), tmp_path / "a")
    peru = fixed.scenario(0, 0)
    run = next(iter(fixed.runs()))
    assert fixed.values(run, peru) == {(DIAL, None): 0.0}
    free = write_plan(small(design=Design("factorial", others="drawn"), vary={DIAL: Vary()}), tmp_path / "b")
    for run in free.runs():
        assert free.values(run, peru) == drawn(peru, 5, run.replicate) | {(DIAL, None): [0.0, 1.5][run.point]}


def test_points_change_what_happens_and_replicates_share_their_luck(tmp_path):
    from experiments.todo import ledger_of

    study = small(policies=(), scale=0.01, weeks=30, replicates=1, design=Design("factorial"), vary={"help_seeking.base": Vary(low=0.1, high=3.0)})
    plan = write_plan(study, tmp_path / "s")
    work(plan.folder, plan.ids(), "w")
    from experiments.store import rows_at

    low, high = (np.frombuffer(dict(rows_at(ledger_of(plan).done, plan.id))[r.id].values, "<f8").reshape(-1, 11) for r in plan.runs())
    joined = list(plan.told["outcomes"]).index("joined_list")
    assert low[joined, 0] < high[joined, 0]


def test_a_users_table_is_taken_as_it_is(tmp_path):
    (tmp_path / "mine.csv").write_text(f"{DIAL},centre-1:{SHARE}\n0.5,0.25\n,0.5\n\n", encoding="utf-8")
    study = small(design=Design("csv", file="mine.csv"), folder=tmp_path)
    out = laid_out(study)
    assert out.points.rows == ((0.5, 0.25), (None, 0.5))
    assert resolved(out.points, 0, out.systems[0], "uniform") == {(DIAL, None): 0.5, (SHARE, "centre-1"): 0.25}
    plan = write_plan(study, tmp_path / "s")
    (tmp_path / "mine.csv").unlink()
    assert plan.point(1) == (None, 0.5)


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ("stigma.stigma_dail\n1\n", "column 1", "did you mean stigma.stigma_dial?"),
        (f"{DIAL}\n9\n", f"row 1, column {DIAL}", "a number from 0 to 5"),
        (f"{DIAL}\nmuch\n", f"row 1, column {DIAL}", "a number from 0 to 5"),
        (f"{DIAL}\nnan\n", f"row 1, column {DIAL}", "a number from 0 to 5"),
        (f"{DIAL},{SHARE}\n1\n", "row 1", "2 cells"),
        (f"{DIAL}\n", "rows", "one row per point"),
        (f"{DIAL},{DIAL}\n1,1\n", "column 2", "each once"),
        (f"centre-9:{SHARE}\n0.1\n", "column 1", "a place of"),
    ],
)
def test_a_mistake_in_a_table_is_placed(tmp_path, text, key, told):
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        laid_out(small(design=Design("csv", file="mine.csv"), folder=tmp_path))
    assert error.value.key == key
    assert told in str(error.value)
    assert str(error.value).startswith("mine.csv")


def test_a_table_may_have_a_byte_order_mark_and_windows_lines(tmp_path):
    (tmp_path / "mine.csv").write_bytes(b"\xef\xbb\xbf" + f"{DIAL}\r\n1\r\n".encode())
    assert read_table(tmp_path / "mine.csv", "mine.csv").rows == ((1.0,),)
