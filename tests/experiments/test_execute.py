"""The runner: the same bits whoever lives a job, and the same as a single run."""

from __future__ import annotations

import multiprocessing

import numpy as np
import pytest

from experiments.compare import Comparison, compare
from experiments.execute import WEEKLY, Answer, Job, Question, Runner, attempt, live_job, paired_lives
from simulation import Policy, Scenario, load, load_policy, run
from simulation.draws import drawn
from simulation.outcomes import BY_NAME, OUTCOMES
from simulation.people.codes import LEDGER, POPULATION_GROUPS

WEEKS, SCALE = 60, 0.005
PARTS = ("values", "weekly", "minutes", "lives")

SAME = """\
schema = 1
kind = "policy"
name = "same"
title = {en = "As it is", es = "Como es"}
about = {en = "Sets a value to what it is.", es = "Fija un valor en lo que es."}
[[step]]
what = "productivity.extramural_credit"
to = 0.0
from = 2
[[step]]
what = "help_seeking.base"
times = 1.0
from = 0
"""
CENTRE = """\
schema = 1
kind = "policy"
name = "own-centre"
title = {en = "A centre with ways of its own", es = "Un centro con modos propios"}
about = {en = "It opens in week 5.", es = "Abre en la semana 5."}
[[step]]
what = "open-centre"
from = 5
[step.centre]
id = "other"
name = "Other"
district = "lima-without"
x = 7.5
y = 2.0
rooms = 5
roster = {psychiatrist = 1, psychologist = 2, nurse = 2, social_worker = 2}
[step.centre.parameters]
"knowledge.missing_share" = {value = 0.05, low = 0.0, high = 0.1, source = "judged", grade = "judged"}
"resources.reimbursed_share" = 0.9
"""


