"""The modelled world: a place, its people and its services, week by week.

from simulation import load, run
record = run(load("peru"), seed=1, scale=0.1)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.community import Community
    from simulation.ground.cache import kernel
    from simulation.ground.chance import ask, draw
    from simulation.ground.parameter import Settings, Words, parameter
    from simulation.ground.process import Process
    from simulation.ground.table import Column
    from simulation.live import run
    from simulation.outcomes import OUTCOMES, Outcome
    from simulation.record import Record
    from simulation.scenario import InputError, InputErrors, Policy, Scenario, load, load_policy

__version__ = "0.1.0"
_WHERE = {
    "Community": "simulation.community",
    "InputError": "simulation.scenario",
    "InputErrors": "simulation.scenario",
    "OUTCOMES": "simulation.outcomes",
    "Outcome": "simulation.outcomes",
    "Policy": "simulation.scenario",
    "Process": "simulation.ground.process",
    "Record": "simulation.record",
    "Scenario": "simulation.scenario",
    "Settings": "simulation.ground.parameter",
    "Words": "simulation.ground.parameter",
    "Column": "simulation.ground.table",
    "ask": "simulation.ground.chance",
    "draw": "simulation.ground.chance",
    "kernel": "simulation.ground.cache",
    "load": "simulation.scenario",
    "load_policy": "simulation.scenario",
    "parameter": "simulation.ground.parameter",
    "run": "simulation.live",
}
__all__ = [
    "OUTCOMES", "Column", "Community", "InputError", "InputErrors", "Outcome", "Policy", "Process", "Record",
    "Scenario", "Settings", "Words", "ask", "draw", "kernel", "load", "load_policy", "parameter", "run",
]


def __getattr__(name: str) -> Any:
    """Load a part of the face when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
