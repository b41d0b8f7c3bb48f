"""Scenario files: systems and policies in TOML, checked, with every mistake named.

``load("peru").with_policies(load_policy("equal-credit"))`` is what a run starts from.
"""

from __future__ import annotations

from .files import InputError, InputErrors, names, shipped_folder, shown
from .places import Centre, District, Zone
from .policy import Cost, Policy, Selection, Step
from .schema import json_schema
from .system import Scenario, load, load_arm, load_place, load_policy
from .timeline import Timeline, change_weeks, effective

__all__ = [
    "Centre", "Cost", "District", "InputError", "InputErrors", "Policy", "Scenario", "Selection", "Step",
    "Timeline", "Zone", "change_weeks", "effective", "json_schema", "load", "load_arm", "load_place", "load_policy", "names",
    "shipped_folder", "shown",
]
