"""A file's own values of parameters, checked against the declarations.

A bare value means exactly that: its grade is ``yours``, its source ``unsourced``, and what was an
uncertain range shrinks to it. A table ``{value, low, high, source, grade}`` says more; without a grade its
value is ``yours`` too, because the grade of the value that it replaces says nothing about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from ..ground.parameter import Declaration, Grade, Scope, problem_with
from .files import listed, nearest, shown
from .reading import Book, Keys, Table

GRADES: tuple[str, ...] = get_args(Grade)
UNSOURCED = "unsourced"
SYSTEM: tuple[Scope, ...] = ("system", "centre", "district")
"""The scopes that a system's own ``[parameters]`` may set: everywhere at once, for local ones."""


def all_declared() -> Mapping[str, Declaration]:
    """Every number of the model by its name."""
    from ..parameters import declared

    return declared()


class Catalogue:
    """The declarations by process, field and element.

    Args:
        declared: element's name -> declaration; every number of the model if None.

    """

    def __init__(self, declared: Mapping[str, Declaration] | None = None) -> None:
        self.declared = all_declared() if declared is None else declared
        self.fields: dict[str, list[Declaration]] = {}
        self.processes: dict[str, list[str]] = {}
        for one in self.declared.values():
            name = f"{one.process}.{one.field}"
            if name not in self.fields:
                self.processes.setdefault(one.process, []).append(one.field)
            self.fields.setdefault(name, []).append(one)

    def elements(self, name: str) -> tuple[str, ...]:
        """List the elements that a name stands for: one, or all of a vector; none if it is unknown."""
        if name in self.declared:
            return (name,)
        return tuple(one.name for one in self.fields.get(name, ()))

    def nearest(self, name: str) -> str | None:
        """Guess the parameter that was meant."""
        if "[" in name:
            return nearest(name, self.declared)
        process, _, field = name.partition(".")
        if process in self.processes:
            close = nearest(field, self.processes[process])
            if close:
                return f"{process}.{close}"
        return nearest(name, self.fields)


def allowed_value(declaration: Declaration) -> str:
    """Tell what a value of a parameter may be, in words."""
    if declaration.choices:
        return f"one of {listed(declaration.choices, 20)}"
    kind = "a whole number" if declaration.whole else "a number"
    low, high = declaration.limits
    if low is None and high is None:
        return f"{kind} ({declaration.unit})"
    if low is None or high is None:
        end = f"of at least {low:.10g}" if high is None else f"of at most {high:.10g}"
        return f"{kind} {end} ({declaration.unit})"
    return f"{kind} from {low:.10g} to {high:.10g} ({declaration.unit})"


def is_allowed(declaration: Declaration, value: Any) -> bool:
    """Whether a value makes sense for a parameter at all."""
    if isinstance(value, int) and abs(value) > 10**15:  # beyond every limit, and maybe beyond a float
        return False
    return problem_with(declaration, value) is None


def plain(declaration: Declaration, value: Any) -> float | str:
    """Make an allowed value what is stored: whole, real or a name."""
    if isinstance(value, str):
        return value
    return int(value) if declaration.whole else float(value)


def having(declaration: Declaration, value: Any) -> Declaration:
    """Put a user's bare value into a declaration.

    The range of an uncertain parameter shrinks to the value, a lever's widens to hold it.
    """
    kept = plain(declaration, value)
    low, high = declaration.low, declaration.high
    if not isinstance(kept, str):
        uncertain = declaration.kind == "uncertain"
        low, high = (kept, kept) if uncertain else (min(low, kept), max(high, kept))
    return declaration.having(value=kept, low=low, high=high, source=UNSOURCED, grade="yours")


