"""Three focus groups of a neighbourhood: who is invited, who comes, what they say, and in how many groups it is shared.

Seats are data (``scenarios/reported/``): so many of a kind are invited to each group, and two in three come, by chance with an
address of its own for every person. A kind with fewer people than seats leaves seats empty. Users are adults whom the centre
or its peers care for at the end; relatives are adults of the household of another user; residents are adults in no formal care; a
practice and a meeting place speak with one voice. A group *shares* what half or more of those in it say who can know of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.neighbourhood_answers import (
    HALF,
    KINDS,
    Answer,
    of_clinician,
    of_organiser,
    of_peer,
    of_practice,
    of_relative,
    of_resident,
)
from experiments.neighbourhood_seen import Seen
from simulation import InputError, Words
from simulation.ground.chance import ask, draw
from simulation.people.codes import (
    AT_CENTRE,
    FIRST_FORMAL,
    MEETING_PLACE,
    PEER_ONLY,
    PRACTICE,
    PROFESSIONS,
    SEXES,
)

if TYPE_CHECKING:
    from simulation import Record, Scenario
    from simulation.community import Community

ORDER = draw("neighbourhood groups: in which order people are invited")
COMES = draw("neighbourhood groups: does the person who is invited come")
ADULT = 18 * 52
AWAY = 1_000_000
"""Keeps the addresses of kinds apart."""
REPLICATES = 5
NEGATIVE = {"no_effect": "effect", "no_change": "change"}
"""What groups say by not seeing it."""


@dataclass(frozen=True)
class Seat:
    """A kind of person, the role under which the study counts them, and how many are invited to each group."""

    kind: str
    role: str
    invited: tuple[int, ...]


@dataclass(frozen=True)
class GroupsPlan:
    """Whom a study of a neighbourhood asked.

    Attributes:
        week: when it asked, in weeks since the project began.
        groups, invited, comes: groups, people invited to each, share of them who come.
        sex, age, connection, roles: the study's table of participants.
        seats: whom minga invites in their place.
        says: what the study reports of each subject; counted: in how many groups, where it says so.
    """

    week: int
    groups: int
    invited: int
    comes: float
    sex: Mapping[str, int]
    age: Mapping[str, float]
    connection: Mapping[str, int]
    roles: Mapping[str, int]
    seats: tuple[Seat, ...]
    says: Mapping[str, Words]
    counted: Mapping[str, int]

    def expected(self, role: str) -> float:
        """How many of a role come, in expectation."""
        return self.comes * sum(sum(s.invited) for s in self.seats if s.role == role)


@dataclass(frozen=True)
class Voice:
    """Somebody who came: to which group (from 0), of what kind and role, who, and what they answer; ``sex`` is "" where unknown."""

    group: int
    kind: str
    role: str
    label: str
    sex: str
    answer: Answer

    def says(self, subject: str) -> bool | None:
        """Yes, no, or None where they cannot know."""
        if subject in NEGATIVE:
            told = self.answer.says[NEGATIVE[subject]]
            return None if told is None else not told
        return self.answer.says[subject]


@dataclass(frozen=True)
class NeighbourhoodGroups:
    """Who came to the groups of one run; ``invited`` is how many were, which is fewer than planned where people are missing."""

    plan: GroupsPlan
    invited: int
    voices: tuple[Voice, ...]

    def sizes(self) -> list[int]:
        """People in each group."""
        return [sum(v.group == g for v in self.voices) for g in range(self.plan.groups)]

    def count(self, subject: str, group: int | None = None, kinds: Sequence[str] = KINDS) -> tuple[int, int]:
        """How many say it, of how many who can know: in one group or in all, of some kinds."""
        told = [v.says(subject) for v in self.voices if v.kind in kinds and (group is None or v.group == group)]
        return sum(t is True for t in told), sum(t is not None for t in told)

    def shares(self, subject: str, group: int) -> bool:
        """Whether a group shares it: half or more of those in it who can know say so."""
        n, of = self.count(subject, group)
        return of > 0 and n >= HALF * of

    def groups_sharing(self, subject: str) -> int:
        """In how many groups it is shared."""
        return sum(self.shares(subject, g) for g in range(self.plan.groups))


def groups_plan(name: str) -> GroupsPlan | None:
    """Whom the study of a system's neighbourhood asked; None if there was none."""
    from simulation.scenario.files import shipped_folder

    path = shipped_folder() / "reported" / f"{name}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8")).get("neighbourhood_groups") if path.is_file() else None
    if told is None:
        return None
    return GroupsPlan(
        int(told["week"]), int(told["groups"]), int(told["invited"]), float(told["comes"]), told["sex"], told["age"], told["connection"], told["roles"],
        tuple(Seat(s["kind"], s["role"], tuple(s["invited"])) for s in told["seats"]), {s["id"]: Words(**s["says"]) for s in told["says"]},
        {s["id"]: int(s["groups"]) for s in told["says"] if "groups" in s},
    )


