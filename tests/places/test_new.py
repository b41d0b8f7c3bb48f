"""What ``minga new`` and ``minga new-policy`` write: files to fill in, a dictionary, and nothing written over."""

from __future__ import annotations

import io
import json
import re
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.command import main
from experiments.dictionary import dictionary
from experiments.place_words import meaning
from simulation import load, load_policy
from simulation.scenario.borrowing import Lender, template_heads
from simulation.scenario.columns import PARTS
from simulation.scenario.folder import known_columns
from simulation.scenario.values import Catalogue

from .conftest import contents

CATALOGUE = Catalogue()
KNOWN = known_columns(CATALOGUE)


def test_a_new_place_has_a_system_file_tables_and_a_dictionary_in_two_languages(place: Path) -> None:
    assert sorted(contents(place)) == [
        "DICCIONARIO.md", "DICTIONARY.md", "csv/centres.csv", "csv/districts.csv", "csv/facilities.csv", "csv/policies.csv",
        "csv/zones.csv", "place.xlsx", "system.toml",
    ]


def test_workbook_and_csv_files_have_the_same_sheets_and_heads(place: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(place / "place.xlsx")
    assert book.sheetnames == ["readme", *KNOWN]
    for sheet in KNOWN:
        heads = [cell.value for cell in book[sheet][1]]
        with (place / "csv" / f"{sheet}.csv").open(encoding="utf-8-sig") as stream:
            assert stream.readline().rstrip("\n").split(",") == heads
        for cell in book[sheet][1]:
            column = KNOWN[sheet][cell.value.partition(" (")[0]]
            assert cell.comment is not None
            assert meaning(sheet, column, "en") in cell.comment.text and meaning(sheet, column, "es") in cell.comment.text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_dictionary_describes_every_column(lang: str) -> None:
    page = dictionary("valle", Lender(load("peru"), CATALOGUE, KNOWN), KNOWN, lang)
    sections = dict(re.findall(r"## `(\w+)`\n(.*?)(?=\n## |\Z)", page, re.DOTALL))
    for sheet, columns in KNOWN.items():
        rows = dict(re.findall(r"^\| `([^`]+)` \| (.+)$", sections[sheet], re.MULTILINE))
        for column in columns.values():
            if column.declaration and column.keys[-1] in PARTS:
                continue
            cells = rows[column.name].split(" | ")
            assert len(cells) == 5 and all(cells[i].strip() for i in (0, 2, 3)), column.name
            assert cells[4].strip(" |") or cells[3] in ("required", "obligatorio"), column.name


def test_every_parameter_of_a_centre_or_district_is_a_column() -> None:
    for one in CATALOGUE.declared.values():
        sheet = {"centre": "centres", "district": "districts"}.get(one.scope)
        assert (one.name in KNOWN[sheet]) if sheet else all(one.name not in columns for columns in KNOWN.values())
    assert set(template_heads("zones", KNOWN["zones"])) == {"id", "district", "x", "y", "radius", "population"}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_value_that_the_system_file_offers_may_stand_there(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "valle", "--lang", lang]) == 0
    path = tmp_path / "valle" / "system.toml"
    text = path.read_text(encoding="utf-8")
    offered = re.sub(r"(?m)^# (\[parameters\.\w+\]|\w+ = (?!\{ value|1\.0 ).*)$", r"\1", text)
    assert offered.count("\n[parameters.") > 10
    path.write_text(offered.replace('# exchange', '#').replace('decimal = ","', "#", 1), encoding="utf-8")
    own, peru = load("./valle"), load("peru")
    assert replace(own, name="peru").canonical().split('"values"')[0] == peru.canonical().split('"values"')[0]
    offers = tomllib.loads(path.read_text(encoding="utf-8"))["parameters"]
    for process, fields in offers.items():
        for name, value in fields.items():
            for key, one in value.items() if isinstance(value, dict) else [(None, value)]:
                told = own.values[f"{process}.{name}[{key}]" if key else f"{process}.{name}"]
                assert told.value == one == peru.value_at(told.name) and told.grade == "yours"


