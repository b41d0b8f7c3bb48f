"""Stigma held, seen in others and turned on oneself: campaigns, social influence, contact; word of the centre.

The stigma that a person holds moves a step a week, half the way in ``half_life``, towards

    goal - contact_effect x SD if a contact is visibly in recovery + danger_effect x SD after a contact's crisis

where the goal has two named forms, and ``social_influence`` (a dial) multiplies all that comes from others:

- ``anchored``: own level + influence x (perceived norm - own level); own level is what the person brought
  along (Friedkin and Johnsen 1990);
- ``bounded``: the perceived norm if it lies within ``bound`` of what the person holds, otherwise what they
  hold; and a pull of ``culture`` towards the district's level (bounded confidence, Deffuant et al. 2000).

- The perceived norm is the mean stigma held by one's contacts. A person looks around once in ``looks_every``
  weeks, a part of the residents each week, and keeps in mind until then what was seen: attitudes move over
  months, and looking every week changes nothing but the time it takes (tested).
- A person in remission is visible as such to contacts who know of it: more often the lower their self-stigma.
- Campaigns lower the stigma that people hold, and would hold by themselves, by ``campaign_year`` standard
  deviations per campaign-year while they run; the gain halves every ``campaign_half_life`` once they stop.
- Self-stigma of a person with a disorder moves towards norm x (1 - shield x empowerment), less
  ``role_model`` where a contact is visibly in recovery.
- A person learns of the centre from publicity and from contacts who know it.

Without influence, contact, danger and campaigns what people hold stays as it is.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import ONE, WEEKS_A_YEAR, ZERO, clip, exp, weekly
from simulation.ground.cache import inlined, kernel
from simulation.ground.chance import draw
from simulation.ground.network import LANES, WINDOW, Contacts, add_up_both
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import REMISSION

LEARNS = draw("attitudes: learns of the centre")

LN2 = f4(0.6931472)
STEP = f4(0.05)
RECENT = 4
SLICES = WINDOW // LANES
# counts of contacts that share one number: who know the centre, are visibly in recovery, had a crisis of late
RECOVERED, IN_CRISIS = f4(256), f4(65536)


class AttitudesSettings(Settings):
    """Stigma, campaigns and knowing the centre."""

    spreading: str = parameter(
        "anchored", kind="form", unit="form", choices=("anchored", "bounded"), en="how attitudes spread between contacts",
        es="cómo se transmiten las actitudes entre contactos",
    )
    looks_every: int = parameter(
        4, kind="fixed", unit="weeks", limits=(1, 26), en="weeks in which a person looks around among contacts once",
        es="semanas en que una persona mira una vez a su alrededor",
    )
    social_influence: float = parameter(
        1.0, low=0.0, high=1.5, unit="dial", kind="lever", en="influence of contacts on the stigma that people hold: 0 none, 1 as declared",
        es="influencia de los contactos en el estigma de las personas: 0 ninguna, 1 la declarada",
    )
    influence: float = parameter(
        0.25, low=0.05, high=0.5, unit="share", en="part of the way from one's own level to the perceived norm that contacts pull",
        es="parte del camino del nivel propio a la norma percibida que arrastran los contactos",
    )
    bound: float = parameter(
        0.25, low=0.1, high=0.5, unit="index 0-1", en="distance beyond which people do not listen (form bounded)",
        es="distancia a partir de la cual no se escucha (forma bounded)",
    )
    culture: float = parameter(
        0.3, low=0.1, high=0.6, unit="share", en="pull of the district's level (form bounded)", es="arrastre del nivel del distrito (forma bounded)",
    )
    half_life: float = parameter(
        52.0, low=26.0, high=104.0, unit="weeks", limits=(1, 5200), en="time in which attitudes go half of the way",
        es="tiempo en que las actitudes recorren la mitad del camino", source="thornicroft2016", grade="judged",
    )
    contact_effect: float = parameter(
        0.38, low=0.20, high=0.55, unit="SD", limits=(0, 3), en="fall of stigma with a contact visibly in recovery",
        es="descenso del estigma con un contacto visiblemente en recuperación", source="contact2019", grade="elsewhere",
    )
    danger_effect: float = parameter(
        0.2, low=0.0, high=0.5, unit="SD", limits=(0, 3), en="rise of stigma in the weeks after a contact's crisis",
        es="aumento del estigma en las semanas tras la crisis de un contacto",
    )
    openness: float = parameter(
        0.4, low=0.15, high=0.7, unit="probability", en="people in remission without self-stigma who are open about it",
        es="personas en remisión sin autoestigma que lo cuentan abiertamente",
    )
    role_model: float = parameter(
        0.1, low=0.0, high=0.25, unit="share", en="part of self-stigma that a contact visibly in recovery takes off",
        es="parte del autoestigma que quita un contacto visiblemente en recuperación",
    )
    campaign_year: float = parameter(
        0.03, low=0.02, high=0.06, unit="SD per year", limits=(0, 1),
        en="fall of public stigma per year of continuous campaign",
        es="descenso del estigma público por año de campaña continua",
        source="time_to_change", grade="elsewhere",
    )
    campaign_half_life: float = parameter(
        52.0, low=26.0, high=104.0, unit="weeks", limits=(1, 5200), en="half-life of a campaign's gain once it stops",
        es="vida media del efecto de una campaña al terminar", source="thornicroft2016", grade="judged",
    )
    campaign_intensity: float = parameter(
        0.0, low=0.0, high=2.0, unit="dial", kind="lever", scope="district",
        en="campaign against stigma: 1 is the intensity of a national campaign",
        es="campaña contra el estigma: 1 es la intensidad de una campaña nacional",
    )
    empowerment_shield: float = parameter(
        0.6, low=0.2, high=0.9, unit="share", en="part of the perceived norm that full empowerment keeps off",
        es="parte de la norma percibida que frena el empoderamiento pleno",
    )
    publicity: float = parameter(
        0.3, low=0.1, high=0.6, unit="1/person-year", en="learning of an open centre from publicity",
        es="conocer un centro abierto por publicidad",
    )
    word_of_mouth: float = parameter(
        1.5, low=0.5, high=3.0, unit="1/person-year", en="learning of the centre when all contacts know it",
        es="conocer el centro cuando todos los contactos lo conocen",
    )


@kernel
def campaigns(
    residents: int, settings: Bundle, spread: np.float32, campaign_intensity: NDArray[np.float32],
    districts_campaign: NDArray[np.float32], district: NDArray[np.int16], stigma_held: NDArray[np.float32],
    stigma_set: NDArray[np.float32],
) -> None:
    """Shift what people hold, and would hold by themselves, by the weekly change of each district's campaign."""
    fade = ONE - exp(-LN2 / settings.campaign_half_life)
    moved = False
    change = np.zeros(districts_campaign.size, np.float32)
    for d in range(districts_campaign.size):
        before = districts_campaign[d]
        intensity = campaign_intensity[d]
        gain = settings.campaign_year * intensity / WEEKS_A_YEAR
        # a running campaign holds its gain; what it does not hold fades
        after = before + gain if intensity > ZERO else before * (ONE - fade)
        districts_campaign[d] = after
        change[d] = (after - before) * spread
        moved = moved or change[d] != ZERO
    if moved:
        for i in range(residents):
            stigma_held[i] = clip(stigma_held[i] - change[district[i]], ZERO, ONE)
            stigma_set[i] = clip(stigma_set[i] - change[district[i]], ZERO, ONE)


