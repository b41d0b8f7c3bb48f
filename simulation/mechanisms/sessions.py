"""Queues and sessions: appointments by priority and waiting time, no-shows, leaving, drop-out, discharge.

Office minutes of each clinician become appointments. People already in care who are due are seen first, up
to the share kept for first appointments; within each queue the order is by severity, with recent crises on
top, and a wait of ``weeks_per_class`` weeks outweighs one class. Queues are counted, not sorted; equals are
taken from a starting point that moves every week. A person is seen by the profession that suits best among
those with time left; only psychiatrists and physicians prescribe.

Who misses an appointment may stop coming: unless somebody finds them within ``drift_weeks`` weeks they have
dropped out. Who waits may leave, at a rate that rises with the wait: people on the list, and people in care
whose next appointment is overdue. Some of those whom primary care had sent go back there. A team with more stigma earns less trust, and more of its users stop coming;
fewer do whose family stands close to the centre. A waiting room without seats keeps some away.
Treatment ends in remission, or when staff find that a person needs the centre no longer; some of these are
handed over to primary care. Where providers do not know each other, part of an appointment of a person who was sent does
again what their practice had done (``collaboration``).
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, TWO, ZERO, clip, exp, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import (
    ARRANGED,
    AT_CENTRE,
    DRIFTING,
    GROUPS,
    HELD_FOR_TALK,
    ILL,
    MISSED,
    NO_CARE,
    NO_TALK,
    PHYSICIAN,
    PRIMARY_CARE,
    PSYCHIATRIST,
    REGULAR,
    WAITING,
)
from simulation.people.events import (
    DISCHARGED,
    FIRST_SESSION,
    LEFT_LIST,
    MISSED_VISIT,
    SESSION,
    Events,
    log,
)
from simulation.people.leaving import drops_out
from simulation.people.providers import may_share, tie_between
from simulation.people.tallies import (
    ATTENDED,
    BOOKED,
    DISCHARGES,
    FIRST_SESSIONS,
    INTAKES,
    MET,
    MINUTES_DONE_TWICE,
    MISSED_APPOINTMENTS,
    PEOPLE_SEEN,
    SESSIONS,
    SEVERE_FIRST_SESSIONS,
    SEVERE_WAITED_WEEKS,
    SLOTS,
    WAITED_WEEKS,
    count,
    count_wait,
    row_of,
)
from simulation.people.tallies import (
    LEFT_LIST as LEFT,
)

from .family import support
from .handover import arrives
from .queues import KEYS, clinician_for, queue_key, threshold

STARTS_AT = draw("sessions: where the round begins this week")
COMES = draw("sessions: comes to the appointment")
STOPS_COMING = draw("sessions: stops coming after missing one")
NEEDS_MEDICINES = draw("sessions: needs medicines")
IS_DISCHARGED = draw("sessions: is discharged")
LEAVES_LIST = draw("sessions: leaves the waiting list")
GOES_BACK = draw("sessions: goes back to primary care")
ENDS_TREATMENT = draw("sessions: treatment ends without remission")
SEEN = 1 << 11
SEVERE, MIDDLING_STIGMA, MIDDLING_ENGAGEMENT = f4(0.6), f4(0.35), f4(0.5)

CARRIED_MOST = 300


class SessionsSettings(Settings):
    """Appointments."""

    office_minutes: int = parameter(
        40, low=20, high=60, unit="minutes", en="office appointment with its notes", es="cita de consultorio con sus notas",
        limits=(5, 480),
    )
    interval: int = parameter(
        4, low=3, high=6, unit="weeks", en="time between appointments", es="tiempo entre citas", limits=(1, 52),
    )
    intake_share: float = parameter(
        0.15, low=0.05, high=0.35, unit="share", en="appointments kept for new users", es="citas reservadas a nuevos usuarios",
    )
    weeks_per_class: int = parameter(
        12, low=4, high=26, unit="weeks", en="wait that outweighs one class of severity",
        es="espera que compensa una clase de gravedad", limits=(0, 60),
    )
    no_show: float = parameter(
        0.20, low=0.156, high=0.28, unit="probability", en="missed appointments", es="citas perdidas",
        source="mitchell2007", grade="elsewhere",
    )
    no_show_stigma: float = parameter(
        0.5, low=0.0, high=1.0, unit="log-hazard per unit", limits=(0, 20), en="rise of missing with self-stigma",
        es="aumento de las ausencias con el autoestigma",
    )
    no_show_travel: float = parameter(
        0.007, low=0.0, high=0.02, unit="log-hazard per minute", limits=(0, 5), en="rise of missing with travel time",
        es="aumento de las ausencias con el tiempo de viaje",
    )
    no_show_trust: float = parameter(
        0.5, low=0.0, high=1.0, unit="log-hazard per unit", limits=(0, 20), en="fall of missing with trust",
        es="descenso de las ausencias con la confianza",
    )
    stops_coming: float = parameter(
        0.30, low=0.1, high=0.5, unit="probability", en="stops coming after a missed appointment",
        es="deja de acudir tras una cita perdida", source="mitchell2007", grade="elsewhere",
    )
    drift_weeks: int = parameter(
        4, low=2, high=8, unit="weeks", en="time in which a person who stopped coming can be found",
        es="tiempo en que se puede encontrar a quien dejó de acudir",
    )
    discharge: float = parameter(
        0.08, low=0.03, high=0.2, unit="probability", en="discharge at a session of a person in remission",
        es="alta en una sesión de una persona en remisión",
    )
    ends_unremitted: float = parameter(
        0.02, low=0.0, high=0.05, unit="probability", en="treatment ends at a session of a person who is still ill but not severe",
        es="el tratamiento termina en una sesión de una persona aún enferma pero no grave",
    )
    hands_back: float = parameter(
        0.5, low=0.2, high=0.8, unit="share", en="discharged people whom the centre hands over to primary care",
        es="personas dadas de alta que el centro deriva a atención primaria",
    )
    goes_back: float = parameter(
        0.3, low=0.1, high=0.5, unit="share", en="people sent by primary care who go back there when they leave the list",
        es="personas derivadas por atención primaria que vuelven a ella al dejar la lista",
    )
    stigma_stops: float = parameter(
        0.8, low=0.0, high=1.6, unit="log-hazard per unit", limits=(0, 20), en="rise of stopping with the team's stigma",
        es="aumento del abandono con el estigma del equipo",
    )
    engagement_stops: float = parameter(
        0.5, low=0.0, high=1.0, unit="log-hazard per unit", limits=(0, 20), en="fall of stopping with how close the family stands to the centre",
        es="descenso del abandono con la cercanía de la familia al centro",
    )
    session_dose: float = parameter(
        0.35, low=0.2, high=0.5, unit="share", en="treatment received in a session, of what is missing",
        es="tratamiento recibido en una sesión, de lo que falta",
    )
    dose_loss: float = parameter(
        0.05, low=0.02, high=0.1, unit="share", en="treatment that fades in a week", es="tratamiento que se pierde en una semana",
    )
    session_trust: float = parameter(
        0.03, low=0.0, high=0.08, unit="share", en="gain of trust in a session, of what is missing",
        es="ganancia de confianza en una sesión, de lo que falta",
    )
    lost_trust: float = parameter(
        0.10, low=0.0, high=0.25, unit="share", en="loss of trust on leaving a list or dropping out",
        es="pérdida de confianza al abandonar una lista o la atención",
    )
    leaves_list: float = parameter(
        0.6, low=0.3, high=1.2, unit="1/person-year", en="leaving the list in the first week",
        es="abandono de la lista en la primera semana",
    )
    leaves_list_growth: float = parameter(
        0.06, low=0.02, high=0.12, unit="log-hazard per week", limits=(0, 1), en="rise of leaving with each week waited",
        es="aumento del abandono por semana de espera",
    )
    arranged_weeks: int = parameter(
        4, low=1, high=8, unit="weeks", limits=(0, 100), source="beckers2020", grade="judged", en="lead on a list of who has a clinician arranged by a peer",
        es="ventaja en la lista de quien tiene un clínico gestionado por un par",
    )
    medicine_need: dict[str, float] = parameter(
        dict(zip(GROUPS, (0.35, 0.30, 0.95, 0.98, 0.15), strict=True)),
        low=dict(zip(GROUPS, (0.2, 0.15, 0.85, 0.9, 0.05), strict=True)),
        high=dict(zip(GROUPS, (0.5, 0.5, 1.0, 1.0, 0.3), strict=True)),
        unit="share", en="users who need medicines", es="usuarios que necesitan medicamentos",
    )
    medicine_supply: int = parameter(
        9, low=4, high=12, unit="weeks", en="weeks of medicines handed out", es="semanas de medicamentos entregadas",
        limits=(1, 100),
    )
    room_minutes: int = parameter(
        2880, low=2400, high=3600, unit="minutes", en="opening time of a consulting room in a week",
        es="horario semanal de un consultorio",
    )
    seats: float = parameter(
        0.0, low=0.0, high=60.0, unit="seats", kind="lever", scope="centre", limits=(0, 100000), source="ramesh2023", grade="judged",
        en="seats in the waiting room; 0: as many as come", es="asientos en la sala de espera; 0: tantos como lleguen",
    )
    seat_turns: float = parameter(
        5.0, low=3.0, high=8.0, unit="persons a day", limits=(0.1, 100), en="people for whom a seat serves in a day", es="personas a las que sirve un asiento por día",
    )
    crowding_stops: float = parameter(
        0.5, low=0.1, high=1.0, unit="log-hazard per unit", limits=(0, 20), source="ramesh2023", grade="judged",
        en="rise of missing and of stopping where nobody finds a seat", es="aumento de ausencias y abandono donde nadie encuentra asiento",
    )


@kernel
def sessions(
    residents: int, week: int, luck: Luck, settings: Bundle, scale: np.float32,
    work_list: NDArray[np.int32], care: NDArray[np.int8], centre: NDArray[np.int16], status: NDArray[np.int8],
    disorder: NDArray[np.int8], severity: NDArray[np.float32], crisis_week: NDArray[np.int16],
    waiting_since: NDArray[np.int16], first_session: NDArray[np.int16], next_visit: NDArray[np.int16],
    last_contact: NDArray[np.int16], sessions_attended: NDArray[np.int16], attendance: NDArray[np.int8],
    missed_week: NDArray[np.int16], dose: NDArray[np.float32], trust: NDArray[np.float32],
    stigma_self: NDArray[np.float32], family_support: NDArray[np.float32], family_burden: NDArray[np.float32],
    family_engagement: NDArray[np.float32], family_settings: Bundle, travel_minutes: NDArray[np.float32], prescribed: NDArray[np.int8],
    medicine_weeks: NDArray[np.int8], taking_medicines: NDArray[np.int8], arrival: NDArray[np.int16],
    practice: NDArray[np.int16], facility: NDArray[np.int16], care_since: NDArray[np.int16], referred: NDArray[np.int8],
    first_talk: NDArray[np.int8], met_service: NDArray[np.int16], consents: NDArray[np.int8], year_care: NDArray[np.int16], handover_settings: Bundle,
    tie: NDArray[np.float32], tie_gained: NDArray[np.float32], joint_plan: NDArray[np.int8],
    channel_tie_gap: NDArray[np.float32], channel_consent_needed: NDArray[np.float32], channel_done_twice: NDArray[np.float32],
    centres_team_stigma: NDArray[np.float32], centres_expected_wait: NDArray[np.float32],
    centres_intake_rate: NDArray[np.float32], centres_crowding: NDArray[np.float32], seats: NDArray[np.float32],
    knows_centre: NDArray[np.int8], divisions: NDArray[np.int8], district: NDArray[np.int16],
    channel_stigma_weight: NDArray[np.float32], centres_is_open: NDArray[np.int8], centres_rooms: NDArray[np.int16], centres_fullness: NDArray[np.float32],
    centres_backlog: NDArray[np.float32], centres_waiting: NDArray[np.int32], centres_in_care: NDArray[np.int32],
    centres_first_clinician: NDArray[np.int32], centres_last_clinician: NDArray[np.int32],
    clinicians_profession: NDArray[np.int8], clinicians_visit_bank: NDArray[np.int32],
    clinicians_carried: NDArray[np.int32], clinicians_slots: NDArray[np.int16],
    clinicians_earned: NDArray[np.float32], minutes: NDArray[np.int32], tally: NDArray[np.int64],
    centre_tally: NDArray[np.int64], waits: NDArray[np.int32], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    centres = centres_is_open.size
    office = settings.office_minutes
    slots = np.zeros(centres, np.int32)
    due = np.zeros((centres, KEYS), np.int32)
    new = np.zeros((centres, KEYS), np.int32)
    held = np.zeros(centres, np.int32)
    for c in range(centres):
        room_left = int(f4(centres_rooms[c]) * f4(settings.room_minutes) * scale)
        for j in range(centres_first_clinician[c], centres_last_clinician[c]):
            free = minutes[2, j]
            if scale < ONE:
                # a thinned week may be shorter than one visit: where one is due, time waits for its week
                free = free if clinicians_visit_bank[j] <= 0 else max(free - CARRIED_MOST, 0)
            have = min(free, room_left) // office if centres_is_open[c] != 0 else 0
            clinicians_slots[j] = have
            room_left -= have * office
            slots[c] += have
        centre_tally[now, SLOTS, c] += slots[c]
        centres_waiting[c] = 0
        centres_in_care[c] = 0
    # who is there, and in which place of which queue; starting where this week's round begins
    keep = ONE - settings.dose_loss
    listed = 0
    start = int(ask(luck, STARTS_AT, 0, week) * f4(residents))
    for turn in range(2):
        low = start if turn == 0 else 0
        high = residents if turn == 0 else start
        for i in range(low, high):
            k = care[i]
            if k == WAITING and first_talk[i] == HELD_FOR_TALK:
                held[centre[i]] += 1
            elif k == WAITING:
                waited = week - waiting_since[i] + (settings.arranged_weeks if first_talk[i] == ARRANGED else 0)
                new[centre[i], queue_key(severity[i], crisis_week[i], week, waited, settings.weeks_per_class)] += 1
                work_list[listed] = i
                listed += 1
            elif k == AT_CENTRE:
                dose[i] *= keep
                if attendance[i] == DRIFTING:
                    if week - missed_week[i] >= settings.drift_weeks:
                        drops_out(i, week, now, centre[i], settings.lost_trust, care, attendance, trust, first_session, divisions, district, tally, events)
                    else:
                        centres_in_care[centre[i]] += 1
                    continue
                centres_in_care[centre[i]] += 1
                if next_visit[i] <= week:
                    due[centre[i], queue_key(severity[i], crisis_week[i], week, week - next_visit[i], settings.weeks_per_class)] += 1
                    work_list[listed] = i
                    listed += 1
    new_seen = np.zeros(centres, np.int32)
    due_key = np.zeros(centres, np.int64)
    due_left = np.zeros(centres, np.int64)
    new_key = np.zeros(centres, np.int64)
    new_left = np.zeros(centres, np.int64)
    for c in range(centres):
        all_due = due[c].sum()
        all_new = new[c].sum()
        kept = min(int(f4(slots[c]) * settings.intake_share + HALF), all_new)
        for_due = min(slots[c] - kept, all_due)
        due_key[c], due_left[c] = threshold(due[c], for_due)
        new_key[c], new_left[c] = threshold(new[c], slots[c] - for_due)
        booked = for_due + min(slots[c] - for_due, all_new)
        if centres_is_open[c] != 0 and seats[c] > ZERO:
            a_day = f4(booked) / (f4(5) * scale)
            full = clip(ONE - seats[c] * settings.seat_turns / max(a_day, ONE), ZERO, ONE)
            centres_crowding[c] += f4(0.1) * (full - centres_crowding[c])
        centre_tally[now, BOOKED, c] += booked
        if slots[c] > 0:
            centres_fullness[c] += f4(0.1) * (f4(booked) / f4(slots[c]) - centres_fullness[c])
            in_four_weeks = f4(4) * settings.intake_share * f4(slots[c])
            centres_backlog[c] = min(f4(all_new) / max(in_four_weeks, ONE), ONE)
    for at in range(listed):
        i = work_list[at]
        c = centre[i]
        is_new = care[i] == WAITING
        since = waiting_since[i] if is_new else next_visit[i]
        lead = settings.arranged_weeks if is_new and first_talk[i] == ARRANGED else 0
        key = queue_key(severity[i], crisis_week[i], week, week - since + lead, settings.weeks_per_class)
        served = key >= (new_key[c] if is_new else due_key[c])
        if not served:
            if is_new and key == new_key[c] - 1 and new_left[c] > 0:
                new_left[c] -= 1
                served = True
            elif not is_new and key == due_key[c] - 1 and due_left[c] > 0:
                due_left[c] -= 1
                served = True
        j = -1
        g = max(disorder[i] - 1, 0)
        needs = ask(luck, NEEDS_MEDICINES, i, arrival[i]) < settings.medicine_need[g]
        if served:
            medical = needs and (prescribed[i] == 0 or medicine_weeks[i] <= settings.interval)
            j = clinician_for(g, medical, centres_first_clinician[c], centres_last_clinician[c], clinicians_profession, clinicians_slots)
        if j < 0:
            # whoever waits may leave: for a first session, or in care for one that is overdue
            waited = week - since
            rate = settings.leaves_list * exp(settings.leaves_list_growth * f4(min(waited, 104)))
            if not is_new:
                if waited > 0 and ask(luck, LEAVES_LIST, i, week) < weekly(rate):
                    drops_out(i, week, now, c, settings.lost_trust, care, attendance, trust, first_session, divisions, district, tally, events)
                    centres_in_care[c] -= 1
                continue
            if ask(luck, LEAVES_LIST, i, week) < weekly(rate):
                care[i] = NO_CARE
                trust[i] -= settings.lost_trust * trust[i]
                if referred[i] != 0 and practice[i] >= 0 and ask(luck, GOES_BACK, i, week) < settings.goes_back:
                    to_primary_care(i, week, care, facility, care_since, next_visit, sessions_attended, practice)
                count(tally, now, LEFT, divisions[i], district[i], 1)
                log(events, week, LEFT_LIST, i, c, waited)
            else:
                centres_waiting[c] += 1
            continue
        clinicians_slots[j] -= 1
        x = settings.no_show_stigma * (channel_stigma_weight[district[i]] * stigma_self[i] - f4(0.3))
        x += settings.crowding_stops * centres_crowding[c]
        x += settings.no_show_travel * (travel_minutes[i] - f4(15)) - settings.no_show_trust * (trust[i] - HALF)
        if ask(luck, COMES, i, week) < min(settings.no_show * exp(x), f4(0.95)):
            minutes[1, j] += office
            minutes[2, j] -= office
            count(tally, now, MISSED_APPOINTMENTS, divisions[i], district[i], 1)
            log(events, week, MISSED_VISIT, i, c, 0)
            if is_new:
                # a first appointment that is missed: back on the list, or gone
                if ask(luck, STOPS_COMING, i, week) < settings.stops_coming:
                    care[i] = NO_CARE
                    trust[i] -= settings.lost_trust * trust[i]
                    count(tally, now, LEFT, divisions[i], district[i], 1)
                    log(events, week, LEFT_LIST, i, c, week - waiting_since[i])
                else:
                    centres_waiting[c] += 1
                continue
            missed_week[i] = week
            x = settings.stigma_stops * (centres_team_stigma[c] - MIDDLING_STIGMA)
            x += settings.crowding_stops * centres_crowding[c]
            x -= settings.engagement_stops * (family_engagement[i] - MIDDLING_ENGAGEMENT)
            stops = settings.stops_coming * exp(x)
            attendance[i] = DRIFTING if ask(luck, STOPS_COMING, i, week) < stops else MISSED
            next_visit[i] = week + 2
            continue
        minutes[0, j] += office
        minutes[2, j] -= office
        clinicians_earned[j] += ONE
        centre_tally[now, ATTENDED, c] += 1
        count(tally, now, SESSIONS, divisions[i], district[i], 1)
        if is_new:
            waited = week - waiting_since[i]
            care[i] = AT_CENTRE
            first_talk[i] = NO_TALK
            knows_centre[i] = 1
            if met_service[i] < 0:
                met_service[i] = week
                count(tally, now, MET, divisions[i], district[i], 1)
            first_session[i] = week
            sessions_attended[i] = 0
            family_engagement[i] = support(family_support[i], family_burden[i], family_settings)
            dose[i] = ZERO
            prescribed[i] = 0
            taking_medicines[i] = 0
            centres_in_care[c] += 1
            centre_tally[now, INTAKES, c] += 1
            count(tally, now, FIRST_SESSIONS, divisions[i], district[i], 1)
            count_wait(waits, now, divisions[i], waited)
            count(tally, now, WAITED_WEEKS, divisions[i], district[i], waited)
            if severity[i] >= SEVERE:
                count(tally, now, SEVERE_FIRST_SESSIONS, divisions[i], district[i], 1)
                count(tally, now, SEVERE_WAITED_WEEKS, divisions[i], district[i], waited)
            new_seen[c] += 1
            log(events, week, FIRST_SESSION, i, j, waited)
        else:
            log(events, week, SESSION, i, j, 0)
        if year_care[i] & SEEN == 0:
            year_care[i] |= SEEN
            centre_tally[now, PEOPLE_SEEN, c] += 1
        sessions_attended[i] += 1
        attendance[i] = REGULAR
        last_contact[i] = week
        next_visit[i] = week + settings.interval
        given = settings.session_dose
        if channel_done_twice[c] > ZERO and referred[i] != 0 and joint_plan[i] == 0 and practice[i] >= 0:
            # the practice has done part of it before, and nobody here knows
            twice = channel_done_twice[c]
            if may_share(i, arrival[i], consents[i], channel_consent_needed[c], luck):
                twice *= ONE - tie_between(tie[c], tie_gained[c, practice[i]], channel_tie_gap[c])
            given *= ONE - twice
            centre_tally[now, MINUTES_DONE_TWICE, c] += int(twice * f4(office) + HALF)
        dose[i] += given * (ONE - dose[i])
        welcome = clip(ONE - (centres_team_stigma[c] - MIDDLING_STIGMA), ZERO, TWO)
        trust[i] += settings.session_trust * welcome * (ONE - trust[i])
        p = clinicians_profession[j]
        if needs and (p == PSYCHIATRIST or p == PHYSICIAN):
            if prescribed[i] == 0:
                taking_medicines[i] = 1
            prescribed[i] = 1
            medicine_weeks[i] = settings.medicine_supply
        over = ask(luck, IS_DISCHARGED, i, week) < settings.discharge if status[i] != ILL else (
            severity[i] < SEVERE and ask(luck, ENDS_TREATMENT, i, week) < settings.ends_unremitted
        )
        if over:
            care[i] = NO_CARE
            shares = may_share(i, arrival[i], consents[i], channel_consent_needed[c], luck)
            known = tie_between(tie[c], tie_gained[c, practice[i]] if practice[i] >= 0 else ZERO, channel_tie_gap[c])
            if practice[i] >= 0 and ask(luck, GOES_BACK, i, week) < settings.hands_back and arrives(
                i, week, known, shares, luck, handover_settings, now, divisions[i], district[i], tally
            ):
                to_primary_care(i, week, care, facility, care_since, next_visit, sessions_attended, practice)
            centres_in_care[c] -= 1
            count(tally, now, DISCHARGES, divisions[i], district[i], 1)
            log(events, week, DISCHARGED, i, j, 0)
    for c in range(centres):
        centres_waiting[c] += held[c]
        # what referrers see of the list: people waiting over first sessions a week of late
        centres_intake_rate[c] += f4(0.1) * (f4(new_seen[c]) - centres_intake_rate[c])
        expected = f4(centres_waiting[c]) / max(centres_intake_rate[c], f4(0.1) * scale)
        centres_expected_wait[c] = min(expected, f4(104)) if centres_is_open[c] != 0 else ZERO
    if scale < ONE:
        for j in range(clinicians_slots.size):
            # only what could not hold an appointment or a due visit: an appointment nobody took is lost time
            kept = min(minutes[2, j] - clinicians_slots[j] * office, CARRIED_MOST)
            clinicians_carried[j] += kept  # who is on leave keeps what was carried before
            minutes[2, j] -= kept


@kernel
def to_primary_care(
    i: int, week: int, care: NDArray[np.int8], facility: NDArray[np.int16], care_since: NDArray[np.int16],
    next_visit: NDArray[np.int16], sessions_attended: NDArray[np.int16], practice: NDArray[np.int16],
) -> None:
    """Hand a person over to the practice that is meant for them, where they are known already."""
    care[i] = PRIMARY_CARE
    facility[i] = practice[i]
    care_since[i] = week
    next_visit[i] = week + 1
    sessions_attended[i] = 1


PROCESS = Process(
    name="sessions",
    sentence=Words(
        "Appointments are given and kept or missed; some people leave the list, drop out or are discharged.",
        "Se dan citas, que se cumplen o se pierden; hay quienes dejan la lista, abandonan o reciben el alta.",
    ),
    kernel=sessions,
    settings=SessionsSettings,
    sources=("mitchell2007", "wells2013"),
)
