"""Roll-out: centres of the whole country, opened as far as a yearly budget goes. A counter, and nothing more.

The country begins with so many centres and wants to have so many. Each year the capital that is set aside opens as
many as it pays for at the price of a centre, spread evenly over the year; what does not suffice for one more is not
carried over. No place, no resident and no money of the system is touched: these centres stand elsewhere in the
country. A centre of the place itself opens in the week that its file gives, whatever this budget. With a target of 0,
as in every system that does not set one, there is no roll-out (Arriola-Vigo 2019: 31 centres, a goal of 281).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.tallies import NATIONAL_CENTRES, row_of

YEAR = 52


class RollOutSettings(Settings):
    """What there is, what is wanted, and the money for it."""

    centres_start: int = parameter(
        0, kind="fixed", unit="centres", limits=(0, 10**5), en="centres in the country in week 0", es="centros en el país en la semana 0",
    )
    centres_target: int = parameter(
        0, kind="fixed", unit="centres", limits=(0, 10**5), en="centres that the country wants to have: 0 no roll-out", es="centros que el país quiere tener: 0 sin expansión",
    )
    first_year: int = parameter(
        2018, kind="fixed", unit="year", limits=(1900, 2200), en="calendar year that begins in week 0", es="año calendario que empieza en la semana 0",
    )
    capital_year: float = parameter(
        0.0, low=0.0, high=6.0e9, kind="lever", unit="cents", en="capital set aside in a year to open centres in the country",
        es="capital destinado por año a abrir centros en el país",
    )


def in_a_year(capital: float, price: float) -> int:
    """Centres that a year's capital opens."""
    return int(capital / price) if price > 0 else 0


@kernel
def count_up(
    week: int, settings: Bundle, authorities_national_centres: NDArray[np.int32], authorities_national_before: NDArray[np.int32],
    authorities_national_openings: NDArray[np.int32], authorities_national_met: NDArray[np.int16], centre_tally: NDArray[np.int64],
) -> None:
    """Open this week's part of what the year's capital pays for, and count."""
    if week < 0 or settings.centres_target == 0:
        return
    in_year = week % YEAR
    now = authorities_national_before[0] + authorities_national_openings[0] * (in_year + 1) // YEAR
    authorities_national_centres[0] = now
    if authorities_national_met[0] == 0 and now >= settings.centres_target:
        authorities_national_met[0] = settings.first_year + week // YEAR
    # a count of the country, kept in the first centre's column
    centre_tally[row_of(week, centre_tally.shape[0]), NATIONAL_CENTRES, 0] += now


def turn_of_year(world: Any) -> None:
    """Read how many there are, and what this year's capital opens."""
    if world.week < 0 or world.week % YEAR != 0:
        return
    v, a = world.present_values, world.authorities
    if world.week == 0:
        a.national_centres[0], a.national_met[0] = int(v["roll_out.centres_start"]), 0
    a.national_before[0] = a.national_centres[0]
    affordable = in_a_year(float(v["roll_out.capital_year"]), float(v["prices.centre_opening"]))
    a.national_openings[0] = min(affordable, max(int(v["roll_out.centres_target"]) - int(a.national_before[0]), 0))


PROCESS = Process(
    name="roll_out",
    sentence=Words(
        "Elsewhere in the country centres open as far as a yearly budget goes; they are only counted.",
        "En el resto del país abren centros hasta donde alcanza un presupuesto anual; solo se cuentan.",
    ),
    kernel=count_up,
    step=turn_of_year,
    settings=RollOutSettings,
    sources=("arriola2019", "ds121_2018"),
)
