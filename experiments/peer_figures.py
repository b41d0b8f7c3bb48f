"""Figures of peer work: a pair's months, a peer's own year, and the influences of a system beside those of other sites."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.figures import COLOURS, MARKERS, Rows, folded, plain_axes
from experiments.histories import Accompaniment, Career
from experiments.peer_work import NINE_MONTHS, YEAR, Band, PeerWork, weekly_of, weekly_of_peer
from experiments.words import name, number, text
from simulation.parameters import declared

if TYPE_CHECKING:
    from simulation import Scenario

PHASE = 13
INFLUENCES = (
    ("attitudes", "staff_attitudes.team_attitude"), ("resources", "peer_resources.peer_expenses"), ("resources", "peer_resources.peer_pay"),
    ("culture", "organisational_culture.recovery_culture"), ("role", "role_clarity.peer_clarity"),
    ("training", "training_and_support.peer_supervision"), ("network", "peer_network.peer_network"), ("hierarchy", "peer_support.hierarchy"),
)
"""The conditions of peer work: an influence, and the parameter in which a system says how it stands there."""


def _line(ax: Any, course: Any, k: int, label: str, band: Band | None) -> None:
    weeks = np.arange(len(course))
    if band is not None:
        many = min(len(course), band.shape[1])
        ax.fill_between(weeks[:many], band[0, :many], band[1, :many], facecolor=COLOURS[k], alpha=0.15, lw=0)
    ax.plot(weeks, course, color=COLOURS[k], ls=("-", "--", ":")[k % 3], lw=1.8, label=label)


def _key(ax: Any) -> None:
    ax.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))


def pair_months(work: PeerWork, axes: Any, lang: str = "en") -> Any:
    """Contacts, bonds, ties and crises of a pair by week since it began, in three rows of axes."""
    one = work.pair
    assert one is not None
    top, middle, low = axes
    with_worker = one.of_pair
    for k, what in enumerate(("contacts", "worker_contacts")[: 1 + with_worker]):
        _line(top, weekly_of(one, what), k + 1, text(f"peers.{what}", lang), work.pair_bands[what])
    for k, what in enumerate(("bond", "worker_bond")[: 1 + with_worker]):
        _line(middle, weekly_of(one, what), k + 1, text(f"peers.{what}", lang), work.pair_bands[what])
    for k, what in enumerate(("informal_ties", "formal_ties")):
        low.step(np.arange(len(one.weeks)), one.course(what), where="post", color=COLOURS[k + 3], ls=("-", "--")[k], lw=1.8, label=text(f"peers.{what}", lang))
    crises = np.flatnonzero(one.course("crisis"))
    if len(crises):
        low.plot(crises, np.zeros(len(crises)), "v", color=COLOURS[0], ms=8, clip_on=False, label=text("peers.crisis", lang, n=len(crises)))
    plans = np.flatnonzero(np.diff(one.course("plan"), prepend=one.course("plan")[0]) > 0)
    if len(plans):
        low.plot(plans, np.zeros(len(plans)), "P", color=COLOURS[4], ms=8, clip_on=False, label=text("peers.plan", lang))
    top.set_ylim(0, 1.3 * max(top.get_ylim()[1], 0.5))
    middle.set_ylim(0, 1)
    low.set_ylim(bottom=-0.2)
    low.yaxis.get_major_locator().set_params(integer=True)
    for ax, title in zip(axes, ("peers.a.contacts", "peers.a.bond", "peers.a.ties"), strict=True):
        if with_worker:
            for edge in (PHASE, 2 * PHASE):
                ax.axvline(edge, color="0.5", lw=0.8, ls=":")
        ax.set_xlim(0, max(len(one.weeks), NINE_MONTHS if with_worker else 1))
        plain_axes(ax, lang, text(title, lang))
        _key(ax)
    if with_worker:
        for k in range(3):
            top.text((k + 0.5) * PHASE, 0.98, text(f"peers.phase.{k}", lang), ha="center", va="top", fontsize=8.5, color="0.3", transform=top.get_xaxis_transform())
    low.set_xlabel(text("peers.weeks", lang))
    return axes


def pair_rows(one: Accompaniment, lang: str = "en") -> Rows:
    """Numbers of ``pair_months``."""
    shown = ("contacts", "worker_contacts", "bond", "worker_bond", "informal_ties", "formal_ties")
    heads = [text("axis.weeks", lang), *(text(f"peers.{w}", lang) for w in shown), text("peers.crises", lang)]
    courses = [weekly_of(one, w) for w in shown] + [one.course("crisis")]
    return heads, [[w, *(float(c[w]) for c in courses)] for w in range(len(one.weeks))]


def peer_year(work: PeerWork, axes: Any, lang: str = "en") -> Any:
    """A peer's first year in the post: strain, own symptoms, acceptance, contacts, weeks away, the end."""
    one = work.career
    assert one is not None
    top, low = axes
    for k, what in enumerate(("strain", "severity", "acceptance")):
        _line(top, weekly_of_peer(one, what)[:YEAR], k + 1, text(f"peers.{what}", lang), work.career_bands[what])
    _line(low, weekly_of_peer(one, "contacts")[:YEAR], 4, text("peers.contacts", lang), work.career_bands["contacts"])
    away = one.course("away")[:YEAR] > 0
    for k, ax in enumerate(axes):
        for w in np.flatnonzero(away):
            ax.axvspan(w - 0.5, w + 0.5, facecolor="0.85", hatch="//", edgecolor="0.6", lw=0, zorder=0)
        if k == 0 and away.any():
            ax.fill_between([], [], [], facecolor="0.85", hatch="//", edgecolor="0.6", label=text("peers.away", lang))
        if one.until is not None and one.until - one.since <= YEAR:
            ax.axvline(one.until - one.since, color="black", lw=1.4, label=text("peers.left", lang) if k == 0 else None)
        ax.set_xlim(0, YEAR)
    top.set_ylim(0, 1)
    low.set_ylim(bottom=0)
    for ax, title in zip(axes, ("peers.a.own", "peers.a.contacts"), strict=True):
        plain_axes(ax, lang, text(title, lang))
        _key(ax)
    low.set_xlabel(text("peers.weeks_in_post", lang))
    return axes


