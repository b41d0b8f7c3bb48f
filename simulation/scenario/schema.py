"""JSON Schemas of the scenario files, for editors that complete and check TOML; made from the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..ground.parameter import Declaration, Scope
from ..people.codes import FACILITIES, PROFESSIONS
from .files import FOLDERS, InputError, listed, nearest, shown
from .layers import SYSTEM_KEYS
from .numerals import MARKS
from .places import (
    CENTRE_KEYS,
    DISTRICT_KEYS,
    FACILITY_KEYS,
    MOST_KM,
    MOST_PEOPLE,
    MOST_WEEKS,
    RULES,
    ZONE_KEYS,
)
from .policy import COST_KEYS, EVERYWHERE, MOST_MONEY, OPEN_CENTRE, PER, POLICY_KEYS, STEP_KEYS, prices
from .values import GRADES, SYSTEM, Catalogue

Schema = dict[str, Any]

ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"}
IDS: Schema = {"type": "array", "items": ID, "minItems": 1, "uniqueItems": True}


def json_schema(kind: str, declared: Mapping[str, Declaration] | None = None) -> Schema:
    """Make the JSON Schema (draft 7) of a kind of file.

    Args:
        kind: ``system`` or ``policy``.
        declared: every number of the model, if not that of ``simulation.parameters``.

    Raises:
        InputError: unknown kind.

    """
    if kind not in FOLDERS:
        raise InputError("", "kind", shown(kind), f"one of {listed(FOLDERS)}", nearest(kind, FOLDERS))
    catalogue = Catalogue(declared)
    made = _system(catalogue) if kind == "system" else _policy(catalogue)
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"minga {kind}", **made}


def _table(properties: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    made: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**made, "required": list(required)} if required else made


def _keyed(keys: tuple[str, ...], **known: Schema) -> dict[str, Schema]:
    """Properties in the order of a file's keys; a key without a schema here is a defect."""
    return {key: known[key] for key in keys}


