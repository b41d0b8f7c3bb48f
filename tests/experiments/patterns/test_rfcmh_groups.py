"""Checks of the three focus groups of the Dutch neighbourhood: they pass and fail where they should."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from experiments.patterns import registry, rules
from experiments.patterns.catalogue import load_catalogue
from experiments.patterns.ensembles import Ensembles, Lived
from experiments.patterns.rfcmh_groups import (
    ASKED,
    ASKED_LARGE,
    contact_valued_over_the_meeting,
    groups_cannot_say_of_health,
    groups_say_nothing_changed,
    more_notice_a_larger_dose,
    peers_valued_in_every_group,
    peers_valued_most,
    two_in_three_come,
)
from experiments.patterns.watching_groups import ASKED_OF
from simulation import load


def worlds(rows: dict[str, tuple[float, float, float]], n: int = 8) -> Any:
    """Replicates in which the groups say so much: subject -> groups that share it, who says it, who can know."""
    table = np.array([[*rows.get(s, (0, 0, 0)), 0] for s in ASKED_OF] + [[8, 8, 8, 36]], float)
    return {ASKED.name: [Lived(load("rfcmh"), np.zeros((1, 1, 1)), np.zeros((1, 1, 1)), {"groups": table}) for _ in range(n)]}


def test_invitations_and_the_table_are_those_of_the_study():
    registry.checks_of("rfcmh")
    found = {f.pattern.id: f for f in registry.find([p for p in load_catalogue("rfcmh").patterns if p.id in ("NL-05", "NL-06")], Ensembles(load("rfcmh"), [], replicates=1))}
    assert {id: f.status for id, f in found.items()} == {"NL-05": rules.PASSED, "NL-06": rules.PASSED}
    assert two_in_three_come(None)[0].n == 3  # type: ignore[arg-type]


@pytest.mark.parametrize(("clause", "subject"), [(peers_valued_in_every_group, "peers"), (groups_cannot_say_of_health, "no_effect"), (groups_say_nothing_changed, "no_change")])
def test_a_statement_holds_if_all_three_groups_share_it_and_fails_if_two_do(clause, subject):
    assert clause(worlds({subject: (3, 9, 12)})).status == rules.PASSED
    assert clause(worlds({subject: (2, 9, 12)})).status == rules.FAIL


def test_peers_are_valued_most_of_the_parts_that_anybody_met():
    assert peers_valued_most(worlds({"peers": (3, 9, 12), "outreach": (1, 2, 6), "practical": (0, 0, 3)})).status == rules.PASSED
    assert peers_valued_most(worlds({"peers": (3, 3, 12), "outreach": (3, 5, 6)})).status == rules.FAIL
    # with nothing beside it there is no order
    assert peers_valued_most(worlds({"peers": (3, 9, 12)})).status == rules.NOT_BUILT


def test_a_larger_dose_is_noticed_if_the_share_who_notice_rises():
    few, many = worlds({"no_change": (3, 22, 24)}), worlds({"no_change": (3, 18, 24)})
    assert more_notice_a_larger_dose({ASKED.name: few[ASKED.name], ASKED_LARGE.name: many[ASKED.name]}).status == rules.PASSED  # type: ignore[arg-type]
    assert more_notice_a_larger_dose({ASKED.name: many[ASKED.name], ASKED_LARGE.name: few[ASKED.name]}).status == rules.FAIL  # type: ignore[arg-type]


def test_contact_is_valued_over_the_meeting_if_more_say_so():
    assert contact_valued_over_the_meeting(worlds({"collaboration": (3, 9, 12), "meeting": (0, 1, 12)})).status == rules.PASSED
    assert contact_valued_over_the_meeting(worlds({"collaboration": (3, 1, 12), "meeting": (0, 2, 12)})).status == rules.FAIL


def test_the_watcher_holds_the_groups_in_the_last_week():
    from dataclasses import replace

    arm = replace(ASKED, weeks=30, least_scale=0.0)
    e = Ensembles(load("rfcmh"), [arm], scale=0.2, replicates=1, workers=1)
    seen = e[ASKED.name][0].watched["groups"]
    assert seen.shape == (len(ASKED_OF) + 1, 4) and seen[-1, :3].sum() <= seen[-1, 3] <= 36
    assert (seen[:-1, 1] <= seen[:-1, 2]).all() and (seen[:-1, 0] <= 3).all() and seen[ASKED_OF.index("no_change"), 2] > 0
