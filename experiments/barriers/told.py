"""Told: what holds a system back and what first steps recover, in words, tables and JSON."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.barriers.asking import ORDERS, Found
from experiments.barriers.reach import Step, best, interval, ratio, wins
from experiments.figures import Rows
from experiments.terminal import paragraph, table, width_of_terminal
from experiments.wording import encodable, span, unit_of
from experiments.words import brief, decimals_for, name, number, percent, text

Values = NDArray[np.float64]


def unit(found: Found, lang: str) -> str:
    """The unit of a difference of the outcome."""
    from simulation.outcomes import BY_NAME

    return unit_of(BY_NAME[found.asked.outcome].unit, found.system, lang, difference=True)


def subject(found: Found, lang: str) -> str:
    """The outcome, and of whom."""
    from simulation.outcomes import BY_NAME

    outcome = BY_NAME[found.asked.outcome].label(lang)
    return outcome if found.asked.group == "everybody" else f"{outcome} ({name('group', found.asked.group, lang)})"


def title(found: Found, lang: str) -> str:
    """The question."""
    return text("br.title", lang, outcome=subject(found, lang), system=found.system.title(lang))


def money(found: Found, lang: str) -> str:
    """The currency and its year."""
    return text("money", lang, currency=found.system.currency, year=found.system.price_year)


def budget(found: Found, lang: str) -> str:
    """The sum that first steps are given."""
    return text("br.budget", lang, n=number(found.budget, lang, 0), money=money(found, lang))


def policy_title(found: Found, step: Step, lang: str) -> str:
    """A step's policies by their titles."""
    from simulation.scenario import load_arm

    try:
        return " + ".join(p.title(lang) for p in load_arm(step.policy, system=found.system))
    except ValueError:
        return step.policy


def _told(row: Values, lang: str, sign: bool = True) -> tuple[str, str]:
    mean, low, high = map(float, row)
    d = decimals_for(low, mean, high)
    return number(mean, lang, d, sign=sign), span(low, high, lang, d)


def gain_of(found: Found, step: Step) -> Values:
    """Mean and interval of what a step recovers for the budget, in the group that is asked about."""
    return interval(step.gain(found.budget)[:, found.group])


def is_sure(found: Found, step: Step) -> bool:
    """Whether a step can be told from doing nothing, though it was chosen as the best of several (Bonferroni)."""
    gain = step.gain(found.budget)[:, found.group]
    return bool(interval(gain, 1 - 0.05 / len(found.steps))[1] > 0)


def ranked(found: Found) -> list[Step]:
    """The best step of each barrier, from the one that recovers most to the one that recovers least."""
    return sorted(found.best, key=lambda s: -float(s.gain(found.budget)[:, found.group].mean()))


def held_order(found: Found) -> list[int]:
    """Barriers from the one that holds back most."""
    means = found.held[:, :, found.group].mean(axis=1)
    return sorted(range(len(found.players)), key=lambda k: -float(means[k]))


def answer(found: Found, lang: str) -> list[str]:
    """The answer in sentences; the first, on what is within reach, can stand alone."""
    g, of, said = found.group, subject(found, lang), []
    order = ranked(found)
    # a larger mean that could be nothing leads nobody: the first that is surely something does
    top = next((s for s in order if is_sure(found, s)), order[0])
    gain = gain_of(found, top)
    gained, gain_span = _told(gain, lang)
    about: dict[str, Any] = {"budget": budget(found, lang), "outcome": of, "policy": policy_title(found, top, lang), "barrier": name("barrier", top.barrier, lang), "gain": gained, "unit": unit(found, lang), "span": gain_span}
    total = interval(found.total[:, g])
    if is_sure(found, top):
        share = ratio(top.gain(found.budget)[:, g], found.total[:, g])
        part = text("br.reach.part", lang, share=percent(float(share[0]), lang), span=span(100 * float(share[1]), 100 * float(share[2]), lang, 0)) if np.isfinite(share).all() and total[1] > 0 else ""
        won = wins(order, found.budget, g)[order.index(top)]
        said.append(text("br.reach", lang, part=part, wins=percent(float(won), lang), **about))
    else:
        said.append(text("br.reach.none", lang, **about))
    if top is not order[0]:
        row = gain_of(found, order[0])
        more, more_span = _told(row, lang)
        # its own interval may lie above nothing, and yet not once all that were tried are counted
        key = "br.more.tried" if row[1] > 0 else "br.more"
        said.append(text(key, lang, n=len(found.steps), policy=policy_title(found, order[0], lang), gain=more, unit=unit(found, lang), span=more_span))
    told, total_span = _told(total, lang)
    k = held_order(found)[0]
    share_told, share_span = _told(interval(found.held[k, :, g]), lang)
    if total[1] > 0 or total[2] < 0:
        said.append(text("br.held", lang, n=len(found.players), outcome=of, total=told, unit=unit(found, lang), span=total_span, barrier=name("barrier", found.players[k], lang), share=share_told, share_span=share_span))
        if is_sure(found, top) and found.players[k] != top.barrier:
            said.append(text("br.order", lang, held=name("barrier", found.players[k], lang), reach=name("barrier", top.barrier, lang)))
    else:
        said.append(text("br.held.none", lang, n=len(found.players), total=told, unit=unit(found, lang), span=total_span))
    return said


