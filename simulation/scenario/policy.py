"""Policies: dated steps, each with what changes, where, from when until when, how fast, at what cost.

A step changes a parameter (``to`` a value, ``by`` an amount, ``times`` a factor) or opens a centre. It
acts from week ``start`` up to but not including ``until``, and grows in a straight line from nothing at
``start`` to its whole at ``start + ramp``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..ground.parameter import Declaration, Grade, Scope, Words
from .files import InputError, listed, nearest, shown
from .places import CENTRE_KEYS, MOST_WEEKS, RULES, Centre, Places, ranks, read_centre
from .reading import Asked, Book, Keys, Source, Table, read
from .values import GRADES, UNSOURCED, Catalogue, allowed_value, is_allowed, own_values

OPEN_CENTRE = "open-centre"
EVERYWHERE = "everywhere"
PER = ("system", "place", "resident", "clinician")
CHANGES = ("to", "by", "times")
POLICY_KEYS = ("schema", "kind", "name", "title", "about", "currency", "without", "step")
STEP_KEYS = ("what", "to", "by", "times", "where", "from", "until", "ramp", "cost", "centre")
COST_KEYS = ("once", "per_year", "per", "payer", "low_factor", "high_factor", "source", "grade")
MOST_MONEY = 1e13
MOST_STEPS = 1000

Change = Literal["to", "by", "times", "open"]


@dataclass(frozen=True)
class Selection:
    """The ``count`` places that come first by a rule (see ``places.ranks``); ties keep the file's order."""

    rule: str
    count: int


Where = str | tuple[str, ...] | Selection
"""``everywhere``, ids of centres or districts, or a rule."""


@dataclass(frozen=True)
class Cost:
    """What a step costs, in major units of the system's currency, and the range of what is not known.

    An amount is a number, or the name of a price of the system (a parameter in cents), with that price's own
    range and source. ``per`` multiplies both amounts: once for the ``system``, for each ``place`` touched, for each
    ``resident`` or ``clinician`` of the places touched (of the whole system, if the step is system-wide).
    """

    once: float | str
    per_year: float | str
    per: str
    payer: str
    low_factor: float
    high_factor: float
    source: str
    grade: Grade

    @property
    def is_priced(self) -> bool:
        """Whether its amounts are prices of the system, which have a range and a source of their own."""
        return all(isinstance(amount, str) or amount == 0 for amount in (self.once, self.per_year))


@dataclass(frozen=True)
class Step:
    """One dated change.

    ``elements`` names the numbers that change (all of a vector, if only its field is named), ``scope`` says
    where they hold values; for an opened centre, ``own`` has its own values of parameters.
    """

    what: str
    change: Change
    amount: float
    elements: tuple[str, ...]
    scope: Scope
    where: Where
    start: int
    until: int | None
    ramp: int
    cost: Cost | None
    centre: Centre | None = None
    own: Mapping[str, Declaration] = field(default_factory=dict, hash=False)
    line: int | None = field(default=None, compare=False)

    def is_in_force(self, week: int) -> bool:
        """Whether it acts in a week of the horizon."""
        return self.start <= week and (self.until is None or week < self.until)

    def share(self, week: int) -> float:
        """How much of the change has been reached in a week, 0 to 1."""
        if not self.is_in_force(week):
            return 0.0
        return min(1.0, (week - self.start) / self.ramp) if self.ramp else 1.0


