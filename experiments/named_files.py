"""Where things lie: a shipped file by its name, any other by its path, and a new folder for results."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from simulation import InputError
from simulation.scenario import shipped_folder, shown
from simulation.scenario.files import is_path, listed, nearest


def names_in(folder: str) -> list[str]:
    """Names of the shipped files of a folder, sorted."""
    return sorted(path.stem for path in (shipped_folder() / folder).glob("*.toml"))


def find_in(folder: str, kind: str, name: str | os.PathLike[str], known: Sequence[str]) -> tuple[Path, str]:
    """Path of a file and how to call it in messages; a text without separator or ``.toml`` is a shipped name.

    Raises:
        InputError: no shipped file of the kind has the name.
    """
    text = os.fspath(name)
    if is_path(text) or not isinstance(name, str):
        return Path(text), text
    if text not in known:
        raise InputError("", kind, shown(text), f"{listed(known)}, or a path ending in .toml", nearest(text, known))
    return shipped_folder() / folder / f"{text}.toml", f"{text}.toml"


def new_folder(stem: str) -> Path:
    """The first folder of this stem under ``results/`` that is not there yet; it is not made."""
    number = 1
    while (path := Path("results") / f"{stem}-{number:03d}").exists():
        number += 1
    return path
