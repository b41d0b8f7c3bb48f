"""Watchers of sites: which contacts are psychological or social, and who is let in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.watching import EventWatcher
from simulation.people.codes import LANGUAGE, OCCUPATIONAL, PSYCHOLOGIST, SOCIAL_WORKER
from simulation.people.events import GROUP_SESSION, HOME_VISIT, PEER_CONTACT, PEER_REFUSED, SESSION

PSYCHOSOCIAL = (PSYCHOLOGIST, SOCIAL_WORKER, OCCUPATIONAL, LANGUAGE)


class Mix(EventWatcher):
    """Contacts with the team, and of these psychological and social ones: with psychologists, social workers and
    therapists, and in groups; without peers. And of peers: visits that the household refused, and contacts.

    ``seen``: shape (4,): psychosocial, all; refused, met.
    """

    def begin(self, world: Any) -> None:
        """Nobody has met."""
        super().begin(world)
        self.counts = np.zeros(4)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count the week's contacts by who gave them."""
        with_staff = events[np.isin(events["code"], (SESSION, HOME_VISIT))]
        social = np.isin(world.clinicians.profession[with_staff["other"]], PSYCHOSOCIAL).sum()
        groups = (events["code"] == GROUP_SESSION).sum()
        refused = ((events["code"] == PEER_REFUSED) & (events["value"] == 0)).sum()
        self.counts += (social + groups, len(with_staff) + groups, refused, (events["code"] == PEER_CONTACT).sum())

    def seen(self) -> NDArray[np.float64]:
        """Psychosocial contacts, all, visits of peers refused by households, contacts with peers."""
        return self.counts
