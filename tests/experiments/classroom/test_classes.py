"""A class: codes, groups, plans, predictions that lock, votes, and what is seen before and after the reveal."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from .conftest import ask


@pytest.fixture
def lesson(neighbourhood: TestClient) -> tuple[TestClient, str, str]:
    made = neighbourhood.post("/api/classes", json={}).json()
    return neighbourhood, made["code"], made["key"]


def state(client: TestClient, code: str, token: str) -> dict[str, Any]:
    """What the stream says first."""
    async def first() -> dict[str, Any]:
        stream = client.server.classes.stream(code, token)  # type: ignore[attr-defined]
        async for block in stream:
            if block.startswith("event: state"):
                await stream.aclose()
                return dict(json.loads(block.split("data: ", 1)[1]))
        raise AssertionError

    # in a thread of its own: a browser of another test may keep this one's loop
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, first()).result()


def test_a_prediction_is_locked_by_its_first_send(lesson: tuple[TestClient, str, str]) -> None:
    client, code, _ = lesson
    me = client.post(f"/api/classes/{code}/join", json={}).json()
    sent = [client.post(f"/api/classes/{code}/predict", json={"token": me["token"], "step": 2, "answer": a}).status_code for a in ("up", "up", "down")]
    assert sent == [200, 200, 409]
    assert state(client, code, me["token"])["groups"][0]["predicted"] == {"2": "up"}


def test_others_are_seen_after_the_reveal_and_by_the_teacher(lesson: tuple[TestClient, str, str]) -> None:
    client, code, key = lesson
    one, two = (client.post(f"/api/classes/{code}/join", json={}).json() for _ in range(2))
    assert one["name"] != two["name"]
    plan = {"levers": {"stigma.stigma_dial": 0.5}}
    run = ask(client, plan)
    sent = client.post(f"/api/classes/{code}/plan", json={"token": one["token"], "plan": plan, "run": run["id"]})
    assert sent.status_code == 200
    client.post(f"/api/classes/{code}/predict", json={"token": one["token"], "step": "a", "answer": 3})
    hidden = state(client, code, two["token"])["groups"][0]
    assert (hidden["plan"], hidden["run"], hidden["rows"], hidden["predicted"]) == (None, "", [], {"a": True})
    teachers = state(client, code, key)["groups"][0]
    assert teachers["plan"]["levers"] == {"stigma.stigma_dial": 0.5} and teachers["rows"][0]["outcome"] == "in_care"
    assert client.post(f"/api/classes/{code}/steer", json={"key": key, "revealed": True}).status_code == 200
    assert state(client, code, two["token"])["groups"][0] == {**teachers, "mine": False}


def test_only_the_teacher_steers_and_frozen_plans_stay(lesson: tuple[TestClient, str, str]) -> None:
    client, code, key = lesson
    me = client.post(f"/api/classes/{code}/join", json={}).json()
    assert client.post(f"/api/classes/{code}/steer", json={"key": me["token"], "frozen": True}).status_code == 403
    client.post(f"/api/classes/{code}/steer", json={"key": key, "frozen": True, "lesson": "l", "step": 3})
    assert client.post(f"/api/classes/{code}/plan", json={"token": me["token"], "plan": {}, "run": ""}).status_code == 409
    assert state(client, code, me["token"])["step"] == 3


def test_votes_count_devices_and_hands_and_can_be_changed(lesson: tuple[TestClient, str, str]) -> None:
    client, code, key = lesson
    tokens = [client.post(f"/api/classes/{code}/join", json={}).json()["token"] for _ in range(3)]
    vote = f"/api/classes/{code}/vote"
    assert client.post(vote, json={"token": tokens[0], "question": "q", "choice": "a"}).status_code == 409
    client.post(f"/api/classes/{code}/steer", json={"key": key, "question": "q", "hands": {"b": 4}})
    for token, choice in zip([*tokens, tokens[0]], ("a", "a", "b", "b"), strict=True):
        assert client.post(vote, json={"token": token, "question": "q", "choice": choice}).status_code == 200
    assert state(client, code, tokens[0])["votes"] == {"a": 1, "b": 6}


def test_a_phone_that_returns_is_the_same_group(lesson: tuple[TestClient, str, str]) -> None:
    client, code, _ = lesson
    me = client.post(f"/api/classes/{code}/join", json={}).json()
    assert client.post(f"/api/classes/{code}/join", json={"token": me["token"]}).json() == me
    assert client.post(f"/api/classes/{code}/join", json={"token": "nobody"}).status_code == 403
    assert client.get(f"/api/classes/{code}/stream?token=nobody").status_code == 403


def test_a_closed_class_is_gone(lesson: tuple[TestClient, str, str]) -> None:
    client, code, key = lesson
    client.post(f"/api/classes/{code}/steer", json={"key": key, "close": True})
    assert client.post(f"/api/classes/{code}/join", json={}).status_code == 404
