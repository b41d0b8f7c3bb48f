"""Reading a command line: what an argument may be, and one line about the first that cannot be used.

Nothing heavy is loaded unless something is wrong, so that ``minga --help`` answers at once. A line has the form
of every other mistake (``InputError``): which option, what was found, what is allowed, what was probably meant.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, NoReturn, TypeVar

T = TypeVar("T")
Both = tuple[str, str]
"""A text in English and in Spanish."""
LANGUAGES = ("en", "es")
LINE: Both = ("{key}: found {found}, allowed {allowed}", "{key}: encontrado {found}, permitido {allowed}")
MEANT: Both = ("; did you mean {0}?", "; ¿quiso decir {0}?")
NOTHING: Both = ("nothing", "nada")
NO_VALUE: Both = ("the option alone, without a value", "la opción sola, sin valor")
NO_MORE: Both = ("no more than {0}", "no más que {0}")
NO_WORD: Both = ("options only", "solo opciones")
OPTION: Both = ("option of {0}", "opción de {0}")
ARGUMENT: Both = ("argument of {0}", "argumento de {0}")
AFTER: Both = ("{0}; others after the command", "{0}; las demás tras la orden")
COMMAND: Both = ("command", "orden")
WIDTH = 600


class RefusedError(Exception):
    """A command line that cannot be used; ``line`` says why, in the language that it asked for."""

    def __init__(self, key: str | Both, found: str | Both, allowed: str | Both, nearest: str | None = None) -> None:
        super().__init__(key, found, allowed, nearest)
        self.key, self.found, self.allowed, self.nearest = key, found, allowed, nearest

    def line(self, lang: str = "en") -> str:
        """One line without a character that a terminal would obey."""
        from simulation.scenario.files import shortened

        k = LANGUAGES.index(lang)
        said = {name: text if isinstance(text := getattr(self, name), str) else text[k] for name in ("key", "found", "allowed")}
        meant = MEANT[k].format(shortened(self.nearest)) if self.nearest else ""
        return LINE[k].format(**{name: shortened(text, WIDTH) for name, text in said.items()}) + meant


class Reader(Generic[T]):
    """What an argument may be: how its text is read, and how that is said."""

    def __init__(self, read: Callable[[str], T | None], allowed: Both, among: Sequence[str] = ()) -> None:
        self.read, self.allowed, self.among = read, allowed, tuple(among)

    def __call__(self, text: str) -> T:
        """The value of a text.

        Raises:
            ArgumentTypeError: there is none; ``read`` below says it in one line.

        """
        value = self.read(text)
        if value is None:
            raise _UnfitError(text, self)
        return value


class _UnfitError(argparse.ArgumentTypeError):
    def __init__(self, found: str, reader: Reader[Any]) -> None:
        super().__init__(found)
        self.found, self.reader = found, reader


def whole(low: int, high: int) -> Reader[int]:
    """An argument that is a whole number between two ends."""

    def read(text: str) -> int | None:
        try:
            number = int(text)
        except ValueError:
            return None
        return number if low <= number <= high else None

    return Reader(read, (f"a whole number from {low} to {high}", f"un número entero de {low} a {high}"))


def above(low: float, high: float) -> Reader[float]:
    """An argument that is a number above one end, up to the other."""
    allowed = (f"a number above {low:g}, at most {high:g}", f"un número mayor que {low:g}, a lo más {high:g}")
    return Reader(lambda text: _number(text, lambda x: low < x <= high), allowed)


def between(low: float, high: float) -> Reader[float]:
    """An argument that is a number from one end to the other."""
    allowed = (f"a number from {low:g} to {high:g}", f"un número de {low:g} a {high:g}")
    return Reader(lambda text: _number(text, lambda x: low <= x <= high), allowed)


def _number(text: str, fits: Callable[[float], bool]) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if fits(number) else None


def one_of(words: Iterable[str]) -> Reader[str]:
    """An argument that is one of a few words."""
    every = tuple(words)
    said = ", ".join(every)
    return Reader(lambda text: text if text in every else None, (f"one of {said}", f"una de {said}"), every)


class Arguments(argparse.ArgumentParser):
    """A parser that leaves mistakes to ``read``, where argparse would print its usage and end the program."""

    def __init__(self, **told: Any) -> None:
        super().__init__(exit_on_error=False, **told)
        self.commands: Mapping[str, argparse.ArgumentParser] = {}

    def error(self, message: str) -> NoReturn:
        """Hand a mistake on that belongs to no single argument."""
        raise argparse.ArgumentError(None, message)


def read(top: Arguments, arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command line.

    Raises:
        RefusedError: it cannot be used.

    """
    try:
        options, left = top.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        raise _refused(top, arguments, [], error) from None
    if left:
        raise _refused(top, arguments, left, None)
    return options


