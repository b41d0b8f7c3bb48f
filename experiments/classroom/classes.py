"""Classes: a code, groups with names from a list, plans, predictions and votes, all in memory and gone when the server stops.

Nobody says who they are. A group keeps a token in its browser and comes back with it; the teacher keeps a key. What
others have planned and predicted is shown after the teacher reveals it.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.classroom.guard import RefusedError
from experiments.classroom.runs import HEARTBEAT, Run
from simulation import InputError
from simulation.scenario import shown

NAMES = (
    "Alpaca", "Llama", "Puma", "Jaguar", "Vicuña", "Iguana", "Koala", "Panda", "Tapir", "Orca", "Kiwi", "Mango", "Papaya", "Cacao", "Coral",
    "Aurora", "Luna", "Sol", "Nova", "Delta", "Oasis", "Sierra", "Pampa", "Magnolia", "Begonia", "Azalea", "Petunia", "Acacia", "Tango", "Salsa",
    "Samba", "Rumba", "Polka", "Piano", "Viola", "Maraca", "Bongo", "Banjo", "Marimba", "Quena", "Quipu", "Poncho", "Ceiba", "Tuna", "Yuca",
    "Anís", "Albatros", "Cóndor", "Inti", "Killa",
)
"""The same in both languages. With more groups than names a number follows."""
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
LETTERS_IN_CODE = 5
MOST_CLASSES, MOST_GROUPS, MOST_STEPS, MOST_CHOICES = 64, 80, 64, 12
LONGEST, LONGEST_ANSWER = 400, 400
"""Characters of a question, a choice, a step; and of an answer."""
IDLE = 12 * 3600.0
PAUSE = 0.15
"""Changes within so many seconds are told together."""


@dataclass
class Group:
    """One group of a class."""

    number: int
    name: str
    token: str
    plan: dict[str, Any] | None = None
    run: str = ""
    predictions: dict[str, Any] = field(default_factory=dict)
    votes: dict[str, str] = field(default_factory=dict)


@dataclass
class Class:
    """One class and what its teacher has set."""

    code: str
    key: str
    state: dict[str, Any] = field(default_factory=lambda: {"lesson": "", "step": 0, "frozen": False, "revealed": False, "question": ""})
    hands: dict[str, int] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    used: float = field(default_factory=time.monotonic)
    listeners: set[asyncio.Event] = field(default_factory=set)
    closed: bool = False

    def wake(self) -> None:
        """Tell all who listen."""
        self.used = time.monotonic()
        for one in self.listeners:
            one.set()

    def group(self, token: Any) -> Group:
        """Whose token it is.

        Raises:
            RefusedError: nobody's.
        """
        told = str(token).encode("utf-8", "replace") if isinstance(token, str) else b""
        for one in self.groups:
            if hmac.compare_digest(one.token.encode(), told):
                return one
        raise RefusedError(403, "join the class first", key="token")

    def is_teacher(self, key: Any) -> bool:
        """Whether a key is the teacher's."""
        return isinstance(key, str) and hmac.compare_digest(self.key.encode(), key.encode("utf-8", "replace"))

    def votes(self) -> dict[str, int]:
        """Votes on the question that is open, hands and devices together."""
        counts = dict(self.hands)
        for one in self.groups:
            choice = one.votes.get(str(self.state["question"]))
            if choice is not None:
                counts[choice] = counts.get(choice, 0) + 1
        return dict(sorted(counts.items()))

    def told(self, mine: Group | None, find: Callable[[str], Run | None]) -> dict[str, Any]:
        """The class as a group, or its teacher (None), may see it."""
        every = mine is None or bool(self.state["revealed"])
        groups = []
        for one in self.groups:
            seen = every or one is mine
            groups.append({
                "group": one.number, "name": one.name, "mine": one is mine, "plan": one.plan if seen else None, "run": one.run if seen else "",
                "planned": one.plan is not None, "predicted": one.predictions if seen else dict.fromkeys(one.predictions, True),
                "voted": str(self.state["question"]) in one.votes, "rows": rows_of(find(one.run)) if seen and one.run else [],
            })
        return {"code": self.code, **self.state, "votes": self.votes(), "groups": groups}


def rows_of(run: Run | None) -> list[dict[str, Any]]:
    """Headline differences of a group's run so far, of everybody."""
    if run is None or run.ready < 2:
        return []
    return [
        {key: row[key] for key in ("outcome", "unit", "better", "baseline", "difference", "low", "high", "replicates")}
        for row in json.loads(run.told_rows())["rows"] if row["group"] == "everybody"
    ]


