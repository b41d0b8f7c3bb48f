"""Patterns as a table of a terminal, a page of Markdown, or JSON."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from experiments.patterns.catalogue import Catalogue
from experiments.patterns.registry import EVIDENCE, SYSTEMS, Finding
from experiments.patterns.rules import DECIDES, FAIL, NOT_BUILT, PASSED, UNDECIDED, Clause
from experiments.terminal import paragraph, table
from experiments.wording import encodable
from experiments.words import NARROW, brief, decimals_for, name, number, text

HEADS = ("id", "role", "rule", "status", "evidence", "estimate", "span", "n", "reason")


@dataclass(frozen=True)
class Asked:
    """What was asked for, and how runs were lived."""

    group: str
    only: tuple[str, ...]
    seed: int
    scale: float
    replicates: int

    @property
    def again(self) -> str:
        """The line that gives the same numbers again."""
        line = ["minga", "patterns", self.group, "--seed", str(self.seed), "--scale", f"{self.scale:g}", "--replicates", str(self.replicates)]
        return shlex.join([*line, *(x for id in self.only for x in ("--only", id))])


def estimate(c: Clause, lang: str) -> str:
    """A clause's estimate; empty where nothing is measured."""
    if not math.isfinite(c.estimate):
        return ""
    return number(c.estimate, lang, decimals_for(c.low, c.estimate, c.high)) if math.isfinite(c.low) else brief(c.estimate, lang)


def span(c: Clause, lang: str) -> str:
    """A clause's interval; empty where there is none."""
    if not math.isfinite(c.low) or not math.isfinite(c.high):
        return ""
    decimals = decimals_for(c.low, c.estimate, c.high)
    return text("to", lang, low=number(c.low, lang, decimals), high=number(c.high, lang, decimals))


def evidence(f: Finding, lang: str) -> str:
    """The kind of evidence, with the ablation of what is emergent; empty of what is not built at all."""
    if f.check is None:
        return ""
    if f.check.ablation is not None:
        return text("patterns.ablation", lang, what=f.check.ablation(lang))
    return name("evidence", f.check.evidence, lang)


def rules_of(f: Finding) -> str:
    """Letters of the rules of a pattern, each once."""
    return " ".join(dict.fromkeys(c.rule for c in f.clauses))


def cells(f: Finding, lang: str) -> list[str]:
    """What the table says of a pattern, in the order of ``HEADS``."""
    c = f.leading
    said = f.reason(lang) if f.check is None else f"{c.what(lang)}: {f.reason(lang)}"
    return [
        f.pattern.id, name("role", f.pattern.role, lang), rules_of(f), name("status", f.status, lang), evidence(f, lang),
        estimate(c, lang), span(c, lang), str(c.n) if c.n else "", said,
    ]


def clause_cells(c: Clause, lang: str) -> list[str]:
    """What the table of clauses says of one."""
    return [c.what(lang), c.rule, name("status", c.status, lang), estimate(c, lang), span(c, lang), name("unit", c.unit, lang) if c.unit else "",
            str(c.n) if c.n else "", c.reason(lang)]


CLAUSE_HEADS = ("what", "rule", "status", "estimate", "span", "unit", "n", "why")


def summed(found: Sequence[Finding], lang: str) -> list[str]:
    """How many of each kind of evidence pass, a sentence each, and how many are not built."""
    said = []
    for kind in EVIDENCE:
        of = [f.status for f in found if f.check is not None and f.check.evidence == kind and f.status != NOT_BUILT]
        if of:
            said.append(text("patterns.count", lang, evidence=_capital(name("evidence", kind, lang)), n=len(of), passed=of.count(PASSED),
                             failed=of.count(FAIL), undecided=of.count(UNDECIDED)) + ".")
    gaps = sum(f.status == NOT_BUILT for f in found)
    return [*said, *([text("patterns.gaps", lang, n=gaps, all=len(found))] if gaps else [])]


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def shares(found: Sequence[Finding], asked: Asked, lang: str) -> str:
    """Shares of residents with which the worlds were lived: what was asked for, or more where a world needs more."""
    lived = sorted({max(asked.scale, arm.least_scale) for f in found if f.check for arm in f.check.arms} or {asked.scale})
    ends = dict.fromkeys((lived[0], lived[-1]))
    return "–".join(brief(100 * share, lang) for share in ends) + f"{NARROW}%"


def notes(found: Sequence[Finding], asked: Asked, lang: str) -> list[str]:
    """How it was made and how to read it, a paragraph each."""
    said = list(summed(found, lang))
    if any(f.check for f in found):
        said.append(text("patterns.how", lang, n=asked.replicates, share=shares(found, asked, lang), seed=asked.seed))
        said.append(text("patterns.kinds", lang))
    if any(f.status == UNDECIDED for f in found):
        said.append(text("patterns.undecided", lang, n=DECIDES))
    return [*said, text("patterns.honest", lang)]


