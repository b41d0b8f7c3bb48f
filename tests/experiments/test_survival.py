"""What a sweep survives: runs that go wrong, workers and supervisors that are killed, disks that are full.

``test_fifty_kills_lose_nothing`` is the long form, with the marker ``kills``.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from studies import FAULTY, Limits, numbers, small

from experiments.command import main
from experiments.executors.local import Local
from experiments.plan import Plan, write_plan
from experiments.store import read_shard, shards
from experiments.sweep import resume, sweep
from experiments.todo import ledger_of
from experiments.work import STOPPED, UNUSABLE, work

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of that kind")


def live_with(plan: Plan, monkeypatch, faults: dict[str, str], workers: int = 2, begun: Path | None = None) -> None:
    monkeypatch.setenv("FAULTS", json.dumps(faults))
    monkeypatch.setenv("BEGUN", str(begun or ""))
    resume(plan.folder, executor=Local(workers, command=FAULTY))


# --- runs that go wrong --------------------------------------------------------------------------------------


@pytest.mark.slow
@posix
def test_of_a_hundred_runs_of_which_one_in_a_hundred_each_goes_wrong_the_others_are_all_there(tmp_path, monkeypatch, capsys):
    study = small(replicates=34, weeks=2, scale=0.001, limits=Limits(timeout=6.0, memory=400, retries=1))
    plan = write_plan(study, tmp_path / "s")
    ids = plan.ids()
    assert len(ids) == 102
    kinds = ("raise", "hang", "not a number", "exit", "memory", "die")
    faults = dict(zip(random.Random(1).sample(ids, len(kinds)), kinds, strict=True))
    live_with(plan, monkeypatch, faults)
    ledger = ledger_of(plan)
    assert set(ledger.done) == set(ids) - set(faults)
    assert ledger.again == ledger.damaged == 0
    expected = {"raise": "raised", "hang": "timed out", "not a number": "not finite", "exit": "exited", "memory": "memory", "die": "died"}
    assert {id: rows[-1].cause for id, rows in ledger.failed.items()} == {id: expected[kind] for id, kind in faults.items()}
    tries = {faults[id]: len(rows) for id, rows in ledger.failed.items()}
    assert tries == {"raise": 1, "hang": 2, "not a number": 1, "exit": 2, "memory": 2, "die": 2}
    assert "asked to raise" in next(rows[0].detail for id, rows in ledger.failed.items() if faults[id] == "raise")
    # a row that failed is not done again by itself, and the command says what failed, by cause
    assert main(["resume", str(plan.folder), "-q"]) == 4
    told = capsys.readouterr().out
    assert "done: 96 of 102" in told
    assert told.count("failed: 1") == 6
    assert main(["report", str(plan.folder)]) == 4
    assert "asked to raise" in (plan.folder / "report.html").read_text(encoding="utf-8")
    assert {id: len(rows) for id, rows in ledger_of(plan).failed.items()} == {id: len(rows) for id, rows in ledger.failed.items()}
    # whoever mends the cause has them lived on demand
    monkeypatch.setenv("FAULTS", "{}")
    assert main(["resume", str(plan.folder), "-q", "--retry-failed"]) == 0
    assert set(ledger_of(plan).done) == set(ids)


def test_a_burn_in_that_raises_is_the_failure_of_all_its_arms(tmp_path, monkeypatch):
    plan = write_plan(small(), tmp_path / "s")

    def broken(*_, **__):
        raise RuntimeError("no place")

    monkeypatch.setattr("experiments.execute.Settled.__init__", broken)
    report = work(plan.folder, plan.ids(), "w")
    assert (report.done, sorted(report.failed), report.left) == ([], sorted(plan.ids()), [])
    assert {rows[0].cause for rows in ledger_of(plan).failed.values()} == {"raised"}


@pytest.mark.slow
def test_memory_stays_flat_over_many_runs(tmp_path):
    plan = write_plan(small(policies=(), replicates=50, weeks=2, scale=0.005), tmp_path / "s")
    sweep_again = resume(plan.folder, 1)
    assert sweep_again.left == 0
    rows = [row for path in shards(plan.folder / "shards") for _, row in read_shard(path, plan.id).rows]
    peaks = [row.memory for row in sorted(rows, key=lambda row: row.finished)]
    early, late = max(peaks[5:20]), max(peaks[-20:])
    assert late < early + 2 * 2**20


# --- kill -9 -------------------------------------------------------------------------------------------------


def children(pid: int) -> list[int]:
    """Processes whose parent is this one."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return found


