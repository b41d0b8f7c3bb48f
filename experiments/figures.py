"""Figures: every one takes ``ax=None`` and ``lang`` and returns the axes it drew on.

Colours are those of Okabe and Ito; line styles, markers and hatches say the same again, so that nothing is
told by colour alone. What a figure draws is also its table: each has a ``…_rows`` function with its numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.wording import headlines, level, title_of, uncertain_inputs, unit_of
from experiments.words import NARROW, name, number, percent, text

if TYPE_CHECKING:
    from experiments.compare import Comparison, Estimate

COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
STYLES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (8, 3)), (0, (1, 1)))
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
BADGES = {"here": ("#009E73", ""), "elsewhere": ("#56B4E9", "//"), "judged": ("#E69F00", "xx"), "yours": ("#CC79A7", "..")}
LAYERS = {
    "office": ("#0072B2", ""), "missed": ("#56B4E9", "//"), "empty": ("#FFFFFF", "."), "visits": ("#D55E00", ""),
    "travel": ("#E69F00", "\\\\"), "groups": ("#332288", ""), "lay": ("#88CCEE", "\\\\"), "meetings": ("#009E73", ""),
    "supervision": ("#CC79A7", "//"), "training": ("#F0E442", ""), "phone": ("#999999", ""), "leave": ("#DDDDDD", "xx"),
}
"""Fill and hatch of the kinds of time, from the bottom up: the office, then the community, then the rest."""
SMOOTH = 4
Rows = tuple[list[str], list[list[Any]]]
"""Columns and rows of numbers: None is what could not be computed."""


def new_axes(columns: int = 1, rows: int = 1, size: tuple[float, float] = (7.5, 4.2), shown: bool = False) -> Any:
    """Axes on a figure of their own; ``shown`` asks pyplot, so that a notebook displays it."""
    if shown:
        import matplotlib.pyplot as plt

        return plt.subplots(rows, columns, figsize=size, layout="constrained")[1]
    from matplotlib.figure import Figure

    return Figure(figsize=size, layout="constrained").subplots(rows, columns)


def plain_axes(ax: Any, lang: str, title: str, axis: str = "both") -> Any:
    """Axes without a frame, with a title and ticks written as the language does (``axis``: both, x or y)."""
    from matplotlib.ticker import FuncFormatter

    def told(value: float, _: int) -> str:
        return f"{value:.6g}".replace("-", "\u2212").replace(".", "," if lang == "es" else ".") if abs(value) < 1e4 else number(value, lang, 0)

    ax.spines[["top", "right"]].set_visible(False)
    ax.set_title(title, loc="left", fontsize=10)
    for one in {"both": [ax.xaxis, ax.yaxis], "x": [ax.xaxis], "y": [ax.yaxis]}[axis]:
        one.set_major_formatter(FuncFormatter(told))
    return ax


def _intervals(ax: Any, estimates: list[Estimate], labels: list[str], title: str, xlabel: str, lang: str) -> Any:
    """Dots with a thick interval of luck and a thin one of luck and unknown parameters, top to bottom."""
    ax.axvline(0, color="0.35", lw=0.8)
    for k, e in enumerate(estimates):
        ax.plot([e.low, e.high], [k, k], color=COLOURS[1], lw=1.3, marker="|", ms=6)
        ax.plot([e.luck_low, e.luck_high], [k, k], color=COLOURS[1], lw=4.5, solid_capstyle="butt")
        ax.plot(e.difference, k, "o", ms=6, mfc="white", mec="black", mew=1.3, zorder=3)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_xlabel(xlabel)
    ax.grid(axis="x", color="0.9")
    ax.locator_params(axis="x", nbins=6)
    return plain_axes(ax, lang, title, "x")


def _key(ax: Any, fixed: bool, lang: str) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=COLOURS[1], lw=4.5, label=text("table.long_luck", lang))]
    if not fixed:
        handles.append(Line2D([], [], color=COLOURS[1], lw=1.3, marker="|", label=text("table.long_both", lang)))
    ax.figure.legend(handles=handles, loc="outside lower center", ncols=1, frameon=False, fontsize=9)


def _axis_of(e: Estimate, comparison: Comparison, lang: str) -> str:
    unit = unit_of(e.unit, comparison.question.baseline, lang, difference=True)
    good = text(f"better.{e.better}", lang)
    return text("axis.difference", lang, unit=unit) + (f"\n{good}" if good else "")


def folded(said: str, width: int = 28) -> str:
    """A label broken into lines."""
    import textwrap

    return "\n".join(textwrap.wrap(said, width))


def differences(comparison: Comparison, outcome: str | None = None, ax: Any = None, lang: str = "en") -> Any:
    """Dots with two intervals, one row per policy; all headlines and cost in small multiples if none is named.

    ``ax`` is one pair of axes for a named outcome, an array of six without one.
    """
    if outcome is None:
        height = 2.2 + 0.75 * len(comparison.arms)
        axes = new_axes(2, 3, (9.5, 3 * height / 1.6), shown=True) if ax is None else ax
        return panels(comparison, headlines(), axes, lang)
    ax = new_axes(shown=True) if ax is None else ax
    _differences(comparison, outcome, ax, lang)
    _key(ax, comparison.question.fixed_parameters, lang)
    return ax


def panels(comparison: Comparison, outcomes: list[str], axes: Any, lang: str = "en", columns: int = 2) -> Any:
    """Dots with two intervals for several outcomes, one pair of axes each, in rows of ``columns``."""
    for k, (one, o) in enumerate(zip(np.ravel(axes), outcomes, strict=True)):
        _differences(comparison, o, one, lang)
        one.tick_params(labelleft=k % columns == 0)
    _key(np.ravel(axes)[0], comparison.question.fixed_parameters, lang)
    return axes


def _differences(comparison: Comparison, outcome: str, ax: Any, lang: str) -> None:
    from simulation.outcomes import BY_NAME

    arms = range(1, len(comparison.arms))
    estimates = [comparison.estimate(arm, outcome) for arm in arms]
    labels = [folded(title_of(comparison, arm, lang), 26) for arm in arms]
    _intervals(ax, estimates, labels, folded(BY_NAME[outcome].label(lang), 48), _axis_of(estimates[0], comparison, lang), lang)


def estimate_rows(estimates: list[tuple[str, Estimate]], lang: str = "en", first: str = "table.outcome") -> Rows:
    """Numbers of dots with intervals: name, baseline, difference, both intervals, share that helps."""
    heads = [text(first, lang), *(text(f"table.{k}", lang) for k in ("baseline", "difference"))]
    for k in ("long_luck", "long_both"):
        heads += [f"{text(f'table.{k}', lang)}, {text(end, lang)}" for end in ("low end", "high end")]
    heads.append(text("table.long_helps", lang))
    return heads, [
        [label, e.baseline, e.difference, e.luck_low, e.luck_high, e.low, e.high, e.helps] for label, e in estimates
    ]


def smooth(course: Any, weeks: int = SMOOTH) -> Any:
    """Mean of each week and the weeks before it (at most so many in all), along the last axis."""
    course = np.asarray(course, float)
    padded = np.concatenate([np.zeros((*course.shape[:-1], 1)), np.cumsum(np.nan_to_num(course), axis=-1)], axis=-1)
    known = np.concatenate([np.zeros((*course.shape[:-1], 1)), np.cumsum(np.isfinite(course), axis=-1)], axis=-1)
    end = np.arange(1, course.shape[-1] + 1)
    start = np.maximum(end - weeks, 0)
    count = known[..., end] - known[..., start]
    total = padded[..., end] - padded[..., start]
    return np.divide(total, count, out=np.full(total.shape, math.nan), where=count > 0)


def band(courses: Any, signed: bool = False) -> Any:
    """Mean, low and high of replicates by week (4-week means), shape (3, weeks): where one more replicate would lie."""
    courses = smooth(courses)
    return np.array([level(courses[:, w], signed=signed) for w in range(courses.shape[1])]).T.reshape(3, -1)


def bands(courses: dict[str, Any], ax: Any, label: str, lang: str = "en", title: str = "", signed: bool = False) -> Any:
    """Lines with 95 % bands over replicates; ``courses`` is name -> array (replicates, weeks), ``signed`` a difference."""
    for k, (label_of_line, course) in enumerate(courses.items()):
        mean, below, above = band(course, signed)
        colour, style, weeks = COLOURS[k % 7], STYLES[k % 7], np.arange(mean.size)
        ax.plot(weeks, mean, color=colour, ls=style, lw=1.8, label=folded(label_of_line, 60))
        if np.isfinite(below).any():
            if k == 0:
                ax.fill_between(weeks, below, above, color="0.9", lw=0)
            for edge in (below, above):
                ax.plot(weeks, edge, color=colour, ls=style, lw=0.8)
    ax.set_xlabel(text("axis.weeks", lang))
    ax.set_ylabel(folded(label, 34))
    if signed:
        ax.axhline(0, color="0.3", lw=0.8)
    else:
        ax.set_ylim(bottom=0)
    ax.margins(x=0.01)
    ax.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=min(len(courses), 2))
    return plain_axes(ax, lang, title)


def weekly(comparison: Comparison, outcome: str = "in_care", ax: Any = None, lang: str = "en") -> Any:
    """An outcome week by week, with the system as it is and each policy; bands over replicates."""
    from simulation.outcomes import BY_NAME

    ax = new_axes(shown=True) if ax is None else ax
    courses = {title_of(comparison, arm, lang): comparison.weekly(arm, outcome) for arm in range(len(comparison.arms))}
    title = f"{BY_NAME[outcome].label(lang)}\n{text('band', lang)}"
    return bands(courses, ax, name("axis", outcome, lang), lang, title)


def paired_courses(comparison: Comparison, outcome: str, lang: str = "en") -> dict[str, Any]:
    """Each policy's paired difference from the system as it is, by week: name -> array (replicates, weeks)."""
    base = comparison.weekly(0, outcome)
    return {title_of(comparison, arm, lang): comparison.weekly(arm, outcome) - base for arm in range(1, len(comparison.arms))}