def language(arguments: Sequence[str]) -> str:
    """Which language a command line asks for that could not be read."""
    asked = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    asked += [after for word, after in itertools.pairwise(arguments) if word == "--lang"]
    return asked[0] if asked and asked[0] in LANGUAGES else "en"


def _refused(top: Arguments, arguments: Sequence[str], left: Sequence[str], error: argparse.ArgumentError | None) -> RefusedError:
    from simulation.scenario.files import nearest, shown

    word = next((one for one in arguments if not one.startswith("-")), None)
    before = arguments[: arguments.index(word)] if word is not None else arguments
    for one in before:
        if one.startswith("-") and not _options(top, one):
            return _no_option(top, "minga", one)
    if word is None:
        return RefusedError(COMMAND, NOTHING, ", ".join(top.commands))
    command = top.commands.get(word)
    if command is None:
        return RefusedError(COMMAND, shown(word), ", ".join(top.commands), nearest(word, top.commands))
    after = arguments[len(before) + 1 :]
    for one in after[: after.index("--")] if "--" in after else after:
        # argparse takes such a word for an option wherever it stands, and may complain of another place for it
        if one.startswith("--") and " " not in one and len(_options(command, one)) != 1:
            return _no_option(command, word, one)
    if error is not None:
        return _at_fault(command, word, error)
    if left[0].startswith("-"):
        return _no_option(command, word, left[0])
    names = [str(action.metavar or action.dest) for action in _actions(command) if not action.option_strings]
    allowed = (NO_MORE[0].format(", ".join(names)), NO_MORE[1].format(", ".join(names))) if names else NO_WORD
    return RefusedError(_of(ARGUMENT, word), shown(left[0]), allowed)


def _at_fault(command: argparse.ArgumentParser, word: str, error: argparse.ArgumentError) -> RefusedError:
    """What is wrong with an argument that is known by its name, or with one that is not there."""
    from simulation.scenario.files import nearest, shown

    # argparse names a missing argument in its sentence only
    missing = error.message.rpartition(": ")[2].split(", ")[0]
    name = error.argument_name or missing
    action = next((one for one in _actions(command) if name in ("/".join(one.option_strings), one.metavar, one.dest)), None)
    if action is None:
        return RefusedError(_of(ARGUMENT, word), shown(error.message), f"`minga {word} --help`")
    key = action.option_strings[-1] if action.option_strings else action.dest if str(action.metavar).startswith("{") else name
    unfit = error.__context__
    if isinstance(unfit, _UnfitError):
        return RefusedError(key, shown(unfit.found), unfit.reader.allowed, nearest(unfit.found, unfit.reader.among))
    if action.nargs == 0:
        return RefusedError(key, shown(error.message.partition("'")[2].rpartition("'")[0]), NO_VALUE)
    if isinstance(action.type, Reader):
        return RefusedError(key, NOTHING, action.type.allowed)
    return RefusedError(key, NOTHING, (action.help or "a value", f"un valor (`minga {word} --help`)"))


def _no_option(command: argparse.ArgumentParser, word: str, found: str) -> RefusedError:
    """An option that there is not, or one cut so short that it may be several."""
    from simulation.scenario.files import nearest, shown

    stem = found.partition("=")[0]
    every = [name for action in _actions(command) for name in action.option_strings if name.startswith("--")]
    several = [name for name in every if name.startswith(stem)] if len(stem) > 2 else []
    allowed = ", ".join(several or every)
    return RefusedError(_of(OPTION, word), shown(stem), _of(AFTER, allowed) if word == "minga" else allowed, nearest(stem, every))


def _options(command: argparse.ArgumentParser, found: str) -> list[str]:
    """The options that a word may mean: itself, or those that begin with it."""
    stem = found.partition("=")[0]
    every = [name for action in _actions(command) for name in action.option_strings]
    return [stem] if stem in every else [name for name in every if stem != "--" and name.startswith(stem)]


def _actions(command: argparse.ArgumentParser) -> list[argparse.Action]:
    # argparse has no public list of a parser's arguments
    return command._actions


def _of(text: Both, word: str) -> Both:
    return text[0].format(word), text[1].format(word)
