"""Collaboration in the Dutch neighbourhood: the checks of ``minga patterns rfcmh``, the same functions, on few replicates."""

from __future__ import annotations

import pytest

from experiments.patterns import rfcmh_collaboration as collaboration
from experiments.patterns.catalogue import load_catalogue
from experiments.patterns.ensembles import Ensembles
from experiments.patterns.registry import arms_of, checks_of, find
from experiments.patterns.rules import FAIL
from simulation import load

OURS = {id: one for id, one in checks_of("rfcmh").items() if one.read.__module__ == collaboration.__name__}
PATTERNS = {p.id: p for p in load_catalogue("rfcmh").patterns if p.id in OURS}


def test_every_world_says_of_every_form_of_joint_work_whether_it_is_there():
    for arm in arms_of(OURS.values()):
        assert set(arm.values) >= set(collaboration.APART_FROM_IT), arm.name
    system = load("rfcmh")
    assert len({arm.of(system).digest() for arm in arms_of(OURS.values())}) == len(arms_of(OURS.values()))


@pytest.mark.parametrize("id", ["NL-22", "NL-42"])
def test_few_replicates_do_not_contradict_what_is_known(id: str):
    lived = Ensembles(load("rfcmh"), OURS[id].arms, scale=0.5, replicates=2, workers=1)
    [found] = find([PATTERNS[id]], lived)
    assert found.status != FAIL and all(clause.agree != 0 for clause in found.clauses), found.reason.en


@pytest.mark.slow
def test_no_check_of_collaboration_fails():
    lived = Ensembles(load("rfcmh"), arms_of(OURS.values()), scale=1.0, replicates=8, workers=2)
    failed = {f.pattern.id: f.reason.en for f in find(list(PATTERNS.values()), lived) if f.status == FAIL}
    assert not failed
