"""Activities in groups: meetings with lay workers, workshops, campaigns, psychosocial clubs, peer-support groups.

Each is planned once a week at every open centre (campaigns once in four weeks) and held if somebody leads it.
Every clinician of a profession that leads the activity, at work and with the time, weighs it by the rule of the
visit block (``staff_hours``): conviction, against the learnt fear of lost credit, the waiting list and costs that
nobody covers. What lay workers and families carry of an activity weighs on nobody: the last three terms are
multiplied by 1 - carried x pool, where the pool is the lay workers' hours (or, for clubs, how organised families
are). The clinician with most to say for it leads, if anything is left above 0. The rule is one for all centres
and activities; centres differ in what their teams know, how organised their communities are and whom they have.

- Peer-support groups have no profession of their own and no template: one starts only where the team's
  conviction lies above a threshold and enough users are willing, and closes after a run of missed weeks.
- Rooms cap how many may come; who finds no place is turned away.
- A group is visible, so fewer come where stigma is high: more so than to an office.
- Workshops teach users, and lighten the burden of families that come along and bring them closer to the centre. Campaigns make the centre known, move attitudes (which
  drift back) and screen children at schools. Clubs, for people with a psychosis and insight, raise connectedness,
  meaning and hope. Peer groups, for all, lower self-stigma and raise connectedness, hope and identity.

(Arriola-Vigo 2019: five activities, who leads them, for whom, Table 2, Figure 3.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, ZERO, clip, exp, log
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter, tabled
from simulation.ground.process import Process
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_CENTRE,
    CAMPAIGN,
    CHILDHOOD,
    CLUB,
    GROUP_KINDS,
    LAY_MEETING,
    LEDGER,
    PEER_GROUP,
    WORKSHOP,
)
from simulation.people.events import GROUP_SESSION, Events
from simulation.people.events import log as note
from simulation.people.found import joins_list, untreated
from simulation.people.tallies import (
    CENTS_MATERIALS,
    CENTS_POCKET,
    GROUPS_HELD,
    GROUPS_PLANNED,
    PARTICIPANTS,
    SCREENED,
    TURNED_AWAY,
    row_of,
)
from simulation.people.weighing import MONTH, block_utility, missed_by_block

LEADS = draw("groups: does the clinician lead it this week")
HOW_LONG = draw("groups: minutes at a small share of residents")
PLACES = draw("groups: places at a small share of residents")
STARTS_AT = draw("groups: where does this week's round begin")
COMES = tuple(draw(f"groups: comes to the {kind}") for kind in ("workshop", "club", "peer group"))
COMES_WORKSHOP, COMES_CLUB, COMES_PEER = COMES
COMES_ALONG = draw("groups: does the family come along to the workshop")
OFFERED = draw("groups: is the activity planned this week")
BEGINS = draw("groups: does a peer group begin")
MEETS = draw("groups: whom does the campaign meet")
IS_FOUND = draw("groups: does the screening find the child")

# psychiatrist, physician, psychologist, nurse, social worker, occupational and language therapist (Arriola-Vigo 2019)
MAY_LEAD = np.array(
    [
        [0, 0, 1, 1, 1, 0, 0],  # meetings with lay workers
        [0, 0, 1, 1, 1, 0, 0],  # workshops
        [0, 0, 1, 1, 1, 0, 0],  # campaigns
        [0, 0, 0, 1, 1, 0, 0],  # clubs
        [0, 0, 1, 1, 1, 1, 0],  # peer groups: no profession is named
    ],
    np.int8,
)
CAMPAIGN_WEEKS = 4
LED_GROUPS, LED_LAY = LEDGER.index("groups"), LEDGER.index("lay")
TINY, NEARLY_ONE = f4(1e-6), f4(0.999999)
ADULT = 18 * 52
TRIES = 4
KINDS = len(GROUP_KINDS)


def by_kind(*values: float) -> dict[str, float]:
    """A vector over the kinds of group activity."""
    return dict(zip(GROUP_KINDS, values, strict=True))


class GroupsSettings(Settings):
    """Time, money, places and effects of group activities."""

    offered: dict[str, float] = parameter(
        by_kind(1, 1, 1, 1, 1), low=by_kind(0, 0, 0, 0, 0), high=by_kind(1, 1, 1, 1, 1), kind="lever", unit="share",
        en="share of its weeks in which the activity is planned: 0 never", es="proporción de sus semanas en que se planifica la actividad: 0 nunca",
    )
    minutes: dict[str, float] = parameter(
        by_kind(120, 120, 300, 180, 90), low=by_kind(60, 60, 180, 120, 60), high=by_kind(180, 180, 480, 300, 120),
        unit="minutes", en="the leader's time for a session, preparation included", es="tiempo de quien dirige una sesión, con la preparación",
    )
    carried: dict[str, float] = parameter(
        by_kind(0.85, 0.25, 0.4, 0.85, 0.15), low=by_kind(0.6, 0.1, 0.2, 0.6, 0.0), high=by_kind(1.0, 0.4, 0.6, 1.0, 0.3),
        unit="share", en="part of the activity that lay workers or families can carry", es="parte de la actividad que pueden sostener trabajadores comunitarios o familias",
        source="arriola2019",
    )
    uncovered: dict[str, float] = parameter(
        by_kind(0.4, 0.5, 0.9, 0.6, 0.3), low=by_kind(0.2, 0.2, 0.5, 0.3, 0.1), high=by_kind(0.8, 0.9, 1.0, 1.0, 0.6),
        unit="ratio", en="cost of a session that staff feel, over that of a block of visits", es="costo de una sesión que siente el personal, respecto de un bloque de visitas",
    )
    materials: float = tabled(
        "costs:group_materials", unit="cents", en="materials of a group session", es="materiales de una sesión grupal",
    )
    places: float = parameter(
        20.0, low=12.0, high=30.0, unit="persons", limits=(0, 1000), en="people who find room in a group session where space is not short",
        es="personas que caben en una sesión grupal donde no falta espacio",
    )
    comes: dict[str, float] = parameter(
        by_kind(0, 0.06, 0, 0.4, 0.12), low=by_kind(0, 0.02, 0, 0.2, 0.05), high=by_kind(0, 0.12, 0, 0.7, 0.25),
        unit="probability", en="a user whom the activity is for would come, at mean stigma", es="un usuario a quien se dirige la actividad acudiría, con estigma medio",
    )
    stigma_keeps: float = parameter(
        2.0, low=0.8, high=3.5, unit="log-hazard per unit", limits=(0, 20), en="fall of coming to a visible group with stigma",
        es="descenso de la asistencia a un grupo visible con el estigma", source="arriola2019", grade="judged",
    )
    insight: float = parameter(
        0.55, low=0.45, high=0.7, unit="index 0-1", en="insight from which on a person with a psychosis may join a club", es="conciencia de enfermedad desde la cual una persona con psicosis puede unirse a un club",
    )
    workshop_burden: float = parameter(
        0.15, low=0.05, high=0.3, unit="share", en="family burden that a workshop takes away from a family that comes along", es="carga familiar que quita un taller a la familia que acude",
    )
    workshop_engagement: float = parameter(
        0.3, low=0.1, high=0.5, unit="share", en="gap between a user's family and the centre that a workshop closes if the family comes along",
        es="distancia entre la familia de un usuario y el centro que cierra un taller si la familia acude",
    )
    workshop_literacy: float = parameter(
        0.10, low=0.05, high=0.2, unit="share", en="gap of mental-health literacy that a workshop closes", es="brecha de alfabetización en salud mental que cierra un taller",
        source="morgan2018",
    )
    club_gain: float = parameter(
        0.04, low=0.01, high=0.08, unit="share", en="gap of connectedness that a week's club closes; meaning half, hope a quarter of it",
        es="brecha de conexión que cierra el club de una semana; de sentido la mitad, de esperanza un cuarto", source="mckay2018",
    )
    peer_gain: float = parameter(
        0.03, low=0.01, high=0.06, unit="share", en="gap of connectedness, hope and identity that a peer group closes, and self-stigma that it takes away",
        es="brecha de conexión, esperanza e identidad que cierra un grupo de pares, y autoestigma que quita",
    )
    peer_conviction: float = parameter(
        0.54, low=0.5, high=0.62, unit="index 0-1", en="team conviction above which a peer group can begin", es="convicción del equipo desde la cual puede empezar un grupo de pares",
    )
    peer_mass: float = parameter(
        30.0, low=10.0, high=60.0, unit="persons", en="willing users (self-stigma under 0.4) with whom a peer group can begin", es="usuarios dispuestos (autoestigma menor de 0,4) con que puede empezar un grupo de pares",
    )
    peer_patience: int = parameter(
        6, low=3, high=10, unit="weeks", limits=(1, 520), en="missed weeks in a row after which a peer group closes", es="semanas seguidas perdidas tras las que cierra un grupo de pares",
    )
    campaign_reach: float = parameter(
        500.0, low=150.0, high=1500.0, unit="persons", en="residents whom a campaign meets", es="residentes que alcanza una campaña",
    )
    campaign_stigma: float = parameter(
        0.10, low=0.03, high=0.2, unit="SD", limits=(0, 3), en="fall of the stigma that people met by a campaign hold, before it drifts back", es="descenso del estigma de quienes alcanza una campaña, antes de volver",
        source="morgan2018",
    )
    screening: float = parameter(
        0.3, low=0.1, high=0.5, unit="probability", en="a child with a disorder whom a campaign meets is found by screening and referred", es="un niño con un trastorno alcanzado por una campaña es detectado y derivado",
    )


@kernel
def groups(
    residents: int, week: int, luck: Luck, settings: Bundle, scale: np.float32, staff_hours_settings: Bundle,
    sessions_settings: Bundle, population_settings: Bundle, organisation: NDArray[np.float32],
    channel_lost_credit: NDArray[np.float32], channel_quantity_pressure: NDArray[np.float32],
    channel_uncovered_cost: NDArray[np.float32], channel_missing_knowledge: NDArray[np.float32],
    channel_short_space: NDArray[np.float32], channel_stigma_weight: NDArray[np.float32],
    centres_is_open: NDArray[np.int8], centres_coached: NDArray[np.float32], centres_fullness: NDArray[np.float32], centres_backlog: NDArray[np.float32],
    centres_first_clinician: NDArray[np.int32], centres_last_clinician: NDArray[np.int32],
    centres_transport_money: NDArray[np.int64], centres_lay_met: NDArray[np.int8], centres_lay_strength: NDArray[np.float32],
    centres_peer_group: NDArray[np.int8], centres_peer_missed: NDArray[np.int16], centres_willing: NDArray[np.int32],
    clinicians_profession: NDArray[np.int8], clinicians_at_work: NDArray[np.int8], clinicians_knowledge: NDArray[np.float32],
    clinicians_orientation: NDArray[np.float32], clinicians_learnt_sanction: NDArray[np.float32],
    clinicians_pocket: NDArray[np.int32], clinicians_pocket_spent: NDArray[np.int32], clinicians_earned: NDArray[np.float32],
    clinicians_contract: NDArray[np.int32], minutes: NDArray[np.int32],
    care: NDArray[np.int8], centre: NDArray[np.int16], disorder: NDArray[np.int8], status: NDArray[np.int8],
    insight: NDArray[np.float32], age_weeks: NDArray[np.int16], insurer: NDArray[np.int8], stigma_norm: NDArray[np.float32],
    stigma_self: NDArray[np.float32], stigma_held: NDArray[np.float32], literacy: NDArray[np.float32],
    family_burden: NDArray[np.float32], family_engagement: NDArray[np.float32], connectedness: NDArray[np.float32], hope: NDArray[np.float32],
    identity: NDArray[np.float32], meaning: NDArray[np.float32], knows_centre: NDArray[np.int8],
    waiting_since: NDArray[np.int16], referred: NDArray[np.int8], sought_help: NDArray[np.int8], ill_since: NDArray[np.int16],
    club_member: NDArray[np.int8], divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64],
    centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    centres = centres_is_open.size
    room = np.full((centres, KINDS), -1, np.int64)  # no session
    some = False
    for c in range(centres):
        if centres_is_open[c] == 0:
            continue
        first, last = centres_first_clinician[c], centres_last_clinician[c]
        if centres_peer_group[c] == 0:
            ready = f4(centres_willing[c]) >= settings.peer_mass * scale and ask(luck, BEGINS, c, week) < HALF
            conviction = ZERO
            many = 0
            for j in range(first, last):
                if clinicians_at_work[j] != 0 and MAY_LEAD[PEER_GROUP, clinicians_profession[j]] != 0:
                    known = clinicians_knowledge[j] * (ONE - channel_missing_knowledge[c] * (ONE - centres_coached[c]))
                    conviction += HALF * (known + clinicians_orientation[j])
                    many += 1
            if ready and many > 0 and conviction / f4(many) >= settings.peer_conviction:
                centres_peer_group[c] = 1
                centres_peer_missed[c] = 0
        for kind in range(KINDS):
            if kind == CAMPAIGN and (week + c) % CAMPAIGN_WEEKS != 0:
                continue
            if settings.offered[kind] < ONE and ask(luck, OFFERED, c * KINDS + kind, week) >= settings.offered[kind]:
                continue
            centre_tally[now, GROUPS_PLANNED + kind, c] += 1
            if kind == PEER_GROUP and centres_peer_group[c] == 0:
                continue
            pool = organisation[c] if kind == CLUB else centres_lay_strength[c]
            borne = ONE - settings.carried[kind] * pool
            # materials: the centre's part, and the rest from the pocket of whoever leads
            price = np.int64(settings.materials * scale)
            own = price if centres_transport_money[c] <= 0 else np.int64(f4(price) * channel_uncovered_cost[c])
            best = ZERO
            leader = -1
            takes = 0
            for j in range(first, last):
                if clinicians_at_work[j] == 0 or MAY_LEAD[kind, clinicians_profession[j]] == 0:
                    continue
                # at a small share of residents a session takes a share of its minutes, to the nearest by chance
                needs = int(np.floor(settings.minutes[kind] * scale + ask(luck, HOW_LONG, j * KINDS + kind, week)))
                if minutes[9, j] > 0 or minutes[2, j] < needs or (own > 0 and clinicians_pocket[j] <= 0):
                    continue
                known = clinicians_knowledge[j] * (ONE - channel_missing_knowledge[c] * (ONE - centres_coached[c]))
                if staff_hours_settings.answer == 0:
                    fear = clinicians_learnt_sanction[j] * channel_lost_credit[c] * centres_fullness[c]
                else:
                    fear = missed_by_block(
                        week, int(clinicians_contract[j]), needs, int(minutes[2, j]), clinicians_earned[j],
                        channel_lost_credit[c], centres_fullness[c], f4(sessions_settings.office_minutes), staff_hours_settings,
                    )
                says = block_utility(
                    HALF * (known + clinicians_orientation[j]), fear * channel_quantity_pressure[c] * borne,
                    centres_backlog[c] * borne, channel_uncovered_cost[c] * settings.uncovered[kind] * borne, staff_hours_settings,
                )
                u = clip(ask(luck, LEADS, j * KINDS + kind, week), TINY, NEARLY_ONE)
                says += staff_hours_settings.chance_scale * log(u / (ONE - u))
                if says > best:
                    best = says
                    leader = j
                    takes = needs
            held = leader >= 0
            if held:
                centres_transport_money[c] -= price - own
                clinicians_pocket[leader] -= own
                clinicians_pocket_spent[leader] += own
                centre_tally[now, CENTS_MATERIALS, c] += price - own
                centre_tally[now, CENTS_POCKET, c] += own
            if kind == PEER_GROUP:
                centres_peer_missed[c] = 0 if held else centres_peer_missed[c] + 1
                if centres_peer_missed[c] >= settings.peer_patience:
                    centres_peer_group[c] = 0
            if not held:
                continue
            centre_tally[now, GROUPS_HELD + kind, c] += 1
            which = LED_LAY if kind == LAY_MEETING else LED_GROUPS
            minutes[which, leader] += takes
            minutes[2, leader] -= takes
            office = f4(sessions_settings.office_minutes)
            clinicians_earned[leader] += max(ONE - channel_lost_credit[c], ZERO) * f4(takes) / office
            if kind == LAY_MEETING:
                centres_lay_met[c] = 1
            elif kind == CAMPAIGN:
                campaign(
                    residents, week, now, c, int(np.floor(settings.campaign_reach * scale + ask(luck, PLACES, c, week))), luck,
                    settings.campaign_stigma * population_settings.stigma_spread, settings.screening, care, centre, disorder,
                    status, age_weeks, insurer, stigma_held, literacy, knows_centre, waiting_since, referred, sought_help,
                    ill_since, divisions, district, tally, centre_tally, events,
                )
            else:
                space = settings.places * (ONE - channel_short_space[c]) * scale
                room[c, kind] = int(np.floor(space + ask(luck, PLACES, c * KINDS + kind + 64, week)))
                some = True
    # who would be willing is looked at once a month, whether a group meets or not
    if not some and week % MONTH != 0:
        return
    for c in range(centres):
        centres_willing[c] = 0
    start = int(ask(luck, STARTS_AT, 0, week) * f4(residents))
    for half in range(2):
        low = start if half == 0 else 0
        high = residents if half == 0 else start
        for i in range(low, high):
            if care[i] != AT_CENTRE:
                continue
            c = centre[i]
            if stigma_self[i] < f4(0.4):
                centres_willing[c] += 1
            if not some:
                continue
            seen = HALF * (stigma_norm[i] + stigma_self[i]) - HALF
            dares = exp(-settings.stigma_keeps * channel_stigma_weight[district[i]] * seen)
            if room[c, WORKSHOP] >= 0 and ask(luck, COMES_WORKSHOP, i, week) < settings.comes[WORKSHOP] * dares and enters(i, week, now, c, WORKSHOP, room, centre_tally, events):
                literacy[i] += settings.workshop_literacy * (ONE - literacy[i])
                if ask(luck, COMES_ALONG, i, week) < family_engagement[i]:
                    family_burden[i] -= settings.workshop_burden * family_burden[i]
                    family_engagement[i] += settings.workshop_engagement * (ONE - family_engagement[i])
            psychosis = AFFECTIVE_PSYCHOSIS <= disorder[i] < CHILDHOOD
            if psychosis and room[c, CLUB] >= 0 and insight[i] >= settings.insight and ask(luck, COMES_CLUB, i, week) < settings.comes[CLUB] * dares and (
                enters(i, week, now, c, CLUB, room, centre_tally, events)
            ):
                club_member[i] = 1
                connectedness[i] += settings.club_gain * (ONE - connectedness[i])
                meaning[i] += HALF * settings.club_gain * (ONE - meaning[i])
                hope[i] += HALF * HALF * settings.club_gain * (ONE - hope[i])
            if room[c, PEER_GROUP] >= 0 and ask(luck, COMES_PEER, i, week) < settings.comes[PEER_GROUP] * dares and enters(i, week, now, c, PEER_GROUP, room, centre_tally, events):
                stigma_self[i] -= settings.peer_gain * stigma_self[i]
                connectedness[i] += settings.peer_gain * (ONE - connectedness[i])
                hope[i] += settings.peer_gain * (ONE - hope[i])
                identity[i] += settings.peer_gain * (ONE - identity[i])


@kernel
def enters(
    i: int, week: int, now: int, c: int, kind: int, room: NDArray[np.int64], centre_tally: NDArray[np.int64], events: Events,
) -> bool:
    """Whether there is a session this week and a place in it; who finds it full is counted as turned away."""
    if room[c, kind] > 0:
        room[c, kind] -= 1
        centre_tally[now, PARTICIPANTS, c] += 1
        note(events, week, GROUP_SESSION, i, c, kind)
        return True
    if room[c, kind] == 0:
        centre_tally[now, TURNED_AWAY, c] += 1
    return False


@kernel
def campaign(
    residents: int, week: int, now: int, c: int, reach: int, luck: Luck, stigma: np.float32, screening: np.float32,
    care: NDArray[np.int8], centre: NDArray[np.int16], disorder: NDArray[np.int8], status: NDArray[np.int8],
    age_weeks: NDArray[np.int16], insurer: NDArray[np.int8], stigma_held: NDArray[np.float32], literacy: NDArray[np.float32],
    knows_centre: NDArray[np.int8], waiting_since: NDArray[np.int16], referred: NDArray[np.int8], sought_help: NDArray[np.int8],
    ill_since: NDArray[np.int16], divisions: NDArray[np.int8], district: NDArray[np.int16], tally: NDArray[np.int64],
    centre_tally: NDArray[np.int64], events: Events,
) -> None:
    """Meet residents of the catchment, at schools too: the centre becomes known, attitudes move, children are screened."""
    for n in range(reach):
        i = -1
        for attempt in range(TRIES):
            k = min(int(ask(luck, MEETS, (c * 65536 + n) * TRIES + attempt, week) * f4(residents)), residents - 1)
            if centre[k] == c:
                i = k
                break
        if i < 0:
            continue
        knows_centre[i] = 1
        stigma_held[i] = max(stigma_held[i] - stigma, ZERO)
        if age_weeks[i] >= ADULT or disorder[i] != CHILDHOOD or not untreated(i, care, status, insurer):
            continue
        if ask(luck, IS_FOUND, i, week) >= screening:
            continue
        joins_list(i, week, now, c, care, waiting_since, referred, sought_help, ill_since, divisions, district, tally, events)
        centre_tally[now, SCREENED, c] += 1


PROCESS = Process(
    name="groups",
    sentence=Words(
        "Workshops, campaigns, clubs, peer groups and meetings with lay workers are held where somebody leads them.",
        "Se hacen talleres, campañas, clubes, grupos de pares y reuniones con trabajadores comunitarios donde alguien los dirige.",
    ),
    kernel=groups,
    settings=GroupsSettings,
    sources=("arriola2019", "morgan2018", "mckay2018"),
)
