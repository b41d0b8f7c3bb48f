"""A scenario: a frozen system of places and values, with the dated policies that will act on it.

It is what a run starts from: ``load("peru").with_policies(load_policy("equal-credit"))``. Everything in it
has been checked; its mappings are to be read, never written.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ..ground.parameter import Declaration, Scope, Words, filled
from ..tables import Costs, Weights, rows_of, shipped_weights
from .borrowing import Account, lent, lent_local
from .costs import costs_for
from .exchange import in_currency_of
from .files import SYSTEM_FILE, InputError, find, is_path, listed, names, nearest, shown
from .layers import Local, base_of, beside, chain, local_values, merged, system_values
from .places import (
    Centre,
    District,
    Facility,
    Zone,
    check_centre,
    check_places,
    read_centre,
    read_district,
    read_facility,
    read_zone,
)
from .policy import Policy, Step, read_policy
from .reading import Book, Source, Table
from .timeline import check_timeline
from .values import Catalogue, allowed_value, having, is_allowed
from .weights import read_weights


@dataclass(frozen=True)
class Scenario:
    """A system, checked, with its policies.

    ``values`` has a declaration for every number of the model, with this system's value, range, source and
    grade; ``local`` those of places that differ. ``costs`` and ``weights`` are the tables from which some
    values came. ``origin`` is the file or name it was loaded from; ``own``
    has the policies that its tables describe, which act only when they are asked for. ``story`` has those that
    belong to the system itself, such as a project that begins in week 0: they act in every arm, and a policy
    may change what they set or leave one of them out. ``rates`` says how much of
    its currency one unit of another is worth, as far as it borrows amounts.
    """

    name: str
    title: Words
    about: Words
    burn_in_weeks: int
    currency: str
    price_year: int
    districts: tuple[District, ...]
    zones: tuple[Zone, ...]
    centres: tuple[Centre, ...]
    values: Mapping[str, Declaration]
    local: Local
    costs: Costs
    weights: Weights
    facilities: tuple[Facility, ...] = ()
    policies: tuple[Policy, ...] = ()
    story: tuple[Policy, ...] = ()
    origin: str = field(default="", compare=False)
    own: Mapping[str, Policy] = field(default_factory=dict, compare=False)
    rates: Mapping[str, float] = field(default_factory=dict, compare=False)

    def __hash__(self) -> int:
        return hash(self.digest())

    def places(self, scope: Scope) -> list[str]:
        """List the ids of all centres or districts, in order; none for the scope ``system``."""
        if scope == "system":
            return []
        return [place.id for place in (self.centres if scope == "centre" else self.districts)]

    def declaration_at(self, name: str, place: str | None = None) -> Declaration:
        """Find a number's declaration, with the place's own value where it has one.

        Raises:
            InputError: unknown name.

        """
        if name not in self.values:
            raise _unknown("value", name, Catalogue(self.values))
        return self.local.get(name, {}).get(place or "", self.values[name])

    def value_at(self, name: str, place: str | None = None) -> float | str:
        """Find a number's value (or the choice of a form) before any policy.

        Raises:
            InputError: unknown name.

        """
        return self.declaration_at(name, place).value

    def with_policies(self, *policies: Policy) -> Scenario:
        """Add policies to the system; the centres that they open come last, in order.

        Raises:
            InputError: policies that contradict each other or do not fit the system, or whose currency it does
                not know.

        """
        told = self
        for policy in (in_currency_of(one, self) for one in policies):
            if any(policy.name == other.name for other in told.policies):
                raise InputError("", "policy", f"{shown(policy.name)} twice", "each policy once")
            if any(policy.name == other.name for other in told.story):
                raise InputError("", "policy", f"{shown(policy.name)}, part of the story of {self.name}", "a policy that is not in force anyway")
            told = replace(told, story=told._story_without(policy))
            for step in policy.steps:
                told = told._opening(policy, step)
            told = replace(told, policies=(*told.policies, policy))
        check_timeline(told)
        return told

    def setting(self, values: Mapping[str, float | str]) -> Scenario:
        """Set other values, of grade ``yours``.

        Args:
            values: ``course.relapse``, ``course.onset[cmd]``, or ``course.onset`` for all of a vector; of a
                local parameter this is everywhere, and ``centre-1:productivity.credit`` is one place. An
                uncertain value that is set is no longer uncertain, and what is set here the system's own story
                does not change.

        Raises:
            InputError: unknown name or place, or a value that is not allowed.

        """
        catalogue = Catalogue(self.values)
        own = dict(self.values)
        local = {name: dict(places) for name, places in self.local.items()}
        for key, value in sorted(values.items(), key=lambda item: ":" in item[0]):
            place, _, name = key.rpartition(":")
            elements = catalogue.elements(name)
            if not elements:
                raise _unknown(key, name, catalogue)
            for element in elements:
                if not is_allowed(own[element], value):
                    raise InputError("", key, shown(value), allowed_value(own[element]))
                if place:
                    self._check_place(key, place, own[element])
                    before = local.get(element, {}).get(place, own[element])
                    local.setdefault(element, {})[place] = having(before, value)
                else:
                    own[element] = having(own[element], value)
                    local.pop(element, None)
        told = replace(self, values=own, local=local, story=tuple(self._untouched(one, catalogue, values) for one in self.story))
        check_timeline(told)
        return told

    def canonical(self) -> str:
        """Everything that determines a run, as JSON with sorted keys; no titles, sources or paths."""
        told = {
            "name": self.name,
            "burn_in_weeks": self.burn_in_weeks,
            "currency": self.currency,
            "price_year": self.price_year,
            "districts": [district.id for district in self.districts],
            "zones": [asdict(zone) for zone in self.zones],
            "centres": [_centre(centre) for centre in self.centres],
            "facilities": [_centre(facility) for facility in self.facilities],
            "values": {name: _numbers(one) for name, one in self.values.items()},
            "local": {
                name: {place: _numbers(one) for place, one in places.items()}
                for name, places in self.local.items() if places
            },
            "weights": [[group, self.weights.points[group], self.weights.residual[group]] for group in sorted(self.weights.points)],
            "policies": [[policy.name, [_step(step) for step in policy.steps]] for policy in self.policies],
        }
        if self.story:
            told["story"] = [[policy.name, [_step(step) for step in policy.steps]] for policy in self.story]
        return json.dumps(told, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def digest(self) -> str:
        """Sixteen hexadecimal digits that tell this scenario from any other."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()[:16]

    def _check_place(self, key: str, place: str, declaration: Declaration) -> None:
        if place not in self.places(declaration.scope):
            known = self.places(declaration.scope)
            allowed = f"the id of a {declaration.scope}" if known else "no place: it is system-wide"
            raise InputError("", key, shown(place), allowed, nearest(place, known))

    def _untouched(self, policy: Policy, catalogue: Catalogue, values: Mapping[str, float | str]) -> Policy:
        """A policy of the story less what it would do to values that are set by hand; its costs stay."""
        steps = []
        for step in policy.steps:
            elements, where = step.elements, step.where
            for key in values:
                place, _, name = key.rpartition(":")
                hit = set(catalogue.elements(name)) & set(elements)
                if hit and place:
                    where = tuple(p for p in policy.places_of(replace(step, where=where), self) if p != place)
                elements = tuple(e for e in elements if not hit or (place and where) or e not in hit)
            steps.append(replace(step, elements=elements, where=where))
        return replace(policy, steps=tuple(steps))

    def _story_without(self, policy: Policy) -> tuple[Policy, ...]:
        """The story less what a policy leaves out."""
        names_of = [one.name for one in self.story]
        for name in policy.without:
            if name not in names_of:
                told = f"policies in the story of {self.name}: {listed(names_of)}" if names_of else f"nothing, because {self.name} has no story of its own"
                raise InputError(policy.origin or f"policy {policy.name}", "without", shown(name), told, nearest(name, names_of))
        return tuple(one for one in self.story if one.name not in policy.without)

    def _opening(self, policy: Policy, step: Step) -> Scenario:
        if step.centre is None:
            return self
        new, ids = step.centre, self.places("district")
        if new.id in ids or new.id in self.places("centre"):
            owner = next((p.name for p in self.policies for s in p.steps if s.centre and s.centre.id == new.id), "")
            found = f"{shown(new.id)} in policy {shown(policy.name)}"
            other = f'; policy "{owner}" opens it' if owner else ""
            raise policy.error(step, "centre.id", found, f"an id that no place of {self.name} has{other}")
        book = Book([Source(policy.origin or policy.name, Path(), {}, {("step",): step.line or 0})])
        check_centre(book, new, ("step", policy.steps.index(step), "centre"), ids)
        book.check()
        local = {name: dict(places) for name, places in self.local.items()}
        for name, one in step.own.items():
            local.setdefault(name, {})[new.id] = one
        return replace(self, centres=(*self.centres, new), local=local)