def weekly_differences(comparison: Comparison, outcome: str = "in_care", ax: Any = None, lang: str = "en") -> Any:
    """Paired differences week by week; bands over replicates."""
    from simulation.outcomes import BY_NAME

    ax = new_axes(shown=True) if ax is None else ax
    label = text("axis.difference", lang, unit=name("axis", outcome, lang))
    title = f"{BY_NAME[outcome].label(lang)}\n{text('band', lang)}"
    return bands(paired_courses(comparison, outcome, lang), ax, label, lang, title, signed=True)


def waiting(comparison: Comparison, ax: Any = None, lang: str = "en") -> Any:
    """People on waiting lists, week by week."""
    return weekly(comparison, "waiting", ax, lang)


def weekly_rows(courses: dict[str, Any], lang: str = "en", signed: bool = False) -> Rows:
    """Numbers of ``bands``: week, then mean, low and high end of each line."""
    ends = [text(k, lang) for k in ("mean", "low end", "high end")]
    found = [band(course, signed) for course in courses.values()]
    heads = [text("axis.weeks", lang), *(f"{title}, {end}" for title in courses for end in ends)]
    return heads, [[w, *(float(b[k, w]) for b in found for k in range(3))] for w in range(found[0].shape[1])]


def shares_of_time(minutes: Any) -> Any:
    """Minutes (ledger, weeks) as percent of paid time, over four weeks."""
    total = smooth(minutes.sum(axis=0))
    return np.divide(100 * smooth(minutes), total, out=np.full(minutes.shape, math.nan), where=total > 0)


