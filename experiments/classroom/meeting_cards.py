"""The role play on paper: guide, round sheets, briefings, cards to cut out, questions before and after, debrief."""

from __future__ import annotations

from html import escape

from experiments.classroom.meeting import Card, Meeting, Scale, Team, weeks_after
from experiments.classroom.paper import blank_rows, bullets, paper, paragraphs, sheet
from experiments.classroom.words_lessons import say

POINTS = 5


def meeting_page(meeting: Meeting, lang: str) -> str:
    """All sheets of a role play."""
    lang = lang if lang in meeting.languages else meeting.languages[0]
    return paper(
        meeting.title(lang), lang, _guide(meeting, lang), _rounds(meeting, lang), *_briefs(meeting, lang), *_cards(meeting, lang),
        _questions(meeting, lang, "before"), _questions(meeting, lang, "after"), _debrief(meeting, lang),
    )


def _guide(meeting: Meeting, lang: str) -> str:
    stages = "".join(
        f'<div class="part"><h3>{k}. {escape(stage.title(lang))} <span class="small">({escape(say("minutes", lang, n=stage.minutes))})</span></h3>'
        f"{paragraphs(stage.text(lang))}" + "".join(f'<p class="say">{escape(one(lang))}</p>' for one in stage.say) + "</div>"
        for k, stage in enumerate(meeting.guide, 1)
    )
    command = f"minga meeting {meeting.name} --round {meeting.teams[0].name}={meeting.teams[0].cards[0].name},{meeting.teams[1].name}={meeting.teams[1].cards[0].name}"
    return sheet(
        f"<h1>{escape(meeting.title(lang))}</h1>", paragraphs(meeting.about(lang)),
        f'<p class="meta">{escape(say("minutes", lang, n=meeting.minutes))} · {escape(meeting.audience(lang))}</p>',
        f'<div class="note"><p>{escape(say("review", lang))}</p><p>{escape(say("purpose", lang))}</p></div>',
        f'<h2>{escape(say("guide", lang))}</h2>', stages,
        f'<h2>{escape(say("run", lang))}</h2><p>{escape(say("run.how", lang))}</p><p><code>{escape(command)}</code></p>'
        f'<p class="small">{escape(say("run.read", lang, outcomes=", ".join(_outcomes(meeting, lang))))}</p><p class="small">{escape(say("rule", lang))}</p>',
        first=True,
    )


def _outcomes(meeting: Meeting, lang: str) -> list[str]:
    from simulation.outcomes import BY_NAME

    return [BY_NAME[one].label(lang) for one in meeting.outcomes]


def _rounds(meeting: Meeting, lang: str) -> str:
    """What was played, what was expected, and what came, a table for each round."""
    heads = "".join(f'<th scope="col">{escape(say(key, lang))}</th>' for key in ("round.outcome", "round.expected", "round.came"))
    tables = []
    for k in range(len(meeting.rounds)):
        rows = "".join(f'<tr><td>{escape(one)}</td><td class="blank"></td><td class="blank"></td></tr>' for one in _outcomes(meeting, lang))
        cards = " · ".join("_" * 22 for _ in range(meeting.cards_a_round))
        tables.append(
            f'<div class="part"><h3>{escape(say("round", lang, n=k + 1, begin=meeting.rounds[k], end=weeks_after(meeting, k + 1)))}</h3><p>{escape(say("round.cards", lang))} {cards}</p>'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )
    return sheet(f'<h2>{escape(say("rounds", lang))}</h2><p>{escape(say("rounds.how", lang, n=meeting.cards_a_round))}</p>', *tables, kind="rounds")


def _briefs(meeting: Meeting, lang: str) -> list[str]:
    """Two briefings on a sheet."""
    return [
        sheet(f'<p class="scissors">{escape(say("cut", lang))}</p>' + "".join(_brief(team, lang) for team in meeting.teams[k : k + 2]))
        for k in range(0, len(meeting.teams), 2)
    ]


def _brief(team: Team, lang: str) -> str:
    told = [("brief.want", team.want), ("brief.worry", team.worry), ("brief.know", team.know)]
    rows = "".join(f"<dt>{escape(say(key, lang))}</dt><dd>{escape(words(lang))}</dd>" for key, words in told)
    cards = escape(", ".join(card.title(lang) for card in team.cards))
    return (
        f'<div class="brief"><h3>{escape(team.title(lang))}</h3>{paragraphs(team.who(lang))}<dl>{rows}<dt>{escape(say("brief.cards", lang))}</dt><dd>{cards}</dd>'
        f'<dt>{escape(say("brief.sentence", lang))}</dt><dd><p class="write"></p></dd></dl><p class="small" style="margin-top:3mm">{escape(say("brief.respect", lang))}</p></div>'
    )


def _cards(meeting: Meeting, lang: str) -> list[str]:
    """Eight cards on a sheet."""
    every = [_card(team, card, lang) for team in meeting.teams for card in team.cards]
    return [sheet(f'<p class="scissors">{escape(say("cut", lang))}</p><div class="grid">{"".join(every[k : k + 8])}</div>') for k in range(0, len(every), 8)]


def _card(team: Team, card: Card, lang: str) -> str:
    return (
        f'<div class="card"><p class="owner">{escape(team.title(lang))} · <code>{escape(f"{team.name}={card.name}")}</code></p><h3>{escape(card.title(lang))}</h3>'
        f'{paragraphs(card.text(lang))}<p class="price"><b>{escape(say("card.price", lang))}</b> {escape(card.price(lang))}</p></div>'
    )


def _questions(meeting: Meeting, lang: str, when: str) -> str:
    asked = "".join(_scale(k, one, lang) for k, one in enumerate(meeting.questions, 1))
    return sheet(f'<h2>{escape(say(f"questions.{when}", lang))}</h2><p>{escape(say("questions.how", lang))}</p>{asked}')


def _scale(k: int, asked: Scale, lang: str) -> str:
    boxes = "".join(f'<span class="box">{n}</span>' for n in range(1, POINTS + 1))
    return f'<div class="part"><p class="q">{k}. {escape(asked.text(lang))}</p><p class="line">{escape(asked.low(lang))} {boxes} {escape(asked.high(lang))}</p></div>'


def _debrief(meeting: Meeting, lang: str) -> str:
    notes = f"<table><thead><tr><th>{escape(say('notes', lang))}</th></tr></thead><tbody>{blank_rows(1, 4)}</tbody></table>"
    return sheet(
        f'<h2>{escape(say("part.debrief", lang))}</h2>', bullets([one(lang) for one in meeting.debrief], "ol"),
        f'<h2>{escape(say("left_out", lang))}</h2>', bullets([one(lang) for one in meeting.left_out]), notes,
    )
