"""Who may be offered a programme for users, which of them a peer is offered to next, and how a pair begins."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle
from simulation.people.codes import AT_CENTRE, GROUPS
from simulation.people.peers import likeness
from simulation.people.trials import may_offer

TO_WHOM = draw("peer support: to whom is a peer offered")
TRIES = 40
ADULT = 18 * 52


def for_groups(*values: float) -> dict[str, float]:
    """A vector over the five disorder groups."""
    return dict(zip(GROUPS, values, strict=True))


@kernel
def users_in_question(
    residents: int, c: int, luck: Luck, is_for: np.uint32, share: NDArray[np.float32], for_arms: int, age_weeks: NDArray[np.int16],
    care: NDArray[np.int8], centre: NDArray[np.int16], disorder: NDArray[np.int8], arrival: NDArray[np.int16],
    trial_arm: NDArray[np.int8], work_list: NDArray[np.int32],
) -> int:
    """List the adult users of a centre, or of all (c < 0), for whom a programme is; their number.

    Args:
        is_for: the draw that says for which users of a group the programme is.
        share: of each disorder group, shape (groups,).
        for_arms: arms of a trial to which it is offered (see ``people.trials``).
    """
    many = 0
    for i in range(residents):
        if care[i] != AT_CENTRE or (c >= 0 and centre[i] != c) or disorder[i] == 0 or age_weeks[i] < ADULT:
            continue
        part = share[disorder[i] - 1]
        if part > ZERO and may_offer(trial_arm[i], for_arms) and ask(luck, is_for, i, arrival[i]) < part:
            work_list[many] = i
            many += 1
    return many


@kernel
def chosen(
    p: int, c: int, me: int, eligible: int, week: int, luck: Luck, settings: Bundle, work_list: NDArray[np.int32],
    centre: NDArray[np.int16], arrival: NDArray[np.int16], family_support: NDArray[np.float32], disorder: NDArray[np.int8],
    sex: NDArray[np.int8], age_weeks: NDArray[np.int16], severity: NDArray[np.float32],
    pairs_user: NDArray[np.int32], pairs_arrival: NDArray[np.int16],
) -> int:
    """The next user to whom a peer is offered; -1 nobody.

    The first of those looked at, unless the programme prefers users with little family, users like the peer, or
    users as far in recovery as the peer: then the one who fits best.
    """
    found, best = -1, -ONE
    prefers = settings.without_family_first + settings.chosen + settings.same_stage > ZERO
    for attempt in range(TRIES if eligible > 0 else 0):
        i = int(work_list[min(int(ask(luck, TO_WHOM, p * TRIES + attempt, week) * f4(eligible)), eligible - 1)])
        if centre[i] != c or i == me or paired(i, arrival, pairs_user, pairs_arrival):
            continue
        if not prefers:
            return i
        fits = settings.without_family_first * (ONE - family_support[i])
        fits += settings.chosen * likeness(i, me, disorder, sex, age_weeks)
        fits += settings.same_stage * (ONE - abs(severity[i] - severity[me]))
        if fits > best:
            found, best = i, fits
    return found


@kernel
def begins(
    k: int, i: int, which: int, week: int, user: NDArray[np.int32], arrival: NDArray[np.int16], since: NDArray[np.int16],
    bond: NDArray[np.float32], contacts: NDArray[np.int16], worth: NDArray[np.float32], saw_practical: NDArray[np.int16],
    saw_experience: NDArray[np.int16], saw_love: NDArray[np.int16], saw_helper: NDArray[np.int16], saw_liminal: NDArray[np.int16],
) -> None:
    """A user and a peer become a pair; what an earlier pair in this row saw is no trace of theirs."""
    user[k], arrival[k], since[k] = i, which, week
    bond[k], contacts[k], worth[k] = ZERO, 0, ZERO
    saw_practical[k] = saw_experience[k] = saw_love[k] = saw_helper[k] = saw_liminal[k] = 0


@kernel
def paired(i: int, arrival: NDArray[np.int16], user: NDArray[np.int32], which: NDArray[np.int16]) -> bool:
    """Whether a user has a peer already."""
    for k in range(user.size):  # noqa: SIM110  compiled
        if user[k] == i and which[k] == arrival[i]:
            return True
    return False
