"""Said: a trial in a sentence and a table, in the terminal and on the page."""

from __future__ import annotations

import math
from typing import Any

from experiments.figures import Rows
from experiments.trial.design import INDIVIDUAL, Trial
from experiments.trial.found import POWERS, PUBLISHED, Found, Mean, Share
from experiments.words import decimals_for, name, number, percent, text
from simulation.people.codes import CARES

SHARES = ("power", "permutation", "agree", "false_alarms", "covered", "analysable")
MEANS = ("estimate", "true_treated", "true_controls", "contrast", "bias", "null_estimate", "others", "others_with")
COUNTS = ("participants", "analysed", "lost", "reached", "controls_reached", "elsewhere", "centres", "per_centre", "eligible", "others_changed", "residents")


def signed(value: float, lang: str, low: float = math.nan, high: float = math.nan) -> str:
    """A difference, as precise as its interval."""
    return number(value, lang, decimals_for(low, value, high), sign=True)


def span(m: Mean | Share, lang: str, one: bool = False) -> str:
    """An interval in words: of the mean, or where one trial would lie."""
    if isinstance(m, Share):
        return text("to", lang, low=percent(m.low, lang), high=percent(m.high, lang))
    low, high = (m.one_low, m.one_high) if one else (m.low, m.high)
    decimals = decimals_for(low, m.value, high)
    return text("to", lang, low=number(low, lang, decimals, sign=True), high=number(high, lang, decimals, sign=True))


def sentence(found: Found, lang: str) -> str:
    """What the trial shows, in a few sentences with intervals."""
    trial, means, shares, formula = found.trial, found.means(), found.shares(), found.by_formula()
    power, estimate, true, contrast = shares["power"], means["estimate"], means["true_treated"], means["contrast"]
    said = text(
        "trial.sentence", lang, n=len(found.data), arm=trial.arms[found.arm].title(lang), control=trial.arms[0].title(lang),
        alpha=number(trial.analysis.alpha, lang, 2), power=percent(power.value, lang), power_span=span(power, lang), formula=percent(formula["power"], lang),
    )
    said += " " + text(
        "trial.effect", lang, estimate=signed(estimate.value, lang, estimate.low, estimate.high), one=span(estimate, lang, one=True),
        true=signed(true.value, lang, true.low, true.high), true_span=span(true, lang), contrast=signed(contrast.value, lang, contrast.low, contrast.high),
        contrast_span=span(contrast, lang),
    )
    return f"{said} {_needs(found, formula, lang)}"


def _needs(found: Found, formula: dict[str, Any], lang: str) -> str:
    wanted = formula["needed"].get(POWERS[0])
    contrast = found.means()["contrast"]
    # an effect that cannot be told from none has no size at which it would be found
    if wanted is None or not contrast.low * contrast.high > 0:
        return text("trial.size_none", lang)
    return text("trial.size", lang, power=percent(POWERS[0], lang), needed=needed_text(found, wanted, lang))


def needed_text(found: Found, wanted: int | None, lang: str) -> str:
    """A size in words."""
    if wanted is None:
        return text("trial.beyond", lang)
    if found.trial.design == INDIVIDUAL:
        return text("trial.needs_people", lang, n=number(wanted, lang, 0))
    return text("trial.needs_centres", lang, n=number(wanted, lang, 0), m=number(found.size()[1], lang, 0))


def rows(found: Found, lang: str) -> Rows:
    """The table: shares of trials, then units of the outcome, then people; each with its interval."""
    heads = [text(f"trial.t.{k}", lang) for k in ("what", "value", "low", "high", "one_low", "one_high", "n")]
    shares, means, counts = found.shares(), found.means(), found.counts()
    body: list[list[Any]] = []
    for which in SHARES:
        if which in shares:
            s = shares[which]
            body.append([text(f"trial.r.{which}", lang), 100 * s.value, 100 * s.low, 100 * s.high, "", "", s.n])
    for which in (*MEANS, *COUNTS):
        m = means.get(which) or counts.get(which)
        if m is not None:
            body.append([text(f"trial.r.{which}", lang), m.value, m.low, m.high, m.one_low, m.one_high, m.n])
    return heads, body


def icc_line(found: Found, lang: str) -> str:
    """The ICC beside the published range."""
    value, low, high = PUBLISHED[found.kind]
    icc = found.icc
    where = "inside" if low <= icc.value <= high else "below" if icc.value < low else "above"
    return text(
        "trial.icc", lang, icc=number(icc.value, lang, 3), span=text("to", lang, low=number(icc.low, lang, 3), high=number(icc.high, lang, 3)),
        kind=text(f"trial.icc.{found.kind}", lang), value=number(value, lang, 2), low=number(low, lang, 2), high=number(high, lang, 2),
        inside=text(f"trial.icc.{where}", lang),
    )