class Classes:
    """All classes of a server.

    Args:
        check: of a plan; raises what is wrong with it and gives it as it is told.
        find: a run by its name.
    """

    def __init__(self, check: Callable[[Any], dict[str, Any]], find: Callable[[str], Run | None]) -> None:
        self._check, self._find = check, find
        self._classes: OrderedDict[str, Class] = OrderedDict()

    def new(self) -> dict[str, str]:
        """A new class: its code and its teacher's key."""
        now = time.monotonic()
        for code, one in list(self._classes.items()):
            if now - one.used > IDLE:
                self._close(code)
        if len(self._classes) >= MOST_CLASSES:
            raise RefusedError(429, "too many classes are open: close one")
        code = "".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_CODE))
        while code in self._classes:
            code = "".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_CODE))
        made = self._classes[code] = Class(code, secrets.token_urlsafe(16))
        return {"code": code, "key": made.key}

    def get(self, code: str) -> Class:
        """A class by its code.

        Raises:
            RefusedError: there is none.
        """
        found = self._classes.get(code.upper())
        if found is None:
            raise RefusedError(404, "there is no class with this code")
        return found

    def join(self, code: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """A new group, or the one whose token comes back."""
        of = self.get(code)
        if told.get("token"):
            mine = of.group(told["token"])
        else:
            if len(of.groups) >= MOST_GROUPS:
                raise RefusedError(429, "the class is full")
            k = len(of.groups)
            name = NAMES[k % len(NAMES)] + (f" {k // len(NAMES) + 1}" if k >= len(NAMES) else "")
            mine = Group(k + 1, name, secrets.token_urlsafe(16))
            of.groups.append(mine)
            of.wake()
        return {"group": mine.number, "name": mine.name, "token": mine.token}

    def plan(self, code: str, told: Mapping[str, Any]) -> None:
        """A group's plan and its run."""
        of = self.get(code)
        mine = of.group(told.get("token"))
        if of.state["frozen"]:
            raise RefusedError(409, "the teacher has stopped the plans", key="frozen")
        plan, run = self._check(told.get("plan")), _short(told.get("run", ""), "run")
        mine.plan, mine.run = plan, run
        of.wake()

    def vote(self, code: str, told: Mapping[str, Any]) -> None:
        """A group's vote on the question that is open; it may be changed."""
        of = self.get(code)
        mine = of.group(told.get("token"))
        question, choice = _short(told.get("question"), "question"), _short(told.get("choice"), "choice")
        if not question or question != of.state["question"]:
            raise RefusedError(409, "this question is not open", key="question")
        if choice not in of.votes() and len(of.votes()) >= MOST_CHOICES:
            raise RefusedError(409, "there are no more choices", key="choice")
        mine.votes = {question: choice}
        of.wake()

    def predict(self, code: str, told: Mapping[str, Any]) -> None:
        """A group's prediction, locked as soon as it is sent."""
        of = self.get(code)
        mine = of.group(told.get("token"))
        step, answer = str(_step(told.get("step"))), told.get("answer")
        if answer is None or len(json.dumps(answer)) > LONGEST_ANSWER:
            raise InputError("", "answer", shown(answer), f"an answer of at most {LONGEST_ANSWER} characters")
        if step in mine.predictions:
            if mine.predictions[step] == answer:
                return
            raise RefusedError(409, "the prediction is locked", key="step")
        if len(mine.predictions) >= MOST_STEPS:
            raise RefusedError(409, "there are no more steps", key="step")
        mine.predictions[step] = answer
        of.wake()

    def steer(self, code: str, told: Mapping[str, Any]) -> None:
        """What the teacher sets: lesson, step, frozen, revealed, question, hands; or the end of the class."""
        of = self.get(code)
        if not of.is_teacher(told.get("key")):
            raise RefusedError(403, "only the teacher may do this", key="key")
        now: dict[str, Any] = {}
        for key in ("frozen", "revealed", "close"):
            if key in told and not isinstance(told[key], bool):
                raise InputError("", key, shown(told[key]), "true or false")
        now.update({key: told[key] for key in ("frozen", "revealed") if key in told})
        now.update({key: _short(told[key], key) for key in ("lesson", "question") if key in told})
        if "step" in told:
            now["step"] = _step(told["step"])
        hands = _hands(told["hands"]) if "hands" in told else None
        if now.get("question", of.state["question"]) != of.state["question"]:
            of.hands = {}
        of.state.update(now)
        if hands is not None:
            of.hands = hands
        if told.get("close"):
            self._close(of.code)
        of.wake()

    def _close(self, code: str) -> None:
        of = self._classes.pop(code)
        of.closed = True
        of.wake()

    def stream(self, code: str, token: str) -> AsyncIterator[str]:
        """Server-sent events of a class for a group or its teacher.

        Raises:
            RefusedError: no such class, or somebody who is not in it.
        """
        of = self.get(code)
        mine = None if of.is_teacher(token) else of.group(token)
        return self._stream(of, mine)

    async def _stream(self, of: Class, mine: Group | None) -> AsyncIterator[str]:
        turn = asyncio.Event()
        of.listeners.add(turn)
        said = ""
        try:
            yield "retry: 1000\n\n"
            while True:
                turn.clear()
                now = json.dumps(of.told(mine, self._find), separators=(",", ":"))
                if now != said:
                    said = now
                    yield f"event: state\ndata: {now}\n\n"
                if of.closed:
                    yield "event: closed\ndata: {}\n\n"
                    return
                try:
                    await asyncio.wait_for(turn.wait(), HEARTBEAT)
                    await asyncio.sleep(PAUSE)
                except TimeoutError:
                    yield ": here\n\n"
        finally:
            of.listeners.discard(turn)


def _short(value: Any, key: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise InputError("", key, shown(value), f"a text of at most {LONGEST} characters")
    return value


def _step(value: Any) -> int | str:
    if isinstance(value, str) and len(value) <= LONGEST:
        return value
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1000:
        raise InputError("", "step", shown(value), f"a whole number from 0 to 999, or a text of at most {LONGEST} characters")
    return value


def _hands(told: Any) -> dict[str, int]:
    if not isinstance(told, dict) or len(told) > MOST_CHOICES:
        raise InputError("", "hands", shown(told), f"a table of at most {MOST_CHOICES} choices and how many hands each has")
    for choice, many in told.items():
        if len(choice) > LONGEST or isinstance(many, bool) or not isinstance(many, int) or not 0 <= many <= 1000:
            raise InputError("", "hands", shown(many), "a whole number from 0 to 1000 for each choice")
    return dict(told)