def kill_at_random(folder: Path, study, kills: int, workers: int, seed: int, longest: float) -> tuple[Counter[str], Plan]:
    """Kill all workers, every second time their supervisor too, at random moments; then resume to the end."""
    chance = random.Random(seed)
    plan = write_plan(study, folder)
    begun = folder / "begun.txt"
    environment = os.environ | {"BEGUN": str(begun), "FAULTS": "{}"}
    script = Path(__file__).parent / "workers" / "sweep_and_be_killed.py"
    supervisor, done = None, 0
    acknowledged: set[str] = set()
    while done < kills:
        if supervisor is None or supervisor.poll() is not None:
            if not ledger_of(plan).left(plan.ids(), study.limits.retries):
                raise AssertionError(f"everything was done after {done} kills: the study is too small for this test")
            supervisor = subprocess.Popen([sys.executable, str(script), str(folder), str(workers)], env=environment)
            before = begun.stat().st_size if begun.exists() else 0
            until = time.monotonic() + 60
            while (not begun.exists() or begun.stat().st_size == before) and time.monotonic() < until and supervisor.poll() is None:
                time.sleep(0.02)
        time.sleep(chance.uniform(0.0, longest))
        acknowledged |= set(ledger_of(plan).done)
        victims = children(supervisor.pid)
        if not victims:
            continue
        if done % 2:
            supervisor.kill()
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if done % 2:
            supervisor.wait()
        done += 1
        assert acknowledged <= set(ledger_of(plan).done)
    assert supervisor is not None
    supervisor.kill()
    supervisor.wait()
    resume(folder, executor=Local(workers, command=FAULTY), retry_failed=True)
    return Counter(begun.read_text(encoding="utf-8").split()), plan


def assert_nothing_lost(begun: Counter[str], plan: Plan, workers: int, kills: int) -> None:
    ledger = ledger_of(plan)
    assert set(ledger.done) == set(plan.ids())
    assert ledger.again == 0
    assert ledger.disagree == []
    assert ledger.damaged == 0
    # the last supervisor is killed with its workers too: one more than asked
    assert sum(begun.values()) - len(begun) <= workers * (kills + 1)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds workers in /proc")
def test_kills_of_all_workers_lose_nothing_and_repeat_little(tmp_path, monkeypatch):
    monkeypatch.setenv("BEGUN", str(tmp_path / "s" / "begun.txt"))
    study = small(replicates=40, weeks=52, scale=0.01, limits=Limits(retries=50))
    begun, plan = kill_at_random(tmp_path / "s", study, kills=4, workers=2, seed=1, longest=1.5)
    assert_nothing_lost(begun, plan, 2, 4)
    alone = write_plan(study, tmp_path / "alone")
    some = plan.ids()[::17]
    work(alone.folder, some, "w")
    assert {id: numbers(plan)[id] for id in some} == dict(numbers(alone))


@pytest.mark.kills
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds workers in /proc")
def test_fifty_kills_lose_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("BEGUN", str(tmp_path / "s" / "begun.txt"))
    study = small(replicates=300, weeks=52, scale=0.01, limits=Limits(retries=200))
    begun, plan = kill_at_random(tmp_path / "s", study, kills=50, workers=2, seed=2, longest=0.8)
    assert_nothing_lost(begun, plan, 2, 50)


# --- being told to stop --------------------------------------------------------------------------------------


@posix
def test_a_worker_that_is_told_to_stop_keeps_what_is_done_and_says_so(tmp_path):
    plan = write_plan(small(replicates=60, weeks=52, scale=0.01), tmp_path / "s")
    (tmp_path / "todo.txt").write_text("\n".join(plan.ids()), encoding="utf-8")
    line = [sys.executable, "-m", "experiments.work", str(plan.folder), "--todo", str(tmp_path / "todo.txt")]
    worker = subprocess.Popen(line)
    while not ledger_of(plan).done:
        time.sleep(0.1)
    worker.terminate()
    assert worker.wait(10) == STOPPED
    ledger = ledger_of(plan)
    assert 0 < len(ledger.done) < plan.size
    assert ledger.damaged == 0
    assert ledger.failed == {}


def test_a_worker_at_its_deadline_begins_nothing_more(tmp_path):
    plan = write_plan(small(replicates=60, weeks=52, scale=0.01), tmp_path / "s")
    began = time.monotonic()
    report = work(plan.folder, plan.ids(), "w", deadline=4.0)
    assert time.monotonic() - began < 8.0
    assert report.left
    assert len(report.done) + len(report.left) == plan.size
    assert set(ledger_of(plan).done) == set(report.done)


