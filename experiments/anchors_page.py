"""Anchors as a table of a terminal, a page of Markdown, or JSON."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Sequence
from typing import Any

from experiments.anchors import WORLDS, Anchor, Found
from experiments.outputs import as_named, settings_of
from experiments.terminal import paragraph, table
from experiments.wording import encodable
from experiments.words import NARROW, brief, name, number, text
from simulation import Scenario
from simulation.parameters import sources


def told(value: float, unit: str, lang: str) -> str:
    """A number of an anchor's unit: shares with three decimals, counts whole."""
    return number(value, lang, {"share": 3, "count": 0}.get(unit, 1))


def of_whom(anchor: Anchor, lang: str) -> str:
    """The people that a figure is about, with their ages where they are given."""
    if anchor.ages is None:
        return anchor.people(lang)
    if anchor.ages[0] == 0:
        return anchor.people(lang)
    return text("anchors.ages", lang, people=anchor.people(lang), low=anchor.ages[0], high=anchor.ages[1])


def published(anchor: Anchor, lang: str) -> str:
    """Value and range as published; empty without any."""
    if not math.isfinite(anchor.value):
        return ""
    value, low, high = (told(v, anchor.unit, lang) for v in (anchor.value, anchor.low, anchor.high))
    return text("anchors.range", lang, value=value, low=low, high=high)


def span_of(found: Found, lang: str) -> str:
    """Where 95 % of runs would lie."""
    unit = found.anchor.unit
    return text("to", lang, low=told(found.run_low, unit, lang), high=told(found.run_high, unit, lang))


def summed(found: Sequence[Found], lang: str) -> str:
    """How many ranges hold, in a sentence."""
    verdicts = [f.verdict for f in found]
    count = {k: verdicts.count(k) for k in ("inside", "reached", "outside")}
    return text("anchors.sum", lang, n=sum(count.values()), reported=verdicts.count(""), **count)


def how(lang: str, seed: int, scale: float, replicates: int, fixed_parameters: bool) -> str:
    """How the figures were made, in a sentence."""
    share = f"{brief(100 * scale, lang)}{NARROW}%"
    return text("anchors.fixed" if fixed_parameters else "anchors.drawn", lang, n=replicates, share=share, seed=seed)


def again(system: Scenario, seed: int, scale: float, replicates: int, fixed_parameters: bool) -> str:
    """The line that gives the same numbers again."""
    line = ["minga", "anchors", as_named(system.origin, system.name), "--seed", str(seed), "--scale", f"{scale:g}", "--replicates", str(replicates)]
    return shlex.join([*line, *settings_of(system), *(["--fixed-parameters"] if fixed_parameters else [])])


def _worlds(found: Sequence[Found]) -> list[tuple[str, list[Found]]]:
    return [(w, chosen) for w in WORLDS if (chosen := [f for f in found if f.anchor.world == w])]


def cells(f: Found, lang: str) -> list[str]:
    """What the table says of an anchor, in the order of ``HEADS``."""
    a = f.anchor
    return [
        f"{a.what(lang)} ({of_whom(a, lang)}; {name('period', a.period, lang)})", published(a, lang),
        told(f.mean, a.unit, lang), span_of(f, lang), name("verdict", f.verdict, lang), a.source,
    ]


HEADS = ("what", "published", "model", "span", "verdict", "source")


def as_table(system: Scenario, found: Sequence[Found], lang: str = "en", width: int | None = None, **about: Any) -> str:
    """The anchors as ``minga anchors`` prints them: a block per world, notes under it."""
    heads = [text(f"anchors.{h}", lang) for h in HEADS]
    said = [paragraph(text("anchors.title", lang, system=system.title(lang)), width=width)]
    for world, chosen in _worlds(found):
        said += ["", paragraph(text(f"world.{world}", lang, weeks=WORLDS[world]), width=width), ""]
        said.append(table(heads, [cells(f, lang) for f in chosen], width, right=(2,)))
        said += [""] + [
            paragraph(f"{f.anchor.id}: {f.anchor.note(lang)}.", 2, width, 2) for f in chosen if f.anchor.note(lang)
        ]
    said += ["", *(paragraph(s, width=width) for s in (how(lang, **about), summed(found, lang), text("anchors.rule", lang)))]
    return encodable("\n".join(said))


def as_markdown(system: Scenario, found: Sequence[Found], lang: str = "en", **about: Any) -> str:
    """The anchors as a page of Markdown, with their sources."""
    heads = [text(f"anchors.{h}", lang) for h in ("id", *HEADS, "note")]
    said = [f"# {text('anchors.title', lang, system=system.title(lang))}", "", how(lang, **about), "", summed(found, lang), "", text("anchors.rule", lang)]
    for world, chosen in _worlds(found):
        said += ["", f"## {text(f'world.{world}', lang, weeks=WORLDS[world])}", ""]
        lines = [heads, ["---"] * len(heads)]
        for f in chosen:
            told_of = cells(f, lang)
            lines.append([f"`{f.anchor.id}`", *told_of[:-1], f"`{told_of[-1]}`", f.anchor.note(lang)])
        said += ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    said += ["", f"## {text('h.again', lang)}", "", f"`{again(system, **about)} --markdown`"]
    cited = sorted({f.anchor.source for f in found})
    said += ["", f"## {text('anchors.sources', lang)}", "", *(f"- `{k}`: {sources()[k]['citation']}" for k in cited)]
    return "\n".join(said)


def as_json(system: Scenario, found: Sequence[Found], **about: Any) -> str:
    """The anchors for machines: decimal points and English codes, null for what could not be computed."""
    from simulation import __version__
    from simulation.ground.cache import source_hash

    def plain(x: float) -> float | None:
        return float(f"{x:.6g}") if math.isfinite(x) else None

    rows = [
        {
            "id": f.anchor.id, "what": f.anchor.what.en, "people": f.anchor.people.en, "ages": f.anchor.ages and list(f.anchor.ages),
            "period": f.anchor.period, "unit": f.anchor.unit, "world": f.anchor.world,
            "published": plain(f.anchor.value), "published_range": [plain(f.anchor.low), plain(f.anchor.high)],
            "source": f.anchor.source, "model": plain(f.mean), "runs_95": [plain(f.run_low), plain(f.run_high)],
            "verdict": f.verdict or None, "values": [plain(v) for v in f.values], "note": f.anchor.note.en,
        }
        for f in found
    ]
    provenance = {"version": __version__, "source": source_hash(), "system": system.name, "digest": system.digest(), **about}
    return json.dumps({"provenance": provenance, "anchors": rows}, indent=1, ensure_ascii=False, allow_nan=False)
