"""The guard before every request: who may ask, how much, and what browsers are told to keep to.

Only the server's own address is answered (a page elsewhere cannot read it, nor a name that somebody points at it), a
body has a limit, and an open server asks for its token. Whatever is wrong is one line of JSON.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from experiments.classroom.pool import BusyError, LifeError
from simulation import InputError

MOST_BODY = 64 << 10
MOST_EXPORT = 2 << 20
MOST_QUERY = 4096
DEEPEST = 32
"""A body nested deeper than this means nothing here."""
COOKIE = "minga"
HEADERS: tuple[tuple[str, str], ...] = (
    ("content-security-policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
     "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"),
)


class RefusedError(Exception):
    """A request that is not served, with its status and one line."""

    def __init__(self, status: int, text: str, **about: str) -> None:
        super().__init__(text)
        self.status, self.about = status, {"error": text, **about}


class Guard:
    """ASGI middleware that lets through what may be asked.

    Args:
        app: what it guards.
        hosts: addresses of the server, as ``127.0.0.1:8000``.
        token: asked of everybody if it is not empty.
    """

    def __init__(self, app: Any, hosts: Iterable[str], token: str = "") -> None:
        self.app, self.hosts, self.token = app, {host.lower() for host in hosts}, token

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        cookie = ""

        async def guarded(message: Any) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                kept = [(k, v) for k, v in message["headers"] if k.lower() not in _SET]
                own = dict(HEADERS)
                if scope["path"].startswith("/api/"):
                    own["cache-control"] = "no-store"
                    kept = [(k, v) for k, v in kept if k.lower() != b"cache-control"]
                if cookie:
                    own["set-cookie"] = cookie
                message = {**message, "headers": [*kept, *((k.encode(), v.encode()) for k, v in own.items())]}
            await send(message)

        try:
            cookie = self._check(scope)
            most = MOST_EXPORT if scope["path"] == "/api/export" else MOST_BODY
            await self.app(scope, _limited(scope, receive, most), guarded)
        except RefusedError as refused:
            if started:
                raise
            await _answer(guarded, refused.status, refused.about)

    def _check(self, scope: Any) -> str:
        headers = {k.lower(): v.decode("latin-1") for k, v in scope["headers"]}
        if headers.get(b"host", "").lower() not in self.hosts:
            raise RefusedError(403, "this address is not the server's own", key="Host")
        origin = headers.get(b"origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self.hosts}:
            raise RefusedError(403, "another page may not ask this server", key="Origin")
        if headers.get(b"sec-fetch-site") == "cross-site" and scope["path"] != "/":
            raise RefusedError(403, "another page may not ask this server", key="Sec-Fetch-Site")
        if len(scope.get("query_string", b"")) > MOST_QUERY:
            raise RefusedError(413, "the address is too long")
        return self._check_token(scope, headers) if self.token else ""

    def _check_token(self, scope: Any, headers: dict[bytes, str]) -> str:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=50).get("open", [""])[-1]
        if hmac.compare_digest(asked.encode("utf-8", "replace"), self.token.encode()):
            return f"{COOKIE}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        told = SimpleCookie()
        try:
            told.load(headers.get(b"cookie", ""))
        except CookieError:
            told = SimpleCookie()
        kept = told[COOKIE].value if COOKIE in told else ""
        if not hmac.compare_digest(kept.encode("utf-8", "replace"), self.token.encode()):
            raise RefusedError(403, "use the address with its token, or the QR code, that the teacher shows", key="token")
        return ""


_SET = {name.encode() for name, _ in HEADERS} | {b"server"}


def _limited(scope: Any, receive: Any, most: int) -> Any:
    """What is received, as long as it is no more than this."""
    told = next((v for k, v in scope["headers"] if k.lower() == b"content-length"), b"0")
    if not told.isdigit() or int(told[:20]) > most:
        raise RefusedError(413, f"a body of at most {most} bytes")
    seen = 0

    async def limited() -> Any:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > most:
                raise RefusedError(413, f"a body of at most {most} bytes")
        return message

    return limited


def written(told: Any) -> bytes:
    """JSON in which no mark of HTML stands as such, whatever is told."""
    text = json.dumps(told, separators=(",", ":"), allow_nan=False)
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text.encode()


async def _answer(send: Any, status: int, about: dict[str, Any]) -> None:
    body = written(about)
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()),
    ]})
    await send({"type": "http.response.body", "body": body})


def refusal(error: Exception) -> RefusedError:
    """What an error of the house means to who asked."""
    if isinstance(error, InputError):
        about = {"key": error.key, "found": error.found, "allowed": error.allowed, **({"nearest": error.nearest} if error.nearest else {})}
        return RefusedError(400, str(error), **about)
    if isinstance(error, BusyError):
        return RefusedError(429, "too many questions at once: try again in a moment")
    if isinstance(error, LifeError):
        return RefusedError(409, f"the run failed: {error}")
    raise error


def read_json(body: bytes) -> Any:
    """Read a body as JSON, without what JSON does not know.

    Raises:
        InputError: it is none.
    """
    def no(text: str) -> Any:
        raise ValueError(f"{text} is no number")

    try:
        told = json.loads(body.decode("utf-8"), parse_constant=no) if body else {}
    except (ValueError, RecursionError) as error:
        raise InputError("", "body", type(error).__name__, "JSON, with finite numbers") from None
    if _depth(told) > DEEPEST:
        raise InputError("", "body", "tables in tables", f"at most {DEEPEST} deep")
    return told


def _depth(told: Any) -> int:
    depth, level = 0, [told]
    while level and depth <= DEEPEST:
        depth += 1
        level = [inner for one in level if isinstance(one, dict | list) for inner in (one.values() if isinstance(one, dict) else one)]
    return depth
