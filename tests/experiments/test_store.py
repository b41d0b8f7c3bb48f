"""The store: what is acknowledged is on disk, what is damaged is never believed."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from experiments.store import FAILED, OK, Row, Shard, StoreError, read_ledger, read_shard, rows_at, shards

PLAN = "a plan"


def row(number: int, size: int = 3000) -> Row:
    """A row whose every part can be told from that of any other."""
    chance = random.Random(number)
    return Row(
        f"{number:020x}", OK, "", "", chance.random(), chance.randrange(2**40), "a host", "a worker", 1.7e9 + number,
        chance.randbytes(size), chance.randbytes(2 * size),
    )


def filled(folder: Path, rows: int, size: int = 3000) -> Path:
    shard = Shard(folder, PLAN, "w")
    for number in range(rows):
        shard.put(row(number, size))
    shard.close()
    return shard.path


def test_a_row_is_read_as_it_was_written(tmp_path):
    path = filled(tmp_path, 5)
    found = read_shard(path, PLAN)
    assert found.damaged == 0
    assert [r for _, r in found.rows] == [row(k) for k in range(5)]


def test_a_failed_row_keeps_its_cause_and_traceback(tmp_path):
    shard = Shard(tmp_path, PLAN, "w")
    told = Row("a", FAILED, "raised", "Traceback …\nValueError: ñ", worker="w")
    shard.put(told)
    shard.close()
    assert read_shard(shard.path, PLAN).rows == [(1, told)]


def test_no_two_shards_have_one_name(tmp_path):
    paths = {Shard(tmp_path, PLAN, "the same / name").path for _ in range(50)}
    assert len(paths) == 50
    assert all(p.parent == tmp_path for p in paths)


def test_a_shard_is_read_while_its_worker_writes(tmp_path):
    shard = Shard(tmp_path, PLAN, "w")
    for number in range(20):
        shard.put(row(number))
        assert len(read_shard(shard.path, PLAN).rows) == number + 1


def test_rows_of_another_plan_are_not_accepted(tmp_path):
    path = filled(tmp_path, 3)
    found = read_shard(path, "another plan")
    assert (found.rows, found.damaged) == ([], 3)


@pytest.mark.parametrize("column", ["id", "status", "cause", "detail", "seconds", "memory", "host", "worker", "finished", "values", "weekly"])
def test_a_value_that_was_changed_is_not_believed(tmp_path, column):
    path = filled(tmp_path, 3)
    with sqlite3.connect(path) as base:
        other = {"values": b"x", "weekly": b"x", "seconds": 0.5, "memory": 7, "finished": 0.5}.get(column, "other")
        base.execute(f'UPDATE runs SET "{column}" = ? WHERE rowid = 2', (other,))
    found = read_shard(path, PLAN)
    assert [number for number, _ in found.rows] == [1, 3]
    assert found.damaged == 1


@pytest.mark.parametrize("seed", range(10))
def test_no_wrong_value_is_accepted_from_a_shard_that_was_hit_at_random(tmp_path, seed):
    """A hundred hits each: a byte flipped, a stretch overwritten, or the file cut; a thousand in all."""
    chance = random.Random(seed)
    path = filled(tmp_path / "sound", 12, size=400 + 300 * seed)
    true = {row(k, 400 + 300 * seed).id: row(k, 400 + 300 * seed) for k in range(12)}
    raw = path.read_bytes()
    hit, lost = tmp_path / path.name, 0
    for _ in range(100):
        kind, at = chance.choice(("flip", "flip", "stretch", "cut")), chance.randrange(len(raw))
        if kind == "flip":
            harmed = raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]
        elif kind == "stretch":
            harmed = raw[:at] + chance.randbytes(chance.randrange(1, 5000)) + raw[at:][5000:]
        else:
            harmed = raw[:at]
        hit.write_bytes(harmed)
        os.utime(hit, (0, 0))
        found = read_shard(hit, PLAN)
        for _, kept in found.rows:
            assert kept == true[kept.id]
        assert len({kept.id for _, kept in found.rows}) == len(found.rows)
        lost += len(true) - len(found.rows)
        if len(found.rows) < len(true) and harmed:
            assert found.damaged or kind == "cut" or not found.rows
    assert lost > 0


def test_rows_beside_a_damaged_page_are_kept(tmp_path):
    path = filled(tmp_path, 40)
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 64] = bytes(64)
    path.write_bytes(raw)
    os.utime(path, (0, 0))
    assert 30 <= len(read_shard(path, PLAN).rows) < 40


def test_files_that_are_no_shards_do_no_harm(tmp_path):
    (tmp_path / "empty.sqlite").write_bytes(b"")
    (tmp_path / "text.sqlite").write_text("not a database" * 100, encoding="utf-8")
    sqlite3.connect(tmp_path / "no-table.sqlite").close()
    path = filled(tmp_path, 2)
    ledger = read_ledger(tmp_path, PLAN, {row(k).id for k in range(2)})
    assert set(ledger.done) == {row(0).id, row(1).id}
    assert [p.name for p in ledger.damaged_shards] == ["text.sqlite"]
    assert path in shards(tmp_path)


def test_a_run_that_is_done_twice_counts_once(tmp_path):
    for _ in range(2):
        filled(tmp_path, 3)
    ledger = read_ledger(tmp_path, PLAN, {row(k).id for k in range(3)})
    assert (len(ledger.done), ledger.again, ledger.disagree) == (3, 3, [])
    assert dict(rows_at(ledger.done, PLAN)) == {row(k).id: row(k) for k in range(3)}


def test_an_unfinished_write_is_undone_in_a_copy_and_the_shard_is_left_alone(tmp_path):
    """A process that is killed in the middle of a commit leaves a journal; readers do not touch either file."""
    script = textwrap.dedent(f"""
        import os, signal, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        from test_store import Shard, PLAN, row
        shard = Shard(Path({str(tmp_path)!r}), PLAN, "w")
        shard.put(row(0)); shard.put(row(1))
        base = shard._base
        base.execute("PRAGMA cache_spill = 1"); base.execute("PRAGMA cache_size = 1")
        base.execute("BEGIN")
        for k in range(2, 40):
            base.execute("INSERT INTO runs VALUES (?, 'ok', '', '', 1.0, 1, '', '', 1.0, '', zeroblob(20000), x'')", (str(k),))
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    subprocess.run([sys.executable, "-c", script], check=False)
    (path,) = shards(tmp_path)
    journal = path.with_name(path.name + "-journal")
    assert journal.exists()
    before = path.read_bytes(), journal.read_bytes()
    assert [r for _, r in read_shard(path, PLAN).rows] == [row(0), row(1)]
    assert (path.read_bytes(), journal.read_bytes()) == before


