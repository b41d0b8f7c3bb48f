"""Uses: what each process of the week reads, writes, counts and lets in, read off its own source.

Nothing here is a list to keep up: a new mechanism is read like any other.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Set
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from experiments.use_names import stems
from experiments.use_reader import Reader, Use
from simulation.ground.parameter import Words
from simulation.ground.process import Process


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
    reader = Reader(process, use)
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
    reader = Reader(Process("peopling", Words("", "")), use)
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
        found |= dict.fromkeys(sorted(named & stems()), "/".join(module.__name__.split(".")) + ".py")
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
        self.memo: dict[Any, Any] = {}
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
