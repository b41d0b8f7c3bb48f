"""Community mental health workers (CMHWs): recruited at meetings, trained, willing for a while, useful near home.

- A meeting that the centre holds (see ``groups``) trains those who are there and recruits others: more where the
  community is organised and those who live near are not against the centre, until there is one for ``residents_per_worker`` residents of the catchment.
- Training: a block of weekly sessions; in the form ``block_and_boosters`` a booster each ``booster_every`` weeks
  after it. Each session closes a part of the gap to full competence; a centre's own curriculum makes that part
  smaller or larger, unless a national one takes its place. Competence halves in ``skill_half_life``.
- Motivation begins high and moves towards

      duty x (organisation + 1) / 2 + recognition x meetings held of late - disappointment x (what is expected - what is paid)

  Hours follow motivation, so they fade long before anybody leaves; few leave formally, sooner with low motivation.
- A worker visits neighbours: people who are ill and known to nobody are noticed by the competent and some ask
  for help; users who stopped coming are found; others hear of the centre. What hours remain guide home visits.

(Arriola-Vigo 2019: recruitment at community meetings, two designs of training, unpaid work, local knowledge;
Ludwick 2014 and Ngugi 2018: few unpaid volunteers leave formally.)
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.ground.arithmetic import HALF, ONE, TWO, ZERO, clip, exp, normal, weekly
from simulation.ground.cache import kernel
from simulation.ground.chance import Luck, ask, draw
from simulation.ground.parameter import Bundle, Settings, Words, parameter
from simulation.ground.process import Process
from simulation.people.codes import AT_CENTRE, DRIFTING, REGULAR
from simulation.people.events import LAY_CONTACT, Events, log
from simulation.people.found import joins_list, untreated
from simulation.people.tallies import (
    CENTS_STIPENDS,
    FOUND_BY_WORKERS,
    WORKER_EXITS,
    WORKER_MINUTES,
    WORKERS,
    row_of,
)

JOINS = draw("lay workers: how many join at the meeting")
LIVES = draw("lay workers: where does the worker live")
EXPECTS = draw("lay workers: what does the worker expect in return")
LEAVES = draw("lay workers: gives the work up")
CURRICULUM = draw("lay workers: how good is the centre's own curriculum")
THERE = draw("lay workers: takes part in the meeting")
VISITS = draw("lay workers: has time for one contact more")
WHOM = draw("lay workers: which neighbour")
NOTICES = draw("lay workers: notices the illness")
ASKS = draw("lay workers: the neighbour asks for help")

LN2 = f4(0.6931472)
MIDDLING_OPPOSITION = f4(0.6)
TENTH, NINE_TENTHS = f4(0.1), f4(0.9)
TRIES = 8
SIXTY = f4(60)


class LayWorkersSettings(Settings):
    """Recruiting, training, willingness and what the work does."""

    organisation: float = parameter(
        0.5, low=0.15, high=0.9, unit="index 0-1", scope="centre", source="arriola2019", grade="judged",
        en="how organised the community around the centre is: associations, leaders, families who take part",
        es="cuán organizada está la comunidad del centro: asociaciones, líderes, familias que participan",
    )
    residents_per_worker: float = parameter(
        2000.0, kind="fixed", unit="persons", limits=(50, 10**7), en="residents of the catchment for one worker, at most",
        es="residentes del área por trabajador comunitario, como máximo",
    )
    recruits: float = parameter(
        1.0, low=0.4, high=2.5, unit="persons", en="people who take on the work at a meeting in a fully organised community",
        es="personas que asumen el trabajo en una reunión en una comunidad plenamente organizada",
    )
    opposition_keeps: float = parameter(
        1.0, low=0.3, high=2.0, unit="log-hazard per unit", limits=(0, 20), en="fall of taking on the work with opposition to the centre",
        es="descenso de quienes asumen el trabajo con la oposición al centro", source="arriola2019", grade="judged",
    )
    training: str = parameter(
        "block_and_boosters", kind="form", unit="form", choices=("block", "block_and_boosters"), source="arriola2019", grade="here",
        en="training of lay workers: a weekly block, with or without boosters", es="capacitación: un bloque semanal, con o sin refuerzos",
    )
    block_sessions: int = parameter(
        10, low=4, high=20, unit="count", limits=(1, 200), en="sessions of the training block", es="sesiones del bloque de capacitación",
    )
    booster_every: int = parameter(
        12, low=8, high=26, unit="weeks", limits=(1, 520), en="weeks between boosters", es="semanas entre refuerzos",
    )
    session_gain: float = parameter(
        0.12, low=0.06, high=0.2, unit="share", en="part of the gap to full competence that a training session closes",
        es="parte de la brecha hacia la competencia plena que cierra una sesión",
    )
    curriculum_spread: float = parameter(
        0.3, low=0.1, high=0.5, unit="ratio", en="standard deviation of that part between centres' own curricula",
        es="desviación estándar de esa parte entre los currículos de los centros", source="arriola2019", grade="judged",
    )
    national_curriculum: float = parameter(
        0.0, low=0.0, high=1.0, unit="dial", kind="lever", en="a national curriculum: 0 each centre writes its own, 1 all use it",
        es="currículo nacional: 0 cada centro escribe el suyo, 1 todos lo usan",
    )
    skill_half_life: float = parameter(
        39.0, low=17.0, high=78.0, unit="weeks", limits=(1, 5200), en="half-life of competence without boosters",
        es="vida media de la competencia sin refuerzos",
    )
    pledge: float = parameter(
        4.0, low=2.0, high=8.0, unit="hours a week", limits=(0, 60), en="hours of a fully motivated worker", es="horas de un trabajador plenamente motivado",
    )
    duty: float = parameter(
        0.5, low=0.3, high=0.7, unit="index 0-1", en="motivation that moral duty holds up in a fully organised community",
        es="motivación que sostiene el deber moral en una comunidad plenamente organizada", source="arriola2019", grade="judged",
    )
    recognition: float = parameter(
        0.25, low=0.1, high=0.4, unit="index 0-1", en="motivation that regular meetings with staff add", es="motivación que suman las reuniones regulares con el personal",
    )
    disappointment: float = parameter(
        0.6, low=0.2, high=1.0, unit="ratio", en="motivation lost per unit of an expectation that is not met", source="arriola2019", grade="judged",
        es="motivación perdida por unidad de expectativa no cumplida",
    )
    compensation: float = parameter(
        0.0, low=0.0, high=1.0, unit="share", kind="lever", scope="centre", source="arriola2019", grade="here",
        en="pay over a full allowance: 0 unpaid, 1 all that they expect", es="pago respecto de un estipendio completo: 0 sin pago, 1 todo lo que esperan",
    )
    motivation_half_life: float = parameter(
        26.0, low=13.0, high=52.0, unit="weeks", limits=(1, 520), en="time in which motivation goes half of the way",
        es="tiempo en que la motivación recorre la mitad del camino",
    )
    exit: float = parameter(
        0.045, low=0.03, high=0.15, unit="1/person-year", en="volunteers who leave formally, at motivation 0.5", source="ludwick2014", grade="elsewhere",
        es="voluntarios que se van formalmente, con motivación 0,5",
    )
    exit_motivation: float = parameter(
        3.0, low=1.0, high=5.0, unit="log-hazard per unit", limits=(0, 20), en="fall of leaving with motivation", es="descenso de la salida con la motivación",
    )
    contacts_an_hour: float = parameter(
        0.5, low=0.2, high=1.0, unit="contacts an hour", limits=(0, 20), en="neighbours met in an hour of work", es="vecinos contactados por hora de trabajo",
    )
    noticing: float = parameter(
        0.5, low=0.25, high=0.75, unit="probability", en="a fully competent worker notices that a neighbour is ill", es="un trabajador plenamente competente nota que un vecino está enfermo",
    )
    asks: float = parameter(
        0.25, low=0.1, high=0.5, unit="probability", en="a neighbour who was noticed asks for help", es="un vecino detectado pide ayuda",
    )
    guiding_share: float = parameter(
        0.3, low=0.1, high=0.5, unit="share", en="hours in which workers are there to guide staff to homes", es="horas en que guían al personal a los hogares",
    )
    allowance_month: float = parameter(
        30000.0, low=10000.0, high=50000.0, unit="cents", en="monthly allowance that would meet all that workers expect", es="estipendio mensual que cumpliría todo lo que esperan",
    )
    full_help: float = parameter(
        40.0, low=20.0, high=80.0, unit="hours a week", limits=(1, 10000), en="hours of lay workers that carry what lay workers can carry of a centre's activities",
        es="horas de trabajadores comunitarios que sostienen lo que pueden sostener de las actividades de un centro",
    )


@kernel
def lay_workers(
    residents: int, week: int, luck: Luck, settings: Bundle, scale: np.float32, organisation: NDArray[np.float32],
    compensation: NDArray[np.float32], channel_stigma_weight: NDArray[np.float32], centres_is_open: NDArray[np.int8],
    centres_district: NDArray[np.int16], centres_opposition: NDArray[np.float32], centres_first_worker: NDArray[np.int32],
    centres_last_worker: NDArray[np.int32], centres_lay_met: NDArray[np.int8], centres_lay_support: NDArray[np.float32],
    centres_lay_strength: NDArray[np.float32], centres_lay_minutes: NDArray[np.int32], workers_active: NDArray[np.int8],
    workers_home: NDArray[np.int32], workers_joined: NDArray[np.int16], workers_arrival: NDArray[np.int16],
    workers_expects: NDArray[np.float32], workers_motivation: NDArray[np.float32], workers_trained: NDArray[np.int16],
    workers_competence: NDArray[np.float32], workers_hours: NDArray[np.float32],
    care: NDArray[np.int8], centre: NDArray[np.int16], status: NDArray[np.int8], attendance: NDArray[np.int8],
    next_visit: NDArray[np.int16], insurer: NDArray[np.int8], knows_centre: NDArray[np.int8], waiting_since: NDArray[np.int16],
    referred: NDArray[np.int8], sought_help: NDArray[np.int8], ill_since: NDArray[np.int16], divisions: NDArray[np.int8],
    district: NDArray[np.int16], tally: NDArray[np.int64], centre_tally: NDArray[np.int64], events: Events,
) -> None:
    now = row_of(week, tally.shape[0])
    fades = exp(-LN2 / settings.skill_half_life)
    pace = ONE - exp(-LN2 / settings.motivation_half_life)
    for c in range(centres_is_open.size):
        if centres_is_open[c] == 0:
            continue
        first, last = centres_first_worker[c], centres_last_worker[c]
        met = centres_lay_met[c] != 0
        organised = organisation[c]
        own = ONE + settings.curriculum_spread * (ONE - settings.national_curriculum) * normal(ask(luck, CURRICULUM, c, 0))
        gain = settings.session_gain * max(own, TENTH)
        centres_lay_support[c] += TENTH * ((ONE if met else ZERO) - centres_lay_support[c])
        # a meeting that was held last week brought new people
        against = channel_stigma_weight[centres_district[c]] * (centres_opposition[c] - MIDDLING_OPPOSITION)
        expected = settings.recruits * organised * exp(-settings.opposition_keeps * against) if met else ZERO
        join = int(np.floor(expected + ask(luck, JOINS, c, week)))
        total = ZERO
        for w in range(first, last):
            if workers_active[w] == 0:
                if join == 0:
                    continue
                home = -1
                for attempt in range(TRIES):
                    i = min(int(ask(luck, LIVES, w * TRIES + attempt, workers_arrival[w]) * f4(residents)), residents - 1)
                    if centre[i] == c:
                        home = i
                        break
                if home < 0:
                    continue
                join -= 1
                workers_active[w] = 1
                workers_home[w] = home
                workers_joined[w] = week
                workers_expects[w] = ask(luck, EXPECTS, w, workers_arrival[w])
                workers_motivation[w] = NINE_TENTHS
                workers_trained[w] = 0
                workers_competence[w] = ZERO
            workers_competence[w] *= fades
            if met and ask(luck, THERE, w, week) < workers_motivation[w]:
                boosted = settings.training == 1 and (week - workers_joined[w]) % settings.booster_every == 0
                if workers_trained[w] < settings.block_sessions or boosted:
                    workers_trained[w] += 1
                    workers_competence[w] += min(gain, ONE) * (ONE - workers_competence[w])
            goal = settings.duty * (ONE + organised) * HALF + settings.recognition * centres_lay_support[c]
            goal -= settings.disappointment * max(workers_expects[w] - compensation[c], ZERO)
            workers_motivation[w] += pace * (clip(goal, ZERO, ONE) - workers_motivation[w])
            rate = settings.exit * exp(settings.exit_motivation * (HALF - workers_motivation[w]))
            if ask(luck, LEAVES, w, week) < weekly(rate):
                workers_active[w] = 0
                workers_arrival[w] += 1
                workers_hours[w] = ZERO
                centre_tally[now, WORKER_EXITS, c] += 1
                continue
            hours = settings.pledge * workers_motivation[w]
            workers_hours[w] = hours
            total += hours
            centre_tally[now, WORKERS, c] += 1
            centre_tally[now, WORKER_MINUTES, c] += int(hours * SIXTY)
            centre_tally[now, CENTS_STIPENDS, c] += np.int64(compensation[c] * settings.allowance_month * f4(12) / f4(52) * scale)
            contacts = hours * (ONE - settings.guiding_share) * settings.contacts_an_hour * scale
            many = int(np.floor(contacts + ask(luck, VISITS, w, week)))
            for k in range(many):
                # a neighbour: residents are numbered by neighbourhood
                i = workers_home[w] + int((ask(luck, WHOM, w * 64 + k, week) - HALF) * TWO * max(f4(250) * scale, f4(20)))
                if i < 0 or i >= residents or centre[i] != c:
                    continue
                log(events, week, LAY_CONTACT, i, w, workers_competence[w])
                knows_centre[i] = 1
                if care[i] == AT_CENTRE:
                    if attendance[i] == DRIFTING:
                        attendance[i] = REGULAR
                        next_visit[i] = week + 1
                    continue
                if not untreated(i, care, status, insurer):
                    continue
                if ask(luck, NOTICES, i, week) >= settings.noticing * workers_competence[w]:
                    continue
                if ask(luck, ASKS, i, week) >= settings.asks:
                    continue
                joins_list(i, week, now, c, care, waiting_since, referred, sought_help, ill_since, divisions, district, tally, events)
                centre_tally[now, FOUND_BY_WORKERS, c] += 1
        centres_lay_met[c] = 0
        centres_lay_strength[c] = min(total / settings.full_help, ONE)
        centres_lay_minutes[c] = int(total * settings.guiding_share * SIXTY * scale)


PROCESS = Process(
    name="lay_workers",
    sentence=Words(
        "Community mental health workers join, learn, tire, and meet their neighbours; few leave, many fade.",
        "Los trabajadores comunitarios de salud mental se suman, aprenden, se cansan y tratan con sus vecinos; pocos se van, muchos se apagan.",
    ),
    kernel=lay_workers,
    settings=LayWorkersSettings,
    sources=("arriola2019", "ludwick2014"),
)
