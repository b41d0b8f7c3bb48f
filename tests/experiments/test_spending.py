"""Money in a comparison: cash by payer and year, the ceiling, and a cost per DALY that is given only where it means something."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

from experiments import cost_figures
from experiments.command import main
from experiments.compare import Comparison, compare
from experiments.outputs import command, summary
from experiments.report import write_report
from experiments.spending import (
    cash_by_year,
    ceiling,
    discounted,
    per_daly,
    ratio_of,
    spending_rows,
    unit_costs,
)
from experiments.wording import html_table, on_money, table
from experiments.words import NARROW
from simulation import Scenario, load, load_policy
from simulation.draws import PAYERS
from simulation.scenario import shipped_folder

from .conftest import by_hand

JUDGED = re.compile(r"(\d+) of (\d+) unit costs are judged")
ROW = """\
schema = 1
kind = "costs"
[[cost]]
system = "PE"
item = "bed_day_psychiatric"
value = 300
currency = "PEN"
price_year = 2023
"""


def given(peru: Scenario, **options: float) -> Comparison:
    return by_hand(peru, {}, **{"extra": 1000.0, "extra_spread": 100.0, "averted": 20.0, "averted_spread": 2.0, **options})  # type: ignore[arg-type]


# --- the ratio ---------------------------------------------------------------------------------------------


def test_a_ratio_is_that_of_the_means_and_never_the_mean_of_ratios() -> None:
    averted, extra = np.array([5.0, 30.0, 10.0, 15.0, 8.0, 20.0]), np.array([900.0, 1200.0, 1100.0, 1000.0, 800.0, 1300.0])
    found = ratio_of(averted, extra)
    assert found.verdict == "given"
    assert found.value == pytest.approx(extra.mean() / averted.mean())
    assert found.value != pytest.approx((extra / averted).mean(), rel=0.05)
    assert found.low < found.value < found.high


def test_the_ends_of_the_interval_are_where_the_net_mean_is_just_off_zero() -> None:
    """Fieller: R is in the interval as long as the paired mean of extra - R averted is not off zero."""
    rng = np.linspace(-1, 1, 9)
    averted, extra = 20 + 6 * rng, 1000 + 300 * rng**2 - 200 * rng
    found = ratio_of(averted, extra)
    for end in (found.low, found.high):
        net = extra - end * averted
        assert abs(net.mean()) == pytest.approx(t.ppf(0.975, 8) * net.std(ddof=1) / 3, rel=1e-6)


def test_with_health_known_exactly_the_interval_is_that_of_the_money() -> None:
    extra = np.array([900.0, 1100.0, 1000.0, 1050.0])
    found = ratio_of(np.full(4, 10.0), extra)
    half = t.ppf(0.975, 3) * extra.std(ddof=1) / 2
    assert (found.value, found.low, found.high) == pytest.approx((101.25, (extra.mean() - half) / 10, (extra.mean() + half) / 10))


def test_a_policy_that_saves_money_has_a_negative_ratio() -> None:
    found = ratio_of(np.array([9.0, 10.0, 11.0]), np.array([-95.0, -100.0, -105.0]))
    assert found.verdict == "given" and found.high < 0


@pytest.mark.parametrize(
    ("averted", "verdict"),
    [([-1.0, 1.0, 0.5, -0.7], "not off zero"), ([0.0, 0.0, 0.0, 0.0], "not off zero"), ([-5.0, -6.0, -5.5, -5.2], "health is lost"), ([5.0], "one replicate")],
)
def test_no_ratio_is_given_where_it_means_nothing(averted: list[float], verdict: str) -> None:
    found = ratio_of(np.array(averted), np.linspace(90, 110, len(averted)))
    assert found.verdict == verdict
    assert math.isnan(found.value) and math.isnan(found.low) and math.isnan(found.high)


def test_discounting_leaves_the_first_year_and_shrinks_the_others(peru: Scenario) -> None:
    assert discounted(np.array([[100.0, 103.0, 106.09]]), 0.03) == pytest.approx(300)
    assert discounted(np.array([[1.0, 2.0]]), 0) == pytest.approx(3)
    found = given(peru.setting({"burden.discount_costs": 0.03, "burden.discount_health": 0.03}))
    assert per_daly(found, 1).value == pytest.approx(per_daly(given(peru), 1).value)  # one year


# --- the ceiling -------------------------------------------------------------------------------------------


def test_a_ceiling_is_for_the_ministry_in_any_one_year(peru: Scenario) -> None:
    found = given(peru)
    assert ceiling(found, 1) is None
    found.budget = 999.0
    over = ceiling(found, 1)
    assert over is not None and over.over == (1,) and over.share == 0.5 and over.extra[0].value == pytest.approx(1000)
    found.budget = 1001.0
    under = ceiling(found, 1)
    assert under is not None and under.over == () and under.share == 0.5
    for answer in found.answers:
        answer.cash[1, [cost_figures.LINES.index(line) for line in cost_figures.LINES if line.payer != "ministry"]] += 1e6
    again = ceiling(found, 1)
    assert again is not None and again.over == ()


def test_arms_over_the_ceiling_are_marked_in_table_json_and_report(peru: Scenario, tmp_path: Path) -> None:
    found = given(peru)
    found.budget = 500.0
    assert table(found).splitlines()[0].endswith("[over the ceiling]")
    assert "[over the ceiling]" in html_table(found)
    assert "[sobre el techo]" in table(found, "es")
    rows = spending_rows(found)
    assert "budget" not in rows[0] and rows[1]["budget"] == {
        "ceiling_a_year": 500.0, "over_in_years": [1], "is_over": True, "over_in_share_of_draws": 1.0,
    }
    for lang, told in (("en", "OVER the ceiling of 500"), ("es", "SOBRE el techo de 500")):
        assert told in write_report(found, tmp_path / f"{lang}.html", lang).read_text(encoding="utf-8")
    found.budget = 5000.0
    assert "[over the ceiling]" not in table(found) and "Under the ceiling of 5000" in table(found)
    assert command(found).endswith("--budget 5000")


def test_without_a_ceiling_none_is_spoken_of(peru: Scenario, tmp_path: Path) -> None:
    found = given(peru)
    assert "ceiling" not in table(found)
    assert "ceiling" not in write_report(found, tmp_path / "r.html").read_text(encoding="utf-8")
    assert "--budget" not in command(found)


# --- what is said ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_sentence_on_value_for_money_without_how_many_unit_costs_are_judged(peru: Scenario, tmp_path: Path, lang: str) -> None:
    found = given(peru)
    judged, every = unit_costs(found)
    phrase = f"{judged} of {every} unit costs are judged" if lang == "en" else f"{judged} de {every} costos unitarios son estimados a juicio"
    said = [s for s in on_money(found, 1, lang) if "DALY averted," in s or "AVAD evitado," in s]
    assert len(said) == 2
    assert all(phrase in s for s in said)
    report = write_report(found, tmp_path / "r.html", lang).read_text(encoding="utf-8")
    assert phrase in report
    assert all(row["unit_costs_judged"] == judged and row["unit_costs"] == every for row in spending_rows(found))


def test_unit_costs_are_counted_from_their_grades(peru: Scenario) -> None:
    judged, every = unit_costs(given(peru))
    rows = {d.row: d.grade for d in peru.values.values() if d.row.startswith("costs:")}
    # the policy's own amount is one more, and judged
    assert (judged, every) == (sum(g == "judged" for g in rows.values()) + 1, len(rows) + 1)
    named = by_hand(peru, {}, policy="second-centre")
    assert unit_costs(named) == (judged - 1, every - 1)
    yours = peru.setting({"prices.emergency_visit": 10000})
    assert unit_costs(by_hand(yours, {})) == (judged - 1, every)


def test_where_no_health_is_gained_it_is_said_that_no_cost_of_it_can_be_given(peru: Scenario) -> None:
    said = " ".join(on_money(given(peru, averted=0.0), 1))
    assert "cannot be given: the number averted cannot be told from zero" in said and not JUDGED.search(said)
    assert "health is lost, not gained" in " ".join(on_money(given(peru, averted=-20.0), 1))
    assert "one replicate has no interval" in " ".join(on_money(by_hand(peru, {}, replicates=1, averted=5.0), 1))


def test_the_lines_of_money_fit_a_terminal(peru: Scenario) -> None:
    found = given(peru, extra=123456789.0)
    found.budget = 100.0
    for lang in ("en", "es"):
        assert all(len(line) <= 100 for line in table(found, lang).splitlines())


# --- a real comparison -------------------------------------------------------------------------------------


def test_cash_adds_up_to_the_cost_outcomes(small: Comparison) -> None:
    people = 10**6
    for arm in range(3):
        every = cash_by_year(small, arm)
        assert every.shape == (len(small.answers), 2)
        np.testing.assert_allclose(sum(cash_by_year(small, arm, payer) for payer in PAYERS), every)
        total = every.sum(axis=1)
        per_head = small.values(arm, "cost")
        np.testing.assert_allclose(total / per_head, (total / per_head)[0])  # residents are as many in every arm
        assert (total > people).all()
    stigma = cash_by_year(small, 2, "ministry") - cash_by_year(small, 0, "ministry")
    assert (stigma > 0).all()


def test_figures_of_money_have_their_numbers(small: Comparison) -> None:
    heads, rows = cost_figures.payer_rows(small)
    assert len(rows) == 3 * (len(PAYERS) + 1) and len(heads) == len(rows[0]) == 4
    heads, rows = cost_figures.cash_rows(small)
    assert [row[0].partition(", ")[2] for row in rows[:2]] == ["year 1", f"year 2 (weeks 52 to {small.question.weeks - 1})"]
    assert rows[0][2:] == ["", "", ""] and isinstance(rows[2][2], float) and len(heads) == 5
    assert all(any(isinstance(x, float) and x for x in row[3:]) for row in cost_figures.line_rows(small)[1])


def test_json_has_money_of_every_arm(small: Comparison) -> None:
    told = summary(small)["spending"]
    assert [row["policy"] for row in told] == small.arms
    json.dumps(told, allow_nan=False)
    assert set(told[1]["cost_per_daly_averted"]) == {"ministry", "all_payers"}
    assert {payer: len(years) for payer, years in told[0]["cash_by_year"].items()} == dict.fromkeys(PAYERS, 2)


def test_money_does_not_depend_on_the_number_of_workers(peru: Scenario) -> None:
    alone, two = (
        compare(peru, load_policy("second-centre"), scale=0.002, weeks=30, replicates=2, workers=n, budget=1000.0) for n in (1, 2)
    )
    for a, b in zip(alone.answers, two.answers, strict=True):
        np.testing.assert_array_equal(a.cash, b.cash)
        np.testing.assert_array_equal(a.dalys, b.dalys)
    assert spending_rows(alone) == spending_rows(two)


# --- the command line --------------------------------------------------------------------------------------


def test_a_file_of_costs_on_the_command_line_is_in_the_line_that_repeats_it(peru: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(ROW, encoding="utf-8")
    told = command(by_hand(load("peru", costs=str(path)).setting({"prices.informal_visit": 1}), {}))
    assert f"--costs {path}" in told and "--set prices.informal_visit=1" in told and "bed_day" not in told
    assert "--costs" not in command(by_hand(peru, {}))


@pytest.mark.parametrize("command_name", ["run", "compare"])
def test_a_wrong_file_of_costs_ends_with_code_3_and_writes_nothing(
    command_name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(ROW.replace("value = 300", "value = -1").replace("PEN", "soles"), encoding="utf-8")
    code = main([command_name, "peru", "--policy", "equal-credit", "--costs", "./mine.toml", "-q", "--out", "out"])
    told = capsys.readouterr()
    assert code == 3 and told.out == ""
    assert len(told.err.splitlines()) == 2 and all(line.startswith("minga: ./mine.toml:") for line in told.err.splitlines())
    assert not (tmp_path / "out").exists()


def test_files_of_costs_and_weights_can_be_validated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shipped_folder()
    assert main(["validate", str(folder / "costs.toml"), str(folder / "disability_weights.toml")]) == 0
    told = capsys.readouterr().out
    assert "ok (unit costs 'PE, CL, DE, IL, NL, TZ, UG')" in told and "ok (disability weights" in told
    wrong = tmp_path / "mine.toml"
    wrong.write_text(ROW.replace("bed_day_psychiatric", "bed_day"), encoding="utf-8")
    assert main(["validate", str(wrong)]) == 3
    assert 'cost[1].item: found "bed_day"' in capsys.readouterr().err


@pytest.mark.parametrize("amount", ["0", "-5", "much", "nan"])
def test_a_ceiling_is_an_amount_above_nothing(amount: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "peru", "--policy", "equal-credit", "--budget", amount]) == 3
    assert "--budget" in capsys.readouterr().err


def test_thin_spaces_group_the_digits_of_money(peru: Scenario) -> None:
    assert f"123{NARROW}457" in " ".join(on_money(given(peru, extra=123456.7), 1))
