"""Five hundred hostile requests to a real server: none breaks it, none is echoed, and it answers within a second after."""

from __future__ import annotations

import http.client
import json
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import uvicorn

from experiments.classroom.app import Server, application
from experiments.classroom.guard import COOKIE, HEADERS, MOST_BODY
from experiments.classroom.levers import levers
from experiments.classroom.pool import Pool
from experiments.classroom.serve import bound, hosts_of
from simulation import load

from .conftest import ASKED

SCRIPT = "<script>alert(1)</script>"
KNOWN = list(levers(load("rfcmh")))
Address = tuple[str, int]


def serving(token: str = "") -> Iterator[Address]:
    sock = bound("127.0.0.1", None)
    port = sock.getsockname()[1]
    with Pool("rfcmh", workers=0) as pool:
        server = Server(load("rfcmh"), "rfcmh", pool, {**ASKED, "scale": 0.02})
        config = uvicorn.Config(application(server, hosts_of(port, []), token), log_level="critical", timeout_graceful_shutdown=1)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not running.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield "127.0.0.1", port
        running.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def address() -> Iterator[Address]:
    yield from serving()


@pytest.fixture(scope="module")
def guarded() -> Iterator[Address]:
    yield from serving("a-token-of-the-teacher")


def send(address: Address, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
    """One request as it is written, paths not tidied; 0 where the server just closes."""
    connection = http.client.HTTPConnection(*address, timeout=20)
    connection._validate_path = lambda url: None  # type: ignore[attr-defined]
    try:
        told = {"Host": f"127.0.0.1:{address[1]}", **(headers or {})}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for key, value in told.items():
            connection.putheader(key, value)
        if body or method == "POST":
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        with suppress(OSError):  # the server may have answered and closed before it had read all
            connection.send(body)
        answer = connection.getresponse()
        if "event-stream" in (answer.getheader("content-type") or ""):
            return answer.status, answer.read(64), dict(answer.getheaders())
        return answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()}
    except (http.client.HTTPException, ConnectionError, UnicodeEncodeError):
        return 0, b"", {}
    finally:
        connection.close()


