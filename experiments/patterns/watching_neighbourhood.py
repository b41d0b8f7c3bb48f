"""Watchers of a neighbourhood: who is seen first by whom, who seeks help and why not, what a survey of all would find."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.watching import EventWatcher
from simulation.ground.chance import ask
from simulation.people.codes import AT_CENTRE, INFORMAL, MEETING_PLACE, NO_CARE, NURSE, PEER_ONLY, WOMAN
from simulation.people.codes import ILL as NOW_ILL
from simulation.people.events import (
    CODES,
    CRISIS,
    FIRST_SESSION,
    FIRST_TALK,
    HOME_VISIT,
    MATTER_SOLVED,
    MET_OUTSIDE,
    PEER_CONTACT,
    REFERRED,
    SESSION,
    SOUGHT_HELP,
)

SEVERE, ADULT = 0.6, 18 * 52
HALF_A_YEAR = 26
ASKED = ("mental_health", "stigma", "connectedness", "knows", "met", "arrival", "trust", "recovery", "family", "came", "talked", "contacts")
"""Columns of the survey: no mental health problem (0-1), stigma held, connectedness, knowing the service, having met it, which
person of that row it is, trust in services, personal recovery, how close the family stands to the service, first contacts,
first talks with a peer, meetings with a peer."""
assert CODES[FIRST_TALK] == "first_talk"


class FirstContacts(EventWatcher):
    """First contacts with a centre, by who was there and how ill the person was.

    ``seen``: shape (8,): adults without a clear need of a clinician with a peer, and with a clinician; severe ones, the
    same; then sums over all first contacts: weeks ill so far, number; and over referrals by practices: severity, number.
    """

    def begin(self, world: Any) -> None:
        """Nobody has been seen."""
        super().begin(world)
        self.counts = np.zeros(8)
        self.talked: dict[int, int] = {}

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count the week's first contacts; a talk counts for the spell that it begins."""
        r = world.residents
        for event in events[(events["code"] == FIRST_TALK) & (events["value"] >= 0)]:
            i = int(event["agent"])
            if self.talked.get(i) == int(r.arrival[i]):
                continue
            self.talked[i] = int(r.arrival[i])
            self._add(r, i, world.week, 0)
        for event in events[events["code"] == FIRST_SESSION]:
            i = int(event["agent"])
            if self.talked.pop(i, None) == int(r.arrival[i]):
                continue
            self._add(r, i, world.week, 1)
        sent = events["agent"][events["code"] == REFERRED]
        self.counts[6] += r.severity[sent].sum()
        self.counts[7] += len(sent)

    def _add(self, r: Any, i: int, week: int, with_whom: int) -> None:
        urgent = r.severity[i] >= SEVERE or week - r.crisis_week[i] <= 2
        if urgent:
            self.counts[2 + with_whom] += 1
        elif r.age_weeks[i] >= ADULT:
            self.counts[with_whom] += 1
        if r.status[i] == NOW_ILL:
            self.counts[4] += week - r.ill_since[i]
            self.counts[5] += 1

    def seen(self) -> NDArray[np.float64]:
        """Counts and sums, shape (8,)."""
        return self.counts


class Seekers(EventWatcher):
    """People who are ill and in no formal care, and those of them who seek help, by group.

    ``seen``: shape (3, 2, 2): income, language, migration; not and yes; person-weeks, and how many sought help.
    """

    def begin(self, world: Any) -> None:
        """Nobody has sought help."""
        super().begin(world)
        self.counts = np.zeros((3, 2, 2))
        self.open: NDArray[np.bool_] = np.zeros(len(world.residents), bool)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Look at those who could have sought help this week."""
        r = world.residents
        sought = np.zeros(len(r), bool)
        own = events[(events["code"] == SOUGHT_HELP) & (events["value"] == 0)]
        sought[own["agent"]] = True
        at_risk = self.open | sought
        for k, trait in enumerate((r.poor, 1 - r.language_match, r.migration_background)):
            for yes in (0, 1):
                mine = at_risk & (trait == yes)
                self.counts[k, yes] += (mine.sum(), (mine & sought).sum())
        self.open = (r.status == NOW_ILL) & (r.care <= INFORMAL) & (r.age_weeks >= ADULT)

    def seen(self) -> NDArray[np.float64]:
        """Person-weeks and seekers by group, shape (3, 2, 2)."""
        return self.counts


class Reasons(EventWatcher):
    """Why people who are ill and in no care do not seek help: which part of the rate holds each of them back most.

    Looked at once a quarter. ``seen``: shape (4,): people whom stigma, social factors, privacy (not asked for before a first
    contact, so nobody), or the way to a service holds back most.
    """

    def begin(self, world: Any) -> None:
        """Nobody has been asked."""
        super().begin(world)
        self.counts = np.zeros(4)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Ask everybody who is ill and in no care, once a quarter."""
        if world.week % 13 != 12:
            return
        r, s = world.residents, world.bundles["help_seeking"]
        near = world.bundles["nearest_centre"]
        i = np.flatnonzero((r.status == NOW_ILL) & (r.care == NO_CARE) & (r.age_weeks >= ADULT))
        stigma = 0.5 * r.stigma_norm[i] + 0.25 * (r.stigma_held[i] + r.stigma_self[i])
        weight = world.channels["stigma_weight"].values[r.district[i]]
        social = world.channels["social_weight"].values[r.district[i]]
        factors = -social * (
            np.log(s.poverty) * r.poor[i] + np.log(s.illiteracy) * (r.reads[i] == 0) + np.log(s.language) * (r.language_match[i] == 0)
        )
        way = s.distance_effect / (near.minutes_per_km * near.detour) * r.travel_minutes[i]
        held = np.array([s.stigma_effect * weight * stigma, factors, np.zeros(len(i)), way])
        self.counts += np.bincount(held.argmax(axis=0), minlength=4)

    def seen(self) -> NDArray[np.float64]:
        """People by what holds them back most, shape (4,)."""
        return self.counts


