"""The same scenario under the same seed is the same world, whatever happens around it."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import simulation
from simulation import Community, Process, Scenario, Words, load_policy, run
from simulation.draws import drawn
from simulation.ground.chance import ask, draw, replicate_seed

WEEKS, SCALE = 60, 0.01
PAINTS = draw("test: is the door painted this week")
COLOUR = draw("test: in which colour")


@pytest.fixture(scope="module")
def plain(peru: Scenario) -> Community:
    """The shipped system, lived once."""
    return Community(peru, 5, weeks=WEEKS, scale=SCALE).live()


def digest(state: dict[str, bytes]) -> str:
    """A few digits for everything in a community."""
    return hashlib.sha256(b"".join(name.encode() + state[name] for name in sorted(state))).hexdigest()


def test_the_same_seed_is_the_same_world_bit_for_bit(peru, plain, state):
    assert state(Community(peru, 5, weeks=WEEKS, scale=SCALE).live()) == state(plain)


def test_another_seed_is_another_world(peru, plain, state):
    other = state(Community(peru, 6, weeks=WEEKS, scale=SCALE).live())
    same = {name for name, content in state(plain).items() if other[name] == content}
    assert "residents.severity" not in same
    assert "residents.arrival" not in same


def test_a_policy_that_changes_nothing_changes_no_bit(peru, plain, state, tmp_path):
    path = tmp_path / "same.toml"
    path.write_text(
        'schema = 1\nkind = "policy"\nname = "same"\ntitle = {en = "Same", es = "Igual"}\n'
        'about = {en = "As it is.", es = "Como es."}\n'
        '[[step]]\nwhat = "productivity.extramural_credit"\nto = 0.0\nfrom = 3\nramp = 4\n'
        '[[step]]\nwhat = "course.relapse"\ntimes = 1.0\nfrom = 0\nuntil = 20\n'
        '[[step]]\nwhat = "home_visits.transport_weekly"\nby = 0.0\nfrom = 7\n',
        encoding="utf-8",
    )
    same = peru.with_policies(load_policy(path))
    assert state(Community(same, 5, weeks=WEEKS, scale=SCALE).live()) == state(plain)


def test_a_process_that_only_draws_changes_no_bit(peru, plain, state):
    seen = []

    def paint(u_paints, residents, week, luck):
        seen.append((float(u_paints[:residents].mean()), float(ask(luck, COLOUR, 3, week))))

    for after in ("stigma", "course", "home_visits", None):
        painting = Process(
            name="painting", sentence=Words("Doors are painted.", "Se pintan puertas."), kernel=paint,
            dense={"u_paints": PAINTS}, after=after,
        )
        seen.clear()
        model = Community(peru, 5, weeks=WEEKS, scale=SCALE, extra=[painting]).live()
        assert state(model) == state(plain)
        assert len(set(seen)) == len(seen) == peru.burn_in_weeks + WEEKS


def test_agents_change_no_bit_by_being_there(peru, plain, state):
    model = Community(peru, 5, weeks=WEEKS, scale=SCALE)
    assert len(model.agents) > len(model.residents)
    for week in range(WEEKS):
        if week % 10 == 0:
            model.agents.select(lambda a: a.unique_id % 3 == 0).get("unique_id")
        model.step()
    assert state(model) == state(plain)


def test_a_log_of_events_changes_no_bit(peru, plain, state):
    assert state(Community(peru, 5, weeks=WEEKS, scale=SCALE, keep_events=True).live()) == state(plain)


def test_a_longer_horizon_changes_no_week_before(peru, plain):
    longer = Community(peru, 5, weeks=WEEKS + 30, scale=SCALE).live()
    np.testing.assert_array_equal(longer.centre_tally[:WEEKS], plain.centre_tally[:WEEKS])
    np.testing.assert_array_equal(longer.waits[:WEEKS], plain.waits[:WEEKS])


def test_poisoned_global_generators_change_nothing(peru, plain, state, monkeypatch):
    def poisoned(*_: object, **__: object) -> None:
        raise AssertionError("a global generator was asked")

    for name in ("random", "randint", "uniform", "choice", "shuffle", "gauss", "sample", "getrandbits"):
        monkeypatch.setattr(random, name, poisoned)
    for name in ("random", "rand", "randn", "randint", "uniform", "normal", "choice", "permutation", "shuffle"):
        monkeypatch.setattr(np.random, name, poisoned)
    model = Community(peru, 5, weeks=WEEKS, scale=SCALE)
    monkeypatch.undo()
    random.seed(99)
    np.random.seed(99)
    assert state(model.live()) == state(plain)


SCRIPT = """\
import hashlib, sys
from simulation import Community, load
from simulation.community import TABLES
m = Community(load("peru"), 5, weeks={weeks}, scale={scale}).live()
found = {{}}
for name in TABLES:
    table = getattr(m, name)
    found.update({{name + "." + c: getattr(table, c).tobytes() for c in table}})
