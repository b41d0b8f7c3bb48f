"""What one person of a neighbourhood answers of its project, from what that person lived through and nothing else.

Of each subject somebody says yes, says no, or is not asked, because they cannot know. A part of the project is *valued* by whoever
met it and for whom something came of it:

- a *user*: trust in services is higher than the week before the first talk with a peer (peers); a matter was solved
  (practical help); a peer was reached outside office hours (after hours); asked for help within a month of a talk or evening at a
  meeting place, or learnt there that the service exists (outreach). A *relative* who lives with a user: the burden on the family
  is less than before the user met a peer, or the family stands closer to the service; a matter solved or a call counts as theirs.
  A *resident* out of care: outreach alone, and peers as a user if they had a first talk.
- a *practice*: half or more of the people whom it sent on and a peer saw first were seen within a month. (Whom a clinician sees
  first are the severe ones, whom nobody would compare with them.)
- a *clinician*: half or more of the new people whom a peer had arranged needed one (a psychosis, or severity of a half).
- a *peer*: something came of half or more of what they did: talks (kept, or seen by a clinician within a month), talks at meeting
  places (asked for help), users (a matter solved), calls (a severe state or a crisis). An *organiser*: half or more of what there
  is to be noticed of the service was noticed at the meeting place.
- *collaboration*: ties of a peer, clinician or practice with the other providers gained a tenth or more of the scale on
  average; for a user, something that needed several providers was solved (asked of those of whom they spoke). The *meeting* of
  all: what it has been worth of late to who came is a half or more. Where there is no joint work nobody is asked.

An *obstacle* is what took a tenth or more of a resident's own chance of asking for help, happened to them, or stood in a tenth or
more of what a practitioner did. An *effect on health* is
said by whoever knows three or more who were ill and met the project, and three who did not, and sees the first get better by a
tenth of the scale more, and by more than chance. A *change in the neighbourhood* is seen by two signs. All cuts are choices of
this measurement, judged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from experiments.neighbourhood_seen import NOT_YET, Person, Seen
from simulation.people.providers import PROVIDERS
from simulation.people.tallies import CENTRE

if TYPE_CHECKING:
    from simulation.community import Community

KINDS = ("peer", "clinician", "practice", "user", "relative", "organiser", "resident")
VALUED = ("peers", "collaboration", "meeting", "outreach", "after_hours", "practical")
OBSTACLES = ("stigma", "social", "privacy", "reachability", "initiatives")
SEES = ("effect", "change")
SUBJECTS = (*VALUED, *OBSTACLES, *SEES, "met")
MONTH, HALF, TENTH, FEW, SIGNS = 4, 0.5, 0.1, 3, 2
ILL, SEVERE = 0.33, 0.6
"""Severity from which on illness shows, and from which it is severe."""
Said = dict[str, bool | None]


@dataclass(frozen=True)
class Answer:
    """``says``: subject -> yes, no, or None where nobody asks; ``told``: what it rests on, in numbers."""

    says: Mapping[str, bool | None]
    told: Mapping[str, float] = field(default_factory=dict)


def nothing() -> Said:
    """Nobody is asked of anything."""
    return dict.fromkeys(SUBJECTS)


def mostly(n: int, of: int, least: float = HALF) -> bool | None:
    """Whether something is so in a share of what there was; None where there was nothing."""
    return n >= least * of if of else None


def contacts_of(world: Community, i: int) -> list[int]:
    """The residents whom a resident knows: contacts, and the household."""
    net, r = world.contacts, world.residents
    at = int(np.flatnonzero(net.row == i)[0])
    others = net.other[int(net.start[at // 16]) + at % 16 : int(net.start[at // 16 + 1]) : 16]
    home = np.flatnonzero(r.household == r.household[i])
    return sorted({int(j) for j in (*others, *home) if j < len(r) and j != i})


def together(world: Community, kind: str, place: int) -> Said:
    """What a provider says of joint work: better ties, and the meeting; not asked where there is none of it.

    Args:
        kind: of the provider, one of ``PROVIDERS``.
        place: the practice's row of facilities, or the row of the centre for any other kind.
    """
    providers, ties = world.providers, world.provider_ties
    rows = np.flatnonzero(np.asarray(providers.kind) == PROVIDERS.index(kind))
    rows = rows[np.asarray(providers.facility if kind == "practice" else providers.centre)[rows] == place]
    done = {what: int(world.centre_tally[:-1, CENTRE.index(what)].sum()) for what in ("joint_weeks", "joint_meetings")}
    if not len(rows) or not done["joint_weeks"]:
        return {}
    mine = np.isin(ties.one, rows) | np.isin(ties.other, rows)
    better = bool(np.asarray(ties.gained)[mine].mean() >= TENTH) if mine.any() else None
    return {"collaboration": better, "meeting": bool(np.asarray(providers.worth)[rows].mean() >= HALF) if done["joint_meetings"] else None}


def sees_effect(reached: Iterable[float], others: Iterable[float]) -> bool:
    """Whether those who met the project got better by a tenth of the scale more than others, and by more than chance.

    Args:
        reached, others: change of severity since the start, of people who were ill then.
    """
    a, b = np.array(list(reached), float), np.array(list(others), float)
    if len(a) < FEW or len(b) < FEW:
        return False
    gain = b.mean() - a.mean()
    return bool(gain >= TENTH and gain > 2 * math.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)))


def _same(world: Community, who: Person) -> bool:
    return int(world.residents.arrival[who[0]]) == who[1]


def _effect(world: Community, seen: Seen, people: Iterable[int], reached: Callable[[int], bool]) -> bool:
    """An effect on people who were ill at the start, by whether something reached them."""
    moved: tuple[list[float], list[float]] = ([], [])
    for i in people:
        if seen.start["severity"][i] >= ILL:
            moved[0 if reached(i) else 1].append(float(world.residents.severity[i] - seen.start["severity"][i]))
    return sees_effect(*moved)


def _change(world: Community, seen: Seen, i: int) -> bool:
    """Whether a resident sees a change: of those around them more know the service, somebody is in recovery, less stigma."""
    r, then = world.residents, seen.start
    signs = (
        r.contacts_knowing[i] - then["contacts_knowing"][i] >= 2, bool(r.contact_recovered[i]) and not then["contact_recovered"][i],
        then["stigma_norm"][i] - r.stigma_norm[i] >= TENTH,
    )
    return sum(map(bool, signs)) >= SIGNS


def _held_back(world: Community, i: int) -> tuple[bool, bool]:
    """Whether stigma, and social factors, take a tenth or more of a person's chance of seeking help."""
    r, s = world.residents, world.bundles["help_seeking"]
    d = int(r.district[i])
    stigma = 0.5 * float(r.stigma_norm[i]) + 0.25 * float(r.stigma_held[i] + r.stigma_self[i])
    by_stigma = float(s.stigma_effect) * float(world.channel("stigma_weight").values[d]) * stigma
    factors = sum(-math.log(float(x)) for x, is_so in ((s.poverty, r.poor[i]), (s.illiteracy, not r.reads[i]), (s.language, not r.language_match[i])) if is_so)
    least = -math.log(1 - TENTH)
    return by_stigma >= least, float(world.channel("social_weight").values[d]) * factors >= least


