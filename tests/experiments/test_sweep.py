"""Sweeps: the same numbers as compare and as each run alone, whoever lives them and in whatever order."""

from __future__ import annotations

import multiprocessing
import random
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from studies import SCALE, WEEKS, Design, Vary, numbers, small

from experiments.collect import collect
from experiments.compare import compare
from experiments.execute import WEEKLY
from experiments.plan import Plan, write_plan
from experiments.store import FAILED, OK, Row, Shard
from experiments.sweep import resume, sweep
from experiments.todo import ledger_of
from experiments.work import groups, part, work
from simulation import InputError, load, load_policy, run
from simulation.outcomes import OUTCOMES
from simulation.people.codes import POPULATION_GROUPS

APART = {"timing.csv", "timing.parquet"}


def tables(folder: Path, form: str = "csv") -> dict[str, bytes]:
    """Name -> bytes of every collected table but that of times, memory and hosts."""
    collect(folder, form)
    return {p.name: p.read_bytes() for p in sorted((folder / "collected").glob(f"*.{form}")) if p.name not in APART}


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Path:
    """The small study, lived in this process."""
    folder = tmp_path_factory.mktemp("sweep") / "here"
    plan = write_plan(small(), folder)
    assert work(folder, plan.ids(), "here").finished
    return folder


def test_a_sweep_finds_what_compare_finds_bit_for_bit(here):
    plan = Plan.open(here)
    found = compare(
        load("peru"), load_policy("equal-credit"), load_policy("transport-money"), seed=5, weeks=WEEKS, scale=SCALE, replicates=2, workers=1
    )
    kept = numbers(plan)
    for r in plan.runs():
        values, weekly = kept[r.id]
        shape = (len(OUTCOMES), len(POPULATION_GROUPS))
        np.testing.assert_array_equal(np.frombuffer(values, "<f8").reshape(shape), found.answers[r.replicate].values[r.arm])
        np.testing.assert_array_equal(np.frombuffer(weekly, "<f8").reshape(len(WEEKLY), WEEKS), found.answers[r.replicate].weekly[r.arm])


def test_an_arm_lived_with_others_is_the_run_lived_alone(here):
    plan = Plan.open(here)
    kept = numbers(plan)
    for r in list(plan.runs())[::2]:
        record = run(plan.scenario(0, r.arm), seed=5, weeks=WEEKS, scale=SCALE, replicate=r.replicate, fixed_parameters=False)
        alone = np.array([[o.over_run(record, g) for g in POPULATION_GROUPS] for o in OUTCOMES])
        assert kept[r.id][0] == alone.astype("<f8").tobytes()


def test_the_result_table_has_the_columns_of_the_house_and_equals_compares(here):
    import pandas as pd

    found = compare(
        load("peru"), load_policy("equal-credit"), load_policy("transport-money"), seed=5, weeks=WEEKS, scale=SCALE, replicates=2, workers=1
    ).to_frame()
    tables(here)
    values = pd.read_csv(here / "collected" / "values.csv")
    shared = ["system", "scenario", "policy", "replicate", "week", "centre", "group", "outcome", "value", "unit"]
    assert list(values.columns) == ["run", "point", *shared]
    order = ["policy", "replicate", "outcome", "group"]
    mine = values[shared].sort_values(order).reset_index(drop=True)
    theirs = found[shared].sort_values(order).reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, theirs, check_exact=True, check_dtype=False)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_leaves_the_same_bytes(here, tmp_path, workers):
    stands = sweep(small(), tmp_path / "s", workers)
    assert (stands.done, stands.runs, stands.left) == (6, 6, 0)
    assert tables(tmp_path / "s") == tables(here)
    assert len(list((tmp_path / "s" / "shards").glob("*.sqlite"))) == min(workers, 2)  # two groups: no more is needed


def test_parquet_has_the_same_numbers_and_the_same_bytes_again(here, tmp_path):
    import pandas as pd

    first = tables(here, "parquet")
    assert sweep(small(), tmp_path / "s", 2).left == 0
    assert tables(tmp_path / "s", "parquet") == first
    tables(here)
    for name in ("values", "weekly", "runs", "inputs"):
        csv = pd.read_csv(here / "collected" / f"{name}.csv", keep_default_na=name in ("values", "weekly"))
        parquet = pd.read_parquet(here / "collected" / f"{name}.parquet")
        pd.testing.assert_frame_equal(parquet.astype(csv.dtypes.to_dict()), csv, check_exact=True, check_categorical=False)


