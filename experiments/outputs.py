"""Outputs: a comparison or a run as files for other programs, and the line that makes them again.

Machine output has decimal points and English codes in every language, and no clock times: the same question
gives the same bytes.
"""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments import figures
from experiments.page import section, write
from experiments.spending import spending_rows
from experiments.words import text

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from simulation import Record, Scenario


def command(comparison: Comparison) -> str:
    """The line that gives the same numbers again."""
    q = comparison.question
    arms = ["+".join(as_named(p.origin, p.name) for p in arm.policies) for arm in q.arms]
    n = len({a.job.replicate for a in (*comparison.answers, *comparison.failed) if a.job.twin == 0})
    line = ["minga", "compare", as_named(q.baseline.origin, q.baseline.name), *(x for arm in arms for x in ("--policy", arm))]
    line += ["--seed", str(q.seed), "--weeks", str(q.weeks), "--scale", repr(q.scale), "--replicates", str(n)]
    budget = [] if comparison.budget is None else ["--budget", f"{comparison.budget:.15g}"]
    return shlex.join([*line, *budget, *settings_of(q.baseline), *(["--fixed-parameters"] if q.fixed_parameters else [])])


def as_named(origin: str, shipped: str) -> str:
    """A path as it was given; a shipped file by its name."""
    return origin if "/" in origin or "\\" in origin else shipped


def run_command(records: Sequence[Record]) -> str:
    """The line that gives the same run again."""
    first, system = records[0], records[0].scenario
    line = ["minga", "run", as_named(system.origin, system.name)]
    line += [x for p in system.policies for x in ("--policy", as_named(p.origin, p.name))]
    line += ["--seed", str(first.root), "--weeks", str(first.weeks), "--scale", repr(first.scale), "--replicates", str(len(records))]
    return shlex.join([*line, *settings_of(system), *(["--fixed-parameters"] if first.fixed_parameters else [])])


def settings_of(system: Scenario) -> list[str]:
    """The values that were set after loading, and a file of costs that replaced the system's own, as arguments."""
    from simulation import InputError, load

    name, own = as_named(system.origin, system.name), system.costs.origin
    try:
        loaded = load(name)
        given = own if own and own != loaded.costs.origin else None
        loaded = load(name, costs=given) if given else loaded
    except (InputError, OSError):
        return []
    found = {n: d.value for n, d in system.values.items() if n in loaded.values and d.value != loaded.values[n].value}
    for n, places in system.local.items():
        found |= {f"{p}:{n}": d.value for p, d in places.items() if p in system.places(d.scope) and d.grade == "yours" and d != loaded.local.get(n, {}).get(p)}
    return [*(("--costs", given) if given else ()), *(x for n, v in found.items() for x in ("--set", f"{n}={v}"))]


def again(line: str, digests: dict[str, str], lang: str, *more: str) -> str:
    """The section on how to get the same numbers again."""
    from simulation import __version__
    from simulation.ground.cache import source_hash

    told = "".join(f"<li>{escape(n)}: <code>{d}</code></li>" for n, d in digests.items())
    about = text("again", lang, version=__version__, source=source_hash())
    return section(text("h.again", lang), f"<pre>{escape(line)}</pre><p>{about}</p><ul>{told}</ul>", *more)


def as_json(told: dict[str, Any]) -> str:
    """JSON as all machine output writes it."""
    return json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _about(scenarios: dict[str, Scenario], **more: Any) -> dict[str, Any]:
    from simulation import __version__
    from simulation.ground.cache import source_hash

    return {"version": __version__, "source": source_hash(), **more, "scenarios": {n: s.digest() for n, s in scenarios.items()}}


