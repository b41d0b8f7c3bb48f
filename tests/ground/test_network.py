"""The network: who knows whom, and the mean over them."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.ground.chance import luck
from simulation.ground.network import LANES, Contacts, build, contacts_of, mean_of_contacts, sliced


def people(n: int, household_size: int = 1, groups: int = 1):
    """Households of one size, everybody thirty, groups in turn."""
    return (
        (np.arange(n) // household_size).astype(np.int32),
        np.full(n, 30, np.float32),
        (np.arange(n) % groups).astype(np.int8),
    )


def town(n: int, household_size: int = 1, groups: int = 1, **changes: float) -> Contacts:
    asked = {"near": 6.0, "reach": 20.0, "long_ties": 2.0, "by_age": 0.0, "by_group": 0.0} | changes
    return build(*people(n, household_size, groups), luck(3), **asked)


def lists(contacts: Contacts) -> list[list[int]]:
    return [sorted(contacts_of(contacts, i)) for i in range(contacts.degree.size)]


def random_ties(n: int, ties: int):
    chance = np.random.default_rng(n)
    left = chance.integers(0, n - 3, ties)  # the last three know nobody
    right = (left + 1 + chance.integers(0, n - 4, ties)) % (n - 3)
    return left.astype(np.int32), right.astype(np.int32)


@pytest.mark.parametrize("n", [20, 37, 64, 1000, 1024, 2500])
def test_ties_are_symmetric_and_degrees_count_them(n):
    contacts = town(n, household_size=2)
    known = lists(contacts)
    assert [len(k) for k in known] == contacts.degree.tolist()
    ties = sorted((i, j) for i, k in enumerate(known) for j in k)
    assert ties == sorted((j, i) for i, j in ties)
    assert all(i != j for i, j in ties)


def test_every_tie_that_is_given_is_listed_at_both_ends():
    left, right = random_ties(100, 300)
    contacts = Contacts(*sliced(100, left, right))
    wanted: list[list[int]] = [[] for _ in range(100)]
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        wanted[i].append(j)
        wanted[j].append(i)
    assert lists(contacts) == [sorted(w) for w in wanted]


def test_slices_hold_every_resident_once_and_only_padding_beside():
    contacts = town(1037)
    rows = contacts.row[contacts.row >= 0]
    assert sorted(rows.tolist()) == list(range(1037))
    assert contacts.row.size % LANES == 0
    assert contacts.other.size == contacts.start[-1]
    assert (contacts.other < 1037).sum() == contacts.degree.sum()
    assert (contacts.other[contacts.other >= 1037] == 1037).all()


def test_the_mean_degree_is_the_one_asked_for_when_everybody_is_alike():
    degree = town(20_000).degree.mean()
    assert degree == pytest.approx(8, abs=0.15)


def test_members_of_a_household_know_each_other():
    known = lists(town(400, household_size=4, near=0, long_ties=0))
    assert known[9] == [8, 10, 11]
    assert {len(k) for k in known} == {3}


def test_near_ties_reach_as_far_as_asked():
    contacts = town(20_000, near=8, long_ties=0, reach=30)
    steps = [abs(i - j) for i, k in enumerate(lists(contacts)[5000:15_000], 5000) for j in k]
    assert np.mean(steps) == pytest.approx(30, rel=0.05)


def test_homophily_raises_the_share_of_contacts_in_the_same_group():
    def same(by_group: float) -> float:
        known = lists(town(6000, groups=3, by_group=by_group))
        return float(np.mean([i % 3 == j % 3 for i, k in enumerate(known) for j in k]))

    indifferent, sorted_out = same(0), same(2)
    assert indifferent == pytest.approx(1 / 3, abs=0.03)
    assert sorted_out > indifferent + 0.2


def test_people_of_an_age_meet_more_often():
    def gap(by_age: float) -> float:
        household, age, group = people(4000)
        age = np.random.default_rng(1).uniform(18, 80, 4000).astype(np.float32)
        asked = {"near": 6, "reach": 20, "long_ties": 2, "by_group": 0}
        known = lists(build(household, age, group, luck(3), by_age=by_age, **asked))
        return float(np.mean([abs(age[i] - age[j]) for i, k in enumerate(known) for j in k]))

    assert gap(0.1) < gap(0) / 1.5


def test_another_seed_is_another_network_and_the_same_seed_the_same():
    a, b = town(300), town(300)
    assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
    household, age, group = people(300)
    c = build(household, age, group, luck(4), near=6, reach=20, long_ties=2, by_age=0, by_group=0)
    assert lists(a) != lists(c)


@pytest.mark.parametrize("n", [5, 16, 37, 64, 1024, 1025, 7121])
def test_the_mean_over_contacts_is_the_plain_one(n):
    contacts = Contacts(*sliced(n, *random_ties(n, 3 * n)))
    value = np.zeros((n // 64 + 1) * 64, np.float32)
    value[:n] = np.random.default_rng(2).random(n)
    out = np.zeros_like(value)
    mean_of_contacts(out, value, contacts)
    wanted = [value[k].astype(float).mean() if k else value[i] for i, k in enumerate(lists(contacts))]
    np.testing.assert_allclose(out[:n], wanted, rtol=1e-6)
    assert out[n:].tolist() == [0] * (out.size - n)


def test_who_knows_nobody_keeps_their_own_value():
    contacts = Contacts(*sliced(37, *random_ties(37, 60)))
    value = np.zeros(64, np.float32)
    value[:37] = np.linspace(0.1, 0.9, 37)
    out = np.zeros(64, np.float32)
    mean_of_contacts(out, value, contacts)
    assert contacts.degree[34:].tolist() == [0, 0, 0]
    assert out[34:37].tolist() == value[34:37].tolist()


def test_with_no_ties_at_all_everybody_keeps_their_own_value():
    none = np.empty(0, np.int32)
    value = np.zeros(64, np.float32)
    value[:20] = 0.5
    out = np.zeros(64, np.float32)
    mean_of_contacts(out, value, Contacts(*sliced(20, none, none)))
    assert out.tolist() == value.tolist()
