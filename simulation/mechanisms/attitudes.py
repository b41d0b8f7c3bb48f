"""Stigma held, seen in others and turned on oneself; campaigns; word of mouth about the centre.

Levels act here; attitudes do not yet spread from person to person.

- Campaigns lower the stigma that people hold by ``campaign_year`` standard deviations per campaign-year
  while they run, and the gain halves every ``campaign_half_life`` once they stop. The state is the
  district's shift in SD; people's stigma follows its weekly change.
- The perceived norm is the mean stigma held by one's contacts.
- Self-stigma of a person with a disorder moves towards norm x (1 - empowerment x ``empowerment_shield``).
- A person learns of the centre from publicity and from contacts who know it.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, WEEKS_A_YEAR, ZERO, clip, exp, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import draw
from simulation.ground.network import Contacts, mean_of_contacts
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process

LEARNS = draw("attitudes: learns of the centre")

LN2 = f4(0.6931472)
STEP = f4(0.05)


class AttitudesSettings(Settings):
    """Stigma, campaigns and knowing the centre."""

    campaign_year: float = parameter(
        0.03, low=0.02, high=0.06, unit="SD per year", limits=(0, 1),
        en="fall of public stigma per year of continuous campaign",
        es="descenso del estigma público por año de campaña continua",
        source="time_to_change", grade="elsewhere",
    )
    campaign_half_life: float = parameter(
        52.0, low=26.0, high=104.0, unit="weeks", limits=(1, 5200), en="half-life of a campaign's gain once it stops",
        es="vida media del efecto de una campaña al terminar", source="thornicroft2016", grade="judged",
    )
    campaign_intensity: float = parameter(
        0.0, low=0.0, high=2.0, unit="dial", kind="lever", scope="district",
        en="campaign against stigma: 1 is the intensity of a national campaign",
        es="campaña contra el estigma: 1 es la intensidad de una campaña nacional",
    )
    empowerment_shield: float = parameter(
        0.6, low=0.2, high=0.9, unit="share", en="part of the perceived norm that full empowerment keeps off",
        es="parte de la norma percibida que frena el empoderamiento pleno",
    )
    publicity: float = parameter(
        0.3, low=0.1, high=0.6, unit="1/person-year", en="learning of an open centre from publicity",
        es="conocer un centro abierto por publicidad",
    )
    word_of_mouth: float = parameter(
        1.5, low=0.5, high=3.0, unit="1/person-year", en="learning of the centre when all contacts know it",
        es="conocer el centro cuando todos los contactos lo conocen",
    )


@kernel
def attitudes(
    u_learns: NDArray[np.float32], work_share: NDArray[np.float32], work_known: NDArray[np.float32],
    residents: int, settings: Bundle, contacts: Contacts, campaign_intensity: NDArray[np.float32],
    districts_campaign: NDArray[np.float32], population_settings: Bundle, district: NDArray[np.int16],
    stigma_held: NDArray[np.float32], stigma_norm: NDArray[np.float32], stigma_self: NDArray[np.float32],
    empowerment: NDArray[np.float32], disorder: NDArray[np.int8], knows_centre: NDArray[np.int8],
    centre: NDArray[np.int16], centres_is_open: NDArray[np.int8],
) -> None:
    fade = ONE - exp(-LN2 / settings.campaign_half_life)
    moved = False
    change = np.zeros(districts_campaign.size, np.float32)
    for d in range(districts_campaign.size):
        before = districts_campaign[d]
        intensity = campaign_intensity[d]
        gain = settings.campaign_year * intensity / WEEKS_A_YEAR
        # a running campaign holds its gain; what it does not hold fades
        after = before + gain if intensity > ZERO else before * (ONE - fade)
        districts_campaign[d] = after
        change[d] = (after - before) * population_settings.stigma_spread
        moved = moved or change[d] != ZERO
    if moved:
        for i in range(residents):
            stigma_held[i] = clip(stigma_held[i] - change[district[i]], ZERO, ONE)
    mean_of_contacts(stigma_norm, stigma_held, contacts)
    open_somewhere = False
    for c in range(centres_is_open.size):
        open_somewhere = open_somewhere or centres_is_open[c] != 0
    for i in range(residents):
        if disorder[i] != 0:
            goal = stigma_norm[i] * (ONE - settings.empowerment_shield * empowerment[i])
            stigma_self[i] += STEP * (goal - stigma_self[i])
    if not open_somewhere:
        return
    for i in range(residents):
        work_known[i] = knows_centre[i]
    mean_of_contacts(work_share, work_known, contacts)
    highest = weekly(settings.publicity + settings.word_of_mouth)
    for i in range(residents):
        if knows_centre[i] != 0 or u_learns[i] >= highest:
            continue
        c = centre[i]
        if c >= 0 and centres_is_open[c] != 0 and u_learns[i] < weekly(
            settings.publicity + settings.word_of_mouth * work_share[i]
        ):
            knows_centre[i] = 1


PROCESS = Process(
    name="attitudes",
    sentence=Words(
        "Campaigns move attitudes, people see what their contacts think, and word of the centre goes round.",
        "Las campañas mueven actitudes, cada quien ve lo que piensan sus contactos, y se corre la voz del centro.",
    ),
    kernel=attitudes,
    settings=AttitudesSettings,
    dense={"u_learns": LEARNS},
    sources=("time_to_change", "thornicroft2016"),
)
