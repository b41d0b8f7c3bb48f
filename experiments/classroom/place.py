"""The place as the app gets it: what can be set, what is measured, where things stand, what is known and what is not."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from experiments.classroom import readings
from experiments.classroom.events import EVENTS
from experiments.classroom.film import LOOKS
from experiments.classroom.levers import Lever, as_it_is, fitting_policies, levers, span
from experiments.classroom.lives import weekly_names
from experiments.classroom.plans import MOST_CHANGES, MOST_REPLICATES, MOST_WEEKS, is_editable
from experiments.classroom.words_classroom import say
from experiments.words import name, text
from simulation import Scenario, __version__


def place(system: Scenario, lang: str, asked: Mapping[str, Any], baseline: Any = None) -> dict[str, Any]:
    """Everything that the app has to know of the system.

    Args:
        system: it.
        lang: of what people read.
        asked: weeks, seed, scale, replicates of a run.
        baseline: outcomes of a lived baseline, shape (outcomes, groups), from which decimals are chosen.
    """
    from simulation.people.codes import LEDGER, POPULATION_GROUPS
    from simulation.spending import LINES, PAYER_WORDS

    people = sum(zone.population for zone in system.zones)
    return {
        "system": system.name, "title": system.title(lang), "about": system.about(lang), **asked, "residents": people,
        "simulated": round(people * float(asked["scale"])), "currency": system.currency, "price_year": system.price_year, "version": __version__,
        "levers": [lever(one, system, lang) for one in levers(system).values()],
        "themes": [{"name": theme, "label": say(f"theme.{theme}", lang)} for theme in dict.fromkeys(one.theme for one in levers(system).values())],
        "policies": [{"name": p.name, "title": p.title(lang), "about": p.about(lang)} for p in fitting_policies(system).values()],
        "story": [{"name": p.name, "title": p.title(lang), "about": p.about(lang)} for p in system.story],
        "outcomes": outcomes(system, lang, baseline),
        "groups": [{"name": g, "label": name("group", g, lang)} for g in POPULATION_GROUPS],
        "looks": [{"code": code, "name": what, "label": words(lang), "shape": shape} for code, (what, words, shape) in enumerate(LOOKS)],
        "events": [{"code": code, "name": e.name, "label": e.label(lang), "process": e.process, "sentence": e.sentence(lang)} for code, e in enumerate(EVENTS())],
        "districts": districts(system), "centres": [{"name": c.name, "id": c.id, "x": c.x, "y": c.y, "district": c.district} for c in system.centres],
        "facilities": facilities(system, lang),
        "ledger": [{"name": line, "label": name("ledger", line, lang)} for line in LEDGER],
        "spending": [{"name": line.name, "label": line.label(lang), "payer": line.payer, "payer_label": PAYER_WORDS[line.payer](lang)} for line in LINES],
        "limits": {"weeks": MOST_WEEKS, "replicates": MOST_REPLICATES, "levers": MOST_CHANGES},
        "lessons": lessons(lang), "left_out": left_out(lang),
    }


def lever(one: Lever, system: Scenario, lang: str) -> dict[str, Any]:
    """A lever as the app gets it."""
    told: dict[str, Any] = {"name": one.name, "theme": one.theme, "kind": one.kind, "value": one.value, "parts": list(one.parts), "choices": []}
    if one.policy is not None:
        return {
            **told, "label": one.policy.title(lang), "meaning": one.policy.about(lang), "unit": "", "low": 0, "high": 1, "step": 1, "badge": "",
            "source": "", "cost": None,
        }
    d = one.declaration
    assert d is not None
    cost = one.cost and {
        "per": name("per", one.cost.per, lang), "from": one.costed_by, "at": one.costed_at,
        "once": _money(one.cost.once, system), "per_year": _money(one.cost.per_year, system),
    }
    return {
        **told, "label": say(f"lever.{one.name}", lang), "meaning": readings.meaning_of(d, lang), "unit": unit(d.unit, system, lang), "unit_name": d.unit,
        "reading": readings.told(d, system, lang), "low": one.low, "high": one.high, "step": one.step, "differs": list(one.differs), "badge": name("badge", d.grade, lang), "grade": d.grade,
        "source": source(d.source), "evidence": [d.low, d.high], "cost": cost,
    }


def source(key: str) -> str:
    """A source as a card has room for it: who wrote it first, and when; what has no citation keeps its key."""
    from simulation.parameters import sources

    citation = sources().get(key, {}).get("citation", "")
    year = re.search(r"\b(?:19|20)\d\d\b", citation)
    return f"{re.split('[,.:;(]', citation)[0].strip()}, {year[0]}" if year else citation or key


def _money(amount: float | str, system: Scenario) -> float:
    return float(system.value_at(amount)) / 100 if isinstance(amount, str) else amount


def unit(which: str, system: Scenario, lang: str) -> str:
    """A unit in words, with the system's money."""
    said = readings.OF_OUTCOMES.get(which)
    return (said(lang) if said else name("unit", which, lang)).format(money=f"{system.currency} {system.price_year}").strip()


