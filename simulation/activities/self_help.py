"""Self-help groups, for those who are not ill yet: to carry a difficulty together before it makes anybody ill.

A peer gives an hour and a half a week to each group (``self_help_groups``) as long as there is time. Adults with difficulties
or few people around them who come to meeting places, or are in remission, may join; nobody has to be a user. Who takes part
has fewer difficulties and more people: both lower onset (``course``), as far as they do in that place.

(Beckers 2020: prevention, and the plan for groups that had to be sped up. Sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_RISK, REMISSION, WELL
from simulation.people.peers import PLACES
from simulation.people.tallies import SELF_HELPED, count, row_of

ONE_MORE = draw("self-help: is the last part of a group there, at a small share of residents")
STARTS_AT = draw("self-help: where the round begins this week")
JOINS = draw("self-help: is the person one who would join a group")
COMES = draw("self-help: comes this week")
ADULT = 18 * 52


class SelfHelpSettings(Settings):
    """Groups, who joins, and what they give."""

    self_help_groups: float = parameter(
        0.0, low=0.0, high=4.0, unit="groups", kind="lever", scope="centre", limits=(0, 100), source="beckers2020", grade="judged",
        en="self-help groups that peers keep going", es="grupos de autoayuda que sostienen los pares",
    )
    group_places: float = parameter(
        10.0, low=6.0, high=14.0, unit="persons", limits=(1, 1000), en="places in a self-help group", es="plazas en un grupo de autoayuda",
    )
    group_hours: float = parameter(
        1.5, low=1.0, high=3.0, unit="hours a week", limits=(0, 40), en="a peer's time for a group", es="tiempo de un par para un grupo",
    )
    joins: float = parameter(
        0.15, low=0.05, high=0.35, unit="probability", en="an adult who is not ill, with difficulties or few people, would join",
        es="una persona adulta no enferma, con dificultades o poca compañía, se uniría",
    )
    carries: float = parameter(
        0.02, low=0.005, high=0.04, unit="share", en="difficulties that a meeting takes away, and connectedness that it gives, of what there is or is missing",
        es="dificultades que quita una reunión, y conexión que da, de lo que hay o falta",
    )


@kernel
def self_help(
    residents: int, week: int, luck: Luck, settings: Bundle, scale: np.float32, self_help_groups: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], serves: NDArray[np.bool_], peers_active: NDArray[np.int8], peers_minutes: NDArray[np.int32],
    arrival: NDArray[np.int16], age_weeks: NDArray[np.int16], status: NDArray[np.int8], difficulties: NDArray[np.float32],
    connectedness: NDArray[np.float32], divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64],
) -> None:
    now = row_of(week, tally.shape[0])
    for c in range(centres_is_open.size):
        if centres_is_open[c] == 0 or self_help_groups[c] <= ZERO:
            continue
        wanted = int(self_help_groups[c] * scale + ask(luck, ONE_MORE, c, 0))
        minutes = int(settings.group_hours * f4(60))
        held = 0
        for p in range(c * PLACES, (c + 1) * PLACES):
            while held < wanted and peers_active[p] != 0 and peers_minutes[p] >= minutes:
                peers_minutes[p] -= minutes
                held += 1
        places = int(f4(held) * settings.group_places)
        start = int(ask(luck, STARTS_AT, c, week) * f4(residents))
        for turn in range(residents if places > 0 else 0):
            i = start + turn
            i = i if i < residents else i - residents
            if places == 0:
                break
            if age_weeks[i] < ADULT or not serves[c, district[i]]:
                continue
            s = status[i]
            if s != WELL and s != AT_RISK and s != REMISSION:
                continue
            if difficulties[i] < HALF and connectedness[i] >= HALF:
                continue
            if ask(luck, JOINS, i, arrival[i]) >= settings.joins or ask(luck, COMES, i, week) >= HALF:
                continue
            places -= 1
            difficulties[i] -= settings.carries * difficulties[i]
            connectedness[i] += settings.carries * (ONE - connectedness[i])
            count(tally, now, SELF_HELPED, divisions[i], district[i], 1)


PROCESS = Process(
    name="self_help",
    sentence=Words(
        "People who are not ill yet carry difficulties together in self-help groups.",
        "Personas que aún no están enfermas comparten sus dificultades en grupos de autoayuda.",
    ),
    kernel=self_help,
    settings=SelfHelpSettings,
    sources=("beckers2020",),
    where=("self_help.self_help_groups",),
    idle_without=("self_help.self_help_groups",),
)
