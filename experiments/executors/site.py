"""A site file: what one cluster wants to know about every job, in TOML.

    schema = 1
    kind = "site"
    name = "our-cluster"

    [slurm]
    partition = "short"
    walltime = "04:00:00"
    cpus = 16
    memory = "2G"

A second table chooses a batch system for ``--executor dask``, which then starts its own cluster::

    [jobqueue]
    system = "pbs"
    jobs = 10

Every key of ``[slurm]`` is optional, and other batch systems read the same table. Nothing in the file names a study: one file serves all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from simulation.scenario.reading import Book, Table, read

TOP_KEYS = ("schema", "kind", "name", "slurm", "jobqueue")
JOBQUEUE_KEYS = ("system", "jobs")
JOBQUEUES = ("slurm", "pbs", "moab", "lsf", "sge", "oar")
SLURM_KEYS = (
    "partition", "account", "qos", "walltime", "cpus", "memory", "tasks", "throttle", "margin", "modules", "setup", "python",
    "scratch", "options",
)
LATENESS = 30
"""Slurm looks so seldom whether a job is to be warned, and warns it rather too early than too late: in seconds."""
WALLTIME = re.compile(r"(?:(\d{1,3})-)?(\d{1,3}):([0-5]\d):([0-5]\d)")
MEMORY = re.compile(r"[1-9]\d{0,6}[KMGT]")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.,:+@/-]{0,99}")
OPTION = re.compile(r"--[a-z][a-z0-9-]*(?:=[^\s\"'\\#]+)?")
OURS = (
    "array", "chdir", "dependency", "job-name", "nodes", "ntasks", "open-mode", "output", "error", "parsable", "requeue", "no-requeue",
    "signal", "wait", "time", "cpus-per-task", "mem", "mem-per-cpu", "partition", "account", "qos", "wrap",
)
"""Options of ``sbatch`` that have a key of their own here, or that minga has to set itself."""


@dataclass(frozen=True)
class Site:
    """One cluster, as its site file says.

    Attributes:
        walltime: seconds that one task may last.
        cpus: processors of one task, and so worker processes.
        memory: of one processor, as Slurm writes it (``2G``); empty leaves it to the cluster.
        tasks: into how many a sweep is cut, if it has so many groups of runs; 0 chooses from the estimate.
        throttle: most tasks at a time; 0 is no limit.
        margin: seconds before the end of the walltime by which work has ended of itself.
        modules: loaded at the start of a task, in this order.
        setup: lines of shell that come before the work, such as one that activates an environment.
        python: the interpreter; empty takes the one that submits.
        scratch: a folder that all nodes share, for compiled code and never for results; empty takes the usual one.
        options: further options of ``sbatch``, as they are typed.
        jobqueue: the batch system of a Dask cluster of its own; empty is none.
        jobs: of that cluster.
    """

    name: str = "this-cluster"
    partition: str = ""
    account: str = ""
    qos: str = ""
    walltime: int = 3600
    cpus: int = 1
    memory: str = ""
    tasks: int = 0
    throttle: int = 0
    margin: int = 90
    modules: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    python: str = ""
    scratch: str = ""
    options: tuple[str, ...] = ()
    jobqueue: str = ""
    jobs: int = 0


def read_site(file: str) -> Site:
    """Read a site file.

    Raises:
        InputError: a mistake in it, with the line.
        InputErrors: several.
    """
    source = read(Path(file), file, "site")
    book = Book([source])
    top = Table(book, source.data, (), TOP_KEYS)
    name = top.id("name", Site.name)
    batch = Table(book, source.data.get("jobqueue", {}), ("jobqueue",), JOBQUEUE_KEYS)
    table = Table(book, source.data.get("slurm", {}), ("slurm",), SLURM_KEYS)
    site = Site(
        name=name,
        partition=word(table, "partition"),
        account=word(table, "account"),
        qos=word(table, "qos"),
        walltime=walltime(table),
        cpus=table.whole("cpus", 1, 1024, Site.cpus),
        memory=memory(table),
        tasks=table.whole("tasks", 1, 100_000) if "tasks" in table else 0,
        throttle=table.whole("throttle", 1, 100_000) if "throttle" in table else 0,
        margin=table.whole("margin", LATENESS + 1, 3600, Site.margin),
        modules=words(table, "modules", NAME, "names of modules"),
        setup=words(table, "setup", re.compile(r"[^\n\r\0]{1,500}"), "lines of shell, each without a line break"),
        python=table.text("python", "", most=500),
        scratch=table.text("scratch", "", most=500),
        options=options(table),
        jobqueue=batch.choice("system", JOBQUEUES) if "jobqueue" in source.data else "",
        jobs=batch.whole("jobs", 1, 10_000) if "jobqueue" in source.data else 0,
    )
    if site.walltime <= site.margin:
        book.add(("slurm", "walltime"), f"{site.walltime} s", f"more than the margin of {site.margin} s")
    book.check()
    return site


def word(table: Table, key: str) -> str:
    """A name as Slurm knows it; empty if it is not given."""
    value = table.data.get(key, "")
    if key not in table or (isinstance(value, str) and NAME.fullmatch(value)):
        return str(value)
    table.wrong(key, "a name without blanks, as the cluster's documentation gives it")
    return ""


def words(table: Table, key: str, form: re.Pattern[str], allowed: str) -> tuple[str, ...]:
    """A list of texts of one form."""
    value = table.data.get(key, [])
    if isinstance(value, list) and all(isinstance(one, str) and form.fullmatch(one) for one in value):
        return tuple(value)
    table.wrong(key, f"a list of {allowed}")
    return ()


def walltime(table: Table) -> int:
    """Hours, minutes and seconds, perhaps after days, as seconds."""
    value = table.data.get("walltime", "01:00:00")
    found = WALLTIME.fullmatch(value) if isinstance(value, str) else None
    if found:
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    table.wrong("walltime", 'a time such as "04:00:00" or "1-12:00:00"')
    return Site.walltime


def written(seconds: int) -> str:
    """Seconds as Slurm writes a time limit."""
    days, rest = divmod(seconds, 86_400)
    return (f"{days}-" if days else "") + f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"


def memory(table: Table) -> str:
    """An amount of memory per processor."""
    value = table.data.get("memory", "")
    if "memory" not in table or (isinstance(value, str) and MEMORY.fullmatch(value)):
        return str(value)
    table.wrong("memory", 'an amount per processor such as "2G" or "800M"')
    return ""


def options(table: Table) -> tuple[str, ...]:
    """Further options, of which none is one that minga sets."""
    found = words(table, "options", OPTION, 'options such as "--constraint=avx2"')
    for one in found:
        name = one[2:].partition("=")[0]
        if name in OURS:
            own = {"time": "walltime", "cpus-per-task": "cpus", "mem-per-cpu": "memory", "mem": "memory"}.get(name, name)
            table.book.add(
                ("slurm", "options"), one, f"the key {own}" if own in SLURM_KEYS else "any option that minga does not set itself"
            )
    return found
