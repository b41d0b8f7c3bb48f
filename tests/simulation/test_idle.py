"""What has nothing to do is not called, and that changes no bit."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest

from simulation import Community, load
from simulation.ground.parameter import Words
from simulation.ground.process import Process
from simulation.scenario import load_policy
from simulation.week import WEEK

CAN_IDLE = [process for process in WEEK if process.idle_without]
PLACES = {
    "peru": (0.004, ("coaching",)), "chile-santiago": (0.02, ("cti-ts",)), "upsides-ulm": (0.01, ("clear-roles",)),
    "rfcmh": (0.15, ("before-the-project",)),
}


def every_bit(world: Community) -> dict[str, bytes]:
    tables = ("residents", "clinicians", "workers", "peers", "pairs", "companions", "cases", "centres", "facilities", "providers", "provider_ties")
    found = {f"{t}.{c}": getattr(world, t).whole(c).tobytes() for t in tables for c in getattr(world, t).columns}
    return found | {name: getattr(world, name).tobytes() for name in ("tally", "centre_tally", "waits", "flows")}


def life(name: str) -> tuple[dict[str, bytes], dict[str, bytes], set[str], set[str]]:
    """A system's weeks, and those of an arm that begins where it stands: every bit, and which processes slept at the end of each."""
    scale, policies = PLACES[name]
    system = load(name)
    world = Community(system, 2, weeks=80, scale=scale)
    arm = world.branch(system.with_policies(*(load_policy(policy) for policy in policies))).live()
    world.live()
    asleep = [{bound.process.name for bound in one.bound if bound.idle} for one in (world, arm)]
    return every_bit(world), every_bit(arm), *asleep


@pytest.mark.parametrize("name", PLACES)
def test_a_process_that_sleeps_would_have_done_nothing(name):
    *told, slept, _ = life(name)
    with patch.object(Community, "wake", lambda self, touched=None: None):
        *awake, none, none_in_arm = life(name)
    assert not none | none_in_arm
    assert slept  # otherwise this shows nothing
    for mine, theirs in zip(told, awake, strict=True):
        assert [column for column in mine if mine[column] != theirs[column]] == []


def test_every_process_that_may_sleep_does_so_somewhere_and_wakes_somewhere():
    asleep, awake = set(), set()
    for name, (scale, _) in PLACES.items():
        world = Community(load(name), 2, weeks=4, scale=scale)
        asleep |= {bound.process.name for bound in world.bound if bound.idle}
        world.live(4)
        awake |= {bound.process.name for bound in world.bound if not bound.idle}
    assert asleep == {process.name for process in CAN_IDLE}
    assert awake >= {"peer_workers", "peer_support", "outreach", "meetings"}


def test_somebody_hired_by_hand_wakes_what_slept(town):
    world = Community(town, 3, weeks=10)
    bound = next(b for b in world.bound if b.process.name == "peer_support")
    world.live(2)
    assert bound.idle
    world.peers.active[0] = 1
    world.step()
    assert not bound.idle


def test_beside_a_process_from_outside_nobody_sleeps(town):
    def hires(world):
        world.peers.active[0] = 1

    outside = Process("hires", Words("Somebody is hired.", "Se contrata a alguien."), step=hires)
    world = Community(town, 3, weeks=6, extra=[outside]).live(2)
    assert not any(bound.idle for bound in world.bound)
    assert any(bound.idle for bound in Community(town, 3, weeks=6).live(2).bound)


def test_columns_that_may_be_left_over_exist():
    world = Community(load("rfcmh"), 1, weeks=1, scale=0.02, settle=False)
    for process in CAN_IDLE:
        for column in process.leftovers:
            table, _, name = column.partition(".")
            assert isinstance(getattr(world, table).whole(name), np.ndarray)
        assert all(name in world.present_values for name in process.idle_without)