def clinicians_week(comparison: Comparison, arm: int = 0, ax: Any = None, lang: str = "en") -> Any:
    """What clinicians' paid time goes to, week by week (mean over replicates, four-week means)."""
    ax = new_axes(size=(7.5, 4.4), shown=True) if ax is None else ax
    return stacked_time(comparison.minutes(arm), ax, title_of(comparison, arm, lang), lang)


def stacked_time(minutes: Any, ax: Any, title: str, lang: str = "en") -> Any:
    """Stacked areas of minutes (ledger, weeks) in percent of paid time."""
    from simulation.people.codes import LEDGER

    shares = shares_of_time(minutes)
    weeks = np.arange(shares.shape[1])
    floor = np.zeros(weeks.size)
    for kind, (colour, hatch) in LAYERS.items():
        course = shares[LEDGER.index(kind)]
        top = floor + np.nan_to_num(course)
        mean = float(np.nanmean(course[-52:])) / 100
        told = f"<{percent(0.01, lang)}" if 0 < mean < 0.005 else percent(mean, lang)
        label = f"{name('ledger', kind, lang)} ({told})"
        ax.fill_between(weeks, floor, top, facecolor=colour, hatch=hatch, edgecolor="0.25", lw=0.4, label=label)
        floor = top
    ax.set(xlim=(0, max(weeks.size - 1, 1)), ylim=(0, 100), xlabel=text("axis.weeks", lang), ylabel=text("axis.paid", lang))
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], labels[::-1], frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5),
              title=text("last year", lang), title_fontsize=9, alignment="left", handleheight=1.4, handlelength=2.4)
    return plain_axes(ax, lang, folded(title, 70))


def time_rows(minutes: Any, lang: str = "en") -> Rows:
    """Numbers of ``stacked_time``: week, then percent of paid time by kind."""
    from simulation.people.codes import LEDGER

    heads = [text("axis.weeks", lang), *(f"{name('ledger', k, lang)} (%)" for k in LEDGER)]
    return heads, [[w, *map(float, column)] for w, column in enumerate(shares_of_time(minutes).T)]


