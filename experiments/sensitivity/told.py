"""Told: what a sensitivity analysis found, in words, as a table for the terminal, and as JSON."""

from __future__ import annotations

import math
from typing import Any

from experiments.sensitivity.asking import Found
from experiments.sensitivity.factors import REST
from experiments.sensitivity.noise import Noise
from experiments.sensitivity.shares import RESAMPLES
from experiments.terminal import paragraph, table, width_of_terminal
from experiments.wording import encodable, span
from experiments.words import WORDS, brief, name, number, percent, text

DECIMALS = 2


def label(found: Found, factor: str, lang: str) -> str:
    """How a factor is called in a sentence."""
    by = found.asked.by
    if by == "parameter" and factor in found.system.values:
        return f"{found.system.values[factor].meaning(lang)} ({factor})"
    if by == "process" and factor != REST:
        from simulation.week import WEEK

        sentence = next(p.sentence(lang) for p in WEEK if p.name == factor).rstrip(".")
        return f"{sentence} ({factor})"
    kind = "badge" if by == "grade" else "barrier" if f"barrier.{factor}" in WORDS else "factor"
    return name(kind, factor, lang)


def subject(found: Found, lang: str) -> str:
    """The outcome that is explained, and of whom."""
    from simulation.outcomes import BY_NAME

    asked = found.asked
    outcome = BY_NAME[asked.outcome].label(lang)
    return outcome if asked.group == "everybody" else text("sa.of", lang, outcome=outcome, group=name("group", asked.group, lang))


def title(found: Found, lang: str) -> str:
    """The question."""
    key = "sa.title_policy" if found.asked.policy else "sa.title"
    return text(key, lang, outcome=subject(found, lang), system=found.system.title(lang), policy=found.asked.policy)


def _ends(row: Any, lang: str) -> str:
    return span(float(row[1]), float(row[2]), lang, DECIMALS)


def answer(found: Found, lang: str) -> list[str]:
    """The answer in a few sentences, the first of which can stand alone."""
    shares, of = found.shares, subject(found, lang)

    def parts(k: int) -> dict[str, str]:
        return {
            "first": number(float(shares.first[k, 0]), lang, DECIMALS), "total": number(float(shares.total[k, 0]), lang, DECIMALS),
            "first_span": _ends(shares.first[k], lang), "total_span": _ends(shares.total[k], lang),
        }

    said = []
    order = [k for k in shares.order() if shares.names[k] != REST]
    if found.asked.by == "grade" and "judged" in shares.names:
        k = shares.names.index("judged")
        every = sum(len(v) for v in found.members.values())
        said.append(text("sa.answer.grade", lang, outcome=of, n=len(found.members["judged"]), all=every, **parts(k)))
    elif order:
        top = order[0]
        if shares.total[top, 1] > 0:
            said.append(text("sa.answer", lang, outcome=of, factor=label(found, shares.names[top], lang), **parts(top)))
            said.append(text("sa.answer.largest", lang, share=percent(float(shares.largest((REST,))[top]), lang)))
        else:
            said.append(text("sa.answer.nothing", lang))
    if REST in shares.names:
        k = shares.names.index(REST)
        said.append(text("sa.answer.others", lang, n=len(found.members[REST]), **parts(k)))
    said.append(text("sa.interactions", lang, share=number(shares.interactions, lang, DECIMALS)))
    return said


def residents(found: Found, lang: str) -> str:
    """How many people a run has."""
    return number(found.asked.scale * sum(z.population for z in found.system.zones), lang, 0)


def on_noise(found: Found, lang: str) -> str:
    """How much is luck."""
    noise = found.shares.noise
    return text("sa.noise", lang, single=percent(noise.share(1), lang), mean=percent(noise.share(), lang), lucks=noise.lucks, residents=residents(found, lang))


def on_noise_early(stage: str, noise: Noise, lucks: int, points: int, lang: str) -> str:
    """A line for a stage, before any index is there."""
    return text(f"sa.noise.{stage}", lang, points=points, lucks=noise.lucks, single=percent(noise.share(1), lang), mean=percent(noise.share(lucks), lang))


def on_settled(found: Found, lang: str) -> str:
    """Whether there are enough runs."""
    points = found.shares.halves[-1][0]
    return text("sa.settled.yes" if found.shares.settled() else "sa.settled.no", lang, points=points, more=2 * points)


def on_screen(found: Found, lang: str) -> str:
    """How inputs were screened; empty if they were not."""
    screen = found.screen
    if screen is None:
        return ""
    from experiments.sensitivity.asking import LEVELS, _trajectories

    runs = _trajectories(found.asked, screen.names) * (len(screen.names) + 1)
    return text(
        "sa.screen", lang, n=len(screen.names), runs=number(runs, lang, 0), kept=len([n for n in found.shares.names if n != REST]), outcome=subject(found, lang),
        floor=brief(screen.floor, lang), above=int((screen.size > screen.floor).sum()), levels=LEVELS,
    )


