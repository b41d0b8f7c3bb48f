"""Focus groups at the sites of a study of peer support work: peers, clinicians, managers and policy-makers answer.

Who takes part is data (``scenarios/reported/``): how many of each role a site brought together. Everybody answers on
six influences from the weeks that were theirs. In a week an influence hinders by a share (0-1) and helps by a share,
read off what that person met:

- a *peer*: doors that stayed shut and how far the team accepts them; trips and pay that are not covered; the centre's
  culture, how unclear the role is, what was not taught or supervised, how alone peers are.
- a *clinician*: own stigma and doors that stayed shut; people without a seat or a room and trips that nobody paid; the
  centre's culture; what staff were not taught of peers; while peers work there, how unclear their role is.
- a *manager*: records of all teams, month by month: visits refused, posts filled, what is not paid for, culture, teaching.
- a *policy-maker*: posts filled and money, and what the public holds.

One week of those lived comes to mind by chance, so somebody speaks of an influence as a barrier with a chance of the
mean share by which it hindered, and as a facilitator of that by which it helped: of both, or of neither. What a person
cannot know is not asked. Where nobody works as a peer, no peer is asked and nobody is asked of role or network: the
study let people speculate there, and a run has no expectations to report.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.histories import Histories
from simulation import InputError, Words
from simulation.ground.chance import ask, draw
from simulation.people.codes import PROFESSIONS, SEXES
from simulation.people.events import CODES, kept
from simulation.people.peers import PLACES
from simulation.people.tallies import CENTRE

if TYPE_CHECKING:
    from simulation import Record, Scenario
    from simulation.community import Community

INFLUENCES = ("attitudes", "resources", "culture", "role", "training", "network")
ROLES = ("peer", "clinician", "manager", "policy_maker")
FIRST_ASKED = 52
"""Clinicians' and institutions' answers begin after the first year, as in the other interviews."""
MONTH = 4

WHICH_PEERS = draw("focus groups: in which order peers volunteer")
WHICH_STAFF = draw("focus groups: in which order staff volunteer")
SAYS_BARRIER = draw("focus groups: a week in which it hindered comes to mind")
SAYS_HELP = draw("focus groups: a week in which it helped comes to mind")

REFUSED, ASKED_PEER = CODES.index("peer_refused"), CODES.index("asked_peer")
Shares = NDArray[np.float64]
Known = tuple[Shares, Shares]
"""(how far each influence hindered, how far it helped), NaN where the person cannot know, shape (influences,) each."""


@dataclass(frozen=True)
class FocusPlan:
    """Whom a site brought together, and what the study reports of each influence."""

    study: str
    groups: int
    roles: Mapping[str, int]
    men: int
    women: int
    says: Mapping[str, Words]


@dataclass(frozen=True)
class Participant:
    """One participant: how far each influence hindered and helped in their weeks, and what they speak of.

    ``met`` is what a peer lived through (see ``OF_A_PEER``); ``sex`` is "" for those of whom the model has none.
    """

    role: str
    label: str
    sex: str
    weeks: int
    hindered: Mapping[str, float]
    helped: Mapping[str, float]
    barriers: frozenset[str]
    facilitators: frozenset[str]
    met: Mapping[str, float] = field(default_factory=dict)

    def asked_of(self, influence: str) -> bool:
        """Whether this person can know anything of an influence."""
        return bool(np.isfinite(self.hindered[influence]))


OF_A_PEER = ("doors", "unwanted", "neighbours", "contacts", "acceptance", "strain", "away", "unpaid", "unclear", "unsupervised", "buddies")
"""What peers tell of themselves: doors shut by households, users who did not want them and neighbours who asked for help,
each a year; contacts a week; acceptance by the team and strain (0-1); weeks away ill, a year; parts of trips unpaid, role
unclear, supervision missing (%); other peers at work at the centre."""


@dataclass(frozen=True)
class FocusGroups:
    """Participants of one site, whom the site wanted, and how many posts of peers there are."""

    site: str
    plan: FocusPlan
    participants: tuple[Participant, ...]
    posts: float

    def of(self, role: str = "") -> list[Participant]:
        """Participants of a role, or all."""
        return [p for p in self.participants if not role or p.role == role]

    def count(self, influence: str, role: str = "") -> tuple[int, int, int]:
        """How many speak of an influence as a barrier and as a facilitator, of how many who were asked of it."""
        known = [p for p in self.of(role) if p.asked_of(influence)]
        return sum(influence in p.barriers for p in known), sum(influence in p.facilitators for p in known), len(known)


def _told(name: str) -> dict[str, Any]:
    from simulation.scenario.files import shipped_folder

    path = shipped_folder() / "reported" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def sites_of(study: str) -> tuple[str, ...]:
    """The systems whose focus groups belong to a study; none if no such study is known."""
    return tuple(_told(study).get("focus_study", {}).get("sites", ()))


def title_of_study(study: str) -> Words:
    """The study's title."""
    return Words(**_told(study)["focus_study"]["title"])


