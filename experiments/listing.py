"""Lists of what there is, made from the declarations: systems, policies, parameters, outcomes, sources, and the
parts of the model: mechanisms, barriers, channels, disorders, codes, columns.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from experiments.terminal import paragraph, table
from experiments.wording import encodable
from experiments.words import brief, name, text
from experiments.words_columns import meaning
from simulation import Scenario

Row = dict[str, Any]
SHOWN: dict[str, tuple[str, ...]] = {
    "systems": ("name", "title", "about"),
    "policies": ("name", "title", "about"),
    "studies": ("name", "title", "about"),
    "trials": ("name", "title", "about"),
    "lessons": ("name", "title", "minutes", "system", "about"),
    "parameters": ("name", "value", "range", "grade", "meaning"),
    "outcomes": ("name", "title", "unit", "better", "about"),
    "sources": ("name", "citation", "mark"),
    "mechanisms": ("order", "name", "wing", "sentence"),
    "barriers": ("name", "sentence", "dials", "writes_to"),
    "channels": ("name", "over", "base", "meaning", "written_by", "read_by"),
    "disorders": ("name", "title", "count"),
    "codes": ("name", "codes"),
    "columns": ("name", "unit", "meaning"),
}
"""Kind -> columns of its table; JSON has all that is known."""


def _systems(lang: str, system: Scenario | None) -> list[Row]:
    from simulation.scenario import load, names

    return [{"name": n, "title": load(n).title(lang), "about": load(n).about(lang)} for n in names("system")]


def _policies(lang: str, system: Scenario | None) -> list[Row]:
    from simulation.scenario import load_policy, names

    return [{"name": n, "title": load_policy(n).title(lang), "about": load_policy(n).about(lang)} for n in names("policy")]


def _studies(lang: str, system: Scenario | None) -> list[Row]:
    from experiments.study import load_study, names

    return [{"name": n, "title": load_study(n).title(lang), "about": load_study(n).about(lang)} for n in names()]


def _trials(lang: str, system: Scenario | None) -> list[Row]:
    from experiments.trial.trial_file import load_trial, names

    return [{"name": n, "title": load_trial(n).title(lang), "about": load_trial(n).about(lang)} for n in names()]


def _lessons(lang: str, system: Scenario | None) -> list[Row]:
    from experiments.classroom.lessons import every

    return [
        {"name": one.name, "title": one.title(lang), "minutes": one.minutes, "system": one.system, "about": one.about(lang)} for one in every()
    ]


def _parameters(lang: str, system: Scenario | None) -> list[Row]:
    from simulation.parameters import declared

    values = declared() if system is None else system.values
    found = [(d.name, "", d) for d in values.values()]
    if system is not None:
        found = [x for n, _, d in found for x in [(n, "", d), *((n, place, own) for place, own in system.local.get(n, {}).items())]]
    return [
        {"name": f"{place}:{n}" if place else n, "value": d.value, "low": d.low, "high": d.high, "unit": d.unit, "kind": d.kind,
         "scope": d.scope, "grade": d.grade, "source": d.source, "meaning": d.meaning(lang),
         **({"choices": list(d.choices)} if d.choices else {})}
        for n, place, d in found
    ]


def _outcomes(lang: str, system: Scenario | None) -> list[Row]:
    from simulation import OUTCOMES

    return [
        {"name": o.name, "unit": o.unit, "better": o.better, "scalable": o.scalable, "headline": o.headline,
         "title": o.label(lang), "about": o.definition(lang)}
        for o in OUTCOMES
    ]


def _sources(lang: str, system: Scenario | None) -> list[Row]:
    from simulation.parameters import sources

    return [{"name": key, **about} for key, about in sources().items()]


def wing_of(process: str) -> str:
    """What kind of process it is, by its folder: mechanism, activity, programme, barrier."""
    from experiments.uses import uses

    folder = uses()[process].file.split("/")[1]
    return {"activities": "activity"}.get(folder, folder.removesuffix("s"))


def _mechanisms(lang: str, system: Scenario | None) -> list[Row]:
    from experiments.uses import uses
    from simulation.week import WEEK

    return [
        {"order": k, "name": p.name, "wing": wing_of(p.name), "sentence": p.sentence(lang), "file": uses()[p.name].file,
         "parameters": len(p.declarations()), "sources": list(p.sources)}
        for k, p in enumerate(WEEK, 1)
    ]


def _barriers(lang: str, system: Scenario | None) -> list[Row]:
    from experiments.uses import uses
    from simulation.week import WEEK

    return [
        {"name": p.name, "sentence": p.sentence(lang), "dials": [d.name for d in p.declarations() if d.unit == "dial"],
         "writes_to": sorted(uses()[p.name].channels_written), "file": uses()[p.name].file}
        for p in WEEK if wing_of(p.name) == "barrier"
    ]


def _channels(lang: str, system: Scenario | None) -> list[Row]:
    from experiments.uses import uses
    from simulation.people.channels import CHANNELS

    return [
        {"name": c.name, "over": c.over, "base": c.base, "unit": c.unit, "meaning": meaning(c.meaning, lang),
         "written_by": [n for n, u in uses().items() if c.name in u.channels_written],
         "read_by": [n for n, u in uses().items() if c.name in u.channels_read]}
        for c in CHANNELS
    ]


def _disorders(lang: str, system: Scenario | None) -> list[Row]:
    from simulation.parameters import declared
    from simulation.people.codes import GROUPS

    return [
        {"name": g, "title": name("disorder", g, lang), "parameters": [d.name for d in declared().values() if d.key == g],
         "count": sum(d.key == g for d in declared().values())}
        for g in GROUPS
    ]


def codes() -> dict[str, tuple[str, ...]]:
    """Name -> the codes of every categorical column, of the ledger of a clinician's week, and of population groups."""
    from experiments.use_names import tables
    from simulation.people.codes import LEDGER, POPULATION_GROUPS

    found = {f"{t}.{c.name}": c.codes for t, columns in tables().items() for c in columns if c.codes}
    return {**found, "ledger": LEDGER, "groups": POPULATION_GROUPS}


