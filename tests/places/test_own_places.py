"""A folder of tables is a system: what is read, what is borrowed, and whose each value is."""

from __future__ import annotations

import json
import math
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.command import main
from simulation import Scenario, load
from simulation.scenario import InputError, load_arm, load_place

from .conftest import change_text, change_workbook


def same_as_peru(system: Scenario) -> bool:
    return replace(system, name="peru").digest() == load("peru").digest()


OWN_ZONES = "id,district,x,y,radius,population\nnorte,alto,0.5,1.5,1.25,21500\nsur,bajo,2.25,-4.5,,8000\n"
OWN_DISTRICTS = "id,name,population.poor_share\nalto,Distrito Ñaupa,0.4\nbajo,San José,\n"
OWN_CENTRES = (
    "id,name,district,x,y,rooms,serves,psychologist,nurse,home_visits.transport_weekly (PEN)\n"
    "csmc,Centro Ñaupa,alto,0.5,0.5,,alto; bajo,3,,150.5\nnuevo,,bajo,2.25,-4.5,2,,,,\n"
)


@pytest.fixture
def own_place(csv_place: Path) -> Path:
    """A place of two districts whose every row is its own."""
    for name, text in (("zones", OWN_ZONES), ("districts", OWN_DISTRICTS), ("centres", OWN_CENTRES)):
        (csv_place / "csv" / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    (csv_place / "csv" / "facilities.csv").unlink()
    return csv_place


def test_an_untouched_place_is_the_system_it_was_made_from(place: Path) -> None:
    system = load("./valle")
    assert system.name == "valle" and same_as_peru(system)


def test_workbook_and_csv_files_say_the_same(place: Path) -> None:
    change_text(place / "system.toml", 'tables = "xlsx"', 'tables = "csv"')
    assert same_as_peru(load("./valle"))


def test_a_place_is_found_by_its_folder_its_name_or_its_file(place: Path) -> None:
    found = {load(name).digest() for name in ("./valle", "valle", "valle/", str(place), "valle/system.toml", "./valle/system.toml")}
    assert len(found) == 1


def test_a_place_is_found_from_inside_its_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert load(".").origin == load("./").origin == "./system.toml"
    assert same_as_peru(load("."))


@pytest.mark.parametrize("name", ["valle/place.xlsx", "valle/csv/zones.csv"])
def test_a_table_is_not_the_name_of_a_place(name: str, place: Path) -> None:
    with pytest.raises(InputError, match=r"file: found a table, allowed the folder of a place with a system\.toml"):
        load(name)


def test_a_variant_extends_a_place(place: Path) -> None:
    text = 'schema = 1\nkind = "system"\nname = "variant"\nextends = "./system.toml"\n[parameters.population]\nhousehold_size = 4\n'
    (place / "variant.toml").write_text(text, encoding="utf-8")
    variant = load("valle/variant.toml")
    assert len(variant.zones) == 12 and variant.value_at("population.household_size") == 4


def test_what_is_written_is_read_and_what_is_blank_is_borrowed(own_place: Path) -> None:
    system = load("./valle")
    assert [(z.id, z.x, z.y, z.population) for z in system.zones] == [("norte", 0.5, 1.5, 21500), ("sur", 2.25, -4.5, 8000)]
    assert [d.name for d in system.districts] == ["Distrito Ñaupa", "San José"]
    centre, new = system.centres
    assert centre.serves == ("alto", "bajo") and new.serves == ("bajo",) and new.name == "nuevo"
    assert centre.rooms == 7 and new.rooms == 2  # Peru's centres have 8, 6 and 7
    assert centre.roster["psychologist"] == 3 and centre.roster["nurse"] == 0  # a roster with something in it is whole
    assert new.roster["psychologist"] == 4 and new.roster["psychiatrist"] == 2  # an empty one is the median of Peru's
    assert system.zones[0].radius == 1.25
    assert system.zones[1].radius == pytest.approx(math.sqrt(8000 / (60000 / 3**2)) / 2, abs=1e-3)


def test_values_of_ones_own_carry_the_badge_yours_and_borrowed_ones_are_not_measured_here(own_place: Path) -> None:
    system, peru = load("./valle"), load("peru")
    own = system.declaration_at("population.poor_share", "alto")
    assert (own.value, own.low, own.high, own.grade, own.source) == (0.4, 0.4, 0.4, "yours", "unsourced")
    borrowed = system.declaration_at("population.poor_share", "bajo")
    assert (borrowed.value, borrowed.grade) == (peru.value_at("population.poor_share"), "judged")
    assert system.value_at("home_visits.transport_weekly", "csmc") == 15050  # cents of the 150.5 in the table
    for name, one in peru.values.items():
        assert system.values[name].grade == {"here": "elsewhere"}.get(str(one.grade), one.grade)


def test_a_value_may_tell_its_range_source_and_grade(own_place: Path) -> None:
    text = "id,population.poor_share,population.poor_share low,population.poor_share high,population.poor_share source,population.poor_share grade\n"
    (own_place / "csv" / "districts.csv").write_text(text + "alto,0.4,0.3,0.5,census of 2017,here\nbajo,,,,,\n", encoding="utf-8")
    one = load("./valle").declaration_at("population.poor_share", "alto")
    assert (one.value, one.low, one.high, one.source, one.grade) == (0.4, 0.3, 0.5, "census of 2017", "here")


def as_excel_in_spain(text: str) -> str:
    """The same table as a Spanish spreadsheet saves it: semicolons, decimal commas."""
    rows = [line.split(",") for line in text.splitlines()]
    rows = [[f'"{cell}"' if ";" in cell else re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in row] for row in rows]
    return "\r\n".join(";".join(row) for row in rows) + "\r\n"


@pytest.mark.parametrize(
    ("change", "encoding"),
    [
        (as_excel_in_spain, "cp1252"),
        (as_excel_in_spain, "utf-8-sig"),
        (lambda text: "sep=;\r\n" + as_excel_in_spain(text), "cp1252"),
        (lambda text: text.replace(",", "\t"), "utf-8"),
        (lambda text: text.replace("\n", "\r\n"), "utf-8-sig"),
        (lambda text: text.replace(",", " , ").replace("\n", "\u00a0\n,,\n\n"), "utf-8"),
        (lambda text: re.sub(r"(?m)^(.+)$", r'\1,"my own, note"', text).replace('"my own, note"', "Nota", 1), "utf-8"),
    ],
    ids=["Spanish Windows", "Spanish UTF-8", "with its separator told", "tabs", "Windows lines", "blanks and empty rows", "a note"],
)
def test_the_ways_in_which_spreadsheets_save_a_table_read_the_same(own_place: Path, change, encoding: str) -> None:  # type: ignore[no-untyped-def]
    expected = load("./valle").digest(), [d.name for d in load("./valle").districts]
    for name, text in (("zones", OWN_ZONES), ("districts", OWN_DISTRICTS), ("centres", OWN_CENTRES)):
        (own_place / "csv" / f"{name}.csv").write_bytes(change(text).encode(encoding))
    assert (load("./valle").digest(), [d.name for d in load("./valle").districts]) == expected


@pytest.mark.parametrize(
    ("written", "people", "decimal"),
    [
        ("21.500,0", 21500, None), ("21,500.0", 21500, None), ("21 500", 21500, None), ("1.021.500", 1021500, None),
        ("21.500", 21500, ","), ("21,500", 21500, "."), ("2,15e4", 21500, ","), ("61.234", 61234, None), ("21'500", 21500, None),
    ],
)
def test_grouped_thousands_are_read_where_they_can_be_nothing_else(own_place: Path, written: str, people: int, decimal: str | None) -> None:
    rows = f"id;district;x;y;radius;population\nnorte;alto;0;1;;{written}\nsur;bajo;2;-4;;8000\n"
    (own_place / "csv" / "zones.csv").write_text(rows, encoding="utf-8")
    if decimal:
        change_text(own_place / "system.toml", "burn_in_weeks", f'decimal = "{decimal}"\nburn_in_weeks')
        (own_place / "csv" / "centres.csv").write_text(OWN_CENTRES.replace("0.5", "1").replace("150.5", "150").replace("2.25", "2").replace("-4.5", "-4"), encoding="utf-8")
        (own_place / "csv" / "districts.csv").write_text("id\nalto\nbajo\n", encoding="utf-8")
    assert load("./valle").zones[0].population == people


def test_what_spreadsheets_do_to_cells_is_understood(place: Path) -> None:
    def change(book) -> None:  # type: ignore[no-untyped-def]
        zones = book["zones"]
        zones["F2"] = "60 000 "
        zones["C3"] = "3,0"
        zones["F4"] = 60000.0
        zones["A5"] = " lima-1-d\u00a0"
        zones.row_dimensions[6].hidden = True
        zones["H1"], zones["H2"] = "Nota", "of my own"
        zones.insert_rows(3)
        zones.move_range("E1:E20", cols=5)
        book["centres"]["J2"] = "lima-1 ; lima-1-x"[:7]
        book.create_sheet("my sums")["A1"] = "=1+1"

    change_workbook(place, change)
    system, account = load_place("./valle")
    assert same_as_peru(system)
    assert account is not None and sorted(account.remarks) == ['sheet "my sums" is not read', "sheet zones: hidden rows are read too: 6"]


def test_a_formula_counts_by_the_value_saved_with_it(place: Path) -> None:
    path = place / "place.xlsx"
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = next(name for name in parts if name.endswith("sheet3.xml"))
    computed = re.sub(rb'(<c r="F3"[^>]*>)<v>60000</v>', rb"\1<f>F2+1000</f><v>61000</v>", parts[sheet])
    assert computed != parts[sheet]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in {**parts, sheet: computed}.items():
            new.writestr(name, content)
    assert load("./valle").zones[1].population == 61000


def test_degrees_become_km(own_place: Path) -> None:
    (own_place / "csv" / "zones.csv").write_text(
        "id,district,latitude,longitude,population\nnorte,alto,-12.0464,-77.0428,20000\nsur,bajo,-13.5226,-71.9673,8000\n", encoding="utf-8"
    )
    (own_place / "csv" / "centres.csv").write_text(
        "id,district,latitude,longitude,psychologist\ncsmc,alto,-12.0464,-77.0428,3\n", encoding="utf-8"
    )
    system = load("./valle")
    lima, cusco = system.zones
    assert math.hypot(lima.x - cusco.x, lima.y - cusco.y) == pytest.approx(574, rel=0.01)  # Lima to Cusco on the sphere
    assert (system.centres[0].x, system.centres[0].y) == (lima.x, lima.y)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("-12.0464,-77", "-112.0464,-77", "row 2, column latitude: found -112.0464, allowed degrees from -90 to 90"),
        ("-12.0464,-77", ",-77", "row 2, column latitude: found nothing"),
        ("-77.0428,20000", "west,20000", 'row 2, column longitude: found "west"'),
    ],
)
def test_degrees_that_cannot_be_are_told(own_place: Path, old: str, new: str, part: str) -> None:
    text = "id,district,latitude,longitude,population\nnorte,alto,-12.0464,-77.0428,20000\nsur,bajo,-13.5,-71.9,8000\n"
    (own_place / "csv" / "zones.csv").write_text(text.replace(old, new), encoding="utf-8")
    (own_place / "csv" / "centres.csv").write_text("id,district,latitude,longitude\ncsmc,alto,-12.0,-77.0\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load("./valle")
    assert len(caught.value.lines()) == 1 and part in caught.value.lines()[0]


def test_degrees_and_km_are_not_mixed(own_place: Path) -> None:
    (own_place / "csv" / "centres.csv").write_text("id,district,latitude,longitude\ncsmc,alto,-12.0,-77.0\n", encoding="utf-8")
    with pytest.raises(InputError, match="km, while other places have degrees"):
        load("./valle")


def test_borrowed_money_is_changed_into_the_currency_of_the_place(own_place: Path) -> None:
    change_text(own_place / "system.toml", 'currency = "PEN"', 'currency = "COP"\nexchange = 1000')
    change_text(own_place / "csv" / "centres.csv", "(PEN)", "(COP)")
    (own_place / "csv" / "policies.csv").unlink()
    system, peru = load("./valle"), load("peru")
    assert system.value_at("home_visits.transport_weekly", "csmc") == 15050
    assert system.value_at("home_visits.transport_weekly", "nuevo") == 1000 * float(peru.value_at("home_visits.transport_weekly"))
    for name, one in peru.values.items():
        if one.unit != "cents":
            assert system.value_at(name) == one.value


def test_facilities_stand_in_their_own_table(own_place: Path) -> None:
    rows = "id,kind,district,x,y,capacity,serves\nh1,hospital,alto,0,0,,alto bajo\np1,Primary_Care,bajo,2,-4,40,\n"
    (own_place / "csv" / "facilities.csv").write_text(rows, encoding="utf-8")
    hospital, practice = load("./valle").facilities
    assert (hospital.kind, hospital.capacity, hospital.serves) == ("hospital", None, ("alto", "bajo"))
    assert (practice.kind, practice.capacity, practice.name) == ("primary_care", 40, "p1")


POLICIES = (
    "policy,title,what,to,by,times,where,from,ramp,per_year,per,payer\n"
    "more,Más crédito,productivity.extramural_credit,1,,,everywhere,4,8,3000,place,ministry_of_health\n"
    "more,,resources.reimbursed_share,,0.1,,csmc,4,,,,\n"
    "least,,population.public_stigma,,,0.9,most-people-per-centre 1,0,,,,\n"
)


def test_policies_in_a_table_are_named_like_others(own_place: Path) -> None:
    (own_place / "csv" / "policies.csv").write_text(POLICIES, encoding="utf-8")
    system = load("./valle")
    more, least = load_arm("more+least", system=system)
    assert [(s.what, s.change, s.amount, s.where, s.start, s.ramp) for s in more.steps] == [
        ("productivity.extramural_credit", "to", 1.0, "everywhere", 4, 8), ("resources.reimbursed_share", "by", 0.1, ("csmc",), 4, 0),
    ]
    assert more.title("es") == "Más crédito" and more.steps[0].cost is not None and more.steps[0].cost.per_year == 3000
    told = system.with_policies(more, least)
    assert least.places_of(least.steps[0], told) == ("alto",)  # more people, and one centre where the other has two
    assert load_arm("equal-credit", system=system)[0].name == "equal-credit"


def test_an_unknown_policy_names_those_of_the_place_too(own_place: Path) -> None:
    (own_place / "csv" / "policies.csv").write_text(POLICIES, encoding="utf-8")
    with pytest.raises(InputError, match=r"allowed .*did you mean least"):
        load_arm("leest", system=load("./valle"))


def test_the_account_counts_what_is_yours_borrowed_and_missing(own_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "valle", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["ok"] and told["lender"] == "peru" and told["tables"] == "csv/"
    assert told["yours"]["zones.population"] == ["norte", "sur"] and told["yours"]["zones.radius"] == ["norte"]
    assert told["borrowed"]["zones.radius"] == ["sur"] and told["borrowed"]["centres.rooms"] == ["csmc"]
    assert told["borrowed"]["centres.psychologist"] == ["nuevo"] and told["default"]["centres.nurse"] == ["csmc"]
    assert told["borrowed"]["districts.population.poor_share"] == ["bajo"] and told["same"] == {}
    assert told["missing"]["sheets"] == ["facilities", "policies"]
    assert told["missing"]["districts_without_centre"] == []
    assert sum(map(len, told["parameters"].values())) == len(load("peru").values)
    cells = OWN_ZONES + OWN_DISTRICTS + OWN_CENTRES
    written = sum(bool(cell.strip()) for line in cells.splitlines() for cell in line.split(",") if not line.startswith("id,"))
    assert sum(map(len, told["yours"].values())) == written


def test_cells_that_still_say_what_peru_says_do_not_count_as_yours(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_workbook(place, lambda book: book["zones"].__setitem__("F3", 61000))
    assert main(["validate", "valle", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["yours"] == {"zones.population": ["lima-1-b"]}
    assert len(told["same"]["zones.population"]) == 11


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ["valle: ok (scenario 'valle')", "yours: 29 cells", "borrowed from peru", "    zones, judged: radius (1 of 2: sur)", "missing: no facilities; no policies"]),
        ("es", ["valle: correcto (escenario 'valle')", "suyas: 29 celdas", "prestadas de peru", "    zones, estimado a juicio: radius (1 de 2: sur)", "falta: no hay establecimientos; no hay políticas"]),
    ],
)
def test_the_account_is_told_in_both_languages(own_place: Path, lang: str, parts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "valle", "--lang", lang]) == 0
    said = capsys.readouterr().out
    for part in parts:
        assert part in said


def test_a_place_is_lived_and_its_line_gives_the_same_again(own_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own_place / "csv" / "policies.csv").write_text(POLICIES, encoding="utf-8")
    line = ["run", "./valle", "--policy", "more", "--weeks", "4", "--scale", "0.05", "-q", "--json"]
    assert main([*line, "--out", "a"]) == 0
    first = capsys.readouterr().out
    report = Path("a/report.html").read_text(encoding="utf-8")
    again = re.search(r"minga (run [^<\n]*)", report)
    assert again and "valle/system.toml" in again[1] and "--policy more" in again[1]
    assert main([*again[1].split(), "-q", "--json", "--out", "b"]) == 0
    assert capsys.readouterr().out == first
