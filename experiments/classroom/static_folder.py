"""The static folder: the same pages with answers beside them, for any web host or to be opened from disk.

A page that was opened from disk may load scripts and may fetch nothing, nor load modules. So the answers are scripts
that call ``minga.put(name, value)``, and the app's modules are written into one plain script: each keeps a scope of
its own and hands on what it exports.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.classroom import place, words_classroom
from experiments.classroom.levers import levers
from experiments.classroom.plans import Asked, put, read_plan
from experiments.classroom.pool import Pool
from experiments.classroom.runs import Run, task_for
from experiments.compare import LEAST
from experiments.words import LANGUAGES
from simulation import InputError, Scenario

PAGES = Path(__file__).resolve().parent / "pages"
MODULE = '<script type="module" src="app.js"></script>'
PLAIN = '<script src="data/store.js" defer></script>\n  <script src="app.plain.js" defer></script>'
STORE = "window.minga = { values: {}, put(name, value) { this.values[name] = value; } };\n"
PEOPLE = 4
"""Of a plan that only fills the grid so many people can be followed, of a lesson's plan all."""
DIGITS = 6
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|const|class) ([A-Za-z_$][\w$]*)", re.MULTILINE)


@dataclass(frozen=True)
class Wanted:
    """A plan to compute beforehand; ``whole``: with twins and all people."""

    plan: Mapping[str, Any]
    whole: bool = False


def write(
    folder: Path, system: Scenario, name: str, asked: Mapping[str, Any], pool: Pool, plans: Sequence[Wanted] | None = None,
    on_step: Callable[[int, int], None] = lambda done, planned: None, baseline: Any = None,
    costs: str | None = None,
) -> Path:
    """Write the folder; returns its page.

    Args:
        folder: new or empty.
        system, name: it, and as the command line knows it.
        asked: weeks, seed, scale and replicates of each run.
        pool: of workers.
        plans: what to compute; by default the system as it is, each lesson's plans, and each lever's values one at a time.
        on_step: called with how many runs are done and planned.
        baseline: outcomes of a lived baseline, for decimals.
        costs: file of unit costs that replaces those of the system.

    Raises:
        InputError: a folder that is not empty.
    """
    check(folder)
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "store.js").write_text(STORE, encoding="utf-8")
    pages(folder)
    for lang in LANGUAGES:
        _put(data, f"place.{lang}", place.place(system, lang, asked, baseline))
        _put(data, f"words.{lang}", words_classroom.every(lang))
        _put(data, f"parameters.{lang}", place.parameters(system, lang))
        for lesson in place.lessons(lang):
            _put(data, f"lesson.{lesson['name']}.{lang}", place.lesson(lesson["name"], lang))
    wanted = list(plans_for(system) if plans is None else plans)
    runs, seen = [], set()
    for k, one in enumerate(wanted):
        try:
            run = put(
                read_plan(dict(one.plan), system), system, name, seed=int(asked["seed"]), weeks=int(asked["weeks"]), scale=float(asked["scale"]),
                replicates=int(asked["replicates"]), costs=costs,
            )
        except InputError:
            continue  # a lesson's plan that does not fit this system
        if run.id not in seen:
            seen.add(run.id)
            _run(data, run, one.whole, pool)
            runs.append({"id": run.id, "plan": run.plan.told(), "command": run.command, "toml": run.toml, "done": list(range(run.replicates)), "total": run.replicates})
        on_step(k + 1, len(wanted))
    _put(data, "runs", runs)
    return folder / "index.html"


