"""What ``minga patterns`` does, once its arguments are read."""

from __future__ import annotations

import argparse
from typing import Any

from experiments.actions import show
from experiments.command import OK
from experiments.progress import Progress


def patterns_command(options: argparse.Namespace) -> int:
    """``minga patterns``: what the papers say, and whether the model does it. Failing patterns are no failure of the command."""
    from experiments.patterns.catalogue import chosen, groups_of, load_catalogue
    from experiments.patterns.page import Asked, as_json, as_markdown, as_table

    catalogues = [load_catalogue(group) for group in groups_of(options.group)]
    wanted = {p.id for p in chosen([p for c in catalogues for p in c.patterns], options.only)}
    progress = Progress("patterns", options.quiet)
    about: dict[str, Any] = {"seed": options.seed, "scale": options.scale, "replicates": options.replicates}
    found = []
    for catalogue in catalogues:
        patterns = [p for p in catalogue.patterns if p.id in wanted]
        found += look(catalogue.group, patterns, progress, options.workers, about) if patterns else []
    asked = Asked(options.group, tuple(options.only), **about)
    if options.json:
        show(as_json(catalogues, found, asked))
    else:
        show((as_markdown if options.markdown else as_table)(catalogues, found, asked, options.lang))
    return OK


def look(group: str, patterns: list[Any], progress: Progress, workers: int | None, about: dict[str, Any]) -> list[Any]:
    """Check the patterns of one group on its system, if it has one."""
    from experiments.patterns.registry import SYSTEMS, arms_of, checks_of, find

    if group not in SYSTEMS:
        return find(patterns, None)
    from experiments.execute import warm
    from experiments.patterns.ensembles import Ensembles
    from simulation import load

    known = checks_of(group)
    arms = arms_of(known[p.id] for p in patterns if p.id in known)
    if arms and warm(workers):
        progress.say("compiled; this happens once")
    return find(patterns, Ensembles(load(SYSTEMS[group]), arms, workers=workers, on_run=progress.step, **about))