def limited(tmp_path: Path, size: int) -> subprocess.CompletedProcess[str]:
    """Fill a shard in a process that may not make files larger than ``size``; prints how many rows it put."""
    script = textwrap.dedent(f"""
        import resource, signal, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        from test_store import Shard, StoreError, PLAN, row
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
        put = 0
        try:
            shard = Shard(Path({str(tmp_path)!r}), PLAN, "w")
            for put in range(1000):
                shard.put(row(put))
        except StoreError as error:
            print(put, error.filename, error.strerror, sep="|")
    """)
    return subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of that kind")
def test_a_disk_that_is_full_is_one_error_and_what_was_put_is_kept(tmp_path):
    done = limited(tmp_path, 300_000)
    put, file, why = done.stdout.strip().split("|")
    assert int(put) > 5
    assert file.endswith(".sqlite")
    assert "cannot be written" in why
    (path,) = shards(tmp_path)
    assert [r for _, r in read_shard(path, PLAN).rows] == [row(k) for k in range(int(put))]


def test_a_folder_that_cannot_be_written_is_one_error():
    if not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    with pytest.raises(StoreError) as error:
        Shard(Path("/proc/shards"), PLAN, "w")
    assert error.value.filename


def test_a_copy_of_the_store_in_another_place_reads_the_same(tmp_path):
    filled(tmp_path / "a", 3)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    known = {row(k).id for k in range(3)}
    assert set(read_ledger(tmp_path / "b", PLAN, known).done) == known
