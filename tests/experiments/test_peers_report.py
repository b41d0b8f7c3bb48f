"""Peer work in reports: the median pair and peer, bands, conditions by site, one user in two worlds."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiments.execute import Question
from experiments.figures import new_axes
from experiments.histories import OF_POST, SEEN, Accompaniment, Career, Histories
from experiments.interviews import lived
from experiments.peer_figures import INFLUENCES, career_rows, condition_rows, conditions, pair_rows, sites
from experiments.peer_work import PeerWork, chosen
from experiments.peers_report import peers_in_run
from experiments.run_report import write_run_report
from experiments.two_worlds import (
    Watch,
    brings_peers,
    distance,
    most_different,
    spells,
    two_worlds,
    worlds_figure,
    worlds_rows,
)
from simulation import load, load_policy
from simulation.people.codes import ILL, REMISSION

TITLES = ("as it is", "with pairs")


def pair(weeks: int, contacts: int, user: int = 0) -> Accompaniment:
    """A pair that met evenly until so many contacts."""
    one = Accompaniment(user, 0, 0, 0, 0, True, 3)
    course = np.floor(np.linspace(0, contacts, weeks))
    one.weeks = [tuple(float(course[w]) if name == "contacts" else 0.0 for name in SEEN) for w in range(weeks)]
    return one


def career(weeks: int, strain: float, post: int) -> Career:
    """A peer whose strain never changed."""
    one = Career(post, post, 0, 0, 4)
    one.weeks = [tuple({"week": 4.0 + w, "strain": strain}.get(name, 0.0) for name in OF_POST) for w in range(weeks)]
    return one


def test_the_pair_and_the_peer_are_medians_of_those_who_went_on():
    histories = Histories()
    histories.accompaniments = [pair(39, 30, 1), pair(39, 10, 2), pair(39, 20, 3), pair(12, 15, 4), pair(39, 0, 5)]
    histories.careers = [career(60, 0.9, 0), career(60, 0.1, 1), career(60, 0.4, 2), career(10, 0.2, 3)]
    work = chosen(histories)
    # three met the peer for nine months; three peers stayed a year
    assert work is not None and work.pair is not None and work.pair.user == 3 and work.pairs == 3
    assert work.career is not None and work.career.post == 2 and work.careers == 3
    low, high = work.career_bands["strain"]
    assert low[0] == pytest.approx(0.1 + 0.2 * 0.3) and high[0] == pytest.approx(0.9 - 0.2 * 0.5)
    assert len(pair_rows(work.pair)[1]) == 39 and len(career_rows(work.career)[1]) == 52
    assert chosen(Histories()) is None


@pytest.fixture(scope="module")
def run_with_pairs() -> Any:
    return lived(load("chile-santiago").with_policies(load_policy("cti-ts")), scale=0.3, weeks=60)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_report_tells_of_peer_work_only_where_there_is_any(run_with_pairs, lang, tmp_path: Path):
    record, told = run_with_pairs
    assert isinstance(told.peers, PeerWork) and told.peers.pair is not None and told.peers.career is not None
    page = write_run_report([record], tmp_path / "a.html", lang, [told]).read_text(encoding="utf-8")
    assert ("Peer support work" if lang == "en" else "Trabajo de apoyo entre pares") in page
    for file in ("a-pairs-months", "a-peers-year", "influences-by-site"):
        assert f'download="{file}.csv"' in page
    assert peers_in_run([record], [None], lang) == ""


def test_conditions_are_the_values_and_ranges_of_the_files():
    every = sites()
    assert len(every) == 5 and all(len(conditions(s)) == len(INFLUENCES) for s in every)
    assert all(low <= value <= high for s in every for value, low, high in conditions(s))
    chile = load("chile-santiago")
    assert conditions(chile)[-1] == (0.63, 0.48, 0.78)  # hierarchy, as the file has it
    heads, rows = condition_rows(chile, every)
    assert len(heads) == 7 and rows[-1][1].startswith("0.63")


# --- one user in two worlds -----------------------------------------------------------------------------------------


def watch(rows: int, weeks: int, **columns: Any) -> Watch:
    """A watch made by hand."""
    one = Watch(range(rows), weeks)
    for name, kept in one.kept.items():
        kept[:] = columns.get(name, 0.0)
    return one


def test_a_path_ends_when_somebody_else_lives_there_and_tells_of_illness():
    arrival = np.array([0, 0, 0, 0, 1.0])[:, None]
    status = np.array([REMISSION, ILL, ILL, REMISSION, ILL], float)[:, None]
    path = watch(1, 5, arrival=arrival, status=status, crisis=np.array([0, 1, 0, 0, 1.0])[:, None], recovery=0.5).path(0, 0)
    assert np.flatnonzero(path.fell_ill).tolist() == [1] and np.flatnonzero(path.remitted).tolist() == [3]
    assert np.flatnonzero(path.crisis).tolist() == [1] and np.isnan(path.recovery[4])


def test_the_user_whose_paths_differ_most_is_followed_and_all_others_are_told_of():
    base = watch(3, 40, recovery=0.5, severity=0.4)
    other = watch(3, 40, recovery=np.array([0.6, 0.5, 0.7]), severity=np.array([0.4, 0.4, 0.3]), care=np.array([3.0, 0, 3.0]))
    assert distance(base.path(2, 0), other.path(2, 0), 10, 40) == pytest.approx(0.2 + 0.1 + 1)
    assert np.isnan(distance(base.path(2, 0), other.path(2, 0), 30, 40))
    found = most_different({(7, 0): 10, (8, 0): 10, (9, 0): 10}, (base, other), 40, 1)
    assert found is not None and found.own_gain == pytest.approx(20) and sorted(found.gains) == pytest.approx([0, 10, 20])
    assert most_different({(7, 0): 35}, (base, other), 40, 1) is None


def test_spells_of_care_follow_each_other_until_somebody_else_lives_there():
    assert spells(np.array([0, 0, 3, 3, 3, 6, np.nan, np.nan])) == [(0, 2, 0), (2, 5, 3), (5, 6, 6)]
    assert spells(np.array([])) == []


def test_only_policies_that_bring_peers_are_followed():
    peru = load("peru")
    assert brings_peers(peru.with_policies(load_policy("cti-ts"))) and not brings_peers(peru.with_policies(load_policy("equal-credit")))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_same_person_is_followed_in_both_worlds(lang):
    system = load("chile-santiago")
    question = Question(system, (system.with_policies(load_policy("cti-ts")),), seed=1, weeks=40, scale=0.3, fixed_parameters=True)
    found = two_worlds(question)
    assert found is not None and found.arm == 1 and found.own_gain in found.gains
    # until peer work begins the paths are of one person, and the policy has begun in week 4
    assert found.since >= 4 and np.allclose(found.base.recovery[:4], found.other.recovery[:4], equal_nan=True)
    heads, rows = worlds_rows(found, TITLES, lang)
    assert len(heads) == 7 and len(rows) == 40
    axes = worlds_figure(found, TITLES, new_axes(1, 3), lang)
    assert [t.get_text() for t in axes[0].get_yticklabels()] == list(TITLES)


def test_a_watch_sees_recovery_as_the_mean_of_six_components():
    people = SimpleNamespace(
        **{n: np.array([0.4, 0.8]) for n in ("connectedness", "hope", "identity", "meaning", "empowerment")}, difficulties=np.array([0.4, 0.2]),
        care=np.array([3, 0]), severity=np.array([0.5, 0.0]), status=np.array([2, 0]), crisis_week=np.array([0, -5]), arrival=np.array([0, 0]),
    )
    one = Watch([0, 1], 1)
    one.look(SimpleNamespace(residents=people, week=1))  # type: ignore[arg-type]
    path = one.path(0, 0)
    assert path.recovery[0] == pytest.approx((5 * 0.4 + 0.6) / 6) and path.crisis[0] and path.care[0] == 3
