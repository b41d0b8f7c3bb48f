"""What ``minga explain``, ``minga anchors`` and ``minga interview`` do, once their arguments are read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from experiments.actions import arms_of, complain, folder_for, one_arm, show, system_of
from experiments.command import FAILED, OK, SOME_FAILED
from experiments.progress import Progress
from simulation import InputError, Scenario, load


def explain_command(options: argparse.Namespace) -> int:
    """``minga explain``: what a name means, what it rests on, where it is used, what it can move."""
    from experiments.explain import things
    from experiments.explain_page import as_json, as_text

    found = things(options.name, options.system)
    if not options.measure:
        show(as_json(found, options.lang) if options.json else as_text(found, options.lang))
        return OK
    from experiments import one_at_a_time
    from experiments.execute import warm

    parameter = next((t.name for t in found if t.kind == "parameter"), "")
    system = load(options.system or "peru")
    place = options.name.rpartition(":")[0] + ":" if ":" in options.name else ""
    asked = one_at_a_time.ends_of(system, f"{place}{parameter}" if parameter else options.name)
    if not options.json:
        show(as_text(found, options.lang) + "\n")
    progress = Progress("measure", options.quiet)
    if warm(options.workers):
        progress.say("compiled; this happens once")
    measured, failed = [], False
    for ends in asked:
        what = one_at_a_time.measure(
            system, ends, seed=options.seed, weeks=options.weeks, scale=options.scale, replicates=options.replicates,
            workers=options.workers, on_run=progress.step,
        )
        if not what.answers:
            complain(f"minga: every run failed: {what.failed[0].error.strip().splitlines()[-1]}")
            return FAILED
        failed = failed or bool(what.failed)
        measured.append({"low": ends.low, "high": ends.high, "rows": one_at_a_time.rows(what)})
        if not options.json:
            show(one_at_a_time.told(what, ends, options.lang) + "\n")
    if options.json:
        show(as_json(found, options.lang, measured))
    return SOME_FAILED if failed else OK


def anchors_command(options: argparse.Namespace) -> int:
    """``minga anchors``: published figures beside the model's own."""
    from experiments.anchors import load_anchors, measure_anchors
    from experiments.anchors_page import again, as_json, as_markdown, as_table
    from experiments.execute import warm

    system = system_of(options)
    anchors = [a for a in load_anchors(system) if not options.only or any(word in a.id for word in options.only)]
    if not anchors:
        raise InputError("", "--only", ", ".join(options.only), "a part of an anchor's id: " + ", ".join(a.id for a in load_anchors(system)))
    folder = folder_for(options, "anchors") if options.out else None
    progress = Progress("anchors", options.quiet)
    if warm(options.workers):
        progress.say("compiled; this happens once")
    found = measure_anchors(
        system, anchors, seed=options.seed, scale=options.scale, replicates=options.replicates,
        fixed_parameters=options.fixed_parameters, workers=options.workers, on_run=progress.step,
    )
    about: dict[str, Any] = {"seed": options.seed, "scale": options.scale, "replicates": options.replicates, "fixed_parameters": options.fixed_parameters}
    if folder is not None:
        from experiments.anchors_figure import write_page

        write_page(system, found, folder / "anchors.html", again(system, **about), options.lang, **about)
    if options.json:
        show(as_json(system, found, **about))
    else:
        show((as_markdown if options.markdown else as_table)(system, found, options.lang, **about))
    return OK


WEEKS = 104
"""Horizon of interviews whose study does not say when it asked."""
USERS_ASKED = "the option only for the others: the study of this system asked users itself"


