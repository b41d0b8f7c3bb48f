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
from numpy.typing import NDArray

from simulation.ground.cache import kernel
from simulation.ground.parameter import Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import GROUP_KINDS
from simulation.people.tallies import (
    ATTENDED,
    CENTS_BONUS,
    GROUPS_HELD,
    GROUPS_PLANNED,
    HELD_VISITS,
    PLANNED_VISITS,
    row_of,
)

YEAR = 52
KINDS = len(GROUP_KINDS)


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
    """What is counted presses; what is paid for is not lost."""
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


@kernel
def add_up(
    week: int, centres_bonus_week: NDArray[np.int64], centres_transport_money: NDArray[np.int64],
    centres_year_attended: NDArray[np.int32], centres_year_planned: NDArray[np.int32], centres_year_held: NDArray[np.int32],
    centre_tally: NDArray[np.int64],
) -> None:
    """Pay this week's part of the bonus, and add this week to the year's indicators.

    The year is kept with the centre and not read off the counts: a world that branches off has no counts of before.
    """
    if week < 0:
        return
    now = row_of(week, centre_tally.shape[0])
    for c in range(centres_bonus_week.size):
        centres_transport_money[c] += centres_bonus_week[c]
        centre_tally[now, CENTS_BONUS, c] += centres_bonus_week[c]
        centres_year_attended[c] += centre_tally[now, ATTENDED, c]
        centres_year_planned[c] += centre_tally[now, PLANNED_VISITS, c]
        centres_year_held[c] += centre_tally[now, HELD_VISITS, c]
        for kind in range(KINDS):
            centres_year_planned[c] += centre_tally[now, GROUPS_PLANNED + kind, c]
            centres_year_held[c] += centre_tally[now, GROUPS_HELD + kind, c]


def turn_of_year(world: Any) -> None:
    """What each centre won in the year that is over is paid over the next one."""
    if world.week <= 0 or world.week % YEAR != 0:
        return
    v, centres = world.present_values, world.centres
    bonus = float(v["performance.bonus"])
    for c in range(len(centres)):
        base = YEAR * float(v["home_visits.transport_weekly"][c]) + float(v["money.running_year"])
        won = bonus * fulfilled(world, c) * base / YEAR if centres.is_open[c] else 0.0
        centres.bonus_week[c] = int(won * world.scale)
    for column in ("year_attended", "year_planned", "year_held"):
        getattr(centres, column)[:] = 0


PROCESS = Process(
    name="performance",
    sentence=Words(
        "Once a year indicators are read, and next year's money follows them.",
        "Una vez al año se leen los indicadores, y el dinero del año siguiente los sigue.",
    ),
    kernel=add_up,
    step=turn_of_year,
    contribute=contribute,
    settings=PerformanceSettings,
    sources=("arriola2019",),
)