def test_the_order_in_which_runs_are_lived_does_not_matter(here, tmp_path):
    plan = write_plan(small(), tmp_path / "s")
    ids = plan.ids()
    random.Random(3).shuffle(ids)
    for number, id in enumerate(ids):  # each alone, in a shard of its own
        work(tmp_path / "s", [id], f"w{number}")
    assert tables(tmp_path / "s") == tables(here)


def test_what_was_begun_is_finished_by_resume_to_the_same_bytes(here, tmp_path):
    plan = write_plan(small(), tmp_path / "s")
    work(tmp_path / "s", plan.ids()[1:3], "first")
    assert tables(tmp_path / "s") != tables(here)
    stands = resume(tmp_path / "s", 1)
    assert stands.left == 0
    assert ledger_of(plan).again == 0
    assert tables(tmp_path / "s") == tables(here)


@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_spawned_and_forked_processes_leave_the_same_bytes(here, tmp_path, start):
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {start} here")
    plan = write_plan(small(), tmp_path / "s")
    halves = [part(plan, plan.ids(), k, 2) for k in range(2)]
    plan.close()
    own = multiprocessing.get_context(start)
    processes = [own.Process(target=work, args=(tmp_path / "s", ids, f"w{k}")) for k, ids in enumerate(halves)]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
        assert p.exitcode == 0
    assert tables(tmp_path / "s") == tables(here)


def test_parts_hold_whole_groups_and_share_out_everything(here):
    plan = Plan.open(here)
    ids = plan.ids()
    parts = [part(plan, ids, k, 3) for k in range(3)]
    assert sorted(id for p in parts for id in p) == sorted(ids)
    assert [len(groups(plan, p)) for p in parts] == [1, 1, 0]


def test_ids_are_stable_and_tell_runs_apart(tmp_path):
    one, again = write_plan(small(), tmp_path / "a"), write_plan(small(), tmp_path / "b")
    assert one.ids() == again.ids()
    assert one.id == again.id
    assert len(set(one.ids())) == one.size == 6
    for change in ({"seed": 6}, {"weeks": 13}, {"scale": 0.003}, {"settings": {"stigma.stigma_dial": 0.5}}, {"design": Design("central")}):
        other = write_plan(small(**change), tmp_path / "-".join(change) / str(len(str(change))))
        assert not set(other.ids()) & set(one.ids()), change


def test_more_replicates_keep_the_ids_of_those_before(tmp_path):
    few, more = write_plan(small(), tmp_path / "a"), write_plan(small(replicates=3), tmp_path / "b")
    assert set(few.ids()) < set(more.ids())


def test_points_that_coincide_are_lived_once_and_told_twice(tmp_path):
    study = small(policies=(), replicates=1, design=Design("one-at-a-time", levels=2), vary={"stigma.stigma_dial": Vary(levels=(1.0, 0.0))})
    plan = write_plan(study, tmp_path / "s")
    assert plan.size == 3
    central, level, other = [r.id for r in plan.runs()]
    # the dial is 1 as declared: the first level says aloud what the central point leaves unsaid, and is an input of its own
    assert len({central, level, other}) == 3
    (tmp_path / "d.csv").write_text("stigma.stigma_dial\n0.5\n0.5\n", encoding="utf-8")
    twice = write_plan(small(policies=(), replicates=1, design=Design("csv", file="d.csv"), folder=tmp_path), tmp_path / "t")
    assert (twice.size, len(twice.ids())) == (2, 1)
    work(tmp_path / "t", twice.ids(), "w")
    lines = (tables(tmp_path / "t")["runs.csv"]).decode().splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [[twice.ids()[0], "0"], [twice.ids()[0], "1"]]


def test_a_folder_with_something_in_it_is_refused(here, tmp_path):
    with pytest.raises(InputError, match="minga resume"):
        write_plan(small(), here)
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="new or empty folder"):
        write_plan(small(), tmp_path)
    assert (tmp_path / "x").read_text(encoding="utf-8") == "mine"


def test_a_plan_that_was_changed_is_refused(tmp_path):
    plan = write_plan(small(), tmp_path / "s")
    file = tmp_path / "s" / plan.told["systems"][0]["file"]
    file.write_text(file.read_text(encoding="utf-8").replace("burn_in_weeks = 104", "burn_in_weeks = 103"), encoding="utf-8")
    with pytest.raises(InputError, match="as when the plan was made"):
        work(tmp_path / "s", plan.ids(), "w")
    told = tmp_path / "s" / "plan.json"
    told.chmod(0o644)
    told.write_text(told.read_text(encoding="utf-8").replace('"seed": 5', '"seed": 6'), encoding="utf-8")
    with pytest.raises(InputError, match="does not belong to the rest"):
        Plan.open(tmp_path / "s")


