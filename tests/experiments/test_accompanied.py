"""Accompanied users: who is asked in whose place, that answers come from their weeks, and how they are shown."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.accompanied import (
    AccompaniedInterviews,
    Kind,
    accompanied_plan,
    asked,
    drawn,
    heard_from,
    lived_accompanied,
    with_pairs,
)
from experiments.accompanied_page import as_json, as_text, matters, parts, reports, table_three, write_page
from experiments.command import INVALID, main
from experiments.histories import SEEN, Accompaniment, Histories
from experiments.spoken import counted, interval_of
from simulation import Record, load, load_policy, run
from simulation.people.codes import DISORDERS, SEXES
from simulation.people.peers import CONFIDANTS, MECHANISMS

LIVED: dict[str, Any] = {"seed": 1, "scale": 0.3, "weeks": 60}
PLAN = accompanied_plan("chile-santiago")
assert PLAN is not None


@pytest.fixture(scope="module")
def both() -> tuple[Record, AccompaniedInterviews, Histories]:
    system, kept = with_pairs(load("chile-santiago"), PLAN), {}

    def ask(world: Any) -> AccompaniedInterviews:
        kept["histories"] = histories
        return asked(world, histories, PLAN)

    from experiments.watched import lived_with

    histories = Histories()
    record, told = lived_with(system, histories.look, ask, **LIVED)
    return record, told, histories


def lived_weeks(**courses: Any) -> Accompaniment:
    """An accompaniment made by hand, of which some things are said and the rest are 0."""
    n = len(next(iter(courses.values())))
    one = Accompaniment(7, 0, 0, 0, 0, True, DISORDERS.index("affective_psychosis"))
    one.weeks = [tuple(float(courses.get(name, np.zeros(n))[w]) for name in SEEN) for w in range(n)]
    return one


# --- whom the study asked -------------------------------------------------------------------------------------------


def test_the_plan_is_the_joint_table_of_fifteen_users():
    def count(**of: Any) -> int:
        return sum(k.count for k in PLAN.kinds if all(getattr(k, key) == value for key, value in of.items()))

    assert (PLAN.count, PLAN.of, count(sex="man"), count(sex="woman")) == (15, 30, 10, 5)
    assert [count(ages=a) for a in ((21, 29), (30, 39), (40, 49), (50, 65))] == [2, 6, 5, 2]
    affective, other = "affective_psychosis", "non_affective_psychosis"
    assert [count(sex=s, disorder=d) for s in ("woman", "man") for d in (affective, other)] == [4, 1, 4, 6]
    assert all(k.sex in SEXES and k.disorder in DISORDERS for k in PLAN.kinds) and set(PLAN.says) == set(MECHANISMS)
    assert accompanied_plan("peru") is None and accompanied_plan("elsewhere") is None


def test_a_place_is_filled_by_the_kind_then_by_the_nearest_and_nobody_is_asked_twice():
    kinds = [Kind("woman", (40, 49), "a", 2), Kind("man", (20, 29), "b", 1), Kind("man", (50, 59), "a", 1)]
    people = [("woman", 70, "a"), ("woman", 45, "a"), ("woman", 52, "a"), ("man", 35, "b"), ("woman", 55, "a")]
    found = {i: kind for i, kind in drawn(people, kinds, [4, 3, 2, 1, 0])}
    # the one of the kind, the nearest in age, the man of another age; nobody is a man with "a": of the women left, the one of that age
    assert found == {1: kinds[0], 2: kinds[0], 3: kinds[1], 4: kinds[2]}
    assert len(drawn(people[:2], kinds, [0, 1])) == 2


def test_whom_chance_puts_first_is_asked_first():
    kind = [Kind("man", (20, 29), "a", 1)]
    people = [("man", 25, "a"), ("man", 22, "a")]
    assert drawn(people, kind, [0, 1])[0][0] == 0 and drawn(people, kind, [1, 0])[0][0] == 1


# --- answers --------------------------------------------------------------------------------------------------------


def test_an_answer_holds_what_was_met_as_shares_of_contacts():
    one = lived_weeks(
        contacts=[4, 10], worker_contacts=[2, 10], saw_practical=[4, 10], saw_experience=[0, 4], saw_love=[0, 0], felt=[1, 6], bond=[0.6, 0.1],
        worker_bond=[0.2, 0.3], worth=[0.0, -0.1], daily_worker=[1, 3], daily_peer=[0, 2], deep_nobody=[0, 0],
    )
    told = heard_from(one, ("woman", 45, "affective_psychosis"), PLAN.kinds[1])
    assert told.of_peer["practical"] == 1 and told.of_peer["experience"] == 0.4 and told.of_peer["love"] == 0
    # of the pair: what only the peer does is diluted, what the other does is credited
    assert told.of_pair["experience"] == 0.2 and told.of_pair["love"] == 0.3 and told.of_pair["practical"] == 1
    assert not told.notices("love") and told.notices("love", "pair")
    assert told.strong() and told.worth < 0 and told.mostly("daily") == "worker" and told.mostly("deep") == "" and told.as_wanted


def test_a_story_gave_hope_if_hope_rose_more_in_weeks_with_it():
    told = np.cumsum([1, 0, 1, 0, 1, 0, 1, 0])
    for step, sign in ((0.02, 1), (-0.02, -1)):
        hope = 0.5 + np.cumsum(np.diff(told, prepend=0) * step)
        story = heard_from(lived_weeks(saw_experience=told, hope=hope), ("man", 30, "x"), PLAN.kinds[0]).story
        assert story == pytest.approx(step) and sign * story > 0
    assert math.isnan(heard_from(lived_weeks(saw_experience=[1, 1, 1], hope=[0.5, 0.5, 0.5]), ("man", 30, "x"), PLAN.kinds[0]).story)


def test_counts_come_with_the_exact_interval_of_a_share():
    # pencil and paper: none of n gives an upper end of 1 - 0.025^(1/n)
    low, high = interval_of(0, 15)
    assert low == 0 and high == pytest.approx(1 - 0.025 ** (1 / 15)) and math.isnan(interval_of(0, 0)[0])
    assert counted([True] * 3 + [False] * 12, "en").startswith("3 of 15 (4–48")


# --- a real run -----------------------------------------------------------------------------------------------------


def test_looking_changes_no_run(both):
    plain = run(load("chile-santiago").with_policies(load_policy("cti-ts")), **LIVED)
    assert np.array_equal(plain.tally, both[0].tally) and np.array_equal(plain.centre_tally, both[0].centre_tally)


def test_histories_add_up_to_what_the_record_counted(both):
    record, _, histories = both
    every = histories.accompaniments
    for counted_as, what in (("peer_contacts", "contacts"), ("companion_contacts", "worker_contacts")):
        whole = sum(a.last(what) for a in every)
        assert 0 < whole == pytest.approx(float(record.centre_count(counted_as).sum()) * record.scale, abs=0.5)
    weeks_of_work = sum((c.course("away") == 0).sum() for c in histories.careers)
    assert weeks_of_work == pytest.approx(float(record.centre_count("peers").sum()) * record.scale, abs=0.5)
    assert len({(a.user, a.arrival) for a in every}) == len(every)  # nobody is taken on twice
    assert all(0 < len(a.weeks) <= 39 for a in every)


def test_whoever_is_asked_has_met_the_peer_for_long_enough(both):
    _, told, histories = both
    assert 0 < len(told.heard) <= min(told.pool, PLAN.count) and told.accompanied == len(histories.accompaniments)
    assert all(h.peer > 0 and h.weeks >= PLAN.least_weeks for h in told.all_heard)
    assert 0 < told.refused < told.accompanied and sum(told.matches()[:2]) <= len(told.heard)
    # every contact is practical, and every matter was taken to somebody
    assert all(h.of_peer["practical"] == 1 and 0 <= h.of_pair["experience"] <= h.of_peer["experience"] <= 1 for h in told.all_heard)
    assert sum(h.matters["daily", w] for h in told.all_heard for w in CONFIDANTS) > 0


def test_telling_of_the_pair_takes_from_the_peer_what_only_the_peer_does(both):
    _, rows = reports(both[1], "en")
    bias = {row[0]: row[3] for row in rows}
    assert bias["lived experience that is told"].startswith("−") and bias["practical and social support"] == "0"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_tables_have_every_mechanism_and_confidant_in_both_languages(both, lang, tmp_path: Path):
    record, told, _ = both
    assert len(table_three(told, lang)[1]) == len(MECHANISMS) and len(matters(told, lang)[1]) == len(CONFIDANTS)
    said = as_text(record, told, lang, 120)
    assert ("simulated answers" if lang == "en" else "respuestas simuladas") in said
    page = write_page(record, told, tmp_path / "a.html", lang).read_text(encoding="utf-8")
    assert page.count("<table") == len(list(parts(record, told, lang))) == 6
    assert "minga interview chile-santiago --policy cti-ts --seed 1 --weeks 60 --scale 0.3" in page
    found = json.loads(json.dumps(as_json(record, told), allow_nan=False))
    assert found["simulated"] is True and len(found["respondents"]) == len(told.heard) and "row" not in found["respondents"][0]


def test_what_cannot_be_asked_is_one_line(capsys):
    assert main(["interview", "chile-santiago", "--weeks", "20", "-q"]) == INVALID
    assert "--weeks" in capsys.readouterr().err
    assert main(["interview", "chile-santiago", "--with-users", "-q"]) == INVALID


def test_a_run_without_pairs_has_nobody_to_ask():
    from simulation import InputError

    with pytest.raises(InputError, match="pairs"):
        lived_accompanied(load("chile-santiago").with_policies(load_policy("less-stigma")), PLAN, weeks=26, scale=0.01)
