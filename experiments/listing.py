"""Lists of what there is: systems, policies, parameters, outcomes, sources."""

from __future__ import annotations

import json
from typing import Any


def rows(kind: str, lang: str) -> list[dict[str, Any]]:
    """The entries of one kind."""
    if kind == "systems":
        from simulation.scenario import load, names

        return [{"name": n, "title": load(n).title(lang), "about": load(n).about(lang)} for n in names("system")]
    if kind == "policies":
        from simulation.scenario import load_policy, names

        return [{"name": n, "title": load_policy(n).title(lang), "about": load_policy(n).about(lang)} for n in names("policy")]
    if kind == "studies":
        from experiments.study import load_study
        from experiments.study import names as studies

        return [{"name": n, "title": load_study(n).title(lang), "about": load_study(n).about(lang)} for n in studies()]
    if kind == "parameters":
        from simulation.parameters import declared

        return [
            {"name": d.name, "value": d.value, "low": d.low, "high": d.high, "unit": d.unit, "kind": d.kind,
             "scope": d.scope, "grade": d.grade, "source": d.source, "meaning": d.meaning(lang)}
            for d in declared().values()
        ]
    if kind == "outcomes":
        from simulation import OUTCOMES

        return [
            {"name": o.name, "unit": o.unit, "better": o.better, "scalable": o.scalable, "title": o.label(lang), "about": o.definition(lang)}
            for o in OUTCOMES
        ]
    from simulation.parameters import sources

    return [{"name": key, **about} for key, about in sources().items()]


def listing(kind: str | None, lang: str, as_json: bool) -> str:
    """The list as text or JSON; without a kind, systems and policies."""
    kinds = [kind] if kind else ["systems", "policies"]
    found = {k: rows(k, lang) for k in kinds}
    if as_json:
        return json.dumps(found, indent=1, ensure_ascii=False)
    lines: list[str] = []
    for k in kinds:
        if not kind:
            lines.append(f"{k}:")
        width = max((len(str(row["name"])) for row in found[k]), default=0)
        for row in found[k]:
            if k == "parameters":
                value = row["value"] if isinstance(row["value"], str) else f"{row['value']:g}"
                span = "" if row["kind"] == "fixed" else f" ({row['low']:g} to {row['high']:g})"
                text = f"{value}{span} {row['unit']}, {row['grade']}: {row['meaning']}"
            elif k == "sources":
                text = f"{row['citation']} [{row['mark']}]"
            elif k == "outcomes":
                whole = "" if row["scalable"] else {"es": "; solo con todos los residentes"}.get(lang, "; at full size only")
                text = f"{row['title']} ({row['unit']}{whole})"
            else:
                text = str(row["title"])
            lines.append(f"{'  ' if not kind else ''}{row['name']:<{width}}  {text}")
    return "\n".join(lines)
