"""Places of a trial: many centres like one of a system, each with a district and characteristics of its own.

Each characteristic z of a centre is its central value plus ``between`` x z x half its declared range, with z drawn for
every centre, every characteristic and every time the trial is held; its range moves along. So ``between`` = 0 is centres
all alike but for luck, and 1 spreads them as wide as what is not known about any one of them.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from experiments.trial.design import Trial
from simulation import InputError, Scenario, load
from simulation.draws import quantile
from simulation.ground.chance import luck, replicate_seed, uniforms
from simulation.ground.parameter import Declaration
from simulation.scenario import District, Zone, shown
from simulation.scenario.files import is_path, listed, nearest
from simulation.scenario.places import Centre, people_of
from simulation.scenario.values import Catalogue

MOST_SIZE = 4.0


def base_of(trial: Trial) -> Scenario:
    """The system on which the trial's places rest.

    Raises:
        InputError: an unknown system, centre or characteristic.
    """
    name = trial.world.system
    system = load(str(trial.folder / name) if is_path(name) else name)
    known = [centre.id for centre in system.centres]
    if not known:
        raise _wrong(trial, "world.system", shown(name), "a system with a centre")
    if trial.world.like and trial.world.like not in known:
        raise _wrong(trial, "world.like", shown(trial.world.like), f"one of {listed(known)}", nearest(trial.world.like, known))
    varied(trial, system)
    return system.setting(dict(trial.world.settings)) if trial.world.settings else system


def _wrong(trial: Trial, key: str, found: str, allowed: str, meant: str | None = None) -> InputError:
    return InputError(trial.origin or f"trial {trial.name}", key, found, allowed, meant)


def varied(trial: Trial, system: Scenario) -> list[str]:
    """The characteristics that differ between centres, by name.

    Raises:
        InputError: a name that is no parameter of centres or districts.
    """
    local = [name for name, d in system.values.items() if d.scope != "system" and not d.choices and d.low < d.high]
    if not trial.world.varied:
        return [name for name in local if system.values[name].kind == "uncertain"]
    catalogue = Catalogue(system.values)
    found: list[str] = []
    for name in trial.world.varied:
        elements = [e for e in catalogue.elements(name) if e in local]
        if not elements:
            raise _wrong(trial, "world.varied", shown(name), "a parameter of centres or districts that has a range", nearest(name, local))
        found += elements
    return found


def between(trial: Trial, replicate: int) -> float:
    """SD between centres, in halves of a range, in one holding of the trial."""
    one = trial.world.between
    return one.value if trial.fixed else one.at(quantile("trial: SD between centres", trial.seed, replicate))


def place_of(trial: Trial, system: Scenario, replicate: int) -> Scenario:
    """The places of one holding of a trial; centres are older than the story."""
    if not trial.world.centres:
        aged = tuple(replace(c, opens=min(c.opens, -system.burn_in_weeks)) for c in system.centres)
        return replace(system, centres=aged)
    world, many = trial.world, trial.world.centres
    like = next((c for c in system.centres if c.id == world.like), system.centres[0])
    key = luck(replicate_seed(trial.seed, replicate))
    sizes = _sizes(trial, system, like, uniforms(key, "trial: how many people a centre serves", many))
    reach = math.sqrt(sum((2 * zone.radius) ** 2 for zone in system.zones if zone.district in like.serves)) / 2 or 1.0
    width = math.ceil(math.sqrt(many))
    spots = [(world.spacing * (k % width), world.spacing * (k // width)) for k in range(many)]
    ids = [f"centre-{k + 1}" for k in range(many)]
    home = [f"district-{k + 1}" for k in range(many)]
    local: dict[str, dict[str, Declaration]] = {}
    spread = between(trial, replicate)
    chosen = set(varied(trial, system))
    for name, declared in system.values.items():
        if declared.scope == "system":
            continue
        template = like.id if declared.scope == "centre" else like.district
        own = system.local.get(name, {}).get(template, declared)
        places = ids if declared.scope == "centre" else home
        if name in chosen:
            z = norm.ppf(np.clip(uniforms(key, f"trial: {name} of centres", many).astype(float), 1e-6, 1 - 1e-6))
            local[name] = {place: _moved(own, spread * float(z[k])) for k, place in enumerate(places)}
        elif own is not declared:
            local[name] = dict.fromkeys(places, own)
    return replace(
        system, name=f"{system.name}-{many}-centres", facilities=(), policies=(), own={},
        districts=tuple(District(home[k], home[k]) for k in range(many)),
        zones=tuple(Zone(f"zone-{k + 1}", home[k], *spots[k], reach, int(sizes[k])) for k in range(many)),
        centres=tuple(_copied(like, system, ids[k], home[k], spots[k]) for k in range(many)), local=local,
    )


def _copied(like: Centre, system: Scenario, id: str, district: str, spot: tuple[float, float]) -> Centre:
    opens = min(like.opens, -system.burn_in_weeks)
    return replace(like, id=id, name=id, district=district, x=spot[0], y=spot[1], opens=opens, serves=(district,))


def _sizes(trial: Trial, system: Scenario, like: Centre, u: NDArray[np.float32]) -> NDArray[np.int64]:
    """Residents of each catchment: log-normal around the mean."""
    people = people_of(system)
    mean = trial.world.people or sum(people[d] for d in like.serves)
    spread = math.sqrt(math.log(1 + trial.world.size_cv**2))
    factor = np.exp(spread * norm.ppf(np.clip(u.astype(float), 1e-6, 1 - 1e-6)) - spread**2 / 2)
    return np.asarray(np.maximum(np.round(mean * np.minimum(factor, MOST_SIZE)), 1), np.int64)


def _moved(own: Declaration, shift: float) -> Declaration:
    """A characteristic of one centre: value and range moved by halves of the range, within what is allowed."""
    low, high = own.limits
    step = shift * (own.high - own.low) / 2

    def kept(value: float) -> float:
        moved = min(max(value + step, -math.inf if low is None else low), math.inf if high is None else high)
        return float(round(moved)) if own.whole else moved

    return own.having(value=kept(float(own.value)), low=kept(own.low), high=kept(own.high))


def share_of(trial: Trial, place: Scenario) -> float:
    """Share of residents that are lived, so that there are about as many as the trial says."""
    return min(1.0, trial.world.residents / sum(zone.population for zone in place.zones))
