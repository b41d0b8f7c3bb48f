"""Explain: anything that has a name in the model, from its declaration: what it is, what it rests on, where it is
used, and what it can move.

What a number can move is read off the rules that use it (``experiments.uses``), and says nothing of how much;
``experiments.one_at_a_time`` measures that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from experiments.listing import codes, plain, wing_of
from experiments.use_names import tables
from experiments.uses import (
    counted_by_outcome,
    outcomes_counting,
    peopling,
    processes_reading,
    processes_writing,
    readers_of,
    reckoning,
    uses,
)
from simulation import InputError, Scenario, load, load_policy
from simulation.ground.parameter import Declaration
from simulation.ground.process import Process
from simulation.parameters import declared, sources
from simulation.scenario import names
from simulation.scenario.files import shown
from simulation.week import WEEK

Facts = dict[str, Any]


@dataclass(frozen=True)
class Thing:
    """Something that has a name: its kind, the name, and what is known of it (English codes and numbers)."""

    kind: str
    name: str
    facts: Facts


def systems_to_show(chosen: str | None) -> list[Scenario]:
    """The system asked for, or all that are shipped."""
    return [load(chosen)] if chosen else [load(n) for n in names("system")]


def _numbers(d: Declaration) -> Facts:
    about = {"value": d.value, "low": d.low, "high": d.high, "grade": d.grade, "source": d.source}
    return {**about, "choices": list(d.choices)} if d.choices else about


def values_of(chosen: Sequence[str], systems: Iterable[Scenario]) -> list[Facts]:
    """Value, range and badge of these parameters in each system, and in each place of it that differs."""
    found = []
    for system in systems:
        for n in chosen:
            found.append({"system": system.name, "name": n, "place": None, **_numbers(system.values[n])})
            found += [
                {"system": system.name, "name": n, "place": place, **_numbers(d)}
                for place, d in system.local.get(n, {}).items() if place in system.places(d.scope)
            ]
    return found


def _process_facts(p: Process) -> Facts:
    use = uses()[p.name]
    return {"process": p.name, "kind": wing_of(p.name), "sentence": p.sentence, "file": use.file}


def moves(process_names: Sequence[str]) -> Facts:
    """What processes can move: what they write and count, who reads on, and which outcomes count it."""
    every = [uses()[n] for n in process_names]
    columns = {c for u in every for c in u.writes}
    channels = {c for u in every for c in u.channels_written}
    direct = outcomes_counting({c for u in every for c in u.counts})
    after = [n for n in processes_reading(columns, channels) if n not in process_names]
    further = [o for o in outcomes_counting({c for n in after for c in uses()[n].counts}) if o not in direct]
    return {
        "columns": sorted(columns), "channels": sorted(channels), "outcomes": direct, "then_read_by": after, "then_outcomes": further,
    }


def _parameter(stem: str, chosen: list[Declaration], shown_in: Callable[[], list[Scenario]]) -> Facts:
    first, systems = chosen[0], shown_in()
    readers = readers_of(stem)
    own = next(p for p in WEEK if p.name == first.process)
    cited = list(dict.fromkeys(s for v in values_of([d.name for d in chosen], systems) for s in [v["source"]]))
    return {
        "meaning": first.meaning, "kind": first.kind, "scope": first.scope, "unit": first.unit,
        "values": values_of([d.name for d in chosen], systems),
        "sources": [{"key": s, **sources()[s]} for s in cited if s in sources()],
        "used_by": [_process_facts(p) for p in WEEK if p.name in readers],
        "declared_by": _process_facts(own), "peopling": peopling().file if stem in peopling().settings else None, "reckoning": reckoning().get(stem),
        "moves": moves(readers),
    }


def _process(p: Process) -> Facts:
    use = uses()[p.name]
    order = [q.name for q in WEEK].index(p.name) + 1
    return {
        **_process_facts(p), "order": order, "of": len(WEEK),
        "parameters": [{"name": d.name, "meaning": d.meaning, "unit": d.unit, **_numbers(d)} for d in p.declarations()],
        "reads_parameters_of": sorted({s.partition(".")[0] for s in use.settings} - {p.name}),
        "reads": sorted(use.reads), "writes": sorted(use.writes), "channels_read": sorted(use.channels_read),
        "channels_written": sorted(use.channels_written), "counts": sorted(use.counts), "sources": list(p.sources), "moves": moves([p.name]),
    }


def _outcome(which: str) -> Facts:
    from simulation.outcomes import BY_NAME

    o = BY_NAME[which]
    looked = counted_by_outcome()[which]
    return {
        "title": o.label, "definition": o.definition, "unit": o.unit, "better": o.better, "headline": o.headline, "scalable": o.scalable,
        "counts": sorted(looked), "counted_in": [_process_facts(p) for p in WEEK if uses()[p.name].counts & (looked - {"residents"})],
    }


def _column(table: str, which: str) -> Facts:
    column = next(c for c in tables()[table] if c.name == which)
    full = f"{table}.{which}"
    return {
        "meaning": column.meaning, "unit": column.unit, "table": table, "codes": list(column.codes), "start": column.start,
        "written_by": processes_writing(full), "read_by": processes_reading({full}),
    }


def _channel(which: str) -> Facts:
    from simulation.people.channels import CHANNELS

    c = next(c for c in CHANNELS if c.name == which)
    return {
        "meaning": c.meaning, "over": c.over, "base": c.base, "unit": c.unit,
        "written_by": [n for n, u in uses().items() if which in u.channels_written], "read_by": processes_reading(set(), {which}),
        "moves": moves(processes_reading(set(), {which})),
    }


def _source(key: str) -> Facts:
    return {
        **sources()[key], "parameters": [d.name for d in declared().values() if d.source == key],
        "processes": [p.name for p in WEEK if key in p.sources],
    }


def _policy(which: str) -> Facts:
    policy = load_policy(which)
    steps = [
        {"what": s.what, "change": "open" if s.centre else s.change, "amount": None if s.centre else s.amount, "from": s.start,
         "until": s.until, "ramp": s.ramp, "source": s.cost.source if s.cost else None, "grade": s.cost.grade if s.cost else None,
         "once": s.cost.once if s.cost else None, "per_year": s.cost.per_year if s.cost else None, "per": s.cost.per if s.cost else None}
        for s in policy.steps
    ]
    return {"title": policy.title, "about": policy.about, "steps": steps}


def _system(which: str) -> Facts:
    system = load(which)
    own = [{"name": d.name, "place": None, **_numbers(d)} for d in system.values.values() if d != declared()[d.name]]
    own += [{"name": n, "place": place, **_numbers(d)} for n, places in system.local.items() for place, d in places.items()]
    return {
        "title": system.title, "about": system.about, "districts": len(system.districts), "zones": len(system.zones),
        "people": sum(z.population for z in system.zones), "centres": [c.id for c in system.centres], "own": own,
    }


def _code(every: Sequence[str]) -> Facts:
    return {"codes": list(every)}


def _disorder(which: str) -> Facts:
    chosen = [d for d in declared().values() if d.key == which]
    return {"parameters": [{"name": d.name, "meaning": d.meaning, "unit": d.unit, **_numbers(d)} for d in chosen]}


def known(system: str | None = None) -> dict[str, list[tuple[str, Callable[[], Facts]]]]:
    """Kind -> names and how their facts are made. A parameter is known by its name, its stem, its field alone."""
    from simulation import OUTCOMES
    from simulation.people.channels import CHANNELS
    from simulation.people.codes import GROUPS

    @lru_cache(maxsize=1)
    def systems() -> list[Scenario]:
        return systems_to_show(system)

    parameters: dict[str, list[Declaration]] = {}
    for d in declared().values():
        parameters.setdefault(d.name, []).append(d)
        if d.key:
            parameters.setdefault(f"{d.process}.{d.field}", []).append(d)
    found: dict[str, list[tuple[str, Callable[[], Facts]]]] = {
        "parameter": [(n, partial(_parameter, n.partition("[")[0], chosen, systems)) for n, chosen in parameters.items()],
        "outcome": [(o.name, partial(_outcome, o.name)) for o in OUTCOMES],
    }
    for p in WEEK:
        found.setdefault(wing_of(p.name), []).append((p.name, partial(_process, p)))
    return found | {
        "channel": [(c.name, partial(_channel, c.name)) for c in CHANNELS],
        "policy": [(n, partial(_policy, n)) for n in names("policy")],
        "column": [(f"{t}.{c.name}", partial(_column, t, c.name)) for t, every in tables().items() for c in every],
        "source": [(key, partial(_source, key)) for key in sources()],
        "disorder": [(g, partial(_disorder, g)) for g in GROUPS],
        "code": [(n, partial(_code, every)) for n, every in codes().items() if "." not in n],
        "system": [(n, partial(_system, n)) for n in names("system")],
    }


def things(asked: str, system: str | None = None) -> list[Thing]:
    """Everything of that name; if nothing has it whole, parameters and columns whose last part it is.

    Raises:
        InputError: nothing is called so; the nearest names are given.
    """
    every = known(system)
    bare = asked.rpartition(":")[2].strip()  # a place before the name: its value is told among the others
    wanted = bare.casefold()

    def among(same: Callable[[str], bool], kinds: Iterable[str] = every) -> list[tuple[str, str, Callable[[], Facts]]]:
        return [(kind, n, make) for kind in kinds for n, make in every[kind] if same(n)]

    found = among(lambda n: n.casefold() == wanted)
    if found:
        found += among(lambda n: n != bare and n.rpartition(".")[2] == wanted, ["column"])
    found = found or among(lambda n: "[" not in n and n.rpartition(".")[2].casefold() == wanted) or among(lambda n: plain(n) == plain(bare))
    if not found:
        found = [("code", n, partial(_code, every_code)) for n, every_code in codes().items() if wanted in every_code]
    if found:
        return [Thing(kind, n, make()) for kind, n, make in found]
    raise InputError("", "explain", shown(asked), "a name that `minga list` shows" + _near(asked, every))


def _near(asked: str, every: dict[str, list[tuple[str, Any]]]) -> str:
    """The nearest names, for a message."""
    import difflib

    called = {plain(n): n for entries in every.values() for n, _ in entries}
    called |= {plain(n.rpartition(".")[2]): n for entries in every.values() for n, _ in reversed(entries) if "." in n and "[" not in n}
    close = difflib.get_close_matches(plain(asked), called, n=4, cutoff=0.6)
    within = [n for key, n in called.items() if len(plain(asked)) > 3 and plain(asked) in key]
    told = list(dict.fromkeys([called[c] for c in close] + within))[:4]
    return f"; nearest: {', '.join(told)}" if told else ""