def as_table(catalogues: Sequence[Catalogue], found: Sequence[Finding], asked: Asked, lang: str = "en", width: int | None = None) -> str:
    """Patterns as ``minga patterns`` prints them: a row each, reasons under it; clause by clause where single ones were asked for."""
    heads = [text(f"patterns.{h}", lang) for h in HEADS[:-1]]
    said = [paragraph(text("patterns.title", lang), width=width)]
    for catalogue, chosen in _by_group(catalogues, found):
        said += ["", paragraph(text("patterns.group", lang, group=catalogue.group, paper=catalogue.paper), width=width, hanging=2), ""]
        said.append(table(heads, [cells(f, lang)[:-1] for f in chosen], width, right=(5, 7)))
        reasons: dict[str, list[str]] = {}
        for f in chosen:
            reasons.setdefault(cells(f, lang)[-1], []).append(f.pattern.id)
        said += ["", *(paragraph(f"{', '.join(ids)}: {why}.", 2, width, 2) for why, ids in reasons.items())]
        for f in chosen if asked.only else ():
            said += ["", paragraph(f"{f.pattern.id}: {f.pattern.statement(lang)} ({f.pattern.source})", width=width, hanging=2)]
            for c in f.clauses if f.check else ():
                numbers = " ".join(part for part in (estimate(c, lang), f"({span(c, lang)})" if span(c, lang) else "", name("unit", c.unit, lang) if c.unit else "") if part)
                said.append(paragraph(f"{c.rule}, {name('status', c.status, lang)}: {c.what(lang)}{': ' + numbers if numbers else ''}; {c.reason(lang)}.", 2, width, 2))
    said += ["", *(paragraph(s, width=width) for s in (*notes(found, asked, lang), text("patterns.rules", lang)))]
    return encodable("\n".join(said))


def _by_group(catalogues: Sequence[Catalogue], found: Sequence[Finding]) -> list[tuple[Catalogue, list[Finding]]]:
    pairs = [(c, [f for f in found if f.pattern.group == c.group]) for c in catalogues]
    return [(c, chosen) for c, chosen in pairs if chosen]


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def as_markdown(catalogues: Sequence[Catalogue], found: Sequence[Finding], asked: Asked, lang: str = "en") -> str:
    """Patterns as a page of Markdown: a row each, then every clause, then what is not built."""
    said = [f"# {text('patterns.title', lang)}"]
    for paragraph_ in (*notes(found, asked, lang), text("patterns.rules", lang)):
        said += ["", paragraph_]
    for catalogue, chosen in _by_group(catalogues, found):
        said += ["", f"## {catalogue.group}", "", catalogue.paper]
        built = [f for f in chosen if f.check is not None]
        gone = [f for f in chosen if f.check is None]
        if built:
            said += ["", f"### {text('patterns.h.rows', lang)}", "", *_rows([text(f"patterns.{h}", lang) for h in HEADS], [cells(f, lang) for f in built])]
            said += ["", f"### {text('patterns.h.clauses', lang)}"]
        for f in built:
            said += ["", f"**{f.pattern.id}**, {name('status', f.status, lang)}. {f.pattern.statement(lang)} ({f.pattern.source})", ""]
            said += _rows([text(f"patterns.{h}", lang) for h in CLAUSE_HEADS], [clause_cells(c, lang) for c in f.clauses])
        if gone:
            heads = [text(f"patterns.{h}", lang) for h in ("id", "role", "statement", "missing")]
            rows = [[f.pattern.id, name("role", f.pattern.role, lang), f.pattern.statement(lang), f.reason(lang)] for f in gone]
            said += ["", f"### {text('patterns.h.missing', lang)}", "", *_rows(heads, rows)]
    return "\n".join([*said, "", f"## {text('h.again', lang)}", "", f"`{asked.again} --markdown`"])


def as_json(catalogues: Sequence[Catalogue], found: Sequence[Finding], asked: Asked) -> str:
    """Patterns for machines: decimal points and English codes, null for what could not be computed."""
    from simulation import __version__, load
    from simulation.ground.cache import source_hash

    rows = [
        {
            "id": f.pattern.id, "group": f.pattern.group, "role": f.pattern.role, "priority": f.pattern.priority, "rule": rules_of(f),
            "status": f.status, "decided": f.status in (PASSED, FAIL), "evidence": f.check.evidence if f.check else None,
            "ablation": f.check.ablation.en if f.check and f.check.ablation else None, **_numbers(f.leading), "reason": f.reason.en,
            "statement": f.pattern.statement.en, "source": f.pattern.source, "clauses": [_clause(c) for c in f.clauses] if f.check else [],
        }
        for f in found
    ]
    systems = {c.group: load(SYSTEMS[c.group]).digest() for c in catalogues if c.group in SYSTEMS}
    provenance = {
        "version": __version__, "source": source_hash(), "systems": systems, "papers": {c.group: c.paper for c in catalogues},
        "seed": asked.seed, "scale": asked.scale, "replicates": asked.replicates, "command": asked.again,
    }
    return json.dumps({"provenance": provenance, "patterns": rows}, indent=1, ensure_ascii=False, allow_nan=False)


def _plain(x: float) -> float | None:
    return float(f"{x:.6g}") if math.isfinite(x) else None


def _numbers(c: Clause) -> dict[str, Any]:
    return {"estimate": _plain(c.estimate), "low": _plain(c.low), "high": _plain(c.high), "unit": c.unit or None, "n": c.n}


def _clause(c: Clause) -> dict[str, Any]:
    return {"what": c.what.en, "rule": c.rule, "status": c.status, **_numbers(c), "agree": _plain(c.agree), "reason": c.reason.en}
