"""Told: what policies cost for the health they give, in words, as tables, and as JSON."""

from __future__ import annotations

import math
from typing import Any

from experiments.figures import Rows
from experiments.spending import Mean, Ratio
from experiments.terminal import paragraph, table, width_of_terminal
from experiments.wording import encodable, payer_name
from experiments.words import NARROW, listed, name, percent, text
from experiments.worth.asking import ALL
from experiments.worth.frontier import DOMINATED, EFFICIENT, EXTENDED, Strategy
from experiments.worth.saying import ends, money, on_runs, on_threshold, per, rounded, told
from experiments.worth.weighed import Weighed
from simulation.draws import PAYERS


def title(found: Weighed, lang: str) -> str:
    """The question."""
    return text("ce.title", lang, system=found.worlds.system.title(lang))


def ratio_words(ratio: Ratio | None, lang: str) -> str:
    """A cost of a DALY averted with its interval, or why there is none."""
    if ratio is None:
        return ""
    if ratio.verdict != "given":
        return text(f"ratio.{ratio.verdict}", lang)
    return f"{told(ratio.value, lang)} ({ends(ratio.low, ratio.high, lang)})"


def judged(found: Weighed, lang: str) -> str:
    """How many unit costs are judged."""
    said = text("costs.judged", lang, judged=found.judged, all=found.costs)
    return said[0].upper() + said[1:]


def answer(found: Weighed, lang: str) -> list[str]:
    """The answer in sentences."""
    worlds = found.worlds

    def called(arm: int) -> str:
        return worlds.title(arm, lang)

    front = sorted((s for s in found.strategies if s.standing == EFFICIENT), key=lambda s: s.averted.value)
    said = []
    if len(front) > 1:
        items = [text("ce.arm", lang, arm=called(front[0].arm))]
        for s in front[1:]:
            given = s.step is not None and s.step.verdict == "given"
            items.append(text("ce.then", lang, arm=called(s.arm), ratio=f"{ratio_words(s.step, lang)} {money(worlds, lang)}") if given else text("ce.unsure", lang, arm=called(s.arm)))
        said.append(text("ce.frontier", lang, items="; ".join(items)))
    else:
        said.append(text("ce.only", lang, arm=called(front[0].arm)))
    for standing, key in ((DOMINATED, "ce.dominated"), (EXTENDED, "ce.extended")):
        items = [arm if standing == EXTENDED else text("ce.by", lang, arm=arm, by=called(s.against or 0)) for s in found.strategies if s.standing == standing for arm in [text("ce.arm", lang, arm=called(s.arm))]]
        if items:
            said.append(text(key, lang, items=listed(items, lang)))
    at, low, high = (
        {"per": per(worlds, float(found.at.at[k]), lang), "arm": called(int(found.at.best[k])), "share": percent(float(found.at.share[k, found.at.best[k]]), lang)} for k in range(3)
    )
    said.append(text("ce.best", lang, **at))
    said.append(text("ce.range", lang, low=told(float(found.at.at[1]), lang), arm_low=low["arm"], share_low=low["share"], high=told(float(found.at.at[2]), lang), arm_high=high["arm"], share_high=high["share"]))
    return [*said, text("ce.judged", lang, judged=judged(found, lang))]


def on_groups(found: Weighed, lang: str) -> list[str]:
    """Who gains more than their counterpart, or that nobody can be told to."""
    sure = [g for g in found.gaps if g.sure]
    if not sure:
        return [text("ce.gap.none", lang, n=len(found.gaps))]
    said = []
    for g in sure:
        more = g.dalys.value > 0
        low, high = (g.dalys.low, g.dalys.high) if more else (-g.dalys.high, -g.dalys.low)
        group, other = (g.second, g.first) if more else (g.first, g.second)
        said.append(text("ce.gap.said", lang, policy=found.worlds.title(g.arm, lang), group=name("group", group, lang), other=name("group", other, lang), gain=told(abs(g.dalys.value), lang), span=ends(low, high, lang), s=NARROW))
    return said


