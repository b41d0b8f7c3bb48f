"""What names in the source of a process stand for: columns of a table, counts, parameters, channels."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
from functools import cache, lru_cache
from typing import Any

from simulation.ground.table import Column
from simulation.people import tallies
from simulation.people.codes import JOINT_FORMS, LEDGER

COUNTERS = ("tally", "centre_tally", "waits")


@lru_cache(maxsize=1)
def tables() -> dict[str, tuple[Column, ...]]:
    """Table -> its columns, found in ``simulation.people``: residents, clinicians and the others."""
    import simulation.people as people

    found: dict[str, tuple[Column, ...]] = {}
    for about in pkgutil.iter_modules(people.__path__):
        module = importlib.import_module(f"simulation.people.{about.name}")
        for name, value in vars(module).items():
            if name.endswith("COLUMNS") and isinstance(value, tuple) and value and isinstance(value[0], Column):
                one = name.removesuffix("COLUMNS").rstrip("_").lower()
                found[(one[:-1] + "ies" if one.endswith("y") else one + "s") if one else about.name] = value
    return {name: found[name] for name in ("residents", *sorted(set(found) - {"residents"}))}


KINDS_OF: dict[str, tuple[str, ...]] = {"minutes": LEDGER, **dict.fromkeys(("discussed", "solved", "joint_minutes_of"), JOINT_FORMS)}
"""First word of a row of counts -> the kinds that follow it; of any other the kinds of groups."""


@lru_cache(maxsize=1)
def count_names() -> dict[str, str]:
    """Constant of ``tallies`` -> the count that it stands for."""
    found = {"MINUTES": "minutes", "GROUPS_PLANNED": "planned", "GROUPS_HELD": "held", "DISCUSSED": "discussed", "SOLVED": "solved", "JOINT_MINUTES_OF": "joint_minutes_of"}
    for name, value in vars(tallies).items():
        if name.isupper() and isinstance(value, int):
            plain = name.removeprefix("NOW_").removeprefix("CENTRE_").lower()
            for counts in (tallies.PEOPLE, tallies.CENTRE):
                if value < len(counts) and (counts[value] == plain or (name.startswith("NOW_") and counts[value].startswith(plain))):
                    found[name] = counts[value]
    return found


@cache
def counts_in(module: str) -> dict[str, frozenset[str]]:
    """Name in a module -> counts that it stands for: a constant of ``tallies``, or an array made of such constants."""
    if module == tallies.__name__:
        return {name: frozenset({count}) for name, count in count_names().items()}
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    froms = [n for n in tree.body if isinstance(n, ast.ImportFrom) and (n.module or "").endswith("tallies")]
    constants = {a.asname or a.name: a.name for n in froms for a in n.names}
    found = {name: frozenset({count_names()[c]}) for name, c in constants.items() if c in count_names()}
    names = vars(sys.modules[module])
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            inside = [c for part in ast.walk(node.value) if (c := counts_of(part, names, found))]
            if inside:
                found[node.targets[0].id] = frozenset().union(*inside)
    return found


def counts_of(node: ast.AST, names: dict[str, Any], found: dict[str, frozenset[str]]) -> frozenset[str]:
    """Counts that an expression names: ``RESIDENTS``, or ``t.RESIDENTS`` where ``t`` is the module of tallies."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and names.get(node.value.id) is tallies:
        count = count_names().get(node.attr)
        return frozenset({count}) if count else frozenset()
    return found.get(node.id, frozenset()) if isinstance(node, ast.Name) else frozenset()


@lru_cache(maxsize=1)
def local_parameters() -> dict[str, str]:
    """Name of a kernel's argument -> the parameter of a centre or district that it stands for."""
    from simulation.parameters import declared

    return {d.field: f"{d.process}.{d.field}" for d in declared().values() if d.scope != "system"}


def stands_for(argument: str) -> tuple[str, str]:
    """(kind, name) of what a kernel's argument stands for; kind is "" for what is nobody's state."""
    for table, columns in tables().items():
        names = {c.name for c in columns}
        if table == "residents" and argument in names:
            return "column", f"residents.{argument}"
        if argument.startswith(table + "_") and argument.removeprefix(table + "_") in names:
            return "column", f"{table}.{argument.removeprefix(table + '_')}"
    if argument == "minutes":
        return "column", "clinicians.minutes"
    if argument.startswith("channel_"):
        return "channel", argument.removeprefix("channel_")
    if argument.endswith("settings"):
        return "settings", argument.removesuffix("settings").rstrip("_")
    return ("counter", argument) if argument in COUNTERS else ("", argument)


@lru_cache(maxsize=1)
def stems() -> frozenset[str]:
    """``process.field`` of every declared parameter."""
    from simulation.parameters import declared

    return frozenset(d.name.partition("[")[0] for d in declared().values())
