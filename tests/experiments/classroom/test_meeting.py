"""The role play: what teams play is one dated policy; the paper holds all that a class needs."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from experiments.classroom.cards import page_of
from experiments.classroom.lesson_plan import dated_policy, worlds
from experiments.classroom.lessons import names, system_at
from experiments.classroom.meeting import plan_of, read_round, weeks_after
from experiments.classroom.meeting_file import load_meeting
from experiments.classroom.policy_toml import policy_toml
from experiments.command import main
from experiments.execute import Settled, courses
from simulation import InputError, load_policy

MEETING = load_meeting("district-meeting")
SYSTEM = system_at(MEETING.system, MEETING.origin)
EVERY = [(team.name, card.name) for team in MEETING.teams for card in team.cards]


def test_every_team_that_the_district_needs_sits_at_the_table() -> None:
    assert {"ministry", "centre", "primary-care", "municipality", "peers", "families", "users"} == {team.name for team in MEETING.teams}
    assert len(MEETING.rounds) == 3


def test_cards_can_be_played_in_any_order_and_written_as_a_policy(tmp_path: Path) -> None:
    order = random.Random(9)
    for game in range(12):
        deck = order.sample(EVERY, 3 * MEETING.cards_a_round)
        rounds = [deck[k : k + MEETING.cards_a_round] for k in range(0, len(deck), MEETING.cards_a_round)]
        policy = dated_policy(plan_of(MEETING, rounds), SYSTEM)
        path = tmp_path / f"{game}.toml"
        path.write_text(policy_toml(policy, ["played"]), encoding="utf-8")
        again = load_policy(path)
        assert again.steps == policy.steps
        assert SYSTEM.with_policies(again).digest() == SYSTEM.with_policies(policy).digest()


def test_a_round_changes_nothing_before_its_week_and_something_after() -> None:
    first, second = read_round("ministry=rule,centre=trips"), read_round("families=campaign,municipality=second-centre")
    arms = [worlds(plan_of(MEETING, rounds), SYSTEM)[1] for rounds in ([first], [first, second], [first, (), second])]
    weeks = 130
    with Settled(SYSTEM, root=1, replicate=0, weeks=weeks, scale=0.01, fixed=True, values_of=lambda _: {}) as place:
        found = [courses(place.live(arm)) for arm in arms]
    one, two, three = found
    assert np.array_equal(one[:, :52], two[:, :52], equal_nan=True)
    assert np.array_equal(one[:, :104], three[:, :104], equal_nan=True)
    assert not np.array_equal(one[:, 52:104], two[:, 52:104], equal_nan=True)
    assert not np.array_equal(one[:, 104:], three[:, 104:], equal_nan=True)


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        (["ministry=rules"], "did you mean rule?"),
        (["ministri=rule"], "did you mean ministry?"),
        (["ministry"], "TEAM=CARD"),
        (["ministry=rule", "ministry=rule"], "goes on by itself"),
        (["ministry=rule,ministry=borders,centre=trips,peers=posts"], "at most 3"),
        (["-", "-", "-", "-"], "at most 3"),
    ],
)
def test_a_mistake_of_the_table_is_one_line(rounds: list[str], said: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_of(MEETING, [read_round(text) for text in rounds])
    assert said in str(caught.value)


def test_the_command_writes_the_policy_and_how_it_is_lived(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["meeting", "--round", "ministry=rule", "--round", "peers=posts,users=choose"]) == 0
    said = capsys.readouterr().out
    assert f"--weeks {weeks_after(MEETING, 2)} " in said and weeks_after(MEETING, 2) == 104
    assert {step.start for step in load_policy("./district-meeting-round-2.toml").steps} == {0, 52}
    assert main(["meeting", "--round", "ministry=rule", "--round", "peers=posts,users=choose"]) == 3
    assert "nothing is written over" in capsys.readouterr().err


class Page(HTMLParser):
    """What a page refers to, and whether its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += [value or "" for key, value in attrs if key in ("src", "href")]
        if tag == "script":
            self.outside.append("script")
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", ["district-meeting", *names()])
def test_the_paper_is_whole_and_asks_nothing_of_a_network(name: str, lang: str) -> None:
    _, page = page_of(name, lang)
    read = Page()
    read.feed(page)
    assert not read.open and not read.outside
    assert "@page{size:A4" in page and f'<html lang="{lang}">' in page
    assert not re.search(r"https?:|url\(|@import", page)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_card_and_briefing_is_printed_with_its_price(lang: str) -> None:
    from html import escape

    _, page = page_of("district-meeting", lang)
    for team in MEETING.teams:
        assert page.count(f'<div class="brief"><h3>{escape(team.title(lang))}</h3>') == 1
        for card in team.cards:
            assert f"<code>{team.name}={card.name}</code>" in page and escape(card.price(lang)) in page
    assert page.count('class="card"') == len(EVERY)


def test_words_from_a_file_cannot_write_markup(tmp_path: Path) -> None:
    from experiments.classroom.new_lesson import lesson_text

    path = tmp_path / "mine.toml"
    path.write_text(lesson_text("mine", "en").replace("What do you expect?", "<script>x</script>"), encoding="utf-8")
    _, page = page_of(str(path), "en")
    assert "<script>" not in page and "&lt;script&gt;" in page