def reading(found: Weighed, lang: str) -> list[str]:
    """How to read it, and how it was made."""
    return [text("ce.method", lang), text("ce.intervals", lang), on_threshold(found.worlds, found.threshold, lang), *on_runs(found.worlds, found.reading.payer, lang)]


def _ends_heads(lang: str) -> list[str]:
    return [text("wo.low", lang), text("wo.high", lang)]


def _three(mean: Mean | None) -> list[Any]:
    return ["", "", ""] if mean is None else [rounded(x) for x in (mean.value, mean.low, mean.high)]


def ordered(found: Weighed) -> list[Strategy]:
    """Strategies from the least to the most extra money."""
    return sorted(found.strategies, key=lambda s: (s.extra.value, s.arm))


def strategy_rows(found: Weighed, lang: str) -> Rows:
    """Every arm: extra money and DALYs averted with intervals, both ratios, its standing."""
    heads = [text("wo.policy", lang), text("ce.extra", lang, money=money(found.worlds, lang)), *_ends_heads(lang), text("ce.averted", lang), *_ends_heads(lang),
             text("ce.ratio", lang), text("ce.standing", lang), text("ce.step", lang)]
    rows: list[list[Any]] = []
    for s in ordered(found):
        standing = name("standing", s.standing, lang)
        if s.standing == DOMINATED:
            standing = text("ce.by", lang, arm=standing, by=found.worlds.title(s.against or 0, lang))
        numbers = [*_three(s.extra), *_three(s.averted)] if s.arm else [0.0, "", "", 0.0, "", ""]
        rows.append([found.worlds.title(s.arm, lang), *numbers, ratio_words(s.ratio, lang), standing, ratio_words(s.step, lang)])
    return heads, rows


def curve_rows(found: Weighed, lang: str) -> Rows:
    """Numbers of the acceptability curve, and which arm has the best mean."""
    arms = range(len(found.worlds.arms))
    heads = [text("ce.threshold", lang), *(found.worlds.title(a, lang) for a in arms), text("vi.today.head", lang)]
    c = found.curve
    return heads, [[float(w), *map(float, share), found.worlds.title(int(best), lang)] for w, share, best in zip(c.at, c.share, c.best, strict=True)]


def impact_rows(found: Weighed, lang: str) -> Rows:
    """Extra money by policy, payer and year with intervals; payers that pay nothing more are left out."""
    heads = [text("wo.policy", lang), text("ce.payer", lang), text("ce.year", lang), text("ce.extra", lang, money=money(found.worlds, lang)), *_ends_heads(lang)]
    rows: list[list[Any]] = []
    years = sorted({year for _, _, year in found.impact})
    for arm in range(1, len(found.worlds.arms)):
        for payer in (*PAYERS, ALL):
            means = [found.impact[arm, payer, year] for year in years]
            if any(m.low or m.high for m in means):
                rows += [[found.worlds.title(arm, lang), payer_name(None if payer == ALL else payer, lang), str(year), *_three(m)] for year, m in zip(years, means, strict=True)]
    return heads, rows


def group_rows(found: Weighed, lang: str) -> Rows:
    """What each policy does for each group: DALYs averted, in care, what users pay."""
    heads = [text("wo.policy", lang), text("ce.group", lang), text("ce.gain", lang, s=NARROW), *_ends_heads(lang), text("ce.care", lang), *_ends_heads(lang),
             text("ce.pays", lang, money=money(found.worlds, lang)), *_ends_heads(lang)]
    return heads, [[found.worlds.title(g.arm, lang), name("group", g.group, lang), *_three(g.dalys), *_three(g.care), *_three(g.pays)] for g in found.gains]


def paired_rows(found: Weighed, lang: str) -> Rows:
    """How much pairing saves, by outcome and policy."""
    from simulation.outcomes import BY_NAME

    heads = [text("wo.policy", lang), *(BY_NAME[outcome].label(lang) for outcome in found.paired)]
    return heads, [[found.worlds.title(arm, lang), *(rounded(float(v[arm - 1])) for v in found.paired.values())] for arm in range(1, len(found.worlds.arms))]


