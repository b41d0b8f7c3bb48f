"""Watchers of peer work: users who are given a peer or a pair, the pairs themselves, and the people who work as peers.

What they see is a table: a row for each user, pair or peer, of which checks make numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.watching import EventWatcher
from simulation.people.codes import AT_CENTRE, DRIFTING, ILL
from simulation.people.events import (
    BECAME_PEER,
    CRISIS,
    DROPPED_OUT,
    HOME_VISIT,
    LEFT_PEER_WORK,
    PEER_CONTACT,
    SESSION,
    TAKEN_ON,
    WORKER_CONTACT,
)
from simulation.people.peers import CONFIDANTS, MECHANISMS, SLOTS

PARTS = ("connectedness", "hope", "identity", "meaning", "empowerment", "difficulties")
STATE = (*PARTS, "severity", "stigma_self", "family_burden", "informal_ties", "formal_ties")
"""What is looked at of a user."""
MARKS = (39, 78)
"""Weeks after the beginning at which it is looked at again: nine months, and nine months later."""
COUNTED = ("peer", "worker", "clinician", "late", "dropouts", "crises", "delay")
"""What is counted of a user in the first nine months: contacts by who, contacts with the pair after them, drop-outs,
crises, and the weeks from a crisis to the next contact, added up."""
LONGEST_DELAY = 13
FOLLOWED = ("row", "arrival", "since", "support", *COUNTED, *(f"{what}_{w}" for w in (0, *MARKS) for what in (*STATE, "gone")))
"""Columns of what ``Followed`` saw; ``gone``: not in care at a centre, or has stopped coming."""
PAIRED = (
    "row", "arrival", "post", "centre", "since", "contacts", "bond", "worth", "disclosure", "fidelity", "likeness", "severity",
    *(f"saw_{m}" for m in MECHANISMS), *(f"{topic}_{who}" for topic in ("daily", "deep") for who in CONFIDANTS),
)
"""Columns of what ``Paired`` saw."""
POSTED = (
    "row", "arrival", "since", "weeks", "away", "left", "strain", "acceptance", "bond", "sessions", "needed", "recovery_0", "recovery_39", "self_0", "self_39",
    "meaning_0", "meaning_39", "skill_52", "fidelity_52", "disorder", "fell_ill", "ill_weeks", "untreated_weeks",
)
"""Columns of what ``Posted`` saw."""


def recovery_of(residents: Any, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Personal recovery of some residents, 0-1."""
    parts = [getattr(residents, name)[rows].astype(float) for name in PARTS]
    return np.asarray((sum(parts[:-1]) + 1 - parts[-1]) / len(PARTS))


class Followed(EventWatcher):
    """Users who are given a peer, or a pair, from that week on. ``seen``: shape (users, len(FOLLOWED)); NaN where gone."""

    def begin(self, world: Any) -> None:
        """Nobody is followed."""
        super().begin(world)
        self.people: dict[tuple[int, int], dict[str, float]] = {}
        self.waits: dict[int, int] = {}

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Begin with whoever is new, count what happened, and look again in time."""
        r, now = world.residents, world.week
        fresh = [int(i) for i in events["agent"][events["code"] == TAKEN_ON]]
        fresh += [int(i) for i in world.pairs.user[(world.pairs.user >= 0) & (world.pairs.since == now)]]
        for i in dict.fromkeys(fresh):
            key = (i, int(r.arrival[i]))
            if key not in self.people:
                self.people[key] = {"since": now, "support": float(r.family_support[i]), **dict.fromkeys(COUNTED, 0.0), **self._look(r, i, 0)}
        here = {i: key for key in self.people for i in [key[0]] if r.arrival[i] == key[1]}
        self._count(events, here, now)
        for i, key in here.items():
            one = self.people[key]
            if now - one["since"] in MARKS:
                one.update(self._look(r, i, int(now - one["since"])))

    @staticmethod
    def _look(r: Any, i: int, mark: int) -> dict[str, float]:
        found = {f"{what}_{mark}": float(getattr(r, what)[i]) for what in STATE}
        return {**found, f"gone_{mark}": float(r.care[i] != AT_CENTRE or r.attendance[i] == DRIFTING)}

    def _count(self, events: NDArray[np.void], here: dict[int, tuple[int, int]], now: int) -> None:
        met: set[int] = set()
        codes = (PEER_CONTACT, WORKER_CONTACT, SESSION, HOME_VISIT, DROPPED_OUT, CRISIS)
        for event in events[np.isin(events["code"], codes) & np.isin(events["agent"], list(here))]:
            i, code = int(event["agent"]), int(event["code"])
            one = self.people[here[i]]
            early = now - one["since"] < MARKS[0]
            if code == DROPPED_OUT:
                one["dropouts"] += early
            elif code == CRISIS:
                if early and i not in self.waits:
                    one["crises"] += 1
                    self.waits[i] = now
            else:
                met.add(i)
                who = {PEER_CONTACT: "peer", WORKER_CONTACT: "worker"}.get(code, "clinician")
                if early:
                    one[who] += 1
                elif who != "clinician":
                    one["late"] += 1
        for i, since in list(self.waits.items()):
            if i not in here or i in met or now - since >= LONGEST_DELAY:
                if i in here:
                    self.people[here[i]]["delay"] += now - since
                del self.waits[i]

    def seen(self) -> NDArray[np.float64]:
        """A row for each user, shape (users, len(FOLLOWED))."""
        rows = [[i, a, *(one.get(c, np.nan) for c in FOLLOWED[2:])] for (i, a), one in self.people.items()]
        return np.array(rows, float).reshape(-1, len(FOLLOWED))


class Paired(EventWatcher):
    """Pairs as they stood in their last week. ``seen``: shape (pairs, len(PAIRED))."""

    def begin(self, world: Any) -> None:
        """Nobody is paired."""
        super().begin(world)
        self.pairs: dict[tuple[int, int, int], list[float]] = {}

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Write down every pair anew."""
        from simulation.people.peers import likeness

        q, r, peers = world.pairs, world.residents, world.peers
        columns = [getattr(q, name) for name in PAIRED[PAIRED.index("saw_practical"):]]
        for k in np.flatnonzero(q.user >= 0):
            i, p = int(q.user[k]), int(k) // SLOTS
            if r.arrival[i] != q.arrival[k] or peers.active[p] == 0:
                continue
            alike = float(likeness(i, int(peers.person[p]), r.disorder, r.sex, r.age_weeks))
            self.pairs[int(k), i, int(q.since[k])] = [
                i, r.arrival[i], p, peers.centre[p], q.since[k], q.contacts[k], q.bond[k], q.worth[k], peers.disclosure[p],
                peers.fidelity[p], alike, r.severity[i], *(column[k] for column in columns),
            ]

    def seen(self) -> NDArray[np.float64]:
        """A row for each pair, shape (pairs, len(PAIRED))."""
        return np.array(list(self.pairs.values()), float).reshape(-1, len(PAIRED))


