"""One lesson from its first step to its end, by keyboard, in both languages; and a class that does it together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

LESSON = "another-meeting"
"""A lesson of the system that is served by default."""
PREDICTS = 1
"""Its first prediction."""
LANGUAGES = ("en", "es")
MOST_KEYS = 500


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until something is focused."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def steps(seen: Any) -> list[dict[str, Any]]:
    """The steps as the server tells them."""
    return list(seen.page.evaluate("path => fetch(path).then(r => r.json()).then(l => l.steps)", f"api/lessons/{LESSON}?lang={seen.lang}"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lesson_is_done_from_start_to_finish_by_keyboard(visit: Callable[..., Any], lang: str) -> None:
    seen = visit(lang)
    page = seen.open("start")
    tab_to(page, f"a[href='#/lesson/{LESSON}/0']")
    page.keyboard.press("Enter")
    told = steps(seen)
    for k, step in enumerate(told):
        page.wait_for_selector(f".rail .now a[href='#/lesson/{LESSON}/{k}']")
        assert page.locator(".lesson-step h2").first.inner_text() == step["title"]
        if step["kind"] in ("predict", "vote"):
            tab_to(page, ".choice-row input")
            page.keyboard.press("Space")
            tab_to(page, ".lesson-step button[type=submit]")
            page.keyboard.press("Enter")
            assert page.locator(".choice-row input:not(:disabled)").count() == 0, "locked: it cannot be changed any more"
        if step["kind"] == "predict":
            assert page.locator(".big-found").count() == 0, "nothing is told before the reveal"
            tab_to(page, ".reveal button")
            page.keyboard.press("Enter")
            page.wait_for_selector(".big-found", timeout=180_000)
            assert page.locator(".reveal strong").first.inner_text()
        if step["kind"] in ("explain", "transfer", "debrief"):
            tab_to(page, "#explain-text")
            page.keyboard.type("Because of the hours.")
            tab_to(page, ".note-form button[type=submit]")
            page.keyboard.press("Enter")
        tab_to(page, ".turn a:last-child")
        page.keyboard.press("Enter")
    page.wait_for_selector(".lesson-step li")
    seen.go("notebook")
    kinds = [step["kind"] for step in told]
    assert page.locator(".kind-prediction").count() == kinds.count("predict")
    assert page.locator(".kind-vote").count() == kinds.count("vote")
    assert seen.wrong == []


def test_a_reload_does_not_unlock_a_prediction(visit: Callable[..., Any]) -> None:
    seen = visit("en")
    page = seen.open(f"lesson/{LESSON}/{PREDICTS}")
    page.wait_for_selector(".choice-row")
    page.locator(".choice-row input").nth(1).check()
    page.locator(".lesson-step button[type=submit]").click()
    page.reload()
    page.wait_for_selector(".choice-row")
    assert page.locator(".choice-row input").nth(1).is_checked()
    assert page.locator(".choice-row input:not(:disabled)").count() == 0


def test_votes_and_predictions_given_without_a_line_arrive_later_and_once(visit: Callable[..., Any]) -> None:
    teacher, group = visit("en"), visit("es", "phone")
    desk = teacher.open("facilitator")
    desk.locator(".screen-facilitator button").first.click()
    code = desk.locator(".code-big").inner_text()
    page = group.open("start")
    page.locator("#class-code").fill(code)
    page.locator(".join button").click()
    page.wait_for_selector("#seat:not([hidden])")
    name = page.locator("#seat strong").inner_text()
    desk.locator("#lead-question").fill("More money?")
    desk.locator(".steering form button").click()
    page.wait_for_selector(".ballot:not([hidden])")
    page.context.set_offline(True)
    page.locator(".ballot button").first.click()
    page.wait_for_selector(".lost:not([hidden]) span:not(:empty)", timeout=20_000)
    assert "1" in page.locator(".lost span").inner_text()
    page.wait_for_timeout(1200)
    assert desk.locator(".votes li").count() == 0
    page.context.set_offline(False)
    desk.wait_for_selector(".votes li", timeout=30_000)
    assert desk.locator(".votes li b").all_inner_texts() == ["1"]
    page.wait_for_selector(".lost", state="hidden")

    desk.locator("#lead-lesson").select_option(LESSON)
    page.wait_for_selector(f".rail .now a[href='#/lesson/{LESSON}/0']")
    desk.locator(".steering .rail button").nth(PREDICTS).click()
    page.wait_for_selector(".asked")
    page.context.set_offline(True)
    page.locator(".choice-row input").first.check()
    page.locator(".lesson-step button[type=submit]").click()
    page.wait_for_selector(".reveal strong")
    page.wait_for_selector(".lost:not([hidden]) span:not(:empty)", timeout=20_000)
    # the tab may be thrown out of memory meanwhile: what waits is kept with the seat
    assert page.evaluate("JSON.parse(sessionStorage.getItem('minga.session')).outbox.length") == 1
    page.context.set_offline(False)
    page.reload()
    predicted = f"tr:has(th:text-is('{name}')) td:nth-child(3)"
    desk.wait_for_selector(f"{predicted}:not(:text-is('–'))", timeout=30_000)
    page.wait_for_selector(".choice-row")
    assert page.locator(".choice-row input").first.is_checked()
    assert page.locator(".choice-row input:not(:disabled)").count() == 0
    assert page.evaluate("JSON.parse(sessionStorage.getItem('minga.session')).outbox.length") == 0


def test_a_class_is_led_paused_asked_and_revealed(visit: Callable[..., Any]) -> None:
    teacher, group = visit("en"), visit("es", "phone")
    desk = teacher.open("facilitator")
    desk.locator(".screen-facilitator button").first.click()
    code = desk.locator(".code-big").inner_text()
    page = group.open("start")
    page.locator("#class-code").fill(code.lower())
    page.locator(".join button").click()
    page.wait_for_selector("#seat:not([hidden])")
    name = page.locator("#seat strong").inner_text()
    desk.wait_for_selector(f"text={name}")

    group.go("story")
    group.change(1)
    group.lived()
    desk.wait_for_selector("td button")  # the plan of the group can be shown

    desk.locator(".steering button[aria-pressed]").first.click()
    page.wait_for_selector(".lever input:disabled")
    desk.locator(".steering button[aria-pressed]").first.click()
    page.wait_for_selector(".lever input:enabled")

    desk.locator("#lead-question").fill("More money?")
    desk.locator(".steering form button").click()
    page.locator(".ballot button").first.click()
    desk.wait_for_selector(".votes li")

    desk.locator("#lead-lesson").select_option(LESSON)
    page.wait_for_selector(".choice-row")
    desk.locator(".steering .rail button").nth(PREDICTS).click()
    page.wait_for_selector(".asked")
    page.locator(".choice-row input").first.check()
    page.locator(".lesson-step button[type=submit]").click()
    page.wait_for_selector(".reveal strong")
    assert page.locator(".reveal button").count() == 0, "only the facilitator reveals"
    desk.locator(".steering button[aria-pressed]").nth(1).click()
    page.wait_for_selector(".big-found", timeout=180_000)
    assert teacher.wrong == [] and group.wrong == []
