from __future__ import annotations

import base64
import csv
import dataclasses
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest

from experiments import figures
from experiments.compare import Comparison
from experiments.outputs import command
from experiments.report import (
    run_summary,
    summary,
    write_outputs,
    write_report,
    write_run_outputs,
    write_run_report,
)
from experiments.wording import sentences
from experiments.words import NARROW
from simulation import Record, Scenario, load_policy, run
from simulation.parameters import uncertain

from .conftest import WEEKS, by_hand

VOID = {"meta", "img", "br", "link"}


class Page(HTMLParser):
    """The tags of a page with their attributes; refuses what is not closed."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(said)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for t, attrs in self.tags if t == tag]


@pytest.fixture(scope="module", params=["en", "es"])
def report(request: pytest.FixtureRequest, small: Comparison, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    path = write_report(small, tmp_path_factory.mktemp("report") / "report.html", request.param)
    return request.param, path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def records(peru: Scenario) -> list[Record]:
    return [run(peru, scale=0.005, weeks=WEEKS, replicate=r) for r in range(2)]


def test_a_report_asks_nothing_of_a_network(report: tuple[str, str]) -> None:
    page = Page(report[1])
    for tag, attrs in page.tags:
        for key in ("src", "href", "srcset", "data", "action"):
            assert (attrs.get(key) or "#").startswith(("data:", "#")), (tag, attrs)
    assert page.all("script") == [] and page.all("link") == [] and "@import" not in report[1] and "url(" not in report[1]
    for image in page.all("img"):
        drawn = base64.b64decode(str(image["src"]).partition("base64,")[2]).decode()
        assert not re.search(r'(?:href|src)="(?!#)', drawn) and "<script" not in drawn


def test_a_report_can_be_read_without_seeing(report: tuple[str, str]) -> None:
    lang, said = report
    page = Page(said)
    assert page.all("html")[0]["lang"] == lang
    assert len(page.all("h1")) == 1 and len(page.all("h2")) >= 10
    assert page.all("img") and all(len(image["alt"] or "") > 20 for image in page.all("img"))
    assert all(head.get("scope") in ("col", "row") for head in page.all("th"))
    assert len(page.all("figcaption")) == len(page.all("figure")) == len(page.all("img"))


def test_each_figure_has_its_numbers_and_a_download(report: tuple[str, str]) -> None:
    for piece in report[1].split("<figure>")[1:]:
        piece = piece.partition("</figure>")[0]
        assert "<details>" in piece and "<table>" in piece
        link = re.search(r'href="data:text/csv;charset=utf-8,([^"]*)"', piece)
        assert link is not None
        rows = list(csv.reader(io.StringIO(unquote(link[1]))))
        assert len(rows) > 1 and len({len(row) for row in rows}) == 1
        assert all(re.fullmatch(r"-?[\d.e+-]*", cell) for row in rows[1:] for cell in row[1:])


def test_a_report_says_what_was_asked_what_was_found_and_what_it_rests_on(report: tuple[str, str], small: Comparison) -> None:
    lang, said = report
    plain = said.replace("&#x27;", "'").replace("&quot;", '"')
    for sentence in sentences(small, lang):
        assert sentence in plain
    assert command(small) in said
    for scenario in (small.question.baseline, *small.question.arms):
        assert scenario.digest() in said
    for declared in uncertain(small.question.baseline.values):
        assert declared.name in said
    assert "COVID" in said and ("predicts no person" in said or "No predice la vida de ninguna persona" in said)


def test_spanish_pages_have_decimal_commas(small: Comparison, tmp_path: Path) -> None:
    said = write_report(small, tmp_path / "r.html", "es").read_text(encoding="utf-8")
    tables = re.findall(r"<td[^>]*>([^<]*)</td>", said)
    assert any(re.fullmatch(r"\d+,\d+", cell) for cell in tables)
    assert not [cell for cell in tables if re.fullmatch(r"[+\u2212]?\d+\.\d+", cell)]


def test_the_same_comparison_gives_the_same_bytes(small: Comparison, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_outputs(small, tmp_path / folder)
        write_report(small, tmp_path / folder / "report.html")
    names = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert {"report.html", "summary.json", "values.csv", "weekly.csv", "differences.png"} <= set(names)
    for file in names:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_json_has_provenance_and_no_time(small: Comparison, tmp_path: Path) -> None:
    told = json.loads((write_outputs(small, tmp_path) / "summary.json").read_text(encoding="utf-8"))
    assert told == json.loads(json.dumps(summary(small)))
    about = told["provenance"]
    assert (about["seed"], about["weeks"], about["scale"], about["replicates"]) == (1, WEEKS, 0.01, 8)
    assert about["policies"] == ["equal-credit", "less-stigma"] and set(about["scenarios"]) == {"baseline", *about["policies"]}
    assert not re.search(r"20\d\d-\d\d|\d\d:\d\d|time|date", json.dumps(told))
    assert len(told["rows"]) == 12


def test_the_weekly_table_is_tidy(small: Comparison, tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.read_csv(write_outputs(small, tmp_path) / "weekly.csv")
    assert list(frame.columns) == ["policy", "replicate", "week", "outcome", "value", "unit"]
    assert len(frame) == 3 * 8 * 6 * WEEKS
    chosen = frame[(frame.policy == "less-stigma") & (frame.replicate == 3) & (frame.outcome == "waiting")]
    np.testing.assert_allclose(chosen.value, small.weekly(2, "waiting")[3])


def test_the_command_can_be_given_again(peru: Scenario) -> None:
    found = by_hand(peru, {}, replicates=9, fixed=True)
    line = "minga compare peru --policy equal-credit --seed 7 --weeks 4 --scale 0.5 --replicates 9 --fixed-parameters"
    assert command(found) == line
    changed = peru.setting({"productivity.extramural_credit": 0.5})
    told = command(by_hand(changed, {}, policy="less-stigma"))
    assert told.endswith("--replicates 8 --set productivity.extramural_credit=0.5")
    both = peru.with_policies(load_policy("equal-credit"), load_policy("less-stigma"))
    found.question = dataclasses.replace(found.question, arms=(both,))
    assert "--policy equal-credit+less-stigma " in command(found)


@pytest.mark.parametrize("fixed", [True, False])
def test_a_comparison_by_hand_is_reported(peru: Scenario, tmp_path: Path, fixed: bool) -> None:
    found = by_hand(peru, {("in_care", "all"): 1.0}, spread=0.1, twin_spread=0.1, fixed=fixed)
    said = write_report(found, tmp_path / "r.html").read_text(encoding="utf-8")
    Page(said)
    assert f"of 10{NARROW}000 residents followed in both worlds, 2.0 have fewer weeks ill (2.0 to 2.0) and 1.0 more" in said


def test_a_comparison_of_which_all_failed_is_reported(peru: Scenario, tmp_path: Path) -> None:
    found = by_hand(peru, {}, replicates=0)
    none = np.empty((0, 0, 0))
    failed = by_hand(peru, {}, replicates=1).answers[0]
    found.failed = [dataclasses.replace(failed, values=none, weekly=none, minutes=none, lives=none, error="ValueError: <no> luck")]
    said = write_report(found, tmp_path / "r.html").read_text(encoding="utf-8")
    Page(said)
    assert "ValueError: &lt;no&gt; luck" in said


def test_figures_draw_on_the_axes_they_are_given(small: Comparison) -> None:
    ax = figures.new_axes()
    assert figures.differences(small, "in_care", ax, "es") is ax
    assert len(np.ravel(figures.differences(small, None, figures.new_axes(2, 3)))) == 6
    for draw in (figures.weekly, figures.waiting, figures.clinicians_week, figures.who_gains, figures.lives, figures.what_is_judged):
        ax = figures.new_axes()
        assert draw(small, ax=ax, lang="es") is ax
        assert ax.get_xlabel()


def test_smoothing_is_the_mean_of_the_weeks_so_far() -> None:
    np.testing.assert_allclose(figures.smooth(np.array([4.0, 0, 0, 0, 8, np.nan])), [4, 2, 4 / 3, 1, 2, 8 / 3])


def test_time_adds_up_to_the_paid_week(small: Comparison) -> None:
    np.testing.assert_allclose(figures.shares_of_time(small.minutes(1)).sum(axis=0), 100)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_run_is_reported_with_an_interval_only_if_there_are_several(records: list[Record], tmp_path: Path, lang: str) -> None:
    one = write_run_report(records[:1], tmp_path / "one.html", lang).read_text(encoding="utf-8")
    two = write_run_report(records, tmp_path / "two.html", lang).read_text(encoding="utf-8")
    luck = "One run is one luck" if lang == "en" else "Una sola simulación es un solo azar"
    assert luck in one and luck not in two
    assert "--seed 1 " in two and "--seed 1 " in one
    for said in (one, two):
        page = Page(said)
        assert page.all("script") == [] and len(page.all("img")) == 5


def test_a_run_leaves_its_table_and_provenance(records: list[Record], tmp_path: Path) -> None:
    first, again = (write_run_outputs(records, tmp_path / k) for k in "ab")
    for file in ("result.csv", "provenance.json"):
        assert (first / file).read_bytes() == (again / file).read_bytes()
    about = json.loads((first / "provenance.json").read_text(encoding="utf-8"))
    assert about["seed"] == 1 and about["replicates"] == [0, 1] and about["weeks"] == WEEKS
    rows = run_summary(records)["rows"]
    assert len(rows) == 2 and rows[0]["in_care"] > 0


def test_every_kind_of_time_has_its_layer() -> None:
    from experiments.figures import LAYERS
    from simulation.people.codes import LEDGER

    assert set(LAYERS) == set(LEDGER) and len(set(LAYERS.values())) == len(LEDGER)


def test_a_place_without_centres_has_a_report(tmp_path) -> None:
    from experiments.run_report import write_run_report
    from simulation import load, run

    place = tmp_path / "before.toml"
    place.write_text(
        'schema = 1\nkind = "system"\nname = "before"\ncurrency = "PEN"\nprice_year = 2023\ncosts = "PE"\nburn_in_weeks = 2\n'
        'title = {en = "Before", es = "Antes"}\nabout = {en = "No centre yet.", es = "Aún sin centro."}\n'
        '[[districts]]\nid = "a"\nname = "A"\n[[zones]]\nid = "z"\ndistrict = "a"\nx = 0.0\ny = 0.0\nradius = 1.0\npopulation = 800\n',
        encoding="utf-8",
    )
    written = write_run_report([run(load(place), seed=1, weeks=60)], tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Before" in written and "Activity by centre" not in written and "clinicians-week" not in written
