"""Reads the source of one process: what it touches.

Kernels name what they touch in their arguments; which of it they change, which parameters of which process they
look at and what they count stands in their bodies. Compiled functions that a kernel hands its arguments to are
followed.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from experiments.use_names import (
    KINDS_OF,
    counts_in,
    counts_of,
    local_parameters,
    stands_for,
    stems,
    tables,
)
from simulation.ground.process import Process
from simulation.people import tallies
from simulation.people.codes import GROUP_KINDS


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


class Reader:
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
            bound = {n: stands_for(n) for n in names}
            bound |= {n: ("settings", process) for n in names if n == "settings" and process}
        key = (plain.__module__, plain.__qualname__, *sorted(bound.items()))
        if key in self.seen:
            return
        self.seen.add(key)
        self.use.settings |= {local_parameters()[n] for n, (kind, _) in bound.items() if kind == "" and n in local_parameters()}
        self.prefixes = set()
        _Body(self, bound, plain.__globals__, plain.__module__).visit(tree)
        said = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        self.use.settings |= {f"{prefix}{field}" for prefix in self.prefixes for field in said if f"{prefix}{field}" in stems()}

    def touch(self, what: tuple[str, str], stored: bool) -> None:
        """Note that a column or channel is read or written."""
        kind, name = what
        if kind == "column":
            (self.use.writes if stored else self.use.reads).add(name)
        elif kind == "channel" and not stored:
            self.use.channels_read.add(name)


class _Body(ast.NodeVisitor):
    def __init__(self, reader: Reader, bound: dict[str, tuple[str, str]], names: dict[str, Any], module: str) -> None:
        self.reader, self.names, self.module = reader, names, module
        self.bound = dict(bound)

    def _what(self, node: ast.AST) -> tuple[str, str] | None:
        """What an expression stands for: a bound name, a part of one (``name[a:b]``), ``world.<table>``, or ``<table>.<column>``."""
        if isinstance(node, ast.Name):
            return self.bound.get(node.id)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            return self._what(node.value)
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
        for count in counts_of(node, self.names, counts_in(self.module)):
            several = {f"{count.removesuffix('_of')}_{kind}" for kind in KINDS_OF.get(count, GROUP_KINDS)} & set(tallies.CENTRE)
            self.reader.use.counts |= {count} if count in (*tallies.PEOPLE, *tallies.CENTRE) else several

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """``t.YEAR_MILD + grade``: any of the counts from that one on which share the first part of its name."""
        if isinstance(node.op, ast.Add):
            for count in counts_of(node.left, self.names, counts_in(self.module)) & set(tallies.PEOPLE):
                first = tallies.PEOPLE.index(count)
                same = takewhile(lambda name: name.startswith(count.partition("_")[0] + "_"), tallies.PEOPLE[first:])  # noqa: B023
                self.reader.use.counts |= set(same)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and (stem := node.value.partition("[")[0]) in stems():
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
            if not (ours and isinstance(argument, ast.Name | ast.Subscript) and self._what(argument)):
                self.visit(argument)
        for keyword in node.keywords:
            self.visit(keyword.value)


def _channel(node: ast.AST) -> str:
    """The channel that ``world.channel("name")`` names; "" for any other expression."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "channel" and node.args:
        first = node.args[0]
        return str(first.value) if isinstance(first, ast.Constant) else ""
    return ""
