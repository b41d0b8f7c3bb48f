"""The part of reports on a neighbourhood project: there where such a project is on, and its numbers are those of the records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.compare import Comparison, compare
from experiments.interviews import lived
from experiments.project_report import (
    _moved,
    _told,
    compared_rows,
    counts_rows,
    group_rows,
    project_compared,
    project_in_run,
)
from experiments.reach import COUNTED, is_on, project_counts, reach, share_met
from experiments.report import write_report
from experiments.run_report import write_run_report
from simulation import load, load_policy, run


@pytest.fixture(scope="module")
def run_of_project() -> Any:
    return lived(load("rfcmh"), scale=0.3, weeks=54)


@pytest.fixture(scope="module")
def before() -> Any:
    return run(load("rfcmh").with_policies(load_policy("before-the-project")), scale=0.3, weeks=30)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_report_tells_of_the_project_only_where_there_is_one(run_of_project, before, lang, tmp_path: Path):
    record, told = run_of_project
    head = "Reach of the neighbourhood project" if lang == "en" else "Alcance del proyecto en el barrio"
    page = write_run_report([record], tmp_path / "a.html", lang, [told]).read_text(encoding="utf-8")
    assert head in page and 'download="reach-by-week.csv"' in page
    assert project_in_run([before], [None], lang) == ""


def test_reach_only_grows_and_ends_at_the_people_who_were_met(run_of_project):
    record, _ = run_of_project
    course, counts = reach(record), project_counts(record)
    met = record.people_count("met").sum()
    assert counts[0, 0] == met > 0 and course[-1] == pytest.approx(100 * met / record.people_count("residents")[-1])
    # residents hardly change in number from one week to the next, so that the share falls by no more than that
    assert (np.diff(course) > -0.5).all() and course[0] < course[-1] < 100


def test_counts_of_two_groups_of_a_division_add_up(run_of_project):
    counts = project_counts(run_of_project[0])
    assert counts.shape == (len(COUNTED) + 1, 11)
    for k in range(5):
        assert np.allclose(counts[:, 1 + 2 * k] + counts[:, 2 + 2 * k], counts[:, 0])
    first, kept, arranged = (counts[COUNTED.index(w), 0] for w in ("first_talks", "kept_by_peers", "talks_arranged"))
    assert first == pytest.approx(kept + arranged)


def test_numbers_that_are_all_alike_have_no_interval():
    assert _told([0.0, 0.0, 0.0], "", "en") == "0" and _moved([2.0, 2.0], "en") == "2" and _told([float("nan")], "%", "en") == "n/a"
    assert _told([7.0], "", "en") == "7" and _told([4.0, 6.0], "", "en").startswith("5 (0 to ")


def test_a_project_is_on_by_what_only_it_does():
    counts = np.zeros((len(COUNTED) + 1, 11))
    counts[COUNTED.index("met")] = 7  # whoever comes to a centre
    assert not is_on(counts)
    counts[COUNTED.index("approached"), 0] = 1
    assert is_on(counts)
    counts[-1, 0] = 70
    assert share_met(counts) == 10 and np.isnan(share_met(counts, 1))


def test_what_is_known_of_initiatives_stands_in_the_table(run_of_project):
    record, told = run_of_project
    known, noticed = told.places
    assert 0 <= known <= 1 and 0 <= noticed <= 1
    counts = [project_counts(record)]
    assert len(counts_rows(counts, [told], 54, "en")[1]) == len(counts_rows(counts, [None], 54, "en")[1]) + 2
    assert len(group_rows(counts, "en")[1]) == 11


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(load("rfcmh"), [load_policy("before-the-project")], replicates=2, weeks=20, scale=0.2, workers=1)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_comparison_has_the_counts_of_each_arm(comparison, lang, tmp_path: Path):
    assert ("Reach of" if lang == "en" else "Alcance del") in write_report(comparison, tmp_path / "c.html", lang).read_text(encoding="utf-8")
    heads, rows = compared_rows(comparison, lang)
    assert len(heads) == 4 and all(len(row) == 4 for row in rows)
    nights = next((row for row in rows if row[0] in ("crises of users outside office hours", "crisis de usuarios fuera de horario")), None)
    # nobody counts them where no peer works: not a number, and not none
    assert nights is None or nights[2] == nights[3] == ("n/a" if lang == "en" else "n/d")
    for answer in comparison.answers:
        assert is_on(answer.project[0]) and not is_on(answer.project[1])


def test_a_comparison_without_such_a_project_says_nothing_of_it():
    found = compare(load("chile-santiago"), [load_policy("less-stigma")], replicates=1, weeks=6, scale=0.05, workers=1)
    assert project_compared(found, "en") == ""
