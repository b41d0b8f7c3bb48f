"""The command line of minga: run, compare, interview, sweep and resume, list, explain, anchors, patterns, validate, new, ….

This module only reads arguments, so that ``minga --help`` answers at once; what a command does is imported
when it is asked for. Exit codes: 0 ok, 1 run failed, 2 no command, 3 invalid input, 4 some runs failed, 5 missing
extra, 130 interrupted.
"""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections.abc import Sequence
from typing import Any

from experiments.arguments import (
    LANGUAGES,
    Arguments,
    RefusedError,
    above,
    between,
    language,
    one_of,
    read,
    whole,
)

OK, FAILED, USAGE, INVALID, SOME_FAILED, MISSING_EXTRA, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
EXECUTORS = ("local", "slurm", "dask")
STUDY_COMMANDS = ("sweep", "resume", "status", "collect", "report")
KINDS = (
    "systems", "policies", "studies", "trials", "lessons", "parameters", "outcomes", "sources", "mechanisms", "barriers", "channels", "disorders", "codes", "columns",
)


def parser() -> Arguments:
    """The parser of all commands."""
    top = Arguments(
        prog="minga",
        description="A policy laboratory for community mental health: people live week by week under your rules.",
        epilog="It explores policies and teaches; it predicts no person's life.",
    )
    top.add_argument("--version", action="store_true", help="print the version and the hash of the sources")
    commands: Any = top.add_subparsers(dest="command", metavar="COMMAND")
    top.commands = commands.choices  # filled below

    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", type=one_of(LANGUAGES), default="en", metavar="{" + ",".join(LANGUAGES) + "}", help="language of what is printed and written")
    shared.add_argument("--json", action="store_true", help="print JSON instead of words")
    shared.add_argument("-q", "--quiet", action="store_true", help="no progress")
    shared.add_argument("-v", "--verbose", action="count", default=0, help="say more; with an error, its traceback")

    lived = argparse.ArgumentParser(add_help=False)
    lived.add_argument("system", help="name of a shipped system, a TOML file, or the folder of a place")
    lived.add_argument("--policy", action="append", default=[], metavar="NAME",
                       help="name or file of a policy; a+b is both together; compare: again for another arm")
    lived.add_argument("--seed", type=whole(0, 2**64 - 1), default=1, metavar="N")
    lived.add_argument("--weeks", type=whole(1, 5200), default=156, metavar="N", help="horizon after burn-in")
    lived.add_argument("--replicates", type=whole(1, 100_000), metavar="N", help="exactly so many")
    lived.add_argument("--scale", type=above(0, 1), metavar="SHARE", help="share of residents; 1 is one for one")
    lived.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings",
                       help="another value of a parameter, e.g. productivity.extramural_credit=0.5")
    lived.add_argument("--costs", metavar="FILE", help="a file of unit costs that replaces those of the system")
    lived.add_argument("--fixed-parameters", action="store_true", help="central values only: luck alone")
    lived.add_argument("--out", metavar="DIR", help="new or empty folder for tables and report (default: a new one under results/)")
    lived.add_argument("--workers", type=whole(1, 1024), metavar="N", help="processes (default: one per core)")

    commands.add_parser("run", parents=[shared, lived], help="live a system and report what happened")
    compare = commands.add_parser("compare", parents=[shared, lived], help="policies side by side on the same people")
    compare.add_argument("--precision", type=above(0, 1000), metavar="X",
                         help="wanted half-width of the first headline's mean difference (default 0.25)")
    compare.add_argument("--cap", type=whole(8, 100_000), default=16, metavar="N", help="most replicates (default 16)")
    compare.add_argument("--budget", type=above(0, 1e13), metavar="S",
                         help="mark arms that ask more extra money of the health ministry in any one year")
    listed = commands.add_parser("list", parents=[shared], help="what there is: " + ", ".join(KINDS))
    listed.add_argument("kind", nargs="?", type=one_of(KINDS), metavar="{" + ",".join(KINDS) + "}")
    listed.add_argument("words", nargs="*", metavar="WORD", help="only entries in which every word occurs")
    listed.add_argument("--system", metavar="NAME", help="parameters: values of this system, and of its places that differ")
    explain = commands.add_parser("explain", parents=[shared], help="what a name means, what it rests on, what it can move")
    explain.add_argument("name", help="a parameter, outcome, mechanism, barrier, channel, policy, column, source, …")
    explain.add_argument("--system", metavar="NAME", help="values of this system only (default: of all shipped ones)")
    explain.add_argument("--measure", action="store_true", help="of a parameter: live its low and its high end, and compare")
    explain.add_argument("--seed", type=whole(0, 2**64 - 1), default=1, metavar="N")
    explain.add_argument("--weeks", type=whole(1, 5200), default=156, metavar="N", help="with --measure: horizon (default 156)")
    explain.add_argument("--replicates", type=whole(2, 1000), default=8, metavar="N", help="with --measure (default 8)")
    explain.add_argument("--scale", type=above(0, 1), default=0.1, metavar="SHARE", help="with --measure: share of residents (default 0.1)")
    explain.add_argument("--workers", type=whole(1, 1024), metavar="N", help="with --measure: processes (default: one per core)")
    anchors = commands.add_parser("anchors", parents=[shared], help="published figures beside the model's own")
    anchors.add_argument("system", help="name of a shipped system, or a TOML file with an anchors.toml beside it")
    anchors.add_argument("--seed", type=whole(0, 2**64 - 1), default=1, metavar="N")
    anchors.add_argument("--replicates", type=whole(2, 1000), default=8, metavar="N", help="runs of each world (default 8)")
    anchors.add_argument("--scale", type=above(0, 1), default=0.2, metavar="SHARE", help="share of residents (default 0.2)")
    anchors.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help="another value of a parameter")
    anchors.add_argument("--fixed-parameters", action="store_true", help="central values only: luck alone")
    anchors.add_argument("--only", action="append", default=[], metavar="WORD", help="only anchors whose id contains this; may be repeated")
    anchors.add_argument("--out", metavar="DIR", help="new or empty folder for a page with a figure (anchors.html)")
    anchors.add_argument("--markdown", action="store_true", help="print a page of Markdown")
    anchors.add_argument("--workers", type=whole(1, 1024), metavar="N", help="processes (default: one per core)")
    interview = commands.add_parser("interview", parents=[shared], help="ask whom the study of a system asked: staff, users, focus groups (simulated answers)")
    interview.add_argument("system", help="name of a shipped system or of a study with sites (upsides), a TOML file, or the folder of a place")
    interview.add_argument("--policy", action="append", default=[], metavar="NAME", help="name or file of a policy; a+b is both together")
    interview.add_argument("--seed", type=whole(0, 2**64 - 1), default=1, metavar="N")
    interview.add_argument("--weeks", type=whole(1, 5200), metavar="N", help="horizon (default 104; at least 53; rfcmh: 52, as its study)")
    interview.add_argument("--replicates", type=whole(1, 1000), metavar="N", help="of groups in a neighbourhood (rfcmh): replicates (default 5)")
    interview.add_argument("--scale", type=above(0, 1), default=1.0, metavar="SHARE", help="share of residents (default 1)")
    interview.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help="another value of a parameter")
    interview.add_argument("--costs", metavar="FILE", help="a file of unit costs that replaces those of the system")
    interview.add_argument("--with-users", action="store_true", help="ask users and families too: a sample of minga's own, no study's")
    interview.add_argument("--out", metavar="DIR", help="new or empty folder for a page (interviews.html)")
    patterns = commands.add_parser("patterns", parents=[shared], help="what the papers say, and whether the model does it")
    patterns.add_argument("group", metavar="GROUP", help="peru, chile, upsides, rfcmh or all")
    patterns.add_argument("--only", action="append", default=[], metavar="ID", help="only this pattern, in detail; may be repeated")
    patterns.add_argument("--seed", type=whole(0, 2**64 - 1), default=1, metavar="N")
    patterns.add_argument("--replicates", type=whole(2, 1000), default=8, metavar="N", help="runs of each world (default 8; 30 decide)")
    patterns.add_argument("--scale", type=above(0, 1), default=0.1, metavar="SHARE", help="share of residents (default 0.1)")
    patterns.add_argument("--markdown", action="store_true", help="print a page of Markdown")
    patterns.add_argument("--workers", type=whole(1, 1024), metavar="N", help="processes (default: one per core)")
    trial = commands.add_parser("trial", parents=[shared], help="hold an evaluation many times where the truth is known: power, bias, contamination")
    trial.add_argument("trial", metavar="TRIAL", help="name of a shipped trial, a TOML file, or the folder of a trial to go on with")
    trial.add_argument("--trials", type=whole(2, 100_000), metavar="N", help="how often it is held (default: the file's)")
    trial.add_argument("--residents", type=whole(100, 40_000_000), metavar="N", help="simulated residents in all (default: the file's, or 7,000)")
    trial.add_argument("--seed", type=whole(0, 2**63 - 1), metavar="N")
    trial.add_argument("--fixed-parameters", action="store_true", help="central values only: luck alone")
    trial.add_argument("--out", metavar="DIR", help="new or empty folder, or that of this trial (default: a new one under results/)")
    trial.add_argument("--workers", type=whole(1, 1024), metavar="N", help="processes (default: one per core)")
    validate = commands.add_parser("validate", parents=[shared], help="check places, scenario and policy files")
    validate.add_argument("files", nargs="+", metavar="FILE", help="a TOML file, or the folder of a place")
    new = commands.add_parser("new", parents=[shared], help="a folder for a place of your own, with tables to fill in")
    new.add_argument("place", metavar="PLACE", help="the folder to make; its last part is the place's name")
    new.add_argument("--from", default="peru", metavar="SYSTEM", dest="template",
                     help="shipped system whose rows it starts with and from which it borrows (default peru)")
    new_policy = commands.add_parser("new-policy", parents=[shared], help="a commented policy to change")
    new_policy.add_argument("name", metavar="NAME", help="of the policy, and of its file")
    new_policy.add_argument("--for", metavar="PLACE", dest="place", help="put it into this place's folder")
    new_lesson = commands.add_parser("new-lesson", parents=[shared], help="a commented lesson to change")
    new_lesson.add_argument("name", metavar="NAME", help="of the lesson, and of its file")
    cards = commands.add_parser("cards", parents=[shared], help="a lesson or a role play on paper: one page to print, with cards to cut out")
    cards.add_argument("lesson", nargs="?", default="district-meeting", metavar="NAME", help="a shipped lesson or role play, or a TOML file (default district-meeting)")
    cards.add_argument("--out", metavar="DIR", help="folder for the page (default: a new one under results/)")
    meeting = commands.add_parser("meeting", parents=[shared], help="what teams of a role play decided, round by round, as one policy to compare")
    meeting.add_argument("meeting", nargs="?", default="district-meeting", metavar="NAME", help="a shipped role play or a TOML file (default district-meeting)")
    meeting.add_argument("--round", action="append", default=[], metavar="TEAM=CARD,…", dest="rounds", help="the cards played in a round, e.g. ministry=trips,peers=posts; again for the next round; - for none")
    meeting.add_argument("--out", metavar="FILE", help="new TOML file for the policy (default: NAME-round-N.toml here)")
    classroom = commands.add_parser("classroom", parents=[shared], help="a teaching app in the browser (needs minga[classroom])")
    classroom.add_argument("--system", default="rfcmh", metavar="SYSTEM", help="name of a shipped system, a TOML file, or the folder of a place (default rfcmh)")
    classroom.add_argument("--lesson", metavar="NAME", help="serve a lesson's own system, seed, weeks, share and replicates (`minga list lessons`)")
    classroom.add_argument("--port", type=whole(1, 65535), metavar="N", help="port (default: the first free one from 8765)")
    classroom.add_argument("--open", action="store_true", help="open it to the network, with a token and a QR code (default: this computer only)")
    classroom.add_argument("--seed", type=whole(0, 2**53 - 1), default=1, metavar="N")
    classroom.add_argument("--weeks", type=whole(1, 520), default=156, metavar="N", help="horizon of a run (default 156)")
    classroom.add_argument("--scale", type=above(0, 1), metavar="SHARE", help="share of residents (default: all of up to 10,000, else about 7,000)")
    classroom.add_argument("--replicates", type=whole(1, 32), default=8, metavar="N", help="of a run (default 8)")
    classroom.add_argument("--costs", metavar="FILE", help="a file of unit costs that replaces those of the system")
    classroom.add_argument("--export", metavar="DIR", help="write a static folder for any web host, or to open from disk, and serve nothing")
    classroom.add_argument("--no-browser", action="store_true", help="do not open a browser")
    classroom.add_argument("--workers", type=whole(1, 64), metavar="N", help="processes (default: one per core)")
    commands.add_parser("doctor", parents=[shared], help="check the installation")
    warm = commands.add_parser("warm", parents=[shared], help="compile everything now")
    warm.add_argument("--workers", type=whole(1, 64), metavar="N")
    _answers(commands, shared)
    _study_commands(commands, shared)
    return top