def load(
    name_or_path: str | os.PathLike[str], declared: Mapping[str, Declaration] | None = None, costs: str | None = None
) -> Scenario:
    """Load a system by the name of a shipped one, or from a path.

    Args:
        name_or_path: a text with a path separator or ending in ``.toml`` is a path; a folder is read by its
            ``system.toml``.
        declared: every number of the model, if not that of ``simulation.parameters``.
        costs: path of a file of unit costs that replaces those of the system.

    Raises:
        InputError, InputErrors: whatever is wrong with the file, its tables, or the files that it extends.

    """
    return load_place(name_or_path, declared, costs)[0]


def load_place(
    name_or_path: str | os.PathLike[str], declared: Mapping[str, Declaration] | None = None, costs: str | None = None
) -> tuple[Scenario, Account | None]:
    """Load a system as ``load`` does, with an account of whose its values are; None if it has no tables.

    Raises:
        InputError, InputErrors: whatever is wrong with the file, its tables, or the files that it extends.

    """
    path, file = find(name_or_path, "system")
    sources = chain(path, file)
    book, catalogue = Book(sources), Catalogue(declared)
    lending = next((source for source in sources if "borrow" in source.data), None)
    system = _lender(lending, declared) if lending else None
    account: Account | None = None
    policies: dict[str, Policy] = {}
    if any("tables" in source.data for source in sources):
        from .borrowing import Lender
        from .folder import known_columns, read_tables

        known = known_columns(catalogue)
        lender = Lender(system, catalogue, known) if system else None
        for source in sources:
            if "tables" in source.data:
                account, policies = read_tables(book, source, catalogue, lender, known)
    tables = merged(sources, book)
    scenario = replace(_read(book, tables, catalogue, file, system, costs), own=policies)
    if account is None or not all(tables[key] for key in ("districts", "zones", "centres")):
        book.check()
    check_places(book, scenario.districts, scenario.zones, scenario.centres, scenario.facilities)
    book.check()
    scenario = _with_story(scenario, book, declared)
    for policy in policies.values():
        _check_own(book, scenario, policy)
    book.check()
    return scenario, account