def hostile(rng: random.Random) -> tuple[str, str, bytes, dict[str, str]]:
    """A request that nobody should send."""
    names = [*KNOWN, SCRIPT, "../../etc/passwd", "stigma.stigma_dial\x00", "__proto__", "constructor", "a" * 5000, "\ud800"]
    values: list[Any] = [10**400, -1, 1e308, "NaN", None, True, [], {}, SCRIPT, "9" * 3000, [[[]]], {"a": {"b": SCRIPT}}, 0.5, "\ud800"]
    plans: list[Any] = [
        {"levers": {rng.choice(names): rng.choice(values)}}, {"parameters": {rng.choice(names): rng.choice(values)}}, {"policies": [rng.choice(names)] * rng.choice([1, 500])},
        {SCRIPT: 1}, {"week": rng.choice(values)}, rng.choice(values), {"levers": {f"x{k}": 1 for k in range(rng.choice([1, 100]))}},
    ]
    body: Any = {"plan": rng.choice(plans), rng.choice(["seed", "weeks", "replicates", "client", "lang", SCRIPT]): rng.choice(values)}
    raw = [
        json.dumps(body).encode(), b'{"plan":{"levers":{"stigma.stigma_dial":NaN}}}', b'{"plan":{"levers":{"stigma.stigma_dial":1e999}}}', b'{"weeks":-Infinity}',
        b"[" * 30_000, b'{"a":' * 5_000, b"\xff\xfe\x00", b"{", b"{}" * 10, b"x" * (MOST_BODY + 1), f'{{"plan":"{SCRIPT}"}}'.encode(), b'{"seed":' + b"9" * 10_000 + b"}",
    ]
    posts = ["/api/runs", "/api/classes/ABCDE/join", "/api/classes/ABCDE/steer", "/api/classes/<script>/vote", "/api/export", "/api/classes/ABCDE/predict"]
    gets = [
        "/api/place?lang=" + "x" * 3000, f"/api/place?lang={SCRIPT}".replace(" ", ""), "/api/place?lang=%3Cscript%3E", "/../../etc/passwd", "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/pyproject.toml", "//etc/passwd", "/api/../../pyproject.toml", "/app.js/../../guard.py", "/api/runs/../../x/stream", "/api/runs/%00/stream",
        f"/api/runs/{'a' * 3000}/film/plan", "/api/runs/abc/replicates/99999999999999999999999999", "/api/runs/abc/person/-1", "/api/lessons/..%2f..%2fpyproject",
        f"/api/lessons/{SCRIPT}".replace(" ", ""), "/api/classes/ABCDE/stream?token=" + "t" * 4000, "/api/place?" + "a=b&" * 900, "/\\..\\..\\windows", "/api/runs/abc/film/<img>",
    ]
    headers = rng.choice([
        {}, {}, {}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}, {"Host": ""}, {"Sec-Fetch-Site": "cross-site"}, {"Last-Event-ID": "9" * 400},
        {"Cookie": "minga=" + "x" * 3000}, {"Content-Type": "text/xml"}, {"Cookie": '=;;"\\";'}, {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "127.0.0.1"},
    ])
    method = rng.choice(["GET", "POST", "POST", "POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "BREW"])
    if method == "POST":
        return method, rng.choice(posts), rng.choice(raw), headers
    return method, rng.choice([*gets, *gets, *posts]), b"", headers


def test_five_hundred_hostile_requests(address: Address) -> None:
    rng = random.Random(2026)
    statuses: dict[int, int] = {}
    for _ in range(500):
        method, path, body, headers = hostile(rng)
        status, said, got = send(address, method, path, body, headers)
        statuses[status] = statuses.get(status, 0) + 1
        about = (method, path[:80], body[:80], headers, status, said[:200])
        assert status < 500, about
        assert b"<script" not in said.lower() and b"root:" not in said and b"Traceback" not in said, about
        if status >= 400 and got.get("content-type", "").startswith("application/json"):
            assert b"\n" not in said and "error" in json.loads(said), about
        if status:
            assert got.get("content-security-policy") or status == 400, about
    assert set(statuses) >= {400, 403, 404, 405, 413}
    began = time.monotonic()
    assert send(address, "GET", "/api/place?lang=en")[0] == 200
    assert time.monotonic() - began < 1


def test_every_answer_says_what_a_browser_may_do(address: Address) -> None:
    for path in ("/", "/api/words?lang=es", "/nothing"):
        _, _, got = send(address, "GET", path)
        assert {name: got.get(name) for name, _ in HEADERS} == dict(HEADERS)


def test_an_answer_echoes_no_markup_as_markup(address: Address) -> None:
    status, said, got = send(address, "POST", "/api/runs", json.dumps({"plan": {"levers": {SCRIPT: 1}}}).encode())
    assert status == 400 and got["content-type"] == "application/json" and b"<script" not in said


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_page_cannot_ask(address: Address, headers: dict[str, str]) -> None:
    assert send(address, "GET", "/api/place", headers=headers)[0] == 403


def test_an_open_server_wants_its_token(guarded: Address) -> None:
    assert send(guarded, "GET", "/")[0] == 403
    assert send(guarded, "GET", "/?open=wrong")[0] == 403
    status, _, got = send(guarded, "GET", "/?open=a-token-of-the-teacher")
    assert status == 200 and "HttpOnly" in got["set-cookie"] and "SameSite=Strict" in got["set-cookie"]
    assert send(guarded, "GET", "/api/words", headers={"Cookie": f"{COOKIE}=a-token-of-the-teacher"})[0] == 200
    assert send(guarded, "GET", "/api/words", headers={"Cookie": f"{COOKIE}=a-token"})[0] == 403


def test_too_large_a_body_is_refused_before_it_is_read(address: Address) -> None:
    with socket.create_connection(address, timeout=10) as raw:
        raw.sendall(f"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1:{address[1]}\r\nContent-Length: 99999999999\r\n\r\n".encode())
        assert b" 413 " in raw.recv(200)