def _answers(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Questions that take many stored runs and end in a sentence, a figure and a table with intervals."""
    lived = argparse.ArgumentParser(add_help=False)
    lived.add_argument("system", help="name of a shipped system, a TOML file, the folder of a place, or the folder of a question asked before")
    lived.add_argument("--seed", type=whole(0, 2**63 - 1), default=1, metavar="N")
    lived.add_argument("--weeks", type=whole(1, 5200), default=156, metavar="N", help="horizon after burn-in")
    lived.add_argument("--scale", type=above(0, 1), metavar="SHARE", help="share of residents (default: about 7,000 of them)")
    lived.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help="another value of a parameter")
    lived.add_argument("--outcome", default="in_care", metavar="NAME", help="see `minga list outcomes` (default in_care)")
    lived.add_argument("--group", default="everybody", metavar="GROUP", help="a group of residents (default everybody)")
    lived.add_argument("--out", metavar="DIR", help="new or empty folder, or that of the same question, which then goes on")
    lived.add_argument("--workers", type=whole(1, 1024), metavar="N", help="processes (default: one per core)")
    sensitivity = commands.add_parser("sensitivity", parents=[shared, lived], help="which unknown inputs an outcome, or a policy's effect, hangs on")
    sensitivity.add_argument("--policy", action="append", default=[], metavar="NAME", help="explain the difference that this policy makes (a+b is both)")
    sensitivity.add_argument("--by", default="parameter", metavar="KIND", help="inputs one by one (parameter), or by process, barrier or grade")
    sensitivity.add_argument("--points", type=whole(1, 2**20), default=256, metavar="N", help="base samples, a power of 2 (default 256)")
    sensitivity.add_argument("--trajectories", type=whole(0, 10_000), default=0, metavar="N", help="of the screening (default 4 or 16)")
    sensitivity.add_argument("--keep", type=whole(2, 100), default=6, metavar="N", help="inputs that the screening leaves (default 6)")
    sensitivity.add_argument("--replicates", type=whole(1, 1000), default=2, metavar="N", help="lucks at each point (default 2)")
    sensitivity.add_argument("--most-noise", type=above(0, 1), default=0.8, metavar="SHARE",
                             help="refuse if more of the variance is luck (default 0.8)")
    sensitivity.add_argument("--pawn", action=argparse.BooleanOptionalAction, help="look at it with PAWN too (default: with --by parameter)")
    discover = commands.add_parser("discover", parents=[shared, lived], help="in which worlds a policy helps, harms or does most good")
    discover.add_argument("--policy", action="append", default=[], metavar="NAME", help="the policy (a+b is both)")
    discover.add_argument("--case", default="most", metavar="CASE", help="worlds of interest: most (the best quarter, default), helps or harms")
    discover.add_argument("--draws", type=whole(1, 1_000_000), default=512, metavar="N", help="worlds (default 512)")
    barriers = commands.add_parser("barriers", parents=[shared, lived], help="what holds a system back, and the first step that recovers most for a sum")
    barriers.add_argument("--budget", type=above(0, 1e13), metavar="S", help="extra money of the health ministry a year (default: chosen, and said)")
    barriers.add_argument("--step", action="append", default=[], metavar="BARRIER=POLICY", help="a first step besides the shipped ones; may be repeated")
    barriers.add_argument("--orders", type=whole(0, 10_000), default=0, metavar="N", help="draw so many orders of removal (default: every coalition of up to 6 barriers; 8 of more)")
    barriers.add_argument("--replicates", type=whole(0, 100_000), default=0, metavar="N", help="draws of all unknown parameters (default 96; 32 of more than 6 barriers)")
    _worth(commands, shared)


def _worth(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Questions of money and health; both read the same runs."""
    lived = argparse.ArgumentParser(add_help=False)
    lived.add_argument("system", help="name of a shipped system, a TOML file, the folder of a place, or the folder of a question asked before")
    lived.add_argument("--policy", action="append", default=[], metavar="NAME", help="a policy (a+b is both); again for another (default: the shipped first steps that fit)")
    lived.add_argument("--wtp", type=above(0, 1e15), metavar="S", help="money for a DALY averted (default: a part of the product per head, and said)")
    lived.add_argument("--payer", default="all", metavar="WHO", help="whose costs count: all (default), ministry, other, users, staff")
    lived.add_argument("--discount", type=between(0, 0.2), metavar="RATE", help="a year, of costs and health (default 0.03 over more than 52 weeks, else 0)")
    lived.add_argument("--draws", type=whole(1, 1_000_000), default=256, metavar="N", help="of all unknown parameters (default 256)")
    lived.add_argument("--replicates", type=whole(1, 1000), default=2, metavar="N", help="lucks in each draw (default 2)")
    lived.add_argument("--seed", type=whole(0, 2**63 - 1), default=1, metavar="N")
    lived.add_argument("--weeks", type=whole(1, 5200), default=156, metavar="N", help="horizon after burn-in")
    lived.add_argument("--scale", type=above(0, 1), metavar="SHARE", help="share of residents (default: about 7,000 of them)")
    lived.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help="another value of a parameter")
    lived.add_argument("--out", metavar="DIR", help="new or empty folder, or that of the same question, which then goes on")
    lived.add_argument("--workers", type=whole(1, 1024), metavar="N", help="processes (default: one per core)")
    commands.add_parser("cost-effectiveness", parents=[shared, lived], help="what policies cost for the health they give, how sure that is, who pays and who gains")
    voi = commands.add_parser("value-of-information", parents=[shared, lived], help="which research would be worth its money before a policy is chosen")
    voi.add_argument("--by", default="parameter", metavar="KIND", help="inputs one by one (parameter), or by process, barrier or grade")
    voi.add_argument("--research-cost", type=above(0, 1e15), metavar="S", help="of a study, to set beside what it could be worth")
    voi.add_argument("--years", type=above(0, 100), metavar="N", help="for how long the decision stands (default: the horizon)")
    voi.add_argument("--population", type=whole(1, 10**10), metavar="N", help="for how many people it stands (default: the system's residents)")


