"""The centres in two worlds: each clinician's week, the score against its target, queue, volunteers, peers, money."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.classroom.lives import plain
from experiments.words import name
from simulation.people.codes import LEDGER, PROFESSIONS
from simulation.spending import LINES, by_year

if TYPE_CHECKING:
    from experiments.classroom.watched import World


def centres(worlds: tuple[World, World], lang: str) -> dict[str, Any]:
    """All centres of both worlds, at full size."""
    return {arm: {"centres": [_centre(world, c, lang) for c in range(len(world.record.scenario.centres))]} for arm, world in zip(("baseline", "plan"), worlds, strict=True)}


def _centre(world: World, c: int, lang: str) -> dict[str, Any]:
    record = world.record
    team = np.flatnonzero(world.staff["centre"] == c)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # weeks before a centre opens have no score
        # the first account is made after a month: until then no score stands
        score = np.nanmean(np.where(world.score[:, team] > 0, world.score[:, team], np.nan), axis=1) * world.target if len(team) else np.zeros(0)

    def weeks(count: str) -> list[float | None]:
        return [plain(round(v, 3)) for v in record.centre_count(count, c).tolist()]

    return {
        "name": record.scenario.centres[c].name, "id": record.scenario.centres[c].id,
        "weeks": {line: weeks(f"minutes_{line}") for line in LEDGER},
        "clinicians": [_clinician(world, int(j), lang) for j in team],
        "score": [plain(round(v, 4)) for v in score.tolist()], "target": [plain(round(v, 4)) for v in world.target.tolist()],
        "queue": weeks("waiting"), "in_care": weeks("in_care"), "volunteers": weeks("workers"), "peers": weeks("peers"),
        "money": [line for line in (_money(world, k, c, lang) for k in range(len(LINES))) if line is not None],
    }


def _clinician(world: World, j: int, lang: str) -> dict[str, Any]:
    """One clinician's mean week of the last year, in minutes at full size, and their latest score."""
    which = PROFESSIONS[int(world.staff["profession"][j])]
    scale = world.record.scale
    return {
        "profession": which, "label": name("profession", which, lang), "contract": round(float(world.staff["contract"][j]) / scale),
        "minutes": {line: round(float(world.minutes[k, j]) / scale, 1) for k, line in enumerate(LEDGER)},
        "score": plain(round(float(world.score[-1, j] * world.target[-1]), 4)) if len(world.score) else None,
    }


def _money(world: World, k: int, c: int, lang: str) -> dict[str, Any] | None:
    """What a centre spends on one line in each year; None if nothing."""
    line = LINES[k]
    if not line.centres:
        return None
    cents = sum(world.record.centre_count(count, c) for count in line.centres) - sum(world.record.centre_count(count, c) for count in line.less)
    if not np.any(cents):
        return None
    return {"line": line.name, "label": line.label(lang), "by_year": [round(v, 2) for v in by_year(np.asarray(cents) / 100).tolist()]}
