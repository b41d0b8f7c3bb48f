"""Asking: a sensitivity analysis from the question to the answer, on stored runs.

Three studies, each in a folder of the question's: *pilot* (how much is luck), *screen* (Morris, if there are more
factors than can be looked at one by one), *shares* (Saltelli). What the pilot finds too noisy is refused before the
long studies are lived.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from experiments.design import Design, Vary, factors_of
from experiments.plan import Plan
from experiments.sensitivity.check import Check, check_of
from experiments.sensitivity.factors import BY, REST, labels, varied
from experiments.sensitivity.noise import Noise, noise_of
from experiments.sensitivity.screen import Screen, screen_of
from experiments.sensitivity.shares import LEAST, Shares, shares_of
from experiments.stages import PATIENT, factors, numbers, one, places, remember, stage, usual_scale
from experiments.study import Study, varied_in
from simulation import InputError, Scenario, load

PILOT, SCREEN, SHARES = "pilot", "screen", "shares"
PILOT_POINTS, PILOT_LUCKS = 48, 2
KEPT_OUTCOMES = ("in_care", "wait", "dropout", "crises", "recovery", "cost", "cost_ministry", "dalys")
"""Kept of every run, so that another outcome can be asked about without living anything again."""
MANY = 60
"""More factors than this are screened with few trajectories."""
MOST_NOISE = 0.8
LEVELS = 4


@dataclass(frozen=True)
class Asked:
    """A question of sensitivity.

    Args:
        system, policy: names or paths; with a policy, of the paired difference that it makes.
        by: how inputs are taken together.
        outcome, group: of which the variance is explained.
        points: base samples of the Saltelli design, a power of 2.
        trajectories: of Morris; 0: chosen from the number of factors.
        keep: factors that the screening leaves, beside all others as one.
        lucks: runs at each point.
        seed, weeks, scale: of the runs.
        settings: other values, as ``--set``.
        most_noise: refuse if a larger part of the variance that is analysed is luck.
        pawn: look at it with PAWN too; None: where it applies.
    """

    system: str
    policy: str = ""
    by: str = "parameter"
    outcome: str = "in_care"
    group: str = "everybody"
    points: int = 256
    trajectories: int = 0
    keep: int = 6
    lucks: int = 2
    seed: int = 1
    weeks: int = 156
    scale: float = 0.0
    settings: Mapping[str, float | str] = field(default_factory=dict)
    most_noise: float = MOST_NOISE
    pawn: bool | None = None

    def about_runs(self) -> dict[str, Any]:
        """What the runs depend on; everything else may be asked anew of the same runs."""
        told = asdict(self) | {"settings": dict(self.settings)}
        for key in ("outcome", "group", "most_noise", "pawn"):
            told.pop(key)
        return {"kind": "sensitivity", **told}


@dataclass(frozen=True)
class Found:
    """An answer, with what it was made from.

    Attributes:
        asked: the question, with its share of residents.
        system: without the policy.
        noise: of the pilot.
        screen: or None, where no screening was needed.
        shares: the indices.
        check: PAWN's, or None where it does not apply.
        members: factor -> the names of its inputs.
        runs: lived in all.
    """

    asked: Asked
    system: Scenario
    noise: Noise
    screen: Screen | None
    shares: Shares
    check: Check | None
    members: Mapping[str, tuple[str, ...]]
    runs: int


def checked(asked: Asked) -> tuple[Asked, Scenario, dict[str, str]]:
    """The question made whole, its system, and the factor of every unknown.

    Raises:
        InputError: something in it cannot be asked.
    """
    from experiments.study import laid_out
    from simulation.outcomes import BY_NAME
    from simulation.people.codes import POPULATION_GROUPS
    from simulation.scenario.files import listed, nearest, shown

    for key, value, known in (("by", asked.by, BY), ("outcome", asked.outcome, tuple(BY_NAME)), ("group", asked.group, POPULATION_GROUPS)):
        if value not in known:
            raise InputError("", f"--{key}", shown(value), f"one of {listed(known, 80)}", nearest(value, known))
    if asked.points < LEAST or asked.points & (asked.points - 1):
        raise InputError("", "--points", str(asked.points), f"a power of 2 from {LEAST} on, for which the sequence is balanced")
    if asked.lucks < 2:
        raise InputError("", "--replicates", str(asked.lucks), "2 or more: with one luck at each point, luck would pass for interaction")
    if asked.pawn and asked.by != "parameter":
        raise InputError("", "--pawn", f"--by {asked.by}", "--by parameter: PAWN knows no groups and would take the first of each for all of it")
    system = load(asked.system)
    system = system.setting(asked.settings) if asked.settings else system
    of = labels(system, asked.by)
    if len(set(of.values())) < 2:
        raise InputError("", "--by", f"{asked.by}: {len(set(of.values()))} factor", "a way to take inputs together that leaves two or more: --by parameter")
    asked = replace(asked, scale=asked.scale or usual_scale(system))
    laid_out(_study(asked, "check", Design("central"), {}, 1))
    return asked, system, of


def _study(asked: Asked, name: str, design: Design, vary: Mapping[str, Vary], lucks: int) -> Study:
    kept = tuple(dict.fromkeys((*KEPT_OUTCOMES, asked.outcome)))
    return Study(
        name=f"sensitivity-{name}", systems=(asked.system,), policies=(asked.policy,) if asked.policy else (), replicates=lucks, seed=asked.seed,
        weeks=asked.weeks, scale=asked.scale, outcomes=kept, weekly=(), settings=dict(asked.settings), design=design, vary=vary, limits=PATIENT,
    )


def sensitivity(
    asked: Asked, folder: Path, workers: int | None = None, quiet: bool = False, tell: Callable[[str, Noise], None] | None = None,
) -> Found:
    """Answer a question of sensitivity, living what is not lived yet.

    Args:
        asked: the question.
        folder: new or empty, or that of the same question.
        workers: processes; by default one per core.
        quiet: no progress.
        tell: called with the name of a stage and its noise, before any index is computed.

    Raises:
        InputError: a question that cannot be asked, or runs of which no index should be made.
    """
    asked, system, of = checked(asked)
    first_asked = remember(folder, asked.about_runs(), {"outcome": asked.outcome})["first"]["outcome"]
    arm = 1 if asked.policy else 0
    say = tell or (lambda _, __: None)

    def lived(name: str, design: Design, vary: Mapping[str, Vary], lucks: int) -> Plan:
        return stage(folder / name, _study(asked, name, design, vary, lucks), name, workers, quiet)

    pilot = lived(PILOT, Design("latin-hypercube", PILOT_POINTS, spread="triangular"), dict.fromkeys(of, Vary()), PILOT_LUCKS)
    noise = noise_of(one(pilot, numbers(pilot), asked.outcome, asked.group, arm), shared=True)
    say(PILOT, noise)
    refuse_noise(noise, asked)
    runs = pilot.size
    names = tuple(dict.fromkeys(of.values()))
    screen, kept = None, None
    if len(names) > asked.keep + 2:
        screened = lived(SCREEN, Design("morris", _trajectories(asked, names), LEVELS, spread="triangular", luck="own"), varied(of), 1)
        runs += screened.size
        every = numbers(screened)
        where, known = places(screened), factors(screened)
        # which inputs are looked at singly was settled by what was asked first: their runs are there
        first = one(screened, every, str(first_asked), "everybody", arm)[:, 0]
        by_first = screen_of(first, where, known, LEVELS, noise.luck)
        screen = screen_of(one(screened, every, asked.outcome, asked.group, arm)[:, 0], where, known, LEVELS, noise.luck)
        kept = tuple(by_first.names[k] for k in by_first.order()[: asked.keep])
    plan = lived(SHARES, Design("saltelli", asked.points, spread="triangular", luck="own"), varied(of, kept), asked.lucks)
    shares = analysed(plan, asked, lambda noise: say(SHARES, noise), arm)
    check = pawn(plan, asked) if asked.pawn is not False and asked.by == "parameter" else None
    members = {label: tuple(n for n, its in of.items() if (its if kept is None or its in kept else REST) == label) for label in shares.names}
    return Found(asked, system, noise, screen, shares, check, members, runs + plan.size)


def of_study(plan: Plan, outcome: str, group: str, policy: str, most_noise: float, tell: Callable[[Noise], None]) -> Found:
    """The indices of a Saltelli study of one system that a sweep has lived.

    Args:
        plan: opened.
        outcome, group: of those that the study kept.
        policy: an arm, to explain its paired difference; none for the system as it is.
        most_noise: refuse if a larger part of the variance is luck.
        tell: called with the noise, before any index is computed.

    Raises:
        InputError: runs of which no index should be made.
    """
    names = [arm["name"] for arm in plan.told["arms"]]
    if len(plan.told["systems"]) > 1:
        raise InputError(str(plan.folder), "systems", f"{len(plan.told['systems'])} systems", "a study of one system")
    if policy and policy not in names[1:]:
        raise InputError("", "--policy", repr(policy), f"an arm of the study: {', '.join(names[1:]) or 'it has none'}")
    study = plan.study
    asked = Asked(
        study.systems[0], policy, "parameter", outcome, group, study.design.points, lucks=study.replicates, seed=study.seed, weeks=study.weeks,
        scale=study.scale, settings=study.settings, most_noise=most_noise,
    )
    shares = analysed(plan, asked, tell, names.index(policy) if policy else 0)
    varied_here, vary = varied_in(study, (plan.scenario(0, 0),))
    known = factors_of(varied_here, vary)
    members = {n: tuple(d.name for d, u in zip(varied_here, known.unknown, strict=True) if known.labels[u] == n) for n in shares.names}
    return Found(asked, plan.scenario(0, 0), shares.noise, None, shares, None, members, plan.size)


def _trajectories(asked: Asked, names: tuple[str, ...]) -> int:
    return asked.trajectories or (4 if len(names) > MANY else 16)


def refuse_noise(noise: Noise, asked: Asked) -> None:
    """Refuse what is mostly luck, with what would make it less.

    Raises:
        InputError: more than ``most_noise`` of the variance that would be analysed is luck.
    """
    share = noise.share(asked.lucks)
    if math.isnan(share) or share <= asked.most_noise:
        return
    more = noise.lucks_for(asked.most_noise)
    factor = 8.0 if more is None else math.ceil(10 * more / asked.lucks) / 10
    scale = min(1.0, float(f"{asked.scale * factor:.2g}"))
    line = f"--scale {scale:g} (more residents)" if scale > asked.scale else "an outcome with less luck in it"
    if more is not None:
        line += f", or --replicates {more}"
    raise InputError("", "noise", f"{100 * share:.0f} % of the variance of {asked.outcome} is luck", f"at most {100 * asked.most_noise:.0f} %: {line}, in a new folder")


def analysed(plan: Plan, asked: Asked, tell: Callable[[Noise], None], arm: int) -> Shares:
    """Sobol's indices from a stored Saltelli design of one system.

    Raises:
        InputError: runs of which no index should be made.
    """
    design = plan.study.design
    if design.kind != "saltelli" or design.second_order:
        raise InputError(str(plan.folder), "design.kind", design.kind, "saltelli, without second_order")
    every = numbers(plan)
    places(plan)
    values = one(plan, every, asked.outcome, asked.group, arm)
    if values.shape[1] < 2:
        raise InputError(str(plan.folder), "replicates", "1", "2 or more in the study: with one luck at each point, luck would pass for interaction")
    noise = noise_of(values, shared=design.luck == "shared")
    tell(noise)
    refuse_noise(noise, asked)
    try:
        return shares_of(values, factors(plan).names)
    except ValueError as error:
        raise InputError(str(plan.folder), "values", str(error), "more points (--points), residents (--scale) or lucks (--replicates), in a new folder") from None


def pawn(plan: Plan, asked: Asked) -> Check:
    """PAWN's indices of a design's single inputs, from its independent points.

    Raises:
        InputError: a factor that is a group, other than that of all others.
    """
    varied_here, vary = varied_in(plan.study, (plan.scenario(0, 0),))
    known = factors_of(varied_here, vary)
    alone = [k for k, label in enumerate(known.labels) if known.labels.count(label) == 1]
    groups = sorted({label for label in known.labels if known.labels.count(label) > 1 and label != REST})
    if groups or not alone:
        raise InputError("", "--pawn", f"groups of inputs ({', '.join(groups[:3])})", "--by parameter: PAWN knows no groups")
    size = len(known.names) + 2
    rows = [k for k in range(plan.told["points"]) if k % size in (0, size - 1)]
    values = one(plan, numbers(plan), asked.outcome, asked.group, 1 if asked.policy else 0).mean(axis=1)
    return check_of(values[rows], places(plan)[rows][:, alone], tuple(known.labels[k] for k in alone))
