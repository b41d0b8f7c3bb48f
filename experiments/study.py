"""Study: a question put to many runs: systems x policies x points of a design x replicates.

A study is a TOML file, or a ``Study`` made in Python: the same thing. It is checked whole before anything is
written: every mistake is one line. ``arms_of`` and ``points`` make it concrete; ``experiments.plan`` lays it
down.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from experiments.design import (
    KINDS,
    MOST_POINTS,
    OTHERS,
    SPREADS,
    Design,
    Points,
    Vary,
    points_of,
    read_table,
    size_of,
)
from experiments.named_files import find_in, names_in
from simulation import InputError, Policy, Scenario, Words, load
from simulation.ground.parameter import Declaration

WEEKLY_DEFAULT = ("in_care", "at_centre", "waiting", "extramural_share", "recovery", "crises")
KEYS = (
    "schema", "kind", "name", "title", "about", "systems", "policies", "pairs", "replicates", "seed", "weeks", "scale",
    "outcomes", "weekly", "set", "design", "parameters", "run",
)
MOST_RUNS = 10_000_000
EVERY = "all"


@dataclass(frozen=True)
class Limits:
    """What a run may take: none of it changes a result.

    Args:
        timeout: seconds after which a run counts as hung; 0: chosen from the estimated time.
        memory: most mebibytes of a worker; 0: chosen from the number of residents.
        retries: how often a run is tried again after a cause that can pass (hung, died, exited, memory).
    """

    timeout: float = 0.0
    memory: int = 0
    retries: int = 1


@dataclass(frozen=True)
class Study:
    """A question put to many runs.

    Args:
        name: a short name.
        systems, policies: names of shipped ones or paths; a policy ``a+b`` is one arm with both. The system
            as it is always is the first arm. ``("all",)`` are all shipped policies that fit.
        pairs: every pair of the arms is an arm too, unless the two contradict each other.
        replicates: lucks at each point.
        seed, weeks, scale: as of ``compare``.
        outcomes: kept over the run, for each population group; all by default.
        weekly: kept week by week, of everybody.
        settings: other values of parameters, as ``--set``.
        design: how points are chosen.
        vary: parameters that the design varies, by name (of an element, a field or a process); by default
            every unknown one.
        limits: what a run may take.
        folder: where relative paths begin; origin: the file, as the user named it.
    """

    name: str
    systems: tuple[str, ...]
    policies: tuple[str, ...] = ()
    pairs: bool = False
    replicates: int = 8
    seed: int = 1
    weeks: int = 156
    scale: float = 1.0
    outcomes: tuple[str, ...] = ()
    weekly: tuple[str, ...] = WEEKLY_DEFAULT
    settings: Mapping[str, float | str] = field(default_factory=dict)
    design: Design = field(default_factory=Design)
    vary: Mapping[str, Vary] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    title: Words = field(default_factory=lambda: Words("", ""))
    about: Words = field(default_factory=lambda: Words("", ""))
    folder: Path = field(default_factory=Path)
    origin: str = ""

    def located(self, name: str) -> str:
        """A name as it is, a path as seen from here."""
        from simulation.scenario.files import is_path

        return os.fspath(self.folder / name) if is_path(name) else name

    def wrong(self, key: str, found: str, allowed: str, nearest: str | None = None) -> InputError:
        """The error for a mistake in this study."""
        return InputError(self.origin or f"study {self.name}", key, found, allowed, nearest)


@dataclass(frozen=True)
class Arm:
    """Policies that act together, in each system: a place may have policies of its own in its tables."""

    name: str
    policies: tuple[tuple[Policy, ...], ...]


def names() -> list[str]:
    """Names of the shipped studies."""
    return names_in("studies")


def find(name: str | os.PathLike[str]) -> tuple[Path, str]:
    """Path of a study and how to call it in messages; a text without separator or ``.toml`` is a shipped name.

    Raises:
        InputError: no shipped study has the name.
    """
    return find_in("studies", "study", name, names())


def load_study(name_or_path: str | os.PathLike[str]) -> Study:
    """Load a study by the name of a shipped one, or from a path.

    Raises:
        InputError, InputErrors: whatever is wrong with the file, or with what it names.
    """
    from experiments.study_file import read_study

    path, file = find(name_or_path)
    study = read_study(path, file)
    laid_out(study)
    return study


@dataclass(frozen=True)
class LaidOut:
    """A study made concrete.

    Attributes:
        systems: each with the study's settings and ranges.
        arms: per system, the baseline first; every arm exists in every system.
        points: the design's table.
        left_out: arms that could not be, each with the reason.
        files: path of each policy's file, by the policy's name; None if it stands in the tables of its place.
    """

    systems: tuple[Scenario, ...]
    arms: tuple[Arm, ...]
    points: Points
    left_out: tuple[tuple[str, str], ...]
    files: Mapping[str, Path | None]


def laid_out(study: Study) -> LaidOut:
    """Make a study concrete, with everything checked.

    Raises:
        InputError: a name that is unknown, a value that is not allowed, policies that do not fit.
    """
    _check_outcomes(study)
    systems = tuple(ranged(load(study.located(name)).setting(study.settings), study) for name in study.systems)
    files: dict[str, Path | None] = {}
    arms, left_out = _arms(study, systems, files)
    points = _points(study, systems)
    runs = len(systems) * len(arms) * len(points.rows) * study.replicates
    if runs > MOST_RUNS:
        raise study.wrong("design", f"{runs} runs", f"at most {MOST_RUNS} runs")
    return LaidOut(systems, arms, points, left_out, files)


def _check_outcomes(study: Study) -> None:
    from simulation.outcomes import BY_NAME
    from simulation.scenario.files import listed, nearest, shown

    for key, chosen in (("outcomes", study.outcomes), ("weekly", study.weekly)):
        known = [name for name, o in BY_NAME.items() if key == "outcomes" or o.by_week is not None]
        for name in chosen:
            if name not in known:
                raise study.wrong(key, shown(name), f"one of {listed(known, 40)}", nearest(name, known))


def elements_of(study: Study, values: Mapping[str, Declaration]) -> dict[str, Vary]:
    """What the study says of each varied parameter, by element's name; empty if it names none.

    Raises:
        InputError: an unknown parameter, or a range or level that is not allowed.
    """
    from simulation.parameters import uncertain
    from simulation.scenario.values import Catalogue

    catalogue = Catalogue(values)
    unknown = {d.name for d in uncertain(values)}
    found: dict[str, Vary] = {}
    for name, vary in study.vary.items():
        if name in catalogue.processes:
            inside = [d for d in values.values() if d.process == name]
            # its unknown parameters; of a process that has none, its levers
            chosen = [d.name for d in inside if d.name in unknown] or [d.name for d in inside if d.kind == "lever" and d.low < d.high]
            if not chosen:
                raise study.wrong(f"parameters.{name}", "a process without parameters that have a range", "the name of a parameter")
        else:
            chosen = list(catalogue.elements(name))
        if not chosen:
            raise study.wrong(f"parameters.{name}", "an unknown parameter", "the name of a parameter or of a process", catalogue.nearest(name))
        for element in chosen:
            _check_vary(study, name, values[element], vary)
            found[element] = vary
    return found


def _check_vary(study: Study, name: str, declaration: Declaration, vary: Vary) -> None:
    from simulation.scenario.files import shown
    from simulation.scenario.values import allowed_value, is_allowed

    for key, value in (("low", vary.low), ("high", vary.high), *(("levels", level) for level in vary.levels)):
        if value is not None and (not is_allowed(declaration, value) or (declaration.choices and key != "levels")):
            allowed = "levels: a form has no range" if declaration.choices and key != "levels" else allowed_value(declaration)
            raise study.wrong(f"parameters.{name}.{key}", shown(value), allowed)
    low = declaration.low if vary.low is None else vary.low
    high = declaration.high if vary.high is None else vary.high
    stated = vary.low is not None or vary.high is not None
    if stated and not declaration.choices and not vary.levels and not low < high:
        raise study.wrong(f"parameters.{name}", f"the range {low:g} to {high:g}", "a low end below the high end, or levels")


def ranged(scenario: Scenario, study: Study) -> Scenario:
    """A system whose declarations have the study's ranges, so that policies are checked against all of them.

    A range of the study's own holds at every place.
    """
    values, local = dict(scenario.values), dict(scenario.local)
    for name, vary in elements_of(study, scenario.values).items():
        numbers = [float(v) for v in vary.levels if not isinstance(v, str)]
        low = min(numbers) if numbers else vary.low
        high = max(numbers) if numbers else vary.high
        if low is None and high is None:
            continue
        d = values[name]
        values[name] = d.having(low=d.low if low is None else low, high=d.high if high is None else high)
        local.pop(name, None)
    return replace(scenario, values=values, local=local) if values != dict(scenario.values) else scenario


def _fits(arm: Arm, systems: tuple[Scenario, ...]) -> bool:
    """Whether an arm's policies fit every system: what does not fit alone fits no better beside another."""
    try:
        for system, own in zip(systems, arm.policies, strict=True):
            system.with_policies(*own)
    except InputError:
        return False
    return True