@pytest.fixture(scope="module")
def peru() -> Scenario:
    return load("peru")


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Policy]:
    """Shipped policies, one that changes nothing, and a centre with values of its own."""
    folder = tmp_path_factory.mktemp("policies")
    found = {name: load_policy(name) for name in ("equal-credit", "second-centre", "transport-money")}
    for name, text in (("same", SAME), ("own-centre", CENTRE)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        found[name] = load_policy(folder / f"{name}.toml")
    return found


def asked(peru: Scenario, policies: dict[str, Policy], **changes: object) -> Comparison:
    """One question, put in different ways."""
    arms = (policies["equal-credit"], (policies["transport-money"], policies["second-centre"]))
    settings = {"seed": 4, "weeks": 20, "scale": SCALE, "replicates": 2, "workers": 1, **changes}
    return compare(peru, *arms, **settings)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def here(peru: Scenario, policies: dict[str, Policy]) -> Comparison:
    """The question, answered in this process."""
    return asked(peru, policies)


def assert_same(one: Answer, two: Answer) -> None:
    assert not one.error, one.error
    assert not two.error, two.error
    assert one.job == two.job
    assert one.drawn == two.drawn
    for part in PARTS:
        np.testing.assert_array_equal(getattr(one, part), getattr(two, part))


# --- workers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_two_workers_find_what_one_finds(peru, policies, here, start):
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {start} here")
    there = asked(peru, policies, workers=2, start_method=start)
    assert [a.job for a in there.answers] == [Job(0), Job(1)]
    assert [a.job for a in there.twins] == [Job(0, 1), Job(1, 1)]
    for one, two in zip(here.answers + here.twins, there.answers + there.twins, strict=True):
        assert_same(one, two)
    assert there.rows() == here.rows()
    assert there.to_frame().equals(here.to_frame())


def test_the_order_of_jobs_does_not_matter(peru, policies, here):
    with Runner(here.question, 1) as runner:
        backwards = {a.job: a for a in runner.answers([Job(1, 1), Job(1), Job(0, 1), Job(0)])}
    for answer in here.answers + here.twins:
        assert_same(answer, backwards[answer.job])


def test_more_replicates_begin_with_the_same_ones(peru, policies, here):
    more = asked(peru, policies, replicates=3)
    for one, two in zip(here.answers, more.answers, strict=False):
        assert_same(one, two)
    assert len(more.answers) == 3


def test_an_arm_does_not_depend_on_the_arms_beside_it(peru, policies, here):
    alone = compare(peru, policies["equal-credit"], seed=4, weeks=20, scale=SCALE, replicates=2, workers=1)
    for one, two in zip(here.answers, alone.answers, strict=True):
        np.testing.assert_array_equal(one.values[:2], two.values)


# --- the same as a run -------------------------------------------------------------------------------------


@pytest.mark.parametrize("fixed", [True, False])
@pytest.mark.parametrize("names", [("equal-credit",), ("second-centre",), ("own-centre",), ("transport-money", "own-centre")])
def test_an_arm_of_a_comparison_is_the_run_of_that_scenario(peru, policies, names, fixed):
    arm = peru.with_policies(*(policies[name] for name in names))
    question = Question(peru, (arm,), 6, WEEKS, SCALE, fixed)
    for replicate in (0, 3):
        answer = live_job(question, Job(replicate))
        for k, scenario in enumerate((peru, arm)):
            record = run(scenario, seed=6, weeks=WEEKS, scale=SCALE, replicate=replicate, fixed_parameters=fixed)
            expected = [[o.over_run(record, g) for g in POPULATION_GROUPS] for o in OUTCOMES]
            np.testing.assert_array_equal(answer.values[k], expected)
            np.testing.assert_array_equal(answer.weekly[k], [BY_NAME[n].by_week(record, "everybody") for n in WEEKLY])
            np.testing.assert_array_equal(answer.minutes[k], [record.centre_count(f"minutes_{n}") for n in LEDGER])


def test_an_answer_has_a_value_for_every_arm_outcome_and_group(here):
    for answer in here.answers:
        assert answer.values.shape == (3, len(OUTCOMES), len(POPULATION_GROUPS))
        assert answer.weekly.shape == (3, len(WEEKLY), 20)
        assert answer.minutes.shape == (3, len(LEDGER), 20)
        assert answer.lives.shape == (3, len(POPULATION_GROUPS), 3)


# --- pairs and twins ---------------------------------------------------------------------------------------


def test_a_policy_that_changes_nothing_makes_no_difference_for_anybody(peru, policies):
    found = compare(peru, policies["same"], seed=2, weeks=WEEKS, scale=SCALE, replicates=3, workers=1)
    assert found.arms == ["baseline", "same"]
    for answer in found.answers + found.twins:
        np.testing.assert_array_equal(answer.values[1], answer.values[0])
        np.testing.assert_array_equal(answer.weekly[1], answer.weekly[0])
        helped, harmed, unchanged = answer.lives[1].T
        assert not helped.any()
        assert not harmed.any()
        assert unchanged[0] == round(sum(z.population for z in peru.zones))
    for outcome in OUTCOMES:
        for group in POPULATION_GROUPS:
            d = found.differences(1, outcome.name, group)
            assert (d[np.isfinite(d)] == 0).all()


def test_what_changes_something_makes_a_difference_for_some(peru):
    without_stigma = peru.setting({"stigma.stigma_dial": 0})
    answer = live_job(Question(peru, (without_stigma,), weeks=104, scale=0.03, fixed_parameters=True), Job(0))
    in_care = [o.name for o in OUTCOMES].index("in_care")
    assert answer.values[1, in_care, 0] > answer.values[0, in_care, 0]
    helped, harmed, unchanged = answer.lives[1, 0]
    assert 0 < harmed < helped < unchanged


def test_the_baseline_is_nobodys_help_or_harm(here):
    for answer in here.answers:
        assert not answer.lives[0, :, :2].any()


def test_groups_of_a_division_share_out_everybodys_lives(here):
    for answer in here.answers:
        for k in range(1, len(POPULATION_GROUPS), 2):
            np.testing.assert_array_equal(answer.lives[:, k] + answer.lives[:, k + 1], answer.lives[:, 0])


def test_twins_share_what_is_drawn_and_differ_in_luck(peru, here):
    for answer, twin in zip(here.answers, here.twins, strict=True):
        assert answer.job.replicate == twin.job.replicate
        assert answer.drawn == twin.drawn
        assert (answer.values[0] != twin.values[0]).any()
        expected = {name: value for (name, place), value in drawn(peru, 4, answer.job.replicate).items() if place is None and not isinstance(value, str)}
        assert answer.drawn == expected
    assert here.answers[0].drawn != here.answers[1].drawn


def test_with_fixed_parameters_there_are_no_twins_and_nothing_is_drawn(peru, policies):
    found = asked(peru, policies, fixed_parameters=True)
    assert found.twins == []
    assert all(answer.drawn == {} for answer in found.answers)


def test_lives_are_told_by_weeks_ill_and_then_by_crises():
    base = {
        "arrival": np.array([0, 0, 0, 0, 0, 1]), "weeks_ill": np.array([5, 5, 5, 5, 5, 5], np.int16),
        "crises": np.array([1, 1, 1, 1, 1, 1], np.int16), "divisions": np.array([0, 1, 0, 1, 0, 0], np.int8),
    }
    arm = {
        "arrival": np.array([0, 0, 0, 0, 0, 0]), "weeks_ill": np.array([4, 6, 5, 5, 5, 0], np.int16),
        "crises": np.array([9, 0, 0, 2, 1, 0], np.int16), "divisions": base["divisions"],
    }
    lives = paired_lives(base, arm, 0.5)
    assert lives[0].tolist() == [4, 4, 2]  # who came later is another person
    assert lives[1].tolist() == [4, 0, 2]
    assert lives[2].tolist() == [0, 4, 0]


# --- mistakes ----------------------------------------------------------------------------------------------


def test_a_run_that_raises_becomes_an_answer_that_says_why(peru):
    answer = attempt(Question(peru, (), weeks=4, scale=-1.0), Job(7))
    assert "Traceback" in answer.error
    assert answer.job == Job(7)
    assert answer.values.size == 0


def test_the_runner_and_its_question_travel_to_other_processes(peru, policies):
    import pickle

    question = Question(peru, (peru.with_policies(policies["own-centre"]),), 3)
    again = pickle.loads(pickle.dumps(question))
    assert again.arms[0].digest() == question.arms[0].digest()
    assert again.baseline == question.baseline