def on_check(found: Found, lang: str) -> list[str]:
    """What PAWN says; nothing where it does not apply."""
    check, shares = found.check, found.shares
    if check is None:
        return []
    first = check.names[max(range(len(check.names)), key=lambda k: check.size[k])]
    top = next(shares.names[k] for k in shares.order() if shares.names[k] in check.names)
    key = "sa.check.agree" if first == top else "sa.check.differ"
    return [
        text(key, lang, factor=label(found, top, lang), pawn=label(found, first, lang), sobol=label(found, top, lang)),
        text("sa.check.nothing", lang, nothing=number(check.nothing, lang, DECIMALS)),
    ]


def on_runs(found: Found, lang: str) -> str:
    """How it was made."""
    asked = found.asked
    return text("sa.how", lang, runs=number(found.runs, lang, 0), share=brief(100 * asked.scale, lang), residents=residents(found, lang), weeks=asked.weeks, seed=asked.seed)


def reading(lang: str) -> str:
    """How to read the shares."""
    return text("sa.read", lang, resamples=number(RESAMPLES, lang, 0))


def badges(found: Found, factor: str, lang: str) -> str:
    """What a factor's inputs rest on."""
    grades = [found.system.values[n].grade for n in found.members.get(factor, ()) if n in found.system.values]
    every = dict.fromkeys(g for g in ("here", "elsewhere", "judged", "yours") if g in grades)
    if len(grades) == 1:
        return name("badge", grades[0], lang)
    return ", ".join(f"{name('badge', g, lang)} {grades.count(g)}" for g in every)


def as_text(found: Found, lang: str = "en", width: int | None = None) -> str:
    """The answer for a terminal."""
    width = width or width_of_terminal()
    shares, check = found.shares, found.check
    heads = [text(f"sa.{k}", lang) for k in ("factor", "badge", "first")] + [text("sa.ci", lang, what=text("sa.first", lang)), text("sa.total", lang), text("sa.ci", lang, what=text("sa.total", lang))]
    heads += [text("sa.pawn", lang)] if check else []
    lines = []
    for k in shares.order():
        line = [label(found, shares.names[k], lang), badges(found, shares.names[k], lang)]
        for row in (shares.first[k], shares.total[k]):
            line += [number(float(row[0]), lang, DECIMALS), _ends(row, lang)]
        if check:
            at = check.names.index(shares.names[k]) if shares.names[k] in check.names else None
            line.append(number(float(check.size[at]), lang, DECIMALS) if at is not None else "")
        lines.append(line)
    said = [" ".join(answer(found, lang)), on_noise(found, lang), on_settled(found, lang), on_screen(found, lang), " ".join(on_check(found, lang)), on_runs(found, lang)]
    body = table(heads, lines, width, right=(2, 4, 6) if check else (2, 4))
    return encodable("\n\n".join([paragraph(said[0], width=width), body, *(paragraph(s, width=width) for s in said[1:] if s)]))


def as_json(found: Found) -> dict[str, Any]:
    """The answer for machines: decimal points, English codes, no clock times."""
    from simulation.ground.cache import source_hash

    shares, asked = found.shares, found.asked

    def plain(x: Any) -> float | None:
        return float(f"{float(x):.6g}") if math.isfinite(float(x)) else None

    rows = [
        {
            "factor": n, "inputs": list(found.members.get(n, ())), "first": plain(shares.first[k, 0]), "first_interval": [plain(x) for x in shares.first[k, 1:]],
            "total": plain(shares.total[k, 0]), "total_interval": [plain(x) for x in shares.total[k, 1:]], "total_with_luck": plain(shares.raw[k]),
            "largest_in": plain(shares.largest((REST,))[k]) if n != REST else None, "pawn": plain(found.check.size[found.check.names.index(n)]) if found.check and n in found.check.names else None,
        }
        for k, n in ((k, shares.names[k]) for k in shares.order())
    ]
    screened = None if found.screen is None else {
        "floor": plain(found.screen.floor),
        "effects": [{"factor": found.screen.names[k], "effect": plain(found.screen.size[k]), "half": plain(found.screen.half[k])} for k in found.screen.order()],
    }
    return {
        "question": {**asked.about_runs(), "outcome": asked.outcome, "group": asked.group}, "model": source_hash(), "answer": answer(found, "en"),
        "noise": {"one_run": plain(shares.noise.share(1)), "analysed": plain(shares.noise.share()), "lucks": shares.noise.lucks, "pilot_one_run": plain(found.noise.share(1))},
        "shares": rows, "interactions": plain(shares.interactions), "settled": shares.settled(),
        "convergence": [{"base_samples": n, "first": [plain(x) for x in f], "total": [plain(x) for x in t]} for n, f, t in shares.halves],
        "order": list(shares.names), "screening": screened, "pawn_of_nothing": plain(found.check.nothing) if found.check else None, "runs": found.runs,
    }
