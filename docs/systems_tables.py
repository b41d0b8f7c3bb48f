"""Tables of ``docs/systems.md``: the shipped systems side by side, made from their files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.ground.parameter import Declaration

LETTERS = {"here": "h", "elsewhere": "e", "judged": "j", "yours": "y"}
LIFE_TABLES = ("turnover.mortality_men", "turnover.mortality_women")


def systems() -> list[Scenario]:
    """All shipped systems."""
    from simulation.scenario import load, names

    return [load(name) for name in names("system")]


def written(system: Scenario) -> list[str]:
    """Names of the numbers that a system's own file gives for the whole system."""
    from simulation.scenario.files import find
    from simulation.scenario.layers import chain
    from simulation.scenario.values import Catalogue

    catalogue, found = Catalogue(), []
    for source in chain(*find(system.name, "system")):
        for key, inner in source.data.get("parameters", {}).items():
            for name in [key] if "." in key else [f"{key}.{field}" for field in inner]:
                found += catalogue.elements(name)
    return list(dict.fromkeys(found))


def row_of(one: Declaration) -> str:
    """A value with its range and the letter of what it rests on."""
    if isinstance(one.value, str):
        return f"{one.value} {LETTERS[one.grade]}"
    spread = f" ({one.low:g}–{one.high:g})" if one.low < one.high else ""
    return f"{one.value:g}{spread} {LETTERS[one.grade]}"


def of_places() -> Iterator[tuple[object, ...]]:
    """What each system is: people, teams, beds."""
    yield ("", *(f"`{system.name}`" for system in systems()))
    lines: dict[str, list[object]] = {}
    for system in systems():
        staff = [sum(centre.roster.values()) for centre in system.centres]
        people = sum(zone.population for zone in system.zones)
        posts = [float(system.value_at("peer_workers.peer_posts", centre.id)) for centre in system.centres]
        own = [system.values[name].grade for name in written(system)] + [
            one.grade for places in system.local.values() for one in places.values()
        ]
        for head, cell in {
            "residents": f"{people:,}",
            "districts": len(system.districts),
            "centres or teams": len(system.centres),
            "they open in week": ", ".join(dict.fromkeys(str(centre.opens) for centre in system.centres)),
            "clinicians": " + ".join(map(str, staff)),
            "of them psychiatrists": " + ".join(str(centre.roster["psychiatrist"]) for centre in system.centres),
            "of them psychologists": " + ".join(str(centre.roster["psychologist"]) for centre in system.centres),
            "consulting rooms": " + ".join(str(centre.rooms) for centre in system.centres),
            "posts for peers": " + ".join(f"{count:g}" for count in posts),
            "facilities listed": len(system.facilities),
            "burn-in, weeks": system.burn_in_weeks,
            "currency, unit costs": f"{system.currency}, {system.costs.system}",
            "borrows from": "`peru`" if system.name != "peru" else "",
            "own values: here, elsewhere, judged": ", ".join(str(own.count(grade)) for grade in ("here", "elsewhere", "judged")),
        }.items():
            lines.setdefault(head, []).append(cell)
    yield from ((head, *cells) for head, cells in lines.items())


def of_settings() -> Iterator[tuple[object, ...]]:
    """Every number that some system's file gives for all of it, system by system."""
    from simulation.parameters import declared

    every = systems()
    own = {system.name: dict.fromkeys(written(system)) for system in every}
    yield ("parameter", *(f"`{system.name}`" for system in every), "sources")
    for name, one in declared().items():
        if f"{one.process}.{one.field}" in LIFE_TABLES or not any(name in mine for mine in own.values()):
            continue
        told = [system.values[name] for system in every if name in own[system.name]]
        cells = [row_of(system.values[name]) if name in own[system.name] else "·" for system in every]
        yield (f"`{name}`", *cells, ", ".join(dict.fromkeys(value.source for value in told if value.source != "judged")))


def of_local() -> Iterator[tuple[object, ...]]:
    """Numbers that a system gives for one of its places."""
    yield ("system", "parameter", "where", "value", "source")
    for system in systems():
        for name, places in system.local.items():
            for place, one in places.items():
                yield (system.name, f"`{name}`", place, row_of(one), one.source)
