"""The pages on a place of one's own, followed word for word: their tables go into the workbook, their commands are typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from experiments.command import main

from .conftest import change_workbook

DOCS = Path(__file__).resolve().parents[2] / "docs"
TABLE = re.compile(r"^(?:Sheet|Hoja) `(\w+)`.*?\n\n(?:[^|\n].*\n\n)?(\|.*?)\n\n", re.DOTALL | re.MULTILINE)


def value(cell: str) -> Any:
    """A cell as a spreadsheet takes what is typed."""
    cell = cell.strip()
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell or None


def type_in(book: Any, page: str) -> list[str]:
    """Delete the rows of the sheets that a page shows, and write the page's; returns the sheets."""
    found = TABLE.findall(page)
    for sheet, table in found:
        rows = [[value(cell) for cell in line.strip("| \n").split("|")] for line in table.splitlines()]
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        book[sheet].delete_rows(2, 500)
        for down, row in enumerate(rows[2:], 2):
            for head, cell in zip(rows[0], row, strict=False):
                book[sheet].cell(down, heads[head]).value = cell
    return [sheet for sheet, _ in found]


@pytest.mark.parametrize("name", ["own-place.md", "lugar-propio.md"])
def test_the_walk_through_leads_from_a_new_folder_to_a_report(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (DOCS / name).read_text(encoding="utf-8")
    commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    assert len(commands) == 7
    for at, command in enumerate(commands):
        arguments = shlex.split(command)[1:]
        if arguments[0] in ("run", "compare"):
            arguments += ["--weeks", "4", "--scale", "0.05", "-q"]
        if arguments[0] == "compare":
            arguments += ["--replicates", "2", "--workers", "1"]
        assert main(arguments) == 0, command
        if at == 0:
            change_workbook(tmp_path / "valle-alto", lambda book: type_in(book, page))
        said = capsys.readouterr().out
        if arguments[0] == "validate":
            assert "    zones: id, district, x, y, population, radius (2 " in said and "paid-trips" in said
        if arguments[0] in ("run", "compare"):
            assert Path(said.splitlines()[-1]).is_file()


@pytest.mark.parametrize("name", ["own-place.md", "lugar-propio.md"])
def test_the_mistake_that_the_page_shows_is_told_so(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (DOCS / name).read_text(encoding="utf-8")
    assert main(["new", "valle-alto"]) == 0

    def change(book: Any) -> None:
        assert type_in(book, page) == ["districts", "zones", "centres", "facilities", "policies"]
        book["zones"]["F3"] = "24.000"

    change_workbook(tmp_path / "valle-alto", change)
    assert main(["validate", "valle-alto"]) == 3
    assert capsys.readouterr().err.strip() in page
