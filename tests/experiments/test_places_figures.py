"""Maps and flows: what is drawn is what was counted, and far-apart places are drawn apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from experiments import by_district, flows
from experiments.compare import Comparison, compare
from experiments.maps import map_of, panels, round_km
from experiments.paired import paired
from experiments.report import write_report
from simulation import Record, Scenario, load_policy, run
from simulation.outcomes import BY_NAME
from simulation.people.codes import CARES


@pytest.fixture(scope="module")
def lived(peru: Scenario) -> Record:
    return run(peru, scale=0.01, weeks=60)


@pytest.fixture(scope="module")
def compared(peru: Scenario) -> Comparison:
    return compare(peru, load_policy("second-centre"), scale=0.01, weeks=60, replicates=3, workers=1)


def test_lima_and_lambayeque_are_drawn_apart_with_all_their_zones(peru: Scenario) -> None:
    told = panels(peru)
    districts = [{peru.zones[k].district for k in p.zones} for p in told]
    assert districts == [{"lima-1", "lima-3", "lima-without"}, {"lambayeque-2", "lambayeque-without"}]
    assert sorted(k for p in told for k in p.zones) == list(range(len(peru.zones)))
    for p in told:
        assert all(p.holds(peru.zones[k].x, peru.zones[k].y) for k in p.zones)


def test_a_scale_bar_is_a_round_number_of_kilometres() -> None:
    assert [round_km(x) for x in (0.7, 1, 3.9, 5, 9.9, 18, 130)] == [0.5, 1, 2, 5, 5, 10, 100]


def test_districts_together_are_the_whole_place(lived: Record) -> None:
    by = by_district.of_districts(lived)
    crises = by[by_district.MAPPED.index("crises")]
    weights = np.array([lived.people_count("residents", district=d).sum() for d in range(len(crises))])
    assert (crises * weights).sum() / weights.sum() == pytest.approx(BY_NAME["crises"].over_run(lived, "everybody"))


def test_the_difference_of_a_district_is_the_paired_one(compared: Comparison) -> None:
    at = by_district.MAPPED.index("in_care")
    mine = [a.districts[1, at, 0] - a.districts[0, at, 0] for a in compared.answers]
    found = by_district.estimate(compared, 1, "in_care", 0)
    assert found.difference == pytest.approx(np.mean(mine))
    assert found.luck_low < found.difference < found.luck_high
    assert found.outcome == "in_care"


def test_paired_gives_what_compare_gives_for_an_outcome(compared: Comparison) -> None:
    names = [o for o in BY_NAME]
    for outcome in ("in_care", "crises"):
        at = names.index(outcome)
        about = BY_NAME[outcome]
        assert paired(compared, 1, lambda a, at=at: a.values[:, at, 0], outcome, about.unit, about.better) == compared.estimate(1, outcome)  # type: ignore[misc]


def test_a_district_out_of_a_policys_reach_is_untouched_by_luck(compared: Comparison, peru: Scenario) -> None:
    far = [d.id for d in peru.districts].index("lambayeque-without")
    assert by_district.estimate(compared, 1, "ill", far).difference == 0


def test_the_map_shows_every_district_with_its_number_in_both_languages(peru: Scenario) -> None:
    values = [10.25, 20.0, float("nan"), 30.0, 40.0]
    for lang, told in (("en", "20.0"), ("es", "20,0")):
        axes = map_of(peru, values, "care", lang)
        said = [t.get_text() for ax in axes for t in ax.texts]
        assert f"lambayeque-2\n{told}" in said
        assert len(axes) == 2
        assert sum(" km" in s for s in said) == 2
        assert {c.id for c in peru.centres} <= set(said)


def test_flows_are_the_recorded_ones_a_year(lived: Record) -> None:
    found = flows.of_flows(lived)
    assert found.shape == (len(CARES) + 1, len(CARES))
    i, j = CARES.index("none"), CARES.index("other_insurer")
    assert found[i, j] == pytest.approx(lived.flow("none", "other_insurer").sum() * 52 / 60)
    assert found[i, j] > 0
    assert found[-1, 0] == pytest.approx(lived.people_count("handovers").sum() * 52 / 60)
    assert found[-1, 1] <= found[-1, 0]
    assert np.diag(found[:-1]).sum() == 0


def test_the_matrix_writes_the_number_of_every_flow_between_used_places() -> None:
    matrix = np.zeros((len(CARES) + 1, len(CARES)))
    matrix[0, 2], matrix[2, 3], matrix[3, 0] = 1234.0, 56.0, 7.5
    ax = flows.flow_matrix(matrix, flows.new_axes(), "es")
    assert {t.get_text() for t in ax.texts} == {"1234", "56", "7,5"}
    assert len(ax.get_xticklabels()) == 3
    _, rows = flows.flow_rows([matrix], "en")
    assert rows[0] == ["no care → centre's waiting list", 1234.0]


def test_all_places_of_care_fit_the_matrix() -> None:
    full = np.arange(1.0, (len(CARES) + 1) * len(CARES) + 1).reshape(len(CARES) + 1, len(CARES)) * 50
    ax = flows.flow_matrix(full, flows.new_axes(size=flows.SIZE), "es")
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert all(b.x0 >= a.x1 - 1 for a, b in itertools.pairwise(boxes))


def test_the_report_has_maps_and_flows_in_both_languages(compared: Comparison, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for lang, head in (("en", "Who goes where"), ("es", "Quién va adónde")):
        page = write_report(compared, tmp_path / f"{lang}.html", lang).read_text(encoding="utf-8")
        assert head in page
        assert page.count('download="map-') == page.count('download="flows') == 2
