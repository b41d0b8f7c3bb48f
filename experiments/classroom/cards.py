"""Lessons and role plays on paper: what a class needs without devices, as one self-contained page that prints to A4."""

from __future__ import annotations

from html import escape
from typing import Any

from experiments.classroom.paper import bullets, paper, paragraphs, sheet
from experiments.classroom.words_lessons import say

LETTERS = "ABCDEFGH"


def page_of(name: str, lang: str) -> tuple[str, str]:
    """The stem of a file and the page of a lesson or a role play, by name or path.

    Raises:
        InputError: neither has the name, or whatever is wrong with the file.
    """
    from experiments.classroom import lessons, meeting_file
    from experiments.classroom.meeting_cards import meeting_page
    from simulation.scenario.files import is_path

    plays = meeting_file.names()
    path, _ = lessons.find(name, "lesson or role play", [*lessons.names(), *plays])
    if (name in plays and not is_path(name)) or lessons.kind_of(path) == meeting_file.KIND:
        meeting = meeting_file.load_meeting(name)
        return meeting.name, meeting_page(meeting, lang)
    told = lessons.told(name, lang)
    return told["name"], lesson_page(told, lang)


def lesson_page(told: dict[str, Any], lang: str) -> str:
    """A lesson on paper: the teacher's sheets, then letters to hold up and a sheet for predictions."""
    lang = told["lang"]
    number = 0
    parts = []
    for k, part in enumerate(told["steps"], 1):
        number += part["kind"] == "predict"
        parts.append(_part(k, number, part, lang))
    lived = say("lived", lang, scale=f"{told['scale']:g}", **{key: told[key] for key in ("system", "weeks", "seed", "replicates")})
    about = [
        f'<h1>{escape(told["title"])}</h1>', paragraphs(told["about"]),
        f'<p class="meta">{escape(say("minutes", lang, n=told["minutes"]))} · {escape(told["audience"])}</p>',
        f'<div class="note"><p>{escape(told["review"])}</p><p>{escape(told["purpose"])}</p></div>',
        f'<h2>{escape(say("worlds", lang))}</h2><p class="small">{escape(lived)}</p>',
        bullets([plan["title"] for plan in told["plans"]]), f'<p class="small">{escape(told["rule"])}</p>',
    ]
    left = f'<div class="part"><h2>{escape(told["left_out_title"])}</h2>{bullets(told["left_out"])}</div>'
    return paper(told["title"], lang, sheet(*about, f'<h2>{escape(say("parts", lang))}</h2>', *parts, left, first=True), _ballots(told, lang), _predictions(told, lang))


def _part(k: int, number: int, part: dict[str, Any], lang: str) -> str:
    label = f'{part["label"]} {number}' if part["kind"] == "predict" else part["label"]
    pieces = [
        f'<h3><span class="kind">{escape(label)}</span>{k}. {escape(part["title"])} '
        f'<span class="small">({escape(say("minutes", lang, n=part["minutes"]))})</span></h3>',
        paragraphs(part["text"]),
    ]
    if "question" in part:
        pieces.append(f'<p class="q">{escape(part["question"])}</p>' + bullets([one["label"] for one in part["choices"]], "ol", "abc"))
    if "look" in part:
        pieces.append(f'<p class="small">{escape(_look(part["look"], lang))}</p>')
    pieces.append(bullets(part.get("prompts", [])))
    if part.get("reveal"):
        heads = {one["value"]: LETTERS[k] for k, one in enumerate(part["choices"])}
        said = [f'<p class="say"><b>{escape(say("if", lang, letter=heads[band]))}</b> {escape(text)}</p>' for band, text in part["reveal"].items()]
        pieces.append(f'<p class="small">{escape(say("after", lang))}</p>' + "".join(said))
    if "mechanisms" in part:
        pieces.append(f'<p class="small">{escape(say("model_says", lang))}</p>' + bullets([one["sentence"] for one in part["mechanisms"]]))
    return f'<div class="part">{"".join(pieces)}</div>'


def _look(look: dict[str, Any], lang: str) -> str:
    said = [say("screen", lang, screen=look["screen_label"])]
    said += [look[key] for key in ("outcome_label", "group_label", "person_label") if look[key]]
    said += [say("week", lang, n=look["week"])] if look["week"] is not None else []
    return " · ".join(said)


def _ballots(told: dict[str, Any], lang: str) -> str:
    """Letters to hold up, as many as the longest list of choices has."""
    most = max(len(part.get("choices", [])) for part in told["steps"])
    cards = [
        f'<div class="card"><p class="letter">{letter}</p><p class="small">{escape(told["title"])}</p></div>' for letter in LETTERS[: max(most, 2)]
    ]
    return sheet(f'<h2>{escape(say("letters", lang))}</h2><p>{escape(say("letters.how", lang))}</p><p class="scissors">{escape(say("cut", lang))}</p><div class="grid">{"".join(cards)}</div>')


def _predictions(told: dict[str, Any], lang: str) -> str:
    """A sheet on which a group locks its predictions in ink."""
    rows = []
    number = 0
    for part in told["steps"]:
        if part["kind"] != "predict":
            continue
        number += 1
        choices = "".join(f"<div>{LETTERS[k]} ○ {escape(one['label'])}</div>" for k, one in enumerate(part["choices"]))
        rows.append(f'<tr><td>{number}. {escape(part["question"])}</td><td class="small">{choices}</td><td class="blank"></td></tr>')
    heads = "".join(f'<th scope="col">{escape(say(key, lang))}</th>' for key in ("sheet.question", "sheet.choice", "sheet.reason"))
    return sheet(
        f'<h2>{escape(say("sheet", lang))}: {escape(told["title"])}</h2><p>{escape(say("sheet.how", lang))}</p>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f'<h3>{escape(say("sheet.surprised", lang))}</h3>' + '<p class="write"></p>' * 4,
        kind="predictions",
    )


