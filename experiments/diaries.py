"""Diaries: what happened to each clinician week by week, and what the records of each centre show.

A diary holds only what happened to one person, or in the sessions that this person led; it begins anew when somebody
else takes the post. What a centre's records show is what an institution that looks at them from afar can see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.ground.chance import ask, draw
from simulation.people.codes import LEDGER
from simulation.people.tallies import CENTRE, PEOPLE

if TYPE_CHECKING:
    from simulation.community import Community

LOOKS = draw("interviews: does the thing that happened at the centre happen to this person")

BARRIERS = ("resources", "knowledge", "catchment", "stigma", "productivity")
CAUSES = {
    "rooms": "resources",       # somebody found no room in a session that the person led
    "trips": "resources",       # a visit was cancelled, since nobody paid the trip
    "pocket": "resources",      # paid a trip or materials with own money
    "vague": "knowledge",       # worked outside the office with only a vague idea of the model
    "outside": "catchment",     # saw users, of whom many come from outside the catchment
    "doors": "stigma",          # a household would not be seen with a visitor from the centre
    "referrals": "stigma",      # somebody was sent on whom primary care could have treated
    "rule": "productivity",     # worked outside the office without credit, in a month under target
}
"""What a person can meet in a week -> the barrier that it belongs to."""
NAMES = tuple(CAUSES)
OUTSIDE = 0.1
"""Share of a centre's users from elsewhere at which its staff notice (PE-16)."""
VAGUE = 0.5
"""Knowledge of the community model, less what the team was never told, under which somebody has a vague idea of it."""
OUTDOORS = ("visits", "travel", "groups", "lay")
MONTH = 4
SHOWS = 0.1
"""Share of a month's trips and places, referrals or users at which an institution's records show a barrier: judged."""


