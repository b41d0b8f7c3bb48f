"""Compare: policies side by side, on the same people with the same luck.

For every outcome and group the paired difference between an arm and the baseline is formed within each
replicate. Two intervals are given, both 95 %:

- *luck*: of the mean difference, from the luck of the runs alone. The spread between a replicate and its
  twin (same parameters, other luck) gives the variance; more replicates make it narrower.
- *luck and unknown parameters*: where the difference of one world would lie, whose parameters are drawn from
  their ranges and whose luck is its own (prediction interval). More replicates do not make it vanish: it
  says what is not known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.execute import WEEKLY, Answer, Job, Question, Runner, cores, warm
from simulation import InputError, Policy, Scenario

if TYPE_CHECKING:
    import pandas as pd

LEAST = 8
CAP = 16
BATCH = 4
NOMINAL = 80e-9
"""Seconds per resident-week by which the share of residents is chosen: a constant, so that the choice is the
same on every machine."""
GOAL_SECONDS = 60.0
SHARES = (1.0, 0.5, 0.2, 0.1)
"""Smaller shares are for trying things out: a week that short holds no long visit."""
PRECISION = 0.25


@dataclass(frozen=True)
class Estimate:
    """A paired difference with what is known about it."""

    outcome: str
    unit: str
    better: str
    group: str
    baseline: float
    value: float
    difference: float
    luck_low: float
    luck_high: float
    low: float
    high: float
    helps: float
    replicates: int


@dataclass
class Comparison:
    """Answers to a question about policies.

    ``answers`` are the replicates in order, ``twins`` their twins; ``failed`` those that raised. ``budget`` is a
    ceiling of extra cash a year for the health ministry (see ``experiments.spending``).
    """

    question: Question
    answers: list[Answer] = field(default_factory=list)
    twins: list[Answer] = field(default_factory=list)
    failed: list[Answer] = field(default_factory=list)
    precision: float = PRECISION
    capped: bool = False
    reached: float = math.nan
    budget: float | None = None

    @property
    def arms(self) -> list[str]:
        """Names of the arms; the first is the baseline."""
        return ["baseline", *(arm_name(a) for a in self.question.arms)]

    def values(self, arm: int, outcome: str, group: str = "everybody", twins: bool = False) -> Any:
        """An outcome in every replicate, shape (replicates,)."""
        o, g = _indices(outcome, group)
        return np.array([a.values[arm, o, g] for a in (self.twins if twins else self.answers)])

    def differences(self, arm: int, outcome: str, group: str = "everybody", twins: bool = False) -> Any:
        """Paired differences from the baseline, shape (replicates,)."""
        return self.values(arm, outcome, group, twins) - self.values(0, outcome, group, twins)

    def estimate(self, arm: int, outcome: str, group: str = "everybody") -> Estimate:
        """The difference that an arm makes, with both intervals."""
        from simulation.outcomes import BY_NAME

        about = BY_NAME[outcome]
        all_differences = self.differences(arm, outcome, group)
        kept = np.isfinite(all_differences)
        d = all_differences[kept]
        n = len(d)
        base = self.values(0, outcome, group)[kept]
        if n == 0:
            nan = math.nan
            return Estimate(outcome, about.unit, about.better, group, nan, nan, nan, nan, nan, nan, nan, nan, 0)
        mean = float(d.mean())
        variance, freedom = self._luck_variance(arm, outcome, group)
        luck = _t(freedom) * math.sqrt(variance / n) if freedom > 0 else math.nan
        both = math.nan
        if n > 1 and not self.question.fixed_parameters:
            # what is not known adds to luck: the variance of both cannot lie under that of luck alone
            total = max(float(d.var(ddof=1)), variance if freedom > 0 else 0.0)
            both = _t(n - 1) * math.sqrt(total * (1 + 1 / n))
        sign = {"higher": 1, "lower": -1}.get(about.better, 0)
        helps = float((sign * d > 0).mean()) if sign else math.nan
        return Estimate(
            outcome, about.unit, about.better, group, float(base.mean()), float(base.mean()) + mean, mean,
            mean - luck, mean + luck, mean - both, mean + both, helps, n,
        )

    def _luck_variance(self, arm: int, outcome: str, group: str) -> tuple[float, int]:
        """Variance of one replicate's difference from luck alone, and its degrees of freedom."""
        d = self.differences(arm, outcome, group)
        if self.question.fixed_parameters:
            d = d[np.isfinite(d)]
            return (float(d.var(ddof=1)), len(d) - 1) if len(d) > 1 else (math.nan, 0)
        twins = self.differences(arm, outcome, group, twins=True)
        own = {answer.job.replicate: value for answer, value in zip(self.answers, d, strict=True)}
        pairs = [
            (own[twin.job.replicate], value)
            for twin, value in zip(self.twins, twins, strict=True)
            if np.isfinite(value) and np.isfinite(own.get(twin.job.replicate, math.nan))
        ]
        if not pairs:
            return math.nan, 0
        return sum((a - b) ** 2 / 2 for a, b in pairs) / len(pairs), len(pairs)

    def half_width(self) -> float:
        """Widest 95 % half-interval of the first headline's mean difference over the arms."""
        from simulation.outcomes import FIRST_HEADLINE

        widths = [0.0]
        for arm in range(1, len(self.arms)):
            d = self.differences(arm, FIRST_HEADLINE.name)
            d = d[np.isfinite(d)]
            widths.append(_t(len(d) - 1) * float(d.std(ddof=1)) / math.sqrt(len(d)) if len(d) > 1 else math.inf)
        return max(widths)

    def pairing_saves(self, arm: int, outcome: str, group: str = "everybody") -> float:
        """How many times as many runs the same precision would take with other people, other luck and other draws in each arm.

        Variance of the difference had the arms been independent, over that of the paired one; NaN with fewer than
        two replicates or without any difference.
        """
        base, own = self.values(0, outcome, group), self.values(arm, outcome, group)
        kept = np.isfinite(base) & np.isfinite(own)
        if kept.sum() < 2:
            return math.nan
        paired = float((own - base)[kept].var(ddof=1))
        return (float(base[kept].var(ddof=1)) + float(own[kept].var(ddof=1))) / paired if paired > 0 else math.nan

    def worst_off(self, outcome: str) -> str:
        """The group that fares worst at baseline."""
        from simulation.outcomes import BY_NAME
        from simulation.people.codes import POPULATION_GROUPS

        means = {}
        for g in POPULATION_GROUPS[1:]:
            v = self.values(0, outcome, g)
            # a small group may have had nobody to measure in some replicates
            if len(v) and np.isfinite(v).sum() * 2 > len(v):
                means[g] = float(np.nanmean(v))
        if not means or not BY_NAME[outcome].better:
            return "everybody"
        worst = min if BY_NAME[outcome].better == "higher" else max
        return worst(means, key=lambda g: means[g])

    def rows(self, outcomes: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """One row per arm and outcome (headlines and cost if not said otherwise), for tables and JSON."""
        from simulation.outcomes import BY_NAME, HEADLINES

        names = list(outcomes or [*(o.name for o in HEADLINES), "cost"])
        cost = {arm: self.estimate(arm, "cost") for arm in range(1, len(self.arms))}
        found = []
        for arm in range(1, len(self.arms)):
            for name in names:
                e = self.estimate(arm, name)
                group = self.worst_off(name) if name in BY_NAME else "everybody"
                w = self.estimate(arm, name, group)
                found.append(
                    {
                        "policy": self.arms[arm], "outcome": name, "unit": e.unit, "better": e.better,
                        "baseline": _plain(e.baseline), "difference": _plain(e.difference),
                        "luck": [_plain(e.luck_low), _plain(e.luck_high)],
                        "luck_and_unknown": [_plain(e.low), _plain(e.high)],
                        "helps_in_share_of_draws": _plain(e.helps),
                        "cost_per_resident_year": _plain(cost[arm].difference),
                        "worst_off_group": group, "worst_off_baseline": _plain(w.baseline),
                        "worst_off_difference": _plain(w.difference),
                        "worst_off_luck_and_unknown": [_plain(w.low), _plain(w.high)],
                        "pairing_saves": _plain(self.pairing_saves(arm, name)),
                        "replicates": e.replicates,
                    }
                )
        return found

    def lives(self, arm: int, group: int = 0) -> Any:
        """Residents helped, harmed and unchanged: mean over replicates, shape (3,)."""
        return np.mean([a.lives[arm, group] for a in self.answers], axis=0)

    def weekly(self, arm: int, outcome: str) -> Any:
        """An outcome's weekly course in every replicate, shape (replicates, weeks)."""
        return np.array([a.weekly[arm, WEEKLY.index(outcome)] for a in self.answers])

    def minutes(self, arm: int) -> Any:
        """Clinicians' minutes by kind and week, mean over replicates, shape (ledger, weeks)."""
        return np.mean([a.minutes[arm] for a in self.answers], axis=0)

    def to_frame(self) -> pd.DataFrame:
        """The result table (tidy): one row per arm, replicate, group and outcome over the run."""
        import pandas as pd

        from simulation.outcomes import OUTCOMES
        from simulation.people.codes import POPULATION_GROUPS

        digests = [scenario.digest() for scenario in (self.question.baseline, *self.question.arms)]
        pieces = []
        for arm, name in enumerate(self.arms):
            for answer in self.answers:
                for o, outcome in enumerate(OUTCOMES):
                    for g, group in enumerate(POPULATION_GROUPS):
                        value = answer.values[arm, o, g]
                        if np.isfinite(value) or g == 0:
                            pieces.append(
                                (self.question.baseline.name, digests[arm], name, answer.job.replicate,
                                 "all", "all", group, outcome.name, value, outcome.unit)
                            )
        columns = ["system", "scenario", "policy", "replicate", "week", "centre", "group", "outcome", "value", "unit"]
        return pd.DataFrame(pieces, columns=columns)

    def plot(self, outcome: str | None = None, ax: Any = None, lang: str = "en") -> Any:
        """Draw the differences with both intervals; returns the matplotlib axes."""
        from experiments.figures import differences

        return differences(self, outcome, ax, lang)

    def __repr__(self) -> str:
        from experiments.wording import table

        return table(self)

    def _repr_html_(self) -> str:
        from experiments.wording import html_table

        return html_table(self)


def _plain(x: float) -> float | None:
    return float(f"{x:.6g}") if math.isfinite(x) else None


def _indices(outcome: str, group: str) -> tuple[int, int]:
    from simulation.outcomes import OUTCOMES
    from simulation.people.codes import POPULATION_GROUPS

    return [o.name for o in OUTCOMES].index(outcome), POPULATION_GROUPS.index(group)


def _t(freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf(0.975, freedom)) if freedom > 0 else math.nan


def arm_name(scenario: Scenario) -> str:
    """Names of an arm's policies, joined by +."""
    return "+".join(p.name for p in scenario.policies) or "baseline"


def share_for(baseline: Scenario, arms: int, weeks: int, runs: int) -> float:
    """The largest share of residents with which so many runs meet the time goal on two cores."""
    people = sum(z.population for z in baseline.zones)
    resident_weeks = runs * people * (baseline.burn_in_weeks + (arms + 1) * weeks)
    for share in SHARES:
        if resident_weeks * share * NOMINAL / 2 <= GOAL_SECONDS:
            return share
    return SHARES[-1]


def compare(
    baseline: Scenario,
    *policies: Policy | Sequence[Policy],
    seed: int = 1,
    weeks: int = 156,
    scale: float | None = None,
    replicates: int | None = None,
    precision: float = PRECISION,
    cap: int = CAP,
    fixed_parameters: bool = False,
    workers: int | None = None,
    start_method: str = "spawn",
    budget: float | None = None,
    on_answer: Callable[[Comparison, Answer, int], None] | None = None,
) -> Comparison:
    """Compare policies with the system as it is.

    Args:
        baseline: the system.
        policies: one arm each; a sequence is one arm with all of them.
        seed: root seed.
        weeks: the horizon.
        scale: share of residents; by default the largest that meets the time goal.
        replicates: exactly so many; by default as many as ``precision`` asks, 8 to ``cap``.
        precision: wanted 95 % half-width of the first headline's mean difference, in its unit.
        cap: most replicates.
        fixed_parameters: central values only: luck alone.
        workers: processes; by default one per core.
        start_method: of worker processes.
        budget: ceiling of extra cash a year for the health ministry, in money of the system: marks arms, stops none.
        on_answer: called with the comparison so far, each new answer, and the number of jobs planned.

    Raises:
        InputError: policies that do not fit, or a number that makes no sense.
    """
    if not policies:
        raise InputError("", "policies", "none", "at least one policy to compare with the system as it is")
    arms = tuple(baseline.with_policies(*([p] if isinstance(p, Policy) else p)) for p in policies)
    first = replicates if replicates is not None else LEAST
    twins = 0 if fixed_parameters else min(first, LEAST)
    if scale is None:
        scale = share_for(baseline, len(arms), weeks, first + twins)
    question = Question(baseline, arms, seed, weeks, scale, fixed_parameters)
    found = Comparison(question, precision=precision, budget=budget)
    by_job: dict[Job, Answer] = {}
    if start_method == "spawn":
        warm(workers)
    with Runner(question, workers or cores(), start_method) as runner:
        jobs = [Job(r) for r in range(first)] + [Job(r, 1) for r in range(twins)]
        jobs.sort(key=lambda job: (job.twin, job.replicate))
        planned = len(jobs)
        while True:
            for answer in runner.answers(jobs):
                by_job[answer.job] = answer
                _sort_in(found, by_job)
                if on_answer is not None:
                    on_answer(found, answer, planned)
            found.reached = found.half_width()
            if replicates is not None or found.reached <= precision:
                break
            done = sum(job.twin == 0 for job in by_job)
            if done >= cap:
                found.capped = True
                break
            jobs = [Job(r) for r in range(done, min(done + BATCH, cap))]
            planned += len(jobs)
    return found


def _sort_in(found: Comparison, by_job: dict[Job, Answer]) -> None:
    order = sorted(by_job)
    found.answers = [by_job[j] for j in order if j.twin == 0 and not by_job[j].error]
    found.twins = [by_job[j] for j in order if j.twin == 1 and not by_job[j].error]
    found.failed = [by_job[j] for j in order if by_job[j].error]
