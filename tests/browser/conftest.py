"""A real browser against a real server. Skipped with the reason where there is none; in .ci/run that is a failure."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

FIRST_PAGE = 600.0
"""Seconds that a server may need until it answers: a machine that never ran minga compiles first."""
SIZES = {"laptop": (1366, 768), "phone": (390, 844)}
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here that takes a browser is marked so."""
    for item in items:
        if item.path.parent == Path(__file__).parent and "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def _none(reason: str) -> Any:
    if os.environ.get("MINGA_BROWSER_TESTS") == "1":
        pytest.fail(f"the tests of the browser must not be skipped here: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _none("playwright is not installed")
    named = os.environ.get("CHROMIUM", "")
    found = named or next((path for path in BROWSERS if Path(path).exists()), "")
    if not found or not Path(found).exists():
        _none(f"no Chromium at {named or ', '.join(BROWSERS)}; name one with CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(browser: Any) -> Iterator[str]:
    """The address of a classroom of the default system, served by the command itself."""
    pytest.importorskip("starlette", reason="the extra classroom is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "experiments.command", "classroom", "--port", f"{port}", "--no-browser", "--replicates", "4", "-q"]
    address = f"http://127.0.0.1:{port}/"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        ends = time.monotonic() + FIRST_PAGE
        while True:
            with suppress(OSError), urllib.request.urlopen(address, timeout=2):
                break
            if process.poll() is not None:
                _, said = process.communicate()
                raise AssertionError(f"the classroom did not start: {said.decode()}")
            assert time.monotonic() < ends, "the classroom does not answer"
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def judged(holds: bool, said: str) -> None:
    """A speed is printed (``pytest -rP``); it is judged where MINGA_SPEED_TESTS=1 says that the machine does nothing else."""
    print(said)  # noqa: T201
    assert holds or os.environ.get("MINGA_SPEED_TESTS") != "1", said


class Visit:
    """One open page: what it said wrong, and what it asked of elsewhere."""

    def __init__(self, page: Any, address: str, lang: str) -> None:
        self.page, self.address, self.lang = page, address, lang
        self.wrong: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.context.route("**/*", self._route)

    def _route(self, route: Any) -> None:
        if route.request.url.startswith((self.address, "blob:", "data:")):
            route.continue_()
        else:
            self.elsewhere.append(route.request.url)
            route.abort()

    def open(self, screen: str = "start") -> Any:
        """Load the app at a screen."""
        self.page.goto(f"{self.address}?lang={self.lang}#/{screen}")
        self.page.wait_for_selector("h1")
        return self.page

    def go(self, screen: str) -> Any:
        """Another screen of the same page."""
        self.page.evaluate("name => { location.hash = `#/${name}`; }", screen)
        self.page.wait_for_selector(f".screen-{screen.split('/')[0]} h1")
        return self.page

    def change(self, which: int = 0, key: str = "End") -> None:
        """Set a lever by keyboard."""
        slider = self.page.locator(".lever input[type=range]").nth(which)
        slider.focus()
        slider.press(key)

    def nudge(self, which: int) -> None:
        """Move a lever by one step, towards the end that it does not stand at."""
        slider = self.page.locator(".lever input[type=range]").nth(which)
        slider.focus()
        slider.press("ArrowRight" if float(slider.input_value()) < float(slider.get_attribute("max")) else "ArrowLeft")

    def lived(self) -> None:
        """Wait until a run is there to its last replicate."""
        self.until("document.querySelector('.run-line')?.dataset.status === 'done'", 180)

    def until(self, holds: str, seconds: float = 60) -> None:
        """Wait until an expression holds: asked from outside, since the page's policy forbids to evaluate texts inside."""
        ends = time.monotonic() + seconds
        while not self.page.evaluate(holds):
            assert time.monotonic() < ends, holds
            self.page.wait_for_timeout(25)


@pytest.fixture
def visit(server: str, browser: Any) -> Iterator[Callable[..., Visit]]:
    """Open pages in contexts of their own."""
    contexts: list[Any] = []

    def opened(lang: str = "en", size: str = "laptop", **options: Any) -> Visit:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        # two workers with a server each may leave a page waiting; how fast it is, is judged elsewhere
        context.set_default_timeout(120_000)
        return Visit(context.new_page(), server, lang)

    yield opened
    for context in contexts:
        context.close()