def sessions(count: Mapping[str, NDArray[np.int64]]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Sessions held and planned of each of the five activities, by centre."""
    from simulation.outcome import ACTIVITIES

    none = np.zeros_like(count["in_care"])
    return [(sum((count[f"held_{k}"] for k in kinds), none), sum((count[f"planned_{k}"] for k in kinds), none)) for _, _, kinds in ACTIVITIES]


def shown(world: Community, diaries: Diaries, centres: Sequence[int]) -> dict[str, float]:
    """Share of months in which the records of some centres together show each barrier; NaN without a whole month.

    Records hold sums by centre, no person's purse and no door that stayed shut: trips that nobody paid and people
    without a place; how the teams do in what they are taught; users from elsewhere; referrals that primary care
    could have treated; clinicians under target, whose centre's work outside earns no credit.
    """
    chosen = list(centres)
    first = diaries.since
    months = (world.weeks - first) // MONTH
    if months < 1 or not chosen:
        return dict.fromkeys(BARRIERS, float("nan"))
    weeks = slice(first, first + months * MONTH)

    def monthly(values: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(np.asarray(values[weeks], float).reshape(months, MONTH, -1).sum(axis=(1, 2)))

    def counted(*names: str) -> NDArray[np.float64]:
        return sum((monthly(world.centre_tally[:, CENTRE.index(n)][:, chosen]) for n in names), np.zeros(months))

    districts = world.serves[chosen].any(axis=0)

    def of_people(name: str) -> NDArray[np.float64]:
        return monthly(world.tally[:, PEOPLE.index(name), 0][:, districts])

    def part(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.divide(top, bottom, out=np.zeros(months), where=bottom > 0)

    barred = counted("visits_cancelled", "turned_away")
    wanted = barred + counted("visits_made", "visits_refused", "visits_not_home", "participants")
    at_work = monthly(diaries.at_work[:, chosen])
    signs = {
        "resources": part(barred, wanted) >= SHOWS,
        "knowledge": part(monthly(diaries.vague[:, chosen]), at_work) >= SHOWS,
        "catchment": part(counted("from_outside"), counted("in_care")) > OUTSIDE,
        "stigma": part(of_people("premature_referrals"), of_people("referrals")) >= SHOWS,
        "productivity": (part(monthly(diaries.under[:, chosen]), at_work) >= SHOWS) & (monthly(diaries.lost[:, chosen]) > 0),
    }
    return {b: float(signs[b].mean()) for b in BARRIERS}


class Diaries:
    """Diaries of all posts of a run, kept from one week to another.

    Attributes:
        worked: weeks worked by whoever holds the post now, shape (posts,).
        met: of these, weeks in which each of ``CAUSES`` was met, shape (posts, causes).
        barred: of these, weeks in which each of ``BARRIERS`` was met, by one cause or several, shape (posts, 5).
        held, planned: sessions of each of the five activities at the centre while this person worked, shape (posts, 5).
        paid: own money spent, cents at full size, shape (posts,).
        uncredited: minutes outside the office without credit, at full size, shape (posts,).
        since: the first week of these diaries.
        vague: clinicians at work with only a vague idea of the model, by week and centre.
        at_work: clinicians at work, by week and centre.
        under: clinicians at work under the target of their month, by week and centre.
        lost: minutes outside the office for which no credit was given, at full size, by week and centre.
    """

    def __init__(self, world: Community, since: int) -> None:
        posts, centres, weeks = len(world.clinicians), len(world.centres), world.weeks
        self.since = since
        self.worked = np.zeros(posts, np.int64)
        self.met, self.barred = np.zeros((posts, len(NAMES)), np.int64), np.zeros((posts, len(BARRIERS)), np.int64)
        self.held, self.planned = np.zeros((posts, 5), np.int64), np.zeros((posts, 5), np.int64)
        self.paid, self.uncredited = np.zeros(posts), np.zeros(posts)
        self.vague, self.at_work, self.under, self.lost = (np.zeros((weeks, centres)) for _ in range(4))
        self._arrival = world.clinicians.arrival.copy()
        self._spent = world.clinicians.pocket_spent.astype(np.int64)

    def look(self, world: Community, week: int) -> None:
        """Look at the week that was just lived."""
        staff, centres = world.clinicians, len(world.centres)
        minutes = world.minutes[:, : len(staff)].astype(np.int64)
        of = {name: minutes[k] for k, name in enumerate(LEDGER)}
        at, outdoors = staff.centre.astype(np.int64), sum((of[k] for k in OUTDOORS), np.zeros(len(staff), np.int64))
        known = staff.knowledge * (1 - world.channel("missing_knowledge").values[at] * (1 - world.centres.coached[at]))
        lost = np.clip(world.channel("lost_credit").values, 0, 1)
        here = (staff.at_work == 1) & (of["leave"] == 0)
        under = (staff.score > 0) & (staff.score < 1)
        unpaid = outdoors * lost[at] / world.scale

        def by_centre(values: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.asarray(np.bincount(at, weights=values, minlength=centres), float)

        self.at_work[week], self.vague[week] = by_centre(here.astype(float)), by_centre((here & (known < VAGUE)).astype(float))
        self.under[week], self.lost[week] = by_centre((here & under).astype(float)), by_centre(np.asarray(unpaid, float))
        spent = staff.pocket_spent.astype(np.int64) - self._spent
        self._spent = staff.pocket_spent.astype(np.int64)
        if week < self.since:
            return
        self._begin_anew(staff.arrival)
        count = {name: world.centre_tally[week, k] for k, name in enumerate(CENTRE)}
        premature = world.tally[week, PEOPLE.index("premature_referrals"), 0]
        sent = np.array([premature[world.serves[c]].sum() for c in range(centres)])
        users = np.maximum(count["in_care"], 1)
        met = {
            "rooms": self._fell(world, 0, week, here, count["turned_away"], of["groups"]),
            "trips": self._fell(world, 1, week, here, count["visits_cancelled"], of["visits"]),
            "pocket": spent > 0,
            "vague": (known < VAGUE) & (outdoors > 0),
            "outside": (of["office"] > 0) & ((count["from_outside"] / users)[at] > OUTSIDE),
            "doors": self._fell(world, 2, week, here, count["visits_refused"], of["visits"]),
            "referrals": self._fell(world, 3, week, here, sent, of["office"]),
            "rule": under & (lost[at] > 0) & (outdoors > 0),
        }
        self.worked += here
        self.met += np.stack([met[name] for name in NAMES], axis=1) & here[:, None]
        self.barred += np.stack([np.any([met[n] for n in NAMES if CAUSES[n] == b], axis=0) for b in BARRIERS], axis=1) & here[:, None]
        self.paid += np.where(here, np.maximum(spent, 0), 0) / world.scale
        self.uncredited += np.where(here, unpaid, 0)
        for a, (held, planned) in enumerate(sessions(count)):
            self.held[:, a] += np.where(here, held[at], 0)
            self.planned[:, a] += np.where(here, planned[at], 0)

    def _begin_anew(self, arrival: NDArray[np.int16]) -> None:
        """Whoever has come into a post has lived through nothing yet."""
        new = arrival != self._arrival
        for one in (self.worked, self.met, self.barred, self.held, self.planned, self.paid, self.uncredited):
            one[new] = 0
        self._arrival = arrival.copy()

    def _fell(
        self, world: Community, what: int, week: int, here: NDArray[np.bool_], many: NDArray[np.int64], part: NDArray[np.int64],
    ) -> NDArray[np.bool_]:
        """To whom one of ``many`` things at their centre (at full size) fell, by the ``part`` of the work that each did."""
        at = world.clinicians.centre
        whole = np.bincount(at, weights=part, minlength=len(many))[at]
        share = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
        chance = 1 - (1 - np.minimum(share, 1)) ** (many[at] / world.scale)
        found = np.zeros(len(part), np.bool_)
        for j in np.flatnonzero(here & (chance > 0)):
            found[j] = ask(world.luck, LOOKS, int(j) * 8 + what, week) < chance[j]
        return found

    def often(self, row: int) -> dict[str, float]:
        """Share of a person's worked weeks in which each barrier was met; NaN for somebody who was never there."""
        worked = self.worked[row]
        return {b: float(n / worked) if worked else float("nan") for b, n in zip(BARRIERS, self.barred[row], strict=True)}

    def share(self, row: int, name: str) -> float:
        """Share of a person's worked weeks in which one of ``CAUSES`` was met; NaN for somebody who was never there."""
        return float(self.met[row, NAMES.index(name)] / self.worked[row]) if self.worked[row] else float("nan")