def _arms(
    study: Study, systems: tuple[Scenario, ...], files: dict[str, Path | None]
) -> tuple[tuple[Arm, ...], tuple[tuple[str, str], ...]]:
    from simulation.scenario import names as shipped

    every = study.policies == (EVERY,)
    arms, left_out = [Arm("baseline", ((),) * len(systems))], []
    for text in shipped("policy") if every else study.policies:
        policies = tuple(_policies(study, text, system, files) for system in systems)
        arms.append(Arm("+".join(p.name for p in policies[0]), policies))
    if study.pairs:
        arms += [
            Arm(f"{a.name}+{b.name}", tuple((*one, *other) for one, other in zip(a.policies, b.policies, strict=True)))
            for a, b in itertools.combinations([arm for arm in arms[1:] if not every or _fits(arm, systems)], 2)
        ]
    kept: list[Arm] = []
    given = 1 + len(study.policies)
    for number, arm in enumerate(arms):
        if any(arm.name == other.name for other in kept):
            raise study.wrong("policies", f'"{arm.name}" twice', "each arm once")
        try:
            for system, own in zip(systems, arm.policies, strict=True):
                system.with_policies(*own)
        except InputError as error:
            # what a study names has to fit; what it only implies is left out, and said to be
            if not every and number < given:
                raise
            left_out.append((arm.name, str(error)))
            continue
        kept.append(arm)
    return tuple(kept), tuple(left_out)


