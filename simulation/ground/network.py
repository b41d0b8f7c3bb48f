"""Who knows whom: household, near neighbours, a few long ties, more often with people alike.

Residents are numbered by neighbourhood, so a near neighbour is a near number. Ties are symmetric. The
lists are stored for speed: rows are sorted by degree within windows of 1,024 and taken sixteen at a time
(a *slice*), so that one loop serves sixteen residents at once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy import float32 as f4
from numpy import uint32 as u4
from numpy.typing import NDArray

from .arithmetic import HALF, ONE, ZERO, exp, log
from .cache import inlined, kernel
from .chance import Luck, ask, draw

LANES = 16
WINDOW = 1024
TRIES = 4
MOST_CONTACTS = 255
"""Several counts of contacts share one number (see ``attitudes``), eight bits each."""
AHEAD = 512
"""So many entries of the lists are fetched in advance."""
BYTES = ir.IntType(8).as_pointer()
WORD = ir.IntType(32)

NEAR_COUNT = draw("contacts: how many near neighbours")
NEAR_STEP = draw("contacts: how far is the near neighbour")
NEAR_SIDE = draw("contacts: on which side")
NEAR_LIKED = draw("contacts: is the near neighbour alike enough")
LONG_COUNT = draw("contacts: how many long ties")
LONG_WHO = draw("contacts: who is at the other end of the long tie")
LONG_LIKED = draw("contacts: is the distant person alike enough")


class Contacts(NamedTuple):
    """The contact network in slices of sixteen rows.

    Attributes:
        start: where each slice begins in ``other``, shape (slices + 1,).
        row: the residents of the slices, shape (slices * 16,); -1 pads the last.
        other: contacts' rows, sixteen at a time; a row of the padding (value 0) where there is none.
        degree: contacts per resident, shape (residents,).
    """

    start: NDArray[np.int64]
    row: NDArray[np.int32]
    other: NDArray[np.int32]
    degree: NDArray[np.int16]


@kernel
def count_of(mean: np.float32, u: np.float32) -> int:
    """A whole number with this mean: the floor, or one more with the chance of the fraction."""
    whole = np.floor(mean)
    return int(whole) + (1 if u < mean - whole else 0)


@kernel
def alike(
    i: int, j: int, age: NDArray[np.float32], group: NDArray[np.int8], by_age: np.float32, by_group: np.float32
) -> np.float32:
    """Chance that two people who meet become contacts: falls with age difference, and across groups."""
    other = ZERO if group[i] == group[j] else by_group
    return exp(-abs(age[i] - age[j]) * by_age - other)


@kernel
def tie_ends(
    household: NDArray[np.int32],
    age: NDArray[np.float32],
    group: NDArray[np.int8],
    near: np.float32,
    reach: np.float32,
    long_ties: np.float32,
    by_age: np.float32,
    by_group: np.float32,
    luck: Luck,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Both ends of every tie, each tie once."""
    n = household.size
    room = int(f4(n) * (near + long_ties + f4(2)) * HALF) + 4 * n + 64
    left = np.empty(room, np.int32)
    right = np.empty(room, np.int32)
    ties = 0
    for i in range(n):
        j = i + 1
        while j < n and household[j] == household[i] and ties < room:
            left[ties] = i
            right[ties] = j
            ties += 1
            j += 1
        for k in range(count_of(near * HALF, ask(luck, NEAR_COUNT, i, 0))):
            for attempt in range(TRIES):
                turn = k * TRIES + attempt
                u = ask(luck, NEAR_STEP, i, turn)
                step = 1 + int(-log(ONE - u) * reach)
                j = i + step if ask(luck, NEAR_SIDE, i, turn) < HALF else i - step
                if j < 0 or j >= n or household[j] == household[i]:
                    continue
                if ask(luck, NEAR_LIKED, i, turn) < alike(i, j, age, group, by_age, by_group) and ties < room:
                    left[ties] = i
                    right[ties] = j
                    ties += 1
                    break
        for k in range(count_of(long_ties * HALF, ask(luck, LONG_COUNT, i, 0))):
            for attempt in range(TRIES):
                turn = k * TRIES + attempt
                j = min(int(ask(luck, LONG_WHO, i, turn) * f4(n)), n - 1)
                if j == i or household[j] == household[i]:
                    continue
                if ask(luck, LONG_LIKED, i, turn) < alike(i, j, age, group, by_age, by_group) and ties < room:
                    left[ties] = i
                    right[ties] = j
                    ties += 1
                    break
    return left[:ties], right[:ties]


