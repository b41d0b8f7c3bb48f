"""One user in two worlds: the same person, with the same luck, in the system as it is and under a policy with peers.

Of all whom peers or pairs accompanied in the policy's world, the one whose path differs most is drawn, and where the
others lie is said beside it: the largest difference is no typical one. How far two paths differ is the mean, over the
weeks since peer work began for that user, of the difference in recovery, of that in symptoms (both 0-1), and of whether
care came from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures import COLOURS, STYLES, Rows, folded, new_axes, plain_axes
from experiments.page import figure, section
from experiments.words import name, number, text
from simulation.people.codes import CARES, ILL, REMISSION

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from experiments.execute import Question
    from simulation import Scenario
    from simulation.community import Community

RECOVERY = ("connectedness", "hope", "identity", "meaning", "empowerment")
BRINGS = ("critical_time.teams", "peer_workers.peer_posts")
"""What a policy must touch to bring peers."""
LEAST = 13
"""Fewer weeks in both worlds say little."""
HATCHES = ("", "//", "\\\\", "..", "xx", "--", "oo", "++", "||", "OO", "**")
FILLS = ("#FFFFFF", "#E69F00", "#F0E442", "#0072B2", "#009E73", "#56B4E9", "#D55E00", "#CC79A7", "#88CCEE", "#DDCC77", "#999999")


@dataclass(frozen=True)
class Path:
    """A resident by week: care (codes), severity and recovery (0-1), and what happened; NaN once somebody else lives there."""

    care: NDArray[np.float64]
    severity: NDArray[np.float64]
    recovery: NDArray[np.float64]
    crisis: NDArray[np.bool_]
    fell_ill: NDArray[np.bool_]
    remitted: NDArray[np.bool_]


@dataclass(frozen=True)
class TwoWorlds:
    """The user whose paths differ most, and how all others differ.

    ``gains`` are differences in mean recovery (0-100, policy less system as it is) of everybody accompanied, ``rank``
    that of the user who is drawn, from the largest down.
    """

    arm: int
    since: int
    until: int
    base: Path
    other: Path
    gains: tuple[float, ...]
    own_gain: float


class Watch:
    """Keeps weekly columns of some residents."""

    def __init__(self, rows: Sequence[int], weeks: int) -> None:
        self.rows = np.array(rows, np.int64)
        self.kept = {k: np.full((weeks, len(rows)), np.nan) for k in ("care", "severity", "recovery", "status", "crisis", "arrival")}

    def look(self, world: Community) -> None:
        """Look at the week that was just lived."""
        people, week, i = world.residents, world.week - 1, self.rows
        parts = sum(getattr(people, n)[i].astype(float) for n in RECOVERY)
        now = {
            "care": people.care[i], "severity": people.severity[i], "recovery": (parts + 1 - people.difficulties[i]) / 6, "status": people.status[i],
            "crisis": people.crisis_week[i] == week, "arrival": people.arrival[i],
        }
        for k, v in now.items():
            self.kept[k][week] = v

    def path(self, k: int, arrival: int) -> Path:
        """One resident's path while it is that person."""
        here = self.kept["arrival"][:, k] == arrival

        def of(what: str) -> NDArray[np.float64]:
            return np.where(here, self.kept[what][:, k], np.nan)

        status = of("status")
        before = np.concatenate([status[:1], status[:-1]])
        return Path(
            of("care"), of("severity"), of("recovery"), of("crisis") == 1,
            (status == ILL) & (before != ILL) & np.isfinite(before), (status == REMISSION) & (before == ILL),
        )


def brings_peers(arm: Scenario) -> bool:
    """Whether a policy of an arm brings peers or pairs."""
    return any(getattr(s, "what", "") in BRINGS for p in arm.policies for s in p.steps)


def distance(base: Path, other: Path, since: int, until: int) -> float:
    """How far two paths differ, mean over the weeks in which the person is there in both; NaN with too few."""
    weeks = slice(since, until)
    both = np.isfinite(base.recovery[weeks]) & np.isfinite(other.recovery[weeks])
    if both.sum() < LEAST:
        return float("nan")
    apart = abs(base.recovery[weeks] - other.recovery[weeks]) + abs(base.severity[weeks] - other.severity[weeks]) + (base.care[weeks] != other.care[weeks])
    return float(apart[both].mean())


def two_worlds(question: Question, arm: int = 0) -> TwoWorlds | None:
    """Live the first replicate of a comparison again, looking at whom peers accompany; None if they accompany nobody.

    Args:
        question: of the comparison.
        arm: which of its arms, from 0.
    """
    from experiments.histories import Histories
    from simulation.community import Community
    from simulation.draws import drawn
    from simulation.ground.chance import replicate_seed

    scenario = question.arms[arm]

    def values_of(one: Scenario) -> dict[tuple[str, str | None], Any]:
        return {} if question.fixed_parameters else drawn(one, question.seed, 0)

    place = Community(
        question.baseline, replicate_seed(question.seed, 0, 0), weeks=question.weeks, scale=question.scale, values=values_of(question.baseline),
    )

    def live(one: Scenario, look: Callable[[Community], None]) -> None:
        world = place.branch(one, values=values_of(one))
        try:
            for _ in range(question.weeks):
                world.step()
                look(world)
        finally:
            world.close()

    try:
        histories = Histories()
        live(scenario, histories.look)
        met = {(a.user, a.arrival): a.since for a in reversed(histories.accompaniments) if a.weeks and a.last("contacts") > 0}
        if not met:
            return None
        watches = [Watch([i for i, _ in met], question.weeks) for _ in range(2)]
        for one, watch in zip((question.baseline, scenario), watches, strict=True):
            live(one, watch.look)
    finally:
        place.close()
    return most_different(met, watches, question.weeks, arm + 1)


