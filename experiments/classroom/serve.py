"""Serving: workers are warmed, an address is found and said, and the app is served until Ctrl+C."""

from __future__ import annotations

import secrets
import socket
import sys
import webbrowser
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.classroom import place
from experiments.classroom.app import Server, application
from experiments.classroom.lives import Task
from experiments.classroom.pool import Pool
from experiments.classroom.runs import TWINS
from experiments.classroom.words_classroom import say
from experiments.execute import cores, warm
from experiments.progress import Progress
from experiments.words import LANGUAGES
from simulation import InputError, Scenario

HERE = "127.0.0.1"
PORT = 8765
TRIES = 20
TOKEN_BYTES = 9
SETTLING = TWINS * 10
"""Places of later replicates are settled when nobody waits for anything."""


@dataclass(frozen=True)
class Wanted:
    """How the classroom is to be served."""

    asked: Mapping[str, Any]
    port: int | None = None
    open: bool = False
    lang: str = "en"
    workers: int | None = None
    browser: bool = True
    quiet: bool = False


def serve(system: Scenario, name: str, wanted: Wanted, costs: str | None = None) -> None:
    """Serve a system's classroom until somebody ends it.

    Raises:
        InputError: a port that cannot be had.
    """
    import uvicorn

    sock = bound("0.0.0.0" if wanted.open else HERE, wanted.port)  # noqa: S104
    port = int(sock.getsockname()[1])
    token = secrets.token_urlsafe(TOKEN_BYTES) if wanted.open else ""
    with Pool(name, costs, wanted.workers or cores()) as pool:
        server = warmed(system, name, pool, wanted, costs)
        app = application(server, [*hosts_of(port, own_addresses() if wanted.open else [])], token)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=1, timeout_keep_alive=30)
        local = f"http://{HERE}:{port}/"
        server.shared = f"http://{[*own_addresses(), HERE][0]}:{port}/?open={token}" if wanted.open else ""
        _announce(system, wanted, port, token)
        if wanted.browser and not wanted.open:
            with suppress(Exception):
                webbrowser.open(local)
        uvicorn.Server(config).run(sockets=[sock])


def export(folder: Path, system: Scenario, name: str, wanted: Wanted, costs: str | None = None) -> None:
    """Write the static folder of a system's classroom, and say where it is.

    Raises:
        InputError: a folder that is not empty.
    """
    from experiments.classroom.static_folder import check, write

    check(folder)
    progress = Progress("classroom", wanted.quiet)
    with Pool(name, costs, wanted.workers or cores()) as pool:
        server = warmed(system, name, pool, wanted, costs)
        page = write(folder, system, name, wanted.asked, pool, on_step=progress.step, baseline=server.baseline)
    sys.stdout.write(say("export.done", wanted.lang, page=page) + "\n")


def warmed(system: Scenario, name: str, pool: Pool, wanted: Wanted, costs: str | None = None) -> Server:
    """The server once its workers have settled the first replicate, with the others to come."""
    progress = Progress("classroom", wanted.quiet or not sys.stderr.isatty())
    progress.say(say("serve.compiling", wanted.lang)) if not _compiled() else None
    warm(wanted.workers)
    progress.say(say("serve.settling", wanted.lang))
    about = {"seed": wanted.asked["seed"], "weeks": wanted.asked["weeks"], "scale": wanted.asked["scale"], "replicates": wanted.asked["replicates"]}
    first = [pool.submit(Task("settle", {}, **about), (0.0,), k) for k in range(pool.workers)]
    for lang in LANGUAGES:  # made meanwhile, so that the first page need not wait for it
        place.place(system, lang, wanted.asked)
    baseline = [one.result() for one in first][-1]
    for replicate in range(1, int(wanted.asked["replicates"])):
        for k in range(pool.workers):
            pool.submit(Task("settle", {}, **about, replicate=replicate), (SETTLING + replicate,), k)
    return Server(system, name, pool, wanted.asked, baseline, costs)


def _compiled() -> bool:
    from simulation.ground.cache import is_warm

    return is_warm()


def bound(host: str, port: int | None) -> socket.socket:
    """A socket that listens at this port, or at the first free one from the usual one on.

    Raises:
        InputError: the port is taken.
    """
    for tried in [port] if port is not None else [*range(PORT, PORT + TRIES), 0]:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, tried))
            return sock
        except OSError:
            sock.close()
    raise InputError("", "--port", str(port), say("serve.port", "en"))


def own_addresses() -> list[str]:
    """Addresses of this computer in its network, the likeliest first; nothing is sent to find them."""
    found: list[str] = []
    for target in ("192.0.2.1", "10.255.255.255"):
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [one for one in dict.fromkeys(found) if one != HERE and not one.startswith("127.")]


def hosts_of(port: int, addresses: Iterable[str]) -> list[str]:
    """What the server's own address may be called."""
    names = [HERE, "localhost", "[::1]", *addresses, *([socket.gethostname(), f"{socket.gethostname()}.local"] if addresses else [])]
    return [f"{name}:{port}" for name in names] + ([name for name in names] if port == 80 else [])


def _announce(system: Scenario, wanted: Wanted, port: int, token: str) -> None:
    lang = wanted.lang
    lines = ["", say("serve.ready", lang, title=system.title(lang))]
    if not wanted.open:
        lines.append(say("serve.here", lang, address=f"http://{HERE}:{port}/"))
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        return
    addresses = [*own_addresses(), HERE]
    shared = f"http://{addresses[0]}:{port}/?open={token}"
    lines += [say("serve.open", lang), say("serve.share", lang), "", f"  {shared}", ""]
    lines += [f"  http://{other}:{port}/?open={token}" for other in addresses[1:]]
    sys.stdout.write("\n".join(lines) + "\n")
    _code(shared)
    sys.stdout.flush()


def _code(address: str) -> None:
    import segno

    with suppress(UnicodeEncodeError):
        segno.make(address, micro=False).terminal(compact=True, border=2)


