"""What ``minga trial`` does, once its arguments are read."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path

from experiments.command import FAILED, INTERRUPTED, MISSING_EXTRA, OK, SOME_FAILED
from experiments.executors import MissingExtraError
from experiments.progress import Progress
from experiments.trial.analysis import models
from experiments.trial.design import Trial
from experiments.trial.keeping import Kept, live, open_or_begin
from experiments.trial.places import base_of, place_of, share_of
from experiments.words import brief, number, text


def trial_command(options: argparse.Namespace) -> int:
    """Hold a trial, or go on with one, and say what it shows."""
    from experiments.actions import complain

    try:
        models()
    except MissingExtraError as error:
        complain(f"minga: {error}")
        return MISSING_EXTRA
    given = {"trials": options.trials, "seed": options.seed, "residents": options.residents, "fixed": options.fixed_parameters}
    kept = open_or_begin(options.trial, Path(options.out) if options.out else None, **given)
    code = hold(kept, options)
    return code if code in (INTERRUPTED, FAILED) else tell(kept, options, code)


def resumed(options: argparse.Namespace) -> int:
    """Go on with a trial where ``minga resume`` was given its folder."""
    return trial_command(argparse.Namespace(**vars(options), trial=options.folder, trials=None, seed=None, residents=None, fixed_parameters=False, out=None))


def hold(kept: Kept, options: argparse.Namespace) -> int:
    """Live what is left."""
    from experiments.actions import complain
    from experiments.execute import cores, warm

    lang, progress = options.lang, Progress("trial", options.quiet)
    left = kept.left()
    for line in announced(kept.trial, lang):
        progress.say(line)
    if len(left) < kept.trial.trials:
        progress.say(text("trial.kept", lang, done=kept.trial.trials - len(left), n=kept.trial.trials))
    if not left:
        return OK
    if warm(options.workers):
        progress.say(text("sweep.compiling", lang))
    failed: list[str] = []
    done = kept.trial.trials - len(left)

    def on_one(_: int, said: str) -> None:
        nonlocal done
        done += 1
        failed.extend([said] if said else [])
        progress.step(done, kept.trial.trials)

    try:
        live(kept, left, options.workers or cores(), on_one)
    except KeyboardInterrupt:
        complain("minga: " + text("trial.interrupted", lang, line=shlex.join(["minga", "trial", str(kept.folder)])))
        return INTERRUPTED
    if failed:
        complain("minga: " + text("trial.failed", lang, n=len(failed), why=failed[0].strip().splitlines()[-1]))
    return SOME_FAILED if failed else OK


def announced(trial: Trial, lang: str) -> list[str]:
    """How many residents are simulated, and what follows from that."""
    place = place_of(trial, base_of(trial), 0)
    people, share = sum(zone.population for zone in place.zones), share_of(trial, place)
    where = text("trial.centres", lang, n=trial.world.centres, like=trial.world.like or place.centres[0].id) if trial.world.centres else text("trial.as_is", lang, system=place.name)
    told = f"{brief(100 * share, lang)}{chr(0x202F)}%"
    lines = [text("trial.world", lang, residents=number(people * share, lang, 0), share=told, people=number(people, lang, 0), places=where, n=trial.trials)]
    if share < 1 and any(arm.programmes for arm in trial.arms):
        lines.append(text("trial.posts", lang, share=told, people=number(people, lang, 0)))
    return lines


def tell(kept: Kept, options: argparse.Namespace, code: int) -> int:
    """Say what the trial shows, and write its page."""
    from experiments.actions import complain, show
    from experiments.trial.report import founds, summary, write_report, write_tables
    from experiments.trial.said import first_line, formula_lines, icc_line, sentence, table

    lang, every = options.lang, founds(kept)
    if not every[0].data:
        complain("minga: " + text("trial.none", lang))
        return FAILED
    write_tables(kept, every)
    path = write_report(kept, kept.folder / "report.html", lang, every)
    if options.json:
        show(json.dumps(summary(kept, every), indent=1, ensure_ascii=False, sort_keys=True))
        return code
    for found in every:
        lines = [table(found, lang), "", *([] if kept.trial.by_person else [icc_line(found, lang)]), *formula_lines(found, lang), first_line(found, lang), "", sentence(found, lang)]
        show("\n".join(lines) + "\n")
    show(f"\n{path}")
    return code if len(every[0].data) == kept.trial.trials else SOME_FAILED


__all__ = ["announced", "hold", "tell", "trial_command"]
