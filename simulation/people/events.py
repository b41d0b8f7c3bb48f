"""Events: what happened to whom, week by week; interviews and one person's life are read from these."""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.cache import kernel

CODES = (
    "fell_ill",          # value: severity to which the episode tends
    "remission",
    "crisis",            # value: severity
    "died",
    "moved_away",
    "sought_help",       # other: centre, -1 for another service; value: 1 at the door
    "left_list",         # other: centre; value: weeks waited
    "first_session",     # other: clinician; value: weeks waited
    "session",           # other: clinician
    "missed",            # other: centre
    "home_visit",        # other: clinician
    "visit_refused",     # other: clinician
    "dropped_out",       # other: centre
    "discharged",        # other: clinician
    "referred",          # other: centre, -1 for a hospital; value: 1 if premature
    "admitted",          # other: facility; value: severity
    "left_hospital",     # other: facility; value: weeks stayed
    "entered_facility",  # other: facility
    "left_facility",     # other: facility; value: weeks stayed
    "group_session",     # other: centre; value: kind of group
    "lay_contact",       # other: lay worker; value: competence
    "peer_contact",      # other: post of the peer; value: bond
    "peer_refused",      # other: post of the peer; value: 1 the user, 0 the household
    "became_peer",       # other: post
    "left_peer_work",    # other: post; value: strain
    "asked_peer",        # other: post; a neighbour asks the peer for help and joins the list
    "taken_on",          # other: pair; a pair of peer and community worker begins to accompany a user
    "worker_contact",    # other: pair; value: 1 in the week of a crisis
    "crisis_plan",       # other: pair
    "informal_tie",      # other: post or pair; value: 1 by the community worker
    "formal_tie",        # other: post or pair; value: 1 by the community worker
    "confided",          # other: row of pairs; value: to whom (CONFIDANTS), + 10 for what weighs most
    "first_talk",        # other: post of the peer; value: 1 the peer suffices, 0 a clinician is arranged, -1 the person did not come
    "left_peer",         # other: centre; value: 1 passed on to clinicians
    "matter_solved",     # other: post of the peer; value: difficulties that it took away
    "approached",        # other: post of the peer; value: row of facilities
    "evening",           # other: centre; an information evening, value: 1 said in front of all to have a disorder
    "called",            # other: post of the peer; value: 1 in a crisis
    "found_out",         # other: centre; that a talk had been with mental health care
    "joint_solution",    # other: form of joint work (JOINT_FORMS); value: kind of matter (MATTERS)
)
(
    FELL_ILL, REMITTED, CRISIS, DIED, MOVED_AWAY, SOUGHT_HELP, LEFT_LIST, FIRST_SESSION, SESSION, MISSED_VISIT,
    HOME_VISIT, VISIT_REFUSED, DROPPED_OUT, DISCHARGED, REFERRED, ADMITTED, LEFT_HOSPITAL, ENTERED_FACILITY,
    LEFT_FACILITY, GROUP_SESSION, LAY_CONTACT, PEER_CONTACT, PEER_REFUSED, BECAME_PEER, LEFT_PEER_WORK,
    ASKED_PEER, TAKEN_ON, WORKER_CONTACT, PLAN_MADE, INFORMAL_TIE, FORMAL_TIE, CONFIDED, FIRST_TALK, LEFT_PEER, MATTER_SOLVED,
    MET_OUTSIDE, AT_EVENING, CALLED, FOUND_OUT, JOINT_SOLUTION,
) = range(len(CODES))


Events = NDArray[np.void]
"""A log: one record per event with ``week``, ``code``, ``agent``, ``other`` and ``value``, shape (1 + room,).

``agent`` of the first record says how many events are in it. One array of records, because compiled code hands
it from function to function, and five arrays would be five times as much to hand on.
"""
RECORD = np.dtype([("agent", "i4"), ("other", "i4"), ("value", "f4"), ("week", "i2"), ("code", "i1")], align=True)


def room(size: int) -> Events:
    """An empty log with room for so many events; 0 records nothing."""
    return np.zeros(1 + size, RECORD)


def kept(events: Events) -> Events:
    """The events in a log, in order."""
    return events[1 : 1 + events["agent"][0]]


@kernel
def log(events: Events, week: int, code: int, agent: int, other: int, value: float) -> None:
    """Note an event, if there is room."""
    at = events[0].agent + 1
    if at < events.size:
        events[at].week = week
        events[at].code = code
        events[at].agent = agent
        events[at].other = other
        events[at].value = f4(value)
        events[0].agent = at
