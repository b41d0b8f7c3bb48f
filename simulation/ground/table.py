"""Tables: agents' state as arrays, and Mesa agents as views of their rows.

A column is declared once. The declaration is the array, the Mesa attribute and the line in the docs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import mesa
import numpy as np
from numpy.typing import NDArray

from .cache import kernel

PAD = 64
"""Arrays hold whole blocks of rows; the rows past the last agent stay 0 (a contact that is not there)."""


@dataclass(frozen=True)
class Column:
    """One attribute of all agents of a kind.

    Args:
        name: the array's name, and the Mesa attribute.
        dtype: "f4", "i1", "i2", "i4" or "i8".
        unit: of the value; "code" for named categories, "yes/no" for truth values.
        meaning: one line.
        start: the value before anything has set it.
        codes: names of the codes 0, 1, 2, …; the Mesa attribute shows and takes the name.
        low, high: what may be written through an agent (None: no limit).
    """

    name: str
    dtype: str
    unit: str
    meaning: str
    start: float = 0
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@kernel
def clear_cells(block: NDArray[Any], columns: NDArray[np.int64], starts: NDArray[Any], rows: NDArray[np.int32]) -> None:
    """Put some rows of some columns of a block back to their start (NumPy takes ten times as long for a few rows)."""
    for k in range(columns.size):
        for at in range(rows.size):
            block[columns[k], rows[at]] = starts[k]


class Table:
    """Columns of equal length, one row an agent. ``table.severity`` is the array, shape (rows,)."""

    def __init__(self, columns: Sequence[Column], rows: int) -> None:
        self.columns = {column.name: column for column in columns}
        if len(self.columns) != len(columns):
            raise ValueError("two columns have one name")
        self.rows = rows
        size = (rows // PAD + 1) * PAD
        self._whole: dict[str, NDArray[Any]] = {}
        # columns of one type are the rows of one array, so that many of them can be cleared at once
        self._blocks: dict[str, tuple[NDArray[Any], list[Column]]] = {}
        for dtype in dict.fromkeys(column.dtype for column in columns):
            alike = [column for column in columns if column.dtype == dtype]
            block = np.zeros((len(alike), size), dtype)
            self._blocks[dtype] = (block, alike)
            for array, column in zip(block, alike, strict=True):
                array[:rows] = column.start
                self._whole[column.name] = array
        self._clearing: dict[tuple[str, ...], list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]] = {}

    def __setattr__(self, name: str, value: Any) -> None:
        """Write whole columns in place: ``table.severity = 0.5`` is ``table.severity[:] = 0.5``."""
        if name in self.__dict__.get("_whole", {}):
            self._whole[name][: self.rows] = value
        else:
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> NDArray[Any]:
        try:
            return self.__dict__["_whole"][name][: self.__dict__["rows"]]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def __len__(self) -> int:
        return self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def whole(self, name: str) -> NDArray[Any]:
        """The array with its padding: what kernels work on."""
        return self._whole[name]

    def take(self, other: Table) -> None:
        """Copy the values of another table's rows into the first rows of this one."""
        for name, array in self._whole.items():
            array[: other.rows] = other._whole[name][: other.rows]

    def clear(self, rows: NDArray[np.int32], keep: tuple[str, ...] = ()) -> None:
        """Put these rows back to the start of every column but those to keep."""
        if keep not in self._clearing:
            self._clearing[keep] = [
                (block, np.array([k for k, c in enumerate(alike) if c.name not in keep], np.int64),
                 np.array([c.start for c in alike if c.name not in keep]).astype(block.dtype))
                for block, alike in self._blocks.values()
            ]
        for block, columns, starts in self._clearing[keep]:
            clear_cells(block, columns, starts, rows)

    def stacked(self, names: Sequence[str]) -> NDArray[Any]:
        """Make these columns the rows of one array, shape (names, rows with padding), and give it.

        Before anything holds the columns' arrays: they are replaced.
        """
        both = np.stack([self._whole[name] for name in names])
        for row, name in zip(both, names, strict=True):
            self._whole[name] = row
        return both

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays, padding included."""
        return sum(array.nbytes for array in self._whole.values())


def attribute(column: Column) -> property:
    """The Mesa attribute of a column: reads and writes the agent's row."""
    name = column.name
    convert: Callable[[Any], Any] = float if column.dtype == "f4" else int

    def read(agent: RowAgent) -> Any:
        value = agent.cells.whole(name)[agent.row].item()
        if column.codes:
            return column.codes[value] if value >= 0 else None
        return bool(value) if column.unit == "yes/no" else value

    def write(agent: RowAgent, value: Any) -> None:
        if column.codes and isinstance(value, str):
            if value not in column.codes:
                raise ValueError(f"{name} is one of {', '.join(column.codes)}, not {value!r}")
            value = column.codes.index(value)
        if not isinstance(value, int | float | np.number | np.bool_):
            raise TypeError(f"{name} is a number ({column.unit}), not {value!r}")
        if column.codes and value not in range(-1, len(column.codes)):
            raise ValueError(f"{name} has {len(column.codes)} codes, {value!r} is none of them")
        if column.unit == "yes/no" and value not in (0, 1):
            raise ValueError(f"{name} is yes (1) or no (0), not {value!r}")
        number = np.asarray(value)
        if column.dtype != "f4" and not (np.isfinite(number) and np.iinfo(column.dtype).min <= number <= np.iinfo(column.dtype).max):
            raise ValueError(f"{name} is a whole number that fits {column.dtype}, not {value!r}")
        value = convert(value)
        if value != value or (column.low is not None and value < column.low) or (
            column.high is not None and value > column.high
        ):
            raise ValueError(f"{name} lies between {column.low} and {column.high}, not {value}")
        agent.cells.whole(name)[agent.row] = value

    return property(read, write, doc=f"{column.meaning} ({column.unit})")


class RowAgent(mesa.Agent):  # type: ignore[misc]  # Mesa is untyped
    """A Mesa agent that is one row of a table of its model."""

    columns: ClassVar[tuple[Column, ...]] = ()
    table: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for column in cls.columns:
            setattr(cls, column.name, attribute(column))

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def cells(self) -> Table:
        """The table whose row this agent is."""
        return getattr(self.model, self.table)  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.row}>"
