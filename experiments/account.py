"""Whose the values of a place are: yours, borrowed, missing; as data and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.words import listed, name, number
from simulation import Scenario, Words
from simulation.scenario.borrowing import Account

W = Words
TEXTS: dict[str, Words] = {
    "new": W("made {folder}: {files}\nNow replace the rows of {template} in {folder}/place.xlsx by your own, save, and run:\n  minga validate {folder}",
             "creado {folder}: {files}\nAhora reemplace las filas de {template} en {folder}/place.xlsx por las suyas, guarde y ejecute:\n  minga validate {folder} --lang es"),
    "new-policy": W("made {path}\nNow change it, and run:\n  minga validate {path}\n  minga compare {place} --policy {name}",
                    "creado {path}\nAhora cámbielo y ejecute:\n  minga validate {path} --lang es\n  minga compare {place} --policy {name} --lang es"),
    "money": W("the money of the system", "la moneda del sistema"),
    "ok": W("{file}: ok ({kind} '{name}')", "{file}: correcto ({kind} '{name}')"),
    "kind.system": W("scenario", "escenario"), "kind.policy": W("policy", "política"),
    "kind.study": W("study", "estudio"), "kind.trial": W("trial", "ensayo"),
    "kind.lesson": W("lesson", "lección"), "kind.role-play": W("role play", "juego de roles"),
    "kind.costs": W("unit costs", "costos unitarios"), "kind.disability_weights": W("disability weights", "pesos de discapacidad"),
    "read": W("  read from {tables}: {rows}", "  leído de {tables}: {rows}"),
    "rows": W("{sheet}: {n}", "{sheet}: {n}"),
    "sheet.districts": W("districts", "distritos"), "sheet.zones": W("zones", "zonas"), "sheet.centres": W("centres", "centros"),
    "sheet.facilities": W("facilities", "establecimientos"), "sheet.policies": W("policies", "políticas"),
    "yours": W("  yours: {n} cells", "  suyas: {n} celdas"),
    "same": W("  written as in {lender}, not counted as yours: {n} cells", "  escritas como en {lender}, no cuentan como suyas: {n} celdas"),
    "borrowed": W("  borrowed from {lender}: {n} cells", "  prestadas de {lender}: {n} celdas"),
    "default": W("  empty, with the meaning that the dictionary gives: {n} cells", "  vacías, con el significado que da el diccionario: {n} celdas"),
    "columns": W("    {sheet}: {columns}", "    {sheet}: {columns}"),
    "badged": W("    {sheet}, {badge}: {columns}", "    {sheet}, {badge}: {columns}"),
    "some": W("{column} ({n} of {all}: {ids})", "{column} ({n} de {all}: {ids})"),
    "parameters": W("  values of the whole place: {yours} yours, {borrowed} borrowed ({grades})",
                    "  valores de todo el lugar: {yours} suyos, {borrowed} prestados ({grades})"),
    "yours.names": W("    yours: {names}", "    suyos: {names}"),
    "missing": W("  missing: {items}", "  falta: {items}"),
    "missing.none": W("  missing: nothing", "  falta: nada"),
    "missing.sheet": W("no {sheet}", "no hay {sheet}"),
    "missing.served": W("no centre serves {ids}", "ningún centro atiende a {ids}"),
    "missing.posts": W("no centre has a post of {ids}", "ningún centro tiene plaza de {ids}"),
    "policies": W("  policies of its own: {names}", "  políticas propias: {names}"),
    "remark": W("  note: {text}", "  nota: {text}"),
}
MOST_IDS = 6


def words(key: str, lang: str, **values: object) -> str:
    """One text, with values filled in.

    Raises:
        KeyError: no such text.
    """
    return TEXTS[key](lang).format(**values)


def account_of(system: Scenario, account: Account, policies: Sequence[str]) -> dict[str, Any]:
    """Whose every value of a place is, as data: columns with the ids of their rows, parameters by badge."""
    grades: dict[str, list[str]] = {}
    for one in system.values.values():
        grades.setdefault(str(one.grade), []).append(one.name)
    served = {district for centre in system.centres for district in centre.serves}
    posts = Counter({post: count for centre in system.centres for post, count in centre.roster.items() if count})
    every = system.centres[0].roster if system.centres else {}
    sheets = {key: len(getattr(system, key)) for key in ("districts", "zones", "centres", "facilities") if hasattr(system, key)}
    return {
        "tables": account.tables, "lender": account.lender, "rows": sheets, "policies": list(policies),
        "badges": {column: _badge(system, column) for column in account.borrowed},
        "yours": account.yours, "same": account.same, "borrowed": account.borrowed, "default": account.default,
        "parameters": grades,
        "missing": {
            "sheets": account.missing,
            "districts_without_centre": [d.id for d in system.districts if d.id not in served],
            "posts_nowhere": [post for post in every if not posts[post]],
        },
        "remarks": account.remarks,
    }


def _badge(system: Scenario, column: str) -> str:
    """What a borrowed column rests on: a parameter as it says, a median of another system's rows on judgement."""
    one = system.values.get(column.partition(".")[2])
    return str(one.grade) if one else "judged"


