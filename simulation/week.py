"""The week in order: what happens, process after process.

This list is the model's table of contents. To add something that happens, write its file and put one line
here; the order is the order of the week.
"""

from __future__ import annotations

from simulation.activities import evenings, groups, home_visits, lay_workers, outreach, self_help
from simulation.barriers import (
    catchment,
    collaboration,
    knowledge,
    organisational_culture,
    peer_network,
    peer_resources,
    privacy,
    productivity,
    professional_hierarchy,
    reachability,
    resources,
    role_clarity,
    social_complications,
    staff_attitudes,
    stigma,
    training_and_support,
)
from simulation.ground.process import Process
from simulation.mechanisms import (
    after_hours,
    arrival,
    attitudes,
    authority,
    burden,
    course,
    family,
    handover,
    help_seeking,
    hospital,
    informal_care,
    matters,
    medicines,
    mid_level,
    money,
    naming,
    nearest_centre,
    observe,
    opposition,
    prices,
    primary_care,
    provider_attitudes,
    provider_ties,
    recovery,
    sessions,
    staff_hours,
    staff_turnover,
    survey,
    teaching,
    ties,
    turnover,
)
from simulation.programmes import (
    coaching,
    confiding,
    critical_time,
    informal_contact,
    meetings,
    peer_brokers,
    peer_support,
    peer_workers,
    peers_first,
    performance,
    practical_help,
    practice_visits,
    roll_out,
)

WEEK: tuple[Process, ...] = (
    # 1. what the rules and barriers are this week (policies have already changed the values)
    stigma.PROCESS,
    knowledge.PROCESS,
    catchment.PROCESS,
    resources.PROCESS,
    productivity.PROCESS,
    staff_attitudes.PROCESS,
    peer_resources.PROCESS,
    organisational_culture.PROCESS,
    role_clarity.PROCESS,
    training_and_support.PROCESS,
    peer_network.PROCESS,
    professional_hierarchy.PROCESS,
    collaboration.PROCESS,
    privacy.PROCESS,
    reachability.PROCESS,
    social_complications.PROCESS,
    coaching.PROCESS,
    # 2. people come and go, fall ill and get better
    turnover.PROCESS,
    arrival.PROCESS,
    course.PROCESS,
    after_hours.PROCESS,
    medicines.PROCESS,
    family.PROCESS,
    # 3. attitudes
    attitudes.PROCESS,
    provider_attitudes.PROCESS,
    teaching.PROCESS,
    provider_ties.PROCESS,
    # 4. help is sought, where there is a place for it, and people are sent on from one place to the next
    nearest_centre.PROCESS,
    opposition.PROCESS,
    naming.PROCESS,
    help_seeking.PROCESS,
    informal_care.PROCESS,
    primary_care.PROCESS,
    hospital.PROCESS,
    mid_level.PROCESS,
    handover.PROCESS,
    # 5. staff come and go, are paid, and plan their hours
    staff_turnover.PROCESS,
    authority.PROCESS,
    staff_hours.PROCESS,
    # 6. work in the community, then in the office
    lay_workers.PROCESS,
    peer_workers.PROCESS,
    matters.PROCESS,
    meetings.PROCESS,
    practice_visits.PROCESS,
    informal_contact.PROCESS,
    outreach.PROCESS,
    evenings.PROCESS,
    self_help.PROCESS,
    peers_first.PROCESS,
    critical_time.PROCESS,
    peer_support.PROCESS,
    practical_help.PROCESS,
    confiding.PROCESS,
    peer_brokers.PROCESS,
    ties.PROCESS,
    groups.PROCESS,
    home_visits.PROCESS,
    sessions.PROCESS,
    # 7. what it does to people, what it costs, what is counted
    recovery.PROCESS,
    money.PROCESS,
    prices.PROCESS,
    burden.PROCESS,
    performance.PROCESS,
    roll_out.PROCESS,
    survey.PROCESS,
    observe.PROCESS,
)


def with_extra(extra: tuple[Process, ...]) -> tuple[Process, ...]:
    """The week with processes from outside: each after the one it names, or just before the count.

    Raises:
        ValueError: a name is taken, or the process to follow does not exist.
    """
    order = list(WEEK)
    for process in extra:
        names = [p.name for p in order]
        if process.name in names:
            raise ValueError(f"there is a process {process.name!r} already")
        if process.after is None:
            order.insert(len(order) - 1, process)
        elif process.after in names:
            order.insert(names.index(process.after) + 1, process)
        else:
            raise ValueError(f"{process.name!r} is to follow {process.after!r}, which is not one of {', '.join(names)}")
    return tuple(order)
