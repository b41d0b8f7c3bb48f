"""Commands of lessons: list, validate, new-lesson, cards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments.classroom import lessons
from experiments.command import main


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_lessons_are_listed_with_their_system_and_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "lessons", "--json", "--lang", "es"]) == 0
    rows = json.loads(capsys.readouterr().out)["lessons"]
    assert [row["name"] for row in rows] == lessons.names()
    assert all(row["title"] == lessons.load(row["name"]).title.es and row["minutes"] >= 5 for row in rows)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_new_lesson_is_made_checked_and_printed(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-lesson", "mine", "--lang", lang]) == 0
    assert main(["validate", "mine.toml", "--lang", lang]) == 0
    assert {"en": "lesson", "es": "lección"}[lang] in capsys.readouterr().out
    assert main(["cards", "./mine.toml", "--lang", lang, "--out", "paper"]) == 0
    assert Path(f"paper/mine.{lang}.html").is_file()


def test_nothing_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-lesson", "mine"]) == 0
    for name in ("mine", lessons.names()[0], "../away"):
        assert main(["new-lesson", name]) == 3
    assert main(["cards", "--out", "."]) == 3
    assert all(len(line) < 600 for line in capsys.readouterr().err.splitlines())


def test_a_broken_lesson_is_told_line_by_line_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    main(["new-lesson", "mine"])
    path = Path("mine.toml")
    path.write_text(path.read_text(encoding="utf-8").replace("seed = 1", "sead = 1").replace('kind = "explain"', 'kind = "explane"'), encoding="utf-8")
    assert main(["validate", "mine.toml"]) == 3
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) >= 2 and all(line.startswith("minga: mine.toml:") for line in told)


def test_an_unknown_lesson_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cards", "your-buget"]) == 3
    assert "did you mean your-budget?" in capsys.readouterr().err
