"""Channels: (base + additions) x factors, whoever comes first."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from simulation.ground.channel import Channel, ChannelValues

HOURS = Channel("hours", "centre", 40, "hours", "open in a week")


def test_nothing_written_leaves_the_base():
    values = ChannelValues(HOURS, 3)
    values.clear()
    values.settle()
    assert values.values.tolist() == [40, 40, 40]


def test_a_value_is_base_and_additions_times_factors():
    hours = ChannelValues(HOURS, 2)
    hours.add(np.array([10.0, 0.0]))
    hours.multiply(0.5)
    hours.add(-4)
    hours.multiply(np.array([1.0, 2.0]))
    hours.settle()
    assert hours.values.tolist() == [(40 + 10 - 4) * 0.5, (40 - 4) * 0.5 * 2]


def test_the_order_of_writers_does_not_matter():
    writers = [lambda c: c.add(10), lambda c: c.multiply(0.5), lambda c: c.add(-4), lambda c: c.multiply(3)]
    seen = set()
    for order in itertools.permutations(writers):
        hours = ChannelValues(HOURS, 1)
        for write in order:
            write(hours)
        hours.settle()
        seen.add(hours.values.tobytes())
    assert len(seen) == 1


@pytest.mark.parametrize("base", [0.1, 1 / 3, 40.0, 1e-7])
def test_a_dial_at_0_leaves_identical_bits(base):
    channel = Channel("reach", "district", base, "share", "of residents")
    plain, dialled = ChannelValues(channel, 5), ChannelValues(channel, 5)
    effect, dial = np.linspace(0.1, 0.9, 5), 0.0
    dialled.add(dial * effect)
    dialled.multiply(1 - dial * effect)
    dialled.multiply(np.exp(dial * effect))
    for values in (plain, dialled):
        values.settle()
    assert plain.values.tobytes() == dialled.values.tobytes()


def test_a_new_week_starts_anew_in_the_same_array():
    hours = ChannelValues(HOURS, 1)
    array = hours.values
    hours.multiply(0)
    hours.settle()
    assert array[0] == 0
    hours.clear()
    hours.settle()
    assert array[0] == 40
    assert hours.values is array
    assert array.dtype == np.float32


def test_readers_see_nothing_before_it_is_settled():
    hours = ChannelValues(HOURS, 1)
    hours.add(1)
    assert hours.values[0] == 40


def test_a_channel_without_places_still_has_an_array_to_hand_over():
    assert ChannelValues(HOURS, 0).values.tolist() == [40]


def test_one_writer_may_write_anew_while_the_others_stand() -> None:
    both, again = ChannelValues(HOURS, 2), ChannelValues(HOURS, 2)
    for values, first in ((both, 0.3), (again, 0.1)):
        values.writer = 4
        values.add(first)
        values.writer = 7
        values.multiply(np.array([0.5, 3.0]))
    again.forget(4)
    again.writer = 4
    again.add(0.3)
    both.settle()
    again.settle()
    assert again.values.tobytes() == both.values.tobytes()
