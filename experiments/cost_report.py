"""The report's section on money: who pays, cash by year and its ceiling, health lost, and what a DALY costs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from experiments import cost_figures, figures
from experiments.page import csv_link, figure, section, table_of
from experiments.spending import unit_costs
from experiments.wording import level, on_ceiling, on_money, payer_name, phrase, span, title_of
from experiments.words import number, percent, text
from simulation.draws import PAYERS

if TYPE_CHECKING:
    from experiments.compare import Comparison

BY_PAYER = [f"cost_{payer}" for payer in PAYERS]
HEALTH = ["dalys", "yld", "yll"]


def cost_section(comparison: Comparison, lang: str) -> str:
    """The whole section."""
    arms = range(1, len(comparison.arms))
    judged, every = unit_costs(comparison)
    about = text("costs.about", lang, money=cost_figures.money(comparison, lang), judged=judged, all=every)
    told = "".join(
        f"<h3>{escape(title_of(comparison, arm, lang))}</h3><ul>{''.join(f'<li>{escape(s)}</li>' for s in on_money(comparison, arm, lang))}</ul>"
        for arm in arms
    )
    return section(
        text("h.costs", lang), f"<p>{escape(about)}</p>", told, f'<p class="notes">{escape(method(comparison, lang))}</p>',
        *_payers(comparison, lang), *_cash(comparison, lang), _health(comparison, lang), new=True, id="costs",
    )


def method(comparison: Comparison, lang: str) -> str:
    """How a cost per DALY is made, and whether anything is discounted."""
    values = comparison.question.baseline.values
    costs, health = (float(values[f"burden.discount_{what}"].value) for what in ("costs", "health"))
    if costs or health:
        discount = text("costs.discount", lang, costs=percent(costs, lang), health=percent(health, lang))
    else:
        discount = text("costs.no discount", lang)
    return text("costs.method", lang, discount=discount)


def _payers(comparison: Comparison, lang: str) -> list[str]:
    many = len(comparison.arms)
    items = []
    for payer in PAYERS:
        mean, low, high = level(cost_figures.a_year(comparison, 0, payer))
        items.append(f"{payer_name(payer, lang)} {number(mean, lang, 0)} ({span(low, high, lang, 0)})")
    lead = f"{title_of(comparison, 0, lang)}: {'; '.join(items)}"
    bars = cost_figures.by_payer(comparison, figures.new_axes(size=(9, 1.9 + 0.5 * many)), lang)
    dots = figures.panels(comparison, BY_PAYER, figures.new_axes(2, 2, (9.5, 2 * (1.5 + 0.42 * many))), lang)
    estimates = [
        (f"{title_of(comparison, arm, lang)}: {payer_name(payer, lang)}", comparison.estimate(arm, f"cost_{payer}"))
        for arm in range(1, many) for payer in PAYERS
    ]
    return [
        figure(text("see.payers", lang, weeks=comparison.question.weeks, items=lead), bars, cost_figures.payer_rows(comparison, lang), "cost-by-payer", lang),
        figure(text("see.payer_differences", lang), dots, figures.estimate_rows(estimates, lang), "cost-by-payer-differences", lang),
    ]


def _cash(comparison: Comparison, lang: str) -> list[str]:
    items = []
    if comparison.budget is not None:
        items = [text("see.cash_ceiling", lang, title=title_of(comparison, arm, lang), verdict=on_ceiling(comparison, arm, lang)) for arm in range(1, len(comparison.arms))]
    axes = cost_figures.ministry_cash(comparison, figures.new_axes(size=(9, 4.8)), lang)
    lines = cost_figures.line_rows(comparison, lang)
    return [
        figure(text("see.cash", lang, items=" ".join(items)).strip(), axes, cost_figures.cash_rows(comparison, lang), "cash-by-year", lang),
        f"<details><summary>{text('see.lines', lang)}</summary>{table_of(lines, lang)}</details><p>{csv_link(lines, 'cost-by-line', lang)}</p>",
    ]


def _health(comparison: Comparison, lang: str) -> str:
    arms = range(1, len(comparison.arms))
    items = [f"{title_of(comparison, arm, lang)}: {phrase(comparison.estimate(arm, 'dalys'), comparison.question.baseline, lang)}" for arm in arms]
    axes = figures.panels(comparison, HEALTH, figures.new_axes(3, 1, (11, 1.9 + 0.5 * len(comparison.arms))), lang, 3)
    estimates = [(f"{title_of(comparison, arm, lang)}: {o}", comparison.estimate(arm, o)) for arm in arms for o in HEALTH]
    return figure(text("see.dalys", lang, items="; ".join(items)), axes, figures.estimate_rows(estimates, lang), "health-lost", lang)
