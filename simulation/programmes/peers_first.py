"""Peers first: a peer sees new people first, keeps those whom that suffices, and arranges a clinician for the others.

- Where a centre works so (``first_contact``), an adult on its list has a first talk with a peer unless a clinician is
  clearly needed: a severe illness, or a crisis of late. Whoever waits longer than ``patience`` for a free peer goes to a
  clinician after all.
- The talk builds trust and hope as far as the peer's practice is that of the eight principles, and as far as the peer is
  respected: in a team that does not respect the peer, what the peer finds out is not acted on.
- The peer suffices if the illness is mild enough and no psychosis, the user would take a peer (standing), the peer has
  room, and the team relies on the peer's judgement. The user is then a peer's user and no clinician's; the pair meets and
  its mechanisms act as in any pair (``peer_support``). Whoever gets worse, has a crisis, or is still ill when the pair ends
  is passed on; whoever is well again is done.
- For the others an appointment is arranged: they go ahead on the list (``sessions.arranged_weeks``).
- Some would rather be seen by somebody of their own background (``prefers_own``). Such a peer sees them if there is one;
  otherwise more of them never come to the talk.

How much peers are the way in (``peer_reach`` of the centre: first talks that they take, times their acceptance) lowers the
threshold for users (``help_seeking``) and for practices, which send people to a peer whom they would not have sent to a
clinician (``primary_care``).

(Beckers 2020: the second guiding principle, the views of users and general practitioners. All sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    ARRANGED,
    CHILDHOOD,
    HELD_FOR_TALK,
    ILL,
    NO_CARE,
    NO_TALK,
    PEER_ONLY,
    REGULAR,
    WAITING,
)
from simulation.people.events import FIRST_TALK, LEFT_PEER, Events, log
from simulation.people.leaving import drops_out
from simulation.people.peers import EXPERIENCE, LIMINAL, PLACES, SLOTS
from simulation.people.tallies import (
    DISCHARGES,
    FIRST_SESSIONS,
    JOINED_LIST,
    KEPT_BY_PEERS,
    MET,
    MINUTES_FIRST_TALKS,
    TALKS_ARRANGED,
    WAITED_WEEKS,
    count,
    count_wait,
    row_of,
)
from simulation.people.tallies import FIRST_TALKS as TALKS

from .pairing import begins
from .standing import standing_of, welcome_of

STARTS_AT = draw("peers first: where the round begins this week")
GOES_FIRST = draw("peers first: is the person to be seen by a peer first")
COMES = draw("peers first: comes to the first talk")
PREFERS = draw("peers first: would rather be seen by somebody of the same background")
SUFFICES = draw("peers first: does the peer suffice")
ACCEPTS = draw("peers first: the user would take the peer")
STOPS = draw("peers first: stops coming to the peer")
OVER = draw("peers first: is the peer's care over")
SEVERE = f4(0.6)
RECENT = 2
ADULT = 18 * 52
TENTH = f4(0.1)
FEW = f4(0.1)


class PeersFirstSettings(Settings):
    """Who is seen by a peer first, and what comes of it."""

    first_contact: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="adults without a clear need of a clinician who are to see a peer first", es="personas adultas sin necesidad clara de un clínico que han de ver primero a un par",
    )
    room_for_new: float = parameter(
        0.7, low=0.4, high=0.9, unit="share", en="part of peers' caseload that is for people whom they see first", es="parte de la carga de los pares que es para quienes ven primero",
    )
    talk_minutes: float = parameter(
        75.0, low=50.0, high=110.0, unit="minutes", limits=(5, 600), en="time of a first talk, notes and calls included", es="tiempo de una primera conversación, con notas y llamadas",
    )
    patience: int = parameter(
        3, low=1, high=8, unit="weeks", limits=(0, 104), en="weeks for which a new user is kept for a talk with a peer", es="semanas que se guarda a un nuevo usuario para hablar con un par",
    )
    misses: float = parameter(
        0.12, low=0.05, high=0.25, unit="probability", en="a first talk with a peer that the person does not come to", es="una primera conversación con un par a la que no se acude",
    )
    prefers_own: float = parameter(
        0.15, low=0.03, high=0.35, unit="share", source="beckers2020", grade="judged", en="people with a migration background who would rather see somebody of their own",
        es="personas con origen migratorio que preferirían ver a alguien del suyo",
    )
    misses_other: float = parameter(
        3.0, low=1.0, high=6.0, unit="ratio", limits=(0, 20), source="beckers2020", grade="judged", en="missed first talks of these with a peer of another background, over others'",
        es="primeras conversaciones perdidas de estas con un par de otro origen, respecto de las demás",
    )
    talk_trust: float = parameter(
        0.06, low=0.0, high=0.15, unit="share", source="beckers2020", grade="judged", en="trust won in a first talk at full fidelity, of what is missing",
        es="confianza ganada en una primera conversación con fidelidad plena, de lo que falta",
    )
    talk_hope: float = parameter(
        0.05, low=0.0, high=0.12, unit="share", source="beckers2020", grade="judged", en="hope won in a first talk at full fidelity, of what is missing",
        es="esperanza ganada en una primera conversación con fidelidad plena, de lo que falta",
    )
    keep_below: float = parameter(
        0.5, low=0.35, high=0.6, unit="index 0-1", source="beckers2020", grade="judged", en="severity below which a peer may suffice", es="gravedad por debajo de la cual un par puede bastar",
    )
    keeps: float = parameter(
        0.7, low=0.4, high=0.9, unit="probability", source="beckers2020", grade="judged", en="such a user is kept by a peer on whose judgement the whole team relies",
        es="un usuario así queda con un par en cuyo juicio confía todo el equipo",
    )
    peer_stops: float = parameter(
        0.6, low=0.3, high=1.2, unit="1/person-year", en="users of a peer alone without any bond who stop coming", es="usuarios solo de un par, sin ningún vínculo, que dejan de acudir",
    )
    peer_over: float = parameter(
        0.05, low=0.02, high=0.12, unit="probability", en="a peer's care ends in a week of remission", es="la atención de un par termina en una semana de remisión",
    )


@kernel
def clearly_needs_clinician(severity: np.float32, crisis_week: int, week: int, age_weeks: int) -> bool:
    """Whether somebody is to see a clinician first: severe, a crisis of late, or a minor."""
    return bool(severity >= SEVERE) or week - crisis_week <= RECENT or age_weeks < ADULT


@kernel
def peer_for(
    i: int, c: int, needs: np.float32, own: bool, peers_active: NDArray[np.int8], peers_person: NDArray[np.int32],
    peers_minutes: NDArray[np.int32], migration_background: NDArray[np.int8],
) -> int:
    """A peer of the centre with time, and of the person's background if it matters to them; the one with most time."""
    best, most = -1, needs
    for turn in range(2):
        for p in range(c * PLACES, (c + 1) * PLACES):
            if peers_active[p] == 0 or peers_person[p] == i or f4(peers_minutes[p]) < most:
                continue
            alike = migration_background[peers_person[p]] == migration_background[i]
            if turn == 0 and own and not alike:
                continue
            best, most = p, f4(peers_minutes[p])
        if best >= 0:
            return best
    return best


