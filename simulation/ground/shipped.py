"""Where the data that come with the package are: inside it when installed, beside it in a clone."""

from __future__ import annotations

from pathlib import Path

MARKER = "minga-scenarios"


def shipped_folder() -> Path:
    """The folder of the shipped systems, policies, unit costs and disability weights.

    Raises:
        FileNotFoundError: it is neither inside the package nor beside it.
    """
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "_scenarios", here.parent / "scenarios"):
        if (folder / MARKER).is_file():
            return folder
    raise FileNotFoundError(f'no folder with the file "{MARKER}"')
