"""What ``minga patterns`` prints: every status, both languages, JSON, and one line for a name that is none."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from experiments.command import main
from experiments.patterns.catalogue import load_catalogue
from experiments.patterns.page import Asked, as_json, as_markdown, as_table
from experiments.patterns.registry import EMERGENT, EVIDENCE, INTERACTION, Check, Finding
from experiments.patterns.rules import FAIL, PASSED, UNDECIDED, Clause, not_built
from experiments.words import WORDS
from simulation import Words

WHAT = Words("bread", "pan")
CATALOGUE = load_catalogue("peru")
ASKED = Asked("peru", (), 1, 0.1, 8)


def finding(k: int, *statuses: str, evidence: str = INTERACTION, unit: str = "weeks") -> Finding:
    clauses = [
        not_built(WHAT, Words("no oven", "no hay horno")) if s == "not-built"
        else Clause("D", WHAT, s, 1.25, 0.5, 2.0, 8, Words("so", "así"), unit)  # type: ignore[arg-type]
        for s in statuses
    ]
    ablation = Words("yeast", "levadura") if evidence == EMERGENT else None
    pattern = CATALOGUE.patterns[k]
    return Finding(pattern, tuple(clauses), Check(pattern.id, evidence, (), lambda e: [], ablation, Words("it is flat", "está plano")))


FOUND = [
    finding(0, PASSED), finding(1, FAIL, PASSED), finding(2, UNDECIDED, evidence=EMERGENT), finding(3, PASSED, "not-built"),
    Finding(CATALOGUE.patterns[4], (not_built(WHAT, Words("no oven", "no hay horno")),)),
]


def test_the_three_kinds_of_evidence_are_counted_apart() -> None:
    said = as_table([CATALOGUE], FOUND, ASKED, "en", 200)
    assert "Interaction: 1 of 2 pass, 1 fail, 0 undecided." in said
    assert "Emergent: 0 of 1 pass, 0 fail, 1 undecided." in said
    assert "Not built, whole or in part: 2 of 5 statements." in said
    assert "By construction: 0" not in said
    assert not re.search(r"\b[0-9]+ of 3 pass", said)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_table_fits_its_width_and_says_every_reason(lang: str) -> None:
    said = as_table([CATALOGUE], FOUND, ASKED, lang, 100)
    assert max(map(len, said.splitlines())) <= 100
    for f in FOUND:
        assert f.pattern.id in said
    assert ("it is flat" if lang == "en" else "está plano") in said
    assert ("no oven" if lang == "en" else "no hay horno") in said
    assert ("yeast" if lang == "en" else "levadura") in said
    detail = as_table([CATALOGUE], FOUND, replace(ASKED, only=("PE-01",)), lang, 100)
    assert FOUND[0].pattern.statement(lang)[:30] in detail


def test_a_diagnosis_is_said_of_what_fails_only() -> None:
    assert "it is flat" in FOUND[1].reason.en
    assert "it is flat" not in FOUND[0].reason.en


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_page_has_all_clauses_and_how_to_do_it_again(lang: str) -> None:
    said = as_markdown([CATALOGUE], FOUND, ASKED, lang)
    assert said.count(WHAT(lang) + " |") >= 6
    assert "`minga patterns peru --seed 1 --scale 0.1 --replicates 8 --markdown`" in said
    assert CATALOGUE.patterns[4].statement(lang) in said
    if lang == "es":
        assert "1,25" in said and "1.25" not in said


def test_json_has_what_the_table_says_and_tells_what_is_decided() -> None:
    told = json.loads(as_json([CATALOGUE], FOUND, ASKED))
    rows = told["patterns"]
    assert [x["status"] for x in rows] == ["pass", "fail", "undecided", "not-built", "not-built"]
    assert [x["decided"] for x in rows] == [True, True, False, False, False]
    assert (rows[0]["estimate"], rows[0]["low"], rows[0]["high"], rows[0]["n"]) == (1.25, 0.5, 2.0, 8)
    assert rows[4]["estimate"] is None and rows[4]["evidence"] is None
    assert [len(x["clauses"]) for x in rows] == [1, 2, 1, 2, 0]
    assert rows[2]["ablation"] == "yeast"
    assert told["provenance"]["systems"]["peru"]


def test_every_status_role_kind_of_evidence_and_unit_has_a_name() -> None:
    for kind, names in {"status": ("pass", "fail", "undecided", "not-built"), "role": ("input", "emergent", "policy"), "evidence": EVIDENCE}.items():
        assert all(f"{kind}.{n}" in WORDS for n in names)
    for unit in ("hours", "coefficient", "soles", "points a year", "1/person-year", "share", "ratio", "weeks", "persons", "visits", "contacts", "%"):
        assert f"unit.{unit}" in WORDS


def test_the_command_prints_what_needs_no_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["patterns", "all", "--only", "PE-01", "--only", "UP-16", "--only", "NL-05", "--json", "-q"]) == 0
    rows = json.loads(capsys.readouterr().out)["patterns"]
    assert {x["id"]: x["status"] for x in rows} == {"PE-01": "pass", "UP-16": "not-built", "NL-05": "pass"}
    assert main(["patterns", "rfcmh", "--only", "NL-06", "-q", "--lang", "es"]) == 0
    assert "NL-06" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "told"), [(["peruu"], "did you mean peru"), (["peru", "--only", "PE-010"], "did you mean PE-10"), (["chile", "--only", "PE-01"], "PE-01")])
def test_a_name_that_is_none_is_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], told: str) -> None:
    assert main(["patterns", *arguments]) == 3
    said = capsys.readouterr().err.strip()
    assert told in said and "\n" not in said
