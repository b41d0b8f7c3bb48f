"""Told: the box in words, as a table, as JSON, and as a page with its figure."""

from __future__ import annotations

import math
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from experiments.discovery.asking import Found
from experiments.discovery.box import Limit, holds
from experiments.figures import COLOURS, STYLES, Rows, new_axes, plain_axes
from experiments.outputs import again, as_json
from experiments.page import figure, page, section, table_of, write
from experiments.terminal import paragraph, table, width_of_terminal
from experiments.wording import encodable, span, unit_of
from experiments.words import brief, listed, name, number, percent, text


def ends(found: Found, limit: Limit) -> tuple[str, str] | tuple[str, ...]:
    """The values between which a box lies, as they are in the system; of a form, the choices."""
    d = found.inputs[limit.column]
    if d.choices:
        last = max(len(d.choices) - 1, 1)
        return tuple(c for k, c in enumerate(d.choices) if limit.low <= k / last <= limit.high)
    return tuple(f"{d.low + place * (d.high - d.low):.4g}" for place in (limit.low, limit.high))


def limit_words(found: Found, limit: Limit, lang: str) -> str:
    """One side of the box in words."""
    d, values = found.inputs[limit.column], ends(found, limit)
    meaning = d.meaning(lang)
    if d.choices:
        return text("di.limit.form", lang, meaning=meaning, name=d.name, choices=text("di.or", lang).join(values))
    low, high = (brief(float(v), lang) for v in values)
    return text("di.limit.between", lang, meaning=meaning, name=d.name, low=low, high=high, unit=name("unit", d.unit, lang))


def _about(found: Found, lang: str) -> dict[str, Any]:
    from simulation.outcomes import BY_NAME
    from simulation.scenario import load_arm

    box = found.box
    titles = " + ".join(p.title(lang) for p in load_arm(found.asked.policy, system=found.system))
    told: dict[str, Any] = {"policy": titles, "outcome": BY_NAME[found.asked.outcome].label(lang), "case": text(f"di.case.{found.asked.case}", lang), "everywhere": percent(box.everywhere, lang)}
    for key, (share, low, high) in (("density", box.density), ("coverage", box.coverage)):
        told |= {key: percent(share, lang), f"{key}_span": span(100 * low, 100 * high, lang, 0)}
    return told


def title(found: Found, lang: str) -> str:
    """The question."""
    return text("di.title", lang, system=found.system.title(lang), **{k: v for k, v in _about(found, lang).items() if k in ("policy", "outcome", "case")})


def answer(found: Found, lang: str) -> str:
    """The answer in a sentence."""
    key = "di.box" if found.box.is_borne_out else "di.none" if found.box.limits else "di.nothing"
    return text(key, lang, limits=listed([limit_words(found, one, lang) for one in found.box.limits], lang), **_about(found, lang))


def how(found: Found, lang: str) -> str:
    """How it was found."""
    asked, box = found.asked, found.box
    chance = brief(float(f"{box.chance:.2g}"), lang) if box.chance >= 1e-4 else f"< {number(1e-4, lang, 4)}"
    judged = text("di.judged", lang, inside=box.inside, chance=chance) if box.limits else ""
    return text("di.how", lang, draws=asked.draws, judges=box.worlds, judged=judged,
                runs=number(found.runs, lang, 0), share=brief(100 * asked.scale, lang), weeks=asked.weeks, seed=asked.seed)


def limit_rows(found: Found, lang: str) -> Rows:
    """The sides of the box."""
    heads = [text(f"di.{k}", lang) for k in ("input", "meaning", "low", "high", "range", "badge")]
    rows: list[list[Any]] = []
    for one in found.box.limits:
        d, values = found.inputs[one.column], ends(found, one)
        whole = " / ".join(d.choices) if d.choices else span(d.low, d.high, lang, 3)
        low, high = (", ".join(values), "") if d.choices else (float(values[0]), float(values[1]))
        rows.append([d.name, d.meaning(lang), low, high, whole, name("badge", d.grade, lang)])
    return heads, rows


def sides(found: Found) -> list[tuple[str, Any]]:
    """The worlds inside the box and outside it; all of them where there is none."""
    if not found.box.limits:
        return [("all", np.ones(len(found.gain), bool))]
    inside = holds(found.box.limits, found.places)
    return [("inside", inside), ("outside", ~inside)]


