# ruff: noqa: T201
"""Corners of the mechanisms where pencil and paper suffice."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from simulation import Community, Scenario
from simulation.draws import from_range
from simulation.ground.arithmetic import weekly
from simulation.ground.parameter import Declaration, Words
from simulation.mechanisms.course import relapse_rate
from simulation.mechanisms.queues import queue_key, threshold
from simulation.outcomes import median_wait
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    CHILDHOOD,
    COMMON,
    ILL,
    INFORMAL,
    NO_CARE,
    NO_DISORDER,
    NON_AFFECTIVE_PSYCHOSIS,
    OTHER_INSURER,
    PRIMARY_CARE,
    REMISSION,
    WELL,
)
from simulation.people.residents import NEVER
from simulation.people.weighing import block_utility, missed_by_block

YEAR = 52


@pytest.fixture(scope="module")
def small(peru: Scenario) -> Community:
    """A small place, for its settings."""
    return Community(peru, 1, weeks=1, scale=0.001, burn_in=False)


def place(scenario: Scenario, scale: float = 0.1, weeks: int = 1) -> Community:
    """A place at the start of week 0 that has lived no week yet."""
    return Community(scenario, 11, weeks=weeks, scale=scale, burn_in=False)


def everybody_alike(model: Community, **columns: float) -> None:
    """Give everybody the same middling traits, and these."""
    middling = {
        "care": NO_CARE, "literacy": 0.5, "trust": 0.5, "family_support": 0.5, "insight": 0.5, "poor": 0, "reads": 1,
        "language_match": 1, "knows_centre": 0, "crisis_week": NEVER, "severity": 0.4, "stigma_held": 0.5,
        "stigma_norm": 0.5, "stigma_self": 0.5, "family_burden": 0.0, "tradition": 0.5, "status": ILL, "disorder": COMMON, "age_weeks": 40 * YEAR,
    }
    for name, value in {**middling, **columns}.items():
        setattr(model.residents, name, value)


# --- help-seeking ------------------------------------------------------------------------------------------


def sought(model: Community, only) -> int:
    """How many seek help in a week in which nothing else happens."""
    only(model, "help_seeking")
    model.step()
    return int((model.residents.care >= INFORMAL).sum())


def chance_in_a_week(rate: float) -> float:
    return 1 - math.exp(-rate / YEAR)


def test_at_the_stigma_of_the_source_help_is_sought_at_the_base_rate(peru, only, likely):
    model = place(peru)
    source = model.present_values["help_seeking.source_stigma"]
    everybody_alike(model, stigma_held=source, stigma_norm=source, stigma_self=source)
    p = chance_in_a_week(model.present_values["help_seeking.base"])
    assert likely(sought(model, only), len(model.residents), p)


@pytest.mark.parametrize("stigma", [0.0, 0.9])
def test_without_stigma_help_is_sought_at_the_base_rate_of_a_world_without_it(peru, only, likely, stigma):
    model = place(peru.setting({"stigma.stigma_dial": 0}))
    everybody_alike(model, stigma_held=stigma, stigma_norm=stigma, stigma_self=stigma)
    v = model.present_values
    rate = v["help_seeking.base"] * math.exp(v["help_seeking.stigma_effect"] * v["help_seeking.source_stigma"])
    assert likely(sought(model, only), len(model.residents), chance_in_a_week(rate))


def test_what_pushes_and_holds_back_multiplies_the_rate(peru, only, likely):
    model = place(peru)
    everybody_alike(
        model, severity=0.9, stigma_norm=0.8, stigma_held=0.6, stigma_self=0.2, literacy=0.7, trust=0.2,
        family_support=0.9, insight=0.8, disorder=NON_AFFECTIVE_PSYCHOSIS, poor=1, reads=0, language_match=0,
    )
    v = {name.removeprefix("help_seeking."): value for name, value in model.present_values.items()}
    stigma = 0.5 * 0.8 + 0.25 * (0.6 + 0.2)
    rate = v["base"] * v["poverty"] * v["illiteracy"] * v["language"] * math.exp(
        v["severity_effect"] * 0.5 - v["stigma_effect"] * (stigma - v["source_stigma"]) + v["literacy_effect"] * 0.2
        - v["trust_effect"] * 0.3 + v["family_effect"] * 0.4 + v["insight_effect"] * 0.3
    )
    assert likely(sought(model, only), len(model.residents), chance_in_a_week(rate))


def test_a_crisis_brings_people_to_care_at_once_with_its_probability(peru, only, likely):
    model = place(peru.setting({"help_seeking.base": 0}), scale=0.02)
    everybody_alike(model, crisis_week=0)
    assert likely(sought(model, only), len(model.residents), model.present_values["help_seeking.crisis_brings"])


@pytest.mark.parametrize("status", [WELL, REMISSION])
def test_who_is_not_ill_seeks_no_help(peru, only, status):
    model = place(peru, scale=0.02)
    everybody_alike(model, status=status, crisis_week=0)
    assert sought(model, only) == 0


def test_a_weekly_chance_repeated_for_a_year_is_the_yearly_one():
    for rate in (0.01, 0.33, 2.0, 30.0):
        assert 1 - (1 - float(weekly(np.float32(rate)))) ** YEAR == pytest.approx(1 - math.exp(-rate), rel=1e-4)


# --- course of illness -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("taking", "substance"), [(1, 0), (0, 0), (1, 1), (0, 1)])
def test_relapse_is_the_sources_rate_over_its_mean_multiplier_times_ones_own(small, taking, substance):
    v = {name.removeprefix("course."): value for name, value in small.present_values.items()}
    off, share = v["not_taking[non_affective_psychosis]"], v["source_not_taking"]
    mean = (1 + (off - 1) * share) * (1 + (v["substance_relapse"] - 1) * v["comorbid_share"])
    own = (1 if taking else off) * (v["substance_relapse"] if substance else 1)
    rate = relapse_rate(NON_AFFECTIVE_PSYCHOSIS - 1, taking, substance, small.bundles["course"])
    assert float(rate) == pytest.approx(v["relapse[non_affective_psychosis]"] * own / mean, rel=1e-5)


def test_in_a_population_like_the_sources_relapse_is_the_sources(small):
    v = {name.removeprefix("course."): value for name, value in small.present_values.items()}
    off, drink = v["source_not_taking"], v["comorbid_share"]
    for g, name in enumerate(("common", "substance_use", "affective_psychosis", "non_affective_psychosis", "childhood")):
        rates = {(t, s): float(relapse_rate(g, t, s, small.bundles["course"])) for t in (0, 1) for s in (0, 1)}
        mean = sum(
            rate * (1 - off if t else off) * (drink if s else 1 - drink) for (t, s), rate in rates.items()
        )
        assert mean == pytest.approx(v[f"relapse[{name}]"], rel=1e-5)


@pytest.mark.parametrize("taking", [0, 1])
def test_people_relapse_as_often_as_that_rate_says(peru, only, likely, taking):
    model = place(peru, scale=0.05)
    everybody_alike(
        model, status=REMISSION, disorder=NON_AFFECTIVE_PSYCHOSIS, taking_medicines=taking, comorbid_substance_use=0
    )
    rate = float(relapse_rate(NON_AFFECTIVE_PSYCHOSIS - 1, taking, 0, model.bundles["course"]))
    only(model, "course")
    model.step()
    relapsed = int((model.residents.status == ILL).sum())
    assert likely(relapsed, len(model.residents), chance_in_a_week(rate))


def test_untreated_common_disorder_remits_as_the_source_says(peru, likely):
    nobody_seeks = {
        "help_seeking.base": 0, "help_seeking.crisis_brings": 0, "home_visits.asks_at_door": 0, "course.onset": 0,
        "hospital.emergency_share": 0, "lay_workers.asks": 0, "groups.screening": 0,
        "course.relapse": 0, "turnover.moving": 0, "turnover.mortality_men": 0, "turnover.mortality_women": 0,
    }
    model = place(peru.setting(nobody_seeks), scale=0.05, weeks=YEAR)
    everybody_alike(model)
    model.live(YEAR)
    remitted = int((model.residents.status != ILL).sum())
    assert (model.residents.care == NO_CARE).all()
    rate = model.present_values["course.remission[common]"]
    print(f"untreated remission of a common disorder in 12 months: {remitted / len(model.residents):.3f}, 1 - exp(-{rate}) = {1 - math.exp(-rate):.3f}")
    assert likely(remitted, len(model.residents), 1 - math.exp(-rate))


def test_full_treatment_and_another_insurer_speed_remission_by_their_ratios(peru, only, likely):
    for care, dose, ratio in ((OTHER_INSURER, 1.0, "insurer_remission"), (PRIMARY_CARE, 1.0, "treated_remission"), (INFORMAL, 1.0, None)):
        model = place(peru, scale=0.05)
        everybody_alike(model, care=care, dose=dose, centre=0)
        only(model, "course")
        model.step()
        v = model.present_values
        rate = v["course.remission[common]"] * (v[f"course.{ratio}"] if ratio else 1)
        assert likely(int((model.residents.status == REMISSION).sum()), len(model.residents), chance_in_a_week(rate))


@pytest.fixture(scope="module")
def decade(peru: Scenario) -> Community:
    """Ten years without a centre, counted from the day on which the place was peopled."""
    model = Community(replace(peru, centres=()), 3, weeks=10 * YEAR, scale=0.05, burn_in=False)
    model.memory["age at first"] = float(model.residents.age_weeks.mean()) / YEAR
    return model.live()


def test_illness_stays_as_common_as_it_was(decade):
    from simulation.record import record_of

    record = record_of(decade)
    ill = record.people_count("ill") / record.people_count("residents")
    print(f"ill after 1, 5 and 10 years: {ill[52]:.4f}, {ill[260]:.4f}, {ill[519]:.4f}")
    assert ill[260] == pytest.approx(ill[52], rel=0.15)
    assert ill[519] == pytest.approx(ill[52], rel=0.15)


def test_a_place_begins_near_its_own_balance(decade):
    from simulation.record import record_of

    record = record_of(decade)
    ill = record.people_count("ill") / record.people_count("residents")
    assert ill[0] == pytest.approx(ill[520 - 52 :].mean(), rel=0.25)


def test_people_stay_as_old_as_they_were(decade):
    before, after = decade.memory["age at first"], float(decade.residents.age_weeks.mean()) / YEAR
    print(f"mean age {before:.2f} -> {after:.2f} in ten years")
    assert abs(after - before) < 3


def test_several_in_a_thousand_die_in_a_year(decade):
    from simulation.record import record_of

    record = record_of(decade)
    deaths = record.people_count("deaths").sum() / record.people_count("residents").sum() * YEAR
    print(f"deaths per 1,000 and year: {1000 * deaths:.2f}")
    assert 0.004 < deaths < 0.012


def test_psychosis_is_as_common_as_its_onset_over_a_life_says(decade):
    r = decade.residents
    psychosis = (r.disorder >= AFFECTIVE_PSYCHOSIS) & (r.disorder < CHILDHOOD) & (r.status >= ILL)
    adults = r.age_weeks >= 18 * YEAR
    share = psychosis[adults].mean()
    print(f"psychoses among adults: {1000 * share:.2f} per 1,000")
    assert 0.002 < share < 0.015


def test_new_psychoses_come_at_the_declared_rate(peru, only):
    model = place(peru, scale=0.2, weeks=4 * YEAR)
    model.residents.status = WELL
    model.residents.disorder = NO_DISORDER
    only(model, "course")
    model.live(4 * YEAR)
    r = model.residents
    right_age = (r.age_weeks >= 15 * YEAR) & (r.age_weeks < 60 * YEAR)
    new = (r.disorder >= AFFECTIVE_PSYCHOSIS) & (r.disorder < CHILDHOOD) & (r.status >= ILL)
    assert not new[~right_age].any()
    rate = new.sum() / (4 * right_age.sum())
    v = model.present_values
    declared = v["course.onset[affective_psychosis]"] + v["course.onset[non_affective_psychosis]"]
    declared /= v["course.susceptible_share"]  # here everybody is well at first
    print(f"new psychoses per 100,000 person-years of well people aged 15-59: {1e5 * rate:.1f}; declared {1e5 * declared:.1f}")
    # from risk to illness takes half a year on average, so four years of waiting show seven eighths
    assert 0.6 * declared < rate < 1.2 * declared


# --- staff and queues --------------------------------------------------------------------------------------


def test_what_speaks_for_a_block_of_visits_is_the_sum_of_its_parts(small):
    v = {name.removeprefix("staff_hours."): value for name, value in small.present_values.items()}
    f4 = np.float32
    got = block_utility(f4(0.7), f4(0.3), f4(0.5), f4(0.6), small.bundles["staff_hours"])
    by_hand = (
        v["conviction_weight"] * (0.7 - 0.5) - v["sanction_weight"] * 0.3 - v["queue_pull"] * 0.5
        - v["cost_weight"] * 0.6 + 1
    )
    assert float(got) == pytest.approx(by_hand, rel=1e-5)


@pytest.mark.parametrize(
    ("earned", "lost", "fullness", "missed"),
    [
        (109.0, 1.0, 0.5, 0.0),  # the month's target is earned already
        (0.0, 0.0, 0.5, 0.0),    # with full credit nothing is given up
        (0.0, 1.0, 0.0, 0.0),    # nobody would have come to the office
        (0.0, 1.0, 0.5, 0.5),    # the target is out of reach: all that is given up is lacking, half of a full office
        (0.0, 0.4, 0.5, 0.2),
        (73.0, 1.0, 0.5, (2 / 6) * 1.0),  # 109 would be reached without, 106 with: 2 of the block's 6 appointments
    ],
)
def test_clinicians_who_look_ahead_see_what_a_block_would_make_them_miss(small, earned, lost, fullness, missed):
    f4 = np.float32
    # 36 hours a week at 0.75 credits an hour: 108 a month; 720 free minutes a week hold 18 appointments of 40
    settings = small.bundles["staff_hours"]
    assert settings.target_per_hour == pytest.approx(0.75)
    got = missed_by_block(0, 2160, 240, 720, f4(earned), f4(lost), f4(fullness), f4(40), settings)
    assert float(got) == pytest.approx(missed, abs=1e-5)


@pytest.mark.parametrize(
    ("capacity", "served"),
    [(0, (4, 0)), (4, (4, 4)), (5, (3, 0)), (6, (3, 1)), (7, (1, 0)), (9, (1, 2)), (10, (0, 0)), (99, (0, 89))],
)
def test_a_queue_is_served_from_the_top_until_the_places_are_gone(capacity, served):
    assert threshold(np.array([3, 0, 2, 5], np.int32), capacity) == served


@pytest.mark.parametrize(
    ("severity", "crisis", "waited", "key"),
    [(0.1, NEVER, 0, 0), (0.1, NEVER, 12, 12), (0.3, NEVER, 0, 12), (0.99, NEVER, 3, 39), (1.0, NEVER, 0, 36), (0.1, 8, 0, 48), (0.1, 7, 0, 0), (1.0, 10, 9999, 319)],
)
def test_a_wait_of_twelve_weeks_outweighs_a_class_and_a_recent_crisis_comes_first(severity, crisis, waited, key):
    assert queue_key(np.float32(severity), crisis, 10, waited, 12) == key


@pytest.mark.parametrize(
    ("waited", "median"),
    [([2, 2, 4], 2.0), ([4], 0.5), ([0, 0, 10], 2.5), ([1, 0, 0, 1], 1.0), ([0, 1, 3], 2 + 1 / 3)],
)
def test_the_median_wait_is_read_within_its_week(waited, median):
    assert median_wait(np.array(waited, float)) == pytest.approx(median)


def test_nobody_seen_has_no_median_wait():
    assert math.isnan(median_wait(np.zeros(5)))


# --- unknown parameters ------------------------------------------------------------------------------------


def declaration(**changes: object) -> Declaration:
    made = Declaration(
        "process", "field", None, 3.0, 1.0, 7.0, "points", "uncertain", "system", Words("a", "b"), "judged", "judged", (None, None)
    )
    return made.having(**changes)


def test_a_range_is_drawn_as_a_triangle_with_the_value_as_its_top():
    one = declaration()
    assert from_range(one, 0.0) == 1.0
    assert from_range(one, (3 - 1) / (7 - 1)) == pytest.approx(3.0)
    assert from_range(one, 1.0) == 7.0
    assert from_range(one, 1 / 12) == pytest.approx(2.0)
    assert from_range(one, 1 - 1 / 6) == pytest.approx(5.0)
    u = np.linspace(0, 1, 20_001)
    drawn = np.array([from_range(one, x) for x in u])
    assert (np.diff(drawn) >= 0).all()
    assert drawn.mean() == pytest.approx((1 + 3 + 7) / 3, rel=1e-3)


@pytest.mark.parametrize("value", [1.0, 7.0])
def test_the_top_may_stand_at_an_end(value):
    one = declaration(value=value)
    assert [from_range(one, u) for u in (0.0, 1.0)] == [1.0, 7.0]
    assert 1 < from_range(one, 0.5) < 7


def test_a_range_of_one_point_is_that_point():
    assert from_range(declaration(low=3.0, high=3.0), 0.8) == 3.0


def test_whole_numbers_are_drawn_whole_and_forms_evenly():
    assert {from_range(declaration(whole=True), u / 100) for u in range(101)} == {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}
    form = declaration(value="a", choices=("a", "b"), kind="form")
    assert [from_range(form, u) for u in (0.0, 0.49, 0.5, 1.0)] == ["a", "a", "b", "b"]
