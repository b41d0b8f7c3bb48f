"""Anchors: the file is checked, measures and life tables give what pencil and paper give, misses stay misses."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from experiments import anchors as a
from experiments.anchors_page import as_json, as_markdown, as_table
from experiments.command import main
from experiments.measures import MEASURES, counts, per_centre_year
from experiments.watching import PsychosisRelapse, UntreatedRemission
from simulation import InputError, Scenario, load, run
from simulation.people.codes import AFFECTIVE_PSYCHOSIS, ILL, REMISSION
from simulation.scenario import shipped_folder

HEAD = 'schema = 1\nkind = "anchors"\nsystem = "peru"\n'
GOOD = """
[[anchors]]
id = "one"
what = { en = "w", es = "w" }
people = { en = "p", es = "p" }
period = "point"
unit = "share"
value = 0.2
low = 0.1
high = 0.3
source = "piazza2014"
measure = "counts"
with = { over = ["ill"], under = ["residents"] }
"""


def test_the_shipped_anchors_of_peru_name_what_the_issue_asks_for(peru: Scenario) -> None:
    known = {x.id: x for x in a.load_anchors(peru)}
    assert len(known) >= 25
    assert (known["any-12-month-adults"].value, known["any-12-month-adults"].ages, known["any-12-month-adults"].period) == (0.135, (18, 65), "12-month")
    assert [known[f"treated-{k}-without"].value for k in ("severe", "moderate", "mild")] == [0.328, 0.181, 0.154]
    assert {known[f"treated-{k}-without"].world for k in ("severe", "moderate", "mild", "any")} == {"without-centres"}
    assert {known[k].value for k in ("consultations-per-centre", "people-per-centre")} == {8414, 1586}
    for x in known.values():
        assert math.isnan(x.value) or x.low <= x.value <= x.high


@pytest.mark.parametrize(
    ("old", "new", "key", "told"),
    [
        ("0.2", '"a"', "value", "a number"),
        ("0.1", "0.25", "value", "low to high"),
        ('"piazza2014"', '"piaza2014"', "source", "did you mean piazza2014"),
        ('measure = "counts"', 'measure = "count"', "measure", "did you mean counts"),
        ('["ill"]', '["il"]', "with.over", "names of over"),
        ('["ill"]', '"ill"', "with.over", "names of over"),
        ('over = ["ill"], ', "", "with.over", "needs it"),
        ('over = ["ill"]', 'over = ["ill"], centres = ["centre-9"]', "with.centres", "names of centres"),
        ('over = ["ill"]', 'over = ["ill"], factor = "x"', "with.factor", "a number"),
        ('over = ["ill"]', 'over = ["ill"], foo = 1', "with.foo", "one of"),
        ('"point"', '"now"', "period", "one of"),
        ('id = "one"', 'id = "one"\nfoo = 1', "foo", "unknown key"),
        ('id = "one"', 'id = "one"\nages = [65, 18]', "ages", "two whole numbers"),
        ('id = "one"', 'id = "one"\nworld = "elsewhere"', "world", "one of"),
    ],
)
def test_a_mistake_in_a_file_is_named(peru: Scenario, tmp_path: Path, old: str, new: str, key: str, told: str) -> None:
    path = tmp_path / "anchors.toml"
    path.write_text(HEAD + GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as found:
        a.load_anchors(peru, path)
    lines = found.value.lines()
    assert any(line.startswith("anchors.toml:") and key in line and told in line for line in lines), lines


def test_a_good_file_is_read_and_two_of_one_id_are_not(peru: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "anchors.toml"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    assert [x.id for x in a.load_anchors(peru, path)] == ["one"]
    path.write_text(HEAD + GOOD + GOOD, encoding="utf-8")
    with pytest.raises(InputError, match="twice"):
        a.load_anchors(peru, path)


def test_a_system_without_anchors_is_told_so(peru: Scenario) -> None:
    with pytest.raises(InputError, match="peru"):
        a.load_anchors(replace(peru, name="atlantis"))


def test_a_verdict_says_where_the_mean_and_the_interval_lie(peru: Scenario) -> None:
    one = a.load_anchors(peru)[0]
    one = replace(one, value=0.2, low=0.1, high=0.3)
    verdicts = [a.Found(one, (), mean, low, high).verdict for mean, low, high in ((0.2, 0, 1), (0.4, 0.25, 0.5), (0.4, 0.35, 0.5), (0.05, 0, 0.09))]
    assert verdicts == ["inside", "reached", "outside", "outside"]
    assert a.Found(replace(one, low=math.nan), (), 0.2, 0, 1).verdict == ""


def test_a_life_table_with_a_constant_hazard_gives_its_closed_form() -> None:
    table = UntreatedRemission()
    table.at_risk[1:] = 10_000
    table.events[1:] = 100
    assert table.share_by(52) == pytest.approx(1 - 0.99**52)
    table.at_risk[30] = 0
    assert math.isnan(table.share_by(52))


def test_a_relapse_is_counted_in_its_week_since_remission_and_newcomers_are_not() -> None:
    def week(k: int, statuses: list[int], arrivals: list[int]) -> SimpleNamespace:
        columns = {
            "status": np.array(statuses, np.int8), "arrival": np.array(arrivals, np.int16),
            "disorder": np.full(4, AFFECTIVE_PSYCHOSIS, np.int8),
        }

        class People(SimpleNamespace):
            def __len__(self) -> int:
                return 4

        return SimpleNamespace(week=k, residents=People(**columns))

    watcher = PsychosisRelapse()
    watcher.begin(week(0, [ILL] * 4, [0] * 4))
    watcher.see(week(0, [ILL, ILL, ILL, REMISSION], [0] * 4))
    watcher.see(week(1, [REMISSION, REMISSION, ILL, REMISSION], [0] * 4))
    watcher.see(week(2, [ILL, REMISSION, ILL, ILL], [0] * 4))
    watcher.see(week(3, [ILL, ILL, ILL, ILL], [0, 1, 0, 0]))
    # the fourth person was never seen to remit; the second row was taken by somebody new
    assert watcher.at_risk[:4].tolist() == [0, 2, 0, 0]
    assert watcher.events[:4].tolist() == [0, 1, 0, 0]


def test_without_treatment_the_curve_of_remission_is_that_of_its_rate(peru: Scenario) -> None:
    only = [x for x in a.load_anchors(peru) if x.id == "untreated-remission"]
    # nobody seeks help, so that nobody leaves the curve for a reason that has to do with severity
    system = peru.setting({"help_seeking.base": 0.0, "help_seeking.crisis_brings": 0.0, "course.remission[common]": 1.2})
    found = a.measure_anchors(system, only, scale=0.03, replicates=2, fixed_parameters=True, workers=1)[0]
    assert found.mean == pytest.approx(1 - math.exp(-1.2), abs=0.05)


def test_without_centres_nobody_is_seen_at_one(peru: Scenario) -> None:
    record = run(a.without_centres(peru), scale=0.01, weeks=52)
    assert record.centre_count("attended").sum() == 0
    assert math.isnan(per_centre_year(record, "attended"))


def test_measures_divide_the_counts_of_the_last_year(peru: Scenario) -> None:
    record = run(peru, scale=0.01, weeks=60)
    last = record.people_count("ill")[-52:].sum() / record.people_count("residents")[-52:].sum()
    assert counts(record, ["ill"], ["residents"]) == pytest.approx(last)
    both = counts(record, ["ill"], ["residents"], districts=["lima-1", "lima-3"])
    ill, residents = (record.people_count(n, district=0)[-52:].sum() + record.people_count(n, district=2)[-52:].sum() for n in ("ill", "residents"))
    assert both == pytest.approx(ill / residents)
    one = record.centre_count("attended", 1)[-52:].sum()
    assert per_centre_year(record, "attended", ["centre-2"]) == pytest.approx(one)
    assert math.isnan(counts(record, ["ill"], ["home_days"]))


def test_the_same_numbers_come_whatever_the_number_of_workers(peru: Scenario) -> None:
    chosen = [x for x in a.load_anchors(peru) if x.id in ("psychosis-relapse", "missed-appointments", "any-12-month-adults")]
    one, two = (a.measure_anchors(peru, chosen, scale=0.01, replicates=2, workers=w) for w in (1, 2))
    assert [f.values for f in one] == [f.values for f in two]
    assert len({f.anchor.world for f in one}) == 2
    about = {"seed": 1, "scale": 0.01, "replicates": 2, "fixed_parameters": False}
    for lang in ("en", "es"):
        said = as_table(peru, one, lang, width=100, **about)
        assert max(map(len, said.splitlines())) <= 100
        assert "psychosis-relapse" in said
        assert "| `psychosis-relapse` |" in as_markdown(peru, one, lang, **about)
    assert [x["id"] for x in json.loads(as_json(peru, one, **about))["anchors"]] == [x.id for x in chosen]


def test_every_measure_is_documented_and_a_name_is_taken_once() -> None:
    assert all(m.read.__doc__ for m in MEASURES.values())
    from experiments.measures import measure

    with pytest.raises(ValueError, match="already"):
        measure()(counts)


def test_only_takes_a_part_of_an_id_and_refuses_what_none_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["anchors", "peru", "--only", "nothing-like-it"]) == 3
    assert "any-12-month-adults" in capsys.readouterr().err


def test_the_page_draws_every_published_range_and_says_how_to_do_it_again(peru: Scenario, tmp_path: Path) -> None:
    from experiments.anchors_figure import numbers, picture, write_page
    from experiments.anchors_page import again
    from experiments.figures import new_axes

    asked = a.load_anchors(peru)
    found = [a.Found(x, (), x.value * f, x.value * f * 0.8, x.value * f * 1.2) for x, f in zip(asked, [1.0, 3.0, 20.0, 0.01] * 9, strict=False)]
    ranged = [x for x in asked if math.isfinite(x.value)]
    ax = picture(found, new_axes(), "es")
    assert len(ax.get_yticklabels()) == len(ranged) == len(numbers(found)[1])
    about = {"seed": 1, "scale": 0.1, "replicates": 2, "fixed_parameters": True}
    line = again(peru.setting({"help_seeking.base": 0.4}), **about)
    assert line == "minga anchors peru --seed 1 --scale 0.1 --replicates 2 --set help_seeking.base=0.4 --fixed-parameters"
    for lang in ("en", "es"):
        said = write_page(peru, found, tmp_path / f"{lang}.html", line, lang, **about).read_text(encoding="utf-8")
        assert said.count("<tr>") > 2 * len(ranged)
        assert line in said
        assert "Whiteford" in said


@pytest.mark.parametrize("file", sorted(path.stem for path in (shipped_folder() / "anchors").glob("*.toml")))
def test_every_shipped_file_of_anchors_is_that_of_a_shipped_system(file: str) -> None:
    found = a.load_anchors(load(file))
    assert found and all(one.value > 0 or math.isnan(one.value) for one in found)
