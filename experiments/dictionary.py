"""The data dictionary of a place's tables, made from the readers' columns and the declarations."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.place_words import BLANKS, meaning, text
from experiments.words import brief, name
from simulation import Words
from simulation.ground.parameter import Declaration
from simulation.scenario.borrowing import Lender, is_lendable, is_needed, lent, template_heads
from simulation.scenario.columns import NEEDED, PARTS, Column
from simulation.scenario.reading import REQUIRED

INTRO = Words(
    """# Data dictionary of {place}

The tables stand in `place.xlsx` and again in `csv/`; `system.toml` says which of both is read
(`tables = "xlsx"` or `"csv"`). One row is one place, one column is one value. Columns may stand in any order,
and a column whose name begins with `note` is yours: it is not read. A value that you write counts as **yours**.
An empty optional cell is filled as the last column says; such values keep the badge of {lender}, where
"measured here" becomes "measured elsewhere".

In CSV files, commas, semicolons and tabs separate alike; text is UTF-8 or Windows-1252. A number such as
`1.234` is refused where it could be 1234 as well, unless other cells show the decimal mark or `system.toml`
says `decimal = ","` (or `"."`).
""",
    """# Diccionario de datos de {place}

Las tablas están en `place.xlsx` y también en `csv/`; `system.toml` dice cuáles se leen
(`tables = "xlsx"` o `"csv"`). Una fila es un lugar, una columna es un valor. Las columnas pueden ir en cualquier
orden, y una columna cuyo nombre empieza con `nota` es suya: no se lee. Un valor que usted escribe cuenta como
**suyo**. Una celda opcional vacía se llena como dice la última columna; esos valores conservan la insignia de
{lender}, donde "medido aquí" pasa a ser "medido en otro lugar".

En los archivos CSV, comas, puntos y comas y tabulaciones separan por igual; el texto es UTF-8 o Windows-1252. Un
número como `1.234` se rechaza si también podría ser 1234, salvo que otras celdas muestren el signo decimal o que
`system.toml` diga `decimal = ","` (o `"."`). Los nombres de hojas y columnas quedan en inglés.
""",
)
RANGES = Words(
    "Beside a parameter's column `{name}` there may be `{name} low`, `{name} high`, `{name} source` and `{name} grade`: "
    "its range and what it rests on. Without them your value is taken as certain. Columns left out of the templates: {others}.",
    "Junto a la columna de un parámetro `{name}` puede haber `{name} low`, `{name} high`, `{name} source` y `{name} grade`: "
    "su rango y en qué se apoya. Sin ellas su valor se toma como cierto. Columnas que no están en las plantillas: {others}.",
)


def dictionary(place: str, lender: Lender, known: Mapping[str, Mapping[str, Column]], lang: str) -> str:
    """The dictionary as a Markdown page."""
    parts = [INTRO(lang).format(place=place, lender=lender.system.name)]
    for sheet, columns in known.items():
        need = text("required" if sheet in NEEDED else "optional", lang)
        parts.append(f"\n## `{sheet}`\n\n{text(f'sheet.{sheet}', lang).capitalize()} ({need}).\n\n")
        heads = [text(f"head.{key}", lang) for key in ("column", "meaning", "unit", "allowed", "need", "blank")]
        lines = [heads, ["---"] * len(heads)]
        shown = set(template_heads(sheet, columns))
        for column in columns.values():
            if column.keys[-1] in PARTS and column.declaration:
                continue
            lines.append([f"`{column.name}`", *line(sheet, column, lender, lang)])
        parts.append("\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines) + "\n")
        ranged = next((c for c in columns.values() if c.declaration), None)
        if ranged:
            others = ", ".join(f"`{c.name}`" for c in columns.values() if c.name not in shown and c.name == _plain(c))
            parts.append("\n" + RANGES(lang).format(name=ranged.name, others=others) + "\n")
    return "".join(parts)


def _plain(column: Column) -> str:
    return column.declaration.name if column.declaration else column.name


def line(sheet: str, column: Column, lender: Lender, lang: str) -> list[str]:
    """Meaning, unit, what is allowed, whether it is needed, and what an empty cell means."""
    money = lender.system.currency
    unit = name("unit", column.unit, lang) if column.unit else ""
    if column.unit in ("cents", "money"):
        unit = text(f"unit.{column.unit}", lang, money=money)
    need = is_needed(sheet, column, lender)
    blank = "" if need else if_blank(sheet, column, lender, lang)
    return [meaning(sheet, column, lang), unit, allowed(column, lang), text("required" if need else "optional", lang), blank]


def allowed(column: Column, lang: str) -> str:
    """What may stand in a column, in words."""
    if column.among:
        return text("allowed.choice", lang, words=", ".join(f"`{word}`" for word in column.among))
    if column.name == "what":
        return text("allowed.what", lang)
    told = text(f"allowed.{column.kind}", lang)
    if column.low is not None:
        told += " " + text("allowed.from", lang, low=brief(column.low, lang))
    if column.high is not None:
        told += " " + text("allowed.to", lang, high=brief(column.high, lang))
    return told


def if_blank(sheet: str, column: Column, lender: Lender, lang: str) -> str:
    """What an empty cell of a column means."""
    words = BLANKS.get(f"{sheet}.{column.name}") or BLANKS.get(column.name)
    if words:
        return words(lang)
    told = {"lender": lender.system.name}
    if column.declaration:
        return lent_value(lent(lender.system.values[column.declaration.name], 1.0), lender, lang)
    if is_lendable(sheet, column) and column.name == "radius":
        return text("lends.radius", lang, **told)
    if is_lendable(sheet, column) and sheet in lender.rows:
        value = lender.lends(sheet, column, {})
        if value is not None:
            key = "lends.roster" if column.keys[0] == "roster" else "lends.median"
            return text(key, lang, value=brief(value, lang), **told)
    if column.default is not None and column.default is not REQUIRED:
        default = column.default
        return brief(default, lang) if isinstance(default, int | float) else f"`{default}`"
    return text("lends.nothing", lang)


def lent_value(one: Declaration, lender: Lender, lang: str) -> str:
    """A parameter's borrowed value with its range and badge."""
    value = brief(one.value, lang)
    if not one.choices and one.low < one.high and one.kind == "uncertain":
        value = text("lends.range", lang, value=value, low=brief(one.low, lang), high=brief(one.high, lang))
    return text("lends.parameter", lang, lender=lender.system.name, value=value, grade=name("badge", one.grade, lang))
