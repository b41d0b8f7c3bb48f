"""Saying: what both answers about money say of their worlds: money, threshold, discounting, payer and runs."""

from __future__ import annotations

import math

from experiments.wording import payer_name
from experiments.words import brief, number, percent, text
from experiments.worth.asking import ALL, Worlds
from experiments.worth.thresholds import Threshold

DIGITS = 3


def rounded(x: float) -> float:
    """A sum to as many digits as it deserves."""
    return float(f"{x:.{DIGITS}g}") if math.isfinite(x) else x


def told(x: float, lang: str, sign: bool = False) -> str:
    """A sum of money or a number of DALYs, to three digits."""
    x = rounded(x)
    decimals = 0 if x == 0 or abs(x) >= 100 else min(4, DIGITS - 1 - math.floor(math.log10(abs(x))))
    said = number(x, lang, decimals, sign=sign)
    point = "," if lang == "es" else "."
    return said.rstrip("0").rstrip(point) if point in said else said


def ends(low: float, high: float, lang: str) -> str:
    """An interval of such sums."""
    return text("to", lang, low=told(low, lang), high=told(high, lang)) if math.isfinite(low) else text("n/a", lang)


def money(worlds: Worlds, lang: str) -> str:
    """Currency and price year."""
    return text("money", lang, currency=worlds.system.currency, year=worlds.system.price_year)


def per(worlds: Worlds, wtp: float, lang: str) -> str:
    """So much money for a DALY averted."""
    return text("wo.per", lang, n=told(wtp, lang), money=money(worlds, lang))


def payer_words(payer: str, lang: str) -> str:
    """Whose money is counted."""
    return text("wo.payer.all", lang) if payer == ALL else payer_name(payer, lang)


def on_threshold(worlds: Worlds, threshold: Threshold, lang: str) -> str:
    """Where the threshold comes from."""
    about = {"n": told(threshold.value, lang), "money": money(worlds, lang)}
    if not threshold.multiple:
        return text("wo.wtp.given", lang, **about)
    return text("wo.wtp.default", lang, country=worlds.system.costs.system, head=told(threshold.head, lang), **{k: brief(getattr(threshold, k), lang) for k in ("multiple", "low", "high")}, **about)


def on_runs(worlds: Worlds, payer: str, lang: str) -> list[str]:
    """Whose costs, discounting, how many runs, and what does not fit."""
    asked, (costs, health) = worlds.asked, worlds.rates
    rate = text("wo.discount", lang, costs=percent(costs, lang), health=percent(health, lang)) if costs or health else text("wo.discount.none", lang)
    return [
        f"{text('wo.payer', lang, payer=payer_words(payer, lang), residents=number(worlds.residents, lang, 0), weeks=asked.weeks)} {rate} {text('wo.amounts', lang)}",
        text("wo.runs", lang, draws=len(worlds.values), lucks=asked.lucks, runs=number(worlds.runs, lang, 0), share=brief(100 * asked.scale, lang),
             lived=number(asked.scale * worlds.residents, lang, 0), seed=asked.seed),
        *(text("wo.left_out", lang, policy=p, why=why) for p, why in worlds.left_out),
    ]
