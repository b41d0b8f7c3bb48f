"""The report of a session: it opens from disk, carries its commands, and prints what people wrote as text."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from .conftest import ask

SCRIPT = "<img src=x onerror=alert(1)><script>alert(1)</script>"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_figure_has_the_line_that_reproduces_it(neighbourhood: TestClient, lang: str) -> None:
    told = [ask(neighbourhood, plan) for plan in ({"levers": {"peer_workers.peer_posts": 7, "collaboration": False}}, {"policies": ["easy-consent"]})]
    notes = [
        {"kind": "prediction", "title": "Q", "text": "up"}, {"kind": "run", "run": told[0]["id"], "command": told[0]["command"]},
        {"kind": "explanation", "text": SCRIPT + "\ud800"}, {"kind": SCRIPT}, {"kind": "run", "run": "gone", "command": "minga compare x"},
    ]
    body = {"runs": [*(one["id"] for one in told), "gone"], "notebook": notes, "lang": lang, "title": SCRIPT[:100]}
    answer = neighbourhood.post("/api/export", content=json.dumps(body))
    page = answer.text
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert page.count("<figure") == 4
    for one in told:
        assert page.count(f"<pre>{one['command']}</pre>") == 2
    assert "<script" not in page and "<img src=x" not in page and "&lt;script&gt;" in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)  # nothing is fetched from anywhere
    assert f'<html lang="{lang}">' in page


@pytest.mark.parametrize("body", [{"runs": "x"}, {"notebook": [1]}, {"lang": "fr"}, {"title": 3}, {"runs": ["a"] * 100}])
def test_a_body_that_makes_no_sense_is_refused(neighbourhood: TestClient, body: object) -> None:
    assert neighbourhood.post("/api/export", json=body).status_code == 400


def test_an_export_may_be_larger_than_a_plan(neighbourhood: TestClient) -> None:
    big = {"notebook": [{"kind": "explanation", "text": "x" * 3000}] * 100}
    assert neighbourhood.post("/api/export", json=big).status_code == 200
    assert neighbourhood.post("/api/runs", json=big).status_code == 413


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_a_plan_changes_is_told_in_words_with_its_dates(neighbourhood: TestClient, lang: str) -> None:
    steps = [{"week": 4, "levers": {"stigma.stigma_dial": 0}}, {"week": 9, "levers": {"stigma.stigma_dial": 0.5}, "policies": ["easy-consent"]}]
    run = ask(neighbourhood, {"steps": steps})
    page = neighbourhood.post("/api/export", json={"runs": [run["id"]], "notebook": [], "lang": lang, "title": ""}).text
    told = {"en": ("removed", "× 0.5 as in the system", "from week 9"), "es": ("ya no actúa", "× 0,5 de lo que hay en el sistema", "desde la semana 9")}[lang]
    assert all(words in page for words in told)
    assert not re.search(r", dial\b|>easy-consent<", page)
