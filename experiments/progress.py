"""Progress on stderr: a bar on a terminal, one line per step in a log, nothing when asked to be quiet."""

from __future__ import annotations

import sys
import time

WIDTH = 30


class Progress:
    """Counts steps of a known (and perhaps growing) number."""

    def __init__(self, label: str, quiet: bool = False) -> None:
        self.label = label
        self.quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._began = time.monotonic()

    def step(self, done: int, planned: int) -> None:
        """Show that so many of so many steps are done."""
        if self.quiet:
            return
        spent = time.monotonic() - self._began
        left = spent / done * (planned - done) if done else 0.0
        if self._terminal:
            filled = WIDTH * done // max(planned, 1)
            bar = "#" * filled + "." * (WIDTH - filled)
            sys.stderr.write(f"\r{self.label} [{bar}] {done}/{planned}, {left:.0f} s left ")
            if done >= planned:
                sys.stderr.write("\r" + " " * (WIDTH + 60) + "\r")
        else:
            sys.stderr.write(f"{self.label} {done}/{planned}\n")
        sys.stderr.flush()

    def say(self, text: str) -> None:
        """A line of its own."""
        if not self.quiet:
            sys.stderr.write(("\r" if self._terminal else "") + text + "\n")
            sys.stderr.flush()
