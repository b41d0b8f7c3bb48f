"""Refresh the generated parts of ``docs/model.md`` and ``docs/systems.md`` from the declarations.

``python docs/build.py`` writes them; ``python docs/build.py --check`` writes nothing, and ends with exit
code 1 and one line if a part is stale. A generated part stands between two markers::

    <!-- begin: parameters -->
    <!-- end: parameters -->
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation import Process

ROOT = Path(__file__).resolve().parent.parent
PART = re.compile(r"(<!-- begin: (?P<name>[a-z-]+) -->\n)(?P<body>.*?)(<!-- end: (?P=name) -->)", re.DOTALL)


def cell(value: object) -> str:
    """A value that may stand in a Markdown table."""
    return str(value).replace("|", "\\|").replace("\n", " ").strip()


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(value) for value in line) + " |" for line in lines) + "\n"


def of_columns(which: str) -> str:
    """State of one kind of agent: a line per column."""
    from simulation.people import (
        centres,
        clinicians,
        companions,
        facilities,
        peers,
        providers,
        residents,
        workers,
    )

    columns = {
        "residents": residents.COLUMNS,
        "clinicians": clinicians.COLUMNS,
        "centres": centres.CENTRE_COLUMNS,
        "districts": centres.DISTRICT_COLUMNS,
        "workers": workers.COLUMNS,
        "peers": peers.PEER_COLUMNS,
        "pairs": peers.PAIR_COLUMNS,
        "companions": companions.COMPANION_COLUMNS,
        "cases": companions.CASE_COLUMNS,
        "facilities": facilities.FACILITY_COLUMNS,
        "authorities": facilities.AUTHORITY_COLUMNS,
        "providers": providers.PROVIDER_COLUMNS,
        "provider-ties": providers.TIE_COLUMNS,
        "zones": centres.ZONE_COLUMNS,
    }[which]
    rows = [
        (f"`{c.name}`", c.unit, c.meaning + (f" ({', '.join(c.codes)})" if c.codes else "")) for c in columns
    ]
    return table(("name", "unit", "meaning"), rows)


def of_week() -> str:
    """The week in order, each process with its sentence and sources."""
    from simulation.week import WEEK

    rows = [
        (k, f"`{p.name}`", p.sentence.en, ", ".join(f"`{key}`" for key in p.sources) or ("judged" if p.settings else ""))
        for k, p in enumerate(WEEK, 1)
    ]
    return table(("", "process", "what happens", "rests on"), rows)


def reads(process: Process) -> set[str]:
    """What a process is handed: by its kernel, or by the compiled functions of the file of its plain step."""
    found = set(process.reads())
    if process.step is not None:
        for one in vars(sys.modules[process.step.__module__]).values():
            plain = getattr(one, "py_func", None)
            if plain is not None and plain.__module__ == process.step.__module__:
                found |= set(inspect.signature(plain).parameters)
    return found


def of_channels() -> str:
    """The channels, and who reads them."""
    from simulation.people.channels import CHANNELS
    from simulation.week import WEEK

    rows = []
    for channel in CHANNELS:
        readers = [f"`{p.name}`" for p in WEEK if f"channel_{channel.name}" in reads(p)]
        rows.append(
            (f"`{channel.name}`", f"each {channel.over}", f"{channel.base:g}", channel.unit, channel.meaning, ", ".join(readers))
        )
    return table(("channel", "a value for", "base", "unit", "meaning", "read by"), rows)


def of_outcomes() -> str:
    """The outcomes; headlines first, as they are declared."""
    from simulation.outcomes import OUTCOMES

    rows = [
        (f"`{o.name}`" + (" (headline)" if o.headline else ""), o.label.en, o.unit, o.better or "neither", "yes" if o.scalable else "no", o.definition.en)
        for o in OUTCOMES
    ]
    return table(("name", "outcome", "unit", "better", "thins", "definition"), rows)


def of_parameters() -> str:
    """Every number of the model."""
    from simulation.parameters import table as parameters_table

    return parameters_table() + "\n"


def of_counts() -> str:
    """How many numbers rest on what."""
    from simulation.parameters import declared

    every = list(declared().values())
    grades = ("here", "elsewhere", "judged")
    rows = [
        (kind, *(sum(d.kind == kind and d.grade == g for d in every) for g in grades), sum(d.kind == kind for d in every))
        for kind in ("lever", "uncertain", "form", "fixed")
    ]
    rows.append(("all", *(sum(d.grade == g for d in every) for g in grades), len(every)))
    return table(("kind", "measured here", "measured elsewhere", "judged", "all"), rows)


def of_systems(which: str) -> str:
    """The shipped systems side by side."""
    import systems_tables

    heads, *rows = getattr(systems_tables, f"of_{which}")()
    return table(heads, rows)


def amount(money: float | str) -> str:
    """An amount of a policy's cost: a number, or the price that it names."""
    return f"`{money}`" if isinstance(money, str) else f"{money:g}"


