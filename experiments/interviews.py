"""Virtual interviews: staff of the centres answer from what they lived through in a run.

The source paper reports what people *said*. So a run is asked in the same way: volunteers are drawn by profession
as the study drew them (Arriola-Vigo 2019, Table 1), a diary keeps what happened to each of them week by week, and
they answer from their own diary: from what they did, paid, met and knew, never from what the model knows of others. Answers are simulated: yes or no, how often,
and a grade per activity. They are never sentences, and imitate no quotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.ground.chance import ask, draw
from simulation.people.codes import LEDGER, PROFESSIONS
from simulation.people.tallies import CENTRE, PEOPLE

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.community import Community

VOLUNTEERS = draw("interviews: in which order staff volunteer")
LOOKS = draw("interviews: does the thing that happened at the centre happen to this person")

SAMPLE: Mapping[str, tuple[tuple[str, ...], int]] = {
    "psychologists": (("psychologist",), 7),
    "psychiatrists": (("psychiatrist",), 6),
    "nurses": (("nurse",), 5),
    "therapists": (("occupational_therapist", "language_therapist"), 5),
    "social workers": (("social_worker",), 2),
}
"""Occupation -> professions, and how many were interviewed (Arriola-Vigo 2019, Table 1: 21 clinicians and 4
policy-makers by training; which of them are the policy-makers the paper does not say, so all are drawn from staff)."""
BARRIERS = ("resources", "knowledge", "catchment", "stigma", "productivity")
OFTEN = 0.1
"""Share of worked weeks from which on a person speaks of something as a barrier: a choice of this measurement, judged."""
OUTSIDE = 0.1
"""Share of a centre's users from elsewhere at which its staff notice (PE-16)."""
VAGUE = 0.5
"""Knowledge of the community model, less what the team was never told, under which somebody has a vague idea of it."""
FIRST_ASKED = 52
"""Diaries begin after the first year, as Table 2 is read over months 13 to 24."""


@dataclass(frozen=True)
class Respondent:
    """One person who is asked: the post's row, occupation, centre."""

    row: int
    occupation: str
    centre: int


@dataclass
class Diary:
    """What happened to one person: weeks worked, weeks in which each barrier was met, weeks of each activity seen."""

    worked: int = 0
    met: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BARRIERS, 0))
    held: NDArray[np.int64] = field(default_factory=lambda: np.zeros(5, np.int64))
    planned: NDArray[np.int64] = field(default_factory=lambda: np.zeros(5, np.int64))

    def often(self, barrier: str) -> float:
        """Share of worked weeks in which a barrier was met; NaN for somebody who was never there."""
        return self.met[barrier] / self.worked if self.worked else float("nan")

    def grade(self, activity: int) -> float:
        """Regular 1, intermittent 0.5, absent 0, of the weeks in which the person was there; NaN if never planned then."""
        from simulation.outcome import graded

        share = np.array(self.held[activity] / self.planned[activity]) if self.planned[activity] else np.array(np.nan)
        return float(graded(share))


