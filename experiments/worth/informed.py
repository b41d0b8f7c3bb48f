"""Informed: the answer of `minga value-of-information`: what it would be worth to know everything, and each input or group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.sensitivity.factors import BY, labels
from experiments.worth.asking import ALL, YEAR, Worlds, faded
from experiments.worth.frontier import Acceptability, acceptability, thresholds
from experiments.worth.information import Worth, by_group, everything, floor, one_input, singly
from experiments.worth.luck import share_of_luck, without_luck
from experiments.worth.thresholds import Threshold, threshold
from simulation import InputError
from simulation.draws import PAYERS

Values = NDArray[np.float64]
SHOWN = 12
OWN = "policies"
"""The group of what policies themselves cost."""


@dataclass(frozen=True)
class Reading:
    """How the worlds are read.

    Args:
        by: how inputs are taken together.
        wtp: money for a DALY averted; None: of the country.
        payer: whose costs count, or ``all``.
        cost: of a study; None: not asked.
        years, population: for how long and for whom the decision stands; None: the runs' own.
    """

    by: str = "parameter"
    wtp: float | None = None
    payer: str = ALL
    cost: float | None = None
    years: float | None = None
    population: int | None = None


@dataclass(frozen=True)
class Line:
    """What knowing some inputs is worth: its label, the numbers in it, and whether it can be told from nothing.

    No part can be told from nothing where everything cannot.
    """

    label: str
    members: tuple[str, ...]
    worth: Worth
    told: bool


@dataclass(frozen=True)
class Informed:
    """An answer.

    Attributes:
        worlds, reading, threshold: the question.
        today: the arm with the best mean, and the share of draws in which it is the best, luck taken out.
        perfect: of knowing everything.
        lines: of inputs or groups, from the most worth; of inputs the first ``SHOWN``.
        every: the value of each input singly, by name; empty of groups.
        floor: what the best of as many inputs that do nothing would seem to be worth; 0 of groups.
        one, mean: shares of luck in one run and in the mean over lucks, of all policies together.
        curve: over thresholds.
        times: from the horizon of the runs and all residents to ``years`` and ``population``.
    """

    worlds: Worlds
    reading: Reading
    threshold: Threshold
    today: tuple[int, float]
    perfect: Worth
    lines: tuple[Line, ...]
    every: tuple[tuple[str, float], ...]
    floor: float
    one: float
    mean: float
    curve: Acceptability
    times: float

    @property
    def years(self) -> float:
        """For how long the decision stands."""
        return self.reading.years or self.worlds.asked.weeks / YEAR

    @property
    def population(self) -> int:
        """For whom."""
        return self.reading.population or self.worlds.residents

    def verdict(self, worth: Worth) -> str:
        """Whether a study of the cost asked about is worth it, if it settled these inputs: yes, no or open."""
        cost = self.reading.cost or 0.0
        return "yes" if worth.low * self.times >= cost else "no" if worth.high * self.times <= cost else "open"


def check_reading(reading: Reading) -> None:
    """Refuse a way to read that there is not.

    Raises:
        InputError: an unknown ``by`` or payer.
    """
    from simulation.scenario.files import listed, nearest, shown

    for key, value, known in (("by", reading.by, BY), ("payer", reading.payer, (ALL, *PAYERS))):
        if value not in known:
            raise InputError("", f"--{key}", shown(value), f"one of {listed(known)}", nearest(value, known))


def informed(worlds: Worlds, reading: Reading) -> Informed:
    """Read what information would be worth from worlds that were lived.

    Raises:
        InputError: a way to read that there is not, or no threshold.
    """
    check_reading(reading)
    limit = threshold(worlds.system, reading.wtp)
    values = worlds.net_benefit(limit.value, reading.payer)
    clean = np.concatenate([np.zeros((len(values), 1)), without_luck(values)], axis=1)
    best = int(clean.mean(axis=0).argmax())
    one, mean = share_of_luck(values)
    perfect = everything(values)
    every: tuple[tuple[str, float], ...] = ()
    least = 0.0
    if reading.by == "parameter":
        found = singly(values, worlds.values)
        least = floor(values, worlds.values)
        order = np.argsort(-found, kind="stable")
        every = tuple((worlds.inputs[k][0], float(found[k])) for k in order)
        lines = [Line(worlds.inputs[k][0], worlds.inputs[k], one_input(values, worlds.values[:, k]), bool(found[k] > least) and perfect.low > 0) for k in order[:SHOWN]]
    else:
        of = labels(worlds.system, reading.by)
        groups: dict[str, list[int]] = {}
        for k, names in enumerate(worlds.inputs):
            groups.setdefault(of[names[0]] if names[0] in of else worlds.grade(names[0]) if reading.by == "grade" else OWN, []).append(k)
        grouped = by_group(values, worlds.values, groups)
        lines = [Line(g, tuple(n for k in groups[g] for n in worlds.inputs[k]), w, w.is_sure(len(grouped)) and perfect.low > 0) for g, w in grouped.items()]
        lines.sort(key=lambda line: -line.worth.value)
    years = worlds.asked.weeks / YEAR
    return Informed(
        worlds, reading, limit, (best, float((clean.argmax(axis=1) == best).mean())), perfect, tuple(lines), every, least,
        one, mean, acceptability(worlds, thresholds(limit.most), reading.payer),
        (reading.population or worlds.residents) / worlds.residents * annuity(reading.years or years, worlds.rates[0]) / annuity(years, worlds.rates[0]),
    )


def annuity(years: float, rate: float) -> float:
    """Years, each discounted to the first; the last may be short."""
    whole = int(years)
    weights = faded(whole + 1, rate)
    return float(weights[:whole].sum() + (years - whole) * weights[whole])
