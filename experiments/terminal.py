"""Tables for a terminal: as wide as it is, long cells folded within their column, numbers to the right."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

GAP = "  "
LEAST = 8
"""No column is folded narrower than this."""
MOST = 160
"""Wider lines are hard to read, however wide the terminal."""


def width_of_terminal() -> int:
    """Columns of the terminal (or of ``COLUMNS``); 100 where there is none."""
    return min(shutil.get_terminal_size((100, 24)).columns, MOST)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None, right: Sequence[int] = ()) -> str:
    """A table within ``width`` columns; ``right`` are the columns of numbers, which are never folded.

    The first column is not folded either, so that names can be copied whole, unless it alone fills the width.
    """
    width = width or width_of_terminal()
    natural = [max(len(line[k]) for line in (heads, *rows)) for k in range(len(heads))]
    words = [max(len(word) for line in (heads, *rows) for word in line[k].split(" ")) for k in range(len(heads))]
    widths = _narrowed(natural, words, width - len(GAP) * (len(heads) - 1), {0, *right})
    folded = [_folded(line, widths, right) for line in (heads, *rows)]
    rule = "-" * min(sum(widths) + len(GAP) * (len(heads) - 1), width)
    return "\n".join([*folded[0], rule, *(line for row in folded[1:] for line in row)])


def _narrowed(natural: list[int], words: list[int], room: int, stiff: set[int]) -> list[int]:
    """Widths that fit: the widest column that may be folded gives way first, down to its longest word.

    If that is not enough, stiff columns give way, and then words are broken.
    """
    widths = list(natural)
    soft = [k for k in range(len(widths)) if k not in stiff]
    floors = [max(LEAST, w) for w in words]
    for may, floor in ((soft, floors), (list(range(len(widths))), floors), (list(range(len(widths))), [LEAST] * len(widths))):
        while sum(widths) > room and (wide := [k for k in may if widths[k] > floor[k]]):
            widths[max(wide, key=lambda k: widths[k])] -= 1
    return widths


def _folded(line: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> list[str]:
    cells = [textwrap.wrap(cell, w, break_on_hyphens=False) or [""] for cell, w in zip(line, widths, strict=True)]
    told = []
    for k in range(max(map(len, cells))):
        parts = [c[k] if k < len(c) else "" for c in cells]
        told.append(GAP.join(p.rjust(w) if i in right else p.ljust(w) for i, (p, w) in enumerate(zip(parts, widths, strict=True))).rstrip())
    return told


def paragraph(said: str, indent: int = 0, width: int | None = None, hanging: int = 0) -> str:
    """Text folded to the terminal, indented; ``hanging`` more from the second line on."""
    width = width or width_of_terminal()
    return textwrap.fill(said, max(width, indent + 20), initial_indent=" " * indent, subsequent_indent=" " * (indent + hanging),
                         break_on_hyphens=False, break_long_words=False)
