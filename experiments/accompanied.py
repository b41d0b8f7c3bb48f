"""Users whom a pair of a peer and a community worker accompanied, asked as the study in Santiago asked them.

The study drew 15 of the 30 users of a trial's arm, and asked them of the peer. So respondents are drawn from those whom
pairs accompanied and who have met the peer, one of each kind of the study's Table 2 where there is one; otherwise whoever is nearest, and it is said. Each answers from
what their own weeks with the pair were (``histories``): which of the five mechanisms they met, whether the bond became
strong, whether the peer's story gave hope or evoked pity, whether the peer was a bridge or only a patient to them, to
whom they took what. Users often cannot tell the two workers apart. So there are two reports: of the peer (as if
everybody could), and of the pair as one.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.histories import TOPICS, Accompaniment, Histories
from simulation import InputError, Words
from simulation.ground.chance import ask, draw
from simulation.people.codes import DISORDERS, SEXES
from simulation.people.peers import CONFIDANTS, MECHANISMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulation import Record, Scenario
    from simulation.community import Community

WHO = draw("interviews: in which order accompanied users are asked")

NOTICED = 0.1
"""Share of contacts from which on a mechanism is spoken of: a choice of this measurement, judged."""
STRONG = 0.5
"""Bond from which on it is called strong: a choice of this measurement, judged."""
FEW = 3
"""Fewer weeks with, or without, the peer's story do not show what it did."""
OF_WORKER = ("practical", "love")
"""Mechanisms of which the community worker too gives users an experience of their own."""


@dataclass(frozen=True)
class Kind:
    """A kind of respondent in the study's table, and how many of them."""

    sex: str
    ages: tuple[int, int]
    disorder: str
    count: int


@dataclass(frozen=True)
class AccompaniedPlan:
    """Whom a study of accompanied users asked, with which policy in force, and what it reports of each mechanism."""

    policy: str
    of: int
    least_weeks: int
    kinds: tuple[Kind, ...]
    says: Mapping[str, Words]

    @property
    def count(self) -> int:
        """Respondents of the study."""
        return sum(k.count for k in self.kinds)


@dataclass(frozen=True)
class Heard:
    """One respondent: who, how near the kind that was wanted, and what this person answers.

    Attributes:
        sex, age, disorder: of the respondent; ``wanted`` the kind in whose place they answer.
        weeks: accompanied so far.
        peer, worker: contacts with each.
        of_peer: mechanism -> share of contacts with the peer in which it was met (NaN without any).
        of_pair: the same over contacts with either.
        bond, worker_bond: the closest that they came to be.
        story: hope in weeks with the peer's story, over hope in those without; NaN where there were too few.
        worth: what the peer's place gave (+) or took (-).
        matters: (topic, confidant) -> weeks.
    """

    sex: str
    age: int
    disorder: str
    wanted: Kind
    weeks: int
    peer: int
    worker: int
    of_peer: Mapping[str, float]
    of_pair: Mapping[str, float]
    bond: float
    worker_bond: float
    story: float
    worth: float
    matters: Mapping[tuple[str, str], int]

    @property
    def as_wanted(self) -> bool:
        """Whether this person is of the kind that the study's table has in this place."""
        return self.sex == self.wanted.sex and self.disorder == self.wanted.disorder and self.wanted.ages[0] <= self.age <= self.wanted.ages[1]

    def notices(self, mechanism: str, report: str = "peer") -> bool:
        """Whether the respondent speaks of a mechanism, in the report of the ``peer`` or of the ``pair``."""
        return bool((self.of_peer if report == "peer" else self.of_pair)[mechanism] >= NOTICED)

    def strong(self, report: str = "peer") -> bool:
        """Whether there is a strong bond, with the peer or with either of the pair."""
        return (self.bond if report == "peer" else max(self.bond, self.worker_bond)) >= STRONG

    def mostly(self, topic: str) -> str:
        """To whom most of a kind of matters went; "" where none came up. Of equals the first."""
        counts = [self.matters[topic, who] for who in CONFIDANTS]
        return CONFIDANTS[int(np.argmax(counts))] if any(counts) else ""


@dataclass(frozen=True)
class AccompaniedInterviews:
    """Respondents of one run; ``pool`` is how many could have been asked, ``all_heard`` what everybody of them would say.

    ``accompanied`` were taken on by pairs in all, of whom ``refused`` did not want the peer: they cannot tell of one.
    """

    plan: AccompaniedPlan
    heard: tuple[Heard, ...]
    pool: int
    accompanied: int
    refused: int
    all_heard: tuple[Heard, ...]

    def matches(self) -> tuple[int, int, int]:
        """How many of the study's places are filled by sex and diagnosis and age, by sex and diagnosis, and how many are not filled."""
        exact = sum(h.as_wanted for h in self.heard)
        near = sum(h.sex == h.wanted.sex and h.disorder == h.wanted.disorder for h in self.heard) - exact
        return exact, near, self.plan.count - len(self.heard)


def accompanied_plan(name: str) -> AccompaniedPlan | None:
    """Whom the study of a system asked of those accompanied by pairs; None if it did not."""
    from simulation.scenario.files import shipped_folder

    path = shipped_folder() / "reported" / f"{name}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8")).get("accompanied") if path.is_file() else None
    if told is None:
        return None
    kinds = tuple(Kind(k["sex"], (int(k["ages"][0]), int(k["ages"][1])), k["disorder"], int(k["count"])) for k in told["respondents"])
    return AccompaniedPlan(told["policy"], int(told["of"]), int(told["least_weeks"]), kinds, {m["id"]: Words(**m["says"]) for m in told["mechanisms"]})


