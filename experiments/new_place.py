"""A new place's folder: system file, workbook, CSV tables and dictionaries, made from another system.

Everything is made in memory first and written last, so that a mistake leaves nothing behind; no file that
exists is ever written over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.dictionary import dictionary
from experiments.place_words import meaning
from experiments.system_file import system_file
from simulation import InputError, load
from simulation.scenario.borrowing import Lender, is_needed, template_heads, template_rows, told_head
from simulation.scenario.columns import Column
from simulation.scenario.files import SYSTEM_FILE, names, nearest, shown
from simulation.scenario.folder import CSV_FOLDER, WORKBOOK, known_columns
from simulation.scenario.reading import is_id
from simulation.scenario.values import Catalogue

Known = Mapping[str, Mapping[str, Column]]


def new_place(target: str, template: str, lang: str) -> Path:
    """Write the folder of a new place.

    Args:
        target: the folder to be made; its last part becomes the place's name.
        template: name of a shipped system, whose rows stand in the tables and which lends what is blank.
        lang: language of the comments in ``system.toml``.

    Raises:
        InputError: a name that cannot be, a folder with something in it, or an unknown system.

    """
    path = Path(target)
    name = path.name
    systems = names("system")
    if template not in systems:
        raise InputError("", "--from", shown(template), f"one of {', '.join(systems)}", nearest(template, systems))
    if not is_id(name) or name in systems:
        allowed = "a name of 1 to 64 letters (a-z), digits, - or _" + (" that no shipped system has" if name in systems else "")
        raise InputError("", "PLACE", shown(name), allowed)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError("", "PLACE", shown(target), "a new or empty folder, so that nothing is written over")
    lender_system = load(template)
    catalogue = Catalogue()
    known = known_columns(catalogue)
    lender = Lender(lender_system, catalogue, known)
    files: dict[str, bytes] = {
        SYSTEM_FILE: system_file(name, lender, lang).encode(),
        WORKBOOK: workbook(lender, known),
        "DICTIONARY.md": dictionary(name, lender, known, "en").encode(),
        "DICCIONARIO.md": dictionary(name, lender, known, "es").encode(),
    }
    for sheet, columns in known.items():
        files[f"{CSV_FOLDER}/{sheet}.csv"] = csv_table(sheet, columns, lender)
    write_new(path, files)
    return path


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files that are not there yet, folders included.

    Raises:
        FileExistsError: one is there.

    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(content)


def csv_table(sheet: str, columns: Mapping[str, Column], lender: Lender) -> bytes:
    """One sheet as CSV: commas, decimal points, UTF-8 with the mark by which spreadsheets recognise it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads(sheet, columns, lender))
    writer.writerows(template_rows(sheet, columns, lender))
    return out.getvalue().encode("utf-8-sig")


def heads(sheet: str, columns: Mapping[str, Column], lender: Lender) -> list[str]:
    """The heads of a sheet's columns, with units of distance and money."""
    return [told_head(columns[name], lender.system.currency) for name in template_heads(sheet, columns)]


def workbook(lender: Lender, known: Known) -> bytes:
    """All sheets in one workbook, each head with a note in both languages."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    _read_me(book.create_sheet("readme"), lender)
    for sheet, columns in known.items():
        _fill_sheet(book.create_sheet(sheet), sheet, columns, lender)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _read_me(page: Any, lender: Lender) -> None:
    from openpyxl.styles import Font

    name = lender.system.name
    lines = [
        "minga: the tables of your place",
        f"Replace the rows of {name} in the sheets districts, zones and centres by your own; add or delete rows freely.",
        "Dark heads are required, light ones optional. An empty optional cell takes a borrowed value; DICTIONARY.md says which.",
        "Hover over a head to read what the column means. Do not rename sheets or heads; columns named note are yours.",
        "Save, then run: minga validate with the name of this folder. This sheet is not read.",
        "",
        "minga: las tablas de su lugar",
        f"Reemplace las filas de {name} en las hojas districts, zones y centres por las suyas; agregue o borre filas con libertad.",
        "Los encabezados oscuros son obligatorios, los claros opcionales. Una celda opcional vacía toma un valor prestado; DICCIONARIO.md dice cuál.",
        "Pase el cursor sobre un encabezado para leer qué significa la columna. No cambie los nombres de hojas ni encabezados; las columnas llamadas nota son suyas.",
        "Guarde y ejecute: minga validate con el nombre de esta carpeta y --lang es. Esta hoja no se lee.",
    ]
    for row, line in enumerate(lines, 1):
        page.cell(row, 1, line).font = Font(bold=row in (1, 7))
    page.column_dimensions["A"].width = 130


def _fill_sheet(page: Any, sheet: str, columns: Mapping[str, Column], lender: Lender) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    told = [columns[name] for name in template_heads(sheet, columns)]
    rows: Sequence[Sequence[Any]] = template_rows(sheet, columns, lender)
    for at, (column, head) in enumerate(zip(told, heads(sheet, columns, lender), strict=True), 1):
        cell = page.cell(1, at, head)
        needed = is_needed(sheet, column, lender)
        cell.fill = PatternFill("solid", start_color="1F4E79" if needed else "DDEBF7")
        cell.font = Font(bold=True, color="FFFFFF" if needed else "000000")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        note = Comment(f"{meaning(sheet, column, 'en')}\n\n{meaning(sheet, column, 'es')}", "minga")
        note.width, note.height = 320, 140
        cell.comment = note
        width = max([len(head) if len(head) < 16 else 16, *(len(str(row[at - 1] or "")) for row in rows)])
        page.column_dimensions[cell.column_letter].width = min(60, width + 3)
        for down, row in enumerate(rows, 2):
            page.cell(down, at, row[at - 1])
        if column.kind in ("id", "ids"):
            page.column_dimensions[cell.column_letter].number_format = "@"  # text, so that no id becomes a date
            for down in range(2, len(rows) + 2):
                page.cell(down, at).number_format = "@"
    page.freeze_panes = "B2"
    page.row_dimensions[1].height = 48
    _offer_choices(page, told)


def _offer_choices(page: Any, told: Sequence[Column]) -> None:
    """Let the spreadsheet offer the districts, and the words of columns that have a few."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for at, column in enumerate(told, 1):
        formula = "=districts!$A$2:$A$500" if column.name == "district" else f'"{",".join(column.among)}"' if column.among else ""
        if formula and len(formula) < 250:
            offer = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
            page.add_data_validation(offer)
            letter = get_column_letter(at)
            offer.add(f"{letter}2:{letter}500")
