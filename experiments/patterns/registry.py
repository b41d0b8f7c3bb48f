"""Checks: one function per pattern, registered under its id with the kind of evidence that it gives.

To check a pattern, write a function under ``@check`` in a module that ``MODULES`` names for its group; it is
given the ensembles, and returns what ``rules`` made of them, a clause each. Worlds that it looks at are named in
the decorator, so that all of them are lived together. A pattern without a function needs a reason in
``not_built``.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from experiments.patterns.catalogue import Pattern
from experiments.patterns.diagnoses import DIAGNOSES
from experiments.patterns.ensembles import Arm, Ensembles
from experiments.patterns.not_built import reason_for
from experiments.patterns.rules import FAIL, NOT_BUILT, UNDECIDED, Clause, Status, not_built, together
from simulation import Words

BY_CONSTRUCTION, INTERACTION, EMERGENT = "by-construction", "interaction", "emergent"
EVIDENCE = (BY_CONSTRUCTION, INTERACTION, EMERGENT)
"""By construction: the value or the sign stands in the data or in an equation, and the check shows that it works.
Interaction: it follows from several mechanisms that are each put in. Emergent: it is put in nowhere, and goes
away when a named mechanism is switched off. The three are never added up."""
MODULES: dict[str, tuple[str, ...]] = {
    "peru": (
        "experiments.patterns.peru_places", "experiments.patterns.peru_outreach", "experiments.patterns.peru_access",
        "experiments.patterns.peru_activities",
    ),
    "chile": (
        "experiments.patterns.chile_pairs", "experiments.patterns.chile_recovery", "experiments.patterns.chile_standing",
    ),
    "upsides": (
        "experiments.patterns.upsides_sites", "experiments.patterns.upsides_attitudes", "experiments.patterns.upsides_programme",
        "experiments.patterns.upsides_support",
    ),
    "rfcmh": (
        "experiments.patterns.rfcmh_project", "experiments.patterns.rfcmh_access", "experiments.patterns.rfcmh_collaboration",
        "experiments.patterns.rfcmh_groups",
    ),
}
"""Group -> modules with its checks."""
SYSTEMS: dict[str, str] = {"peru": "peru", "chile": "chile-santiago", "upsides": "upsides-kampala", "rfcmh": "rfcmh"}
"""Group -> the shipped system on which it is checked; where several are, the one that worlds have if they name no other."""

Read = Callable[[Ensembles], Sequence[Clause]]


@dataclass(frozen=True)
class Check:
    """How a pattern is checked.

    Attributes:
        id: of the pattern.
        evidence: one of ``EVIDENCE``.
        arms: worlds that are looked at.
        read: ensembles -> clauses.
        ablation: of what is emergent: the mechanism without which it goes away.
        diagnosis: of what is known to fail: why it does.
    """

    id: str
    evidence: str
    arms: tuple[Arm, ...]
    read: Read
    ablation: Words | None = None
    diagnosis: Words | None = None


@dataclass(frozen=True)
class Finding:
    """A pattern and what was found of it; without clauses it is not built."""

    pattern: Pattern
    clauses: tuple[Clause, ...]
    check: Check | None = None

    @property
    def status(self) -> Status:
        """"pass", "fail", "undecided" or "not-built" (also where a part of it is not)."""
        return together(self.clauses)

    @property
    def leading(self) -> Clause:
        """The clause whose numbers stand for the pattern: the first that failed, is undecided, or is measured."""
        for status in (FAIL, UNDECIDED):
            for clause in self.clauses:
                if clause.status == status:
                    return clause
        measured = [c for c in self.clauses if math.isfinite(c.estimate)]
        return (measured or list(self.clauses))[0]

    @property
    def reason(self) -> Words:
        """Why the status is what it is, with the diagnosis of what fails and the part that is not built."""
        said = [self.leading.reason]
        said += [c.reason for c in self.clauses if c.status == NOT_BUILT and c is not self.leading]
        if self.status == FAIL and self.check and self.check.diagnosis:
            said.append(self.check.diagnosis)
        return Words("; ".join(w.en for w in said), "; ".join(w.es for w in said))


CHECKS: dict[str, Check] = {}
"""Id of a pattern -> its check."""


def check(id: str, evidence: str, *arms: Arm, ablation: Words | None = None, diagnosis: Words | None = None) -> Callable[[Read], Read]:
    """Register a function as the check of a pattern.

    Raises:
        ValueError: the pattern has one already, the evidence is of no known kind, or what is emergent names no ablation.
    """
    if id in CHECKS:
        raise ValueError(f"there is a check of {id} already")
    if evidence not in EVIDENCE:
        raise ValueError(f"evidence is one of {', '.join(EVIDENCE)}, not {evidence!r}")
    if (evidence == EMERGENT) != (ablation is not None):
        raise ValueError(f"{id}: what is emergent, and nothing else, names an ablation")

    def registered(read: Read) -> Read:
        CHECKS[id] = Check(id, evidence, arms, read, ablation, diagnosis or DIAGNOSES.get(id))
        return read

    return registered


def checks_of(group: str) -> dict[str, Check]:
    """The checks of a group, imported when they are asked for."""
    modules = MODULES.get(group, ())
    for module in modules:
        importlib.import_module(module)
    return {id: one for id, one in CHECKS.items() if one.read.__module__ in modules}


def arms_of(checks: Iterable[Check]) -> list[Arm]:
    """The worlds of several checks, each once.

    Raises:
        ValueError: two worlds of one name.
    """
    found: dict[str, Arm] = {}
    for one in checks:
        for arm in one.arms:
            if found.setdefault(arm.name, arm) is not arm:
                raise ValueError(f"two worlds are called {arm.name!r}")
    return list(found.values())


def find(patterns: Sequence[Pattern], ensembles: Ensembles | None) -> list[Finding]:
    """Check patterns; all their worlds are lived first, together.

    Args:
        patterns: of one group.
        ensembles: with the worlds of their checks; None if there is nothing to check.
    """
    checks = [CHECKS[p.id] for p in patterns if p.id in CHECKS]
    if ensembles is not None:
        ensembles.live(arm.name for arm in arms_of(checks))
    found = []
    for pattern in patterns:
        one = CHECKS.get(pattern.id)
        if one is None or ensembles is None:
            gone = reason_for(pattern.id, pattern.group)
            found.append(Finding(pattern, (not_built(pattern.statement, gone, pattern.check.partition(":")[0]),)))
        else:
            found.append(Finding(pattern, tuple(one.read(ensembles)), one))
    return found
