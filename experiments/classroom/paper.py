"""The style of printed pages: A4, cut lines, readable in black and white, nothing asked of a network."""

from __future__ import annotations

from html import escape

STYLE = """
@page{size:A4;margin:14mm}
*{box-sizing:border-box}
:root{color-scheme:light}
body{font:11.5pt/1.42 'Atkinson Hyperlegible',system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;color:#111;background:#fff;margin:0 auto;padding:6mm;max-width:194mm}
h1{font-size:22pt;line-height:1.15;margin:0 0 4mm}h2{font-size:15pt;margin:7mm 0 2mm;border-bottom:2px solid #111;padding-bottom:1mm;break-after:avoid}
h3{font-size:12.5pt;margin:4mm 0 1mm;break-after:avoid}p{margin:0 0 2mm}ul,ol{margin:0 0 2mm;padding-left:6mm}li{margin:0 0 1mm}
.small{font-size:9.5pt}.meta{font-weight:600}.note{border:1.5px solid #111;border-radius:2mm;padding:3mm 4mm;margin:3mm 0;break-inside:avoid}
section{margin:0}section.sheet{break-before:page}
.part{break-inside:avoid;margin:0 0 4mm}.kind{display:inline-block;border:1px solid #111;border-radius:1mm;padding:0 1.5mm;font-size:9pt;font-weight:600;margin-right:2mm;white-space:nowrap}
.q{font-weight:600}.say{border-left:3px solid #111;padding-left:3mm}
ol.abc{list-style:upper-alpha}
.grid{display:grid;grid-template-columns:1fr 1fr;gap:0;margin:2mm 0 0}
.card{border:1.2px dashed #555;padding:4.5mm;break-inside:avoid;min-height:58mm;display:flex;flex-direction:column}
.card h3{margin:0 0 1.5mm;font-size:13pt}.card .owner{font-size:9.5pt;margin:0 0 2mm}.card .price{margin-top:auto;border-top:1px solid #777;padding-top:1.5mm;font-size:9.5pt}
.card code{font:9pt 'DejaVu Sans Mono',monospace;white-space:nowrap}
.brief{border:1.2px dashed #555;padding:6mm;break-inside:avoid;margin:0}.brief h3{font-size:17pt;margin:0 0 2mm}.brief dl{margin:0}.brief dt{font-weight:700;margin-top:2.4mm}.brief dd{margin:0}
.letter{font-size:72pt;font-weight:700;line-height:1;text-align:center;margin:auto 0 2mm}.letter+p{text-align:center;margin:0 0 auto}
table{border-collapse:collapse;width:100%;margin:2mm 0}th,td{border:1px solid #333;padding:1.6mm 2mm;text-align:left;vertical-align:top}td.blank{height:11mm}.rounds :is(td,th){padding:.7mm 2mm;font-size:10pt;line-height:1.25}.rounds td.blank{height:6.6mm}.rounds p{margin:0 0 1mm}.rounds :is(th,td):first-child{width:52%}.rounds :is(th,td):last-child{width:28%}.predictions :is(th,td):first-child{width:32%}.predictions :is(th,td):nth-child(2){width:36%}
thead{display:table-header-group}.rounds h3{margin:2.5mm 0 1mm}.rounds .part{margin:0 0 2mm}tr{break-inside:avoid}
.line{display:flex;align-items:center;gap:2mm;font-size:9.5pt;margin:1mm 0 4mm}.line span.box{display:inline-block;width:7mm;height:7mm;border:1.5px solid #111;border-radius:50%;text-align:center;line-height:6.4mm;font-size:9pt;flex:none}
.scissors{font-size:9pt;color:#333;margin:0}
.write{border-bottom:1px solid #555;height:9mm;margin:0}
@media screen and (max-width:700px){.grid{grid-template-columns:1fr}body{padding:4mm}table{font-size:9.5pt}th,td{padding:1mm}}
@media print{body{padding:0;max-width:none}}
"""


def paper(title: str, lang: str, *sections: str) -> str:
    """A page that prints as sheets."""
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>{''.join(sections)}</main></body></html>\n"
    )


def paragraphs(text: str) -> str:
    """A text of several paragraphs."""
    return "".join(f"<p>{escape(one.strip())}</p>" for one in text.split("\n\n") if one.strip())


def bullets(texts: list[str], kind: str = "ul", mark: str = "") -> str:
    """A list."""
    return f"<{kind}{f' class={mark!r}' if mark else ''}>" + "".join(f"<li>{escape(one)}</li>" for one in texts) + f"</{kind}>" if texts else ""


def sheet(*pieces: str, first: bool = False, kind: str = "") -> str:
    """A printed sheet; all but the first begin on a new page; ``kind`` is a class of the style."""
    classes = " ".join(([] if first else ["sheet"]) + ([kind] if kind else []))
    return f'<section class="{classes}">{"".join(pieces)}</section>'


def blank_rows(columns: int, rows: int) -> str:
    """Rows of a table to write in."""
    return ("<tr>" + '<td class="blank"></td>' * columns + "</tr>") * rows
