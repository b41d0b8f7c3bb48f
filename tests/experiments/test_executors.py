"""What can be said of executors without a cluster: site files, slices, scripts, records, a queue's answers."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.executors import queue
from experiments.executors.jobqueue import settings
from experiments.executors.jobs import plan_next, record, submissions
from experiments.executors.script import script
from experiments.executors.site import Site, read_site, written
from experiments.executors.slurm import slices_for
from experiments.executors.task import cpus
from simulation import InputError

HEAD = 'schema = 1\nkind = "site"\n'


def site_of(folder: Path, text: str) -> Site:
    path = folder / "site.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_site(str(path))


def test_a_site_file_needs_nothing_and_may_say_everything(tmp_path):
    assert site_of(tmp_path, "") == Site()
    site = site_of(
        tmp_path,
        'name = "ours"\n[slurm]\npartition = "short"\naccount = "a"\nqos = "q"\nwalltime = "1-02:03:04"\ncpus = 16\nmemory = "2G"\n'
        'tasks = 5\nthrottle = 3\nmargin = 120\nmodules = ["python/3.11", "gcc"]\nsetup = ["source env/bin/activate"]\n'
        'python = "python3"\nscratch = "/scratch/me"\noptions = ["--constraint=avx2", "--exclusive"]\n'
        '[jobqueue]\nsystem = "pbs"\njobs = 4\n',
    )
    assert site == Site(
        "ours", "short", "a", "q", 93_784, 16, "2G", 5, 3, 120, ("python/3.11", "gcc"), ("source env/bin/activate",), "python3",
        "/scratch/me", ("--constraint=avx2", "--exclusive"), "pbs", 4,
    )
    assert written(site.walltime) == "1-02:03:04"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('partitoin = "x"', "did you mean partition?"),
        ('partition = "two words"', "a name without blanks"),
        ('walltime = "4h"', '"04:00:00"'),
        ("walltime = 3600", "a time such as"),
        ('walltime = "00:01:00"', "more than the margin of 90 s"),
        ("cpus = 0", "a whole number from 1 to 1024"),
        ('memory = "2 GB"', '"2G"'),
        ('setup = ["one\\ntwo"]', "without a line break"),
        ('options = ["--time=9"]', "the key walltime"),
        ('options = ["--array=1-9"]', "does not set itself"),
        ('options = ["-p x"]', "options such as"),
    ],
)
def test_a_mistake_in_a_site_file_is_one_line_with_its_place(tmp_path, line, says):
    with pytest.raises(InputError) as told:
        site_of(tmp_path, f"[slurm]\n{line}\n")
    (only,) = told.value.lines()
    assert only.startswith(f"{tmp_path / 'site.toml'}:4: slurm.")
    assert says in only


def test_a_list_is_cut_into_tasks_of_at_most_a_quarter_of_an_hour_and_never_into_more_than_it_has_groups():
    site = Site(walltime=4 * 3600, cpus=4)
    assert slices_for(runs=10_000, groups=5_000, seconds=0.2, site=site) == 1  # 500 s on each processor
    assert slices_for(runs=100_000, groups=5_000, seconds=0.2, site=site) == 6
    assert slices_for(runs=100_000, groups=3, seconds=0.2, site=site) == 3
    assert slices_for(runs=100, groups=50, seconds=0.2, site=Site(tasks=7)) == 7
    short = Site(walltime=690, margin=90)  # a task works for half of the 600 s that it has
    assert slices_for(runs=3_000, groups=3_000, seconds=1.0, site=short) == 10
    with pytest.raises(InputError, match="walltime"):
        slices_for(runs=1, groups=1, seconds=700.0, site=short)


def test_arrays_hold_no_more_tasks_than_the_cluster_allows_and_every_slice_once(tmp_path):
    made = plan_next(tmp_path, slices=2_500, most=1_001)
    assert [(a.first, a.count) for a in made.arrays] == [(0, 1_001), (1_001, 1_001), (2_002, 498)]


def test_a_record_is_read_as_it_was_written_and_the_next_has_another_number_and_name(tmp_path):
    first = plan_next(tmp_path, 3, 2)
    record(first, ["a", "b"], "#!/bin/sh\n")
    (read,) = submissions(tmp_path)
    assert read == first
    assert read.ids() == ["a", "b"]
    read.having(1, "77").save()
    assert [array.job for array in next(submissions(tmp_path)).arrays] == ["", "77"]
    second = plan_next(tmp_path, 1, 2)
    assert second.path.name == "002.json"
    assert second.name != first.name
    first.path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"001\.json"):
        list(submissions(tmp_path))


def test_a_script_says_what_the_site_says_and_survives_odd_names(tmp_path):
    folder = tmp_path / "it's a $HOME `study`"
    made = plan_next(folder, 4, 2)
    text = script(made, Site(partition="p", modules=("a/1",), setup=("x=1",), options=("--exclusive",), python="/no/such python"), folder)
    lines = text.splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    for line in ("#SBATCH --partition=p", "#SBATCH --time=01:00:00", "#SBATCH --signal=B:TERM@60", "#SBATCH --exclusive", "#SBATCH --requeue"):
        assert line in lines
    assert not any("--mem" in line or "--account" in line for line in lines)
    assert lines.index("module load a/1") < lines.index("x=1") < len(lines) - 1
    words = shlex.split(lines[-1].partition(" --slice")[0])
    assert words[:2] == ["exec", "/no/such python"]
    assert str(folder.resolve()) in words
    assert lines[-1].endswith('--slice "$((${MINGA_FIRST:-0} + SLURM_ARRAY_TASK_ID + 1))/4"')


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({"SLURM_CPUS_PER_TASK": "3", "SLURM_CPUS_ON_NODE": "8"}, 3), ({"SLURM_CPUS_ON_NODE": "2"}, 2), ({"MINGA_WORKERS": "5"}, 5)],
)
def test_a_task_counts_the_processors_it_was_given_and_not_those_of_the_node(monkeypatch, environment, expected):
    for name in ("SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE", "MINGA_WORKERS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cpus() == expected


@pytest.mark.parametrize(("said", "seconds"), [("1-02:03:04", 93_784), ("03:04:05", 11_045), ("4:05", 245), ("UNLIMITED", 99), ("INVALID", 99)])
def test_what_is_left_of_the_walltime_is_asked_of_slurm(monkeypatch, said, seconds):
    monkeypatch.setenv("SLURM_JOB_ID", "1")
    monkeypatch.setattr(queue, "ask", lambda *words: said + "\n")
    assert queue.seconds_left(99) == seconds


def test_a_queue_is_told_in_slurms_own_words(monkeypatch):
    monkeypatch.setattr(queue, "ask", lambda *words: "n-0|7|0|RUNNING|None\nn-0|7|1|PENDING|Resources\nn-0|7|2|PENDING|Priority\n")
    found = queue.tasks(["n-0"])
    assert [(task.array, task.index) for task in found] == [("7", 0), ("7", 1), ("7", 2)]
    assert queue.told(found) == "PENDING 2, RUNNING 1 (Priority, Resources)"


def test_without_slurm_a_sweep_through_it_says_so_in_one_line(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OSError, match="login node"):
        queue.ask("squeue")


def test_a_batch_system_for_dask_is_made_from_the_same_site_file():
    found = settings(Site(partition="q", account="a", cpus=8, memory="2G", modules=("m",), jobqueue="lsf", jobs=3), Path("logs"))
    assert (found["queue"], found["project"], found["cores"], found["memory"]) == ("q", "a", 8, "16 GiB")
    assert "module load m" in found["job_script_prologue"]
    assert "account" in settings(Site(account="a", jobqueue="pbs", jobs=1), Path("logs"))


STUDY = """\
schema = 1
kind = "study"
name = "small"
title = {en = "Small", es = "Pequeño"}
about = {en = "Small.", es = "Pequeño."}
systems = ["peru"]
replicates = 1
weeks = 4
scale = 0.001
"""


def in_a_fresh_python(code: str, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=os.environ, timeout=300
    )


def test_a_missing_extra_is_one_line_and_exit_code_5(tmp_path):
    (tmp_path / "small.toml").write_text(STUDY, encoding="utf-8")
    code = "import sys; sys.modules['distributed'] = None; from experiments.command import main; sys.exit(main(sys.argv[1:]))"
    done = in_a_fresh_python(code, "sweep", "./small.toml", "--executor", "dask", "--dask", "tcp://x:1", "-q", "--out", "s", cwd=tmp_path)
    assert done.returncode == 5, done.stderr
    assert done.stderr.splitlines() == ["minga: dask: found not installed, allowed pip install 'minga[cluster]'"]
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--site", "x.toml"], "--executor slurm or dask"), (["--dask", "tcp://x:1"], "--executor dask"), (["--detach"], "--executor slurm"),
        (["--executor", "dask"], "[jobqueue]"), (["--executor", "slurm", "--site", "x.toml"], "no such file"),
    ],
)
def test_options_that_do_not_go_together_are_told_before_anything_is_written(tmp_path, words, says, capsys, monkeypatch):
    from experiments.command import INVALID, main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(STUDY, encoding="utf-8")
    assert main(["sweep", "./small.toml", "--out", "s", *words]) == INVALID
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
    assert not (tmp_path / "s").exists()
