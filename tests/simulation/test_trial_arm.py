"""A programme offered to the people of an arm, and to nobody else."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import Community
from simulation.people.trials import MOST_ARMS, bit_of, may_offer

PROGRAMME = {
    "peer_workers.peer_posts": 12.0, "peer_support.offered[common]": 1.0, "peer_support.offered[substance_use]": 1.0,
    "peer_workers.wishes": 0.6, "peer_workers.recovery_needed": 0.45,
}


def paired_users(model: Community) -> np.ndarray:
    return model.pairs.user[model.pairs.user >= 0]


def test_an_arm_is_offered_what_its_bit_names_and_everybody_where_no_trial_runs():
    assert bit_of(1) == 2 and bit_of(1, 2) == 6 and bit_of(0) == 1
    assert all(may_offer(arm, 0) for arm in range(-1, MOST_ARMS + 1))
    assert [arm for arm in range(-1, MOST_ARMS + 1) if may_offer(arm, bit_of(1, 3))] == [1, 3]


@pytest.mark.parametrize("arm", [1, 2])
def test_only_people_of_the_arm_are_paired_with_a_peer(town, arm):
    scenario = town.setting(PROGRAMME | {"peer_support.for_arms": float(bit_of(arm))})
    model = Community(scenario, 3, weeks=60)
    model.live(20)  # posts are filled before anybody takes part, since who takes part is not hired
    assert (model.peers.active == 1).sum() > 3
    assigned = np.arange(len(model.residents)) % 3
    model.residents.trial_arm = assigned
    met: set[int] = set()
    for _ in range(40):
        model.step()
        met |= set(paired_users(model).tolist())
    assert met
    assert {int(assigned[i]) for i in met} == {arm}


def test_nobody_is_paired_while_a_trial_has_not_recruited_anybody(town):
    model = Community(town.setting(PROGRAMME | {"peer_support.for_arms": 2.0}), 3, weeks=20).live(20)
    assert (model.residents.trial_arm == -1).all() and paired_users(model).size == 0


def test_a_person_who_takes_the_row_of_another_takes_part_in_no_trial(town):
    model = Community(town, 3, weeks=52)
    model.residents.trial_arm = 1
    before = model.residents.arrival.copy()
    model.live(52)
    new = model.residents.arrival != before
    assert new.sum() > 10 and (model.residents.trial_arm[new] == -1).all() and (model.residents.trial_arm[~new] == 1).all()


def test_who_takes_part_in_a_trial_is_not_hired_as_a_peer(town):
    model = Community(town.setting(PROGRAMME), 3, weeks=20)
    model.residents.trial_arm = np.arange(len(model.residents)) % 2 - 1  # every other person takes part
    model.live(20)
    hired = model.peers.person[model.peers.active == 1]
    assert hired.size > 2 and (hired % 2 == 0).all()
