"""Asking: in which worlds a policy does what is asked about, on stored runs: many draws, each lived with and without it."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.discovery.box import LEAST_CASES, Box, box_of
from experiments.executors import MissingExtraError
from experiments.plan import Plan
from experiments.sensitivity.factors import labels
from experiments.stages import PATIENT, numbers, one, remember, stage, usual_scale
from experiments.study import Study, laid_out
from simulation import InputError, Scenario, load
from simulation.ground.parameter import Declaration

Values = NDArray[np.float64]
KEPT = ("in_care", "wait", "dropout", "crises", "recovery", "cost", "cost_ministry", "dalys")
DRAWS = "draws"
CASES = ("most", "helps", "harms")
"""Of interest: the quarter of worlds in which the policy does most good, those in which it helps, or harms."""


@dataclass(frozen=True)
class Asked:
    """A question of discovery.

    Args:
        system, policy: names or paths; outcome, group: what is looked at, and of whom.
        case: one of ``CASES``.
        draws: of all unknown parameters, each with a luck of its own.
        seed, weeks, scale, settings: of the runs.
    """

    system: str
    policy: str
    outcome: str = "in_care"
    group: str = "everybody"
    case: str = "most"
    draws: int = 512
    seed: int = 1
    weeks: int = 156
    scale: float = 0.0
    settings: Mapping[str, float | str] = field(default_factory=dict)

    def about_runs(self) -> dict[str, Any]:
        """What the runs depend on."""
        told = asdict(self) | {"settings": dict(self.settings)}
        for key in ("outcome", "group", "case"):
            told.pop(key)
        return {"kind": "discover", **told}


@dataclass(frozen=True)
class Found:
    """An answer: the box, the inputs that are its columns, every world's places, gain (better above 0), and whether it is of interest."""

    asked: Asked
    system: Scenario
    box: Box
    inputs: tuple[Declaration, ...]
    places: Values
    gain: Values
    interesting: NDArray[np.bool_]
    runs: int


def discover(asked: Asked, folder: Path, workers: int | None = None, quiet: bool = False) -> Found:
    """Answer a question of discovery, living what is not lived yet.

    Raises:
        InputError: a question that cannot be asked, or runs of which nothing should be said.
        MissingExtraError: scikit-learn is not installed.
    """
    from simulation.outcomes import BY_NAME
    from simulation.people.codes import POPULATION_GROUPS
    from simulation.scenario.files import listed, nearest, shown

    if not importlib.util.find_spec("sklearn"):
        raise MissingExtraError("analysis", "scikit-learn")
    good = tuple(n for n, o in BY_NAME.items() if o.better)
    for key, value, known in (("outcome", asked.outcome, good), ("group", asked.group, POPULATION_GROUPS), ("case", asked.case, CASES)):
        if value not in known:
            raise InputError("", f"--{key}", shown(value), f"one of {listed(known, 80)}", nearest(value, known))
    if not asked.policy:
        raise InputError("", "--policy", "none", "the policy whose worlds are looked for")
    if asked.draws < 8 * LEAST_CASES:
        raise InputError("", "--draws", str(asked.draws), f"{8 * LEAST_CASES} or more, of which one half judges what the other finds")
    system = load(asked.system)
    system = system.setting(asked.settings) if asked.settings else system
    asked = replace(asked, scale=asked.scale or usual_scale(system))
    study = Study(
        name="discover", systems=(asked.system,), policies=(asked.policy,), replicates=asked.draws, seed=asked.seed, weeks=asked.weeks, scale=asked.scale,
        outcomes=tuple(dict.fromkeys((*KEPT, asked.outcome))), weekly=(), settings=dict(asked.settings), limits=PATIENT,
    )
    laid_out(study)
    remember(folder, asked.about_runs(), {"outcome": asked.outcome})
    return answered(stage(folder / DRAWS, study, "discover", workers, quiet), asked, system)


def answered(plan: Plan, asked: Asked, system: Scenario) -> Found:
    """The answer from a whole study of draws.

    Raises:
        InputError: runs of which nothing should be said.
    """
    from simulation.outcomes import BY_NAME

    sign = 1 if BY_NAME[asked.outcome].better == "higher" else -1
    gain = sign * one(plan, numbers(plan), asked.outcome, asked.group, 1)[0]
    interesting = {"most": gain > np.quantile(gain, 0.75), "helps": gain > 0, "harms": gain < 0}[asked.case]
    inputs = tuple(system.values[n] for n in dict.fromkeys(labels(system, "parameter").values()))
    places = drawn_places(plan, inputs)
    try:
        box = box_of(places, interesting)
    except ValueError as error:
        raise InputError("", "--case", f"{asked.case}: {error}", f"another --case ({', '.join(CASES)}), or more --draws in a new folder") from None
    return Found(asked, system, box, inputs, places, gain, interesting, plan.size)


def drawn_places(plan: Plan, inputs: tuple[Declaration, ...]) -> Values:
    """Where every draw lies in the range of every input, shape (draws, inputs)."""
    base = plan.scenario(0, 0)
    found = []
    for run in plan.runs():
        if run.arm == 0:
            values = plan.values(run, base)
            found.append([place_of(base.values[d.name], values.get((d.name, None), d.value)) for d in inputs])
    return np.array(found, float)


def place_of(d: Declaration, value: Any) -> float:
    """A value's place in its range, 0 to 1; of a form, of its choice among them."""
    if d.choices:
        return d.choices.index(str(value)) / max(len(d.choices) - 1, 1)
    return (float(value) - d.low) / (d.high - d.low) if d.low < d.high else 0.5
