"""What a trial is: design, arms, who may take part, what is measured and how it is analysed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

from simulation import Words
from simulation.people.codes import CARES, GROUPS

INDIVIDUAL, CLUSTER, STEPPED, BEFORE_AFTER = "individual", "cluster", "stepped-wedge", "before-after"
DESIGNS = (INDIVIDUAL, CLUSTER, STEPPED, BEFORE_AFTER)
METHODS = {INDIVIDUAL: ("ancova",), CLUSTER: ("gee", "cluster-means"), STEPPED: ("gee",), BEFORE_AFTER: ("paired",)}
"""Analyses that a design may have; the first is its default."""
RESIDENTS = 7000
CENTRES = 24
TRIALS = 100


@dataclass(frozen=True)
class Uncertain:
    """A number that is not known: central value and range, drawn anew each time the trial is held."""

    value: float
    low: float
    high: float

    def at(self, u: float) -> float:
        """The value at quantile u (triangular, as for every unknown parameter)."""
        if not self.low < self.high:
            return self.value
        width, turn = self.high - self.low, (self.value - self.low) / (self.high - self.low)
        if u < turn:
            return self.low + math.sqrt(u * width * (self.value - self.low))
        return self.high - math.sqrt((1 - u) * width * (self.high - self.value))


@dataclass(frozen=True)
class World:
    """Where a trial is held.

    Attributes:
        system: name or path of the system.
        centres: so many centres like one of it, each with a district of its own; 0 is the system as it is.
        like: id of that centre; empty is the first.
        people: residents of a catchment on average; 0 is as many as the centre it is like serves.
        size_cv: coefficient of variation of the catchments' populations.
        spacing: km from one centre to the next.
        residents: simulated residents in all.
        between: SD of each varied characteristic between centres, in halves of its declared range.
        varied: characteristics that vary; none named is every unknown parameter of centres and districts.
        settings: other values of parameters, as ``--set``.
    """

    system: str
    centres: int = 0
    like: str = ""
    people: int = 0
    size_cv: float = 0.3
    spacing: float = 15.0
    residents: int = RESIDENTS
    between: Uncertain = Uncertain(0.5, 0.2, 1.0)
    varied: tuple[str, ...] = ()
    settings: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True)
class Arm:
    """An arm: policies, or programmes that are offered to its people. The first arm is the control."""

    name: str
    title: Words
    policies: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Eligible:
    """Who may take part. ``severity`` is the least (0-1); ``consent`` the share of those asked who agree."""

    disorders: tuple[str, ...] = GROUPS
    care: tuple[str, ...] = CARES
    ages: tuple[int, int] = (18, 110)
    severity: float = 0.0
    consent: float = 0.8


@dataclass(frozen=True)
class Recruitment:
    """Participants at most in a week and in all: of the trial where people are randomised, otherwise of each centre.
    ``start`` leaves time to hire and train whoever brings a programme, where people are randomised.
    """

    per_week: int
    total: int
    weeks: int
    start: int = 0

    @property
    def end(self) -> int:
        """The week in which nobody is recruited any more."""
        return self.start + self.weeks


@dataclass(frozen=True)
class Attrition:
    """Share of participants lost by the last follow-up; ``severity`` is the log hazard ratio of one SD of severity."""

    rate: Uncertain = Uncertain(0.15, 0.05, 0.3)
    severity: float = 0.0


@dataclass(frozen=True)
class Instrument:
    """What the primary outcome is measured with; ``step`` is what scores are rounded to."""

    measures: str
    title: Words
    lowest: float = 0.0
    highest: float = 100.0
    step: float = 1.0
    reliability: Uncertain = Uncertain(0.8, 0.7, 0.9)

    def scale(self, index: float) -> float:
        """An index from 0 to 1 in units of the instrument."""
        return self.lowest + (self.highest - self.lowest) * index


@dataclass(frozen=True)
class Analysis:
    """The analysis, as specified beforehand."""

    method: str
    baseline: bool = True
    alpha: float = 0.05
    permutations: int = 499


@dataclass(frozen=True)
class Planned:
    """What the trial was planned with: the effect in units, SD, correlation with baseline, and ICC."""

    effect: float
    sd: float
    correlation: float = 0.5
    icc: float = 0.03
    power: float = 0.8


@dataclass(frozen=True)
class Trial:
    """A trial. ``follow_up`` are weeks, the last of them primary: since a person's own start where people are randomised,
    otherwise since recruitment ended, when what is tried begins. A stepped wedge has one step fewer than follow-ups.
    """

    name: str
    title: Words
    about: Words
    design: str
    world: World
    arms: tuple[Arm, ...]
    eligible: Eligible
    recruitment: Recruitment
    follow_up: tuple[int, ...]
    attrition: Attrition
    instrument: Instrument
    analysis: Analysis
    planned: Planned | None = None
    trials: int = TRIALS
    seed: int = 1
    fixed: bool = False
    folder: Path = field(default_factory=Path)
    origin: str = ""

    @property
    def by_person(self) -> bool:
        """Whether people, and not places, are assigned to arms."""
        return self.design == INDIVIDUAL

    @property
    def begins(self) -> int:
        """Week in which what is tried begins."""
        return 0 if self.by_person else self.recruitment.end

    @property
    def weeks(self) -> int:
        """Weeks that have to be lived."""
        return self.recruitment.end + self.follow_up[-1] + 1
