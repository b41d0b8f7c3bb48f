"""Doctor: whether the installation is sound."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from pathlib import Path

Check = tuple[str, bool, str]
NEEDED = ("mesa", "networkx", "numpy", "scipy", "pandas", "matplotlib", "SALib", "numba", "pydantic")


def checks() -> list[Check]:
    """(name, fine, what was found) of every check."""
    import simulation
    from experiments.execute import cores
    from simulation.ground.cache import folder, is_warm, source_hash
    from simulation.scenario import load, names, shipped_folder

    version = sys.version_info[:2]
    found: list[Check] = [
        ("python", (3, 11) <= version <= (3, 13), f"{platform.python_version()} on {platform.system()} (3.11 to 3.13)"),
    ]
    for name in NEEDED:
        try:
            found.append((name, True, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, False, "not installed"))
    for package in ("simulation", "experiments"):
        found.append(owner(package))
    system_names = names("system")
    broken = []
    for name in system_names:
        try:
            load(name)
        except ValueError as error:
            broken.append(str(error))
    found.append(("scenarios", not broken, "; ".join(broken) or f"{len(system_names)} systems in {shipped_folder()}"))
    found.append(("compiled code", True, f"{folder()} ({'warm' if is_warm() else 'cold: `minga warm` fills it'})"))
    found.append(("cores", cores() >= 1, str(cores())))
    found.append(("version", True, f"{simulation.__version__} ({source_hash()})"))
    return found


def owner(package: str) -> Check:
    """Whether an import name belongs to minga alone."""
    owners = sorted(set(metadata.packages_distributions().get(package, [])))
    module = __import__(package)
    where = Path(str(module.__file__)).parent
    others = [name for name in owners if name != "minga"]
    text = f"{where}" + (f", also claimed by {', '.join(others)}: install minga into an environment of its own" if others else "")
    return f"import name {package}", not others, text