def _whole(low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def _number(low: float | None, high: float | None) -> Schema:
    ends = {"minimum": low, "maximum": high}
    return {"type": "number", **{key: end for key, end in ends.items() if end is not None}}


def _text(most: int = 200) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": most}


def _words(most: int) -> Schema:
    return _table({"en": _text(most), "es": _text(most)}, ("en", "es"))


def _value(one: Declaration) -> Schema:
    """Allow a number or a form: bare, or a table with its range, source and grade."""
    bare: Schema = {"enum": list(one.choices)} if one.choices else _number(*one.limits)
    if one.whole:
        bare = {**bare, "type": "integer"}
    parts = {"value": bare, "source": _text(), "grade": {"enum": list(GRADES)}}
    if not one.choices:
        parts |= {"low": bare, "high": bare}
    return {"description": f"{one.meaning.en} ({one.unit})", "anyOf": [bare, _table(parts)]}


def _field(elements: list[Declaration]) -> Schema:
    if elements[0].key is None:
        return _value(elements[0])
    return _table({str(one.key): _value(one) for one in elements})


def _parameters(catalogue: Catalogue, scopes: tuple[Scope, ...]) -> Schema:
    """``[parameters.process] field``, and the same as ``"process.field"``."""
    nested: dict[str, dict[str, Schema]] = {}
    dotted: dict[str, Schema] = {}
    for name, elements in catalogue.fields.items():
        if elements[0].scope in scopes:
            nested.setdefault(elements[0].process, {})[elements[0].field] = _field(elements)
            dotted[name] = _field(elements)
            dotted |= {one.name: _value(one) for one in elements if one.key is not None}
    return _table({**{process: _table(fields) for process, fields in nested.items()}, **dotted})


def _centre(catalogue: Catalogue, keys: tuple[str, ...]) -> Schema:
    properties = _keyed(
        keys,
        id=ID, name=_text(100), district=ID, x=_number(-MOST_KM, MOST_KM), y=_number(-MOST_KM, MOST_KM),
        opens=_whole(-MOST_WEEKS, MOST_WEEKS), rooms=_whole(0, 1000), vehicles=_whole(0, 1000),
        support_staff=_whole(0, 1000), serves=IDS, budget=_number(0, 1e12),
        roster=_table({profession: _whole(0, 1000) for profession in PROFESSIONS}),
        parameters=_parameters(catalogue, ("centre",)),
    )
    return _table(properties, ("id",))


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _system(catalogue: Catalogue) -> Schema:
    district = _keyed(
        DISTRICT_KEYS, id=ID, name=_text(100), parameters=_parameters(catalogue, ("district",))
    )
    zone = _keyed(
        ZONE_KEYS,
        id=ID, district=ID, x=_number(-MOST_KM, MOST_KM), y=_number(-MOST_KM, MOST_KM),
        radius=_number(0, 1000), population=_whole(1, MOST_PEOPLE),
    )
    facility = _keyed(
        FACILITY_KEYS,
        id=ID, name=_text(100), kind={"enum": list(FACILITIES)}, district=ID, x=_number(-MOST_KM, MOST_KM),
        y=_number(-MOST_KM, MOST_KM), capacity=_whole(0, 1_000_000), serves=IDS,
    )
    properties = _keyed(
        SYSTEM_KEYS,
        schema={"const": 1}, kind={"const": "system"}, name=ID, extends=_text(), borrow=_text(),
        exchange=_number(1e-9, 1e9), tables={"enum": ["xlsx", "csv"]}, decimal={"enum": list(MARKS)}, title=_words(200),
        about=_words(5000), burn_in_weeks=_whole(0, MOST_WEEKS),
        currency={"type": "string", "pattern": "^[A-Z]{3}$"}, price_year=_whole(1990, 2100),
        costs={"anyOf": [_text(), _table({"file": _text(), "system": _text(2)}, ("file", "system"))]},
        disability_weights=_text(), story=_list(_text()),
        districts=_list(_table(district, ("id",))), zones=_list(_table(zone, ("id",))),
        centres=_list(_centre(catalogue, CENTRE_KEYS)), facilities=_list(_table(facility, ("id",))),
        parameters=_parameters(catalogue, SYSTEM),
    )
    return _table(properties, ("schema", "kind", "name"))


def _policy(catalogue: Catalogue) -> Schema:
    numbers = [one for one in catalogue.declared.values() if not one.choices]
    fields = dict.fromkeys(f"{one.process}.{one.field}" for one in numbers)
    what = [OPEN_CENTRE, *dict.fromkeys([*fields, *(one.name for one in numbers)])]
    selection = _table({"select": {"enum": list(RULES)}, "count": _whole(1, 30_000)}, ("select", "count"))
    amount: Schema = {"anyOf": [_number(0, MOST_MONEY), {"enum": prices(catalogue.declared)}]}
    cost = _keyed(
        COST_KEYS,
        once=amount, per_year=amount, per={"enum": list(PER)}, payer=ID,
        low_factor=_number(0, 1), high_factor=_number(1, 1000), source=_text(), grade={"enum": list(GRADES)},
    )
    step = _keyed(
        STEP_KEYS,
        what={"enum": what}, to={"type": "number"}, by={"type": "number"}, times=_number(0, 1000),
        where={"anyOf": [{"const": EVERYWHERE}, IDS, selection]},
        **{"from": _whole(0, MOST_WEEKS - 1)}, until=_whole(1, MOST_WEEKS), ramp=_whole(0, MOST_WEEKS),
        cost=_table(cost, ("payer",)),
        centre=_centre(catalogue, tuple(key for key in CENTRE_KEYS if key != "opens")),
    )
    properties = _keyed(
        POLICY_KEYS,
        schema={"const": 1}, kind={"const": "policy"}, name=ID, title=_words(200), about=_words(5000),
        currency={"type": "string", "pattern": "^[A-Z]{3}$"}, without=IDS,
        step=_list({**_table(step, ("what", "from")), "allOf": [_to_of(catalogue)]}),
    )
    return _table(properties, ("schema", "kind", "name", "title", "about"))


def _to_of(catalogue: Catalogue) -> Schema:
    """Each target within the limits of its parameter, by groups of equal limits."""
    groups: dict[tuple[float | None, float | None], dict[str, None]] = {}
    for one in catalogue.declared.values():
        if not one.choices:
            names = groups.setdefault(one.limits, {})
            names |= {f"{one.process}.{one.field}": None, one.name: None}
    rules = [
        {"if": {"properties": {"what": {"enum": list(names)}}}, "then": {"properties": {"to": _number(*limits)}}}
        for limits, names in groups.items()
    ]
    return {"allOf": rules} if rules else {}