def own_values(
    book: Book,
    raw: Any,
    path: Keys,
    catalogue: Catalogue,
    scopes: tuple[Scope, ...],
    before: Callable[[str], Declaration],
) -> Iterator[Declaration]:
    """Each value that a table of parameters gives, on top of what held before.

    Args:
        book: collects the mistakes.
        raw: the table, as ``{process: {field: value}}`` or ``{"process.field": value}``.
        path: where it stands.
        catalogue: what there is to set.
        scopes: where the parameters that may stand here hold their values.
        before: element's name -> its declaration before this table.

    """
    seen: set[str] = set()
    for where, name, value in _entries(book, raw, path, catalogue):
        known = catalogue.fields.get(name, ())
        one = catalogue.declared.get(name) or (known[0] if known else None)
        if one is None:
            book.add(where, "an unknown parameter", _choices(catalogue, name), catalogue.nearest(name))
        elif one.scope not in scopes:
            found = "a system-wide parameter" if one.scope == "system" else f"a parameter of each {one.scope}"
            book.add(where, found, f"parameters of each {scopes[0]}")
        elif name in catalogue.declared:
            yield from _once(book, where, before(name), value, seen)
        else:
            keys = {str(element.key): element.name for element in known}
            table = Table(book, value, where, keys)
            for key, inner in table.data.items():
                if key in keys:
                    yield from _once(book, (*where, key), before(keys[key]), inner, seen)


def _choices(catalogue: Catalogue, name: str) -> str:
    process = name.partition(".")[0]
    fields = catalogue.processes.get(process)
    return f"one of {listed(fields, 20)}" if fields else f"a parameter of {listed(catalogue.processes, 20)}"


def _entries(book: Book, raw: Any, path: Keys, catalogue: Catalogue) -> Iterator[tuple[Keys, str, Any]]:
    if not isinstance(raw, dict):
        book.add(path, shown(raw), "a table of parameters")
        return
    for process, inner in raw.items():
        here = (*path, process)
        if "." in process:
            yield here, process, inner
        elif process not in catalogue.processes:
            allowed = f"one of {listed(catalogue.processes, 20)}"
            book.add(here, "an unknown process", allowed, nearest(process, catalogue.processes))
        elif not isinstance(inner, dict):
            book.add(here, shown(inner), f"a table with {listed(catalogue.processes[process])}")
        else:
            for field, value in inner.items():
                yield (*here, field), f"{process}.{field}", value


def _once(
    book: Book, path: Keys, before: Declaration, value: Any, seen: set[str]
) -> Iterator[Declaration]:
    if before.name in seen:
        book.add(path, f"{before.name} twice", "each parameter once")
        return
    seen.add(before.name)
    if isinstance(value, dict):
        yield _told(Table(book, value, path, _keys(before)), before)
    elif is_allowed(before, value):
        yield having(before, value)
    else:
        book.add(path, shown(value), allowed_value(before), nearest(value, before.choices))


def _keys(declaration: Declaration) -> tuple[str, ...]:
    return ("value", "source", "grade") if declaration.choices else ("value", "low", "high", "source", "grade")


def _told(table: Table, before: Declaration) -> Declaration:
    """Read a value told with its range, source and grade."""
    now = before
    for key in _keys(before)[:-2]:
        if key in table and not is_allowed(before, table.data[key]):
            table.wrong(key, allowed_value(before), nearest(table.data[key], before.choices))
            return before
    if "value" in table:
        now = having(before, table.data["value"])
        if ("low" in table) != ("high" in table):
            now = now.having(low=before.low, high=before.high)
    for key in ("low", "high"):
        if key in table:
            now = now.having(**{key: float(table.data[key])})
    if "source" in table:
        now = now.having(source=table.text("source"))
    if "grade" in table:
        now = now.having(grade=table.choice("grade", GRADES))
    _check_range(table, now)
    return now


def _check_range(table: Table, now: Declaration) -> None:
    if isinstance(now.value, str):
        return
    if now.low > now.value:
        key = "low" if "low" in table else "value"
        allowed = f"at most the value {now.value:g}" if key == "low" else f"at least the low end {now.low:g}"
        table.wrong(key, allowed)
    elif now.high < now.value:
        key = "high" if "high" in table else "value"
        allowed = f"at least the value {now.value:g}" if key == "high" else f"at most the high end {now.high:g}"
        table.wrong(key, allowed)