def reach_rows(found: Found, lang: str) -> Rows:
    """Every first step: gain for the budget with its interval, at full strength, its cost, the part bought, how often the best of all."""
    g, u = found.group, unit(found, lang)
    heads = [text("br.policy", lang), text("br.barrier", lang), text("br.gain", lang, unit=u), text("br.low", lang), text("br.high", lang), text("br.full", lang, unit=u),
             text("br.cost", lang, money=money(found, lang)), text("br.low", lang), text("br.high", lang), text("br.part", lang), text("br.wins", lang)]
    order = ranked(found)
    won = wins(order, found.budget, g)
    rest = [s for s in found.steps if s not in order]
    rows: list[list[Any]] = []
    for k, s in enumerate((*order, *rest)):
        rows.append([
            policy_title(found, s, lang), name("barrier", s.barrier, lang), *map(float, gain_of(found, s)), float(s.full[:, g].mean()), *(round(float(x)) for x in interval(s.cost)),
            100 * float(s.part(found.budget).mean()), 100 * float(won[k]) if k < len(order) else "",
        ])
    rows.append([text("br.nothing", lang), "", *[""] * 8, 100 * float(won[-1])])
    return heads, rows


def held_rows(found: Found, lang: str) -> Rows:
    """Every barrier: its share with its interval, its part of the total, and what its removal alone would give; then all."""
    g, u = found.group, unit(found, lang)
    heads = [text("br.barrier", lang), text("br.share", lang, unit=u), text("br.low", lang), text("br.high", lang), text("br.of_total", lang), text("br.low", lang), text("br.high", lang), text("br.alone", lang, unit=u)]
    rows: list[list[Any]] = []
    for k in held_order(found):
        part = 100 * ratio(found.held[k, :, g], found.total[:, g])
        rows.append([name("barrier", found.players[k], lang), *map(float, interval(found.held[k, :, g])), *map(float, part), float(found.alone[k, :, g].mean())])
    rows.append([text("br.total", lang), *map(float, interval(found.total[:, g])), 100.0, 100.0, 100.0, float(found.total[:, g].mean())])
    return heads, rows


def group_rows(found: Found, lang: str) -> Rows:
    """For each group of residents: what is held back, by what most, and the first step that recovers most."""
    u = unit(found, lang)
    ends = [text("br.low", lang), text("br.high", lang)]
    heads = [text("br.group", lang), text("br.share", lang, unit=u), *ends, text("br.largest", lang), text("br.best", lang), text("br.gain", lang, unit=u), *ends]
    rows: list[list[Any]] = []
    for g, which in enumerate(found.groups):
        total = interval(found.total[:, g])
        k = int(found.held[:, :, g].mean(axis=1).argmax())
        top = max(best(found.steps, found.budget, g), key=lambda s: float(s.gain(found.budget)[:, g].mean()))
        largest = name("barrier", found.players[k], lang) if total[1] > 0 else text("n/a", lang)
        rows.append([name("group", which, lang), *map(float, total), largest, policy_title(found, top, lang), *map(float, interval(top.gain(found.budget)[:, g]))])
    return heads, rows


def pair_rows(found: Found, lang: str) -> Rows:
    """Interactions of pairs, the largest first."""
    g, u = found.group, unit(found, lang)
    heads = [text("br.pair", lang), u, text("br.low", lang), text("br.high", lang)]
    every = [(pair, interval(values[:, g])) for pair, values in found.pairs.items()]
    return heads, [[" × ".join(name("barrier", b, lang) for b in pair), *map(float, row)] for pair, row in sorted(every, key=lambda one: -abs(float(one[1][0])))]


