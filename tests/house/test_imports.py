"""Who may import whom, what the command loads, and who owns the import names."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import simulation

ROOT = Path(simulation.__path__[0]).parent


def in_a_fresh_python(code: str) -> str:
    """What a script prints in another process that finds this package first."""
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


HEAVY = ("numpy", "numba", "mesa", "pandas", "scipy", "matplotlib", "pydantic", "networkx", "SALib")


@pytest.mark.parametrize("module", ["simulation", "experiments", "experiments.command"])
def test_importing_loads_nothing_heavy(module):
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not there yet")
    found = in_a_fresh_python(f"import sys, {module}; print(*(n for n in {HEAVY!r} if n in sys.modules))")
    assert found == ""


def test_contracts_about_who_imports_whom_are_kept():
    pytest.importorskip("importlinter")
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("no pyproject.toml beside the package: not a clone")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["simulation", "experiments"])
def test_nobody_else_owns_the_import_names(name):
    assert set(packages_distributions().get(name, ())) <= {"minga"}
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert [Path(place).resolve() for place in spec.submodule_search_locations or ()] == [(ROOT / name).resolve()]


def test_the_simulation_never_imports_the_experiments():
    found = [
        path.name for path in (ROOT / "simulation").rglob("*.py")
        if "import experiments" in (text := path.read_text(encoding="utf-8")) or "from experiments" in text
    ]
    assert found == []
