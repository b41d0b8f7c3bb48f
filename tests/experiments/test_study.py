"""Studies: what a file may say, and every mistake in it as one line before anything is written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from studies import small

from experiments.command import main
from experiments.design import Design, Vary
from experiments.plan import write_plan
from experiments.study import laid_out, load_study, names
from simulation import InputError, load
from simulation.scenario import names as shipped

HEAD = """\
schema = 1
kind = "study"
name = "mine"
systems = ["peru"]
title = {en = "Mine", es = "Mío"}
about = {en = "A try.", es = "Una prueba."}
scale = 0.002
weeks = 4
"""


def written(folder: Path, text: str, head: str = HEAD) -> Path:
    path = folder / "mine.toml"
    path.write_text(head + text, encoding="utf-8")
    return path


def test_the_shortest_study_is_the_system_as_it_is_in_eight_draws(tmp_path):
    study = load_study(written(tmp_path, ""))
    out = laid_out(study)
    assert [a.name for a in out.arms] == ["baseline"]
    assert (study.replicates, study.design.kind, study.design.fixed) == (8, "drawn", False)


def test_pairs_of_arms_are_arms_and_those_that_contradict_each_other_are_left_out(tmp_path):
    other = (tmp_path / "half.toml")
    text = (Path(load("peru").origin) if False else _shipped("equal-credit")).read_text(encoding="utf-8")
    other.write_text(text.replace('"equal-credit"', '"half-credit"').replace("to = 1.0", "to = 0.5"), encoding="utf-8")
    study = load_study(written(tmp_path, 'policies = ["equal-credit", "./half.toml", "less-stigma"]\npairs = true\n'))
    out = laid_out(study)
    assert [a.name for a in out.arms] == [
        "baseline", "equal-credit", "half-credit", "less-stigma", "equal-credit+less-stigma", "half-credit+less-stigma",
    ]
    assert [arm for arm, _ in out.left_out] == ["equal-credit+half-credit"]
    with pytest.raises(InputError, match="half-credit"):
        laid_out(load_study(written(tmp_path, 'policies = ["equal-credit+./half.toml"]\n')))


def _shipped(policy: str) -> Path:
    from simulation.scenario import shipped_folder

    return shipped_folder() / "policies" / f"{policy}.toml"


def test_all_policies_are_all_that_fit(tmp_path):
    out = laid_out(load_study(written(tmp_path, 'policies = "all"\n')))
    found = {a.name for a in out.arms} | {name for name, _ in out.left_out}
    assert found == {"baseline", *shipped("policy")}


@pytest.mark.parametrize("study", names())
def test_every_shipped_study_can_be_laid_out(study):
    out = laid_out(load_study(study))
    assert len(out.arms) > 2


def test_the_policy_landscape_has_all_policies_and_their_pairs():
    out = laid_out(load_study("policy-landscape"))
    many = len(shipped("policy"))
    assert len(out.arms) + len(out.left_out) <= 1 + many + many * (many - 1) // 2
    singles = [a.name for a in out.arms if len(a.policies[0]) == 1]
    pairs = [a for a in out.arms if len(a.policies[0]) == 2]
    assert len(pairs) + len([1 for name, _ in out.left_out if "+" in name]) == len(singles) * (len(singles) - 1) // 2


def test_the_default_study_of_peru_varies_the_four_barriers_that_policies_act_on():
    study = load_study("peru")
    assert {name.partition(".")[0] for name in study.vary} >= {"stigma", "resources", "catchment", "productivity"}
    assert study.design.kind == "latin-hypercube"


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ("replicate = 3", "replicate", "did you mean replicates?"),
        ('policies = ["equal-credti"]', "policy", "did you mean equal-credit?"),
        ('policies = ["equal-credit", "equal-credit"]', "policies", "each name once"),
        ('policies = ["equal-credit+less-stigma", "less-stigma", "equal-credit+less-stigma"]', "policies", "each name once"),
        ("replicates = 0", "replicates", "a whole number from 1"),
        ("replicates = true", "replicates", "a whole number from 1"),
        ('outcomes = ["in_car"]', "outcomes", "did you mean in_care?"),
        ('weekly = ["dropout"]', "weekly", "one of in_care"),
        ("pairs = 1", "pairs", "true or false"),
        ('[set]\n"stigma.stigma_dail" = 1', "stigma.stigma_dail", "did you mean stigma.stigma_dial?"),
        ('[set]\n"stigma.stigma_dial" = 9', "stigma.stigma_dial", "a number from 0 to 5 (dial)"),
        ('[design]\nkind = "sobl"\npoints = 8', "design.kind", "did you mean sobol?"),
        ('[design]\nkind = "sobol"\npoints = 7', "design.points", "a power of 2"),
        ('[design]\nkind = "sobol"', "design.points", "a whole number from 1"),
        ('[design]\nkind = "morris"\npoints = 2\nlevels = 3', "design.levels", "an even number"),
        ('[design]\nkind = "central"\npoints = 2', "design.points", "nothing with the kind central"),
        ('[design]\nkind = "csv"', "design.file", "a printable text"),
        ('[design]\nkind = "csv"\nfile = "./none.csv"', "file", "no such file"),
        ('[design]\nkind = "factorial"', "parameters", ""),
        ('[design]\nkind = "factorial"\n[parameters]\n"stigma.stigma_dail" = {}', "parameters.stigma.stigma_dail", "did you mean"),
        ('[design]\nkind = "factorial"\n[parameters]\n"stigma.stigma_dial" = {lo = 0}', "parameters.stigma.stigma_dial.lo", "an unknown key"),
        ('[design]\nkind = "factorial"\n[parameters]\n"stigma.stigma_dial" = {low = -1}', "parameters.stigma.stigma_dial.low", "from 0 to 5"),
        ('[design]\nkind = "factorial"\n[parameters]\n"stigma.stigma_dial" = {low = 2}', "parameters.stigma.stigma_dial", "a low end below"),
        ('[set]\n"help_seeking.base" = 0.2\n[design]\nkind = "factorial"\n[parameters]\n"help_seeking.base" = {}', "help_seeking.base", "or levels"),
        ('[design]\nkind = "factorial"\n[parameters]\n"stigma.stigma_dial" = [1, 1]', "parameters.stigma.stigma_dial", "different numbers"),
        ('[design]\nkind = "drawn"\n[parameters]\n"stigma.stigma_dial" = {}', "parameters", "varies no chosen"),
        ('[run]\nretry = 1', "run.retry", "did you mean retries?"),
        ('systms = ["peru"]', "systms", "did you mean systems?"),
    ],
)
def test_a_mistake_is_one_line_that_says_where_what_and_what_is_allowed(tmp_path, text, key, told, capsys):
    path = written(tmp_path, text)
    out = tmp_path / "out"
    assert main(["sweep", str(path), "--out", str(out)]) == 3
    lines = capsys.readouterr().err.strip().splitlines()
    assert any(key in line and "found" in line and told in line for line in lines), lines
    assert not out.exists()
    assert all("Traceback" not in line for line in lines)
    assert main(["validate", str(path)]) == 3


def test_a_valid_study_is_said_to_be_one(tmp_path, capsys):
    assert main(["validate", str(written(tmp_path, 'policies = ["equal-credit"]'))]) == 0
    assert "ok (study 'mine')" in capsys.readouterr().out


def test_a_study_that_is_not_shipped_gives_the_nearest(capsys):
    assert main(["sweep", "policy-landscap"]) == 3
    assert "did you mean policy-landscape?" in capsys.readouterr().err


def test_a_policy_that_leaves_the_limits_within_the_studys_range_is_refused(tmp_path):
    (tmp_path / "twice.toml").write_text(
        'schema = 1\nkind = "policy"\nname = "twice"\ntitle = {en = "a", es = "a"}\nabout = {en = "a", es = "a"}\n'
        '[[step]]\nwhat = "stigma.stigma_dial"\ntimes = 3.0\nwhere = "everywhere"\nfrom = 0\n', encoding="utf-8")
    fine = written(tmp_path, 'policies = ["./twice.toml"]\n')
    assert len(laid_out(load_study(fine)).arms) == 2
    wider = written(tmp_path, 'policies = ["./twice.toml"]\n[design]\nkind = "factorial"\n[parameters]\n"stigma.stigma_dial" = [1, 4]\n')
    with pytest.raises(InputError, match="12"):
        load_study(wider)


def test_more_runs_than_anybody_means_are_refused_without_being_made():
    vary = {"stigma": Vary(), "course": Vary(), "recovery": Vary()}
    with pytest.raises(InputError, match="fewer parameters or levels"):
        laid_out(small(design=Design("factorial", levels=3), vary=vary))


def test_a_study_from_python_is_the_same_as_its_file(tmp_path):
    path = written(tmp_path, 'policies = ["equal-credit"]\nseed = 5\nreplicates = 2\n')
    one = write_plan(load_study(path), tmp_path / "a")
    other = write_plan(small(policies=("equal-credit",), weeks=4), tmp_path / "b")
    assert one.ids() == other.ids()
