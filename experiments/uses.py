"""Uses: what each process of the week reads, writes, counts and lets in, read off its own source.

Kernels name what they touch in their arguments; which of it they change, which parameters of which process they
look at and what they count stands in their bodies. Compiled functions that a kernel hands its arguments to are
followed. Nothing here is a list to keep up: a new mechanism is read like any other.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from simulation.ground.parameter import Words
from simulation.ground.process import Process
from simulation.ground.table import Column
from simulation.people import tallies
from simulation.people.codes import GROUP_KINDS, JOINT_FORMS, LEDGER

COUNTERS = ("tally", "centre_tally", "waits")


@dataclass
class Use:
    """What one process touches: columns as ``table.column``, parameters as ``process.field``."""

    file: str
    settings: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    channels_read: set[str] = field(default_factory=set)
    channels_written: set[str] = field(default_factory=set)
    counts: set[str] = field(default_factory=set)


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
def _count_names() -> dict[str, str]:
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
def _imported(module: str) -> dict[str, frozenset[str]]:
    """Name in a module -> counts that it stands for: a constant of ``tallies``, or an array made of such constants."""
    if module == tallies.__name__:
        return {name: frozenset({count}) for name, count in _count_names().items()}
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    froms = [n for n in tree.body if isinstance(n, ast.ImportFrom) and (n.module or "").endswith("tallies")]
    constants = {a.asname or a.name: a.name for n in froms for a in n.names}
    found = {name: frozenset({_count_names()[c]}) for name, c in constants.items() if c in _count_names()}
    names = vars(sys.modules[module])
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            inside = [c for part in ast.walk(node.value) if (c := _constant_of(part, names, found))]
            if inside:
                found[node.targets[0].id] = frozenset().union(*inside)
    return found


def _constant_of(node: ast.AST, names: dict[str, Any], found: dict[str, frozenset[str]]) -> frozenset[str]:
    """Counts that an expression names: ``RESIDENTS``, or ``t.RESIDENTS`` where ``t`` is the module of tallies."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and names.get(node.value.id) is tallies:
        count = _count_names().get(node.attr)
        return frozenset({count}) if count else frozenset()
    return found.get(node.id, frozenset()) if isinstance(node, ast.Name) else frozenset()


@lru_cache(maxsize=1)
def _local_parameters() -> dict[str, str]:
    """Name of a kernel's argument -> the parameter of a centre or district that it stands for."""
    from simulation.parameters import declared

    return {d.field: f"{d.process}.{d.field}" for d in declared().values() if d.scope != "system"}


def _canonical(argument: str) -> tuple[str, str]:
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
def _stems() -> frozenset[str]:
    """``process.field`` of every declared parameter."""
    from simulation.parameters import declared

    return frozenset(d.name.partition("[")[0] for d in declared().values())


class _Reader:
    """Reads the functions of one process."""

    def __init__(self, process: Process, use: Use) -> None:
        self.process, self.use = process, use
        self.prefixes: set[str] = set()
        self.seen: set[tuple[Any, ...]] = set()

    def function(self, function: Any, bound: dict[str, tuple[str, str]] | None = None, process: str = "") -> None:
        """Read a function whose parameters stand for what ``bound`` says (a kernel's: what they are called).

        ``process`` is whose settings it is handed, if not those of the process that is read.
        """
        plain = getattr(function, "py_func", function)
        plain = getattr(plain, "__func__", plain)
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(plain))).body[0]
        except (OSError, TypeError, SyntaxError, IndexError):
            return
        if not isinstance(tree, ast.FunctionDef):
            return
        names = [a.arg for a in tree.args.args]
        if bound is None:
            bound = {n: _canonical(n) for n in names}
            bound |= {n: ("settings", process) for n in names if n == "settings" and process}
        key = (plain.__module__, plain.__qualname__, *sorted(bound.items()))
        if key in self.seen:
            return
        self.seen.add(key)
        self.use.settings |= {_local_parameters()[n] for n, (kind, _) in bound.items() if kind == "" and n in _local_parameters()}
        self.prefixes = set()
        _Body(self, bound, plain.__globals__, plain.__module__).visit(tree)
        said = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        self.use.settings |= {f"{prefix}{field}" for prefix in self.prefixes for field in said if f"{prefix}{field}" in _stems()}

    def touch(self, what: tuple[str, str], stored: bool) -> None:
        """Note that a column or channel is read or written."""
        kind, name = what
        if kind == "column":
            (self.use.writes if stored else self.use.reads).add(name)
        elif kind == "channel" and not stored:
            self.use.channels_read.add(name)