@dataclass(frozen=True)
class Policy:
    """A named set of dated steps.

    ``origin`` is its file as the user named it; ``currency`` is that of its amounts, or empty for the system's.
    ``without`` names policies of a system's own story that do not happen under this one.
    """

    name: str
    title: Words
    about: Words
    steps: tuple[Step, ...]
    origin: str = field(default="", compare=False)
    currency: str = ""
    without: tuple[str, ...] = ()

    def places_of(self, step: Step, world: Places) -> tuple[str, ...]:
        """List the ids of the places that a step touches, in the order of the system; none if system-wide.

        A step on a parameter of each centre may name districts: their centres are meant. A step on a
        parameter of each district may name centres: the districts that they serve are meant. Rules choose
        among the system's own centres, so that one policy's new centres do not move another's choice.

        Raises:
            InputError: a place that the system does not have, or fewer places than the rule needs.

        """
        if step.scope == "system":
            return ()
        if step.centre is not None:
            return (step.centre.id,)
        every = tuple(p.id for p in (world.centres if step.scope == "centre" else world.districts))
        if isinstance(step.where, Selection):
            return self._selected(step, step.where, world)
        if isinstance(step.where, str):
            return every
        named = self._named(step, step.where, world)
        return tuple(place for place in every if place in named)

    def error(self, step: Step, key: str, found: str, allowed: str, meant: str | None = None) -> InputError:
        """Make the error for a mistake in a step that only shows in a certain system."""
        place = f"step[{self.steps.index(step) + 1}].{key}"
        return InputError(self.origin or f"policy {self.name}", place, found, allowed, meant, step.line)

    def _named(self, step: Step, ids: tuple[str, ...], world: Places) -> set[str]:
        centres = {centre.id: centre for centre in world.centres}
        districts = {district.id for district in world.districts}
        named: set[str] = set()
        for place in ids:
            if place not in centres and place not in districts:
                known = [*centres, *districts]
                raise self.error(step, "where", shown(place), f"one of {listed(known)}", nearest(place, known))
            if step.scope == "centre":
                named |= {place} if place in centres else {c.id for c in world.centres if c.district == place}
            else:
                named |= {place} if place in districts else set(centres[place].serves)
        return named

    def _selected(self, step: Step, selection: Selection, world: Places) -> tuple[str, ...]:
        opened = {s.centre.id for p in getattr(world, "policies", ()) for s in p.steps if s.centre}
        own = tuple(centre for centre in world.centres if centre.id not in opened)
        places = [c.id for c in own] if step.scope == "centre" else [d.id for d in world.districts]
        if selection.count > len(places) or not own:
            found = f"{selection.count} places by a rule"
            raise self.error(step, "where", found, f"at most {len(places) if own else 0} in this system")
        rank = ranks(selection.rule, step.scope, world, own)
        first = sorted(places, key=lambda place: -rank[place])[: selection.count]
        return tuple(place for place in places if place in first)


def read_policy(path: Path, file: str, catalogue: Catalogue) -> Policy:
    """Read a policy file.

    Raises:
        InputError, InputErrors: whatever is wrong with it.

    """
    source = read(path, file, "policy")
    book = Book([source])
    table = Table(book, source.data, (), POLICY_KEYS)
    name, title, about = table.id("name"), table.words("title", 200), table.words("about", 5000, lines=True)
    currency = _currency(table)
    raw = source.data.get("step", [])
    if not isinstance(raw, list):
        table.wrong("step", "a list of [[step]]")
        raw = []
    if len(raw) > MOST_STEPS:
        table.book.add(("step",), f"{len(raw)} steps", f"at most {MOST_STEPS}")
        raw = []
    steps = tuple(read_step(book, data, ("step", i), catalogue) for i, data in enumerate(raw))
    without = table.ids("without") if "without" in table else ()
    book.check()
    return Policy(name, title, about, steps, file, currency, without)


def _currency(table: Table) -> str:
    if "currency" not in table:
        return ""
    told = table.text("currency", most=3)
    if told and not (len(told) == 3 and told.isascii() and told.isalpha() and told.isupper()):
        table.wrong("currency", "three capital letters, such as PEN")
    return told


def ask_step(catalogue: Catalogue) -> dict[Keys, Asked]:
    """Note what is asked of a step that changes a parameter, cost included."""
    book = Book([Source("", Path(), {})])
    book.asked = {}
    what = next((one.name for one in catalogue.declared.values() if not one.choices), "")
    for change in ("by", "times"):
        data = {"what": what, change: 0, "from": 0, "until": MOST_WEEKS, "cost": {}}
        read_step(book, data, ("step", 0), catalogue)
    return book.asked


def read_step(book: Book, data: object, path: Keys, catalogue: Catalogue) -> Step:
    """One ``[[step]]``."""
    table = Table(book, data, path, STEP_KEYS)
    start = table.whole("from", 0, MOST_WEEKS - 1)
    cost = _read_cost(table, catalogue) if "cost" in table else None
    line = book.spot(path)[1]
    if table.data.get("what") == OPEN_CENTRE:
        return _opening(table, start, cost, catalogue, line)
    declaration, elements = _what(table, catalogue)
    if declaration is None:
        return Step("", "to", 0.0, (), "system", EVERYWHERE, start, None, 0, cost, line=line)
    scope = declaration.scope
    change, amount = _read_change(table, declaration)
    until = table.whole("until", start + 1, MOST_WEEKS) if "until" in table else None
    longest = until - start if until and until == table.data["until"] else MOST_WEEKS
    ramp = table.whole("ramp", 0, longest, 0)
    if "centre" in table:
        table.book.add((*path, "centre"), "a centre", f'[step.centre] only where what = "{OPEN_CENTRE}"')
    if cost and cost.per == "place" and scope == "system":
        book.add((*path, "cost", "per"), '"place"', "system, resident or clinician for a system-wide parameter")
    where = _read_where(table, scope)
    what = str(table.data.get("what"))
    return Step(what, change, amount, elements, scope, where, start, until, ramp, cost, line=line)


