"""Places to try things in, and what several files of tests ask of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, t

import simulation.community
from simulation import Community, Scenario, load
from simulation.community import TABLES
from simulation.week import WEEK

TOWN = """\
schema = 1
kind = "system"
name = "town"
title = {en = "Town", es = "Pueblo"}
about = {en = "Ten thousand people.", es = "Diez mil personas."}
burn_in_weeks = 26
currency = "PEN"
price_year = 2023

[[districts]]
id = "north"
name = "Norte"

[[districts]]
id = "south"
name = "Sur"

[[districts]]
id = "without"
name = "Sin centro"

[[zones]]
id = "north-a"
district = "north"
x = 0
y = 0
radius = 1
population = 4000

[[zones]]
id = "north-b"
district = "north"
x = 5
y = 0
radius = 1
population = 1003

[[zones]]
id = "south-a"
district = "south"
x = 0
y = -6
radius = 1.5
population = 4001

[[zones]]
id = "without-a"
district = "without"
x = 9
y = 0
radius = 1
population = 1000

[[centres]]
id = "first"
name = "Uno"
district = "north"
x = 0
y = 0
opens = 0
rooms = 3
vehicles = 0
support_staff = 2
serves = ["north"]
roster = {psychiatrist = 1, psychologist = 2, nurse = 2, social_worker = 1}
parameters = {"home_visits.transport_weekly" = 3000, "resources.reimbursed_share" = 0.4}

[[centres]]
id = "second"
name = "Dos"
district = "south"
x = 0
y = -6
opens = 20
rooms = 1
vehicles = 1
support_staff = 1
serves = ["south"]
roster = {physician = 1, psychologist = 1, nurse = 1, language_therapist = 1}

[[facilities]]
id = "post"
name = "Puesto"
kind = "primary_care"
district = "north"
x = 1
y = 0
capacity = 12
serves = ["north"]

[[facilities]]
id = "home"
name = "Hogar"
kind = "protected_home"
district = "north"
x = 0
y = 1
capacity = 6
serves = ["north", "south"]

[[facilities]]
id = "workshop"
name = "Taller"
kind = "psychosocial_rehabilitation"
district = "south"
x = 0
y = -5
capacity = 10
serves = ["north", "south"]

[[facilities]]
id = "jobs"
name = "Empleo"
kind = "occupational_rehabilitation"
district = "south"
x = 0
y = -5
capacity = 3
serves = ["north", "south"]
"""


@pytest.fixture(scope="session")
def peru() -> Scenario:
    """The shipped system."""
    return load("peru")


@pytest.fixture(scope="session")
def rfcmh() -> Scenario:
    """The Dutch neighbourhood."""
    return load("rfcmh")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Ten thousand people, a centre with little money for trips and one that opens in week 20."""
    path = tmp_path_factory.mktemp("town") / "town.toml"
    path.write_text(TOWN, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="session")
def interval() -> Callable[[Sequence[float]], tuple[float, float, float]]:
    """Mean of paired differences and the ends of its 95 % t interval."""

    def of(differences: Sequence[float]) -> tuple[float, float, float]:
        d = np.asarray(differences, float)
        half = float(t.ppf(0.975, len(d) - 1) * d.std(ddof=1) / len(d) ** 0.5)
        return float(d.mean()), float(d.mean()) - half, float(d.mean()) + half

    return of


@pytest.fixture(scope="session")
def likely() -> Callable[[int, int, float], bool]:
    """Whether so many of so many lie within the 99.9 % range of a probability."""

    def is_likely(found: int, asked: int, p: float) -> bool:
        return bool(binom.ppf(0.0005, asked, p) <= found <= binom.ppf(0.9995, asked, p))

    return is_likely


@pytest.fixture(scope="session")
def state() -> Callable[[Community], dict[str, bytes]]:
    """Every column of every table and every count of a community, as bytes."""

    def of(model: Community) -> dict[str, bytes]:
        found = {}
        for name in TABLES:
            table = getattr(model, name)
            found |= {f"{name}.{column}": getattr(table, column).tobytes() for column in table}
        counts = {k: getattr(model, k)[: model.weeks].tobytes() for k in ("tally", "centre_tally", "waits", "flows")}
        return {**found, **counts}

    return of


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Takes processes out of the week of communities made from now on."""

    def take_out(*names: str) -> None:
        left = tuple(p for p in WEEK if p.name not in names)
        assert len(left) == len(WEEK) - len(names)
        monkeypatch.setattr(simulation.community, "WEEK", left)

    return take_out


@pytest.fixture(scope="session")
def only() -> Callable[..., None]:
    """Leaves a community nothing but these processes to live through."""

    def leave(model: Community, *names: str) -> None:
        kept: list[Any] = [bound for bound in model.bound if bound.process.name in names]
        assert len(kept) == len(names)
        model.bound = kept

    return leave
