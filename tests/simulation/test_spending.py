"""Money over the whole system of care: each line is a count times a price, and the lines add up."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from simulation import Record, Scenario, load, load_policy, run
from simulation.draws import PAYERS, policy_costs
from simulation.outcomes import BY_NAME
from simulation.people.codes import POPULATION_GROUPS
from simulation.people.tallies import CENTRE, PEOPLE
from simulation.scenario import Step
from simulation.spending import LINES, PAYER_WORDS, TRAVELLED, by_year, cash, spent

WEEKS = 60
ROW = """\
schema = 1
kind = "costs"
[[cost]]
system = "PE"
item = "{item}"
value = {value}
currency = "PEN"
price_year = 2023
"""


def lived(scenario: Scenario, **options: object) -> Record:
    return run(scenario, seed=3, scale=0.02, weeks=WEEKS, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def baseline(peru: Scenario) -> Record:
    return lived(peru)


def with_row(tmp_path: Path, item: str, value: float) -> Scenario:
    path = tmp_path / "costs.toml"
    path.write_text(ROW.format(item=item, value=value), encoding="utf-8")
    return load("peru", costs=str(path))


def test_every_line_counts_what_is_counted_and_has_a_known_price(peru: Scenario) -> None:
    assert len({line.name for line in LINES}) == len(LINES)
    assert set(PAYER_WORDS) == set(PAYERS) == {line.payer for line in LINES}
    for line in LINES:
        assert set(line.people) <= set(PEOPLE) and {*line.centres, *line.less} <= set(CENTRE)
        for name in filter(None, (line.price, line.share)):
            assert peru.values[name].row.startswith("costs:")
        assert line.label.en and line.label.es and line.label.en != line.label.es


def test_payers_add_up_to_the_cost_of_the_whole_system(baseline: Record) -> None:
    every = spent(baseline)
    np.testing.assert_allclose(sum(spent(baseline, payer) for payer in PAYERS), every)
    np.testing.assert_allclose(cash(baseline).sum(), every.sum() / 100)
    values = baseline.summary()
    assert sum(values[f"cost_{payer}"] for payer in PAYERS) == pytest.approx(values["cost"])
    residents = baseline.people_count("residents").sum() / 52
    assert values["cost"] == pytest.approx(every.sum() / 100 / residents)
    assert all(values[f"cost_{payer}"] > 0 for payer in ("ministry", "other", "users"))
    assert cash(baseline).shape == (len(LINES), 2)


def test_what_centres_spend_is_every_cent_that_they_counted(baseline: Record) -> None:
    of = {line.name: line.cents(baseline) for line in LINES}
    for name in ("running", "trips", "medicines"):
        np.testing.assert_array_equal(of[name], baseline.centre_count(f"cents_{name}"))
    np.testing.assert_array_equal(of["pay"], baseline.centre_count("cents_pay") - baseline.centre_count("cents_pay_cut"))
    np.testing.assert_array_equal(of["pockets"], baseline.centre_count("cents_pocket"))


@pytest.mark.parametrize(
    ("item", "line", "counts", "payer"),
    [
        ("bed_day_psychiatric", "beds", ("bed_days",), "ministry"),
        ("visit_primary", "primary", ("primary_visits",), "ministry"),
        ("visit_specialised", "outpatient", ("outpatient_visits",), "ministry"),
        ("emergency_visit", "emergency", ("emergency_visits",), "ministry"),
        ("informal_visit", "informal", ("informal_visits",), "users"),
        ("user_trip", "travel", TRAVELLED, "users"),
    ],
)
def test_a_changed_row_changes_the_cost_by_volume_times_price(
    item: str, line: str, counts: tuple[str, ...], payer: str, peru: Scenario, baseline: Record, tmp_path: Path
) -> None:
    before = float(peru.value_at(next(one.price for one in LINES if one.name == line))) / 100
    changed = lived(with_row(tmp_path, item, before + 10))
    for name in PEOPLE:
        np.testing.assert_array_equal(changed.people_count(name), baseline.people_count(name))
    volume = sum(baseline.people_count(name).sum() for name in counts)
    assert volume > 0
    assert spent(changed).sum() - spent(baseline).sum() == pytest.approx(1000 * volume, rel=1e-9)
    residents = baseline.people_count("residents").sum() / 52
    for name in ("cost", f"cost_{payer}"):
        assert changed.summary()[name] - baseline.summary()[name] == pytest.approx(10 * volume / residents)
    others = [p for p in PAYERS if p != payer]
    assert all(changed.summary()[f"cost_{p}"] == baseline.summary()[f"cost_{p}"] for p in others)


def test_a_changed_price_of_medicines_changes_the_cost_by_people_taking_them(peru: Scenario, baseline: Record, tmp_path: Path) -> None:
    dear = lived(with_row(tmp_path, "medicine_cmd", 6 + 52))
    dearer = lived(with_row(tmp_path, "medicine_cmd", 6 + 104))
    step = dear.centre_tally[:, CENTRE.index("cents_medicines")] - baseline.centre_tally[:, CENTRE.index("cents_medicines")]
    again = dearer.centre_tally[:, CENTRE.index("cents_medicines")] - dear.centre_tally[:, CENTRE.index("cents_medicines")]
    # 52 more a month are 12 more a week: whole people, up to the cent to which the first price was rounded
    assert step.sum() > 0
    assert (np.abs(step * baseline.scale / 1200 - np.round(step * baseline.scale / 1200)) < 1e-3).all()
    np.testing.assert_allclose(step, again, atol=1.0 / baseline.scale)


def test_a_row_that_is_only_a_check_changes_nothing(baseline: Record, tmp_path: Path) -> None:
    changed = with_row(tmp_path, "cmhc_run_year", 1e9)
    assert changed.digest() == baseline.scenario.digest()
    np.testing.assert_equal(lived(changed).summary(), baseline.summary())


def test_the_share_of_care_elsewhere_goes_to_users_and_the_rest_to_insurers(peru: Scenario, baseline: Record) -> None:
    of = {line.name: line.cents(baseline).sum() for line in LINES}
    weeks, price = baseline.people_count("other_insurer_weeks").sum(), float(peru.value_at("prices.other_insurer_week"))
    assert weeks > 0
    assert of["private"] + of["insurers"] == pytest.approx(weeks * price)
    assert of["private"] / (of["private"] + of["insurers"]) == pytest.approx(float(peru.value_at("prices.out_of_pocket_share")))


def test_what_users_pay_is_known_by_group_and_adds_up(baseline: Record) -> None:
    for pair in range(1, len(POPULATION_GROUPS), 2):
        parts = [spent(baseline, "users", group) for group in POPULATION_GROUPS[pair : pair + 2]]
        np.testing.assert_allclose(sum(parts), spent(baseline, "users"))
    assert np.isnan(BY_NAME["cost_ministry"].over_run(baseline, "women"))


def test_a_policy_moves_a_price_from_its_week_on(peru: Scenario, baseline: Record) -> None:
    policy = load_policy("equal-credit")
    step = Step("prices.bed_day", "times", 2.0, ("prices.bed_day",), "system", "everywhere", 30, None, 0, None)
    moved = lived(peru.with_policies(dataclasses.replace(policy, name="dear-beds", steps=(step,))))
    beds = next(line for line in LINES if line.name == "beds")
    np.testing.assert_array_equal(beds.cents(moved)[:30], beds.cents(baseline)[:30])
    np.testing.assert_allclose(beds.cents(moved)[30:], 2 * beds.cents(baseline)[30:])


def test_a_price_that_a_policy_names_is_paid_once_by_the_payer_it_names(peru: Scenario) -> None:
    policy = load_policy("second-centre")
    told = policy_costs(peru.with_policies(policy), WEEKS)
    assert told.shape == (len(PAYERS), WEEKS)
    assert told[0].sum() == told[0, 26] == float(peru.value_at("prices.centre_opening"))
    assert not told[1:].any()
    for payer, row in (("essalud", 1), ("families", 2), ("staff", 3), ("municipality", 0)):
        cost = policy.steps[0].cost
        assert cost is not None
        step = dataclasses.replace(policy.steps[0], cost=dataclasses.replace(cost, payer=payer))
        paid = policy_costs(peru.with_policies(dataclasses.replace(policy, steps=(step,))), WEEKS)
        assert np.flatnonzero(paid.sum(axis=1)).tolist() == [row]


def test_a_drawn_price_is_what_a_policy_pays(peru: Scenario) -> None:
    scenario = peru.with_policies(load_policy("second-centre"))
    paid = policy_costs(scenario, WEEKS, 1, 0, {("prices.centre_opening", None): 12345.0})
    assert paid.sum() == 12345


def test_no_cent_of_a_policy_is_lost_to_rounding(peru: Scenario) -> None:
    scenario = peru.with_policies(load_policy("equal-credit"), load_policy("less-stigma"))
    paid = policy_costs(scenario, 156)
    people = sum(z.population for z in peru.zones)
    equal = 100 * 3 * (6000 + 3000 / 52 * 152)
    stigma = float(peru.value_at("prices.campaign_resident")) * people * 3
    assert paid.sum() == pytest.approx(equal + stigma, abs=1)
    np.testing.assert_array_equal(paid, np.round(paid))


def test_years_are_52_weeks_and_the_last_may_be_short() -> None:
    assert by_year(np.ones(156)).tolist() == [52, 52, 52]
    assert by_year(np.ones(60)).tolist() == [52, 8]
    assert by_year(np.zeros(0)).tolist() == []


def test_free_care_costs_nothing(peru: Scenario, baseline: Record) -> None:
    free = peru.setting({name: 0 for name, one in peru.values.items() if one.row.startswith("costs:")} | {"staff_hours.pay_cut_cents": 0})
    assert spent(lived(free)).sum() == 0
    assert spent(baseline).sum() > 0
