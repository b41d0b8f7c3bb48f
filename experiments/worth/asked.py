"""What ``minga cost-effectiveness`` and ``minga value-of-information`` do, once their arguments are read."""

from __future__ import annotations

import argparse
import importlib.util
import shlex
from pathlib import Path
from typing import Any

from experiments.actions import settings_of, show
from experiments.answering import folder_of, kept, line_of
from experiments.command import INTERRUPTED, OK
from experiments.executors import MissingExtraError
from experiments.outputs import as_json
from experiments.worth.asking import KIND, Asked, Worlds
from experiments.worth.informed import Reading, check_reading


def cost_effectiveness_command(options: argparse.Namespace) -> int:
    """``minga cost-effectiveness``: what policies cost for the health they give."""
    from experiments.worth.weighed import weighed
    from experiments.worth.weighed_page import write_page
    from experiments.worth.weighed_told import as_text, machine

    reading = Reading(wtp=options.wtp, payer=options.payer)
    lived = _worlds(options, reading)
    if lived is None:
        return INTERRUPTED
    worlds, folder = lived
    found = weighed(worlds, reading)
    page = write_page(found, folder, _again(options, worlds), options.lang)
    _say(options, machine(found), as_text(found, options.lang), page)
    return OK


def value_of_information_command(options: argparse.Namespace) -> int:
    """``minga value-of-information``: which research would be worth its money."""
    from experiments.worth.informed import informed
    from experiments.worth.informed_told import as_text, machine, write_page

    if not importlib.util.find_spec("sklearn"):
        raise MissingExtraError("analysis", "scikit-learn")
    reading = Reading(options.by, options.wtp, options.payer, options.research_cost, options.years, options.population)
    lived = _worlds(options, reading)
    if lived is None:
        return INTERRUPTED
    worlds, folder = lived
    found = informed(worlds, reading)
    page = write_page(found, folder, _again(options, worlds, by="parameter", research_cost=None, years=None, population=None), options.lang)
    _say(options, machine(found), as_text(found, options.lang), page)
    return OK


def _worlds(options: argparse.Namespace, reading: Reading) -> tuple[Worlds, Path] | None:
    """The worlds of the question and its folder, lived as far as they are not yet; None after an interrupt."""
    from experiments.worth.asking import worlds
    from experiments.worth.thresholds import threshold
    from simulation import load

    check_reading(reading)
    folder, known = folder_of(options, KIND)
    if known is not None:
        told = {k: v for k, v in known.items() if k not in ("kind", "first")}
        asked = Asked(**{**told, "policies": tuple(told["policies"])})
    else:
        asked = Asked(
            options.system, tuple(options.policy), points=options.draws, lucks=options.replicates, discount=options.discount, seed=options.seed, weeks=options.weeks,
            scale=options.scale or 0.0, settings=settings_of(options),
        )
    # without a threshold nothing could be said of what would be lived
    threshold(load(asked.system), reading.wtp)
    found = kept(options, folder, lambda: worlds(asked, folder, options.workers, options.quiet))
    return None if found is None else (found, folder)


def _again(options: argparse.Namespace, worlds: Worlds, **usual: Any) -> str:
    line = line_of(options, wtp=None, payer="all", discount=None, draws=256, replicates=2, seed=1, weeks=156, scale=None, **usual)
    return shlex.join([*shlex.split(line), *(x for policy in options.policy for x in ("--policy", policy))])


def _say(options: argparse.Namespace, machine: dict[str, Any], told: str, page: Path) -> None:
    if options.json:
        show(as_json(machine))
        return
    show(told)
    show(f"\n{page}")
