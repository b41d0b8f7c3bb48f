"""What ``minga classroom`` does, once its arguments are read."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from experiments.command import OK
from experiments.executors import MissingExtraError
from experiments.stages import usual_scale
from simulation import Scenario, load

NEEDED = ("starlette", "uvicorn", "segno")
WHOLE_UP_TO = 10_000
"""So many residents are lived one for one."""


def classroom(options: argparse.Namespace) -> int:
    """Serve the classroom of a system, or write its static folder.

    Raises:
        InputError: a system, scale or port that cannot be used, or a missing extra.
    """
    missing = [one for one in NEEDED if find_spec(one) is None]
    if missing:
        raise MissingExtraError("classroom", missing[0])
    from experiments.classroom.lessons import load as load_lesson

    lesson = load_lesson(options.lesson) if options.lesson else None
    name = lesson.system if lesson else options.system
    system = load(name, costs=options.costs)
    asked = {"seed": options.seed, "weeks": options.weeks, "scale": options.scale or scale_for(system), "replicates": options.replicates}
    if lesson:  # as its teacher tried it
        asked |= {"seed": lesson.seed, "weeks": lesson.weeks, "scale": options.scale or lesson.scale, "replicates": lesson.replicates}
    from experiments.classroom.serve import Wanted, export, serve

    wanted = Wanted(asked, options.port, options.open, options.lang, options.workers, not options.no_browser, options.quiet)
    if options.export:
        export(Path(options.export), system, name, wanted, options.costs)
    else:
        serve(system, name, wanted, options.costs)
    return OK


def scale_for(system: Scenario) -> float:
    """All residents of a small place, about 7,000 of a large one."""
    people = sum(zone.population for zone in system.zones)
    return 1.0 if people <= WHOLE_UP_TO else usual_scale(system)
