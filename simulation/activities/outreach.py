"""Outreach: peers spend time at meeting places and talk with those who come, who are few of those who live there.

- A district may list meeting places: initiatives of residents with informal leaders. A resident goes to the nearest of the
  district's with the trait ``goes``, more often without work, and not at all where norms forbid it: women of traditional
  households where men come too, unless part of the time is theirs alone (``separate``).
- A peer gives ``outreach_hours`` a week and talks with so many an hour. Whoever is talked with learns of the centre. People
  with a disorder may tell the peer about it, in private, as far as stigma lets them; a peer who is open about their own
  past makes it easier, and so do a leader who vouches for the peer (``leaders``) and a name that does not say mental health
  care (``naming``). Some of them ask for help there and then.
- People who cannot read are told what posters tell others, if invitations are spoken (``spoken``); a spoken invitation costs
  the peer time.
- Peers go to the same few places most of the time (``habit``). They learn what a place does by being there, by its leader, or from a ``guide``; what is not kept up is
  forgotten. Who is lonely is brought to a place that peers know. Organisers notice the service by seeing its people.

(Beckers 2020: outreach, existing initiatives, an inadequate reach by people who did their best. All sizes are judged.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp
from simulation.ground.arithmetic import log as log_of
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import EMPLOYED, ILL, MEETING_PLACE, WOMAN
from simulation.people.events import MET_OUTSIDE, Events, log
from simulation.people.found import joins_list, untreated
from simulation.people.peers import PLACES
from simulation.people.tallies import (
    APPROACHED,
    APPROACHED_ILL,
    FOUND_BY_OUTREACH,
    MET,
    MINUTES_OUTREACH,
    OPENED_UP,
    count,
    row_of,
)

GOES = draw("outreach: does the person go to a meeting place")
WHERE = draw("outreach: which meeting place does the peer go to this week")
WHOM = draw("outreach: with whom does the peer talk")
OPENS = draw("outreach: tells the peer about a disorder")
ASKS = draw("outreach: asks for help there and then")
ONE_MORE = draw("outreach: is there time for one more talk")
UNTOLD = draw("outreach: is not told that it is mental health care")
LIVES_BY_NORMS = draw("outreach: does the household forbid places where men come")
MOST, TRIES = 64, 12
SIXTY = f4(60)
LN2, TINY = f4(0.6931472), f4(1e-6)


class OutreachSettings(Settings):
    """Time outside, who is met there, and what comes of a talk."""

    outreach_hours: float = parameter(
        0.0, low=0.0, high=8.0, unit="hours a week", kind="lever", scope="centre", limits=(0, 40), source="beckers2020", grade="judged",
        en="hours of each peer at meeting places", es="horas de cada par en lugares de encuentro",
    )
    spoken: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="invitations that are spoken instead of written", es="invitaciones habladas en vez de escritas",
    )
    leaders: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="meeting places whose informal leaders work with the service", es="lugares de encuentro cuyos líderes informales colaboran con el servicio",
    )
    guide: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", source="beckers2020", grade="judged",
        en="initiatives that stand in a guide which is kept up to date", es="iniciativas que figuran en una guía actualizada",
    )
    separate: float = parameter(
        0.0, low=0.0, high=0.5, unit="share", kind="lever", scope="centre", source="beckers2020", grade="judged", limits=(0, 1),
        en="time at meeting places that is for women alone", es="tiempo en lugares de encuentro solo para mujeres",
    )
    goes: float = parameter(
        0.12, low=0.04, high=0.25, unit="share", source="beckers2020", grade="judged", en="adults without work who go to a meeting place", es="personas adultas sin trabajo que van a un lugar de encuentro",
    )
    works_goes: float = parameter(
        0.4, low=0.2, high=0.8, unit="ratio", en="that share among those who work", es="esa proporción entre quienes trabajan",
    )
    forbids: float = parameter(
        0.5, low=0.2, high=0.9, unit="probability", source="beckers2020", grade="judged", en="a household of full traditional belief forbids a woman places where men come",
        es="un hogar de creencias plenamente tradicionales prohíbe a una mujer lugares adonde van hombres",
    )
    talks_an_hour: float = parameter(
        2.0, low=1.0, high=4.0, unit="contacts an hour", limits=(0, 20), en="talks of a peer at a meeting place in an hour", es="conversaciones de un par en un lugar de encuentro por hora",
    )
    spoken_minutes: float = parameter(
        10.0, low=5.0, high=20.0, unit="minutes", limits=(0, 120), en="time that a spoken invitation adds to a talk", es="tiempo que añade una invitación hablada",
    )
    opens: float = parameter(
        0.5, low=0.2, high=0.8, unit="probability", source="beckers2020", grade="judged", en="a person with a disorder and no stigma tells a peer who is fully open about it",
        es="una persona con un trastorno y sin estigma se lo cuenta a un par plenamente abierto",
    )
    opens_stigma: float = parameter(
        2.5, low=1.0, high=4.0, unit="log-hazard per unit", limits=(0, 20), en="fall of telling a peer with stigma", es="descenso de contárselo a un par con el estigma",
    )
    vouched: float = parameter(
        1.5, low=1.0, high=2.5, unit="ratio", limits=(0, 10), source="beckers2020", grade="judged", en="telling a peer for whom a leader vouches over another", es="contárselo a un par avalado por un líder respecto de otro",
    )
    asks_help: float = parameter(
        0.5, low=0.2, high=0.8, unit="probability", source="beckers2020", grade="judged", en="who has told and is in no care asks for help there and then", es="quien lo ha contado y no está en atención pide ayuda en el momento",
    )
    talk_literacy: float = parameter(
        0.05, low=0.0, high=0.12, unit="share", en="mental-health literacy won in a talk, of what is missing", es="alfabetización en salud mental ganada en una conversación, de lo que falta",
    )
    brought: float = parameter(
        0.1, low=0.0, high=0.25, unit="index 0-1", en="connectedness that being brought to a known initiative gives", es="conexión que da ser llevado a una iniciativa conocida",
    )
    habit: float = parameter(
        2.0, low=1.0, high=4.0, unit="power", limits=(1, 20), source="beckers2020", grade="judged", en="how far peers go to the same few meeting places; 1: to all alike",
        es="en qué medida los pares van a los mismos pocos lugares de encuentro; 1: a todos por igual",
    )
    learns_place: float = parameter(
        0.02, low=0.005, high=0.05, unit="share an hour", limits=(0, 1), source="beckers2020", grade="judged", en="what a peer's hour at a meeting place tells the service of what its people do, of what is missing",
        es="lo que una hora de un par en un lugar de encuentro enseña al servicio sobre lo que se hace allí, de lo que falta",
    )
    place_half_life: float = parameter(
        52.0, low=26.0, high=156.0, unit="weeks", limits=(1, 5200), en="half-life of what the service knows of a meeting place", es="vida media de lo que el servicio sabe de un lugar de encuentro",
    )


@kernel
def may_go(
    i: int, arrival: NDArray[np.int16], sex: NDArray[np.int8], tradition: NDArray[np.float32], luck: Luck, settings: Bundle,
    social: np.float32, separate: np.float32,
) -> np.float32:
    """How much of the opening time a person may be there, 1 unless norms forbid it."""
    if sex[i] == WOMAN and ask(luck, LIVES_BY_NORMS, i, arrival[i]) < min(social, ONE) * settings.forbids * tradition[i] * tradition[i]:
        return separate
    return ONE


@kernel
def goes_there(
    i: int, arrival: NDArray[np.int16], age_weeks: NDArray[np.int16], work: NDArray[np.int8], sex: NDArray[np.int8],
    tradition: NDArray[np.float32], luck: Luck, settings: Bundle, social: np.float32, separate: np.float32,
) -> bool:
    """Whether a person is one of those who come to a meeting place."""
    u = ask(luck, GOES, i, arrival[i])
    # most never come: done with before five more columns are read
    if u >= settings.goes * max(settings.works_goes, ONE) or age_weeks[i] < 18 * 52:
        return False
    share = settings.goes * (settings.works_goes if work[i] == EMPLOYED else ONE)
    share *= may_go(i, arrival, sex, tradition, luck, settings, social, separate)
    return u < share  # type: ignore[no-any-return]


@kernel
def outreach(
    residents: int, week: int, luck: Luck, settings: Bundle, naming_settings: Bundle, outreach_hours: NDArray[np.float32],
    spoken: NDArray[np.float32], leaders: NDArray[np.float32], guide: NDArray[np.float32], separate: NDArray[np.float32],
    named: NDArray[np.float32], channel_stigma_weight: NDArray[np.float32], channel_social_weight: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], serves: NDArray[np.bool_], facilities: int, facilities_kind: NDArray[np.int8],
    facilities_district: NDArray[np.int16], facilities_known: NDArray[np.float32], facilities_noticed: NDArray[np.float32],
    districts_population: NDArray[np.int32], peers_active: NDArray[np.int8], peers_person: NDArray[np.int32],
    peers_minutes: NDArray[np.int32], peers_disclosure: NDArray[np.float32], arrival: NDArray[np.int16], age_weeks: NDArray[np.int16],
    work: NDArray[np.int8], sex: NDArray[np.int8], tradition: NDArray[np.float32], reads: NDArray[np.int8], status: NDArray[np.int8],
    care: NDArray[np.int8], insurer: NDArray[np.int8], centre: NDArray[np.int16], stigma_held: NDArray[np.float32],
    stigma_self: NDArray[np.float32], literacy: NDArray[np.float32], connectedness: NDArray[np.float32], knows_centre: NDArray[np.int8],
    met_service: NDArray[np.int16], deceived: NDArray[np.int8], waiting_since: NDArray[np.int16], referred: NDArray[np.int8],
    sought_help: NDArray[np.int8], ill_since: NDArray[np.int16], divisions: NDArray[np.int8], district: NDArray[np.int16],
    tally: NDArray[np.int64], centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    anywhere = False
    for c in range(centres_is_open.size):
        anywhere = anywhere or (centres_is_open[c] != 0 and (outreach_hours[c] > ZERO or guide[c] > ZERO or leaders[c] > ZERO))
    for k in range(facilities):
        anywhere = anywhere or facilities_known[k] > ZERO
    if not anywhere:
        return
    forgets = exp(-LN2 / settings.place_half_life)
    first = -1
    for c in range(centres_is_open.size):
        places = 0
        for k in range(facilities):
            if facilities_kind[k] != MEETING_PLACE or not serves[c, facilities_district[k]]:
                continue
            places += 1
            # what a guide or a leader tells is there as soon as they do
            told = max(guide[c], HALF * leaders[c])
            facilities_known[k] = max(facilities_known[k] * forgets, told)
            facilities_noticed[k] = max(facilities_noticed[k] * forgets, leaders[c])
            first = k if first < 0 else first
        if centres_is_open[c] == 0 or outreach_hours[c] <= ZERO or places == 0:
            continue
        for p in range(c * PLACES, (c + 1) * PLACES):
            if peers_active[p] == 0:
                continue
            minutes = min(int(outreach_hours[c] * SIXTY), int(peers_minutes[p]))
            if minutes <= 0:
                continue
            peers_minutes[p] -= minutes
            centre_tally[now, MINUTES_OUTREACH, c] += minutes
            turn = min(int(exp(settings.habit * log_of(max(ask(luck, WHERE, p, week), TINY))) * f4(places)), places - 1)
            place = -1
            for k in range(facilities):
                if facilities_kind[k] == MEETING_PLACE and serves[c, facilities_district[k]]:
                    if turn == 0:
                        place = k
                    turn -= 1
            hours = f4(minutes) / SIXTY
            facilities_known[place] += (ONE - exp(-settings.learns_place * hours)) * (ONE - facilities_known[place])
            facilities_noticed[place] += (ONE - exp(-settings.learns_place * hours)) * (ONE - facilities_noticed[place])
            each = SIXTY / settings.talks_an_hour + spoken[c] * settings.spoken_minutes
            talks = min(int(f4(minutes) / each + ask(luck, ONE_MORE, p, week)), MOST)
            d = facilities_district[place]
            for t in range(talks):
                i = someone(p, t, d, week, residents, luck, district, arrival, age_weeks, work, sex, tradition, settings, channel_social_weight[d], separate[c])
                if i < 0 or i == peers_person[p]:
                    continue
                talk(
                    i, p, c, place, week, now, luck, settings, naming_settings, spoken[c], leaders[c], named[c], channel_stigma_weight[d], peers_disclosure[p],
                    facilities_known[place], arrival, reads, status, care, insurer, centre, stigma_held, stigma_self, literacy, connectedness,
                    knows_centre, met_service, deceived, waiting_since, referred, sought_help, ill_since, divisions, district, tally, events,
                )


@kernel
def someone(
    p: int, t: int, d: int, week: int, residents: int, luck: Luck, district: NDArray[np.int16], arrival: NDArray[np.int16],
    age_weeks: NDArray[np.int16], work: NDArray[np.int8], sex: NDArray[np.int8], tradition: NDArray[np.float32], settings: Bundle,
    social: np.float32, separate: np.float32,
) -> int:
    """One of those who come to a meeting place of a district; -1 if nobody is found."""
    for attempt in range(TRIES * 4):
        at = (p * MOST + t) * TRIES * 4 + attempt
        i = min(int(ask(luck, WHOM, at, week) * f4(residents)), residents - 1)
        if district[i] == d and goes_there(i, arrival, age_weeks, work, sex, tradition, luck, settings, social, separate):
            return i
    return -1


@kernel
def talk(
    i: int, p: int, c: int, place: int, week: int, now: int, luck: Luck, settings: Bundle, naming_settings: Bundle, spoken: np.float32,
    leaders: np.float32, named: np.float32, stigma_weight: np.float32, disclosure: np.float32, known: np.float32,
    arrival: NDArray[np.int16], reads: NDArray[np.int8], status: NDArray[np.int8], care: NDArray[np.int8], insurer: NDArray[np.int8],
    centre: NDArray[np.int16], stigma_held: NDArray[np.float32], stigma_self: NDArray[np.float32], literacy: NDArray[np.float32],
    connectedness: NDArray[np.float32], knows_centre: NDArray[np.int8], met_service: NDArray[np.int16], deceived: NDArray[np.int8],
    waiting_since: NDArray[np.int16], referred: NDArray[np.int8], sought_help: NDArray[np.int8], ill_since: NDArray[np.int16],
    divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64], events: Events,
) -> None:
    """A peer talks with somebody at a meeting place."""
    count(tally, now, APPROACHED, divisions[i], district[i], 1)
    if met_service[i] < 0:
        met_service[i] = week
        count(tally, now, MET, divisions[i], district[i], 1)
    log(events, week, MET_OUTSIDE, i, p, place)
    told = named >= ONE or ask(luck, UNTOLD, i, arrival[i]) < named
    if not told:
        deceived[i] = 1
    # what is written on the wall, who reads knows already
    if reads[i] != 0 or spoken > ZERO:
        knows_centre[i] = 1
        literacy[i] += settings.talk_literacy * (ONE - literacy[i])
    if connectedness[i] < HALF:
        connectedness[i] += settings.brought * known * (ONE - connectedness[i])
    if status[i] != ILL:
        return
    count(tally, now, APPROACHED_ILL, divisions[i], district[i], 1)
    stigma = stigma_weight * HALF * (stigma_held[i] + stigma_self[i])
    if not told:
        stigma *= ONE - naming_settings.label_share
    chance = settings.opens * (HALF + HALF * disclosure) * exp(-settings.opens_stigma * stigma)
    chance *= ONE + (settings.vouched - ONE) * leaders
    if ask(luck, OPENS, i, week) >= clip(chance, ZERO, ONE):
        return
    count(tally, now, OPENED_UP, divisions[i], district[i], 1)
    if centre[i] == c and untreated(i, care, status, insurer) and ask(luck, ASKS, i, week) < settings.asks_help * (HALF + HALF * max(f4(reads[i]), spoken)):
        knows_centre[i] = 1
        count(tally, now, FOUND_BY_OUTREACH, divisions[i], district[i], 1)
        joins_list(i, week, now, c, care, waiting_since, referred, sought_help, ill_since, divisions, district, tally, events)


PROCESS = Process(
    name="outreach",
    sentence=Words(
        "Peers spend time at meeting places, talk with those who come, and learn what residents do there.",
        "Los pares pasan tiempo en lugares de encuentro, hablan con quienes llegan y aprenden qué hacen allí los residentes.",
    ),
    kernel=outreach,
    settings=OutreachSettings,
    sources=("beckers2020",),
    where=("outreach.outreach_hours", "outreach.guide", "outreach.leaders"),
    idle_without=("outreach.outreach_hours", "outreach.guide", "outreach.leaders"),
    leftovers=("facilities.known", "facilities.noticed"),
)
