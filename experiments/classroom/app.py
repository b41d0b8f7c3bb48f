"""The app's routes: what the browser may ask of the server, by the contract of docs/design/classroom.md."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from experiments.classroom import place, words_classroom
from experiments.classroom.classes import Classes
from experiments.classroom.guard import Guard, RefusedError, read_json, refusal, written
from experiments.classroom.plans import MOST_REPLICATES, MOST_SEED, MOST_WEEKS, Asked, put, read_plan, whole
from experiments.classroom.pool import BusyError, LifeError, Pool
from experiments.classroom.runs import Run, Runs
from experiments.words import LANGUAGES
from simulation import InputError, Scenario
from simulation.scenario import shown


class JSONResponse(Response):
    """What is told, as JSON."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Write it."""
        return written(content)


PAGES = Path(__file__).resolve().parent / "pages"
LONGEST_NAME = 64
Answering = Callable[[Request], Awaitable[Response]]


class Server:
    """What answers: a system, its pool, its runs.

    Args:
        system: it, and ``name`` as the command line knows it.
        pool: of workers.
        asked: weeks, seed, scale and replicates of a run, if it says nothing else.
        baseline: outcomes of a lived baseline, for decimals.
        costs: file of unit costs that replaces those of the system.
    """

    def __init__(self, system: Scenario, name: str, pool: Pool, asked: Mapping[str, Any], baseline: Any = None, costs: str | None = None) -> None:
        self.costs, self.shared = costs, ""
        self.system, self.name, self.pool, self.usual, self.baseline = system, name, pool, dict(asked), baseline
        self.runs = Runs(pool)
        self.classes = Classes(lambda told: read_plan(told, self.system).told(), self.runs.get)
        self._kept: dict[tuple[str, str], bytes] = {}

    # -- what does not change ---------------------------------------------------------------------------------

    def _once(self, what: str, lang: str, make: Callable[[], Any]) -> Response:
        if (what, lang) not in self._kept:
            self._kept[what, lang] = written(make())
        return Response(self._kept[what, lang], media_type="application/json")

    async def place(self, request: Request) -> Response:
        """``GET /api/place``."""
        lang = lang_of(request)
        return self._once("place", lang, lambda: place.place(self.system, lang, self.usual, self.baseline))

    async def parameters(self, request: Request) -> Response:
        """``GET /api/parameters``."""
        lang = lang_of(request)
        return self._once("parameters", lang, lambda: place.parameters(self.system, lang))

    async def words(self, request: Request) -> Response:
        """``GET /api/words``."""
        lang = lang_of(request)
        return self._once("words", lang, lambda: words_classroom.every(lang))

    async def lesson(self, request: Request) -> Response:
        """``GET /api/lessons/NAME``."""
        name, lang = request.path_params["name"], lang_of(request)
        if find_spec("experiments.classroom.lessons") is None:
            raise RefusedError(404, "there is no such lesson")
        lessons = import_module("experiments.classroom.lessons")
        if name not in lessons.names():
            raise RefusedError(404, "there is no such lesson")
        return self._once(f"lesson {name}", lang, lambda: lessons.told(name, lang))

    async def address(self, request: Request) -> Response:
        """``GET /api/address``: whether the server is open to the network, and then its address with a QR code to show."""
        return self._once("address", "", lambda: {"open": bool(self.shared), "address": self.shared, "qr": code_of(self.shared)})

    # -- runs -------------------------------------------------------------------------------------------------

    def asked(self, told: Mapping[str, Any]) -> Asked:
        """What a body asks, checked.

        Raises:
            InputError: whatever is wrong with it.
        """
        usual = self.usual
        return put(
            read_plan(told.get("plan"), self.system), self.system, self.name, scale=float(usual["scale"]), costs=self.costs,
            seed=whole(told.get("seed", usual["seed"]), "seed", 0, MOST_SEED),
            weeks=whole(told.get("weeks", usual["weeks"]), "weeks", 1, MOST_WEEKS),
            replicates=whole(told.get("replicates", usual["replicates"]), "replicates", 1, MOST_REPLICATES),
        )

    async def new_run(self, request: Request) -> Response:
        """``POST /api/runs``."""
        told = await table(request)
        asked = self.asked(told)
        client = told.get("client", "")
        if not isinstance(client, str) or len(client) > LONGEST_NAME:
            raise InputError("", "client", shown(client), f"a text of at most {LONGEST_NAME} characters")
        run = self.runs.start(asked, client)
        return JSONResponse({
            "id": asked.id, "plan": asked.plan.told(), "command": asked.command, "toml": asked.toml, "done": list(range(run.ready)), "total": run.total,
        })

    def run(self, request: Request) -> Run:
        """The run that an address names."""
        run = self.runs.get(request.path_params["id"])
        if run is None:
            raise RefusedError(404, "no such run is kept here: ask for its plan again")
        return run

    async def stream(self, request: Request) -> Response:
        """``GET /api/runs/ID/stream``."""
        run = self.run(request)
        last = request.headers.get("last-event-id", "")
        after = int(last) if last.isascii() and last.isdigit() and len(last) < 6 else -1
        return events(self.runs.stream(run, min(after, run.total)))

    async def replicate(self, request: Request) -> Response:
        """``GET /api/runs/ID/replicates/R``."""
        run = self.run(request)
        said = run.said.get(request.path_params["replicate"])
        if said is None:
            raise RefusedError(404, "that replicate is not there yet")
        return Response(said, media_type="application/json")

    async def film(self, request: Request) -> Response:
        """``GET /api/runs/ID/film/ARM``."""
        arm = request.path_params["arm"]
        if arm not in ("baseline", "plan"):
            raise RefusedError(404, "a film is of the baseline or of the plan")
        return Response(await self.runs.watched(self.run(request), "film", arm=arm), media_type="application/octet-stream")

    async def centre(self, request: Request) -> Response:
        """``GET /api/runs/ID/centre``."""
        return JSONResponse(await self.runs.watched(self.run(request), "centre", lang=lang_of(request)))

    async def people(self, request: Request) -> Response:
        """``GET /api/runs/ID/people``."""
        return JSONResponse(await self.runs.watched(self.run(request), "people", lang=lang_of(request)))

    async def person(self, request: Request) -> Response:
        """``GET /api/runs/ID/person/ROW``."""
        told = await self.runs.watched(self.run(request), "person", row=min(request.path_params["row"], 2**40), lang=lang_of(request))
        if told is None:
            raise RefusedError(404, "nobody lives in that row")
        return JSONResponse(told)

    async def export(self, request: Request) -> Response:
        """``POST /api/export``."""
        told = await table(request)
        from experiments.classroom.session_report import report

        said = await asyncio.to_thread(report, told, self.system, self.runs.get)
        return HTMLResponse(said, headers={"content-disposition": 'attachment; filename="minga.html"'})

    # -- classes ----------------------------------------------------------------------------------------------

    async def new_class(self, request: Request) -> Response:
        """``POST /api/classes``."""
        await table(request)
        return JSONResponse(self.classes.new())

    async def in_class(self, request: Request) -> Response:
        """``POST /api/classes/CODE/…``: join, plan, vote, predict, steer."""
        code, told = request.path_params["code"], await table(request)
        doing = request.url.path.rpartition("/")[2]
        return JSONResponse(getattr(self.classes, doing)(code, told) or {})

    async def class_stream(self, request: Request) -> Response:
        """``GET /api/classes/CODE/stream``."""
        return events(self.classes.stream(request.path_params["code"], request.query_params.get("token", "")))

    async def index(self, request: Request) -> Response:
        """``GET /``: the app."""
        page = PAGES / "index.html"
        if not page.is_file():
            said = " · ".join(words_classroom.say("page.missing", lang) for lang in LANGUAGES)
            return HTMLResponse(f"<!DOCTYPE html><title>minga</title><p>{said}</p>", status_code=200)
        return HTMLResponse(page.read_text(encoding="utf-8"), headers={"cache-control": "no-cache"})

    def routes(self) -> list[Any]:
        """Everything that may be asked."""
        found: list[Any] = [
            Route("/", answering(self.index)),
            Route("/api/place", answering(self.place)), Route("/api/parameters", answering(self.parameters)), Route("/api/words", answering(self.words)),
            Route("/api/address", answering(self.address)),
            Route("/api/lessons/{name:str}", answering(self.lesson)),
            Route("/api/runs", answering(self.new_run), methods=["POST"]),
            Route("/api/runs/{id:str}/stream", answering(self.stream)),
            Route("/api/runs/{id:str}/replicates/{replicate:int}", answering(self.replicate)),
            Route("/api/runs/{id:str}/film/{arm:str}", answering(self.film)),
            Route("/api/runs/{id:str}/centre", answering(self.centre)),
            Route("/api/runs/{id:str}/people", answering(self.people)),
            Route("/api/runs/{id:str}/person/{row:int}", answering(self.person)),
            Route("/api/export", answering(self.export), methods=["POST"]),
            Route("/api/classes", answering(self.new_class), methods=["POST"]),
            *(Route(f"/api/classes/{{code:str}}/{doing}", answering(self.in_class), methods=["POST"]) for doing in ("join", "plan", "vote", "predict", "steer")),
            Route("/api/classes/{code:str}/stream", answering(self.class_stream)),
        ]
        if PAGES.is_dir():
            found.append(Mount("/", StaticFiles(directory=PAGES)))
        return found


