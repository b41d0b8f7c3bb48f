"""Processes: a kernel is handed what its parameters name, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from simulation.ground.cache import kernel
from simulation.ground.chance import draw, luck, padded, uniforms
from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import BoundProcess, Process

FIRST, SECOND = draw("test: first"), draw("test: second")
SAYS = Words("It happens.", "Sucede.")
ROWS = 70


class Values(NamedTuple):
    step: np.float32


class Growth(Settings):
    step: float = parameter(1.0, unit="share", en="step", es="paso", low=0, high=1)


@kernel
def grow(size, settings, week, u_second, residents, u_first):
    for i in range(residents):
        size[i] += settings.step * np.float32(week) + u_first[i] - u_second[i]


class Stage:
    """The columns and buffers that a bound process is given."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.size = np.zeros(padded(ROWS), np.float32)
        self.buffers: dict[int, np.ndarray] = {}

    def supply(self, name: str):
        self.asked.append(name)
        return {"size": self.size, "residents": ROWS}[name]

    def buffer(self, number: int):
        return self.buffers.setdefault(number, np.zeros(padded(ROWS), np.float32))


def bound(stage: Stage, **about) -> BoundProcess:
    return BoundProcess(Process("growth", SAYS, **about), stage.supply, stage.buffer)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def growth(stage) -> BoundProcess:
    made = bound(stage, kernel=grow, settings=Growth, dense={"u_first": FIRST, "u_second": SECOND})
    made.use({"growth": Values(np.float32(2))})
    return made


def test_a_process_reads_what_its_kernel_names():
    assert Process("growth", SAYS, kernel=grow).reads() == (
        "size", "settings", "week", "u_second", "residents", "u_first",
    )  # fmt: skip
    assert Process("nothing", SAYS).reads() == ()


def test_a_plain_function_may_stand_for_a_kernel():
    assert Process("growth", SAYS, kernel=grow.py_func).reads()[0] == "size"


def test_its_declarations_carry_its_name():
    assert [d.name for d in Process("growth", SAYS, settings=Growth).declarations()] == ["growth.step"]
    assert Process("nothing", SAYS).declarations() == []


def test_only_what_is_named_is_asked_for(stage, growth):
    assert stage.asked == ["size", "residents"]
    assert sorted(stage.buffers) == [0, 1]


def test_the_kernel_receives_settings_week_and_dense_draws(stage, growth):
    growth(None, 3, luck(5))
    u = uniforms(luck(5), "test: first", ROWS, 3), uniforms(luck(5), "test: second", ROWS, 3)
    np.testing.assert_array_equal(stage.size[:ROWS], np.float32(6) + u[0] - u[1])
    assert not stage.size[ROWS:].any()


def test_every_week_has_its_own_luck_and_new_settings_count_at_once(stage, growth):
    growth(None, 0, luck(5))
    first = stage.size.copy()
    stage.size[:] = 0
    growth.use({"growth": Values(np.float32(0))})
    growth(None, 1, luck(5))
    assert not np.array_equal(first, stage.size)
    assert np.abs(stage.size).max() < 1


def test_a_step_in_plain_python_is_called_with_the_world(stage):
    seen: list[object] = []
    bound(stage, step=seen.append)("the world", 1, luck(0))
    assert seen == ["the world"]


def test_settings_are_ignored_by_a_kernel_that_names_none(stage):
    @kernel
    def shrink(size):
        size[:] = np.float32(-1)

    process = bound(stage, kernel=shrink)
    process.use({"growth": Values(np.float32(2))})
    process(None, 1, luck(0))
    assert (stage.size == -1).all()


def test_the_settings_of_another_process_are_handed_over_by_its_name(stage):
    @kernel
    def copy(size, settings, course_settings):
        size[0] = settings.step
        size[1] = course_settings.step

    process = bound(stage, kernel=copy)
    process.use({"growth": Values(np.float32(2)), "course": Values(np.float32(3))})
    process(None, 1, luck(0))
    assert stage.asked == ["size"]
    assert stage.size[:2].tolist() == [2, 3]


def test_a_name_that_nobody_supplies_is_an_error_when_bound(stage):
    with pytest.raises(KeyError, match="mood"):
        bound(stage, kernel=lambda mood: None)


def test_later_weeks_call_the_compiled_code_itself_and_give_the_same_bits(stage):
    ways = []
    for remembers in (True, False):
        mine = Stage()
        process = bound(mine, kernel=grow, settings=Growth, dense={"u_first": FIRST, "u_second": SECOND})
        for week in range(6):
            if week % 3 == 0 or not remembers:
                process.use({"growth": Values(np.float32(1 + week // 3))})  # forgets what Numba chose
            process(None, week, luck(5))
            assert process._entry is not None and (process._entry is not grow or len(grow.overloads) > 1)
        ways.append(mine.size.copy())
    np.testing.assert_array_equal(*ways)
    assert np.any(ways[0] != 0)


def test_a_process_in_plain_python_is_called_as_it_is(stage):
    def plain(size, week):
        size[0] += week

    process = bound(stage, kernel=plain)
    for week in (1, 2, 4):
        process(None, week, luck(5))
    assert stage.size[0] == 7