@kernel
def pair_of(i: int, which: int, user: NDArray[np.int32], arrival: NDArray[np.int16]) -> int:
    """The row of the pair that a person is in; -1 none."""
    for k in range(user.size):
        if user[k] == i and arrival[k] == which:
            return k
    return -1


@kernel
def peers_first(
    residents: int, week: int, luck: Luck, settings: Bundle, sessions_settings: Bundle, peer_support_settings: Bundle,
    peer_workers_settings: Bundle, first_contact: NDArray[np.float32], peer_endorsement: NDArray[np.float32],
    channel_rank_weight: NDArray[np.float32], centres_is_open: NDArray[np.int8], centres_peer_reach: NDArray[np.float32],
    centres_talks_first: NDArray[np.int8], peers_active: NDArray[np.int8], peers_person: NDArray[np.int32],
    peers_acceptance: NDArray[np.float32], peers_fidelity: NDArray[np.float32], peers_disclosure: NDArray[np.float32],
    peers_minutes: NDArray[np.int32], pairs_user: NDArray[np.int32], pairs_arrival: NDArray[np.int16],
    pairs_since: NDArray[np.int16], pairs_bond: NDArray[np.float32], pairs_contacts: NDArray[np.int16],
    pairs_worth: NDArray[np.float32], pairs_saw_practical: NDArray[np.int16], pairs_saw_experience: NDArray[np.int16],
    pairs_saw_love: NDArray[np.int16], pairs_saw_helper: NDArray[np.int16], pairs_saw_liminal: NDArray[np.int16],
    care: NDArray[np.int8], centre: NDArray[np.int16], status: NDArray[np.int8], disorder: NDArray[np.int8],
    severity: NDArray[np.float32], crisis_week: NDArray[np.int16], age_weeks: NDArray[np.int16], arrival: NDArray[np.int16],
    waiting_since: NDArray[np.int16], first_talk: NDArray[np.int8], met_service: NDArray[np.int16], first_session: NDArray[np.int16],
    sessions_attended: NDArray[np.int16], attendance: NDArray[np.int8], last_contact: NDArray[np.int16], care_since: NDArray[np.int16],
    dose: NDArray[np.float32], prescribed: NDArray[np.int8], taking_medicines: NDArray[np.int8], trust: NDArray[np.float32],
    family_support: NDArray[np.float32], family_engagement: NDArray[np.float32], hope: NDArray[np.float32], knows_centre: NDArray[np.int8], referred: NDArray[np.int8], migration_background: NDArray[np.int8],
    divisions: NDArray[np.int8], district: NDArray[np.int16], work_list: NDArray[np.int32], tally: NDArray[np.int64],
    centre_tally: NDArray[np.int64], waits: NDArray[np.int32], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    anywhere = False
    for c in range(centres_is_open.size):
        is_on = centres_is_open[c] != 0 and first_contact[c] > ZERO
        anywhere = anywhere or is_on or centres_talks_first[c] != 0
        centres_talks_first[c] = is_on
        reach = ZERO
        if is_on:
            at_work = 0
            for p in range(c * PLACES, (c + 1) * PLACES):
                if peers_active[p] != 0 and peers_minutes[p] > 0:
                    reach += peers_acceptance[p]
                    at_work += 1
            reach = first_contact[c] * reach / f4(max(at_work, 1))
        centres_peer_reach[c] = centres_peer_reach[c] + TENTH * (reach - centres_peer_reach[c]) if is_on or centres_peer_reach[c] > FEW else ZERO
    if not anywhere:
        return
    keep = ONE - sessions_settings.dose_loss
    start = int(ask(luck, STARTS_AT, 0, week) * f4(residents))
    many = 0
    for turn in range(2):
        low = start if turn == 0 else 0
        high = residents if turn == 0 else start
        for i in range(low, high):
            if care[i] == WAITING:
                work_list[many] = i
                many += 1
                continue
            if first_talk[i] != NO_TALK:
                first_talk[i] = NO_TALK
            if care[i] != PEER_ONLY:
                continue
            # a user whom a peer cares for alone: worse, well again, or without a peer
            dose[i] *= keep
            k = pair_of(i, arrival[i], pairs_user, pairs_arrival)
            bond = pairs_bond[k] if k >= 0 else ZERO
            last_contact[i] = week if k >= 0 else last_contact[i]
            worse = severity[i] >= SEVERE or week - crisis_week[i] <= 1
            if worse or (k < 0 and status[i] == ILL):
                care[i] = WAITING
                waiting_since[i] = week
                referred[i] = 0
                first_talk[i] = ARRANGED
                count(tally, now, JOINED_LIST, divisions[i], district[i], 1)
                log(events, week, LEFT_PEER, i, centre[i], 1)
            elif k < 0 or (status[i] != ILL and ask(luck, OVER, i, week) < settings.peer_over):
                care[i] = NO_CARE
                count(tally, now, DISCHARGES, divisions[i], district[i], 1)
                log(events, week, LEFT_PEER, i, centre[i], 0)
                if k >= 0:
                    pairs_user[k] = -1
            elif ask(luck, STOPS, i, week) < weekly(settings.peer_stops * (ONE - bond)):
                drops_out(
                    i, week, now, centre[i], sessions_settings.lost_trust, care, attendance, trust, first_session, divisions, district, tally,
                    events,
                )
                pairs_user[k] = -1
    # who has waited longest is seen first: two rounds, the first for those who were there before this week
    for turn in range(2):
        for at in range(many):
            i = int(work_list[at])
            waited = week - waiting_since[i]
            if care[i] != WAITING or (waited > 0) != (turn == 0):
                continue
            c = int(centre[i])
            if first_talk[i] == ARRANGED:
                continue
            first_talk[i] = NO_TALK
            if centres_talks_first[c] == 0 or waited > settings.patience or clearly_needs_clinician(severity[i], crisis_week[i], week, age_weeks[i]):
                continue
            if ask(luck, GOES_FIRST, i, waiting_since[i]) >= first_contact[c]:
                continue
            first_talk[i] = HELD_FOR_TALK
            own = migration_background[i] != 0 and ask(luck, PREFERS, i, arrival[i]) < settings.prefers_own
            p = peer_for(i, c, settings.talk_minutes, own, peers_active, peers_person, peers_minutes, migration_background)
            if p < 0:
                continue
            me = int(peers_person[p])
            peers_minutes[p] -= int(settings.talk_minutes)
            centre_tally[now, MINUTES_FIRST_TALKS, c] += int(settings.talk_minutes)
            strange = own and migration_background[me] == 0
            if ask(luck, COMES, i, week) < min(settings.misses * (settings.misses_other if strange else ONE), f4(0.95)):
                log(events, week, FIRST_TALK, i, p, -1)
                continue
            f = peers_fidelity[p]
            respected = peers_acceptance[p]
            count(tally, now, TALKS, divisions[i], district[i], 1)
            if met_service[i] < 0:
                met_service[i] = week
                count(tally, now, MET, divisions[i], district[i], 1)
            knows_centre[i] = 1
            last_contact[i] = week
            trust[i] += peer_workers_settings.mechanism[LIMINAL] * respected * f * settings.talk_trust * (ONE - trust[i])
            hope[i] += peer_workers_settings.mechanism[EXPERIENCE] * respected * f * settings.talk_hope * (ONE - hope[i])
            stands = standing_of(
                i, p, c, luck, peer_support_settings, arrival, sessions_attended, channel_rank_weight[c], peer_endorsement[c], respected
            )
            psychosis = AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD
            suits = severity[i] < settings.keep_below and not psychosis
            suits = suits and ask(luck, ACCEPTS, i, arrival[i]) < welcome_of(stands, peer_support_settings)
            row = -1
            if suits and ask(luck, SUFFICES, i, week) < settings.keeps * respected * (HALF + HALF * f):
                row = free_row(p, peer_support_settings.caseload, pairs_user)
            log(events, week, FIRST_TALK, i, p, 1 if row >= 0 else 0)
            if row < 0:
                first_talk[i] = ARRANGED
                count(tally, now, TALKS_ARRANGED, divisions[i], district[i], 1)
                continue
            begins(
                row, i, arrival[i], week, pairs_user, pairs_arrival, pairs_since, pairs_bond, pairs_contacts, pairs_worth,
                pairs_saw_practical, pairs_saw_experience, pairs_saw_love, pairs_saw_helper, pairs_saw_liminal,
            )
            first_talk[i] = NO_TALK
            care[i] = PEER_ONLY
            care_since[i] = first_session[i] = week
            sessions_attended[i] = 1
            attendance[i] = REGULAR
            family_engagement[i] = family_support[i]
            dose[i] = ZERO
            prescribed[i] = taking_medicines[i] = 0
            count(tally, now, KEPT_BY_PEERS, divisions[i], district[i], 1)
            count(tally, now, FIRST_SESSIONS, divisions[i], district[i], 1)
            count(tally, now, WAITED_WEEKS, divisions[i], district[i], waited)
            count_wait(waits, now, divisions[i], waited)


@kernel
def free_row(p: int, caseload: int, user: NDArray[np.int32]) -> int:
    """A row of pairs in which a peer has room for one more user; -1 none."""
    row, busy = -1, 0
    for k in range(p * SLOTS, (p + 1) * SLOTS):
        if user[k] >= 0:
            busy += 1
        elif row < 0:
            row = k
    return row if busy < caseload else -1


PROCESS = Process(
    name="peers_first",
    sentence=Words(
        "Where peers see people first, they talk with new people, keep those whom that suffices, and arrange a clinician for the others.",
        "Donde los pares ven primero a las personas, hablan con quienes llegan, se quedan con quienes les basta y gestionan un clínico para los demás.",
    ),
    kernel=peers_first,
    settings=PeersFirstSettings,
    sources=("beckers2020",),
    where=("peers_first.first_contact",),
    idle_without=("peers_first.first_contact",),
    leftovers=("centres.peer_reach", "centres.talks_first"),
)
