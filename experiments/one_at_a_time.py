"""One number at a time: its low end against its high end, everything else at central values.

Two worlds are lived from burn-in on with the same people and the same luck, one at each end; the difference of
every outcome is paired within a replicate. This says what one number moves around the central values, and
nothing of what it does together with others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from experiments.compare import Comparison
from experiments.execute import Answer, Job, Question, Runner, cores
from experiments.terminal import paragraph, table, width_of_terminal
from experiments.wording import encodable, headlines, labelled, span
from experiments.words import NARROW, brief, decimals_for, number, text
from simulation import InputError, Scenario
from simulation.ground.parameter import Declaration
from simulation.scenario.files import shown


@dataclass(frozen=True)
class Ends:
    """What is set at either end: name -> value."""

    name: str
    low: dict[str, float | str]
    high: dict[str, float | str]


def ends_of(system: Scenario, asked: str) -> list[Ends]:
    """The ends of a parameter, or of all elements of a vector at once; a form has its first choice against each other.

    Raises:
        InputError: it is no parameter, or a number without a range.
    """
    stem = asked.rpartition(":")[2]
    chosen = [d for d in system.values.values() if stem in (d.name, f"{d.process}.{d.field}")]
    if not chosen:
        raise InputError("", "--measure", shown(asked), "the name of a parameter (see `minga list parameters`)")
    if first := chosen[0].choices:
        low = str(chosen[0].value)
        return [Ends(asked, {asked: low}, {asked: other}) for other in first if other != low]
    moved = [d for d in chosen if d.low < d.high]
    if not moved:
        raise InputError("", "--measure", shown(asked), "a number with a range; it is fixed. `minga compare … --set` takes another value")
    place = asked[: -len(stem)] if stem != asked else ""
    low_end, high_end = ({f"{place}{d.name}": _allowed(d, end) for d in moved} for end in ("low", "high"))
    return [Ends(asked, low_end, high_end)]


def _allowed(d: Declaration, end: str) -> float | str:
    value = float(getattr(d, end))
    return round(value) if d.whole else value


def measure(
    system: Scenario, ends: Ends, *, seed: int = 1, weeks: int = 156, scale: float = 0.1, replicates: int = 8,
    workers: int | None = None, on_run: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Live both ends in every replicate; the first arm of the answer is the low end, the second the high end."""
    worlds = [system.setting(end) for end in (ends.low, ends.high)]
    found: list[dict[Job, Answer]] = []
    jobs = [Job(r) for r in range(replicates)]
    for world in worlds:
        # a world of its own from burn-in on: a policy would begin in the settled place of the other end
        question = Question(world, (), seed, weeks, scale, fixed_parameters=True)
        answers: dict[Job, Answer] = {}
        with Runner(question, min(workers or cores(), replicates)) as runner:
            for answer in runner.answers(jobs):
                answers[answer.job] = answer
                if on_run is not None:
                    on_run(sum(map(len, found)) + len(answers), 2 * replicates)
        found.append(answers)
    low, high = found
    pairs = [
        replace(low[job], values=np.concatenate([low[job].values, high[job].values]), weekly=np.concatenate([low[job].weekly, high[job].weekly]))
        for job in jobs if not low[job].error and not high[job].error
    ]
    failed = [a for answers in found for a in answers.values() if a.error]
    return Comparison(Question(worlds[0], (worlds[1],), seed, weeks, scale, fixed_parameters=True), pairs, [], failed)


def rows(found: Comparison) -> list[dict[str, Any]]:
    """Headline outcomes and cost at both ends, with the paired difference and its interval."""

    def plain(x: float) -> float | None:
        return float(f"{x:.6g}") if np.isfinite(x) else None

    return [
        {"outcome": e.outcome, "unit": e.unit, "low_end": plain(e.baseline), "high_end": plain(e.value), "difference": plain(e.difference),
         "luck": [plain(e.luck_low), plain(e.luck_high)], "replicates": e.replicates}
        for e in (found.estimate(1, o) for o in headlines())
    ]


def told(found: Comparison, ends: Ends, lang: str = "en", width: int | None = None) -> str:
    """The measurement as a table, and how it was made."""
    width, q = width or width_of_terminal(), found.question
    heads = [text(f"m.{k}", lang) for k in ("outcome", "low", "high", "difference", "interval", "verdict")]
    lines = []
    for o in headlines():
        e = found.estimate(1, o)
        d = decimals_for(e.luck_low, e.difference, e.luck_high)
        off = e.luck_low > 0 or e.luck_high < 0
        lines.append([
            labelled(o, q.baseline, lang), number(e.baseline, lang, d), number(e.value, lang, d), number(e.difference, lang, d, sign=True),
            span(e.luck_low, e.luck_high, lang, d), text("m.off" if off else "m.on", lang),
        ])
    low, high = (", ".join(brief(v, lang) for v in end.values()) for end in (ends.low, ends.high))
    title = text("m.title", lang, name=ends.name, low=low, high=high)
    share = f"{brief(100 * q.scale, lang)}{NARROW}%"
    how = text("m.how", lang, n=len(found.answers), share=share, weeks=q.weeks, system=q.baseline.name, seed=q.seed)
    return encodable("\n".join([paragraph(title, width=width), "", table(heads, lines, width, right=(1, 2, 3)), "", paragraph(how, width=width)]))
