"""Matters: what a user needs from several providers at once, who has to be there, and what it changes once it is solved.

- *care*: who treats the person, and when: an appointment that lapsed, or a specialist who is needed. The practice of the
  person, and their clinician at the centre (any clinician, if the person is in care at the practice).
- *money or home*: debts, work, housing. Welfare and housing, the municipality where the income is the legal minimum, and
  somebody who knows the person.
- *company*: people to be with. Those who lead residents' initiatives, and somebody who knows the person.

Who knows a person: their clinician or a peer if they are in care at the centre, a peer if a peer suffices, their practice if
they are in care there.

(Beckers et al. 2020: people whose presence was needed were missing; matters that came up again; a home that was found.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE
from simulation.ground.cache import kernel, merged
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle

from .codes import (
    AT_CENTRE,
    CARE_MATTER,
    COMPANY,
    MONEY_HOME,
    NO_MATTER,
    PEER_ONLY,
    PRIMARY_CARE,
    REGULAR,
    SIS,
    UNINSURED,
    WAITING,
)
from .events import JOINT_SOLUTION, REFERRED, Events, log
from .providers import may_share
from .tallies import HANDOVERS, JOINED_LIST, REFERRALS, count
from .ties import MOST_INFORMAL

WHOSE = draw("matters: which clinician of the centre is the user's own")


@merged
def is_served(care: int) -> bool:
    """Whether a person is in care where providers work together: at the centre, with a peer of its own, or at a practice."""
    return care == AT_CENTRE or care == PRIMARY_CARE or care == PEER_ONLY


@kernel
def own_clinician(i: int, arrival: int, first: int, last: int, luck: Luck) -> int:
    """The clinician whose user a person is; -1 where there is no team."""
    return first + min(int(ask(luck, WHOSE, i, arrival) * f4(last - first)), last - first - 1) if last > first else -1


@kernel
def oldest(
    residents: int, c: int, kind: int, practice: int, before: int, matter: NDArray[np.int8], matter_since: NDArray[np.int16],
    matter_week: NDArray[np.int16], week: int, joint_consent: NDArray[np.int8], arrival: NDArray[np.int16], centre: NDArray[np.int16],
    practices: NDArray[np.int16], needed: np.float32, luck: Luck, found: NDArray[np.int32],
) -> int:
    """Rows of people of a centre whose matter may be spoken of and was not this week, the longest open first; returns how many.

    Args:
        kind: only matters of it; 0 any.
        practice: only people of it; -1 any.
        before: at most so many.
        found: filled.
    """
    many = 0
    for i in range(residents):
        if matter[i] == NO_MATTER or centre[i] != c or matter_week[i] == week or (kind != 0 and matter[i] != kind):
            continue
        if (practice >= 0 and practices[i] != practice) or not may_share(i, arrival[i], joint_consent[i], needed, luck):
            continue
        at = min(many, before)
        # a short list, kept in order
        while at > 0 and matter_since[found[at - 1]] > matter_since[i]:
            if at < before:
                found[at] = found[at - 1]
            at -= 1
        if at < before:
            found[at] = i
        many = min(many + 1, before)
    return many


@kernel
def heard(kind: int, share_of_health: np.float32, user_centred: np.float32, settings: Bundle) -> np.float32:
    """How far a social matter is heard where a share of those present speaks for mental health; 1 in matters of care."""
    if kind == CARE_MATTER:
        return ONE
    return ONE - settings.dominance * share_of_health * (ONE - user_centred)  # type: ignore[no-any-return]


@kernel
def settle(
    i: int, c: int, week: int, now: int, form: int, settings: Bundle, matter: NDArray[np.int8], joint_plan: NDArray[np.int8],
    care: NDArray[np.int8], attendance: NDArray[np.int8], next_visit: NDArray[np.int16], waiting_since: NDArray[np.int16],
    referred: NDArray[np.int8], knows_centre: NDArray[np.int8], insurer: NDArray[np.int8], difficulties: NDArray[np.float32],
    eased: NDArray[np.float32], informal_ties: NDArray[np.int8], is_open: NDArray[np.int8], divisions: NDArray[np.int8], district: NDArray[np.int16],
    tally: NDArray[np.int64], events: Events,
) -> None:
    """A matter is solved: what that changes for the person, who has a joint plan from now on."""
    log(events, week, JOINT_SOLUTION, i, form, matter[i])
    if matter[i] == CARE_MATTER and care[i] == AT_CENTRE:
        attendance[i] = REGULAR
        next_visit[i] = min(int(next_visit[i]), week + 1)
    elif matter[i] == CARE_MATTER and care[i] == PRIMARY_CARE and is_open[c] != 0 and (insurer[i] == SIS or insurer[i] == UNINSURED):
        # handed over by people who have just spoken with each other: nobody is lost
        count(tally, now, REFERRALS, divisions[i], district[i], 1)
        count(tally, now, HANDOVERS, divisions[i], district[i], 1)
        count(tally, now, JOINED_LIST, divisions[i], district[i], 1)
        log(events, week, REFERRED, i, c, 0)
        care[i] = WAITING
        waiting_since[i] = week
        referred[i] = 1
        knows_centre[i] = 1
    elif matter[i] == MONEY_HOME:
        less = settings.relief * difficulties[i]
        difficulties[i] -= less
        eased[i] = min(eased[i] + less, ONE)
    elif matter[i] == COMPANY and informal_ties[i] < MOST_INFORMAL:
        informal_ties[i] += 1
    matter[i] = NO_MATTER
    joint_plan[i] = 1
