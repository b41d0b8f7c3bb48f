"""Wording: a comparison told in words: the table of a terminal, the same as HTML, and five plain sentences.

Nothing is said of a difference without its interval. The interval quoted is that of luck and unknown
parameters where there is one, that of luck alone with fixed parameters.
"""

from __future__ import annotations

import math
import sys
import unicodedata
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.words import MINUS, NARROW, decimals_for, listed, name, number, percent, text

if TYPE_CHECKING:
    from experiments.compare import Comparison, Estimate
    from simulation import Scenario
    from simulation.ground.parameter import Declaration

WIDTHS = (32, 8, 10, 17, 17, 6)
"""Columns of the terminal table: with two spaces between them they fill 100."""
NAMED = 3
"""So many losses are named in a sentence; the others are counted."""
PLAIN = {MINUS: "-", "±": "+/-", "–": "-", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", NARROW: " "}


def quoted(estimate: Estimate) -> tuple[float, float]:
    """The interval that is quoted; NaN twice if there is none."""
    if math.isfinite(estimate.low):
        return estimate.low, estimate.high
    return estimate.luck_low, estimate.luck_high


def side(estimate: Estimate, low: float, high: float) -> int:
    """1 if an interval lies on the better side of zero, -1 on the worse, 0 if it includes zero or is none."""
    sign = {"higher": 1, "lower": -1}.get(estimate.better, 0)
    return sign * ((low > 0) - (high < 0))


def decimals_of(estimate: Estimate) -> int:
    """Decimals with which an estimate is written."""
    return decimals_for(estimate.luck_high - estimate.difference, estimate.high - estimate.difference)


def span(low: float, high: float, lang: str, decimals: int) -> str:
    """An interval: "0.02 to 0.38"; "n/a" if there is none."""
    if not math.isfinite(low):
        return text("n/a", lang)
    return text("to", lang, low=number(low, lang, decimals), high=number(high, lang, decimals))


def unit_of(unit: str, scenario: Scenario, lang: str, difference: bool = False) -> str:
    """A unit in words; money with its currency and year; percentage points for a difference of percents."""
    if difference and unit == "%":
        return text("points", lang)
    return name("unit", unit, lang).format(money=text("money", lang, currency=scenario.currency, year=scenario.price_year))


def level(values: Any) -> tuple[float, float, float]:
    """Mean of a value over replicates, and the 95 % interval in which one more replicate would lie."""
    from scipy.stats import t

    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    n, mean = len(known), float(known.mean()) if len(known) else math.nan
    half = float(t.ppf(0.975, n - 1) * known.std(ddof=1) * math.sqrt(1 + 1 / n)) if n > 1 else math.nan
    return mean, mean - half, mean + half


def phrase(estimate: Estimate, scenario: Scenario, lang: str = "en") -> str:
    """A difference with unit and interval, and plain words if the interval includes zero."""
    decimals, (low, high) = decimals_of(estimate), quoted(estimate)
    if math.isfinite(low):
        interval = text("interval", lang, low=number(low, lang, decimals), high=number(high, lang, decimals))
        if low <= 0 <= high:
            interval += "; " + text("no change", lang)
    else:
        interval = text("no interval", lang)
    unit = unit_of(estimate.unit, scenario, lang, difference=True)
    return text("phrase", lang, difference=number(estimate.difference, lang, decimals, sign=True), unit=unit, interval=interval)


def title_of(comparison: Comparison, arm: int, lang: str = "en") -> str:
    """The titles of an arm's policies, joined by +."""
    if arm == 0:
        return text("baseline", lang)
    return " + ".join(p.title(lang) for p in comparison.question.arms[arm - 1].policies) or comparison.arms[arm]


def uncertain_inputs(comparison: Comparison) -> list[Declaration]:
    """Every number that is varied because it is not known (forms of equations too)."""
    return [d for d in comparison.question.baseline.values.values() if d.kind in ("uncertain", "form")]


def amounts(comparison: Comparison) -> list[str]:
    """The badges of all uncertain amounts of money: pay, rent, medicines, trips, and the policies' costs."""
    found = [str(d.grade) for d in uncertain_inputs(comparison) if d.unit == "cents"]
    costs = {
        (p.name, k): str(step.cost.grade)
        for arm in comparison.question.arms for p in arm.policies for k, step in enumerate(p.steps) if step.cost
    }
    return found + list(costs.values())


def _headlines() -> list[str]:
    from simulation.outcomes import HEADLINES

    return [*(o.name for o in HEADLINES), "cost"]


def _cells(comparison: Comparison, arm: int, outcome: str, group: str, lang: str) -> list[str]:
    e = comparison.estimate(arm, outcome, group)
    d = decimals_of(e)
    return [
        number(e.baseline, lang, min(d, 2)), number(e.difference, lang, d, sign=True),
        span(e.luck_low, e.luck_high, lang, d), span(e.low, e.high, lang, d), percent(e.helps, lang),
    ]


def notes(comparison: Comparison, lang: str = "en") -> list[str]:
    """What stands under the table: how it was made and what it rests on."""
    question, inputs = comparison.question, uncertain_inputs(comparison)
    n = len(comparison.answers)
    share = f"{number(100 * question.scale, lang, 0 if question.scale >= 0.01 else 2)}{NARROW}%"
    said = [text("table.seed", lang, seed=question.seed, weeks=question.weeks, n=n, share=share)]
    if not n:
        said.append(text("table.none", lang))
    if comparison.capped:
        asked, reached = number(comparison.precision, lang), number(comparison.reached, lang)
        said.append(text("table.capped", lang, asked=asked, reached=reached, unit=text("points", lang)))
    if comparison.failed:
        said.append(text("table.failed", lang, n=len(comparison.failed)))
    said.append(text("table.fixed" if question.fixed_parameters else "table.how", lang))
    rows = [comparison.differences(a, o) for a in range(1, len(comparison.arms)) for o in _headlines()]
    if any((np.asarray(row) == 0).any() for row in rows):
        said.append(text("table.ties", lang))
    judged = sum(d.grade == "judged" for d in inputs)
    said.append(text("table.judged", lang, judged=judged, all=len(inputs)))
    return said


def table(comparison: Comparison, lang: str = "en", encoding: str | None = None) -> str:
    """The table that ``minga compare`` prints: 100 columns, one block per policy, notes under it.

    Args:
        comparison: what is told.
        lang: "en" or "es".
        encoding: of the terminal; that of standard output if not said.
    """
    heads = [text(f"table.{k}", lang) for k in ("outcome", "baseline", "difference", "luck", "both", "helps")]
    system = comparison.question.baseline
    lines = []
    for arm in range(1, len(comparison.arms)):
        lines += [f"{comparison.arms[arm]}: {title_of(comparison, arm, lang)}", _line(heads), "-" * 100]
        for outcome in _headlines():
            unit = _short_unit(outcome, system, lang)
            lines.append(_line([f"{name('short', outcome, lang)} ({unit})", *_cells(comparison, arm, outcome, "everybody", lang)]))
            worst = comparison.worst_off(outcome)
            if worst != "everybody":
                label = "  " + name("group", worst, lang)
                lines.append(_line([label, *_cells(comparison, arm, outcome, worst, lang)]))
        lines.append("")
    lines.append(text("table.under", lang))
    lines += notes(comparison, lang)
    return encodable("\n".join(lines), encoding)


def _short_unit(outcome: str, scenario: Scenario, lang: str) -> str:
    from simulation.outcomes import BY_NAME

    unit = BY_NAME[outcome].unit
    return text(f"short unit.{outcome}", lang, currency=scenario.currency) if outcome in ("crises", "recovery", "cost") else name("unit", unit, lang)


def _line(cells: Sequence[str]) -> str:
    first, *rest = cells
    return "  ".join([first.ljust(WIDTHS[0]), *(c.rjust(w) for c, w in zip(rest, WIDTHS[1:], strict=True))]).rstrip()


def encodable(said: str, encoding: str | None = None) -> str:
    """The text as a terminal can show it: plain signs and letters for what its encoding lacks.

    Grouping spaces and minus signs are always plain here, so that columns stay aligned.
    """
    said = said.replace(NARROW, " ").replace(MINUS, "-")
    encoding = encoding or getattr(sys.stdout, "encoding", None) or "utf-8"
    return "".join(_shown(c, encoding) for c in said)


def _shown(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        plain = PLAIN.get(character) or unicodedata.normalize("NFKD", character)
        return plain.encode("ascii", "ignore").decode() or "?"
    return character


def html_table(comparison: Comparison, lang: str = "en") -> str:
    """The same table as HTML, for reports and notebooks."""
    keys = ("outcome", "group", "baseline", "difference", "long_luck", "long_both", "long_helps")
    heads = "".join(f'<th scope="col">{escape(text(f"table.{k}", lang))}</th>' for k in keys)
    system, pieces = comparison.question.baseline, []
    for arm in range(1, len(comparison.arms)):
        rows = []
        for outcome in _headlines():
            unit = _short_unit(outcome, system, lang)
            worst = comparison.worst_off(outcome)
            for group in ("everybody", *([worst] if worst != "everybody" else [])):
                cells = "".join(f'<td class="n">{escape(c)}</td>' for c in _cells(comparison, arm, outcome, group, lang))
                told = name("group", group, lang)
                told = told if group == "everybody" else text("table.worst", lang, group=told)
                head = f'<th scope="row">{escape(name("short", outcome, lang))} ({escape(unit)})</th>'
                rows.append(f"<tr>{head}<td>{escape(told)}</td>{cells}</tr>")
        title = f"{title_of(comparison, arm, lang)} ({comparison.arms[arm]})"
        pieces.append(f"<table><caption>{escape(title)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
    under = "".join(f"<li>{escape(note)}</li>" for note in notes(comparison, lang))
    return f'{"".join(pieces)}<ul class="notes">{under}</ul>'


def sentences(comparison: Comparison, lang: str = "en", arm: int | None = None) -> list[str]:
    """Five plain sentences on each policy (or on one arm), in the order of ``ask.1`` to ``ask.5`` in ``words``."""
    arms = range(1, len(comparison.arms)) if arm is None else [arm]
    return [f(comparison, a, lang) for a in arms for f in (buys, gains, losses, sureness, rests)]


def buys(comparison: Comparison, arm: int, lang: str = "en") -> str:
    """What does it buy?"""
    system, first = comparison.question.baseline, _headlines()[0]
    care, cost = comparison.estimate(arm, first), comparison.estimate(arm, "cost")
    mean, low, high = level(comparison.values(0, first))
    others = [comparison.estimate(arm, o) for o in _headlines()[1:-1]]
    better = [_item(e, system, lang) for e in others if side(e, *quoted(e)) > 0]
    more = text("say.also", lang, items="; ".join(better)) if better else ""
    return text(
        "say.buys", lang, policy=title_of(comparison, arm, lang), care=phrase(care, system, lang),
        base=number(mean, lang, 1), range=span(low, high, lang, 1), cost=phrase(cost, system, lang), more=more,
    )


def _item(estimate: Estimate, system: Scenario, lang: str) -> str:
    outcome = name("short", estimate.outcome, lang)
    return text("say.item", lang, outcome=outcome[0].lower() + outcome[1:], phrase=phrase(estimate, system, lang))


def gains(comparison: Comparison, arm: int, lang: str = "en") -> str:
    """For whom? The group that gains most care, and the worst-off group."""
    from simulation.people.codes import POPULATION_GROUPS

    system, first = comparison.question.baseline, _headlines()[0]
    by_group = {g: comparison.estimate(arm, first, g) for g in POPULATION_GROUPS[1:]}
    known = {g: e for g, e in by_group.items() if math.isfinite(e.difference)}
    if not known:
        return text("table.none", lang)
    top = max(known, key=lambda g: known[g].difference)
    told = {"people": name("people", top, lang), "phrase": phrase(known[top], system, lang)}
    if known[top].difference <= 0:
        return text("say.no_gain", lang, **told)
    worst = comparison.worst_off(first)
    if worst == top or worst not in known:
        return text("say.gains_worst", lang, **told)
    return text("say.gains", lang, **told, worst=name("people", worst, lang), worst_phrase=phrase(known[worst], system, lang))


def losses(comparison: Comparison, arm: int, lang: str = "en") -> str:
    """Who loses? Groups and headline outcomes whose interval lies off zero on the worse side."""
    from simulation.people.codes import POPULATION_GROUPS

    all_estimates = [comparison.estimate(arm, o, g) for o in _headlines()[:-1] for g in POPULATION_GROUPS]
    looked = [e for e in all_estimates if math.isfinite(quoted(e)[0])]
    if not looked:
        return text("say.no_interval_losses", lang)
    fixed = comparison.question.fixed_parameters
    shown = [] if fixed else [e for e in looked if side(e, e.low, e.high) < 0]
    by_luck = [e for e in looked if e not in shown and side(e, e.luck_low, e.luck_high) < 0]
    said = [text("say.losers", lang, items=_losses(shown, comparison, lang))] if shown else []
    if by_luck:
        key = "say.fixed_losers" if fixed else "say.luck_losers"
        chance = number(0.025 * len(looked), lang, 1)
        said.append(text(key, lang, items=_losses(by_luck, comparison, lang), n=len(looked), chance=chance))
    return " ".join(said) or text("say.no_loser", lang, n=len(looked))


def _losses(found: list[Estimate], comparison: Comparison, lang: str) -> str:
    system = comparison.question.baseline
    found = sorted(found, key=lambda e: -abs(e.difference) / max(e.luck_high - e.luck_low, 1e-12))
    items = [
        text("say.loss", lang, people=name("people", e.group, lang), outcome=name("short", e.outcome, lang).lower(), phrase=phrase(e, system, lang))
        for e in found[:NAMED]
    ]
    if len(found) > NAMED:
        items.append(text("say.more", lang, n=len(found) - NAMED))
    return "; ".join(items)


def sureness(comparison: Comparison, arm: int, lang: str = "en") -> str:
    """How sure is it? Draws on either side, and both intervals of the first headline."""
    e = comparison.estimate(arm, _headlines()[0])
    d = comparison.differences(arm, e.outcome)
    d, decimals, (low, high) = d[np.isfinite(d)], decimals_of(e), quoted(e)
    verdict = "verdict.none" if not math.isfinite(low) else "verdict.zero" if low <= 0 <= high else "verdict.off"
    return text(
        "say.sure_fixed" if comparison.question.fixed_parameters else "say.sure", lang,
        better=int((d > 0).sum()), worse=int((d < 0).sum()), same=int((d == 0).sum()), n=len(d),
        luck=span(e.luck_low, e.luck_high, lang, decimals), both=span(e.low, e.high, lang, decimals), verdict=text(verdict, lang),
    )


def rests(comparison: Comparison, arm: int, lang: str = "en") -> str:
    """What does it rest on?"""
    inputs, monies, system = uncertain_inputs(comparison), amounts(comparison), comparison.question.baseline
    judged = sum(d.grade == "judged" for d in inputs)
    centres = text("centres.peru", lang) if system.name == "peru" else text("centres", lang, system=system.title(lang))
    return text(
        "say.rests", lang, all=len(inputs), judged=judged, share=percent(judged / max(len(inputs), 1), lang),
        money=monies.count("judged"), monies=len(monies), centres=centres,
    )
