"""Informal contact: providers ring each other, drop in, and stay for a word, so many minutes a week for each person.

The minutes first go into calls about users with open matters, the longest open first. Whoever knows the person
(``people/matters.py``) calls each who is needed, and reaches each with the chance of the tie between the two
(``provider_ties``): one picks up the phone for people one knows. A conversation takes ``matters.matter_minutes`` of both, and
nobody has more of them in a week than minutes; who is not reached has cost the caller ``attempt_minutes``. The chance to
solve it is that of ``matters``: half the voices of a call between two speak for mental health, none if a peer calls. What is
left of the minutes is contact without a case. All of it makes ties.

The time comes out of clinicians' weeks (phone), peers' time for users, practices' visits, and money for welfare and the
municipality (Beckers et al. 2020: informal communication was called a good thing).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, CARE_MATTER, IN_CALL, MONEY_HOME, PRIMARY_CARE
from simulation.people.events import Events
from simulation.people.matters import heard, oldest, own_clinician, settle
from simulation.people.peers import PLACES
from simulation.people.providers import (
    FIXED,
    GENERAL_PRACTICE,
    MUNICIPALITY,
    NEIGHBOURHOOD,
    PEER_NODE,
    TEAM,
    WELFARE,
    tie_between,
    tie_row,
)
from simulation.people.tallies import CENTS_PARTNERS, DISCUSSED, JOINT_MINUTES_OF, SOLVED, row_of

HOW_LONG = draw("informal contact: is the last minute a whole one")
HOW_MANY = draw("informal contact: has the other one time for one call more")
CALLS = draw("informal contact: is it a peer who calls")
REACHES = draw("informal contact: is the other one reached")
IS_SOLVED = draw("informal contact: is the matter solved")
MOST = 64
CENTS_A_MINUTE = np.float64(12) / np.float64(52 * 40 * 60)


class InformalContactSettings(Settings):
    """How much informal contact there is."""

    informal_minutes: float = parameter(
        0.0, low=0.0, high=30.0, unit="minutes", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="informal contact with other providers in a week, of each person who works in the place", es="contacto informal con otros proveedores por semana, de cada persona que trabaja en el lugar",
    )
    attempt_minutes: float = parameter(
        3.0, low=1.0, high=6.0, unit="minutes", en="time lost over a call that reaches nobody", es="tiempo perdido en una llamada que no encuentra a nadie",
    )


@kernel
def tie_at(
    first_tie: int, one: int, other: int, tie: np.float32, gap: np.float32, gained: NDArray[np.float32],
) -> np.float32:
    """How well two nodes of a centre work together; ``one`` and ``other`` count from its first row."""
    low, high = min(one, other), max(one, other)
    if low == high or low >= FIXED:
        return ONE
    return tie_between(tie, gained[first_tie + tie_row(low, high)], gap)


@kernel
def informal_contact(
    residents: int, week: int, luck: Luck, settings: Bundle, matters_settings: Bundle, meetings_settings: Bundle, primary_care_settings: Bundle,
    scale: np.float32, informal_minutes: NDArray[np.float32], tie: NDArray[np.float32], channel_tie_gap: NDArray[np.float32],
    channel_misalignment: NDArray[np.float32], channel_consent_needed: NDArray[np.float32], centres_is_open: NDArray[np.int8],
    centres_joint_practice: NDArray[np.float32], centres_first_clinician: NDArray[np.int32], centres_last_clinician: NDArray[np.int32],
    clinicians_at_work: NDArray[np.int8], minutes: NDArray[np.int32], peers_active: NDArray[np.int8], peers_minutes: NDArray[np.int32],
    provider_rows: NDArray[np.int32], providers_kind: NDArray[np.int8], providers_facility: NDArray[np.int16],
    provider_ties_gained: NDArray[np.float32], provider_ties_contact: NDArray[np.float32], facilities_room_left: NDArray[np.float32],
    matter: NDArray[np.int8], matter_since: NDArray[np.int16], matter_week: NDArray[np.int16], joint_consent: NDArray[np.int8],
    joint_plan: NDArray[np.int8], arrival: NDArray[np.int16], centre: NDArray[np.int16], practice: NDArray[np.int16], care: NDArray[np.int8],
    attendance: NDArray[np.int8], next_visit: NDArray[np.int16], waiting_since: NDArray[np.int16], referred: NDArray[np.int8],
    knows_centre: NDArray[np.int8], insurer: NDArray[np.int8], difficulties: NDArray[np.float32], eased: NDArray[np.float32], informal_ties: NDArray[np.int8],
    poor: NDArray[np.int8], divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64],
    centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    for c in range(centres_is_open.size):
        if centres_is_open[c] == 0 or informal_minutes[c] <= ZERO:
            continue
        first, nodes = provider_rows[c, 0], provider_rows[c + 1, 0] - provider_rows[c, 0]
        first_tie = provider_rows[c, 1]
        each = informal_minutes[c] * scale
        given = np.zeros(nodes, np.float32)
        budget = ZERO
        for j in range(centres_first_clinician[c], centres_last_clinician[c]):
            mine = int(each + ask(luck, HOW_LONG, j, week))
            if clinicians_at_work[j] == 0 or minutes[9, j] > 0 or minutes[2, j] < mine:
                continue
            minutes[2, j] -= mine
            minutes[8, j] += mine
            given[TEAM] += f4(mine) / scale
            budget += f4(mine)
        by_peers = ZERO
        for q in range(c * PLACES, (c + 1) * PLACES):
            mine = int(informal_minutes[c])
            if peers_active[q] != 0 and peers_minutes[q] > mine:
                peers_minutes[q] -= mine
                given[PEER_NODE] += f4(mine) / scale
                by_peers += f4(mine)
        budget += by_peers
        spent = int(budget + HALF)
        whole = int(each + HALF)
        for k in range(WELFARE, nodes):
            given[k] = informal_minutes[c]
            spent += whole
            if providers_kind[first + k] == GENERAL_PRACTICE:
                facilities_room_left[providers_facility[first + k]] -= each / primary_care_settings.visit_minutes
            elif k == WELFARE or k == MUNICIPALITY:
                centre_tally[now, CENTS_PARTNERS, c] += np.int64(np.float64(whole) * np.float64(meetings_settings.partner_month) * CENTS_A_MINUTE)
        centre_tally[now, JOINT_MINUTES_OF + IN_CALL, c] += spent
        if given[TEAM] + given[PEER_NODE] <= ZERO:
            continue
        # a conversation takes the time of both
        others = f4(max(nodes - 1, 1))
        for other in range(1, nodes):
            for one in range(min(other, FIXED)):
                if given[one] > ZERO and given[other] > ZERO:
                    provider_ties_contact[first_tie + tie_row(one, other)] += HALF * (given[one] + given[other]) / others
        # conversations for which each of the others has time; team and peers have their minutes together
        calls = np.zeros(nodes, np.int32)
        for k in range(nodes):
            calls[k] = int(given[k] * scale / matters_settings.matter_minutes + ask(luck, HOW_MANY, first + k, week))
        left = budget
        found = np.zeros(MOST, np.int32)
        many = oldest(
            residents, c, 0, -1, MOST, matter, matter_since, matter_week, week, joint_consent, arrival, centre, practice,
            channel_consent_needed[c], luck, found,
        )
        agreement = ONE - channel_misalignment[c] * (ONE - centres_joint_practice[c])
        share_of_peers = by_peers / max(budget, ONE)
        spoke = 0
        for n in range(many):
            if left <= ZERO:
                break
            i = found[n]
            at_centre = care[i] == AT_CENTRE
            surgery = -1
            for k in range(FIXED, nodes):
                if practice[i] >= 0 and providers_facility[first + k] == practice[i]:
                    surgery = k
            if (matter[i] == CARE_MATTER or care[i] == PRIMARY_CARE) and surgery < 0:
                continue
            caller = surgery if care[i] == PRIMARY_CARE else PEER_NODE
            if at_centre:
                peer = matter[i] != CARE_MATTER and ask(luck, CALLS, i, week) < share_of_peers
                own = own_clinician(i, arrival[i], centres_first_clinician[c], centres_last_clinician[c], luck)
                if not peer and (own < 0 or clinicians_at_work[own] == 0 or minutes[9, own] > 0):
                    continue
                caller = PEER_NODE if peer else TEAM
            if matter[i] == CARE_MATTER:
                called = surgery if at_centre else TEAM
            else:
                called = WELFARE if matter[i] == MONEY_HOME else NEIGHBOURHOOD
            also = matter[i] == MONEY_HOME and poor[i] != 0
            if calls[caller] <= 0 or calls[called] <= 0 or (also and calls[MUNICIPALITY] <= 0):
                continue
            reached = tie_at(first_tie, caller, called, tie[c], channel_tie_gap[c], provider_ties_gained)
            if also:
                reached *= tie_at(first_tie, caller, MUNICIPALITY, tie[c], channel_tie_gap[c], provider_ties_gained)
            if ask(luck, REACHES, i, week) >= reached:
                left -= settings.attempt_minutes
                continue
            left -= matters_settings.matter_minutes * (f4(2) if also else ONE)
            calls[caller] -= 2 if also else 1
            calls[called] -= 1
            calls[MUNICIPALITY] -= 1 if also else 0
            spoke += 1
            matter_week[i] = week
            centre_tally[now, DISCUSSED + IN_CALL, c] += 1
            voices = HALF if caller == TEAM else ZERO
            chance = matters_settings.finds * agreement * heard(matter[i], voices, ZERO, matters_settings)
            if ask(luck, IS_SOLVED, i, week) >= chance:
                matter_since[i] = week
                continue
            centre_tally[now, SOLVED + IN_CALL, c] += 1
            settle(
                i, c, week, now, IN_CALL, matters_settings, matter, joint_plan, care, attendance, next_visit, waiting_since, referred,
                knows_centre, insurer, difficulties, eased, informal_ties, centres_is_open, divisions, district, tally, events,
            )
        joint = ONE - exp(-f4(spoke) / scale / matters_settings.practice_aligns)
        centres_joint_practice[c] += joint * (ONE - centres_joint_practice[c])


PROCESS = Process(
    name="informal_contact",
    sentence=Words(
        "Providers ring each other and stay for a word, about users and otherwise.",
        "Los proveedores se llaman y se detienen a hablar, de usuarios y de otras cosas.",
    ),
    kernel=informal_contact,
    settings=InformalContactSettings,
    sources=("beckers2020",),
    idle_without=("informal_contact.informal_minutes",),
)