def test_another_model_than_the_plans_is_refused(tmp_path, monkeypatch):
    plan = write_plan(small(), tmp_path / "s")
    monkeypatch.setattr("simulation.ground.cache.source_hash", lambda: "0" * 16)
    with pytest.raises(InputError, match="the model installed here"):
        work(tmp_path / "s", plan.ids(), "w")


def test_the_plan_is_enough_when_the_users_own_files_are_gone(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    shipped = load_policy("equal-credit")
    text = (Path(sys.modules["simulation"].__path__[0]).parent / "scenarios" / "policies" / "equal-credit.toml").read_text(encoding="utf-8")
    (own / "mine.toml").write_text(text.replace('name = "equal-credit"', 'name = "mine"').replace("to = 1.0", "to = 0.5"), encoding="utf-8")
    scenarios = Path(sys.modules["simulation"].__path__[0]).parent / "scenarios"
    weights = (scenarios / "disability_weights.toml").read_text(encoding="utf-8")
    (own / "weights.toml").write_text(weights, encoding="utf-8")
    (own / "base").mkdir()
    (own / "base" / "base.toml").write_text('schema = 1\nkind = "system"\nname = "base"\nextends = "peru"\nburn_in_weeks = 4\n', encoding="utf-8")
    (own / "town.toml").write_text(
        'schema = 1\nkind = "system"\nname = "town"\nextends = "./base/base.toml"\ndisability_weights = "./weights.toml"\n', encoding="utf-8")
    study = small(systems=("./town.toml",), policies=("./mine.toml", "./mine.toml+transport-money"), folder=own)
    plan = write_plan(study, tmp_path / "s")
    import shutil

    shutil.rmtree(own)
    assert work(tmp_path / "s", plan.ids(), "w").finished
    assert [a["name"] for a in plan.told["arms"]] == ["baseline", "mine", "mine+transport-money"]
    assert shipped.name == "equal-credit"


def test_a_place_with_tables_and_policies_of_its_own_is_kept_whole(tmp_path, monkeypatch, capsys):
    import shutil

    from experiments.command import main

    monkeypatch.chdir(tmp_path)
    assert main(["new", "town", "-q"]) == 0
    town = tmp_path / "town"
    told = (town / "system.toml").read_text(encoding="utf-8")
    (town / "system.toml").write_text(told.replace('tables = "xlsx"', 'tables = "csv"'), encoding="utf-8")
    with (town / "csv" / "policies.csv").open("a", encoding="utf-8") as stream:
        stream.write("table-credit,,productivity.extramural_credit,0.5,,,everywhere,4,,8,,,,,,,,\n")
    shutil.rmtree(town / "policies", ignore_errors=True)
    (town / "policies").mkdir()
    shipped = (Path(sys.modules["simulation"].__path__[0]).parent / "scenarios" / "policies" / "equal-credit.toml").read_text(encoding="utf-8")
    (town / "policies" / "folder-credit.toml").write_text(shipped.replace('"equal-credit"', '"folder-credit"'), encoding="utf-8")
    capsys.readouterr()
    study = small(systems=("./town",), policies=("table-credit", "folder-credit", "transport-money+table-credit"), replicates=1, folder=tmp_path)
    plan = write_plan(study, tmp_path / "s")
    shutil.rmtree(town)
    assert work(plan.folder, plan.ids(), "w").finished
    assert [a["name"] for a in plan.told["arms"]] == ["baseline", "table-credit", "folder-credit", "transport-money+table-credit"]
    assert ledger_of(plan).failed == {}


def test_two_systems_stand_side_by_side_in_every_table(tmp_path):
    import pandas as pd

    (tmp_path / "slow.toml").write_text(
        'schema = 1\nkind = "system"\nname = "slow"\nextends = "peru"\n[parameters]\n"help_seeking.base" = 0.2\n', encoding="utf-8")
    study = small(
        systems=("peru", "./slow.toml"), policies=("equal-credit",), replicates=1, folder=tmp_path,
        design=Design("latin-hypercube", points=2), vary={"help_seeking.base": Vary(), "stigma.stigma_dial": Vary()},
    )
    plan = write_plan(study, tmp_path / "s")
    assert work(plan.folder, plan.ids(), "w").finished
    found = tables(tmp_path / "s")
    assert set(found) == {"inputs.csv", "runs.csv", "values.csv", "weekly.csv"}
    inputs = pd.read_csv(tmp_path / "s" / "collected" / "inputs.csv")
    assert inputs[["point", "system"]].values.tolist() == [[0, "peru"], [0, "slow"], [1, "peru"], [1, "slow"]]
    # what a system states for certain is not varied there, and the dial is the same in both
    assert set(inputs[inputs.system == "slow"]["help_seeking.base"]) == {0.2}
    assert len(set(inputs[inputs.system == "peru"]["help_seeking.base"])) == 2
    assert inputs.groupby("point")["stigma.stigma_dial"].nunique().tolist() == [1, 1]
    values = pd.read_csv(tmp_path / "s" / "collected" / "values.csv")
    assert values.groupby(["system", "policy", "point"]).run.nunique().tolist() == [1] * 8
    assert values.groupby("system").scenario.nunique().tolist() == [2, 2]


def test_a_failed_run_is_tried_again_only_for_a_cause_that_can_pass(tmp_path):
    plan = write_plan(small(), tmp_path / "s")
    ids = plan.ids()
    shard = Shard(tmp_path / "s" / "shards", plan.id, "w")
    for id, cause in zip(ids, ("raised", "not finite", "memory", "timed out", "exited", "died"), strict=True):
        shard.put(Row(id, FAILED, cause))
    assert ledger_of(plan).left(ids, 1) == ids[2:]
    assert ledger_of(plan).left(ids, 0) == []
    assert ledger_of(plan).left(ids, 1, every=True) == ids
    for id in ids[2:]:
        shard.put(Row(id, FAILED, "died"))
    shard.put(Row(ids[3], OK))
    assert ledger_of(plan).left(ids, 1) == []
    assert ledger_of(plan).left(ids, 2) == [ids[2], ids[4], ids[5]]


def test_two_results_of_one_run_that_differ_are_told(tmp_path):
    plan = write_plan(small(), tmp_path / "s")
    for worker, values in (("a", b"12345678"), ("b", b"12345679")):
        shard = Shard(tmp_path / "s" / "shards", plan.id, worker)
        shard.put(Row(plan.ids()[0], OK, values=values))
        shard.close()
    assert ledger_of(plan).disagree == [plan.ids()[0]]


def test_results_are_at_hand_in_pandas_and_xarray(here):
    from experiments.results import dataset, frame

    plan = Plan.open(here)
    values = frame(here)
    grid = dataset(here)
    assert dict(grid.sizes) == {"system": 1, "policy": 3, "point": 1, "replicate": 2, "group": len(POPULATION_GROUPS), "week": WEEKS}
    for r in plan.runs():
        policy = plan.arm_name(r.arm)
        mine = values[(values.run == r.id) & (values.group == "everybody")].set_index("outcome").value
        at = {"system": "peru", "policy": policy, "point": 0, "replicate": r.replicate}
        assert float(grid.crises.sel(**at, group="everybody")) == mine["crises"]
        assert grid.weekly_in_care.sel(**at).values.tobytes() == numbers(plan)[r.id][1][: 8 * WEEKS]
    with pytest.raises(InputError, match="did you mean values"):
        frame(here, "value")


def test_without_pyarrow_tables_are_csv_and_parquet_is_a_missing_extra(here, monkeypatch, capsys):
    import importlib.util

    from experiments.command import main

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "pyarrow" else found(name, *more))
    assert main(["collect", str(here), "--format", "parquet"]) == 5
    assert "pip install 'minga[parquet]'" in capsys.readouterr().err
    assert main(["collect", str(here)]) == 0
    assert "values.csv" in capsys.readouterr().out