def _study_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of studies: many runs that survive whatever happens."""
    lived = argparse.ArgumentParser(add_help=False)
    lived.add_argument("--workers", type=whole(1, 1024), metavar="N", help="processes (default: one per core)")
    lived.add_argument("--executor", type=one_of(EXECUTORS), default="local", metavar="{" + ",".join(EXECUTORS) + "}", help="where runs are lived (default: here)")
    lived.add_argument("--site", metavar="FILE", help="what a cluster wants to know about every job (slurm, dask)")
    lived.add_argument("--dask", metavar="ADDRESS", help="of a Dask scheduler, as tcp://HOST:PORT")
    lived.add_argument("--detach", action="store_true", help="slurm: come back once the job is submitted")
    lived.add_argument("--dry-run", action="store_true", help="say what would be done (slurm: the script), and write nothing")
    sweep = commands.add_parser("sweep", parents=[shared, lived], help="live all runs of a study")
    sweep.add_argument("study", help="name of a shipped study, or a TOML file")
    sweep.add_argument("--out", metavar="DIR", help="new or empty folder for the study (default: a new one under results/)")
    for name, kind, about in (
        ("seed", whole(0, 2**63 - 1), "another seed"), ("weeks", whole(1, 5200), "another horizon"),
        ("scale", above(0, 1), "another share of residents"), ("replicates", whole(1, 1_000_000), "another number of replicates"),
    ):
        sweep.add_argument(f"--{name}", type=kind, metavar="X", help=f"{about} than the study's")
    resume = commands.add_parser("resume", parents=[shared, lived], help="go on with a study that was stopped")
    resume.add_argument("folder", metavar="DIR", help="folder of a study that `minga sweep` has made")
    resume.add_argument("--retry-failed", action="store_true", help="live failed runs again, whatever their cause")
    status = commands.add_parser("status", parents=[shared], help="how a study stands, while it runs or later")
    status.add_argument("folder", metavar="DIR", help="folder of a study that `minga sweep` has made")
    collect = commands.add_parser("collect", parents=[shared], help="tables of a study for other programs")
    collect.add_argument("folder", metavar="DIR", help="folder of a study that `minga sweep` has made")
    collect.add_argument("--format", type=one_of(("parquet", "csv")), metavar="{parquet,csv}", help="default: Parquet if pyarrow is installed")
    collect.add_argument("--out", metavar="DIR", help="where to (default: collected/ in the study's folder)")
    report = commands.add_parser("report", parents=[shared], help="what a study found, as a page")
    report.add_argument("folder", metavar="DIR", help="folder of a study that `minga sweep` has made")
    report.add_argument("--out", metavar="FILE", help="the page (default: report.html in the study's folder)")


def escaped(error: UnicodeError) -> tuple[str, int]:
    """What JSON writes for characters that an encoding lacks, so that nothing is lost."""
    import json

    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(json.dumps(character)[1:-1] for character in error.object[error.start : error.end]), error.end


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that cannot show a character shows a question mark instead of ending the run
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    top = parser()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        options = read(top, arguments)
    except RefusedError as error:
        print(f"minga: {error.line(language(arguments))}", file=sys.stderr)  # noqa: T201
        return INVALID
    if options.version:
        from simulation import __version__
        from simulation.ground.cache import source_hash

        print(f"minga {__version__} ({source_hash()})")  # noqa: T201
        return OK
    if options.command is None:
        top.print_help()
        return USAGE
    if options.json and hasattr(sys.stdout, "reconfigure"):
        codecs.register_error("minga-json", escaped)
        sys.stdout.reconfigure(errors="minga-json")
    try:
        if options.command in STUDY_COMMANDS:
            from experiments import sweeping

            return sweeping.act(options)
        from experiments import actions

        return actions.act(options)
    except KeyboardInterrupt:
        print("interrupted; nothing was written", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has gone: that is no failure
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


if __name__ == "__main__":
    sys.exit(main())