def interview_command(options: argparse.Namespace) -> int:
    """``minga interview``: live one run and ask whom the study of its system asked."""
    import json

    from experiments import accompanied_page, interviews_page
    from experiments.accompanied import accompanied_plan, lived_accompanied, with_pairs
    from experiments.execute import warm
    from experiments.focus_groups import focus_plan, sites_of
    from experiments.interviews import check, lived
    from experiments.neighbourhood_groups import groups_plan

    one_arm(options)
    if sites_of(options.system):
        options.weeks = options.weeks or WEEKS
        return _focus_command(options, sites_of(options.system))
    system = _system_with_policies(options)
    if groups_plan(system.name) is not None:
        return _groups_command(options, system)
    if options.replicates is not None:
        raise InputError("", "--replicates", str(options.replicates), "the option only for a system whose study held groups in a neighbourhood (rfcmh)")
    options.weeks = options.weeks or WEEKS
    if focus_plan(system.name) is not None:
        return _focus_command(options, (options.system,))
    plan = accompanied_plan(system.name)
    if plan is not None:
        _without_users(options, USERS_ASKED)
        system = with_pairs(system, plan)
    else:
        check(system, options.weeks)
    folder = folder_for(options, "interview") if options.out else None
    progress = Progress("weeks", options.quiet)
    if warm():
        progress.say("compiled; this happens once")

    def on_week(done: int, planned: int) -> None:
        if done % 13 == 0 or done == planned:
            progress.step(done, planned)

    run: dict[str, Any] = {"seed": options.seed, "weeks": options.weeks, "scale": options.scale, "on_week": on_week}
    shown: Any = accompanied_page if plan is not None else interviews_page
    record, told = lived_accompanied(system, plan, **run) if plan is not None else lived(system, with_users=options.with_users, **run)
    if options.json:
        show(json.dumps(shown.as_json(record, told), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(shown.as_text(record, told, options.lang))
    if folder is not None:
        shown.write_page(record, told, folder / "interviews.html", options.lang)
        if not options.json:
            show(f"\n{folder / 'interviews.html'}")
    return OK


def _without_users(options: argparse.Namespace, allowed: str) -> None:
    if options.with_users:
        raise InputError("", "--with-users", f"with {options.system}", allowed)


def _system_with_policies(options: argparse.Namespace) -> Scenario:
    """The system with the values that were set and the policies that were named."""
    system = system_of(options)
    for policies in arms_of(options, system):
        system = system.with_policies(*policies)
    return system


def _focus_command(options: argparse.Namespace, sites: Sequence[str]) -> int:
    """``minga interview`` where a study held focus groups: at one site, or at all of its sites."""
    import json

    from experiments.execute import warm
    from experiments.focus_groups import focus_plan, lived_focus
    from experiments.focus_page import as_json, as_text, write_page

    _without_users(options, "the option only for systems whose study interviewed staff one by one")
    folder = folder_for(options, "interview") if options.out else None
    progress = Progress("sites", options.quiet)
    if warm():
        progress.say("compiled; this happens once")
    told = []
    for site in sites:
        options.system = site
        system = _system_with_policies(options)
        plan = focus_plan(system.name)
        assert plan is not None
        told.append(lived_focus(system, plan, seed=options.seed, weeks=options.weeks, scale=options.scale))
        progress.step(len(told), len(sites))
    show(json.dumps(as_json(told), indent=1, ensure_ascii=False, allow_nan=False) if options.json else as_text(told, options.lang))
    if folder is not None:
        write_page(told, folder / "interviews.html", options.lang)
        if not options.json:
            show(f"\n{folder / 'interviews.html'}")
    return OK


def _groups_command(options: argparse.Namespace, system: Scenario) -> int:
    """``minga interview`` where a study held groups in a neighbourhood: several replicates, asked when the study asked."""
    import json

    from experiments.execute import live_runs, warm
    from experiments.neighbourhood_groups import REPLICATES, groups_plan, lived_groups
    from experiments.neighbourhood_page import as_json, as_text, write_page

    _without_users(options, USERS_ASKED)
    plan = groups_plan(system.name)
    assert plan is not None
    folder = folder_for(options, "interview") if options.out else None
    progress = Progress("run", options.quiet)
    if warm():
        progress.say("compiled; this happens once")
    count, weeks = options.replicates or REPLICATES, options.weeks or plan.week
    told = []
    run: dict[str, Any] = {"plan": plan, "seed": options.seed, "weeks": weeks, "scale": options.scale, "fixed_parameters": count == 1}
    for one in live_runs(system, count, live=lived_groups, **run):
        told.append(one)
        progress.step(len(told), count)
    show(json.dumps(as_json(told), indent=1, ensure_ascii=False, allow_nan=False) if options.json else as_text(told, options.lang))
    if folder is not None:
        write_page(told, folder / "interviews.html", options.lang)
        if not options.json:
            show(f"\n{folder / 'interviews.html'}")
    return OK