@kernel
def sliced(
    n: int, left: NDArray[np.int32], right: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int16]]:
    """The lists of contacts in slices, from both ends of every tie."""
    degree = np.zeros(n, np.int16)
    for k in range(left.size):
        degree[left[k]] += 1
        degree[right[k]] += 1
    slices = (n + LANES - 1) // LANES
    row = np.full(slices * LANES, -1, np.int32)
    place = np.empty(n, np.int32)
    widest = 0
    for i in range(n):
        widest = max(widest, int(degree[i]))
    heads = np.empty(widest + 2, np.int32)
    for low in range(0, n, WINDOW):
        high = min(low + WINDOW, n)
        heads[:] = 0
        for i in range(low, high):
            heads[degree[i] + 1] += 1
        for d in range(1, widest + 2):
            heads[d] += heads[d - 1]
        for i in range(low, high):
            at = low + heads[degree[i]]
            heads[degree[i]] += 1
            place[i] = at
            row[at] = i
    start = np.zeros(slices + 1, np.int64)
    for s in range(slices):
        wide = 0
        for lane in range(LANES):
            i = row[s * LANES + lane]
            if i >= 0:
                wide = max(wide, int(degree[i]))
        start[s + 1] = start[s] + wide * LANES
    other = np.full(start[slices], n, np.int32)
    filled = np.zeros(n, np.int16)
    for k in range(left.size):
        for side in range(2):
            i = left[k] if side == 0 else right[k]
            j = right[k] if side == 0 else left[k]
            at = place[i]
            other[start[at // LANES] + filled[i] * LANES + at % LANES] = j
            filled[i] += 1
    return start, row, other, degree


def build(
    household: NDArray[np.int32],
    age: NDArray[np.float32],
    group: NDArray[np.int8],
    luck: Luck,
    *,
    near: float,
    reach: float,
    long_ties: float,
    by_age: float,
    by_group: float,
) -> Contacts:
    """Build the network.

    Args:
        household: number of each resident's household; members stand next to each other.
        age: years.
        group: what people sort by beside age (a code).
        luck: of the run.
        near, long_ties: mean ties per person beside the household, if everybody were alike.
        reach: mean distance to a near neighbour, in residents.
        by_age: log-chance lost per year of age difference; by_group: across groups.
    """
    left, right = tie_ends(
        household, age, group, f4(near), f4(reach), f4(long_ties), f4(by_age), f4(by_group), luck
    )
    contacts = Contacts(*sliced(household.size, left, right))
    if household.size and contacts.degree.max() > MOST_CONTACTS:
        raise ValueError(f"somebody has {contacts.degree.max()} contacts, more than {MOST_CONTACTS}: fewer ties, please")
    return contacts


def contacts_of(contacts: Contacts, resident: int) -> list[int]:
    """The rows of one resident's contacts (slow: for looking, not for the week)."""
    at = int(np.flatnonzero(contacts.row == resident)[0])
    piece = contacts.other[contacts.start[at // LANES] : contacts.start[at // LANES + 1]]
    return [int(j) for j in piece[at % LANES :: LANES][: contacts.degree[resident]]]


def fetched(typing: Any, column: Any, at: Any) -> Any:
    """How Numba compiles ``soon``: LLVM's instruction to fetch an address before it is wanted."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.bitcast(builder.gep(array.data, [arguments[1]]), BYTES)
        prefetch = builder.module.declare_intrinsic(
            "llvm.prefetch", (BYTES,), ir.FunctionType(ir.VoidType(), (BYTES, WORD, WORD, WORD))
        )
        builder.call(prefetch, [place, WORD(0), WORD(3), WORD(1)])
        return context.get_dummy_value()

    return types.void(column, types.int64), generate


soon: Any = intrinsic(fetched)
"""``soon(column, at)`` tells the processor that ``column[at]`` will be wanted; such a place need not exist."""

@inlined
def add_up(total: NDArray[np.float32], value: NDArray[np.float32], other: NDArray[np.int32], start: int, end: int) -> None:
    """Sum a column over the contacts of the sixteen rows of a slice.

    ``value`` includes its padding, whose 0 stands for a contact that is not there. The inner loop over
    sixteen lanes becomes one gather of a vector register; unsigned rows spare the test for negative ones.
    Gathers keep the processor too busy to fetch ahead by itself, so it is told what comes next.
    """
    for lane in range(16):
        total[lane] = ZERO
    for at in range(start, end, 16):
        soon(other, at + AHEAD)
        sixteen = other[at : at + 16]
        for lane in range(16):
            total[lane] += value[u4(sixteen[lane])]


@kernel
def mean_of_contacts(
    out: NDArray[np.float32], value: NDArray[np.float32], contacts: Contacts
) -> None:
    """Mean of a column over each resident's contacts; one's own value where there is none."""
    start = contacts.start
    row = contacts.row
    other = contacts.other
    degree = contacts.degree
    total = np.empty(16, np.float32)
    for s in range(start.size - 1):
        ahead = s * 16 + WINDOW
        soon(row, ahead)
        soon(degree, ahead)
        soon(value, ahead)
        soon(out, ahead)
        add_up(total, value, other, start[s], start[s + 1])
        for lane in range(16):
            i = row[s * 16 + lane]
            if i >= 0:
                d = degree[i]
                out[i] = total[lane] / f4(d) if d > 0 else value[i]


@inlined
def add_up_both(
    total: NDArray[np.float32], value: NDArray[np.float32], total_2: NDArray[np.float32], value_2: NDArray[np.float32],
    other: NDArray[np.int32], start: int, end: int,
) -> None:
    """Sum two columns over the contacts of the sixteen rows of a slice, as ``add_up`` sums one."""
    for lane in range(16):
        total[lane] = ZERO
        total_2[lane] = ZERO
    for at in range(start, end, 16):
        soon(other, at + AHEAD)
        sixteen = other[at : at + 16]
        for lane in range(16):
            total[lane] += value[u4(sixteen[lane])]
        for lane in range(16):
            total_2[lane] += value_2[u4(sixteen[lane])]
