"""Wording: a comparison told in words: the table of a terminal, the same as HTML, and five plain sentences.

Nothing is said of a difference without its interval. The interval quoted is that of luck and unknown
parameters where there is one, that of luck alone with fixed parameters.
"""

from __future__ import annotations

import math
import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.spending import cash_by_year, ceiling, mean_of, per_daly, unit_costs
from experiments.words import MINUS, NARROW, decimals_for, listed, name, number, percent, text

if TYPE_CHECKING:
    from experiments.compare import Comparison, Estimate
    from simulation import Record, Scenario
    from simulation.ground.parameter import Declaration

WIDTHS = (30, 8, 10, 17, 17, 8)
"""Columns of the terminal table: with two spaces between them they fill 100."""
PLAIN = {"±": "+/-", "–": "-", "“": '"', "”": '"', "«": '"', "»": '"', "…": "..."}


def headlines() -> list[str]:
    """The outcomes of the main table: the headlines, then cost."""
    from simulation.outcomes import HEADLINES

    return [*(o.name for o in HEADLINES), "cost"]


def quoted(estimate: Estimate) -> tuple[float, float]:
    """The interval that is quoted; NaN twice if there is none."""
    both = math.isfinite(estimate.low)
    return (estimate.low, estimate.high) if both else (estimate.luck_low, estimate.luck_high)


def side(estimate: Estimate, low: float, high: float) -> int:
    """1 if an interval lies on the better side of zero, -1 on the worse, 0 if it includes zero or is none."""
    return {"higher": 1, "lower": -1}.get(estimate.better, 0) * (int(low > 0) - int(high < 0))


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


def level(values: Any, unit: str = "", signed: bool = False) -> tuple[float, float, float]:
    """Mean over replicates and the 95 % interval in which one more would lie; an amount stays within what its unit allows."""
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    n, mean = len(known), float(known.mean()) if len(known) else math.nan
    half = float(_t(n - 1) * known.std(ddof=1) * math.sqrt(1 + 1 / n)) if n > 1 else math.nan
    most = {"%": 100.0, "0-100": 100.0, "0-1": 1.0}.get(unit, math.inf)
    if signed or n <= 1:
        return mean, mean - half, mean + half
    return mean, max(mean - half, 0.0), min(mean + half, most)


@lru_cache(maxsize=256)
def _t(freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf(0.975, freedom))


def phrase(estimate: Estimate, scenario: Scenario, lang: str = "en") -> str:
    """A difference with unit and interval, and plain words if the interval includes zero.

    If only the interval of luck is off zero, it is said that a *single* world can't be told from no change.
    """
    low, high = quoted(estimate)
    decimals = decimals_for(low, estimate.difference, high)
    interval = text("no interval", lang)
    if math.isfinite(low):
        interval = text("interval", lang, span=span(low, high, lang, decimals))
        if low <= 0 <= high:
            luck = estimate.luck_low > 0 or estimate.luck_high < 0
            interval += "; " + text("no change in one world" if luck else "no change", lang)
    unit = unit_of(estimate.unit, scenario, lang, difference=True)
    return f"{number(estimate.difference, lang, decimals, sign=True)} {unit} ({interval})"


def title_of(comparison: Comparison, arm: int, lang: str = "en") -> str:
    """The titles of an arm's policies, joined by +."""
    if arm == 0:
        return text("baseline", lang)
    return " + ".join(p.title(lang) for p in comparison.question.arms[arm - 1].policies) or comparison.arms[arm]


def uncertain_inputs(scenario: Scenario) -> list[Declaration]:
    """Every number that is varied because it is not known (forms of equations too)."""
    from simulation.parameters import uncertain

    return uncertain(scenario.values)


def labelled(outcome: str, scenario: Scenario, lang: str) -> str:
    """The short name of a headline outcome (or cost) with its unit."""
    return f"{name('short', outcome, lang)} ({text(f'short unit.{outcome}', lang, currency=scenario.currency)})"


def _rows(comparison: Comparison, arm: int, lang: str) -> Iterator[tuple[str, str, list[str]]]:
    """(outcome with unit, group, cells) of the main table: everybody, then the worst-off group."""
    for outcome in headlines():
        label = labelled(outcome, comparison.question.baseline, lang)
        for group in dict.fromkeys(("everybody", comparison.worst_off(outcome))):
            e = comparison.estimate(arm, outcome, group)
            d = decimals_for(e.luck_low, e.difference, e.luck_high, e.low, e.high)
            yield label, group, [
                number(e.baseline, lang, min(d, 2)), number(e.difference, lang, d, sign=True),
                span(e.luck_low, e.luck_high, lang, d), span(e.low, e.high, lang, d), percent(e.helps, lang),
            ]


