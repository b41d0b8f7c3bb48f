"""Meetings of all who work in a neighbourhood: how often, how long, who is invited, with a chair or without, about what.

Every ``meeting_every`` weeks the clinicians at work, the peers and the partners who are invited may come, each with the chance

    comes x (1 + worth_pull x (worth - 1/2)) x (1 - load_keeps x load)

where ``worth`` is what past meetings have been worth to that provider: with y matters of their own solved per hour of theirs,
y / (y + worth_hour), smoothed over meetings by ``worth_learns``. Who sits through other people's matters, or sees those who
are needed stay away, comes less, and is then missing for others.

The hour begins with ``opening_minutes`` for arriving and news; ``users_share`` of the rest is for particular users, the
matters that have been open longest first (``matters``: what is solved, and why). A matter takes ``matters.matter_minutes``,
and ``strays`` more without a chair. With a chair the meeting ends when no matter is left; a chair prepares for
``chair_minutes``. Everybody needs ``way_minutes`` to come. A matter that was not solved waits for another meeting.

Everybody's time is paid for: clinicians' out of their week, peers' out of their time for users, practices' out of their visits,
that of welfare and the municipality in money. Those who lead residents' initiatives are volunteers. Providers who were in
the room come to know each other (``provider_ties``).

(Beckers et al. 2020: the weekly one-hour meeting, and what was changed in it.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter, tabled
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, CARE_MATTER, IN_MEETING, MONEY_HOME, PRIMARY_CARE
from simulation.people.events import Events
from simulation.people.matters import heard, oldest, own_clinician, settle
from simulation.people.peers import PLACES
from simulation.people.providers import (
    GENERAL_PRACTICE,
    MUNICIPALITY,
    NEIGHBOURHOOD,
    PEER_NODE,
    TEAM,
    WELFARE,
    meet,
)
from simulation.people.tallies import (
    CAME,
    CENTS_PARTNERS,
    DISCUSSED,
    INVITED,
    JOINT_MEETINGS,
    JOINT_MINUTES_OF,
    NEEDED,
    NEEDED_THERE,
    SOLVED,
    row_of,
)

COMES = draw("meetings: does the partner come")
CLINICIAN_COMES = draw("meetings: does the clinician come")
PEER_COMES = draw("meetings: does the peer come")
HOW_MANY = draw("meetings: is there time for one matter more")
HOW_LONG = draw("meetings: is the last minute a whole one")
IS_SOLVED = draw("meetings: is the matter solved")
MOST = 64
SIXTY = f4(60)
CENTS_A_MINUTE = np.float64(12) / np.float64(52 * 40 * 60)


class MeetingsSettings(Settings):
    """How meetings are held, and who comes."""

    meeting_every: float = parameter(
        0.0, low=0.0, high=4.0, unit="weeks", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="weeks from one joint meeting to the next; 0: none", es="semanas de una reunión conjunta a la siguiente; 0: ninguna",
    )
    meeting_length: float = parameter(
        60.0, low=30.0, high=120.0, unit="minutes", kind="lever", scope="centre", source="beckers2020", grade="elsewhere",
        en="length of a joint meeting", es="duración de una reunión conjunta",
    )
    meeting_chair: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="joint meetings have a chair: 0 no, 1 yes", es="las reuniones conjuntas tienen quien las preside: 0 no, 1 sí",
    )
    users_share: float = parameter(
        0.5, low=0.2, high=1.0, unit="share", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="time of a joint meeting for particular users, after its opening", es="tiempo de una reunión conjunta para usuarios concretos, tras su apertura",
    )
    user_centred: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="all participants' views count in joint meetings: 0 the view of mental health, 1 all alike",
        es="en las reuniones conjuntas cuentan todas las miradas: 0 la de salud mental, 1 todas por igual",
    )
    invites: dict[str, float] = parameter(
        {"welfare": 1.0, "municipality": 1.0, "neighbourhood": 1.0, "practice": 1.0}, low=dict.fromkeys(("welfare", "municipality", "neighbourhood", "practice"), 0.0),
        high=dict.fromkeys(("welfare", "municipality", "neighbourhood", "practice"), 1.0), unit="dial", kind="lever", source="beckers2020", grade="judged",
        en="partners invited to joint meetings: 0 no, 1 yes", es="socios invitados a las reuniones conjuntas: 0 no, 1 sí",
    )
    comes: float = parameter(
        0.8, low=0.6, high=0.95, unit="probability", en="somebody invited comes, at middling worth and without other load",
        es="quien es invitado acude, con utilidad media y sin otra carga",
    )
    worth_pull: float = parameter(
        1.0, low=0.4, high=1.6, unit="ratio", limits=(0, 10), source="beckers2020", grade="judged", en="rise of coming with what meetings have been worth",
        es="aumento de la asistencia con lo que han valido las reuniones",
    )
    worth_hour: float = parameter(
        1.0, low=0.4, high=2.5, unit="matters an hour", limits=(0.01, 100), en="own matters solved per hour at which a meeting is half worth its time",
        es="asuntos propios resueltos por hora con los que una reunión vale la mitad de su tiempo",
    )
    worth_learns: float = parameter(
        0.15, low=0.05, high=0.3, unit="share", en="weight of the last meeting in what meetings have been worth", es="peso de la última reunión en lo que han valido",
    )
    load_keeps: float = parameter(
        0.3, low=0.1, high=0.6, unit="share", en="part of those invited whom a full load of other work keeps away", es="parte de los invitados a quienes retiene una carga plena de otro trabajo",
    )
    partners_load: float = parameter(
        0.7, low=0.4, high=1.0, unit="index 0-1", en="load of partners outside care", es="carga de los socios fuera de la atención",
    )
    opening_minutes: float = parameter(
        10.0, low=5.0, high=20.0, unit="minutes", en="arriving and news, at the beginning of a joint meeting", es="llegada y noticias, al comienzo de una reunión conjunta",
    )
    way_minutes: float = parameter(
        15.0, low=5.0, high=30.0, unit="minutes", en="way to a joint meeting and back", es="ida y vuelta a una reunión conjunta",
    )
    strays: float = parameter(
        8.0, low=3.0, high=15.0, unit="minutes", source="beckers2020", grade="judged", en="minutes lost over each matter without a chair",
        es="minutos perdidos en cada asunto sin quien presida",
    )
    chair_minutes: float = parameter(
        30.0, low=15.0, high=60.0, unit="minutes", en="preparation and notes of a chair", es="preparación y notas de quien preside",
    )
    partner_month: float = tabled(
        "costs:pay_social_worker", unit="cents", en="gross monthly pay of a partner outside care, full time", es="sueldo bruto mensual de un socio fuera de la atención, tiempo completo",
    )


@kernel
def chance_to_come(worth: np.float32, load: np.float32, settings: Bundle) -> np.float32:
    """The chance that somebody who is invited comes."""
    return clip(settings.comes * (ONE + settings.worth_pull * (worth - HALF)) * (ONE - settings.load_keeps * min(load, ONE)), ZERO, ONE)


@kernel
def worth_of(solved: np.float32, hours: np.float32, settings: Bundle) -> np.float32:
    """What a meeting was worth to a provider: own matters solved, over own hours."""
    per_hour = solved / max(hours, f4(1e-3))
    return per_hour / (per_hour + settings.worth_hour)  # type: ignore[no-any-return]


@kernel
def time_for_users(length: np.float32, opening: np.float32, users_share: np.float32) -> np.float32:
    """Minutes of a meeting for particular users."""
    return max(length - opening, ZERO) * users_share


@kernel
def meetings(
    residents: int, week: int, luck: Luck, settings: Bundle, matters_settings: Bundle, primary_care_settings: Bundle, scale: np.float32,
    meeting_every: NDArray[np.float32], meeting_length: NDArray[np.float32], meeting_chair: NDArray[np.float32], users_share: NDArray[np.float32],
    user_centred: NDArray[np.float32], channel_misalignment: NDArray[np.float32], channel_consent_needed: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], centres_fullness: NDArray[np.float32], centres_joint_practice: NDArray[np.float32],
    centres_first_clinician: NDArray[np.int32], centres_last_clinician: NDArray[np.int32], clinicians_at_work: NDArray[np.int8],
    minutes: NDArray[np.int32], peers_active: NDArray[np.int8], peers_minutes: NDArray[np.int32], provider_rows: NDArray[np.int32],
    providers_kind: NDArray[np.int8], providers_facility: NDArray[np.int16], providers_worth: NDArray[np.float32],
    providers_came: NDArray[np.int16], providers_credit: NDArray[np.int16], provider_ties_contact: NDArray[np.float32],
    facilities_load: NDArray[np.float32], facilities_room_left: NDArray[np.float32],
    matter: NDArray[np.int8], matter_since: NDArray[np.int16], matter_week: NDArray[np.int16], joint_consent: NDArray[np.int8],
    joint_plan: NDArray[np.int8], arrival: NDArray[np.int16], centre: NDArray[np.int16], practice: NDArray[np.int16], care: NDArray[np.int8],
    attendance: NDArray[np.int8], next_visit: NDArray[np.int16], waiting_since: NDArray[np.int16], referred: NDArray[np.int8],
    knows_centre: NDArray[np.int8], insurer: NDArray[np.int8], difficulties: NDArray[np.float32], eased: NDArray[np.float32], informal_ties: NDArray[np.int8],
    poor: NDArray[np.int8], divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64],
    centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    for c in range(centres_is_open.size):
        every = int(meeting_every[c] + HALF)
        if centres_is_open[c] == 0 or every <= 0 or (week + c) % every != 0:
            continue
        first, nodes = provider_rows[c, 0], provider_rows[c + 1, 0] - provider_rows[c, 0]
        team, last = centres_first_clinician[c], centres_last_clinician[c]
        heads = np.zeros(providers_kind.size, np.float32)
        here = np.zeros(max(last - team, 1), np.int8)
        planned = meeting_length[c] + settings.way_minutes
        # who comes: clinicians and peers one by one, partners with one person each
        asked, came, health = ZERO, ZERO, ZERO
        for k in range(first, first + nodes):
            kind = providers_kind[k]
            providers_came[k] = providers_credit[k] = 0
            if kind == TEAM:
                p = chance_to_come(providers_worth[k], centres_fullness[c], settings)
                for j in range(team, last):
                    if clinicians_at_work[j] == 0 or minutes[9, j] > 0:
                        continue
                    asked += ONE
                    if minutes[2, j] > int(planned * scale) and ask(luck, CLINICIAN_COMES, j, week) < p:
                        here[j - team] = 1
                        heads[k] += ONE
                health = heads[k]
            elif kind == PEER_NODE:
                p = chance_to_come(providers_worth[k], ZERO, settings)
                for q in range(c * PLACES, (c + 1) * PLACES):
                    if peers_active[q] == 0 or peers_minutes[q] <= 0:
                        continue
                    asked += ONE / scale
                    if peers_minutes[q] > int(planned) and ask(luck, PEER_COMES, q, week) < p:
                        peers_minutes[q] -= int(planned)
                        centre_tally[now, JOINT_MINUTES_OF + IN_MEETING, c] += int(planned)
                        heads[k] += ONE / scale
                        providers_came[k] += 1
            elif settings.invites[kind - WELFARE] > ZERO:
                asked += ONE
                load = facilities_load[providers_facility[k]] if kind == GENERAL_PRACTICE else settings.partners_load
                if ask(luck, COMES, k, week) < settings.invites[kind - WELFARE] * chance_to_come(providers_worth[k], load, settings):
                    heads[k] = ONE
            came += heads[k]
            if kind != PEER_NODE:
                providers_came[k] = int(heads[k])
        centre_tally[now, JOINT_MEETINGS, c] += 1
        centre_tally[now, INVITED, c] += int(asked + HALF)
        centre_tally[now, CAME, c] += int(came + HALF)
        # what is spoken of
        chair = meeting_chair[c] if came > ZERO else ZERO
        each = matters_settings.matter_minutes + (ONE - chair) * settings.strays
        for_users = time_for_users(meeting_length[c], settings.opening_minutes, users_share[c])
        room = min(int(for_users / each * scale + ask(luck, HOW_MANY, c, week)), MOST)
        found = np.zeros(MOST, np.int32)
        many = 0
        if came > ONE:
            many = oldest(
                residents, c, 0, -1, room, matter, matter_since, matter_week, week, joint_consent, arrival, centre, practice,
                channel_consent_needed[c], luck, found,
            )
        agreement = ONE - channel_misalignment[c] * (ONE - centres_joint_practice[c])
        share_of_health = health / max(came, ONE)
        for n in range(many):
            i = found[n]
            matter_week[i] = week
            own = own_clinician(i, arrival[i], team, last, luck)
            clinician = own >= 0 and here[own - team] != 0
            surgery = -1
            for k in range(first, first + nodes):
                if practice[i] >= 0 and providers_facility[k] == practice[i]:
                    surgery = k
            at_practice = surgery >= 0 and heads[surgery] > ZERO
            at_centre = care[i] == AT_CENTRE
            knows = at_practice
            if care[i] != PRIMARY_CARE:
                knows = (at_centre and clinician) or heads[first + PEER_NODE] > ZERO
            needs, there = 2, 0
            if matter[i] == CARE_MATTER:
                treats = clinician if at_centre else heads[first + TEAM] > ZERO
                there += 1 if treats else 0
                there += 1 if at_practice else 0
            else:
                partner = WELFARE if matter[i] == MONEY_HOME else NEIGHBOURHOOD
                there += 1 if knows else 0
                there += 1 if heads[first + partner] > ZERO else 0
                if matter[i] == MONEY_HOME and poor[i] != 0:
                    needs += 1
                    there += 1 if heads[first + MUNICIPALITY] > ZERO else 0
            centre_tally[now, DISCUSSED + IN_MEETING, c] += 1
            centre_tally[now, NEEDED, c] += needs
            centre_tally[now, NEEDED_THERE, c] += there
            chance = matters_settings.finds * agreement * heard(matter[i], share_of_health, user_centred[c], matters_settings)
            if there < needs or ask(luck, IS_SOLVED, i, week) >= chance:
                matter_since[i] = week  # put off to another meeting
                continue
            # each who was needed has something of it
            if matter[i] == CARE_MATTER:
                providers_credit[first + TEAM] += 1
                providers_credit[surgery] += 1
            else:
                if care[i] == PRIMARY_CARE:
                    providers_credit[surgery] += 1
                elif at_centre and clinician:
                    providers_credit[first + TEAM] += 1
                else:
                    providers_credit[first + PEER_NODE] += 1
                providers_credit[first + (WELFARE if matter[i] == MONEY_HOME else NEIGHBOURHOOD)] += 1
                if matter[i] == MONEY_HOME and poor[i] != 0:
                    providers_credit[first + MUNICIPALITY] += 1
            centre_tally[now, SOLVED + IN_MEETING, c] += 1
            settle(
                i, c, week, now, IN_MEETING, matters_settings, matter, joint_plan, care, attendance, next_visit, waiting_since, referred,
                knows_centre, insurer, difficulties, eased, informal_ties, centres_is_open, divisions, district, tally, events,
            )
        joint = ONE - exp(-f4(many) / scale / matters_settings.practice_aligns)
        centres_joint_practice[c] += joint * (ONE - centres_joint_practice[c])
        # with a chair it ends when the list does
        spared = max(for_users - f4(many) / scale * each, ZERO) if many < room else ZERO
        lasted = meeting_length[c] - chair * min(spared, meeting_length[c])
        takes = (lasted + settings.way_minutes) * scale
        prepares = chair * settings.chair_minutes * scale
        for j in range(team, last):
            if here[j - team] != 0:
                mine = int(takes + prepares + ask(luck, HOW_LONG, j, week))
                mine = min(mine, int(minutes[2, j]))
                prepares = ZERO
                minutes[2, j] -= mine
                minutes[5, j] += mine
                centre_tally[now, JOINT_MINUTES_OF + IN_MEETING, c] += mine
        whole = int(takes + HALF)
        for k in range(first, first + nodes):
            if heads[k] <= ZERO:
                continue
            kind = providers_kind[k]
            if kind >= WELFARE:
                centre_tally[now, JOINT_MINUTES_OF + IN_MEETING, c] += whole
            if kind == GENERAL_PRACTICE:
                facilities_room_left[providers_facility[k]] -= takes / primary_care_settings.visit_minutes
            elif kind == WELFARE or kind == MUNICIPALITY:
                centre_tally[now, CENTS_PARTNERS, c] += np.int64(np.float64(whole) * np.float64(settings.partner_month) * CENTS_A_MINUTE)
            hours = heads[k] * takes / SIXTY
            providers_worth[k] += settings.worth_learns * (worth_of(f4(providers_credit[k]), hours, settings) - providers_worth[k])
        meet(first, provider_rows[c, 1], nodes, lasted, heads, provider_ties_contact)


PROCESS = Process(
    name="meetings",
    sentence=Words(
        "All who work in the neighbourhood meet, as many as come, and speak of users whom several of them could help.",
        "Quienes trabajan en el barrio se reúnen, cuantos acudan, y hablan de usuarios a quienes varios podrían ayudar.",
    ),
    kernel=meetings,
    settings=MeetingsSettings,
    sources=("beckers2020",),
    idle_without=("meetings.meeting_every",),
)
