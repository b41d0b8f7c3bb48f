"""Virtual interviews: staff of the centres, and those who make policy for them, answer from what a run was for them.

The source paper reports what people *said*. So a run is asked in the same way: volunteers are drawn by occupation as
the study drew them (data: ``scenarios/reported/``). A clinician answers from a diary of what that person lived
through, never from what the model knows of others; a policy-maker from the records of the centres that the
institution looks at. Answers are simulated: how often, a grade per activity, what cost most, what would act on it.
They are never sentences, and imitate no quotation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments import users_asked
from experiments.diaries import BARRIERS, NAMES, Diaries, shown
from experiments.histories import Histories
from experiments.peer_work import PeerWork, chosen
from experiments.users_asked import CareDiaries, Experience, Sample
from simulation import InputError, Words
from simulation.ground.chance import ask, draw
from simulation.people.codes import PROFESSIONS

if TYPE_CHECKING:
    from simulation import Record, Scenario
    from simulation.community import Community

VOLUNTEERS = draw("interviews: in which order staff volunteer")
WHOSE_PLACE = draw("interviews: whose place in the table of occupations a policy-maker takes")

OFTEN = 0.1
"""Share of worked weeks (of months, for an institution) from which on a barrier is spoken of: a choice of this
measurement, judged."""
FIRST_ASKED = 52
"""Diaries begin after the first year, as Table 2 is read over months 13 to 24."""
DEFAULT = "peru"
"""Whose sample a system without one of its own is asked with; policy-makers are left out then."""


@dataclass(frozen=True)
class Institution:
    """Where a policy-maker works: which centres and which barriers its records speak of, and how many are asked."""

    id: str
    title: Words
    count: int
    centres: tuple[str, ...]
    sees: tuple[str, ...]
    occupations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Solution:
    """A shipped policy, the barriers that it acts on, and whether participants of the study proposed it."""

    policy: str
    acts_on: tuple[str, ...]
    proposed: bool


@dataclass(frozen=True)
class Plan:
    """Whom a study asked: how many by occupation (everybody), institutions of policy-makers, solutions.

    ``users`` is what is said of users in the study, ``optional`` the samples that it did not have.
    """

    occupations: Mapping[str, tuple[tuple[str, ...], int]]
    clinicians: int
    institutions: tuple[Institution, ...] = ()
    solutions: tuple[Solution, ...] = ()
    users: Words | None = None
    optional: tuple[Sample, ...] = ()
    own: bool = True

    def against(self, barrier: str) -> list[Solution]:
        """What acts on a barrier: what participants of the study proposed, else what minga has."""
        every = [s for s in self.solutions if barrier in s.acts_on]
        return [s for s in every if s.proposed] or every


@dataclass(frozen=True)
class Respondent:
    """One person who is asked: a clinician's post and centre, or a policy-maker's institution.

    ``row`` and ``centre`` are -1 for a policy-maker, ``institution`` is "" and ``profession`` a code for a clinician.
    """

    row: int
    occupation: str
    centre: int
    profession: str = ""
    institution: str = ""


@dataclass(frozen=True)
class Answer:
    """What one respondent answers.

    Attributes:
        weeks: weeks (months, for an institution) that the answer rests on.
        often: barrier -> share of them in which it was met; NaN where nothing is known of it.
        causes: thing met -> share of weeks; empty for a policy-maker.
        grades: regular 1, intermittent 0.5, absent 0, by activity; NaN where none was planned while the person was there.
        paid: own money a year, in cents; uncredited: hours a week outside the office without credit.
    """

    weeks: int
    often: Mapping[str, float]
    causes: Mapping[str, float] = field(default_factory=dict)
    grades: tuple[float, ...] = ()
    paid: float = 0.0
    uncredited: float = 0.0

    def speaks_of(self, barrier: str) -> bool:
        """Whether the respondent speaks of a barrier."""
        return bool(self.often[barrier] >= OFTEN)

    @property
    def costliest(self) -> tuple[str, ...]:
        """The barrier met most often, of those spoken of; several where they were met equally often, none if none is."""
        spoken = [b for b in BARRIERS if self.speaks_of(b)]
        most = max((self.often[b] for b in spoken), default=0.0)
        return tuple(b for b in spoken if self.often[b] == most)


@dataclass(frozen=True)
class Interviews:
    """Respondents of one run and their answers, in the same order, and what centres looked like."""

    plan: Plan
    centres: tuple[str, ...]
    respondents: tuple[Respondent, ...]
    answers: tuple[Answer, ...]
    since: int
    weeks: int
    vague: NDArray[np.float64]
    """Clinicians at work with only a vague idea of the model, percent of those at work, by centre and (last) in all."""
    lost: NDArray[np.float64]
    """Hours a year outside the office for which no credit was given, at full size, by centre and (last) in all."""
    users: tuple[Experience, ...] = ()
    """Users and relatives, if they were asked; they are in no share and no table of the others."""
    peers: PeerWork | None = None
    """What a report tells of peer work, where there is any."""
    places: tuple[float, float] | None = None
    """Of meeting places at the end, where there are any: what services know of them, and what organisers noticed (means, 0-1)."""

    def reports(self, barrier: str) -> list[bool]:
        """Who speaks of a barrier, in the order of the respondents."""
        return [a.speaks_of(barrier) for a in self.answers]

    def groups(self, by: str) -> list[str]:
        """Each respondent's ``centre`` (policy-makers: "policy-makers"), ``occupation``, or ``role``."""
        if by == "occupation":
            return [r.occupation for r in self.respondents]
        here = [self.centres[r.centre] if by == "centre" else "clinicians" for r in self.respondents]
        return ["policy-makers" if r.institution else g for r, g in zip(self.respondents, here, strict=True)]

    def shares(self, by: str = "centre") -> dict[str, dict[str, float]]:
        """Barrier -> share of respondents who speak of it: ``all``, and by ``centre``, ``occupation`` or ``role``."""
        found: dict[str, dict[str, float]] = {}
        groups = self.groups(by)
        for barrier in BARRIERS:
            told = np.array(self.reports(barrier), float)
            found[barrier] = {"all": float(told.mean()) if len(told) else float("nan")}
            for group in dict.fromkeys(groups):
                found[barrier][group] = float(told[[g == group for g in groups]].mean())
        return found

    def table(self) -> NDArray[np.float64]:
        """Table 2 as told: median grade of a centre's clinicians, shape (activities, centres); NaN where nobody was asked.

        Of an even number the upper of the two in the middle.
        """
        found = np.full((5, len(self.centres)), np.nan)
        for a in range(5):
            for c in range(len(self.centres)):
                told = [x.grades[a] for r, x in zip(self.respondents, self.answers, strict=True) if r.centre == c]
                told = [grade for grade in told if grade == grade]
                if told:
                    found[a, c] = sorted(told)[len(told) // 2]
        return found

    def solutions(self, answer: Answer) -> list[Solution]:
        """What would act on the barrier that cost a respondent most."""
        return list(dict.fromkeys(s for barrier in answer.costliest for s in self.plan.against(barrier)))


def plan_for(name: str) -> Plan:
    """Whom the study of a system asked; for a system without one of its own, the occupations of ``DEFAULT``'s."""
    from simulation.scenario.files import shipped_folder

    path = shipped_folder() / "reported" / f"{name}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8")).get("interviews") if path.is_file() else None
    if told is None:
        other = plan_for(DEFAULT)
        return Plan(other.occupations, sum(n for _, n in other.occupations.values()), (), other.solutions, optional=other.optional, own=False)
    return Plan(
        {o["id"]: (tuple(o["professions"]), int(o["count"])) for o in told["occupations"]},
        int(told["clinicians"]),
        tuple(
            Institution(i["id"], Words(**i["title"]), int(i["count"]), tuple(i["centres"]), tuple(i["sees"]), tuple(i.get("occupations", ())))
            for i in told.get("institutions", ())
        ),
        tuple(Solution(s["policy"], tuple(s["acts_on"]), bool(s["proposed"])) for s in told.get("solutions", ())),
        Words(**told["users"]) if "users" in told else None,
        tuple(Sample(s["role"], int(s["count"]), int(s["least_weeks"])) for s in told.get("optional", ())),
    )