def career_rows(one: Career, lang: str = "en") -> Rows:
    """Numbers of ``peer_year``."""
    shown = ("strain", "severity", "acceptance", "contacts")
    heads = [text("axis.weeks", lang), *(text(f"peers.{w}", lang) for w in shown), text("peers.weeks_away", lang)]
    courses = [weekly_of_peer(one, w) for w in shown] + [one.course("away")]
    return heads, [[w, *(float(c[w]) for c in courses)] for w in range(min(len(one.weeks), YEAR))]


def sites() -> list[Scenario]:
    """The shipped systems in which a study held focus groups on peer support work."""
    from simulation import load
    from simulation.scenario.files import shipped_folder

    folder = shipped_folder() / "reported"
    found = sorted(p.stem for p in folder.iterdir() if p.suffix == ".toml" and "focus_groups" in tomllib.loads(p.read_text(encoding="utf-8")))
    return [load(one) for one in found]


def conditions(system: Scenario) -> list[tuple[float, float, float]]:
    """Value and range of each of ``INFLUENCES`` in a system, means over its centres."""
    found = []
    for _, parameter in INFLUENCES:
        here = [system.declaration_at(parameter, c.id) for c in system.centres] if parameter in system.local else []
        here = here or [system.values[parameter]]
        value, low, high = (float(np.mean([getattr(d, end) for d in here])) for end in ("value", "low", "high"))
        found.append((value, low, high))
    return found


def influences(system: Scenario, others: Sequence[Scenario], ax: Any, lang: str = "en") -> Any:
    """Dots with ranges: conditions of peer work in a system (thick), beside other sites (thin, one mark each)."""
    shown = [system, *(o for o in others if o.name != system.name)]
    step = 0.72 / max(len(shown), 1)
    for s, one in enumerate(shown):
        for k, (value, low, high) in enumerate(conditions(one)):
            y = k - 0.36 + (s + 0.5) * step
            ax.plot([low, high], [y, y], color=COLOURS[s % 7], lw=4 if s == 0 else 1.2, alpha=0.55 if s == 0 else 1, solid_capstyle="butt")
            ax.plot(value, y, MARKERS[s % 7], color=COLOURS[s % 7], ms=7 if s == 0 else 5, label=folded(one.title(lang), 34) if k == 0 else None)
    ax.set_yticks(range(len(INFLUENCES)), [folded(condition_label(k, lang), 34) for k in range(len(INFLUENCES))])
    ax.set_ylim(len(INFLUENCES) - 0.5, -0.5)
    for k in range(1, len(INFLUENCES)):
        ax.axhline(k - 0.5, color="0.85", lw=0.6)
    ax.set_xlim(0, 1)
    ax.set_xlabel(text("peers.index", lang))
    _key(ax)
    return plain_axes(ax, lang, "", "x")


def condition_label(k: int, lang: str) -> str:
    """An influence with what stands for it."""
    influence, parameter = INFLUENCES[k]
    return f"{name('influence', influence, lang)}: {declared()[parameter].meaning(lang)}"


def condition_rows(system: Scenario, others: Sequence[Scenario], lang: str = "en") -> Rows:
    """Numbers of ``influences``."""
    shown = [system, *(o for o in others if o.name != system.name)]
    heads = [text("focus.influence", lang), *(s.title(lang) for s in shown)]
    every = [conditions(s) for s in shown]

    def told(v: float, low: float, high: float) -> str:
        return f"{number(v, lang)} ({text('to', lang, low=number(low, lang), high=number(high, lang))})"

    return heads, [[condition_label(k, lang), *(told(*e[k]) for e in every)] for k in range(len(INFLUENCES))]
