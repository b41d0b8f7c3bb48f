"""A classroom of a small share of a place, served in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from experiments.classroom.app import Server, application
from experiments.classroom.pool import Pool
from simulation import load

ADDRESS = "127.0.0.1:8765"
ASKED = {"seed": 3, "weeks": 30, "scale": 0.03, "replicates": 2}


def served(system: str, **other: Any) -> Iterator[TestClient]:
    with Pool(system, workers=0) as pool:
        server = Server(load(system), system, pool, {**ASKED, **other})
        with TestClient(application(server, [ADDRESS]), base_url=f"http://{ADDRESS}") as client:
            client.server = server  # type: ignore[attr-defined]
            yield client


@pytest.fixture(scope="session")
def neighbourhood() -> Iterator[TestClient]:
    yield from served("rfcmh", scale=0.1)


@pytest.fixture(scope="session")
def peru_class() -> Iterator[TestClient]:
    yield from served("peru", scale=0.002)


def ask(client: TestClient, plan: dict[str, Any], **other: Any) -> dict[str, Any]:
    """Start a run and wait for its end: what the server answered, with its events by kind."""
    response = client.post("/api/runs", json={"plan": plan, "client": "test", **other})
    assert response.status_code == 200, response.text
    told = response.json()
    return {**told, "events": streamed(client, told["id"])}


def streamed(client: TestClient, id: str, **headers: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    text = client.get(f"/api/runs/{id}/stream", headers=headers).text
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
        if "event" in lines:
            found.setdefault(lines["event"], []).append(json.loads(lines["data"]))
    return found