def _came_of_outreach(seen: Seen, i: int) -> bool | None:
    """Whether a talk or an evening at a meeting place led to asking for help within a month, or told of the service; None: neither was."""
    weeks = [int(seen.first[w][i]) for w in ("outside", "evening") if seen.first[w][i] != NOT_YET]
    if not weeks:
        return None
    asked = int(seen.first["asked"][i])
    return not seen.before["knows_centre"][i] or (asked != NOT_YET and min(weeks) <= asked <= min(weeks) + MONTH)


def of_resident(world: Community, seen: Seen, i: int) -> Answer:
    """A user, or a resident out of care: their own year."""
    r, said = world.residents, nothing()
    trust = float(r.trust[i] - seen.before["trust"][i])
    said["met"] = bool(seen.first["contact"][i] != NOT_YET)
    said["peers"] = trust > 0 if seen.first["peer"][i] != NOT_YET else None
    said["practical"] = bool(seen.many["matters"][i]) if seen.many["peer_contacts"][i] else None
    said["after_hours"] = bool(seen.many["calls"][i]) if seen.many["reassured"][i] else None
    said["outreach"] = _came_of_outreach(seen, i)
    said["stigma"], said["social"] = _held_back(world, i)
    if said["met"]:
        said["privacy"] = not r.consents[i]
    said["reachability"] = bool(seen.many["unmet"][i]) if seen.many["nights"][i] else None
    if seen.many["joint"][i] or r.matter_week[i] >= 0:
        said["collaboration"] = bool(seen.many["joint"][i])
    said["effect"] = _effect(world, seen, [i, *contacts_of(world, i)], lambda j: seen.first["contact"][j] != NOT_YET)
    said["change"] = _change(world, seen, i)
    return Answer(said, {
        "peer_contacts": float(seen.many["peer_contacts"][i]), "matters": float(seen.many["matters"][i]), "calls": float(seen.many["calls"][i]),
        "trust": trust if said["peers"] is not None else math.nan,
    })