def _codes(lang: str, system: Scenario | None) -> list[Row]:
    return [{"name": n, "codes": list(every)} for n, every in codes().items()]


def _columns(lang: str, system: Scenario | None) -> list[Row]:
    from experiments.use_names import tables
    from experiments.uses import uses

    return [
        {"name": f"{t}.{c.name}", "unit": c.unit, "meaning": meaning(c.meaning, lang), "codes": list(c.codes),
         "written_by": [n for n, u in uses().items() if f"{t}.{c.name}" in u.writes],
         "read_by": [n for n, u in uses().items() if f"{t}.{c.name}" in u.reads]}
        for t, columns in tables().items() for c in columns
    ]


MAKERS: dict[str, Callable[[str, Scenario | None], list[Row]]] = {
    "systems": _systems, "policies": _policies, "studies": _studies, "trials": _trials, "lessons": _lessons, "parameters": _parameters, "outcomes": _outcomes, "sources": _sources,
    "mechanisms": _mechanisms, "barriers": _barriers, "channels": _channels, "disorders": _disorders, "codes": _codes,
    "columns": _columns,
}


def rows(kind: str, lang: str = "en", system: Scenario | None = None, words: Sequence[str] = ()) -> list[Row]:
    """The entries of one kind in which every word occurs, whatever its case and accents."""
    wanted = [plain(w) for w in words]
    return [row for row in MAKERS[kind](lang, system) if all(w in plain(" ".join(map(str, row.values()))) for w in wanted)]


def plain(said: str) -> str:
    """Text without case, accents and underscores, for comparing."""
    bare = unicodedata.normalize("NFKD", said.casefold()).replace("_", " ")
    return "".join(c for c in bare if not unicodedata.combining(c))


def listing(
    kind: str | None, lang: str, as_json: bool, words: Sequence[str] = (), system: Scenario | None = None, width: int | None = None
) -> str:
    """The list as text or JSON; without a kind, systems and policies, and how many of everything else there are."""
    kinds = [kind] if kind else ["systems", "policies"]
    found = {k: rows(k, lang, system, words) for k in kinds}
    if as_json:
        return json.dumps(found, indent=1, ensure_ascii=False)
    said: list[str | None] = []
    for k in kinds:
        if not kind:
            said += ["" if said else None, text(f"many.{k}", lang).upper()]
        if not found[k]:
            said.append(text("list.nothing", lang, kind=text(f"many.{k}", lang), words=", ".join(words)))
            continue
        said.append(_table(k, found[k], lang, width))
    if not kind:
        others = ", ".join(f"{text(f'many.{k}', lang)} ({len(rows(k, lang))})" for k in MAKERS if k not in kinds)
        said += ["", paragraph(others, width=width), "", paragraph(text("list.all", lang), width=width)]
    return encodable("\n".join(s for s in said if s is not None))


def _table(kind: str, found: Sequence[Row], lang: str, width: int | None) -> str:
    heads = [text(f"list.{h}", lang) for h in SHOWN[kind]]
    right = [k for k, h in enumerate(SHOWN[kind]) if h in ("value", "order", "count", "base")]
    return table(heads, [[_cell(kind, h, row, lang) for h in SHOWN[kind]] for row in found], width, right)


def _cell(kind: str, head: str, row: Row, lang: str) -> str:
    value = row.get(head, "")
    if head == "range":
        if row.get("choices"):
            return ", ".join(row["choices"])
        return "" if row["kind"] == "fixed" else text("to", lang, low=brief(row["low"], lang), high=brief(row["high"], lang))
    if head in ("value", "base"):
        return brief(value, lang)
    if head == "unit":
        told = name("unit", value, lang).format(money="")
        return told.strip() if row.get("scalable", True) else f"{told}; {text('list.full_size', lang)}"
    if head in ("grade", "mark"):
        return name(head, value, lang)
    if kind == "parameters" and head == "meaning":
        return f"{value} ({name('unit', row['unit'], lang).format(money='')})"
    if head == "better":
        return text({"higher": "better.up", "lower": "better.down"}.get(value, "better.none"), lang)
    if head == "wing":
        return text(f"one.{value}", lang)
    if head == "over":
        return text(f"over.{value}", lang)
    return ", ".join(value) if isinstance(value, list) else str(value)
