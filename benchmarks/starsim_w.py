"""Section: W as a Starsim module with Starsim's own states, network and streams of chance, where installed."""

from __future__ import annotations

import importlib.util
from typing import Any

import numpy as np

from .measure import LARGE, SMALL, Measurement, Options, seconds_of
from .w import definition as w

FEW_RUNS = 3
NUMBERS = (
    "state", "severity", "stigma", "hope", "literacy", "distress",
    "family", "distance", "wait", "bond", "since_contact",
)  # fmt: skip
QUESTIONS = ("moves", "noise", "seeks", "misses", "leaves", "absent", "gives_up")


def simulation(residents: int, weeks: int, seed: int) -> Any:
    """A Starsim simulation of W, not yet initialised."""
    import starsim as ss

    worsening, improving, target = (np.array(x) for x in (w.WORSENING, w.IMPROVING, w.TARGET))
    worse, better = np.array(w.WORSE), np.array(w.BETTER)

    class Ties(ss.Network):  # type: ignore[misc]
        """W's contacts, both ways."""

        def init_post(self) -> None:
            super().init_post()
            left, right = w.network(residents, local=True)
            self.append(
                p1=ss.uids(np.concatenate([left, right])),
                p2=ss.uids(np.concatenate([right, left])),
                beta=np.ones(2 * left.size),
            )

        def step(self) -> None:
            """Nothing changes."""

    class Care(ss.Module):  # type: ignore[misc]
        """W's week."""

        def __init__(self) -> None:
            super().__init__()
            self.define_states(*[ss.FloatArr(name) for name in NUMBERS], ss.BoolState("in_care"))
            for question in QUESTIONS:
                setattr(self, f"u_{question}", ss.random(name=question))

        def init_post(self) -> None:
            super().init_post()
            people = w.population(residents)
            for name in NUMBERS:
                getattr(self, name)[:] = people[name].astype(float)
            self.in_care[:] = people["in_care"]

        def init_results(self) -> None:
            super().init_results()
            self.define_results(*[ss.Result(f"out_{name}", dtype=float, scale=False) for name in w.OUTPUTS])

        def step(self) -> None:
            everybody = self.sim.people.auids
            self.take_course(everybody)
            self.change_minds(len(everybody))
            self.seek()
            self.call(w.slots(len(everybody)), self.follow_up())

        def take_course(self, everybody: Any) -> None:
            s = self.state.values.astype(np.int64)
            distress = self.distress.values
            up = worsening[s] * (0.5 + distress) * (1.5 - self.family.values)
            down = improving[s] * (0.5 + self.hope.values) * (1 + self.bond.values)
            u = self.u_moves.rvs(everybody)
            s = np.where(u < up, worse[s], np.where(u < up + down, better[s], s))
            self.state[:] = s
            self.severity[:] = self.severity.values + 0.2 * (target[s] - self.severity.values)
            noise = self.u_noise.rvs(everybody) - 0.5
            self.distress[:] = np.clip(0.8 * distress + 0.2 * self.severity.values + 0.05 * noise, 0, 1)

        def change_minds(self, n: int) -> None:
            edges = self.sim.networks[0].edges
            x = self.stigma.values
            degree = np.bincount(edges.p1, minlength=n)
            total = np.bincount(edges.p1, weights=x[edges.p2], minlength=n)
            around = np.where(degree > 0, total / np.maximum(degree, 1), x)
            self.stigma[:] = x + 0.05 * (around - x) - 0.002 * self.literacy.values * x + 0.0008 * (1 - x)

        def seek(self) -> None:
            free = (~self.in_care & (self.wait == 0) & (self.state >= 1) & (self.state <= 4)).uids
            x = -4 + 4 * self.severity[free] - 2 * self.stigma[free] + self.literacy[free]
            x = x + 0.5 * self.hope[free] - 0.05 * self.distance[free]
            self.wait[free[self.u_seeks.rvs(free) < 1 / (1 + np.exp(-x))]] = 1

        def follow_up(self) -> int:
            outside, inside = (~self.in_care).uids, self.in_care.uids
            self.hope[outside] = self.hope[outside] + 0.01 * (0.5 - self.hope[outside])
            self.since_contact[inside] = self.since_contact[inside] + 1
            due = inside[self.since_contact[inside] >= 4]
            risk = 0.08 + 0.15 * self.stigma[due] + 0.004 * self.distance[due]
            missed = self.u_misses.rvs(due) < risk
            absent, seen = due[missed], due[~missed]
            self.bond[absent] = np.maximum(0, self.bond[absent] - 0.1)
            self.since_contact[seen] = 0
            self.bond[seen] = self.bond[seen] + 0.1 * (1 - self.bond[seen])
            self.hope[seen] = self.hope[seen] + 0.05 * (1 - self.hope[seen])
            self.literacy[seen] = self.literacy[seen] + 0.02 * (1 - self.literacy[seen])
            leaver = inside[self.u_leaves.rvs(inside) < 0.005 + 0.03 * (1 - self.bond[inside])]
            self.in_care[leaver] = False
            self.bond[leaver] = 0
            self.since_contact[leaver] = 0
            return len(due)

        def call(self, slots: int, due: int) -> None:
            line = (self.wait > 0).uids
            rank = (self.severity[line] * 4).astype(np.int64) * 1024 + np.minimum(self.wait[line], 1023)
            line = line[np.argsort(-rank, kind="stable")]
            left = max(slots - due, slots // 20)
            head = line[:left]
            comes = self.u_absent.rvs(head) >= 0.1 + 0.2 * self.stigma[head]
            taken = head[comes]
            self.in_care[taken] = True
            self.wait[taken] = 0
            self.since_contact[taken] = 0
            self.bond[taken] = 0.3
            rest = ss.uids(np.concatenate([head[~comes], line[left:]]))
            self.wait[rest] = self.wait[rest] + 1
            gone = rest[self.u_gives_up.rvs(rest) < 0.02 + 0.03 * self.distress[rest]]
            self.wait[gone] = 0
            self.hope[gone] = np.maximum(0, self.hope[gone] - 0.05)

        def update_results(self) -> None:
            super().update_results()
            s, wait = self.state.values, self.wait.values
            counts = np.bincount(s.astype(np.int64), minlength=6)
            now = {f"n_{name}": counts[code] for code, name in enumerate(w.STATES)}
            for name in ("severity", "stigma", "hope", "literacy", "distress"):
                now[name] = getattr(self, name).values.mean()
            now["in_care"] = self.in_care.values.sum()
            now["waiting"] = (wait > 0).sum()
            now["mean_wait"] = wait.sum() / max(now["waiting"], 1)
            now["unmet"] = ((s >= 2) & (s <= 4) & ~self.in_care.values).sum()
            for name, value in now.items():
                self.results[f"out_{name}"][self.ti] = value

    return ss.Sim(
        n_agents=residents,
        networks=Ties(),
        modules=[Care()],
        start=ss.date("2020-01-01"),
        dt=ss.weeks(1),
        dur=ss.weeks(weeks - 1),
        rand_seed=seed,
        verbose=0,
    )


def starsim_w(options: Options) -> list[Measurement]:
    """Both sizes; nothing where Starsim is not installed. Initialising is not counted."""
    if importlib.util.find_spec("starsim") is None:
        return []
    found = []
    for residents, most in ((SMALL, 156), (LARGE, 156 if options.full else 26)):
        weeks = min(options.weeks, most)
        seconds = []
        for run in range(min(options.runs, FEW_RUNS)):
            one = simulation(residents, weeks, run)
            one.init()
            seconds.append(seconds_of(one.run))
        found.append(Measurement("W in Starsim", residents, weeks, tuple(seconds)))
    return found
