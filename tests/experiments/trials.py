"""Trials to try things with: as dataclasses for the machinery, as small files for what is lived."""

from __future__ import annotations

from experiments.trial.design import (
    BEFORE_AFTER,
    CLUSTER,
    INDIVIDUAL,
    STEPPED,
    Analysis,
    Arm,
    Attrition,
    Eligible,
    Instrument,
    Recruitment,
    Trial,
    World,
)
from simulation import Words

W = Words("words", "palabras")
METHODS = {INDIVIDUAL: "ancova", CLUSTER: "gee", STEPPED: "gee", BEFORE_AFTER: "paired"}


def planned(design: str, method: str | None = None, follow_up: tuple[int, ...] | None = None, arms: int = 2, **analysis) -> Trial:
    follow = follow_up or ((8, 16, 24, 32, 40) if design == STEPPED else (26,))
    return Trial(
        "made-up", W, W, design, World("peru"), tuple(Arm(f"arm-{k}", W) for k in range(arms)), Eligible(), Recruitment(5, 60, 4), follow,
        Attrition(), Instrument("personal_recovery", W), Analysis(method or METHODS[design], permutations=0, **analysis),
    )


FILE = """\
schema = 1
kind = "trial"
name = "small"
design = "{design}"
trials = 3
seed = 5
follow_up = {follow}
title = {{ en = "Small", es = "Pequeño" }}
about = {{ en = "A trial to try things with.", es = "Un ensayo de prueba." }}

[world]
system = "peru"
{world}
[[arms]]
name = "usual"
title = {{ en = "Usual", es = "Habitual" }}

[[arms]]
name = "other"
title = {{ en = "Other", es = "Otro" }}
policies = {policies}
{programmes}
[eligible]
ages = [18, 75]

[recruitment]
per_week = 20
total = {total}
weeks = 4

[outcome]
measures = "personal_recovery"
title = {{ en = "Recovery", es = "Recuperación" }}
"""


def file_of(
    design: str, follow: str = "[8]", world: str = "centres = 6\npeople = 20000\nresidents = 6000\n", policies: str = '["equal-credit"]',
    programmes: str = "", total: int = 10,
) -> str:
    return FILE.format(design=design, follow=follow, world=world, policies=policies, programmes=programmes, total=total)

