"""Explanations as text of a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from experiments.explain import Facts, Thing
from experiments.listing import SHOWN
from experiments.terminal import paragraph, table, width_of_terminal
from experiments.wording import encodable
from experiments.words import brief, name, number, text
from experiments.words_columns import meaning
from simulation import Words

INDENT = 2


def as_json(things: Sequence[Thing], lang: str, measured: Any = None) -> str:
    """What is known, with English codes; texts in the language asked for."""

    def plain(value: Any) -> Any:
        if isinstance(value, Words):
            return value(lang)
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items()}
        return [plain(v) for v in value] if isinstance(value, list | tuple) else value

    told = [{"kind": t.kind, "name": t.name, "facts": plain(t.facts)} for t in things]
    return json.dumps({"found": told, **({"measured": measured} if measured else {})}, indent=1, ensure_ascii=False)


def as_text(things: Sequence[Thing], lang: str = "en", width: int | None = None) -> str:
    """Every thing of the name, one after another."""
    width = width or width_of_terminal()
    said: list[str] = []
    for thing in things:
        head = f"{thing.name} ({text(f'one.{thing.kind}', lang)})"
        said += ["", head, "=" * min(len(head), width), *_Told(lang, width).of(thing)]
    return encodable("\n".join(said[1:]))


class _Told:
    def __init__(self, lang: str, width: int) -> None:
        self.lang, self.width = lang, width

    def of(self, thing: Thing) -> Iterator[str]:
        """The lines on one thing."""
        kind = {"mechanism": "process", "barrier": "process", "activity": "process", "programme": "process"}.get(thing.kind, thing.kind)
        yield from getattr(self, kind)(thing.facts)

    def t(self, key: str, **values: object) -> str:
        return text(key, self.lang, **values)

    def line(self, key: str, said: str, indent: int = 0) -> str:
        """A labelled line; "none" where there is nothing."""
        return paragraph(f"{self.t(key)}: {said or self.t('x.none')}", indent, self.width, INDENT)

    def listed(self, key: str, every: Sequence[str], indent: int = 0) -> str:
        return self.line(key, ", ".join(every), indent)

    def head(self, key: str) -> list[str]:
        return ["", paragraph(self.t(key), width=self.width)]

    def stands(self) -> str:
        """The label of what was taken from a source, which is kept in English."""
        return self.t("x.stands") + ("" if self.lang == "en" else f" ({self.t('x.english')})")

    def unit(self, unit: str) -> str:
        return name("unit", unit, self.lang).format(money="").strip()

    def range(self, v: Facts) -> str:
        if v.get("choices"):
            return ", ".join(v["choices"])
        return "" if v["low"] == v["high"] else self.t("to", low=brief(v["low"], self.lang), high=brief(v["high"], self.lang))

    def values(self, rows: Sequence[Facts], first: Sequence[str]) -> str:
        """A table of values with their ranges and badges; ``first`` are the columns before them."""
        labels = {"system": "x.system", "name": "list.name", "place": "x.place", "meaning": "list.meaning"}
        heads = [self.t(labels[f]) for f in first] + [self.t(f"list.{k}") for k in ("value", "range", "grade")] + [self.t("x.source")]
        lines = []
        for v in rows:
            told = [v[f](self.lang) if isinstance(v[f], Words) else v[f] or self.t("x.everywhere") for f in first]
            source = "" if v["source"] == "judged" else v["source"]
            lines.append([*told, brief(v["value"], self.lang), self.range(v), name("badge", v["grade"], self.lang), source])
        return table(heads, lines, self.width, right=(len(first),))

    def rules(self, every: Sequence[Facts], own: str = "") -> Iterator[str]:
        for p in every:
            also = f" ({self.t('x.also')})" if own and p["process"] != own else ""
            yield paragraph(f"{p['process']}{also}: {p['sentence'](self.lang)} [{p['file']}]", INDENT, self.width, INDENT)

    def moved(self, m: Facts, hint: bool = False) -> Iterator[str]:
        yield from self.head("x.moves")
        if m["columns"]:
            yield self.listed("x.columns", m["columns"], INDENT)
        if m["channels"]:
            yield self.listed("x.channels", m["channels"], INDENT)
        for key, which in (("x.direct", "outcomes"), ("x.next", "then_read_by"), ("x.further", "then_outcomes")):
            yield self.listed(key, m[which], INDENT)
        if hint:
            yield paragraph(self.t("x.hint"), INDENT, self.width)

    def parameter(self, f: Facts) -> Iterator[str]:
        """Meaning, values, sources, who uses it, what it can move."""
        yield self.line("x.meaning", f["meaning"](self.lang))
        scope = self.t(f"scope.{f['scope']}")
        yield self.line("x.kind", f"{name('kind', f['kind'], self.lang)}, {scope}")
        yield self.line("x.unit", self.unit(f["unit"]))
        yield from self.head("x.values")
        if len({v["name"] for v in f["values"]}) > 1:
            of_key = [{**v, "name": "[" + v["name"].partition("[")[2]} for v in f["values"]]
            yield self.values(of_key, ("system", "name", "place"))
        else:
            yield self.values(f["values"], ("system", "place"))
        yield from self.head("x.source")
        for s in f["sources"]:
            yield paragraph(f"{s['key']}: {s['citation']} [{name('mark', s['mark'], self.lang)}]", INDENT, self.width, INDENT)
            yield paragraph(f"{self.stands()}: {s['where']}", 2 * INDENT, self.width, INDENT)
        if not f["sources"]:
            yield paragraph(self.t("x.no_source"), INDENT, self.width)
        yield from self.head("x.used")
        yield from self.rules(f["used_by"], f["declared_by"]["process"])
        if f["reckoning"]:
            yield paragraph(f"{self.t('x.reckoning')} [{f['reckoning']}]", INDENT, self.width)
        if f["peopling"]:
            yield paragraph(f"{self.t('x.peopling')} [{f['peopling']}]", INDENT, self.width)
        yield from self.moved(f["moves"], hint=True)

    def process(self, f: Facts) -> Iterator[str]:
        """Sentence, file, parameters, what it touches."""
        yield self.line("x.sentence", f["sentence"](self.lang))
        yield self.line("x.order", self.t("x.order_of", k=f["order"], n=f["of"]))
        yield self.line("x.file", f["file"])
        yield self.listed("x.rests", f["sources"])
        yield self.listed("x.reads", f["reads"])
        yield self.listed("x.writes", f["writes"])
        yield self.listed("x.channels", [*(f"< {c}" for c in f["channels_read"]), *(f"> {c}" for c in f["channels_written"])])
        yield self.listed("x.counts", f["counts"])
        if f["parameters"]:
            yield from self.head("x.parameters")
            yield self.values(f["parameters"], ("name", "meaning"))
        yield from self.moved(f["moves"])

    def outcome(self, f: Facts) -> Iterator[str]:
        """Definition, unit, and where it is counted."""
        yield self.line("x.title", f["title"](self.lang) + (f" ({self.t('x.headline')})" if f["headline"] else ""))
        yield self.line("x.definition", f["definition"](self.lang))
        yield self.line("x.unit", self.unit(f["unit"]))
        yield self.line("x.better", self.t({"higher": "better.up", "lower": "better.down"}.get(f["better"], "better.none")))
        yield self.line("x.scalable", self.t("x.yes" if f["scalable"] else "x.no"))
        yield self.listed("x.counted", f["counts"])
        yield from self.head("x.counted_in")
        yield from self.rules(f["counted_in"])

    def column(self, f: Facts) -> Iterator[str]:
        """Meaning, unit, codes, and who writes and reads it."""
        yield self.line("x.meaning", meaning(f["meaning"], self.lang))
        yield self.line("x.unit", self.unit(f["unit"]))
        if f["codes"]:
            yield self.listed("x.codes", f["codes"])
        yield self.line("x.start", number(f["start"], self.lang, 0 if f["start"] == int(f["start"]) else 2))
        yield self.listed("x.written_by", f["written_by"])
        yield self.listed("x.read_by", f["read_by"])

    def channel(self, f: Facts) -> Iterator[str]:
        """Meaning, and who writes and reads it."""
        yield self.line("x.meaning", meaning(f["meaning"], self.lang))
        yield self.line("x.over", self.t(f"over.{f['over']}"))
        yield self.line("x.base", f"{brief(f['base'], self.lang)} ({self.unit(f['unit'])})")
        yield self.listed("x.written_by", f["written_by"])
        yield self.listed("x.read_by", f["read_by"])
        yield from self.moved(f["moves"])

    def source(self, f: Facts) -> Iterator[str]:
        """The work, what was taken, and what rests on it."""
        yield self.line("x.cited", f["citation"])
        yield paragraph(f"{self.stands()}: {f['where']}", width=self.width, hanging=INDENT)
        yield self.line("x.mark", name("mark", f["mark"], self.lang))
        yield self.listed("x.by_parameters", f["parameters"])
        yield self.listed("x.by_processes", f["processes"])

    def policy(self, f: Facts) -> Iterator[str]:
        """Title, story, steps."""
        yield self.line("x.title", f["title"](self.lang))
        yield self.line("x.about", f["about"](self.lang))
        yield from self.head("x.steps")
        for s in f["steps"]:
            opens = s["change"] == "open"
            change = self.t("step.open", x="") if opens else self.t(f"step.{s['change']}", x=brief(s["amount"], self.lang))
            when = self.t("step.when" if s["until"] is None else "step.until", a=s["from"], b=s["until"])
            cost = ""
            if s["once"] is not None:
                badge, per = name("badge", s["grade"], self.lang), name("per", s["per"], self.lang)
                cost = f"; {self.t('head.cost')}: {self.t('x.cost', once=brief(s['once'], self.lang), year=brief(s['per_year'], self.lang), per=per)} ({badge})"
            ramp = f", {self.t('head.ramp')}: {s['ramp']}" if s["ramp"] else ""
            yield paragraph(f"{s['what']}: {change.rstrip(': ')} ({self.t('head.when')}: {when}{ramp}){cost}", INDENT, self.width, INDENT)

    def system(self, f: Facts) -> Iterator[str]:
        """Title, story, places, values of its own."""
        yield self.line("x.title", f["title"](self.lang))
        yield self.line("x.about", f["about"](self.lang))
        numbers = {k: number(v, self.lang, 0) for k, v in (("districts", f["districts"]), ("zones", f["zones"]), ("people", f["people"]), ("centres", len(f["centres"])))}
        yield self.line("x.places", self.t("x.districts", **numbers))
        yield from self.head("x.own_values")
        yield self.values(f["own"], ("name", "place")) if f["own"] else self.t("x.none")

    def disorder(self, f: Facts) -> Iterator[str]:
        """The numbers of this group."""
        yield from self.head("x.parameters")
        yield self.values(f["parameters"], ("name", "meaning"))

    def code(self, f: Facts) -> Iterator[str]:
        """The codes."""
        yield self.listed("x.codes", f["codes"])


def kinds() -> tuple[str, ...]:
    """Kinds that can be listed."""
    return tuple(SHOWN)
