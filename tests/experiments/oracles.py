"""Models whose indices are known with pencil and paper, lived by the store's own path in place of people.

Everything but the week itself is minga's: the design is laid down in a plan, a worker takes its runs and commits each
to a shard, and numbers are read back from the store. An outcome is a function; a group of residents, and each of the four
outcomes of a function, is a rotation of the unit cube: of a sample that fills the cube evenly a rotated one is another
such sample, so that one study holds 44 repeats.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from experiments.design import Design, Vary
from experiments.plan import Plan, Run, write_plan
from experiments.store import OK, Row
from experiments.study import Study
from experiments.work import Worker, groups
from simulation.people.codes import POPULATION_GROUPS

INPUTS = ("knowledge.missing_share", "catchment.unclear_share", "resources.reimbursed_share", "resources.space_short")
"""Stand-ins: any four numbers with a range."""
Y = Callable[[np.ndarray], np.ndarray]
"""Places (rotations, inputs) -> one number each."""
SLOPES = np.array([4.0, 2.0, 1.0, 0.5])
G = np.array([0.0, 1.0, 4.5, 9.0])
LUCK = 1.0
"""Standard deviation of luck in the noisy linear model; the inputs' own is 1.33."""


def ishigami(u: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(u: np.ndarray) -> np.ndarray:
    return np.prod((np.abs(4 * u - 2) + G) / (1 + G), axis=1)


def linear(u: np.ndarray) -> np.ndarray:
    return u @ SLOPES


def known_ishigami() -> tuple[np.ndarray, np.ndarray]:
    """First and total indices, by the closed form (a 7, b 0.1)."""
    one, two, both = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 7**2 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    every = one + two + both
    return np.array([one, two, 0, 0]) / every, np.array([one + both, two, both, 0]) / every


def known_g() -> tuple[np.ndarray, np.ndarray]:
    part = 1 / (3 * (1 + G) ** 2)
    every = np.prod(1 + part) - 1
    return part / every, part * np.prod(1 + part) / (1 + part) / every


def known_linear() -> tuple[np.ndarray, np.ndarray]:
    part = SLOPES**2 / (SLOPES**2).sum()
    return part, part


MODELS: dict[str, tuple[tuple[str, ...], Y, float, Callable[[], tuple[np.ndarray, np.ndarray]]]] = {
    "ishigami": (("in_care", "wait", "dropout", "ill"), ishigami, 0.0, known_ishigami),
    "g": (("recovery", "severity", "functioning", "sessions"), sobol_g, 0.0, known_g),
    "noisy linear": (("crises", "waiting", "visits_made", "dalys"), linear, LUCK, known_linear),
}
"""Name -> outcomes that hold it, the function, its luck, its first and total indices."""
OUTCOMES = tuple(o for outcomes, *_ in MODELS.values() for o in outcomes)


def own_luck(plan: Plan, run: Run) -> np.random.Generator:
    """The luck of a run alone. Not of its id, in which every edit of the sources has a part: intervals that miss one time in twenty would miss now and then."""
    return np.random.default_rng([plan.study.seed, run.system, run.arm, run.point, run.replicate])


class Oracle(Worker):
    """A worker that computes where minga's would live people; luck belongs to the run, and partly to its replicate."""

    rotations: np.ndarray
    rotated = True
    models: Sequence[tuple[Y, float]] = tuple((f, luck) for outcomes, f, luck, _ in MODELS.values() for _ in outcomes)

    def _settled(self, run: Run) -> Any:
        return contextlib.nullcontext()

    def _lived(self, place: Any, run: Run) -> Row:
        u = np.array(self.plan.point(run.point), float) + self.rotations * self.rotated
        u = u % 1.0 if self.rotated else u
        own, shared = own_luck(self.plan, run), np.random.default_rng([run.replicate, self.plan.study.seed])
        many = self.rotations.shape[1]
        found = [f(u[k]) + luck * (own.standard_normal(many) + shared.standard_normal(many)) / np.sqrt(2) for k, (f, luck) in enumerate(self.models)]
        return Row(run.id, OK, worker=self.name, values=np.array(found).astype("<f8").tobytes())


def lived(
    folder: Path, seed: int, points: int = 256, lucks: int = 2, worker: type[Oracle] = Oracle, inputs: Sequence[str] = INPUTS, most: int | None = None,
    grouped: dict[str, str] | None = None, **design: Any,
) -> Plan:
    """A study of the models with every run in its store (or only so many): by default a Saltelli design."""
    told = {"kind": "saltelli", "points": points, "luck": "own", **design}
    study = Study(
        name="oracle", systems=("peru",), replicates=lucks, seed=seed, weeks=1, scale=0.001, outcomes=OUTCOMES, weekly=(),
        design=Design(**told), vary={n: Vary(group=(grouped or {}).get(n, "")) for n in inputs},
    )
    plan = write_plan(study, folder)
    one = worker(plan, "oracle")
    # a test's disk need not survive a power cut; rows, checksums and commits are the same
    one.shard._base.execute("PRAGMA synchronous=OFF")
    one.rotations = np.random.default_rng(seed).random((len(worker.models), len(POPULATION_GROUPS), len(inputs)))
    for runs in groups(plan, plan.ids()[:most]):
        one.live(runs)
    one.close()
    return plan