class Survey(EventWatcher):
    """A survey of all adults in the last week, and what they met with in the horizon.

    ``seen``: shape (residents, len(ASKED)), see ``ASKED``; NaN for minors.
    """

    def begin(self, world: Any) -> None:
        """Nobody has met anybody."""
        super().begin(world)
        self.came, self.talked, self.contacts = (np.zeros(len(world.residents)) for _ in range(3))
        self.answers: NDArray[np.float64] = np.zeros((0, len(ASKED)))

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Note who came, and ask all in the last week."""
        r, code = world.residents, events["code"]
        talks = (code == FIRST_TALK) & (events["value"] >= 0)
        np.add.at(self.talked, events["agent"][talks], 1)
        np.add.at(self.came, events["agent"][talks | (code == FIRST_SESSION)], 1)
        np.add.at(self.contacts, events["agent"][code == PEER_CONTACT], 1)
        if world.week != world.weeks - 1:
            return
        recovered = (r.connectedness + r.hope + r.identity + r.meaning + r.empowerment + 1 - r.difficulties) / 6
        found = np.array([
            1 - r.severity, r.stigma_held, r.connectedness, r.knows_centre, r.met_service >= 0, r.arrival, r.trust, recovered,
            r.family_engagement, self.came, self.talked, self.contacts,
        ], float).T
        found[r.age_weeks < ADULT] = np.nan
        self.answers = found

    def seen(self) -> NDArray[np.float64]:
        """Answers, shape (residents, len(ASKED))."""
        return self.answers


class Helped(EventWatcher):
    """Adults of week 0, weeks in which they were ill, and what was solved for them.

    ``seen``: shape (residents, 3): 1 if an adult, and still the same person at the end; weeks ill in the horizon; matters solved.
    """

    def begin(self, world: Any) -> None:
        """Note who they are."""
        super().begin(world)
        self.who: NDArray[np.bool_] | None = None

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Add up weeks ill, and matters solved."""
        r = world.residents
        if self.who is None:
            self.who = r.age_weeks >= ADULT
            self.arrival, self.ill, self.solved = r.arrival.copy(), np.zeros(len(r)), np.zeros(len(r))
        self.ill += r.status == NOW_ILL
        np.add.at(self.solved, events["agent"][events["code"] == MATTER_SOLVED], 1)
        self.same = r.arrival == self.arrival

    def seen(self) -> NDArray[np.float64]:
        """Who they are, weeks ill, matters, shape (residents, 3)."""
        assert self.who is not None
        return np.array([self.who & self.same, self.ill, self.solved], float).T