def notes(comparison: Comparison, lang: str = "en") -> list[str]:
    """What stands under the table: how it was made and what it rests on."""
    question, inputs = comparison.question, uncertain_inputs(comparison.question.baseline)
    n, share = len(comparison.answers), number(100 * question.scale, lang, 0 if question.scale >= 0.01 else 2)
    said = [text("table.seed", lang, seed=question.seed, weeks=question.weeks, n=n, share=f"{share}{NARROW}%")]
    if not n:
        said.append(text("table.none", lang))
    if comparison.capped:
        asked, reached = number(comparison.precision, lang), number(comparison.reached, lang)
        said.append(text("table.capped", lang, asked=asked, reached=reached, unit=text("points", lang)))
    if comparison.failed:
        said.append(text("table.failed", lang, n=len(comparison.failed)))
    said.append(text("table.fixed" if question.fixed_parameters else "table.how", lang))
    if any((comparison.differences(a, o) == 0).any() for a in range(1, len(comparison.arms)) for o in headlines()):
        said.append(text("table.ties", lang))
    saves = [x for a in range(1, len(comparison.arms)) for o in headlines() if math.isfinite(x := comparison.pairing_saves(a, o))]
    if saves:
        said.append(text("table.pairing", lang, times=number(float(np.median(saves)), lang, 0 if np.median(saves) >= 10 else 1)))
    judged = sum(d.grade == "judged" for d in inputs)
    return [*said, text("table.judged", lang, judged=judged, all=len(inputs))]


def table(comparison: Comparison, lang: str = "en", encoding: str | None = None) -> str:
    """The table that ``minga compare`` prints: 100 columns, one block per policy, notes under it.

    Args:
        comparison: what is told.
        lang: "en" or "es".
        encoding: of the terminal; that of standard output if not said.
    """
    heads = [text(f"table.{k}", lang) for k in ("outcome", "baseline", "difference", "luck", "both", "helps")]
    lines: list[str] = []
    for arm in range(1, len(comparison.arms)):
        mark = f" [{text('costs.mark', lang)}]" if is_over(comparison, arm) else ""
        lines += [f"{comparison.arms[arm]}: {title_of(comparison, arm, lang)}"[: 100 - len(mark)] + mark, _line(heads), "-" * 100]
        for label, group, cells in _rows(comparison, arm, lang):
            lines.append(_line([label if group == "everybody" else f"  {name('group', group, lang)}", *cells]))
        lines += ["", *(line for said in on_money(comparison, arm, lang) for line in textwrap.wrap(said, 100))]
        lines.append("")
    return encodable("\n".join([*lines, text("table.under", lang), *notes(comparison, lang)]), encoding)


def is_over(comparison: Comparison, arm: int) -> bool:
    """Whether an arm asks more of the health ministry than a ceiling allows, on average, in some year."""
    limit = ceiling(comparison, arm) if comparison.answers else None
    return limit is not None and bool(limit.over)


def on_money(comparison: Comparison, arm: int, lang: str = "en") -> list[str]:
    """What an arm costs: extra cash of the health ministry by year, the ceiling, and the cost of a DALY averted.

    No cost of a DALY is told without how many unit costs are judged.
    """
    if not comparison.answers:
        return []
    system = comparison.question.baseline
    money = text("money", lang, currency=system.currency, year=system.price_year)
    extra = cash_by_year(comparison, arm, "ministry") - cash_by_year(comparison, 0, "ministry")
    means = [mean_of(course) for course in extra.T]
    items = [
        text("costs.extra_year", lang, year=k + 1, value=number(m.value, lang, 0, sign=True), span=span(m.low, m.high, lang, 0))
        for k, m in enumerate(means)
    ]
    said = [text("costs.extra", lang, money=money, items="; ".join(items))]
    if (verdict := on_ceiling(comparison, arm, lang)):
        said.append(verdict)
    judged, every = unit_costs(comparison)
    ratios = {payer: per_daly(comparison, arm, payer) for payer in ("ministry", None)}
    averted = ratios[None].averted
    d = decimals_for(averted.low, averted.value, averted.high)
    said.append(text("costs.averted", lang, weeks=comparison.question.weeks, value=number(averted.value, lang, d), span=span(averted.low, averted.high, lang, d)))
    if ratios[None].verdict != "given":
        return [*said[:-1], f"{said[-1]} {text(f'costs.{ratios[None].verdict}', lang)}"]
    for payer, ratio in ratios.items():
        who = payer_name(payer, lang)
        told = {"payer": who, "value": number(ratio.value, lang, 0), "span": span(ratio.low, ratio.high, lang, 0), "money": money}
        said.append(text("costs.given", lang, judged=text("costs.judged", lang, judged=judged, all=every), **told))
    return said


