"""The film of a world: where each resident begins to be seen, and each change of what the map shows, week by week.

A *look* is what the map shows of a person. It is read off the columns at the end of each week; looking changes nothing.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import Words
from simulation.people.codes import CARES, HOSPITAL, ILL, NO_CARE

MAGIC = b"MGF1"
WIDE = 65_536
"""From so many residents on, changes name them by four bytes."""
HUNDREDTHS = 100
LOOKS: tuple[tuple[str, Words, str], ...] = (
    ("well", Words("well, or without symptoms", "bien, o sin síntomas"), "dot"),
    ("ill_alone", Words("ill, without care", "con enfermedad, sin atención"), "ring"),
    ("ill_waiting", Words("on a waiting list", "en lista de espera"), "triangle"),
    ("informal", Words("with a healer or religious leader", "con un curandero o líder religioso"), "plus"),
    ("cmhc", Words("in care at a community centre", "en atención en un centro comunitario"), "square"),
    ("primary_care", Words("in primary care", "en atención primaria"), "diamond"),
    ("outpatient", Words("in a hospital's outpatient clinic", "en consulta externa de un hospital"), "pentagon"),
    ("hospital", Words("in hospital", "en el hospital"), "cross"),
    ("protected_home", Words("in a protected home", "en un hogar protegido"), "house"),
    ("rehabilitation", Words("in rehabilitation", "en rehabilitación"), "hexagon"),
    ("peer_only", Words("with a peer alone", "solo con un par"), "heart"),
    ("other_insurer", Words("in care elsewhere", "en atención en otro lugar"), "bar"),
    ("crisis", Words("in crisis", "en crisis"), "burst"),
    ("peer", Words("works as a peer", "trabaja como par"), "star"),
)
"""Name, label and shape of each look, by code."""
CODE = {name: code for code, (name, _, _) in enumerate(LOOKS)}
_OF_CARE = np.array([
    CODE.get(care, CODE["ill_waiting"] if care == "waiting" else CODE["well"]) for care in CARES
], np.uint8)


def looks(world: Any) -> NDArray[np.uint8]:
    """What the map shows of everybody after the week that was just lived, shape (residents,)."""
    people = world.residents
    seen: NDArray[np.uint8] = _OF_CARE[people.care]
    alone = people.care == NO_CARE
    seen[alone & (people.status == ILL)] = CODE["ill_alone"]
    posts = world.peers
    seen[posts.person[(posts.active == 1) & (posts.person >= 0)]] = CODE["peer"]
    seen[people.care == HOSPITAL] = CODE["hospital"]
    # a crisis of the week that was just lived; before week 0 there is none to see
    seen[(people.crisis_week == world.week - 1) & (people.care != HOSPITAL)] = CODE["crisis"]
    return seen


@dataclass(frozen=True)
class Film:
    """Looks by week, shape (weeks + 1, residents), the first as the story begins; and what does not change."""

    looks: NDArray[np.uint8]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    disorder: NDArray[np.uint8]
    divisions: NDArray[np.uint8]
    scale: float

    def packed(self) -> bytes:
        """The film as it crosses the wire (see docs/design/classroom.md)."""
        weeks, residents = self.looks.shape[0] - 1, self.looks.shape[1]
        week, who = np.nonzero(self.looks[1:] != self.looks[:-1])
        until = np.searchsorted(week, np.arange(weeks + 1)).astype("<u4")
        x0, y0 = ((float(v.min()) + float(v.max())) / 2 if residents else 0.0 for v in (self.x, self.y))
        head = MAGIC + struct.pack("<IHHfIff", residents, weeks, len(LOOKS), self.scale, len(who), x0, y0)
        at = [np.clip(np.rint((v - m) * HUNDREDTHS), -32768, 32767).astype("<i2") for v, m in ((self.x, x0), (self.y, y0))]
        columns = [
            *at, self.looks[0], self.disorder, self.divisions, until, who.astype("<u4" if residents >= WIDE else "<u2"), self.looks[1:][week, who],
        ]
        return head + b"".join(column.tobytes() for column in columns)


def unpacked(data: bytes) -> dict[str, Any]:
    """Read a packed film: what the browser does, for tests and reports."""
    size = struct.calcsize("<IHHfIff")
    if data[:4] != MAGIC:
        raise ValueError("this is no film")
    residents, weeks, kinds, scale, changes, x0, y0 = struct.unpack("<IHHfIff", data[4 : 4 + size])
    at = 4 + size
    found: dict[str, Any] = {"residents": residents, "weeks": weeks, "looks": kinds, "scale": scale, "x0": x0, "y0": y0}
    for name, dtype, many in (
        ("x", "<i2", residents), ("y", "<i2", residents), ("start", "u1", residents), ("disorder", "u1", residents), ("divisions", "u1", residents),
        ("until", "<u4", weeks + 1), ("who", "<u4" if residents >= WIDE else "<u2", changes), ("look", "u1", changes),
    ):
        column = np.frombuffer(data, dtype, many, at)
        found[name], at = column, at + column.nbytes
    if at != len(data):
        raise ValueError("the film has bytes over")
    return found
