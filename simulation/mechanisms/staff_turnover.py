"""Clinicians leave and are replaced; what the newcomer knows of the community model depends on training.

A post that somebody leaves stays vacant until it is filled, for long where few apply: three in four
psychiatrists of the country work in its capital. Teams open with as many vacancies as they will have.
University curricula give little of it (a resident in psychiatry spends three years in an institute and
three months in a community centre, Arriola-Vigo 2019), so turnover wears a team's knowledge down.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, ZERO, clip, normal, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import PROFESSIONS

LEAVES = draw("staff: leaves the post")
KNOWS = draw("staff: how much of the model the newcomer knows")
ORIENTED = draw("staff: how recovery-oriented the newcomer is")
STIGMATISES = draw("staff: how much stigma the newcomer holds")
FILLED = draw("staff: is the vacant post filled")
OPENS_FILLED = draw("staff: is the post filled on the first day")


class StaffTurnoverSettings(Settings):
    """Leaving, and what newcomers bring."""

    leaves: float = parameter(
        0.15, low=0.05, high=0.30, unit="1/person-year", en="clinicians who leave their post",
        es="personal clínico que deja su puesto",
    )
    fills: dict[str, float] = parameter(
        dict(zip(PROFESSIONS, (0.8, 2.0, 4.0, 4.0, 4.0, 2.5, 2.5), strict=True)),
        low=dict(zip(PROFESSIONS, (0.3, 1.0, 2.0, 2.0, 2.0, 1.0, 1.0), strict=True)),
        high=dict(zip(PROFESSIONS, (2.0, 4.0, 8.0, 8.0, 8.0, 5.0, 5.0), strict=True)),
        unit="1/person-year", en="filling of a vacant post, by profession", es="cobertura de un puesto vacante, por profesión",
    )
    fill_ratio: float = parameter(
        1.0, low=0.7, high=1.3, unit="hazard ratio", scope="centre", en="filling of vacant posts here over the usual",
        es="cobertura de puestos vacantes aquí respecto de lo habitual",
    )
    staff_stigma: float = parameter(
        0.35, low=0.15, high=0.55, unit="index 0-1", en="mean stigma of clinicians of centres when they are hired",
        es="estigma medio del personal de los centros al ser contratado",
    )
    pocket_ratio: float = parameter(
        1.3, low=1.0, high=1.8, unit="hazard ratio", en="leaving per `pocket_amount` of own money spent in the post",
        es="salida por cada `pocket_amount` de dinero propio gastado en el puesto",
    )
    pocket_amount: float = parameter(
        100000.0, kind="fixed", unit="cents", limits=(1, None), en="own money spent in a post that counts as much", es="dinero propio gastado en un puesto que pesa tanto",
    )
    team_knowledge: float = parameter(
        0.65, low=0.5, high=0.8, unit="index 0-1", scope="centre", en="knowledge of the model in the opening team",
        es="conocimiento del modelo en el equipo inicial",
    )
    curriculum: float = parameter(
        0.45, low=0.25, high=0.65, unit="index 0-1", en="knowledge of the model that newcomers bring from university",
        es="conocimiento del modelo que los nuevos traen de la universidad",
    )
    orientation: float = parameter(
        0.55, low=0.4, high=0.7, unit="index 0-1", en="mean recovery orientation of clinicians",
        es="orientación media a la recuperación",
    )
    between: float = parameter(
        0.15, low=0.08, high=0.22, unit="index 0-1", en="standard deviation between clinicians",
        es="desviación estándar entre clínicos",
    )


@kernel
def hire(
    j: int, week: int, mean_knowledge: np.float32, luck: Luck, settings: Bundle,
    knowledge: NDArray[np.float32], orientation: NDArray[np.float32], stigma: NDArray[np.float32],
    stigma_set: NDArray[np.float32],
) -> None:
    """Fill a post with a person."""
    stigma_set[j] = clip(settings.staff_stigma + settings.between * normal(ask(luck, STIGMATISES, j, week)), ZERO, ONE)
    stigma[j] = stigma_set[j]
    knowledge[j] = clip(mean_knowledge + settings.between * normal(ask(luck, KNOWS, j, week)), ZERO, ONE)
    orientation[j] = clip(settings.orientation + settings.between * normal(ask(luck, ORIENTED, j, week)), ZERO, ONE)


@kernel
def open_teams(
    week: int, luck: Luck, settings: Bundle, clinicians: int, clinicians_centre: NDArray[np.int16],
    clinicians_knowledge: NDArray[np.float32], clinicians_orientation: NDArray[np.float32],
    clinicians_stigma: NDArray[np.float32], clinicians_stigma_set: NDArray[np.float32],
    clinicians_profession: NDArray[np.int8], clinicians_vacant: NDArray[np.int8], team_knowledge: NDArray[np.float32],
    fill_ratio: NDArray[np.float32],
) -> None:
    """Hire the opening teams; a post is vacant as often as it will be in the long run."""
    for j in range(clinicians):
        c = clinicians_centre[j]
        hire(j, week, team_knowledge[c], luck, settings, clinicians_knowledge, clinicians_orientation, clinicians_stigma,
             clinicians_stigma_set)
        fills = settings.fills[clinicians_profession[j]] * fill_ratio[c]
        clinicians_vacant[j] = ask(luck, OPENS_FILLED, j, 0) * (settings.leaves + fills) < settings.leaves


@kernel
def staff_turnover(
    week: int, luck: Luck, settings: Bundle, scale: np.float32, clinicians: int,
    clinicians_centre: NDArray[np.int16], clinicians_knowledge: NDArray[np.float32],
    clinicians_orientation: NDArray[np.float32], clinicians_stigma: NDArray[np.float32],
    clinicians_stigma_set: NDArray[np.float32], clinicians_profession: NDArray[np.int8],
    clinicians_vacant: NDArray[np.int8], clinicians_visit_bank: NDArray[np.int32], fill_ratio: NDArray[np.float32],
    clinicians_learnt_sanction: NDArray[np.float32],
    clinicians_pocket_spent: NDArray[np.int32], clinicians_arrival: NDArray[np.int16],
    clinicians_earned: NDArray[np.float32], clinicians_worked: NDArray[np.int32],
    centres_is_open: NDArray[np.int8],
) -> None:
    for j in range(clinicians):
        c = clinicians_centre[j]
        if centres_is_open[c] == 0:
            continue
        if clinicians_vacant[j] != 0:
            if ask(luck, FILLED, j, week) < weekly(settings.fills[clinicians_profession[j]] * fill_ratio[c]):
                clinicians_vacant[j] = 0
                hire(j, week, settings.curriculum, luck, settings, clinicians_knowledge, clinicians_orientation,
                     clinicians_stigma, clinicians_stigma_set)
            continue
        spent = f4(clinicians_pocket_spent[j]) / (settings.pocket_amount * scale)
        rate = settings.leaves * (ONE + (settings.pocket_ratio - ONE) * min(spent, f4(3)))
        if ask(luck, LEAVES, j, week) < weekly(rate):
            clinicians_arrival[j] += 1
            clinicians_learnt_sanction[j] = ZERO
            clinicians_pocket_spent[j] = 0
            clinicians_earned[j] = ZERO
            clinicians_worked[j] = 0
            clinicians_visit_bank[j] = 0
            clinicians_vacant[j] = 1


def prepare(world: Any) -> None:
    """Hire the opening teams."""
    world.call(open_teams, PROCESS)


PROCESS = Process(
    name="staff_turnover",
    sentence=Words(
        "Some clinicians leave; their posts stay vacant until somebody is found who knows what the universities teach.",
        "Parte del personal clínico se va; sus puestos quedan vacantes hasta hallar a quien sabe lo que enseñan las universidades.",
    ),
    kernel=staff_turnover,
    prepare=prepare,
    settings=StaffTurnoverSettings,
    sources=("arriola2019", "psychiatrists2021"),
)