def _with_story(scenario: Scenario, book: Book, declared: Mapping[str, Declaration] | None) -> Scenario:
    """Add the policies that the nearest file with a story names: shipped ones, or files in its own folder."""
    source = next((one for one in book.sources if "story" in one.data), None)
    if source is None:
        return scenario
    told, line = source.data["story"], source.line(("story",))
    allowed = 'a list of names of shipped policies, or of paths such as "./project.toml"'
    if not isinstance(told, list) or not all(isinstance(one, str) and one for one in told) or len(set(told)) < len(told):
        raise InputError(source.file, "story", shown(told), allowed, line=line)
    story: list[Policy] = []
    for name in told:
        try:
            policy = in_currency_of(load_policy(os.fspath(beside(source, "story", name)) if is_path(name) else name, declared), scenario)
        except InputError as error:
            if error.key != "policy" and is_path(name):
                raise
            raise InputError(source.file, "story", shown(name), error.allowed, error.nearest, line) from None
        if policy.without or any(step.centre is not None for step in policy.steps):
            raise InputError(source.file, "story", f"{shown(name)}, which opens a centre or leaves something out", "policies that change parameters", line=line)
        story.append(policy)
    found = replace(scenario, story=tuple(story))
    check_timeline(found)
    return found


def _lender(source: Source, declared: Mapping[str, Declaration] | None) -> Scenario:
    """Load the system from which a file borrows; it stands on its own, or is a shipped one that borrows itself."""
    path, file = base_of(source, "borrow")
    shipped = not is_path(source.data["borrow"])
    for one in chain(path, file):
        if "tables" in one.data or ("borrow" in one.data and not shipped):
            found = f"{shown(source.data['borrow'])}, which borrows or has tables itself"
            line = source.line(("borrow",))
            raise InputError(source.file, "borrow", found, "a system in one TOML file", line=line)
    return load_place(path if os.path.sep in str(path) else f"./{path}", declared)[0]


