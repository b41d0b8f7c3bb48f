"""Arms as policies: who or where is assigned to what, from which week, and the scenario that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.trial.design import BEFORE_AFTER, CLUSTER, STEPPED, Trial
from simulation import InputError, Policy, Scenario, Words
from simulation.ground.chance import luck, replicate_seed, uniforms
from simulation.people.trials import bit_of
from simulation.scenario import Step, load_arm, shown
from simulation.scenario.files import is_path, nearest
from simulation.scenario.policy import EVERYWHERE

FOR_ARMS = ".for_arms"


@dataclass(frozen=True)
class Assigned:
    """Which arm each centre is in (by its row; -1: people are assigned, not centres), and the week from which it has it."""

    arm: NDArray[np.int64]
    since: NDArray[np.int64]

    def treated(self, centre: Any, week: Any) -> Any:
        """The arm whose policies a centre has in a week: 0 before its time."""
        return np.where(self.since[centre] <= week, self.arm[centre], 0)


def policies_of(trial: Trial, system: Scenario) -> tuple[tuple[Policy, ...], ...]:
    """The policies of every arm.

    Raises:
        InputError: an unknown policy or programme, or a policy that cannot differ between an arm's places.
    """
    found = []
    for k, arm in enumerate(trial.arms):
        policies: list[Policy] = []
        for text in arm.policies:
            policies += load_arm(str(trial.folder / text) if is_path(text) else text, system=system)
        for policy in policies:
            _check(trial, k, policy)
        found.append(tuple(policies))
    known = programmes(system)
    for k, arm in enumerate(trial.arms):
        for name in arm.programmes:
            if name not in known:
                raise _wrong(trial, f"arms[{k + 1}].programmes", shown(name), f"one of {', '.join(known)}", nearest(name, known))
    return tuple(found)


def programmes(system: Scenario) -> list[str]:
    """Programmes that can be offered to the people of an arm."""
    return [name.removesuffix(FOR_ARMS) for name in system.values if name.endswith(FOR_ARMS)]


def _wrong(trial: Trial, key: str, found: str, allowed: str, meant: str | None = None) -> InputError:
    return InputError(trial.origin or f"trial {trial.name}", key, found, allowed, meant)


def _check(trial: Trial, arm: int, policy: Policy) -> None:
    for number, step in enumerate(policy.steps, 1):
        told = f"step {number} of {shown(policy.name)}"
        if step.centre is not None:
            raise _wrong(trial, f"arms[{arm + 1}].policies", f"{told}, which opens a centre", "steps that change parameters")
        if arm and trial.design in (CLUSTER, STEPPED):
            if step.scope == "system":
                raise _wrong(trial, f"arms[{arm + 1}].policies", f"{told}, which is system-wide", "parameters of centres or districts, which arms can differ in")
            if step.where != EVERYWHERE:
                raise _wrong(trial, f"arms[{arm + 1}].policies", f"{told}, which has places of its own", f'where = "{EVERYWHERE}": the trial assigns places')


def assigned(trial: Trial, place: Scenario, replicate: int) -> Assigned:
    """Assign centres to arms by lot, as evenly as their number allows."""
    many = len(place.centres)
    if trial.by_person:
        return Assigned(np.full(many, -1), np.zeros(many, np.int64))
    begins = np.full(many, trial.begins)
    if trial.design == BEFORE_AFTER:
        return Assigned(np.ones(many, np.int64), begins)
    order = np.argsort(uniforms(luck(replicate_seed(trial.seed, replicate)), "trial: order of centres by lot", many), kind="stable")
    rank = np.empty(many, np.int64)
    rank[order] = np.arange(many)
    if trial.design == CLUSTER:
        return Assigned(rank % len(trial.arms), begins)
    steps = len(trial.follow_up) - 1
    since = trial.begins + np.array(trial.follow_up[:-1]) + 1  # the week after it was measured without
    return Assigned(np.ones(many, np.int64), since[rank % steps])


def usual(trial: Trial, place: Scenario, policies: Sequence[tuple[Policy, ...]]) -> Scenario:
    """The world without what is tried: the control arm's policies for everybody."""
    return place.with_policies(*(_dated(policy, 0, "") for policy in policies[0]))


def tried(trial: Trial, place: Scenario, policies: Sequence[tuple[Policy, ...]], by_lot: Assigned) -> Scenario:
    """The world in which the trial is held."""
    world = usual(trial, place, policies)
    if trial.by_person:
        named: dict[str, Policy] = {}
        for own in policies[1:]:
            named |= {policy.name: _dated(policy, 0, "-tried") for policy in own}
        return world.with_policies(*named.values(), *_offers(trial))
    ids = [centre.id for centre in place.centres]
    added = []
    for arm, since in sorted({(int(a), int(w)) for a, w in zip(by_lot.arm, by_lot.since, strict=True) if a > 0}):
        where = tuple(ids[k] for k in range(len(ids)) if by_lot.arm[k] == arm and by_lot.since[k] == since)
        added += [_dated(policy, since, f"-{trial.arms[arm].name}-{since}", where) for policy in policies[arm]]
    return world.with_policies(*added)


def _offers(trial: Trial) -> list[Policy]:
    arms_of: dict[str, list[int]] = {}
    for k, arm in enumerate(trial.arms):
        for name in arm.programmes:
            arms_of.setdefault(name, []).append(k)
    steps = tuple(
        Step(f"{name}{FOR_ARMS}", "to", float(bit_of(*arms)), (f"{name}{FOR_ARMS}",), "system", EVERYWHERE, 0, None, 0, None)
        for name, arms in arms_of.items()
    )
    return [Policy("offered-by-lot", Words("offered by lot", "ofrecido por sorteo"), Words("", ""), steps)]


def _dated(policy: Policy, week: int, suffix: str, where: tuple[str, ...] | None = None) -> Policy:
    """A policy whose first step falls on a week, at some places; what it costs is no matter of the trial's outcome."""
    later = week - min((step.start for step in policy.steps), default=0)
    steps = tuple(
        replace(
            step, start=step.start + later, until=None if step.until is None else step.until + later, cost=None,
            where=step.where if where is None or step.scope == "system" else where,
        )
        for step in policy.steps
    )
    return replace(policy, name=policy.name + suffix, steps=steps)