def as_text(found: Weighed, lang: str = "en", width: int | None = None) -> str:
    """The answer for a terminal."""
    width = width or width_of_terminal()
    heads = [text("wo.policy", lang), text("ce.extra", lang, money=money(found.worlds, lang)), text("wo.ci", lang), text("ce.averted", lang), text("wo.ci", lang), text("ce.ratio", lang), text("ce.standing", lang)]
    lines = []
    for s in ordered(found):
        means = [x for m in (s.extra, s.averted) for x in (told(m.value, lang, sign=True), ends(m.low, m.high, lang))] if s.arm else ["0", "", "0", ""]
        lines.append([found.worlds.title(s.arm, lang), *means, ratio_words(s.ratio, lang), name("standing", s.standing, lang)])
    after = [" ".join(on_groups(found, lang)), on_threshold(found.worlds, found.threshold, lang), *on_runs(found.worlds, found.reading.payer, lang)]
    return encodable("\n\n".join([paragraph(" ".join(answer(found, lang)), width=width), table(heads, lines, width), *(paragraph(s, width=width) for s in after)]))


def plain(x: float) -> float | None:
    """A number for machines."""
    return float(f"{float(x):.6g}") if math.isfinite(float(x)) else None


def _mean(m: Mean | None) -> list[float | None] | None:
    return None if m is None else [plain(m.value), plain(m.low), plain(m.high)]


def _ratio(r: Ratio | None) -> dict[str, Any] | None:
    return None if r is None else {"verdict": r.verdict, "value": plain(r.value), "interval": [plain(r.low), plain(r.high)], "method": "ratio of means, Fieller"}


def machine(found: Weighed) -> dict[str, Any]:
    """The answer for machines; money and DALYs at full size over the horizon."""
    from simulation.ground.cache import source_hash

    worlds, names = found.worlds, found.worlds.arms
    return {
        "question": {**worlds.asked.about_runs(), "payer": found.reading.payer}, "model": source_hash(), "answer": answer(found, "en"),
        "threshold": {"per_daly": plain(found.threshold.value), "gdp_per_head": plain(found.threshold.head) or None, "multiple": plain(found.threshold.multiple) or None},
        "discount": dict(zip(("costs", "health"), map(plain, worlds.rates), strict=True)), "currency": worlds.system.currency, "price_year": worlds.system.price_year,
        "strategies": [
            {"policy": names[s.arm], "extra": _mean(s.extra), "dalys_averted": _mean(s.averted), "standing": s.standing, "against": None if s.against is None else names[s.against],
             "cost_per_daly_averted": _ratio(s.ratio), "cost_per_daly_more": _ratio(s.step)}
            for s in found.strategies
        ],
        "acceptability": [
            {"per_daly": plain(w), "best_in_share_of_draws": {n: plain(x) for n, x in zip(names, share, strict=True)}, "best_mean": names[int(best)]}
            for c in (found.at, found.curve) for w, share, best in zip(c.at, c.share, c.best, strict=True)
        ],
        "budget_impact": [{"policy": names[arm], "payer": payer, "year": year, "extra": _mean(m)} for (arm, payer, year), m in found.impact.items()],
        "by_group": [{"policy": names[g.arm], "group": g.group, "dalys_averted_per_1000": _mean(g.dalys), "in_care": _mean(g.care), "users_pay": _mean(g.pays)} for g in found.gains],
        "gaps": [{"policy": names[g.arm], "first": g.first, "second": g.second, "second_less_first": _mean(g.dalys), "sure": g.sure} for g in found.gaps],
        "unit_costs_judged": found.judged, "unit_costs": found.costs,
        "variance_unpaired_over_paired": {outcome: {n: plain(x) for n, x in zip(names[1:], v, strict=True)} for outcome, v in found.paired.items()},
        "draws": len(worlds.values), "runs": worlds.runs, "left_out": [{"policy": p, "because": why} for p, why in worlds.left_out],
    }