def sampled(world: Community, plan: Plan) -> tuple[Respondent, ...]:
    """Draw clinicians by occupation from those at work, in an order of their own, and policy-makers by institution.

    Policy-makers take places of the table: those of the occupations that the study names, the others by chance. Fewer
    clinicians than the study had, where fewer are at work: nobody is asked twice.
    """
    staff = world.clinicians
    left = {name: many for name, (_, many) in plan.occupations.items()}
    makers: list[Respondent] = []
    for one in plan.institutions:
        for k in range(one.count):
            occupation = one.occupations[k] if k < len(one.occupations) else ""
            makers.append(Respondent(-1, occupation, -1, institution=one.id))
            if occupation:
                left[occupation] -= 1
    places = [name for name, many in left.items() for _ in range(many)]
    order = sorted(range(len(places)), key=lambda k: float(ask(world.luck, WHOSE_PLACE, k, 0)))
    for m, maker in enumerate(makers):
        if not maker.occupation:
            taken = places[order.pop()]
            makers[m] = Respondent(-1, taken, -1, institution=maker.institution)
            left[taken] -= 1
    found = []
    for occupation, (professions, _) in plan.occupations.items():
        codes = [PROFESSIONS.index(p) for p in professions]
        rows = [j for j in range(len(staff)) if staff.profession[j] in codes and staff.at_work[j]]
        rows.sort(key=lambda j: float(ask(world.luck, VOLUNTEERS, j, 0)))
        found += [Respondent(j, occupation, int(staff.centre[j]), PROFESSIONS[staff.profession[j]]) for j in rows[: left[occupation]]]
    return (*found, *makers)