def write_outputs(comparison: Comparison, folder: str | Path, lang: str = "en") -> Path:
    """Write values.csv, weekly.csv, summary.json and the figures as PNG files."""
    import pandas as pd

    from experiments.execute import WEEKLY
    from simulation.outcomes import BY_NAME

    q, names, place = comparison.question, comparison.arms, Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    comparison.to_frame().to_csv(place / "values.csv", index=False, lineterminator="\n")
    pieces = [
        pd.DataFrame({"policy": policy, "replicate": a.job.replicate, "week": np.arange(q.weeks), "outcome": o, "value": a.weekly[arm, k], "unit": BY_NAME[o].unit})
        for arm, policy in enumerate(names) for a in comparison.answers for k, o in enumerate(WEEKLY)
    ]
    columns = ["policy", "replicate", "week", "outcome", "value", "unit"]
    (pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=columns)).to_csv(place / "weekly.csv", index=False, lineterminator="\n")
    write(place / "summary.json", as_json(summary(comparison)))
    if comparison.answers:
        for file, axes in _pictures(comparison, lang):
            np.ravel(axes)[0].figure.savefig(place / f"{file}.png", dpi=150, metadata={"Software": None})
    return place


def summary(comparison: Comparison) -> dict[str, Any]:
    """The rows of the main table, with their provenance, for machines."""
    q, names = comparison.question, comparison.arms
    about = _about(
        dict(zip(names, (q.baseline, *q.arms), strict=True)), command=command(comparison), seed=q.seed, weeks=q.weeks, scale=q.scale,
        replicates=len(comparison.answers), twins=len(comparison.twins), failed=[[a.job.replicate, a.job.twin] for a in comparison.failed],
        fixed_parameters=q.fixed_parameters, capped=comparison.capped, policies=names[1:],
    )
    return {"provenance": about, "rows": comparison.rows(), "spending": spending_rows(comparison) if comparison.answers else []}


def _pictures(comparison: Comparison, lang: str) -> list[tuple[str, Any]]:
    arms, new = range(len(comparison.arms)), figures.new_axes
    found = [("differences", figures.differences(comparison, None, new(2, 3, (9.5, 3 * (1.5 + 0.42 * len(arms)))), lang))]
    found += [(f"weekly-{o}", figures.weekly(comparison, o, new(size=(9, 5)), lang)) for o in ("in_care", "waiting", "extramural_share", "recovery", "crises")]
    found += [(f"clinicians-week-{comparison.arms[a]}", figures.clinicians_week(comparison, a, new(size=(9, 4.4)), lang)) for a in arms]
    for a in arms[1:]:
        found.append((f"groups-{comparison.arms[a]}", figures.who_gains(comparison, a, "in_care", new(size=(9, 5)), lang)))
        found.append((f"lives-{comparison.arms[a]}", figures.lives(comparison, a, new(size=(9, 5)), lang)))
    return [*found, ("what-is-judged", figures.what_is_judged(comparison, new(size=(8, 2.4)), lang))]


def write_run_outputs(records: Sequence[Record], folder: str | Path) -> Path:
    """Write result.csv (the tidy table of all replicates) and provenance.json."""
    import pandas as pd

    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    pd.concat([r.to_frame() for r in records], ignore_index=True).to_csv(place / "result.csv", index=False, lineterminator="\n")
    write(place / "provenance.json", as_json(_about_run(records)))
    return place


def _about_run(records: Sequence[Record]) -> dict[str, Any]:
    first = records[0]
    return _about(
        {first.policy: first.scenario}, command=run_command(records), seed=first.root, seeds_of_runs=[r.seed for r in records],
        weeks=first.weeks, scale=first.scale, replicates=[r.replicate for r in records], system=first.system,
        **({"extra": first.extra} if first.extra else {}),
    )


def run_summary(records: Sequence[Record]) -> dict[str, Any]:
    """Every outcome of every replicate, with provenance, for machines; null is what could not be computed."""
    rows = [
        {"replicate": r.replicate, **{o: float(f"{v:.6g}") if math.isfinite(v) else None for o, v in (r.summary() | r.measured).items()}}
        for r in records
    ]
    return {"provenance": _about_run(records), "rows": rows}
