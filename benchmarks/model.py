"""Section: this model itself, Peru's three centres with everything on, thinned to the two sizes."""

from __future__ import annotations

from functools import partial

from .measure import LARGE, SMALL, Measurement, Options, seconds_of


def this_model(options: Options) -> list[Measurement]:
    """Weeks of the horizon, and all of a run: peopling, burn-in, horizon and record (divided by the horizon)."""
    from simulation import load, run
    from simulation.community import Community

    system = load("peru")
    people = sum(zone.population for zone in system.zones)
    found = []
    for size in (SMALL, LARGE):
        scale = size / people
        weeks = options.weeks
        settled = Community(system, 1, weeks=weeks, scale=scale)
        settled.branch(system).live()
        branches = [settled.branch(system) for _ in range(options.runs)]
        lived = tuple(seconds_of(branch.live) for branch in branches)
        residents = len(settled.residents)
        found.append(Measurement("this model, weeks", residents, weeks, lived))
        one = partial(run, system, seed=1, weeks=weeks, scale=scale)
        whole = tuple(seconds_of(partial(one, replicate=r)) for r in range(options.runs))
        found.append(Measurement("this model, a whole run", residents, weeks, whole))
        print(
            f"this model, {residents:,} residents: {min(lived):.3f} s for {weeks} weeks, {min(whole):.3f} s with peopling and"
            f" {system.burn_in_weeks} weeks of burn-in, {settled.nbytes / residents:.0f} bytes a resident"
        )
    return found
