"""Living a trial once: the world in which it is held, and the world without what is tried, from the same settled place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.trial.arms import Assigned, assigned, policies_of, tried, usual
from experiments.trial.conduct import Conduct, Shadow, lost_by
from experiments.trial.data import NUMBERS, OCCASION, PERSON, Data
from experiments.trial.design import Trial
from experiments.trial.places import base_of, between, place_of, share_of
from simulation import Policy, Scenario
from simulation.draws import drawn, quantile


def checked(trial: Trial) -> tuple[Scenario, tuple[tuple[Policy, ...], ...]]:
    """The system and the policies of a trial, everything checked before anything is lived.

    Raises:
        InputError: whatever does not fit.
    """
    system = base_of(trial)
    policies = policies_of(trial, system)
    place = place_of(trial, system, 0)
    tried(trial, place, policies, assigned(trial, place, 0))
    return system, policies


def held(trial: Trial, replicate: int, system: Scenario | None = None, policies: Sequence[tuple[Policy, ...]] | None = None) -> Data:
    """Hold the trial once: new centres, people, draws of what is not known, and luck."""
    from experiments.execute import Settled

    if system is None or policies is None:
        system, policies = checked(trial)
    place = place_of(trial, system, replicate)
    by_lot = assigned(trial, place, replicate)

    def values_of(scenario: Scenario) -> dict[tuple[str, str | None], Any]:
        return {} if trial.fixed else drawn(scenario, trial.seed, replicate)

    def at(name: str, one: Any) -> float:
        return float(one.value if trial.fixed else one.at(quantile(f"trial: {name}", trial.seed, replicate)))

    reliability, rate = at("reliability", trial.instrument.reliability), at("attrition", trial.attrition.rate)
    conduct = Conduct(trial, by_lot, reliability)
    with Settled(
        place, root=trial.seed, replicate=replicate, weeks=trial.weeks, scale=share_of(trial, place), fixed=trial.fixed, values_of=values_of,
    ) as settled:
        settled.live(tried(trial, place, policies, by_lot), [conduct.process()])
        shadow = Shadow(conduct)
        settled.live(usual(trial, place, policies), [shadow.process()])
        key = settled.luck
    return _data(trial, conduct, shadow, key, reliability, rate, between(trial, replicate), by_lot)


def _data(
    trial: Trial, conduct: Conduct, shadow: Shadow, key: Any, reliability: float, rate: float, spread: float, by_lot: Assigned
) -> Data:
    p, n = conduct.people, len(conduct.people)
    people = np.zeros((n, len(PERSON)))
    for name in ("person", "centre", "arm", "week", "severity"):
        people[:, PERSON.index(name)] = getattr(p, name)
    people[:, PERSON.index("reached")] = [i in conduct.reached for i in p.person]
    people[:, PERSON.index("elsewhere")] = [k in conduct.met_elsewhere for k in range(n)]
    occasions = np.full((n, 1 + len(trial.follow_up), len(OCCASION)), np.nan)
    told = (("true", conduct.watch.true), ("seen", conduct.watch.seen), ("other_true", shadow.watch.true), ("other_seen", shadow.watch.seen))
    for name, values in told:
        for (k, occasion), value in values.items():
            occasions[k, occasion, OCCASION.index(name)] = value
    occasions[:, 0, OCCASION.index("lost")] = 0
    occasions[:, 1:, OCCASION.index("lost")] = lost_by(p, key, rate, trial.attrition.severity, trial.follow_up)
    occasions[:, :, OCCASION.index("treated")] = _treated(trial, p, by_lot)
    numbers = {
        "residents": len(conduct.last["arrival"]), "eligible": len(conduct.among), "deviation": conduct.watch.deviation, "reliability": reliability,
        "attrition": rate, "between": spread, **_others(trial, conduct, shadow, by_lot),
    }
    return Data(people, occasions, np.array([numbers.get(name, np.nan) for name in NUMBERS], float))


def _treated(trial: Trial, people: Any, by_lot: Assigned) -> Any:
    """The arm that each participant is in at each occasion: 0 at the baseline."""
    found = np.zeros((len(people), 1 + len(trial.follow_up)))
    for n, after in enumerate(trial.follow_up, 1):
        if trial.by_person:
            found[:, n] = people.arm
        elif len(people):
            found[:, n] = by_lot.treated(np.array(people.centre), trial.begins + after)
    return found


def _others(trial: Trial, conduct: Conduct, shadow: Shadow, by_lot: Assigned) -> dict[str, float]:
    """What became of people with a disorder who took no part: where nothing is tried (spill-over), and where it is."""
    here, there = conduct.last, shadow.last
    same = (here["arrival"] == there["arrival"]) & (here["trial_arm"] < 0) & (here["disorder"] > 0) & (there["disorder"] > 0)
    centre = there["centre"]
    tried_here = (centre >= 0) & (by_lot.treated(np.maximum(centre, 0), trial.weeks - 1) > 0)
    change = here["score"] - there["score"]
    without, having = change[same & ~tried_here], change[same & tried_here]
    found = {"others": float(without.size), "others_with": float(having.size)}
    if without.size:
        found |= {"others_changed": float((without != 0).mean()), "others_mean": float(without.mean())}
    if having.size:
        found["others_with_mean"] = float(having.mean())
    return found
