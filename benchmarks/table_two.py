"""``python -m benchmarks.table_two``: in what share of drawn worlds Table 2 of the source paper appears.

Every unknown input of ``peru`` is drawn from its range, once a world. What is printed stands in ``docs/model.md``, section 11.
"""

from __future__ import annotations

import argparse


def main() -> None:
    """Draw the worlds, live them, print the shares."""
    from experiments.progress import Progress
    from experiments.table_two import share_that_passes
    from simulation import load

    ask = argparse.ArgumentParser(prog="python -m benchmarks.table_two", description=__doc__)
    ask.add_argument("--draws", type=int, default=48, help="worlds (48)")
    ask.add_argument("--scale", type=float, default=0.03, help="share of residents (0.03)")
    ask.add_argument("--seed", type=int, default=1, help="of the runs (1)")
    ask.add_argument("--workers", type=int, default=1, help="processes (1)")
    asked = ask.parse_args()
    progress = Progress("world")
    found = share_that_passes(
        load("peru"), asked.draws, seed=asked.seed, scale=asked.scale, workers=asked.workers,
        on_world=lambda done, planned: progress.step(done, planned) if done % 8 == 0 or done == planned else None,
    )
    print(f"{asked.draws} worlds, {100 * asked.scale:g} % of residents, seed {asked.seed}")
    for name, share in found.items():
        print(f"{name:<12}{share.passed:>4} of {share.of}: {100 * share.value:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f} %, exact 95 %)")


if __name__ == "__main__":
    main()