def code_of(address: str) -> str:
    """The QR code of an address as a picture (a data URI, SVG); empty without one."""
    if not address:
        return ""
    import segno

    return str(segno.make(address, micro=False).svg_data_uri(scale=6, border=2, light="white"))


async def table(request: Request) -> dict[str, Any]:
    """The body of a request as a table.

    Raises:
        InputError: it is none.
    """
    told = read_json(await request.body())
    if not isinstance(told, dict):
        raise InputError("", "body", shown(told), "a table")
    return told


def lang_of(request: Request) -> str:
    """The language that is asked for; English if none is.

    Raises:
        InputError: one that there is not.
    """
    lang = request.query_params.get("lang", LANGUAGES[0])
    if lang not in LANGUAGES:
        raise InputError("", "lang", shown(lang), " or ".join(LANGUAGES))
    return lang


def events(stream: Any) -> StreamingResponse:
    """Server-sent events."""
    return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store", "x-accel-buffering": "no"})


def answering(answer: Answering) -> Answering:
    """An answer whose errors of the house become refusals."""
    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except (InputError, BusyError, LifeError) as error:
            raise refusal(error) from None
    return answered


async def _plain(request: Request, error: Exception) -> Response:
    """Every refusal as one line of JSON that repeats nothing of what was sent."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    told = {404: "there is nothing at this address", 405: "this address is not asked in this way"}.get(status, "this could not be answered")
    return JSONResponse({"error": told}, status_code=status, headers=getattr(error, "headers", None))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return JSONResponse(error.about, status_code=error.status)


def application(server: Server, hosts: list[str], token: str = "") -> Guard:
    """The whole application behind its guard."""
    inner = Starlette(
        routes=server.routes(), exception_handlers={RefusedError: _refused, HTTPException: _plain, Exception: _plain},
        middleware=[Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)],
    )
    return Guard(inner, hosts, token)
