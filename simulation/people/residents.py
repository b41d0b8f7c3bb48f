"""Residents: who lives in the place, as columns and as Mesa agents.

Rows are reused. A person dies or moves away and another arrives in the row: identity is place (row) plus
arrival. Weeks are counted from the start of the horizon; burn-in weeks are negative.
"""

from __future__ import annotations

from typing import Any, ClassVar

from simulation.ground.table import Column, RowAgent

from .codes import ATTENDANCE, CARES, DISORDERS, FIRST_TALKS, INSURERS, MATTERS, SEXES, STATUSES, WORK

NEVER = -30000
"""The week of something that has not happened."""

INDEX: dict[str, Any] = {"low": 0.0, "high": 1.0}
COLUMNS: tuple[Column, ...] = (
    # where and who
    Column("x", "f4", "km", "home, east"),
    Column("y", "f4", "km", "home, north"),
    Column("zone", "i2", "row of zones", "zone of the home"),
    Column("district", "i2", "row of districts", "district of the home"),
    Column("household", "i4", "number", "household; members stand next to each other"),
    Column("arrival", "i2", "number", "how many people lived in this row before"),
    Column("age_weeks", "i2", "weeks", "age", low=0, high=5720),
    Column("sex", "i1", "code", "sex", codes=SEXES),
    Column("insurer", "i1", "code", "health insurer", codes=INSURERS),
    Column("reads", "i1", "yes/no", "can read and write"),
    Column("poor", "i1", "yes/no", "household at or under the minimum income"),
    Column("work", "i1", "code", "work", codes=WORK),
    Column("migration_background", "i1", "yes/no", "migration background"),
    Column("language_match", "i1", "yes/no", "services speak the person's first language"),
    Column("divisions", "i1", "bits", "groups for equity, one bit each (see DIVISIONS)"),
    Column("family_support", "f4", "index 0-1", "support that the family gives", **INDEX),
    Column("tradition", "f4", "index 0-1", "traditional or religious belief about illness", **INDEX),
    Column("family_burden", "f4", "index 0-1", "burden on the family of a person with a disorder", **INDEX),
    Column("family_engagement", "f4", "index 0-1", "how close the family of a user stands to the centre, since the last first session", **INDEX),
    Column("vulnerability", "f4", "hazard ratio", "relative hazard of falling ill; mean 1", low=0),
    # health
    Column("disorder", "i1", "code", "disorder group of the present or last illness", codes=DISORDERS),
    Column("comorbid_substance_use", "i1", "yes/no", "substance use beside another disorder"),
    Column("status", "i1", "code", "course of illness", codes=STATUSES),
    Column("severity", "f4", "index 0-1", "symptom severity", **INDEX),
    Column("severity_set", "f4", "index 0-1", "severity to which this episode tends untreated", **INDEX),
    Column("functioning", "f4", "index 0-1", "social and occupational functioning", start=1, **INDEX),
    Column("insight", "f4", "index 0-1", "insight into the illness (psychoses)", **INDEX),
    Column("ill_since", "i2", "week", "start of this illness", start=NEVER),
    Column("sought_help", "i1", "yes/no", "has sought help in this illness"),
    Column("crisis_week", "i2", "week", "week of the last crisis", start=NEVER),
    Column("prescribed", "i1", "yes/no", "medicines prescribed"),
    Column("medicine_weeks", "i1", "weeks", "medicines in stock", low=0, high=100),
    Column("taking_medicines", "i1", "yes/no", "takes the prescribed medicines this week"),
    # personal recovery, CHIME-D
    Column("connectedness", "f4", "index 0-1", "personal recovery: connectedness", start=0.5, **INDEX),
    Column("hope", "f4", "index 0-1", "personal recovery: hope", start=0.5, **INDEX),
    Column("identity", "f4", "index 0-1", "personal recovery: identity", start=0.5, **INDEX),
    Column("meaning", "f4", "index 0-1", "personal recovery: meaning", start=0.5, **INDEX),
    Column("empowerment", "f4", "index 0-1", "personal recovery: empowerment", start=0.5, **INDEX),
    Column("difficulties", "f4", "index 0-1", "personal recovery: difficulties (debt, housing)", **INDEX),
    # attitudes and knowledge
    Column("stigma_held", "f4", "index 0-1", "public stigma that the person holds", **INDEX),
    Column("stigma_set", "f4", "index 0-1", "public stigma that the person would hold without anybody's influence", **INDEX),
    Column("stigma_norm", "f4", "index 0-1", "stigma that the person sees in contacts", **INDEX),
    Column("contacts_knowing", "i2", "contacts", "contacts who knew the centre when the person last looked around"),
    Column("contact_recovered", "i1", "yes/no", "one of them was visibly in recovery then"),
    Column("contact_in_crisis", "i1", "yes/no", "one of them had had a crisis of late then"),
    Column("openness", "f4", "index 0-1", "how open the person would be about a disorder: rank among all", **INDEX),
    Column("stigma_self", "f4", "index 0-1", "stigma turned on oneself", **INDEX),
    Column("literacy", "f4", "index 0-1", "mental-health literacy", start=0.5, **INDEX),
    Column("knows_centre", "i1", "yes/no", "knows that the centre exists"),
    Column("trust", "f4", "index 0-1", "trust in services", start=0.5, **INDEX),
    # care
    Column("care", "i1", "code", "where care comes from", codes=CARES),
    Column("care_before", "i1", "code", "where it came from at the end of last week", codes=CARES),
    Column("practice", "i2", "row of facilities", "the primary-care practice that is meant for the person; -1 none", start=-1),
    Column("facility", "i2", "row of facilities", "the practice, hospital or mid-level facility of the present care; -1 none", start=-1),
    Column("care_since", "i2", "week", "start of the present care outside the centres", start=NEVER),
    Column("referred", "i1", "yes/no", "came to the centre's list by referral"),
    Column("informal_ties", "i1", "count", "lasting ties to activities and people in the community that workers helped to build"),
    Column("formal_ties", "i1", "count", "lasting ties to centre, primary care and social services that workers helped to build"),
    Column("crisis_plan", "i1", "yes/no", "user and family have a crisis plan"),
    Column("accompanied_since", "i2", "week", "taken on by a pair of a peer and a community worker", start=NEVER),
    Column("first_talk", "i1", "code", "on a list where peers see people first", codes=FIRST_TALKS),
    Column("met_service", "i2", "week", "first talk or session with somebody from a centre, or with them at a meeting place", start=NEVER),
    Column("called_week", "i2", "week", "last reached a peer by telephone outside office hours", start=NEVER),
    Column("reassured", "f4", "index 0-1", "calm from knowing that somebody can be reached outside office hours", **INDEX),
    Column("eased", "f4", "index 0-1", "difficulties that were solved for good, such as a debt or a dwelling", **INDEX),
    Column("deceived", "i1", "yes/no", "spoke with somebody who did not say that they came from mental health care, and does not know yet"),
    Column("club_member", "i1", "yes/no", "has been to a psychosocial club"),
    Column("consents", "i1", "yes/no", "lets services share information"),
    Column("matter", "i1", "code", "what the person needs from several providers at once", codes=MATTERS),
    Column("matter_since", "i2", "week", "that has come up, or was last put off, in this week", start=NEVER),
    Column("matter_week", "i2", "week", "several providers last spoke of the person in this week", start=NEVER),
    Column("joint_consent", "i1", "yes/no", "has signed that several providers may speak about them"),
    Column("consent_asked", "i2", "week", "was last asked to sign in this week", start=NEVER),
    Column("joint_plan", "i1", "yes/no", "several providers have agreed on who does what for the person"),
    Column("centre", "i2", "row of centres", "the centre that is meant for or treats the person; -1 none", start=-1),
    Column("travel_minutes", "f4", "minutes", "one way from home to that centre"),
    Column("waiting_since", "i2", "week", "joined the waiting list", start=NEVER),
    Column("first_session", "i2", "week", "first session of this spell of care", start=NEVER),
    Column("next_visit", "i2", "week", "next appointment due", start=NEVER),
    Column("last_contact", "i2", "week", "last session or home visit", start=NEVER),
    Column("sessions_attended", "i2", "count", "sessions attended in this spell"),
    Column("attendance", "i1", "code", "after missed appointments", codes=ATTENDANCE),
    Column("missed_week", "i2", "week", "week of the missed appointment", start=NEVER),
    Column("dose", "f4", "index 0-1", "treatment received, fading between sessions", **INDEX),
    # research
    Column("trial_arm", "i1", "row of arms", "arm of the trial in which the person takes part: 0 the control, 1 on what is tried; -1 none", start=-1),
    # the year so far (weeks 0-51, 52-103, ...), for 12-month figures
    Column("year_disorders", "i1", "bits", "disorder groups of which the person was ill this year"),
    Column("year_severity", "i1", "grade", "highest severity this year: 0 not ill, 1 mild, 2 moderate, 3 severe"),
    Column("year_care", "i2", "bits", "kinds of care this year; bit 11: seen at a centre"),
    # the run so far
    Column("weeks_ill", "i2", "weeks", "weeks ill since week 0"),
    Column("weeks_in_care", "i2", "weeks", "weeks in care since week 0"),
    Column("crises", "i2", "count", "crises since week 0"),
    Column("recovery_sum", "f4", "index-weeks", "personal recovery (0-1) added up over weeks with a disorder"),
)


class Resident(RowAgent):
    """A person who lives in the place. Attributes are the columns; writing one changes the next week."""

    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    table: ClassVar[str] = "residents"

    @property
    def age(self) -> float:
        """Age in years."""
        return float(self.cells.whole("age_weeks")[self.row]) / 52

    @property
    def personal_recovery(self) -> float:
        """Personal recovery from 0 to 100: mean of the CHIME components and of the absence of difficulties."""
        parts = [getattr(self, name) for name in ("connectedness", "hope", "identity", "meaning", "empowerment")]
        return float(100 * (sum(parts) + 1 - getattr(self, "difficulties")) / 6)  # noqa: B009

    @property
    def person(self) -> str:
        """Identity: place plus arrival."""
        return f"{self.row}:{self.cells.whole('arrival')[self.row]}"
