"""Pages: the pieces of a self-contained HTML page: sections, tables, figures with their numbers.

A page asks nothing of a network: its figures are data URIs, its style is in it, it has no scripts. Nothing in
it is a clock time, so that the same numbers give the same page.
"""

from __future__ import annotations

import base64
import csv
import io
import math
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from experiments.figures import Rows
from experiments.words import brief, text

STYLE = """
:root{color-scheme:light}body{font:16px/1.5 system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;color:#1a1a1a;background:#fff;
max-width:66rem;margin:0 auto;padding:1.5rem}h1{font-size:1.7rem;line-height:1.2}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;border-bottom:2px solid #0072b2}
h3{font-size:1.05rem;margin:1.4rem 0 .4rem}table{border-collapse:collapse;font-size:.86rem;margin:.6rem 0 1.2rem;width:100%}
caption{text-align:left;font-weight:600;padding:.3rem 0}th,td{padding:.25rem .5rem;border-bottom:1px solid #ccc;text-align:left;vertical-align:top}
thead th{border-bottom:2px solid #555}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}tbody th{font-weight:500}
.inputs th:first-child{width:24%;overflow-wrap:anywhere}.inputs td:nth-child(2){width:30%}.inputs td:last-child{overflow-wrap:anywhere}
.met :is(th,td):nth-child(n+4){text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1.2rem 0 1.8rem}figure img{max-width:100%;height:auto}figcaption{font-weight:600;margin-bottom:.4rem}
details{margin:.3rem 0}summary,a{color:#00527f}.wide{overflow-x:auto}dt{font-weight:600;margin-top:.5rem}dd{margin:0 0 .3rem}
.notes,.small{font-size:.86rem;color:#444}.limits{border-left:4px solid #b34700;padding:.4rem .9rem;background:#fdf6f0}
pre{background:#f3f3f3;padding:.7rem;white-space:pre-wrap;overflow-wrap:anywhere}
@media print{body{font-size:10pt;max-width:none;padding:0}table{font-size:7.5pt}th,td{padding:1px 4px}.wide{overflow:visible}td.n{white-space:normal}figure img{max-height:9.5cm}figure.tall img{max-height:20cm}h2,h3,figcaption,caption{break-after:avoid}figure,tr,dl>div{break-inside:avoid}
section.new{break-before:page}thead{display:table-header-group}a.csv{display:none}details:not([open]){display:none}@page{margin:16mm}}
"""
SHOWN_WEEKS = 13


def table_of(rows: Rows, lang: str, kind: str = "") -> str:
    """Numbers as an HTML table; the first column heads each row, ``kind`` is a class of the style."""
    heads, body = rows
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    lines = []
    for first, *rest in body:
        cells = "".join(f'<td class="n">{brief(c, lang)}</td>' if isinstance(c, int | float) else f"<td>{escape(str(c))}</td>" for c in rest)
        lines.append(f'<tr><th scope="row">{escape(str(first))}</th>{cells}</tr>')
    return f'<div class="wide"><table{_class(kind)}><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def csv_link(rows: Rows, file: str, lang: str) -> str:
    """A link that downloads numbers as CSV (decimal points in both languages)."""
    kept = io.StringIO()
    csv.writer(kept, lineterminator="\n").writerows([rows[0], *([_raw(c) for c in row] for row in rows[1])])
    return f'<a class="csv" download="{escape(file)}.csv" href="data:text/csv;charset=utf-8,{quote(kept.getvalue())}">{text("see.csv", lang)}</a>'


def _raw(cell: Any) -> Any:
    return "" if isinstance(cell, float) and not math.isfinite(cell) else float(f"{cell:.6g}") if isinstance(cell, float) else cell


def figure(title: str, axes: Any, rows: Rows, file: str, lang: str) -> str:
    """A figure: what to see, the chart, its numbers, and a download."""
    import matplotlib as mpl

    kept = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "minga", "svg.fonttype": "path"}):
        np.ravel(axes)[0].figure.savefig(kept, format="svg", metadata={"Date": None, "Creator": None})
    width, height = np.ravel(axes)[0].figure.get_size_inches()
    picture = base64.b64encode(kept.getvalue()).decode()
    weekly = rows[0][0] == text("axis.weeks", lang)
    shown = (rows[0], rows[1][::SHOWN_WEEKS]) if weekly else rows
    every = f'<p class="small">{text("see.every", lang)}</p>' if weekly else ""
    return (
        f'<figure{_class("tall" if height > 0.75 * width else "")}><figcaption>{escape(title)}</figcaption><img alt="{escape(title)}" src="data:image/svg+xml;base64,{picture}">'
        f"<details><summary>{text('see.table', lang)}</summary>{table_of(shown, lang)}{every}</details>{csv_link(rows, file, lang)}</figure>"
    )


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def section(head: str, *pieces: str, new: bool = False, id: str = "") -> str:
    """A part of the page; ``new`` starts a printed page, ``id`` is what links lead to."""
    told = f' id="{id}"' if id else ""
    return f'<section{_class("new" if new else "")}{told}><h2>{escape(head)}</h2>{"".join(pieces)}</section>'


def page(title: str, lang: str, *sections: str, annex: str = "") -> str:
    """The whole page; an annex follows what the model is for."""
    end = section(text("h.limits", lang), f'<p class="limits">{text("limits", lang)}</p>')
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1>{''.join(sections)}{end}{annex}</main></body></html>\n"
    )


def write(path: Path, said: str) -> Path:
    """Write a text, the same bytes on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(said, encoding="utf-8", newline="\n")
    return path
