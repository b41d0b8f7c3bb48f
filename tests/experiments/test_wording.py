from __future__ import annotations

import dataclasses
import math
import re
import string

import numpy as np
import pytest

from experiments.compare import Comparison
from experiments.wording import (
    encodable,
    first_figures,
    html_table,
    quoted,
    run_table,
    sentences,
    span,
    table,
)
from experiments.words import MINUS, NARROW, WORDS, brief, decimals_for, listed, name, number, percent, text
from simulation import OUTCOMES, Scenario, run
from simulation.outcomes import HEADLINES
from simulation.parameters import declared, uncertain
from simulation.people.codes import DISORDERS, LEDGER, POPULATION_GROUPS, PROFESSIONS

from .conftest import by_hand


def fields(said: str) -> set[str]:
    return {f for _, f, _, _ in string.Formatter().parse(said) if f}


def test_every_text_exists_in_both_languages_with_the_same_fields() -> None:
    for key, words in WORDS.items():
        assert bool(words.en) == bool(words.es), key
        assert fields(words.en) == fields(words.es), key


def test_every_group_category_unit_badge_and_headline_has_a_name() -> None:
    kinds = {"group": POPULATION_GROUPS, "people": POPULATION_GROUPS, "ledger": LEDGER, "profession": PROFESSIONS, "disorder": DISORDERS}
    kinds |= {"badge": ("here", "elsewhere", "judged", "yours"), "unit": tuple({o.unit for o in OUTCOMES} | {d.unit for d in declared().values()})}
    kinds |= {kind: (*(o.name for o in HEADLINES), "cost") for kind in ("short", "said", "short unit")}
    missing = [f"{kind}.{which}" for kind, names in kinds.items() for which in names if f"{kind}.{which}" not in WORDS]
    assert missing == []


def test_a_text_that_is_not_there_is_an_error_and_a_name_of_a_user_is_kept() -> None:
    with pytest.raises(KeyError):
        text("no such text")
    assert name("ledger", "choir_practice", "es") == "choir practice"


def test_numbers_are_written_as_the_language_does() -> None:
    assert number(1234567.891, "en") == f"1{NARROW}234{NARROW}567.89"
    assert number(1234.5, "es", 1) == "1234,5"
    assert number(-0.25, "es", 2) == f"{MINUS}0,25"
    assert number(0.25, "en", 1, sign=True) == "+0.2"
    assert number(-0.001, "en", 2, sign=True) == "0.00"
    assert number(math.nan, "es") == "n/d"
    assert brief(0.000123456, "es") == "0,0001235"
    assert brief(20000000.0) == f"20{NARROW}000{NARROW}000"
    assert percent(0.875) == f"88{NARROW}%"
    assert listed(["peine", "hilo"], "es") == "peine e hilo"


def test_decimals_show_the_half_width_to_two_digits_and_no_end_as_zero() -> None:
    assert decimals_for(-0.8, 0.0, 0.8) == 2
    assert decimals_for(-13.0, 0.0, 13.0) == 0
    assert decimals_for(0.0003, 0.0453, 0.0903) == 4
    assert decimals_for(math.nan, 1.0, math.nan) == 2


def test_the_printed_intervals_are_those_of_the_estimate(small: Comparison) -> None:
    said = table(small, encoding="utf-8")
    for arm in (1, 2):
        for outcome in ("in_care", "recovery", "cost"):
            e = small.estimate(arm, outcome)
            d = decimals_for(e.luck_low, e.difference, e.luck_high, e.low, e.high)
            for low, high in ((e.luck_low, e.luck_high), (e.low, e.high)):
                assert encodable(span(low, high, "en", d), "utf-8") in said


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_table_fits_a_hundred_columns_and_is_aligned(small: Comparison, lang: str) -> None:
    lines = table(small, lang, "utf-8").splitlines()
    assert max(map(len, lines)) <= 100
    start = lines.index("-" * 100) + 1
    block = lines[start : lines.index("")]
    assert len({len(line) for line in block}) == 1
    assert 6 <= len(block) <= 11  # five headlines, each with its worst-off group if one is known, and cost


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "no-such-encoding"])
def test_the_table_can_be_shown_by_any_terminal(small: Comparison, lang: str, encoding: str) -> None:
    small = dataclasses.replace(small, capped=True, reached=0.31)
    said = table(small, lang, encoding)
    said.encode("ascii" if encoding == "no-such-encoding" else encoding)
    assert ("±" in said) == (encoding in ("cp1252", "latin-1"))


