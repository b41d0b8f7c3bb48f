"""A role play: teams that each own cards, rounds that each begin in a week, and the plan that comes of what they play."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from experiments.classroom.head import Head
from experiments.classroom.lesson_plan import Dated, LessonPlan
from simulation import InputError, Words
from simulation.scenario import shown
from simulation.scenario.files import listed, nearest


@dataclass(frozen=True)
class Card:
    """Something that a team can begin; what it sets is told as in a plan."""

    name: str
    title: Words
    text: Words
    price: Words
    sets: Dated


@dataclass(frozen=True)
class Team:
    """Who sits at the table: what they know, what they want, what they fear, and their cards."""

    name: str
    title: Words
    who: Words
    want: Words
    worry: Words
    know: Words
    cards: tuple[Card, ...]

    def card(self, name: str) -> Card | None:
        """One of its cards, if it has it."""
        return next((card for card in self.cards if card.name == name), None)


@dataclass(frozen=True)
class Stage:
    """One part of the facilitator's guide."""

    minutes: int
    title: Words
    text: Words
    say: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A question that is asked before and after, with what its two ends mean."""

    text: Words
    low: Words
    high: Words


@dataclass(frozen=True, kw_only=True)
class Meeting(Head):
    """A role play as its file tells it."""

    rounds: tuple[int, ...]
    cards_a_round: int
    outcomes: tuple[str, ...]
    teams: tuple[Team, ...]
    guide: tuple[Stage, ...]
    questions: tuple[Scale, ...]
    debrief: tuple[Words, ...]

    def team(self, name: str) -> Team:
        """A team by name.

        Raises:
            InputError: there is none.
        """
        known = [team.name for team in self.teams]
        if name not in known:
            raise InputError("", "team", shown(name), f"one of {listed(known)}", nearest(name, known))
        return self.teams[known.index(name)]


Played = tuple[str, str]
"""A team and its card."""


def read_round(text: str) -> tuple[Played, ...]:
    """A round as it is typed, ``ministry=rule,peers=posts``; ``-`` is a round in which nothing begins.

    Raises:
        InputError: not so written.
    """
    if text.strip() in ("", "-"):
        return ()
    found = []
    for part in text.split(","):
        team, equals, card = part.strip().partition("=")
        if not equals or not team or not card:
            raise InputError("", "--round", shown(part), "TEAM=CARD, several joined by commas, or - for none")
        found.append((team.strip(), card.strip()))
    return tuple(found)


def plan_of(meeting: Meeting, rounds: Sequence[Sequence[Played]]) -> LessonPlan:
    """The plan that teams have made so far: what they began in each round, dated by its week. What has begun goes on.

    Raises:
        InputError: too many rounds or cards, an unknown team or card, or one played twice.
    """
    if len(rounds) > len(meeting.rounds):
        raise InputError("", "--round", f"{len(rounds)} rounds", f"at most {len(meeting.rounds)}")
    seen: set[Played] = set()
    steps = []
    for number, (week, played) in enumerate(zip(meeting.rounds, rounds, strict=False), 1):
        if len(played) > meeting.cards_a_round:
            raise InputError("", f"round {number}", f"{len(played)} cards", f"at most {meeting.cards_a_round}: the table has to choose")
        begun = Dated(week)
        for team, name in played:
            own = meeting.team(team)
            card = own.card(name)
            if card is None:
                known = [one.name for one in own.cards]
                raise InputError("", f"round {number}, {team}", shown(name), f"one of {listed(known)}", nearest(name, known))
            if (team, name) in seen:
                raise InputError("", f"round {number}", f"{team}={name} again", "a card that was not played before: it goes on by itself")
            seen.add((team, name))
            begun = _with(begun, card.sets)
        steps.append(begun)
    title = meeting.title
    return LessonPlan(f"{meeting.name}-round-{len(steps)}", title, tuple(steps), dated=True)


def _with(begun: Dated, sets: Dated) -> Dated:
    return replace(
        begun, levers={**begun.levers, **sets.levers}, parameters={**begun.parameters, **sets.parameters},
        policies=tuple(dict.fromkeys((*begun.policies, *sets.policies))),
    )


def weeks_after(meeting: Meeting, rounds: int) -> int:
    """Up to which week a class lives what so many rounds made: until the next round begins, or to the end."""
    return meeting.rounds[rounds] if rounds < len(meeting.rounds) else meeting.weeks
