"""Scenario files: how a mistake is told, where shipped files are, and how any file is read safely.

A file may come from anybody, so nothing about it is trusted: not its path, size, encoding or shape.
Whatever is wrong ends as an ``InputError``, which is one line of text, and never as a traceback.
"""

from __future__ import annotations

import datetime
import difflib
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..ground import shipped

MOST_BYTES = 2_000_000
FOLDERS = {"system": "systems", "policy": "policies"}
"""Kind of file -> its folder among the shipped ones."""
SYSTEM_FILE = "system.toml"
"""The file by which a folder is a system."""
TABLES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
"""How names of tables end; a place is named by its folder, not by one of them."""
_MANY_PARTS = re.compile(r"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){64}""")
_AT_LINE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


def shortened(text: str, width: int = 60) -> str:
    """One line of at most ``width`` characters, with everything unprintable escaped."""
    text = text[: 4 * width]
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return plain if len(plain) <= width else plain[: width - 1] + "…"


def shown(value: Any) -> str:
    """Show a value as its TOML file would, short enough for a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{shortened(value, 58)}"'
    if isinstance(value, int):
        return str(value) if abs(value) < 10**20 else f"a whole number of {value.bit_length()} bits"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return shortened("a table of " + ", ".join(map(str, value)) if value else "an empty table")
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "nothing" if value is None else shortened(str(value))


def nearest(word: Any, among: Iterable[str]) -> str | None:
    """Guess the word that was meant, if any is close."""
    if not isinstance(word, str):
        return None
    close = difflib.get_close_matches(word[:100], list(among), n=1, cutoff=0.6)
    return close[0] if close else None


def listed(words: Iterable[str], most: int = 12) -> str:
    """Words for a message: the first of them, and that there are more."""
    every = list(words)
    return ", ".join(every[:most]) + (", …" if len(every) > most else "") if every else "none"


class InputError(ValueError):
    """A mistake in something given to the program; its text is one line.

    Args:
        file: the file as the user named it; empty when the mistake is not in a file.
        key: where in the file, as ``centres.centre-1.rooms``; lists count from 1.
        found: what stood there, as ``shown`` gives it.
        allowed: what may stand there.
        nearest: what was probably meant.
        line: the line of the file, where known.

    """

    def __init__(
        self, file: str, key: str, found: str, allowed: str,
        nearest: str | None = None, line: int | None = None,
    ) -> None:
        super().__init__(file, key, found, allowed, nearest, line)
        self.file, self.key, self.found, self.allowed = file, key, found, allowed
        self.nearest, self.line = nearest, line

    def __str__(self) -> str:
        place = shortened(self.file, 200) + (f":{self.line}" if self.line else "")
        meant = f"; did you mean {shortened(self.nearest)}?" if self.nearest else ""
        told = f"{shortened(self.key, 120)}: found {shortened(self.found)}"
        return f"{place}: {told}, allowed {shortened(self.allowed, 300)}{meant}".removeprefix(": ")

    def lines(self) -> list[str]:
        """List the mistake as one line, as ``InputErrors`` gives several."""
        return [str(self)]


class InputErrors(InputError):  # noqa: N818
    """Several mistakes in one reading; caught wherever ``InputError`` is."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        first = errors[0]
        super().__init__(first.file, first.key, first.found, first.allowed, first.nearest, first.line)
        self.args = (tuple(errors),)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return f"{super().__str__()} (and {len(self.errors) - 1} more)"

    def lines(self) -> list[str]:
        """List one line per mistake, in the order in which they were found."""
        return [str(error) for error in self.errors]


def shipped_folder() -> Path:
    """Find the folder of the shipped files: inside the installed package, or beside it in a clone.

    Raises:
        InputError: neither is there.

    """
    try:
        return shipped.shipped_folder()
    except FileNotFoundError:
        raise InputError("", "the shipped scenarios", "no folder", f'a folder with the file "{shipped.MARKER}"') from None


def names(kind: str) -> list[str]:
    """List the names of the shipped files of a kind (``system``, ``policy``), sorted.

    Raises:
        InputError: unknown kind, or nothing is shipped.

    """
    if kind not in FOLDERS:
        raise InputError("", "kind", shown(kind), f"one of {listed(FOLDERS)}", nearest(kind, FOLDERS))
    return sorted(path.stem for path in (shipped_folder() / FOLDERS[kind]).glob("*.toml"))


def is_path(name: str) -> bool:
    """Whether a name is meant as a path rather than as the name of a shipped file."""
    return "/" in name or "\\" in name or name.lower().endswith(".toml")


