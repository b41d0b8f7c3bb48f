"""The part of a run's report on peer work: a pair's months, a peer's own year, and the influences beside other sites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.figures import new_axes
from experiments.page import figure, section
from experiments.peer_figures import (
    INFLUENCES,
    career_rows,
    condition_rows,
    influences,
    pair_months,
    pair_rows,
    peer_year,
    sites,
)
from experiments.peer_work import YEAR
from experiments.words import listed, name, number, text

if TYPE_CHECKING:
    from experiments.interviews import Interviews
    from experiments.peer_work import PeerWork
    from simulation import Record


def peers_in_run(records: Sequence[Record], asked: Sequence[Interviews | None], lang: str) -> str:
    """Peer work of the first run that has any; nothing for a system without peers."""
    work = next((told.peers for told in asked if told is not None and told.peers is not None), None)
    if work is None:
        return ""
    pieces = [*_pair(work, lang), *_peer(work, lang)]
    record = records[0]
    others = sites()
    changed = sorted({s.what for p in record.scenario.policies for s in p.steps if s.what in {parameter for _, parameter in INFLUENCES}})
    title = text("peers.see.influences", lang)
    if changed:
        labels = [name("influence", next(i for i, parameter in INFLUENCES if parameter == what), lang) for what in changed]
        title += " " + text("peers.changed", lang, what=listed(labels, lang))
    axes = influences(record.scenario, others, new_axes(size=(9.5, 7.5)), lang)
    pieces.append(figure(title, axes, condition_rows(record.scenario, others, lang), "influences-by-site", lang))
    return section(text("peers.h", lang), f"<p>{text('peers.about', lang)}</p>", *pieces, new=True)


def _pair(work: PeerWork, lang: str) -> list[str]:
    one = work.pair
    if one is None:
        return []
    key = "peers.see.pair" if one.of_pair else "peers.see.peer_and_user"
    title = text(
        key, lang, n=work.pairs, weeks=len(one.weeks), contacts=number(one.last("contacts"), lang, 0), worker=number(one.last("worker_contacts"), lang, 0),
        crises=int(one.course("crisis").sum()),
    )
    return [figure(title, pair_months(work, new_axes(1, 3, (9.5, 7.2)), lang), pair_rows(one, lang), "a-pairs-months", lang)]


def _peer(work: PeerWork, lang: str) -> list[str]:
    one = work.career
    if one is None:
        return []
    away = int((one.course("away")[:YEAR] > 0).sum())
    left = one.until is not None and one.until - one.since <= YEAR
    title = text("peers.see.year", lang, n=work.careers, since=one.since, away=away, end=text("peers.end.left" if left else "peers.end.stayed", lang))
    return [figure(title, peer_year(work, new_axes(1, 2, (9.5, 5.4)), lang), career_rows(one, lang), "a-peers-year", lang)]