def test_a_new_place_may_start_from_a_system_that_borrows_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "kwetu", "--from", "upsides-kampala"]) == 0
    own, kampala, peru = load("./kwetu"), load("upsides-kampala"), load("peru")
    assert own.currency == "UGX" and own.value_at("peer_support.familism") == kampala.value_at("peer_support.familism")
    assert own.values["turnover.births"].grade == "elsewhere"  # measured in Kampala's country, not here
    amount = "staff_turnover.pocket_amount"
    assert own.value_at(amount) == kampala.value_at(amount) == pytest.approx(995.23 * float(peru.value_at(amount)))


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["new", "valle"], 'PLACE: found "valle", allowed a new or empty folder'),
        (["new", "peru"], 'PLACE: found "peru", allowed a name', ),
        (["new", "Áncash"], 'PLACE: found "Áncash", allowed a name of 1 to 64 letters'),
        (["new", "."], "PLACE: found"),
        (["new", "a b"], 'PLACE: found "a b"'),
        (["new", "other", "--from", "perú"], '--from: found "perú", allowed one of chile-santiago, peru'),
        (["new-policy", "equal-credit"], 'NAME: found "equal-credit", allowed a name of'),
        (["new-policy", "más"], 'NAME: found "más"'),
        (["new-policy", "../x"], 'NAME: found "../x"'),
        (["new-policy", "x", "--for", "nowhere"], "no such file"),
        (["new-policy", "mine"], "NAME: found mine.toml, which exists, allowed a new name"),
        (["new-policy", "mine", "--for", "valle"], "NAME: found valle/policies/mine.toml, which exists"),
    ],
)
def test_nothing_is_written_over_and_no_name_taken_twice(
    arguments: list[str], part: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-policy", "mine"]) == 0 and main(["new-policy", "mine", "--for", "valle"]) == 0
    before = contents(place.parent)
    capsys.readouterr()
    assert main(arguments) == 3
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and part in err
    assert contents(place.parent) == before


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_new_policy_is_valid_as_it_is_and_known_by_its_name(lang: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-policy", "mine", "--for", "valle", "--lang", lang]) == 0
    assert main(["validate", "valle/policies/mine.toml", "valle", "--lang", lang]) == 0
    assert "mine" in capsys.readouterr().out.splitlines()[-1]
    policy = load_policy("valle/policies/mine.toml")
    assert policy.steps[0].what == "productivity.extramural_credit" and policy.steps[0].amount == 1.0
    assert main(["compare", "./valle", "--policy", "mine+nime"]) == 3
    assert 'policy: found "nime"' in capsys.readouterr().err


def test_a_broken_policy_in_the_folder_fails_the_place(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "policies").mkdir()
    (place / "policies" / "mine.toml").write_text("schema = 1\n", encoding="utf-8")
    assert main(["validate", "valle"]) == 3
    assert "valle/policies/mine.toml: kind: found nothing" in capsys.readouterr().err


def test_what_was_written_is_listed_for_machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "sub/valle", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == "sub/valle" and all((tmp_path / "sub/valle" / name).is_file() for name in told["files"])


COMMANDS = [
    ["--help"], ["new", "--help"], ["validate", "valle"], ["validate", "valle", "--json"], ["new", "other"], ["new-policy", "other"],
    *(["list", kind] for kind in ("systems", "policies", "parameters", "outcomes", "sources")), ["list", "sources", "--json"],
    ["list", "parameters", "--json"], ["doctor"], ["validate", "nowhere-→-ñ"], ["run", "→"],
]
LIVED = [
    ["run", "./valle", "--weeks", "2", "--scale", "0.01"],
    ["interview", "./valle", "--weeks", "56", "--scale", "0.01"],
    ["compare", "./valle", "--policy", "equal-credit", "--weeks", "2", "--scale", "0.01", "--replicates", "2", "--workers", "1"],
]
TERMINALS = [
    *((arguments, lang, encoding) for arguments in COMMANDS for lang in ("en", "es") for encoding in ("cp1252", "ascii")),
    *((arguments, "es", "cp1252") for arguments in LIVED),
]


@pytest.mark.parametrize(("arguments", "lang", "encoding"), TERMINALS, ids=[f"{' '.join(a[:2])} {lang} {e}" for a, lang, e in TERMINALS])
def test_every_command_survives_a_terminal_of_few_letters(
    arguments: list[str], lang: str, encoding: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    try:
        code = main(arguments if "--help" in arguments else [*arguments, "--lang", lang])
    except SystemExit as left:
        code = int(left.code or 0)
    out.flush()
    err.flush()
    said, complained = out.buffer.getvalue().decode(encoding), err.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    monkeypatch.undo()
    assert code == (3 if "→" in arguments[-1] or "-ñ" in arguments[-1] else 0), complained
    assert "Traceback" not in complained and "codec" not in complained
    if "--json" in arguments:
        json.loads(said)
    elif arguments[0] in ("list", "validate", "new", "new-policy"):
        assert not re.search(r"[\w?]\?\w", said)  # a question mark inside a word is a letter that was lost
