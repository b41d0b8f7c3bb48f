"""Dials: the barriers of the model, and the policies that remove them: each dial at 0 from week 0 on, everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from experiments.plan import write_whole
from simulation import Scenario

WITHOUT = "without"
LONGEST = 64
LONGEST_TITLE = 120


def dials(system: Scenario) -> dict[str, str]:
    """Barrier -> the parameter that is its dial, in the order of the week.

    Left out is what the system already lacks, and what has nothing to act on in it (barriers of peer work without peers).
    """
    from experiments.listing import wing_of
    from simulation.week import WEEK

    found: dict[str, str] = {}
    for process in WEEK:
        if wing_of(process.name) != "barrier" or (process.where and not any(above_zero(system, name) for name in process.where)):
            continue
        for d in process.declarations():
            if d.kind == "lever" and d.unit == "dial" and above_zero(system, d.name):
                found[process.name] = d.name
    return found


def above_zero(system: Scenario, name: str) -> bool:
    """Whether a parameter is above 0 in some place, or the system's own story makes it so."""
    told = any(name in step.elements and step.amount > 0 for policy in system.story for step in policy.steps)
    return told or any(float(one.value) > 0 for one in (system.values[name], *system.local.get(name, {}).values()))


def removal_name(coalition: Iterable[str]) -> str:
    """How the policy that removes these barriers is called: by their names, or by a digest of them if that grows too long."""
    name = "-".join([WITHOUT, *sorted(coalition)])
    return name if len(name) <= LONGEST else f"{WITHOUT}-{hashlib.blake2s(name.encode(), digest_size=12).hexdigest()}"


def write_removal(coalition: Iterable[str], known: Mapping[str, str], system: Scenario, folder: Path) -> Path:
    """Write the policy that removes some barriers; nobody says that it can be had, so it has no cost."""
    gone = sorted(coalition)
    lines = ["schema = 1", 'kind = "policy"', f'name = "{removal_name(gone)}"', "[title]"]
    listed = ", ".join(gone)
    # a title has its limit; with many barriers it says how many
    told = (("en", f"Removed: {listed}", f"Removed: {len(gone)} barriers"), ("es", f"Sin: {listed}", f"Sin {len(gone)} barreras"))
    lines += [f'{lang} = "{title if len(title) <= LONGEST_TITLE else short}"' for lang, title, short in told]
    lines += ["[about]", 'en = "A counterfactual: the dials of these barriers at 0."', 'es = "Un contrafactual: los diales de estas barreras en 0."']
    for barrier in gone:
        lines += ["[[step]]", f'what = "{known[barrier]}"', "to = 0.0", 'where = "everywhere"', "from = 0"]
    path = folder / f"{removal_name(gone)}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, "\n".join(lines) + "\n")
    return path


__all__ = ["dials", "removal_name", "write_removal"]