def on_ceiling(comparison: Comparison, arm: int, lang: str = "en") -> str:
    """Whether an arm is over the ceiling; empty without one."""
    limit = ceiling(comparison, arm)
    if limit is None:
        return ""
    told = {"ceiling": number(limit.amount, lang, 0), "share": percent(limit.share, lang)}
    if limit.over:
        return text("costs.over", lang, years=listed([str(year) for year in limit.over], lang), **told)
    return text("costs.under", lang, **told)


def payer_name(payer: str | None, lang: str = "en") -> str:
    """A payer in words; None is all of them."""
    from simulation.spending import PAYER_WORDS

    return text("payer.all", lang) if payer is None else PAYER_WORDS[payer](lang)


def _line(cells: Sequence[str]) -> str:
    first, *rest = cells
    return "  ".join([first.ljust(WIDTHS[0]), *(c.rjust(w) for c, w in zip(rest, WIDTHS[1:], strict=True))]).rstrip()


def encodable(said: str, encoding: str | None = None) -> str:
    """The text as a terminal can show it: plain signs and letters for what its encoding lacks.

    Grouping spaces and minus signs are always plain here, so that columns stay aligned.
    """
    encoding = encoding or getattr(sys.stdout, "encoding", None) or "utf-8"
    return "".join(_shown(c, encoding) for c in said.replace(NARROW, " ").replace(MINUS, "-"))


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
    pieces = []
    for arm in range(1, len(comparison.arms)):
        rows = []
        for label, group, cells in _rows(comparison, arm, lang):
            told = name("group", group, lang)
            told = told if group == "everybody" else text("table.worst", lang, group=told)
            numbers = "".join(f'<td class="n">{escape(c)}</td>' for c in cells)
            rows.append(f'<tr><th scope="row">{escape(label)}</th><td>{escape(told)}</td>{numbers}</tr>')
        mark = f" [{text('costs.mark', lang)}]" if is_over(comparison, arm) else ""
        title = escape(f"{title_of(comparison, arm, lang)} ({comparison.arms[arm]}){mark}")
        pieces.append(f"<table><caption>{title}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
    under = "".join(f"<li>{escape(note)}</li>" for note in notes(comparison, lang))
    return f'{"".join(pieces)}<ul class="notes">{under}</ul>'


def sentences(comparison: Comparison, lang: str = "en", arm: int | None = None) -> list[str]:
    """Five plain sentences on each policy, or on one arm (see ``experiments.sentences``)."""
    from experiments.sentences import on_arm

    return [s for a in (range(1, len(comparison.arms)) if arm is None else [arm]) for s in on_arm(comparison, a, lang)]


def first_figures(comparison: Comparison, lang: str = "en") -> str:
    """A line per policy while replicates are still running: provisional, with the interval so far."""
    said = []
    for arm in range(1, len(comparison.arms)):
        e = comparison.estimate(arm, headlines()[0])
        label = f"{comparison.arms[arm]}: {name('short', e.outcome, lang)}"
        said.append(text("first", lang, n=e.replicates, label=label, phrase=phrase(e, comparison.question.baseline, lang)))
    return encodable("\n".join(said))


def run_table(records: Sequence[Record], lang: str = "en", encoding: str | None = None) -> str:
    """The headline values of one run or of several replicates, as ``minga run`` prints them."""
    from simulation.outcomes import BY_NAME

    first, many = records[0], len(records) > 1
    lines = [f"{first.system}, {first.policy}", f"{text('table.outcome', lang):<44}{text('head.value', lang):>20}" + f"  95{NARROW}%" * many, "-" * 100]
    for o in headlines():
        mean, low, high = level([BY_NAME[o].over_run(r, "everybody") for r in records], BY_NAME[o].unit)
        lines.append(f"{labelled(o, first.scenario, lang):<44}{number(mean, lang):>20}" + (f"  {span(low, high, lang, 2)}" if many else ""))
    share = number(100 * first.scale, lang, 0 if first.scale >= 0.01 else 2)
    lead = text("lead run", lang, weeks=first.weeks, burn=first.scenario.burn_in_weeks, n=len(records), share=f"{share}{NARROW}%", policies=first.policy)
    return encodable("\n".join([*lines, "", lead, text("runs", lang, n=len(records)) if many else text("one luck", lang)]), encoding)