def formula_lines(found: Found, lang: str) -> list[str]:
    """Power and size by formula, as met and as planned."""
    formula, v = found.by_formula(), found.variances
    centres, people = found.size()
    size = text("trial.needs_people", lang, n=number(people, lang, 0)) if found.trial.design == INDIVIDUAL else text(
        "trial.needs_centres", lang, n=centres, m=number(people, lang, 1))
    contrast = found.means()["contrast"]
    lines = [text(
        "trial.formula", lang, sd=number(v.sd, lang, 2), r=number(v.correlation, lang, 2), icc=number(v.icc, lang, 3), size=size,
        power=percent(formula["power"], lang), effect=signed(contrast.value, lang, contrast.low, contrast.high),
        p80=needed_text(found, formula["needed"].get(0.8), lang), p90=needed_text(found, formula["needed"].get(0.9), lang),
    )]
    plan = found.trial.planned
    if plan is not None:
        wanted = formula["planned_needed"]
        told = text("trial.beyond", lang) if wanted is None else (
            text("trial.needs_people", lang, n=number(wanted, lang, 0)) if found.trial.by_person
            else text("trial.needs_centres", lang, n=number(wanted, lang, 0), m=number(found.trial.recruitment.total, lang, 0)))
        lines.append(text(
            "trial.planned", lang, effect=number(plan.effect, lang, 1), sd=number(plan.sd, lang, 1), r=number(plan.correlation, lang, 2),
            icc=number(0 if found.trial.by_person else plan.icc, lang, 2), power=percent(formula["planned_power"], lang), needed=told, wanted=percent(plan.power, lang),
        ))
    return lines


def first_line(found: Found, lang: str) -> str:
    """The first holding as one paper would report it."""
    one = found.results[0]
    decimals = decimals_for(one.low, one.estimate, one.high)
    told = text("to", lang, low=number(one.low, lang, decimals, sign=True), high=number(one.high, lang, decimals, sign=True))
    return text("trial.first", lang, estimate=number(one.estimate, lang, decimals, sign=True), span=told, p=number(one.p, lang, 3), n=one.analysed)


def table(found: Found, lang: str) -> str:
    """The table for a terminal."""
    heads, body = rows(found, lang)
    cells = [[str(r[0]), *(c if isinstance(c, str) else number(c, lang, _decimals(r)) for c in r[1:-1]), str(r[-1])] for r in body]
    shown = [[heads[0], heads[1], "95 %", text("trial.t.one_low", lang).split(",")[0], heads[6]]]
    shown += [[c[0], c[1], _pair(c[2], c[3]), _pair(c[4], c[5]), c[6]] for c in cells]
    widths = [max(len(line[k]) for line in shown) for k in range(5)]
    lines = ["  ".join(line[k].ljust(widths[k]) if k == 0 else line[k].rjust(widths[k]) for k in range(5)).rstrip() for line in shown]
    return "\n".join(lines)


def _pair(low: str, high: str) -> str:
    return f"{low} … {high}" if low or high else ""


def _decimals(row: list[Any]) -> int:
    numbers = [x for x in row[1:4] if isinstance(x, float)]
    return min(decimals_for(numbers[1], numbers[0], numbers[2]), 3) if len(numbers) == 3 else 2


def facts(trial: Trial, lang: str) -> list[tuple[str, str]]:
    """How the trial is held: name and text of each part."""
    who, how, one, world, lost = trial.eligible, trial.recruitment, trial.instrument, trial.world, trial.attrition
    told = {"disorders": ", ".join(name("disorder", d, lang) for d in who.disorders), "care": ", ".join(name("care", c, lang) for c in who.care)}
    if set(who.care) == set(CARES):
        told["care"] = text("trial.f.anywhere", lang)
    follow = ", ".join(str(w) for w in trial.follow_up)
    r = one.reliability
    outcome = text("trial.f.instrument", lang, title=one.title(lang), low=number(one.lowest, lang, 0), high=number(one.highest, lang, 0), step=number(one.step, lang, 1),
                   r=number(r.value, lang, 2), r_low=number(r.low, lang, 2), r_high=number(r.high, lang, 2)) if one.step or r.value < 1 else text("trial.f.counted", lang, title=one.title(lang))
    where = text("trial.centres", lang, n=world.centres, like=world.like or world.system) if world.centres else text("trial.as_is", lang, system=world.system)
    if world.centres:
        b = world.between
        where += "; " + text("trial.f.between", lang, b=number(b.value, lang, 2), low=number(b.low, lang, 2), high=number(b.high, lang, 2))
    method = text(f"method.{trial.analysis.method}", lang)
    adjusted = trial.analysis.baseline and trial.analysis.method in ("ancova", "gee", "cluster-means")
    return [
        (text("trial.f.design", lang), text(f"design.{trial.design}", lang)),
        (text("trial.f.arms", lang), "; ".join(f"{a.title(lang)} ({', '.join((*a.policies, *a.programmes)) or '–'})" for a in trial.arms)),
        (text("trial.f.world", lang), where),
        (text("trial.f.who", lang), text("trial.f.who_text", lang, disorders=told["disorders"], care=told["care"], young=who.ages[0], old=who.ages[1],
                                         severity=number(who.severity, lang, 1), consent=percent(who.consent, lang))),
        (text("trial.f.how", lang), text("trial.f.how_person" if trial.by_person else "trial.f.how_centre", lang, per_week=how.per_week, total=how.total,
                                         weeks=how.weeks, start=how.start, follow=follow)),
        (text("trial.f.lost", lang), text("trial.f.lost_text", lang, rate=percent(lost.rate.value, lang), low=percent(lost.rate.low, lang),
                                          high=percent(lost.rate.high, lang), severity=number(lost.severity, lang, 1))),
        (text("trial.f.outcome", lang), outcome),
        (text("trial.f.analysis", lang), method + (text("trial.baseline", lang) if adjusted else "") + f"; α = {number(trial.analysis.alpha, lang, 2)}"),
    ]