def find(name: str | os.PathLike[str], kind: str) -> tuple[Path, str]:
    """Find the path of a file and how to call it in messages.

    A name with a path separator or ending in ``.toml`` is a path; any other names a shipped file, or a folder
    here with a ``system.toml`` in it. A system's path may be such a folder.

    Raises:
        InputError: no shipped file of that kind has the name, or a folder without a ``system.toml``.

    """
    text = os.fspath(name)
    if is_path(text) or not isinstance(name, str):
        return _in_folder(text) if kind == "system" else (Path(text), text)
    known = names(kind)
    if text not in known:
        if kind == "system" and text and "\0" not in text and (Path(text) / SYSTEM_FILE).is_file():
            return _in_folder(f"./{text}")
        folder = f", or a folder with a {SYSTEM_FILE}" if kind == "system" else ""
        allowed = f"{listed(known)}, or a path ending in .toml{folder}"
        raise InputError("", kind, shown(text), allowed, nearest(text, known))
    return shipped_folder() / FOLDERS[kind] / f"{text}.toml", f"{text}.toml"


def _in_folder(text: str) -> tuple[Path, str]:
    path = Path(text)
    if path.suffix.lower() in TABLES:
        raise InputError(text, "file", "a table", f"the folder of a place with a {SYSTEM_FILE}, or a TOML file")
    try:
        if not path.is_dir():
            return path, text
        inside = path / SYSTEM_FILE
        if not inside.exists():
            raise InputError(text, "file", "a folder", f"a TOML file, or a folder with a {SYSTEM_FILE} (made by `minga new`)")
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        return path, text
    told = inside.as_posix()
    return inside, told if "/" in told else f"./{told}"


def read_bytes(path: Path, file: str) -> bytes:
    """Read the bytes of a regular file of at most 2 MB; links are followed, devices are never opened.

    Raises:
        InputError: missing, a folder, a device, too long, or not to be opened.

    """
    allowed = "a readable TOML file of at most 2 MB"
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            found = "a folder" if stat.S_ISDIR(mode) else "a device or pipe"
            raise InputError(file, "file", found, allowed)
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputError(file, "file", "no such file", allowed) from None
    except OSError as error:
        raise InputError(file, "file", error.strerror or "an unreadable path", allowed) from None
    except InputError:
        raise
    except ValueError:
        raise InputError(file, "file", "a path that cannot be", allowed) from None
    if len(raw) > MOST_BYTES:
        raise InputError(file, "file", "more than 2 MB", allowed)
    return raw


def decoded(raw: bytes, file: str) -> str:
    """UTF-8 text with or without a byte order mark, lines ended by a single newline.

    Raises:
        InputError: another encoding, or nothing in it.

    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[1:2] == b"\0" or (raw[:1] == b"\0" and raw[1:2]):
        raise InputError(file, "encoding", "UTF-16 or UTF-32 text", "UTF-8 text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{error.object[error.start]:02x}"
        raise InputError(file, "encoding", found, "UTF-8 text", line=line) from None
    if not text.strip():
        raise InputError(file, "file", "an empty file", "a TOML file that begins with schema = 1")
    return text.replace("\r\n", "\n") + "\n"


def parsed(text: str, file: str) -> dict[str, Any]:
    """Parse the table in a TOML text.

    Raises:
        InputError: not TOML, or nested too deeply to read.

    """
    chain = _MANY_PARTS.search(text)
    if chain:
        line = text.count("\n", 0, chain.start()) + 1
        raise InputError(file, "TOML", "a key of 64 parts", "keys of a few parts", line=line)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError(file, "TOML", "lists or tables nested too deeply", "a few levels") from None
    except ValueError as error:  # TOMLDecodeError is one; so is a number with thousands of digits
        raise _not_toml(text, file, str(error)) from None


def _not_toml(text: str, file: str, message: str) -> InputError:
    lines = text.split("\n")
    at = _AT_LINE.search(message)
    if "digits" in message:
        return InputError(file, "TOML", "a number with thousands of digits", "numbers below 1e15")
    last = max(i + 1 for i, line in enumerate(lines) if line.strip())
    number = min(int(at[1]), len(lines)) if at and at[1] else last
    found = shortened(lines[number - 1].strip())
    if "overwrite" in message or "twice" in message:
        allowed = "each key and table once"
    else:
        allowed = f"TOML ({_AT_LINE.sub('', message)})"
    return InputError(file, "TOML", found, allowed, line=number)
