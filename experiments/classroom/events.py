"""Events of one life, in words, and the rule behind each: read off the source, so that a new rule needs no list here."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from experiments.classroom.words_classroom import EVENT_WORDS
from simulation import Words
from simulation.people.events import CODES, log

NOTHING = Words("", "")


@dataclass(frozen=True)
class Event:
    """A kind of event: what it is called, and the processes of the week that let it happen; the first is named."""

    name: str
    label: Words
    processes: tuple[str, ...]
    sentence: Words

    @property
    def process(self) -> str:
        """The first rule of the week that lets it happen."""
        return self.processes[0] if self.processes else ""


@lru_cache(maxsize=1)
def EVENTS() -> tuple[Event, ...]:  # noqa: N802
    """Every kind of event, by code."""
    from simulation.week import WEEK

    found: dict[int, list[str]] = {}
    for process in WEEK:
        for function in (process.kernel, process.step):
            for code in logged(function) if function is not None else ():
                if process.name not in found.setdefault(code, []):
                    found[code].append(process.name)
    sentences = {p.name: p.sentence for p in WEEK}
    return tuple(
        Event(name, EVENT_WORDS.get(name, Words(name.replace("_", " "), name.replace("_", " "))), tuple(found.get(code, ())),
              sentences[found[code][0]] if found.get(code) else NOTHING)
        for code, name in enumerate(CODES)
    )


def logged(function: Callable[..., Any]) -> set[int]:
    """Codes of the events that a function notes, or one that it calls."""
    seen: set[Any] = set()
    codes: set[int] = set()
    left: list[Any] = [function]
    while left:
        one = left.pop()
        one = getattr(one, "py_func", one)
        if one in seen or not hasattr(one, "__globals__"):
            continue
        seen.add(one)
        for call in _calls(one):
            if not isinstance(call.func, ast.Name):
                continue
            target = one.__globals__.get(call.func.id)
            if target is log:
                codes |= {v for name in _names(call.args[2]) if isinstance(v := one.__globals__.get(name), int)}
            elif getattr(target, "py_func", None) is not None:
                left.append(target)
    return codes


def _calls(function: Any) -> Iterator[ast.Call]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _names(node: ast.AST) -> list[str]:
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
