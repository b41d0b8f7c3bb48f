"""Lessons: files read with every mistake named, questions decided by the runs alone, words in both languages."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from experiments.classroom import lessons
from experiments.classroom.lesson import HIGHER, LOWER, UNDECIDED, Asks, answered, decided, interval
from experiments.classroom.new_lesson import lesson_text
from simulation import InputError

SHIPPED = lessons.names()
ASKS = Asks("plan", "baseline", "in_care", "everybody")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def wrong(tmp_path: Path, old: str, new: str) -> str:
    text = lesson_text("mine", "en")
    assert old in text
    with pytest.raises(InputError) as caught:
        lessons.load(written(tmp_path, text.replace(old, new, 1)))
    return "\n".join(caught.value.lines())


def test_seven_lessons_are_shipped_and_the_role_play_beside_them_is_none() -> None:
    assert len(SHIPPED) == 7
    assert "district-meeting" not in SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_lesson_names_only_what_exists(name: str) -> None:
    lesson = lessons.load(name)
    assert lesson.name == name
    assert lesson.languages == ("en", "es")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_lesson_says_everything_in_both_languages(name: str) -> None:
    lesson = lessons.load(name)
    words = [lesson.title, lesson.about, lesson.audience, *lesson.left_out, *(plan.title for plan in lesson.plans)]
    for part in lesson.parts:
        words += [part.title, part.text, *part.prompts, *part.choices, *part.reveal.values(), *([part.question] if part.question else [])]
    for one in words:
        assert one.en.strip() and one.es.strip() and one.en != one.es, one


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_lesson_has_words_for_each_answer_to_an_open_question(name: str) -> None:
    for part in lessons.load(name).parts:
        if part.asks and part.asks.cuts == (0.0,):
            assert set(part.reveal) == {LOWER, HIGHER, UNDECIDED}


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_is_told_of_a_lesson_holds_no_result(name: str, lang: str) -> None:
    told = lessons.told(name, lang)
    for step in told["steps"]:
        if step["kind"] == "predict":
            assert [one["value"] for one in step["choices"]][-1] == UNDECIDED
            assert not {"answer", "right", "correct"} & set(step)
        if step["kind"] == "explain":
            assert all(one["sentence"] == lessons.sentence_of(one["process"], lang) for one in step["mechanisms"])
    assert told["left_out"]


def test_words_about_people_are_respectful() -> None:
    banned = re.compile(r"suicid|schizophrenic|esquizofr[eé]nic|\bmad\b|\bloc[oa]s?\b|lunatic|junkie|adict[oa]s?\b|addicts?\b|sufferer|\bbeneficiari", re.I)
    for path in Path(lessons.find(SHIPPED[0])[0]).parent.glob("*.toml"):
        assert not banned.search(path.read_text(encoding="utf-8")), path.name


def test_a_new_lesson_is_valid_as_it_is_in_both_languages_of_its_comments(tmp_path: Path) -> None:
    for lang in ("en", "es"):
        assert lessons.load(written(tmp_path, lesson_text("mine", lang))).name == "mine"


def test_a_lesson_in_one_language_says_so_and_needs_no_other(tmp_path: Path) -> None:
    text = lesson_text("mine", "en")
    only = re.sub(r'en = "[^"]*", es =', "es =", text).replace('# languages = ["en"]', 'languages = ["es"] #')
    only = re.sub(r'(?m)^en = .*\n', "", only)
    lesson = lessons.load(written(tmp_path, only))
    assert lessons.told(lesson, "en")["lang"] == "es"
    assert lesson.title.en == lesson.title.es
    with pytest.raises(InputError) as caught:
        lessons.load(written(tmp_path, only.replace('languages = ["es"] #', "#")))
    assert ".en" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('outcome = "visits_made"', 'outcome = "visits_maid"', "did you mean visits_made?"),
        ('plan = "trips-paid", outcome', 'plan = "trip-paid", outcome', "did you mean trips-paid?"),
        ('policies = ["transport-money"]  ', 'policies = ["transport-mony"]  ', "did you mean transport-money?"),
        ('mechanisms = ["resources", "home_visits"]', 'mechanisms = ["resources", "home_visit"]', "did you mean home_visits?"),
        ('kind = "observe"', 'kind = "observ"', "did you mean observe?"),
        ('screen = "centre"', 'screen = "center"', "did you mean centre?"),
        ("minutes = 45 ", "minutes = 20 ", "with parts of 40 minutes"),
        ('system = "peru"', 'system = "perru"', "did you mean peru?"),
        ("weeks = 104 ", "weeks = 9000 ", "a whole number from 13 to 520"),
        ("seed = 1", "sead = 1", "did you mean seed?"),
        ('levers = ["resources.reimbursed_share"', 'levers = ["resources.reimbursed_shar"', "did you mean resources.reimbursed_share?"),
        ('name = "trips-paid"', 'name = "baseline"', "a name that no other plan has"),
    ],
)
def test_a_mistake_is_one_line_that_says_where_and_what_was_meant(tmp_path: Path, old: str, new: str, said: str) -> None:
    told = wrong(tmp_path, old, new)
    assert said in told
    assert "mine.toml" in told.splitlines()[0]


def test_a_lesson_without_what_the_model_leaves_out_is_refused(tmp_path: Path) -> None:
    text = lesson_text("mine", "en")
    with pytest.raises(InputError, match="left_out"):
        lessons.load(written(tmp_path, text[: text.index("[[left_out]]")]))


def test_a_class_guesses_before_it_looks(tmp_path: Path) -> None:
    text = lesson_text("mine", "en")
    first, second = text.index('[[part]]\nkind = "predict"'), text.index('[[part]]\nkind = "observe"')
    third = text.index('[[part]]\nkind = "explain"')
    swapped = text[:first] + text[second:third] + text[first:second] + text[third:]
    with pytest.raises(InputError, match="in the order predict, observe"):
        lessons.load(written(tmp_path, swapped))


def test_a_question_is_decided_only_where_the_whole_interval_lies_on_one_side() -> None:
    assert decided(ASKS, 0.1, 0.2) == HIGHER
    assert decided(ASKS, -0.2, -0.1) == LOWER
    assert decided(ASKS, -0.1, 0.2) == decided(ASKS, 0.0, 0.0) == decided(ASKS, math.nan, math.nan) == UNDECIDED


def test_a_size_is_decided_by_its_band() -> None:
    asks = Asks("plan", "baseline", "recovery", "everybody", (0.0, 1.0))
    assert [decided(asks, *ends) for ends in ((-2, -1), (0.2, 0.3), (2, 3), (0.5, 1.5))] == ["band-0", "band-1", "band-2", UNDECIDED]


def test_the_interval_of_a_mean_is_students() -> None:
    # 1, 2, 3, 4: mean 2.5, standard error sqrt(5/3)/2, quantile 3.182446 of t with 3 degrees of freedom
    mean, low, high = interval([1, 2, 3, 4, math.nan])
    half = 3.182446 * math.sqrt(5 / 3) / 2
    assert (mean, low, high) == pytest.approx((2.5, 2.5 - half, 2.5 + half), abs=1e-5)
    assert math.isnan(interval([1.0])[1])


def test_the_answer_pairs_replicates() -> None:
    # worlds differ far more than the plan moves any of them
    assert answered(ASKS, [10.1, 50.11, 90.1], [10.0, 50.0, 90.0]) == HIGHER
    assert answered(ASKS, [10.1, 49.0, 90.1], [10.0, 50.0, 90.0]) == UNDECIDED
