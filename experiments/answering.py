"""What ``minga sensitivity``, ``minga barriers`` and ``minga discover`` do, once their arguments are read."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from experiments.actions import complain, folder_for, one_arm, settings_of, show
from experiments.command import INTERRUPTED, OK
from experiments.outputs import as_json
from experiments.plan import PLAN, Plan
from experiments.stages import QUESTION, asked_in
from experiments.words import text

if TYPE_CHECKING:
    from experiments.sensitivity.asking import Asked
    from experiments.sensitivity.noise import Noise
    from simulation import InputError


def line_of(options: argparse.Namespace, **usual: Any) -> str:
    """The line that gives the same answer again."""
    words = ["minga", options.command, options.system]
    for key, default in usual.items():
        value = getattr(options, key)
        if value != default and value is not None:
            words += [f"--{key.replace('_', '-')}", str(value)]
    return shlex.join([*words, *(x for item in options.settings for x in ("--set", item))])


Answer = TypeVar("Answer")


def kept(options: argparse.Namespace, folder: Path, ask: Callable[[], Answer]) -> Answer | None:
    """The answer; None after an interrupt, once it is said how the question goes on: what is lived is kept."""
    from experiments.sweeping import told_to_end_is_an_interrupt

    try:
        with told_to_end_is_an_interrupt():
            return ask()
    except KeyboardInterrupt:
        complain(text("answer.interrupted", options.lang, line=shlex.join(["minga", options.command, str(folder)])))
        return None


def folder_of(options: argparse.Namespace, kind: str) -> tuple[Path, dict[str, Any] | None]:
    """Where a question lives, and what was asked there if that is known."""
    from simulation.scenario.files import is_path

    given = Path(options.system)
    if (given / QUESTION).is_file():
        told = asked_in(given)
        if told.get("kind") != kind:
            raise _mistake("system", repr(options.system), f"the folder of a question of minga {kind}")
        return given, told
    stem = given.stem if is_path(options.system) else options.system
    if options.out and (Path(options.out) / QUESTION).is_file():
        return Path(options.out), None
    return folder_for(options, f"{kind}-{stem}"), None


def _mistake(key: str, found: str, allowed: str) -> InputError:
    from simulation import InputError

    return InputError("", key, found, allowed)


def sensitivity_command(options: argparse.Namespace) -> int:
    """``minga sensitivity``: which unknown inputs an outcome hangs on."""
    from experiments.progress import Progress
    from experiments.sensitivity.asking import PILOT_POINTS, sensitivity
    from experiments.sensitivity.page import write_page
    from experiments.sensitivity.told import as_json as machine
    from experiments.sensitivity.told import as_text, on_noise_early

    one_arm(options)
    options.policy = "".join(options.policy)
    if (Path(options.system) / PLAN).is_file():
        return _stored(options)
    folder, known = folder_of(options, "sensitivity")
    asked = _asked(options, known)
    progress = Progress("sensitivity", options.quiet)

    def tell(stage: str, noise: Noise) -> None:
        progress.say(on_noise_early(stage, noise, asked.lucks, PILOT_POINTS, options.lang))

    found = kept(options, folder, lambda: sensitivity(asked, folder, options.workers, options.quiet, tell))
    if found is None:
        return INTERRUPTED
    line = line_of(
        options, policy="", by="parameter", outcome="in_care", group="everybody", points=256, trajectories=0, keep=6, replicates=2, seed=1, weeks=156, scale=None
    )
    page = write_page(found, folder, line, options.lang)
    if options.json:
        show(as_json(machine(found)))
    else:
        show(as_text(found, options.lang))
        show(f"\n{page}")
    return OK


def _asked(options: argparse.Namespace, known: dict[str, Any] | None) -> Asked:
    """The question as the arguments put it; of a folder, as it was put there, with another outcome or group."""
    from experiments.sensitivity.asking import Asked

    anew: dict[str, Any] = {"outcome": options.outcome, "group": options.group, "most_noise": options.most_noise, "pawn": options.pawn}
    if known is not None:
        told = {k: v for k, v in known.items() if k not in ("kind", "first")}
        return Asked(**told, **anew)
    return Asked(
        options.system, options.policy, options.by, points=options.points, trajectories=options.trajectories, keep=options.keep, lucks=options.replicates,
        seed=options.seed, weeks=options.weeks, scale=options.scale or 0.0, settings=settings_of(options), **anew,
    )


def barriers_command(options: argparse.Namespace) -> int:
    """``minga barriers``: what holds a system back, and which first step recovers most for the same money."""
    from experiments.barriers.asking import Asked, barriers
    from experiments.barriers.page import write_page
    from experiments.barriers.told import as_json as machine
    from experiments.barriers.told import as_text

    folder, known = folder_of(options, "barriers")
    anew: dict[str, Any] = {"outcome": options.outcome, "group": options.group, "budget": options.budget or 0.0}
    if known is not None:
        told = {k: v for k, v in known.items() if k not in ("kind", "first")}
        asked = Asked(**{**told, "steps": tuple(told["steps"])}, **anew)
    else:
        asked = Asked(
            options.system, steps=tuple(options.step), orders=options.orders, replicates=options.replicates, seed=options.seed, weeks=options.weeks,
            scale=options.scale or 0.0, settings=settings_of(options), **anew,
        )
    found = kept(options, folder, lambda: barriers(asked, folder, options.workers, options.quiet))
    if found is None:
        return INTERRUPTED
    line = line_of(options, outcome="in_care", group="everybody", budget=None, orders=0, replicates=0, seed=1, weeks=156, scale=None)
    page = write_page(found, folder, shlex.join([*shlex.split(line), *(x for one in options.step for x in ("--step", one))]), options.lang)
    if options.json:
        show(as_json(machine(found)))
    else:
        show(as_text(found, options.lang))
        show(f"\n{page}")
    return OK


def discover_command(options: argparse.Namespace) -> int:
    """``minga discover``: in which worlds a policy does what is asked about."""
    from experiments.discovery.asking import Asked, discover
    from experiments.discovery.told import as_text, machine, write_page

    folder, known = folder_of(options, "discover")
    one_arm(options)
    anew: dict[str, Any] = {"outcome": options.outcome, "group": options.group, "case": options.case}
    if known is not None:
        asked = Asked(**{k: v for k, v in known.items() if k not in ("kind", "first")}, **anew)
    else:
        asked = Asked(
            options.system, "".join(options.policy), draws=options.draws, seed=options.seed, weeks=options.weeks, scale=options.scale or 0.0,
            settings=settings_of(options), **anew,
        )
    found = kept(options, folder, lambda: discover(asked, folder, options.workers, options.quiet))
    if found is None:
        return INTERRUPTED
    options.policy = asked.policy
    page = write_page(found, folder, line_of(options, policy="", outcome="in_care", group="everybody", case="most", draws=512, seed=1, weeks=156, scale=None), options.lang)
    if options.json:
        show(as_json(machine(found)))
    else:
        show(as_text(found, options.lang))
        show(f"\n{page}")
    return OK


def _stored(options: argparse.Namespace) -> int:
    """The indices of any Saltelli study that `minga sweep` has lived."""
    from experiments.sensitivity.asking import of_study
    from experiments.sensitivity.told import as_json as machine
    from experiments.sensitivity.told import as_text, on_noise_early

    plan = Plan.open(options.system)

    def tell(noise: Noise) -> None:
        if not options.quiet:
            complain(on_noise_early("shares", noise, noise.lucks, 0, options.lang))

    try:
        found = of_study(plan, options.outcome, options.group, options.policy, options.most_noise, tell)
    finally:
        plan.close()
    show(as_json(machine(found)) if options.json else as_text(found, options.lang))
    return OK
