"""Figures of money: cost by payer, and the health ministry's cash year by year; each with its rows of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.figures import COLOURS, MARKERS, STYLES, Rows, new_axes, plain_axes
from experiments.spending import cash_by_year, mean_of
from experiments.wording import level, payer_name, title_of
from experiments.words import number, text
from simulation.draws import PAYERS
from simulation.spending import LINES

if TYPE_CHECKING:
    from experiments.compare import Comparison

FILLS = (("#0072B2", ""), ("#56B4E9", "//"), ("#E69F00", "xx"), ("#CC79A7", ".."))
"""Fill and hatch of the payers, in their order."""
MILLION = 1e6


def money(comparison: Comparison, lang: str) -> str:
    """Currency and price year."""
    system = comparison.question.baseline
    return text("money", lang, currency=system.currency, year=system.price_year)


def a_year(comparison: Comparison, arm: int, payer: str | None) -> Any:
    """Money a year of 52 weeks of a payer (None: all), mean over the horizon, shape (replicates,)."""
    return cash_by_year(comparison, arm, payer).sum(axis=1) * 52 / comparison.question.weeks


def by_payer(comparison: Comparison, ax: Any = None, lang: str = "en") -> Any:
    """Stacked bars: what each payer spends in a year, for the system as it is and each policy."""
    ax = new_axes(size=(9, 1.6 + 0.5 * len(comparison.arms)), shown=True) if ax is None else ax
    arms = range(len(comparison.arms))
    floor = np.zeros(len(comparison.arms))
    for payer, (colour, hatch) in zip(PAYERS, FILLS, strict=True):
        values = np.array([a_year(comparison, arm, payer).mean() for arm in arms]) / MILLION
        ax.barh(arms, values, left=floor, color=colour, hatch=hatch, edgecolor="0.2", lw=0.5, height=0.6, label=payer_name(payer, lang))
        floor += values
    every = [level(a_year(comparison, arm, None)) for arm in arms]
    low, high = ([one[k] / MILLION for one in every] for k in (1, 2))
    ax.hlines(list(arms), low, high, color="black", lw=1.4)
    ax.plot(floor, list(arms), "|", color="black", ms=9, mew=1.6)
    ax.set_yticks(list(arms), [title_of(comparison, arm, lang) for arm in arms])
    ax.invert_yaxis()
    ax.set_xlim(left=0)
    ax.set_xlabel(text("axis.money_year", lang, money=money(comparison, lang)))
    ax.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.4, -0.28), ncols=4)
    return plain_axes(ax, lang, text("bars.band", lang), "x")


def payer_rows(comparison: Comparison, lang: str = "en") -> Rows:
    """Numbers of ``by_payer``: arm and payer, mean money a year and the interval of one more replicate."""
    heads = [text("head.payer", lang), text("head.mean", lang), text("low end", lang), text("high end", lang)]
    return heads, [
        [f"{title_of(comparison, arm, lang)}: {payer_name(payer, lang)}", *level(a_year(comparison, arm, payer))]
        for arm in range(len(comparison.arms)) for payer in (*PAYERS, None)
    ]


def years(comparison: Comparison, lang: str) -> list[str]:
    """The years of the horizon; the last one is told with its weeks if it is short."""
    weeks = comparison.question.weeks
    found = []
    for k in range((weeks + 51) // 52):
        end = min(52 * (k + 1), weeks)
        key = "cash.year" if end == 52 * (k + 1) else "cash.short"
        found.append(text(key, lang, year=k + 1, a=52 * k, b=end - 1))
    return found


def ministry_cash(comparison: Comparison, ax: Any = None, lang: str = "en") -> Any:
    """The health ministry's cash by year, with 95 % over replicates, and the ceiling if there is one."""
    ax = new_axes(size=(9, 4.6), shown=True) if ax is None else ax
    labels, many = years(comparison, lang), len(comparison.arms)
    for arm in range(many):
        x = np.arange(len(labels)) + 0.5 * (arm - (many - 1) / 2) / many
        mean, low, high = np.array([level(course) for course in cash_by_year(comparison, arm, "ministry").T]).T / MILLION
        ax.vlines(x, low, high, color=COLOURS[arm % 7], lw=1.8, ls=STYLES[arm % 7])
        ax.plot(x, mean, MARKERS[arm % 7], color=COLOURS[arm % 7], ms=7, label=title_of(comparison, arm, lang))
    if comparison.budget is not None:
        top = (cash_by_year(comparison, 0, "ministry").mean(axis=0) + comparison.budget) / MILLION
        label = text("cash.ceiling", lang, ceiling=number(comparison.budget, lang, 0))
        ax.hlines(top, np.arange(len(labels)) - 0.4, np.arange(len(labels)) + 0.4, color="0.2", lw=1.5, ls=(0, (1, 1)), label=label)
    ax.set_xticks(range(len(labels)), labels)
    ax.set_ylim(bottom=0)
    ax.set_ylabel(text("axis.money_year", lang, money=money(comparison, lang)))
    ax.grid(axis="y", color="0.9")
    ax.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    return plain_axes(ax, lang, text("lives.band", lang), "y")


def cash_rows(comparison: Comparison, lang: str = "en") -> Rows:
    """Numbers of ``ministry_cash``: arm and year, cash, and what is extra to the system as it is with its interval."""
    heads = [text("axis.year", lang), text("mean", lang), text("table.difference", lang), text("low end", lang), text("high end", lang)]
    base = cash_by_year(comparison, 0, "ministry")
    rows: list[list[Any]] = []
    for arm in range(len(comparison.arms)):
        cash = cash_by_year(comparison, arm, "ministry")
        for k, label in enumerate(years(comparison, lang)):
            extra = mean_of(cash[:, k] - base[:, k])
            rows.append([f"{title_of(comparison, arm, lang)}, {label}", float(cash[:, k].mean()), *((extra.value, extra.low, extra.high) if arm else ("", "", ""))])
    return heads, rows


def line_rows(comparison: Comparison, lang: str = "en") -> Rows:
    """Every line of spending that is not nothing: arm, line, payer, mean money in each year."""
    heads = [text("head.policy", lang), text("head.line", lang), text("head.payer", lang), *years(comparison, lang)]
    rows: list[list[Any]] = []
    for arm in range(len(comparison.arms)):
        means = np.mean([answer.cash[arm] for answer in comparison.answers], axis=0)
        rows += [
            [title_of(comparison, arm, lang), line.label(lang), payer_name(line.payer, lang), *map(float, course)]
            for line, course in zip(LINES, means, strict=True) if course.any()
        ]
    return heads, rows
