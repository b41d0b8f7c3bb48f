"""A command line that cannot be used is one line that says why, with exit code 3; nothing is lived or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.arguments import LANGUAGES, Reader, RefusedError, read
from experiments.command import INVALID, main, parser
from simulation import InputError

PARSER = parser()
COMMANDS = sorted(PARSER.commands)


def options_of(name: str) -> list[tuple[str, object]]:
    """(option, what reads it) of a command, each once."""
    return [(a.option_strings[-1], a.type) for a in PARSER.commands[name]._actions if a.option_strings and a.dest != "help"]


def takes_no_value(name: str) -> list[str]:
    """Options that stand alone."""
    return [a.option_strings[-1] for a in PARSER.commands[name]._actions if a.nargs == 0 and a.dest != "help"]


def arguments_of(name: str) -> list[str]:
    """A word for each argument without a dash, so that nothing but the mistake is wrong."""
    found = []
    for action in PARSER.commands[name]._actions:
        if not action.option_strings:
            found.append(action.type.among[0] if isinstance(action.type, Reader) else "peru")
    return found


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """What a command line that cannot be used prints, which is one line, while nothing is written."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> str:
        assert main(list(words)) == INVALID, words
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1 and err.startswith("minga: ") and "usage" not in err, (words, out, err)
        assert list(tmp_path.iterdir()) == []
        return err

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_a_bad_value_of_any_option_is_named_with_what_is_allowed(name: str, told) -> None:
    for option, reader in options_of(name):
        if isinstance(reader, Reader):
            for bad in ("x", "-1", "9" * 30):
                assert f'{option}: found "{bad}", allowed {reader.allowed[0]}' in told(name, *arguments_of(name), option, bad)
            if option != "--lang":
                assert f"permitido {reader.allowed[1]}" in told(name, *arguments_of(name), option, "x", "--lang", "es")


@pytest.mark.parametrize("bad", ["", " ", "nan", "inf", "1e400", "0x10", "½", "\x1b[31m", "9" * 5000, "\udcff", "-"])
def test_no_text_is_taken_for_a_number_that_it_is_not(bad: str, told) -> None:
    for option in ("--scale", "--weeks", "--seed"):
        said = told("run", "peru", option, bad)
        assert said.startswith(f"minga: {option}: found ") and "\x1b" not in said and len(said) < 200


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_without_its_value_is_named(name: str, told) -> None:
    for option, _ in options_of(name):
        if option not in takes_no_value(name):
            assert f"{option}: found nothing, allowed " in told(name, *arguments_of(name), option)


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_that_there_is_not_gets_the_nearest(name: str, told) -> None:
    for option, _ in options_of(name):
        wrong = option[:-1] + "qq"
        assert f'option of {name}: found "{wrong}"' in (said := told(name, *arguments_of(name), f"{wrong}=1")) and "--lang" in said
        assert "did you mean --" in said or len(option) < 6
    assert told(name, "--q-q") == told(name, *arguments_of(name), "--q-q")  # whatever else is missing
    assert f'option of {name}: found "-7x"' in told(name, *arguments_of(name), "-7x")


@pytest.mark.parametrize("name", COMMANDS)
def test_an_argument_too_few_or_too_many_is_named(name: str, told) -> None:
    actions = [a for a in PARSER.commands[name]._actions if not a.option_strings]
    for action in actions:
        if action.required and action.nargs != "*":  # which argparse calls required, and is not
            assert f"{action.metavar or action.dest}: found nothing, allowed {action.help}\n" in told(name)
            assert "encontrado nada" in told(name, "--lang=es")
    if all(a.nargs in (None, "?") for a in actions):
        assert f'argument of {name}: found "surplus"' in told(name, *arguments_of(name), "surplus")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_value_for_an_option_that_takes_none_is_named(name: str, told) -> None:
    for option in takes_no_value(name):
        assert f'{option}: found "3", allowed the option alone' in told(name, *arguments_of(name), f"{option}=3")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_misspelt_command_gets_the_nearest(name: str, told) -> None:
    assert f'command: found "{name}q"' in (said := told(f"{name}q")) and "did you mean" in said
    assert "¿quiso decir" in told(f"{name}q", "--lang", "es")


def test_a_misspelt_choice_gets_the_nearest(told) -> None:
    assert told("list", "polices").endswith("did you mean policies?\n")
    assert told("sweep", "peru", "--executor", "slrum").endswith("did you mean slurm?\n")
    assert told("list", "--lang", "fr") == 'minga: --lang: found "fr", allowed one of en, es\n'


def test_an_option_before_the_command_belongs_after_it(told) -> None:
    assert "--help, --version; others after the command" in told("--json", "list")


def test_an_option_cut_too_short_names_those_that_it_may_be(told) -> None:
    assert told("trial", "cti-ts", "--trial", "x").startswith("minga: --trials")  # the rest of a name may be left out
    assert "allowed --scale, --seed, --set" in told("run", "peru", "--s", "3").replace("--seed, --scale", "--scale, --seed")


def test_the_line_has_the_form_of_every_other_mistake() -> None:
    with pytest.raises(RefusedError) as caught:
        read(PARSER, ["compar"])
    refused = caught.value
    assert isinstance(refused.found, str) and isinstance(refused.allowed, str)
    known = str(InputError("", "command", refused.found, refused.allowed, refused.nearest))
    assert refused.line()[:60] == known[:60] and refused.line().endswith("; did you mean compare?") and known.endswith("; did you mean compare?")
    assert len({refused.line(lang) for lang in LANGUAGES}) == 2


@pytest.mark.parametrize("words", [
    ["compare", "peru"], ["run", "peru", "--policy", "a", "--policy", "b"], ["interview", "peru", "--policy", "a", "--policy", "b"],
    ["sensitivity", "peru", "--policy", "a", "--policy", "b"], ["discover", "peru", "--policy", "a", "--policy", "b"],
    ["interview", "upsides", "--with-users"], ["interview", "rfcmh", "--with-users"], ["interview", "peru", "--replicates", "2"],
])
def test_options_that_do_not_go_together_are_one_line_too(words: list[str], told) -> None:
    said = told(*words, "-q")
    assert "--" in said and "allowed " in said
