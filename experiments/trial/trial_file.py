"""Trial files: a trial in TOML, read with every key checked and every mistake placed on its line."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from experiments.named_files import find_in, names_in
from experiments.study_file import settings_of
from experiments.trial.design import (
    CENTRES,
    DESIGNS,
    INDIVIDUAL,
    METHODS,
    RESIDENTS,
    STEPPED,
    TRIALS,
    Analysis,
    Arm,
    Attrition,
    Eligible,
    Instrument,
    Planned,
    Recruitment,
    Trial,
    Uncertain,
    World,
)
from experiments.trial.measures import MEASURES
from simulation.people.codes import CARES, DISORDERS, GROUPS
from simulation.people.trials import MOST_ARMS
from simulation.scenario import shown
from simulation.scenario.files import listed, nearest
from simulation.scenario.reading import Book, Table, read

KEYS = (
    "schema", "kind", "name", "title", "about", "design", "trials", "seed", "world", "arms", "eligible", "recruitment",
    "follow_up", "attrition", "outcome", "analysis", "plan",
)
WORLD_KEYS = ("system", "centres", "like", "people", "size_cv", "spacing", "residents", "between", "varied", "set")
ARM_KEYS = ("name", "title", "policies", "programmes")
ELIGIBLE_KEYS = ("disorders", "care", "ages", "severity", "consent")
OUTCOME_KEYS = ("measures", "title", "lowest", "highest", "step", "reliability")
ANALYSIS_KEYS = ("method", "baseline", "alpha", "permutations")
PLAN_KEYS = ("effect", "sd", "correlation", "icc", "power")
MOST_WEEKS = 1040


def names() -> list[str]:
    """Names of the shipped trials."""
    return names_in("trials")


def find(name: str | os.PathLike[str]) -> tuple[Path, str]:
    """Path of a trial and how to call it in messages; a text without separator or ``.toml`` is a shipped name.

    Raises:
        InputError: no shipped trial has the name.
    """
    return find_in("trials", "trial", name, names())


def load_trial(name_or_path: str | os.PathLike[str]) -> Trial:
    """Load a trial by the name of a shipped one, or from a path; what it names is checked by ``world.checked``.

    Raises:
        InputError, InputErrors: whatever is wrong with the file.
    """
    path, file = find(name_or_path)
    return read_trial(path, file)


def read_trial(path: Path, file: str) -> Trial:
    """Read a trial file.

    Raises:
        InputError, InputErrors: whatever is wrong with the file.
    """
    source = read(path, file, "trial")
    book = Book([source])
    table = Table(book, source.data, (), KEYS)
    design = table.choice("design", DESIGNS)
    trial = Trial(
        name=table.id("name"), title=table.words("title", 200), about=table.words("about", 5000, lines=True), design=design,
        world=_world(table, design), arms=_arms(table, design), eligible=_eligible(table), recruitment=_recruitment(table),
        follow_up=_follow_up(table, design), attrition=_attrition(table), instrument=_instrument(table),
        analysis=_analysis(table, design), planned=_planned(table), trials=table.whole("trials", 2, 100_000, TRIALS),
        seed=table.whole("seed", 0, 2**63 - 1, 1), folder=path.parent, origin=file,
    )
    book.check()
    return trial


def _within(table: Table, key: str, known: tuple[str, ...], needed: bool = False) -> Table:
    if key not in table and needed:
        table.wrong(key, f"a table with {listed(known)}")
    return Table(table.book, table.data.get(key, {}), (*table.path, key), known)


def _uncertain(table: Table, key: str, default: Uncertain, low: float, high: float) -> Uncertain:
    """A number, or ``{value, low, high}``."""
    told = table.data.get(key)
    if told is None:
        return default
    if not isinstance(told, dict):
        value = table.number(key, low, high)
        return Uncertain(value, value, value)
    inner = Table(table.book, told, (*table.path, key), ("value", "low", "high"))
    found = Uncertain(*(inner.number(name, low, high) for name in ("value", "low", "high")))
    if not found.low <= found.value <= found.high and not table.book.errors:
        inner.wrong("value", f"a number from {found.low:g} to {found.high:g}, its own range")
    return found


def _names_of(table: Table, key: str, known: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    if key not in table:
        return default
    found = table.ids(key)
    for name in found:
        if name not in known:
            table.book.add((*table.path, key), shown(name), f"one of {listed(known, 20)}", nearest(name, known))
    return found


def _world(table: Table, design: str) -> World:
    inner = _within(table, "world", WORLD_KEYS, needed=True)
    return World(
        inner.text("system"), inner.whole("centres", 0, 1000, 0 if design == INDIVIDUAL else CENTRES),
        inner.id("like") if "like" in inner else "", inner.whole("people", 0, 5_000_000, 0), inner.number("size_cv", 0, 2, 0.3),
        inner.number("spacing", 0.5, 1000, 15.0), inner.whole("residents", 100, 40_000_000, RESIDENTS),
        _uncertain(inner, "between", World.between, 0, 5), _texts(inner, "varied"), tuple(settings_of(table.book, inner.data.get("set", {}), ("world", "set")).items()),
    )


def _arms(table: Table, design: str) -> tuple[Arm, ...]:
    raw = table.data.get("arms")
    most = MOST_ARMS + 1 if design in (INDIVIDUAL, "cluster") else 2
    if not isinstance(raw, list) or not 2 <= len(raw) <= most:
        table.wrong("arms", f"2 to {most} [[arms]], the first of them the control" if most > 2 else "two [[arms]], the first without what is tried")
        return ()
    found = []
    for k, data in enumerate(raw):
        inner = Table(table.book, data, ("arms", k), ARM_KEYS)
        arm = Arm(inner.id("name"), inner.words("title", 100), _texts(inner, "policies"), _texts(inner, "programmes"))
        if arm.programmes and design != INDIVIDUAL:
            inner.wrong("programmes", "nothing: where places are assigned, their policies are what is tried")
        if arm.programmes and k == 0:
            inner.wrong("programmes", "nothing in the control arm")
        if k and design == INDIVIDUAL and not arm.programmes:
            inner.wrong("programmes", "one or more programmes that the arm's people are offered")
        found.append(arm)
    if len({arm.name for arm in found}) < len(found):
        table.wrong("arms", "arms with different names")
    return tuple(found)


def _texts(table: Table, key: str) -> tuple[str, ...]:
    value = table.data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        table.wrong(key, "a list of names")
        return ()
    return tuple(value)


def _eligible(table: Table) -> Eligible:
    inner = _within(table, "eligible", ELIGIBLE_KEYS)
    ages = inner.data.get("ages", [18, 110])
    if not (isinstance(ages, list) and len(ages) == 2 and all(type(a) is int for a in ages) and 0 <= ages[0] < ages[1] <= 110):
        inner.wrong("ages", "two whole numbers from 0 to 110, the younger first")
        ages = [18, 110]
    return Eligible(
        _names_of(inner, "disorders", DISORDERS, GROUPS), _names_of(inner, "care", CARES, CARES), (ages[0], ages[1]),
        inner.number("severity", 0, 1, 0.0), inner.number("consent", 0.01, 1, 0.8),
    )


def _recruitment(table: Table) -> Recruitment:
    inner = _within(table, "recruitment", ("per_week", "total", "weeks", "start"), needed=True)
    return Recruitment(
        inner.whole("per_week", 1, 100_000), inner.whole("total", 2, 1_000_000), inner.whole("weeks", 1, 260), inner.whole("start", 0, 260, 0),
    )


def _follow_up(table: Table, design: str) -> tuple[int, ...]:
    value = table.data.get("follow_up")
    least = 3 if design == STEPPED else 1
    fine = isinstance(value, list) and len(value) >= least and all(type(w) is int and 1 <= w <= MOST_WEEKS for w in value)
    if not fine or not isinstance(value, list) or any(b <= a for a, b in itertools.pairwise(value)):
        table.wrong("follow_up", f"{least} or more rising weeks from 1 to {MOST_WEEKS}")
        return (1, 2, 3)
    return tuple(value)


def _attrition(table: Table) -> Attrition:
    inner = _within(table, "attrition", ("rate", "severity"))
    return Attrition(_uncertain(inner, "rate", Attrition.rate, 0, 0.95), inner.number("severity", -3, 3, 0.0))


def _instrument(table: Table) -> Instrument:
    inner = _within(table, "outcome", OUTCOME_KEYS, needed=True)
    measures = inner.choice("measures", tuple(MEASURES))
    plain = Uncertain(1.0, 1.0, 1.0)
    if not MEASURES[measures].has_error:
        for key in ("lowest", "highest", "step", "reliability"):
            if key in inner:
                inner.wrong(key, f"nothing: {measures} is counted, not measured with an instrument")
        return Instrument(measures, inner.words("title", 100), 0.0, 1.0 if measures == "crises" else 100.0, 0.0, plain)
    found = Instrument(
        measures, inner.words("title", 100), inner.number("lowest", -1000, 1000, 0.0), inner.number("highest", -1000, 1000, 100.0),
        inner.number("step", 0, 100, 1.0), _uncertain(inner, "reliability", Instrument.reliability, 0.05, 1),
    )
    if found.lowest >= found.highest:
        inner.wrong("highest", f"a number above {found.lowest:g}, the lowest")
    return found


def _analysis(table: Table, design: str) -> Analysis:
    inner = _within(table, "analysis", ANALYSIS_KEYS)
    baseline = inner.data.get("baseline", True)
    if not isinstance(baseline, bool):
        inner.wrong("baseline", "true or false")
    return Analysis(
        inner.choice("method", METHODS[design], METHODS[design][0]), baseline is True,
        inner.number("alpha", 0.001, 0.5, 0.05), inner.whole("permutations", 0, 100_000, 499),
    )


def _planned(table: Table) -> Planned | None:
    if "plan" not in table:
        return None
    inner = _within(table, "plan", PLAN_KEYS)
    return Planned(
        inner.number("effect", -1e6, 1e6), inner.number("sd", 1e-6, 1e6), inner.number("correlation", -0.99, 0.99, 0.5),
        inner.number("icc", 0, 0.9, 0.03), inner.number("power", 0.5, 0.99, 0.8),
    )
