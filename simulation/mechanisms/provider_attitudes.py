"""Stigma among providers: from colleagues, from seeing people recover, from overload.

Stigma of a clinician, and of the staff of a practice or hospital, moves a step a week towards

    own level + influence x (team's mean - own) - contact x people seen in recovery + overload x how overfull

where a practice's own level is the district's and a hospital's the system's (so that training and campaigns
can change them), and only clinicians have colleagues of their own here. With influence, contact and overload
at 0 it stays at its own level. Staff with more stigma earn less trust, and more of their users stop coming.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp
from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, BEDS, PRACTICE, REMISSION

LN2 = f4(0.6931472)
OVERFULL = f4(0.8)


class ProviderAttitudesSettings(Settings):
    """What moves the stigma of staff."""

    influence: float = parameter(
        0.3, low=0.0, high=0.6, unit="share", en="part of the way to the team's mean that colleagues pull",
        es="parte del camino hacia la media del equipo que arrastran los colegas",
    )
    contact: float = parameter(
        0.15, low=0.0, high=0.3, unit="index 0-1", en="fall of stigma if all users seen were in recovery",
        es="descenso del estigma si todos los usuarios vistos estuvieran en recuperación",
    )
    overload: float = parameter(
        0.2, low=0.0, high=0.4, unit="index 0-1", en="rise of stigma at full overload", es="aumento del estigma con sobrecarga máxima",
    )
    half_life: float = parameter(
        52.0, low=26.0, high=104.0, unit="weeks", limits=(1, 5200), en="time in which half of the way is gone",
        es="tiempo en que se recorre la mitad del camino",
    )


@kernel
def provider_attitudes(
    residents: int, settings: Bundle, care: NDArray[np.int8], status: NDArray[np.int8], centre: NDArray[np.int16],
    district: NDArray[np.int16], clinicians: int, clinicians_centre: NDArray[np.int16], clinicians_stigma: NDArray[np.float32],
    clinicians_stigma_set: NDArray[np.float32], clinicians_at_work: NDArray[np.int8], centres_is_open: NDArray[np.int8],
    centres_fullness: NDArray[np.float32], centres_team_stigma: NDArray[np.float32], facilities: int,
    facilities_kind: NDArray[np.int8], facilities_district: NDArray[np.int16], facilities_load: NDArray[np.float32],
    facilities_stigma: NDArray[np.float32], facilities_knowledge: NDArray[np.float32],
    primary_stigma: NDArray[np.float32], hospital_settings: Bundle,
) -> None:
    step = ONE - exp(-LN2 / settings.half_life)
    centres = centres_is_open.size
    users = np.zeros(centres, np.int32)
    recovering = np.zeros(centres, np.int32)
    for i in range(residents):
        if care[i] == AT_CENTRE:
            users[centre[i]] += 1
            if status[i] == REMISSION:
                recovering[centre[i]] += 1
    total = np.zeros(centres, np.float64)
    many = np.zeros(centres, np.int32)
    for j in range(clinicians):
        if clinicians_at_work[j] != 0:
            total[clinicians_centre[j]] += clinicians_stigma[j]
            many[clinicians_centre[j]] += 1
    for c in range(centres):
        centres_team_stigma[c] = f4(total[c] / many[c]) if many[c] > 0 else HALF
    for j in range(clinicians):
        c = clinicians_centre[j]
        if centres_is_open[c] == 0 or clinicians_at_work[j] == 0:
            continue
        own = clinicians_stigma_set[j]
        goal = own + settings.influence * (centres_team_stigma[c] - own)
        if users[c] > 0:
            goal -= settings.contact * f4(recovering[c]) / f4(users[c])
        goal += settings.overload * overfull(centres_fullness[c])
        clinicians_stigma[j] += step * (clip(goal, ZERO, ONE) - clinicians_stigma[j])
    for k in range(facilities):
        if facilities_kind[k] == PRACTICE:
            own = primary_stigma[facilities_district[k]]
        elif facilities_kind[k] == BEDS:
            own = hospital_settings.hospital_stigma
            facilities_knowledge[k] = hospital_settings.hospital_knowledge
        else:
            continue
        goal = own + settings.overload * overfull(facilities_load[k])
        facilities_stigma[k] += step * (clip(goal, ZERO, ONE) - facilities_stigma[k])


@kernel
def overfull(load: np.float32) -> np.float32:
    """How far past four fifths of its capacity a place works, from 0 to 1."""
    return clip((load - OVERFULL) / (ONE - OVERFULL), ZERO, ONE)


PROCESS = Process(
    name="provider_attitudes",
    sentence=Words(
        "Staff take on their colleagues' attitudes, think better of people whom they see recover, and worse when overloaded.",
        "El personal adopta actitudes de sus colegas, mejora las suyas al ver recuperarse a las personas y las empeora con la sobrecarga.",
    ),
    kernel=provider_attitudes,
    settings=ProviderAttitudesSettings,
    sources=("arriola2019",),
)
