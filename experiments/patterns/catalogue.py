"""The catalogue: statements taken from the papers, each with the rule by which it can be checked, as data.

One file per paper in ``scenarios/patterns/``. What is checked, and how, is code beside this module; what a file
says about a pattern is what pages and tables print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation import InputError, Words
from simulation.scenario.files import nearest, shipped_folder
from simulation.scenario.reading import Book, Table, read

GROUPS = ("peru", "chile", "upsides", "rfcmh")
ALL = "all"
ROLES = ("input", "emergent", "policy")
PRIORITIES = ("core", "extended")
NATURES = ("quantitative", "ordinal", "qualitative")
RULES = ("S", "O", "D", "N", "Q", "T", "X")
AGENTS = (
    "resident", "clinician", "cmhc", "cmhw", "psw", "primary_care", "hospital", "healer", "funder", "policy_maker",
)
KEYS = ("id", "statement", "agents", "kind", "role", "priority", "mechanism", "check", "source")


@dataclass(frozen=True)
class Pattern:
    """One statement of a paper.

    Attributes:
        id: such as "PE-34".
        group: the file, and so the paper, that it comes from; one of ``GROUPS``.
        statement: what the paper says, in our own words; in Spanish where it has been translated.
        role: "input", "emergent" or "policy".
        check: how it can be checked; begins with the letter of a rule.
        source: where in the paper.
    """

    id: str
    group: str
    statement: Words
    agents: tuple[str, ...]
    kind: str
    role: str
    priority: str
    mechanism: str
    check: str
    source: str


@dataclass(frozen=True)
class Catalogue:
    """The patterns of one paper, and the paper."""

    group: str
    paper: str
    patterns: tuple[Pattern, ...]


def catalogue_file(group: str) -> Path:
    """The shipped file of a group."""
    return shipped_folder() / "patterns" / f"{group}.toml"


def groups_of(name: str) -> tuple[str, ...]:
    """The groups that a name stands for.

    Raises:
        InputError: no such group.
    """
    if name == ALL:
        return GROUPS
    if name in GROUPS:
        return (name,)
    raise InputError("", "GROUP", f'"{name}"', f"one of {', '.join((*GROUPS, ALL))}", nearest(name, (*GROUPS, ALL)))


def load_catalogue(group: str, path: Path | None = None) -> Catalogue:
    """Read the patterns of a group.

    Args:
        group: one of ``GROUPS``.
        path: another file than the shipped one.

    Raises:
        InputError, InputErrors: whatever is wrong with the file, a line each.
    """
    path = path or catalogue_file(group)
    source = read(path, path.name, "patterns")
    book = Book([source])
    table = Table(book, source.data, (), ("schema", "kind", "system", "paper", "patterns"))
    if table.id("system") != group:
        book.add(("system",), f'"{source.data.get("system")}"', f'"{group}", as the file is called')
    paper = table.text("paper", most=500)
    entries = source.data.get("patterns")
    if not isinstance(entries, list) or not entries:
        book.add(("patterns",), "nothing", "one or more [[patterns]]")
        entries = []
    found = [_pattern(book, entry, k, group) for k, entry in enumerate(entries)]
    for k, pattern in enumerate(found):
        if pattern.id in [p.id for p in found[:k]]:
            book.add(("patterns", k, "id"), f'"{pattern.id}" twice', "each id once")
    book.check()
    return Catalogue(group, paper, tuple(found))


def _pattern(book: Book, entry: Any, k: int, group: str) -> Pattern:
    table = Table(book, entry, ("patterns", k), KEYS)
    agents = table.ids("agents")
    for agent in agents:
        if agent not in AGENTS:
            book.add(("patterns", k, "agents"), f'"{agent}"', f"one of {', '.join(AGENTS)}", nearest(agent, AGENTS))
    check = table.text("check", most=500)
    letter, colon, _ = check.partition(":")
    if check and (not colon or letter not in RULES):
        table.wrong("check", f"a rule ({', '.join(RULES)}), a colon, and what is checked")
    return Pattern(
        table.id("id"), group, _statement(book, table, k), agents, table.choice("kind", NATURES), table.choice("role", ROLES),
        table.choice("priority", PRIORITIES), table.text("mechanism", most=500), check, table.text("source", most=200),
    )


def _statement(book: Book, table: Table, k: int) -> Words:
    """English and Spanish, or English alone, which then stands for both."""
    if "statement" not in table:
        table.wrong("statement", '{en = "…", es = "…"}')
        return Words("", "")
    inner = Table(book, table.data["statement"], ("patterns", k, "statement"), ("en", "es"))
    english = inner.text("en", most=500)
    return Words(english, inner.text("es", most=500) if "es" in inner else english)


def chosen(patterns: Sequence[Pattern], only: Sequence[str]) -> list[Pattern]:
    """Those whose id was named (all if none was), in the catalogue's order.

    Raises:
        InputError: a name that no pattern has.
    """
    ids = [p.id for p in patterns]
    for name in only:
        if name.upper() not in ids:
            raise InputError("", "--only", f'"{name}"', f"an id such as {', '.join(ids[:3])}", nearest(name.upper(), ids))
    wanted = {name.upper() for name in only}
    return [p for p in patterns if not wanted or p.id in wanted]