def most_different(met: dict[tuple[int, int], int], watches: Sequence[Watch], weeks: int, arm: int) -> TwoWorlds | None:
    """The user whose paths differ most, of those who are there long enough in both worlds."""
    found = []
    for k, ((_, arrival), since) in enumerate(met.items()):
        base, other = (w.path(k, arrival) for w in watches)
        apart = distance(base, other, max(since, 0), weeks)
        if np.isfinite(apart):
            gain = 100 * float(np.nanmean(other.recovery[max(since, 0):] - base.recovery[max(since, 0):]))
            found.append((apart, -k, since, base, other, gain))
    if not found:
        return None
    _, _, since, base, other, gain = max(found, key=lambda f: f[:2])
    return TwoWorlds(arm, since, weeks, base, other, tuple(f[5] for f in found), gain)


def spells(care: NDArray[np.float64]) -> list[tuple[int, int, int]]:
    """Spells of the same care: first week, the week after the last, the code; nothing while somebody else lives there."""
    edges = [0, *(w for w in range(1, len(care)) if care[w] != care[w - 1]), len(care)]
    return [(a, b, int(care[a])) for a, b in pairwise(edges) if b > a and np.isfinite(care[a])]


def worlds_figure(found: TwoWorlds, titles: tuple[str, str], axes: Any, lang: str = "en") -> Any:
    """Ribbons of care in both worlds, then symptoms and recovery, by week."""
    from matplotlib.patches import Patch

    ribbon, symptoms, recovery = axes
    used: set[int] = set()
    for row, path in enumerate((found.base, found.other)):
        for first, last, code in spells(path.care):
            used.add(code)
            ribbon.fill_between([first, last], row - 0.3, row + 0.3, facecolor=FILLS[code], hatch=HATCHES[code], edgecolor="0.35", lw=0.6)
        for what, marker, shift in (("crisis", "v", 0.42), ("fell_ill", "x", 0.42), ("remitted", "*", 0.42)):
            at = np.flatnonzero(getattr(path, what))
            label = text(f"worlds.{what}", lang) if row == 0 else None
            ribbon.plot(at + 0.5, np.full(len(at), row - shift), marker, color="black", ms=7, ls="", label=label)
    ribbon.set_yticks([0, 1], [folded(t, 24) for t in titles])
    ribbon.set_ylim(1.6, -0.7)
    patches = [Patch(facecolor=FILLS[c], hatch=HATCHES[c], edgecolor="0.35", label=name("care", CARES[c], lang)) for c in sorted(used)]
    handles, _ = ribbon.get_legend_handles_labels()
    ribbon.legend(handles=[*patches, *handles], frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
    for k, (path, label) in enumerate(zip((found.base, found.other), titles, strict=True)):
        symptoms.plot(path.severity, color=COLOURS[k + 1], ls=STYLES[k], lw=1.8, label=folded(label, 30))
        recovery.plot(100 * path.recovery, color=COLOURS[k + 1], ls=STYLES[k], lw=1.8)
    symptoms.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
    symptoms.set_ylim(0, 1)
    recovery.set_ylim(0, 100)
    for ax, key in zip(axes, ("worlds.care", "worlds.severity", "worlds.recovery"), strict=True):
        ax.axvline(found.since, color="0.4", lw=1, ls=":")
        ax.set_xlim(0, found.until)
        plain_axes(ax, lang, text(key, lang), "x" if ax is ribbon else "both")
    recovery.set_xlabel(text("axis.weeks", lang))
    return axes


def worlds_rows(found: TwoWorlds, titles: tuple[str, str], lang: str = "en") -> Rows:
    """Numbers of ``worlds_figure``."""
    heads = [text("axis.weeks", lang)]
    for title in titles:
        heads += [f"{title}: {text(key, lang)}" for key in ("worlds.care", "worlds.severity", "worlds.recovery")]

    def cells(path: Path, w: int) -> list[Any]:
        care = name("care", CARES[int(path.care[w])], lang) if np.isfinite(path.care[w]) else ""
        return [care, float(path.severity[w]), 100 * float(path.recovery[w])]

    return heads, [[w, *cells(found.base, w), *cells(found.other, w)] for w in range(found.until)]


def worlds_section(comparison: Comparison, every: Sequence[TwoWorlds], lang: str) -> str:
    """The part of a comparison's report that follows one user through both worlds; nothing without any."""
    from experiments.wording import title_of

    if not every:
        return ""
    pieces = []
    for found in every:
        titles = (title_of(comparison, 0, lang), title_of(comparison, found.arm, lang))
        low, half, high = np.percentile(found.gains, [10, 50, 90])
        title = text(
            "worlds.see", lang, title=titles[1], n=len(found.gains), since=found.since, own=number(found.own_gain, lang, 1, sign=True),
            half=number(float(half), lang, 1, sign=True), low=number(float(low), lang, 1, sign=True), high=number(float(high), lang, 1, sign=True),
        )
        axes = worlds_figure(found, titles, new_axes(1, 3, (9.5, 7.2)), lang)
        pieces.append(figure(title, axes, worlds_rows(found, titles, lang), f"two-worlds-{comparison.arms[found.arm]}", lang))
    return section(text("worlds.h", lang), *pieces, new=True)
