"""The columns of workload W."""

from __future__ import annotations

from simulation.ground.table import Column

from .definition import STATES

RESIDENT = (
    Column("state", "i1", "code", "course of illness", codes=STATES),
    Column("severity", "f4", "index 0-1", "severity of the illness"),
    Column("stigma", "f4", "index 0-1", "stigma held"),
    Column("hope", "f4", "index 0-1", "hope"),
    Column("literacy", "f4", "index 0-1", "knowledge of mental health"),
    Column("distress", "f4", "index 0-1", "distress"),
    Column("family", "f4", "index 0-1", "support by the family"),
    Column("distance", "f4", "km", "distance to the centre"),
    Column("in_care", "i1", "yes/no", "is in care"),
    Column("wait", "i2", "weeks", "weeks in the queue; 0 out of it"),
    Column("bond", "f4", "index 0-1", "bond with the clinician; 0 out of care"),
    Column("since_contact", "i2", "weeks", "weeks since the last visit"),
    Column("stigma_around", "f4", "index 0-1", "mean stigma among contacts before this week's change"),
)
