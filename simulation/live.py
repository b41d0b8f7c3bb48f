"""Run: one scenario, one luck, from peopling the place to the last week."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulation.community import WEEKS, Community
from simulation.draws import drawn
from simulation.ground.chance import replicate_seed
from simulation.ground.process import Process
from simulation.outcomes import Outcome
from simulation.record import Record, record_of
from simulation.scenario import Scenario


def source_of(thing: Process | Outcome) -> str:
    """Hash of the source file in which a process or outcome from outside is written (16 hex digits)."""
    function = getattr(thing, "step", None) or getattr(thing, "kernel", None) or getattr(thing, "over_run", None)
    function = getattr(function, "py_func", function)
    try:
        path = inspect.getsourcefile(function)  # type: ignore[arg-type]
        text = Path(path).read_bytes() if path else repr(function).encode()
    except (TypeError, OSError):
        # typed at a prompt: there is no file, so its compiled form stands for it
        text = getattr(getattr(function, "__code__", None), "co_code", repr(thing).encode())
    return hashlib.sha256(text).hexdigest()[:16]


def run(
    scenario: Scenario,
    *,
    seed: int = 1,
    weeks: int = WEEKS,
    scale: float = 1.0,
    replicate: int = 0,
    fixed_parameters: bool = True,
    extra: Sequence[Process | Outcome] = (),
    events: bool = False,
    values: Mapping[tuple[str, str | None], Any] | None = None,
) -> Record:
    """Live a scenario once.

    Args:
        scenario: from ``load``, with policies if any.
        seed: root seed of the question; the run's own is f(seed, replicate), as in ``compare``.
        weeks: the horizon, after burn-in.
        scale: share of residents; 1 is one for one.
        replicate: which luck (and which draw of unknown parameters).
        fixed_parameters: the scenario's central values; otherwise the replicate's draw.
        extra: processes and outcomes from outside.
        events: keep the log of events.
        values: drawn values instead, (name, place or None) -> number.
    """
    processes = [e for e in extra if isinstance(e, Process)]
    chosen = values if values is not None else ({} if fixed_parameters else drawn(scenario, seed, replicate))
    community = Community(
        scenario, replicate_seed(seed, replicate), weeks=weeks, scale=scale, values=chosen, extra=processes, keep_events=events
    )
    community.live()
    record = record_of(community, replicate, seed, fixed_parameters)
    for thing in extra:
        record.extra[thing.name] = source_of(thing)
    for outcome in extra:
        if isinstance(outcome, Outcome):
            record.measured[outcome.name] = outcome.over_run(record, "everybody")
    community.close()
    return record