class Outside(EventWatcher):
    """Who is talked with at meeting places, what is known of these, and who speaks of a disorder.

    ``seen``: shape (5,): talks with women of traditional belief, all talks; mean over meeting places of what services know of
    them, of what organisers noticed; share of places of which more than half is known.
    """

    def begin(self, world: Any) -> None:
        """Nobody was met."""
        super().begin(world)
        self.talks = np.zeros(2)
        self.places = np.full(3, np.nan)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count talks; look at the places."""
        r, f = world.residents, world.facilities
        met = events["agent"][events["code"] == MET_OUTSIDE]
        self.talks += (((r.sex[met] == WOMAN) & (r.tradition[met] >= 0.5)).sum(), len(met))
        here = f.kind == MEETING_PLACE
        if here.any():
            self.places[:] = f.known[here].mean(), f.noticed[here].mean(), (f.known[here] > 0.5).mean()

    def seen(self) -> NDArray[np.float64]:
        """Talks and places, shape (5,)."""
        return np.concatenate([self.talks, self.places])


class Users(EventWatcher):
    """Users of the centre and its peers: crises, trust and recovery of whoever sought help, contacts and whom they are with.

    ``seen``: shape (9,): crises of users; crises of users with a peer, and their person-weeks; trust, recovery and number, of
    people whose first contact lies in the horizon, at its end; contacts weighed by the recovery orientation of who gave them,
    contacts; crises of users with a peer that their rates let expect, without luck.
    """

    def begin(self, world: Any) -> None:
        """Nothing has happened."""
        super().begin(world)
        self.counts, self.expected = np.zeros(8), 0.0
        self.met: set[tuple[int, int]] = set()
        self.end = np.full(3, np.nan)
        self.user = self._users(world)

    def _users(self, world: Any) -> NDArray[np.bool_]:
        care = world.residents.care
        return np.asarray((care == AT_CENTRE) | (care == PEER_ONLY))

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Add up the week."""
        r, peers, q = world.residents, world.peers, world.pairs
        crises = events["agent"][events["code"] == CRISIS]
        paired = np.zeros(len(r), bool)
        paired[q.user[q.user >= 0]] = True
        # whoever was a user when it happened: some come to the centre because of it, others leave it for a ward
        self.counts[0] += self.user[crises].sum()
        self.user = self._users(world)
        self.counts[1] += paired[crises].sum()
        self.counts[2] += paired.sum()
        ill = np.flatnonzero(paired & (r.status == NOW_ILL))
        s = world.bundles["course"]
        rate = np.asarray(s.crisis)[r.disorder[ill] - 1] * np.exp(s.severity_crisis * (r.severity[ill] - 0.5))
        self.expected += float((rate * (1 + (s.dose_crisis - 1) * r.dose[ill]) * (1 - s.reassurance * r.reassured[ill])).sum()) / 52
        with_staff = events[np.isin(events["code"], (SESSION, FIRST_SESSION, HOME_VISIT))]
        with_peer = events[events["code"] == PEER_CONTACT]
        self.counts[3] += world.clinicians.orientation[with_staff["other"]].sum() + peers.fidelity[with_peer["other"]].sum()
        self.counts[4] += len(with_staff) + len(with_peer)
        firsts = events[np.isin(events["code"], (FIRST_SESSION, FIRST_TALK)) & (events["value"] >= 0)]
        self.met |= {(int(i), int(r.arrival[i])) for i in firsts["agent"]}
        if world.week == world.weeks - 1 and self.met:
            who = np.array([i for i, arrival in self.met if r.arrival[i] == arrival], int)
            recovered = (r.connectedness + r.hope + r.identity + r.meaning + r.empowerment + 1 - r.difficulties)[who] / 6
            self.end = np.array([r.trust[who].mean(), recovered.mean(), len(who)])

    def seen(self) -> NDArray[np.float64]:
        """Crises, trust and recovery, contacts, crises expected, shape (9,)."""
        return np.concatenate([self.counts[:3], self.end, self.counts[3:5], [self.expected]])