def of_relative(world: Community, seen: Seen, i: int, user: int) -> Answer:
    """An adult who lives with a user: what the user's year was at home, and their own contacts."""
    r, own, theirs = world.residents, of_resident(world, seen, i), of_resident(world, seen, user)
    said = dict(own.says)
    said["met"] = bool(own.says["met"] or theirs.says["met"])
    eased = bool(r.family_burden[user] < seen.before["family_burden"][user]) or bool(r.family_engagement[user] > seen.before["family_engagement"][user])
    said["peers"] = eased if theirs.says["peers"] is not None else None
    for what in ("practical", "after_hours", "reachability", "collaboration"):
        said[what] = theirs.says[what]
    return Answer(said, {"burden": float(r.family_burden[user] - seen.before["family_burden"][user])} if theirs.says["peers"] is not None else {})


def of_practice(world: Community, seen: Seen, k: int) -> Answer:
    """A general practice, as one voice: the people whom it sent on, whether and how soon somebody saw them."""
    r, said = world.residents, nothing()
    sent = [(week, who) for at, week, who in seen.sent if at == k]
    waits: dict[str, list[int]] = {"peer": [], "clinician": []}
    soon = [0, 0, 0, 0]
    for week, who in sent:
        later = [(w, by) for w, by in seen.contacts_of.get(who, ()) if w >= week]
        if later:
            waits[later[0][1]].append(later[0][0] - week)
        half = 2 * (2 * week >= world.weeks)
        soon[half] += bool(later) and later[0][0] - week <= MONTH
        soon[half + 1] += 1
    by_peer, by_clinician = (float(np.mean(w)) if w else math.nan for w in (waits["peer"], waits["clinician"]))
    said["met"] = bool(waits["peer"])
    said["peers"] = mostly(sum(w <= MONTH for w in waits["peer"]), len(waits["peer"]))
    here = [who[0] for _, who in sent if _same(world, who)]
    said["social"] = mostly(sum(not (r.reads[i] and r.language_match[i]) for i in here), len(here), TENTH)
    said["privacy"] = mostly(sum(not r.consents[i] for i in here), len(here), TENTH)
    said["effect"] = _effect(world, seen, set(here), lambda i: seen.first["peer"][i] != NOT_YET)
    said |= together(world, "practice", k)
    said["change"] = bool(soon[1] and soon[3] and soon[2] / soon[3] - soon[0] / soon[1] >= 2 * TENTH)
    return Answer(said, {"sent": float(len(sent)), "seen_by_peer": float(len(waits["peer"])), "wait_peer": by_peer, "wait_clinician": by_clinician})


def _of_team(world: Community, seen: Seen, said: Said, saw: Mapping[Person, tuple[bool, bool]], refused: int, contacts: int) -> None:
    """What peers and clinicians alike meet; ``saw``: person -> (reads and shares a language, consents)."""
    said["met"] = True
    quiet = bool(seen.evenings) and not any(seen.evenings.values())
    said["stigma"] = bool(mostly(refused, refused + contacts, TENTH)) or quiet
    said["social"] = mostly(sum(not told for told, _ in saw.values()), len(saw), TENTH)
    said["privacy"] = mostly(sum(not lets for _, lets in saw.values()), len(saw), TENTH)
    mine = [who[0] for who in saw if _same(world, who)]
    said["reachability"] = mostly(int(sum(seen.many["unmet"][i] for i in mine)), int(sum(seen.many["nights"][i] for i in mine)))
    known = _places(world, "known")
    said["initiatives"] = known < HALF if math.isfinite(known) else None
    said["effect"] = _effect(world, seen, mine, lambda i: seen.first["peer"][i] != NOT_YET)
    early, late = ([ill for _, week, _, value, ill in seen.talks if value >= 0 and (2 * week < world.weeks) == first] for first in (True, False))
    milder = len(early) >= FEW and len(late) >= FEW and float(np.mean(early)) - float(np.mean(late)) >= TENTH
    said["change"] = sum((milder, bool(any(seen.evenings.values())), known >= HALF)) >= SIGNS


