"""Every mistake in a file is one line that names the file, the key, what was found and what is allowed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from simulation.ground.parameter import Declaration
from simulation.scenario import InputError, InputErrors, load, load_policy

Write = Callable[[str, str | bytes], Path]
Declared = Mapping[str, Declaration]

RELAPSE = 'relapse = {value = 0.25, low = 0.2, high = 0.3, source = "registry", grade = "here"}'
ROSTER = "roster = {psychiatrist = 1, nurse = 2}"
CREDIT_COST = (
    'cost = {once = 5, per_year = 250000, per = "place", payer = "ministry_of_health", low_factor = 0.5, '
    'high_factor = 2, source = "tariff", grade = "judged"}'
)
FIRST_STEP = f"""\
what = "productivity.extramural_credit"
to = 1.0
where = "everywhere"
from = 10
until = 60
ramp = 8
{CREDIT_COST}
"""
SYSTEM_WIDE = 'what = "course.relapse"\nto = 0.1\nfrom = 0\n'
OPENED = """\
[step.centre]
id = "centre-3"
name = "Tres"
district = "south"
x = 11
y = 1
rooms = 2
roster = {nurse = 3}
"""

# what is wrong, the text of the valid file, what stands there instead, what the line tells
SYSTEM_CASES: list[tuple[str, str, str, list[str]]] = [
    ("schema 2", "schema = 1", "schema = 2", [":1: schema: found 2, allowed 1"]),
    ("schema as text", "schema = 1", 'schema = "1"', [':1: schema: found "1", allowed 1']),
    ("schema as truth", "schema = 1", "schema = true", ["schema: found true, allowed 1"]),
    ("no schema", "schema = 1\n", "", ["schema: found nothing, allowed 1"]),
    ("another kind", 'kind = "system"', 'kind = "policy"', [':2: kind: found "policy", allowed "system"']),
    ("a misspelt kind", 'kind = "system"', 'kind = "sistem"', ['found "sistem"', "did you mean system?"]),
    ("no kind", 'kind = "system"\n', "", ["kind: found nothing", '"system"']),
    ("no name", 'name = "tiny"\n', "", ["name: found nothing", "allowed"]),
    ("a name with a plus", 'name = "tiny"', 'name = "a+b"', [':3: name: found "a+b"', "letters"]),
    ("a name with a newline", 'name = "tiny"', r'name = "a\nb"', ["name: found", r"a\nb"]),
    ("a title in one language", '{en = "Tiny", es = "Mínimo"}', '{en = "Tiny"}', [":4: title.es: found nothing"]),
    ("a bare title", '{en = "Tiny", es = "Mínimo"}', '"Tiny"', ['title: found "Tiny"', "a table with en, es"]),
    ("a third language", 'es = "Mínimo"}', 'es = "M", fr = "P"}', ["title.fr", "unknown key", "en, es"]),
    ("escape codes in a title", 'en = "Tiny"', r'en = "\u001b[31mred"', ["title.en", r"\x1b[31mred", "printable"]),
    ("an unknown key", "burn_in_weeks = 104", "burn_in_week = 104\nburn_in_weeks = 104",
     [":6: burn_in_week: found an unknown key", "did you mean burn_in_weeks?"]),
    ("no burn-in", "burn_in_weeks = 104\n", "", ["burn_in_weeks: found nothing", "a whole number from 0"]),
    ("a negative burn-in", "burn_in_weeks = 104", "burn_in_weeks = -1", [":6: burn_in_weeks: found -1"]),
    ("a broken week", "burn_in_weeks = 104", "burn_in_weeks = 1.5", ["burn_in_weeks: found 1.5", "whole"]),
    ("a currency in words", '"PEN"', '"sol"', [':7: currency: found "sol"', "three capital letters"]),
    ("a date for a year", "price_year = 2023", "price_year = 2023-01-01", ["price_year: found 2023-01-01"]),
    ("truth for a number", "rooms = 4", "rooms = true", ["centres.centre-1.rooms: found true, allowed a whole"]),
    ("text for a number", "x = 10", 'x = "10"', ['zones.z2.x: found "10", allowed a number from -10000']),
    ("NaN for a place", "x = 10", "x = nan", ["zones.z2.x: found nan, allowed a number"]),
    ("an infinite place", "x = 10", "x = inf", ["zones.z2.x: found inf"]),
    ("a huge whole number", "population = 3000", "population = 1" + "0" * 400,
     ["zones.z2.population: found a whole number of 1329 bits", "allowed a whole number from 1"]),
    ("a number of 5,000 digits", "population = 3000", "population = " + "9" * 5000, ["thousands of digits"]),
    ("a giant hexadecimal", "population = 3000", "population = 0x" + "f" * 9000, ["36000 bits"]),
    ("a zone without people", "population = 3000", "population = 0", [":33: zones.z2.population: found 0"]),
    ("a negative population", "population = 3000", "population = -5", ["zones.z2.population: found -5"]),
    ("more people than a country has", "population = 3000", "population = 40000000",
     ["zones: found 40001000 people in all, allowed at most 40000000"]),
    ("a zone without a district", 'district = "south"\nx = 10\n', "x = 10\n", ["zones.z2.district: found nothing"]),
    ("a zone of an unknown district", 'district = "south"\nx = 10', 'district = "sout"\nx = 10',
     [':29: zones.z2.district: found "sout"', "did you mean south?"]),
    ("a centre in an unknown district", 'district = "north"\nx = 0\ny = 0\nopens', 'district = "nort"\nx = 0\ny = 0\nopens',
     ['centres.centre-1.district: found "nort"', "did you mean north?"]),
    ("a centre that serves nowhere known", 'serves = ["south"]', 'serves = ["soth"]',
     ['centres.centre-2.serves: found "soth"', "did you mean south?"]),
    ("a centre that serves nobody", 'serves = ["south"]', "serves = []", ["centre-2.serves: found a list of 0"]),
    ("a district served twice", 'serves = ["south"]', 'serves = ["south", "south"]', ['found "south" twice']),
    ("a centre without rooms told", "rooms = 4\n", "", ["centres.centre-1.rooms: found nothing"]),
    ("negative rooms", "rooms = 4", "rooms = -4", [":42: centres.centre-1.rooms: found -4"]),
    ("an unknown profession", ROSTER, "roster = {nurze = 2}", ["roster.nurze", "did you mean nurse?"]),
    ("a negative roster", ROSTER, "roster = {nurse = -2}", [":43: centres.centre-1.roster.nurse: found -2"]),
    ("half a nurse", ROSTER, "roster = {nurse = 1.5}", ["roster.nurse: found 1.5", "whole number"]),
    ("a list for a roster", ROSTER, 'roster = ["nurse"]', ["roster: found a list of 1", "a table with psychiatrist"]),
    ("no roster", ROSTER + "\n", "", ["centres.centre-1.roster: found nothing"]),
    ("an id twice", 'id = "centre-2"', 'id = "centre-1"', [':46: centres[2].id: found "centre-1" twice']),
    ("a centre named as a district", 'id = "centre-2"', 'id = "south"', ["centres.south.id", "no district has"]),
    ("an id with a colon", 'id = "centre-2"', 'id = "centre:2"', ['centres[2].id: found "centre:2"']),
    ("a zone without an id", 'id = "z2"\n', "", ["zones[2].id: found nothing", "letters"]),
    ("an unknown key of a zone", "radius = 2.5", "radius = 2.5\ncolour = 3", ["zones.z2.colour", "unknown key"]),
    ("a table for a list", "[[zones]]\nid = \"z1\"", "[zones]\nid = \"z1\"", ["TOML", "found"]),
    ("a number for districts", "schema = 1", "schema = 1\nzones = 3", ["TOML"]),
    ("a district without a zone", 'district = "south"\nx = 10', 'district = "north"\nx = 10',
     [":15: districts.south: found no zone in it"]),
    ("a key twice", 'currency = "PEN"', 'currency = "PEN"\ncurrency = "USD"',
     [':8: TOML: found currency = "USD"', "once"]),
    ("a table twice", "[parameters.course]", "[parameters.course]\n[parameters.course]", ["TOML", "once"]),
    ("broken TOML", "price_year = 2023", "price_year = ", [":8: TOML: found", "allowed TOML"]),
    ("an open quote", 'currency = "PEN"', 'currency = "PEN', [":7: TOML"]),
    ("an unknown process", "[parameters.course]", "[parameters.cours]",
     ["parameters.cours: found an unknown process", "did you mean course?"]),
    ("an unknown parameter", RELAPSE, "relapze = 0.3",
     [":59: parameters.course.relapze: found an unknown parameter", "did you mean course.relapse?"]),
    ("text for a parameter", RELAPSE, 'relapse = "many"',
     [':59: parameters.course.relapse: found "many", allowed a number from 0 to 1000 (1/person-year)']),
    ("truth for a parameter", RELAPSE, "relapse = true", ["course.relapse: found true, allowed a number"]),
    ("a rate below nothing", RELAPSE, "relapse = -0.1", ["course.relapse: found -0.1", "from 0 to 1000"]),
    ("a rate that is no number", RELAPSE, "relapse = nan", ["course.relapse: found nan"]),
    ("an infinite value without limits", RELAPSE, "offset = inf", ["course.offset: found inf", "a number (points)"]),
    ("a value beyond a float", RELAPSE, "offset = 1" + "0" * 400, ["course.offset: found a whole number of"]),
    ("a list for a parameter", RELAPSE, "relapse = [1, 2]", ["course.relapse: found a list of 2"]),
    ("a range that misses the value", "low = 0.2, high = 0.3, s", "low = 0.26, high = 0.3, s",
     ["course.relapse.low: found 0.26, allowed at most the value 0.25"]),
    ("a range upside down", "low = 0.2, high = 0.3, s", "low = 0.3, high = 0.2, s", ["course.relapse.low: found 0.3"]),
    ("a high end below the value", "high = 0.3, s", "high = 0.22, s", ["relapse.high: found 0.22", "at least"]),
    ("a range out of limits", "low = 0.2, high = 0.3, s", "low = -1, high = 0.3, s", ["relapse.low: found -1"]),
    ("an unknown grade", '"registry", grade = "here"', '"registry", grade = "her"',
     [':59: parameters.course.relapse.grade: found "her"', "here, elsewhere, judged, yours", "did you mean here?"]),
    ("a source that is a number", 'source = "registry"', "source = 3", ["relapse.source: found 3"]),
    ("a source without end", 'source = "registry"', f'source = "{"s" * 201}"', ["relapse.source", "200 characters", "…"]),
    ("an unknown part of a value", 'source = "registry"', 'sorce = "r"', ["relapse.sorce", "did you mean source?"]),
    ("an unknown element", "{cmd = 0.08}", "{cmb = 0.08}", ["course.onset.cmb", "cmd, sud", "did you mean cmd?"]),
    ("a number for a vector", "{cmd = 0.08}", "0.08", ["course.onset: found 0.08", "a table with cmd, sud"]),
    ("an element out of limits", "{cmd = 0.08}", "{cmd = {value = -1}}", ["course.onset.cmd.value: found -1"]),
    ("an element twice", "onset = {cmd = 0.08}", 'onset = {cmd = 0.08}\n"onset[cmd]" = 0.1',
     ["found course.onset[cmd] twice"]),
    ("an unknown form", 'shape = "linear"', 'shape = "lineal"',
     ['course.shape: found "lineal"', "one of logistic, linear", "did you mean linear?"]),
    ("a number for a form", 'shape = "linear"', "shape = 1", ["course.shape: found 1"]),
    ("a range for a form", 'shape = "linear"', 'shape = {value = "linear", low = 1}', ["course.shape.low", "unknown key"]),
    ("half a minute", 'shape = "linear"', "[parameters.productivity]\ntarget = 60.5",
     ["productivity.target: found 60.5", "a whole number from 0 to 10080 (minutes)"]),
    ("a number for a process", "[parameters.course]", "[parameters]\nproductivity = 3\n[parameters.course]",
     ["parameters.productivity: found 3", "a table with extramural_credit, target"]),
    ("a centre's value in a district", '"population.poor_share" =', '"productivity.extramural_credit" =',
     ["districts.north.parameters", "found a parameter of each centre", "parameters of each district"]),
    ("a system's value in a district", '"population.poor_share" =', '"course.relapse" =',
     [":13: districts.north.parameters.course.relapse: found a system-wide parameter"]),
    ("an unknown value of a district", '"population.poor_share" =', '"population.poor_shar" =',
     ["districts.north.parameters.population.poor_shar", "did you mean population.poor_share?"]),
    ("a local share above one", "extramural_credit = 0.4", "extramural_credit = 4",
     [":56: centres.centre-2.parameters.productivity.extramural_credit: found 4", "from 0 to 1 (share)"]),
    ("a control character", 'currency = "PEN"', 'currency = "P\x07N"', [":7: TOML", r"\x07"]),
    ("an unknown system to extend", "schema = 1", 'schema = 1\nextends = "nowhere-land"', ['extends: found "nowhere-land"']),
    ("a number to extend", "schema = 1", "schema = 1\nextends = 3", [":2: extends: found 3"]),
    ("an absolute path to extend", "schema = 1", 'schema = 1\nextends = "/etc/x.toml"', ["extends", "outside the folder"]),
    ("a path upwards to extend", "schema = 1", 'schema = 1\nextends = "../x.toml"', ["extends", "outside the folder"]),
    ("a hidden path upwards", "schema = 1", 'schema = 1\nextends = "./a/../../x.toml"', ["outside the folder"]),
    ("a drive to extend", "schema = 1", "schema = 1\nextends = 'C:\\x.toml'", ["extends", "outside the folder"]),
    ("a missing file to extend", "schema = 1", 'schema = 1\nextends = "./none.toml"', ["none.toml", "no such file"]),
    ("a path with NUL to extend", "schema = 1", 'schema = 1\nextends = "./a\\u0000.toml"', ["extends", r"\x00"]),
    ("itself to extend", "schema = 1", 'schema = 1\nextends = "./my.toml"', ["extends", "a circle of files"]),
]

POLICY_CASES: list[tuple[str, str, str, list[str]]] = [
    ("schema 0", "schema = 1", "schema = 0", [":1: schema: found 0, allowed 1"]),
    ("a system", 'kind = "policy"', 'kind = "system"', [':2: kind: found "system", allowed "policy"']),
    ("an unknown kind", 'kind = "policy"', 'kind = "law"', ['found "law", allowed "policy"']),
    ("a misspelt what", 'what = "productivity', 'whta = "productivity', ["step[1].whta", "did you mean what?"]),
    ("an unknown parameter", '"productivity.extramural_credit"', '"productivity.extramural_credits"',
     [':8: step[1].what: found "productivity.extramural_credits"', "did you mean productivity.extramural_credit?"]),
    ("an unknown element", '"productivity.extramural_credit"', '"course.onset[cmb]"', ["did you mean course.onset[cmd]?"]),
    ("a form that changes", '"productivity.extramural_credit"', '"course.shape"', ["step[1].what", "a form"]),
    ("nothing that changes", 'what = "productivity.extramural_credit"\n', "", ["step[1].what: found nothing"]),
    ("a misspelt opening", 'what = "open-centre"', 'what = "open-center"', ["did you mean open-centre?"]),
    ("no change", "to = 1.0\n", "", [":7: step[1]: found no change, allowed exactly one of to, by, times"]),
    ("two changes", "to = 1.0", "to = 1.0\nby = 0.1", ["step[1]: found to and by, allowed exactly one"]),
    ("a target out of limits", "to = 1.0", "to = 1.5", [":9: step[1].to: found 1.5, allowed a number from 0 to 1"]),
    ("a target in words", "to = 1.0", 'to = "all"', ['step[1].to: found "all"']),
    ("a true target", "to = 1.0", "to = true", ["step[1].to: found true"]),
    ("a factor below nothing", "to = 1.0", "times = -1", ["step[1].times: found -1, allowed a number from 0"]),
    ("an infinite amount", "to = 1.0", "by = inf", ["step[1].by: found inf"]),
    ("a place in words", 'where = "everywhere"', 'where = "everywere"', ["step[1].where", "did you mean everywhere?"]),
    ("no place", 'where = "everywhere"', "where = []", ["step[1].where: found a list of 0"]),
    ("a place twice", 'where = "everywhere"', 'where = ["a", "a"]', [':10: step[1].where: found "a" twice']),
    ("an unknown rule", 'where = "everywhere"', 'where = {select = "largest", count = 1}',
     ['step[1].where.select: found "largest"', "largest-population"]),
    ("a rule for none", 'where = "everywhere"', 'where = {select = "largest-population", count = 0}',
     ["step[1].where.count: found 0"]),
    ("a rule without a count", 'where = "everywhere"', 'where = {select = "largest-population"}', ["count: found nothing"]),
    ("a place for what is system-wide", FIRST_STEP, SYSTEM_WIDE + 'where = ["centre-1"]\n',
     [":11: step[1].where: found a list of 1", "system-wide"]),
    ("a cost per place of what is system-wide", FIRST_STEP, SYSTEM_WIDE + 'cost = {per = "place", payer = "x"}\n',
     [':11: step[1].cost.per: found "place", allowed system, resident or clinician']),
    ("no start", "from = 10\n", "", ["step[1].from: found nothing, allowed a whole number from 0"]),
    ("a start before the story", "from = 10", "from = -1", [":11: step[1].from: found -1"]),
    ("an end before the start", "until = 60", "until = 10", ["step[1].until: found 10, allowed a whole number from 11"]),
    ("a ramp longer than the step", "ramp = 8", "ramp = 51", ["step[1].ramp: found 51", "from 0 to 50"]),
    ("a broken ramp", "ramp = 8", "ramp = 0.5", ["step[1].ramp: found 0.5"]),
    ("a cost per head", 'per = "place"', 'per = "head"', ['step[1].cost.per: found "head"', "resident"]),
    ("a negative cost", "once = 5", "once = -5", ["step[1].cost.once: found -5"]),
    ("a cost that is no number", "once = 5", "once = nan", ["step[1].cost.once: found nan"]),
    ("a cost without a payer", 'payer = "ministry_of_health", ', "", ["step[1].cost.payer: found nothing"]),
    ("a low factor above one", "low_factor = 0.5", "low_factor = 1.5", ["cost.low_factor: found 1.5"]),
    ("a bare cost", CREDIT_COST, "cost = 3", [":14: step[1].cost: found 3", "a table with once"]),
    ("an opening without a centre", OPENED, "", ["step[2].centre: found nothing, allowed [step.centre] with id"]),
    ("an opening with a target", 'what = "open-centre"', 'what = "open-centre"\nto = 1', ["step[2].to: found 1"]),
    ("an opening that ends", 'what = "open-centre"', 'what = "open-centre"\nuntil = 99', ["step[2].until"]),
    ("a centre with a second date", "rooms = 2", "rooms = 2\nopens = 3", ["step[2].centre.opens: found an unknown key"]),
    ("a centre without a place", "x = 11\n", "", ["step[2].centre.x: found nothing"]),
    ("a centre of unknown staff", "roster = {nurse = 3}", "roster = {nurs = 3}", ["did you mean nurse?"]),
    ("a centre where none opens", 'what = "open-centre"\n', 'what = "course.relapse"\nto = 0.1\n',
     ["step[2].centre: found a centre, allowed [step.centre] only where"]),
    ("an unknown value of a new centre", "roster = {nurse = 3}", 'roster = {}\nparameters = {"course.relapse" = 1}',
     ["step[2].centre.parameters.course.relapse: found a system-wide parameter"]),
    ("a table for the steps", '[[step]]\nwhat = "open', '[step]\nwhat = "open', ["TOML", "once"]),
    ("a policy that extends", "schema = 1", 'schema = 1\nextends = "x"', ["extends: found an unknown key"]),
    ("no title", 'title = {en = "Credit", es = "Crédito"}\n', "", ["title: found nothing"]),
]

def told(run: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as caught:
        run()
    return caught.value.lines()


def check(lines: list[str], parts: list[str], file: str = "my.toml") -> None:
    assert len(lines) == 1, lines
    (line,) = lines
    assert file in line and ": found " in line and ", allowed " in line
    assert line.isprintable() and len(line) < 900
    for part in parts:
        assert part in line, f"{part!r} not in {line!r}"


@pytest.mark.parametrize(("old", "new", "parts"), [c[1:] for c in SYSTEM_CASES], ids=[c[0] for c in SYSTEM_CASES])
def test_a_mistake_in_a_system_is_told_in_one_line(
    old: str, new: str, parts: list[str], system: str, write: Write, declared: Declared
) -> None:
    assert old in system
    path = write("my.toml", system.replace(old, new, 1))
    check(told(lambda: load(path, declared)), parts)


@pytest.mark.parametrize(("old", "new", "parts"), [c[1:] for c in POLICY_CASES], ids=[c[0] for c in POLICY_CASES])
def test_a_mistake_in_a_policy_is_told_in_one_line(
    old: str, new: str, parts: list[str], policy: str, write: Write, declared: Declared
) -> None:
    assert old in policy
    path = write("my.toml", policy.replace(old, new, 1))
    check(told(lambda: load_policy(path, declared)), parts)


HEAD = 'schema = 1\nkind = "system"\nname = "x"\ntitle = {en = "x", es = "x"}\nabout = {en = "x", es = "x"}\n'
REST = 'burn_in_weeks = 1\ncurrency = "PEN"\nprice_year = 2023\n'
WHOLE_FILES: list[tuple[str, bytes, list[str]]] = [
    ("empty", b"", ["file: found an empty file", "schema = 1"]),
    ("only spaces", b" \n\n", ["an empty file"]),
    ("only a byte order mark", b"\xef\xbb\xbf", ["an empty file"]),
    ("UTF-16", HEAD.encode("utf-16"), ["encoding: found UTF-16", "allowed UTF-8 text"]),
    ("UTF-16 without a mark", HEAD.encode("utf-16-le"), ["encoding: found UTF-16"]),
    ("UTF-32", HEAD.encode("utf-32"), ["encoding: found UTF-16 or UTF-32"]),
    ("Latin-1", HEAD.replace('"x"}\nabout', '"ñ"}\nabout').encode("latin-1"), [":4: encoding: found the byte 0xf1"]),
    ("bytes of a picture", b"\x89PNG\r\n\x1a\n\x00\x00", ["encoding"]),
    ("NUL in the text", (HEAD + "\0").encode(), [":6: TOML", r"\x00"]),
    ("too long", b"#" * 2_000_001, ["more than 2 MB", "at most 2 MB"]),
    ("deep lists", ("x = " + "[" * 100_000).encode(), ["nested too deeply"]),
    ("deep tables", ("x = " + "{a = " * 100_000).encode(), ["nested too deeply"]),
    ("deep headers", ("[" + ".".join("a" * 100_000) + "]").encode(), [":1: TOML", "a key of 64 parts"]),
    ("deep keys", (HEAD + ".".join("a" * 100_000) + " = 1").encode(), [":6: TOML", "a key of 64 parts"]),
    ("deep quoted keys", (HEAD + ".".join(['"a"'] * 100_000) + " = 1").encode(), ["a key of 64 parts"]),
    ("a long key", (HEAD + REST + "a" * 1_000_000 + " = 1").encode(), [":9: aaaa", "…: found an unknown key"]),
    ("a long text", (HEAD + REST).replace('"PEN"', f'"{"P" * 1_000_000}"').encode(), ["currency: found \"PPP", "…"]),
    ("a long line of nothing", (" " * 1_000_000 + "=").encode(), ["TOML"]),
    ("JSON", b'{"schema": 1}', [":1: TOML"]),
    ("a number for a list", (HEAD + REST + "zones = 3").encode(), [":9: zones: found 3, allowed a list of [[zones]]"]),
    ("a list of numbers", (HEAD + REST + "zones = [3]").encode(), [":9: zones[1]: found 3"]),
    ("a table for a list", (HEAD + REST + "[zones]").encode(), [":9: zones: found an empty table"]),
    ("no parameters but a number", (HEAD + REST + "parameters = 3").encode(), ["parameters: found 3"]),
]


@pytest.mark.parametrize(("raw", "parts"), [c[1:] for c in WHOLE_FILES], ids=[c[0] for c in WHOLE_FILES])
def test_a_file_that_is_no_scenario_is_told_in_one_line(
    raw: bytes, parts: list[str], write: Write, declared: Declared
) -> None:
    path = write("my.toml", raw)
    check(told(lambda: load(path, declared)), parts)


def test_a_system_without_places_names_each_list(write: Write, declared: Declared) -> None:
    lines = told(lambda: load(write("my.toml", HEAD + REST), declared))
    assert [line.split("my.toml: ")[1] for line in lines] == [
        "districts: found none, allowed one or more [[districts]]",
        "zones: found none, allowed one or more [[zones]]",
    ]


def test_several_mistakes_give_one_line_each(system: str, write: Write, declared: Declared) -> None:
    wrong = system.replace("rooms = 4", "rooms = -4").replace("x = 10", "x = nan")
    path = write("my.toml", wrong)
    with pytest.raises(InputErrors) as caught:
        load(path, declared)
    assert len(caught.value.lines()) == 2
    assert "(and 1 more)" in str(caught.value) and "\n" not in str(caught.value)


def test_fifty_mistakes_are_enough(system: str, write: Write, declared: Declared) -> None:
    path = write("my.toml", "\n".join(f"key{i} = 1" for i in range(1000)) + "\n" + system)
    assert len(told(lambda: load(path, declared))) == 50


def test_a_mistake_in_an_extended_file_names_that_file(system: str, write: Write, declared: Declared) -> None:
    write("base.toml", system.replace("rooms = 4", "rooms = -4"))
    path = write("my.toml", 'schema = 1\nkind = "system"\nname = "mine"\nextends = "./base.toml"\n')
    check(told(lambda: load(path, declared)), ["base.toml:42: centres.centre-1.rooms: found -4"], "base.toml")


def test_a_system_cannot_extend_a_policy(policy: str, write: Write, declared: Declared) -> None:
    write("base.toml", policy)
    path = write("my.toml", 'schema = 1\nkind = "system"\nname = "mine"\nextends = "base.toml"\n')
    check(told(lambda: load(path, declared)), ['base.toml:2: kind: found "policy"'], "base.toml")


def test_files_that_extend_each_other_are_refused(write: Write, declared: Declared) -> None:
    text = 'schema = 1\nkind = "system"\nname = "x"\nextends = "./{}.toml"\n'
    write("other.toml", text.format("my"))
    path = write("my.toml", text.format("other"))
    check(told(lambda: load(path, declared)), ["other.toml:4: extends", "a circle of files"], "other.toml")


def test_a_long_chain_of_files_is_refused(write: Write, declared: Declared) -> None:
    text = 'schema = 1\nkind = "system"\nname = "x"\nextends = "./{}.toml"\n'
    for i in range(40):
        write(f"f{i}.toml", text.format(f"f{i + 1}"))
    path = write("my.toml", text.format("f0"))
    check(told(lambda: load(path, declared)), ["too many files"], "f14.toml")


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@needs_links
def test_a_link_out_of_the_folder_cannot_be_extended(
    system: str, write: Write, declared: Declared, tmp_path: Path
) -> None:
    outside = write("outside/secret.toml", system)
    path = write("in/my.toml", 'schema = 1\nkind = "system"\nname = "x"\nextends = "./link.toml"\n')
    (tmp_path / "in" / "link.toml").symlink_to(outside)
    check(told(lambda: load(path, declared)), ["my.toml:4: extends", "a link out of this folder"])


@needs_links
def test_a_loop_of_links_is_told_in_one_line(write: Write, declared: Declared, tmp_path: Path) -> None:
    (tmp_path / "loop.toml").symlink_to(tmp_path / "my.toml")
    (tmp_path / "my.toml").symlink_to(tmp_path / "loop.toml")
    check(told(lambda: load(tmp_path / "my.toml", declared)), ["file: found"])
    path = write("other.toml", 'schema = 1\nkind = "system"\nname = "x"\nextends = "./loop.toml"\n')
    check(told(lambda: load(path, declared)), ["other.toml:4: extends"], "other.toml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_devices_and_pipes_are_never_opened(declared: Declared, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "my.toml")
    check(told(lambda: load(tmp_path / "my.toml", declared)), ["a device or pipe"])
    check(told(lambda: load(Path("/dev/zero"), declared)), ["a device or pipe"], "/dev/zero")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("./none.toml", "no such file"),
        ("./none/none.toml", "no such file"),
        ("./a\0.toml", "a path that cannot be"),
        ("./" + "a" * 5000 + ".toml", "found"),
        ("./\udcff.toml", "found"),
    ],
)
def test_a_path_that_leads_nowhere_is_told_in_one_line(name: str, part: str, declared: Declared) -> None:
    for run in (load, load_policy):
        check(told(lambda run=run: run(name, declared)), [part], "")  # type: ignore[misc]


def test_a_folder_is_no_scenario(declared: Declared, tmp_path: Path) -> None:
    (tmp_path / "my.toml").mkdir()
    check(told(lambda: load(tmp_path / "my.toml", declared)), ["found a folder"])


def test_an_unknown_name_of_a_shipped_file_is_told_in_one_line(declared: Declared) -> None:
    check(told(lambda: load("no-such-system", declared)), ['system: found "no-such-system"'], "")
    check(told(lambda: load_policy("", declared)), ['policy: found ""'], "")
