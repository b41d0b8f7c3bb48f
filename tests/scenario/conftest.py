"""A small model's declarations, and valid files to build others from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from simulation.ground.parameter import Declaration, Settings, parameter
from simulation.scenario import Policy, Scenario, load, load_policy

Write = Callable[[str, str | bytes], Path]
Declared = Mapping[str, Declaration]


class Course(Settings):
    relapse: float = parameter(
        0.3, unit="1/person-year", low=0.1, high=0.6, en="relapse", es="recaída", source="cohort", grade="elsewhere"
    )
    onset: dict[str, float] = parameter(
        {"cmd": 0.05, "sud": 0.02}, unit="1/person-year", en="onset", es="inicio",
        low={"cmd": 0.02, "sud": 0.01}, high={"cmd": 0.1, "sud": 0.04},
    )
    shape: str = parameter(
        "logistic", unit="form", kind="form", en="shape", es="forma", choices=("logistic", "linear")
    )
    offset: float = parameter(0.0, unit="points", low=-1, high=1, en="offset", es="desfase")


class Productivity(Settings):
    extramural_credit: float = parameter(
        0.2, unit="share", kind="lever", scope="centre", low=0, high=1, en="credit", es="crédito"
    )
    target: int = parameter(60, unit="minutes", kind="lever", low=30, high=120, en="target", es="meta")


class Population(Settings):
    poor_share: float = parameter(
        0.2, unit="share", scope="district", low=0.1, high=0.4, en="poor", es="pobres"
    )


def declarations() -> dict[str, Declaration]:
    every = {"course": Course, "productivity": Productivity, "population": Population}
    return {one.name: one for name, made in every.items() for one in made.declarations(name)}


SYSTEM = """\
schema = 1
kind = "system"
name = "tiny"
title = {en = "Tiny", es = "Mínimo"}
about = {en = "Two districts.", es = "Dos distritos."}
burn_in_weeks = 104
currency = "PEN"
price_year = 2023

[[districts]]
id = "north"
name = "Norte"
parameters = {"population.poor_share" = {value = 0.3, low = 0.2, high = 0.4, source = "census", grade = "here"}}

[[districts]]
id = "south"
name = "Sur"

[[zones]]
id = "z1"
district = "north"
x = 0
y = 0.5
radius = 1
population = 1000

[[zones]]
id = "z2"
district = "south"
x = 10
y = 0
radius = 2.5
population = 3000

[[centres]]
id = "centre-1"
name = "Uno"
district = "north"
x = 0
y = 0
opens = 0
rooms = 4
roster = {psychiatrist = 1, nurse = 2}

[[centres]]
id = "centre-2"
name = "Dos"
district = "south"
x = 9
y = 0
rooms = 3
serves = ["south"]
roster = {psychologist = 2}

[centres.parameters.productivity]
extramural_credit = 0.4

[parameters.course]
relapse = {value = 0.25, low = 0.2, high = 0.3, source = "registry", grade = "here"}
onset = {cmd = 0.08}
shape = "linear"
"""

POLICY = """\
schema = 1
kind = "policy"
name = "credit"
title = {en = "Credit", es = "Crédito"}
about = {en = "Full credit.", es = "Crédito pleno."}

[[step]]
what = "productivity.extramural_credit"
to = 1.0
where = "everywhere"
from = 10
until = 60
ramp = 8
cost = {once = 5, per_year = 250000, per = "place", payer = "ministry_of_health", low_factor = 0.5, high_factor = 2, source = "tariff", grade = "judged"}

[[step]]
what = "open-centre"
from = 26

[step.centre]
id = "centre-3"
name = "Tres"
district = "south"
x = 11
y = 1
rooms = 2
roster = {nurse = 3}
"""


@pytest.fixture(scope="session")
def declared() -> Mapping[str, Declaration]:
    return declarations()


@pytest.fixture
def system() -> str:
    """The text of a valid system."""
    return SYSTEM


@pytest.fixture
def policy() -> str:
    """The text of a valid policy."""
    return POLICY


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file and gives its path."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


@pytest.fixture
def tiny(system: str, write: Write, declared: Declared) -> Scenario:
    return load(write("tiny.toml", system), declared)


@pytest.fixture
def steps(write: Write, declared: Declared) -> Callable[..., Policy]:
    """Makes a policy of steps, each the TOML of one ``[[step]]``."""

    def make(name: str, *texts: str) -> Policy:
        head = f'schema = 1\nkind = "policy"\nname = "{name}"\n'
        words = 'title = {en = "x", es = "x"}\nabout = {en = "x", es = "x"}\n'
        path = write(f"{name}.toml", head + words + "".join(f"[[step]]\n{text}\n" for text in texts))
        return load_policy(path, declared)

    return make
