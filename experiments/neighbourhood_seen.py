"""What people of a neighbourhood lived through in a run, noted week by week, so that groups of them can be asked at the end.

Of every resident: the first contact with the service's people and with a peer, how things stood in the week before, talks at
meeting places, matters solved, calls, crises at night. Of every peer and clinician: whom they saw. Of every practice: whom it
sent on. Looking changes nothing. Whoever moves into a row, or takes a post, begins anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.watching import every_event
from simulation.ground.chance import ask
from simulation.mechanisms.after_hours import AT_NIGHT
from simulation.people.codes import AFFECTIVE_PSYCHOSIS, AT_CENTRE, CHILDHOOD, PEER_ONLY
from simulation.people.events import (
    AT_EVENING,
    CALLED,
    CRISIS,
    FIRST_SESSION,
    FIRST_TALK,
    HOME_VISIT,
    JOINT_SOLUTION,
    MATTER_SOLVED,
    MET_OUTSIDE,
    PEER_CONTACT,
    PEER_REFUSED,
    REFERRED,
    SESSION,
    SOUGHT_HELP,
    VISIT_REFUSED,
)

if TYPE_CHECKING:
    from simulation.community import Community

NOT_YET = -1
USERS = (AT_CENTRE, PEER_ONLY)
WEEK = 168
AT_START = ("severity", "contacts_knowing", "contact_recovered", "stigma_norm")
"""How it stood in the first week, for who compares then and now."""
BEFORE = ("trust", "knows_centre", "family_burden", "family_engagement")
"""How it stood the week before something happened."""
FIRSTS = ("contact", "peer", "outside", "evening", "asked")
"""Weeks in which something happened first: contact with the service's people, with a peer, a talk at a meeting place, an evening,
asking for help."""
COUNTS = ("peer_contacts", "matters", "joint", "calls", "nights", "unmet", "reassured")
"""Contacts with a peer, matters solved with a peer, and by several providers, calls that reached a peer, crises at night, those met by nobody, weeks with a peer who can
be called."""
Person = tuple[int, int]
"""Row and arrival."""


class Seen:
    """What was lived through.

    Attributes:
        first, many, start, before: of residents, by name: ``FIRSTS``, ``COUNTS``, ``AT_START``, ``BEFORE``.
        contacts_of: person -> (week, "peer" or "clinician") of first talks and first sessions, in order.
        talks: (post, week, person, value, severity); calls: (post, week, severity, in a crisis); outside: (post, place, week, person, asked for
            help); refused: (post, week).
        sessions: (clinician, week, person, severity, psychosis, reads and shares a language, consents, first); visits_refused:
            (clinician, week).
        met_by_peer: (post, week, person, reads and shares a language, consents); solved: (post, week, person).
        sent: (practice, week, person); evenings: (week, somebody said in front of all to have a disorder).
        staff_since: first week of who holds a clinician's post.
    """

    def __init__(self) -> None:
        self.read = 0
        self.first: dict[str, NDArray[np.int64]] = {}
        self.many: dict[str, NDArray[np.int64]] = {}
        self.start: dict[str, NDArray[np.float64]] = {}
        self.before: dict[str, NDArray[np.float64]] = {}
        self.contacts_of: dict[Person, list[tuple[int, str]]] = {}
        self.talks: list[tuple[int, int, Person, int, float]] = []
        self.calls: list[tuple[int, int, float, bool]] = []
        self.outside: list[tuple[int, int, int, Person, bool]] = []
        self.refused: list[tuple[int, int]] = []
        self.sessions: list[tuple[int, int, Person, float, bool, bool, bool, bool]] = []
        self.visits_refused: list[tuple[int, int]] = []
        self.met_by_peer: list[tuple[int, int, Person, bool, bool]] = []
        self.solved: list[tuple[int, int, Person]] = []
        self.sent: list[tuple[int, int, Person]] = []
        self.evenings: dict[int, bool] = {}
        self.staff_since = np.zeros(0, np.int64)
        self._staff = np.zeros(0, np.int64)
        self._arrival: NDArray[np.int64] | None = None

    def look(self, world: Community, week: int) -> None:
        """Look at the week that was just lived."""
        events = every_event(world)
        self.note(world, week, events[self.read :])
        self.read = len(events)

    def note(self, world: Community, week: int, events: NDArray[np.void]) -> None:
        """Note one week and its events."""
        r, staff = world.residents, world.clinicians
        now = {name: np.array(getattr(r, name), float) for name in (*AT_START, *BEFORE)}
        if self._arrival is None:
            self._begin(r, staff, now)
        assert self._arrival is not None
        new = r.arrival != self._arrival
        if new.any():
            self._anew(new, now)
            self._arrival = np.array(r.arrival, np.int64)
        changed = staff.arrival != self._staff
        self.staff_since[changed] = week
        self._staff = np.array(staff.arrival, np.int64)
        self._events(world, week, events)
        self.many["reassured"] += np.asarray(r.reassured) > 0
        self._last, self._care = {name: now[name] for name in BEFORE}, np.array(r.care)

    def _begin(self, r: Any, staff: Any, now: dict[str, NDArray[np.float64]]) -> None:
        self._arrival = np.array(r.arrival, np.int64)
        self._staff = np.array(staff.arrival, np.int64)
        self.staff_since = np.zeros(len(staff), np.int64)
        self.first = {name: np.full(len(r), NOT_YET) for name in FIRSTS}
        self.many = {name: np.zeros(len(r), np.int64) for name in COUNTS}
        self.start = {name: now[name].copy() for name in AT_START}
        self.before = {name: now[name].copy() for name in BEFORE}
        self._last, self._care = {name: now[name].copy() for name in BEFORE}, np.array(r.care)

    def _anew(self, new: NDArray[np.bool_], now: dict[str, NDArray[np.float64]]) -> None:
        for first in self.first.values():
            first[new] = NOT_YET
        for many in self.many.values():
            many[new] = 0
        for kept_, names in ((self.start, AT_START), (self.before, BEFORE), (self._last, BEFORE)):
            for name in names:
                kept_[name][new] = now[name][new]

    def _notes(self, what: str, i: int, week: int) -> None:
        """The first time that something happens to a person; how things stood before belongs to the first meeting with a peer."""
        if self.first[what][i] != NOT_YET:
            return
        self.first[what][i] = week
        if what in ("peer", "outside", "evening") and sum(self.first[w][i] != NOT_YET for w in ("peer", "outside", "evening")) == 1:
            for name in BEFORE:
                self.before[name][i] = self._last[name][i]

    def _events(self, world: Community, week: int, events: NDArray[np.void]) -> None:
        r = world.residents
        sought = {int(i) for i in events["agent"][events["code"] == SOUGHT_HELP]}
        called = {int(i) for i in events["agent"][events["code"] == CALLED]}
        shut = 1 - float(world.bundles["after_hours"].office_hours) / WEEK
        for one in events:
            code, i, other, value = int(one["code"]), int(one["agent"]), int(one["other"]), float(one["value"])
            if i < 0 or i >= len(r):
                continue
            who = (i, int(r.arrival[i]))
            if code == FIRST_TALK:
                self.talks.append((other, week, who, int(value), float(r.severity[i])))
                if value >= 0:
                    self.contacts_of.setdefault(who, []).append((week, "peer"))
                    self._notes("peer", i, week)
                    self._notes("contact", i, week)
            elif code == PEER_CONTACT:
                self.many["peer_contacts"][i] += 1
                self.met_by_peer.append((other, week, who, bool(r.reads[i] and r.language_match[i]), bool(r.consents[i])))
                self._notes("peer", i, week)
                self._notes("contact", i, week)
            elif code in (FIRST_SESSION, SESSION, HOME_VISIT):
                psychosis = AFFECTIVE_PSYCHOSIS <= int(r.disorder[i]) < CHILDHOOD
                first = code == FIRST_SESSION
                self.sessions.append((other, week, who, float(r.severity[i]), psychosis, bool(r.reads[i] and r.language_match[i]), bool(r.consents[i]), first))
                if first:
                    self.contacts_of.setdefault(who, []).append((week, "clinician"))
                self._notes("contact", i, week)
            elif code == MET_OUTSIDE:
                self.outside.append((other, int(value), week, who, i in sought))
                self._notes("outside", i, week)
                self._notes("contact", i, week)
            elif code == AT_EVENING:
                self.evenings[week] = self.evenings.get(week, False) or value > 0
                self._notes("evening", i, week)
                self._notes("contact", i, week)
            elif code == SOUGHT_HELP:
                self._notes("asked", i, week)
            elif code == MATTER_SOLVED:
                self.many["matters"][i] += 1
                self.solved.append((other, week, who))
            elif code == JOINT_SOLUTION:
                self.many["joint"][i] += 1
            elif code == CALLED:
                self.many["calls"][i] += 1
                self.calls.append((other, week, float(r.severity[i]), value > 0))
            elif code == PEER_REFUSED:
                self.refused.append((other, week))
            elif code == VISIT_REFUSED:
                self.visits_refused.append((other, week))
            elif code == REFERRED and other >= 0:
                self.sent.append((int(r.practice[i]), week, who))
            elif code == CRISIS and (int(r.care[i]) in USERS or int(self._care[i]) in USERS) and float(ask(world.luck, AT_NIGHT, i, week)) < shut:
                self.many["nights"][i] += 1
                self.many["unmet"][i] += i not in called