class Talks(EventWatcher):
    """First talks of people who would rather see somebody of their own background, with such a peer and with another.

    ``seen``: shape (2, 2): same background, other; came, missed.
    """

    def begin(self, world: Any) -> None:
        """Nobody was asked to a talk."""
        super().begin(world)
        self.counts = np.zeros((2, 2))

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count by background."""
        from simulation.programmes.peers_first import PREFERS

        r = world.residents
        share = float(world.bundles["peers_first"].prefers_own)
        for event in events[events["code"] == FIRST_TALK]:
            i = int(event["agent"])
            if not r.migration_background[i] or ask(world.luck, PREFERS, i, int(r.arrival[i])) >= share:
                continue
            peer = int(world.peers.person[event["other"]])
            if peer >= 0:
                self.counts[0 if r.migration_background[peer] else 1, 0 if event["value"] >= 0 else 1] += 1

    def seen(self) -> NDArray[np.float64]:
        """Talks by background and outcome, shape (2, 2)."""
        return self.counts


class Referred(EventWatcher):
    """What practices see of those they send to a centre: who took them on first, and whether that was of use.

    A referral is answered by a peer (first talk) or a nurse (first session). It was of use if half a year later the person is
    well, or still with a peer or at the centre. ``seen``: shape (6,): answered by peers, of use; answered by nurses, of use; weeks
    of work of peers and of nurses.
    """

    def begin(self, world: Any) -> None:
        """Nobody was sent on."""
        super().begin(world)
        self.counts = np.zeros(6)
        self.sent: set[tuple[int, int]] = set()
        self.taken: list[tuple[int, int, int, int]] = []

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Note referrals and who answers them; look again after half a year."""
        r, team = world.residents, world.clinicians
        for event in events:
            code, i = int(event["code"]), int(event["agent"])
            key = (i, int(r.arrival[i]))
            if code == REFERRED and event["other"] >= 0:
                self.sent.add(key)
            elif key in self.sent and (
                (code == FIRST_TALK and event["value"] >= 0) or (code == FIRST_SESSION and team.profession[event["other"]] == NURSE)
            ):
                self.sent.discard(key)
                by = 0 if code == FIRST_TALK else 1
                self.counts[2 * by] += 1
                self.taken.append((world.week, by, *key))
            elif code == FIRST_SESSION:
                self.sent.discard(key)
        for week, by, i, arrival in self.taken:
            if world.week - week == HALF_A_YEAR and r.arrival[i] == arrival:
                self.counts[2 * by + 1] += r.status[i] != NOW_ILL or r.care[i] in (AT_CENTRE, PEER_ONLY)
        self.counts[4] += (world.peers.active == 1).sum()
        self.counts[5] += ((team.profession == NURSE) & (team.at_work == 1)).sum()

    def seen(self) -> NDArray[np.float64]:
        """Referrals answered and of use, weeks of work, shape (6,)."""
        return self.counts


class Closeness(EventWatcher):
    """Trust that users gained in services, by whom they met: peers, clinicians at home too, clinicians in the office alone.

    Of people whose first contact lies in the horizon and who met somebody four times or more. ``seen``: shape (3,): mean change of
    trust from the first contact to the end; NaN where there is nobody.
    """

    def begin(self, world: Any) -> None:
        """Nobody has met."""
        super().begin(world)
        self.first: dict[tuple[int, int], float] = {}
        self.met: dict[tuple[int, int], NDArray[np.float64]] = {}
        self.change = np.full(3, np.nan)

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Count contacts by kind."""
        r = world.residents
        for event in events[np.isin(events["code"], (FIRST_SESSION, FIRST_TALK, SESSION, HOME_VISIT, PEER_CONTACT))]:
            code, i = int(event["code"]), int(event["agent"])
            key = (i, int(r.arrival[i]))
            if code == FIRST_SESSION or (code == FIRST_TALK and event["value"] >= 0):
                self.first.setdefault(key, float(r.trust[i]))
            kind = 0 if code in (FIRST_TALK, PEER_CONTACT) else 1 if code == HOME_VISIT else 2
            self.met.setdefault(key, np.zeros(3))[kind] += 1
        if world.week == world.weeks - 1:
            found: list[list[float]] = [[], [], []]
            for (i, arrival), before in self.first.items():
                met = self.met[i, arrival]
                if r.arrival[i] == arrival and met.sum() >= 4:
                    found[0 if met[0] >= 4 else 1 if met[1] > 0 else 2].append(float(r.trust[i]) - before)
            self.change = np.array([np.mean(f) if f else np.nan for f in found])

    def seen(self) -> NDArray[np.float64]:
        """Mean change of trust with peers, at home, in the office, shape (3,)."""
        return self.change


class Skills(EventWatcher):
    """Skill and standing in the team of peers at work, over the horizon. ``seen``: shape (2,): means."""

    def begin(self, world: Any) -> None:
        """Nobody is at work."""
        super().begin(world)
        self.sums, self.many = np.zeros(2), 0

    def week(self, world: Any, events: NDArray[np.void]) -> None:
        """Add up over peers."""
        here = world.peers.active == 1
        self.sums += (world.peers.skill[here].sum(), world.peers.acceptance[here].sum())
        self.many += int(here.sum())

    def seen(self) -> NDArray[np.float64]:
        """Mean skill and acceptance, NaN where nobody was at work."""
        return self.sums / self.many if self.many else np.full(2, np.nan)


WATCHERS: dict[str, type[EventWatcher]] = {
    "first-contacts": FirstContacts, "seekers": Seekers, "reasons": Reasons, "survey": Survey, "helped": Helped, "outside": Outside,
    "users": Users, "talks": Talks, "skills": Skills,
    "referred": Referred, "closeness": Closeness,
}
"""Name -> watcher."""
