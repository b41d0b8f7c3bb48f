"""The catalogue: shipped files are whole, mistakes are named, and no pattern is without a check or a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.patterns import registry
from experiments.patterns.catalogue import GROUPS, RULES, chosen, groups_of, load_catalogue
from experiments.patterns.ensembles import Arm
from experiments.patterns.not_built import REASONS, reason_for
from experiments.patterns.registry import CHECKS, MODULES, arms_of, check, checks_of
from simulation import InputError, Words
from simulation.scenario import load

HEAD = 'schema = 1\nkind = "patterns"\nsystem = "peru"\npaper = "A paper"\n'
GOOD = """
[[patterns]]
id = "XX-01"
statement = { en = "s", es = "e" }
agents = ["clinician"]
kind = "ordinal"
role = "emergent"
priority = "core"
mechanism = "m"
check = "D: something"
source = "Results"
"""


def test_the_shipped_files_hold_what_the_papers_say() -> None:
    counts = {group: len(load_catalogue(group).patterns) for group in GROUPS}
    assert counts == {"peru": 39, "chile": 27, "upsides": 31, "rfcmh": 35}
    for group in GROUPS:
        catalogue = load_catalogue(group)
        assert "doi:" in catalogue.paper
        assert len({p.id for p in catalogue.patterns}) == len(catalogue.patterns)
        assert all(p.check[0] in RULES and p.check[1] == ":" for p in catalogue.patterns)


def test_what_peru_says_is_said_in_spanish_too() -> None:
    for pattern in load_catalogue("peru").patterns:
        assert pattern.statement.es and pattern.statement.es != pattern.statement.en, pattern.id


def test_a_statement_without_spanish_is_said_in_english() -> None:
    first = load_catalogue("chile").patterns[0]
    assert first.statement("es") == first.statement("en") != ""


@pytest.mark.parametrize("group", GROUPS)
def test_every_pattern_is_checked_or_has_a_reason_and_none_has_both(group: str) -> None:
    checks = checks_of(group)
    patterns = load_catalogue(group).patterns
    for pattern in patterns:
        if pattern.id in checks:
            assert pattern.id not in REASONS, f"{pattern.id} has a check: take its reason out of not_built.py"
        else:
            reason = reason_for(pattern.id, group)
            assert reason.en and reason.es and reason.en != reason.es


def test_every_check_and_every_reason_is_of_a_pattern() -> None:
    for group in MODULES:
        checks_of(group)
    known = {p.id for group in GROUPS for p in load_catalogue(group).patterns}
    assert set(CHECKS) | set(REASONS) <= known
    assert all(c.read.__doc__ for c in CHECKS.values())


def test_every_world_differs_from_the_system_as_it_is_and_from_every_other() -> None:
    peru = load("peru")
    arms = arms_of(checks_of("peru").values())
    keys = [(arm.of(peru).digest(), arm.watch, arm.weeks) for arm in arms]
    assert len(set(keys)) == len(arms)


@pytest.mark.parametrize(
    ("old", "new", "key", "told"),
    [
        ('id = "XX-01"', 'id = "X X"', "id", "a name"),
        ('"emergent"', '"emergnt"', "role", "did you mean emergent"),
        ('"ordinal"', '"sure"', "kind", "one of"),
        ('"core"', '"must"', "priority", "one of"),
        ('["clinician"]', '["clinican"]', "agents", "did you mean clinician"),
        ('["clinician"]', '"clinician"', "agents", "a list"),
        ('"D: something"', '"something"', "check", "a rule"),
        ('"D: something"', '"Z: something"', "check", "a rule"),
        ('en = "s", ', "", "statement.en", "a printable text"),
        ('{ en = "s", es = "e" }', '"s"', "statement", "a table"),
        ('source = "Results"', "", "source", "a printable text"),
        ('source = "Results"', 'source = "Results"\nsouce = "x"', "souce", "did you mean source"),
        ('mechanism = "m"', "mechanism = 3", "mechanism", "a printable text"),
    ],
)
def test_a_mistake_in_a_file_is_named(tmp_path: Path, old: str, new: str, key: str, told: str) -> None:
    path = tmp_path / "peru.toml"
    path.write_text(HEAD + GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as found:
        load_catalogue("peru", path)
    lines = found.value.lines()
    assert any(line.startswith("peru.toml:") and key in line and told in line for line in lines), lines


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD, "one or more"), (HEAD + GOOD + GOOD, "twice"), (HEAD.replace('"peru"', '"chile"') + GOOD, '"peru"'),
        (HEAD.replace('"patterns"', '"anchors"') + GOOD, '"patterns"'), (HEAD + "patterns = 3\n", "one or more"), ("x = [", "peru.toml"),
    ],
)
def test_a_file_that_is_none_is_told_so(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "peru.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as found:
        load_catalogue("peru", path)
    assert any(told in line for line in found.value.lines())


def test_groups_and_ids_are_found_or_the_nearest_is_named() -> None:
    assert groups_of("all") == GROUPS
    assert groups_of("chile") == ("chile",)
    with pytest.raises(InputError, match="did you mean upsides"):
        groups_of("upside")
    patterns = load_catalogue("peru").patterns
    assert [p.id for p in chosen(patterns, ["pe-34", "PE-01"])] == ["PE-01", "PE-34"]
    with pytest.raises(InputError, match="did you mean PE-34"):
        chosen(patterns, ["PE34"])


def test_a_check_is_registered_once_with_a_known_kind_of_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "CHECKS", {})
    check("XX-01", registry.INTERACTION)(lambda e: [])
    with pytest.raises(ValueError, match="already"):
        check("XX-01", registry.INTERACTION)
    with pytest.raises(ValueError, match="evidence is one of"):
        check("XX-02", "obvious")
    with pytest.raises(ValueError, match="ablation"):
        check("XX-02", registry.EMERGENT)
    with pytest.raises(ValueError, match="ablation"):
        check("XX-02", registry.BY_CONSTRUCTION, ablation=Words("a", "a"))
    with pytest.raises(ValueError, match="two worlds"):
        arms_of([registry.Check("a", registry.INTERACTION, (Arm("x"),), lambda e: []), registry.Check("b", registry.INTERACTION, (Arm("x"),), lambda e: [])])
