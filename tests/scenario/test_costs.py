"""Unit costs and disability weights are data: checked row by row, replaceable, and the only place of their numbers."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulation import load, load_policy, parameters
from simulation.draws import drawn
from simulation.scenario import InputError, Scenario, json_schema, shipped_folder
from simulation.scenario.costs import ROW_KEYS, read_costs
from simulation.scenario.weights import read_weights
from simulation.tables import shipped_costs, shipped_weights

Write = Callable[[str, str | bytes], Path]
COSTS, WEIGHTS = (shipped_folder() / name for name in ("costs.toml", "disability_weights.toml"))
MINE = """\
schema = 1
kind = "costs"

[[cost]]
system = "PE"
item = "bed_day_psychiatric"
value = 300
low = 200
high = 500
currency = "PEN"
price_year = 2023
source = "hospital's own accounts"
grade = "here"
"""
LAND = """\
schema = 1
kind = "system"
name = "land"
extends = "peru"
"""

# what is wrong, the text of the valid file, what stands there instead, what the line tells
CASES: list[tuple[str, str, str, list[str]]] = [
    ("another kind", 'kind = "costs"', 'kind = "system"', [':2: kind: found "system", allowed "costs"']),
    ("a misspelt kind", 'kind = "costs"', 'kind = "cost"', ['found "cost"', "did you mean costs?"]),
    ("schema 2", "schema = 1", "schema = 2", [":1: schema: found 2"]),
    ("no rows", MINE[MINE.index("[[cost]]") :], "", ["cost: found nothing", "one or more [[cost]]"]),
    ("a table for a list", "[[cost]]", "[cost]", ["cost: found a table"]),
    ("an unknown key of the file", "[[cost]]", "colour = 1\n[[cost]]", [":4: colour: found an unknown key"]),
    ("an unknown key of a row", "value = 300", "value = 300\nvalu = 3", ["cost[1].valu: found an unknown key", "did you mean value?"]),
    ("an unknown item", '"bed_day_psychiatric"', '"bed_day_psychiatrik"', [":6: cost[1].item", "did you mean bed_day_psychiatric?"]),
    ("no item", 'item = "bed_day_psychiatric"\n', "", ["cost[1].item: found nothing"]),
    ("no value", "value = 300\n", "", ["cost[1].value: found nothing, allowed a number from 0"]),
    ("a value in words", "value = 300", 'value = "300"', [':7: cost[1].value: found "300"']),
    ("a negative value", "value = 300", "value = -300", [":7: cost[1].value: found -300"]),
    ("NaN for a value", "value = 300", "value = nan", [":7: cost[1].value: found nan"]),
    ("truth for a value", "value = 300", "value = true", ["cost[1].value: found true"]),
    ("a low end above the value", "low = 200", "low = 400", [":8: cost[1].low: found 400, allowed at most the value 300"]),
    ("a high end below the value", "high = 500", "high = 250", [":9: cost[1].high: found 250, allowed at least the value 300"]),
    ("a currency in words", '"PEN"', '"soles"', [':10: cost[1].currency: found "soles"']),
    ("a small currency", '"PEN"', '"pen"', [':10: cost[1].currency: found "pen", allowed 3 capital letters']),
    ("no currency", 'currency = "PEN"\n', "", ["cost[1].currency: found nothing"]),
    ("a year in words", "price_year = 2023", 'price_year = "2023"', [':11: cost[1].price_year: found "2023"']),
    ("a year long ago", "price_year = 2023", "price_year = 1889", ["price_year: found 1889"]),
    ("an unknown grade", 'grade = "here"', 'grade = "A"', [':13: cost[1].grade: found "A"', "here, elsewhere, judged, yours"]),
    ("another role", 'grade = "here"', 'grade = "here"\nrole = "check"', ['cost[1].role: found "check", allowed one of top_down']),
    ("another unit", 'grade = "here"', 'grade = "here"\nunit = "month"', ['cost[1].unit: found "month", allowed one of bed-day']),
    ("a country in words", 'system = "PE"', 'system = "Peru"', [':5: cost[1].system: found "Peru"']),
    ("escape codes in a source", "hospital's own accounts", r"\u001b[31mred", ["cost[1].source", "printable"]),
    ("an item twice", 'grade = "here"\n', 'grade = "here"\n' + MINE[MINE.index("[[cost]]") :].replace("[[cost]]\n", '[[cost]]\nid = "x"\n'),
     ['cost[2].item: found "bed_day_psychiatric" twice for PE']),
    ("an id twice", 'grade = "here"\n', 'grade = "here"\n' + MINE[MINE.index("[[cost]]") :], ['cost[2].id: found "pe.bed_day_psychiatric" twice']),
    ("two currencies of a country", 'grade = "here"\n', 'grade = "here"\n'
     + MINE[MINE.index("[[cost]]") :].replace("bed_day_psychiatric", "emergency_visit").replace("PEN", "USD"),
     ['cost[2].currency: found "USD", allowed PEN, as the other rows of PE']),
    ("inflation of no year", "[[cost]]", "[cpi.PE]\nlast = 3\n\n[[cost]]", [':5: cpi.PE.last: found "last"', "a year such as 2023"]),
    ("inflation in words", "[[cost]]", '[cpi.PE]\n2023 = "6 %"\n\n[[cost]]', [':5: cpi.PE.2023: found "6 %"']),
    ("inflation as a list", "[[cost]]", "cpi = [1]\n[[cost]]", ["cpi: found a list of 1"]),
    ("a row that is a number", MINE[MINE.index("[[cost]]") :], "cost = [3]\n", ["cost[1]: found 3, allowed a table"]),
    ("broken TOML", "value = 300", "value = ", [":7: TOML: found"]),
    ("Latin-1", "hospital's", "médecin's", ["encoding: found the byte 0xe9"]),
]


@pytest.fixture(scope="module")
def peru() -> Scenario:
    return load("peru")


def told(run: Callable[[], Any]) -> list[str]:
    with pytest.raises(InputError) as caught:
        run()
    return caught.value.lines()


@pytest.mark.parametrize(("what", "old", "new", "parts"), CASES, ids=[case[0] for case in CASES])
def test_a_mistake_in_a_file_of_costs_is_one_line_each(what: str, old: str, new: str, parts: list[str], write: Write) -> None:
    assert old in MINE
    text = MINE.replace(old, new, 1)
    path = write("my-costs.toml", text.encode("latin-1" if what == "Latin-1" else "utf-8"))
    lines = told(lambda: read_costs(path, "my-costs.toml"))
    assert all("\n" not in line and line.startswith("my-costs.toml") for line in lines)
    for part in parts:
        assert any(part in line for line in lines), (part, lines)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('kind = "disability_weights"', 'kind = "weights"', 'kind: found "weights"'),
        ("residual = 0.588", "residual = 1.588", "residual: found 1.588"),
        ("severity = 0.0, weight = 0.0, low = 0.0", "severity = 0.1, weight = 0.0, low = 0.0", "points[1].severity: found 0.1, allowed 0 at the first point"),
        ("severity = 0.25, weight = 0.066", "severity = 0.255, weight = 0.066", "points[2].severity: found 0.255, allowed at most 2 decimals"),
        ("severity = 0.25, weight = 0.066", "severity = 0.65, weight = 0.066", "points[3].severity: found 0.5, allowed more than 0.65"),
        ("weight = 0.066, low = 0.043", "weight = 0.066, low = 0.07", "points[2].low: found 0.07, allowed at most the weight 0.066"),
        ('used = true\nmark = "derived"', 'used = 1\nmark = "derived"', "used: found 1, allowed true or false"),
        ('[[severity]]\ngroup = "common"', '[[severity]]\ngroup = "childhood"', "severity: found 0 of common"),
        ('[[mortality]]\ngroup = "common"', '[[mortality]]\ngroup = "comon"', "did you mean common?"),
        ("ratio = 1.3", "ratio = -1.3", "ratio: found -1.3"),
    ],
)
def test_a_mistake_in_a_file_of_weights_is_told(old: str, new: str, part: str, write: Write) -> None:
    text = WEIGHTS.read_text(encoding="utf-8")
    assert old in text
    lines = told(lambda: read_weights(write("w.toml", text.replace(old, new, 1)), "w.toml"))
    assert any(part in line for line in lines), lines


# --- what is shipped ---------------------------------------------------------------------------------------


def test_the_shipped_files_pass_every_check_and_are_read_alike() -> None:
    checked = read_costs(COSTS, "costs.toml")
    assert set(checked) == {"PE", "CL", "DE", "IL", "NL", "TZ", "UG"}
    for code, costs in shipped_costs().items():
        assert (checked[code].rows, checked[code].inflation, checked[code].year) == (costs.rows, costs.inflation, costs.year)
    weights, same = read_weights(WEIGHTS, "w"), shipped_weights()
    assert (weights.points, weights.residual, weights.mortality) == (same.points, same.residual, same.mortality)


def test_every_shipped_row_says_all_that_it_rests_on() -> None:
    known = parameters.sources()
    for row in tomllib.loads(COSTS.read_text(encoding="utf-8"))["cost"]:
        assert set(row) >= set(ROW_KEYS) - {"note"}, row["id"]
        assert row["id"] == f"{row['system'].lower()}.{row['item']}"
        assert row["source"] in known or (row["source"] == "judged" and row["grade"] == "judged"), row["id"]
        assert row["low"] <= row["value"] <= row["high"]


def test_weights_carry_their_notice_and_can_be_told_apart_from_the_code() -> None:
    text = WEIGHTS.read_text(encoding="utf-8")
    assert "non-commercial" in text and "Institute for Health Metrics" in text and "not under the licence of the rest" in text


def test_every_country_prices_all_that_the_model_needs() -> None:
    needed = {d.row.removeprefix("costs:") for d in parameters.declared().values() if d.row.startswith("costs:")}
    for code, costs in shipped_costs().items():
        assert needed <= {item for item, row in costs.rows.items() if row.role != "check"}, code


def test_no_parameter_takes_a_row_that_is_only_a_check() -> None:
    checks = {item for item, row in shipped_costs()["PE"].rows.items() if row.role == "check"}
    assert {"cmhc_run_year", "home_visit", "group_session"} <= checks
    assert not checks & {d.row.removeprefix("costs:") for d in parameters.declared().values()}


def test_a_unit_cost_is_declared_without_a_number_and_shown_with_one() -> None:
    from simulation.week import WEEK

    bare = {d.name: d for process in WEEK for d in process.declarations() if d.row}
    assert len(bare) > 25
    for name, one in bare.items():
        assert one.value == one.low == one.high == 0, f"{name} has a second list of its number in the code"
        assert parameters.declared()[name].value > 0
    assert {d.name for d in parameters.uncertain()} >= {n for n, d in parameters.declared().items() if n in bare and d.low < d.high}


def test_numbers_of_one_row_are_one_unknown(peru: Scenario) -> None:
    for replicate in range(3):
        values = drawn(peru, 1, replicate)
        pay = [values[f"money.pay_month[{who}_therapist]", None] for who in ("occupational", "language")]
        assert pay[0] == pay[1] != 300000


# --- files of one's own ------------------------------------------------------------------------------------


def test_rows_of_one_s_own_replace_the_shipped_ones_and_the_rest_is_borrowed(write: Write) -> None:
    before = load("peru")
    after = load("peru", costs=str(write("mine.toml", MINE)))
    changed = {name for name in after.values if after.values[name] != before.values[name]}
    assert changed == {"prices.bed_day"}
    one = after.values["prices.bed_day"]
    assert (one.value, one.low, one.high, one.source, one.grade) == (30000, 20000, 50000, "hospital's own accounts", "here")
    assert after.digest() != before.digest()
    assert after.costs.origin.endswith("mine.toml")


def test_a_bare_row_is_exactly_that_and_yours(write: Write) -> None:
    text = "\n".join(line for line in MINE.splitlines() if not line.startswith(("low", "high", "source", "grade")))
    one = load("peru", costs=str(write("mine.toml", text))).values["prices.bed_day"]
    assert (one.value, one.low, one.high, one.source, one.grade) == (30000, 30000, 30000, "unsourced", "yours")


@pytest.mark.parametrize("how", ['"./mine.toml"', '{ file = "./mine.toml", system = "PE" }'])
def test_a_system_names_a_file_beside_it(how: str, write: Write) -> None:
    write("mine.toml", MINE)
    land = load(write("land.toml", LAND + f"costs = {how}\n"))
    assert land.value_at("prices.bed_day") == 30000


def test_a_file_of_several_countries_needs_the_country_named(write: Write) -> None:
    both = MINE + MINE[MINE.index("[[cost]]") :].replace('"PE"', '"XX"')
    write("mine.toml", both)
    assert load("peru", costs=str(write("mine.toml", both))).value_at("prices.bed_day") == 30000
    lines = told(lambda: load(write("land.toml", LAND + 'costs = "./mine.toml"\n')))
    assert len(lines) == 1 and 'rows of PE, XX, allowed rows of one country with prices in PEN' in lines[0]
    assert load(write("land.toml", LAND + 'costs = { file = "./mine.toml", system = "PE" }\n')).value_at("prices.bed_day") == 30000


def test_prices_of_another_year_are_brought_to_the_system_s(write: Write) -> None:
    peru = load("peru")
    nurse = peru.values["money.pay_month[nurse]"]
    assert (nurse.value, nurse.low, nurse.high) == tuple(round(100 * x * 1.0646) for x in (3300, 2600, 4500))
    opening = 731591 * 1.0225 * 1.02 * 1.0427 * 1.0833 * 1.0646
    assert peru.value_at("prices.centre_opening") == round(100 * opening)
    back = load(write("land.toml", LAND + "price_year = 2022\n"))
    assert back.value_at("money.pay_month[nurse]") == 330000
    assert back.value_at("prices.bed_day") == round(21500 / 1.0646)
    assert back.value_at("money.on_cost") == peru.value_at("money.on_cost") == 1.1


def test_prices_without_the_inflation_in_between_are_refused(write: Write) -> None:
    lines = told(lambda: load(write("land.toml", LAND + "price_year = 2030\n")))
    assert len(lines) == 1 and "cpi.PE: found no inflation of 2025" in lines[0]
    with_years = MINE + "[cpi.PE]\n" + "".join(f"{year} = 2\n" for year in range(2025, 2031))
    write("mine.toml", with_years)
    moved = load(write("land.toml", LAND + 'price_year = 2030\ncosts = "./mine.toml"\n'))
    assert moved.value_at("prices.bed_day") == round(30000 * 1.0201 * 1.02**6)


def test_a_country_is_found_by_its_currency_where_only_one_has_it(system: str, declared: Any, write: Write) -> None:
    plain = load(write("tiny.toml", system), declared)
    assert plain.costs.system == "PE"
    assert load(write("tiny.toml", system.replace('"PEN"', '"CLP"')), declared).costs.system == "CL"
    lines = told(lambda: load(write("tiny.toml", system.replace('"PEN"', '"EUR"')), declared))
    assert len(lines) == 1 and "costs: found nothing" in lines[0] and "DE (EUR)" in lines[0] and "NL (EUR)" in lines[0]
    named = load(write("tiny.toml", system.replace('"PEN"', '"EUR"\ncosts = "NL"')), declared)
    assert named.costs.system == "NL"


@pytest.mark.parametrize(
    ("told_as", "part"),
    [
        ('"PR"', 'costs: found "PR", allowed a country with unit costs'),
        ('"CL"', "costs: found prices of CL in CLP, allowed prices in PEN"),
        ("3", "costs: found 3, allowed a country"),
        ('"../costs.toml"', "costs: found \"../costs.toml\": outside the folder"),
        ('"/etc/passwd.toml"', "outside the folder"),
        ('"./none.toml"', "none.toml: file: found no such file"),
        ('{ file = "./mine.toml" }', "costs.system: found nothing"),
        ('{ file = "./mine.toml", system = "CL" }', 'mine.toml: cost: found rows of TZ, allowed rows of "CL"'),
        ('"./other.toml"', "other.toml: cost: found no row of XX for "),
    ],
)
def test_costs_that_do_not_fit_a_system_are_one_line(told_as: str, part: str, write: Write) -> None:
    write("mine.toml", MINE.replace('"PE"', '"TZ"').replace("PEN", "TZS"))
    write("other.toml", MINE.replace('"PE"', '"XX"'))
    lines = told(lambda: load(write("land.toml", LAND + f"costs = {told_as}\n")))
    assert len(lines) == 1 and part in lines[0], lines


def test_weights_of_one_s_own_replace_the_shipped_ones(write: Write) -> None:
    text = WEIGHTS.read_text(encoding="utf-8").replace("weight = 0.066, low = 0.043", "weight = 0.06, low = 0.043")
    write("w.toml", text.replace("ratio = 2.54", "ratio = 2.6"))
    land = load(write("land.toml", LAND + 'disability_weights = "./w.toml"\n'))
    assert land.weights.points["common"][1][1] == 0.06
    assert land.value_at("turnover.excess_mortality[non_affective_psychosis]") == 2.6
    assert land.digest() != load(write("land.toml", LAND)).digest()
    for wrong in ("3", '"gbd"', '"../w.toml"', '"./none.toml"'):
        lines = told(lambda wrong=wrong: load(write("land.toml", LAND + f"disability_weights = {wrong}\n")))  # type: ignore[misc]
        assert len(lines) == 1


# --- policies that buy at these prices ---------------------------------------------------------------------


def test_a_policy_names_a_price_instead_of_an_amount(write: Write, peru: Scenario) -> None:
    shipped = load_policy("second-centre").steps[0].cost
    assert shipped is not None and shipped.once == "prices.centre_opening" and shipped.is_priced
    text = (shipped_folder() / "policies" / "second-centre.toml").read_text(encoding="utf-8")
    wrong = write("p.toml", text.replace("prices.centre_opening", "prices.centre_openin"))
    assert "did you mean prices.centre_opening?" in told(lambda: load_policy(wrong))[0]
    barred = write("p.toml", text.replace("prices.centre_opening", "money.on_cost"))
    assert "step[1].cost.once" in told(lambda: load_policy(barred))[0]
    schema = json_schema("policy")["properties"]["step"]["items"]["properties"]["cost"]["properties"]["once"]
    assert "prices.centre_opening" in schema["anyOf"][1]["enum"]


def test_costs_and_weights_travel_with_a_scenario(peru: Scenario) -> None:
    assert dataclasses.replace(peru, name="other").costs == peru.costs
    assert peru.setting({"prices.bed_day": 1}).weights is peru.weights
    assert {"costs", "disability_weights"} <= set(json_schema("system")["properties"])


# --- a place that borrows from another system --------------------------------------------------------------


def place(system: str, currency: str, more: str = "") -> str:
    """A place of its own that borrows from Peru."""
    text = system[: system.index("[parameters.course]")].replace("[centres.parameters.productivity]\nextramural_credit = 0.4\n", "")
    return text.replace('currency = "PEN"', f'borrow = "peru"\ncurrency = "{currency}"\n{more}')


def test_a_place_that_borrows_has_its_lender_s_prices_in_its_own_money(system: str, write: Write, peru: Scenario) -> None:
    land = load(write("land.toml", place(system, "USD", "exchange = 0.25")))
    for name in ("prices.bed_day", "money.pay_month[nurse]"):
        assert land.value_at(name) == pytest.approx(0.25 * float(peru.value_at(name)))
    assert land.costs is peru.costs or land.costs == peru.costs
    assert land.values["money.pay_month[nurse]"].grade == "elsewhere"


def test_prices_of_one_s_own_lie_over_those_of_a_lender(system: str, write: Write, peru: Scenario) -> None:
    write("mine.toml", MINE.replace('"PE"', '"XX"').replace("PEN", "USD"))
    land = load(write("land.toml", place(system, "USD", 'exchange = 0.25\ncosts = "./mine.toml"')))
    assert land.value_at("prices.bed_day") == 30000
    assert land.value_at("prices.emergency_visit") == pytest.approx(0.25 * float(peru.value_at("prices.emergency_visit")))
    given = load(write("land.toml", place(system, "USD", "exchange = 0.25")), costs=str(write("mine.toml", MINE.replace('"PE"', '"XX"').replace("PEN", "USD"))))
    assert given.value_at("prices.bed_day") == 30000
    weights = WEIGHTS.read_text(encoding="utf-8").replace("ratio = 2.54", "ratio = 2.6")
    write("w.toml", weights)
    heavy = load(write("land.toml", place(system, "PEN", 'disability_weights = "./w.toml"')))
    assert heavy.value_at("turnover.excess_mortality[non_affective_psychosis]") == 2.6
    assert heavy.value_at("prices.bed_day") == peru.value_at("prices.bed_day")


def test_a_system_knows_the_files_of_data_beside_it(write: Write) -> None:
    """A study copies them, so that it can be lived again elsewhere."""
    from simulation.scenario.layers import chain, data_files

    path = write("land.toml", LAND + 'costs = { file = "./mine.toml", system = "PE" }\ndisability_weights = "./data/w.toml"\n')
    assert [one.relative_to(path.parent).as_posix() for one in data_files(chain(path, "land.toml")[0])] == ["mine.toml", "data/w.toml"]
    plain = write("land.toml", LAND + 'costs = "PE"\n')
    assert data_files(chain(plain, "land.toml")[0]) == []
