"""Arithmetic: errors stay within what the docstrings promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from simulation.ground import arithmetic
from simulation.ground.cache import kernel

exp, log, weekly, normal = arithmetic.exp, arithmetic.log, arithmetic.weekly, arithmetic.normal


@kernel
def exps(x, out):
    for i in range(x.size):
        out[i] = exp(x[i])


@kernel
def logs(x, out):
    for i in range(x.size):
        out[i] = log(x[i])


@kernel
def weeklies(x, out):
    for i in range(x.size):
        out[i] = weekly(x[i])


@kernel
def normals(x, out):
    for i in range(x.size):
        out[i] = normal(x[i])


def each(function, x):
    """Values of a kernel for many float32 numbers, and those numbers in double precision."""
    x = np.asarray(x, np.float32)
    out = np.empty_like(x)
    function(x, out)
    return out.astype(np.float64), x.astype(np.float64)


def test_exp_is_right_to_two_in_ten_million():
    y, x = each(exps, np.linspace(-87, 88, 1_000_001))
    assert np.max(np.abs(y / np.exp(x) - 1)) < 2e-7


def test_exp_of_nothing_is_one():
    assert float(exp(np.float32(0))) == 1


def test_exp_is_clamped_at_both_ends():
    y, _ = each(exps, [-1e30, -88, 89, 1e30])
    assert y[0] == y[1] == pytest.approx(np.exp(-87), rel=1e-6)
    assert y[2] == y[3] == pytest.approx(np.exp(88), rel=1e-6)


def test_log_is_right_to_three_in_ten_million():
    y, x = each(logs, np.concatenate([np.logspace(-37, 38, 500_001), np.linspace(0.5, 2, 500_001)]))
    truth = np.log(x)
    assert np.max(np.abs(y - truth) / np.maximum(np.abs(truth), 1)) < 3e-7


def test_log_of_one_is_nothing():
    assert float(log(np.float32(1))) == 0


def test_a_weekly_chance_is_one_less_the_chance_of_no_event():
    y, x = each(weeklies, np.concatenate([[0], np.logspace(-6, 3, 500_001)]))
    truth = -np.expm1(-x / 52)
    assert y[0] == 0
    assert np.max(np.abs(y[1:] / truth[1:] - 1)) < 1e-5


def test_a_higher_rate_has_no_lower_weekly_chance():
    y, _ = each(weeklies, np.linspace(0, 60, 1_000_001))
    assert np.min(np.diff(y)) > -1.5e-7  # the two branches meet within float32's last digits
    assert y.max() <= 1


def test_the_normal_quantile_is_right_to_five_in_ten_thousand():
    y, x = each(normals, np.linspace(2e-6, 1 - 2e-6, 1_000_001))
    assert np.max(np.abs(y - ndtri(x))) < 5e-4


def test_the_normal_quantile_is_finite_for_every_uniform_number():
    y, _ = each(normals, [0, 2.0**-24, 0.5, 1 - 2.0**-24])
    assert np.isfinite(y).all()
    assert y[0] < y[1] < y[2] == 0 < y[3]


def test_float32_stays_float32():
    one = np.float32(1)
    for function in (exp, log, weekly, normal):
        function(one * np.float32(0.5))
        (signature,) = {str(s) for s in function.nopython_signatures if str(s.args[0]) == "float32"}
        assert signature.endswith("-> float32"), signature


@pytest.mark.parametrize(("x", "clipped"), [(-1, 0), (0.25, 0.25), (7, 1)])
def test_clip_keeps_to_the_interval(x, clipped):
    assert float(arithmetic.clip(np.float32(x), np.float32(0), np.float32(1))) == clipped
