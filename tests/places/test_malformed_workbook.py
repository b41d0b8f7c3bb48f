"""A mistake in a workbook is one line: file, sheet, row, column and cell, what was found, what is allowed."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import change_text, change_workbook, refusal


def put(sheet: str, cell: str, value: Any, form: str | None = None) -> Callable[[Any], None]:
    """A change of one cell, in a number format."""

    def change(book: Any) -> None:
        book[sheet][cell] = value
        if form:
            book[sheet][cell].number_format = form

    return change


def renamed(old: str, new: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[old], "title", new)


def hidden(sheet: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[sheet], "sheet_state", "hidden")


CASES: list[tuple[str, Callable[[Any], None], list[str]]] = [
    ("text for people", put("zones", "F3", "many"),
     ['sheet zones, row 3, column population (F3): found "many", allowed a whole number from 1 to 40000000']),
    ("no people", put("zones", "F3", None), ["sheet zones, row 3, column population (F3): found nothing"]),
    ("half a person", put("zones", "F3", 60000.5), ["(F3): found 60000.5, allowed a whole number"]),
    ("people as a date", put("zones", "F3", datetime.datetime(2024, 2, 1)),
     ["(F3): found the date 2024-02-01, allowed a whole number", "format the cell"]),
    ("a number that looks like a date", put("zones", "F3", 60000, "yyyy-mm-dd"), ["(F3): found the date 2064-04-08"]),
    ("a time of day", put("zones", "F3", datetime.time(8, 30)), ["(F3): found the date 08:30:00"]),
    ("an id as a date", put("zones", "A3", datetime.datetime(2024, 1, 2)), ["(A3): found the date 2024-01-02"]),
    ("truth for people", put("zones", "F3", True), ["(F3): found true, allowed a whole number"]),
    ("an error of the spreadsheet", put("zones", "F3", "#REF!"), ["(F3): found #REF! (an error of the spreadsheet)"]),
    ("a division by nothing", put("centres", "B3", "#DIV/0!"), ["sheet centres, row 3, column name (B3): found #DIV/0!"]),
    ("a formula that was never computed", put("zones", "F3", "=F2*2"),
     ["(F3): found a formula without a saved value", "open and save"]),
    ("people in thousands as text", put("zones", "F3", "60.000"), ['(F3): found "60.000", which is 60 or 60000']),
    ("a position as text in two ways", put("zones", "C3", "1,125"), ['(C3): found "1,125", which is 1125 or 1.125']),
    ("an endless number", put("zones", "C3", "1e999"), ["(C3): found inf, allowed a number from -10000"]),
    ("too far away", put("zones", "C3", 1e9), ["column x (C3): found 1000000000"]),
    ("an id twice", put("zones", "A3", "lima-1-a"), ['(A3): found "lima-1-a" twice (also in row 2)']),
    ("an id that is a number where it is a word elsewhere", put("zones", "B3", 1), ['column district (B3): found "1"']),
    ("an id with an accent", put("zones", "A3", "Ñaña"), ['(A3): found "Ñaña"', "did you mean Nana?"]),
    ("an unknown district", put("zones", "B3", "lima-11"), ['(B3): found "lima-11"', "did you mean lima-1?"]),
    ("negative rooms", put("centres", "G3", -6), ["sheet centres, row 3, column rooms (G3): found -6"]),
    ("a share above one", put("districts", "C3", 34), ["sheet districts, row 3, column population.poor_share (C3): found 34"]),
    ("a sheet in another language", renamed("zones", "zonas"), ['sheet: found', '"zonas"', 'a sheet named "zones"']),
    ("a misspelt sheet", renamed("zones", "zone"), ['sheet: found "zone", allowed a sheet named "zones"']),
    ("a misspelt optional sheet", renamed("policies", "policy"), ['found "policy", allowed a sheet named "policies"']),
    ("a hidden sheet", hidden("zones"), ["sheet zones: found a hidden sheet", "can be seen"]),
    ("merged cells", lambda book: book["zones"].merge_cells("B3:B5"), ["sheet zones, cells B3:B5: found merged cells"]),
    ("merged heads", lambda book: book["centres"].merge_cells("C1:D1"), ["sheet centres, cells C1:D1: found merged cells"]),
    ("a misspelt column", put("zones", "E1", "raduis"), ["sheet zones, column raduis (E): found an unknown column", "radius?"]),
    ("a column of nobody", put("zones", "E1", "colour"), ["column colour (E): found an unknown column"]),
    ("a column twice", put("zones", "E1", "population"), ['sheet zones, row 1, column F: found "population" twice']),
    ("a number for a head", put("zones", "E1", 5), ["sheet zones, row 1, column E: found 5, allowed the name of a column"]),
    ("a required column missing", put("zones", "F1", "note"), ["sheet zones, row 1: found no column population"]),
    ("values beside the table", put("zones", "H4", "see map"), ['sheet zones, row 4, column H: found "see map"']),
    ("a title over the table", lambda book: (book["zones"].insert_rows(1), put("zones", "A1", "Our zones")(book)),
     ['sheet zones, row 2, column B: found "district", allowed values below a column']),
    ("an empty sheet", lambda book: book["zones"].delete_rows(1, 50), ["sheet zones: found an empty table"]),
    ("only a head", lambda book: book["zones"].delete_rows(2, 500), ["sheet zones: found none, allowed one or more [[zones]]"]),
    ("a cell very far down", put("zones", "A900000", "x"), ["sheet zones, row 900000: found a cell so far down"]),
    ("a cell very far right", put("zones", "XFD2", "x"), ["sheet zones, column XFD: found a cell so far right"]),
    ("another unit", put("zones", "E1", "radius (miles)"), ["column radius (E): found the unit (miles)"]),
]


@pytest.mark.parametrize(("change", "parts"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_mistake_in_a_workbook_is_told_in_one_line(
    change: Callable[[Any], None], parts: list[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_workbook(place, change)
    check(refusal(place, capsys), ["minga: valle/place.xlsx: ", *parts])


def check(lines: list[str], parts: list[str]) -> None:
    assert len(lines) == 1, lines
    for part in [*parts, ": found ", ", allowed "]:
        assert part in lines[0], f"{part!r} not in {lines[0]!r}"
    assert lines[0].isprintable()


def test_each_empty_cell_of_a_row_that_needs_it_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_workbook(place, put("facilities", "A40", "h1"))
    lines = refusal(place, capsys)
    assert [line.split("column ")[1].split(" (")[0] for line in lines] == ["district", "kind", "x", "y"]


def archive(parts: dict[str, bytes], packed: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><workbook>&c;</workbook>'
)
WHOLE_FILES: list[tuple[str, bytes, list[str]]] = [
    ("empty", b"", ["file: found a file that is no workbook"]),
    ("text", b"id,district\r\n", ["found a file that is no workbook"]),
    ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ["found an old .xls workbook, or one with a password"]),
    ("half a workbook", archive({"xl/workbook.xml": b"<workbook/>"})[:60], ["no workbook, or a damaged one"]),
    ("another archive", archive({"photo.jpg": b"x"}), ["found a workbook that cannot be read"]),
    ("an OpenDocument", archive({"mimetype": b"x", "content.xml": b"<x/>"}), ["OpenDocument (.ods)", "save as .xlsx"]),
    ("macros", archive({"xl/vbaProject.bin": b"x"}), ["found a workbook with macros"]),
    ("too long", b"PK\x03\x04" + b"0" * 10_000_001, ["found more than 10 MB"]),
    ("an archive that unpacks to too much", archive({"xl/workbook.xml": b" " * 70_000_000}, zipfile.ZIP_DEFLATED),
     ["unpacks to more than 60 MB"]),
    ("too many parts", archive({f"x{i}": b"" for i in range(600)}), ["unpacks to more than 60 MB"]),
    ("entities without end", archive({"[Content_Types].xml": LAUGHS, "xl/workbook.xml": LAUGHS}), ["a workbook that cannot be read"]),
]


@pytest.mark.parametrize(("raw", "parts"), [c[1:] for c in WHOLE_FILES], ids=[c[0] for c in WHOLE_FILES])
def test_a_file_that_is_no_workbook_is_told_in_one_line(
    raw: bytes, parts: list[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "place.xlsx").write_bytes(raw)
    check(refusal(place, capsys), ["minga: valle/place.xlsx: ", *parts])


@pytest.mark.parametrize("name", ["place.xls", "place.xlsm", "place.ods", "Lugar nuevo.xlsx"])
def test_a_workbook_of_another_kind_or_name_is_named(name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "place.xlsx").rename(place / name)
    check(refusal(place, capsys), [f"valle/place.xlsx: file: found {name}, allowed a workbook named place.xlsx"])


def test_a_lock_file_of_an_open_workbook_is_not_taken_for_one(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "place.xlsx").rename(place / "~$place.xlsx")
    check(refusal(place, capsys), ['found no workbook, allowed a workbook named place.xlsx, or tables = "csv"'])


SYSTEM_CASES: list[tuple[str, str, str, list[str]]] = [
    ("another kind of tables", 'tables = "xlsx"', 'tables = "ods"', ['tables: found "ods", allowed one of xlsx, csv']),
    ("tables twice", "[title]", '[[zones]]\nid = "z"\n\n[title]', ["zones: found a list of 1, allowed the table zones"]),
    ("an extending place", "burn_in", 'extends = "peru"\nburn_in', ['extends: found "peru", allowed borrow']),
    ("an unknown lender", 'borrow = "peru"', 'borrow = "perù"', ["borrow: found", "did you mean peru?"]),
    ("a lender elsewhere", 'borrow = "peru"', 'borrow = "../peru.toml"', ["borrow: found", "outside the folder"]),
    ("itself as a lender", 'borrow = "peru"', 'borrow = "./system.toml"', ["borrow", "which borrows or has tables itself"]),
    ("the worth of its own currency", "price_year", "exchange = 2.0\nprice_year", ["exchange: found 2.0", "same currency"]),
    ("another decimal mark", "burn_in", 'decimal = ";"\nburn_in', ['decimal: found ";", allowed one of ., ,']),
    ("an unknown key", "burn_in_weeks", "burnin_weeks = 1\nburn_in_weeks", ["burnin_weeks: found an unknown key", "burn_in_weeks?"]),
]


@pytest.mark.parametrize(("old", "new", "parts"), [c[1:] for c in SYSTEM_CASES], ids=[c[0] for c in SYSTEM_CASES])
def test_a_mistake_in_the_system_file_of_a_place_is_told_in_one_line(
    old: str, new: str, parts: list[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_text(place / "system.toml", old, new)
    check(refusal(place, capsys), ["minga: valle/system.toml:", *parts])


def test_another_currency_needs_its_worth_and_its_own_heads(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_text(place / "system.toml", '"PEN"', '"COP"')
    lines = refusal(place, capsys)
    check(lines[-1:], ["valle/system.toml: exchange: found nothing, allowed how many COP one PEN is worth"])
    assert all("found the unit (PEN), allowed (COP)" in line for line in lines[:-1])


@pytest.mark.parametrize("commands", [["run"], ["compare", "--policy", "equal-credit"], ["validate"]], ids=lambda c: c[0])
def test_every_command_refuses_a_malformed_place(commands: list[str], place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_workbook(place, put("zones", "F3", "many"))
    check(refusal(place, capsys, *commands), ['valle/place.xlsx: sheet zones, row 3, column population (F3): found "many"'])


def test_a_change_in_csv_files_is_not_left_out_in_silence(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_text(place / "csv" / "zones.csv", "1.5,60000", "1.5,61000")
    check(refusal(place, capsys), ['valle/csv/zones.csv: table: found changes that are not read', 'allowed tables = "csv", or this file deleted'])


def test_a_change_in_the_workbook_is_not_left_out_in_silence(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_text(place / "system.toml", 'tables = "xlsx"', 'tables = "csv"')
    change_workbook(place, put("zones", "F3", 61000))
    check(refusal(place, capsys), ["valle/place.xlsx: sheet zones: found changes that are not read", 'allowed tables = "xlsx"'])


def test_a_folder_without_a_system_file_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "system.toml").unlink()
    lines = refusal(place, capsys)
    check(lines, ["file: found a folder, allowed a TOML file, or a folder with a system.toml"])
