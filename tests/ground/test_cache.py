"""Compiled code is kept between sessions, and never stale."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.ground import cache

CALLED = """
from simulation.ground.cache import kernel

@kernel
def step(x):
    return x + {step}
"""
CALLER = """
from simulation.ground.cache import kernel
from simulation.ground.trial_called import step

@kernel
def walk(x):
    return step(step(x))
"""
SESSION = """
from simulation.ground import cache
from simulation.ground.trial_caller import walk
assert str(cache.PACKAGE) == {package!r}, cache.PACKAGE
print(walk(0), sum(walk.stats.cache_hits.values()), cache.folder().name)
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package with two kernels more, one calling the other in another file."""
    copy = tmp_path / "simulation"
    shutil.copytree(cache.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "ground" / "trial_called.py").write_text(CALLED.format(step=1), encoding="utf-8")
    (copy / "ground" / "trial_caller.py").write_text(CALLER, encoding="utf-8")
    return copy


def session(package: Path) -> tuple[int, int, str]:
    """Walk in a fresh Python: the result, how often compiled code was found, the cache's folder."""
    root = package.parent
    environment = os.environ | {"MINGA_CACHE_DIR": str(root / "cache"), "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", SESSION.format(package=str(package.resolve()))],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result, hits, folder = done.stdout.split()
    return int(result), int(hits), folder


def test_an_edit_in_a_called_kernel_of_another_file_is_seen(package):
    first, _, folder = session(package)
    (package / "ground" / "trial_called.py").write_text(CALLED.format(step=10), encoding="utf-8")
    second, hits, other_folder = session(package)
    assert (first, second) == (2, 20)
    assert hits == 0
    assert folder != other_folder


def test_without_an_edit_compiled_code_is_found_again(package):
    assert session(package)[:2] == (2, 0)
    assert session(package)[:2] == (2, 1)


def test_the_folder_is_named_by_sources_python_and_numba():
    name = cache.folder().name
    assert name.startswith(cache.source_hash())
    assert "-py3." in name
    assert "-numba0." in name


def test_line_ends_do_not_change_the_hash(monkeypatch, tmp_path):
    def hash_of(text: bytes) -> str:
        (tmp_path / "a.py").write_bytes(text)
        monkeypatch.setattr(cache, "PACKAGE", tmp_path)
        return cache.source_hash.__wrapped__()

    assert hash_of(b"x = 1\r\ny = 2\r\n") == hash_of(b"x = 1\ny = 2\n") != hash_of(b"x = 1\ny = 3\n")


def test_the_named_folder_is_used(monkeypatch, tmp_path):
    monkeypatch.setenv("MINGA_CACHE_DIR", str(tmp_path))
    assert cache.base_folder() == tmp_path
    assert cache.folder.__wrapped__().parent == tmp_path


def test_a_folder_that_cannot_be_written_is_replaced_by_a_temporary_one(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("MINGA_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path / "elsewhere"))
    assert cache.folder.__wrapped__().parent == tmp_path / "elsewhere" / "minga-cache"


def test_a_users_own_kernel_is_not_kept():
    @cache.kernel
    def mine(x):
        return x + 1

    assert mine(1) == 2
    assert mine.stats.cache_path is None


def test_whole_numbers_of_any_width_share_one_compiled_function() -> None:
    import numpy as np

    @cache.kernel
    def double(x):
        return x + x

    @cache.kernel
    def caller(small, short, plain, unsigned):
        return double(small[0]) + double(short[0]) + double(plain), double(unsigned)

    many = caller(np.array([100], np.int8), np.array([30_000], np.int16), 7, np.uint32(4))
    assert many == (60_214, 8)  # 200 and 60,000 do not fit a byte and a short
    assert len(double.overloads) == 2