def _policies(study: Study, text: str, system: Scenario, files: dict[str, Path | None]) -> tuple[Policy, ...]:
    """The policies of one arm in a system; a text that is an existing path is one policy."""
    from simulation.scenario import load_arm, shown
    from simulation.scenario.files import find as find_file
    from simulation.scenario.files import is_path, names
    from simulation.scenario.system import own_policy_files

    whole = is_path(text) and "\0" not in text and Path(study.located(text)).exists()
    found = []
    for part in [text] if whole else text.split("+"):
        (policy,) = load_arm(study.located(part), system=system)
        beside = own_policy_files(system.origin)
        path: Path | None
        if is_path(part) or (part in names("policy") and part not in beside):
            path = find_file(study.located(part), "policy")[0]
        else:
            path = Path(beside[part]) if part in beside else None
        if files.setdefault(policy.name, path) != path:
            raise study.wrong("policies", f"{shown(policy.name)} in two files", "policies with different names")
        found.append(policy)
    return tuple(found)


def _points(study: Study, systems: tuple[Scenario, ...]) -> Points:
    design = study.design
    if design.kind == "csv":
        path = study.folder / design.file
        points = read_table(path, design.file)
        for system in systems:
            _check_points(points, system, design.file)
        return points
    if design.kind in ("drawn", "central"):
        return points_of(design, {}, (), study.seed)
    varied, vary = varied_in(study, systems)
    for d in varied:
        # one system may state for certain what another leaves open; if all do, there is nothing to vary
        if not (d.choices or vary.get(d.name, Vary()).levels or any(_has_range(s, d.name) for s in systems)):
            raise study.wrong(f"parameters.{d.name}", f"the range {d.low:g} to {d.high:g}", "a low end below the high end, or levels")
    if not varied:
        raise study.wrong("parameters", "none that can be varied", "one or more parameters with a range")
    size = size_of(design, vary, varied)
    if size > MOST_POINTS:
        raise study.wrong("design", f"{size:.3g} points", f"at most {MOST_POINTS} points: vary fewer parameters or levels")
    return points_of(design, vary, varied, study.seed)


def _has_range(system: Scenario, name: str) -> bool:
    places = (system.values[name], *system.local.get(name, {}).values())
    return any(d.low < d.high for d in places)


def varied_in(study: Study, systems: tuple[Scenario, ...]) -> tuple[list[Declaration], dict[str, Vary]]:
    """The parameters that a design varies, in the order of the week, and what the study says of each."""
    from simulation.parameters import uncertain

    chosen: dict[str, Declaration] = {}
    vary: dict[str, Vary] = {}
    for system in systems:
        said = elements_of(study, system.values)
        vary |= said
        named = [system.values[n] for n in system.values if n in said] if study.vary else uncertain(system.values)
        for d in named:
            chosen.setdefault(d.name, d)
    return list(chosen.values()), vary


def _check_points(points: Points, system: Scenario, file: str) -> None:
    from simulation.scenario.files import shown
    from simulation.scenario.values import Catalogue, allowed_value, is_allowed

    catalogue = Catalogue(system.values)
    for k, column in enumerate(points.names):
        where, _, name = column.rpartition(":")
        elements = catalogue.elements(name)
        if not elements:
            raise InputError(file, f"column {k + 1}", shown(column), "the name of a parameter", catalogue.nearest(name), 1)
        places = system.places(system.values[elements[0]].scope)
        if where and where not in places:
            raise InputError(file, f"column {k + 1}", shown(where), f"a place of {name}: {', '.join(places) or 'it has none'}", line=1)
        for number, row in enumerate(points.rows, 1):
            for element in elements:
                if row[k] is not None and not is_allowed(system.values[element], row[k]):
                    raise InputError(file, f"row {number}, column {column}", shown(row[k]), allowed_value(system.values[element]))


__all__ = [
    "KINDS", "OTHERS", "SPREADS", "Arm", "Design", "LaidOut", "Limits", "Study", "Vary", "find", "laid_out", "load_study", "names",
]