@dataclass(frozen=True)
class Interviews:
    """Respondents of one run and their diaries."""

    centres: tuple[str, ...]
    respondents: tuple[Respondent, ...]
    diaries: tuple[Diary, ...]

    def reports(self, barrier: str) -> list[bool]:
        """Who speaks of a barrier, in the order of the respondents."""
        return [bool(d.often(barrier) >= OFTEN) for d in self.diaries]

    def shares(self, by: str = "centre") -> dict[str, dict[str, float]]:
        """Barrier -> share of respondents who speak of it: ``all``, and by ``centre`` or ``occupation``."""
        found: dict[str, dict[str, float]] = {}
        for barrier in BARRIERS:
            told = np.array(self.reports(barrier), float)
            groups = [self.centres[r.centre] if by == "centre" else r.occupation for r in self.respondents]
            found[barrier] = {"all": float(told.mean())}
            for group in dict.fromkeys(groups):
                found[barrier][group] = float(told[[g == group for g in groups]].mean())
        return found

    def table(self) -> NDArray[np.float64]:
        """Table 2 as told: median grade of a centre's respondents, shape (activities, centres); NaN where nobody was asked."""
        found = np.full((5, len(self.centres)), np.nan)
        for a in range(5):
            for c in range(len(self.centres)):
                told = [d.grade(a) for r, d in zip(self.respondents, self.diaries, strict=True) if r.centre == c]
                told = [grade for grade in told if grade == grade]
                if told:
                    found[a, c] = sorted(told)[len(told) // 2]
        return found


def sampled(world: Community) -> tuple[Respondent, ...]:
    """Draw volunteers by profession from those at work, in an order of their own.

    Fewer than the study had, where fewer are at work: nobody is asked twice.
    """
    staff = world.clinicians
    found = []
    for occupation, (professions, many) in SAMPLE.items():
        codes = [PROFESSIONS.index(p) for p in professions]
        rows = [j for j in range(len(staff)) if staff.profession[j] in codes and staff.at_work[j]]
        rows.sort(key=lambda j: float(ask(world.luck, VOLUNTEERS, j, 0)))
        found += [Respondent(j, occupation, int(staff.centre[j])) for j in rows[:many]]
    return tuple(found)


def interview(scenario: Scenario, seed: int = 1, *, weeks: int = 104, scale: float = 1.0, values: Any = None) -> Interviews:
    """Live a run and ask its staff.

    Args:
        scenario: a system with centres, with policies or without.
        seed: of the run.
        weeks: the horizon; diaries begin in week 52.
        scale: share of residents.
        values: drawn values of parameters, as of ``Community``.

    Raises:
        ValueError: a horizon in which no diary is kept.
    """
    from simulation.community import Community

    if weeks <= FIRST_ASKED:
        raise ValueError(f"weeks is at least {FIRST_ASKED + 1}: diaries begin in week {FIRST_ASKED}, not {weeks}")
    world = Community(scenario, seed, weeks=weeks, scale=scale, values=values)
    diaries = [Diary() for _ in range(len(world.clinicians))]
    spent = world.clinicians.pocket_spent.copy()
    for week in range(weeks):
        world.step()
        if week >= FIRST_ASKED:
            _keep(world, week, diaries, spent)
        spent = world.clinicians.pocket_spent.copy()
    asked = sampled(world)
    return Interviews(tuple(c.id for c in scenario.centres), asked, tuple(diaries[r.row] for r in asked))


def _keep(world: Community, week: int, diaries: list[Diary], spent: NDArray[np.int32]) -> None:
    """A week of every clinician's diary: only what happened to that person, or in the sessions that person led."""
    from simulation.outcome import ACTIVITIES

    staff, centres = world.clinicians, world.centres
    of_week = {name: world.centre_tally[week, k] for k, name in enumerate(CENTRE)}
    minutes = world.minutes
    outdoors = [LEDGER.index(k) for k in ("visits", "travel", "groups", "lay")]
    led_all = np.bincount(staff.centre, weights=minutes[LEDGER.index("groups"), : len(staff)], minlength=len(centres))
    out_all = np.bincount(staff.centre, weights=minutes[LEDGER.index("visits"), : len(staff)], minlength=len(centres))
    seen_all = np.bincount(staff.centre, weights=minutes[LEDGER.index("office"), : len(staff)], minlength=len(centres))
    premature = world.tally[week, PEOPLE.index("premature_referrals"), 0]
    for j in range(len(staff)):
        c = int(staff.centre[j])
        if not staff.at_work[j] or minutes[LEDGER.index("leave"), j]:
            continue
        diary = diaries[j]
        diary.worked += 1
        seen = minutes[LEDGER.index("office"), j]
        led, went = minutes[LEDGER.index("groups"), j], minutes[LEDGER.index("visits"), j]

        def fell(what: int, many: float, part: float, whole: float, at: int = j) -> bool:
            """Whether one of ``many`` things at the centre (at full size) fell to the person who did ``part`` of the work."""
            return bool(part > 0 and ask(world.luck, LOOKS, at * 8 + what, week) < 1 - (1 - min(part / max(whole, part), 1.0)) ** many)

        paid = staff.pocket_spent[j] > spent[j]
        no_room = fell(0, of_week["turned_away"][c] / world.scale, led, led_all[c])
        no_money = fell(1, of_week["visits_cancelled"][c] / world.scale, went, out_all[c])
        diary.met["resources"] += bool(paid or no_room or no_money)
        known = staff.knowledge[j] * (1 - world.channel("missing_knowledge").values[c] * (1 - centres.coached[c]))
        diary.met["knowledge"] += bool(known < VAGUE and minutes[outdoors, j].sum() > 0)
        users = max(float(of_week["in_care"][c]), 1.0)
        diary.met["catchment"] += bool(seen > 0 and of_week["from_outside"][c] / users > OUTSIDE)
        # a household that would not be seen with them, or somebody sent on whom primary care could have treated
        refused = fell(2, of_week["visits_refused"][c] / world.scale, went, out_all[c])
        sent = fell(3, premature[world.serves[c]].sum() / world.scale, seen, seen_all[c])
        diary.met["stigma"] += bool(refused or sent)
        # an hour outside that earned nothing, in a month under target
        under = 0 < staff.score[j] < 1 and world.channel("lost_credit").values[c] > 0
        diary.met["productivity"] += bool(under and minutes[outdoors, j].sum() > 0)
        for a, (_, _, kinds) in enumerate(ACTIVITIES):
            diary.held[a] += sum(int(of_week[f"held_{k}"][c]) for k in kinds)
            diary.planned[a] += sum(int(of_week[f"planned_{k}"][c]) for k in kinds)
