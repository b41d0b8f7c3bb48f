"""Visits to practices: a psychiatrist and a peer go to every general practice and speak of people whom the practice knows.

A visit is held if a psychiatrist of the centre has the time; a peer goes along if one has. After a few minutes they speak of
the practice's own people whose matter is one of care, the longest open first, ``matters.matter_minutes`` each; all who are
needed are there. Chances are those of ``matters``. A visit also teaches: the practice's knowledge of the community model rises
by ``visit_teaches`` of what it lacks and is forgotten again (``teaching``), so that fewer are sent on too soon, and the tie to
the team rises, so that those who need it are sent on (``primary_care``). The time comes out of the psychiatrist's week, the
peer's time for users and the practice's visits. Practices take turns over the four weeks of a month.

(Beckers et al. 2020: monthly visits by a peer and a psychiatrist, valued by practitioners; a lower threshold to refer.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import CARE_MATTER, IN_VISIT, PSYCHIATRIST
from simulation.people.events import Events
from simulation.people.matters import oldest, settle
from simulation.people.peers import PLACES
from simulation.people.providers import GENERAL_PRACTICE, PEER_NODE, TEAM, meet
from simulation.people.tallies import DISCUSSED, JOINT_MINUTES_OF, JOINT_VISITS_MADE, SOLVED, row_of

HOW_MANY = draw("practice visits: is there time for one matter more")
HOW_LONG = draw("practice visits: is the last minute a whole one")
IS_SOLVED = draw("practice visits: is the matter solved")
MONTH = f4(4)
MOST = 64


class PracticeVisitsSettings(Settings):
    """How often practices are visited, and what a visit leaves."""

    visits_month: float = parameter(
        0.0, low=0.0, high=2.0, unit="visits a month", kind="lever", scope="centre", limits=(0, 4), source="beckers2020", grade="judged",
        en="visits of a psychiatrist and a peer to each practice in four weeks", es="visitas de psiquiatra y par a cada consultorio en cuatro semanas",
    )
    visit_length: float = parameter(
        45.0, low=20.0, high=90.0, unit="minutes", kind="lever", source="beckers2020", grade="judged", en="length of such a visit", es="duración de esa visita",
    )
    visit_opening: float = parameter(
        5.0, low=2.0, high=10.0, unit="minutes", en="minutes of it before people are spoken of", es="minutos antes de hablar de las personas",
    )
    visit_way: float = parameter(
        20.0, low=10.0, high=40.0, unit="minutes", en="way to a practice and back", es="ida y vuelta a un consultorio",
    )
    visit_teaches: float = parameter(
        0.03, low=0.01, high=0.08, unit="share", source="beckers2020", grade="judged", en="what a practice lacks in knowledge of the model that a visit adds",
        es="lo que añade una visita al conocimiento del modelo que falta a un consultorio",
    )


@kernel
def practice_visits(
    residents: int, week: int, luck: Luck, settings: Bundle, matters_settings: Bundle, primary_care_settings: Bundle, scale: np.float32,
    visits_month: NDArray[np.float32], channel_misalignment: NDArray[np.float32], channel_consent_needed: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], centres_joint_practice: NDArray[np.float32], centres_first_clinician: NDArray[np.int32],
    centres_last_clinician: NDArray[np.int32], clinicians_at_work: NDArray[np.int8], clinicians_profession: NDArray[np.int8],
    minutes: NDArray[np.int32], peers_active: NDArray[np.int8], peers_minutes: NDArray[np.int32], provider_rows: NDArray[np.int32],
    providers_kind: NDArray[np.int8], providers_facility: NDArray[np.int16], provider_ties_contact: NDArray[np.float32],
    facilities_room_left: NDArray[np.float32], facilities_knowledge: NDArray[np.float32],
    matter: NDArray[np.int8], matter_since: NDArray[np.int16], matter_week: NDArray[np.int16], joint_consent: NDArray[np.int8],
    joint_plan: NDArray[np.int8], arrival: NDArray[np.int16], centre: NDArray[np.int16], practice: NDArray[np.int16], care: NDArray[np.int8],
    attendance: NDArray[np.int8], next_visit: NDArray[np.int16], waiting_since: NDArray[np.int16], referred: NDArray[np.int8],
    knows_centre: NDArray[np.int8], insurer: NDArray[np.int8], difficulties: NDArray[np.float32], eased: NDArray[np.float32], informal_ties: NDArray[np.int8],
    divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64], centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    for c in range(centres_is_open.size):
        if centres_is_open[c] == 0 or visits_month[c] <= ZERO:
            continue
        every = max(int(MONTH / visits_month[c] + HALF), 1)
        first, nodes = provider_rows[c, 0], provider_rows[c + 1, 0] - provider_rows[c, 0]
        takes = (settings.visit_length + settings.visit_way) * scale
        for k in range(first, first + nodes):
            if providers_kind[k] != GENERAL_PRACTICE or (week + k) % every != 0:
                continue
            goes = -1
            for j in range(centres_first_clinician[c], centres_last_clinician[c]):
                if clinicians_profession[j] == PSYCHIATRIST and clinicians_at_work[j] != 0 and minutes[9, j] == 0 and minutes[2, j] > int(takes):
                    goes = j
                    break
            if goes < 0:
                continue
            f = providers_facility[k]
            whole = int(takes + ask(luck, HOW_LONG, k, week))
            minutes[2, goes] -= whole
            minutes[5, goes] += whole
            spent = whole
            heads = np.zeros(providers_kind.size, np.float32)
            heads[first + TEAM] = heads[k] = ONE
            for q in range(PLACES):
                # peers take turns
                row = c * PLACES + (q + week) % PLACES
                if peers_active[row] != 0 and peers_minutes[row] > whole:
                    peers_minutes[row] -= whole
                    spent += whole
                    heads[first + PEER_NODE] = ONE
                    break
            there = int(settings.visit_length * scale + HALF)
            spent += there
            facilities_room_left[f] -= f4(there) / primary_care_settings.visit_minutes
            centre_tally[now, JOINT_VISITS_MADE, c] += 1
            centre_tally[now, JOINT_MINUTES_OF + IN_VISIT, c] += spent
            room = max(settings.visit_length - settings.visit_opening, ZERO) / matters_settings.matter_minutes * scale
            found = np.zeros(MOST, np.int32)
            many = oldest(
                residents, c, CARE_MATTER, f, min(int(room + ask(luck, HOW_MANY, k, week)), MOST), matter, matter_since, matter_week, week,
                joint_consent, arrival, centre, practice, channel_consent_needed[c], luck, found,
            )
            agreement = ONE - channel_misalignment[c] * (ONE - centres_joint_practice[c])
            for n in range(many):
                i = found[n]
                matter_week[i] = week
                centre_tally[now, DISCUSSED + IN_VISIT, c] += 1
                if ask(luck, IS_SOLVED, i, week) >= matters_settings.finds * agreement:
                    matter_since[i] = week
                    continue
                centre_tally[now, SOLVED + IN_VISIT, c] += 1
                settle(
                    i, c, week, now, IN_VISIT, matters_settings, matter, joint_plan, care, attendance, next_visit, waiting_since, referred,
                    knows_centre, insurer, difficulties, eased, informal_ties, centres_is_open, divisions, district, tally, events,
                )
            joint = ONE - exp(-f4(many) / scale / matters_settings.practice_aligns)
            centres_joint_practice[c] += joint * (ONE - centres_joint_practice[c])
            facilities_knowledge[f] += settings.visit_teaches * (ONE - facilities_knowledge[f])
            meet(first, provider_rows[c, 1], nodes, settings.visit_length, heads, provider_ties_contact)


PROCESS = Process(
    name="practice_visits",
    sentence=Words(
        "A psychiatrist and a peer visit practices and speak of the people whom the practice knows.",
        "Un psiquiatra y un par visitan los consultorios y hablan de las personas que el consultorio conoce.",
    ),
    kernel=practice_visits,
    settings=PracticeVisitsSettings,
    sources=("beckers2020",),
    idle_without=("practice_visits.visits_month",),
)
