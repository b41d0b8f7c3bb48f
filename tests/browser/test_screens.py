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
LESSON = "another-meeting"
"""A lesson of the system that is served by default."""
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
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_serious_in_lessons(visit: Callable[..., Any], lang: str, size: str) -> None:
    """Every step of the lesson of this place, answered and revealed on a laptop, and the first step of every other."""
    seen = visit(lang, size)
    page = seen.open("start")
    found = {}

    def look(step: str) -> None:
        page.wait_for_timeout(300)
        if worst := faults(page):
            found[step] = worst
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, f"{step} is {wide} wide on {room}"

    names = page.evaluate("[...document.querySelectorAll('.lesson-list a')].map(a => a.getAttribute('href').split('/')[2])")
    assert LESSON in names and len(names) > 5
    for name in names:
        seen.go(f"lesson/{name}/0")
        page.wait_for_selector(f".rail .now a[href='#/lesson/{name}/0']")
        look(f"{name} 0")
    for k in range(len(page.evaluate("path => fetch(path).then(r => r.json()).then(l => l.steps)", f"api/lessons/{LESSON}?lang={lang}")) + 1):
        seen.go(f"lesson/{LESSON}/{k}")
        page.wait_for_selector(f".rail .now a[href='#/lesson/{LESSON}/{k}']")
        look(f"{LESSON} {k}")
        if page.locator(".choice-row input:enabled").count():
            page.locator(".choice-row input").first.check()
            page.locator(".lesson-step button[type=submit]").click()
            look(f"{LESSON} {k}, locked")
        if size == "laptop" and page.locator(".reveal button").count():
            page.locator(".reveal button").click()
            page.wait_for_selector(".big-found", timeout=180_000)
            look(f"{LESSON} {k}, revealed")
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_lever_shows_the_unit_of_the_model(visit: Callable[..., Any], lang: str) -> None:
    page = visit(lang).open("story")
    told = page.locator(".lever .value").all_inner_texts() + [text for one in page.locator(".lever input[type=range]").all() if (text := one.get_attribute("aria-valuetext"))]
    assert len(told) > 40
    assert not [text for text in told if re.search(r"\b(dial|cents|céntimos|share|ratio|index|índice|proporción)\b", text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_map_legend_and_chart_are_seen_at_once_on_a_small_laptop(visit: Callable[..., Any], lang: str) -> None:
    seen = visit(lang)
    page = seen.open("story")
    seen.change()
    seen.lived()
    page.wait_for_selector(".legend b:not(:empty)")
    page.evaluate("scrollTo(0, 0)")
    for part in (".map", ".transport", ".legend", ".chart .plot"):
        box = page.locator(f".stage {part}").first.bounding_box()
        assert box and box["height"] > 30 and box["y"] + box["height"] <= page.viewport_size["height"], part
    assert page.evaluate("(l => l.scrollHeight <= l.clientHeight + 1)(document.querySelector('.stage .legend'))"), "the legend need not be scrolled"


def test_on_a_phone_themes_of_levers_fold_and_stay_as_they_were_left(visit: Callable[..., Any]) -> None:
    seen = visit("es", "phone")
    page = seen.open("story")
    themes = page.locator("details.theme")
    many = themes.count()
    assert many > 3
    opened = "[...document.querySelectorAll('details.theme')].map(d => d.open)"
    assert page.evaluate(opened) == [True] + [False] * (many - 1)
    seen.change()
    assert page.locator(".theme .moved").first.inner_text(), "a folded theme says how many of its levers are moved"
    page.evaluate("document.activeElement.blur()")
    for which, then in ((many - 1, True), (0, False)):
        page.locator("details.theme summary").nth(which).focus()
        page.keyboard.press("Enter")
        seen.until(f"document.querySelectorAll('details.theme')[{which}].open === {str(then).lower()}")
    assert faults(page) == []
    page.wait_for_timeout(200)
    page.reload()
    page.wait_for_selector(".lever", state="attached")
    assert page.evaluate(opened) == [False] * (many - 1) + [True]
    page.set_viewport_size({"width": 1366, "height": 768})
    seen.until("[...document.querySelectorAll('details.theme')].every(d => d.open)")


def test_a_dated_plan_is_shown_compared_and_left_by_a_hand_on_a_lever(visit: Callable[..., Any]) -> None:
    seen = visit("en")
    page = seen.open("story")
    lever = page.evaluate("fetch('api/place').then(r => r.json()).then(p => p.levers.find(l => l.kind === 'number' && l.value < l.high))")
    step = {"levers": {lever["name"]: lever["high"]}, "parameters": {}, "policies": []}
    steps = [{"week": 10, **step}, {"week": 60, **step, "levers": {lever["name"]: lever["low"]}}]
    page.evaluate("plan => sessionStorage.setItem('minga.session', JSON.stringify({ plan }))", {"levers": {}, "parameters": {}, "policies": [], "week": 0, "steps": steps})
    page.reload()
    page.wait_for_selector(".lever")
    seen.lived()
    told = page.locator(".others li").all_inner_texts()
    assert len(told) == 2 and all(lever["label"] in text and week in text for text, week in zip(told, ("10", "60"), strict=True))
    assert page.locator(".headline .between").count() == 5, "it is no empty plan"
    seen.go("compare")
    page.wait_for_selector(".wide-table")
    seen.go("story")
    page.locator(".others button").first.click()
    page.wait_for_selector(".others li:nth-child(2)", state="detached")
    seen.change()
    assert page.locator(".others li").count() == 0 and page.locator(".lever.changed").count() == 1
    seen.lived()
    assert seen.wrong == []


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
