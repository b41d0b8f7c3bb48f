"""Places of one's own: a folder as ``minga new`` makes it, fresh for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.command import main
from experiments.new_place import new_place


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_place(str(tmp_path_factory.mktemp("made") / "valle"), "peru", "en")


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder ``valle`` in a working folder of its own; its workbook is read."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(made, tmp_path / "valle")
    return tmp_path / "valle"


@pytest.fixture
def csv_place(place: Path) -> Path:
    """The same without a workbook: its CSV files are read."""
    (place / "place.xlsx").unlink()
    change_text(place / "system.toml", 'tables = "xlsx"', 'tables = "csv"')
    return place


def change_text(path: Path, old: str, new: str, encoding: str = "utf-8") -> None:
    """Replace one piece of a file's text."""
    text = path.read_bytes().decode(encoding)
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_bytes(text.replace(old, new, 1).encode(encoding))


def change_workbook(place: Path, change: Callable[[Any], object]) -> None:
    """Let a function change the workbook of a place."""
    from openpyxl import load_workbook

    book = load_workbook(place / "place.xlsx")
    change(book)
    book.save(place / "place.xlsx")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(place: Path, capsys: pytest.CaptureFixture[str], *commands: str) -> list[str]:
    """The lines with which a place is refused; nothing is written."""
    before = contents(place.parent)
    capsys.readouterr()
    assert main([*commands, place.name] if commands else ["validate", place.name]) == 3
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err
    assert contents(place.parent) == before
    return err.splitlines()
