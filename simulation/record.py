"""Record: what a run leaves behind: counts by week, events, the people at the end, and its provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.draws import policy_costs
from simulation.people.codes import CARES, POPULATION_GROUPS
from simulation.people.events import CODES, kept
from simulation.people.tallies import CENTRE, PEOPLE, WHOLE_AT_ANY_SCALE
from simulation.scenario import change_weeks, effective

if TYPE_CHECKING:
    import pandas as pd

    from simulation.community import Community
    from simulation.scenario import Scenario

Counts = NDArray[Any]
"""Counts at full size (float64)."""
WHAT, OF_CENTRES, GROUP = ({name: k for k, name in enumerate(names)} for names in (PEOPLE, CENTRE, POPULATION_GROUPS))
"""Name -> place in the counts of people, of centres, and among groups of residents."""
KEPT = ("arrival", "weeks_ill", "weeks_in_care", "crises", "recovery_sum", "divisions", "district", "disorder", "care")


@dataclass(frozen=True)
class Record:
    """The counts of one run at full size (divided by the scale), and what is needed to read them.

    Attributes:
        scenario: the system with its policies.
        root: root seed of the question; seed: the run's own.
        replicate, scale, weeks: of the run.
        fixed_parameters: central values rather than the replicate's draw.
        tally: shape (weeks, counts of people, population groups, districts).
        centre_tally: shape (weeks, counts of centres, centres).
        waits: first sessions by weeks waited, shape (weeks, population groups, bins).
        flows: people who changed from one place of care to another, shape (weeks, CARES, CARES).
        policy_cents: what the policies themselves cost each payer in each week, shape (payers, weeks).
        prices: prices in force in each week, by parameter, shape (weeks,).
        people: final columns of residents, for paired differences.
        event_log: the events, empty unless they were kept.
        measured: values of outcomes from outside, by name.
        extra: source hashes of processes and outcomes from outside, by name.
    """

    scenario: Scenario
    root: int
    fixed_parameters: bool
    seed: int
    replicate: int
    scale: float
    weeks: int
    tally: Counts
    centre_tally: Counts
    waits: Counts
    flows: Counts
    people: dict[str, NDArray[Any]]
    event_log: dict[str, NDArray[Any]]
    community_bytes: int
    values: dict[str, Any]
    policy_cents: Counts
    prices: dict[str, Counts] = field(default_factory=dict)
    measured: dict[str, float] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def system(self) -> str:
        """Name of the system."""
        return self.scenario.name

    @property
    def policy(self) -> str:
        """Names of the policies, joined by +; "baseline" without any."""
        return "+".join(policy.name for policy in self.scenario.policies) or "baseline"

    def people_count(self, what: str, group: str = "everybody", district: int | None = None) -> Counts:
        """One count of people, shape (weeks,)."""
        if district is None:
            return self._everywhere[WHAT[what], GROUP[group]]  # type: ignore[no-any-return]
        return self.tally[:, WHAT[what], GROUP[group], district]

    @cached_property
    def _everywhere(self) -> Counts:
        """Counts of people in all districts, shape (counts, groups, weeks): outcomes ask for them again and again."""
        return np.ascontiguousarray(self.tally.sum(axis=3).transpose(1, 2, 0))

    @cached_property
    def memo(self) -> dict[tuple[Any, ...], Counts]:
        """What outcomes have worked out and others may ask for again."""
        return {}

    def centre_count(self, what: str, centre: int | None = None) -> Counts:
        """One count of centres, shape (weeks,)."""
        counts = self.centre_tally[:, OF_CENTRES[what], :]
        return counts.sum(axis=1) if centre is None else counts[:, centre]

    def flow(self, origin: str, to: str) -> Counts:
        """People who went from one place of care to another (names of ``CARES``), shape (weeks,)."""
        return self.flows[:, CARES.index(origin), CARES.index(to)]

    def waited(self, group: str = "everybody", since: int = 0) -> Counts:
        """First sessions from a week on, by weeks waited, shape (bins,)."""
        return self.waits[since:, POPULATION_GROUPS.index(group), :].sum(axis=0)  # type: ignore[no-any-return]

    def events(self) -> pd.DataFrame:
        """The events as a table: week, event, agent, other, value."""
        import pandas as pd

        frame = pd.DataFrame(self.event_log)
        if not frame.empty:
            frame["event"] = np.array(CODES)[frame.pop("code")]
        return frame

    def to_frame(self, outcomes: Sequence[Any] | None = None) -> pd.DataFrame:
        """The result table (tidy): one row per week, group or centre, and outcome."""
        from simulation.outcomes import frame

        return frame(self, outcomes)

    def summary(self) -> dict[str, float]:
        """Value of every outcome over the run, by name."""
        from simulation.outcomes import OUTCOMES

        return {o.name: o.over_run(self, "everybody") for o in OUTCOMES}

    def plot(self, outcome: str = "in_care", ax: Any = None, lang: str = "en") -> Any:
        """Draw one outcome by week; returns the matplotlib axes."""
        from simulation.outcomes import plot

        return plot(self, outcome, ax, lang)

    def __repr__(self) -> str:
        from simulation.outcomes import HEADLINES

        lines = [f"<Record of {self.system}, {self.policy}: {self.weeks} weeks, seed {self.seed}, scale {self.scale:g}>"]
        for o in HEADLINES:
            lines.append(f"  {o.label.en}: {o.over_run(self, 'everybody'):.3g} {o.unit}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from html import escape

        from simulation.outcomes import HEADLINES

        rows = "".join(
            f"<tr><td>{escape(o.label.en)}</td><td style='text-align:right'>{o.over_run(self, 'everybody'):.3g}</td>"
            f"<td>{escape(o.unit)}</td></tr>"
            for o in HEADLINES
        )
        head = f"{self.system}, {self.policy}: {self.weeks} weeks, seed {self.seed}, scale {self.scale:g}. One run is one luck: no interval."
        return f"<table><caption>{escape(head)}</caption>{rows}</table>"


def record_of(
    community: Community, replicate: int = 0, root: int = 0, fixed_parameters: bool = True
) -> Record:
    """What a community has lived through, at full size; policies' costs at their central or drawn size."""
    weeks = min(max(community.week, 0), community.weeks)
    up = 1.0 / community.scale
    centre_tally = community.centre_tally[:weeks] * up
    for name in WHOLE_AT_ANY_SCALE:
        centre_tally[:, CENTRE.index(name)] *= community.scale  # staff are whole at any scale
    log = kept(community.events)
    events = {name: log[name].copy() for name in ("week", "code", "agent", "other", "value")}
    return Record(
        scenario=community.scenario,
        root=root,
        fixed_parameters=fixed_parameters,
        seed=community.seed_of_run,
        replicate=replicate,
        scale=community.scale,
        weeks=weeks,
        tally=community.tally[:weeks] * up,
        centre_tally=centre_tally,
        waits=community.waits[:weeks] * up,
        flows=community.flows[:weeks] * up,
        people={name: getattr(community.residents, name).copy() for name in KEPT},
        event_log=events,
        community_bytes=community.nbytes,
        values=community.present_values,
        policy_cents=policy_costs(community.scenario, weeks, root, None if fixed_parameters else replicate, community.drawn),
        prices=price_courses(community.scenario, weeks, community.drawn),
    )


def price_courses(scenario: Scenario, weeks: int, values: Mapping[tuple[str, str | None], Any]) -> dict[str, Counts]:
    """What each price is in every week: the drawn or central one, unless a policy moves it."""
    names = [name for name, one in scenario.values.items() if one.process == "prices"]

    def base(name: str, place: str | None) -> Any:
        return values.get((name, place), values.get((name, None), scenario.value_at(name, place)))

    found = {name: np.full(weeks, float(base(name, None))) for name in names}
    moved = {element for policy in (*scenario.story, *scenario.policies) for step in policy.steps for element in step.elements}
    if moved & set(names):
        for week in change_weeks(scenario, weeks):
            now = effective(scenario, week, base)
            for name in moved & set(names):
                found[name][week:] = now[name]
    return found