@kernel
def look_around(
    turn: int, turns: int, contacts: Contacts, stigma_held: NDArray[np.float32], work_known: NDArray[np.float32],
    stigma_norm: NDArray[np.float32], contacts_knowing: NDArray[np.int16], contact_recovered: NDArray[np.int8],
    contact_in_crisis: NDArray[np.int8],
) -> None:
    """The residents whose turn it is take in what their contacts hold, know and live through."""
    start, row, other, degree = contacts.start, contacts.row, contacts.other, contacts.degree
    held = np.empty(16, np.float32)
    seen = np.empty(16, np.float32)
    for s in range(start.size - 1):
        # whole neighbourhoods take turns: what lies side by side in memory is read in one go
        if (s // SLICES) % turns != turn:
            continue
        add_up_both(held, stigma_held, seen, work_known, other, start[s], start[s + 1])
        for lane in range(16):
            i = row[s * 16 + lane]
            if i < 0:
                continue
            d = degree[i]
            counts = np.int32(seen[lane])
            stigma_norm[i] = held[lane] / f4(d) if d > 0 else stigma_held[i]
            contacts_knowing[i] = counts & 255
            contact_recovered[i] = (counts >> 8) & 255 != 0
            contact_in_crisis[i] = counts >> 16 != 0


# Two plain loops over few columns, of everybody, so that the compiler can take several people at once.


@kernel
def self_stigma(
    stigma_self: NDArray[np.float32], stigma_norm: NDArray[np.float32], empowerment: NDArray[np.float32],
    contact_recovered: NDArray[np.int8], disorder: NDArray[np.int8], shield: np.float32, role_model: np.float32,
) -> None:
    """Self-stigma of people with a disorder follows the norm that they perceive, less what keeps it off."""
    for i in range(stigma_self.size):
        goal = stigma_norm[i] * (ONE - shield * empowerment[i]) * (ONE - role_model if contact_recovered[i] != 0 else ONE)
        moved = stigma_self[i] + STEP * (goal - stigma_self[i])
        stigma_self[i] = moved if disorder[i] != 0 else stigma_self[i]


@kernel
def shows(
    known: NDArray[np.float32], knows_centre: NDArray[np.int8], disorder: NDArray[np.int8], status: NDArray[np.int8],
    openness: NDArray[np.float32], stigma_self: NDArray[np.float32], crisis_week: NDArray[np.int16], open_share: np.float32, week: int,
) -> None:
    """What contacts can see of a person, as one number: knows the centre, is visibly in recovery, had a crisis of late."""
    for i in range(known.size):
        shown = f4(knows_centre[i])
        visible = (disorder[i] != 0) & (status[i] == REMISSION) & (openness[i] >= ONE - open_share * (ONE - stigma_self[i]))
        shown += RECOVERED if visible else ZERO
        shown += IN_CRISIS if (disorder[i] != 0) & (week - crisis_week[i] <= RECENT) else ZERO
        known[i] = shown


@inlined
def met(recovered: int, in_crisis: int, by_contact: np.float32, by_danger: np.float32) -> np.float32:
    """What contacts visibly in recovery, and contacts in crisis, do to the stigma a person tends to."""
    return (by_danger if in_crisis != 0 else ZERO) - (by_contact if recovered != 0 else ZERO)


@kernel
def attitudes(
    u_learns: NDArray[np.float32], work_known: NDArray[np.float32],
    residents: int, week: int, settings: Bundle, contacts: Contacts, campaign_intensity: NDArray[np.float32],
    public_stigma: NDArray[np.float32], districts_campaign: NDArray[np.float32], population_settings: Bundle,
    district: NDArray[np.int16], stigma_held: NDArray[np.float32], stigma_set: NDArray[np.float32],
    stigma_norm: NDArray[np.float32], stigma_self: NDArray[np.float32], empowerment: NDArray[np.float32],
    contacts_knowing: NDArray[np.int16], contact_recovered: NDArray[np.int8], contact_in_crisis: NDArray[np.int8],
    disorder: NDArray[np.int8], status: NDArray[np.int8], crisis_week: NDArray[np.int16], openness: NDArray[np.float32],
    knows_centre: NDArray[np.int8], centre: NDArray[np.int16], centres_is_open: NDArray[np.int8],
) -> None:
    spread = population_settings.stigma_spread
    campaigns(residents, settings, spread, campaign_intensity, districts_campaign, district, stigma_held, stigma_set)
    self_stigma(
        stigma_self[:residents], stigma_norm[:residents], empowerment[:residents], contact_recovered[:residents], disorder[:residents],
        settings.empowerment_shield, settings.role_model,
    )
    shows(
        work_known[:residents], knows_centre[:residents], disorder[:residents], status[:residents], openness[:residents],
        stigma_self[:residents], crisis_week[:residents], settings.openness, week,
    )
    look_around(
        week % settings.looks_every, settings.looks_every, contacts, stigma_held, work_known, stigma_norm, contacts_knowing,
        contact_recovered, contact_in_crisis,
    )
    step = ONE - exp(-LN2 / settings.half_life)
    by_contact = settings.social_influence * settings.contact_effect * spread
    by_danger = settings.social_influence * settings.danger_effect * spread
    pull = min(settings.social_influence * settings.influence, ONE)
    listens = min(settings.social_influence, ONE)
    culture = min(settings.social_influence * settings.culture, ONE)
    # two plain loops rather than a choice inside one, so that the compiler can take several people at once
    if settings.spreading == 0:
        for i in range(residents):
            own = stigma_set[i]
            goal = own + pull * (stigma_norm[i] - own) + met(contact_recovered[i], contact_in_crisis[i], by_contact, by_danger)
            stigma_held[i] += step * (clip(goal, ZERO, ONE) - stigma_held[i])
    else:
        for i in range(residents):
            held = stigma_held[i]
            away = stigma_norm[i] - held
            goal = held + (listens * away if abs(away) <= settings.bound else ZERO)
            goal += culture * (public_stigma[district[i]] - districts_campaign[district[i]] * spread - goal)
            goal += met(contact_recovered[i], contact_in_crisis[i], by_contact, by_danger)
            stigma_held[i] = held + step * (clip(goal, ZERO, ONE) - held)
    open_somewhere = False
    for c in range(centres_is_open.size):
        open_somewhere = open_somewhere or centres_is_open[c] != 0
    if not open_somewhere:
        return
    degree = contacts.degree
    highest = weekly(settings.publicity + settings.word_of_mouth)
    for i in range(residents):
        if u_learns[i] >= highest or knows_centre[i] != 0:
            continue
        c = centre[i]
        if c < 0 or centres_is_open[c] == 0:
            continue
        share = f4(contacts_knowing[i]) / f4(degree[i]) if degree[i] > 0 else ZERO
        if u_learns[i] < weekly(settings.publicity + settings.word_of_mouth * share):
            knows_centre[i] = 1


PROCESS = Process(
    name="attitudes",
    sentence=Words(
        "Campaigns and contacts move attitudes, people in recovery change those who know them, and word of the centre goes round.",
        "Campañas y contactos mueven actitudes, quienes están en recuperación cambian a quienes les conocen, y se corre la voz del centro.",
    ),
    kernel=attitudes,
    settings=AttitudesSettings,
    dense={"u_learns": LEARNS},
    sources=("time_to_change", "thornicroft2016", "contact2019", "friedkin1990", "deffuant2000"),
)