def pools(world: Community) -> dict[str, list[int]]:
    """Who can be asked of each kind, as rows, in the order of chance; of a relative, the user in whose home they live is looked up."""
    r, f = world.residents, world.facilities
    adult = np.asarray(r.age_weeks) >= ADULT
    used = np.isin(r.care, (AT_CENTRE, PEER_ONLY))
    found: dict[str, list[int]] = {
        "peer": np.flatnonzero(np.asarray(world.peers.active) == 1).tolist(),
        "clinician": np.flatnonzero(np.asarray(world.clinicians.at_work) == 1).tolist(),
        "practice": np.flatnonzero(np.asarray(f.kind) == PRACTICE).tolist(),
        "organiser": np.flatnonzero(np.asarray(f.kind) == MEETING_PLACE).tolist(),
        "user": np.flatnonzero(adult & used).tolist(),
        "relative": np.flatnonzero(adult & ~used & np.isin(r.household, r.household[used])).tolist(),
        "resident": np.flatnonzero(adult & (np.asarray(r.care) < FIRST_FORMAL) & ~np.isin(r.household, r.household[used])).tolist(),
    }
    for k, kind in enumerate(KINDS):
        found[kind].sort(key=lambda i, k=k: float(ask(world.luck, ORDER, k * AWAY + i, _which(world, kind, i))))  # type: ignore[misc]
    return found


def _which(world: Community, kind: str, i: int) -> int:
    """Which person of a row it is, so that another who lives there has chances of their own."""
    return int(world.residents.arrival[i]) if kind in ("user", "relative", "resident") else 0


def held(world: Community, seen: Seen, plan: GroupsPlan) -> NeighbourhoodGroups:
    """Invite to the groups, see who comes, and ask them."""
    people = pools(world)
    voices, invited = [], 0
    at_work = {int(i) for p, i in enumerate(world.peers.person) if world.peers.active[p]}
    for kind in ("user", "relative", "resident"):
        people[kind] = [i for i in people[kind] if i not in at_work]  # peers come as peers
    for seat in plan.seats:
        for group, many in enumerate(seat.invited):
            for _ in range(many):
                if not people[seat.kind]:
                    continue
                i = people[seat.kind].pop(0)
                invited += 1
                if float(ask(world.luck, COMES, KINDS.index(seat.kind) * AWAY + i, _which(world, seat.kind, i))) < plan.comes:
                    voices.append(_voice(world, seen, group, seat, i))
    return NeighbourhoodGroups(plan, invited, tuple(sorted(voices, key=lambda v: v.group)))


def _voice(world: Community, seen: Seen, group: int, seat: Seat, i: int) -> Voice:
    r, kind = world.residents, seat.kind
    label, sex = "", ""
    if kind == "peer":
        answer, sex = of_peer(world, seen, i), SEXES[r.sex[world.peers.person[i]]]
    elif kind == "clinician":
        answer, label = of_clinician(world, seen, i), PROFESSIONS[world.clinicians.profession[i]]
    elif kind == "practice":
        answer, label = of_practice(world, seen, i), str(world.facility_names[i])
    elif kind == "organiser":
        answer, label = of_organiser(world, seen, i), str(world.facility_names[i])
    else:
        sex = SEXES[r.sex[i]]
        if kind == "relative":
            home = np.flatnonzero((r.household == r.household[i]) & np.isin(r.care, (AT_CENTRE, PEER_ONLY)))
            answer = of_relative(world, seen, i, int(home[0]))
        else:
            answer = of_resident(world, seen, i)
    return Voice(group, kind, seat.role, label, sex, answer)


def lived_groups(
    scenario: Scenario, plan: GroupsPlan, *, seed: int = 1, weeks: int = 52, scale: float = 1.0, replicate: int = 0, fixed_parameters: bool = True,
    on_week: Callable[[int, int], None] | None = None,
) -> tuple[Record, NeighbourhoodGroups]:
    """Live a run with somebody who notes what people live through, and hold the groups at the end.

    Raises:
        InputError: a horizon of less than half a year.
    """
    from experiments.watched import lived_with

    if weeks < 26:
        raise InputError("", "--weeks", str(weeks), "26 or more: people compare then and now")
    seen = Seen()
    options: dict[str, Any] = {"seed": seed, "weeks": weeks, "scale": scale, "replicate": replicate, "fixed_parameters": fixed_parameters, "keep_events": True}
    return lived_with(scenario, lambda world: seen.look(world, world.week - 1), lambda world: held(world, seen, plan), on_week=on_week, **options)