for name in ("tally", "centre_tally", "waits", "flows"):
    found[name] = getattr(m, name)[:m.weeks].tobytes()
print(hashlib.sha256(b"".join(n.encode() + found[n] for n in sorted(found))).hexdigest())
"""


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_another_process_with_another_hash_seed_lives_the_same_world(plain, state, hash_seed):
    root = str(Path(simulation.__path__[0]).parent)
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": root}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(weeks=WEEKS, scale=SCALE)],
        env=environment, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == digest(state(plain))


def test_a_branch_lives_on_as_if_nothing_had_been_branched(peru, plain, state):
    settled = Community(peru, 5, weeks=WEEKS, scale=SCALE)
    assert state(settled.branch(peru).live()) == state(plain)
    assert state(settled.branch(peru).live()) == state(plain)
    assert state(settled.live()) == state(plain)


def columns(state: dict[str, bytes]) -> dict[str, bytes]:
    """The tables alone: a branch counts from where it begins."""
    return {name: content for name, content in state.items() if "." in name}


@pytest.mark.parametrize("week", [2, 8, 30, 45])
@pytest.mark.parametrize("names", [(), ("equal-credit", "second-centre"), ("less-stigma", "transport-money")])
def test_a_branch_in_the_middle_lives_on_as_if_nothing_had_been_branched(peru, state, names, week):
    told = peru.with_policies(*map(load_policy, names))
    whole = Community(told, 5, weeks=WEEKS, scale=SCALE).live()
    first = Community(told, 5, weeks=WEEKS, scale=SCALE).live(week)
    branch = first.branch(told)
    assert branch.present_values == first.present_values
    branch.live()
    assert columns(state(branch)) == columns(state(whole))
    np.testing.assert_array_equal(branch.centre_tally[week:WEEKS], whole.centre_tally[week:WEEKS])


def test_a_branch_keeps_what_came_from_outside(peru):
    counted = []
    process = Process(
        name="bell", sentence=Words("A bell rings.", "Suena una campana."), step=lambda world: counted.append(world.week),
    )
    settled = Community(peru, 1, weeks=4, scale=0.001, extra=[process])
    counted.clear()
    settled.branch(peru).live()
    assert counted == [0, 1, 2, 3]


def test_twins_share_what_is_drawn_and_differ_in_luck(peru, state):
    values = drawn(peru, 1, 3)
    assert values == drawn(peru, 1, 3)
    assert values != drawn(peru, 1, 4)
    assert values != drawn(peru, 2, 3)
    one, two = (Community(peru, replicate_seed(1, 3, twin), weeks=20, scale=SCALE, values=values).live() for twin in (0, 1))
    assert one.present_values == two.present_values
    assert state(one)["residents.severity"] != state(two)["residents.severity"]


def test_drawn_values_are_those_that_act(peru):
    record = run(peru, replicate=2, fixed_parameters=False, weeks=4, scale=0.001)
    for (name, place), value in drawn(peru, 1, 2).items():
        found = record.values[name]
        if place is not None:
            scope = peru.values[name].scope
            found = found[peru.places(scope).index(place)]
        elif isinstance(found, list):
            continue
        assert found == value, name


def test_a_run_leaves_no_community_behind(peru):
    import weakref

    seen: list[weakref.ref[Community]] = []
    process = Process(
        name="bell", sentence=Words("A bell rings.", "Suena una campana."),
        prepare=lambda world: seen.append(weakref.ref(world.residents)),
    )
    run(peru, weeks=2, scale=0.001, extra=[process])
    assert [ref() for ref in seen] == [None]


def test_a_form_that_is_set_is_not_drawn(peru):
    chosen = {drawn(peru.setting({"attitudes.spreading": "bounded"}), 1, r)["attitudes.spreading", None] for r in range(12)}
    assert chosen == {"bounded"}
    assert {drawn(peru, 1, r)["attitudes.spreading", None] for r in range(12)} == {"anchored", "bounded"}