def test_the_notes_say_how_it_was_made(peru: Scenario) -> None:
    found = by_hand(peru, {("in_care", "all"): 1.0}, spread=0.5)
    said = table(dataclasses.replace(found, capped=True, reached=0.31, failed=found.answers[:2]), encoding="utf-8")
    assert "Seed 7, 4 weeks, 8 replicates, 50 % of residents." in said
    assert "Capped: asked ±0.25, reached ±0.31 percentage points." in said
    assert "2 replicates failed" in said
    assert re.search(r"\d+ of \d+ uncertain inputs are judged", said)
    assert "luck alone" in table(by_hand(peru, {}, fixed=True), encoding="utf-8")


def test_no_interval_is_made_up_for_a_single_replicate(peru: Scenario) -> None:
    found = by_hand(peru, {("in_care", "all"): 1.0}, fixed=True, replicates=1)
    assert all("no interval" in s for s in sentences(found)[:4])


def test_a_comparison_without_answers_is_told_too(peru: Scenario) -> None:
    found = by_hand(peru, {}, replicates=0)
    assert "No replicate has finished." in table(found, encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_five_sentences_per_policy_each_with_an_interval_where_something_is_claimed(small: Comparison, lang: str) -> None:
    said = sentences(small, lang)
    assert len(said) == 10
    for k, sentence in enumerate(said):
        assert sentence.endswith(".")
        if k % 5 in (0, 1):
            assert ("95 % interval" if lang == "en" else "intervalo del 95 %") in sentence.replace(NARROW, " ")


def test_an_interval_that_includes_zero_is_said_to(peru: Scenario) -> None:
    found = by_hand(peru, {("in_care", "all"): 0.1}, spread=2.0, twin_spread=2.0)
    assert quoted(found.estimate(1, "in_care"))[0] < 0
    said = sentences(found)
    assert all("cannot be told from no change" in s for s in (said[0], said[1], said[3]))
    assert "average" not in said[0]
    assert "no se distingue de la ausencia de cambio" in sentences(found, "es")[0]


def test_a_mean_beyond_luck_that_one_world_may_not_see_is_told_apart(peru: Scenario) -> None:
    found = by_hand(peru, {("in_care", "all"): 1.0}, spread=2.0, twin_spread=0.1)
    e = found.estimate(1, "in_care")
    assert e.luck_low > 0 > e.low
    assert "more than luck on average, but in a single world it cannot be told from no change" in sentences(found)[0]


def test_a_sure_gain_is_not_said_to_be_unsure(peru: Scenario) -> None:
    said = sentences(by_hand(peru, {("in_care", "all"): 3.0}, spread=0.1, twin_spread=0.01))
    assert "+3.00 percentage points" in said[0]
    assert "cannot be told" not in said[1] and "lies off zero" in said[3]
    assert "8 of 8 draws" in said[3]


def test_the_group_that_gains_most_is_named(peru: Scenario) -> None:
    found = by_hand(peru, {("in_care", "all"): 1.0, ("in_care", "women"): 4.0}, spread=0.1, twin_spread=0.01)
    assert "among women" in sentences(found)[1]
    assert "las mujeres" in sentences(found, "es")[1]
    nobody = by_hand(peru, {("in_care", "all"): -1.0}, spread=0.1, twin_spread=0.01)
    assert sentences(nobody)[1].startswith("No group of residents gains")


def test_no_group_is_shown_to_lose_only_if_so(peru: Scenario) -> None:
    nobody = sentences(by_hand(peru, {("in_care", "all"): 1.0}, spread=0.1, twin_spread=0.01))[2]
    assert nobody.startswith("No group is shown to lose: none of 55")
    waiting = sentences(by_hand(peru, {("wait", "far from the centre"): 2.0}, spread=0.1, twin_spread=0.01))[2]
    assert "Shown to lose: residents far from the centre, the median wait for first care: +2.00 weeks" in waiting
    maybe = sentences(by_hand(peru, {("wait", "men"): 1.0}, spread=2.0, twin_spread=0.1))[2]
    assert maybe.startswith("Lose on average, beyond luck") and "men, the median wait" in maybe and "No group" not in maybe
    fixed = sentences(by_hand(peru, {("in_care", "all"): -1.0}, spread=0.1, fixed=True))[2]
    assert "8 more in the table by group" in fixed


def test_what_it_rests_on_counts_inputs_and_money(peru: Scenario) -> None:
    said = sentences(by_hand(peru, {("in_care", "all"): 1.0}, spread=0.1))[4]
    inputs = uncertain(peru.values)
    judged = [d for d in inputs if d.grade == "judged"]
    money = {d.row: d.grade for d in peru.values.values() if d.row.startswith("costs:")}
    assert f"{len(inputs)} uncertain inputs, {len(judged)} of which" in said
    assert f"{list(money.values()).count('judged') + 1} of {len(money) + 1} unit costs" in said  # and the policy's own
    assert "no controlled evaluation of Peru's centres" in said


def test_spanish_has_decimal_commas(small: Comparison) -> None:
    said = "\n".join([table(small, "es", "utf-8"), *sentences(small, "es"), html_table(small, "es")])
    assert re.search(r"\d,\d", said) and not re.search(r"\d\.\d", said)


def test_html_is_escaped_and_headed(peru: Scenario) -> None:
    found = by_hand(peru, {("in_care", "all"): 1.0}, spread=0.1)
    arm = found.question.arms[0]
    evil = dataclasses.replace(arm.policies[0], title=dataclasses.replace(arm.policies[0].title, en="<script>x</script>"))
    found.question = dataclasses.replace(found.question, arms=(dataclasses.replace(arm, policies=(evil,)),))
    said = html_table(found)
    assert "<script>" not in said and "&lt;script&gt;" in said
    assert 'scope="col"' in said and 'scope="row"' in said


def test_first_figures_are_provisional(small: Comparison) -> None:
    said = first_figures(small).splitlines()
    assert len(said) == 2 and all("provisional" in line and "interval" in line for line in said)


def test_one_run_has_no_interval_and_several_do(peru: Scenario) -> None:
    records = [run(peru, scale=0.002, weeks=10, replicate=r) for r in range(2)]
    assert "no interval" in run_table(records[:1], encoding="ascii")
    assert " to " in run_table(records, encoding="ascii") and "no interval" not in run_table(records, encoding="ascii")


def test_what_pairing_saves_is_the_variance_of_unpaired_arms_over_that_of_pairs(peru):
    rng = np.random.default_rng(3)
    found = by_hand(peru, {}, replicates=400)
    at = [o.name for o in OUTCOMES].index("in_care")
    for answer in found.answers:
        place = rng.normal(0, 3.0)  # what both worlds share
        answer.values[0, at, 0] = place + rng.normal(0, 1.0)
        answer.values[1, at, 0] = place + rng.normal(0, 1.0)
    # (9 + 1) + (9 + 1) apart, 1 + 1 paired
    assert found.pairing_saves(1, "in_care") == pytest.approx(10, rel=0.25)
    assert "times as many runs" in table(found)
    assert math.isnan(found.pairing_saves(1, "recovery"))  # no difference anywhere: nothing to save