def check(folder: Path) -> None:
    """See that nothing would be lost.

    Raises:
        InputError: a folder that is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("", "--export", repr(str(folder)), "a new or empty folder, so that nothing is lost")


def plans_for(system: Scenario) -> Iterable[Wanted]:
    """The system as it is, the plans of its lessons, and each lever at its ends and in the middle."""
    yield Wanted({}, whole=True)
    for one in place.lessons(LANGUAGES[0]):
        if one["system"] in ("", system.name):
            yield from (Wanted(plan["plan"], whole=True) for plan in place.lesson(one["name"], LANGUAGES[0])["plans"])
    for lever in levers(system).values():
        for value in values_of(lever):
            yield Wanted({"levers": {lever.name: value}})


def values_of(lever: Any) -> list[Any]:
    """Values of a lever that are computed beforehand; the one that holds anyway is none of them."""
    if lever.kind == "switch":
        return [not lever.value]
    steps = int((lever.high - lever.low) / lever.step + 1e-9)  # as far as a slider goes, which stops at its last whole step
    ends = (lever.low + k * lever.step for k in (0, round(steps / 2), steps))
    return [v for v in dict.fromkeys(float(f"{end:.10g}") for end in ends) if v != lever.value]


def _run(data: Path, asked: Asked, whole: bool, pool: Pool) -> None:
    """Live a run and write all that a page may ask of it."""
    def live(kind: str, **about: Any) -> Future[Any]:
        return pool.submit(task_for(asked, kind, **about), (0.0,), int(asked.id[:8], 16) if kind != "replicate" else None)

    lived = [live("replicate", replicate=r) for r in range(asked.replicates)]
    twins = [live("replicate", replicate=r, twin=1) for r in range(min(asked.replicates, LEAST))] if whole else []
    films = {arm: live("film", arm=arm) for arm in ("baseline", "plan")}
    centres = {lang: live("centre", lang=lang) for lang in LANGUAGES}
    people = {lang: live("people", lang=lang) for lang in LANGUAGES}
    run = Run(asked)
    for r, one in enumerate(lived):
        run.answers[r], run.said[r] = one.result()
    run.twins = {r: one.result()[0] for r, one in enumerate(twins)}
    told = json.loads(run.told_rows()) if run.ready > 1 else None
    _put(data, f"run.{asked.id}", short({"replicates": [json.loads(run.said[r]) for r in range(run.total)], "told": told}))
    for arm, film in films.items():
        _put(data, f"film.{asked.id}.{arm}", base64.b64encode(gzip.compress(film.result(), 9, mtime=0)).decode())
    for lang in LANGUAGES:
        _put(data, f"centre.{asked.id}.{lang}", short(centres[lang].result()))
        chosen = people[lang].result()[: None if whole else PEOPLE]
        _put(data, f"people.{asked.id}.{lang}", chosen)
        for person in [live("person", row=one["row"], lang=lang) for one in chosen]:
            told_ = person.result()
            _put(data, f"person.{asked.id}.{told_['row']}.{lang}", told_)


def short(told: Any) -> Any:
    """The same with numbers to six digits: a folder is looked at, and its command gives the rest."""
    if isinstance(told, float):
        return float(f"{told:.{DIGITS}g}")
    if isinstance(told, dict):
        return {key: short(value) for key, value in told.items()}
    return [short(value) for value in told] if isinstance(told, list) else told


def _put(data: Path, name: str, value: Any) -> None:
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    (data / f"{name}.js").write_text(f"minga.put({json.dumps(name)},{said});\n", encoding="utf-8", newline="\n")


def pages(folder: Path) -> None:
    """The app's pages, its modules in one plain script."""
    shutil.copytree(PAGES, folder, dirs_exist_ok=True, ignore=lambda where, names: [n for n in names if n.endswith(".js") and "vendor" not in where])
    shutil.rmtree(folder / "screens", ignore_errors=True)
    page = (PAGES / "index.html").read_text(encoding="utf-8")
    if MODULE not in page:
        raise ValueError("index.html does not load app.js as a module")
    (folder / "index.html").write_text(page.replace(MODULE, PLAIN), encoding="utf-8", newline="\n")
    (folder / "app.plain.js").write_text(bundle(PAGES / "app.js"), encoding="utf-8", newline="\n")


def bundle(entry: Path) -> str:
    """A module and all that it imports as one plain script.

    Raises:
        ValueError: modules that import each other, or an import or export of another form.
    """
    order: list[Path] = []
    under: set[Path] = set()

    def visit(path: Path) -> None:
        if path in order:
            return
        if path in under:
            raise ValueError(f"{path.name} imports itself, through others")
        under.add(path)
        for _, target in _IMPORT.findall(path.read_text(encoding="utf-8")):
            visit((path.parent / target).resolve())
        under.discard(path)
        order.append(path)

    visit(entry.resolve())
    key = {path: path.relative_to(entry.resolve().parent).as_posix() for path in order}
    return '"use strict";\n(() => {\nconst modules = {};\n' + "".join(_scoped(path, key) for path in order) + "})();\n"


def _scoped(path: Path, key: Mapping[Path, str]) -> str:
    source = path.read_text(encoding="utf-8")
    names = [name for _, name in _EXPORT.findall(source)]

    def taken(found: re.Match[str]) -> str:
        target = key[(path.parent / found[2]).resolve()]
        return f"const {{ {found[1].strip().replace(' as ', ': ')} }} = modules[{json.dumps(target)}];"

    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(taken, source))
    if left := re.search(r"^(?:import|export)\b.*$", body, re.MULTILINE):
        raise ValueError(f"{path.name}: {left[0]!r} is written in a form that cannot be put into a plain script")
    return f"modules[{json.dumps(key[path])}] = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();\n"

