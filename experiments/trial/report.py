"""The report of a trial: one page, with its tables beside it."""

from __future__ import annotations

import csv
import json
import math
import shlex
from html import escape
from pathlib import Path
from typing import Any

from experiments.figures import new_axes
from experiments.outputs import again
from experiments.page import csv_link, figure, page, section, table_of, write
from experiments.trial import figures
from experiments.trial.design import BEFORE_AFTER
from experiments.trial.found import Found
from experiments.trial.keeping import Kept
from experiments.trial.said import facts, first_line, formula_lines, icc_line, rows, sentence
from experiments.words import text


def founds(kept: Kept) -> list[Found]:
    """One comparison with the control for every other arm."""
    data = kept.data()
    return [Found(kept.trial, data, arm) for arm in range(1, len(kept.trial.arms))]


def line_of(kept: Kept) -> str:
    """The line that holds the same trial again."""
    trial = kept.trial
    name = kept.told["file"] if Path(kept.told["file"]).parent.name != "trials" else trial.name
    line = ["minga", "trial", name, "--trials", str(trial.trials), "--seed", str(trial.seed), "--residents", str(trial.world.residents)]
    return shlex.join([*line, *(["--fixed-parameters"] if trial.fixed else [])])


def parts_of(found: Found, lang: str) -> list[str]:
    """The sections of one comparison, for this page or another."""
    table, name = rows(found, lang), found.trial.arms[found.arm].name
    hits = sum(r.p < found.trial.analysis.alpha for r in found.results if r.there)
    people = [f"<p>{escape(line)}</p>" for line in ([] if found.trial.by_person else [icc_line(found, lang)])]
    told = "".join(f"<p>{escape(line)}</p>" for line in formula_lines(found, lang))
    warned = f"<p>{escape(text('trial.before_after', lang))}</p>" if found.trial.design == BEFORE_AFTER else ""
    title = text("trial.see.forest", lang, found=hits, n=sum(r.there for r in found.results))
    return [
        section(text("trial.h.short", lang), f"<p>{escape(sentence(found, lang))}</p>", warned, f"<p>{escape(first_line(found, lang))}</p>"),
        section(text("trial.h.truth", lang),
                figure(title, figures.forest(found, lang, new_axes(size=(8, 5.6))), figures.forest_rows(found, lang), f"estimates-{name}", lang),
                figure(text("trial.see.course", lang), figures.course(found, lang, new_axes(size=(8, 4.6))), figures.course_rows(found, lang), f"scores-{name}", lang), new=True),
        section(text("trial.h.numbers", lang), table_of(table, lang, "met"), csv_link(table, f"trial-{name}", lang), *people, new=True),
        section(text("trial.h.size", lang), told,
                figure(text("trial.see.curve", lang), figures.curve_of(found, lang, new_axes(size=(8, 4.4))), figures.curve_rows(found, lang), f"power-{name}", lang), new=True),
    ]


def write_report(kept: Kept, path: Path, lang: str, every: list[Found] | None = None) -> Path:
    """Write the page."""
    trial = kept.trial
    about = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in facts(trial, lang))
    parts = [section(text("trial.h.what", lang), f"<p>{escape(trial.about(lang))}</p><dl>{about}</dl>")]
    for found in every if every is not None else founds(kept):
        if len(trial.arms) > 2:
            parts.append(f"<h2>{escape(trial.arms[found.arm].title(lang))}</h2>")
        parts += parts_of(found, lang)
    parts.append(section(text("trial.h.judged", lang), f"<p>{escape(text('trial.caution', lang))}</p><p>{text('out', lang)}</p>"))
    return write(path, page(trial.title(lang), lang, *parts, again(line_of(kept), {trial.name: kept.id}, lang)))


def write_tables(kept: Kept, every: list[Found]) -> None:
    """Every holding as a row (values.csv), and everything found (summary.json)."""
    with (kept.folder / "values.csv").open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(["arm", "trial", "estimate", "standard_error", "low", "high", "p", "p_permutation", "analysed", "clusters", "true_effect", "contamination", "found_without"])
        for found in every:
            lines = zip(found.results, found.true_treated, found.true_controls, found.nulls, strict=True)
            for k, (r, true, controls, null) in enumerate(lines):
                cells = (r.estimate, r.error, r.low, r.high, r.p, r.permutation)
                out.writerow([found.trial.arms[found.arm].name, k, *map(_cell, cells), r.analysed, r.clusters, _cell(true), _cell(controls), _cell(null.estimate)])
    write(kept.folder / "summary.json", json.dumps(summary(kept, every), indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def _cell(value: float) -> str:
    return f"{value:.6g}" if math.isfinite(value) else ""


def summary(kept: Kept, every: list[Found]) -> dict[str, Any]:
    """What ``--json`` prints."""
    told = {k: kept.told[k] for k in ("name", "id", "trials", "seed", "residents", "fixed", "model")}
    return {**told, "design": kept.trial.design, "command": line_of(kept), "arms": [found.summary() for found in every]}