class _Body(ast.NodeVisitor):
    def __init__(self, reader: _Reader, bound: dict[str, tuple[str, str]], names: dict[str, Any], module: str) -> None:
        self.reader, self.names, self.module = reader, names, module
        self.bound = dict(bound)

    def _what(self, node: ast.AST) -> tuple[str, str] | None:
        """What an expression stands for: a bound name, ``world.<table>``, or ``<table>.<column>``."""
        if isinstance(node, ast.Name):
            return self.bound.get(node.id)
        if isinstance(node, ast.Attribute):
            inner = self._what(node.value)
            if node.attr in tables() and isinstance(node.value, ast.Name):
                return ("table", node.attr)
            if inner and inner[0] == "table" and node.attr in {c.name for c in tables()[inner[1]]}:
                return ("column", f"{inner[1]}.{node.attr}")
        return None

    def visit_Assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=False))
        for left, right in pairs:
            what = self._what(right)
            if isinstance(left, ast.Name) and what and what[0] in ("table", "column"):
                self.bound[left.id] = what
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Subscript | ast.Attribute):
            inner = node.target.value if isinstance(node.target, ast.Subscript) else node.target
            if what := self._what(inner):
                self.reader.touch(what, stored=False)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.ctx, ast.Store) and (what := self._what(node.value)):
            self.reader.touch(what, stored=True)
            self.visit(node.slice)
            return
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._counted(node)
        base = self._what(node.value)
        if base and base[0] == "settings":
            self.reader.use.settings.add(f"{base[1] or self.reader.process.name}.{node.attr}")
        elif what := self._what(node):
            self.reader.touch(what, stored=isinstance(node.ctx, ast.Store))
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if what := self.bound.get(node.id):
            if isinstance(node.ctx, ast.Load):
                self.reader.touch(what, stored=False)
        else:
            self._counted(node)

    def _counted(self, node: ast.AST) -> None:
        """Note the counts that an expression names; the first of a row of counts of one kind stands for all of them."""
        for count in _constant_of(node, self.names, _imported(self.module)):
            several = {f"{count.removesuffix('_of')}_{kind}" for kind in KINDS_OF.get(count, GROUP_KINDS)} & set(tallies.CENTRE)
            self.reader.use.counts |= {count} if count in (*tallies.PEOPLE, *tallies.CENTRE) else several

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """``t.YEAR_MILD + grade``: any of the counts from that one on which share the first part of its name."""
        if isinstance(node.op, ast.Add):
            for count in _constant_of(node.left, self.names, _imported(self.module)) & set(tallies.PEOPLE):
                first = tallies.PEOPLE.index(count)
                same = takewhile(lambda name: name.startswith(count.partition("_")[0] + "_"), tallies.PEOPLE[first:])  # noqa: B023
                self.reader.use.counts |= set(same)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and (stem := node.value.partition("[")[0]) in _stems():
            self.reader.use.settings.add(stem)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func
        first = node.args[0] if node.args else None
        said = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
        if isinstance(called, ast.Attribute) and called.attr in ("call", "arguments") and first is not None:
            self.reader.function(self._function(first), process=self._process_of(node))
        elif isinstance(called, ast.Attribute) and called.attr == "local" and said:
            self.reader.use.settings.add(f"{self.reader.process.name}.{said}")
        elif isinstance(called, ast.Attribute) and called.attr in ("add", "multiply") and (channel := _channel(called.value)):
            self.reader.use.channels_written.add(channel)
            self._arguments(node)
            return
        elif channel := _channel(node):
            self.reader.use.channels_read.add(channel)
        elif isinstance(called, ast.Name) and callable(function := self.names.get(called.id)):
            self._followed(function, node)
            return
        self.generic_visit(node)

    def _function(self, node: ast.AST) -> Any:
        """The function that ``assign`` or ``nearest_centre.assign`` names."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return getattr(self.names.get(node.value.id), node.attr, None)
        return self.names.get(node.id) if isinstance(node, ast.Name) else None

    def _process_of(self, node: ast.Call) -> str:
        """Name of the process in whose name ``world.call(function, PROCESS)`` calls: its settings are handed over."""
        process = self._function(node.args[1]) if len(node.args) > 1 else None
        return process.name if isinstance(process, Process) else ""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """``f"population.{name}"``: every parameter of that process whose field the function names."""
        first = node.values[0] if node.values else None
        if isinstance(first, ast.Constant) and str(first.value).endswith("."):
            self.reader.prefixes.add(str(first.value))
        self.generic_visit(node)

    def _arguments(self, node: ast.Call) -> None:
        for argument in node.args:
            self.visit(argument)

    def _followed(self, function: Callable[..., Any], node: ast.Call) -> None:
        """Read a function of the model with what it is handed: an array that is only passed on is not yet read."""
        plain = getattr(function, "py_func", function)
        module = getattr(plain, "__module__", "") or ""
        ours = inspect.isfunction(plain) and (module.startswith("simulation.") or module == self.module)
        handed: dict[str, tuple[str, str]] = {}
        if ours:
            names = list(inspect.signature(plain).parameters)
            handed = {n: what for n, a in zip(names, node.args, strict=False) if (what := self._what(a))}
            self.reader.function(plain, handed)
        for argument in node.args:
            if not (ours and isinstance(argument, ast.Name) and self._what(argument)):
                self.visit(argument)
        for keyword in node.keywords:
            self.visit(keyword.value)


def _channel(node: ast.AST) -> str:
    """The channel that ``world.channel("name")`` names; "" for any other expression."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "channel" and node.args:
        first = node.args[0]
        return str(first.value) if isinstance(first, ast.Constant) else ""
    return ""


