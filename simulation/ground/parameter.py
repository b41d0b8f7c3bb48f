"""Parameters: declared once, in a frozen model beside the rule that uses them.

Every view (docs table, validation, JSON Schema, sensitivity problem, slider) is made from the declaration.
The *grade* says what a value rests on: measured ``here`` (in this setting), measured ``elsewhere``,
``judged``, or ``yours`` (a user's). Ranges are those of the evidence, for sensitivity analysis; ``limits``
are what makes sense at all.
"""

from __future__ import annotations

import math
import sys
from collections import namedtuple
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["lever", "uncertain", "fixed", "form"]
Grade = Literal["here", "elsewhere", "judged", "yours"]
Scope = Literal["system", "centre", "district"]
Bundle = Any
"""The named tuple in which compiled code receives a process's values: float32 numbers and vectors."""

LIMITS: dict[str, tuple[float | None, float | None]] = {
    "share": (0, 1),
    "probability": (0, 1),
    "index 0-1": (0, 1),
    "1/person-year": (0, 1000),
    "hazard ratio": (0, 1000),
    "ratio": (0, 1000),
    "dial": (0, 5),
    "minutes": (0, 10080),
    "cents": (0, 10**15),
    "weeks": (0, 5200),
    "years": (0, 120),
    "km": (0, 10000),
    "minutes/km": (0, 600),
    "persons": (0, 10**9),
}
"""What a value of each unit may be at all; units not named here have no limits."""


@dataclass(frozen=True)
class Words:
    """A text in the two languages of the tool."""

    en: str
    es: str

    def __call__(self, lang: str = "en") -> str:
        """The text in one of them."""
        return self.es if lang == "es" else self.en


@dataclass(frozen=True)
class Declaration:
    """One number (or form) of the model, as declared; vectors have one declaration per element."""

    process: str
    field: str
    key: str | None
    value: float | str
    low: float
    high: float
    unit: str
    kind: Kind
    scope: Scope
    meaning: Words
    source: str
    grade: Grade
    limits: tuple[float | None, float | None]
    whole: bool = False
    choices: tuple[str, ...] = ()
    row: str = ""
    """Where its value stands if not beside the rule: table and row, such as ``costs:pay_nurse``."""

    @property
    def name(self) -> str:
        """``process.field`` or ``process.field[key]``: the name everywhere."""
        return f"{self.process}.{self.field}" + (f"[{self.key}]" if self.key else "")

    def having(self, **changes: Any) -> Declaration:
        """A copy with another value, range, source or grade: a system's own."""
        return replace(self, **changes)


