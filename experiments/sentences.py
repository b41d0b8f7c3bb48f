"""Sentences: five plain answers about each policy, for somebody who decides.

What does it buy, for whom, who loses, how sure is it, what does it rest on. No difference is named without
its interval, and an interval that includes zero is said to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from experiments.spending import unit_costs
from experiments.wording import (
    headlines,
    level,
    phrase,
    quoted,
    side,
    span,
    title_of,
    uncertain_inputs,
    unit_of,
)
from experiments.words import decimals_for, name, number, percent, text

if TYPE_CHECKING:
    from experiments.compare import Comparison, Estimate

NAMED = 3
"""So many losses are named in a sentence; the others are counted."""


def on_arm(comparison: Comparison, arm: int, lang: str = "en") -> list[str]:
    """The five sentences: the answers to ``ask.1`` … ``ask.5`` of ``words``."""
    return [f(comparison, arm, lang) for f in (_buys, gains, _losses, _sureness, _rests)]


def _buys(comparison: Comparison, arm: int, lang: str) -> str:
    system, question = comparison.question.baseline, comparison.question
    first, *others, cost = [comparison.estimate(arm, o) for o in headlines()]
    mean, low, high = level(comparison.values(0, first.outcome), first.unit)
    better = [
        text("say.item", lang, outcome=name("said", e.outcome, lang), phrase=phrase(e, system, lang))
        for e in others if side(e, *quoted(e)) > 0 or side(e, e.luck_low, e.luck_high) > 0
    ]
    return text(
        "say.buys", lang, policy=title_of(comparison, arm, lang), care=phrase(first, system, lang), base=number(mean, lang, 1),
        range=span(low, high, lang, 1), of=text("replicates" if question.fixed_parameters else "draws", lang),
        cost=phrase(cost, system, lang), more=text("say.also", lang, items="; ".join(better)) if better else "",
    )


def gains(comparison: Comparison, arm: int, lang: str = "en", outcome: str = "in_care") -> str:
    """For whom? The group that gains most of an outcome, and the group that is worst off."""
    from simulation.outcomes import BY_NAME
    from simulation.people.codes import POPULATION_GROUPS

    system, sign = comparison.question.baseline, -1 if BY_NAME[outcome].better == "lower" else 1
    by_group = {g: comparison.estimate(arm, outcome, g) for g in POPULATION_GROUPS[1:]}
    gain = {g: sign * e.difference for g, e in by_group.items() if math.isfinite(e.difference)}
    if not gain:
        return text("table.none", lang)
    top, worst = max(gain, key=lambda g: gain[g]), comparison.worst_off(outcome)
    key = "say.no_gain" if gain[top] <= 0 else "say.gains_worst" if worst == top or worst not in gain else "say.gains"
    return text(
        key, lang, outcome=name("said", outcome, lang), people=name("people", top, lang), phrase=phrase(by_group[top], system, lang),
        worst=name("people", worst, lang), worst_phrase=phrase(by_group[worst], system, lang) if worst in gain else "",
    )


def _losses(comparison: Comparison, arm: int, lang: str) -> str:
    from simulation.people.codes import POPULATION_GROUPS

    every = [comparison.estimate(arm, o, g) for o in headlines()[:-1] for g in POPULATION_GROUPS]
    looked = [e for e in every if math.isfinite(quoted(e)[0])]
    if not looked:
        return text("say.no_interval_losses", lang)
    fixed = comparison.question.fixed_parameters
    shown = [e for e in looked if not fixed and side(e, e.low, e.high) < 0]
    by_luck = [e for e in looked if e not in shown and side(e, e.luck_low, e.luck_high) < 0]
    said = [text("say.losers", lang, items=_named(shown, comparison, lang))] if shown else []
    if by_luck:
        key, chance = "say.fixed_losers" if fixed else "say.luck_losers", number(0.025 * len(looked), lang, 1)
        said.append(text(key, lang, items=_named(by_luck, comparison, lang), n=len(looked), chance=chance))
    return " ".join(said) or text("say.no_loser", lang, n=len(looked))


def _named(found: list[Estimate], comparison: Comparison, lang: str) -> str:
    items = []
    for e in sorted(found, key=lambda e: -abs(e.difference) / max(e.luck_high - e.luck_low, 1e-12))[:NAMED]:
        low, high = quoted(e)
        d = decimals_for(low, e.difference, high, e.luck_low, e.luck_high)
        said = text("interval of luck", lang, span=span(e.luck_low, e.luck_high, lang, d))
        if math.isfinite(e.low):
            said += "; " + text("interval of both", lang, span=span(e.low, e.high, lang, d))
        unit = unit_of(e.unit, comparison.question.baseline, lang, difference=True)
        whom = f"{name('people', e.group, lang)}, {name('said', e.outcome, lang)}"
        items.append(f"{whom}: {number(e.difference, lang, d, sign=True)} {unit} ({said})")
    return "; ".join([*items, text("say.more", lang, n=len(found) - NAMED)] if len(found) > NAMED else items)


def _sureness(comparison: Comparison, arm: int, lang: str) -> str:
    e = comparison.estimate(arm, headlines()[0])
    d = comparison.differences(arm, e.outcome)
    d, (low, high) = d[np.isfinite(d)], quoted(e)
    decimals = decimals_for(e.luck_low, e.difference, e.luck_high)
    zero = "no change" if e.luck_low <= 0 <= e.luck_high else "verdict.one"
    verdict = "verdict.none" if not math.isfinite(low) else zero if low <= 0 <= high else "verdict.off"
    return text(
        "say.sure_fixed" if comparison.question.fixed_parameters else "say.sure", lang,
        better=int((d > 0).sum()), worse=int((d < 0).sum()), same=int((d == 0).sum()), n=len(d),
        luck=span(e.luck_low, e.luck_high, lang, decimals), both=span(e.low, e.high, lang, decimals), verdict=text(verdict, lang),
    )


def _rests(comparison: Comparison, arm: int, lang: str) -> str:
    system = comparison.question.baseline
    inputs, (money, monies) = uncertain_inputs(system), unit_costs(comparison)
    judged = sum(d.grade == "judged" for d in inputs)
    centres = text("centres.peru", lang) if system.name == "peru" else text("centres", lang, system=system.title(lang))
    return text(
        "say.rests", lang, all=len(inputs), judged=judged, share=percent(judged / max(len(inputs), 1), lang),
        money=money, monies=monies, centres=centres,
    )