def _functions(process: Process) -> Iterator[Any]:
    for function in (process.kernel, process.step, process.contribute, process.prepare):
        if function is not None:
            yield function


def use_of(process: Process) -> Use:
    """What a process touches."""
    first: Any = next(_functions(process), process.settings)
    plain = getattr(first, "py_func", first)
    module = inspect.getmodule(plain)
    file = Path(inspect.getsourcefile(plain) or "") if plain is not None else Path()
    told = "/".join(file.parts[-(module.__name__.count(".") + 1) :]) if module else ""
    use = Use(told)
    reader = _Reader(process, use)
    for function in _functions(process):
        # a plain function is called with the community
        kernel = function is process.kernel
        reader.function(function, None if kernel else {})
    return use


@lru_cache(maxsize=1)
def uses() -> dict[str, Use]:
    """Process -> what it touches, in the order of the week."""
    from simulation.week import WEEK

    return {p.name: use_of(p) for p in WEEK}


@lru_cache(maxsize=1)
def peopling() -> Use:
    """What is read once, when a place is built and peopled."""
    import simulation.building as building

    use = Use("simulation/building.py")
    reader = _Reader(Process("peopling", Words("", "")), use)
    for function in vars(building).values():
        if inspect.isfunction(getattr(function, "py_func", function)) and function.__module__ == building.__name__:
            reader.function(function, {})
    return use


@lru_cache(maxsize=1)
def reckoning() -> dict[str, str]:
    """Parameter -> file in which it is read after a run: prices and what health is worth, named by code that reckons."""
    from experiments import spending as worth
    from simulation import spending

    found: dict[str, str] = {}
    for module in (worth, spending):
        nodes = list(ast.walk(ast.parse(inspect.getsource(module))))
        said = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        firsts = [n.values[0] for n in nodes if isinstance(n, ast.JoinedStr) and n.values]
        begun = {f.value for f in firsts if isinstance(f, ast.Constant) and isinstance(f.value, str)}
        named = said | {first + rest for first in begun for rest in said}
        found |= dict.fromkeys(sorted(named & _stems()), "/".join(module.__name__.split(".")) + ".py")
    return found


def readers_of(parameter: str) -> list[str]:
    """Processes that look at a parameter (``process.field``); its own where none is found to."""
    found = [name for name, use in uses().items() if parameter in use.settings]
    return found or [parameter.partition(".")[0]]


@lru_cache(maxsize=1)
def counted_by_outcome() -> dict[str, frozenset[str]]:
    """Outcome -> the counts of a record that it looks at, found by letting it read a record of ones."""
    from simulation.outcomes import OUTCOMES

    found = {}
    for outcome in OUTCOMES:
        spy: Any = Spy()
        with suppress(Exception):  # what it looked at before it failed is what is asked
            outcome.over_run(spy, "everybody")
        with suppress(Exception):
            if outcome.by_week is not None:
                outcome.by_week(spy, "everybody")
        found[outcome.name] = frozenset(spy.looked)
    return found


class Spy:
    """A record of ones that notes which counts are asked of it."""

    weeks = 156
    scale = 1.0

    def __init__(self) -> None:
        import numpy as np

        self.looked: set[str] = set()
        self.policy_cents = np.zeros(self.weeks)
        self._ones = np.ones(self.weeks)
        self._waits = np.ones((self.weeks, 11, 20))

    def people_count(self, what: str, group: str = "everybody", district: int | None = None) -> Any:
        """A count of people."""
        self.looked.add(what)
        return self._ones

    def centre_count(self, what: str, centre: int | None = None) -> Any:
        """A count of centres."""
        self.looked.add(what)
        return self._ones

    def waited(self, group: str = "everybody", since: int = 0) -> Any:
        """First sessions by weeks waited."""
        self.looked.add("first_sessions")
        return self._waits[since:, 0].sum(axis=0)

    @property
    def waits(self) -> Any:
        """First sessions by week, group and weeks waited."""
        self.looked.add("first_sessions")
        return self._waits


def outcomes_counting(counts: set[str]) -> list[str]:
    """Outcomes that look at any of these counts (residents alone, the bottom of most ratios, do not make one)."""
    told = counts - {"residents"}
    return [o for o, looked in counted_by_outcome().items() if looked & told]


def processes_reading(columns: Set[str], channels: Set[str] = frozenset()) -> list[str]:
    """Processes that read any of these columns or channels."""
    return [name for name, use in uses().items() if use.reads & columns or use.channels_read & channels]


def processes_writing(column: str) -> list[str]:
    """Processes that write a column."""
    return [name for name, use in uses().items() if column in use.writes]
