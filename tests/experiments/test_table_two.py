"""Shares of drawn worlds that show Table 2: exact intervals, and what is counted."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.table_two import ASKED, exact, looked_at, share_that_passes, shares
from simulation import load, run


def test_an_exact_interval_is_that_of_clopper_and_pearson():
    none, half = exact(0, 10), exact(5, 10)
    assert none.value == none.low == 0 and none.high == pytest.approx(1 - 0.025 ** (1 / 10), abs=1e-9)
    assert (half.low, half.high) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert exact(10, 10).low == pytest.approx(0.025 ** (1 / 10), abs=1e-9)
    with pytest.raises(ValueError, match="at least one world"):
        exact(0, 0)


def test_all_three_counts_worlds_in_which_all_three_hold_together():
    found = shares([(True, True, True), (True, False, True), (False, True, False), (True, True, False)])
    assert [found[name].passed for name in ASKED] == [3, 3, 2, 1]
    assert {share.of for share in found.values()} == {4}


def test_a_run_that_ends_before_month_24_has_no_grid():
    with pytest.raises(ValueError, match="104 weeks"):
        looked_at(run(load("peru"), weeks=60, scale=0.01))


def test_worlds_differ_in_what_was_drawn():
    done: list[tuple[int, int]] = []
    found = share_that_passes(load("peru"), 3, scale=0.01, on_world=lambda n, of: done.append((n, of)))
    assert done == [(1, 3), (2, 3), (3, 3)] and set(found) == set(ASKED)
    assert all(0 <= s.low <= s.value <= s.high <= 1 for s in found.values())
    assert found["all three"].passed <= min(found[name].passed for name in ASKED[:3])
    records = [run(load("peru"), seed=1, weeks=104, scale=0.01, replicate=k, fixed_parameters=False) for k in range(3)]
    assert [looked_at(r) for r in records] and found["decline"].passed == sum(looked_at(r)[1] for r in records)
    assert not np.array_equal(records[0].centre_tally, records[1].centre_tally)
