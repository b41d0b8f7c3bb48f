"""What a run counts, week by week, and how kernels count it.

Totals are whole numbers, so their order cannot change them. People are counted for everybody and for each
group of the equity divisions; ``tally`` has shape (weeks + 1, what, population groups, districts) and its
last row takes what happens in burn-in. Centres are counted in ``centre_tally``, shape
(weeks + 1, what, centres).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.ground.cache import kernel, merged

from .codes import GROUP_KINDS, JOINT_FORMS, LEDGER

PEOPLE = (
    "residents",            # alive this week
    "with_disorder",        # ill, or a psychosis of any status
    "living_with",          # of everybody: ill, or in remission and at risk of relapse
    "ill",
    "in_care",              # of with_disorder: in formal care of any kind
    "at_centre",            # of with_disorder: at a centre
    "waiting",              # of everybody: on a waiting list
    # of everybody: where care comes from (person-weeks)
    "informal_care",
    "primary_care",
    "outpatient_care",
    "hospital_care",
    "home_care",            # protected homes and residences
    "rehabilitation_care",
    "other_insurer_weeks",
    "recovery",             # personal recovery of with_disorder, in 1/10,000
    "severity",             # of ill, in 1/10,000
    "functioning",          # of with_disorder, in 1/10,000
    "family_burden",        # of with_disorder, in 1/10,000
    "family_engagement",    # of at_centre, in 1/10,000
    "crises",
    "onsets",
    "deaths",
    "seekers",              # decided to seek help this week
    "joined_list",
    "left_list",
    "first_sessions",       # first session of a spell
    "waited_weeks",         # weeks waited by those first seen
    "severe_first_sessions",  # of those, severe when first seen
    "severe_waited_weeks",
    "dropped_within_year",  # counted in the week of the first session
    "dropouts",
    "discharges",
    "sessions",
    "missed_appointments",
    "home_visits",
    "primary_visits",
    "outpatient_visits",
    "emergency_visits",
    "admissions",
    "bed_days",
    "home_days",            # days in protected homes and residences
    "rehabilitation_sessions",
    "informal_visits",
    "unrecognised",         # primary care saw no disorder
    "referrals",            # primary care to a centre or hospital
    "premature_referrals",  # of these: primary care could have treated
    "back_referrals",       # a hospital hands a person over to a centre
    "handovers",            # from one provider to another
    "handover_losses",      # of these: the person never arrives
    "stigma_held",          # of everybody, in 1/10,000
    "stigma_self",          # of with_disorder, in 1/10,000
    "knows_centre",
    "consents",             # of with_disorder
    "contact_in_half_year", # sought help within 26 weeks; counted in the week of onset
    "disability",           # disability weights of everybody this week, in 1/1,000,000
    "life_lost",            # years of life that excess deaths are expected to take, in 1/1,000,000
    # once a year, in its last week: adults of 18 to 65 years, over the 52 weeks
    "year_adults",
    "year_cases",           # adults who were ill
    "year_common",
    "year_substance_use",
    "year_psychosis",
    "year_mild",
    "year_moderate",
    "year_severe",
    "year_treated",         # of year_cases: in formal or informal care at some time
    "year_treated_mild",
    "year_treated_moderate",
    "year_treated_severe",
    "year_at_centre",       # of year_cases, by provider; a person may have several
    "year_in_primary_care",
    "year_in_hospital",     # bed or outpatient clinic
    "year_at_other_insurer",
    "year_in_informal_care",
    "year_cases_all_ages",
    # where peers see people first, and in the neighbourhood
    "peer_only_care",       # of everybody: cared for by a peer alone (person-weeks)
    "first_talks",          # first talks with a peer
    "kept_by_peers",        # of these: the peer suffices
    "talks_arranged",       # of these: the peer arranges a clinician
    "matters_solved",       # a matter of housing, debt or work that is solved with a peer
    "met",                  # first contact of any kind with somebody from a centre
    "approached",           # talked with at a meeting place
    "approached_ill",       # of these: have a disorder
    "opened_up",            # of these: told the peer about it
    "found_by_outreach",    # of these: asked for help there and then
    "evening_guests",       # came to an information evening
    "evening_ill",          # of these: have a disorder
    "evening_told",         # of these: said so in front of all
    "night_crises",         # crises of users outside office hours
    "night_unmet",          # of these: nobody could be reached
    "calls",                # users who reached a peer outside office hours
    "found_out",            # learnt that a talk had been with mental health care
    "self_helped",          # took part in a self-help group
)
(
    RESIDENTS, WITH_DISORDER, LIVING_WITH, NOW_ILL, IN_CARE, NOW_AT_CENTRE, NOW_WAITING, NOW_INFORMAL, NOW_PRIMARY,
    NOW_OUTPATIENT, NOW_HOSPITAL, NOW_HOME, NOW_REHABILITATION, OTHER_INSURER_WEEKS, RECOVERY, SEVERITY, FUNCTIONING,
    FAMILY_BURDEN, FAMILY_ENGAGEMENT, CRISES, ONSETS, DEATHS, SEEKERS, JOINED_LIST, LEFT_LIST, FIRST_SESSIONS, WAITED_WEEKS,
    SEVERE_FIRST_SESSIONS, SEVERE_WAITED_WEEKS, DROPPED_WITHIN_YEAR, DROPOUTS, DISCHARGES, SESSIONS,
    MISSED_APPOINTMENTS, HOME_VISITS, PRIMARY_VISITS, OUTPATIENT_VISITS, EMERGENCY_VISITS, ADMISSIONS, BED_DAYS,
    HOME_DAYS, REHABILITATION_SESSIONS, INFORMAL_VISITS, UNRECOGNISED, REFERRALS, PREMATURE_REFERRALS, BACK_REFERRALS,
    HANDOVERS, HANDOVER_LOSSES, STIGMA_HELD, STIGMA_SELF, KNOWS_CENTRE, CONSENTS, CONTACT_IN_HALF_YEAR, DISABILITY, LIFE_LOST, YEAR_ADULTS,
    YEAR_CASES, YEAR_COMMON, YEAR_SUBSTANCE_USE, YEAR_PSYCHOSIS, YEAR_MILD, YEAR_MODERATE, YEAR_SEVERE,
    YEAR_TREATED, YEAR_TREATED_MILD, YEAR_TREATED_MODERATE, YEAR_TREATED_SEVERE, YEAR_AT_CENTRE, YEAR_IN_PRIMARY_CARE,
    YEAR_IN_HOSPITAL, YEAR_AT_OTHER_INSURER, YEAR_IN_INFORMAL_CARE, YEAR_CASES_ALL_AGES,
    NOW_PEER_ONLY, FIRST_TALKS, KEPT_BY_PEERS, TALKS_ARRANGED, MATTERS_SOLVED, MET, APPROACHED, APPROACHED_ILL, OPENED_UP,
    FOUND_BY_OUTREACH, EVENING_GUESTS, EVENING_ILL, EVENING_TOLD, NIGHT_CRISES, NIGHT_UNMET, CALLS, FOUND_OUT, SELF_HELPED,
) = range(len(PEOPLE))

CENTRE = (
    "slots",                # appointments offered
    "booked",               # appointments given
    "attended",
    "intakes",              # attended first sessions
    "people_seen",          # seen for the first time in this year
    "visits_made",
    "visits_refused",       # the household did not want the visit
    "visits_not_home",
    "visits_cancelled",     # no money for the trip
    "visit_blocks",         # clinician-weeks in which a block of visits was held
    "clinician_weeks",
    "posts",                # clinicians' posts on the roster of an open centre
    "posts_at_work",        # of these: funded and filled
    "waiting",
    "in_care",
    "from_outside",         # in care, home outside the centre's districts
    *(f"minutes_{name}" for name in LEDGER),
    "cents_pay",
    "cents_running",
    "cents_trips",          # paid by the centre
    "cents_pocket",         # paid by clinicians
    "cents_medicines",
    "cents_pay_cut",
    "cents_granted",        # by the health authority
    "cents_returned",       # to it, at the end of the week
    "cents_materials",      # of group sessions, paid by the centre
    "cents_stipends",       # allowances of lay workers
    "cents_coaching",       # visits of coaches
    "cents_bonus",          # for trips and materials, by last year's indicators
    # activities in groups: sessions planned and held, by kind
    *(f"planned_{name}" for name in GROUP_KINDS),
    *(f"held_{name}" for name in GROUP_KINDS),
    "planned_visits",       # one block of home visits by a nurse or social worker a week
    "held_visits",
    "participants",         # of workshops, clubs and peer groups
    "turned_away",          # came, and there was no room
    "screened",             # children found at school and referred
    "workers",              # lay workers, active this week
    "worker_minutes",
    "worker_exits",
    "found_by_workers",     # people noticed by a lay worker who asked for help
    "guided_visits",        # home visits with a lay worker as guide
    "coaching_visits",
    # how far people are against a centre: weights and weighted sums, in 1/10,000
    "neighbours",           # residents of the region, each by how near they live
    "opposition_near",      # of these: against it
    "region",               # residents of the region
    "opposition_region",
    "national_centres",     # open in the whole country, in the first centre's column
    # peer support workers, who are residents and thinned with them
    "peers",                # at work this week
    "peers_away",           # hold a post and are away because of own illness
    "peer_users",           # users paired with a peer
    "peer_contacts",
    "peer_refusals",        # of an offered peer by the user, or of a visit by the household
    "peers_joined",
    "peers_left",
    "peer_relapses",        # of peers, by the strain of the work
    "peer_strain",          # of peers who hold a post, in 1/10,000
    "cents_peers",          # pay, training, supervision and expenses of peers
    "found_by_peers",       # neighbours who asked a peer for help
    # pairs of a peer and a community worker, thinned with residents
    "accompanied",          # users whom a pair accompanies
    "companions",           # community workers of pairs, at work this week
    "companion_contacts",
    "ties_by_peers",        # lasting ties gained, informal and formal
    "formal_by_peers",
    "ties_by_workers",
    "formal_by_workers",
    "plans",                # crisis plans made
    "joint_minutes",        # of clinicians who went along with peers
    "cents_companions",     # pay, training, supervision and trips of community workers of pairs
    "minutes_outreach",     # of peers at meeting places
    "minutes_first_talks",  # of peers
    # several providers
    "provider_ties",        # strength of ties between providers, in 1/10,000
    "provider_pairs",       # ties that are counted
    "alignment",            # of centres with joint work: approach on which services agree, in 1/10,000
    "joint_weeks",          # centres with joint work of any form
    "joint_meetings",       # held
    "joint_visits_made",    # visits of a psychiatrist, with a peer or without, to a practice
    "invited",              # people invited to joint meetings (peers at full size)
    "came",                 # of these: came
    "needed",               # people or services needed for a matter that was discussed in a meeting
    "needed_there",         # of these: were there
    "joint_served",         # users in care where there is joint work
    "with_joint_plan",      # of these: with a joint plan
    "matters_open",
    "matters_arisen",
    "matters_lapsed",       # the person left care, or it went away by itself
    *(f"discussed_{form}" for form in JOINT_FORMS),
    *(f"solved_{form}" for form in JOINT_FORMS),
    *(f"joint_minutes_{form}" for form in JOINT_FORMS),  # of everybody who takes part
    "consents_asked",       # to speak with several providers
    "consents_given",
    "consent_minutes",      # of staff who ask for written consent
    "minutes_done_twice",   # of appointments
    "cents_partners",       # time of welfare, housing and the municipality
)
(
    SLOTS, BOOKED, ATTENDED, INTAKES, PEOPLE_SEEN, VISITS_MADE, VISITS_REFUSED, VISITS_NOT_HOME, VISITS_CANCELLED,
    VISIT_BLOCKS, CLINICIAN_WEEKS, POSTS, POSTS_AT_WORK, CENTRE_WAITING, CENTRE_IN_CARE, FROM_OUTSIDE,
) = range(16)
MINUTES = 16
(
    CENTS_PAY, CENTS_RUNNING, CENTS_TRIPS, CENTS_POCKET, CENTS_MEDICINES, CENTS_PAY_CUT, CENTS_GRANTED, CENTS_RETURNED,
    CENTS_MATERIALS, CENTS_STIPENDS, CENTS_COACHING, CENTS_BONUS,
) = range(MINUTES + len(LEDGER), MINUTES + 12 + len(LEDGER))
GROUPS_PLANNED = CENTS_BONUS + 1
GROUPS_HELD = GROUPS_PLANNED + len(GROUP_KINDS)
(
    PLANNED_VISITS, HELD_VISITS, PARTICIPANTS, TURNED_AWAY, SCREENED, WORKERS, WORKER_MINUTES, WORKER_EXITS,
    FOUND_BY_WORKERS, GUIDED_VISITS, COACHING_VISITS, NEIGHBOURS, OPPOSITION_NEAR, REGION, OPPOSITION_REGION,
    NATIONAL_CENTRES,
) = range(GROUPS_HELD + len(GROUP_KINDS), GROUPS_HELD + len(GROUP_KINDS) + 16)
(
    PEERS, PEERS_AWAY, PEER_USERS, PEER_CONTACTS, PEER_REFUSALS, PEERS_JOINED, PEERS_LEFT, PEER_RELAPSES, PEER_STRAIN, CENTS_PEERS,
    FOUND_BY_PEERS, ACCOMPANIED, COMPANIONS, COMPANION_CONTACTS, TIES_BY_PEERS, FORMAL_BY_PEERS, TIES_BY_WORKERS,
    FORMAL_BY_WORKERS, PLANS, JOINT_MINUTES, CENTS_COMPANIONS, MINUTES_OUTREACH, MINUTES_FIRST_TALKS,
) = range(NATIONAL_CENTRES + 1, NATIONAL_CENTRES + 24)
(
    PROVIDER_TIES, PROVIDER_PAIRS, ALIGNMENT, JOINT_WEEKS, JOINT_MEETINGS, JOINT_VISITS_MADE, INVITED, CAME, NEEDED, NEEDED_THERE,
    JOINT_SERVED, WITH_JOINT_PLAN, MATTERS_OPEN, MATTERS_ARISEN, MATTERS_LAPSED,
) = range(MINUTES_FIRST_TALKS + 1, MINUTES_FIRST_TALKS + 16)
DISCUSSED, SOLVED, JOINT_MINUTES_OF = MATTERS_LAPSED + 1, MATTERS_LAPSED + 4, MATTERS_LAPSED + 7
"""The first of three counts each, by form of joint work."""
CONSENTS_ASKED, CONSENTS_GIVEN, CONSENT_MINUTES, MINUTES_DONE_TWICE, CENTS_PARTNERS = range(MATTERS_LAPSED + 10, MATTERS_LAPSED + 15)
WHOLE_AT_ANY_SCALE = (
    "clinician_weeks", "visit_blocks", "posts", "posts_at_work", *(f"planned_{name}" for name in GROUP_KINDS),
    *(f"held_{name}" for name in GROUP_KINDS), "planned_visits", "held_visits", "workers", "worker_minutes", "worker_exits",
    "coaching_visits", "national_centres", "provider_ties", "provider_pairs", "alignment", "joint_weeks", "joint_meetings",
    "joint_visits_made", "invited", "came",
)
"""Counts of staff, centres, lay workers and their sessions, who stay whole when residents are thinned."""
FIXED_POINT = 10_000
"""Indices are added up as whole ten-thousandths."""
MILLIONTH = 1_000_000
"""Disability weights and years of life are added up as whole millionths."""
HALF_YEAR = 26
LONGEST_WAIT = 208
"""Waits for a first session are counted by week up to here; longer ones in the last bin."""


@merged
def row_of(week: int, tally_weeks: int) -> int:
    """The row of a tally in which a week is counted: burn-in goes to the last."""
    return week if 0 <= week < tally_weeks - 1 else tally_weeks - 1


@kernel
def count(tally: NDArray[np.int64], row: int, what: int, divisions: int, district: int, amount: int) -> None:
    """Count something for everybody and for the person's group of each division."""
    tally[row, what, 0, district] += amount
    for k in range(5):
        tally[row, what, 1 + 2 * k + ((divisions >> k) & 1), district] += amount


@kernel
def count_contact(tally: NDArray[np.int64], week: int, ill_since: int, divisions: int, district: int) -> None:
    """Count help that is sought for the first time in an illness, in the week in which the illness began."""
    if ill_since >= 0 and week - ill_since <= HALF_YEAR:
        count(tally, row_of(ill_since, tally.shape[0]), CONTACT_IN_HALF_YEAR, divisions, district, 1)


@kernel
def count_wait(waits: NDArray[np.int32], row: int, divisions: int, wait: int) -> None:
    """Count the weeks waited for a first session; ``waits`` has shape (weeks + 1, groups, bins)."""
    bin = min(max(wait, 0), waits.shape[2] - 1)
    waits[row, 0, bin] += 1
    for k in range(5):
        waits[row, 1 + 2 * k + ((divisions >> k) & 1), bin] += 1
