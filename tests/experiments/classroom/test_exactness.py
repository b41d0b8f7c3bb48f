"""What a class sets gives what ``minga compare`` gives, to the last digit."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from experiments.arguments import read
from experiments.classroom.levers import levers
from experiments.classroom.plans import policy_of, read_plan
from experiments.classroom.policy_toml import policy_toml
from experiments.command import parser
from experiments.compare import Comparison, compare
from experiments.execute import WEEKLY, Settled, over_run
from simulation import OUTCOMES, load, load_policy
from simulation.draws import drawn
from simulation.people.codes import POPULATION_GROUPS

from .conftest import ask


def random_plan(system: str, seed: int) -> dict[str, Any]:
    """Some levers anywhere in their ranges, a part of the story left out now and then, an assumption."""
    rng = np.random.default_rng(seed)
    known = list(levers(load(system)).values())
    chosen = rng.choice(len(known), size=4, replace=False)
    plan: dict[str, Any] = {"levers": {}, "parameters": {}, "policies": [], "week": int(rng.integers(0, 12))}
    for lever in (known[k] for k in chosen):
        value = float(rng.uniform(lever.low, lever.high))
        whole = lever.declaration is not None and lever.declaration.whole
        plan["levers"][lever.name] = False if lever.kind == "switch" else round(value) if whole else value
    if seed % 2:
        plan["parameters"]["help_seeking.stigma_effect"] = float(rng.uniform(*_range(system, "help_seeking.stigma_effect")))
        plan["policies"] = ["transport-money"] if not {"resources.reimbursed_share", "home_visits.transport_weekly"} & set(plan["levers"]) else []
    return plan


def _range(system: str, name: str) -> tuple[float, float]:
    one = load(system).values[name]
    return one.low, one.high


def compared(told: dict[str, Any], folder: Path) -> Comparison:
    """What the run's own command line gives, its plan saved beside it."""
    (folder / "plan.toml").write_text(told["toml"], encoding="utf-8")
    options = read(parser(), shlex.split(told["command"])[1:])
    system = load(options.system).setting({k: float(v) for k, v in (item.split("=") for item in options.settings)})
    arm = [load_policy(folder / name if name.endswith(".toml") else name) for name in options.policy[0].split("+")]
    return compare(
        system, arm, seed=options.seed, weeks=options.weeks, scale=options.scale, replicates=options.replicates, workers=1,
    )


@pytest.mark.parametrize(("system", "seed"), [("rfcmh", 11), ("rfcmh", 12), ("peru", 13), ("peru", 14)])
def test_a_plan_gives_what_its_command_gives(system: str, seed: int, neighbourhood: TestClient, peru_class: TestClient, tmp_path: Path) -> None:
    client = neighbourhood if system == "rfcmh" else peru_class
    told = ask(client, random_plan(system, seed))
    found = compared(told, tmp_path)
    assert told["command"].startswith(f"minga compare {system} --policy ")
    for replicate, answer in zip(told["events"]["replicate"], found.answers, strict=True):
        for k, outcome in enumerate(OUTCOMES):
            mine = np.array([answer_of(replicate["values"][outcome.name][g]) for g in POPULATION_GROUPS]).T
            np.testing.assert_array_equal(mine, answer.values[:, k])
        for k, name in enumerate(WEEKLY):
            mine = np.array([answer_of(replicate["weekly"][name][arm]) for arm in ("baseline", "plan")])
            np.testing.assert_array_equal(mine, answer.weekly[:, k])
        np.testing.assert_array_equal([replicate["lives"][g] for g in POPULATION_GROUPS], answer.lives[1])
    last = told["events"]["told"][-1]
    assert last["replicates"] == last["twins"] == 2
    for row in last["rows"]:
        e = found.estimate(1, row["outcome"], row["group"])
        for key, value in (("difference", e.difference), ("low", e.low), ("high", e.high), ("luck_low", e.luck_low), ("luck_high", e.luck_high)):
            np.testing.assert_array_equal(answer_of([row[key]])[0], value)


def answer_of(values: list[float | None]) -> list[float]:
    return [np.nan if value is None else value for value in values]


def test_the_plan_as_a_file_is_the_plan(tmp_path: Path) -> None:
    for system in ("rfcmh", "peru", "upsides-kampala"):
        told = load(system)
        for seed in (21, 22, 23):
            plan = read_plan({**random_plan(system, seed), "policies": []}, told)
            path = tmp_path / f"{system}-{seed}.toml"
            path.write_text(policy_toml(policy_of(plan, told)), encoding="utf-8")
            assert load_policy(path) == policy_of(plan, told)


def test_keeping_events_changes_no_number() -> None:
    system = load("rfcmh")
    with Settled(system, root=5, replicate=0, weeks=30, scale=0.1, fixed=False, values_of=lambda one: drawn(one, 5, 0)) as place:
        plain = over_run(place.live(system))
        with place.world(system, keep_events=True) as world:
            for _ in range(30):
                world.step()
            record = place.record(world)
    assert len(record.event_log["week"])
    np.testing.assert_array_equal(plain, over_run(record))
