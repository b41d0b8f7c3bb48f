"""Maps: districts shaded by an outcome, with centres, facilities, catchments and a scale bar.

Zones are squares of homes, so a district is drawn as its zones. Places that lie far apart are drawn as separate
panels with a scale bar each: 650 km between two towns would leave neither to be seen.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.figures import COLOURS, STYLES, folded
from experiments.words import name, number, text

if TYPE_CHECKING:
    from simulation import Scenario

APART = 40.0
"""Kilometres between two groups of zones from which they are drawn apart; doubled until few enough are left."""
MOST_PANELS = 6
MARGIN = 0.8
KIND_MARKERS = {"primary_care": "+", "hospital": "H"}
"""Markers of facilities by kind; others are a diamond, and the label says what they are."""


@dataclass(frozen=True)
class Panel:
    """Zones that lie together: their positions in the scenario, and the box around them and their centres."""

    zones: tuple[int, ...]
    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """Kilometres from west to east."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Kilometres from south to north."""
        return self.top - self.bottom

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the box."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def nearby(self, x: float, y: float) -> bool:
        """Whether a point lies outside the box, but so near that its people go there."""
        reach = APART / 2
        return not self.holds(x, y) and self.left - reach <= x <= self.right + reach and self.bottom - reach <= y <= self.top + reach

    def edge(self, x: float, y: float) -> tuple[float, float]:
        """The point of the box, a little inside, that is nearest to a point."""
        inset = 0.03 * max(self.width, self.height)
        return min(max(x, self.left + inset), self.right - inset), min(max(y, self.bottom + inset), self.top - inset)


def panels(scenario: Scenario) -> list[Panel]:
    """Groups of zones that lie together, the most people first; at most ``MOST_PANELS``."""
    zones = scenario.zones
    if not zones:
        return []
    boxes = np.array([[z.x - z.radius, z.x + z.radius, z.y - z.radius, z.y + z.radius] for z in zones])
    apart = APART
    while True:
        group = _together(boxes, apart)
        if group.max() < MOST_PANELS:
            break
        apart *= 2
    people = [sum(z.population for z, g in zip(zones, group, strict=True) if g == k) for k in range(group.max() + 1)]
    return [_panel(scenario, np.flatnonzero(group == k), boxes) for k in sorted(range(len(people)), key=lambda k: -people[k])]


def _together(boxes: Any, apart: float) -> Any:
    """Group of every box: boxes with less than so many km between them share one (single linkage)."""
    group = np.full(len(boxes), -1)
    for first in range(len(boxes)):
        if group[first] >= 0:
            continue
        group[first] = group.max() + 1
        reached = [first]
        while reached:
            here = boxes[reached.pop()]
            gap_x = np.maximum(np.maximum(boxes[:, 0] - here[1], here[0] - boxes[:, 1]), 0)
            gap_y = np.maximum(np.maximum(boxes[:, 2] - here[3], here[2] - boxes[:, 3]), 0)
            near = np.flatnonzero((np.hypot(gap_x, gap_y) < apart) & (group < 0))
            group[near] = group[first]
            reached += near.tolist()
    return group


def _panel(scenario: Scenario, rows: Any, boxes: Any) -> Panel:
    left, right, bottom, top = boxes[rows, 0].min(), boxes[rows, 1].max(), boxes[rows, 2].min(), boxes[rows, 3].max()
    homes = max(right - left, top - bottom)
    for x, y in [*((c.x, c.y) for c in scenario.centres), *((f.x, f.y) for f in scenario.facilities)]:
        # a hospital far from a small neighbourhood would leave that a dot: it is pointed at from the edge
        if left - homes / 2 <= x <= right + homes / 2 and bottom - homes / 2 <= y <= top + homes / 2:
            left, right, bottom, top = min(left, x), max(right, x), min(bottom, y), max(top, y)
    edge = min(MARGIN, 0.15 * homes) + 0.06 * max(right - left, top - bottom)
    return Panel(tuple(int(r) for r in rows), left - edge, right + edge, bottom - 1.5 * edge, top + edge)


