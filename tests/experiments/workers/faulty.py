"""A worker whose runs go wrong as FAULTS says (JSON, id -> kind), and that notes every run it begins in BEGUN.

For tests only: it changes what a worker of minga does from outside, and then is one.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time

from experiments import work

FAULTS = json.loads(os.environ.get("FAULTS", "{}"))
BEGUN = os.environ.get("BEGUN", "")
lived = work.Worker._lived


def go_wrong(kind: str, place) -> None:
    if kind == "raise":
        raise ValueError("asked to raise")
    if kind == "hang":
        time.sleep(3600)
    if kind == "exit":
        sys.exit(9)
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "memory":
        kept = []
        while True:
            kept.append(bytearray(2**25))
    if kind == "not a number":
        branch = place._place.branch

        def spoilt(*arguments, **options):
            community = branch(*arguments, **options)
            live = community.live

            def live_and_spoil():
                live()
                community.residents.severity[0] = float("nan")
                return community

            community.live = live_and_spoil
            return community

        place._place.branch = spoilt


def faulty(self, place, run):
    if BEGUN:
        with open(BEGUN, "a", encoding="utf-8") as stream:  # noqa: PTH123
            stream.write(run.id + "\n")
    if run.id in FAULTS:
        branch = place._place.branch
        try:
            go_wrong(FAULTS[run.id], place)
            return lived(self, place, run)
        finally:
            place._place.branch = branch
    return lived(self, place, run)


work.Worker._lived = faulty

if __name__ == "__main__":
    sys.exit(work.main())