@posix
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_sweep_keeps_what_is_done_and_prints_the_line_that_resumes(tmp_path, told):
    # long enough that it is still going when the signal arrives
    plan = write_plan(small(replicates=300, weeks=52, scale=0.01), tmp_path / "s")
    line = [sys.executable, "-m", "experiments.command", "resume", str(plan.folder), "--workers", "2"]
    # a shell in the background has its children ignore an interrupt; whoever presses the keys has none
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sweeping = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    while not ledger_of(plan).done:
        time.sleep(0.1)
    workers = children(sweeping.pid)
    sweeping.send_signal(told)
    _, said = sweeping.communicate(timeout=60)
    assert sweeping.returncode == 130
    assert f"To go on: minga resume {plan.folder}" in said
    assert not any(Path(f"/proc/{pid}/stat").exists() for pid in workers)
    assert ledger_of(plan).done


def test_two_starts_of_one_study_at_a_time_are_refused(tmp_path, capsys):
    from experiments.running import Running

    plan = write_plan(small(), tmp_path / "s")
    with Running(plan.folder):
        assert main(["resume", str(plan.folder), "-q"]) == 3
    assert "one start at a time" in capsys.readouterr().err


def test_a_start_that_was_killed_is_taken_over(tmp_path):
    from experiments.running import NOTE, Running

    plan = write_plan(small(), tmp_path / "s")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    import socket

    (plan.folder / NOTE).write_text(json.dumps({"host": socket.gethostname(), "pid": gone.pid}), encoding="utf-8")
    with Running(plan.folder):
        pass
    assert not (plan.folder / NOTE).exists()


# --- disks ---------------------------------------------------------------------------------------------------


def limited(arguments: list[str], size: int) -> subprocess.CompletedProcess[str]:
    """The command in processes that may not make files larger than so many bytes."""
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}));"
        "from experiments.command import main; sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run([sys.executable, "-c", script, *arguments], check=False, capture_output=True, text=True)


@posix
def test_a_full_disk_is_one_clear_line_and_the_study_can_be_resumed(tmp_path):
    plan = write_plan(small(replicates=8), tmp_path / "s")
    done = limited(["resume", str(plan.folder), "-q", "--workers", "2"], 60_000)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 2
    assert "cannot be written" in lines[0]
    assert lines[1].endswith(f"minga resume {plan.folder}")
    before = set(ledger_of(plan).done)
    assert before
    assert resume(plan.folder, 2).left == 0
    assert before <= set(ledger_of(plan).done)
    assert ledger_of(plan).again == 0


def test_a_folder_that_cannot_be_written_is_one_clear_line(capsys):
    if not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    assert main(["sweep", "policy-landscape", "--scale", "0.001", "--weeks", "2", "--replicates", "1", "--out", "/proc/no", "-q"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert "/proc/no" in told.err


def test_damaged_rows_are_lived_again(tmp_path):
    plan = write_plan(small(), tmp_path / "s")
    work(plan.folder, plan.ids(), "w")
    before = dict(numbers(plan))
    (path,) = shards(plan.folder / "shards")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 200] = bytes(200)
    path.write_bytes(raw)
    os.utime(path, (0, 0))
    assert len(ledger_of(plan).done) < plan.size
    assert resume(plan.folder, 1).left == 0
    assert dict(numbers(plan)) == before


# --- workers that cannot work --------------------------------------------------------------------------------


def test_workers_that_end_at_once_end_the_sweep_with_the_reason(tmp_path):
    plan = write_plan(small(), tmp_path / "s")
    with pytest.raises(ChildProcessError, match="no such thing"):
        resume(plan.folder, executor=Local(1, command=(sys.executable, "-c", "import sys; sys.exit('no such thing')")))
    assert resume(plan.folder, 1).left == 0


@pytest.mark.parametrize("arguments", [["--slice", "0/2"], ["--slice", "3/2"], ["--slice", "x"], ["--todo", "/nowhere"]])
def test_a_worker_that_is_asked_for_nonsense_says_so_in_a_line(tmp_path, capsys, arguments):
    from experiments.work import main as worker

    plan = write_plan(small(), tmp_path / "s")
    (tmp_path / "todo.txt").write_text("", encoding="utf-8")
    assert worker([str(plan.folder), "--todo", str(tmp_path / "todo.txt"), *arguments]) == UNUSABLE
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_sweep_from_python_tells_its_progress(tmp_path):
    seen = []
    stands = sweep(small(policies=()), tmp_path / "s", 1, on_progress=lambda done, planned: seen.append((done, planned)))
    assert seen == [(1, 2), (2, 2)]
    assert (stands.done, stands.failed) == (2, {})