def _places(world: Community, what: str) -> float:
    from simulation.people.codes import MEETING_PLACE

    here = np.asarray(world.facilities.kind) == MEETING_PLACE
    return float(np.asarray(getattr(world.facilities, what))[here].mean()) if here.any() else math.nan


def of_peer(world: Community, seen: Seen, p: int) -> Answer:
    """A peer: talks, contacts, time at meeting places and calls since taking the post, and what came of them."""
    said, since = nothing(), int(world.peers.since[p])
    talks = [(week, who, value) for at, week, who, value, _ in seen.talks if at == p and week >= since and value >= 0]
    came = sum(value == 1 or any(by == "clinician" and week <= w <= week + MONTH for w, by in seen.contacts_of.get(who, ())) for week, who, value in talks)
    met = [(who, told, lets) for at, week, who, told, lets in seen.met_by_peer if at == p and week >= since]
    users, helped = {who for who, _, _ in met}, {who for at, week, who in seen.solved if at == p and week >= since}
    outside = [asked for at, _, week, _, asked in seen.outside if at == p and week >= since]
    calls = [severity >= SEVERE or crisis for at, week, severity, crisis in seen.calls if at == p and week >= since]
    refused = sum(at == p and week >= since for at, week in seen.refused)
    _of_team(world, seen, said, {who: (told, lets) for who, told, lets in met}, refused, len(met))
    said |= together(world, "peers", int(world.peers.centre[p]))
    said |= {"peers": mostly(came, len(talks)), "practical": mostly(len(helped), len(users)), "outreach": mostly(sum(outside), len(outside)), "after_hours": mostly(sum(calls), len(calls))}
    return Answer(said, {"talks": float(len(talks)), "came_of_talks": float(came), "outside": float(len(outside)), "asked_outside": float(sum(outside)), "contacts": float(len(met))})


def of_clinician(world: Community, seen: Seen, j: int) -> Answer:
    """A clinician: whom they saw since taking the post, and who had been arranged by a peer."""
    said, since = nothing(), int(seen.staff_since[j])
    mine = [one for one in seen.sessions if one[0] == j and one[1] >= since]
    arranged = [
        (severity >= HALF or psychosis) for _, week, who, severity, psychosis, _, _, first in mine
        if first and any(by == "peer" and w <= week for w, by in seen.contacts_of.get(who, ()))
    ]
    refused = sum(at == j and week >= since for at, week in seen.visits_refused)
    _of_team(world, seen, said, {one[2]: (one[5], one[6]) for one in mine}, refused, len(mine))
    said["peers"] = mostly(sum(arranged), len(arranged))
    said |= together(world, "team", int(world.clinicians.centre[j]))
    return Answer(said, {"arranged": float(len(arranged)), "needed": float(sum(arranged)), "contacts": float(len(mine))})


def of_organiser(world: Community, seen: Seen, k: int) -> Answer:
    """Who runs a meeting place: how much of the service was noticed there, and what came of its talks."""
    said = nothing()
    noticed = float(world.facilities.noticed[k])
    talks = [asked for _, at, _, _, asked in seen.outside if at == k]
    said["met"] = bool(talks) or noticed > 0
    said["outreach"] = noticed >= HALF if said["met"] else None
    said["initiatives"] = noticed < HALF
    here = world.providers.centre[world.providers.kind == PROVIDERS.index("neighbourhood")]
    said["meeting"] = together(world, "neighbourhood", int(here[0])).get("meeting") if len(here) else None
    said["change"], said["effect"] = noticed >= HALF, False
    return Answer(said, {"noticed": noticed, "talks_here": float(len(talks)), "asked_here": float(sum(talks))})
