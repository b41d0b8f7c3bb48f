"""Chance: the published function, the same number however it is asked for, and nothing else that draws."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from numpy import uint32 as u4

import simulation
from simulation.ground import chance, network
from simulation.ground.chance import DrawNameError, ask, ask_each, draw, fill, luck, replicate_seed, uniforms

ALL = 0xFFFFFFFF
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ALL, ALL, ALL, ALL), (ALL, ALL), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
QUESTION = draw("test: is it raining")


@pytest.fixture(scope="module", autouse=True)
def everything_imported() -> list[str]:
    """All modules of the package, so that all their draws are known."""
    names = [m.name for m in pkgutil.walk_packages(simulation.__path__, "simulation.")]
    for name in names:
        importlib.import_module(name)
    return names


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_gives_its_published_known_answers(counter, key, words):
    assert tuple(int(w) for w in chance.philox(*map(u4, counter), *map(u4, key))) == words


def test_a_number_is_made_of_the_top_24_bits_of_the_right_word_of_the_right_call():
    key = luck(0x299F31D0_A4093822)
    for agent in (0, 16, 32, 48, 63, 64, 7120):
        words = chance.philox(
            u4(agent // 64 * 16 + agent % 16), u4(9), QUESTION, u4(0), u4(0xA4093822), u4(0x299F31D0)
        )
        assert float(ask(key, QUESTION, agent, 9)) == (int(words[agent // 16 % 4]) >> 8) / 2**24


@pytest.mark.parametrize("week", [0, 1, 155, -1, -52, 2**31 - 1])
def test_a_dense_draw_gives_the_same_number_as_a_single_question(week):
    key, out = luck(7), np.empty(320, np.float32)
    fill(out, key, QUESTION, week)
    assert out.tolist() == [float(ask(key, QUESTION, agent, week)) for agent in range(320)]


@pytest.mark.parametrize("week", [0, 30, -1])
def test_a_list_of_questions_gives_the_same_numbers_as_single_questions(week):
    key, agents = luck(7), np.array([349_999, 0, 5, 5, 16, 63, 64, 1000, 48], np.int32)
    singly = [float(ask(key, QUESTION, int(agent), week)) for agent in agents]
    assert ask_each(key, QUESTION, agents, week).tolist() == singly
    assert ask_each(key, QUESTION, agents[:0], week).size == 0


def test_weeks_before_the_first_have_luck_of_their_own():
    assert not np.array_equal(uniforms(luck(1), "test: is it raining", 64, -1),
                              uniforms(luck(1), "test: is it raining", 64, 1))  # fmt: skip


def test_a_prefix_of_the_residents_meets_the_same_luck():
    name = "test: is it raining"
    assert uniforms(luck(5), name, 700, 3)[:101].tolist() == uniforms(luck(5), name, 101, 3).tolist()


def test_numbers_lie_in_the_half_open_unit_interval():
    u = uniforms(luck(3), "test: is it raining", 1_000_000)
    assert u.dtype == np.float32
    assert u.min() >= 0
    assert u.max() < 1


def test_numbers_are_uniform_over_agents():
    counts = np.bincount(
        (uniforms(luck(11), "test: is it raining", 256_000) * 256).astype(int), minlength=256
    )
    assert 150 < ((counts - 1000) ** 2 / 1000).sum() < 375  # chi-square with 255 degrees: 255 ± 5 x 22.6


def test_numbers_of_one_agent_are_uniform_over_weeks():
    u = np.array([ask(luck(11), QUESTION, 42, week) for week in range(16_000)])
    counts = np.bincount((u * 16).astype(int), minlength=16)
    assert ((counts - 1000) ** 2 / 1000).sum() < 15 + 5 * 5.5


@pytest.mark.parametrize("lag", [1, 16, 32, 48, 64])
def test_neighbouring_agents_are_uncorrelated(lag):
    u = uniforms(luck(2), "test: is it raining", 100_000) - 0.5
    assert abs(np.mean(u[lag:] * u[:-lag])) * 12 < 5 / np.sqrt(100_000)


def test_adding_a_draw_shifts_none():
    before = uniforms(luck(4), "test: is it raining", 128, 6)
    uniforms(luck(4), "test: a draw that somebody added", 128, 6)
    assert uniforms(luck(4), "test: is it raining", 128, 6).tolist() == before.tolist()


def test_seed_name_and_week_each_change_the_numbers():
    name, base = "test: is it raining", uniforms(luck(1), "test: is it raining", 64, 1).tolist()
    assert uniforms(luck(2), name, 64, 1).tolist() != base
    assert uniforms(luck(1 + 2**32), name, 64, 1).tolist() != base
    assert uniforms(luck(1), name, 64, 2).tolist() != base
    assert uniforms(luck(1), "test: is it snowing", 64, 1).tolist() != base


def test_poisoned_global_generators_change_nothing():
    def world(poison: int):
        random.seed(poison)
        np.random.seed(poison)
        n = 200
        contacts = network.build(
            np.arange(n, dtype=np.int32), np.full(n, 30, np.float32), np.zeros(n, np.int8), luck(8),
            near=4, reach=10, long_ties=1, by_age=0, by_group=0,
        )  # fmt: skip
        return contacts.other.tolist(), uniforms(luck(8), "test: is it raining", n).tolist()

    assert world(1) == world(2)


def test_no_two_draws_of_the_package_have_one_number():
    named = chance.draws()  # importing a name that hashes like another would have raised
    assert len(set(named.values())) == len(named)
    assert all(number == int(draw(name)) for name, number in named.items())


def test_no_question_is_named_in_two_places_of_the_package():
    asked = Counter(
        node.args[0].value
        for root in simulation.__path__
        for path in Path(root).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "draw"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    )
    assert asked
    assert [name for name, times in asked.items() if times > 1] == []


def test_a_name_that_hashes_like_another_is_refused(monkeypatch):
    monkeypatch.setattr(chance, "_NAMES", {int(QUESTION): "another name"})
    with pytest.raises(DrawNameError, match="rename one"):
        draw("test: is it raining")


def test_naming_a_draw_again_gives_the_same_number():
    assert draw("test: is it raining") == QUESTION


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_that_does_not_fit_is_refused(seed):
    with pytest.raises(ValueError, match="seed"):
        luck(seed)


def test_replicates_and_twins_have_seeds_of_their_own():
    seeds = [
        replicate_seed(root, replicate, twin)
        for root in (0, 1, 2**40)
        for replicate in range(500)
        for twin in (0, 1)
    ]
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed < 2**64 for seed in seeds)
    assert seeds[0] == replicate_seed(0, 0)


@pytest.mark.parametrize(("agents", "length"), [(0, 0), (1, 64), (64, 64), (65, 128), (7121, 7168)])
def test_buffers_hold_whole_blocks(agents, length):
    assert chance.padded(agents) == length