def who_gains(comparison: Comparison, arm: int = 1, outcome: str = "in_care", ax: Any = None, lang: str = "en") -> Any:
    """Differences of one outcome by group of residents, with both intervals."""
    ax = new_axes(size=(7.5, 4.6), shown=True) if ax is None else ax
    found = by_group(comparison, arm, outcome, lang)
    title = f"{title_of(comparison, arm, lang)}: {name('said', outcome, lang)}"
    _intervals(ax, [e for _, e in found], [g for g, _ in found], folded(title, 70), _axis_of(found[0][1], comparison, lang), lang)
    for line in range(5):
        ax.axhline(0.5 + 2 * line, color="0.75", lw=0.6)
    _key(ax, comparison.question.fixed_parameters, lang)
    return ax


def by_group(comparison: Comparison, arm: int, outcome: str, lang: str = "en") -> list[tuple[str, Estimate]]:
    """An outcome's estimates by group of residents, everybody first."""
    from simulation.people.codes import POPULATION_GROUPS

    return [(name("group", g, lang), comparison.estimate(arm, outcome, g)) for g in POPULATION_GROUPS]


def lives(comparison: Comparison, arm: int = 1, ax: Any = None, lang: str = "en") -> Any:
    """Residents with fewer and with more weeks ill than in the system as it is, per 10,000, by group."""
    ax = new_axes(size=(7.5, 4.8), shown=True) if ax is None else ax
    _, rows = lives_rows(comparison, arm, lang)
    for k, shift in ((0, -0.16), (1, 0.16)):
        y, (mean, low, high) = np.arange(len(rows)) + shift, np.array([r[1 + 3 * k : 4 + 3 * k] for r in rows], float).T
        ax.hlines(y, low, high, color=COLOURS[1 + k], lw=1.6, ls=("-", "--")[k])
        ax.plot(mean, y, MARKERS[k], color=COLOURS[1 + k], ms=6, label=text(("lives.helped", "lives.harmed")[k], lang))
    ax.set_yticks(range(len(rows)), [r[0] for r in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(left=0)
    ax.set_xlabel(text("axis.lives", lang, s=NARROW))
    ax.grid(axis="x", color="0.9")
    ax.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=1)
    return plain_axes(ax, lang, folded(title_of(comparison, arm, lang), 70) + f"\n{text('lives.band', lang)}", "x")


def lives_rows(comparison: Comparison, arm: int, lang: str = "en") -> Rows:
    """Numbers of ``lives``: group, then mean and 95 % interval of helped, harmed, unchanged per 10,000."""
    from simulation.people.codes import POPULATION_GROUPS

    every = np.array([a.lives[arm] for a in comparison.answers]).reshape(-1, len(POPULATION_GROUPS), 3)
    per = 1e4 * every / np.maximum(every.sum(axis=2, keepdims=True), 1e-9)
    ends = [text(k, lang) for k in ("mean", "low end", "high end")]
    heads = [text("table.group", lang), *(f"{text(f'lives.{k}', lang)}, {end}" for k in ("helped", "harmed", "same") for end in ends)]
    return heads, [
        [name("group", g, lang), *(x for k in range(3) for x in level(per[:, i, k]))] for i, g in enumerate(POPULATION_GROUPS)
    ]


def what_is_judged(comparison: Comparison, ax: Any = None, lang: str = "en") -> Any:
    """How many uncertain inputs are measured here, measured elsewhere, judged, or the user's own."""
    ax = new_axes(size=(7.5, 2.4), shown=True) if ax is None else ax
    _, rows = judged_rows(comparison, lang)
    for k, ((_, count), (colour, hatch)) in enumerate(zip(rows, BADGES.values(), strict=True)):
        ax.barh(k, count, color=colour, hatch=hatch, edgecolor="0.2", lw=0.6)
        ax.annotate(f"{count}", (count, k), xytext=(4, 0), textcoords="offset points", va="center")
    ax.set_yticks(range(len(rows)), [label for label, _ in rows])
    ax.invert_yaxis()
    ax.set_xlabel(text("axis.judged", lang))
    return plain_axes(ax, lang, "", "x")


def judged_rows(comparison: Comparison, lang: str = "en") -> Rows:
    """Numbers of ``what_is_judged``."""
    inputs = uncertain_inputs(comparison.question.baseline)
    heads = [text("head.badge", lang), text("axis.judged", lang)]
    return heads, [[name("badge", b, lang), sum(d.grade == b for d in inputs)] for b in BADGES]
