"""The clinician's week in minutes, under the productivity rule, with learning.

The paid week is a full budget: leave, meetings, supervision, training, phone and coordination take their
shares; a block for home visits and community work is set aside in a week when

    1 + conviction_weight x (conviction - 0.5) - sanction_weight x learnt x lost credit x pressure x fullness
      - queue_pull x backlog - cost_weight x uncovered cost + chance > 0

and the rest is office time. Conviction is knowledge of the community model (less what the team was never
told) times recovery orientation. ``learnt`` is what the rule has taught: each month in which credits stay
under target it grows with the shortfall and with the pressure of the supervising centre, faster after a pay
cut, and it fades when no shortfall follows. An office that is still empty falls short as well, so the lesson
begins in the first months. So under an office-only rule outreach declines by learning; a
full waiting list pulls hours whatever the rule (Arriola-Vigo 2019, inadequate productivity approach).

That answer to the rule is the form ``learnt``. In the form ``on_target`` clinicians look ahead instead:
learnt x lost credit x fullness gives way to the credits that the month's target would lack because of the
block, given the credits so far and an office as full as of late, over those of a full office in that time.
Nothing is learnt then: who is sure to reach the target, or has an empty office, goes out.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, log
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import NURSE, PROFESSIONS, SOCIAL_WORKER
from simulation.people.tallies import (
    CENTS_PAY_CUT,
    CLINICIAN_WEEKS,
    HELD_VISITS,
    PLANNED_VISITS,
    VISIT_BLOCKS,
    row_of,
)
from simulation.people.weighing import MONTH, block_utility, missed_by_block

HOLDS_BLOCK = draw("staff: holds the visit block this week")
PLANNED = draw("staff: are home visits planned this week")
ON_LEAVE = draw("staff: is on leave this week")
CUT = draw("staff: is the pay cut")
SMALL = f4(1e-6)


class StaffHoursSettings(Settings):
    """How a week is split, and what bends the split."""

    week_minutes: int = parameter(
        2160, kind="fixed", unit="minutes", en="paid week of a full post (36 hours)",
        es="semana pagada de un puesto completo (36 horas)",
    )
    leave_share: float = parameter(
        0.115, low=0.08, high=0.15, unit="share", en="weeks on leave (46 of 52 weeks worked)",
        es="semanas de licencia (46 de 52 trabajadas)",
    )
    meetings_share: float = parameter(
        0.10, low=0.05, high=0.15, unit="share", en="week spent in meetings", es="semana dedicada a reuniones",
    )
    supervision_share: float = parameter(
        0.05, low=0.02, high=0.08, unit="share", en="week spent in supervision", es="semana dedicada a supervisión",
    )
    training_share: float = parameter(
        0.04, low=0.01, high=0.06, unit="share", en="week spent in training", es="semana dedicada a capacitación",
    )
    phone_share: float = parameter(
        0.25, low=0.15, high=0.35, unit="share", source="output2018", grade="judged",
        en="week spent on phone calls, coordination, reporting and unscheduled work",
        es="semana dedicada a llamadas, coordinación, informes y trabajo no programado",
    )
    block_share: dict[str, float] = parameter(
        dict(zip(PROFESSIONS, (0.05, 0.08, 0.20, 0.35, 0.40, 0.15, 0.10), strict=True)),
        low=dict(zip(PROFESSIONS, (0.02, 0.04, 0.10, 0.25, 0.30, 0.08, 0.05), strict=True)),
        high=dict(zip(PROFESSIONS, (0.10, 0.15, 0.30, 0.45, 0.50, 0.25, 0.20), strict=True)),
        unit="share", en="week that a held block of visits takes, by profession",
        es="parte de la semana que ocupa un bloque de visitas, por profesión",
    )
    answer: str = parameter(
        "learnt", kind="form", unit="form", choices=("learnt", "on_target"), en="how clinicians answer the productivity rule",
        es="cómo responde el personal clínico a la regla de productividad",
    )
    conviction_weight: float = parameter(
        4.0, low=2.5, high=5.5, unit="utility", limits=(0, 100), en="pull of conviction towards the community",
        es="fuerza de la convicción hacia la comunidad",
    )
    sanction_weight: float = parameter(
        2.0, low=1.0, high=3.5, unit="utility", limits=(0, 100), en="weight of the learnt sanction",
        es="peso de la sanción aprendida",
    )
    queue_pull: float = parameter(
        0.6, low=0.2, high=1.2, unit="utility", limits=(0, 100), en="pull of a long waiting list towards the office",
        es="fuerza de una lista de espera larga hacia el consultorio",
    )
    cost_weight: float = parameter(
        1.0, low=0.4, high=1.8, unit="utility", limits=(0, 100), en="weight of uncovered costs",
        es="peso de los costos no cubiertos",
    )
    chance_scale: float = parameter(
        0.8, low=0.5, high=1.2, unit="utility", limits=(0.01, 100), en="scale of the week's chance",
        es="escala del azar de la semana",
    )
    target_per_hour: float = parameter(
        0.75, low=0.5, high=1.1, unit="credits per paid hour", limits=(0, 20), en="credits expected per hour worked",
        es="créditos esperados por hora trabajada",
    )
    visits_offered: float = parameter(
        1.0, low=0.0, high=1.0, kind="lever", unit="share", en="share of weeks in which home visits are planned: 0 never",
        es="proporción de semanas en que se planifican visitas a domicilio: 0 nunca",
    )
    guides_carry: float = parameter(
        0.25, low=0.1, high=0.4, unit="share", en="part of home visits that lay workers can carry", es="parte de las visitas a domicilio que pueden sostener trabajadores comunitarios",
    )
    learning: float = parameter(
        0.10, low=0.05, high=0.20, unit="share", en="learning from a month's full shortfall",
        es="aprendizaje por el déficit completo de un mes",
    )
    forgetting: float = parameter(
        0.05, low=0.02, high=0.10, unit="share", en="forgetting in a month without shortfall",
        es="olvido en un mes sin déficit",
    )
    pay_cut_risk: float = parameter(
        0.05, low=0.0, high=0.2, unit="probability", en="pay cut in a month below target",
        es="descuento de sueldo en un mes por debajo de la meta", source="arriola2019", grade="judged",
    )
    pay_cut_lesson: float = parameter(
        0.5, low=0.2, high=0.8, unit="share", en="learning from a pay cut", es="aprendizaje por un descuento",
    )
    pay_cut_cents: int = parameter(
        30000, low=10000, high=60000, unit="cents", en="size of a pay cut", es="monto de un descuento",
    )
    pocket_weekly: int = parameter(
        1500, low=500, high=4000, unit="cents", en="own money that a clinician would spend on trips in a week",
        es="dinero propio que un clínico gastaría en viajes por semana",
    )


@kernel
def staff_hours(
    week: int, luck: Luck, settings: Bundle, sessions_settings: Bundle, scale: np.float32, clinicians_at_work: NDArray[np.int8],
    centres_is_open: NDArray[np.int8], centres_coached: NDArray[np.float32],
    centres_fullness: NDArray[np.float32], centres_backlog: NDArray[np.float32], centres_lay_strength: NDArray[np.float32],
    clinicians_centre: NDArray[np.int16], clinicians_profession: NDArray[np.int8],
    clinicians_contract: NDArray[np.int32], clinicians_knowledge: NDArray[np.float32],
    clinicians_orientation: NDArray[np.float32], clinicians_learnt_sanction: NDArray[np.float32],
    clinicians_pocket: NDArray[np.int32], clinicians_visit_bank: NDArray[np.int32],
    clinicians_carried: NDArray[np.int32], clinicians_earned: NDArray[np.float32], clinicians_worked: NDArray[np.int32],
    clinicians_score: NDArray[np.float32], minutes: NDArray[np.int32], clinicians: int,
    channel_lost_credit: NDArray[np.float32], channel_quantity_pressure: NDArray[np.float32],
    channel_uncovered_cost: NDArray[np.float32], channel_missing_knowledge: NDArray[np.float32],
    centre_tally: NDArray[np.int64],
) -> None:
    now = row_of(week, centre_tally.shape[0])
    pocket_a_week = np.int32(f4(settings.pocket_weekly) * scale)
    visits = np.zeros(centres_is_open.size, np.int64)
    planned = settings.visits_offered >= ONE or ask(luck, PLANNED, 0, week) < settings.visits_offered
    for j in range(clinicians):
        c = clinicians_centre[j]
        for k in range(minutes.shape[0]):
            minutes[k, j] = 0
        if centres_is_open[c] == 0 or clinicians_at_work[j] == 0:
            continue
        contract = clinicians_contract[j]
        # every month: what did the rule make of the last one?
        if week % MONTH == 0 and clinicians_worked[j] > 0:
            target = settings.target_per_hour * f4(clinicians_worked[j]) / f4(60)
            score = clinicians_earned[j] / max(target, SMALL)
            clinicians_score[j] = score
            pressure = channel_quantity_pressure[c]
            shortfall = clip(ONE - score, ZERO, ONE)
            learnt = clinicians_learnt_sanction[j]
            if shortfall > ZERO and pressure > ZERO:
                lesson = min(settings.learning * pressure * shortfall, ONE)
                if ask(luck, CUT, j, week) < settings.pay_cut_risk * min(pressure, ONE):
                    lesson = min(lesson + settings.pay_cut_lesson, ONE)
                    centre_tally[now, CENTS_PAY_CUT, c] += np.int64(f4(settings.pay_cut_cents) * scale)
                learnt += lesson * (ONE - learnt)
            else:
                learnt -= settings.forgetting * learnt
            clinicians_learnt_sanction[j] = learnt
            clinicians_earned[j] = ZERO
            clinicians_worked[j] = 0
        clinicians_pocket[j] = min(clinicians_pocket[j] + pocket_a_week, 4 * pocket_a_week)
        if ask(luck, ON_LEAVE, j, week) < settings.leave_share:
            minutes[9, j] = contract
            continue
        clinicians_worked[j] += contract
        centre_tally[now, CLINICIAN_WEEKS, c] += 1
        minutes[5, j] = np.int32(f4(contract) * settings.meetings_share)
        minutes[6, j] = np.int32(f4(contract) * settings.supervision_share)
        minutes[7, j] = np.int32(f4(contract) * settings.training_share)
        minutes[8, j] = np.int32(f4(contract) * settings.phone_share)
        conviction = clinicians_knowledge[j] * (ONE - channel_missing_knowledge[c] * (ONE - centres_coached[c]))
        conviction = HALF * (conviction + clinicians_orientation[j])
        block = np.int32(f4(contract) * settings.block_share[clinicians_profession[j]])
        if settings.answer == 0:
            fear = clinicians_learnt_sanction[j] * channel_lost_credit[c] * centres_fullness[c]
        else:
            free = contract - minutes[5, j] - minutes[6, j] - minutes[7, j] - minutes[8, j]
            fear = missed_by_block(
                week, int(contract), int(block), int(free), clinicians_earned[j], channel_lost_credit[c], centres_fullness[c],
                f4(sessions_settings.office_minutes), settings,
            )
        # what lay workers carry of the visits (they know the way and the people) weighs on nobody
        borne = ONE - settings.guides_carry * centres_lay_strength[c]
        speaks_for = block_utility(
            conviction, fear * channel_quantity_pressure[c] * borne, centres_backlog[c] * borne,
            channel_uncovered_cost[c] * borne, settings,
        )
        u = clip(ask(luck, HOLDS_BLOCK, j, week), f4(1e-6), f4(0.999999))
        if planned and speaks_for + settings.chance_scale * log(u / (ONE - u)) > ZERO:
            clinicians_visit_bank[j] += block
            centre_tally[now, VISIT_BLOCKS, c] += 1
            if clinicians_profession[j] == NURSE or clinicians_profession[j] == SOCIAL_WORKER:
                visits[c] = 1
        # set-aside time does not pile up; the last visit may overrun it, and the next block makes up for that
        clinicians_visit_bank[j] = min(clinicians_visit_bank[j], block)
        # "empty" until somebody takes it: what visits and appointments draw on
        minutes[2, j] = contract - minutes[5, j] - minutes[6, j] - minutes[7, j] - minutes[8, j] + clinicians_carried[j]
        clinicians_carried[j] = 0
    for c in range(centres_is_open.size):
        if centres_is_open[c] != 0:
            centre_tally[now, PLANNED_VISITS, c] += 1 if planned else 0
            centre_tally[now, HELD_VISITS, c] += visits[c]


PROCESS = Process(
    name="staff_hours",
    sentence=Words(
        "Clinicians plan their week between the office and the community, as they believe and as the rule has taught them.",
        "El personal clínico reparte su semana entre consultorio y comunidad, según cree y según la regla le ha enseñado.",
    ),
    kernel=staff_hours,
    settings=StaffHoursSettings,
    sources=("arriola2019",),
)
