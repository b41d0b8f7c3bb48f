"""What a run counts, week by week, and how kernels count it.

Totals are whole numbers, so their order cannot change them. People are counted for everybody and for each
group of the equity divisions; ``tally`` has shape (weeks + 1, what, population groups, districts) and its
last row takes what happens in burn-in. Centres are counted in ``centre_tally``, shape
(weeks + 1, what, centres).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.cache import kernel

from .codes import LEDGER

PEOPLE = (
    "residents",            # alive this week
    "with_disorder",        # ill, or a psychosis of any status
    "ill",
    "in_care",              # of with_disorder: at a centre or elsewhere
    "at_centre",            # of with_disorder: at a centre
    "waiting",              # of everybody: on a waiting list
    "recovery",             # personal recovery of with_disorder, in 1/10,000
    "severity",             # of ill, in 1/10,000
    "functioning",          # of with_disorder, in 1/10,000
    "crises",
    "onsets",
    "deaths",
    "seekers",              # decided to seek help this week
    "joined_list",
    "left_list",
    "first_sessions",       # first session of a spell
    "dropped_within_year",  # counted in the week of the first session
    "dropouts",
    "discharges",
    "sessions",
    "missed_appointments",
    "home_visits",
    "stigma_held",          # of everybody, in 1/10,000
    "knows_centre",
    "contact_in_half_year", # sought help within 26 weeks; counted in the week of onset
)
(
    RESIDENTS, WITH_DISORDER, NOW_ILL, IN_CARE, NOW_AT_CENTRE, NOW_WAITING, RECOVERY, SEVERITY, FUNCTIONING,
    CRISES, ONSETS, DEATHS, SEEKERS, JOINED_LIST, LEFT_LIST, FIRST_SESSIONS, DROPPED_WITHIN_YEAR, DROPOUTS,
    DISCHARGES, SESSIONS, MISSED_APPOINTMENTS, HOME_VISITS, STIGMA_HELD, KNOWS_CENTRE, CONTACT_IN_HALF_YEAR,
) = range(len(PEOPLE))

CENTRE = (
    "slots",                # appointments offered
    "booked",               # appointments given
    "attended",
    "intakes",              # attended first sessions
    "visits_made",
    "visits_refused",       # the household did not want the visit
    "visits_not_home",
    "visits_cancelled",     # no money for the trip
    "visit_blocks",         # clinician-weeks in which a block of visits was held
    "clinician_weeks",
    "waiting",
    "in_care",
    "from_outside",         # in care, home outside the centre's districts
    *(f"minutes_{name}" for name in LEDGER),
    "cents_pay",
    "cents_running",
    "cents_trips",          # paid by the centre
    "cents_pocket",         # paid by clinicians
    "cents_medicines",
    "cents_pay_cut",
)
(
    SLOTS, BOOKED, ATTENDED, INTAKES, VISITS_MADE, VISITS_REFUSED, VISITS_NOT_HOME, VISITS_CANCELLED,
    VISIT_BLOCKS, CLINICIAN_WEEKS, CENTRE_WAITING, CENTRE_IN_CARE, FROM_OUTSIDE,
) = range(13)
MINUTES = 13
CENTS_PAY, CENTS_RUNNING, CENTS_TRIPS, CENTS_POCKET, CENTS_MEDICINES, CENTS_PAY_CUT = range(
    13 + len(LEDGER), 19 + len(LEDGER)
)
FIXED_POINT = 10_000
"""Indices are added up as whole ten-thousandths."""
HALF_YEAR = 26
LONGEST_WAIT = 208
"""Waits for a first session are counted by week up to here; longer ones in the last bin."""


@kernel
def row_of(week: int, tally_weeks: int) -> int:
    """The row of a tally in which a week is counted: burn-in goes to the last."""
    return week if 0 <= week < tally_weeks - 1 else tally_weeks - 1


@kernel
def count(tally: NDArray[np.int64], row: int, what: int, divisions: int, district: int, amount: int) -> None:
    """Count something for everybody and for the person's group of each division."""
    tally[row, what, 0, district] += amount
    for k in range(5):
        tally[row, what, 1 + 2 * k + ((divisions >> k) & 1), district] += amount


@kernel
def count_contact(tally: NDArray[np.int64], week: int, ill_since: int, divisions: int, district: int) -> None:
    """Count help that is sought for the first time in an illness, in the week in which the illness began."""
    if ill_since >= 0 and week - ill_since <= HALF_YEAR:
        count(tally, row_of(ill_since, tally.shape[0]), CONTACT_IN_HALF_YEAR, divisions, district, 1)


@kernel
def count_wait(waits: NDArray[np.int32], row: int, divisions: int, wait: int) -> None:
    """Count the weeks waited for a first session; ``waits`` has shape (weeks + 1, groups, bins)."""
    bin = min(max(wait, 0), waits.shape[2] - 1)
    waits[row, 0, bin] += 1
    for k in range(5):
        waits[row, 1 + 2 * k + ((divisions >> k) & 1), bin] += 1