def of_policies() -> str:
    """The shipped policies, step by step."""
    from simulation import load_policy
    from simulation.scenario import names

    rows = []
    for name in names("policy"):
        policy = load_policy(name)
        for step in policy.steps:
            change = "opens a centre" if step.centre else f"{step.change} {step.amount:g}"
            until = "" if step.until is None else f" until {step.until}"
            cost = step.cost
            money = "" if cost is None else f"{amount(cost.once)} once, {amount(cost.per_year)} a year per {cost.per}" + (
                "" if cost.is_priced else f" ({cost.grade})"
            )
            rows.append((f"`{name}`", f"`{step.what}`", change, f"from {step.start}, ramp {step.ramp}{until}", money))
    return table(("policy", "what", "change", "weeks", "cost"), rows)


def of_countries() -> str:
    """How many unit costs there are of each country, and what they rest on."""
    from simulation.tables import shipped_costs

    rows = []
    for code, costs in shipped_costs().items():
        grades = [row.grade for row in costs.rows.values()]
        rows.append((code, costs.currency, len(grades), *(grades.count(g) for g in ("here", "elsewhere", "judged"))))
    return table(("country", "currency", "rows", "measured here", "measured elsewhere", "judged"), rows)


def of_costs() -> str:
    """The unit costs of the default system, as its file has them."""
    from simulation import load
    from simulation.parameters import declared

    used = {d.row.removeprefix("costs:"): d.name for d in declared().values() if d.row.startswith("costs:")}
    rows = [
        (r.item, f"{r.value:g}", f"{r.low:g} to {r.high:g}", r.unit, r.price_year, r.role, r.grade, r.source, f"`{used[r.item]}`" if r.item in used else "", r.note)
        for r in load("peru").costs.rows.values()
    ]
    return table(("item", "value", "range", "unit", "prices of", "role", "rests on", "source", "parameter", "note"), rows)


def of_events() -> str:
    """Codes of the log of events."""
    from simulation.people.events import CODES

    return ", ".join(f"`{code}`" for code in CODES) + "\n"


def of_sources() -> str:
    """The sources, with what was taken from them."""
    from simulation.parameters import sources

    rows = [(f"`{key}`", s["citation"], s["where"], s["mark"]) for key, s in sources().items()]
    return table(("key", "work", "what was taken, and where it stands", "mark"), rows)


PARTS: dict[str, Callable[[], str]] = {
    **{which: (lambda which=which: of_columns(which)) for which in ("residents", "clinicians", "workers", "peers", "pairs", "companions", "cases", "centres", "facilities", "authorities", "districts", "zones", "providers", "provider-ties")},  # type: ignore[misc]
    "week": of_week,
    "channels": of_channels,
    "outcomes": of_outcomes,
    "events": of_events,
    "countries": of_countries,
    "costs": of_costs,
    "counts": of_counts,
    "policies": of_policies,
    "parameters": of_parameters,
    "sources": of_sources,
}
"""Name of a part -> what stands in it."""
PAGES: dict[str, dict[str, Callable[[], str]]] = {
    "model.md": PARTS,
    "systems.md": {which: (lambda which=which: of_systems(which)) for which in ("places", "settings", "local")},  # type: ignore[misc]
}
"""Page -> its parts."""


def refreshed(name: str, page: str) -> tuple[str, list[str]]:
    """The page with every generated part made anew, and the names of those that were stale.

    Raises:
        ValueError: the page lacks a part, has one twice, or has one that nobody makes.
    """
    parts = PAGES[name]
    here = [found["name"] for found in PART.finditer(page)]
    if sorted(here) != sorted(parts):
        odd = sorted(set(here) ^ set(parts)) or ["one of them twice"]
        raise ValueError(f"{name} and {Path(__file__).name} do not name the same parts: {', '.join(odd)}")
    stale = []

    def anew(found: re.Match[str]) -> str:
        made = f"\n{parts[found['name']]()}\n"
        if made != found["body"]:
            stale.append(found["name"])
        return f"{found[1]}{made}{found[4]}"

    return PART.sub(anew, page), stale


def main(arguments: Sequence[str]) -> int:
    """Write, or check; returns the exit code."""
    sys.path[:0] = [str(ROOT), str(ROOT / "docs")]
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write("usage: python docs/build.py [--check]\n")
        return 2
    for name in PAGES:
        path = ROOT / "docs" / name
        try:
            made, stale = refreshed(name, path.read_text(encoding="utf-8"))
        except ValueError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        if arguments and stale:
            sys.stderr.write(f"docs/{name} is stale ({', '.join(stale)}): run `python docs/build.py`\n")
            return 1
        if stale:
            path.write_text(made, encoding="utf-8", newline="\n")
            sys.stdout.write(f"docs/{name}: {', '.join(stale)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
