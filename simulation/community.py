"""The community: a Mesa model that peoples a place from a scenario and lives week after week.

``Community(scenario, rng=1)`` has settled (burn-in) when it is made; each ``step()`` is a week of the
horizon. In batch runs nobody asks for agents and none are made; whoever does gets ordinary Mesa agents, and
the weeks are the same bits either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import mesa
import numpy as np
from numpy import float32 as f4
from numpy.typing import NDArray

from simulation.building import build, capacities, people
from simulation.ground.chance import luck, padded
from simulation.ground.channel import ChannelValues
from simulation.ground.network import Contacts
from simulation.ground.parameter import compiled_value
from simulation.ground.process import BoundProcess, Process
from simulation.ground.table import Table
from simulation.people.centres import Centre, District
from simulation.people.clinicians import Clinician
from simulation.people.codes import CARES, POPULATION_GROUPS
from simulation.people.companions import PairWorker
from simulation.people.events import room
from simulation.people.facilities import HealthAuthority, facility_agent
from simulation.people.peers import PeerWorker
from simulation.people.providers import Provider
from simulation.people.residents import Resident
from simulation.people.tallies import CENTRE as CENTRE_TALLIES
from simulation.people.tallies import LONGEST_WAIT
from simulation.people.tallies import PEOPLE as PEOPLE_TALLIES
from simulation.people.workers import CommunityWorker
from simulation.scenario import Scenario, Timeline, change_weeks
from simulation.week import WEEK, with_extra

TABLES = ("residents", "clinicians", "workers", "peers", "pairs", "companions", "cases", "centres", "facilities", "authorities", "districts", "zones", "providers", "provider_ties")
SHARED = (
    "tally", "centre_tally", "waits", "flows", "events", "contacts", "serves", "takes_from", "hospital_of",
    "provider_rows", "clinic_capacity", "minutes", "luck", "first_centres",
)
"""What kernels may name beside columns, channels and parameters."""
WHOLE = ("clinicians", "workers", "peers", "pairs", "companions", "cases", "providers", "provider_ties")
"""Tables of which kernels get the padding too."""
CAPACITIES_OF = ("primary_care", "hospital", "mid_level")
"""Processes whose values say how many people a facility can serve."""
WEEKS = 156
MOST_WEEKS = 5200


class Community(mesa.Model):  # type: ignore[misc]  # Mesa is untyped
    """A place and its people.

    Args:
        scenario: the system with its policies.
        rng: the run seed, a whole number.
        weeks: the horizon for which tallies have room (living on beyond it is not counted).
        scale: share of residents; 1 is one for one.
        values: drawn values, (name, place or None) -> number; the scenario's own where missing.
        extra: processes from outside, see ``simulation.week.with_extra``.
        keep_events: keep the log of events.
        burn_in: live the weeks before week 0.
        settle: people the place at all (not only to look at its kernels).
    """

    residents: Table
    clinicians: Table
    workers: Table
    peers: Table
    pairs: Table
    companions: Table
    cases: Table
    centres: Table
    facilities: Table
    authorities: Table
    districts: Table
    zones: Table
    providers: Table
    provider_ties: Table
    channels: dict[str, ChannelValues]
    contacts: Contacts
    facility_names: list[str]
    minutes: NDArray[np.int32]
    serves: NDArray[np.bool_]
    takes_from: NDArray[np.bool_]
    hospital_of: NDArray[np.int16]
    provider_rows: NDArray[np.int32]
    clinic_capacity: NDArray[np.float32]
    first_centres: int
    work: dict[str, NDArray[Any]]
    _buffers: list[NDArray[np.float32]]

    def __init__(
        self,
        scenario: Scenario,
        rng: int = 0,
        *,
        weeks: int = WEEKS,
        scale: float = 1.0,
        values: Mapping[tuple[str, str | None], Any] | None = None,
        extra: Sequence[Process] = (),
        keep_events: bool = False,
        burn_in: bool = True,
        settle: bool = True,
        _base: Community | None = None,
    ) -> None:
        super().__init__(rng=rng)
        if not 0 < scale <= 1:
            raise ValueError(f"scale is a share of residents, above 0 and at most 1, not {scale}")
        if not 0 <= weeks <= MOST_WEEKS:
            raise ValueError(f"weeks is a whole number from 0 to {MOST_WEEKS}, not {weeks}")
        self.scenario = scenario
        self.seed_of_run = int(rng)
        self.luck = luck(int(rng))
        self.weeks = weeks
        self.scale = float(scale)
        self.drawn = dict(values or {})
        self.processes = with_extra(tuple(extra)) if extra else WEEK
        self._outside = {process.name for process in extra}
        self.memory: dict[str, Any] = {}
        self._made_agents = False
        self.changes = 0
        self.bundles: dict[str, Any] = {}
        # who wrote to which channels, and of which processes each reads values (None: of any)
        self._wrote: dict[str, dict[str, ChannelValues]] = {}
        self._listens: dict[str, set[str] | None] = {}
        self._writer: int | None = None
        self._heard: set[str] | None = None
        self._writes: dict[str, ChannelValues] = {}
        self.opening_weeks = {centre.opens for centre in scenario.centres}
        self.week = -scenario.burn_in_weeks if burn_in else 0
        self._declare()
        build(self, None if _base is None else _base.contacts)
        self.tally = np.zeros((weeks + 1, len(PEOPLE_TALLIES), len(POPULATION_GROUPS), len(self.districts)), np.int64)
        self.centre_tally = np.zeros((weeks + 1, len(CENTRE_TALLIES), max(len(self.centres), 1)), np.int64)
        self.waits = np.zeros((weeks + 1, len(POPULATION_GROUPS), LONGEST_WAIT + 1), np.int32)
        self.flows = np.zeros((weeks + 1, len(CARES), len(CARES)), np.int32)
        self.events = room(6 * len(self.residents) * 4 if keep_events else 0)
        self._bind()
        self.settings_changed()
        if not settle:
            return
        if _base is None:
            people(self)
            while self.week < 0:
                self._live()
        else:
            self._take(_base)

    @property
    def scenario(self) -> Scenario:
        """The system with its policies (Mesa 3.5 would keep a scenario of its own here)."""
        return self._scenario

    @scenario.setter
    def scenario(self, scenario: Any) -> None:
        if isinstance(scenario, Scenario):
            self._scenario = scenario

    # -- values -------------------------------------------------------------------------------------------

    def _declare(self) -> None:
        self._declarations: dict[str, dict[str, list[Any]]] = {}
        own = {p.name: p.declarations() for p in self.processes}
        self._declared = {d.name: d for declarations in own.values() for d in declarations}
        for process, declarations in own.items():
            fields = self._declarations.setdefault(process, {})
            for d in declarations:
                fields.setdefault(d.field, []).append(d)
        self._values: dict[str, Any] = {}
        for declarations in own.values():
            for d in declarations:
                if d.scope == "system":
                    self._values[d.name] = self._base(d.name, None)
                else:
                    self._values[d.name] = [self._base(d.name, place) for place in self.scenario.places(d.scope)]
        self._local = {
            field: np.zeros(max(len(self._values[ds[0].name]), 1), np.float32)
            for fields in self._declarations.values()
            for field, ds in fields.items()
            if ds[0].scope != "system"
        }
        self._local_names = {
            field: ds[0].name for fields in self._declarations.values() for field, ds in fields.items() if field in self._local
        }
        told = bool(self.scenario.story or self.scenario.policies)
        self._changes = set(change_weeks(self.scenario, self.weeks)) if told else set()
        self._timeline = Timeline(self.scenario, self._base) if told else None

    def _base(self, name: str, place: str | None) -> Any:
        for where in (place, None):
            if (name, where) in self.drawn:
                return self.drawn[name, where]
        # a number of a process from outside is not in the scenario
        return self.scenario.value_at(name, place) if name in self.scenario.values else self._declared[name].value

    def settings_changed(self, touched: set[str] | None = None) -> None:
        """Hand the present values to compiled code, and let barriers write to their channels.

        Args:
            touched: processes of which values have changed; None for all.
        """
        self.changes += 1
        bundles = dict(self.bundles)
        for process in self.processes:
            if process.settings is None or (touched is not None and process.name not in touched):
                continue
            fields = self._declarations[process.name]
            system = [compiled_value(ds, self._values) for ds in fields.values() if ds[0].scope == "system"]
            bundles[process.name] = process.settings.bundle()(*system)
            for field, ds in fields.items():
                if ds[0].scope != "system":
                    self._local[field][: len(self._values[ds[0].name])] = self._values[ds[0].name]
        self.bundles = bundles
        self._write_channels(touched)
        if touched is None or not touched.isdisjoint(CAPACITIES_OF):
            capacities(self)
        for bound in self.bound:
            if touched is None or not touched.isdisjoint(bound.uses):
                bound.use(bundles)
        self.wake(touched)

    def wake(self, touched: set[str] | None = None) -> None:
        """See which processes have nothing to do until values change, or somebody writes into the tables by hand.

        Beside processes from outside nobody sleeps: they may write into any table in any week.

        Args:
            touched: processes of which values have changed; None for all.
        """
        for bound in self.bound:
            if bound.process.idle_without and (touched is None or not touched.isdisjoint(bound.woken_by)):
                bound.idle = not (
                    self._outside
                    or any(np.any(np.asarray(self._values[name]) > 0) for name in bound.process.idle_without)
                    or any(getattr(self, table).whole(column).any() for table, _, column in map(_parted, bound.process.leftovers))
                )

    def _write_channels(self, touched: set[str] | None) -> None:
        """Let the processes write whose own values, or others that they read, have changed."""
        unsettled: dict[str, ChannelValues] = {}
        for at, process in enumerate(self.processes):
            if process.contribute is None:
                continue
            listens = self._listens.get(process.name)
            if touched is not None and listens is not None and touched.isdisjoint(listens):
                continue
            for channel in self._wrote.get(process.name, {}).values():
                channel.forget(at)
            unsettled |= self._wrote.get(process.name, {})
            self._writer, self._heard, self._writes = at, {process.name}, {}
            process.contribute(self)
            unsettled |= self._writes
            self._wrote[process.name] = self._writes
            # who looked at everything, or comes from outside and may read what is not known here, is asked every time
            self._listens[process.name] = None if process.name in self._outside else self._heard
            self._writer = None
        for channel in (self.channels if touched is None else unsettled).values():
            channel.settle()

    @property
    def present_values(self) -> dict[str, Any]:
        """Every number in force this week, by name; a list per place for local ones."""
        self._heard = None
        return dict(self._values)

    def value(self, name: str) -> Any:
        """A number in force this week; a list per place for a local one."""
        self._hear(name)
        return self._values[name]

    def local(self, field: str) -> NDArray[np.float64]:
        """Values of a parameter per centre or district, shape (places,)."""
        self._hear(self._local_names[field])
        return self._local[field].astype(np.float64)

    def channel(self, name: str) -> ChannelValues:
        """A channel by name."""
        channel = self.channels[name]
        if self._writer is not None:
            channel.writer = self._writer
            self._writes[name] = channel
        return channel

    def _hear(self, name: str) -> None:
        if self._heard is not None:
            self._heard.add(self._declared[name].process)

    # -- living on from another -----------------------------------------------------------------------------

    def _take(self, base: Community) -> None:
        """Begin where another community stands: the same people, the same luck."""
        for process in self.processes:
            if process.prepare is not None:
                process.prepare(self)
        for name in TABLES:
            mine, theirs = getattr(self, name), getattr(base, name)
            keep = {c: mine.whole(c).copy() for c in ("first_clinician", "last_clinician", "first_worker", "last_worker", "opens", "budget_year")} if name == "centres" else {}
            mine.take(theirs)
            for column, values in keep.items():
                mine.whole(column)[:] = values
        self.week = base.week
        self.memory = {**deepcopy(base.memory), "looked": -1}
        if self._timeline is not None:
            self._values.update(self._timeline.at(self.week - 1))
        # what hangs on the tables that were just taken (capacities, a bonus that was won) is this scenario's own
        self.settings_changed()

    def branch(self, scenario: Scenario, **changes: Any) -> Community:
        """A community that begins where this one stands and lives under other policies.

        Args:
            scenario: the same system with other policies; centres may be added at the end.
            changes: other arguments of ``Community`` (weeks, keep_events).
        """
        options: dict[str, Any] = {"weeks": self.weeks, "scale": self.scale, "values": self.drawn}
        extra = [p for p in self.processes if p not in WEEK]
        return Community(scenario, self.seed_of_run, **{**options, "extra": extra, **changes}, _base=self)

    # -- binding ------------------------------------------------------------------------------------------

    def _buffer(self, k: int) -> NDArray[np.float32]:
        while len(self._buffers) <= k:
            self._buffers.append(np.zeros(padded(len(self.residents)), np.float32))
        return self._buffers[k]

    def _bind(self) -> None:
        self.bound = [
            BoundProcess(p, self._supply, self._buffer)
            for p in self.processes
            if (p.kernel is not None or p.step is not None)
        ]

    def _supply(self, name: str) -> Any:
        """What a kernel gets for a parameter name (see ``simulation.ground.process``)."""
        if name in self.residents.columns:
            return self.residents.whole(name)
        if name in self._local:
            return self._local[name]
        if name in self.work:
            return self.work[name]
        if name.startswith("channel_"):
            return self.channels[name.removeprefix("channel_")].values
        if name == "scale":
            return f4(self.scale)
        if name in TABLES:
            return len(getattr(self, name))
        if name in SHARED:
            return getattr(self, name, None)
        for prefix in TABLES[1:]:
            if name.startswith(prefix + "_"):
                table: Table = getattr(self, prefix)
                column = name.removeprefix(prefix + "_")
                if column in table.columns:
                    array = table.whole(column)
                    return array if prefix in WHOLE else array[: max(len(table), 1)]
        raise KeyError(f"no column, channel or parameter is called {name!r}")

    def call(self, function: Any, process: Process) -> Any:
        """Call a compiled function of a process once, with what its parameters name."""
        return function(*self.arguments(function, process))

    def arguments(self, function: Any, process: Process) -> list[Any]:
        """What a compiled function of a process is given."""
        arguments: list[Any] = []
        for name in Process(process.name, process.sentence, kernel=function).reads():
            if name == "week":
                arguments.append(self.week)
            elif name == "settings":
                arguments.append(self.bundles[process.name])
            elif name.endswith("_settings"):
                arguments.append(self.bundles[name.removesuffix("_settings")])
            else:
                arguments.append(self._supply(name))
        return arguments

    # -- living -------------------------------------------------------------------------------------------

    def _live(self) -> None:
        """Live one week."""
        if self._timeline is not None and self.week in self._changes:
            now = self._timeline.turning(self.week)
            touched = {self._declared[name].process for name, value in now.items() if self._values[name] != value}
            self._values.update(now)
            self.settings_changed(touched)
        for bound in self.bound:
            if not bound.idle:
                bound(self, self.week, self.luck)
        self.week += 1

    def step(self) -> None:
        """Live the next week."""
        self.wake()
        self._live()

    def live(self, weeks: int | None = None) -> Community:
        """Live so many weeks, or to the end of the horizon."""
        self.wake()
        for _ in range(self.weeks - self.week if weeks is None else weeks):
            self._live()
        return self

    def close(self) -> None:
        """Let go of everything: a Mesa model refers to itself, so its arrays would stay until garbage is collected."""
        self.__dict__.clear()

    # -- Mesa ---------------------------------------------------------------------------------------------

    def _make_agents(self) -> None:
        if self._made_agents:
            return
        self._made_agents = True
        for c in range(len(self.centres)):
            Centre(self, c)
        for d in range(len(self.districts)):
            District(self, d)
        for k in range(len(self.facilities)):
            facility_agent(self, k)
        HealthAuthority(self, 0)
        for k in range(len(self.providers)):
            Provider(self, k)
        for j in range(len(self.clinicians)):
            Clinician(self, j)
        for j in range(len(self.workers)):
            CommunityWorker(self, j)
        for j in range(len(self.peers)):
            PeerWorker(self, j)
        for j in range(len(self.companions)):
            PairWorker(self, j)
        for i in range(len(self.residents)):
            Resident(self, i)

    @property
    def agents(self) -> Any:
        """All agents, made when first asked for."""
        if "bound" in self.__dict__:
            self._make_agents()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """Agents by class, made when first asked for."""
        if "bound" in self.__dict__:
            self._make_agents()
        return super().agents_by_type

    @property
    def agent_types(self) -> Any:
        """Classes of agents."""
        return list(self.agents_by_type)

    def resident(self, row: int) -> Resident:
        """The resident of a row."""
        self._make_agents()
        return next(a for a in self.agents_by_type[Resident] if a.row == row)  # type: ignore[no-any-return]

    @property
    def nbytes(self) -> int:
        """Bytes of all tables, the contact network and the working arrays."""
        arrays: list[Any] = [*self.work.values(), *self._buffers, *self.contacts]
        return int(sum(a.nbytes for a in arrays) + sum(getattr(self, name).nbytes for name in TABLES))


def _parted(column: str) -> tuple[str, str, str]:
    return column.partition(".")


__all__ = ["WEEKS", "Community"]
