"""Coaching: people from established centres visit a team, show what works, and leave practice that fades.

What guidance would add to a team and does not is ``knowledge.missing_share``. A visit closes ``gain`` of what is
still missing; without visits practice drifts back, half in ``half_life``. A year's budget pays for as many visits
as it pays for: each costs days of work and a trip from the capital, so a centre far away gets fewer for the same
money (Arriola-Vigo 2019, peer-training: visits nearly stopped; a provincial team had none in two years).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.tallies import CENTS_COACHING, COACHING_VISITS, row_of

VISITED = draw("coaching: does a coach come this week")
LN2 = f4(0.6931472)


class CoachingSettings(Settings):
    """Money for coaching, what a visit costs, and what it leaves."""

    budget_year: float = parameter(
        0.0, low=0.0, high=2_000_000.0, unit="cents", kind="lever", scope="centre", source="arriola2019", grade="here",
        en="money for coaching visits to a centre in a year", es="dinero para visitas de acompañamiento a un centro por año",
    )
    from_capital: float = parameter(
        10.0, unit="km", kind="fixed", scope="centre", en="distance of the centre from the capital, where coaches are",
        es="distancia del centro a la capital, donde están quienes acompañan",
    )
    visit: float = parameter(
        60000.0, low=30000.0, high=120000.0, unit="cents", en="two days of two coaches, per visit", es="dos días de dos acompañantes, por visita",
    )
    visit_km: float = parameter(
        100.0, low=50.0, high=200.0, unit="cents", en="travel and lodging of a visit, per km from the capital", es="viaje y hospedaje de una visita, por km desde la capital",
    )
    gain: float = parameter(
        0.25, low=0.1, high=0.4, unit="share", en="part of the missing practice that a visit adds", es="parte de la práctica que falta que suma una visita",
    )
    half_life: float = parameter(
        39.0, low=17.0, high=78.0, unit="weeks", limits=(1, 5200), en="half-life of coached practice without visits", es="vida media de la práctica acompañada sin visitas",
    )


@kernel
def coaching(
    week: int, luck: Luck, settings: Bundle, scale: np.float32, budget_year: NDArray[np.float32], from_capital: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], centres_coached: NDArray[np.float32], centre_tally: NDArray[np.int64],
) -> None:
    now = row_of(week, centre_tally.shape[0])
    stays = exp(-LN2 / settings.half_life)
    for c in range(centres_is_open.size):
        if centres_is_open[c] == 0:
            continue
        centres_coached[c] *= stays
        price = settings.visit + settings.visit_km * from_capital[c]
        if price <= f4(0) or ask(luck, VISITED, c, week) >= budget_year[c] / price / f4(52):
            continue
        centre_tally[now, COACHING_VISITS, c] += 1
        centre_tally[now, CENTS_COACHING, c] += np.int64(price * scale)
        centres_coached[c] += settings.gain * (ONE - centres_coached[c])


PROCESS = Process(
    name="coaching",
    sentence=Words(
        "Coaches from established centres visit teams, as far as money and distance let them.",
        "Personal de centros consolidados visita a los equipos, hasta donde alcanzan el dinero y la distancia.",
    ),
    kernel=coaching,
    settings=CoachingSettings,
    sources=("arriola2019",),
    idle_without=("coaching.budget_year",),
    leftovers=("centres.coached",),
)
