"""Watchers of what stands around peer work: weeks of strain, how peers stand in users' eyes, neighbours, staff, medicines."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from experiments.patterns.watching import EventWatcher
from simulation.people.codes import AT_CENTRE, DRIFTING, ILL, REMISSION
from simulation.people.events import ASKED_PEER, FELL_ILL, PEER_CONTACT, PEER_REFUSED, TAKEN_ON
from simulation.people.peers import PLACES, SLOTS

STRAINED = ("burden", "strain", "relapse", "acceptance", "exits")
"""Columns of what ``Strained`` saw: a week of a peer's work."""
ASKED = ("row", "arrival", "standing", "sessions", "refused")
"""Columns of what ``Asked`` saw: a user to whom a peer was offered."""


class Strained(EventWatcher):
    """Weeks of peers at work: what they carried, their strain, and the relapses and exits a year that it makes.

    ``seen``: shape (weeks of peers, len(STRAINED)). Rates, not events: a pilot has too few relapses to count.
    """

    def begin(self, world: Any) -> None:
        """No week is seen."""
        super().begin(world)
        self.weeks: list[NDArray[np.float64]] = []
        self.burden = np.zeros(len(world.peers))

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """What was carried in the last weeks, beside this week's strain."""
        peers, own, support = world.peers, world.bundles["peer_workers"], world.bundles["peer_support"]
        at = np.flatnonzero((peers.active == 1) & (peers.since < world.week))
        full = float(support.caseload) * float(support.meets)
        # strain follows what is carried a tenth of the way a week: so does what it is compared with
        self.burden += 0.1 * (peers.load + peers.heard / full - self.burden)
        self.burden[peers.active == 0] = 0
        strain = peers.strain[at].astype(float)
        relapse = float(own.strain_relapse) * np.maximum(2 * strain - 1, 0)
        under = world.channel("peer_underpaid").values[peers.centre[at]]
        exits = float(own.peer_exit) * np.exp(float(own.exit_strain) * (strain - 0.5)) * (1 + under)
        self.weeks.append(np.column_stack([self.burden[at], strain, relapse, peers.acceptance[at], exits]))

    def seen(self) -> NDArray[np.float64]:
        """A row for each week of each peer, shape (weeks, len(STRAINED))."""
        return np.concatenate(self.weeks).astype(float).reshape(-1, len(STRAINED))


class Asked(EventWatcher):
    """Users to whom a peer was offered: how the peer stood in their eyes in that week, and whether they refused.

    ``seen``: shape (users, len(ASKED)).
    """

    def begin(self, world: Any) -> None:
        """Nobody was asked."""
        super().begin(world)
        self.asked: dict[tuple[int, int], list[float]] = {}

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Who refused, who accepted, and whom a pair took on."""
        r, q, now = world.residents, world.pairs, world.week
        said_no = events[(events["code"] == PEER_REFUSED) & (events["value"] == 1)]
        asked = [(int(e["agent"]), int(e["other"]), 1.0) for e in said_no]
        asked += [(int(q.user[k]), int(k) // SLOTS, 0.0) for k in np.flatnonzero((q.user >= 0) & (q.since == now))]
        asked += [(int(e["agent"]), int(e["other"]), np.nan) for e in events[events["code"] == TAKEN_ON]]
        for i, p, refused in asked:
            key = (i, int(r.arrival[i]))
            if key in self.asked:
                if np.isnan(self.asked[key][-1]):
                    self.asked[key][-1] = refused
                continue
            self.asked[key] = [i, key[1], self._standing(world, i, p), float(r.sessions_attended[i]), refused]

    @staticmethod
    def _standing(world: Any, i: int, p: int) -> float:
        from simulation.programmes.standing import standing_of

        r, c = world.residents, p // PLACES
        weight, endorsed = world.channel("rank_weight").values[c], world.local("peer_endorsement")[c]
        return float(standing_of(
            i, p, c, world.luck, world.bundles["peer_support"], r.arrival, r.sessions_attended, f4(weight), f4(endorsed), f4(world.peers.acceptance[p]),
        ))

    def seen(self) -> NDArray[np.float64]:
        """A row for each user, shape (users, len(ASKED))."""
        return np.array(list(self.asked.values()), float).reshape(-1, len(ASKED))


class Neighbours(EventWatcher):
    """People near the homes of peers: who asked a peer for help, who seeks it, and the stigma that they hold.

    Those who live near are fixed in the first 13 weeks, from whoever has taken a post by then. ``seen``: shape
    (3 + weeks - 13,): asked, near, sought help near; then mean stigma held near, by week.
    """

    def begin(self, world: Any) -> None:
        """No neighbours are known."""
        super().begin(world)
        self.near = np.zeros(len(world.residents), bool)
        self.asked = 0
        self.stigma: list[float] = []

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count who asked; measure stigma near."""
        self.asked += int((events["code"] == ASKED_PEER).sum())
        if world.week < 13:
            reach = max(int(float(world.bundles["peer_brokers"].reach) * world.scale), 20)
            for i in world.peers.person[world.peers.active == 1]:
                self.near[max(int(i) - reach, 0) : int(i) + reach] = True
        elif self.near.any():
            self.stigma.append(float(world.residents.stigma_held[self.near].mean()))

    def seen(self) -> NDArray[np.float64]:
        """Asked, near, and stigma by week."""
        return np.array([self.asked, self.near.sum(), *self.stigma], float)