class Posted(EventWatcher):
    """People who work as peers, from the week in which they took the post. ``seen``: shape (people, len(POSTED))."""

    def begin(self, world: Any) -> None:
        """Nobody works as a peer."""
        super().begin(world)
        self.people: dict[tuple[int, int], dict[str, float]] = {}

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Begin with who took a post; add up the week of everybody who holds one; look at them after nine months and a year."""
        r, peers, now = world.residents, world.peers, world.week
        for event in events[events["code"] == BECAME_PEER]:
            i = int(event["agent"])
            key = (i, int(r.arrival[i]))
            zero = dict.fromkeys(("weeks", "away", "left", "strain", "acceptance", "bond", "fell_ill", "ill_weeks", "untreated_weeks"), 0.0)
            self.people.setdefault(key, {
                **zero, "since": now, "sessions": float(r.sessions_attended[i]), "disorder": float(r.disorder[i]),
                "needed": float(world.bundles["peer_workers"].recovery_needed), **self._look(r, i, 0), "was_ill": float(r.status[i] == ILL),
            })
        for event in events[events["code"] == LEFT_PEER_WORK]:
            key = (int(event["agent"]), int(r.arrival[int(event["agent"])]))
            if key in self.people:
                self.people[key]["left"] = 1.0
        for p in np.flatnonzero(peers.active):
            i = int(peers.person[p])
            one = self.people.get((i, int(peers.arrival[p])))
            if one is not None and r.arrival[i] == peers.arrival[p]:
                self._add(world, one, int(p), i)
        for (i, arrival), one in self.people.items():
            if now - one["since"] == MARKS[0] and r.arrival[i] == arrival:
                one.update(self._look(r, i, MARKS[0]))

    @staticmethod
    def _add(world: Any, one: dict[str, float], p: int, i: int) -> None:
        r, peers = world.residents, world.peers
        mine = slice(p * SLOTS, (p + 1) * SLOTS)
        with_me = world.pairs.user[mine] >= 0
        one["weeks"] += 1
        one["away"] += float(peers.away[p] > 0)
        one["strain"] += float(peers.strain[p])
        one["acceptance"] += float(peers.acceptance[p])
        one["bond"] += float(world.pairs.bond[mine][with_me].mean()) if with_me.any() else 0.0
        ill = bool(r.status[i] == ILL)
        one["fell_ill"] += float(ill and not one["was_ill"])
        one["was_ill"] = float(ill)
        if one["fell_ill"]:
            one["ill_weeks"] += float(ill)
            one["untreated_weeks"] += float(ill and (r.care[i] < AT_CENTRE or r.attendance[i] == DRIFTING))
        if world.week - one["since"] == 52:
            one["skill_52"] = float(peers.skill[p])
            one["fidelity_52"] = float(peers.fidelity[p])

    @staticmethod
    def _look(r: Any, i: int, mark: int) -> dict[str, float]:
        rows = np.array([i])
        return {f"recovery_{mark}": float(recovery_of(r, rows)[0]), f"self_{mark}": float(r.stigma_self[i]), f"meaning_{mark}": float(r.meaning[i])}

    def seen(self) -> NDArray[np.float64]:
        """A row for each person, shape (people, len(POSTED))."""
        rows = [[i, a, *(one.get(c, np.nan) for c in POSTED[2:])] for (i, a), one in self.people.items()]
        return np.array(rows, float).reshape(-1, len(POSTED))
