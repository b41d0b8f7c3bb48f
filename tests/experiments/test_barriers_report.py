"""The barriers in a run's report: what is counted of each, and that all is told in both languages."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from experiments.barriers_report import MET, counted, met_rows, met_table, picture, said_in_run, spoken_rows
from experiments.diaries import BARRIERS
from experiments.interviews import Interviews, lived
from experiments.run_report import write_run_report
from simulation import Record, load

LIVED = {"seed": 3, "scale": 0.02, "weeks": 104}


@pytest.fixture(scope="module")
def runs() -> list[tuple[Record, Interviews | None]]:
    return [lived(load("peru"), replicate=k, **LIVED) for k in range(2)]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def records(runs) -> list[Record]:
    return [r for r, _ in runs]


@pytest.fixture(scope="module")
def told(runs) -> list[Interviews]:
    return [t for _, t in runs]


def of(name: str, found) -> np.ndarray:
    return next(f.values for f in found if f.met.name == name)


def test_every_barrier_is_counted_in_some_way():
    assert {m.barrier for m in MET} == {*BARRIERS, "together"}


def test_counts_are_those_of_the_record_a_year(records, told):
    found = counted(records, told)
    years = 104 / 52
    assert of("pocket", found)[1, 2] == pytest.approx(records[1].centre_count("cents_pocket", 2).sum() / 100 / years)
    assert records[0].centre_count("turned_away").sum() > 0
    assert of("turned_away", found)[0, -1] == pytest.approx(records[0].centre_count("turned_away").sum() / years)
    for one in found:
        if one.met.unit != "%" and one.met.name != "premature":
            assert one.values[:, :-1].sum(axis=1) == pytest.approx(one.values[:, -1])
    # districts without a centre of their own send people too early as well
    premature = of("premature", found)
    assert premature[0, -1] == pytest.approx(records[0].people_count("premature_referrals").sum() / years)
    assert premature[0, -1] >= premature[0, :-1].sum()
    outside = of("outside", found)
    assert outside[:, -1].min() >= 0 and (outside[:, :-1].min(axis=1) <= outside[:, -1]).all() and (outside[:, -1] <= outside[:, :-1].max(axis=1)).all()


def test_hours_without_credit_are_all_hours_outside_under_an_office_only_rule_and_none_under_equal_credit():
    # a bonus that counts community work would give a part of the credit back
    system = load("peru").setting({"performance.bonus": 0.0})
    record, asked = lived(system, **LIVED)  # type: ignore[arg-type]
    minutes = sum(record.centre_count(f"minutes_{k}").sum() for k in ("visits", "travel", "groups", "lay"))
    assert minutes > 0 and of("uncredited", counted([record], [asked]))[0, -1] == pytest.approx(minutes / 60 / 2)
    record, asked = lived(system.setting({"productivity.extramural_credit": 1.0}), **LIVED)  # type: ignore[arg-type]
    assert of("uncredited", counted([record], [asked]))[0, -1] == 0


def test_without_interviews_what_only_they_know_is_left_out(records, told):
    names = {f.met.name for f in counted(records, [])}
    assert {f.met.name for f in counted(records, told)} - names == {"vague", "uncredited"}


def test_of_many_centres_only_the_sum_is_shown(records, told, monkeypatch):
    monkeypatch.setattr("experiments.barriers_report.MOST_CENTRES", 2)
    found = counted(records, told)
    assert {f.values.shape for f in found} == {(2, 1)} and len(met_table(records[0], found, "en")[0]) == 4
    assert sum(len(ax.patches) for ax in picture(records[0], found)) == len(found)
    assert len(spoken_rows(records[0], told, "en")[0]) == 3


def test_a_bar_is_a_row(records, told):
    found = counted(records, told)
    _, rows = met_rows(records[0], found, "en")
    axes = [ax for ax in picture(records[0], found) if ax.get_visible()]
    assert len(rows) == len(found) * 4 and len(axes) == len(found)
    widths = [patch.get_width() for ax in axes for patch in ax.patches]
    assert widths == pytest.approx([row[4] for row in rows if row[3] != "All centres"])


@pytest.mark.parametrize("lang", ["en", "es"])
def test_intervals_are_told_only_of_several_runs(records, told, lang):
    to = " to " if lang == "en" else " a "
    several, one = (met_table(records[0], counted(records[:n], told[:n]), lang) for n in (2, 1))
    assert all(to in cell for row in several[1] for cell in row[3:]) and not any("(" in cell for row in one[1] for cell in row[3:])


def test_shares_of_respondents_are_means_over_runs(records, told):
    heads, rows = spoken_rows(records[0], told, "en")
    assert len(heads) == 6 and [row[0] for row in rows][3] == "Stigma"
    mean = 100 * np.mean([t.shares("role")["stigma"]["clinicians"] for t in told])
    assert math.isclose(float(rows[3][1].split(" ")[0]), mean, abs_tol=0.51)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_report_has_both_sections(records, told, tmp_path: Path, lang: str):
    heads = {"en": ("The five barriers, as the run counted them", "What staff and policy-makers would say", "told, delivered"),
             "es": ("Las cinco barreras, según las contó la simulación", "Qué dirían el personal y los responsables", "dicho, realizado")}[lang]
    one = write_run_report(records[:1], tmp_path / "one.html", lang, told[:1]).read_text(encoding="utf-8")
    two = write_run_report(records, tmp_path / "two.html", lang, told).read_text(encoding="utf-8")
    assert all(h in one for h in heads) and all(h in two for h in heads[:2]) and heads[2] not in two
    assert "`" not in said_in_run(records, told, lang)
    none = write_run_report(records[:1], tmp_path / "none.html", lang).read_text(encoding="utf-8")
    assert heads[0] in none and heads[1] not in none