def drawn(people: Sequence[tuple[str, int, str]], kinds: Sequence[Kind], order: Sequence[int]) -> list[tuple[int, Kind]]:
    """Who takes which place of the study's table, as (index of ``people``, kind); nobody twice.

    Places are filled in three turns, each in the order of chance: with somebody of the kind; then with somebody of the
    same sex and diagnosis, the nearest in age; then with the nearest otherwise (same sex before same diagnosis).
    """
    places = [k for k in kinds for _ in range(k.count)]
    free, found = list(order), []

    def off(i: int, kind: Kind) -> tuple[int, int, int]:
        sex, age, disorder = people[i]
        years = max(kind.ages[0] - age, age - kind.ages[1], 0)
        return int(sex != kind.sex), int(disorder != kind.disorder), years

    for fits in (lambda o: o == (0, 0, 0), lambda o: o[:2] == (0, 0), lambda o: True):
        left = []
        for kind in places:
            best = min((i for i in free if fits(off(i, kind))), key=lambda i: (off(i, kind), order.index(i)), default=None)
            if best is None:
                left.append(kind)
                continue
            free.remove(best)
            found.append((best, kind))
        places = left
    return found


def heard_from(one: Accompaniment, who: tuple[str, int, str], wanted: Kind) -> Heard:
    """What one accompanied user answers, from the weeks of that accompaniment alone."""
    peer, worker = int(one.last("contacts")), int(one.last("worker_contacts"))
    saw = {m: one.last(f"saw_{m}") for m in MECHANISMS}
    of_worker = {"practical": float(worker), "love": one.last("felt")}
    both = peer + worker
    return Heard(
        *who, wanted, len(one.weeks), peer, worker,
        {m: saw[m] / peer if peer else math.nan for m in MECHANISMS},
        {m: (saw[m] + of_worker.get(m, 0.0)) / both if both else math.nan for m in MECHANISMS},
        float(one.course("bond").max()), float(one.course("worker_bond").max()), story_of(one), one.last("worth"),
        {(t, w): int(one.last(f"{t}_{w}")) for t in TOPICS for w in CONFIDANTS},
    )


def story_of(one: Accompaniment) -> float:
    """How hope moved in weeks in which the peer told of their own experience, less how it moved in other weeks."""
    told = one.in_week("saw_experience") > 0
    moved = np.diff(one.course("hope"), prepend=np.nan)
    with_it, without = moved[told & np.isfinite(moved)], moved[~told & np.isfinite(moved)]
    return float(with_it.mean() - without.mean()) if len(with_it) >= FEW and len(without) >= FEW else math.nan


def asked(world: Community, histories: Histories, plan: AccompaniedPlan) -> AccompaniedInterviews:
    """Ask users at the end of a run: those still there who were accompanied long enough and have met the peer."""
    people = world.residents
    every = [a for a in histories.accompaniments if a.of_pair]
    ripe = [a for a in every if len(a.weeks) >= plan.least_weeks and people.arrival[a.user] == a.arrival and a.last("contacts") > 0]
    who = [(SEXES[people.sex[a.user]], int(people.age_weeks[a.user]) // 52, DISORDERS[a.disorder]) for a in ripe]
    order = sorted(range(len(ripe)), key=lambda k: float(ask(world.luck, WHO, ripe[k].user, ripe[k].arrival)))
    anybody = Kind("", (0, 0), "", 0)
    return AccompaniedInterviews(
        plan, tuple(heard_from(ripe[k], who[k], kind) for k, kind in drawn(who, plan.kinds, order)), len(ripe), len(every), sum(a.refused for a in every),
        tuple(heard_from(a, w, anybody) for a, w in zip(ripe, who, strict=True)),
    )


def with_pairs(scenario: Scenario, plan: AccompaniedPlan) -> Scenario:
    """The system with the study's policy, if no policy was named."""
    from simulation import load_policy

    return scenario if scenario.policies else scenario.with_policies(load_policy(plan.policy))


def lived_accompanied(
    scenario: Scenario, plan: AccompaniedPlan, *, seed: int = 1, weeks: int = 104, scale: float = 1.0, replicate: int = 0,
    fixed_parameters: bool = True, on_week: Callable[[int, int], None] | None = None,
) -> tuple[Record, AccompaniedInterviews]:
    """Live a run with somebody who keeps the histories of pairs, and ask at the end.

    Raises:
        InputError: a horizon too short for anybody to be asked, or a run in which no pair accompanied anybody.
    """
    from experiments.watched import lived_with

    if weeks < plan.least_weeks:
        raise InputError("", "--weeks", str(weeks), f"{plan.least_weeks} or more: whoever was accompanied for less has little to tell")
    histories = Histories()
    options: dict[str, Any] = {"seed": seed, "weeks": weeks, "scale": scale, "replicate": replicate, "fixed_parameters": fixed_parameters}
    record, told = lived_with(scenario, histories.look, lambda world: asked(world, histories, plan), on_week=on_week, **options)
    if not told.pool:
        raise InputError(
            scenario.origin, "policy", record.policy,
            f"a run in which pairs accompany users for {plan.least_weeks} weeks: name a policy with pairs, as {plan.policy}, or more weeks, or a larger --scale",
        )
    return record, told
