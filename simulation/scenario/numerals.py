"""Numbers as people write them in spreadsheets: decimal points or commas, grouped thousands, percent.

"1.234" is 1234 to some and 1.234 to others. A text is a number only when it can be read in one way, or when
the other cells of its table (or the system file) settle which mark is the decimal one. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Mark = Literal[".", ","]
MARKS: tuple[Mark, Mark] = (".", ",")
_SPACES = " \u00a0\u2009\u202f'\u2019"
_FORMS = {
    mark: re.compile(
        rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:[{other}{_SPACES}]\d{{3}})+)(?:{re.escape(mark)}\d+)?(?:[eE][+-]?\d{{1,3}})?"
    )
    for mark, other in ((".", ","), (",", "."))
}
MOST_DIGITS = 40


def reading(text: str, mark: Mark) -> int | float | None:
    """Read a text with one decimal mark, the other one grouping thousands; None if it is no number then."""
    plain = text.strip().replace("\u2212", "-")
    percent = plain.endswith("%")
    plain = plain.removesuffix("%").rstrip()
    if len(plain) > MOST_DIGITS or not _FORMS[mark].fullmatch(plain):
        return None
    other = "," if mark == "." else "."
    for skipped in (other, *_SPACES):
        plain = plain.replace(skipped, "")
    value = float(plain.replace(",", "."))
    if percent:
        value /= 100
    return int(value) if value.is_integer() and abs(value) < 10**15 else value


def readings(text: str) -> dict[Mark, int | float]:
    """Read a text in each way in which it is a number."""
    found = {mark: reading(text, mark) for mark in MARKS}
    return {mark: value for mark, value in found.items() if value is not None}


def is_plain(text: str) -> bool:
    """Whether a text means the same with either mark, such as 12 or 60 000."""
    found = readings(text)
    return len(found) == 2 and len(set(found.values())) == 1


def mark_shown_by(text: str) -> Mark | None:
    """Which decimal mark a text shows by its form alone: 0.5 and 1,234.5 a point, 0,5 and 1.234,5 a comma."""
    found = readings(text)
    return next(iter(found)) if len(found) == 1 else None


def agreed_mark(texts: Iterable[str]) -> tuple[Mark | None, str | None]:
    """The decimal mark that texts show, and the first text that shows it; None if none shows any."""
    for text in texts:
        mark = mark_shown_by(text)
        if mark:
            return mark, text
    return None, None