def worlds_rows(found: Found, lang: str) -> Rows:
    """Inside and outside: how many worlds, and the mean gain with its interval."""
    from experiments.barriers.reach import interval

    heads = [text("di.where", lang), text("di.n", lang), text("di.mean", lang, unit=_unit(found, lang)), text("low end", lang), text("high end", lang)]
    rows: list[list[Any]] = []
    for key, which in sides(found):
        mean = interval(found.gain[which]) if which.sum() > 1 else np.full(3, math.nan)
        rows.append([text(f"di.{key}", lang), int(which.sum()), *map(float, mean)])
    return heads, rows


def _unit(found: Found, lang: str) -> str:
    from simulation.outcomes import BY_NAME

    return unit_of(BY_NAME[found.asked.outcome].unit, found.system, lang, difference=True)


def picture(found: Found, ax: Any = None, lang: str = "en") -> Any:
    """What share of worlds gain at most so much, inside the box and outside it."""
    ax = new_axes(size=(7.5, 4.2)) if ax is None else ax
    for k, (key, which) in enumerate(sides(found)):
        gains = np.sort(found.gain[which])
        if gains.size:
            ax.step(gains, np.arange(1, gains.size + 1) / gains.size, where="post", color=COLOURS[2 - k], ls=STYLES[k], lw=2, label=text(f"di.{key}", lang))
    ax.axvline(0, color="0.4", lw=0.8)
    ax.set_xlabel(text("di.gain", lang, unit=_unit(found, lang)))
    ax.set_ylabel(text("di.worlds", lang))
    ax.legend(frameon=False)
    return plain_axes(ax, lang, "")


def as_text(found: Found, lang: str = "en", width: int | None = None) -> str:
    """The answer for a terminal."""
    width = width or width_of_terminal()
    parts = [paragraph(answer(found, lang), width=width)]
    for heads, rows in (limit_rows(found, lang), worlds_rows(found, lang)) if found.box.limits else ():
        parts.append(table(heads, [[brief(c, lang) if isinstance(c, int | float) else str(c) for c in row] for row in rows], width))
    return encodable("\n\n".join([*parts, paragraph(how(found, lang), width=width)]))


def machine(found: Found) -> dict[str, Any]:
    """The answer for machines."""
    from simulation.ground.cache import source_hash

    box = found.box

    def plain(x: float) -> float | None:
        return float(f"{x:.6g}") if math.isfinite(x) else None

    return {
        "question": {**found.asked.about_runs(), "outcome": found.asked.outcome, "group": found.asked.group, "case": found.asked.case}, "model": source_hash(),
        "answer": answer(found, "en"), "borne_out": box.is_borne_out,
        "box": [{"input": found.inputs[b.column].name, "places": [plain(b.low), plain(b.high)], "values": list(ends(found, b))} for b in box.limits],
        "density": [plain(x) for x in box.density], "coverage": [plain(x) for x in box.coverage], "everywhere": plain(box.everywhere), "chance": plain(box.chance),
        "inside": box.inside, "judges": box.worlds, "runs": found.runs,
    }


def write_page(found: Found, folder: Path, line: str, lang: str = "en") -> Path:
    """Write ``report.html``, ``discover.json`` and the figure as a PNG file."""
    axes = picture(found, None, lang)
    limits = table_of(limit_rows(found, lang), lang) if found.box.limits else ""
    see = text("di.see" if found.box.limits else "di.see.all", lang)
    parts = [
        section(text("di.h.answer", lang), f"<p>{escape(answer(found, lang))}</p>", limits, figure(see, axes, worlds_rows(found, lang), "worlds", lang), table_of(worlds_rows(found, lang), lang)),
        section(text("di.h.how", lang), f"<p>{escape(how(found, lang))}</p>"),
        again(line, {found.system.name: found.system.digest()}, lang),
    ]
    axes.figure.savefig(folder / "worlds.png", dpi=150, metadata={"Software": None})
    write(folder / "discover.json", as_json(machine(found)))
    return write(folder / "report.html", page(title(found, lang), lang, *parts))
