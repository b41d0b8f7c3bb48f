"""Plans with dates over the wire: read, told, refused, written as a policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from experiments.classroom.plans import put, read_plan
from simulation import InputError, load, load_policy

SYSTEM = load("peru")
CREDIT = "productivity.extramural_credit"
STEPS: list[dict[str, Any]] = [{"week": 0, "levers": {CREDIT: 0.5}}, {"week": 52, "levers": {CREDIT: 1.0}, "policies": ["transport-money"]}]


def test_a_dated_plan_is_told_as_it_was_read_and_is_one_policy(tmp_path: Path) -> None:
    plan = read_plan({"steps": STEPS}, SYSTEM)
    assert read_plan(plan.told(), SYSTEM) == plan
    asked = put(plan, SYSTEM, "peru", seed=1, weeks=104, scale=0.01, replicates=2)
    (policy,) = asked.question.arms[0].policies
    (tmp_path / "plan.toml").write_text(asked.toml, encoding="utf-8")
    assert load_policy(tmp_path / "plan.toml").steps == policy.steps
    assert "--policy plan.toml " in asked.command
    credit = [(step.start, step.until, step.amount) for step in policy.steps if step.what == CREDIT]
    assert credit == [(0, 52, 0.5), (52, None, 1.0)]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"steps": []}, "1 to"),
        ({"steps": "x"}, "1 to"),
        ({"steps": [{"steps": STEPS}]}, "1 to"),
        ({"steps": [STEPS[1], STEPS[0]]}, "weeks that rise"),
        ({"steps": [STEPS[0], STEPS[0]]}, "weeks that rise"),
        ({"steps": STEPS, "levers": {CREDIT: 1}}, "steps alone"),
        ({"steps": [{"parameters": {"home_visits.refusal": 0.2}}]}, "an assumption has no date"),
        ({"steps": [{"levers": {"productivity.extramural_credi": 1}}]}, "did you mean"),
    ],
)
def test_a_dated_plan_that_cannot_be_is_refused_in_one_line(plan: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_plan(plan, SYSTEM)
    assert said in str(caught.value)
    assert len(caught.value.lines()) == 1


def test_two_plans_that_differ_only_in_dates_have_different_names() -> None:
    later = [STEPS[0], {**STEPS[1], "week": 53}]
    ids = {put(read_plan({"steps": steps}, SYSTEM), SYSTEM, "peru", seed=1, weeks=104, scale=0.01, replicates=2).id for steps in (STEPS, later)}
    assert len(ids) == 2