def _check_own(book: Book, scenario: Scenario, policy: Policy) -> None:
    """Note what in a place's own policy does not fit the place."""
    try:
        scenario.with_policies(policy)
    except InputError as error:
        position = next((i for i, step in enumerate(policy.steps) if step.line == error.line), 0)
        sheet = next(one.sheets["policies"] for one in book.sources if "policies" in one.sheets)
        row = sheet.rows.index(policy.steps[position].line or 0)
        where = sheet.spot(row, (error.key.rpartition(".")[2],))
        book.note(InputError(sheet.file, where, error.found, error.allowed, error.nearest))


def load_policy(
    name_or_path: str | os.PathLike[str], declared: Mapping[str, Declaration] | None = None
) -> Policy:
    """Load a policy by the name of a shipped one, or from a path.

    Raises:
        InputError, InputErrors: whatever is wrong with the file.

    """
    path, file = find(name_or_path, "policy")
    return read_policy(path, file, Catalogue(declared))


def load_arm(
    text: str, declared: Mapping[str, Declaration] | None = None, system: Scenario | None = None
) -> tuple[Policy, ...]:
    """Load the policies of one arm, written ``a+b``; a text that is an existing path is one policy.

    Args:
        text: names or paths, joined by +.
        declared: every number of the model, if not that of ``simulation.parameters``.
        system: its own policies, in its table or its folder, can be named too.

    Raises:
        InputError, InputErrors: an unknown policy, or whatever is wrong with a file.

    """
    if is_path(text) and "\0" not in text and Path(text).exists():
        return (load_policy(text, declared),)
    return tuple(_one_policy(part, declared, system) for part in text.split("+"))


def _one_policy(name: str, declared: Mapping[str, Declaration] | None, system: Scenario | None) -> Policy:
    if system is None or is_path(name):
        return load_policy(name, declared)
    files = own_policy_files(system.origin)
    if name in names("policy") and name not in files:
        return load_policy(name, declared)
    homes = [*(["a shipped policy"] if name in names("policy") else []), *(["its folder"] if name in files else []),
             *(["its table"] if name in system.own else [])]
    if len(homes) > 1:
        raise InputError("", "policy", f"{shown(name)} in {' and '.join(homes)}", "one policy of each name")
    if name in system.own:
        return system.own[name]
    if name in files:
        return load_policy(files[name], declared)
    known = [*names("policy"), *system.own, *files]
    raise InputError("", "policy", shown(name), f"{listed(known)}, or a path ending in .toml", nearest(name, known))


def own_policy_files(origin: str) -> dict[str, str]:
    """Name -> path of the policies in the folder ``policies`` beside a place's own ``system.toml``."""
    path = Path(origin)
    if path.name != SYSTEM_FILE or not is_path(origin):
        return {}
    return {one.stem: one.as_posix() for one in sorted((path.parent / "policies").glob("*.toml"))}


