"""Every screen, by keyboard, in both languages and on both sizes of screen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCREENS = ("start", "story", "compare", "person", "centre", "assumptions", "notebook", "facilitator", "cards")
LANGUAGES = ("en", "es")
SERIOUS = ("serious", "critical")
AXE_PLACES = (
    Path(os.environ.get("AXE", "")), Path(__file__).parents[2] / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js",
)


def axe() -> str:
    """The source of axe-core, which .ci/run gets with npm (MPL-2.0; it is not shipped)."""
    found = next((path for path in AXE_PLACES if path.is_file()), None)
    if found is None:
        reason = "no axe-core: npm install --prefix .venv/axe axe-core, or name axe.min.js with AXE"
        if os.environ.get("MINGA_BROWSER_TESTS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found.read_text(encoding="utf-8")


def faults(page: Any) -> list[str]:
    """What axe-core finds serious on what is shown now."""
    # evaluated from outside, since the page itself lets no foreign script in
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in found["violations"] if v["impact"] in SERIOUS]


def said(page: Any) -> str:
    return str(page.locator("body").inner_text())


def tab_to(page: Any, selector: str, most: int = 400) -> None:
    """Press Tab until something is focused, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_is_reached_and_read_by_keyboard(visit: Callable[..., Any], lang: str) -> None:
    seen = visit(lang)
    page = seen.open("story")
    seen.change()
    seen.lived()
    for screen in SCREENS:
        page.evaluate("document.activeElement.blur()")
        tab_to(page, f"nav a[data-screen={screen}]")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".screen-{screen} h1")
        assert page.evaluate("document.activeElement.tagName") == "H1"
        page.wait_for_timeout(300)
        assert not re.search(r"\[[a-z]+\.[\w.]+\]", said(page)), f"a string is missing on {screen}"
        assert page.evaluate("document.documentElement.lang") == lang
    assert seen.wrong == []
    assert seen.elsewhere == []


@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_serious(visit: Callable[..., Any], lang: str, size: str) -> None:
    seen = visit(lang, size, bypass_csp=False)
    page = seen.open("story")
    seen.change()
    seen.lived()
    found = {}
    for screen in SCREENS:
        seen.go(screen)
        page.wait_for_timeout(800)
        if worst := faults(page):
            found[screen] = worst
    assert found == {}


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_nothing_is_wider_than_the_screen(visit: Callable[..., Any], size: str) -> None:
    seen = visit("es", size)
    page = seen.open("story")
    seen.change()
    seen.lived()
    for screen in SCREENS:
        seen.go(screen)
        page.wait_for_timeout(500)
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, f"{screen} is {wide} wide on {room}"


def test_a_lever_says_its_value_with_its_unit_and_what_it_was(visit: Callable[..., Any]) -> None:
    seen = visit("en")
    page = seen.open("story")
    slider = page.locator(".lever input[type=range]").first
    before = slider.get_attribute("aria-valuetext")
    seen.change(0, "ArrowRight")
    after = slider.get_attribute("aria-valuetext")
    assert before and after and before != after
    assert before in after, "the value as it is is said beside the new one"


def test_with_less_motion_nothing_plays_by_itself(visit: Callable[..., Any]) -> None:
    seen = visit("en", reduced_motion="reduce")
    page = seen.open("story")
    page.wait_for_selector(".legend b:not(:empty)")
    page.wait_for_timeout(800)
    assert page.locator(".scrub").input_value() == "0"


def test_at_200_percent_everything_still_fits(visit: Callable[..., Any]) -> None:
    seen = visit("es")
    page = seen.open("story")
    page.set_viewport_size({"width": 683, "height": 384})  # what 1366x768 leaves at 200 % zoom
    for screen in SCREENS:
        seen.go(screen)
        page.wait_for_timeout(300)
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, screen
