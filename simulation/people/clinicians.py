"""Clinicians: what they know and believe, and where the minutes of their week went."""

from __future__ import annotations

from typing import ClassVar

from simulation.ground.table import Column, RowAgent

from .codes import LEDGER, PROFESSIONS

LEDGER_MEANING = {
    "office": "attended office appointments, notes included",
    "missed": "appointments to which nobody came",
    "empty": "office time without an appointment",
    "visits": "home visits, at the home",
    "travel": "travel to home visits",
    "meetings": "team meetings",
    "supervision": "supervision",
    "training": "training",
    "phone": "phone calls, coordination, reporting and unscheduled work",
    "leave": "holidays and illness",
    "groups": "workshops, campaigns, clubs and peer groups that the clinician leads",
    "lay": "meetings with lay workers that the clinician leads",
}
COLUMNS: tuple[Column, ...] = (
    Column("centre", "i2", "row of centres", "the centre that employs the clinician", start=-1),
    Column("profession", "i1", "code", "profession", codes=PROFESSIONS),
    Column("contract", "i4", "minutes", "paid minutes a week (at the run's scale)"),
    Column("knowledge", "f4", "index 0-1", "knowledge of the community model", low=0, high=1),
    Column("orientation", "f4", "index 0-1", "recovery orientation", low=0, high=1),
    Column("stigma", "f4", "index 0-1", "stigma towards people with a disorder", low=0, high=1),
    Column("stigma_set", "f4", "index 0-1", "stigma that the clinician would hold without anybody's influence", low=0, high=1),
    Column("vacant", "i1", "yes/no", "nobody holds the post"),
    Column("at_work", "i1", "yes/no", "the post is filled and funded this week"),
    Column("learnt_sanction", "f4", "index 0-1", "how much the productivity rule has taught the clinician to fear", low=0, high=1),
    Column("pocket", "i4", "cents", "own money that the clinician would still spend on trips (at scale)"),
    Column("pocket_spent", "i4", "cents", "own money spent on trips since week 0 (at scale)"),
    Column("visit_bank", "i4", "minutes", "minutes set aside for home visits and not yet used"),
    Column("carried", "i4", "minutes", "at a small share of residents: time too short for one appointment, kept for next week"),
    Column("earned", "f4", "credits", "credits earned since the last monthly account"),
    Column("worked", "i4", "minutes", "minutes worked since the last monthly account"),
    Column("score", "f4", "ratio", "credits of the last month over its target"),
    Column("slots", "i2", "appointments", "appointments that the clinician can still see this week"),
    Column("arrival", "i2", "number", "how many have left this post"),
    *(Column(f"minutes_{name}", "i4", "minutes", f"this week: {LEDGER_MEANING[name]}") for name in LEDGER),
)


class Clinician(RowAgent):
    """A clinician of a centre."""

    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    table: ClassVar[str] = "clinicians"