def _what(table: Table, catalogue: Catalogue) -> tuple[Declaration | None, tuple[str, ...]]:
    what = table.data.get("what")
    elements = catalogue.elements(what) if isinstance(what, str) else ()
    if not elements:
        close = catalogue.nearest(what) if isinstance(what, str) else None
        meant = nearest(what, [OPEN_CENTRE]) or close
        table.wrong("what", f'the name of a parameter, or "{OPEN_CENTRE}"', meant)
        return None, ()
    declaration = catalogue.declared[elements[0]]
    if declaration.choices:
        table.wrong("what", "a parameter that is a number: a form of equation holds for a whole run")
        return None, ()
    return declaration, elements


def _read_change(table: Table, declaration: Declaration) -> tuple[Change, float]:
    given = [key for key in CHANGES if key in table]
    if len(given) != 1:
        if not table.broken:
            table.book.add(table.path, " and ".join(given) or "no change", "exactly one of to, by, times")
        return "to", 0.0
    if given[0] == "by":
        return "by", table.number("by", -1e15, 1e15)
    if given[0] == "times":
        return "times", table.number("times", 0, 1000)
    value = table.data["to"]
    if not is_allowed(declaration, value):
        table.wrong("to", allowed_value(declaration))
        return "to", 0.0
    return "to", float(value)


def _read_where(table: Table, scope: Scope) -> Where:
    where = table.data.get("where", EVERYWHERE)
    if where == EVERYWHERE:
        return EVERYWHERE
    if scope == "system":
        table.wrong("where", f'"{EVERYWHERE}", because the parameter is system-wide')
    elif isinstance(where, list):
        return table.ids("where")
    elif isinstance(where, dict):
        inner = Table(table.book, where, (*table.path, "where"), ("select", "count"))
        return Selection(inner.choice("select", RULES), inner.whole("count", 1, 30_000))
    else:
        allowed = f'"{EVERYWHERE}", a list of ids, or {{select = "{RULES[0]}", count = 1}}'
        table.wrong("where", allowed, nearest(where, [EVERYWHERE]))
    return EVERYWHERE


def _read_cost(table: Table, catalogue: Catalogue) -> Cost:
    inner = Table(table.book, table.data["cost"], (*table.path, "cost"), COST_KEYS)
    return Cost(
        _amount(inner, "once", catalogue),
        _amount(inner, "per_year", catalogue),
        inner.choice("per", PER, "system"),
        inner.id("payer"),
        inner.number("low_factor", 0, 1, 1),
        inner.number("high_factor", 1, 1000, 1),
        inner.text("source", UNSOURCED),
        inner.choice("grade", GRADES, "yours"),  # type: ignore[arg-type]
    )


def _amount(table: Table, key: str, catalogue: Catalogue) -> float | str:
    told = table.data.get(key)
    if not isinstance(told, str):
        return table.number(key, 0, MOST_MONEY, 0)
    priced = prices(catalogue.declared)
    if told not in priced:
        table.wrong(key, f"a number, or one of {listed(priced, 20)}", nearest(told, priced))
    return told


def prices(declared: Mapping[str, Declaration]) -> list[str]:
    """The parameters that a cost may name: amounts of money of the whole system."""
    return [name for name, one in declared.items() if one.unit == "cents" and one.row and one.scope == "system"]


def _opening(
    table: Table, start: int, cost: Cost | None, catalogue: Catalogue, line: int | None
) -> Step:
    for key in table.data:
        if key in STEP_KEYS and key not in ("what", "from", "cost", "centre"):
            table.wrong(key, "what, from, cost and [step.centre] where a centre opens")
    path: Keys = (*table.path, "centre")
    data = table.data.get("centre")
    if data is None:
        table.wrong("centre", f"[step.centre] with {listed(CENTRE_KEYS, 20)}")
        return Step(OPEN_CENTRE, "open", 0.0, (), "centre", EVERYWHERE, start, None, 0, cost, line=line)
    centre = read_centre(table.book, data, path, start)
    raw = data.get("parameters", {}) if isinstance(data, dict) else {}
    found = own_values(
        table.book, raw, (*path, "parameters"), catalogue, ("centre",), catalogue.declared.__getitem__
    )
    own = {one.name: one for one in found}
    return Step(OPEN_CENTRE, "open", 0.0, (), "centre", EVERYWHERE, start, None, 0, cost, centre, own, line)