def reading(found: Found, lang: str) -> list[str]:
    """How to read it, and how it was made."""
    asked = found.asked
    people = asked.scale * sum(z.population for z in found.system.zones)
    said = [text("br.read.reach", lang), text("br.read.held", lang)]
    if not found.pairs:
        said.append(text("br.read.drawn", lang, n=asked.orders or ORDERS))
        error = float(found.by_order[:, found.group].max())
        if math.isfinite(error):
            said.append(text("br.read.order", lang, error=brief(float(f"{error:.2g}"), lang), unit=unit(found, lang)))
    if not asked.budget:
        said.append(text("br.chosen", lang))
    said.append(text("br.read.draws", lang, draws=asked.replicates, runs=number(found.runs, lang, 0), share=brief(100 * asked.scale, lang), residents=number(people, lang, 0), weeks=asked.weeks, seed=asked.seed))
    return [*said, *(text("br.left_out", lang, policy=p, why=why) for p, why in found.left_out)]


def as_text(found: Found, lang: str = "en", width: int | None = None) -> str:
    """The answer for a terminal."""
    width = width or width_of_terminal()
    first = paragraph(" ".join(answer(found, lang)), width=width)
    parts = [first]
    for (heads, rows), wanted in ((reach_rows(found, lang), (0, 1, 2, 6, 9, 10)), (held_rows(found, lang), (0, 1, 4, 7))):
        shown_heads, lines = [], []
        for k in wanted:
            shown_heads += [heads[k]] + ([text("br.ci", lang)] if heads[k + 1 : k + 2] == [text("br.low", lang)] else [])
        for row in rows:
            line = []
            for k in wanted:
                with_ends = heads[k + 1 : k + 2] == [text("br.low", lang)]
                if isinstance(row[k], str):
                    line += [row[k]] + ([""] if with_ends else [])
                elif with_ends:
                    line += list(_told(np.array(row[k : k + 3], float), lang, sign=False)) if math.isfinite(row[k]) else [text("n/a", lang)] * 2
                else:
                    line.append(brief(round(row[k], 2), lang))
            lines.append(line)
        parts.append(table(shown_heads, lines, width))
    parts += [paragraph(s, width=width) for s in reading(found, lang)[-2 if not found.left_out else -2 - len(found.left_out) :]]
    return encodable("\n\n".join(parts))


def as_json(found: Found) -> dict[str, Any]:
    """The answer for machines."""
    from simulation.ground.cache import source_hash

    def plain(row: Any) -> list[float | None]:
        return [float(f"{float(x):.6g}") if math.isfinite(float(x)) else None for x in np.ravel(row)]

    g, asked = found.group, found.asked
    order = ranked(found)
    won = wins(order, found.budget, g)
    reach = [
        {"barrier": s.barrier, "policy": s.policy, "gain": plain(gain_of(found, s)), "full_strength": plain(interval(s.full[:, g])), "cost_a_year": plain(interval(s.cost)),
         "part_bought": plain([s.part(found.budget).mean()])[0], "best_in_share_of_draws": plain([won[k]])[0] if k < len(order) else None, "whole": s.whole}
        for k, s in enumerate((*order, *(s for s in found.steps if s not in order)))
    ]
    held = [
        {"barrier": p, "held_back": plain(interval(found.held[k, :, g])), "part_of_total": plain(ratio(found.held[k, :, g], found.total[:, g])),
         "alone": plain(interval(found.alone[k, :, g])), "error_by_order": plain([found.by_order[k, g]])[0], "by_group": {n: plain(interval(found.held[k, :, i])) for i, n in enumerate(found.groups)}}
        for k, p in enumerate(found.players)
    ]
    return {
        "question": {**asked.about_runs(), "outcome": asked.outcome, "group": asked.group, "budget": found.budget}, "model": source_hash(), "answer": answer(found, "en"),
        "as_it_is": plain(interval(found.base[:, g])), "total": plain(interval(found.total[:, g])), "within_reach": reach, "none_recovers_anything_in": plain([won[-1]])[0],
        "held_back": held, "interactions": [{"pair": list(pair), "beyond": plain(interval(v[:, g]))} for pair, v in found.pairs.items()],
        "total_by_group": {n: plain(interval(found.total[:, i])) for i, n in enumerate(found.groups)}, "draws": asked.replicates, "runs": found.runs,
        "left_out": [{"policy": p, "because": why} for p, why in found.left_out],
    }
