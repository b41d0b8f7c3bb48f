"""Every string of the app exists in both languages, and none is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.classroom.words_app import WORDS
from simulation import Words

PAGES = Path(__file__).parents[2] / "experiments" / "classroom" / "pages"
SCRIPTS = sorted([*PAGES.glob("*.js"), *PAGES.glob("screens/*.js")])
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
HEADS = {key.split(".")[0] for key in WORDS}
WHOLE = {key for key in re.findall(r'"([a-z]+(?:\.\w+)+|\w+)"', SOURCE) if key in WORDS or ("." in key and key.split(".")[0] in HEADS and not key.endswith(".js"))}
MADE = set(re.findall(r"\bt\(`([\w.]+)\$\{", SOURCE))
"""Beginnings of keys whose end is put together in the app."""


def forms(key: str) -> list[Words]:
    told = WORDS[key]
    return list(told.values()) if isinstance(told, dict) else [told]


def test_every_string_that_the_app_asks_for_exists() -> None:
    assert SCRIPTS and WHOLE
    assert {key for key in WHOLE if key not in WORDS} == set()


def test_no_string_is_left_over() -> None:
    assert {key for key in WORDS if key not in WHOLE and not key.startswith(tuple(MADE))} == set()


@pytest.mark.parametrize("key", sorted(WORDS))
def test_a_string_is_said_in_both_languages_with_the_same_values(key: str) -> None:
    for words in forms(key):
        assert words.en.strip() and words.es.strip()
        assert set(re.findall(r"\{\w+\}", words.en)) == set(re.findall(r"\{\w+\}", words.es))


def test_scripts_and_styles_carry_no_words_of_their_own_and_ask_nothing_of_elsewhere() -> None:
    for path in [*SCRIPTS, *PAGES.glob("*.css"), *PAGES.glob("*.html")]:
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)[^\s\"')]+", text), path.name
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", (PAGES / "index.html").read_text(encoding="utf-8"))


def test_the_page_weighs_less_than_300_kB_without_data() -> None:
    carried = [path for path in PAGES.rglob("*") if path.is_file() and path.suffix in {".js", ".css", ".html", ".svg"}]
    assert sum(path.stat().st_size for path in carried) < 300_000
