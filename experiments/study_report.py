"""The report of a study: what each policy changes over all points and replicates, for whom, and how runs ended.

Differences are paired: an arm and the system as it is are lived with the same people, luck and parameters, and
only pairs of which both runs are there are used.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from experiments.figures import Rows
from experiments.outputs import again
from experiments.page import csv_link, figure, page, section, table_of, write
from experiments.plan import Plan, Run, write_whole
from experiments.status import standing
from experiments.store import Ledger, rows_at
from experiments.sweeping import standing_lines
from experiments.todo import ledger_of
from experiments.words import name, text

SHOWN_ARMS = 24
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Pairs:
    """Paired differences of one system: shape (pairs, arms, outcomes, groups), NaN where a run is missing."""

    system: int
    base: Any
    difference: Any


def pairs_of(plan: Plan, ledger: Ledger, system: int) -> Pairs:
    """The paired differences of every arm from the system as it is."""
    outcomes, groups, arms = plan.told["outcomes"], plan.told["groups"], len(plan.told["arms"])
    by_group: dict[int, list[Run]] = {}
    for run in plan.runs():
        if run.system == system:
            by_group.setdefault(run.group, []).append(run)
    values = np.full((len(by_group), arms, len(outcomes), len(groups)), np.nan)
    where: dict[str, list[tuple[int, int]]] = {}
    for k, runs in enumerate(by_group.values()):
        for run in runs:
            where.setdefault(run.id, []).append((k, run.arm))
    found = {id: ledger.done[id] for id in where if id in ledger.done}
    for id, row in rows_at(found, plan.id):
        for k, arm in where[id]:
            values[k, arm] = np.frombuffer(row.values, "<f8").reshape(len(outcomes), len(groups))
    return Pairs(system, values[:, 0], values - values[:, :1])


def headline_rows(plan: Plan, pairs: Pairs, lang: str, group: int = 0) -> Rows:
    """A line per arm and headline outcome: baseline, differences at 5, 50 and 95 % of the pairs, and who is helped."""
    from simulation.outcomes import BY_NAME

    heads = [text(f"study.{key}", lang) for key in ("policy", "outcome", "unit", "baseline", "low", "median", "high", "helps", "pairs")]
    lines: list[list[Any]] = []
    for arm in range(1, len(plan.told["arms"])):
        for outcome in headlines(plan):
            o = plan.told["outcomes"].index(outcome)
            d = pairs.difference[:, arm, o, group]
            kept = np.isfinite(d)
            about = BY_NAME[outcome]
            sign = {"higher": 1, "lower": -1}.get(about.better, 0)
            d = d[kept]
            spread = [float(q) for q in np.quantile(d, QUANTILES)] if len(d) else [math.nan] * 3
            helps = float(round(100 * (sign * d > 0).mean())) if len(d) and sign else math.nan
            base = float(pairs.base[kept, o, group].mean()) if len(d) else math.nan
            lines.append([plan.arm_name(arm), about.label(lang), name("unit", about.unit, lang), base, *spread, helps, len(d)])
    return heads, lines


def headlines(plan: Plan) -> list[str]:
    """The headline outcomes that the study kept, or its first five if it kept none."""
    from simulation.outcomes import HEADLINES

    kept = [o.name for o in HEADLINES if o.name in plan.told["outcomes"]]
    return kept or plan.told["outcomes"][:5]


def shown_arms(plan: Plan, pairs: Pairs) -> list[int]:
    """The arms that are drawn: all of a few, or those with the largest median changes of the first headline."""
    arms = list(range(1, len(plan.told["arms"])))
    o = plan.told["outcomes"].index(headlines(plan)[0])

    def size(arm: int) -> float:
        d = pairs.difference[:, arm, o, 0]
        d = d[np.isfinite(d)]
        return abs(float(np.median(d))) if len(d) else -1.0

    return sorted(sorted(arms, key=size, reverse=True)[:SHOWN_ARMS])


def _picture(plan: Plan, pairs: Pairs, lang: str) -> Any:
    """Differences of the first headlines by arm: median and the middle 90 % of pairs."""
    import matplotlib.pyplot as plt

    from simulation.outcomes import BY_NAME

    chosen = headlines(plan)[:4]
    arms = shown_arms(plan, pairs)
    _, axes = plt.subplots(1, len(chosen), figsize=(3.1 * len(chosen) + 1.8, 1.2 + 0.34 * len(arms)), sharey=True, layout="constrained", squeeze=False)
    for ax, outcome in zip(axes[0], chosen, strict=True):
        o = plan.told["outcomes"].index(outcome)
        for k, arm in enumerate(arms):
            d = pairs.difference[:, arm, o, 0]
            d = d[np.isfinite(d)]
            if len(d):
                low, middle, high = np.quantile(d, QUANTILES)
                ax.plot([low, high], [k, k], color="#0072b2", lw=2.5, solid_capstyle="butt")
                ax.plot(middle, k, "o", color="#00415f", ms=5)
        ax.axvline(0, color="#777777", lw=0.8)
        ax.set_title(BY_NAME[outcome].label(lang), fontsize=9, loc="left", wrap=True)
        ax.set_xlabel(name("unit", BY_NAME[outcome].unit, lang), fontsize=8)
        ax.tick_params(labelsize=8)
        ax.spines[["top", "right"]].set_visible(False)
    axes[0][0].set_yticks(range(len(arms)), [plan.arm_name(a) for a in arms])
    axes[0][0].invert_yaxis()
    return axes[0]


def _failures(plan: Plan, ledger: Ledger, lang: str) -> str:
    if not ledger.failed:
        return ""
    heads = [text(f"study.{key}", lang) for key in ("run", "policy", "point", "replicate", "cause", "detail")]
    runs = {run.id: run for run in plan.find(ledger.failed)}
    lines: list[list[Any]] = []
    for id, tries in ledger.failed.items():
        last = tries[-1].detail.strip().splitlines()
        lines.append([
            id, plan.arm_name(runs[id].arm), str(runs[id].point), str(runs[id].replicate),
            text(f"cause.{tries[-1].cause}", lang), last[-1][:200] if last else "",
        ])
    rows: Rows = (heads, lines[:200])
    return section(text("study.h.failed", lang), table_of(rows, lang), csv_link((heads, lines), "failed", lang))


def _shown(plan: Plan, many: int, lang: str) -> str:
    from simulation.outcomes import BY_NAME

    return text("study.shown", lang, n=SHOWN_ARMS, outcome=BY_NAME[headlines(plan)[0]].label(lang), all=many)


def write_study_report(plan: Plan, path: Path, lang: str = "en") -> Path:
    """Write the report of a study as one self-contained page."""
    import matplotlib.pyplot as plt

    ledger = ledger_of(plan)
    now = standing(plan, ledger)
    study, told = plan.study, plan.told
    title = study.title(lang) or study.name
    lead = text(
        "study.lead", lang, systems=", ".join(s["scenario"] for s in told["systems"]), arms=len(told["arms"]) - 1,
        points=told["points"], kind=text(f"design.{study.design.kind}", lang), replicates=study.replicates, weeks=study.weeks, share=f"{100 * study.scale:.3g}",
    )
    stands = "".join(f"<li>{escape(line)}</li>" for line in standing_lines(now, lang))
    pieces = [section(text("study.h.what", lang), f"<p>{escape(lead)}</p><ul>{stands}</ul>")]
    for s, system in enumerate(told["systems"]):
        if len(told["arms"]) < 2 or not ledger.done:
            break
        pairs = pairs_of(plan, ledger, s)
        rows = headline_rows(plan, pairs, lang)
        head = f"{text('h.table', lang)}: {system['scenario']}"
        axes = _picture(plan, pairs, lang)
        many = len(told["arms"]) - 1
        shown = "" if many <= SHOWN_ARMS else f"<p>{escape(_shown(plan, many, lang))}</p>"
        table = table_of(rows, lang) if many <= SHOWN_ARMS else ""  # of more, the figure's own table is enough
        pieces.append(section(
            head, f"<p>{escape(text('study.reading', lang))}</p>{shown}",
            figure(head, axes, rows, f"differences-{system['scenario']}", lang), table,
        ))
        plt.close(np.ravel(axes)[0].figure)
    if study.design.kind == "saltelli":
        from experiments.sensitivity.page import section_of

        pieces.append(section_of(plan, lang))
    if told["left_out"]:
        items = "".join(f"<li>{escape(text('sweep.left_out', lang, arm=x['arm'], why=x['because']))}</li>" for x in told["left_out"])
        head = escape(text("study.left_out", lang, n=len(told["left_out"])))
        pieces.append(f"<details><summary>{head}</summary><ul>{items}</ul></details>")
    pieces.append(_failures(plan, ledger, lang))
    digests = {arm["name"]: ", ".join(arm["digests"]) for arm in told["arms"]}
    pieces.append(again(told["command"] or "experiments.sweep.sweep(…)", digests, lang))
    if path == plan.folder / "report.html":
        write_whole(path, page(title, lang, *pieces))
        return path
    return write(path, page(title, lang, *pieces))
