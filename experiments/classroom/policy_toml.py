"""A policy as the text of a policy file: every step with its dates, places and costs, so that it can be lived again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from simulation import Policy, Scenario, Words
from simulation.scenario import Cost, Selection, Step
from simulation.scenario.exchange import in_currency_of
from simulation.scenario.policy import OPEN_CENTRE


def together(name: str, title: Words, about: Words, policies: Sequence[Policy], system: Scenario) -> Policy:
    """Several policies as one, in the money of a system."""
    own = [in_currency_of(policy, system) for policy in policies]
    without = tuple(dict.fromkeys(left for policy in own for left in policy.without))
    return Policy(name, title, about, tuple(step for policy in own for step in policy.steps), currency="", without=without)


def policy_toml(policy: Policy, comment: Sequence[str] = ()) -> str:
    """The file of a policy; ``comment`` are lines before it."""
    lines = [*(f"# {line}" for line in comment), "schema = 1", 'kind = "policy"', f"name = {_value(policy.name)}"]
    if policy.currency:
        lines.append(f"currency = {_value(policy.currency)}")
    if policy.without:
        lines.append(f"without = {_value(list(policy.without))}")
    for head, words in (("title", policy.title), ("about", policy.about)):
        lines += ["", f"[{head}]", f"en = {_value(words.en)}", f"es = {_value(words.es)}"]
    for step in policy.steps:
        lines += ["", *_step(step)]
    return "\n".join(lines) + "\n"


def _step(step: Step) -> list[str]:
    if step.centre is not None:
        return ["[[step]]", f"what = {_value(OPEN_CENTRE)}", f"from = {step.start}", *_cost(step.cost), *_centre(step)]
    lines = ["[[step]]", f"what = {_value(step.what)}", f"{step.change} = {_value(step.amount)}"]
    if step.scope != "system":
        where = step.where
        told: Any = {"select": where.rule, "count": where.count} if isinstance(where, Selection) else list(where) if isinstance(where, tuple) else where
        lines.append(f"where = {_value(told)}")
    lines.append(f"from = {step.start}")
    lines += [f"until = {step.until}"] if step.until is not None else []
    lines += [f"ramp = {step.ramp}"] if step.ramp else []
    return lines + _cost(step.cost)


def _cost(cost: Cost | None) -> list[str]:
    if cost is None:
        return []
    return ["[step.cost]", *(f"{key} = {_value(value)}" for key, value in asdict(cost).items())]


def _centre(step: Step) -> list[str]:
    centre = step.centre
    assert centre is not None
    told = {"id": centre.id, "name": centre.name, "district": centre.district, "x": centre.x, "y": centre.y, "rooms": centre.rooms,
            "vehicles": centre.vehicles, "support_staff": centre.support_staff, "serves": list(centre.serves)}
    if centre.budget is not None:
        told["budget"] = centre.budget
    lines = ["[step.centre]", *(f"{key} = {_value(value)}" for key, value in told.items())]
    lines += ["[step.centre.roster]", *(f"{key} = {_value(value)}" for key, value in dict(centre.roster).items())]
    if step.own:
        lines += ["[step.centre.parameters]", *(f"{_value(name)} = {_value(one.value)}" for name, one in step.own.items())]
    return lines


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
