"""``python -m benchmarks``: one table of nanoseconds per resident-week, all on this machine in one run."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .ground import ground
from .measure import Measurement, Options, Section, load_average, record, table, versions
from .model import this_model
from .plain_mesa import plain_mesa
from .starsim_w import starsim_w

SECTIONS: tuple[Section, ...] = (ground, plain_mesa, starsim_w, this_model)
"""What is measured, in order; the first is what the others are put in proportion to."""


def main() -> None:
    """Measure, print the table, and write the record where asked."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    ask.add_argument("--weeks", type=int, default=Options.weeks, help="weeks of a run (156)")
    ask.add_argument(
        "--runs", type=int, default=Options.runs, help="runs of each line (7); medians are shown"
    )
    ask.add_argument(
        "--full", action="store_true", help="also what takes minutes (plain Mesa at the large size)"
    )
    ask.add_argument("--json", type=Path, metavar="FILE", help="write everything measured to a file")
    asked = ask.parse_args()
    options = Options(asked.weeks, asked.runs, asked.full)

    before = load_average()
    measurements: list[Measurement] = []
    for section in SECTIONS:
        measurements += section(options)
    print(table(measurements))
    print("ns per resident-week, one thread, warm: median and least of the runs; ratio to minga's ground")
    print("residents are numbered by neighbourhood, so contacts are near, unless a line says otherwise")
    loads = ", ".join("unknown" if x is None else f"{x:.2f}" for x in (before, load_average()))
    print(f"load before and after: {loads}; " + ", ".join(f"{k} {v}" for k, v in versions().items()))
    if asked.json:
        asked.json.write_text(json.dumps(record(measurements, before), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
