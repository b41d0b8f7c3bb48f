"""Plans of lessons can be lived, and every question is decided by the rule from what was lived."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.classroom import lessons
from experiments.classroom.lesson import BASELINE, UNDECIDED, answered
from experiments.classroom.lesson_plan import Dated, LessonPlan, dated_policy, worlds
from experiments.execute import Settled, over_run
from simulation import InputError, Words, load, load_policy
from simulation.draws import drawn
from simulation.outcomes import OUTCOMES
from simulation.people.codes import POPULATION_GROUPS

NAME = Words("x", "x")
WEEKS, REPLICATES, RESIDENTS = 30, 2, 3000


def lived(system: Any, arms: list[Any], replicates: int) -> Any:
    """Outcomes of arms in a few small replicates, (replicate, arm, outcome, group)."""
    scale = min(1.0, RESIDENTS / sum(zone.population for zone in system.zones))
    found = []
    for replicate in range(replicates):
        with Settled(
            system, root=1, replicate=replicate, weeks=WEEKS, scale=scale, fixed=False, values_of=lambda s, r=replicate: drawn(s, 1, r)
        ) as place:
            found.append([over_run(place.live(arm)) for arm in arms])
    return found


@pytest.mark.parametrize("name", lessons.names())
def test_every_plan_of_a_lesson_is_lived_and_every_question_decided(name: str) -> None:
    lesson = lessons.load(name)
    system = lessons.system_at(lesson.system, lesson.origin)
    made = [worlds(plan, system) for plan in lesson.plans]
    assert all(base == system for base, _ in made)
    told = lived(system, [system, *(arm for _, arm in made)], REPLICATES)
    arms = [BASELINE, *(plan.name for plan in lesson.plans)]
    outcomes = [o.name for o in OUTCOMES]
    for part in lesson.parts:
        if part.asks is None:
            continue
        at = outcomes.index(part.asks.outcome), POPULATION_GROUPS.index(part.asks.group)
        values, against = ([one[arms.index(arm)][at] for one in told] for arm in (part.asks.plan, part.asks.against))
        assert answered(part.asks, values, against) in part.asks.bands
        assert answered(part.asks, values, values) == UNDECIDED or part.asks.cuts != (0.0,)


def test_a_plan_of_one_shipped_policy_is_that_policy() -> None:
    system = load("peru")
    plan = LessonPlan("x", NAME, (Dated(0, policies=("equal-credit",)),))
    assert worlds(plan, system)[1].policies[0] == load_policy("equal-credit")
    assert not worlds(plan, system)[1].policies[1].steps


def test_a_dated_policy_begins_in_its_week_and_keeps_its_distances() -> None:
    plan = LessonPlan("x", NAME, (Dated(0), Dated(52, policies=("knowledge",))), dated=True)
    moved = dated_policy(plan, load("peru"))
    shipped = load_policy("knowledge")
    first = min(step.start for step in shipped.steps)
    assert [step.start - 52 for step in moved.steps] == [step.start - first for step in shipped.steps]


def test_a_centre_opens_as_late_as_its_step() -> None:
    plan = LessonPlan("x", NAME, (Dated(52, policies=("second-centre",)),), dated=True)
    _, arm = worlds(plan, load("peru"))
    assert arm.centres[-1].opens == 52


def test_a_number_holds_until_a_later_step_sets_it_again() -> None:
    from simulation.scenario import effective

    name = "productivity.extramural_credit"
    plan = LessonPlan("x", NAME, (Dated(0, {name: 0.5}), Dated(20), Dated(52, {name: 1.0})), dated=True)
    _, arm = worlds(plan, load("peru"))
    assert [set(effective(arm, week)[name]) for week in (0, 51, 52, 90)] == [{0.5}, {0.5}, {1.0}, {1.0}]  # type: ignore[arg-type]


def test_an_assumption_holds_with_and_without_the_plan() -> None:
    system = load("peru")
    base, arm = worlds(LessonPlan("x", NAME, (Dated(0, parameters={"home_visits.refusal": 0.2}),)), system)
    assert base.value_at("home_visits.refusal") == arm.value_at("home_visits.refusal") == 0.2
    with pytest.raises(InputError, match="an assumption has no date"):
        worlds(LessonPlan("x", NAME, (Dated(0, parameters={"home_visits.refusal": 0.2}),), dated=True), system)


def test_a_part_of_the_story_can_be_left_out() -> None:
    system = load("rfcmh")
    _, arm = worlds(LessonPlan("x", NAME, (Dated(0, {"collaboration": False}),)), system)
    assert {one.name for one in system.story} - {one.name for one in arm.story} == {"collaboration"}
    with pytest.raises(InputError, match="collaboration"):
        worlds(LessonPlan("x", NAME, (Dated(0, {"colaboration": False}),)), system)