def test_a_collected_table_is_there_whole_or_not_at_all(here, monkeypatch):
    import experiments.collect as module

    tables(here)
    before = (here / "collected" / "values.csv").read_bytes()
    made = module._put

    def broken(*arguments):
        made(*arguments)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_put", broken)
    with pytest.raises(OSError, match="No space"):
        collect(here, "csv")
    assert (here / "collected" / "values.csv").read_bytes() == before
    assert not list((here / "collected").glob("*.part"))


def test_status_counts_what_is_done_and_what_is_left(tmp_path, capsys):
    import json

    from experiments.command import main

    plan = write_plan(small(), tmp_path / "s")
    work(plan.folder, plan.ids()[:3], "w")
    shard = Shard(plan.folder / "shards", plan.id, "v")
    shard.put(Row(plan.ids()[3], FAILED, "raised"))
    shard.close()
    assert main(["status", str(plan.folder), "--json", "-q"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["runs"], told["done"], told["failed"], told["left"], told["damaged"]) == (6, 3, {"raised": 1}, 2, 0)
    assert told["runs_per_minute"] > 0
    assert told["seconds_left"] == pytest.approx(2 * 60 / told["runs_per_minute"])
    assert main(["status", str(plan.folder), "--lang", "es", "-q"]) == 0
    assert "hechas: 3 de 6" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["status", "resume", "collect", "report"])
def test_a_folder_without_a_plan_is_one_line(tmp_path, command, capsys):
    from experiments.command import main

    assert main([command, str(tmp_path)]) == 3
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