def round_km(most: float) -> float:
    """The largest of 1, 2, 5 x a power of ten that isn't above ``most``."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(k * power for k in (1, 2, 5) if k * power <= most * 1.0000001)


def map_of(
    scenario: Scenario, values: Sequence[float], label: str, lang: str = "en", *, signed: bool = False, decimals: int = 1,
    opened: Mapping[str, str] | None = None, bold: Collection[int] = (), size: float = 9.0,
) -> Any:
    """Draw the districts shaded by ``values`` (one per district, NaN for what isn't known); returns the axes.

    Args:
        scenario: whose places are drawn, with the centres that its policies open.
        values: in the order of the districts.
        label: of the colour bar.
        signed: a difference: two colours around zero.
        decimals: of the numbers on the map.
        opened: centre id -> what is written of one that a policy opens.
        bold: positions of districts whose number is written bold.
        size: width of the figure in inches.
    """
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    told = panels(scenario)
    known = [v for v in values if math.isfinite(v)]
    high = max((abs(v) for v in known), default=1.0) or 1.0 if signed else max(known, default=1.0)
    low = -high if signed else min(known, default=0.0)
    if not signed and high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    norm, colours = Normalize(low, high), "PuOr_r" if signed else "cividis_r"
    shades = ScalarMappable(norm, colours)
    columns = min(len(told), 3) or 1
    rows = -(-len(told) // columns) or 1
    tall = max((p.height for p in told), default=1.0)
    wide = [max((told[k].width for k in range(c, len(told), columns)), default=1.0) for c in range(columns)]
    height = min(max(size * 0.86 * tall / sum(wide) * rows + 1.1, 3.0), 9.0)
    figure = Figure(figsize=(size, height), layout="constrained")
    axes = np.ravel(figure.subplots(rows, columns, width_ratios=wide, squeeze=False))
    for ax, panel in zip(axes, told, strict=False):
        _zones(ax, scenario, panel, values, shades, lang, decimals, signed, bold)
        _catchments(ax, scenario, panel)
        _places(ax, scenario, panel, opened or {})
        _far_places(ax, scenario, panel, told, lang)
        _scale_bar(ax, panel, lang)
        ax.set(xlim=(panel.left, panel.right), ylim=(panel.bottom, panel.top), aspect="equal", xticks=[], yticks=[])
        ax.spines[:].set_color("0.8")
    for ax in axes[len(told) :]:
        ax.set_axis_off()
    bar = figure.colorbar(shades, ax=list(axes), orientation="horizontal", shrink=0.6, aspect=40, pad=0.03)
    bar.set_label(folded(label, 80))
    if bar.solids is not None:
        bar.solids.set(rasterized=False, edgecolor="face")
    bar.locator = MaxNLocator(6, steps=[1, 2, 5, 10])
    bar.update_ticks()
    bar.ax.xaxis.set_major_formatter(lambda v, _: number(v, lang, decimals, sign=signed))
    figure.legend(handles=_key(scenario, lang), loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    return axes


def _zones(
    ax: Any, scenario: Scenario, panel: Panel, values: Sequence[float], shades: Any, lang: str, decimals: int, signed: bool, bold: Collection[int],
) -> None:
    from matplotlib.patches import Rectangle

    ids = [d.id for d in scenario.districts]
    for k in panel.zones:
        z = scenario.zones[k]
        value = values[ids.index(z.district)]
        colour: Any = shades.to_rgba(value) if math.isfinite(value) else "white"
        hatch = "" if math.isfinite(value) else "///"
        ax.add_patch(Rectangle((z.x - z.radius, z.y - z.radius), 2 * z.radius, 2 * z.radius, facecolor=colour, edgecolor="white", hatch=hatch, lw=0.8))
    for district in dict.fromkeys(scenario.zones[k].district for k in panel.zones):
        mine = [scenario.zones[k] for k in panel.zones if scenario.zones[k].district == district]
        home = max(mine, key=lambda z: (z.radius, z.y))
        value = values[ids.index(district)]
        said = f"{district}\n{number(value, lang, decimals, sign=signed)}"
        ax.text(home.x, home.y + 0.35 * home.radius, said, ha="center", va="center", fontsize=8, color="black", zorder=6,
                fontweight="bold" if ids.index(district) in bold else "normal",
                bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8})


def _catchments(ax: Any, scenario: Scenario, panel: Panel) -> None:
    """An outline around the zones that each centre is meant to serve; a further centre's lies outside the first's."""
    from matplotlib.patches import Polygon
    from scipy.spatial import ConvexHull

    for k, centre in enumerate(scenario.centres):
        mine = [scenario.zones[z] for z in panel.zones if scenario.zones[z].district in centre.serves]
        if not mine:
            continue
        out = 0.012 * max(panel.width, panel.height) * (1 + k % 3)
        corners = np.array([(z.x + sx * (z.radius + out), z.y + sy * (z.radius + out)) for z in mine for sx in (-1, 1) for sy in (-1, 1)])
        around = corners[ConvexHull(corners).vertices]
        ax.add_patch(Polygon(around, closed=True, fill=False, edgecolor=COLOURS[1 + k % 6], ls=STYLES[1 + k % 6], lw=1.6, zorder=4))


def _places(ax: Any, scenario: Scenario, panel: Panel, opened: Mapping[str, str]) -> None:
    for k, centre in enumerate(scenario.centres):
        if not panel.holds(centre.x, centre.y):
            continue
        new = centre.id in opened
        ax.plot(centre.x, centre.y, marker="^", ms=9, mfc="white" if new else COLOURS[1 + k % 6], mec="black", mew=1.3, ls="", zorder=7)
        ax.annotate(
            f"{centre.id} {opened.get(centre.id, '')}".strip(), (centre.x, centre.y), xytext=(0, -8), textcoords="offset points", ha="center",
            va="top", fontsize=8, fontweight="bold", zorder=8, bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
        )
    for k, facility in enumerate(scenario.facilities):
        if panel.holds(facility.x, facility.y):
            ax.plot(facility.x, facility.y, marker=KIND_MARKERS.get(facility.kind, "D"), ms=7, mfc="white", mec="black", mew=1.3, ls="", zorder=7)
            # names by turns above and below, so that neighbours do not write over each other
            ax.annotate(facility.id, (facility.x, facility.y), xytext=(5, 5 if k % 2 == 0 else -12), textcoords="offset points", fontsize=7, zorder=8,
                        bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.7})


def _far_places(ax: Any, scenario: Scenario, panel: Panel, told: Sequence[Panel], lang: str) -> None:
    """Point from the edge at what lies beyond it and on no other panel, and say how far from the middle of the homes."""
    middle = np.mean([(scenario.zones[k].x, scenario.zones[k].y) for k in panel.zones], axis=0)
    far = [*((c.id, c.x, c.y) for c in scenario.centres), *((f.id, f.x, f.y) for f in scenario.facilities)]
    for called, x, y in far:
        if not panel.nearby(x, y) or any(other.holds(x, y) for other in told):
            continue
        at = panel.edge(x, y)
        step = np.array([x, y]) - at
        from_edge = np.array(at) - 0.06 * max(panel.width, panel.height) * step / np.hypot(*step)
        ax.annotate("", at, xytext=tuple(from_edge), arrowprops={"arrowstyle": "->", "lw": 1.3}, zorder=8)
        left = at[0] > (panel.left + panel.right) / 2
        ax.annotate(
            f"{called} ({number(float(np.hypot(*(np.array([x, y]) - middle))), lang, 0)} km)", tuple(from_edge), xytext=(-4 if left else 4, -4),
            textcoords="offset points", ha="right" if left else "left", va="top", fontsize=7, zorder=8,
        )


def _scale_bar(ax: Any, panel: Panel, lang: str) -> None:
    km = round_km(panel.width / 4)
    x, y = panel.left + 0.04 * panel.width, panel.bottom + 0.05 * panel.height
    tick = 0.012 * panel.height
    ax.plot([x, x, x, x + km, x + km, x + km], [y + tick, y - tick, y, y, y + tick, y - tick], color="black", lw=1.5, zorder=8)
    ax.annotate(f"{number(km, lang, 0 if km >= 1 else 1)} km", (x + km, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=8)


def _key(scenario: Scenario, lang: str) -> list[Any]:
    from matplotlib.lines import Line2D

    def mark(marker: str, label: str, face: str = "white") -> Any:
        return Line2D([], [], marker=marker, ms=8, mfc=face, mec="black", ls="", label=label)

    handles = [mark("^", text("map.centre", lang), COLOURS[1])]
    handles.append(Line2D([], [], color=COLOURS[1], ls=STYLES[1], lw=1.6, label=text("map.catchment", lang)))
    kinds = list(dict.fromkeys(KIND_MARKERS.get(f.kind, "D") for f in scenario.facilities))
    labels = {"+": name("facility", "primary_care", lang), "H": name("facility", "hospital", lang), "D": text("map.facility", lang)}
    return handles + [mark(k, labels[k]) for k in kinds]


