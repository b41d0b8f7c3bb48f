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

CARES = ("none", "waiting", "cmhc", "elsewhere")
"""Where care comes from: nowhere; on a centre's waiting list; a community mental health centre; any other
service (primary care, hospital outpatients, another insurer), not told apart yet."""
NO_CARE, WAITING, AT_CENTRE, ELSEWHERE = range(4)

SEXES = ("woman", "man")
WOMAN, MAN = range(2)

INSURERS = ("sis", "essalud", "private", "none")
SIS, ESSALUD, PRIVATE, UNINSURED = range(4)

WORK = ("minor", "employed", "not_working", "retired")
MINOR, EMPLOYED, NOT_WORKING, RETIRED = range(4)

ATTENDANCE = ("regular", "missed", "drifting")
"""After a missed appointment: will come again, or has stopped coming unless somebody finds them."""
REGULAR, MISSED, DRIFTING = range(3)

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
