"""All watchers by name."""

from __future__ import annotations

from experiments.patterns import watching, watching_neighbourhood
from experiments.patterns.watching import EventWatcher
from experiments.patterns.watching_groups import Groups
from experiments.patterns.watching_peers import Followed, Paired, Posted
from experiments.patterns.watching_sites import Mix
from experiments.patterns.watching_work import (
    Asked,
    DropOuts,
    Homes,
    Medicines,
    Neighbours,
    Staff,
    Strained,
    Untreated,
)

WATCHERS: dict[str, type[EventWatcher]] = {
    **watching.WATCHERS, **watching_neighbourhood.WATCHERS, "followed": Followed, "paired": Paired, "posted": Posted, "strained": Strained, "asked": Asked,
    "neighbours": Neighbours, "staff": Staff, "medicines": Medicines, "untreated": Untreated, "homes": Homes, "drop-outs": DropOuts, "mix": Mix, "groups": Groups,
}
"""Name -> watcher."""