def focus_plan(name: str) -> FocusPlan | None:
    """Whom the focus groups of a system brought together; None if there were none."""
    told = _told(name).get("focus_groups")
    if told is None:
        return None
    says = {i["id"]: Words(**i["says"]) for i in _told(told["study"])["focus_study"]["influences"]}
    return FocusPlan(told["study"], int(told["groups"]), {r: int(told["roles"][r]) for r in ROLES}, int(told["men"]), int(told["women"]), says)


class FocusDiaries:
    """What each post of a peer, each clinician and each centre met, week by week.

    Attributes:
        peers: histories of peers at work.
        doors: events of each post, (week, what, own or household), in order.
        hindered, helped: of clinicians, added up over weeks at work, shape (posts, influences); weeks known beside.
        states: by week and centre: culture, role, taught, supervised, paid, isolation as shares that hinder.
    """

    def __init__(self, world: Community) -> None:
        staff, centres = len(world.clinicians), len(world.centres)
        self.peers = Histories()
        self.doors: dict[int, list[tuple[int, str]]] = {}
        self.hindered, self.helped, self.known = (np.zeros((staff, len(INFLUENCES))) for _ in range(3))
        self.worked = np.zeros(staff, np.int64)
        self.states: dict[str, Shares] = {k: np.zeros((world.weeks, centres)) for k in ("culture", "role", "untaught", "alone", "unpaid", "underpaid", "isolated", "crowded", "working")}
        self._arrival = world.clinicians.arrival.copy()
        world.events["agent"][0] = 0

    def look(self, world: Community) -> None:
        """Look at the week that was just lived."""
        week = world.week - 1
        self.peers.look(world)
        self._states(world, week)
        self._events(world)
        if week >= FIRST_ASKED:
            self._clinicians(world, week)
        world.events["agent"][0] = 0

    def _states(self, world: Community, week: int) -> None:
        def channel(name: str) -> Shares:
            return np.asarray(np.clip(world.channel(name).values.astype(float), 0, 1))

        working = world.peers.active.astype(bool) & (world.peers.away == 0)
        now = {
            "culture": np.clip(channel("culture_gap") - world.centres.culture_gain, 0, 1), "role": channel("role_confusion"),
            "untaught": 1 - np.clip(world.local("team_taught"), 0, 1), "alone": channel("unsupervised"), "unpaid": channel("peer_costs_uncovered"),
            "underpaid": channel("peer_underpaid"), "isolated": channel("peer_isolation"), "crowded": np.clip(world.centres.crowding.astype(float), 0, 1),
            "working": np.bincount(np.flatnonzero(working) // PLACES, minlength=len(world.centres)),
        }
        for name, values in now.items():
            self.states[name][week] = values

    def _events(self, world: Community) -> None:
        events = kept(world.events)
        for one in events[(events["code"] == REFUSED) | (events["code"] == ASKED_PEER)]:
            what = "neighbours" if one["code"] == ASKED_PEER else "unwanted" if one["value"] else "doors"
            self.doors.setdefault(int(one["other"]), []).append((int(one["week"]), what))

    def _clinicians(self, world: Community, week: int) -> None:
        staff = world.clinicians
        new = staff.arrival != self._arrival
        for one in (self.hindered, self.helped, self.known, self.worked):
            one[new] = 0
        self._arrival = staff.arrival.copy()
        at = staff.centre.astype(np.int64)
        count = {name: world.centre_tally[week, k].astype(float) for k, name in enumerate(CENTRE)}

        def part(top: str, *others: str) -> Shares:
            below = count[top] + sum(count[o] for o in others)
            return np.asarray(np.divide(count[top], below, out=np.zeros(len(below)), where=below > 0))

        barred = part("turned_away", "participants") + part("visits_cancelled", "visits_made", "visits_refused")
        lacks = np.clip(np.maximum(self.states["crowded"][week], barred), 0, 1)[at]
        doors = part("visits_refused", "visits_made")[at]
        with_peers = self.states["working"][week][at] > 0
        nobody = np.full(len(at), np.nan)
        stigma = np.clip(staff.stigma.astype(float), 0, 1)
        supervised = np.where(with_peers, self.states["alone"][week][at], 0.0)
        hinders = np.stack([
            np.maximum(stigma, doors), lacks, self.states["culture"][week][at], np.where(with_peers, self.states["role"][week][at], np.nan),
            np.maximum(self.states["untaught"][week][at], supervised), nobody,
        ], axis=1)
        helps = 1 - hinders
        helps[:, 0] = 1 - stigma
        here = (staff.at_work == 1)[:, None] & np.isfinite(hinders)
        self.hindered += np.where(here, hinders, 0)
        self.helped += np.where(here, helps, 0)
        self.known += here
        self.worked += staff.at_work == 1

    def of_clinician(self, row: int) -> Known:
        """Mean shares by which influences hindered and helped a clinician."""
        with np.errstate(invalid="ignore"):
            return self.hindered[row] / np.where(self.known[row] > 0, self.known[row], np.nan), self.helped[row] / np.where(self.known[row] > 0, self.known[row], np.nan)


def of_peer(diaries: FocusDiaries, post: int) -> tuple[Known, dict[str, float], int]:
    """Shares that hindered and helped whoever holds a post, what that person met, and weeks of work."""
    career = next(c for c in reversed(diaries.peers.careers) if c.post == post)
    weeks, c = career.course("week").astype(int), career.centre
    years = len(weeks) / 52
    met = [what for week, what in diaries.doors.get(post, ()) if week >= career.since]
    shut = np.array([any(w == week and what != "neighbours" for w, what in diaries.doors.get(post, ())) for week in weeks], float)
    asked_for = np.array([any(w == week and what == "neighbours" for w, what in diaries.doors.get(post, ())) for week in weeks], float)
    accepted, skill = career.course("acceptance"), career.course("skill")
    state = {k: v[weeks, c] for k, v in diaries.states.items()}
    hinders = np.stack([
        np.maximum(1 - accepted, shut), np.maximum(state["unpaid"], state["underpaid"]), state["culture"], state["role"],
        np.maximum(1 - skill, state["alone"]), state["isolated"],
    ])
    helps = 1 - hinders
    helps[0] = np.maximum(accepted, asked_for)
    told = {
        "doors": met.count("doors") / years, "unwanted": met.count("unwanted") / years, "neighbours": met.count("neighbours") / years,
        "contacts": float(career.course("contacts").mean()), "acceptance": float(accepted.mean()), "strain": float(career.course("strain").mean()),
        "away": float((career.course("away") > 0).sum()) / years, "unpaid": 100 * float(state["unpaid"].mean()), "unclear": 100 * float(state["role"].mean()),
        "unsupervised": 100 * float(state["alone"].mean()), "buddies": float(np.maximum(state["working"] - 1, 0).mean()),
    }
    return (hinders.mean(axis=1), helps.mean(axis=1)), told, len(weeks)


def of_records(world: Community, diaries: FocusDiaries, posts: NDArray[np.float64], sees_policy: bool) -> Known:
    """What the records of all teams show, mean over months: of a manager, or of a policy-maker who sees less."""
    first = FIRST_ASKED
    months = (world.weeks - first) // MONTH
    weeks = slice(first, first + months * MONTH)

    def monthly(values: Any) -> Shares:
        return np.asarray(np.asarray(values[weeks], float).reshape(months, MONTH, -1).mean(axis=(1, 2)))

    def counted(name: str) -> Shares:
        return monthly(world.centre_tally[:, CENTRE.index(name)])

    wanted = float(posts.sum()) * world.scale
    filled = np.clip(monthly(diaries.states["working"].sum(axis=1)[:, None]) / wanted, 0, 1) if wanted else np.zeros(months)
    unpaid = np.maximum(monthly(diaries.states["unpaid"]), monthly(diaries.states["underpaid"]))
    resources = np.maximum(1 - filled, unpaid)
    none = np.full(months, np.nan)
    refused, met = counted("peer_refusals"), counted("peer_contacts")
    doors = np.divide(refused, refused + met, out=none.copy(), where=refused + met > 0)
    if sees_policy:
        attitudes = np.full(months, float(world.residents.stigma_held.mean()))
        rows = [attitudes, resources, none, none, none, none]
    else:
        untaught = np.maximum(monthly(diaries.states["untaught"]), monthly(diaries.states["alone"]) if wanted else 0.0)
        rows = [doors, resources, monthly(diaries.states["culture"]), none, untaught, none]
    hinders = np.array([float(np.nanmean(r)) if np.isfinite(r).any() else np.nan for r in rows])
    return hinders, 1 - hinders


def participants(world: Community, diaries: FocusDiaries, plan: FocusPlan) -> tuple[Participant, ...]:
    """Draw participants by role from those at work at the end of the run; fewer where there are not so many."""
    found: list[Participant] = []

    def says(role: str, row: int, label: str, sex: str, weeks: int, known: Known, met: Mapping[str, float] | None = None) -> None:
        hinders, helps = known
        place = (ROLES.index(role) * 1000 + row) * len(INFLUENCES)
        barriers, facilitators = (
            frozenset(n for k, n in enumerate(INFLUENCES) if np.isfinite(share[k]) and float(ask(world.luck, which, place + k, 0)) < share[k])
            for which, share in ((SAYS_BARRIER, hinders), (SAYS_HELP, helps))
        )
        found.append(Participant(
            role, label, sex, weeks, dict(zip(INFLUENCES, map(float, hinders), strict=True)), dict(zip(INFLUENCES, map(float, helps), strict=True)),
            barriers, facilitators, met or {},
        ))

    posts = [int(p) for p in np.flatnonzero(world.peers.active)]
    posts.sort(key=lambda p: float(ask(world.luck, WHICH_PEERS, p, 0)))
    for p in posts[: plan.roles["peer"]]:
        known, met, weeks = of_peer(diaries, p)
        says("peer", p, world.scenario.centres[p // PLACES].name, SEXES[world.residents.sex[world.peers.person[p]]], weeks, known, met)
    staff = world.clinicians
    rows = [j for j in range(len(staff)) if staff.at_work[j] and diaries.worked[j]]
    rows.sort(key=lambda j: float(ask(world.luck, WHICH_STAFF, j, 0)))
    for j in rows[: plan.roles["clinician"]]:
        says("clinician", j, PROFESSIONS[staff.profession[j]], "", int(diaries.worked[j]), diaries.of_clinician(j))
    funded = world.local("peer_posts")
    for role, policy in (("manager", False), ("policy_maker", True)):
        for k in range(plan.roles[role]):
            says(role, k, "", "", world.weeks - FIRST_ASKED, of_records(world, diaries, funded, policy))
    return tuple(found)


def lived_focus(
    scenario: Scenario, plan: FocusPlan, *, seed: int = 1, weeks: int = 104, scale: float = 1.0, replicate: int = 0,
    fixed_parameters: bool = True, on_week: Callable[[int, int], None] | None = None,
) -> tuple[Record, FocusGroups]:
    """Live a run with somebody who keeps diaries of everybody who may take part, and hold the focus groups at the end.

    Raises:
        InputError: a horizon in which no diary is kept.
    """
    from experiments.watched import lived_with

    if weeks < FIRST_ASKED + MONTH:
        raise InputError("", "--weeks", str(weeks), f"{FIRST_ASKED + MONTH} or more: diaries of staff begin in week {FIRST_ASKED}")
    kept_by: list[FocusDiaries] = []

    def begin(world: Community) -> None:
        kept_by.append(FocusDiaries(world))

    options: dict[str, Any] = {"seed": seed, "weeks": weeks, "scale": scale, "replicate": replicate, "fixed_parameters": fixed_parameters}
    return lived_with(
        scenario, lambda world: kept_by[0].look(world),
        lambda world: FocusGroups(scenario.name, plan, participants(world, kept_by[0], plan), float(world.local("peer_posts").sum())),
        begin=begin, keep_events=True, on_week=on_week, **options,
    )