def outcomes(system: Scenario, lang: str, baseline: Any = None) -> list[dict[str, Any]]:
    """Every outcome, with how many decimals show its baseline to three digits."""
    from simulation.outcomes import OUTCOMES

    by_week = weekly_names()
    return [
        {
            "name": o.name, "label": o.label(lang), "unit": unit(o.unit, system, lang), "better": o.better, "definition": o.definition(lang),
            "headline": o.headline, "weekly": o.name in by_week, "decimals": _decimals(None if baseline is None else float(baseline[k, 0])),
            "scalable": o.scalable,
        }
        for k, o in enumerate(OUTCOMES)
    ]


def _decimals(value: float | None) -> int:
    if value is None or not math.isfinite(value) or value == 0:
        return 1
    return min(max(2 - math.floor(math.log10(abs(value))), 0), 3)


def districts(system: Scenario) -> list[dict[str, Any]]:
    """Where each district lies: the middle of its zones by residents, and how far they reach from it."""
    found = []
    for district in system.districts:
        zones = [z for z in system.zones if z.district == district.id]
        people = sum(z.population for z in zones) or 1
        x, y = (sum(getattr(z, axis) * z.population for z in zones) / people for axis in "xy")
        radius = max((math.hypot(z.x - x, z.y - y) + z.radius for z in zones), default=0.0)
        found.append({
            "name": district.name, "id": district.id, "x": x, "y": y, "radius": radius,
            "zones": [{"x": z.x, "y": z.y, "radius": z.radius} for z in zones],
        })
    return found


def facilities(system: Scenario, lang: str) -> list[dict[str, Any]]:
    """What stands in the place beside the centres."""
    return [
        {"name": f.name, "kind": f.kind, "label": name("facility", f.kind, lang), "x": f.x, "y": f.y} for f in system.facilities
    ]


def parameters(system: Scenario, lang: str) -> list[dict[str, Any]]:
    """Every number of the model with what it rests on, and whether a class may set it."""
    from simulation.parameters import sources
    from simulation.week import WEEK

    known, processes = sources(), {p.name: p for p in WEEK}
    found = []
    for d in system.values.values():
        about = known.get(d.source, {})
        low, high = (d.low, d.high) if d.choices else span(d.name, system) if is_editable(d.name, system) else (d.low, d.high)
        found.append({
            "name": d.name, "meaning": readings.meaning_of(d, lang), "unit": unit(d.unit, system, lang),
            "reading": readings.told(d, system, lang), "value": d.value, "low": d.low, "high": d.high,
            "kind": d.kind, "scope": d.scope, "grade": d.grade, "badge": name("badge", d.grade, lang), "choices": list(d.choices),
            "source": {"key": d.source, "citation": about.get("citation", ""), "place": about.get("where", ""), "state": about.get("mark", "")},
            "process": d.process, "sentence": processes[d.process].sentence(lang), "editable": is_editable(d.name, system),
            "from": low, "to": high, "acts": "plan" if d.kind == "lever" else "both",
            "now": d.value if d.choices else as_it_is(d.name, system)[0],
            "places": [{"name": p, "value": one.value} for p, one in system.local.get(d.name, {}).items()],
        })
    return found


def lessons(lang: str) -> list[dict[str, Any]]:
    """What lessons there are; none, as long as nobody has written any."""
    if find_spec("experiments.classroom.lessons") is None:
        return []
    written = import_module("experiments.classroom.lessons")
    told = {one: written.told(one, lang) for one in written.names()}
    return [{"name": one, "title": about.get("title", one), "minutes": about.get("minutes"), "system": about.get("system", "")} for one, about in told.items()]


def lesson(which: str, lang: str) -> dict[str, Any]:
    """One lesson, told."""
    return dict(import_module("experiments.classroom.lessons").told(which, lang))


def left_out(lang: str) -> list[str]:
    """What the model is not for, and what it leaves out, in sentences."""
    return [sentence.rstrip(".") + "." for key in ("limits", "out") for sentence in text(key, lang).split(". ")]
