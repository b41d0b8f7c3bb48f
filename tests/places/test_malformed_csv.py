"""A mistake in a CSV table is one line: file, row, column, what was found, what is allowed; exit code 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import change_text, refusal

ZONE = "lima-1-b,lima-1,3.0,0.0,1.5,60000"
CENTRE = '"Centre 2, Lambayeque",lambayeque-2,1.0,650.0,0,6,0,4,lambayeque-2,1,1,3'

# what is wrong, the table, its text, what stands there instead, what the line tells
CASES: list[tuple[str, str, str, str, list[str]]] = [
    ("text for people", "zones", "1.5,60000\r\nlima-1-c", "1.5,many\r\nlima-1-c",
     ['zones.csv: row 3, column population: found "many", allowed a whole number from 1 to 40000000']),
    ("no people", "zones", "1.5,60000\r\nlima-1-c", "1.5,\r\nlima-1-c", ["row 3, column population: found nothing"]),
    ("fewer than no people", "zones", ZONE, ZONE.replace("60000", "-5"), ["row 3, column population: found -5"]),
    ("half a person", "zones", ZONE, ZONE.replace("60000", "60000.5"), ["row 3, column population: found 60000.5", "whole"]),
    ("more people than fit", "zones", ZONE, ZONE.replace("60000", "1e12"), ["row 3, column population: found 1000000000000"]),
    ("people in thousands that could be either", "zones", ZONE, ZONE.replace("60000", "60.000"),
     ['row 3, column population: found "60.000", which is 60 or 60000', 'decimal = ","']),
    ("two decimal marks", "zones", ZONE, ZONE.replace("3.0", '"3,5"'),
     ['row 3, column x: found "3,5", allowed a decimal point, as in "0.0"']),
    ("a broken number", "zones", ZONE, ZONE.replace("60000", "60O00"), ['row 3, column population: found "60O00"']),
    ("a number with a unit", "zones", ZONE, ZONE.replace("3.0", "3 km"), ['row 3, column x: found "3 km"']),
    ("groups of two", "zones", ZONE, ZONE.replace("60000", "6 00 00"), ['column population: found "6 00 00"']),
    ("no number's name", "zones", ZONE, ZONE.replace("3.0", "NaN"), ['row 3, column x: found "NaN"']),
    ("endless", "zones", ZONE, ZONE.replace("3.0", "inf"), ['row 3, column x: found "inf"']),
    ("too far away", "zones", ZONE, ZONE.replace("3.0", "20000.0"), ["column x: found 20000, allowed a number from -10000"]),
    ("a negative radius", "zones", ZONE, ZONE.replace("1.5", "-1.5"),
     ["row 3, column radius: found -1.5", "or an empty cell"]),
    ("no id", "zones", ZONE, ZONE.replace("lima-1-b", ""), ["row 3, column id: found nothing"]),
    ("an id with a space", "zones", ZONE, ZONE.replace("lima-1-b", "lima 1 b"),
     ['row 3, column id: found "lima 1 b"', "did you mean lima-1-b?"]),
    ("an id with an accent", "zones", ZONE, ZONE.replace("lima-1-b", "Breña"),
     ['row 3, column id: found "Breña"', "did you mean Brena?"]),
    ("an id twice", "zones", ZONE, ZONE.replace("lima-1-b", "lima-1-a"),
     ['row 3, column id: found "lima-1-a" twice (also in row 2)', "each id once among the zones"]),
    ("an unknown district", "zones", ZONE, ZONE.replace(",lima-1,", ",lima-11,"),
     ['row 3, column district: found "lima-11", allowed the id of a district', "did you mean lima-1?"]),
    ("a district in other letters", "zones", ZONE, ZONE.replace(",lima-1,", ",Lima-1,"), ["did you mean lima-1?"]),
    ("no district", "zones", ZONE, ZONE.replace(",lima-1,", ",,"), ["row 3, column district: found nothing"]),
    ("an error of the spreadsheet", "zones", ZONE, ZONE.replace("60000", "#REF!"),
     ["row 3, column population: found #REF! (an error of the spreadsheet)"]),
    ("a Spanish error of the spreadsheet", "zones", ZONE, ZONE.replace("60000", "#¡DIV/0!"), ["found #¡DIV/0! (an error"]),
    ("an error for a name", "centres", '"Centre 2, Lambayeque"', "#N/A", ["row 3, column name: found #N/A (an error"]),
    ("an unknown column", "zones", "radius (km)", "raduis", ['column raduis: found an unknown column', "did you mean radius?"]),
    ("a column of nobody", "zones", "radius (km)", "colour",
     ["column colour: found an unknown column", "allowed one of id, district", "named note"]),
    ("a misspelt optional column", "centres", "vehicles", "vehicels", ["column vehicels", "did you mean vehicles?"]),
    ("a misspelt parameter", "districts", "population.poor_share", "population.por_share",
     ["column population.por_share", "did you mean population.poor_share?"]),
    ("a required column missing", "zones", "population\r\n", "note\r\n", ["row 1: found no column population", '"population"']),
    ("a column twice", "zones", "radius (km)", "population", ['row 1, column F: found "population" twice']),
    ("another unit", "zones", "radius (km)", "radius (m)", ["column radius: found the unit (m), allowed (km) or no unit"]),
    ("another currency", "centres", "budget (PEN)", "budget (USD)", ["column budget: found the unit (USD), allowed (PEN)"]),
    ("a column without a name", "zones", "radius (km)", "", ["row 2, column E", "below a column's name only"]),
    ("values beside the table", "zones", "60000\r\nlima-1-b", "60000,7\r\nlima-1-b",
     ["row 2: found 7 cells separated by a comma, allowed at most 6"]),
    ("a decimal comma without quotes", "zones", ZONE, ZONE.replace("3.0", "3,5"), ["row 3: found 7 cells", "inside a number"]),
    ("an open quote", "zones", ZONE, f'"{ZONE}', ["row 3: found broken CSV", "closed quotes"]),
    ("text after a quote", "zones", ZONE, f'"lima"x{ZONE[8:]}', ["row 3: found broken CSV"]),
    ("a negative count of rooms", "centres", CENTRE, CENTRE.replace(",0,6,", ",0,-6,"), ["row 3, column rooms: found -6"]),
    ("half a psychologist", "centres", CENTRE, f"{CENTRE[:-1]}3.5", ["row 3, column psychologist: found 3.5", "whole"]),
    ("a word for a count", "centres", CENTRE, CENTRE.replace(",0,6,", ",0,six,"), ['row 3, column rooms: found "six"']),
    ("a centre that serves nowhere known", "centres", "4,lambayeque-2", "4,lambayeque-3",
     ['row 3, column serves: found "lambayeque-3"', "did you mean lambayeque-2?"]),
    ("a district served twice", "centres", "4,lambayeque-2", "4,lambayeque-2; lambayeque-2", ['"lambayeque-2" twice']),
    ("a centre named as a district", "centres", "centre-2", "lima-1", ["row 3, column id", "no district has"]),
    ("a share above one", "districts", "Lambayeque, district of centre 2\",,", "Lambayeque, district of centre 2\",1.5,",
     ["districts.csv: row 3, column population.poor_share: found 1.5, allowed a number from 0 to 1 (share)"]),
    ("a share as a word", "districts", "Lambayeque, district of centre 2\",,", "Lambayeque, district of centre 2\",low,",
     ['column population.poor_share: found "low"', "or an empty cell"]),
    ("a share above a hundred percent", "districts", "Lambayeque, district of centre 2\",,",
     "Lambayeque, district of centre 2\",120%,", ["column population.poor_share: found 1.2"]),
    ("a district without people", "districts", "lima-3,", "nowhere,x,,,,,,,\r\nlima-3,",
     ["districts.csv: row 4: found no zone in it"]),
    ("an unknown kind of facility", "facilities", "serves\r\n", "serves\r\nh1,H,lima-1,hopsital,0,0,10,\r\n",
     ['facilities.csv: row 2, column kind: found "hopsital", allowed one of primary_care, hospital', "did you mean hospital?"]),
    ("a facility without a kind", "facilities", "serves\r\n", "serves\r\nh1,H,lima-1,,0,0,10,\r\n", ["column kind: found nothing"]),
    ("beds that are no number", "facilities", "serves\r\n", "serves\r\nh1,H,lima-1,hospital,0,0,ten,\r\n",
     ['row 2, column capacity: found "ten"', "or an empty cell"]),
    ("a facility in an unknown district", "facilities", "serves\r\n", "serves\r\nh1,H,lima-9,hospital,0,0,10,\r\n",
     ['row 2, column district: found "lima-9"']),
    ("a policy on an unknown parameter", "policies", "grade\r\n", "grade\r\nmore,,productivity.extramural_credt,1,,,,4,,,,,,,,,,\r\n",
     ["policies.csv: row 2, column what", "did you mean productivity.extramural_credit?"]),
    ("a policy without a change", "policies", "grade\r\n", "grade\r\nmore,,productivity.extramural_credit,,,,,4,,,,,,,,,,\r\n",
     ["policies.csv: row 2: found no change, allowed exactly one of to, by, times"]),
    ("a policy with two changes", "policies", "grade\r\n", "grade\r\nmore,,productivity.extramural_credit,1,,2,,4,,,,,,,,,,\r\n",
     ["policies.csv: row 2: found to and times"]),
    ("a policy without a start", "policies", "grade\r\n", "grade\r\nmore,,productivity.extramural_credit,1,,,,,,,,,,,,,,\r\n",
     ["row 2, column from: found nothing"]),
    ("a policy somewhere unknown", "policies", "grade\r\n", "grade\r\nmore,,productivity.extramural_credit,1,,,centre-9,4,,,,,,,,,,\r\n",
     ['policies.csv: row 2, column where: found "centre-9"', "did you mean centre-3?"]),
    ("a policy named as a shipped one", "policies", "grade\r\n",
     "grade\r\nequal-credit,,productivity.extramural_credit,1,,,,4,,,,,,,,,,\r\n", ["column policy", "no shipped policy"]),
    ("a cost without a payer", "policies", "grade\r\n", "grade\r\nmore,,productivity.extramural_credit,1,,,,4,,,100,,,,,,,\r\n",
     ["row 2, column payer: found nothing"]),
]


@pytest.mark.parametrize(("sheet", "old", "new", "parts"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_mistake_in_a_csv_table_is_told_in_one_line(
    sheet: str, old: str, new: str, parts: list[str], csv_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_text(csv_place / "csv" / f"{sheet}.csv", old, new)
    check(refusal(csv_place, capsys), [f"minga: valle/csv/{sheet}.csv: ", *parts])


def check(lines: list[str], parts: list[str]) -> None:
    assert len(lines) == 1, lines
    for part in [*parts, ": found ", ", allowed "]:
        assert part in lines[0], f"{part!r} not in {lines[0]!r}"
    assert lines[0].isprintable()


WHOLE_FILES: list[tuple[str, bytes, list[str]]] = [
    ("empty", b"", ["file: found an empty table"]),
    ("only a byte order mark", b"\xef\xbb\xbf", ["an empty table"]),
    ("only separators", b",,,\r\n,,,\r\n", ["row 1: found"]),
    ("no head", b"lima-1-a,lima-1,0,0,1.5,60000\r\n", ["row 1: found", "allowed a first row of column names"]),
    ("UTF-16", "id,district\r\n".encode("utf-16"), ["encoding: found UTF-16", "UTF-8 or Windows-1252"]),
    ("UTF-16 without a mark", "id,district\r\n".encode("utf-16-le"), ["encoding: found UTF-16"]),
    ("MS-DOS text", "id,note\r\nz1,Jiménez\r\n".encode("cp850"), ["row 2, encoding", "MS-DOS"]),
    ("Macintosh text", "id,note\r\nz1,Jiménez y Niño\r\n".encode("mac_roman"), ["row 2, encoding", "Macintosh"]),
    ("half UTF-8", b"\xef\xbb\xbfid,note\r\nz1,Ni\xf1o\r\n", ["row 2, encoding: found the byte 0xf1 after a UTF-8 mark"]),
    ("a workbook", b"PK\x03\x04rest", ["found a workbook named .csv"]),
    ("a zero byte", b"id,district\r\nz\x001,lima-1\r\n", ["row 2: found a zero byte"]),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", ["found a zero byte"]),
    ("too long", b"id,district\r\n" + b"a" * 10_000_000, ["more than 10 MB"]),
    ("too many rows", b"id,district,x,y,population\r\n" + b"z,d,1,1,1\r\n" * 30_002, ["more rows", "at most 30000 rows"]),
    ("a long cell", b"id,district,x,y,population\r\n" + b"a" * 200_000 + b",d,1,1,1\r\n", ["row 2: found broken CSV (field larger"]),
    ("two separators", b"id;district;x;y,population\r\n", ["row 1: found more than one kind of separator"]),
    ("a web page", b"<html><body>404</body></html>", ["row 1: found \"<html>"]),
]


@pytest.mark.parametrize(("raw", "parts"), [c[1:] for c in WHOLE_FILES], ids=[c[0] for c in WHOLE_FILES])
def test_a_file_that_is_no_table_is_told_in_one_line(
    raw: bytes, parts: list[str], csv_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (csv_place / "csv" / "zones.csv").write_bytes(raw)
    check(refusal(csv_place, capsys), ["minga: valle/csv/zones.csv: ", *parts])


def test_a_position_that_could_be_read_in_two_ways_is_refused(csv_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "id;district;x;y;population\r\nz1;lima-1;1.125;0;60000\r\nz2;lambayeque-2;0;650;60000\r\n"
    rows += "z3;lima-3;0;0;1\r\nz4;lima-without;0;0;1\r\nz5;lambayeque-without;0;0;1\r\n"
    (csv_place / "csv" / "zones.csv").write_bytes(rows.encode())
    check(refusal(csv_place, capsys), ['zones.csv: row 2, column x: found "1.125", which is 1.125 or 1125', 'decimal = ","'])


def test_a_missing_table_is_named(csv_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (csv_place / "csv" / "zones.csv").rename(csv_place / "csv" / "zonas.csv")
    check(refusal(csv_place, capsys), ["valle/csv/zones.csv: file: found no such file"])


def test_a_misspelt_optional_table_is_not_left_out_in_silence(csv_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (csv_place / "csv" / "facilities.csv").rename(csv_place / "csv" / "facilites.csv")
    check(refusal(csv_place, capsys), ["valle/csv: file: found facilites.csv, allowed a file named facilities.csv"])


def test_mistakes_of_all_tables_are_told_at_once(csv_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_text(csv_place / "csv" / "zones.csv", ZONE, "Breña,lima-1,x,0.0,1.5,")
    change_text(csv_place / "csv" / "centres.csv", CENTRE, CENTRE.replace("1.0,650.0,0,6", "1.0,650.0,0,-6"))
    change_text(csv_place / "csv" / "zones.csv", "lima-3-a,lima-3,", "lima-3-a,lima-33,")
    lines = refusal(csv_place, capsys)
    assert [line.split(": found")[0].removeprefix("minga: valle/csv/") for line in lines] == [
        "zones.csv: row 3, column id", "zones.csv: row 3, column x", "zones.csv: row 3, column population",
        "centres.csv: row 3, column rooms", "zones.csv: row 10, column district",
    ]


def test_fifty_mistakes_are_enough(csv_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"z{i},lima-1,0.5,0.5,1.5,none\r\n" for i in range(200))
    path = csv_place / "csv" / "zones.csv"
    path.write_bytes(path.read_bytes() + rows.encode())
    assert len(refusal(csv_place, capsys)) == 50
