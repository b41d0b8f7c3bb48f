"""The documents say what is true today: generated parts, quoted commands, examples."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.arguments import read
from experiments.command import parser
from experiments.focus_groups import sites_of
from simulation.scenario import load, load_arm
from simulation.week import WEEK

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def fences(page: Path, *languages: str) -> list[str]:
    """The fenced blocks of a page in one of these languages."""
    return [body for language, body in FENCE.findall(page.read_text(encoding="utf-8")) if language in languages]


def quoted_commands() -> list[tuple[str, list[str]]]:
    """(page, arguments) of every command line of minga that a page quotes."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        pieces = [line for body in fences(page, "", "sh", "bash", "powershell", "text") for line in body.splitlines()]
        pieces += CODE.findall(FENCE.sub("", text))
        for piece in pieces:
            for part in piece.replace("\\", "/").split("&&"):
                words = part.split("#")[0].split()
                if words and words[0].rpartition("/")[2] in ("minga", "minga.exe") and len(words) > 1:
                    found.append((page.name, shlex.split(part, comments=True)[1:]))
    return found


BLOCKS = fences(ROOT / "README.md", "python")
COMMANDS = quoted_commands()


def test_the_generated_parts_of_the_model_page_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build.py"), "--check"], capture_output=True, text=True, encoding="utf-8", cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def test_every_process_of_the_week_has_its_own_words() -> None:
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    barriers = {p.name for p in WEEK if p.contribute is not None and p.kernel is None}
    for process in WEEK:
        heading = f"| `{process.name}` |" if process.name in barriers else f"### `{process.name}`"
        assert heading in text, f"docs/model.md does not describe {process.name}"


def test_pages_quote_commands() -> None:
    assert len(COMMANDS) >= 10


@pytest.mark.parametrize(("page", "arguments"), COMMANDS, ids=[" ".join(a) for _, a in COMMANDS])
def test_a_quoted_command_can_be_typed(page: str, arguments: list[str]) -> None:
    if len(arguments) == 1:
        arguments = [*arguments, "--help"]  # a command called by its name
    try:
        options = read(parser(), arguments)
    except SystemExit as left:
        assert left.code == 0, f"{page}: minga {shlex.join(arguments)}"
        return
    if (getattr(options, "system", None) or "").startswith("./"):
        return  # a place that the reader has made; tests/places follows those pages
    if options.command == "interview" and sites_of(options.system):
        assert all(load(site).centres for site in sites_of(options.system))
        return
    if getattr(options, "system", None):
        system = load(options.system)
        for item in getattr(options, "settings", []):
            key, _, value = item.partition("=")
            system.setting({key: float(value)})
        for policy in getattr(options, "policy", []):
            if not policy.endswith(".toml"):
                system.with_policies(*load_arm(policy))


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_python_example_of_the_readme_runs(number: int, tmp_path: Path) -> None:
    script = tmp_path / "example.py"
    script.write_text(BLOCKS[number], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(script)], capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            file, _, heading = target.partition("#")
            if ":" in file:
                continue
            there = (page.parent / file).resolve() if file else page
            if not there.exists() or (heading and heading not in headings(there)):
                broken.append(f"{page.name}: {target}")
    assert not broken, "; ".join(broken)


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as repository hosts make them."""
    lines = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}