def said(found: Mapping[str, Any], lang: str) -> list[str]:
    """The account of a place as lines."""
    rows = [words("rows", lang, n=n, sheet=words(f"sheet.{sheet}", lang)) for sheet, n in found["rows"].items()]
    lines = [words("read", lang, tables=found["tables"], rows=", ".join(rows))]
    totals = _totals(found)
    for whose in ("yours", "same", "borrowed", "default"):
        cells = found[whose]
        if cells or whose == "yours":
            lines.append(words(whose, lang, n=sum(map(len, cells.values())), lender=found["lender"]))
        if whose in ("yours", "borrowed"):
            lines += _columns(cells, totals, found["badges"] if whose == "borrowed" else {}, lang)
    grades = dict(found["parameters"])
    own = grades.pop("yours", [])
    told = [f"{len(names)} {name('badge', grade, lang)}" for grade, names in sorted(grades.items())]
    lines.append(words("parameters", lang, yours=len(own), borrowed=sum(map(len, grades.values())), grades=", ".join(told)))
    if own:
        lines.append(words("yours.names", lang, names=", ".join(own)))
    lines.append(_missing(found["missing"], lang))
    if found["policies"]:
        lines.append(words("policies", lang, names=", ".join(found["policies"])))
    return lines + [words("remark", lang, text=text) for text in found["remarks"]]


def _totals(found: Mapping[str, Any]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for whose in ("yours", "same", "borrowed", "default"):
        for column, ids in found[whose].items():
            totals[column] += len(ids)
    return totals


def _columns(cells: Mapping[str, Sequence[str]], totals: Counter[str], badges: Mapping[str, str], lang: str) -> list[str]:
    """A line for each sheet (and badge): its columns, and which rows where it is not all of them."""
    groups: dict[tuple[str, str], list[str]] = {}
    for column, ids in cells.items():
        sheet, _, told = column.partition(".")
        if len(ids) < totals[column]:
            some = ", ".join(ids[:MOST_IDS]) + (", …" if len(ids) > MOST_IDS else "")
            told = words("some", lang, column=told, n=number(len(ids), lang, 0), all=number(totals[column], lang, 0), ids=some)
        groups.setdefault((sheet, badges.get(column, "")), []).append(told)
    return [
        words("badged" if badge else "columns", lang, sheet=sheet, badge=name("badge", badge, lang), columns=", ".join(columns))
        for (sheet, badge), columns in groups.items()
    ]


def _missing(missing: Mapping[str, Sequence[str]], lang: str) -> str:
    items = [words("missing.sheet", lang, sheet=words(f"sheet.{sheet}", lang)) for sheet in missing["sheets"]]
    if missing["districts_without_centre"]:
        items.append(words("missing.served", lang, ids=listed(list(missing["districts_without_centre"]), lang)))
    if missing["posts_nowhere"]:
        posts = [name("profession", post, lang) for post in missing["posts_nowhere"]]
        items.append(words("missing.posts", lang, ids=listed(posts, lang)))
    return words("missing", lang, items="; ".join(items)) if items else words("missing.none", lang)
