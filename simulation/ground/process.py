"""Processes: what happens in a week, one file each, bound to the columns that their kernels name.

The parameter names of a kernel say what it touches, and nothing else is handed to it:

- ``severity``            a column of residents; ``clinicians_``, ``centres_``, ``districts_`` or
                          ``zones_`` before the name for a column of another table
- ``settings``            the process's own parameters, as a named tuple of numbers and vectors
- ``course_settings``     those of another process, by its name
- ``extramural_credit``   a parameter of its own that has a value per centre or district, as an array
- ``channel_reach``       a channel's values per centre or district
- ``u_moves``             a buffer with one uniform number per resident of the dense draw so named
- ``luck``, ``week``, ``residents`` (how many), ``contacts``, ``events``, ``tally``

Single draws are asked for inside a kernel with ``ask`` and a number from ``draw``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numba import typeof
from numpy.typing import NDArray

from .chance import Luck, fill
from .parameter import Declaration, Settings, Words


@dataclass(frozen=True)
class Process:
    """One thing that happens every week.

    Args:
        name: short, unique; also the table of its parameters in a scenario file.
        sentence: what it does, in words, as ``week.py`` tells the week.
        kernel: compiled function over whole columns (see the module's text).
        step: plain Python instead of a kernel: called with the community.
        prepare: called once with the community before its first week.
        contribute: called with the community whenever values changed: writes to channels.
        settings: its parameters.
        dense: the dense draws: parameter name of the kernel -> number of the draw.
        sources: keys of sources.toml on which the rule rests.
        after: for a process from outside: the name of the process that it follows.
        where: parameters of which one has to be above 0 in some place for a barrier to be asked about: without them it does nothing, or
            nobody tries to reach past it; empty: everywhere.
        idle_without: parameters of which one has to be above 0 in some place for the kernel to do anything at all, as long as all
            ``leftovers`` are 0 too. Such a kernel is not called; empty: it always is.
        leftovers: columns ("peers.active") in which an earlier time may have left something to do.
    """

    name: str
    sentence: Words
    kernel: Callable[..., Any] | None = None
    step: Callable[[Any], None] | None = None
    prepare: Callable[[Any], None] | None = None
    contribute: Callable[[Any], None] | None = None
    settings: type[Settings] | None = None
    dense: Mapping[str, np.uint32] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    after: str | None = None
    where: tuple[str, ...] = ()
    idle_without: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()

    def declarations(self) -> list[Declaration]:
        """Its parameters, one declaration per number."""
        return list(_declarations(self.settings, self.name)) if self.settings else []

    def reads(self) -> tuple[str, ...]:
        """The parameter names of its kernel."""
        return () if self.kernel is None else _parameters(getattr(self.kernel, "py_func", self.kernel))


# asked anew by every community, and the same every time: in a study of small places it would be felt
@lru_cache(maxsize=1024)
def _declarations(settings: type[Settings], process: str) -> tuple[Declaration, ...]:
    return tuple(settings.declarations(process))


@lru_cache(maxsize=1024)
def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def _alike(one: Any, other: Any) -> bool:
    """Whether two bundles of settings are of one type, value by value."""
    return type(one) is type(other) and all(
        type(a) is type(b) and (not isinstance(a, np.ndarray) or (a.dtype == b.dtype and a.ndim == b.ndim)) for a, b in zip(one, other, strict=True)
    )


CHOSEN: dict[Callable[..., Any], tuple[tuple[Any, ...], Callable[..., Any]]] = {}
"""Kernel -> the kinds of arguments with which Numba was last asked, and the compiled code that it chose."""


def _kind(argument: Any) -> Any:
    """What Numba looks at in an argument."""
    if isinstance(argument, np.ndarray):
        return argument.dtype, argument.ndim, argument.flags.num
    return (type(argument), *map(_kind, argument)) if isinstance(argument, tuple) else type(argument)


class BoundProcess:
    """A process with its arrays at hand, ready to be called week after week."""

    def __init__(
        self, process: Process, supply: Callable[[str], Any], buffer: Callable[[int], NDArray[np.float32]]
    ) -> None:
        self.process = process
        self.idle = False
        self._names = process.reads()
        self._kernel = process.kernel
        self._entry: Callable[..., Any] | None = None
        self._arguments: list[Any] = []
        self._dense: list[tuple[NDArray[np.float32], np.uint32]] = []
        self._week_at = self._names.index("week") if "week" in self._names else None
        # position of a bundle of settings -> the process whose settings it holds
        self._settings_at = {
            at: process.name if name == "settings" else name.removesuffix("_settings")
            for at, name in enumerate(self._names)
            if name == "settings" or name.endswith("_settings")
        }
        self.uses = frozenset(self._settings_at.values())
        self.woken_by = frozenset(name.partition(".")[0] for name in process.idle_without)
        for name in self._names:
            if name in process.dense:
                out = buffer(len(self._dense))
                self._dense.append((out, process.dense[name]))
                self._arguments.append(out)
            elif name in ("week", "settings") or name.endswith("_settings"):
                self._arguments.append(0)
            else:
                self._arguments.append(supply(name))

    def use(self, bundles: Mapping[str, Any]) -> None:
        """Take new system-wide values, from the bundles of all processes by name.

        Values of the same types as before leave what Numba chose for them as it is.
        """
        for at, name in self._settings_at.items():
            before, now = self._arguments[at], bundles[name]
            if before is not now and not _alike(before, now):
                self._entry = None
            self._arguments[at] = now

    def _first_call(self) -> None:
        """Call the kernel through Numba, which looks at every argument, and remember what it chose.

        Looking takes longer than a week of a small place. Types stay as they are until new values come (``use``),
        so the weeks in between call the compiled code itself.
        """
        kinds = tuple(map(_kind, self._arguments))
        known = CHOSEN.get(self._kernel)  # type: ignore[arg-type]
        if known is not None and known[0] == kinds:
            # another world of the same make has asked before
            self._entry = known[1]
            self._entry(*self._arguments)
            return
        self._kernel(*self._arguments)  # type: ignore[misc]
        chosen = getattr(self._kernel, "overloads", {})
        # plain Python, or a function compiled for several types: ask every time
        self._entry = next(iter(chosen.values())).entry_point if len(chosen) == 1 else self._kernel
        if len(chosen) == 1:
            CHOSEN[self._kernel] = (kinds, self._entry)  # type: ignore[index, assignment]

    def compile(self) -> None:
        """Compile the kernel for the types of its arguments, without calling it."""
        compiler = getattr(self._kernel, "compile", None)
        if compiler is not None:
            compiler(tuple(typeof(argument) for argument in self._arguments))  # type: ignore[no-untyped-call]

    def __call__(self, world: Any, week: int, luck: Luck) -> None:
        """Let it happen in one week."""
        if self.process.step is not None:
            self.process.step(world)
        if self._kernel is None:
            return
        for out, number in self._dense:
            fill(out, luck, number, week)
        if self._week_at is not None:
            self._arguments[self._week_at] = week
        if self._entry is None:
            self._first_call()
        else:
            self._entry(*self._arguments)