def asked(world: Community, diaries: Diaries, plan: Plan, care: CareDiaries | None = None) -> Interviews:
    """Ask the staff and the policy-makers of a world that has been lived; users and families if their diaries were kept."""
    respondents = sampled(world, plan)
    ids = tuple(c.id for c in world.scenario.centres)
    institutions = {i.id: i for i in plan.institutions}
    answers = []
    for r in respondents:
        if r.institution:
            place = institutions[r.institution]
            seen = shown(world, diaries, [ids.index(c) for c in place.centres if c in ids])
            months = (world.weeks - diaries.since) // 4
            answers.append(Answer(months, {b: seen[b] if b in place.sees else float("nan") for b in BARRIERS}))
            continue
        worked = int(diaries.worked[r.row])
        answers.append(Answer(
            worked, diaries.often(r.row), {name: diaries.share(r.row, name) for name in NAMES}, graded_by(diaries, r.row),
            52 * float(diaries.paid[r.row]) / max(worked, 1), float(diaries.uncredited[r.row]) / 60 / max(worked, 1),
        ))
    at_work, vague, lost = (np.append(one.sum(axis=0), one.sum()) for one in (diaries.at_work, diaries.vague, diaries.lost))
    vague = np.divide(100 * vague, at_work, out=np.full(len(at_work), np.nan), where=at_work > 0)
    users = () if care is None else users_asked.asked(world, care, plan.optional)
    return Interviews(plan, ids, respondents, tuple(answers), diaries.since, world.weeks, vague, lost / 60 / (world.weeks / 52), users)


def graded_by(diaries: Diaries, row: int) -> tuple[float, ...]:
    """A person's grade of each activity, of the sessions that were planned while that person was there."""
    from simulation.outcome import graded

    planned = diaries.planned[row]
    share = np.divide(diaries.held[row], planned, out=np.full(len(planned), np.nan), where=planned > 0)
    return tuple(float(g) for g in graded(share))


def lived(
    scenario: Scenario, *, seed: int = 1, weeks: int = 104, scale: float = 1.0, replicate: int = 0, fixed_parameters: bool = True,
    with_users: bool = False, on_week: Callable[[int, int], None] | None = None,
) -> tuple[Record, Interviews | None]:
    """Live a run as ``simulation.run`` does, with somebody who keeps diaries and asks at the end.

    Looking changes nothing: the record is the same bits. None instead of interviews without centres, or where the
    horizon ends before diaries begin. ``with_users`` asks the samples of users and families too, which no study had.
    """
    from simulation.community import Community
    from simulation.draws import drawn
    from simulation.ground.chance import replicate_seed
    from simulation.record import record_of

    values = {} if fixed_parameters else drawn(scenario, seed, replicate)
    world = Community(scenario, replicate_seed(seed, replicate), weeks=weeks, scale=scale, values=values, keep_events=with_users)
    try:
        diaries = Diaries(world, FIRST_ASKED) if scenario.centres and weeks > FIRST_ASKED else None
        care = CareDiaries(world) if with_users and diaries is not None else None
        histories = Histories()
        for week in range(weeks):
            world.step()
            if diaries is not None:
                diaries.look(world, week)
                histories.look(world)
            if care is not None:
                care.look(world)
            if on_week is not None:
                on_week(week + 1, weeks)
        record = record_of(world, replicate, seed, fixed_parameters)
        return record, None if diaries is None else replace(asked(world, diaries, plan_for(scenario.name), care), peers=chosen(histories), places=meeting_places(world))
    finally:
        world.close()


def meeting_places(world: Community) -> tuple[float, float] | None:
    """What services know of meeting places, and what their organisers noticed of services: means, None without any."""
    from simulation.people.codes import MEETING_PLACE

    here = np.asarray(world.facilities.kind) == MEETING_PLACE
    return (float(world.facilities.known[here].mean()), float(world.facilities.noticed[here].mean())) if here.any() else None


def interview(scenario: Scenario, seed: int = 1, **options: Any) -> Interviews:
    """Live a run and ask its staff and policy-makers.

    Args:
        scenario: a system with centres, with policies or without.
        seed: root seed of the run, as of ``simulation.run``.
        options: weeks (104), scale (1.0), replicate, fixed_parameters, with_users, as of ``lived``.

    Raises:
        InputError: a horizon in which no diary is kept, or a system without centres.
    """
    check(scenario, int(options.get("weeks", 104)))
    found = lived(scenario, seed=seed, **options)[1]
    assert found is not None
    return found


def check(scenario: Scenario, weeks: int) -> None:
    """Whether anybody can be asked.

    Raises:
        InputError: a horizon in which no diary is kept, or a system without centres.
    """
    if weeks <= FIRST_ASKED:
        raise InputError("", "--weeks", str(weeks), f"{FIRST_ASKED + 1} or more: diaries begin in week {FIRST_ASKED}")
    if not scenario.centres:
        raise InputError(scenario.origin, "centres", "none", "a system with a centre, whose staff can be asked")
