"""Histories of peer work: what happened, week by week, between each user and the pair or peer, and to each peer.

A community keeps only how its tables stand now. This looks at the end of every week and notes the rows of the tables
of peers that are in use. Looking changes nothing. Whoever lives in a row later begins a history of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.ground.chance import ask, draw
from simulation.people.peers import CONFIDANTS, MECHANISMS, PLACES, SLOTS

if TYPE_CHECKING:
    from simulation.community import Community

FELT = draw("interviews: the user feels the bond in a contact with the community worker")

TOPICS = ("daily", "deep")
TRACES = ("contacts", *(f"saw_{m}" for m in MECHANISMS), *(f"{t}_{w}" for t in TOPICS for w in CONFIDANTS))
"""Counts that a pair's row adds up while user and peer belong together."""
SEEN = (
    "week", "bond", "worth", "worker_bond", "worker_contacts", "felt", "with_peer", "with_pair", "informal_ties", "formal_ties",
    "crisis", "plan", "hope", "severity", *TRACES,
)
"""What one week of an accompaniment notes."""
OF_POST = ("week", "strain", "severity", "acceptance", "contacts", "away", "skill", "load", "fidelity", "asked", "users")
"""What one week of a peer's work notes."""


@dataclass
class Accompaniment:
    """One user with a peer, with a community worker, or with a pair of both.

    ``weeks`` has one tuple of ``SEEN`` per week; ``disorder`` is that of the first week; ``refused``: the user did not
    want the peer.
    """

    user: int
    arrival: int
    post: int
    centre: int
    since: int
    of_pair: bool
    disorder: int
    refused: bool = False
    weeks: list[tuple[float, ...]] = field(default_factory=list)

    def course(self, what: str) -> NDArray[np.float64]:
        """One thing week by week, shape (weeks,)."""
        return np.array([w[SEEN.index(what)] for w in self.weeks])

    def last(self, what: str) -> float:
        """How it stood at the end, or how many there had been."""
        return self.weeks[-1][SEEN.index(what)]

    def in_week(self, what: str) -> NDArray[np.float64]:
        """New ones of a running count, week by week."""
        return np.diff(self.course(what), prepend=0.0)


@dataclass
class Career:
    """One person's time in a post of a peer: weeks as tuples of ``OF_POST``; ``until`` the week of leaving."""

    post: int
    person: int
    centre: int
    sex: int
    since: int
    weeks: list[tuple[float, ...]] = field(default_factory=list)
    until: int | None = None

    def course(self, what: str) -> NDArray[np.float64]:
        """One thing week by week, shape (weeks,)."""
        return np.array([w[OF_POST.index(what)] for w in self.weeks])


class Histories:
    """All accompaniments and careers of a run, in the order in which they began."""

    def __init__(self) -> None:
        self.accompaniments: list[Accompaniment] = []
        self.careers: list[Career] = []
        self._of_slot: dict[int, Accompaniment] = {}
        self._of_post: dict[int, Career] = {}
        self._raw: dict[int, dict[str, float]] = {}

    def look(self, world: Community) -> None:
        """Look at the week that was just lived."""
        if not world.peers.active.any() and not world.companions.active.any() and not self._of_post and not self._of_slot:
            return
        week = world.week - 1
        self._posts(world, week)
        self._pairs(world, week)

    def _posts(self, world: Community, week: int) -> None:
        peers, people = world.peers, world.residents
        active = {int(p) for p in np.flatnonzero(peers.active)}
        for p in [p for p in self._of_post if p not in active or self._of_post[p].person != peers.person[p]]:
            self._of_post.pop(p).until = week
        users = np.bincount(np.flatnonzero(world.pairs.user >= 0) // SLOTS, minlength=len(peers))
        for p in sorted(active):
            i = int(peers.person[p])
            if p not in self._of_post:
                self._of_post[p] = Career(p, i, int(peers.centre[p]), int(people.sex[i]), int(peers.since[p]))
                self.careers.append(self._of_post[p])
            self._of_post[p].weeks.append((
                week, float(peers.strain[p]), float(people.severity[i]), float(peers.acceptance[p]), int(peers.contacts[p]), int(peers.away[p]),
                float(peers.skill[p]), float(peers.load[p]), float(peers.fidelity[p]), int(peers.asked[p]), int(users[p]),
            ))

    def _pairs(self, world: Community, week: int) -> None:
        pairs, cases, people = world.pairs, world.cases, world.residents
        used = np.flatnonzero((pairs.user >= 0) | (cases.user >= 0))
        for k in [k for k in self._of_slot if pairs.user[k] < 0 and cases.user[k] < 0]:
            del self._of_slot[k]
        for k in (int(k) for k in used):
            of_pair, paired = bool(cases.user[k] >= 0), bool(pairs.user[k] >= 0)
            i, which, since = (int(x[k]) for x in ((cases.user, cases.arrival, cases.since) if of_pair else (pairs.user, pairs.arrival, pairs.since)))
            if people.arrival[i] != which:
                self._of_slot.pop(k, None)
                continue
            one = self._of_slot.get(k)
            if one is None or (one.user, one.arrival, one.since) != (i, which, since):
                one = Accompaniment(i, which, k // SLOTS, k // SLOTS // PLACES, since, of_pair, int(people.disorder[i]))
                self._of_slot[k] = one
                self._raw.pop(k, None)
                self.accompaniments.append(one)
            one.refused = one.refused or bool(of_pair and cases.peer_refused[k])
            one.weeks.append(self._seen(world, week, k, one, paired))

    def _seen(self, world: Community, week: int, k: int, one: Accompaniment, paired: bool) -> tuple[float, ...]:
        """A week of a pair. Where the peer left, what there was of them stays; a new peer's counts are added to it."""
        pairs, cases, people, i = world.pairs, world.cases, world.residents, one.user
        before = dict(zip(SEEN, one.weeks[-1], strict=True)) if one.weeks else dict.fromkeys(SEEN, 0.0)
        now: dict[str, float] = {"week": week}
        raw = self._raw.setdefault(k, {})
        if paired and raw.get("since") != float(pairs.since[k]):
            raw.clear()  # another peer begins anew
            raw["since"] = float(pairs.since[k])
        for name in (*TRACES, "worth"):
            value = float(getattr(pairs, name)[k]) if paired else raw.get(name, 0.0)
            now[name] = before[name] + value - raw.get(name, 0.0)
            raw[name] = value
        now["bond"] = float(pairs.bond[k]) if paired else before["bond"]
        now["worker_bond"] = float(cases.bond[k]) if one.of_pair else 0.0
        now["worker_contacts"] = float(cases.contacts[k]) if one.of_pair else 0.0
        met = now["worker_contacts"] > before["worker_contacts"]
        now["felt"] = before["felt"] + (met and float(ask(world.luck, FELT, i, week)) < now["worker_bond"])
        p = one.post
        now["with_peer"] = float(paired and world.peers.active[p] != 0 and world.peers.away[p] == 0)
        now["with_pair"] = float(one.of_pair and world.companions.active[p] != 0)
        now |= {
            "informal_ties": float(people.informal_ties[i]), "formal_ties": float(people.formal_ties[i]), "plan": float(people.crisis_plan[i]),
            "crisis": float(people.crisis_week[i] == week), "hope": float(people.hope[i]), "severity": float(people.severity[i]),
        }
        return tuple(now[name] for name in SEEN)
