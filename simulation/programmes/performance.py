"""Pay for performance: next year's money follows this year's indicators (Peru's budget programme 131).

Once a year each centre's indicators are read: office consultations against a target, and community sessions held
against those planned, with weights. Their mean times ``bonus`` is added to next year's money for trips and
materials. Leaders know what is counted: the larger the bonus, the more the office count presses (by the weight of
the office) and the less an hour in the community is lost (by the weight of the community). The rule knows no
direction of its own: which way it pulls is the choice of indicators (Arriola-Vigo 2019, PpR 131).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import GROUP_KINDS
from simulation.people.tallies import (
    ATTENDED,
    CENTS_BONUS,
    CENTS_POCKET,
    GROUPS_HELD,
    GROUPS_PLANNED,
    HELD_VISITS,
    PLANNED_VISITS,
    row_of,
)

YEAR = 52
SESSIONS_PLANNED = [PLANNED_VISITS, *range(GROUPS_PLANNED, GROUPS_PLANNED + len(GROUP_KINDS))]
SESSIONS_HELD = [HELD_VISITS, *range(GROUPS_HELD, GROUPS_HELD + len(GROUP_KINDS))]


class PerformanceSettings(Settings):
    """The bonus and what it is for."""

    bonus: float = parameter(
        0.0, low=0.0, high=0.3, unit="share", kind="lever", source="arriola2019", grade="here",
        en="bonus at full indicators, over a centre's yearly money for trips and goods", es="bono con indicadores completos, respecto del dinero anual de viajes y bienes de un centro",
    )
    community_weight: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", en="weight of community sessions among the indicators; the rest counts office consultations",
        es="peso de las sesiones comunitarias entre los indicadores; el resto cuenta consultas",
    )
    target: float = parameter(
        8414.0, low=5890.0, high=10938.0, unit="persons", source="output2018", grade="here", en="office consultations a year at which that indicator is full",
        es="consultas por año con que ese indicador está completo",
    )
    pull: float = parameter(
        3.0, low=1.0, high=6.0, unit="ratio", en="how strongly leaders follow what a bonus counts, per unit of bonus", es="cuánto sigue la dirección lo que cuenta un bono, por unidad de bono",
    )


def contribute(world: Any) -> None:
    """What is counted presses; what is paid for is not lost; the bonus won last year pays trips and materials."""
    v = world.present_values
    bonus, weight = float(v["performance.bonus"]), float(v["performance.community_weight"])
    if bonus <= 0:
        return
    felt = min(float(v["performance.pull"]) * bonus, 1.0)
    world.channel("quantity_pressure").multiply(np.full(max(len(world.centres), 1), 1 + felt * (1 - weight)))
    world.channel("lost_credit").multiply(np.full(max(len(world.centres), 1), 1 - felt * weight))


def fulfilled(world: Any, c: int) -> float:
    """The weighted mean of a centre's indicators over this year, 0 to 1."""
    v, centres = world.present_values, world.centres
    weight = float(v["performance.community_weight"])
    office = min(centres.year_attended[c] / world.scale / float(v["performance.target"]), 1.0)
    planned, held = int(centres.year_planned[c]), int(centres.year_held[c])
    return float(weight * (held / planned if planned else 0.0) + (1 - weight) * office)


def step(world: Any) -> None:
    """Add up this week; pay this week's part of the bonus; at the end of a year work out the next one."""
    if world.week < 0:
        return
    centres = world.centres
    # a centre that is not open counts nothing and has won nothing
    counts = world.centre_tally[row_of(world.week, world.centre_tally.shape[0])][:, : len(centres)]
    won = centres.bonus_week
    centres.whole("transport_money")[: len(centres)] += won
    counts[CENTS_BONUS] += won
    centres.whole("year_attended")[: len(centres)] += counts[ATTENDED].astype(np.int32)
    centres.whole("year_planned")[: len(centres)] += counts[SESSIONS_PLANNED].sum(axis=0).astype(np.int32)
    centres.whole("year_held")[: len(centres)] += counts[SESSIONS_HELD].sum(axis=0).astype(np.int32)
    centres.whole("year_pocket")[: len(centres)] += counts[CENTS_POCKET]
    if (world.week + 1) % YEAR == 0:
        _turn_of_year(world)


def _turn_of_year(world: Any) -> None:
    """What each centre won this year is paid over the next one."""
    v, centres = world.present_values, world.centres
    for c in range(len(centres)):
        if not centres.is_open[c]:
            continue
        base = YEAR * float(v["home_visits.transport_weekly"][c]) + float(v["money.running_year"])
        centres.bonus_week[c] = int(float(v["performance.bonus"]) * fulfilled(world, c) * base / YEAR * world.scale)
        centres.bonus_cover[c] = min(centres.bonus_week[c] * YEAR / max(int(centres.year_pocket[c]), 1), 1.0)
        for column in ("year_attended", "year_planned", "year_held", "year_pocket"):
            getattr(centres, column)[c] = 0
    world._settings_changed()


PROCESS = Process(
    name="performance",
    sentence=Words(
        "Once a year indicators are read, and next year's money follows them.",
        "Una vez al año se leen los indicadores, y el dinero del año siguiente los sigue.",
    ),
    step=step,
    contribute=contribute,
    settings=PerformanceSettings,
    sources=("arriola2019",),
)