class Staff(EventWatcher):
    """How far each clinician at work accepts peers in the last week. ``seen``: shape (clinicians, 2): centre, acceptance."""

    def begin(self, world: Any) -> None:
        """Nobody was asked."""
        super().begin(world)
        self.rows = np.zeros((0, 2))

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Each clinician's own term in the mean of the team."""
        j, centres = world.clinicians, world.centres
        attitude = 1 - world.channel("peer_rejection").values
        culture = np.clip(1 - world.channel("culture_gap").values[: len(centres)] + centres.culture_gain, 0, 1)
        more = float(world.bundles["peer_workers"].culture_welcomes) * (culture - 0.5)
        taught = world.local("team_taught")
        rows = [
            (c, np.clip(attitude[c] + taught[c] * 0.5 * (1 - attitude[c]) + 0.5 - j.stigma[k] + more[c], 0, 1))
            for c in range(len(centres)) for k in range(centres.first_clinician[c], centres.last_clinician[c]) if j.at_work[k]
        ]
        self.rows = np.array(rows, float).reshape(-1, 2)

    def seen(self) -> NDArray[np.float64]:
        """A row for each clinician, shape (clinicians, 2)."""
        return self.rows


class Medicines(EventWatcher):
    """People with medicines at home: weeks, weeks in which they take them, weeks in remission, and relapses. ``seen``: shape (4,)."""

    def begin(self, world: Any) -> None:
        """Nobody was seen."""
        super().begin(world)
        self.counts = np.zeros(4)
        self.well: NDArray[np.bool_] | None = None

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Who was in remission last week may have relapsed in this."""
        r = world.residents
        stock = (r.prescribed == 1) & (r.medicine_weeks > 0)
        if self.well is not None:
            self.counts[2] += self.well.sum()
            self.counts[3] += self.well[events["agent"][events["code"] == FELL_ILL]].sum()
        self.counts[0] += stock.sum()
        self.counts[1] += (stock & (r.taking_medicines == 1)).sum()
        self.well = (r.prescribed == 1) & (r.status == REMISSION)

    def seen(self) -> NDArray[np.float64]:
        """Weeks with medicines, weeks taken, weeks in remission, relapses."""
        return self.counts


class Untreated(EventWatcher):
    """Adults ill in the last week: how many, and how many of them have never been in formal care since week 0. ``seen``: shape (2,)."""

    def begin(self, world: Any) -> None:
        """Nobody was looked at."""
        super().begin(world)
        self.counts = np.zeros(2)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Look at who is ill now."""
        r = world.residents
        ill = (r.status == ILL) & (r.age_weeks >= 18 * 52)
        self.counts = np.array([ill.sum(), (ill & (r.weeks_in_care == 0) & (r.care < AT_CENTRE)).sum()], float)

    def seen(self) -> NDArray[np.float64]:
        """Ill, and of these never treated."""
        return self.counts


class Homes(EventWatcher):
    """Contacts with peers by place, as the model's own draws say: at home or outside, at the centre. ``seen``: shape (2,)."""

    def begin(self, world: Any) -> None:
        """Nobody has met."""
        super().begin(world)
        self.counts = np.zeros(2)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Ask again whether each contact of the week was at home."""
        from simulation.ground.chance import ask
        from simulation.programmes.peer_support import AT_HOME

        own = world.bundles["peer_support"]
        paid = 1 - world.channel("peer_costs_uncovered").values
        goes = float(own.at_home) * (paid + (1 - paid) * float(own.own_trips))
        for event in events[events["code"] == PEER_CONTACT]:
            c = int(event["other"]) // PLACES
            self.counts[0 if ask(world.luck, AT_HOME, int(event["agent"]), world.week) < goes[c] else 1] += 1

    def seen(self) -> NDArray[np.float64]:
        """Contacts at home or outside, and at the centre."""
        return self.counts


class DropOuts(EventWatcher):
    """Weeks of users with a peer by weeks since they last met, and drop-outs in them. ``seen``: shape (2, 3): of the last
    four weeks, of the four before, of longer ago; weeks, and users lost.
    """

    def begin(self, world: Any) -> None:
        """Nobody was seen."""
        super().begin(world)
        self.last: dict[tuple[int, int], int] = {}
        self.lost: set[tuple[int, int]] = set()
        self.counts = np.zeros((2, 3))

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Whoever has met a peer once is followed until they stop coming."""
        r = world.residents
        for key, week in self.last.items():
            i = key[0]
            if key in self.lost or r.arrival[i] != key[1] or r.care[i] != AT_CENTRE:
                self.lost.add(key)
                continue
            bin = min((world.week - week) // 5, 2)
            self.counts[0, bin] += 1
            if r.attendance[i] == DRIFTING:
                self.counts[1, bin] += 1
                self.lost.add(key)
        for i in events["agent"][events["code"] == PEER_CONTACT]:
            key = (int(i), int(r.arrival[i]))
            self.last[key] = world.week
            self.lost.discard(key)

    def seen(self) -> NDArray[np.float64]:
        """Weeks and users who stopped coming, by time since the last meeting, shape (2, 3)."""
        return self.counts
