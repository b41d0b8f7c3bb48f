"""Chance: every random number is a function of (run seed, name of the draw, agent, week).

Nothing is drawn in sequence, so adding a draw shifts no other, and two worlds under one seed are the same
people meeting the same luck. The function is Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011,
doi:10.1145/2063384.2063405), checked against its published known answers.

One call gives four words. They serve four residents of *one* draw: residents i, i+16, i+32 and i+48 of a
block of 64, a layout in which the compiler keeps sixteen calls in one vector register.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy import float32 as f4
from numpy import uint32 as u4
from numpy import uint64 as u8
from numpy.typing import NDArray

from .cache import inlined, kernel

BLOCK = 64
"""Buffers of dense draws are padded to whole blocks of residents."""

FIRST_MULTIPLIER = u8(0xD2511F53)
SECOND_MULTIPLIER = u8(0xCD9E8D57)
WEYL_11, WEYL_12, WEYL_13, WEYL_14, WEYL_15, WEYL_16, WEYL_17, WEYL_18, WEYL_19 = (
    u4(i * 0x9E3779B9 & 0xFFFFFFFF) for i in range(1, 10)
)
WEYL_21, WEYL_22, WEYL_23, WEYL_24, WEYL_25, WEYL_26, WEYL_27, WEYL_28, WEYL_29 = (
    u4(i * 0xBB67AE85 & 0xFFFFFFFF) for i in range(1, 10)
)
THIRTY_TWO = u8(32)
THREE, FOUR, SIX, EIGHT, FIFTEEN = u4(3), u4(4), u4(6), u4(8), u4(15)
UNIT = f4(2.0**-24)
NONE = u4(0)


class Luck(NamedTuple):
    """The key of one run: two 32-bit words made from its seed."""

    first: np.uint32
    second: np.uint32


class DrawNameError(ValueError):
    """Two names of draws hash alike, so they would share their luck."""


_NAMES: dict[int, str] = {}


def draw(name: str) -> np.uint32:
    """The number of a draw, from its name (a question: ``"seeks help"``).

    Raises:
        DrawNameError: another name has the same 32-bit hash.
    """
    number = int.from_bytes(hashlib.blake2s(name.encode(), digest_size=4).digest(), "little")
    if _NAMES.setdefault(number, name) != name:
        raise DrawNameError(f"the draws {name!r} and {_NAMES[number]!r} hash alike: rename one")
    return u4(number)


def draws() -> dict[str, int]:
    """All named draws and their numbers, by name."""
    return dict(sorted((name, number) for number, name in _NAMES.items()))


def luck(seed: int) -> Luck:
    """The key of a run seed (any whole number from 0 up to 2**64 - 1)."""
    if not 0 <= seed < 2**64:
        raise ValueError(f"a seed is a whole number from 0 to 2**64 - 1, not {seed}")
    return Luck(u4(seed & 0xFFFFFFFF), u4(seed >> 32))


@inlined
def turn(
    a: np.uint32, b: np.uint32, c: np.uint32, d: np.uint32, first: np.uint32, second: np.uint32
) -> tuple[np.uint32, np.uint32, np.uint32, np.uint32]:
    """One round of Philox4x32."""
    p = FIRST_MULTIPLIER * u8(a)
    q = SECOND_MULTIPLIER * u8(c)
    return u4(q >> THIRTY_TWO) ^ b ^ first, u4(q), u4(p >> THIRTY_TWO) ^ d ^ second, u4(p)


@inlined
def ten_rounds(
    a: np.uint32, b: np.uint32, c: np.uint32, d: np.uint32, first: np.uint32, second: np.uint32
) -> tuple[np.uint32, np.uint32, np.uint32, np.uint32]:
    """Philox4x32-10 written out, because a loop here would keep the loop around it from vectorising."""
    a, b, c, d = turn(a, b, c, d, first, second)
    a, b, c, d = turn(a, b, c, d, u4(first + WEYL_11), u4(second + WEYL_21))
    a, b, c, d = turn(a, b, c, d, u4(first + WEYL_12), u4(second + WEYL_22))
    a, b, c, d = turn(a, b, c, d, u4(first + WEYL_13), u4(second + WEYL_23))
    a, b, c, d = turn(a, b, c, d, u4(first + WEYL_14), u4(second + WEYL_24))
    a, b, c, d = turn(a, b, c, d, u4(first + WEYL_15), u4(second + WEYL_25))
    a, b, c, d = turn(a, b, c, d, u4(first + WEYL_16), u4(second + WEYL_26))
    a, b, c, d = turn(a, b, c, d, u4(first + WEYL_17), u4(second + WEYL_27))
    a, b, c, d = turn(a, b, c, d, u4(first + WEYL_18), u4(second + WEYL_28))
    return turn(a, b, c, d, u4(first + WEYL_19), u4(second + WEYL_29))


@kernel
def philox(
    a: np.uint32, b: np.uint32, c: np.uint32, d: np.uint32, first: np.uint32, second: np.uint32
) -> tuple[np.uint32, np.uint32, np.uint32, np.uint32]:
    """Philox4x32-10: four words from a counter of four words and a key of two."""
    return ten_rounds(a, b, c, d, first, second)


@kernel
def ask(luck: Luck, draw: np.uint32, agent: int, week: int) -> np.float32:
    """One uniform number in [0, 1) for one agent: the same as ``fill`` gives it. About 9 ns."""
    a, b, c, d = philox(
        u4((agent >> 6) * 16 + (agent & 15)), u4(week), draw, NONE, luck.first, luck.second
    )
    which = (agent >> 4) & 3
    word = a if which == 0 else (b if which == 1 else (c if which == 2 else d))
    return f4(word >> EIGHT) * UNIT


@kernel
def fill(out: NDArray[np.float32], luck: Luck, draw: np.uint32, week: int) -> None:
    """Uniform numbers in [0, 1) for all agents 0 … len(out) - 1 (a multiple of 64). About 0.5 ns each."""
    when = u4(week)
    for block in range(out.size // 64):
        part = out[block * 64 : block * 64 + 64]
        start = u4(block * 16)
        for lane in range(16):
            a, b, c, d = ten_rounds(
                u4(start + u4(lane)), when, draw, NONE, luck.first, luck.second
            )
            part[lane] = f4(a >> EIGHT) * UNIT
            part[lane + 16] = f4(b >> EIGHT) * UNIT
            part[lane + 32] = f4(c >> EIGHT) * UNIT
            part[lane + 48] = f4(d >> EIGHT) * UNIT


@kernel
def ask_each(
    luck: Luck, draw: np.uint32, agents: NDArray[np.int32], week: int
) -> NDArray[np.float32]:
    """One uniform number for each agent of a list: the same as ``ask`` gives. About 2 ns each."""
    out = np.empty(agents.size, f4)
    when = u4(week)
    for k in range(agents.size):
        agent = u4(agents[k])
        a, b, c, d = ten_rounds(
            u4((agent >> SIX << FOUR) + (agent & FIFTEEN)), when, draw, NONE, luck.first, luck.second
        )
        which = (agent >> FOUR) & THREE
        low = b if which == u4(1) else a
        high = d if which == THREE else c
        word = high if which > u4(1) else low
        out[k] = f4(word >> EIGHT) * UNIT
    return out


def padded(agents: int) -> int:
    """The length of a buffer of dense draws for so many agents."""
    return -(-agents // BLOCK) * BLOCK


def uniforms(luck: Luck, name: str, agents: int, week: int = 0) -> NDArray[np.float32]:
    """Uniform numbers in [0, 1) for agents 0 … agents - 1, shape (agents,)."""
    out = np.empty(padded(agents), np.float32)
    fill(out, luck, draw(name), week)
    return out[:agents]


REPLICATE_SEED = draw("seed of a replicate")


def replicate_seed(root: int, replicate: int, twin: int = 0) -> int:
    """The seed of replicate r of a question: f(root, r). Twins share parameters and differ in luck."""
    key = luck(root)
    a, b, _, _ = philox(
        u4(replicate), u4(twin), REPLICATE_SEED, NONE, key.first, key.second
    )
    return int(a) | int(b) << 32
