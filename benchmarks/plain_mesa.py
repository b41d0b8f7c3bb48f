"""Section: W in plain Mesa, a resident an object that holds a list of its contacts."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import mesa

from .measure import LARGE, SMALL, Measurement, Options, seconds_of
from .w import definition as w
from .w.definition import BETTER, IMPROVING, TARGET, WORSE, WORSENING

MILD, MODERATE, CRISIS = 1, 2, 4
FEW_WEEKS, FEW_RUNS = 13, 3
COLUMNS = (
    "state", "severity", "stigma", "hope", "literacy", "distress",
    "family", "distance", "in_care", "wait", "bond", "since_contact",
)  # fmt: skip


class Resident(mesa.Agent):  # type: ignore[misc]  # Mesa is untyped
    """A resident of W."""

    def __init__(self, model: City, row: tuple[Any, ...]) -> None:
        super().__init__(model)
        (
            self.state, self.severity, self.stigma, self.hope, self.literacy, self.distress,
            self.family, self.distance, self.in_care, self.wait, self.bond, self.since_contact,
        ) = row  # fmt: skip
        self.contacts: list[Resident] = []
        self.next_stigma = self.stigma

    def take_course(self) -> None:
        """The illness, its severity, distress."""
        chance, state = self.random.random, self.state
        worse = WORSENING[state] * (0.5 + self.distress) * (1.5 - self.family)
        better = IMPROVING[state] * (0.5 + self.hope) * (1.0 + self.bond)
        u = chance()
        if u < worse:
            self.state = WORSE[state]
        elif u < worse + better:
            self.state = BETTER[state]
        self.severity += 0.2 * (TARGET[self.state] - self.severity)
        distress = 0.8 * self.distress + 0.2 * self.severity + 0.05 * (chance() - 0.5)
        self.distress = 0.0 if distress < 0 else (1.0 if distress > 1 else distress)

    def look_round(self) -> None:
        """Work out next week's stigma from what contacts hold now."""
        x, around = self.stigma, self.stigma
        if self.contacts:
            total = 0.0
            for contact in self.contacts:
                total += contact.stigma
            around = total / len(self.contacts)
        self.next_stigma = x + 0.05 * (around - x) - 0.002 * self.literacy * x + 0.0008 * (1 - x)

    def change_mind(self) -> None:
        """Everybody at once."""
        self.stigma = self.next_stigma

    def seek(self) -> None:
        """The ill who are neither in care nor waiting may join the queue."""
        if self.in_care or self.wait or not MILD <= self.state <= CRISIS:
            return
        x = -4 + 4 * self.severity - 2 * self.stigma + self.literacy + 0.5 * self.hope
        if self.random.random() < 1 / (1 + math.exp(0.05 * self.distance - x)):
            self.wait = 1

    def follow_up(self) -> None:
        """A visit every four weeks; some drop out."""
        if not self.in_care:
            self.hope += 0.01 * (0.5 - self.hope)
            return
        chance = self.random.random
        self.since_contact += 1
        if self.since_contact >= 4:
            self.model.due += 1
            if chance() < 0.08 + 0.15 * self.stigma + 0.004 * self.distance:
                self.bond = max(0.0, self.bond - 0.1)
            else:
                self.since_contact = 0
                self.bond += 0.1 * (1 - self.bond)
                self.hope += 0.05 * (1 - self.hope)
                self.literacy += 0.02 * (1 - self.literacy)
        if chance() < 0.005 + 0.03 * (1 - self.bond):
            self.in_care, self.bond, self.since_contact = False, 0.0, 0

    def be_called(self, turn: bool) -> None:
        """A week in the queue."""
        chance = self.random.random
        if turn and chance() >= 0.1 + 0.2 * self.stigma:
            self.in_care, self.wait, self.since_contact, self.bond = True, 0, 0, 0.3
        elif chance() < 0.02 + 0.03 * self.distress:
            self.wait, self.hope = 0, max(0.0, self.hope - 0.05)
        else:
            self.wait += 1


class City(mesa.Model):  # type: ignore[misc]  # Mesa is untyped
    """W's residents and their weeks."""

    def __init__(self, residents: int, seed: int) -> None:
        super().__init__(seed=seed)
        people = w.population(residents)
        everyone = [
            Resident(self, row) for row in zip(*(people[name].tolist() for name in COLUMNS), strict=True)
        ]
        ties = w.network(residents, local=True)
        for left, right in zip(ties.left.tolist(), ties.right.tolist(), strict=True):
            everyone[left].contacts.append(everyone[right])
            everyone[right].contacts.append(everyone[left])
        self.slots = w.slots(residents)
        self.due = 0
        self.series = mesa.DataCollector(model_reporters=reporters())

    def step(self) -> None:
        """One week."""
        self.due = 0
        for phase in ("take_course", "look_round", "change_mind", "seek", "follow_up"):
            self.agents.do(phase)
        queue = [agent for agent in self.agents if agent.wait]
        queue.sort(key=lambda agent: (-int(agent.severity * 4), -agent.wait))
        left = max(self.slots - self.due, self.slots // 20)
        for place, agent in enumerate(queue):
            agent.be_called(place < left)
        self.series.collect(self)


def reporters() -> dict[str, Any]:
    """The fifteen outputs as Mesa collects them."""

    def in_state(code: int) -> Any:
        return lambda model: sum(1 for agent in model.agents if agent.state == code)

    def mean(name: str) -> Any:
        return lambda model: model.agents.agg(name, sum) / len(model.agents)

    def mean_wait(model: City) -> float:
        waits = [agent.wait for agent in model.agents if agent.wait]
        return sum(waits) / len(waits) if waits else 0.0

    def unmet(model: City) -> int:
        return sum(1 for a in model.agents if MODERATE <= a.state <= CRISIS and not a.in_care)

    counts = {f"n_{name}": in_state(code) for code, name in enumerate(w.STATES)}
    means = {name: mean(name) for name in ("severity", "stigma", "hope", "literacy", "distress")}
    return {
        **counts,
        **means,
        "in_care": lambda model: model.agents.agg("in_care", sum),
        "waiting": lambda model: sum(1 for agent in model.agents if agent.wait),
        "mean_wait": mean_wait,
        "unmet": unmet,
    }


def live(city: City, weeks: int) -> None:
    """So many weeks."""
    for _ in range(weeks):
        city.step()


def plain_mesa(options: Options) -> list[Measurement]:
    """The small size; the large one only when everything is asked for."""
    found = []
    for residents in (SMALL, LARGE) if options.full else (SMALL,):
        weeks = min(options.weeks, FEW_WEEKS)
        seconds = []
        for run in range(min(options.runs, FEW_RUNS)):
            city = City(residents, run)
            seconds.append(seconds_of(partial(live, city, weeks)))
        found.append(Measurement("W in plain Mesa", residents, weeks, tuple(seconds)))
    return found