def _read(
    book: Book, tables: Mapping[str, Any], catalogue: Catalogue, file: str, lender: Scenario | None = None,
    given: str | None = None,
) -> Scenario:
    table = Table(book, tables, (), tables)
    if "name" not in book.sources[0].data:
        book.only(book.sources[0]).add(("name",), "nothing", "a name of its own")
    currency = table.text("currency", most=3)
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        table.wrong("currency", "three capital letters, such as PEN")
    base: Mapping[str, Declaration] = catalogue.declared
    base_local: Local = {}
    rates: dict[str, float] = {}
    if lender:
        rate = _exchange(table, lender, currency)
        rates = {lender.currency: rate, **{other: worth * rate for other, worth in lender.rates.items()}}
        base = {name: lent(one, rate) for name, one in lender.values.items()}
        base_local = lent_local(lender, rate, [*tables["districts"], *tables["centres"]])
    elif "exchange" in table:
        table.wrong("exchange", "nothing where nothing is borrowed")
    price_year = table.whole("price_year", 1990, 2100)
    costs, weights = _tables(book, catalogue, given, currency, price_year, lender)
    rows = rows_of(costs, weights)
    if lender is None:
        base = filled(base, rows)
    else:
        for kind, same in (("costs:", costs is lender.costs), ("mortality:", weights is lender.weights)):
            base = base if same else filled(base, rows, partly=True, table=kind)
    values = system_values(book, catalogue, base)
    return Scenario(
        table.id("name") if "name" in table else "",
        table.words("title", 200),
        table.words("about", 5000, lines=True),
        table.whole("burn_in_weeks", 0, 5200),
        currency,
        price_year,
        tuple(read_district(book, data, ("districts", key)) for key, data in tables["districts"].items()),
        tuple(read_zone(book, data, ("zones", key)) for key, data in tables["zones"].items()),
        tuple(read_centre(book, data, ("centres", key)) for key, data in tables["centres"].items()),
        values,
        local_values(book, catalogue, values, base_local),
        costs,
        weights,
        tuple(read_facility(book, data, ("facilities", key)) for key, data in tables["facilities"].items()),
        origin=file,
        rates=rates,
    )


def _tables(
    book: Book, catalogue: Catalogue, given: str | None, currency: str, year: int, lender: Scenario | None
) -> tuple[Costs, Weights]:
    """The unit costs and disability weights of a system, from the nearest file that names them, or its lender's."""

    def told(key: str) -> tuple[Any, Source]:
        return next(((source.data[key], source) for source in book.sources if key in source.data), (None, book.sources[0]))

    rows = [one.row.removeprefix("costs:") for one in catalogue.declared.values() if one.row.startswith("costs:")]
    said, source = told("costs")
    path = None
    if isinstance(said, dict):
        inner = Table(book.only(source), said, ("costs",), ("file", "system"))
        name = inner.text("file")
        inner.text("system", most=2)
        book.check()
        path = beside(source, "costs", name)
    elif said is not None and not isinstance(said, str):
        book.only(source).add(("costs",), shown(said), 'a country such as "PE", or a path such as ./costs.toml')
    elif said is not None and is_path(said):
        path = beside(source, "costs", said)
    if lender is not None and said is None and given is None:
        costs = lender.costs
    else:
        book.check()
        costs = costs_for(said, source, path, given, currency, year, () if lender else rows)
    name, source = told("disability_weights")
    if name is None:
        return costs, lender.weights if lender else shipped_weights()
    if not isinstance(name, str) or not is_path(name):
        book.only(source).add(("disability_weights",), shown(name), "a path such as ./weights.toml")
        book.check()
    return costs, read_weights(beside(source, "disability_weights", name), (Path(source.file).parent / name).as_posix())


def _exchange(table: Table, lender: Scenario, currency: str) -> float:
    """How much of this currency one unit of the lender's is worth."""
    if currency == lender.currency or not currency:
        if "exchange" in table:
            table.wrong("exchange", f"nothing, because {lender.name} has the same currency")
        return 1.0
    if "exchange" not in table:
        allowed = f"how many {currency} one {lender.currency} is worth, because {lender.name} lends amounts of money"
        table.wrong("exchange", allowed)
        return 1.0
    return table.number("exchange", 1e-9, 1e9)


def _unknown(key: str, name: str, catalogue: Catalogue) -> InputError:
    return InputError("", key, shown(name), "the name of a parameter", catalogue.nearest(name))


def _numbers(one: Declaration) -> list[float | str]:
    # a form that was chosen is not drawn, so it is another scenario than one that leaves it open
    chosen = ["chosen"] if one.choices and one.grade == "yours" else []
    return [one.value if isinstance(one.value, str) else float(one.value), float(one.low), float(one.high), *chosen]


def _centre(centre: Centre | Facility) -> dict[str, Any]:
    return {key: value for key, value in asdict(centre).items() if key != "name"}


def _step(step: Step) -> dict[str, Any]:
    told = asdict(replace(step, centre=None, own={}, line=None))
    told["centre"] = step.centre and step.centre.id
    if step.cost and told["cost"]:
        del told["cost"]["source"], told["cost"]["grade"]
    return told
