"""Users and families who are asked beside the staff: a sample of minga's own, for the study asked none.

They answer from what this spell of care was for them: how long they waited, what they were given, how far it is, and
how much of it they would rather hide. What a service withheld from those who never came, or who left, nobody in this
sample can tell. Answers are simulated, as those of staff are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.ground.chance import ask, draw
from simulation.people.codes import AT_CENTRE, CLUB, PEER_GROUP, WORKSHOP
from simulation.people.events import CODES, kept

if TYPE_CHECKING:
    from simulation.community import Community

WHICH_USERS = draw("interviews: in which order users are asked")
WHICH_FAMILIES = draw("interviews: in which order families are asked")
ADULT = 18 * 52
HIDES = 0.5
"""Self-stigma from which on somebody would rather that nobody knew: judged."""
FIRST_SESSION = CODES.index("first_session")
COUNTED = {"missed": CODES.index("missed"), "visits": CODES.index("home_visit")}
GROUPS = {"workshops": WORKSHOP, "clubs": CLUB, "peer_groups": PEER_GROUP}
GROUP_SESSION = CODES.index("group_session")
ASKED_OF = {
    "user": ("waited", "sessions", "missed", "visits", "workshops", "clubs", "peer_groups", "minutes", "recovery", "outside", "hides"),
    "family": ("burden", "visits", "workshops", "minutes", "outside"),
}
"""What people of each role are asked, in order."""
YES_NO = ("outside", "hides")


@dataclass(frozen=True)
class Sample:
    """How many of a role are asked, of users in care for at least so many weeks."""

    role: str
    count: int
    least_weeks: int


@dataclass(frozen=True)
class Experience:
    """What one user, or one relative of a user, answers.

    ``answers``: question -> number (counts a year; minutes one way; 0-100; weeks) or 0 and 1 for no and yes; NaN where
    the spell began before anybody looked. ``row`` is that of the user of whom it is told.
    """

    role: str
    row: int
    centre: int
    weeks: int
    answers: Mapping[str, float]


class CareDiaries:
    """What happened to every resident since their present spell of care began, read off the events of each week.

    The log is emptied after each look, so that it never fills.
    """

    def __init__(self, world: Community) -> None:
        size = len(world.residents)
        self.waited = np.full(size, np.nan)
        self.counts = {name: np.zeros(size, np.int32) for name in (*COUNTED, *GROUPS)}
        self._arrival = world.residents.arrival.copy()
        world.events["agent"][0] = 0

    def look(self, world: Community) -> None:
        """Look at the week that was just lived."""
        people = world.residents
        new = people.arrival != self._arrival
        self._arrival = people.arrival.copy()
        events = kept(world.events)
        begun = events[events["code"] == FIRST_SESSION]
        for one in self.counts.values():
            one[new] = 0
            one[begun["agent"]] = 0
        self.waited[new] = np.nan
        self.waited[begun["agent"]] = begun["value"]
        for name, code in COUNTED.items():
            np.add.at(self.counts[name], events["agent"][events["code"] == code], 1)
        sessions = events[events["code"] == GROUP_SESSION]
        for name, kind in GROUPS.items():
            np.add.at(self.counts[name], sessions["agent"][sessions["value"] == kind], 1)
        world.events["agent"][0] = 0


def asked(world: Community, diaries: CareDiaries, samples: Sequence[Sample]) -> tuple[Experience, ...]:
    """Ask users and families at the end of a run; fewer than wanted where there are not so many."""
    people = world.residents
    found: list[Experience] = []
    for sample in samples:
        spell = world.week - people.first_session.astype(np.int64)
        cared = (people.care == AT_CENTRE) & (people.first_session >= 0) & (spell >= sample.least_weeks)
        adult = people.age_weeks >= ADULT
        if sample.role == "user":
            rows = [int(i) for i in np.flatnonzero(cared & adult)]
            rows.sort(key=lambda i: float(ask(world.luck, WHICH_USERS, i, 0)))
        else:
            rows = [int(i) for i in np.flatnonzero(cared & _with_an_adult(people.household, adult))]
            rows.sort(key=lambda i: float(ask(world.luck, WHICH_FAMILIES, i, 0)))
        found += [Experience(sample.role, i, int(people.centre[i]), int(spell[i]), _answers(world, diaries, sample.role, i)) for i in rows[: sample.count]]
    return tuple(found)


def _with_an_adult(household: NDArray[np.int32], adult: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Who lives with an adult other than themselves."""
    adults = np.bincount(household, weights=adult)[household]
    return np.asarray(adults - adult >= 1)


def _answers(world: Community, diaries: CareDiaries, role: str, i: int) -> dict[str, float]:
    people, c = world.residents, int(world.residents.centre[i])
    years = max(world.week - int(people.first_session[i]), 1) / 52
    parts = [float(getattr(people, name)[i]) for name in ("connectedness", "hope", "identity", "meaning", "empowerment")]
    known = {
        "waited": float(diaries.waited[i]), "sessions": float(people.sessions_attended[i]) / years,
        **{name: float(n[i]) / years for name, n in diaries.counts.items()},
        "minutes": float(people.travel_minutes[i]), "recovery": 100 * (sum(parts) + 1 - float(people.difficulties[i])) / 6,
        "burden": 100 * float(people.family_burden[i]), "outside": float(not world.serves[c, people.district[i]]),
        "hides": float(people.stigma_self[i] >= HIDES),
    }
    return {name: known[name] for name in ASKED_OF[role]}
