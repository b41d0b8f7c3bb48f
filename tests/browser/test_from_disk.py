"""The static folder, opened from disk: no server, no module, no request; levers go to the nearest plan that was computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from experiments.classroom.levers import levers
from experiments.classroom.pool import Pool
from experiments.classroom.static_folder import Wanted, write
from simulation import load

pytestmark = pytest.mark.browser
ASKED = {"seed": 3, "weeks": 30, "scale": 0.1, "replicates": 2}
SCREENS = ("compare", "person", "centre", "assumptions", "notebook", "facilitator", "cards", "start")


def test_a_folder_opened_from_disk_plays(browser: Any, tmp_path: Path) -> None:
    system = load("rfcmh")
    lever = next(one for one in levers(system).values() if one.kind == "number" and one.value < one.high)
    with Pool("rfcmh", workers=0) as pool:
        page_file = write(tmp_path / "out", system, "rfcmh", ASKED, pool, [Wanted({}, True), Wanted({"levers": {lever.name: lever.high}}, True)])
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page, wrong, asked = context.new_page(), [], []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{page_file.as_uri()}#/story")
    slider = page.locator(".lever input[type=range]").nth([one.name for one in levers(system).values() if one.kind == "number"].index(lever.name))
    slider.wait_for()
    slider.focus()
    slider.press("End")
    page.wait_for_selector(".run-line[data-status=done]")
    page.wait_for_selector(".headline[data-verdict]:not([data-verdict=''])")
    page.wait_for_selector(".legend b:not(:empty)")
    for _ in range(3):
        slider.press("ArrowLeft")
    page.wait_for_selector(".run-line[data-status=done] strong")  # says that the nearest computed plan is shown
    for screen in SCREENS:
        page.evaluate("name => { location.hash = `#/${name}`; }", screen)
        page.wait_for_selector(f".screen-{screen} h1")
        page.wait_for_timeout(400)
        assert [said for said in page.locator(".wrong").all_inner_texts() if said.strip()] == [], screen
    context.close()
    assert wrong == []
    assert all(url.startswith(("file:", "blob:", "data:")) for url in asked)
