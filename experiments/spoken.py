"""What pages of interviews share: counts of answers with their interval, medians, the page and the text of its parts."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.figures import Rows
from experiments.outputs import again, as_named, settings_of
from experiments.page import page, section, table_of, write
from experiments.terminal import paragraph, table
from experiments.wording import encodable
from experiments.words import number, text

if TYPE_CHECKING:
    from simulation import Record

Part = tuple[str, Rows, list[str]]
"""A head, a table, and what stands under it."""


def interval_of(successes: int, n: int) -> tuple[float, float]:
    """95 % interval of a share, exact (Clopper and Pearson); NaN of nobody."""
    from scipy.stats import binomtest

    if not n:
        return math.nan, math.nan
    found = binomtest(successes, n).proportion_ci(0.95, method="exact")
    return float(found.low), float(found.high)


def counted(told: Sequence[bool], lang: str) -> str:
    """How many of those asked say so, and the interval of the share in percent."""
    if not told:
        return ""
    low, high = (100 * x for x in interval_of(sum(told), len(told)))
    return text("pair.count", lang, n=sum(told), of=len(told), low=number(low, lang, 0), high=number(high, lang, 0))


def middle(values: Sequence[float], lang: str, decimals: int) -> str:
    """Median, and the lowest and highest, of what is known."""
    known = np.array([v for v in values if math.isfinite(v)])
    if not len(known):
        return ""
    low, half, high = (number(float(x), lang, decimals) for x in (known.min(), np.median(known), known.max()))
    return f"{half} ({text('to', lang, low=low, high=high)})"


def interview_line(record: Record, *more: str, study: str = "") -> str:
    """The line of ``minga interview`` that gives the same answers again; of a whole study, which takes no settings."""
    system = record.scenario
    line = ["minga", "interview", study or as_named(system.origin, system.name)]
    if system.policies:
        line += ["--policy", "+".join(as_named(p.origin, p.name) for p in system.policies)]
    line += ["--seed", str(record.root), "--weeks", str(record.weeks), "--scale", repr(record.scale)]
    return shlex.join([*line, *([] if study else settings_of(system)), *more])


def provenance(record: Record, line: str) -> dict[str, Any]:
    """What made these answers, for machines."""
    from simulation import __version__
    from simulation.ground.cache import source_hash

    return {
        "version": __version__, "source": source_hash(), "command": line, "seed": record.root, "weeks": record.weeks,
        "scale": record.scale, "system": record.system, "policy": record.policy, "digest": record.scenario.digest(),
    }


def text_of(title: str, how: Iterable[str], parts: Iterable[Part], width: int | None = None) -> str:
    """A title, sentences and tables for a terminal."""
    said = [paragraph(title, width=width), "", *(paragraph(s, width=width) for s in how)]
    for head, (heads, rows), notes in parts:
        said += ["", paragraph(head, width=width), "", table(heads, rows, width), *(paragraph(n, width=width) for n in notes)]
    return encodable("\n".join(said))


def write_parts(record: Record, title: str, how: Iterable[str], parts: Iterable[Part], line: str, path: Path, lang: str) -> Path:
    """The same as one HTML page."""
    sections = [section(text("run", lang), "".join(f"<p>{escape(s)}</p>" for s in how))]
    sections += [section(head, table_of(rows, lang), *(f'<p class="small">{escape(n)}</p>' for n in notes)) for head, rows, notes in parts]
    return write(path, page(title, lang, *sections, again(line, {record.policy: record.scenario.digest()}, lang)))
