"""The worlds that the checks of Chile look at. No parameter here is chosen for a check to pass.

The programme is the policy's; for a mean over few replicates there are as many pairs as a centre may have, of a
quarter of the residents or more, which makes a pilot of some tens of users. A mechanism is switched off by its dial; a
condition goes from one end of Santiago's own judged range to the other.
"""

from __future__ import annotations

from experiments.patterns.ensembles import Arm
from simulation import load_policy
from simulation.people.peers import MECHANISMS, PLACES

WEEKS, LEAST = 92, 0.25
WATCH = ("followed", "paired", "posted", "strained", "asked")
CTI: dict[str, float | str] = {
    **{step.what: step.amount for step in load_policy("cti-ts").steps},
    "critical_time.teams": float(PLACES), "critical_time.pair_lasts": 39.0,
}
"""The protocol: the policy's conditions, and nine months as the paper has it, not the range around them."""
POST: dict[str, float | str] = {**{k: v for k, v in CTI.items() if not k.startswith("critical_time")}, "peer_workers.peer_posts": float(PLACES)}
"""Peers under the same conditions in posts of their own, who may be offered to some users first."""
RANK = {"low": 0.48, "high": 0.78}
ATTITUDE = {"low": 0.2, "high": 0.75}
CULTURE = {"low": 0.1, "high": 0.6}
FORMALITY = {"low": 0.1, "high": 0.65}


def off(*names: str) -> dict[str, float | str]:
    """Mechanisms of peer support switched off."""
    return {f"peer_workers.mechanism[{name}]": 0.0 for name in names}


def world(name: str, *changes: dict[str, float | str], base: dict[str, float | str] = CTI, watch: tuple[str, ...] = WATCH) -> Arm:
    """The programme, changed."""
    values = dict(base)
    for change in changes:
        values |= change
    return Arm(name, values, watch=watch, weeks=WEEKS, least_scale=LEAST)


PAIR = world("pairs")
NO_PEER = world("pairs without a peer", {"critical_time.peer_half": 0.0})
NO_WORKER = world("pairs without a community worker", {"critical_time.worker_half": 0.0}, watch=(*WATCH, "drop-outs"))
USUAL = world("usual care of the same users", {"critical_time.peer_half": 0.0, "critical_time.worker_half": 0.0})
"""Users are taken on and nobody comes: the control group of a trial."""
UNTREATED = world("the same users, sessions without effect", {"critical_time.peer_half": 0.0, "critical_time.worker_half": 0.0, "sessions.session_dose": 0.0})
NO_EXPERIENCE = world("pairs, nothing told of lived experience", off("experience"))
NO_HELPER = world("pairs, without the helper role", off("helper"))
UNSUPERVISED = world("pairs without supervision", {"training_and_support.peer_supervision": 0.0})
FLAT = world("pairs, no rank", {"professional_hierarchy.professional_hierarchy_dial": 0.0})
CASELOAD = {many: world(f"pairs with {many:g} users", {"critical_time.pair_caseload": many}) for many in (2.0, 8.0, 16.0)}
ENDORSED = {
    (rank, vouch): world(
        f"pairs, hierarchy {RANK[rank]:g}, {'vouched for' if vouch else 'not vouched for'}",
        {"peer_support.hierarchy": RANK[rank], "peer_support.peer_endorsement": vouch},
    )
    for rank in RANK for vouch in (0.0, 1.0)
}
VIEWED = {end: world(f"pairs, attitude of the team {v:g}", {"staff_attitudes.team_attitude": v}) for end, v in ATTITUDE.items()}
ORIENTED = {end: world(f"pairs, recovery culture {v:g}", {"organisational_culture.recovery_culture": v}) for end, v in CULTURE.items()}
DILUTED = {end: world(f"pairs, formality {v:g}", {"role_clarity.peer_formality": v}) for end, v in FORMALITY.items()}
MATCHED = {
    (first, on): world(
        f"posts, {'little family first' if first else 'anybody'}, {'as they are' if on else 'all mechanisms off'}",
        {"peer_support.without_family_first": first}, {} if on else off(*MECHANISMS), base=POST,
    )
    for first in (0.0, 1.0) for on in (True, False)
}
