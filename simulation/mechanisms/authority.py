"""The health authority: money that it grants, posts that are funded, what comes back.

Every open centre is granted a weekly sum: its own budget, or what its roster, rent and trips cost where none
is given, times the authority's ``budget_share``. Running costs come first, then posts in the order of the
roster as far as the money goes, then trips. A post that is not funded, or that nobody fills, is not worked
and not paid. What is left at the end of the week goes back. So with a budget of 0 there is no paid post and
no paid trip, and every cent granted is spent or returned.

Stigma and money may be linked (Ramesh and Charles 2023 ask whether they are): ``stigma_starves``, which is 0 unless somebody
sets it, takes that share of the grant where public stigma is total, and less where it is less.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.tallies import (
    CENTS_GRANTED,
    CENTS_PAY,
    CENTS_RETURNED,
    CENTS_RUNNING,
    POSTS,
    POSTS_AT_WORK,
    row_of,
)


class AuthoritySettings(Settings):
    """What is granted."""

    budget_share: float = parameter(
        1.0, low=0.5, high=1.2, unit="ratio", kind="lever", scope="centre",
        en="money granted to a centre over its budget, or over what its roster costs",
        es="dinero asignado a un centro respecto de su presupuesto, o del costo de su plantilla",
    )
    stigma_starves: float = parameter(
        0.0, low=0.0, high=0.5, unit="share", kind="lever", source="ramesh2023", grade="judged",
        en="money that the authority keeps from a centre where public stigma is total; 0: stigma and money are not linked",
        es="dinero que la autoridad niega a un centro donde el estigma público es total; 0: estigma y dinero no están ligados",
    )


@kernel
def stigma_around(
    c: int, serves: NDArray[np.bool_], zones_district: NDArray[np.int16], first: NDArray[np.int32], last: NDArray[np.int32],
    stigma: NDArray[np.float32],
) -> np.float32:
    """Mean public stigma of the residents whom a centre serves, 0-1; 0 before anybody has looked."""
    total, people = f4(0), 0
    for z in range(stigma.size):
        if serves[c, zones_district[z]]:
            total += stigma[z] * f4(last[z] - first[z])
            people += last[z] - first[z]
    return total / f4(people) if people else f4(0)


@kernel
def authority(
    week: int, settings: Bundle, money_settings: Bundle, serves: NDArray[np.bool_], zones_district: NDArray[np.int16],
    zones_first_resident: NDArray[np.int32], zones_last_resident: NDArray[np.int32], zones_stigma: NDArray[np.float32], scale: np.float32, budget_share: NDArray[np.float32],
    transport_weekly: NDArray[np.float32], centres_is_open: NDArray[np.int8], centres_support_staff: NDArray[np.int16],
    centres_budget_year: NDArray[np.int64], centres_transport_money: NDArray[np.int64],
    centres_first_clinician: NDArray[np.int32], centres_last_clinician: NDArray[np.int32],
    clinicians_profession: NDArray[np.int8], clinicians_vacant: NDArray[np.int8], clinicians_at_work: NDArray[np.int8],
    authorities_granted: NDArray[np.int64], authorities_spent: NDArray[np.int64], authorities_returned: NDArray[np.int64],
    centre_tally: NDArray[np.int64],
) -> None:
    now = row_of(week, centre_tally.shape[0])
    a_week = f4(12) / f4(52)
    for c in range(centres_is_open.size):
        first = centres_first_clinician[c]
        last = centres_last_clinician[c]
        for j in range(first, last):
            clinicians_at_work[j] = 0
        if centres_is_open[c] == 0:
            continue
        running = np.int64(money_settings.running_year / f4(52) * scale)
        support = np.int64(f4(centres_support_staff[c]) * money_settings.support_pay_month * money_settings.on_cost * a_week * scale)
        # trips: up to four weeks' money may lie in the purse, so what is granted is what fills it up
        weekly_trips = np.int64(transport_weekly[c] * scale)
        cap = np.int64(f4(4) * transport_weekly[c] * scale)
        trips = max(min(weekly_trips, cap - centres_transport_money[c]), 0)
        plan = running + support + trips
        for j in range(first, last):
            plan += np.int64(money_settings.pay_month[clinicians_profession[j]] * money_settings.on_cost * a_week * scale)
        if centres_budget_year[c] >= 0:
            plan = np.int64(f4(centres_budget_year[c]) / f4(52) * scale)
        grant = np.int64(f4(plan) * budget_share[c]) if budget_share[c] != f4(1) else plan
        if settings.stigma_starves > f4(0):
            stigma = stigma_around(c, serves, zones_district, zones_first_resident, zones_last_resident, zones_stigma)
            grant = np.int64(f4(grant) * (f4(1) - settings.stigma_starves * stigma))
        left = grant
        paid = min(running, left)
        left -= paid
        centre_tally[now, CENTS_RUNNING, c] += paid
        pay = min(support, left)
        left -= pay
        for j in range(first, last):
            cost = np.int64(money_settings.pay_month[clinicians_profession[j]] * money_settings.on_cost * a_week * scale)
            centre_tally[now, POSTS, c] += 1
            if clinicians_vacant[j] != 0 or cost > left:
                continue
            left -= cost
            pay += cost
            clinicians_at_work[j] = 1
            centre_tally[now, POSTS_AT_WORK, c] += 1
        centre_tally[now, CENTS_PAY, c] += pay
        for_trips = min(trips, left)
        left -= for_trips
        centres_transport_money[c] += for_trips
        centre_tally[now, CENTS_GRANTED, c] += grant
        centre_tally[now, CENTS_RETURNED, c] += left
        authorities_granted[0] += grant
        authorities_spent[0] += grant - left
        authorities_returned[0] += left


PROCESS = Process(
    name="authority",
    sentence=Words(
        "The health authority grants centres their money; posts are worked as far as it goes, and the rest comes back.",
        "La autoridad de salud asigna dinero a los centros; los puestos se trabajan hasta donde alcanza, y el resto vuelve.",
    ),
    kernel=authority,
    settings=AuthoritySettings,
    sources=("arriola2019",),
)