def parameter(
    value: float | str | Mapping[str, float],
    *,
    unit: str,
    en: str,
    es: str,
    low: float | Mapping[str, float] | None = None,
    high: float | Mapping[str, float] | None = None,
    kind: Kind = "uncertain",
    scope: Scope = "system",
    source: str | Mapping[str, str] = "judged",
    grade: Grade | Mapping[str, Grade] = "judged",
    limits: tuple[float | None, float | None] | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    """Declare a parameter as the default of a pydantic field.

    Args:
        value: a number; a mapping for a vector (one bounded element per key); a name for a ``form``.
        unit: "1/person-year", "share", "minutes", … (see ``LIMITS``).
        en, es: one line of meaning in English and Spanish.
        low, high: the range of the evidence, scalar or per key; needed when ``uncertain`` or ``lever``.
        kind: ``lever`` (a policy's), ``uncertain`` (varied in every analysis), ``fixed``, ``form``.
        scope: one value for the ``system``, or one per ``centre`` or ``district``.
        source, grade: a key of sources.toml and what the value rests on, scalar or per key.
        limits: what the value may be at all, where the unit does not say it.
        choices: of a ``form``.
    """
    if kind in ("lever", "uncertain") and (low is None or high is None):
        raise ValueError(f"{en!r}: a {kind} parameter needs a range")
    about: dict[str, Any] = {
        "unit": unit, "en": en, "es": es, "low": low, "high": high, "kind": kind, "scope": scope,
        "source": source, "grade": grade, "limits": limits, "choices": list(choices),
    }
    default = dict(value) if isinstance(value, Mapping) else value
    return Field(default=default, description=en, json_schema_extra={"minga": about})


def tabled(
    row: str | Mapping[str, str],
    *,
    unit: str,
    en: str,
    es: str,
    kind: Kind = "uncertain",
    limits: tuple[float | None, float | None] | None = None,
) -> Any:
    """Declare a parameter whose value, range, source and grade stand in a table of data, not in the code.

    Until the table is read (see ``filled``) the value is 0.

    Args:
        row: table and row, such as ``costs:pay_nurse``; a mapping for a vector. Elements that share a row are
            one unknown and are drawn together.
        unit, en, es, kind, limits: as of ``parameter``.
    """
    nothing = dict.fromkeys(row, 0.0) if isinstance(row, Mapping) else 0.0
    about: dict[str, Any] = {
        "unit": unit, "en": en, "es": es, "low": nothing, "high": nothing, "kind": kind, "scope": "system",
        "source": "judged", "grade": "judged", "limits": limits, "choices": [], "row": row,
    }
    return Field(default=nothing, description=en, json_schema_extra={"minga": about})


@dataclass(frozen=True)
class Row:
    """What a row of a table says of a parameter, in the parameter's unit."""

    value: float
    low: float
    high: float
    source: str
    grade: Grade


def filled(
    declared: Mapping[str, Declaration], rows: Mapping[str, Row], partly: bool = False, table: str = ""
) -> dict[str, Declaration]:
    """The declarations with the values of their rows.

    Args:
        declared: by name.
        rows: by table and row.
        partly: leave what has no row there as it is.
        table: only rows that begin so.

    Raises:
        KeyError: a declaration names a row that is not there.
    """
    found = dict(declared)
    for name, d in declared.items():
        if d.row.startswith(table) and d.row and (d.row in rows or not partly):
            row = rows[d.row]
            value, low, high = (float(round(x)) if d.whole else x for x in (row.value, row.low, row.high))
            found[name] = d.having(value=value, low=low, high=high, source=row.source, grade=row.grade)
    return found


def _of(value: Any, key: str | None) -> Any:
    return value[key] if isinstance(value, Mapping) and key is not None else value


def _about(info: Any) -> dict[str, Any]:
    """What ``parameter`` noted of a pydantic field."""
    found: dict[str, Any] = info.json_schema_extra["minga"]
    return found


class Settings(BaseModel):
    """The parameters of one process; a subclass declares them with ``parameter``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def declarations(cls, process: str) -> list[Declaration]:
        """One declaration per number, in the order in which they are written."""
        found: list[Declaration] = []
        for name, info in cls.model_fields.items():
            about = _about(info)
            default = info.default
            keys: list[str | None] = list(default) if isinstance(default, Mapping) else [None]
            whole = info.annotation is int
            for key in keys:
                value = _of(default, key)
                number = 0.0 if isinstance(value, str) else float(value)
                low, high = _of(about["low"], key), _of(about["high"], key)
                limits = about["limits"] or LIMITS.get(about["unit"], (None, None))
                found.append(
                    Declaration(
                        process, name, key, value,
                        number if low is None else low, number if high is None else high,
                        about["unit"], about["kind"], about["scope"],
                        Words(about["en"], about["es"]), _of(about["source"], key),
                        _of(about["grade"], key), (limits[0], limits[1]), whole,
                        tuple(about["choices"]), _of(about.get("row", ""), key),
                    )
                )
        for d in found:
            if not d.choices and (problem_with(d, d.value) or not d.low <= float(d.value) <= d.high):
                raise ValueError(f"{d.name} is declared as {d.value}, outside {d.low:g} to {d.high:g} or its limits")
        return found

    @classmethod
    def bundle(cls) -> type[tuple[Any, ...]]:
        """The named tuple in which compiled code receives the system-wide values.

        It is an attribute of the module of the settings, because Numba's cache finds it there by name.
        """
        name = f"{cls.__name__}Values"
        module = sys.modules[cls.__module__]
        if not hasattr(module, name):
            fields = [f for f, scope in cls.scopes().items() if scope == "system"]
            made = namedtuple(name, fields, module=cls.__module__)  # type: ignore[misc]
            setattr(module, name, made)
        return getattr(module, name)  # type: ignore[no-any-return]

    @classmethod
    def scopes(cls) -> dict[str, Scope]:
        """Field -> where it holds a value."""
        return {
            name: _about(info)["scope"]
            for name, info in cls.model_fields.items()
        }


def compiled_value(declarations: list[Declaration], values: Mapping[str, float | str]) -> Any:
    """One field's value as compiled code takes it.

    A number becomes float32 (whole numbers stay int), a vector an array of float32 in the order of its
    keys, a form the number of its choice.
    """
    first = declarations[0]
    if first.key is not None:
        return np.array([values[d.name] for d in declarations], np.float32)
    value = values[first.name]
    if isinstance(value, str):
        return first.choices.index(value)
    return int(value) if first.whole else np.float32(value)


def problem_with(declaration: Declaration, value: Any) -> str | None:
    """What is wrong with a value for this parameter, in words; None if nothing."""
    if declaration.choices:
        if value not in declaration.choices:
            return f"one of {', '.join(declaration.choices)}"
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"a number ({declaration.unit})"
    if not math.isfinite(value):
        return f"a finite number ({declaration.unit})"
    low, high = declaration.limits
    if (low is not None and value < low) or (high is not None and value > high):
        shown = f"{'-∞' if low is None else f'{low:g}'} to {'∞' if high is None else f'{high:g}'}"
        return f"{shown} ({declaration.unit})"
    if declaration.whole and value != int(value):
        return f"a whole number ({declaration.unit})"
    return None
