"""What a lesson and a role play have in common: what it is called, for whom it is, and the worlds that a class lives."""

from __future__ import annotations

from dataclasses import dataclass, field

from experiments.classroom.texts import LONG, languages_of, many_words, words_in
from experiments.study_file import share
from simulation import Words
from simulation.scenario.reading import Table

HEAD_KEYS = ("schema", "kind", "name", "languages", "title", "about", "audience", "minutes", "system", "seed", "weeks", "replicates", "scale", "left_out")


@dataclass(frozen=True, kw_only=True)
class Head:
    """The part of a file that is the same for a lesson and for a role play."""

    name: str
    languages: tuple[str, ...]
    title: Words
    about: Words
    audience: Words
    minutes: int
    system: str
    seed: int
    weeks: int
    replicates: int
    scale: float
    left_out: tuple[Words, ...]
    origin: str = field(default="", compare=False)


def read_head(table: Table, file: str, least_minutes: int) -> Head:
    """Read the common part; mistakes are noted in the table's book."""
    languages = languages_of(table)
    return Head(
        name=table.id("name"), languages=languages, title=words_in(table, "title", languages),
        about=words_in(table, "about", languages, LONG, lines=True), audience=words_in(table, "audience", languages, 400),
        minutes=table.whole("minutes", least_minutes, 480), system=table.text("system"), seed=table.whole("seed", 0, 2**63 - 1, 1),
        weeks=table.whole("weeks", 13, 520), replicates=table.whole("replicates", 2, 32), scale=share(table),
        left_out=many_words(table, "left_out", languages, 1, 12), origin=file,
    )
