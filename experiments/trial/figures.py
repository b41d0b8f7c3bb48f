"""Figures of trials: estimates beside the truth, scores over time, power by size. Each has its numbers as rows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from experiments.figures import COLOURS, MARKERS, STYLES, Rows, new_axes, plain_axes
from experiments.trial.design import INDIVIDUAL
from experiments.trial.found import Found, mean_of
from experiments.trial.power import curve
from experiments.words import text


def forest(found: Found, lang: str, ax: Any = None) -> Any:
    """Every trial's estimate with its interval, by size, beside what can be found at best."""
    ax = new_axes(size=(8, 5.6), shown=True) if ax is None else ax
    results = sorted((r for r in found.results if r.there), key=lambda r: r.estimate)
    for k, r in enumerate(results):
        off = r.p < found.trial.analysis.alpha
        ax.plot([r.low, r.high], [k, k], color=COLOURS[2] if off else "0.6", lw=1.6 if off else 1.0)
        ax.plot(r.estimate, k, MARKERS[1] if off else MARKERS[0], ms=3.5, color=COLOURS[2] if off else "0.3")
    ax.axvline(0, color="0.3", lw=0.9)
    best = found.means()["contrast"]
    if math.isfinite(best.low):
        ax.axvspan(best.low, best.high, color=COLOURS[1], alpha=0.15, lw=0)
    ax.axvline(best.value, color=COLOURS[1], ls="--", lw=1.6)
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=COLOURS[1], ls="--", label=text("trial.key.best", lang)), Line2D([], [], color=COLOURS[2], marker=MARKERS[1], ms=4, label=text("trial.key.found", lang)),
        Line2D([], [], color="0.6", marker=MARKERS[0], ms=4, mfc="0.3", mec="0.3", label=text("trial.key.not", lang)),
    ]
    ax.legend(handles=handles, frameon=False, fontsize=9, loc="upper left")
    ax.set_xlabel(text("trial.axis.estimate", lang, unit=found.trial.instrument.title(lang)))
    ax.set_ylabel(text("trial.axis.trial", lang))
    ax.set_yticks([])
    ax.grid(axis="x", color="0.9")
    return plain_axes(ax, lang, "", "x")


def forest_rows(found: Found, lang: str) -> Rows:
    """Numbers of ``forest``, in the order in which trials were held."""
    heads = [text("trial.t.n", lang), *(text(f"trial.r.{k}", lang) for k in ("estimate",)), text("low end", lang), text("high end", lang), "p", "p*", text("trial.r.contrast", lang)]
    return heads, [[k + 1, r.estimate, r.low, r.high, r.p, r.permutation, float(c)] for k, (r, c) in enumerate(zip(found.results, found.contrast, strict=True))]


def course(found: Found, lang: str, ax: Any = None) -> Any:
    """Mean true scores at the baseline and each follow-up, with 95 % intervals over trials."""
    ax = new_axes(size=(8, 4.6), shown=True) if ax is None else ax
    weeks = np.array([0, *found.trial.follow_up], float)
    shift = 0.012 * weeks[-1]
    for k, (name, values) in enumerate(found.courses().items()):
        means = [mean_of(values[:, n]) for n in range(values.shape[1])]
        middle = np.array([m.value for m in means])
        error = np.array([[m.value - m.low, m.high - m.value] for m in means]).T
        ax.errorbar(weeks + (k - 1) * shift, middle, yerr=error, color=COLOURS[k], ls=STYLES[k], marker=MARKERS[k], ms=5, capsize=3, label=text(f"trial.key.{name}", lang))
    ax.set_xlabel(text("trial.axis.occasion", lang))
    ax.set_ylabel(found.trial.instrument.title(lang))
    ax.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)
    return plain_axes(ax, lang, "")


def course_rows(found: Found, lang: str) -> Rows:
    """Numbers of ``course``."""
    courses = found.courses()
    heads = [text("trial.axis.occasion", lang)]
    for name in courses:
        heads += [f"{text(f'trial.key.{name}', lang)}, {text(end, lang)}" for end in ("mean", "low end", "high end")]
    body = []
    for n, week in enumerate((0, *found.trial.follow_up)):
        line: list[Any] = [week]
        for values in courses.values():
            m = mean_of(values[:, n])
            line += [m.value, m.low, m.high]
        body.append(line)
    return heads, body


def _sizes(found: Found) -> tuple[Any, float, float]:
    """Sizes of the curve, the size that was lived, and people of a centre."""
    centres, people = found.size()
    lived = people if found.trial.design == INDIVIDUAL else float(centres)
    steps = len(found.trial.follow_up) - 1 if found.trial.design == "stepped-wedge" else 2
    top = max(6 * lived, 4.0)
    every = np.unique(np.maximum(np.linspace(max(lived / 4, 4), top, 40).astype(int) // steps * steps, 2 * steps))
    return every, lived, people


def curve_of(found: Found, lang: str, ax: Any = None) -> Any:
    """Power by formula, and what was lived."""
    ax = new_axes(size=(8, 4.4), shown=True) if ax is None else ax
    sizes, lived, people = _sizes(found)
    effect, shares = found.means()["contrast"].value, found.shares()["power"]
    if math.isfinite(effect):
        ax.plot(sizes, 100 * curve(found.trial, found.variances, effect, people, sizes), color=COLOURS[1], lw=1.8, label=text("trial.key.formula", lang))
    ax.errorbar([lived], [100 * shares.value], yerr=[[100 * (shares.value - shares.low)], [100 * (shares.high - shares.value)]], fmt=MARKERS[2], color=COLOURS[2],
                ms=7, capsize=4, label=text("trial.key.lived", lang))
    ax.axhline(80, color="0.6", ls=":", lw=1)
    ax.set_ylim(0, 102)
    ax.set_xlabel(text("trial.axis.people" if found.trial.design == INDIVIDUAL else "trial.axis.centres", lang))
    ax.set_ylabel(text("trial.axis.power", lang))
    ax.legend(frameon=False, fontsize=9, loc="lower right")
    return plain_axes(ax, lang, "")


def curve_rows(found: Found, lang: str) -> Rows:
    """Numbers of ``curve_of``."""
    sizes, _, people = _sizes(found)
    effect = found.means()["contrast"].value
    values = curve(found.trial, found.variances, effect, people, sizes) if math.isfinite(effect) else np.full(len(sizes), math.nan)
    heads = [text("trial.axis.people" if found.trial.design == INDIVIDUAL else "trial.axis.centres", lang), text("trial.axis.power", lang)]
    return heads, [[int(n), 100 * float(p)] for n, p in zip(sizes, values, strict=True)]
