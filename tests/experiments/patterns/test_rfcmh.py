"""The Dutch neighbourhood: the checks of ``minga patterns rfcmh``, the same functions, on few replicates; all of them where there is time."""

from __future__ import annotations

import pytest

from experiments.patterns.catalogue import load_catalogue
from experiments.patterns.ensembles import Ensembles
from experiments.patterns.registry import arms_of, checks_of, find
from experiments.patterns.rfcmh_worlds import BEFORE, HOURS, PROJECT
from experiments.patterns.rules import FAIL, NOT_BUILT, PASSED, together
from simulation import load

GROUP, SYSTEM = "rfcmh", "rfcmh"
PATTERNS = {p.id: p for p in load_catalogue(GROUP).patterns if p.id in checks_of(GROUP)}
CHECKS = checks_of(GROUP)
REPLICATES = 8
NO_RUN = [id for id, c in CHECKS.items() if not c.arms]
QUICK = [id for id, c in CHECKS.items() if c.arms and set(c.arms) <= {PROJECT, BEFORE, *HOURS.values()}]
"""Checks that four worlds will do for."""
FAILS: set[str] = {"NL-02", "NL-09", "NL-15", "NL-17", "NL-18", "NL-24", "NL-25", "NL-30", "NL-32", "NL-33", "NL-35", "NL-43"}
"""Fail with thirty replicates (docs/patterns-rfcmh.md), each with a diagnosis."""


@pytest.fixture(scope="module")
def ensembles() -> Ensembles:
    return Ensembles(load(SYSTEM), arms_of(CHECKS[id] for id in QUICK), replicates=REPLICATES, workers=1)


@pytest.mark.parametrize("id", NO_RUN)
def test_what_stands_in_the_data_or_the_code_is_as_the_paper_says(id: str) -> None:
    [found] = find([PATTERNS[id]], Ensembles(load(SYSTEM), (), replicates=2))
    status = together([c for c in found.clauses if c.status != NOT_BUILT])
    assert (status == FAIL) if id in FAILS else (status == PASSED), found.reason.en


@pytest.mark.parametrize("id", QUICK)
def test_few_replicates_do_not_contradict_what_is_known(ensembles: Ensembles, id: str) -> None:
    [found] = find([PATTERNS[id]], ensembles)
    assert (found.status == FAIL) <= (id in FAILS), found.reason.en


@pytest.mark.slow
def test_what_fails_is_known_to_fail() -> None:
    lived = Ensembles(load(SYSTEM), arms_of(CHECKS.values()), replicates=REPLICATES, workers=2)
    failed = {f.pattern.id: f.reason.en for f in find(list(PATTERNS.values()), lived) if f.status == FAIL}
    # eight replicates leave some undecided; none may fail that is not known to
    assert set(failed) <= FAILS, failed


def test_every_world_differs_from_every_other() -> None:
    system = load(SYSTEM)
    arms = arms_of(CHECKS.values())
    assert len({(arm.of(system).digest(), arm.watch, arm.weeks) for arm in arms}) == len(arms)


def test_what_is_known_to_fail_says_why() -> None:
    assert {id for id, c in CHECKS.items() if c.diagnosis is not None} == FAILS
