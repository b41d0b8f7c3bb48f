"""Named codes of the categorical columns, as kernels and people read them."""

from __future__ import annotations

DISORDERS = (
    "none",
    "common",
    "substance_use",
    "affective_psychosis",
    "non_affective_psychosis",
    "childhood",
)
"""Disorder groups: none; common mental disorder; substance use; affective psychosis; non-affective
psychosis; childhood emotional or developmental."""
GROUPS = DISORDERS[1:]
NO_DISORDER, COMMON, SUBSTANCE_USE, AFFECTIVE_PSYCHOSIS, NON_AFFECTIVE_PSYCHOSIS, CHILDHOOD = range(6)

STATUSES = ("well", "at_risk", "ill", "remission")
WELL, AT_RISK, ILL, REMISSION = range(4)

CARES = (
    "none",
    "informal",
    "waiting",
    "cmhc",
    "primary_care",
    "outpatient",
    "hospital",
    "protected_home",
    "rehabilitation",
    "peer_only",
    "other_insurer",
)
"""Where care comes from: nowhere; a healer or religious leader; a centre's waiting list; a community mental
health centre; primary care; a hospital's outpatient clinic; a hospital bed; a protected home or residence; a
psychosocial or occupational rehabilitation centre; a peer support worker of a centre, without a clinician; another
insurer (a place to go, not modelled inside)."""
(
    NO_CARE, INFORMAL, WAITING, AT_CENTRE, PRIMARY_CARE, OUTPATIENT, HOSPITAL, PROTECTED_HOME, REHABILITATION,
    PEER_ONLY, OTHER_INSURER,
) = range(len(CARES))
FIRST_FORMAL = AT_CENTRE
"""From this code on a person is in care; on a waiting list or with a healer they are not."""

FACILITIES = (
    "primary_care",
    "hospital",
    "protected_home",
    "protected_residence",
    "psychosocial_rehabilitation",
    "occupational_rehabilitation",
    "meeting_place",
)
"""Kinds of facility beside the centres; a meeting place is where residents run an initiative of their own."""
PRACTICE, BEDS, HOME, RESIDENCE, PSYCHOSOCIAL, OCCUPATIONAL, MEETING_PLACE = range(7)

SEXES = ("woman", "man")
WOMAN, MAN = range(2)

INSURERS = ("sis", "essalud", "private", "none")
SIS, ESSALUD, PRIVATE, UNINSURED = range(4)

WORK = ("minor", "employed", "not_working", "retired")
MINOR, EMPLOYED, NOT_WORKING, RETIRED = range(4)

ATTENDANCE = ("regular", "missed", "drifting")
"""After a missed appointment: will come again, or has stopped coming unless somebody finds them."""
REGULAR, MISSED, DRIFTING = range(3)

FIRST_TALKS = ("none", "held", "arranged")
"""Of who waits where peers see people first: nothing special; kept for a first talk with a peer; after that talk, an
appointment with a clinician that the peer arranges."""
NO_TALK, HELD_FOR_TALK, ARRANGED = range(3)

PROFESSIONS = (
    "psychiatrist",
    "physician",
    "psychologist",
    "nurse",
    "social_worker",
    "occupational_therapist",
    "language_therapist",
)
PSYCHIATRIST, PHYSICIAN, PSYCHOLOGIST, NURSE, SOCIAL_WORKER, OCCUPATIONAL, LANGUAGE = range(7)

GROUP_KINDS = ("lay_meeting", "workshop", "campaign", "club", "peer_group")
"""Activities in groups: a meeting with lay workers, a workshop for users and families, a campaign in the community, a
psychosocial club, a peer-support group."""
LAY_MEETING, WORKSHOP, CAMPAIGN, CLUB, PEER_GROUP = range(5)

MATTERS = ("none", "care", "money_home", "company")
"""What a user needs from several providers at once: who treats them and when; debts, work, housing; people to be with."""
NO_MATTER, CARE_MATTER, MONEY_HOME, COMPANY = range(len(MATTERS))
JOINT_FORMS = ("meeting", "practice_visit", "informal")
"""Forms of joint work: a meeting, a visit to a practice, a call or a word in passing."""
IN_MEETING, IN_VISIT, IN_CALL = range(len(JOINT_FORMS))

LEDGER = (
    "office",
    "missed",
    "empty",
    "visits",
    "travel",
    "meetings",
    "supervision",
    "training",
    "phone",
    "leave",
    "groups",
    "lay",
)
"""What a clinician's minutes go to; they add up to the contracted minutes, every week."""

DIVISIONS: tuple[tuple[str, str, str], ...] = (
    ("income", "above minimum income", "at or under minimum income"),
    ("sex", "men", "women"),
    ("migration", "no migration background", "migration background"),
    ("distance", "near the centre", "far from the centre"),
    ("family", "strong family support", "weak family support"),
)
"""How residents are divided for equity: bit k of ``divisions`` is set for the second group."""
POPULATION_GROUPS = ("everybody", *(name for _, a, b in DIVISIONS for name in (a, b)))
